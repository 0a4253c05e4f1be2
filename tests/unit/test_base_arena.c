/* Arenas, and what lives in them: vectors and maps. */
#include "unit.h"
#include "base/map.h"
#include "base/vec.h"

static void memory_is_zeroed_and_aligned_also_after_reset(void **state)
{
    struct k_arena *a = *state;
    for (int round = 0; round < 3; round++) {
        for (size_t n = 0; n < 2000; n += 37) {
            unsigned char *p = k_arena_alloc(a, n);
            assert_int_equal((uintptr_t)p % 16, 0);
            for (size_t i = 0; i < n; i++)
                assert_int_equal(p[i], 0);
            memset(p, 0xee, n);
        }
        k_arena_reset(a);
        assert_int_equal(k_arena_used(a), 0);
    }
}

static void the_limit_holds(void **state)
{
    (void)state;
    struct k_arena *a = k_arena_new(4096);
    assert_non_null(k_arena_try(a, 4000));
    assert_null(k_arena_try(a, 4000));
    assert_null(k_arena_try(a, SIZE_MAX));
    assert_null(k_arena_try(a, SIZE_MAX - 8));
    assert_non_null(k_arena_try(a, 32));
    k_arena_reset(a);
    assert_non_null(k_arena_try(a, 4096));
    assert_null(k_arena_try(a, 1));
    k_arena_free(a);
    k_arena_free(NULL);
}

static void large_and_small_things_live_together(void **state)
{
    struct k_arena *a = *state;
    char *small = k_arena_alloc(a, 10);
    memset(small, 's', 10);
    char *large = k_arena_alloc(a, 5 * 1024 * 1024);
    memset(large, 'l', 5 * 1024 * 1024);
    char *next = k_arena_alloc(a, 10);
    memset(next, 'n', 10);
    assert_int_equal(small[9], 's');
    assert_int_equal(large[5 * 1024 * 1024 - 1], 'l');
    k_arena_reset(a);
    assert_non_null(k_arena_alloc(a, 5 * 1024 * 1024));
}

static void growing_keeps_the_content_in_place_or_as_a_copy(void **state)
{
    struct k_arena *a = *state;
    char *p = k_arena_grow(a, NULL, 0, 10);
    memcpy(p, "0123456789", 10);
    char *q = k_arena_grow(a, p, 10, 100);
    assert_ptr_equal(p, q);
    assert_memory_equal(q, "0123456789", 10);
    assert_int_equal(q[10] | q[99], 0);
    k_arena_alloc(a, 1);
    char *r = k_arena_grow(a, q, 100, 50000);
    assert_ptr_not_equal(q, r);
    assert_memory_equal(r, "0123456789", 10);
    assert_int_equal(r[49999], 0);
    assert_ptr_equal(k_arena_grow(a, r, 50000, 10), r);
    assert_null(k_arena_grow(a, r, 50000, (size_t)1 << 40));
}

static int order[3], ordered;

static void note(void *p)
{
    order[ordered++] = *(int *)p;
}

static void deferred_calls_run_newest_first_once(void **state)
{
    (void)state;
    static int one = 1, two = 2;
    struct k_arena *a = k_arena_new(0);
    ordered = 0;
    k_arena_defer(a, note, &one);
    k_arena_defer(a, note, &two);
    k_arena_reset(a);
    assert_int_equal(ordered, 2);
    assert_int_equal(order[0], 2);
    assert_int_equal(order[1], 1);
    k_arena_free(a);
    assert_int_equal(ordered, 2);
}

static void text_is_copied_and_formatted(void **state)
{
    struct k_arena *a = *state;
    assert_null(k_dup(a, K_NONE).p);
    assert_string_equal(k_dupz(a, K_NONE), "");
    assert_string_equal(k_dup(a, K_S("abc")).p, "abc");
    assert_str(k_cat(a, K_NONE, K_S("x")), "x");
    assert_str(k_lower(a, K_S("AbC-\xc3\x84")), "abc-\xc3\x84");
    assert_str(k_fmt(a, "%d %s", 7, "x"), "7 x");
    char big[1000];
    memset(big, 'y', sizeof big - 1);
    big[sizeof big - 1] = 0;
    k_str f = k_fmt(a, "%s!", big);
    assert_int_equal(f.n, 1000);
    assert_int_equal(f.p[999], '!');
    assert_int_equal(f.p[1000], 0);
}

static void vectors_grow_and_start_zeroed(void **state)
{
    struct k_arena *a = *state;
    struct point {
        int64_t x, y;
    };
    K_VEC(struct point) v = {0};
    K_VEC(char) other = {0};
    for (int64_t i = 0; i < 1000; i++) {
        assert_true(k_vec_push(a, &v)->y == 0);
        v.v[v.n - 1].x = i;
        v.v[v.n - 1].y = -1;
        *k_vec_push(a, &other) = 'c'; /* keeps both from growing in place */
    }
    assert_int_equal(v.n, 1000);
    for (size_t i = 0; i < v.n; i++)
        assert_int_equal(v.v[i].x, i);
}

static void map_finds_what_was_put_and_keeps_the_order(void **state)
{
    struct k_arena *a = *state;
    struct k_map m;
    k_map_init(&m, a);
    assert_null(k_map_get(&m, K_S("x")));
    assert_false(k_map_has(&m, K_S("")));
    for (size_t i = 0; i < 5000; i++)
        *k_map_at(&m, k_fmt(a, "key %zu", i)) = (void *)(i + 1);
    assert_int_equal(m.n, 5000);
    for (size_t i = 0; i < 5000; i++) {
        assert_int_equal((uintptr_t)k_map_get(&m, k_fmt(a, "key %zu", i)), i + 1);
        assert_int_equal((uintptr_t)m.entries[i].value, i + 1);
    }
    assert_false(k_map_has(&m, K_S("key 5000")));
    *k_map_at(&m, K_S("key 7")) = NULL;
    assert_int_equal(m.n, 5000);
    assert_null(k_map_get(&m, K_S("key 7")));
    assert_true(k_map_has(&m, K_S("key 7")));
    *k_map_at(&m, K_S("")) = a;
    assert_ptr_equal(k_map_get(&m, K_NONE), a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        arena_test(memory_is_zeroed_and_aligned_also_after_reset),
        arena_test(the_limit_holds),
        arena_test(large_and_small_things_live_together),
        arena_test(growing_keeps_the_content_in_place_or_as_a_copy),
        arena_test(deferred_calls_run_newest_first_once),
        arena_test(text_is_copied_and_formatted),
        arena_test(vectors_grow_and_start_zeroed),
        arena_test(map_finds_what_was_put_and_keeps_the_order),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
