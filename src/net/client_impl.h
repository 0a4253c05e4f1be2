/* client_impl: what client.c (calls, redirects, streams) and client_loop.c (curl, the net
 * thread) share; nobody else includes it. */
#ifndef KITH_NET_CLIENT_IMPL_H
#define KITH_NET_CLIENT_IMPL_H

#include "base/vec.h"
#include "net/client.h"
#include "net/url.h"
#include <curl/curl.h>
#include <pthread.h>

/* One exchange: one request, one answer. Lives on the caller's stack; between submit and done
 * the net thread works on it (and in the caller's arena), under lock only where it says so. */
struct http_call {
    struct http_client *client;
    struct http_call *prev, *next; /* in client->calls, under client->lock */
    struct http_call *todo;        /* of one round of the net thread, with act */
    enum call_act { CALL_START, CALL_CANCEL, CALL_MORE } act;
    bool in_multi; /* the net thread's */
    struct k_arena *arena;
    CURL *easy;
    struct curl_slist *headers;

    /* what is asked */
    const char *method, *url;
    k_str body;
    const char *user, *password;
    int timeout_ms, connect_timeout_ms;
    size_t max_body;
    bool private_ok, streaming;
    bool follow; /* the body of a redirect is of no interest */

    /* what came */
    int status;
    K_VEC(struct http_header) head;
    size_t head_bytes;
    bool head_ended; /* with its blank line: curl takes the end of the connection for one */
    struct k_buf answer;
    bool begun; /* the body: what looks like a head now is a trailer */
    bool blocked, too_large, bad_head, not_a_stream;
    CURLcode code;
    char words[CURL_ERROR_SIZE];

    /* what left: the end of the head is found in the bytes themselves */
    int blank;           /* how much of CRLF CRLF was seen */
    uint64_t body_bytes; /* behind it */
    bool sent;

    /* under client->lock */
    pthread_cond_t changed;
    bool done, cancelled, want_cancel, want_more;
    struct k_buf stream; /* bytes that the caller has not taken */
    bool paused;
};

struct http_client {
    char *user_agent, *ca_file;
    char **allow;
    size_t n_allow;
    int max_per_host;
    CURLM *multi;
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t empty;
    struct http_call *calls;
    size_t n_users; /* threads inside http_do or http_stream */
    bool stopping;
};

#define CALL_STREAM_MAX ((size_t)256 * 1024)

void *http_client_loop(void *client); /* thread */
/* Gives the call to the net thread. K_ERR_CANCELLED when the client is stopping,
 * K_ERR_NO_MEMORY. call->headers is owned by the call from now on. */
k_err http_call_start(struct http_call *call) K_CHECK;
/* Waits until it is done (asking it to end first when cancel is set) and frees what it holds
 * outside the arena, but for the stream buffer. */
void http_call_end(struct http_call *call, bool cancel);
/* Lock held: the net thread shall look at want_cancel and want_more. */
void http_call_nudge(struct http_call *call);

#endif
