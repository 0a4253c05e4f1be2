/* Running another program: how it ended, what it said, what it was told. */
#include "os/process.h"
#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

static struct k_arena *a;

static int open_arena(void **state)
{
    (void)state;
    a = k_arena_new(0);
    return 0;
}

static int close_arena(void **state)
{
    (void)state;
    k_arena_free(a);
    return 0;
}

static struct os_process_end run(const char *script, const char *const env[])
{
    struct os_process_end end;
    const char *const argv[] = {"sh", "-c", script, NULL};
    assert_int_equal(os_process_run(a, argv, env, &end), K_OK);
    return end;
}

static void the_end_and_the_words_come_back(void **state)
{
    (void)state;
    struct os_process_end end = run("echo out; echo err >&2; exit 3", NULL);
    assert_int_equal(end.status, 3);
    assert_true(k_str_eqz(end.said, "out\nerr\n"));
    assert_int_equal(run("kill -9 $$", NULL).status, 128 + 9);
    assert_int_equal(run("read x && exit 1; exit 0", NULL).status, 0); /* nothing to read */
}

static void only_the_last_words_are_kept(void **state)
{
    (void)state;
    struct os_process_end end = run("seq 20000; echo the end", NULL);
    assert_int_equal(end.said.n, 4096);
    assert_true(k_str_ends(end.said, K_S("20000\nthe end\n")));
}

static void what_is_secret_goes_by_the_environment(void **state)
{
    (void)state;
    static const char *const env[] = {"KITH_TEST_WORD=a b", "PATH=/usr/bin:/bin", NULL};
    assert_true(k_str_eqz(run("echo \"$KITH_TEST_WORD\"", env).said, "a b\n"));
}

static void a_program_that_is_not_there_is_not_found(void **state)
{
    (void)state;
    struct os_process_end end;
    const char *const argv[] = {"kith-no-such-program", NULL};
    assert_int_equal(os_process_run(a, argv, NULL, &end), K_ERR_NOT_FOUND);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_end_and_the_words_come_back),
        cmocka_unit_test(only_the_last_words_are_kept),
        cmocka_unit_test(what_is_secret_goes_by_the_environment),
        cmocka_unit_test(a_program_that_is_not_there_is_not_found),
    };
    return cmocka_run_group_tests(tests, open_arena, close_arena);
}
