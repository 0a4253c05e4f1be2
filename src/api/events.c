/* events: the list of streams, under one lock. */
#include "api/events.h"
#include "os/thread.h"
#include <stdlib.h>

#define STREAMS_MAX 2000
#define STREAMS_OF_MEMBER 20

struct stream {
    struct events *events;
    struct http_stream *http;
    k_id member, session; /* or the token in its place: ids are unique */
    bool limited; /* something is closed to it: hears that something changed, not what */
    bool used;
};
struct events {
    struct os_lock lock; /* held while sending */
    struct stream streams[STREAMS_MAX];
    size_t n; /* places used so far */
};

struct events *events_new(void)
{
    struct events *e = calloc(1, sizeof *e);
    if (e == NULL)
        return NULL;
    os_lock_init(&e->lock);
    return e;
}

void events_free(struct events *e)
{
    if (e == NULL)
        return;
    os_lock_free(&e->lock);
    free(e);
}

/* The stream has ended: its place is free once nobody sends to it. */
static void strike_off(void *arg)
{
    struct stream *s = arg;
    os_lock_take(&s->events->lock);
    s->used = false;
    os_lock_give(&s->events->lock);
}

static struct stream *take_place(struct events *e, k_id member)
{
    struct stream *place = NULL;
    size_t mine = 0;
    for (size_t i = 0; i < e->n; i++) {
        if (!e->streams[i].used && place == NULL)
            place = &e->streams[i];
        mine += e->streams[i].used && e->streams[i].member == member;
    }
    if (mine >= STREAMS_OF_MEMBER)
        return NULL;
    if (place == NULL && e->n < STREAMS_MAX)
        place = &e->streams[e->n++];
    return place;
}

k_err events_open(struct k_ctx *cx, struct events *e, struct api_req *rq)
{
    struct http_stream *http = http_stream_new(cx);
    if (http == NULL)
        return K_ERR_NO_MEMORY;
    os_lock_take(&e->lock);
    struct stream *s = take_place(e, rq->who.member);
    if (s)
        *s = (struct stream){e,
                             http,
                             rq->who.member,
                             rq->who.token ? rq->who.token : rq->who.session,
                             rq->who.limited,
                             true};
    os_lock_give(&e->lock);
    if (s == NULL)
        return k_fail(cx, K_ERR_RATE_LIMITED, NULL, "Too many pages of Kith are open.");
    http_stream_on_close(http, strike_off, s);
    http_stream_send(http, K_S("hello"), K_NONE, K_S("{\"id\":null}"));
    rq->res->stream = http;
    return K_OK;
}

/* What may be closed to a member. Whether it is, only the database knows: who is limited hears
 * no ids of these, and asks for what is on screen. */
static bool may_be_closed(enum k_topic t)
{
    return t == K_TOPIC_CONVERSATION || t == K_TOPIC_POST || t == K_TOPIC_OUTBOX ||
           t == K_TOPIC_HANDOFF || t == K_TOPIC_PRESENCE;
}

static void tell_all(struct events *e, const struct k_notice *v)
{
    char data[40];
    int len = snprintf(data, sizeof data, "{\"id\":\"%lld\"}", (long long)v->id);
    k_str event = k_str_z(k_topic_name(v->topic));
    bool closed = may_be_closed(v->topic);
    os_lock_take(&e->lock);
    for (size_t k = 0; k < e->n; k++) {
        if (!e->streams[k].used)
            continue;
        http_stream_send(e->streams[k].http, event, K_NONE,
                         closed && e->streams[k].limited ? K_S("{\"id\":null}")
                                                         : k_str_n(data, (size_t)len));
        if (v->topic == K_TOPIC_ALL) /* whose access changed may be among what was missed */
            http_stream_close(e->streams[k].http);
    }
    os_lock_give(&e->lock);
}

void events_publish(void *arg, const struct k_notice *v, size_t n)
{
    struct events *e = arg;
    for (size_t i = 0; i < n; i++) {
        if (v[i].topic == K_TOPIC_ACCESS)
            events_end_member(e, v[i].id, 0);
        else
            tell_all(e, &v[i]);
    }
}

void events_end_member(struct events *e, k_id member, k_id keep)
{
    os_lock_take(&e->lock);
    for (size_t i = 0; i < e->n; i++)
        if (e->streams[i].used && e->streams[i].member == member &&
            (keep == 0 || e->streams[i].session != keep))
            http_stream_close(e->streams[i].http);
    os_lock_give(&e->lock);
}

void events_end_session(struct events *e, k_id session)
{
    os_lock_take(&e->lock);
    for (size_t i = 0; i < e->n; i++)
        if (e->streams[i].used && e->streams[i].session == session)
            http_stream_close(e->streams[i].http);
    os_lock_give(&e->lock);
}

size_t events_count(struct events *e)
{
    size_t n = 0;
    os_lock_take(&e->lock);
    for (size_t i = 0; i < e->n; i++)
        n += e->streams[i].used;
    os_lock_give(&e->lock);
    return n;
}
