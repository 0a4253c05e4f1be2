/* thread: pthreads with the error handling written once. */
#include "os/thread.h"
#include "base/log.h"
#include <errno.h>
#include <signal.h>

static void must(int rc, const char *what)
{
    if (rc != 0)
        k_panic("%s: error %d", what, rc);
}

static void *run(void *arg)
{
    struct os_thread *t = arg;
    (void)pthread_setname_np(pthread_self(), t->name);
    t->fn(t->arg);
    return NULL;
}

k_err os_thread_start(struct os_thread *t, const char *name, void (*fn)(void *arg), void *arg)
{
    sigset_t all, before;
    *t = (struct os_thread){.fn = fn, .arg = arg};
    (void)snprintf(t->name, sizeof t->name, "%s", name);
    sigfillset(&all);
    must(pthread_sigmask(SIG_SETMASK, &all, &before), "pthread_sigmask");
    int rc = pthread_create(&t->id, NULL, run, t);
    must(pthread_sigmask(SIG_SETMASK, &before, NULL), "pthread_sigmask");
    if (rc != 0) {
        k_log(K_ERROR, "thread_refused", "name=%s error=%d", t->name, rc);
        return K_ERR_BUSY;
    }
    t->running = true;
    return K_OK;
}

void os_thread_join(struct os_thread *t)
{
    if (!t->running)
        return;
    must(pthread_join(t->id, NULL), "pthread_join");
    t->running = false;
}

void os_lock_init(struct os_lock *l)
{
    must(pthread_mutex_init(&l->m, NULL), "pthread_mutex_init");
}

void os_lock_free(struct os_lock *l)
{
    must(pthread_mutex_destroy(&l->m), "pthread_mutex_destroy");
}

void os_lock_take(struct os_lock *l)
{
    must(pthread_mutex_lock(&l->m), "pthread_mutex_lock");
}

void os_lock_give(struct os_lock *l)
{
    must(pthread_mutex_unlock(&l->m), "pthread_mutex_unlock");
}

void os_cond_init(struct os_cond *c)
{
    pthread_condattr_t a;
    must(pthread_condattr_init(&a), "pthread_condattr_init");
    must(pthread_condattr_setclock(&a, CLOCK_MONOTONIC), "pthread_condattr_setclock");
    must(pthread_cond_init(&c->c, &a), "pthread_cond_init");
    must(pthread_condattr_destroy(&a), "pthread_condattr_destroy");
}

void os_cond_free(struct os_cond *c)
{
    must(pthread_cond_destroy(&c->c), "pthread_cond_destroy");
}

bool os_cond_wait(struct os_cond *c, struct os_lock *l, k_time until)
{
    if (until < 0) {
        must(pthread_cond_wait(&c->c, &l->m), "pthread_cond_wait");
        return true;
    }
    struct timespec t = {.tv_sec = until / K_SEC, .tv_nsec = (long)(until % K_SEC) * 1000};
    int rc = pthread_cond_timedwait(&c->c, &l->m, &t);
    if (rc != ETIMEDOUT)
        must(rc, "pthread_cond_timedwait");
    return rc == 0;
}

void os_cond_one(struct os_cond *c)
{
    must(pthread_cond_signal(&c->c), "pthread_cond_signal");
}

void os_cond_all(struct os_cond *c)
{
    must(pthread_cond_broadcast(&c->c), "pthread_cond_broadcast");
}
