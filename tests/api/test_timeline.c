/* The timeline of a person: all sources in one order, page by page without gaps, filtered,
 * searched, and as files that no spreadsheet runs. */
#include "kit/api.h"

#define T0 1764547200 /* 2025-12-01T00:00:00Z */
#define PERSON 1

struct room {
    struct kit_api api;
    struct kit_client owner, agent;
};

/* A person with rows in every source, several at the same moment. */
static void fill(struct kit_db *k)
{
    char text[4000];
    long long t = T0 * 1000000LL, day = 86400LL * 1000000;
    snprintf(
        text, sizeof text,
        "insert into team (id, name, kind, created_at) values (1, 'T', 'sales', 0);"
        "insert into person (id, name, created_at) values (1, 'Ada', 0), (2, 'Eve', 0);"
        "insert into channel (id, network, name, created_at) values (5, 'bluesky', 'Us', 0);"
        "insert into conversation (id, channel_id, network, native_root, person_id, last_at, "
        "created_at, updated_at) values (7, 5, 'bluesky', 'r', 1, 1, 0, 0);"
        "insert into fact (id, person_id, kind, text, said_at, owner_id, created_at) values "
        "(31, 1, 'likes', 'Jazz', %lld, 0, 1), (32, 1, 'likes', 'Secret', %lld, 999, 1);"
        "insert into moment (id, kind, title, at, created_at) values (41, 'met', 'Market', "
        "%lld, 0);"
        "insert into moment_person (moment_id, person_id) values (41, 1);"
        "insert into touch (id, person_id, direction, medium, at, source, text, moment_id) "
        "values (51, 1, 'both', 'call', %lld, 'member', '=SUM(1)', 0), (52, 1, 'in', 'mail', "
        "%lld, 'mail', 'Subject', 0), (53, 1, 'both', 'meeting', %lld, 'member', 'm', 41), "
        "(54, 1, 'in', 'public', %lld, 'post', '', 0);"
        "insert into deal (id, kind, person_id, title, amount_minor, currency, at, "
        "referred_id, created_at) values (61, 'referral', 1, 'Sent Eve', 0, '', %lld, 2, 0);"
        "insert into commitment (id, person_id, side, text, state, settled_at, created_at) "
        "values (71, 1, 'us', 'Quote', 'kept', %lld, %lld);"
        "insert into datum (id, person_id, kind, value, source, created_at) values (81, 1, "
        "'note', 'Prefers mornings', 'member', %lld);"
        "insert into value_entry (id, person_id, side, kind, text, at, created_at) values "
        "(91, 1, 'us', 'feedback', 'Stand', %lld, 0);"
        "insert into stage_move (person_id, at, from_stage, to_stage, why) values (1, %lld, "
        "'contact', 'dialogue', 'two exchanges');"
        "insert into handoff (id, conversation_id, from_member, to_team, reason, ask, "
        "created_at, result, outcome, closed_at, closed_by) values (95, 7, 1, 1, 'complaint', "
        "'Please', %lld, 'solved', 'Done', %lld, 1);",
        t, t, t, t, t + day, t, t, t + 2 * day, t + 3 * day, t, t, t + 4 * day, t + 5 * day, t,
        t + day);
    kit_db_run(k, text);
    for (int i = 0; i < 450; i++) {
        snprintf(
            text, sizeof text,
            "insert into post (id, conversation_id, channel_id, network, native_id, direction, "
            "person_id, text, posted_at, received_at) values (%d, 7, 5, 'bluesky', 'p%d', "
            "'in', 1, 'Café number %d', %lld, 0)",
            1000 + i, i, i, t + (i / 3) * day);
        kit_db_run(k, text);
    }
}

static void open_room(struct room *r, struct kit_db *k)
{
    *r = (struct room){0};
    kit_api_open(&r->api, k);
    kit_owner(&r->api, &r->owner);
    fill(k);
}

#define EVERYTHING (450 + 1 + 1 + 2 + 1 + 2 + 1 + 1 + 1 + 2) /* without what is hidden */

static size_t walk(struct room *r, const char *query, int limit, size_t *kinds)
{
    size_t n = 0;
    k_str cursor = K_S(""), last = K_S("9999"), seen = K_S(" ");
    *kinds = 0;
    do {
        k_str p = k_fmt(r->api.arena, "/api/v1/people/1/timeline?limit=%d&cursor=%.*s%s", limit,
                        K_ARG(cursor), query);
        struct kit_answer a = kit_get(&r->owner, p.p);
        const struct k_json *e = NULL;
        k_json_each (i, e, k_json_get(a.json, "items")) {
            k_str what = k_json_get_str(e, "what"), at = k_json_get_str(e, "at");
            k_str id = k_fmt(r->api.arena, " %.*s%.*s%.*s ", K_ARG(what),
                             K_ARG(k_json_get_str(e, "id")), K_ARG(at));
            assert_true(k_str_find(seen, id) < 0);
            assert_true(k_str_cmp(at, last) <= 0);
            if (!k_str_eqz(what, "post"))
                seen = k_cat(r->api.arena, seen, id);
            *kinds += !k_str_eqz(what, "post");
            last = k_dup(r->api.arena, at);
            n++;
        }
        cursor = k_dup(r->api.arena, kit_str(&a, "next"));
    } while (cursor.n > 0);
    return n;
}

static void all_sources_come_in_one_order_without_gaps(struct kit_db *k)
{
    struct room r;
    size_t kinds;
    open_room(&r, k);
    assert_int_equal(walk(&r, "", 200, &kinds), EVERYTHING);
    assert_int_equal(kinds, EVERYTHING - 450);
    assert_int_equal(walk(&r, "", 7, &kinds), EVERYTHING);
    assert_int_equal(kinds, EVERYTHING - 450);
    kit_api_close(&r.api);
}

static void kinds_times_and_words_are_filters(struct kit_db *k)
{
    static const struct {
        const char *query;
        size_t n;
    } rows[] = {
        {"&kinds=touch", 2}, /* the meeting too, when moments are not shown */
        {"&kinds=touch,moment", 2},
        {"&kinds=mail", 1},
        {"&kinds=commitment,deal", 3},
        {"&kinds=handoff", 2},
        {"&kinds=stage,merge", 1},
        {"&q=cafe%20449", 1},
        {"&q=JAZZ", 1},
        {"&q=secret", 0},
        {"&q=number&kinds=note", 0},
        {"&kinds=post&from=2025-12-02T00:00:00Z&to=2025-12-03T00:00:00Z", 3},
        {"&kinds=post&to=2025-12-02T00:00:00Z", 3},
        {"&to=2020-01-01T00:00:00Z", 0},
    };
    struct room r;
    size_t kinds;
    open_room(&r, k);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        size_t n = walk(&r, rows[i].query, 5, &kinds);
        if (n != rows[i].n)
            fail_msg("%s: %zu, not %zu", rows[i].query, n, rows[i].n);
    }
    struct kit_answer a =
        kit_send(&r.owner, "GET", "/api/v1/people/1/timeline?kinds=post,gossip", NULL);
    kit_problem(&a, 422, "bad-input", "kinds");
    a = kit_send(&r.owner, "GET", "/api/v1/people/77/timeline", NULL);
    kit_problem(&a, 404, "not-found", NULL);
    a = kit_get(&r.owner, "/api/v1/people/1/timeline?kinds=deal");
    assert_true(k_str_eqz(kit_str(&a, "items.0.other.name"), "Eve"));
    a = kit_get(&r.owner, "/api/v1/people/1/timeline?kinds=handoff");
    assert_true(k_str_eqz(kit_str(&a, "items.0.state"), "solved"));
    assert_true(k_str_eqz(kit_str(&a, "items.1.state"), "given"));
    kit_api_close(&r.api);
}

static void a_file_holds_the_same_and_no_formula(struct kit_db *k)
{
    struct room r;
    open_room(&r, k);
    struct kit_answer a =
        kit_send(&r.owner, "GET", "/api/v1/people/1/timeline/export?kinds=touch,note", NULL);
    kit_expect(&a, 200);
    assert_true(k_str_starts(kit_header(&a, "Content-Type"), K_S("text/csv")));
    assert_true(k_str_find(kit_header(&a, "Content-Disposition"), K_S(".csv\"")) > 0);
    assert_true(k_str_find(a.body, K_S("\"'=SUM(1)\"")) > 0);
    assert_true(k_str_find(a.body, K_S("Prefers mornings")) > 0);
    a = kit_send(&r.owner, "GET", "/api/v1/people/1/timeline/export?format=json", NULL);
    kit_expect(&a, 200);
    assert_non_null(a.json);
    assert_int_equal(k_json_len(k_json_get(a.json, "entries")), EVERYTHING);
    assert_false(k_json_bool(k_json_get(a.json, "more"), true));
    kit_api_close(&r.api);
}

static k_str called(struct room *r, k_str person, int days_ago)
{
    k_str at = k_time_iso(r->api.arena, k_now(&k_clock_system) - days_ago * K_DAY);
    struct kit_answer a = kit_send(
        &r->owner, "POST", k_fmt(r->api.arena, "/api/v1/people/%.*s/touches", K_ARG(person)).p,
        k_fmt(r->api.arena, "{\"medium\":\"call\",\"direction\":\"both\",\"at\":\"%.*s\"}",
              K_ARG(at))
            .p);
    kit_expect(&a, 201);
    return k_dup(r->api.arena, kit_str(&a, "id"));
}

static bool on_day(struct room *r, const struct kit_answer *a, const char *where, int days_ago)
{
    k_str day =
        k_str_n(k_time_iso(r->api.arena, k_now(&k_clock_system) - days_ago * K_DAY).p, 10);
    return k_str_starts(kit_str(a, where), day);
}

/* A stage is dated by what was known; late data is said beside it, and nothing is rewritten. */
static void a_stage_says_what_was_known_and_what_is_known_now(struct kit_db *k)
{
    struct room r = {0};
    kit_api_open(&r.api, k);
    kit_owner(&r.api, &r.owner);
    struct kit_answer a = kit_send(&r.owner, "POST", "/api/v1/people", "{\"name\":\"Bo\"}");
    kit_expect(&a, 201);
    k_str bo = k_dup(r.api.arena, kit_str(&a, "id"));
    const char *path =
        k_fmt(r.api.arena, "/api/v1/people/%.*s/timeline?kinds=stage", K_ARG(bo)).p;
    k_str first = called(&r, bo, 10), second = called(&r, bo, 5);
    a = kit_get(&r.owner, path);
    assert_true(k_str_eqz(kit_str(&a, "items.0.detail"), "dialogue"));
    assert_true(on_day(&r, &a, "items.0.at", 5));
    assert_true(on_day(&r, &a, "items.0.known_at", 0));
    assert_int_equal(kit_str(&a, "items.0.now_at").n, 0);
    k_str said = k_dup(r.api.arena, kit_str(&a, "items.0.text"));
    k_str old = called(&r, bo, 400); /* late: what was long ago */
    (void)called(&r, bo, 395);
    a = kit_get(&r.owner, path);
    assert_int_equal(k_json_len(k_json_get(a.json, "items")), 1);
    assert_true(on_day(&r, &a, "items.0.at", 5));
    assert_true(k_str_eq(kit_str(&a, "items.0.text"), said));
    assert_true(on_day(&r, &a, "items.0.now_at", 395));
    k_str gone[] = {first, second, old};
    for (int i = 0; i < 3; i++) {
        a = kit_send(&r.owner, "DELETE",
                     k_fmt(r.api.arena, "/api/v1/touches/%.*s", K_ARG(gone[i])).p, NULL);
        kit_expect(&a, 204);
    }
    a = kit_get(&r.owner, path);
    assert_true(k_str_eqz(kit_str(&a, "items.0.detail"), "contact"));
    assert_true(k_str_eqz(kit_str(&a, "items.1.detail"), "dialogue"));
    assert_true(k_json_bool(k_json_path(a.json, "items.1.now_never"), false));
    kit_api_close(&r.api);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        KIT_BOTH(a_stage_says_what_was_known_and_what_is_known_now),
        KIT_BOTH(all_sources_come_in_one_order_without_gaps),
        KIT_BOTH(kinds_times_and_words_are_filters),
        KIT_BOTH(a_file_holds_the_same_and_no_formula),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
