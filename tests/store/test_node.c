/* Node numbers and settings: no two processes make ids with one number, none goes below what is
 * stored. */
#include "kit/db.h"
#include "store/node.h"
#include "store/setting.h"

#define CHECK_OK(expr) assert_int_equal((expr), K_OK)

static struct node lease(struct kit_db *k)
{
    struct node n;
    CHECK_OK(node_lease(&k->cx, K_S("host"), &n));
    return n;
}

static void each_process_gets_a_number_of_its_own(struct kit_db *k)
{
    struct node a = lease(k), b = lease(k);
    assert_int_equal(a.number, 0);
    assert_int_equal(b.number, 1);
    assert_string_not_equal(a.name, b.name);
    CHECK_OK(node_release(&k->cx, &a));
    assert_int_equal(lease(k).number, 0);
    assert_int_equal(lease(k).number, 2);
}

static void a_lease_that_ran_out_is_taken_over_and_its_holder_told(struct kit_db *k)
{
    struct node a = lease(k);
    k->clock.fixed += NODE_LEASE;
    CHECK_OK(node_renew(&k->cx, &a));
    k->clock.fixed += NODE_LEASE + K_SEC;
    struct node b = lease(k);
    assert_int_equal(b.number, a.number);
    assert_int_equal(node_renew(&k->cx, &a), K_ERR_GONE);
    CHECK_OK(node_release(&k->cx, &a)); /* not ours any more: changes nothing */
    CHECK_OK(node_renew(&k->cx, &b));
}

static void ids_stay_above_all_made_before_when_the_clock_goes_back(struct kit_db *k)
{
    struct k_ids first, second;
    struct node a = lease(k);
    k_ids_init(&first, a.number, a.not_below);
    k->cx.ids = &first;
    k_id last = 0;
    for (int i = 0; i < 5; i++) {
        last = k_cx_id(&k->cx);
        k->clock.fixed += NODE_RENEW;
        CHECK_OK(node_renew(&k->cx, &a));
    }
    k->clock.fixed += NODE_LEASE / 2;
    last = k_cx_id(&k->cx); /* then the process is killed, before it renews */
    k->clock.fixed -= 30 * K_DAY;
    struct node b = lease(k);
    k_ids_init(&second, b.number, b.not_below);
    k->cx.ids = &second;
    assert_true(k_cx_id(&k->cx) > last);
    CHECK_OK(node_release(&k->cx, &b));
    last = k_ids_last(&second);
    struct node c = lease(k);
    assert_true(c.not_below >= last);
    k->cx.ids = &k->ids;
}

static void when_all_numbers_are_taken_it_says_so(struct kit_db *k)
{
    struct node n;
    kit_db_run(k, db_kind_of(k->cx.db) == DB_SQLITE
                      ? "with recursive c(x) as (select 0 union all select x + 1 from c where "
                        "x < 255) insert into node select x, 'n', 9000000000000000, 0 from c"
                      : "insert into node select x, 'n', 9000000000000000, 0 from "
                        "generate_series(0, 255) x");
    assert_int_equal(node_lease(&k->cx, K_S("host"), &n), K_ERR_LIMIT);
    kit_db_run(k, "update node set lease_until = 1 where number = 255");
    assert_int_equal(lease(k).number, 255);
}

static void settings_are_kept_by_name(struct kit_db *k)
{
    k_str v;
    struct setting_list l;
    k->cx.actor = (struct k_actor){K_ACTOR_MEMBER, 5, 0};
    CHECK_OK(setting_get(&k->cx, K_S("name"), &v));
    assert_null(v.p);
    CHECK_OK(db_begin(&k->cx, true));
    CHECK_OK(setting_set(&k->cx, K_S("name"), K_S("Acme")));
    CHECK_OK(setting_set(&k->cx, K_S("name"), K_S("Größe")));
    CHECK_OK(setting_set(&k->cx, K_S("empty"), K_S("")));
    k_str big =
        k_str_n(k_arena_alloc(k->cx.arena, SETTING_VALUE_MAX + 1), SETTING_VALUE_MAX + 1);
    assert_int_equal(setting_set(&k->cx, K_S("name"), big), K_ERR_LIMIT);
    CHECK_OK(db_commit(&k->cx));
    CHECK_OK(setting_all(&k->cx, &l));
    assert_int_equal(l.n, 2);
    assert_true(k_str_eqz(l.v[0].name, "empty") && l.v[0].value.p && l.v[0].value.n == 0);
    assert_true(k_str_eqz(l.v[1].value, "Größe") && l.v[1].updated_by == 5);
    CHECK_OK(db_begin(&k->cx, true));
    CHECK_OK(setting_remove(&k->cx, K_S("name")));
    CHECK_OK(db_commit(&k->cx));
    CHECK_OK(setting_get(&k->cx, K_S("name"), &v));
    assert_null(v.p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        KIT_BOTH(each_process_gets_a_number_of_its_own),
        KIT_BOTH(a_lease_that_ran_out_is_taken_over_and_its_holder_told),
        KIT_BOTH(ids_stay_above_all_made_before_when_the_clock_goes_back),
        KIT_BOTH(when_all_numbers_are_taken_it_says_so),
        KIT_BOTH(settings_are_kept_by_name),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
