/* profile: one page on the web, read for the other pages that it names as its owner's. No
 * network of its own and no row of the registry: any site will do. Asked by flow/profiles. */
#ifndef KITH_CONNECTORS_PROFILE_H
#define KITH_CONNECTORS_PROFILE_H

#include "connectors/connector.h"

enum profile_seen {
    PROFILE_NEW,     /* not looked at yet */
    PROFILE_READ,    /* a page of HTML */
    PROFILE_GONE,    /* 404, 410 */
    PROFILE_DOWN,    /* no answer, trouble on the other side, too many requests */
    PROFILE_REFUSED, /* any other status */
    PROFILE_BLOCKED, /* a private address that the configuration does not allow */
    PROFILE_LARGE,   /* over REL_MAX_BYTES */
    PROFILE_OTHER,   /* no HTML, no address, redirects without end */
    PROFILE_SEENS
};
struct profile_page {
    enum profile_seen seen;
    k_str landed;       /* where the redirects ended (at most five are followed); K_NONE */
    K_VEC(k_str) links; /* rel="me", whole addresses; of a page that was read */
};

/* Eight seconds at most, one request and its redirects, without cookies or credentials. What
 * goes wrong with the page is `seen`; CANCELLED and NO_MEMORY are errors. */
k_err profile_read(struct k_net_ctx *nx, k_str url, struct profile_page *out) K_CHECK;

#endif
