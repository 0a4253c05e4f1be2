/* Storms through the flow: what folds and what does not, what members decide once, and that it
 * is the same after a restart and with several servers. */
#include "domain/inbox.h"
#include "domain/keeping.h"
#include "domain/storm.h"
#include "kit/flow.h"

static const char kettle[] = "Your kettle sings louder than my old cat ever did";

static k_str native(struct kit_db *k, const char *prefix, int i)
{
    return k_fmt(k->cx.arena, "%s%d", prefix, i);
}

/* Posts n.. by p<n>.., each its own person, a minute apart. */
static void crowd(struct kit_db *k, k_id ch, int from, int to, const char *text, k_time at)
{
    for (int i = from; i < to; i++) {
        k_str id = native(k, "n", i), who = native(k, "p", i);
        FLOW_INGEST(k, ch, flow_item(id.p, NULL, who.p, text, at + i * K_MIN));
    }
}

static int64_t number(struct kit_db *k, const char *query)
{
    return kit_db_number(k, query);
}

#define assert_n(k, query, want) assert_int_equal(number((k), (query)), (want))
static const char storms[] = "select count(*) from storm";
static const char folded[] = "select count(*) from conversation where status = 'folded'";
static const char waiting[] = "select count(*) from conversation where status = 'open'";

/* ---- acts in a transaction --------------------------------------------------------------- */

struct act {
    k_id storm;
    const char *decision;
    int64_t version;
};

static k_err do_decide(struct k_ctx *cx, void *arg)
{
    struct act *a = arg;
    return storm_decide(cx, a->storm, k_str_z(a->decision), a->version);
}

static k_err do_done(struct k_ctx *cx, void *arg)
{
    struct act *a = arg;
    return inbox_change(cx,
                        &(struct inbox_change){.conversation = a->storm,
                                               .has_status = true,
                                               .status = k_str_z(a->decision)},
                        NULL);
}

static k_err do_erase(struct k_ctx *cx, void *arg)
{
    k_id erasure;
    return keeping_erase(cx, *(k_id *)arg, K_S("asked"), &erasure);
}

static struct act the_storm(struct kit_db *k)
{
    return (struct act){.storm = number(k, "select max(id) from storm")};
}

static void decide(struct kit_db *k, const char *decision)
{
    struct act a = the_storm(k);
    a.decision = decision;
    flow_ok(k, flow_write(k, do_decide, &a));
}

static void read(struct kit_db *k, struct storm_page *out)
{
    flow_ok(k, storm_read(&k->cx, the_storm(k).storm, out));
}

/* ---- what is a storm --------------------------------------------------------------------- */

static void one_word_edits_and_additions_are_one_storm(struct kit_db *k)
{
    k_id ch = flow_channel(k, "fake", "a");
    FLOW_INGEST(k, ch, flow_item("1", NULL, "ann", kettle, 0),
                flow_item("2", NULL, "bob",
                          "Your teapot sings louder than my old cat ever did!", K_MIN));
    assert_n(k, storms, 0);
    FLOW_INGEST(k, ch,
                flow_item("3", NULL, "cem",
                          "@acme your kettle sings louder than my old cat ever did, really",
                          2 * K_MIN));
    assert_n(k, storms, 1);
    assert_n(k, folded, 2);
    FLOW_INGEST(k, ch,
                flow_item("4", NULL, "dan", "Our kettle sings louder than my old cat ever did",
                          3 * K_MIN),
                flow_item("5", NULL, "eve", "Your lid leaks and nobody answers me about it",
                          4 * K_MIN));
    assert_n(k, "select posts from storm", 4);
    assert_n(k, "select count(*) from storm_post where alike between 700 and 1000", 4);
    assert_n(k, waiting, 2);
}

static void pleasantries_and_one_who_repeats_himself_are_none(struct kit_db *k)
{
    k_id ch = flow_channel(k, "fake", "a");
    crowd(k, ch, 0, 5, "Thank you all so much for your great help today!", 0);
    crowd(k, ch, 10, 15, "Guten Morgen euch allen und ein sch\xc3\xb6nes Wochenende", 0);
    for (int i = 20; i < 30; i++) {
        k_str id = native(k, "n", i);
        FLOW_INGEST(k, ch, flow_item(id.p, NULL, "ann", kettle, i * K_MIN));
    }
    for (int i = 30; i < 36; i++) { /* our own words are heard again */
        k_str id = native(k, "n", i);
        FLOW_INGEST(k, ch,
                    flow_item_ours(id.p, NULL, "We open at nine tomorrow, the back door too",
                                   i * K_MIN));
    }
    assert_n(k, storms, 0);
    assert_n(k, folded, 0);
}

struct feed_page {
    k_id ch;
    struct item item;
};

static k_err take_article(struct k_ctx *cx, void *arg)
{
    struct feed_page *p = arg;
    struct ingest_from from = {.channel = p->ch, .network = K_S("rss"), .publishes = true};
    struct ingest_result r;
    return ingest_batch(cx, &from, &p->item, 1, &r);
}

static void article(struct kit_db *k, k_id ch, int i, const char *text)
{
    k_str id = native(k, "f", i), who = native(k, "w", i);
    struct feed_page p = {ch, flow_item(id.p, NULL, who.p, text, i * K_MIN)};
    k->clock.fixed = p.item.posted_at;
    flow_ok(k, flow_write(k, take_article, &p));
}

/* The template of a feed comes from many authors, and is one voice. */
static void a_feed_has_one_voice(struct kit_db *k)
{
    k_id a = flow_channel(k, "rss", "a"), b = flow_channel(k, "rss", "b"),
         c = flow_channel(k, "rss", "c");
    static const char report[] =
        "Weather report of the harbour: wind from the west, rain later";
    for (int i = 0; i < 6; i++)
        article(k, a, i, report);
    assert_n(k, storms, 0);
    article(k, b, 10, report);
    article(k, c, 11, report); /* three sites publish the same */
    assert_n(k, storms, 1);
    assert_n(k, "select authors from storm", 3);
}

static void one_link_of_many_at_once_is_one_and_questions_stay(struct kit_db *k)
{
    static const char *const says[] = {
        "Unbelievable https://news.example/kettles?utm_source=a",
        "So this is how they treat people https://news.example/kettles",
        "Wow, read this https://www.news.example/kettles/ !",
        "When will you say something about https://news.example/kettles ?",
        "I am speechless https://news.example/kettles",
        "Shame https://news.example/kettles#comments",
    };
    k_id ch = flow_channel(k, "fake", "a"), other = flow_channel(k, "fake", "b");
    for (int i = 0; i < 4; i++) {
        k_str id = native(k, "l", i), who = native(k, "p", i);
        FLOW_INGEST(k, ch, flow_item(id.p, NULL, who.p, says[i], i * K_MIN));
    }
    /* elsewhere it is another audience */
    FLOW_INGEST(k, other, flow_item("x", NULL, "xen", says[1], 4 * K_MIN));
    assert_n(k, storms, 0);
    for (int i = 4; i < 6; i++) {
        k_str id = native(k, "l", i), who = native(k, "p", i);
        FLOW_INGEST(k, ch, flow_item(id.p, NULL, who.p, says[i], i * K_MIN));
    }
    assert_n(k, storms, 1);
    assert_text(k, "select about from storm", "news.example/kettles");
    assert_n(k, "select count(*) from storm_post", 6);
    assert_n(k, folded, 4); /* not the head, not the question */
    assert_text(k, "select status from conversation where native_root = 'l3'", "open");
    assert_text(k, "select own from storm_post where own <> ''", "asks");
    /* an hour later it is no burst any more */
    FLOW_INGEST(k, ch, flow_item("late", NULL, "zoe", says[0], 2 * K_HOUR));
    assert_n(k, "select count(*) from storm_post", 6);
    /* slowly, and the first page of a site, are none */
    for (int i = 10; i < 16; i++) {
        k_str id = native(k, "l", i), who = native(k, "p", i);
        FLOW_INGEST(k, ch,
                    flow_item(id.p, NULL, who.p, "Hm https://slow.example/a",
                              10 * K_HOUR + i * 20 * K_MIN));
    }
    for (int i = 20; i < 26; i++) {
        k_str id = native(k, "l", i), who = native(k, "p", i);
        FLOW_INGEST(k, ch,
                    flow_item(id.p, NULL, who.p, "Look https://acme.example/",
                              20 * K_HOUR + i * K_MIN));
    }
    assert_n(k, storms, 1);
}

/* Who may see one must not lose it behind one that they may not see. */
static void private_and_closed_ones_fold_among_themselves(struct kit_db *k)
{
    k_id open = flow_channel(k, "fake", "a"), closed = flow_channel(k, "fake", "b");
    kit_db_run(k, k_fmt(k->cx.arena, "update channel set see_by = 'some' where id = %lld",
                        (long long)closed)
                      .p);
    crowd(k, open, 0, 2, kettle, 0);
    crowd(k, closed, 10, 12, kettle, 0);
    for (int i = 20; i < 22; i++) {
        k_str id = native(k, "n", i), who = native(k, "p", i);
        struct item it = flow_item(id.p, NULL, who.p, kettle, i * K_MIN);
        it.kind = it.visibility = K_S("direct");
        FLOW_INGEST(k, open, it);
    }
    assert_n(k, storms, 0);
    crowd(k, closed, 12, 13, kettle, 0);
    assert_n(k, storms, 1);
    assert_n(k, "select count(*) from storm_post", 3);
}

/* ---- one decision ------------------------------------------------------------------------ */

static void done_counts_for_what_comes_until_it_is_much_larger(struct kit_db *k)
{
    k_id ch = flow_channel(k, "fake", "a"), mara = flow_member(k, "mara");
    crowd(k, ch, 0, 5, kettle, 0);
    assert_n(k, waiting, 1);
    flow_as(k, mara);
    decide(k, "done");
    assert_n(k, waiting, 0);
    assert_n(k,
             "select count(*) from conversation where waiting_since > 0 and status <> "
             "'folded'",
             0);
    flow_as(k, 0);
    crowd(k, ch, 5, 9, kettle, 0);
    assert_n(k, waiting, 0);
    assert_n(k, folded, 8);
    assert_text(k, "select decided from storm", "done");
    crowd(k, ch, 9, 10, kettle, 0); /* ten people now: it was decided about five */
    assert_n(k, waiting, 1);
    assert_text(k, "select decided from storm", "grown");
    assert_n(k, folded, 9);
    assert_n(k, "select count(*) from event where verb = 'storm.done'", 1);
}

static void muted_never_comes_back_and_open_takes_it_back(struct kit_db *k)
{
    k_id ch = flow_channel(k, "fake", "a"), mara = flow_member(k, "mara");
    crowd(k, ch, 0, 4, kettle, 0);
    flow_as(k, mara);
    decide(k, "muted");
    flow_as(k, 0);
    crowd(k, ch, 4, 30, kettle, 0);
    assert_n(k, waiting, 0);
    assert_text(k, "select decided from storm", "muted");
    flow_as(k, mara);
    decide(k, "open");
    assert_n(k, waiting, 1);
    assert_text(k, "select decided from storm", "");
    struct act stale = the_storm(k);
    stale.decision = "done";
    stale.version = 1;
    assert_int_equal(flow_write(k, do_decide, &stale), K_ERR_CONFLICT);
    stale.decision = "loud";
    assert_int_equal(flow_write(k, do_decide, &stale), K_ERR_BAD_INPUT);
}

/* The key for done in the list is a decision as well. */
static void what_is_done_in_the_list_is_decided_too(struct kit_db *k)
{
    k_id ch = flow_channel(k, "fake", "a"), mara = flow_member(k, "mara");
    crowd(k, ch, 0, 4, kettle, 0);
    flow_as(k, mara);
    struct act a = {.storm = number(k, "select head_id from storm"), .decision = "done"};
    flow_ok(k, flow_write(k, do_done, &a));
    assert_text(k, "select decided from storm", "done");
    assert_n(k, "select decided_authors from storm", 4);
    a.decision = "open";
    flow_ok(k, flow_write(k, do_done, &a));
    assert_text(k, "select decided from storm", "");
}

/* An answer is a decision, too; who comes behind it does not wait on their own. */
static void an_answer_settles_it_until_it_is_much_larger(struct kit_db *k)
{
    k_id ch = flow_channel(k, "fake", "a");
    crowd(k, ch, 0, 4, kettle, 0);
    FLOW_INGEST(k, ch, flow_item_ours("o", "n0", "We heard it, and mend it.", 10 * K_MIN));
    assert_text(k, "select decided from storm", "answered");
    assert_n(k, "select count(*) from conversation where waiting_since > 0 and status = 'open'",
             0);
    crowd(k, ch, 20, 23, kettle, 0);
    assert_n(k, "select count(*) from conversation where waiting_since > 0 and status = 'open'",
             0);
    assert_text(k, "select decided from storm", "answered");
    crowd(k, ch, 23, 26, kettle, 0);
    assert_text(k, "select decided from storm", "grown");
    assert_n(k,
             "select count(*) from conversation c join storm s on s.head_id = c.id where "
             "c.signals like '%answered%'",
             0);
}

static void who_has_it_has_all_of_it(struct kit_db *k)
{
    k_id ch = flow_channel(k, "fake", "a"), mara = flow_member(k, "mara");
    crowd(k, ch, 0, 4, kettle, 0);
    kit_db_run(k, k_fmt(k->cx.arena,
                        "update conversation set owner_id = %lld where status = 'open'",
                        (long long)mara)
                      .p);
    crowd(k, ch, 4, 8, kettle, 0);
    assert_n(k, waiting, 1);
    assert_n(k, folded, 7);
}

/* ---- who is not lost --------------------------------------------------------------------- */

static void who_asks_us_within_a_storm_stands_alone_and_says_why(struct kit_db *k)
{
    static const char asks[] = "Your kettle sings louder than my old cat ever did, is that "
                               "covered?";
    k_id ch = flow_channel(k, "fake", "a"), mara = flow_member(k, "mara");
    crowd(k, ch, 0, 1, kettle, 0);
    crowd(k, ch, 1, 2, asks, 0); /* before it is seen ... */
    crowd(k, ch, 2, 4, kettle, 0);
    assert_n(k, storms, 1);
    flow_as(k, mara);
    decide(k, "muted");
    flow_as(k, 0);
    crowd(k, ch, 4, 5, asks, 0); /* ... and when it was muted */
    crowd(k, ch, 5, 6, kettle, 0);
    assert_n(k, waiting, 2);
    assert_n(k, "select count(*) from storm_post where own = 'asks'", 2);
    struct storm_page p;
    read(k, &p);
    assert_int_equal(p.own.n, 2);
    assert_true(k_str_eqz(p.own.v[0].own, "asks"));
    assert_true(k_str_eqz(p.own.v[0].text, asks));
    /* who is folded and then asks comes out, also with nearly the same words */
    FLOW_INGEST(k, ch, flow_item("n5b", "n5", "p5", asks, 20 * K_MIN));
    assert_text(k, "select status from conversation where native_root = 'n5'", "open");
    /* a member had it, or more was said */
    FLOW_INGEST(k, ch, flow_item("m1", NULL, "kim", "Do you open on Sunday", 21 * K_MIN));
    FLOW_INGEST(k, ch, flow_item("m2", "m1", "kim", kettle, 22 * K_MIN));
    assert_text(k,
                "select own from storm_post s join post p on p.id = s.post_id where "
                "p.native_id = 'm2'",
                "more");
    assert_text(k, "select status from conversation where native_root = 'm1'", "open");
}

static void a_campaign_of_one_question_is_one(struct kit_db *k)
{
    k_id ch = flow_channel(k, "fake", "a");
    static const char campaign[] =
        "This is unacceptable. When will you leave coal behind and mend the old kettles?";
    crowd(k, ch, 0, 8, campaign, 0);
    assert_n(k, waiting, 1);
    assert_n(k, folded, 7);
    flow_as(k, flow_member(k, "mara"));
    decide(k, "muted");
    flow_as(k, 0);
    crowd(k, ch, 8, 12, campaign, 0);
    assert_n(k, waiting, 0);
}

/* The author of what stands for it says it again where it was closed. */
static void what_is_muted_is_not_woken_by_its_own_words(struct kit_db *k)
{
    k_id ch = flow_channel(k, "fake", "a"), mara = flow_member(k, "mara");
    crowd(k, ch, 0, 4, kettle, 0);
    flow_as(k, mara);
    decide(k, "muted");
    flow_as(k, 0);
    FLOW_INGEST(k, ch, flow_item("n0b", "n0", "p0", kettle, 20 * K_MIN));
    assert_n(k, waiting, 0);
    FLOW_INGEST(k, ch, flow_item("n0c", "n0", "p0", "Are you still there?", 21 * K_MIN));
    assert_n(k, waiting, 1);
}

static void a_repost_is_what_it_reposts(struct kit_db *k)
{
    k_id ch = flow_channel(k, "fake", "a");
    crowd(k, ch, 0, 1, "Your lid leaks badly", 0);
    crowd(k, ch, 1, 3, "RT @acme: Your lid leaks badly", 0);
    assert_n(k, storms, 1);
    assert_n(k, folded, 2);
}

/* ---- the page ---------------------------------------------------------------------------- */

static void the_page_says_size_speed_reach_and_samples(struct kit_db *k)
{
    static const char *const ways[] = {
        "Your kettle sings louder than my old cat ever did",
        "Your kettle sings louder than my old cat ever did",
        "Your kettle sings louder than my old dog ever did, sadly",
        "Our kettle sings louder than my old cat ever did",
    };
    k_id ch = flow_channel(k, "fake", "a");
    for (int i = 0; i < 4; i++) {
        k_str id = native(k, "n", i), who = native(k, "p", i);
        struct item it = flow_item(id.p, NULL, who.p, ways[i], i * 40 * K_MIN);
        it.author.followers = i < 2 ? 1000 * (i + 1) : i == 3 ? 500 : -1;
        FLOW_INGEST(k, ch, it);
    }
    FLOW_INGEST(k, ch, flow_item("n9", NULL, "p0", ways[0], 130 * K_MIN));
    struct storm_page p;
    read(k, &p);
    assert_int_equal(p.storm.posts, 5);
    assert_int_equal(p.storm.authors, 4);
    assert_int_equal(p.storm.reach, 3500);
    assert_int_equal(p.storm.reach_known, 3);
    assert_int_equal(p.speed.last_hour, 3);
    assert_int_equal(p.speed.peak, 3);
    assert_true(p.storm.sample.n > 0);
    assert_int_equal(p.differs.n, 1);
    assert_true(k_str_eqz(p.differs.v[0].text, ways[2]));
    assert_in_range(p.differs.v[0].alike, 700, 999);
    assert_int_equal(p.own.n, 0);
    assert_int_equal(storm_read(&k->cx, 1, &p), K_ERR_NOT_FOUND);
}

static void who_is_erased_leaves_no_words_behind(struct kit_db *k)
{
    k_id ch = flow_channel(k, "fake", "a"), mara = flow_member(k, "mara");
    crowd(k, ch, 0, 4, kettle, 0);
    k_id person = number(k, "select person_id from identity where handle = 'p1'");
    flow_as(k, mara);
    flow_ok(k, flow_write(k, do_erase, &person));
    assert_n(k, "select count(*) from echo", 3);
    assert_n(k, "select count(*) from storm_post where who = 0", 1);
    struct storm_page p;
    read(k, &p);
    for (size_t i = 0; i < p.differs.n; i++)
        assert_true(p.differs.v[i].text.n > 0);
}

/* ---- restarts and several servers -------------------------------------------------------- */

/* The same database under another name: what a process keeps in memory it keeps by name, so
 * this one knows only what the table says. */
static void other_server(struct kit_db *k, struct k_ctx *cx)
{
    struct db_config cfg = k->cfg;
    k_str where = cfg.where;
    size_t slash = where.n;
    while (slash > 0 && where.p[slash - 1] != '/')
        slash--;
    if (cfg.kind == DB_SQLITE)
        where = k_fmt(k->cx.arena, "%.*s./%.*s", (int)slash, where.p,
                      K_ARG(k_str_from(where, slash)));
    else
        where = k_fmt(k->cx.arena, "%.*s%capplication_name=other", K_ARG(where),
                      k_str_find(where, K_S("?")) >= 0 ? '&' : '?');
    cfg.where = where;
    kit_db_second(k, cx, 9);
    db_close(cx->db);
    cx->db = NULL;
    flow_ok(k, db_open(cx, &cfg, &cx->db));
}

static void ingest_as(struct kit_db *k, struct k_ctx *cx, k_id ch, int i)
{
    struct k_ctx mine = k->cx;
    k->cx = *cx;
    crowd(k, ch, i, i + 1, kettle, 0);
    *cx = k->cx;
    k->cx = mine;
}

static void two_servers_see_one_storm(struct kit_db *k)
{
    struct k_ctx other;
    k_id ch = flow_channel(k, "fake", "a");
    other_server(k, &other);
    crowd(k, ch, 0, 1, kettle, 0);
    ingest_as(k, &other, ch, 1);
    assert_n(k, storms, 0);
    crowd(k, ch, 2, 3, kettle, 0);
    assert_n(k, storms, 1);
    ingest_as(k, &other, ch, 3);
    crowd(k, ch, 4, 5, kettle, 0);
    ingest_as(k, &other, ch, 5);
    assert_n(k, storms, 1);
    assert_n(k, "select posts from storm", 6);
    assert_n(k, "select authors from storm", 6);
    assert_n(k, folded, 5);
    kit_db_second_close(&other);
}

static void a_server_that_begins_knows_what_was_said(struct kit_db *k)
{
    struct k_ctx other;
    k_id ch = flow_channel(k, "fake", "a");
    crowd(k, ch, 0, 2, kettle, 0);
    other_server(k, &other);
    ingest_as(k, &other, ch, 2);
    assert_n(k, storms, 1);
    kit_db_second_close(&other);
}

struct failing {
    k_id ch;
    struct item item;
};

static k_err take_and_fail(struct k_ctx *cx, void *arg)
{
    struct failing *f = arg;
    struct ingest_from from = {.channel = f->ch, .network = K_S("fake")};
    struct ingest_result r;
    K_TRY(ingest_batch(cx, &from, &f->item, 1, &r));
    return k_fail(cx, K_ERR_IO, NULL, "The cable was pulled.");
}

static void what_was_rolled_back_was_not_said(struct kit_db *k)
{
    k_id ch = flow_channel(k, "fake", "a");
    crowd(k, ch, 0, 1, kettle, 0);
    for (int i = 10; i < 20; i++) {
        k_str id = native(k, "n", i), who = native(k, "p", i);
        struct failing f = {ch, flow_item(id.p, NULL, who.p, kettle, i * K_MIN)};
        assert_int_equal(flow_write(k, take_and_fail, &f), K_ERR_IO);
    }
    crowd(k, ch, 1, 2, kettle, 0);
    assert_n(k, storms, 0);
    crowd(k, ch, 2, 3, kettle, 0);
    assert_n(k, storms, 1);
    assert_n(k, "select posts from storm", 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        KIT_BOTH(one_word_edits_and_additions_are_one_storm),
        KIT_BOTH(pleasantries_and_one_who_repeats_himself_are_none),
        KIT_BOTH(a_feed_has_one_voice),
        KIT_BOTH(one_link_of_many_at_once_is_one_and_questions_stay),
        KIT_BOTH(private_and_closed_ones_fold_among_themselves),
        KIT_BOTH(done_counts_for_what_comes_until_it_is_much_larger),
        KIT_BOTH(muted_never_comes_back_and_open_takes_it_back),
        KIT_BOTH(what_is_done_in_the_list_is_decided_too),
        KIT_BOTH(an_answer_settles_it_until_it_is_much_larger),
        KIT_BOTH(who_has_it_has_all_of_it),
        KIT_BOTH(who_asks_us_within_a_storm_stands_alone_and_says_why),
        KIT_BOTH(a_campaign_of_one_question_is_one),
        KIT_BOTH(what_is_muted_is_not_woken_by_its_own_words),
        KIT_BOTH(a_repost_is_what_it_reposts),
        KIT_BOTH(the_page_says_size_speed_reach_and_samples),
        KIT_BOTH(who_is_erased_leaves_no_words_behind),
        KIT_BOTH(two_servers_see_one_storm),
        KIT_BOTH(a_server_that_begins_knows_what_was_said),
        KIT_BOTH(what_was_rolled_back_was_not_said),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
