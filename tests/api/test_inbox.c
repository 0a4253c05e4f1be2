/* The inbox as two browsers see it, on the demo's company: lists and pages, the thread, acts,
 * notes, hand-overs, replies that are stopped. */
#include "kit/api.h"

static int64_t version_of(struct kit_house *h, k_str id)
{
    struct kit_answer a = kit_get(&h->owner, kit_path(h, "/api/v1/conversations/", id));
    return kit_int(&a, "conversation.version");
}

/* --- lists ------------------------------------------------------------------------------- */

static size_t walk(struct kit_house *h, const char *view, int limit)
{
    size_t n = 0;
    k_str cursor = K_S("");
    k_str seen = K_S(" ");
    do {
        k_str p = k_fmt(h->api.arena, "/api/v1/conversations?view=%s&limit=%d&cursor=%.*s",
                        view, limit, K_ARG(cursor));
        struct kit_answer a = kit_get(&h->owner, p.p);
        const struct k_json *c = NULL;
        k_json_each (i, c, k_json_get(a.json, "items")) {
            k_str id = k_fmt(h->api.arena, " %.*s ", K_ARG(k_json_get_str(c, "id")));
            assert_true(k_str_find(seen, id) < 0);
            seen = k_cat(h->api.arena, seen, id);
            n++;
        }
        cursor = kit_str(&a, "next");
    } while (cursor.n > 0);
    return n;
}

static void every_view_is_walked_page_by_page_without_gaps(struct kit_db *k)
{
    struct kit_house h;
    kit_house_open(&h, k);
    struct kit_answer views = kit_get(&h.owner, "/api/v1/views");
    const struct k_json *v = NULL;
    k_json_each (i, v, k_json_get(views.json, "items")) {
        k_str name = k_json_get_str(v, "view");
        if (k_str_eqz(name, "team"))
            continue;
        const char *view = k_dupz(h.api.arena, name);
        size_t whole = walk(&h, view, 200), small = walk(&h, view, 7);
        if (whole != small || (int64_t)whole != k_json_int(k_json_get(v, "count"), -1))
            fail_msg("%s: %zu in one page, %zu in small ones, count %lld", view, whole, small,
                     (long long)k_json_int(k_json_get(v, "count"), -1));
    }
    kit_api_close(&h.api);
}

static void filters_ride_along(struct kit_db *k)
{
    struct kit_house h;
    kit_house_open(&h, k);
    struct kit_answer all = kit_get(&h.owner, "/api/v1/conversations?view=all&limit=200");
    struct kit_answer channels = kit_get(&h.owner, "/api/v1/channels");
    size_t sum = 0;
    const struct k_json *c = NULL;
    k_json_each (i, c, k_json_get(channels.json, "items")) {
        k_str id = k_json_get_str(c, "id");
        struct kit_answer a = kit_get(
            &h.owner, kit_path(&h, "/api/v1/conversations?view=all&limit=200&channel=", id));
        const struct k_json *x = NULL;
        k_json_each (n, x, k_json_get(a.json, "items"))
            assert_true(k_str_eq(k_json_path_str(x, "channel.id"), id));
        sum += k_json_len(k_json_get(a.json, "items"));
    }
    assert_int_equal(sum, k_json_len(k_json_get(all.json, "items")));
    struct kit_answer a =
        kit_get(&h.owner, "/api/v1/conversations?view=unassigned&kind=complaint&limit=200");
    k_json_each (n, c, k_json_get(a.json, "items")) {
        assert_true(k_str_eqz(k_json_get_str(c, "kind"), "complaint"));
        assert_true(k_json_is_null(k_json_get(c, "owner")));
    }
    kit_api_close(&h.api);
}

static void what_is_folded_into_a_storm_is_listed(struct kit_db *k)
{
    struct kit_house h;
    kit_house_open(&h, k);
    struct kit_answer a = kit_get(&h.owner, "/api/v1/conversations?view=storms");
    k_str storm = kit_str(&a, "items.0.storm.id"), head = kit_str(&a, "items.0.id");
    assert_true(storm.n > 0);
    int64_t posts = kit_int(&a, "items.0.storm.posts");
    const char *path = kit_path(&h, "/api/v1/conversations?limit=200&view=mine&storm=", storm);
    a = kit_get(&h.owner, path);
    const struct k_json *c = NULL;
    size_t folded = 0;
    k_json_each (i, c, k_json_get(a.json, "items")) {
        assert_true(k_str_eq(k_json_path_str(c, "storm.id"), storm));
        bool is_head = k_str_eq(k_json_get_str(c, "id"), head);
        assert_int_equal(k_str_eqz(k_json_get_str(c, "status"), "folded"), !is_head);
        folded += !is_head;
    }
    assert_in_range(folded, 1, posts);
    a = kit_get(&h.owner, "/api/v1/conversations?storm=1");
    assert_int_equal(k_json_len(k_json_get(a.json, "items")), 0);
    kit_api_close(&h.api);
}

static void a_storm_is_decided_once_for_all_of_it(struct kit_db *k)
{
    struct kit_house h;
    kit_house_open(&h, k);
    struct kit_answer a = kit_get(&h.owner, "/api/v1/conversations?view=storms");
    k_str storm = kit_str(&a, "items.0.storm.id"), head = kit_str(&a, "items.0.id");
    assert_true(k_json_bool(k_json_path(a.json, "items.0.storm.head"), false));
    assert_int_equal(kit_str(&a, "items.0.storm.decided").n, 0);
    const char *path = kit_path(&h, "/api/v1/storms/", storm);
    a = kit_get(&h.owner, path);
    assert_true(k_str_eq(kit_str(&a, "head_id"), head));
    assert_true(kit_str(&a, "sample").n > 0);
    assert_in_range(kit_int(&a, "authors"), 3, kit_int(&a, "posts"));
    assert_in_range(kit_int(&a, "peak"), 1, kit_int(&a, "posts"));
    assert_true(k_json_is_null(k_json_get(a.json, "decided_by")));
    const char *decision = k_fmt(h.api.arena, "%s/decision", path).p;
    a = kit_send(&h.owner, "PUT", decision, "{\"decision\":\"muted\"}");
    assert_int_equal(a.status, 200);
    assert_true(k_str_eqz(kit_str(&a, "decided"), "muted"));
    assert_true(kit_str(&a, "decided_by.id").n > 0);
    a = kit_get(&h.owner, "/api/v1/conversations?view=storms");
    assert_int_equal(k_json_len(k_json_get(a.json, "items")), 0);
    a = kit_send(&h.owner, "PUT", decision, "{\"decision\":\"loud\"}");
    assert_int_equal(a.status, 422);
    a = kit_send(&h.owner, "GET", "/api/v1/storms/1", NULL);
    assert_int_equal(a.status, 404);
    kit_api_close(&h.api);
}

/* --- one conversation -------------------------------------------------------------------- */

/* Posts 1..n of a thread, written straight into the database: a second apart, two at a time. */
static void make_long(struct kit_db *k, k_str conversation, int n)
{
    for (int i = 0; i < n; i++)
        kit_db_run(
            k, k_fmt(k->cx.arena,
                     "insert into post (id, conversation_id, channel_id, network, native_id, "
                     "direction, text, posted_at, received_at) select %d, id, channel_id, "
                     "network, 'long-%d', 'in', 'post %d', %lld, 1 from conversation where "
                     "id = %.*s",
                     i + 1, i, i, (long long)(K_SEC * (i / 2 + 1)), K_ARG(conversation))
                   .p);
}

static void a_long_thread_is_read_backwards_without_gaps(struct kit_db *k)
{
    enum { LONG = 450 };
    struct kit_house h;
    kit_house_open(&h, k);
    k_str id = kit_somebody_waits(&h);
    struct kit_answer a = kit_get(&h.owner, kit_path(&h, "/api/v1/conversations/", id));
    size_t before = k_json_len(k_json_get(a.json, "posts"));
    assert_true(k_json_is_null(k_json_get(a.json, "earlier")));
    make_long(k, id, LONG);
    a = kit_get(&h.owner, kit_path(&h, "/api/v1/conversations/", id));
    const struct k_json *p = NULL, *list = k_json_get(a.json, "posts");
    k_str cursor = kit_str(&a, "earlier"), first = K_NONE;
    size_t n = 0;
    assert_int_equal(k_json_len(list), 200);
    for (int pages = 0; list; pages++) {
        k_str last = K_S("0000"), top = K_NONE;
        k_json_each (i, p, list) {
            k_str at = k_json_get_str(p, "posted_at");
            assert_true(k_str_cmp(last, at) <= 0);
            last = at;
            top = top.p ? top : at;
            n++;
        }
        assert_true(first.p == NULL || k_str_cmp(last, first) <= 0);
        first = top;
        if (cursor.n == 0)
            break;
        k_str path = k_fmt(h.api.arena, "/api/v1/conversations/%.*s/posts?limit=70&cursor=%.*s",
                           K_ARG(id), K_ARG(cursor));
        a = kit_get(&h.owner, path.p);
        list = k_json_get(a.json, "items");
        cursor = kit_str(&a, "next");
    }
    assert_int_equal(n, LONG + before);
    kit_api_close(&h.api);
}

static void pictures_come_from_no_address_of_the_house(struct kit_db *k)
{
    static const char *const rows[][2] = {
        {"https://cdn.example/p", "https://cdn.example/p"},
        {"https://1.1.1.1/p", "https://1.1.1.1/p"},
        {"http://cdn.example/p", ""},
        {"https://192.168.0.1/p", ""},
        {"https://[::1]/p", ""},
        {"https://127.1/p", ""},
        {"https://printer/p", ""},
        {"https://nas.local/p", ""},
        {"javascript:alert(1)", ""},
    };
    struct kit_house h;
    kit_house_open(&h, k);
    k_str id = kit_somebody_waits(&h);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        kit_db_run(k, k_fmt(k->cx.arena,
                            "update post set meta = '{\"media\":[{\"url\":\"%s\"}]}' where "
                            "conversation_id = %.*s",
                            rows[i][0], K_ARG(id))
                          .p);
        struct kit_answer a = kit_get(&h.owner, kit_path(&h, "/api/v1/conversations/", id));
        if (!k_str_eqz(kit_str(&a, "posts.0.media.0.url"), rows[i][1]))
            fail_msg("%s: %.*s", rows[i][0], K_ARG(kit_str(&a, "posts.0.media.0.url")));
    }
    kit_api_close(&h.api);
}

static void a_feed_says_why_it_takes_no_answer(struct kit_db *k)
{
    struct kit_house h;
    kit_house_open(&h, k);
    k_str id = kit_somebody_waits(&h);
    kit_db_run(k, k_fmt(k->cx.arena, "update conversation set network = 'rss' where id = %.*s",
                        K_ARG(id))
                      .p);
    struct kit_answer a = kit_get(&h.owner, kit_path(&h, "/api/v1/conversations/", id));
    assert_false(k_json_bool(k_json_get(a.json, "can_reply"), true));
    assert_true(k_str_starts(kit_str(&a, "no_reply_reason"), K_S("A feed is only read")));
    k_str path = k_fmt(h.api.arena, "/api/v1/conversations/%.*s/reply", K_ARG(id));
    k_str body =
        k_fmt(h.api.arena, "{\"text\":\"Hello\",\"key\":\"screen-1234\",\"version\":%lld}",
              (long long)version_of(&h, id));
    a = kit_send(&h.owner, "POST", path.p, body.p);
    kit_problem(&a, 422, "unsupported", NULL);
    assert_true(k_str_starts(kit_str(&a, "detail"), K_S("A feed is only read")));
    kit_api_close(&h.api);
}

static void two_browsers_do_not_undo_each_other(struct kit_db *k)
{
    struct kit_house h;
    kit_house_open(&h, k);
    k_str id = kit_somebody_waits(&h);
    const char *p = kit_path(&h, "/api/v1/conversations/", id);
    long long version = version_of(&h, id);
    int stream = kit_listen(&h.agent);
    k_str body = k_fmt(h.api.arena, "{\"version\":%lld,\"owner_id\":\"%lld\"}", version,
                       (long long)kit_my_id(&h.owner));
    struct kit_answer a = kit_send(&h.owner, "PATCH", p, body.p);
    kit_expect(&a, 200);
    assert_true(k_str_eqz(kit_str(&a, "owner.handle"), "owner"));
    assert_true(kit_wait_event(stream, "conversation", id));
    kit_hang_up(stream);
    body = k_fmt(h.api.arena, "{\"version\":%lld,\"status\":\"done\"}", version);
    a = kit_send(&h.agent, "PATCH", p, body.p);
    kit_problem(&a, 409, "conflict", NULL);
    body = k_fmt(h.api.arena, "{\"version\":%lld,\"status\":\"done\"}",
                 (long long)version_of(&h, id));
    a = kit_send(&h.agent, "PATCH", p, body.p);
    kit_expect(&a, 200);
    a = kit_get(&h.owner, p);
    k_str words = a.body;
    assert_true(k_str_find(words, K_S("conversation.assigned")) > 0);
    assert_true(k_str_find(words, K_S("conversation.done")) > 0);
    kit_api_close(&h.api);
}

static void what_sleeps_comes_back_at_a_time_or_with_an_answer(struct kit_db *k)
{
    struct kit_house h;
    kit_house_open(&h, k);
    k_str id = kit_somebody_waits(&h);
    const char *p = kit_path(&h, "/api/v1/conversations/", id);
    k_str body = k_fmt(h.api.arena,
                       "{\"version\":%lld,\"status\":\"snoozed\","
                       "\"snoozed_until\":\"2001-01-01T00:00:00Z\"}",
                       (long long)version_of(&h, id));
    struct kit_answer a = kit_send(&h.owner, "PATCH", p, body.p);
    kit_problem(&a, 422, "bad-input", "snoozed_until");
    body = k_fmt(h.api.arena,
                 "{\"version\":%lld,\"status\":\"snoozed\","
                 "\"snoozed_until\":\"2099-01-01T00:00:00Z\"}",
                 (long long)version_of(&h, id));
    a = kit_send(&h.owner, "PATCH", p, body.p);
    kit_expect(&a, 200);
    assert_true(k_str_starts(kit_str(&a, "snoozed_until"), K_S("2099-01-01T00:00:00")));
    body = k_fmt(h.api.arena, "{\"version\":%lld,\"status\":\"snoozed\"}",
                 (long long)version_of(&h, id));
    a = kit_send(&h.owner, "PATCH", p, body.p);
    kit_expect(&a, 200);
    assert_true(k_str_eqz(kit_str(&a, "status"), "snoozed"));
    assert_int_equal(kit_str(&a, "snoozed_until").n, 0);
    kit_api_close(&h.api);
}

static void a_note_tells_the_colleague_it_names(struct kit_db *k)
{
    struct kit_house h;
    kit_house_open(&h, k);
    k_str id = kit_somebody_waits(&h);
    k_str p = k_fmt(h.api.arena, "/api/v1/conversations/%.*s/notes", K_ARG(id));
    struct kit_answer a =
        kit_send(&h.owner, "POST", p.p, "{\"text\":\"@agent can you look?\\nPlease.\"}");
    kit_expect(&a, 201);
    a = kit_get(&h.agent, "/api/v1/me");
    assert_int_equal(kit_int(&a, "unseen_mentions"), 1);
    a = kit_get(&h.agent, "/api/v1/me/mentions?unseen=true");
    assert_true(k_str_eqz(kit_str(&a, "items.0.kind"), "note"));
    assert_true(k_str_eqz(kit_str(&a, "items.0.by.handle"), "owner"));
    k_str seen = k_fmt(h.api.arena, "{\"ids\":[\"%.*s\"]}", K_ARG(kit_str(&a, "items.0.id")));
    a = kit_send(&h.agent, "POST", "/api/v1/me/mentions/seen", seen.p);
    kit_expect(&a, 204);
    a = kit_get(&h.agent, "/api/v1/me");
    assert_int_equal(kit_int(&a, "unseen_mentions"), 0);
    a = kit_get(&h.owner, kit_path(&h, "/api/v1/conversations/", id));
    assert_true(k_str_find(kit_str(&a, "notes.0.text"), K_S("@agent")) == 0);
    kit_api_close(&h.api);
}

static void labels_and_bulk_acts_skip_what_is_gone(struct kit_db *k)
{
    struct kit_house h;
    kit_house_open(&h, k);
    k_str id = kit_somebody_waits(&h);
    struct kit_answer a =
        kit_send(&h.agent, "POST", "/api/v1/labels", "{\"name\":\"vip\",\"colour\":\"teal\"}");
    kit_expect(&a, 201);
    k_str label = kit_str(&a, "id");
    a = kit_send(&h.agent, "POST", "/api/v1/labels", "{\"name\":\"VIP\"}");
    kit_problem(&a, 409, "exists", "name");
    k_str body = k_fmt(h.api.arena,
                       "{\"ids\":[\"%.*s\",\"777\"],\"act\":\"label\",\"label_id\":\"%.*s\"}",
                       K_ARG(id), K_ARG(label));
    a = kit_send(&h.agent, "POST", "/api/v1/conversations/bulk", body.p);
    kit_expect(&a, 200);
    assert_int_equal(kit_int(&a, "changed"), 1);
    assert_true(k_str_eqz(kit_str(&a, "skipped.0.id"), "777"));
    a = kit_get(&h.agent, kit_path(&h, "/api/v1/conversations?view=all&label=", label));
    assert_true(k_str_eq(kit_str(&a, "items.0.id"), id));
    assert_true(k_str_eqz(kit_str(&a, "items.0.labels.0.name"), "vip") ||
                k_str_eqz(kit_str(&a, "items.0.labels.1.name"), "vip"));
    body = k_fmt(h.api.arena, "{\"ids\":[\"%.*s\"],\"act\":\"done\"}", K_ARG(id));
    a = kit_send(&h.agent, "POST", "/api/v1/conversations/bulk", body.p);
    assert_int_equal(kit_int(&a, "changed"), 1);
    /* The version that the act made takes it back, once. */
    assert_true(k_str_eq(kit_str(&a, "made.0.id"), id));
    body = k_fmt(h.api.arena, "{\"version\":%lld,\"status\":\"open\"}",
                 (long long)kit_int(&a, "made.0.version"));
    a = kit_send(&h.agent, "PATCH", kit_path(&h, "/api/v1/conversations/", id), body.p);
    kit_expect(&a, 200);
    assert_true(k_str_eqz(kit_str(&a, "status"), "open"));
    a = kit_send(&h.agent, "PATCH", kit_path(&h, "/api/v1/conversations/", id), body.p);
    kit_problem(&a, 409, "conflict", NULL);
    a = kit_send(&h.agent, "DELETE", kit_path(&h, "/api/v1/labels/", label), NULL);
    kit_expect(&a, 204);
    kit_api_close(&h.api);
}

/* The first two of a view that could be merged: of one channel, and of no storm. */
static void two_of(struct kit_house *h, k_str *one, k_str *two)
{
    struct kit_answer a = kit_get(&h->owner, "/api/v1/conversations?view=questions&limit=20");
    *one = k_dup(h->api.arena, kit_str(&a, "items.0.id"));
    *two = k_dup(h->api.arena, kit_str(&a, "items.1.id"));
}

static void a_merged_conversation_leads_on_and_comes_back(struct kit_db *k)
{
    struct kit_house h;
    kit_house_open(&h, k);
    k_str into, from;
    two_of(&h, &into, &from);
    int64_t version = version_of(&h, into);
    struct kit_answer a = kit_send(
        &h.agent, "POST", k_fmt(h.api.arena, "/api/v1/conversations/%.*s/merge", K_ARG(into)).p,
        k_fmt(h.api.arena, "{\"version\":%lld,\"from_ids\":[\"%.*s\"]}", (long long)version,
              K_ARG(from))
            .p);
    kit_expect(&a, 200);
    assert_true(k_str_eq(kit_str(&a, "conversation.id"), into));
    k_str made = k_dup(h.api.arena, kit_str(&a, "regrouping_ids.0"));
    /* the old address opens the one that holds the posts, and says what was done */
    a = kit_get(&h.owner, kit_path(&h, "/api/v1/conversations/", from));
    assert_true(k_str_eq(kit_str(&a, "conversation.id"), into));
    assert_true(k_str_eqz(kit_str(&a, "regroupings.0.act"), "merge"));
    /* no act brings the empty one to life */
    a = kit_send(&h.owner, "PATCH", kit_path(&h, "/api/v1/conversations/", from),
                 "{\"version\":99,\"status\":\"open\"}");
    kit_problem(&a, 409, "conflict", "id");
    a = kit_send(&h.owner, "POST",
                 k_fmt(h.api.arena, "/api/v1/regroupings/%.*s/undo", K_ARG(made)).p, "{}");
    kit_expect(&a, 200);
    a = kit_get(&h.owner, kit_path(&h, "/api/v1/conversations/", from));
    assert_true(k_str_eq(kit_str(&a, "conversation.id"), from));
    a = kit_send(&h.owner, "POST",
                 k_fmt(h.api.arena, "/api/v1/regroupings/%.*s/undo", K_ARG(made)).p, "{}");
    kit_problem(&a, 409, "conflict", "id");
    kit_api_close(&h.api);
}

static void a_hand_over_comes_back_with_its_outcome(struct kit_db *k)
{
    struct kit_house h;
    kit_house_open(&h, k);
    k_str id = kit_somebody_waits(&h);
    struct kit_answer a = kit_send(&h.owner, "POST", "/api/v1/teams",
                                   "{\"name\":\"Workshop\",\"kind\":\"support\"}");
    k_str team = kit_str(&a, "id");
    k_str body = k_fmt(h.api.arena, "{\"team_ids\":[\"%.*s\"]}", K_ARG(team));
    k_str member = k_fmt(h.api.arena, "%lld", (long long)kit_my_id(&h.agent));
    a = kit_send(&h.owner, "PATCH", kit_path(&h, "/api/v1/members/", member), body.p);
    kit_expect(&a, 200);
    k_str p = k_fmt(h.api.arena, "/api/v1/conversations/%.*s/handoff", K_ARG(id));
    body = k_fmt(h.api.arena,
                 "{\"to_team\":\"%.*s\",\"reason\":\"complaint\",\"ask\":\"Can it be mended?\","
                 "\"due_at\":\"2099-01-01T00:00:00Z\"}",
                 K_ARG(team));
    a = kit_send(&h.owner, "POST", p.p, body.p);
    kit_expect(&a, 201);
    k_str handoff = kit_str(&a, "id");
    a = kit_get(&h.agent, "/api/v1/home");
    assert_true(k_str_eq(kit_str(&a, "handoffs.0.id"), handoff));
    a = kit_get(&h.agent, kit_path(&h, "/api/v1/conversations/", id));
    assert_true(k_str_starts(kit_str(&a, "conversation.deadline"), K_S("2099")));
    k_str act = k_fmt(h.api.arena, "/api/v1/handoffs/%.*s/acknowledge", K_ARG(handoff));
    a = kit_send(&h.owner, "POST", act.p, NULL);
    kit_problem(&a, 403, "not-allowed", NULL);
    a = kit_send(&h.agent, "POST", act.p, NULL);
    kit_expect(&a, 200);
    act = k_fmt(h.api.arena, "/api/v1/handoffs/%.*s/close", K_ARG(handoff));
    a = kit_send(&h.agent, "POST", act.p, "{\"result\":\"solved\",\"outcome\":\"New part.\"}");
    kit_expect(&a, 200);
    a = kit_get(&h.owner, "/api/v1/handoffs?box=given");
    assert_true(k_str_eqz(kit_str(&a, "items.0.result"), "solved"));
    assert_true(k_json_is_null(k_json_path(a.json, "items.0.outcome_seen_at")));
    act = k_fmt(h.api.arena, "/api/v1/handoffs/%.*s/seen", K_ARG(handoff));
    a = kit_send(&h.owner, "POST", act.p, NULL);
    kit_expect(&a, 200);
    a = kit_get(&h.agent, "/api/v1/handoffs?box=received&open=true");
    assert_int_equal(k_json_len(k_json_get(a.json, "items")), 0);
    kit_api_close(&h.api);
}

/* --- replies ----------------------------------------------------------------------------- */

static struct kit_answer reply(struct kit_house *h, struct kit_client *c, k_str id,
                               long long version, const char *key, const char *text)
{
    k_str p = k_fmt(h->api.arena, "/api/v1/conversations/%.*s/reply", K_ARG(id));
    k_str body = k_fmt(h->api.arena,
                       "{\"text\":\"%s\",\"version\":%lld,\"key\":\"%s\","
                       "\"warnings_seen\":true}",
                       text, version, key);
    return kit_send(c, "POST", p.p, body.p);
}

static void a_reply_is_sent_once_and_a_stale_one_is_stopped(struct kit_db *k)
{
    struct kit_house h;
    kit_house_open(&h, k);
    k_str id = kit_somebody_waits(&h);
    long long version = version_of(&h, id);
    struct kit_answer a = reply(&h, &h.agent, id, version, "key-number-1",
                                "Thank you for telling us; we look at it today.");
    kit_expect(&a, 201);
    k_str outbox = kit_str(&a, "id");
    assert_true(k_str_eqz(kit_str(&a, "state"), "queued"));
    assert_true(k_str_eqz(kit_str(&a, "member.handle"), "agent"));
    a = reply(&h, &h.agent, id, version, "key-number-1",
              "Thank you for telling us; we look at it today.");
    kit_expect(&a, 201);
    assert_true(k_str_eq(kit_str(&a, "id"), outbox));
    a = reply(&h, &h.owner, id, version, "key-number-2", "I answer as well, unknowing.");
    kit_problem(&a, 409, "stale", NULL);
    a = kit_get(&h.owner, "/api/v1/outbox?state=queued");
    assert_int_equal(k_json_len(k_json_get(a.json, "items")), 1);
    k_str p = k_fmt(h.api.arena, "/api/v1/outbox/%.*s/cancel", K_ARG(outbox));
    a = kit_send(&h.agent, "POST", p.p, NULL);
    kit_expect(&a, 200);
    assert_true(k_str_eqz(kit_str(&a, "state"), "cancelled"));
    a = kit_send(&h.agent, "POST", p.p, NULL);
    kit_problem(&a, 409, "conflict", NULL);
    kit_api_close(&h.api);
}

static void the_policy_stops_a_card_number_and_says_where(struct kit_db *k)
{
    struct kit_house h;
    kit_house_open(&h, k);
    k_str id = kit_somebody_waits(&h);
    const char *text = "Please pay with 4111 1111 1111 1111 today.";
    k_str p = k_fmt(h.api.arena, "/api/v1/conversations/%.*s/check", K_ARG(id));
    k_str body = k_fmt(h.api.arena, "{\"text\":\"%s\"}", text);
    struct kit_answer a = kit_send(&h.agent, "POST", p.p, body.p);
    kit_expect(&a, 200);
    assert_true(k_str_eqz(kit_str(&a, "verdict"), "stop"));
    const struct k_json *f = NULL;
    bool hard = false;
    k_json_each (i, f, k_json_get(a.json, "findings")) {
        if (!k_str_eqz(k_json_get_str(f, "kind"), "hard"))
            continue;
        hard = true;
        assert_int_equal(k_json_int(k_json_get(f, "start"), -1), 16);
        assert_true(k_json_get_str(f, "why").n > 0 && k_json_get_str(f, "tell").n > 0);
    }
    assert_true(hard);
    a = reply(&h, &h.agent, id, version_of(&h, id), "key-number-3", text);
    kit_problem(&a, 422, "policy", NULL);
    a = kit_get(&h.agent, "/api/v1/outbox");
    assert_int_equal(k_json_len(k_json_get(a.json, "items")), 0);
    kit_api_close(&h.api);
}

static void a_draft_is_kept_and_seen_by_others(struct kit_db *k)
{
    struct kit_house h;
    kit_house_open(&h, k);
    k_str id = kit_somebody_waits(&h);
    k_str p = k_fmt(h.api.arena, "/api/v1/conversations/%.*s/draft", K_ARG(id));
    struct kit_answer a = kit_send(&h.agent, "PUT", p.p, "{\"text\":\"Dear\\nJo\"}");
    kit_expect(&a, 200);
    a = kit_get(&h.owner, kit_path(&h, "/api/v1/conversations/", id));
    assert_true(k_json_is_null(k_json_get(a.json, "draft")));
    assert_true(k_str_eqz(kit_str(&a, "drafts_of_others.0.text"), "Dear\nJo"));
    a = kit_get(&h.agent, kit_path(&h, "/api/v1/conversations/", id));
    assert_true(k_str_eqz(kit_str(&a, "draft.text"), "Dear\nJo"));
    a = kit_send(&h.agent, "DELETE", p.p, NULL);
    kit_expect(&a, 204);
    a = kit_get(&h.agent, kit_path(&h, "/api/v1/conversations/", id));
    assert_true(k_json_is_null(k_json_get(a.json, "draft")));
    kit_api_close(&h.api);
}

static void who_is_writing_is_seen_by_the_other(struct kit_db *k)
{
    struct kit_house h;
    kit_house_open(&h, k);
    k_str id = kit_somebody_waits(&h);
    int stream = kit_listen(&h.owner);
    k_str body =
        k_fmt(h.api.arena, "{\"conversation_id\":\"%.*s\",\"state\":\"writing\"}", K_ARG(id));
    struct kit_answer a = kit_send(&h.agent, "PUT", "/api/v1/presence", body.p);
    kit_expect(&a, 204);
    assert_true(kit_wait_event(stream, "presence", id));
    kit_hang_up(stream);
    a = kit_get(&h.owner, kit_path(&h, "/api/v1/conversations/", id));
    assert_true(k_str_eqz(kit_str(&a, "presence.0.state"), "writing"));
    assert_true(k_str_eqz(kit_str(&a, "presence.0.member.handle"), "agent"));
    a = kit_get(&h.agent, kit_path(&h, "/api/v1/conversations/", id));
    assert_int_equal(k_json_len(k_json_get(a.json, "presence")), 0);
    kit_api_close(&h.api);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        KIT_BOTH(every_view_is_walked_page_by_page_without_gaps),
        KIT_BOTH(filters_ride_along),
        KIT_BOTH(what_is_folded_into_a_storm_is_listed),
        KIT_BOTH(a_storm_is_decided_once_for_all_of_it),
        KIT_BOTH(a_long_thread_is_read_backwards_without_gaps),
        KIT_SQLITE(pictures_come_from_no_address_of_the_house),
        KIT_SQLITE(a_feed_says_why_it_takes_no_answer),
        KIT_BOTH(two_browsers_do_not_undo_each_other),
        KIT_SQLITE(what_sleeps_comes_back_at_a_time_or_with_an_answer),
        KIT_BOTH(a_note_tells_the_colleague_it_names),
        KIT_BOTH(labels_and_bulk_acts_skip_what_is_gone),
        KIT_BOTH(a_merged_conversation_leads_on_and_comes_back),
        KIT_BOTH(a_hand_over_comes_back_with_its_outcome),
        KIT_BOTH(a_reply_is_sent_once_and_a_stale_one_is_stopped),
        KIT_SQLITE(the_policy_stops_a_card_number_and_says_where),
        KIT_SQLITE(a_draft_is_kept_and_seen_by_others),
        KIT_SQLITE(who_is_writing_is_seen_by_the_other),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
