/* Views of the inbox that members keep under a name, and conversations that members follow:
 * whose they are, who changes them, and that nobody sees more in them than anywhere else. */
#include "kit/api.h"

struct room {
    struct kit_house h;
    struct kit_client viewer, manager;
};

/* A team, a channel, and conversations that are open: 41 and 42 are complaints, 43 is done. */
static void open_room(struct room *r, struct kit_db *k)
{
    *r = (struct room){0};
    kit_api_open(&r->h.api, k);
    kit_owner(&r->h.api, &r->h.owner);
    kit_member(&r->h.owner, "agent", &r->h.agent);
    kit_member(&r->h.owner, "viewer", &r->viewer);
    kit_member(&r->h.owner, "manager", &r->manager);
    kit_db_run(k,
               "insert into team (id, name, kind, created_at) values (21,'Sales','sales',1);"
               "insert into channel (id, network, name, created_at) values (31,'fake','c',1);"
               "insert into conversation (id, channel_id, network, native_root, status, kind, "
               "owner_id, created_at, updated_at) values (41,31,'fake','a','open','complaint',"
               "0,1,1), (42,31,'fake','b','open','complaint',1,1,1), (43,31,'fake','c','done',"
               "'complaint',0,1,1), (44,31,'fake','d','open','other',0,1,1)");
}

static const char *at(struct room *r, k_str id)
{
    return kit_path(&r->h, "/api/v1/saved-views/", id);
}

/* A view made by somebody; its id. */
static k_str make(struct room *r, struct kit_client *c, const char *name, const char *rest)
{
    struct kit_answer a = kit_send(c, "POST", "/api/v1/saved-views",
                                   k_fmt(r->h.api.arena, "{\"name\":\"%s\",%s}", name, rest).p);
    kit_expect(&a, 201);
    return k_dup(r->h.api.arena, kit_str(&a, "id"));
}

static struct kit_answer change(struct room *r, struct kit_client *c, k_str id, int version,
                                const char *rest)
{
    return kit_send(c, "PATCH", at(r, id),
                    k_fmt(r->h.api.arena, "{\"version\":%d,%s}", version, rest).p);
}

static size_t listed(struct kit_client *c)
{
    struct kit_answer a = kit_get(c, "/api/v1/saved-views");
    return k_json_len(k_json_get(a.json, "items"));
}

static void a_saved_view_counts_what_its_list_holds(struct kit_db *k)
{
    struct room r;
    open_room(&r, k);
    make(&r, &r.h.agent, "Complaints that nobody has",
         "\"view\":\"unassigned\",\"kind\":\"complaint\",\"shared\":\"house\"");
    struct kit_answer list =
        kit_get(&r.h.owner, "/api/v1/conversations?view=unassigned&kind=complaint&limit=200");
    struct kit_answer a = kit_get(&r.h.owner, "/api/v1/saved-views");
    assert_int_equal(kit_int(&a, "items.0.count"), k_json_len(k_json_get(list.json, "items")));
    assert_int_equal(kit_int(&a, "items.0.count"), 1);
    assert_true(k_str_eqz(kit_str(&a, "items.0.created_by.handle"), "agent"));
    /* "mine" is what the one who looks has: the agent has nothing yet */
    make(&r, &r.h.agent, "My own", "\"view\":\"mine\",\"shared\":\"me\"");
    a = kit_get(&r.h.agent, "/api/v1/saved-views");
    assert_int_equal(kit_int(&a, "items.1.count"), 0);
    kit_api_close(&r.h.api);
}

static void only_who_made_it_sees_a_view_of_their_own(struct kit_db *k)
{
    struct room r;
    open_room(&r, k);
    k_str id = make(&r, &r.viewer, "For me", "\"view\":\"all\",\"shared\":\"me\"");
    assert_int_equal(listed(&r.viewer), 1);
    assert_int_equal(listed(&r.h.owner), 0);
    struct kit_answer a = change(&r, &r.h.owner, id, 1, "\"name\":\"Ours\"");
    kit_problem(&a, 404, "not-found", NULL);
    a = kit_send(&r.h.owner, "DELETE", at(&r, id), NULL);
    kit_problem(&a, 404, "not-found", NULL);
    a = change(&r, &r.viewer, id, 1, "\"name\":\"Still for me\"");
    kit_expect(&a, 200);
    /* who may not answer shares nothing */
    a = change(&r, &r.viewer, id, 2, "\"shared\":\"house\"");
    kit_problem(&a, 403, "not-allowed", "shared");
    kit_api_close(&r.h.api);
}

static void a_shared_view_is_changed_by_its_maker_and_who_leads(struct kit_db *k)
{
    struct room r;
    open_room(&r, k);
    struct kit_client other;
    k_str id = make(&r, &r.h.agent, "Ours", "\"view\":\"all\",\"shared\":\"house\"");
    kit_member(&r.h.owner, "admin", &other);
    struct kit_answer a = change(&r, &r.viewer, id, 1, "\"name\":\"Mine now\"");
    kit_problem(&a, 403, "not-allowed", NULL);
    a = kit_send(&r.viewer, "DELETE", at(&r, id), NULL);
    kit_problem(&a, 403, "not-allowed", NULL);
    a = change(&r, &r.manager, id, 1, "\"view\":\"waiting\",\"kind\":\"lead\"");
    kit_expect(&a, 200);
    assert_true(k_str_eqz(kit_str(&a, "kind"), "lead"));
    assert_true(k_str_eqz(kit_str(&a, "name"), "Ours"));
    /* over what somebody changed meanwhile nothing is saved */
    a = change(&r, &r.h.agent, id, 1, "\"view\":\"all\"");
    kit_problem(&a, 409, "conflict", "version");
    a = change(&r, &other, id, 2, "\"shared\":\"me\"");
    kit_problem(&a, 403, "not-allowed", "shared");
    a = change(&r, &r.h.agent, id, 2, "\"shared\":\"me\"");
    kit_expect(&a, 200);
    assert_int_equal(listed(&r.manager), 0);
    kit_api_close(&r.h.api);
}

static void a_view_of_a_team_is_for_the_team(struct kit_db *k)
{
    struct room r;
    open_room(&r, k);
    k_str team = K_S("21");
    const char *shared =
        k_fmt(r.h.api.arena, "\"view\":\"all\",\"shared\":\"team\",\"shared_team\":\"%.*s\"",
              K_ARG(team))
            .p;
    struct kit_answer a = kit_send(&r.h.agent, "POST", "/api/v1/saved-views",
                                   k_fmt(r.h.api.arena, "{\"name\":\"Theirs\",%s}", shared).p);
    kit_problem(&a, 403, "not-allowed", "shared_team");
    k_str id = make(&r, &r.manager, "The team's", shared);
    assert_int_equal(listed(&r.h.agent), 0);
    assert_int_equal(listed(&r.manager), 1);
    kit_db_run(k, k_fmt(r.h.api.arena,
                        "insert into team_member (team_id, member_id) values "
                        "(%.*s, %lld)",
                        K_ARG(team), (long long)kit_my_id(&r.h.agent))
                      .p);
    assert_int_equal(listed(&r.h.agent), 1);
    a = change(&r, &r.h.agent, id, 1, "\"name\":\"Ours\"");
    kit_problem(&a, 403, "not-allowed", NULL);
    a = kit_send(&r.h.owner, "POST", "/api/v1/saved-views",
                 "{\"name\":\"x\",\"view\":\"all\",\"shared\":\"team\"}");
    kit_problem(&a, 422, "bad-input", "shared_team");
    a = kit_send(&r.h.owner, "POST", "/api/v1/saved-views",
                 "{\"name\":\"x\",\"view\":\"all\",\"shared\":\"me\",\"label\":\"77\"}");
    kit_problem(&a, 422, "bad-input", "label");
    kit_api_close(&r.h.api);
}

static void a_removed_view_is_taken_back_and_each_has_their_own_order(struct kit_db *k)
{
    struct room r;
    open_room(&r, k);
    k_str a1 = make(&r, &r.h.agent, "A", "\"view\":\"all\",\"shared\":\"house\""),
          b1 = make(&r, &r.h.agent, "B", "\"view\":\"done\",\"shared\":\"house\"");
    struct kit_answer a =
        kit_send(&r.viewer, "PUT", "/api/v1/saved-views/order",
                 k_fmt(r.h.api.arena, "{\"ids\":[\"%.*s\",\"%.*s\"]}", K_ARG(b1), K_ARG(a1)).p);
    kit_expect(&a, 200);
    assert_true(k_str_eqz(kit_str(&a, "items.0.name"), "B"));
    a = kit_get(&r.h.agent, "/api/v1/saved-views");
    assert_true(k_str_eqz(kit_str(&a, "items.0.name"), "A"));
    a = kit_send(&r.h.agent, "DELETE", at(&r, b1), NULL);
    kit_expect(&a, 204);
    assert_int_equal(listed(&r.viewer), 1);
    const char *back = k_fmt(r.h.api.arena, "/api/v1/saved-views/%.*s/restore", K_ARG(b1)).p;
    a = kit_send(&r.viewer, "POST", back, "{}");
    kit_problem(&a, 403, "not-allowed", NULL);
    a = kit_send(&r.h.agent, "POST", back, "{}");
    kit_expect(&a, 200);
    a = kit_get(&r.viewer, "/api/v1/saved-views");
    assert_true(k_str_eqz(kit_str(&a, "items.0.name"), "B"));
    kit_api_close(&r.h.api);
}

/* The reader's limits hold in a shared view: closed conversations are neither listed nor
 * counted, whoever saved it. */
static void a_shared_view_shows_no_more_than_the_reader_may_see(struct kit_db *k)
{
    struct room r;
    open_room(&r, k);
    struct kit_answer a = kit_get(&r.h.owner, "/api/v1/conversations?view=all&limit=200");
    k_str channel = k_dup(r.h.api.arena, kit_str(&a, "items.0.channel.id"));
    const char *of = k_fmt(r.h.api.arena,
                           "\"view\":\"all\",\"channel\":\"%.*s\","
                           "\"shared\":\"house\"",
                           K_ARG(channel))
                         .p;
    make(&r, &r.h.owner, "That channel", of);
    a = kit_get(&r.h.agent, "/api/v1/saved-views");
    int64_t all = kit_int(&a, "items.0.count");
    assert_true(all > 0);
    a = kit_send(&r.h.owner, "PUT",
                 k_fmt(r.h.api.arena, "/api/v1/channels/%.*s/access", K_ARG(channel)).p,
                 "{\"see\":{\"by\":\"some\",\"role\":\"admin\"},\"direct\":{\"by\":\"all\"},"
                 "\"send\":{\"by\":\"all\"}}");
    kit_expect(&a, 200);
    a = kit_get(&r.h.agent, "/api/v1/saved-views");
    assert_int_equal(k_json_len(k_json_get(a.json, "items")), 1);
    assert_int_equal(kit_int(&a, "items.0.count"), 0);
    a = kit_get(&r.h.owner, "/api/v1/saved-views");
    assert_int_equal(kit_int(&a, "items.0.count"), all);
    kit_api_close(&r.h.api);
}

static void who_leaves_takes_their_own_views_along(struct kit_db *k)
{
    struct room r;
    open_room(&r, k);
    make(&r, &r.manager, "Own", "\"view\":\"all\",\"shared\":\"me\"");
    make(&r, &r.manager, "Shared", "\"view\":\"all\",\"shared\":\"house\"");
    k_str open = K_S("41");
    struct kit_answer a = kit_send(
        &r.manager, "PUT",
        k_fmt(r.h.api.arena, "/api/v1/conversations/%.*s/follow", K_ARG(open)).p, "{}");
    kit_expect(&a, 200);
    const char *path =
        k_fmt(r.h.api.arena, "/api/v1/members/%lld", (long long)kit_my_id(&r.manager)).p;
    a = kit_send(&r.h.owner, "PATCH", path, "{\"status\":\"left\"}");
    kit_expect(&a, 200);
    assert_int_equal(kit_db_number(k, "select count(*) from saved_view"), 1);
    assert_int_equal(kit_db_number(k, "select count(*) from follower"), 0);
    a = kit_get(&r.h.owner, "/api/v1/saved-views");
    assert_true(k_str_eqz(kit_str(&a, "items.0.name"), "Shared"));
    kit_api_close(&r.h.api);
}

/* --- followers --------------------------------------------------------------------------- */

static const char *follow_of(struct room *r, k_str id)
{
    return k_fmt(r->h.api.arena, "/api/v1/conversations/%.*s/follow", K_ARG(id)).p;
}

static int64_t told(struct kit_db *k, struct kit_client *c, const char *kind)
{
    return kit_db_number(k, k_fmt(c->api->arena,
                                  "select count(*) from mention where member_id = %lld and "
                                  "kind = '%s' and seen_at = 0",
                                  (long long)kit_my_id(c), kind)
                                .p);
}

static void note(struct room *r, struct kit_client *c, k_str id, const char *text)
{
    struct kit_answer a = kit_send(
        c, "POST", k_fmt(r->h.api.arena, "/api/v1/conversations/%.*s/notes", K_ARG(id)).p,
        k_fmt(r->h.api.arena, "{\"text\":\"%s\"}", text).p);
    kit_expect(&a, 201);
}

static void who_follows_hears_what_others_do_and_not_what_they_do_themselves(struct kit_db *k)
{
    struct room r;
    open_room(&r, k);
    k_str id = K_S("41");
    struct kit_answer a = kit_send(&r.viewer, "PUT", follow_of(&r, id), "{}");
    kit_expect(&a, 200);
    assert_true(k_json_bool(k_json_get(a.json, "following"), false));
    a = kit_send(&r.h.agent, "PUT", follow_of(&r, id), "{}");
    kit_expect(&a, 200);
    assert_int_equal(k_json_len(k_json_get(a.json, "members")), 2);
    note(&r, &r.h.agent, id, "one");
    note(&r, &r.h.agent, id, "two");
    assert_int_equal(told(k, &r.viewer, "followed_note"), 1); /* the newest word */
    assert_int_equal(told(k, &r.h.agent, "followed_note"), 0);
    /* who is named is told that, and follows from then on */
    note(&r, &r.h.owner, id, "@manager have a look");
    assert_int_equal(told(k, &r.manager, "followed_note"), 0);
    assert_int_equal(told(k, &r.manager, "note"), 1);
    assert_int_equal(told(k, &r.h.agent, "followed_note"), 1);
    a = kit_send(&r.h.agent, "POST", "/api/v1/conversations/bulk",
                 k_fmt(r.h.api.arena, "{\"ids\":[\"%.*s\"],\"act\":\"done\"}", K_ARG(id)).p);
    kit_expect(&a, 200);
    assert_int_equal(told(k, &r.manager, "followed_done"), 1);
    assert_int_equal(told(k, &r.viewer, "followed_done"), 1);
    assert_int_equal(told(k, &r.h.agent, "followed_done"), 0);
    /* done is not in the view; open again it is */
    a = kit_get(&r.viewer, "/api/v1/conversations?view=following");
    assert_int_equal(k_json_len(k_json_get(a.json, "items")), 0);
    a = kit_send(&r.h.agent, "POST", "/api/v1/conversations/bulk",
                 k_fmt(r.h.api.arena, "{\"ids\":[\"%.*s\"],\"act\":\"open\"}", K_ARG(id)).p);
    kit_expect(&a, 200);
    a = kit_get(&r.viewer, "/api/v1/conversations?view=following");
    assert_true(k_str_eq(kit_str(&a, "items.0.id"), id));
    a = kit_send(&r.viewer, "DELETE", follow_of(&r, id), NULL);
    kit_expect(&a, 200);
    assert_false(k_json_bool(k_json_get(a.json, "following"), true));
    a = kit_get(&r.viewer, "/api/v1/conversations?view=following");
    assert_int_equal(k_json_len(k_json_get(a.json, "items")), 0);
    kit_api_close(&r.h.api);
}

static void who_gives_it_away_follows_on(struct kit_db *k)
{
    struct room r;
    open_room(&r, k);
    k_str id = K_S("41");
    struct kit_answer a = kit_send(&r.viewer, "PUT", follow_of(&r, id), "{}");
    a = kit_send(&r.h.agent, "POST",
                 k_fmt(r.h.api.arena, "/api/v1/conversations/%.*s/handoff", K_ARG(id)).p,
                 "{\"to_team\":\"21\",\"reason\":\"other\",\"ask\":\"please\"}");
    kit_expect(&a, 201);
    assert_int_equal(told(k, &r.viewer, "followed_handoff"), 1);
    assert_int_equal(told(k, &r.h.agent, "followed_handoff"), 0);
    a = kit_get(&r.h.agent, kit_path(&r.h, "/api/v1/conversations/", id));
    assert_true(k_json_bool(k_json_get(k_json_get(a.json, "followers"), "following"), false));
    kit_api_close(&r.h.api);
}

static void who_lost_the_right_to_see_hears_nothing(struct kit_db *k)
{
    struct room r;
    open_room(&r, k);
    k_str id = K_S("41");
    struct kit_answer a = kit_send(&r.h.agent, "PUT", follow_of(&r, id), "{}");
    kit_expect(&a, 200);
    a = kit_get(&r.h.owner, kit_path(&r.h, "/api/v1/conversations/", id));
    a = kit_send(&r.h.owner, "PUT",
                 k_fmt(r.h.api.arena, "/api/v1/channels/%.*s/access",
                       K_ARG(kit_str(&a, "conversation.channel.id")))
                     .p,
                 "{\"see\":{\"by\":\"some\",\"role\":\"admin\"},\"direct\":{\"by\":\"all\"},"
                 "\"send\":{\"by\":\"all\"}}");
    kit_expect(&a, 200);
    note(&r, &r.h.owner, id, "between us");
    assert_int_equal(told(k, &r.h.agent, "followed_note"), 0);
    a = kit_get(&r.h.owner, kit_path(&r.h, "/api/v1/conversations/", id));
    assert_int_equal(k_json_len(k_json_get(k_json_get(a.json, "followers"), "members")), 0);
    a = kit_send(&r.h.agent, "PUT", follow_of(&r, id), "{}");
    kit_problem(&a, 404, "not-found", NULL);
    kit_api_close(&r.h.api);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        KIT_BOTH(a_saved_view_counts_what_its_list_holds),
        KIT_BOTH(only_who_made_it_sees_a_view_of_their_own),
        KIT_BOTH(a_shared_view_is_changed_by_its_maker_and_who_leads),
        KIT_BOTH(a_view_of_a_team_is_for_the_team),
        KIT_BOTH(a_removed_view_is_taken_back_and_each_has_their_own_order),
        KIT_BOTH(a_shared_view_shows_no_more_than_the_reader_may_see),
        KIT_BOTH(who_leaves_takes_their_own_views_along),
        KIT_BOTH(who_follows_hears_what_others_do_and_not_what_they_do_themselves),
        KIT_BOTH(who_gives_it_away_follows_on),
        KIT_BOTH(who_lost_the_right_to_see_hears_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
