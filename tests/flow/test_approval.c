/* Approvals, on both databases: what a rule of kind review finds waits for those whom the rule
 * names, stage by stage, and leaves when the last has said yes; never by its author, never late
 * in silence, never past a pause. */
#include "kit/flow.h"
#include "domain/absence.h"
#include "domain/approval.h"
#include "domain/pause.h"
#include "domain/reply.h"
#include "store/sql.gen.h"

#define TEXT "On Sunday we open at nine, Ann."
static const struct reply_limits limits = {.graphemes = 300};

/* A question of ann's; mara wrote an answer that two stages must approve: a manager within two
 * hours, then the team Legal. kim is a manager, lee of Legal, jo an agent. */
struct scene {
    struct fake_world *net;
    k_id channel, mara, kim, lee, jo, conversation, outbox;
};

static const char policy[] =
    "# Rules\n\n"
    "### `sundays` Sundays are asked first.\n- review: blocked\n- words: sunday\n"
    "- approved by: manager within 2 hours; then team Legal\n\n"
    "### `no-mates` We call nobody mate.\n- stops: blocked\n- words: mate\n\n"
    "### `money` Money is asked.\n- review: amounts 100\n- approved by: owner within 1 day\n";

static k_id member(struct kit_db *k, const char *handle, const char *role)
{
    k_id id = flow_member(k, handle);
    kit_db_run(k, k_fmt(k->cx.arena, "update member set role = '%s' where id = %lld", role,
                        (long long)id)
                      .p);
    kit_db_run(k, k_fmt(k->cx.arena,
                        "insert into policy_ack (version, member_id, at) values (1, %lld, 1)",
                        (long long)id)
                      .p);
    return id;
}

static k_err decide(struct k_ctx *cx, void *arg)
{
    struct scene *s = arg;
    struct reply_send in = {.conversation = s->conversation,
                            .text = K_S(TEXT),
                            .version = 99,
                            .key = K_S("key-0001"),
                            .limits = &limits,
                            .soft_ok = true,
                            .ask_second = true};
    return reply_send(cx, &in, &s->outbox, NULL);
}

static struct scene scene_of(struct kit_db *k)
{
    struct scene s = {0};
    kit_db_run(k, k_fmt(k->cx.arena,
                        "insert into policy (version, text, rules, adopted_at, adopted_by) "
                        "values (1, '%s', '', 1, 1)",
                        policy)
                      .p);
    s.mara = member(k, "mara", "agent");
    s.kim = member(k, "kim", "manager");
    s.lee = member(k, "lee", "agent");
    s.jo = member(k, "jo", "agent");
    kit_db_run(k,
               "insert into team (id, name, kind, created_at) values (7, 'legal', 'other', 1)");
    kit_db_run(k, k_fmt(k->cx.arena,
                        "insert into team_member (team_id, member_id) values (7, %lld)",
                        (long long)s.lee)
                      .p);
    s.net = flow_world(k, "fake://one", NULL, &s.channel);
    struct item it = flow_item("q", NULL, "ann", "When do you open on Sunday?", 0);
    fake_world_say(s.net, &it, KIT_T0);
    k->clock.fixed = KIT_T0 + K_MIN;
    flow_poll(k);
    s.conversation = kit_db_number(k, "select id from conversation");
    flow_as(k, s.mara);
    flow_ok(k, flow_write(k, decide, &s));
    return s;
}

static k_err give(struct k_ctx *cx, void *arg)
{
    return approval_give(cx, arg);
}

static k_err yes(struct kit_db *k, const struct scene *s, k_id by, struct approval_yes how)
{
    how.outbox = s->outbox;
    how.limits = &limits;
    how.version = how.version ? how.version : 99;
    flow_as(k, by);
    return flow_write(k, give, &how);
}

static size_t arrived(struct kit_db *k, const struct scene *s, const char *text)
{
    struct fake_reply *v;
    size_t n = fake_world_replies(s->net, k->cx.arena, &v), same = 0;
    for (size_t i = 0; i < n; i++)
        same += k_str_starts(v[i].text, k_str_z(text)) && !v[i].removed;
    return same;
}

static k_str stages(struct kit_db *k)
{
    return flow_text(k, "select min(state || '/' || who) || ' ' || max(state || '/' || who) "
                        "from approval");
}

static void each_stage_says_yes_in_its_turn(struct kit_db *k)
{
    struct scene s = scene_of(k);
    assert_text(k, "select state from outbox", "held");
    assert_true(k_str_eqz(stages(k), "open/role waiting/team"));
    assert_number(k, "select due_at from approval where stage = 1",
                  KIT_T0 + K_MIN + 2 * K_HOUR);
    assert_int_equal(flow_told(k, s.kim, "approval"), 1);
    assert_int_equal(flow_told(k, s.lee, "approval"), 0);
    /* Its author, who is not asked, whose stage comes later, and a program. */
    assert_int_equal(yes(k, &s, s.mara, (struct approval_yes){0}), K_ERR_NEEDS_REVIEW);
    assert_int_equal(yes(k, &s, s.jo, (struct approval_yes){0}), K_ERR_NEEDS_REVIEW);
    assert_int_equal(yes(k, &s, s.lee, (struct approval_yes){0}), K_ERR_NEEDS_REVIEW);
    assert_int_equal(yes(k, &s, 0, (struct approval_yes){0}), K_ERR_FORBIDDEN);
    flow_ok(k, yes(k, &s, s.kim, (struct approval_yes){0}));
    assert_text(k, "select state from outbox", "held");
    assert_true(k_str_eqz(stages(k), "approved/role open/team"));
    assert_int_equal(flow_told(k, s.lee, "approval"), 1);
    flow_deliver(k);
    assert_int_equal(arrived(k, &s, TEXT), 0);
    assert_int_equal(yes(k, &s, s.kim, (struct approval_yes){0}), K_ERR_NEEDS_REVIEW);
    flow_ok(k, yes(k, &s, s.lee, (struct approval_yes){0}));
    assert_text(k, "select state from outbox", "queued");
    assert_number(k, "select approved_by from outbox", s.lee);
    assert_number(k, "select member_id from outbox", s.mara);
    assert_number(k, "select count(*) from event where verb = 'reply.approved'", 2);
    flow_as(k, 0);
    flow_deliver(k);
    assert_int_equal(arrived(k, &s, TEXT), 1);
    assert_int_equal(yes(k, &s, s.lee, (struct approval_yes){0}), K_ERR_CONFLICT);
}

static k_err let_go(struct k_ctx *cx, void *arg)
{
    return reply_release(cx, *(k_id *)arg, 99);
}

static void nothing_goes_around_an_approval(struct kit_db *k)
{
    struct scene s = scene_of(k);
    flow_as(k, s.kim);
    assert_int_equal(flow_write(k, let_go, &s.outbox), K_ERR_NEEDS_REVIEW);
    flow_as(k, s.mara);
    assert_int_equal(flow_write(k, let_go, &s.outbox), K_ERR_NEEDS_REVIEW);
}

static void words_that_an_approver_changes_are_checked_and_kept(struct kit_db *k)
{
    struct scene s = scene_of(k);
    k_id owner = member(k, "ola", "owner");
    struct approval_yes how = {.text = K_S("On Sunday at nine, mate.")};
    assert_int_equal(yes(k, &s, s.kim, how), K_ERR_POLICY);
    assert_true(k_str_starts(k->cx.detail.text, K_S("We call nobody mate.")));
    how.text = K_S("On Sunday at nine; a ticket is 150 EUR.");
    how.note = K_S("Say what it costs.");
    flow_ok(k, yes(k, &s, s.kim, how));
    assert_text(k, "select text from outbox", "On Sunday at nine; a ticket is 150 EUR. ^m");
    assert_text(k, "select text_before from approval where stage = 1", TEXT " ^m");
    assert_text(k, "select text_after from approval where stage = 1",
                "On Sunday at nine; a ticket is 150 EUR. ^m");
    assert_text(k, "select note from approval where stage = 1", "Say what it costs.");
    assert_int_equal(flow_told(k, s.mara, "reply_changed"), 1);
    /* The new words ask for somebody more. */
    assert_text(k, "select role from approval where stage = 3", "owner");
    flow_ok(k, yes(k, &s, s.lee, (struct approval_yes){0}));
    assert_text(k, "select state from outbox", "held");
    flow_ok(k, yes(k, &s, owner, (struct approval_yes){0}));
    flow_as(k, 0);
    flow_deliver(k);
    assert_int_equal(arrived(k, &s, "On Sunday at nine; a ticket"), 1);
}

static void a_condition_is_met_before_it_leaves(struct kit_db *k)
{
    struct scene s = scene_of(k);
    flow_ok(k, yes(k, &s, s.kim, (struct approval_yes){.condition = K_S("Ask the workshop.")}));
    assert_text(k, "select text from mention where kind = 'reply_condition'",
                "Ask the workshop.");
    flow_as(k, s.mara);
    assert_int_equal(flow_write(k, let_go, &s.outbox), K_ERR_NEEDS_REVIEW);
    flow_ok(k, yes(k, &s, s.lee, (struct approval_yes){0}));
    assert_text(k, "select state from outbox", "held");
    flow_deliver(k);
    assert_int_equal(arrived(k, &s, TEXT), 0);
    flow_as(k, s.mara);
    flow_ok(k, flow_write(k, let_go, &s.outbox));
    assert_text(k, "select verb from event order by seq desc", "reply.released");
    flow_deliver(k);
    assert_int_equal(arrived(k, &s, TEXT), 1);
}

static k_err late(struct k_ctx *cx, void *arg)
{
    return approval_tell_late(cx, 10, arg);
}

static void nothing_leaves_late_in_silence(struct kit_db *k)
{
    struct scene s = scene_of(k);
    int64_t n;
    flow_as(k, 0);
    k->clock.fixed += 2 * K_HOUR - K_MIN;
    flow_ok(k, flow_write(k, late, &n));
    assert_int_equal(n, 0);
    k->clock.fixed += K_MIN;
    flow_ok(k, flow_write(k, late, &n));
    assert_int_equal(n, 1);
    assert_int_equal(flow_told(k, s.kim, "approval_late"), 1);
    assert_int_equal(flow_told(k, s.mara, "approval_late"), 1);
    flow_ok(k, flow_write(k, late, &n));
    assert_int_equal(n, 0);
    assert_int_equal(yes(k, &s, s.kim, (struct approval_yes){0}), K_ERR_LATE);
    flow_ok(k, yes(k, &s, s.kim, (struct approval_yes){.late_ok = true}));
}

static void an_approval_is_about_what_was_said_so_far(struct kit_db *k)
{
    struct scene s = scene_of(k);
    struct item it = flow_item("q2", "q", "ann", "Never mind, I found it.", K_MIN);
    fake_world_say(s.net, &it, KIT_T0 + 2 * K_MIN);
    k->clock.fixed = KIT_T0 + 3 * K_MIN;
    flow_poll(k);
    assert_int_equal(yes(k, &s, s.kim, (struct approval_yes){.version = 1}), K_ERR_STALE);
}

static k_err send_back(struct k_ctx *cx, void *arg)
{
    return approval_return(cx, ((struct scene *)arg)->outbox, K_S("Say which door."));
}

static k_err without_words(struct k_ctx *cx, void *arg)
{
    return approval_return(cx, ((struct scene *)arg)->outbox, K_S("  "));
}

static void what_is_given_back_is_a_draft_again(struct kit_db *k)
{
    struct scene s = scene_of(k);
    flow_as(k, s.jo);
    assert_int_equal(flow_write(k, send_back, &s), K_ERR_NEEDS_REVIEW);
    flow_as(k, s.kim);
    assert_int_equal(flow_write(k, without_words, &s), K_ERR_BAD_INPUT);
    flow_ok(k, flow_write(k, send_back, &s));
    assert_text(k, "select state from outbox", "cancelled");
    assert_text(k, "select text from draft", TEXT);
    assert_number(k, "select member_id from draft", s.mara);
    assert_text(k, "select text from mention where kind = 'reply_returned'", "Say which door.");
    assert_text(k, "select state from approval where stage = 1", "returned");
    assert_text(k, "select state from approval where stage = 2", "dropped");
    assert_int_equal(yes(k, &s, s.kim, (struct approval_yes){0}), K_ERR_CONFLICT);
}

static k_err go_away(struct k_ctx *cx, void *arg)
{
    const struct scene *s = arg;
    k_id id;
    struct absence_new n = {.member = s->kim,
                            .delegate = s->jo,
                            .from = k_cx_now(cx),
                            .to = k_cx_now(cx) + K_HOUR,
                            .note = K_S("")};
    return absence_add(cx, &n, &id);
}

static void who_stands_in_decides_as_long_as_the_absence_lasts(struct kit_db *k)
{
    struct scene s = scene_of(k);
    flow_as(k, s.kim);
    flow_ok(k, flow_write(k, go_away, &s));
    k->clock.fixed += K_HOUR;
    assert_int_equal(yes(k, &s, s.jo, (struct approval_yes){0}), K_ERR_NEEDS_REVIEW);
    k->clock.fixed -= K_MIN;
    flow_ok(k, yes(k, &s, s.jo, (struct approval_yes){0}));
    assert_number(k, "select decided_by from approval where stage = 1", s.jo);
    assert_number(k, "select stood_for from approval where stage = 1", s.kim);
}

static k_err stop_all(struct k_ctx *cx, void *arg)
{
    k_id id;
    return pause_start(cx, &(struct pause_new){.scope = K_S("all"), .reason = K_S("A storm.")},
                       &id);
}

static void a_pause_holds_what_is_approved(struct kit_db *k)
{
    struct scene s = scene_of(k);
    flow_ok(k, yes(k, &s, s.kim, (struct approval_yes){0}));
    flow_ok(k, flow_write(k, stop_all, NULL));
    assert_int_equal(yes(k, &s, s.lee, (struct approval_yes){0}), K_ERR_PAUSED);
    assert_text(k, "select state from outbox", "held");
}

static void who_has_left_is_not_spoken_for(struct kit_db *k)
{
    struct scene s = scene_of(k);
    flow_ok(k, yes(k, &s, s.kim, (struct approval_yes){0}));
    kit_db_run(k, "update member set status = 'left' where handle = 'mara'");
    assert_int_equal(yes(k, &s, s.lee, (struct approval_yes){0}), K_ERR_FORBIDDEN);
}

static void a_member_sees_what_waits_for_them(struct kit_db *k)
{
    struct scene s = scene_of(k);
    struct approval_mine mine;
    const struct {
        k_id member;
        size_t n;
    } rows[] = {{s.mara, 0}, {s.jo, 0}, {s.lee, 0}, {s.kim, 1}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        flow_as(k, rows[i].member);
        flow_ok(k, approval_mine(&k->cx, &mine));
        assert_int_equal(mine.outbox.n, rows[i].n);
    }
    assert_int_equal(mine.outbox.v[0].id, s.outbox);
    flow_ok(k, yes(k, &s, s.kim, (struct approval_yes){0}));
    flow_ok(k, approval_mine(&k->cx, &mine));
    assert_int_equal(mine.outbox.n, 0);
}

/* Statements that the connection ran while the stages of n copies of the reply were asked for.
 */
static uint64_t asked(struct kit_db *k, const struct sq_outbox_get_row *row, size_t n)
{
    struct sq_outbox_get_row *rows = k_new_n(k->cx.arena, struct sq_outbox_get_row, n);
    struct approval_now *now = k_new_n(k->cx.arena, struct approval_now, n);
    struct db_stats before, after;
    for (size_t i = 0; i < n; i++) {
        rows[i] = *row;
        rows[i].id += (k_id)i;
    }
    db_stats_get(k->cx.db, &before);
    flow_ok(k, approval_now_each(&k->cx, rows, n, now));
    db_stats_get(k->cx.db, &after);
    for (size_t i = 0; i < n; i++) {
        assert_int_equal(now[i].stages.n, 2);
        assert_int_equal(now[i].stages.v[1].stage, 2);
        assert_int_equal(now[i].stages.v[0].outbox_id, rows[i].id);
        assert_int_equal(now[i].verdict, APPROVAL_AUTHOR);
        assert_ptr_equal(now[i].open, &now[i].stages.v[0]);
    }
    return after.statements - before.statements;
}

static void the_stages_of_a_page_are_asked_for_once(struct kit_db *k)
{
    struct scene s = scene_of(k);
    struct sq_outbox_get_row row;
    bool found;
    flow_as(k, s.mara);
    for (int i = 1; i < 20; i++)
        kit_db_run(k,
                   k_fmt(k->cx.arena,
                         "insert into outbox (id, channel_id, conversation_id, reply_to_id, "
                         "member_id, text, state, idem_key, rules, next_at, created_at) "
                         "select id + %d, channel_id, conversation_id, reply_to_id, member_id, "
                         "text, state, 'copy-%d', rules, next_at, created_at from outbox where "
                         "id = %lld; insert into approval (id, outbox_id, stage, rules, who, "
                         "within, state, due_at) select id + %d, outbox_id + %d, stage, rules, "
                         "who, within, state, due_at from approval where outbox_id = %lld",
                         i, i, (long long)s.outbox, 1000 * i, i, (long long)s.outbox)
                       .p);
    flow_ok(k, sq_outbox_get(&k->cx, s.outbox, 0, &row, &found));
    assert_int_equal(asked(k, &row, 20), asked(k, &row, 1));
}

/* A policy may outlive a team that it names. */
static void a_team_that_is_gone_is_an_admin_to_ask(struct kit_db *k)
{
    struct scene s = scene_of(k);
    kit_db_run(k, "update team set name = 'Lawyers'");
    member(k, "ola", "owner");
    flow_as(k, s.mara);
    kit_db_run(k, "delete from approval");
    kit_db_run(k, "delete from outbox");
    flow_ok(k, flow_write(k, decide, &s));
    assert_text(k, "select who || role from approval where stage = 2", "roleadmin");
}

static void what_nobody_could_approve_is_refused_at_once(struct kit_db *k)
{
    struct scene s = scene_of(k);
    kit_db_run(k, "delete from approval");
    kit_db_run(k, "delete from outbox");
    kit_db_run(k, "update member set status = 'left' where handle = 'kim'");
    flow_as(k, s.mara);
    assert_int_equal(flow_write(k, decide, &s), K_ERR_NEEDS_REVIEW);
    assert_true(k_str_starts(k->cx.detail.text, K_S("There is nobody here")));
    assert_number(k, "select count(*) from outbox", 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        KIT_BOTH(each_stage_says_yes_in_its_turn),
        KIT_BOTH(nothing_goes_around_an_approval),
        KIT_BOTH(words_that_an_approver_changes_are_checked_and_kept),
        KIT_BOTH(a_condition_is_met_before_it_leaves),
        KIT_BOTH(nothing_leaves_late_in_silence),
        KIT_BOTH(an_approval_is_about_what_was_said_so_far),
        KIT_BOTH(what_is_given_back_is_a_draft_again),
        KIT_BOTH(who_stands_in_decides_as_long_as_the_absence_lasts),
        KIT_BOTH(a_pause_holds_what_is_approved),
        KIT_BOTH(who_has_left_is_not_spoken_for),
        KIT_BOTH(a_member_sees_what_waits_for_them),
        KIT_BOTH(the_stages_of_a_page_are_asked_for_once),
        KIT_BOTH(what_nobody_could_approve_is_refused_at_once),
        KIT_BOTH(a_team_that_is_gone_is_an_admin_to_ask),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
