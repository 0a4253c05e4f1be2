/* Facets: byte offsets of mentions, links and tags, and links of others in full. */
#include "unit.h"
#include "connectors/bluesky/facets.h"

/* "m2-13=bob.test l20-40=https://..." */
static k_str shown(struct k_arena *a, k_str text)
{
    static const char kinds[] = "mlt";
    struct facets f;
    struct k_buf b;
    k_buf_init(&b, a, 10000);
    facets_find(a, text, &f);
    for (size_t i = 0; i < f.v.n; i++)
        k_buf_fmt(&b, "%s%c%zu-%zu=%.*s", i ? " " : "", kinds[f.v.v[i].kind], f.v.v[i].start,
                  f.v.v[i].end, K_ARG(f.v.v[i].value));
    return k_buf_view(&b);
}

static void places_are_bytes_of_utf8(void **state)
{
    static const char *const rows[][2] = {
        {"h\xc3\xa9llo @alice.test", "m7-18=alice.test"},
        {"@alice.test", "m0-11=alice.test"},
        {"(@alice.test) and @bob.example.com.", "m1-12=alice.test m18-34=bob.example.com"},
        {"no@mail.example and @nodots and @a..b", ""},
        {"@alice.test's", "m0-11=alice.test"},
        {"@-x.test @x-.test @x.1 @1.test", "m23-30=1.test"},
        {"see https://a.example/x?y=1#z.", "l4-29=https://a.example/x?y=1#z"},
        {"(https://a.example/x)", "l1-20=https://a.example/x"},
        {"https://a.example/x_(y) end", "l0-23=https://a.example/x_(y)"},
        {"\xf0\x9f\x8c\xb1 #Tomaten\xc3\xa4hnlich! #2026 #", "t5-21=Tomaten\xc3\xa4hnlich"},
        {"a#b and http:// and ftp://x.example", ""},
        {"https://a.example/#tag", "l0-22=https://a.example/#tag"},
        {"", ""},
    };
    for (size_t i = 0; i < ROWS(rows); i++)
        assert_str(shown(*state, k_str_z(rows[i][0])), rows[i][1]);
}

static void facets_are_written_as_the_lexicon_wants(void **state)
{
    struct facets f;
    struct k_buf b;
    facets_find(*state, K_S("@a.test @b.test #t https://c.example/"), &f);
    assert_int_equal(f.v.n, 4);
    f.v.v[1].did = K_S("did:plc:b");
    k_buf_init(&b, *state, 10000);
    struct k_jw w = k_jw(&b);
    facets_write(&w, &f);
    const struct k_json *v;
    assert_int_equal(k_json_parse(*state, k_buf_view(&b), &v, NULL), K_OK);
    assert_int_equal(k_json_len(v), 3); /* a.test was not resolved */
    assert_str(k_json_path_str(v, "0.features.0.did"), "did:plc:b");
    assert_int_equal(k_json_int(k_json_path(v, "0.index.byteStart"), -1), 8);
    assert_int_equal(k_json_int(k_json_path(v, "0.index.byteEnd"), -1), 15);
    assert_str(k_json_path_str(v, "1.features.0.tag"), "t");
    assert_str(k_json_path_str(v, "2.features.0.$type"), "app.bsky.richtext.facet#link");
}

static void shortened_links_are_shown_in_full(void **state)
{
#define LINK(start, end, uri)                                                                  \
    "{\"index\":{\"byteStart\":" #start ",\"byteEnd\":" #end                                   \
    "},\"features\":[{\"$type\":\"app.bsky.richtext.facet#link\",\"uri\":\"" uri "\"}]}"
    static const char *const rows[][3] = {
        {"see example.com/abc... now", "[" LINK(4, 22, "https://example.com/abcdef") "]",
         "see https://example.com/abcdef now"},
        {"h\xc3\xa9 www.example.com/", "[" LINK(4, 20, "https://example.com/") "]",
         "h\xc3\xa9 https://example.com/"},
        {"click here", "[" LINK(6, 10, "https://evil.example/") "]",
         "click here (https://evil.example/)"},
        {"two a.example b.example",
         "[" LINK(14, 23, "http://b.example/") "," LINK(4, 13, "http://a.example/") "]",
         "two http://a.example/ http://b.example/"},
        /* outside, cutting a letter, overlapping, not a link, no web address */
        {"short", "[" LINK(2, 99, "https://x.example/") "]", "short"},
        {"h\xc3\xa9 x", "[" LINK(2, 4, "https://x.example/") "]", "h\xc3\xa9 x"},
        {"a.example",
         "[" LINK(0, 9, "https://a.example/1") "," LINK(2, 9, "https://b.example/") "]",
         "https://a.example/1"},
        {"text",
         "[{\"index\":{\"byteStart\":0,\"byteEnd\":4},\"features\":[{\"$type\":\"other\"}]}]",
         "text"},
        {"text", "[" LINK(0, 4, "javascript:alert(1)") "]", "text"},
        {"text", "[" LINK(-1, 4, "https://x.example/") ",7,null]", "text"},
        {"text", "{}", "text"},
    };
    for (size_t i = 0; i < ROWS(rows); i++) {
        const struct k_json *v;
        assert_int_equal(k_json_parse(*state, k_str_z(rows[i][1]), &v, NULL), K_OK);
        assert_str(facets_expand(*state, k_str_z(rows[i][0]), v), rows[i][2]);
    }
    assert_str(facets_expand(*state, K_S("none"), NULL), "none");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        arena_test(places_are_bytes_of_utf8),
        arena_test(facets_are_written_as_the_lexicon_wants),
        arena_test(shortened_links_are_shown_in_full),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
