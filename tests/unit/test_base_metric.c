/* The numbers of GET /metrics: counting, and the text that Prometheus reads.
 * tsan: threads count at the same time. */
#include <setjmp.h>
#include <stdarg.h>
#include <pthread.h>

#include <cmocka.h>

#include "base/metric.h"

static k_str text(struct k_arena *a)
{
    struct k_buf b;
    k_buf_init(&b, a, 1 << 20);
    k_metric_write(&b);
    assert_true(k_buf_ok(&b));
    return k_buf_view(&b);
}

static void counters_gauges_and_histograms_are_written(void **state)
{
    struct k_arena *a = k_arena_new(0);
    k_metric_add(K_METRIC_HTTP_REQUESTS, "api", "2xx", 2);
    k_metric_add(K_METRIC_HTTP_REQUESTS, "no such route", "5xx", 1);
    k_metric_set(K_METRIC_OUTBOX, "queued", 7);
    k_metric_set(K_METRIC_OUTBOX, "queued", 4);
    k_metric_time(K_METRIC_DB_SECONDS, "read", 900);
    k_metric_time(K_METRIC_DB_SECONDS, "read", 30000);
    k_metric_time(K_METRIC_DB_SECONDS, "read", 90 * K_SEC);
    static const char *const lines[] = {
        "# HELP kith_http_requests_total Requests answered.\n",
        "# TYPE kith_http_requests_total counter\n",
        "\nkith_http_requests_total{route=\"api\",status=\"2xx\"} 2\n",
        "\nkith_http_requests_total{route=\"other\",status=\"5xx\"} 1\n",
        "\nkith_http_requests_total{route=\"events\",status=\"3xx\"} 0\n",
        "# TYPE kith_outbox gauge\n",
        "\nkith_outbox{state=\"queued\"} 4\n",
        "# TYPE kith_db_seconds histogram\n",
        "\nkith_db_seconds_bucket{kind=\"read\",le=\"0.001\"} 1\n",
        "\nkith_db_seconds_bucket{kind=\"read\",le=\"0.025\"} 1\n",
        "\nkith_db_seconds_bucket{kind=\"read\",le=\"0.05\"} 2\n",
        "\nkith_db_seconds_bucket{kind=\"read\",le=\"60\"} 2\n",
        "\nkith_db_seconds_bucket{kind=\"read\",le=\"+Inf\"} 3\n",
        "\nkith_db_seconds_sum{kind=\"read\"} 90.030900\n",
        "\nkith_db_seconds_count{kind=\"read\"} 3\n",
        "\nkith_db_busy_total 0\n",
        "\nkith_call_seconds_bucket{le=\"+Inf\"} 0\n",
    };
    k_str got = text(a);
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
        if (k_str_find(got, k_str_z(lines[i])) < 0)
            fail_msg("missing: %s", lines[i]);
    assert_int_equal(k_metric_get(K_METRIC_DB_SECONDS, "read", NULL), 3);
    k_arena_free(a);
}

static void each_line_is_a_comment_or_a_name_and_a_number(void **state)
{
    struct k_arena *a = k_arena_new(0);
    k_str rest = text(a);
    while (rest.n > 0) {
        k_str line = k_str_cut(&rest, '\n');
        double v;
        if (k_str_starts(line, K_S("# ")))
            continue;
        ptrdiff_t blank = k_str_chr(line, ' ');
        assert_true(k_str_starts(line, K_S("kith_")) && blank > 0);
        assert_true(k_str_f64(k_str_from(line, (size_t)blank + 1), &v));
    }
    k_arena_free(a);
}

static void *count(void *arg)
{
    for (int i = 0; i < 10000; i++)
        k_metric_add(K_METRIC_JOBS, "ok", NULL, 1);
    return NULL;
}

static void threads_lose_no_counts(void **state)
{
    pthread_t threads[4];
    for (int i = 0; i < 4; i++)
        pthread_create(&threads[i], NULL, count, NULL);
    for (int i = 0; i < 4; i++)
        pthread_join(threads[i], NULL);
    assert_int_equal(k_metric_get(K_METRIC_JOBS, "ok", NULL), 40000);
    assert_int_equal(k_metric_get(K_METRIC_JOBS, "failed", NULL), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(counters_gauges_and_histograms_are_written),
        cmocka_unit_test(each_line_is_a_comment_or_a_name_and_a_number),
        cmocka_unit_test(threads_lose_no_counts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
