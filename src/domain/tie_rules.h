/* tie_rules: what has grown between a person and a member, or the whole organisation: a fold
 * over what happened (tie_fold.c), its strength 0..100 with the parts it is made of
 * (tie_score.c), its sentences (tie_words.c) and the bytes it is kept as (tie_pack.c). Pure.
 * Formulas, sources and a worked example: docs/design/relationships.md. */
#ifndef KITH_DOMAIN_TIE_RULES_H
#define KITH_DOMAIN_TIE_RULES_H

#include "base/buf.h"
#include "base/id.h"
#include "base/vec.h"
#include "domain/rhythm_rules.h"
#include "domain/touch_media.h"

/* ---- what happens ------------------------------------------------------------------------ */

enum tie_what {
    TIE_TOUCH,
    TIE_VALUE,    /* one side gained something: help, introduction, purchase ... */
    TIE_SHARED,   /* a shared experience that is no touch of its own */
    TIE_FAILURE,  /* a bad moment */
    TIE_REPAIR,   /* what was done about one */
    TIE_ADVOCATED /* they spoke for us or sent somebody; no value of its own */
};
struct tie_event {
    k_time at;
    k_id id; /* of its row: orders what happened at the same time */
    enum tie_what what;
    enum touch_direction direction;
    enum touch_medium medium;
    bool prompted;  /* an answer to the other side */
    bool personal;  /* private, or about more than the matter */
    bool automatic; /* template or machine: weighs nothing */
    bool praise;    /* speaks well of us */
    bool advocates; /* of a value: a referral or introduction for us */
    int asked;      /* 1 = a question in it, 2 = and it was answered */
    k_id channel;   /* 0 = by hand: then the medium stands for it */
    k_id member;    /* who of us; 0 = not known */
    k_id owner;     /* out of this member's own mailbox: counts in that tie alone; 0 = all's */
};

/* ---- the fold ---------------------------------------------------------------------------- */

enum { TIE_GAPS = 64, TIE_CHANNELS = 8 };
enum tie_part_kind {
    TIE_DIALOGUE,
    TIE_RECENCY,
    TIE_DEPTH,
    TIE_DURATION,
    TIE_RECIPROCITY,
    TIE_EXPERIENCE,
    TIE_STRUCTURE,
    TIE_RESILIENCE,
    TIE_PARTS
};

struct tie_weights {
    double v[TIE_PARTS]; /* in order of enum tie_part_kind; their sum is 100 */
};
extern const struct tie_weights tie_weights_documented;

struct tie_channel {
    k_id channel; /* negative: a medium by hand, -1 - medium */
    int64_t n;
};
/* Something said that waits for an answer of the other side. */
struct tie_open {
    enum { TIE_NOBODY, TIE_THEY, TIE_WE } side;
    enum touch_medium medium;
    bool personal, asked;
    k_id member; /* who of us said it */
};
/* Two folds over the same events in the same order are the same bits. */
struct tie_state {
    k_time at; /* newest event; the sums hold at this time */
    k_id id;
    double in, out;  /* weights of touches, capped by week; half in 90 days */
    double personal; /* private exchanges; half in 365 days */
    double answered; /* questions that were answered; half in 365 days */
    double shared;   /* experiences; half in 730 days */
    int64_t week;    /* ISO week (weeks since that of 1970-01-01) of the cap */
    double week_in, week_out;
    bool week_met;
    struct tie_open open;
    int64_t heard, told, touches; /* touches: those that spoke */
    k_time first_at, last_at;     /* touches that spoke */
    k_time first_two_way_at, last_two_way_at;
    int64_t exchanges;        /* different days (UTC) with a two-way exchange */
    int64_t exchange_days[2]; /* the first of them, days since 1970 */
    int64_t last_exchange_day;
    k_time dialogue_at;     /* of the second exchange day */
    uint8_t gaps[TIE_GAPS]; /* whole days between days with a touch, newest last */
    int n_gaps;
    struct tie_channel channels[TIE_CHANNELS];
    int n_channels;
    int64_t rest; /* touches through further channels */
    int64_t shared_n;
    k_time first_shared_at;
    int64_t gained_us, gained_them; /* value entries by who gained */
    int64_t failures, repaired;
    k_time last_failure_at;
    bool last_repaired;
    int64_t after_failure; /* exchange days behind the last failure */
    k_time survived_at;    /* the first time that one was survived */
    bool coming_back;      /* one exchange day behind a silence of over 8 intervals */
    k_time returned_at;    /* the first time they came back for more than a day */
    int64_t praises;       /* days on which they praised us in public, unasked */
    int64_t last_praise_day;
    k_time advocated_at; /* the first time they spoke for us */
    double peak;         /* highest strength behind an exchange, without structure */
    k_time peak_at;
    /* Not of the fold: what the last nightly run found around this tie. */
    double mutual; /* mean strength of contacts in common, 0..100 */
};

/* Adds an event that is not older than the state, (at, id). w is for the peak alone. */
void tie_add(struct tie_state *s, const struct tie_event *e, const struct tie_weights *w);
/* Whether e comes behind everything that s has: (at, id) is greater. */
bool tie_is_newer(const struct tie_state *s, const struct tie_event *e);
/* By (at, id). For sorting events before a fold. */
int tie_event_cmp(const void *a, const void *b);

/* All ties of one person: with the organisation (member 0, always the first) and with each
 * member who took part. */
struct tie_one {
    k_id member;
    struct tie_state s;
    bool changed;
};
struct tie_set {
    struct tie_one *v;
    size_t n, cap;
};
/* Lets one event count where it belongs: an answer of a member also counts what it answers as
 * heard by that member, at the time of the answer; an answer of theirs counts for the member
 * whom it answers. Events come in order of (at, id). */
void tie_set_add(struct k_arena *a, struct tie_set *set, const struct tie_event *e,
                 const struct tie_weights *w);
struct tie_one *tie_set_of(struct k_arena *a, struct tie_set *set, k_id member); /* made */
/* Whether one of them has seen both sides: only then rows are kept. */
bool tie_set_two_sided(const struct tie_set *set);

/* ---- strength ---------------------------------------------------------------------------- */

const char *tie_part_name(enum tie_part_kind k); /* "dialogue" */

struct tie_around {
    int channels; /* through how many the organisation talks with people */
};
struct tie_part {
    double value;  /* 0..1 */
    double weight; /* what it can give */
    double points;
};
struct tie_score {
    double strength; /* 0..100; 0 without a two-way exchange */
    struct tie_part parts[TIE_PARTS];
    double confidence; /* 1 - 2^(-n/5) */
    double interval;   /* days; what silence is measured by */
    double dormancy;   /* silence in intervals */
    enum rhythm rhythm;
};
/* The strength as of `now`, which is not before s->at. */
void tie_score(const struct tie_state *s, const struct tie_around *around,
               const struct tie_weights *w, k_time now, struct tie_score *out);
/* As it is shown and sorted by: whole points. */
int64_t tie_points(double strength);
/* The same without the parts, faster. */
double tie_strength(const struct tie_state *s, const struct tie_around *around,
                    const struct tie_weights *w, k_time now);

/* What would raise it, worked out by letting it happen now; the greatest gain first. */
enum tie_act {
    TIE_ACT_TALK,     /* a two-way exchange */
    TIE_ACT_ASK,      /* a question that gets its answer */
    TIE_ACT_PERSONAL, /* a private exchange */
    TIE_ACT_MEET,     /* a meeting or event */
    TIE_ACT_HELP,     /* something that one side gains */
    TIE_ACT_CHANNEL,  /* another channel */
    TIE_ACT_REPAIR,   /* to mend what went wrong */
    TIE_ACTS
};
struct tie_raise {
    enum tie_act act;
    double gain; /* points */
};
/* Those that gain at least half a point; returns how many. */
size_t tie_raises(const struct tie_state *s, const struct tie_around *around,
                  const struct tie_weights *w, k_time now, struct tie_raise out[TIE_ACTS]);

/* ---- words ------------------------------------------------------------------------------- */

const char *tie_act_name(enum tie_act a); /* "talk" */
const char *tie_act_say(enum tie_act a);  /* what to do, a sentence */
/* The evidence of a part in an English sentence. */
k_str tie_part_say(struct k_arena *a, const struct tie_state *s, const struct tie_score *score,
                   enum tie_part_kind k);
/* "12 October 2026". */
k_str tie_day_say(struct k_arena *a, k_time at);

/* ---- bytes ------------------------------------------------------------------------------- */

#define TIE_PACKED_MAX 768
/* Writes at most TIE_PACKED_MAX bytes; the same on every machine. */
size_t tie_pack(const struct tie_state *s, uint8_t out[TIE_PACKED_MAX]);
/* BAD_INPUT: not ours, cut off, or of another version; then the rows are folded again. */
k_err tie_unpack(k_str bytes, struct tie_state *out) K_CHECK;

#endif
