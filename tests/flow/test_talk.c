/* What colleagues talk over beside a conversation: who takes part, who is told, how it ends. */
#include "domain/talk.h"
#include "domain/access.h"
#include "kit/flow.h"
#include "store/sql.gen.h"

struct room {
    k_id ch, mara, jonas, aiko, conversation, talk, note;
};

static void open_room(struct kit_db *k, struct room *r)
{
    r->ch = flow_channel(k, "fake", "town.example");
    r->mara = flow_member(k, "mara");
    r->jonas = flow_member(k, "jonas");
    r->aiko = flow_member(k, "aiko");
    FLOW_INGEST(k, r->ch, flow_item("a1", NULL, "ann", "Can I swap the kettle for a pot?", 0));
    r->conversation = kit_db_number(k, "select id from conversation");
    flow_as(k, r->mara);
}

struct act {
    struct talk_new n;
    k_id talk, note;
    k_str text;
};
static k_err do_open(struct k_ctx *cx, void *arg)
{
    struct act *a = arg;
    return talk_open(cx, &a->n, &a->talk);
}
static k_err do_say(struct k_ctx *cx, void *arg)
{
    struct act *a = arg;
    return talk_say(cx, a->talk, a->text, &a->note);
}
static k_err do_close(struct k_ctx *cx, void *arg)
{
    struct act *a = arg;
    return talk_close(cx, a->talk, a->text);
}

static struct act opened(struct kit_db *k, const struct room *r)
{
    struct act a = {.n = {.conversation = r->conversation,
                          .subject = K_S("May we swap?"),
                          .text = K_S("Jonas, is that allowed?"),
                          .members = &r->jonas,
                          .n = 1}};
    flow_ok(k, flow_write(k, do_open, &a));
    return a;
}

static void who_takes_part_is_told_of_each_word_and_nobody_else(struct kit_db *k)
{
    struct room r;
    open_room(k, &r);
    struct act a = opened(k, &r);
    assert_int_equal(flow_told(k, r.jonas, "talk"), 1);
    assert_int_equal(flow_told(k, r.mara, "talk"), 0);
    assert_int_equal(flow_told(k, r.aiko, "talk"), 0);
    flow_as(k, r.jonas);
    a.text = K_S("Within 14 days, yes. @aiko has the list.");
    flow_ok(k, flow_write(k, do_say, &a));
    assert_int_equal(flow_told(k, r.mara, "talk"), 1);
    assert_int_equal(flow_told(k, r.aiko, "talk"), 1); /* named: takes part from now on */
    a.text = K_S("And the box must be there.");
    flow_ok(k, flow_write(k, do_say, &a));
    assert_int_equal(flow_told(k, r.mara, "talk"), 1); /* the newest that was not looked at */
    assert_text(
        k,
        k_fmt(k->cx.arena, "select text from mention where member_id = %lld", (long long)r.mara)
            .p,
        "And the box must be there.");
    assert_number(k, "select count(*) from talk_member", 3);
    /* beside the conversation, not in it: no note of the thread, no version that stops a send
     */
    assert_number(k, "select count(*) from note where talk_id = 0", 0);
    assert_number(k, "select said_version from conversation", 1);
}

static void it_ends_with_an_outcome_and_opens_again_by_a_word(struct kit_db *k)
{
    struct room r;
    open_room(k, &r);
    struct act a = opened(k, &r);
    flow_as(k, r.jonas);
    a.text = K_S("We swap it.");
    flow_ok(k, flow_write(k, do_close, &a));
    flow_ok(k, flow_write(k, do_close, &a)); /* twice is once */
    assert_int_equal(flow_told(k, r.mara, "talk_closed"), 1);
    assert_text(k, "select outcome from talk", "We swap it.");
    assert_number(k, "select count(*) from event where verb = 'talk.closed'", 1);
    flow_as(k, r.mara);
    a.text = K_S("She wants a cup instead.");
    flow_ok(k, flow_write(k, do_say, &a));
    assert_number(k, "select closed_at from talk", 0);
    assert_text(k, "select outcome from talk", "");
}

static void who_may_not_see_it_is_not_asked(struct kit_db *k)
{
    struct room r;
    open_room(k, &r);
    kit_db_run(k, k_fmt(k->cx.arena,
                        "insert into channel_limit (member_id, channel_id, hides, mute) values "
                        "(%lld, %lld, 2, 0)",
                        (long long)r.jonas, (long long)r.ch)
                      .p);
    struct act a = {.n = {.conversation = r.conversation,
                          .subject = K_S("May we swap?"),
                          .text = K_S("Is that allowed?"),
                          .members = &r.jonas,
                          .n = 1}};
    assert_int_equal(flow_write(k, do_open, &a), K_ERR_BAD_INPUT);
    assert_true(k_str_eqz(k->cx.detail.field, "member_ids"));
    a.n.n = 0;
    a.n.text = K_S("@jonas, is that allowed?");
    assert_int_equal(flow_write(k, do_open, &a), K_ERR_BAD_INPUT);
    assert_true(k_str_eqz(k->cx.detail.field, "text"));
    a.n.text = K_S("  ");
    assert_int_equal(flow_write(k, do_open, &a), K_ERR_BAD_INPUT);
    assert_number(k, "select count(*) from talk", 0);
    /* nor is who lost the right since */
    a.n.text = K_S("Is that allowed?");
    flow_ok(k, flow_write(k, do_open, &a));
    kit_db_run(k, k_fmt(k->cx.arena,
                        "insert into talk_member (talk_id, member_id, since) values "
                        "(%lld, %lld, 1)",
                        (long long)a.talk, (long long)r.jonas)
                      .p);
    a.text = K_S("Anybody?");
    flow_ok(k, flow_write(k, do_say, &a));
    assert_int_equal(flow_told(k, r.jonas, "talk"), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        KIT_BOTH(who_takes_part_is_told_of_each_word_and_nobody_else),
        KIT_BOTH(it_ends_with_an_outcome_and_opens_again_by_a_word),
        KIT_BOTH(who_may_not_see_it_is_not_asked),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
