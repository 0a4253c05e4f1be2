/* world: one invented network inside the process: posts that become visible as time goes by,
 * people who answer our replies, and faults on demand. Read by the connector in fake.c; filled
 * and inspected by tests and by `kith demo`. A world is found by the address of its channel and
 * lives until it is dropped or the process ends; with a journal file it also outlives the
 * process. Every function may be called from any thread. */
#ifndef KITH_CONNECTORS_FAKE_WORLD_H
#define KITH_CONNECTORS_FAKE_WORLD_H

#include "connectors/connector.h"

struct fake_world;

/* Faults and habits. "next N" knobs count down to 0 by themselves. */
enum fake_knob {
    FAKE_PAGE,          /* items a page; 50 */
    FAKE_DOWN,          /* next N calls of any kind: NET_DOWN */
    FAKE_LIMITED,       /* next N calls of any kind: NET_LIMITED */
    FAKE_LIMIT_SECONDS, /* how long a limit asks to wait; 30 */
    FAKE_REVOKED,       /* 1 = the credential is refused: NET_AUTH */
    FAKE_REFUSE,        /* next N replies are refused */
    FAKE_FAIL_BEFORE,   /* next N replies never leave: NET_DOWN */
    FAKE_FAIL_AFTER,    /* next N replies arrive, but the answer to us is lost: UNCLEAR */
    FAKE_LOST,          /* next N replies vanish on the way: UNCLEAR, and they did not arrive */
    FAKE_BLIND,         /* next N finds: NET_TIMEOUT */
    FAKE_TWICE,         /* 1 = each item is delivered twice, and pages overlap */
    FAKE_SHUFFLED,      /* 1 = pages come newest first */
    FAKE_NO_ROOTS,      /* 1 = items do not say their root */
    FAKE_NO_ECHO,       /* 1 = our own replies do not come back by fetch */
    FAKE_ONE_BY_KEY,    /* 1 = a second reply with the same key is refused */
    FAKE_LEFT, /* calls left until FAKE_LEFT_UNTIL, told with each answer; -1 = no limit */
    FAKE_LEFT_UNTIL, /* a time; a call with none left is asked to wait until then */
    FAKE_KNOBS
};

/* What arrived from us. */
struct fake_reply {
    k_str native_id, parent, text, idem_key;
    k_time at;
    bool removed;
};

enum fake_call { FAKE_CONNECT, FAKE_FETCH, FAKE_REPLY, FAKE_FIND, FAKE_THREAD, FAKE_CALLS };

struct fake_world *fake_world_at(k_str address); /* made when it is new; never NULL */
void fake_world_drop(k_str address);             /* nobody may use it any more */

/* Reads what is in the file and from now on appends each change to it. Does nothing when a
 * journal is open already. A last line cut off by a crash is passed over. IO, BAD_INPUT. */
k_err fake_world_journal(struct fake_world *w, const char *path) K_CHECK;

/* Somebody says something: visible from arrives_at on. native_id K_NONE = one is made. An item
 * without posted_at is written at arrives_at. Returns the id (memory of the world). */
k_str fake_world_say(struct fake_world *w, const struct item *it, k_time arrives_at);
void fake_world_edit(struct fake_world *w, k_str native_id, k_str text, k_time at);
void fake_world_delete(struct fake_world *w, k_str native_id, k_time at);

/* Somebody answers a reply of ours to post `to` (K_NONE: to any public post without an answer
 * of its own; these are used in turn), `after` it. author->native_id K_NONE = the author of
 * `to`. Each answer to a certain post is given once. */
void fake_world_answer(struct fake_world *w, k_str to, const struct item_author *author,
                       k_str text, k_time after);

/* A whole script, JSON lines; see script.c for the members. Times in it count from start.
 * BAD_INPUT: *why names line and reason, and nothing was taken. */
k_err fake_world_script(struct fake_world *w, k_str lines, k_time start, struct k_arena *a,
                        k_str *why) K_CHECK;

void fake_world_set(struct fake_world *w, enum fake_knob k, int64_t value);
int64_t fake_world_get(struct fake_world *w, enum fake_knob k);
size_t fake_world_calls(struct fake_world *w, enum fake_call c); /* also those that failed */
/* All replies that arrived, oldest first, copied into the arena. */
size_t fake_world_replies(struct fake_world *w, struct k_arena *a, struct fake_reply **out);
/* Posts that are not visible yet at this time (demo: what is still to come). */
size_t fake_world_waiting(struct fake_world *w, k_time now);

/* For fake.c. Each takes what the connector slot of the same name takes, strings copied. */
k_err fake_world_fetch(struct fake_world *w, struct k_net_ctx *nx, k_str cursor,
                       struct item_page *page) K_CHECK;
k_err fake_world_thread(struct fake_world *w, struct k_net_ctx *nx, k_str native_id,
                        struct item_page *page) K_CHECK;
k_err fake_world_reply(struct fake_world *w, struct k_net_ctx *nx,
                       const struct reply_limits *limits, const struct reply_out *out,
                       struct reply_done *done) K_CHECK;
k_err fake_world_find(struct fake_world *w, struct k_net_ctx *nx, k_str idem_key, bool *found,
                      struct reply_done *done) K_CHECK;
k_err fake_world_remove(struct fake_world *w, struct k_net_ctx *nx, k_str native_id) K_CHECK;
k_err fake_world_profile(struct fake_world *w, struct k_net_ctx *nx, k_str author,
                         struct item_author *out) K_CHECK;
/* The fault that is set for this call, if any; counts the call. */
k_err fake_world_fault(struct fake_world *w, struct k_net_ctx *nx, enum fake_call c,
                       struct channel_news *news) K_CHECK;
/* What an answer says of the calls that are left. */
void fake_world_budget(struct fake_world *w, struct channel_news *news);

#endif
