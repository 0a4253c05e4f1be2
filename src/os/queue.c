/* queue: a ring under one lock; the eventfd is written when the queue becomes worth looking at
 * and drained when it no longer is, so that it always says the truth. */
#include "os/queue.h"
#include "base/log.h"
#include "os/thread.h"
#include <sys/eventfd.h>
#include <unistd.h>

struct os_queue {
    struct os_lock lock;
    struct os_cond not_empty, not_full;
    size_t cap, head, n;
    bool closed;
    bool signalled; /* the eventfd is readable */
    int fd;
    void *items[];
};

struct os_queue *os_queue_new(size_t cap, bool with_fd)
{
    if (cap == 0)
        cap = 1;
    size_t size = k_add(sizeof(struct os_queue), k_mul(cap, sizeof(void *)));
    struct os_queue *q = calloc(1, size);
    if (q == NULL)
        return NULL;
    q->cap = cap;
    q->fd = with_fd ? eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK) : -1;
    if (with_fd && q->fd < 0) {
        free(q);
        return NULL;
    }
    os_lock_init(&q->lock);
    os_cond_init(&q->not_empty);
    os_cond_init(&q->not_full);
    return q;
}

void os_queue_free(struct os_queue *q)
{
    if (q == NULL)
        return;
    if (q->fd >= 0)
        close(q->fd);
    os_cond_free(&q->not_empty);
    os_cond_free(&q->not_full);
    os_lock_free(&q->lock);
    free(q);
}

/* Under the lock. */
static void set_fd(struct os_queue *q)
{
    bool want = q->n > 0 || q->closed;
    uint64_t v = 1;
    if (q->fd < 0 || want == q->signalled)
        return;
    ssize_t rc = want ? write(q->fd, &v, sizeof v) : read(q->fd, &v, sizeof v);
    if (rc != (ssize_t)sizeof v)
        k_panic("eventfd of a queue does not answer");
    q->signalled = want;
}

static k_time until(k_time wait)
{
    return wait < 0 ? OS_FOREVER : k_mono() + wait;
}

bool os_queue_push(struct os_queue *q, void *item, k_time wait)
{
    k_time end = wait == 0 ? 0 : until(wait);
    os_lock_take(&q->lock);
    while (q->n == q->cap && !q->closed && wait != 0)
        if (!os_cond_wait(&q->not_full, &q->lock, end))
            break;
    bool fits = q->n < q->cap && !q->closed;
    if (fits) {
        q->items[(q->head + q->n) % q->cap] = item;
        q->n++;
        set_fd(q);
        os_cond_one(&q->not_empty);
    }
    os_lock_give(&q->lock);
    return fits;
}

void *os_queue_pop(struct os_queue *q, k_time wait)
{
    void *item = NULL;
    k_time end = wait == 0 ? 0 : until(wait);
    os_lock_take(&q->lock);
    while (q->n == 0 && !q->closed && wait != 0)
        if (!os_cond_wait(&q->not_empty, &q->lock, end))
            break;
    if (q->n > 0) {
        item = q->items[q->head];
        q->head = (q->head + 1) % q->cap;
        q->n--;
        set_fd(q);
        os_cond_one(&q->not_full);
    }
    os_lock_give(&q->lock);
    return item;
}

void os_queue_close(struct os_queue *q)
{
    os_lock_take(&q->lock);
    q->closed = true;
    set_fd(q);
    os_cond_all(&q->not_empty);
    os_cond_all(&q->not_full);
    os_lock_give(&q->lock);
}

bool os_queue_done(struct os_queue *q)
{
    os_lock_take(&q->lock);
    bool done = q->closed && q->n == 0;
    os_lock_give(&q->lock);
    return done;
}

size_t os_queue_len(struct os_queue *q)
{
    os_lock_take(&q->lock);
    size_t n = q->n;
    os_lock_give(&q->lock);
    return n;
}

int os_queue_fd(const struct os_queue *q)
{
    return q->fd;
}
