/* The contract of connector.h, on every network of the registry. A network without a persona
 * (tests/kit/contract.c) fails the suite. */
#include "kit/contract.h"
#include "base/utf8.h"
#include "kit/sky_peer.h"
#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

static int open_contract(void **state)
{
    struct contract *c = calloc(1, sizeof *c);
    c->persona = *state;
    c->persona->open(c);
    *state = c;
    return 0;
}

static int close_contract(void **state)
{
    struct contract *c = *state;
    c->persona->close(c);
    channel_kit_close(&c->k);
    free(c);
    return 0;
}

static void connect_it(struct contract *c)
{
    struct channel_news news;
    k_err err = channel_kit_connect(&c->k, &news);
    if (err != K_OK)
        fail_msg("connect: %d %.*s", (int)err, K_ARG(c->k.nx.detail.text));
    assert_true(c->k.ch.handle.n > 0);
}

static void check_items(const struct item_page *page)
{
    for (size_t i = 0; i < page->items.n; i++) {
        const struct item *it = &page->items.v[i];
        assert_true(it->native_id.n > 0);
        if (it->act == ITEM_DELETED)
            continue;
        assert_true(it->ours || it->author.native_id.n > 0);
        assert_true(it->text.p && k_utf8_valid(it->text) && k_utf8_valid(it->author.name));
        assert_true(it->kind.n > 0 && it->visibility.n > 0 && it->posted_at > 0);
    }
}

static void fetch(struct contract *c)
{
    k_err err = channel_kit_fetch_all(&c->k, &c->page);
    if (err != K_OK)
        fail_msg("fetch: %d %.*s", (int)err, K_ARG(c->k.nx.detail.text));
    check_items(&c->page);
}

static const struct item *arrived(struct contract *c, k_str id)
{
    const struct item *it = channel_kit_item(&c->page, id);
    if (it == NULL)
        fail_msg("%.*s did not arrive", K_ARG(id));
    return it;
}

/* ---- promises ---- */

static void what_is_said_arrives_once(void **state)
{
    struct contract *c = *state;
    connect_it(c);
    k_str first = c->persona->say(c, "Does it float?", K_NONE);
    fetch(c);
    const struct item *it = arrived(c, first);
    assert_true(k_str_eqz(it->text, "Does it float?"));
    assert_int_equal(it->act, ITEM_NEW);
    assert_false(it->ours);
    assert_true(k_str_find(it->author.name, K_S("ora")) > 0);
    assert_true(it->posted_at == c->k.clock.fixed);
    fetch(c);
    assert_int_equal(c->page.items.n, 0);
    k_str second = c->persona->say(c, "And now?", K_NONE);
    fetch(c);
    arrived(c, second);
    assert_int_equal(c->page.items.n, 1);
}

static void all_pages_arrive(void **state)
{
    struct contract *c = *state;
    enum { MANY = 250 };
    k_str ids[MANY];
    connect_it(c);
    fetch(c);
    for (int i = 0; i < MANY; i++)
        ids[i] = c->persona->say(c, "One of many.", K_NONE);
    fetch(c);
    for (int i = 0; i < MANY; i++)
        arrived(c, ids[i]);
    /* From the start, as after a lost database. */
    c->k.ch.cursor = K_NONE;
    fetch(c);
    for (int i = 0; i < MANY; i++)
        arrived(c, ids[i]);
}

static void a_stop_between_two_pages_loses_nothing(void **state)
{
    struct contract *c = *state;
    enum { MANY = 250 };
    k_str ids[MANY];
    struct item_page page, all = {0};
    connect_it(c);
    fetch(c);
    for (int i = 0; i < MANY; i++)
        ids[i] = c->persona->say(c, "One of many.", K_NONE);
    /* Every second page is lost before its cursor was stored, and each time something is said.
     */
    for (int turn = 0; turn < 60; turn++) {
        k_str before = c->k.ch.cursor;
        assert_int_equal(channel_kit_fetch(&c->k, &page), K_OK);
        if (turn % 2 == 0 && turn < 8) {
            c->k.ch.cursor = before;
            c->persona->say(c, "Meanwhile.", K_NONE);
            continue;
        }
        for (size_t i = 0; i < page.items.n; i++)
            *k_vec_push(c->k.arena, &all.items) = page.items.v[i];
        if (!page.more && turn > 8)
            break;
    }
    c->page = all;
    for (int i = 0; i < MANY; i++)
        arrived(c, ids[i]);
}

static void a_failure_is_told_and_moves_nothing(void **state)
{
    struct contract *c = *state;
    static const struct {
        enum fault fault;
        unsigned errors; /* which are right, as bits */
    } rows[] = {
        {FAULT_DOWN, 1u << (K_ERR_NET_DOWN - K_ERR_NET_REFUSED)},
        {FAULT_ERROR, 1u << (K_ERR_NET_DOWN - K_ERR_NET_REFUSED)},
        {FAULT_GARBAGE, 1u << (K_ERR_NET_BAD_ANSWER - K_ERR_NET_REFUSED)},
        {FAULT_CUT, 1u << (K_ERR_NET_DOWN - K_ERR_NET_REFUSED)},
    };
    connect_it(c);
    fetch(c);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct item_page page;
        k_str id = c->persona->say(c, "Still here?", K_NONE);
        c->persona->fault(c, rows[i].fault, 3); /* the client may repeat a GET */
        k_err err = channel_kit_fetch(&c->k, &page);
        bool right = err >= K_ERR_NET_REFUSED && err <= K_ERR_NET_BLOCKED &&
                     ((rows[i].errors >> (err - K_ERR_NET_REFUSED) & 1) ||
                      (c->peer == NULL && err == K_ERR_NET_DOWN));
        if (!right)
            fail_msg("fault %d: error %d, %.*s", (int)rows[i].fault, (int)err,
                     K_ARG(c->k.nx.detail.text));
        assert_int_equal(page.items.n, 0);
        assert_true(c->k.nx.detail.text.n > 0);
        c->persona->fault(c, rows[i].fault, 0);
        fetch(c);
        arrived(c, id);
    }
}

static void a_limit_says_until_when(void **state)
{
    struct contract *c = *state;
    struct item_page page;
    connect_it(c);
    k_str id = c->persona->say(c, "Still here?", K_NONE);
    c->persona->fault(c, FAULT_LIMITED, 1);
    assert_int_equal(channel_kit_fetch(&c->k, &page), K_ERR_NET_LIMITED);
    assert_true(page.news.not_before == c->k.clock.fixed + 30 * K_SEC);
    fetch(c);
    arrived(c, id);
}

static void a_revoked_credential_is_told(void **state)
{
    struct contract *c = *state;
    struct item_page page;
    struct channel_news news;
    if (!(c->persona->can & HAS_PASSWORD))
        return;
    connect_it(c);
    c->persona->fault(c, FAULT_REVOKED, 1);
    assert_int_equal(channel_kit_fetch(&c->k, &page), K_ERR_NET_AUTH);
    assert_true(c->k.nx.detail.text.n > 0);
    assert_int_equal(channel_kit_connect(&c->k, &news), K_ERR_NET_AUTH);
    assert_true(c->k.nx.detail.text.n > 0);
}

static void edits_follow(void **state)
{
    struct contract *c = *state;
    connect_it(c);
    k_str id = c->persona->say(c, "It is rde.", K_NONE);
    c->persona->say(c, "Another.", K_NONE);
    fetch(c);
    c->persona->edit(c, id, "It is red.");
    fetch(c);
    assert_true(k_str_eqz(arrived(c, id)->text, "It is red."));
    assert_int_equal(c->page.items.n, 1);
    fetch(c);
    assert_int_equal(c->page.items.n, 0);
}

static void deletions_are_seen(void **state)
{
    struct contract *c = *state;
    if (c->persona->erase == NULL)
        return;
    connect_it(c);
    k_str id = c->persona->say(c, "Oops.", K_NONE);
    c->persona->say(c, "Another.", K_NONE);
    fetch(c);
    c->persona->erase(c, id);
    fetch(c);
    if (c->persona->can & CAN_SEE_DELETIONS)
        assert_int_equal(arrived(c, id)->act, ITEM_DELETED);
    if (c->k.c->thread && c->peer) { /* whoever opens the thread sees it, too */
        assert_int_equal(channel_kit_thread(&c->k, id, &c->page), K_OK);
        assert_int_equal(arrived(c, id)->act, ITEM_DELETED);
    }
}

static void threads_are_whole(void **state)
{
    struct contract *c = *state;
    if (!(c->persona->can & CAN_SEE_THREADS))
        return;
    connect_it(c);
    k_str root = c->persona->say(c, "Which pot?", K_NONE);
    k_str answer = c->persona->say(c, "A big one.", root);
    k_str third = c->persona->say(c, "How big?", answer);
    c->persona->say(c, "Elsewhere.", K_NONE);
    fetch(c);
    assert_true(k_str_eq(arrived(c, third)->native_parent, answer));
    k_str ids[] = {root, answer, third};
    for (size_t from = 0; from < 3; from++) {
        assert_int_equal(channel_kit_thread(&c->k, ids[from], &c->page), K_OK);
        check_items(&c->page);
        for (size_t i = 0; i <= (from == 0 ? 2 : from); i++)
            assert_true(k_str_eq(arrived(c, ids[i])->native_root, root));
        assert_null(channel_kit_said(&c->page, K_S("Elsewhere.")));
    }
}

static struct reply_out question(struct contract *c, const char *key, k_str text)
{
    k_str id = c->persona->say(c, "Where is it?", K_NONE);
    fetch(c);
    return channel_kit_answer(&c->k, arrived(c, id), k_str_z(key), text);
}

static void a_reply_arrives_once_and_is_found(void **state)
{
    struct contract *c = *state;
    struct reply_done done, again;
    bool found;
    if (!(c->persona->can & CAN_REPLY))
        return;
    connect_it(c);
    k_str text = K_S("H\xc3\xa9re, @nora.test: https://a.example/x \xf0\x9f\x8c\xb1");
    struct reply_out out = question(c, "k1", text);
    assert_int_equal(channel_kit_find(&c->k, &out, &found, &done), K_OK);
    assert_false(found);
    k_err err = channel_kit_reply(&c->k, &out, &done);
    if (err != K_OK)
        fail_msg("reply: %d %.*s", (int)err, K_ARG(c->k.nx.detail.text));
    assert_int_equal(c->persona->ours(c, text), 1);
    assert_true(done.native_id.n > 0 && done.url.n > 0 && done.posted_at > 0);
    assert_int_equal(channel_kit_find(&c->k, &out, &found, &again), K_OK);
    assert_true(found);
    assert_true(k_str_eq(again.native_id, done.native_id));
    fetch(c); /* what comes back of it is ours, with the same id */
    for (size_t i = 0; i < c->page.items.n; i++)
        assert_true(!k_str_eq(c->page.items.v[i].text, text) ||
                    (c->page.items.v[i].ours &&
                     k_str_eq(c->page.items.v[i].native_id, done.native_id)));
    assert_int_equal(channel_kit_remove(&c->k, done.native_id, done.meta), K_OK);
    assert_int_equal(c->persona->ours(c, text), 0);
    assert_int_equal(channel_kit_remove(&c->k, done.native_id, done.meta), K_OK);
}

static void what_is_said_in_private_is_answered_in_private(void **state)
{
    struct contract *c = *state;
    struct reply_done done;
    bool promised = connector_answers_privately(connector_find(k_str_z(c->persona->network)));
    assert_int_equal(promised, c->persona->whisper != NULL);
    if (!promised)
        return;
    connect_it(c);
    k_str id = c->persona->whisper(c, "Between us: where is it?");
    fetch(c);
    assert_true(k_str_eqz(arrived(c, id)->visibility, "direct"));
    struct reply_out out =
        channel_kit_answer(&c->k, arrived(c, id), K_S("k1"), K_S("On its way."));
    assert_int_equal(channel_kit_reply(&c->k, &out, &done), K_OK);
    fetch(c);
    assert_true(k_str_eqz(arrived(c, done.native_id)->visibility, "direct"));
}

static void after_a_lost_answer_the_reply_is_found(void **state)
{
    struct contract *c = *state;
    struct reply_done done;
    bool found;
    if (!(c->persona->can & CAN_REPLY))
        return;
    connect_it(c);
    struct reply_out out = question(c, "k1", K_S("Lost answer."));
    c->persona->fault(c, FAULT_ANSWER_LOST, 1);
    k_err err = channel_kit_reply(&c->k, &out, &done);
    assert_int_equal(err, K_ERR_UNCLEAR);
    assert_int_equal(c->persona->ours(c, out.text), 1);
    assert_int_equal(channel_kit_find(&c->k, &out, &found, &done), K_OK);
    assert_true(found);
    assert_true(done.native_id.n > 0);
}

static void after_a_lost_request_nothing_is_found(void **state)
{
    struct contract *c = *state;
    struct reply_done done;
    bool found;
    if (!(c->persona->can & CAN_REPLY))
        return;
    connect_it(c);
    struct reply_out out = question(c, "k1", K_S("Lost request."));
    c->persona->fault(c, FAULT_REQUEST_LOST, 1);
    k_err err = channel_kit_reply(&c->k, &out, &done);
    assert_true(err == K_ERR_UNCLEAR || err == K_ERR_NET_DOWN);
    assert_int_equal(c->persona->ours(c, out.text), 0);
    assert_int_equal(channel_kit_find(&c->k, &out, &found, &done), K_OK);
    assert_false(found);
    assert_int_equal(channel_kit_reply(&c->k, &out, &done), K_OK);
    assert_int_equal(c->persona->ours(c, out.text), 1);
}

static void a_second_send_with_the_same_key_is_no_second_post(void **state)
{
    struct contract *c = *state;
    struct reply_done done;
    bool found;
    if (!(c->persona->can & CAN_REPLY) || c->peer == NULL)
        return; /* the fake network is the one that takes anything twice */
    connect_it(c);
    struct reply_out out = question(c, "k1", K_S("Once only."));
    assert_int_equal(channel_kit_reply(&c->k, &out, &done), K_OK);
    assert_int_equal(channel_kit_reply(&c->k, &out, &done), K_ERR_UNCLEAR);
    assert_int_equal(channel_kit_find(&c->k, &out, &found, &done), K_OK);
    assert_true(found);
    assert_int_equal(c->persona->ours(c, out.text), 1);
}

static void a_post_of_our_own_arrives_once_answers_nobody_and_is_found(void **state)
{
    struct contract *c = *state;
    struct reply_done done, again;
    bool found;
    if (!connector_find(k_str_z(c->persona->network))->publish)
        return;
    connect_it(c);
    k_str text = K_S("Open again, @nora.test: https://a.example/x \xf0\x9f\x8c\xb1");
    struct reply_out out = {
        .idem_key = K_S("p1"), .text = text, .created_at = k_now(&c->k.clock)};
    assert_int_equal(channel_kit_find(&c->k, &out, &found, &done), K_OK);
    assert_false(found);
    c->persona->fault(c, FAULT_ANSWER_LOST, 1);
    assert_int_equal(channel_kit_publish(&c->k, &out, &done), K_ERR_UNCLEAR);
    assert_int_equal(c->persona->ours(c, text), 1);
    assert_int_equal(channel_kit_find(&c->k, &out, &found, &again), K_OK);
    assert_true(found && again.native_id.n > 0 && again.url.n > 0);
    k_str id = c->persona->say(c, "Really?", again.native_id); /* answers thread under it */
    fetch(c);
    const struct item *it = arrived(c, id);
    assert_true(k_str_eq(it->native_parent, again.native_id));
    assert_int_equal(channel_kit_remove(&c->k, again.native_id, again.meta), K_OK);
    assert_int_equal(c->persona->ours(c, text), 0);
}

static void what_is_too_long_is_refused_before_it_leaves(void **state)
{
    struct contract *c = *state;
    struct reply_done done;
    const struct connector *k = connector_find(k_str_z(c->persona->network));
    if (!k->publish || !k->limits.graphemes)
        return;
    connect_it(c);
    size_t n = (size_t)k->limits.graphemes;
    char *text = k_new_n(c->k.arena, char, n + 2);
    memset(text, 'a', n + 1);
    struct reply_out out = {
        .idem_key = K_S("p2"), .text = k_str_n(text, n), .created_at = k_now(&c->k.clock)};
    assert_int_equal(channel_kit_publish(&c->k, &out, &done), K_OK);
    out.idem_key = K_S("p3");
    out.text = k_str_n(text, n + 1);
    assert_int_equal(channel_kit_publish(&c->k, &out, &done), K_ERR_LIMIT);
    assert_int_equal(c->persona->ours(c, out.text), 0);
}

static void nothing_is_said_to_what_is_gone(void **state)
{
    struct contract *c = *state;
    struct reply_done done;
    if (!(c->persona->can & CAN_REPLY))
        return;
    connect_it(c);
    struct reply_out out = question(c, "k1", K_S("Too late."));
    c->persona->erase(c, out.parent_native_id);
    c->k.clock.fixed += K_SEC;
    assert_int_equal(channel_kit_reply(&c->k, &out, &done), K_ERR_NET_REFUSED);
    assert_int_equal(c->persona->ours(c, out.text), 0);
}

/* Whatever an HTTP network sends, nothing breaks, and what is taken for an item is whole. */
static void hostile_answers_do_no_harm(void **state)
{
    struct contract *c = *state;
    static const char *const bodies[] = {
        "",
        "null",
        "[]",
        "{}",
        "[null,7,\"x\",[],{}]",
        "{\"notifications\":7}",
        "{\"notifications\":[null,{},{\"uri\":7},{\"reason\":\"mention\",\"uri\":\"at://x\"}]}",
        "{\"notifications\":[{\"reason\":\"mention\",\"uri\":\"at://did:plc:x/"
        "app.bsky.feed.post/y\","
        "\"record\":{\"text\":\"\\u0000\\ud83c\\udf31\",\"createdAt\":\"never\",\"facets\":[{"
        "\"index\":"
        "{\"byteStart\":-1,\"byteEnd\":99999999999}}],\"reply\":{\"root\":{\"uri\":{}}}},"
        "\"author\":[]}],\"cursor\":{}}",
        "{\"notifications\":[{\"reason\":\"mention\",\"uri\":\"at://did:plc:x/"
        "app.bsky.feed.post/../../y\","
        "\"record\":[],\"indexedAt\":\"2026-13-45T99:99:99Z\"}],\"cursor\":\"\"}",
        "[{\"id\":\"x\"},{\"id\":-1},{\"id\":1e300},{\"id\":5,\"parent\":5,\"content\":{"
        "\"rendered\":7}}]",
        "[{\"id\":6,\"parent\":7,\"content\":{\"rendered\":\"<script>x</"
        "script><p>\"},\"date_gmt\":\"x\"},"
        "{\"id\":7,\"parent\":6,\"content\":{\"rendered\":\"y\"},\"link\":\"javascript:x\"}]",
        "<feed "
        "xmlns='http://www.w3.org/2005/Atom'><entry/><entry><id/></entry><entry><title>x</"
        "title>"
        "<link href='javascript:x'/><updated>9999-99-99</updated></entry></feed>",
        "<!DOCTYPE x [<!ENTITY a 'b'>]><rss>&a;</rss>",
        "{\"version\":\"https://jsonfeed.org/version/"
        "1\",\"items\":[[],{\"id\":{}},{\"content_text\":[]}]}",
        "\xff\xfe\xff",
        "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[["
        "[[[[[[",
    };
    if (c->peer == NULL)
        return;
    connect_it(c);
    for (size_t i = 0; i < sizeof bodies / sizeof *bodies; i++) {
        struct item_page page;
        peer_text(c->peer, k_str_z(bodies[i]));
        peer_fault(c->peer, PEER_TEXT, 10, "");
        c->k.ch.cursor = K_NONE;
        k_err err = channel_kit_fetch(&c->k, &page);
        if (err == K_OK)
            check_items(&page);
        else
            assert_int_equal(page.items.n, 0);
        if (c->k.c->thread) {
            (void)channel_kit_thread(&c->k, K_S("at://did:plc:x/app.bsky.feed.post/y"), &page);
            struct item to = {.native_id = K_S("x")};
            struct reply_out out = channel_kit_answer(&c->k, &to, K_S("k"), K_S("Text."));
            struct reply_done done;
            assert_true(channel_kit_reply(&c->k, &out, &done) != K_OK);
        }
    }
    /* A cursor that is nonsense is a fresh start. */
    static const char *const cursors[] = {
        "x",    "{}", "[]", "{\"known\":7,\"walk\":-5,\"turn\":99}", "{\"mark\":7,\"seen\":{}}",
        "9:9:9"};
    peer_fault(c->peer, PEER_NONE, 0, "");
    for (size_t i = 0; i < sizeof cursors / sizeof *cursors; i++) {
        k_str id = c->persona->say(c, "After all that.", K_NONE);
        c->k.ch.cursor = k_str_z(cursors[i]);
        fetch(c);
        arrived(c, id);
    }
}

static void what_is_missing_in_the_form_is_said(void **state)
{
    struct contract *c = *state;
    struct channel_news news;
    if (c->peer == NULL)
        return;
    c->k.ch.address = K_S("two words");
    assert_int_equal(channel_kit_connect(&c->k, &news), K_ERR_BAD_INPUT);
    c->k.ch.address = K_S("http://127.0.0.1:9/");
    assert_int_equal(channel_kit_connect(&c->k, &news), K_ERR_NET_BLOCKED);
    c->k.ch.config = c->k.ch.secret = NULL;
    if (c->persona->can & HAS_PASSWORD)
        assert_int_equal(channel_kit_connect(&c->k, &news), K_ERR_BAD_INPUT);
}

/* ---- the table itself ---- */

static void every_network_is_whole_and_has_a_persona(void **state)
{
    for (size_t i = 0; i < n_connectors; i++) {
        const struct connector *c = connectors[i];
        bool found = (c->flags & CONNECTOR_HIDDEN) != 0; /* variants of the fake one */
        for (size_t k = 0; k < n_personas; k++)
            found = found || strcmp(personas[k].network, c->network) == 0;
        if (!found)
            fail_msg("%s has no persona in tests/kit/contract.c", c->network);
        assert_non_null(c->title);
        assert_non_null(c->summary);
        assert_true(c->poll_seconds > 0);
        assert_non_null(c->connect);
        assert_non_null(c->fetch);
        assert_true((c->reply == NULL && c->publish == NULL) || c->find != NULL);
        assert_true(connector_find(k_str_z(c->network)) == c);
        for (size_t f = 0; f < c->n_fields; f++)
            assert_true(c->fields[f].name && c->fields[f].label);
    }
    assert_null(connector_find(K_S("nowhere")));
}

static const struct {
    const char *name;
    CMUnitTestFunction fn;
} promises[] = {
#define P(fn)                                                                                  \
    {                                                                                          \
#fn, fn                                                                                \
    }
    P(what_is_said_arrives_once),
    P(all_pages_arrive),
    P(a_stop_between_two_pages_loses_nothing),
    P(a_failure_is_told_and_moves_nothing),
    P(a_limit_says_until_when),
    P(a_revoked_credential_is_told),
    P(edits_follow),
    P(deletions_are_seen),
    P(threads_are_whole),
    P(a_reply_arrives_once_and_is_found),
    P(what_is_said_in_private_is_answered_in_private),
    P(after_a_lost_answer_the_reply_is_found),
    P(after_a_lost_request_nothing_is_found),
    P(a_second_send_with_the_same_key_is_no_second_post),
    P(a_post_of_our_own_arrives_once_answers_nobody_and_is_found),
    P(what_is_too_long_is_refused_before_it_leaves),
    P(nothing_is_said_to_what_is_gone),
    P(hostile_answers_do_no_harm),
    P(what_is_missing_in_the_form_is_said),
};
enum { PROMISES = sizeof promises / sizeof *promises };

int main(void)
{
    struct CMUnitTest tests[8 * PROMISES + 1];
    static char names[8 * PROMISES][100];
    size_t n = 0;
    if (n_personas > 8)
        return 2;
    for (size_t p = 0; p < n_personas; p++) {
        for (size_t i = 0; i < PROMISES; i++) {
            (void)snprintf(names[n], sizeof names[n], "%s: %s", personas[p].network,
                           promises[i].name);
            tests[n] = (struct CMUnitTest){names[n], promises[i].fn, open_contract,
                                           close_contract, (void *)(uintptr_t)&personas[p]};
            n++;
        }
    }
    tests[n++] = (struct CMUnitTest)cmocka_unit_test(every_network_is_whole_and_has_a_persona);
    return _cmocka_run_group_tests("contract", tests, n, NULL, NULL);
}
