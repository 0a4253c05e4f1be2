/* ctx: what a function may touch of the world. A function that takes struct k_ctx may read the
 * clock, draw numbers and use the database; one that takes struct k_net_ctx (a connector) may
 * use HTTP but no database; one that takes neither is pure. One k_ctx belongs to one request or
 * one job on one thread; its arena dies with it. */
#ifndef KITH_BASE_CTX_H
#define KITH_BASE_CTX_H

#include "base/arena.h"
#include "base/id.h"
#include "base/log.h"
#include "base/rand.h"
#include "base/time.h"

/* What went wrong, for people: filled by the first function that knows (later ones do not
 * overwrite). */
struct k_detail {
    k_str field; /* "password", "rows[3].text"; K_NONE when it is about no field */
    k_str text;  /* plain words that say what to do; safe to show */
};

/* Who acts: recorded in the event log. */
enum k_actor_kind { K_ACTOR_SYSTEM, K_ACTOR_MEMBER, K_ACTOR_TOKEN, K_ACTOR_RULE };
struct k_actor {
    enum k_actor_kind kind;
    k_id member; /* the member, also for a token; 0 for machines: the system and rules */
    k_id token;
    k_id rule;
    k_id eyes; /* whose limits hold for what is read: the member, when channels are closed to
                  it; 0 = nobody's. Statements that give conversations or posts take it */
};

/* "Something about this changed": collected during a transaction, published to open screens
 * after commit. */
enum k_topic {
    K_TOPIC_CONVERSATION,
    K_TOPIC_POST,
    K_TOPIC_PERSON,
    K_TOPIC_CHANNEL,
    K_TOPIC_MEMBER,
    K_TOPIC_OUTBOX,
    K_TOPIC_HANDOFF,
    K_TOPIC_IMPORT,
    K_TOPIC_PRESENCE,
    K_TOPIC_SETTING,
    K_TOPIC_ACCESS, /* what a member may has changed: their streams begin anew */
    K_TOPIC_ALL,    /* something was missed: whatever is shown may be out of date; id 0 */
    K_TOPIC_COUNT
};
struct k_notice {
    enum k_topic topic;
    k_id id;
};

struct db_conn; /* db/db.h */

struct k_ctx {
    struct k_arena *arena;
    const struct k_clock *clock;
    struct k_rand *rand;
    struct k_ids *ids;
    struct db_conn *db; /* owned by the thread for as long as it holds this ctx */
    struct k_actor actor;
    k_str request_id;
    struct k_detail detail;
    struct k_notice *notices; /* K_VEC of the running transaction: k_ctx_notice */
    size_t n_notices, cap_notices;
};

/* Says what is wrong, once; returns e so that it can be returned at once. fmt is text for
 * people. */
k_err k_fail(struct k_ctx *cx, k_err e, const char *field, const char *fmt, ...)
    __attribute__((format(printf, 4, 5)));
void k_ctx_notice(struct k_ctx *cx, enum k_topic topic, k_id id); /* duplicates fold into one */
const char *k_topic_name(enum k_topic t);                         /* "conversation" */
bool k_topic_parse(k_str name, enum k_topic *out);

static inline k_time k_cx_now(const struct k_ctx *cx)
{
    return k_now(cx->clock);
}
static inline k_id k_cx_id(struct k_ctx *cx)
{
    return k_ids_next(cx->ids, k_now(cx->clock));
}

#endif
