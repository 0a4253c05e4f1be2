/* reply: what we say, in answer or unprompted. The record key is made from the outbox row, so
 * that a second try finds the place taken; the server answers that with an error 500, which is
 * unclear until sky_find has looked. */
#include "base/utf8.h"
#include "connectors/bluesky/bluesky.h"
#include "connectors/bluesky/facets.h"
#include "connectors/bluesky/sky.h"

struct ref {
    k_str uri, cid;
};

static struct ref ref_of(const struct k_json *v)
{
    return (struct ref){k_json_get_str(v, "uri"), k_json_get_str(v, "cid")};
}

/* 53 bits of microseconds and 10 bits that tell rows of the same moment apart, in the network's
 * own base 32. */
k_str sky_rkey(struct k_arena *a, const struct reply_out *out)
{
    static const char digits[] = "234567abcdefghijklmnopqrstuvwxyz";
    uint64_t h = 0xcbf29ce484222325u;
    for (size_t i = 0; i < out->idem_key.n; i++)
        h = (h ^ (unsigned char)out->idem_key.p[i]) * 0x100000001b3u;
    uint64_t micros = (uint64_t)out->created_at & (((uint64_t)1 << 53) - 1);
    uint64_t v = micros << 10 | (h >> 32 & 0x3ff);
    char text[13];
    for (size_t i = 13; i-- > 0; v >>= 5)
        text[i] = digits[v & 31];
    return k_dup(a, k_str_n(text, 13));
}

static k_str own_uri(const struct sky *s, k_str rkey)
{
    return k_fmt(s->nx->arena, "at://%.*s/" SKY_POST "/%.*s", K_ARG(s->did), K_ARG(rkey));
}

k_err sky_check(struct k_net_ctx *nx, const struct reply_out *out)
{
    size_t letters = k_utf8_graphemes(out->text);
    const struct reply_limits *most = &connector_bluesky.limits;
    if (letters > (size_t)most->graphemes)
        return k_net_fail(nx, K_ERR_LIMIT, "Bluesky takes %d characters; this has %zu.",
                          most->graphemes, letters);
    if (out->text.n > (size_t)most->bytes)
        return k_net_fail(nx, K_ERR_LIMIT, "Bluesky takes %d bytes; this has %zu.", most->bytes,
                          out->text.n);
    if (k_str_empty(k_str_trim(out->text)))
        return k_net_fail(nx, K_ERR_LIMIT, "There is nothing to send.");
    return K_OK;
}

/* Reference of the answered post and of its thread; asked for when they are not known (a post
 * from an import, say). */
static k_err refs_of(struct sky *s, const struct reply_out *out, struct ref *parent,
                     struct ref *root)
{
    const struct k_json *meta = NULL, *answer;
    if (out->parent_meta.n == 0 ||
        k_json_parse(s->nx->arena, out->parent_meta, &meta, NULL) != K_OK)
        meta = NULL;
    *parent = ref_of(meta);
    *root = ref_of(k_json_get(meta, "root"));
    if (parent->uri.n == 0 || parent->cid.n == 0) {
        struct k_buf q;
        k_buf_init(&q, s->nx->arena, 1 << 12);
        sky_param(&q, "uris", out->parent_native_id);
        struct sky_call call = {.method = "app.bsky.feed.getPosts", .query = k_buf_view(&q)};
        K_TRY(sky_ask(s, &call, &answer, NULL));
        const struct k_json *post = k_json_path(answer, "posts.0");
        *parent = ref_of(post);
        *root = ref_of(k_json_path(post, "record.reply.root"));
    }
    if (parent->uri.n == 0 || parent->cid.n == 0)
        return k_net_fail(s->nx, K_ERR_NET_REFUSED,
                          "The post that is answered is no longer there.");
    if (root->uri.n == 0 || root->cid.n == 0)
        *root = *parent;
    return K_OK;
}

/* Who is meant by each @name; names that nobody has stay plain text. */
static k_err resolve_mentions(struct sky *s, struct facets *f)
{
    for (size_t i = 0; i < f->v.n; i++) {
        struct facet *one = &f->v.v[i];
        const struct k_json *answer;
        struct k_buf q;
        if (one->kind != FACET_MENTION)
            continue;
        k_buf_init(&q, s->nx->arena, 1 << 12);
        sky_param(&q, "handle", k_lower(s->nx->arena, one->value));
        struct sky_call call = {.method = "com.atproto.identity.resolveHandle",
                                .query = k_buf_view(&q)};
        k_err err = sky_ask(s, &call, &answer, NULL);
        if (err == K_OK)
            one->did = k_json_get_str(answer, "did");
        else if (err == K_ERR_NET_REFUSED)
            s->nx->detail = (struct k_detail){0};
        else
            return err;
    }
    return K_OK;
}

static void write_ref(struct k_jw *w, const char *key, struct ref r)
{
    kw_key(w, key);
    kw_obj(w);
    kw_key(w, "uri");
    kw_str(w, r.uri);
    kw_key(w, "cid");
    kw_str(w, r.cid);
    kw_end(w);
}

static void write_record(struct k_jw *w, const struct reply_out *out, const struct facets *f,
                         struct ref parent, struct ref root)
{
    kw_obj(w);
    kw_key(w, "$type");
    kw_str(w, K_S(SKY_POST));
    kw_key(w, "text");
    kw_str(w, out->text);
    kw_key(w, "createdAt");
    kw_time(w, out->created_at);
    if (f->v.n) {
        kw_key(w, "facets");
        facets_write(w, f);
    }
    if (parent.uri.n) { /* a post of its own answers nobody */
        kw_key(w, "reply");
        kw_obj(w);
        write_ref(w, "root", root);
        write_ref(w, "parent", parent);
        kw_end(w);
    }
    kw_end(w);
}

static k_str write_call(struct sky *s, const struct reply_out *out, const struct facets *f,
                        struct ref parent, struct ref root)
{
    struct k_buf b;
    k_buf_init(&b, s->nx->arena, 1 << 18);
    struct k_jw w = k_jw(&b);
    kw_obj(&w);
    kw_key(&w, "repo");
    kw_str(&w, s->did);
    kw_key(&w, "collection");
    kw_str(&w, K_S(SKY_POST));
    kw_key(&w, "rkey");
    kw_str(&w, sky_rkey(s->nx->arena, out));
    kw_key(&w, "record");
    write_record(&w, out, f, parent, root);
    kw_end(&w);
    return k_buf_view(&b);
}

static void fill_done(struct sky *s, const struct reply_out *out, k_str cid, struct ref root,
                      struct reply_done *done)
{
    k_str rkey = sky_rkey(s->nx->arena, out);
    struct k_buf b;
    k_buf_init(&b, s->nx->arena, 1 << 12);
    done->native_id = own_uri(s, rkey);
    done->url = sky_post_url(s->nx->arena, s->handle, rkey);
    done->posted_at = out->created_at;
    struct k_jw w = k_jw(&b);
    kw_obj(&w);
    kw_key(&w, "uri");
    kw_str(&w, done->native_id);
    kw_key(&w, "cid");
    kw_str(&w, cid);
    if (root.uri.n)
        write_ref(&w, "root", root);
    kw_end(&w);
    done->meta = k_buf_view(&b);
}

k_err sky_say(struct k_net_ctx *nx, const struct channel_view *ch, const struct reply_out *out,
              struct reply_done *done)
{
    struct sky s;
    struct ref parent = {0}, root = {0};
    struct facets f;
    const struct k_json *answer;
    *done = (struct reply_done){0};
    K_TRY(sky_check(nx, out));
    K_TRY(sky_open(nx, ch, &done->news, &s));
    if (out->parent_native_id.p)
        K_TRY(refs_of(&s, out, &parent, &root));
    facets_find(nx->arena, out->text, &f);
    K_TRY(resolve_mentions(&s, &f));
    struct sky_call call = {.method = "com.atproto.repo.createRecord",
                            .json = write_call(&s, out, &f, parent, root),
                            .acts = true};
    k_err err = sky_ask(&s, &call, &answer, NULL);
    if (err == K_ERR_NET_BAD_ANSWER) /* a 2xx that cannot be read */
        return K_ERR_UNCLEAR;
    K_TRY(err);
    fill_done(&s, out, k_json_get_str(answer, "cid"), root, done);
    return K_OK;
}

k_err sky_find(struct k_net_ctx *nx, const struct channel_view *ch, const struct reply_out *out,
               bool *found, struct reply_done *done)
{
    struct sky s;
    struct k_buf q;
    const struct k_json *answer;
    k_str name;
    *found = false;
    *done = (struct reply_done){0};
    K_TRY(sky_open(nx, ch, &done->news, &s));
    k_buf_init(&q, nx->arena, 1 << 12);
    sky_param(&q, "repo", s.did.n ? s.did : s.handle);
    sky_param(&q, "collection", K_S(SKY_POST));
    sky_param(&q, "rkey", sky_rkey(nx->arena, out));
    struct sky_call call = {.method = "com.atproto.repo.getRecord", .query = k_buf_view(&q)};
    k_err err = sky_ask(&s, &call, &answer, &name);
    if (err != K_OK && k_str_eqz(name, "RecordNotFound")) {
        nx->detail = (struct k_detail){0};
        return K_OK;
    }
    K_TRY(err);
    *found = k_str_eq(k_json_path_str(answer, "value.text"), out->text);
    if (*found)
        fill_done(&s, out, k_json_get_str(answer, "cid"),
                  ref_of(k_json_path(answer, "value.reply.root")), done);
    return K_OK;
}

k_err sky_remove(struct k_net_ctx *nx, const struct channel_view *ch, k_str native_id,
                 k_str meta, struct channel_news *news)
{
    struct sky s;
    struct k_buf b;
    const struct k_json *answer;
    k_str did, collection, rkey;
    K_TRY(sky_open(nx, ch, news, &s));
    if (!sky_uri(native_id, &did, &collection, &rkey) || !k_str_eq(did, s.did))
        return k_net_fail(nx, K_ERR_NET_REFUSED, "Only our own posts can be taken back.");
    k_buf_init(&b, nx->arena, 1 << 12);
    struct k_jw w = k_jw(&b);
    kw_obj(&w);
    kw_key(&w, "repo");
    kw_str(&w, s.did);
    kw_key(&w, "collection");
    kw_str(&w, collection);
    kw_key(&w, "rkey");
    kw_str(&w, rkey);
    kw_end(&w);
    /* Deleting what is gone already succeeds on this network: a repeat does no harm. */
    struct sky_call call = {.method = "com.atproto.repo.deleteRecord", .json = k_buf_view(&b)};
    return sky_ask(&s, &call, &answer, NULL);
}
