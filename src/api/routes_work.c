/* routes_work: hand-overs, labels, what members were told. */
#include "api/api.h"
#include "api/cursor.h"
#include "api/handlers.h"
#include "api/shapes_account.h"
#include "api/show.h"
#include "domain/handoff.h"
#include "domain/merge.h"

/* --- hand-overs -------------------------------------------------------------------------- */

static k_err show_handoff_by_id(struct k_ctx *cx, k_id id, void *out)
{
    struct names names = names_new(cx);
    struct sq_handoff_get_row row;
    k_str subject;
    bool found;
    K_TRY(sq_handoff_get(cx, id, cx->actor.eyes, &row, &found));
    if (!found)
        return k_fail(cx, K_ERR_NOT_FOUND, "id", "There is no such hand-over.");
    K_TRY(show_subject(cx, row.conversation_id, &subject));
    *(struct api_handoff *)out = show_handoff(&names, &row, subject);
    return names_done(&names);
}

k_err route_handoff_create(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    const struct api_handoff_in *i = in;
    struct handoff_new h = {.conversation = i->id,
                            .to_team = i->to_team,
                            .reason = i->reason,
                            .ask = i->ask.p ? i->ask : K_S(""),
                            .due_at = i->due_at};
    k_id id = 0;
    K_TRY(handoff_give(cx, &h, &id));
    return show_handoff_by_id(cx, id, out);
}

k_err route_handoff_acknowledge(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    k_id id = ((const struct api_id_in *)in)->id;
    K_TRY(handoff_acknowledge(cx, id));
    return show_handoff_by_id(cx, id, out);
}

k_err route_handoff_close(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    const struct api_handoff_close_in *i = in;
    K_TRY(handoff_close(cx, i->id, i->result, i->outcome.p ? i->outcome : K_S("")));
    return show_handoff_by_id(cx, i->id, out);
}

k_err route_handoff_told(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    k_id id = ((const struct api_id_in *)in)->id;
    K_TRY(handoff_told(cx, id));
    return show_handoff_by_id(cx, id, out);
}

k_err route_handoff_seen(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    k_id id = ((const struct api_id_in *)in)->id;
    K_TRY(handoff_seen(cx, id));
    return show_handoff_by_id(cx, id, out);
}

/* Newest first; the statement of each team gives its own order. */
static void put_in_order(struct k_arena *a, struct sq_handoff_given_list *list,
                         struct sq_handoff_get_row row)
{
    *k_vec_push(a, list) = row;
    for (size_t i = list->n - 1; i > 0 && list->v[i - 1].id < list->v[i].id; i--) {
        struct sq_handoff_get_row other = list->v[i];
        list->v[i] = list->v[i - 1];
        list->v[i - 1] = other;
    }
}

static k_err what_i_gave(struct k_ctx *cx, bool open, int64_t before, int64_t max,
                         struct sq_handoff_given_list *out)
{
    struct sq_handoff_given_args args = {.member_id = cx->actor.member,
                                         .open = open,
                                         .before = before,
                                         .max = max,
                                         .eyes = cx->actor.eyes};
    return sq_handoff_given(cx, &args, out);
}

static k_err received(struct k_ctx *cx, struct names *n, k_id me, bool open, int64_t before,
                      int64_t max, struct sq_handoff_given_list *out)
{
    struct names_teams teams = names_teams_of(n, me);
    for (size_t t = 0; t < teams.n; t++) {
        struct sq_handoff_received_list list;
        struct sq_handoff_received_args args = {.team_id = teams.v[t].id,
                                                .open = open,
                                                .before = before,
                                                .max = max,
                                                .eyes = cx->actor.eyes};
        K_TRY(sq_handoff_received(cx, &args, &list));
        for (size_t i = 0; i < list.n; i++)
            put_in_order(cx->arena, out, list.v[i]);
    }
    return K_OK;
}

k_err route_handoffs_list(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    const struct api_handoffs_in *i = in;
    struct api_handoff_list *o = out;
    struct names names = names_new(cx);
    struct sq_handoff_given_list list = {0};
    int64_t before = INT64_MAX, limit = request_limit(i->limit);
    bool given;
    K_TRY(cursor_read(cx, i->cursor, 'h', &before, 1, &given));
    if (k_str_eqz(i->box, "given"))
        K_TRY(what_i_gave(cx, i->open, before, limit + 1, &list));
    else
        K_TRY(received(cx, &names, rq->who.member, i->open, before, limit + 1, &list));
    for (size_t k = 0; k < list.n && k < (size_t)limit; k++) {
        k_str subject;
        K_TRY(show_subject(cx, list.v[k].conversation_id, &subject));
        *k_vec_push(cx->arena, &o->items) = show_handoff(&names, &list.v[k], subject);
    }
    if (list.n > (size_t)limit)
        o->next = cursor_make(cx->arena, 'h', &list.v[limit - 1].id, 1);
    return names_done(&names);
}

/* --- labels ------------------------------------------------------------------------------ */

k_err route_labels_list(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    struct api_label_list *o = out;
    struct sq_label_list_list list;
    K_TRY(sq_label_list(cx, &list));
    for (size_t i = 0; i < list.n; i++)
        *k_vec_push(cx->arena, &o->items) =
            (struct api_label){list.v[i].id, list.v[i].name, list.v[i].colour};
    return K_OK;
}

/* A unique name: the database would refuse the second, but could not say so in words. */
static k_err check_label_name(struct k_ctx *cx, k_str name, k_id self)
{
    struct sq_label_list_list list;
    K_TRY(sq_label_list(cx, &list));
    for (size_t i = 0; i < list.n; i++)
        if (list.v[i].id != self && k_str_ieq(list.v[i].name, name))
            return k_fail(cx, K_ERR_EXISTS, "name", "There is a label with this name.");
    return K_OK;
}

k_err route_label_create(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    const struct api_label_in *i = in;
    struct api_label l = {k_cx_id(cx), i->name, i->colour.n ? i->colour : K_S("gray")};
    K_TRY(check_label_name(cx, i->name, 0));
    K_TRY(sq_label_insert(cx, l.id, l.name, l.colour, 0, NULL));
    k_ctx_notice(cx, K_TOPIC_SETTING, l.id);
    *(struct api_label *)out = l;
    return K_OK;
}

k_err route_label_patch(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    const struct api_label_in *i = in;
    struct sq_label_get_row row;
    bool found;
    K_TRY(sq_label_get(cx, i->id, &row, &found));
    if (!found)
        return k_fail(cx, K_ERR_NOT_FOUND, "id", "There is no such label.");
    struct api_label l = {i->id, i->has_name ? i->name : row.name,
                          i->has_colour ? i->colour : row.colour};
    K_TRY(check_label_name(cx, l.name, l.id));
    K_TRY(sq_label_update(cx, l.id, l.name, l.colour, NULL));
    k_ctx_notice(cx, K_TOPIC_SETTING, l.id);
    *(struct api_label *)out = l;
    return K_OK;
}

k_err route_label_delete(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    k_id id = ((const struct api_id_in *)in)->id;
    int64_t changed = 0;
    K_TRY(sq_label_drop_uses(cx, id, NULL));
    K_TRY(sq_label_drop_post_uses(cx, id, NULL));
    K_TRY(sq_label_delete(cx, id, &changed));
    k_ctx_notice(cx, K_TOPIC_SETTING, id);
    return changed ? K_OK : k_fail(cx, K_ERR_NOT_FOUND, "id", "There is no such label.");
}

/* --- what I was told --------------------------------------------------------------------- */

/* Who they are by now, also after a merge; NULL for nobody. */
static k_err about_whom(struct k_ctx *cx, k_id person, struct api_person_ref **out)
{
    k_id root = 0;
    *out = NULL;
    if (person == 0)
        return K_OK;
    K_TRY(merge_root(cx, person, &root));
    return show_person_ref(cx, root, out);
}

k_err route_me_mentions(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    const struct api_mentions_in *i = in;
    struct api_mention_list *o = out;
    struct names names = names_new(cx);
    struct sq_mention_list_list list;
    int64_t before = INT64_MAX, limit = request_limit(i->limit);
    bool given;
    K_TRY(cursor_read(cx, i->cursor, 'n', &before, 1, &given));
    K_TRY(sq_mention_list(cx, rq->who.member, before, limit + 1, cx->actor.eyes, &list));
    for (size_t k = 0; k < list.n && k < (size_t)limit; k++) {
        const struct sq_mention_list_row *r = &list.v[k];
        if (i->unseen && r->seen_at)
            continue;
        struct api_mention m = {.id = r->id,
                                .conversation_id = r->conversation_id,
                                .note_id = r->note_id,
                                .kind = r->kind,
                                .text = r->text,
                                .by = names_member(&names, r->by_id),
                                .created_at = r->created_at,
                                .seen_at = r->seen_at};
        if (r->conversation_id)
            K_TRY(show_subject(cx, r->conversation_id, &m.subject));
        K_TRY(about_whom(cx, r->person_id, &m.person));
        *k_vec_push(cx->arena, &o->items) = m;
    }
    if (list.n > (size_t)limit)
        o->next = cursor_make(cx->arena, 'n', &list.v[limit - 1].id, 1);
    return names_done(&names);
}

k_err route_me_mentions_seen(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    const struct api_ids_in *i = in;
    for (size_t k = 0; k < i->ids.n; k++)
        K_TRY(sq_mention_seen(cx, i->ids.v[k], rq->who.member, k_cx_now(cx), NULL));
    k_ctx_notice(cx, K_TOPIC_MEMBER, rq->who.member);
    return K_OK;
}
