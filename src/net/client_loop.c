/* client_loop: the net thread. It alone touches curl's multi handle; callers queue a call, wake
 * it and wait. Refuses private addresses when a socket is about to be opened, counts what
 * leaves, collects what comes into the caller's arena (the caller waits meanwhile). */
#include "net/address.h"
#include "net/client_impl.h"
#include <sys/socket.h>

#define HEAD_MAX ((size_t)64 * 1024)
#define HEADERS_MAX 200u
#define LOW_SPEED_S 30L

/* ---- curl's callbacks, in the net thread ----------------------------------------------- */

static curl_socket_t open_socket(void *arg, curlsocktype purpose, struct curl_sockaddr *to)
{
    struct http_call *call = arg;
    if (!call->private_ok && !address_is_public(&to->addr, to->addrlen)) {
        call->blocked = true;
        return CURL_SOCKET_BAD;
    }
    return socket(to->family, to->socktype | SOCK_CLOEXEC, to->protocol);
}

/* Follows the bytes of the request as curl hands them on: the head up to its blank line, then
 * the body. What curl calls head and body here is not reliable when the first write was short.
 */
static void count_sent(struct http_call *call, const char *p, size_t n)
{
    static const char end[] = "\r\n\r\n";
    size_t i = 0;
    for (; i < n && call->blank < 4; i++) {
        if (p[i] == end[call->blank])
            call->blank++;
        else
            call->blank = p[i] == '\r' ? 1 : 0;
    }
    call->body_bytes += n - i;
    call->sent = call->sent || (call->blank == 4 && call->body_bytes >= call->body.n);
}

static int on_debug(CURL *easy, curl_infotype type, char *p, size_t n, void *arg)
{
    if (type == CURLINFO_HEADER_OUT || type == CURLINFO_DATA_OUT)
        count_sent(arg, p, n);
    return 0;
}

static void take_status(struct http_call *call, k_str line)
{
    int64_t status = 0;
    k_str_cut(&line, ' ');
    (void)k_str_i64(k_str_sub(line, 0, 3), &status);
    call->status = (int)status;
    call->head.n = 0; /* those before belong to a 1xx */
}

static size_t on_header(char *p, size_t size, size_t n, void *arg)
{
    struct http_call *call = arg;
    k_str line = k_str_trim(k_str_n(p, size * n));
    call->head_bytes += size * n;
    if (call->head_bytes > HEAD_MAX || call->head.n >= HEADERS_MAX) {
        call->bad_head = true;
        return 0;
    }
    if (k_str_starts(line, K_S("HTTP/"))) {
        take_status(call, line);
    } else if (line.n == 0) {
        call->head_ended = call->status >= 200;
    } else if (!call->begun) {
        k_str name = k_str_cut(&line, ':');
        struct http_header *h = k_vec_push(call->arena, &call->head);
        h->name = k_lower(call->arena, k_str_trim(name));
        h->value = k_dup(call->arena, line.p ? k_str_trim(line) : K_S(""));
    }
    return size * n;
}

static k_str head_value(const struct http_call *call, const char *name)
{
    for (size_t i = 0; i < call->head.n; i++)
        if (k_str_eqz(call->head.v[i].name, name))
            return call->head.v[i].value;
    return K_NONE;
}

static size_t on_stream(struct http_call *call, const char *p, size_t n)
{
    struct http_client *c = call->client;
    size_t got = n;
    pthread_mutex_lock(&c->lock);
    if (call->stream.n + n > CALL_STREAM_MAX) {
        call->paused = true;
        got = CURL_WRITEFUNC_PAUSE;
    } else {
        k_buf_add(&call->stream, p, n);
    }
    pthread_cond_signal(&call->changed);
    pthread_mutex_unlock(&c->lock);
    return got;
}

static size_t on_body(char *p, size_t size, size_t n, void *arg)
{
    struct http_call *call = arg;
    call->begun = true;
    if (call->follow && call->status >= 300 && call->status < 400)
        return n;
    if (call->streaming) {
        k_str type = head_value(call, "content-type");
        call->not_a_stream =
            call->status != 200 || !k_str_istarts(type, K_S("text/event-stream"));
        return call->not_a_stream ? 0 : on_stream(call, p, n);
    }
    k_buf_add(&call->answer, p, n);
    call->too_large = !k_buf_ok(&call->answer);
    return call->too_large ? 0 : n;
}

/* ---- one call --------------------------------------------------------------------------- */

static void set_request(struct http_call *call)
{
    CURL *h = call->easy;
    bool get = strcmp(call->method, "GET") == 0, head = strcmp(call->method, "HEAD") == 0;
    bool carries = strcmp(call->method, "POST") == 0 || strcmp(call->method, "PUT") == 0 ||
                   strcmp(call->method, "PATCH") == 0;
    if (call->body.p || carries) {
        curl_easy_setopt(h, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)call->body.n);
        curl_easy_setopt(h, CURLOPT_POSTFIELDS, call->body.p ? call->body.p : "");
    } else if (head) {
        curl_easy_setopt(h, CURLOPT_NOBODY, 1L);
    }
    curl_easy_setopt(h, CURLOPT_CUSTOMREQUEST, call->method);
    curl_easy_setopt(h, CURLOPT_HTTPHEADER, call->headers);
    /* curl repeats a request by itself when a kept connection turns out dead; on a connection
     * of its own it never does. */
    if (!get && !head)
        curl_easy_setopt(h, CURLOPT_FRESH_CONNECT, 1L);
    if (call->user) {
        curl_easy_setopt(h, CURLOPT_HTTPAUTH, (long)CURLAUTH_BASIC);
        curl_easy_setopt(h, CURLOPT_USERNAME, call->user);
        curl_easy_setopt(h, CURLOPT_PASSWORD, call->password);
    }
}

static void set_limits(struct http_call *call)
{
    CURL *h = call->easy;
    curl_easy_setopt(h, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(h, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(h, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1);
    curl_easy_setopt(h, CURLOPT_PROXY, "");
    curl_easy_setopt(h, CURLOPT_NETRC, (long)CURL_NETRC_IGNORED);
    curl_easy_setopt(h, CURLOPT_CONNECTTIMEOUT_MS, (long)call->connect_timeout_ms);
    curl_easy_setopt(h, CURLOPT_TIMEOUT_MS, (long)call->timeout_ms);
    if (!call->streaming) {
        curl_easy_setopt(h, CURLOPT_LOW_SPEED_LIMIT, 1L);
        curl_easy_setopt(h, CURLOPT_LOW_SPEED_TIME, LOW_SPEED_S);
    }
    curl_easy_setopt(h, CURLOPT_TCP_KEEPALIVE, 1L);
    if (call->client->ca_file)
        curl_easy_setopt(h, CURLOPT_CAINFO, call->client->ca_file);
}

static void set_callbacks(struct http_call *call)
{
    CURL *h = call->easy;
    curl_easy_setopt(h, CURLOPT_PRIVATE, call);
    curl_easy_setopt(h, CURLOPT_ERRORBUFFER, call->words);
    curl_easy_setopt(h, CURLOPT_OPENSOCKETFUNCTION, open_socket);
    curl_easy_setopt(h, CURLOPT_OPENSOCKETDATA, call);
    curl_easy_setopt(h, CURLOPT_HEADERFUNCTION, on_header);
    curl_easy_setopt(h, CURLOPT_HEADERDATA, call);
    curl_easy_setopt(h, CURLOPT_WRITEFUNCTION, on_body);
    curl_easy_setopt(h, CURLOPT_WRITEDATA, call);
    curl_easy_setopt(h, CURLOPT_VERBOSE, 1L); /* on_debug is called only then */
    curl_easy_setopt(h, CURLOPT_DEBUGFUNCTION, on_debug);
    curl_easy_setopt(h, CURLOPT_DEBUGDATA, call);
}

static void link_call(struct http_call *call)
{
    struct http_client *c = call->client;
    call->prev = NULL;
    call->next = c->calls;
    if (c->calls)
        c->calls->prev = call;
    c->calls = call;
}

static void unlink_call(struct http_call *call)
{
    if (call->prev)
        call->prev->next = call->next;
    else
        call->client->calls = call->next;
    if (call->next)
        call->next->prev = call->prev;
}

k_err http_call_start(struct http_call *call)
{
    struct http_client *c = call->client;
    call->easy = curl_easy_init();
    if (call->easy == NULL ||
        curl_easy_setopt(call->easy, CURLOPT_URL, call->url) != CURLE_OK) {
        curl_easy_cleanup(call->easy);
        curl_slist_free_all(call->headers);
        return K_ERR_NO_MEMORY;
    }
    curl_easy_setopt(call->easy, CURLOPT_USERAGENT, c->user_agent);
    set_limits(call);
    set_callbacks(call);
    set_request(call);
    k_buf_init(&call->answer, call->arena, call->max_body);
    k_buf_init(&call->stream, NULL, CALL_STREAM_MAX);
    pthread_cond_init(&call->changed, NULL);
    pthread_mutex_lock(&c->lock);
    bool refused = c->stopping;
    call->done = call->cancelled = refused;
    if (!refused) {
        link_call(call);
        curl_multi_wakeup(c->multi);
    }
    pthread_mutex_unlock(&c->lock);
    return K_OK;
}

void http_call_nudge(struct http_call *call)
{
    curl_multi_wakeup(call->client->multi);
}

void http_call_end(struct http_call *call, bool cancel)
{
    struct http_client *c = call->client;
    pthread_mutex_lock(&c->lock);
    if (cancel && !call->done) {
        call->want_cancel = true;
        http_call_nudge(call);
    }
    while (!call->done)
        pthread_cond_wait(&call->changed, &c->lock);
    pthread_mutex_unlock(&c->lock);
    pthread_cond_destroy(&call->changed);
    curl_easy_cleanup(call->easy);
    curl_slist_free_all(call->headers);
}

/* ---- the loop --------------------------------------------------------------------------- */

/* The caller may go on, and the call with it, as soon as the lock is given back. */
static void finish(struct http_call *call, CURLcode code, bool cancelled)
{
    struct http_client *c = call->client;
    if (call->in_multi)
        curl_multi_remove_handle(c->multi, call->easy);
    pthread_mutex_lock(&c->lock);
    unlink_call(call);
    call->code = code;
    call->cancelled = cancelled;
    call->done = true;
    pthread_cond_signal(&call->changed);
    pthread_mutex_unlock(&c->lock);
}

/* What the callers want done, as a list; *stop tells that this is the last round. */
static struct http_call *collect(struct http_client *c, bool *stop)
{
    struct http_call *todo = NULL;
    pthread_mutex_lock(&c->lock);
    *stop = c->stopping;
    for (struct http_call *call = c->calls; call; call = call->next) {
        if (c->stopping || call->want_cancel)
            call->act = CALL_CANCEL;
        else if (!call->in_multi)
            call->act = CALL_START;
        else if (call->want_more)
            call->act = CALL_MORE;
        else
            continue;
        call->want_more = false;
        call->todo = todo;
        todo = call;
    }
    pthread_mutex_unlock(&c->lock);
    return todo;
}

static void act(struct http_call *call)
{
    switch (call->act) {
    case CALL_CANCEL:
        finish(call, CURLE_ABORTED_BY_CALLBACK, true);
        break;
    case CALL_START:
        call->in_multi = curl_multi_add_handle(call->client->multi, call->easy) == CURLM_OK;
        if (!call->in_multi)
            finish(call, CURLE_OUT_OF_MEMORY, false);
        break;
    case CALL_MORE:
        curl_easy_pause(call->easy, CURLPAUSE_CONT);
        break;
    }
}

static void finish_those_done(struct http_client *c)
{
    CURLMsg *m;
    int left;
    while ((m = curl_multi_info_read(c->multi, &left))) {
        struct http_call *call = NULL;
        CURLcode code = m->data.result;
        if (m->msg != CURLMSG_DONE)
            continue;
        curl_easy_getinfo(m->easy_handle, CURLINFO_PRIVATE, (char **)&call);
        finish(call, code, false);
    }
}

void *http_client_loop(void *client)
{
    struct http_client *c = client;
    bool stop = false;
    while (!stop) {
        struct http_call *call = collect(c, &stop);
        while (call) {
            struct http_call *next = call->todo;
            act(call);
            call = next;
        }
        int running;
        curl_multi_perform(c->multi, &running);
        finish_those_done(c);
        if (!stop)
            curl_multi_poll(c->multi, NULL, 0, 1000, NULL);
    }
    return NULL;
}
