/* index_terms: the words of all queries of an index, numbered. */
#include "listen/index_inside.h"

void *listen_room(struct listen_index *x, const void *v, size_t n, size_t *cap, size_t each)
{
    if (n < *cap)
        return (void *)(uintptr_t)v;
    size_t more = n < 16 ? 16 : n + n / 2;
    void *grown = k_arena_alloc(x->growing, k_mul(more, each));
    if (n)
        memcpy(grown, v, n * each);
    *cap = more;
    return grown;
}

/* ---- keys -------------------------------------------------------------------------------- */

struct listen_key listen_key_of(const char *p, size_t n)
{
    struct listen_key k = {.n = (uint32_t)n};
    if (n > 16) {
        k.a = k_str_hash(k_str_n(p, n));
        return k;
    }
    memcpy(&k.a, p, n < 8 ? n : 8);
    if (n > 8)
        memcpy(&k.b, p + 8, n - 8);
    return k;
}

static const char *long_key(const struct term *t)
{
    return (const char *)(uintptr_t)t->b;
}

static bool same_key(const struct term *t, uint64_t a, uint64_t b, const char *p, size_t n)
{
    if (t->a != a || t->n != n)
        return false;
    return n <= 16 ? t->b == b : memcmp(long_key(t), p, n) == 0;
}

k_str listen_term_key(const struct listen_index *x, uint32_t term)
{
    const struct term *t = &x->terms[term];
    return t->n <= 16 ? k_str_n((const char *)&t->a, t->n) : k_str_n(long_key(t), t->n);
}

/* ---- the table --------------------------------------------------------------------------- */

static uint64_t hash_of(const struct term *t)
{
    return listen_key_hash(t->a, t->n > 16 ? 0 : t->b);
}

static uint32_t tag_of(uint64_t hash)
{
    return (uint32_t)(hash >> (64 - 7)) << TERM_BITS;
}

static void insert(struct term_table *t, uint64_t hash, uint32_t term)
{
    uint64_t slot = hash & t->mask, *word = &t->filter[hash >> 20 & t->filter_mask];
    __atomic_store_n(word, *word | UINT64_C(1) << (hash >> 58), __ATOMIC_RELAXED);
    while (t->slots[slot])
        slot = (slot + 1) & t->mask;
    LISTEN_STORE(t->slots[slot], tag_of(hash) | term);
}

static void insert_prefix(struct term_table *t, uint64_t first, size_t n)
{
    uint16_t *sizes = listen_prefixes(t, first);
    __atomic_store_n(sizes, (uint16_t)(*sizes | 1U << n), __ATOMIC_RELAXED);
}

static size_t at_least(size_t n, size_t least)
{
    size_t size = least;
    while (size < n)
        size *= 2;
    return size;
}

/* A table with two slots a term at least, 8 to 32 bits of the filter, and eight sizes a prefix.
 */
static void make_table(struct listen_index *x, size_t terms)
{
    struct term_table *t = k_new(x->growing, struct term_table);
    size_t slots = at_least(terms + terms / 2, 64);
    t->mask = slots - 1;
    t->filter_mask = at_least(slots / 4, 64) - 1;
    t->prefix_mask = at_least(8 * x->n_prefixes, 64) - 1;
    t->slots = k_new_n(x->growing, uint32_t, slots);
    t->filter = k_new_n(x->growing, uint64_t, t->filter_mask + 1);
    t->prefixes = k_new_n(x->growing, uint16_t, t->prefix_mask + 1);
    for (uint32_t i = 1; i < x->n_terms; i++) {
        k_str key = listen_term_key(x, i);
        insert(t, hash_of(&x->terms[i]), i);
        if (key.p[0] == '\2')
            insert_prefix(t, listen_key_of(key.p + 1, PREFIX_MIN).a, key.n - 1);
    }
    LISTEN_STORE(x->table, t);
}

void listen_terms_init(struct listen_index *x)
{
    LISTEN_PUSH(x, terms, n_terms, cap_terms, (struct term){0}); /* term 0 is none */
    make_table(x, 0);
}

void listen_terms_settle(struct listen_index *x)
{
    make_table(x, x->n_terms);
}

uint32_t listen_term_seen(const struct listen_index *x, const struct term_table *t,
                          const struct desk_word *w)
{
    uint32_t found, tag = tag_of(w->hash);
    for (uint64_t slot = w->hash & t->mask; (found = LISTEN_LOAD(t->slots[slot])) != 0;
         slot = (slot + 1) & t->mask) {
        if ((found & ~TERM_MASK) != tag)
            continue;
        const struct term *terms = LISTEN_LOAD(x->terms);
        if (same_key(&terms[found & TERM_MASK], w->a, w->b, w->p, w->n))
            return found & TERM_MASK;
    }
    return 0;
}

/* ---- how common a word is ---------------------------------------------------------------- */

/* Without counts: long words are rare, what many posts share is common. */
static double guess(k_str key)
{
    static const char rare_facts[] = {'A' + QUERY_AUTHOR, 'A' + QUERY_SITE, 'A' + QUERY_LABEL,
                                      'A' + QUERY_TO, 0};
    static const double by_length[] = {40, 40, 30, 20, 8, 4, 2, 1};
    if (key.p[0] == '\1')
        return strchr(rare_facts, key.p[1]) ? 1 : 200;
    if (key.p[0] == '\2')
        return key.n < 6 ? 30 : 6;
    return key.p[0] == '\3' ? 60 : by_length[key.n < 7 ? key.n : 7];
}

static float rate(const struct listen_index *x, k_str key)
{
    double r = x->rates.of ? x->rates.of(x->rates.arg, key) : -1;
    return (float)(r >= 0 ? r : guess(key));
}

/* ---- making terms ------------------------------------------------------------------------ */

static uint32_t new_term(struct listen_index *x, struct listen_key k, uint64_t hash, k_str key)
{
    uint32_t term = (uint32_t)x->n_terms;
    if (x->n_terms > TERM_MASK)
        k_panic("more words in listening queries than an index holds");
    if (3 * (x->n_terms + 1) / 2 > x->table->mask + 1)
        make_table(x, 2 * x->n_terms);
    if (k.n > 16)
        k.b = (uint64_t)(uintptr_t)k_dup(x->arena, key).p;
    LISTEN_PUSH(x, terms, n_terms, cap_terms,
                (struct term){.a = k.a, .b = k.b, .n = k.n, .cost = rate(x, key)});
    insert(x->table, hash, term);
    return term;
}

uint32_t listen_term_of(struct listen_index *x, k_str key)
{
    struct listen_key k = listen_key_of(key.p, key.n);
    struct desk_word w = {.a = k.a, .b = k.b, .p = key.p, .n = k.n};
    w.hash = listen_key_hash(k.a, k.b);
    uint32_t term = listen_term_seen(x, x->table, &w);
    return term ? term : new_term(x, k, w.hash, key);
}

/* A key with a mark before it, so that it is no word. */
static k_str marked(struct listen_index *x, char mark, k_str rest)
{
    char *p = k_arena_alloc(x->scratch, rest.n + 1);
    p[0] = mark;
    memcpy(p + 1, rest.p, rest.n);
    return k_str_n(p, rest.n + 1);
}

/* acme*: found by the first letters of words. */
static bool is_prefix(k_str key)
{
    return key.n > PREFIX_MIN && key.n <= PREFIX_MAX + 1 &&
           k_str_chr(key, '*') == (ptrdiff_t)key.n - 1 && k_str_chr(key, '?') < 0;
}

static uint32_t term_of_prefix(struct listen_index *x, k_str first)
{
    size_t before = x->n_terms;
    uint32_t term = listen_term_of(x, marked(x, '\2', first));
    if (x->n_terms == before)
        return term;
    insert_prefix(x->table, listen_key_of(first.p, PREFIX_MIN).a, first.n);
    if (4 * ++x->n_prefixes > x->table->prefix_mask + 1)
        make_table(x, x->n_terms);
    return term;
}

uint32_t listen_term_of_word(struct listen_index *x, const struct query_word *w)
{
    if (!w->pattern)
        return listen_term_of(x, k_str_sub(w->key, 0, LISTEN_WORD));
    if (is_prefix(w->key))
        return term_of_prefix(x, k_str_sub(w->key, 0, w->key.n - 1));
    size_t before = x->n_terms;
    uint32_t term = listen_term_of(x, marked(x, '\3', w->key));
    if (x->n_terms > before)
        LISTEN_PUSH(x, patterns, n_patterns, cap_patterns,
                    (struct pattern){k_dup(x->arena, w->key), term});
    return term;
}

uint32_t listen_term_of_fact(struct listen_index *x, enum query_fact fact, k_str value)
{
    static const unsigned named = 1U << QUERY_AUTHOR | 1U << QUERY_SITE | 1U << QUERY_LANG |
                                  1U << QUERY_COUNTRY | 1U << QUERY_NETWORK |
                                  1U << QUERY_CHANNEL | 1U << QUERY_TO | 1U << QUERY_LABEL;
    if (!(named >> fact & 1) || value.n == 0 || k_str_chr(value, '*') >= 0 ||
        k_str_chr(value, '?') >= 0 || (fact == QUERY_SITE && k_str_chr(value, '/') >= 0))
        return 0;
    __atomic_store_n(&x->facts, x->facts | 1U << fact, __ATOMIC_RELEASE);
    return listen_term_of(x, marked(x, '\1', marked(x, (char)('A' + (int)fact), value)));
}
