/* What is learnt from ties, as members ask for it: the first evening, slipping away, the stage
 * flow, rhythm, who knows whom. What one member keeps alone is not counted for others. */
#include "kit/api.h"

struct room {
    struct kit_api api;
    struct kit_client owner, agent;
    k_id me, other;
    struct kit_db *k;
};

static void open_room(struct room *r, struct kit_db *k)
{
    *r = (struct room){.k = k};
    kit_api_open(&r->api, k);
    kit_owner(&r->api, &r->owner);
    kit_member(&r->owner, "agent", &r->agent);
    r->me = kit_my_id(&r->owner);
    r->other = kit_my_id(&r->agent);
}

static void sql(struct room *r, const char *f, ...) __attribute__((format(printf, 2, 3)));
static void sql(struct room *r, const char *f, ...)
{
    char text[2000];
    va_list ap;
    va_start(ap, f);
    vsnprintf(text, sizeof text, f, ap);
    va_end(ap);
    kit_db_run(r->k, text);
}

static k_time now(void)
{
    return k_now(&k_clock_system);
}
static k_time ago(double days)
{
    return now() - (k_time)(days * (double)K_DAY);
}
#define N(x) ((long long)(x))

static void person(struct room *r, k_id id, const char *stage, double strength, double silence,
                   k_id owner)
{
    sql(r,
        "insert into person (id, name, stage, strength, dormancy, tied, owner_id, created_at, "
        "last_touch_at) values (%lld, 'P%lld', '%s', %f, %f, 1, %lld, 1, %lld)",
        N(id), N(id), stage, strength, silence, N(owner), N(ago(silence * 10)));
}

static void tie(struct room *r, k_id who, k_id member, double strength, double silent_days,
                int interval)
{
    sql(r,
        "insert into tie (person_id, member_id, state, strength, peak, last_at, "
        "last_two_way_at, interval_days) values (%lld, %lld, '', %f, %f, %lld, %lld, %d)",
        N(who), N(member), strength, strength + 10, N(ago(silent_days)), N(ago(silent_days)),
        interval);
}

static void touch(struct room *r, k_id id, k_id who, const char *direction, bool prompted,
                  double days, k_id owner)
{
    sql(r,
        "insert into touch (id, person_id, member_id, direction, medium, prompted, at, "
        "owner_id) values (%lld, %lld, %lld, '%s', 'mail', %d, %lld, %lld)",
        N(id), N(who), N(r->me), direction, prompted, N(ago(days)), N(owner));
}

/* "people/" "1" "/rhythm" */
static const char *path(struct room *r, const char *before, k_id id, const char *after)
{
    return k_fmt(r->api.arena, "/api/v1/%s%lld%s", before, N(id), after).p;
}

static bool says(const struct kit_answer *a, const char *where, const char *what)
{
    k_str text = kit_str(a, where);
    if (k_str_find(text, k_str_z(what)) < 0)
        print_error("%s: %.*s\n", where, K_ARG(text));
    return k_str_find(text, k_str_z(what)) >= 0;
}

/* --- the first evening ------------------------------------------------------------------- */

static void the_first_evening_counts_by_stage_with_proof(struct kit_db *k)
{
    struct room r;
    open_room(&r, k);
    for (k_id i = 1; i <= 40; i++)
        person(&r, i, "connection", 0, 0, 0);
    person(&r, 50, "contact", 0, 0, 0);
    touch(&r, 1, 50, "in", false, 9, 0);
    person(&r, 60, "dialogue", 20, 0, 0);
    for (int i = 0; i < 2; i++) {
        touch(&r, 10 + 2 * i, 60, "in", false, 20 - 5 * i, 0);
        touch(&r, 11 + 2 * i, 60, "out", true, 19.9 - 5 * i, 0);
    }
    person(&r, 70, "dialogue", 30, 0, r.other); /* the agent's alone */
    struct kit_answer a = kit_get(&r.owner, "/api/v1/relationships/summary");
    assert_int_equal(kit_int(&a, "people"), 42);
    assert_int_equal(kit_int(&a, "stages.0.count"), 40);
    assert_int_equal(kit_int(&a, "stages.1.count"), 1);
    assert_int_equal(kit_int(&a, "stages.2.count"), 1);
    assert_int_equal(kit_int(&a, "stages.3.count"), 0);
    assert_true(says(&a, "stages.1.examples.0.sentence", "They wrote once"));
    assert_true(k_str_eqz(kit_str(&a, "stages.1.nearest.0.missing.0.need"), "answer"));
    assert_true(k_str_eqz(kit_str(&a, "stages.2.examples.0.person.name"), "P60"));
    assert_true(says(&a, "stages.2.examples.0.sentence", "Two-way exchanges on 2 days"));
    assert_true(k_str_eqz(kit_str(&a, "stages.2.nearest.0.missing.0.need"), "shared"));
    a = kit_get(&r.agent, "/api/v1/relationships/summary");
    assert_int_equal(kit_int(&a, "stages.2.count"), 2);
    kit_api_close(&r.api);
}

/* --- slipping away ----------------------------------------------------------------------- */

static void who_slips_away_comes_with_something_to_talk_about(struct kit_db *k)
{
    struct room r;
    open_room(&r, k);
    for (k_id i = 1; i <= 5; i++) {
        person(&r, i, "dialogue", (double)(50 + i), i == 5 ? 9.0 : 4.0, 0);
        tie(&r, i, 0, (double)(50 + i), i == 5 ? 90 : 40, 10);
    }
    person(&r, 6, "dialogue", 80, 1, 0); /* in touch */
    person(&r, 7, "dialogue", 90, 5, r.other);
    sql(&r,
        "insert into fact (id, person_id, kind, text, owner_id, created_at) values "
        "(1, 5, 'likes', 'Sailing', 0, %lld), (2, 5, 'health', 'Private', %lld, %lld)",
        N(ago(30)), N(r.other), N(ago(20)));
    sql(&r,
        "insert into commitment (id, person_id, side, text, created_at) values (1, 5, 'us', "
        "'Send the plan', %lld)",
        N(ago(95)));
    struct kit_answer a = kit_get(&r.owner, "/api/v1/relationships/slipping?limit=3");
    assert_true(k_str_eqz(kit_str(&a, "items.0.person.name"), "P5"));
    assert_true(k_str_eqz(kit_str(&a, "items.0.rhythm"), "dormant"));
    assert_true(says(&a, "items.0.sentence", "No exchange for 90 days, usually every 10"));
    assert_true(k_str_eqz(kit_str(&a, "items.0.topics.0.kind"), "promise_us"));
    assert_true(k_str_eqz(kit_str(&a, "items.0.topics.1.text"), "Sailing"));
    assert_true(k_str_find(a.body, K_S("Private")) < 0);
    assert_true(k_str_eqz(kit_str(&a, "items.1.rhythm"), "drifting"));
    assert_true(k_str_eqz(kit_str(&a, "items.2.person.name"), "P3"));
    a = kit_get(&r.owner,
                k_fmt(r.api.arena, "/api/v1/relationships/slipping?limit=3&cursor=%.*s",
                      K_ARG(kit_str(&a, "next")))
                    .p);
    assert_true(k_str_eqz(kit_str(&a, "items.0.person.name"), "P2"));
    assert_true(k_str_eqz(kit_str(&a, "items.1.person.name"), "P1"));
    assert_true(k_str_find(a.body, K_S("P7")) < 0);
    kit_api_close(&r.api);
}

static void slipping_of_one_member_goes_by_that_members_ties(struct kit_db *k)
{
    struct room r;
    open_room(&r, k);
    person(&r, 1, "dialogue", 40, 1, 0); /* in touch with the house */
    tie(&r, 1, r.me, 30, 100, 10);       /* but not with me */
    person(&r, 2, "dialogue", 40, 9, 0);
    tie(&r, 2, r.other, 30, 100, 10); /* known by mail that only the agent sees */
    touch(&r, 1, 2, "in", false, 100, r.other);
    const char *mine = path(&r, "relationships/slipping?member=", r.me, "");
    const char *theirs = path(&r, "relationships/slipping?member=", r.other, "");
    struct kit_answer a = kit_get(&r.owner, mine);
    assert_true(k_str_eqz(kit_str(&a, "items.0.person.name"), "P1"));
    a = kit_get(&r.owner, theirs);
    assert_int_equal(kit_str(&a, "items.0.person.name").n, 0);
    a = kit_get(&r.agent, theirs);
    assert_true(k_str_eqz(kit_str(&a, "items.0.person.name"), "P2"));
    kit_api_close(&r.api);
}

static void wishes_to_keep_in_touch_turn_amber_then_red(struct kit_db *k)
{
    struct room r;
    open_room(&r, k);
    for (k_id i = 1; i <= 3; i++)
        person(&r, i, "contact", 0, (double)i, 0); /* last contact 10, 20, 30 days ago */
    sql(&r, "insert into keep_in_touch (id, person_id, ideal_days, latest_days, created_by, "
            "created_at) select id, id, 14, 28, 1, 1 from person where id <= 3");
    struct kit_answer a = kit_get(&r.owner, "/api/v1/relationships/slipping?why=keep");
    assert_true(k_str_eqz(kit_str(&a, "items.0.person.name"), "P3"));
    assert_true(k_str_eqz(kit_str(&a, "items.0.keep_in_touch.light"), "red"));
    assert_true(k_str_eqz(kit_str(&a, "items.1.person.name"), "P2"));
    assert_true(k_str_eqz(kit_str(&a, "items.1.keep_in_touch.light"), "amber"));
    assert_int_equal(kit_str(&a, "items.2.person.name").n, 0);
    kit_api_close(&r.api);
}

/* --- flow and rhythm --------------------------------------------------------------------- */

static void the_stage_flow_counts_moves_and_what_stood(struct kit_db *k)
{
    struct room r;
    k_time may, june;
    assert_true(k_time_parse(K_S("2026-05-10"), &may) &&
                k_time_parse(K_S("2026-06-10"), &june));
    open_room(&r, k);
    person(&r, 1, "relationship", 40, 1, 0);
    person(&r, 2, "dialogue", 40, 1, 0);
    person(&r, 3, "dialogue", 40, 1, r.other);
    sql(&r,
        "insert into stage_move (person_id, at, from_stage, to_stage) values (1, %lld, "
        "'contact', 'dialogue'), (2, %lld, 'contact', 'dialogue'), (1, %lld, 'dialogue', "
        "'relationship'), (3, %lld, 'contact', 'dialogue')",
        N(may), N(may), N(june), N(may));
    struct kit_answer a =
        kit_get(&r.owner, "/api/v1/relationships/flow?from=2026-04-01&to=2026-06-30");
    assert_true(k_str_eqz(kit_str(&a, "months.0.month"), "2026-04"));
    assert_int_equal(kit_int(&a, "months.0.standing.0.count"), 0);
    assert_int_equal(kit_int(&a, "months.1.moves.0.count"), 2);
    assert_int_equal(kit_int(&a, "months.1.standing.0.count"), 2);
    assert_int_equal(kit_int(&a, "months.1.standing.1.count"), 0);
    assert_true(k_str_eqz(kit_str(&a, "months.2.moves.0.to"), "relationship"));
    assert_int_equal(kit_int(&a, "months.2.standing.0.count"), 1);
    assert_int_equal(kit_int(&a, "months.2.standing.1.count"), 1);
    a = kit_send(&r.owner, "GET", "/api/v1/relationships/flow?from=2026-07-01&to=2026-06-30",
                 NULL);
    kit_problem(&a, 422, "bad-input", "from");
    kit_api_close(&r.api);
}

static void the_rhythm_strip_shows_weeks_of_what_i_may_see(struct kit_db *k)
{
    struct room r;
    open_room(&r, k);
    person(&r, 1, "dialogue", 40, 1, 0);
    touch(&r, 1, 1, "in", false, 0.01, 0);
    touch(&r, 2, 1, "out", true, 0.005, 0);
    touch(&r, 3, 1, "both", false, 21, 0);
    touch(&r, 4, 1, "in", false, 0.02, r.other);
    struct kit_answer a = kit_get(&r.owner, path(&r, "people/", 1, "/rhythm?weeks=8"));
    int64_t in = 0, out = 0, both = 0;
    for (int i = 0; i < 8; i++) {
        in += kit_int(&a, k_fmt(r.api.arena, "weeks.%d.in", i).p);
        out += kit_int(&a, k_fmt(r.api.arena, "weeks.%d.out", i).p);
        both += kit_int(&a, k_fmt(r.api.arena, "weeks.%d.both", i).p);
    }
    assert_int_equal(in, 1);
    assert_int_equal(out, 1);
    assert_int_equal(both, 1);
    assert_true(k_str_eqz(kit_str(&a, "rhythm"), "none"));
    a = kit_send(&r.owner, "GET", path(&r, "people/", 999, "/rhythm"), NULL);
    kit_problem(&a, 404, "not-found", NULL);
    kit_api_close(&r.api);
}

/* --- who knows whom ---------------------------------------------------------------------- */

static void one_thread_is_a_risk_and_the_strongest_in_touch_is_suggested(struct kit_db *k)
{
    struct room r;
    open_room(&r, k);
    person(&r, 1, "dialogue", 60, 1, 0);
    tie(&r, 1, 0, 60, 5, 10);
    tie(&r, 1, r.me, 55, 5, 10);
    struct kit_answer a = kit_get(&r.owner, path(&r, "people/", 1, "/known-by"));
    assert_true(k_json_bool(k_json_get(a.json, "single_thread"), false));
    assert_true(k_str_eqz(kit_str(&a, "suggested.handle"), "owner"));
    tie(&r, 1, r.other, 70, 100, 10); /* stronger, but silent */
    a = kit_get(&r.owner, path(&r, "people/", 1, "/known-by"));
    assert_false(k_json_bool(k_json_get(a.json, "single_thread"), true));
    assert_true(k_str_eqz(kit_str(&a, "items.0.member.handle"), "agent"));
    assert_true(k_str_eqz(kit_str(&a, "suggested.handle"), "owner"));
    assert_true(says(&a, "suggested_why", "Strongest tie of those in touch: 55"));
    touch(&r, 1, 1, "in", false, 100, r.other); /* part of it is the agent's own mail */
    a = kit_get(&r.owner, path(&r, "people/", 1, "/known-by"));
    assert_true(k_str_eqz(kit_str(&a, "items.0.member.handle"), "owner"));
    assert_true(k_str_find(a.body, K_S("\"agent\"")) < 0);
    kit_api_close(&r.api);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        KIT_BOTH(the_first_evening_counts_by_stage_with_proof),
        KIT_BOTH(who_slips_away_comes_with_something_to_talk_about),
        KIT_BOTH(slipping_of_one_member_goes_by_that_members_ties),
        KIT_BOTH(wishes_to_keep_in_touch_turn_amber_then_red),
        KIT_BOTH(the_stage_flow_counts_moves_and_what_stood),
        KIT_BOTH(the_rhythm_strip_shows_weeks_of_what_i_may_see),
        KIT_BOTH(one_thread_is_a_risk_and_the_strongest_in_touch_is_suggested),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
