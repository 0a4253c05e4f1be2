/* url: addresses on the web, as far as we fetch and show them: http and https only. Pure; all
 * text lives in the arena given. */
#ifndef KITH_NET_URL_H
#define KITH_NET_URL_H

#include "base/buf.h"

struct url {
    bool https;
    k_str host;     /* lower case; an IPv6 address without its brackets */
    int port;       /* 1..65535, the scheme's own when none was written */
    k_str path;     /* starts with '/', no dot segments, escapes as written */
    k_str query;    /* behind '?'; K_NONE when there is none */
    k_str fragment; /* behind '#'; K_NONE when there is none */
};

/* Reads an absolute http(s) address of at most 8 KiB; blanks at both ends are dropped. false:
 * another scheme, user and password inside, a host that is not ASCII letters, digits, '-', '.',
 * '_' or an IPv6 address (international names must come as xn--), a bad port, control
 * characters, blanks or backslashes. Letters above ASCII in path, query and fragment become
 * percent escapes. */
bool url_parse(struct k_arena *a, k_str text, struct url *out);
/* ref, which may be relative, as seen from base (RFC 3986, 5.2); false as above. */
bool url_resolve(struct k_arena *a, const struct url *base, k_str ref, struct url *out);

/* The address as text; a port only when it is not the scheme's own. */
k_str url_text(struct k_arena *a, const struct url *u);
k_str url_without_fragment(struct k_arena *a, const struct url *u);
k_str url_origin(struct k_arena *a, const struct url *u);    /* "https://example.org:8443" */
k_str url_host_port(struct k_arena *a, const struct url *u); /* "example.org:443" "[::1]:80" */
bool url_same_origin(const struct url *a, const struct url *b);
/* Appends ?name=value to an address in b, or &name=value when it has a '?'. */
void url_add_query(struct k_buf *b, const char *name, k_str value);

#endif
