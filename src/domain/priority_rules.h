/* priority_rules: how much a conversation deserves a person now, and why. Pure: named signals
 * with points, one const table; the score never travels without its terms. */
#ifndef KITH_DOMAIN_PRIORITY_RULES_H
#define KITH_DOMAIN_PRIORITY_RULES_H

#include "base/buf.h"
#include "base/time.h"
#include "domain/stage_rules.h"

#define PRIORITY_MAX 1000
#define PRIORITY_TERMS 14
#define PRIORITY_REASON 70 /* characters (code points) of a reason line at most */

/* What is known about a conversation when it is scored. */
struct priority_in {
    unsigned intents;     /* of their posts that wait (of all their posts when none waits) */
    bool direct;          /* written to us alone: direct message, mail, chat */
    bool addressed;       /* speaks to us in public: mention, comment, answer */
    bool review;          /* left a review */
    int unanswered;       /* posts of theirs that wait; 0 = nobody waits */
    bool answered;        /* we have answered before */
    k_time waits;         /* for how long the oldest of them waits, microseconds */
    enum stage stage;     /* of the person with us */
    int exchanges;        /* days with a two-way exchange */
    int64_t followers;    /* -1 = unknown */
    int64_t storm_people; /* others who say the same; 0 = no storm */
    int rule_points;      /* of routing rules; may be negative */
    int due_state;        /* of its deadline: 2 due soon, 3 overdue */
};

/* A signal that spoke. `value` is what its sentence counts (people, hours, days, followers). */
struct priority_term {
    const char *name; /* static: a row of priority_signals */
    int points;
    int64_t value;
};
struct priority {
    int score;                                  /* 0..PRIORITY_MAX */
    struct priority_term terms[PRIORITY_TERMS]; /* most points first */
    size_t n;
    k_time again_in; /* the score changes by itself after this time; 0 = it does not */
};
void priority_score(const struct priority_in *in, struct priority *out);

/* The reason line in English: "Has a complaint · in dialogue with us · waits over 4 hours".
 * UTF-8, NUL-terminated, at most PRIORITY_REASON characters; terms that do not fit are left
 * out whole. Returns its length in bytes. */
size_t priority_reason(const struct priority *p, char out[4 * PRIORITY_REASON + 1]);
/* JSON for conversation.signals: [{"name":"complaint","points":320,"value":0}] */
void priority_json(struct k_buf *b, const struct priority *p);
/* One term in English: "waits over 4 hours". Empty for a term without a sentence. */
size_t priority_sentence(const char *name, int64_t value, char *out, size_t cap);

/* The table: for doctor, documents and screens. */
struct priority_signal {
    const char *name;
    int points;           /* of the strongest step */
    const char *sentence; /* %s: the value in words; NULL = counts, but is not said */
    const char *doc;
};
extern const struct priority_signal priority_signals[];
extern const size_t n_priority_signals;

#endif
