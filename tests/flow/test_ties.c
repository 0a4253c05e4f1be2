/* Ties in the database, on both: one touch more gives what folding all rows gives, in whatever
 * order they arrive; and the way of a relationship from a card to an advocate. */
#include "kit/flow.h"
#include "base/rand.h"
#include "domain/outlook.h"
#include "domain/tie_run.h"
#include "store/sql.gen.h"

enum { PEOPLE = 4, ROUNDS = 12, TOUCHES = 60 };

/* ---- building blocks --------------------------------------------------------------------- */

static k_err add_person(struct k_ctx *cx, void *arg)
{
    k_id *id = arg;
    *id = k_cx_id(cx);
    return sq_person_insert(
        cx,
        &(struct sq_person_insert_args){
            .id = *id, .name = K_S("Ann"), .stage = K_S("connection"), .now = k_cx_now(cx)},
        NULL);
}

static k_id person(struct kit_db *k)
{
    k_id id = 0;
    flow_ok(k, flow_write(k, add_person, &id));
    return id;
}

struct said {
    k_id person;
    struct tie_event e;
};

static k_err say(struct k_ctx *cx, void *arg)
{
    static const char *const directions[] = {"in", "out", "both"};
    struct said *s = arg;
    s->e.id = k_cx_id(cx);
    K_TRY(sq_touch_insert(
        cx,
        &(struct sq_touch_insert_args){.id = s->e.id,
                                       .person_id = s->person,
                                       .member_id = s->e.member,
                                       .channel_id = s->e.channel,
                                       .direction = k_str_z(directions[s->e.direction]),
                                       .medium = k_str_z(touch_media[s->e.medium].name),
                                       .prompted = s->e.prompted,
                                       .asked = s->e.asked,
                                       .praise = s->e.praise,
                                       .at = s->e.at},
        NULL));
    return tie_touched(cx, s->person, &s->e);
}

static void touch_at(struct kit_db *k, k_id person, k_time at, enum touch_direction d,
                     enum touch_medium m, bool prompted)
{
    struct said s = {
        person, {.at = at, .direction = d, .medium = m, .prompted = prompted, .channel = 1}};
    flow_ok(k, flow_write(k, say, &s));
}

static k_err refold(struct k_ctx *cx, void *arg)
{
    return tie_refold(cx, *(k_id *)arg);
}

/* All that is kept of a person's ties, as text. */
static k_str kept(struct kit_db *k, k_id person)
{
    struct sq_tie_of_person_list rows;
    struct sq_person_get_row p;
    struct k_buf b;
    bool found;
    k_buf_init(&b, k->cx.arena, 1 << 20);
    flow_ok(k, sq_person_get(&k->cx, person, &p, &found));
    k_buf_fmt(&b, "%.*s %lld %lld %d\n", K_ARG(p.stage), (long long)p.exchanges,
              (long long)p.last_exchange_day, p.tied);
    flow_ok(k, sq_tie_of_person(&k->cx, person, &rows));
    for (k_id member = 0; member < 5; member++)
        for (size_t i = 0; i < rows.n; i++) {
            const struct sq_tie_of_person_row *r = &rows.v[i];
            if (r->member_id != member)
                continue;
            k_buf_fmt(&b, "%lld %.17g %.17g %.17g %lld:", (long long)member, r->strength,
                      r->confidence, r->peak, (long long)r->peak_at);
            for (size_t n = 0; n < r->state.n; n++)
                k_buf_fmt(&b, "%02x", (unsigned char)r->state.p[n]);
            k_buf_chr(&b, '\n');
        }
    return k_dup(k->cx.arena, k_buf_view(&b));
}

/* ---- the same numbers -------------------------------------------------------------------- */

static struct tie_event random_touch(struct k_rand *r, k_time at)
{
    return (struct tie_event){.at = at,
                              .direction = (enum touch_direction)k_rand_below(r, 3),
                              .medium = (enum touch_medium)k_rand_below(r, TOUCH_MEDIA),
                              .prompted = k_rand_below(r, 3) > 0,
                              .asked = (int)k_rand_below(r, 3),
                              .praise = k_rand_below(r, 10) == 0,
                              .channel = (k_id)k_rand_below(r, 3),
                              .member = (k_id)k_rand_below(r, 4)};
}

/* The longest stretch out of order comes where `disorder` is largest; 0 = in order. */
static void stream(struct kit_db *k, uint64_t seed, uint64_t disorder)
{
    struct k_rand r;
    k_id who[PEOPLE];
    k_rand_seed(&r, seed);
    k->clock.fixed = KIT_T0 + 900 * K_DAY;
    for (int i = 0; i < PEOPLE; i++)
        who[i] = person(k);
    k_time at = KIT_T0;
    for (int i = 0; i < TOUCHES; i++) {
        at += (k_time)k_rand_below(&r, 12 * K_DAY);
        k_time late = disorder ? (k_time)k_rand_below(&r, disorder) : 0;
        struct said s = {who[k_rand_below(&r, PEOPLE)], random_touch(&r, at - late)};
        flow_ok(k, flow_write(k, say, &s));
    }
    for (int i = 0; i < PEOPLE; i++) {
        k_str as_they_came = kept(k, who[i]);
        flow_ok(k, flow_write(k, refold, &who[i]));
        k_str anew = kept(k, who[i]);
        if (!k_str_eq(as_they_came, anew))
            fail_msg("seed %d:\n%.*s\nis not\n%.*s", (int)seed, K_ARG(as_they_came),
                     K_ARG(anew));
    }
}

static void touches_one_by_one_are_what_all_rows_fold_into(struct kit_db *k)
{
    for (uint64_t round = 0; round < ROUNDS; round++) {
        stream(k, 100 + round, 0);
        stream(k, 200 + round, 40 * K_DAY);
        kit_db_reset(k);
    }
}

static void one_way_contact_keeps_no_tie(struct kit_db *k)
{
    k_id a = person(k), b = person(k);
    k->clock.fixed = KIT_T0 + 100 * K_DAY;
    for (int i = 0; i < 9; i++) {
        touch_at(k, a, KIT_T0 + i * K_DAY, TOUCH_IN, TOUCH_PUBLIC, false);
        touch_at(k, b, KIT_T0 + i * K_DAY, TOUCH_OUT, TOUCH_MAIL, true);
    }
    assert_number(k, "select count(*) from tie", 0);
    assert_number(k, "select count(*) from person where stage = 'contact' and strength = 0", 2);
    assert_number(k, "select count(*) from stage_move", 0);
    touch_at(k, a, KIT_T0 + 9 * K_DAY, TOUCH_OUT, TOUCH_PUBLIC, true);
    assert_number(k, "select heard from tie", 9);
    assert_number(k, "select tied from person order by id limit 1", 1);
}

/* ---- the idea of the product ------------------------------------------------------------- */

/* A record comes into being, and the person's ties are told. */
static void record(struct kit_db *k, k_id person, const char *sql)
{
    kit_db_run(k, sql);
    flow_ok(k, flow_write(k, refold, &person));
}

static void from_card_to_advocate(struct kit_db *k)
{
    k_id p = person(k);
    k_time day = K_DAY;
    assert_text(k, "select stage from person", "connection");
    k->clock.fixed = KIT_T0 + 400 * day;
    touch_at(k, p, KIT_T0 + day, TOUCH_IN, TOUCH_PUBLIC, false);
    assert_text(k, "select stage from person", "contact");
    touch_at(k, p, KIT_T0 + day + K_HOUR, TOUCH_OUT, TOUCH_PUBLIC, true);
    assert_text(k, "select stage from person", "contact");
    touch_at(k, p, KIT_T0 + 8 * day, TOUCH_OUT, TOUCH_MAIL, false);
    touch_at(k, p, KIT_T0 + 9 * day, TOUCH_IN, TOUCH_MAIL, true);
    assert_text(k, "select stage from person", "dialogue");
    touch_at(k, p, KIT_T0 + 20 * day, TOUCH_BOTH, TOUCH_MEETING, false);
    assert_text(k, "select stage from person", "relationship");
    k_str sql = k_fmt(
        k->cx.arena,
        "insert into moment (id, kind, title, at, created_at) values (1, 'failure', 'Late', "
        "%lld, 1), (2, 'recovery', 'Sent again', %lld, 1);"
        "insert into moment_person (moment_id, person_id) values (1, %lld), (2, %lld)",
        (long long)(KIT_T0 + 30 * day), (long long)(KIT_T0 + 31 * day), (long long)p,
        (long long)p);
    record(k, p, sql.p);
    assert_text(k, "select stage from person", "relationship"); /* not yet: what did they do? */
    touch_at(k, p, KIT_T0 + 40 * day, TOUCH_BOTH, TOUCH_CALL, false);
    assert_text(k, "select stage from person", "relationship"); /* not yet lasting */
    touch_at(k, p, KIT_T0 + 200 * day, TOUCH_BOTH, TOUCH_CALL, false);
    assert_text(k, "select stage from person", "loyal");
    sql = k_fmt(k->cx.arena,
                "insert into deal (id, kind, person_id, title, at, created_at) values (3, "
                "'referral', %lld, 'Bob', %lld, 1)",
                (long long)p, (long long)(KIT_T0 + 210 * day));
    record(k, p, sql.p);
    assert_text(k, "select stage from person", "advocate");
    assert_number(k, "select count(*) from stage_move", 4);
    assert_text(k, "select to_stage from stage_move order by at desc limit 1", "advocate");
    assert_text(k, "select from_stage from stage_move order by at desc limit 1", "loyal");
    assert_number(k, "select count(*) from person where strength > 20 and strength < 60", 1);
    /* Somebody on our payroll is never an advocate. */
    sql = k_fmt(k->cx.arena,
                "insert into person_role (id, person_id, role, source, created_at) values (4, "
                "%lld, 'employee', 'member', 1)",
                (long long)p);
    record(k, p, sql.p);
    assert_text(k, "select stage from person", "loyal");
}

static void what_is_gone_no_longer_counts(struct kit_db *k)
{
    k_id p = person(k);
    k->clock.fixed = KIT_T0 + 100 * K_DAY;
    for (int i = 0; i < 3; i++)
        touch_at(k, p, KIT_T0 + i * K_DAY, TOUCH_BOTH, TOUCH_CALL, false);
    assert_number(k, "select count(*) from tie where strength > 0", 1);
    record(k, p, "delete from touch where at > 1767225600000000");
    assert_text(k, "select stage from person", "contact");
    record(k, p, "delete from touch");
    assert_number(k, "select count(*) from tie", 0);
    assert_text(k, "select stage from person", "connection");
    assert_number(k, "select tied from person", 0);
    assert_number(k, "select count(*) from person where strength = 0", 1);
}

static void ties_follow_posts_that_come_in(struct kit_db *k)
{
    k_id ch = flow_channel(k, "fake", "town.example");
    FLOW_INGEST(k, ch, flow_item("p1", NULL, "ann", "My kettle broke. Any idea?", 0));
    assert_number(k, "select count(*) from tie", 0);
    assert_number(k, "select asked from touch", 1);
    FLOW_INGEST(k, ch, flow_item_ours("p2", "p1", "Press the reset button.", K_HOUR));
    assert_number(k, "select count(*) from tie where member_id = 0 and strength > 0", 1);
    assert_number(k, "select heard + told from tie where member_id = 0", 2);
    FLOW_INGEST(k, ch, flow_item("p3", NULL, "ann", "One more thing: the lid", K_DAY));
    FLOW_INGEST(k, ch, flow_item_ours("p4", "p3", "Turn it left.", K_DAY + K_HOUR));
    assert_text(k, "select stage from person", "dialogue");
    assert_number(k, "select exchanges from person", 2);
    k_id p = kit_db_number(k, "select id from person");
    k_str came = kept(k, p);
    flow_ok(k, flow_write(k, refold, &p));
    k_str anew = kept(k, p);
    if (!k_str_eq(came, anew))
        fail_msg("%.*s\nis not\n%.*s", K_ARG(came), K_ARG(anew));
}

static struct tie_run run_all(struct kit_db *k, k_id by, int64_t max)
{
    struct tie_run run = {.done = false};
    while (!run.done)
        flow_ok(k, tie_run_some(&k->cx, by, max, &run));
    return run;
}

static void a_full_run_gives_the_same_numbers(struct kit_db *k)
{
    struct k_rand r;
    k_id who[PEOPLE * 3];
    enum { N = PEOPLE * 3 };
    k_str came[N];
    k_rand_seed(&r, 9);
    k->clock.fixed = KIT_T0 + 900 * K_DAY;
    for (int i = 0; i < N; i++)
        who[i] = person(k);
    for (int i = 0; i < 200; i++) {
        struct said s = {who[k_rand_below(&r, N - 2)],
                         random_touch(&r, KIT_T0 + (k_time)k_rand_below(&r, 890 * K_DAY))};
        flow_ok(k, flow_write(k, say, &s));
    }
    for (int i = 0; i < N; i++)
        came[i] = kept(k, who[i]);
    kit_db_run(k, "update tie set strength = 1, state = '' where person_id % 2 = 0;"
                  "update person set strength = 1, tied = 0, stage = 'connection'");
    struct tie_run run = run_all(k, 1, 5);
    assert_int_equal(run.people, N);
    assert_int_equal(run.touches, 200);
    for (int i = 0; i < N; i++) {
        k_str now = kept(k, who[i]);
        if (!k_str_eq(now, came[i]))
            fail_msg("%.*s\nis not\n%.*s", K_ARG(came[i]), K_ARG(now));
    }
    assert_number(k, "select count(*) from tie where past < 0", 0);
    int64_t ties = run.ties;
    assert_int_equal(run_all(k, 1, 5).finished_at, run.finished_at); /* the same job: over */
    k->clock.fixed += 30 * K_DAY;
    run = run_all(k, 2, 5);
    assert_int_equal(run.ties, ties);
    assert_int_equal(run.started_at, k->clock.fixed);
    double p = 0;
    flow_ok(k, tie_percentile(&k->cx, K_S(""), 100, &p));
    assert_true(p > 99.9);
    flow_ok(k, tie_percentile(&k->cx, K_S("press"), 50, &p));
    assert_true(p < 0);
}

static void contacts_in_common_count_from_the_next_night(struct kit_db *k)
{
    k_id a = person(k), b = person(k), c = person(k);
    k->clock.fixed = KIT_T0 + 50 * K_DAY;
    for (int i = 0; i < 3; i++) {
        touch_at(k, a, KIT_T0 + i * K_DAY, TOUCH_BOTH, TOUCH_CALL, false);
        touch_at(k, b, KIT_T0 + i * 9 * K_DAY, TOUCH_BOTH, TOUCH_MEETING, false);
    }
    k_str sql = k_fmt(k->cx.arena,
                      "insert into link (a_id, b_id, kind, weight, source, created_at) values "
                      "(%lld, %lld, 'colleague', 1, 'member', 1), (%lld, %lld, 'said', 1, "
                      "'member', 1)",
                      (long long)a, (long long)b, (long long)a, (long long)c);
    kit_db_run(k, sql.p);
    (void)run_all(k, 1, 2);
    struct sq_tie_of_person_list first, second, of_b;
    flow_ok(k, sq_tie_of_person(&k->cx, a, &first));
    flow_ok(k, sq_tie_of_person(&k->cx, b, &of_b));
    (void)run_all(k, 2, 2);
    flow_ok(k, sq_tie_of_person(&k->cx, a, &second));
    double gain = second.v[0].strength - first.v[0].strength;
    assert_true(of_b.v[0].strength > 10);
    assert_true(gain > of_b.v[0].strength / 40 - 1e-9 && gain < of_b.v[0].strength / 40 + 1e-9);
}

static void with_member(struct kit_db *k, k_id person, k_id member, k_time at)
{
    struct said s = {person,
                     {.at = at,
                      .direction = TOUCH_BOTH,
                      .medium = TOUCH_CALL,
                      .channel = 1,
                      .member = member}};
    flow_ok(k, flow_write(k, say, &s));
}

/* One member called two people yesterday, another one of them a week ago. */
static void how_lively_members_are_is_known_from_the_next_night(struct kit_db *k)
{
    enum { LIVELY = 71, QUIET = 72 };
    k_id a = person(k), b = person(k);
    struct tie_house h;
    struct tie_set set;
    struct outlook_around around;
    bool ours;
    k->clock.fixed = KIT_T0 + 50 * K_DAY;
    k_time now = k->clock.fixed;
    with_member(k, a, QUIET, now - 7 * K_DAY);
    with_member(k, a, LIVELY, now - K_DAY);
    with_member(k, b, LIVELY, now - K_DAY);
    flow_ok(k, tie_house_read(&k->cx, &h));
    flow_ok(k, tie_fold_rows(&k->cx, &h, a, TIE_EVER, &set, &ours));
    struct tie_one *quiet = tie_set_of(k->cx.arena, &set, QUIET);
    flow_ok(k, outlook_around(&k->cx, &set, quiet, now, &around));
    assert_true(around.all == 0); /* no night yet: nothing is known */
    (void)run_all(k, 1, 5);
    flow_ok(k, outlook_around(&k->cx, &set, quiet, now, &around));
    assert_float_equal(around.member, 1.0 / 8, 1e-9);
    assert_float_equal(around.person, 1.0 / 2, 1e-9);
    assert_float_equal(around.all, 1.0 / 2 + 1.0 / 2 + 1.0 / 8, 1e-9);
    flow_ok(k,
            outlook_around(&k->cx, &set, tie_set_of(k->cx.arena, &set, LIVELY), now, &around));
    assert_float_equal(around.member, 1, 1e-9);
    flow_ok(k, outlook_around(&k->cx, &set, &set.v[0], now, &around));
    assert_true(around.all == 0); /* the organisation is in every tie */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        KIT_BOTH(touches_one_by_one_are_what_all_rows_fold_into),
        KIT_BOTH(one_way_contact_keeps_no_tie),
        KIT_BOTH(from_card_to_advocate),
        KIT_BOTH(what_is_gone_no_longer_counts),
        KIT_BOTH(ties_follow_posts_that_come_in),
        KIT_BOTH(a_full_run_gives_the_same_numbers),
        KIT_BOTH(contacts_in_common_count_from_the_next_night),
        KIT_BOTH(how_lively_members_are_is_known_from_the_next_night),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
