/* Markup from outside: what is kept, what is dropped, what is refused, how large it may be. */
#include "unit.h"
#include "base/buf.h"
#include "base/time.h"
#include "base/utf8.h"
#include "text/entity.h"
#include "text/html.h"

struct row {
    const char *in, *want;
};

#define REL "\" rel=\"nofollow noopener noreferrer\">"

static void cleaned(void **state, const struct row *rows, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        k_str once = html_clean(*state, k_str_z(rows[i].in), 100000);
        if (!k_str_eqz(once, rows[i].want))
            fail_msg("%s\n gives %.*s\n want  %s", rows[i].in, K_ARG(once), rows[i].want);
        k_str twice = html_clean(*state, once, 100000);
        if (!k_str_eq(once, twice))
            fail_msg("%s\n once  %.*s\n twice %.*s", rows[i].in, K_ARG(once), K_ARG(twice));
    }
}

static void what_people_write_is_kept(void **state)
{
    static const struct row rows[] = {
        {"", ""},
        {"plain text", "plain text"},
        {"<p>One</p><p>Two</p>", "<p>One</p><p>Two</p>"},
        {"a<br>b<br/>c</br>d", "a<br>b<br>c<br>d"},
        {"<B>b</B> <i>i</i> <em>e</em> <strong>s</strong> <code>c</code>",
         "<b>b</b> <i>i</i> <em>e</em> <strong>s</strong> <code>c</code>"},
        {"<ul><li>1<li>2</ul><ol><li>3</li></ol>",
         "<ul><li>1</li><li>2</li></ul><ol><li>3</li></ol>"},
        {"<blockquote><p>q</p></blockquote>", "<blockquote><p>q</p></blockquote>"},
        {"<pre>a\n  b &lt;</pre>", "<pre>a\n  b &lt;</pre>"},
        {"<a href='https://example.org/?a=1&amp;b=2'>x</a>",
         "<a href=\"https://example.org/?a=1&amp;b=2" REL "x</a>"},
        {"<a class=x HREF=mailto:a@example.org target=_blank onclick=evil()>x</a>",
         "<a href=\"mailto:a@example.org" REL "x</a>"},
        {"<p><span class=\"h-card\"><a href=\"https://m.example/@bob\" "
         "class=\"u-url\">@<span>bob"
         "</span></a></span> hi</p>",
         "<p><a href=\"https://m.example/@bob" REL "@bob</a> hi</p>"},
        {"caf\xc3\xa9 &eacute; &#233; &#xE9; &unknown; & &amp;amp;",
         "caf\xc3\xa9 \xc3\xa9 \xc3\xa9 \xc3\xa9 &amp;unknown; &amp; &amp;amp;"},
        {"1 < 2 and 3 > 2 <3", "1 &lt; 2 and 3 &gt; 2 &lt;3"},
        {"<img src=x alt=':smile: \"&lt;b&gt;'>", ":smile: &quot;&lt;b&gt;"},
        {"<h1>Title</h1><div>a</div><div>b</div>c", "Title<br>a<br>b<br>c"},
        {"<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>", " a b <br>c"},
        {"<p></p><p> </p><p><b></b><br></p>x<b> </b>y", "x y"},
        {"a<br><br><br><br><br>b", "a<br><br>b"},
        {"<html><head><title>T</title></head><body><p>x</p></body></html>", "<p>x</p>"},
    };
    cleaned(state, rows, ROWS(rows));
}

static void what_is_nested_wrongly_is_mended(void **state)
{
    static const struct row rows[] = {
        {"<b>open", "<b>open</b>"},
        {"</b></p></ul>text", "text"},
        {"<b><i>x</b>y</i>z", "<b><i>x</i></b>yz"},
        {"<p>a<p>b", "<p>a</p><p>b</p>"},
        {"<p>a<ul><li>b</ul>c</p>", "<p>a</p><ul><li>b</li></ul>c"},
        {"<p>a</b>b</p>c", "<p>ab</p>c"},
        {"<b><p>a</b>b</p>", "<b><p>ab</p></b>"},
        {"<li>no list", "no list"},
        {"a<li>b<li>c", "a<br>b<br>c"},
        {"<a href=http://a.example>a<a href=http://b.example>b</a>",
         "<a href=\"http://a.example" REL "a</a><a href=\"http://b.example" REL "b</a>"},
        {"<ul><li>a<ul><li>b</ul><li>c</ul>",
         "<ul><li>a<ul><li>b</li></ul></li><li>c</li></ul>"},
    };
    cleaned(state, rows, ROWS(rows));
}

static void only_harmless_addresses_become_links(void **state)
{
    static const char *const bad[] = {
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        " javascript:alert(1)",
        "java\nscript:alert(1)",
        "java&#10;script:alert(1)",
        "jav&#x09;ascript:alert(1)",
        "&#106;&#97;vascript:alert(1)",
        "javascript&colon;alert(1)",
        "\x01javascript:alert(1)",
        "&#1;javascript:alert(1)",
        "data:text/html,<script>alert(1)</script>",
        "vbscript:x",
        "file:///etc/passwd",
        "ftp://example.org/",
        "//example.org/",
        "/relative",
        "relative",
        "#here",
        "http:",
        "http://",
        "https:///path",
        "https:/\\example.org",
        "https:example.org",
        "mailto:",
        "https://example.org/a b",
        "https://exa&quot;mple.org/",
        "https://example.org/&lt;script&gt;",
        "",
    };
    for (size_t i = 0; i < ROWS(bad); i++) {
        k_str in = k_fmt(*state, "<a href=\"%s\">x</a>", bad[i]);
        k_str got = html_clean(*state, in, 10000);
        if (!k_str_eqz(got, "x"))
            fail_msg("%s gives %.*s", bad[i], K_ARG(got));
    }
    static const struct row good[] = {
        {"<a href=' https://example.org/ '>x</a>",
         "<a href=\"https://example.org/" REL "x</a>"},
        {"<a href='ht\ntps://exam\tple.org/'>x</a>",
         "<a href=\"https://example.org/" REL "x</a>"},
        {"<a href=HTTPS://example.org/'>x</a>",
         "<a href=\"HTTPS://example.org/&#39;" REL "x</a>"},
        {"<a href=http://a.example/ href=javascript:alert(1)>x</a>",
         "<a href=\"http://a.example/" REL "x</a>"},
        {"<a href=javascript:alert(1) href=http://a.example/>x</a>", "x"},
        {"<a href='https://example.org/?x=1&copy=2&lt=3'>x</a>",
         "<a href=\"https://example.org/?x=1&amp;copy=2&amp;lt=3" REL "x</a>"},
    };
    cleaned(state, good, ROWS(good));
    char *longest = k_arena_alloc(*state, 3000);
    memset(longest, 'x', 2999);
    assert_str(html_clean(*state, k_fmt(*state, "<a href=http://%s>y</a>", longest), 10000),
               "y");
}

static void what_runs_or_hides_is_dropped_whole(void **state)
{
    static const struct row rows[] = {
        {"a<script>alert(1)</script>b", "ab"},
        {"a<SCRIPT SRC=//evil>x</SCRIPT\n>b", "ab"},
        {"a<script>if (a</b) \"</scr\"</script >b", "ab"},
        {"a<script><!--<script></script>-->b", "a--&gt;b"},
        {"a<script>never closed", "a"},
        {"a<style>p{}</style>b<style", "ab"},
        {"a<svg onload=alert(1)><p>x</p><svg></svg>y</svg>b", "ab"},
        {"a<svg/>b<math/>c", "abc"},
        {"a<math><mtext><img src=x onerror=alert(1)></math>b", "ab"},
        {"a<template><p>x</template>b", "ab"},
        {"a<iframe src=x>text</iframe>b<object data=x>y</object>c", "abc"},
        {"a<!-- x -->b<!-->c<!--->d<!-- - -- --!>e<!doctype html>f<?php x ?>g", "abcdefg"},
        {"a<![CDATA[x>]]>b", "a]]&gt;b"},
        {"a</ p>b</>c", "abc"},
        {"a<!-- never closed <p>b</p>", "a"},
        {"a<noscript><p>x</noscript>b<textarea><p>y</textarea>c<title>z</title>d", "abcd"},
        {"a<plaintext>b</plaintext>c", "a"},
        {"<input autofocus onfocus=alert(1)>a<video src=x onerror=alert(1)>b</video>", "ab"},
        {"<img src=x onerror=alert(1)>a", "a"},
        {"<p style=\"background:url(x)\" id=a name=b data-x=1>a</p>", "<p>a</p>"},
        {"<form action=//evil><button>a</button><select><option>b</form>", "a<br>b"},
        {"<base href=//evil><link rel=stylesheet href=//evil><meta http-equiv=refresh>a", "a"},
    };
    cleaned(state, rows, ROWS(rows));
}

/* Vectors of published bypasses (mutation XSS, parser differentials). None may leave a tag,
 * an attribute or an unescaped '<' that we did not write. */
static void published_tricks_leave_nothing_behind(void **state)
{
    static const char *const tricks[] = {
        "<math><mtext><table><mglyph><style><!--</style><img title=\"--&gt;&lt;img src=1 "
        "onerror=alert(1)&gt;\">",
        "<svg></p><style><a id=\"</style><img src=1 onerror=alert(1)>\">",
        "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">",
        "<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
        "<p title=\"<!--\"><img title=\"--><img src=x onerror=alert(1)>\">",
        "<a href=\"https://x.example/&quot;onmouseover=&quot;alert(1)\">x</a>",
        "<a href='https://x.example/' title='\"><script>alert(1)</script>'>x</a>",
        "<<script>alert(1)//<</script>",
        "<scr<script>ipt>alert(1)</scr</script>ipt>",
        "<img src=\"x` `<script>alert(1)</script>\"` `>",
        "<IMG \"\"\"><SCRIPT>alert(1)</SCRIPT>\"\\>",
        "<a/href=javascript:alert(1)//>x",
        "<svg><script>alert&#40;1&#41;</script>",
        "<style><img src=\"</style><img src=x onerror=alert(1)//\">",
        "<xmp><p title=\"</xmp><svg/onload=alert(1)>\">",
        "<b <script>alert(1)</script>0",
        "<p/onclick=alert(1)>x<p\nonclick=alert(1)>y<p\x0conclick=alert(1)>z",
        "&lt;script&gt;alert(1)&lt;/script&gt;",
        "&#60;img src=x onerror=alert(1)&#62;",
        "\xef\xbc\x9cscript\xef\xbc\x9e"
        "alert(1)",
        "<\x00script>alert(1)</script>",
        "<option><style></option></select><img src=x onerror=alert(1)></style>",
        "<table><td><svg><desc><td><style><!--</style><img src=x onerror=alert(1)>-->",
        "<br title=\"`\"onload=alert(1)>x",
        "<a href=\"https://x.example/\" <img src=x onerror=alert(1)>x</a>",
    };
    static const char *const ours[] = {"<p>",  "</p>", "<b>",           "</b>",
                                       "<br>", "</a>", "<a href=\"http"};
    for (size_t i = 0; i < ROWS(tricks); i++) {
        k_str got = html_clean(*state, k_str_z(tricks[i]), 10000);
        for (size_t k = 0; k < got.n; k++) {
            if (got.p[k] != '<')
                continue;
            bool known = false;
            for (size_t t = 0; t < ROWS(ours); t++)
                known |= k_str_starts(k_str_from(got, k), k_str_z(ours[t]));
            if (!known)
                fail_msg("%s\n gives %.*s", tricks[i], K_ARG(got));
        }
        k_str twice = html_clean(*state, got, 10000);
        if (!k_str_eq(got, twice))
            fail_msg("%s\n once  %.*s\n twice %.*s", tricks[i], K_ARG(got), K_ARG(twice));
    }
}

static void depth_and_size_are_bounded(void **state)
{
    static const char *const parts[] = {"<b>",  "<p>",   "<blockquote>", "<ul><li>", "<svg>",
                                        "<!--", "</",    "<a href=",     "<",        "&#",
                                        "<a ",  "<p x=", "<script>",     "&amp",     "<pre>\n"};
    enum { SIZE = 1 << 18 };
    char *big = malloc(SIZE);
    assert_non_null(big);
    for (size_t i = 0; i < ROWS(parts); i++) {
        struct k_arena *a = k_arena_new(0);
        size_t n = strlen(parts[i]);
        for (size_t k = 0; k < SIZE; k++)
            big[k] = parts[i][k % n];
        k_time before = k_mono();
        k_str got = html_clean(a, k_str_n(big, SIZE), SIZE);
        k_str text = html_text(a, k_str_n(big, SIZE), SIZE);
        assert_true(k_mono() - before < 20 * K_SEC); /* linear, also under the sanitizer */
        assert_true(got.n <= 8 * (size_t)SIZE && text.n <= 8 * (size_t)SIZE);
        k_arena_free(a);
    }
    free(big);
    struct k_buf b;
    k_buf_init(&b, *state, 100000);
    for (int i = 0; i < 100; i++)
        k_buf_str(&b, K_S("<blockquote>"));
    k_buf_str(&b, K_S("deep"));
    k_str got = html_clean(*state, k_buf_view(&b), 100000);
    size_t depth = 0;
    for (size_t i = 0; i < got.n; i++)
        depth += k_str_starts(k_str_from(got, i), K_S("<blockquote>"));
    assert_int_equal(depth, 32);
    assert_true(k_str_find(got, K_S("deep")) > 0);
}

static void input_is_cut_between_characters(void **state)
{
    assert_str(html_clean(*state, K_S("ab\xc3\xa4"), 3), "ab");
    assert_str(html_clean(*state, K_S("ab\xc3\xa4"), 4), "ab\xc3\xa4");
    assert_str(html_clean(*state, K_S("<p>abcdef</p>"), 6), "<p>abc</p>");
    assert_str(html_clean(*state, K_S("abc"), 0), "");
    assert_str(html_clean(*state, K_NONE, 100), "");
    assert_str(html_text(*state, K_NONE, 100), "");
    char *alt = k_arena_alloc(*state, 1000);
    for (size_t i = 0; i < 998; i += 2)
        memcpy(alt + i, "\xc3\xa4", 2);
    k_str picture = html_clean(*state, k_fmt(*state, "<img alt=x%s>", alt), 2000);
    assert_int_equal(picture.n, 1 + 2 * 299);
    assert_true(k_utf8_valid(picture));
    k_str bad = html_clean(*state, K_S("a\xff\xc3(b"), 100);
    assert_true(k_utf8_valid(bad));
    k_str controls = html_clean(*state,
                                K_S("a\x01"
                                    "b&#2;c\x7f"
                                    "d\te"),
                                100);
    assert_str(controls, "abcd\te");
}

static void text_reads_like_the_page(void **state)
{
    static const struct row rows[] = {
        {"<p>One\n  line</p>\n<p>Two</p>", "One line\n\nTwo"},
        {"a<br>b<br><br>c<br><br><br><br>d", "a\nb\n\nc\n\nd"},
        {"  <b> x </b>  y  ", "x y"},
        {"<ul><li>one</li><li>two<ul><li>inner</li></ul></li></ul>after",
         "- one\n- two\n  - inner\n\nafter"},
        {"<ol><li><p>one</p></li><li>two</li></ol>", "1. one\n\n2. two"},
        {"<blockquote><p>a</p><p>b<br>c</p></blockquote><p>d</p>", "> a\n\n> b\n> c\n\nd"},
        {"<pre>int  x;\n\n  y\n</pre>z", "int  x;\n\n  y\n\nz"},
        {"<h1>T</h1><div>a</div>b", "T\na\nb"},
        {"<tr><td>a</td><td>b</td></tr>", "a b"},
        {"&lt;b&gt; &amp;amp; &nbsp;&hellip;", "<b> &amp; \xc2\xa0\xe2\x80\xa6"},
        {"see <a href='https://example.org/x'>this</a>.", "see this (https://example.org/x)."},
        {"<a href='https://www.example.org/'>example.org</a>", "example.org"},
        {"<a href='https://example.org/long'><span>https://</span>example.org/long</a> x",
         "https://example.org/long x"},
        {"<a href='https://m.example/@bob'>@<span>bob</span></a> <a "
         "href='https://m.example/t/x'>"
         "#x</a>",
         "@bob #x"},
        {"<a href='mailto:a@example.org'>a@example.org</a>", "a@example.org"},
        {"<a href='javascript:alert(1)'>x</a>", "x"},
        {"<a href='https://example.org/'><img src=x></a>y", "y"},
        {"<script>x</script><style>y</style>z<!-- c -->", "z"},
        {"<img alt='a cat'> here", "a cat here"},
        {"one<div></div><div></div>two", "one\ntwo"},
    };
    for (size_t i = 0; i < ROWS(rows); i++) {
        k_str got = html_text(*state, k_str_z(rows[i].in), 10000);
        if (!k_str_eqz(got, rows[i].want))
            fail_msg("%s\n gives %.*s\n want  %s", rows[i].in, K_ARG(got), rows[i].want);
    }
}

static void entities_are_decoded_by_the_standard(void **state)
{
    static const struct {
        const char *in;
        bool attribute;
        const char *want;
    } rows[] = {
        {"none", false, "none"},
        {"&lt;&gt;&amp;&quot;&apos;&nbsp;", false, "<>&\"'\xc2\xa0"},
        {"&amp;lt;", false, "&lt;"},
        {"&copy2026 &copyx &ampx", false,
         "\xc2\xa9"
         "2026 \xc2\xa9x &x"},
        {"?a&copy=1&lt2&gt;", true, "?a&copy=1&lt2>"},
        {"&copy", true, "\xc2\xa9"},
        {"&hellip &hellip;", false, "&hellip \xe2\x80\xa6"},
        {"&notit; &thetasym;", false, "\xc2\xacit; \xcf\x91"},
        {"&#65;&#x41;&#X41;&#65 &#x1F600;", false, "AAAA \xf0\x9f\x98\x80"},
        {"&#128;&#x9f;&#150;", false, "\xe2\x82\xac\xc5\xb8\xe2\x80\x93"},
        {"&#0;&#xD800;&#x110000;&#99999999999999999999;", false,
         "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd"},
        {"&#;&#x;&;&&#xg;", false, "&#;&#x;&;&&#xg;"},
        {"&unknown;&Amp;&", false, "&unknown;&Amp;&"},
        {"&", false, "&"},
        {"&#", false, "&#"},
        {"&AElig;&zwj;&yuml;", false, "\xc3\x86\xe2\x80\x8d\xc3\xbf"},
    };
    for (size_t i = 0; i < ROWS(rows); i++)
        assert_str(entity_decode(*state, k_str_z(rows[i].in), rows[i].attribute), rows[i].want);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        arena_test(what_people_write_is_kept),
        arena_test(what_is_nested_wrongly_is_mended),
        arena_test(only_harmless_addresses_become_links),
        arena_test(what_runs_or_hides_is_dropped_whole),
        arena_test(published_tricks_leave_nothing_behind),
        arena_test(depth_and_size_are_bounded),
        arena_test(input_is_cut_between_characters),
        arena_test(text_reads_like_the_page),
        arena_test(entities_are_decoded_by_the_standard),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
