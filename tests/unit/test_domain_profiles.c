/* The rules of pages that name each other: which page an account has, when two addresses are
 * one page, what a look says, and what of it is evidence. */
#include "unit.h"
#include "base/tongue.h"
#include "domain/match_rules.h"
#include "domain/profile_rules.h"
#include <stdio.h>

static void an_account_has_the_page_that_is_its_own(void **state)
{
    (void)state;
    static const struct {
        const char *network, *native, *handle, *url, *want;
    } rows[] = {
        {"web", "ada.example/me", "https://ada.example/me/", "https://ada.example/me/",
         "https://ada.example/me/"},
        {"web", "ada.example", "", "", "https://ada.example"},
        {"mastodon", "1", "ada@social.example", "https://social.example/@ada",
         "https://social.example/@ada"},
        {"mastodon", "1", "@ada@social.example", "", "https://social.example/@ada"},
        {"mastodon", "1", "ada", "", ""},
        {"mastodon", "1", "ada@social.example/..", "", ""},
        {"github", "1", "ada", "https://github.com/ada", "https://github.com/ada"},
        {"bluesky", "did:plc:1", "ada.example", "", "https://ada.example/"},
        {"bluesky", "did:plc:1", "ada.bsky.social", "https://bsky.app/x", ""},
        /* what was typed beside a comment is nobody's page */
        {"wordpress", "1", "Ada", "https://ada.example/", ""},
        {"feed", "1", "Ada", "https://ada.example/", ""},
        {"email", "ada@ada.example", "", "", ""},
        {"linkedin", "1", "ada", "https://linkedin.com/in/ada", ""},
        {"web", "user:pw@ada.example", "", "", ""},
        {"github", "1", "ada", "javascript:alert(1)", ""},
    };
    struct k_arena *a = k_arena_new(0);
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct match_profile p = {.network = k_str_z(rows[i].network),
                                  .native_id = k_str_z(rows[i].native),
                                  .handle = k_str_z(rows[i].handle),
                                  .url = k_str_z(rows[i].url)};
        k_str got = profile_page_of(a, &p);
        if (!k_str_eqz(got, rows[i].want))
            fail_msg("%s %s: %.*s", rows[i].network, rows[i].url, K_ARG(got));
    }
    k_arena_free(a);
}

static void addresses_of_one_page_are_the_same(void **state)
{
    (void)state;
    static const struct {
        const char *url, *want;
    } rows[] = {
        {"https://Ada.Example", "ada.example"},
        {" http://ada.example:80/ ", "ada.example"},
        {"https://ada.example:443//", "ada.example"},
        {"http://ada.example:443/", "ada.example:443"},
        {"https://ada.example./#top", "ada.example"},
        {"HTTPS://ada.example/@Ada/", "ada.example/@Ada"},
        {"https://ada.example/profile?id=1", "ada.example/profile?id=1"},
        {"https://ada.example/?id=2#x", "ada.example?id=2"},
        {"https://www.ada.example/", "www.ada.example"},
        {"https://ada.example/a%20b", "ada.example/a%20b"},
        {"https://me@ada.example/", ""},
        {"https://ada.example/a b", ""},
        {"https://ada.example\\@b.example/", ""},
        {"ada.example", ""},
        {"mailto:ada@ada.example", ""},
        {"https://", ""},
        {"https:///x", ""},
        {"https://localhost/", ""},
    };
    struct k_arena *a = k_arena_new(0);
    for (size_t i = 0; i < ROWS(rows); i++) {
        k_str got = profile_address(a, k_str_z(rows[i].url));
        if (!k_str_eqz(got, rows[i].want))
            fail_msg("%s: %.*s", rows[i].url, K_ARG(got));
    }
    k_arena_free(a);
}

/* Whoever redirects their page to yours does not own yours. */
static void a_redirect_gives_nobody_the_page_where_it_leads(void **state)
{
    (void)state;
    static const struct {
        const char *from, *to;
        bool home;
    } rows[] = {
        {"ada.example", "ada.example", true},
        {"ada.example", "www.ada.example", true},
        {"www.ada.example/a", "ada.example/a", true},
        {"ada.example", "ada.example/en", true},
        {"ada.example", "www.ada.example?lang=en", true},
        {"ada.example/~eve", "ada.example/~ada", false},
        {"ada.example/a", "ada.example", false},
        {"eve.example", "ada.example", false},
        {"ada.example", "ada.example.eve.example", false},
        {"ada.example", "eve.example/ada.example", false},
        {"ada.example", "ada.example:8080", false},
        {"ada.example", "", false},
        {"", "", false},
    };
    for (size_t i = 0; i < ROWS(rows); i++)
        if (profile_lands_home(k_str_z(rows[i].from), k_str_z(rows[i].to)) != rows[i].home)
            fail_msg("%s -> %s", rows[i].from, rows[i].to);
}

/* ---- what a look says -------------------------------------------------------------------- */

static void a_link_is_verified_by_both_pages_only(void **state)
{
    (void)state;
    enum {
        N = PROFILE_NONE,
        O = PROFILE_ONE,
        B = PROFILE_BOTH,
        L = PROFILE_LOST,
        D = PROFILE_DROPPED
    };
    enum {
        NEW = PROFILE_NEW,
        READ = PROFILE_READ,
        GONE = PROFILE_GONE,
        DOWN = PROFILE_DOWN,
        SHUT = PROFILE_REFUSED,
        HIDDEN = PROFILE_BLOCKED,
        BIG = PROFILE_LARGE
    };
    static const struct {
        int was, fails, page, page_fails;
        bool named;
        int other;
        bool back;
        int want, want_fails;
    } rows[] = {
        {N, 0, READ, 0, true, READ, false, O, 0},
        {N, 0, READ, 0, true, READ, true, B, 0},
        {N, 0, READ, 0, true, HIDDEN, false, O, 0},
        {N, 0, READ, 0, true, NEW, false, O, 0},
        {O, 0, READ, 0, true, READ, true, B, 0},
        {O, 0, READ, 0, true, DOWN, false, O, 0},
        {O, 0, READ, 0, false, NEW, false, N, 0},
        {O, 0, GONE, 0, false, NEW, false, N, 0},
        {O, 0, DOWN, 1, false, NEW, false, O, 0},
        {B, 0, READ, 0, true, READ, true, B, 0},
        /* withdrawn at once when the page was read, or is surely gone */
        {B, 0, READ, 0, true, READ, false, L, 0},
        {B, 0, READ, 0, true, GONE, false, L, 0},
        {B, 0, READ, 0, true, HIDDEN, false, L, 0},
        {B, 0, READ, 0, true, BIG, false, L, 0},
        {B, 0, READ, 0, false, NEW, false, D, 0},
        {B, 0, GONE, 0, false, NEW, false, D, 0},
        /* and with patience when there was no answer */
        {B, 0, READ, 0, true, DOWN, false, B, 1},
        {B, 1, READ, 0, true, SHUT, false, B, 2},
        {B, 2, READ, 0, true, DOWN, false, L, 0},
        {B, 0, DOWN, 2, false, NEW, false, B, 0},
        {B, 0, DOWN, 3, false, NEW, false, D, 0},
        {B, 0, READ, 0, true, NEW, false, B, 0},
        /* and comes back when it does */
        {L, 0, READ, 0, true, READ, false, L, 0},
        {L, 0, READ, 0, true, READ, true, B, 0},
        {L, 0, READ, 0, false, NEW, false, D, 0},
        {D, 0, READ, 0, false, NEW, false, D, 0},
        {D, 0, READ, 0, true, READ, true, B, 0},
        {D, 0, READ, 0, true, READ, false, L, 0},
    };
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct profile_state was = {.link = (enum profile_link)rows[i].was,
                                    .fails = rows[i].fails,
                                    .both = rows[i].was >= B ? 10 : 0,
                                    .ended = rows[i].was > B ? 20 : 0};
        struct profile_facts f = {.page = (enum profile_seen)rows[i].page,
                                  .page_fails = rows[i].page_fails,
                                  .named = rows[i].named,
                                  .other = (enum profile_seen)rows[i].other,
                                  .back = rows[i].back,
                                  .now = 30};
        struct profile_state now = profile_judge(&was, &f);
        if ((int)now.link != rows[i].want || now.fails != rows[i].want_fails)
            fail_msg("row %zu: %s, %d fails", i, profile_link_name(now.link), (int)now.fails);
        if (now.link == PROFILE_BOTH)
            assert_int_equal(now.both, was.link == PROFILE_BOTH ? 10 : 30);
        if (now.link == PROFILE_LOST || now.link == PROFILE_DROPPED)
            assert_int_equal(now.ended, was.link == PROFILE_BOTH ? 30 : 20);
    }
}

static void what_ended_is_forgotten_after_90_days(void **state)
{
    (void)state;
    struct profile_state was = {.link = PROFILE_DROPPED, .both = 10, .ended = 20};
    struct profile_facts f = {.page = PROFILE_READ, .now = 20 + PROFILE_REMEMBERED};
    assert_int_equal(profile_judge(&was, &f).link, PROFILE_DROPPED);
    f.now++;
    assert_int_equal(profile_judge(&was, &f).link, PROFILE_NONE);
}

static void every_verdict_has_its_words(void **state)
{
    (void)state;
    for (int l = PROFILE_ONE; l < PROFILE_LINKS; l++)
        for (int s = 0; s < PROFILE_SEENS; s++) {
            const char *said = profile_link_said((enum profile_link)l, (enum profile_seen)s);
            assert_true(said && strlen(said) > 20);
            assert_true(k_tongue_knows(k_str_z(said)));
        }
    for (int s = 0; s < PROFILE_SEENS; s++) {
        const char *said = profile_page_said((enum profile_seen)s);
        assert_true(*said == 0 || k_tongue_knows(k_str_z(said)));
        assert_int_equal(profile_seen_of(k_str_z(profile_seen_name((enum profile_seen)s))), s);
    }
    for (int l = 0; l < PROFILE_LINKS; l++)
        assert_int_equal(profile_link_of(k_str_z(profile_link_name((enum profile_link)l))), l);
}

/* ---- evidence ---------------------------------------------------------------------------- */

static struct match_profile account(struct k_arena *a, const char *url, const char *names,
                                    bool both)
{
    struct match_profile p = {
        .network = K_S("web"), .native_id = k_str_from(k_str_z(url), 8), .url = k_str_z(url)};
    if (*names)
        *k_vec_push(a, &p.me) =
            (struct match_me){profile_address(a, k_str_z(names)), K_S(""), both};
    return p;
}

static void one_page_claims_and_two_verify(void **state)
{
    (void)state;
    struct k_arena *a = k_arena_new(0);
    const char *x = "https://a.example/ada", *y = "https://b.example/ada";
    struct match_profile silent = account(a, y, "", false);
    struct match_profile says = account(a, x, y, false), seen = account(a, x, y, true);
    struct match_profile answers = account(a, y, x, false);
    struct match_profile else_where = account(a, y, "https://c.example/ada", true);
    assert_int_equal(match_links_pair(a, &says, &silent), MATCH_LINK_CLAIMED);
    assert_int_equal(match_links_pair(a, &silent, &says), MATCH_LINK_CLAIMED);
    assert_int_equal(match_links_pair(a, &seen, &silent), MATCH_LINK_REL_ME);
    assert_int_equal(match_links_pair(a, &says, &answers), MATCH_LINK_REL_ME);
    assert_int_equal(match_links_pair(a, &says, &else_where), MATCH_LINK_CLAIMED);
    assert_int_equal(match_links_pair(a, &else_where, &silent), MATCH_LINK_NONE);
    /* the bio of an account on a network is its owner's word too */
    struct match_profile sky = {.network = K_S("bluesky"),
                                .native_id = K_S("did:plc:1"),
                                .handle = K_S("ada.bsky.social"),
                                .bio = K_S("Gardener, see https://a.example/ada")};
    struct match_profile site =
        account(a, x, "https://bsky.app/profile/ada.bsky.social", false);
    assert_int_equal(match_links_pair(a, &site, &sky), MATCH_LINK_REL_ME);
    sky.bio = K_S("Gardener");
    assert_int_equal(match_links_pair(a, &site, &sky), MATCH_LINK_CLAIMED);
    /* an address typed beside a comment is not */
    struct match_profile guest = {
        .network = K_S("wordpress"), .native_id = K_S("1"), .url = k_str_z(x)};
    assert_int_equal(match_links_pair(a, &seen, &guest), MATCH_LINK_ONE_WAY);
    k_arena_free(a);
}

static struct match_verdict verdict(struct k_arena *a, const char *x, const char *y,
                                    bool verified, bool claimed)
{
    struct match_record rx = {.id = 1}, ry = {.id = 2};
    struct match_verdict v;
    struct match_world w = {.people = 1000,
                            .verified = verified,
                            .claimed = claimed,
                            .link_a = K_S("https://a.example"),
                            .link_b = K_S("https://b.example")};
    match_add_name(a, &rx, k_str_z(x), K_NONE, K_NONE);
    match_add_name(a, &ry, k_str_z(y), K_NONE, K_NONE);
    match_compare(a, &rx, &ry, &w, &v);
    return v;
}

static void a_verified_link_is_exact_and_a_claim_asks_at_most(void **state)
{
    (void)state;
    struct k_arena *a = k_arena_new(0);
    struct match_verdict v = verdict(a, "Ada Byron", "Ada Byron", true, false);
    assert_int_equal(v.kind, MATCH_EXACT);
    v = verdict(a, "Ada Byron", "Ada Byron", false, true);
    assert_int_equal(v.kind, MATCH_PROBABLE);
    bool shown = false;
    for (size_t i = 0; i < v.n; i++)
        if (v.evidence[i].level == MATCH_CLAIMED) {
            shown = true;
            assert_true(k_str_eqz(v.evidence[i].a, "https://a.example"));
            assert_true(k_str_eqz(v.evidence[i].b, "https://b.example"));
            assert_true(v.evidence[i].bits > 5 && v.evidence[i].bits < 12);
        }
    assert_true(shown);
    /* who claims to be somebody with another name is not even asked about */
    v = verdict(a, "Eve Miller", "Ada Byron", false, true);
    assert_int_equal(v.kind, MATCH_NO);
    v = verdict(a, "Eve Miller", "Ada Byron", true, false);
    assert_int_not_equal(v.kind, MATCH_EXACT);
    k_arena_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_account_has_the_page_that_is_its_own),
        cmocka_unit_test(addresses_of_one_page_are_the_same),
        cmocka_unit_test(a_redirect_gives_nobody_the_page_where_it_leads),
        cmocka_unit_test(a_link_is_verified_by_both_pages_only),
        cmocka_unit_test(what_ended_is_forgotten_after_90_days),
        cmocka_unit_test(every_verdict_has_its_words),
        cmocka_unit_test(one_page_claims_and_two_verify),
        cmocka_unit_test(a_verified_link_is_exact_and_a_claim_asks_at_most),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
