/* read: how a fake world is read: pages behind a cursor, whole threads, authors. */
#include "connectors/fake/state.h"
#include <inttypes.h>

struct cursor {
    k_time at;
    int64_t seq;
};

static struct cursor cursor_of(k_str text)
{
    struct cursor c = {INT64_MIN, 0};
    k_str rest = text, at = k_str_cut(&rest, ':');
    if (!k_str_i64(at, &c.at) || !k_str_i64(rest, &c.seq))
        return (struct cursor){INT64_MIN, 0};
    return c;
}

static int cursor_cmp(struct cursor x, struct cursor y)
{
    if (x.at != y.at)
        return x.at < y.at ? -1 : 1;
    return (x.seq > y.seq) - (x.seq < y.seq);
}

static struct cursor event_cursor(const struct fake_event *e)
{
    return (struct cursor){e->at, e->seq};
}

static int by_time(const void *x, const void *y)
{
    const struct fake_event *const *a = x, *const *b = y;
    return cursor_cmp(event_cursor(*a), event_cursor(*b));
}

/* First post of the thread, as far as the parents are known. */
static k_str root_of(const struct fake_world *w, const struct item *it)
{
    const struct item *at = it;
    for (int hops = 0; at->native_parent.p && hops < 1000; hops++) {
        uintptr_t i = (uintptr_t)k_map_get(&w->by_id, at->native_parent);
        if (i == 0)
            return K_NONE;
        at = &w->events.v[i - 1].it;
    }
    return at->native_id;
}

static void push(struct fake_world *w, struct k_net_ctx *nx, struct item_page *page,
                 const struct fake_event *e)
{
    struct item *it = k_vec_push(nx->arena, &page->items);
    *it = fake_state_item(nx->arena, &e->it);
    if (it->native_root.p == NULL && !w->knobs[FAKE_NO_ROOTS])
        it->native_root = k_dup(nx->arena, root_of(w, &e->it));
    it->ours = it->ours || e->reply;
}

static void reverse(struct item *v, size_t n)
{
    for (size_t i = 0; i < n / 2; i++) {
        struct item swap = v[i];
        v[i] = v[n - 1 - i];
        v[n - 1 - i] = swap;
    }
}

/* What is visible now, in order; *from is the first behind the cursor. */
static size_t visible(struct fake_world *w, struct k_net_ctx *nx, struct cursor c,
                      const struct fake_event **v, size_t *from)
{
    size_t n = 0;
    k_time now = k_now(nx->clock);
    for (size_t i = 0; i < w->events.n; i++) {
        const struct fake_event *e = &w->events.v[i];
        if (e->at <= now && !(e->reply && w->knobs[FAKE_NO_ECHO]))
            v[n++] = e;
    }
    qsort(v, n, sizeof *v, by_time);
    *from = 0;
    while (*from < n && cursor_cmp(event_cursor(v[*from]), c) <= 0)
        ++*from;
    return n;
}

static void read_page(struct fake_world *w, struct k_net_ctx *nx, k_str cursor,
                      struct item_page *page)
{
    size_t from, size = w->knobs[FAKE_PAGE] > 0 ? (size_t)w->knobs[FAKE_PAGE] : 1;
    const struct fake_event **v =
        k_new_n(nx->arena, const struct fake_event *, w->events.n + 1);
    size_t n = visible(w, nx, cursor_of(cursor), v, &from);
    if (from == n)
        return;
    size_t end = n - from > size ? from + size : n;
    bool twice = w->knobs[FAKE_TWICE] != 0;
    for (size_t i = twice && from > 0 ? from - 1 : from; i < end; i++) {
        push(w, nx, page, v[i]);
        if (twice)
            push(w, nx, page, v[i]);
    }
    if (w->knobs[FAKE_SHUFFLED])
        reverse(page->items.v, page->items.n);
    page->more = end < n;
    page->news.cursor =
        k_fmt(nx->arena, "%" PRId64 ":%" PRId64, v[end - 1]->at, v[end - 1]->seq);
}

k_err fake_world_fetch(struct fake_world *w, struct k_net_ctx *nx, k_str cursor,
                       struct item_page *page)
{
    K_TRY(fake_world_fault(w, nx, FAKE_FETCH, &page->news));
    pthread_mutex_lock(&w->lock);
    read_page(w, nx, cursor, page);
    pthread_mutex_unlock(&w->lock);
    return K_OK;
}

/* What a post says after the edits that are visible. */
static void push_as_it_is(struct fake_world *w, struct k_net_ctx *nx, struct item_page *page,
                          const struct fake_event *post)
{
    push(w, nx, page, post);
    struct item *it = &page->items.v[page->items.n - 1];
    for (size_t i = (size_t)post->seq; i < w->events.n; i++) {
        const struct fake_event *e = &w->events.v[i];
        if (e->it.act == ITEM_EDITED && e->at <= k_now(nx->clock) &&
            k_str_eq(e->it.native_id, post->it.native_id)) {
            it->text = k_dup(nx->arena, e->it.text);
            it->edited_at = e->it.edited_at;
        }
    }
}

k_err fake_world_thread(struct fake_world *w, struct k_net_ctx *nx, k_str native_id,
                        struct item_page *page)
{
    K_TRY(fake_world_fault(w, nx, FAKE_THREAD, &page->news));
    k_err err = K_OK;
    k_time now = k_now(nx->clock);
    pthread_mutex_lock(&w->lock);
    const struct fake_event *post = fake_state_post(w, native_id, now);
    if (post == NULL)
        err = k_net_fail(nx, K_ERR_NOT_FOUND, "The fake network has no such post.");
    k_str root = post ? root_of(w, &post->it) : K_NONE;
    for (size_t i = 0; err == K_OK && i < w->events.n; i++) {
        const struct fake_event *e = &w->events.v[i];
        if (e->it.act == ITEM_NEW && k_str_eq(root_of(w, &e->it), root) &&
            fake_state_post(w, e->it.native_id, now) == e)
            push_as_it_is(w, nx, page, e);
    }
    pthread_mutex_unlock(&w->lock);
    return err;
}

k_err fake_world_profile(struct fake_world *w, struct k_net_ctx *nx, k_str author,
                         struct item_author *out)
{
    bool found = false;
    pthread_mutex_lock(&w->lock);
    for (size_t i = w->events.n; i-- > 0 && !found;) {
        found = k_str_eq(w->events.v[i].it.author.native_id, author);
        if (found)
            *out = fake_state_author(nx->arena, &w->events.v[i].it.author);
    }
    pthread_mutex_unlock(&w->lock);
    return found ? K_OK
                 : k_net_fail(nx, K_ERR_NOT_FOUND, "The fake network knows nobody by that id.");
}
