/* JSON: reading, walking, writing, limits. The public suite: test_base_json_suite.c. */
#include "unit.h"
#include "base/json.h"

static const struct k_json *read_json(struct k_arena *a, const char *z)
{
    const struct k_json *v = NULL;
    assert_int_equal(k_json_parse(a, k_str_z(z), &v, NULL), K_OK);
    return v;
}

static void getters_never_fail(void **state)
{
    const struct k_json *v = read_json(
        *state, "{\"s\":\"x\",\"i\":-7,\"d\":2.5,\"w\":3.0,\"big\":1e300,\"t\":true,\"n\":null,"
                "\"a\":[1,{\"k\":\"deep\"}],\"id\":9007199254740993}");
    assert_str(k_json_get_str(v, "s"), "x");
    assert_int_equal(k_json_int(k_json_get(v, "i"), 0), -7);
    assert_int_equal(k_json_int(k_json_get(v, "w"), 0), 3);
    assert_int_equal(k_json_int(k_json_get(v, "d"), 99), 99);
    assert_int_equal(k_json_int(k_json_get(v, "big"), 99), 99);
    assert_int_equal(k_json_int(k_json_get(v, "s"), 99), 99);
    assert_true(k_json_num(k_json_get(v, "d"), 0) > 2.4);
    assert_true(k_json_num(k_json_get(v, "i"), 0) < -6.9);
    assert_true(k_json_num(k_json_get(v, "t"), 5) > 4.9);
    assert_true(k_json_bool(k_json_get(v, "t"), false));
    assert_true(k_json_bool(k_json_get(v, "s"), true));
    assert_true(k_json_is_null(k_json_get(v, "n")));
    assert_false(k_json_is_null(k_json_get(v, "absent")));
    assert_null(k_json_get_str(v, "n").p);
    assert_str(k_json_path_str(v, "a.1.k"), "deep");
    assert_null(k_json_path(v, "a.2.k"));
    assert_null(k_json_path(v, "a.x"));
    assert_null(k_json_path(v, "s.x"));
    assert_null(k_json_path(v, ""));
    assert_str(k_json_idstr(*state, k_json_get(v, "id")), "9007199254740993");
    assert_str(k_json_idstr(*state, k_json_get(v, "s")), "x");
    assert_null(k_json_idstr(*state, k_json_get(v, "d")).p);
    assert_int_equal(k_json_len(v), 9);
    assert_int_equal(k_json_len(k_json_get(v, "a")), 2);
    assert_int_equal(k_json_len(k_json_get(v, "s")), 0);
    assert_null(k_json_at(v, 0));
    assert_null(k_json_at(k_json_get(v, "a"), 2));
}

static void nothing_is_a_value_like_any_other(void **state)
{
    assert_false(k_json_is_object(NULL) || k_json_is_array(NULL) || k_json_is_str(NULL) ||
                 k_json_is_int(NULL) || k_json_is_num(NULL) || k_json_is_bool(NULL) ||
                 k_json_is_null(NULL));
    assert_null(k_json_get(NULL, "x"));
    assert_null(k_json_path(NULL, "x.y"));
    assert_null(k_json_str(NULL).p);
    assert_int_equal(k_json_int(NULL, 3), 3);
    assert_true(k_json_num(NULL, 3) > 2);
    assert_true(k_json_bool(NULL, true));
    assert_null(k_json_idstr(*state, NULL).p);
    assert_int_equal(k_json_len(NULL), 0);
    assert_null(k_json_at(NULL, 0));
    assert_null(k_json_iter(NULL, NULL, NULL, NULL));
    assert_str(k_json_text(*state, NULL), "null");
    size_t seen = 0;
    const struct k_json *item = NULL;
    k_json_each (i, item, (const struct k_json *)NULL)
        seen += item != NULL;
    assert_int_equal(seen, 0);
}

static void members_come_in_the_given_order_and_the_last_twin_wins(void **state)
{
    const struct k_json *v = read_json(*state, "{\"z\":1,\"a\":2,\"m\":3,\"a\":4}"), *item;
    static const char *const keys[] = {"z", "a", "m"};
    static const int values[] = {1, 4, 3};
    k_str key;
    size_t n = 0;
    for (void *it = k_json_iter(v, NULL, &key, &item); it;
         it = k_json_iter(v, it, &key, &item)) {
        assert_str(key, keys[n]);
        assert_int_equal(k_json_int(item, 0), values[n]);
        n++;
    }
    assert_int_equal(n, 3);
}

static void bad_text_is_refused_with_place_and_reason(void **state)
{
    static const char *const bad[] = {
        "",           " ",
        "{",          "[1,]",
        "{\"a\":1,}", "{'a':1}",
        "nul",        "[1] x",
        "\"\xff\"",   "\"\xed\xa0\x80\"",
        "01",         "+1",
        "1e999",      "NaN",
        "\"\t\"",     "\xef\xbb\xbf{}",
        "[\"a\\",     "\"\\ud800\"",
    };
    for (size_t i = 0; i < ROWS(bad); i++) {
        const struct k_json *v = (const struct k_json *)1;
        k_str where = K_NONE;
        assert_int_equal(k_json_parse(*state, k_str_z(bad[i]), &v, &where), K_ERR_BAD_JSON);
        assert_null(v);
        assert_true(where.n > 3);
        assert_int_equal(k_json_parse(*state, k_str_z(bad[i]), &v, NULL), K_ERR_BAD_JSON);
    }
    const struct k_json *v;
    k_str where;
    assert_int_equal(k_json_parse(*state, K_S("{\n \"a\": x}"), &v, &where), K_ERR_BAD_JSON);
    assert_true(k_str_starts(where, K_S("line 2, column ")));
    assert_int_equal(k_json_parse(*state, K_NONE, &v, NULL), K_ERR_BAD_JSON);
}

static void depth_is_limited_before_the_parser(void **state)
{
    static char deep[200001];
    const struct k_json *v;
    k_str where;
    static const struct {
        size_t depth;
        k_err want;
    } rows[] = {{64, K_OK}, {65, K_ERR_BAD_JSON}, {100000, K_ERR_BAD_JSON}};
    for (size_t i = 0; i < ROWS(rows); i++) {
        memset(deep, '[', rows[i].depth);
        memset(deep + rows[i].depth, ']', rows[i].depth);
        k_err e = k_json_parse(*state, k_str_n(deep, 2 * rows[i].depth), &v, &where);
        assert_int_equal(e, rows[i].want);
    }
    assert_true(k_str_starts(where, K_S("nested deeper than 64 at byte 64")));
    char in_text[400] = "[\"";
    memset(in_text + 2, '[', 300);
    memcpy(in_text + 302, "\\\"[\"]", 6);
    assert_int_equal(k_json_parse(*state, k_str_z(in_text), &v, NULL), K_OK);
}

static void size_is_limited(void **state)
{
    const struct k_json *v;
    k_str where;
    k_str huge = {"", (size_t)64 * 1024 * 1024 + 1}; /* refused before a byte is read */
    assert_int_equal(k_json_parse(*state, huge, &v, &where), K_ERR_TOO_LARGE);
}

static void text_with_nul_and_escapes_survives(void **state)
{
    const struct k_json *v = read_json(*state, "[\"a\\u0000b\", \"\\ud83d\\ude00\\n\"]");
    k_str s = k_json_str(k_json_at(v, 0));
    assert_int_equal(s.n, 3);
    assert_memory_equal(s.p, "a\0b", 3);
    assert_str(k_json_str(k_json_at(v, 1)), "\xf0\x9f\x98\x80\n");
    assert_str(k_json_text(*state, v), "[\"a\\u0000b\",\"\xf0\x9f\x98\x80\\n\"]");
}

static void what_is_written_reads_back(void **state)
{
    static const char *const rows[] = {
        "{\"b\":1,\"a\":[true,false,null,-1,0.5,\"x\"],\"o\":{}}",
        "[]",
        "[[],[[]],{}]",
        "\"alone\"",
        "0.1",
        "1e+300",
        "-9223372036854775808",
    };
    assert_str(k_json_text(*state, read_json(*state, "[-0.0,1.0]")), "[0,1]");
    for (size_t i = 0; i < ROWS(rows); i++)
        assert_str(k_json_text(*state, read_json(*state, rows[i])), rows[i]);
}

static void the_writer_puts_commas_and_nulls(void **state)
{
    struct k_buf b;
    k_buf_init(&b, *state, 10000);
    struct k_jw w = k_jw(&b);
    kw_obj(&w);
    kw_key(&w, "id");
    kw_id(&w, 1234567890123456789);
    kw_key(&w, "none");
    kw_id(&w, 0);
    kw_key(&w, "s");
    kw_str(&w, K_S("a\"b"));
    kw_key(&w, "absent");
    kw_str(&w, K_NONE);
    kw_key(&w, "list");
    kw_arr(&w);
    kw_int(&w, -1);
    kw_bool(&w, true);
    kw_num(&w, 0.1);
    kw_num(&w, 1.0 / 0.0);
    kw_time(&w, 0);
    kw_time(&w, 1);
    kw_raw(&w, K_S("{}"));
    kw_raw(&w, K_NONE);
    kw_arr(&w);
    kw_end(&w);
    kw_end(&w);
    kw_keys(&w, K_S("v"));
    kw_value(&w, read_json(*state, "[1,{\"k\":null}]"));
    kw_end(&w);
    assert_true(k_buf_ok(&b));
    assert_str(k_buf_view(&b),
               "{\"id\":\"1234567890123456789\",\"none\":null,\"s\":\"a\\\"b\",\"absent\":null,"
               "\"list\":[-1,true,0.1,null,null,\"1970-01-01T00:00:00.000001Z\",{},null,[]],"
               "\"v\":[1,{\"k\":null}]}");
}

static void writing_too_deep_or_unbalanced_fails_the_buffer(void **state)
{
    struct k_buf b;
    k_buf_init(&b, *state, 10000);
    struct k_jw w = k_jw(&b);
    for (int i = 0; i < K_JW_DEPTH - 1; i++)
        kw_arr(&w);
    assert_true(k_buf_ok(&b));
    kw_arr(&w);
    assert_false(k_buf_ok(&b));
    k_buf_init(&b, *state, 10000);
    w = k_jw(&b);
    kw_end(&w);
    assert_false(k_buf_ok(&b));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        arena_test(getters_never_fail),
        arena_test(nothing_is_a_value_like_any_other),
        arena_test(members_come_in_the_given_order_and_the_last_twin_wins),
        arena_test(bad_text_is_refused_with_place_and_reason),
        arena_test(depth_is_limited_before_the_parser),
        arena_test(size_is_limited),
        arena_test(text_with_nul_and_escapes_survives),
        arena_test(what_is_written_reads_back),
        arena_test(the_writer_puts_commas_and_nulls),
        arena_test(writing_too_deep_or_unbalanced_fails_the_buffer),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
