/* queue: a bounded queue of pointers between threads. Any thread pushes, any thread pops; made
 * for many producers and one consumer. Order is kept. The queue does not own what is inside. */
#ifndef KITH_OS_QUEUE_H
#define KITH_OS_QUEUE_H

#include "base/time.h"

struct os_queue;

#define OS_FOREVER (-1LL)

/* cap: how many pointers fit, at least 1. with_fd: the queue has a descriptor for poll and
 * epoll. NULL when out of memory or descriptors. */
struct os_queue *os_queue_new(size_t cap, bool with_fd);
void os_queue_free(struct os_queue *q); /* nobody may be inside; NULL is fine */

/* Waits at most `wait` microseconds for a free place (0: not at all; OS_FOREVER). false: full
 * or closed, and the item is still the caller's. item must not be NULL. */
bool os_queue_push(struct os_queue *q, void *item, k_time wait);
/* Waits at most `wait` microseconds for an item. NULL: none came, or the queue is closed and
 * empty (os_queue_done tells which). */
void *os_queue_pop(struct os_queue *q, k_time wait);
/* Refuses further pushes and wakes everybody who waits; what is inside can still be popped. */
void os_queue_close(struct os_queue *q);
bool os_queue_done(struct os_queue *q); /* closed and empty */
size_t os_queue_len(struct os_queue *q);
/* Readable while something is inside or the queue is closed; -1 without with_fd. Only for
 * polling: read nothing from it. */
int os_queue_fd(const struct os_queue *q);

#endif
