/* event: the append-only, hash-chained log of who did what, human or machine, with whose
 * approval. The chain holds ids and salted digests, never names or text: a payload can be
 * erased and the chain still verifies. Tables event, event_payload, event_head. */
#ifndef KITH_STORE_EVENT_H
#define KITH_STORE_EVENT_H

#include "db/db.h"

#define EVENT_PAYLOAD_MAX ((size_t)256 * 1024)

struct event_new {
    k_str verb;        /* "conversation.assigned": noun.participle, from the list of FLOW */
    k_str object_kind; /* "conversation" */
    k_id object_id;    /* 0 = about none in particular */
    k_id approved_by;  /* the member who approved what a machine did; 0 = nobody had to */
    k_str payload;     /* JSON with what else matters; empty = no payload is kept */
};

/* Adds one event by cx->actor at cx's time, inside the caller's write transaction. Events wait
 * for each other on the chain's head until commit, so call it late in the transaction, after
 * the rows it speaks of. seq may be NULL. Errors: LIMIT (payload too long), those of the
 * database. */
k_err event_append(struct k_ctx *cx, const struct event_new *e, int64_t *seq) K_CHECK;

/* Removes payload and salt of one event, or of all events about a thing. *n may be NULL. In a
 * write transaction. */
k_err event_erase(struct k_ctx *cx, int64_t seq, int64_t *n) K_CHECK;
k_err event_erase_object(struct k_ctx *cx, k_str object_kind, k_id object_id,
                         int64_t *n) K_CHECK;

struct event_report {
    bool whole;         /* every link fits, from the first to the head */
    int64_t checked;    /* links looked at */
    int64_t erased;     /* of them without payload: erased, or never had one */
    int64_t broken_seq; /* the first link that does not fit; 0 when whole */
    k_str why;          /* plain words; K_NONE when whole */
};
/* Reads the chain behind event `after` (0 = from the beginning) to its head, in batches with
 * memory of their own. A broken chain is a result, not an error. With after > 0 the link
 * `after` itself is taken on trust. */
k_err event_verify(struct k_ctx *cx, int64_t after, struct event_report *out) K_CHECK;

struct event {
    int64_t seq;
    k_time at;
    k_str actor_kind; /* system, member, token, rule */
    k_id actor_id;    /* member, token, rule */
    k_str verb, object_kind;
    k_id object_id, approved_by;
    k_str payload; /* K_NONE when erased or none */
};
struct event_list {
    struct event *v;
    size_t n, cap;
};
/* What to list: about one thing, or by one actor, or of one verb, or everything; the first of
 * them that is set counts. */
struct event_filter {
    k_str object_kind; /* with object_id */
    k_id object_id;
    k_id actor_id;
    k_str verb;
    int64_t before; /* older than this one; 0 = from the newest */
    int64_t limit;  /* 1..500 */
};
k_err event_list(struct k_ctx *cx, const struct event_filter *f,
                 struct event_list *out) K_CHECK;

#endif
