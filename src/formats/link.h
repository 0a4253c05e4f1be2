/* link: web addresses as texts and people write them: their parts, and relative ones made whole
 * (RFC 3986). Pure. Used by feeds and connectors. Whether an address may be asked at all is
 * decided when it is asked, in net. */
#ifndef KITH_FORMATS_LINK_H
#define KITH_FORMATS_LINK_H

#include "base/arena.h"

/* Slices of the text that was parsed; p == NULL where a part is absent. */
struct link_parts {
    k_str scheme;    /* "https" */
    k_str authority; /* "user@host:port", as written */
    k_str host;      /* without user and port; an IPv6 address keeps its brackets */
    k_str port;
    k_str path;
    k_str query;    /* behind '?' */
    k_str fragment; /* behind '#' */
};
struct link_parts link_parse(k_str s); /* never fails: what has no scheme is all path */

/* http or https with a host, without white space and control characters. */
bool link_is_web(k_str s);
/* http and not https. */
bool link_is_plain(k_str s);

/* ref as seen from base (RFC 3986, 5.2). K_NONE when the result is no web address. */
k_str link_resolve(struct k_arena *a, k_str base, k_str ref);

/* What a person typed for a site: blanks trimmed, "https://" put before a name without scheme,
 * fragment dropped, "/" for an empty path. K_NONE when it is no web address. */
k_str link_tidy(struct k_arena *a, k_str typed);

/* host or host:port in lower case: names a server for people and inside ids. */
k_str link_site(struct k_arena *a, k_str s);

/* Appends "name=value" (percent-encoded) with '?' or '&'. */
k_str link_with(struct k_arena *a, k_str s, const char *name, k_str value);

#endif
