/* unit: what every unit test includes. cmocka wants these headers in this order. */
#ifndef KITH_TESTS_UNIT_H
#define KITH_TESTS_UNIT_H

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
#include "base/arena.h"

#define ROWS(table) (sizeof(table) / sizeof *(table))

/* An arena for each test: setup and teardown of cmocka_unit_test_setup_teardown. */
static inline int unit_arena(void **state)
{
    *state = k_arena_new(0);
    return *state ? 0 : -1;
}

static inline int unit_arena_end(void **state)
{
    k_arena_free(*state);
    return 0;
}

#define arena_test(f) cmocka_unit_test_setup_teardown(f, unit_arena, unit_arena_end)

static inline void unit_same(k_str got, const char *want, const char *file, int line)
{
    if (k_str_eqz(got, want))
        return;
    print_error("got \"%.*s\"%s, want \"%s\"\n", K_ARG(got), got.p ? "" : " (none)", want);
    _fail(file, line);
}

/* For main: says that the whole program has nothing to test here, and why. */
static inline int unit_skip_all(const char *reason)
{
    (void)printf("1..1\nok 1 - all of it # SKIP %s\n", reason);
    return 0;
}

/* Compares a slice with a NUL-terminated text and prints both when they differ. */
#define assert_str(got, want) unit_same((got), (want), __FILE__, __LINE__)

#endif
