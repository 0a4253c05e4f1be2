/* What clients of WebDAV and CardDAV ask, read with limits; filters as RFC 6352 says them;
 * answers that are XML whatever is in them. */
#include "formats/dav.h"
#include "unit.h"

#define PROPFIND(inside) "<D:propfind xmlns:D=\"DAV:\">" inside "</D:propfind>"
#define C "xmlns:C=\"urn:ietf:params:xml:ns:carddav\" xmlns:D=\"DAV:\""

static const char *shown(struct k_arena *a, const char *xml)
{
    struct dav_request q;
    struct dav_problem p;
    struct k_buf b;
    k_buf_init(&b, a, 1 << 16);
    if (!dav_read(a, k_str_z(xml), &q, &p))
        return k_fmt(a, "refused %s", p.refused ? p.refused : "-").p;
    k_buf_fmt(&b, "%d", (int)q.kind);
    if (q.all_props)
        k_buf_str(&b, K_S(" all"));
    if (q.names_only)
        k_buf_str(&b, K_S(" names"));
    for (size_t i = 0; i < q.props.n; i++)
        k_buf_fmt(&b, " {%.*s}%.*s", K_ARG(q.props.v[i].name.ns),
                  K_ARG(q.props.v[i].name.local));
    if (q.data.asked)
        k_buf_fmt(&b, " data%s%s", q.data.v4 ? " 4" : "", q.data.all ? " whole" : "");
    for (size_t i = 0; i < q.data.props.n; i++)
        k_buf_fmt(&b, " %.*s%s", K_ARG(q.data.props.v[i]), q.data.no_value[i] ? "-" : "");
    for (size_t i = 0; i < q.hrefs.n; i++)
        k_buf_fmt(&b, " <%.*s>", K_ARG(q.hrefs.v[i]));
    if (q.kind == DAV_SYNC)
        k_buf_fmt(&b, " token=%.*s%s", K_ARG(q.sync_token), q.sync_infinite ? " infinite" : "");
    if (q.limit)
        k_buf_fmt(&b, " limit=%lld", (long long)q.limit);
    return k_dupz(a, k_buf_view(&b));
}

static void requests_are_read(void **state)
{
    static const struct {
        const char *xml, *want;
    } cases[] = {
        {"", "0 all"},
        {PROPFIND("<D:allprop/>"), "0 all"},
        {PROPFIND("<D:propname/>"), "0 names"},
        {PROPFIND("<D:prop><D:getetag/><x:y xmlns:x=\"urn:z\"/><z xmlns=\"\"/></D:prop>"),
         "0 {DAV:}getetag {urn:z}y {}z"},
        {"<C:addressbook-multiget " C "><D:prop><D:getetag/><C:address-data/></D:prop>"
         "<D:href>/dav/a%20b.vcf</D:href><D:href> /c.vcf\n</D:href></C:addressbook-multiget>",
         "1 {DAV:}getetag data whole </dav/a%20b.vcf> </c.vcf>"},
        {"<C:addressbook-multiget " C "><D:prop><C:address-data content-type=\"text/vcard\" "
         "version=\"4.0\"><C:prop name=\"uid\"/><C:prop name=\"FN\" novalue=\"yes\"/>"
         "</C:address-data></D:prop><D:href>/a</D:href></C:addressbook-multiget>",
         "1 data 4 UID FN- </a>"},
        {"<C:addressbook-query " C "><D:prop><D:getetag/></D:prop><C:filter/>"
         "<C:limit><C:nresults>7</C:nresults></C:limit></C:addressbook-query>",
         "2 {DAV:}getetag limit=7"},
        {"<D:sync-collection xmlns:D=\"DAV:\"><D:sync-token/><D:sync-level>1</D:sync-level>"
         "<D:prop><D:getetag/></D:prop></D:sync-collection>",
         "3 {DAV:}getetag token="},
        {"<D:sync-collection xmlns:D=\"DAV:\"><D:sync-token>urn:x</D:sync-token>"
         "<D:sync-level>infinite</D:sync-level><D:limit><D:nresults>2</D:nresults></D:limit>"
         "<D:prop/></D:sync-collection>",
         "3 token=urn:x infinite limit=2"},
        {"<D:expand-property xmlns:D=\"DAV:\"><D:property name=\"owner\"><D:property "
         "name=\"displayname\"/></D:property><D:property name=\"h\" namespace=\"urn:n\"/>"
         "</D:expand-property>",
         "4 {DAV:}owner {urn:n}h"},
        {"<D:principal-match xmlns:D=\"DAV:\"/>", "5"},
    };
    for (size_t i = 0; i < ROWS(cases); i++)
        assert_string_equal(shown(*state, cases[i].xml), cases[i].want);
}

static void what_makes_no_sense_is_refused_by_its_name(void **state)
{
    static const struct {
        const char *xml, *want;
    } cases[] = {
        {"no xml", "refused -"},
        {"<a><b></a>", "refused -"},
        {PROPFIND(""), "refused -"},
        {"<!DOCTYPE a><a/>", "refused -"},
        {"<!DOCTYPE a [<!ENTITY b \"c\">]><a>&b;</a>", "refused -"},
        {"<!DOCTYPE a SYSTEM \"http://192.0.2.1/x\"><a/>", "refused -"},
        {"<C:addressbook-multiget " C "/>", "refused -"},
        {"<C:addressbook-query " C "/>", "refused -"},
        {"<C:addressbook-query " C "><C:filter><C:comp-filter/></C:filter>"
         "</C:addressbook-query>",
         "refused supported-filter"},
        {"<C:addressbook-query " C "><C:filter><C:prop-filter name=\"FN\"><C:text-match "
         "collation=\"i;klingon\">a</C:text-match></C:prop-filter></C:filter>"
         "</C:addressbook-query>",
         "refused supported-collation"},
        {"<C:addressbook-query " C "><C:filter><C:prop-filter name=\"FN\"><C:text-match "
         "match-type=\"near\">a</C:text-match></C:prop-filter></C:filter>"
         "</C:addressbook-query>",
         "refused supported-filter"},
        {"<C:addressbook-multiget " C "><D:prop><C:address-data version=\"2.1\"/></D:prop>"
         "<D:href>/a</D:href></C:addressbook-multiget>",
         "refused supported-address-data"},
        {"<D:sync-collection xmlns:D=\"DAV:\"><D:limit><D:nresults>0</D:nresults></D:limit>"
         "</D:sync-collection>",
         "refused -"},
        {"<D:expand-property xmlns:D=\"DAV:\"><D:property name=\"a&gt;&lt;b\"/>"
         "</D:expand-property>",
         "refused -"},
    };
    for (size_t i = 0; i < ROWS(cases); i++)
        assert_string_equal(shown(*state, cases[i].xml), cases[i].want);
}

static void depth_and_number_of_elements_end_somewhere(void **state)
{
    struct k_arena *a = *state;
    struct k_buf b;
    k_buf_init(&b, a, 8 << 20);
    for (int i = 0; i < DAV_DEPTH + 1; i++)
        k_buf_str(&b, K_S("<a>"));
    for (int i = 0; i < DAV_DEPTH + 1; i++)
        k_buf_str(&b, K_S("</a>"));
    assert_string_equal(shown(a, k_dupz(a, k_buf_view(&b))), "refused -");
    k_buf_reset(&b);
    k_buf_str(&b, K_S("<a>"));
    for (int i = 0; i < DAV_ELEMENTS; i++)
        k_buf_str(&b, K_S("<b/>"));
    k_buf_str(&b, K_S("</a>"));
    assert_string_equal(shown(a, k_dupz(a, k_buf_view(&b))), "refused -");
    k_buf_reset(&b);
    k_buf_str(&b, K_S("<a>"));
    for (int i = 0; i < DAV_TEXT + 1; i++)
        k_buf_chr(&b, 'x');
    k_buf_str(&b, K_S("</a>"));
    assert_string_equal(shown(a, k_dupz(a, k_buf_view(&b))), "refused -");
}

/* --- filters ----------------------------------------------------------------------------- */

static const char card_text[] =
    "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:\xC3\x84nne Okafor\r\n"
    "N:Okafor;\xC3\x84nne;;;\r\nEMAIL;TYPE=WORK:anne@Example.org\r\n"
    "EMAIL;TYPE=HOME:oka@home.example\r\nitem1.TEL:+49 30 1\r\n"
    "NOTE:one\\, two\r\nEND:VCARD\r\n";

#define QUERY(test, inside)                                                                    \
    "<C:addressbook-query " C "><C:filter test=\"" test "\">" inside                           \
    "</C:filter></C:addressbook-query>"
#define PROP(name, inside) "<C:prop-filter name=\"" name "\">" inside "</C:prop-filter>"
#define TEXT(attributes, text) "<C:text-match " attributes ">" text "</C:text-match>"

static void filters_hold_as_the_standard_says(void **state)
{
    static const struct {
        const char *xml;
        bool want;
    } cases[] = {
        {QUERY("anyof", ""), true},
        {QUERY("anyof", PROP("EMAIL", "")), true},
        {QUERY("anyof", PROP("BDAY", "")), false},
        {QUERY("anyof", PROP("BDAY", "<C:is-not-defined/>")), true},
        {QUERY("anyof", PROP("EMAIL", "<C:is-not-defined/>")), false},
        {QUERY("anyof", PROP("FN", TEXT("", "\xC3\xA4NNE"))), true},
        {QUERY("anyof", PROP("FN", TEXT("collation=\"i;ascii-casemap\"", "\xC3\xA4nne"))),
         false},
        {QUERY("anyof", PROP("FN", TEXT("collation=\"i;ascii-casemap\"", "OKAFOR"))), true},
        {QUERY("anyof", PROP("FN", TEXT("collation=\"i;octet\"", "okafor"))), false},
        {QUERY("anyof", PROP("FN", TEXT("match-type=\"equals\"", "okafor"))), false},
        {QUERY("anyof", PROP("FN", TEXT("match-type=\"ends-with\"", "okafor"))), true},
        {QUERY("anyof", PROP("FN", TEXT("match-type=\"starts-with\"", "okafor"))), false},
        {QUERY("anyof", PROP("FN", TEXT("negate-condition=\"yes\"", "okafor"))), false},
        {QUERY("anyof", PROP("FN", TEXT("negate-condition=\"yes\"", "smith"))), true},
        {QUERY("anyof", PROP("NOTE", TEXT("", "one, two"))), true},
        {QUERY("anyof", PROP("EMAIL", "<C:param-filter name=\"TYPE\"><C:text-match>home"
                                      "</C:text-match></C:param-filter>")),
         true},
        {QUERY("anyof", PROP("TEL", "<C:param-filter name=\"TYPE\"/>")), false},
        {QUERY("anyof", PROP("TEL", "<C:param-filter name=\"TYPE\"><C:is-not-defined/>"
                                    "</C:param-filter>")),
         true},
        {QUERY("anyof", PROP("item1.TEL", "")), true},
        {QUERY("anyof", PROP("item2.TEL", "")), false},
        {QUERY("allof", PROP("FN", TEXT("", "anne")) PROP("EMAIL", "")), false},
        {QUERY("allof", PROP("FN", TEXT("", "okafor")) PROP("EMAIL", "")), true},
        {QUERY("anyof", PROP("FN", TEXT("", "smith")) PROP("EMAIL", TEXT("", "home"))), true},
        {"<C:addressbook-query " C
         "><C:filter><C:prop-filter name=\"EMAIL\" test=\"allof\">" TEXT("", "anne")
             TEXT("", "home") "</C:prop-filter></C:filter></C:addressbook-query>",
         false},
    };
    struct k_arena *a = *state;
    struct vcard card;
    struct vcards r = vcards_open(k_str_z(card_text));
    assert_true(vcards_next(&r, a, &card));
    for (size_t i = 0; i < ROWS(cases); i++) {
        struct dav_request q;
        struct dav_problem p;
        if (!dav_read(a, k_str_z(cases[i].xml), &q, &p))
            fail_msg("%zu is refused: %s", i, p.why);
        if (dav_filter_holds(a, &q.filter, &card) != cases[i].want)
            fail_msg("case %zu: %s", i, cases[i].xml);
    }
}

/* --- answers ----------------------------------------------------------------------------- */

static void answers_say_any_text_and_stay_xml(void **state)
{
    struct k_buf b;
    struct dav_out o = {&b};
    k_buf_init(&b, *state, 1 << 16);
    dav_text(&o, "d:a", K_S("<&>\"\r\n\x01\x7f \xC3\xA4 \xFF\xEF\xBF\xBF"));
    dav_href(&o, K_S("/dav/a b/\xC3\xA4<\".vcf"));
    dav_any(&o, (struct dav_name){K_S("urn:\"x"), K_S("n")});
    dav_any(&o, (struct dav_name){K_S(""), K_S("n")});
    assert_string_equal(
        k_dupz(*state, k_buf_view(&b)),
        "<d:a>&lt;&amp;&gt;&quot;&#13;\n\x7f \xC3\xA4 \xEF\xBF\xBD</d:a>"
        "<d:href>/dav/a%20b/%C3%A4%3C%22.vcf</d:href><x:n xmlns:x=\"urn:&quot;x\"/>"
        "<n xmlns=\"\"/>");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        arena_test(requests_are_read),
        arena_test(what_makes_no_sense_is_refused_by_its_name),
        arena_test(depth_and_number_of_elements_end_somewhere),
        arena_test(filters_hold_as_the_standard_says),
        arena_test(answers_say_any_text_and_stay_xml),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
