/* profiles: rows in, verdicts out. */
#include "domain/profiles.h"
#include "domain/people.h"
#include "domain/workplace.h"
#include "store/event.h"

enum { ACCOUNTS = 60, NAMED = 400 };

/* ---- a person's accounts ----------------------------------------------------------------- */

struct accounts {
    struct sq_profile_accounts_list rows;
    struct match_profile v[ACCOUNTS];
};

static k_err read_accounts(struct k_ctx *cx, k_id person, struct accounts *out)
{
    struct sq_profile_named_list named;
    K_TRY(sq_profile_accounts(cx, person, ACCOUNTS, &out->rows));
    K_TRY(sq_profile_named(cx, person, NAMED, &named));
    for (size_t i = 0; i < out->rows.n; i++) {
        const struct sq_profile_accounts_row *r = &out->rows.v[i];
        out->v[i] = (struct match_profile){.network = r->network,
                                           .native_id = r->native_id,
                                           .handle = r->handle,
                                           .url = r->url,
                                           .bio = r->bio,
                                           .landed = r->landed,
                                           .id = r->id};
        for (size_t k = 0; k < named.n; k++) {
            const struct sq_profile_named_row *m = &named.v[k];
            enum profile_link link = profile_link_of(m->state);
            if (m->identity_id == r->id && link != PROFILE_DROPPED)
                *k_vec_push(cx->arena, &out->v[i].me) =
                    (struct match_me){m->address, m->landed, link == PROFILE_BOTH};
        }
    }
    return K_OK;
}

static k_err note_one(struct k_ctx *cx, const struct sq_profile_accounts_row *r,
                      const struct match_profile *p)
{
    k_str page = profile_page_of(cx->arena, p);
    if (page.n == 0)
        return r->seen.n ? sq_profile_off(cx, r->id, NULL) : K_OK;
    bool known = r->seen.n > 0 && (r->page.n == 0 || k_str_eq(r->page, page));
    if (known)
        return K_OK;
    K_TRY(sq_profile_forget(cx, r->id, NULL));
    return sq_profile_begin(cx, r->id, page, k_cx_now(cx), NULL);
}

static k_err settle(struct k_ctx *cx, k_id person, const struct accounts *all)
{
    for (size_t i = 0; i < all->rows.n; i++) {
        const struct sq_profile_accounts_row *r = &all->rows.v[i];
        bool both = false, marked = k_str_eqz(r->verified, "rel-me");
        for (size_t k = 0; k < all->rows.n; k++)
            both |= k != i &&
                    match_links_pair(cx->arena, &all->v[i], &all->v[k]) == MATCH_LINK_REL_ME;
        if (both == marked || (both && r->verified.n > 0))
            continue;
        K_TRY(sq_profile_verified(cx, r->id, both ? K_S("rel-me") : K_S(""), NULL));
        if (!both)
            K_TRY(workplace_withdraw(cx, person, r->id));
    }
    return K_OK;
}

k_err profiles_note(struct k_ctx *cx, k_id person)
{
    struct accounts *all = k_new(cx->arena, struct accounts);
    K_TRY(read_accounts(cx, person, all));
    for (size_t i = 0; i < all->rows.n; i++)
        K_TRY(note_one(cx, &all->rows.v[i], &all->v[i]));
    return profiles_settle(cx, person);
}

k_err profiles_settle(struct k_ctx *cx, k_id person)
{
    struct accounts *all = k_new(cx->arena, struct accounts);
    K_TRY(read_accounts(cx, person, all));
    return settle(cx, person, all);
}

/* ---- a look ------------------------------------------------------------------------------ */

k_err profiles_due(struct k_ctx *cx, k_id *identity, bool *found)
{
    struct sq_profile_due_row row;
    K_TRY(sq_profile_due(cx, k_cx_now(cx), &row, found));
    *identity = *found ? row.identity_id : 0;
    return K_OK;
}

k_err profiles_ask(struct k_ctx *cx, k_id identity, struct profile_ask *out, bool *found)
{
    struct sq_people_identity_row r;
    *out = (struct profile_ask){.identity = identity};
    K_TRY(sq_people_identity(cx, identity, &r, found));
    if (!*found)
        return K_OK;
    out->person = r.person_id;
    out->account = (struct match_profile){.network = r.network,
                                          .native_id = r.native_id,
                                          .handle = r.handle,
                                          .url = r.url,
                                          .id = identity};
    out->url = profile_page_of(cx->arena, &out->account);
    *found = out->url.n > 0;
    profile_at(cx->arena, &out->account, &out->at);
    return K_OK;
}

/* ---- what came of it --------------------------------------------------------------------- */

static k_err log_change(struct k_ctx *cx, const struct profile_ask *ask, bool both)
{
    return event_append(
        cx,
        &(struct event_new){
            .verb = both ? K_S("person.profile_verified") : K_S("person.profile_withdrawn"),
            .object_kind = K_S("person"),
            .object_id = ask->person,
            .payload = k_fmt(cx->arena, "{\"identity\":\"%lld\"}", (long long)ask->identity)},
        NULL);
}

/* The account of the same person at an address, another than self; NULL. */
static const struct match_profile *account_at(struct k_arena *a, const struct accounts *all,
                                              k_id self, k_str address)
{
    for (size_t i = 0; i < all->rows.n; i++) {
        struct match_words at = {0};
        profile_at(a, &all->v[i], &at);
        for (size_t k = 0; k < at.n && all->v[i].id != self; k++)
            if (k_str_eq(at.v[k], address))
                return &all->v[i];
    }
    return NULL;
}

/* Another account of the same person may name this one in a text where no rel="me" can stand:
 * the bio of an account on a network. */
static bool told_back(struct k_arena *a, const struct accounts *all, k_id self, k_str address)
{
    const struct match_profile *other = account_at(a, all, self, address);
    for (size_t i = 0; other && i < all->rows.n; i++)
        if (all->v[i].id == self)
            return match_links_tells(a, other, &all->v[i]);
    return false;
}

struct found_link {
    const struct sq_profile_named_row *was; /* NULL: new */
    const struct profile_target *target;    /* NULL: not named */
};

/* What both said has changed: the other page may say something else, too. */
static k_err changed(struct k_ctx *cx, const struct profile_ask *ask,
                     const struct accounts *all, k_str address, bool both)
{
    const struct match_profile *other = account_at(cx->arena, all, ask->identity, address);
    if (other)
        K_TRY(sq_profile_soon(cx, other->id, k_cx_now(cx), NULL));
    return log_change(cx, ask, both);
}

static k_err store_link(struct k_ctx *cx, const struct profile_ask *ask,
                        const struct accounts *all, const struct found_link *l,
                        const struct profile_facts *f)
{
    struct profile_state was = {.link = PROFILE_NONE};
    if (l->was)
        was = (struct profile_state){.link = profile_link_of(l->was->state),
                                     .fails = l->was->fails,
                                     .both = l->was->both_at,
                                     .ended = l->was->ended_at,
                                     .seen = profile_seen_of(l->was->seen)};
    struct profile_state now = profile_judge(&was, f);
    k_str address = l->target ? l->target->address : l->was->address;
    if ((was.link == PROFILE_BOTH) != (now.link == PROFILE_BOTH))
        K_TRY(changed(cx, ask, all, address, now.link == PROFILE_BOTH));
    if (now.link == PROFILE_NONE)
        return sq_profile_link_drop(cx, ask->identity, address, NULL);
    k_str landed = l->target && l->target->landed.n ? l->target->landed
                   : l->was                         ? l->was->landed
                                                    : K_S("");
    bool looked = l->target ? l->target->seen != PROFILE_NEW : f->page == PROFILE_READ;
    return sq_profile_link_put(cx,
                               &(struct sq_profile_link_put_args){
                                   .identity_id = ask->identity,
                                   .address = address,
                                   .url = l->target ? l->target->url : l->was->url,
                                   .landed = landed,
                                   .state = k_str_z(profile_link_name(now.link)),
                                   .seen = k_str_z(profile_seen_name(now.seen)),
                                   .fails = now.fails,
                                   .looked_at = looked || !l->was ? f->now : l->was->looked_at,
                                   .both_at = now.both,
                                   .ended_at = now.ended},
                               NULL);
}

static k_err store_named(struct k_ctx *cx, const struct profile_look *look,
                         const struct sq_profile_named_list *was, const struct accounts *all,
                         struct profile_facts f)
{
    for (size_t i = 0; i < look->n; i++) {
        const struct profile_target *t = &look->target[i];
        struct found_link l = {.target = t};
        for (size_t k = 0; k < was->n; k++)
            if (k_str_eq(was->v[k].address, t->address))
                l.was = &was->v[k];
        f.named = true;
        f.other = t->seen;
        f.back = t->back || told_back(cx->arena, all, look->ask->identity, t->address);
        K_TRY(store_link(cx, look->ask, all, &l, &f));
    }
    return K_OK;
}

static k_err store_silent(struct k_ctx *cx, const struct profile_look *look,
                          const struct sq_profile_named_list *was, const struct accounts *all,
                          struct profile_facts f)
{
    for (size_t k = 0; k < was->n; k++) {
        struct found_link l = {.was = &was->v[k]};
        bool named = false;
        for (size_t i = 0; i < look->n; i++)
            named |= k_str_eq(was->v[k].address, look->target[i].address);
        if (!named)
            K_TRY(store_link(cx, look->ask, all, &l, &f));
    }
    return K_OK;
}

static k_err store_page(struct k_ctx *cx, const struct profile_look *look, int64_t fails)
{
    bool more = false; /* there was no time for all of them */
    for (size_t i = 0; i < look->n; i++)
        more |= look->target[i].seen == PROFILE_NEW;
    k_time wait = more ? K_HOUR : profile_wait(look->seen, fails);
    return sq_profile_put(
        cx,
        &(struct sq_profile_put_args){.identity_id = look->ask->identity,
                                      .url = look->ask->url,
                                      .landed = look->landed,
                                      .seen = k_str_z(profile_seen_name(look->seen)),
                                      .fails = fails,
                                      .now = k_cx_now(cx),
                                      .next_at = k_cx_now(cx) + wait},
        NULL);
}

k_err profiles_store(struct k_ctx *cx, const struct profile_look *look)
{
    struct accounts *all = k_new(cx->arena, struct accounts);
    struct sq_profile_page_row page;
    struct sq_profile_named_list was;
    struct profile_ask now;
    bool found, known;
    k_id id = look->ask->identity;
    K_TRY(profiles_ask(cx, id, &now, &found));
    K_TRY(sq_profile_page(cx, id, &page, &known));
    if (!found || !known || !k_str_eq(now.url, look->ask->url))
        return known ? sq_profile_off(cx, id, NULL) : K_OK;
    K_TRY(sq_profile_links(cx, id, &was));
    K_TRY(read_accounts(cx, now.person, all));
    bool nothing = look->seen == PROFILE_DOWN || look->seen == PROFILE_REFUSED;
    struct profile_facts f = {
        .page = look->seen, .page_fails = nothing ? page.fails + 1 : 0, .now = k_cx_now(cx)};
    K_TRY(store_named(cx, look, &was, all, f));
    K_TRY(store_silent(cx, look, &was, all, f));
    K_TRY(store_page(cx, look, f.page_fails));
    K_TRY(profiles_settle(cx, now.person));
    K_TRY(sq_match_dirty_add(cx, now.person, NULL));
    k_ctx_notice(cx, K_TOPIC_PERSON, now.person);
    return K_OK;
}

k_err profiles_want(struct k_ctx *cx, k_id person, k_id identity, bool *soon)
{
    struct sq_people_get_row p;
    struct sq_people_identity_row row;
    struct sq_profile_page_row page;
    bool found;
    K_TRY(people_find(cx, person, &p));
    K_TRY(sq_people_identity(cx, identity, &row, &found));
    if (!found || row.person_id != p.id || !people_sees(cx, row.owner_id))
        return k_fail(cx, K_ERR_NOT_FOUND, "identity_id", "There is no such address.");
    K_TRY(profiles_note(cx, p.id));
    K_TRY(sq_profile_page(cx, identity, &page, &found));
    if (!found)
        return k_fail(
            cx, K_ERR_CONFLICT, "identity_id",
            "This account has no page that names others where everybody can read it.");
    *soon = page.read_at == 0 || page.read_at + K_MIN <= k_cx_now(cx);
    return K_OK;
}
