/* roster_rules: one look at all candidates. */
#include "domain/roster_rules.h"

static bool comes_before(const struct roster_candidate *a, const struct roster_candidate *b)
{
    if (a->open != b->open)
        return a->open < b->open;
    if (a->given_at != b->given_at)
        return a->given_at < b->given_at;
    return a->member < b->member;
}

size_t roster_pick(const struct roster_candidate *v, size_t n)
{
    size_t best = n;
    for (size_t i = 0; i < n; i++) {
        bool room = v[i].most_open == 0 || v[i].open < v[i].most_open;
        if (v[i].here && room && (best == n || comes_before(&v[i], &v[best])))
            best = i;
    }
    return best;
}
