/* First start, sign in, sessions, invitations, roles and tokens, as a browser sees them.
 * tsan: the whole server answers. */
#include "kit/api.h"
#include "net/http.h"
#include "os/file.h"

#define WITH_SERVER(k)                                                                         \
    struct kit_api api;                                                                        \
    kit_api_open(&api, (k))

static void the_first_account_needs_the_code_of_the_console(struct kit_db *k)
{
    WITH_SERVER(k);
    struct kit_client c = {.api = &api};
    struct kit_answer a = kit_send(&c, "GET", "/api/v1/start", NULL);
    kit_expect(&a, 200);
    assert_true(k_json_bool(k_json_get(a.json, "needs_owner"), false));
    k_str path = k_fmt(api.arena, "%s/first-start-code", api.dir), text;
    unsigned mode = 0;
    assert_int_equal(os_file_read(api.arena, path.p, 100, &text), K_OK);
    assert_true(k_str_starts(text, app_first_code(api.app)));
    assert_int_equal(os_file_mode(path.p, &mode), K_OK);
    assert_int_equal(mode, 0600);
    a = kit_send(&c, "POST", "/api/v1/start/owner",
                 "{\"code\":\"AAAA-BBBB-CCCC-DDDD\",\"name\":\"X\",\"email\":\"x@example.org\","
                 "\"password\":\"a long password\"}");
    kit_problem(&a, 403, "not-allowed", "code");
    kit_owner(&api, &c);
    a = kit_send(&c, "GET", "/api/v1/me", NULL);
    kit_expect(&a, 200);
    assert_true(k_str_eqz(kit_str(&a, "member.role"), "owner"));
    assert_true(k_str_eqz(kit_str(&a, "organisation"), "Acme"));
    assert_false(os_file_exists(path.p));
    a = kit_send(&c, "POST", "/api/v1/start/owner",
                 k_fmt(api.arena,
                       "{\"code\":\"%.*s\",\"name\":\"X\",\"email\":\"x@example.org\","
                       "\"password\":\"a long password\"}",
                       K_ARG(app_first_code(api.app)))
                     .p);
    kit_problem(&a, 403, "not-allowed", "code");
    kit_api_close(&api);
}

static void a_cookie_is_host_only_and_hidden_from_scripts(struct kit_db *k)
{
    WITH_SERVER(k);
    struct kit_client owner, c = {.api = &api};
    kit_owner(&api, &owner);
    struct kit_answer a =
        kit_send(&c, "POST", "/api/v1/session",
                 "{\"email\":\" Owner@Example.ORG\",\"password\":\"" KIT_PASSWORD "\"}");
    kit_expect(&a, 200);
    k_str cookie = kit_header(&a, "Set-Cookie");
    assert_true(k_str_starts(cookie, K_S("kith_session=")));
    assert_true(k_str_find(cookie, K_S("HttpOnly")) > 0);
    assert_true(k_str_find(cookie, K_S("SameSite=Lax")) > 0);
    assert_true(k_str_find(cookie, K_S("Path=/")) > 0);
    assert_true(k_str_find(cookie, K_S("Domain")) < 0);
    assert_true(k_str_eqz(kit_header(&a, "Cache-Control"), "no-store"));
    a = kit_send(&c, "DELETE", "/api/v1/session", NULL);
    kit_expect(&a, 204);
    a = kit_send(&c, "GET", "/api/v1/me", NULL);
    kit_problem(&a, 401, "sign-in-needed", NULL);
    kit_api_close(&api);
}

static void sign_in_is_limited_for_an_account_and_says_how_long(struct kit_db *k)
{
    WITH_SERVER(k);
    struct kit_client owner, c = {.api = &api};
    kit_owner(&api, &owner);
    const char *wrong = "{\"email\":\"owner@example.org\",\"password\":\"not this one\"}";
    for (int i = 0; i < 5; i++) {
        struct kit_answer a = kit_send(&c, "POST", "/api/v1/session", wrong);
        kit_problem(&a, 401, "sign-in-needed", "password");
    }
    struct kit_answer a =
        kit_send(&c, "POST", "/api/v1/session",
                 "{\"email\":\"owner@example.org\",\"password\":\"" KIT_PASSWORD "\"}");
    kit_problem(&a, 429, "rate-limited", NULL);
    int64_t wait = 0;
    assert_true(k_str_i64(kit_header(&a, "Retry-After"), &wait));
    assert_in_range(wait, 1, 60);
    /* Nobody learns whether an address has an account. */
    a = kit_send(&c, "POST", "/api/v1/session",
                 "{\"email\":\"nobody@example.org\",\"password\":\"not this one\"}");
    kit_problem(&a, 401, "sign-in-needed", "password");
    a = kit_send(&owner, "GET", "/api/v1/me", NULL);
    kit_expect(&a, 200);
    kit_api_close(&api);
}

static void an_unsafe_request_needs_the_csrf_token_of_its_session(struct kit_db *k)
{
    WITH_SERVER(k);
    struct kit_client c;
    kit_owner(&api, &c);
    struct kit_client bare = c;
    bare.csrf[0] = '\0';
    struct kit_answer a = kit_send(&bare, "PATCH", "/api/v1/me", "{\"sign\":\"^O\"}");
    kit_problem(&a, 403, "csrf", NULL);
    snprintf(bare.csrf, sizeof bare.csrf, "%s", "wrong");
    a = kit_send(&bare, "PATCH", "/api/v1/me", "{\"sign\":\"^O\"}");
    kit_problem(&a, 403, "csrf", NULL);
    a = kit_send(&c, "PATCH", "/api/v1/me", "{\"sign\":\"^O\"}");
    kit_expect(&a, 200);
    assert_true(k_str_eqz(kit_str(&a, "member.sign"), "^O"));
    /* Signing in from another site's page is refused as well. */
    struct kit_client other = {.api = &api};
    a = kit_send_as(&other, "POST", "/api/v1/session", "application/json",
                    "Sec-Fetch-Site: cross-site\r\n",
                    K_S("{\"email\":\"owner@example.org\",\"password\":\"" KIT_PASSWORD "\"}"));
    kit_problem(&a, 403, "csrf", NULL);
    kit_api_close(&api);
}

static void sessions_are_listed_and_ended(struct kit_db *k)
{
    WITH_SERVER(k);
    struct kit_client first, second = {.api = &api};
    kit_owner(&api, &first);
    struct kit_answer a =
        kit_send(&second, "POST", "/api/v1/session",
                 "{\"email\":\"owner@example.org\",\"password\":\"" KIT_PASSWORD "\"}");
    kit_expect(&a, 200);
    int stream = kit_listen(&second);
    a = kit_send(&first, "GET", "/api/v1/me/sessions", NULL);
    assert_int_equal(k_json_len(k_json_get(a.json, "items")), 2);
    const struct k_json *s = NULL;
    k_str other = K_NONE;
    k_json_each (i, s, k_json_get(a.json, "items"))
        if (!k_json_bool(k_json_get(s, "current"), true))
            other = k_json_get_str(s, "id");
    assert_true(other.n > 0);
    k_str path = k_fmt(api.arena, "/api/v1/me/sessions/%.*s", K_ARG(other));
    a = kit_send(&first, "DELETE", path.p, NULL);
    kit_expect(&a, 204);
    assert_true(kit_wait_end(stream));
    kit_hang_up(stream);
    a = kit_send(&second, "GET", "/api/v1/me", NULL);
    kit_problem(&a, 401, "sign-in-needed", NULL);
    a = kit_send(&first, "DELETE", path.p, NULL);
    kit_problem(&a, 404, "not-found", "id");
    kit_api_close(&api);
}

static void a_new_password_ends_the_other_sessions(struct kit_db *k)
{
    WITH_SERVER(k);
    struct kit_client first, second = {.api = &api};
    kit_owner(&api, &first);
    const char *login = "{\"email\":\"owner@example.org\",\"password\":\"" KIT_PASSWORD "\"}";
    struct kit_answer a = kit_send(&second, "POST", "/api/v1/session", login);
    kit_expect(&a, 200);
    a = kit_send(&first, "POST", "/api/v1/me/password",
                 "{\"current\":\"guess\",\"password\":\"another long one\"}");
    kit_problem(&a, 422, "bad-input", "current");
    a = kit_send(&first, "POST", "/api/v1/me/password",
                 "{\"current\":\"" KIT_PASSWORD "\",\"password\":\"another long one\"}");
    kit_expect(&a, 204);
    a = kit_send(&second, "GET", "/api/v1/me", NULL);
    kit_expect(&a, 401);
    a = kit_send(&first, "GET", "/api/v1/me", NULL);
    kit_expect(&a, 200);
    a = kit_send(&second, "POST", "/api/v1/session", login);
    kit_expect(&a, 401);
    kit_api_close(&api);
}

static void an_invitation_makes_one_account_with_its_role_and_team(struct kit_db *k)
{
    WITH_SERVER(k);
    struct kit_client owner, c = {.api = &api}, late = {.api = &api};
    kit_owner(&api, &owner);
    struct kit_answer a = kit_send(&owner, "POST", "/api/v1/teams",
                                   "{\"name\":\"Help desk\",\"kind\":\"support\"}");
    kit_expect(&a, 201);
    k_str team = k_fmt(api.arena,
                       "{\"role\":\"agent\",\"email\":\"jo@example.org\",\"team_id\":\"%.*s\"}",
                       K_ARG(kit_str(&a, "id")));
    a = kit_send(&owner, "POST", "/api/v1/invitations", team.p);
    kit_expect(&a, 201);
    k_str url = kit_str(&a, "url");
    k_str path = k_fmt(api.arena, "/api/v1%.*s",
                       K_ARG(k_str_from(url, (size_t)k_str_find(url, K_S("/invitation/")))));
    a = kit_send(&c, "GET", path.p, NULL);
    kit_expect(&a, 200);
    assert_true(k_str_eqz(kit_str(&a, "email"), "jo@example.org"));
    assert_true(k_str_eqz(kit_str(&a, "team.name"), "Help desk"));
    assert_true(k_str_eqz(kit_str(&a, "invited_by"), "Olga Owner"));
    const char *join = "{\"name\":\"Jo Müller\",\"password\":\"" KIT_PASSWORD "\"}";
    a = kit_send(&c, "POST", path.p, join);
    kit_expect(&a, 201);
    assert_true(k_str_eqz(kit_str(&a, "member.handle"), "jo.muller"));
    assert_true(k_str_eqz(kit_str(&a, "member.role"), "agent"));
    assert_true(k_str_eqz(kit_str(&a, "member.teams.0.kind"), "support"));
    a = kit_send(&late, "POST", path.p, join);
    assert_true(a.status == 409 || a.status == 410);
    a = kit_send(&late, "GET", path.p, NULL);
    kit_problem(&a, 410, "gone", NULL);
    kit_api_close(&api);
}

static void who_leaves_loses_everything_at_once(struct kit_db *k)
{
    WITH_SERVER(k);
    struct kit_client owner, c, program;
    kit_owner(&api, &owner);
    kit_member(&owner, "agent", &c);
    k_id id = kit_my_id(&c);
    struct kit_answer a =
        kit_send(&c, "POST", "/api/v1/tokens", "{\"name\":\"bot\",\"scopes\":[\"read\"]}");
    kit_expect(&a, 201);
    program = (struct kit_client){.api = &api};
    snprintf(program.bearer, sizeof program.bearer, "%.*s", K_ARG(kit_str(&a, "secret")));
    a = kit_send(&program, "GET", "/api/v1/members", NULL);
    kit_expect(&a, 200);
    int stream = kit_listen(&c);
    k_str path = k_fmt(api.arena, "/api/v1/members/%lld", (long long)id);
    a = kit_send(&owner, "PATCH", path.p, "{\"status\":\"left\"}");
    kit_expect(&a, 200);
    assert_true(kit_wait_end(stream));
    kit_hang_up(stream);
    a = kit_send(&c, "GET", "/api/v1/me", NULL);
    kit_expect(&a, 401);
    a = kit_send(&program, "GET", "/api/v1/members", NULL);
    kit_expect(&a, 401);
    a = kit_send(&c, "POST", "/api/v1/session",
                 "{\"email\":\"agent@example.org\",\"password\":\"" KIT_PASSWORD "\"}");
    kit_expect(&a, 401);
    kit_api_close(&api);
}

static void the_last_owner_cannot_leave_or_be_demoted(struct kit_db *k)
{
    WITH_SERVER(k);
    struct kit_client owner, admin;
    kit_owner(&api, &owner);
    kit_member(&owner, "admin", &admin);
    k_str path = k_fmt(api.arena, "/api/v1/members/%lld", (long long)kit_my_id(&owner));
    struct kit_answer a = kit_send(&owner, "PATCH", path.p, "{\"role\":\"admin\"}");
    kit_problem(&a, 409, "conflict", NULL);
    a = kit_send(&owner, "PATCH", path.p, "{\"status\":\"left\"}");
    kit_problem(&a, 409, "conflict", NULL);
    a = kit_send(&admin, "PATCH", path.p, "{\"role\":\"viewer\"}");
    kit_problem(&a, 403, "not-allowed", NULL);
    k_str other = k_fmt(api.arena, "/api/v1/members/%lld", (long long)kit_my_id(&admin));
    a = kit_send(&admin, "PATCH", other.p, "{\"role\":\"owner\"}");
    kit_problem(&a, 403, "not-allowed", "role");
    a = kit_send(&owner, "PATCH", other.p, "{\"role\":\"owner\"}");
    kit_expect(&a, 200);
    a = kit_send(&owner, "PATCH", path.p, "{\"role\":\"admin\"}");
    kit_expect(&a, 200);
    kit_api_close(&api);
}

static void a_token_does_what_its_scopes_say_and_no_more(struct kit_db *k)
{
    WITH_SERVER(k);
    struct kit_client owner, agent, program = {.api = &api};
    kit_owner(&api, &owner);
    kit_member(&owner, "agent", &agent);
    struct kit_answer a =
        kit_send(&agent, "POST", "/api/v1/tokens", "{\"name\":\"x\",\"scopes\":[\"members\"]}");
    kit_problem(&a, 403, "not-allowed", "scopes");
    a = kit_send(&owner, "POST", "/api/v1/tokens",
                 "{\"name\":\"reader\",\"scopes\":[\"read\"],\"days\":30}");
    kit_expect(&a, 201);
    snprintf(program.bearer, sizeof program.bearer, "%.*s", K_ARG(kit_str(&a, "secret")));
    k_str id = kit_str(&a, "id");
    a = kit_send(&program, "GET", "/api/v1/teams", NULL);
    kit_expect(&a, 200);
    a = kit_send(&program, "POST", "/api/v1/teams", "{\"name\":\"T\",\"kind\":\"sales\"}");
    kit_problem(&a, 403, "not-allowed", NULL);
    a = kit_send(&program, "GET", "/api/v1/me/sessions", NULL);
    kit_problem(&a, 403, "not-allowed", NULL);
    a = kit_send(&owner, "GET", "/api/v1/tokens", NULL);
    assert_true(k_json_is_null(k_json_path(a.json, "items.0.secret")));
    a = kit_send(&owner, "DELETE", k_fmt(api.arena, "/api/v1/tokens/%.*s", K_ARG(id)).p, NULL);
    kit_expect(&a, 204);
    a = kit_send(&program, "GET", "/api/v1/teams", NULL);
    kit_problem(&a, 401, "sign-in-needed", NULL);
    kit_api_close(&api);
}

static void two_browsers_see_each_others_change(struct kit_db *k)
{
    WITH_SERVER(k);
    struct kit_client owner, agent;
    kit_owner(&api, &owner);
    kit_member(&owner, "agent", &agent);
    int stream = kit_listen(&agent);
    k_id id = kit_my_id(&owner);
    struct kit_answer a = kit_send(&owner, "PATCH", "/api/v1/me", "{\"name\":\"Olga O.\"}");
    kit_expect(&a, 200);
    assert_true(
        kit_wait_event(stream, "member", k_fmt(api.arena, "{\"id\":\"%lld\"}", (long long)id)));
    kit_hang_up(stream);
    kit_api_close(&api);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        KIT_BOTH(the_first_account_needs_the_code_of_the_console),
        KIT_BOTH(a_cookie_is_host_only_and_hidden_from_scripts),
        KIT_BOTH(sign_in_is_limited_for_an_account_and_says_how_long),
        KIT_BOTH(an_unsafe_request_needs_the_csrf_token_of_its_session),
        KIT_BOTH(sessions_are_listed_and_ended),
        KIT_BOTH(a_new_password_ends_the_other_sessions),
        KIT_BOTH(an_invitation_makes_one_account_with_its_role_and_team),
        KIT_BOTH(who_leaves_loses_everything_at_once),
        KIT_BOTH(the_last_owner_cannot_leave_or_be_demoted),
        KIT_BOTH(a_token_does_what_its_scopes_say_and_no_more),
        KIT_BOTH(two_browsers_see_each_others_change),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
