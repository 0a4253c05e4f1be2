/* index_compile: writes a query as a short program over the numbers of its words, and finds the
 * rarest words that it cannot do without. */
#include "base/vec.h"
#include "listen/index_inside.h"

/* A part of a query, its program written: its anchors are the last ones of the list. */
struct part {
    double cost; /* of its anchors: LISTEN_UNKNOWN and none, or what they sum up to */
    struct need need;
};
struct compiling {
    struct listen_index *x;
    struct anchors *to;
    bool dry; /* only where it is filed: its program is not kept */
};

static const struct part nothing = {.cost = LISTEN_UNKNOWN};

static void emit(struct listen_index *x, uint32_t word)
{
    LISTEN_PUSH(x, code, n_code, cap_code, word);
}

static void emit_op(struct listen_index *x, enum code_op op, size_t n)
{
    emit(x, (uint32_t)(n << 4 | op));
}

static struct part one(struct compiling *c, uint32_t term, bool sure)
{
    struct part p = {.cost = (double)c->x->terms[term].cost, .need = {{term}, 1}};
    *k_vec_push(c->x->scratch, c->to) = (struct anchor){.term = term, .sure = sure};
    return p;
}

/* ---- what the programs cannot say -------------------------------------------------------- */

static struct query_node *copy(struct k_arena *a, const struct query_node *n)
{
    struct query_node *c = k_new(a, struct query_node);
    struct query_word *words = k_new_n(a, struct query_word, n->n_words + 1);
    *c = *n;
    c->value = k_dup(a, n->value);
    c->of = k_new_n(a, struct query_node *, n->n + 1);
    for (size_t i = 0; i < n->n; i++)
        c->of[i] = copy(a, n->of[i]);
    for (size_t i = 0; i < n->n_words; i++) {
        words[i] = n->words[i];
        words[i].key = k_dup(a, words[i].key);
        words[i].raw = K_NONE;
    }
    c->words = words;
    return c;
}

static void write_node(struct compiling *c, const struct query_node *n)
{
    if (c->dry)
        return;
    LISTEN_PUSH(c->x, nodes, n_nodes, cap_nodes, copy(c->x->arena, n));
    emit_op(c->x, CODE_NODE, c->x->n_nodes - 1);
}

/* ---- words ------------------------------------------------------------------------------- */

/* What programs over terms can say: in the text or title, as many places as there are words. */
static bool is_plain(const struct query_node *n)
{
    return n->kind == QUERY_WORDS && n->where == QUERY_ANYWHERE && !n->words[0].exact &&
           n->apart < 0;
}

static bool is_word(const struct query_node *n)
{
    return is_plain(n) && n->n_words == 1;
}

/* A pattern may fit a marked word and the one behind the mark: a row could go on from either.
 */
static bool has_pattern(const struct query_node *n)
{
    for (size_t i = 0; i < n->n_words; i++)
        if (n->words[i].pattern)
            return true;
    return false;
}

/* Files it under the rarest of some terms that must all be there. */
static struct part rarest(struct compiling *c, const uint32_t *terms, size_t n)
{
    const struct term *known = c->x->terms;
    size_t best = 0;
    for (size_t i = 1; i < n; i++)
        if (known[terms[i]].cost < known[terms[best]].cost)
            best = i;
    struct part p = one(c, terms[best], false);
    struct anchor *anchor = &c->to->v[c->to->n - 1];
    for (size_t i = 0; i < n; i++) {
        bool other = terms[i] != terms[best];
        if (other &&
            (anchor->need.n == 0 || known[terms[i]].cost < known[anchor->need.terms[0]].cost))
            anchor->need = (struct need){{terms[i]}, 1};
    }
    return p;
}

static const uint32_t *terms_of(struct compiling *c, const struct query_node *n)
{
    uint32_t *terms = k_new_n(c->x->scratch, uint32_t, n->n_words + 1);
    for (size_t i = 0; i < n->n_words; i++)
        terms[i] = listen_term_of_word(c->x, &n->words[i]);
    return terms;
}

/* A word that stands inside of the exact signs. */
static struct part inside_exact(struct compiling *c, k_str signs)
{
    struct listen_words words;
    struct {
        uint32_t *v;
        size_t n, cap;
    } terms = {0};
    listen_words(c->x->scratch, c->x->way, signs, &words);
    for (size_t i = 0; i < words.n; i++) {
        bool marked = i + 1 < words.n && words.v[i + 1].at == words.v[i].at;
        if (!marked)
            *k_vec_push(c->x->scratch, &terms) = listen_term_of(c->x, words.v[i].key);
    }
    return terms.n ? rarest(c, terms.v, terms.n) : nothing;
}

static struct part compile_words(struct compiling *c, const struct query_node *n)
{
    if (is_word(n)) {
        uint32_t term = listen_term_of_word(c->x, &n->words[0]);
        emit_op(c->x, CODE_TERM, term);
        return one(c, term, true);
    }
    if (is_plain(n) && !has_pattern(n)) {
        const uint32_t *terms = terms_of(c, n);
        emit_op(c->x, CODE_ROW, n->n_words);
        for (size_t i = 0; i < n->n_words; i++)
            emit(c->x, terms[i]);
        return rarest(c, terms, n->n_words);
    }
    write_node(c, n);
    if (n->where == QUERY_BIO)
        return nothing;
    return n->words[0].exact ? inside_exact(c, n->words[0].key)
                             : rarest(c, terms_of(c, n), n->n_words);
}

static struct part compile_fact(struct compiling *c, const struct query_node *n)
{
    uint32_t term = listen_term_of_fact(c->x, n->fact, n->value);
    if (term) {
        emit_op(c->x, CODE_TERM, term);
        return one(c, term, true);
    }
    write_node(c, n);
    k_str rest = n->value, host = n->fact == QUERY_SITE ? k_str_cut(&rest, '/') : K_NONE;
    term = host.n ? listen_term_of_fact(c->x, QUERY_SITE, host) : 0;
    return term ? one(c, term, false) : nothing; /* a path: at least its host */
}

/* ---- parts together ---------------------------------------------------------------------- */

static struct part compile(struct compiling *c, const struct query_node *n);

static bool contains(const struct need *need, uint32_t term)
{
    for (uint32_t i = 0; i < need->n; i++)
        if (need->terms[i] == term)
            return true;
    return false;
}

static bool better(const struct need *a, const struct need *b)
{
    return a->n > 0 && (b->n == 0 || a->n < b->n);
}

/* The cheapest part of an AND so far, and the two that the fewest terms can fulfil. */
struct choice {
    struct part best;
    size_t first; /* its anchors, the last ones */
    struct need need, second;
    bool of_best, second_of_best; /* that need is a need of the best part itself */
};

/* The head of a list whose parts were written behind `at`; what has too many is held by the
 * book. */
static void end_list(struct compiling *c, const struct query_node *n, enum code_op op,
                     size_t at)
{
    size_t words = c->x->n_code - at - 1;
    if (n->n < 1U << CODE_PARTS && words < 1U << (28 - CODE_PARTS)) {
        c->x->code[at] = (uint32_t)((words << CODE_PARTS | n->n) << 4 | op);
    } else {
        c->x->n_code = at;
        write_node(c, n);
    }
}

static void choose(struct compiling *c, struct choice *w, struct part p, size_t first)
{
    size_t n = c->to->n - first;
    bool wins = p.cost < w->best.cost;
    if (wins && n) {
        memmove(c->to->v + w->first, c->to->v + first, n * sizeof *c->to->v);
        w->best = p;
        w->of_best = w->second_of_best = false;
        c->to->n = w->first + n;
    } else {
        c->to->n = first;
    }
    if (better(&p.need, &w->need)) {
        w->second = w->need;
        w->second_of_best = w->of_best;
        w->need = p.need;
        w->of_best = wins;
    } else if (better(&p.need, &w->second)) {
        w->second = p.need;
        w->second_of_best = wins;
    }
}

/* Anchors of a part are anchors of the whole AND, if the others are there, too. */
static struct part chosen(struct compiling *c, struct choice *w)
{
    const struct need *other = w->of_best ? &w->second : &w->need;
    if (w->of_best && w->second_of_best)
        other = &(struct need){.n = 0};
    for (size_t i = w->first; i < c->to->n; i++) {
        struct anchor *a = &c->to->v[i];
        a->sure = false;
        if (better(other, &a->need) && !contains(other, a->term))
            a->need = *other;
    }
    return (struct part){w->best.cost, w->need};
}

static struct part compile_all(struct compiling *c, const struct query_node *n)
{
    struct choice w = {.best = nothing, .first = c->to->n};
    size_t at = c->x->n_code;
    emit(c->x, 0);
    for (size_t i = 0; i < n->n; i++) {
        size_t first = c->to->n;
        struct part p = compile(c, n->of[i]);
        choose(c, &w, p, first);
    }
    end_list(c, n, CODE_ALL, at);
    return chosen(c, &w);
}

static void either(struct need *sum, const struct need *one, bool first)
{
    if (first) {
        *sum = *one;
    } else if (sum->n && one->n && sum->n + one->n <= NEED_MOST) {
        memcpy(sum->terms + sum->n, one->terms, one->n * sizeof *one->terms);
        sum->n += one->n;
    } else {
        sum->n = 0;
    }
}

static struct part compile_any(struct compiling *c, const struct query_node *n)
{
    struct part sum = {.cost = 0};
    size_t first = c->to->n;
    size_t at = c->x->n_code;
    emit(c->x, 0);
    for (size_t i = 0; i < n->n; i++) {
        struct part p = compile(c, n->of[i]);
        sum.cost += p.cost;
        either(&sum.need, &p.need, i == 0);
    }
    end_list(c, n, CODE_ANY, at);
    if (sum.cost < LISTEN_UNKNOWN)
        return sum;
    c->to->n = first;
    return nothing;
}

static struct part compile_not(struct compiling *c, const struct query_node *n)
{
    size_t first = c->to->n, at = c->x->n_code;
    emit(c->x, 0);
    compile(c, n->of[0]);
    c->x->code[at] = (uint32_t)((c->x->n_code - at - 1) << 4 | CODE_NOT);
    c->to->n = first;
    return nothing;
}

static struct part compile_near(struct compiling *c, const struct query_node *n)
{
    if (is_word(n->of[0]) && is_word(n->of[1])) {
        uint32_t terms[2];
        for (size_t i = 0; i < 2; i++)
            terms[i] = listen_term_of_word(c->x, &n->of[i]->words[0]);
        emit_op(c->x, CODE_NEAR, (size_t)n->apart * 2 + n->ordered);
        emit(c->x, terms[0]);
        emit(c->x, terms[1]);
        return rarest(c, terms, 2);
    }
    struct choice w = {.best = nothing, .first = c->to->n};
    bool dry = c->dry;
    write_node(c, n);
    size_t end = c->x->n_code;
    c->dry = true;
    for (size_t i = 0; i < 2; i++) {
        size_t first = c->to->n;
        choose(c, &w, compile(c, n->of[i]), first);
    }
    c->dry = dry;
    c->x->n_code = end;
    return chosen(c, &w);
}

static struct part compile(struct compiling *c, const struct query_node *n)
{
    switch (n->kind) {
    case QUERY_WORDS:
        return compile_words(c, n);
    case QUERY_FACT:
        return compile_fact(c, n);
    case QUERY_NEAR:
        return compile_near(c, n);
    case QUERY_ALL:
        return compile_all(c, n);
    case QUERY_ANY:
        return compile_any(c, n);
    case QUERY_NOT:
        return compile_not(c, n);
    }
    return nothing;
}

double listen_compile(struct listen_index *x, const struct query_node *root,
                      struct anchors *out)
{
    struct compiling c = {.x = x, .to = out};
    return compile(&c, root).cost;
}
