/* timeline: the merge of the sources. Each source is a run of entries in falling order of
 * (at, id); the newest head among them is the next entry. A source in chunks is read on when
 * its run is used up, in memory of its own that is given back. */
#include "base/utf8.h"
#include "domain/timeline_sources.h"
#include <stdlib.h>

#define CHUNK 200
#define SOURCES_MOST 16
#define WORDS_MOST 8

struct run {
    const struct timeline_source *from;
    int64_t number;
    struct k_arena *arena;
    struct timeline_entries list;
    size_t next;
    k_time at; /* where the next chunk begins */
    k_id id;
    bool open; /* there may be more behind */
};
struct walk {
    struct k_ctx *cx;
    const struct timeline_ask *ask;
    struct run runs[SOURCES_MOST];
    size_t n;
    k_str words[WORDS_MOST];
    size_t n_words;
};

static int newest_first(const void *a, const void *b)
{
    const struct timeline_entry *x = a, *y = b;
    if (x->at != y->at)
        return x->at < y->at ? 1 : -1;
    return (x->id < y->id) - (x->id > y->id);
}

/* --- runs -------------------------------------------------------------------------------- */

static k_err load(struct walk *w, struct run *r)
{
    struct k_ctx *cx = w->cx;
    struct k_arena *own = cx->arena;
    r->next = 0;
    r->list = (struct timeline_entries){0};
    if (r->arena)
        k_arena_reset(r->arena);
    else if ((r->arena = k_arena_new(0)) == NULL)
        return K_ERR_NO_MEMORY;
    cx->arena = r->arena;
    k_err err = r->from->load(cx, w->ask, r->at, r->id, CHUNK, &r->list);
    cx->detail.text = k_dup(own, cx->detail.text);
    cx->arena = own;
    K_TRY(err);
    r->open = r->from->chunks && r->list.n == CHUNK;
    if (!r->from->chunks && r->list.n > 1)
        qsort(r->list.v, r->list.n, sizeof *r->list.v, newest_first);
    if (r->open) {
        r->at = r->list.v[r->list.n - 1].at;
        r->id = r->list.v[r->list.n - 1].id;
    }
    return K_OK;
}

/* Whether an entry of this source comes behind the key. */
static bool behind(const struct timeline_key *key, int64_t source,
                   const struct timeline_entry *e)
{
    if (e->at != key->at)
        return e->at < key->at;
    return source != key->source ? source < key->source : e->id < key->id;
}

static struct timeline_key start_of(const struct timeline_ask *ask)
{
    struct timeline_key key = {INT64_MAX, INT64_MAX, INT64_MAX};
    if (ask->to)
        key = (struct timeline_key){ask->to, -1, 0};
    if (ask->has_before && ask->before.at <= key.at)
        key = ask->before;
    return key;
}

static k_err open_run(struct walk *w, size_t number, const struct timeline_key *key)
{
    struct run *r = &w->runs[w->n];
    int64_t n = (int64_t)number;
    if (!(timeline_sources[number].kinds & w->ask->kinds))
        return K_OK;
    *r = (struct run){.from = &timeline_sources[number], .number = n, .at = key->at};
    r->id = n < key->source ? INT64_MAX : n > key->source ? 0 : key->id;
    w->n++;
    K_TRY(load(w, r));
    while (r->next < r->list.n && !behind(key, n, &r->list.v[r->next]))
        r->next++;
    return K_OK;
}

static const struct timeline_entry *head(const struct run *r)
{
    return r->next < r->list.n ? &r->list.v[r->next] : NULL;
}

static struct run *newest(struct walk *w)
{
    struct run *best = NULL;
    k_time at = 0;
    for (size_t i = 0; i < w->n; i++) {
        struct run *r = &w->runs[i];
        const struct timeline_entry *e = head(r);
        if (e && (best == NULL || e->at > at || (e->at == at && r->number > best->number))) {
            best = r;
            at = e->at;
        }
    }
    return best;
}

/* --- what is given ----------------------------------------------------------------------- */

static void read_words(struct walk *w)
{
    k_str rest = k_utf8_plain(w->cx->arena, k_str_trim(w->ask->q));
    while (rest.n > 0 && w->n_words < WORDS_MOST) {
        k_str word = k_str_cut(&rest, ' ');
        if (word.n)
            w->words[w->n_words++] = word;
    }
}

static bool has_words(struct walk *w, struct k_arena *scratch, const struct timeline_entry *e)
{
    if (w->n_words == 0)
        return true;
    k_str text = k_utf8_plain(scratch, e->text), title = k_utf8_plain(scratch, e->title);
    for (size_t i = 0; i < w->n_words; i++)
        if (k_str_find(text, w->words[i]) < 0 && k_str_find(title, w->words[i]) < 0)
            return false;
    return true;
}

static bool wanted(struct walk *w, struct k_arena *scratch, const struct timeline_entry *e)
{
    bool told_by_moment =
        e->kind == TIMELINE_TOUCH && e->moment && w->ask->kinds >> TIMELINE_MOMENT & 1;
    return w->ask->kinds >> e->kind & 1 && !told_by_moment && has_words(w, scratch, e);
}

static k_err give(struct walk *w, struct k_arena *scratch, timeline_fn fn, void *arg,
                  struct timeline_key *next, bool *more)
{
    size_t given = 0, seen = 0;
    struct run *r;
    *more = false;
    while ((r = newest(w)) != NULL) {
        const struct timeline_entry *e = &r->list.v[r->next];
        if (w->ask->from && e->at < w->ask->from)
            return K_OK;
        if (given == w->ask->limit || seen == w->ask->scan) {
            *more = true;
            return K_OK;
        }
        seen++;
        *next = (struct timeline_key){e->at, r->number, e->id};
        if (wanted(w, scratch, e)) {
            K_TRY(fn(arg, e));
            given++;
        }
        k_arena_reset(scratch);
        r->next++;
        if (r->next == r->list.n && r->open)
            K_TRY(load(w, r));
    }
    return K_OK;
}

k_err timeline_walk(struct k_ctx *cx, const struct timeline_ask *ask, timeline_fn fn, void *arg,
                    struct timeline_key *next, bool *more)
{
    struct walk w = {.cx = cx, .ask = ask};
    struct timeline_key key = start_of(ask);
    struct k_arena *scratch = k_arena_new(0);
    k_err err = scratch ? K_OK : K_ERR_NO_MEMORY;
    *next = key;
    *more = false;
    read_words(&w);
    for (size_t i = 0; err == K_OK && i < n_timeline_sources; i++)
        err = open_run(&w, i, &key);
    if (err == K_OK)
        err = give(&w, scratch, fn, arg, next, more);
    for (size_t i = 0; i < w.n; i++)
        k_arena_free(w.runs[i].arena);
    k_arena_free(scratch);
    return err;
}
