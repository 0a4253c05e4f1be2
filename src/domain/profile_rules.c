/* profile_rules: tables and comparisons of texts. */
#include "domain/profile_rules.h"

/* ---- addresses --------------------------------------------------------------------------- */

bool profile_own_domain(const struct match_profile *p)
{
    return k_str_eqz(p->network, "bluesky") && k_str_chr(p->handle, '.') > 0 &&
           !k_str_ends(p->handle, K_S(".bsky.social"));
}

/* No pages, pages that are what somebody typed, and pages that show strangers nothing. */
static bool without_page(k_str network)
{
    static const char *const names[] = {"email",   "phone",    "wordpress", "feed",
                                        "fake",    "linkedin", "instagram", "facebook",
                                        "x",       "twitter",  "tiktok",    "threads",
                                        "youtube", "whatsapp", NULL};
    return k_str_in(network, names);
}

static bool has_scheme(k_str s)
{
    return k_str_istarts(s, K_S("https://")) || k_str_istarts(s, K_S("http://"));
}

/* @ada@social.example: what all servers of that network have in common. */
static k_str fediverse_page(struct k_arena *a, k_str handle)
{
    if (k_str_starts(handle, K_S("@")))
        handle = k_str_from(handle, 1);
    k_str user = k_str_cut(&handle, '@');
    if (user.n == 0 || k_str_chr(handle, '.') <= 0 || k_str_chr(handle, '/') >= 0)
        return K_S("");
    return k_fmt(a, "https://%.*s/@%.*s", K_ARG(handle), K_ARG(user));
}

k_str profile_page_of(struct k_arena *a, const struct match_profile *p)
{
    k_str url = K_S("");
    if (k_str_eqz(p->network, "bluesky"))
        url = profile_own_domain(p) ? k_fmt(a, "https://%.*s/", K_ARG(p->handle)) : url;
    else if (without_page(p->network))
        return url;
    else if (has_scheme(p->url))
        url = p->url;
    else if (k_str_eqz(p->network, "web"))
        url = k_cat(a, K_S("https://"), p->native_id);
    else if (k_str_eqz(p->network, "mastodon"))
        url = fediverse_page(a, p->handle);
    return profile_address(a, url).n ? url : K_S("");
}

static bool solid(k_str s)
{
    for (size_t i = 0; i < s.n; i++)
        if ((unsigned char)s.p[i] <= ' ' || s.p[i] == 0x7f || s.p[i] == '\\')
            return false;
    return s.n > 0;
}

k_str profile_address(struct k_arena *a, k_str url)
{
    url = k_str_trim(url);
    if (!has_scheme(url) || url.n > 500 || !solid(url))
        return K_S("");
    bool tls = k_str_istarts(url, K_S("https"));
    k_str rest = k_str_from(url, tls ? 8 : 7);
    ptrdiff_t fragment = k_str_chr(rest, '#');
    if (fragment >= 0)
        rest.n = (size_t)fragment;
    size_t end = 0;
    while (end < rest.n && rest.p[end] != '/' && rest.p[end] != '?')
        end++;
    k_str host = k_lower(a, k_str_sub(rest, 0, end)), path = k_str_from(rest, end);
    k_str port = tls ? K_S(":443") : K_S(":80");
    if (k_str_ends(host, port))
        host.n -= port.n;
    while (k_str_ends(host, K_S(".")))
        host.n--;
    if (k_str_chr(host, '.') <= 0 || k_str_chr(host, '@') >= 0)
        return K_S("");
    k_str query = path;
    path = k_str_cut(&query, '?');
    while (k_str_ends(path, K_S("/")))
        path.n--;
    return k_fmt(a, "%.*s%.*s%s%.*s", K_ARG(host), K_ARG(path), query.n ? "?" : "",
                 K_ARG(query));
}

static k_str without_www(k_str s)
{
    return k_str_istarts(s, K_S("www.")) ? k_str_from(s, 4) : s;
}

bool profile_lands_home(k_str address, k_str landed)
{
    k_str from = without_www(address), to = without_www(landed), path = to;
    if (from.n == 0 || to.n == 0)
        return false;
    if (k_str_eq(from, to))
        return true;
    k_str host = k_str_cut(&path, '/');
    host = k_str_cut(&host, '?');
    return k_str_eq(from, host);
}

static void add(struct k_arena *a, struct match_words *out, k_str s)
{
    for (size_t i = 0; i < out->n; i++)
        if (k_str_eq(out->v[i], s))
            return;
    if (s.n > 0)
        *k_vec_push(a, out) = s;
}

void profile_at(struct k_arena *a, const struct match_profile *p, struct match_words *out)
{
    k_str page = profile_address(a, profile_page_of(a, p));
    add(a, out, page);
    if (profile_lands_home(page, p->landed))
        add(a, out, p->landed);
    if (k_str_eqz(p->network, "bluesky")) {
        add(a, out, k_fmt(a, "bsky.app/profile/%.*s", K_ARG(k_lower(a, p->handle))));
        add(a, out, k_fmt(a, "bsky.app/profile/%.*s", K_ARG(p->native_id)));
    } else if (page.n == 0 && match_links_url_is_page(p)) {
        add(a, out, profile_address(a, p->url));
    }
}

/* ---- links ------------------------------------------------------------------------------- */

static const char *const link_names[PROFILE_LINKS] = {"none", "one", "both", "lost", "dropped"};
static const char *const seen_names[PROFILE_SEENS] = {
    [PROFILE_NEW] = "new",     [PROFILE_READ] = "read",       [PROFILE_GONE] = "gone",
    [PROFILE_DOWN] = "down",   [PROFILE_REFUSED] = "refused", [PROFILE_BLOCKED] = "blocked",
    [PROFILE_LARGE] = "large", [PROFILE_OTHER] = "other"};

const char *profile_link_name(enum profile_link l)
{
    return link_names[l];
}

enum profile_link profile_link_of(k_str name)
{
    for (int i = 0; i < PROFILE_LINKS; i++)
        if (k_str_eqz(name, link_names[i]))
            return (enum profile_link)i;
    return PROFILE_NONE;
}

const char *profile_seen_name(enum profile_seen s)
{
    return seen_names[s];
}

enum profile_seen profile_seen_of(k_str name)
{
    for (int i = 0; i < PROFILE_SEENS; i++)
        if (k_str_eqz(name, seen_names[i]))
            return (enum profile_seen)i;
    return PROFILE_NEW;
}

/* Nothing was learnt: the page may be as it was. */
static bool came_to_nothing(enum profile_seen s)
{
    return s == PROFILE_DOWN || s == PROFILE_REFUSED || s == PROFILE_NEW;
}

static struct profile_state end(const struct profile_state *was, enum profile_link how,
                                const struct profile_facts *f)
{
    struct profile_state now = *was;
    now.link = how;
    now.fails = 0;
    now.seen = f->other;
    if (was->link == PROFILE_BOTH)
        now.ended = f->now;
    return now;
}

/* This page does not name the other, or is not there to name anything. */
static struct profile_state not_named(const struct profile_state *was,
                                      const struct profile_facts *f)
{
    struct profile_state now = *was;
    bool ended = was->link == PROFILE_LOST || was->link == PROFILE_DROPPED;
    if (came_to_nothing(f->page) && f->page_fails < PROFILE_FAILS)
        return now;
    if (was->link == PROFILE_ONE || (ended && f->now - was->ended > PROFILE_REMEMBERED))
        return (struct profile_state){.link = PROFILE_NONE};
    now = end(was, PROFILE_DROPPED, f);
    now.seen = f->page;
    return now;
}

struct profile_state profile_judge(const struct profile_state *was,
                                   const struct profile_facts *f)
{
    struct profile_state now = *was;
    bool ended = was->link == PROFILE_LOST || was->link == PROFILE_DROPPED;
    if (!f->named)
        return not_named(was, f);
    if (f->back) {
        now.both = was->link == PROFILE_BOTH ? was->both : f->now;
        now.link = PROFILE_BOTH;
        now.fails = 0;
        now.ended = 0;
        now.seen = PROFILE_READ;
        return now;
    }
    if (f->other == PROFILE_NEW && was->link != PROFILE_NONE)
        return now;
    bool waits = came_to_nothing(f->other) && was->fails + 1 < PROFILE_FAILS;
    if (was->link == PROFILE_BOTH && waits) {
        now.fails++;
        now.seen = f->other;
        return now;
    }
    return end(was, was->link == PROFILE_BOTH || ended ? PROFILE_LOST : PROFILE_ONE, f);
}

k_time profile_wait(enum profile_seen seen, int64_t fails)
{
    if (came_to_nothing(seen))
        return fails < PROFILE_FAILS ? K_DAY : 7 * K_DAY;
    return seen == PROFILE_READ ? 7 * K_DAY : 30 * K_DAY;
}

/* ---- words ------------------------------------------------------------------------------- */

#define BLOCKED_SAID                                                                           \
    "Claimed by this page only: the other page has a private address, which Kith does not "    \
    "open."
static const char *const one_said[PROFILE_SEENS] = {
    [PROFILE_NEW] = "Claimed by this page only so far: the other page was not read yet.",
    [PROFILE_READ] = "Claimed by this page only: the other page does not link back.",
    [PROFILE_GONE] = "Claimed by this page only: the other page does not exist.",
    [PROFILE_DOWN] = "Claimed by this page only: the other page does not answer.",
    [PROFILE_REFUSED] = "Claimed by this page only: the other page refuses to be read.",
    [PROFILE_BLOCKED] = BLOCKED_SAID,
    [PROFILE_LARGE] = "Claimed by this page only: the other page is larger than Kith reads.",
    [PROFILE_OTHER] = "Claimed by this page only: there is no web page at the other address."};

const char *profile_link_said(enum profile_link l, enum profile_seen other)
{
    if (l == PROFILE_BOTH)
        return other == PROFILE_READ
                   ? "Both pages link to each other."
                   : "Both pages linked to each other; the other page did not answer just now.";
    if (l == PROFILE_LOST)
        return other == PROFILE_READ
                   ? "No longer confirmed: the other page does not link back any more."
                   : "No longer confirmed: the other page cannot be read any more.";
    if (l == PROFILE_DROPPED)
        return other == PROFILE_READ
                   ? "No longer confirmed: this page does not name the other any more."
                   : "No longer confirmed: this page cannot be read any more.";
    return one_said[other];
}

const char *profile_page_said(enum profile_seen seen)
{
    static const char *const said[PROFILE_SEENS] = {
        [PROFILE_NEW] = "",
        [PROFILE_READ] = "",
        [PROFILE_GONE] = "The page does not exist.",
        [PROFILE_DOWN] = "The page does not answer.",
        [PROFILE_REFUSED] = "The page refuses to be read.",
        [PROFILE_BLOCKED] = "The page has a private address, which Kith does not open.",
        [PROFILE_LARGE] = "The page is larger than Kith reads.",
        [PROFILE_OTHER] = "There is no web page at this address."};
    return said[seen];
}
