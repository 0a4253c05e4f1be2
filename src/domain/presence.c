/* presence: a small table under a lock. Belongs to the running process; nothing is stored. */
#include "domain/presence.h"

#include <pthread.h>
#include <stdlib.h>

struct presence {
    pthread_mutex_t lock;
    size_t n;
    struct presence_entry v[PRESENCE_MAX];
};

static const char *const words[] = {"away", "looking", "writing"};

struct presence *presence_new(void)
{
    struct presence *p = calloc(1, sizeof *p);
    if (p)
        pthread_mutex_init(&p->lock, NULL);
    return p;
}

void presence_free(struct presence *p)
{
    if (!p)
        return;
    pthread_mutex_destroy(&p->lock);
    free(p);
}

static void drop(struct presence *p, size_t i)
{
    for (p->n--; i < p->n; i++)
        p->v[i] = p->v[i + 1];
}

static void drop_old(struct presence *p, k_time now)
{
    for (size_t i = p->n; i-- > 0;)
        if (p->v[i].seen + PRESENCE_TTL < now)
            drop(p, i);
}

static size_t place_of(const struct presence *p, k_id member, k_id conversation)
{
    size_t i = 0;
    while (i < p->n && (p->v[i].member != member || p->v[i].conversation != conversation))
        i++;
    return i;
}

bool presence_set(struct presence *p, k_time now, k_id member, k_id conversation,
                  enum presence_state state)
{
    pthread_mutex_lock(&p->lock);
    drop_old(p, now);
    size_t i = place_of(p, member, conversation);
    bool known = i < p->n;
    bool changed = known ? p->v[i].state != state : state != PRESENCE_AWAY;
    if (state == PRESENCE_AWAY) {
        if (known)
            drop(p, i);
    } else if (known) {
        p->v[i].seen = now;
        p->v[i].since = changed ? now : p->v[i].since;
        p->v[i].state = state;
    } else {
        if (p->n == PRESENCE_MAX)
            drop(p, 0);
        p->v[p->n++] = (struct presence_entry){member, conversation, state, now, now};
    }
    pthread_mutex_unlock(&p->lock);
    return changed;
}

size_t presence_forget(struct presence *p, k_id member, k_id *left, size_t max)
{
    size_t n = 0;
    pthread_mutex_lock(&p->lock);
    for (size_t i = p->n; i-- > 0;)
        if (p->v[i].member == member) {
            if (n < max)
                left[n++] = p->v[i].conversation;
            drop(p, i);
        }
    pthread_mutex_unlock(&p->lock);
    return n;
}

void presence_of(struct presence *p, struct k_arena *a, k_time now, k_id conversation,
                 struct presence_list *out)
{
    *out = (struct presence_list){0};
    pthread_mutex_lock(&p->lock);
    drop_old(p, now);
    for (size_t i = 0; i < p->n; i++)
        if (p->v[i].conversation == conversation)
            *k_vec_push(a, out) = p->v[i];
    pthread_mutex_unlock(&p->lock);
}

bool presence_parse(k_str word, enum presence_state *out)
{
    for (int i = 0; i < 3; i++) {
        if (!k_str_eqz(word, words[i]))
            continue;
        *out = (enum presence_state)i;
        return true;
    }
    return false;
}

const char *presence_word(enum presence_state s)
{
    return words[s];
}
