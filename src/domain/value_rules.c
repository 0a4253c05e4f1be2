/* value_rules: what each side gains, in one line. */
#include "domain/value_rules.h"
#include "base/utf8.h"

#define LINE_TEXT 60 /* graphemes of each side */

const char *value_balance_name(enum value_balance b)
{
    static const char *const names[] = {"none", "both", "only_us", "only_them"};
    return names[b];
}

static bool before(const struct value_item *best, const struct value_item *v)
{
    if (best == NULL || best->is_implied != v->is_implied)
        return best == NULL || best->is_implied;
    return v->at > best->at;
}

static const struct value_item *newest(const struct value_item *v, size_t n, bool us,
                                       size_t *count)
{
    const struct value_item *best = NULL;
    *count = 0;
    for (size_t i = 0; i < n; i++) {
        if (v[i].us != us)
            continue;
        ++*count;
        best = before(best, &v[i]) ? &v[i] : best;
    }
    return best;
}

static k_str shortened(struct k_arena *a, const struct value_item *v)
{
    if (v == NULL)
        return K_S("");
    k_str s = k_str_trim(v->text), cut = k_utf8_cut(s, LINE_TEXT);
    while (cut.n && cut.n == s.n && (cut.p[cut.n - 1] == '.' || cut.p[cut.n - 1] == '!'))
        s.n = cut.n = cut.n - 1;
    return cut.n < s.n ? k_cat(a, k_str_trim(cut), K_S("…")) : cut;
}

void value_line(struct k_arena *a, const struct value_item *v, size_t n, struct value_line *out)
{
    *out = (struct value_line){0};
    const struct value_item *us = newest(v, n, true, &out->us);
    const struct value_item *them = newest(v, n, false, &out->them);
    out->us_text = shortened(a, us);
    out->them_text = shortened(a, them);
    out->balance = us && them ? VALUE_BOTH : us ? VALUE_ONLY_US : VALUE_NONE;
    if (them && !us)
        out->balance = VALUE_ONLY_THEM;
    switch (out->balance) {
    case VALUE_BOTH:
        out->line = k_fmt(a, "We gain: %.*s. They gain: %.*s.", K_ARG(out->us_text),
                          K_ARG(out->them_text));
        break;
    case VALUE_ONLY_US:
        out->line =
            k_fmt(a, "We gain: %.*s. They gain nothing that we know of.", K_ARG(out->us_text));
        break;
    case VALUE_ONLY_THEM:
        out->line = k_fmt(a, "They gain: %.*s. We gain nothing that we know of.",
                          K_ARG(out->them_text));
        break;
    case VALUE_NONE:
        out->line = K_S("Nobody has written down yet what either side gains.");
        break;
    }
}
