/* http_guard: framing rules of requests as a pure function over names and values, called by
 * http_server.c before anything else looks at a request. Stricter than the parser on purpose:
 * a proxy in front and Kith must never disagree where a request ends. */
#include "net/http_guard.h"

static bool is_tchar(unsigned char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           (c != 0 && strchr("!#$%&'*+-.^_`|~", c) != NULL);
}

bool http_is_token(k_str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (!is_tchar((unsigned char)s.p[i]))
            return false;
    return s.n > 0;
}

static bool is_value(k_str s)
{
    for (size_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.p[i];
        if ((c < 0x20 && c != '\t') || c == 0x7f)
            return false;
    }
    return true;
}

static bool is_target(k_str s)
{
    for (size_t i = 0; i < s.n; i++)
        if ((unsigned char)s.p[i] <= 0x20 || (unsigned char)s.p[i] >= 0x7f)
            return false;
    return s.n > 0;
}

static bool is_host(k_str s)
{
    for (size_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.p[i];
        bool word = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        if (!word && (c == 0 || strchr("-._~[]:", c) == NULL))
            return false;
    }
    return s.n > 0 && s.n <= 255;
}

static bool is_digits(k_str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] < '0' || s.p[i] > '9')
            return false;
    return s.n > 0 && s.n <= 18;
}

struct framing {
    size_t hosts, lengths, codings;
};

static const char *check_field(const struct http_field *f, struct framing *seen)
{
    if (!http_is_token(f->name))
        return "a header name has characters that are not allowed";
    if (!is_value(f->value))
        return "a header has control characters";
    if (k_str_ieq(f->name, K_S("host"))) {
        seen->hosts++;
        if (!is_host(f->value))
            return "Host is not a host";
    } else if (k_str_ieq(f->name, K_S("content-length"))) {
        seen->lengths++;
        if (!is_digits(f->value))
            return "Content-Length is not a number";
    } else if (k_str_ieq(f->name, K_S("transfer-encoding"))) {
        seen->codings++;
        if (!k_str_ieq(f->value, K_S("chunked")))
            return "Transfer-Encoding other than chunked";
    }
    return NULL;
}

const char *http_guard_check(const struct http_head *h)
{
    if (!http_is_token(h->method) || h->method.n > 32)
        return "the method is not a word";
    if (!is_target(h->target))
        return "the address has characters that must be percent-encoded";
    bool v11 = k_str_eqz(h->version, "HTTP/1.1");
    if (!v11 && !k_str_eqz(h->version, "HTTP/1.0"))
        return "not HTTP/1.0 or HTTP/1.1";
    if (h->n_fields > HTTP_GUARD_MAX_FIELDS)
        return "too many headers";
    struct framing seen = {0};
    for (size_t i = 0; i < h->n_fields; i++) {
        const char *why = check_field(&h->fields[i], &seen);
        if (why)
            return why;
    }
    if (seen.hosts != 1)
        return seen.hosts ? "more than one Host" : "no Host";
    if (seen.lengths > 1)
        return "more than one Content-Length";
    if (seen.codings > 1)
        return "more than one Transfer-Encoding";
    if (seen.codings && seen.lengths)
        return "Content-Length together with Transfer-Encoding";
    if (seen.codings && !v11)
        return "Transfer-Encoding in HTTP/1.0";
    return NULL;
}

/* Addresses as numbers: what they point to may be different objects. */
static uintptr_t at(const char *p)
{
    return (uintptr_t)p;
}

static uintptr_t end(k_str s)
{
    return at(s.p) + s.n;
}

const char *http_guard_layout(const struct http_head *h)
{
    if (at(h->target.p) != end(h->method) + 1 || at(h->version.p) != end(h->target) + 1)
        return "the request line is not method, address, version";
    uintptr_t here = end(h->version);
    for (size_t i = 0; i < h->n_fields; i++) {
        const struct http_field *f = &h->fields[i];
        if (at(f->name.p) != here + 2)
            return "a header is folded, ends without CRLF or has a NUL";
        if (at(f->value.p) <= end(f->name))
            return "a header is folded";
        here = end(f->value);
    }
    if (at(h->method.p) + h->size != here + 4)
        return "a header is folded, ends without CRLF or has a NUL";
    return NULL;
}
