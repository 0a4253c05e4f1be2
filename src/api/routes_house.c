/* routes_house: home, status, settings, demo data, audit. */
#include "api/api.h"
#include "api/cursor.h"
#include "api/handlers.h"
#include "api/me.h"
#include "api/show.h"
#include "base/version.h"
#include "flow/channels.h"
#include "flow/demo.h"
#include "domain/acknowledge.h"
#include "domain/handoff.h"
#include "store/event.h"
#include "store/setting.h"
#include <math.h>

/* --- trouble, shown on every screen ------------------------------------------------------ */

/* out: items of K_VEC(struct api_trouble). */
struct troubles {
    struct api_trouble *v;
    size_t n, cap;
};
static k_err find_trouble(struct k_ctx *cx, struct troubles *out)
{
    struct sq_channel_all_list list;
    k_time now = k_cx_now(cx);
    K_TRY(sq_channel_all(cx, &list));
    for (size_t i = 0; i < list.n; i++) {
        const struct sq_channel_get_row *r = &list.v[i];
        enum channel_health h = channel_health(r, now);
        if (h != CHANNEL_TROUBLED && h != CHANNEL_STOPPED)
            continue;
        *k_vec_push(cx->arena, out) =
            (struct api_trouble){.channel = {r->id, r->name, r->network},
                                 .health = k_str_z(channel_health_word(h)),
                                 .text = channel_health_text(cx->arena, r, now),
                                 .since = r->last_success_at};
    }
    return K_OK;
}

static k_err outbox_count(struct k_ctx *cx, const char *state, int64_t *n)
{
    struct sq_outbox_count_row row;
    bool found;
    K_TRY(sq_outbox_count(cx, k_str_z(state), 1000, cx->actor.eyes, &row, &found));
    *n = row.n;
    return K_OK;
}

static k_err add_pauses(struct k_ctx *cx, struct api_status *o)
{
    struct names names = names_new(cx);
    struct sq_pause_in_force_list list;
    K_TRY(sq_pause_in_force(cx, &list));
    for (size_t i = 0; i < list.n; i++)
        K_TRY(show_pause(cx, &names, &list.v[i], k_vec_push(cx->arena, &o->pauses)));
    return names_done(&names);
}

k_err route_status_get(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    struct api_status *o = out;
    struct sq_job_counts_row jobs;
    struct troubles trouble = {0};
    bool found;
    o->version = k_str_z(k_version);
    o->database = db_kind_of(cx->db) == DB_SQLITE ? K_S("sqlite") : K_S("postgres");
    o->node = k_fmt(cx->arena, "%d", rq->api->cfg.env->node);
    o->started_at = rq->api->cfg.started_at;
    K_TRY(sq_job_counts(cx, &jobs, &found));
    o->jobs_ready = jobs.ready;
    o->jobs_running = jobs.running;
    o->jobs_failed = jobs.failed;
    K_TRY(outbox_count(cx, "queued", &o->outbox_queued));
    K_TRY(outbox_count(cx, "unclear", &o->outbox_unclear));
    K_TRY(outbox_count(cx, "failed", &o->outbox_failed));
    K_TRY(outbox_count(cx, "held", &o->outbox_held));
    K_TRY(add_pauses(cx, o));
    K_TRY(find_trouble(cx, &trouble));
    memcpy(&o->trouble, &trouble, sizeof trouble);
    k_err storing = api_storing(&rq->api->cfg);
    o->storing = storing == K_OK ? K_NONE : k_str_z(k_err_row(storing)->text);
    return me_has_demo(cx, &o->demo);
}

/* --- home -------------------------------------------------------------------------------- */

struct told {
    int64_t heard, prompted, unprompted;
};
static void count(struct told *t, k_str measure, int64_t n)
{
    if (k_str_eqz(measure, "heard"))
        t->heard += n;
    else if (k_str_eqz(measure, "told_prompted"))
        t->prompted += n;
    else if (k_str_eqz(measure, "told_unprompted"))
        t->unprompted += n;
}

static struct api_home_channel *channel_in(struct names *n, struct api_home *o, k_id id)
{
    for (size_t i = 0; i < o->by_channel.n; i++)
        if (o->by_channel.v[i].channel.id == id)
            return &o->by_channel.v[i];
    struct api_home_channel *c = k_vec_push(n->cx->arena, &o->by_channel);
    c->channel = names_channel(n, id);
    return c;
}

static k_err add_channels(struct k_ctx *cx, struct names *n, int64_t from, int64_t to,
                          k_id only, struct api_home *o)
{
    struct sq_tally_sum_list list;
    K_TRY(sq_tally_sum(cx, from, to, cx->actor.eyes, &list));
    for (size_t i = 0; i < list.n; i++) {
        if (only && list.v[i].channel_id != only)
            continue;
        struct told t = {0};
        struct api_home_channel *c = channel_in(n, o, list.v[i].channel_id);
        count(&t, list.v[i].measure, list.v[i].n);
        c->heard += t.heard;
        c->told += t.prompted + t.unprompted;
        c->told_prompted += t.prompted;
        c->told_unprompted += t.unprompted;
        o->heard += t.heard;
        o->told += t.prompted + t.unprompted;
        o->told_prompted += t.prompted;
        o->told_unprompted += t.unprompted;
    }
    o->ratio = o->told > 0 ? (double)o->heard / (double)o->told : (double)NAN;
    return K_OK;
}

static k_err add_days(struct k_ctx *cx, int64_t from, int64_t to, k_id only, struct api_home *o)
{
    struct sq_show_tally_days_list list;
    K_TRY(sq_show_tally_days(cx, from, to, only, cx->actor.eyes, &list));
    for (int64_t day = from; day <= to; day++) {
        struct told t = {0};
        for (size_t i = 0; i < list.n; i++)
            if (list.v[i].day == day)
                count(&t, list.v[i].measure, list.v[i].n);
        k_str iso = k_time_iso(cx->arena, day * K_DAY);
        *k_vec_push(cx->arena, &o->by_day) =
            (struct api_home_day){k_str_sub(iso, 0, 10), t.heard, t.prompted + t.unprompted};
    }
    return K_OK;
}

static k_err count_view(struct k_ctx *cx, const char *view, k_id me, int64_t *n, bool *capped)
{
    int64_t got = 0;
    K_TRY(conversation_count(cx, k_str_z(view), me, 0, &got));
    *capped = got > CONVERSATION_COUNT_MAX;
    *n = *capped ? CONVERSATION_COUNT_MAX : got;
    return K_OK;
}

static k_err add_waiting(struct k_ctx *cx, struct names *n, k_id me, struct api_home *o)
{
    struct conversation_ask ask = {.view = K_S("waiting"), .me = me, .limit = 8};
    struct conversation_page page = {0};
    struct conversation_rows rows;
    bool unused;
    K_TRY(conversation_list(cx, &ask, &page));
    K_TRY(conversation_show(cx, page.ids.v, page.ids.n, &rows));
    for (size_t i = 0; i < rows.n; i++)
        *k_vec_push(cx->arena, &o->waiting) = show_conversation(n, &rows.v[i]);
    o->oldest_waiting_since = rows.n ? rows.v[0].c.waiting_since : 0;
    K_TRY(count_view(cx, "waiting", me, &o->waiting_count, &o->waiting_capped));
    K_TRY(count_view(cx, "unanswered", me, &o->unanswered_count, &o->unanswered_capped));
    K_TRY(count_view(cx, "unassigned", me, &o->unassigned_count, &o->unassigned_capped));
    return count_view(cx, "mine", me, &o->mine_count, &unused);
}

static k_err received(struct k_ctx *cx, k_id team, struct sq_handoff_received_list *out)
{
    struct sq_handoff_received_args args = {
        .team_id = team, .open = 1, .before = INT64_MAX, .max = 50, .eyes = cx->actor.eyes};
    return sq_handoff_received(cx, &args, out);
}

static k_err add_handoffs(struct k_ctx *cx, struct names *n, k_id me, struct api_home *o)
{
    struct names_teams teams = names_teams_of(n, me);
    for (size_t t = 0; t < teams.n; t++) {
        struct sq_handoff_received_list list;
        K_TRY(received(cx, teams.v[t].id, &list));
        for (size_t i = 0; i < list.n; i++) {
            k_str subject;
            if (list.v[i].acknowledged_at)
                continue;
            K_TRY(show_subject(cx, list.v[i].conversation_id, &subject));
            *k_vec_push(cx->arena, &o->handoffs) = show_handoff(n, &list.v[i], subject);
        }
    }
    return K_OK;
}

k_err route_home_get(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    const struct api_home_in *i = in;
    struct api_home *o = out;
    struct names names = names_new(cx);
    struct troubles trouble = {0};
    o->to = k_cx_now(cx);
    o->days = i->days ? i->days : 7;
    int64_t to = o->to / K_DAY, from = to - o->days + 1;
    o->from = from * K_DAY;
    K_TRY(add_channels(cx, &names, from, to, i->channel, o));
    K_TRY(add_days(cx, from, to, i->channel, o));
    K_TRY(add_waiting(cx, &names, rq->who.member, o));
    K_TRY(add_handoffs(cx, &names, rq->who.member, o));
    K_TRY(find_trouble(cx, &trouble));
    memcpy(&o->trouble, &trouble, sizeof trouble);
    return names_done(&names);
}

/* --- settings, demo ---------------------------------------------------------------------- */

k_err route_settings_get(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    struct api_settings *o = out;
    struct setting_list list = {0};
    K_TRY(setting_all(cx, &list));
    K_TRY(me_organisation(cx, &o->organisation, &o->locale));
    K_TRY(handoff_patience(cx, &o->escalate_minutes));
    K_TRY(acknowledge_allowed(cx, &o->acknowledge));
    o->may_acknowledge = cx->actor.kind == K_ACTOR_MEMBER && k_str_eqz(rq->who.role, "owner");
    for (size_t i = 0; i < list.n; i++)
        if (list.v[i].updated_at > o->updated_at)
            o->updated_at = list.v[i].updated_at;
    return K_OK;
}

k_err route_settings_patch(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    const struct api_settings_in *i = in;
    if (i->has_organisation)
        K_TRY(setting_set(cx, K_S("organisation"), i->organisation));
    if (i->has_locale)
        K_TRY(setting_set(cx, K_S("locale"), i->locale));
    if (i->has_escalate_minutes)
        K_TRY(handoff_set_patience(cx, i->escalate_minutes));
    if (i->has_acknowledge)
        K_TRY(acknowledge_allow(cx, i->acknowledge));
    struct event_new e = {.verb = K_S("settings.changed"), .object_kind = K_S("setting")};
    K_TRY(event_append(cx, &e, NULL));
    k_ctx_notice(cx, K_TOPIC_SETTING, 0);
    return route_settings_get(cx, rq, NULL, out);
}

k_err route_demo_get(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    struct api_demo *o = out;
    struct demo_state s = {0};
    K_TRY(demo_state(cx, &s));
    *o =
        (struct api_demo){s.present, s.members, s.channels, s.conversations, s.posts, s.people};
    return K_OK;
}

k_err route_demo_create(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    K_TRY(demo_create(cx, rq->api->cfg.env));
    return route_demo_get(cx, rq, NULL, out);
}

k_err route_demo_delete(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    K_TRY(demo_remove(cx, rq->api->cfg.env));
    return route_demo_get(cx, rq, NULL, out);
}

/* --- audit ------------------------------------------------------------------------------- */

static struct event_filter filter_of(const struct api_audit_in *i, int64_t before)
{
    struct event_filter f = {.before = before};
    if (i->object) {
        f.object_kind = i->object_kind;
        f.object_id = i->object;
    } else if (i->actor) {
        f.actor_id = i->actor;
    } else {
        f.verb = i->verb;
    }
    return f;
}

/* The store lists by one condition; the others are looked at here. */
static bool fits(const struct api_audit_in *i, const struct event *e)
{
    return (i->verb.n == 0 || k_str_eq(i->verb, e->verb)) &&
           (i->actor == 0 || i->actor == e->actor_id) &&
           (i->object_kind.n == 0 || k_str_eq(i->object_kind, e->object_kind)) &&
           (i->object == 0 || i->object == e->object_id) && (i->to == 0 || e->at < i->to);
}

static void add_entry(struct k_ctx *cx, struct names *n, const struct event *e,
                      struct api_audit_list *o)
{
    bool token = k_str_eqz(e->actor_kind, "token");
    *k_vec_push(cx->arena, &o->items) =
        (struct api_audit){.seq = e->seq,
                           .at = e->at,
                           .actor_kind = e->actor_kind,
                           .actor = names_actor(n, e->actor_kind, e->actor_id),
                           .rule = names_rule(n, e->actor_kind, e->actor_id),
                           .approved_by = names_member(n, e->approved_by),
                           .token_id = token ? e->actor_id : 0,
                           .verb = e->verb,
                           .object_kind = e->object_kind,
                           .object_id = e->object_id,
                           .data = e->payload};
}

#define AUDIT_PAGES 20 /* of 500 entries, looked through for one page of answers */

k_err route_audit_list(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    const struct api_audit_in *i = in;
    struct api_audit_list *o = out;
    struct names names = names_new(cx);
    int64_t before = 0, limit = request_limit(i->limit);
    bool given;
    if (i->object && i->object_kind.n == 0)
        return k_fail(cx, K_ERR_BAD_INPUT, "object_kind", "Say which kind of object.");
    K_TRY(cursor_read(cx, i->cursor, 'e', &before, 1, &given));
    for (int page = 0; page < AUDIT_PAGES; page++) {
        struct event_list list = {0};
        struct event_filter f = filter_of(i, before);
        f.limit = 500;
        K_TRY(event_list(cx, &f, &list));
        for (size_t k = 0; k < list.n; k++) {
            const struct event *e = &list.v[k];
            if (i->from && e->at < i->from)
                return names_done(&names);
            before = e->seq;
            if (fits(i, e))
                add_entry(cx, &names, e, o);
            if (o->items.n == (size_t)limit) {
                o->next = cursor_make(cx->arena, 'e', &before, 1);
                return names_done(&names);
            }
        }
        if (list.n < 500)
            return names_done(&names);
    }
    o->next = cursor_make(cx->arena, 'e', &before, 1);
    return names_done(&names);
}

k_err route_audit_verify(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    struct api_verify *o = out;
    struct event_report r = {0};
    struct sq_event_head_get_row head = {0};
    bool found;
    K_TRY(event_verify(cx, 0, &r));
    K_TRY(sq_event_head_get(cx, &head, &found));
    o->whole = r.whole;
    o->checked = r.checked;
    o->first_bad = r.whole ? -1 : r.broken_seq;
    o->text = r.whole ? k_fmt(cx->arena, "All %lld entries fit together.", (long long)r.checked)
                      : r.why;
    o->head = found ? k_hex(cx->arena, head.hash) : K_NONE;
    return K_OK;
}
