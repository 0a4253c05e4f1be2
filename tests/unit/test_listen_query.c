/* The language of listening queries: what holds for which post, what is refused and where, and
 * that text and tree are one. */
#include "base/buf.h"
#include "base/rand.h"
#include "base/tongue.h"
#include "base/utf8.h"
#include "listen/query.h"
#include "unit.h"

/* ---- what holds -------------------------------------------------------------------------- */

static const struct listen_post blank = {.followers = -1, .strength = -1};

static bool holds_for(struct k_arena *a, const char *text, const struct listen_post *post)
{
    struct query q;
    struct query_problem problem;
    if (!query_parse(a, k_str_z(text), NULL, &q, &problem))
        fail_msg("%s: %s (%zu to %zu)", text, problem.text, problem.start, problem.end);
    return query_holds(a, LISTEN_UNICODE, &q, post, NULL);
}

static bool holds(struct k_arena *a, const char *text, const char *said)
{
    struct listen_post post = blank;
    post.text = k_str_z(said);
    return holds_for(a, text, &post);
}

static void each_operator_finds_what_it_says(void **state)
{
    static const struct {
        const char *query, *said;
        bool yes;
    } cases[] = {
        {"acme", "I like Acme.", true},
        {"acme", "I like Acmes", false},
        {"ACME", "acme", true},
        {"and", "this and that", true}, /* operators are capitals */
        {"acme refund", "refund, Acme", true},
        {"acme AND refund", "acme", false},
        {"acme OR globex", "Globex rules", true},
        {"acme || globex", "Globex rules", true},
        {"acme && globex", "Globex rules", false},
        {"acme NOT jobs", "acme is hiring", true},
        {"acme -jobs", "acme jobs", false},
        {"acme AND NOT jobs", "acme jobs", false},
        {"acme !jobs", "acme jobs", false},
        {"+acme +globex", "acme globex", true},
        {"a1 OR b1 c1", "b1", false}, /* AND binds closer */
        {"(a1 OR b1) c1", "b1 c1", true},
        {"\"acme support\"", "the acme support desk", true},
        {"\"acme support\"", "acme, support", true},
        {"\"acme support\"", "support acme", false},
        {"\xe2\x80\x9c"
         "acme support"
         "\xe2\x80\x9d",
         "Acme support", true}, /* curly quotes */
        {"\"support acme\"~2", "acme never has support", true},
        {"\"support acme\"~1", "acme never has support", false},
        {"\"no no\"~3", "no", false}, /* each word stands by itself */
        {"\"no no\"~3", "no and no", true},
        {"acme NEAR/3 refund", "refund from the acme", true},
        {"acme NEAR/2 refund", "refund from the acme", false},
        {"acme NEAR refund", "acme one two three refund", true},
        {"acme NEAR refund", "acme one two three four refund", false},
        {"acme ONEAR/3 refund", "refund acme", false},
        {"acme ONEAR/3 refund", "acme my refund", true},
        {"acme NEAR/3f refund", "refund acme", false}, /* as Brandwatch writes it */
        {"(acme OR globex) NEAR/1 (refund OR money)", "money Globex", true},
        {"\"acme inc\" NEAR/2 refund", "acme inc will refund", true},
        {"acme NEAR/2 acme", "acme", false},
        {"a1 NEAR/2 b1 NEAR/2 c1", "a1 x b1 y c1", true},
        {"a1 NEAR/2 b1 NEAR/2 c1", "a1 x b1 y z c1", false},
        {"(acme refund)~2", "acme wants no refund", true},
        {"(acme refund)~1", "acme wants no refund", false},
        {"refund*", "refunded", true},
        {"refund*", "a fund", false},
        {"b?nk", "a bunk", true},
        {"*fund", "a refund", true},
        {"re*ded", "refunded", true},
        {"\"acme refund*\"", "acme refunds nothing", true},
        {"=Apple", "an apple", false},
        {"=Apple", "an Apple", true},
        {"=Apple", "Apples", false},
        {"raw:\"C++\"", "I write C++ daily", true},
        {"raw:\"C++\"", "I write c++", false},
        {"raw:\"Acme Inc.\"", "at Acme Inc. we", true},
        {"#acme", "#Acme", true},
        {"#acme", "acme", false},
        {"acme", "#Acme", true}, /* the word is in the tag */
        {"@acme", "hi @ACME", true},
        {"@acme", "mail@acme", false},
        {"@ann@social.example", "ask @ann@social.example.", true},
        {"$tsla", "buy $TSLA now", true},
        {"$tsla", "tsla", false},
        {"e-mail", "an E-Mail", true},
        {"email", "an e-mail", false},
        {"acme's", "Acme\xe2\x80\x99s", true},
        {"acme", "Acme's", true},
        {"AT&T", "at&t", true},
        {"\"#acme rocks\"", "#acme rocks", true}, /* a tag has the places of its words */
        {"\"@ann@x.example rocks\"", "@ann@x.example rocks", true},
        {"\"*acm* *ock*\"", "#acme #rocks", true},
        {"acme NEAR/4 acme", "#acme", false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        if (holds(*state, cases[i].query, cases[i].said) != cases[i].yes)
            fail_msg("%s / %s", cases[i].query, cases[i].said);
}

static void words_of_all_scripts_are_found(void **state)
{
    static const struct {
        const char *query, *said;
        bool yes;
    } cases[] = {
        {"strasse", "die STRASSE", true},
        {"stra\xc3\x9f"
         "e",
         "STRASSE", true},                     /* sharp s */
        {"caf\xc3\xa9", "cafe\xcc\x81", true}, /* composed or not */
        {"caf\xc3\xa9", "cafe", false},        /* an accent is a letter */
        {"istanbul", "\xc4\xb0stanbul", true}, /* dotted I */
        {"\xcf\x83\xce\xbf\xcf\x86\xcf\x8c\xcf\x82", "\xce\xa3\xce\x9f\xce\xa6\xce\x8c\xce\xa3",
         true},                                                             /* sigma */
        {"\xef\xbc\xa1\xef\xbd\x83\xef\xbd\x8d\xef\xbd\x85", "Acme", true}, /* full width */
        {"co\xc2\xad"
         "operate",
         "cooperate", true}, /* a soft hyphen is not seen */
        {"\xe6\x9d\xb1\xe4\xba\xac",
         "\xe7\xa7\x81\xe3\x81\xaf\xe6\x9d\xb1\xe4\xba\xac\xe3\x81\xab", true}, /* Tokyo */
        {"\xe6\x9d\xb1\xe4\xba\xac", "\xe4\xba\xac\xe6\x9d\xb1", false},
        {"\xd8\xb4\xd9\x83\xd8\xb1\xd8\xa7", "\xd8\xb4\xd9\x83\xd8\xb1\xd8\xa7 Acme",
         true},                                                                /* Arabic */
        {"\xf0\x9f\x91\x8d", "great \xf0\x9f\x91\x8d\xf0\x9f\x8f\xbd!", true}, /* any skin */
        {"\xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x92\xbb",
         "I am a \xf0\x9f\x91\xa9\xf0\x9f\x8f\xbd\xe2\x80\x8d\xf0\x9f\x92\xbb",
         true}, /* tied by a joiner */
        {"\xf0\x9f\x91\xa9", "I am a \xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x92\xbb", false},
        {"\xf0\x9f\x87\xa9\xf0\x9f\x87\xaa",
         "\xf0\x9f\x87\xa9\xf0\x9f\x87\xaa\xf0\x9f\x87\xa6\xf0\x9f\x87\xb9", true}, /* flags */
        {"#\xe6\x9d\xb1\xe4\xba\xac", "#\xe6\x9d\xb1\xe4\xba\xac", true},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        if (holds(*state, cases[i].query, cases[i].said) != cases[i].yes)
            fail_msg("%zu: %s / %s", i, cases[i].query, cases[i].said);
}

static const k_str some_links[] = {K_S_INIT("https://shop.acme.example/sale?x=1")};
static const k_str some_to[] = {K_S_INIT("acme@social.example")};
static const k_str some_labels[] = {K_S_INIT("Press inquiry")};
static const struct listen_post full = {
    .text = K_S_INIT("We tried the new blender"),
    .title = K_S_INIT("Acme blender, a test"),
    .handle = K_S_INIT("ann@social.example"),
    .name = K_S_INIT("Ann Example"),
    .bio = K_S_INIT("Journalist, Hamburg"),
    .url = K_S_INIT("https://blog.kitchen.example/2026/acme"),
    .links = {some_links, 1},
    .lang = K_S_INIT("en-GB"),
    .country = K_S_INIT("DE"),
    .network = K_S_INIT("mastodon"),
    .channel = K_S_INIT("Acme Support"),
    .to = {some_to, 1},
    .labels = {some_labels, 1},
    .followers = 1500,
    .mood = LISTEN_NEGATIVE,
    .intents = LISTEN_COMPLAINT,
    .is = LISTEN_IS_REPLY | LISTEN_HAS_LINK,
    .stage = LISTEN_LOYAL,
    .strength = 62.5,
};

static void fields_say_what_is_known(void **state)
{
    static const struct {
        const char *query;
        bool yes;
    } cases[] = {
        {"blender", true},
        {"text:acme", false},
        {"title:acme", true},
        {"title:(acme NEAR/3 test)", true},
        {"title:\"acme blender\"", true},
        {"\"test we\"", false}, /* no phrase goes from the title into the text */
        {"bio:journalist", true},
        {"hamburg", false}, /* what somebody says of herself is no post */
        {"author:ann", true},
        {"author:@ann@social.example", true},
        {"author:\"ann example\"", true},
        {"author:(bo OR ann)", true},
        {"author:an*", true},
        {"author:bo", false},
        {"site:kitchen.example", true},
        {"site:itchen.example", false},
        {"site:https://blog.kitchen.example/2026", true},
        {"url:2026", true},
        {"link:acme.example", true},
        {"links:other.example", false},
        {"lang:en", true},
        {"lang:de", false},
        {"country:de", true},
        {"network:mastodon", true},
        {"channel:\"acme support\"", true},
        {"channel:acme*", true},
        {"to:acme", true},
        {"label:\"press inquiry\"", true},
        {"followers:>1000", true},
        {"followers:>1.5k", false},
        {"followers:>=1.5k", true},
        {"followers:10..99", false},
        {"sentiment:negative", true},
        {"intent:complaint", true},
        {"intent:lead", false},
        {"is:reply", true},
        {"is:repost", false},
        {"has:link", true},
        {"has:media", false},
        {"relation:loyal", true},
        {"relation:>=dialogue", true},
        {"relation:<loyal", false},
        {"relation:dormant", false},
        {"relation:>60", true},
        {"relation:>62.5", false},
        {"blender -lang:de", true},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        if (holds_for(*state, cases[i].query, &full) != cases[i].yes)
            fail_msg("%s", cases[i].query);
}

static void what_is_not_known_holds_for_nothing(void **state)
{
    static const char *const queries[] = {"author:ann",
                                          "lang:en",
                                          "followers:>=0",
                                          "followers:<10",
                                          "relation:<=advocate",
                                          "relation:<10",
                                          "sentiment:neutral",
                                          "site:example",
                                          "to:ann",
                                          "label:x",
                                          NULL};
    for (size_t i = 0; queries[i]; i++)
        assert_false(holds_for(*state, queries[i], &blank));
}

/* ---- what is refused --------------------------------------------------------------------- */

static void what_cannot_be_read_is_refused_with_its_place(void **state)
{
    static const struct {
        const char *query;
        size_t start, end;
        const char *says;
    } cases[] = {
        {"", 0, 0, "Write what to listen for"},
        {"  ", 0, 2, "Write what to listen for"},
        {"acme AND", 8, 8, "missing at the end"},
        {"OR acme", 0, 2, "both sides"},
        {"acme OR OR globex", 8, 10, "both sides"},
        {"(acme", 0, 1, "not closed"},
        {"acme)", 4, 5, "never opened"},
        {"()", 1, 2, "nothing in front"},
        {"\"acme", 0, 5, "not closed"},
        {"\"\"", 0, 2, "no letter"},
        {"acme ...", 5, 8, "no letter"},
        {"NOT acme", 0, 8, "without NOT"},
        {"-acme -globex", 0, 13, "without NOT"},
        {"acme OR -globex", 8, 15, "half of OR"},
        {"a*", 0, 2, "three letters"},
        {"foo-bar*", 0, 8, "no other signs"},
        {"acme NEAR/0 x1", 5, 11, "NEAR/1 to NEAR/50"},
        {"acme NEAR/99 x1", 5, 12, "NEAR/1 to NEAR/50"},
        {"acme NEAR/2 (x1 AND y1)", 13, 22, "NEAR stands between"},
        {"acme NEAR/2 lang:de", 12, 19, "NEAR stands between"},
        {"acme NEAR/2 title:x1", 18, 20, "one place"},
        {"\"a1 b1\"~x", 7, 9, "Behind ~"},
        {"autor:ann", 0, 6, "Did you mean author?"},
        {"zzzz:ann", 0, 5, "the fields are: author"},
        {"sentiment:angry", 0, 15, "negative, neutral, positive"},
        {"is:new", 0, 6, "reply, repost, question"},
        {"followers:many", 0, 14, "followers:>1000"},
        {"relation:warm", 0, 13, "relation:loyal"},
        {"author:", 0, 7, "without a blank"},
        {"list:noise", 0, 10, "no list of that name"},
        {"author:(ann lang:de)", 12, 17, "in no other field"},
        {"author:(raw:ann)", 8, 12, "in no other field"},
        {"list:", 0, 5, "no list of that name"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct query q;
        struct query_problem p;
        if (query_parse(*state, k_str_z(cases[i].query), NULL, &q, &p))
            fail_msg("%s was read", cases[i].query);
        if (p.start != cases[i].start || p.end != cases[i].end ||
            !strstr(p.text, cases[i].says))
            fail_msg("%s: %s (%zu to %zu)", cases[i].query, p.text, p.start, p.end);
        k_str german = k_tongue_say(*state, K_TONGUE_DE, k_str_z(p.text));
        if (k_str_eqz(german, p.text))
            fail_msg("no German for: %s", p.text);
    }
}

static k_str much(struct k_arena *a, const char *piece, size_t times)
{
    struct k_buf b;
    k_buf_init(&b, a, 1 << 20);
    for (size_t i = 0; i < times; i++)
        k_buf_str(&b, k_str_z(piece));
    return k_buf_view(&b);
}

static void a_query_has_limits(void **state)
{
    const k_str cases[] = {much(*state, "(", 100),      much(*state, "x ", 4000),
                           much(*state, "word ", 8000), much(*state, "abc* ", 80),
                           much(*state, "NOT ", 100),   much(*state, "\xff", 3)};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct query q;
        struct query_problem p;
        assert_false(query_parse(*state, cases[i], NULL, &q, &p));
        assert_true(p.text && p.start <= p.end && p.end <= cases[i].n);
    }
}

static k_str lists(void *arg, k_str name)
{
    return k_str_eqz(name, "noise")   ? K_S("jobs OR hiring")
           : k_str_eqz(name, "round") ? K_S("acme OR list:round")
           : k_str_eqz(name, "bad")   ? K_S("(")
                                      : K_NONE;
}

static void saved_lists_stand_for_their_words(void **state)
{
    struct query q;
    struct query_problem p;
    struct query_options with = {.list = lists};
    struct listen_post post = blank;
    post.text = K_S("acme jobs");
    assert_true(query_parse(*state, K_S("acme -list:noise"), &with, &q, &p));
    assert_false(query_holds(*state, LISTEN_UNICODE, &q, &post, NULL));
    assert_false(query_parse(*state, K_S("x1 list:round"), &with, &q, &p));
    assert_non_null(strstr(p.text, "leads back"));
    assert_false(query_parse(*state, K_S("x1 list:bad"), &with, &q, &p));
    assert_int_equal(p.start, 3);
}

static void what_decides_whether_a_post_is_kept_asks_only_what_is_known_then(void **state)
{
    struct query q;
    struct query_problem p;
    struct query_options with = {.for_skip = true};
    assert_true(query_parse(*state, K_S("lang:de casino"), &with, &q, &p));
    assert_false(query_parse(*state, K_S("casino relation:<contact"), &with, &q, &p));
    assert_int_equal(p.start, 7);
}

/* ---- which words ------------------------------------------------------------------------- */

static void a_hit_says_which_words_made_it(void **state)
{
    struct query q;
    struct query_problem p;
    struct query_spans spans;
    struct listen_post post = blank;
    post.text = K_S("No refund: Acme owes me. Acme!");
    post.title = K_S("acme");
    assert_true(query_parse(*state, K_S("(acme NEAR/3 refund) OR nothing"), NULL, &q, &p));
    assert_true(query_holds(*state, LISTEN_UNICODE, &q, &post, &spans));
    assert_int_equal(spans.n,
                     2); /* not the second Acme, which is too far away, nor the title */
    assert_int_equal(spans.v[0].start, 3);
    assert_int_equal(spans.v[0].end, 9);
    assert_int_equal(spans.v[1].start, 11);
    assert_true(query_parse(*state, K_S("acme -jobs"), NULL, &q, &p));
    assert_true(query_holds(*state, LISTEN_UNICODE, &q, &post, &spans));
    assert_int_equal(spans.n, 3);
    assert_int_equal(spans.v[2].where, QUERY_TITLE);
}

/* ---- what would take hold of a server ---------------------------------------------------- */

/* Long posts of one word, and queries that every place of them nearly fits: each ends, and says
 * what is so. */
static void no_query_takes_hold_of_a_post(void **state)
{
    static const struct {
        const char *query, *word;
        bool yes;
    } cases[] = {
        {"(aa NEAR/50 (aa OR cc)) NEAR/50 (aa OR dd)", "aa ", true},
        {"((aa NEAR/50 aa) NEAR/50 (aa NEAR/50 aa)) NEAR/50 ((aa NEAR/50 aa) NEAR/50 zz)",
         "aa ", false},
        {"\"aa aa aa aa aa aa aa aa aa aa aa aa aa aa aa aa aa aa aa zz\"~50", "aa ", false},
        {"\"aa aa aa aa aa aa aa aa aa aa aa aa aa aa aa aa aa aa aa aa\"~50", "aa ", true},
        {"\"*aaa* *aaa* *aaa* *aaa* *aaa* *aaa* *aaa* *aaa* *aaa* *aaa* *aaa* *aaa* *aaa* "
         "*aaa* *aaa* zz\"",
         "#aaa ", false},
        {"raw:\"a a a a\"", "a ", true},
        {"raw:\"a a a b\"", "a ", false},
        {"aa ONEAR/5 bb", "aa ", false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct k_arena *a = k_arena_new(0);
        struct listen_post post = blank;
        post.text = much(a, cases[i].word, 3000);
        if (holds_for(a, cases[i].query, &post) != cases[i].yes)
            fail_msg("%s", cases[i].query);
        k_arena_free(a);
    }
}

/* ---- text and tree ----------------------------------------------------------------------- */

static const char *const leaves[] = {"acme",
                                     "#tag",
                                     "@ann",
                                     "\"two words\"",
                                     "\"a1 b1 c1\"~3",
                                     "phon*",
                                     "b?nk",
                                     "raw:\"C++ x\"",
                                     "title:acme",
                                     "bio:(journalist)",
                                     "author:ann",
                                     "author:\"ann b\"",
                                     "lang:de",
                                     "followers:>10",
                                     "followers:5..10",
                                     "followers:<10",
                                     "relation:>=loyal",
                                     "relation:<=contact",
                                     "relation:dormant",
                                     "relation:<20",
                                     "sentiment:positive",
                                     "is:repost",
                                     "has:media",
                                     "intent:lead",
                                     "site:acme.example",
                                     "label:\"a b\"",
                                     "title:(raw:\"X\")",
                                     "\xe6\x9d\xb1\xe4\xba\xac",
                                     "\xf0\x9f\x91\x8d",
                                     "$tsla"};

static void grow(struct k_rand *rand, struct k_buf *b, int depth)
{
    uint64_t n = k_rand_below(rand, depth > 3 ? 1 : 5);
    if (n == 0) {
        k_buf_str(b, k_str_z(leaves[k_rand_below(rand, sizeof leaves / sizeof *leaves)]));
        return;
    }
    if (n == 1) {
        k_buf_fmt(b, "(w%d %s/%d \"x%d y\")", (int)k_rand_below(rand, 5),
                  k_rand_below(rand, 2) ? "NEAR" : "ONEAR", 1 + (int)k_rand_below(rand, 9),
                  (int)k_rand_below(rand, 5));
        return;
    }
    k_buf_chr(b, '(');
    grow(rand, b, depth + 1);
    k_buf_fmt(b, "%s", n == 2 ? " OR " : n == 3 ? " " : " AND NOT ");
    grow(rand, b, depth + 1);
    k_buf_chr(b, ')');
}

static void text_and_tree_are_one(void **state)
{
    struct k_rand rand;
    k_rand_seed(&rand, 17);
    for (int i = 0; i < 3000; i++) {
        struct k_arena *a = k_arena_new(0);
        struct k_buf b;
        struct query q, again;
        struct query_problem p;
        k_buf_init(&b, a, 1 << 16);
        grow(&rand, &b, 0);
        k_str text = k_buf_view(&b);
        if (!query_parse(a, text, NULL, &q, &p))
            fail_msg("%.*s: %s (%zu)", K_ARG(text), p.text, p.start);
        k_str written = query_write(a, &q);
        if (!query_parse(a, written, NULL, &again, &p) || !query_equal(q.root, again.root))
            fail_msg("%.*s came back as %.*s", K_ARG(text), K_ARG(written));
        assert_true(k_str_eq(query_write(a, &again), written));
        k_arena_free(a);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        arena_test(each_operator_finds_what_it_says),
        arena_test(words_of_all_scripts_are_found),
        arena_test(fields_say_what_is_known),
        arena_test(what_is_not_known_holds_for_nothing),
        arena_test(what_cannot_be_read_is_refused_with_its_place),
        arena_test(a_query_has_limits),
        arena_test(saved_lists_stand_for_their_words),
        arena_test(what_decides_whether_a_post_is_kept_asks_only_what_is_known_then),
        arena_test(a_hit_says_which_words_made_it),
        arena_test(no_query_takes_hold_of_a_post),
        arena_test(text_and_tree_are_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
