/* ingest_batch: one page on its way in, shared by the steps of ingest (ingest_*.c) and nobody
 * else. Each step goes over the whole page and leaves its findings here; nothing of posts and
 * conversations is written before the step `store`. All memory dies with the page. */
#ifndef KITH_DOMAIN_INGEST_BATCH_H
#define KITH_DOMAIN_INGEST_BATCH_H

#include "base/map.h"
#include "base/vec.h"
#include "domain/conversation_rules.h"
#include "domain/ears.h"
#include "domain/echoes.h"
#include "domain/ingest.h"
#include "domain/priority_rules.h"
#include "domain/routing.h"
#include "domain/sla.h"
#include "domain/tie.h"
#include "domain/understand.h"
#include "store/sql.gen.h"

/* An author of the page. */
struct ingest_person {
    k_id id, identity;
    const struct item_author *author; /* as the page has it last */
    bool is_new, renamed;             /* to be inserted; identity to be updated */
    bool is_made;                     /* inserted for this page, with what it heard by then */
    int64_t followers;                /* -1 = unknown */
    struct tie_change tie;      /* counters and touches of this page, and what they make */
    struct ingest_person *same; /* this is another account of that one, who counts for both */
};

/* A conversation that the page touches. */
struct ingest_conversation {
    k_id id, channel, owner, team, team_by, storm;
    k_str root;
    bool is_new, changed;
    bool direct; /* said in private, all of it */
    bool split; /* a member took it out of another one: nothing joins the two again by itself */
    bool recount; /* posts moved or went: only the stored posts can tell */
    struct ingest_conversation *merged_into;
    struct conversation_state state;
    bool waiting_read;      /* state.intents and its kin are there */
    unsigned heard_intents; /* of the page: what `kind` may become */
    k_str kind, status, first_words, subject;
    k_time first_words_at;
    int64_t storm_people;
    bool storm_head, storm_grown; /* it stands for its storm; which came back */
    int64_t rule_points, due_state;
    struct routing_case *routed; /* what rules decided; NULL: they were not asked */
    struct priority priority;
};

/* One item of the page. */
struct ingest_post {
    const struct item *item;
    struct ingest_one *fate;
    bool known; /* in the database already: `old` */
    struct sq_post_by_native_row old;
    k_id id;
    k_str text, html, kind, visibility;
    k_time posted_at;
    int64_t hash;
    struct ingest_person *who; /* NULL: ours, or nobody knows */
    struct ingest_conversation *conversation;
    enum { INGEST_THREAD_OPEN, INGEST_THREAD_BUSY, INGEST_THREAD_DONE } threaded;
    k_id parent_id;
    bool parent_known, parent_ours;
    k_id parent_person; /* author of the parent, or whom it was for */
    bool prompted;      /* answers the other side */
    k_id addressee;     /* ours: the person it is for */
    k_id member;        /* ours: who wrote it in Kith; 0 = not known */
    k_id rule;          /* ours: the rule that said it. It is no answer, and counts as none */
    k_id settles;       /* ours: the row of the outbox whose fate was unclear */
    k_str settles_act;  /* of that row */
    struct understanding heard;
    struct echo *echo; /* what it says; NULL when it is ours, or not new */
    k_str link;        /* that it shares, as compared; K_NONE */
    k_id storm;
    bool echoed; /* it is in a storm for what it says */
    k_id *found; /* listening queries that found it */
    size_t n_found;
    bool hidden;      /* one that hides found it, too */
    int mood;         /* -1 against, 0, 1 for */
    bool drop;        /* new and taken back on the same page */
    bool first_sight; /* ours, which the sender stored; the network shows it now */
};

/* An answer that came before what it answers. */
struct ingest_adopted {
    struct sq_post_orphans_row row;
    struct ingest_post *parent;
};

struct ingest_tally {
    int64_t day, n;
    k_id member;
    const char *measure;
};

struct ingest_batch {
    const struct ingest_from *from;
    k_time now;
    struct ingest_post *posts; /* n, in the order they were written */
    size_t n;
    struct k_map by_native; /* native id -> struct ingest_post, the one that counts */
    struct k_map people;    /* native id of the author -> struct ingest_person */
    struct k_map gone;      /* native ids that were deleted before we saw them */
    K_VEC(struct ingest_conversation *) conversations;
    struct k_map by_root;      /* root -> struct ingest_conversation, of this channel */
    struct k_map by_id;        /* id (8 bytes) -> struct ingest_conversation */
    struct k_map people_by_id; /* id (8 bytes) -> struct ingest_person */
    struct echo *echoes;       /* what its new posts say: ingest_storm.c */
    size_t n_echoes;
    K_VEC(struct ingest_adopted) adopted;
    K_VEC(struct ingest_tally) tallies;
    struct tie_house house; /* for the ties of the page */
    bool erasures;          /* somebody was erased once: ids are looked up by digest too */
    struct routing_world routing;
    struct sla_world sla;
    const struct ears *ears; /* NULL: no listening queries */
    struct ears_desk *desk;
    bool ears_read;
    k_str channel_name;
    struct ingest_result *result;
};

static inline bool ingest_is_new(const struct ingest_post *p)
{
    return p->fate->fate == INGEST_NEW && !p->drop;
}
/* The sender tells of what it sent; else the network does. */
static inline bool ingest_by_sender(const struct ingest_batch *b)
{
    return b->from->member || b->from->rule;
}
static inline bool ingest_ours(const struct ingest_post *p)
{
    return p->item->ours;
}

/* The steps, in the order of flow/flow.c. */
k_err ingest_normalise(struct k_ctx *cx, struct ingest_batch *b) K_CHECK;
k_err ingest_deduplicate(struct k_ctx *cx, struct ingest_batch *b) K_CHECK;
k_err ingest_skip(struct k_ctx *cx, struct ingest_batch *b) K_CHECK;
k_err ingest_identify(struct k_ctx *cx, struct ingest_batch *b) K_CHECK;
k_err ingest_understand(struct k_ctx *cx, struct ingest_batch *b) K_CHECK;
k_err ingest_thread(struct k_ctx *cx, struct ingest_batch *b) K_CHECK;
k_err ingest_storm(struct k_ctx *cx, struct ingest_batch *b) K_CHECK;
k_err ingest_listen(struct k_ctx *cx, struct ingest_batch *b) K_CHECK;
k_err ingest_prioritise(struct k_ctx *cx, struct ingest_batch *b) K_CHECK;
k_err ingest_route(struct k_ctx *cx, struct ingest_batch *b) K_CHECK;
k_err ingest_store(struct k_ctx *cx, struct ingest_batch *b) K_CHECK;
k_err ingest_touch(struct k_ctx *cx, struct ingest_batch *b) K_CHECK;
k_err ingest_notify(struct k_ctx *cx, struct ingest_batch *b) K_CHECK;

/* Parts that steps share. */

/* Behind the rows of conversations: labels, notices, effects, and the clocks of deadlines. */
k_err ingest_route_keep(struct k_ctx *cx, struct ingest_batch *b) K_CHECK;
/* Who follows its conversations hears of new posts. */
k_err ingest_tell_followers(struct k_ctx *cx, struct ingest_batch *b) K_CHECK;
/* What rules did, into the event log. */
k_err ingest_route_say(struct k_ctx *cx, struct ingest_batch *b) K_CHECK;

/* What listening queries found of a post, beside its row. */
k_err ingest_listen_store(struct k_ctx *cx, struct ingest_batch *b,
                          const struct ingest_post *p) K_CHECK;

/* Which of our posts members wrote in Kith; and, once stored, what that settles. */
k_err ingest_own_recognise(struct k_ctx *cx, struct ingest_batch *b) K_CHECK;
k_err ingest_own_settle(struct k_ctx *cx, struct ingest_batch *b) K_CHECK;
/* New persons and new names, before posts speak of them. */
k_err ingest_people_store(struct k_ctx *cx, struct ingest_batch *b) K_CHECK;
/* The conversation with this id, read once a page; follows merged ones. NULL: there is none. */
k_err ingest_conversation_get(struct k_ctx *cx, struct ingest_batch *b, k_id id,
                              struct ingest_conversation **out) K_CHECK;
/* The conversation of this root in this channel; NULL: there is none. */
k_err ingest_conversation_by_root(struct k_ctx *cx, struct ingest_batch *b, k_str root,
                                  struct ingest_conversation **out) K_CHECK;
struct ingest_conversation *ingest_conversation_new(struct k_ctx *cx, struct ingest_batch *b,
                                                    k_str root);
/* Where its posts are: itself, or what it was merged into on this page. */
static inline struct ingest_conversation *ingest_home(struct ingest_conversation *c)
{
    while (c && c->merged_into)
        c = c->merged_into;
    return c;
}
/* The posts of `from` go to `into` (both stored already); notes, labels and all follow. */
k_err ingest_conversation_merge(struct k_ctx *cx, struct ingest_batch *b,
                                struct ingest_conversation *into,
                                struct ingest_conversation *from) K_CHECK;
/* Reads the whole state from the stored posts. */
k_err ingest_conversation_recount(struct k_ctx *cx, struct ingest_conversation *c) K_CHECK;
/* Reads what waits (state.intents and its kin), once. */
k_err ingest_conversation_waits(struct k_ctx *cx, struct ingest_conversation *c) K_CHECK;
/* A person known by id; NULL when there is none. */
k_err ingest_person_get(struct k_ctx *cx, struct ingest_batch *b, k_id id,
                        struct ingest_person **out) K_CHECK;
/* Scores a conversation from its state; needs person and what waits. */
k_err ingest_conversation_score(struct k_ctx *cx, struct ingest_batch *b,
                                struct ingest_conversation *c) K_CHECK;
/* Writes a conversation that exists. */
k_err ingest_conversation_save(struct k_ctx *cx, struct ingest_batch *b,
                               struct ingest_conversation *c) K_CHECK;
/* JSON of the terms, in the arena. */
k_str ingest_signals(struct k_ctx *cx, const struct priority *p);
k_str ingest_reason(struct k_ctx *cx, const struct priority *p);

static inline k_str ingest_id_key(const k_id *id)
{
    return (k_str){(const char *)id, sizeof *id};
}

#endif
