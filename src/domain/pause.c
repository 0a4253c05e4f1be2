/* pause: starts, explains and ends pauses. Reads channel, label; writes pause, pause_begun,
 * outbox, event. */
#include "domain/pause.h"

#include "base/buf.h"
#include "base/json.h"
#include "domain/acknowledge_rules.h"
#include "store/event.h"
#include "store/sql.gen.h"

#define REASON_MAX 500

static k_err record(struct k_ctx *cx, k_str verb, k_id id, k_str reason)
{
    struct k_buf b;
    k_buf_init(&b, cx->arena, 4096);
    k_buf_str(&b, K_S("{\"reason\":"));
    k_buf_json(&b, reason);
    k_buf_chr(&b, '}');
    k_ctx_notice(cx, K_TOPIC_SETTING, id);
    k_ctx_notice(cx, K_TOPIC_OUTBOX, 0);
    return event_append(cx,
                        &(struct event_new){.verb = verb,
                                            .object_kind = K_S("pause"),
                                            .object_id = id,
                                            .payload = k_buf_view(&b)},
                        NULL);
}

static k_err a_member_acts(struct k_ctx *cx)
{
    if (cx->actor.member)
        return K_OK;
    return k_fail(cx, K_ERR_FORBIDDEN, NULL, "A pause is begun and ended by a member.");
}

static k_err scope_is_there(struct k_ctx *cx, const struct pause_new *n)
{
    bool found = true;
    if (k_str_eqz(n->scope, "channel")) {
        struct sq_channel_get_row row;
        K_TRY(sq_channel_get(cx, n->channel, &row, &found));
        if (!found || k_str_eqz(row.status, "removed"))
            return k_fail(cx, K_ERR_BAD_INPUT, "channel_id", "This channel is not here.");
    } else if (k_str_eqz(n->scope, "topic")) {
        struct sq_label_get_row row;
        K_TRY(sq_label_get(cx, n->label, &row, &found));
        if (!found)
            return k_fail(cx, K_ERR_BAD_INPUT, "label_id", "This label is not here.");
    } else if (k_str_eqz(n->scope, "region")) {
        if (k_str_trim(n->region).n == 0)
            return k_fail(cx, K_ERR_BAD_INPUT, "region",
                          "Name the region, as it stands on your channels.");
    } else if (!k_str_eqz(n->scope, "all"))
        return k_fail(cx, K_ERR_BAD_INPUT, "scope",
                      "Choose all, a channel, a region or a topic.");
    return K_OK;
}

/* Only what belongs to the scope is kept, so that the same pause is found again. */
static struct pause_new canon(const struct pause_new *n)
{
    return (struct pause_new){.scope = n->scope,
                              .channel = k_str_eqz(n->scope, "channel") ? n->channel : 0,
                              .label = k_str_eqz(n->scope, "topic") ? n->label : 0,
                              .region = k_str_eqz(n->scope, "region") ? k_str_trim(n->region)
                                                                      : K_S(""),
                              .reason = k_str_trim(n->reason)};
}

static k_err hold(struct k_ctx *cx, k_id id)
{
    int64_t n = 0;
    k_str why = k_str_z(acknowledge_whys[ACKNOWLEDGE_PAUSED].why);
    K_TRY(sq_pause_drop_acknowledgements(cx, id, why, NULL));
    K_TRY(sq_pause_hold(cx, id, &n));
    return n ? sq_pause_count_held(cx, id, n, NULL) : K_OK;
}

static k_err begin(struct k_ctx *cx, const struct pause_new *n, k_id *id)
{
    *id = k_cx_id(cx);
    K_TRY(sq_pause_insert(cx,
                          &(struct sq_pause_insert_args){.id = *id,
                                                         .scope = n->scope,
                                                         .channel_id = n->channel,
                                                         .label_id = n->label,
                                                         .region = n->region,
                                                         .reason = n->reason,
                                                         .member_id = cx->actor.member,
                                                         .now = k_cx_now(cx)},
                          NULL));
    K_TRY(sq_pause_note_begun(cx, *id, NULL));
    K_TRY(sq_pause_note_begun_posts(cx, *id, NULL));
    K_TRY(hold(cx, *id));
    return record(cx, K_S("pause.started"), *id, n->reason);
}

k_err pause_start(struct k_ctx *cx, const struct pause_new *asked, k_id *id)
{
    struct pause_new n = canon(asked);
    struct sq_pause_gate_shut_row gate;
    struct sq_pause_same_row same;
    bool found;
    K_TRY(a_member_acts(cx));
    K_TRY(scope_is_there(cx, &n));
    if (n.reason.n > REASON_MAX)
        return k_fail(cx, K_ERR_BAD_INPUT, "reason", "A reason has at most %d bytes.",
                      REASON_MAX);
    K_TRY(sq_pause_gate_shut(cx, &gate, &found));
    K_TRY(sq_pause_same(cx, n.scope, n.channel, n.label, n.region, &same, &found));
    *id = found ? same.id : 0;
    return found ? K_OK : begin(cx, &n, id);
}

static k_err in_force(struct k_ctx *cx, k_id id)
{
    struct sq_pause_get_row row;
    bool found;
    K_TRY(a_member_acts(cx));
    K_TRY(sq_pause_get(cx, id, &row, &found));
    if (!found)
        return k_fail(cx, K_ERR_NOT_FOUND, "id", "There is no such pause.");
    return row.ended_at ? k_fail(cx, K_ERR_GONE, "id", "This pause has ended already.") : K_OK;
}

k_err pause_explain(struct k_ctx *cx, k_id id, k_str reason)
{
    reason = k_str_trim(reason);
    K_TRY(in_force(cx, id));
    if (reason.n == 0 || reason.n > REASON_MAX)
        return k_fail(cx, K_ERR_BAD_INPUT, "reason", "Say why, in at most %d bytes.",
                      REASON_MAX);
    K_TRY(sq_pause_set_reason(cx, id, reason, NULL));
    return record(cx, K_S("pause.explained"), id, reason);
}

k_err pause_finish(struct k_ctx *cx, k_id id)
{
    struct sq_pause_gate_shut_row gate;
    bool found;
    K_TRY(in_force(cx, id));
    K_TRY(sq_pause_gate_shut(cx, &gate, &found));
    K_TRY(hold(cx, id));
    K_TRY(sq_pause_end(cx, id, cx->actor.member, k_cx_now(cx), NULL));
    return record(cx, K_S("pause.ended"), id, K_S(""));
}

static k_err paused(struct k_ctx *cx, k_str reason)
{
    return k_fail(cx, K_ERR_PAUSED, NULL, "Sending is paused%s%.*s. What you wrote is kept.",
                  reason.n ? ": " : "", K_ARG(reason));
}

k_err pause_allows(struct k_ctx *cx, k_id conversation)
{
    struct sq_pause_of_conversation_row row;
    bool found;
    K_TRY(sq_pause_of_conversation(cx, conversation, &row, &found));
    return found ? paused(cx, row.reason) : K_OK;
}

k_err pause_allows_post(struct k_ctx *cx, k_id outbox)
{
    struct sq_pause_of_post_row row;
    bool found;
    K_TRY(sq_pause_of_post(cx, outbox, &row, &found));
    return found ? paused(cx, row.reason) : K_OK;
}
