/* contact_store: an entry of an address book becomes a person, or more is known of one. Found
 * again by the id of the card, by an address, a number or an account that is theirs; where the
 * names conflict it is a new person, the address is kept with it as a datum, and a member is
 * asked whether the two are one. Nothing that was known is overwritten, and storing the same
 * entry again adds nothing. Reads and writes person, identity, datum, person_role, match_pair.
 */
#ifndef KITH_IMPORT_CONTACT_STORE_H
#define KITH_IMPORT_CONTACT_STORE_H

#include "base/ctx.h"
#include "import/contact.h"

struct contact_from {
    k_id member;     /* whose address book it is */
    bool share;      /* for the whole team; else it stays the member's own */
    k_str source;    /* vcard, csv, mail, calendar, carddav */
    k_id source_id;  /* of the import */
    k_str country;   /* calling code for numbers without one: "49"; "" */
    bool only_known; /* do not make a person that is not known yet */
    bool apart;      /* always make one: whether it is somebody known is asked afterwards */
};
struct contact_fate {
    k_id person; /* 0: nobody, and none was made */
    bool added;  /* a new person; in a look: would be */
};

/* Who it is, without writing. */
k_err contact_look(struct k_ctx *cx, const struct contact_from *from, const struct contact *c,
                   struct contact_fate *out) K_CHECK;
/* Stores it, in the caller's write transaction. BAD_INPUT: the entry cannot be taken
 * (c->why). Groups are not stored here (contact_store_group). */
k_err contact_store(struct k_ctx *cx, const struct contact_from *from, const struct contact *c,
                    struct contact_fate *out) K_CHECK;
/* The name of a group becomes a category of its members; *missing are those not known. */
k_err contact_store_group(struct k_ctx *cx, const struct contact_from *from,
                          const struct contact *c, size_t *missing) K_CHECK;

#endif
