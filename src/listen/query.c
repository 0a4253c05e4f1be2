/* query: the parser. OR binds least, then AND (which may be left out), then NEAR, then NOT. It
 * descends by the grammar; the first problem ends it. */
#include "listen/query.h"
#include "base/utf8.h"
#include "listen/query_parse.h"
#include "text/letter.h"

#define LISTS 8 /* lists in lists */

static const char round_trip[] = "This list leads back to itself. Take it out of one of them.";

void *parser_fail(struct parser *p, size_t start, size_t end, const char *text)
{
    if (!p->failed)
        *p->problem = (struct query_problem){start, end, text};
    p->failed = true;
    return NULL;
}

struct query_node *parser_node(struct parser *p, enum query_kind kind, size_t start, size_t end)
{
    bool leaf = kind == QUERY_WORDS || kind == QUERY_FACT;
    if (leaf && ++p->leaves > QUERY_LEAVES)
        return parser_fail(p, start, end,
                           "This query has more than 3,000 words. Make two of it.");
    struct query_node *n = k_new(p->a, struct query_node);
    *n = (struct query_node){.kind = kind,
                             .start = (uint32_t)start,
                             .end = (uint32_t)end,
                             .where = p->where,
                             .apart = -1};
    return n;
}

/* ---- signs ------------------------------------------------------------------------------- */

static bool is_quote(uint32_t cp)
{
    return cp == '"' || cp == 0xab || cp == 0xbb || (cp >= 0x201c && cp <= 0x201f);
}

static uint32_t peek(const struct parser *p, size_t i)
{
    return i < p->text.n ? k_utf8_next(p->text, &i) : 0;
}

static void skip_space(struct parser *p)
{
    for (size_t k = p->i; k < p->text.n; p->i = k)
        if (!letter_is_space(k_utf8_next(p->text, &k)))
            return;
}

/* Behind the run of signs that begins here and ends at a blank, a bracket or a quote. */
static size_t run_end(const struct parser *p)
{
    size_t i = p->i;
    for (size_t k = i; k < p->text.n; i = k) {
        uint32_t cp = k_utf8_next(p->text, &k);
        if (letter_is_space(cp) || is_quote(cp) || cp == '(' || cp == ')')
            break;
    }
    return i;
}

static k_str run_here(const struct parser *p)
{
    return k_str_sub(p->text, p->i, run_end(p) - p->i);
}

/* Whether the next run is this operator; goes behind it. */
static bool take(struct parser *p, const char *word, const char *sign)
{
    skip_space(p);
    k_str run = run_here(p);
    if (!k_str_eqz(run, word) && !k_str_eqz(run, sign))
        return false;
    p->i += run.n;
    return true;
}

struct nearness {
    bool is, ordered, bad;
    int apart;
};
/* NEAR, NEAR/3, NEAR/3f, ONEAR/3. */
static struct nearness nearness(k_str run)
{
    struct nearness n = {.apart = QUERY_APART_PLAIN};
    int64_t apart;
    n.ordered = k_str_starts(run, K_S("ONEAR"));
    if (!n.ordered && !k_str_starts(run, K_S("NEAR")))
        return n;
    k_str rest = k_str_from(run, n.ordered ? 5 : 4);
    n.is = rest.n == 0 || rest.p[0] == '/' || rest.p[0] == '~';
    if (!n.is || rest.n == 0)
        return n;
    rest = k_str_from(rest, 1);
    if (rest.n && (rest.p[rest.n - 1] | 32) == 'f') {
        n.ordered = true;
        rest.n--;
    }
    n.bad = !k_str_i64(rest, &apart) || apart < 1 || apart > QUERY_APART;
    n.apart = n.bad ? 1 : (int)apart;
    return n;
}

static bool is_operator(k_str run)
{
    static const char *const words[] = {"AND", "OR", "&&", "||", NULL};
    return k_str_in(run, words) || nearness(run).is;
}

/* "~5" behind a quote or a bracket. */
static bool take_slop(struct parser *p, int *apart)
{
    size_t start = p->i;
    int64_t n;
    if (peek(p, p->i) != '~')
        return false;
    k_str run = run_here(p);
    p->i += run.n;
    if (!k_str_i64(k_str_from(run, 1), &n) || n < 0 || n > QUERY_APART)
        parser_fail(p, start, p->i, "Behind ~ stands how many words may lie between: 0 to 50.");
    *apart = (int)n;
    return !p->failed;
}

/* ---- words ------------------------------------------------------------------------------- */

struct row {
    struct query_word *v; /* K_VEC */
    size_t n, cap;
};

static bool has_pattern(k_str s)
{
    return k_str_chr(s, '*') >= 0 || k_str_chr(s, '?') >= 0;
}

/* acme*, b?nk, #acme*: what stands there is one word but for the two signs. */
static void pattern_word(struct parser *p, k_str s, size_t start, struct row *row)
{
    char *plain = k_new_n(p->a, char, s.n + 1);
    size_t n = 0, letters = 0;
    struct listen_words words;
    bool marked = s.n && (s.p[0] == '#' || s.p[0] == '@');
    for (size_t i = 0; i < s.n; i++)
        plain[n++] = s.p[i] == '*' || s.p[i] == '?' ? 'x' : s.p[i];
    listen_words(p->a, p->options->way, k_str_n(plain, n), &words);
    bool one = words.n && words.v[0].end - words.v[0].start == n && (marked || words.n == 1);
    for (size_t i = 0; i < s.n;) {
        uint32_t cp = k_utf8_next(s, &i);
        letters += cp != '*' && cp != '?' && cp != '#' && cp != '@';
    }
    if (!one)
        parser_fail(p, start, start + s.n,
                    "A word with * or ? has no other signs. Put the parts in quotes, or write "
                    "them with AND.");
    else if (letters < QUERY_LETTERS)
        parser_fail(p, start, start + s.n,
                    "So few letters find nearly everything. Write three letters at least "
                    "beside * and ?.");
    else if (++p->patterns > QUERY_PATTERNS)
        parser_fail(p, start, start + s.n,
                    "A query may hold 60 words with * or ?. Write words out, or make two "
                    "queries.");
    else
        *k_vec_push(p->a, row) =
            (struct query_word){.key = k_str_sub(listen_fold(p->a, s), 0, LISTEN_WORD),
                                .raw = k_dup(p->a, s),
                                .pattern = true};
}

/* The words of a run without blanks: "e-mail" is two in a row, "#tag" is one, "-" is none. */
static void run_words(struct parser *p, k_str s, size_t start, struct row *row)
{
    struct listen_words words;
    if (has_pattern(s)) {
        pattern_word(p, s, start, row);
        return;
    }
    listen_words(p->a, p->options->way, s, &words);
    for (size_t i = 0, next = 0; i < words.n; i++) {
        const struct listen_word *w = &words.v[i];
        if (w->at < next)
            continue; /* it is inside a marked one */
        next = w->next;
        *k_vec_push(p->a, row) = (struct query_word){.key = w->key, .raw = k_dup(p->a, w->raw)};
    }
}

static struct query_node *words_node(struct parser *p, const struct row *row, size_t start,
                                     size_t end)
{
    if (p->failed)
        return NULL;
    if (row->n == 0)
        return parser_fail(p, start, end,
                           "There is no letter, digit or emoji to look for here. Signs are "
                           "found with raw:\"...\".");
    p->leaves += row->n - 1;
    struct query_node *n = parser_node(p, QUERY_WORDS, start, end);
    if (n) {
        n->words = row->v;
        n->n_words = row->n;
    }
    return n;
}

/* The text between quotes; p->i stands on the first and goes behind the last. */
static k_str quoted(struct parser *p, size_t *start)
{
    size_t open = p->i, from, i;
    k_utf8_next(p->text, &p->i);
    from = i = p->i;
    *start = from;
    for (size_t k = i; k < p->text.n; i = k) {
        if (is_quote(k_utf8_next(p->text, &k))) {
            p->i = k;
            return k_str_sub(p->text, from, i - from);
        }
    }
    parser_fail(p, open, p->text.n,
                "This quote is not closed. Put a \" where the phrase ends.");
    return K_NONE;
}

/* The first blank from i on, or the end. */
static size_t blank_at(k_str s, size_t i)
{
    for (size_t k = i; k < s.n; i = k)
        if (letter_is_space(k_utf8_next(s, &k)))
            return i;
    return s.n;
}

static struct query_node *phrase(struct parser *p)
{
    struct row row = {0};
    size_t open = p->i, start;
    k_str s = quoted(p, &start);
    for (size_t i = 0, end; i < s.n && !p->failed; i = end) {
        end = blank_at(s, i);
        run_words(p, k_str_sub(s, i, end - i), start + i, &row);
        if (end == i)
            k_utf8_next(s, &end);
    }
    struct query_node *n = words_node(p, &row, open, p->i);
    int apart;
    if (n && take_slop(p, &apart)) {
        n->end = (uint32_t)p->i;
        n->apart = n->n_words > 1 ? apart : -1;
        if (n->n_words > QUERY_LOOSE)
            parser_fail(p, open, p->i, "A phrase with ~ has 20 words at the most.");
    }
    return p->failed ? NULL : n;
}

/* raw:"Apple Inc." and =Apple: the very signs. */
static struct query_node *exact(struct parser *p, size_t start)
{
    size_t from = p->i;
    k_str s = is_quote(peek(p, p->i)) ? k_str_trim(quoted(p, &from)) : run_here(p);
    if (p->failed)
        return NULL;
    if (p->i == from)
        p->i += s.n;
    if (s.n == 0 || s.n > LISTEN_WORD)
        return parser_fail(p, start, p->i,
                           "Write what shall stand there sign by sign: raw:\"C++\".");
    struct row row = {0};
    k_str signs = k_dup(p->a, s);
    *k_vec_push(p->a, &row) = (struct query_word){.key = signs, .raw = signs, .exact = true};
    return words_node(p, &row, start, p->i);
}

/* ---- the grammar ------------------------------------------------------------------------- */

static struct query_node *any(struct parser *p);

struct nodes {
    struct query_node **v; /* K_VEC */
    size_t n, cap;
};

/* One node of all of them; those of the same kind inside are taken in. */
static struct query_node *gather(struct parser *p, enum query_kind kind,
                                 const struct nodes *parts)
{
    struct nodes flat = {0};
    if (p->failed)
        return NULL;
    if (parts->n == 1)
        return parts->v[0];
    for (size_t i = 0; i < parts->n; i++) {
        struct query_node *n = parts->v[i];
        for (size_t k = 0; n->kind == kind && k < n->n; k++)
            *k_vec_push(p->a, &flat) = n->of[k];
        if (n->kind != kind)
            *k_vec_push(p->a, &flat) = n;
    }
    struct query_node *all =
        parser_node(p, kind, parts->v[0]->start, parts->v[parts->n - 1]->end);
    all->of = flat.v;
    all->n = flat.n;
    return all;
}

static struct query_node *near_node(struct parser *p, struct query_node *l,
                                    struct query_node *r, const struct nearness *how)
{
    struct nodes two = {0};
    *k_vec_push(p->a, &two) = l;
    *k_vec_push(p->a, &two) = r;
    struct query_node *n = parser_node(p, QUERY_NEAR, l->start, r->end);
    n->of = two.v;
    n->n = 2;
    n->apart = how->apart;
    n->ordered = how->ordered;
    return n;
}

/* (a b)~5: its parts, each near the one before. */
static struct query_node *group_near(struct parser *p, struct query_node *inner, size_t start,
                                     int apart)
{
    struct nearness how = {.apart = apart + 1};
    if (inner->kind != QUERY_ALL)
        return parser_fail(p, start, p->i,
                           "Behind brackets ~ needs two parts with AND between them.");
    struct query_node *n = inner->of[0];
    for (size_t i = 1; i < inner->n; i++)
        n = near_node(p, n, inner->of[i], &how);
    return n;
}

static struct query_node *group(struct parser *p)
{
    size_t start = p->i++;
    int apart;
    if (++p->depth > QUERY_DEPTH)
        return parser_fail(p, start, p->i, "There are too many brackets in brackets.");
    struct query_node *n = any(p);
    p->depth--;
    skip_space(p);
    if (!p->failed && peek(p, p->i) != ')')
        parser_fail(p, start, start + 1, "This bracket is not closed. Put a ) where it ends.");
    if (p->failed)
        return NULL;
    p->i++;
    return take_slop(p, &apart) ? group_near(p, n, start, apart) : n;
}

/* list:name: the saved query of that name, read in its place. */
static struct query_node *list(struct parser *p, size_t start)
{
    size_t from = p->i;
    k_str name = is_quote(peek(p, p->i)) ? quoted(p, &from) : run_here(p);
    int deep = 0;
    if (p->failed)
        return NULL;
    if (p->i == from)
        p->i += name.n;
    for (const struct parser *o = p; o && name.n > 0; o = o->outer, deep++)
        if (k_str_ieq(o->list, name) || deep == LISTS)
            return parser_fail(p, start, p->i, round_trip);
    k_str text = p->options->list ? p->options->list(p->options->arg, name) : K_NONE;
    if (text.p == NULL)
        return parser_fail(p, start, p->i, "There is no list of that name.");
    struct query_problem inside = {0};
    struct parser sub = {.a = p->a,
                         .text = text,
                         .options = p->options,
                         .problem = &inside,
                         .leaves = p->leaves,
                         .patterns = p->patterns,
                         .where = p->where,
                         .outer = p,
                         .list = name};
    struct query_node *n = text.n <= QUERY_TEXT_MOST ? any(&sub) : NULL;
    skip_space(&sub);
    if (!n || sub.failed || sub.i < text.n)
        return parser_fail(p, start, p->i,
                           inside.text == round_trip
                               ? round_trip
                               : "This list cannot be read. Open it and mend it first.");
    p->leaves = sub.leaves;
    p->patterns = sub.patterns;
    return n;
}

/* field:value, field:"a value", field:( ... ); p->i stands behind the colon. */
static struct query_node *field(struct parser *p, const struct query_field *f, size_t start)
{
    enum query_where was = p->where;
    struct query_node *n;
    uint32_t next = peek(p, p->i);
    size_t from = p->i;
    if (next == '(' || (query_field_is_place(f, &p->where) && next && !letter_is_space(next))) {
        p->field = query_field_is_place(f, &p->where) ? NULL : f;
        n = next == '(' ? group(p) : is_quote(next) ? phrase(p) : NULL;
        if (!n && !p->failed) {
            struct row row = {0};
            k_str run = run_here(p);
            p->i += run.n;
            run_words(p, run, from, &row);
            n = words_node(p, &row, from, p->i);
        }
        p->field = NULL;
        p->where = was;
        return n;
    }
    k_str value = is_quote(next) ? quoted(p, &from) : run_here(p);
    if (p->failed)
        return NULL;
    if (p->i == from)
        p->i += value.n;
    if (value.n == 0)
        return parser_fail(
            p, start, p->i,
            "Behind the colon stands what it shall be, without a blank between.");
    return query_fact_node(p, f, value, start, p->i);
}

/* Letters in front of a colon; false: none. */
static bool field_name(k_str run, k_str *name)
{
    size_t n = 0;
    while (n < run.n && (((run.p[n] | 32) >= 'a' && (run.p[n] | 32) <= 'z') || run.p[n] == '_'))
        n++;
    *name = k_str_sub(run, 0, n);
    return n > 0 && n < run.n && run.p[n] == ':' &&
           !k_str_starts(k_str_from(run, n), K_S("://"));
}

static struct query_node *word(struct parser *p)
{
    size_t start = p->i;
    k_str run = run_here(p), name;
    struct row row = {0};
    const struct query_field *f;
    if (field_name(run, &name)) {
        p->i += name.n + 1;
        f = query_field_find(name);
        if (p->field) /* said here, because raw: and list: are no rows of the table */
            return parser_fail(p, start, p->i, "A field stands in no other field.");
        if (k_str_ieq(name, K_S("raw")))
            return exact(p, start);
        if (k_str_ieq(name, K_S("list")))
            return list(p, start);
        return f ? field(p, f, start)
                 : parser_fail(p, start, start + name.n + 1, query_field_missing(p->a, name));
    }
    if (run.n > 1 && run.p[0] == '=' && !p->field) {
        p->i++;
        return exact(p, start);
    }
    p->i += run.n;
    if (p->field)
        return query_fact_node(p, p->field, run, start, p->i);
    run_words(p, run, start, &row);
    return words_node(p, &row, start, p->i);
}

static struct query_node *quote(struct parser *p)
{
    size_t start = p->i, from;
    if (!p->field)
        return phrase(p);
    k_str value = quoted(p, &from);
    return p->failed ? NULL : query_fact_node(p, p->field, value, start, p->i);
}

static struct query_node *primary(struct parser *p)
{
    skip_space(p);
    uint32_t cp = peek(p, p->i);
    if (p->i >= p->text.n)
        return parser_fail(p, p->i, p->i,
                           "Something is missing at the end: a word, a phrase or a bracket.");
    if (cp == ')')
        return parser_fail(
            p, p->i, p->i + 1,
            "There is nothing in front of this bracket, or it was never opened.");
    if (is_operator(run_here(p)))
        return parser_fail(p, p->i, run_end(p),
                           "This needs a word, a phrase or a bracket on both sides. In quotes "
                           "it is a word itself.");
    return cp == '(' ? group(p) : is_quote(cp) ? quote(p) : word(p);
}

/* NOT x, -x, !x; +x is x. */
static struct query_node *unary(struct parser *p)
{
    skip_space(p);
    size_t start = p->i;
    k_str run = run_here(p);
    char sign = run.n ? run.p[0] : 0;
    bool joined =
        p->i + 1 < p->text.n && !letter_is_space(peek(p, p->i + 1)) && peek(p, p->i + 1) != ')';
    bool no = take(p, "NOT", "!");
    if (!no && (sign == '-' || sign == '!' || sign == '+') && joined) {
        p->i++;
        no = sign != '+';
    }
    if (!no)
        return primary(p);
    if (++p->depth > QUERY_DEPTH)
        return parser_fail(p, start, p->i, "There are too many NOTs in a row.");
    struct query_node *inner = unary(p);
    p->depth--;
    if (p->failed)
        return NULL;
    struct query_node *n = parser_node(p, QUERY_NOT, start, inner->end);
    n->of = k_new_n(p->a, struct query_node *, 1);
    n->of[0] = inner;
    n->n = 1;
    return n;
}

static struct query_node *near(struct parser *p)
{
    struct query_node *n = unary(p);
    for (;;) {
        skip_space(p);
        size_t start = p->i;
        k_str run = run_here(p);
        struct nearness how = nearness(run);
        if (p->failed || !how.is)
            return p->failed ? NULL : n;
        p->i += run.n;
        if (how.bad)
            return parser_fail(p, start, p->i,
                               "Write how many words apart: NEAR/1 to NEAR/50.");
        struct query_node *r = unary(p);
        if (p->failed)
            return NULL;
        n = near_node(p, n, r, &how);
    }
}

static bool ends_all(struct parser *p)
{
    skip_space(p);
    k_str run = run_here(p);
    return p->failed || p->i >= p->text.n || peek(p, p->i) == ')' || k_str_eqz(run, "OR") ||
           k_str_eqz(run, "||");
}

static struct query_node *all(struct parser *p)
{
    struct nodes parts = {0};
    do {
        struct query_node *n = near(p);
        if (p->failed)
            return NULL;
        *k_vec_push(p->a, &parts) = n;
    } while (take(p, "AND", "&&") || !ends_all(p));
    return gather(p, QUERY_ALL, &parts);
}

static struct query_node *any(struct parser *p)
{
    struct nodes parts = {0};
    do {
        struct query_node *n = all(p);
        if (p->failed)
            return NULL;
        *k_vec_push(p->a, &parts) = n;
    } while (take(p, "OR", "||"));
    return gather(p, QUERY_ANY, &parts);
}

/* ---- the whole --------------------------------------------------------------------------- */

/* NEAR stands between what has places: words, phrases, and either-or of them, in one field. */
static bool has_places(struct parser *p, const struct query_node *n, enum query_where where)
{
    if (n->kind != QUERY_WORDS && n->kind != QUERY_ANY && n->kind != QUERY_NEAR)
        return parser_fail(p, n->start, n->end,
                           "NEAR stands between words, phrases and brackets with OR. Take AND, "
                           "NOT and fields out of it.");
    if (n->kind == QUERY_WORDS && n->where != where)
        return parser_fail(p, n->start, n->end,
                           "Both sides of NEAR are looked for in one place: both in the title, "
                           "or both in the text.");
    for (size_t i = 0; i < n->n; i++)
        if (!has_places(p, n->of[i], where))
            return false;
    return true;
}

static enum query_where place_of(const struct query_node *n)
{
    while (n->n)
        n = n->of[0];
    return n->where;
}

/* Whether it holds for nothing but posts that have something: what can be looked up. */
static bool positive(struct parser *p, const struct query_node *n)
{
    bool some = false;
    if (n->kind == QUERY_NEAR && !has_places(p, n, place_of(n)))
        return false;
    for (size_t i = 0; i < n->n && (n->kind == QUERY_ALL || n->kind == QUERY_ANY); i++) {
        bool negated = n->of[i]->kind == QUERY_NOT;
        if (negated && n->kind == QUERY_ANY)
            return parser_fail(p, n->of[i]->start, n->of[i]->end,
                               "Nearly every post fits this half of OR. Put NOT beside a word, "
                               "with AND between them.");
        if (!positive(p, negated ? n->of[i]->of[0] : n->of[i]))
            return false;
        some |= !negated;
    }
    if (n->kind == QUERY_NOT)
        return positive(p, n->of[0]);
    if (n->kind == QUERY_ALL && !some)
        return parser_fail(p, n->start, n->end,
                           "A query needs one part without NOT: what shall be found.");
    return !p->failed;
}

bool query_parse(struct k_arena *a, k_str text, const struct query_options *options,
                 struct query *out, struct query_problem *problem)
{
    static const struct query_options plain = {0};
    struct parser p = {
        .a = a, .text = text, .options = options ? options : &plain, .problem = problem};
    *out = (struct query){0};
    *problem = (struct query_problem){0};
    if (text.n > QUERY_TEXT_MOST)
        return parser_fail(&p, QUERY_TEXT_MOST, text.n,
                           "This query is too long. Make two of it, or put words into a list.");
    if (k_str_chr(text, 0) >= 0 || (p.options->way == LISTEN_UNICODE && !k_utf8_valid(text)))
        return parser_fail(&p, 0, text.n, "This text is not valid UTF-8.");
    skip_space(&p);
    if (p.i == text.n)
        return parser_fail(
            &p, 0, text.n,
            "Write what to listen for: a name, a phrase, words with AND and OR.");
    struct query_node *root = any(&p);
    skip_space(&p);
    if (!p.failed && p.i < text.n)
        parser_fail(&p, p.i, p.i + 1, "This bracket was never opened.");
    if (!p.failed && root->kind == QUERY_NOT)
        parser_fail(&p, root->start, root->end,
                    "A query needs one part without NOT: what shall be found.");
    if (p.failed || !positive(&p, root))
        return false;
    *out = (struct query){root, p.leaves, p.patterns};
    return true;
}
