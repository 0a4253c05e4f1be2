/* Bluesky beyond the common contract: tokens, old dates, long lists, references that are
 * missing. */
#include "kit/channel.h"
#include "kit/sky_peer.h"
#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

struct scene {
    struct channel_kit k;
    struct sky_peer *sky;
    struct item_page page;
};

static const k_time start = 1793491200 * K_SEC;

static int open_scene(void **state)
{
    struct scene *s = calloc(1, sizeof *s);
    s->sky = sky_peer_start(&s->k.clock);
    k_str url = sky_peer_url(s->sky);
    char allow[64];
    (void)snprintf(allow, sizeof allow, "[\"localhost:%d\"]", peer_port(sky_peer_http(s->sky)));
    channel_kit_open(&s->k, "bluesky", url, K_S("{\"handle\":\"@us.test\"}"),
                     K_S("{\"app_password\":\"" SKY_PEER_PASSWORD "\"}"), k_str_z(allow));
    s->k.clock = k_clock_fixed(start);
    struct channel_news news;
    assert_int_equal(channel_kit_connect(&s->k, &news), K_OK);
    *state = s;
    return 0;
}

static int close_scene(void **state)
{
    struct scene *s = *state;
    sky_peer_stop(s->sky);
    channel_kit_close(&s->k);
    free(s);
    return 0;
}

static k_str say(struct scene *s, const char *text)
{
    return sky_peer_say(s->sky, "nora", text, K_NONE, "mention", s->k.clock.fixed += K_SEC);
}

static void fetch(struct scene *s)
{
    assert_int_equal(channel_kit_fetch_all(&s->k, &s->page), K_OK);
}

static size_t asked(struct scene *s, const char *method)
{
    return peer_count(sky_peer_http(s->sky), method);
}

static void tokens_are_renewed_and_the_password_is_the_last_resort(void **state)
{
    struct scene *s = *state;
    struct item_page page;
    sky_peer_revoke(s->sky, SKY_PEER_ACCESS);
    assert_int_equal(channel_kit_fetch(&s->k, &page), K_OK);
    assert_non_null(page.news.secret.p);
    assert_int_equal(asked(s, "refreshSession"), 1);
    assert_int_equal(asked(s, "createSession"), 1);

    sky_peer_revoke(s->sky, SKY_PEER_ACCESS | SKY_PEER_REFRESH);
    assert_int_equal(channel_kit_fetch(&s->k, &page), K_OK);
    assert_int_equal(asked(s, "refreshSession"), 2);
    assert_int_equal(asked(s, "createSession"), 2);

    /* Signing in is limited: one try a call, and what was learnt before a failure is kept. */
    sky_peer_revoke(s->sky, SKY_PEER_ACCESS | SKY_PEER_REFRESH | SKY_PEER_PASSWORD_TOO);
    assert_int_equal(channel_kit_fetch(&s->k, &page), K_ERR_NET_AUTH);
    assert_int_equal(asked(s, "createSession"), 3);
    assert_null(page.news.secret.p);
}

static void renewed_tokens_are_kept_when_the_rest_fails(void **state)
{
    struct scene *s = *state;
    struct item_page page;
    sky_peer_revoke(s->sky, SKY_PEER_ACCESS);
    peer_fault(sky_peer_http(s->sky), PEER_ERROR, 9, "listRecords");
    assert_int_equal(channel_kit_fetch(&s->k, &page), K_ERR_NET_DOWN);
    assert_non_null(page.news.secret.p);
    peer_fault(sky_peer_http(s->sky), PEER_NONE, 0, "");
    fetch(s);
    assert_int_equal(asked(s, "refreshSession"), 1);
}

static void a_send_with_an_old_token_is_sent_once(void **state)
{
    struct scene *s = *state;
    struct reply_done done;
    k_str id = say(s, "Where?");
    fetch(s);
    struct reply_out out =
        channel_kit_answer(&s->k, channel_kit_item(&s->page, id), K_S("k"), K_S("Here."));
    sky_peer_revoke(s->sky, SKY_PEER_ACCESS);
    assert_int_equal(channel_kit_reply(&s->k, &out, &done), K_OK);
    assert_int_equal(sky_peer_ours(s->sky, K_S("Here.")), 1);
    assert_true(done.news.secret.p || s->k.ch.secret);
}

static void a_date_from_long_ago_behind_many_pages_is_found(void **state)
{
    struct scene *s = *state;
    sky_peer_page(s->sky, 10);
    for (int i = 0; i < 45; i++)
        say(s, "One of many.");
    fetch(s);
    fetch(s);
    k_str old =
        sky_peer_say(s->sky, "ravi", "From long ago.", K_NONE, "mention", start - 400 * K_DAY);
    bool found = false;
    for (int polls = 0; polls < 60 && !found; polls++) {
        s->k.clock.fixed += K_MIN;
        fetch(s);
        found = channel_kit_item(&s->page, old) != NULL;
    }
    assert_true(found);
    assert_true(channel_kit_item(&s->page, old)->posted_at == start - 400 * K_DAY);
}

static void a_quiet_channel_asks_twice_and_stores_nothing(void **state)
{
    struct scene *s = *state;
    struct item_page page;
    say(s, "Hello.");
    fetch(s);
    fetch(s);
    size_t before = asked(s, "/xrpc/");
    assert_int_equal(channel_kit_fetch(&s->k, &page), K_OK);
    assert_int_equal(page.items.n, 0);
    assert_null(page.news.cursor.p);
    assert_null(page.news.secret.p);
    assert_int_equal(asked(s, "/xrpc/") - before, 2);
}

static void whoever_is_new_comes_with_their_profile(void **state)
{
    struct scene *s = *state;
    k_str id[30];
    for (int i = 0; i < 30; i++)
        id[i] = sky_peer_say(s->sky, k_fmt(s->k.arena, "reader%d", i).p, "Hello.", K_NONE,
                             "mention", s->k.clock.fixed += K_SEC);
    fetch(s);
    assert_int_equal(asked(s, "getProfiles"), 2); /* 25 at once */
    for (int i = 0; i < 30; i++) {
        const struct item *it = channel_kit_item(&s->page, id[i]);
        assert_int_equal(it->author.followers, 7);
        assert_true(k_str_eqz(it->author.bio, "Walks a lot."));
    }
    peer_fault(sky_peer_http(s->sky), PEER_ERROR, 9, "getProfiles");
    k_str last = say(s, "And one more.");
    fetch(s);
    assert_int_equal(channel_kit_item(&s->page, last)->author.followers, -1);
}

/* Its try had no clear end, and a younger one was read before it arrived. */
static void an_answer_that_arrives_after_a_younger_one_is_heard(void **state)
{
    struct scene *s = *state;
    struct reply_done first, second;
    k_str id = say(s, "Where?");
    fetch(s);
    const struct item *to = channel_kit_item(&s->page, id);
    struct reply_out early = channel_kit_answer(&s->k, to, K_S("a"), K_S("In the yard."));
    s->k.clock.fixed += K_MIN;
    struct reply_out late = channel_kit_answer(&s->k, to, K_S("b"), K_S("By the gate."));
    assert_int_equal(channel_kit_reply(&s->k, &late, &second), K_OK);
    fetch(s);
    assert_non_null(channel_kit_item(&s->page, second.native_id));
    assert_int_equal(channel_kit_reply(&s->k, &early, &first), K_OK);
    fetch(s);
    assert_non_null(channel_kit_item(&s->page, first.native_id));
    fetch(s);
    assert_int_equal(s->page.items.n, 0);
}

static void what_stands_above_comes_along_but_not_what_is_deleted(void **state)
{
    struct scene *s = *state;
    k_time now = s->k.clock.fixed;
    k_str root = sky_peer_say(s->sky, "ravi", "Root.", K_NONE, NULL, now - K_HOUR);
    k_str gone = sky_peer_say(s->sky, "ravi", "Gone.", root, NULL, now - K_MIN);
    k_str reply = sky_peer_say(s->sky, "nora", "Reply.", gone, "mention", now);
    sky_peer_delete(s->sky, gone);
    k_str other = sky_peer_say(s->sky, "nora", "Another.", root, "mention", now);
    fetch(s);
    const struct item *it = channel_kit_item(&s->page, reply);
    assert_non_null(it);
    assert_true(k_str_eq(it->native_root, root));
    assert_true(k_str_eq(it->native_parent, gone));
    assert_non_null(channel_kit_item(&s->page, root));
    assert_non_null(channel_kit_item(&s->page, other));
    assert_null(channel_kit_item(&s->page, gone));
    assert_true(k_str_eq(s->page.items.v[0].native_id, root)); /* oldest first */
}

static void deletions_are_told_from_what_moved_on(void **state)
{
    struct scene *s = *state;
    k_str ids[12];
    sky_peer_page(s->sky, 6);
    for (int i = 0; i < 12; i++)
        ids[i] = say(s, "One of many.");
    fetch(s);
    sky_peer_delete(s->sky, ids[11]); /* the newest */
    sky_peer_delete(s->sky, ids[9]);
    say(s, "A new one."); /* moves others to the second page: they are not gone */
    say(s, "And another.");
    fetch(s);
    size_t gone = 0;
    for (size_t i = 0; i < s->page.items.n; i++)
        gone += s->page.items.v[i].act == ITEM_DELETED;
    assert_int_equal(gone, 2);
    assert_int_equal(channel_kit_item(&s->page, ids[11])->act, ITEM_DELETED);
    assert_int_equal(channel_kit_item(&s->page, ids[9])->act, ITEM_DELETED);
    s->k.clock.fixed += K_MIN;
    fetch(s);
    for (size_t i = 0; i < s->page.items.n; i++)
        assert_true(s->page.items.v[i].act != ITEM_DELETED);
}

static void a_missing_reference_is_asked_for(void **state)
{
    struct scene *s = *state;
    struct reply_done done;
    k_str root = sky_peer_say(s->sky, "ravi", "Root.", K_NONE, NULL, start - K_HOUR);
    k_str id = sky_peer_say(s->sky, "nora", "Where?", root, "reply", start);
    struct reply_out out = {.idem_key = K_S("k"),
                            .text = K_S("Here."),
                            .parent_native_id = id,
                            .created_at = start};
    assert_int_equal(channel_kit_reply(&s->k, &out, &done),
                     K_OK); /* the peer checks root and cid */
    out.parent_native_id = K_S("at://did:plc:x/app.bsky.feed.post/gone");
    out.idem_key = K_S("k2");
    assert_int_equal(channel_kit_reply(&s->k, &out, &done), K_ERR_NET_REFUSED);
    assert_int_equal(asked(s, "createRecord"), 1);
}

static void limits_are_told_before_anything_is_sent(void **state)
{
    struct scene *s = *state;
    struct reply_done done;
    char text[3100];
    k_str id = say(s, "Where?");
    fetch(s);
    struct reply_out out =
        channel_kit_answer(&s->k, channel_kit_item(&s->page, id), K_S("k"), K_S(""));
    memset(text, 'x', sizeof text);
    struct {
        k_str text;
        k_err err;
    } rows[] = {
        {k_str_n(text, 300), K_OK},
        {k_str_n(text, 301), K_ERR_LIMIT},
        {K_S(" \n "), K_ERR_LIMIT},
    };
    for (size_t i = 0; i < 3; i++) {
        out.text = rows[i].text;
        s->k.nx.detail = (struct k_detail){0};
        assert_int_equal(s->k.c->check(&s->k.nx, &out), rows[i].err);
        assert_int_equal(channel_kit_reply(&s->k, &out, &done), rows[i].err);
    }
    /* 300 letters of eleven bytes each: few to the eye, too many for the network */
    size_t n = 0;
    for (int i = 0; i < 300 && n + 11 < sizeof text; i++, n += 11)
        memcpy(text + n, "\xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x8c\xbe", 11);
    out.text = k_str_n(text, n);
    s->k.nx.detail = (struct k_detail){0};
    assert_int_equal(s->k.c->check(&s->k.nx, &out), K_ERR_LIMIT);
    assert_true(k_str_find(s->k.nx.detail.text, K_S("bytes")) > 0);
    assert_int_equal(asked(s, "createRecord"), 1);
}

static void the_record_key_depends_on_the_row_alone(void **state)
{
    struct scene *s = *state;
    struct reply_done first, second;
    k_str id = say(s, "Where?");
    fetch(s);
    const struct item *it = channel_kit_item(&s->page, id);
    struct reply_out a = channel_kit_answer(&s->k, it, K_S("row 1"), K_S("One."));
    struct reply_out b = channel_kit_answer(&s->k, it, K_S("row 2"), K_S("Two."));
    assert_int_equal(channel_kit_reply(&s->k, &a, &first), K_OK);
    assert_int_equal(channel_kit_reply(&s->k, &b, &second), K_OK); /* the same moment */
    assert_false(k_str_eq(first.native_id, second.native_id));
    s->k.clock.fixed += K_DAY;
    bool found;
    assert_int_equal(channel_kit_find(&s->k, &a, &found, &second), K_OK);
    assert_true(found);
    assert_true(k_str_eq(first.native_id, second.native_id));
}

static void a_password_never_goes_without_tls(void **state)
{
    struct scene *s = *state;
    struct channel_news news;
    s->k.ch.address = K_S("http://sky.example");
    assert_int_equal(channel_kit_connect(&s->k, &news), K_ERR_NET_BLOCKED);
    assert_true(k_str_find(s->k.nx.detail.text, K_S("without encryption")) > 0);
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, open_scene, close_scene)
    const struct CMUnitTest tests[] = {
        T(tokens_are_renewed_and_the_password_is_the_last_resort),
        T(renewed_tokens_are_kept_when_the_rest_fails),
        T(a_send_with_an_old_token_is_sent_once),
        T(a_date_from_long_ago_behind_many_pages_is_found),
        T(a_quiet_channel_asks_twice_and_stores_nothing),
        T(whoever_is_new_comes_with_their_profile),
        T(an_answer_that_arrives_after_a_younger_one_is_heard),
        T(what_stands_above_comes_along_but_not_what_is_deleted),
        T(deletions_are_told_from_what_moved_on),
        T(a_missing_reference_is_asked_for),
        T(limits_are_told_before_anything_is_sent),
        T(the_record_key_depends_on_the_row_alone),
        T(a_password_never_goes_without_tls),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
