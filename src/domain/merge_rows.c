/* merge_rows: moves rows between persons. Reads and writes every table with a column of the
 * list. SQL: merge_rows.sql. */
#include "domain/merge_rows.h"
#include "store/sql.gen.h"

/* What can be moved, and where it says whose it is. */
static const struct {
    const char *column;
    k_err (*note)(struct k_ctx *cx, int64_t merge, int64_t gone, int64_t kept, int64_t *n);
    k_err (*move)(struct k_ctx *cx, int64_t merge, int64_t gone, int64_t kept, int64_t *n);
    k_err (*back)(struct k_ctx *cx, int64_t merge, int64_t gone, int64_t *n);
} rows[] = {
#define ROW(kind, column)                                                                      \
    {                                                                                          \
        column, sq_merge_note_##kind, sq_merge_move_##kind, sq_merge_back_##kind               \
    }
    ROW(identity, "identity.person_id"),
    ROW(datum, "datum.person_id"),
    ROW(role, "person_role.person_id"),
    ROW(role_at, "person_role.organization_id"),
    ROW(post, "post.person_id"),
    ROW(conversation, "conversation.person_id"),
    ROW(touch, "touch.person_id"),
    ROW(moment, "moment_person.person_id"),
    ROW(fact, "fact.person_id"),
    ROW(commitment, "commitment.person_id"),
    ROW(hold, "legal_hold.person_id"),
    ROW(deal, "deal.person_id"),
    ROW(deal_at, "deal.organization_id"),
    ROW(deal_referred, "deal.referred_id"),
    ROW(value, "value_entry.person_id"),
    ROW(keep_in_touch, "keep_in_touch.person_id"),
    ROW(refused, "role_refused.person_id"),
    ROW(refused_at, "role_refused.organization_id"),
    ROW(link_a, "link.a_id"),
    ROW(link_b, "link.b_id"),
};
#define N_ROWS (sizeof rows / sizeof *rows)

/* Rows that can be private by themselves. */
static const struct {
    k_err (*note)(struct k_ctx *cx, int64_t merge, int64_t gone, int64_t *n);
    k_err (*move)(struct k_ctx *cx, int64_t merge, int64_t gone, int64_t owner, int64_t *n);
    k_err (*back)(struct k_ctx *cx, int64_t merge, int64_t *n);
} owned[] = {
    {sq_merge_note_own_identity, sq_merge_move_own_identity, sq_merge_back_own_identity},
    {sq_merge_note_own_datum, sq_merge_move_own_datum, sq_merge_back_own_datum},
    {sq_merge_note_own_role, sq_merge_move_own_role, sq_merge_back_own_role},
    {sq_merge_note_own_touch, sq_merge_move_own_touch, sq_merge_back_own_touch},
    {sq_merge_note_own_fact, sq_merge_move_own_fact, sq_merge_back_own_fact},
};
#define N_OWNED (sizeof owned / sizeof *owned)

const char *const merge_rows_staying[] = {
    "card.person_id gone with its person, and back with it (domain/cards)",
    "card_mark.person_id worked off in seconds",
    "echo.person_id forgotten after two days",
    "erasure.person_id is the number of one who is gone",
    "lookup_dirty.person_id worked off in seconds",
    "match_dirty.person_id worked off in seconds",
    "match_key.person_id made anew by match",
    "match_pair.a_id decided pairs are looked up through merges",
    "match_pair.b_id decided pairs are looked up through merges",
    "mention.person_id is looked up through merges",
    "person.merged_into is the merge",
    "person_merge.gone_id is the merge",
    "person_merge.kept_id is the merge",
    "person_word.person_id made anew by lookup",
    "stage_move.person_id what was, was of that one",
    "tie.person_id worked out anew from touches; judgements are copied (merge.c)",
};
const size_t merge_n_rows_staying = sizeof merge_rows_staying / sizeof *merge_rows_staying;

size_t merge_rows_count(void)
{
    return N_ROWS;
}

const char *merge_rows_column(size_t i)
{
    return rows[i].column;
}

/* Each touch carries its one in the counts of heard and told with it. */
static k_err shift_counts(struct k_ctx *cx, k_id merge, k_id from, k_id to)
{
    struct sq_merge_touches_noted_row n;
    bool found;
    K_TRY(sq_merge_touches_noted(cx, merge, from, &n, &found));
    if (!found || (n.heard == 0 && n.told == 0))
        return K_OK;
    K_TRY(sq_merge_counts_add(cx, from, -n.heard, -n.told, NULL));
    return sq_merge_counts_add(cx, to, n.heard, n.told, NULL);
}

/* One kind after the other, so that what one moves is seen by what the next is guarded by. */
static k_err take_kind(struct k_ctx *cx, size_t i, const struct merge_step *s)
{
    K_TRY(rows[i].note(cx, s->merge, s->gone, s->kept, NULL));
    for (size_t u = 0; u < s->n_uppers; u++)
        K_TRY(rows[i].note(cx, s->uppers[u], s->gone, s->kept, NULL));
    if (rows[i].move == sq_merge_move_touch)
        K_TRY(shift_counts(cx, s->merge, s->gone, s->kept));
    return rows[i].move(cx, s->merge, s->gone, s->kept, NULL);
}

k_err merge_rows_take(struct k_ctx *cx, const struct merge_step *s)
{
    for (size_t i = 0; s->owner && i < N_OWNED; i++) {
        K_TRY(owned[i].note(cx, s->merge, s->gone, NULL));
        K_TRY(owned[i].move(cx, s->merge, s->gone, s->owner, NULL));
    }
    for (size_t i = 0; i < N_ROWS; i++)
        K_TRY(take_kind(cx, i, s));
    return K_OK;
}

k_err merge_rows_give(struct k_ctx *cx, const struct merge_step *s, const k_id *path, size_t n)
{
    for (size_t i = 0; i < n; i++)
        K_TRY(shift_counts(cx, s->merge, path[i], s->gone));
    for (size_t i = 0; i < N_ROWS; i++)
        K_TRY(rows[i].back(cx, s->merge, s->gone, NULL));
    for (size_t i = 0; i < N_OWNED; i++)
        K_TRY(owned[i].back(cx, s->merge, NULL));
    return K_OK;
}
