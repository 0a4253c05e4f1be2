/* thread: threads with a name, locks and conditions. Sits under everything that runs at the
 * same time; a failure of the system's own calls on a lock is a bug and ends the process. */
#ifndef KITH_OS_THREAD_H
#define KITH_OS_THREAD_H

#include "base/err.h"
#include "base/time.h"
#include <pthread.h>

struct os_thread {
    pthread_t id;
    bool running; /* started and not yet joined */
    void (*fn)(void *arg);
    void *arg;
    char name[16];
};

/* Runs fn(arg) on a new thread called name (15 bytes are kept; it is what `top -H` shows). *t
 * must stay where it is until os_thread_join. Signals are blocked there: they reach the main
 * thread. K_ERR_BUSY when the system gives no more threads. */
k_err os_thread_start(struct os_thread *t, const char *name, void (*fn)(void *arg),
                      void *arg) K_CHECK;
/* Waits until it has ended. Nothing happens for a thread that was never started, or twice. */
void os_thread_join(struct os_thread *t);

struct os_lock {
    pthread_mutex_t m;
};
/* Waits by the clock that never goes back (k_mono). */
struct os_cond {
    pthread_cond_t c;
};

void os_lock_init(struct os_lock *l);
void os_lock_free(struct os_lock *l);
void os_lock_take(struct os_lock *l);
void os_lock_give(struct os_lock *l);

void os_cond_init(struct os_cond *c);
void os_cond_free(struct os_cond *c);
/* Gives l, sleeps until signalled or until k_mono() reaches `until` (negative: for ever), takes
 * l again. false when the time is up. Wakes may come without a signal: test in a loop. */
bool os_cond_wait(struct os_cond *c, struct os_lock *l, k_time until);
void os_cond_one(struct os_cond *c);
void os_cond_all(struct os_cond *c);

#endif
