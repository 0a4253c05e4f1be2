/* Feeds of every kind become one shape; sloppy ones are understood, dangerous ones refused. */
#include "unit.h"
#include "base/buf.h"
#include "formats/feed.h"

static const k_str base = K_S_INIT("https://blog.example/feed/");

static struct feed parse(struct k_arena *a, k_str bytes, const char *charset, k_err expected)
{
    struct feed f;
    k_str why = K_NONE;
    k_err err = feed_parse(a, bytes, base, k_str_z(charset), &f, &why);
    if (err != expected)
        fail_msg("error %d (%.*s) for %.*s", (int)err, K_ARG(why),
                 K_ARG(k_str_sub(bytes, 0, 200)));
    return f;
}

static void same(k_str got, const char *want)
{
    if (!k_str_eqz(got, want))
        fail_msg("'%.*s' instead of '%s'", K_ARG(got), want);
}

static k_time at(const char *iso)
{
    k_time t = 0;
    assert_true(k_time_parse(k_str_z(iso), &t));
    return t;
}

static void rss_is_read(void **state)
{
    k_str text = K_S(
        "<?xml version='1.0'?>\n"
        "<rss version='2.0' xmlns:dc='http://purl.org/dc/elements/1.1/'\n"
        " xmlns:content='http://purl.org/rss/1.0/modules/content/'\n"
        " xmlns:wfw='http://wellformedweb.org/CommentAPI/' "
        "xmlns:atom='http://www.w3.org/2005/Atom'>\n"
        "<channel><title>Garden &amp; Co</title><link>https://blog.example/</link>\n"
        "<atom:link rel='self' href='https://blog.example/self'/><language>en-GB</language>\n"
        "<image><title>Logo</title><link>https://logo.example/</link></image>\n"
        "<item><title>Peat &amp;amp; soil</title><link>/peat?a=1&amp;b=2</link>\n"
        "<guid isPermaLink='false'>tag:1</guid><dc:creator>Nora Lind</dc:creator>\n"
        "<pubDate>Mon, 02 Nov 2026 08:30:00 +0100</pubDate><comments>/peat#c</comments>\n"
        "<wfw:commentRss>/peat/feed</wfw:commentRss>\n"
        "<source url='x'>Elsewhere</source>\n"
        "<description>short</description><content:encoded><![CDATA[<p>long &nbsp; "
        "text</p>]]></content:encoded></item>\n"
        "<item><guid>https://blog.example/two</guid><author>me@blog.example (Ravi "
        "Sen)</author>\n"
        "<description>a <b>naked</b> word "
        "&eacute;</description><pubDate>yesterday</pubDate></item>\n"
        "</channel></rss>");
    struct feed f = parse(*state, text, NULL, K_OK);
    assert_int_equal(f.kind, FEED_RSS);
    same(f.title.v, "Garden & Co");
    same(f.link, "https://blog.example/");
    assert_int_equal(f.items.n, 2);
    const struct feed_item *it = &f.items.v[0];
    same(it->id, "tag:1");
    same(it->link, "https://blog.example/peat?a=1&b=2");
    same(it->title.v, "Peat &amp; soil");
    assert_true(it->title.html);
    same(it->summary.v, "short");
    same(it->content.v, "<p>long &nbsp; text</p>");
    same(it->author, "Nora Lind");
    same(it->comments, "https://blog.example/peat#c");
    same(it->comments_feed, "https://blog.example/peat/feed");
    same(it->lang, "en-GB");
    assert_true(it->posted == at("2026-11-02T07:30:00Z"));
    it = &f.items.v[1];
    same(it->id, "https://blog.example/two");
    same(it->link, "https://blog.example/two");
    same(it->author, "Ravi Sen");
    same(it->author_email, "me@blog.example");
    same(it->summary.v, "a <b>naked</b> word &eacute;");
    assert_true(it->posted == 0);
}

static void atom_is_read(void **state)
{
    k_str text =
        K_S("<feed xmlns='http://www.w3.org/2005/Atom' xml:lang='de' "
            "xml:base='https://notes.example/a/'>\n"
            "<title type='text'>Eins &lt; zwei</title><link href='..'/><author><name>Jo "
            "Weber</name></author>\n"
            "<entry><id>tag:x</id><title type='html'>Komp&lt;b&gt;ost&lt;/b&gt;</title>\n"
            "<link rel='edit' href='edit'/><link href='kompost'/><link rel='replies' "
            "href='k/comments'/>\n"
            "<link rel='replies' type='application/atom+xml' href='k/feed'/>\n"
            "<published>2026-11-01T07:00:00+01:00</published><updated>2026-11-03T10:00:00Z</"
            "updated>\n"
            "<summary>kurz</summary><content type='xhtml'><div "
            "xmlns='http://www.w3.org/1999/xhtml'><p\n"
            " title='a\"b'>1 &lt; 2<br/></p></div></content>\n"
            "<source><title>Anderswo</title><id>tag:source</id></source></entry>\n"
            "<entry><id>tag:y</id><author><name>Ada</name><email>ada@notes.example</"
            "email><uri>/ada</uri></author>\n"
            "<content type='image/png'>iVBORw0KGgo=</content><summary>Bild &amp; "
            "Ton</summary></entry></feed>");
    struct feed f = parse(*state, text, NULL, K_OK);
    assert_int_equal(f.kind, FEED_ATOM);
    same(f.title.v, "Eins < zwei");
    assert_false(f.title.html);
    same(f.link, "https://notes.example/");
    assert_int_equal(f.items.n, 2);
    const struct feed_item *it = &f.items.v[0];
    same(it->id, "tag:x");
    same(it->title.v, "Komp<b>ost</b>");
    assert_true(it->title.html);
    same(it->link, "https://notes.example/a/kompost");
    same(it->comments, "https://notes.example/a/k/comments");
    same(it->comments_feed, "https://notes.example/a/k/feed");
    same(it->content.v, "<p title=\"a&quot;b\">1 &lt; 2<br></p>");
    same(it->author, "Jo Weber");
    assert_true(it->posted == at("2026-11-01T06:00:00Z"));
    assert_true(it->updated == at("2026-11-03T10:00:00Z"));
    it = &f.items.v[1];
    same(it->author, "Ada");
    same(it->author_email, "ada@notes.example");
    same(it->author_url, "https://notes.example/ada");
    assert_null(it->content.v.p);
    same(it->summary.v, "Bild & Ton");
    assert_false(it->summary.html);
}

static void rdf_is_read(void **state)
{
    k_str text =
        K_S("<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'\n"
            " xmlns='http://purl.org/rss/1.0/' xmlns:dc='http://purl.org/dc/elements/1.1/'>\n"
            "<channel rdf:about='https://old.example/'><title>Old</title>\n"
            "<items><rdf:Seq><rdf:li rdf:resource='x'/></rdf:Seq></items></channel>\n"
            "<item rdf:about='https://old.example/1'><title>One</title>\n"
            "<link>https://old.example/1</link><dc:date>2026-01-02T03:04:05Z</dc:date></item></"
            "rdf:RDF>");
    struct feed f = parse(*state, text, NULL, K_OK);
    same(f.title.v, "Old");
    assert_int_equal(f.items.n, 1);
    same(f.items.v[0].id, "https://old.example/1");
    assert_true(f.items.v[0].posted == at("2026-01-02T03:04:05Z"));
}

static void json_feed_is_read(void **state)
{
    k_str text = K_S(
        "{\"version\":\"https://jsonfeed.org/version/1\",\"title\":\"Log\",\"language\":\"en\","
        "\"author\":{\"name\":\"Ada\"},\"items\":[{\"id\":7,\"url\":\"log/"
        "7\",\"title\":\"Frost\","
        "\"content_html\":\"<p>Minus "
        "two</p>\",\"date_published\":\"2026-11-04T07:10:00+01:00\"},"
        "3,{\"id\":\"8\",\"content_text\":\"<plain>\",\"authors\":[{\"name\":\"Bo\",\"url\":\"/"
        "bo\"}]}]}");
    struct feed f = parse(*state, text, NULL, K_OK);
    assert_int_equal(f.kind, FEED_JSON);
    assert_int_equal(f.items.n, 2);
    same(f.items.v[0].id, "7");
    same(f.items.v[0].link, "https://blog.example/feed/log/7");
    assert_true(f.items.v[0].content.html);
    same(f.items.v[1].content.v, "<plain>");
    assert_false(f.items.v[1].content.html);
    same(f.items.v[1].author_url, "https://blog.example/bo");
}

static void every_usual_encoding_becomes_utf8(void **state)
{
#define BODY                                                                                   \
    "<rss><channel><title>Gr\xfc\xdf"                                                          \
    "e</title></channel></rss>"
    static const struct {
        k_str bytes;
        const char *charset, *title;
    } rows[] = {
        {K_S_INIT("<?xml version='1.0' encoding='ISO-8859-1'?>" BODY), NULL,
         "Gr\xc3\xbc\xc3\x9f"
         "e"},
        {K_S_INIT("<?xml version=\"1.0\" encoding=\"windows-1252\"?>" BODY), "utf-8",
         "Gr\xc3\xbc\xc3\x9f"
         "e"},
        {K_S_INIT(BODY), "iso-8859-15",
         "Gr\xc3\xbc\xc3\x9f"
         "e"},
        {K_S_INIT("<?xml version='1.0' "
                  "encoding='koi8-r'?><rss><channel><title>\xc4\xc1</title></channel></rss>"),
         NULL, "\xd0\xb4\xd0\xb0"},
        {K_S_INIT("<?xml version='1.0' "
                  "encoding='shift_jis'?><rss><channel><title>\x93\xfa\x96\x7b</title></"
                  "channel></rss>"),
         NULL, "\xe6\x97\xa5\xe6\x9c\xac"},
        {K_S_INIT("\xff\xfe<\0r\0s\0s\0>\0<\0c\0h\0a\0n\0n\0e\0l\0>\0<\0t\0i\0t\0l\0e\0>"
                  "\0\xfc\0<\0/\0t\0i\0t\0l\0e\0>\0"
                  "<\0/\0c\0h\0a\0n\0n\0e\0l\0>\0<\0/\0r\0s\0s\0>\0"),
         NULL, "\xc3\xbc"},
        {K_S_INIT("\xef\xbb\xbf\n <?xml version='1.0' "
                  "encoding='utf-16'?><rss><channel><title>\xc3\xbc</title></channel></rss>"),
         NULL, "\xc3\xbc"},
        /* says UTF-8 and is not: one wrong byte does not hide the rest */
        {K_S_INIT("<?xml version='1.0' encoding='utf-8'?><rss><channel><title>a\xfc"
                  "b</title></channel></rss>"),
         NULL,
         "a\xef\xbf\xbd"
         "b"},
        {K_S_INIT("<?xml version='1.0' "
                  "encoding='no-such-thing'?><rss><channel><title>a</title></channel></rss>"),
         NULL, "a"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        same(parse(*state, rows[i].bytes, rows[i].charset, K_OK).title.v, rows[i].title);
}

static void sloppy_feeds_are_understood(void **state)
{
    static const struct {
        const char *text, *title;
    } rows[] = {
        {"<rss><channel><title>Fish & Chips</title></channel></rss>", "Fish & Chips"},
        {"<rss><channel><title>a\x08"
         "b</title></channel></rss>",
         "a b"},
        {"<rss><channel><title>x&nbsp;y</title></channel></rss>", "x&nbsp;y"},
        {"<rss><channel><dc:title>By prefix</dc:title></channel></rss>", "By prefix"},
        {"warning: something\n<rss><channel><title>t</title></channel></rss>", "t"},
        {"<!DOCTYPE rss PUBLIC '-//Netscape//DTD RSS 0.91//EN' "
         "'http://my.netscape.com/publish/formats/rss-0.91.dtd'>"
         "<rss><channel><title>dtd</title></channel></rss>",
         "dtd"},
        {"<rss "
         "xmlns='http://blogs.law.harvard.edu/tech/rss'><channel><title>ns</title></channel></"
         "rss>",
         "ns"},
        {"<rss><channel><title><![CDATA[a & b]]></title><x>&</x></channel></rss>", "a & b"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        same(parse(*state, k_str_z(rows[i].text), NULL, K_OK).title.v, rows[i].title);
}

static void what_is_no_feed_is_refused_with_the_reason(void **state)
{
    static const char *const rows[][2] = {
        {"", "nothing in it"},
        {"  \n", "nothing in it"},
        {"<!doctype html><html><body>Hi</body></html>", "web page"},
        {"<?xml version='1.0'?><html xmlns='http://www.w3.org/1999/xhtml'/>", "web page"},
        {"<opml version='1'/>", "neither RSS nor Atom"},
        {"<CHANNEL><TITLE>x</TITLE></CHANNEL>", "neither RSS nor Atom"},
        {"{\"items\":[]}", "no JSON feed"},
        {"{broken", "line 1"},
        {"plain words", "line 1"},
        {"<rss><channel><title>cut o", "line 1"},
        {"<!DOCTYPE rss [<!ENTITY a 'b'>]><rss><channel><title>&a;</title></channel></rss>",
         "entities"},
        {"<!DOCTYPE rss [<!ENTITY % a SYSTEM 'file:///etc/passwd'> %a;]><rss/>", "entities"},
        {"<!DOCTYPE rss [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b "
         "'&a;&a;&a;&a;&a;&a;&a;&a;'>]><rss>&b;</rss>",
         "entities"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct feed f;
        k_str why = K_NONE;
        assert_int_equal(feed_parse(*state, k_str_z(rows[i][0]), base, K_NONE, &f, &why),
                         K_ERR_BAD_INPUT);
        if (k_str_find(why, k_str_z(rows[i][1])) < 0)
            fail_msg("'%.*s' has no '%s'", K_ARG(why), rows[i][1]);
    }
}

static void depth_items_and_text_have_limits(void **state)
{
    struct k_buf b;
    k_str why = K_NONE;
    struct feed f;
    k_buf_init(&b, *state, 4 << 20);
    k_buf_str(&b, K_S("<rss><channel>"));
    for (int i = 0; i < FEED_MAX_ITEMS + 5; i++)
        k_buf_fmt(&b, "<item><title>%d</title></item>", i);
    k_buf_str(&b, K_S("<title>behind</title></channel></rss>"));
    f = parse(*state, k_buf_view(&b), NULL, K_OK);
    assert_int_equal(f.items.n, FEED_MAX_ITEMS);
    assert_true(f.cut);
    same(f.items.v[FEED_MAX_ITEMS - 1].title.v, "999");
    same(f.title.v, "behind");

    k_buf_reset(&b);
    k_buf_str(&b, K_S("<rss><channel><item><description>"));
    for (int i = 0; i < 5000; i++)
        k_buf_str(&b, K_S("<b>"));
    assert_int_equal(feed_parse(*state, k_buf_view(&b), base, K_NONE, &f, &why),
                     K_ERR_BAD_INPUT);
    assert_true(k_str_find(why, K_S("too deep")) >= 0);

    k_buf_reset(&b);
    k_buf_str(&b, K_S("<rss><channel><item><description>"));
    for (int i = 0; i < 200000; i++)
        k_buf_str(&b, K_S("ten bytes "));
    k_buf_str(&b, K_S("</description></item></channel></rss>"));
    f = parse(*state, k_buf_view(&b), NULL, K_OK);
    assert_true(f.items.v[0].summary.v.n <= FEED_MAX_TEXT);
    assert_true(f.items.v[0].summary.v.n > FEED_MAX_TEXT / 2);
}

static void dates_of_many_hands_are_read(void **state)
{
    static const char *const rows[][2] = {
        {"2026-11-01T07:00:00Z", "2026-11-01T07:00:00Z"},
        {"2026-11-01T07:00:00.5+01:00", "2026-11-01T06:00:00.5Z"},
        {"Mon, 02 Nov 2026 08:30:00 GMT", "2026-11-02T08:30:00Z"},
        {"02 Nov 2026 08:30 EST", "2026-11-02T13:30:00Z"},
        {" 2026-11-01 ", "2026-11-01T00:00:00Z"},
        {"2026-11", "2026-11-01T00:00:00Z"},
        {"2026", "2026-01-01T00:00:00Z"},
        {"20261101", "2026-11-01T00:00:00Z"},
        {"2026/11/01 07:08:09", "2026-11-01T07:08:09Z"},
        {"November 1, 2026 07:08", "2026-11-01T07:08:00Z"},
        {"Sun Nov 1 07:08:09 2026", "2026-11-01T07:08:09Z"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        k_time t = 0;
        if (!feed_date(k_str_z(rows[i][0]), &t))
            fail_msg("not understood: %s", rows[i][0]);
        if (t != at(rows[i][1]))
            fail_msg("%s gives %.*s", rows[i][0], K_ARG(k_time_iso(*state, t)));
    }
    static const char *const bad[] = {"",           "yesterday",  "99-99-99",
                                      "2026-13-01", "0000-01-01", "1:2:3"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        k_time t = 0;
        if (feed_date(k_str_z(bad[i]), &t))
            fail_msg("%s gives %.*s", bad[i], K_ARG(k_time_iso(*state, t)));
    }
}

static void feeds_of_a_page_are_found(void **state)
{
    k_str page =
        K_S("<!doctype html><html><head><!-- <link rel=alternate type=application/rss+xml "
            "href=/no> -->\n"
            "<script>'<link rel=\"alternate\" type=\"application/rss+xml\" "
            "href=\"/script\">'</script>\n"
            "<LINK REL=\"Alternate home\" TYPE=\"application/rss+xml; charset=utf-8\" "
            "TITLE=\"News &amp; more\" HREF=\"news?a=1&amp;b=2\">\n"
            "<link rel='stylesheet' type='text/css' href='x.css'/>\n"
            "<link href=/notes.atom type='application/atom+xml' rel=alternate>\n"
            "<link rel='alternate' type='application/json' href='/wp-json/wp/v2/posts/1'>\n"
            "<link rel='alternate' type='application/feed+json' "
            "href='https://other.example/log.json'>\n"
            "<link rel='alternate' type='application/rss+xml' href='javascript:alert(1)'>\n"
            "<link rel='alternate' type='application/rss+xml' href='/notes.atom'>\n"
            "<link rel='alternate' type='application/rss+xml'");
    struct feed_links links;
    feed_discover(*state, page, base, &links);
    assert_int_equal(links.v.n, 3);
    same(links.v.v[0].url, "https://blog.example/feed/news?a=1&b=2");
    same(links.v.v[0].title, "News & more");
    same(links.v.v[1].url, "https://blog.example/notes.atom");
    same(links.v.v[2].url, "https://other.example/log.json");
    assert_true(feed_is_page(page));
    feed_discover(
        *state, K_S("<base href='/sub/'><link rel=alternate type=application/rss+xml href=x>"),
        base, &links);
    assert_int_equal(links.v.n, 1);
    same(links.v.v[0].url, "https://blog.example/sub/x");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        arena_test(rss_is_read),
        arena_test(atom_is_read),
        arena_test(rdf_is_read),
        arena_test(json_feed_is_read),
        arena_test(every_usual_encoding_becomes_utf8),
        arena_test(sloppy_feeds_are_understood),
        arena_test(what_is_no_feed_is_refused_with_the_reason),
        arena_test(depth_items_and_text_have_limits),
        arena_test(dates_of_many_hands_are_read),
        arena_test(feeds_of_a_page_are_found),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
