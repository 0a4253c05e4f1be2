/* routes_inbox: views, lists of conversations, and acts on them. */
#include "api/api.h"
#include "api/handlers.h"
#include "api/show.h"
#include "domain/inbox.h"

/* --- views and lists --------------------------------------------------------------------- */

static k_err add_view(struct k_ctx *cx, struct api_req *rq, const char *view,
                      struct api_team_ref *team, struct api_view_list *out)
{
    int64_t n = 0;
    K_TRY(conversation_count(cx, k_str_z(view), rq->who.member, team ? team->id : 0, &n));
    bool capped = n > CONVERSATION_COUNT_MAX;
    *k_vec_push(cx->arena, &out->items) =
        (struct api_view){k_str_z(view), team, capped ? CONVERSATION_COUNT_MAX : n, capped};
    return K_OK;
}

k_err route_views_list(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    struct names names = names_new(cx);
    for (size_t i = 0; i < n_conversation_views; i++)
        if (strcmp(conversation_views[i].name, "team") != 0)
            K_TRY(add_view(cx, rq, conversation_views[i].name, NULL, out));
    struct names_teams teams = names_teams_of(&names, rq->who.member);
    for (size_t i = 0; i < teams.n; i++)
        K_TRY(add_view(cx, rq, "team", &teams.v[i], out));
    return names_done(&names);
}

k_err route_conversations_list(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    const struct api_conversations_in *i = in;
    struct api_conversation_list *o = out;
    struct names names = names_new(cx);
    struct conversation_page page = {0};
    struct conversation_rows rows;
    struct conversation_ask ask = {.view = i->view,
                                   .me = rq->who.member,
                                   .team = i->team,
                                   .channel = i->channel,
                                   .label = i->label,
                                   .storm = i->storm,
                                   .owner = i->owner,
                                   .kind = i->kind,
                                   .network = i->network,
                                   .cursor = i->cursor,
                                   .limit = request_limit(i->limit)};
    K_TRY(conversation_list(cx, &ask, &page));
    K_TRY(conversation_show(cx, page.ids.v, page.ids.n, &rows));
    for (size_t k = 0; k < rows.n; k++)
        *k_vec_push(cx->arena, &o->items) = show_conversation(&names, &rows.v[k]);
    o->next = page.next;
    return names_done(&names);
}

/* --- acts on one ------------------------------------------------------------------------- */

k_err route_conversation_patch(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    const struct api_conversation_in *i = in;
    struct names names = names_new(cx);
    struct inbox_change ch = {.conversation = i->id,
                              .version = i->version,
                              .has_status = i->has_status,
                              .has_owner = i->has_owner_id,
                              .has_team = i->has_team_id,
                              .has_kind = i->has_kind,
                              .status = i->status,
                              .owner = i->owner_id,
                              .team = i->team_id,
                              .kind = i->kind,
                              .snoozed_until = i->snoozed_until};
    K_TRY(inbox_change(cx, &ch, NULL));
    return show_conversation_by_id(cx, &names, i->id, out);
}

static k_err set_label(struct k_ctx *cx, const struct api_label_on_in *i, bool on, void *out)
{
    struct names names = names_new(cx);
    K_TRY(inbox_label(cx, i->id, i->label_id, on));
    return show_conversation_by_id(cx, &names, i->id, out);
}

k_err route_label_on(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    return set_label(cx, in, true, out);
}

k_err route_label_off(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    return set_label(cx, in, false, out);
}

k_err route_note_create(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    const struct api_note_in *i = in;
    struct api_note *o = out;
    struct names names = names_new(cx);
    K_TRY(inbox_note(cx, i->id, i->text, &o->id));
    o->conversation_id = i->id;
    o->member = names_member(&names, rq->who.member);
    o->text = i->text;
    o->created_at = k_cx_now(cx);
    return names_done(&names);
}

/* --- one act on many --------------------------------------------------------------------- */

static struct inbox_change change_of(const struct api_bulk_in *i, k_id conversation)
{
    struct inbox_change ch = {.conversation = conversation};
    if (k_str_eqz(i->act, "assign")) {
        ch.has_owner = true;
        ch.owner = i->owner_id;
    } else if (k_str_eqz(i->act, "team")) {
        ch.has_team = true;
        ch.team = i->team_id;
    } else {
        bool snooze = k_str_eqz(i->act, "snooze");
        ch.has_status = true;
        ch.status = snooze ? K_S("snoozed") : i->act;
        ch.snoozed_until = snooze ? i->snoozed_until : 0;
    }
    return ch;
}

static k_err act(struct k_ctx *cx, const struct api_bulk_in *i, k_id conversation,
                 int64_t *version)
{
    bool on = k_str_eqz(i->act, "label");
    if (on || k_str_eqz(i->act, "unlabel"))
        return inbox_label(cx, conversation, i->label_id, on);
    struct inbox_change ch = change_of(i, conversation);
    return inbox_change(cx, &ch, version);
}

/* What is about one conversation only skips that one; anything else ends the whole act. */
k_err route_conversations_bulk(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    const struct api_bulk_in *i = in;
    struct api_bulk *o = out;
    bool labels = k_str_eqz(i->act, "label") || k_str_eqz(i->act, "unlabel");
    if (labels && i->label_id == 0)
        return k_fail(cx, K_ERR_BAD_INPUT, "label_id", "Say which label.");
    for (size_t k = 0; k < i->ids.n; k++) {
        struct api_made made = {.id = i->ids.v[k]};
        k_err err = act(cx, i, made.id, &made.version);
        if (err == K_OK) {
            o->changed++;
            *k_vec_push(cx->arena, &o->made) = made;
            continue;
        }
        bool about_one = err == K_ERR_CONFLICT || err == K_ERR_EXISTS ||
                         (err == K_ERR_NOT_FOUND &&
                          (cx->detail.field.n == 0 || k_str_eqz(cx->detail.field, "id") ||
                           k_str_eqz(cx->detail.field, "conversation")));
        if (!about_one)
            return err;
        k_str why = cx->detail.text.n ? cx->detail.text : k_str_z(k_err_row(err)->text);
        *k_vec_push(cx->arena, &o->skipped) = (struct api_skipped){i->ids.v[k], why};
        cx->detail = (struct k_detail){0};
    }
    return K_OK;
}
