/* People by hand as two members see them: persons and organizations, addresses, data, roles,
 * own fields; an own address book, shared, removed. */
#include "kit/api.h"
#include "kit/flow.h"

struct room {
    struct kit_api api;
    struct kit_client owner, agent, viewer;
};

static void open_room(struct room *r, struct kit_db *k)
{
    *r = (struct room){0};
    kit_api_open(&r->api, k);
    kit_owner(&r->api, &r->owner);
    kit_member(&r->owner, "agent", &r->agent);
}

/* "people/ID" and a part of it. */
static const char *at(struct room *r, const char *part, k_str id)
{
    return k_fmt(r->api.arena, "/api/v1/people/%.*s%s", K_ARG(id), part).p;
}

static k_str make(struct room *r, struct kit_client *c, const char *body)
{
    struct kit_answer a = kit_send(c, "POST", "/api/v1/people", body);
    kit_expect(&a, 201);
    return k_dup(r->api.arena, kit_str(&a, "id"));
}

#define PERSON ""
#define PART(name) "/" name

static struct kit_answer add(struct room *r, struct kit_client *c, const char *where, k_str id,
                             const char *body)
{
    return kit_send(c, "POST", at(r, where, id), body);
}

static void a_person_is_made_by_hand_with_all_that_is_known(struct kit_db *k)
{
    struct room r;
    open_room(&r, k);
    k_str id = make(&r, &r.owner,
                    "{\"name\":\" Ada Nwosu \",\"role\":\"prospect\",\"about\":\"Fleet\"}");
    struct kit_answer a = add(&r, &r.owner, PART("identities"), id,
                              "{\"network\":\"email\",\"address\":\"Ada@Example.org\","
                              "\"label\":\"work\",\"verified\":true}");
    kit_expect(&a, 201);
    assert_true(k_str_eqz(kit_str(&a, "name"), "Ada Nwosu"));
    assert_true(k_str_eqz(kit_str(&a, "identities.0.handle"), "Ada@Example.org"));
    assert_true(k_str_eqz(kit_str(&a, "identities.0.source"), "member"));
    assert_true(k_str_eqz(kit_str(&a, "identities.0.verified"), "member"));
    assert_true(k_str_eqz(kit_str(&a, "identities.0.label"), "work"));
    a = add(&r, &r.owner, PART("data"), id, "{\"kind\":\"language\",\"value\":\"pt-br\"}");
    kit_expect(&a, 201);
    assert_true(k_str_eqz(kit_str(&a, "languages.0"), "pt-BR"));
    a = add(&r, &r.owner, PART("data"), id,
            "{\"kind\":\"timezone\",\"value\":\"Europe/Lisbon\"}");
    a = add(&r, &r.owner, PART("data"), id,
            "{\"kind\":\"timezone\",\"value\":\"Europe/Berlin\"}");
    kit_expect(&a, 201);
    assert_true(k_str_eqz(kit_str(&a, "time_zone"), "Europe/Berlin"));
    assert_int_equal(kit_db_number(k, "select count(*) from datum where kind = 'timezone'"), 1);
    a = add(&r, &r.owner, PART("data"), id,
            "{\"kind\":\"consent\",\"label\":\"newsletter\",\"value\":\"given\","
            "\"from_day\":\"2026-01-05\"}");
    kit_expect(&a, 201);
    a = kit_get(&r.agent, at(&r, PERSON, id));
    assert_true(k_str_eqz(kit_str(&a, "data.0.kind"), "consent"));
    assert_true(k_str_eqz(kit_str(&a, "data.0.items.0.from_day"), "2026-01-05"));
    assert_true(k_str_eqz(kit_str(&a, "data.0.items.0.created_by.handle"), "owner"));
    assert_true(k_str_eqz(kit_str(&a, "roles.0.role"), "prospect"));
    assert_int_equal(
        kit_db_number(k, "select count(*) from event where verb = 'person.created'"), 1);
    kit_api_close(&r.api);
}

static void what_cannot_be_is_refused_with_what_to_write(struct kit_db *k)
{
    static const struct {
        const char *where, *body, *field;
    } rows[] = {
        {PART("identities"), "{\"network\":\"email\",\"address\":\"ada\"}", "address"},
        {PART("identities"), "{\"network\":\"phone\",\"address\":\"12\"}", "address"},
        {PART("identities"), "{\"network\":\"web\",\"address\":\"javascript:x\"}", "address"},
        {PART("identities"), "{\"network\":\"E mail\",\"address\":\"x\"}", "network"},
        {PART("identities"), "{\"network\":\"mastodon\",\"address\":\"a b\"}", "address"},
        {PART("identities"),
         "{\"network\":\"mastodon\",\"address\":\"@a@b.example\",\"url\":\"x:/y\"}", "url"},
        {PART("data"), "{\"kind\":\"shoe\",\"value\":\"42\"}", "kind"},
        {PART("data"), "{\"kind\":\"field\",\"value\":\"42\"}", "kind"},
        {PART("data"), "{\"kind\":\"birthday\",\"value\":\"3.5.84\"}", "value"},
        {PART("data"), "{\"kind\":\"timezone\",\"value\":\"Berlin\"}", "value"},
        {PART("data"), "{\"kind\":\"consent\",\"value\":\"given\"}", "label"},
        {PART("data"), "{\"kind\":\"note\",\"value\":\"x\",\"from_day\":\"now\"}", "from_day"},
        {PART("data"),
         "{\"kind\":\"note\",\"value\":\"x\",\"from_day\":\"2026-02-02\",\"to_day\":"
         "\"2026-01-01\"}",
         "to_day"},
        {PART("roles"), "{}", "role"},
        {PART("roles"), "{\"organization_id\":\"12345\"}", "id"},
    };
    struct room r;
    open_room(&r, k);
    k_str id = make(&r, &r.owner, "{\"name\":\"Ada\"}");
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct kit_answer a = add(&r, &r.owner, rows[i].where, id, rows[i].body);
        if (a.status != 422 && a.status != 404)
            fail_msg("%s: %d", rows[i].body, a.status);
        assert_true(k_str_eqz(kit_str(&a, "field"), rows[i].field));
        assert_true(kit_str(&a, "detail").n > 10);
    }
    struct kit_answer a = kit_send(&r.owner, "POST", "/api/v1/people", "{\"name\":\"  \"}");
    kit_problem(&a, 422, "bad-input", "name");
    kit_api_close(&r.api);
}

static void an_address_belongs_to_one_person(struct kit_db *k)
{
    struct room r;
    open_room(&r, k);
    const char *body = "{\"network\":\"email\",\"address\":\"ada@example.org\"}";
    k_str ada = make(&r, &r.owner, "{\"name\":\"Ada\"}");
    k_str ida = make(&r, &r.owner, "{\"name\":\"Ida\"}");
    struct kit_answer a = add(&r, &r.owner, PART("identities"), ada, body);
    kit_expect(&a, 201);
    k_str identity = k_dup(r.api.arena, kit_str(&a, "identities.0.id"));
    a = add(&r, &r.owner, PART("identities"), ada, body);
    kit_problem(&a, 409, "exists", "address");
    a = add(&r, &r.owner, PART("identities"), ida, body);
    kit_problem(&a, 409, "exists", "address");
    assert_true(k_str_find(kit_str(&a, "detail"), K_S("Ada")) >= 0);
    const char *one =
        k_fmt(r.api.arena, "/api/v1/people/%.*s/identities/%.*s", K_ARG(ada), K_ARG(identity))
            .p;
    a = kit_send(&r.owner, "PATCH", one,
                 "{\"address\":\"ada@new.example\",\"label\":\"home\",\"verified\":true}");
    kit_expect(&a, 200);
    assert_true(k_str_eqz(kit_str(&a, "identities.0.handle"), "ada@new.example"));
    assert_true(k_str_eqz(kit_str(&a, "identities.0.label"), "home"));
    a = kit_send(
        &r.owner, "DELETE",
        k_fmt(r.api.arena, "/api/v1/people/%.*s/identities/%.*s", K_ARG(ida), K_ARG(identity))
            .p,
        NULL);
    kit_problem(&a, 404, "not-found", NULL);
    a = kit_send(&r.owner, "DELETE", one, NULL);
    kit_expect(&a, 200);
    assert_int_equal(kit_db_number(k, "select count(*) from identity"), 0);
    kit_api_close(&r.api);
}

static void what_a_page_says_stands_with_its_account(struct kit_db *k)
{
    struct room r;
    open_room(&r, k);
    k_str id = make(&r, &r.owner, "{\"name\":\"Ada Nwosu\"}");
    struct kit_answer a = add(&r, &r.owner, PART("identities"), id,
                              "{\"network\":\"email\",\"address\":\"ada@example.org\"}");
    k_str mail = k_dup(r.api.arena, kit_str(&a, "identities.0.id"));
    a = add(&r, &r.owner, PART("identities"), id,
            "{\"network\":\"web\",\"address\":\"http://127.0.0.1:9/ada\",\"mine\":true}");
    kit_expect(&a, 201);
    k_str web = k_dup(r.api.arena, kit_str(&a, "identities.1.id"));
    const char *read = k_fmt(r.api.arena, "/identities/%.*s/read", K_ARG(web)).p;
    a = add(&r, &r.agent, read, id, NULL);
    kit_expect_problem(&a, 404, "not-found", NULL);
    a = add(&r, &r.owner, k_fmt(r.api.arena, "/identities/%.*s/read", K_ARG(mail)).p, id, NULL);
    kit_expect_problem(&a, 409, "conflict", "identity_id");
    a = add(&r, &r.owner, read, id, NULL);
    kit_expect(&a, 200);
    assert_true(k_str_eqz(kit_str(&a, "identities.1.page.url"), "http://127.0.0.1:9/ada"));
    kit_db_run(k,
               k_fmt(k->cx.arena,
                     "insert into identity_me (identity_id, address, url, state, seen, "
                     "looked_at, both_at) values (%.*s, 'b.example', 'https://b.example/', "
                     "'both', 'read', 1767225600000000, 1767225600000000), (%.*s, 'c.example', "
                     "'https://c.example/', 'one', 'gone', 1767225600000000, 0)",
                     K_ARG(web), K_ARG(web))
                   .p);
    a = kit_get(&r.owner, at(&r, PERSON, id));
    assert_int_equal(k_json_len(k_json_path(a.json, "identities.1.page.links")), 2);
    int both = k_str_eqz(kit_str(&a, "identities.1.page.links.0.state"), "both") ? 0 : 1;
    const struct k_json *links = k_json_path(a.json, "identities.1.page.links");
    const struct k_json *one = k_json_at(links, (size_t)both);
    assert_true(k_str_eqz(k_json_get_str(one, "said"), "Both pages link to each other."));
    assert_true(k_str_starts(k_json_get_str(one, "both_at"), K_S("2026-01-01T00:00:00")));
    one = k_json_at(links, (size_t)!both);
    assert_true(k_str_eqz(k_json_get_str(one, "said"),
                          "Claimed by this page only: the other page does not exist."));
    /* another member sees neither the address nor what its page says */
    a = kit_get(&r.agent, at(&r, PERSON, id));
    assert_int_equal(k_json_len(k_json_path(a.json, "identities")), 1);
    kit_api_close(&r.api);
}

static void roles_have_dates_and_places(struct kit_db *k)
{
    struct room r;
    open_room(&r, k);
    k_str ada = make(&r, &r.owner, "{\"name\":\"Ada\",\"role\":\"prospect\"}");
    struct kit_answer a =
        kit_send(&r.owner, "PATCH", at(&r, PERSON, ada), "{\"role\":\"customer\"}");
    kit_expect(&a, 200);
    assert_true(k_str_eqz(kit_str(&a, "role"), "customer"));
    assert_true(k_str_eqz(kit_str(&a, "roles.0.role"), "prospect"));
    assert_true(kit_str(&a, "roles.0.to_day").n == 10);
    assert_true(k_str_eqz(kit_str(&a, "roles.1.role"), "customer"));
    a = add(&r, &r.owner, PART("roles"), ada,
            "{\"organization_name\":\"Parcel Co\",\"title\":\"Fleet manager\","
            "\"from_day\":\"2020-03-01\"}");
    kit_expect(&a, 201);
    assert_true(k_str_eqz(kit_str(&a, "roles.2.organization.name"), "Parcel Co"));
    assert_true(k_str_eqz(kit_str(&a, "roles.2.role"), "employee"));
    k_str org = k_dup(r.api.arena, kit_str(&a, "roles.2.organization.id"));
    k_str role = k_dup(r.api.arena, kit_str(&a, "roles.1.id"));
    k_str ida = make(&r, &r.owner, "{\"name\":\"Ida\"}");
    a = add(&r, &r.owner, PART("roles"), ida, "{\"organization_name\":\"Parcel Co\"}");
    kit_expect(&a, 201);
    a = kit_get(&r.owner, at(&r, PERSON, org));
    assert_true(k_str_eqz(kit_str(&a, "kind"), "organization"));
    assert_int_equal(k_json_len(k_json_get(a.json, "people")), 2);
    assert_true(k_str_eqz(kit_str(&a, "people.0.title"), "Fleet manager"));
    const char *one =
        k_fmt(r.api.arena, "/api/v1/people/%.*s/roles/%.*s", K_ARG(ada), K_ARG(role)).p;
    a = kit_send(&r.owner, "PATCH", one,
                 "{\"from_day\":\"2025-01-01\",\"to_day\":\"2025-12-31\"}");
    kit_expect(&a, 200);
    assert_true(k_str_eqz(kit_str(&a, "role"), ""));
    a = kit_send(&r.owner, "DELETE", one, NULL);
    kit_expect(&a, 200);
    assert_int_equal(k_json_len(k_json_get(a.json, "roles")), 2);
    kit_api_close(&r.api);
}

static void own_fields_take_only_what_they_are_made_for(struct kit_db *k)
{
    static const struct {
        const char *type, *good, *bad;
    } rows[] = {{"number", "3.5", "many"},
                {"date", "2026-05-03", "2026-05"},
                {"choice", "red", "blue"},
                {"yes_no", "yes", "maybe"}};
    struct room r;
    open_room(&r, k);
    k_str ada = make(&r, &r.owner, "{\"name\":\"Ada\"}");
    for (size_t i = 0; i < 4; i++) {
        bool choice = i == 2;
        k_str body = k_fmt(r.api.arena, "{\"name\":\"f%zu\",\"type\":\"%s\"%s}", i,
                           rows[i].type, choice ? ",\"choices\":[\"red\",\"green\"]" : "");
        struct kit_answer a = kit_send(&r.owner, "POST", "/api/v1/fields", body.p);
        kit_expect(&a, 201);
        const char *one = k_fmt(r.api.arena, "/api/v1/people/%.*s/fields/%.*s", K_ARG(ada),
                                K_ARG(kit_str(&a, "id")))
                              .p;
        a = kit_send(&r.agent, "PUT", one,
                     k_fmt(r.api.arena, "{\"value\":\"%s\"}", rows[i].bad).p);
        kit_problem(&a, 422, "bad-input", "value");
        a = kit_send(&r.agent, "PUT", one,
                     k_fmt(r.api.arena, "{\"value\":\"%s\"}", rows[i].good).p);
        kit_expect(&a, 200);
        k_str place = k_fmt(r.api.arena, "fields.%zu.value", i);
        assert_true(k_str_eqz(kit_str(&a, place.p), rows[i].good));
    }
    struct kit_answer a =
        kit_send(&r.agent, "POST", "/api/v1/fields", "{\"name\":\"x\",\"type\":\"text\"}");
    kit_problem(&a, 403, "not-allowed", NULL);
    a = kit_send(&r.owner, "POST", "/api/v1/fields", "{\"name\":\"f1\",\"type\":\"text\"}");
    kit_problem(&a, 409, "exists", "name");
    a = kit_send(&r.owner, "POST", "/api/v1/fields", "{\"name\":\"c\",\"type\":\"choice\"}");
    kit_problem(&a, 422, "bad-input", "choices");
    a = kit_get(&r.owner, "/api/v1/fields");
    const char *one =
        k_fmt(r.api.arena, "/api/v1/fields/%.*s", K_ARG(kit_str(&a, "items.2.id"))).p;
    a = kit_send(&r.owner, "PATCH", one, "{\"name\":\"colour\",\"choices\":[\"red\"]}");
    kit_expect(&a, 200);
    a = kit_send(&r.owner, "DELETE", one, NULL);
    kit_expect(&a, 204);
    assert_int_equal(kit_db_number(k, "select count(*) from datum where kind = 'field'"), 3);
    kit_api_close(&r.api);
}

static void an_own_address_book_is_nobody_elses_until_it_is_shared(struct kit_db *k)
{
    struct room r;
    open_room(&r, k);
    const char *mail = "{\"network\":\"email\",\"address\":\"joe@example.org\"}";
    k_str joe = make(&r, &r.agent, "{\"name\":\"Joe\",\"mine\":true}");
    struct kit_answer a = add(&r, &r.agent, PART("identities"), joe, mail);
    kit_expect(&a, 201);
    a = add(&r, &r.agent, PART("data"), joe, "{\"kind\":\"note\",\"value\":\"quiet\"}");
    kit_expect(&a, 201);
    a = kit_get(&r.agent, at(&r, PERSON, joe));
    assert_true(k_json_bool(k_json_get(a.json, "mine"), false));
    a = kit_send(&r.owner, "GET", at(&r, PERSON, joe), NULL);
    kit_problem(&a, 404, "not-found", NULL);
    a = kit_send(&r.owner, "PATCH", at(&r, PERSON, joe), "{\"name\":\"X\"}");
    kit_problem(&a, 404, "not-found", NULL);
    a = kit_send(&r.owner, "DELETE", at(&r, PERSON, joe), NULL);
    kit_problem(&a, 404, "not-found", NULL);
    flow_lookup(k);
    a = kit_get(&r.owner, "/api/v1/people?q=Joe");
    assert_int_equal(k_json_len(k_json_get(a.json, "items")), 0);
    a = kit_get(&r.owner, "/api/v1/people");
    assert_int_equal(k_json_len(k_json_get(a.json, "items")), 0);
    a = kit_get(&r.agent, "/api/v1/people?q=Joe");
    assert_int_equal(k_json_len(k_json_get(a.json, "items")), 1);
    /* the same address on a person of the team: it does not tell whose it is */
    k_str team = make(&r, &r.owner, "{\"name\":\"Joseph\"}");
    a = add(&r, &r.owner, PART("identities"), team, mail);
    kit_expect(&a, 201);
    assert_int_equal(k_json_len(k_json_get(a.json, "identities")), 0);
    assert_true(k_str_eqz(kit_str(&a, "data.0.kind"), "email"));
    a = kit_send(&r.agent, "POST", at(&r, PART("share"), joe), "{}");
    kit_expect(&a, 200);
    a = kit_get(&r.owner, at(&r, PERSON, joe));
    assert_true(k_str_eqz(kit_str(&a, "data.0.items.0.value"), "quiet"));
    assert_int_equal(k_json_len(k_json_get(a.json, "identities")), 1);
    a = kit_send(&r.agent, "POST", at(&r, PART("share"), joe), "{}");
    kit_problem(&a, 409, "conflict", "id");
    kit_api_close(&r.api);
}

static void what_is_mine_on_the_teams_person_stays_mine(struct kit_db *k)
{
    struct room r;
    open_room(&r, k);
    k_str ada = make(&r, &r.owner, "{\"name\":\"Ada\"}");
    struct kit_answer a = add(&r, &r.agent, PART("data"), ada,
                              "{\"kind\":\"note\",\"value\":\"for me\",\"mine\":true}");
    kit_expect(&a, 201);
    k_str datum = k_dup(r.api.arena, kit_str(&a, "data.0.items.0.id"));
    a = kit_get(&r.owner, at(&r, PERSON, ada));
    assert_int_equal(k_json_len(k_json_get(a.json, "data")), 0);
    const char *one =
        k_fmt(r.api.arena, "/api/v1/people/%.*s/data/%.*s", K_ARG(ada), K_ARG(datum)).p;
    a = kit_send(&r.owner, "PATCH", one, "{\"value\":\"x\"}");
    kit_problem(&a, 404, "not-found", NULL);
    a = kit_send(&r.agent, "PATCH", one, "{\"value\":\"still for me\",\"label\":\"l\"}");
    kit_expect(&a, 200);
    assert_true(k_str_eqz(kit_str(&a, "data.0.items.0.value"), "still for me"));
    a = kit_send(&r.agent, "DELETE", one, NULL);
    kit_expect(&a, 200);
    kit_api_close(&r.api);
}

static void removal_leaves_nothing_that_is_known(struct kit_db *k)
{
    static const char *const tables[] = {"person", "identity", "datum", "person_role"};
    struct room r;
    open_room(&r, k);
    k_str ada = make(&r, &r.owner, "{\"name\":\"Ada\",\"role\":\"customer\"}");
    struct kit_answer a = add(&r, &r.owner, PART("identities"), ada,
                              "{\"network\":\"web\",\"address\":\"ada.example\"}");
    a = add(&r, &r.owner, PART("data"), ada, "{\"kind\":\"pronouns\",\"value\":\"she\"}");
    kit_expect(&a, 201);
    a = kit_send(&r.agent, "DELETE", at(&r, PERSON, ada), NULL);
    kit_problem(&a, 403, "not-allowed", NULL);
    a = kit_send(&r.owner, "DELETE", at(&r, PERSON, ada), NULL);
    kit_expect(&a, 204);
    a = kit_send(&r.owner, "GET", at(&r, PERSON, ada), NULL);
    kit_problem(&a, 404, "not-found", NULL);
    for (size_t i = 0; i < 4; i++) {
        char query[80];
        snprintf(query, sizeof query, "select count(*) from %s", tables[i]);
        assert_int_equal(kit_db_number(k, query), 0);
    }
    a = kit_get(&r.owner, "/api/v1/audit/verify");
    assert_true(k_json_bool(k_json_get(a.json, "whole"), false));
    kit_api_close(&r.api);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        KIT_BOTH(a_person_is_made_by_hand_with_all_that_is_known),
        KIT_SQLITE(what_cannot_be_is_refused_with_what_to_write),
        KIT_BOTH(an_address_belongs_to_one_person),
        KIT_BOTH(what_a_page_says_stands_with_its_account),
        KIT_BOTH(roles_have_dates_and_places),
        KIT_BOTH(own_fields_take_only_what_they_are_made_for),
        KIT_BOTH(an_own_address_book_is_nobody_elses_until_it_is_shared),
        KIT_BOTH(what_is_mine_on_the_teams_person_stays_mine),
        KIT_BOTH(removal_leaves_nothing_that_is_known),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
