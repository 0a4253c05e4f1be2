/* routes_providers: identity providers as the owner sets them up, and signing in with them:
 * there and back again. */
#include "api/api.h"
#include "api/auth.h"
#include "api/enter.h"
#include "api/handlers.h"
#include "api/shapes_providers.h"
#include "base/buf.h"
#include "db/db.h"
#include "domain/account.h"
#include "signin/oidc.h"

#define WAY_TIME (10 * K_MIN) /* from us to the provider and back */
#define WAY_COOKIE "kith_way"

static const struct flow_env *env_of(const struct api_req *rq)
{
    return rq->api->cfg.env;
}

static k_str redirect_uri(struct k_ctx *cx, const struct api_req *rq)
{
    return k_fmt(cx->arena, "%.*s/api/v1/signin/provider/back", K_ARG(enter_address(cx, rq)));
}

/* --- setting up -------------------------------------------------------------------------- */

static k_err find(struct k_ctx *cx, k_id id, struct sq_oidc_list_row *out)
{
    bool found;
    K_TRY(sq_oidc_get(cx, id, out, &found));
    return found ? K_OK : k_fail(cx, K_ERR_NOT_FOUND, "id", "There is no such provider.");
}

static k_err show(struct k_ctx *cx, const struct api_req *rq, const struct sq_oidc_list_row *r,
                  struct api_provider *out)
{
    struct oidc_map map;
    k_str wrong;
    *out =
        (struct api_provider){.id = r->id,
                              .name = r->name,
                              .issuer = r->issuer,
                              .client_id = r->client_id,
                              .alg = r->alg,
                              .scopes = r->scopes,
                              .groups_claim = r->groups_claim,
                              .default_role = r->default_role,
                              .joining = r->joining,
                              .redirect_uri = redirect_uri(cx, rq),
                              .has_secret = r->secret.n > 0 || rq->api->cfg.oidc_secret.n > 0,
                              .link_by_email = r->link_by_email,
                              .trust_email = r->trust_email,
                              .enabled = r->enabled,
                              .created_at = r->created_at};
    if (!oidc_map_parse(cx->arena, r->mapping, r->default_role, &map, &wrong))
        return k_fail(cx, K_ERR_INTERNAL, "mapping", "%.*s", K_ARG(wrong));
    for (size_t i = 0; i < map.rows.n; i++)
        *k_vec_push(cx->arena, &out->mapping) =
            (struct api_map_row){map.rows.v[i].group, map.rows.v[i].role, map.rows.v[i].team};
    return K_OK;
}

k_err route_providers_list(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    struct api_provider_list *o = out;
    struct sq_oidc_list_list list;
    K_TRY(sq_oidc_list(cx, &list));
    for (size_t i = 0; i < list.n; i++)
        K_TRY(show(cx, rq, &list.v[i], k_vec_push(cx->arena, &o->items)));
    return K_OK;
}

/* The rows as they are stored, once they are sound. rows: a K_VEC of api_map_row. */
static k_err map_of(struct k_ctx *cx, const struct api_map_row *rows, size_t n,
                    k_str default_role, struct oidc_map *out)
{
    k_str wrong;
    *out = (struct oidc_map){.default_role = default_role};
    for (size_t i = 0; i < n; i++) {
        struct sq_team_get_row team;
        bool found = true;
        if (rows[i].team_id)
            K_TRY(sq_team_get(cx, rows[i].team_id, &team, &found));
        if (!found)
            return k_fail(cx, K_ERR_BAD_INPUT, "mapping", "There is no such team.");
        *k_vec_push(cx->arena, &out->rows) = (struct oidc_row){
            rows[i].group, rows[i].role.p ? rows[i].role : K_S(""), rows[i].team_id};
    }
    struct oidc_map again;
    if (!oidc_map_parse(cx->arena, oidc_map_text(cx->arena, out), default_role, &again, &wrong))
        return k_fail(cx, K_ERR_BAD_INPUT, "mapping", "%.*s", K_ARG(wrong));
    return K_OK;
}

/* Scopes without openid would give no token that says who it is. */
static k_err check_scopes(struct k_ctx *cx, k_str scopes)
{
    k_str rest = scopes;
    while (rest.n > 0)
        if (k_str_eqz(k_str_cut(&rest, ' '), "openid"))
            return K_OK;
    return k_fail(cx, K_ERR_BAD_INPUT, "scopes", "One of the scopes is openid.");
}

/* What is asked for over what there is. */
static k_err merged(struct k_ctx *cx, const struct api_req *rq,
                    const struct api_provider_in *in, struct sq_oidc_list_row *r)
{
    struct oidc_map map;
    r->name = in->name.p ? in->name : r->name;
    r->issuer = in->issuer.p ? in->issuer : r->issuer;
    r->client_id = in->client_id.p ? in->client_id : r->client_id;
    r->alg = in->has_alg ? in->alg : r->alg;
    r->scopes = in->has_scopes ? in->scopes : r->scopes;
    r->groups_claim = in->has_groups_claim ? in->groups_claim : r->groups_claim;
    r->default_role = in->has_default_role ? in->default_role : r->default_role;
    r->joining = in->has_joining ? in->joining : r->joining;
    r->link_by_email = in->has_link_by_email ? in->link_by_email : r->link_by_email;
    r->trust_email = in->has_trust_email ? in->trust_email : r->trust_email;
    r->enabled = in->has_enabled ? in->enabled : r->enabled;
    r->secret =
        in->client_secret.n ? oidc_seal(cx, env_of(rq)->key, r->id, in->client_secret) : K_NONE;
    K_TRY(check_scopes(cx, r->scopes));
    if (!in->has_mapping)
        return K_OK;
    K_TRY(map_of(cx, in->mapping.v, in->mapping.n, r->default_role, &map));
    r->mapping = oidc_map_text(cx->arena, &map);
    return K_OK;
}

k_err route_provider_create(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    struct sq_oidc_list_row r = {.id = k_cx_id(cx),
                                 .alg = K_S("RS256"),
                                 .scopes = K_S("openid email profile"),
                                 .groups_claim = K_S("groups"),
                                 .mapping = K_S("[]"),
                                 .default_role = K_S(""),
                                 .joining = K_S("invited"),
                                 .enabled = true};
    K_TRY(merged(cx, rq, in, &r));
    struct sq_oidc_insert_args args = {.id = r.id,
                                       .name = r.name,
                                       .issuer = r.issuer,
                                       .client_id = r.client_id,
                                       .secret = r.secret,
                                       .alg = r.alg,
                                       .scopes = r.scopes,
                                       .groups_claim = r.groups_claim,
                                       .mapping = r.mapping,
                                       .default_role = r.default_role,
                                       .joining = r.joining,
                                       .link_by_email = r.link_by_email,
                                       .trust_email = r.trust_email,
                                       .enabled = r.enabled,
                                       .created_by = rq->who.member,
                                       .now = k_cx_now(cx)};
    K_TRY(sq_oidc_insert(cx, &args, NULL));
    K_TRY(account_record(cx, "provider.added", "provider", r.id, "issuer", r.issuer));
    K_TRY(find(cx, r.id, &r));
    return show(cx, rq, &r, out);
}

k_err route_provider_patch(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    const struct api_provider_in *i = in;
    struct sq_oidc_list_row r;
    K_TRY(find(cx, i->id, &r));
    K_TRY(merged(cx, rq, i, &r));
    struct sq_oidc_set_args args = {.id = r.id,
                                    .name = r.name,
                                    .issuer = r.issuer,
                                    .client_id = r.client_id,
                                    .secret = r.secret,
                                    .alg = r.alg,
                                    .scopes = r.scopes,
                                    .groups_claim = r.groups_claim,
                                    .mapping = r.mapping,
                                    .default_role = r.default_role,
                                    .joining = r.joining,
                                    .link_by_email = r.link_by_email,
                                    .trust_email = r.trust_email,
                                    .enabled = r.enabled};
    K_TRY(sq_oidc_set(cx, &args, NULL));
    K_TRY(account_record(cx, "provider.changed", "provider", r.id, "issuer", r.issuer));
    K_TRY(find(cx, r.id, &r));
    return show(cx, rq, &r, out);
}

k_err route_provider_delete(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    k_id id = ((const struct api_id_in *)in)->id;
    struct sq_oidc_list_row r;
    K_TRY(find(cx, id, &r));
    K_TRY(sq_oidc_identity_drop_provider(cx, id, NULL));
    K_TRY(sq_oidc_delete(cx, id, NULL));
    return account_record(cx, "provider.removed", "provider", id, "issuer", r.issuer);
}

k_err route_provider_check(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    struct api_provider_check *o = out;
    struct sq_oidc_list_row r;
    struct oidc_site site;
    K_TRY(find(cx, ((const struct api_id_in *)in)->id, &r));
    K_TRY(oidc_discover(cx, env_of(rq)->http, r.issuer, &site));
    o->authorize = site.authorize;
    for (size_t i = 0; i < site.algs.n; i++) {
        *k_vec_push(cx->arena, &o->algs) = site.algs.v[i];
        o->alg_offered |= k_str_eq(site.algs.v[i], r.alg);
    }
    return K_OK;
}

/* --- what a mapping would do ------------------------------------------------------------- */

static void show_place(struct names *n, const struct oidc_place *p, struct api_place *out)
{
    struct k_arena *a = n->cx->arena;
    *out = (struct api_place){.allowed = p->allowed,
                              .role = p->manages && p->role.n ? p->role : K_NONE};
    for (size_t i = 0; i < p->teams.n; i++) {
        struct api_team_ref *team = names_team(n, p->teams.v[i]);
        if (team)
            *k_vec_push(a, &out->teams) = *team;
    }
    for (size_t i = 0; i < p->because.n; i++)
        *k_vec_push(a, &out->because) = p->because.v[i];
}

static bool in_team(const struct names_teams *teams, k_id id)
{
    for (size_t i = 0; i < teams->n; i++)
        if (teams->v[i].id == id)
            return true;
    return false;
}

static bool teams_change(const struct oidc_map *m, const struct oidc_place *p,
                         const struct names_teams *now)
{
    for (size_t i = 0; i < p->teams.n; i++)
        if (!in_team(now, p->teams.v[i]))
            return true;
    for (size_t i = 0; i < now->n; i++) {
        bool stays = !oidc_map_has_team(m, now->v[i].id);
        for (size_t k = 0; k < p->teams.n; k++)
            stays |= p->teams.v[k] == now->v[i].id;
        if (!stays)
            return true;
    }
    return false;
}

static void try_member(struct names *n, const struct oidc_map *m,
                       const struct sq_oidc_identity_list_row *r,
                       struct api_provider_member *out)
{
    struct k_arena *a = n->cx->arena;
    const struct k_json *v = NULL, *one = NULL;
    oidc_words groups = {0};
    struct oidc_place place;
    if (k_json_parse(a, r->groups, &v, NULL) == K_OK)
        k_json_each (i, one, v)
            *k_vec_push(a, &groups) = k_json_str(one);
    oidc_place(a, m, &groups, &place);
    struct names_teams now = names_teams_of(n, r->member_id);
    bool owner = k_str_eqz(r->role, "owner");
    *out = (struct api_provider_member){.member = {r->member_id, r->name, r->handle},
                                        .role = r->role,
                                        .status = r->status,
                                        .last_at = r->last_at};
    for (size_t i = 0; i < groups.n; i++)
        *k_vec_push(a, &out->groups) = groups.v[i];
    show_place(n, &place, &out->then);
    out->changes =
        !place.allowed || (place.manages && ((!owner && !k_str_eq(place.role, r->role)) ||
                                             teams_change(m, &place, &now)));
}

k_err route_provider_try(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    const struct api_provider_try_in *i = in;
    struct api_provider_try *o = out;
    struct names names = names_new(cx);
    struct sq_oidc_identity_list_list list;
    struct sq_oidc_list_row r;
    struct oidc_map map;
    struct oidc_place place;
    oidc_words groups = {0};
    K_TRY(find(cx, i->id, &r));
    K_TRY(map_of(cx, i->mapping.v, i->mapping.n, i->default_role.p ? i->default_role : K_S(""),
                 &map));
    K_TRY(sq_oidc_identity_list(cx, i->id, &list));
    for (size_t k = 0; k < list.n; k++)
        try_member(&names, &map, &list.v[k], k_vec_push(cx->arena, &o->members));
    for (size_t k = 0; k < i->groups.n; k++)
        *k_vec_push(cx->arena, &groups) = i->groups.v[k];
    oidc_place(cx->arena, &map, &groups, &place);
    o->typed = k_new(cx->arena, struct api_place);
    show_place(&names, &place, o->typed);
    return names_done(&names);
}

/* --- there ------------------------------------------------------------------------------- */

static k_err go_to(struct api_req *rq, k_str address)
{
    rq->res->status = 303;
    rq->res->content_type = "text/plain; charset=utf-8";
    http_add_header(rq->res, "Location", address);
    return K_OK;
}

/* Back to the sign-in page, which has words for each reason. */
static k_err go_back(struct k_ctx *cx, struct api_req *rq, const char *reason)
{
    cx->detail = (struct k_detail){0};
    k_log(K_WARN, "provider_sign_in_refused", "remote=%.*s reason=%s", K_ARG(rq->http->remote),
          reason);
    return go_to(rq, k_fmt(cx->arena, "/signin?failed=%s", reason));
}

/* Only the browser that went may come back: half of the question is in its cookie. */
static k_str way_cookie(struct k_ctx *cx, const struct api_req *rq, k_str value, int seconds)
{
    return k_fmt(cx->arena,
                 WAY_COOKIE "=%.*s; Path=/api/v1/signin/; HttpOnly; SameSite=Lax; Max-Age=%d%s",
                 K_ARG(value), seconds, rq->api->cfg.secure_cookie ? "; Secure" : "");
}

static k_str step_text(struct k_ctx *cx, k_id provider, const struct oidc_ask *ask,
                       k_str cookie, k_str next)
{
    struct k_buf b;
    k_buf_init(&b, cx->arena, 1 << 16);
    struct k_jw w = k_jw(&b);
    kw_obj(&w);
    kw_key(&w, "provider");
    kw_id(&w, provider);
    kw_key(&w, "nonce");
    kw_str(&w, ask->nonce);
    kw_key(&w, "verifier");
    kw_str(&w, ask->verifier);
    kw_key(&w, "cookie");
    kw_str(&w, k_hex(cx->arena, auth_digest(cx, cookie)));
    kw_key(&w, "next");
    kw_str(&w, oidc_next(next));
    kw_end(&w);
    return k_buf_view(&b);
}

static k_err put_step(struct k_ctx *cx, void *arg)
{
    K_TRY(sq_step_drop_old(cx, k_cx_now(cx), NULL));
    return sq_step_put(cx, arg, NULL);
}

k_err route_provider_go(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    const struct api_go_in *i = in;
    struct sq_oidc_list_row p;
    struct oidc_site site;
    k_str cookie = k_secret_token(cx->arena, 24, K_SECRET_BASE64URL);
    struct oidc_ask ask = oidc_ask_new(cx->arena, redirect_uri(cx, rq));
    K_TRY(find(cx, i->id, &p));
    if (!p.enabled)
        return k_fail(cx, K_ERR_NOT_FOUND, "id", "There is no such provider.");
    if (oidc_discover(cx, env_of(rq)->http, p.issuer, &site) != K_OK)
        return go_back(cx, rq, "provider");
    struct sq_step_put_args step = {.token_hash = auth_digest(cx, ask.state),
                                    .kind = K_S("oidc"),
                                    .data = step_text(cx, p.id, &ask, cookie, i->next),
                                    .expires_at = k_cx_now(cx) + WAY_TIME};
    K_TRY(db_write(cx, put_step, &step));
    http_add_header(rq->res, "Set-Cookie", way_cookie(cx, rq, cookie, (int)(WAY_TIME / K_SEC)));
    return go_to(rq, oidc_authorize(cx->arena, &site, &p, &ask));
}

/* --- and back again ---------------------------------------------------------------------- */

struct way {
    k_str state;
    struct sq_step_take_row row;
    bool found;
    struct oidc_ask ask;
    struct sq_oidc_list_row provider;
    k_str next;
    const struct k_json *claims;
    enum oidc_verdict verdict;
    k_id member; /* whom it lets in; 0 = nobody */
};

static k_err take_step(struct k_ctx *cx, void *arg)
{
    struct way *w = arg;
    return sq_step_take(cx, auth_digest(cx, w->state), K_S("oidc"), k_cx_now(cx), &w->row,
                        &w->found);
}

/* *ok false: this browser did not go, or it took too long. */
static k_err find_way(struct k_ctx *cx, struct api_req *rq, const struct api_back_in *in,
                      struct way *w, bool *ok)
{
    const struct k_json *v = NULL;
    k_id provider = 0;
    k_str cookie = http_cookie(rq->http, WAY_COOKIE);
    *ok = false;
    *w = (struct way){.state = in->state};
    if (in->state.n == 0 || cookie.n == 0)
        return K_OK;
    K_TRY(db_write(cx, take_step, w));
    if (!w->found || k_json_parse(cx->arena, w->row.data, &v, NULL) != K_OK ||
        !k_secret_same(k_json_get_str(v, "cookie"),
                       k_hex(cx->arena, auth_digest(cx, cookie))) ||
        !k_id_parse(k_json_get_str(v, "provider"), &provider))
        return K_OK;
    w->ask = (struct oidc_ask){.nonce = k_json_get_str(v, "nonce"),
                               .verifier = k_json_get_str(v, "verifier"),
                               .redirect = redirect_uri(cx, rq)};
    w->next = k_json_get_str(v, "next");
    K_TRY(sq_oidc_get(cx, provider, &w->provider, ok));
    *ok = *ok && w->provider.enabled;
    return K_OK;
}

/* A refusal changes something as well, and must not be rolled back with the session that is not
 * made: so the arrival has a transaction of its own. */
static k_err write_arrival(struct k_ctx *cx, void *arg)
{
    struct way *w = arg;
    return oidc_arrive(cx, &w->provider, w->claims, &w->verdict, &w->member);
}

static k_err redeem(struct k_ctx *cx, struct api_req *rq, k_str code, struct way *w)
{
    k_str secret;
    K_TRY(oidc_open(cx, env_of(rq)->key, &w->provider, &secret));
    if (secret.n == 0)
        secret = rq->api->cfg.oidc_secret;
    return oidc_redeem(cx, env_of(rq)->http, &w->provider, secret, &w->ask, code, &w->claims);
}

k_err route_provider_back(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    const struct api_back_in *i = in;
    struct way w;
    bool ok;
    K_TRY(find_way(cx, rq, i, &w, &ok));
    http_add_header(rq->res, "Set-Cookie", way_cookie(cx, rq, K_S(""), 0));
    if (!ok)
        return go_back(cx, rq, "expired");
    if (i->error.n > 0 || i->code.n == 0)
        return go_back(cx, rq, k_str_eqz(i->error, "access_denied") ? "cancelled" : "provider");
    if (i->iss.n > 0 && !k_str_eq(i->iss, w.provider.issuer)) /* RFC 9207 */
        return go_back(cx, rq, "provider");
    k_err err = redeem(cx, rq, i->code, &w);
    if (err != K_OK)
        return go_back(cx, rq, err == K_ERR_UNAUTHENTICATED ? "token" : "provider");
    K_TRY(db_write(cx, write_arrival, &w));
    if (w.member == 0)
        return go_back(cx, rq, oidc_verdict_words[w.verdict]);
    struct enter e = {.rq = rq, .member = w.member, .factor = K_S("provider")};
    K_TRY(enter_now(cx, &e));
    return go_to(rq, w.next);
}
