/* news: what is new for us. Notifications come newest first, with a time as their cursor, and
 * sort by the time that the author claims, so a cursor alone would lose posts that claim an old
 * one.
 *
 * One call of fetch reads one page of notifications. The cursor of the channel is JSON:
 *   mark   how far everything was read: newest indexedAt
 *   walk   where the walk from the newest down to the mark stands; gone when it has arrived
 *   top    the mark that counts once the walk has arrived
 *   sweep  where the slow second walk stands, which goes through all notifications there are,
 *          one page at each poll, and starts again after its rest: a post whose author claims
 *          an old date sorts far behind the mark and is found by this one
 *   rest   no new sweep before that time
 *   seen   fingerprints of the newest page, so that a quiet channel gives no items at all
 *   own    record key of our own newest post that was read: what colleagues answer in the app
 *          of the network is an answer, too
 *   mine   fingerprint of the newest page of our own: a post that arrives late has the key of
 *          the moment when it was decided, and stands below what was read already
 * Everything else that is read twice is told apart by the caller, by the post's id. */
#include "base/map.h"
#include "connectors/bluesky/sky.h"

enum {
    PAGE = 100,
    SEEN = 100,
    ANCESTORS = 20,
    MOST_ABOVE = 200,
    FIRST_PAGES = 5,
    OWN_PAGE = 100,
    OWN_PAGES = 3,
    MISSING = 25,
    PROFILES = 25
};
#define OVERLAP (10 * K_MIN)
#define SWEEP_REST (20 * K_MIN)

struct reading {
    k_str mark, walk, top, sweep, own, mine;
    k_time rest;
    int64_t pages; /* of this walk */
    bool all;      /* the newest page is everything there is: nothing to sweep */
    const struct k_json *seen;
};

static struct reading reading_of(struct k_net_ctx *nx, k_str cursor)
{
    struct reading r = {0};
    const struct k_json *v = NULL;
    if (cursor.n == 0 || k_json_parse(nx->arena, cursor, &v, NULL) != K_OK)
        return r;
    r.mark = k_json_get_str(v, "mark");
    r.walk = k_json_get_str(v, "walk");
    r.top = k_json_get_str(v, "top");
    r.sweep = k_json_get_str(v, "sweep");
    r.own = k_json_get_str(v, "own");
    r.mine = k_json_get_str(v, "mine");
    r.rest = k_json_int(k_json_get(v, "rest"), 0);
    r.pages = k_json_int(k_json_get(v, "pages"), 0);
    r.seen = k_json_get(v, "seen");
    return r;
}

static void write_member(struct k_jw *w, const char *key, k_str value)
{
    if (value.n == 0)
        return;
    kw_key(w, key);
    kw_str(w, value);
}

static k_str cursor_text(struct k_net_ctx *nx, const struct reading *r, const k_str *seen,
                         size_t n_seen)
{
    struct k_buf b;
    k_buf_init(&b, nx->arena, 1 << 16);
    struct k_jw w = k_jw(&b);
    kw_obj(&w);
    write_member(&w, "mark", r->mark);
    write_member(&w, "walk", r->walk);
    write_member(&w, "top", r->top);
    write_member(&w, "sweep", r->sweep);
    write_member(&w, "own", r->own);
    write_member(&w, "mine", r->mine);
    kw_key(&w, "rest");
    kw_int(&w, r->rest);
    kw_key(&w, "pages");
    kw_int(&w, r->pages);
    kw_key(&w, "seen");
    kw_arr(&w);
    for (size_t i = 0; i < n_seen; i++)
        kw_str(&w, seen[i]);
    kw_end(&w);
    kw_end(&w);
    return k_buf_view(&b);
}

/* FNV-1a, so that releases agree. */
#define HASH_START 0xcbf29ce484222325u
static uint64_t hash_more(uint64_t h, k_str s)
{
    for (size_t i = 0; i < s.n; i++)
        h = (h ^ (unsigned char)s.p[i]) * 0x100000001b3u;
    return h;
}

/* "print did/rkey"; print is 40 bits of uri and cid. */
static k_str fingerprint(struct k_arena *a, const struct k_json *v)
{
    k_str did = K_NONE, collection, rkey = K_NONE, uri = k_json_get_str(v, "uri");
    uint64_t h = hash_more(hash_more(HASH_START, uri), k_json_get_str(v, "cid"));
    (void)sky_uri(uri, &did, &collection, &rkey);
    return k_fmt(a, "%010llx %.*s/%.*s", (unsigned long long)(h >> 24), K_ARG(did),
                 K_ARG(rkey));
}

static k_str place_in(k_str print)
{
    ptrdiff_t blank = k_str_chr(print, ' ');
    return blank < 0 ? K_NONE : k_str_from(print, (size_t)blank + 1);
}

static k_str uri_in(struct k_arena *a, k_str print)
{
    k_str rest = place_in(print), did = k_str_cut(&rest, '/');
    return k_fmt(a, "at://%.*s/" SKY_POST "/%.*s", K_ARG(did), K_ARG(rest));
}

static k_err ask_notifications(struct sky *s, k_str cursor, const struct k_json **out)
{
    struct k_buf q;
    k_buf_init(&q, s->nx->arena, 1 << 16);
    k_buf_fmt(&q, "limit=%d&reasons=mention&reasons=reply&reasons=quote", PAGE);
    if (cursor.n)
        sky_param(&q, "cursor", cursor);
    struct sky_call call = {.method = "app.bsky.notification.listNotifications",
                            .query = k_buf_view(&q)};
    return sky_ask(s, &call, out, NULL);
}

static k_err ask_own(struct sky *s, k_str cursor, const struct k_json **out)
{
    struct k_buf q;
    k_buf_init(&q, s->nx->arena, 1 << 12);
    sky_param(&q, "repo", s->did);
    sky_param(&q, "collection", K_S(SKY_POST));
    k_buf_fmt(&q, "&limit=%d", OWN_PAGE);
    if (cursor.n)
        sky_param(&q, "cursor", cursor);
    struct sky_call call = {.method = "com.atproto.repo.listRecords", .query = k_buf_view(&q)};
    return sky_ask(s, &call, out, NULL);
}

static bool is_wanted(const struct k_json *v)
{
    static const char *const reasons[] = {"mention", "reply", "quote"};
    k_str reason = k_json_get_str(v, "reason");
    for (size_t i = 0; i < sizeof reasons / sizeof *reasons; i++)
        if (k_str_eqz(reason, reasons[i]))
            return true;
    return false;
}

static bool was_seen(const struct k_json *seen, k_str print)
{
    const struct k_json *v;
    k_json_each (i, v, seen) {
        if (k_str_eq(k_json_str(v), print))
            return true;
    }
    return false;
}

/* Turns a page of notifications (newest first) into items, oldest first. */
static void take_page(struct sky *s, const struct k_json *answer, const struct k_json *seen,
                      struct item_page *page)
{
    const struct k_json *list = k_json_get(answer, "notifications");
    struct item it;
    for (size_t i = k_json_len(list); i-- > 0;) {
        const struct k_json *v = k_json_at(list, i);
        if (is_wanted(v) && !was_seen(seen, fingerprint(s->nx->arena, v)) &&
            sky_item(s, v, &it))
            *k_vec_push(s->nx->arena, &page->items) = it;
    }
}

static const struct k_json *profile_in(const struct k_json *answer, k_str did)
{
    const struct k_json *v;
    k_json_each (i, v, k_json_get(answer, "profiles")) {
        if (k_str_eq(k_json_get_str(v, "did"), did))
            return v;
    }
    return NULL;
}

/* The profiles of those who wrote these items, at most PROFILES of them. A failure here loses
 * nothing: they stay as the notification showed them. */
static void ask_profiles(struct sky *s, struct item *v, size_t n)
{
    const struct k_json *answer, *profile;
    struct k_buf q;
    k_buf_init(&q, s->nx->arena, 1 << 14);
    for (size_t i = 0; i < n; i++)
        sky_param(&q, "actors", v[i].author.native_id);
    struct sky_call call = {.method = "app.bsky.actor.getProfiles", .query = k_buf_view(&q)};
    if (sky_ask(s, &call, &answer, NULL) != K_OK)
        return;
    for (size_t i = 0; i < n; i++)
        if ((profile = profile_in(answer, v[i].author.native_id)))
            sky_author(s->nx->arena, profile, &v[i].author);
}

/* A notification does not say how many follow its author. Asked once for each of them. */
static void fill_authors(struct sky *s, struct item_page *page)
{
    struct k_map have;
    K_VEC(struct item) firsts = {0};
    k_map_init(&have, s->nx->arena);
    for (size_t i = 0; i < page->items.n; i++) {
        const struct item *it = &page->items.v[i];
        if (it->author.native_id.n && it->author.followers < 0 &&
            !k_map_has(&have, it->author.native_id)) {
            *k_map_at(&have, it->author.native_id) = page;
            *k_vec_push(s->nx->arena, &firsts) = *it;
        }
    }
    for (size_t i = 0; i < firsts.n; i += PROFILES)
        ask_profiles(s, firsts.v + i, firsts.n - i < PROFILES ? firsts.n - i : PROFILES);
    for (size_t i = 0; i < firsts.n; i++)
        *k_map_at(&have, firsts.v[i].author.native_id) = &firsts.v[i];
    for (size_t i = 0; i < page->items.n; i++) {
        struct item *it = &page->items.v[i];
        const struct item *first = *k_map_at(&have, it->author.native_id);
        if (first && it->author.followers < 0)
            it->author = first->author;
    }
}

/* What was said before a reply that is new, so that it does not stand alone. A failure here
 * loses nothing: the thread can be read again when somebody opens it. */
static void fetch_ancestors(struct sky *s, struct item_page *page)
{
    struct k_arena *a = s->nx->arena;
    struct item_page above = {0};
    struct k_map have;
    k_map_init(&have, a);
    for (size_t i = 0; i < page->items.n; i++)
        *k_map_at(&have, page->items.v[i].native_id) = page;
    size_t n = page->items.n;
    int asked = 0;
    for (size_t i = 0; i < n && asked < ANCESTORS && above.items.n < MOST_ABOVE; i++) {
        const struct item *it = &page->items.v[i];
        if (it->native_parent.p == NULL || k_map_has(&have, it->native_parent))
            continue;
        const struct k_json *view;
        asked++;
        if (sky_ask_thread(s, it->native_id, THREAD_UP, 0, &view, NULL) != K_OK) {
            s->nx->detail = (struct k_detail){0};
            continue;
        }
        struct item_page one = {0};
        sky_thread_items(s, view, &one);
        for (size_t k = 0; k < one.items.n; k++) {
            void **slot = k_map_at(&have, one.items.v[k].native_id);
            if (*slot == NULL && one.items.v[k].act != ITEM_DELETED)
                *k_vec_push(a, &above.items) = one.items.v[k];
            *slot = page;
        }
    }
    for (size_t i = 0; i < n; i++)
        *k_vec_push(a, &above.items) = page->items.v[i];
    page->items.v = above.items.v;
    page->items.n = above.items.n;
    page->items.cap = above.items.cap;
}

/* Oldest first; what has no time (a deletion) stays where it is. Nearly sorted as it comes. */
static void sort_by_time(struct item *v, size_t n)
{
    for (size_t i = 1; i < n; i++) {
        struct item it = v[i];
        size_t k = i;
        for (; k > 0 && it.posted_at && v[k - 1].posted_at > it.posted_at; k--)
            v[k] = v[k - 1];
        v[k] = it;
    }
}

/* Whether the post is on the page, changed or not. */
static bool is_among(const k_str *prints, size_t n, k_str print)
{
    for (size_t i = 0; i < n; i++)
        if (k_str_eq(place_in(prints[i]), place_in(print)))
            return true;
    return false;
}

/* Those of `uris` that the network has no more become deletions. */
static k_err take_deleted(struct sky *s, const k_str *uris, size_t n, struct item_page *page)
{
    struct k_buf q;
    const struct k_json *answer, *v;
    k_buf_init(&q, s->nx->arena, 1 << 14);
    for (size_t i = 0; i < n; i++)
        sky_param(&q, "uris", uris[i]);
    struct sky_call call = {.method = "app.bsky.feed.getPosts", .query = k_buf_view(&q)};
    K_TRY(sky_ask(s, &call, &answer, NULL));
    for (size_t i = 0; i < n; i++) {
        bool there = !k_json_is_array(k_json_get(answer, "posts"));
        k_json_each (k, v, k_json_get(answer, "posts")) {
            there = there || k_str_eq(k_json_get_str(v, "uri"), uris[i]);
        }
        if (!there)
            *k_vec_push(s->nx->arena, &page->items) =
                (struct item){.act = ITEM_DELETED, .native_id = uris[i]};
    }
    return K_OK;
}

/* Posts of the last newest page that this one should have, and has not. all: nothing is older
 * than this page. */
static k_err look_for_missing(struct sky *s, const struct reading *r, const k_str *prints,
                              size_t n, bool all, struct item_page *page)
{
    k_str missing[MISSING];
    size_t n_missing = 0, last = all ? k_json_len(r->seen) : 0;
    for (size_t i = k_json_len(r->seen); i-- > 0 && last == 0;)
        if (is_among(prints, n, k_json_str(k_json_at(r->seen, i))))
            last = i; /* what stood behind it may have moved to the next page */
    for (size_t i = 0; i < last && n_missing < MISSING; i++) {
        k_str print = k_json_str(k_json_at(r->seen, i));
        if (place_in(print).n > 1 && !is_among(prints, n, print))
            missing[n_missing++] = uri_in(s->nx->arena, print);
    }
    return n_missing ? take_deleted(s, missing, n_missing, page) : K_OK;
}

static k_time oldest_of(const struct k_json *answer)
{
    k_time t = 0;
    const struct k_json *list = k_json_get(answer, "notifications");
    size_t n = k_json_len(list);
    return n && k_time_parse(k_json_get_str(k_json_at(list, n - 1), "indexedAt"), &t) ? t : 0;
}

/* One page of the walk down to the mark. */
static k_err walk_on(struct sky *s, struct reading *r, struct item_page *page, k_str *seen,
                     size_t *n_seen)
{
    const struct k_json *answer, *v;
    k_time mark = 0;
    bool first = r->walk.n == 0;
    K_TRY(ask_notifications(s, r->walk, &answer));
    const struct k_json *list = k_json_get(answer, "notifications");
    if (!k_json_is_array(list))
        return k_net_fail(s->nx, K_ERR_NET_BAD_ANSWER,
                          "Bluesky's list of notifications is none.");
    take_page(s, answer, first ? r->seen : NULL, page);
    k_json_each (i, v, list) {
        if (first && *n_seen < SEEN)
            seen[(*n_seen)++] = fingerprint(s->nx->arena, v);
    }
    if (first) {
        r->top = k_json_get_str(k_json_at(list, 0), "indexedAt");
        r->pages = 0;
    }
    r->pages++;
    k_str next = k_json_get_str(answer, "cursor");
    r->all = first && next.n == 0;
    if (first)
        K_TRY(look_for_missing(s, r, seen, *n_seen, r->all, page));
    bool has_mark = k_time_parse(r->mark, &mark);
    bool arrived = next.n == 0 || k_json_len(list) == 0 ||
                   (has_mark ? oldest_of(answer) < mark - OVERLAP : r->pages >= FIRST_PAGES);
    r->walk = arrived ? K_NONE : next;
    if (arrived && r->top.n)
        r->mark = r->top;
    page->more = !arrived;
    return K_OK;
}

/* One page of the sweep, when it is time and the walk has arrived. */
static k_err sweep_on(struct sky *s, struct reading *r, struct item_page *page)
{
    const struct k_json *answer;
    k_time now = k_now(s->nx->clock);
    if (r->sweep.n == 0 && now < r->rest)
        return K_OK;
    K_TRY(ask_notifications(s, r->sweep, &answer));
    take_page(s, answer, r->seen, page);
    r->sweep = k_json_len(k_json_get(answer, "notifications"))
                   ? k_json_get_str(answer, "cursor")
                   : K_NONE;
    if (r->sweep.n == 0)
        r->rest = now + SWEEP_REST;
    return K_OK;
}

/* What tells one page of our own posts from another. */
static k_str print_of(struct k_net_ctx *nx, const struct k_json *answer)
{
    const struct k_json *v;
    uint64_t h = HASH_START;
    k_json_each (i, v, k_json_get(answer, "records"))
        h = hash_more(h, k_json_get_str(v, "uri"));
    return k_fmt(nx->arena, "%016llx", (unsigned long long)h);
}

/* Takes the replies of one page; true when it reaches down to what is known. The newest page is
 * taken whole. */
static bool take_own(struct sky *s, const struct reading *r, const struct k_json *answer,
                     bool whole, struct item_page *page)
{
    k_str did, collection, rkey;
    const struct k_json *v;
    struct item it;
    bool known = false;
    k_json_each (i, v, k_json_get(answer, "records")) {
        if (!sky_uri(k_json_get_str(v, "uri"), &did, &collection, &rkey))
            continue;
        known = known || (r->own.n && k_str_cmp(rkey, r->own) <= 0);
        if ((whole || !known) && k_json_path(v, "value.reply") && sky_own_item(s, v, &it))
            *k_vec_push(s->nx->arena, &page->items) = it;
    }
    return known;
}

/* Our own replies, newest first until the last one known; the first time, and whenever the
 * newest page is another one, all of that. Those sent by Kith come back here, too. */
static k_err own_on(struct sky *s, struct reading *r, struct item_page *page)
{
    k_str newest = K_NONE, print = K_NONE, cursor = K_NONE, did, collection;
    bool done = false;
    for (int n = 0; n < OWN_PAGES && !done; n++) {
        const struct k_json *answer;
        K_TRY(ask_own(s, cursor, &answer));
        if (n == 0) {
            const struct k_json *first = k_json_at(k_json_get(answer, "records"), 0);
            (void)sky_uri(k_json_get_str(first, "uri"), &did, &collection, &newest);
            print = print_of(s->nx, answer);
            if (k_str_eq(print, r->mine))
                return K_OK;
        }
        cursor = k_json_get_str(answer, "cursor");
        done = take_own(s, r, answer, n == 0, page) || cursor.n == 0 || r->own.n == 0;
    }
    if (newest.p)
        r->own = newest;
    r->mine = print;
    return K_OK;
}

k_err sky_fetch(struct k_net_ctx *nx, const struct channel_view *ch, struct item_page *page)
{
    struct sky s;
    k_str *seen = k_new_n(nx->arena, k_str, SEEN);
    size_t n_seen = 0;
    *page = (struct item_page){0};
    K_TRY(sky_open(nx, ch, &page->news, &s));
    struct reading r = reading_of(nx, ch->cursor);
    bool first_page = r.walk.n == 0;
    k_err err = walk_on(&s, &r, page, seen, &n_seen);
    if (err == K_OK)
        fill_authors(&s, page);
    if (err == K_OK && !page->more && !r.all)
        err = sweep_on(&s, &r, page);
    if (err == K_OK && !page->more)
        err = own_on(&s, &r, page);
    if (err != K_OK) {
        page->items.n = 0;
        page->more = false;
        return err;
    }
    fetch_ancestors(&s, page);
    sort_by_time(page->items.v, page->items.n);
    if (!first_page)
        for (n_seen = 0; n_seen < k_json_len(r.seen) && n_seen < SEEN; n_seen++)
            seen[n_seen] = k_json_str(k_json_at(r.seen, n_seen));
    k_str cursor = cursor_text(nx, &r, seen, n_seen);
    if (!k_str_eq(cursor, ch->cursor)) /* a quiet channel stores nothing */
        page->news.cursor = cursor;
    return K_OK;
}
