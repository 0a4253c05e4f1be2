/* http_request: the parts of one request: path, query, headers, cookies, who asks. Reads what
 * the parser gives (copied into the request's arena at once, so that a worker may look while
 * the parser's thread goes on), writes struct http_request. Everything here is bytes in, slices
 * out. */
#include "net/http_impl.h"
#include "base/utf8.h"
#include <arpa/inet.h>

static const struct {
    const char *name;
    enum http_method method;
} methods[] = {
    {"GET", HTTP_GET},         {"POST", HTTP_POST},         {"PUT", HTTP_PUT},
    {"PATCH", HTTP_PATCH},     {"DELETE", HTTP_DELETE},     {"HEAD", HTTP_HEAD},
    {"OPTIONS", HTTP_OPTIONS}, {"PROPFIND", HTTP_PROPFIND}, {"REPORT", HTTP_REPORT},
};

enum http_method http_method_parse(k_str s)
{
    for (size_t i = 0; i < sizeof methods / sizeof *methods; i++)
        if (k_str_eqz(s, methods[i].name))
            return methods[i].method;
    return 0;
}

const char *http_method_name(enum http_method m)
{
    for (size_t i = 0; i < sizeof methods / sizeof *methods; i++)
        if (methods[i].method == m)
            return methods[i].name;
    return "?";
}

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return -1;
}

/* The byte that s[*i] stands for; *i moves to its last character. -1: a bad escape. */
static int decoded(k_str s, size_t *i)
{
    if (s.p[*i] != '%')
        return (unsigned char)s.p[*i];
    if (*i + 2 >= s.n)
        return -1;
    int hi = hex_digit(s.p[*i + 1]), lo = hex_digit(s.p[*i + 2]);
    if (hi < 0 || lo < 0)
        return -1;
    *i += 2;
    return hi << 4 | lo;
}

static bool segments_are_plain(k_str path)
{
    k_str rest = k_str_from(path, 1);
    while (rest.p) {
        k_str segment = k_str_cut(&rest, '/');
        if (k_str_eqz(segment, ".") || k_str_eqz(segment, "..") || (segment.n == 0 && rest.p))
            return false;
    }
    return true;
}

bool http_target_split(struct k_arena *a, k_str target, k_str *path, k_str *query)
{
    k_str raw_path = k_str_cut(&target, '?');
    *query = target.p ? k_dup(a, target) : K_S("");
    if (raw_path.n == 0 || raw_path.p[0] != '/')
        return false;
    char *out = k_arena_alloc(a, raw_path.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < raw_path.n; i++) {
        bool escaped = raw_path.p[i] == '%';
        int c = decoded(raw_path, &i);
        if (c < 0x20 || c == 0x7f || c == '\\' || (!escaped && c >= 0x80) ||
            (escaped && c == '/'))
            return false;
        out[n++] = (char)c;
    }
    *path = k_str_n(out, n);
    return segments_are_plain(*path) && k_utf8_valid(*path);
}

k_str http_last_of_list(k_str s)
{
    size_t i = s.n;
    while (i > 0 && s.p[i - 1] != ',')
        i--;
    return k_str_trim(k_str_from(s, i));
}

k_str http_header(const struct http_request *rq, const char *name)
{
    k_str wanted = k_str_z(name);
    for (size_t i = 0; i < rq->impl->n_fields; i++)
        if (k_str_ieq(rq->impl->fields[i].name, wanted))
            return rq->impl->fields[i].value;
    return K_NONE;
}

k_str http_cookie(const struct http_request *rq, const char *name)
{
    k_str wanted = k_str_z(name);
    for (size_t i = 0; i < rq->impl->n_fields; i++) {
        if (!k_str_eqz(rq->impl->fields[i].name, "cookie"))
            continue;
        k_str rest = rq->impl->fields[i].value;
        while (rest.p) {
            k_str value = k_str_trim(k_str_cut(&rest, ';'));
            k_str key = k_str_trim(k_str_cut(&value, '='));
            if (!value.p || !k_str_eq(key, wanted))
                continue;
            value = k_str_trim(value);
            if (value.n >= 2 && value.p[0] == '"' && value.p[value.n - 1] == '"')
                value = k_str_sub(value, 1, value.n - 2);
            return value;
        }
    }
    return K_NONE;
}

/* Percent-decodes one query part; broken escapes stay as they are. */
static k_str query_text(struct k_arena *a, k_str s)
{
    char *out = k_arena_alloc(a, s.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++) {
        int c = s.p[i] == '+' ? ' ' : decoded(s, &i);
        out[n++] = c < 0 ? s.p[i] : (char)c;
    }
    return k_utf8_scrub(a, k_str_n(out, n));
}

k_str http_query(struct k_arena *a, const struct http_request *rq, const char *name)
{
    k_str rest = rq->query, wanted = k_str_z(name);
    while (rest.p) {
        k_str value = k_str_cut(&rest, '&');
        k_str key = k_str_cut(&value, '=');
        if (key.n >= wanted.n && k_str_eq(query_text(a, key), wanted))
            return value.p ? query_text(a, value) : K_S("");
    }
    return K_NONE;
}

static bool is_address(k_str s)
{
    char z[64];
    unsigned char bits[16];
    if (s.n == 0 || s.n >= sizeof z)
        return false;
    memcpy(z, s.p, s.n);
    z[s.n] = 0;
    return inet_pton(AF_INET, z, bits) == 1 || inet_pton(AF_INET6, z, bits) == 1;
}

/* Only the last element of X-Forwarded-For was written by the proxy that we trust. */
static k_str remote_of(const struct http_request_impl *r)
{
    if (r->srv->cfg.behind_proxy) {
        k_str last = K_NONE;
        for (size_t i = 0; i < r->n_fields; i++)
            if (k_str_eqz(r->fields[i].name, "x-forwarded-for"))
                last = http_last_of_list(r->fields[i].value);
        if (is_address(last))
            return last;
    }
    return k_str_z(r->conn->address);
}

static bool is_sane_id(k_str s)
{
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        bool word = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        if (!word && c != '-' && c != '_' && c != '.')
            return false;
    }
    return s.n >= 8 && s.n <= 64;
}

/* 16 hex digits, different for each request of this process and, most likely, of all others. */
static k_str new_id(struct http_request_impl *r)
{
    uint64_t x = atomic_fetch_add(&r->srv->next_id, 0x9e3779b97f4a7c15ULL);
    x = (x ^ x >> 30) * 0xbf58476d1ce4e5b9ULL;
    x = (x ^ x >> 27) * 0x94d049bb133111ebULL;
    return k_fmt(r->arena, "%016llx", (unsigned long long)(x ^ x >> 31));
}

void http_request_begin(struct http_request_impl *r, const char *target)
{
    r->raw_target = target;
    r->target = k_dup(r->arena, k_str_z(target));
    r->rq = (struct http_request){
        .impl = r, .path = K_S(""), .query = K_S(""), .id = new_id(r), .body = K_S("")};
    r->rq.remote = k_str_z(r->conn->address);
}

struct collect {
    struct http_request_impl *r;
    struct http_field seen[HTTP_GUARD_MAX_FIELDS + 1]; /* as the parser holds them */
};

static enum MHD_Result collect_field(void *arg, enum MHD_ValueKind kind, const char *key,
                                     size_t key_n, const char *value, size_t value_n)
{
    struct collect *c = arg;
    if (c->r->n_fields > HTTP_GUARD_MAX_FIELDS)
        return MHD_NO;
    c->seen[c->r->n_fields++] =
        (struct http_field){k_str_n(key, key_n), k_str_n(value ? value : "", value_n)};
    return MHD_YES;
}

/* The layout check knows how this parser keeps a request in memory; its version 1 refuses these
 * things itself. */
static bool layout_is_known(void)
{
    return k_str_starts(k_str_z(MHD_get_version()), K_S("0.9."));
}

static const char *guard(struct http_request_impl *r, struct collect *c, const char *method,
                         const char *version)
{
    struct http_head head = {
        .method = k_str_z(method),
        .target = k_str_n(r->raw_target, r->target.n),
        .version = k_str_z(version),
        .fields = c->seen,
        .n_fields = r->n_fields,
    };
    const union MHD_ConnectionInfo *size =
        MHD_get_connection_info(r->mc, MHD_CONNECTION_INFO_REQUEST_HEADER_SIZE);
    head.size = size ? size->header_size : 0;
    const char *why = layout_is_known() && head.size ? http_guard_layout(&head) : NULL;
    if (why)
        return why;
    head.target = r->target; /* the parser cuts its own copy at '?' */
    for (size_t i = 0; i < r->n_fields; i++)
        c->seen[i].value = k_str_trim(c->seen[i].value);
    return http_guard_check(&head);
}

const char *http_request_read_head(struct http_request_impl *r, const char *method,
                                   const char *version)
{
    struct collect c = {.r = r};
    r->n_fields = 0;
    MHD_get_connection_values_n(r->mc, MHD_HEADER_KIND, collect_field, &c);
    const char *why = guard(r, &c, method, version);
    if (why) {
        r->n_fields = 0;
        return why;
    }
    r->fields = k_new_n(r->arena, struct http_field, r->n_fields + 1);
    for (size_t i = 0; i < r->n_fields; i++)
        r->fields[i] = (struct http_field){k_lower(r->arena, c.seen[i].name),
                                           k_dup(r->arena, c.seen[i].value)};
    r->rq.method = http_method_parse(k_str_z(method));
    r->rq.content_type = http_header(&r->rq, "content-type");
    r->rq.remote = remote_of(r);
    r->rs.tongue = k_tongue_of(http_header(&r->rq, "accept-language"));
    k_str given = http_header(&r->rq, "x-request-id");
    if (is_sane_id(given))
        r->rq.id = given;
    return http_target_split(r->arena, r->target, &r->rq.path, &r->rq.query)
               ? NULL
               : "the path is not allowed";
}
