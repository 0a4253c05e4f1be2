/* others: three words, said and heard. */
#include "api/others.h"
#include "api/api.h"

static void here(struct api *api, k_time now, k_id conversation, k_id member,
                 enum presence_state state)
{
    if (presence_set(api->presence, now, member, conversation, state))
        events_publish(api->events, &(struct k_notice){K_TOPIC_PRESENCE, conversation}, 1);
}

/* Told each time, also when nothing changed: the others forget who is not named again. */
k_err others_presence(struct k_ctx *cx, struct api_req *rq, k_id conversation,
                      enum presence_state state)
{
    const int64_t v[] = {conversation, rq->who.member, (int64_t)state};
    here(rq->api, k_cx_now(cx), conversation, rq->who.member, state);
    return db_tell(cx, "at", v, 3);
}

/* Nobody waits for the answer of somebody who was let out. */
static void end_member(struct api *api, k_id member, k_id keep)
{
    k_id left[20];
    events_end_member(api->events, member, keep);
    size_t n = keep ? 0 : presence_forget(api->presence, member, left, 20);
    for (size_t i = 0; i < n; i++)
        events_publish(api->events, &(struct k_notice){K_TOPIC_PRESENCE, left[i]}, 1);
}

k_err others_end_member(struct k_ctx *cx, struct api_req *rq, k_id member, k_id keep)
{
    const int64_t v[] = {member, keep};
    end_member(rq->api, member, keep);
    return db_tell(cx, "end-member", v, 2);
}

k_err others_end_session(struct k_ctx *cx, struct api_req *rq, k_id session)
{
    events_end_session(rq->api->events, session);
    return db_tell(cx, "end-session", &session, 1);
}

void others_heard(void *arg, const struct db_word *w)
{
    struct api *api = arg;
    if (k_str_eqz(w->name, "at") && w->v[2] >= PRESENCE_AWAY && w->v[2] <= PRESENCE_WRITING)
        here(api, k_now(api->cfg.env->clock), w->v[0], w->v[1], (enum presence_state)w->v[2]);
    else if (k_str_eqz(w->name, "end-member"))
        end_member(api, w->v[0], w->v[1]);
    else if (k_str_eqz(w->name, "end-session"))
        events_end_session(api->events, w->v[0]);
}
