/* ears: an index for each verb (listen/index.h), brought up to date by the trail of changes. */
#include "domain/ears.h"

#include "base/map.h"
#include "base/shared.h"
#include "domain/queries.h"
#include "listen/index.h"

#define KEY K_S("ears")
#define CHANGES_MOST 1000 /* that are taken over one by one; with more all is made anew */

struct ears {
    struct k_arena *a;
    struct listen_index *by_verb[QUERY_VERBS];
    struct k_map numbers; /* id of a query (8 bytes) -> struct place */
    int64_t version;      /* the last change that is in it */
    k_str print;
};
struct place {
    k_id id;
    enum query_verb verb; /* QUERY_VERBS: it is in none */
    uint32_t number;
};
struct ears_desk {
    struct listen_desk *desk;
    struct listen_hits hits;
};

static struct k_shared kept = K_SHARED_EMPTY;
static pthread_mutex_t editing = PTHREAD_MUTEX_INITIALIZER; /* one thread changes them */

/* ---- making them ready ------------------------------------------------------------------- */

static bool read_query(struct k_arena *a, const struct sq_listening_queries_row *r,
                       struct query *out, enum query_verb *verb)
{
    struct query_problem problem;
    *verb = query_verb_parse(r->verb);
    if (r->removed_at || !r->enabled || *verb == QUERY_VERBS)
        return false;
    if (queries_read(a, r->body, *verb, out, &problem))
        return true;
    k_log(K_WARN, "query_left_out", "query=%lld why=\"%s\"", (long long)r->id, problem.text);
    return false;
}

static struct place *place_of(struct ears *e, k_id id)
{
    void **slot = k_map_at(&e->numbers, (k_str){(const char *)&id, sizeof id});
    if (!*slot) {
        struct place *p = k_new(e->a, struct place);
        *p = (struct place){.id = id, .verb = QUERY_VERBS};
        *slot = p;
        e->numbers.entries[e->numbers.n - 1].key = (k_str){(const char *)&p->id, sizeof p->id};
    }
    return *slot;
}

static void free_index(void *x)
{
    listen_index_free(x);
}

/* All of them at once. */
static k_err make(struct k_ctx *cx, struct k_arena *a, struct ears *e)
{
    struct sq_listening_queries_list rows;
    K_TRY(sq_listening_queries(cx, &rows));
    struct k_arena *reading = k_arena_new((size_t)8 << 30);
    if (!reading)
        return K_ERR_NO_MEMORY;
    struct query *queries = k_new_n(reading, struct query, rows.n + 1);
    for (int verb = 0; verb < QUERY_VERBS; verb++) {
        struct listen_entry *entries = k_new_n(reading, struct listen_entry, rows.n + 1);
        size_t n = 0;
        for (size_t i = 0; i < rows.n; i++) {
            enum query_verb is;
            if (!k_str_eqz(rows.v[i].verb, query_verb_names[verb]) ||
                !read_query(reading, &rows.v[i], &queries[i], &is))
                continue;
            *place_of(e, rows.v[i].id) =
                (struct place){rows.v[i].id, (enum query_verb)verb, (uint32_t)n};
            entries[n++] = (struct listen_entry){(uint64_t)rows.v[i].id, &queries[i]};
        }
        e->by_verb[verb] = listen_index_new(LISTEN_UNICODE, NULL, entries, n);
        if (!e->by_verb[verb]) {
            k_arena_free(reading);
            return K_ERR_NO_MEMORY;
        }
        k_arena_defer(a, free_index, e->by_verb[verb]);
    }
    k_arena_free(reading);
    return K_OK;
}

static k_err make_anew(struct k_ctx *cx, const struct sq_listening_last_row *last,
                       const struct ears **out)
{
    struct k_arena *a = k_arena_new((size_t)8 << 30);
    if (!a)
        return K_ERR_NO_MEMORY;
    struct ears *e = k_new(a, struct ears);
    *e = (struct ears){.a = a, .version = last->id, .print = k_dup(a, last->print)};
    k_map_init(&e->numbers, a);
    k_err err = make(cx, a, e);
    if (err != K_OK) {
        k_arena_free(a);
        return err;
    }
    *out = k_shared_put(&kept, KEY, a, e, cx->arena);
    return K_OK;
}

/* ---- bringing them up to date ------------------------------------------------------------ */

/* The query as it is now takes the place of the one that is there: first it comes, then the old
 * one goes, so that no post is missed. */
static k_err take_over(struct k_ctx *cx, struct ears *e, k_id id)
{
    struct sq_listening_queries_row row;
    struct query q;
    enum query_verb verb;
    bool found;
    K_TRY(sq_listening_query_get(cx, id, &row, &found));
    struct place *p = place_of(e, id), before = *p;
    p->verb = QUERY_VERBS;
    if (found && read_query(cx->arena, &row, &q, &verb)) {
        p->verb = verb;
        p->number = listen_index_add(e->by_verb[verb], (struct listen_entry){(uint64_t)id, &q});
    }
    if (before.verb != QUERY_VERBS)
        listen_index_remove(e->by_verb[before.verb], before.number);
    return K_OK;
}

static bool worn_out(const struct ears *e)
{
    size_t waste = 0, size = 0;
    for (int i = 0; i < QUERY_VERBS; i++) {
        waste += listen_index_waste(e->by_verb[i]);
        size += listen_index_size(e->by_verb[i]);
    }
    return waste > size / 4 + 256;
}

/* *done false: they are those of another house, or too old. */
static k_err bring_up(struct k_ctx *cx, struct ears *e,
                      const struct sq_listening_last_row *last, bool *done)
{
    struct sq_listening_print_row was;
    struct sq_listening_changed_since_list changes;
    K_TRY(sq_listening_print(cx, e->version, &was, done));
    *done = *done && k_str_eq(was.print, e->print) && !worn_out(e);
    if (!*done)
        return K_OK;
    K_TRY(sq_listening_changed_since(cx, e->version, CHANGES_MOST, &changes));
    *done = changes.n < CHANGES_MOST;
    for (size_t i = 0; i < changes.n && *done; i++) {
        bool again = false;
        for (size_t k = i + 1; k < changes.n; k++)
            again |= changes.v[k].query_id == changes.v[i].query_id;
        if (!again)
            K_TRY(take_over(cx, e, changes.v[i].query_id));
    }
    if (*done) {
        e->version = last->id;
        e->print = k_dup(e->a, last->print);
    }
    return K_OK;
}

static k_err read_locked(struct k_ctx *cx, const struct sq_listening_last_row *last,
                         const struct ears **out)
{
    bool done = true;
    *out = k_shared_get(&kept, KEY, cx->arena);
    struct ears *e = (struct ears *)(uintptr_t)*out; /* ours to change: we hold the lock */
    if (e && e->version == last->id && k_str_eq(e->print, last->print))
        return K_OK;
    if (e)
        K_TRY(bring_up(cx, e, last, &done));
    return e && done ? K_OK : make_anew(cx, last, out);
}

k_err ears_read(struct k_ctx *cx, const struct ears **out)
{
    struct sq_listening_last_row last;
    bool any;
    *out = NULL;
    K_TRY(sq_listening_last(cx, &last, &any));
    if (!any)
        return K_OK;
    pthread_mutex_lock(&editing);
    k_err err = read_locked(cx, &last, out);
    pthread_mutex_unlock(&editing);
    return err;
}

/* ---- hearing ----------------------------------------------------------------------------- */

static void free_desk(void *arg)
{
    struct ears_desk *d = arg;
    listen_desk_free(d->desk);
    free(d->hits.v);
}

struct ears_desk *ears_desk_new(struct k_arena *a)
{
    struct ears_desk *d = k_new(a, struct ears_desk);
    d->desk = listen_desk_new(LISTEN_UNICODE);
    if (!d->desk)
        k_panic("no memory to listen with");
    k_arena_defer(a, free_desk, d);
    return d;
}

struct ears_said ears_hear(const struct ears *e, struct ears_desk *d,
                           const struct listen_post *post)
{
    struct ears_said said = {0};
    size_t watch;
    d->hits.n = 0;
    listen_desk_put(d->desk, NULL, post);
    listen_index_match(e->by_verb[QUERY_WATCH], d->desk, &d->hits);
    watch = d->hits.n;
    listen_index_match(e->by_verb[QUERY_HIDE], d->desk, &d->hits);
    said.n = d->hits.n;
    said.hidden = said.n > watch;
    listen_index_match(e->by_verb[QUERY_SKIP], d->desk, &d->hits);
    said.skipped_by = d->hits.n > said.n ? (k_id)d->hits.v[said.n] : 0;
    said.found = d->hits.v;
    return said;
}
