/* dav_filter: whether a card is what a query asks for (RFC 6352, 10.5). */
#include "base/utf8.h"
#include "formats/dav.h"

static k_str folded(struct k_arena *a, k_str s, enum dav_collation c)
{
    return c == DAV_CASEMAP ? k_utf8_fold(a, s) : c == DAV_ASCII ? k_lower(a, s) : s;
}

static bool matches(struct k_arena *a, const struct dav_match *m, k_str value)
{
    k_str v = folded(a, value, m->collation), want = folded(a, m->text, m->collation);
    bool yes = m->how == DAV_EQUALS   ? k_str_eq(v, want)
               : m->how == DAV_STARTS ? k_str_starts(v, want)
               : m->how == DAV_ENDS   ? k_str_ends(v, want)
                                      : k_str_find(v, want) >= 0;
    return yes != m->negate;
}

static bool param_holds(struct k_arena *a, const struct dav_param_filter *f,
                        const struct vcard_prop *p)
{
    bool there = false, match = false;
    for (size_t i = 0; i < p->params.n; i++) {
        if (!k_str_eq(p->params.v[i].name, f->name))
            continue;
        there = true;
        match = match || (f->has_match && matches(a, &f->match, p->params.v[i].value));
    }
    if (f->absent)
        return !there;
    return there && (match || !f->has_match);
}

/* One property of the name: all of its tests, or one of them. */
static bool one_holds(struct k_arena *a, const struct dav_prop_filter *f,
                      const struct vcard_prop *p)
{
    size_t n = f->matches.n + f->params.n, held = 0;
    k_str value = vcard_text(a, p->value);
    for (size_t i = 0; i < f->matches.n; i++)
        held += matches(a, &f->matches.v[i], value);
    for (size_t i = 0; i < f->params.n; i++)
        held += param_holds(a, &f->params.v[i], p);
    return n == 0 || (f->all ? held == n : held > 0);
}

static bool prop_holds(struct k_arena *a, const struct dav_prop_filter *f,
                       const struct vcard *card)
{
    bool there = false, held = false;
    for (size_t i = 0; i < card->props.n && !held; i++) {
        const struct vcard_prop *p = &card->props.v[i];
        if (!k_str_eq(p->name, f->name) || (f->group.n && !k_str_ieq(p->group, f->group)))
            continue;
        there = true;
        held = one_holds(a, f, p);
    }
    return f->absent ? !there : held;
}

bool dav_filter_holds(struct k_arena *a, const struct dav_filter *f, const struct vcard *card)
{
    size_t held = 0;
    for (size_t i = 0; i < f->props.n; i++)
        held += prop_holds(a, &f->props.v[i], card);
    return f->props.n == 0 || (f->all ? held == f->props.n : held > 0);
}
