/* bus: a list of listeners under a lock. Belongs to the running process. */
#include "flow/bus.h"

#include "os/thread.h"

#include <stdlib.h>

struct listener {
    int64_t number;
    flow_bus_fn fn;
    void *arg;
};

struct flow_bus {
    struct os_lock lock;
    int64_t next;
    size_t n, cap;
    struct listener *v;
};

struct flow_bus *flow_bus_new(void)
{
    struct flow_bus *b = calloc(1, sizeof *b);
    if (b)
        os_lock_init(&b->lock);
    return b;
}

void flow_bus_free(struct flow_bus *b)
{
    if (!b)
        return;
    os_lock_free(&b->lock);
    free(b->v);
    free(b);
}

static bool room(struct flow_bus *b)
{
    if (b->n < b->cap)
        return true;
    size_t cap = b->cap ? b->cap * 2 : 16;
    struct listener *v = cap <= FLOW_BUS_LISTENERS ? reallocarray(b->v, cap, sizeof *v) : NULL;
    if (!v)
        return false;
    b->v = v;
    b->cap = cap;
    return true;
}

int64_t flow_bus_join(struct flow_bus *b, flow_bus_fn fn, void *arg)
{
    int64_t number = 0;
    os_lock_take(&b->lock);
    if (room(b)) {
        number = ++b->next;
        b->v[b->n++] = (struct listener){number, fn, arg};
    }
    os_lock_give(&b->lock);
    return number;
}

void flow_bus_leave(struct flow_bus *b, int64_t number)
{
    os_lock_take(&b->lock);
    for (size_t i = 0; i < b->n; i++) {
        if (b->v[i].number != number)
            continue;
        b->v[i] = b->v[--b->n];
        break;
    }
    os_lock_give(&b->lock);
}

void flow_bus_publish(void *arg, const struct k_notice *v, size_t n)
{
    struct flow_bus *b = arg;
    os_lock_take(&b->lock);
    for (size_t i = 0; i < b->n; i++)
        b->v[i].fn(b->v[i].arg, v, n);
    os_lock_give(&b->lock);
}
