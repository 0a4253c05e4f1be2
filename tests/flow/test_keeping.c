/* What must go and what must be kept, on both databases: nothing of an erased person is left in
 * any column of any table, the chain still verifies, the network cannot bring her back; a legal
 * hold wins; old words go where a channel says so. */
#include "domain/inbox.h"
#include "domain/keeping.h"
#include "domain/people.h"
#include "domain/reply.h"
#include "kit/flow.h"
#include "store/event.h"
#include "store/search.h"

#define WORDS "My zanzibarine kettle exploded at Quaggastrasse."

struct scene {
    struct fake_world *net;
    k_id channel, mara, conversation, ann;
};

static k_err note_down(struct k_ctx *cx, void *arg)
{
    const struct scene *s = arg;
    struct people_datum fact = {.kind = K_S("note"),
                                .value = K_S("Keeps a zanzibarine parrot")};
    struct people_address mail = {.network = K_S("email"),
                                  .address = K_S("ann@annquagga.example")};
    k_id id;
    K_TRY(inbox_note(cx, s->conversation, K_S("zanzibarine again, @jo"), &id));
    K_TRY(people_add_datum(cx, s->ann, &fact, &id));
    K_TRY(people_add_address(cx, s->ann, &mail));
    return reply_draft(cx, s->conversation, 0, K_S("Dear zanzibarine"));
}

static void index_all(struct kit_db *k)
{
    int64_t n = 1;
    while (n > 0)
        flow_ok(k, search_index_some(&k->cx, 1000, &n));
}

static struct scene scene_of(struct kit_db *k)
{
    struct scene s = {.mara = flow_member(k, "mara")};
    flow_member(k, "jo");
    s.net = flow_world(k, "fake://one", NULL, &s.channel);
    struct item it = flow_item("annquagga/1", NULL, "annquagga", WORDS, 0);
    fake_world_say(s.net, &it, KIT_T0);
    struct item answer = flow_item("bob/1", "annquagga/1", "bob", "Oh dear.", K_SEC);
    fake_world_say(s.net, &answer, KIT_T0);
    k->clock.fixed = KIT_T0 + K_MIN;
    flow_poll(k);
    fake_world_edit(s.net, K_S("annquagga/1"), K_S(WORDS " Really."), k->clock.fixed);
    k->clock.fixed += 10 * K_MIN;
    flow_poll(k);
    s.conversation = kit_db_number(k, "select id from conversation");
    s.ann = kit_db_number(k, "select person_id from post where text like '%zanzibarine%'");
    assert_number(k, "select count(*) from post_version", 1);
    index_all(k);
    flow_as(k, s.mara);
    flow_ok(k, flow_write(k, note_down, &s));
    return s;
}

/* table.column of everything that is stored. */
static k_str columns(struct kit_db *k)
{
    if (k->cfg.kind == DB_SQLITE)
        return flow_text(
            k, "select group_concat(m.name || '.' || p.name, ' ') from sqlite_master m "
               "join pragma_table_info(m.name) p where m.type = 'table' and m.name "
               "not like 'post_fts%'");
    return flow_text(k,
                     "select string_agg(c.table_name || '.' || c.column_name, ' ') from "
                     "information_schema.columns c join information_schema.tables t using "
                     "(table_schema, table_name) where c.table_schema = current_schema() and "
                     "t.table_type = 'BASE TABLE'");
}

/* How many columns hold a word, in small letters. */
static int64_t columns_with(struct kit_db *k, const char *word, bool say)
{
    k_str all = columns(k);
    int64_t n = 0;
    while (all.n > 0) {
        k_str one = k_str_cut(&all, ' ');
        k_str table = k_str_cut(&one, '.');
        k_str query = k_fmt(k->cx.arena,
                            "select count(*) from %.*s where lower(cast(%.*s as text)) like "
                            "'%%%s%%'",
                            K_ARG(table), K_ARG(one), word);
        int64_t rows = kit_db_number(k, query.p);
        if (rows > 0 && say)
            print_error("%.*s.%.*s still says %s\n", K_ARG(table), K_ARG(one), word);
        n += rows > 0;
    }
    return n;
}

struct erase {
    k_id person, certificate;
    const char *reason;
};
static k_err do_erase(struct k_ctx *cx, void *arg)
{
    struct erase *e = arg;
    return keeping_erase(cx, e->person, k_str_z(e->reason), &e->certificate);
}

static void nothing_of_an_erased_person_is_left_anywhere(struct kit_db *k)
{
    struct scene s = scene_of(k);
    struct erase e = {.person = s.ann, .reason = "She asked for it by letter"};
    struct event_report chain;
    assert_true(columns_with(k, "zanzibarine", false) > 5);
    assert_true(columns_with(k, "annquagga", false) > 3);
    flow_ok(k, flow_write(k, do_erase, &e));
    index_all(k);
    assert_int_equal(columns_with(k, "zanzibarine", true), 0);
    assert_int_equal(columns_with(k, "quagga", true), 0);
    assert_number(k, "select count(*) from post where text = 'Oh dear.'", 1);
    flow_ok(k, event_verify(&k->cx, 0, &chain));
    assert_true(chain.whole);
    assert_text(k, "select reason from erasure", "She asked for it by letter");
    k_str hex = keeping_erased_id(k->cx.arena, K_S("fake"), K_S("annquagga/1"));
    k_str found =
        k_fmt(k->cx.arena, "select count(*) from post where native_id = '%.*s'", K_ARG(hex));
    assert_number(k, found.p, 1);
    assert_number(k, "select count(*) from event where verb = 'person.erased'", 1);
}

static void the_network_cannot_bring_her_back(struct kit_db *k)
{
    struct scene s = scene_of(k);
    struct erase e = {.person = s.ann, .reason = "asked"};
    struct item again = flow_item("annquagga/1", NULL, "annquagga", WORDS, 0);
    flow_ok(k, flow_write(k, do_erase, &e));
    int64_t posts = kit_db_number(k, "select count(*) from post");
    flow_as(k, 0);
    FLOW_INGEST(k, s.channel, again);
    assert_number(k, "select count(*) from post", posts);
    index_all(k);
    assert_int_equal(columns_with(k, "zanzibarine", true), 0);
    /* What she says anew is new. */
    FLOW_INGEST(k, s.channel,
                flow_item("annquagga/2", NULL, "annquagga", "Hello again", K_HOUR));
    assert_number(k, "select count(*) from post", posts + 1);
}

struct set_hold {
    struct keeping_hold h;
    k_id id;
};
static k_err do_hold(struct k_ctx *cx, void *arg)
{
    struct set_hold *s = arg;
    return keeping_hold(cx, &s->h, &s->id);
}
static k_err do_lift(struct k_ctx *cx, void *arg)
{
    return keeping_lift(cx, *(k_id *)arg);
}
static k_err do_remove(struct k_ctx *cx, void *arg)
{
    return people_remove(cx, *(k_id *)arg, true);
}

static void a_legal_hold_wins(struct kit_db *k)
{
    struct scene s = scene_of(k);
    struct erase e = {.person = s.ann, .reason = "asked"};
    struct set_hold on_her = {.h = {.person = s.ann, .reason = K_S("Case 12")}};
    struct set_hold on_channel = {.h = {.channel = s.channel, .reason = K_S("Case 13")}};
    struct set_hold bad = {.h = {.reason = K_S("of nothing")}};
    assert_int_equal(flow_write(k, do_hold, &bad), K_ERR_BAD_INPUT);
    flow_ok(k, flow_write(k, do_hold, &on_her));
    assert_int_equal(flow_write(k, do_erase, &e), K_ERR_CONFLICT);
    assert_true(k_str_ends(k->cx.detail.text, K_S("Case 12")));
    assert_int_equal(flow_write(k, do_remove, &s.ann), K_ERR_CONFLICT);
    flow_ok(k, flow_write(k, do_lift, &on_her.id));
    assert_int_equal(flow_write(k, do_lift, &on_her.id), K_ERR_GONE);
    flow_ok(k, flow_write(k, do_hold, &on_channel));
    assert_int_equal(flow_write(k, do_erase, &e), K_ERR_CONFLICT);
    assert_true(columns_with(k, "zanzibarine", false) > 5);
    flow_ok(k, flow_write(k, do_lift, &on_channel.id));
    flow_ok(k, flow_write(k, do_erase, &e));
}

static void all_about_her_is_one_file(struct kit_db *k)
{
    struct scene s = scene_of(k);
    struct k_buf b;
    k_buf_init(&b, k->cx.arena, 1 << 20);
    flow_ok(k, keeping_export(&k->cx, s.ann, &b));
    const char *kinds[] = {"person",       "identity", "datum", "post",
                           "conversation", "note",     "touch"};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        k_str begin = k_fmt(k->cx.arena, "{\"kind\":\"%s\",\"row\":", kinds[i]);
        assert_true(k_str_find(k_buf_view(&b), begin) >= 0);
    }
    assert_true(k_str_find(k_buf_view(&b), K_S("ann@annquagga.example")) >= 0);
    assert_true(k_str_find(k_buf_view(&b), K_S("exploded at Quaggastrasse. Really.")) >= 0);
    assert_true(k_str_find(k_buf_view(&b), K_S("Oh dear.")) < 0);
}

static k_err do_age(struct k_ctx *cx, void *arg)
{
    return keeping_age(cx, 500, arg);
}

static void old_words_go_where_the_channel_says_so(struct kit_db *k)
{
    struct scene s = scene_of(k);
    struct set_hold on_her = {.h = {.person = s.ann, .reason = K_S("Case 12")}};
    int64_t n = -1;
    k->clock.fixed += 40 * K_DAY;
    flow_ok(k, flow_write(k, do_age, &n));
    assert_int_equal(n, 0);
    kit_db_run(k, "update channel set retention_days = 30");
    flow_ok(k, flow_write(k, do_hold, &on_her));
    flow_ok(k, flow_write(k, do_age, &n));
    assert_int_equal(n, 1);
    assert_number(k, "select count(*) from post where text = 'Oh dear.'", 0);
    assert_number(k, "select count(*) from post where text like '%zanzibarine%'", 1);
    flow_ok(k, flow_write(k, do_lift, &on_her.id));
    flow_ok(k, flow_write(k, do_age, &n));
    assert_int_equal(n, 1);
    flow_ok(k, flow_write(k, do_age, &n));
    assert_int_equal(n, 0);
    index_all(k);
    assert_number(k, "select count(*) from post where text <> ''", 0);
    assert_number(k, "select count(*) from event where verb = 'channel.aged'", 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        KIT_BOTH(nothing_of_an_erased_person_is_left_anywhere),
        KIT_BOTH(the_network_cannot_bring_her_back),
        KIT_BOTH(a_legal_hold_wins),
        KIT_BOTH(all_about_her_is_one_file),
        KIT_BOTH(old_words_go_where_the_channel_says_so),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
