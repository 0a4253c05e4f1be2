/* Queries of other products: what they become in Kith's language, that each result is a query,
 * what is told of what does not come along, and what is refused where. */
#include "base/buf.h"
#include "base/rand.h"
#include "base/tongue.h"
#include "listen/dialect.h"
#include "unit.h"

/* The notes as one line: the part that each is about; `left`, `wide`, `narrow` or `as`; and
 * what it does to the query: + more, - less, ? either, = nothing. */
static const char *told(struct k_arena *a, k_str text, const struct dialect_result *r)
{
    static const char *const changes[] = {"left", "wide", "narrow", "as"};
    struct k_buf b;
    k_buf_init(&b, a, 1 << 20);
    for (size_t i = 0; i < r->n_notes; i++) {
        const struct dialect_note *n = &r->notes[i];
        assert_true(n->start <= n->end && n->end <= text.n && n->why);
        k_str german = k_tongue_say(a, K_TONGUE_DE, k_str_z(n->why));
        if (k_str_eqz(german, n->why))
            fail_msg("no German for: %s", n->why);
        k_buf_fmt(&b, "%s%.*s %s%c", i ? "; " : "",
                  K_ARG(k_str_sub(text, n->start, n->end - n->start)), changes[n->change],
                  "=+-?"[n->effect]);
    }
    return k_dupz(a, k_buf_view(&b));
}

struct dialect_case {
    const char *text, *query, *told;
};

static void check(struct k_arena *a, enum dialect d, const struct dialect_case *cases, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        struct dialect_result r;
        struct query q;
        struct query_problem p;
        k_str text = k_str_z(cases[i].text);
        if (!dialect_read(a, d, text, &r))
            fail_msg("%s: %s (%zu to %zu)", cases[i].text, r.problem.text, r.problem.start,
                     r.problem.end);
        if (!k_str_eqz(r.text, cases[i].query))
            fail_msg("%s\n  became %.*s\n  not    %s", cases[i].text, K_ARG(r.text),
                     cases[i].query);
        if (!query_parse(a, r.text, NULL, &q, &p))
            fail_msg("%.*s: %s", K_ARG(r.text), p.text);
        const char *notes = told(a, text, &r);
        if (strcmp(notes, cases[i].told) != 0)
            fail_msg("%s\n  told %s\n  not  %s", cases[i].text, notes, cases[i].told);
    }
}
#define CHECK(d, cases) check(*state, d, cases, sizeof(cases) / sizeof *(cases))

static void brandwatch_becomes_kith(void **state)
{
    static const struct dialect_case cases[] = {
        {"apple AND juice", "apple AND juice", ""},
        {"apple OR juice", "apple OR juice", ""},
        {"apple NOT juice", "apple NOT juice", ""},
        {"(apple AND juice) OR (apple AND sauce)", "apple AND juice OR apple AND sauce", ""},
        {"\"apple juice\"~5", "\"apple juice\"~5", ""},
        /* so many words between are one place more */
        {"((apple OR orange) NEAR/5 (smartphone OR phone))",
         "(apple OR orange) NEAR/6 (smartphone OR phone)", ""},
        {"(logitech NEAR/2f keyboard)", "logitech ONEAR/3 keyboard", ""},
        {"(Christmas OR Xmas) NEAR/0f (\"Mince Pie\" OR Pudding)",
         "(Christmas OR Xmas) ONEAR/1 (\"Mince Pie\" OR Pudding)", ""},
        {"((apple OR orange) AND (smartphone OR phone))~5",
         "(apple OR orange) NEAR/6 (smartphone OR phone)", ""},
        {"(((Christmas OR Xmas) NEAR/2 (Gift OR Present)) NEAR/2 (wife OR \"girl friend\"))",
         "(Christmas OR Xmas) NEAR/3 (Gift OR Present) NEAR/3 (wife OR \"girl friend\")", ""},
        {"wife NEAR/2 (gift NEAR/2 present)", "wife NEAR/3 (gift NEAR/3 present)", ""},
        {"a1 NEAR/60 b1", "a1 NEAR/50 b1", "a1 NEAR/60 b1 narrow-"},
        {"complain* OR customi?e", "complain* OR customi?e", ""},
        {"title:\"apple juice\"", "title:\"apple juice\"", ""},
        {"title:(apple OR \"fruit juice\")", "title:apple OR title:\"fruit juice\"", ""},
        {"apple <<<not the company>>> AND juice", "apple AND juice", ""},
        {"{BT} AND broadband", "raw:\"BT\" AND broadband", ""},
        {"title:({BT} OR telecom)", "title:(raw:\"BT\") OR title:telecom", ""},
        {"raw:Google+", "raw:\"Google+\"", ""},
        {"country:gbr AND \"apple juice\"", "country:gb AND \"apple juice\"", ""},
        {"country:uk AND apple", "country:gb AND apple", ""},
        {"language:en AND apple", "lang:en AND apple", ""},
        {"site:twitter.com AND \"apple juice\"", "site:\"twitter.com\" AND \"apple juice\"",
         ""},
        {"url:\"msn.com/news\" AND \"Simon Cowell\"",
         "url:\"msn.com/news\" AND \"Simon Cowell\"", ""},
        {"author: ladygaga", "author:\"ladygaga\"", ""},
        {"author:(ladygaga OR \"brandwatch office\")",
         "author:\"ladygaga\" OR author:\"brandwatch office\"", ""},
        {"links:msn.com", "link:\"msn.com\"", ""},
        {"apple AND authorFollowers:[500 TO 100000]", "apple AND followers:500..100000", ""},
        {"apple AND authorFollowers:[500 TO *]", "apple AND followers:>=500", ""},
        {"(\"brand name\" OR @brandhandle) AND sentiment:positive NOT complaint*",
         "(\"brand name\" OR @brandhandle) AND sentiment:\"positive\" NOT complaint*", ""},
        {"apple AND engagementType:RETWEET", "apple AND is:repost", ""},
        {"apple NOT engagementType:COMMENT", "apple NOT is:reply",
         "engagementType:COMMENT wide-"},
        {"tags:photography", "#photography", "tags:photography narrow-"},
        {"topLevelDomain:org AND apple", "site:\"org\" AND apple", ""},
        {"#MondayMotivation OR @brandwatch", "#MondayMotivation OR @brandwatch", ""},
        {"wendy's OR coca-col*", "\"wendy's\" OR \"coca col*\"", ""},
        /* what does not come along */
        {"city:\"deu.berlin.berlin\" AND \"apple juice\"", "\"apple juice\"",
         "city:\"deu.berlin.berlin\" left+"},
        {"apple AND latitude:[41 TO 44] AND longitude:[-73 TO -69]", "apple",
         "latitude:[41 TO 44] left+; longitude:[-73 TO -69] left+"},
        {"(apple OR pear) AND (city:\"usa.ny.new york\" OR region:usa.fl)", "apple OR pear",
         "city:\"usa.ny.new york\" left+; region:usa.fl left+"},
        {"apple OR subreddit:apple", "apple", "subreddit:apple left-"},
        {"apple NOT subreddit:apple", "apple", "subreddit:apple left+"},
        {"apple NOT (jobs OR subreddit:hiring)", "apple NOT jobs", "subreddit:hiring left+"},
        /* without the city, NOT would keep out all jobs */
        {"apple NOT (jobs AND city:berlin)", "apple",
         "jobs AND city:berlin left+; city:berlin left+"},
        {"apple OR (subreddit:apple NOT jobs)", "apple",
         "subreddit:apple left-; subreddit:apple NOT jobs left-"},
        {"apple AND itemReview:(\"Xbox One\" OR PS5)", "apple",
         "\"Xbox One\" left+; PS5 left+"},
        {"apple AND foo:bar", "apple", "foo:bar left+"},
        {"apple OR ab*", "apple", "ab* left-"},
        {"apple AND \"...\"", "apple", "\"...\" left+"},
        {"apple AND country:germany", "apple", "country:germany left+"},
        {"apple AND language:english", "apple", "language:english left+"},
        {"(apple AND pear) NEAR/3 juice", "apple AND pear AND juice",
         "apple AND pear) NEAR/3 juice wide+"},
        {"title:apple NEAR/3 juice", "title:apple AND juice", "title:apple NEAR/3 juice wide+"},
        {"apple NEAR/3 city:berlin", "apple", "city:berlin left+"},
        {"{a\" OR \"b} OR apple", "apple", "{a\" OR \"b} left-"},
        {"apple juice AND pear", "apple AND juice AND pear", "apple juice as?"},
        {"apple OR pear AND juice", "apple OR pear AND juice", "apple OR pear AND juice as?"},
        {"apple and pear", "apple AND and AND pear", "apple and pear as?"},
    };
    CHECK(DIALECT_BRANDWATCH, cases);
}

static void meltwater_becomes_kith(void **state)
{
    static const struct dialect_case cases[] = {
        {"apple AND (watch OR iwatch) NOT (\"apple sauce\" OR \"apple juice\" OR \"apple "
         "orchard*\")",
         "apple AND (watch OR iwatch) NOT (\"apple sauce\" OR \"apple juice\" OR \"apple "
         "orchard*\")",
         ""},
        {"Apple NEAR watch", "Apple NEAR/5 watch", ""}, /* four words between */
        {"Apple NEAR/10 watch", "Apple NEAR/11 watch", ""},
        {"Apple ONEAR watch", "Apple ONEAR/5 watch", ""},
        {"Apple ONEAR/10 watch", "Apple ONEAR/11 watch", ""},
        {"a1 OR b1 AND c1 NOT d1", "a1 OR b1 AND c1 NOT d1", ""},
        {"(\xe2\x80\x9dGolden State Warriors\xe2\x80\x9d OR \xe2\x80\x9cGSW\xe2\x80\x9d) AND "
         "basketball",
         "(\"Golden State Warriors\" OR \"GSW\") AND basketball", ""},
        {"title:subway", "title:subway", ""},
        {"ingress:(subway OR sandwich)", "text:subway OR text:sandwich",
         "subway wide+; sandwich wide+"},
        {"(\"sailboat\" or \"boat\") AND \"racing\"",
         "(\"sailboat\" OR \"boat\") AND \"racing\"", "or as?"},
        {"apple near/3 watch", "apple NEAR/4 watch", "near/3 as?"},
        {"hotel near station", "hotel AND near AND station", "hotel near station as?"},
        {"apple AND (watch OR ipad)^9 NOT iphone^10", "apple AND (watch OR ipad) NOT iphone",
         "^9 left=; ^10 left="},
        {"apple/3 AND 24/7", "apple AND \"24/7\"", "apple/3 wide+"},
        {"apple -watch", "apple NOT watch", "- as?"},
        {"steve jobs", "steve AND jobs", "steve jobs as?"},
        {"apple AND source:bbc", "apple", "source:bbc left+"},
    };
    CHECK(DIALECT_MELTWATER, cases);
}

static void sprinklr_becomes_kith(void **state)
{
    static const struct dialect_case cases[] = {
        {"\"social media\"~10", "\"social media\"~10", ""},
        {"((Apple) NEAR/5 (iphone OR MacBook))", "Apple NEAR/6 (iphone OR MacBook)", ""},
        {"\"social media\" ONEAR/5 \"facebook\"", "\"social media\" ONEAR/6 \"facebook\"", ""},
        {"\"Customer experience\" OR sprinklr", "\"Customer experience\" OR sprinklr", ""},
        {"[(\"internet of things\" OR iot) AND (robots OR robot OR #robot)]",
         "(\"internet of things\" OR iot) AND (robots OR robot OR #robot)", ""},
        {"message: (\"Gandalf\" AND (\"Frodo\" OR \"SAM\"))",
         "text:\"Gandalf\" AND (text:\"Frodo\" OR text:\"SAM\")", ""},
        {"title: Tesla AND language: en", "title:Tesla AND lang:en", ""},
        {"author: \"Justin Blake\"", "author:\"Justin Blake\"",
         "author: \"Justin Blake\" wide+"},
        {"authorContaining: \"Justin\"", "author:\"*Justin*\"",
         "authorContaining: \"Justin\" wide+"},
        {"userbio: journalist AND country: IN", "bio:journalist AND country:in", ""},
        {"url: \"https://www.bbc.com/news\" OR site: cnn.com",
         "url:\"https://www.bbc.com/news\" OR site:\"cnn.com\"", ""},
        {"tesla AND followers: [100 TO 999]", "tesla AND followers:100..999", ""},
        {"tesla AND followers:>1000", "tesla AND followers:>1000", ""},
        {"exactMessage: (spider-man)", "text:(raw:\"spider-man\")", ""},
        {"exactContent:\"Spider-Man\"", "raw:\"Spider-Man\"",
         "exactContent:\"Spider-Man\" narrow-"},
        {"tesla AND exactParentMessage: model", "tesla", "exactParentMessage: model left+"},
        {"tesla AND state: California", "tesla", "state: California left+"},
        {"me?t OR melt*", "me?t OR melt*", ""},
        {"social sprinklr", "social AND sprinklr", "social sprinklr as?"},
    };
    CHECK(DIALECT_SPRINKLR, cases);
}

static void rules_of_x_become_kith(void **state)
{
    static const struct dialect_case cases[] = {
        {"cat has:images -grumpy", "cat AND has:media NOT grumpy", "has:images wide+"},
        {"pepsi OR cola OR \"coca cola\"", "pepsi OR cola OR \"coca cola\"", ""},
        {"(\xf0\x9f\x98\x83 OR \xf0\x9f\x98\xa1) \xf0\x9f\x98\xac",
         "(\xf0\x9f\x98\x83 OR \xf0\x9f\x98\xa1) AND \xf0\x9f\x98\xac", ""},
        {"(\"X API\" OR #v2) -\"filtered stream\"",
         "(\"X API\" OR #v2) NOT \"filtered stream\"", ""},
        {"apple OR iphone ipad", "apple OR iphone AND ipad", ""}, /* AND first */
        {"apple OR (iphone ipad)", "apple OR iphone AND ipad", ""},
        {"skiing -(snow OR day OR noschool)", "skiing NOT (snow OR day OR noschool)", ""},
        {"\"social media\"~5", "\"social media\"~5", "\"social media\"~5 wide+"},
        {"from:XDevelopers OR from:XAPI -is:retweet",
         "author:\"XDevelopers\" OR author:\"XAPI\" NOT is:repost", ""},
        {"from:2244994945", "author:\"2244994945\"", "from:2244994945 narrow-"},
        {"to:jvaleski is:reply", "to:\"jvaleski\" AND is:reply", ""},
        {"(@XDevelopers OR @api) -@x", "(@XDevelopers OR @api) NOT @x", ""},
        {"$twtr OR @XDevelopers -$fb", "$twtr OR @XDevelopers NOT $fb", ""},
        {"from:xdevelopers url:\"https://developer.x.com\"",
         "author:\"xdevelopers\" AND link:\"https://developer.x.com\"", ""},
        {"recommend #paris lang:en has:links", "recommend AND #paris AND lang:en AND has:link",
         ""},
        {"followers_count:500 acme", "followers:>=500 AND acme", ""},
        {"acme followers_count:1000..10000", "acme AND followers:1000..10000", ""},
        {"bio:developer bio_name:phd", "bio:developer AND author:\"*phd*\"",
         "bio_name:phd wide+"},
        {"place_country:GB acme", "country:gb AND acme", "place_country:GB wide+"},
        {"\"what is this?\" acme", "\"what is this \" AND acme", ""},
        {"#nowplaying @spotify sample:15", "#nowplaying AND @spotify", "sample:15 left+"},
        {"\"mobile games\" -is:nullcast", "\"mobile games\"", "is:nullcast left+"},
        {"acme point_radius:[2.355128 48.861118 16km] -is:quote", "acme",
         "point_radius:[2.355128 48.861118 16km] left+; is:quote left+"},
        {"(acme OR conversation_id:1334987486343299072) lang:de", "acme AND lang:de",
         "conversation_id:1334987486343299072 left-"},
        {"context:10.799022225751871488 acme", "acme", "context:10.799022225751871488 left+"},
        {"acme (retweets_of:bob OR context:1.2)", "acme",
         "retweets_of:bob left+; context:1.2 left+"},
        {"(puppy OR kitten) filter:images min_faves:10", "(puppy OR kitten) AND has:media",
         "filter:images wide+; min_faves:10 left+"},
        {"acme AND globex", "acme AND globex", "AND as?"},
        {"acme -lang:und", "acme", "lang:und left+"},
        {"acme near globex", "acme AND near AND globex", ""},
        {"acme NEAR globex", "acme AND \"NEAR\" AND globex", ""},
        {"$toolongasign", "$toolongasign", "$toolongasign wide+"},
        {"--acme globex", "acme AND globex", ""},
    };
    CHECK(DIALECT_X, cases);
}

static void what_cannot_be_read_is_refused_with_its_place(void **state)
{
    static const struct {
        enum dialect d;
        const char *text;
        size_t start, end;
        const char *says;
    } cases[] = {
        {DIALECT_X, "", 0, 0, "Write what to listen for"},
        {DIALECT_X, "(acme", 0, 1, "not closed"},
        {DIALECT_X, "acme)", 4, 5, "never opened"},
        {DIALECT_X, "acme ()", 6, 7, "nothing in front"},
        {DIALECT_X, "acme OR", 7, 7, "missing at the end"},
        {DIALECT_X, "OR acme", 0, 2, "both sides"},
        {DIALECT_X, "\"acme", 0, 5, "not closed"},
        {DIALECT_X, "\"a1 b1\"~ c", 7, 8, "Behind ~"},
        {DIALECT_X, "-acme", 0, 5, "without NOT"},
        {DIALECT_X, "acme OR -globex", 8, 15, "half of OR"},
        {DIALECT_X, "acme followers_count:many", 5, 25, "Write a number"},
        {DIALECT_X, "acme from:", 5, 10, "Behind the colon"},
        {DIALECT_X, "acme from: bob", 5, 10, "Behind the colon"},
        {DIALECT_X, "acme from:@", 5, 11, "Say what it shall be"},
        {DIALECT_X, "acme place:[1 2", 11, 15, "not closed"},
        {DIALECT_X, "sample:10", 0, 9, "Nothing of this"},
        {DIALECT_X, "conversation_id:1 -jobs", 0, 23, "only what it keeps out"},
        {DIALECT_X, "from:(bob to:ann)", 10, 13, "in no other field"},
        {DIALECT_SPRINKLR, "[acme)", 0, 1, "not closed"},
        {DIALECT_SPRINKLR, "acme NEAR globex", 5, 9, "NEAR/3"},
        {DIALECT_SPRINKLR, "title: AND acme", 0, 7, "Behind the colon"},
        {DIALECT_BRANDWATCH, "acme <<<why", 5, 8, "comment is not closed"},
        {DIALECT_BRANDWATCH, "acme AND {BT", 9, 12, "not closed"},
        {DIALECT_BRANDWATCH, "acme NEAR/x globex", 5, 11, "NEAR/3"},
        {DIALECT_BRANDWATCH, "acme }", 5, 6, "never opened"},
        {DIALECT_MELTWATER, "(a1 AND b1]", 0, 1, "not closed"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct dialect_result r;
        if (dialect_read(*state, cases[i].d, k_str_z(cases[i].text), &r))
            fail_msg("%s became %.*s", cases[i].text, K_ARG(r.text));
        if (r.problem.start != cases[i].start || r.problem.end != cases[i].end ||
            !strstr(r.problem.text, cases[i].says))
            fail_msg("%s: %s (%zu to %zu)", cases[i].text, r.problem.text, r.problem.start,
                     r.problem.end);
        assert_int_equal(r.text.n, 0);
        k_str german = k_tongue_say(*state, K_TONGUE_DE, k_str_z(r.problem.text));
        if (k_str_eqz(german, r.problem.text))
            fail_msg("no German for: %s", r.problem.text);
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

static void there_are_limits(void **state)
{
    const k_str cases[] = {
        much(*state, "(", 100),          much(*state, "x OR ", 4000),
        much(*state, "word ", 8000),     much(*state, "abc* ", 80),
        much(*state, "NOT ", 100),       much(*state, "\xff", 3),
        much(*state, "--", 60),          much(*state, "a1 NEAR/3 ", 60),
        much(*state, "title:(", 100),    k_str_n("a\0b", 3),
        much(*state, "sample:1 ", 3000),
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        for (int d = 0; d < DIALECTS; d++) {
            struct dialect_result r;
            struct query q;
            struct query_problem p;
            struct k_arena *a = k_arena_new(0);
            if (dialect_read(a, (enum dialect)d, cases[i], &r))
                assert_true(query_parse(a, r.text, NULL, &q, &p));
            else
                assert_true(r.problem.text && r.problem.start <= r.problem.end &&
                            r.problem.end <= cases[i].n);
            k_arena_free(a);
        }
}

/* ---- what is told is so ------------------------------------------------------------------ */

#define WORDS 3 /* that are known of a post */
#define LOST 2  /* that are not */

/* AND, OR, NOT of words and of what Kith does not know. */
struct tree {
    char op; /* '&', '|', '-', 0: a leaf */
    unsigned leaf;
    struct tree *of[2];
};

static struct tree *grow(struct k_arena *a, struct k_rand *rand, int depth)
{
    struct tree *t = k_new(a, struct tree);
    uint64_t n = k_rand_below(rand, depth > 3 ? 1 : 6);
    t->op = "\0\0&&|-"[n];
    t->leaf = (unsigned)k_rand_below(rand, WORDS + LOST);
    if (t->op)
        t->of[0] = grow(a, rand, depth + 1);
    if (t->op == '&' || t->op == '|')
        t->of[1] = grow(a, rand, depth + 1);
    return t;
}

static void say(struct k_buf *b, const struct tree *t)
{
    if (t->op == 0) {
        k_buf_fmt(b, t->leaf < WORDS ? "w%u" : "context:%u", t->leaf);
        return;
    }
    k_buf_fmt(b, t->op == '-' ? "-(" : "(");
    say(b, t->of[0]);
    if (t->of[1]) {
        k_buf_fmt(b, t->op == '|' ? " OR " : " ");
        say(b, t->of[1]);
    }
    k_buf_chr(b, ')');
}

static bool is_so(const struct tree *t, unsigned bits)
{
    bool first = t->op == 0 ? bits >> t->leaf & 1 : is_so(t->of[0], bits);
    return t->op == '&'   ? first && is_so(t->of[1], bits)
           : t->op == '|' ? first || is_so(t->of[1], bits)
           : t->op == '-' ? !first
                          : first;
}

static bool holds(struct k_arena *a, const struct query *q, unsigned bits)
{
    struct k_buf b;
    k_buf_init(&b, a, 256);
    k_buf_fmt(&b, "text");
    for (unsigned w = 0; w < WORDS; w++)
        if (bits >> w & 1)
            k_buf_fmt(&b, " w%u", w);
    struct listen_post post = {.text = k_buf_view(&b), .followers = -1, .strength = -1};
    return query_holds(a, LISTEN_UNICODE, q, &post, NULL);
}

/* A query of which it is told that it finds more finds all that it found, one that finds less
 * nothing else, and one of which nothing is told the same. */
static void what_is_told_of_a_query_is_so(void **state)
{
    struct k_rand rand;
    size_t read = 0;
    k_rand_seed(&rand, 4);
    for (int i = 0; i < 4000; i++) {
        struct k_arena *a = k_arena_new(0);
        struct k_buf b;
        struct dialect_result r;
        struct query q;
        struct query_problem p;
        bool more = false, less = false;
        struct tree *t = grow(a, &rand, 0);
        k_buf_init(&b, a, 1 << 16);
        say(&b, t);
        if (dialect_read(a, DIALECT_X, k_buf_view(&b), &r)) {
            assert_true(query_parse(a, r.text, NULL, &q, &p));
            for (size_t k = 0; k < r.n_notes; k++) {
                more |= r.notes[k].effect == DIALECT_MORE;
                less |= r.notes[k].effect == DIALECT_LESS;
            }
            for (unsigned bits = 0; bits < 1U << (WORDS + LOST); bits++) {
                bool was = is_so(t, bits), is = holds(a, &q, bits);
                if ((was && !is && !less) || (is && !was && !more))
                    fail_msg("%.*s became %.*s: %s", K_ARG(k_buf_view(&b)), K_ARG(r.text),
                             told(a, k_buf_view(&b), &r));
            }
            read++;
        }
        k_arena_free(a);
    }
    assert_true(read > 1000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        arena_test(brandwatch_becomes_kith),
        arena_test(meltwater_becomes_kith),
        arena_test(sprinklr_becomes_kith),
        arena_test(rules_of_x_become_kith),
        arena_test(what_cannot_be_read_is_refused_with_its_place),
        arena_test(there_are_limits),
        arena_test(what_is_told_of_a_query_is_so),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
