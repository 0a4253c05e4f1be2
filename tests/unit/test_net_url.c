/* Addresses: what is read, what is refused, how relative ones resolve, and which hosts are
 * public. */
#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include "kit/rfc3986.h"
#include "net/address.h"
#include "net/url.h"

static struct k_arena *arena;

static int setup(void **state)
{
    arena = k_arena_new(0);
    return 0;
}

static int teardown(void **state)
{
    k_arena_free(arena);
    return 0;
}

static void addresses_are_read_and_written_in_one_form(void **state)
{
    static const struct {
        const char *in, *out, *host_port;
    } cases[] = {
        {"http://example.org", "http://example.org/", "example.org:80"},
        {" HTTPS://Example.ORG:443/A?b#c ", "https://example.org/A?b#c", "example.org:443"},
        {"http://example.org:8080/", "http://example.org:8080/", "example.org:8080"},
        {"http://example.org:/", "http://example.org/", "example.org:80"},
        {"https://example.org?", "https://example.org/?", "example.org:443"},
        {"http://[2001:DB8:0:0::1]:81/x", "http://[2001:db8::1]:81/x", "[2001:db8::1]:81"},
        {"http://127.0.0.1/", "http://127.0.0.1/", "127.0.0.1:80"},
        {"http://xn--mnchen-3ya.de/", "http://xn--mnchen-3ya.de/", "xn--mnchen-3ya.de:80"},
        {"http://a.b/x/../y/./z/..", "http://a.b/y/", "a.b:80"},
        {"http://a.b/../../x", "http://a.b/x", "a.b:80"},
        {"http://a.b/%2e%2E/x", "http://a.b/%2e%2E/x", "a.b:80"},
        {"http://a.b/\xc3\xa4?\xc3\xb6=|#\"", "http://a.b/%C3%A4?%C3%B6=%7C#%22", "a.b:80"},
        {"http://a.b//c", "http://a.b//c", "a.b:80"},
        {"http://a_b.example/", "http://a_b.example/", "a_b.example:80"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct url u;
        if (!url_parse(arena, k_str_z(cases[i].in), &u))
            fail_msg("refused: %s", cases[i].in);
        assert_string_equal(url_text(arena, &u).p, cases[i].out);
        assert_string_equal(url_host_port(arena, &u).p, cases[i].host_port);
    }
}

static void other_addresses_are_refused(void **state)
{
    static const k_str cases[] = {
        K_S_INIT(""),
        K_S_INIT("example.org"),
        K_S_INIT("//example.org/"),
        K_S_INIT("/path"),
        K_S_INIT("ftp://example.org/"),
        K_S_INIT("javascript:alert(1)"),
        K_S_INIT("http:example.org"),
        K_S_INIT("http:/example.org"),
        K_S_INIT("http://"),
        K_S_INIT("http:///x"),
        K_S_INIT("http://user@example.org/"),
        K_S_INIT("http://user:pw@example.org/"),
        K_S_INIT("http://example.org@evil.example/"),
        K_S_INIT("http://example.org\\@evil.example/"),
        K_S_INIT("http://exa mple.org/"),
        K_S_INIT("http://example.org/a b"),
        K_S_INIT("http://example.org/a\nb"),
        K_S_INIT("http://example.org/a\0b"),
        K_S_INIT("http://example.org:0/"),
        K_S_INIT("http://example.org:65536/"),
        K_S_INIT("http://example.org:+80/"),
        K_S_INIT("http://example.org:8o/"),
        K_S_INIT("http://m\xc3\xbcnchen.de/"),
        K_S_INIT("http://a..b/"),
        K_S_INIT("http://.a/"),
        K_S_INIT("http://a%2eb/"),
        K_S_INIT("http://[::1/"),
        K_S_INIT("http://[::1]x/"),
        K_S_INIT("http://[fe80::1%25eth0]/"),
        K_S_INIT("http://[127.0.0.1]/"),
        K_S_INIT("http://::1/"),
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct url u;
        if (url_parse(arena, cases[i], &u))
            fail_msg("taken: %.*s", K_ARG(cases[i]));
    }
    char *very_long = k_arena_alloc(arena, 10000);
    memset(very_long, 'a', 10000);
    memcpy(very_long, "http://a.b/", 11);
    struct url u;
    assert_false(url_parse(arena, k_str_n(very_long, 10000), &u));
}

static void expect_resolved(const struct url *base, const struct kit_reference *r)
{
    struct url u;
    bool ok = url_resolve(arena, base, k_str_z(r->ref), &u);
    assert_int_equal(ok, r->out != NULL);
    if (ok)
        assert_string_equal(url_text(arena, &u).p, r->out);
}

static void relative_addresses_resolve_as_in_the_rfc(void **state)
{
    static const struct kit_reference more[] = {
        {"https://x/y", "https://x/y"},
        {"a:b", NULL},
        {"mailto:x@y", NULL},
        {"//", NULL},
    };
    struct url base;
    assert_true(url_parse(arena, K_S(KIT_RFC3986_BASE), &base));
    for (size_t i = 0; i < KIT_RFC3986; i++)
        expect_resolved(&base, &kit_rfc3986[i]);
    for (size_t i = 0; i < sizeof more / sizeof *more; i++)
        expect_resolved(&base, &more[i]);
}

static void origin_is_scheme_host_and_port(void **state)
{
    struct url a, b;
    assert_true(url_parse(arena, K_S("https://Example.org/x?y"), &a));
    assert_string_equal(url_origin(arena, &a).p, "https://example.org");
    static const struct {
        const char *other;
        bool same;
    } cases[] = {{"https://example.org:443/z", true},
                 {"http://example.org/", false},
                 {"https://example.org:444/", false},
                 {"https://www.example.org/", false}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_true(url_parse(arena, k_str_z(cases[i].other), &b));
        assert_int_equal(url_same_origin(&a, &b), cases[i].same);
    }
}

static void query_parts_are_escaped(void **state)
{
    struct k_buf b;
    k_buf_init(&b, arena, 1000);
    k_buf_str(&b, K_S("https://a.b/c"));
    url_add_query(&b, "q", K_S("a b&c=\xc3\xa4"));
    url_add_query(&b, "limit", K_S("5"));
    assert_string_equal(b.p, "https://a.b/c?q=a%20b%26c%3D%C3%A4&limit=5");
}

static void only_public_addresses_are_public(void **state)
{
    static const struct {
        const char *text;
        bool is_public;
    } cases[] = {
        {"1.1.1.1", true},
        {"9.255.255.255", true},
        {"11.0.0.0", true},
        {"100.63.255.255", true},
        {"100.128.0.0", true},
        {"172.15.255.255", true},
        {"172.32.0.0", true},
        {"192.167.255.255", true},
        {"223.255.255.255", true},
        {"198.17.255.255", true},
        {"198.20.0.0", true},
        {"2606:4700::1111", true},
        {"2a00:1450:4001::8a", true},
        {"2001:4860:4860::8888", true},
        {"0.0.0.0", false},
        {"0.1.2.3", false},
        {"10.0.0.0", false},
        {"10.255.255.255", false},
        {"100.64.0.0", false},
        {"100.127.255.255", false},
        {"127.0.0.1", false},
        {"127.255.255.255", false},
        {"169.254.169.254", false},
        {"172.16.0.0", false},
        {"172.31.255.255", false},
        {"192.0.0.1", false},
        {"192.0.2.1", false},
        {"192.88.99.1", false},
        {"192.168.0.1", false},
        {"198.18.0.1", false},
        {"198.19.255.255", false},
        {"198.51.100.1", false},
        {"203.0.113.1", false},
        {"224.0.0.1", false},
        {"239.255.255.255", false},
        {"240.0.0.1", false},
        {"255.255.255.255", false},
        {"::", false},
        {"::1", false},
        {"::127.0.0.1", false},
        {"::ffff:10.0.0.1", false},
        {"::ffff:8.8.8.8", false},
        {"64:ff9b::8.8.8.8", false},
        {"64:ff9b:1::1", false},
        {"100::1", false},
        {"2001::1", false},
        {"2001:db8::1", false},
        {"2001:10::1", false},
        {"2002:7f00:1::", false},
        {"3fff::1", false},
        {"fc00::1", false},
        {"fdff::1", false},
        {"fe80::1", false},
        {"fec0::1", false},
        {"ff02::1", false},
        {"5f00::1", false},
        {"example.org", false},
        {"", false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        if (address_text_is_public(k_str_z(cases[i].text)) != cases[i].is_public)
            fail_msg("%s", cases[i].text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define T(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
        T(addresses_are_read_and_written_in_one_form),
        T(other_addresses_are_refused),
        T(relative_addresses_resolve_as_in_the_rfc),
        T(origin_is_scheme_host_and_port),
        T(query_parts_are_escaped),
        T(only_public_addresses_are_public),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
