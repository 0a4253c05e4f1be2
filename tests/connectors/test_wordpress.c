/* WordPress beyond the common contract: what is seen of the past, and who may not do what. */
#include "kit/channel.h"
#include "kit/wp_peer.h"
#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

struct scene {
    struct channel_kit k;
    struct wp_peer *wp;
    struct item_page page;
};

static int open_scene(void **state)
{
    struct scene *s = calloc(1, sizeof *s);
    s->wp = wp_peer_start(&s->k.clock);
    char allow[64];
    (void)snprintf(allow, sizeof allow, "[\"localhost:%d\"]", peer_port(wp_peer_http(s->wp)));
    channel_kit_open(&s->k, "wordpress", wp_peer_url(s->wp), K_S("{\"user\":\"us\"}"),
                     K_S("{\"app_password\":\"" WP_PEER_PASSWORD "\"}"), k_str_z(allow));
    s->k.clock = k_clock_fixed(1793491200 * K_SEC);
    struct channel_news news;
    assert_int_equal(channel_kit_connect(&s->k, &news), K_OK);
    *state = s;
    return 0;
}

static int close_scene(void **state)
{
    struct scene *s = *state;
    wp_peer_stop(s->wp);
    channel_kit_close(&s->k);
    free(s);
    return 0;
}

static void fetch(struct scene *s)
{
    s->k.clock.fixed += K_SEC;
    k_err err = channel_kit_fetch_all(&s->k, &s->page);
    if (err != K_OK)
        fail_msg("fetch: %d %.*s", (int)err, K_ARG(s->k.nx.detail.text));
}

static const struct item *got(struct scene *s, int64_t id)
{
    return channel_kit_item(&s->page, k_fmt(s->k.arena, "localhost:%d#comment-%lld",
                                            peer_port(wp_peer_http(s->wp)), (long long)id));
}

static int64_t say(struct scene *s, const char *text, int64_t parent)
{
    return wp_peer_say(s->wp, "nora", text, parent);
}

static void a_quiet_site_is_asked_once_and_stores_nothing(void **state)
{
    struct scene *s = *state;
    struct item_page page;
    say(s, "Hello.", 0);
    fetch(s);
    size_t before = peer_count(wp_peer_http(s->wp), "/wp-json/");
    assert_int_equal(channel_kit_fetch(&s->k, &page), K_OK);
    assert_null(page.news.cursor.p);
    assert_int_equal(peer_count(wp_peer_http(s->wp), "/wp-json/") - before, 1);
}

static void older_pages_take_their_turn(void **state)
{
    struct scene *s = *state;
    int64_t ids[320];
    for (int i = 0; i < 320; i++)
        ids[i] = say(s, "One of many.", 0);
    fetch(s);
    for (int i = 0; i < 320; i++)
        assert_non_null(got(s, ids[i]));
    wp_peer_edit(s->wp, ids[30], "One of many, edited.");
    wp_peer_put(s->wp, ids[100], WP_PEER_SPAM);
    wp_peer_put(s->wp, ids[101], WP_PEER_GONE);
    bool edited = false, spam = false, gone = false;
    for (int polls = 0; polls < 12; polls++) {
        s->k.clock.fixed += 5 * K_MIN;
        fetch(s);
        for (size_t i = 0; i < s->page.items.n; i++) {
            const struct item *it = &s->page.items.v[i];
            edited = edited || (it == got(s, ids[30]) && it->act == ITEM_EDITED);
            spam = spam || (it == got(s, ids[100]) && it->act == ITEM_DELETED);
            gone = gone || (it == got(s, ids[101]) && it->act == ITEM_DELETED);
        }
    }
    assert_true(edited && spam && gone);
    fetch(s);
    assert_int_equal(s->page.items.n, 0);
}

/* Reads to the end; how many of ids[0..n) came. A page may be refused, then it is read again.
 */
static int count_new(struct scene *s, const int64_t *ids, int n, bool *seen)
{
    int found = 0;
    for (int tries = 0; tries < 20; tries++) {
        k_err err = channel_kit_fetch(&s->k, &s->page);
        for (int i = 0; err == K_OK && i < n; i++)
            seen[i] = seen[i] || got(s, ids[i]) != NULL;
        if (err == K_OK && !s->page.more)
            break;
    }
    for (int i = 0; i < n; i++)
        found += seen[i];
    return found;
}

/* What a cache gives in the place of the second page: an old list, none, or the first again. */
static void a_wrong_page_does_not_end_the_reading(void **state)
{
    static const char *const wrong[] = {"[{\"id\":12},{\"id\":11},{\"id\":9}]", "[]",
                                        "[{\"id\":100000},{\"id\":99999},{\"id\":99998}]",
                                        "[{\"id\":270},{\"id\":2}]"};
    struct scene *s = *state;
    for (int i = 0; i < 30; i++)
        say(s, "Known.", 0);
    fetch(s);
    for (size_t w = 0; w < 4; w++) {
        int64_t ids[250];
        bool seen[250] = {false};
        for (int i = 0; i < 250; i++)
            ids[i] = say(s, "One of many.", 0);
        assert_int_equal(channel_kit_fetch(&s->k, &s->page), K_OK);
        for (int i = 0; i < 250; i++)
            seen[i] = got(s, ids[i]) != NULL;
        assert_true(s->page.more);
        peer_text(wp_peer_http(s->wp), k_str_z(wrong[w]));
        peer_fault(wp_peer_http(s->wp), PEER_TEXT, 1, "/wp/v2/comments");
        assert_int_equal(count_new(s, ids, 250, seen), 250);
    }
}

/* More has come than is remembered, and an old page of the right place has an old total. */
static void nor_does_an_old_total_after_a_long_way(void **state)
{
    struct scene *s = *state;
    int64_t ids[800];
    bool seen[800] = {false};
    for (int i = 0; i < 30; i++)
        say(s, "Known.", 0);
    fetch(s);
    for (int i = 0; i < 800; i++)
        ids[i] = say(s, "One of many.", 0);
    for (int page = 0; page < 7; page++) {
        assert_int_equal(channel_kit_fetch(&s->k, &s->page), K_OK);
        for (int i = 0; i < 800; i++)
            seen[i] = seen[i] || got(s, ids[i]) != NULL;
    }
    peer_text(wp_peer_http(s->wp), K_S("[{\"id\":100000},{\"id\":99999},{\"id\":99998}]"));
    peer_fault(wp_peer_http(s->wp), PEER_TEXT, 1, "/wp/v2/comments");
    assert_int_equal(count_new(s, ids, 800, seen), 800);
}

static void what_was_approved_late_arrives(void **state)
{
    struct scene *s = *state;
    int64_t held = say(s, "Let me in.", 0);
    wp_peer_put(s->wp, held, WP_PEER_SPAM);
    for (int i = 0; i < 20; i++)
        say(s, "One of many.", 0);
    fetch(s);
    assert_null(got(s, held));
    wp_peer_put(s->wp, held, WP_PEER_APPROVED);
    fetch(s);
    assert_non_null(got(s, held));
    assert_int_equal(got(s, held)->act, ITEM_NEW);
}

/* A walk stops half way, much comes, and then a page from before that joins the old place of
 * the walk and reaches what was known. */
static void nor_does_an_old_page_of_the_place_where_it_stood(void **state)
{
    struct scene *s = *state;
    struct k_buf old;
    int64_t ids[1000];
    bool seen[1000] = {false};
    for (int i = 0; i < 30; i++)
        say(s, "Known.", 0);
    fetch(s);
    for (int i = 0; i < 150; i++)
        ids[i] = say(s, "One of many.", 0);
    assert_int_equal(channel_kit_fetch(&s->k, &s->page), K_OK);
    assert_true(s->page.more);
    for (int i = 0; i < 150; i++)
        seen[i] = got(s, ids[i]) != NULL;
    k_buf_init(&old, s->k.arena, 1 << 16);
    for (int64_t id = ids[60]; id > ids[0] - 40; id--)
        k_buf_fmt(&old, "%s{\"id\":%lld}", old.n ? "," : "[", (long long)id);
    k_buf_chr(&old, ']');
    for (int i = 150; i < 1000; i++)
        ids[i] = say(s, "One of many.", 0);
    assert_int_equal(channel_kit_fetch(&s->k, &s->page), K_OK);
    for (int i = 0; i < 1000; i++)
        seen[i] = seen[i] || got(s, ids[i]) != NULL;
    peer_text(wp_peer_http(s->wp), k_buf_view(&old));
    peer_fault(wp_peer_http(s->wp), PEER_TEXT, 1, "/wp/v2/comments");
    count_new(s, ids, 1000, seen);
    assert_int_equal(count_new(s, ids, 1000, seen), 1000); /* and what is above that page */
}

/* The newest page is an old one, and the page that is looked at by turns is not: what lies
 * between is not known by that. */
static void nor_does_a_turn_above_an_old_page(void **state)
{
    struct scene *s = *state;
    struct k_buf old;
    int64_t ids[800], last = 0;
    bool seen[800] = {false};
    for (int i = 0; i < 200; i++)
        last = say(s, "Known.", 0);
    fetch(s);
    s->k.clock.fixed += 6 * K_MIN;
    for (int i = 0; i < 800; i++)
        ids[i] = say(s, "One of many.", 0);
    k_buf_init(&old, s->k.arena, 1 << 16);
    for (int64_t id = last; id > last - 100; id--)
        k_buf_fmt(&old, "%s{\"id\":%lld}", old.n ? "," : "[", (long long)id);
    k_buf_chr(&old, ']');
    peer_text(wp_peer_http(s->wp), k_buf_view(&old));
    peer_fault(wp_peer_http(s->wp), PEER_TEXT, 1, "/wp/v2/comments");
    count_new(s, ids, 800, seen);
    assert_int_equal(count_new(s, ids, 800, seen), 800);
}

/* Behind all that is remembered; and the reading ends when it has been everywhere. */
static void even_after_six_hundred_others(void **state)
{
    struct scene *s = *state;
    int64_t held = say(s, "Let me in.", 0);
    wp_peer_put(s->wp, held, WP_PEER_SPAM);
    for (int i = 0; i < 600; i++)
        say(s, "One of many.", 0);
    fetch(s);
    wp_peer_put(s->wp, held, WP_PEER_APPROVED);
    for (int polls = 0; polls < 8; polls++) {
        s->k.clock.fixed += 5 * K_MIN;
        fetch(s);
        assert_null(got(s, held));
    }
    s->k.clock.fixed += 12 * K_HOUR;
    fetch(s);
    assert_non_null(got(s, held));
    size_t before = peer_count(wp_peer_http(s->wp), "/wp-json/");
    fetch(s);
    assert_int_equal(peer_count(wp_peer_http(s->wp), "/wp-json/") - before, 1);
    assert_int_equal(s->page.items.n, 0);
}

/* What came since we listen is not forgotten below all that is remembered, long before the
 * long reading comes by. */
static void what_is_below_all_that_is_known_is_read_again(void **state)
{
    struct scene *s = *state;
    say(s, "We listen since here.", 0);
    fetch(s);
    int64_t held = say(s, "Let me in.", 0);
    wp_peer_put(s->wp, held, WP_PEER_SPAM);
    for (int i = 0; i < 900; i++)
        say(s, "One of many.", 0);
    fetch(s);
    wp_peer_put(s->wp, held, WP_PEER_APPROVED);
    bool found = false;
    for (int polls = 0; polls < 8; polls++) {
        s->k.clock.fixed += 5 * K_MIN;
        fetch(s);
        found = found || got(s, held) != NULL;
    }
    assert_true(found);
}

/* The long reading, too, is ended by no wrong page before it came to what was known. */
static void a_wrong_page_does_not_end_the_long_reading(void **state)
{
    struct scene *s = *state;
    int64_t ids[250];
    bool seen[250] = {false};
    for (int i = 0; i < 30; i++)
        say(s, "Known.", 0);
    fetch(s);
    s->k.clock.fixed += 13 * K_HOUR;
    for (int i = 0; i < 250; i++)
        ids[i] = say(s, "One of many.", 0);
    assert_int_equal(channel_kit_fetch(&s->k, &s->page), K_OK);
    for (int i = 0; i < 250; i++)
        seen[i] = got(s, ids[i]) != NULL;
    assert_true(s->page.more);
    peer_text(wp_peer_http(s->wp), K_S("[]"));
    peer_fault(wp_peer_http(s->wp), PEER_TEXT, 1, "/wp/v2/comments");
    assert_int_equal(count_new(s, ids, 250, seen), 250);
}

static void a_waiting_comment_is_seen_and_says_so(void **state)
{
    struct scene *s = *state;
    int64_t held = say(s, "Let me in.", 0);
    wp_peer_put(s->wp, held, WP_PEER_HOLD);
    fetch(s);
    assert_non_null(got(s, held));
    assert_true(k_str_find(got(s, held)->meta, K_S("\"waits\":true")) > 0);
}

static void an_old_thread_comes_with_its_answer(void **state)
{
    struct scene *s = *state;
    int64_t root = say(s, "Root.", 0), child = say(s, "Child.", root);
    for (int i = 0; i < 2100; i++)
        say(s, "One of many.", 0);
    fetch(s);
    assert_null(got(s, root)); /* more history than the first reading takes */
    int64_t answer = say(s, "Late answer.", child);
    fetch(s);
    assert_non_null(got(s, answer));
    assert_non_null(got(s, child));
    assert_non_null(got(s, root));
    assert_true(k_str_eq(got(s, answer)->native_root, got(s, root)->native_id));
}

static void markup_in_an_answer_stays_visible(void **state)
{
    struct scene *s = *state;
    struct reply_done done;
    bool found;
    int64_t id = say(s, "How?", 0);
    fetch(s);
    struct reply_out out = channel_kit_answer(&s->k, got(s, id), K_S("k"),
                                              K_S("Use <b> & \"quotes\".\r\nReally."));
    assert_int_equal(channel_kit_reply(&s->k, &out, &done), K_OK);
    assert_int_equal(wp_peer_ours(s->wp, K_S("Use &lt;b&gt; &amp; \"quotes\".\nReally.")), 1);
    assert_int_equal(channel_kit_find(&s->k, &out, &found, &done), K_OK);
    assert_true(found);
    out.text = K_S("Other words.");
    assert_int_equal(channel_kit_find(&s->k, &out, &found, &done), K_OK);
    assert_false(found);
}

static void only_our_own_comments_are_taken_back(void **state)
{
    struct scene *s = *state;
    int64_t id = say(s, "Mine.", 0);
    fetch(s);
    assert_int_equal(channel_kit_remove(&s->k, got(s, id)->native_id, K_NONE),
                     K_ERR_NET_REFUSED);
    assert_int_equal(channel_kit_remove(&s->k, K_S("other.example#comment-1"), K_NONE),
                     K_ERR_NET_REFUSED);
    assert_int_equal(peer_count(wp_peer_http(s->wp), "DELETE"), 0);
}

static void a_password_never_goes_without_tls(void **state)
{
    struct scene *s = *state;
    struct item_page page;
    const struct k_json *config;
    assert_int_equal(
        k_json_parse(s->k.arena,
                     K_S("{\"user\":\"us\",\"root\":\"http://blog.example/wp-json/\","
                         "\"home\":\"blog.example\",\"user_id\":7}"),
                     &config, NULL),
        K_OK);
    s->k.ch.config = config;
    assert_int_equal(channel_kit_fetch(&s->k, &page), K_ERR_NET_BLOCKED);
    assert_true(k_str_find(s->k.nx.detail.text, K_S("without encryption")) > 0);
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, open_scene, close_scene)
    const struct CMUnitTest tests[] = {
        T(a_quiet_site_is_asked_once_and_stores_nothing),
        T(older_pages_take_their_turn),
        T(a_wrong_page_does_not_end_the_reading),
        T(nor_does_an_old_total_after_a_long_way),
        T(what_was_approved_late_arrives),
        T(nor_does_an_old_page_of_the_place_where_it_stood),
        T(nor_does_a_turn_above_an_old_page),
        T(even_after_six_hundred_others),
        T(what_is_below_all_that_is_known_is_read_again),
        T(a_wrong_page_does_not_end_the_long_reading),
        T(a_waiting_comment_is_seen_and_says_so),
        T(an_old_thread_comes_with_its_answer),
        T(markup_in_an_answer_stays_visible),
        T(only_our_own_comments_are_taken_back),
        T(a_password_never_goes_without_tls),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
