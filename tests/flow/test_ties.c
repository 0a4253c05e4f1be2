/* Ties in the database, on both: one touch more gives what folding all rows gives, in whatever
 * order they arrive; and the way of a relationship from a card to an advocate. */
#include "kit/flow.h"
#include "base/rand.h"
#include "domain/outlook.h"
#include "flow/ties.h"
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
    double whole = (double)tie_points(of_b.v[0].strength); /* contacts count by whole points */
    assert_true(whole > 10);
    assert_true(gain > whole / 40 - 1e-9 && gain < whole / 40 + 1e-9);
}

/* ---- a run over many --------------------------------------------------------------------- */

enum { MANY = 700, MANY_TOUCHES = 8000 }; /* more than two stretches */

static k_err settle(struct k_ctx *cx, void *arg)
{
    k_time day = K_DAY;
    K_TRY(sq_bench_tie_touches(cx,
                               &(struct sq_bench_tie_touches_args){.lo = 1,
                                                                   .hi = MANY_TOUCHES,
                                                                   .pace = 20,
                                                                   .person_pace = 10,
                                                                   .people = MANY,
                                                                   .member = 1,
                                                                   .channel = 1,
                                                                   .members = 4,
                                                                   .begins = KIT_T0,
                                                                   .step = day / 12},
                               NULL));
    K_TRY(sq_bench_tie_people(
        cx, &(struct sq_bench_tie_people_args){1, MANY, 0, 10, KIT_T0, 700 * day, MANY}, NULL));
    return sq_bench_tie_links(
        cx, &(struct sq_bench_tie_links_args){1, MANY, 0, 10, MANY, KIT_T0}, NULL);
}

static k_err forget(struct k_ctx *cx, void *arg)
{
    K_TRY(sq_bench_tie_forget_ties(cx, NULL));
    K_TRY(sq_bench_tie_forget_moves(cx, NULL));
    return sq_bench_tie_forget_people(cx, 0, INT64_MAX, NULL);
}

/* Everything that a run leaves behind, as text; lives in `a`. */
static k_str all_kept(struct kit_db *k, struct k_arena *a)
{
    struct k_buf b;
    k_buf_init(&b, a, 8 << 20);
    for (int i = 1; i <= MANY; i++) {
        k_buf_str(&b, kept(k, i * 10));
        k_arena_reset(k->cx.arena);
    }
    k_buf_str(&b, flow_text(k, "select count(*) || ' ' || coalesce(sum(at), 0) || ' ' || "
                               "count(distinct to_stage) from stage_move"));
    k_buf_str(&b, flow_text(k, "select sum(points) || ' ' || sum(silence) || ' ' || "
                               "sum(tied) from person"));
    return k_buf_view(&b);
}

static void same(k_str x, k_str y)
{
    size_t i = 0;
    while (i < x.n && i < y.n && x.p[i] == y.p[i])
        i++;
    if (i < x.n || i < y.n)
        fail_msg("differ at %d of %d and %d: %.200s", (int)i, (int)x.n, (int)y.n, x.p + i);
}

static struct tie_run run_by_two(struct kit_db *k, struct db_pool *pool, k_id by)
{
    struct tie_run run = {.done = false};
    while (!run.done)
        flow_ok(k, flow_ties_part(&k->cx, pool, by, &run));
    return run;
}

static void two_threads_work_out_what_one_does(struct kit_db *k)
{
    struct k_arena *a = k_arena_new(0);
    struct db_pool *pool = NULL;
    struct tie_run one, two;
    flow_ok(k, flow_write(k, settle, NULL));
    k->clock.fixed = KIT_T0 + 700 * K_DAY;
    (void)run_all(k, 1, 90);
    one = run_all(k, 2, 90); /* with contacts in common */
    k_str alone = all_kept(k, a);
    flow_ok(k, flow_write(k, forget, NULL));
    flow_ok(k, db_pool_open(&k->cx, &k->cfg, 1, &pool));
    (void)run_by_two(k, pool, 3);
    two = run_by_two(k, pool, 4);
    assert_int_equal(two.people, MANY);
    assert_int_equal(two.touches, MANY_TOUCHES);
    assert_int_equal(two.ties, one.ties);
    assert_true(two.ties > MANY);
    same(alone, all_kept(k, a));
    db_pool_close(pool);
    k_arena_free(a);
}

/* Folds as the run does, counts what there is to write, and fails when told to. */
struct counter {
    struct k_ctx *cx;
    struct tie_range range;
    struct tie_batch batch;
    int64_t rows, persons, moves, mutual;
    int good; /* so many batches, then an error */
};

static k_err count_begin(void *arg, struct k_ctx *cx, const struct tie_range *range)
{
    struct counter *c = arg;
    c->cx = cx;
    c->range = *range;
    return K_OK;
}

static k_err count_next(void *arg, const struct tie_batch **out)
{
    struct counter *c = arg;
    if (c->good-- == 0)
        return K_ERR_DB;
    struct tie_stretch s;
    *out = NULL;
    K_TRY(tie_range_take(c->cx, &c->range, &s));
    if (s.upto == 0)
        return K_OK;
    *out = &c->batch;
    K_TRY(tie_stretch_work(c->cx, &c->range, &s, &c->batch));
    c->rows += (int64_t)c->batch.rows.n;
    c->persons += (int64_t)c->batch.persons.n;
    c->moves += (int64_t)c->batch.moves.n;
    c->mutual += (int64_t)c->batch.mutual.n;
    return K_OK;
}

static void count_end(void *arg)
{
    (void)arg;
}

static k_err counted_part(struct kit_db *k, k_id by, struct counter *c, struct tie_run *run)
{
    struct tie_folder f = {
        .arg = c, .begin = count_begin, .next = count_next, .end = count_end};
    return tie_run_part(&k->cx, by, MANY, &f, run);
}

/* A whole run; how many rows it wrote. */
static int64_t counted_run(struct kit_db *k, k_id by, struct counter *c)
{
    struct tie_run run = {.done = false};
    *c = (struct counter){.good = 1000};
    while (!run.done)
        flow_ok(k, counted_part(k, by, c, &run));
    return c->rows + c->persons + c->moves + c->mutual;
}

static void a_run_writes_only_what_changed(struct kit_db *k)
{
    struct counter c;
    flow_ok(k, flow_write(k, settle, NULL));
    k->clock.fixed = KIT_T0 + 700 * K_DAY;
    int64_t first = counted_run(k, 1, &c), n = first;
    for (k_id by = 2; by < 8 && n > 0;
         by++) /* contacts in common add to each other, ever less */
        n = counted_run(k, by, &c);
    assert_true(first > MANY);
    assert_int_equal(n, 0);
    k->clock.fixed += K_DAY;
    (void)counted_run(k, 9, &c);
    assert_true(c.rows > MANY && c.persons > MANY / 2);
    assert_int_equal(c.moves, 0);
}

static void a_run_that_fails_goes_on_where_it_was(struct kit_db *k)
{
    struct k_arena *a = k_arena_new(0);
    struct tie_run run = {.done = false}, stands;
    flow_ok(k, flow_write(k, settle, NULL));
    k->clock.fixed = KIT_T0 + 700 * K_DAY;
    (void)run_all(k, 1, 90);
    k_str whole = all_kept(k, a);
    flow_ok(k, flow_write(k, forget, NULL));
    flow_ok(k, tie_run_some(&k->cx, 2, 100, &run));
    struct counter c = {.good = 2};
    assert_int_equal(counted_part(k, 2, &c, &run), K_ERR_DB);
    flow_ok(k, tie_run_state(&k->cx, &stands));
    assert_int_equal(stands.people, 100); /* and nothing of the part that failed */
    assert_false(stands.done);
    assert_number(k, "select count(*) from person where tied = 1 and id > 1000", 0);
    while (!run.done)
        flow_ok(k, tie_run_some(&k->cx, 2, 130, &run));
    assert_int_equal(run.people, MANY);
    same(whole, all_kept(k, a));
    k_arena_free(a);
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
        KIT_BOTH(two_threads_work_out_what_one_does),
        KIT_BOTH(a_run_writes_only_what_changed),
        KIT_BOTH(a_run_that_fails_goes_on_where_it_was),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
