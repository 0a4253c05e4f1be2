/* writer: a queue of waiting threads, each with a condition of its own, so that handing over
 * wakes exactly one. Places are kept in a list by device and inode. */
#include "db/writer.h"
#include "base/banned.h"
#include "base/time.h"
#include <pthread.h>
#include <sys/stat.h>

struct waiter {
    struct waiter *next;
    pthread_cond_t turn;
    bool mine;
};

struct writer {
    struct writer *next;
    dev_t dev;
    ino_t ino;
    int users; /* connections; under `places_lock` */
    pthread_mutex_t lock;
    bool taken;
    struct waiter *first, **last;
};

static pthread_mutex_t places_lock = PTHREAD_MUTEX_INITIALIZER;
static struct writer *places;

static struct writer *place_new(const struct stat *st)
{
    struct writer *w = calloc(1, sizeof *w);
    if (w == NULL)
        return NULL;
    w->dev = st->st_dev;
    w->ino = st->st_ino;
    w->last = &w->first;
    pthread_mutex_init(&w->lock, NULL);
    w->next = places;
    places = w;
    return w;
}

struct writer *writer_open(const char *path)
{
    struct stat st;
    if (stat(path, &st) != 0)
        return NULL;
    pthread_mutex_lock(&places_lock);
    struct writer *w = places;
    while (w && (w->dev != st.st_dev || w->ino != st.st_ino))
        w = w->next;
    if (w == NULL)
        w = place_new(&st);
    if (w)
        w->users++;
    pthread_mutex_unlock(&places_lock);
    return w;
}

void writer_close(struct writer *w)
{
    if (w == NULL)
        return;
    pthread_mutex_lock(&places_lock);
    bool last = --w->users == 0;
    if (last) {
        struct writer **at = &places;
        while (*at != w)
            at = &(*at)->next;
        *at = w->next;
    }
    pthread_mutex_unlock(&places_lock);
    if (last) {
        pthread_mutex_destroy(&w->lock);
        free(w);
    }
}

static struct timespec deadline(int wait_ms)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    t.tv_sec += wait_ms / 1000;
    t.tv_nsec += (long)(wait_ms % 1000) * 1000000L;
    if (t.tv_nsec >= 1000000000L) {
        t.tv_sec++;
        t.tv_nsec -= 1000000000L;
    }
    return t;
}

static void leave_queue(struct writer *w, struct waiter *me)
{
    struct waiter **at = &w->first;
    while (*at != me)
        at = &(*at)->next;
    *at = me->next;
    if (w->last == &me->next)
        w->last = at;
}

static bool wait_turn(struct writer *w, int wait_ms)
{
    struct waiter me = {.next = NULL, .mine = false};
    pthread_condattr_t attr;
    pthread_condattr_init(&attr);
    pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
    pthread_cond_init(&me.turn, &attr);
    pthread_condattr_destroy(&attr);
    *w->last = &me;
    w->last = &me.next;
    struct timespec until = deadline(wait_ms);
    int rc = 0;
    while (!me.mine && rc == 0)
        rc = pthread_cond_timedwait(&me.turn, &w->lock, &until);
    if (!me.mine)
        leave_queue(w, &me);
    pthread_cond_destroy(&me.turn);
    return me.mine;
}

bool writer_take(struct writer *w, int wait_ms)
{
    pthread_mutex_lock(&w->lock);
    bool mine = !w->taken;
    if (mine)
        w->taken = true;
    else
        mine = wait_turn(w, wait_ms);
    pthread_mutex_unlock(&w->lock);
    return mine;
}

void writer_give(struct writer *w)
{
    pthread_mutex_lock(&w->lock);
    struct waiter *next = w->first;
    if (next) {
        w->first = next->next;
        if (w->last == &next->next)
            w->last = &w->first;
        next->mine = true;
        pthread_cond_signal(&next->turn);
    } else {
        w->taken = false;
    }
    pthread_mutex_unlock(&w->lock);
}
