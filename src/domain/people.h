/* people: what members know of persons and organizations: made and changed by hand, addresses,
 * data with their sources, roles with their dates, fields of the team's own; kept for oneself,
 * shared, removed. Reads and writes person, identity, datum, person_role, custom_field. Acts
 * run in the caller's write transaction, check who may see the person, log an event without
 * names and tell screens. The member is that of cx->actor. */
#ifndef KITH_DOMAIN_PEOPLE_H
#define KITH_DOMAIN_PEOPLE_H

#include "base/ctx.h"
#include "store/sql.gen.h"

/* A person that the member who acts may see; NOT_FOUND for those of another member's address
 * book. Follows merges: row->id is the one to go on with. */
k_err people_find(struct k_ctx *cx, k_id id, struct sq_people_get_row *row) K_CHECK;
/* Whether the member who acts sees a row of this owner. */
bool people_sees(const struct k_ctx *cx, k_id owner);
/* Something about a person is new: its time, the event (ids only), the screens. verb:
 * "person.changed". */
k_err people_log(struct k_ctx *cx, const char *verb, k_id person) K_CHECK;

struct people_new {
    k_str kind, name, about, role; /* role '' = none yet */
    bool mine;                     /* in the member's own address book only */
    bool demo;
};
k_err people_create(struct k_ctx *cx, const struct people_new *n, k_id *id) K_CHECK;

struct people_change {
    k_id id;
    k_str kind, name, about, role;
    bool has_kind, has_name, has_about, has_role;
};
/* Another role to us ends the one before with the day. */
k_err people_change(struct k_ctx *cx, const struct people_change *c) K_CHECK;

/* --- addresses --- */
struct people_address {
    k_str network; /* email, phone, web, or a network; of a change: not looked at */
    k_str address; /* as written: address, number, handle */
    k_str label, url, name;
    bool verified; /* a member vouches for it */
    bool mine;
    bool has_address, has_label, has_url, has_verified; /* of a change */
};
/* EXISTS (field "address") when somebody else has it, with whom. An address of another member's
 * own address book, or one that several share, is kept as a datum instead. */
k_err people_add_address(struct k_ctx *cx, k_id person, const struct people_address *n) K_CHECK;
k_err people_set_address(struct k_ctx *cx, k_id person, k_id identity,
                         const struct people_address *c) K_CHECK;
/* CONFLICT for accounts that a network told us of. */
k_err people_drop_address(struct k_ctx *cx, k_id person, k_id identity) K_CHECK;

/* --- data --- */
struct people_datum {
    k_str kind, label, value, parts; /* parts: JSON object, p == NULL = none */
    k_str source;                    /* empty = member */
    int64_t from_day, to_day;
    bool mine;
    bool has_label, has_value, has_parts, has_from_day, has_to_day; /* of a change */
};
/* Checks by the table of kinds. One that there can be only one of takes the other's place. */
k_err people_add_datum(struct k_ctx *cx, k_id person, const struct people_datum *n,
                       k_id *id) K_CHECK;
k_err people_set_datum(struct k_ctx *cx, k_id person, k_id datum,
                       const struct people_datum *c) K_CHECK;
k_err people_drop_datum(struct k_ctx *cx, k_id person, k_id datum) K_CHECK;

/* --- roles --- */
struct people_role {
    k_str role, title;
    k_id organization;       /* 0 = to us */
    k_str organization_name; /* instead of its id: found by this name, else made */
    int64_t from_day, to_day;
    bool mine;
    bool has_role, has_title, has_organization, has_from_day, has_to_day; /* of a change */
};
k_err people_add_role(struct k_ctx *cx, k_id person, const struct people_role *n,
                      k_id *id) K_CHECK;
k_err people_set_role(struct k_ctx *cx, k_id person, k_id role,
                      const struct people_role *c) K_CHECK;
k_err people_drop_role(struct k_ctx *cx, k_id person, k_id role) K_CHECK;

/* --- mine, the team's, gone --- */
/* history: also what came out of the member's own mailbox. CONFLICT when it is shared already.
 */
k_err people_share(struct k_ctx *cx, k_id id, bool history) K_CHECK;
/* Removes the person and all that is known; posts stay in their conversations without author.
 * may_shared: whether the member may remove what belongs to the team; FORBIDDEN else. */
k_err people_remove(struct k_ctx *cx, k_id id, bool may_shared) K_CHECK;

#endif
