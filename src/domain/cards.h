/* cards: which address cards there are, and the number of each one's last change. What changes
 * a person, its addresses, data or roles leaves a mark in the same transaction (triggers of
 * migrations/0011_cards.sql). Numbers are given later, by whoever asks, one at a time: so their
 * order is that of the commits, on both databases, and writers wait for nothing. Reads and
 * writes card, card_mark, card_state; what a card says is import/card. */
#ifndef KITH_DOMAIN_CARDS_H
#define KITH_DOMAIN_CARDS_H

#include "base/ctx.h"
#include "store/sql.gen.h"

/* Whether somebody waits for a number. Numbers are given before anything is read that has one:
 * ETags, lists, changes. */
k_err cards_waiting(struct k_ctx *cx, bool *waiting) K_CHECK;
/* Numbers for the next thousand marks, in the caller's write transaction; *more: others wait.
 */
k_err cards_number_some(struct k_ctx *cx, bool *more) K_CHECK;
/* For all of them, last of all in a write transaction that changed somebody: other writers of
 * numbers wait from here to the commit. */
k_err cards_number_all(struct k_ctx *cx) K_CHECK;
/* Forgets what is gone for 200 days, in the caller's write transaction. */
k_err cards_forget_old(struct k_ctx *cx) K_CHECK;

/* A place in the changes of a book, as clients keep it. */
struct cards_token {
    k_id owner; /* of the book */
    int64_t seq;
    k_id person; /* in the middle of a number: the last one seen; INT64_MAX = all of it */
};
/* An address: RFC 6578 wants one. */
k_str cards_token_text(struct k_ctx *cx, const struct sq_card_state_get_row *state,
                       const struct cards_token *t);
/* false: it is none of ours, of another book, or too old. */
bool cards_token_read(const struct sq_card_state_get_row *state, k_id owner, k_str text,
                      struct cards_token *out);

/* The id of a card that no client named: "kith-123". 0 when it is none. */
k_id cards_uid_person(k_str uid);

#endif
