/* enter: sessions for whoever showed who they are. */
#include "api/enter.h"
#include "api/api.h"
#include "api/auth.h"
#include "base/metric.h"
#include "db/db.h"

#define ASK_TIME (5 * K_MIN)

static k_err write_enter(struct k_ctx *cx, void *arg)
{
    struct enter *e = arg;
    if (e->first)
        K_TRY(e->first(cx, e));
    K_TRY(auth_session_start(cx, e->rq, e->member, e->factor, &e->cookie));
    return e->me ? me_fill(cx, e->rq, e->me) : K_OK;
}

k_err enter_now(struct k_ctx *cx, struct enter *e)
{
    K_TRY(db_write(cx, write_enter, e));
    k_metric_add(K_METRIC_SIGN_INS, "ok", NULL, 1);
    http_add_header(e->rq->res, "Set-Cookie", e->cookie);
    return K_OK;
}

k_err enter_refused(struct k_ctx *cx, const struct api_req *rq, const char *field,
                    const char *words)
{
    k_metric_add(K_METRIC_SIGN_INS, "failed", NULL, 1);
    k_log(K_WARN, "sign_in_refused", "remote=%.*s", K_ARG(rq->http->remote));
    return k_fail(cx, K_ERR_UNAUTHENTICATED, field, "%s", words);
}

/* --- where ------------------------------------------------------------------------------- */

k_str enter_address(struct k_ctx *cx, const struct api_req *rq)
{
    k_str set = rq->api->cfg.public_url;
    if (set.n > 0)
        return set.p[set.n - 1] == '/' ? k_str_sub(set, 0, set.n - 1) : set;
    return k_fmt(cx->arena, "%s://%.*s", rq->api->cfg.secure_cookie ? "https" : "http",
                 K_ARG(http_header(rq->http, "Host")));
}

k_err enter_site(struct k_ctx *cx, const struct api_req *rq, struct passkey_site *out)
{
    bool set = rq->api->cfg.public_url.n > 0;
    bool ok = passkey_site(cx->arena, enter_address(cx, rq), out);
    /* What a browser says of itself is good enough on its own machine only. */
    if (ok && (set || k_str_eqz(out->rp_id, "localhost")))
        return K_OK;
    return k_fail(cx, K_ERR_UNSUPPORTED, NULL,
                  "Passkeys need a name and TLS: set public_url = https://... in the "
                  "configuration of the server.");
}

/* --- asking a browser -------------------------------------------------------------------- */

k_err enter_ask(struct k_ctx *cx, const char *kind, k_id member, k_str *challenge)
{
    char *raw = k_arena_alloc(cx->arena, 32);
    k_time now = k_cx_now(cx);
    k_secret_random(raw, 32);
    *challenge = k_str_n(raw, 32);
    struct sq_step_put_args args = {.token_hash = auth_digest(cx, *challenge),
                                    .kind = k_str_z(kind),
                                    .member_id = member,
                                    .data = K_S(""),
                                    .expires_at = now + ASK_TIME};
    K_TRY(sq_step_drop_old(cx, now, NULL));
    return sq_step_put(cx, &args, NULL);
}

struct answered {
    const char *kind;
    k_str challenge;
    struct sq_step_take_row row;
    bool found;
};

static k_err take(struct k_ctx *cx, void *arg)
{
    struct answered *t = arg;
    return sq_step_take(cx, auth_digest(cx, t->challenge), k_str_z(t->kind), k_cx_now(cx),
                        &t->row, &t->found);
}

k_err enter_answered(struct k_ctx *cx, const char *kind, k_str client_data, k_str *challenge,
                     k_id *member)
{
    struct answered t = {.kind = kind, .challenge = passkey_challenge(cx->arena, client_data)};
    if (t.challenge.n > 0)
        K_TRY(db_write(cx, take, &t));
    if (!t.found)
        return k_fail(cx, K_ERR_GONE, NULL, "This took too long. Try again.");
    *challenge = t.challenge;
    *member = t.row.member_id;
    return K_OK;
}
