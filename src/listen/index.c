/* index: makes an index of many queries, and lets queries come and go. */
#include "base/vec.h"
#include "listen/index_inside.h"

#define MEMORY ((size_t)64 << 30)
#define WORDS_TOLD 20

/* ---- filing ------------------------------------------------------------------------------ */

static uint64_t packed(const struct need *some)
{
    uint64_t need = 0;
    for (size_t i = 0; i < NEED_MOST && some->n; i++)
        need |= (uint64_t)listen_term_bit(some->terms[i < some->n ? i : 0]) << 12 * i;
    return some->n ? need : NEED_NONE;
}

struct filed {
    uint32_t term;
    struct posting posting;
};
struct filing { /* K_VEC */
    struct filed *v;
    size_t n, cap;
};

/* Writes the program of a query; where it is to be filed is appended. Term 0: nowhere. */
static void compile(struct listen_index *x, struct k_arena *a, uint32_t number,
                    const struct query_node *root, struct filing *out)
{
    struct anchors anchors = {0};
    uint32_t code = (uint32_t)x->n_code * 4;
    listen_compile(x, root, &anchors);
    if (anchors.n == 0)
        *k_vec_push(a, out) = (struct filed){0, {number, code, NEED_NONE}};
    for (size_t i = 0; i < anchors.n; i++) {
        const struct anchor *to = &anchors.v[i];
        uint32_t flags = (anchors.n > 1 ? POSTING_AGAIN : 0) | (to->sure ? POSTING_SURE : 0);
        *k_vec_push(a, out) =
            (struct filed){to->term, {number, code | flags, packed(&to->need)}};
    }
    k_arena_reset(x->scratch);
}

static size_t bytes_of(uint32_t cap)
{
    return k_add(sizeof(struct postings), k_mul(cap, sizeof(struct posting)));
}

static struct postings *new_list(struct k_arena *a, uint32_t cap)
{
    struct postings *list = k_arena_alloc(a, bytes_of(cap));
    list->cap = cap;
    return list;
}

/* Files one where others are read: the list grows where it stands, or a longer copy takes its
 * place, without those that were removed. */
static void file_one(struct listen_index *x, struct postings **place, struct posting p)
{
    struct postings *list = *place, *grown = list;
    if (!list || list->n == list->cap) {
        grown = new_list(x->arena, list ? list->n + list->n / 2 + 1 : 1);
        for (uint32_t i = 0; list && i < list->n; i++)
            if (x->ids[list->v[i].query] != LISTEN_NONE)
                grown->v[grown->n++] = list->v[i];
    }
    grown->v[grown->n] = p;
    LISTEN_STORE(grown->n, grown->n + 1);
    LISTEN_STORE(*place, grown);
}

uint32_t listen_index_add(struct listen_index *x, struct listen_entry e)
{
    struct filing filing = {0};
    struct k_arena *a = k_arena_new(0);
    uint32_t number = (uint32_t)x->n_ids;
    if (!a)
        k_panic("no memory to listen with");
    compile(x, a, number, e.query->root, &filing);
    LISTEN_PUSH(x, ids, n_ids, cap_ids, e.id);
    for (size_t i = 0; i < filing.n; i++) {
        uint32_t term = filing.v[i].term;
        file_one(x, term ? &x->terms[term].list : &x->always, filing.v[i].posting);
    }
    k_arena_free(a);
    return number;
}

void listen_index_remove(struct listen_index *x, uint32_t number)
{
    if (number < x->n_ids && x->ids[number] != LISTEN_NONE) {
        LISTEN_STORE(x->ids[number], LISTEN_NONE);
        x->removed++;
    }
}

/* ---- many at once ------------------------------------------------------------------------ */

/* Lists that are as long as they must be, side by side by term. */
static void file_all(struct listen_index *x, const struct filing *filing)
{
    struct k_arena *a = k_arena_new(MEMORY);
    if (!a)
        k_panic("no memory to listen with");
    uint32_t *sizes = k_new_n(a, uint32_t, x->n_terms + 1);
    for (size_t i = 0; i < filing->n; i++)
        sizes[filing->v[i].term]++;
    size_t bytes = 0;
    for (size_t i = 0; i < x->n_terms; i++)
        bytes += sizes[i] || i == 0 ? bytes_of(sizes[i]) : 0;
    char *place = k_arena_alloc(x->arena, bytes);
    for (size_t i = 0; i < x->n_terms; i++) {
        if (sizes[i] == 0 && i > 0)
            continue;
        struct postings *list = (struct postings *)(void *)place;
        list->cap = sizes[i];
        *(i ? &x->terms[i].list : &x->always) = list;
        place += bytes_of(sizes[i]);
    }
    for (size_t i = 0; i < filing->n; i++) {
        uint32_t term = filing->v[i].term;
        struct postings *list = term ? x->terms[term].list : x->always;
        list->v[list->n++] = filing->v[i].posting;
    }
    k_arena_free(a);
}

static void *settled(struct listen_index *x, const void *v, size_t n, size_t *cap, size_t each)
{
    void *kept = k_arena_alloc(x->arena, n * each + 1);
    if (n)
        memcpy(kept, v, n * each);
    *cap = n;
    return kept;
}

/* Arrays that are as large as they must be, in the memory that stays. */
static void settle(struct listen_index *x)
{
    struct k_arena *before = x->growing;
    x->growing = x->arena;
    x->terms = settled(x, x->terms, x->n_terms, &x->cap_terms, sizeof *x->terms);
    x->code = settled(x, x->code, x->n_code, &x->cap_code, sizeof *x->code);
    x->nodes = settled(x, x->nodes, x->n_nodes, &x->cap_nodes, sizeof *x->nodes);
    x->patterns = settled(x, x->patterns, x->n_patterns, &x->cap_patterns, sizeof *x->patterns);
    x->ids = settled(x, x->ids, x->n_ids, &x->cap_ids, sizeof *x->ids);
    listen_terms_settle(x);
    k_arena_free(before);
}

struct listen_index *listen_index_new(enum listen_way way, const struct listen_rates *rates,
                                      const struct listen_entry *queries, size_t n)
{
    struct listen_index *x = calloc(1, sizeof *x);
    struct k_arena *a = k_arena_new(MEMORY);
    struct filing filing = {0};
    if (!x || !a)
        goto fail;
    *x = (struct listen_index){.way = way,
                               .arena = k_arena_new(MEMORY),
                               .growing = k_arena_new(MEMORY),
                               .scratch = k_arena_new(MEMORY)};
    if (rates)
        x->rates = *rates;
    if (!x->arena || !x->growing || !x->scratch)
        goto fail;
    listen_terms_init(x);
    for (size_t i = 0; i < n; i++) {
        compile(x, a, (uint32_t)i, queries[i].query->root, &filing);
        LISTEN_PUSH(x, ids, n_ids, cap_ids, queries[i].id);
    }
    settle(x);
    file_all(x, &filing);
    k_arena_free(a);
    return x;
fail:
    k_arena_free(a);
    listen_index_free(x);
    return NULL;
}

void listen_index_free(struct listen_index *x)
{
    if (!x)
        return;
    if (x->growing != x->arena)
        k_arena_free(x->growing);
    k_arena_free(x->arena);
    k_arena_free(x->scratch);
    free(x);
}

/* ---- what is told of it ------------------------------------------------------------------ */

size_t listen_index_size(const struct listen_index *x)
{
    return x->n_ids - x->removed;
}

size_t listen_index_waste(const struct listen_index *x)
{
    return x->removed;
}

size_t listen_index_always(const struct listen_index *x)
{
    return x->always->n;
}

size_t listen_index_bytes(const struct listen_index *x)
{
    return k_arena_used(x->arena) + sizeof *x;
}

/* A key as it is written in a query. */
static k_str told(struct k_arena *a, k_str key)
{
    if (key.p[0] == '\2')
        return k_fmt(a, "%.*s*", (int)(key.n - 1), key.p + 1);
    if (key.p[0] == '\1')
        return k_dup(a, k_str_from(key, 2));
    return k_dup(a, key.p[0] == '\3' ? k_str_from(key, 1) : key);
}

void listen_cost_of(struct k_arena *a, enum listen_way way, const struct listen_rates *rates,
                    const struct query *q, struct listen_cost *out)
{
    struct listen_index *x = listen_index_new(way, rates, NULL, 0);
    struct anchors anchors = {0};
    if (!x)
        k_panic("no memory to listen with");
    double cost = listen_compile(x, q->root, &anchors);
    *out = (struct listen_cost){.per_thousand = cost < 1000 ? cost : 1000};
    for (size_t i = 0; i < anchors.n && i < WORDS_TOLD; i++)
        *k_vec_push(a, out) = told(a, listen_term_key(x, anchors.v[i].term));
    listen_index_free(x);
}
