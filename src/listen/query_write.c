/* query_write: a tree as text that parses to the same tree, with no bracket too few. */
#include "listen/query.h"
#include "listen/query_parse.h"

static void write(struct k_buf *b, const struct query_node *n);

/* A word that is written like an operator was in quotes. */
static bool is_operator(k_str word)
{
    static const char *const operators[] = {"AND", "OR", "NOT", "NEAR", "ONEAR", NULL};
    return k_str_in(word, operators);
}

static void write_words(struct k_buf *b, const struct query_node *n)
{
    static const char *const where[] = {"", "text:", "title:", "bio:"};
    bool exact = n->words[0].exact;
    bool quotes = exact || n->n_words > 1 || is_operator(n->words[0].raw);
    k_buf_fmt(b, "%s", where[n->where]);
    if (exact && n->where != QUERY_ANYWHERE)
        k_buf_chr(b, '(');
    k_buf_fmt(b, "%s%s", exact ? "raw:" : "", quotes ? "\"" : "");
    for (size_t i = 0; i < n->n_words; i++)
        k_buf_fmt(b, "%s%.*s", i ? " " : "", K_ARG(n->words[i].raw));
    k_buf_fmt(b, "%s", quotes ? "\"" : "");
    if (exact && n->where != QUERY_ANYWHERE)
        k_buf_chr(b, ')');
    if (n->apart >= 0)
        k_buf_fmt(b, "~%d", n->apart);
}

/* In brackets when it is made of parts: nothing then depends on what binds how. */
static void write_part(struct k_buf *b, const struct query_node *n)
{
    bool brackets = n->kind == QUERY_ALL || n->kind == QUERY_ANY || n->kind == QUERY_NEAR;
    if (brackets)
        k_buf_chr(b, '(');
    write(b, n);
    if (brackets)
        k_buf_chr(b, ')');
}

static void write_parts(struct k_buf *b, const struct query_node *n, const char *between)
{
    for (size_t i = 0; i < n->n; i++) {
        k_buf_fmt(b, "%s", i ? between : "");
        write_part(b, n->of[i]);
    }
}

static void write(struct k_buf *b, const struct query_node *n)
{
    char near[32];
    switch (n->kind) {
    case QUERY_ALL:
        write_parts(b, n, " AND ");
        break;
    case QUERY_ANY:
        write_parts(b, n, " OR ");
        break;
    case QUERY_NEAR:
        snprintf(near, sizeof near, " %s/%d ", n->ordered ? "ONEAR" : "NEAR", n->apart);
        write_parts(b, n, near);
        break;
    case QUERY_NOT:
        k_buf_fmt(b, "NOT ");
        write_part(b, n->of[0]);
        break;
    case QUERY_WORDS:
        write_words(b, n);
        break;
    case QUERY_FACT:
        query_fact_write(b, n);
        break;
    }
}

k_str query_write(struct k_arena *a, const struct query *q)
{
    struct k_buf b;
    k_buf_init(&b, a, 8 << 20);
    write(&b, q->root);
    return k_buf_view(&b);
}

static bool words_equal(const struct query_node *a, const struct query_node *b)
{
    if (a->n_words != b->n_words || a->apart != b->apart || a->where != b->where)
        return false;
    for (size_t i = 0; i < a->n_words; i++)
        if (!k_str_eq(a->words[i].key, b->words[i].key) ||
            a->words[i].pattern != b->words[i].pattern ||
            a->words[i].exact != b->words[i].exact)
            return false;
    return true;
}

static bool facts_equal(const struct query_node *a, const struct query_node *b)
{
    return a->fact == b->fact && k_str_eq(a->value, b->value) && a->bits == b->bits &&
           !(a->low < b->low || a->low > b->low) && !(a->high < b->high || a->high > b->high) &&
           a->above == b->above && a->below == b->below;
}

bool query_equal(const struct query_node *a, const struct query_node *b)
{
    if (a->kind != b->kind || a->n != b->n)
        return false;
    if (a->kind == QUERY_NEAR && (a->apart != b->apart || a->ordered != b->ordered))
        return false;
    for (size_t i = 0; i < a->n; i++)
        if (!query_equal(a->of[i], b->of[i]))
            return false;
    return (a->kind != QUERY_WORDS || words_equal(a, b)) &&
           (a->kind != QUERY_FACT || facts_equal(a, b));
}
