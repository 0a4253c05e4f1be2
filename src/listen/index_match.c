/* index_match: a post is laid on a desk, cut into words; an index sees which of its terms are
 * there, looks at the queries that are filed under them, and runs the programs of those that
 * may hold. */
#include "listen/index_inside.h"

/* ---- seeing ------------------------------------------------------------------------------ */

static bool bit_there(const struct listen_desk *d, uint32_t bit)
{
    return d->there[bit / 64] >> (bit % 64) & 1;
}

static void see(struct listen_desk *d, uint32_t term, const struct desk_word *w)
{
    ROOM(d->seen, d->n_seen, d->cap_seen);
    d->seen[d->n_seen++] = (struct seen){term, w->at, w->next};
    uint32_t bit = listen_term_bit(term);
    d->there[bit / 64] |= UINT64_C(1) << (bit % 64);
}

/* Prefixes that the word begins with. */
static void see_prefixes(const struct listen_index *x, const struct term_table *t,
                         struct listen_desk *d, const struct desk_word *w)
{
    uint64_t a = w->a, b = w->b;
    if (w->n > 16) {
        memcpy(&a, w->p, 8);
        memcpy(&b, w->p + 8, 8);
    }
    unsigned sizes = __atomic_load_n(listen_prefixes(t, a), __ATOMIC_RELAXED);
    for (; sizes; sizes &= sizes - 1) {
        unsigned n = (unsigned)__builtin_ctz(sizes);
        if (n > w->n)
            break;
        uint64_t first = n < 8 ? a & ((UINT64_C(1) << 8 * n) - 1) : a;
        uint64_t second = n <= 8 ? 0 : b & ((UINT64_C(1) << 8 * (n - 8)) - 1);
        struct desk_word p = {.a = first << 8 | 2,
                              .b = second << 8 | first >> 56,
                              .n = n + 1,
                              .at = w->at,
                              .next = w->next};
        p.hash = listen_key_hash(p.a, p.b);
        uint32_t term = listen_may_be(t, p.hash) ? listen_term_seen(x, t, &p) : 0;
        if (term)
            see(d, term, w);
    }
}

/* Of a post of many words: where each term is seen first. */
static void make_firsts(struct listen_desk *d)
{
    size_t n = 64;
    while (n < 2 * d->n_seen)
        n *= 2;
    if (n > d->n_firsts) {
        d->firsts = realloc(d->firsts, n * sizeof *d->firsts);
        if (!d->firsts)
            k_panic("no memory to listen with");
        d->n_firsts = n;
    }
    memset(d->firsts, 0, d->n_firsts * sizeof *d->firsts);
    for (uint32_t i = 0; i < d->n_seen; i++) {
        size_t slot = d->seen[i].term * 0x9e3779b1u & (d->n_firsts - 1);
        while (d->firsts[slot] && d->seen[d->firsts[slot] - 1].term != d->seen[i].term)
            slot = (slot + 1) & (d->n_firsts - 1);
        if (!d->firsts[slot])
            d->firsts[slot] = i + 1;
    }
}

static void see_all(const struct listen_index *x, struct listen_desk *d)
{
    const struct term_table *table = LISTEN_LOAD(x->table);
    size_t n_patterns = LISTEN_LOAD(x->n_patterns);
    const struct pattern *patterns = LISTEN_LOAD(x->patterns);
    for (size_t i = 0; i < d->n_seen; i++)
        d->there[listen_term_bit(d->seen[i].term) / 64] = 0;
    d->n_seen = 0;
    for (size_t i = 0; i < d->n; i++) {
        const struct desk_word *w = &d->words[i];
        uint32_t term = listen_may_be(table, w->hash) ? listen_term_seen(x, table, w) : 0;
        if (term)
            see(d, term, w);
        if (w->fact)
            continue;
        if (w->n >= PREFIX_MIN)
            see_prefixes(x, table, d, w);
        for (size_t k = 0; k < n_patterns; k++)
            if (listen_fits(patterns[k].key, k_str_n(w->p, w->n)))
                see(d, patterns[k].term, w);
    }
    if (d->n_seen > DESK_MANY)
        make_firsts(d);
}

/* ---- running ----------------------------------------------------------------------------- */

/* The first seen of a term; n_seen: it is not there. */
static size_t first_of(const struct listen_desk *d, uint32_t term)
{
    size_t i = 0;
    if (!bit_there(d, listen_term_bit(term)))
        return d->n_seen;
    if (d->n_seen <= DESK_MANY) {
        while (i < d->n_seen && d->seen[i].term != term)
            i++;
        return i;
    }
    size_t slot = term * 0x9e3779b1u & (d->n_firsts - 1);
    while (d->firsts[slot] && d->seen[d->firsts[slot] - 1].term != term)
        slot = (slot + 1) & (d->n_firsts - 1);
    return d->firsts[slot] ? d->firsts[slot] - 1 : d->n_seen;
}

/* Whether the rest of a row stands behind what is seen at i: one of a kind stands at a place.
 */
static bool row_behind(const struct listen_desk *d, const uint32_t *terms, size_t n, size_t i)
{
    uint32_t at = d->seen[i].next;
    for (size_t k = 0; k < n; k++) {
        do
            i++;
        while (i < d->n_seen && d->seen[i].at < at);
        while (i < d->n_seen && d->seen[i].at == at && d->seen[i].term != terms[k])
            i++;
        if (i >= d->n_seen || d->seen[i].at != at)
            return false;
        at = d->seen[i].next;
    }
    return true;
}

static bool row(const struct listen_desk *d, const uint32_t *terms, size_t n)
{
    for (size_t i = 1; i < n; i++)
        if (!bit_there(d, listen_term_bit(terms[i])))
            return false;
    for (size_t i = first_of(d, terms[0]); i < d->n_seen; i++)
        if (d->seen[i].term == terms[0] && row_behind(d, terms + 1, n - 1, i))
            return true;
    return false;
}

/* Whether `then` begins behind what is seen at i, so many places away at most. */
static bool behind(const struct listen_desk *d, size_t i, uint32_t then, uint32_t apart)
{
    uint32_t next = d->seen[i].next;
    for (size_t k = i + 1; k < d->n_seen && d->seen[k].at < next + apart; k++)
        if (d->seen[k].term == then && d->seen[k].at >= next)
            return true;
    return false;
}

static bool near(const struct listen_desk *d, uint32_t how, const uint32_t *terms)
{
    uint32_t apart = how >> 1;
    size_t a = first_of(d, terms[0]), b = first_of(d, terms[1]);
    if (a == d->n_seen || b == d->n_seen)
        return false;
    for (size_t i = how & 1 || a < b ? a : b; i < d->n_seen; i++)
        if ((d->seen[i].term == terms[0] && behind(d, i, terms[1], apart)) ||
            (!(how & 1) && d->seen[i].term == terms[1] && behind(d, i, terms[0], apart)))
            return true;
    return false;
}

static uint32_t parts_of(uint32_t number)
{
    return number & ((1U << CODE_PARTS) - 1);
}

static size_t size_of(const uint32_t *code)
{
    switch ((enum code_op)(*code & 15)) {
    case CODE_ALL:
    case CODE_ANY:
        return 1 + (*code >> (4 + CODE_PARTS));
    case CODE_NOT:
    case CODE_ROW:
        return 1 + (*code >> 4);
    case CODE_NEAR:
        return 3;
    case CODE_TERM:
    case CODE_NODE:
        return 1;
    }
    return 1;
}

static bool by_the_book(const struct listen_index *x, struct listen_desk *d, uint32_t node)
{
    if (!d->reading)
        d->reading = query_read(d->arena, d->way, d->post);
    return query_read_holds(d->reading, LISTEN_LOAD(x->nodes)[node], NULL);
}

static bool run(const struct listen_index *x, struct listen_desk *d, const uint32_t *code)
{
    uint32_t n = *code >> 4;
    switch ((enum code_op)(*code & 15)) {
    case CODE_ALL:
        for (n = parts_of(n), code++; n > 0; n--, code += size_of(code))
            if (!run(x, d, code))
                return false;
        return true;
    case CODE_ANY:
        for (n = parts_of(n), code++; n > 0; n--, code += size_of(code))
            if (run(x, d, code))
                return true;
        return false;
    case CODE_NOT:
        return !run(x, d, code + 1);
    case CODE_TERM:
        return first_of(d, n) < d->n_seen;
    case CODE_ROW:
        return row(d, code + 1, n);
    case CODE_NEAR:
        return near(d, n, code + 1);
    case CODE_NODE:
        return by_the_book(x, d, n);
    }
    return false;
}

/* ---- matching ---------------------------------------------------------------------------- */

static void emit(struct listen_hits *out, uint64_t id)
{
    ROOM(out->v, out->n, out->cap);
    out->v[out->n++] = id;
}

/* A new round of stamps for this many queries. */
static void begin_round(struct listen_desk *d, size_t queries)
{
    if (queries > d->n_stamps) {
        d->stamps = realloc(d->stamps, queries * sizeof *d->stamps);
        if (!d->stamps)
            k_panic("no memory to listen with");
        memset(d->stamps + d->n_stamps, 0, (queries - d->n_stamps) * sizeof *d->stamps);
        d->n_stamps = queries;
    }
    if (++d->round == 0) {
        memset(d->stamps, 0, d->n_stamps * sizeof *d->stamps);
        d->round = 1;
    }
}

static bool any_there(const struct listen_desk *d, uint64_t need)
{
    for (int i = 0; i < NEED_MOST; i++, need >>= 12)
        if (bit_there(d, need & (DESK_BITS - 1)))
            return true;
    return false;
}

/* Those that may hold, until some have come together: their programs are fetched meanwhile. */
#define WAIT 32
struct waiting {
    const struct listen_index *x;
    struct listen_desk *d;
    struct listen_hits *out;
    size_t queries; /* that were there when the post came */
    size_t n;
    const struct posting *v[WAIT];
};

static void look_at(struct waiting *w)
{
    for (size_t i = 0; i < w->n; i++) {
        const struct posting *p = w->v[i];
        const uint32_t *code = LISTEN_LOAD(w->x->code) + p->code / 4;
        uint64_t id = __atomic_load_n(&LISTEN_LOAD(w->x->ids)[p->query], __ATOMIC_RELAXED);
        if (id != LISTEN_NONE && (p->code & POSTING_SURE || run(w->x, w->d, code)))
            emit(w->out, id);
    }
    w->n = 0;
}

static void wait_for(struct waiting *w, const struct posting *p)
{
    struct listen_desk *d = w->d;
    if ((p->need != NEED_NONE && !any_there(d, p->need)) || p->query >= w->queries)
        return;
    if (p->code & POSTING_AGAIN) { /* once is enough */
        if (d->stamps[p->query] == d->round)
            return;
        d->stamps[p->query] = d->round;
    }
    __builtin_prefetch(LISTEN_LOAD(w->x->code) + p->code / 4);
    __builtin_prefetch(&LISTEN_LOAD(w->x->ids)[p->query]);
    w->v[w->n++] = p;
    if (w->n == WAIT)
        look_at(w);
}

static void wait_for_all(struct waiting *w, const struct postings *list)
{
    uint32_t n = list ? LISTEN_LOAD(list->n) : 0;
    for (uint32_t i = 0; i < n; i++)
        wait_for(w, &list->v[i]);
}

void listen_index_match(const struct listen_index *x, struct listen_desk *d,
                        struct listen_hits *out)
{
    struct waiting w = {.x = x, .d = d, .out = out, .queries = LISTEN_LOAD(x->n_ids)};
    see_all(x, d);
    begin_round(d, w.queries);
    for (size_t i = 0; i < d->n_seen; i++) {
        uint32_t term = d->seen[i].term;
        const struct postings *list = LISTEN_LOAD(LISTEN_LOAD(x->terms)[term].list);
        if (list && first_of(d, term) == i)
            wait_for_all(&w, list);
    }
    wait_for_all(&w, LISTEN_LOAD(x->always));
    look_at(&w);
}
