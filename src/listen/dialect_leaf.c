/* dialect_leaf: words, phrases and values of fields, written as Kith writes them. What Kith
 * cannot look for is told and becomes NODE_GONE; a value that makes no sense ends the reading.
 */
#include "base/utf8.h"
#include "listen/dialect_parts.h"

struct node *dialect_node(struct reader *r, enum node_kind kind, size_t start, size_t end)
{
    struct node *n = k_new(r->a, struct node);
    *n = (struct node){.kind = kind, .start = start, .end = end, .sign = 1};
    return n;
}

static enum dialect_effect effect_of(enum dialect_change change)
{
    return change == DIALECT_WIDENED    ? DIALECT_MORE
           : change == DIALECT_NARROWED ? DIALECT_LESS
                                        : DIALECT_EITHER;
}

void dialect_tell_at(struct reader *r, size_t start, size_t end, enum dialect_change change,
                     enum dialect_effect effect, const char *why)
{
    struct dialect_note note = {start, end, change, effect, why};
    *k_vec_push(r->a, &r->notes) = (struct noted){note, NULL};
}

void dialect_tell(struct reader *r, const struct node *of, enum dialect_change change,
                  const char *why)
{
    dialect_tell_at(r, of->start, of->end, change, effect_of(change), why);
    r->notes.v[r->notes.n - 1].of = of;
}

static struct node *gone(struct reader *r, struct node *n, const char *why)
{
    n->kind = NODE_GONE;
    dialect_tell(r, n, DIALECT_LEFT_OUT, why);
    return n;
}

/* ---- words ------------------------------------------------------------------------------- */

/* Letters, digits and what may stand in front of and in a word, and no operator of Kith's: it
 * needs no quotes. */
static bool is_plain(k_str s)
{
    static const char *const operators[] = {"AND", "OR", "NOT", "NEAR", "ONEAR", NULL};
    size_t i = s.n && (s.p[0] == '#' || s.p[0] == '@' || s.p[0] == '$') ? 1 : 0;
    for (; i < s.n; i++) {
        char c = s.p[i];
        bool letter = (c | 32) >= 'a' && (c | 32) <= 'z';
        if (!letter && !(c >= '0' && c <= '9') && c != '_' && c != '*' && c != '?' &&
            (unsigned char)c < 0x80)
            return false;
    }
    return s.n > 0 && !k_str_in(s, operators);
}

/* Signs that part words as blanks; those that stand for letters only where they do. */
static k_str without_signs(struct reader *r, k_str s, bool patterns)
{
    char *p = k_new_n(r->a, char, s.n + 1);
    for (size_t i = 0; i < s.n; i++) {
        bool stands = s.p[i] == '*' || s.p[i] == '?';
        bool sign = !is_plain(k_str_n(s.p + i, 1));
        p[i] = (stands ? !patterns : patterns && sign) ? ' ' : s.p[i];
    }
    return k_str_n(p, s.n);
}

static bool has_patterns(k_str s)
{
    return k_str_chr(s, '*') >= 0 || k_str_chr(s, '?') >= 0;
}

/* Whether Kith reads it, and as one leaf: no sign of a value ends it too early. */
static bool parses(struct reader *r, k_str text, struct query *q, struct query_problem *problem)
{
    if (!query_parse(r->a, text, NULL, q, problem))
        return false;
    problem->text = "This cannot be looked for here.";
    return q->root->kind == QUERY_WORDS || q->root->kind == QUERY_FACT;
}

static k_str words_text(struct reader *r, const char *place, k_str value, bool quoted,
                        int apart)
{
    const char *quote = quoted || !is_plain(value) ? "\"" : "";
    k_str text = k_fmt(r->a, "%s%s%.*s%s", place, quote, K_ARG(value), quote);
    return apart < 0 ? text : k_fmt(r->a, "%.*s~%d", K_ARG(text), apart);
}

/* "#tag" that is no tag for Kith is looked for as a word. */
static void tell_sign(struct reader *r, const struct node *n, const struct query *q,
                      k_str value)
{
    char sign = value.n ? value.p[0] : 0;
    const struct query_node *words = q->root;
    if ((sign == '#' || sign == '@' || sign == '$') && words->kind == QUERY_WORDS &&
        (words->words[0].key.n == 0 || words->words[0].key.p[0] != sign))
        dialect_tell(r, n, DIALECT_WIDENED, "The sign in front of this is not looked for.");
}

static struct node *words(struct reader *r, struct node *n, const char *place, k_str value,
                          bool quoted, int apart)
{
    struct query q;
    struct query_problem problem;
    bool patterns = r->rules->traits & PATTERNS;
    if (!patterns && k_str_chr(value, '*') >= 0)
        dialect_tell(r, n, DIALECT_READ_AS, "The * stands for no letters over there.");
    if (!patterns && has_patterns(value))
        value = without_signs(r, value, false);
    n->text = words_text(r, place, value, quoted, apart);
    n->place = place;
    bool ok = parses(r, n->text, &q, &problem);
    if (!ok && has_patterns(value)) { /* co-op*: two words in a row */
        n->text = words_text(r, place, without_signs(r, value, true), true, apart);
        ok = parses(r, n->text, &q, &problem);
    }
    if (!ok)
        return gone(r, n, problem.text);
    tell_sign(r, n, &q, value);
    return n;
}

static struct node *exact(struct reader *r, struct node *n, const char *place, k_str value)
{
    struct query q;
    struct query_problem problem;
    n->place = place;
    n->text = k_fmt(r->a, *place ? "%s(raw:\"%.*s\")" : "%sraw:\"%.*s\"", place, K_ARG(value));
    return parses(r, n->text, &q, &problem) ? n : gone(r, n, problem.text);
}

/* ---- values ------------------------------------------------------------------------------ */

static bool is_number(k_str s)
{
    uint64_t n;
    return k_str_u64(s, &n);
}

/* [10 TO 99], [10 TO *], 10..99, >10, 10: as behind followers: */
static k_str range(struct reader *r, k_str value)
{
    k_str s = k_str_trim(value);
    if (s.n > 2 && (s.p[0] == '[' || s.p[0] == '{')) {
        s = k_str_sub(s, 1, s.n - 2);
        ptrdiff_t to = k_str_ifind(s, K_S(" TO "));
        k_str low = to < 0 ? s : k_str_trim(k_str_sub(s, 0, (size_t)to));
        k_str high = to < 0 ? s : k_str_trim(k_str_from(s, (size_t)to + 4));
        return k_str_eqz(high, "*")  ? k_fmt(r->a, ">=%.*s", K_ARG(low))
               : k_str_eqz(low, "*") ? k_fmt(r->a, "<=%.*s", K_ARG(high))
                                     : k_fmt(r->a, "%.*s..%.*s", K_ARG(low), K_ARG(high));
    }
    bool least = (r->rules->traits & AT_LEAST) && is_number(s);
    return k_fmt(r->a, "%s%.*s", least ? ">=" : "", K_ARG(s));
}

/* de, pt-BR */
static bool is_language(k_str s)
{
    size_t n = 0;
    while (n < s.n && (s.p[n] | 32) >= 'a' && (s.p[n] | 32) <= 'z')
        n++;
    return (n == 2 || n == 3) && (n == s.n || s.p[n] == '-') && s.n < 12;
}

/* The text of a field that is no words; K_NONE: *why is left out. */
static k_str value_text(struct reader *r, const struct dialect_row *row, k_str value,
                        const char **why)
{
    char two[2];
    switch (row->type) {
    case DIALECT_PLAIN:
        return k_str_z(row->to);
    case DIALECT_RANGE:
        return k_fmt(r->a, "%s%.*s", row->to, K_ARG(range(r, value)));
    case DIALECT_COUNTRY:
        if (dialect_country(value, two))
            return k_fmt(r->a, "%s%.2s", row->to, two);
        *why = "Countries are known by the two letters of their code: country:de.";
        return K_NONE;
    case DIALECT_LANG:
        if (is_language(value))
            return k_fmt(r->a, "%s%.*s", row->to, K_ARG(value));
        *why = "Languages are known by the two letters of their code: lang:de.";
        return K_NONE;
    case DIALECT_PART:
        return k_fmt(r->a, "%s\"*%.*s*\"", row->to, K_ARG(k_str_trim(value)));
    default:
        return k_fmt(r->a, "%s\"%.*s\"", row->to, K_ARG(value));
    }
}

static struct node *fact(struct reader *r, struct node *n, const struct dialect_row *row,
                         k_str value)
{
    struct query q;
    struct query_problem problem;
    const char *why = NULL;
    n->text = value_text(r, row, value, &why);
    if (why)
        return gone(r, n, why);
    if (!parses(r, n->text, &q, &problem))
        return refuse(r, n->start, n->end, problem.text);
    if (row->type == DIALECT_ACCOUNT && is_number(value))
        dialect_tell(r, n, DIALECT_NARROWED,
                     "If this is the number of an account: handles and names are known here.");
    return n;
}

static struct node *tag(struct reader *r, struct node *n, k_str value)
{
    k_str name = k_str_trim(value);
    if (k_str_starts(name, K_S("#")))
        name = k_str_from(name, 1);
    return words(r, n, "", k_fmt(r->a, "#%.*s", K_ARG(name)), false, -1);
}

struct node *dialect_leaf(struct reader *r, k_str name, k_str value, bool quoted, int apart,
                          size_t start, size_t end)
{
    struct node *n = dialect_node(r, NODE_LEAF, start, end);
    if (name.n == 0) {
        n->bare = !quoted;
        return words(r, n, "", value, quoted, apart);
    }
    if (k_str_trim(value).n == 0)
        return refuse(r, start, end, "Behind the colon stands what it shall be.");
    const struct dialect_row *row = dialect_row(r->rules, name, k_str_trim(value));
    if (!row)
        return gone(r, n, "There is no such field here. Put it in quotes if it is words.");
    if (row->type == DIALECT_GONE)
        return gone(r, n, row->why);
    if (row->why)
        dialect_tell(r, n, row->change, row->why);
    if (apart >= 0 && row->type != DIALECT_WORDS)
        dialect_tell(r, n, DIALECT_NARROWED, "Words of this stand in a row here.");
    switch (row->type) {
    case DIALECT_WORDS:
        return words(r, n, row->to, value, quoted, apart);
    case DIALECT_EXACT:
        return exact(r, n, row->to, value);
    case DIALECT_TAG:
        return tag(r, n, value);
    default:
        return fact(r, n, row, value);
    }
}

struct node *dialect_exact(struct reader *r, k_str value, size_t start, size_t end)
{
    const struct dialect_row *row = dialect_row(r->rules, r->name, value);
    if (r->name.n && (!row || row->type != DIALECT_WORDS))
        return dialect_leaf(r, r->name, value, true, -1, start, end);
    struct node *n = dialect_node(r, NODE_LEAF, start, end);
    return exact(r, n, row ? row->to : "", value);
}
