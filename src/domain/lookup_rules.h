/* lookup_rules: by which words a person is found, and what somebody means who types some. Pure.
 *
 * A row of the table person_word is a text that begins with one word and goes on with those
 * around it, so that each word of a name is found by its beginning, and "garcia ma" finds
 * "Maria Garcia" as "maria g" does. All texts are as match_norm_words gives them: small
 * letters, no accents, ae/oe/ue as a/o/u. */
#ifndef KITH_DOMAIN_LOOKUP_RULES_H
#define KITH_DOMAIN_LOOKUP_RULES_H

#include "base/vec.h"
#include "domain/stage_rules.h"

/* What of a person a text is; hits of the first stand before those of the others. */
enum lookup_kind {
    LOOKUP_NAME,      /* name, spelling, nickname, name of an account */
    LOOKUP_ADDRESS,   /* mail, number, handle, page */
    LOOKUP_WORKPLACE, /* an organization that they are with */
    LOOKUP_KINDS
};
enum {
    LOOKUP_RANKS = 4, /* by stage: from relationship on, dialogue, contact, connection */
    LOOKUP_PLACES = LOOKUP_KINDS * LOOKUP_RANKS,
    LOOKUP_WORDS = 8,  /* of a name */
    LOOKUP_TEXT = 80,  /* bytes of a row's text */
    LOOKUP_ROWS = 80,  /* of a person; what comes later is not found by */
    LOOKUP_TOKENS = 4, /* words that are looked for */
    LOOKUP_DIGITS = 5  /* fewer are no part of a number */
};
/* Where such a hit stands, 0 first: by kind, then by how far the relationship has come. */
int lookup_place(enum lookup_kind kind, enum stage stage);

struct lookup_row {
    k_id owner; /* who alone finds it; 0 = the team */
    int place;
    k_str text;
};
struct lookup_rows {
    struct lookup_row *v;
    size_t n, cap;
    enum stage stage; /* of the person: set before the first is added */
};
/* Each word of it, with the others behind. */
void lookup_add_name(struct k_arena *a, struct lookup_rows *r, k_id owner,
                     enum lookup_kind kind, k_str name);
/* An address, handle or page: from each of its words to its end, without what many share
 * (gmail.com, com). */
void lookup_add_address(struct k_arena *a, struct lookup_rows *r, k_id owner, k_str address);
/* A number from each of its digits on. */
void lookup_add_phone(struct k_arena *a, struct lookup_rows *r, k_id owner, k_str number);

struct lookup_query {
    k_str phrase; /* all words in their order */
    k_str tokens[LOOKUP_TOKENS];
    size_t n; /* 0: there is nothing to look for */
};
/* What was typed. Five digits and more with what stands in numbers are one token, without the
 * zeros of a national or international call. */
void lookup_query_parse(struct k_arena *a, k_str text, struct lookup_query *out);
/* The first text behind all that begin with this one. */
k_str lookup_upto(struct k_arena *a, k_str text);

#endif
