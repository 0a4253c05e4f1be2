/* Conversations are merged and taken apart by members, and back, on both databases: nothing is
 * lost, what comes later finds its place, and who was writing looks again. */
#include "domain/regroup.h"
#include "kit/flow.h"
#include "store/sql.gen.h"

struct room {
    k_id ch, mara, jonas;
    k_id a, b; /* conversations of Ann: a1 <- a2, a1 <- a3 <- a4; and b1 */
};

static k_id conversation_of(struct kit_db *k, const char *post)
{
    return kit_db_number(
        k,
        k_fmt(k->cx.arena, "select conversation_id from post where native_id = '%s'", post).p);
}

static k_id post(struct kit_db *k, const char *native)
{
    return kit_db_number(
        k, k_fmt(k->cx.arena, "select id from post where native_id = '%s'", native).p);
}

static void open_room(struct kit_db *k, struct room *r)
{
    r->ch = flow_channel(k, "fake", "town.example");
    r->mara = flow_member(k, "mara");
    r->jonas = flow_member(k, "jonas");
    FLOW_INGEST(k, r->ch, flow_item("a1", NULL, "ann", "My kettle arrived today", 0),
                flow_item("a2", "a1", "bob", "Mine came too, and fine", K_MIN),
                flow_item("a3", "a1", "ann", "Another thing: the invoice is wrong", 2 * K_MIN),
                flow_item("a4", "a3", "cem", "Mine is wrong as well, sadly", 3 * K_MIN),
                flow_item("b1", NULL, "ann", "Who answers about invoices?", 5 * K_MIN));
    r->a = conversation_of(k, "a1");
    r->b = conversation_of(k, "b1");
    flow_as(k, r->mara);
}

/* ---- acts in a transaction --------------------------------------------------------------- */

struct act {
    k_id conversation, ids[4];
    size_t n;
    int64_t version;
    struct regroup_made made;
};
static k_err do_merge(struct k_ctx *cx, void *arg)
{
    struct act *a = arg;
    return regroup_merge(cx, a->conversation, a->version, a->ids, a->n, &a->made);
}
static k_err do_split(struct k_ctx *cx, void *arg)
{
    struct act *a = arg;
    return regroup_split(cx, a->conversation, a->version, a->ids, a->n, &a->made);
}
static k_err do_undo(struct k_ctx *cx, void *arg)
{
    struct act *a = arg;
    return regroup_undo(cx, a->made.ids[0], &a->conversation);
}

static struct act merged(struct kit_db *k, k_id into, k_id from)
{
    struct act act = {.conversation = into, .ids = {from}, .n = 1};
    flow_ok(k, flow_write(k, do_merge, &act));
    return act;
}
static struct act split(struct kit_db *k, k_id from, const char *native)
{
    struct act act = {.conversation = from, .ids = {post(k, native)}, .n = 1};
    flow_ok(k, flow_write(k, do_split, &act));
    return act;
}

#define run(k, ...) kit_db_run((k), k_fmt((k)->cx.arena, __VA_ARGS__).p)
#define number(k, ...) kit_db_number((k), k_fmt((k)->cx.arena, __VA_ARGS__).p)

/* ---- merge ------------------------------------------------------------------------------- */

/* b has an owner, a note, a hand-over, two labels (one that a has, too); Mara drafts in both.
 */
static void work_on(struct kit_db *k, const struct room *r)
{
    run(k, "update conversation set owner_id = %lld where id = %lld", (long long)r->jonas,
        (long long)r->b);
    run(k,
        "insert into note (id, conversation_id, member_id, text, created_at) values "
        "(1, %lld, %lld, 'call her', 1)",
        (long long)r->b, (long long)r->mara);
    run(k,
        "insert into team (id, name, kind, created_at) values (21, 'Sales', 'sales', 1);"
        "insert into handoff (id, conversation_id, from_member, to_team, reason, created_at) "
        "values (1, %lld, 1, 21, 'other', 1);"
        "insert into label (id, name) values (31, 'invoice'), (32, 'kettle');"
        "insert into conversation_label (conversation_id, label_id, added_at) values "
        "(%lld, 31, 1), (%lld, 32, 1), (%lld, 32, 1)",
        (long long)r->b, (long long)r->b, (long long)r->b, (long long)r->a);
    run(k,
        "insert into talk (id, conversation_id, subject, opened_by, opened_at) values "
        "(1, %lld, 'May we?', 1, 1);"
        "insert into reminder (id, conversation_id, member_id, due_at, set_at) values "
        "(1, %lld, %lld, 9, 1)",
        (long long)r->b, (long long)r->b, (long long)r->mara);
    run(k,
        "insert into draft (conversation_id, member_id, reply_to_id, text, updated_at) values "
        "(%lld, %lld, 0, 'one', 1), (%lld, %lld, 0, 'two', 1), (%lld, %lld, %lld, 'his', 1)",
        (long long)r->a, (long long)r->mara, (long long)r->b, (long long)r->mara,
        (long long)r->b, (long long)r->jonas, (long long)post(k, "b1"));
}

static void a_merge_moves_all_and_loses_nothing(struct kit_db *k)
{
    struct room r;
    open_room(k, &r);
    work_on(k, &r);
    merged(k, r.a, r.b);
    assert_int_equal(conversation_of(k, "b1"), r.a);
    assert_int_equal(
        number(k, "select post_count from conversation where id = %lld", (long long)r.a), 5);
    assert_text(k, "select kind from conversation where merged_into = 0", "question");
    assert_number(k, "select conversation_id from note", r.a);
    assert_number(k, "select conversation_id from handoff", r.a);
    assert_number(k, "select conversation_id from talk", r.a);
    assert_number(k, "select conversation_id from reminder", r.a);
    assert_int_equal(
        number(k, "select count(*) from conversation_label where conversation_id = %lld",
               (long long)r.a),
        2);
    assert_text(
        k,
        k_fmt(k->cx.arena, "select text from draft where member_id = %lld", (long long)r.mara)
            .p,
        "one\n\ntwo");
    assert_int_equal(
        number(k, "select owner_id from conversation where id = %lld", (long long)r.a),
        r.jonas);
    assert_int_equal(
        number(k, "select merged_into from conversation where id = %lld", (long long)r.b), r.a);
    assert_number(k, "select count(*) from event where verb = 'conversation.merged'", 1);
    /* what comes later goes where its parent is, by its name or by that of its thread */
    FLOW_INGEST(k, r.ch, flow_item("b2", "b1", "ann", "Anybody there for invoices", K_HOUR));
    assert_int_equal(conversation_of(k, "b2"), r.a);
}

static void a_merge_is_taken_back_with_what_came_since(struct kit_db *k)
{
    struct room r;
    open_room(k, &r);
    work_on(k, &r);
    struct act act = merged(k, r.a, r.b);
    FLOW_INGEST(k, r.ch, flow_item("b2", "b1", "ann", "Anybody there for invoices", K_HOUR),
                flow_item("a5", "a2", "bob", "The lid is loose in mine", K_HOUR));
    flow_ok(k, flow_write(k, do_undo, &act));
    assert_int_equal(act.conversation, r.a);
    assert_int_equal(conversation_of(k, "b1"), r.b);
    assert_int_equal(conversation_of(k, "b2"), r.b);
    assert_int_equal(conversation_of(k, "a5"), r.a);
    assert_number(k, "select conversation_id from note", r.b);
    assert_number(k, "select conversation_id from handoff", r.b);
    assert_number(k, "select conversation_id from talk", r.b);
    assert_number(k, "select conversation_id from reminder", r.b);
    assert_int_equal(
        number(k, "select count(*) from conversation_label where conversation_id = %lld",
               (long long)r.b),
        2);
    assert_int_equal(number(k,
                            "select min(label_id) from conversation_label where "
                            "conversation_id = %lld",
                            (long long)r.a),
                     32); /* the one that a brought itself */
    assert_int_equal(
        number(k, "select owner_id from conversation where id = %lld", (long long)r.b),
        r.jonas);
    assert_int_equal(
        number(k,
               "select post_count * 10 + (case when status = 'open' then 1 else 0 end) from "
               "conversation where id = %lld",
               (long long)r.b),
        21);
    assert_int_equal(number(k, "select conversation_id from draft where member_id = %lld",
                            (long long)r.jonas),
                     r.b);
    assert_int_equal(flow_write(k, do_undo, &act), K_ERR_CONFLICT); /* once */
}

static void what_does_not_belong_together_is_not_merged(struct kit_db *k)
{
    struct room r;
    open_room(k, &r);
    k_id other = flow_channel(k, "fake", "village.example");
    struct item direct = flow_item("d1", NULL, "ann", "Between us: my card number is wrong", 0);
    direct.visibility = K_S("direct");
    flow_ingest(k, r.ch, "fake", &direct, 1);
    FLOW_INGEST(k, other, flow_item("o1", NULL, "ann", "Hello from over here", 0));
    const k_id refused[] = {conversation_of(k, "d1"), conversation_of(k, "o1")};
    for (size_t i = 0; i < 2; i++) {
        struct act act = {.conversation = r.a, .ids = {r.b, refused[i]}, .n = 2};
        assert_int_equal(flow_write(k, do_merge, &act), K_ERR_CONFLICT);
        assert_true(k_str_eqz(k->cx.detail.field, "from_ids"));
    }
    assert_int_equal(conversation_of(k, "b1"), r.b); /* all or none */
    struct act self = {.conversation = r.a, .ids = {r.a}, .n = 1};
    assert_int_equal(flow_write(k, do_merge, &self), K_ERR_BAD_INPUT);
    struct act old = {.conversation = r.a, .ids = {r.b}, .n = 1, .version = 99};
    assert_int_equal(flow_write(k, do_merge, &old), K_ERR_CONFLICT);
    assert_true(k_str_eqz(k->cx.detail.field, "version"));
}

/* ---- split ------------------------------------------------------------------------------- */

static void a_split_takes_the_answers_along(struct kit_db *k)
{
    struct room r;
    open_room(k, &r);
    work_on(k, &r);
    struct act act = split(k, r.a, "a3");
    k_id made = act.made.conversation;
    assert_true(made != r.a);
    assert_int_equal(conversation_of(k, "a3"), made);
    assert_int_equal(conversation_of(k, "a4"), made);
    assert_int_equal(conversation_of(k, "a2"), r.a);
    assert_int_equal(
        number(k, "select post_count from conversation where id = %lld", (long long)made), 2);
    assert_int_equal(
        number(k, "select post_count from conversation where id = %lld", (long long)r.a), 2);
    assert_int_equal(
        number(k, "select label_id from conversation_label where conversation_id = %lld",
               (long long)made),
        32);
    /* what comes later goes where its parent is */
    FLOW_INGEST(k, r.ch, flow_item("a5", "a4", "ann", "So we are two with that", K_HOUR),
                flow_item("a6", "a1", "bob", "Kettles are fine here", K_HOUR));
    assert_int_equal(conversation_of(k, "a5"), made);
    assert_int_equal(conversation_of(k, "a6"), r.a);
    flow_ok(k, flow_write(k, do_undo, &act));
    assert_int_equal(act.conversation, r.a);
    assert_number(
        k, "select count(distinct conversation_id) from post where native_id like 'a%'", 1);
    assert_int_equal(
        number(k, "select post_count from conversation where id = %lld", (long long)r.a), 6);
}

static void something_must_stay_and_posts_must_be_there(struct kit_db *k)
{
    struct room r;
    open_room(k, &r);
    struct act all = {.conversation = r.a, .ids = {post(k, "a1")}, .n = 1};
    assert_int_equal(flow_write(k, do_split, &all), K_ERR_BAD_INPUT);
    struct act elsewhere = {.conversation = r.a, .ids = {post(k, "b1")}, .n = 1};
    assert_int_equal(flow_write(k, do_split, &elsewhere), K_ERR_CONFLICT);
    assert_number(k, "select count(*) from regrouping", 0);
}

/* c answers b, which we do not have yet: it hangs in the thread by its root. Taken out, it
 * stays out when b turns up. */
static void what_was_split_is_not_joined_again_by_itself(struct kit_db *k)
{
    struct room r;
    open_room(k, &r);
    struct item c = flow_item("c", "b", "cem", "Something quite different here", K_HOUR);
    c.native_root = K_S("a1");
    flow_ingest(k, r.ch, "fake", &c, 1);
    assert_int_equal(conversation_of(k, "c"), r.a);
    struct act act = split(k, r.a, "c");
    FLOW_INGEST(k, r.ch, flow_item("b", "a1", "bob", "The one in between", 30 * K_MIN));
    assert_int_equal(conversation_of(k, "b"), r.a);
    assert_int_equal(conversation_of(k, "c"), act.made.conversation);
}

static void an_emptied_conversation_bears_its_name_again(struct kit_db *k)
{
    struct room r;
    open_room(k, &r);
    struct act merge = merged(k, r.a, r.b);
    struct act act = split(k, r.a, "b1");
    assert_int_equal(act.made.conversation, r.b);
    assert_number(k, "select count(*) from conversation where status = 'open'", 2);
    assert_int_equal(flow_write(k, do_undo, &merge), K_ERR_CONFLICT); /* it is apart already */
}

/* ---- who was writing --------------------------------------------------------------------- */

static void who_was_writing_looks_again(struct kit_db *k)
{
    struct room r;
    open_room(k, &r);
    k_id row = 0;
    int64_t seen =
        number(k, "select version from conversation where id = %lld", (long long)r.a);
    split(k, r.a, "a3");
    assert_int_equal(flow_reply_at(k, r.a, seen, "We look into it.", "k1", &row), K_ERR_STALE);
    assert_number(k, "select count(*) from outbox", 0);
}

static void an_answer_on_its_way_goes_with_what_it_answers(struct kit_db *k)
{
    struct room r;
    struct fake_world *w;
    k_id row = 0;
    w = flow_world(k, "town.example", NULL, &r.ch);
    struct item said[] = {
        flow_item("w1", NULL, "ann", "My kettle arrived today", 0),
        flow_item("w2", "w1", "ann", "Another thing: the invoice is wrong", K_MIN)};
    for (size_t i = 0; i < 2; i++)
        fake_world_say(w, &said[i], KIT_T0);
    flow_poll(k);
    r.mara = flow_member(k, "mara");
    flow_as(k, r.mara);
    r.a = conversation_of(k, "w1");
    flow_ok(k, flow_reply(k, r.a, "We will look at the invoice today.", "k1", &row));
    struct act act = split(k, r.a, "w2");
    assert_number(k, "select conversation_id from outbox", act.made.conversation);
    flow_as(k, 0);
    flow_deliver(k);
    assert_text(k, "select state from outbox", "sent");
    assert_number(k, "select conversation_id from post where direction = 'out'",
                  act.made.conversation);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        KIT_BOTH(a_merge_moves_all_and_loses_nothing),
        KIT_BOTH(a_merge_is_taken_back_with_what_came_since),
        KIT_BOTH(what_does_not_belong_together_is_not_merged),
        KIT_BOTH(a_split_takes_the_answers_along),
        KIT_BOTH(something_must_stay_and_posts_must_be_there),
        KIT_BOTH(what_was_split_is_not_joined_again_by_itself),
        KIT_BOTH(an_emptied_conversation_bears_its_name_again),
        KIT_BOTH(who_was_writing_looks_again),
        KIT_BOTH(an_answer_on_its_way_goes_with_what_it_answers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
