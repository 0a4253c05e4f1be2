/* A domain joins a person with an organization: after an edit, an import, a post; it never
 * writes over what somebody said, goes with the address, stays away once a member took it away,
 * and what is private stays private. */
#include "domain/match.h"
#include "domain/people.h"
#include "kit/flow.h"
#include "kit/import.h"

#define ROLES(k, more) kit_db_number((k), "select count(*) from person_role where " more)
#define JOINED "source = 'domain' and organization_id > 0"

struct add {
    k_id person;
    const char *network, *address, *organization;
    bool mine, verified;
    k_id made;
};

static k_err do_add(struct k_ctx *cx, void *arg)
{
    struct add *x = arg;
    if (x->organization)
        return people_add_role(
            cx, x->person,
            &(struct people_role){.organization_name = k_str_z(x->organization),
                                  .mine = x->mine},
            &x->made);
    return people_add_address(cx, x->person,
                              &(struct people_address){.network = k_str_z(x->network),
                                                       .address = k_str_z(x->address),
                                                       .mine = x->mine,
                                                       .verified = x->verified});
}

static void address(struct kit_db *k, k_id person, const char *network, const char *text)
{
    struct add x = {.person = person, .network = network, .address = text};
    flow_ok(k, flow_write(k, do_add, &x));
}

struct made {
    struct people_new n;
    k_id id;
};

static k_err do_make(struct k_ctx *cx, void *arg)
{
    struct made *m = arg;
    return people_create(cx, &m->n, &m->id);
}

static k_id make(struct kit_db *k, const char *kind, const char *name, bool mine)
{
    struct made m = {.n = {.kind = k_str_z(kind), .name = k_str_z(name), .mine = mine}};
    flow_ok(k, flow_write(k, do_make, &m));
    return m.id;
}

static k_err do_match(struct k_ctx *cx, void *arg)
{
    return match_some(cx, 100, arg);
}

/* What the job does in its time: words first, since an organization is asked for by them. */
static void settle(struct kit_db *k)
{
    int64_t n = 1;
    k_id me = k->cx.actor.member;
    flow_lookup(k);
    flow_as(k, 0);
    while (n > 0)
        flow_ok(k, flow_write(k, do_match, &n));
    flow_as(k, me);
}

static void an_address_joins_with_its_reason(struct kit_db *k)
{
    flow_as(k, flow_member(k, "mara"));
    k_id works = make(k, "organization", "Engine Works", false);
    address(k, works, "web", "https://engine.example");
    k_id ada = make(k, "person", "Ada", false);
    address(k, ada, "email", "ada@mail.engine.example");
    assert_number(k, "select organization_id from person_role where " JOINED, works);
    assert_number(k,
                  "select count(*) from person_role r join identity i on i.id = r.source_id "
                  "where r.source = 'domain' and r.role = 'employee' and r.owner_id = 0 and "
                  "i.native_id = 'ada@mail.engine.example'",
                  1);
    settle(k);
    settle(k);
    assert_int_equal(ROLES(k, JOINED), 1);
}

static void an_organization_that_gets_its_domain_finds_its_people(struct kit_db *k)
{
    flow_as(k, flow_member(k, "mara"));
    k_id ada = make(k, "person", "Ada", false), bo = make(k, "person", "Bo", true);
    k_id cy = make(k, "person", "Cy", false), works;
    address(k, ada, "email", "ada@engine.example");
    address(k, bo, "email", "bo@engine.example");
    address(k, cy, "email", "cy@otherengine.example");
    settle(k);
    works = make(k, "organization", "Engine Works", false);
    address(k, works, "web", "engine.example");
    settle(k);
    assert_int_equal(ROLES(k, JOINED), 2);
    assert_int_equal(ROLES(k, JOINED " and owner_id > 0"), 1); /* Bo is mara's alone */
}

static void what_somebody_said_is_never_written_over(struct kit_db *k)
{
    flow_as(k, flow_member(k, "mara"));
    k_id works = make(k, "organization", "Engine Works", false);
    address(k, works, "web", "engine.example");
    k_id ada = make(k, "person", "Ada", false), bo = make(k, "person", "Bo", false);
    struct add elsewhere = {.person = ada, .organization = "Other Ltd"};
    flow_ok(k, flow_write(k, do_add, &elsewhere));
    address(k, ada, "email", "ada@engine.example");
    settle(k);
    assert_int_equal(ROLES(k, JOINED), 0);
    address(k, bo, "email", "bo@engine.example");
    assert_int_equal(ROLES(k, JOINED), 1);
    struct add same = {.person = bo, .organization = "Engine Works"};
    flow_ok(k, flow_write(k, do_add, &same)); /* said by a member: that stands */
    assert_int_equal(ROLES(k, JOINED), 0);
    assert_int_equal(ROLES(k, "source = 'member'"), 2);
}

static void addresses_that_disagree_say_nothing(struct kit_db *k)
{
    flow_as(k, flow_member(k, "mara"));
    k_id works = make(k, "organization", "Engine Works", false);
    k_id mill = make(k, "organization", "The Mill", false);
    k_id ada = make(k, "person", "Ada", false);
    address(k, ada, "email", "ada@engine.example");
    address(k, ada, "email", "ada@mill.example");
    address(k, works, "web", "engine.example");
    address(k, mill, "web", "mill.example");
    kit_db_run(k, "delete from person_role where source = 'domain'");
    settle(k);
    assert_int_equal(ROLES(k, JOINED), 0);
}

struct drop {
    k_id person, row;
    bool role;
};

static k_err do_drop(struct k_ctx *cx, void *arg)
{
    const struct drop *d = arg;
    return d->role ? people_drop_role(cx, d->person, d->row)
                   : people_drop_address(cx, d->person, d->row);
}

static void what_a_member_took_away_stays_away(struct kit_db *k)
{
    flow_as(k, flow_member(k, "mara"));
    k_id works = make(k, "organization", "Engine Works", false);
    address(k, works, "web", "engine.example");
    k_id ada = make(k, "person", "Ada", false);
    address(k, ada, "email", "ada@engine.example");
    struct drop d = {ada, kit_db_number(k, "select id from person_role where " JOINED), true};
    flow_ok(k, flow_write(k, do_drop, &d));
    address(k, ada, "email", "ada2@engine.example");
    settle(k);
    assert_int_equal(ROLES(k, JOINED), 0);
}

static void it_goes_with_the_address(struct kit_db *k)
{
    flow_as(k, flow_member(k, "mara"));
    k_id works = make(k, "organization", "Engine Works", false);
    address(k, works, "web", "engine.example");
    k_id ada = make(k, "person", "Ada", false);
    address(k, ada, "email", "ada@engine.example");
    struct drop d = {ada, kit_db_number(k, "select id from identity where network = 'email'"),
                     false};
    flow_ok(k, flow_write(k, do_drop, &d));
    settle(k);
    assert_int_equal(ROLES(k, JOINED), 0);
    address(k, ada, "email", "ada@engine.example"); /* it was not refused */
    assert_int_equal(ROLES(k, JOINED), 1);
}

static void what_is_private_stays_private(struct kit_db *k)
{
    k_id mara = flow_member(k, "mara");
    flow_as(k, mara);
    k_id works = make(k, "organization", "Quiet Works", true); /* in mara's own address book */
    address(k, works, "web", "quiet.example");
    k_id ada = make(k, "person", "Ada", false);
    address(k, ada, "email", "ada@quiet.example");
    settle(k);
    assert_int_equal(ROLES(k, JOINED), 0);
    struct add hers = {
        .person = ada, .network = "email", .address = "info2@quiet.example", .mine = true};
    flow_ok(k, flow_write(k, do_add, &hers));
    assert_int_equal(ROLES(k, JOINED " and owner_id = 0"), 0);
}

static void an_import_joins_and_says_employers_itself(struct kit_db *k)
{
    k_id mara = flow_member(k, "mara");
    flow_as(k, mara);
    k_id works = make(k, "organization", "Engine Works", false);
    address(k, works, "web", "engine.example");
    kit_import(k, "people",
               K_S("name,email,company\nAda,ada@engine.example,\nBo,bo@engine.example,"
                   "Engine Works\nCy,cy@gmail.com,\n"),
               K_NONE, mara);
    assert_int_equal(ROLES(k, JOINED), 1);
    assert_int_equal(ROLES(k, "organization_id > 0"), 2);
    assert_number(k, "select count(*) from person_role where " JOINED " and owner_id > 0", 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        KIT_BOTH(an_address_joins_with_its_reason),
        KIT_BOTH(an_organization_that_gets_its_domain_finds_its_people),
        KIT_BOTH(what_somebody_said_is_never_written_over),
        KIT_BOTH(addresses_that_disagree_say_nothing),
        KIT_BOTH(what_a_member_took_away_stays_away),
        KIT_BOTH(it_goes_with_the_address),
        KIT_BOTH(what_is_private_stays_private),
        KIT_BOTH(an_import_joins_and_says_employers_itself),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
