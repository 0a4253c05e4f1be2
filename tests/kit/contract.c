/* contract: the personas of the contract suite: how each network is made to speak, change its
 * mind and break. */
#include "kit/contract.h"
#include "connectors/fake/world.h"
#include "kit/sky_peer.h"
#include "kit/wp_peer.h"
#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

static const k_time start = 1793491200 * K_SEC; /* 2026-11-01 */

static k_time tick(struct contract *c)
{
    return c->k.clock.fixed += K_SEC;
}

static void open_kit(struct contract *c, k_str address, const char *config, const char *secret)
{
    struct k_arena *a = k_arena_new(0);
    k_str host = k_str_from(address, 7); /* behind http:// */
    k_str allow = k_fmt(a, "[\"%.*s\"]", K_ARG(host));
    channel_kit_open(&c->k, c->persona->network, address, k_str_z(config), k_str_z(secret),
                     c->peer ? allow : K_NONE);
    c->k.clock = k_clock_fixed(start);
    k_arena_free(a);
}

static void http_fault(struct contract *c, enum fault f, int n)
{
    static const enum peer_fault faults[FAULTS] = {
        [FAULT_LIMITED] = PEER_LIMIT,     [FAULT_DOWN] = PEER_DEAF,
        [FAULT_ERROR] = PEER_ERROR,       [FAULT_GARBAGE] = PEER_GARBAGE,
        [FAULT_CUT] = PEER_CUT,           [FAULT_ANSWER_LOST] = PEER_DROP,
        [FAULT_REQUEST_LOST] = PEER_DEAF,
    };
    bool sending = f == FAULT_ANSWER_LOST || f == FAULT_REQUEST_LOST;
    peer_fault(c->peer, faults[f], n, sending ? c->persona->sends_to : c->persona->answers_to);
}

/* ---- the fake network ---- */

static void fake_open(struct contract *c)
{
    channel_kit_open(&c->k, c->persona->network, K_S("fake://contract"), K_NONE, K_NONE,
                     K_NONE);
    c->k.clock = k_clock_fixed(start);
    c->net = fake_world_at(K_S("fake://contract"));
}
static void fake_close(struct contract *c)
{
    fake_world_drop(K_S("fake://contract"));
}
static k_str fake_say(struct contract *c, const char *text, k_str parent)
{
    struct item it = {
        .native_parent = parent,
        .author = {.native_id = K_S("nora"), .name = K_S("Nora"), .followers = -1},
        .text = k_str_z(text)};
    return fake_world_say(c->net, &it, tick(c));
}
static k_str fake_whisper(struct contract *c, const char *text)
{
    struct item it = {
        .author = {.native_id = K_S("nora"), .name = K_S("Nora"), .followers = -1},
        .kind = K_S("direct"),
        .visibility = K_S("direct"),
        .text = k_str_z(text)};
    return fake_world_say(c->net, &it, tick(c));
}
static void fake_edit(struct contract *c, k_str id, const char *text)
{
    fake_world_edit(c->net, id, k_str_z(text), tick(c));
}
static void fake_erase(struct contract *c, k_str id)
{
    fake_world_delete(c->net, id, tick(c));
}
static size_t fake_ours(struct contract *c, k_str text)
{
    struct fake_reply *v;
    size_t found = 0, n = fake_world_replies(c->net, c->k.arena, &v);
    for (size_t i = 0; i < n; i++)
        found += k_str_eq(v[i].text, text) && !v[i].removed;
    return found;
}
static void fake_fault(struct contract *c, enum fault f, int n)
{
    static const enum fake_knob knobs[FAULTS] = {
        [FAULT_LIMITED] = FAKE_LIMITED,   [FAULT_DOWN] = FAKE_DOWN,
        [FAULT_ERROR] = FAKE_DOWN,        [FAULT_GARBAGE] = FAKE_DOWN,
        [FAULT_CUT] = FAKE_DOWN,          [FAULT_ANSWER_LOST] = FAKE_FAIL_AFTER,
        [FAULT_REQUEST_LOST] = FAKE_LOST, [FAULT_REVOKED] = FAKE_REVOKED,
    };
    fake_world_set(c->net, knobs[f], n);
}

/* ---- Bluesky ---- */

static void sky_open(struct contract *c)
{
    c->net = sky_peer_start(&c->k.clock);
    c->peer = sky_peer_http(c->net);
    open_kit(c, sky_peer_url(c->net), "{\"handle\":\"us.test\"}",
             "{\"app_password\":\"" SKY_PEER_PASSWORD "\"}");
}
static void sky_close(struct contract *c)
{
    sky_peer_stop(c->net);
}
static k_str sky_say(struct contract *c, const char *text, k_str parent)
{
    return sky_peer_say(c->net, "nora", text, parent, parent.p ? "reply" : "mention", tick(c));
}
static void sky_edit(struct contract *c, k_str id, const char *text)
{
    sky_peer_edit(c->net, id, text);
}
static void sky_erase(struct contract *c, k_str id)
{
    sky_peer_delete(c->net, id);
}
static size_t sky_ours(struct contract *c, k_str text)
{
    return sky_peer_ours(c->net, text);
}
static void sky_fault(struct contract *c, enum fault f, int n)
{
    if (f == FAULT_REVOKED)
        sky_peer_revoke(c->net, SKY_PEER_ACCESS | SKY_PEER_REFRESH | SKY_PEER_PASSWORD_TOO);
    else
        http_fault(c, f, n);
}

/* ---- WordPress ---- */

static void wp_open(struct contract *c)
{
    c->net = wp_peer_start(&c->k.clock);
    c->peer = wp_peer_http(c->net);
    open_kit(c, wp_peer_url(c->net), "{\"user\":\"us\"}",
             "{\"app_password\":\"" WP_PEER_PASSWORD "\"}");
}
static void wp_close(struct contract *c)
{
    wp_peer_stop(c->net);
}
static int64_t wp_number(k_str id)
{
    int64_t v = 0;
    ptrdiff_t at = k_str_find(id, K_S("#comment-"));
    assert_true(at < 0 || k_str_i64(k_str_from(id, (size_t)at + 9), &v));
    return v;
}
static k_str wp_say(struct contract *c, const char *text, k_str parent)
{
    tick(c);
    return k_fmt(c->k.arena, "localhost:%d#comment-%lld", peer_port(c->peer),
                 (long long)wp_peer_say(c->net, "nora", text, wp_number(parent)));
}
static void wp_edit(struct contract *c, k_str id, const char *text)
{
    wp_peer_edit(c->net, wp_number(id), text);
}
static void wp_erase(struct contract *c, k_str id)
{
    wp_peer_put(c->net, wp_number(id), WP_PEER_TRASH);
}
static size_t wp_ours(struct contract *c, k_str text)
{
    return wp_peer_ours(c->net, text);
}
static void wp_fault(struct contract *c, enum fault f, int n)
{
    if (f == FAULT_REVOKED)
        wp_peer_revoke(c->net);
    else
        http_fault(c, f, n);
}

/* ---- feeds ---- */

struct feed_peer {
    struct contract *c;
    K_VEC(struct {
        int id;
        const char *text;
        k_time at;
    })
    items;
};

static void feed_ask(void *arg, const struct peer_ask *ask, struct peer_say *say)
{
    struct feed_peer *fp = arg;
    struct k_buf body;
    k_buf_init(&body, ask->arena, (size_t)8 << 20);
    k_buf_str(&body, K_S("<feed xmlns='http://www.w3.org/2005/Atom'><title>Garden</title>"));
    for (size_t i = fp->items.n; i-- > 0;) {
        k_buf_fmt(&body,
                  "<entry><id>item-%d</id><title>Note</title><author><name>Nora</name></"
                  "author><published>%s</published><content>",
                  fp->items.v[i].id, k_time_iso(ask->arena, fp->items.v[i].at).p);
        k_buf_html(&body, k_str_z(fp->items.v[i].text));
        k_buf_str(&body, K_S("</content></entry>"));
    }
    k_buf_str(&body, K_S("</feed>"));
    k_str etag =
        k_fmt(ask->arena, "\"%016llx\"", (unsigned long long)k_str_hash(k_buf_view(&body)));
    say->type = "application/atom+xml";
    peer_header(say, "ETag", etag);
    if (k_str_eq(ask->etag, etag))
        say->status = 304;
    else
        k_buf_str(&say->body, k_buf_view(&body));
}

static void feed_open(struct contract *c)
{
    struct feed_peer *fp = calloc(1, sizeof *fp);
    assert_non_null(fp);
    fp->c = c;
    c->net = fp;
    c->peer = peer_start(feed_ask, fp);
    struct k_arena *a = k_arena_new(0);
    open_kit(c, k_fmt(a, "http://localhost:%d", peer_port(c->peer)), NULL, NULL);
    k_arena_free(a);
}
static void feed_close(struct contract *c)
{
    peer_stop(c->peer);
    free(c->net);
}
static k_str feed_say(struct contract *c, const char *text, k_str parent)
{
    struct feed_peer *fp = c->net;
    k_time at = tick(c);
    int id = (int)fp->items.n + 1;
    (void)k_vec_push(c->k.arena, &fp->items);
    fp->items.v[id - 1].id = id;
    fp->items.v[id - 1].text = text;
    fp->items.v[id - 1].at = at;
    return k_fmt(c->k.arena, "localhost:%d|item-%d", peer_port(c->peer), id);
}
static void feed_edit(struct contract *c, k_str id, const char *text)
{
    struct feed_peer *fp = c->net;
    int64_t n = 0;
    assert_true(k_str_i64(k_str_from(id, (size_t)k_str_find(id, K_S("item-")) + 5), &n));
    fp->items.v[n - 1].text = text;
}

const struct persona personas[] = {
    {.network = "fake",
     .can = CAN_SEE_EDITS | CAN_SEE_DELETIONS | CAN_SEE_THREADS | CAN_REPLY | HAS_PASSWORD,
     .open = fake_open,
     .close = fake_close,
     .say = fake_say,
     .whisper = fake_whisper,
     .edit = fake_edit,
     .erase = fake_erase,
     .ours = fake_ours,
     .fault = fake_fault},
    {.network = "bluesky",
     .can = CAN_SEE_EDITS | CAN_SEE_DELETIONS | CAN_SEE_THREADS | CAN_REPLY | HAS_PASSWORD,
     .answers_to = "listNotifications",
     .sends_to = "createRecord",
     .open = sky_open,
     .close = sky_close,
     .say = sky_say,
     .edit = sky_edit,
     .erase = sky_erase,
     .ours = sky_ours,
     .fault = sky_fault},
    {.network = "wordpress",
     .can = CAN_SEE_EDITS | CAN_SEE_DELETIONS | CAN_SEE_THREADS | CAN_REPLY | HAS_PASSWORD,
     .answers_to = "wp/v2/comments",
     .sends_to = "POST /wp-json/wp/v2/comments",
     .open = wp_open,
     .close = wp_close,
     .say = wp_say,
     .edit = wp_edit,
     .erase = wp_erase,
     .ours = wp_ours,
     .fault = wp_fault},
    {.network = "rss",
     .can = CAN_SEE_EDITS,
     .answers_to = "/",
     .open = feed_open,
     .close = feed_close,
     .say = feed_say,
     .edit = feed_edit,
     .fault = http_fault},
};
const size_t n_personas = sizeof personas / sizeof *personas;
