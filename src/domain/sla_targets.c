/* sla_targets: what members set as deadlines, and how well they are kept. */
#include "domain/inbox.h"
#include "domain/sla.h"
#include "store/event.h"

#define MINUTES_MOST (366 * 1440)

static k_err changed(struct k_ctx *cx, k_str verb, k_id id)
{
    k_ctx_notice(cx, K_TOPIC_SETTING, 0);
    K_TRY(sla_ask_all(cx));
    return event_append(
        cx,
        &(struct event_new){.verb = verb, .object_kind = K_S("sla_target"), .object_id = id},
        NULL);
}

static k_err check(struct k_ctx *cx, const struct sla_new *n)
{
    static const char *const fields[SLA_KINDS] = {"first_minutes", "next_minutes",
                                                  "resolve_minutes"};
    struct sq_channel_get_row channel;
    struct hours_book book;
    bool found = true, any = false;
    for (int i = 0; i < SLA_KINDS; i++) {
        any |= n->minutes[i] > 0;
        if (n->minutes[i] < 0 || n->minutes[i] > MINUTES_MOST)
            return k_fail(cx, K_ERR_BAD_INPUT, fields[i], "This is at most a year.");
    }
    if (!any)
        return k_fail(cx, K_ERR_BAD_INPUT, "first_minutes", "Set at least one deadline.");
    if (n->channel)
        K_TRY(sq_channel_get(cx, n->channel, &channel, &found));
    if (!found)
        return k_fail(cx, K_ERR_BAD_INPUT, "channel_id", "There is no such channel.");
    K_TRY(hours_read(cx, &book));
    const struct hours_calendar *c = hours_calendar_of(&book, n->calendar);
    if (n->calendar && (!c || c->row.id != n->calendar || c->row.member_id))
        return k_fail(cx, K_ERR_BAD_INPUT, "calendar_id", "There are no such hours.");
    return K_OK;
}

static k_err not_twice(struct k_ctx *cx, const struct sla_new *n)
{
    struct sq_sla_target_like_row like;
    struct sq_sla_targets_list all;
    bool taken, there = n->id == 0;
    K_TRY(sq_sla_targets(cx, &all));
    for (size_t i = 0; i < all.n; i++)
        there |= all.v[i].id == n->id;
    if (!there)
        return k_fail(cx, K_ERR_NOT_FOUND, "id", "There is no such deadline.");
    if (all.n >= SLA_TARGETS && n->id == 0)
        return k_fail(cx, K_ERR_LIMIT, NULL, "There are too many deadlines.");
    K_TRY(sq_sla_target_like(cx, n->channel, n->kind, n->stage, &like, &taken));
    if (taken && like.id != n->id)
        return k_fail(cx, K_ERR_EXISTS, "kind",
                      "There is a deadline for the same channel, kind and stage.");
    return K_OK;
}

static k_err put(struct k_ctx *cx, const struct sla_new *n, k_id id)
{
    return sq_sla_target_put(cx,
                             &(struct sq_sla_target_put_args){
                                 .id = id,
                                 .channel_id = n->channel,
                                 .kind = n->kind.p ? n->kind : K_S(""),
                                 .stage = n->stage.p ? n->stage : K_S(""),
                                 .first_minutes = n->minutes[SLA_FIRST],
                                 .next_minutes = n->minutes[SLA_NEXT],
                                 .resolve_minutes = n->minutes[SLA_RESOLVE],
                                 .calendar_id = n->calendar,
                                 .by_id = cx->actor.member,
                                 .now = k_cx_now(cx),
                             },
                             NULL);
}

k_err sla_target_save(struct k_ctx *cx, const struct sla_new *n, k_id *id)
{
    K_TRY(check(cx, n));
    K_TRY(not_twice(cx, n));
    *id = n->id ? n->id : k_cx_id(cx);
    K_TRY(put(cx, n, *id));
    return changed(cx, K_S("sla_target.changed"), *id);
}

k_err sla_target_remove(struct k_ctx *cx, k_id id)
{
    int64_t n = 0;
    K_TRY(sq_sla_target_drop(cx, id, &n));
    if (n == 0)
        return k_fail(cx, K_ERR_NOT_FOUND, "id", "There is no such deadline.");
    return changed(cx, K_S("sla_target.removed"), id);
}

k_err sla_target_starter(struct k_ctx *cx)
{
    static const struct {
        const char *kind;
        int64_t minutes[SLA_KINDS];
    } rows[] = {
        {"", {240, 240, 1440}},
        {"complaint", {60, 60, 480}},
        {"lead", {60, 60, 0}},
        {"praise", {1440, 1440, 0}},
    };
    struct sq_sla_targets_list all;
    k_id id = 0;
    K_TRY(sq_sla_targets(cx, &all));
    if (all.n)
        return k_fail(cx, K_ERR_EXISTS, NULL, "There are deadlines already.");
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct sla_new n = {
            .kind = k_str_z(rows[i].kind),
            .minutes = {rows[i].minutes[0], rows[i].minutes[1], rows[i].minutes[2]}};
        id = k_cx_id(cx);
        K_TRY(put(cx, &n, id));
    }
    return changed(cx, K_S("sla_target.changed"), id);
}

/* ---- how well they are kept ---------------------------------------------------------------
 */

static void count(struct sla_report *out, const struct sq_sla_report_row *r,
                  const struct hours *h, k_time now, struct survival_case *c)
{
    bool running = r->ended_at == 0;
    bool over = k_str_eqz(r->outcome, "answered") || k_str_eqz(r->outcome, "resolved");
    const struct sla_clock clock = {.resumed_at = r->resumed_at, .spent = r->spent};
    out->n++;
    out->over += over;
    out->waiting += running;
    out->closed += !running && !over;
    out->missed += r->missed_at > 0;
    *c = (struct survival_case){running ? sla_elapsed(&clock, h, now) : r->took, over};
}

k_err sla_report_read(struct k_ctx *cx, const struct sla_ask *ask, struct sla_report *out)
{
    struct sq_sla_report_list rows;
    struct hours_book book;
    *out = (struct sla_report){0};
    K_TRY(hours_read(cx, &book));
    K_TRY(
        sq_sla_report(cx,
                      &(struct sq_sla_report_args){.kind = k_str_z(sla_kind_name(ask->kind)),
                                                   .since = ask->from,
                                                   .until = ask->to,
                                                   .channel_id = ask->channel,
                                                   .about = ask->about.p ? ask->about : K_S(""),
                                                   .max = SLA_REPORT + 1,
                                                   .eyes = cx->actor.eyes},
                      &rows));
    out->capped = rows.n > SLA_REPORT;
    size_t n = out->capped ? SLA_REPORT : rows.n;
    struct survival_case *cases = k_new_n(cx->arena, struct survival_case, n + 1);
    for (size_t i = 0; i < n; i++)
        count(out, &rows.v[i], hours_of(&book, rows.v[i].calendar_id), k_cx_now(cx), &cases[i]);
    survival_fit(cx->arena, cases, n, &out->fit);
    return K_OK;
}
