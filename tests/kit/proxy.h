/* proxy: stands between Kith and a network and breaks things, by script or by a seeded table of
 * chances: what a send or a poll must survive. In-process for tests;
 * tests/servers/fault_proxy.c is the same as a program for soak runs. */
#ifndef KITH_KIT_PROXY_H
#define KITH_KIT_PROXY_H

#include "base/buf.h"

enum proxy_fault {
    PROXY_PASS,     /* no fault */
    PROXY_REFUSE,   /* the connection is reset before anything is read */
    PROXY_HOLD,     /* the request is read, nothing is forwarded, no answer comes */
    PROXY_429,      /* 429 without a word when to come back; not forwarded */
    PROXY_429_WAIT, /* 429 with Retry-After; not forwarded */
    PROXY_500,      /* 500; not forwarded */
    PROXY_503,      /* 503; not forwarded */
    PROXY_CUT,      /* forwarded; the answer breaks off in the middle of its body */
    PROXY_LOST,     /* forwarded and done there; the connection closes without the answer */
    PROXY_REPLAY,   /* a GET gets the answer of an earlier GET of the same path with the same
                       names of   parameters: another page of the list, or an old one */
    PROXY_FAULTS
};
extern const char *const proxy_fault_names[PROXY_FAULTS]; /* "lost" */

struct proxy_config {
    int port; /* to listen on, at 127.0.0.1; 0 = any */
    const char *target_host;
    int target_port;
    uint64_t seed;
    double chance[PROXY_FAULTS]; /* 0..1 each; what is left of 1 passes */
    const char *only_path;       /* faults by chance only below this path; NULL = all */
    const char *only_method;     /* and only for this method; NULL = all */
    int hold_ms;                 /* a held request is closed after that; 0 = 60000 */
    int retry_after_s;           /* 0 = 1 */
    const char *log; /* file for one JSON line a request: n, method, path, fault, status, bytes
                        (of the answer as it came from the target); NULL = none */
};

struct proxy;
/* NULL (errno) when it cannot listen. One request a connection; Host is rewritten to the
 * target's, the answers say Connection: close. */
struct proxy *proxy_start(const struct proxy_config *cfg);
void proxy_stop(struct proxy *p); /* ends all connections */
int proxy_port(const struct proxy *p);
/* The next request gets this fault; several calls make a queue, which goes before all chances
 * (and before only_path). */
void proxy_next(struct proxy *p, enum proxy_fault fault);
void proxy_heal(struct proxy *p);                                    /* no more chances */
uint64_t proxy_count(const struct proxy *p, enum proxy_fault fault); /* done so far */

#endif
