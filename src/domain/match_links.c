/* match_links: reads profiles as they are stored. */
#include "domain/match_links.h"
#include "domain/profile_rules.h"

#define MOST 20

static void add(struct k_arena *a, struct match_words *out, k_str norm)
{
    if (norm.n == 0 || out->n >= MOST)
        return;
    for (size_t i = 0; i < out->n; i++)
        if (k_str_eq(out->v[i], norm))
            return;
    *k_vec_push(a, out) = norm;
}

/* The network gives each account this page; elsewhere the url is what its owner typed. */
bool match_links_url_is_page(const struct match_profile *p)
{
    return !k_str_eqz(p->network, "wordpress") && !k_str_eqz(p->network, "feed") &&
           !k_str_eqz(p->network, "email") && !k_str_eqz(p->network, "phone");
}

void match_links_at(struct k_arena *a, const struct match_profile *p, struct match_words *out)
{
    if (k_str_eqz(p->network, "web"))
        add(a, out, p->verified.n ? match_norm_url(a, p->native_id) : K_S(""));
    if (k_str_eqz(p->network, "bluesky")) {
        add(a, out, k_fmt(a, "bsky.app/profile/%.*s", K_ARG(k_lower(a, p->handle))));
        add(a, out, k_fmt(a, "bsky.app/profile/%.*s", K_ARG(k_lower(a, p->native_id))));
    }
    if (profile_own_domain(p))
        add(a, out, match_norm_url(a, p->handle));
    if (match_links_url_is_page(p))
        add(a, out, match_norm_url(a, p->url));
}

static bool ends_link(char c)
{
    return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '"' || c == '\'' ||
           c == '<' || c == '>' || c == '(' || c == ')' || c == ',' || c == '|';
}

void match_links_to(struct k_arena *a, const struct match_profile *p, struct match_words *out)
{
    if (!match_links_url_is_page(p))
        add(a, out, match_norm_url(a, p->url));
    for (size_t i = 0; i < p->bio.n;) {
        size_t from = i;
        while (i < p->bio.n && !ends_link(p->bio.p[i]))
            i++;
        k_str word = k_str_sub(p->bio, from, i - from);
        while (word.n > 0 && strchr(".;:!?", word.p[word.n - 1]))
            word.n--;
        bool web = k_str_find(word, K_S("://")) > 0 ||
                   (k_str_chr(word, '.') > 0 && k_str_chr(word, '/') > 0) ||
                   k_str_istarts(word, K_S("www."));
        if (web)
            add(a, out, match_norm_url(a, word));
        i += i == from || i < p->bio.n;
    }
}

static bool meet(const struct match_words *x, const struct match_words *y)
{
    for (size_t i = 0; i < x->n; i++)
        for (size_t j = 0; j < y->n; j++)
            if (k_str_eq(x->v[i], y->v[j]))
                return true;
    return false;
}

/* ---- two profiles ------------------------------------------------------------------------ */

/* Whether x's page names y's with rel="me". *both: y's was seen to name x's. */
static bool names(struct k_arena *a, const struct match_profile *x,
                  const struct match_profile *y, bool *both)
{
    struct match_words at = {0};
    bool named = false;
    if (x->me.n > 0)
        profile_at(a, y, &at);
    for (size_t i = 0; i < x->me.n; i++)
        for (size_t k = 0; k < at.n; k++)
            if (k_str_eq(at.v[k], x->me.v[i].address) || k_str_eq(at.v[k], x->me.v[i].landed)) {
                named = true;
                *both |= x->me.v[i].both;
            }
    return named;
}

bool match_links_tells(struct k_arena *a, const struct match_profile *x,
                       const struct match_profile *y)
{
    struct match_words to = {0}, at = {0};
    match_links_to(a, x, &to);
    if (!match_links_url_is_page(x) || to.n == 0)
        return false; /* what was typed beside a comment is nobody's word */
    match_links_at(a, y, &at);
    add(a, &at, match_norm_url(a, profile_page_of(a, y)));
    return meet(&to, &at);
}

static enum match_link by_rel_me(struct k_arena *a, const struct match_profile *x,
                                 const struct match_profile *y)
{
    bool both = false, there = names(a, x, y, &both), back = names(a, y, x, &both);
    if (!there && !back)
        return MATCH_LINK_NONE;
    if (both || (there && back) || (there && match_links_tells(a, y, x)) ||
        (back && match_links_tells(a, x, y)))
        return MATCH_LINK_REL_ME;
    return MATCH_LINK_CLAIMED;
}

static enum match_link by_text(struct k_arena *a, const struct match_profile *x,
                               const struct match_profile *y)
{
    struct match_words x_at = {0}, x_to = {0}, y_at = {0}, y_to = {0};
    match_links_at(a, x, &x_at);
    match_links_to(a, x, &x_to);
    match_links_at(a, y, &y_at);
    match_links_to(a, y, &y_to);
    bool there = meet(&x_to, &y_at), back = meet(&y_to, &x_at);
    bool site = (profile_own_domain(x) && meet(&x_at, &y_at)) ||
                (profile_own_domain(y) && meet(&y_at, &x_at));
    if (site || (there && back))
        return MATCH_LINK_VERIFIED;
    return there || back ? MATCH_LINK_ONE_WAY : MATCH_LINK_NONE;
}

enum match_link match_links_pair(struct k_arena *a, const struct match_profile *x,
                                 const struct match_profile *y)
{
    enum match_link rel = by_rel_me(a, x, y);
    enum match_link text = rel == MATCH_LINK_REL_ME ? rel : by_text(a, x, y);
    return rel > text ? rel : text;
}

static k_str shown(const struct match_profile *p)
{
    return p->url.n ? p->url : p->handle.n ? p->handle : p->native_id;
}

struct match_linked match_links_between(struct k_arena *a, const struct match_profile *x,
                                        size_t nx, const struct match_profile *y, size_t ny)
{
    struct match_linked best = {MATCH_LINK_NONE, K_S(""), K_S("")};
    for (size_t i = 0; i < nx; i++)
        for (size_t j = 0; j < ny; j++) {
            enum match_link l = match_links_pair(a, &x[i], &y[j]);
            if (l > best.link)
                best = (struct match_linked){l, shown(&x[i]), shown(&y[j])};
        }
    return best;
}
