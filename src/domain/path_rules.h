/* path_rules: which introduction is the strongest: a member, one or two people in between, the
 * one to be reached. Its strength is the product of the tie and the links on the way. Pure. */
#ifndef KITH_DOMAIN_PATH_RULES_H
#define KITH_DOMAIN_PATH_RULES_H

#include "base/id.h"

enum { PATH_VIA = 2, PATH_MOST = 8 };
struct path {
    k_id member;
    k_id via[PATH_VIA]; /* from the member's side; n_via 0: the member knows them */
    int n_via;
    double tie;      /* 0..1, of the member with the first on the way */
    double links;    /* product of the links behind */
    double strength; /* tie * links */
};
struct path_best {
    struct path v[PATH_MOST]; /* the strongest first */
    size_t n;
    size_t most; /* how many are asked for, at most PATH_MOST */
};

/* Several links between the same two make it surer: 1 - (1-a)(1-b). */
double path_both(double a, double b);
/* Keeps a path when it is among the strongest. Of two with the same member and the same first
 * step only the stronger stays. Of equals the shorter one. */
void path_offer(struct path_best *best, const struct path *p);
/* What a path must exceed to be kept; 0 while there is room. A way whose links alone do not
 * exceed it need not be followed: no tie is over 1. */
double path_floor(const struct path_best *best);

#endif
