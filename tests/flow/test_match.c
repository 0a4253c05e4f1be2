/* Who may be one: found at ingest and by the scan, asked, decided, and not asked again. */
#include "domain/match.h"
#include "domain/match_links.h"
#include "domain/merge.h"
#include "kit/flow.h"

static k_err do_some(struct k_ctx *cx, void *arg)
{
    return match_some(cx, 100, arg);
}

/* Until nobody is new. */
static void look(struct kit_db *k)
{
    int64_t n = 1;
    while (n > 0)
        flow_ok(k, flow_write(k, do_some, &n));
}

static k_id person(struct kit_db *k, long long id, const char *name)
{
    kit_db_run(k, k_fmt(k->cx.arena,
                        "insert into person (id, name, created_at) values (%lld, '%s', 1); "
                        "insert into match_dirty (person_id) values (%lld)",
                        id, name, id)
                      .p);
    return id;
}

static void datum(struct kit_db *k, long long person, const char *kind, const char *value)
{
    static long long id = 5000;
    kit_db_run(k, k_fmt(k->cx.arena,
                        "insert into datum (id, person_id, kind, value, source, created_at) "
                        "values (%lld, %lld, '%s', '%s', 'csv', 1)",
                        ++id, person, kind, value)
                      .p);
}

static void exact_evidence_merges_and_a_guess_asks(struct kit_db *k)
{
    person(k, 1, "Anna Schmidt");
    person(k, 2, "A. Schmidt");
    person(k, 3, "Anna Schmid");
    person(k, 4, "Peter Gruber");
    datum(k, 1, "email", "anna@example.org");
    datum(k, 2, "email", "Anna@Example.org");
    datum(k, 1, "birthday", "1975-05-03");
    datum(k, 3, "birthday", "1975-05-03");
    look(k);
    assert_number(k, "select merged_into from person where id = 2", 1);
    assert_number(k, "select made_by from person_merge", 0);
    assert_number(k, "select count(*) from match_pair where state = 'open'", 1);
    assert_number(k, "select a_id * 10 + b_id from match_pair where state = 'open'", 13);
    assert_number(k, "select count(*) from person where merged_into > 0", 1);
    assert_text(k, "select why from person_merge",
                flow_text(k, "select why from person_merge where why like '%\"email\"%'").p);
}

static k_err do_decide(struct k_ctx *cx, void *arg)
{
    return match_decide(cx, arg, NULL);
}

static void two_guesses(struct kit_db *k)
{
    person(k, 1, "Anna Schmidt");
    person(k, 2, "Ana Schmidt");
    datum(k, 1, "birthday", "1975-05-03");
    datum(k, 2, "birthday", "1975-05-03");
    look(k);
    assert_text(k, "select state from match_pair", "open");
}

static void again(struct kit_db *k)
{
    kit_db_run(k, "insert into match_dirty (person_id) values (1), (2)");
    look(k);
}

static void what_was_decided_is_not_asked_again(struct kit_db *k)
{
    two_guesses(k);
    struct match_decision d = {.a = 1, .b = 2, .verdict = K_S("different")};
    flow_ok(k, flow_write(k, do_decide, &d));
    datum(k, 1, "email", "anna@example.org"); /* not even on exact evidence */
    datum(k, 2, "email", "anna@example.org");
    again(k);
    assert_text(k, "select state from match_pair", "different");
    assert_number(k, "select count(*) from person_merge", 0);
}

static void later_is_asked_after_90_days(struct kit_db *k)
{
    two_guesses(k);
    struct match_decision d = {.a = 2, .b = 1, .verdict = K_S("later")};
    flow_ok(k, flow_write(k, do_decide, &d));
    k->clock.fixed += 89 * K_DAY;
    again(k);
    assert_text(k, "select state from match_pair", "later");
    k->clock.fixed += 2 * K_DAY;
    again(k);
    assert_text(k, "select state from match_pair", "open");
}

static void a_merge_that_was_undone_is_not_made_again(struct kit_db *k)
{
    person(k, 1, "Anna Schmidt");
    person(k, 2, "Anna Schmidt");
    datum(k, 1, "email", "anna@example.org");
    datum(k, 2, "email", "anna@example.org");
    look(k);
    assert_number(k, "select merged_into from person where id = 2", 1);
    assert_number(k, "select count(*) from match_key where person_id = 2", 0);
    struct match_decision d = {.a = 1, .b = 2, .verdict = K_S("merge")};
    assert_int_equal(flow_write(k, do_decide, &d), K_ERR_CONFLICT);
    kit_db_reset(k);
    flow_ok(k, db_begin(&k->cx, true));
    flow_ok(k, merge_undo(&k->cx, kit_db_number(k, "select id from person_merge"), NULL));
    flow_ok(k, db_commit(&k->cx));
    look(k);
    assert_number(k, "select count(*) from person where merged_into > 0", 0);
    assert_text(k, "select state from match_pair", "different");
}

static void what_is_private_asks_its_owner_only(struct kit_db *k)
{
    person(k, 1, "Anna Schmidt");
    person(k, 2, "Anna Schmidt");
    person(k, 3, "Anna Schmidt");
    for (int i = 1; i <= 3; i++)
        datum(k, i, "email", "anna@example.org");
    kit_db_run(k, "update person set owner_id = 7 where id = 2; update person set owner_id = 8 "
                  "where id = 3");
    look(k);
    assert_number(k, "select count(*) from person_merge", 0); /* Kith merges nothing private */
    assert_number(k, "select count(*) from match_pair where a_id = 2 and b_id = 3", 0);
    assert_number(k, "select count(*) from match_pair where kind = 'exact'", 2);
    struct sq_match_queue_count_row n;
    bool found;
    flow_ok(k, sq_match_queue_count(&k->cx, 7, 10, &n, &found));
    assert_int_equal(n.n, 1);
    flow_ok(k, sq_match_queue_count(&k->cx, 9, 10, &n, &found));
    assert_int_equal(n.n, 0);
}

static void accounts_on_networks_meet_by_their_links(struct kit_db *k)
{
    k_id a = flow_channel(k, "bluesky", "a"), b = flow_channel(k, "mastodon", "b");
    struct item x = flow_item("p1", NULL, "did:plc:anna", "hello", K_HOUR);
    struct item y = flow_item("p2", NULL, "https://m.example/@anna", "hi", K_HOUR);
    x.author.handle = K_S("anna.bsky.social");
    x.author.name = K_S("Anna Schmidt");
    y.author.name = K_S("annaka_77");
    x.author.bio = K_S("Gardener. Also at https://m.example/@anna.");
    y.author.url = K_S("https://m.example/@anna");
    y.author.bio = K_S("See https://bsky.app/profile/anna.bsky.social");
    (void)flow_ingest(k, a, "bluesky", &x, 1);
    (void)flow_ingest(k, b, "mastodon", &y, 1);
    assert_number(k, "select count(*) from match_dirty", 2);
    look(k);
    assert_number(k, "select count(*) from person where merged_into = 0", 1);
    assert_number(k, "select count(distinct person_id) from post", 1);
    /* both on one page count once each, for the one person */
    x.native_id = K_S("p3");
    (void)flow_ingest(k, a, "bluesky", &x, 1);
    assert_number(k, "select heard from person where merged_into = 0", 3);
}

static void a_base_that_was_never_looked_at_is_scanned(struct kit_db *k)
{
    for (int i = 1; i <= 25; i++) {
        person(k, i, i % 2 ? "Anna Schmidt" : "Peter Gruber");
        datum(k, i, "birthday", k_fmt(k->cx.arena, "19%02d-05-03", 50 + i / 2).p);
        datum(k, i, "email", k_fmt(k->cx.arena, "p%d@example.org", i % 2 ? i : i).p);
    }
    person(k, 26, "Anna Schmidt");
    datum(k, 26, "email", "p5@example.org");
    kit_db_run(k, "delete from match_dirty");
    k_id last = 0;
    struct match_found_count n = {0};
    for (int rounds = 0; rounds == 0 || last; rounds++) {
        flow_ok(k, db_begin(&k->cx, true));
        flow_ok(k, match_scan(&k->cx, last, 10, &last, &n));
        flow_ok(k, db_commit(&k->cx));
        assert_true(rounds < 10);
    }
    assert_int_equal(n.merged, 1);
    assert_number(k, "select merged_into from person where id = 26", 5);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        KIT_BOTH(exact_evidence_merges_and_a_guess_asks),
        KIT_BOTH(what_was_decided_is_not_asked_again),
        KIT_BOTH(later_is_asked_after_90_days),
        KIT_BOTH(a_merge_that_was_undone_is_not_made_again),
        KIT_BOTH(what_is_private_asks_its_owner_only),
        KIT_BOTH(accounts_on_networks_meet_by_their_links),
        KIT_BOTH(a_base_that_was_never_looked_at_is_scanned),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
