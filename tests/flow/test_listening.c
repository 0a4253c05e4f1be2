/* Listening queries: what comes in is held against them, what is stored too, and a change is
 * taken over at once. */
#include "domain/queries.h"
#include "domain/query_history.h"
#include "kit/flow.h"

static k_err save(struct k_ctx *cx, void *arg)
{
    struct queries_new *n = arg;
    return queries_save(cx, n, &n->id);
}

static k_id query(struct kit_db *k, const char *name, const char *body, const char *verb)
{
    struct queries_new n = {.has_name = true,
                            .has_body = true,
                            .has_verb = true,
                            .name = k_str_z(name),
                            .body = k_str_z(body),
                            .verb = k_str_z(verb)};
    flow_ok(k, flow_write(k, save, &n));
    return n.id;
}

static void change(struct kit_db *k, k_id id, const char *body)
{
    struct queries_new n = {.id = id, .has_body = true, .body = k_str_z(body)};
    flow_ok(k, flow_write(k, save, &n));
}

static k_err some(struct k_ctx *cx, void *arg)
{
    return query_history_some(cx, arg);
}

static void look_through(struct kit_db *k)
{
    for (bool done = false; !done;)
        flow_ok(k, flow_write(k, some, &done));
}

static int64_t found(struct kit_db *k, k_id query)
{
    return kit_db_number(
        k, k_fmt(k->cx.arena, "select count(*) from hit where query_id = %lld and hidden = 0",
                 (long long)query)
               .p);
}

static void what_comes_in_is_found_at_once(struct kit_db *k)
{
    k_id channel = flow_channel(k, "fake", "fake://one");
    k_id acme = query(k, "Acme", "acme (refund OR broken) -jobs", "watch");
    k_id ann = query(k, "Ann", "author:ann", "watch");
    FLOW_INGEST(k, channel, flow_item("1", NULL, "ann", "Acme, where is my refund?", 1),
                flow_item("2", NULL, "bo", "ACME is broken again", 2),
                flow_item("3", NULL, "bo", "Acme has jobs, nothing is broken", 3));
    assert_int_equal(found(k, acme), 2);
    assert_int_equal(found(k, ann), 1);
    assert_number(k,
                  "select mood from hit h join post p on p.id = h.post_id where p.text like "
                  "'%broken again'",
                  -1);
}

static void a_change_is_taken_over_before_the_next_page(struct kit_db *k)
{
    k_id channel = flow_channel(k, "fake", "fake://one");
    k_id id = query(k, "Acme", "acme", "watch");
    FLOW_INGEST(k, channel, flow_item("1", NULL, "ann", "acme and globex", 1));
    change(k, id, "globex");
    FLOW_INGEST(k, channel, flow_item("2", NULL, "ann", "globex", 2),
                flow_item("3", NULL, "ann", "acme", 3));
    assert_number(k, "select count(*) from hit where version = 2", 1);
    look_through(k);
    assert_int_equal(found(k, id), 2); /* the first one once more, and the second */
    assert_number(k, "select count(*) from hit where version = 1", 0);
}

static void many_changes_leave_the_newest_in_force(struct kit_db *k)
{
    k_id channel = flow_channel(k, "fake", "fake://one");
    k_id id = query(k, "One", "word0", "watch");
    char word[32], native[32];
    for (int i = 1; i <= 700; i++) {
        (void)snprintf(word, sizeof word, "word%d", i);
        change(k, id, word);
        if (i % 100 != 0)
            continue;
        (void)snprintf(native, sizeof native, "n%d", i);
        FLOW_INGEST(k, channel, flow_item(native, NULL, "ann", word, i));
        assert_number(k, "select max(version) from hit", i + 1);
    }
}

static void what_is_stored_is_looked_through(struct kit_db *k)
{
    k_id channel = flow_channel(k, "fake", "fake://one");
    struct item items[300];
    for (int page = 0; page < 5; page++) {
        for (int i = 0; i < 300; i++)
            items[i] =
                flow_item(k_fmt(k->cx.arena, "%d-%d", page, i).p, NULL, "ann",
                          i % 10 ? "nothing of that kind" : "acme again", page * 300 + i);
        flow_ingest(k, channel, "fake", items, 300);
    }
    k_id id = query(k, "Acme", "acme", "watch");
    assert_int_equal(found(k, id), 0);
    look_through(k);
    assert_int_equal(found(k, id), 150);
    assert_number(k, "select looked from listening_fill", 1500);
    assert_number(k, "select hits from listening_fill", 150);
    assert_number(k, "select count(*) from listening_fill where done_at > 0", 1);
    assert_number(k, "select count(*) from job where kind = 'listening_fill'", 1);
}

static void what_is_hidden_is_kept_and_comes_back(struct kit_db *k)
{
    k_id channel = flow_channel(k, "fake", "fake://one");
    k_id acme = query(k, "Acme", "acme", "watch");
    k_id noise = query(k, "Noise", "jobs", "hide");
    FLOW_INGEST(k, channel, flow_item("1", NULL, "ann", "acme has jobs", 1),
                flow_item("2", NULL, "ann", "acme rocks", 2));
    assert_int_equal(found(k, acme), 1);
    assert_int_equal(found(k, noise), 0);
    assert_number(k, "select count(*) from hit where hidden = 1", 2); /* of both queries */
    assert_number(k, "select count(*) from post", 2);
    change(k, noise, "rocks");
    look_through(k);
    assert_int_equal(found(k, acme), 1);
    assert_number(k,
                  "select count(*) from hit h join post p on p.id = h.post_id where "
                  "h.hidden = 0 and p.text = 'acme has jobs'",
                  1);
}

static void what_is_skipped_is_counted_and_not_stored(struct kit_db *k)
{
    k_id channel = flow_channel(k, "fake", "fake://one");
    query(k, "Noise", "jobs", "skip");
    struct item talk = flow_item("1", NULL, "ann", "acme has jobs", 1);
    struct item other = flow_item("4", NULL, "ann", "acme rocks", 4);
    struct item to_us = flow_item("3", NULL, "bo", "@us you have jobs?", 3);
    talk.kind = other.kind = K_S("post");
    to_us.kind = K_S("mention");
    struct ingest_result r = FLOW_INGEST(
        k, channel, talk, flow_item("2", "1", "bo", "which jobs?", 2), to_us, other);
    assert_int_equal(r.items[0].fate, INGEST_REFUSED);
    assert_non_null(r.items[0].why);
    assert_int_equal(r.refused, 1);
    assert_number(k, "select count(*) from post", 3);
    assert_number(k, "select posts from listening_skipped", 1);
}

static void an_edit_is_held_against_them_anew(struct kit_db *k)
{
    k_id channel = flow_channel(k, "fake", "fake://one");
    k_id id = query(k, "Acme", "acme", "watch");
    FLOW_INGEST(k, channel, flow_item("1", NULL, "ann", "acme", 1),
                flow_item("2", NULL, "ann", "globex", 2));
    struct item one = flow_item("1", NULL, "ann", "globex", 1);
    struct item two = flow_item("2", NULL, "ann", "acme", 2);
    one.edited_at = two.edited_at = KIT_T0 + K_HOUR;
    FLOW_INGEST(k, channel, one, two);
    assert_int_equal(found(k, id), 1);
    two.act = ITEM_DELETED;
    FLOW_INGEST(k, channel, two);
    assert_int_equal(found(k, id), 0);
}

static void a_query_is_tried_before_it_is_saved(struct kit_db *k)
{
    k_id channel = flow_channel(k, "fake", "fake://one");
    FLOW_INGEST(k, channel, flow_item("1", NULL, "ann", "Acme, where is my refund?", 1),
                flow_item("2", "1", "ann", "acme, please", 2),
                flow_item("3", NULL, "bo", "acme", 3), flow_item("4", NULL, "bo", "no", 4));
    struct query q;
    struct query_problem p;
    struct query_tried t;
    assert_true(queries_read(k->cx.arena, K_S("acme"), QUERY_WATCH, &q, &p));
    flow_ok(k, query_history_try(&k->cx, &q, k_cx_now(&k->cx) - 30 * K_DAY, &t));
    assert_int_equal(t.posts, 4);
    assert_int_equal(t.found, 3);
    assert_int_equal(t.people, 2);
    assert_int_equal(t.conversations, 2);
    assert_int_equal(t.samples.n, 3);
    assert_int_equal(t.samples.v[2].spans.n, 1);
    assert_int_equal(t.samples.v[2].spans.v[0].end, 4);
    assert_false(t.capped);
    assert_number(k, "select count(*) from hit", 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        KIT_BOTH(what_comes_in_is_found_at_once),
        KIT_BOTH(a_change_is_taken_over_before_the_next_page),
        KIT_BOTH(many_changes_leave_the_newest_in_force),
        KIT_BOTH(what_is_stored_is_looked_through),
        KIT_BOTH(what_is_hidden_is_kept_and_comes_back),
        KIT_BOTH(what_is_skipped_is_counted_and_not_stored),
        KIT_BOTH(an_edit_is_held_against_them_anew),
        KIT_BOTH(a_query_is_tried_before_it_is_saved),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
