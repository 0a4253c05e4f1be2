/* state: the inside of a fake world, shared by the files of this folder only. Whoever reads or
 * changes it holds the lock. */
#ifndef KITH_CONNECTORS_FAKE_STATE_H
#define KITH_CONNECTORS_FAKE_STATE_H

#include "base/map.h"
#include "connectors/fake/world.h"
#include <pthread.h>

/* Something that happens on the network. The first event of an id is a post, later ones with
 * the same id change or remove it. */
struct fake_event {
    struct item it;
    k_time at;    /* visible from then on */
    int64_t seq;  /* order of coming into being; with `at` it is the cursor */
    bool reply;   /* said by us through Kith */
    k_str key;    /* idem_key of such a reply */
    bool removed; /* taken back by us */
};

struct fake_answer {
    k_str to; /* K_NONE = to anything */
    struct item_author author;
    k_str text;
    k_time after;
    bool given;
};

struct fake_world {
    pthread_mutex_t lock;
    struct k_arena *arena;
    k_str address;
    K_VEC(struct fake_event) events;
    struct k_map by_id; /* id -> its first event, as index + 1 */
    K_VEC(struct fake_answer) answers;
    size_t made;        /* never the same twice: part of the ids that are made */
    size_t next_common; /* which answer to anything comes next */
    int64_t knobs[FAKE_KNOBS];
    size_t calls[FAKE_CALLS];
    FILE *journal;
};

/* The post with this id if it is visible at `now` and not deleted; NULL otherwise. */
const struct fake_event *fake_state_post(const struct fake_world *w, k_str id, k_time now);
/* Adds the event (strings copied) and gives it; does not write to the journal. */
struct fake_event *fake_state_add(struct fake_world *w, const struct item *it, k_time at);
/* The answer that a reply to this post gets, marked as given; NULL when nobody answers. */
const struct fake_answer *fake_state_take_answer(struct fake_world *w, k_str to);
struct item_author fake_state_author(struct k_arena *a, const struct item_author *from);
struct item fake_state_item(struct k_arena *a, const struct item *from); /* a deep copy */
k_str fake_state_new_id(struct fake_world *w, k_time at);
bool fake_state_take(struct fake_world *w, enum fake_knob k); /* counts a "next N" knob down */

/* script.c: one line of the journal for this. */
void fake_script_event(struct fake_world *w, const struct fake_event *e);
void fake_script_answer(struct fake_world *w, const struct fake_answer *a);

#endif
