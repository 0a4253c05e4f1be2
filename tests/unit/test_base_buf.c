/* Buffers: the maximum, and the escapes. */
#include "unit.h"
#include "base/buf.h"

static void past_the_maximum_it_fails_and_keeps_what_it_had(void **state)
{
    struct k_arena *arenas[] = {NULL, *state};
    for (size_t i = 0; i < ROWS(arenas); i++) {
        struct k_buf b;
        k_buf_init(&b, arenas[i], 10);
        k_buf_str(&b, K_S("0123456789"));
        assert_true(k_buf_ok(&b));
        k_buf_chr(&b, 'x');
        assert_false(k_buf_ok(&b));
        assert_str(k_buf_view(&b), "0123456789");
        k_buf_cut(&b, 3);
        k_buf_chr(&b, 'x'); /* failed stays failed: no holes in the text */
        assert_false(k_buf_ok(&b));
        assert_str(k_buf_view(&b), "012");
        k_buf_reset(&b);
        k_buf_str(&b, K_S("again"));
        assert_true(k_buf_ok(&b));
        assert_string_equal(b.p, "again");
        k_buf_add(&b, "x", SIZE_MAX);
        assert_false(k_buf_ok(&b));
        k_buf_free(&b);
    }
}

static void a_full_arena_fails_the_buffer_only(void **state)
{
    (void)state;
    struct k_arena *a = k_arena_new(1000);
    struct k_buf b;
    k_buf_init(&b, a, 1 << 20);
    for (int i = 0; i < 2000; i++)
        k_buf_chr(&b, 'x');
    assert_false(k_buf_ok(&b));
    assert_true(b.n <= 1000);
    k_arena_free(a);
}

static void it_grows_and_stays_terminated(void **state)
{
    struct k_buf b;
    k_buf_init(&b, *state, 1 << 20);
    assert_str(k_buf_view(&b), "");
    for (int i = 0; i < 5000; i++) {
        k_buf_fmt(&b, "%d,", i);
        assert_int_equal(b.p[b.n], 0);
    }
    assert_true(k_buf_ok(&b));
    assert_memory_equal(b.p, "0,1,2,3,", 8);
    assert_string_equal(b.p + b.n - 5, "4999,");
    assert_true(b.cap <= (1 << 20) + 1);
}

static void numbers_are_printed_exactly(void **state)
{
    struct k_buf b;
    k_buf_init(&b, *state, 1000);
    k_buf_i64(&b, INT64_MIN);
    k_buf_chr(&b, ' ');
    k_buf_i64(&b, 0);
    k_buf_chr(&b, ' ');
    k_buf_i64(&b, INT64_MAX);
    assert_str(k_buf_view(&b), "-9223372036854775808 0 9223372036854775807");
}

static void json_strings_are_escaped(void **state)
{
    static const struct {
        const char *in, *want;
    } rows[] = {
        {"", "\"\""},
        {"plain", "\"plain\""},
        {"\"\\/", "\"\\\"\\\\/\""},
        {"\b\f\n\r\t\x01\x1f\x7f", "\"\\b\\f\\n\\r\\t\\u0001\\u001f\x7f\""},
        {"gr\xc3\xbc\xc3\x9f \xf0\x9f\x98\x80", "\"gr\xc3\xbc\xc3\x9f \xf0\x9f\x98\x80\""},
        {"a\xff"
         "b",
         "\"a\xef\xbf\xbd"
         "b\""},
        {"\xed\xa0\x80", "\"\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\""}, /* a lone surrogate */
        {"\xef\xbf\xbd", "\"\xef\xbf\xbd\""},                         /* U+FFFD itself */
        {"end\xc3", "\"end\xef\xbf\xbd\""},
    };
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct k_buf b;
        k_buf_init(&b, *state, 1000);
        k_buf_json(&b, k_str_z(rows[i].in));
        assert_str(k_buf_view(&b), rows[i].want);
    }
    struct k_buf b;
    k_buf_init(&b, *state, 1000);
    k_buf_json(&b, k_str_n("a\0b", 3));
    k_buf_json(&b, K_NONE);
    assert_str(k_buf_view(&b), "\"a\\u0000b\"\"\"");
}

static void html_and_urls_are_escaped(void **state)
{
    struct k_buf b;
    k_buf_init(&b, *state, 1000);
    k_buf_html(&b, K_S("<a href=\"x\" b='y'>&amp;\xc3\xa4"));
    assert_str(k_buf_view(&b), "&lt;a href=&quot;x&quot; b=&#39;y&#39;&gt;&amp;amp;\xc3\xa4");
    k_buf_reset(&b);
    k_buf_url(&b, K_S("a Z-._~/?&=+\xc3\xa4"));
    assert_str(k_buf_view(&b), "a%20Z-._~%2F%3F%26%3D%2B%C3%A4");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        arena_test(past_the_maximum_it_fails_and_keeps_what_it_had),
        arena_test(a_full_arena_fails_the_buffer_only),
        arena_test(it_grows_and_stays_terminated),
        arena_test(numbers_are_printed_exactly),
        arena_test(json_strings_are_escaped),
        arena_test(html_and_urls_are_escaped),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
