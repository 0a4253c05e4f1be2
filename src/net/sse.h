/* sse: reads an event stream (text/event-stream, WHATWG HTML 9.2). Pure: bytes in, events out,
 * in pieces of any size. */
#ifndef KITH_NET_SSE_H
#define KITH_NET_SSE_H

#include "base/buf.h"

struct sse_event {
    k_str event; /* "message" when the stream names none */
    k_str data;  /* lines joined by \n */
    k_str id;    /* the last id seen, also of an earlier event; empty when there was none */
    int64_t retry_ms; /* told with this event or since the last one; -1 = not */
};

struct sse_parser {
    struct k_buf line, data, event, id;
    size_t max; /* bytes of one event */
    bool started, after_cr, has_data;
    int bom; /* bytes of a byte order mark seen */
    int64_t retry_ms;
};

/* An event (and a line) of more than max bytes is an error. Freed by sse_free. */
void sse_init(struct sse_parser *p, size_t max);
void sse_free(struct sse_parser *p);
/* Calls fn for each event that is whole now; its slices are good during the call. fn returning
 * false stops: K_OK with *stopped = true, the rest of bytes is not read. K_ERR_TOO_LARGE: the
 * stream is of no further use. */
k_err sse_feed(struct sse_parser *p, k_str bytes,
               bool (*fn)(void *arg, const struct sse_event *ev), void *arg,
               bool *stopped) K_CHECK;

#endif
