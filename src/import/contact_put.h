/* contact_put: the single steps of storing an entry with a person who is there. Private to
 * contact_store and card. */
#ifndef KITH_IMPORT_CONTACT_PUT_H
#define KITH_IMPORT_CONTACT_PUT_H

#include "base/map.h"
#include "import/contact_store.h"

struct contact_put {
    struct k_ctx *cx;
    const struct contact_from *from;
    const struct contact *c;
    k_id person, owner; /* owner of what is written: 0 = the team */
    k_time now;
    struct k_map had; /* kind, label and value of what is known already */
    size_t news;      /* rows written */
};
/* Reads what is known: before anything is put, and after something was taken away. */
k_err contact_put_load(struct contact_put *s) K_CHECK;
/* Nothing happens when it is known already; what has no place is kept as a datum. */
k_err contact_put_address(struct contact_put *s, const struct contact_address *n) K_CHECK;
k_err contact_put_datum(struct contact_put *s, const struct contact_datum *d) K_CHECK;
k_err contact_put_job(struct contact_put *s, const struct contact_job *job) K_CHECK;

#endif
