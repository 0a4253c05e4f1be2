/* The log's lines, errors' rows, and what a context remembers.
 * tsan: threads write to one ring. */
#include "unit.h"
#include "base/ctx.h"
#include "base/json.h"
#include <pthread.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

static char recent[70000];

/* The newest line, without its end; the lines before stay in `recent`. */
static k_str last_line(void)
{
    size_t n = k_log_recent(recent, sizeof recent);
    assert_true(n > 0 && recent[n - 1] == '\n');
    k_str s = k_str_n(recent, n - 1), line = s;
    while (s.p) {
        line = k_str_cut(&s, '\n');
    }
    return line;
}

static int real_stderr;

/* What these tests log by the hundred lines is read from the ring, not shown. */
static int quiet(void **state)
{
    real_stderr = dup(2);
    FILE *none = freopen("/dev/null", "w", stderr);
    return none ? unit_arena(state) : -1;
}

static int loud(void **state)
{
    dup2(real_stderr, 2);
    close(real_stderr);
    return unit_arena_end(state);
}

#define quiet_test(f) cmocka_unit_test_setup_teardown(f, quiet, loud)

static void a_value_cannot_break_the_line(void **state)
{
    (void)state;
    k_log_setup(K_INFO, false);
    k_log(K_WARN, "thing_happened", "a=%s b=\"%s\"", "x\ny\x1b[2J",
          "caf\xc3\xa9 \xff \xc2\x85");
    k_str line = last_line();
    assert_true(k_str_find(line, K_S("Z warn thing_happened a=x\\ny\\x1b[2J ")) > 0);
    assert_true(k_str_ends(line, K_S("b=\"caf\xc3\xa9 \\xff \\x85\"")));
}

static void json_lines_parse_and_keep_the_pairs(void **state)
{
    const struct k_json *v;
    k_log_setup(K_INFO, true);
    k_log(K_ERROR, "bad", "n=%d who=\"%s\" empty= rest of it", 7, "quo\"te \\ \n \x1b");
    k_str line = last_line();
    assert_int_equal(k_json_parse(*state, line, &v, NULL), K_OK);
    assert_str(k_json_get_str(v, "level"), "error");
    assert_str(k_json_get_str(v, "event"), "bad");
    assert_str(k_json_get_str(v, "n"), "7");
    assert_str(k_json_get_str(v, "who"), "quo\"te \\ \n \x1b");
    assert_str(k_json_get_str(v, "empty"), "");
    assert_str(k_json_get_str(v, "text"), "rest of it");
    k_log_setup(K_INFO, false);
}

static void long_lines_are_cut_and_stay_valid(void **state)
{
    const struct k_json *v;
    char *long_text = malloc(20000);
    assert_non_null(long_text);
    memset(long_text, '\x01', 19999);
    long_text[19999] = 0;
    for (int json = 0; json < 2; json++) {
        k_log_setup(K_INFO, json);
        k_log(K_INFO, "long", "before=1 value=\"%s\"", long_text);
        k_str line = last_line();
        assert_in_range(line.n, 50, 8300);
        if (json)
            assert_int_equal(k_json_parse(*state, line, &v, NULL), K_OK);
    }
    free(long_text);
    k_log_setup(K_INFO, false);
}

static void lower_levels_are_left_out(void **state)
{
    (void)state;
    k_log_setup(K_WARN, false);
    k_log(K_WARN, "seen", NULL);
    k_log(K_INFO, "unseen", "a=%d", 1);
    k_log_setup(K_INFO, false);
    assert_true(k_str_ends(last_line(), K_S("warn seen")));
}

static void *many_lines(void *arg)
{
    for (int i = 0; i < 500; i++)
        k_log(K_INFO, "thread", "who=%s i=%d", (const char *)arg, i);
    return NULL;
}

static void lines_of_threads_do_not_mix_and_the_ring_starts_at_a_line(void **state)
{
    (void)state;
    pthread_t t[4];
    static char who[] = "0123456789abcdef";
    for (int i = 0; i < 4; i++)
        assert_int_equal(pthread_create(&t[i], NULL, many_lines, who), 0);
    for (int i = 0; i < 4; i++)
        pthread_join(t[i], NULL);
    size_t n = k_log_recent(recent, sizeof recent);
    assert_in_range(n, 65000, 65536);
    k_str s = k_str_n(recent, n - 1);
    while (s.p) {
        k_str line = k_str_cut(&s, '\n');
        assert_true(k_str_find(line, K_S("Z info thread who=0123456789abcdef i=")) > 0);
        assert_int_equal(line.p[0], '2');
    }
    n = k_log_recent(recent, 100);
    assert_in_range(n, 1, 100);
    assert_int_equal(recent[0], '2');
    assert_int_equal(k_log_recent(recent, 3), 0);
}

static void panic_ends_the_process_and_says_why(void **state)
{
    (void)state;
    int fd[2], status = 0;
    assert_int_equal(pipe(fd), 0);
    pid_t pid = fork();
    assert_true(pid >= 0);
    if (pid == 0) {
        dup2(fd[1], 2);
        signal(SIGABRT, SIG_DFL);
        k_mul(SIZE_MAX, 2);
        _exit(0);
    }
    close(fd[1]);
    ssize_t n = read(fd[0], recent, sizeof recent);
    close(fd[0]);
    waitpid(pid, &status, 0);
    assert_true(n > 0);
    assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT);
    assert_true(k_str_find(k_str_n(recent, (size_t)n), K_S("error panic size overflow")) > 0);
}

static void every_error_has_a_row_of_its_own(void **state)
{
    (void)state;
    for (k_err e = K_ERR_BAD_INPUT; e < K_ERR_COUNT; e++) {
        const struct k_err_row *r = k_err_row(e);
        assert_int_equal(r->code, e);
        assert_in_range(r->status, 400, 599);
        assert_true(strlen(r->slug) > 1 && strlen(r->text) > 5);
        for (k_err f = K_ERR_BAD_INPUT; f < e; f++)
            assert_string_not_equal(r->slug, k_err_row(f)->slug);
    }
    assert_int_equal(k_err_row(K_OK)->code, K_ERR_INTERNAL);
    assert_int_equal(k_err_row(K_ERR_COUNT)->code, K_ERR_INTERNAL);
}

static void the_first_reason_is_kept(void **state)
{
    struct k_ctx cx = {.arena = *state};
    assert_int_equal(k_fail(&cx, K_ERR_LIMIT, "rows[3].text", "too long by %d", 4),
                     K_ERR_LIMIT);
    assert_int_equal(k_fail(&cx, K_ERR_INTERNAL, NULL, "later"), K_ERR_INTERNAL);
    assert_str(cx.detail.field, "rows[3].text");
    assert_str(cx.detail.text, "too long by 4");
    struct k_ctx other = {.arena = *state};
    (void)k_fail(&other, K_ERR_IO, NULL, "no field");
    assert_null(other.detail.field.p);
}

static void notices_fold(void **state)
{
    struct k_ctx cx = {.arena = *state};
    for (int round = 0; round < 2; round++)
        for (k_id id = 1; id <= 50; id++)
            k_ctx_notice(&cx, K_TOPIC_POST, id);
    k_ctx_notice(&cx, K_TOPIC_PERSON, 1);
    assert_int_equal(cx.n_notices, 51);
    assert_int_equal(cx.notices[49].id, 50);
    for (int t = 0; t < K_TOPIC_COUNT; t++)
        assert_string_not_equal(k_topic_name((enum k_topic)t), "unknown");
    assert_string_equal(k_topic_name(K_TOPIC_COUNT), "unknown");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        arena_test(a_value_cannot_break_the_line),
        arena_test(json_lines_parse_and_keep_the_pairs),
        quiet_test(long_lines_are_cut_and_stay_valid),
        arena_test(lower_levels_are_left_out),
        quiet_test(lines_of_threads_do_not_mix_and_the_ring_starts_at_a_line),
        arena_test(panic_ends_the_process_and_says_why),
        arena_test(every_error_has_a_row_of_its_own),
        arena_test(the_first_reason_is_kept),
        arena_test(notices_fold),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
