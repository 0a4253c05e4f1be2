/* dialect: the reader. One grammar for all dialects, which differ by their rules
 * (dialect_tables.c): OR binds least, then AND, said or not, then NEAR, then NOT. */
#include "listen/dialect.h"
#include "base/utf8.h"
#include "listen/dialect_parts.h"
#include "text/letter.h"
#include <stdlib.h>

static const char opened_never[] = "This bracket was never opened.";

static bool has(const struct reader *r, unsigned trait)
{
    return (r->rules->traits & trait) != 0;
}

/* ---- signs ------------------------------------------------------------------------------- */

static bool is_quote(uint32_t cp)
{
    return cp == '"' || cp == 0xab || cp == 0xbb || (cp >= 0x201c && cp <= 0x201f);
}

static uint32_t peek(const struct reader *r, size_t i)
{
    return i < r->text.n ? k_utf8_next(r->text, &i) : 0;
}

static bool is_close(const struct reader *r, uint32_t cp)
{
    return cp == ')' || (cp == ']' && has(r, SQUARE)) || (cp == '}' && has(r, BRACES));
}

static bool is_open(const struct reader *r, uint32_t cp)
{
    return cp == '(' || (cp == '[' && has(r, SQUARE));
}

static bool at_comment(const struct reader *r, size_t i)
{
    return has(r, COMMENTS) && k_str_starts(k_str_from(r->text, i), K_S("<<<"));
}

/* Blanks and comments. */
static void skip_space(struct reader *r)
{
    while (r->i < r->text.n && !r->failed) {
        size_t k = r->i;
        if (at_comment(r, r->i)) {
            ptrdiff_t end = k_str_find(k_str_from(r->text, r->i), K_S(">>>"));
            if (end < 0)
                refuse(r, r->i, r->i + 3, "This comment is not closed. Put >>> where it ends.");
            else
                r->i += (size_t)end + 3;
        } else if (letter_is_space(k_utf8_next(r->text, &k))) {
            r->i = k;
        } else {
            return;
        }
    }
}

/* The signs from here to a blank, a bracket or a quote. */
static k_str run_here(const struct reader *r)
{
    size_t i = r->i;
    for (size_t k = i; k < r->text.n && !at_comment(r, i); i = k) {
        uint32_t cp = k_utf8_next(r->text, &k);
        if (letter_is_space(cp) || is_quote(cp) || cp == '(' || is_open(r, cp) ||
            is_close(r, cp) || (cp == '{' && has(r, BRACES)))
            break;
    }
    return k_str_sub(r->text, r->i, i - r->i);
}

/* ---- operators --------------------------------------------------------------------------- */

enum op_kind { OP_NONE, OP_AND, OP_OR, OP_NOT, OP_NEAR };
struct op {
    enum op_kind kind;
    size_t n;   /* bytes */
    bool small; /* written in small letters */
    bool ordered;
    int64_t between; /* words between the sides of NEAR; -1: not said, -2: not understood */
};

static bool is_word(const struct reader *r, k_str run, const char *word, struct op *op)
{
    k_str w = k_str_z(word);
    op->small = !k_str_eq(run, w);
    return !op->small || (has(r, SMALL) && k_str_ieq(run, w));
}

/* NEAR, NEAR/3, NEAR/3f, ONEAR/3. */
static bool is_near(const struct reader *r, k_str run, struct op *op)
{
    bool ordered = k_str_istarts(run, K_S("ONEAR"));
    size_t n = ordered ? 5 : 4;
    k_str head = k_str_sub(run, 0, n), rest = k_str_from(run, n);
    if (!has(r, NEARS) || !is_word(r, head, ordered ? "ONEAR" : "NEAR", op) ||
        (rest.n ? rest.p[0] != '/' && rest.p[0] != '~' : op->small))
        return false;
    op->ordered = ordered;
    op->between = -1;
    if (rest.n == 0)
        return true;
    rest = k_str_from(rest, 1);
    if (rest.n && (rest.p[rest.n - 1] | 32) == 'f') {
        op->ordered = true;
        rest.n--;
    }
    if (!k_str_i64(rest, &op->between) || op->between < 0)
        op->between = -2;
    return true;
}

static struct op op_here(const struct reader *r)
{
    k_str run = run_here(r);
    struct op op = {.n = run.n};
    op.kind = is_word(r, run, "AND", &op)   ? OP_AND
              : is_word(r, run, "OR", &op)  ? OP_OR
              : is_word(r, run, "NOT", &op) ? OP_NOT
              : is_near(r, run, &op)        ? OP_NEAR
                                            : OP_NONE;
    return op;
}

/* Whether this operator stands here; goes behind it. */
static bool take(struct reader *r, enum op_kind kind, struct op *op)
{
    skip_space(r);
    *op = op_here(r);
    if (r->failed || op->kind != kind)
        return false;
    if (op->small)
        dialect_tell_at(
            r, r->i, r->i + op->n, DIALECT_READ_AS, DIALECT_EITHER,
            "In small letters this is read as an operator. In quotes it is a word.");
    if (has(r, NO_AND) && kind != OP_OR)
        dialect_tell_at(r, r->i, r->i + op->n, DIALECT_READ_AS, DIALECT_EITHER,
                        "Over there this is a word. It is read as an operator.");
    r->i += op->n;
    return true;
}

/* ---- what hangs on a word, a phrase, a bracket ------------------------------------------- */

/* Digits from i on; how many bytes. */
static size_t digits_at(k_str s, size_t i)
{
    size_t n = 0;
    while (i + n < s.n && s.p[i + n] >= '0' && s.p[i + n] <= '9')
        n++;
    return n;
}

/* "~5" behind a quote or a bracket: words between; -1: there is none. */
static int take_slop(struct reader *r, bool *cut)
{
    int64_t n;
    *cut = false;
    if (r->failed || peek(r, r->i) != '~')
        return -1;
    size_t digits = digits_at(r->text, r->i + 1);
    k_str number = k_str_sub(r->text, r->i + 1, digits);
    if (digits == 0)
        refuse(r, r->i, r->i + 1, "Behind ~ stands how many words may lie between: 0 to 50.");
    r->i += 1 + digits;
    *cut = !k_str_i64(number, &n) || n > QUERY_APART;
    return *cut ? QUERY_APART : (int)n;
}

/* "^9" behind anything. */
static void take_weight(struct reader *r)
{
    if (r->failed || !has(r, WEIGHTS) || peek(r, r->i) != '^')
        return;
    size_t n = 1 + digits_at(r->text, r->i + 1);
    dialect_tell_at(r, r->i, r->i + n, DIALECT_LEFT_OUT, DIALECT_NO_EFFECT,
                    "A weight changes the order of what is found, not what is found.");
    r->i += n;
}

/* Takes "^9", "~2" and "/5" off the end of a word; why: what that does to it. */
static k_str word_alone(struct reader *r, k_str run, enum dialect_change *change,
                        const char **why)
{
    static const char signs[] = {'^', '~', '/'};
    *why = NULL;
    for (size_t i = 0; i < sizeof signs; i++) {
        ptrdiff_t at = k_str_chr(run, signs[i]);
        bool number = at > 0 && (size_t)at + 1 + digits_at(run, (size_t)at + 1) == run.n;
        bool digit = at > 0 && digits_at(run, 0) == (size_t)at; /* 24/7 */
        if (!number || (signs[i] == '^' && !has(r, WEIGHTS)) ||
            (signs[i] == '/' && (digit || !has(r, COUNTS) || (size_t)at + 1 == run.n)))
            continue;
        *change = signs[i] == '/' ? DIALECT_WIDENED : DIALECT_NARROWED;
        *why = signs[i] == '/'   ? "How often a word occurs is not counted here."
               : signs[i] == '~' ? "Words that are only like this one are not found here."
                                 : NULL;
        if (signs[i] == '^')
            dialect_tell_at(r, r->i + (size_t)at, r->i + run.n, DIALECT_LEFT_OUT,
                            DIALECT_NO_EFFECT,
                            "A weight changes the order of what is found, not what is found.");
        return k_str_sub(run, 0, (size_t)at);
    }
    return run;
}

/* ---- leaves ------------------------------------------------------------------------------ */

/* The text between quotes, or braces; r->i stands on the first and goes behind the last. */
static k_str enclosed(struct reader *r, uint32_t close, const char *open_text)
{
    size_t open = r->i, from, i;
    k_utf8_next(r->text, &r->i);
    from = i = r->i;
    for (size_t k = i; k < r->text.n; i = k) {
        uint32_t cp = k_utf8_next(r->text, &k);
        if (close == '"' ? is_quote(cp) : cp == close) {
            r->i = k;
            return k_str_sub(r->text, from, i - from);
        }
    }
    refuse(r, open, r->text.n, open_text);
    return K_NONE;
}

static k_str quoted(struct reader *r)
{
    return enclosed(r, '"', "This quote is not closed. Put a \" where the phrase ends.");
}

static struct node *phrase(struct reader *r, k_str name, size_t start)
{
    bool cut;
    k_str s = quoted(r);
    int apart = take_slop(r, &cut);
    if (r->failed)
        return NULL;
    struct node *n = dialect_leaf(r, name, s, true, apart, start, r->i);
    if (n && cut)
        dialect_tell(r, n, DIALECT_NARROWED, "At most 50 words may lie between.");
    if (n && apart > 0 && has(r, TURN_COSTS))
        dialect_tell(r, n, DIALECT_WIDENED,
                     "In the other order the words may stand two places farther apart here.");
    take_weight(r);
    return n;
}

static struct node *bare_word(struct reader *r, k_str name, size_t start)
{
    enum dialect_change change = DIALECT_READ_AS;
    const char *why = NULL;
    k_str run = run_here(r);
    const struct dialect_row *row = dialect_row(r->rules, name, run);
    bool words = name.n == 0 || (row && row->type == DIALECT_WORDS);
    k_str value = words ? word_alone(r, run, &change, &why) : run;
    r->i += run.n;
    struct node *n = dialect_leaf(r, name, value, false, -1, start, r->i);
    if (n && why)
        dialect_tell(r, n, change, why);
    return n;
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

static struct node *group(struct reader *r);

/* field:value, field:"a value", field:[1 TO 9], field:( ... ); r->i stands behind the colon. */
static struct node *field(struct reader *r, k_str name, size_t start)
{
    if (has(r, COLON_BLANK))
        skip_space(r);
    uint32_t next = peek(r, r->i);
    size_t from = r->i;
    const struct dialect_row *row = dialect_row(r->rules, name, K_S(""));
    if (r->name.n)
        return refuse(r, start, from, "A field stands in no other field.");
    if (is_open(r, next) && !(next == '[' && row && row->type == DIALECT_RANGE)) {
        k_str outer = r->name;
        r->name = name;
        struct node *n = group(r);
        r->name = outer;
        return n;
    }
    if (is_quote(next))
        return phrase(r, name, start);
    if (next == '[' || next == '{') {
        enclosed(r, next == '[' ? ']' : '}', "This bracket is not closed.");
        return r->failed ? NULL
                         : dialect_leaf(r, name, k_str_sub(r->text, from, r->i - from), false,
                                        -1, start, r->i);
    }
    if (run_here(r).n == 0 || (start + name.n + 1 < r->i && op_here(r).kind != OP_NONE))
        return refuse(r, start, r->i, "Behind the colon stands what it shall be.");
    return bare_word(r, name, start);
}

static struct node *word(struct reader *r)
{
    size_t start = r->i;
    k_str name;
    if (!field_name(run_here(r), &name))
        return bare_word(r, r->name, start);
    r->i += name.n + 1;
    return field(r, name, start);
}

/* {BT}: with its capitals. */
static struct node *braces(struct reader *r)
{
    size_t start = r->i;
    k_str s = enclosed(r, '}', "This bracket is not closed. Put a } where it ends.");
    return r->failed ? NULL : dialect_exact(r, k_str_trim(s), start, r->i);
}

/* ---- the grammar ------------------------------------------------------------------------- */

static struct node *any(struct reader *r);

struct nodes {
    struct node **v; /* K_VEC */
    size_t n, cap;
};

static struct node *gather(struct reader *r, enum node_kind kind, const struct nodes *parts)
{
    if (parts->n == 1)
        return parts->v[0];
    struct node *n = dialect_node(r, kind, parts->v[0]->start, parts->v[parts->n - 1]->end);
    n->of = parts->v;
    n->n = parts->n;
    return n;
}

static struct node *near_node(struct reader *r, struct node *left, struct node *right,
                              int64_t between, bool ordered)
{
    struct nodes two = {0};
    *k_vec_push(r->a, &two) = left;
    *k_vec_push(r->a, &two) = right;
    struct node *n = gather(r, NODE_NEAR, &two);
    n->ordered = ordered;
    n->apart = between < QUERY_APART ? (int)between + 1 : QUERY_APART; /* Kith counts places */
    if (between >= QUERY_APART)
        dialect_tell(r, n, DIALECT_NARROWED, "Words stand at most 50 places apart here.");
    return n;
}

/* (a b)~5: its parts, each near the one before. */
static struct node *group_near(struct reader *r, struct node *inner, int between)
{
    if (inner->kind != NODE_ALL || inner->n > QUERY_DEPTH) {
        dialect_tell(r, inner, DIALECT_WIDENED,
                     "Behind brackets ~ needs two parts with AND between them.");
        return inner;
    }
    struct node *n = inner->of[0];
    for (size_t i = 1; i < inner->n; i++)
        n = near_node(r, n, inner->of[i], between, false);
    return n;
}

static struct node *group(struct reader *r)
{
    size_t start = r->i++;
    uint32_t close = r->text.p[start] == '[' ? ']' : ')';
    bool cut;
    if (++r->depth > QUERY_DEPTH)
        return refuse(r, start, r->i, "There are too many brackets in brackets.");
    struct node *n = any(r);
    r->depth--;
    skip_space(r);
    if (!r->failed && peek(r, r->i) != close)
        refuse(r, start, start + 1,
               close == ')' ? "This bracket is not closed. Put a ) where it ends."
                            : "This bracket is not closed. Put a ] where it ends.");
    if (r->failed)
        return NULL;
    r->i++;
    int between = take_slop(r, &cut);
    if (r->failed)
        return NULL;
    if (between >= 0)
        n = group_near(r, n, cut ? QUERY_APART : between);
    n->brackets = true;
    n->bare = false;
    take_weight(r);
    return n;
}

static struct node *primary(struct reader *r)
{
    skip_space(r);
    uint32_t cp = peek(r, r->i);
    if (r->failed)
        return NULL;
    if (r->i >= r->text.n)
        return refuse(r, r->i, r->i,
                      "Something is missing at the end: a word, a phrase or a bracket.");
    if (is_close(r, cp))
        return refuse(r, r->i, r->i + 1,
                      "There is nothing in front of this bracket, or it was never opened.");
    if (op_here(r).kind != OP_NONE)
        return refuse(r, r->i, r->i + run_here(r).n,
                      "This needs a word, a phrase or a bracket on both sides. In quotes it is "
                      "a word itself.");
    if (cp == '{' && has(r, BRACES))
        return braces(r);
    return is_open(r, cp) ? group(r) : is_quote(cp) ? phrase(r, r->name, r->i) : word(r);
}

/* NOT x, -x. */
static struct node *unary(struct reader *r)
{
    struct op op;
    bool no = take(r, OP_NOT, &op);
    size_t start = no ? r->i - op.n : r->i;
    if (!no && peek(r, r->i) == '-') {
        uint32_t next = peek(r, r->i + 1);
        no = next && !letter_is_space(next) && !is_close(r, next);
        r->i += no;
        if (no && has(r, MINUS_TOLD))
            dialect_tell_at(r, start, start + 1, DIALECT_READ_AS, DIALECT_EITHER,
                            "A minus in front of a word is read as NOT.");
    }
    if (!no)
        return primary(r);
    if (++r->depth > QUERY_DEPTH)
        return refuse(r, start, r->i, "There are too many NOTs in a row.");
    struct node *inner = unary(r);
    r->depth--;
    if (r->failed)
        return NULL;
    struct node *n = dialect_node(r, NODE_NOT, start, inner->end);
    n->of = k_new_n(r->a, struct node *, 1);
    n->of[0] = inner;
    n->n = 1;
    return n;
}

static struct node *near(struct reader *r)
{
    struct node *n = unary(r);
    struct op op;
    for (int chain = 0; !r->failed && take(r, OP_NEAR, &op); chain++) {
        size_t end = r->i, start = end - op.n;
        if (op.between == -1)
            op.between = r->rules->near_plain;
        if (op.between < 0)
            return refuse(r, start, end, "Write how many words may lie between: NEAR/3.");
        if (chain == QUERY_DEPTH)
            return refuse(r, start, end, "There are too many NEARs in a row.");
        struct node *right = unary(r);
        if (r->failed)
            return NULL;
        n = near_node(r, n, right, op.between, op.ordered);
    }
    return r->failed ? NULL : n;
}

static bool ends_all(struct reader *r)
{
    skip_space(r);
    return r->failed || r->i >= r->text.n || is_close(r, peek(r, r->i)) ||
           op_here(r).kind == OP_OR;
}

/* One note for each row of words with blanks between; *note: of the row that goes on. */
static void tell_blank(struct reader *r, const struct node *before, const struct node *n,
                       size_t *note)
{
    if (*note != SIZE_MAX) {
        r->notes.v[*note].note.end = n->end;
        return;
    }
    *note = r->notes.n;
    dialect_tell_at(r, before->start, n->end, DIALECT_READ_AS, DIALECT_EITHER,
                    "Between words with a blank alone, AND is read. Put quotes around them if "
                    "they belong together.");
}

static struct node *all(struct reader *r)
{
    struct nodes parts = {0};
    struct op op;
    size_t note = SIZE_MAX;
    bool said = true;
    do {
        struct node *n = near(r);
        if (r->failed)
            return NULL;
        bool row = !said && n->bare && parts.v[parts.n - 1]->bare && has(r, BLANK_TOLD);
        if (row)
            tell_blank(r, parts.v[parts.n - 1], n, &note);
        else
            note = SIZE_MAX;
        *k_vec_push(r->a, &parts) = n;
        said = take(r, OP_AND, &op);
    } while (said || !ends_all(r));
    return r->failed ? NULL : gather(r, NODE_ALL, &parts);
}

static struct node *any(struct reader *r)
{
    struct nodes parts = {0};
    struct op op;
    bool mixed = false;
    do {
        struct node *n = all(r);
        if (r->failed)
            return NULL;
        mixed |= n->kind == NODE_ALL && !n->brackets;
        *k_vec_push(r->a, &parts) = n;
    } while (take(r, OP_OR, &op));
    if (r->failed)
        return NULL;
    struct node *n = gather(r, NODE_ANY, &parts);
    if (mixed && parts.n > 1 && has(r, MIXED_TOLD))
        dialect_tell_at(r, n->start, n->end, DIALECT_READ_AS, DIALECT_EITHER,
                        "AND and OR stand side by side. AND is read first; brackets say it "
                        "otherwise.");
    return n;
}

/* ---- the whole --------------------------------------------------------------------------- */

static enum dialect_effect turned(enum dialect_effect e, int sign)
{
    if (sign > 0 || (e != DIALECT_MORE && e != DIALECT_LESS))
        return e;
    return e == DIALECT_MORE ? DIALECT_LESS : DIALECT_MORE;
}

static int by_place(const void *x, const void *y)
{
    const struct dialect_note *a = x, *b = y;
    if (a->start != b->start)
        return a->start < b->start ? -1 : 1;
    return a->end != b->end ? (a->end < b->end ? -1 : 1) : (int)a->change - (int)b->change;
}

static void give_notes(const struct reader *r, struct dialect_result *out)
{
    struct dialect_note *v = k_new_n(r->a, struct dialect_note, r->notes.n + 1);
    for (size_t i = 0; i < r->notes.n; i++) {
        const struct node *of = r->notes.v[i].of;
        v[i] = r->notes.v[i].note;
        if (of)
            v[i].effect = of->dead ? of->lost : turned(v[i].effect, of->sign);
    }
    if (r->notes.n)
        qsort(v, r->notes.n, sizeof *v, by_place);
    out->notes = v;
    out->n_notes = r->notes.n;
}

static struct node *whole(struct reader *r)
{
    if (r->text.n > QUERY_TEXT_MOST)
        return refuse(r, QUERY_TEXT_MOST, r->text.n,
                      "This query is too long. Make two of it, or put words into a list.");
    if (k_str_chr(r->text, 0) >= 0 || !k_utf8_valid(r->text))
        return refuse(r, 0, r->text.n, "This text is not valid UTF-8.");
    skip_space(r);
    if (!r->failed && r->i == r->text.n)
        return refuse(r, 0, r->text.n,
                      "Write what to listen for: a name, a phrase, words with AND and OR.");
    struct node *root = any(r);
    skip_space(r);
    if (!r->failed && r->i < r->text.n)
        return refuse(r, r->i, r->i + 1, opened_never);
    return r->failed ? NULL : root;
}

bool dialect_read(struct k_arena *a, enum dialect d, k_str text, struct dialect_result *out)
{
    *out = (struct dialect_result){.text = K_S("")};
    struct reader r = {
        .a = a, .text = text, .rules = &dialect_rules[d], .problem = &out->problem};
    struct node *root = whole(&r);
    bool ok = root && dialect_write(&r, root, &out->text);
    give_notes(&r, out);
    if (!ok)
        out->text = K_S("");
    return ok;
}
