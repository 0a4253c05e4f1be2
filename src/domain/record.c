/* record: touches by hand and moments (domain/record.h). Facts, promises, deals, value and
 * keep-in-touch are in record_kept.c. */
#include "domain/record.h"
#include "base/vec.h"
#include "domain/record_steps.h"
#include "domain/recovery.h"
#include "domain/tie.h"
#include "store/event.h"

#define WITH_MOST 50
#define AHEAD (10 * K_MIN) /* clocks differ; what is planned is no touch yet */

k_err record_log(struct k_ctx *cx, const char *verb, const char *kind, k_id id, k_id person)
{
    struct event_new e = {.verb = k_str_z(verb), .object_kind = k_str_z(kind), .object_id = id};
    if (person)
        k_ctx_notice(cx, K_TOPIC_PERSON, person);
    return event_append(cx, &e, NULL);
}

k_err record_no_such(struct k_ctx *cx)
{
    return k_fail(cx, K_ERR_NOT_FOUND, "id", "There is no such record.");
}

k_err record_words(struct k_ctx *cx, const char *field, k_str text)
{
    if (k_str_trim(text).n == 0)
        return k_fail(cx, K_ERR_BAD_INPUT, field, "Write something.");
    return K_OK;
}

k_err record_past(struct k_ctx *cx, k_time at)
{
    if (at > k_cx_now(cx) + AHEAD)
        return k_fail(cx, K_ERR_BAD_INPUT, "at", "This lies in the future.");
    return K_OK;
}

k_err record_refold(struct k_ctx *cx, k_id person)
{
    return tie_refold(cx, person);
}

/* What grew between them counts one touch more. */
static k_err tell_tie(struct k_ctx *cx, const struct sq_record_touch_insert_args *t)
{
    struct tie_event e = {.at = t->at,
                          .id = t->id,
                          .what = TIE_TOUCH,
                          .direction = touch_direction_of(t->direction),
                          .medium = touch_medium_of(t->medium),
                          .prompted = t->prompted,
                          .personal = t->personal,
                          .asked = (int)t->asked,
                          .member = t->member_id,
                          .owner = t->owner_id};
    return tie_touched(cx, t->person_id, &e);
}

/* --- touches ----------------------------------------------------------------------------- */

static k_err prompted(struct k_ctx *cx, k_id person, const struct record_touch *t, k_time at,
                      bool *out)
{
    struct sq_record_touch_before_row before;
    bool found;
    *out = t->prompted;
    if (t->has_prompted)
        return K_OK;
    K_TRY(sq_record_touch_before(cx, person, at, &before, &found));
    *out = found && !k_str_eqz(before.direction, "both") && !k_str_eqz(t->direction, "both") &&
           !k_str_eq(before.direction, t->direction);
    return K_OK;
}

/* The posts count heard and told; when they last spoke counts a call too. */
static k_err last_spoke(struct k_ctx *cx, k_id person, k_str direction, k_time at)
{
    bool in = !k_str_eqz(direction, "out"), out = !k_str_eqz(direction, "in"), found;
    struct sq_person_counted_row row;
    return sq_person_counted(cx,
                             &(struct sq_person_counted_args){.id = person,
                                                              .first_in_at = in ? at : 0,
                                                              .last_in_at = in ? at : 0,
                                                              .last_out_at = out ? at : 0,
                                                              .last_touch_at = at},
                             &row, &found);
}

static k_err insert_touch(struct k_ctx *cx, const struct sq_people_get_row *p,
                          const struct record_touch *t, k_time at, k_id moment, k_id *id)
{
    k_id member = t->member ? t->member : cx->actor.member;
    struct sq_record_touch_insert_args args = {.person_id = p->id,
                                               .member_id = member,
                                               .direction = t->direction,
                                               .medium = t->medium,
                                               .asked = t->asked,
                                               .personal = t->personal,
                                               .source = K_S("member"),
                                               .text = k_str_trim(t->text),
                                               .moment_id = moment,
                                               .owner_id = p->owner_id,
                                               .at = at};
    K_TRY(prompted(cx, p->id, t, at, &args.prompted));
    args.id = *id = k_cx_id(cx);
    K_TRY(sq_record_touch_insert(cx, &args, NULL));
    K_TRY(last_spoke(cx, p->id, t->direction, at));
    K_TRY(tell_tie(cx, &args));
    return record_log(cx, "touch.logged", "touch", *id, p->id);
}

static k_err moment_of_touch(struct k_ctx *cx, k_id person, const struct record_touch *t,
                             k_time at, k_id *moment)
{
    struct sq_moment_get_row row;
    k_id persons[WITH_MOST + 1] = {person};
    *moment = t->moment;
    if (t->moment)
        return record_moment_find(cx, t->moment, &row);
    if (k_str_trim(t->moment_title).n == 0)
        return K_OK;
    for (size_t i = 0; i < t->n_with; i++)
        persons[i + 1] = t->with[i];
    bool event = k_str_eqz(t->medium, "event");
    return record_moment(cx,
                         &(struct record_moment){.kind = event ? K_S("event") : K_S("meeting"),
                                                 .title = t->moment_title,
                                                 .text = t->text,
                                                 .at = at,
                                                 .persons = persons,
                                                 .n_persons = t->n_with + 1,
                                                 .members = &t->member,
                                                 .n_members = t->member != 0},
                         moment);
}

k_err record_touch(struct k_ctx *cx, k_id person, const struct record_touch *t, k_id *id)
{
    struct sq_people_get_row p;
    k_time at = t->at ? t->at : k_cx_now(cx);
    k_id moment, other;
    K_TRY(record_past(cx, at));
    if (t->n_with > WITH_MOST)
        return k_fail(cx, K_ERR_LIMIT, "with_ids", "At most 50 persons at once.");
    K_TRY(people_find(cx, person, &p));
    K_TRY(moment_of_touch(cx, p.id, t, at, &moment));
    K_TRY(insert_touch(cx, &p, t, at, moment, id));
    for (size_t i = 0; i < t->n_with; i++) {
        struct sq_people_get_row q;
        K_TRY(people_find(cx, t->with[i], &q));
        if (q.id != p.id)
            K_TRY(insert_touch(cx, &q, t, at, moment, &other));
    }
    return K_OK;
}

k_err record_touch_remove(struct k_ctx *cx, k_id id, bool may_any)
{
    struct sq_record_touch_get_row row;
    struct sq_people_get_row p;
    bool found;
    K_TRY(sq_record_touch_get(cx, id, &row, &found));
    if (!found || !people_sees(cx, row.owner_id))
        return record_no_such(cx);
    K_TRY(people_find(cx, row.person_id, &p));
    if (!k_str_eqz(row.source, "member"))
        return k_fail(cx, K_ERR_CONFLICT, "id",
                      "Only what a member wrote down can be taken away.");
    if (row.member_id != cx->actor.member && !may_any)
        return k_fail(cx, K_ERR_FORBIDDEN, NULL, "A colleague wrote this down.");
    K_TRY(sq_record_touch_drop(cx, id, NULL));
    K_TRY(record_refold(cx, p.id));
    return record_log(cx, "touch.removed", "touch", id, p.id);
}

/* --- moments ----------------------------------------------------------------------------- */

static k_err good_repair(struct k_ctx *cx, k_str kind, k_id repairs)
{
    struct sq_moment_get_row failure;
    if (repairs == 0)
        return K_OK;
    if (!k_str_eqz(kind, "recovery"))
        return k_fail(cx, K_ERR_BAD_INPUT, "repairs_id", "Only a recovery repairs something.");
    K_TRY(record_moment_find(cx, repairs, &failure));
    if (!k_str_eqz(failure.kind, "failure"))
        return k_fail(cx, K_ERR_BAD_INPUT, "repairs_id", "What it repairs is no failure.");
    return K_OK;
}

static k_err good_times(struct k_ctx *cx, k_time at, k_time until)
{
    if (until && until < at)
        return k_fail(cx, K_ERR_BAD_INPUT, "until_at", "The end lies before the beginning.");
    return K_OK;
}

/* Everybody who took part. */
static k_err join_all(struct k_ctx *cx, k_id moment, const k_id *persons, size_t n_persons,
                      const k_id *members, size_t n_members)
{
    if (n_persons == 0)
        return k_fail(cx, K_ERR_BAD_INPUT, "person_ids", "Say who took part.");
    for (size_t i = 0; i < n_persons; i++) {
        struct sq_people_get_row p;
        K_TRY(people_find(cx, persons[i], &p));
        K_TRY(sq_moment_join(cx, moment, p.id, 0, NULL));
        K_TRY(record_refold(cx, p.id));
        K_TRY(recovery_alarm(cx, p.id));
        k_ctx_notice(cx, K_TOPIC_PERSON, p.id);
    }
    for (size_t i = 0; i < n_members; i++)
        if (members[i])
            K_TRY(sq_moment_join(cx, moment, 0, members[i], NULL));
    return K_OK;
}

k_err record_moment(struct k_ctx *cx, const struct record_moment *m, k_id *id)
{
    bool failure = k_str_eqz(m->kind, "failure");
    k_time at = m->at ? m->at : k_cx_now(cx);
    k_id me = cx->actor.member;
    K_TRY(record_words(cx, "title", m->title));
    K_TRY(good_times(cx, at, m->until_at));
    K_TRY(good_repair(cx, m->kind, m->repairs));
    *id = k_cx_id(cx);
    K_TRY(sq_moment_insert(
        cx,
        &(struct sq_moment_insert_args){.id = *id,
                                        .kind = m->kind,
                                        .title = k_str_trim(m->title),
                                        .text = m->text,
                                        .at = at,
                                        .until_at = m->until_at,
                                        .conversation_id = m->conversation,
                                        .repairs_id = m->repairs,
                                        .severity = failure && !m->severity ? 1 : m->severity,
                                        .source = K_S("member"),
                                        .created_by = me,
                                        .now = k_cx_now(cx)},
        NULL));
    K_TRY(join_all(cx, *id, m->persons, m->n_persons, m->n_members ? m->members : &me,
                   m->n_members ? m->n_members : 1));
    return record_log(cx, "moment.created", "moment", *id, 0);
}

static k_err who(struct k_ctx *cx, k_id moment, struct sq_moment_who_list *out, bool *seen)
{
    K_TRY(sq_moment_who(cx, moment, cx->actor.member, out));
    *seen = false;
    for (size_t i = 0; i < out->n; i++)
        *seen = *seen || (out->v[i].person_id && people_sees(cx, out->v[i].owner_id));
    return K_OK;
}

k_err record_moment_find(struct k_ctx *cx, k_id id, struct sq_moment_get_row *row)
{
    struct sq_moment_who_list list;
    bool found, seen;
    K_TRY(sq_moment_get(cx, id, row, &found));
    K_TRY(who(cx, id, &list, &seen));
    return found && seen ? K_OK : record_no_such(cx);
}

/* Those who took part as a change leaves them. Persons that the member does not see stay. */
static k_err change_who(struct k_ctx *cx, k_id moment, const struct record_moment *m)
{
    struct sq_moment_who_list now;
    K_VEC(k_id) persons = {0}, members = {0};
    bool seen;
    K_TRY(who(cx, moment, &now, &seen));
    for (size_t i = 0; i < now.n; i++) {
        bool keep = !m->has_persons || !people_sees(cx, now.v[i].owner_id);
        if (now.v[i].person_id)
            K_TRY(record_refold(cx, now.v[i].person_id));
        if (now.v[i].person_id && keep)
            *k_vec_push(cx->arena, &persons) = now.v[i].person_id;
        if (now.v[i].member_id && !m->has_members)
            *k_vec_push(cx->arena, &members) = now.v[i].member_id;
    }
    for (size_t i = 0; m->has_persons && i < m->n_persons; i++)
        *k_vec_push(cx->arena, &persons) = m->persons[i];
    for (size_t i = 0; m->has_members && i < m->n_members; i++)
        *k_vec_push(cx->arena, &members) = m->members[i];
    for (size_t i = 0; i < now.n; i++)
        if (!k_id_among(persons.v, persons.n, now.v[i].person_id) &&
            !k_id_among(members.v, members.n, now.v[i].member_id))
            K_TRY(sq_moment_leave(cx, moment, now.v[i].person_id, now.v[i].member_id, NULL));
    return join_all(cx, moment, persons.v, persons.n, members.v, members.n);
}

k_err record_moment_change(struct k_ctx *cx, k_id id, const struct record_moment *m)
{
    struct sq_moment_get_row now;
    K_TRY(record_moment_find(cx, id, &now));
    struct sq_moment_set_args args = {.id = id,
                                      .kind = m->has_kind ? m->kind : now.kind,
                                      .title = m->has_title ? k_str_trim(m->title) : now.title,
                                      .text = m->has_text ? m->text : now.text,
                                      .at = m->has_at ? m->at : now.at,
                                      .until_at = m->has_until_at ? m->until_at : now.until_at,
                                      .repairs_id =
                                          m->has_repairs ? m->repairs : now.repairs_id,
                                      .severity = m->has_severity ? m->severity : now.severity};
    K_TRY(record_words(cx, "title", args.title));
    K_TRY(good_times(cx, args.at, args.until_at));
    K_TRY(good_repair(cx, args.kind, args.repairs_id));
    K_TRY(sq_moment_set(cx, &args, NULL));
    K_TRY(change_who(cx, id, m));
    return record_log(cx, "moment.changed", "moment", id, 0);
}

k_err record_moment_remove(struct k_ctx *cx, k_id id)
{
    struct sq_moment_get_row now;
    struct sq_moment_who_list list;
    bool seen;
    K_TRY(record_moment_find(cx, id, &now));
    K_TRY(who(cx, id, &list, &seen));
    K_TRY(sq_moment_leave_all(cx, id, NULL));
    K_TRY(sq_moment_repaired_again(cx, id, NULL));
    K_TRY(sq_moment_drop(cx, id, NULL));
    for (size_t i = 0; i < list.n; i++)
        if (list.v[i].person_id) {
            K_TRY(record_refold(cx, list.v[i].person_id));
            k_ctx_notice(cx, K_TOPIC_PERSON, list.v[i].person_id);
        }
    return record_log(cx, "moment.removed", "moment", id, 0);
}
