/* cards: numbers and tokens. */
#include "domain/cards.h"
#include "base/json.h"
#include "base/buf.h"

enum { CHUNK = 1000 };
#define KEPT (200 * K_DAY) /* what is gone is remembered: a phone in a drawer */
#define TOKEN "urn:kith:cards:"
#define UID "kith-"

static k_str ids_json(struct k_ctx *cx, const struct sq_card_marks_take_list *list)
{
    k_id *ids = k_new_n(cx->arena, k_id, list->n + 1);
    for (size_t i = 0; i < list->n; i++)
        ids[i] = list->v[i].person_id;
    return k_json_ids(cx->arena, ids, list->n);
}

static k_err name_us(struct k_ctx *cx, k_str base)
{
    if (base.n)
        return K_OK;
    return sq_card_state_named(
        cx, k_fmt(cx->arena, "%016llx", (unsigned long long)k_rand_u64(cx->rand)), NULL);
}

k_err cards_waiting(struct k_ctx *cx, bool *waiting)
{
    struct sq_card_waiting_row row;
    return sq_card_waiting(cx, &row, waiting);
}

k_err cards_number_some(struct k_ctx *cx, bool *more)
{
    struct sq_card_state_next_row next;
    struct sq_card_marks_take_list list;
    bool found;
    K_TRY(cards_waiting(cx, more));
    if (!*more)
        return K_OK;
    K_TRY(sq_card_state_next(cx, &next, &found));
    K_TRY(name_us(cx, next.base));
    K_TRY(sq_card_marks_take(cx, CHUNK, &list));
    *more = list.n == CHUNK;
    if (list.n == 0)
        return K_OK;
    k_str ids = ids_json(cx, &list);
    K_TRY(sq_card_number(cx, ids, next.seq, NULL));
    return sq_card_number_gone(cx, ids, next.seq, k_cx_now(cx), NULL);
}

k_err cards_number_all(struct k_ctx *cx)
{
    for (bool more = true; more;)
        K_TRY(cards_number_some(cx, &more));
    return K_OK;
}

/* --- forgetting -------------------------------------------------------------------------- */

k_err cards_forget_old(struct k_ctx *cx)
{
    k_time before = k_cx_now(cx) - KEPT;
    struct sq_card_state_next_row next;
    struct sq_card_gone_before_row row;
    bool found;
    K_TRY(sq_card_gone_before(cx, before, &row, &found));
    if (!found || row.seq == 0)
        return K_OK;
    K_TRY(sq_card_state_next(cx, &next, &found)); /* the lock */
    K_TRY(sq_card_state_pruned(cx, row.seq, NULL));
    return sq_card_prune(cx, before, NULL);
}

/* --- tokens ------------------------------------------------------------------------------ */

k_str cards_token_text(struct k_ctx *cx, const struct sq_card_state_get_row *state,
                       const struct cards_token *t)
{
    k_str text = k_fmt(cx->arena, TOKEN "%.*s:%lld:%lld", K_ARG(state->base),
                       (long long)t->owner, (long long)t->seq);
    if (t->person == INT64_MAX)
        return text;
    return k_fmt(cx->arena, "%.*s:%lld", K_ARG(text), (long long)t->person);
}

bool cards_token_read(const struct sq_card_state_get_row *state, k_id owner, k_str text,
                      struct cards_token *out)
{
    k_str rest = k_str_from(text, sizeof TOKEN - 1);
    if (!k_str_starts(text, K_S(TOKEN)) || !k_str_eq(k_str_cut(&rest, ':'), state->base))
        return false;
    if (!k_str_i64(k_str_cut(&rest, ':'), &out->owner) || out->owner != owner ||
        !k_str_i64(k_str_cut(&rest, ':'), &out->seq))
        return false;
    out->person = INT64_MAX;
    if (rest.p && !k_str_i64(rest, &out->person))
        return false;
    return out->seq >= state->pruned && out->seq <= state->seq;
}

k_id cards_uid_person(k_str uid)
{
    int64_t id = 0;
    if (!k_str_starts(uid, K_S(UID)) || !k_str_i64(k_str_from(uid, sizeof UID - 1), &id))
        return 0;
    return id;
}
