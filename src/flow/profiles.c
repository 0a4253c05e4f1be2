/* profiles: which pages are asked for in a look, and how long that may take. */
#include "flow/profiles.h"
#include "domain/profiles.h"

enum { PATIENCE = 15 * K_SEC, ROUNDABOUT = 2 };

struct looking {
    struct k_net_ctx nx;
    struct profile_ask ask;
    struct profile_look look;
    k_time until; /* k_mono */
};

static bool in_words(const struct match_words *w, k_str s)
{
    for (size_t i = 0; i < w->n; i++)
        if (k_str_eq(w->v[i], s))
            return true;
    return false;
}

static bool is_target(const struct profile_look *l, k_str address)
{
    for (size_t i = 0; i < l->n; i++)
        if (k_str_eq(l->target[i].address, address) || k_str_eq(l->target[i].landed, address))
            return true;
    return false;
}

/* The other page may name this one by an address that redirects here. */
static k_err comes_round(struct looking *l, const struct profile_page *other, bool *back)
{
    int asked = 0;
    for (size_t i = 0; i < other->links.n && !*back; i++) {
        struct profile_page p;
        k_str address = profile_address(l->nx.arena, other->links.v[i]);
        if (address.n == 0 || is_target(&l->look, address) || k_mono() > l->until)
            continue;
        if (asked++ >= ROUNDABOUT)
            return K_OK;
        K_TRY(profile_read(&l->nx, other->links.v[i], &p));
        *back = p.seen == PROFILE_READ &&
                in_words(&l->ask.at, profile_address(l->nx.arena, p.landed));
    }
    return K_OK;
}

static k_err look_at_target(struct looking *l, struct profile_target *t)
{
    struct profile_page p;
    if (k_mono() > l->until)
        return K_OK;
    K_TRY(profile_read(&l->nx, t->url, &p));
    t->seen = p.seen;
    t->landed = profile_address(l->nx.arena, p.landed);
    for (size_t i = 0; i < p.links.n; i++)
        t->back |= in_words(&l->ask.at, profile_address(l->nx.arena, p.links.v[i]));
    return t->back ? K_OK : comes_round(l, &p, &t->back);
}

static void take_targets(struct looking *l, const struct profile_page *page)
{
    for (size_t i = 0; i < page->links.n && l->look.n < PROFILES_TARGETS; i++) {
        k_str address = profile_address(l->nx.arena, page->links.v[i]);
        if (address.n == 0 || in_words(&l->ask.at, address) || is_target(&l->look, address))
            continue;
        l->look.target[l->look.n++] =
            (struct profile_target){.url = page->links.v[i], .address = address};
    }
}

static k_err look_at_page(struct looking *l)
{
    struct profile_page page;
    K_TRY(profile_read(&l->nx, l->ask.url, &page));
    l->look.ask = &l->ask;
    l->look.seen = page.seen;
    l->look.landed = profile_address(l->nx.arena, page.landed);
    l->ask.account.landed = l->look.landed;
    profile_at(l->nx.arena, &l->ask.account, &l->ask.at);
    take_targets(l, &page);
    for (size_t i = 0; i < l->look.n; i++)
        K_TRY(look_at_target(l, &l->look.target[i]));
    return K_OK;
}

static k_err do_store(struct k_ctx *cx, void *arg)
{
    return profiles_store(cx, arg);
}

static k_err do_off(struct k_ctx *cx, void *arg)
{
    return sq_profile_off(cx, *(const k_id *)arg, NULL);
}

k_err flow_profiles_look(struct k_ctx *cx, const struct flow_env *env, k_id identity)
{
    struct looking *l = k_new(cx->arena, struct looking);
    bool found;
    l->nx = (struct k_net_ctx){
        .arena = cx->arena, .clock = env->clock, .rand = cx->rand, .http = env->http};
    l->until = k_mono() + PATIENCE;
    K_TRY(profiles_ask(cx, identity, &l->ask, &found));
    if (!found)
        return db_write(cx, do_off, &identity);
    k_err err = look_at_page(l);
    if (err != K_OK)
        return k_fail(cx, err, NULL, "%.*s", K_ARG(l->nx.detail.text));
    return db_write(cx, do_store, &l->look);
}

k_err flow_profiles_next(struct k_ctx *cx, const struct flow_env *env, bool *found)
{
    k_id identity;
    K_TRY(profiles_due(cx, &identity, found));
    return *found ? flow_profiles_look(cx, env, identity) : K_OK;
}
