/* Feeds beyond the common contract: found from a page, asked for only when they changed. */
#include "kit/channel.h"
#include "kit/peer.h"
#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

struct scene {
    struct channel_kit k;
    struct peer *peer;
    struct item_page page;
    const char *rss; /* what /news.rss says */
    int status;      /* of /news.rss; 0 = 200 */
    const char *etag;
    int conditional; /* requests with If-None-Match */
    const char *type;
};

static const char page_html[] =
    "<!doctype html><html><head>"
    "<link rel='alternate' type='application/rss+xml' title='Comments' href='/comments/feed'>"
    "<link rel='alternate' type='application/rss+xml' title='Broken' href='/broken'>"
    "<link rel='alternate' type='application/rss+xml' title='News' href='/news.rss'>"
    "</head><body></body></html>";

static void on_ask(void *arg, const struct peer_ask *ask, struct peer_say *say)
{
    struct scene *s = arg;
    say->type = "text/html";
    if (k_str_eqz(ask->path, "/")) {
        k_buf_str(&say->body, k_str_z(page_html));
    } else if (k_str_eqz(ask->path, "/empty")) {
        k_buf_str(&say->body, K_S("<!doctype html><html><body>Nothing.</body></html>"));
    } else if (k_str_eqz(ask->path, "/moved")) {
        say->status = 301;
        peer_header(say, "Location", K_S("/news.rss"));
    } else if (k_str_eqz(ask->path, "/news.rss")) {
        s->conditional += ask->etag.p != NULL;
        if (s->etag)
            peer_header(say, "ETag", k_str_z(s->etag));
        say->type = s->type ? s->type : "application/rss+xml";
        say->status = s->status ? s->status : 200;
        if (s->etag && k_str_eqz(ask->etag, s->etag))
            say->status = 304;
        else
            k_buf_str(&say->body, k_str_z(s->rss));
    } else {
        say->status = 404;
    }
}

#define ITEM(id, text)                                                                         \
    "<item><guid>" id "</guid><title>T</title><description>" text "</description></item>"
#define RSS(items) "<rss><channel><title>Garden &amp;amp; more</title>" items "</channel></rss>"

static int open_scene(void **state)
{
    struct scene *s = calloc(1, sizeof *s);
    s->rss = RSS(ITEM("2", "Two") ITEM("1", "One"));
    s->peer = peer_start(on_ask, s);
    char allow[64], url[64];
    (void)snprintf(allow, sizeof allow, "[\"localhost:%d\"]", peer_port(s->peer));
    (void)snprintf(url, sizeof url, "http://localhost:%d", peer_port(s->peer));
    channel_kit_open(&s->k, "rss", k_str_z(url), K_NONE, K_NONE, k_str_z(allow));
    s->k.clock = k_clock_fixed(1793491200 * K_SEC);
    *state = s;
    return 0;
}

static int close_scene(void **state)
{
    struct scene *s = *state;
    peer_stop(s->peer);
    channel_kit_close(&s->k);
    free(s);
    return 0;
}

static void connect_to(struct scene *s, const char *path, k_err expected)
{
    struct channel_news news;
    s->k.ch.address = k_fmt(s->k.arena, "http://localhost:%d%s", peer_port(s->peer), path);
    k_err err = channel_kit_connect(&s->k, &news);
    if (err != expected)
        fail_msg("%s: %d %.*s", path, (int)err, K_ARG(s->k.nx.detail.text));
}

static void fetch(struct scene *s)
{
    assert_int_equal(channel_kit_fetch_all(&s->k, &s->page), K_OK);
}

static void the_feed_of_a_page_is_found(void **state)
{
    struct scene *s = *state;
    connect_to(s, "/", K_OK);
    assert_true(k_str_ends(k_json_get_str(s->k.ch.config, "feed"), K_S("/news.rss")));
    assert_true(k_str_eqz(s->k.ch.handle, "Garden & more"));
    assert_int_equal(peer_count(s->peer, "/comments/feed"),
                     0); /* only when there is nothing else */
    connect_to(s, "/news.rss", K_OK);
    connect_to(s, "/moved", K_OK);
    assert_true(k_str_ends(k_json_get_str(s->k.ch.config, "feed"), K_S("/news.rss")));
    connect_to(s, "/empty", K_ERR_BAD_INPUT);
    assert_true(k_str_find(s->k.nx.detail.text, K_S("announces no feed")) > 0);
    connect_to(s, "/nowhere", K_ERR_NET_REFUSED);
}

static void an_unchanged_feed_is_not_sent_again(void **state)
{
    struct scene *s = *state;
    s->etag = "\"one\"";
    connect_to(s, "/news.rss", K_OK);
    fetch(s);
    assert_int_equal(s->page.items.n, 2);
    assert_true(k_str_eqz(s->page.items.v[0].text, "One"));
    assert_true(k_str_eqz(s->page.items.v[0].subject, "T"));
    struct item_page page;
    assert_int_equal(channel_kit_fetch(&s->k, &page), K_OK);
    assert_int_equal(s->conditional, 1);
    assert_int_equal(page.items.n, 0);
    assert_null(page.news.cursor.p);
    s->etag = "\"two\"";
    s->rss = RSS(ITEM("3", "Three") ITEM("2", "Two, changed") ITEM("1", "One"));
    fetch(s);
    assert_int_equal(s->page.items.n, 2);
    const struct item *two = channel_kit_said(&s->page, K_S("Two, changed"));
    const struct item *three = channel_kit_said(&s->page, K_S("Three"));
    assert_int_equal(two->act, ITEM_EDITED);
    assert_true(two->edited_at > 0);
    assert_int_equal(three->act, ITEM_NEW);
}

static void a_server_without_etag_costs_bytes_but_no_items(void **state)
{
    struct scene *s = *state;
    connect_to(s, "/news.rss", K_OK);
    fetch(s);
    struct item_page page;
    assert_int_equal(channel_kit_fetch(&s->k, &page), K_OK);
    assert_int_equal(page.items.n, 0);
    assert_null(page.news.cursor.p);
}

static void a_long_feed_comes_in_pages_oldest_first(void **state)
{
    struct scene *s = *state;
    struct k_buf b;
    struct item_page page;
    k_buf_init(&b, s->k.arena, 1 << 20);
    k_buf_str(&b, K_S("<rss><channel><title>Long</title>"));
    for (int i = 250; i > 0; i--)
        k_buf_fmt(&b, "<item><guid>%d</guid><description>%d</description></item>", i, i);
    k_buf_str(&b, K_S("</channel></rss>"));
    s->rss = b.p;
    s->etag = "\"one\"";
    connect_to(s, "/news.rss", K_OK);
    static const size_t sizes[] = {100, 100, 50};
    for (size_t i = 0; i < 3; i++) {
        assert_int_equal(channel_kit_fetch(&s->k, &page), K_OK);
        assert_int_equal(page.items.n, sizes[i]);
        assert_int_equal(page.more, i < 2);
    }
    assert_int_equal(s->conditional, 0);
    assert_int_equal(channel_kit_fetch(&s->k, &page), K_OK);
    assert_int_equal(page.items.n, 0);
    assert_int_equal(s->conditional, 1);
}

static void what_the_site_says_is_passed_on(void **state)
{
    struct scene *s = *state;
    static const struct {
        int status;
        k_err err;
    } rows[] = {{410, K_ERR_NET_REFUSED},
                {404, K_ERR_NET_REFUSED},
                {403, K_ERR_NET_AUTH},
                {500, K_ERR_NET_DOWN},
                {429, K_ERR_NET_LIMITED}};
    struct item_page page;
    connect_to(s, "/news.rss", K_OK);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        s->status = rows[i].status;
        assert_int_equal(channel_kit_fetch(&s->k, &page), rows[i].err);
        assert_true(s->k.nx.detail.text.n > 0);
    }
}

static void the_charset_of_the_server_counts_when_the_feed_is_silent(void **state)
{
    struct scene *s = *state;
    s->rss = RSS(ITEM("1", "Gr\xfc\xdf"
                           "e"));
    s->type = "text/xml; charset=\"iso-8859-1\"";
    connect_to(s, "/news.rss", K_OK);
    fetch(s);
    assert_true(k_str_eqz(s->page.items.v[0].text, "Gr\xc3\xbc\xc3\x9f"
                                                   "e"));
}

static void odd_items_still_have_an_identity_and_a_sane_time(void **state)
{
    struct scene *s = *state;
    s->rss = RSS("<item><title>Only a title</title></item>"
                 "<item><link>/a</link><description>x</description><pubDate>Fri, 01 Jan 2100 "
                 "00:00:00 GMT</pubDate></item>"
                 "<item/>");
    connect_to(s, "/news.rss", K_OK);
    fetch(s);
    assert_int_equal(s->page.items.n, 3);
    for (size_t i = 0; i < 3; i++) {
        assert_true(s->page.items.v[i].native_id.n > 0);
        assert_true(s->page.items.v[i].posted_at == s->k.clock.fixed);
    }
    assert_non_null(channel_kit_said(&s->page, K_S("Only a title")));
    fetch(s);
    assert_int_equal(s->page.items.n, 0);
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, open_scene, close_scene)
    const struct CMUnitTest tests[] = {
        T(the_feed_of_a_page_is_found),
        T(an_unchanged_feed_is_not_sent_again),
        T(a_server_without_etag_costs_bytes_but_no_items),
        T(a_long_feed_comes_in_pages_oldest_first),
        T(what_the_site_says_is_passed_on),
        T(the_charset_of_the_server_counts_when_the_feed_is_silent),
        T(odd_items_still_have_an_identity_and_a_sane_time),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
