/* http_guard: what a request must look like before anybody trusts where it ends. The parser in
 * front (libmicrohttpd) forgives too much: two lengths, length with chunks, two hosts, blanks
 * in names, NUL, folded lines. Pure. */
#ifndef KITH_NET_HTTP_GUARD_H
#define KITH_NET_HTTP_GUARD_H

#include "base/str.h"

#define HTTP_GUARD_MAX_FIELDS 100

struct http_field {
    k_str name, value; /* name: as sent; value: without blanks at both ends */
};
struct http_head {
    k_str method, target, version; /* "GET" "/a?b" "HTTP/1.1" */
    const struct http_field *fields;
    size_t n_fields;
    size_t size; /* bytes from the method to the blank line; 0 = unknown */
};

/* NULL when the head is sound, else what is wrong with it, in plain words. Rules: exactly one
 * Host of host characters; at most one Content-Length, digits only; Transfer-Encoding at most
 * once, exactly "chunked", only in HTTP/1.1 and never with Content-Length; names are tokens;
 * no control characters; the target is visible ASCII (RFC 9110, 9112). */
const char *http_guard_check(const struct http_head *h);

/* For slices that point into the request as it was received, in order: NULL when nothing lies
 * between them but what HTTP puts there, else what is wrong. Finds what the parser swallowed:
 * a NUL and what follows it, folded lines, bare LF, more blanks than one in the request line.
 * Only pointers are compared; the bytes between are not read. Needs size. */
const char *http_guard_layout(const struct http_head *h);

bool http_is_token(k_str s); /* RFC 9110 token, not empty */

#endif
