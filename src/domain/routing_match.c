/* routing_match: all rules asked at once. Each group of each rule is a bit. For each field that
 * groups look at there is a column: which bits survive, given what the subject has there. The
 * answer is the columns, and-ed.
 *
 * A column of words knows its `base` (what survives when the subject has nothing of it) and for
 * each word the few bits that are otherwise: those of groups that want it go on, those that do
 * not want it go off. A word that very many groups name keeps them as whole masks. A column of
 * numbers keeps the moments at which bits turn, rising, and the whole state at every 64th of
 * them. So an answer costs at most fields * (groups / 64 + 64) steps, whatever the rules and
 * the subject are, and a set is as large as its conditions. */
#include "base/map.h"
#include "domain/routing_rules.h"
#include "text/phrase.h"
#include <stdlib.h>

#define HITS                                                                                   \
    ((size_t)4096) /* phrases found in a text; with more of them rules are asked plainly */
#define STEP 64    /* turns between two whole states */

typedef uint64_t *mask;

struct bits {
    uint32_t *v;
    size_t n, cap;
};
/* What a word does to a column. */
struct mention {
    struct bits on, off;
    mask on_mask, off_mask; /* instead of many bits */
};
struct turn {
    int64_t at;
    uint32_t bit;
    bool on;
};
struct column {
    enum routing_field field;
    mask base;          /* nothing there; NUM, YES: not known */
    mask yes, no;       /* YES */
    struct k_map words; /* -> struct mention */
    struct turn *turns; /* NUM, rising */
    size_t n_turns;
    mask *states; /* before turn 0, 64, 128 ... */
};
struct routing_set {
    struct k_arena *a;
    const struct routing_rule *rules;
    size_t n_rules, n_bits, n_words; /* n_words of 64 bits */
    uint32_t *rule_of, *first; /* of a bit; of a rule: its first bit, n_rules + 1 of them */
    K_VEC(struct column *) columns;
    const struct phrase_set *phrases;
    K_VEC(k_str) phrase_texts;
    struct k_map phrase_seen;
    uint64_t fields;
};
struct routing_answers {
    mask found, column;
    struct phrase_hit *hits;
};

static mask mask_new(const struct routing_set *set, bool full)
{
    mask m = k_new_n(set->a, uint64_t, set->n_words + 1);
    if (full)
        memset(m, 0xff, set->n_words * sizeof *m);
    return m;
}

static inline void turn_bit(mask m, uint32_t bit, bool on)
{
    if (on)
        m[bit / 64] |= 1ULL << (bit % 64);
    else
        m[bit / 64] &= ~(1ULL << (bit % 64));
}

/* ---- compiling --------------------------------------------------------------------------- */

static struct column *column_new(struct routing_set *set, enum routing_field field)
{
    struct column *c = k_new(set->a, struct column);
    *c = (struct column){.field = field, .base = mask_new(set, true)};
    if (routing_fields[field].type == ROUTING_YES) {
        c->yes = mask_new(set, true);
        c->no = mask_new(set, true);
    }
    k_map_init(&c->words, set->a);
    *k_vec_push(set->a, &set->columns) = c;
    return c;
}

/* The nth column of a field: a group that looks at it twice needs two. */
static struct column *column_at(struct routing_set *set, enum routing_field field, size_t nth)
{
    for (size_t i = 0; i < set->columns.n; i++)
        if (set->columns.v[i]->field == field && nth-- == 0)
            return set->columns.v[i];
    return column_new(set, field);
}

static void add_words(struct routing_set *set, struct column *c,
                      const struct routing_condition *cond, uint32_t bit)
{
    bool wants = cond->op == ROUTING_IS || cond->op == ROUTING_HAS;
    turn_bit(c->base, bit, !wants);
    for (size_t i = 0; i < cond->n; i++) {
        void **slot = k_map_at(&c->words, cond->v[i]);
        if (!*slot)
            *slot = k_new(set->a, struct mention);
        struct mention *m = *slot;
        struct bits *list = wants ? &m->on : &m->off;
        if (list->n == 0 || list->v[list->n - 1] != bit)
            *k_vec_push(set->a, list) = bit;
        if (cond->field == ROUTE_TEXT && !k_map_has(&set->phrase_seen, cond->v[i])) {
            *k_map_at(&set->phrase_seen, cond->v[i]) = set;
            *k_vec_push(set->a, &set->phrase_texts) = cond->v[i];
        }
    }
}

/* Several conditions on one number are one span. Empty spans never hold. */
static void add_span(struct column *c, uint32_t bit, int64_t from, int64_t to)
{
    turn_bit(c->base, bit, false);
    if (from > to)
        return;
    c->turns[c->n_turns++] = (struct turn){from, bit, true};
    if (to < INT64_MAX)
        c->turns[c->n_turns++] = (struct turn){to + 1, bit, false};
}

struct span {
    bool there;
    int64_t from, to;
};

static void narrow(struct span *s, const struct routing_condition *cond)
{
    if (!s->there)
        *s = (struct span){true, INT64_MIN, INT64_MAX};
    if (cond->op == ROUTING_AT_LEAST && cond->number > s->from)
        s->from = cond->number;
    if (cond->op == ROUTING_AT_MOST && cond->number < s->to)
        s->to = cond->number;
}

static void add_group(struct routing_set *set, const struct routing_group *g, uint32_t bit)
{
    size_t seen[ROUTING_FIELDS] = {0};
    struct span spans[ROUTING_FIELDS] = {0};
    for (size_t i = 0; i < g->n; i++) {
        const struct routing_condition *cond = &g->v[i];
        enum routing_type type = routing_fields[cond->field].type;
        set->fields |= 1ULL << cond->field;
        if (type == ROUTING_NUM) {
            narrow(&spans[cond->field], cond);
            continue;
        }
        struct column *c = column_at(set, cond->field, seen[cond->field]++);
        if (type == ROUTING_YES) {
            turn_bit(c->base, bit, false);
            turn_bit(cond->op == ROUTING_IS_SO ? c->no : c->yes, bit, false);
        } else {
            add_words(set, c, cond, bit);
        }
    }
    for (int f = 0; f < ROUTING_FIELDS; f++)
        if (spans[f].there)
            add_span(column_at(set, (enum routing_field)f, 0), bit, spans[f].from, spans[f].to);
}

static int by_place(const void *x, const void *y)
{
    const struct turn *a = x, *b = y;
    return a->at != b->at ? (a->at > b->at) - (a->at < b->at)
                          : (a->bit > b->bit) - (a->bit < b->bit);
}

static void finish_numbers(struct routing_set *set, struct column *c)
{
    mask now = mask_new(set, false);
    memcpy(now, c->base, set->n_words * sizeof *now);
    if (c->n_turns)
        qsort(c->turns, c->n_turns, sizeof *c->turns, by_place);
    c->states = k_new_n(set->a, mask, c->n_turns / STEP + 1);
    for (size_t i = 0; i <= c->n_turns; i++) {
        if (i % STEP == 0) {
            c->states[i / STEP] = mask_new(set, false);
            memcpy(c->states[i / STEP], now, set->n_words * sizeof *now);
        }
        if (i < c->n_turns)
            turn_bit(now, c->turns[i].bit, c->turns[i].on);
    }
}

static mask as_mask(struct routing_set *set, const struct bits *b)
{
    if (b->n <= set->n_words + STEP)
        return NULL;
    mask m = mask_new(set, false);
    for (size_t i = 0; i < b->n; i++)
        turn_bit(m, b->v[i], true);
    return m;
}

static void finish(struct routing_set *set)
{
    for (size_t i = 0; i < set->columns.n; i++) {
        struct column *c = set->columns.v[i];
        if (routing_fields[c->field].type == ROUTING_NUM)
            finish_numbers(set, c);
        for (size_t k = 0; k < c->words.n; k++) {
            struct mention *m = c->words.entries[k].value;
            m->on_mask = as_mask(set, &m->on);
            m->off_mask = as_mask(set, &m->off);
        }
    }
    if (set->phrase_texts.n)
        set->phrases = phrase_set_new(set->a, set->phrase_texts.v, set->phrase_texts.n);
}

/* A group turns each number at most twice. */
static void make_room(struct routing_set *set)
{
    uint64_t numbers = 0;
    for (size_t r = 0; r < set->n_rules; r++) {
        uint64_t fields;
        (void)routing_looks_at(&set->rules[r], &fields);
        numbers |= fields;
    }
    for (int f = 0; f < ROUTING_FIELDS; f++)
        if (numbers >> f & 1 && routing_fields[f].type == ROUTING_NUM)
            column_new(set, (enum routing_field)f)->turns =
                k_new_n(set->a, struct turn, 2 * set->n_bits);
}

const struct routing_set *routing_compile(struct k_arena *a, const struct routing_rule *rules,
                                          size_t n)
{
    struct routing_set *set = k_new(a, struct routing_set);
    *set = (struct routing_set){.a = a, .rules = rules, .n_rules = n};
    for (size_t r = 0; r < n; r++)
        set->n_bits += rules[r].n_groups;
    set->n_words = (set->n_bits + 63) / 64;
    set->rule_of = k_new_n(a, uint32_t, set->n_bits + 1);
    set->first = k_new_n(a, uint32_t, n + 1);
    k_map_init(&set->phrase_seen, a);
    make_room(set);
    uint32_t bit = 0;
    for (size_t r = 0; r < n; r++) {
        set->first[r] = bit;
        for (size_t g = 0; g < rules[r].n_groups; g++, bit++) {
            set->rule_of[bit] = (uint32_t)r;
            add_group(set, &rules[r].groups[g], bit);
        }
    }
    set->first[n] = bit;
    if (set->phrase_texts.n > ROUTING_PHRASES)
        return NULL;
    finish(set);
    return set;
}

size_t routing_set_size(const struct routing_set *set)
{
    return set->n_rules;
}

const struct routing_rule *routing_rule_at(const struct routing_set *set, size_t i)
{
    return &set->rules[i];
}

uint64_t routing_set_fields(const struct routing_set *set)
{
    return set->fields;
}

/* ---- asking ------------------------------------------------------------------------------ */

struct routing_answers *routing_answers_new(struct k_arena *a, const struct routing_set *set)
{
    struct routing_answers *w = k_new(a, struct routing_answers);
    w->found = k_new_n(a, uint64_t, set->n_words + 1);
    w->column = k_new_n(a, uint64_t, set->n_words + 1);
    w->hits = k_new_n(a, struct phrase_hit, set->phrases ? HITS : 1);
    return w;
}

static void and_with(mask restrict to, const uint64_t *restrict m, size_t n)
{
    for (size_t i = 0; i < n; i++)
        to[i] &= m[i];
}

static void mention_on(const struct mention *m, mask column, size_t n)
{
    if (m->on_mask)
        for (size_t i = 0; i < n; i++)
            column[i] |= m->on_mask[i];
    else
        for (size_t i = 0; i < m->on.n; i++)
            turn_bit(column, m->on.v[i], true);
}

static void mention_off(const struct mention *m, mask column, size_t n)
{
    if (m->off_mask)
        for (size_t i = 0; i < n; i++)
            column[i] &= ~m->off_mask[i];
    else
        for (size_t i = 0; i < m->off.n; i++)
            turn_bit(column, m->off.v[i], false);
}

/* A group has one condition a column, so what turns on and what turns off never meet. */
static void apply(const struct routing_set *set, const struct column *c, k_str word,
                  struct routing_answers *w, bool *copied)
{
    const struct mention *m = k_map_get(&c->words, word);
    if (!m)
        return;
    if (!*copied)
        memcpy(w->column, c->base, set->n_words * sizeof *w->column);
    *copied = true;
    mention_on(m, w->column, set->n_words);
    mention_off(m, w->column, set->n_words);
}

static void ask_words(const struct routing_set *set, const struct column *c,
                      const struct routing_value *x, struct routing_answers *w)
{
    bool copied = false;
    for (size_t i = 0; i < x->n; i++)
        apply(set, c, x->v[i], w, &copied);
    and_with(w->found, copied ? w->column : c->base, set->n_words);
}

/* The plain way, for a text in which more is found than there is room for: what the other
 * columns left is looked at group by group. */
static void ask_text_plainly(const struct routing_set *set, const struct routing_value *x,
                             struct routing_answers *w)
{
    for (uint32_t bit = 0; bit < set->n_bits; bit++) {
        const struct routing_rule *r = &set->rules[set->rule_of[bit]];
        const struct routing_group *g = &r->groups[bit - set->first[set->rule_of[bit]]];
        for (size_t i = 0; i < g->n && w->found[bit / 64] >> (bit % 64) & 1; i++)
            if (g->v[i].field == ROUTE_TEXT && !routing_condition_holds(&g->v[i], x))
                turn_bit(w->found, bit, false);
    }
}

static void ask_text(const struct routing_set *set, const struct column *c,
                     const struct routing_value *x, struct routing_answers *w, size_t hits)
{
    bool copied = false;
    for (size_t i = 0; i < hits; i++)
        apply(set, c, set->phrase_texts.v[w->hits[i].phrase], w, &copied);
    and_with(w->found, copied ? w->column : c->base, set->n_words);
}

static void ask_number(const struct routing_set *set, const struct column *c,
                       const struct routing_value *x, struct routing_answers *w)
{
    size_t from = 0, to = c->n_turns;
    if (!x->known) {
        and_with(w->found, c->base, set->n_words);
        return;
    }
    while (from < to) { /* how many turns are at or before it */
        size_t middle = from + (to - from) / 2;
        if (c->turns[middle].at <= x->number)
            from = middle + 1;
        else
            to = middle;
    }
    memcpy(w->column, c->states[from / STEP], set->n_words * sizeof *w->column);
    for (size_t i = from / STEP * STEP; i < from; i++)
        turn_bit(w->column, c->turns[i].bit, c->turns[i].on);
    and_with(w->found, w->column, set->n_words);
}

static void ask(const struct routing_set *set, const struct column *c,
                const struct routing_value *x, struct routing_answers *w, size_t hits)
{
    switch (routing_fields[c->field].type) {
    case ROUTING_WORD:
    case ROUTING_ID:
        ask_words(set, c, x, w);
        break;
    case ROUTING_NUM:
        ask_number(set, c, x, w);
        break;
    case ROUTING_YES:
        and_with(w->found, !x->known ? c->base : x->number ? c->yes : c->no, set->n_words);
        break;
    case ROUTING_TEXT_TYPE:
        if (hits < HITS)
            ask_text(set, c, x, w, hits);
        break;
    }
}

void routing_match(const struct routing_set *set, const struct routing_subject *s,
                   struct routing_answers *w)
{
    const struct routing_value *text = &s->f[ROUTE_TEXT];
    size_t hits = 0;
    memset(w->found, 0xff, set->n_words * sizeof *w->found);
    if (set->n_bits % 64)
        w->found[set->n_words - 1] = (1ULL << (set->n_bits % 64)) - 1;
    if (set->phrases && text->n)
        hits = phrase_find(set->phrases, k_str_sub(text->v[0], 0, ROUTING_TEXT), w->hits, HITS);
    for (size_t i = 0; i < set->columns.n; i++)
        ask(set, set->columns.v[i], &s->f[set->columns.v[i]->field], w, hits);
    if (hits == HITS)
        ask_text_plainly(set, text, w);
}

size_t routing_next(const struct routing_set *set, const struct routing_answers *w, size_t from)
{
    if (from >= set->n_rules)
        return set->n_rules;
    size_t bit = set->first[from], at = bit / 64;
    if (at >= set->n_words)
        return set->n_rules;
    uint64_t word = w->found[at] & (~0ULL << (bit % 64));
    while (word == 0 && ++at < set->n_words)
        word = w->found[at];
    return word ? set->rule_of[at * 64 + (size_t)__builtin_ctzll(word)] : set->n_rules;
}
