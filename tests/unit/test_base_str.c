/* Slices, arenas, buffers, maps, vectors: what base promises to everybody. */
#include "base/arena.h"
#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

static void numbers_are_read_whole_or_not_at_all(void **state)
{
    (void)state;
    static const struct {
        const char *in;
        bool ok;
        int64_t v;
    } rows[] = {
        {"0", true, 0},
        {"-9223372036854775808", true, INT64_MIN},
        {"9223372036854775807", true, INT64_MAX},
        {"9223372036854775808", false, 0},
        {"-9223372036854775809", false, 0},
        {"99999999999999999999999", false, 0},
        {"+7", true, 7},
        {"", false, 0},
        {"-", false, 0},
        {" 1", false, 0},
        {"1 ", false, 0},
        {"1x", false, 0},
        {"--1", false, 0},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        int64_t v = 0;
        assert_int_equal(k_str_i64(k_str_z(rows[i].in), &v), rows[i].ok);
        if (rows[i].ok)
            assert_true(v == rows[i].v);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_are_read_whole_or_not_at_all),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
