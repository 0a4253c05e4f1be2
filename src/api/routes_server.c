/* routes_server: health, readiness, metrics, the API's own document, the event stream. */
#include "api/api.h"
#include "api/auth.h"
#include "api/handlers.h"
#include "api/openapi.h"
#include "api/shapes_account.h"
#include "api/shapes_house.h"
#include "base/metric.h"
#include "store/sql.gen.h"

k_err route_health(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    ((struct api_health *)out)->status = K_S("ok");
    return K_OK;
}

static k_err ask_database(struct k_ctx *cx, const struct api_config *cfg)
{
    struct sq_member_own_row row;
    bool found;
    K_TRY(cfg->take(cfg->arg, cx));
    k_err err = sq_member_own(cx, &row, &found);
    cfg->give(cfg->arg, cx);
    return err;
}

k_err route_ready(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    const struct api_config *cfg = &rq->api->cfg;
    struct api_ready *o = out;
    k_err err = ask_database(cx, cfg);
    o->database = err == K_OK;
    o->migrations = true; /* the server does not start without */
    o->node = cfg->has_node == NULL || cfg->has_node(cfg->arg);
    k_err storing = api_storing(cfg);
    o->storing = o->database && storing == K_OK;
    bool ready = o->database && o->node;
    o->status = ready ? K_S("ready") : K_S("not ready");
    if (!o->database)
        o->detail = k_str_z(k_err_row(err)->text);
    else if (!o->node)
        o->detail = K_S("Another server took this one's node number. It takes a new one soon.");
    else if (!o->storing)
        o->detail = k_str_z(k_err_row(storing)->text);
    rq->res->status = ready ? 200 : 503;
    return K_OK;
}

/* A proxy makes everybody look local, unless it says for whom it asks. */
static bool is_local(const struct api_req *rq)
{
    k_str r = rq->http->remote;
    bool loopback = k_str_starts(r, K_S("127.")) || k_str_eqz(r, "::1");
    bool forwarded = http_header(rq->http, "X-Forwarded-For").n > 0 ||
                     http_header(rq->http, "Forwarded").n > 0;
    return loopback && (rq->api->cfg.behind_proxy || !forwarded);
}

k_err route_metrics(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    if (!is_local(rq)) {
        K_TRY(auth_who(cx, rq->api, rq->http, &rq->who));
        if (!api_may(rq, PERM_READ))
            return K_ERR_FORBIDDEN;
    }
    rq->res->content_type = "text/plain; version=0.0.4; charset=utf-8";
    k_metric_write(&rq->res->body);
    return K_OK;
}

k_err route_openapi_get(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    rq->res->content_type = "application/json";
    openapi_write(cx->arena, &rq->res->body);
    return K_OK;
}

k_err route_events_stream(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    struct api_who now;
    K_TRY(events_open(cx, rq->api->events, rq));
    /* Who left, or was let in elsewhere, after this request was let in and before its stream
     * was in the list: nobody would end it. */
    k_err err = auth_who(cx, rq->api, rq->http, &now);
    if (err != K_OK || now.limited != rq->who.limited)
        events_end_session(rq->api->events, rq->who.token ? rq->who.token : rq->who.session);
    cx->detail = (struct k_detail){0};
    return K_OK;
}
