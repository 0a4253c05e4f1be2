/* Event streams of the server: what is sent arrives, nobody waits for a slow reader, and a
 * stream's end is told once.
 * tsan: publishers and readers share a stream. */
#include <setjmp.h>
#include <stdarg.h>
#include <pthread.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmocka.h>

#include "kit/raw.h"
#include "net/http.h"

#define ASK "GET /events HTTP/1.1\r\nHost: localhost\r\n\r\n"

/* The streams that are open, as the API keeps them. */
static struct {
    pthread_mutex_t lock;
    struct http_stream *open[64];
    _Atomic int n_open, n_closed;
    bool end_at_once, abandon;
} hub = {.lock = PTHREAD_MUTEX_INITIALIZER};
static struct k_arena *arena;

static void gone(void *slot)
{
    pthread_mutex_lock(&hub.lock);
    *(struct http_stream **)slot = NULL;
    hub.n_open--;
    hub.n_closed++;
    pthread_mutex_unlock(&hub.lock);
}

static void handle(void *arg, struct k_ctx *cx, struct http_request *rq,
                   struct http_response *rs)
{
    struct http_stream *s = http_stream_new(cx);
    pthread_mutex_lock(&hub.lock);
    struct http_stream **slot = hub.open;
    while (*slot)
        slot++;
    *slot = s;
    hub.n_open++;
    http_stream_on_close(s, gone, slot);
    pthread_mutex_unlock(&hub.lock);
    http_stream_send(s, K_S("hello"), K_S("7"), K_S("{}"));
    if (hub.end_at_once)
        http_stream_close(s);
    if (!hub.abandon)
        rs->stream = s;
}

static int send_to_all(k_str event, k_str data)
{
    int sent = 0;
    pthread_mutex_lock(&hub.lock);
    for (size_t i = 0; i < sizeof hub.open / sizeof *hub.open; i++)
        if (hub.open[i] && http_stream_send(hub.open[i], event, K_NONE, data))
            sent++;
    pthread_mutex_unlock(&hub.lock);
    return sent;
}

static struct http_server *start(struct http_server_config cfg)
{
    struct http_server *s = NULL;
    k_str why = K_NONE;
    cfg.listen = K_S("127.0.0.1:0");
    cfg.handle = handle;
    if (http_server_start(&cfg, &s, &why, arena) != K_OK)
        fail_msg("%.*s", K_ARG(why));
    return s;
}

static int setup(void **state)
{
    arena = k_arena_new(0);
    hub.n_open = hub.n_closed = 0;
    hub.end_at_once = hub.abandon = false;
    return 0;
}

static int teardown(void **state)
{
    k_arena_free(arena);
    return 0;
}

static int open_stream(struct http_server *s)
{
    int fd = raw_connect(http_server_port(s));
    raw_send(fd, K_S(ASK));
    k_str head = raw_read_until(arena, fd, "data: {}\n\n");
    assert_int_equal(raw_status(head), 200);
    assert_true(k_str_find(head, K_S("Content-Type: text/event-stream")) > 0);
    assert_true(k_str_find(head, K_S("Cache-Control: no-store")) > 0);
    assert_true(k_str_find(head, K_S("event: hello\nid: 7\ndata: {}\n\n")) > 0);
    return fd;
}

static void events_reach_every_open_stream_in_order(void **state)
{
    struct http_server *s = start((struct http_server_config){.workers = 1});
    int fd[20];
    for (int i = 0; i < 20; i++) /* more than workers: a stream holds none */
        fd[i] = open_stream(s);
    assert_int_equal(send_to_all(K_S("post"), K_S("1")), 20);
    assert_int_equal(send_to_all(K_S("post"), K_S("2")), 20);
    for (int i = 0; i < 20; i++) {
        k_str got = raw_read_until(arena, fd[i], "data: 2\n\n");
        ptrdiff_t one = k_str_find(got, K_S("event: post\ndata: 1\n\n"));
        assert_true(one >= 0 && one < k_str_find(got, K_S("event: post\ndata: 2\n\n")));
        close(fd[i]);
    }
    http_server_stop(s, 1000);
    assert_int_equal(hub.n_open, 0);
    assert_int_equal(hub.n_closed, 20);
}

static void lines_of_data_stay_lines_and_cannot_forge_fields(void **state)
{
    struct http_server *s = start((struct http_server_config){0});
    int fd = open_stream(s);
    send_to_all(K_S("a\nid: 9"), K_S("one\r\ntwo\rid: 3\n\nlast"));
    k_str got = raw_read_until(arena, fd, "last\n\n");
    assert_true(k_str_find(got, K_S("event: aid: 9\ndata: one\ndata: two\ndata: id: 3\ndata: \n"
                                    "data: last\n\n")) >= 0);
    close(fd);
    http_server_stop(s, 1000);
}

static void silence_is_filled_with_comments(void **state)
{
    struct http_server *s = start((struct http_server_config){.heartbeat_ms = 20});
    int fd = open_stream(s);
    for (int i = 0; i < 3; i++)
        assert_true(k_str_find(raw_read_until(arena, fd, ":\n\n"), K_S(":\n\n")) >= 0);
    close(fd);
    while (hub.n_open > 0) /* the next comment finds that the reader has gone */
        sched_yield();
    http_server_stop(s, 1000);
}

static void too_slow_reader_is_closed_and_others_are_not(void **state)
{
    struct http_server *s = start((struct http_server_config){0});
    int slow = open_stream(s), fast = open_stream(s);
    char data[8000];
    memset(data, 'x', sizeof data);
    int rounds = 0;
    while (send_to_all(K_S("post"), k_str_n(data, sizeof data)) == 2) {
        raw_read_until(arena, fast, "\n\n");
        assert_true(++rounds < 100000);
    }
    while (hub.n_open > 1)
        sched_yield();
    raw_read_all(arena, slow); /* ends */
    assert_int_equal(send_to_all(K_S("post"), K_S("still here")), 1);
    raw_read_until(arena, fast, "still here");
    close(slow);
    close(fast);
    http_server_stop(s, 1000);
}

static void more_than_256_waiting_events_close_a_stream(void **state)
{
    struct http_server *s = start((struct http_server_config){0});
    hub.abandon = true;
    /* Not an answer yet: nothing is taken out. */
    struct k_ctx cx = {.arena = k_arena_new(0)};
    struct http_stream *st = http_stream_new(&cx);
    for (int i = 0; i < 256; i++)
        assert_true(http_stream_send(st, K_S("e"), K_NONE, K_S("d")));
    assert_false(http_stream_send(st, K_S("e"), K_NONE, K_S("d")));
    assert_false(http_stream_send(st, K_S("e"), K_NONE, K_S("d")));
    k_arena_free(cx.arena);
    http_server_stop(s, 1000);
}

static void closed_stream_sends_what_was_queued_and_ends(void **state)
{
    struct http_server *s = start((struct http_server_config){0});
    hub.end_at_once = true;
    k_str got = raw_exchange(arena, http_server_port(s),
                             K_S("GET /e HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"));
    assert_true(k_str_find(got, K_S("event: hello\nid: 7\ndata: {}\n\n")) > 0);
    assert_true(k_str_ends(got, K_S("0\r\n\r\n")));
    while (hub.n_closed < 1)
        sched_yield();
    http_server_stop(s, 1000);
    assert_int_equal(hub.n_closed, 1);
}

static void stream_that_became_no_answer_is_told_its_end(void **state)
{
    struct http_server *s = start((struct http_server_config){0});
    hub.abandon = true;
    raw_exchange(arena, http_server_port(s),
                 K_S("GET /e HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"));
    while (hub.n_closed < 1)
        sched_yield();
    assert_int_equal(hub.n_open, 0);
    http_server_stop(s, 1000);
}

static void stopping_ends_streams_properly(void **state)
{
    struct http_server *s = start((struct http_server_config){0});
    int fd = open_stream(s);
    struct http_server_stats st;
    http_server_stats_get(s, &st);
    assert_int_equal(st.streams, 1);
    http_server_stop(s, 5000);
    assert_int_equal(hub.n_closed, 1);
    assert_true(k_str_ends(raw_read_all(arena, fd), K_S("0\r\n\r\n")));
    close(fd);
}

static void *send_much(void *arg)
{
    for (int i = 0; i < 400; i++)
        send_to_all(K_S("post"), K_S("{\"id\":\"1\"}"));
    return NULL;
}

static void senders_and_leaving_readers_do_not_disturb_each_other(void **state)
{
    struct http_server *s = start((struct http_server_config){.heartbeat_ms = 4});
    pthread_t threads[2];
    int fd[12];
    for (int i = 0; i < 12; i++)
        fd[i] = open_stream(s);
    for (int i = 0; i < 2; i++)
        pthread_create(&threads[i], NULL, send_much, NULL);
    for (int i = 0; i < 12; i += 2) {
        close(fd[i]);
        raw_read_until(arena, fd[i + 1], "data");
    }
    for (int i = 0; i < 2; i++)
        pthread_join(threads[i], NULL);
    http_server_stop(s, 1000);
    assert_int_equal(hub.n_open, 0);
    assert_int_equal(hub.n_closed, 12);
    for (int i = 1; i < 12; i += 2)
        close(fd[i]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define T(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
        T(events_reach_every_open_stream_in_order),
        T(lines_of_data_stay_lines_and_cannot_forge_fields),
        T(silence_is_filled_with_comments),
        T(too_slow_reader_is_closed_and_others_are_not),
        T(more_than_256_waiting_events_close_a_stream),
        T(closed_stream_sends_what_was_queued_and_ends),
        T(stream_that_became_no_answer_is_told_its_end),
        T(stopping_ends_streams_properly),
        T(senders_and_leaving_readers_do_not_disturb_each_other),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
