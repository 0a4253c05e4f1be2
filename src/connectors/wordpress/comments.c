/* comments: a comment as an item, its ancestors, and whole threads. A thread is a top-level
 * comment with all below it; the article is its subject. */
#include "connectors/wordpress/site.h"
#include "formats/link.h"
#include "text/html.h"

enum { TEXT_BYTES = 1 << 18, LEVELS = 5, CLIMB = 20, MOST_ITEMS = 300 };

k_str site_comment_id(const struct site *s, int64_t id)
{
    return k_fmt(s->nx->arena, "%.*s#comment-%lld", K_ARG(s->home), (long long)id);
}

int64_t site_comment_number(const struct site *s, k_str native_id)
{
    int64_t id;
    k_str prefix = k_cat(s->nx->arena, s->home, K_S("#comment-"));
    if (!k_str_starts(native_id, prefix) || !k_str_i64(k_str_from(native_id, prefix.n), &id) ||
        id <= 0)
        return 0;
    return id;
}

/* Registered people by their number, others by their e-mail address, or by what they call
 * themselves. */
static k_str author_id(const struct site *s, const struct k_json *v)
{
    struct k_arena *a = s->nx->arena;
    int64_t user = k_json_int(k_json_get(v, "author"), 0);
    k_str mail = k_lower(a, k_str_trim(k_json_get_str(v, "author_email")));
    k_str name = k_json_get_str(v, "author_name"), url = k_json_get_str(v, "author_url");
    if (user > 0)
        return k_fmt(a, "%.*s#user-%lld", K_ARG(s->home), (long long)user);
    if (mail.n)
        return k_fmt(a, "%.*s#mail-%.*s", K_ARG(s->home), K_ARG(mail));
    return k_fmt(a, "%.*s#name-%.*s|%.*s", K_ARG(s->home), K_ARG(name), K_ARG(url));
}

static struct item_author author_of(const struct site *s, const struct k_json *v)
{
    struct item_author who = {
        .native_id = author_id(s, v),
        .handle = k_json_get_str(v, "author_email"),
        .name = html_text(s->nx->arena, k_json_get_str(v, "author_name"), 1000),
        .avatar_url = k_json_path_str(v, "author_avatar_urls.96"),
        .followers = -1};
    k_str url = k_json_get_str(v, "author_url");
    if (link_is_web(url))
        who.url = url;
    if (k_str_empty(k_str_trim(who.name)))
        who.name = K_S("Anonymous");
    return who;
}

static k_str meta_of(const struct site *s, const struct k_json *v)
{
    return k_fmt(s->nx->arena, "{\"post\":%lld,\"id\":%lld%s}",
                 (long long)k_json_int(k_json_get(v, "post"), 0),
                 (long long)k_json_int(k_json_get(v, "id"), 0),
                 k_str_eqz(k_json_get_str(v, "status"), "hold") ? ",\"waits\":true" : "");
}

bool site_item(const struct site *s, const struct k_json *v, struct item *it)
{
    struct k_arena *a = s->nx->arena;
    int64_t id = k_json_int(k_json_get(v, "id"), 0);
    int64_t parent = k_json_int(k_json_get(v, "parent"), 0);
    k_str status = k_json_get_str(v, "status"), type = k_json_get_str(v, "type");
    if (id <= 0 || k_str_eqz(status, "spam") || k_str_eqz(status, "trash") ||
        (type.n && !k_str_eqz(type, "comment")))
        return false;
    *it = (struct item){
        .native_id = site_comment_id(s, id),
        .native_parent = parent > 0 ? site_comment_id(s, parent) : K_NONE,
        .author = author_of(s, v),
        .ours = s->user_id > 0 && k_json_int(k_json_get(v, "author"), 0) == s->user_id,
        .kind = K_S("comment"),
        .visibility = K_S("public"),
        .subject = html_text(a, k_json_path_str(v, "_embedded.up.0.title.rendered"), 2000),
        .html = k_json_path_str(v, "content.rendered"),
        .url = k_json_get_str(v, "link"),
        .meta = meta_of(s, v)};
    if (it->subject.n == 0)
        it->subject = K_NONE;
    it->native_root = parent > 0 ? K_NONE : it->native_id;
    it->text = html_text(a, it->html, TEXT_BYTES);
    k_str date = k_json_get_str(v, "date_gmt");
    if (!k_time_parse(k_cat(a, date, K_S("Z")), &it->posted_at))
        it->posted_at = k_now(s->nx->clock);
    return true;
}

k_str site_seen_by_us(const struct site *s, k_str url)
{
    url = link_with(s->nx->arena, url, "_embed", K_S("up"));
    if (!s->moderates)
        return url;
    url = link_with(s->nx->arena, url, "status", K_S("all"));
    return link_with(s->nx->arena, url, "context", K_S("edit"));
}

k_err site_ask_comment(const struct site *s, int64_t id, const struct k_json **out)
{
    k_str path = k_fmt(s->nx->arena, "wp/v2/comments/%lld", (long long)id), code;
    k_str url = link_with(s->nx->arena, site_url(s, path), "_embed", K_S("up"));
    if (s->moderates)
        url = link_with(s->nx->arena, url, "context", K_S("edit"));
    k_err err = site_ask(s, NULL, url, K_NONE, false, out, NULL, &code);
    bool gone = k_str_eqz(code, "rest_comment_invalid_id");
    bool hidden =
        k_str_eqz(code, "rest_cannot_read") || k_str_eqz(code, "rest_forbidden_context");
    k_str status = err == K_OK ? k_json_get_str(*out, "status") : K_NONE;
    if (gone || hidden || k_str_eqz(status, "trash") || k_str_eqz(status, "spam")) {
        s->nx->detail = (struct k_detail){0};
        return k_net_fail(s->nx, K_ERR_NOT_FOUND, "The comment is no longer there.");
    }
    return err;
}

/* ---- ancestors ---- */

/* Appends the comments with these numbers ("include"), or below them ("parent"). */
static k_err push_some(const struct site *s, const char *which, k_str numbers,
                       struct item_page *page)
{
    const struct k_json *list, *v;
    struct item it;
    k_str url = site_seen_by_us(s, site_url(s, K_S("wp/v2/comments")));
    url = link_with(s->nx->arena, url, "per_page", K_S("100"));
    url = link_with(s->nx->arena, url, "order", K_S("asc"));
    url = link_with(s->nx->arena, url, which, numbers);
    K_TRY(site_ask(s, NULL, url, K_NONE, false, &list, NULL, NULL));
    k_json_each (i, v, list) {
        if (site_item(s, v, &it))
            *k_vec_push(s->nx->arena, &page->items) = it;
    }
    return K_OK;
}

static void index_items(struct k_map *have, struct item_page *page)
{
    for (size_t i = 0; i < page->items.n; i++)
        *k_map_at(have, page->items.v[i].native_id) = &page->items.v[i];
}

static void find_roots(struct k_map *have, struct item_page *page)
{
    for (size_t i = 0; i < page->items.n; i++) {
        const struct item *at = &page->items.v[i];
        for (int up = 0; at && at->native_parent.p && up < 100; up++)
            at = k_map_get(have, at->native_parent);
        if (at && at->native_parent.p == NULL)
            page->items.v[i].native_root = at->native_id;
    }
}

static int by_time(const void *x, const void *y)
{
    const struct item *a = x, *b = y;
    if (a->posted_at != b->posted_at)
        return a->posted_at < b->posted_at ? -1 : 1;
    return k_str_cmp(a->native_id, b->native_id);
}

static void put_in_order(const struct site *s, struct item_page *page)
{
    struct k_map have;
    if (page->items.n > 1)
        qsort(page->items.v, page->items.n, sizeof *page->items.v, by_time);
    k_map_init(&have, s->nx->arena);
    index_items(&have, page);
    find_roots(&have, page);
}

static void add_number(struct k_buf *numbers, int64_t id)
{
    k_buf_fmt(numbers, "%s%lld", numbers->n ? "," : "", (long long)id);
}

k_err site_add_ancestors(const struct site *s, struct item_page *page)
{
    struct k_map have;
    for (int level = 0; level < LEVELS; level++) {
        struct k_buf numbers;
        k_map_init(&have, s->nx->arena);
        index_items(&have, page);
        k_buf_init(&numbers, s->nx->arena, 1 << 16);
        for (size_t i = 0, asked = 0; i < page->items.n && asked < 100; i++) {
            k_str parent = page->items.v[i].native_parent;
            if (parent.p == NULL || k_map_has(&have, parent))
                continue;
            *k_map_at(&have, parent) = NULL; /* asked for once */
            add_number(&numbers, site_comment_number(s, parent));
            asked++;
        }
        if (numbers.n == 0)
            break;
        K_TRY(push_some(s, "include", k_buf_view(&numbers), page));
    }
    put_in_order(s, page);
    return K_OK;
}

/* ---- threads ---- */

/* Appends the comment and those above it; *top is the number of the highest there is. */
static k_err climb(const struct site *s, int64_t id, struct item_page *page, int64_t *top)
{
    const struct k_json *v;
    struct item it;
    for (int level = 0; level < CLIMB && id > 0; level++) {
        k_err err = site_ask_comment(s, id, &v);
        if (err == K_ERR_NOT_FOUND && level > 0)
            break; /* what was answered is gone: the thread begins below it */
        K_TRY(err);
        if (site_item(s, v, &it))
            *k_vec_push(s->nx->arena, &page->items) = it;
        *top = id;
        id = k_json_int(k_json_get(v, "parent"), 0);
    }
    s->nx->detail = (struct k_detail){0};
    return K_OK;
}

/* Everything below a comment, level by level. */
static k_err descend(const struct site *s, int64_t top, struct item_page *page)
{
    struct k_buf numbers;
    k_buf_init(&numbers, s->nx->arena, 1 << 16);
    add_number(&numbers, top);
    for (int level = 0; level < CLIMB && page->items.n < MOST_ITEMS; level++) {
        size_t before = page->items.n;
        K_TRY(push_some(s, "parent", k_dup(s->nx->arena, k_buf_view(&numbers)), page));
        if (page->items.n == before)
            break;
        k_buf_reset(&numbers);
        for (size_t i = before; i < page->items.n && i - before < 100; i++)
            add_number(&numbers, site_comment_number(s, page->items.v[i].native_id));
    }
    return K_OK;
}

/* Those that were found on the way up are found again on the way down. */
static void drop_doubles(const struct site *s, struct item_page *page)
{
    struct k_map seen;
    size_t kept = 0;
    k_map_init(&seen, s->nx->arena);
    for (size_t i = 0; i < page->items.n; i++) {
        void **slot = k_map_at(&seen, page->items.v[i].native_id);
        if (*slot == NULL)
            page->items.v[kept++] = page->items.v[i];
        *slot = page;
    }
    page->items.n = kept;
}

k_err site_thread(struct k_net_ctx *nx, const struct channel_view *ch, k_str native_id,
                  k_str meta, struct item_page *page)
{
    struct site s;
    int64_t top = 0;
    *page = (struct item_page){0};
    K_TRY(site_open(nx, ch, &page->news, &s));
    k_err err = climb(&s, site_comment_number(&s, native_id), page, &top);
    if (err == K_ERR_NOT_FOUND) {
        nx->detail = (struct k_detail){0};
        *k_vec_push(nx->arena, &page->items) =
            (struct item){.act = ITEM_DELETED, .native_id = native_id};
        return K_OK;
    }
    K_TRY(err);
    if (top == 0)
        return k_net_fail(nx, K_ERR_NET_REFUSED, "This is no comment of this site.");
    K_TRY(descend(&s, top, page));
    drop_doubles(&s, page);
    put_in_order(&s, page);
    return K_OK;
}
