/* record: what happened between us and a person, as members write it down: touches by hand,
 * moments, facts, commitments, deals, value on both sides, keep-in-touch, their own interests.
 * Reads and writes touch, moment, fact, commitment, deal, link, value_entry, keep_in_touch,
 * member_interest. Acts run in the caller's write transaction, check who may see the person,
 * tell the fold of ties, log an event without names and tell screens. */
#ifndef KITH_DOMAIN_RECORD_H
#define KITH_DOMAIN_RECORD_H

#include "domain/people.h"

/* --- touches --- */
struct record_touch {
    k_str medium;    /* of touch_media: call, meeting, mail ... */
    k_str direction; /* in, out, both */
    k_str text;
    k_time at;     /* 0 = now */
    k_id member;   /* 0 = the one who acts */
    int asked;     /* 1 = a question in it, 2 = and it was answered */
    bool personal; /* private or personal */
    bool has_prompted,
        prompted;       /* an answer to the other side; else seen from the one before */
    k_id moment;        /* a moment it belongs to; 0 = none */
    k_str moment_title; /* makes a moment of this title, with all persons */
    const k_id *with;   /* further persons */
    size_t n_with;
};
/* *id: the touch of `person`. */
k_err record_touch(struct k_ctx *cx, k_id person, const struct record_touch *t,
                   k_id *id) K_CHECK;
/* Only of those that members wrote down; by the member whose it is, or with may_any. */
k_err record_touch_remove(struct k_ctx *cx, k_id id, bool may_any) K_CHECK;

/* --- moments --- */
struct record_moment {
    k_str kind, title, text;
    k_time at, until_at; /* at 0 = now */
    k_id conversation, repairs;
    int severity; /* of a failure: 1..3, 0 = 1 */
    const k_id *persons, *members;
    size_t n_persons, n_members;
    bool has_kind, has_title, has_text, has_at, has_until_at, has_repairs, has_severity,
        has_persons, has_members; /* of a change */
};
/* A member who is not named took part when members is empty. A recovery names the failure. */
k_err record_moment(struct k_ctx *cx, const struct record_moment *m, k_id *id) K_CHECK;
/* Seen by who sees one of its persons. NOT_FOUND. */
k_err record_moment_find(struct k_ctx *cx, k_id id, struct sq_moment_get_row *row) K_CHECK;
k_err record_moment_change(struct k_ctx *cx, k_id id, const struct record_moment *m) K_CHECK;
k_err record_moment_remove(struct k_ctx *cx, k_id id) K_CHECK;

/* --- facts --- */
struct record_fact {
    k_str kind, text, topic; /* topic empty: the text, when it is short */
    k_id post;               /* where they said it; 0 = a member knows */
    k_time said_at;
    bool mine;
    bool has_kind, has_text, has_topic, has_said_at; /* of a change */
};
/* A topic as it is compared: small letters, no accents, single blanks. */
k_str record_topic(struct k_arena *a, k_str text);
k_err record_fact(struct k_ctx *cx, k_id person, const struct record_fact *f, k_id *id) K_CHECK;
k_err record_fact_change(struct k_ctx *cx, k_id id, const struct record_fact *f) K_CHECK;
k_err record_fact_remove(struct k_ctx *cx, k_id id) K_CHECK;
/* What the member who acts likes, anew. */
k_err record_interests(struct k_ctx *cx, const k_str *texts, size_t n) K_CHECK;

/* --- commitments --- */
struct record_commitment {
    k_str side, text, state; /* us, them; open, kept, broken, dropped */
    k_time due_at;
    k_id member, conversation; /* of ours: whose; 0 = the organisation's */
    bool has_text, has_state, has_due_at, has_member; /* of a change */
};
k_err record_commitment(struct k_ctx *cx, k_id person, const struct record_commitment *c,
                        k_id *id) K_CHECK;
k_err record_commitment_change(struct k_ctx *cx, k_id id,
                               const struct record_commitment *c) K_CHECK;
k_err record_commitment_remove(struct k_ctx *cx, k_id id) K_CHECK;

/* --- deals, orders, referrals --- */
struct record_deal {
    k_str kind, title, currency, state; /* deal, order, referral; open, won, lost */
    int64_t amount_minor;               /* in the smallest unit of the currency */
    k_time at;                          /* 0 = now */
    k_id organization, referred, conversation, member;
    k_str referred_name; /* of a referral, when we do not know them yet: made */
    bool has_title, has_currency, has_state, has_amount_minor, has_at, has_organization,
        has_member; /* of a change */
};
/* A referral links the two persons, both ways round. */
k_err record_deal(struct k_ctx *cx, k_id person, const struct record_deal *d, k_id *id) K_CHECK;
k_err record_deal_change(struct k_ctx *cx, k_id id, const struct record_deal *d) K_CHECK;
k_err record_deal_remove(struct k_ctx *cx, k_id id) K_CHECK;

/* --- value --- */
struct record_value {
    k_str side, kind, text; /* us, them: who gained */
    k_time at;              /* 0 = when the post was written that shows it, else now */
    k_id post, moment, deal, member;
    bool has_side, has_kind, has_text, has_at; /* of a change */
};
k_err record_value(struct k_ctx *cx, k_id person, const struct record_value *v,
                   k_id *id) K_CHECK;
k_err record_value_change(struct k_ctx *cx, k_id id, const struct record_value *v) K_CHECK;
k_err record_value_remove(struct k_ctx *cx, k_id id) K_CHECK;

/* --- keep-in-touch --- */
/* For a person or (person 0) a segment; by the member who acts, or anybody of us. */
k_err record_keep(struct k_ctx *cx, k_id person, k_id segment, bool anybody, int64_t ideal_days,
                  int64_t latest_days) K_CHECK;
k_err record_keep_remove(struct k_ctx *cx, k_id person, k_id segment, bool anybody) K_CHECK;

#endif
