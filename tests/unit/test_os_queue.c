/* Threads, conditions and the queue between threads.
 * tsan: several producers and consumers share the queue. */
#include "unit.h"
#include "os/queue.h"
#include "os/thread.h"
#include <poll.h>

static bool readable(int fd)
{
    struct pollfd p = {.fd = fd, .events = POLLIN};
    return poll(&p, 1, 0) == 1;
}

static void order_is_kept_and_the_bound_holds(void **state)
{
    (void)state;
    static int items[5];
    struct os_queue *q = os_queue_new(3, false);
    for (int round = 0; round < 4; round++) { /* walks around the ring */
        for (int i = 0; i < 3; i++)
            assert_true(os_queue_push(q, &items[i], 0));
        assert_false(os_queue_push(q, &items[3], 0));
        assert_false(os_queue_push(q, &items[3], K_MSEC));
        assert_int_equal(os_queue_len(q), 3);
        assert_ptr_equal(os_queue_pop(q, 0), &items[0]);
        assert_true(os_queue_push(q, &items[4], 0));
        assert_ptr_equal(os_queue_pop(q, 0), &items[1]);
        assert_ptr_equal(os_queue_pop(q, 0), &items[2]);
        assert_ptr_equal(os_queue_pop(q, 0), &items[4]);
        assert_null(os_queue_pop(q, 0));
    }
    assert_int_equal(os_queue_fd(q), -1);
    os_queue_free(q);
    os_queue_free(NULL);
}

static void an_empty_queue_gives_up_when_the_time_is_over(void **state)
{
    (void)state;
    struct os_queue *q = os_queue_new(1, false);
    k_time before = k_mono();
    assert_null(os_queue_pop(q, 5 * K_MSEC));
    assert_true(k_mono() - before >= 5 * K_MSEC);
    assert_false(os_queue_done(q));
    os_queue_free(q);
}

static void a_closed_queue_refuses_and_is_emptied(void **state)
{
    (void)state;
    int item;
    struct os_queue *q = os_queue_new(2, true);
    assert_true(os_queue_push(q, &item, 0));
    os_queue_close(q);
    assert_false(os_queue_push(q, &item, OS_FOREVER));
    assert_false(os_queue_done(q));
    assert_ptr_equal(os_queue_pop(q, OS_FOREVER), &item);
    assert_true(os_queue_done(q));
    assert_null(os_queue_pop(q, OS_FOREVER));
    assert_true(readable(os_queue_fd(q))); /* whoever polls learns of the end */
    os_queue_free(q);
}

static void the_descriptor_says_whether_something_is_inside(void **state)
{
    (void)state;
    int item;
    struct os_queue *q = os_queue_new(4, true);
    assert_false(readable(os_queue_fd(q)));
    for (int round = 0; round < 3; round++) {
        os_queue_push(q, &item, 0);
        os_queue_push(q, &item, 0);
        assert_true(readable(os_queue_fd(q)));
        os_queue_pop(q, 0);
        assert_true(readable(os_queue_fd(q)));
        os_queue_pop(q, 0);
        assert_false(readable(os_queue_fd(q)));
    }
    os_queue_free(q);
}

#define PRODUCERS 4
#define EACH 20000

struct producer {
    struct os_queue *q;
    uintptr_t id;
    bool all;
};

static void produce(void *arg)
{
    struct producer *p = arg;
    p->all = true;
    for (uintptr_t i = 1; i <= EACH; i++)
        p->all &= os_queue_push(p->q, (void *)(p->id << 32 | i), OS_FOREVER);
}

static void many_producers_lose_and_double_nothing(void **state)
{
    (void)state;
    struct os_queue *q = os_queue_new(16, true);
    struct producer p[PRODUCERS];
    struct os_thread t[PRODUCERS];
    uintptr_t last[PRODUCERS] = {0};
    for (uintptr_t i = 0; i < PRODUCERS; i++) {
        p[i] = (struct producer){.q = q, .id = i};
        assert_int_equal(os_thread_start(&t[i], "producer", produce, &p[i]), K_OK);
    }
    for (size_t n = 0; n < (size_t)PRODUCERS * EACH; n++) {
        uintptr_t v = (uintptr_t)os_queue_pop(q, 10 * K_SEC);
        uintptr_t who = v >> 32;
        assert_true(v != 0 && who < PRODUCERS);
        assert_int_equal(v & 0xffffffffu, last[who] + 1); /* in order, each once */
        last[who]++;
    }
    for (size_t i = 0; i < PRODUCERS; i++) {
        os_thread_join(&t[i]);
        assert_true(p[i].all);
    }
    assert_null(os_queue_pop(q, 0));
    os_queue_free(q);
}

static void consume(void *arg)
{
    struct producer *p = arg;
    while (os_queue_pop(p->q, OS_FOREVER))
        p->id++;
}

static void closing_wakes_everybody_who_waits(void **state)
{
    (void)state;
    int item;
    struct os_queue *q = os_queue_new(1, false);
    struct producer c[3];
    struct os_thread t[3];
    for (size_t i = 0; i < 3; i++) {
        c[i] = (struct producer){.q = q};
        assert_int_equal(os_thread_start(&t[i], "consumer", consume, &c[i]), K_OK);
    }
    for (int i = 0; i < 100; i++)
        assert_true(os_queue_push(q, &item, OS_FOREVER));
    os_queue_close(q);
    uintptr_t sum = 0;
    for (size_t i = 0; i < 3; i++) {
        os_thread_join(&t[i]);
        sum += c[i].id;
    }
    assert_int_equal(sum, 100);
    os_queue_free(q);
}

static void tell_name(void *arg)
{
    (void)pthread_getname_np(pthread_self(), arg, 16);
}

static void threads_have_names_and_are_joined_once(void **state)
{
    (void)state;
    char name[16] = "";
    struct os_thread t = {0};
    os_thread_join(&t);
    assert_int_equal(os_thread_start(&t, "a-name-that-is-too-long", tell_name, name), K_OK);
    os_thread_join(&t);
    os_thread_join(&t);
    assert_string_equal(name, "a-name-that-is-");
}

static void waiting_ends_at_its_time(void **state)
{
    (void)state;
    struct os_lock l;
    struct os_cond c;
    os_lock_init(&l);
    os_cond_init(&c);
    os_lock_take(&l);
    k_time end = k_mono() + 3 * K_MSEC;
    while (os_cond_wait(&c, &l, end)) {
    }
    assert_true(k_mono() >= end);
    os_lock_give(&l);
    os_cond_free(&c);
    os_lock_free(&l);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(order_is_kept_and_the_bound_holds),
        cmocka_unit_test(an_empty_queue_gives_up_when_the_time_is_over),
        cmocka_unit_test(a_closed_queue_refuses_and_is_emptied),
        cmocka_unit_test(the_descriptor_says_whether_something_is_inside),
        cmocka_unit_test(many_producers_lose_and_double_nothing),
        cmocka_unit_test(closing_wakes_everybody_who_waits),
        cmocka_unit_test(threads_have_names_and_are_joined_once),
        cmocka_unit_test(waiting_ends_at_its_time),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
