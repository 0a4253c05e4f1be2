/* query_holds: a query held against a post by the book. Words are compared one by one as text,
 * occurrences are listed, nothing is clever: this is what every faster way is held against. */
#include "base/utf8.h"
#include "listen/query.h"

#define FIELDS 3    /* text, title, bio */
#define SPANS 200   /* that are told of */
#define STRETCH 256 /* words in the places of a loose phrase: each twice, if it is marked */

/* Places first..last of one field, and the bytes from the first to the last of them. */
struct found {
    enum query_where where;
    uint32_t first, last, start, end;
};
struct founds {
    struct found *v; /* K_VEC, by where, first, last; each once */
    size_t n, cap;
};
struct reading {
    struct k_arena *a;
    enum listen_way way;
    const struct listen_post *post;
    struct listen_words words[FIELDS];
    bool cut[FIELDS];
};

static const enum query_where all_fields[FIELDS] = {QUERY_TEXT, QUERY_TITLE, QUERY_BIO};

static k_str text_of(const struct reading *r, enum query_where where)
{
    return where == QUERY_TEXT    ? r->post->text
           : where == QUERY_TITLE ? r->post->title
                                  : r->post->bio;
}

static const struct listen_words *words_of(struct reading *r, enum query_where where)
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

/* `*` any letters, `?` one. */
static bool fits(k_str pattern, k_str word)
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
    return q->pattern ? fits(q->key, w->key)
                      : k_str_eq(k_str_sub(q->key, 0, LISTEN_WORD), w->key);
}

static void add(struct reading *r, struct founds *out, struct found f)
{
    *k_vec_push(r->a, out) = f;
}

/* ---- exact ------------------------------------------------------------------------------- */

static bool begins_inside(const struct listen_words *words, size_t byte)
{
    for (size_t i = 0; i < words->n; i++)
        if (words->v[i].start < byte && byte < words->v[i].end)
            return true;
    return false;
}

/* Where the very signs stand, at no place inside of a word. */
static void find_exact(struct reading *r, const struct query_node *n, enum query_where where,
                       struct founds *out)
{
    k_str key = n->words[0].key, text = k_str_sub(text_of(r, where), 0, LISTEN_TEXT);
    const struct listen_words *words = words_of(r, where);
    for (size_t i = 0; i + key.n <= text.n; i++) {
        struct found f = {where, words->places, 0, (uint32_t)i, (uint32_t)(i + key.n)};
        if (memcmp(text.p + i, key.p, key.n) != 0 || begins_inside(words, i) ||
            begins_inside(words, i + key.n))
            continue;
        for (size_t k = words->n; k-- > 0;)
            if (words->v[k].end > i)
                f.first = words->v[k].at;
        for (size_t k = 0; k < words->n; k++)
            if (words->v[k].start < i + key.n && words->v[k].end > i)
                f.last = words->v[k].next - 1;
        f.last = f.last < f.first ? f.first : f.last;
        add(r, out, f);
    }
}

/* ---- rows -------------------------------------------------------------------------------- */

/* The rest of a row behind words->v[i], which fits its first word. */
static void follow(struct reading *r, const struct query_node *n,
                   const struct listen_words *words, size_t i, size_t k, struct found f,
                   struct founds *out)
{
    f.last = words->v[i].next - 1;
    f.end = f.end > words->v[i].end ? f.end : words->v[i].end;
    if (k + 1 == n->n_words) {
        add(r, out, f);
        return;
    }
    for (size_t j = i + 1; j < words->n && words->v[j].at <= words->v[i].next; j++)
        if (words->v[j].at == words->v[i].next && is(&n->words[k + 1], &words->v[j]))
            follow(r, n, words, j, k + 1, f, out);
}

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
    if (to - from > STRETCH)
        return false;
    for (size_t i = 0; i < to - from; i++)
        who[i] = SIZE_MAX;
    for (size_t k = 0; k < n->n_words; k++) {
        memset(tried, 0, sizeof tried);
        if (!place_one(n, words, from, to, k, who, tried))
            return false;
    }
    return true;
}

/* "a b"~n that begins at words->v[i]: the shortest stretch that has all of them. */
static void loosely(struct reading *r, const struct query_node *n,
                    const struct listen_words *words, size_t i, struct found f,
                    struct founds *out)
{
    size_t places = n->n_words + (size_t)n->apart;
    for (size_t to = i + 1; to <= words->n && words->v[to - 1].at < words->v[i].at + places;
         to++) {
        if (to - i < n->n_words || !all_in(n, words, i, to))
            continue;
        f.last = words->v[to - 1].at;
        f.end = words->v[to - 1].end;
        add(r, out, f);
        return;
    }
}

static void find_words(struct reading *r, const struct query_node *n, enum query_where where,
                       struct founds *out)
{
    const struct listen_words *words = words_of(r, where);
    if (n->words[0].exact) {
        find_exact(r, n, where, out);
        return;
    }
    for (size_t i = 0; i < words->n; i++) {
        struct found f = {where, words->v[i].at, 0, words->v[i].start, 0};
        bool any = false;
        for (size_t k = 0; k < n->n_words && n->apart >= 0; k++)
            any |= is(&n->words[k], &words->v[i]);
        if (any)
            loosely(r, n, words, i, f, out);
        else if (n->apart < 0 && is(&n->words[0], &words->v[i]))
            follow(r, n, words, i, 0, f, out);
    }
}

/* ---- near -------------------------------------------------------------------------------- */

static int by_place(const void *x, const void *y)
{
    const struct found *a = x, *b = y;
    int64_t d = (int64_t)a->where - b->where;
    d = d ? d : (int64_t)a->first - b->first;
    d = d ? d : (int64_t)a->last - b->last;
    return d < 0 ? -1 : d > 0;
}

static void each_once(struct founds *f)
{
    size_t n = 0;
    if (f->n)
        qsort(f->v, f->n, sizeof *f->v, by_place);
    for (size_t i = 0; i < f->n; i++)
        if (n == 0 || by_place(&f->v[n - 1], &f->v[i]) != 0)
            f->v[n++] = f->v[i];
    f->n = n;
}

/* Places from the end of a to the beginning of b. */
static bool within(const struct found *a, const struct found *b, int apart)
{
    return b->first > a->last && b->first - a->last <= (uint32_t)apart;
}

static void find(struct reading *r, const struct query_node *n, struct founds *out);

static void find_near(struct reading *r, const struct query_node *n, struct founds *out)
{
    struct founds left = {0}, right = {0};
    find(r, n->of[0], &left);
    find(r, n->of[1], &right);
    for (size_t i = 0; i < left.n; i++) {
        for (size_t k = 0; k < right.n; k++) {
            const struct found *a = &left.v[i], *b = &right.v[k];
            bool before = within(a, b, n->apart);
            if (a->where != b->where || !(before || (!n->ordered && within(b, a, n->apart))))
                continue;
            add(r, out,
                before ? (struct found){a->where, a->first, b->last, a->start, b->end}
                       : (struct found){a->where, b->first, a->last, b->start, a->end});
        }
    }
}

/* All its occurrences, by place. */
static void find(struct reading *r, const struct query_node *n, struct founds *out)
{
    *out = (struct founds){0};
    if (n->kind == QUERY_NEAR)
        find_near(r, n, out);
    for (size_t i = 0; i < FIELDS && n->kind == QUERY_WORDS; i++)
        if (looks_at(n, all_fields[i]))
            find_words(r, n, all_fields[i], out);
    for (size_t i = 0; i < n->n && n->kind == QUERY_ANY; i++) {
        struct founds some;
        find(r, n->of[i], &some);
        for (size_t k = 0; k < some.n; k++)
            add(r, out, some.v[k]);
    }
    each_once(out);
}

/* ---- facts ------------------------------------------------------------------------------- */

static bool named(struct reading *r, k_str value, k_str known)
{
    return known.n && fits(value, listen_fold(r->a, known));
}

/* "ann" is "ann@social.example", too. */
static bool is_who(struct reading *r, k_str value, k_str handle)
{
    ptrdiff_t at = k_str_chr(handle, '@');
    return named(r, value, handle) ||
           (at > 0 && named(r, value, k_str_sub(handle, 0, (size_t)at)));
}

static bool among(struct reading *r, k_str value, const struct listen_strs *list, bool handles)
{
    for (size_t i = 0; i < list->n; i++)
        if (handles ? is_who(r, value, list->v[i]) : named(r, value, list->v[i]))
            return true;
    return false;
}

static bool part_of(struct reading *r, k_str value, k_str whole)
{
    return whole.n && k_str_find(listen_fold(r->a, whole), value) >= 0;
}

/* The host is this one, or lies below it; behind a '/' stands how the path begins. */
static bool is_site(struct reading *r, k_str value, k_str url)
{
    url = listen_fold(r->a, url);
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
static bool is_lang(struct reading *r, k_str value, k_str lang)
{
    k_str whole = lang, first = k_str_cut(&whole, '-');
    return named(r, value, lang) || named(r, value, first);
}

static bool in_range(const struct query_node *n, double x)
{
    return x >= 0 && (n->above ? x > n->low : x >= n->low) &&
           (n->below ? x < n->high : x <= n->high);
}

static bool fact(struct reading *r, const struct query_node *n)
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

static bool holds(struct reading *r, const struct query_node *n)
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
        find(r, n, &some);
        return some.n > 0;
    case QUERY_FACT:
        return fact(r, n);
    }
    return false;
}

/* The words of n that lie in one of these stretches (NULL: anywhere). */
static void tell_words(struct reading *r, const struct query_node *n, const struct founds *in,
                       struct query_spans *out)
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

static void tell(struct reading *r, const struct query_node *n, struct query_spans *out)
{
    struct founds stretches;
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
    int64_t d = (int64_t)a->where - b->where;
    d = d ? d : (int64_t)a->start - b->start;
    d = d ? d : (int64_t)a->end - b->end;
    return d < 0 ? -1 : d > 0;
}

bool query_holds(struct k_arena *a, enum listen_way way, const struct query *q,
                 const struct listen_post *post, struct query_spans *spans)
{
    struct reading r = {.a = a, .way = way, .post = post};
    bool yes = holds(&r, q->root);
    size_t n = 0;
    if (spans)
        *spans = (struct query_spans){0};
    if (!yes || !spans)
        return yes;
    tell(&r, q->root, spans);
    if (spans->n)
        qsort(spans->v, spans->n, sizeof *spans->v, by_span);
    for (size_t i = 0; i < spans->n; i++)
        if (n == 0 || by_span(&spans->v[n - 1], &spans->v[i]) != 0)
            spans->v[n++] = spans->v[i];
    spans->n = n;
    return true;
}
