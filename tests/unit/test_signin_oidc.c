/* What of an identity provider is believed, what its groups mean, and who is let in by it. */
#include "kit/issuer.h"
#include "signin/jwt.h"
#include "signin/oidc_rules.h"
#include "unit.h"

#define NOW (1790000000LL * K_SEC)
#define ISSUER "https://id.example.org/realms/acme"
#define GOOD                                                                                   \
    "{\"iss\":\"" ISSUER "\",\"sub\":\"u-1\",\"aud\":\"kith\",\"exp\":1790000300,"             \
    "\"iat\":1789999990,\"nonce\":\"n0\"}"

struct world {
    struct kit_issuer issuer;
    k_str keys;
    const char *alg; /* that is pinned */
};

static const char *verdict_on(struct world *w, k_str token, k_str keys)
{
    struct k_arena *a = w->issuer.arena;
    const struct k_json *jwks = NULL, *claims = NULL;
    struct oidc_expect want = {.issuer = K_S(ISSUER),
                               .client_id = K_S("kith"),
                               .nonce = K_S("n0"),
                               .alg = k_str_z(w->alg),
                               .now = NOW};
    assert_int_equal(k_json_parse(a, keys, &jwks, NULL), K_OK);
    const char *why = oidc_check_token(a, token, jwks, &want, &claims);
    assert_int_equal(why == NULL, claims != NULL);
    return why;
}

static const char *verdict(struct world *w, k_str token)
{
    return verdict_on(w, token, w->keys);
}

/* The text with the first `from` as `to`. */
static k_str swapped(struct k_arena *a, k_str text, k_str from, k_str to)
{
    const char *at = memmem(text.p, text.n, from.p, from.n);
    assert_non_null(at);
    size_t before = (size_t)(at - text.p);
    return k_fmt(a, "%.*s%.*s%.*s", K_ARG(k_str_sub(text, 0, before)), K_ARG(to),
                 K_ARG(k_str_sub(text, before + from.n, text.n)));
}

static int open_world(void **state)
{
    struct k_arena *a = k_arena_new(0);
    struct world *w = k_new(a, struct world);
    kit_issuer_new(&w->issuer, a);
    w->keys = kit_issuer_keys(&w->issuer);
    w->alg = "RS256";
    *state = w;
    return 0;
}

static int close_world(void **state)
{
    struct world *w = *state;
    kit_issuer_free(&w->issuer);
    k_arena_free(w->issuer.arena);
    return 0;
}

#define world_test(f) cmocka_unit_test_setup_teardown(f, open_world, close_world)
#define refused(why, part)                                                                     \
    do {                                                                                       \
        const char *w_ = (why);                                                                \
        if (w_ == NULL || strstr(w_, part) == NULL)                                            \
            print_error("said: %s\n", w_ ? w_ : "(believed)");                                 \
        assert_non_null(w_);                                                                   \
        assert_non_null(strstr(w_, part));                                                     \
    } while (0)

/* --- signatures -------------------------------------------------------------------------- */

static void each_algorithm_is_believed_where_it_is_pinned_and_only_there(void **state)
{
    static const char *const algs[] = {"RS256", "ES256", "EdDSA"};
    struct world *w = *state;
    for (size_t pin = 0; pin < ROWS(algs); pin++)
        for (size_t by = 0; by < ROWS(algs); by++) {
            w->alg = algs[pin];
            const char *why = verdict(w, kit_token_by(&w->issuer, algs[by], K_S(GOOD)));
            if (pin == by)
                assert_null(why);
            else
                refused(why, "another algorithm");
        }
}

static void an_unsigned_token_is_never_believed(void **state)
{
    static const char *const names[] = {"none", "None", "NONE", "nOnE", ""};
    struct world *w = *state;
    for (size_t i = 0; i < ROWS(names); i++) {
        k_str head = k_fmt(w->issuer.arena, "{\"alg\":\"%s\"}", names[i]);
        assert_non_null(verdict(w, kit_token(&w->issuer, head, K_S(GOOD), "none", K_NONE)));
        w->alg = names[i]; /* not even when somebody wrote that into the settings */
        assert_non_null(verdict(w, kit_token(&w->issuer, head, K_S(GOOD), "none", K_NONE)));
        w->alg = "RS256";
    }
    refused(verdict(w, kit_token(&w->issuer, K_S("{\"alg\":\"RS256\",\"kid\":\"RS256\"}"),
                                 K_S(GOOD), "none", K_NONE)),
            "signature");
}

static void the_public_key_is_no_secret_to_sign_with(void **state)
{
    struct world *w = *state;
    const struct kit_issuer *i = &w->issuer;
    const k_str secrets[] = {kit_issuer_pem(i), w->keys};
    for (size_t s = 0; s < ROWS(secrets); s++) {
        k_str forged = kit_token(i, K_S("{\"alg\":\"HS256\",\"kid\":\"RS256\"}"), K_S(GOOD),
                                 "HS256", secrets[s]);
        refused(verdict(w, forged), "another algorithm");
        w->alg = "HS256";
        refused(verdict(w, forged), "another algorithm");
        w->alg = "RS256";
        refused(verdict(w, kit_token(i, K_S("{\"alg\":\"RS256\",\"kid\":\"RS256\"}"), K_S(GOOD),
                                     "HS256", secrets[s])),
                "signature");
    }
}

static void one_changed_letter_breaks_the_signature(void **state)
{
    struct world *w = *state;
    struct k_arena *a = w->issuer.arena;
    k_str good = kit_token_by(&w->issuer, "RS256", K_S(GOOD)), rest = good;
    k_str head = k_str_cut(&rest, '.'), body = k_str_cut(&rest, '.');
    k_str other =
        kit_token_by(&w->issuer, "RS256", swapped(a, K_S(GOOD), K_S("u-1"), K_S("u-2")));
    k_str rest2 = other;
    (void)k_str_cut(&rest2, '.');
    k_str body2 = k_str_cut(&rest2, '.');
    assert_null(verdict(w, good));
    refused(verdict(w, k_fmt(a, "%.*s.%.*s.%.*s", K_ARG(head), K_ARG(body2), K_ARG(rest))),
            "signature");
    refused(verdict(w, k_fmt(a, "%.*s.%.*s.%.*s", K_ARG(head), K_ARG(body), K_ARG(rest2))),
            "signature");
}

static void keys_of_somebody_else_sign_nothing(void **state)
{
    struct world *w = *state;
    struct kit_issuer other;
    kit_issuer_new(&other, w->issuer.arena);
    refused(verdict(w, kit_token_by(&other, "RS256", K_S(GOOD))), "signature");
    refused(verdict(w, kit_token_by(&other, "ES256", K_S(GOOD))), "another algorithm");
    kit_issuer_free(&other);
    refused(verdict(w, kit_token(&w->issuer, K_S("{\"alg\":\"RS256\",\"kid\":\"gone\"}"),
                                 K_S(GOOD), "RS256", K_NONE)),
            "no key");
    refused(verdict_on(w, kit_token_by(&w->issuer, "RS256", K_S(GOOD)), K_S("{\"keys\":[]}")),
            "no key");
}

/* A key that the token brings along, or points at, is not looked at. */
static void the_token_does_not_choose_its_key(void **state)
{
    struct world *w = *state;
    struct k_arena *a = w->issuer.arena;
    struct kit_issuer other;
    kit_issuer_new(&other, a);
    const struct k_json *v = NULL;
    k_str keys = kit_issuer_keys(&other);
    assert_int_equal(k_json_parse(a, keys, &v, NULL), K_OK);
    k_str first = k_str_sub(keys, 9, (size_t)(strchr(keys.p, '}') - keys.p) + 1 - 9);
    k_str head = k_fmt(a,
                       "{\"alg\":\"RS256\",\"kid\":\"RS256\",\"jwk\":%.*s,\"jku\":\"https://"
                       "evil.example/keys\"}",
                       K_ARG(first));
    refused(verdict(w, kit_token(&other, head, K_S(GOOD), "RS256", K_NONE)), "signature");
    kit_issuer_free(&other);
}

static void a_key_for_another_use_or_algorithm_signs_nothing(void **state)
{
    static const struct {
        const char *from, *to;
    } changes[] = {
        {"\"use\":\"sig\"", "\"use\":\"enc\""},
        {"\"use\":\"sig\"", "\"alg\":\"RS512\""},
        {"\"use\":\"sig\"", "\"alg\":\"ES256\""},
        {"\"kty\":\"RSA\"", "\"kty\":\"oct\""},
    };
    struct world *w = *state;
    k_str token = kit_token_by(&w->issuer, "RS256", K_S(GOOD));
    for (size_t i = 0; i < ROWS(changes); i++)
        refused(verdict_on(w, token,
                           swapped(w->issuer.arena, w->keys, k_str_z(changes[i].from),
                                   k_str_z(changes[i].to))),
                "no key");
}

static void without_a_kid_there_must_be_one_key_only(void **state)
{
    struct world *w = *state;
    struct k_arena *a = w->issuer.arena;
    struct kit_issuer other;
    k_str token = kit_token(&w->issuer, K_S("{\"alg\":\"RS256\"}"), K_S(GOOD), "RS256", K_NONE);
    assert_null(verdict(w, token)); /* one of its kind */
    kit_issuer_new(&other, a);
    k_str more = kit_issuer_keys(&other);
    k_str both = k_fmt(a, "%.*s,%.*s", K_ARG(k_str_sub(w->keys, 0, w->keys.n - 2)),
                       K_ARG(k_str_sub(more, 9, more.n - 9)));
    kit_issuer_free(&other);
    refused(verdict_on(w, token, both), "no key");
}

static void what_is_no_token_is_refused(void **state)
{
    static const char *const bad[] = {"",
                                      ".",
                                      "..",
                                      "a.b",
                                      "a.b.c.d",
                                      "e30.e30.",
                                      "e30.e30.AA",
                                      "eyJhbGciOiJSUzI1NiJ9.e30",
                                      "eyJhbGciOiJSUzI1NiJ9.W10.AA",
                                      "!!!.e30.AA"};
    struct world *w = *state;
    const struct kit_issuer *i = &w->issuer;
    for (size_t k = 0; k < ROWS(bad); k++)
        assert_non_null(verdict(w, k_str_z(bad[k])));
    refused(verdict(w, kit_token(i, K_S("{\"alg\":\"RS256\",\"crit\":[\"exp\"]}"), K_S(GOOD),
                                 "RS256", K_NONE)),
            "cannot be read");
    refused(verdict(w, kit_token(i, K_S("{\"alg\":\"RS256\",\"b64\":false}"), K_S(GOOD),
                                 "RS256", K_NONE)),
            "cannot be read");
    char *big = k_arena_alloc(i->arena, JWT_MAX + 2);
    memset(big, 'a', JWT_MAX + 1);
    refused(verdict(w, k_str_n(big, JWT_MAX + 1)), "cannot be read");
}

/* --- claims ------------------------------------------------------------------------------ */

static void a_token_of_another_place_person_or_time_is_refused(void **state)
{
    static const struct {
        const char *from, *to, *why; /* why NULL: believed */
    } rows[] = {
        {"", "", NULL},
        {ISSUER, ISSUER "/", "another issuer"},
        {ISSUER, "https://evil.example", "another issuer"},
        {"\"iss\"", "\"is\"", "another issuer"},
        {"\"aud\":\"kith\"", "\"aud\":\"other\"", "somebody else"},
        {"\"aud\":\"kith\"", "\"aud\":[]", "somebody else"},
        {"\"aud\":\"kith\"", "\"aud\":[\"kith\"]", NULL},
        {"\"aud\":\"kith\"", "\"aud\":[\"kith\",\"other\"]", "somebody else"},
        {"\"aud\":\"kith\"", "\"aud\":[\"other\",\"kith\"],\"azp\":\"kith\"", NULL},
        {"\"aud\":\"kith\"", "\"aud\":[\"kith\",\"other\"],\"azp\":\"other\"", "somebody else"},
        {"\"aud\":\"kith\"", "\"aud\":\"kith\",\"azp\":\"other\"", "somebody else"},
        {"\"aud\":\"kith\"", "\"aud\":\"kith\",\"azp\":7", "somebody else"},
        {"\"aud\":\"kith\"", "\"aud\":\"kithkith\"", "somebody else"},
        {"n0", "n1", "another question"},
        {",\"nonce\":\"n0\"", "", "another question"},
        {"\"sub\":\"u-1\"", "\"sub\":\"\"", "names nobody"},
        {"\"sub\":\"u-1\"", "\"sub\":7", "names nobody"},
        {"1790000300", "1789999881", NULL}, /* within what clocks may differ */
        {"1790000300", "1789999880", "expired"},
        {"1790000300", "0", "expired"},
        {"1790000300", "-5", "when"},
        {"1790000300", "1e400", "cannot be read"},
        {"1790000300", "\"1790000300\"", "when"},
        {"\"exp\":1790000300,", "", "when"},
        {"\"iat\":1789999990,", "", "when"},
        {"1789999990", "1790000121", "not made now"},
        {"1789999990", "1789900000", "not made now"},
        {"\"iat\"", "\"nbf\":1790000121,\"iat\"", "does not hold yet"},
        {"\"iat\"", "\"nbf\":1790000120,\"iat\"", NULL},
    };
    struct world *w = *state;
    struct k_arena *a = w->issuer.arena;
    for (size_t i = 0; i < ROWS(rows); i++) {
        k_str claims = rows[i].from[0]
                           ? swapped(a, K_S(GOOD), k_str_z(rows[i].from), k_str_z(rows[i].to))
                           : K_S(GOOD);
        const char *why = verdict(w, kit_token_by(&w->issuer, "RS256", claims));
        if ((why == NULL) != (rows[i].why == NULL) || (why && !strstr(why, rows[i].why)))
            fail_msg("row %zu, %s: %s", i, rows[i].to, why ? why : "(believed)");
    }
}

/* --- groups ------------------------------------------------------------------------------ */

static void groups_are_found_by_name_or_path(void **state)
{
    static const char text[] =
        "{\"groups\":[\"/a\",\"b\",7,null],\"realm_access\":{\"roles\":[\"r1\",\"r2\"]},"
        "\"https://kith.example/groups\":[\"u\"],\"one\":\"single\",\"no\":{\"x\":1}}";
    static const struct {
        const char *claim, *want;
    } rows[] = {{"groups", "/a b"},
                {"realm_access.roles", "r1 r2"},
                {"https://kith.example/groups", "u"},
                {"one", "single"},
                {"no", ""},
                {"none", ""}};
    struct k_arena *a = *state;
    const struct k_json *claims = NULL;
    assert_int_equal(k_json_parse(a, K_S(text), &claims, NULL), K_OK);
    for (size_t i = 0; i < ROWS(rows); i++) {
        oidc_words got;
        k_str all = K_S("");
        oidc_groups(a, claims, k_str_z(rows[i].claim), &got);
        for (size_t k = 0; k < got.n; k++)
            all = k_fmt(a, "%.*s%s%.*s", K_ARG(all), k ? " " : "", K_ARG(got.v[k]));
        assert_str(all, rows[i].want);
    }
}

static void a_mapping_makes_nobody_owner(void **state)
{
    static const struct {
        const char *json, *role;
        bool ok;
    } rows[] = {
        {"[]", "", true},
        {"", "agent", true},
        {"[]", "owner", false},
        {"[]", "king", false},
        {"[{\"group\":\"a\",\"role\":\"admin\"}]", "", true},
        {"[{\"group\":\"a\",\"role\":\"owner\"}]", "", false},
        {"[{\"group\":\"a\",\"role\":\"\"}]", "", false},
        {"[{\"group\":\"a\",\"role\":\"\",\"team_id\":\"12\"}]", "", true},
        {"[{\"group\":\"a\",\"role\":\"agent\",\"team_id\":\"x\"}]", "", false},
        {"[{\"group\":\" \",\"role\":\"agent\"}]", "", false},
        {"[{\"role\":\"agent\"}]", "", false},
        {"[7]", "", false},
        {"{}", "", false},
        {"[", "", false},
    };
    struct k_arena *a = *state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct oidc_map m;
        k_str wrong;
        bool ok = oidc_map_parse(a, k_str_z(rows[i].json), k_str_z(rows[i].role), &m, &wrong);
        if (ok != rows[i].ok || ok != (wrong.n == 0))
            fail_msg("row %zu: %s %.*s", i, rows[i].json, K_ARG(wrong));
        if (ok) {
            struct oidc_map again;
            assert_true(
                oidc_map_parse(a, oidc_map_text(a, &m), m.default_role, &again, &wrong));
            assert_int_equal(again.rows.n, m.rows.n);
        }
    }
}

static struct oidc_place place_of(struct k_arena *a, const char *map, const char *default_role,
                                  const char *group, const char *group2)
{
    struct oidc_map m;
    struct oidc_place p;
    oidc_words groups = {0};
    k_str wrong;
    assert_true(oidc_map_parse(a, k_str_z(map), k_str_z(default_role), &m, &wrong));
    if (group)
        *k_vec_push(a, &groups) = k_str_z(group);
    if (group2)
        *k_vec_push(a, &groups) = k_str_z(group2);
    oidc_place(a, &m, &groups, &p);
    return p;
}

static void the_highest_role_of_all_groups_and_every_team_is_given(void **state)
{
    static const char map[] =
        "[{\"group\":\"staff\",\"role\":\"agent\"},{\"group\":\"lead\",\"role\":\"manager\","
        "\"team_id\":\"12\"},{\"group\":\"press\",\"role\":\"\",\"team_id\":\"13\"},"
        "{\"group\":\"staff\",\"role\":\"viewer\",\"team_id\":\"12\"}]";
    struct k_arena *a = *state;
    struct oidc_place p = place_of(a, map, "", "staff", "lead");
    assert_true(p.allowed && p.manages);
    assert_str(p.role, "manager");
    assert_int_equal(p.teams.n, 1);
    p = place_of(a, map, "", "press", NULL); /* a team alone lets nobody in */
    assert_false(p.allowed);
    p = place_of(a, map, "viewer", "press", NULL);
    assert_true(p.allowed);
    assert_str(p.role, "viewer");
    assert_int_equal(p.teams.n, 1);
    p = place_of(a, map, "", "Staff", NULL); /* names are taken as they are */
    assert_false(p.allowed);
    p = place_of(a, "[]", "", NULL, NULL);
    assert_true(p.allowed && !p.manages);
}

/* --- who is let in ----------------------------------------------------------------------- */

static void who_is_let_in_and_by_what(void **state)
{
    enum { K = 1, L = 2, E = 4, M = 8, I = 16 }; /* as in oidc_comer, in that order */
    static const struct {
        int comer;
        bool allowed, has_role, link, everybody;
        enum oidc_verdict want;
    } rows[] = {
        {K, true, true, false, false, OIDC_ENTER},
        {K, true, false, false, false, OIDC_ENTER},
        {K | L, true, true, true, true, OIDC_LEFT},
        {K, false, false, true, true, OIDC_NO_GROUP},
        {K | L, false, false, true, true, OIDC_LEFT},
        {0, true, true, true, true, OIDC_NO_MAIL},
        {M, true, true, true, true, OIDC_NO_MAIL},
        {I, true, true, true, true, OIDC_NO_MAIL},
        {E | M, true, true, false, true, OIDC_NO_ACCOUNT}, /* linking is the owner's choice */
        {E | M, true, true, true, false, OIDC_LINK},
        {E | M | L, true, true, true, true, OIDC_LEFT},
        {E | M | I, true, true, true, true, OIDC_LINK},
        {E | M, false, false, true, true, OIDC_NO_GROUP},
        {E | I, true, true, false, false, OIDC_ACCEPT},
        {E | I, true, false, false, false, OIDC_ACCEPT}, /* the role of the invitation */
        {E, true, true, true, false, OIDC_NO_ACCOUNT},
        {E, true, true, true, true, OIDC_JOIN},
        {E, true, false, true, true, OIDC_NO_ACCOUNT}, /* nobody said as what */
    };
    for (size_t i = 0; i < ROWS(rows); i++) {
        int b = rows[i].comer;
        struct oidc_comer c = {(b & K) != 0, (b & L) != 0, (b & E) != 0, (b & M) != 0,
                               (b & I) != 0};
        struct oidc_place p = {.allowed = rows[i].allowed,
                               .role = rows[i].has_role ? K_S("agent") : K_S("")};
        enum oidc_verdict got = oidc_judge(&c, &p, rows[i].link, rows[i].everybody);
        if (got != rows[i].want)
            fail_msg("row %zu: %s", i, oidc_verdict_words[got]);
    }
}

static void after_signing_in_one_stays_on_this_server(void **state)
{
    static const struct {
        const char *asked, *want;
    } rows[] = {{"/inbox", "/inbox"},
                {"/inbox?x=1#y", "/inbox?x=1#y"},
                {"/", "/"},
                {"", "/"},
                {"inbox", "/"},
                {"//evil.example", "/"},
                {"/\\evil.example", "/"},
                {"/a\\b", "/"},
                {"https://evil.example", "/"},
                {"/\n//evil.example", "/"},
                {"/\t/evil.example", "/"},
                {"/a b", "/"}};
    for (size_t i = 0; i < ROWS(rows); i++)
        assert_str(oidc_next(k_str_z(rows[i].asked)), rows[i].want);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        world_test(each_algorithm_is_believed_where_it_is_pinned_and_only_there),
        world_test(an_unsigned_token_is_never_believed),
        world_test(the_public_key_is_no_secret_to_sign_with),
        world_test(one_changed_letter_breaks_the_signature),
        world_test(keys_of_somebody_else_sign_nothing),
        world_test(the_token_does_not_choose_its_key),
        world_test(a_key_for_another_use_or_algorithm_signs_nothing),
        world_test(without_a_kid_there_must_be_one_key_only),
        world_test(what_is_no_token_is_refused),
        world_test(a_token_of_another_place_person_or_time_is_refused),
        arena_test(groups_are_found_by_name_or_path),
        arena_test(a_mapping_makes_nobody_owner),
        arena_test(the_highest_role_of_all_groups_and_every_team_is_given),
        cmocka_unit_test(who_is_let_in_and_by_what),
        cmocka_unit_test(after_signing_in_one_stays_on_this_server),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
