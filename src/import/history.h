/* history: what the imports of mail and of calendars share: whose addresses are ours, and how
 * persons are found or made by an address. */
#ifndef KITH_IMPORT_HISTORY_H
#define KITH_IMPORT_HISTORY_H

#include "base/json.h"
#include "base/vec.h"
#include "import/contact_store.h"

struct history_ours {
    k_str *v; /* addresses in small letters */
    size_t n, cap;
};
bool history_is_ours(const struct history_ours *o, k_str address);
/* Adds an address unless it is there or no address. */
void history_add_ours(struct k_arena *a, struct history_ours *o, k_str address);
/* The address of the member who acts. */
k_err history_own_address(struct k_ctx *cx, struct history_ours *o) K_CHECK;
/* A list of addresses; BAD_INPUT names options.ours. */
k_err history_parse_ours(struct k_ctx *cx, const struct k_json *list,
                         struct history_ours *o) K_CHECK;
void history_put_ours(struct k_jw *w, const struct history_ours *o);

/* The person with this address; made when not known, unless `only_known`. 0: nobody. */
k_err history_person(struct k_ctx *cx, const struct contact_from *from, k_str name,
                     k_str address, bool only_known, k_id *person) K_CHECK;

#endif
