/* timeline: everything between us and a person, the newest first, merged out of its sources:
 * one indexed statement each, no union, no sorting in the database. Reads post, touch, moment,
 * handoff, deal, commitment, fact, datum, value_entry, stage_move, person_merge. */
#ifndef KITH_DOMAIN_TIMELINE_H
#define KITH_DOMAIN_TIMELINE_H

#include "domain/people.h"

enum timeline_kind {
    TIMELINE_POST,
    TIMELINE_MAIL,
    TIMELINE_TOUCH,
    TIMELINE_MOMENT,
    TIMELINE_HANDOFF,
    TIMELINE_DEAL,
    TIMELINE_COMMITMENT,
    TIMELINE_FACT,
    TIMELINE_NOTE,
    TIMELINE_VALUE,
    TIMELINE_STAGE,
    TIMELINE_MERGE,
    TIMELINE_KINDS
};
struct timeline_kind_row {
    const char *name, *doc;
};
extern const struct timeline_kind_row timeline_kinds[TIMELINE_KINDS];
#define TIMELINE_ALL ((1u << TIMELINE_KINDS) - 1)
/* "post,mail" as bits; 0 and *wrong for a word that is none. Empty: all. */
unsigned timeline_kinds_parse(k_str list, k_str *wrong);

struct timeline_entry {
    enum timeline_kind kind;
    k_id id; /* of the row; of a stage move its time */
    k_time at;
    k_str
        detail;  /* medium; kind of a moment, deal, fact, value; reason of a hand-over; stage */
    k_str state; /* of a commitment, deal, hand-over: also what it became at this time */
    k_str direction; /* in, out, both; p NULL = none */
    k_str side;      /* us, them; p NULL = none */
    k_str title, text, url, network;
    k_id conversation, channel, member, team, other, moment,
        post; /* other: the person on the other end; post: itself, or what shows it */
    int64_t severity, amount_minor;
    k_str currency;
    k_time due_at;
    k_time known_at; /* of a stage: when that was known; 0 = not kept */
    k_time now_at;   /* of a stage: since when by what is known now, if another day; 0 = as it
                        says */
    bool now_never;  /* of a stage: by what is known now they never came that far */
    bool automatic;  /* a rule said it */
    bool deleted, mine;
};

/* Where a page ended: entries come in the order of (at, source, id), all falling. */
struct timeline_key {
    k_time at;
    int64_t source;
    k_id id;
};
struct timeline_ask {
    k_id person;     /* as people_find gave it */
    unsigned kinds;  /* bits */
    k_str q;         /* all words of it somewhere in title or text; empty = no search */
    k_time from, to; /* 0 = open; `to` is the first moment that is out */
    bool has_before;
    struct timeline_key before;
    size_t limit; /* entries given */
    size_t scan;  /* entries looked at; a search may end earlier than its limit */
};
/* Calls fn for each entry; what it holds is valid during the call. *more: there may be more,
 * behind *next. */
typedef k_err (*timeline_fn)(void *arg, const struct timeline_entry *e);
k_err timeline_walk(struct k_ctx *cx, const struct timeline_ask *ask, timeline_fn fn, void *arg,
                    struct timeline_key *next, bool *more) K_CHECK;

#endif
