/* nodes: one thread with the listening connection; publishes on the bus what others said. */
#include "flow/nodes.h"

#include "flow/bus.h"
#include "os/thread.h"

#include <poll.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <unistd.h>

#define PAUSE_MIN (200 * K_MSEC)
#define PAUSE_MAX (10 * K_SEC)
enum { WAIT_MS = 30000, BATCH = 64 };

struct nodes {
    struct db_config cfg;
    struct flow_bus *bus;
    nodes_fn fn;
    void *arg;
    struct os_thread thread;
    struct os_lock lock; /* stopping, listening */
    bool stopping, listening;
    int wake; /* eventfd: readable once we stop */
    struct k_notice batch[BATCH];
    size_t n;
};

static bool stopping(struct nodes *n)
{
    os_lock_take(&n->lock);
    bool yes = n->stopping;
    os_lock_give(&n->lock);
    return yes;
}

static void set_listening(struct nodes *n, bool yes)
{
    os_lock_take(&n->lock);
    if (n->listening != yes && !n->stopping)
        k_log(yes ? K_INFO : K_WARN, yes ? "nodes_heard" : "nodes_not_heard", "channel=kith");
    n->listening = yes;
    os_lock_give(&n->lock);
}

bool nodes_listening(struct nodes *n)
{
    os_lock_take(&n->lock);
    bool yes = n->listening;
    os_lock_give(&n->lock);
    return yes;
}

static void flush(struct nodes *n)
{
    if (n->n > 0)
        flow_bus_publish(n->bus, n->batch, n->n);
    n->n = 0;
}

static void heard(void *arg, const struct db_word *w)
{
    struct nodes *n = arg;
    enum k_topic topic;
    if (!k_topic_parse(w->name, &topic)) {
        n->fn(n->arg, w);
        return;
    }
    n->batch[n->n++] = (struct k_notice){topic, w->v[0]};
    if (n->n == BATCH)
        flush(n);
}

static void missed_something(struct nodes *n)
{
    flow_bus_publish(n->bus, &(struct k_notice){K_TOPIC_ALL, 0}, 1);
}

/* One connection, from its opening to its end. */
static k_err listen_once(struct nodes *n)
{
    struct k_arena *a = k_arena_new(64 << 10);
    struct k_ctx cx = {.arena = a, .clock = &k_clock_system};
    struct db_listen *l = NULL;
    k_err err = a ? db_listen_open(&cx, &n->cfg, &l) : K_ERR_NO_MEMORY;
    if (err == K_OK) {
        set_listening(n, true);
        missed_something(n);
    }
    while (err == K_OK && !stopping(n)) {
        err = db_listen_wait(l, n->wake, WAIT_MS, heard, n);
        flush(n);
    }
    db_listen_close(l);
    k_arena_free(a);
    set_listening(n, false);
    return err;
}

static void loop(void *arg)
{
    struct nodes *n = arg;
    k_time pause = PAUSE_MIN;
    while (!stopping(n)) {
        k_time since = k_mono();
        (void)listen_once(n);
        pause = k_mono() - since > PAUSE_MAX ? PAUSE_MIN : pause;
        struct pollfd p = {.fd = n->wake, .events = POLLIN};
        (void)poll(&p, 1, (int)(pause / K_MSEC));
        pause = pause * 2 < PAUSE_MAX ? pause * 2 : PAUSE_MAX;
    }
}

k_err nodes_start(const struct db_config *cfg, struct flow_bus *bus, nodes_fn fn, void *arg,
                  struct nodes **out)
{
    *out = NULL;
    if (cfg->kind != DB_POSTGRES)
        return K_OK;
    struct nodes *n = calloc(1, sizeof *n);
    if (n == NULL)
        return K_ERR_NO_MEMORY;
    *n = (struct nodes){.cfg = *cfg, .bus = bus, .fn = fn, .arg = arg};
    os_lock_init(&n->lock);
    n->wake = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    k_err err = n->wake >= 0 ? os_thread_start(&n->thread, "nodes", loop, n) : K_ERR_BUSY;
    if (err != K_OK) {
        nodes_stop(n);
        return err;
    }
    *out = n;
    return K_OK;
}

void nodes_stop(struct nodes *n)
{
    if (n == NULL)
        return;
    os_lock_take(&n->lock);
    n->stopping = true;
    os_lock_give(&n->lock);
    (void)eventfd_write(n->wake, 1);
    os_thread_join(&n->thread);
    (void)close(n->wake);
    os_lock_free(&n->lock);
    free(n);
}
