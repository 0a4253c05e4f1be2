/* posts: a post of the network as an item, and whole threads. */
#include "connectors/bluesky/facets.h"
#include "connectors/bluesky/sky.h"
#include "formats/link.h"

enum { MOST_ITEMS = 300 };

/* ---- one post ---- */

k_str sky_post_url(struct k_arena *a, k_str actor, k_str rkey)
{
    return k_fmt(a, "https://bsky.app/profile/%.*s/post/%.*s", K_ARG(actor), K_ARG(rkey));
}

void sky_author(struct k_arena *a, const struct k_json *v, struct item_author *out)
{
    *out = (struct item_author){.native_id = k_json_get_str(v, "did"),
                                .handle = k_json_get_str(v, "handle"),
                                .name = k_json_get_str(v, "displayName"),
                                .avatar_url = k_json_get_str(v, "avatar"),
                                .bio = k_json_get_str(v, "description"),
                                .followers = k_json_int(k_json_get(v, "followersCount"), -1)};
    if (out->name.n == 0)
        out->name = out->handle;
    if (out->handle.n)
        out->url = k_fmt(a, "https://bsky.app/profile/%.*s", K_ARG(out->handle));
}

/* The earlier of what the author says and when the network saw it: a date in the future, or one
 * from before the network was there, is nobody's. */
static k_time written_at(const struct k_json *post)
{
    k_time said = 0, seen = 0;
    bool has_said = k_time_parse(k_json_path_str(post, "record.createdAt"), &said);
    bool has_seen = k_time_parse(k_json_get_str(post, "indexedAt"), &seen);
    if (!has_seen)
        return has_said ? said : 0;
    const k_time first = 1577836800 * K_SEC; /* 2020 */
    return has_said && said < seen && said > first ? said : seen;
}

static void write_ref(struct k_jw *w, const char *key, k_str uri, k_str cid)
{
    kw_key(w, key);
    kw_obj(w);
    kw_key(w, "uri");
    kw_str(w, uri);
    kw_key(w, "cid");
    kw_str(w, cid);
    kw_end(w);
}

k_str sky_picture(struct k_arena *a, k_str service, k_str did, k_str cid, bool small)
{
    k_str host = link_parse(service).host;
    struct k_buf b;
    if (!k_str_starts(did, K_S("did:")) || cid.n == 0 || link_is_plain(service))
        return K_NONE;
    if (k_str_eqz(host, "bsky.social") || k_str_ends(host, K_S(".bsky.network")))
        return k_fmt(a, "https://cdn.bsky.app/img/%s/plain/%.*s/%.*s@jpeg",
                     small ? "feed_thumbnail" : "feed_fullsize", K_ARG(did), K_ARG(cid));
    if (small) /* servers of data keep pictures in one size */
        return K_NONE;
    k_buf_init(&b, a, 2048);
    sky_param(&b, "did", did);
    sky_param(&b, "cid", cid);
    return k_fmt(a, "%.*s/xrpc/com.atproto.sync.getBlob?%.*s", K_ARG(service),
                 K_ARG(k_buf_view(&b)));
}

static const struct k_json *images_of(const struct k_json *embed)
{
    const struct k_json *images = k_json_get(embed, "images");
    return images ? images : k_json_path(embed, "media.images");
}

/* The address as the network shows it, else made from the blob that the record names. */
static void write_address(struct k_jw *w, const char *key, k_str shown, k_str made)
{
    k_str url = link_is_web(shown) && !link_is_plain(shown) ? shown : made;
    if (url.n == 0)
        return;
    kw_key(w, key);
    kw_str(w, url);
}

static void write_pictures(const struct sky *s, struct k_jw *w, const struct k_json *post)
{
    const struct k_json *images = images_of(k_json_path(post, "record.embed")), *v;
    const struct k_json *shown = images_of(k_json_get(post, "embed"));
    struct k_arena *a = s->nx->arena;
    k_str did = K_NONE, rest;
    if (k_json_len(images) == 0)
        return;
    (void)sky_uri(k_json_get_str(post, "uri"), &did, &rest, &rest);
    kw_key(w, "media");
    kw_arr(w);
    k_json_each (i, v, images) {
        const struct k_json *view = k_json_at(shown, i);
        k_str cid = k_json_path_str(v, "image.ref.$link");
        kw_obj(w);
        kw_key(w, "kind");
        kw_str(w, K_S("image"));
        kw_key(w, "alt");
        kw_str(w, k_json_get_str(v, "alt"));
        write_address(w, "thumb", k_json_get_str(view, "thumb"),
                      sky_picture(a, s->host, did, cid, true));
        write_address(w, "url", k_json_get_str(view, "fullsize"),
                      sky_picture(a, s->host, did, cid, false));
        kw_end(w);
    }
    kw_end(w);
}

/* The quoted post and the card of a link, as far as there are any. */
static void write_embed(struct k_jw *w, const struct k_json *embed)
{
    k_str quoted = k_json_path_str(embed, "record.uri");
    if (quoted.n == 0)
        quoted = k_json_path_str(embed, "record.record.uri");
    k_str card = k_json_path_str(embed, "external.uri");
    if (quoted.n) {
        kw_key(w, "quoted");
        kw_str(w, quoted);
    }
    if (card.n) {
        kw_key(w, "card");
        kw_str(w, card);
    }
}

/* What a reply needs: the post's own reference and that of the thread's first post. */
static k_str meta_of(const struct sky *s, const struct k_json *post, k_str uri)
{
    const struct k_json *root = k_json_path(post, "record.reply.root");
    struct k_buf b;
    k_buf_init(&b, s->nx->arena, 1 << 16);
    struct k_jw w = k_jw(&b);
    kw_obj(&w);
    kw_key(&w, "uri");
    kw_str(&w, uri);
    kw_key(&w, "cid");
    kw_str(&w, k_json_get_str(post, "cid"));
    if (root)
        write_ref(&w, "root", k_json_get_str(root, "uri"), k_json_get_str(root, "cid"));
    write_embed(&w, k_json_path(post, "record.embed"));
    write_pictures(s, &w, post);
    kw_end(&w);
    return k_buf_view(&b);
}

bool sky_item(const struct sky *s, const struct k_json *post, struct item *it)
{
    struct k_arena *a = s->nx->arena;
    k_str uri = k_json_get_str(post, "uri"), did, collection, rkey;
    const struct k_json *record = k_json_get(post, "record");
    k_str type = k_json_get_str(record, "$type"), reason = k_json_get_str(post, "reason");
    if (!sky_uri(uri, &did, &collection, &rkey) || !k_str_eqz(collection, SKY_POST) ||
        (type.n && !k_str_eqz(type, SKY_POST)))
        return false;
    bool named = k_str_eqz(reason, "mention") || k_str_eqz(reason, "quote");
    *it = (struct item){
        .native_id = uri,
        .native_parent = k_json_path_str(record, "reply.parent.uri"),
        .native_root = k_json_path_str(record, "reply.root.uri"),
        .ours = k_str_eq(did, s->did),
        .kind = named ? K_S("mention") : K_S("post"),
        .visibility = K_S("public"),
        .text = facets_expand(a, k_json_get_str(record, "text"), k_json_get(record, "facets")),
        .lang = k_json_path_str(record, "langs.0"),
        .meta = meta_of(s, post, uri),
        .posted_at = written_at(post)};
    if (it->posted_at == 0)
        it->posted_at = k_now(s->nx->clock);
    if (it->text.p == NULL)
        it->text = K_S("");
    if (it->native_root.p == NULL && it->native_parent.p == NULL)
        it->native_root = uri;
    sky_author(a, k_json_get(post, "author"), &it->author);
    if (it->author.native_id.n == 0)
        it->author.native_id = did;
    it->url = sky_post_url(a, it->author.handle.n ? it->author.handle : did, rkey);
    return true;
}

/* A record of our own repository: like a post, but without the view's author and times, and
 * with "value" for its record. */
bool sky_own_item(const struct sky *s, const struct k_json *record, struct item *it)
{
    struct k_buf b;
    k_buf_init(&b, s->nx->arena, 1 << 18);
    struct k_jw w = k_jw(&b);
    const struct k_json *view;
    kw_obj(&w);
    kw_key(&w, "uri");
    kw_value(&w, k_json_get(record, "uri"));
    kw_key(&w, "cid");
    kw_value(&w, k_json_get(record, "cid"));
    kw_key(&w, "record");
    kw_value(&w, k_json_get(record, "value"));
    kw_key(&w, "author");
    kw_obj(&w);
    kw_key(&w, "did");
    kw_str(&w, s->did);
    kw_key(&w, "handle");
    kw_str(&w, s->handle);
    kw_end(&w);
    kw_end(&w);
    return k_buf_ok(&b) && k_json_parse(s->nx->arena, k_buf_view(&b), &view, NULL) == K_OK &&
           sky_item(s, view, it);
}

/* ---- threads ---- */

static void push_deleted(const struct sky *s, k_str uri, struct item_page *page)
{
    if (uri.n)
        *k_vec_push(s->nx->arena, &page->items) =
            (struct item){.act = ITEM_DELETED, .native_id = uri};
}

static void push_view(const struct sky *s, const struct k_json *view, struct item_page *page)
{
    struct item it;
    if (k_json_bool(k_json_get(view, "notFound"), false))
        push_deleted(s, k_json_get_str(view, "uri"), page);
    else if (page->items.n < MOST_ITEMS && sky_item(s, k_json_get(view, "post"), &it))
        *k_vec_push(s->nx->arena, &page->items) = it;
}

static void push_answers(const struct sky *s, const struct k_json *view, int depth,
                         struct item_page *page)
{
    const struct k_json *v;
    if (depth > THREAD_DOWN)
        return;
    k_json_each (i, v, k_json_get(view, "replies")) {
        push_view(s, v, page);
        push_answers(s, v, depth + 1, page);
    }
}

void sky_thread_items(const struct sky *s, const struct k_json *view, struct item_page *page)
{
    const struct k_json *up[THREAD_UP];
    size_t n = 0;
    for (const struct k_json *v = k_json_get(view, "parent"); v && n < THREAD_UP;
         v = k_json_get(v, "parent"))
        up[n++] = v;
    while (n > 0)
        push_view(s, up[--n], page);
    push_view(s, view, page);
    push_answers(s, view, 1, page);
}

k_err sky_ask_thread(struct sky *s, k_str uri, int up, int down, const struct k_json **view,
                     k_str *name)
{
    const struct k_json *answer;
    struct k_buf q;
    k_buf_init(&q, s->nx->arena, 1 << 16);
    sky_param(&q, "uri", uri);
    k_buf_fmt(&q, "&depth=%d&parentHeight=%d", down, up);
    struct sky_call call = {.method = "app.bsky.feed.getPostThread", .query = k_buf_view(&q)};
    K_TRY(sky_ask(s, &call, &answer, name));
    *view = k_json_get(answer, "thread");
    return K_OK;
}

k_err sky_thread(struct k_net_ctx *nx, const struct channel_view *ch, k_str native_id,
                 k_str meta, struct item_page *page)
{
    struct sky s;
    const struct k_json *view;
    k_str name;
    *page = (struct item_page){0};
    K_TRY(sky_open(nx, ch, &page->news, &s));
    k_err err = sky_ask_thread(&s, native_id, THREAD_UP, THREAD_DOWN, &view, &name);
    if (err != K_OK && k_str_eqz(name, "NotFound")) {
        nx->detail = (struct k_detail){0};
        push_deleted(&s, native_id, page);
        return K_OK;
    }
    K_TRY(err);
    sky_thread_items(&s, view, page);
    return K_OK;
}
