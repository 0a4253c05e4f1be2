/* echoes: a window in memory that follows the table by its pages. A page bears a higher id than
 * all before it, but another server may commit a lower one later: so the pages of the last
 * seconds are asked for again, and each is read once. */
#include "domain/echoes.h"
#include "base/vec.h"
#include "store/kept.h"
#include "store/sql.gen.h"

enum { BEGIN = 4096, PAGES = 4096, PAGES_MOST = 100000 };

struct memory {
    struct k_arena *arena;   /* of the window */
    struct k_arena *reading; /* of rows, until they are in it */
    struct near_window *window;
    size_t room;
    k_id newest;        /* page that was read */
    k_id recent[PAGES]; /* pages read last, in a ring */
    size_t n_recent;
};

/* ---- the memory -------------------------------------------------------------------------- */

static void end(void *value)
{
    struct memory *m = value;
    k_arena_free(m->arena);
    k_arena_free(m->reading);
    free(m);
}

static bool make_window(struct memory *m, size_t posts)
{
    struct k_arena *a = k_arena_new(near_window_bytes(posts) + 65536);
    if (a == NULL)
        return false;
    m->window = near_window_new(a, posts);
    m->room = posts;
    m->arena = a;
    return true;
}

static void *make(void)
{
    struct memory *m = calloc(1, sizeof *m);
    if (m == NULL)
        return NULL;
    m->reading = k_arena_new(0);
    if (m->reading && make_window(m, BEGIN))
        return m;
    end(m);
    return NULL;
}

/* Twice the room, with all that is in it. */
static void grow(struct memory *m)
{
    struct memory old = *m;
    struct near_post p;
    if (near_window_count(m->window) < m->room || m->room >= ECHOES_MOST ||
        !make_window(m, 2 * m->room))
        return;
    for (size_t i = 0; i < near_window_count(old.window); i++) {
        struct near_set t = near_window_at(old.window, i, &p);
        near_put(m->window, &t, &p, NULL);
    }
    k_arena_free(old.arena);
}

static void put(struct memory *m, k_str bytes, const struct near_post *p)
{
    struct near_text t;
    if (bytes.n == 0 || !near_unpack(bytes, &t))
        return;
    struct near_set set = near_set(&t);
    grow(m);
    near_put(m->window, &set, p, NULL);
}

/* ---- following the table ----------------------------------------------------------------- */

static bool was_read(const struct memory *m, k_id page)
{
    size_t n = m->n_recent < PAGES ? m->n_recent : PAGES;
    for (size_t i = 0; i < n; i++)
        if (m->recent[(m->n_recent - 1 - i) % PAGES] == page)
            return true;
    return false;
}

static k_err read_page(struct k_ctx *cx, struct memory *m, k_id page)
{
    struct sq_echo_of_page_list rows;
    if (was_read(m, page))
        return K_OK;
    K_TRY(sq_echo_of_page(cx, page, &rows));
    for (size_t i = 0; i < rows.n; i++) {
        const struct sq_echo_of_page_row *r = &rows.v[i];
        struct near_post p = {r->post_id, r->person_id, r->at, r->room};
        put(m, r->words, &p);
        put(m, r->link, &p);
    }
    m->recent[m->n_recent++ % PAGES] = page;
    m->newest = page > m->newest ? page : m->newest;
    return K_OK;
}

/* From which page on as many posts follow as there is room for. */
static k_err begin_at(struct k_ctx *cx, k_id *since)
{
    struct sq_echo_pages_last_list pages;
    size_t posts = 0, i = 0;
    *since = k_id_at(k_cx_now(cx) - ECHOES_KEPT);
    K_TRY(sq_echo_pages_last(cx, *since, PAGES_MOST, &pages));
    while (i < pages.n && posts < ECHOES_MOST)
        posts += (size_t)pages.v[i++].posts;
    if (i > 0)
        *since = pages.v[i - 1].id - 1;
    return K_OK;
}

static k_err follow(struct k_ctx *cx, struct memory *m)
{
    struct sq_echo_pages_list pages;
    k_id since;
    if (m->newest)
        since = k_id_at(k_id_time(m->newest) - ECHOES_OVERLAP);
    else
        K_TRY(begin_at(cx, &since));
    K_TRY(sq_echo_pages(cx, since, PAGES_MOST, &pages));
    for (size_t i = 0; i < pages.n; i++)
        K_TRY(read_page(cx, m, pages.v[i].id));
    near_drop(m->window, k_cx_now(cx) - ECHOES_KEPT);
    return K_OK;
}

/* The rows are in memory of their own: a long import keeps its arena for itself. */
static k_err follow_beside(struct k_ctx *cx, struct memory *m)
{
    struct k_arena *arena = cx->arena;
    cx->arena = m->reading;
    k_err err = follow(cx, m);
    cx->arena = arena;
    cx->detail.text = k_dup(arena, cx->detail.text);
    cx->detail.field = k_dup(arena, cx->detail.field);
    k_arena_reset(m->reading);
    return err;
}

/* ---- looking ----------------------------------------------------------------------------- */

static void find(struct k_arena *a, const struct memory *m, const struct near_set *t,
                 int64_t room, struct echo_hits *out)
{
    struct near_hits hits;
    struct near_hit *v = NULL;
    size_t n = 0;
    near_find(m->window, t, &hits);
    if (hits.n)
        v = k_new_n(a, struct near_hit, hits.n);
    for (size_t i = 0; i < hits.n; i++)
        if (hits.v[i].post.room == room)
            v[n++] = hits.v[i];
    *out = (struct echo_hits){v, n};
}

k_err echoes_look(struct k_ctx *cx, struct k_arena *a, const struct echo *v, size_t n,
                  struct echo_found *out)
{
    struct memory *m = kept_take(cx, make, end);
    if (m == NULL)
        return K_ERR_NO_MEMORY;
    k_err err = follow_beside(cx, m);
    for (size_t i = 0; err == K_OK && i < n; i++) {
        find(a, m, &v[i].words, v[i].room, &out[i].words);
        find(a, m, &v[i].link, v[i].room, &out[i].link);
    }
    kept_give(cx);
    return err;
}

/* ---- the table --------------------------------------------------------------------------- */

static k_str packed(struct k_ctx *cx, const struct near_set *t)
{
    char *p = k_arena_alloc(cx->arena, 4 * (size_t)t->n + 1);
    return k_str_n(p, near_pack(t, p));
}

k_err echoes_add(struct k_ctx *cx, const struct echo *v, size_t n)
{
    k_id page = k_cx_id(cx);
    int64_t added = 0;
    for (size_t i = 0; i < n; i++) {
        if (v[i].words.n == 0 && v[i].link.n == 0)
            continue;
        K_TRY(sq_echo_add(cx,
                          &(struct sq_echo_add_args){.page_id = page,
                                                     .post_id = v[i].post,
                                                     .person_id = v[i].who,
                                                     .room = v[i].room,
                                                     .at = v[i].at,
                                                     .words = packed(cx, &v[i].words),
                                                     .link = packed(cx, &v[i].link)},
                          NULL));
        added++;
    }
    return added ? sq_echo_page_add(cx, page, added, NULL) : K_OK;
}

k_err echoes_forget(struct k_ctx *cx, k_time before)
{
    K_TRY(sq_echo_prune(cx, k_id_at(before), NULL));
    return sq_echo_page_prune(cx, k_id_at(before), NULL);
}
