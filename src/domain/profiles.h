/* profiles: the pages of people's accounts, whom they name with rel="me", and whether those
 * name them too. Reads identity; writes identity_page, identity_me, identity.verified. The
 * pages are asked for by flow/profiles; what follows is judged by profile_rules. */
#ifndef KITH_DOMAIN_PROFILES_H
#define KITH_DOMAIN_PROFILES_H

#include "base/ctx.h"
#include "domain/profile_rules.h"
#include "store/sql.gen.h"

enum { PROFILES_TARGETS = 10 }; /* named pages that are looked at, a page */

/* Plans a look at each account of a person that has a page and none yet, or another than it
 * had; takes off what has none; settles. In the caller's write transaction, after something
 * about the person is new. */
k_err profiles_note(struct k_ctx *cx, k_id person) K_CHECK;
/* Marks as verified ("rel-me") what other accounts of the same person and itself name each
 * other by, and takes the mark off again. What a member vouched for stays. In the caller's
 * write transaction. */
k_err profiles_settle(struct k_ctx *cx, k_id person) K_CHECK;

/* The page that is due first. */
k_err profiles_due(struct k_ctx *cx, k_id *identity, bool *found) K_CHECK;

/* What to ask for, and under which addresses the page may be named. */
struct profile_ask {
    k_id identity, person;
    k_str url;
    struct match_profile account;
    struct match_words at;
};
/* *found = false: no such account, or without page. */
k_err profiles_ask(struct k_ctx *cx, k_id identity, struct profile_ask *out,
                   bool *found) K_CHECK;

/* What came of a look. Addresses are profile_address. */
struct profile_target {
    k_str url, address, landed;
    enum profile_seen seen;
    bool back;
};
struct profile_look {
    const struct profile_ask *ask;
    enum profile_seen seen;
    k_str landed;
    struct profile_target target[PROFILES_TARGETS];
    size_t n;
};
/* Stores it, logs what was verified or is no longer, has duplicates looked for. Nothing when
 * the account has another page meanwhile. In the caller's write transaction. */
k_err profiles_store(struct k_ctx *cx, const struct profile_look *look) K_CHECK;

/* A member wants an account of a person looked at now. *soon = false: that was done within the
 * last minute. NOT_FOUND; CONFLICT when it has no page that can be read. In the caller's write
 * transaction. */
k_err profiles_want(struct k_ctx *cx, k_id person, k_id identity, bool *soon) K_CHECK;

#endif
