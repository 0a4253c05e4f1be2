/* writer: a queue of waiting threads, each with a condition of its own, so that handing over
 * wakes exactly one. Places are kept in a list by device and inode. */
#include "db/writer.h"
#include "os/thread.h"
#include <sys/stat.h>

struct waiter {
    struct waiter *next;
    struct os_cond turn;
    bool mine;
};

struct writer {
    struct writer *next;
    dev_t dev;
    ino_t ino;
    int users; /* connections; under `places_lock` */
    struct os_lock lock;
    bool taken;
    struct waiter *first, **last;
};

static struct os_lock places_lock = {PTHREAD_MUTEX_INITIALIZER};
static struct writer *places;

static struct writer *place_new(const struct stat *st)
{
    struct writer *w = calloc(1, sizeof *w);
    if (w == NULL)
        return NULL;
    w->dev = st->st_dev;
    w->ino = st->st_ino;
    w->last = &w->first;
    os_lock_init(&w->lock);
    w->next = places;
    places = w;
    return w;
}

struct writer *writer_open(const char *path)
{
    struct stat st;
    if (stat(path, &st) != 0)
        return NULL;
    os_lock_take(&places_lock);
    struct writer *w = places;
    while (w && (w->dev != st.st_dev || w->ino != st.st_ino))
        w = w->next;
    if (w == NULL)
        w = place_new(&st);
    if (w)
        w->users++;
    os_lock_give(&places_lock);
    return w;
}

void writer_close(struct writer *w)
{
    if (w == NULL)
        return;
    os_lock_take(&places_lock);
    bool last = --w->users == 0;
    if (last) {
        struct writer **at = &places;
        while (*at != w)
            at = &(*at)->next;
        *at = w->next;
    }
    os_lock_give(&places_lock);
    if (last) {
        os_lock_free(&w->lock);
        free(w);
    }
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
    os_cond_init(&me.turn);
    *w->last = &me;
    w->last = &me.next;
    k_time until = k_mono() + wait_ms * K_MSEC;
    bool in_time = true;
    while (!me.mine && in_time)
        in_time = os_cond_wait(&me.turn, &w->lock, until);
    if (!me.mine)
        leave_queue(w, &me);
    os_cond_free(&me.turn);
    return me.mine;
}

bool writer_take(struct writer *w, int wait_ms)
{
    os_lock_take(&w->lock);
    bool mine = !w->taken;
    if (mine)
        w->taken = true;
    else
        mine = wait_turn(w, wait_ms);
    os_lock_give(&w->lock);
    return mine;
}

bool writer_wanted(struct writer *w)
{
    os_lock_take(&w->lock);
    bool wanted = w->first != NULL;
    os_lock_give(&w->lock);
    return wanted;
}

void writer_give(struct writer *w)
{
    os_lock_take(&w->lock);
    struct waiter *next = w->first;
    if (next) {
        w->first = next->next;
        if (w->last == &next->next)
            w->last = &w->first;
        next->mine = true;
        os_cond_one(&next->turn);
    } else {
        w->taken = false;
    }
    os_lock_give(&w->lock);
}
