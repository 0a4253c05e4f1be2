/* recent: what is new, changed or gone. WordPress has no date of a change and no list of what
 * was deleted, so the newest comments are read again and compared: the cursor of the channel
 * holds the number and a fingerprint of the last KNOWN comments. A comment that is not known is
 * new (also one that was approved late), one with another fingerprint was edited, and one that
 * is missing between others is asked for by itself: trash, spam or nothing is a deletion.
 *
 * The newest page is read at each poll; the older known ones take turns, one page every
 * LOOK_BACK, and every DEEP the reading goes as far down as the first one did: so it also hears
 * what was approved late, edited late or hidden by a broken page, behind all that is known
 * (what is stored already is stored once). The cursor is JSON: known  [[number, fingerprint],
 * ...], newest first walk   offset of the page to read next, while more has come than one page
 * holds; walk_to (and walk_to_2, the one below it), walk_at: between which numbers the gap is
 * that is still to be read; total: how many comments there were when it began turn   which
 * older page is looked at next; turn_at: when; deep_at: when all is read again; sweep: which
 * place below all that is known is read next, page by page at each turn and over again, down to
 * floor, the oldest comment of the first reading: so nothing that came since is missed for
 * ever, however much came after it
 *
 * A page that a cache or a proxy gave in the place of another must not end a walk: what lies
 * beyond it would never be heard. So pages must join (each begins above the end of the one
 * before), and hold what we know to lie between their ends. */
#include "connectors/wordpress/site.h"
#include "formats/link.h"
#include <inttypes.h>

enum { PAGE = 100, STEP = 90, KNOWN = 500, FIRST_WALK = 2000, MISSING = 20, STRANGE = 3 };
#define LOOK_BACK (5 * K_MIN)
#define DEEP (12 * K_HOUR)

struct mark {
    int64_t id;
    uint64_t print; /* 40 bits */
};
struct reading {
    struct mark known[KNOWN + PAGE];
    size_t n;
    int64_t walk;      /* 0 = at the newest */
    int64_t walk_to;   /* number of a comment known before the walk began: it ends there */
    int64_t walk_to_2; /* and the one known before that; 0 = none */
    int64_t walk_at;   /* the oldest number that the walk has seen without a gap */
    int64_t total;     /* comments there were when the walk began */
    int64_t turn;      /* 1..4 */
    k_time turn_at, deep_at;
    int64_t sweep, floor;
};

/* ---- the cursor ---- */

static void read_cursor(struct k_net_ctx *nx, k_str cursor, struct reading *r)
{
    const struct k_json *v = NULL, *pair;
    memset(r, 0, sizeof *r);
    r->turn = 1;
    if (cursor.n == 0 || k_json_parse(nx->arena, cursor, &v, NULL) != K_OK)
        return;
    r->walk = k_json_int(k_json_get(v, "walk"), 0);
    r->walk_to = k_json_int(k_json_get(v, "walk_to"), 0);
    r->walk_to_2 = k_json_int(k_json_get(v, "walk_to_2"), 0);
    r->walk_at = k_json_int(k_json_get(v, "walk_at"), 0);
    r->total = k_json_int(k_json_get(v, "total"), 0);
    r->turn = k_json_int(k_json_get(v, "turn"), 1);
    r->turn_at = k_json_int(k_json_get(v, "turn_at"), 0);
    r->deep_at = k_json_int(k_json_get(v, "deep_at"), 0);
    r->sweep = k_json_int(k_json_get(v, "sweep"), 0);
    r->floor = k_json_int(k_json_get(v, "floor"), 0);
    k_json_each (i, pair, k_json_get(v, "known")) {
        if (r->n < KNOWN)
            r->known[r->n++] = (struct mark){k_json_int(k_json_at(pair, 0), 0),
                                             (uint64_t)k_json_int(k_json_at(pair, 1), 0)};
    }
}

static k_str write_cursor(struct k_net_ctx *nx, const struct reading *r)
{
    struct k_buf b;
    k_buf_init(&b, nx->arena, 1 << 16);
    struct k_jw w = k_jw(&b);
    kw_obj(&w);
    kw_key(&w, "walk");
    kw_int(&w, r->walk);
    kw_key(&w, "walk_to");
    kw_int(&w, r->walk_to);
    kw_key(&w, "walk_to_2");
    kw_int(&w, r->walk_to_2);
    kw_key(&w, "walk_at");
    kw_int(&w, r->walk_at);
    kw_key(&w, "total");
    kw_int(&w, r->total);
    kw_key(&w, "turn");
    kw_int(&w, r->turn);
    kw_key(&w, "turn_at");
    kw_int(&w, r->turn_at);
    kw_key(&w, "deep_at");
    kw_int(&w, r->deep_at);
    kw_key(&w, "sweep");
    kw_int(&w, r->sweep);
    kw_key(&w, "floor");
    kw_int(&w, r->floor);
    kw_key(&w, "known");
    kw_arr(&w);
    for (size_t i = 0; i < r->n && i < KNOWN; i++) {
        kw_arr(&w);
        kw_int(&w, r->known[i].id);
        kw_int(&w, (int64_t)r->known[i].print);
        kw_end(&w);
    }
    kw_end(&w);
    kw_end(&w);
    return k_buf_view(&b);
}

static struct mark *known_mark(struct reading *r, int64_t id)
{
    for (size_t i = 0; i < r->n; i++)
        if (r->known[i].id == id)
            return &r->known[i];
    return NULL;
}

/* Keeps the list newest first and within its size. */
static void remember(struct reading *r, struct mark m)
{
    struct mark *old = known_mark(r, m.id);
    if (old) {
        *old = m;
        return;
    }
    size_t at = r->n;
    while (at > 0 && r->known[at - 1].id < m.id)
        at--;
    if (at >= KNOWN)
        return;
    memmove(&r->known[at + 1], &r->known[at], (r->n - at) * sizeof *r->known);
    r->known[at] = m;
    r->n = r->n < KNOWN ? r->n + 1 : KNOWN;
}

static void forget(struct reading *r, int64_t id)
{
    struct mark *m = known_mark(r, id);
    if (m == NULL)
        return;
    size_t at = (size_t)(m - r->known);
    memmove(m, m + 1, (r->n - at - 1) * sizeof *m);
    r->n--;
}

/* ---- one page ---- */

/* FNV-1a over what an edit can change. The raw text where we may see it: plug-ins change the
 * rendered one at each call. */
static uint64_t print_of(const struct k_json *v)
{
    k_str raw = k_json_path_str(v, "content.raw");
    k_str parts[] = {raw.p ? raw : k_json_path_str(v, "content.rendered"),
                     k_json_get_str(v, "status"), k_json_get_str(v, "author_name")};
    uint64_t h = 0xcbf29ce484222325u;
    for (size_t p = 0; p < 3; p++) {
        for (size_t i = 0; i < parts[p].n; i++)
            h = (h ^ (unsigned char)parts[p].p[i]) * 0x100000001b3u;
        h *= 0x100000001b3u;
    }
    return h >> 24;
}

static k_err ask_page(const struct site *s, int64_t offset, const struct k_json **list,
                      int64_t *total)
{
    struct http_res res;
    k_str url = site_seen_by_us(s, site_url(s, K_S("wp/v2/comments")));
    url = k_fmt(s->nx->arena, "%.*s&per_page=%d&order=desc&orderby=id&offset=%" PRId64,
                K_ARG(url), PAGE, offset);
    K_TRY(site_ask(s, NULL, url, K_NONE, false, list, &res, NULL));
    if (!k_json_is_array(*list))
        return k_net_fail(s->nx, K_ERR_NET_BAD_ANSWER, "WordPress's list of comments is none.");
    if (!k_str_i64(http_res_header(&res, "x-wp-total"), total) || *total < 0)
        *total = (int64_t)k_json_len(*list);
    return K_OK;
}

/* Between which numbers the comments of a page are, in whatever order they stand. */
struct span {
    int64_t oldest, newest; /* 0 for an empty page */
};

static struct span span_of(const struct k_json *list)
{
    struct span s = {0};
    const struct k_json *v;
    k_json_each (i, v, list) {
        int64_t id = k_json_int(k_json_get(v, "id"), 0);
        s.oldest = i == 0 || id < s.oldest ? id : s.oldest;
        s.newest = id > s.newest ? id : s.newest;
    }
    return s;
}

static k_err not_this_page(const struct site *s)
{
    return k_net_fail(s->nx, K_ERR_NET_BAD_ANSWER,
                      "WordPress, or a cache in front of it, answered with another page than "
                      "the one that was asked for.");
}

static bool in_list(const struct k_json *list, int64_t id)
{
    const struct k_json *v;
    k_json_each (i, v, list) {
        if (k_json_int(k_json_get(v, "id"), 0) == id)
            return true;
    }
    return false;
}

/* Comments that we know, that belong between those of this page, and are not in it: they are
 * gone, or this is not the page that we asked for. */
static k_err take_missing(const struct site *s, struct reading *r, const struct k_json *list,
                          int64_t offset, int64_t total, struct item_page *page)
{
    struct span at = span_of(list);
    bool whole = (int64_t)k_json_len(list) + offset >= total; /* nothing older exists */
    for (size_t i = r->n, asked = 0, strange = 0; i-- > 0 && asked < MISSING;) {
        int64_t id = r->known[i].id;
        const struct k_json *v;
        bool between = (id < at.newest || offset == 0) && (id > at.oldest || whole);
        if (!between || in_list(list, id))
            continue;
        asked++;
        k_err err = site_ask_comment(s, id, &v);
        if (err == K_OK && id > at.oldest && id < at.newest && ++strange == STRANGE)
            return not_this_page(s);
        if (err == K_OK)
            continue;
        if (err != K_ERR_NOT_FOUND)
            return err;
        s->nx->detail = (struct k_detail){0};
        *k_vec_push(s->nx->arena, &page->items) =
            (struct item){.act = ITEM_DELETED, .native_id = site_comment_id(s, id)};
        forget(r, id);
    }
    return K_OK;
}

/* New and changed ones, oldest first. */
static void take_page(const struct site *s, struct reading *r, const struct k_json *list,
                      struct item_page *page)
{
    struct item it;
    for (size_t i = k_json_len(list); i-- > 0;) {
        const struct k_json *v = k_json_at(list, i);
        struct mark m = {k_json_int(k_json_get(v, "id"), 0), print_of(v)};
        const struct mark *old = known_mark(r, m.id);
        if ((old && old->print == m.print) || !site_item(s, v, &it))
            continue;
        it.act = old ? ITEM_EDITED : ITEM_NEW;
        it.edited_at = old ? k_now(s->nx->clock) : 0;
        *k_vec_push(s->nx->arena, &page->items) = it;
        remember(r, m);
    }
}

static k_err read_at(const struct site *s, struct reading *r, int64_t offset,
                     const struct k_json **list, int64_t *total, struct item_page *page)
{
    K_TRY(ask_page(s, offset, list, total));
    K_TRY(take_missing(s, r, *list, offset, *total, page));
    take_page(s, r, *list, page);
    return K_OK;
}

/* A page of a walk lies below what was read, or is said to be the last and does not reach what
 * was known: more was deleted than two pages share, or this is an old page, or none of this
 * list. Once more from higher up. At the very top only the newest comment that we know tells:
 * when it is there, the page is wrong. */
static k_err climb(const struct site *s, struct reading *r, struct span at, int64_t newest)
{
    const struct k_json *v;
    if (r->walk > 0) {
        r->walk = r->walk > STEP ? r->walk - STEP : 0;
        return K_OK;
    }
    k_err err = site_ask_comment(s, newest, &v);
    if (err != K_ERR_NOT_FOUND)
        return err == K_OK ? not_this_page(s) : err;
    s->nx->detail = (struct k_detail){0};
    r->walk_at = at.newest;
    return K_OK;
}

/* A walk came to the end of the list and not to the comments where it should end: were both
 * deleted? Otherwise this was not the page. */
static k_err ends_are_gone(const struct site *s, const struct reading *r, bool *gone)
{
    const int64_t ends[] = {r->walk_to, r->walk_to_2};
    const struct k_json *v;
    *gone = true;
    for (size_t i = 0; i < 2 && ends[i] > 0 && *gone; i++) {
        k_err err = site_ask_comment(s, ends[i], &v);
        if (err != K_OK && err != K_ERR_NOT_FOUND)
            return err;
        *gone = err == K_ERR_NOT_FOUND;
        s->nx->detail = (struct k_detail){0};
    }
    return K_OK;
}

/* Whether it is time to read as far down as the first time; also when the clock went back. */
static bool is_deep(const struct site *s, const struct reading *r)
{
    k_time now = k_now(s->nx->clock);
    return now >= r->deep_at || r->deep_at > now + DEEP;
}

/* Whether a page of a walk is the last; moves the walk on. newest: the newest comment known
 * before this page. */
static k_err step(const struct site *s, struct reading *r, const struct k_json *list,
                  int64_t total, int64_t newest, bool *over)
{
    struct span at = span_of(list);
    int64_t n = (int64_t)k_json_len(list);
    bool gone = true, begun = r->walk_at > 0;
    *over = false;
    if (begun && n > 0 && at.newest < r->walk_at)
        return climb(s, r, at, newest);
    /* So much came meanwhile that this page joins nothing: what lies between is still to be
     * read, and the walk is no further down than here. */
    if (n > 0 && (!begun || at.oldest < r->walk_at || at.oldest > newest))
        r->walk_at = at.oldest;
    bool first = r->walk_to == 0, joined = r->walk_at > 0 && r->walk_at <= r->walk_to;
    /* The first walk takes so much of the past, and all that came since it began. */
    bool deep = r->walk + PAGE >= FIRST_WALK + (total > r->total ? total - r->total : 0);
    bool reached = n > 0 && (first || joined) && (deep || !(first || is_deep(s, r)));
    bool end = !reached && (n == 0 || r->walk + n >= total);
    if (end && !joined)
        K_TRY(ends_are_gone(s, r, &gone));
    if (end && !gone && begun)
        return climb(s, r, at, newest);
    if (end && !gone)
        return not_this_page(s);
    *over = reached || end;
    r->walk += STEP; /* pages overlap: a deletion meanwhile moves the rest up */
    return K_OK;
}

/* Reads the newest page, or the next one of a walk down to what was known before. */
static k_err walk_on(const struct site *s, struct reading *r, struct item_page *page)
{
    const struct k_json *list;
    int64_t total, before = r->n ? r->known[0].id : 0;
    bool over;
    if (r->walk_at == 0) {
        r->walk = 0;
        r->walk_to = before;
        r->walk_to_2 = r->n > 1 ? r->known[1].id : 0;
    }
    K_TRY(read_at(s, r, r->walk, &list, &total, page));
    if (r->walk_at == 0)
        r->total = total;
    K_TRY(step(s, r, list, total, before, &over));
    if (over && is_deep(s, r))
        r->deep_at = k_now(s->nx->clock) + DEEP;
    if (over && r->floor == 0 && r->n > 0)
        r->floor = r->walk_to == 0 && r->walk_at > 0 ? r->walk_at : r->known[r->n - 1].id;
    if (over)
        r->walk = r->walk_to = r->walk_to_2 = r->walk_at = r->total = 0;
    page->more = !over;
    return K_OK;
}

/* Below all that is known, a page at each turn: what is stored already is stored once. */
static k_err sweep(const struct site *s, struct reading *r, struct item_page *page)
{
    const struct k_json *list, *v;
    int64_t total, at = r->sweep > KNOWN - PAGE ? r->sweep : KNOWN - PAGE;
    struct item it;
    if (r->n < KNOWN || r->floor == 0)
        return K_OK;
    K_TRY(ask_page(s, at, &list, &total));
    k_json_each (i, v, list) {
        int64_t id = k_json_int(k_json_get(v, "id"), 0);
        if (id >= r->floor && !known_mark(r, id) && site_item(s, v, &it))
            *k_vec_push(s->nx->arena, &page->items) = it;
    }
    bool end = k_json_len(list) == 0 || at + STEP >= total || span_of(list).newest < r->floor;
    r->sweep = end ? 0 : at + STEP;
    return K_OK;
}

/* An older page takes its turn. */
static k_err look_back(const struct site *s, struct reading *r, struct item_page *page)
{
    const struct k_json *list;
    int64_t total;
    k_time now = k_now(s->nx->clock);
    if (r->n <= PAGE || now < r->turn_at)
        return K_OK;
    K_TRY(ask_page(s, r->turn * STEP, &list, &total));
    /* The newest page was an old one, or so much came since: what lies between would be taken
     * for known. The next walk goes there. */
    if (span_of(list).newest > r->known[0].id)
        return K_OK;
    K_TRY(take_missing(s, r, list, r->turn * STEP, total, page));
    take_page(s, r, list, page);
    r->turn = (r->turn + 1) * STEP < (int64_t)r->n ? r->turn + 1 : 1;
    r->turn_at = now + LOOK_BACK;
    return sweep(s, r, page);
}

k_err site_fetch(struct k_net_ctx *nx, const struct channel_view *ch, struct item_page *page)
{
    struct site s;
    struct reading *r = k_new(nx->arena, struct reading);
    *page = (struct item_page){0};
    K_TRY(site_open(nx, ch, &page->news, &s));
    read_cursor(nx, ch->cursor, r);
    k_err err = walk_on(&s, r, page);
    if (err == K_OK && !page->more)
        err = look_back(&s, r, page);
    if (err == K_OK)
        err = site_add_ancestors(&s, page);
    if (err != K_OK) {
        page->items.n = 0;
        page->more = false;
        return err;
    }
    k_str cursor = write_cursor(nx, r);
    if (!k_str_eq(cursor, ch->cursor))
        page->news.cursor = cursor;
    return K_OK;
}
