/* WordPress comments against a real WordPress, run by tests/servers/start-wordpress.sh; its
 * JSON line is in KITH_TEST_WORDPRESS. We are its administrator; visitors write by the form of
 * the site or by calls written here, which know nothing of the connector. */
#include "kit/channel.h"
#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

static const struct k_json *server;
static struct k_arena *server_arena;

struct scene {
    struct channel_kit k;
    struct item_page page;
};

static k_str account(int i, const char *member)
{
    return k_json_get_str(k_json_at(k_json_get(server, "accounts"), (size_t)i), member);
}

static void open_as(struct scene *s, int who)
{
    struct k_arena *a = server_arena;
    channel_kit_open(
        &s->k, "wordpress", k_json_get_str(server, "url"),
        k_fmt(a, "{\"user\":\"%.*s\"}", K_ARG(account(who, "user"))),
        k_fmt(a, "{\"app_password\":\"%.*s\"}", K_ARG(account(who, "app_password"))),
        k_json_text(a, k_json_get(server, "allow_private")));
}

static int open_scene(void **state)
{
    static struct scene s;
    s = (struct scene){0};
    open_as(&s, 0);
    *state = &s;
    return 0;
}

static int close_scene(void **state)
{
    channel_kit_close(&((struct scene *)*state)->k);
    return 0;
}

static void connect_ours(struct scene *s)
{
    struct channel_news news;
    k_err err = channel_kit_connect(&s->k, &news);
    if (err != K_OK)
        fail_msg("connect: %d %.*s", (int)err, K_ARG(s->k.nx.detail.text));
}

/* A call of account `who` to the REST interface; -1 = nobody. */
static const struct k_json *call(struct scene *s, int who, const char *method, const char *path,
                                 k_str json, int want)
{
    struct k_arena *a = s->k.arena;
    struct http_res res;
    const struct k_json *v = NULL;
    struct http_header type = {K_S("Content-Type"), K_S("application/json")};
    struct http_req req = {.method = method,
                           .url =
                               k_fmt(a, "%.*s%s", K_ARG(k_json_get_str(server, "api")), path),
                           .headers = &type,
                           .n_headers = 1,
                           .body = json};
    if (who >= 0) {
        req.basic_user = account(who, "user");
        req.basic_password = account(who, "app_password");
    }
    assert_int_equal(http_do(s->k.http, a, &req, &res, NULL), K_OK);
    if (res.status != want)
        fail_msg("%s %s: %d %.*s", method, path, res.status,
                 K_ARG(k_str_sub(res.body, 0, 300)));
    assert_int_equal(k_json_parse(a, res.body, &v, NULL), K_OK);
    return v;
}

/* Somebody without an account writes by the form below the article. Returns the comment's
 * number. */
static int64_t guest_says(struct scene *s, const char *name, const char *text, int64_t parent)
{
    struct k_arena *a = s->k.arena;
    struct http_res res;
    struct k_buf b;
    k_buf_init(&b, a, 1 << 16);
    k_buf_fmt(&b,
              "comment_post_ID=%lld&comment_parent=%lld&author=%s&email=%s%%40example.test&url="
              "&comment=",
              (long long)k_json_int(k_json_get(server, "post"), 0), (long long)parent, name,
              name);
    k_buf_url(&b, k_str_z(text));
    struct http_header type = {K_S("Content-Type"), K_S("application/x-www-form-urlencoded")};
    struct http_req req = {
        .method = "POST",
        .url = k_fmt(a, "%.*s/wp-comments-post.php", K_ARG(k_json_get_str(server, "url"))),
        .headers = &type,
        .n_headers = 1,
        .body = k_buf_view(&b)};
    assert_int_equal(http_do(s->k.http, a, &req, &res, NULL), K_OK);
    assert_int_equal(res.status, 302);
    k_str where = http_res_header(&res, "location");
    ptrdiff_t at = k_str_find(where, K_S("#comment-"));
    int64_t id = 0;
    assert_true(at > 0 && k_str_i64(k_str_from(where, (size_t)at + 9), &id));
    return id;
}

static const char *unique(struct scene *s, const char *text)
{
    return k_fmt(s->k.arena, "%s %lld", text, (long long)k_mono()).p;
}

static k_str native(struct scene *s, int64_t id)
{
    return k_fmt(s->k.arena, "%.*s#comment-%lld", K_ARG(k_json_get_str(s->k.ch.config, "home")),
                 (long long)id);
}

static void fetch(struct scene *s)
{
    k_err err = channel_kit_fetch_all(&s->k, &s->page);
    if (err != K_OK)
        fail_msg("fetch: %d %.*s", (int)err, K_ARG(s->k.nx.detail.text));
}

/* ---- promises ---- */

static void connecting_finds_the_interface_and_who_we_are(void **state)
{
    struct scene *s = *state;
    connect_ours(s);
    assert_true(k_str_starts(s->k.ch.handle, K_S("admin@localhost:")));
    assert_int_equal(k_json_int(k_json_get(s->k.ch.config, "user_id"), 0), 1);
    assert_true(k_json_bool(k_json_get(s->k.ch.config, "moderates"), false));
    assert_true(k_str_find(k_json_get_str(s->k.ch.config, "root"), K_S("rest_route=/")) > 0);
}

static void a_wrong_password_is_told_in_plain_words(void **state)
{
    struct scene *s = *state;
    struct channel_news news;
    assert_int_equal(k_json_parse(s->k.arena, K_S("{\"app_password\":\"aaaa bbbb\"}"),
                                  &s->k.ch.secret, NULL),
                     K_OK);
    assert_int_equal(channel_kit_connect(&s->k, &news), K_ERR_NET_AUTH);
    assert_true(k_str_find(s->k.nx.detail.text, K_S("Application Passwords")) >= 0);
}

static void what_is_no_wordpress_is_said_so(void **state)
{
    struct scene *s = *state;
    struct channel_news news;
    s->k.ch.address = K_S("not an address");
    assert_int_equal(channel_kit_connect(&s->k, &news), K_ERR_BAD_INPUT);
    s->k.ch.address = K_S("http://localhost:1/");
    assert_int_equal(channel_kit_connect(&s->k, &news), K_ERR_NET_BLOCKED);
}

static void visitors_and_their_threads_arrive(void **state)
{
    struct scene *s = *state;
    connect_ours(s);
    const char *question = unique(s, "Is <b>clay</b> & sand good?");
    int64_t first = guest_says(s, "dana", question, 0);
    int64_t second = guest_says(s, "eli", unique(s, "I wonder too."), first);
    fetch(s);
    const struct item *q = channel_kit_item(&s->page, native(s, first));
    const struct item *a = channel_kit_item(&s->page, native(s, second));
    assert_non_null(q);
    assert_non_null(a);
    assert_true(q < a);
    assert_true(k_str_starts(q->text, K_S("Is clay & sand good?")));
    assert_true(k_str_find(q->html, K_S("<b>clay</b>")) >= 0);
    assert_true(k_str_eqz(q->subject, "Watering in August & after"));
    assert_true(k_str_eqz(q->kind, "comment"));
    assert_true(k_str_eqz(q->author.name, "dana"));
    assert_true(k_str_ends(q->author.native_id, K_S("#mail-dana@example.test")));
    assert_false(q->ours);
    assert_null(q->native_parent.p);
    assert_true(k_str_eq(a->native_parent, q->native_id));
    assert_true(k_str_eq(a->native_root, q->native_id));
    assert_true(q->posted_at > k_now(&s->k.clock) - K_MIN);
    fetch(s);
    assert_int_equal(s->page.items.n, 0);

    /* An answer to a comment that we know brings its root along. */
    int64_t third = guest_says(s, "dana", unique(s, "Nobody?"), second);
    fetch(s);
    a = channel_kit_item(&s->page, native(s, third));
    assert_non_null(a);
    assert_true(k_str_eq(a->native_root, native(s, first)));
}

static void edits_are_seen_by_comparing(void **state)
{
    struct scene *s = *state;
    connect_ours(s);
    int64_t id = guest_says(s, "dana", unique(s, "It is rde."), 0);
    fetch(s);
    const char *path = k_fmt(s->k.arena, "wp/v2/comments/%lld", (long long)id).p;
    const char *right = unique(s, "It is red.");
    call(s, 0, "POST", path, k_fmt(s->k.arena, "{\"content\":\"%s\"}", right), 200);
    fetch(s);
    const struct item *it = channel_kit_item(&s->page, native(s, id));
    assert_non_null(it);
    assert_int_equal(it->act, ITEM_EDITED);
    assert_true(k_str_eqz(it->text, right));
    fetch(s);
    assert_int_equal(s->page.items.n, 0);
}

static void trash_is_a_deletion_and_comes_back(void **state)
{
    struct scene *s = *state;
    struct item_page thread;
    connect_ours(s);
    int64_t id = guest_says(s, "dana", unique(s, "Oops."), 0);
    int64_t other = guest_says(s, "eli", unique(s, "Behind it."), 0);
    fetch(s);
    const char *path = k_fmt(s->k.arena, "wp/v2/comments/%lld", (long long)id).p;
    call(s, 0, "DELETE", path, K_NONE, 200);
    fetch(s);
    assert_int_equal(s->page.items.n, 1);
    assert_int_equal(s->page.items.v[0].act, ITEM_DELETED);
    assert_true(k_str_eq(s->page.items.v[0].native_id, native(s, id)));
    fetch(s);
    assert_int_equal(s->page.items.n, 0);
    assert_int_equal(channel_kit_thread(&s->k, native(s, id), &thread), K_OK);
    assert_int_equal(thread.items.n, 1);
    assert_int_equal(thread.items.v[0].act, ITEM_DELETED);

    call(s, 0, "POST", path, K_S("{\"status\":\"approve\"}"), 200);
    fetch(s);
    assert_int_equal(s->page.items.n, 1);
    assert_int_equal(s->page.items.v[0].act, ITEM_NEW);

    /* For ever gone, and the newest of all. */
    call(s, 0, "DELETE",
         k_fmt(s->k.arena, "wp/v2/comments/%lld&force=true", (long long)other).p, K_NONE, 200);
    fetch(s);
    assert_int_equal(s->page.items.n, 1);
    assert_int_equal(s->page.items.v[0].act, ITEM_DELETED);
    assert_true(k_str_eq(s->page.items.v[0].native_id, native(s, other)));
}

static void our_answer_stands_below_the_comment(void **state)
{
    struct scene *s = *state;
    struct reply_done done, again;
    bool found;
    connect_ours(s);
    int64_t id = guest_says(s, "dana", unique(s, "Where?"), 0);
    fetch(s);
    const struct item *it = channel_kit_item(&s->page, native(s, id));
    const char *words = unique(s, "Here: 1 < 2 & <b>so on</b>.\nSecond line");
    struct reply_out out = channel_kit_answer(&s->k, it, K_S("key"), k_str_z(words));
    assert_int_equal(channel_kit_find(&s->k, &out, &found, &done), K_OK);
    assert_false(found);
    assert_int_equal(channel_kit_reply(&s->k, &out, &done), K_OK);

    const struct k_json *list =
        call(s, -1, "GET", k_fmt(s->k.arena, "wp/v2/comments&parent=%lld", (long long)id).p,
             K_NONE, 200);
    assert_int_equal(k_json_len(list), 1);
    assert_int_equal(k_json_int(k_json_path(list, "0.author"), 0), 1);
    assert_true(k_str_find(k_json_path_str(list, "0.content.rendered"),
                           K_S("1 &lt; 2 &amp; &lt;b&gt;so on&lt;/b&gt;.")) >= 0);
    int64_t ours = k_json_int(k_json_path(list, "0.id"), 0);
    assert_true(k_str_eq(done.native_id, native(s, ours)));

    /* Again: WordPress refuses the same words, and we find what is there. */
    assert_int_equal(channel_kit_reply(&s->k, &out, &again), K_ERR_UNCLEAR);
    assert_int_equal(channel_kit_find(&s->k, &out, &found, &again), K_OK);
    assert_true(found);
    assert_true(k_str_eq(again.native_id, done.native_id));

    /* It comes back as ours, with the text as it was written. */
    fetch(s);
    const struct item *back = channel_kit_item(&s->page, done.native_id);
    assert_non_null(back);
    assert_true(back->ours);
    assert_true(k_str_eqz(back->text, words));

    struct item_page thread;
    assert_int_equal(channel_kit_thread(&s->k, native(s, id), &thread), K_OK);
    assert_int_equal(thread.items.n, 2);
    assert_int_equal(channel_kit_remove(&s->k, done.native_id, done.meta), K_OK);
    assert_int_equal(channel_kit_remove(&s->k, done.native_id, done.meta), K_OK);
    assert_int_equal(channel_kit_remove(&s->k, native(s, id), K_NONE), K_ERR_NET_REFUSED);
    assert_int_equal(channel_kit_thread(&s->k, native(s, id), &thread), K_OK);
    assert_int_equal(thread.items.n, 1);

    /* Nothing is said to a comment that is gone. */
    call(s, 0, "DELETE", k_fmt(s->k.arena, "wp/v2/comments/%lld", (long long)id).p, K_NONE,
         200);
    assert_int_equal(channel_kit_reply(&s->k, &out, &again), K_ERR_NET_REFUSED);
}

static void more_than_a_page_arrives_whole(void **state)
{
    struct scene *s = *state;
    connect_ours(s);
    fetch(s);
    enum { MANY = 130 };
    int64_t ids[MANY];
    for (int i = 0; i < MANY; i++)
        ids[i] = guest_says(s, "flo", unique(s, "One of many."), 0);
    fetch(s);
    for (int i = 0; i < MANY; i++)
        if (channel_kit_item(&s->page, native(s, ids[i])) == NULL)
            fail_msg("number %d is missing", i);
    fetch(s);
    assert_int_equal(s->page.items.n, 0);
}

static void somebody_who_may_not_moderate_sees_what_is_public(void **state)
{
    struct scene *s = *state;
    channel_kit_close(&s->k);
    open_as(s, 1);
    connect_ours(s);
    assert_false(k_json_bool(k_json_get(s->k.ch.config, "moderates"), true));
    int64_t id = guest_says(s, "dana", unique(s, "Hello?"), 0);
    fetch(s);
    const struct item *it = channel_kit_item(&s->page, native(s, id));
    assert_non_null(it);
    assert_null(it->author.handle.p); /* no e-mail address */
    struct reply_done done, again;
    bool found;
    struct reply_out out =
        channel_kit_answer(&s->k, it, K_S("key"), k_str_z(unique(s, "Hello yourself.")));
    assert_int_equal(channel_kit_reply(&s->k, &out, &done), K_OK);
    assert_int_equal(channel_kit_find(&s->k, &out, &found, &again), K_OK);
    assert_true(found);
    assert_true(k_str_eq(done.native_id, again.native_id));
}

static void its_feed_is_found_and_read_too(void **state)
{
    struct scene *s = *state;
    struct channel_news news;
    struct item_page page;
    channel_kit_close(&s->k);
    channel_kit_open(&s->k, "rss", k_json_get_str(server, "url"), K_NONE, K_NONE,
                     k_json_text(server_arena, k_json_get(server, "allow_private")));
    assert_int_equal(channel_kit_connect(&s->k, &news), K_OK);
    assert_true(k_str_eqz(s->k.ch.handle, "Garden notes"));
    fetch(s);
    bool found = false;
    for (size_t i = 0; i < s->page.items.n; i++)
        found = found || k_str_eqz(s->page.items.v[i].subject, "Watering in August & after");
    assert_true(found);
    assert_int_equal(channel_kit_fetch(&s->k, &page), K_OK); /* a 304 */
    assert_int_equal(page.items.n, 0);
    assert_null(page.news.cursor.p);
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, open_scene, close_scene)
    const struct CMUnitTest tests[] = {
        T(connecting_finds_the_interface_and_who_we_are),
        T(a_wrong_password_is_told_in_plain_words),
        T(what_is_no_wordpress_is_said_so),
        T(visitors_and_their_threads_arrive),
        T(edits_are_seen_by_comparing),
        T(trash_is_a_deletion_and_comes_back),
        T(our_answer_stands_below_the_comment),
        T(more_than_a_page_arrives_whole),
        T(somebody_who_may_not_moderate_sees_what_is_public),
        T(its_feed_is_found_and_read_too),
    };
    server_arena = k_arena_new(0);
    server = channel_kit_server(server_arena, "KITH_TEST_WORDPRESS");
    if (server == NULL) {
        (void)printf(
            "1..0 # SKIP no WordPress here; tests/servers/start-wordpress.sh prints what "
            "KITH_TEST_WORDPRESS is to hold\n");
        return 0;
    }
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    k_arena_free(server_arena);
    return failed;
}
