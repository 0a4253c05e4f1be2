/* The fake network: what tests and the demo may rely on. */
#include "connectors/fake/world.h"
#include "connectors/registry.h"
#include <setjmp.h>
#include <stdarg.h>
#include <unistd.h>
#include <cmocka.h>

static const k_str address = K_S_INIT("fake://test");
static const k_time start = 1767225600 * K_SEC; /* 2026-01-01 */

struct scene {
    struct k_arena *arena;
    struct k_clock clock;
    struct k_rand rand;
    struct k_net_ctx nx;
    struct channel_view ch;
    const struct connector *c;
    struct fake_world *w;
};

static int open_scene(void **state)
{
    static struct scene s;
    s = (struct scene){.arena = k_arena_new(0), .clock = k_clock_fixed(start)};
    s.nx = (struct k_net_ctx){.arena = s.arena, .clock = &s.clock, .rand = &s.rand};
    s.ch = (struct channel_view){.id = 1, .address = address};
    s.c = connector_find(K_S("fake"));
    s.w = fake_world_at(address);
    *state = &s;
    return 0;
}

static int close_scene(void **state)
{
    struct scene *s = *state;
    fake_world_drop(address);
    k_arena_free(s->arena);
    return 0;
}

static k_str say(struct scene *s, const char *id, const char *parent, const char *text,
                 k_time at)
{
    struct item it = {.native_id = k_str_z(id),
                      .native_parent = k_str_z(parent),
                      .author = {.native_id = K_S("u1"), .name = K_S("Nora"), .followers = 12},
                      .text = k_str_z(text)};
    return fake_world_say(s->w, &it, at);
}

static struct item_page fetch(struct scene *s, k_err expected)
{
    struct item_page page;
    s->nx.detail = (struct k_detail){0};
    assert_int_equal(s->c->fetch(&s->nx, &s->ch, &page), expected);
    if (page.news.cursor.p)
        s->ch.cursor = page.news.cursor;
    return page;
}

static k_err reply(struct scene *s, const char *parent, const char *key, const char *text,
                   struct reply_done *done)
{
    struct reply_out out = {.idem_key = k_str_z(key),
                            .text = k_str_z(text),
                            .parent_native_id = k_str_z(parent),
                            .root_native_id = k_str_z(parent),
                            .created_at = s->clock.fixed};
    s->nx.detail = (struct k_detail){0};
    return s->c->reply(&s->nx, &s->ch, &out, done);
}

static void posts_arrive_as_time_goes_by(void **state)
{
    struct scene *s = *state;
    say(s, "p1", NULL, "one", start - K_HOUR);
    say(s, "p3", "p1", "three", start + K_HOUR);
    say(s, "p2", NULL, "two", start);
    struct item_page page = fetch(s, K_OK);
    assert_int_equal(page.items.n, 2);
    assert_true(k_str_eqz(page.items.v[0].native_id, "p1"));
    assert_true(k_str_eqz(page.items.v[1].text, "two"));
    assert_false(page.more);
    assert_int_equal(fetch(s, K_OK).items.n, 0);
    assert_int_equal(fake_world_waiting(s->w, start), 1);
    s->clock.fixed += K_HOUR;
    page = fetch(s, K_OK);
    assert_int_equal(page.items.n, 1);
    assert_true(k_str_eqz(page.items.v[0].native_root, "p1"));
    assert_int_equal(page.items.v[0].author.followers, 12);
}

static void pages_end_and_go_on(void **state)
{
    struct scene *s = *state;
    fake_world_set(s->w, FAKE_PAGE, 2);
    for (int i = 0; i < 5; i++)
        say(s, NULL, NULL, "text", start);
    size_t seen = 0, pages = 0;
    struct item_page page;
    do {
        page = fetch(s, K_OK);
        seen += page.items.n;
        pages++;
    } while (page.more);
    assert_int_equal(seen, 5);
    assert_int_equal(pages, 3);
}

static void edits_and_deletions_follow_the_post(void **state)
{
    struct scene *s = *state;
    say(s, "p1", NULL, "one", start);
    fake_world_edit(s->w, K_S("p1"), K_S("uno"), start + K_SEC);
    fake_world_delete(s->w, K_S("p1"), start + 2 * K_SEC);
    s->clock.fixed += K_SEC;
    struct item_page page = fetch(s, K_OK);
    assert_int_equal(page.items.n, 2);
    assert_int_equal(page.items.v[1].act, ITEM_EDITED);
    assert_true(k_str_eqz(page.items.v[1].text, "uno"));
    struct item_page thread;
    assert_int_equal(s->c->thread(&s->nx, &s->ch, K_S("p1"), K_NONE, &thread), K_OK);
    assert_true(k_str_eqz(thread.items.v[0].text, "uno"));
    s->clock.fixed += K_SEC;
    page = fetch(s, K_OK);
    assert_int_equal(page.items.n, 1);
    assert_int_equal(page.items.v[0].act, ITEM_DELETED);
    assert_int_equal(s->c->thread(&s->nx, &s->ch, K_S("p1"), K_NONE, &thread), K_ERR_NOT_FOUND);
}

static void a_reply_is_taken_and_answered(void **state)
{
    struct scene *s = *state;
    struct reply_done done;
    say(s, "p1", NULL, "Where?", start);
    fake_world_answer(s->w, K_S("p1"), &(struct item_author){.followers = -1},
                      K_S("Thank you."), 20 * K_SEC);
    fetch(s, K_OK);
    assert_int_equal(reply(s, "p1", "k1", "Here.", &done), K_OK);
    struct item_page page = fetch(s, K_OK);
    assert_int_equal(page.items.n, 1); /* our own reply comes back, as on a blog */
    assert_true(page.items.v[0].ours);
    assert_true(k_str_eq(page.items.v[0].native_id, done.native_id));
    s->clock.fixed += 20 * K_SEC;
    page = fetch(s, K_OK);
    assert_int_equal(page.items.n, 1);
    assert_true(k_str_eqz(page.items.v[0].text, "Thank you."));
    assert_true(k_str_eq(page.items.v[0].native_parent, done.native_id));
    assert_true(k_str_eqz(page.items.v[0].author.name, "Nora"));
    assert_int_equal(s->c->remove(&s->nx, &s->ch, done.native_id, K_NONE, &done.news), K_OK);
    struct fake_reply *replies;
    assert_int_equal(fake_world_replies(s->w, s->arena, &replies), 1);
    assert_true(replies[0].removed);
}

static void bad_replies_are_refused_with_the_reason(void **state)
{
    struct scene *s = *state;
    struct reply_done done;
    say(s, "p1", NULL, "Where?", start);
    say(s, "p2", "p1", "Yes, where?", start);
    static const struct {
        const char *network, *parent, *why;
        size_t length;
    } rows[] = {
        {"fake", "nowhere", "is not there", 4},
        {"fake", "p1", "empty", 0},
        {"demo_microblog", "p1", "too long", 301},
        {"demo_reviews", "p2", "first post", 4},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char text[400];
        memset(text, 'x', sizeof text);
        text[rows[i].length] = '\0';
        s->c = connector_find(k_str_z(rows[i].network));
        assert_int_equal(reply(s, rows[i].parent, "k", text, &done), K_ERR_NET_REFUSED);
        assert_true(k_str_find(s->nx.detail.text, k_str_z(rows[i].why)) >= 0);
    }
    struct fake_reply *replies;
    assert_int_equal(fake_world_replies(s->w, s->arena, &replies), 0);
}

static void accidents_of_sending_are_told_apart_by_find(void **state)
{
    struct scene *s = *state;
    struct reply_done done;
    bool found;
    static const struct {
        enum fake_knob knob;
        k_err err;
        bool arrived;
    } rows[] = {
        {FAKE_FAIL_BEFORE, K_ERR_NET_DOWN, false}, {FAKE_FAIL_AFTER, K_ERR_UNCLEAR, true},
        {FAKE_LOST, K_ERR_UNCLEAR, false},         {FAKE_REFUSE, K_ERR_NET_REFUSED, false},
        {FAKE_LIMITED, K_ERR_NET_LIMITED, false},  {FAKE_DOWN, K_ERR_NET_DOWN, false},
    };
    say(s, "p1", NULL, "Where?", start);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char key[] = {'k', (char)('0' + i), '\0'};
        fake_world_set(s->w, rows[i].knob, 1);
        assert_int_equal(reply(s, "p1", key, "Here.", &done), rows[i].err);
        if (rows[i].err == K_ERR_NET_LIMITED)
            assert_true(done.news.not_before > start);
        struct reply_out out = {.idem_key = k_str_z(key)};
        assert_int_equal(s->c->find(&s->nx, &s->ch, &out, &found, &done), K_OK);
        assert_int_equal(found, rows[i].arrived);
    }
    assert_int_equal(fake_world_calls(s->w, FAKE_REPLY), sizeof rows / sizeof *rows);
}

static void pages_can_be_doubled_and_turned_round(void **state)
{
    struct scene *s = *state;
    say(s, "p1", NULL, "one", start);
    say(s, "p2", NULL, "two", start);
    fake_world_set(s->w, FAKE_TWICE, 1);
    fake_world_set(s->w, FAKE_SHUFFLED, 1);
    struct item_page page = fetch(s, K_OK);
    assert_int_equal(page.items.n, 4);
    assert_true(k_str_eqz(page.items.v[0].native_id, "p2"));
    assert_int_equal(fetch(s, K_OK).items.n, 0);
}

static void a_revoked_password_is_said_so(void **state)
{
    struct scene *s = *state;
    struct channel_news news;
    fake_world_set(s->w, FAKE_REVOKED, 1);
    fetch(s, K_ERR_NET_AUTH);
    assert_int_equal(s->c->connect(&s->nx, &s->ch, &news), K_ERR_NET_AUTH);
    fake_world_set(s->w, FAKE_REVOKED, 0);
    assert_int_equal(s->c->connect(&s->nx, &s->ch, &news), K_OK);
    assert_true(k_str_eqz(news.handle, "us"));
}

static void a_script_fills_the_world_or_nothing_at_all(void **state)
{
    struct scene *s = *state;
    k_str why = K_NONE;
    k_str good =
        K_S("{\"id\":\"a\",\"after\":-60,\"author\":{\"id\":\"n\",\"name\":\"Nora\"},"
            "\"text\":\"Does it float?\"}\n\n"
            "{\"id\":\"b\",\"after\":5,\"parent\":\"a\",\"author\":{\"id\":\"r\"},\"text\":"
            "\"Same.\"}\n"
            "{\"act\":\"answer\",\"text\":\"I see.\",\"after\":3}\n"
            "{\"act\":\"edited\",\"id\":\"a\",\"after\":6,\"text\":\"Does it swim?\"}\n");
    assert_int_equal(fake_world_script(s->w, good, start, s->arena, &why), K_OK);
    assert_int_equal(fetch(s, K_OK).items.n, 1);
    s->clock.fixed += 10 * K_SEC;
    assert_int_equal(fetch(s, K_OK).items.n, 2);
    static const char *const bad[] = {
        "{\"act\":\"shout\",\"text\":\"x\"}",
        "{\"text\":\"nobody\"}",
        "{\"id\":\"c\",\"author\":{\"id\":\"n\"}}",
        "{\"act\":\"edited\",\"text\":\"which?\"}",
        "{\"id\":\"c\",\"author\":{\"id\":\"n\"},\"text\":\"x\",\"at\":\"soon\"}",
        "not JSON",
        "[1]",
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        k_str lines = k_cat(s->arena, good, k_str_z(bad[i]));
        why = K_NONE;
        assert_int_equal(fake_world_script(s->w, lines, start, s->arena, &why),
                         K_ERR_BAD_INPUT);
        assert_true(k_str_starts(why, K_S("line 6:")));
    }
    assert_int_equal(fetch(s, K_OK).items.n, 0);
}

static void a_journal_brings_the_world_back_after_a_crash(void **state)
{
    struct scene *s = *state;
    char path[] = "/tmp/kith-journal-XXXXXX";
    struct reply_done done;
    bool found;
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    close(fd);
    assert_int_equal(fake_world_journal(s->w, path), K_OK);
    say(s, "p1", NULL, "Where?", start);
    fake_world_answer(s->w, K_S("p1"), &(struct item_author){.followers = -1}, K_S("Thanks."),
                      K_SEC);
    assert_int_equal(reply(s, "p1", "k1", "Here.\nOr there.", &done), K_OK);
    fetch(s, K_OK);
    FILE *f = fopen(path, "a");
    fputs("{\"act\":\"new\",\"id\":\"torn", f);
    fclose(f);

    fake_world_drop(address);
    s->w = fake_world_at(address);
    assert_int_equal(fake_world_journal(s->w, path), K_OK);
    struct reply_out out = {.idem_key = K_S("k1")};
    assert_int_equal(s->c->find(&s->nx, &s->ch, &out, &found, &done), K_OK);
    assert_true(found);
    s->clock.fixed += K_SEC;
    struct item_page page = fetch(s, K_OK); /* with the cursor from before */
    assert_int_equal(page.items.n, 1);
    assert_true(k_str_eqz(page.items.v[0].text, "Thanks."));
    s->ch.cursor = K_NONE;
    page = fetch(s, K_OK);
    assert_int_equal(page.items.n, 3);
    assert_true(k_str_eqz(page.items.v[1].text, "Here.\nOr there."));
    assert_true(page.items.v[1].ours);
    say(s, "p9", NULL, "after the torn line", start);
    fake_world_drop(address);
    s->w = fake_world_at(address);
    assert_int_equal(fake_world_journal(s->w, path), K_OK);
    s->ch.cursor = K_NONE;
    assert_int_equal(fetch(s, K_OK).items.n, 4);
    unlink(path);
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, open_scene, close_scene)
    const struct CMUnitTest tests[] = {
        T(posts_arrive_as_time_goes_by),
        T(pages_end_and_go_on),
        T(edits_and_deletions_follow_the_post),
        T(a_reply_is_taken_and_answered),
        T(bad_replies_are_refused_with_the_reason),
        T(accidents_of_sending_are_told_apart_by_find),
        T(pages_can_be_doubled_and_turned_round),
        T(a_revoked_password_is_said_so),
        T(a_script_fills_the_world_or_nothing_at_all),
        T(a_journal_brings_the_world_back_after_a_crash),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
