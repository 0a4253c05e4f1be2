/* sky_peer: see sky_peer.h. Facts from com.atproto.server.*, com.atproto.repo.*,
 * app.bsky.notification.listNotifications and app.bsky.feed.getPostThread. */
#include "kit/sky_peer.h"
#include "base/utf8.h"
#include "base/vec.h"
#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

struct post {
    k_str uri, cid, did, rkey, text, reason, parent, root, facets;
    k_time created, indexed;
    bool deleted;
};

struct sky_peer {
    struct peer *peer;
    struct k_arena *arena;
    const struct k_clock *clock;
    K_VEC(struct post) posts;
    int serial, page;
    k_str access, refresh;
    bool password_dead;
};

/* ---- the world ---- */

static struct post *find(struct sky_peer *sp, k_str uri)
{
    for (size_t i = 0; i < sp->posts.n; i++)
        if (k_str_eq(sp->posts.v[i].uri, uri) && !sp->posts.v[i].deleted)
            return &sp->posts.v[i];
    return NULL;
}

static k_str new_cid(struct sky_peer *sp)
{
    return k_fmt(sp->arena, "bafyrei%08d", ++sp->serial);
}

static struct post *add(struct sky_peer *sp, k_str did, k_str rkey, k_str text, k_str parent,
                        k_time created)
{
    struct post *above = parent.p ? find(sp, parent) : NULL;
    k_str root = above ? (above->root.p ? above->root : above->uri) : K_NONE;
    struct post *p = k_vec_push(sp->arena, &sp->posts);
    k_time now = k_now(sp->clock);
    *p = (struct post){
        .uri = k_fmt(sp->arena, "at://%.*s/app.bsky.feed.post/%.*s", K_ARG(did), K_ARG(rkey)),
        .cid = new_cid(sp),
        .did = k_dup(sp->arena, did),
        .rkey = k_dup(sp->arena, rkey),
        .text = k_dup(sp->arena, text),
        .parent = k_dup(sp->arena, parent),
        .root = root,
        .created = created,
        .indexed = created < now ? created : now};
    return p;
}

k_str sky_peer_say(struct sky_peer *sp, const char *who, const char *text, k_str parent,
                   const char *reason, k_time created_at)
{
    k_str did = k_fmt(sp->arena, "did:plc:%s", who);
    k_str rkey = k_fmt(sp->arena, "3l%011d", ++sp->serial);
    struct post *p = add(sp, did, rkey, k_str_z(text), parent, created_at);
    p->reason = k_str_z(reason);
    return p->uri;
}

void sky_peer_edit(struct sky_peer *sp, k_str uri, const char *text)
{
    struct post *p = find(sp, uri);
    assert_non_null(p);
    p->text = k_dup(sp->arena, k_str_z(text));
    p->cid = new_cid(sp);
}

void sky_peer_delete(struct sky_peer *sp, k_str uri)
{
    struct post *p = find(sp, uri);
    assert_non_null(p);
    p->deleted = true;
}

size_t sky_peer_ours(struct sky_peer *sp, k_str text)
{
    size_t n = 0;
    for (size_t i = 0; i < sp->posts.n; i++)
        n += !sp->posts.v[i].deleted && k_str_eqz(sp->posts.v[i].did, SKY_PEER_US) &&
             k_str_eq(sp->posts.v[i].text, text);
    return n;
}

/* ---- answers ---- */

static void fail_with(struct peer_say *say, int status, const char *name, const char *message)
{
    say->status = status;
    k_buf_reset(&say->body);
    k_buf_fmt(&say->body, "{\"error\":\"%s\",\"message\":\"%s\"}", name, message);
}

static void put(struct k_jw *w, const char *key, k_str value)
{
    kw_key(w, key);
    kw_str(w, value);
}

static void put_ref(struct sky_peer *sp, struct k_jw *w, const char *key, k_str uri)
{
    const struct post *p = find(sp, uri);
    kw_key(w, key);
    kw_obj(w);
    put(w, "uri", uri);
    put(w, "cid", p ? p->cid : K_S("bafyreigone"));
    kw_end(w);
}

static void put_record(struct sky_peer *sp, struct k_jw *w, const struct post *p)
{
    kw_obj(w);
    put(w, "$type", K_S("app.bsky.feed.post"));
    put(w, "text", p->text);
    kw_key(w, "createdAt");
    kw_time(w, p->created);
    kw_key(w, "langs");
    kw_raw(w, K_S("[\"en\"]"));
    if (p->facets.p) {
        kw_key(w, "facets");
        kw_raw(w, p->facets);
    }
    if (p->parent.p) {
        kw_key(w, "reply");
        kw_obj(w);
        put_ref(sp, w, "root", p->root);
        put_ref(sp, w, "parent", p->parent);
        kw_end(w);
    }
    kw_end(w);
}

static void put_author(struct sky_peer *sp, struct k_jw *w, k_str did)
{
    k_str name = k_str_from(did, 8);
    kw_key(w, "author");
    kw_obj(w);
    put(w, "did", did);
    put(w, "handle", k_fmt(sp->arena, "%.*s.test", K_ARG(name)));
    put(w, "displayName", name);
    kw_end(w);
}

static void put_post(struct sky_peer *sp, struct k_jw *w, const struct post *p)
{
    kw_obj(w);
    put(w, "uri", p->uri);
    put(w, "cid", p->cid);
    put_author(sp, w, p->did);
    if (p->reason.p)
        put(w, "reason", p->reason);
    kw_key(w, "record");
    put_record(sp, w, p);
    kw_key(w, "indexedAt");
    kw_time(w, p->indexed);
    kw_end(w);
}

static void put_session(struct sky_peer *sp, struct peer_say *say)
{
    sp->access = k_fmt(sp->arena, "access-%d", ++sp->serial);
    sp->refresh = k_fmt(sp->arena, "refresh-%d", ++sp->serial);
    struct k_jw w = k_jw(&say->body);
    kw_obj(&w);
    put(&w, "accessJwt", sp->access);
    put(&w, "refreshJwt", sp->refresh);
    put(&w, "did", K_S(SKY_PEER_US));
    put(&w, "handle", K_S("us.test"));
    kw_end(&w);
}

static bool bearer_is(const struct peer_ask *ask, k_str token)
{
    return token.p && k_str_starts(ask->auth, K_S("Bearer ")) &&
           k_str_eq(k_str_from(ask->auth, 7), token);
}

static void create_session(struct sky_peer *sp, const struct peer_ask *ask,
                           struct peer_say *say)
{
    k_str who = k_json_get_str(ask->json, "identifier");
    bool known = k_str_eqz(who, "us.test") || k_str_eqz(who, SKY_PEER_US);
    if (!known || sp->password_dead ||
        !k_str_eqz(k_json_get_str(ask->json, "password"), SKY_PEER_PASSWORD))
        fail_with(say, 401, "AuthenticationRequired", "Invalid identifier or password");
    else
        put_session(sp, say);
}

static void refresh_session(struct sky_peer *sp, const struct peer_ask *ask,
                            struct peer_say *say)
{
    if (!bearer_is(ask, sp->refresh))
        fail_with(say, 400, "ExpiredToken", "Token has been revoked");
    else
        put_session(sp, say);
}

/* Newest indexedAt first. */
static int newest_first(const void *x, const void *y)
{
    const struct post *a = *(const struct post *const *)x, *b = *(const struct post *const *)y;
    if (a->indexed != b->indexed)
        return a->indexed > b->indexed ? -1 : 1;
    return k_str_cmp(b->uri, a->uri);
}

static void list_notifications(struct sky_peer *sp, const struct peer_ask *ask,
                               struct peer_say *say)
{
    int64_t limit = peer_param_int(ask, "limit", 50), from = peer_param_int(ask, "cursor", 0);
    if (limit < 1 || limit > 100) {
        fail_with(say, 400, "InvalidRequest", "limit is 1 to 100");
        return;
    }
    limit = sp->page && sp->page < limit ? sp->page : limit;
    const struct post **v = k_new_n(ask->arena, const struct post *, sp->posts.n + 1);
    int64_t n = 0, i;
    for (size_t k = 0; k < sp->posts.n; k++)
        if (sp->posts.v[k].reason.p && !sp->posts.v[k].deleted)
            v[n++] = &sp->posts.v[k];
    qsort(v, (size_t)n, sizeof *v, newest_first);
    struct k_jw w = k_jw(&say->body);
    kw_obj(&w);
    kw_key(&w, "notifications");
    kw_arr(&w);
    for (i = from; i < n && i < from + limit; i++)
        put_post(sp, &w, v[i]);
    kw_end(&w);
    if (i < n)
        put(&w, "cursor", k_fmt(ask->arena, "%lld", (long long)i));
    kw_end(&w);
}

static void put_view(struct sky_peer *sp, struct k_jw *w, const struct post *p, int up,
                     int down);

static void put_parent(struct sky_peer *sp, struct k_jw *w, const struct post *p, int up)
{
    const struct post *above = find(sp, p->parent);
    kw_key(w, "parent");
    if (above) {
        put_view(sp, w, above, up - 1, 0);
        return;
    }
    kw_obj(w);
    put(w, "uri", p->parent);
    kw_key(w, "notFound");
    kw_bool(w, true);
    kw_end(w);
}

static void put_view(struct sky_peer *sp, struct k_jw *w, const struct post *p, int up,
                     int down)
{
    kw_obj(w);
    kw_key(w, "post");
    put_post(sp, w, p);
    if (p->parent.p && up > 0)
        put_parent(sp, w, p, up);
    kw_key(w, "replies");
    kw_arr(w);
    for (size_t i = 0; i < sp->posts.n && down > 0; i++)
        if (!sp->posts.v[i].deleted && k_str_eq(sp->posts.v[i].parent, p->uri))
            put_view(sp, w, &sp->posts.v[i], 0, down - 1);
    kw_end(w);
    kw_end(w);
}

static void get_thread(struct sky_peer *sp, const struct peer_ask *ask, struct peer_say *say)
{
    const struct post *p = find(sp, peer_param(ask, "uri"));
    if (p == NULL) {
        fail_with(say, 400, "NotFound", "Post not found");
        return;
    }
    struct k_jw w = k_jw(&say->body);
    kw_obj(&w);
    kw_key(&w, "thread");
    put_view(sp, &w, p, (int)peer_param_int(ask, "parentHeight", 80),
             (int)peer_param_int(ask, "depth", 6));
    kw_end(&w);
}

static void get_posts(struct sky_peer *sp, const struct peer_ask *ask, struct peer_say *say)
{
    struct k_jw w = k_jw(&say->body);
    k_str uri;
    kw_obj(&w);
    kw_key(&w, "posts");
    kw_arr(&w);
    for (size_t i = 0; (uri = peer_param_n(ask, "uris", i)).p && i < 25; i++)
        if (find(sp, uri))
            put_post(sp, &w, find(sp, uri));
    kw_end(&w);
    kw_end(&w);
}

/* ---- records ---- */

static bool ref_is_right(struct sky_peer *sp, const struct k_json *ref)
{
    const struct post *p = find(sp, k_json_get_str(ref, "uri"));
    return p && k_str_eq(p->cid, k_json_get_str(ref, "cid"));
}

static bool facet_is_right(const struct k_json *f, k_str text)
{
    int64_t start = k_json_int(k_json_path(f, "index.byteStart"), -1);
    int64_t end = k_json_int(k_json_path(f, "index.byteEnd"), -1);
    return start >= 0 && end > start && end <= (int64_t)text.n &&
           k_utf8_valid(k_str_sub(text, (size_t)start, (size_t)(end - start))) &&
           k_json_path_str(f, "features.0.$type").n > 0;
}

static const char *objection(struct sky_peer *sp, const struct peer_ask *ask)
{
    const struct k_json *record = k_json_get(ask->json, "record"), *f;
    k_str text = k_json_get_str(record, "text"), rkey = k_json_get_str(ask->json, "rkey");
    k_time t;
    if (!k_str_eqz(k_json_get_str(ask->json, "repo"), SKY_PEER_US) ||
        !k_str_eqz(k_json_get_str(ask->json, "collection"), "app.bsky.feed.post") ||
        !k_str_eqz(k_json_get_str(record, "$type"), "app.bsky.feed.post"))
        return "repo or collection";
    if (rkey.n != 13 || rkey.p[0] < '2' || rkey.p[0] > 'j')
        return "rkey is no TID";
    if (text.p == NULL || text.n > 3000 || k_utf8_graphemes(text) > 300)
        return "text";
    if (!k_time_parse(k_json_get_str(record, "createdAt"), &t))
        return "createdAt";
    if (k_json_get(record, "reply") && /* a post without one answers nobody */
        (!ref_is_right(sp, k_json_path(record, "reply.root")) ||
         !ref_is_right(sp, k_json_path(record, "reply.parent"))))
        return "reply";
    k_json_each (i, f, k_json_get(record, "facets")) {
        if (!facet_is_right(f, text))
            return "facets";
    }
    return NULL;
}

static k_str uri_of(struct sky_peer *sp, k_str repo, k_str rkey)
{
    return k_fmt(sp->arena, "at://%.*s/app.bsky.feed.post/%.*s", K_ARG(repo), K_ARG(rkey));
}

static void create_record(struct sky_peer *sp, const struct peer_ask *ask, struct peer_say *say)
{
    const struct k_json *record = k_json_get(ask->json, "record");
    k_str rkey = k_json_get_str(ask->json, "rkey");
    const char *wrong = objection(sp, ask);
    if (wrong) {
        fail_with(say, 400, "InvalidRequest", wrong);
        return;
    }
    if (find(sp, uri_of(sp, K_S(SKY_PEER_US), rkey))) { /* as the real one does */
        fail_with(say, 500, "InternalServerError", "Internal Server Error");
        return;
    }
    k_time created = 0;
    k_time_parse(k_json_get_str(record, "createdAt"), &created);
    struct post *p = add(sp, K_S(SKY_PEER_US), rkey, k_json_get_str(record, "text"),
                         k_json_path_str(record, "reply.parent.uri"), created);
    if (k_json_get(record, "facets"))
        p->facets = k_dup(sp->arena, k_json_text(ask->arena, k_json_get(record, "facets")));
    struct k_jw w = k_jw(&say->body);
    kw_obj(&w);
    put(&w, "uri", p->uri);
    put(&w, "cid", p->cid);
    kw_end(&w);
}

static void get_record(struct sky_peer *sp, const struct peer_ask *ask, struct peer_say *say)
{
    const struct post *p =
        find(sp, uri_of(sp, peer_param(ask, "repo"), peer_param(ask, "rkey")));
    if (p == NULL) {
        fail_with(say, 400, "RecordNotFound", "Could not locate record");
        return;
    }
    struct k_jw w = k_jw(&say->body);
    kw_obj(&w);
    put(&w, "uri", p->uri);
    put(&w, "cid", p->cid);
    kw_key(&w, "value");
    put_record(sp, &w, p);
    kw_end(&w);
}

static int by_key_down(const void *a, const void *b)
{
    return k_str_cmp((*(const struct post *const *)b)->rkey,
                     (*(const struct post *const *)a)->rkey);
}

/* By record key, youngest first, as the real one lists them; its cursor is the last key. */
static void list_records(struct sky_peer *sp, const struct peer_ask *ask, struct peer_say *say)
{
    const struct post **mine = calloc(sp->posts.n + 1, sizeof(struct post *));
    k_str below = peer_param(ask, "cursor");
    size_t n = 0, most = (size_t)peer_param_int(ask, "limit", 50);
    for (size_t i = 0; i < sp->posts.n; i++) {
        const struct post *p = &sp->posts.v[i];
        if (!p->deleted && k_str_eq(p->did, peer_param(ask, "repo")) &&
            (below.n == 0 || k_str_cmp(p->rkey, below) < 0))
            mine[n++] = p;
    }
    qsort(mine, n, sizeof(struct post *), by_key_down);
    struct k_jw w = k_jw(&say->body);
    kw_obj(&w);
    if (n > most)
        put(&w, "cursor", mine[most - 1]->rkey);
    kw_key(&w, "records");
    kw_arr(&w);
    for (size_t i = 0; i < n && i < most; i++) {
        kw_obj(&w);
        put(&w, "uri", mine[i]->uri);
        put(&w, "cid", mine[i]->cid);
        kw_key(&w, "value");
        put_record(sp, &w, mine[i]);
        kw_end(&w);
    }
    kw_end(&w);
    kw_end(&w);
    free(mine);
}

static void delete_record(struct sky_peer *sp, const struct peer_ask *ask, struct peer_say *say)
{
    struct post *p = find(
        sp, uri_of(sp, k_json_get_str(ask->json, "repo"), k_json_get_str(ask->json, "rkey")));
    if (p)
        p->deleted = true;
    k_buf_str(&say->body, K_S("{}"));
}

static void resolve_handle(struct sky_peer *sp, const struct peer_ask *ask,
                           struct peer_say *say)
{
    k_str handle = peer_param(ask, "handle");
    if (!k_str_ends(handle, K_S(".test")) || k_str_starts(handle, K_S("nobody")))
        fail_with(say, 400, "InvalidRequest", "Unable to resolve handle");
    else
        k_buf_fmt(&say->body, "{\"did\":\"did:plc:%.*s\"}",
                  K_ARG(k_str_sub(handle, 0, handle.n - 5)));
}

static void get_profile(struct sky_peer *sp, const struct peer_ask *ask, struct peer_say *say)
{
    k_buf_fmt(&say->body, "{\"did\":\"%.*s\",\"handle\":\"x.test\",\"followersCount\":7}",
              K_ARG(peer_param(ask, "actor")));
}

static void get_profiles(struct sky_peer *sp, const struct peer_ask *ask, struct peer_say *say)
{
    struct k_jw w = k_jw(&say->body);
    kw_obj(&w);
    kw_key(&w, "profiles");
    kw_arr(&w);
    for (size_t i = 0; i < 25 && peer_param_n(ask, "actors", i).n; i++) {
        kw_obj(&w);
        put(&w, "did", peer_param_n(ask, "actors", i));
        put(&w, "handle", peer_param_n(ask, "actors", i));
        put(&w, "description", K_S("Walks a lot."));
        kw_key(&w, "followersCount");
        kw_int(&w, 7);
        kw_end(&w);
    }
    kw_end(&w);
    kw_end(&w);
}

/* ---- what people do, for a test in another process ---- */

static void test_say(struct sky_peer *sp, const struct peer_ask *ask, struct peer_say *say)
{
    k_str who = k_json_get_str(ask->json, "who"), text = k_json_get_str(ask->json, "text");
    k_str uri = sky_peer_say(sp, k_dupz(ask->arena, who), k_dupz(ask->arena, text), K_NONE,
                             "mention", k_now(sp->clock));
    k_buf_fmt(&say->body, "{\"uri\":\"%.*s\"}", K_ARG(uri));
}

static void test_list(struct sky_peer *sp, const struct peer_ask *ask, struct peer_say *say)
{
    struct k_jw w = k_jw(&say->body);
    (void)ask;
    kw_obj(&w);
    kw_key(&w, "posts");
    kw_arr(&w);
    for (size_t i = 0; i < sp->posts.n; i++) {
        const struct post *p = &sp->posts.v[i];
        kw_obj(&w);
        put(&w, "uri", p->uri);
        put(&w, "did", p->did);
        put(&w, "text", p->text);
        kw_end(&w);
    }
    kw_end(&w);
    kw_end(&w);
}

/* ---- the door ---- */

static void on_ask(void *arg, const struct peer_ask *ask, struct peer_say *say)
{
    static const struct {
        const char *method;
        bool post;
        void (*fn)(struct sky_peer *sp, const struct peer_ask *ask, struct peer_say *say);
    } calls[] = {
        {"com.atproto.server.createSession", true, create_session},
        {"com.atproto.server.refreshSession", true, refresh_session},
        {"kith.test.say", true, test_say},
        {"kith.test.list", false, test_list},
        {"app.bsky.notification.listNotifications", false, list_notifications},
        {"app.bsky.feed.getPostThread", false, get_thread},
        {"app.bsky.feed.getPosts", false, get_posts},
        {"app.bsky.actor.getProfile", false, get_profile},
        {"app.bsky.actor.getProfiles", false, get_profiles},
        {"com.atproto.identity.resolveHandle", false, resolve_handle},
        {"com.atproto.repo.createRecord", true, create_record},
        {"com.atproto.repo.getRecord", false, get_record},
        {"com.atproto.repo.listRecords", false, list_records},
        {"com.atproto.repo.deleteRecord", true, delete_record},
    };
    struct sky_peer *sp = arg;
    for (size_t i = 0; i < sizeof calls / sizeof *calls; i++) {
        if (!k_str_ends(ask->path, k_str_z(calls[i].method)))
            continue;
        if (calls[i].post != k_str_eqz(ask->method, "POST"))
            fail_with(say, 405, "InvalidRequest", "method");
        else if (i >= 4 && !bearer_is(ask, sp->access))
            fail_with(say, ask->auth.p ? 400 : 401,
                      ask->auth.p ? "ExpiredToken" : "AuthMissing", "Token");
        else
            calls[i].fn(sp, ask, say);
        return;
    }
    fail_with(say, 501, "MethodNotImplemented", "Method Not Implemented");
}

struct sky_peer *sky_peer_start(const struct k_clock *clock)
{
    struct sky_peer *sp = calloc(1, sizeof *sp);
    assert_non_null(sp);
    sp->arena = k_arena_new(0);
    sp->clock = clock;
    sp->peer = peer_start(on_ask, sp);
    return sp;
}

void sky_peer_stop(struct sky_peer *sp)
{
    peer_stop(sp->peer);
    k_arena_free(sp->arena);
    free(sp);
}

struct peer *sky_peer_http(struct sky_peer *sp)
{
    return sp->peer;
}

k_str sky_peer_url(struct sky_peer *sp)
{
    return k_fmt(sp->arena, "http://localhost:%d", peer_port(sp->peer));
}

void sky_peer_revoke(struct sky_peer *sp, unsigned what)
{
    if (what & SKY_PEER_ACCESS)
        sp->access = K_S("none");
    if (what & SKY_PEER_REFRESH)
        sp->refresh = K_S("none");
    sp->password_dead = (what & SKY_PEER_PASSWORD_TOO) != 0;
}

void sky_peer_page(struct sky_peer *sp, int most)
{
    sp->page = most;
}
