/* Bluesky against the programs of the network itself, run by tests/servers/start-atproto.sh;
 * its JSON line is in KITH_TEST_BLUESKY. Alice is ours; Bob talks to her by calls written here,
 * which know nothing of the connector. */
#include "kit/channel.h"
#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

static const struct k_json *server;
static struct k_arena *server_arena;

struct scene {
    struct channel_kit k;
    k_str bob_token, bob_did, alice_did;
    struct item_page page; /* what arrived last */
    k_str wanted;          /* text that a wait looks for */
    const struct item *got;
};

/* ---- bob ---- */

static const struct k_json *call(struct scene *s, const char *method, k_str body, int *status)
{
    struct k_arena *a = s->k.arena;
    struct http_res res;
    const struct k_json *v = NULL;
    struct http_header headers[] = {
        {K_S("Content-Type"), K_S("application/json")},
        {K_S("Authorization"), k_fmt(a, "Bearer %.*s", K_ARG(s->bob_token))}};
    struct http_req req = {
        .method = body.p ? "POST" : "GET",
        .url = k_fmt(a, "%.*s/xrpc/%s", K_ARG(k_json_get_str(server, "url")), method),
        .headers = headers,
        .n_headers = s->bob_token.p ? 2 : 1,
        .body = body};
    assert_int_equal(http_do(s->k.http, a, &req, &res, NULL), K_OK);
    *status = res.status;
    assert_int_equal(k_json_parse(a, res.body, &v, NULL), K_OK);
    return v;
}

static const struct k_json *bob(struct scene *s, const char *method, k_str body)
{
    int status;
    const struct k_json *v = call(s, method, body, &status);
    if (status != 200)
        fail_msg("%s: %d %.*s", method, status, K_ARG(k_json_text(s->k.arena, v)));
    return v;
}

/* Bob posts; reply is "" or a ,"reply":{...} member. Returns {uri, cid}. */
static const struct k_json *bob_says(struct scene *s, const char *text, const char *created_at,
                                     const char *more)
{
    char now[32];
    if (created_at == NULL)
        (void)k_time_iso_to(now, k_now(&s->k.clock));
    struct k_buf b;
    k_buf_init(&b, s->k.arena, 1 << 16);
    k_buf_fmt(&b,
              "{\"repo\":\"%.*s\",\"collection\":\"app.bsky.feed.post\",\"record\":{"
              "\"$type\":\"app.bsky.feed.post\",\"langs\":[\"en\"],\"text\":",
              K_ARG(s->bob_did));
    k_buf_json(&b, k_str_z(text));
    k_buf_fmt(&b, ",\"createdAt\":\"%s\"%s}}", created_at ? created_at : now, more);
    return bob(s, "com.atproto.repo.createRecord", k_buf_view(&b));
}

/* The facet that makes a text that begins with @alice.test a mention. */
static const char *names_alice(struct scene *s)
{
    return k_fmt(s->k.arena,
                 ",\"facets\":[{\"index\":{\"byteStart\":0,\"byteEnd\":11},\"features\":[{"
                 "\"$type\":\"app.bsky.richtext.facet#mention\",\"did\":\"%.*s\"}]}]",
                 K_ARG(s->alice_did))
        .p;
}

static k_str account(int i, const char *member)
{
    return k_json_get_str(k_json_at(k_json_get(server, "accounts"), (size_t)i), member);
}

static int open_scene(void **state)
{
    static struct scene s;
    s = (struct scene){0};
    struct k_arena *a = server_arena;
    k_str secret = k_fmt(a, "{\"app_password\":\"%.*s\"}", K_ARG(account(0, "app_password")));
    k_str config = k_fmt(a, "{\"handle\":\"@%.*s\"}", K_ARG(account(0, "handle")));
    channel_kit_open(&s.k, "bluesky", k_json_get_str(server, "url"), config, secret,
                     k_json_text(a, k_json_get(server, "allow_private")));
    s.alice_did = account(0, "did");
    s.bob_did = account(1, "did");
    k_str body = k_fmt(a, "{\"identifier\":\"%.*s\",\"password\":\"%.*s\"}",
                       K_ARG(account(1, "handle")), K_ARG(account(1, "app_password")));
    s.bob_token =
        k_json_get_str(bob(&s, "com.atproto.server.createSession", body), "accessJwt");
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

static bool arrived(void *arg)
{
    struct scene *s = arg;
    assert_int_equal(channel_kit_fetch_all(&s->k, &s->page), K_OK);
    s->got = channel_kit_said(&s->page, s->wanted);
    return s->got != NULL;
}

static const struct item *wait_for(struct scene *s, const char *text)
{
    s->wanted = k_str_z(text);
    assert_true(channel_kit_until(arrived, s));
    return s->got;
}

static const char *unique(struct scene *s, const char *text)
{
    return k_fmt(s->k.arena, "%s %lld", text, (long long)k_mono()).p;
}

/* ---- promises ---- */

static void connecting_finds_out_who_and_where_we_are(void **state)
{
    struct scene *s = *state;
    connect_ours(s);
    assert_true(k_str_eqz(s->k.ch.handle, "alice.test"));
    assert_true(k_str_eq(k_json_get_str(s->k.ch.config, "did"), s->alice_did));
    assert_true(
        k_str_eq(k_json_get_str(s->k.ch.config, "host"), k_json_get_str(server, "url")));
    assert_true(k_json_get_str(s->k.ch.secret, "refresh").n > 0);
    assert_true(k_json_get_str(s->k.ch.secret, "app_password").n > 0);
}

static void a_wrong_password_is_told_in_plain_words(void **state)
{
    struct scene *s = *state;
    struct channel_news news;
    const struct k_json *wrong;
    assert_int_equal(
        k_json_parse(s->k.arena, K_S("{\"app_password\":\"no-no-no\"}"), &wrong, NULL), K_OK);
    s->k.ch.secret = wrong;
    assert_int_equal(channel_kit_connect(&s->k, &news), K_ERR_NET_AUTH);
    assert_true(k_str_find(s->k.nx.detail.text, K_S("app password")) >= 0);
    assert_null(news.secret.p);
}

static void a_mention_arrives_once_and_its_links_in_full(void **state)
{
    struct scene *s = *state;
    connect_ours(s);
    const char *text = unique(s, "@alice.test h\xc3\xa9llo, see a.example/lo...");
    k_str facets = k_fmt(
        s->k.arena,
        ",\"facets\":[{\"index\":{\"byteStart\":0,\"byteEnd\":11},\"features\":[{\"$type\":"
        "\"app.bsky.richtext.facet#mention\",\"did\":\"%.*s\"}]},{\"index\":{\"byteStart\":24,"
        "\"byteEnd\":39},\"features\":[{\"$type\":\"app.bsky.richtext.facet#link\",\"uri\":"
        "\"https://a.example/longer\"}]}]",
        K_ARG(s->alice_did));
    k_str uri = k_json_get_str(bob_says(s, text, NULL, facets.p), "uri");
    k_str want = k_fmt(s->k.arena, "@alice.test h\xc3\xa9llo, see https://a.example/longer%s",
                       text + 39);
    const struct item *it = wait_for(s, want.p);
    assert_true(k_str_eq(it->native_id, uri));
    assert_true(k_str_eq(it->native_root, uri));
    assert_true(k_str_eqz(it->kind, "mention"));
    assert_true(k_str_eqz(it->author.handle, "bob.test"));
    assert_true(k_str_eqz(it->author.name, "Bob"));
    assert_true(it->author.followers >= 0);
    assert_true(k_str_eqz(it->lang, "en"));
    assert_false(it->ours);
    assert_true(it->posted_at > k_now(&s->k.clock) - K_MIN);
    assert_int_equal(channel_kit_fetch_all(&s->k, &s->page), K_OK);
    assert_null(channel_kit_item(&s->page, uri));
}

static void a_back_dated_post_is_not_lost(void **state)
{
    struct scene *s = *state;
    connect_ours(s);
    const char *now = unique(s, "@alice.test today");
    bob_says(s, now, NULL, names_alice(s));
    wait_for(s, now);
    const char *old = unique(s, "@alice.test from long ago");
    bob_says(s, old, "2021-03-04T05:06:07Z", names_alice(s));
    const struct item *it = wait_for(s, old);
    k_time then = 0;
    assert_true(k_time_parse(K_S("2021-03-04T05:06:07Z"), &then));
    assert_true(it->posted_at == then);
}

static void a_reply_brings_what_it_answers(void **state)
{
    struct scene *s = *state;
    connect_ours(s);
    const char *question = unique(s, "Which pot for a fig?");
    const struct k_json *root = bob_says(s, question, NULL, "");
    k_str refs = k_fmt(s->k.arena, ",\"reply\":{\"root\":%.*s,\"parent\":%.*s}%s",
                       K_ARG(k_json_text(s->k.arena, root)),
                       K_ARG(k_json_text(s->k.arena, root)), names_alice(s));
    const char *second = unique(s, "@alice.test do you know?");
    bob_says(s, second, NULL, refs.p);
    const struct item *it = wait_for(s, second);
    const struct item *above = channel_kit_said(&s->page, k_str_z(question));
    assert_non_null(above);
    assert_true(above < it); /* older first */
    assert_true(k_str_eq(it->native_parent, above->native_id));
    assert_true(k_str_eq(it->native_root, above->native_id));
}

static void a_quote_of_ours_arrives_once_and_says_what_it_quotes(void **state)
{
    struct scene *s = *state;
    struct reply_done ours;
    connect_ours(s);
    const char *asked = unique(s, "@alice.test which soil?");
    bob_says(s, asked, NULL, names_alice(s));
    struct reply_out out = channel_kit_answer(&s->k, wait_for(s, asked),
                                              k_str_z(unique(s, "quoted")), K_S("Sandy soil."));
    assert_int_equal(channel_kit_reply(&s->k, &out, &ours), K_OK);
    const struct k_json *meta;
    assert_int_equal(k_json_parse(s->k.arena, ours.meta, &meta, NULL), K_OK);
    /* Somebody quotes our post, without our name and in a thread of their own. */
    k_str embed = k_fmt(s->k.arena,
                        ",\"embed\":{\"$type\":\"app.bsky.embed.record\",\"record\":{"
                        "\"uri\":\"%.*s\",\"cid\":\"%.*s\"}}",
                        K_ARG(ours.native_id), K_ARG(k_json_get_str(meta, "cid")));
    const char *text = unique(s, "Look what they say about soil");
    k_str uri = k_json_get_str(bob_says(s, text, NULL, embed.p), "uri");
    const struct item *it = wait_for(s, text);
    assert_true(k_str_eq(it->native_id, uri));
    assert_true(k_str_eq(it->native_root, uri));
    assert_true(k_str_eqz(it->kind, "mention")); /* it speaks of us, and answers nothing */
    assert_true(k_str_eqz(it->author.handle, "bob.test"));
    assert_false(it->ours);
    assert_int_equal(k_json_parse(s->k.arena, it->meta, &meta, NULL), K_OK);
    assert_true(k_str_eq(k_json_get_str(meta, "quoted"), ours.native_id));
    assert_int_equal(channel_kit_fetch_all(&s->k, &s->page), K_OK);
    assert_null(channel_kit_item(&s->page, uri));
}

static void our_reply_is_on_the_network_as_it_must_be(void **state)
{
    struct scene *s = *state;
    struct reply_done done, again;
    bool found;
    connect_ours(s);
    const char *text = unique(s, "@alice.test where is it?");
    bob_says(s, text, NULL, names_alice(s));
    const struct item *it = wait_for(s, text);
    k_str words = K_S("H\xc3\xa9llo @bob.test and @nobody.test: \xf0\x9f\x8c\xb1 #gr\xc3\xbcn "
                      "https://a.example/x.");
    struct reply_out out = channel_kit_answer(&s->k, it, k_str_z(unique(s, "key")), words);
    assert_int_equal(channel_kit_find(&s->k, &out, &found, &done), K_OK);
    assert_false(found);
    k_err err = channel_kit_reply(&s->k, &out, &done);
    if (err != K_OK)
        fail_msg("reply: %d %.*s", (int)err, K_ARG(s->k.nx.detail.text));

    /* Bob reads it. */
    k_str rkey = done.native_id;
    while (k_str_chr(rkey, '/') >= 0)
        rkey = k_str_from(rkey, (size_t)k_str_chr(rkey, '/') + 1);
    k_str method =
        k_fmt(s->k.arena,
              "com.atproto.repo.getRecord?repo=%.*s&collection=app.bsky.feed.post&rkey=%.*s",
              K_ARG(s->alice_did), K_ARG(rkey));
    const struct k_json *v = k_json_get(bob(s, method.p, K_NONE), "value");
    assert_true(k_str_eq(k_json_get_str(v, "text"), words));
    assert_true(k_str_eq(k_json_path_str(v, "reply.parent.uri"), it->native_id));
    assert_true(k_str_eq(k_json_path_str(v, "reply.root.uri"), it->native_id));
    const struct k_json *facets = k_json_get(v, "facets");
    assert_int_equal(k_json_len(facets), 3); /* nobody.test is nobody */
    static const struct {
        const char *type, *path, *covers;
    } rows[] = {{"app.bsky.richtext.facet#mention", "did", "@bob.test"},
                {"app.bsky.richtext.facet#tag", "tag", "#gr\xc3\xbcn"},
                {"app.bsky.richtext.facet#link", "uri", "https://a.example/x"}};
    for (size_t i = 0; i < 3; i++) {
        const struct k_json *f = k_json_at(facets, i), *feature = k_json_path(f, "features.0");
        int64_t start = k_json_int(k_json_path(f, "index.byteStart"), -1);
        int64_t end = k_json_int(k_json_path(f, "index.byteEnd"), -1);
        assert_true(k_str_eqz(k_json_get_str(feature, "$type"), rows[i].type));
        assert_true(
            k_str_eqz(k_str_sub(words, (size_t)start, (size_t)(end - start)), rows[i].covers));
    }
    assert_true(k_str_eq(k_json_path_str(k_json_at(facets, 0), "features.0.did"), s->bob_did));

    /* The same key again: refused by the network, found by us, and there is one. */
    assert_int_equal(channel_kit_reply(&s->k, &out, &again), K_ERR_UNCLEAR);
    assert_int_equal(channel_kit_find(&s->k, &out, &found, &again), K_OK);
    assert_true(found);
    assert_true(k_str_eq(again.native_id, done.native_id));
    assert_true(k_str_eq(again.meta, done.meta));
}

static void a_changed_record_is_an_edit(void **state)
{
    struct scene *s = *state;
    connect_ours(s);
    const char *text = unique(s, "@alice.test it is red");
    k_str uri = k_json_get_str(bob_says(s, text, NULL, names_alice(s)), "uri");
    wait_for(s, text);
    k_str rkey = k_str_from(uri, (size_t)k_str_find(uri, K_S("post/")) + 5);
    const char *changed = unique(s, "@alice.test it is green");
    char now[32];
    (void)k_time_iso_to(now, k_now(&s->k.clock));
    k_str body =
        k_fmt(s->k.arena,
              "{\"repo\":\"%.*s\",\"collection\":\"app.bsky.feed.post\",\"rkey\":\"%.*s\","
              "\"record\":{\"$type\":\"app.bsky.feed.post\",\"text\":\"%s\","
              "\"createdAt\":\"%s\"%s}}",
              K_ARG(s->bob_did), K_ARG(rkey), changed, now, names_alice(s));
    bob(s, "com.atproto.repo.putRecord", body);
    assert_true(k_str_eq(wait_for(s, changed)->native_id, uri));
}

static bool was_deleted(void *arg)
{
    struct scene *s = arg;
    assert_int_equal(channel_kit_fetch_all(&s->k, &s->page), K_OK);
    const struct item *it = channel_kit_item(&s->page, s->wanted);
    return it && it->act == ITEM_DELETED;
}

static void a_deleted_mention_is_seen(void **state)
{
    struct scene *s = *state;
    connect_ours(s);
    const char *text = unique(s, "@alice.test never mind");
    k_str uri = k_json_get_str(bob_says(s, text, NULL, names_alice(s)), "uri");
    wait_for(s, text);
    k_str rkey = k_str_from(uri, (size_t)k_str_find(uri, K_S("post/")) + 5);
    bob(s, "com.atproto.repo.deleteRecord",
        k_fmt(s->k.arena,
              "{\"repo\":\"%.*s\",\"collection\":\"app.bsky.feed.post\",\"rkey\":\"%.*s\"}",
              K_ARG(s->bob_did), K_ARG(rkey)));
    s->wanted = uri;
    assert_true(channel_kit_until(was_deleted, s));
}

struct thread_wait {
    struct scene *s;
    k_str id, text;
    enum item_act act;
};

static bool thread_has(void *arg)
{
    struct thread_wait *w = arg;
    assert_int_equal(channel_kit_thread(&w->s->k, w->id, &w->s->page), K_OK);
    const struct item *it = w->text.p ? channel_kit_said(&w->s->page, w->text)
                                      : channel_kit_item(&w->s->page, w->id);
    return it != NULL && it->act == w->act;
}

static void threads_show_answers_and_deletions(void **state)
{
    struct scene *s = *state;
    struct reply_done done, second;
    connect_ours(s);
    const char *text = unique(s, "@alice.test tell me more");
    bob_says(s, text, NULL, names_alice(s));
    struct item it = *wait_for(s, text);
    struct reply_out out =
        channel_kit_answer(&s->k, &it, k_str_z(unique(s, "a")), K_S("More."));
    assert_int_equal(channel_kit_reply(&s->k, &out, &done), K_OK);
    struct item ours = {
        .native_id = done.native_id, .native_root = it.native_id, .meta = done.meta};
    out = channel_kit_answer(&s->k, &ours, k_str_z(unique(s, "b")), K_S("And more."));
    assert_int_equal(channel_kit_reply(&s->k, &out, &second), K_OK);

    struct thread_wait w = {s, it.native_id, K_S("And more."), ITEM_NEW};
    assert_true(channel_kit_until(thread_has, &w));
    const struct item *last = channel_kit_item(&s->page, second.native_id);
    assert_true(last->ours);
    assert_true(k_str_eq(last->native_parent, done.native_id));
    assert_true(k_str_eq(last->native_root, it.native_id));
    assert_true(k_str_eq(last->meta, second.meta));

    assert_int_equal(channel_kit_remove(&s->k, second.native_id, second.meta), K_OK);
    assert_int_equal(channel_kit_remove(&s->k, second.native_id, second.meta), K_OK);
    w = (struct thread_wait){s, second.native_id, K_NONE, ITEM_DELETED};
    assert_true(channel_kit_until(thread_has, &w));
    assert_int_equal(channel_kit_remove(&s->k, it.native_id, it.meta), K_ERR_NET_REFUSED);
}

static void what_we_answer_elsewhere_is_seen(void **state)
{
    struct scene *s = *state;
    connect_ours(s);
    const char *text = unique(s, "@alice.test anybody there?");
    bob_says(s, text, NULL, names_alice(s));
    struct item it = *wait_for(s, text);
    /* Another program of ours answers: the connector of a second channel. */
    struct reply_done done;
    struct reply_out out =
        channel_kit_answer(&s->k, &it, k_str_z(unique(s, "app")), k_str_z(unique(s, "Yes.")));
    assert_int_equal(channel_kit_reply(&s->k, &out, &done), K_OK);
    const struct item *ours = wait_for(s, out.text.p);
    assert_true(ours->ours);
    assert_true(k_str_eq(ours->native_id, done.native_id));
    assert_true(k_str_eq(ours->native_parent, it.native_id));
}

static void tokens_that_do_not_work_are_renewed(void **state)
{
    struct scene *s = *state;
    struct item_page page;
    connect_ours(s);
    k_str refresh = k_json_get_str(s->k.ch.secret, "refresh");
    k_str password = k_json_get_str(s->k.ch.secret, "app_password");
    const k_str broken[] = {
        /* an access token that is none, with a good refresh token */
        k_fmt(s->k.arena,
              "{\"access\":\"x.y.z\",\"refresh\":\"%.*s\",\"app_password\":\"%.*s\"}",
              K_ARG(refresh), K_ARG(password)),
        /* both broken: the password is used */
        k_fmt(s->k.arena,
              "{\"access\":\"x.y.z\",\"refresh\":\"x.y.z\",\"app_password\":\"%.*s\"}",
              K_ARG(password)),
        k_fmt(s->k.arena, "{\"app_password\":\"%.*s\"}", K_ARG(password)),
    };
    for (size_t i = 0; i < sizeof broken / sizeof *broken; i++) {
        assert_int_equal(k_json_parse(s->k.arena, broken[i], &s->k.ch.secret, NULL), K_OK);
        assert_int_equal(channel_kit_fetch(&s->k, &page), K_OK);
        assert_true(page.news.secret.p != NULL);
        assert_int_equal(channel_kit_fetch(&s->k, &page), K_OK);
        assert_null(page.news.secret.p);
    }
    assert_int_equal(
        k_json_parse(
            s->k.arena,
            K_S("{\"access\":\"x.y.z\",\"refresh\":\"x.y.z\",\"app_password\":\"gone\"}"),
            &s->k.ch.secret, NULL),
        K_OK);
    assert_int_equal(channel_kit_fetch(&s->k, &page), K_ERR_NET_AUTH);
    assert_int_equal(page.items.n, 0);
}

static void people_are_looked_up(void **state)
{
    struct scene *s = *state;
    struct item_author who;
    connect_ours(s);
    assert_int_equal(s->k.c->profile(&s->k.nx, &s->k.ch, s->bob_did, &who), K_OK);
    assert_true(k_str_eqz(who.handle, "bob.test"));
    assert_true(k_str_eqz(who.name, "Bob"));
    assert_true(who.followers >= 0);
    assert_int_equal(
        s->k.c->profile(&s->k.nx, &s->k.ch, K_S("did:plc:aaaaaaaaaaaaaaaaaaaaaaaa"), &who),
        K_ERR_NET_REFUSED);
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, open_scene, close_scene)
    const struct CMUnitTest tests[] = {
        T(connecting_finds_out_who_and_where_we_are),
        T(a_wrong_password_is_told_in_plain_words),
        T(a_mention_arrives_once_and_its_links_in_full),
        T(a_back_dated_post_is_not_lost),
        T(a_reply_brings_what_it_answers),
        T(a_quote_of_ours_arrives_once_and_says_what_it_quotes),
        T(our_reply_is_on_the_network_as_it_must_be),
        T(a_changed_record_is_an_edit),
        T(a_deleted_mention_is_seen),
        T(threads_show_answers_and_deletions),
        T(what_we_answer_elsewhere_is_seen),
        T(tokens_that_do_not_work_are_renewed),
        T(people_are_looked_up),
    };
    server_arena = k_arena_new(0);
    server = channel_kit_server(server_arena, "KITH_TEST_BLUESKY");
    if (server == NULL) {
        (void)printf("1..0 # SKIP no Bluesky here; tests/servers/start-atproto.sh prints what "
                     "KITH_TEST_BLUESKY is to hold\n");
        return 0;
    }
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    k_arena_free(server_arena);
    return failed;
}
