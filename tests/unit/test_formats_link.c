/* Web addresses: parts, relative ones (the examples of RFC 3986), what people type. */
#include "formats/link.h"
#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

#include "kit/rfc3986.h"

static struct k_arena *arena;

static int setup(void **state)
{
    arena = k_arena_new(0);
    return arena == NULL;
}
static int teardown(void **state)
{
    k_arena_free(arena);
    return 0;
}

static void expect(k_str got, const char *want)
{
    if (want == NULL)
        assert_null(got.p);
    else
        assert_string_equal(k_dupz(arena, got), want);
}

static void relative_addresses_become_whole_ones(void **state)
{
    const k_str base = K_S(KIT_RFC3986_BASE);
    static const char *const rows[][2] = {
        {"g:h", NULL},
        {"./g/.", "http://a/b/c/g/"},
        {"g;x=1/../y", "http://a/b/c/y"},
        {"https://other.example/x", "https://other.example/x"},
        {" g ", "http://a/b/c/g"},
        {"javascript:alert(1)", NULL},
        {"mailto:a@b.example", NULL},
        {"a b", NULL},
    };
    for (size_t i = 0; i < KIT_RFC3986; i++)
        expect(link_resolve(arena, base, k_str_z(kit_rfc3986[i].ref)), kit_rfc3986[i].out);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        expect(link_resolve(arena, base, k_str_z(rows[i][0])), rows[i][1]);
    expect(link_resolve(arena, K_S("nowhere"), K_S("g")), NULL);
    expect(link_resolve(arena, K_S("http://a"), K_S("g")), "http://a/g");
}

static void what_people_type_becomes_an_address(void **state)
{
    static const char *const rows[][2] = {
        {"blog.example", "https://blog.example/"},
        {" https://blog.example/x#top ", "https://blog.example/x"},
        {"http://localhost:8080", "http://localhost:8080/"},
        {"blog.example:8443/x", "https://blog.example:8443/x"},
        {"HTTP://Blog.example/", "HTTP://Blog.example/"},
        {"ftp://blog.example/", NULL},
        {"file:///etc/passwd", NULL},
        {"https:///x", NULL},
        {"", NULL},
        {"two words", NULL},
        {"https://a\tb/", NULL},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        expect(link_tidy(arena, k_str_z(rows[i][0])), rows[i][1]);
}

static void parts_are_found(void **state)
{
    struct link_parts u = link_parse(K_S("https://me@Host.example:81/p/q?x=1?2#f"));
    expect(u.scheme, "https");
    expect(u.host, "Host.example");
    expect(u.port, "81");
    expect(u.path, "/p/q");
    expect(u.query, "x=1?2");
    expect(u.fragment, "f");
    expect(link_site(arena, K_S("https://me@Host.example:81/p")), "host.example:81");
    expect(link_site(arena, K_S("http://[::1]:8080/p")), "[::1]:8080");
    expect(link_with(arena, K_S("http://a/?x=1"), "after", K_S("a b&c")),
           "http://a/?x=1&after=a%20b%26c");
    assert_true(link_is_plain(K_S("http://a/")));
    assert_false(link_is_plain(K_S("https://a/")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(relative_addresses_become_whole_ones),
        cmocka_unit_test(what_people_type_becomes_an_address),
        cmocka_unit_test(parts_are_found),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
