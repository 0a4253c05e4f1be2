/* query_holds: a query held against a post by the book. Words are compared one by one as text,
 * occurrences are listed, nothing is clever: this is what every faster way is held against. */
#include "base/log.h"
#include "base/utf8.h"
#include "listen/query.h"
#include <stdlib.h>

#define FIELDS 3    /* text, title, bio */
#define SPANS 200   /* that are told of */
#define STRETCH 256 /* words in the places of a loose phrase: each twice, if it is marked */
/* Of a NEAR whose sides are NEARs or occur all over a long text, so much is looked at. One
 * between words or phrases never comes near it. */
#define FOUNDS ((size_t)1000000) /* occurrences that are listed */
#define PAIRS ((size_t)10000000) /* pairs of them */

/* Places first..last of one field, and the bytes from the first to the last of them. */
struct found {
    enum query_where where;
    uint32_t first, last, start, end;
};
struct founds {
    struct found *v; /* K_VEC, by where, first, last; each once */
    size_t n, cap;
};
struct query_reading {
    struct k_arena *a;    /* words of the post */
    struct k_arena *leaf; /* what is only of the leaf or NEAR that is held now */
    enum listen_way way;
    const struct listen_post *post;
    struct listen_words words[FIELDS];
    bool cut[FIELDS];
    size_t founds, pairs; /* that may still be listed, and looked at */
    bool one;             /* one occurrence is enough to know */
};

/* A leaf or a NEAR begins. */
static void begin(struct query_reading *r, bool one)
{
    k_arena_reset(r->leaf);
    r->founds = FOUNDS;
    r->pairs = PAIRS;
    r->one = one;
}

static const enum query_where all_fields[FIELDS] = {QUERY_TEXT, QUERY_TITLE, QUERY_BIO};

static k_str text_of(const struct query_reading *r, enum query_where where)
{
    return where == QUERY_TEXT    ? r->post->text
           : where == QUERY_TITLE ? r->post->title
                                  : r->post->bio;
}

static const struct listen_words *words_of(struct query_reading *r, enum query_where where)
{
    size_t i = where - QUERY_TEXT;
    if (!r->cut[i])
        listen_words(r->a, r->way, text_of(r, where), &r->words[i]);
    r->cut[i] = true;
    return &r->words[i];
}

static bool looks_at(const struct query_node *n, enum query_where field)
{
    return n->where == field || (n->where == QUERY_ANYWHERE && field != QUERY_BIO);
}

/* ---- one word ---------------------------------------------------------------------------- */

bool listen_fits(k_str pattern, k_str word)
{
    size_t p = 0, w = 0, star = SIZE_MAX, again = 0;
    while (w < word.n) {
        if (p < pattern.n && pattern.p[p] == '*') {
            star = ++p;
            again = w;
        } else if (p < pattern.n && pattern.p[p] == '?') {
            p++;
            k_utf8_next(word, &w);
        } else if (p < pattern.n && pattern.p[p] == word.p[w]) {
            p++;
            w++;
        } else if (star != SIZE_MAX) {
            p = star;
            k_utf8_next(word, &again);
            w = again;
        } else {
            return false;
        }
    }
    while (p < pattern.n && pattern.p[p] == '*')
        p++;
    return p == pattern.n;
}

static bool is(const struct query_word *q, const struct listen_word *w)
{
    return q->pattern ? listen_fits(q->key, w->key)
                      : k_str_eq(k_str_sub(q->key, 0, LISTEN_WORD), w->key);
}

static void add(struct query_reading *r, struct founds *out, struct found f)
{
    if (r->founds == 0)
        return;
    r->founds--;
    *k_vec_push(r->leaf, out) = f;
}

static bool enough(const struct query_reading *r, const struct founds *out)
{
    return r->founds == 0 || (r->one && out->n > 0);
}

/* ---- exact ------------------------------------------------------------------------------- */

/* Of each byte of a text whether a word goes over it: it began before. */
static const bool *inside_of_words(struct query_reading *r, const struct listen_words *words,
                                   size_t n)
{
    bool *inside = k_new_n(r->leaf, bool, n + 1);
    for (size_t i = 0; i < words->n; i++)
        for (size_t k = words->v[i].start + 1; k < words->v[i].end; k++)
            inside[k] = true;
    return inside;
}

/* The places of the words that the bytes of f touch; first: the first that ends behind f.start.
 */
static void place(const struct listen_words *words, size_t first, struct found *f)
{
    f->first = first < words->n ? words->v[first].at : words->places;
    f->last = f->first;
    for (size_t k = first; k < words->n && words->v[k].start < f->end; k++)
        if (words->v[k].end > f->start && words->v[k].next - 1 > f->last)
            f->last = words->v[k].next - 1;
}

/* Where the very signs stand, beginning and ending at no place inside of a word. */
static void find_exact(struct query_reading *r, const struct query_node *n,
                       enum query_where where, struct founds *out)
{
    k_str key = n->words[0].key, text = k_str_sub(text_of(r, where), 0, LISTEN_TEXT);
    const struct listen_words *words = words_of(r, where);
    const bool *inside = inside_of_words(r, words, text.n);
    size_t first = 0;
    for (size_t i = 0; i + key.n <= text.n && !enough(r, out); i++) {
        struct found f = {.where = where, .start = (uint32_t)i, .end = (uint32_t)(i + key.n)};
        while (first < words->n && words->v[first].end <= i)
            first++;
        if (inside[i] || inside[i + key.n] || memcmp(text.p + i, key.p, key.n) != 0)
            continue;
        place(words, first, &f);
        add(r, out, f);
    }
}

/* ---- rows -------------------------------------------------------------------------------- */

/* How far a row has come: the next word stands at `next`. */
struct reached {
    uint32_t next, end;
};
struct reaches { /* K_VEC; each place once */
    struct reached *v;
    size_t n, cap;
};

static void reach(struct query_reading *r, struct reaches *to, const struct listen_word *w)
{
    for (size_t i = 0; i < to->n; i++)
        if (to->v[i].next == w->next)
            return;
    *k_vec_push(r->leaf, to) = (struct reached){w->next, w->end};
}

/* The reached places of `now`, one word of the row further. *from: words before it are passed.
 */
static void step(struct query_reading *r, const struct query_word *q,
                 const struct listen_words *words, size_t *from, const struct reaches *now,
                 struct reaches *then)
{
    uint32_t low = UINT32_MAX, high = 0;
    then->n = 0;
    for (size_t m = 0; m < now->n; m++) {
        low = now->v[m].next < low ? now->v[m].next : low;
        high = now->v[m].next > high ? now->v[m].next : high;
    }
    while (*from < words->n && words->v[*from].at < low)
        ++*from;
    for (size_t j = *from; j < words->n && words->v[j].at <= high; j++)
        for (size_t m = 0; m < now->n; m++)
            if (words->v[j].at == now->v[m].next && is(q, &words->v[j]))
                reach(r, then, &words->v[j]);
}

/* Rows that begin with words->v[i], which fits the first word: a marked word and those it
 * consists of may both fit, so a row can have reached several places. */
static void follow(struct query_reading *r, const struct query_node *n, enum query_where where,
                   const struct listen_words *words, size_t i, struct founds *out)
{
    struct reaches now = {0}, then = {0};
    size_t from = i;
    reach(r, &now, &words->v[i]);
    for (size_t k = 1; k < n->n_words && now.n > 0; k++) {
        struct reaches spare = now;
        step(r, &n->words[k], words, &from, &now, &then);
        now = then;
        then = spare;
    }
    for (size_t m = 0; m < now.n; m++)
        add(r, out,
            (struct found){where, words->v[i].at, now.v[m].next - 1, words->v[i].start,
                           now.v[m].end});
}

/* ---- loose rows -------------------------------------------------------------------------- */

/* Kuhn's matching: gives word k of the query one of the words from..to of the text. */
static bool place_one(const struct query_node *n, const struct listen_words *words, size_t from,
                      size_t to, size_t k, size_t *who, bool *tried)
{
    for (size_t i = from; i < to; i++) {
        if (tried[i - from] || !is(&n->words[k], &words->v[i]))
            continue;
        tried[i - from] = true;
        size_t had = who[i - from];
        if (had == SIZE_MAX || place_one(n, words, from, to, had, who, tried)) {
            who[i - from] = k;
            return true;
        }
    }
    return false;
}

/* Whether each word of the query has one of its own among those from..to. */
static bool all_in(const struct query_node *n, const struct listen_words *words, size_t from,
                   size_t to)
{
    size_t who[STRETCH];
    bool tried[STRETCH];
    for (size_t i = 0; i < STRETCH; i++)
        who[i] = SIZE_MAX;
    for (size_t k = 0; k < n->n_words; k++) {
        memset(tried, 0, sizeof tried);
        if (!place_one(n, words, from, to, k, who, tried))
            return false;
    }
    return true;
}

/* "a b"~n that begins at words->v[i]: the shortest stretch that has all of them. */
static void loosely(struct query_reading *r, const struct query_node *n, enum query_where where,
                    const struct listen_words *words, size_t i, struct founds *out)
{
    size_t places = n->n_words + (size_t)n->apart, low = i + n->n_words, high = i;
    while (high < words->n && high < i + STRETCH && words->v[high].at < words->v[i].at + places)
        high++;
    if (low > high || !all_in(n, words, i, high))
        return;
    while (low < high) { /* what holds all of them holds them with one word more, too */
        size_t middle = (low + high) / 2;
        if (all_in(n, words, i, middle))
            high = middle;
        else
            low = middle + 1;
    }
    const struct listen_word *first = &words->v[i], *last = &words->v[high - 1];
    add(r, out, (struct found){where, first->at, last->at, first->start, last->end});
}

static bool occurs(const struct query_word *q, const struct listen_words *words)
{
    for (size_t i = 0; i < words->n; i++)
        if (is(q, &words->v[i]))
            return true;
    return false;
}

static bool any_is(const struct query_node *n, const struct listen_word *w)
{
    for (size_t k = 0; k < n->n_words; k++)
        if (is(&n->words[k], w))
            return true;
    return false;
}

static void find_words(struct query_reading *r, const struct query_node *n,
                       enum query_where where, struct founds *out)
{
    const struct listen_words *words = words_of(r, where);
    if (n->words[0].exact) {
        find_exact(r, n, where, out);
        return;
    }
    for (size_t k = 0; k < n->n_words; k++)
        if (!occurs(&n->words[k], words))
            return;
    for (size_t i = 0; i < words->n && !enough(r, out); i++) {
        if (n->apart >= 0 && any_is(n, &words->v[i]))
            loosely(r, n, where, words, i, out);
        else if (n->apart < 0 && is(&n->words[0], &words->v[i]))
            follow(r, n, where, words, i, out);
    }
}

/* ---- near -------------------------------------------------------------------------------- */

static int by_numbers(const int64_t *a, const int64_t *b, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (a[i] != b[i])
            return a[i] < b[i] ? -1 : 1;
    return 0;
}

static int by_place(const void *x, const void *y)
{
    const struct found *a = x, *b = y;
    return by_numbers((int64_t[]){a->where, a->first, a->last},
                      (int64_t[]){b->where, b->first, b->last}, 3);
}

/* Sorts; how many are left when each is there once. */
static size_t each_once(void *v, size_t n, size_t size, int (*by)(const void *, const void *))
{
    char *p = v;
    size_t left = 0;
    if (n)
        qsort(v, n, size, by);
    for (size_t i = 0; i < n; i++)
        if (left == 0 || by(p + (left - 1) * size, p + i * size) != 0)
            memmove(p + left++ * size, p + i * size, size);
    return left;
}

/* Those of `then` that begin behind the end of one of `before`, so many places away at most;
 * both by place. */
static void pair(struct query_reading *r, const struct founds *before,
                 const struct founds *then, int apart, struct founds *out)
{
    for (size_t i = 0; i < before->n && !enough(r, out); i++) {
        const struct found *a = &before->v[i];
        struct found behind = {.where = a->where, .first = a->last + 1};
        size_t low = 0, high = then->n;
        while (low < high) {
            size_t middle = (low + high) / 2;
            if (by_place(&then->v[middle], &behind) < 0)
                low = middle + 1;
            else
                high = middle;
        }
        for (; low < then->n && r->pairs > 0 && !enough(r, out); low++, r->pairs--) {
            const struct found *b = &then->v[low];
            if (b->where != a->where || b->first - a->last > (uint32_t)apart)
                break;
            add(r, out, (struct found){a->where, a->first, b->last, a->start, b->end});
        }
    }
}

/* All its occurrences, by place; with r->one at least one, if there is any. */
static void find(struct query_reading *r, const struct query_node *n, struct founds *out)
{
    bool one = r->one;
    *out = (struct founds){0};
    if (n->kind == QUERY_NEAR) {
        struct founds left, right;
        r->one = false;
        find(r, n->of[0], &left);
        find(r, n->of[1], &right);
        r->one = one;
        pair(r, &left, &right, n->apart, out);
        if (!n->ordered)
            pair(r, &right, &left, n->apart, out);
    }
    for (size_t i = 0; i < FIELDS && n->kind == QUERY_WORDS; i++)
        if (looks_at(n, all_fields[i]) && !enough(r, out))
            find_words(r, n, all_fields[i], out);
    for (size_t i = 0; i < n->n && n->kind == QUERY_ANY; i++) {
        struct founds some;
        find(r, n->of[i], &some);
        for (size_t k = 0; k < some.n; k++)
            add(r, out, some.v[k]);
    }
    out->n = each_once(out->v, out->n, sizeof *out->v, by_place);
}

/* ---- facts ------------------------------------------------------------------------------- */

static bool named(struct query_reading *r, k_str value, k_str known)
{
    return known.n && listen_fits(value, listen_fold(r->leaf, known));
}

/* "ann" is "ann@social.example", too. */
static bool is_who(struct query_reading *r, k_str value, k_str handle)
{
    ptrdiff_t at = k_str_chr(handle, '@');
    return named(r, value, handle) ||
           (at > 0 && named(r, value, k_str_sub(handle, 0, (size_t)at)));
}

static bool among(struct query_reading *r, k_str value, const struct listen_strs *list,
                  bool handles)
{
    for (size_t i = 0; i < list->n; i++)
        if (handles ? is_who(r, value, list->v[i]) : named(r, value, list->v[i]))
            return true;
    return false;
}

static bool part_of(struct query_reading *r, k_str value, k_str whole)
{
    return whole.n && k_str_find(listen_fold(r->leaf, whole), value) >= 0;
}

/* The host is this one, or lies below it; behind a '/' stands how the path begins. */
static bool is_site(struct query_reading *r, k_str value, k_str url)
{
    url = listen_fold(r->leaf, url);
    ptrdiff_t scheme = k_str_find(url, K_S("://"));
    k_str rest = k_str_from(url, scheme < 0 ? 0 : (size_t)scheme + 3);
    k_str host = k_str_cut(&rest, '/');
    k_str want = k_str_cut(&value, '/');
    bool below =
        host.n > want.n && host.p[host.n - want.n - 1] == '.' && k_str_ends(host, want);
    return host.n && (k_str_eq(host, want) || below) &&
           (value.p == NULL || k_str_starts(rest, value));
}

/* "pt" is "pt-BR", too. */
static bool is_lang(struct query_reading *r, k_str value, k_str lang)
{
    k_str whole = lang, first = k_str_cut(&whole, '-');
    return named(r, value, lang) || named(r, value, first);
}

static bool in_range(const struct query_node *n, double x)
{
    return x >= 0 && (n->above ? x > n->low : x >= n->low) &&
           (n->below ? x < n->high : x <= n->high);
}

static bool fact(struct query_reading *r, const struct query_node *n)
{
    const struct listen_post *p = r->post;
    bool link = false;
    switch (n->fact) {
    case QUERY_AUTHOR:
        return is_who(r, n->value, p->handle) || named(r, n->value, p->name);
    case QUERY_SITE:
        return is_site(r, n->value, p->url);
    case QUERY_URL:
        return part_of(r, n->value, p->url);
    case QUERY_LINK:
        for (size_t i = 0; i < p->links.n; i++)
            link |= part_of(r, n->value, p->links.v[i]);
        return link;
    case QUERY_LANG:
        return is_lang(r, n->value, p->lang);
    case QUERY_COUNTRY:
        return named(r, n->value, p->country);
    case QUERY_NETWORK:
        return named(r, n->value, p->network);
    case QUERY_CHANNEL:
        return named(r, n->value, p->channel);
    case QUERY_TO:
        return among(r, n->value, &p->to, true);
    case QUERY_LABEL:
        return among(r, n->value, &p->labels, false);
    case QUERY_FOLLOWERS:
        return in_range(n, (double)p->followers);
    case QUERY_STRENGTH:
        return in_range(n, p->strength);
    case QUERY_SENTIMENT:
        return p->mood != LISTEN_MOOD_UNKNOWN && n->bits >> p->mood & 1;
    case QUERY_STAGE:
        return p->stage != LISTEN_STAGE_UNKNOWN && n->bits >> p->stage & 1;
    case QUERY_INTENT:
        return (p->intents & n->bits) != 0;
    case QUERY_IS:
        return (p->is & n->bits) != 0;
    case QUERY_FACTS:
        break;
    }
    return false;
}

/* ---- the whole --------------------------------------------------------------------------- */

static bool holds(struct query_reading *r, const struct query_node *n)
{
    struct founds some;
    switch (n->kind) {
    case QUERY_ALL:
        for (size_t i = 0; i < n->n; i++)
            if (!holds(r, n->of[i]))
                return false;
        return true;
    case QUERY_ANY:
        for (size_t i = 0; i < n->n; i++)
            if (holds(r, n->of[i]))
                return true;
        return false;
    case QUERY_NOT:
        return !holds(r, n->of[0]);
    case QUERY_NEAR:
    case QUERY_WORDS:
        begin(r, true);
        find(r, n, &some);
        return some.n > 0;
    case QUERY_FACT:
        begin(r, true);
        return fact(r, n);
    }
    return false;
}

/* The words of n that lie in one of these stretches (NULL: anywhere). */
static void tell_words(struct query_reading *r, const struct query_node *n,
                       const struct founds *in, struct query_spans *out)
{
    struct founds own;
    if (n->kind != QUERY_WORDS) {
        for (size_t i = 0; i < n->n; i++)
            tell_words(r, n->of[i], in, out);
        return;
    }
    find(r, n, &own);
    for (size_t i = 0; i < own.n && out->n < SPANS; i++) {
        const struct found *f = &own.v[i];
        bool inside = in == NULL;
        for (size_t k = 0; in && k < in->n; k++)
            inside |= in->v[k].where == f->where && in->v[k].first <= f->first &&
                      f->last <= in->v[k].last;
        if (inside)
            *k_vec_push(r->a, out) = (struct query_span){f->where, f->start, f->end};
    }
}

static void tell(struct query_reading *r, const struct query_node *n, struct query_spans *out)
{
    struct founds stretches;
    if (n->kind == QUERY_WORDS || n->kind == QUERY_NEAR)
        begin(r, false);
    if (n->kind == QUERY_WORDS)
        tell_words(r, n, NULL, out);
    if (n->kind == QUERY_NEAR) {
        find(r, n, &stretches);
        tell_words(r, n, &stretches, out);
    }
    for (size_t i = 0; i < n->n && (n->kind == QUERY_ALL || n->kind == QUERY_ANY); i++)
        if (n->of[i]->kind != QUERY_NOT && (n->kind == QUERY_ALL || holds(r, n->of[i])))
            tell(r, n->of[i], out);
}

static int by_span(const void *x, const void *y)
{
    const struct query_span *a = x, *b = y;
    return by_numbers((int64_t[]){a->where, a->start, a->end},
                      (int64_t[]){b->where, b->start, b->end}, 3);
}

static struct query_reading reading_of(struct k_arena *a, enum listen_way way,
                                       const struct listen_post *post)
{
    struct query_reading r = {.a = a, .leaf = k_arena_new(0), .way = way, .post = post};
    if (!r.leaf)
        k_panic("no memory to listen with");
    return r;
}

static void free_leaf(void *leaf)
{
    k_arena_free(leaf);
}

struct query_reading *query_read(struct k_arena *a, enum listen_way way,
                                 const struct listen_post *post)
{
    struct query_reading *r = k_new(a, struct query_reading);
    *r = reading_of(a, way, post);
    k_arena_defer(a, free_leaf, r->leaf);
    return r;
}

bool query_read_holds(struct query_reading *r, const struct query_node *root,
                      struct query_spans *spans)
{
    bool yes = holds(r, root);
    if (spans)
        *spans = (struct query_spans){0};
    if (yes && spans) {
        tell(r, root, spans);
        spans->n = each_once(spans->v, spans->n, sizeof *spans->v, by_span);
    }
    return yes;
}

bool query_holds(struct k_arena *a, enum listen_way way, const struct query *q,
                 const struct listen_post *post, struct query_spans *spans)
{
    struct query_reading r = reading_of(a, way, post);
    bool yes = query_read_holds(&r, q->root, spans);
    k_arena_free(r.leaf);
    return yes;
}

void query_words(struct k_arena *a, enum listen_way way, const struct query *q,
                 const struct listen_post *post, struct query_spans *spans)
{
    struct query_reading r = reading_of(a, way, post);
    *spans = (struct query_spans){0};
    tell(&r, q->root, spans);
    spans->n = each_once(spans->v, spans->n, sizeof *spans->v, by_span);
    k_arena_free(r.leaf);
}
