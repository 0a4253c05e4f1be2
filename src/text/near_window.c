/* near_window: a ring of posts, a ring of their words, and 16 tables of places. A place is one
 * line of the processor's cache: 16 entries, the newest first, each 8 bits of its band and a
 * slot of the ring. What fell out of the ring needs no removing: whose place it was compares
 * with who stands in the slot now, and is not alike. */
#include "text/near_window.h"

enum { MINIMA = 64, BANDS = 16, WAYS = 16, FILL = 10, WORDS = 20, CANDIDATES = 96 };

struct place {
    uint8_t tag[WAYS];
    uint8_t slot[WAYS][3]; /* counted from 1, the lowest byte first; 0 = free */
};
struct slot {
    struct near_post post;
    uint64_t from; /* of its words in `words`, counted on for ever, << 8 | how many */
};
struct near_window {
    uint16_t low[MINIMA], high[MINIMA], plus[MINIMA]; /* a permutation each */
    struct place *places;                             /* BANDS x n_places */
    struct slot *slots;                               /* n_slots */
    uint32_t *words;                                  /* n_words */
    size_t n_places, n_slots, n_words;
    uint64_t put, written; /* posts and words since the beginning */
    uint64_t dropped;      /* so many of the posts are forgotten */
};

/* ---- making ------------------------------------------------------------------------------ */

static size_t places_of(size_t posts)
{
    return posts / FILL + 1;
}

static size_t words_of(size_t posts)
{
    return posts * WORDS + NEAR_MOST;
}

size_t near_window_bytes(size_t posts)
{
    return sizeof(struct near_window) + (places_of(posts) * BANDS + 1) * sizeof(struct place) +
           posts * sizeof(struct slot) + words_of(posts) * sizeof(uint32_t);
}

static uint64_t next_random(uint64_t *state) /* splitmix64 (Steele, Lea, Flood 2014) */
{
    uint64_t z = *state += 0x9e3779b97f4a7c15u;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
}

struct near_window *near_window_new(struct k_arena *a, size_t posts)
{
    struct near_window *w = k_new(a, struct near_window);
    uint64_t seed = 16;
    for (int i = 0; i < MINIMA; i++) {
        uint64_t r = next_random(&seed);
        w->low[i] = (uint16_t)(r | 1);
        w->high[i] = (uint16_t)(r >> 16 | 1);
        w->plus[i] = (uint16_t)(r >> 32);
    }
    w->n_slots = posts < 1 ? 1 : posts > NEAR_WINDOW_MOST - 1 ? NEAR_WINDOW_MOST - 1 : posts;
    w->n_places = places_of(w->n_slots);
    w->n_words = words_of(w->n_slots);
    size_t line = sizeof(struct place);
    char *at = k_arena_alloc(a, (w->n_places * BANDS + 1) * line);
    w->places = (struct place *)(void *)(at + (line - (uintptr_t)at % line) % line);
    w->slots = k_new_n(a, struct slot, w->n_slots);
    w->words = k_new_n(a, uint32_t, w->n_words);
    return w;
}

/* ---- minima and bands -------------------------------------------------------------------- */

/* 64 orders of all words at once, 16 bits each: a set's smallest word in each of them. The
 * loops are plain so that the compiler makes vectors of them. */
static void minima(const struct near_window *w, const struct near_set *t, int16_t *min)
{
    for (int i = 0; i < MINIMA; i++)
        min[i] = INT16_MAX;
    for (uint32_t k = 0; k < t->n; k++) {
        uint16_t low = (uint16_t)t->v[k], high = (uint16_t)(t->v[k] >> 16);
        for (int i = 0; i < MINIMA; i++) {
            int16_t v = (int16_t)(uint16_t)((uint32_t)w->low[i] * low +
                                            (uint32_t)w->high[i] * high + w->plus[i]);
            min[i] = v < min[i] ? v : min[i];
        }
    }
}

struct bands {
    struct place *place[BANDS];
    uint8_t tag[BANDS];
};

static void bands_of(const struct near_window *w, const struct near_set *t, struct bands *b)
{
    int16_t min[MINIMA];
    uint64_t key;
    minima(w, t, min);
    for (size_t i = 0; i < BANDS; i++) {
        memcpy(&key, &min[4 * i], sizeof key);
        key = (key ^ (key >> 32)) * 0xbf58476d1ce4e5b9u;
        key ^= key >> 29;
        key *= 0x94d049bb133111ebu;
        b->tag[i] = (uint8_t)key;
        b->place[i] = w->places + i * w->n_places + ((key >> 32) * w->n_places >> 32);
        __builtin_prefetch(b->place[i]);
    }
}

/* ---- searching --------------------------------------------------------------------------- */

struct candidates {
    uint32_t slot[CANDIDATES]; /* each once */
    size_t n;
};

static void note(const struct near_window *w, struct candidates *c, uint32_t slot)
{
    for (size_t i = 0; i < c->n; i++)
        if (c->slot[i] == slot)
            return;
    if (c->n == CANDIDATES)
        return;
    c->slot[c->n++] = slot;
    __builtin_prefetch(&w->slots[slot]);
}

/* The bytes of v that are 0, by their highest bit; a byte of 1 above one may be told, too,
 * which costs a comparison (Mycroft 1987). */
static uint64_t zeros(uint64_t v)
{
    return (v - 0x0101010101010101u) & ~v & 0x8080808080808080u;
}

static void gather(const struct near_window *w, const struct bands *b, struct candidates *c)
{
    c->n = 0;
    for (int i = 0; i < BANDS; i++) {
        const struct place *p = b->place[i];
        for (unsigned half = 0; half < WAYS; half += 8) {
            uint64_t tags;
            memcpy(&tags, &p->tag[half], sizeof tags);
            uint64_t same = zeros(tags ^ 0x0101010101010101u * b->tag[i]);
            for (; same; same &= same - 1) {
                const uint8_t *at = p->slot[half + (unsigned)__builtin_ctzll(same) / 8];
                uint32_t slot = at[0] | (uint32_t)at[1] << 8 | (uint32_t)at[2] << 16;
                if (slot)
                    note(w, c, slot - 1);
            }
        }
    }
}

/* Empty: its words were written over. */
static struct near_set set_at(const struct near_window *w, const struct slot *s)
{
    uint64_t from = s->from >> 8;
    bool gone = w->written - from > w->n_words - NEAR_MOST;
    return (struct near_set){&w->words[from % w->n_words],
                             gone ? 0 : (uint32_t)(s->from & 0xff)};
}

/* The place in the row of all posts, the oldest being 0. */
static uint64_t age(const struct near_window *w, uint32_t slot)
{
    uint64_t newest = (w->put - 1) % w->n_slots;
    return (newest + w->n_slots - slot) % w->n_slots;
}

/* The newest first; what has no room is older than all. */
static void keep(struct near_hits *out, uint64_t *ages, uint64_t old, const struct near_hit *h)
{
    size_t at = out->n;
    while (at > 0 && ages[at - 1] > old)
        at--;
    if (at == NEAR_HITS)
        return;
    size_t behind = (out->n == NEAR_HITS ? out->n - 1 : out->n) - at;
    memmove(&out->v[at + 1], &out->v[at], behind * sizeof *out->v);
    memmove(&ages[at + 1], &ages[at], behind * sizeof *ages);
    out->v[at] = *h;
    ages[at] = old;
    out->n = at + behind + 1;
}

static void search(const struct near_window *w, const struct near_set *t, const struct bands *b,
                   struct near_hits *out)
{
    struct candidates c;
    uint64_t ages[NEAR_HITS];
    out->n = 0;
    gather(w, b, &c);
    for (size_t i = 0; i < c.n; i++) {
        const uint32_t *words = &w->words[(w->slots[c.slot[i]].from >> 8) % w->n_words];
        __builtin_prefetch(words);
        __builtin_prefetch(words + 16);
    }
    for (size_t i = 0; i < c.n; i++) {
        const struct slot *s = &w->slots[c.slot[i]];
        struct near_set other = set_at(w, s);
        double alike = near_alike(t, &other, NEAR_ALIKE);
        if (alike > 0)
            keep(out, ages, age(w, c.slot[i]), &(struct near_hit){s->post, alike});
    }
}

void near_find(const struct near_window *w, const struct near_set *t, struct near_hits *out)
{
    struct bands b;
    out->n = 0;
    if (t->n == 0)
        return;
    bands_of(w, t, &b);
    search(w, t, &b, out);
}

/* ---- taking in --------------------------------------------------------------------------- */

static uint64_t write_words(struct near_window *w, const struct near_set *t)
{
    uint64_t at = w->written;
    if (at % w->n_words + t->n > w->n_words) /* in one piece: not over the end of the ring */
        at += w->n_words - at % w->n_words;
    memcpy(&w->words[at % w->n_words], t->v, t->n * sizeof *t->v);
    w->written = at + t->n;
    return at;
}

/* In front of the others; the oldest goes. */
static void enter(struct place *p, uint8_t tag, uint32_t slot)
{
    memmove(&p->tag[1], &p->tag[0], WAYS - 1);
    memmove(&p->slot[1], &p->slot[0], (WAYS - 1) * sizeof p->slot[0]);
    p->tag[0] = tag;
    p->slot[0][0] = (uint8_t)slot;
    p->slot[0][1] = (uint8_t)(slot >> 8);
    p->slot[0][2] = (uint8_t)(slot >> 16);
}

void near_put(struct near_window *w, const struct near_set *t, const struct near_post *p,
              struct near_hits *hits)
{
    struct bands b;
    if (hits)
        hits->n = 0;
    if (t->n == 0)
        return;
    bands_of(w, t, &b);
    if (hits)
        search(w, t, &b, hits);
    uint32_t slot = (uint32_t)(w->put++ % w->n_slots);
    w->slots[slot] = (struct slot){*p, write_words(w, t) << 8 | t->n};
    for (int i = 0; i < BANDS; i++)
        enter(b.place[i], b.tag[i], slot + 1);
}

/* ---- what is in it ----------------------------------------------------------------------- */

size_t near_window_count(const struct near_window *w)
{
    uint64_t there = w->put - w->dropped;
    return there < w->n_slots ? (size_t)there : w->n_slots;
}

void near_drop(struct near_window *w, int64_t before)
{
    for (size_t n = near_window_count(w); n > 0; n--) {
        struct slot *s = &w->slots[(w->put - n) % w->n_slots];
        if (s->post.at >= before)
            return;
        s->from &= ~(uint64_t)0xff; /* no words: alike to nothing */
        w->dropped = w->put - n + 1;
    }
}

struct near_set near_window_at(const struct near_window *w, size_t i, struct near_post *p)
{
    uint64_t first = w->put - near_window_count(w);
    const struct slot *s = &w->slots[(first + i) % w->n_slots];
    *p = s->post;
    return set_at(w, s);
}
