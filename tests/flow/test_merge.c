/* Merging and undoing: whatever was merged, undone in whatever order, all is as it was. */
#include "base/rand.h"
#include "domain/merge.h"
#include "domain/merge_rows.h"
#include "kit/flow.h"

enum { PEOPLE = 7 };
static const char *const who[PEOPLE] = {"ann", "ben", "cat", "dan", "eve", "fay", "gus"};

/* ---- a base with rows of every kind -------------------------------------------------------
 */

static k_id person(struct kit_db *k, size_t i)
{
    return kit_db_number(
        k,
        k_fmt(k->cx.arena, "select person_id from identity where native_id = '%s'", who[i]).p);
}

/* Everybody says something, we answer, some come back. */
static void talk(struct kit_db *k, k_id channel, int round)
{
    for (size_t i = 0; i < PEOPLE; i++) {
        const char *a = k_fmt(k->cx.arena, "q%d-%s", round, who[i]).p;
        const char *b = k_fmt(k->cx.arena, "a%d-%s", round, who[i]).p;
        const char *c = k_fmt(k->cx.arena, "z%d-%s", round, who[i]).p;
        k_time at = round * 2 * K_DAY + (k_time)i * K_MIN;
        FLOW_INGEST(k, channel, flow_item(a, NULL, who[i], "How much is it?", at),
                    flow_item_ours(b, a, "Five.", at + K_HOUR));
        if ((i + (size_t)round) % 3 == 0)
            FLOW_INGEST(k, channel, flow_item(c, b, who[i], "Thank you.", at + 2 * K_HOUR));
    }
}

__attribute__((format(printf, 2, 3))) static void run(struct kit_db *k, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    k_str sql = k_vfmt(k->cx.arena, fmt, ap);
    va_end(ap);
    kit_db_run(k, sql.p);
}

#define P(i) (long long)person(k, (i))

/* Rows by number; ids above those of everything else do not matter here. */
static void records(struct kit_db *k)
{
    run(k,
        "insert into moment (id, kind, title, at, created_at) values (1, 'met', 'Fair', 1, 1), "
        "(2, 'meeting', 'Lunch', 2, 2)");
    for (size_t i = 0; i < PEOPLE; i++) {
        long long p = P(i), q = P((i + 1) % PEOPLE), n = (long long)(i + 1) * 100;
        run(k,
            "insert into datum (id, person_id, kind, value, source, created_at) values "
            "(%lld, %lld, 'email', 'e%zu', 'member', 1), (%lld, %lld, 'note', 'x', 'csv', 1)",
            n, p, i, n + 1, p);
        run(k,
            "insert into person_role (id, person_id, organization_id, role, source, "
            "created_at) values (%lld, %lld, %lld, 'employee', 'csv', 1)",
            n, p, q);
        run(k, "insert into moment_person (moment_id, person_id) values (1, %lld)", p);
        run(k,
            "insert into touch (id, person_id, direction, medium, at, source, source_ref) "
            "values (%lld, %lld, 'in', 'mail', 5, 'mail', 'mail%zu'), "
            "(%lld, %lld, 'both', 'meeting', 6, 'calendar', 'fair')",
            n, p, i % 3, n + 1, p);
        run(k, "update person set heard = heard + 1 where id = %lld", p);
        run(k,
            "insert into fact (id, person_id, kind, text, created_at) values "
            "(%lld, %lld, 'likes', 'tea', 1)",
            n, p);
        run(k,
            "insert into commitment (id, person_id, side, text, created_at) values "
            "(%lld, %lld, 'us', 'call', 1)",
            n, p);
        run(k,
            "insert into deal (id, kind, person_id, organization_id, title, at, referred_id, "
            "created_at) values (%lld, 'referral', %lld, %lld, 'd', 1, %lld, 1)",
            n, p, q, q);
        run(k,
            "insert into value_entry (id, person_id, side, kind, text, at, created_at) "
            "values (%lld, %lld, 'us', 'help', 'v', 1, 1)",
            n, p);
        run(k,
            "insert into keep_in_touch (id, person_id, member_id, ideal_days, latest_days, "
            "created_by, created_at) values (%lld, %lld, %zu, 30, 60, 1, 1)",
            n, p, i % 2);
        run(k,
            "insert into link (a_id, b_id, kind, weight, source, created_at) values "
            "(%lld, %lld, 'colleague', 1, 'member', 1), (%lld, %lld, 'colleague', 1, "
            "'member', 1)",
            p, q, q, p);
        if (i % 2)
            run(k,
                "insert into datum (id, person_id, kind, value, source, created_at) values "
                "(%lld, %lld, 'phone', '+431%zu', 'member', 1)",
                n + 2, p, i);
        run(k,
            "update person set about = case when %zu %% 3 = 0 then 'About %zu' else about "
            "end, role = case when %zu %% 2 = 0 then 'customer' else role end where id = "
            "%lld",
            i, i, i, p);
    }
    run(k, "update person set first_in_at = 5");
}

static void merge(struct kit_db *k, k_id kept, k_id gone, unsigned take);
static void undo_one(struct kit_db *k, uint64_t n);

static void base(struct kit_db *k)
{
    k_id channel = flow_channel(k, "fake", "a");
    for (int round = 0; round < 3; round++)
        talk(k, channel, round);
    records(k);
    for (size_t i = 0; i < PEOPLE; i++) { /* stages as all those rows make them */
        merge(k, person(k, i), person(k, (i + 1) % PEOPLE), 0);
        undo_one(k, 0);
    }
    kit_db_reset(k);
}

/* ---- the whole state as a text ------------------------------------------------------------
 */

static const char left_out[] =
    "('person_merge', 'person_merge_row', 'match_pair', 'match_key', 'match_dirty', 'event', "
    "'event_head', 'event_payload', 'schema_migration', 'card_mark')";

static k_str tables(struct kit_db *k)
{
    if (k->cfg.kind == DB_SQLITE)
        return flow_text(k, k_fmt(k->cx.arena,
                                  "select group_concat(name, ' ') from (select name from "
                                  "sqlite_master where type = 'table' and name not like "
                                  "'sqlite_%%' and name not like 'post_fts%%' and name not in "
                                  "%s order by name)",
                                  left_out)
                                .p);
    return flow_text(k, k_fmt(k->cx.arena,
                              "select string_agg(table_name, ' ' order by table_name) from "
                              "information_schema.tables where table_schema = current_schema() "
                              "and table_name not in %s",
                              left_out)
                            .p);
}

/* updated_at moves on purpose: phones ask for it. */
static k_str columns(struct kit_db *k, k_str table)
{
    if (k->cfg.kind == DB_SQLITE)
        return flow_text(k, k_fmt(k->cx.arena,
                                  "select group_concat('quote(' || name || ')', "
                                  "'||''|''||') from pragma_table_info('%.*s') where name <> "
                                  "'updated_at'",
                                  K_ARG(table))
                                .p);
    return flow_text(k, k_fmt(k->cx.arena,
                              "select string_agg('coalesce(' || column_name || '::text, "
                              "''-'')', '||''|''||' order by ordinal_position) from "
                              "information_schema.columns where table_name = '%.*s' and "
                              "table_schema = current_schema() and column_name <> 'updated_at'",
                              K_ARG(table))
                            .p);
}

static k_str dump(struct kit_db *k, struct k_arena *to)
{
    k_str all = K_S(""), rest = tables(k);
    while (rest.n > 0) {
        k_str t = k_str_cut(&rest, ' '), cols = columns(k, t);
        const char *lite = "select coalesce(group_concat(x, char(10)), '') from (select ";
        const char *pg = "select coalesce(string_agg(x, chr(10) order by x), '') from (select ";
        k_str rows =
            flow_text(k, k_fmt(k->cx.arena, "%s %.*s as x from %.*s order by 1) y",
                               k->cfg.kind == DB_SQLITE ? lite : pg, K_ARG(cols), K_ARG(t))
                             .p);
        all = k_fmt(to, "%.*s\n## %.*s\n%.*s", K_ARG(all), K_ARG(t), K_ARG(rows));
    }
    return all;
}

static void same_state(k_str was, k_str now, const char *when)
{
    if (k_str_eq(was, now))
        return;
    k_str table = K_S("");
    while (was.n > 0 || now.n > 0) {
        k_str a = k_str_cut(&was, '\n'), b = k_str_cut(&now, '\n');
        if (k_str_starts(a, K_S("## ")))
            table = a;
        if (!k_str_eq(a, b))
            fail_msg("%s, %.*s:\n was %.*s\n now %.*s", when, K_ARG(table), K_ARG(a), K_ARG(b));
    }
}

/* ---- acts ---------------------------------------------------------------------------------
 */

static k_err do_merge(struct k_ctx *cx, void *arg)
{
    return merge_people(cx, arg, NULL);
}

static k_err do_undo(struct k_ctx *cx, void *arg)
{
    return merge_undo(cx, *(k_id *)arg, NULL);
}

static void merge(struct kit_db *k, k_id kept, k_id gone, unsigned take)
{
    struct merge_ask ask = {.kept = kept,
                            .gone = gone,
                            .take_name = take & 1,
                            .take_about = take & 2,
                            .take_role = take & 4};
    flow_ok(k, flow_write(k, do_merge, &ask));
}

/* The nth row of what a query gives. */
static k_id pick(struct kit_db *k, const char *what, const char *from, uint64_t n)
{
    int64_t count = kit_db_number(k, k_fmt(k->cx.arena, "select count(*) from %s", from).p);
    if (count == 0)
        return 0;
    return kit_db_number(k,
                         k_fmt(k->cx.arena, "select %s from %s order by id limit 1 offset %lld",
                               what, from, (long long)(n % (uint64_t)count))
                             .p);
}

static void undo_one(struct kit_db *k, uint64_t n)
{
    k_id id = pick(k, "id", "person_merge where undone_at = 0", n);
    if (id)
        flow_ok(k, flow_write(k, do_undo, &id));
}

static void act(struct kit_db *k, struct k_rand *r)
{
    static const char roots[] = "person where merged_into = 0";
    k_id a = pick(k, "id", roots, k_rand_u64(r)), b = pick(k, "id", roots, k_rand_u64(r));
    if (k_rand_u64(r) % 3 == 0)
        undo_one(k, k_rand_u64(r));
    else if (a != b)
        merge(k, a, b, (unsigned)(k_rand_u64(r) % 8));
}

static void undo_all(struct kit_db *k, struct k_rand *r)
{
    while (kit_db_number(k, "select count(*) from person_merge where undone_at = 0") > 0) {
        undo_one(k, k_rand_u64(r));
        kit_db_reset(k);
    }
}

/* ---- promises -----------------------------------------------------------------------------
 */

static void merges_undone_in_any_order_leave_no_trace(struct kit_db *k)
{
    base(k);
    struct k_arena *own = k_arena_new(0);
    k_str before = dump(k, own);
    for (uint64_t seed = 1; seed <= 6; seed++) {
        struct k_rand r;
        k_rand_seed(&r, seed);
        for (int i = 0; i < 14; i++) {
            act(k, &r);
            kit_db_reset(k);
        }
        undo_all(k, &r);
        same_state(before, dump(k, own), k_fmt(own, "seed %d", (int)seed).p);
        kit_db_reset(k);
    }
    k_arena_free(own);
}

/* What came meanwhile is where it would be without any merge. */
static void everything_is_whose_account_said_it(struct kit_db *k)
{
    assert_number(k,
                  "select count(*) from post p join identity i on i.id = p.identity_id where "
                  "p.person_id <> i.person_id",
                  0);
    assert_number(k,
                  "select count(*) from touch t join post p on p.id = t.post_id where "
                  "t.person_id <> p.person_id",
                  0);
    assert_number(k,
                  "select count(*) from post a join post p on p.id = a.parent_id where "
                  "a.direction = 'out' and a.person_id <> p.person_id",
                  0);
    assert_number(k,
                  "select count(*) from conversation c join post p on p.conversation_id = "
                  "c.id and p.parent_id = 0 where c.person_id <> p.person_id",
                  0);
    assert_number(k,
                  "select count(*) from person p where p.heard <> (select count(*) from "
                  "touch t where t.person_id = p.id and t.direction = 'in') or p.told <> "
                  "(select count(*) from touch t where t.person_id = p.id and t.direction = "
                  "'out')",
                  0);
}

static void what_came_since_goes_back_with_its_account(struct kit_db *k)
{
    base(k);
    k_id channel = kit_db_number(k, "select min(id) from channel");
    for (uint64_t seed = 1; seed <= 2; seed++) {
        struct k_rand r;
        k_rand_seed(&r, 100 + seed);
        for (int i = 0; i < 10; i++) {
            act(k, &r);
            talk(k, channel, 10 * (int)seed + i);
            kit_db_reset(k);
        }
        assert_true(kit_db_number(k, "select count(*) from person_merge where undone_at = 0"));
        everything_is_whose_account_said_it(k);
        undo_all(k, &r);
        everything_is_whose_account_said_it(k);
    }
    assert_number(k, "select count(*) from person where merged_into > 0", 0);
    assert_number(k, "select count(*) from person", PEOPLE);
}

static void a_merged_duplicate_does_not_come_back(struct kit_db *k)
{
    base(k);
    k_id ann = person(k, 0), ben = person(k, 1);
    merge(k, ann, ben, 0);
    k_id channel = kit_db_number(k, "select min(id) from channel");
    talk(k, channel, 40);
    assert_number(k, "select count(*) from person where merged_into = 0", PEOPLE - 1);
    assert_true(person(k, 1) == ann);
    /* both names are there, and what was said by either counts for the one */
    assert_number(k, "select count(*) from datum where kind = 'spelling' and value = 'ben'", 1);
    assert_number(k,
                  k_fmt(k->cx.arena,
                        "select count(*) from touch where person_id = %lld and post_id > 0 "
                        "and direction = 'in'",
                        (long long)ben)
                      .p,
                  0);
    everything_is_whose_account_said_it(k);
    /* and once undone it is not proposed again */
    undo_one(k, 0);
    assert_number(k, "select count(*) from match_pair where state <> 'different'", 0);
}

static k_err refused(struct kit_db *k, k_id kept, k_id gone)
{
    struct merge_ask ask = {.kept = kept, .gone = gone};
    k_err err = flow_write(k, do_merge, &ask);
    kit_db_reset(k);
    return err;
}

static void merges_that_make_no_sense_are_refused(struct kit_db *k)
{
    base(k);
    k_id ann = person(k, 0), ben = person(k, 1), cat = person(k, 2);
    assert_int_equal(refused(k, ann, ann), K_ERR_BAD_INPUT);
    assert_int_equal(refused(k, ann, 12345), K_ERR_NOT_FOUND);
    run(k, "update person set kind = 'organization' where id = %lld", (long long)cat);
    assert_int_equal(refused(k, ann, cat), K_ERR_BAD_INPUT);
    merge(k, ann, ben, 0);
    assert_int_equal(refused(k, cat, ben), K_ERR_CONFLICT);
    assert_int_equal(refused(k, ben, cat), K_ERR_CONFLICT);
    k_id id = pick(k, "id", "person_merge where undone_at = 0", 0);
    flow_ok(k, flow_write(k, do_undo, &id));
    assert_int_equal(flow_write(k, do_undo, &id), K_ERR_CONFLICT);
    id = 99;
    assert_int_equal(flow_write(k, do_undo, &id), K_ERR_NOT_FOUND);
}

static void what_is_private_stays_private(struct kit_db *k)
{
    base(k);
    k_id mia = flow_member(k, "mia"), ann = person(k, 0), ben = person(k, 1);
    run(k, "update person set owner_id = %lld where id = %lld", (long long)mia, (long long)ben);
    struct k_arena *own = k_arena_new(0);
    assert_int_equal(refused(k, ann, ben), K_ERR_NOT_FOUND); /* not by Kith, not by others */
    flow_as(k, mia);
    assert_int_equal(refused(k, ben, ann), K_ERR_BAD_INPUT); /* the team would lose ann */
    assert_int_equal(refused(k, ann, ben), K_ERR_CONFLICT);  /* deals and moments would show */
    for (size_t i = 0; i < 5; i++) {
        static const char *const t[] = {"commitment", "deal", "value_entry", "moment_person",
                                        "keep_in_touch"};
        run(k, "delete from %s where person_id = %lld", t[i], (long long)ben);
    }
    run(k, "delete from link where a_id = %lld or b_id = %lld", (long long)ben, (long long)ben);
    merge(k, ann, ben, 0);
    undo_one(k, 0); /* stages without all that */
    k_str before = dump(k, own);
    merge(k, ann, ben, 0);
    assert_number(k,
                  k_fmt(k->cx.arena,
                        "select count(*) from datum where person_id = %lld and owner_id = %lld",
                        (long long)ann, (long long)mia)
                      .p,
                  4); /* three of ben's, and his name */
    flow_as(k, 0);
    k_id id = pick(k, "id", "person_merge where undone_at = 0", 0);
    assert_int_equal(flow_write(k, do_undo, &id), K_ERR_NOT_FOUND);
    flow_as(k, mia);
    undo_one(k, 0);
    same_state(before, dump(k, own), "private");
    k_arena_free(own);
}

/* A new table that names a person must say whether it moves. */
static void no_column_that_names_a_person_is_forgotten(struct kit_db *k)
{
    bool lite = k->cfg.kind == DB_SQLITE;
    const char *columns_of =
        lite ? "select group_concat(x, ' ') from (select m.name || '.' || c.name as x from "
               "sqlite_master m join pragma_table_info(m.name) c where m.type = 'table' and "
               "(c.name in ('person_id', 'organization_id', 'referred_id', 'merged_into', "
               "'a_id', "
               "'b_id', 'kept_id', 'gone_id')) order by 1)"
             : "select string_agg(table_name || '.' || column_name, ' ') from "
               "information_schema.columns where table_schema = current_schema() and "
               "column_name "
               "in ('person_id', 'organization_id', 'referred_id', 'merged_into', 'a_id', "
               "'b_id', "
               "'kept_id', 'gone_id')";
    k_str rest = flow_text(k, columns_of);
    while (rest.n > 0) {
        k_str column = k_str_cut(&rest, ' ');
        bool known = k_str_eqz(column, "conversation.merged_into");
        for (size_t i = 0; i < merge_rows_count(); i++)
            known |= k_str_eqz(column, merge_rows_column(i));
        for (size_t i = 0; i < merge_n_rows_staying; i++) {
            k_str row = k_str_z(merge_rows_staying[i]);
            known |= k_str_eq(column, k_str_cut(&row, ' '));
        }
        if (!known)
            fail_msg("%.*s: say in domain/merge_rows.c whether it follows a merge",
                     K_ARG(column));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        KIT_BOTH(merges_undone_in_any_order_leave_no_trace),
        KIT_BOTH(what_came_since_goes_back_with_its_account),
        KIT_BOTH(a_merged_duplicate_does_not_come_back),
        KIT_BOTH(merges_that_make_no_sense_are_refused),
        KIT_BOTH(what_is_private_stays_private),
        KIT_BOTH(no_column_that_names_a_person_is_forgotten),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
