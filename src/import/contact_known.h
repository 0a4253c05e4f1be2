/* contact_known: who an entry of an address book is. Private to contact_store. */
#ifndef KITH_IMPORT_CONTACT_KNOWN_H
#define KITH_IMPORT_CONTACT_KNOWN_H

#include "import/contact_store.h"

/* Somebody who has the same address under a name that conflicts. */
struct contact_conflict {
    k_id person;
    double bits, probability;
    k_str evidence; /* JSON */
};
struct contact_known {
    k_id person; /* 0 = nobody yet */
    k_str uid;   /* of the card, or one made from what the entry says */
    K_VEC(struct contact_conflict) conflicts;
};
k_err contact_known(struct k_ctx *cx, const struct contact_from *from, const struct contact *c,
                    struct contact_known *out) K_CHECK;
/* What an address is known by: "email" and the address in small letters; "" when it is none
 * that tells somebody apart. */
k_str contact_native(struct k_arena *a, const struct contact_from *from,
                     const struct contact_address *n);

#endif
