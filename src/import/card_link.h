/* card_link: which row a property of a card says. Private to card. Pure. */
#ifndef KITH_IMPORT_CARD_LINK_H
#define KITH_IMPORT_CARD_LINK_H

#include "import/card.h"

/* Rows that are on the card already: a row is said once. */
struct card_used {
    bool *identities, *data;
};
void card_used_init(struct k_arena *a, const struct card_known *k, struct card_used *out);

/* The same address in two ways of writing. */
bool card_same_address(struct k_arena *a, const struct contact_address *x,
                       const struct contact_address *y);
/* The row, which is used from now on; ref->prop is left alone. */
bool card_find_address(struct k_arena *a, const struct card_known *k, struct card_used *used,
                       const struct contact_address *n, struct card_ref *ref);
bool card_find_datum(struct k_arena *a, const struct card_known *k, struct card_used *used,
                     const struct contact_datum *d, struct card_ref *ref);

/* A copy of a card whose properties know their place (line = place + 1), and what it says. */
void card_place(struct k_arena *a, const struct vcard *card, struct vcard *copy,
                struct contact *says);
/* Properties that card_make writes from the rows alone. */
bool card_is_head(k_str name);
/* Which of the other properties say rows of `k` only: linked[place]. With a label of a group
 * that is linked. refs gets their rows. */
void card_link(struct k_arena *a, const struct card_known *k, struct card_used *used,
               const struct vcard *card, bool *linked, struct card_refs *refs);

#endif
