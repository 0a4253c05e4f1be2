/* dialect_write: takes out of the tree what Kith cannot look for, says what that does to the
 * query, and writes the rest. What is left out of AND makes it find more, a branch that is left
 * out of OR less, and below NOT the other way round; there, an AND without one of its parts
 * would shut out more than was said, so all of it is left out. */
#include "listen/dialect_parts.h"

/* ---- what is left ------------------------------------------------------------------------ */

static size_t alive(const struct node *n)
{
    size_t some = 0;
    for (size_t i = 0; i < n->n; i++)
        some += !n->of[i]->dead;
    return some;
}

/* Whether something of it is to be found, not kept out alone. */
static bool finds(const struct node *n)
{
    bool some = false, all = true;
    if (n->kind == NODE_LEAF || n->kind == NODE_NEAR)
        return true;
    if (n->kind == NODE_NOT)
        return n->of[0]->kind == NODE_NOT && finds(n->of[0]->of[0]);
    for (size_t i = 0; i < n->n; i++) {
        bool found = n->of[i]->dead || finds(n->of[i]);
        some |= !n->of[i]->dead && found;
        all &= found;
    }
    return n->kind == NODE_ANY ? all : some;
}

/* Where its words are looked for; NULL: it has no places, or several. */
static const char *place_of(const struct node *n)
{
    const char *place = NULL;
    if (n->kind == NODE_LEAF)
        return n->place;
    if (n->kind == NODE_NEAR ? n->loose : n->kind != NODE_ANY && alive(n) != 1)
        return NULL;
    for (size_t i = 0; i < n->n && n->kind != NODE_NOT; i++) {
        const char *one = n->of[i]->dead ? place : place_of(n->of[i]);
        if (!n->of[i]->dead && (!one || (place && strcmp(place, one) != 0)))
            return NULL;
        place = one;
    }
    return place;
}

static void prune(struct reader *r, struct node *n, int sign);

/* A branch of OR that has lost all that it was to find. */
static void prune_branch(struct reader *r, struct node *branch)
{
    if (branch->dead || !branch->shrunk || finds(branch))
        return;
    branch->dead = true;
    dialect_tell(r, branch, DIALECT_LEFT_OUT,
                 "What this was to find cannot be looked for; what it kept out is not enough.");
}

static void prune_parts(struct reader *r, struct node *n, int sign)
{
    for (size_t i = 0; i < n->n; i++) {
        prune(r, n->of[i], n->kind == NODE_NOT ? -sign : sign);
        if (n->kind == NODE_ANY)
            prune_branch(r, n->of[i]);
        n->shrunk |= n->of[i]->dead || n->of[i]->shrunk;
    }
}

static void prune(struct reader *r, struct node *n, int sign)
{
    n->sign = sign;
    n->dead = n->kind == NODE_GONE;
    if (n->n == 0)
        return;
    prune_parts(r, n, sign);
    size_t left = alive(n);
    n->dead = left == 0;
    bool together = n->kind == NODE_ALL || n->kind == NODE_NEAR;
    if (together && sign < 0 && left > 0 && left < n->n) {
        n->dead = true;
        dialect_tell(
            r, n, DIALECT_LEFT_OUT,
            "A part of this cannot be looked for. Without it, NOT would keep out more.");
    }
    if (n->kind == NODE_NEAR && !n->dead && left == 2 && !place_of(n)) {
        n->loose = true;
        dialect_tell(
            r, n, DIALECT_WIDENED,
            "NEAR stands between words, phrases and brackets with OR, all looked for in "
            "one place. AND stands for it here.");
    }
}

/* Says of each dead part what its absence does. */
static void settle(struct node *n, enum dialect_effect lost)
{
    if (n->dead)
        n->lost = lost;
    for (size_t i = 0; i < n->n; i++) {
        bool more = (n->kind == NODE_ANY) == (n->sign < 0);
        n->of[i]->dead |= n->dead;
        settle(n->of[i], n->dead ? lost : more ? DIALECT_MORE : DIALECT_LESS);
    }
}

/* ---- text -------------------------------------------------------------------------------- */

enum tightness { LOOSE, IN_ANY, IN_ALL, TIGHT };

/* Without shells of one part, and NOTs that lift each other. */
static struct node *core(struct node *n)
{
    for (;;) {
        if (n->kind == NODE_NOT) {
            struct node *in = core(n->of[0]);
            if (in->kind != NODE_NOT)
                return n;
            n = in->of[0];
            continue;
        }
        if (n->n == 0 || alive(n) != 1)
            return n;
        size_t i = 0;
        while (n->of[i]->dead)
            i++;
        n = n->of[i];
    }
}

static void write(struct k_buf *b, struct node *n, enum tightness within);

static void write_parts(struct k_buf *b, const struct node *n, const char *between,
                        enum tightness within)
{
    bool first = true;
    for (size_t i = 0; i < n->n; i++) {
        if (n->of[i]->dead)
            continue;
        struct node *part = core(n->of[i]);
        bool no = within == IN_ALL && part->kind == NODE_NOT;
        k_buf_fmt(b, "%s", first ? "" : no ? " " : between);
        write(b, part, within);
        first = false;
    }
}

/* a NEAR/3 b NEAR/3 c is read from the left, so the left side needs no brackets. */
static void write_near(struct k_buf *b, const struct node *n)
{
    struct node *left = core(n->of[0]);
    write(b, left, left->kind == NODE_NEAR && !left->loose ? IN_ALL : TIGHT);
    k_buf_fmt(b, " %s/%d ", n->ordered ? "ONEAR" : "NEAR", n->apart);
    write(b, core(n->of[1]), TIGHT);
}

static void write(struct k_buf *b, struct node *n, enum tightness within)
{
    n = core(n);
    bool and = n->kind == NODE_ALL || (n->kind == NODE_NEAR && n->loose);
    bool or = n->kind == NODE_ANY;
    bool brackets =
        ((n->kind == NODE_NEAR || and) && within == TIGHT) || (or &&within > IN_ANY);
    if (brackets)
        k_buf_chr(b, '(');
    if (n->kind == NODE_LEAF) {
        n->at = b->n;
        k_buf_str(b, n->text);
        n->to = b->n;
    } else if (n->kind == NODE_NOT) {
        n->at = b->n;
        k_buf_fmt(b, "NOT ");
        write(b, n->of[0], TIGHT);
        n->to = b->n;
    } else if (and || or) {
        write_parts(b, n, and? " AND " : " OR ", and? IN_ALL : IN_ANY);
    } else {
        write_near(b, n);
    }
    if (brackets)
        k_buf_chr(b, ')');
}

/* The place in the text that was read of a place in what was written: from the first to the
 * last leaf that it touches, and NOT when it begins there. */
static void place_back(const struct node *n, const struct query_problem *written,
                       struct query_problem *read)
{
    bool leaf = n->kind == NODE_LEAF || (n->kind == NODE_NOT && n->at >= written->start);
    for (size_t i = 0; i < n->n; i++)
        if (!n->of[i]->dead)
            place_back(n->of[i], written, read);
    if (!leaf || n->to <= written->start || (n->at >= written->end && read->end > read->start))
        return;
    if (read->end <= read->start || n->start < read->start)
        read->start = n->start;
    if (n->end > read->end)
        read->end = n->end;
}

bool dialect_write(struct reader *r, struct node *root, k_str *out)
{
    struct k_buf b;
    struct query q;
    struct query_problem problem;
    prune(r, root, 1);
    settle(root, DIALECT_EITHER);
    if (root->dead)
        refuse(r, 0, r->text.n, "Nothing of this can be looked for here.");
    else if (root->shrunk && !finds(root))
        refuse(
            r, 0, r->text.n,
            "What this was to find cannot be looked for here; only what it keeps out is left.");
    if (r->failed)
        return false;
    k_buf_init(&b, r->a, 4 * QUERY_TEXT_MOST);
    write(&b, root, LOOSE);
    if (!k_buf_ok(&b))
        return refuse(r, 0, r->text.n,
                      "This query is too long. Make two of it, or put words into a list.");
    if (query_parse(r->a, k_buf_view(&b), NULL, &q, &problem)) {
        *out = k_buf_view(&b);
        return true;
    }
    struct query_problem read = {0};
    place_back(root, &problem, &read);
    if (read.end <= read.start)
        read.end = r->text.n;
    refuse(r, read.start, read.end, problem.text);
    return false;
}
