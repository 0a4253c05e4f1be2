/* JSON lines are read one by one; a bad one hides no other. */
#include "unit.h"
#include "formats/jsonl.h"

static void json_lines_are_read_one_by_one(void **state)
{
    struct jsonl r =
        jsonl_open(K_S("\xef\xbb\xbf{\"a\":1}\r\n\n{bad\n[2]\n\"far too long a line\"\n7"), 12);
    struct jsonl_row row;
    assert_true(jsonl_next(&r, *state, &row));
    assert_int_equal(k_json_int(k_json_get(row.value, "a"), 0), 1);
    assert_int_equal(row.line, 1);
    assert_true(jsonl_next(&r, *state, &row));
    assert_int_equal(row.err, K_ERR_BAD_JSON);
    assert_int_equal(row.line, 3);
    assert_true(row.why.n > 0);
    assert_str(row.raw, "{bad");
    assert_true(jsonl_next(&r, *state, &row));
    assert_true(k_json_is_array(row.value));
    assert_true(jsonl_next(&r, *state, &row));
    assert_int_equal(row.err, K_ERR_TOO_LARGE);
    assert_true(jsonl_next(&r, *state, &row));
    assert_int_equal(row.line, 6);
    assert_int_equal(k_json_int(row.value, 0), 7);
    assert_true(r.pos == r.text.n);
    assert_false(jsonl_next(&r, *state, &row));
}

static void nothing_gives_no_rows(void **state)
{
    struct jsonl r = jsonl_open(K_S("\n \r\n"), 0);
    struct jsonl_row row;
    assert_false(jsonl_next(&r, *state, &row));
    r = jsonl_open(K_NONE, 0);
    assert_false(jsonl_next(&r, *state, &row));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        arena_test(json_lines_are_read_one_by_one),
        arena_test(nothing_gives_no_rows),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
