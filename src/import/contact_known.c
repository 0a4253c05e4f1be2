/* contact_known: by the id of the card, then by addresses, numbers and accounts. Reads person,
 * identity, datum. */
#include "import/contact_known.h"

#include "domain/match.h"
#include "store/sql.gen.h"

enum { SHORT_NUMBER = 7 }; /* fewer digits do not tell people apart */

static bool is_network(const struct contact_address *n, const char *network)
{
    return k_str_eqz(n->network, network);
}

k_str contact_native(struct k_arena *a, const struct contact_from *from,
                     const struct contact_address *n)
{
    if (is_network(n, "email"))
        return match_norm_email(a, n->value);
    if (is_network(n, "phone")) {
        k_str norm = match_norm_phone(a, n->value, from->country);
        return norm.n >= SHORT_NUMBER ? norm : K_S("");
    }
    return k_cat(a, K_S("handle:"), k_lower(a, n->value));
}

/* Without an id of its own an entry gets one from what it says, so that a second run finds it
 * again. FNV-1a, 64 bits: stable between releases. */
static uint64_t mix(uint64_t h, k_str s)
{
    for (size_t i = 0; i < s.n; i++)
        h = (h ^ (unsigned char)s.p[i]) * 1099511628211ULL;
    return (h ^ 0xff) * 1099511628211ULL;
}

static k_str uid_of(struct k_arena *a, const struct contact *c)
{
    uint64_t h = mix(1469598103934665603ULL, match_norm_words(a, c->name));
    if (c->uid.n)
        return c->uid;
    for (size_t i = 0; i < c->addresses.n; i++)
        h = mix(mix(h, c->addresses.v[i].network), k_lower(a, c->addresses.v[i].value));
    for (size_t i = 0; i < c->jobs.n; i++)
        h = mix(h, k_lower(a, c->jobs.v[i].organization));
    return k_fmt(a, "entry-%016llx", (unsigned long long)h);
}

/* --- comparing --------------------------------------------------------------------------- */

struct search {
    struct k_ctx *cx;
    const struct contact_from *from;
    const struct contact *c;
    struct contact_known *out;
};

static void add_address(struct k_arena *a, const struct contact_from *from,
                        const struct contact_address *n, struct match_record *r)
{
    if (is_network(n, "email"))
        match_add_email(a, r, n->value);
    else if (is_network(n, "phone"))
        match_add_phone(a, r, n->value, from->country);
    else
        match_add_account(a, r, n->network, contact_native(a, from, n), n->value);
}

static void add_name(struct k_arena *a, const struct contact *c, k_str name,
                     struct match_record *r)
{
    if (c->organization)
        match_add_organization(a, r, name);
    else
        match_add_name(a, r, name, K_NONE, K_NONE);
}

/* Somebody has this address too: the same one, unless the names conflict. */
static void weigh(struct search *s, const struct contact_address *n, k_id person, k_str name)
{
    struct k_arena *a = s->cx->arena;
    struct match_record them = {.organization = s->c->organization}, entry = them;
    struct match_world world = {.people = 10000};
    struct match_verdict v;
    for (size_t i = 0; i < s->out->conflicts.n; i++)
        if (s->out->conflicts.v[i].person == person)
            return;
    add_name(a, s->c, name, &them);
    add_name(a, s->c, s->c->name, &entry);
    add_address(a, s->from, n, &them);
    add_address(a, s->from, n, &entry);
    match_compare(a, &them, &entry, &world, &v);
    if (v.kind == MATCH_EXACT && !s->from->apart)
        s->out->person = person;
    else
        *k_vec_push(a, &s->out->conflicts) = (struct contact_conflict){
            person, v.bits, v.probability, match_evidence_json(a, &v)};
}

static bool sees(const struct search *s, k_id owner)
{
    return owner == 0 || owner == s->from->member;
}

static k_err by_account(struct search *s, const struct contact_address *n, k_str native)
{
    struct sq_contact_by_native_row row;
    bool found;
    K_TRY(sq_contact_by_native(s->cx, n->network, native, &row, &found));
    if (found && sees(s, row.owner_id) && sees(s, row.identity_owner_id))
        weigh(s, n, row.merged_into ? row.merged_into : row.person_id, row.name);
    if (found || is_network(n, "email") || is_network(n, "phone"))
        return K_OK;
    struct sq_contact_by_handle_row h;
    K_TRY(sq_contact_by_handle(s->cx, n->network, n->value, s->from->member, &h, &found));
    if (found)
        weigh(s, n, h.merged_into ? h.merged_into : h.person_id, h.name);
    return K_OK;
}

/* The address where it is kept as a datum, because it is somebody else's first. */
static k_err by_datum(struct search *s, const struct contact_address *n, k_str native)
{
    struct sq_contact_by_uid_list list;
    K_TRY(sq_contact_by_datum(s->cx, n->network, native, s->from->member, &list));
    for (size_t i = 0; i < list.n && !s->out->person; i++)
        weigh(s, n, list.v[i].id, list.v[i].name);
    return K_OK;
}

static k_err by_uid(struct search *s)
{
    struct sq_contact_by_uid_list list;
    struct sq_contact_by_uid_list data;
    K_TRY(sq_contact_by_uid(s->cx, s->out->uid, s->from->member, &list));
    if (list.n) {
        s->out->person = list.v[0].id;
        return K_OK;
    }
    K_TRY(sq_contact_by_datum(s->cx, K_S("other"),
                              k_cat(s->cx->arena, K_S("uid:"), s->out->uid), s->from->member,
                              &data));
    s->out->person = data.n ? data.v[0].id : 0;
    return K_OK;
}

k_err contact_known(struct k_ctx *cx, const struct contact_from *from, const struct contact *c,
                    struct contact_known *out)
{
    *out = (struct contact_known){.uid = uid_of(cx->arena, c)};
    struct search s = {cx, from, c, out};
    if (!from->apart)
        K_TRY(by_uid(&s));
    for (size_t i = 0; i < c->addresses.n && !out->person; i++) {
        const struct contact_address *n = &c->addresses.v[i];
        k_str native = contact_native(cx->arena, from, n);
        if (!native.n)
            continue;
        K_TRY(by_account(&s, n, native));
        if (!out->person)
            K_TRY(by_datum(&s, n, native));
    }
    return K_OK;
}
