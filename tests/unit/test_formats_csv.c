/* CSV as programs really write it, and cells that no spreadsheet runs. */
#include "formats/csv.h"
#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

static struct k_arena *arena;

/* Rows as one text: cells between |, rows between /, refused rows as !. */
static const char *shown(const char *text, size_t max_row)
{
    struct csv r = csv_open(k_str_z(text), max_row);
    struct csv_row row;
    struct k_buf b;
    k_buf_init(&b, arena, 65536);
    while (csv_next(&r, arena, &row)) {
        if (b.n)
            k_buf_chr(&b, '/');
        if (row.why.p)
            k_buf_chr(&b, '!');
        for (size_t i = 0; i < row.n; i++) {
            if (i)
                k_buf_chr(&b, '|');
            k_buf_str(&b, row.cells[i]);
        }
    }
    return k_dupz(arena, k_buf_view(&b));
}

static void rows_are_read_as_other_programs_write_them(void **state)
{
    static const struct {
        const char *text, *want;
    } cases[] = {
        {"a,b\n1,2\n", "a|b/1|2"},
        {"a,b\r\n1,2", "a|b/1|2"},
        {"a\tb\r1\t2\r", "a|b/1|2"},
        {"\xEF\xBB\xBF"
         "a;b\n1;\"2;3\"\n",
         "a|b/1|2;3"},
        {"a,b\n\"one\ntwo\",x\n", "a|b/one\ntwo|x"},
        {"a,b\n\"say \"\"hi\"\"\",x\n", "a|b/say \"hi\"|x"},
        {"a,b\n,\n", "a|b/|"},
        {"M\xfcller,\"\x93gut\x94 \x80\"\nM\xc3\xbcller,x\n",
         "M\xc3\xbcller|\xe2\x80\x9cgut\xe2\x80\x9d \xe2\x82\xac/M\xc3\xbcller|x"},
        {"a,b\n\n\n1,2\n\n", "a|b/1|2"},
        {"a,b\n\"x\"y,2\n", "a|b/x|2"},
        {"a,b\n\"never closed,2\n3,4\n", "a|b/!/3|4"},
        {",,x\n1,2,3\n", "||x/1|2|3"},
        {"", ""},
        {"\n\n", ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_string_equal(shown(cases[i].text, 0), cases[i].want);
}

static void a_row_over_the_limit_does_not_hide_the_rest(void **state)
{
    assert_string_equal(shown("a,b\n12345678901234567890,2\n3,4\n", 10), "a|b/!/3|4");
}

static void a_row_knows_its_line(void **state)
{
    struct csv r = csv_open(K_S("a,b\n\n\"x\ny\",2\n3,4\n"), 0);
    struct csv_row row;
    size_t lines[3], n = 0;
    while (csv_next(&r, arena, &row))
        lines[n++] = row.line;
    assert_int_equal(n, 3);
    assert_int_equal(lines[0], 1);
    assert_int_equal(lines[1], 3);
    assert_int_equal(lines[2], 5);
}

static void a_cell_is_never_a_formula(void **state)
{
    static const char *const cells[][2] = {
        {"plain", "plain"}, {"=1+1", "\"'=1+1\""},
        {"-5", "\"'-5\""},  {"@cmd", "\"'@cmd\""},
        {"a,b", "\"a,b\""}, {"say \"x\"", "\"say \"\"x\"\"\""},
        {"", ""},
    };
    for (size_t i = 0; i < sizeof cells / sizeof *cells; i++) {
        struct k_buf b;
        k_buf_init(&b, arena, 100);
        csv_put(&b, k_str_z(cells[i][0]), true);
        assert_string_equal(k_dupz(arena, k_buf_view(&b)), cells[i][1]);
    }
}

static int setup(void **state)
{
    arena = k_arena_new(0);
    return 0;
}
static int teardown(void **state)
{
    k_arena_free(arena);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_are_read_as_other_programs_write_them),
        cmocka_unit_test(a_row_over_the_limit_does_not_hide_the_rest),
        cmocka_unit_test(a_row_knows_its_line),
        cmocka_unit_test(a_cell_is_never_a_formula),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
