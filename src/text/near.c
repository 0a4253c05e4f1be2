/* near: sets of words as ascending hashes. A long text keeps the smallest hashes of its set,
 * which are a sample of it that two texts draw alike (Broder 1997, "bottom k"). */
#include "text/near.h"
#include "text/word.h"

/* ---- a text as a set --------------------------------------------------------------------- */

/* Into its place; of more than NEAR_MOST the largest goes. */
static void put(struct near_text *t, uint32_t v)
{
    uint32_t i = t->n;
    if (i == NEAR_MOST) {
        if (v >= t->v[i - 1])
            return;
        i--;
    }
    uint32_t at = i;
    while (at > 0 && t->v[at - 1] > v)
        at--;
    if (at > 0 && t->v[at - 1] == v)
        return;
    for (uint32_t k = i; k > at; k--)
        t->v[k] = t->v[k - 1];
    t->v[at] = v;
    t->n = i + 1;
}

/* Words as they come. Up to a handful they are put into order at once at the end, by counting
 * for each how many are smaller: that has no branch that a processor could guess wrong, and
 * most posts are short. */
enum { HANDFUL = 32 };
struct gathering {
    struct near_text *t;
    uint32_t few[HANDFUL]; /* the first ones, while there are no more */
    uint32_t n;
    uint64_t before; /* a letter that stands alone waits for its neighbour */
    bool waits;
};

static void add(struct gathering *g, uint64_t hash)
{
    uint32_t v = (uint32_t)(hash >> 32);
    if (g->n < HANDFUL) {
        g->few[g->n++] = v;
        return;
    }
    for (uint32_t i = 0; g->n == HANDFUL && i < HANDFUL; i++)
        put(g->t, g->few[i]);
    g->n = HANDFUL + 1;
    put(g->t, v);
}

static void in_order(struct gathering *g)
{
    uint32_t at[HANDFUL], taken = 0;
    for (uint32_t i = g->n; i < HANDFUL; i++)
        g->few[i] = UINT32_MAX;
    for (uint32_t i = 0; i < g->n; i++) {
        uint32_t smaller = 0;
        for (uint32_t k = 0; k < HANDFUL; k++)
            smaller += g->few[k] < g->few[i];
        at[smaller] = g->few[i]; /* the same word twice has the same place */
        taken |= 1u << smaller;
    }
    for (; taken; taken &= taken - 1)
        g->t->v[g->t->n++] = at[__builtin_ctz(taken)];
}

static void take(struct gathering *g, const struct word_reader *w, uint64_t h)
{
    if (g->waits && !w->joined)
        add(g, g->before);
    g->waits = w->alone && !w->joined;
    if (w->joined)
        add(g, word_mix(word_add(g->before, h)));
    else if (!w->alone)
        add(g, h);
    g->before = h;
}

/* One thing that is only equal or not: 64 bits of a hash as two words. */
static void only(struct near_text *t, uint64_t h)
{
    t->n = 0;
    put(t, (uint32_t)(h >> 32));
    put(t, (uint32_t)h);
}

void near_of(k_str text, struct near_text *out)
{
    struct word_reader w = word_read(text);
    struct gathering g = {.t = out};
    uint64_t word, all = WORD_HASH;
    out->n = out->words = 0;
    while (word_next(&w, &word)) {
        all = word_add(all, word);
        out->words++;
        take(&g, &w, word);
    }
    if (g.waits)
        add(&g, g.before);
    if (g.n <= HANDFUL)
        in_order(&g);
    if (out->n > 0 && out->n < NEAR_LEAST)
        only(out, word_mix(all));
}

void near_key(k_str kind, k_str key, struct near_text *out)
{
    uint64_t h = WORD_HASH;
    for (size_t i = 0; i < kind.n; i++)
        h = word_add(h, (unsigned char)kind.p[i]);
    h = word_add(h, 0x100);
    for (size_t i = 0; i < key.n; i++)
        h = word_add(h, (unsigned char)key.p[i]);
    out->words = 0;
    only(out, word_mix(h));
}

/* ---- comparing --------------------------------------------------------------------------- */

/* Up to where both sets are known. */
static uint32_t known(const struct near_set *x, const struct near_set *y)
{
    uint32_t upto = UINT32_MAX;
    if (x->n == NEAR_MOST)
        upto = x->v[NEAR_MOST - 1];
    if (y->n == NEAR_MOST && y->v[NEAR_MOST - 1] < upto)
        upto = y->v[NEAR_MOST - 1];
    return upto;
}

static uint32_t up_to(const struct near_set *x, uint32_t upto)
{
    uint32_t n = x->n;
    while (n > 0 && x->v[n - 1] > upto)
        n--;
    return n;
}

double near_alike(const struct near_set *x, const struct near_set *y, double least)
{
    uint32_t upto = known(x, y), nx = up_to(x, upto), ny = up_to(y, upto);
    uint32_t i = 0, k = 0, shared = 0, all = nx + ny;
    double spare = (double)all * (1 - least) / (1 + least); /* words that need not be shared */
    uint32_t apart = spare >= (double)all ? all : (uint32_t)(spare + 1e-9);
    while (i < nx && k < ny && i + k - 2 * shared <= apart) {
        uint32_t a = x->v[i], b = y->v[k];
        shared += a == b;
        i += a <= b;
        k += b <= a;
    }
    double alike = shared ? (double)shared / (double)(all - shared) : 0;
    return alike >= least ? alike : 0;
}

/* ---- as bytes ---------------------------------------------------------------------------- */

size_t near_pack(const struct near_set *x, char *out)
{
    for (uint32_t i = 0; i < x->n; i++)
        for (unsigned b = 0; b < 4; b++)
            *out++ = (char)(x->v[i] >> (8 * b) & 0xff);
    return (size_t)4 * x->n;
}

bool near_unpack(k_str bytes, struct near_text *out)
{
    out->n = out->words = 0;
    if (bytes.n % 4 || bytes.n > NEAR_PACKED)
        return false;
    for (size_t i = 0; i < bytes.n; i += 4) {
        uint32_t v = 0;
        for (unsigned b = 0; b < 4; b++)
            v |= (uint32_t)(unsigned char)bytes.p[i + b] << (8 * b);
        if (i > 0 && v <= out->v[out->n - 1])
            return false;
        out->v[out->n++] = v;
    }
    return true;
}
