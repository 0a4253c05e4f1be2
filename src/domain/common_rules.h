/* common_rules: what a person and a member have in common, suggested from what is known, each
 * with its reason. Pure. Topics are compared as record_topic makes them. */
#ifndef KITH_DOMAIN_COMMON_RULES_H
#define KITH_DOMAIN_COMMON_RULES_H

#include "base/id.h"
#include "base/vec.h"

enum common_kind {
    COMMON_INTEREST,     /* the member likes what they like */
    COMMON_COLLEAGUE,    /* another member does */
    COMMON_ORGANIZATION, /* an organization of theirs is an interest of the member's */
    COMMON_MOMENT,       /* both took part */
    COMMON_CAREFUL,      /* they dislike what the member likes */
    COMMON_KINDS
};
const char *common_kind_name(enum common_kind k);

struct common_fact {
    k_str kind, text, topic; /* a row of fact */
};
struct common_interest {
    k_id member;
    k_str topic, text, name; /* name: of the member */
};
struct common_moment {
    k_str title;
    k_time at;
    bool mine; /* the member took part too */
};
struct common_world {
    k_id me;
    const struct common_fact *facts;
    size_t n_facts;
    const struct common_interest *interests; /* of all members */
    size_t n_interests;
    const k_str *organizations; /* names of theirs */
    size_t n_organizations;
    const struct common_moment *moments;
    size_t n_moments;
};
struct common_item {
    enum common_kind kind;
    k_str text;    /* what it is: the words of the fact, the organization, the moment */
    k_str reason;  /* a sentence in English */
    k_id member;   /* whose interest; 0 = none */
    double weight; /* 0..1: the surest first */
};
struct common_list {
    struct common_item *v;
    size_t n, cap;
};
/* At most 20, the surest first. Facts about health and family are never used. */
void common_ground(struct k_arena *a, const struct common_world *w, struct common_list *out);
/* 1 the same, 0.6 when one holds all words of the other, else 0. */
double common_alike(k_str topic, k_str other);

#endif
