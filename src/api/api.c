/* api: takes each request through the same steps; the table of routes says what they are. */
#include "api/api.h"
#include "flow/schedule.h"
#include "os/file.h"
#include "api/answer.h"
#include "api/auth.h"
#include "api/dav.h"
#include "api/page.h"
#include "db/db.h"
#include "net/http.h"
#include <stdlib.h>

#define DISK_LEAST ((uint64_t)4 << 20) /* bytes: below it a write may fail at any time */

/* --- routes ------------------------------------------------------------------------------ */

static bool match_path(const char *pattern, k_str path, struct api_param *params, size_t *n)
{
    k_str want = k_str_z(pattern);
    *n = 0;
    while (want.p && path.p) {
        k_str w = k_str_cut(&want, '/'), p = k_str_cut(&path, '/');
        if (w.n > 1 && w.p[0] == '{') {
            if (p.n == 0 || *n == API_MAX_PARAMS)
                return false;
            params[(*n)++] = (struct api_param){k_str_sub(w, 1, w.n - 2), p};
        } else if (!k_str_eq(w, p)) {
            return false;
        }
    }
    return want.p == NULL && path.p == NULL;
}

/* A path without parameters wins over one with: /conversations/bulk is no id. */
const struct route *api_match(enum http_method m, k_str path, struct api_param *params,
                              size_t *n_params, unsigned *others)
{
    const struct route *best = NULL;
    struct api_param got[API_MAX_PARAMS];
    if (m == HTTP_HEAD)
        m = HTTP_GET;
    *others = 0;
    *n_params = API_MAX_PARAMS + 1;
    for (size_t i = 0; i < n_routes; i++) {
        size_t n = 0;
        if (!match_path(routes[i].path, path, got, &n))
            continue;
        *others |= routes[i].method;
        if (routes[i].method != m || (best && n >= *n_params))
            continue;
        best = &routes[i];
        *n_params = n;
        for (size_t k = 0; k < n; k++)
            params[k] = got[k];
    }
    return best;
}

bool api_takes_upload(struct api *api, const struct http_request *rq, k_time now)
{
    struct api_param params[API_MAX_PARAMS];
    size_t n;
    unsigned others;
    const struct route *r = api_match(rq->method, rq->path, params, &n, &others);
    bool card = r == NULL && rq->method == HTTP_PUT && dav_is_path(rq->path);
    return (card || (r && r->flags & ROUTE_UPLOAD)) && door_knows(api->door, rq, now);
}

bool api_takes_method(const struct http_request *rq)
{
    return dav_is_path(rq->path);
}

/* --- limits ------------------------------------------------------------------------------ */

k_err api_try(struct k_ctx *cx, const struct api_req *rq, struct limiter *l, k_str key)
{
    k_time wait = 0;
    if (limiter_take(l, key, k_cx_now(cx), &wait))
        return K_OK;
    long long s = wait / K_SEC + 1;
    http_add_header(rq->res, "Retry-After", k_fmt(cx->arena, "%lld", s));
    k_str span = s < 90 ? k_fmt(cx->arena, "%lld s", s)
                        : k_fmt(cx->arena, "%lld minutes", (s + 59) / 60);
    return k_fail(cx, K_ERR_RATE_LIMITED, NULL, "Too many tries. Wait %.*s and try again.",
                  K_ARG(span));
}

/* --- one request ------------------------------------------------------------------------- */

struct call {
    struct api_req *rq;
    const void *in;
    void *out;
};

/* May run more than once (db_write): starts with clean hands each time. */
static k_err run(struct k_ctx *cx, void *arg)
{
    struct call *c = arg;
    const struct route *r = c->rq->route;
    cx->detail = (struct k_detail){0};
    if (r->out)
        memset(c->out, 0, r->out->size);
    return r->handler(cx, c->rq, c->in, c->out);
}

static k_err admit(struct k_ctx *cx, struct api_req *rq)
{
    const struct route *r = rq->route;
    if (r->flags & ROUTE_LIMITED)
        K_TRY(
            api_try(cx, rq, rq->api->addresses, limiter_address(cx->arena, rq->http->remote)));
    if (r->perm == PERM_PUBLIC)
        return auth_check_origin(cx, rq->http);
    K_TRY(auth_who(cx, rq->api, rq->http, &rq->who));
    door_remember(rq->api->door, rq->http, k_cx_now(cx));
    return auth_check(cx, rq);
}

static k_err call(struct k_ctx *cx, struct api_req *rq, void **out)
{
    const struct route *r = rq->route;
    void *in = r->in ? k_arena_alloc(cx->arena, r->in->size) : NULL;
    K_TRY(admit(cx, rq));
    if (!(r->flags & (ROUTE_DOWNLOAD | ROUTE_STREAM)))
        rq->res->content_type = "application/json";
    K_TRY(request_read(cx, rq, r->in, in));
    rq->res->status = r->flags & ROUTE_CREATED              ? 201
                      : r->out || r->flags & ROUTE_DOWNLOAD ? 200
                                                            : 204;
    *out = r->out ? k_arena_alloc(cx->arena, r->out->size) : NULL;
    struct call c = {rq, in, *out};
    return r->flags & ROUTE_WRITE ? db_write(cx, run, &c) : run(cx, &c);
}

/* A list that did not change costs no bytes. */
static void tag(struct k_ctx *cx, const struct api_req *rq)
{
    struct http_response *rs = rq->res;
    if (rq->route->method != HTTP_GET || rs->status != 200 || rq->route->perm == PERM_PUBLIC) {
        http_add_header(rs, "Cache-Control", K_S("no-store"));
        return;
    }
    k_str etag = k_fmt(cx->arena, "W/\"%016llx\"",
                       (unsigned long long)k_str_hash(k_buf_view(&rs->body)));
    http_add_header(rs, "Cache-Control", K_S("private, no-cache"));
    http_add_header(rs, "ETag", etag);
    if (k_str_eq(http_header(rq->http, "If-None-Match"), etag)) {
        rs->status = 304;
        k_buf_reset(&rs->body);
    }
}

static k_err print(struct k_ctx *cx, const struct api_req *rq, const void *out)
{
    const struct route *r = rq->route;
    k_str why = K_NONE;
    if (r->flags & (ROUTE_DOWNLOAD | ROUTE_STREAM) || r->out == NULL)
        return K_OK;
    answer_write(&rq->res->body, rq->res->tongue, r->out, out);
    if (!k_buf_ok(&rq->res->body))
        return k_fail(cx, K_ERR_TOO_LARGE, NULL, "The answer is too large.");
    if (rq->api->cfg.check_answers &&
        !answer_check(cx->arena, r->out, k_buf_view(&rq->res->body), &why)) {
        k_log(K_ERROR, "answer_breaks_shape", "route=%s why=\"%.*s\"", r->name, K_ARG(why));
        return k_fail(cx, K_ERR_INTERNAL, NULL, "The answer breaks its shape: %.*s",
                      K_ARG(why));
    }
    tag(cx, rq);
    return K_OK;
}

static void refuse(struct k_ctx *cx, struct http_response *rs, k_err err)
{
    if (err == K_ERR_UNAUTHENTICATED)
        http_add_header(rs, "WWW-Authenticate", K_S("Bearer"));
    if (k_err_row(err)->status >= 500)
        k_log(K_WARN, "request_failed", "slug=%s request=%.*s detail=\"%.*s\"",
              k_err_row(err)->slug, K_ARG(cx->request_id), K_ARG(cx->detail.text));
    http_problem(rs, err, cx->detail.text, cx->detail.field, cx->request_id);
}

static void unknown(struct k_ctx *cx, struct http_request *rq, struct http_response *rs,
                    unsigned others)
{
    static const enum http_method methods[] = {HTTP_GET, HTTP_POST, HTTP_PUT, HTTP_PATCH,
                                               HTTP_DELETE};
    bool api = k_str_starts(rq->path, K_S("/api/")) || k_str_eqz(rq->path, "/api");
    bool get = rq->method == HTTP_GET || rq->method == HTTP_HEAD;
    if (others == 0 && !api && get) {
        page_serve(cx, rq, rs);
        return;
    }
    page_security_headers(rs, false);
    if (others == 0) {
        refuse(cx, rs, K_ERR_NOT_FOUND);
        return;
    }
    k_str allow = K_S("");
    for (size_t i = 0; i < sizeof methods / sizeof *methods; i++)
        if (others & methods[i])
            allow = k_fmt(cx->arena, "%.*s%s%s", K_ARG(allow), allow.n ? ", " : "",
                          http_method_name(methods[i]));
    http_add_header(rs, "Allow", allow);
    refuse(cx, rs, K_ERR_METHOD);
}

void api_handle(void *arg, struct k_ctx *cx, struct http_request *http,
                struct http_response *rs)
{
    struct api_req rq = {.api = arg, .http = http, .res = rs};
    unsigned others = 0;
    void *out = NULL;
    if (dav_is_path(http->path)) {
        dav_handle(arg, cx, http, rs);
        return;
    }
    rq.route = api_match(http->method, http->path, rq.params, &rq.n_params, &others);
    if (rq.route == NULL) {
        unknown(cx, http, rs, others);
        return;
    }
    rs->route = rq.route->path;
    page_security_headers(rs, false);
    http_add_header(rs, "Content-Language", k_str_z(k_tongue_tag(rs->tongue)));
    http_add_header(rs, "Vary", K_S("Accept-Language"));
    bool needs_db = !(rq.route->flags & ROUTE_NO_DB);
    k_err err = needs_db ? rq.api->cfg.take(rq.api->cfg.arg, cx) : K_OK;
    if (err == K_OK) {
        err = call(cx, &rq, &out);
        if (needs_db)
            rq.api->cfg.give(rq.api->cfg.arg, cx);
    }
    if (err == K_OK)
        err = print(cx, &rq, out);
    if (err != K_OK)
        refuse(cx, rs, err);
}

/* --- life -------------------------------------------------------------------------------- */

k_err api_new(const struct api_config *cfg, struct api **out)
{
    struct api *api = calloc(1, sizeof *api);
    if (api == NULL)
        return K_ERR_NO_MEMORY;
    api->cfg = *cfg;
    if (api->cfg.session_days <= 0)
        api->cfg.session_days = 30;
    api->accounts = limiter_new(cfg->tries_burst > 0 ? cfg->tries_burst : 10, K_MIN, 0);
    api->addresses =
        limiter_new(cfg->address_burst > 0 ? cfg->address_burst : 60, 2 * K_SEC, 16384);
    api->events = events_new();
    api->presence = presence_new();
    api->door = door_new();
    pthread_mutex_init(&api->first_lock, NULL);
    if (api->accounts == NULL || api->addresses == NULL || api->events == NULL ||
        api->presence == NULL || api->door == NULL) {
        api_free(api);
        return K_ERR_NO_MEMORY;
    }
    *out = api;
    return K_OK;
}

void api_free(struct api *api)
{
    if (api == NULL)
        return;
    limiter_free(api->accounts);
    limiter_free(api->addresses);
    events_free(api->events);
    presence_free(api->presence);
    door_free(api->door);
    pthread_mutex_destroy(&api->first_lock);
    free(api);
}

k_err api_storing(const struct api_config *cfg)
{
    uint64_t left = 0, total = 0;
    if (os_folder_space(cfg->data_dir, &left, &total) == K_OK && left < DISK_LEAST)
        return K_ERR_DISK_FULL;
    return flow_state_err(cfg->env->state);
}
