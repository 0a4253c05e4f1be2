/* path_rules: the best few introductions. Pure; the search asks it (insight_paths.c). */
#include "domain/path_rules.h"

double path_both(double a, double b)
{
    return 1 - (1 - a) * (1 - b);
}

static bool better(const struct path *a, const struct path *b)
{
    if (a->strength != b->strength)
        return a->strength > b->strength;
    return a->n_via < b->n_via;
}

static bool same_door(const struct path *a, const struct path *b)
{
    k_id first = a->n_via ? a->via[0] : 0, other = b->n_via ? b->via[0] : 0;
    return a->member == b->member && first == other;
}

static void drop(struct path_best *best, size_t at)
{
    for (size_t i = at; i + 1 < best->n; i++)
        best->v[i] = best->v[i + 1];
    best->n--;
}

void path_offer(struct path_best *best, const struct path *p)
{
    if (p->strength <= path_floor(best))
        return;
    for (size_t i = 0; i < best->n; i++) {
        if (!same_door(&best->v[i], p))
            continue;
        if (!better(p, &best->v[i]))
            return;
        drop(best, i);
        break;
    }
    if (best->n == best->most)
        best->n--;
    size_t at = best->n++;
    for (; at > 0 && better(p, &best->v[at - 1]); at--)
        best->v[at] = best->v[at - 1];
    best->v[at] = *p;
}

double path_floor(const struct path_best *best)
{
    return best->n < best->most ? 0 : best->v[best->n - 1].strength;
}
