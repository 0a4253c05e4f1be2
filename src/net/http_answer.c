/* http_answer: turns struct http_response into what the parser sends. Runs in the worker, so
 * that opening a file never holds up the epoll thread. Reads r->rs, writes r->answer and
 * r->bytes. */
#include "net/http_impl.h"
#include "base/json.h"
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

void http_add_header(struct http_response *rs, const char *name, k_str value)
{
    if (rs->n_headers == sizeof rs->headers / sizeof *rs->headers)
        k_panic("more than %zu headers in an answer (%s)", rs->n_headers, name);
    rs->headers[rs->n_headers++] = (struct http_response_header){name, value};
}

void http_problem(struct http_response *rs, k_err e, k_str detail, k_str field,
                  k_str request_id)
{
    const struct k_err_row *row = k_err_row(e);
    char type[96];
    snprintf(type, sizeof type, "urn:kith:problem:%s", row->slug);
    rs->status = row->status;
    rs->content_type = "application/problem+json";
    rs->file = K_NONE;
    rs->static_p = NULL;
    rs->stream = NULL;
    k_buf_reset(&rs->body);
    struct k_jw w = k_jw(&rs->body);
    kw_obj(&w);
    kw_key(&w, "type");
    kw_str(&w, k_str_z(type));
    kw_key(&w, "title");
    kw_str(&w, k_tongue_say(rs->body.arena, rs->tongue, k_str_z(row->text)));
    kw_key(&w, "status");
    kw_int(&w, row->status);
    kw_key(&w, "detail");
    kw_str(&w, k_tongue_say(rs->body.arena, rs->tongue, detail));
    kw_key(&w, "field");
    kw_str(&w, field);
    kw_key(&w, "request_id");
    kw_str(&w, request_id);
    kw_end(&w);
}

static struct MHD_Response *of_bytes(struct http_request_impl *r, const void *p, size_t n)
{
    r->bytes = n;
    /* The parser's interface takes void *, but does not write. */
    return MHD_create_response_from_buffer(n, (void *)(uintptr_t)p, MHD_RESPMEM_PERSISTENT);
}

static struct MHD_Response *of_file(struct http_request_impl *r)
{
    struct stat st;
    int fd = open(k_dupz(r->arena, r->rs.file), O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return NULL;
    if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode)) {
        close(fd);
        return NULL;
    }
    r->bytes = (uint64_t)st.st_size;
    struct MHD_Response *m = MHD_create_response_from_fd64(r->bytes, fd);
    if (m == NULL)
        close(fd);
    return m;
}

static struct MHD_Response *of_stream(struct http_request_impl *r)
{
    http_stream_attach(r->rs.stream, r);
    http_add_header(&r->rs, "Cache-Control", K_S("no-store"));
    http_add_header(&r->rs, "X-Accel-Buffering", K_S("no"));
    r->rs.content_type = "text/event-stream";
    return MHD_create_response_from_callback(MHD_SIZE_UNKNOWN, 4096, http_stream_read, r, NULL);
}

static struct MHD_Response *of_body(struct http_request_impl *r)
{
    struct http_response *rs = &r->rs;
    if (rs->stream)
        return of_stream(r);
    if (rs->static_p)
        return of_bytes(r, rs->static_p, rs->static_n);
    if (rs->file.p) {
        struct MHD_Response *m = of_file(r);
        if (m)
            return m;
        k_log(K_ERROR, "http_file", "id=%.*s file=\"%.*s\"", K_ARG(r->rq.id), K_ARG(rs->file));
        http_problem(rs, K_ERR_IO, K_NONE, K_NONE, r->rq.id);
    }
    if (!k_buf_ok(&rs->body)) {
        k_log(K_ERROR, "http_answer_too_large", "id=%.*s", K_ARG(r->rq.id));
        http_problem(rs, K_ERR_INTERNAL, K_NONE, K_NONE, r->rq.id);
    }
    k_str body = k_buf_view(&rs->body);
    return of_bytes(r, body.p, body.n);
}

static void add(struct http_request_impl *r, const char *name, k_str value)
{
    if (MHD_add_response_header(r->answer, name, k_dupz(r->arena, value)) != MHD_YES &&
        value.n > 0)
        k_log(K_WARN, "http_header_refused", "id=%.*s name=%s", K_ARG(r->rq.id), name);
}

void http_answer_make(struct http_request_impl *r)
{
    r->answer = of_body(r);
    if (r->answer == NULL)
        return;
    if (r->rs.content_type && (r->bytes > 0 || r->rs.stream))
        add(r, "Content-Type", k_str_z(r->rs.content_type));
    for (size_t i = 0; i < r->rs.n_headers; i++)
        add(r, r->rs.headers[i].name, r->rs.headers[i].value);
    add(r, "X-Request-Id", r->rq.id);
    if (r->closing)
        add(r, "Connection", K_S("close"));
}
