/* feed: the connector of RSS, Atom and JSON feeds (network "rss"), one feed a channel. Read
 * only. The feed is asked with ETag and Last-Modified, so that a quiet one costs an empty
 * answer; what of it is new or changed is told by fingerprints in the cursor: etag, modified
 * for the conditional request; gone while items are still to be delivered known            16
 * hexadecimal digits an item of the feed: 8 of its id, 8 of its content */
#include "connectors/feed.h"
#include "base/utf8.h"
#include "connectors/exchange.h"
#include "formats/feed.h"
#include "formats/link.h"
#include "text/html.h"

enum { PAGE = 100, PRINT = 16, TEXT_BYTES = 1 << 18, CANDIDATES = 4 };

/* ---- asking ---- */

static const char *const feed_types =
    "application/atom+xml, application/rss+xml, application/feed+json, application/xml;q=0.9, "
    "text/xml;q=0.9, application/json;q=0.8, text/html;q=0.5, */*;q=0.1";

static k_str charset_of(const struct http_res *res)
{
    k_str type = http_res_header(res, "content-type");
    ptrdiff_t at = k_str_ifind(type, K_S("charset="));
    if (at < 0)
        return K_NONE;
    k_str rest = k_str_from(type, (size_t)at + 8), name = k_str_trim(k_str_cut(&rest, ';'));
    if (name.n >= 2 && name.p[0] == '"')
        name = k_str_sub(name, 1, name.n - 2);
    return name;
}

static k_err get(struct k_net_ctx *nx, k_str url, k_str etag, k_str modified,
                 struct channel_news *news, struct http_res *res)
{
    struct exchange ex = {
        .url = url, .accept = feed_types, .redirects = 5, .max_body = FEED_MAX_BYTES};
    size_t n = 0;
    if (etag.n)
        ex.extra[n++] = (struct http_header){K_S("If-None-Match"), etag};
    if (modified.n)
        ex.extra[n++] = (struct http_header){K_S("If-Modified-Since"), modified};
    K_TRY(exchange_do(nx, &ex, res));
    exchange_budget(res, k_now(nx->clock), news);
    if (res->status == 304 && n > 0)
        return K_OK;
    if (res->status == 410)
        return k_net_fail(nx, K_ERR_NET_REFUSED,
                          "The site says that this feed is gone for good. Remove the channel.");
    return exchange_status(nx, res, link_site(nx->arena, url), K_NONE, news);
}

static k_err parse(struct k_net_ctx *nx, const struct http_res *res, struct feed *feed,
                   k_str *why)
{
    return feed_parse(nx->arena, res->body, res->final_url, charset_of(res), feed, why);
}

/* ---- connecting ---- */

static k_str plain(struct k_arena *a, struct feed_words w, size_t max)
{
    if (w.v.p == NULL)
        return K_NONE;
    return k_str_trim(w.html ? html_text(a, w.v, max) : k_str_sub(w.v, 0, max));
}

static void connected(struct k_net_ctx *nx, const struct feed *feed, k_str url,
                      struct channel_news *news)
{
    struct k_buf b;
    k_buf_init(&b, nx->arena, 1 << 16);
    struct k_jw w = k_jw(&b);
    kw_obj(&w);
    kw_key(&w, "feed");
    kw_str(&w, url);
    kw_end(&w);
    news->config = k_buf_view(&b);
    k_str title = k_utf8_cut(plain(nx->arena, feed->title, 2000), 120);
    news->handle = title.n ? title : link_site(nx->arena, url);
}

/* The first announced feed that is one; those of comments only when there is nothing else. */
static k_err try_announced(struct k_net_ctx *nx, const struct http_res *page,
                           struct channel_news *news, bool *found)
{
    struct feed_links links;
    struct feed feed;
    k_str why;
    int asked = 0;
    feed_discover(nx->arena, page->body, page->final_url, &links);
    for (int comments = 0; comments < 2 && !*found; comments++) {
        for (size_t i = 0; i < links.v.n && !*found && asked < CANDIDATES; i++) {
            struct http_res res;
            const struct feed_link *l = &links.v.v[i];
            if ((k_str_ifind(l->url, K_S("comments")) >= 0) != (comments == 1))
                continue;
            asked++;
            if (get(nx, l->url, K_NONE, K_NONE, news, &res) == K_OK &&
                parse(nx, &res, &feed, &why) == K_OK) {
                connected(nx, &feed, res.final_url, news);
                *found = true;
            }
            nx->detail = (struct k_detail){0};
        }
    }
    return K_OK;
}

static k_err feed_connect(struct k_net_ctx *nx, const struct channel_view *ch,
                          struct channel_news *news)
{
    struct http_res res;
    struct feed feed;
    k_str why = K_NONE, url = link_tidy(nx->arena, ch->address);
    bool found = false;
    *news = (struct channel_news){.budget_left = -1};
    if (url.p == NULL)
        return k_net_fail(nx, K_ERR_BAD_INPUT, "\"%.*s\" is no web address.",
                          K_ARG(ch->address));
    K_TRY(get(nx, url, K_NONE, K_NONE, news, &res));
    k_err err = parse(nx, &res, &feed, &why);
    if (err == K_OK) {
        connected(nx, &feed, res.final_url, news);
        return K_OK;
    }
    if (!feed_is_page(res.body))
        return k_net_fail(nx, K_ERR_BAD_INPUT, "This is no feed that can be read: %.*s.",
                          K_ARG(why));
    K_TRY(try_announced(nx, &res, news, &found));
    if (found)
        return K_OK;
    return k_net_fail(nx, K_ERR_BAD_INPUT,
                      "This page announces no feed. Give the address of the feed itself.");
}

/* ---- what is new ---- */

struct reading {
    k_str etag, modified, known;
};

static struct reading reading_of(struct k_net_ctx *nx, k_str cursor)
{
    const struct k_json *v = NULL;
    if (cursor.n == 0 || k_json_parse(nx->arena, cursor, &v, NULL) != K_OK)
        return (struct reading){0};
    return (struct reading){k_json_get_str(v, "etag"), k_json_get_str(v, "modified"),
                            k_json_get_str(v, "known")};
}

static k_str cursor_of(struct k_net_ctx *nx, const struct reading *r)
{
    struct k_buf b;
    k_buf_init(&b, nx->arena, 1 << 18);
    struct k_jw w = k_jw(&b);
    kw_obj(&w);
    kw_key(&w, "etag");
    kw_str(&w, r->etag);
    kw_key(&w, "modified");
    kw_str(&w, r->modified);
    kw_key(&w, "known");
    kw_str(&w, r->known);
    kw_end(&w);
    return k_buf_view(&b);
}

/* FNV-1a, 32 bits of it. */
static uint32_t print_of(const k_str *parts, size_t n)
{
    uint64_t h = 0xcbf29ce484222325u;
    for (size_t p = 0; p < n; p++) {
        for (size_t i = 0; i < parts[p].n; i++)
            h = (h ^ (unsigned char)parts[p].p[i]) * 0x100000001b3u;
        h *= 0x100000001b3u;
    }
    return (uint32_t)(h >> 32);
}

/* What names the item for ever: its id, else its link, else its words. */
static k_str identity(struct k_arena *a, const struct feed_item *it)
{
    if (it->id.n || it->link.n)
        return it->id.n ? it->id : it->link;
    k_str parts[] = {it->title.v, it->summary.v, it->content.v};
    return k_fmt(a, "words-%08x", (unsigned)print_of(parts, 3));
}

static void print_item(struct k_arena *a, const struct feed_item *it, char out[PRINT + 1])
{
    k_str id = identity(a, it), words[] = {it->title.v, it->summary.v, it->content.v};
    (void)snprintf(out, PRINT + 1, "%08x%08x", (unsigned)print_of(&id, 1),
                   (unsigned)print_of(words, 3));
}

enum known { KNOWN_NOT, KNOWN_CHANGED, KNOWN_SAME };

static enum known known_as(k_str known, const char *print)
{
    enum known found = KNOWN_NOT;
    for (size_t i = 0; i + PRINT <= known.n; i += PRINT) {
        if (memcmp(known.p + i, print, PRINT) == 0)
            return KNOWN_SAME;
        if (memcmp(known.p + i, print, PRINT / 2) == 0)
            found = KNOWN_CHANGED;
    }
    return found;
}

static struct item_author author_of(struct k_net_ctx *nx, const struct feed_item *it,
                                    k_str site, k_str handle)
{
    k_str name = it->author.n ? it->author : it->author_email.n ? it->author_email : handle;
    k_str who = it->author_email.n ? it->author_email : name;
    return (struct item_author){.native_id =
                                    k_fmt(nx->arena, "%.*s|%.*s", K_ARG(site), K_ARG(who)),
                                .handle = it->author_email,
                                .name = name,
                                .url = it->author_url,
                                .followers = -1};
}

static struct item item_of(struct k_net_ctx *nx, const struct channel_view *ch,
                           const struct feed_item *from, k_str site, bool changed)
{
    struct k_arena *a = nx->arena;
    k_time now = k_now(nx->clock);
    struct feed_words words = from->content.v.n ? from->content : from->summary;
    struct item it = {.act = changed ? ITEM_EDITED : ITEM_NEW,
                      .native_id = k_fmt(a, "%.*s|%.*s", K_ARG(site), K_ARG(identity(a, from))),
                      .author = author_of(nx, from, site, ch->handle),
                      .kind = K_S("post"),
                      .visibility = K_S("public"),
                      .subject = plain(a, from->title, 2000),
                      .text = plain(a, words, TEXT_BYTES),
                      .html = words.html ? words.v : K_NONE,
                      .lang = from->lang,
                      .url = from->link,
                      .posted_at = from->posted ? from->posted : from->updated};
    if (it.text.n == 0)
        it.text = it.subject.p ? it.subject : K_S("");
    if (it.subject.n == 0)
        it.subject = K_NONE;
    if (it.posted_at == 0 || it.posted_at > now)
        it.posted_at = now;
    if (changed)
        it.edited_at =
            from->updated > it.posted_at && from->updated <= now ? from->updated : now;
    it.native_root = it.native_id;
    return it;
}

static int by_time(const void *x, const void *y)
{
    const struct item *a = x, *b = y;
    if (a->posted_at != b->posted_at)
        return a->posted_at < b->posted_at ? -1 : 1;
    return k_str_cmp(a->native_id, b->native_id);
}

/* New and changed items. Past a page the feed is read again at once, without its etag. */
static void take_items(struct k_net_ctx *nx, const struct channel_view *ch,
                       const struct feed *feed, k_str site, struct reading *r,
                       struct item_page *page)
{
    char print[PRINT + 1];
    struct k_buf known;
    k_buf_init(&known, nx->arena, (size_t)(FEED_MAX_ITEMS + 1) * PRINT + 1);
    for (size_t i = feed->items.n; i-- > 0;) { /* feeds have the newest first */
        const struct feed_item *it = &feed->items.v[i];
        print_item(nx->arena, it, print);
        enum known k = known_as(r->known, print);
        if (k != KNOWN_SAME && page->items.n == PAGE) {
            page->more = true;
            continue;
        }
        if (k != KNOWN_SAME)
            *k_vec_push(nx->arena, &page->items) =
                item_of(nx, ch, it, site, k == KNOWN_CHANGED);
        k_buf_add(&known, print, PRINT);
    }
    if (page->items.n > 1)
        qsort(page->items.v, page->items.n, sizeof *page->items.v, by_time);
    r->known = k_buf_view(&known);
}

static k_err feed_fetch(struct k_net_ctx *nx, const struct channel_view *ch,
                        struct item_page *page)
{
    struct http_res res;
    struct feed feed;
    k_str why = K_NONE, url = k_json_get_str(ch->config, "feed");
    *page = (struct item_page){.news.budget_left = -1};
    struct reading r = reading_of(nx, ch->cursor);
    if (url.n == 0)
        return k_net_fail(nx, K_ERR_NET_AUTH, "This channel has to be connected again.");
    K_TRY(get(nx, url, r.etag, r.modified, &page->news, &res));
    if (res.status == 304)
        return K_OK;
    if (parse(nx, &res, &feed, &why) != K_OK)
        return k_net_fail(nx, K_ERR_NET_BAD_ANSWER, "The feed cannot be read: %.*s.",
                          K_ARG(why));
    take_items(nx, ch, &feed, link_site(nx->arena, url), &r, page);
    r.etag = page->more ? K_NONE : k_str_sub(http_res_header(&res, "etag"), 0, 500);
    r.modified =
        page->more ? K_NONE : k_str_sub(http_res_header(&res, "last-modified"), 0, 100);
    k_str cursor = cursor_of(nx, &r);
    if (!k_str_eq(cursor, ch->cursor))
        page->news.cursor = cursor;
    return K_OK;
}

static const struct connector_field fields[] = {
    {.name = "address",
     .label = "Address",
     .help = "Of the feed, or of a page that announces one.",
     .placeholder = "https://blog.example",
     .required = true},
};

const struct connector connector_feed = {
    .network = "rss",
    .title = "Feed",
    .summary = "RSS, Atom and JSON feeds. Read only.",
    .flags = CONNECTOR_PUBLIC | CONNECTOR_ARTICLES,
    .no_reply =
        "A feed is only read: nobody listens at its other end. Open the post and answer "
        "where it was written.",
    .poll_seconds = 600,
    .fields = fields,
    .n_fields = sizeof fields / sizeof *fields,
    .connect = feed_connect,
    .fetch = feed_fetch,
};
