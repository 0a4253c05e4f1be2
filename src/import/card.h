/* card: a person as an address card, and what a client of CardDAV made of one. Reading: the
 * rows that the member sees, in the form and order in which a client wrote the card last.
 * Writing: only what the client changed is changed: the card as it was is compared with the
 * card as it is. What is on no card (stage, touches, consent, own fields ...) is never touched.
 * Reads and writes person, identity, datum, person_role, card. How and why:
 * docs/design/carddav.md. */
#ifndef KITH_IMPORT_CARD_H
#define KITH_IMPORT_CARD_H

#include "base/ctx.h"
#include "formats/vcard.h"
#include "import/contact.h"
#include "store/sql.gen.h"

enum { CARD_TEXT = 4 << 20 }; /* bytes of a card that a client may bring */

/* One person as the member sees it. */
struct card_known {
    struct sq_card_persons_row person; /* id 0: there is none, or the member does not see it */
    K_VEC(struct sq_card_identities_row) identities;
    K_VEC(struct sq_card_data_row) data;
    K_VEC(struct sq_card_roles_row) roles;
};
/* out: n of them, in the order of ids, which are all different. */
k_err card_load(struct k_ctx *cx, k_id member, const k_id *ids, size_t n,
                struct card_known *out) K_CHECK;

/* --- as a card: pure --------------------------------------------------------------------- */

enum card_table { CARD_IDENTITY, CARD_DATUM, CARD_ROLE };
/* The row that a property says: its place in card_known. */
struct card_ref {
    size_t prop;
    enum card_table table;
    size_t row;
};
struct card_refs {
    struct card_ref *v;
    size_t n, cap;
};
/* today: days since 1970; who left an organization is not on it any more. refs may be NULL. */
void card_make(struct k_arena *a, const struct card_known *k, enum vcard_version v,
               int64_t today, struct vcard *out, struct card_refs *refs);
/* The id of the card. */
k_str card_uid(struct k_arena *a, const struct sq_card_persons_row *p);
/* Of a client's card, the properties that say rows which all may see who see the book: what is
 * kept of it for its form. K_NONE when nothing is. */
k_str card_form(struct k_arena *a, const struct card_known *k, const struct vcard *card);

/* --- from a client ----------------------------------------------------------------------- */

/* The one card of a text. false with *why: it is none, or more than one, or a part cannot be
 * read: a client would think it stored. */
bool card_read(struct k_arena *a, k_str text, struct vcard *out, k_str *why);

struct card_put {
    k_id member, owner; /* owner of the book: 0 = the team's */
    const struct vcard *card;
};
/* A new person, never one that is known: whether it is one is asked afterwards, as with every
 * entry that comes in. In the caller's write transaction. BAD_INPUT: the card says nobody. */
k_err card_create(struct k_ctx *cx, const struct card_put *put, k_id *person) K_CHECK;
/* Keeps the form of it once the row of table card is there, and marks the person as changed. */
k_err card_keep_form(struct k_ctx *cx, const struct card_put *put, k_id person) K_CHECK;
/* What the client changed; with its form. */
k_err card_change(struct k_ctx *cx, const struct card_put *put, k_id person) K_CHECK;

#endif
