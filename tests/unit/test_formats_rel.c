/* Whom a page names with rel="me": read from real markup, within limits. */
#include "unit.h"
#include "base/buf.h"
#include "formats/rel.h"

#define PAGE "https://ada.example/home/"

static void links_are_found_by_their_words_and_made_whole(void **state)
{
    (void)state;
    static const struct {
        const char *html, *want; /* addresses, each with a blank behind */
    } rows[] = {
        {"<a rel=me href=https://b.example/ada>b</a>", "https://b.example/ada "},
        {"<A HREF='//b.example/' REL='NoFollow Me NOOPENER'>b</A>", "https://b.example/ "},
        {"<head><link rel=\"me\" href=\"/about\"></head>", "https://ada.example/about "},
        {"<a rel=\"\n me\thome \" href=\" x?y=1&amp;z=2#f \">b</a>",
         "https://ada.example/home/x?y=1&z=2#f "},
        {"<a rel=me href=/a><b></a><base href=https://c.example/d/><a rel=me href=e>",
         "https://c.example/a https://c.example/d/e "},
        {"<a rel=me href=/a></a><a rel=me href=/a></a>", "https://ada.example/a "},
        {"<a rel=home href=/a></a><a rel=some href=/b></a><a href=/c>me</a>", ""},
        {"<a rel=me></a><a rel=me href=''></a><a rel=me href=mailto:a@b.example></a>", ""},
        {"<a rel=me href=javascript:alert(1)></a><a rel=me href=ftp://a.example/></a>", ""},
        {"<area rel=me href=/a><div rel=me href=/b></div><form rel=me action=/c>", ""},
        /* what visitors wrote, and what is no markup */
        {"<a rel='ugc me' href=/a></a><a rel='me nofollow sponsored' href=/b></a>", ""},
        {"<!-- <a rel=me href=/a> --><script>'<a rel=me href=/b>'</script>", ""},
        {"<template><p><a rel=me href=/a></a></p></template><a rel=me href=/b>",
         "https://ada.example/b "},
        {"<textarea><a rel=me href=/a></a></textarea>&lt;a rel=me href=/b&gt;", ""},
        /* broken */
        {"<table><a rel=me href=/a><tr></b></table></p></div><a rel=me href=/b>",
         "https://ada.example/a https://ada.example/b "},
        {"\xff\xfe<a rel=me href=/a>\x80</a>", "https://ada.example/a "},
        {"", ""},
        {"<<<>>>&&&;</a></a><a", ""},
        {"{\"rel\":\"me\"}", ""},
    };
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct k_arena *a = k_arena_new(0);
        struct rel_links links;
        struct k_buf got;
        k_buf_init(&got, a, 10000);
        assert_int_equal(rel_me(a, k_str_z(rows[i].html), K_S(PAGE), &links), K_OK);
        for (size_t k = 0; k < links.v.n; k++)
            k_buf_fmt(&got, "%.*s ", K_ARG(links.v.v[k]));
        if (!k_str_eqz(k_buf_view(&got), rows[i].want))
            fail_msg("%s: %.*s", rows[i].html, K_ARG(k_buf_view(&got)));
        k_arena_free(a);
    }
}

static size_t count(struct k_arena *a, const char *before, const char *open, const char *close,
                    size_t n, const char *behind)
{
    struct k_buf b;
    struct rel_links links;
    k_buf_init(&b, a, 8 << 20);
    k_buf_str(&b, k_str_z(before));
    for (size_t i = 0; i < n; i++)
        k_buf_fmt(&b, "%s%d%s", open, (int)i, close);
    k_buf_str(&b, k_str_z(behind));
    assert_true(k_buf_ok(&b));
    assert_int_equal(rel_me(a, k_buf_view(&b), K_S(PAGE), &links), K_OK);
    return links.v.n;
}

static void a_page_is_read_within_limits(void **state)
{
    (void)state;
    struct k_arena *a = k_arena_new(0);
    const char *link = "<a rel=me href=/end>";
    assert_int_equal(count(a, "", "<a rel=me href=/", "></a>", 1000, ""), REL_MAX_LINKS);
    assert_int_equal(count(a, "", "<p>", "</p>", 1000, link), 1);
    assert_int_equal(count(a, "", "<div id=", ">", 100, link), 1);
    assert_int_equal(count(a, "", "<div id=", ">", 20000, link), 0); /* too deep */
    assert_int_equal(count(a, "", "<i>", "</i>", 100001, link), 0);  /* too many */
    assert_int_equal(count(a, "", "", "12345678", 120000, link), 0); /* too long */
    assert_int_equal(count(a, "<a rel=me href='/", "", "-", 200, "'>"), 0);
    k_arena_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(links_are_found_by_their_words_and_made_whole),
        cmocka_unit_test(a_page_is_read_within_limits),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
