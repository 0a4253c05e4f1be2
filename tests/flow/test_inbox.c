/* What members do with conversations: every act checks the version it saw, tells whom it
 * concerns and is written down. */
#include "domain/handoff.h"
#include "domain/inbox.h"
#include "domain/presence.h"
#include "domain/reminders.h"
#include "kit/db.h"
#include "store/event.h"
#include "store/sql.gen.h"

#define CHECK_OK(expr) assert_int_equal((expr), K_OK)

enum {
    MARA = 11,
    JONAS = 12,
    AIKO = 13,
    GONE = 14,
    SUPPORT = 21,
    SALES = 22,
    CONV = 41,
    LABEL = 31
};

static void world(struct kit_db *k)
{
    kit_db_run(k,
               "insert into member (id, handle, name, email, role, status, created_at) values "
               "(11,'mara','Mara','m@x.example','agent','active',1), "
               "(12,'jonas.w','Jonas','j@x.example','agent','active',1),"
               "(13,'aiko','Aiko','a@x.example','agent','active',1), "
               "(14,'gone','Gone','g@x.example','agent','left',1);"
               "insert into team (id, name, kind, created_at) values "
               "(21,'Support','support',1), (22,'Sales','sales',1);"
               "insert into team_member (team_id, member_id) values (21,11), (22,12), (22,14);"
               "insert into label (id, name) values (31,'fleet');"
               "insert into channel (id, network, name, created_at) values (1,'fake','c',1);"
               "insert into conversation (id, channel_id, network, native_root, created_at, "
               "updated_at) values (41,1,'fake','r',1,1)");
    k->cx.actor = (struct k_actor){K_ACTOR_MEMBER, AIKO, 0};
}

static k_err in_tx(struct kit_db *k, k_err (*fn)(struct k_ctx *cx, void *arg), void *arg)
{
    k->cx.detail = (struct k_detail){0};
    return db_write(&k->cx, fn, arg);
}

static int64_t last_version;
static k_err do_change(struct k_ctx *cx, void *arg)
{
    return inbox_change(cx, arg, &last_version);
}

static int64_t verbs(struct kit_db *k, const char *verb)
{
    char query[128];
    snprintf(query, sizeof query, "select count(*) from event where verb = '%s'", verb);
    return kit_db_number(k, query);
}

static void an_assignment_tells_the_new_owner_once(struct kit_db *k)
{
    world(k);
    struct inbox_change ch = {
        .conversation = CONV, .version = 1, .has_owner = true, .owner = MARA};
    CHECK_OK(in_tx(k, do_change, &ch));
    assert_int_equal(last_version, 2);
    assert_int_equal(kit_db_number(k, "select owner_id from conversation where id = 41"), MARA);
    assert_int_equal(
        kit_db_number(
            k, "select count(*) from mention where member_id = 11 and kind = 'assigned'"),
        1);
    assert_int_equal(verbs(k, "conversation.assigned"), 1);
    ch.version = 2;
    CHECK_OK(in_tx(k, do_change, &ch)); /* nothing changes: no second word about it */
    assert_int_equal(last_version, 2);
    assert_int_equal(verbs(k, "conversation.assigned"), 1);
}

static void an_act_on_an_old_version_changes_nothing(struct kit_db *k)
{
    world(k);
    struct inbox_change mine = {
        .conversation = CONV, .version = 1, .has_owner = true, .owner = AIKO};
    struct inbox_change late = {
        .conversation = CONV, .version = 1, .has_status = true, .status = K_S("done")};
    CHECK_OK(in_tx(k, do_change, &mine));
    assert_int_equal(in_tx(k, do_change, &late), K_ERR_CONFLICT);
    assert_true(k_str_eqz(k->cx.detail.field, "version"));
    assert_int_equal(
        kit_db_number(k, "select count(*) from conversation where status = 'open'"), 1);
    assert_int_equal(verbs(k, "conversation.done"), 0);
}

static void wrong_values_are_refused_with_their_field(struct kit_db *k)
{
    static const struct {
        struct inbox_change ch;
        const char *field;
        k_err err;
    } cases[] = {
        {{.conversation = 999}, "id", K_ERR_NOT_FOUND},
        {{.conversation = CONV, .has_status = true, .status = {"shut", 4}},
         "status",
         K_ERR_BAD_INPUT},
        {{.conversation = CONV, .has_status = true, .status = {"folded", 6}},
         "status",
         K_ERR_BAD_INPUT},
        {{.conversation = CONV,
          .has_status = true,
          .status = {"snoozed", 7},
          .snoozed_until = KIT_T0},
         "snoozed_until",
         K_ERR_BAD_INPUT},
        {{.conversation = CONV, .has_owner = true, .owner = 77}, "owner_id", K_ERR_BAD_INPUT},
        {{.conversation = CONV, .has_owner = true, .owner = GONE}, "owner_id", K_ERR_BAD_INPUT},
        {{.conversation = CONV, .has_team = true, .team = 77}, "team_id", K_ERR_BAD_INPUT},
        {{.conversation = CONV, .has_kind = true, .kind = {"spam", 4}},
         "kind",
         K_ERR_BAD_INPUT},
    };
    world(k);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct inbox_change ch = cases[i].ch;
        assert_int_equal(in_tx(k, do_change, &ch), cases[i].err);
        assert_true(k_str_eqz(k->cx.detail.field, cases[i].field));
        assert_true(k->cx.detail.text.n > 0);
    }
    assert_int_equal(kit_db_number(k, "select version from conversation where id = 41"), 1);
}

static int64_t n_woken;
static k_err do_wake(struct k_ctx *cx, void *arg)
{
    return inbox_wake_due(cx, 10, &n_woken);
}

static void a_snooze_ends_at_its_time(struct kit_db *k)
{
    world(k);
    struct inbox_change ch = {.conversation = CONV,
                              .has_status = true,
                              .status = K_S("snoozed"),
                              .snoozed_until = KIT_T0 + K_HOUR};
    CHECK_OK(in_tx(k, do_change, &ch));
    CHECK_OK(in_tx(k, do_wake, NULL));
    assert_int_equal(n_woken, 0);
    k->clock.fixed += K_HOUR;
    CHECK_OK(in_tx(k, do_wake, NULL));
    assert_int_equal(n_woken, 1);
    assert_int_equal(
        kit_db_number(
            k, "select count(*) from conversation where status = 'open' and snoozed_until = 0"),
        1);
    CHECK_OK(in_tx(k, do_wake, NULL));
    assert_int_equal(n_woken, 0);
    assert_int_equal(verbs(k, "conversation.woke"), 1);
}

static k_err do_remind(struct k_ctx *cx, void *arg)
{
    return reminders_set(cx, arg);
}
static int64_t n_due;
static k_err do_due(struct k_ctx *cx, void *arg)
{
    return reminders_due(cx, 10, &n_due);
}
static int64_t reminded(struct kit_db *k)
{
    return kit_db_number(
        k, "select count(*) from mention where member_id = 13 and kind = 'reminder'");
}

static void a_member_is_reminded_once_and_nothing_else_changes(struct kit_db *k)
{
    world(k);
    struct reminder_new r = {
        .conversation = CONV, .at = KIT_T0 + K_DAY, .text = K_S("Did it arrive?")};
    CHECK_OK(in_tx(k, do_remind, &r));
    r.at = KIT_T0 + K_HOUR; /* in place of the one before */
    CHECK_OK(in_tx(k, do_remind, &r));
    CHECK_OK(in_tx(k, do_due, NULL));
    assert_int_equal(n_due, 0);
    k->clock.fixed += K_HOUR;
    CHECK_OK(in_tx(k, do_due, NULL));
    assert_int_equal(reminded(k), 1);
    assert_int_equal(kit_db_number(k, "select version from conversation where id = 41"), 1);
    k->clock.fixed += 2 * K_DAY;
    CHECK_OK(in_tx(k, do_due, NULL));
    assert_int_equal(reminded(k), 1);
    r.at = k->clock.fixed;
    assert_int_equal(in_tx(k, do_remind, &r), K_ERR_BAD_INPUT);
}

static void a_reminder_is_not_needed_once_they_wrote(struct kit_db *k)
{
    world(k);
    struct reminder_new r = {.conversation = CONV,
                             .at = KIT_T0 + K_HOUR,
                             .unless_they_write = true,
                             .text = K_S("")};
    CHECK_OK(in_tx(k, do_remind, &r));
    kit_db_run(k, "update conversation set last_in_at = 1767225601000000"); /* a second later */
    k->clock.fixed += K_HOUR;
    CHECK_OK(in_tx(k, do_due, NULL));
    assert_int_equal(n_due, 1);
    assert_int_equal(reminded(k), 0);
    /* what they wrote before it was set is no answer */
    r.at = k->clock.fixed + K_HOUR;
    CHECK_OK(in_tx(k, do_remind, &r));
    k->clock.fixed += K_HOUR;
    CHECK_OK(in_tx(k, do_due, NULL));
    assert_int_equal(reminded(k), 1);
    /* and one may want it no more */
    r.at = k->clock.fixed + K_HOUR;
    CHECK_OK(in_tx(k, do_remind, &r));
    r.at = 0;
    CHECK_OK(in_tx(k, do_remind, &r));
    assert_int_equal(kit_db_number(k, "select count(*) from reminder"), 0);
}

static void what_sleeps_until_an_answer_is_not_woken_by_the_clock(struct kit_db *k)
{
    world(k);
    struct inbox_change ch = {
        .conversation = CONV, .has_status = true, .status = K_S("snoozed")};
    CHECK_OK(in_tx(k, do_change, &ch));
    k->clock.fixed += 400 * K_DAY;
    CHECK_OK(in_tx(k, do_wake, NULL));
    assert_int_equal(n_woken, 0);
    assert_int_equal(
        kit_db_number(k, "select count(*) from conversation where status = 'snoozed'"), 1);
}

static k_id last_id;
static k_err do_note(struct k_ctx *cx, void *arg)
{
    return inbox_note(cx, CONV, k_str_z(arg), &last_id);
}

static void a_note_tells_those_it_names(struct kit_db *k)
{
    world(k);
    CHECK_OK(in_tx(
        k, do_note,
        (char *)"@mara can you look? cc @Jonas.W, @mara, x@aiko.example @gone @nobody @aiko."));
    assert_int_equal(kit_db_number(k, "select count(*) from mention where kind = 'note'"), 2);
    assert_int_equal(kit_db_number(k, "select count(*) from mention where member_id = 11"), 1);
    assert_int_equal(kit_db_number(k, "select count(*) from mention where member_id = 12"), 1);
    assert_int_equal(kit_db_number(k, "select version from conversation where id = 41"), 2);
    assert_int_equal(in_tx(k, do_note, (char *)"  \n "), K_ERR_BAD_INPUT);
    assert_int_equal(kit_db_number(k, "select count(*) from note"), 1);
}

static k_err do_label(struct k_ctx *cx, void *arg)
{
    return inbox_label(cx, CONV, LABEL, *(bool *)arg);
}

static void a_label_sticks_once(struct kit_db *k)
{
    bool on = true, off = false;
    world(k);
    CHECK_OK(in_tx(k, do_label, &on));
    CHECK_OK(in_tx(k, do_label, &on));
    assert_int_equal(kit_db_number(k, "select count(*) from conversation_label"), 1);
    assert_int_equal(verbs(k, "label.added"), 1);
    CHECK_OK(in_tx(k, do_label, &off));
    CHECK_OK(in_tx(k, do_label, &off));
    assert_int_equal(kit_db_number(k, "select count(*) from conversation_label"), 0);
    assert_int_equal(verbs(k, "label.removed"), 1);
}

static k_err do_give(struct k_ctx *cx, void *arg)
{
    return handoff_give(cx, arg, &last_id);
}
static k_err do_ack(struct k_ctx *cx, void *arg)
{
    return handoff_acknowledge(cx, *(k_id *)arg);
}
static k_err do_close(struct k_ctx *cx, void *arg)
{
    return handoff_close(cx, *(k_id *)arg, K_S("deal"), K_S("Three flatbeds signed."));
}
static k_err do_seen(struct k_ctx *cx, void *arg)
{
    return handoff_seen(cx, *(k_id *)arg);
}

static void an_outcome_returns_to_the_giver(struct kit_db *k)
{
    world(k);
    struct handoff_new h = {.conversation = CONV,
                            .to_team = SALES,
                            .reason = K_S("hot_lead"),
                            .ask = K_S("Wants three, monthly.")};
    CHECK_OK(in_tx(k, do_give, &h));
    k_id id = last_id;
    assert_int_equal(kit_db_number(k, "select count(*) from mention where kind = 'handoff'"),
                     1); /* not the one who left */
    assert_int_equal(kit_db_number(k, "select team_id from conversation where id = 41"), SALES);
    assert_int_equal(in_tx(k, do_give, &h), K_ERR_EXISTS);

    k->cx.actor.member = MARA;
    assert_int_equal(in_tx(k, do_ack, &id), K_ERR_FORBIDDEN);
    k->cx.actor.member = JONAS;
    CHECK_OK(in_tx(k, do_ack, &id));
    assert_int_equal(in_tx(k, do_ack, &id), K_ERR_CONFLICT);
    assert_int_equal(kit_db_number(k, "select owner_id from conversation where id = 41"),
                     JONAS);
    CHECK_OK(in_tx(k, do_close, &id));
    assert_int_equal(in_tx(k, do_close, &id), K_ERR_CONFLICT);
    assert_int_equal(
        kit_db_number(
            k,
            "select count(*) from mention where member_id = 13 and kind = 'handoff_outcome'"),
        1);
    assert_int_equal(in_tx(k, do_seen, &id), K_ERR_FORBIDDEN);
    k->cx.actor.member = AIKO;
    CHECK_OK(in_tx(k, do_seen, &id));
    assert_int_equal(kit_db_number(k, "select count(*) from handoff where outcome_seen_at > 0"),
                     1);

    struct event_report report;
    CHECK_OK(event_verify(&k->cx, 0, &report));
    assert_true(report.whole);
}

static void the_team_that_has_it_may_pass_it_on(struct kit_db *k)
{
    world(k);
    struct handoff_new to_sales = {
        .conversation = CONV, .to_team = SALES, .reason = K_S("other")};
    struct handoff_new to_support = {
        .conversation = CONV, .to_team = SUPPORT, .reason = K_S("complaint")};
    CHECK_OK(in_tx(k, do_give, &to_sales));
    assert_int_equal(in_tx(k, do_give, &to_support), K_ERR_EXISTS);
    assert_int_equal(kit_db_number(k, "select team_id from conversation where id = 41"), SALES);
    k->cx.actor.member = JONAS;
    CHECK_OK(in_tx(k, do_give, &to_support));
    assert_int_equal(kit_db_number(k, "select count(*) from handoff where closed_at = 0"), 1);
    assert_int_equal(kit_db_number(k, "select team_id from conversation where id = 41"),
                     SUPPORT);
}

static void presence_fades_without_a_word(void **state)
{
    struct presence *p = presence_new();
    struct k_arena *a = k_arena_new(0);
    struct presence_list list;
    k_time t = KIT_T0;
    assert_true(presence_set(p, t, MARA, CONV, PRESENCE_LOOKING));
    assert_false(presence_set(p, t + K_SEC, MARA, CONV, PRESENCE_LOOKING));
    assert_true(presence_set(p, t + 2 * K_SEC, MARA, CONV, PRESENCE_WRITING));
    assert_true(presence_set(p, t + 3 * K_SEC, JONAS, CONV, PRESENCE_LOOKING));
    presence_of(p, a, t + 4 * K_SEC, CONV, &list);
    assert_int_equal(list.n, 2);
    assert_int_equal(list.v[0].state, PRESENCE_WRITING);
    assert_true(presence_set(p, t + 5 * K_SEC, JONAS, CONV, PRESENCE_AWAY));
    assert_false(presence_set(p, t + 5 * K_SEC, JONAS, CONV, PRESENCE_AWAY));
    presence_of(p, a, t + 3 * K_SEC + PRESENCE_TTL, CONV, &list);
    assert_int_equal(list.n, 0);
    k_arena_free(a);
    presence_free(p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        KIT_BOTH(an_assignment_tells_the_new_owner_once),
        KIT_BOTH(an_act_on_an_old_version_changes_nothing),
        KIT_BOTH(wrong_values_are_refused_with_their_field),
        KIT_BOTH(a_snooze_ends_at_its_time),
        KIT_BOTH(a_member_is_reminded_once_and_nothing_else_changes),
        KIT_BOTH(a_reminder_is_not_needed_once_they_wrote),
        KIT_BOTH(what_sleeps_until_an_answer_is_not_woken_by_the_clock),
        KIT_BOTH(a_note_tells_those_it_names),
        KIT_BOTH(a_label_sticks_once),
        KIT_BOTH(an_outcome_returns_to_the_giver),
        KIT_BOTH(the_team_that_has_it_may_pass_it_on),
        cmocka_unit_test(presence_fades_without_a_word),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
