/* merge: makes one person of two, writes events. The way back: merge_undo.c. */
#include "domain/merge.h"
#include "base/json.h"
#include "domain/match_norm.h"
#include "domain/merge_parts.h"
#include "domain/recovery.h"
#include "domain/tie.h"
#include "store/event.h"

/* ---- who may be merged --------------------------------------------------------------------
 */

k_err merge_person(struct k_ctx *cx, k_id id, const char *field, struct merge_person *out)
{
    bool found;
    K_TRY(sq_merge_person_get(cx, id, out, &found));
    k_id me = cx->actor.member;
    if (!found || (out->owner_id && out->owner_id != me))
        return k_fail(cx, K_ERR_NOT_FOUND, field, "This person is not here.");
    return K_OK;
}

static k_err check(struct k_ctx *cx, const struct merge_person *kept,
                   const struct merge_person *gone)
{
    if (kept->id == gone->id)
        return k_fail(cx, K_ERR_BAD_INPUT, "gone", "This is the same person.");
    if (kept->merged_into || gone->merged_into)
        return k_fail(cx, K_ERR_CONFLICT, kept->merged_into ? "keep" : "gone",
                      "This person was merged already. Load the page again.");
    if (!k_str_eq(kept->kind, gone->kind))
        return k_fail(cx, K_ERR_BAD_INPUT, "gone",
                      "A person and an organization are two. Change what it is first.");
    if (kept->owner_id && !gone->owner_id)
        return k_fail(cx, K_ERR_BAD_INPUT, "keep", "The team sees one of them: keep that one.");
    if (!gone->owner_id || kept->owner_id)
        return K_OK;
    struct sq_merge_public_records_row n;
    bool found;
    K_TRY(sq_merge_public_records(cx, gone->id, &n, &found));
    if (found && n.n > 0)
        return k_fail(cx, K_ERR_CONFLICT, "gone",
                      "One of them is in your address book alone and has records that the team "
                      "would see. Share it first.");
    return K_OK;
}

/* ---- the kept one's own row ---------------------------------------------------------------
 */

static k_str from_gone(bool take, k_str kept, k_str gone)
{
    return gone.n > 0 && (take || kept.n == 0) ? gone : kept;
}

static void changed(struct k_jw *w, const char *field, k_str was, k_str now)
{
    if (k_str_eq(was, now))
        return;
    kw_key(w, field);
    kw_obj(w);
    kw_key(w, "was");
    kw_str(w, was);
    kw_key(w, "now");
    kw_str(w, now);
    kw_end(w);
}

/* The name that is not shown any more, and words about somebody, stay as data. */
static k_err write_down(struct k_ctx *cx, k_id merge, const struct merge_person *kept,
                        const char *kind, k_str value, k_id owner)
{
    if (value.n == 0)
        return K_OK;
    return sq_merge_spelling_insert(
        cx,
        &(struct sq_merge_spelling_insert_args){.id = k_cx_id(cx),
                                                .person_id = kept->id,
                                                .kind = k_str_z(kind),
                                                .value = value,
                                                .norm = match_norm_words(cx->arena, value),
                                                .source_id = merge,
                                                .owner_id = owner,
                                                .member_id = cx->actor.member,
                                                .now = k_cx_now(cx)},
        NULL);
}

/* Sets name, about and role; *before says what that changed. */
static k_err take_fields(struct k_ctx *cx, const struct merge_ask *ask, k_id merge,
                         const struct merge_person *kept, const struct merge_person *gone,
                         k_str *before)
{
    k_str name = from_gone(ask->take_name, kept->name, gone->name);
    k_str about = from_gone(ask->take_about, kept->about, gone->about);
    k_str role = from_gone(ask->take_role, kept->role, gone->role);
    k_id owner = gone->owner_id != kept->owner_id ? gone->owner_id : 0;
    struct k_buf b;
    k_buf_init(&b, cx->arena, 1 << 20);
    struct k_jw w = k_jw(&b);
    kw_obj(&w);
    changed(&w, "name", kept->name, name);
    changed(&w, "about", kept->about, about);
    changed(&w, "role", kept->role, role);
    kw_end(&w);
    *before = k_buf_view(&b);
    if (!k_str_eq(kept->name, gone->name))
        K_TRY(write_down(cx, merge, kept, "spelling",
                         k_str_eq(name, kept->name) ? gone->name : kept->name, owner));
    if (kept->about.n > 0 && gone->about.n > 0 && !k_str_eq(kept->about, gone->about))
        K_TRY(write_down(cx, merge, kept, "note",
                         k_str_eq(about, kept->about) ? gone->about : kept->about, owner));
    return sq_merge_person_set(
        cx,
        &(struct sq_merge_person_set_args){
            .id = kept->id, .name = name, .about = about, .role = role, .now = k_cx_now(cx)},
        NULL);
}

/* ---- judgements of members ----------------------------------------------------------------
 */

static k_err take_judgements(struct k_ctx *cx, const struct merge_step *s)
{
    struct sq_merge_overrides_list list;
    K_TRY(sq_merge_overrides_note(cx, s->merge, s->gone, s->kept, NULL));
    K_TRY(sq_merge_overrides(cx, s->merge, &list));
    for (size_t i = 0; i < list.n; i++) {
        struct sq_merge_tie_judged_row j;
        bool found;
        K_TRY(sq_merge_tie_judged(cx, s->gone, list.v[i].member_id, &j, &found));
        if (found)
            K_TRY(merge_judge(cx, s->kept, list.v[i].member_id, &j));
    }
    return K_OK;
}

k_err merge_judge(struct k_ctx *cx, k_id person, k_id member,
                  const struct sq_merge_tie_judged_row *j)
{
    return sq_merge_tie_judge(
        cx,
        &(struct sq_merge_tie_judge_args){.person_id = person,
                                          .member_id = member,
                                          .override = j->override,
                                          .override_by = j->override_by,
                                          .override_why = j->override_why,
                                          .override_until = j->override_until,
                                          .rated = j->rated,
                                          .rated_at = j->rated_at},
        NULL);
}

/* ---- merge --------------------------------------------------------------------------------
 */

k_err merge_say(struct k_ctx *cx, const char *verb, k_id kept, k_id gone, k_id merge)
{
    k_ctx_notice(cx, K_TOPIC_PERSON, kept);
    k_ctx_notice(cx, K_TOPIC_PERSON, gone);
    return event_append(
        cx,
        &(struct event_new){.verb = k_str_z(verb),
                            .object_kind = K_S("person"),
                            .object_id = kept,
                            .payload =
                                k_fmt(cx->arena, "{\"merge\":\"%lld\",\"gone\":\"%lld\"}",
                                      (long long)merge, (long long)gone)},
        NULL);
}

/* Both rows at once, so that two merges at the same time do not meet in them. */
static k_err hold(struct k_ctx *cx, k_id kept, k_id gone)
{
    int64_t a = 0, b = 0;
    K_TRY(sq_merge_begin_kept(cx, kept, k_cx_now(cx), &a));
    K_TRY(sq_merge_begin_gone(cx, gone, kept, k_cx_now(cx), &b));
    if (!a || !b)
        return k_fail(cx, K_ERR_CONFLICT, NULL, "This person was merged meanwhile.");
    return K_OK;
}

static k_err begin(struct k_ctx *cx, const struct merge_ask *ask, struct merge_step *s)
{
    s->merge = k_cx_id(cx);
    s->gone = ask->gone;
    s->kept = ask->kept;
    K_TRY(hold(cx, ask->kept, ask->gone));
    return sq_merge_insert(
        cx,
        &(struct sq_merge_insert_args){.id = s->merge,
                                       .kept_id = ask->kept,
                                       .gone_id = ask->gone,
                                       .why = ask->why.n ? ask->why : K_S("[]"),
                                       .before = K_S("{}"),
                                       .made_by = cx->actor.member,
                                       .now = k_cx_now(cx)},
        NULL);
}

k_err merge_people(struct k_ctx *cx, const struct merge_ask *ask, k_id *merge)
{
    struct merge_person kept, gone;
    struct merge_step s = {0};
    k_str before;
    K_TRY(merge_person(cx, ask->kept, "keep", &kept));
    K_TRY(merge_person(cx, ask->gone, "gone", &gone));
    K_TRY(check(cx, &kept, &gone));
    K_TRY(begin(cx, ask, &s));
    s.owner = gone.owner_id != kept.owner_id ? gone.owner_id : 0;
    K_TRY(merge_rows_take(cx, &s));
    K_TRY(take_fields(cx, ask, s.merge, &kept, &gone, &before));
    K_TRY(sq_merge_before_set(cx, s.merge, before, NULL));
    K_TRY(merge_refold(cx, kept.id));
    K_TRY(recovery_alarm(cx, kept.id));
    K_TRY(take_judgements(cx, &s));
    K_TRY(tie_forget(cx, gone.id)); /* its ties went with its rows */
    K_TRY(merge_pairs_take(cx, &s));
    if (merge)
        *merge = s.merge;
    return merge_say(cx, "person.merged", kept.id, gone.id, s.merge);
}
