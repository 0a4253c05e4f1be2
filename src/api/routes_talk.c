/* routes_talk: what colleagues talk over beside a conversation. */
#include "api/api.h"
#include "api/handlers.h"
#include "api/shapes_talk.h"
#include "api/show.h"
#include "domain/talk.h"

k_err show_talk(struct k_ctx *cx, struct names *n, k_id conversation,
                const struct sq_talk_of_conversation_row *r, struct api_talk *out)
{
    struct sq_talk_members_list members;
    struct sq_talk_notes_list notes;
    *out = (struct api_talk){.id = r->id,
                             .conversation_id = conversation,
                             .subject = r->subject,
                             .outcome = r->outcome,
                             .opened_by = names_member(n, r->opened_by),
                             .opened_at = r->opened_at,
                             .closed_by = names_member(n, r->closed_by),
                             .closed_at = r->closed_at};
    K_TRY(sq_talk_members(cx, r->id, &members));
    K_TRY(sq_talk_notes(cx, r->id, &notes));
    for (size_t i = 0; i < members.n; i++)
        *k_vec_push(cx->arena, &out->members) = names_member_of(n, members.v[i].member_id);
    for (size_t i = notes.n; i-- > 0;)
        *k_vec_push(cx->arena, &out->notes) =
            (struct api_talk_note){.id = notes.v[i].id,
                                   .member = names_member(n, notes.v[i].member_id),
                                   .text = notes.v[i].text,
                                   .created_at = notes.v[i].created_at};
    return K_OK;
}

static k_err show_one(struct k_ctx *cx, k_id id, void *out)
{
    struct names names = names_new(cx);
    struct sq_talk_get_row t;
    struct sq_talk_of_conversation_list all;
    bool found;
    K_TRY(sq_talk_get(cx, id, cx->actor.eyes, &t, &found));
    if (!found)
        return k_fail(cx, K_ERR_NOT_FOUND, "id",
                      "This side talk is not here, or it was removed.");
    K_TRY(sq_talk_of_conversation(cx, t.conversation_id, &all));
    for (size_t i = 0; i < all.n; i++)
        if (all.v[i].id == id)
            K_TRY(show_talk(cx, &names, t.conversation_id, &all.v[i], out));
    return names_done(&names);
}

k_err route_talk_open(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    const struct api_talk_new_in *i = in;
    k_id id;
    K_TRY(talk_open(cx,
                    &(struct talk_new){.conversation = i->id,
                                       .subject = i->subject,
                                       .text = i->text,
                                       .members = i->member_ids.v,
                                       .n = i->member_ids.n},
                    &id));
    return show_one(cx, id, out);
}

k_err route_talk_say(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    const struct api_talk_say_in *i = in;
    k_id note;
    K_TRY(talk_say(cx, i->id, i->text, &note));
    return show_one(cx, i->id, out);
}

k_err route_talk_close(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    const struct api_talk_close_in *i = in;
    K_TRY(talk_close(cx, i->id, i->outcome.p ? i->outcome : K_S("")));
    return show_one(cx, i->id, out);
}
