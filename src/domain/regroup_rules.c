/* regroup_rules: pure functions over copies of rows. */
#include "domain/regroup_rules.h"

#include "base/map.h"

const char *regroup_may_change(const struct regroup_side *c)
{
    if (k_str_eqz(c->status, "merged"))
        return "This conversation was merged into another one already.";
    if (c->storm || k_str_eqz(c->status, "folded"))
        return "This conversation is part of a storm, which holds together what is said alike.";
    return NULL;
}

const char *regroup_may_merge(const struct regroup_side *a, const struct regroup_side *b)
{
    const char *no = regroup_may_change(a);
    if (a->id == b->id)
        return "A conversation is not merged with itself.";
    if (!no)
        no = regroup_may_change(b);
    if (no)
        return no;
    if (a->channel != b->channel)
        return "They are on two channels. What somebody says everywhere stands together on the "
               "page of that person.";
    if (a->direct != b->direct)
        return "One was said in private and one in public. They stay apart, because not "
               "everybody may see both.";
    return NULL;
}

k_str regroup_status(k_str a, k_str b)
{
    static const char *const order[] = {"open", "snoozed"};
    for (size_t i = 0; i < 2; i++)
        if (k_str_eqz(a, order[i]) || k_str_eqz(b, order[i]))
            return k_str_z(order[i]);
    return K_S("done");
}

/* ---- what goes along --------------------------------------------------------------------- */

enum way { UNKNOWN, GOES, STAYS };

static k_str key_of(const k_id *id)
{
    return k_str_n((const char *)id, sizeof *id);
}

/* The place of the post that post i answers, or n. */
static size_t above(const struct k_map *at, const struct regroup_post *posts, size_t n,
                    size_t i)
{
    const struct regroup_post *p =
        posts[i].parent ? k_map_get(at, key_of(&posts[i].parent)) : NULL;
    return p && p != &posts[i] ? (size_t)(p - posts) : n;
}

/* Goes up until somebody knows, then tells all on the way. */
static void find_out(const struct k_map *at, const struct regroup_post *posts, size_t n,
                     size_t i, enum way *ways)
{
    size_t top = i;
    enum way found = STAYS;
    for (size_t steps = 0; top < n && ways[top] == UNKNOWN && steps < n; steps++)
        top = above(at, posts, n, top);
    if (top < n && ways[top] != UNKNOWN)
        found = ways[top];
    for (size_t k = i; k < n && ways[k] == UNKNOWN; k = above(at, posts, n, k))
        ways[k] = found;
}

size_t regroup_below(struct k_arena *a, const struct regroup_post *posts, size_t n,
                     const k_id *chosen, size_t n_chosen, bool *goes)
{
    struct k_map at;
    enum way *ways = k_new_n(a, enum way, n ? n : 1);
    size_t count = 0;
    k_map_init(&at, a);
    for (size_t i = 0; i < n; i++)
        *k_map_at(&at, key_of(&posts[i].id)) = (void *)(uintptr_t)&posts[i];
    for (size_t i = 0; i < n_chosen; i++) {
        const struct regroup_post *p = k_map_get(&at, key_of(&chosen[i]));
        if (p)
            ways[p - posts] = GOES;
    }
    for (size_t i = 0; i < n; i++)
        find_out(&at, posts, n, i, ways);
    for (size_t i = 0; i < n; i++)
        count += goes[i] = ways[i] == GOES;
    return count;
}
