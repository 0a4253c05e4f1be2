/* peer: a small HTTP server that plays a network for tests, with accidents on demand. What it
 * answers is up to a function; one request at a time. It knows nothing of the connectors. */
#ifndef KITH_TESTS_KIT_PEER_H
#define KITH_TESTS_KIT_PEER_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/json.h"

struct peer;

struct peer_ask {
    struct k_arena *arena; /* of this request */
    k_str method, path;    /* path without query */
    k_str body;
    const struct k_json *json; /* the body, when it is JSON; NULL */
    k_str auth;                /* Authorization header */
    k_str etag;                /* If-None-Match */
    void *connection;
};
struct peer_say {
    int status;        /* 200 */
    struct k_buf body; /* in the request's arena */
    const char *type;  /* application/json */
    struct {
        const char *name;
        k_str value;
    } header[8];
    size_t n_headers;
};
typedef void (*peer_fn)(void *arg, const struct peer_ask *ask, struct peer_say *say);

/* On a free port of 127.0.0.1. fn is called under a lock. Ends the test when it cannot. */
struct peer *peer_start(peer_fn fn, void *arg);
void peer_stop(struct peer *p);
int peer_port(const struct peer *p);

/* A query parameter, decoded; K_NONE. peer_param_n gives the i-th value of a repeated one. */
k_str peer_param(const struct peer_ask *ask, const char *name);
k_str peer_param_n(const struct peer_ask *ask, const char *name, size_t i);
int64_t peer_param_int(const struct peer_ask *ask, const char *name, int64_t or_else);
void peer_header(struct peer_say *say, const char *name, k_str value);

enum peer_fault {
    PEER_DEAF,    /* closes the connection without reading the request */
    PEER_DROP,    /* does what was asked and closes the connection without a word */
    PEER_CUT,     /* does it and cuts its answer in the middle */
    PEER_ERROR,   /* 500, and does not do it */
    PEER_GARBAGE, /* 200 with a page instead of the answer, and does not do it */
    PEER_LIMIT,   /* 429 with Retry-After: 30, and does not do it */
    PEER_TEXT,    /* 200 with the body of peer_text, and does not do it */
    PEER_NONE
};
/* The next n requests with `part` in their "METHOD /path" have this accident. */
void peer_fault(struct peer *p, enum peer_fault f, int n, const char *part);
void peer_text(struct peer *p, k_str body); /* borrowed */
/* Requests so far with this in their "METHOD /path", also those with accidents. */
size_t peer_count(struct peer *p, const char *part);

#endif
