/* The way in, on both databases: new posts, people, threads in any order, edits, deletions,
 * storms, our own words, and what the inbox then shows. */
#include "kit/flow.h"
#include "domain/inbox.h"
#include "domain/priority_rules.h"
#include "store/sql.gen.h"

static const char root_of_all[] = "select count(*) from conversation where status <> 'merged'";

static void a_post_becomes_person_conversation_and_touch(struct kit_db *k)
{
    k_id ch = flow_channel(k, "fake", "town.example");
    struct item it = flow_item("p1", NULL, "ann", "My kettle stopped working. Any idea?", 0);
    it.author.name = K_S("Ann Lee");
    it.subject = K_S("Kettles");
    struct ingest_result r = flow_ingest(k, ch, "fake", &it, 1);
    assert_int_equal(r.added, 1);
    assert_int_equal(r.items[0].fate, INGEST_NEW);
    assert_int_equal(r.newest, KIT_T0);
    assert_text(k, "select name from person", "Ann Lee");
    assert_text(k, "select stage from person", "contact");
    assert_number(k, "select heard from person", 1);
    assert_text(k, "select handle from identity", "ann");
    assert_text(k, "select kind from conversation", "complaint");
    assert_text(k, "select subject from conversation", "Kettles");
    assert_text(k, "select reason from conversation",
                "Has a complaint · asks a question · speaks to us");
    assert_number(k, "select priority from conversation", 100 + 320 + 66 + 60);
    assert_number(k, "select waiting_since from conversation", KIT_T0);
    assert_number(k, "select rescore_at from conversation", KIT_T0 + K_HOUR);
    assert_text(k, "select intents from post", "complaint question");
    assert_text(k, "select direction || prompted from touch", "in0");
    assert_number(k, "select n from tally where measure = 'heard'", 1);
    assert_number(k, "select count(*) from search_dirty", 1);
    assert_text(k, "select verb from event", "posts.received");
}

static void the_same_post_again_changes_nothing(struct kit_db *k)
{
    k_id ch = flow_channel(k, "fake", "a"), other = flow_channel(k, "fake", "b");
    struct item it = flow_item("p1", NULL, "ann", "Hello you", 0);
    struct item twice[] = {it, it};
    struct ingest_result r = flow_ingest(k, ch, "fake", twice, 2);
    assert_int_equal(r.added, 1);
    assert_int_equal(r.same, 1);
    r = flow_ingest(k, ch, "fake", &it, 1);
    assert_int_equal(r.same, 1);
    assert_int_equal(r.items[0].post, kit_db_number(k, "select id from post"));
    r = flow_ingest(k, other, "fake", &it, 1); /* by another channel of ours */
    assert_int_equal(r.same, 1);
    assert_number(k, "select count(*) from post", 1);
    assert_number(k, "select count(*) from conversation", 1);
    assert_number(k, "select count(*) from event", 1);
    assert_number(k, "select heard from person", 1);
    assert_number(k, "select version from conversation", 1);
}

/* p1 <- p2 <- p3, in each order of arrival, on one page or three, with and without roots. */
static void answers_find_their_thread_in_any_order(struct kit_db *k)
{
    static const int orders[6][3] = {{0, 1, 2}, {0, 2, 1}, {1, 0, 2},
                                     {1, 2, 0}, {2, 0, 1}, {2, 1, 0}};
    for (int variant = 0; variant < 24; variant++) {
        const int *order = orders[variant % 6];
        bool one_page = variant / 6 % 2, roots = variant / 12;
        k_str address = k_fmt(k->cx.arena, "town%d", variant);
        k_id ch = flow_channel(k, "fake", address.p);
        struct item it[3], page[3];
        for (int i = 0; i < 3; i++) {
            k_str id = k_fmt(k->cx.arena, "%d-%d", variant, i);
            k_str parent = i ? k_fmt(k->cx.arena, "%d-%d", variant, i - 1) : K_NONE;
            it[i] = flow_item(id.p, parent.p, i % 2 ? "bob" : "ann", "words of some kind here",
                              i * K_MIN);
            it[i].text = k_fmt(k->cx.arena, "words %d %d", variant, i);
            if (roots)
                it[i].native_root = k_fmt(k->cx.arena, "%d-0", variant);
        }
        for (int i = 0; i < 3; i++)
            page[i] = it[order[i]];
        if (one_page)
            flow_ingest(k, ch, "fake", page, 3);
        for (int i = 0; i < 3 && !one_page; i++)
            flow_ingest(k, ch, "fake", &page[i], 1);
        const struct {
            const char *what;
            int64_t want;
        } rows[] = {
            {"count(*) from conversation where status <> 'merged'", 1},
            {"count(*) from post where conversation_id = (select max(id) from conversation "
             "where status = 'open')",
             3},
            {"count(*) from post where parent_id <> 0", 2},
            {"post_count from conversation where status = 'open'", 3},
            {"waiting_since - 1767225600000000 from conversation where status = 'open'", 0},
            {"count(*) from conversation c join identity i on i.person_id = c.person_id "
             "where i.handle = 'ann' and c.status = 'open'",
             1},
        };
        for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
            int64_t got = kit_db_number(k, k_fmt(k->cx.arena, "select %s", rows[i].what).p);
            if (got != rows[i].want)
                fail_msg("variant %d: %s is %lld", variant, rows[i].what, (long long)got);
        }
        kit_db_run(k, "delete from post; delete from search_dirty; delete from echo; "
                      "update conversation set status = 'merged', post_count = 0, "
                      "waiting_since = 0, person_id = 0");
        kit_db_run(k,
                   k_fmt(k->cx.arena, "update conversation set native_root = 'gone' || id").p);
    }
}

static void a_merged_conversation_keeps_the_work_of_members(struct kit_db *k)
{
    k_id ch = flow_channel(k, "fake", "a"), mara = flow_member(k, "mara");
    FLOW_INGEST(k, ch, flow_item("root", NULL, "ann", "How are you all", 0));
    FLOW_INGEST(k, ch, flow_item("c", "b", "cem", "no idea really", 2 * K_MIN));
    k_id worked = kit_db_number(k, "select conversation_id from post where native_id = 'c'");
    kit_db_run(k, k_fmt(k->cx.arena,
                        "insert into note (id, conversation_id, member_id, text, created_at) "
                        "values (1, %lld, %lld, 'call him', 1)",
                        (long long)worked, (long long)mara)
                      .p);
    FLOW_INGEST(k, ch, flow_item("b", "root", "bob", "fine, and you", K_MIN));
    assert_number(k, root_of_all, 1);
    assert_number(k, "select conversation_id from note", worked);
    assert_number(k, "select min(conversation_id) from post", worked);
    assert_number(k, "select post_count from conversation where merged_into = 0", 3);
    assert_number(k, "select merged_into from conversation where status = 'merged'", worked);
    /* What comes later finds the survivor by the old name. */
    struct item late = flow_item("d", "x", "dan", "me too", 3 * K_MIN);
    late.native_root = K_S("root");
    struct ingest_result r = flow_ingest(k, ch, "fake", &late, 1);
    assert_int_equal(r.items[0].conversation, worked);
}

static void our_own_words_answer_and_count_as_told(struct kit_db *k)
{
    k_id ch = flow_channel(k, "fake", "a");
    FLOW_INGEST(k, ch, flow_item("q", NULL, "ann", "When will you open?", 0));
    assert_number(k, "select count(*) from conversation where waiting_since > 0", 1);
    FLOW_INGEST(k, ch, flow_item_ours("r", "q", "At nine, Ann.", K_HOUR));
    assert_number(k, "select count(*) from conversation where waiting_since > 0", 0);
    assert_number(k, "select answered from conversation", 1);
    assert_number(k, "select n from tally where measure = 'told_prompted'", 1);
    assert_text(k, "select direction from post where native_id = 'r'", "out");
    assert_number(k, "select told from person", 1);
    assert_number(k, "select exchanges from person", 1);
    FLOW_INGEST(k, ch, flow_item_ours("news", NULL, "We have a new door.", 2 * K_HOUR));
    assert_number(k, "select n from tally where measure = 'told_unprompted'", 1);
    assert_text(k, "select status from conversation where native_root = 'news'", "done");
    assert_number(k, "select count(*) from person", 1);
    FLOW_INGEST(k, ch, flow_item("c", "news", "bob", "Nice door", 3 * K_HOUR));
    assert_text(k, "select status from conversation where native_root = 'news'", "open");
    assert_text(k,
                "select name from person p join conversation c on c.person_id = p.id where "
                "c.native_root = 'news'",
                "bob");
    assert_number(k,
                  "select prompted from touch t join person p on p.id = t.person_id where "
                  "p.name = 'bob'",
                  1);
}

static void an_answer_of_ours_may_come_before_the_question(struct kit_db *k)
{
    k_id ch = flow_channel(k, "fake", "a");
    FLOW_INGEST(k, ch, flow_item_ours("r", "q", "At nine, Ann.", K_HOUR));
    assert_number(k, "select n from tally where measure = 'told_prompted'", 1);
    FLOW_INGEST(k, ch, flow_item("q", NULL, "ann", "When will you open?", 0));
    assert_number(k, root_of_all, 1);
    assert_number(k, "select waiting_since from conversation", 0);
    assert_number(k, "select answered from conversation", 1);
    assert_number(k, "select told from person", 1);
    assert_number(k, "select exchanges from person", 1);
    assert_number(k, "select count(*) from post where person_id = 0", 0);
}

static void two_exchanges_on_two_days_are_a_dialogue(struct kit_db *k)
{
    k_id ch = flow_channel(k, "fake", "a");
    FLOW_INGEST(k, ch, flow_item("q1", NULL, "ann", "How do I clean it?", 0));
    FLOW_INGEST(k, ch, flow_item_ours("r1", "q1", "With water.", K_HOUR));
    FLOW_INGEST(k, ch, flow_item("q2", NULL, "ann", "And how do I dry it?", K_DAY));
    assert_text(k, "select stage from person", "contact");
    assert_text(k, "select reason from conversation where native_root = 'q2'",
                "Asks a question · speaks to us · talked with us before");
    FLOW_INGEST(k, ch, flow_item_ours("r2", "q2", "In the sun.", K_DAY + K_HOUR));
    assert_text(k, "select stage from person", "dialogue");
    assert_number(k, "select exchanges from person", 2);
    FLOW_INGEST(k, ch, flow_item("q3", NULL, "ann", "And where can I buy more?", 2 * K_DAY));
    assert_text(k, "select reason from conversation where native_root = 'q3'",
                "Wants to buy · talked with us on 2 days · asks a question");
}

static void an_edit_keeps_the_words_before(struct kit_db *k)
{
    k_id ch = flow_channel(k, "fake", "a");
    struct item it = flow_item("p", NULL, "ann", "Lovely morning", 0);
    flow_ingest(k, ch, "fake", &it, 1);
    kit_db_run(k, "delete from search_dirty"); /* the index has it */
    it.text = K_S("Still waiting for my kettle");
    it.act = ITEM_EDITED;
    it.edited_at = KIT_T0 + K_HOUR;
    struct ingest_result r = flow_ingest(k, ch, "fake", &it, 1);
    assert_int_equal(r.edited, 1);
    assert_text(k, "select text from post", "Still waiting for my kettle");
    assert_text(k, "select text from post_version", "Lovely morning");
    assert_text(k, "select old_text from search_dirty", "Lovely morning");
    assert_text(k, "select kind from conversation", "complaint");
    assert_text(k, "select first_words from conversation", "Still waiting for my kettle");
    assert_number(k, "select edited_at from post", KIT_T0 + K_HOUR);
    it.text = K_S("Still waiting, day two");
    flow_ingest(k, ch, "fake", &it, 1);
    assert_number(k, "select max(version) from post_version", 2);
    assert_text(k, "select old_text from search_dirty", "Lovely morning");
    assert_number(k, "select count(*) from post", 1);
    assert_number(k, "select post_count from conversation", 1);
}

static void a_deletion_is_followed(struct kit_db *k)
{
    k_id ch = flow_channel(k, "fake", "a");
    struct item it = flow_item("p", NULL, "ann", "I want a refund", 0);
    flow_ingest(k, ch, "fake", &it, 1);
    struct item gone = {.act = ITEM_DELETED, .native_id = K_S("p"), .posted_at = KIT_T0};
    struct ingest_result r = flow_ingest(k, ch, "fake", &gone, 1);
    assert_int_equal(r.deleted, 1);
    assert_number(k, "select count(*) from post where deleted_at > 0", 1);
    assert_number(k, "select waiting_since from conversation", 0);
    assert_text(k, "select first_words from conversation", "");
    r = flow_ingest(k, ch, "fake", &gone, 1);
    assert_int_equal(r.same, 1);
    r = flow_ingest(k, ch, "fake", &it, 1); /* it is back */
    assert_int_equal(r.edited, 1);
    assert_number(k, "select deleted_at from post", 0);
    assert_number(k, "select count(*) from conversation where waiting_since > 0", 1);
    assert_number(k, "select count(*) from post_version", 0);
}

static void what_was_deleted_before_we_saw_it_stays_away(struct kit_db *k)
{
    k_id ch = flow_channel(k, "fake", "a");
    struct item it = flow_item("p", NULL, "ann", "Never mind", 0);
    struct item gone = {.act = ITEM_DELETED, .native_id = K_S("p"), .posted_at = KIT_T0};
    struct ingest_result r = flow_ingest(k, ch, "fake", &gone, 1);
    assert_int_equal(r.same, 1);
    r = flow_ingest(k, ch, "fake", &it, 1); /* pages came in the wrong order */
    assert_int_equal(r.refused, 1);
    struct item both[] = {flow_item("z", NULL, "ann", "Oops", 0),
                          {.act = ITEM_DELETED, .native_id = K_S("z"), .posted_at = KIT_T0}};
    r = flow_ingest(k, ch, "fake", both, 2);
    assert_int_equal(r.refused, 1);
    assert_int_equal(r.added, 0);
    assert_number(k, "select count(*) from post", 0);
    assert_number(k, "select count(*) from conversation", 0);
}

static void the_same_words_from_three_people_fold_into_one_storm(struct kit_db *k)
{
    k_id ch = flow_channel(k, "fake", "a");
    FLOW_INGEST(k, ch, flow_item("1", NULL, "ann", "Your kettle sings louder than my cat!", 0));
    FLOW_INGEST(k, ch,
                flow_item("2", NULL, "ann", "your kettle sings louder than my cat", K_MIN));
    assert_number(k, "select count(*) from storm", 0); /* one person is no storm */
    FLOW_INGEST(k, ch,
                flow_item("3", NULL, "bob", "@acme your KETTLE sings louder than my cat ...",
                          2 * K_MIN));
    assert_number(k, "select count(*) from storm", 0);
    FLOW_INGEST(k, ch,
                flow_item("4", NULL, "cem", "Your kettle sings louder than my cat", 3 * K_MIN),
                flow_item("5", NULL, "dan", "Your kettle sings louder than my cat", 4 * K_MIN));
    assert_number(k, "select count(*) from storm", 1);
    assert_number(k, "select posts from storm", 5);
    assert_number(k, "select authors from storm", 4);
    assert_number(k, "select count(*) from conversation where status = 'folded'", 4);
    assert_text(k, "select c.native_root from conversation c join storm s on s.head_id = c.id",
                "1");
    assert_text(k, "select reason from conversation where status = 'open'",
                "4 people say the same · speaks to us");
    FLOW_INGEST(k, ch,
                flow_item("6", NULL, "eve", "Your kettle sings louder than my cat", 5 * K_MIN));
    assert_number(k, "select authors from storm", 5);
    assert_text(k, "select reason from conversation where status = 'open'",
                "5 people say the same · speaks to us");
    /* Who says more gets an own place again. */
    FLOW_INGEST(k, ch, flow_item("7", "4", "cem", "But mine really does not work", 6 * K_MIN));
    assert_number(k, "select count(*) from conversation where status = 'open'", 2);
    /* Two days later it is another matter. */
    FLOW_INGEST(k, ch,
                flow_item("8", NULL, "fay", "Your kettle sings louder than my cat", 5 * K_DAY));
    assert_number(k, "select authors from storm", 5);
    assert_text(k, "select status from conversation where native_root = '8'", "open");
}

static void few_words_or_a_worked_on_thread_are_no_storm(struct kit_db *k)
{
    k_id ch = flow_channel(k, "fake", "a");
    FLOW_INGEST(k, ch, flow_item("1", NULL, "ann", "Thank you so", 0),
                flow_item("2", NULL, "bob", "thank you so", 0),
                flow_item("3", NULL, "cem", "Thank you so!", 0));
    assert_number(k, "select count(*) from storm", 0);
    FLOW_INGEST(k, ch, flow_item("4", NULL, "ann", "give us back the old blue lid", K_MIN));
    FLOW_INGEST(k, ch, flow_item("5", NULL, "bob", "give us back the old blue lid", K_MIN));
    kit_db_run(k, "update conversation set owner_id = 7 where native_root = '5'");
    FLOW_INGEST(k, ch, flow_item("6", NULL, "cem", "give us back the old blue lid", K_MIN));
    assert_number(k, "select count(*) from storm", 1);
    assert_text(k, "select status from conversation where native_root = '5'", "open");
    assert_text(k, "select status from conversation where native_root = '6'", "folded");
}

static void new_words_wake_what_slept_or_was_done(struct kit_db *k)
{
    k_id ch = flow_channel(k, "fake", "a");
    FLOW_INGEST(k, ch, flow_item("p", NULL, "ann", "Hello", 0));
    kit_db_run(k, "update conversation set status = 'snoozed', snoozed_until = 99");
    FLOW_INGEST(k, ch, flow_item("q", "p", "ann", "Anybody there?", K_MIN));
    assert_text(k, "select status from conversation", "open");
    assert_number(k, "select snoozed_until from conversation", 0);
    kit_db_run(k, "update conversation set status = 'snoozed'"); /* until they write */
    FLOW_INGEST(k, ch, flow_item("q2", "p", "ann", "Or am I alone?", 90 * K_SEC));
    assert_text(k, "select status from conversation", "open");
    kit_db_run(k, "update conversation set status = 'done', kind = 'lead', kind_by = 3");
    FLOW_INGEST(k, ch, flow_item("r", "q", "ann", "Still waiting", 2 * K_MIN));
    assert_text(k, "select status from conversation", "open");
    assert_text(k, "select kind from conversation", "lead"); /* a member said so */
    assert_number(k, "select version from conversation", 4);
}

static void bad_items_are_refused_with_a_reason(struct kit_db *k)
{
    k_id ch = flow_channel(k, "fake", "a");
    struct item items[] = {flow_item("", NULL, "ann", "No id", 0),
                           flow_item("e", NULL, "ann", "  \n ", 0),
                           flow_item("ok", NULL, "", "Nobody knows who", 0),
                           flow_item("f", NULL, "ann", "From the future", 9 * K_DAY)};
    items[3].text = K_S("From the \xff future");
    k_time before = KIT_T0;
    struct ingest_result r = flow_ingest(k, ch, "fake", items, 3);
    assert_int_equal(r.refused, 2);
    assert_int_equal(r.added, 1);
    assert_non_null(r.items[0].why);
    assert_number(k, "select person_id from post", 0);
    k->clock.fixed = before;
    struct ingest_from from = {.channel = ch, .network = K_S("fake")};
    struct ingest_result out;
    flow_ok(k, db_begin(&k->cx, true));
    flow_ok(k, ingest_batch(&k->cx, &from, &items[3], 1, &out));
    flow_ok(k, db_commit(&k->cx));
    assert_number(k, "select posted_at from post where native_id = 'f'", before);
    assert_text(k, "select text from post where native_id = 'f'",
                "From the \xEF\xBF\xBD future");
}

static void markup_is_made_harmless(struct kit_db *k)
{
    k_id ch = flow_channel(k, "fake", "a");
    struct item it = flow_item("p", NULL, "ann", "", 0);
    it.text = K_NONE;
    it.html = K_S("<p onclick=x>Hi <b>you</b></p><script>alert(1)</script>");
    flow_ingest(k, ch, "fake", &it, 1);
    assert_text(k, "select text from post", "Hi you");
    assert_text(k, "select html from post", "<p>Hi <b>you</b></p>");
}

static void priority_rises_while_somebody_waits(struct kit_db *k)
{
    k_id ch = flow_channel(k, "fake", "a");
    FLOW_INGEST(k, ch, flow_item("p", NULL, "ann", "Where are you?", 0));
    int64_t n, before = kit_db_number(k, "select priority from conversation");
    k->clock.fixed = KIT_T0 + 5 * K_HOUR;
    flow_ok(k, db_begin(&k->cx, true));
    flow_ok(k, ingest_rescore_due(&k->cx, 10, &n));
    flow_ok(k, db_commit(&k->cx));
    assert_int_equal(n, 1);
    assert_number(k, "select priority from conversation", before + 80);
    assert_text(k, "select reason from conversation",
                "Asks a question · waits over 4 hours · speaks to us");
    assert_number(k, "select rescore_at from conversation", KIT_T0 + K_DAY);
    assert_number(k, "select version from conversation", 1);
}

static k_err set_status(struct k_ctx *cx, void *arg)
{
    struct inbox_change ch = {.has_status = true, .status = k_str_z(arg)};
    struct sq_conversation_by_owner_list open;
    struct sq_conversation_by_owner_args any = {.owner_id = -1,
                                                .team_id = -1,
                                                .channel_id = -1,
                                                .label_id = -1,
                                                .key1 = INT64_MAX,
                                                .max = 1};
    any.id = INT64_MAX;
    K_TRY(k_str_eqz(ch.status, "done") ? sq_conversation_open(cx, &any, &open)
                                       : sq_conversation_done(cx, &any, &open));
    assert_int_equal(open.n, 1);
    ch.conversation = open.v[0].id;
    return inbox_change(cx, &ch, NULL);
}

static void done_means_nobody_waits_until_it_is_open_again(struct kit_db *k)
{
    k_id ch = flow_channel(k, "fake", "a");
    FLOW_INGEST(k, ch, flow_item("p", NULL, "ann", "Where are you?", 0));
    flow_as(k, flow_member(k, "mara"));
    flow_ok(k, flow_write(k, set_status, (char[]){"done"}));
    assert_number(k, "select waiting_since from conversation", 0);
    assert_number(k, "select rescore_at from conversation", 0);
    k->clock.fixed += 5 * K_HOUR;
    flow_ok(k, flow_write(k, set_status, (char[]){"open"}));
    assert_number(k, "select waiting_since from conversation", KIT_T0);
    assert_text(k, "select reason from conversation",
                "Asks a question · waits over 4 hours · speaks to us");
    assert_number(k, "select rescore_at from conversation", KIT_T0 + K_DAY);
}

static void history_is_done_when_nobody_waits(struct kit_db *k)
{
    k_id ch = flow_channel(k, "fake", "a");
    struct item items[] = {flow_item_ours("a2", "a1", "At nine.", -400 * K_DAY),
                           flow_item("a1", NULL, "ann", "When do you open?", -401 * K_DAY),
                           flow_item("b1", NULL, "bob", "And on Sunday?", -400 * K_DAY)};
    struct ingest_from from = {.channel = ch, .network = K_S("old"), .source = INGEST_IMPORT};
    struct ingest_result out;
    for (int archive = 0; archive < 2; archive++) {
        from.archive = archive;
        flow_ok(k, db_begin(&k->cx, true));
        flow_ok(k, ingest_batch(&k->cx, &from, items, 3, &out));
        assert_text(k, "select status from conversation where native_root = 'a1'", "done");
        assert_text(k, "select status from conversation where native_root = 'b1'",
                    archive ? "done" : "open");
        assert_number(k,
                      "select count(*) from conversation where waiting_since > 0 and "
                      "answered = 0",
                      1);
        db_rollback(&k->cx);
    }
}

static void a_new_name_is_followed(struct kit_db *k)
{
    k_id ch = flow_channel(k, "fake", "a");
    FLOW_INGEST(k, ch, flow_item("1", NULL, "ann", "one", 0));
    struct item it = flow_item("2", NULL, "ann", "two", K_MIN);
    it.author.handle = K_S("ann.new");
    it.author.name = K_NONE;
    it.author.followers = 12000;
    flow_ingest(k, ch, "fake", &it, 1);
    assert_number(k, "select count(*) from person", 1);
    assert_text(k, "select handle from identity", "ann.new");
    assert_text(k, "select name from identity", "ann");
    assert_number(k, "select followers from identity", 12000);
}

struct answer_of {
    k_id channel, member;
};
static k_err do_answer(struct k_ctx *cx, void *arg)
{
    const struct answer_of *a = arg;
    struct item ours = flow_item_ours("q1", "p1", "We look at it.", 5 * K_MIN);
    struct ingest_from from = {
        .channel = a->channel, .network = K_S("fake"), .member = a->member};
    struct ingest_result r;
    return ingest_batch(cx, &from, &ours, 1, &r);
}

static void who_follows_hears_of_new_posts_and_of_answers_by_others(struct kit_db *k)
{
    k_id mara = flow_member(k, "mara"), jonas = flow_member(k, "jonas"),
         ch = flow_channel(k, "fake", "town.example");
    FLOW_INGEST(k, ch, flow_item("p1", NULL, "ann", "My kettle stopped working.", 0));
    kit_db_run(k, "insert into follower (member_id, conversation_id, why, since) select "
                  "m.id, c.id, 'self', 1 from member m, conversation c");
    FLOW_INGEST(k, ch, flow_item("p2", "p1", "ann", "Anybody there?", K_MIN),
                flow_item("p3", "p1", "ann", "Hello?", 2 * K_MIN));
    assert_int_equal(flow_told(k, mara, "followed_post"), 1); /* one notice a page */
    FLOW_INGEST(k, ch, flow_item("p4", "p1", "ann", "Well?", 3 * K_MIN));
    assert_int_equal(flow_told(k, mara, "followed_post"), 1); /* and one that waits */
    FLOW_INGEST(k, ch, flow_item("p4", "p1", "ann", "Well?", 3 * K_MIN)); /* known */
    kit_db_run(k, "update mention set seen_at = 1");
    FLOW_INGEST(k, ch, flow_item("p5", "p1", "ann", "So.", 4 * K_MIN));
    assert_int_equal(flow_told(k, mara, "followed_post"), 2);
    assert_number(k, "select count(*) from mention where text <> ''", 0);
    /* our answer: not who wrote it */
    k->clock.fixed += K_HOUR;
    struct answer_of a = {ch, jonas};
    flow_ok(k, flow_write(k, do_answer, &a));
    assert_int_equal(flow_told(k, mara, "followed_answer"), 1);
    assert_int_equal(flow_told(k, jonas, "followed_answer"), 0);
    assert_number(k, "select count(*) from mention where by_id <> 0", 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        KIT_BOTH(a_post_becomes_person_conversation_and_touch),
        KIT_BOTH(the_same_post_again_changes_nothing),
        KIT_BOTH(answers_find_their_thread_in_any_order),
        KIT_BOTH(a_merged_conversation_keeps_the_work_of_members),
        KIT_BOTH(our_own_words_answer_and_count_as_told),
        KIT_BOTH(an_answer_of_ours_may_come_before_the_question),
        KIT_BOTH(two_exchanges_on_two_days_are_a_dialogue),
        KIT_BOTH(an_edit_keeps_the_words_before),
        KIT_BOTH(a_deletion_is_followed),
        KIT_BOTH(who_follows_hears_of_new_posts_and_of_answers_by_others),
        KIT_BOTH(what_was_deleted_before_we_saw_it_stays_away),
        KIT_BOTH(the_same_words_from_three_people_fold_into_one_storm),
        KIT_BOTH(few_words_or_a_worked_on_thread_are_no_storm),
        KIT_BOTH(new_words_wake_what_slept_or_was_done),
        KIT_BOTH(bad_items_are_refused_with_a_reason),
        KIT_BOTH(markup_is_made_harmless),
        KIT_BOTH(priority_rises_while_somebody_waits),
        KIT_BOTH(done_means_nobody_waits_until_it_is_open_again),
        KIT_BOTH(history_is_done_when_nobody_waits),
        KIT_BOTH(a_new_name_is_followed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
