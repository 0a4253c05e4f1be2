/* routing_rules: who looks at what, by rules. A rule holds when all conditions of one of its
 * groups hold; then its acts are done. All rules that hold run, in their order, until one says
 * stop. Conditions and acts are rows of two const tables; a rule comes as JSON. Pure.
 *
 * Two ways to ask which rules hold: routing_holds reads one rule as it stands (the reference),
 * routing_match asks a compiled set about all of them at once. Both say the same. */
#ifndef KITH_DOMAIN_ROUTING_RULES_H
#define KITH_DOMAIN_ROUTING_RULES_H

#include "base/id.h"
#include "base/vec.h"

#define ROUTING_GROUPS 20
#define ROUTING_CONDITIONS 20 /* of a group */
#define ROUTING_VALUES 200    /* of a condition */
#define ROUTING_ACTS 20
#define ROUTING_RULES 20000          /* of a set */
#define ROUTING_PHRASES 60000        /* of a set */
#define ROUTING_TEXT ((size_t)16384) /* bytes of a text that are looked at */

/* ---- conditions -------------------------------------------------------------------------- */

enum routing_type {
    ROUTING_WORD,      /* is, is_not: one of several words; the subject may have several */
    ROUTING_ID,        /* the same with ids */
    ROUTING_NUM,       /* at_least, at_most */
    ROUTING_YES,       /* yes, no */
    ROUTING_TEXT_TYPE, /* has, has_not: one of several phrases (text/phrase.h) */
};
enum routing_op {
    ROUTING_IS,
    ROUTING_IS_NOT,
    ROUTING_AT_LEAST,
    ROUTING_AT_MOST,
    ROUTING_IS_SO,
    ROUTING_IS_NOT_SO,
    ROUTING_HAS,
    ROUTING_HAS_NOT,
    ROUTING_OPS
};
/* What may change a condition: rules are asked again when it does, if they look at it. */
enum {
    ROUTING_ON_POST = 1,  /* a post came in: all rules are asked */
    ROUTING_ON_STATE = 2, /* kind, status, team, owner, label, priority */
    ROUTING_ON_PERSON = 4,
    ROUTING_ON_CLOCK = 8, /* a deadline came near or passed */
    ROUTING_ON_ALL = 15
};
enum routing_field {
    ROUTE_NETWORK,
    ROUTE_CHANNEL,
    ROUTE_POST_KIND,
    ROUTE_LANGUAGE,
    ROUTE_INTENT,
    ROUTE_TEXT,
    ROUTE_IS_REPLY,
    ROUTE_IS_DIRECT,
    ROUTE_KIND,
    ROUTE_PRIORITY,
    ROUTE_LABEL,
    ROUTE_TEAM,
    ROUTE_OWNER,
    ROUTE_HAS_OWNER,
    ROUTE_OWNER_HERE,
    ROUTE_ANSWERED,
    ROUTE_IN_STORM,
    ROUTE_DEADLINE,
    ROUTE_STAGE,
    ROUTE_ROLE,
    ROUTE_RELATION,
    ROUTE_KNOWN,
    ROUTE_FOLLOWERS,
    ROUTE_STRENGTH,
    ROUTE_HOURS,
    ROUTING_FIELDS
};
/* A row of the table of conditions. */
struct routing_field_row {
    const char *name; /* "network" */
    enum routing_type type;
    unsigned on;              /* ROUTING_ON_* */
    const char *const *words; /* the only values there are; NULL = any */
    const char *of;           /* ids: channel, label, team, member, calendar */
    const char *doc;
};
extern const struct routing_field_row routing_fields[ROUTING_FIELDS];
const char *routing_op_name(enum routing_op op);
bool routing_op_fits(enum routing_op op, enum routing_type type);

/* One value of the subject of the rules. ids are slices of the 8 bytes of a k_id. */
struct routing_value {
    const k_str *v; /* words, ids; of a text the one text */
    size_t n;
    int64_t number; /* NUM, YES */
    bool known;     /* NUM, YES: false holds for no condition */
};
/* A post, its author and its conversation, as conditions see them. */
struct routing_subject {
    struct routing_value f[ROUTING_FIELDS];
};

/* ---- acts -------------------------------------------------------------------------------- */

enum routing_act_kind {
    ROUTING_TO_TEAM,
    ROUTING_TO_MEMBER,
    ROUTING_OWNER_FIRST,
    ROUTING_ROUND_ROBIN,
    ROUTING_BY_SKILL,
    ROUTING_PUT_LABEL,
    ROUTING_ADD_POINTS,
    ROUTING_SET_DEADLINE,
    ROUTING_NOTIFY,
    ROUTING_RELEASE,
    ROUTING_SUGGEST,
    ROUTING_ACKNOWLEDGE,
    ROUTING_ACT_KINDS
};
/* What an act says beside its name. */
enum {
    ROUTING_P_TEAM = 1,
    ROUTING_P_MEMBER = 2,
    ROUTING_P_LABEL = 4,
    ROUTING_P_SKILL = 8,
    ROUTING_P_POINTS = 16,
    ROUTING_P_MINUTES = 32,
    ROUTING_P_CLOCK = 64,
    ROUTING_P_CALENDAR = 128,
    ROUTING_P_TEXT = 256
};
struct routing_act_row {
    const char *name; /* "team" */
    unsigned needs, may;
    const char *doc;
};
extern const struct routing_act_row routing_acts[ROUTING_ACT_KINDS];
struct routing_act {
    enum routing_act_kind kind;
    k_id team, member, label, skill, calendar;
    int64_t points, minutes;
    k_str clock; /* first, next, resolve */
    k_str text;
};

/* ---- a rule ------------------------------------------------------------------------------ */

struct phrase_set;
struct routing_condition {
    enum routing_field field;
    enum routing_op op;
    const k_str *v; /* words, ids as bytes, phrases */
    size_t n;
    int64_t number;
    const struct phrase_set *phrases; /* of a text */
};
struct routing_group {
    struct routing_condition *v;
    size_t n; /* 0: always holds */
};
struct routing_rule {
    k_id id;
    int64_t version;
    k_str name;
    bool stop;
    struct routing_group *groups;
    size_t n_groups;
    struct routing_act *acts;
    size_t n_acts;
};
/* Reads {"when": [{"all": [{field, op, values?, number?}]}], "then": [{act, ...}]}. false:
 * *where names the place ("when[0].all[1].op"), *why says what is wrong, in a sentence. In the
 * arena; `text` may go. Whether teams and others are there is not looked at. */
bool routing_read(struct k_arena *a, k_str text, struct routing_rule *out, k_str *where,
                  const char **why);
bool routing_condition_holds(const struct routing_condition *c, const struct routing_value *x);
/* Does it hold for the subject? The reference: slow and plain. */
bool routing_holds(const struct routing_rule *r, const struct routing_subject *s);
/* The conditions of the first group that holds; NULL when none does. */
const struct routing_group *routing_why(const struct routing_rule *r,
                                        const struct routing_subject *s);
/* ROUTING_ON_* of all its conditions; bits of enum routing_field in *fields (may be NULL). */
unsigned routing_looks_at(const struct routing_rule *r, uint64_t *fields);

/* ---- many rules at once ------------------------------------------------------------------ */

struct routing_set;
/* Compiles n rules (at most ROUTING_RULES; they must outlive the set, as must their texts).
 * Read-only afterwards: threads may share it. NULL: more than ROUTING_PHRASES phrases. */
const struct routing_set *routing_compile(struct k_arena *a, const struct routing_rule *rules,
                                          size_t n);
size_t routing_set_size(const struct routing_set *set); /* rules */
const struct routing_rule *routing_rule_at(const struct routing_set *set, size_t i);
uint64_t routing_set_fields(const struct routing_set *set); /* bits of fields that matter */

/* Room for the answers of one thread. */
struct routing_answers;
struct routing_answers *routing_answers_new(struct k_arena *a, const struct routing_set *set);
/* Asks all rules. */
void routing_match(const struct routing_set *set, const struct routing_subject *s,
                   struct routing_answers *out);
/* The first rule from number `from` on that holds; their number when none does. */
size_t routing_next(const struct routing_set *set, const struct routing_answers *found,
                    size_t from);

#endif
