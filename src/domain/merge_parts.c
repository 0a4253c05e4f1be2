/* merge_parts: what a person is after rows came or went: counts, times, stage; and what
 * decisions about pairs mean for the one that is kept. Reads and writes person, touch,
 * match_pair. */
#include "domain/merge_parts.h"
#include "domain/lookup.h"
#include "domain/tie.h"

k_err merge_refold(struct k_ctx *cx, k_id person)
{
    K_TRY(sq_merge_times(cx, person, NULL));
    return tie_refold(cx, person);
}

/* ---- pairs --------------------------------------------------------------------------------
 */

static k_err settle(struct k_ctx *cx, k_id x, k_id y, const char *state)
{
    return sq_match_pair_settle(
        cx,
        &(struct sq_match_pair_settle_args){.a_id = x < y ? x : y,
                                            .b_id = x < y ? y : x,
                                            .state = k_str_z(state),
                                            .decided_by = cx->actor.member,
                                            .now = k_cx_now(cx)},
        NULL);
}

static k_err inherit(struct k_ctx *cx, const struct merge_step *s, k_id other)
{
    int64_t made = 0;
    if (other == s->kept)
        return K_OK;
    k_id a = other < s->kept ? other : s->kept, b = other < s->kept ? s->kept : other;
    K_TRY(sq_match_pair_inherit(cx, a, b, cx->actor.member, k_cx_now(cx), &made));
    return made ? sq_match_pair_note(cx, s->merge, other, NULL) : K_OK;
}

k_err merge_pairs_take(struct k_ctx *cx, const struct merge_step *s)
{
    struct sq_match_pairs_different_list list;
    K_TRY(settle(cx, s->kept, s->gone, "merged"));
    K_TRY(sq_match_pairs_different(cx, s->gone, &list));
    for (size_t i = 0; i < list.n; i++)
        K_TRY(inherit(cx, s, list.v[i].other_id));
    K_TRY(sq_match_pairs_close(cx, s->gone, NULL));
    K_TRY(sq_match_keys_drop(cx, s->gone, NULL));
    K_TRY(lookup_mark(cx, s->gone));
    K_TRY(lookup_mark(cx, s->kept));
    return sq_match_dirty_add(cx, s->kept, NULL);
}

k_err merge_pairs_give(struct k_ctx *cx, const struct merge_step *s, k_id root)
{
    struct sq_match_pairs_noted_list list;
    K_TRY(sq_match_pairs_noted(cx, s->merge, &list));
    for (size_t i = 0; i < list.n; i++) {
        k_id other = list.v[i].other_id;
        K_TRY(sq_match_pair_drop(cx, other < s->kept ? other : s->kept,
                                 other < s->kept ? s->kept : other, NULL));
    }
    K_TRY(settle(cx, s->kept, s->gone, "different"));
    K_TRY(sq_match_dirty_add(cx, s->gone, NULL));
    K_TRY(lookup_mark(cx, s->gone));
    K_TRY(lookup_mark(cx, root));
    return sq_match_dirty_add(cx, root, NULL);
}
