/* match_rules: whether two records of people (or of organizations) are one. Pure. The method is
 * that of Fellegi and Sunter (JASA 64, 1969): each field that both have adds log2(m / u) bits,
 * m being how often the agreement is seen with one and the same person, u with two different
 * ones. Agreement on a rare name says more than on a common one (term frequency, Winkler 2000):
 * its u is the share of people with that name. The m and u of the table are priors, not fitted
 * to any set.
 *
 * Nothing is merged on a sum of bits. Only MATCH_EXACT is done without asking: the same mail
 * address, number or account with names that do not contradict, or profiles that verify each
 * other. All else is a question to a person, with its evidence. */
#ifndef KITH_DOMAIN_MATCH_RULES_H
#define KITH_DOMAIN_MATCH_RULES_H

#include "base/id.h"
#include "base/vec.h"
#include "domain/match_norm.h"

enum match_field {
    MATCH_GIVEN,
    MATCH_FAMILY,
    MATCH_ORDER, /* given and family name changed places */
    MATCH_SUFFIX,
    MATCH_ORGANIZATION, /* the name of an organization */
    MATCH_BIRTHDAY,
    MATCH_EMAIL,
    MATCH_PHONE,
    MATCH_ACCOUNT, /* accounts on networks */
    MATCH_URL,
    MATCH_STREET,
    MATCH_CITY,
    MATCH_CODE,
    MATCH_REGION,
    MATCH_EMPLOYER,
    MATCH_NUMBER, /* a value of a field of one's own: customer number */
    MATCH_FIELDS
};
enum match_level {
    MATCH_MISSING, /* one does not say: no evidence either way */
    MATCH_SAME,
    MATCH_VERIFIED, /* accounts that link each other */
    MATCH_CLAIMED,  /* the page of one names the other's (rel="me"), which is silent */
    MATCH_NICKNAME,
    MATCH_INITIAL,
    MATCH_TYPO,    /* one edit, or nearly the same by Jaro-Winkler */
    MATCH_SIMILAR, /* half the same */
    MATCH_PART,    /* one holds the other: day without year, street without number */
    MATCH_WEAK,    /* the same mailbox by other writing; the same local part; the same handle */
    MATCH_SHARED,  /* the same address, but one of several people: info@ */
    MATCH_SWAPPED,
    MATCH_DIFFERENT,
    MATCH_LEVELS
};
const char *match_field_name(enum match_field f); /* "birthday" */
const char *match_level_name(enum match_level l); /* "typo" */

/* The table: what an agreement weighs. m = 0: the level does not occur with this field. */
struct match_weight {
    double m, u;
};
extern const struct match_weight match_weights[MATCH_FIELDS][MATCH_LEVELS];

/* ---- records ------------------------------------------------------------------------------
 */

struct match_value {
    k_str shown, norm;
};
struct match_values {
    struct match_value *v;
    size_t n, cap;
};
struct match_account {
    k_str network, native_id, handle, norm; /* norm: match_norm_handle */
};
struct match_postal {
    k_str shown, street, number, city, code, region; /* normalised but for `shown` */
};
struct match_birthday {
    k_str shown;
    struct match_date date;
};
struct match_number {
    k_str shown, norm, field; /* field: id of the field of one's own */
    bool unique;              /* the team said that it names one person only */
};
struct match_record {
    k_id id;
    k_id owner; /* in whose address book alone; 0 = the team's */
    bool organization;
    K_VEC(struct match_name) names;
    struct match_values organizations; /* own names when it is one, else employers */
    struct match_values emails, phones, urls;
    K_VEC(struct match_account) accounts;
    K_VEC(struct match_postal) postals;
    K_VEC(struct match_birthday) birthdays;
    K_VEC(struct match_number) numbers;
};
/* Builders: normalise and add; what is empty or there already adds nothing. */
void match_add_name(struct k_arena *a, struct match_record *r, k_str whole, k_str given,
                    k_str family);
void match_add_organization(struct k_arena *a, struct match_record *r, k_str name);
void match_add_email(struct k_arena *a, struct match_record *r, k_str s);
void match_add_phone(struct k_arena *a, struct match_record *r, k_str s, k_str country);
void match_add_url(struct k_arena *a, struct match_record *r, k_str s);
void match_add_account(struct k_arena *a, struct match_record *r, k_str network,
                       k_str native_id, k_str handle);
/* street may hold the house number. */
void match_add_postal(struct k_arena *a, struct match_record *r, k_str street, k_str city,
                      k_str code, k_str region);
void match_add_birthday(struct k_arena *a, struct match_record *r, k_str s);
void match_add_number(struct k_arena *a, struct match_record *r, k_str field, k_str s,
                      bool unique);

/* ---- verdict ------------------------------------------------------------------------------
 */

struct match_evidence {
    enum match_field field;
    enum match_level level;
    k_str a, b; /* as shown */
    double bits;
};
enum match_kind { MATCH_NO, MATCH_PROBABLE, MATCH_EXACT };
struct match_verdict {
    enum match_kind kind;
    double bits;        /* sum of the evidence, without the prior */
    double probability; /* with it */
    bool contradicted;  /* a strong reason against: never exact */
    struct match_evidence evidence[MATCH_FIELDS];
    size_t n;
};
/* What is known of the base as a whole. */
struct match_world {
    double people; /* persons in the base: two of many are less likely one */
    /* Share of people with this value; < 0 = not known. NULL = the table's u counts. */
    double (*share)(void *arg, enum match_field field, k_str norm);
    void *arg;
    /* Profiles of both point at each other, or a handle is the other's verified domain. */
    bool verified;
    bool claimed;         /* the page of one names the other's with rel="me" */
    k_str link_a, link_b; /* which two, as shown */
    /* m and u estimated from the base (match_em.h), by field and level; NULL = the table's. */
    const struct match_weight (*weights)[MATCH_LEVELS];
};
/* Of both, all evidence that both have something to say about. Symmetric but for a and b. */
void match_compare(struct k_arena *a, const struct match_record *x,
                   const struct match_record *y, const struct match_world *w,
                   struct match_verdict *out);
/* The levels alone, best pair of values each: what an estimate counts. */
void match_levels(struct k_arena *a, const struct match_record *x, const struct match_record *y,
                  enum match_level out[MATCH_FIELDS]);

#define MATCH_ASK 0.5   /* from here on a pair is put into the queue */
#define MATCH_SURE 0.99 /* nearly certain: may be settled many at a time, by a person */
/* How likely two persons drawn at random are one: one in ten is there twice. */
double match_prior(double people);

/* Keys by which two that may be one are found (match_keys.c): each a kind letter, ':' and a
 * value. Two records without a key in common are never compared. */
struct match_keys {
    k_str *v;
    size_t n, cap;
};
void match_keys_of(struct k_arena *a, const struct match_record *r, struct match_keys *out);
/* Keys that only count how common a name is: match_world.share. */
void match_counts_of(struct k_arena *a, const struct match_record *r, struct match_keys *out);
/* The key under which a value is counted; empty for a field whose values are not. */
k_str match_count_key(struct k_arena *a, enum match_field field, k_str norm);
/* Share of people with a value of which n of `people` have it; while there are few, mostly what
 * the table says. */
double match_share(double n, double people, enum match_field field);
#define MATCH_KEY_CAP 60 /* a key that more people have finds nobody */

#endif
