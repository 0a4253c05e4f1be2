/* client: outgoing requests as callers see them: checks what is asked, follows redirects with
 * care, unpacks, and tells failures apart in words. Each exchange is run by the net thread
 * (client_loop.c). */
#include "net/client_impl.h"
#include "base/metric.h"
#include "net/gzip.h"
#include "net/http_guard.h"

#define TIMEOUT_MS 20000
#define CONNECT_MS 10000
#define IDLE_MS 60000
#define BODY_MAX ((size_t)8 * 1024 * 1024)
#define EVENT_MAX ((size_t)1024 * 1024)

/* ---- the client itself ------------------------------------------------------------------ */

static pthread_once_t curl_once = PTHREAD_ONCE_INIT;
static bool curl_works;

static void start_curl(void)
{
    curl_works = curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK;
}

static char *copy_lower(k_str s)
{
    char *z = malloc(s.n + 1);
    for (size_t i = 0; z && i < s.n; i++)
        z[i] = (char)(s.p[i] >= 'A' && s.p[i] <= 'Z' ? s.p[i] + 32 : s.p[i]);
    if (z)
        z[s.n] = 0;
    return z;
}

static bool copy_config(struct http_client *c, const struct http_client_config *cfg)
{
    c->user_agent = strdup(cfg->user_agent ? cfg->user_agent : "Kith");
    c->ca_file = cfg->ca_file ? strdup(cfg->ca_file) : NULL;
    c->max_per_host = cfg->max_per_host > 0 ? cfg->max_per_host : 6;
    c->allow = calloc(cfg->n_allow_private + 1, sizeof *c->allow);
    if (!c->user_agent || !c->allow || (cfg->ca_file && !c->ca_file))
        return false;
    for (; c->n_allow < cfg->n_allow_private; c->n_allow++) {
        c->allow[c->n_allow] = copy_lower(cfg->allow_private[c->n_allow]);
        if (!c->allow[c->n_allow])
            return false;
    }
    return true;
}

static void client_free(struct http_client *c)
{
    if (c->multi)
        curl_multi_cleanup(c->multi);
    for (size_t i = 0; i < c->n_allow; i++)
        free(c->allow[i]);
    free(c->allow);
    free(c->user_agent);
    free(c->ca_file);
    pthread_mutex_destroy(&c->lock);
    pthread_cond_destroy(&c->empty);
    free(c);
}

k_err http_client_new(const struct http_client_config *cfg, struct http_client **out)
{
    *out = NULL;
    pthread_once(&curl_once, start_curl);
    struct http_client *c = curl_works ? calloc(1, sizeof *c) : NULL;
    if (c == NULL)
        return K_ERR_NO_MEMORY;
    pthread_mutex_init(&c->lock, NULL);
    pthread_cond_init(&c->empty, NULL);
    c->multi = curl_multi_init();
    if (c->multi && copy_config(c, cfg)) {
        curl_multi_setopt(c->multi, CURLMOPT_MAX_HOST_CONNECTIONS, (long)c->max_per_host);
        if (pthread_create(&c->thread, NULL, http_client_loop, c) == 0) {
            *out = c;
            return K_OK;
        }
    }
    client_free(c);
    return K_ERR_NO_MEMORY;
}

void http_client_stop(struct http_client *c)
{
    pthread_mutex_lock(&c->lock);
    c->stopping = true;
    curl_multi_wakeup(c->multi);
    pthread_mutex_unlock(&c->lock);
}

void http_client_free(struct http_client *c)
{
    if (c == NULL)
        return;
    http_client_stop(c);
    pthread_join(c->thread, NULL);
    pthread_mutex_lock(&c->lock);
    while (c->n_users > 0)
        pthread_cond_wait(&c->empty, &c->lock);
    pthread_mutex_unlock(&c->lock);
    client_free(c);
}

static void enter(struct http_client *c)
{
    pthread_mutex_lock(&c->lock);
    c->n_users++;
    pthread_mutex_unlock(&c->lock);
}

static void leave(struct http_client *c)
{
    pthread_mutex_lock(&c->lock);
    if (--c->n_users == 0)
        pthread_cond_broadcast(&c->empty);
    pthread_mutex_unlock(&c->lock);
}

/* ---- one exchange, asked and told ------------------------------------------------------- */

/* What stays the same over all hops of a request. */
struct asked {
    struct http_client *client;
    struct k_arena *arena;
    const struct http_req *req;
    struct url url; /* of this hop */
    const char *method;
    k_str body;
    bool foreign; /* a redirect has led to another origin */
    bool streaming;
    k_time until; /* of k_mono; 0 = no end */
    k_str *why;
};

static k_err say(const struct asked *q, k_err e, const char *words)
{
    if (q->why)
        *q->why = k_fmt(q->arena, "%.*s: %s", K_ARG(q->url.host), words);
    return e;
}

/* Letters, digits and blanks of a header that we send. */
static bool value_is_sound(k_str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (((unsigned char)s.p[i] < 0x20 && s.p[i] != '\t') || s.p[i] == 0x7f)
            return false;
    return true;
}

/* Framing is ours: a caller's length could be wrong. */
static bool name_is_ours(k_str name)
{
    static const char *const ours[] = {"content-length", "transfer-encoding",
                                       "host",           "connection",
                                       "expect",         "accept-encoding"};
    for (size_t i = 0; i < sizeof ours / sizeof *ours; i++)
        if (k_str_ieq(name, k_str_z(ours[i])))
            return true;
    return false;
}

static k_err check_request(const struct asked *q)
{
    if (!http_is_token(k_str_z(q->method)))
        return say(q, K_ERR_BAD_INPUT, "the method is not a word");
    for (size_t i = 0; i < q->req->n_headers; i++) {
        const struct http_header *h = &q->req->headers[i];
        if (!http_is_token(h->name) || name_is_ours(h->name) || !value_is_sound(h->value))
            return say(q, K_ERR_BAD_INPUT, "a header cannot be sent like this");
    }
    return K_OK;
}

/* May this header follow a redirect to another origin? Anything else may be a credential. */
static bool may_leave_home(k_str name)
{
    static const char *const harmless[] = {"accept", "accept-language", "range"};
    for (size_t i = 0; i < sizeof harmless / sizeof *harmless; i++)
        if (k_str_ieq(name, k_str_z(harmless[i])))
            return true;
    return k_str_istarts(name, K_S("if-"));
}

static bool add_header(struct curl_slist **list, const char *line)
{
    struct curl_slist *more = curl_slist_append(*list, line);
    if (more)
        *list = more;
    return more != NULL;
}

/* The header lines of a hop, or NULL when out of memory. */
static struct curl_slist *header_lines(const struct asked *q)
{
    struct curl_slist *list = NULL;
    bool typed = false;
    bool ok =
        add_header(&list, "Expect:") &&
        add_header(&list, q->streaming ? "Accept-Encoding: identity" : "Accept-Encoding: gzip");
    if (q->streaming)
        ok = ok && add_header(&list, "Accept: text/event-stream");
    for (size_t i = 0; ok && i < q->req->n_headers; i++) {
        const struct http_header *h = &q->req->headers[i];
        bool type = k_str_ieq(h->name, K_S("content-type"));
        if ((q->foreign && !may_leave_home(h->name)) || (type && !q->body.p) ||
            (q->streaming && k_str_ieq(h->name, K_S("accept"))))
            continue;
        typed = typed || type;
        k_str line = h->value.n ? k_fmt(q->arena, "%.*s: %.*s", K_ARG(h->name), K_ARG(h->value))
                                : k_fmt(q->arena, "%.*s;", K_ARG(h->name));
        ok = add_header(&list, line.p);
    }
    if (!typed) /* curl would claim a form */
        ok = ok && add_header(&list, "Content-Type:");
    if (ok)
        return list;
    curl_slist_free_all(list);
    return NULL;
}

bool http_client_allows(const struct http_client *c, k_str host_port)
{
    for (size_t i = 0; i < c->n_allow; i++)
        if (k_str_eqz(host_port, c->allow[i]))
            return true;
    return false;
}

/* Fills call from q and starts it. */
static k_err start(const struct asked *q, struct http_call *call)
{
    k_time left = q->until ? (q->until - k_mono()) / K_MSEC : 0;
    if (q->until && left <= 0)
        return say(q, K_ERR_NET_TIMEOUT, "no answer in time");
    *call = (struct http_call){
        .client = q->client,
        .arena = q->arena,
        .method = q->method,
        .url = k_dupz(q->arena, url_without_fragment(q->arena, &q->url)),
        .body = q->body,
        .timeout_ms = (int)left,
        .connect_timeout_ms = left && left < CONNECT_MS ? (int)left : CONNECT_MS,
        .max_body = q->req->max_body ? q->req->max_body : BODY_MAX,
        .private_ok = http_client_allows(q->client, url_host_port(q->arena, &q->url)),
        .streaming = q->streaming,
        .follow = q->req->max_redirects > 0,
    };
    if (q->req->basic_user.p && !q->foreign) {
        call->user = k_dupz(q->arena, q->req->basic_user);
        call->password = k_dupz(q->arena, q->req->basic_password);
    }
    call->headers = header_lines(q);
    k_err e = call->headers ? http_call_start(call) : K_ERR_NO_MEMORY;
    return e == K_OK ? e : say(q, e, "out of memory");
}

/* Curl's result as ours. */
static const struct {
    CURLcode code;
    k_err err;
    const char *words; /* NULL = curl's own */
} results[] = {
    {CURLE_OPERATION_TIMEDOUT, K_ERR_NET_TIMEOUT, "no answer in time"},
    {CURLE_COULDNT_RESOLVE_HOST, K_ERR_NET_DOWN, "there is no such host"},
    {CURLE_COULDNT_CONNECT, K_ERR_NET_DOWN, "the server cannot be reached"},
    {CURLE_PEER_FAILED_VERIFICATION, K_ERR_NET_DOWN, "its certificate cannot be trusted"},
    {CURLE_SSL_CONNECT_ERROR, K_ERR_NET_DOWN, "no secure connection can be made"},
    {CURLE_GOT_NOTHING, K_ERR_NET_DOWN, "closed the connection without an answer"},
    {CURLE_SEND_ERROR, K_ERR_NET_DOWN, "the connection broke while sending"},
    {CURLE_RECV_ERROR, K_ERR_NET_DOWN, "the connection broke while receiving"},
    {CURLE_PARTIAL_FILE, K_ERR_NET_DOWN, "the answer was cut off"},
    {CURLE_WEIRD_SERVER_REPLY, K_ERR_NET_BAD_ANSWER, "the answer is not HTTP"},
    {CURLE_UNSUPPORTED_PROTOCOL, K_ERR_NET_BAD_ANSWER, "the answer is not HTTP"},
    {CURLE_URL_MALFORMAT, K_ERR_BAD_INPUT, "the address is not valid"},
    {CURLE_OUT_OF_MEMORY, K_ERR_NO_MEMORY, "out of memory"},
};

static k_err result_of(const struct asked *q, const struct http_call *call)
{
    if (call->cancelled)
        return say(q, K_ERR_CANCELLED, "Kith is stopping");
    if (call->code == CURLE_OK)
        return call->head_ended ? K_OK : say(q, K_ERR_NET_DOWN, "the answer was cut off");
    if (call->too_large)
        return say(q, K_ERR_TOO_LARGE, "the answer is too large");
    if (call->bad_head)
        return say(q, K_ERR_NET_BAD_ANSWER, "the head of the answer is too large");
    if (call->blocked && call->code == CURLE_COULDNT_CONNECT)
        return say(q, K_ERR_NET_BLOCKED, "leads to a private address");
    for (size_t i = 0; i < sizeof results / sizeof *results; i++)
        if (results[i].code == call->code)
            return say(q, results[i].err, results[i].words);
    return say(q, K_ERR_NET_DOWN,
               call->words[0] ? call->words : curl_easy_strerror(call->code));
}

static k_str header_of(const struct http_call *call, const char *name)
{
    for (size_t i = 0; i < call->head.n; i++)
        if (k_str_eqz(call->head.v[i].name, name))
            return call->head.v[i].value;
    return K_NONE;
}

/* ---- redirects -------------------------------------------------------------------------- */

static bool is_redirect(int status)
{
    return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

/* Whether to go on: sets q to the next hop. A body never goes to another origin. */
static k_err next_hop(struct asked *q, const struct http_call *call, int hop, bool *go)
{
    struct url to;
    k_str location = header_of(call, "location");
    *go = false;
    if (q->req->max_redirects <= 0 || !is_redirect(call->status) || !location.p)
        return K_OK;
    if (hop >= q->req->max_redirects)
        return say(q, K_ERR_NET_BAD_ANSWER, "redirects too often");
    if (!url_resolve(q->arena, &q->url, location, &to))
        return say(q, K_ERR_NET_BAD_ANSWER, "redirects to an address that is not http");
    bool other = !url_same_origin(&q->url, &to);
    bool post = strcmp(q->method, "POST") == 0;
    bool head = strcmp(q->method, "HEAD") == 0;
    if ((call->status == 303 && !head) || (post && call->status < 303)) {
        q->method = "GET";
        q->body = K_NONE;
    }
    bool safe = strcmp(q->method, "GET") == 0 || strcmp(q->method, "HEAD") == 0;
    if (other && (q->body.p || !safe))
        return K_OK;
    q->foreign = q->foreign || other;
    q->url = to;
    *go = true;
    return K_OK;
}

static k_err prepare(struct asked *q)
{
    if (q->why)
        *q->why = K_NONE;
    q->method = q->req->method ? q->req->method : "GET";
    q->body = q->req->body;
    if (!url_parse(q->arena, q->req->url, &q->url)) {
        q->url.host = K_S("the address");
        return say(q, K_ERR_BAD_INPUT, "this is not an http address");
    }
    return check_request(q);
}

/* ---- http_do ---------------------------------------------------------------------------- */

static k_err unpack(const struct asked *q, struct http_res *res)
{
    k_str coding = http_res_header(res, "content-encoding");
    if (coding.n == 0 || res->body.n == 0 || k_str_ieq(coding, K_S("identity")))
        return K_OK;
    if (!k_str_ieq(coding, K_S("gzip")) && !k_str_ieq(coding, K_S("x-gzip")))
        return say(q, K_ERR_NET_BAD_ANSWER, "the answer is packed in a way we did not ask for");
    size_t max = q->req->max_body ? q->req->max_body : BODY_MAX;
    k_err e = gzip_unpack(q->arena, res->body, max, &res->body);
    if (e == K_ERR_TOO_LARGE)
        return say(q, e, "the answer is too large");
    return e == K_OK ? e : say(q, e, "the answer cannot be unpacked");
}

static k_err exchange(struct asked *q, struct http_res *res)
{
    bool go = true;
    for (int hop = 0; go; hop++) {
        struct http_call call;
        K_TRY(start(q, &call));
        http_call_end(&call, false);
        res->sent = res->sent || call.sent;
        res->status = call.status;
        K_TRY(result_of(q, &call));
        res->body = k_buf_view(&call.answer);
        res->headers = call.head.v;
        res->n_headers = call.head.n;
        res->final_url = url_text(q->arena, &q->url);
        K_TRY(next_hop(q, &call, hop, &go));
    }
    return unpack(q, res);
}

static const char *call_result(k_err e, int status)
{
    switch (e) {
    case K_OK:
        return status == 429   ? "limited"
               : status >= 500 ? "failed"
               : status >= 400 ? "refused"
                               : "ok";
    case K_ERR_NET_TIMEOUT:
        return "timeout";
    case K_ERR_NET_DOWN:
        return "down";
    case K_ERR_NET_BLOCKED:
        return "blocked";
    default:
        return "other";
    }
}

k_err http_do(struct http_client *c, struct k_arena *a, const struct http_req *req,
              struct http_res *res, k_str *why)
{
    int timeout = req->timeout_ms > 0 ? req->timeout_ms : TIMEOUT_MS;
    struct asked q = {
        .client = c, .arena = a, .req = req, .why = why, .until = k_mono() + timeout * K_MSEC};
    k_time begun = k_mono();
    *res = (struct http_res){0};
    enter(c);
    k_err e = prepare(&q);
    if (e == K_OK)
        e = exchange(&q, res);
    leave(c);
    k_metric_add(K_METRIC_CALLS, call_result(e, res->status), NULL, 1);
    k_metric_time(K_METRIC_CALL_SECONDS, NULL, k_mono() - begun);
    return e;
}

k_str http_res_header(const struct http_res *res, const char *lower_name)
{
    for (size_t i = 0; i < res->n_headers; i++)
        if (k_str_eqz(res->headers[i].name, lower_name))
            return res->headers[i].value;
    return K_NONE;
}

/* ---- event streams ---------------------------------------------------------------------- */

enum heard { HEARD_BYTES, HEARD_END, HEARD_NOTHING };

/* Waits for bytes and takes them into b (emptied first). */
static enum heard listen_for(struct http_call *call, int idle_ms, struct k_buf *b)
{
    struct http_client *c = call->client;
    k_time until = k_mono() + idle_ms * K_MSEC;
    struct timespec ts = {.tv_sec = (time_t)(until / K_SEC),
                          .tv_nsec = (long)(until % K_SEC) * 1000};
    int rc = 0;
    pthread_mutex_lock(&c->lock);
    while (call->stream.n == 0 && !call->done && rc == 0)
        rc = pthread_cond_clockwait(&call->changed, &c->lock, CLOCK_MONOTONIC, &ts);
    enum heard heard = call->stream.n ? HEARD_BYTES : call->done ? HEARD_END : HEARD_NOTHING;
    struct k_buf taken = call->stream;
    call->stream = *b;
    *b = taken;
    k_buf_reset(&call->stream);
    if (call->paused) {
        call->paused = false;
        call->want_more = true;
        http_call_nudge(call);
    }
    pthread_mutex_unlock(&c->lock);
    return heard;
}

struct listener {
    bool (*fn)(void *arg, const struct sse_event *ev);
    void *arg;
    int idle_ms;
};

/* Until the stream ends (HEARD_END), is silent (HEARD_NOTHING), or *e / *stopped say so. */
static enum heard hear(struct http_call *call, const struct listener *l, size_t max, k_err *e,
                       bool *stopped)
{
    struct sse_parser parser;
    struct k_buf b;
    enum heard heard = HEARD_BYTES;
    *e = K_OK;
    *stopped = false;
    sse_init(&parser, max);
    k_buf_init(&b, NULL, CALL_STREAM_MAX);
    while (*e == K_OK && !*stopped) {
        heard = listen_for(call, l->idle_ms, &b);
        if (heard != HEARD_BYTES)
            break;
        *e = sse_feed(&parser, k_buf_view(&b), l->fn, l->arg, stopped);
        k_buf_reset(&b);
    }
    k_buf_free(&b);
    sse_free(&parser);
    return heard;
}

static k_err status_of_stream(const struct asked *q, const struct http_call *call)
{
    if (call->status == 401 || call->status == 403)
        return say(q, K_ERR_NET_AUTH, "does not accept the credentials");
    if (call->status == 429)
        return say(q, K_ERR_NET_LIMITED, "asks us to slow down");
    if (call->status >= 500)
        return say(q, K_ERR_NET_DOWN, "has trouble of its own");
    if (call->status != 200)
        return say(q, K_ERR_NET_REFUSED, "gives no event stream");
    if (call->not_a_stream)
        return say(q, K_ERR_NET_BAD_ANSWER, "the answer is not an event stream");
    return K_OK;
}

/* One hop of a stream; *go when it was a redirect to follow. */
static k_err stream_hop(struct asked *q, const struct listener *l, int hop, bool *go)
{
    struct http_call call;
    k_err e;
    bool stopped;
    K_TRY(start(q, &call));
    size_t max = q->req->max_body ? q->req->max_body : EVENT_MAX;
    enum heard heard = hear(&call, l, max, &e, &stopped);
    http_call_end(&call, heard != HEARD_END);
    k_buf_free(&call.stream);
    *go = false;
    if (stopped)
        return K_OK;
    if (e != K_OK)
        return say(q, e, "an event is too large");
    if (heard == HEARD_NOTHING)
        return say(q, K_ERR_NET_TIMEOUT, "the stream is silent");
    if (call.status != 0 && (call.code == CURLE_OK || call.not_a_stream)) {
        K_TRY(next_hop(q, &call, hop, go));
        if (*go)
            return K_OK;
        K_TRY(status_of_stream(q, &call));
    }
    K_TRY(result_of(q, &call));
    return say(q, K_ERR_NET_DOWN, "the stream ended");
}

k_err http_stream(struct http_client *c, struct k_arena *a, const struct http_req *req,
                  int idle_ms, bool (*fn)(void *arg, const struct sse_event *ev), void *arg,
                  k_str *why)
{
    struct listener l = {fn, arg, idle_ms > 0 ? idle_ms : IDLE_MS};
    struct asked q = {.client = c, .arena = a, .req = req, .why = why, .streaming = true};
    enter(c);
    k_err e = prepare(&q);
    bool go = true;
    for (int hop = 0; e == K_OK && go; hop++)
        e = stream_hop(&q, &l, hop, &go);
    leave(c);
    return e;
}
