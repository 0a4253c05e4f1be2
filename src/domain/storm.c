/* storm: reads a storm, and keeps what members decide about what stands for it. */
#include "domain/storm.h"
#include "domain/inbox.h"
#include "store/event.h"

enum { TIMES_MOST = 20000 }; /* posts of a huge storm whose speed is counted: the newest */

static k_err seen(struct k_ctx *cx, k_id storm, struct sq_storm_get_row *row)
{
    struct sq_conversation_get_row head;
    bool found;
    K_TRY(sq_storm_get(cx, storm, row, &found));
    if (found)
        K_TRY(sq_conversation_get(cx, row->head_id, cx->actor.eyes, &head, &found));
    return found ? K_OK : k_fail(cx, K_ERR_NOT_FOUND, "id", "There is no such storm.");
}

k_err storm_read(struct k_ctx *cx, k_id storm, struct storm_page *out)
{
    struct sq_storm_times_list rows;
    *out = (struct storm_page){0};
    K_TRY(seen(cx, storm, &out->storm));
    K_TRY(sq_storm_times(cx, storm, TIMES_MOST, &rows));
    k_time *at = k_new_n(cx->arena, k_time, rows.n + 1);
    for (size_t i = 0; i < rows.n; i++)
        at[i] = rows.v[i].at;
    out->speed = storm_speed(at, rows.n, k_cx_now(cx));
    K_TRY(sq_storm_differs(cx, storm, cx->actor.eyes, &out->differs));
    return sq_storm_own(cx, storm, STORM_OWN_MOST, cx->actor.eyes, &out->own);
}

static k_err set(struct k_ctx *cx, k_id head, const char *decided)
{
    return sq_storm_decide(cx, head, k_str_z(decided), cx->actor.member, k_cx_now(cx), NULL);
}

k_err storm_followed(struct k_ctx *cx, k_id conversation, k_str status)
{
    if (k_str_eqz(status, "snoozed"))
        return K_OK;
    return set(cx, conversation, k_str_eqz(status, "done") ? "done" : "");
}

k_err storm_decide(struct k_ctx *cx, k_id storm, k_str decision, int64_t version)
{
    struct sq_storm_get_row row;
    bool open = k_str_eqz(decision, "open"), muted = k_str_eqz(decision, "muted");
    if (!open && !muted && !k_str_eqz(decision, "done"))
        return k_fail(cx, K_ERR_BAD_INPUT, "decision", "A storm is left open, done, or muted.");
    K_TRY(seen(cx, storm, &row));
    K_TRY(inbox_change(cx,
                       &(struct inbox_change){.conversation = row.head_id,
                                              .version = version,
                                              .has_status = true,
                                              .status = open ? K_S("open") : K_S("done")},
                       NULL));
    K_TRY(set(cx, row.head_id, open ? "" : muted ? "muted" : "done"));
    k_ctx_notice(cx, K_TOPIC_CONVERSATION, row.head_id);
    return event_append(
        cx,
        &(struct event_new){.verb = open    ? K_S("storm.reopened")
                                    : muted ? K_S("storm.muted")
                                            : K_S("storm.done"),
                            .object_kind = K_S("conversation"),
                            .object_id = row.head_id,
                            .payload = k_fmt(cx->arena,
                                             "{\"storm\":\"%lld\","
                                             "\"posts\":%lld,\"people\":%lld}",
                                             (long long)row.id, (long long)row.posts,
                                             (long long)row.authors)},
        NULL);
}
