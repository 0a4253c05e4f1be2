/* show: rows as structs of the API. Reads what a row does not hold itself. */
#include "api/show.h"
#include "domain/approval.h"
#include "domain/people.h"
#include "domain/reply.h"
#include <stdlib.h>
#include "base/json.h"
#include "connectors/registry.h"
#include "domain/tie.h"
#include "net/address.h"
#include "net/url.h"

/* --- conversations ----------------------------------------------------------------------- */

static struct api_person_ref *person_of(struct k_arena *a,
                                        const struct sq_conversation_rows_row *c)
{
    if (c->person_id == 0)
        return NULL;
    struct api_person_ref *p = k_new(a, struct api_person_ref);
    *p = (struct api_person_ref){.id = c->person_id,
                                 .name = c->person_name,
                                 .handle = c->handle,
                                 .avatar_url = c->avatar_url,
                                 .stage =
                                     c->person_stage.n ? c->person_stage : K_S("connection")};
    return p;
}

static struct api_member_ref *owner_of(struct k_arena *a,
                                       const struct sq_conversation_rows_row *c)
{
    if (c->owner_id == 0)
        return NULL;
    struct api_member_ref *m = k_new(a, struct api_member_ref);
    *m = (struct api_member_ref){c->owner_id, c->owner_name, c->owner_handle};
    return m;
}

static struct api_storm_ref *storm_of(struct k_arena *a,
                                      const struct sq_conversation_rows_row *c)
{
    if (c->storm_id == 0)
        return NULL;
    struct api_storm_ref *s = k_new(a, struct api_storm_ref);
    *s = (struct api_storm_ref){.id = c->storm_id,
                                .posts = c->storm_posts,
                                .authors = c->storm_authors,
                                .decided = c->storm_decided.p ? c->storm_decided : K_S(""),
                                .own = c->storm_own.p ? c->storm_own : K_S(""),
                                .head = c->storm_head == c->id,
                                .last_hour = c->storm_hour,
                                .reach = c->storm_reach,
                                .reach_known = c->storm_reach_known};
    return s;
}

static const char *const deadline_states[] = {"paused", "running", "soon", "overdue"};

/* What is due first, of its clocks and its hand-over. */
static void add_deadline(const struct conversation_row *r, k_time now,
                         struct api_conversation *out)
{
    const struct sq_sla_clocks_shown_row *first = NULL;
    for (size_t i = 0; i < r->clocks.n; i++)
        if (r->clocks.v[i].due_at && (!first || r->clocks.v[i].due_at < first->due_at))
            first = &r->clocks.v[i];
    if (first) {
        out->deadline = first->due_at;
        out->deadline_kind = first->kind;
        out->deadline_state = k_str_z(deadline_states[first->due_at <= now    ? 3
                                                      : first->warn_at <= now ? 2
                                                                              : 1]);
    }
    if (r->handoff_due && (!first || r->handoff_due < first->due_at)) {
        out->deadline = r->handoff_due;
        out->deadline_kind = K_S("handoff");
        out->deadline_state = r->handoff_due <= now ? K_S("overdue") : K_S("running");
    }
}

struct api_clock show_clock(struct names *n, const struct sq_sla_clocks_shown_row *r)
{
    k_time now = k_cx_now(n->cx);
    struct api_clock c = {.kind = r->kind,
                          .minutes = r->minutes,
                          .started_at = r->started_at,
                          .due_at = r->due_at,
                          .warn_at = r->warn_at,
                          .about = r->target_kind.p ? r->target_kind : K_S(""),
                          .stage = r->target_stage.p ? r->target_stage : K_S("")};
    int state = r->due_at == 0 ? 0 : r->due_at <= now ? 3 : r->warn_at <= now ? 2 : 1;
    c.state = k_str_z(deadline_states[state]);
    if (r->target_channel) {
        c.channel = k_new(n->cx->arena, struct api_channel_ref);
        *c.channel = names_channel(n, r->target_channel);
    }
    if (r->rule_id) {
        c.rule = k_new(n->cx->arena, struct api_rule_ref);
        *c.rule = (struct api_rule_ref){r->rule_id, r->rule_name.p ? r->rule_name : K_S("")};
    }
    return c;
}

struct api_conversation show_conversation(struct names *n, const struct conversation_row *r)
{
    struct k_arena *a = n->cx->arena;
    const struct sq_conversation_rows_row *c = &r->c;
    struct api_conversation out = {
        .id = c->id,
        .channel = {c->channel_id, c->channel_name, c->network},
        .network = c->network,
        .person = person_of(a, c),
        .subject = c->subject,
        .first_words = c->first_words,
        .status = c->status,
        .kind = c->kind,
        .owner = owner_of(a, c),
        .team = names_team(n, c->team_id),
        .priority = c->priority,
        .reason = c->reason,
        .signals = c->signals,
        .waiting_since = c->waiting_since,
        .last_at = c->last_at,
        .last_in_at = c->last_in_at,
        .last_out_at = c->last_out_at,
        .snoozed_until = c->snoozed_until,
        .storm = storm_of(a, c),
        .post_count = c->post_count,
        .version = c->version,
        .answered = c->answered,
        .demo = c->demo,
        .direct = c->direct,
    };
    for (size_t i = 0; i < r->labels.n; i++)
        *k_vec_push(a, &out.labels) = (struct api_label){
            r->labels.v[i].label_id, r->labels.v[i].name, r->labels.v[i].colour};
    add_deadline(r, k_cx_now(n->cx), &out);
    return out;
}

k_err show_conversation_by_id(struct k_ctx *cx, struct names *n, k_id id,
                              struct api_conversation *out)
{
    struct conversation_rows rows = {0};
    struct sq_conversation_get_row home;
    bool found;
    K_TRY(conversation_home(cx, id, &home, &found));
    if (found)
        K_TRY(conversation_show(cx, &home.id, 1, &rows));
    if (rows.n == 0)
        return k_fail(cx, K_ERR_NOT_FOUND, "id", "There is no such conversation.");
    *out = show_conversation(n, &rows.v[0]);
    return names_done(n);
}

/* --- outbox, hand-overs ------------------------------------------------------------------ */

static bool in_state(k_str state, const char *a, const char *b)
{
    return k_str_eqz(state, a) || (b && k_str_eqz(state, b));
}

static struct api_outbox show_outbox(struct names *n, const struct sq_outbox_get_row *r,
                                     const struct approval_now *now)
{
    struct api_outbox o = {
        .id = r->id,
        .conversation_id = r->conversation_id,
        .reply_to_id = r->reply_to_id,
        .post_id = r->post_id,
        .channel = names_channel(n, r->channel_id),
        .member = names_member(n, r->member_id),
        .approved_by = names_member(n, r->approved_by),
        .rule = names_rule(n, K_S("rule"), r->rule_id),
        .act = r->act,
        .text = r->text,
        .state = r->state,
        .rules = r->rules,
        .error_slug = r->error_slug,
        .error_text = r->error_text,
        .attempts = r->attempts,
        .created_at = r->created_at,
        .next_at = k_str_eqz(r->state, "queued") ? r->next_at : 0,
        .due_at = r->due_at,
        .sent_at = r->sent_at,
        .can_retry = in_state(r->state, "failed", NULL) && !k_str_eqz(r->act, "acknowledge"),
        .can_settle = in_state(r->state, "unclear", NULL),
        .can_cancel =
            in_state(r->state, "queued", "failed") || in_state(r->state, "held", "draft"),
    };
    show_approvals(n, r, now, &o);
    return o;
}

k_err show_outbox_rows(struct names *n, const struct sq_outbox_get_row *rows, size_t count,
                       struct api_outbox **out)
{
    struct k_arena *a = n->cx->arena;
    struct approval_now *now = k_new_n(a, struct approval_now, count + 1);
    *out = k_new_n(a, struct api_outbox, count + 1);
    if (count > 0)
        K_TRY(approval_now_each(n->cx, rows, count, now));
    for (size_t i = 0; i < count; i++)
        (*out)[i] = show_outbox(n, &rows[i], &now[i]);
    return names_done(n);
}

k_err show_outbox_by_id(struct k_ctx *cx, struct names *n, k_id id, struct api_outbox *out)
{
    struct sq_outbox_get_row row;
    struct api_outbox *one;
    bool found;
    K_TRY(sq_outbox_get(cx, id, cx->actor.eyes, &row, &found));
    if (!found)
        return k_fail(cx, K_ERR_NOT_FOUND, "id", "There is no such item.");
    K_TRY(show_outbox_rows(n, &row, 1, &one));
    *out = one[0];
    return K_OK;
}

k_err show_subject(struct k_ctx *cx, k_id conversation, k_str *out)
{
    struct sq_show_subjects_list list;
    k_str ids = k_fmt(cx->arena, "[%lld]", (long long)conversation);
    K_TRY(sq_show_subjects(cx, ids, cx->actor.eyes, &list));
    *out = list.n == 0               ? K_S("")
           : list.v[0].subject.n > 0 ? list.v[0].subject
                                     : list.v[0].first_words;
    return K_OK;
}

/* Closed with something to say, and we have said nothing outside since. */
static bool tell_outside(struct names *n, const struct sq_handoff_get_row *r)
{
    struct sq_conversation_get_row c = {0};
    bool found = false;
    if (r->closed_at == 0 || r->told_at || n->err != K_OK)
        return false;
    n->err = sq_conversation_get(n->cx, r->conversation_id, n->cx->actor.eyes, &c, &found);
    return found && c.last_in_at > 0 && c.last_out_at < r->closed_at;
}

struct api_handoff show_handoff(struct names *n, const struct sq_handoff_get_row *r,
                                k_str subject)
{
    return (struct api_handoff){
        .id = r->id,
        .conversation_id = r->conversation_id,
        .subject = subject,
        .from_member = names_member(n, r->from_member),
        .from_team = names_team(n, r->from_team),
        .to_team = names_team(n, r->to_team),
        .reason = r->reason,
        .ask = r->ask,
        .due_at = r->due_at,
        .created_at = r->created_at,
        .acknowledged_at = r->acknowledged_at,
        .acknowledged_by = names_member(n, r->acknowledged_by),
        .closed_at = r->closed_at,
        .closed_by = names_member(n, r->closed_by),
        .result = r->result,
        .outcome = r->outcome,
        .outcome_seen_at = r->outcome_seen_at,
        .escalate_at = r->escalate_at,
        .escalated = r->escalated,
        .told_at = r->told_at,
        .told_by = names_member(n, r->told_by),
        .tell_outside = tell_outside(n, r),
    };
}

/* --- people ------------------------------------------------------------------------------ */

struct api_person show_person_row(const struct sq_person_list_row *r)
{
    return (struct api_person){.id = r->id,
                               .kind = r->kind,
                               .name = r->name,
                               .role = r->role,
                               .stage = r->stage,
                               .heard = r->heard,
                               .told = r->told,
                               .exchanges = r->exchanges,
                               .conversations = -1,
                               .first_in_at = r->first_in_at,
                               .last_in_at = r->last_in_at,
                               .last_out_at = r->last_out_at,
                               .last_touch_at = r->last_touch_at,
                               .strength = r->strength,
                               .dormancy = r->dormancy,
                               .mine = r->owner_id != 0,
                               .demo = r->demo};
}

static k_err stage_evidence(struct k_ctx *cx, k_id person, k_str *out)
{
    struct tie_house house;
    struct tie_set ties;
    struct stage_verdict v;
    bool ours;
    K_TRY(tie_house_read(cx, &house));
    K_TRY(tie_fold_rows(cx, &house, person, TIE_EVER, &ties, &ours));
    stage_of(&ties.v[0].s, ours, &v);
    *out = stage_sentence(cx->arena, &ties.v[0].s, &v);
    return K_OK;
}

static int by_id(const void *a, const void *b)
{
    const struct sq_people_identities_row *x = a, *y = b;
    return (x->id > y->id) - (x->id < y->id);
}

static k_err identities(struct k_ctx *cx, k_id person, struct api_person *out)
{
    struct sq_people_identities_list list;
    K_TRY(sq_people_identities(cx, person, cx->actor.member, &list));
    if (list.n > 1)
        qsort(list.v, list.n, sizeof *list.v, by_id);
    for (size_t i = 0; i < list.n; i++) {
        const struct sq_people_identities_row *r = &list.v[i];
        *k_vec_push(cx->arena, &out->identities) =
            (struct api_identity){.id = r->id,
                                  .network = r->network,
                                  .handle = r->handle,
                                  .name = r->name,
                                  .url = r->url,
                                  .avatar_url = r->avatar_url,
                                  .bio = r->bio,
                                  .source = r->source,
                                  .label = r->label,
                                  .verified = r->verified,
                                  .followers = r->followers,
                                  .mine = r->owner_id != 0};
        if (out->handle.n == 0)
            out->handle = r->handle;
        if (out->avatar_url.n == 0)
            out->avatar_url = r->avatar_url;
    }
    return K_OK;
}

k_err show_person_of(struct k_ctx *cx, const struct sq_people_get_row *r,
                     struct api_person *out)
{
    struct sq_person_conversations_row count;
    bool found;
    *out = (struct api_person){.id = r->id,
                               .kind = r->kind,
                               .name = r->name,
                               .about = r->about,
                               .role = r->role,
                               .stage = r->stage,
                               .heard = r->heard,
                               .told = r->told,
                               .exchanges = r->exchanges,
                               .first_in_at = r->first_in_at,
                               .last_in_at = r->last_in_at,
                               .last_out_at = r->last_out_at,
                               .last_touch_at = r->last_touch_at,
                               .strength = r->strength,
                               .dormancy = r->dormancy,
                               .mine = r->owner_id != 0,
                               .demo = r->demo};
    K_TRY(sq_person_conversations(cx, r->id, 1000, cx->actor.eyes, &count, &found));
    out->conversations = count.n;
    K_TRY(identities(cx, r->id, out));
    return stage_evidence(cx, r->id, &out->stage_reason);
}

k_err show_person(struct k_ctx *cx, k_id id, struct api_person *out)
{
    struct sq_people_get_row r;
    K_TRY(people_find(cx, id, &r));
    return show_person_of(cx, &r, out);
}

/* --- posts ------------------------------------------------------------------------------- */

k_err show_author(struct k_ctx *cx, k_id identity, struct api_person_ref **out)
{
    struct sq_show_authors_row r;
    bool found = false;
    *out = NULL;
    if (identity)
        K_TRY(sq_show_author(cx, identity, &r, &found));
    if (!found)
        return K_OK;
    *out = k_new(cx->arena, struct api_person_ref);
    **out = (struct api_person_ref){r.person_id, r.name, r.handle, r.avatar_url, r.stage};
    return K_OK;
}

/* A member's browser loads it after a click: over TLS, and from no address of a house's own
 * net. */
static k_str picture(struct k_arena *a, k_str address)
{
    struct url u;
    if (!url_parse(a, address, &u) || !u.https)
        return K_NONE;
    bool number = u.host.n && (k_str_chr(u.host, ':') >= 0 || u.host.p[u.host.n - 1] <= '9');
    bool house = k_str_chr(u.host, '.') < 0 || k_str_ends(u.host, K_S(".local")) ||
                 k_str_ends(u.host, K_S(".localhost")) || k_str_ends(u.host, K_S(".internal"));
    bool fine = number ? address_text_is_public(u.host) : !house;
    return fine ? address : K_NONE;
}

static void add_media(struct k_arena *a, k_str meta, struct api_post *out)
{
    const struct k_json *doc = NULL, *m = NULL;
    if (meta.n == 0 || k_str_find(meta, K_S("\"media\"")) < 0 ||
        k_json_parse(a, meta, &doc, NULL) != K_OK)
        return;
    k_json_each (i, m, k_json_get(doc, "media")) {
        k_str kind = k_json_get_str(m, "kind"), url = k_json_get_str(m, "url");
        bool image = kind.n == 0 || k_str_eqz(kind, "image");
        *k_vec_push(a, &out->media) =
            (struct api_media){.url = image ? picture(a, url) : url,
                               .thumb_url = picture(a, k_json_get_str(m, "thumb")),
                               .kind = kind.n ? kind : K_S("image"),
                               .alt = k_json_get_str(m, "alt")};
    }
}

static bool can_delete(const struct sq_post_get_row *r)
{
    const struct connector *c = connector_find(r->network);
    return k_str_eqz(r->direction, "out") && (r->member_id || r->rule_id) &&
           r->deleted_at == 0 && c && c->remove;
}

void show_post(struct names *n, const struct sq_post_get_row *r, struct api_person_ref *author,
               struct api_post *out)
{
    struct k_arena *a = n->cx->arena;
    *out = (struct api_post){
        .id = r->id,
        .conversation_id = r->conversation_id,
        .parent_id = r->parent_id,
        .network = r->network,
        .direction = r->direction,
        .kind = r->kind,
        .visibility = r->visibility,
        .person = author,
        .member = names_member(n, r->member_id),
        .rule = names_rule(n, K_S("rule"), r->rule_id),
        .text = r->text,
        .html = r->html,
        .lang = r->lang,
        .url = r->url,
        .source = r->source,
        .understood = r->understood,
        .posted_at = r->posted_at,
        .received_at = r->received_at,
        .edited_at = r->edited_at,
        .deleted_at = r->deleted_at,
        .can_delete = can_delete(r),
    };
    k_str words = r->intents;
    while (words.n > 0)
        *k_vec_push(a, &out->intents) = k_str_cut(&words, ' ');
    add_media(a, r->meta, out);
}
