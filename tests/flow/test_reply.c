/* The way out, on both databases: a member decides, the policy has its say, the sender delivers
 * once, and whatever stays unclear comes back to a person. */
#include "kit/flow.h"
#include "domain/approval.h"
#include "domain/policy.h"
#include "domain/reply.h"
#include "flow/channels.h"
#include "store/event.h"
#include "store/sql.gen.h"

/* One question of ann's, heard; mara acts. */
struct scene {
    struct fake_world *net;
    k_id channel, mara, conversation;
};

static struct scene scene_of(struct kit_db *k)
{
    struct scene s = {.mara = flow_member(k, "mara")};
    s.net = flow_world(k, "fake://one", NULL, &s.channel);
    struct item it = flow_item("q", NULL, "ann", "When do you open on Sunday?", 0);
    fake_world_say(s.net, &it, KIT_T0);
    k->clock.fixed = KIT_T0 + K_MIN;
    flow_poll(k);
    s.conversation = kit_db_number(k, "select id from conversation");
    assert_true(s.conversation > 0);
    flow_as(k, s.mara);
    return s;
}

static size_t arrived(struct kit_db *k, const struct scene *s, const char *text)
{
    struct fake_reply *v;
    size_t n = fake_world_replies(s->net, k->cx.arena, &v), same = 0;
    k_str with_sign = k_fmt(k->cx.arena, "%s ^m", text); /* of mara, who chose none */
    for (size_t i = 0; i < n; i++)
        same += (k_str_eqz(v[i].text, text) || k_str_eq(v[i].text, with_sign)) && !v[i].removed;
    return same;
}

#define TEXT "On Sunday we open at nine, Ann."

static void a_reply_leaves_in_the_name_of_its_member(struct kit_db *k)
{
    struct scene s = scene_of(k);
    kit_db_run(k, "update member set sign = '^MK'");
    flow_ok(k, flow_reply(k, s.conversation, TEXT, "key-0001", NULL));
    assert_text(k, "select state from outbox", "queued");
    assert_text(k, "select verb from event order by seq desc", "reply.decided");
    assert_number(k, "select approved_by from event order by seq desc", s.mara);
    assert_number(k, "select owner_id from conversation", s.mara);
    flow_as(k, 0);
    assert_int_equal(flow_deliver(k), 1);
    assert_int_equal(arrived(k, &s, TEXT " ^MK"), 1);
    assert_text(k, "select state from outbox", "sent");
    assert_number(k, "select member_id from post where direction = 'out'", s.mara);
    assert_number(k, "select post_id from outbox",
                  kit_db_number(k, "select id from post where direction = 'out'"));
    assert_number(k, "select waiting_since from conversation", 0);
    assert_number(k, "select answered from conversation", 1);
    assert_number(k, "select member_id from touch where direction = 'out'", s.mara);
    assert_number(k, "select n from tally where measure = 'told_prompted' and member_id > 0",
                  1);
    assert_number(k, "select exchanges from person", 1);
    /* The network tells us of it as well, in its own form: one post, no edit, nothing new for
     * who writes here. */
    int64_t said = kit_db_number(k, "select said_version from conversation");
    k->clock.fixed += K_MIN;
    flow_poll(k);
    assert_number(k, "select count(*) from post where content_hash <> 0", 2);
    assert_number(k, "select said_version from conversation", said);
    assert_number(k, "select version from conversation", said);
    assert_number(k, "select count(*) from post", 2);
    assert_number(k, "select count(*) from post_version", 0);
    assert_number(k, "select sum(n) from tally where measure like 'told%'", 1);
}

static void the_same_key_is_the_same_decision(struct kit_db *k)
{
    struct scene s = scene_of(k);
    k_id first, again;
    flow_ok(k, flow_reply(k, s.conversation, TEXT, "key-0001", &first));
    flow_ok(k, flow_reply_at(k, s.conversation, 1, TEXT, "key-0001", &again));
    assert_int_equal(first, again);
    flow_deliver(k);
    flow_ok(k, flow_reply_at(k, s.conversation, 1, TEXT, "key-0001", &again));
    assert_int_equal(first, again);
    assert_int_equal(flow_deliver(k), 0);
    assert_int_equal(arrived(k, &s, TEXT), 1);
    assert_int_equal(flow_reply(k, s.conversation + 1, TEXT, "key-0001", NULL), K_ERR_CONFLICT);
}

static void a_stale_send_is_stopped(struct kit_db *k)
{
    struct scene s = scene_of(k);
    k_id jo = flow_member(k, "jo");
    int64_t seen = kit_db_number(k, "select version from conversation");
    /* A label does not matter, words do. */
    kit_db_run(k, "update conversation set version = version + 1");
    struct item it = flow_item("q2", "q", "ann", "Oh, I see it on the door.", K_MIN);
    fake_world_say(s.net, &it, KIT_T0 + 2 * K_MIN);
    k->clock.fixed = KIT_T0 + 3 * K_MIN;
    flow_poll(k);
    flow_as(k, s.mara);
    assert_int_equal(flow_reply_at(k, s.conversation, seen, TEXT, "key-0001", NULL),
                     K_ERR_STALE);
    assert_number(k, "select count(*) from outbox", 0);
    seen = kit_db_number(k, "select version from conversation");
    flow_as(k, jo);
    flow_ok(k, flow_reply_at(k, s.conversation, seen, TEXT, "key-0002", NULL));
    flow_as(k, s.mara);
    assert_int_equal(flow_reply_at(k, s.conversation, seen, "At nine.", "key-0003", NULL),
                     K_ERR_STALE);
    seen = kit_db_number(k, "select version from conversation");
    kit_db_run(k, "update conversation set version = version + 1");
    flow_ok(k,
            flow_reply_at(k, s.conversation, seen, "And at ten on Monday.", "key-0004", NULL));
}

static void what_was_taken_back_is_not_answered(struct kit_db *k)
{
    struct scene s = scene_of(k);
    k->clock.fixed += K_MIN;
    fake_world_delete(s.net, K_S("q"), k->clock.fixed);
    flow_poll(k);
    assert_number(k, "select count(*) from post where deleted_at > 0", 1);
    assert_int_equal(flow_reply(k, s.conversation, TEXT, "key-0001", NULL), K_ERR_NOT_FOUND);
}

static void nothing_is_sent_without_a_member(struct kit_db *k)
{
    struct scene s = scene_of(k);
    flow_as(k, 0);
    assert_int_equal(flow_reply(k, s.conversation, TEXT, "key-0001", NULL), K_ERR_FORBIDDEN);
    k->cx.actor = (struct k_actor){.kind = K_ACTOR_TOKEN, .member = s.mara, .token = 5};
    assert_int_equal(flow_reply(k, s.conversation, TEXT, "key-0001", NULL), K_ERR_FORBIDDEN);
    flow_as(k, s.mara);
    kit_db_run(k, "update member set status = 'left'");
    assert_int_equal(flow_reply(k, s.conversation, TEXT, "key-0001", NULL), K_ERR_FORBIDDEN);
    assert_number(k, "select count(*) from outbox", 0);
    assert_int_equal(flow_deliver(k), 0);
}

static void knows_policy(struct kit_db *k, k_id member)
{
    kit_db_run(k, k_fmt(k->cx.arena,
                        "insert into policy_ack (version, member_id, at) values (1, "
                        "%lld, 1)",
                        (long long)member)
                      .p);
}

static k_err acknowledge(struct k_ctx *cx, void *arg)
{
    return policy_acknowledge(cx, *(int64_t *)arg);
}

static k_err adopt(struct k_ctx *cx, void *arg)
{
    int64_t version;
    return policy_adopt(cx, k_str_z(arg), K_S("Dana"), &version);
}

#define NO_SUNDAYS                                                                             \
    "# Ours\n\n### `no-sunday` No Sundays.\n- stops: blocked\n- words: sunday\n"               \
    "- good: At nine.\n- bad: On Sunday.\n"

static void nothing_leaves_before_the_policy_in_force_is_acknowledged(struct kit_db *k)
{
    struct scene s = scene_of(k);
    struct reply_check check;
    static const struct reply_limits limits = {0};
    int64_t version = 1;
    flow_as(k, flow_member(k, "dana"));
    flow_ok(k, flow_write(k, adopt, (void *)(uintptr_t)NO_SUNDAYS));
    flow_as(k, s.mara);
    /* Whoever may answer was told in their own list. */
    assert_number(k, "select count(*) from mention where kind = 'policy' and seen_at = 0", 1);
    assert_int_equal(flow_reply(k, s.conversation, "At nine.", "key-0001", NULL),
                     K_ERR_NOT_ACKNOWLEDGED);
    flow_ok(k, reply_check(&k->cx, s.conversation, 0, K_S("At nine."), &limits, &check));
    assert_false(check.acknowledged);
    flow_ok(k, flow_write(k, acknowledge, &version));
    assert_number(k, "select count(*) from mention where kind = 'policy' and seen_at = 0", 0);
    assert_int_equal(flow_reply(k, s.conversation, TEXT, "key-0002", NULL), K_ERR_POLICY);
    assert_true(k_str_starts(k->cx.detail.text, K_S("No Sundays.")));
    flow_ok(k, flow_reply(k, s.conversation, "At nine.", "key-0003", NULL));
    assert_text(k, "select text from outbox", "At nine. ^m");
}

static void a_policy_whose_examples_fail_is_not_adopted(struct kit_db *k)
{
    static const char wrong[] = "### `rude` Be kind.\n- stops: blocked\n- words: idiot\n"
                                "- bad: You fool.\n";
    static const char nowhere[] = "### `a` Why.\n- stops: length\n- for: team Nowhere\n";
    flow_as(k, flow_member(k, "dana"));
    assert_int_equal(flow_write(k, adopt, (void *)(uintptr_t)wrong), K_ERR_BAD_INPUT);
    assert_true(k_str_starts(k->cx.detail.text, K_S("Line 4, rule rude: This bad example")));
    k->cx.detail = (struct k_detail){0};
    assert_int_equal(flow_write(k, adopt, (void *)(uintptr_t)nowhere), K_ERR_BAD_INPUT);
    assert_true(k_str_find(k->cx.detail.text, K_S("There is no team \"Nowhere\"")) > 0);
    assert_number(k, "select count(*) from policy", 0);
}

static void the_log_knows_which_rules_were_shown(struct kit_db *k)
{
    struct scene s = scene_of(k);
    flow_ok(k,
            flow_reply(k, s.conversation, "We guarantee nine on Sunday!!", "key-0001", NULL));
    assert_true(k_str_find(flow_text(k, "select rules from outbox"),
                           K_S("{\"rule\":\"promises\",\"kind\":\"soft\"}")) > 0);
    assert_true(k_str_find(flow_text(k, "select p.payload from event e join event_payload p on "
                                        "p.seq = e.seq where e.verb = 'reply.decided'"),
                           K_S("\"shouting\"")) > 0);
}

static void the_policy_stops_and_fails_closed(struct kit_db *k)
{
    struct scene s = scene_of(k);
    /* Without an adopted policy the starter's rules hold. */
    assert_int_equal(flow_reply(k, s.conversation, "Pay with 4111 1111 1111 1111 on Sunday.",
                                "key-0001", NULL),
                     K_ERR_POLICY);
    kit_db_run(k, "insert into policy (version, text, rules, adopted_at, adopted_by) values "
                  "(1, 'x', '[{\"id\":\"no-sunday\",\"kind\":\"hard\",\"check\":\"blocked\","
                  "\"value\":[\"sunday\"],\"why\":\"No Sundays.\"}]', 1, 1)");
    knows_policy(k, s.mara);
    assert_int_equal(flow_reply(k, s.conversation, TEXT, "key-0001", NULL), K_ERR_POLICY);
    assert_true(k_str_starts(k->cx.detail.text, K_S("No Sundays.")));
    kit_db_run(k, "update policy set rules = 'nonsense'");
    assert_int_equal(flow_reply(k, s.conversation, "At nine.", "key-0001", NULL), K_ERR_POLICY);
    kit_db_run(k, "update policy set rules = '[]'");
    flow_ok(k, flow_reply(k, s.conversation, "At nine.", "key-0001", NULL));
    assert_number(k, "select policy_version from outbox", 1);
    assert_number(k, "select count(*) from outbox", 1);
}

static k_err unseen_warning(struct k_ctx *cx, void *arg)
{
    static const struct reply_limits limits = {0};
    k_id outbox;
    struct reply_send in = {.conversation = *(k_id *)arg,
                            .text = K_S("We guarantee nine on Sunday!!"),
                            .version = 99,
                            .key = K_S("key-0009"),
                            .limits = &limits};
    return reply_send(cx, &in, &outbox, NULL);
}

static void warnings_must_have_been_seen(struct kit_db *k)
{
    struct scene s = scene_of(k);
    struct reply_check check;
    static const struct reply_limits limits = {0};
    assert_int_equal(flow_write(k, unseen_warning, &s.conversation), K_ERR_POLICY);
    flow_ok(k, reply_check(&k->cx, s.conversation, 0, K_S("We guarantee nine on Sunday!!"),
                           &limits, &check));
    assert_int_equal(check.findings.list.n, 2);
    assert_false(check.findings.hard);
    flow_ok(k,
            flow_reply(k, s.conversation, "We guarantee nine on Sunday!!", "key-0009", NULL));
}

static bool warns_of_repeats(struct kit_db *k, k_id conversation, k_id reply_to)
{
    struct reply_check check;
    static const struct reply_limits limits = {0};
    flow_ok(k, reply_check(&k->cx, conversation, reply_to, K_S("Monday at ten, the garden."),
                           &limits, &check));
    for (size_t i = 0; i < check.findings.list.n; i++)
        if (k_str_eqz(check.findings.list.v[i].rule->id, "third-time"))
            return true;
    return false;
}

/* Two people in one thread: who got two answers is the one they went to. */
static void repeats_go_by_the_person_that_was_answered(struct kit_db *k)
{
    struct scene s = scene_of(k);
    struct item it = flow_item("q2", "q", "bob", "And on Monday?", K_MIN);
    fake_world_say(s.net, &it, KIT_T0 + 2 * K_MIN);
    k->clock.fixed = KIT_T0 + 3 * K_MIN;
    flow_poll(k);
    flow_as(k, s.mara);
    flow_ok(k, flow_reply(k, s.conversation, "On Monday at ten, Bob.", "key-0001", NULL));
    assert_false(warns_of_repeats(k, s.conversation, 0));
    flow_ok(k, flow_reply(k, s.conversation, "On Monday at ten the garden opens, Bob.",
                          "key-0002", NULL));
    assert_true(warns_of_repeats(k, s.conversation, 0));
    assert_false(warns_of_repeats(
        k, s.conversation, kit_db_number(k, "select id from post where native_id = 'q'")));
}

struct for_second {
    k_id conversation, outbox;
};

static k_err ask_second(struct k_ctx *cx, void *arg)
{
    static const struct reply_limits limits = {0};
    struct for_second *x = arg;
    struct reply_send in = {.conversation = x->conversation,
                            .text = K_S(TEXT),
                            .version = 99,
                            .key = K_S("key-0011"),
                            .limits = &limits,
                            .soft_ok = true,
                            .ask_second = true};
    return reply_send(cx, &in, &x->outbox, NULL);
}

static k_err let_leave(struct k_ctx *cx, void *arg)
{
    return reply_release(cx, ((struct for_second *)arg)->outbox, 99);
}

static k_err approve(struct k_ctx *cx, void *arg)
{
    static const struct reply_limits limits = {0};
    return approval_give(cx,
                         &(struct approval_yes){.outbox = ((struct for_second *)arg)->outbox,
                                                .version = 99,
                                                .limits = &limits});
}

static void a_rule_may_want_a_second_person(struct kit_db *k)
{
    struct scene s = scene_of(k);
    struct reply_check check;
    static const struct reply_limits limits = {0};
    kit_db_run(k, "insert into policy (version, text, rules, adopted_at, adopted_by) values "
                  "(1, 'x', '[{\"id\":\"sundays\",\"kind\":\"review\",\"check\":\"blocked\","
                  "\"value\":[\"sunday\"],\"why\":\"Sundays are asked first.\"}]', 1, 1)");
    knows_policy(k, s.mara);
    k_id jo = flow_member(k, "jo");
    flow_ok(k, reply_check(&k->cx, s.conversation, 0, K_S(TEXT), &limits, &check));
    assert_true(check.findings.review && !check.findings.hard);
    assert_true(k_str_eqz(check.findings.list.v[0].rule->id, "sundays"));
    assert_int_equal(flow_reply(k, s.conversation, TEXT, "key-0010", NULL), K_ERR_NEEDS_REVIEW);
    assert_true(k_str_starts(k->cx.detail.text, K_S("Sundays are asked first.")));
    struct for_second x = {.conversation = s.conversation};
    flow_ok(k, flow_write(k, ask_second, &x));
    flow_deliver(k);
    assert_text(k, "select state from outbox", "held");
    assert_int_equal(arrived(k, &s, TEXT), 0);
    /* Nobody is the second person for their own words, and nothing goes around one. */
    assert_int_equal(flow_write(k, let_leave, &x), K_ERR_NEEDS_REVIEW);
    assert_int_equal(flow_write(k, approve, &x), K_ERR_NEEDS_REVIEW);
    flow_as(k, jo);
    assert_int_equal(flow_write(k, approve, &x), K_ERR_NOT_ACKNOWLEDGED);
    knows_policy(k, jo);
    flow_ok(k, flow_write(k, approve, &x));
    assert_number(k, "select approved_by from outbox", jo);
    assert_number(k, "select approved_by from event order by seq desc", jo);
    assert_number(k, "select member_id from outbox", s.mara);
    flow_deliver(k);
    assert_int_equal(arrived(k, &s, TEXT), 1);
}

/* The published failure: one line to many people, each time by a member on a script. */
static void the_same_line_to_many_people_stops_at_the_fourth(struct kit_db *k)
{
    struct scene s = scene_of(k);
    for (int i = 0; i < 5; i++) {
        k_str id = k_fmt(k->cx.arena, "p%d", i), who = k_fmt(k->cx.arena, "guest%d", i),
              text = k_fmt(k->cx.arena, "Another %d kettle broke, what now?", i);
        struct item it = flow_item(id.p, NULL, who.p, text.p, K_MIN);
        fake_world_say(s.net, &it, k->clock.fixed);
    }
    k->clock.fixed += K_MIN;
    flow_poll(k);
    for (int i = 0; i < 5; i++) {
        k_id c = kit_db_number(
            k, k_fmt(k->cx.arena, "select conversation_id from post where native_id = 'p%d'", i)
                   .p);
        k_err err = flow_reply(
            k, c, "We would be happy to review your kettle with you to address any concerns.",
            k_fmt(k->cx.arena, "key-%04d", i).p, NULL);
        assert_int_equal(err, i < 3 ? K_OK : K_ERR_POLICY);
    }
    flow_ok(k, flow_reply(k,
                          kit_db_number(k, "select conversation_id from post where "
                                           "native_id = 'p4'"),
                          "Your fourth kettle broke on its lid: we send a steel one tomorrow.",
                          "key-0099", NULL));
}

static void an_answer_lost_on_the_way_back_is_found_not_repeated(struct kit_db *k)
{
    struct scene s = scene_of(k);
    fake_world_set(s.net, FAKE_FAIL_AFTER, 1);
    fake_world_set(s.net, FAKE_NO_ECHO, 1);
    flow_ok(k, flow_reply(k, s.conversation, TEXT, "key-0001", NULL));
    assert_int_equal(flow_deliver(k), 1);
    assert_text(k, "select state from outbox", "sending");
    assert_int_equal(flow_deliver(k), 0); /* not before the network had a moment */
    k->clock.fixed += 10 * K_SEC;
    assert_int_equal(flow_deliver(k), 1);
    assert_text(k, "select state from outbox", "sent");
    assert_int_equal(arrived(k, &s, TEXT), 1);
    assert_int_equal(fake_world_calls(s.net, FAKE_REPLY), 1);
    assert_number(k, "select count(*) from post where direction = 'out'", 1);
}

static void the_network_may_tell_us_before_we_look(struct kit_db *k)
{
    struct scene s = scene_of(k);
    fake_world_set(s.net, FAKE_FAIL_AFTER, 1);
    flow_ok(k, flow_reply(k, s.conversation, TEXT, "key-0001", NULL));
    flow_deliver(k);
    k->clock.fixed += K_SEC;
    flow_poll(k);
    assert_text(k, "select state from outbox", "sent");
    assert_number(k, "select member_id from post where direction = 'out'", s.mara);
    assert_text(k, "select verb from event where verb = 'reply.sent'", "reply.sent");
    k->clock.fixed += K_MIN;
    assert_int_equal(flow_deliver(k), 0);
    assert_number(k, "select sum(n) from tally where measure like 'told%'", 1);
}

static void a_send_lost_on_its_way_is_repeated_with_the_same_key(struct kit_db *k)
{
    struct scene s = scene_of(k);
    fake_world_set(s.net, FAKE_LOST, 1);
    flow_ok(k, flow_reply(k, s.conversation, TEXT, "key-0001", NULL));
    for (int i = 0; i < 20; i++) {
        flow_deliver(k);
        k->clock.fixed += K_MIN;
    }
    assert_text(k, "select state from outbox", "sent");
    assert_int_equal(arrived(k, &s, TEXT), 1);
    assert_true(fake_world_calls(s.net, FAKE_FIND) >= 2);
}

static void work_until_quiet(struct kit_db *k)
{
    for (int i = 0; i < 60; i++) {
        flow_deliver(k);
        k->clock.fixed += 5 * K_MIN;
    }
}

struct person_says {
    k_err (*act)(struct k_ctx *cx, k_id outbox);
    k_id outbox;
    bool sent;
};

static k_err act(struct k_ctx *cx, void *arg)
{
    const struct person_says *p = arg;
    return p->act ? p->act(cx, p->outbox) : reply_settle(cx, p->outbox, p->sent);
}

static void an_unclear_send_goes_to_a_person(struct kit_db *k)
{
    struct scene s = scene_of(k);
    k_id row;
    fake_world_set(s.net, FAKE_LOST, 100);
    flow_ok(k, flow_reply(k, s.conversation, TEXT, "key-0001", &row));
    work_until_quiet(k);
    assert_text(k, "select state from outbox", "unclear");
    assert_true(flow_text(k, "select error_text from outbox").n > 20);
    assert_text(k, "select verb from event where verb = 'reply.unclear'", "reply.unclear");
    size_t tries = fake_world_calls(s.net, FAKE_REPLY);
    work_until_quiet(k);
    assert_int_equal(fake_world_calls(s.net, FAKE_REPLY), tries); /* never blindly */
    /* "It is not there": it may be tried again, and now it arrives. */
    assert_int_equal(flow_write(k, act, &(struct person_says){reply_retry, row, false}),
                     K_ERR_CONFLICT);
    flow_ok(k, flow_write(k, act, &(struct person_says){NULL, row, false}));
    assert_text(k, "select state from outbox", "failed");
    fake_world_set(s.net, FAKE_LOST, 0);
    flow_ok(k, flow_write(k, act, &(struct person_says){reply_retry, row, false}));
    flow_deliver(k);
    assert_text(k, "select state from outbox", "sent");
    assert_int_equal(arrived(k, &s, TEXT), 1);
}

static void a_person_may_say_that_it_is_there(struct kit_db *k)
{
    struct scene s = scene_of(k);
    k_id row;
    fake_world_set(s.net, FAKE_FAIL_AFTER, 1);
    fake_world_set(s.net, FAKE_BLIND, 100);
    flow_ok(k, flow_reply(k, s.conversation, TEXT, "key-0001", &row));
    work_until_quiet(k);
    assert_text(k, "select state from outbox", "unclear");
    flow_ok(k, flow_write(k, act, &(struct person_says){NULL, row, true}));
    assert_text(k, "select state from outbox", "sent");
    assert_number(k, "select waiting_since from conversation", 0);
    assert_number(k, "select count(*) from post where direction = 'out'", 1);
    flow_poll(k); /* and now the network names it */
    assert_number(k, "select count(*) from post where direction = 'out'", 1);
    assert_number(k, "select count(*) from post where native_id like 'kith:%'", 0);
    assert_number(k, "select count(*) from outbox where native_id is null", 0);
    assert_int_equal(fake_world_calls(s.net, FAKE_REPLY), 1);
}

static void a_refusal_is_final_until_a_person_says_otherwise(struct kit_db *k)
{
    struct scene s = scene_of(k);
    k_id row;
    fake_world_set(s.net, FAKE_REFUSE, 1);
    flow_ok(k, flow_reply(k, s.conversation, TEXT, "key-0001", &row));
    work_until_quiet(k);
    assert_text(k, "select state from outbox", "failed");
    assert_text(k, "select error_slug from outbox", "network-refused");
    flow_ok(k, flow_write(k, act, &(struct person_says){reply_retry, row, false}));
    flow_deliver(k);
    assert_text(k, "select state from outbox", "sent");
    assert_int_equal(flow_write(k, act, &(struct person_says){reply_cancel, row, false}),
                     K_ERR_CONFLICT);
}

static void a_cancelled_reply_never_leaves(struct kit_db *k)
{
    struct scene s = scene_of(k);
    k_id row;
    flow_ok(k, flow_reply(k, s.conversation, TEXT, "key-0001", &row));
    flow_ok(k, flow_write(k, act, &(struct person_says){reply_cancel, row, false}));
    work_until_quiet(k);
    assert_int_equal(fake_world_calls(s.net, FAKE_REPLY), 0);
    assert_text(k, "select state from outbox", "cancelled");
}

static void a_paused_channel_holds_what_was_decided(struct kit_db *k)
{
    struct scene s = scene_of(k);
    flow_ok(k, flow_reply(k, s.conversation, TEXT, "key-0001", NULL));
    kit_db_run(k, "update channel set status = 'paused'");
    work_until_quiet(k);
    assert_int_equal(fake_world_calls(s.net, FAKE_REPLY), 0);
    assert_int_equal(flow_reply(k, s.conversation, "More.", "key-0002", NULL),
                     K_ERR_UNSUPPORTED);
    kit_db_run(k, "update channel set status = 'active'");
    flow_deliver(k);
    assert_int_equal(arrived(k, &s, TEXT), 1);
}

static void a_network_that_is_down_is_asked_later(struct kit_db *k)
{
    struct scene s = scene_of(k);
    fake_world_set(s.net, FAKE_FAIL_BEFORE, 2);
    flow_ok(k, flow_reply(k, s.conversation, TEXT, "key-0001", NULL));
    assert_int_equal(flow_deliver(k), 1);
    assert_text(k, "select state from outbox", "queued");
    assert_true(kit_db_number(k, "select next_at from outbox") > k->clock.fixed);
    work_until_quiet(k);
    assert_text(k, "select state from outbox", "sent");
    assert_int_equal(arrived(k, &s, TEXT), 1);
}

static void a_limit_of_the_network_holds_the_channel(struct kit_db *k)
{
    struct scene s = scene_of(k);
    fake_world_set(s.net, FAKE_LIMIT_SECONDS, 120);
    flow_ok(k, flow_reply(k, s.conversation, TEXT, "key-0001", NULL));
    flow_ok(k, flow_reply(k, s.conversation, "At ten on Monday.", "key-0002", NULL));
    fake_world_set(s.net, FAKE_LIMITED, 1);
    flow_deliver(k);
    assert_number(k, "select count(*) from outbox where state = 'queued'", 2);
    k->clock.fixed += 119 * K_SEC;
    assert_int_equal(flow_deliver(k), 0);
    k->clock.fixed += 2 * K_SEC;
    flow_deliver(k);
    assert_number(k, "select count(*) from outbox where state = 'sent'", 2);
}

/* The window is nearly empty: what is decided waits for the next one, and the network never has
 * to refuse us. */
static void an_empty_window_holds_what_was_decided(struct kit_db *k)
{
    struct scene s = scene_of(k);
    k_time end = k->clock.fixed + 300 * K_SEC;
    flow_ok(k, flow_reply(k, s.conversation, TEXT, "key-0001", NULL));
    flow_ok(k, flow_reply(k, s.conversation, "At ten on Monday.", "key-0002", NULL));
    fake_world_set(s.net, FAKE_LEFT_UNTIL, end);
    fake_world_set(s.net, FAKE_LEFT, 1);
    assert_int_equal(flow_deliver(k), 1);
    assert_number(k, "select count(*) from outbox where state = 'sent'", 1);
    /* What is decided meanwhile waits too, and so does the poll. */
    flow_ok(k, flow_reply(k, s.conversation, "Closed on Tuesday.", "key-0003", NULL));
    assert_int_equal(flow_deliver(k), 1);
    assert_number(k, "select count(*) from outbox where state = 'queued' and attempts = 0", 2);
    assert_number(k, "select min(next_at) from outbox where state = 'queued'", end);
    assert_true(kit_db_number(k, "select next_poll_at from channel") >= end);
    k->clock.fixed = end - K_SEC;
    assert_int_equal(flow_deliver(k), 0);
    assert_int_equal(fake_world_calls(s.net, FAKE_REPLY), 1);
    k->clock.fixed = end;
    flow_deliver(k);
    assert_number(k, "select count(*) from outbox where state = 'sent'", 3);
    assert_int_equal(fake_world_calls(s.net, FAKE_REPLY), 3); /* none was refused */
}

/* A look counts as a call too. */
static void an_unclear_send_is_looked_for_when_the_window_is_over(struct kit_db *k)
{
    struct scene s = scene_of(k);
    k_time end = k->clock.fixed + 300 * K_SEC;
    fake_world_set(s.net, FAKE_FAIL_AFTER, 1);
    fake_world_set(s.net, FAKE_LEFT_UNTIL, end);
    fake_world_set(s.net, FAKE_LEFT, 1);
    flow_ok(k, flow_reply(k, s.conversation, TEXT, "key-0001", NULL));
    flow_deliver(k);
    k->clock.fixed += K_MIN;
    flow_deliver(k);
    assert_int_equal(fake_world_calls(s.net, FAKE_FIND), 0);
    assert_text(k, "select state from outbox", "sending");
    assert_number(k, "select looks from outbox", 0);
    k->clock.fixed = end;
    flow_deliver(k);
    assert_text(k, "select state from outbox", "sent");
    assert_int_equal(arrived(k, &s, TEXT), 1);
}

/* No request left until the window ends: the poll stops at the page it has and comes back
 * then, whatever the usual interval; a network that names a day in the far future is asked
 * after a day. */
static void a_poll_waits_for_the_end_of_an_empty_window(struct kit_db *k)
{
    struct scene s = scene_of(k);
    k_time end = k->clock.fixed + 900 * K_SEC;
    fake_world_set(s.net, FAKE_PAGE, 1);
    for (int i = 0; i < 3; i++) {
        struct item it = flow_item(i == 0 ? "a" : i == 1 ? "b" : "c", NULL, "ben", "Hello.", 0);
        fake_world_say(s.net, &it, k->clock.fixed);
    }
    size_t calls = fake_world_calls(s.net, FAKE_FETCH);
    fake_world_set(s.net, FAKE_LEFT_UNTIL, end);
    fake_world_set(s.net, FAKE_LEFT, 2);
    flow_poll(k);
    assert_int_equal(fake_world_calls(s.net, FAKE_FETCH), calls + 2);
    assert_number(k, "select count(*) from post", 3);
    assert_number(k, "select next_poll_at from channel", end);
    assert_number(k, "select failures from channel", 0);
    k->clock.fixed = end;
    flow_poll(k);
    assert_number(k, "select count(*) from post", 4);
    static const struct {
        int64_t left, reset, not_before, want;
    } rows[] = {{-1, 0, 0, 0},
                {5, 100, 0, 0},
                {0, 100, 0, 100},
                {0, 40, 0, 0},
                {-1, 100, 70, 70},
                {0, 100, 200, 200},
                {0, INT64_MAX, 0, 50 + K_DAY}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        assert_int_equal(channel_rest(&(struct channel_news){.budget_left = rows[i].left,
                                                             .budget_reset = rows[i].reset,
                                                             .not_before = rows[i].not_before},
                                      50),
                         rows[i].want);
}

static void a_revoked_credential_stops_the_channel_and_keeps_the_reply(struct kit_db *k)
{
    struct scene s = scene_of(k);
    fake_world_set(s.net, FAKE_REVOKED, 1);
    flow_ok(k, flow_reply(k, s.conversation, TEXT, "key-0001", NULL));
    work_until_quiet(k);
    assert_text(k, "select status from channel", "stopped");
    assert_text(k, "select state from outbox", "queued");
    fake_world_set(s.net, FAKE_REVOKED, 0);
    kit_db_run(k, "update channel set status = 'active'");
    flow_deliver(k);
    assert_int_equal(arrived(k, &s, TEXT), 1);
}

static k_err take_back(struct k_ctx *cx, void *arg)
{
    k_id row;
    return reply_remove(cx, *(k_id *)arg, &row);
}

static void our_own_post_is_taken_back(struct kit_db *k)
{
    struct scene s = scene_of(k);
    flow_ok(k, flow_reply(k, s.conversation, TEXT, "key-0001", NULL));
    flow_deliver(k);
    k_id theirs = kit_db_number(k, "select id from post where direction = 'in'"),
         ours = kit_db_number(k, "select id from post where direction = 'out'");
    assert_int_equal(flow_write(k, take_back, &theirs), K_ERR_NOT_FOUND);
    flow_ok(k, flow_write(k, take_back, &ours));
    flow_deliver(k);
    assert_int_equal(arrived(k, &s, TEXT), 0);
    assert_number(k, "select count(*) from post where deleted_at > 0", 1);
    assert_number(k, "select count(*) from conversation where waiting_since > 0", 1);
    assert_int_equal(flow_write(k, take_back, &ours), K_ERR_GONE);
    assert_text(k, "select verb from event where verb = 'post.removed'", "post.removed");
}

static k_err keep_draft(struct k_ctx *cx, void *arg)
{
    return reply_draft(cx, *(k_id *)arg, 0, K_S("On Sun"));
}

static void a_draft_is_kept_until_it_is_sent(struct kit_db *k)
{
    struct scene s = scene_of(k);
    flow_ok(k, flow_write(k, keep_draft, &s.conversation));
    flow_ok(k, flow_write(k, keep_draft, &s.conversation));
    assert_text(k, "select text from draft", "On Sun");
    flow_ok(k, flow_reply(k, s.conversation, TEXT, "key-0001", NULL));
    assert_number(k, "select count(*) from draft", 0);
}

static void imported_history_cannot_be_answered(struct kit_db *k)
{
    k_id ch = flow_channel(k, "import", "Archive"), mara = flow_member(k, "mara");
    struct item it = flow_item("old", NULL, "ann", "Where are you?", 0);
    flow_ingest(k, ch, "oldnet", &it, 1);
    flow_as(k, mara);
    assert_int_equal(flow_reply(k, kit_db_number(k, "select id from conversation"), "Here.",
                                "key-0001", NULL),
                     K_ERR_UNSUPPORTED);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        KIT_BOTH(a_reply_leaves_in_the_name_of_its_member),
        KIT_BOTH(the_same_key_is_the_same_decision),
        KIT_BOTH(a_stale_send_is_stopped),
        KIT_BOTH(what_was_taken_back_is_not_answered),
        KIT_BOTH(nothing_is_sent_without_a_member),
        KIT_BOTH(nothing_leaves_before_the_policy_in_force_is_acknowledged),
        KIT_BOTH(a_policy_whose_examples_fail_is_not_adopted),
        KIT_BOTH(the_log_knows_which_rules_were_shown),
        KIT_BOTH(the_policy_stops_and_fails_closed),
        KIT_BOTH(warnings_must_have_been_seen),
        KIT_BOTH(repeats_go_by_the_person_that_was_answered),
        KIT_BOTH(a_rule_may_want_a_second_person),
        KIT_BOTH(the_same_line_to_many_people_stops_at_the_fourth),
        KIT_BOTH(an_answer_lost_on_the_way_back_is_found_not_repeated),
        KIT_BOTH(the_network_may_tell_us_before_we_look),
        KIT_BOTH(a_send_lost_on_its_way_is_repeated_with_the_same_key),
        KIT_BOTH(an_unclear_send_goes_to_a_person),
        KIT_BOTH(a_person_may_say_that_it_is_there),
        KIT_BOTH(a_refusal_is_final_until_a_person_says_otherwise),
        KIT_BOTH(a_cancelled_reply_never_leaves),
        KIT_BOTH(a_paused_channel_holds_what_was_decided),
        KIT_BOTH(a_network_that_is_down_is_asked_later),
        KIT_BOTH(a_limit_of_the_network_holds_the_channel),
        KIT_BOTH(an_empty_window_holds_what_was_decided),
        KIT_BOTH(an_unclear_send_is_looked_for_when_the_window_is_over),
        KIT_BOTH(a_poll_waits_for_the_end_of_an_empty_window),
        KIT_BOTH(a_revoked_credential_stops_the_channel_and_keeps_the_reply),
        KIT_BOTH(our_own_post_is_taken_back),
        KIT_BOTH(a_draft_is_kept_until_it_is_sent),
        KIT_BOTH(imported_history_cannot_be_answered),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
