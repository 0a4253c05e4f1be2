/* More than a password: authenticator apps, recovery codes, passkeys, what the organisation
 * wants of a role, and showing once more who one is. */
#include "kit/api.h"
#include "kit/authenticator.h"
#include "os/secret.h"
#include "signin/totp.h"

#define LOGIN "\"email\":\"agent@example.org\",\"password\":\"" KIT_PASSWORD "\""

struct house {
    struct kit_api api;
    struct kit_client owner, agent;
    k_str secret; /* of the agent's app */
    struct kit_answer codes;
};

static void open_house(struct house *h, struct kit_db *k)
{
    *h = (struct house){.secret = K_NONE};
    kit_owner_open(&h->api, &h->owner, k);
    kit_member(&h->owner, "agent", &h->agent);
}

/* The code of the step that is `later` than now. No step ends between two calls: the server
 * takes the one before and the one after as well. */
static k_str code(struct house *h, int later)
{
    k_time now = k_now(&k_clock_system);
    return k_fmt(h->api.arena, "%06u", totp_code(h->secret, now / TOTP_STEP + later, 6));
}

static void set_up_app(struct house *h)
{
    struct kit_answer a = kit_send(&h->agent, "POST", "/api/v1/me/totp", NULL);
    kit_expect(&a, 201);
    assert_true(k_base32_decode(h->api.arena, kit_str(&a, "secret"), &h->secret));
    h->codes = kit_send(&h->agent, "POST", "/api/v1/me/totp/confirm",
                        k_fmt(h->api.arena, "{\"code\":\"%.*s\"}", K_ARG(code(h, 0))).p);
    kit_expect(&h->codes, 200);
}

static struct kit_answer log_in(struct house *h, struct kit_client *c, k_str with)
{
    *c = (struct kit_client){.api = &h->api};
    k_str body = with.n ? k_fmt(h->api.arena, "{" LOGIN ",\"code\":\"%.*s\"}", K_ARG(with))
                        : K_S("{" LOGIN "}");
    return kit_send(c, "POST", "/api/v1/session", body.p);
}

static k_str recovery_code(const struct house *h, int i)
{
    char path[32];
    snprintf(path, sizeof path, "codes.%d", i);
    return kit_str(&h->codes, path);
}

/* --- authenticator app ------------------------------------------------------------------- */

static void an_app_is_asked_for_from_its_first_code_on(struct kit_db *k)
{
    struct house h;
    struct kit_client c;
    open_house(&h, k);
    struct kit_answer a = kit_send(&h.agent, "POST", "/api/v1/me/totp", NULL);
    kit_expect(&a, 201);
    assert_true(
        k_str_starts(kit_str(&a, "uri"), K_S("otpauth://totp/Acme:agent%40example.org?")));
    a = log_in(&h, &c, K_NONE);
    kit_expect(&a, 200); /* it was shown, and never confirmed */
    set_up_app(&h);
    assert_int_equal(k_json_len(k_json_get(h.codes.json, "codes")), 10);
    a = kit_send(&h.agent, "POST", "/api/v1/me/totp", NULL);
    kit_problem(&a, 409, "conflict", NULL);
    a = log_in(&h, &c, K_NONE);
    kit_problem(&a, 401, "second-factor-needed", "code");
    a = log_in(&h, &c, K_S("000000"));
    kit_problem(&a, 401, "sign-in-needed", "code");
    a = log_in(&h, &c, code(&h, 1));
    kit_expect(&a, 200);
    a = kit_send(&c, "GET", "/api/v1/me/security", NULL);
    kit_expect(&a, 200);
    assert_true(k_str_eqz(kit_str(&a, "factor"), "totp"));
    assert_int_equal(kit_int(&a, "recovery_left"), 10);
    kit_api_close(&h.api);
}

static void a_code_that_was_used_is_used_up(struct kit_db *k)
{
    struct house h;
    struct kit_client c;
    open_house(&h, k);
    set_up_app(&h);
    k_str same = code(&h, 1);
    struct kit_answer a = log_in(&h, &c, code(&h, 0));
    kit_problem(&a, 401, "sign-in-needed", "code"); /* it confirmed the app */
    a = log_in(&h, &c, same);
    kit_expect(&a, 200);
    a = log_in(&h, &c, same);
    kit_problem(&a, 401, "sign-in-needed", "code");
    kit_api_close(&h.api);
}

static void the_database_holds_neither_secret_nor_codes(struct kit_db *k)
{
    struct house h;
    open_house(&h, k);
    set_up_app(&h);
    k_str code0 = recovery_code(&h, 0);
    assert_int_equal(kit_db_number(k, "select count(*) from recovery_code"), 10);
    k_str q =
        k_fmt(h.api.arena,
              db_kind_of(k->cx.db) == DB_SQLITE
                  ? "select count(*) from second_factor where instr(totp, x'%.*s') > 0"
                  : "select count(*) from second_factor where position('\\x%.*s'::bytea in "
                    "totp) > 0",
              K_ARG(k_hex(h.api.arena, h.secret)));
    assert_int_equal(kit_db_number(k, q.p), 0);
    struct k_digest plain = k_secret_sha256(code0);
    q = k_fmt(h.api.arena,
              db_kind_of(k->cx.db) == DB_SQLITE
                  ? "select count(*) from recovery_code where code_hash = x'%.*s'"
                  : "select count(*) from recovery_code where code_hash = '\\x%.*s'::bytea",
              K_ARG(k_hex(h.api.arena, k_digest_str(&plain))));
    assert_int_equal(kit_db_number(k, q.p), 0); /* keyed, not just hashed */
    kit_api_close(&h.api);
}

static void a_recovery_code_works_once_however_it_is_typed(struct kit_db *k)
{
    struct house h;
    struct kit_client c;
    open_house(&h, k);
    set_up_app(&h);
    k_str first = recovery_code(&h, 0), second = recovery_code(&h, 1);
    struct kit_answer a = log_in(&h, &c, first);
    kit_expect(&a, 200);
    a = log_in(&h, &c, first);
    kit_problem(&a, 401, "sign-in-needed", "code");
    a = log_in(&h, &c, k_lower(h.api.arena, second));
    kit_expect(&a, 200);
    a = kit_send(&c, "GET", "/api/v1/me/security", NULL);
    assert_int_equal(kit_int(&a, "recovery_left"), 8);
    assert_true(k_str_eqz(kit_str(&a, "factor"), "recovery"));
    a = kit_send(&c, "POST", "/api/v1/me/recovery-codes", NULL);
    kit_expect(&a, 201);
    a = log_in(&h, &c, recovery_code(&h, 5)); /* of the old set */
    kit_problem(&a, 401, "sign-in-needed", "code");
    kit_api_close(&h.api);
}

static void guessing_codes_is_limited(struct kit_db *k)
{
    struct house h;
    struct kit_client c;
    open_house(&h, k);
    set_up_app(&h);
    struct kit_answer a = {.status = 401};
    int tries = 0;
    for (; a.status == 401 && tries < 50; tries++)
        a = log_in(&h, &c, K_S("123456"));
    kit_problem(&a, 429, "rate-limited", NULL);
    assert_true(tries <= 6);
    a = log_in(&h, &c, code(&h, 1)); /* also with the right one, until the wait is over */
    kit_problem(&a, 429, "rate-limited", NULL);
    kit_api_close(&h.api);
}

static void codes_stand_in_for_something(struct kit_db *k)
{
    struct house h;
    struct kit_client c;
    open_house(&h, k);
    struct kit_answer a = kit_send(&h.agent, "POST", "/api/v1/me/recovery-codes", NULL);
    kit_problem(&a, 409, "conflict", NULL);
    set_up_app(&h);
    a = kit_send(&h.agent, "DELETE", "/api/v1/me/totp", NULL);
    kit_expect(&a, 204);
    assert_int_equal(kit_db_number(k, "select count(*) from recovery_code"), 0);
    a = log_in(&h, &c, K_NONE);
    kit_expect(&a, 200);
    kit_api_close(&h.api);
}

/* --- what the organisation wants --------------------------------------------------------- */

static void ask_of_agents(struct house *h, int days)
{
    struct kit_answer a =
        kit_send(&h->owner, "PUT", "/api/v1/second-factor",
                 k_fmt(h->api.arena, "{\"roles\":[\"agent\"],\"grace_days\":%d}", days).p);
    kit_expect(&a, 200);
    assert_true(k_str_eqz(kit_str(&a, "roles.0"), "agent"));
}

static void a_role_that_needs_more_may_set_it_up_and_nothing_else(struct kit_db *k)
{
    struct house h;
    open_house(&h, k);
    ask_of_agents(&h, 0);
    struct kit_answer a = kit_send(&h.agent, "GET", "/api/v1/conversations", NULL);
    kit_problem(&a, 403, "second-factor-setup", NULL);
    a = kit_send(&h.agent, "GET", "/api/v1/me", NULL);
    kit_expect(&a, 200);
    assert_true(k_json_bool(k_json_get(a.json, "setup_needed"), false));
    assert_int_equal(k_json_len(k_json_get(a.json, "permissions")), 1);
    a = kit_send(&h.agent, "POST", "/api/v1/tokens", "{\"name\":\"x\",\"scopes\":[\"read\"]}");
    kit_problem(&a, 403, "not-allowed", "scopes"); /* no way around */
    a = kit_send(&h.owner, "GET", "/api/v1/members/security", NULL);
    kit_expect(&a, 200);
    size_t shorts = 0;
    const struct k_json *m = NULL;
    k_json_each (i, m, k_json_get(a.json, "items"))
        shorts += k_json_bool(k_json_get(m, "short_of"), false);
    assert_int_equal(shorts, 1);
    set_up_app(&h);
    a = kit_send(&h.agent, "GET", "/api/v1/conversations", NULL);
    kit_expect(&a, 200);
    a = kit_send(&h.agent, "DELETE", "/api/v1/me/totp", NULL);
    kit_problem(&a, 409, "conflict", NULL); /* it is needed */
    kit_api_close(&h.api);
}

static void there_are_days_to_set_it_up(struct kit_db *k)
{
    struct house h;
    struct kit_client c;
    open_house(&h, k);
    ask_of_agents(&h, 7);
    struct kit_answer a = log_in(&h, &c, K_NONE);
    kit_expect(&a, 200);
    assert_false(k_json_bool(k_json_get(a.json, "setup_needed"), true));
    assert_true(kit_str(&a, "second_factor_by").n > 0);
    a = kit_send(&c, "GET", "/api/v1/conversations", NULL);
    kit_expect(&a, 200);
    kit_api_close(&h.api);
}

static void what_was_lost_is_reset_by_an_admin_and_sessions_end(struct kit_db *k)
{
    struct house h;
    struct kit_client c, manager;
    open_house(&h, k);
    kit_member(&h.owner, "manager", &manager);
    set_up_app(&h);
    k_str path = k_fmt(h.api.arena, "/api/v1/members/%lld/second-factor/reset",
                       (long long)kit_my_id(&h.agent));
    int stream = kit_listen(&h.agent);
    struct kit_answer a = kit_send(&manager, "POST", path.p, "{\"totp\":true}");
    kit_problem(&a, 403, "not-allowed", NULL);
    a = kit_send(&h.owner, "POST", path.p, "{}");
    kit_problem(&a, 422, "bad-input", "totp");
    a = kit_send(&h.owner, "POST", path.p, "{\"totp\":true}");
    kit_expect(&a, 204);
    assert_true(kit_wait_end(stream));
    kit_hang_up(stream);
    a = kit_send(&h.agent, "GET", "/api/v1/me", NULL);
    kit_expect(&a, 401);
    a = log_in(&h, &c, K_NONE);
    kit_expect(&a, 200);
    kit_api_close(&h.api);
}

/* --- once more --------------------------------------------------------------------------- */

static void what_lets_people_in_wants_to_see_who_it_is_once_more(struct kit_db *k)
{
    static const struct {
        const char *method, *path, *body;
    } acts[] = {{"POST", "/api/v1/me/totp", NULL},
                {"POST", "/api/v1/me/passkeys/options", NULL},
                {"POST", "/api/v1/tokens", "{\"name\":\"x\",\"scopes\":[\"read\"]}"},
                {"POST", "/api/v1/me/recovery-codes", NULL},
                {"DELETE", "/api/v1/me/totp", NULL}};
    struct house h;
    open_house(&h, k);
    kit_db_run(k, "update session set confirmed_at = 1");
    for (size_t i = 0; i < sizeof acts / sizeof *acts; i++) {
        struct kit_answer a = kit_send(&h.agent, acts[i].method, acts[i].path, acts[i].body);
        kit_problem(&a, 403, "confirm-needed", NULL);
    }
    struct kit_answer a =
        kit_send(&h.agent, "POST", "/api/v1/me/confirm", "{\"password\":\"a guess at it\"}");
    kit_problem(&a, 422, "bad-input", "password");
    a = kit_send(&h.agent, "POST", "/api/v1/me/confirm", "{}");
    kit_problem(&a, 422, "bad-input", "password");
    a = kit_send(&h.agent, "POST", "/api/v1/me/confirm", "{\"password\":\"" KIT_PASSWORD "\"}");
    kit_expect(&a, 204);
    set_up_app(&h);
    kit_db_run(k, "update session set confirmed_at = 1");
    a = kit_send(&h.agent, "POST", "/api/v1/me/confirm",
                 k_fmt(h.api.arena, "{\"code\":\"%.*s\"}", K_ARG(recovery_code(&h, 3))).p);
    kit_expect(&a, 204);
    a = kit_send(&h.agent, "DELETE", "/api/v1/me/totp", NULL);
    kit_expect(&a, 204);
    kit_api_close(&h.api);
}

/* --- passkeys ---------------------------------------------------------------------------- */

static struct kit_answer add_passkey(struct house *h, struct kit_client *c,
                                     struct kit_passkey *p, const char *name)
{
    struct kit_answer a = kit_send(c, "POST", "/api/v1/me/passkeys/options", NULL);
    kit_expect(&a, 200);
    p->user_handle = k_dup(h->api.arena, kit_str(&a, "user_id"));
    return kit_send(c, "POST", "/api/v1/me/passkeys",
                    kit_passkey_made(p, kit_str(&a, "challenge"), name).p);
}

static k_str challenge(struct house *h)
{
    struct kit_client c = {.api = &h->api};
    struct kit_answer a = kit_send(&c, "POST", "/api/v1/session/passkey/options", NULL);
    kit_expect(&a, 200);
    assert_true(k_str_eqz(kit_str(&a, "rp_id"), "localhost"));
    return kit_str(&a, "challenge");
}

static struct kit_answer enter(struct house *h, struct kit_client *c, k_str proof)
{
    *c = (struct kit_client){.api = &h->api};
    return kit_send(c, "POST", "/api/v1/session/passkey", proof.p);
}

static void a_passkey_signs_in_by_itself(struct kit_db *k)
{
    struct house h;
    struct kit_client c;
    struct kit_passkey p;
    open_house(&h, k);
    kit_passkey_new(&p, h.api.arena, "http://localhost", "localhost");
    struct kit_answer a = add_passkey(&h, &h.agent, &p, "Phone");
    kit_expect(&a, 201);
    assert_int_equal(k_json_len(k_json_get(a.json, "codes")), 10);
    assert_true(k_str_eqz(kit_str(&a, "passkey.transports.0"), "internal"));
    assert_int_equal(k_json_len(k_json_path(a.json, "passkey.transports")), 1);
    a = enter(&h, &c, kit_passkey_used(&p, challenge(&h)));
    kit_expect(&a, 200);
    assert_true(k_str_eqz(kit_str(&a, "member.handle"), "agent"));
    a = kit_send(&c, "GET", "/api/v1/me/security", NULL);
    assert_true(k_str_eqz(kit_str(&a, "factor"), "passkey"));
    assert_true(kit_str(&a, "passkeys.0.last_used_at").n > 0);
    k_str path =
        k_fmt(h.api.arena, "/api/v1/me/passkeys/%.*s", K_ARG(kit_str(&a, "passkeys.0.id")));
    a = kit_send(&c, "PATCH", path.p, "{\"name\":\"Old phone\"}");
    kit_expect(&a, 200);
    assert_true(k_str_eqz(kit_str(&a, "name"), "Old phone"));
    a = kit_send(&h.owner, "DELETE", path.p, NULL);
    kit_problem(&a, 404, "not-found", "id");
    a = kit_send(&c, "DELETE", path.p, NULL);
    kit_expect(&a, 204);
    a = enter(&h, &c, kit_passkey_used(&p, challenge(&h)));
    kit_problem(&a, 401, "sign-in-needed", NULL);
    kit_passkey_free(&p);
    kit_api_close(&h.api);
}

static void a_passkey_that_proves_nothing_lets_nobody_in(struct kit_db *k)
{
    struct house h;
    struct kit_client c;
    struct kit_passkey p, other;
    open_house(&h, k);
    kit_passkey_new(&p, h.api.arena, "http://localhost", "localhost");
    kit_passkey_new(&other, h.api.arena, "http://localhost", "localhost");
    struct kit_answer a = add_passkey(&h, &h.agent, &p, "Phone");
    kit_expect(&a, 201);
    k_str asked = challenge(&h), proof = kit_passkey_used(&p, asked);
    a = enter(&h, &c, proof);
    kit_expect(&a, 200);
    a = enter(&h, &c, proof); /* the same once more */
    kit_problem(&a, 410, "gone", NULL);
    a = enter(&h, &c, kit_passkey_used(&p, K_S("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")));
    kit_problem(&a, 410, "gone", NULL);
    a = enter(&h, &c, kit_passkey_used(&other, challenge(&h)));
    kit_problem(&a, 401, "sign-in-needed", NULL); /* nobody's */
    other.id = p.id;
    other.user_handle = p.user_handle;
    other.count = 99;
    a = enter(&h, &c, kit_passkey_used(&other, challenge(&h)));
    kit_problem(&a, 401, "sign-in-needed", NULL); /* another key */
    p.count = 0;
    a = enter(&h, &c, kit_passkey_used(&p, challenge(&h)));
    kit_problem(&a, 401, "sign-in-needed", NULL); /* the counter went back */
    p.count = 10;
    p.origin = "http://localhost:8080";
    a = enter(&h, &c, kit_passkey_used(&p, challenge(&h)));
    kit_problem(&a, 401, "sign-in-needed", NULL);
    p.origin = "http://localhost";
    p.unverified = true;
    a = enter(&h, &c, kit_passkey_used(&p, challenge(&h)));
    kit_problem(&a, 401, "sign-in-needed", NULL);
    p.unverified = false;
    a = enter(&h, &c, kit_passkey_used(&p, challenge(&h)));
    kit_expect(&a, 200);
    kit_passkey_free(&p);
    kit_passkey_free(&other);
    kit_api_close(&h.api);
}

static void a_challenge_is_for_the_one_who_was_asked(struct kit_db *k)
{
    struct house h;
    struct kit_passkey p;
    open_house(&h, k);
    kit_passkey_new(&p, h.api.arena, "http://localhost", "localhost");
    struct kit_answer a = kit_send(&h.owner, "POST", "/api/v1/me/passkeys/options", NULL);
    kit_expect(&a, 200);
    k_str made = kit_passkey_made(&p, kit_str(&a, "challenge"), "Stolen");
    a = kit_send(&h.agent, "POST", "/api/v1/me/passkeys", made.p);
    kit_problem(&a, 422, "bad-input", "attestation");
    p.unverified = true;
    a = add_passkey(&h, &h.agent, &p, "Without PIN");
    kit_problem(&a, 422, "bad-input", "attestation");
    p.unverified = false;
    a = add_passkey(&h, &h.agent, &p, "Mine");
    kit_expect(&a, 201);
    a = add_passkey(&h, &h.owner, &p, "Also mine");
    kit_problem(&a, 409, "exists", NULL);
    kit_passkey_free(&p);
    kit_api_close(&h.api);
}

static void
where_more_is_needed_a_passkey_counts_and_a_password_alone_does_not(struct kit_db *k)
{
    struct house h;
    struct kit_client c;
    struct kit_passkey p;
    open_house(&h, k);
    kit_passkey_new(&p, h.api.arena, "http://localhost", "localhost");
    h.codes = add_passkey(&h, &h.agent, &p, "Phone");
    kit_expect(&h.codes, 201);
    ask_of_agents(&h, 0);
    struct kit_answer a = kit_send(&h.agent, "GET", "/api/v1/conversations", NULL);
    kit_expect(&a, 200); /* this session showed a passkey */
    a = log_in(&h, &c, K_NONE);
    kit_problem(&a, 401, "second-factor-needed", "passkey");
    a = log_in(&h, &c, recovery_code(&h, 0));
    kit_expect(&a, 200);
    a = enter(&h, &c, kit_passkey_used(&p, challenge(&h)));
    kit_expect(&a, 200);
    kit_db_run(k, "update session set confirmed_at = 1");
    k_str proof = kit_passkey_used(&p, challenge(&h));
    a = kit_send(&c, "POST", "/api/v1/me/confirm",
                 k_fmt(h.api.arena, "{\"passkey\":%.*s}", K_ARG(proof)).p);
    kit_expect(&a, 204);
    a = kit_send(&c, "POST", "/api/v1/me/totp", NULL);
    kit_expect(&a, 201);
    kit_passkey_free(&p);
    kit_api_close(&h.api);
}

/* --- leaving ----------------------------------------------------------------------------- */

static void who_leaves_leaves_nothing_that_lets_in(struct kit_db *k)
{
    struct house h;
    struct kit_client c;
    struct kit_passkey p;
    open_house(&h, k);
    set_up_app(&h);
    kit_passkey_new(&p, h.api.arena, "http://localhost", "localhost");
    struct kit_answer a = add_passkey(&h, &h.agent, &p, "Phone");
    kit_expect(&a, 201);
    a = kit_send(&h.agent, "POST", "/api/v1/me/passkeys/options", NULL);
    kit_expect(&a, 200);
    k_str path = k_fmt(h.api.arena, "/api/v1/members/%lld", (long long)kit_my_id(&h.agent));
    a = kit_send(&h.owner, "PATCH", path.p, "{\"status\":\"left\"}");
    kit_expect(&a, 200);
    static const char *const tables[] = {"passkey", "second_factor", "recovery_code"};
    for (size_t i = 0; i < 3; i++)
        assert_int_equal(
            kit_db_number(k, k_fmt(h.api.arena, "select count(*) from %s", tables[i]).p), 0);
    assert_int_equal(kit_db_number(k, "select count(*) from signin_step where member_id > 0"),
                     0);
    a = enter(&h, &c, kit_passkey_used(&p, challenge(&h)));
    kit_problem(&a, 401, "sign-in-needed", NULL);
    a = kit_send(&h.owner, "PATCH", path.p, "{\"status\":\"active\"}");
    kit_expect(&a, 200);
    a = log_in(&h, &c, K_NONE); /* back, with the password alone */
    kit_expect(&a, 200);
    kit_passkey_free(&p);
    kit_api_close(&h.api);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        KIT_BOTH(an_app_is_asked_for_from_its_first_code_on),
        KIT_BOTH(a_code_that_was_used_is_used_up),
        KIT_BOTH(the_database_holds_neither_secret_nor_codes),
        KIT_BOTH(a_recovery_code_works_once_however_it_is_typed),
        KIT_BOTH(guessing_codes_is_limited),
        KIT_BOTH(codes_stand_in_for_something),
        KIT_BOTH(a_role_that_needs_more_may_set_it_up_and_nothing_else),
        KIT_BOTH(there_are_days_to_set_it_up),
        KIT_BOTH(what_was_lost_is_reset_by_an_admin_and_sessions_end),
        KIT_BOTH(what_lets_people_in_wants_to_see_who_it_is_once_more),
        KIT_BOTH(a_passkey_signs_in_by_itself),
        KIT_BOTH(a_passkey_that_proves_nothing_lets_nobody_in),
        KIT_BOTH(a_challenge_is_for_the_one_who_was_asked),
        KIT_BOTH(where_more_is_needed_a_passkey_counts_and_a_password_alone_does_not),
        KIT_BOTH(who_leaves_leaves_nothing_that_lets_in),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
