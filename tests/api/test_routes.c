/* The whole table of routes: every row is whole, every role gets what the table says, nobody
 * else gets anything, and bad input is refused with the field and the reason. */
#include "api/answer.h"
#include "api/api.h"
#include "api/auth.h"
#include "api/words.h"
#include "kit/api.h"

/* --- the table itself -------------------------------------------------------------------- */

static const struct field *path_field(const struct route *r, k_str name)
{
    for (size_t i = 0; r->in && i < r->in->n_fields; i++)
        if (r->in->fields[i].flags & F_IN_PATH && k_str_eqz(name, r->in->fields[i].name))
            return &r->in->fields[i];
    return NULL;
}

static void check_params(const struct route *r)
{
    size_t in_path = 0, in_shape = 0;
    k_str rest = k_str_z(r->path);
    while (rest.p) {
        k_str part = k_str_cut(&rest, '/');
        if (part.n < 2 || part.p[0] != '{')
            continue;
        in_path++;
        if (path_field(r, k_str_sub(part, 1, part.n - 2)) == NULL)
            fail_msg("%s: %s is not in its fields", r->name, part.p);
    }
    for (size_t i = 0; r->in && i < r->in->n_fields; i++)
        in_shape += (r->in->fields[i].flags & F_IN_PATH) != 0;
    assert_int_equal(in_path, in_shape);
}

static void every_row_is_whole_and_unlike_the_others(void **state)
{
    for (size_t i = 0; i < n_routes; i++) {
        const struct route *r = &routes[i];
        bool read = r->method == HTTP_GET;
        if (r->handler == NULL)
            fail_msg("%s has no handler", r->name);
        assert_true(strlen(r->summary) > 3);
        assert_true(r->perm >= PERM_PUBLIC && r->perm < PERM_COUNT);
        if (read && r->flags & (ROUTE_WRITE | ROUTE_CREATED))
            fail_msg("%s reads and writes", r->name);
        if (r->flags & ROUTE_FRESH && !(r->flags & ROUTE_NO_TOKEN))
            fail_msg("%s wants to see a member, and takes a token", r->name);
        check_params(r);
        for (size_t k = 0; k < i; k++) {
            assert_string_not_equal(r->name, routes[k].name);
            assert_false(r->method == routes[k].method && strcmp(r->path, routes[k].path) == 0);
        }
    }
}

static void check_shape(const struct shape *s, bool in)
{
    for (size_t i = 0; i < s->n_fields; i++) {
        const struct field *f = &s->fields[i];
        if (f->off >= s->size)
            fail_msg("%s.%s lies outside of its struct", s->name, f->name);
        if (f->type == F_ENUM && f->values == NULL)
            fail_msg("%s.%s has no words", s->name, f->name);
        if ((f->type == F_OBJ || f->type == F_REF || f->type == F_LIST) && f->of == NULL)
            fail_msg("%s.%s is of no shape", s->name, f->name);
        if (!in && f->flags & (F_REQUIRED | F_SECRET | F_IN_PATH | F_IN_QUERY))
            fail_msg("%s.%s goes out and has flags of what comes in", s->name, f->name);
        if (f->of)
            check_shape(f->of, in);
    }
}

static void every_field_lies_inside_its_struct(void **state)
{
    for (size_t i = 0; i < n_routes; i++) {
        if (routes[i].in)
            check_shape(routes[i].in, true);
        if (routes[i].out)
            check_shape(routes[i].out, false);
    }
}

/* --- who may what ------------------------------------------------------------------------ */

/* The path with something in place of its parameters. */
static k_str real_path(struct k_arena *a, const struct route *r, const char *id)
{
    struct k_buf b;
    k_str rest = k_str_z(r->path);
    k_buf_init(&b, a, 1024);
    k_str_cut(&rest, '/');
    while (rest.p) {
        k_str part = k_str_cut(&rest, '/');
        k_buf_chr(&b, '/');
        const struct field *f = path_field(r, k_str_sub(part, 1, part.n > 1 ? part.n - 2 : 0));
        if (part.n > 1 && part.p[0] == '{')
            part = f && f->type == F_STR ? K_S("no-such-token") : k_str_z(id);
        k_buf_str(&b, part);
    }
    return k_buf_view(&b);
}

static struct kit_answer ask(struct kit_client *c, const struct route *r, const char *id,
                             const char *body)
{
    k_str path = k_dup(c->api->arena, real_path(c->api->arena, r, id));
    return kit_send(c, http_method_name(r->method), path.p, body);
}

static bool stays_open(const struct route *r)
{
    return r->flags & ROUTE_STREAM; /* stays open; its refusals are asked for below */
}

static void nobody_gets_anything_without_sign_in(struct kit_db *k)
{
    struct kit_api api;
    kit_api_open(&api, k);
    struct kit_client c = {.api = &api}, forger = {.api = &api};
    snprintf(forger.bearer, sizeof forger.bearer, "kith_not-a-token");
    snprintf(forger.cookie, sizeof forger.cookie, "kith_session=forged");
    for (size_t i = 0; i < n_routes; i++) {
        if (routes[i].perm == PERM_PUBLIC)
            continue;
        struct kit_answer a = ask(&c, &routes[i], "1", "{}");
        kit_problem(&a, 401, "sign-in-needed", NULL);
        a = ask(&forger, &routes[i], "1", "{}");
        kit_problem(&a, 401, "sign-in-needed", NULL);
    }
    kit_api_close(&api);
}

/* A body that no route takes: what is allowed ends with 422, what is not with 403. */
static void every_role_gets_what_the_table_says(struct kit_db *k)
{
    struct kit_api api;
    struct kit_client who[5];
    kit_api_open(&api, k);
    kit_owner(&api, &who[0]);
    for (size_t r = 1; r < auth_n_roles; r++)
        kit_member(&who[0], auth_roles[r].role, &who[r]);
    for (size_t r = 0; r < auth_n_roles; r++)
        for (size_t i = 0; i < n_routes; i++) {
            const struct route *route = &routes[i];
            bool may = auth_roles[r].perms >> route->perm & 1;
            if (route->perm == PERM_PUBLIC || (stays_open(route) && may))
                continue;
            struct kit_answer a = ask(&who[r], route, "7", "{\"no_such_field\":1}");
            if (may && route->flags & ROUTE_UPLOAD)
                kit_expect(&a, 422);
            else if (may && a.status != 422)
                fail_msg("%s may %s, and got %d: %.*s", auth_roles[r].role, route->name,
                         a.status, K_ARG(a.body));
            else if (!may)
                kit_problem(&a, 403, "not-allowed", NULL);
        }
    kit_api_close(&api);
}

static void a_token_gets_no_more_than_each_of_its_scopes(struct kit_db *k)
{
    struct kit_api api;
    struct kit_client owner;
    kit_api_open(&api, k);
    kit_owner(&api, &owner);
    for (const char *const *scope = words_scope; *scope; scope++) {
        struct kit_client c = {.api = &api};
        k_str body = k_fmt(api.arena, "{\"name\":\"t\",\"scopes\":[\"%s\"]}", *scope);
        struct kit_answer a = kit_send(&owner, "POST", "/api/v1/tokens", body.p);
        kit_expect(&a, 201);
        snprintf(c.bearer, sizeof c.bearer, "%.*s", K_ARG(kit_str(&a, "secret")));
        bool app = strcmp(*scope, "contacts") == 0; /* a password of phones opens no route */
        unsigned perms = auth_perms_of_scopes(k_str_z(*scope)) | 1U << PERM_SELF;
        for (size_t i = 0; i < n_routes; i++) {
            const struct route *route = &routes[i];
            bool may = perms >> route->perm & 1 && !(route->flags & ROUTE_NO_TOKEN);
            if (route->perm == PERM_PUBLIC || (stays_open(route) && may))
                continue;
            a = ask(&c, route, "7", "{\"no_such_field\":1}");
            if (a.status != (app ? 401 : may ? 422 : 403))
                fail_msg("scope %s, %s: %d, %.*s", *scope, route->name, a.status,
                         K_ARG(a.body));
        }
    }
    kit_api_close(&api);
}

/* --- bad input --------------------------------------------------------------------------- */

static bool has_body(const struct route *r)
{
    for (size_t i = 0; r->in && i < r->in->n_fields; i++)
        if (!(r->in->fields[i].flags & (F_IN_PATH | F_IN_QUERY)))
            return true;
    return false;
}

/* The slug for routes that let nobody in before they look at the body. */
static void expect_refused(const struct kit_answer *a, const struct route *r, int status,
                           const char *slug, const char *field)
{
    if (a->status != status)
        fail_msg("%s: %d, not %d: %.*s", r->name, a->status, status, K_ARG(a->body));
    kit_problem(a, status, slug, field);
    assert_true(kit_str(a, "detail").n > 0);
}

static void broken_bodies_are_refused_everywhere(struct kit_db *k)
{
    struct kit_api api;
    struct kit_client c;
    kit_owner_open(&api, &c, k);
    for (size_t i = 0; i < n_routes; i++) {
        const struct route *r = &routes[i];
        if (!has_body(r))
            continue;
        struct kit_answer a = ask(&c, r, "7", "{\"a\":");
        expect_refused(&a, r, 400, "bad-json", NULL);
        a = ask(&c, r, "7", "[1,2]");
        expect_refused(&a, r, 422, "bad-input", NULL);
        k_str path = k_dup(api.arena, real_path(api.arena, r, "7"));
        a = kit_send_as(&c, http_method_name(r->method), path.p, "text/plain", NULL, K_S("{}"));
        expect_refused(&a, r, 415, "bad-content-type", "Content-Type");
    }
    kit_api_close(&api);
}

static void bad_ids_are_refused_everywhere(struct kit_db *k)
{
    static const char *const bad[] = {"0", "-1", "x", "99999999999999999999", "1e3"};
    struct kit_api api;
    struct kit_client c;
    kit_owner_open(&api, &c, k);
    for (size_t i = 0; i < n_routes; i++) {
        const struct route *r = &routes[i];
        const struct field *id = path_field(r, K_S("id"));
        for (size_t b = 0; id && b < sizeof bad / sizeof *bad; b++) {
            struct kit_answer a = ask(&c, r, bad[b], NULL);
            expect_refused(&a, r, 422, "bad-input", "id");
        }
    }
    kit_api_close(&api);
}

static void parameters_that_nobody_asked_for_are_refused(struct kit_db *k)
{
    struct kit_api api;
    struct kit_client c;
    kit_owner_open(&api, &c, k);
    for (size_t i = 0; i < n_routes; i++) {
        const struct route *r = &routes[i];
        if (stays_open(r) || r->flags & ROUTE_ANY_QUERY)
            continue;
        k_str path = k_fmt(api.arena, "%.*s?nonsense=1", K_ARG(real_path(api.arena, r, "7")));
        struct kit_answer a = kit_send(&c, http_method_name(r->method), path.p, NULL);
        expect_refused(&a, r, 422, "bad-input", "nonsense");
    }
    kit_api_close(&api);
}

/* A value of the wrong type for a field, as JSON. */
static const char *wrong_value(const struct field *f)
{
    switch (f->type) {
    case F_INT:
    case F_NUM:
    case F_BOOL:
        return "\"seven\"";
    case F_JSON:
    case F_LIST:
    case F_STRS:
    case F_IDS:
    case F_OBJ:
    case F_REF:
        return "17";
    default:
        return "{}";
    }
}

/* A value of the right type that is good enough to come past the field's own check. */
static k_str good_value(struct k_arena *a, const struct field *f)
{
    switch (f->type) {
    case F_INT:
        return k_fmt(a, "%lld", (long long)(f->min > 0 ? f->min : 1));
    case F_NUM:
        return K_S("1");
    case F_BOOL:
        return K_S("true");
    case F_ID:
        return K_S("\"7\"");
    case F_TIME:
        return K_S("\"2030-01-01T00:00:00Z\"");
    case F_ENUM:
        return k_fmt(a, "\"%s\"", f->values[0]);
    case F_JSON:
        return f->flags & F_ARRAY ? K_S("[]") : K_S("{}");
    case F_OBJ:
    case F_REF:
        return K_S("{}");
    case F_LIST:
        return K_S("[]");
    case F_STRS:
        return f->values ? k_fmt(a, "[\"%s\"]", f->values[0]) : K_S("[\"x\"]");
    case F_IDS:
        return K_S("[\"7\"]");
    default:
        return K_S("\"good@enough.example\"");
    }
}

/* A body whose fields before number `at` are good and whose field `at` is `value`. */
static k_str body_with(struct k_arena *a, const struct shape *s, size_t at, const char *value)
{
    struct k_buf b;
    bool first = true;
    k_buf_init(&b, a, 1 << 20);
    k_buf_chr(&b, '{');
    for (size_t i = 0; i <= at; i++) {
        const struct field *f = &s->fields[i];
        if (f->flags & (F_IN_PATH | F_IN_QUERY) || (i < at && !(f->flags & F_REQUIRED)))
            continue;
        k_buf_fmt(&b, "%s\"%s\":", first ? "" : ",", f->name);
        first = false;
        k_buf_str(&b, i == at ? k_str_z(value) : good_value(a, f));
    }
    k_buf_chr(&b, '}');
    return k_buf_view(&b);
}

static void try_field(struct kit_client *c, const struct route *r, size_t i)
{
    struct k_arena *a = c->api->arena;
    const struct field *f = &r->in->fields[i];
    struct kit_answer got = ask(c, r, "7", body_with(a, r->in, i, wrong_value(f)).p);
    expect_refused(&got, r, 422, "bad-input", f->name);
    if (!(f->flags & F_NULLABLE)) {
        got = ask(c, r, "7", body_with(a, r->in, i, "null").p);
        expect_refused(&got, r, 422, "bad-input", f->name);
    }
    if (f->type == F_ENUM) {
        got = ask(c, r, "7", body_with(a, r->in, i, "\"no such word\"").p);
        expect_refused(&got, r, 422, "bad-input", f->name);
    }
    if ((f->type == F_STR || f->type == F_TEXT) && f->max > 0 && f->max < 100000) {
        k_str value = k_fmt(a, "\"%0*d\"", (int)f->max + 1, 1);
        got = ask(c, r, "7", body_with(a, r->in, i, value.p).p);
        expect_refused(&got, r, 422, "bad-input", f->name);
    }
    if (f->type == F_INT && f->max > 0 && f->max < INT64_MAX) {
        k_str value = k_fmt(a, "%lld", (long long)f->max + 1);
        got = ask(c, r, "7", body_with(a, r->in, i, value.p).p);
        expect_refused(&got, r, 422, "bad-input", f->name);
    }
}

static void every_field_of_a_body_refuses_what_it_cannot_hold(struct kit_db *k)
{
    struct kit_api api;
    struct kit_client c;
    kit_owner_open(&api, &c, k);
    for (size_t i = 0; i < n_routes; i++)
        for (size_t n = 0; has_body(&routes[i]) && n < routes[i].in->n_fields; n++)
            if (!(routes[i].in->fields[n].flags & (F_IN_PATH | F_IN_QUERY)))
                try_field(&c, &routes[i], n);
    kit_api_close(&api);
}

static void what_is_needed_is_named_when_it_is_missing(struct kit_db *k)
{
    struct kit_api api;
    struct kit_client c;
    kit_owner_open(&api, &c, k);
    for (size_t i = 0; i < n_routes; i++) {
        const struct route *r = &routes[i];
        for (size_t n = 0; has_body(r) && n < r->in->n_fields; n++) {
            const struct field *f = &r->in->fields[n];
            if (f->flags & (F_IN_PATH | F_IN_QUERY) || !(f->flags & F_REQUIRED))
                continue;
            struct kit_answer a = ask(&c, r, "7", "{}");
            expect_refused(&a, r, 422, "bad-input", f->name);
            break;
        }
    }
    kit_api_close(&api);
}

static void bad_query_values_are_refused(struct kit_db *k)
{
    static const struct {
        const char *path, *field;
    } cases[] = {
        {"/api/v1/conversations?view=nothing", "view"},
        {"/api/v1/conversations?limit=0", "limit"},
        {"/api/v1/conversations?limit=many", "limit"},
        {"/api/v1/conversations?limit=100000", "limit"},
        {"/api/v1/conversations?team=x", "team"},
        {"/api/v1/conversations?view=team", "team"},
        {"/api/v1/conversations?cursor=hello", "cursor"},
        {"/api/v1/conversations?view=waiting&cursor=s1_2_3", "cursor"},
        {"/api/v1/search", "q"},
        {"/api/v1/search?q=%20", "q"},
        {"/api/v1/search?q=x&from=yesterday", "from"},
        {"/api/v1/search?q=x&cursor=p1", "cursor"},
        {"/api/v1/handoffs", "box"},
        {"/api/v1/handoffs?box=given&open=maybe", "open"},
        {"/api/v1/handoffs?box=given&cursor=zz", "cursor"},
        {"/api/v1/people?cursor=1", "cursor"},
        {"/api/v1/outbox?state=lost", "state"},
        {"/api/v1/planned?to=2026-01-01T00:00:00Z", "from"},
        {"/api/v1/audit?object=7", "object_kind"},
        {"/api/v1/audit?actor=you", "actor"},
        {"/api/v1/home?days=0", "days"},
        {"/api/v1/home?days=1000", "days"},
        {"/api/v1/me/mentions?cursor=h1", "cursor"},
        {"/api/v1/imports?cursor=-", "cursor"},
    };
    struct kit_api api;
    struct kit_client c;
    kit_owner_open(&api, &c, k);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct kit_answer a = kit_send(&c, "GET", cases[i].path, NULL);
        if (a.status != 422)
            fail_msg("%s: %d %.*s", cases[i].path, a.status, K_ARG(a.body));
        kit_problem(&a, 422, "bad-input", cases[i].field);
    }
    kit_api_close(&api);
}

/* Every list and picture of an empty house can be asked for; each answer is checked against its
 * shape by the server. */
static void an_empty_house_answers_every_question(struct kit_db *k)
{
    struct kit_api api;
    struct kit_client c;
    kit_owner_open(&api, &c, k);
    for (size_t i = 0; i < n_routes; i++) {
        const struct route *r = &routes[i];
        if (r->method != HTTP_GET || stays_open(r))
            continue;
        bool by_id = strchr(r->path, '{') != NULL;
        if (strcmp(r->name, "providerBack") == 0) /* sends a browser on */
            continue;
        k_str path = real_path(api.arena, r, "777777777");
        if (strcmp(r->name, "searchList") == 0)
            path = K_S("/api/v1/search?q=hello");
        if (strcmp(r->name, "plannedList") == 0)
            path = K_S("/api/v1/planned?from=2026-01-01T00:00:00Z&to=2026-02-01T00:00:00Z");
        if (strcmp(r->name, "handoffsList") == 0)
            path = K_S("/api/v1/handoffs?box=received&open=true");
        struct kit_answer a = kit_send(&c, "GET", k_dupz(api.arena, path), NULL);
        bool empty = strcmp(r->name, "presenceList") == 0;
        if (a.status != (by_id && !empty ? 404 : 200))
            fail_msg("%s: %d %.*s", r->name, a.status, K_ARG(a.body));
    }
    kit_api_close(&api);
}

/* --- pages and addresses ----------------------------------------------------------------- */

static void every_answer_is_guarded_by_its_headers(struct kit_db *k)
{
    static const char *const paths[] = {"/",          "/inbox/mine", "/api/v1/start",
                                        "/api/v1/me", "/api/none",   "/assets/none.js"};
    struct kit_api api;
    kit_api_open(&api, k);
    struct kit_client c = {.api = &api};
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
        struct kit_answer a = kit_send(&c, "GET", paths[i], NULL);
        k_str csp = kit_header(&a, "Content-Security-Policy");
        assert_true(k_str_find(csp, K_S("default-src 'none'")) >= 0);
        assert_true(k_str_find(csp, K_S("frame-ancestors 'none'")) >= 0);
        assert_true(k_str_find(csp, K_S("script-src 'unsafe")) < 0);
        assert_true(k_str_eqz(kit_header(&a, "X-Content-Type-Options"), "nosniff"));
        assert_true(k_str_eqz(kit_header(&a, "Referrer-Policy"), "no-referrer"));
        assert_true(kit_header(&a, "Permissions-Policy").n > 0);
    }
    struct kit_answer a = kit_send(&c, "GET", "/inbox/mine", NULL);
    kit_expect(&a, 200);
    assert_true(k_str_starts(kit_header(&a, "Content-Type"), K_S("text/html")));
    a = kit_send(&c, "GET", "/assets/none.js", NULL);
    kit_problem(&a, 404, "not-found", NULL);
    a = kit_send(&c, "POST", "/inbox/mine", "{}");
    kit_problem(&a, 404, "not-found", NULL);
    a = kit_send(&c, "DELETE", "/api/v1/start", NULL);
    kit_problem(&a, 405, "method-not-allowed", NULL);
    assert_true(k_str_eqz(kit_header(&a, "Allow"), "GET"));
    kit_api_close(&api);
}

static void a_list_that_did_not_change_costs_no_bytes(struct kit_db *k)
{
    struct kit_api api;
    struct kit_client c;
    kit_owner_open(&api, &c, k);
    struct kit_answer a = kit_send(&c, "GET", "/api/v1/teams", NULL);
    kit_expect(&a, 200);
    k_str head = k_fmt(api.arena, "If-None-Match: %.*s\r\n", K_ARG(kit_header(&a, "ETag")));
    a = kit_send_as(&c, "GET", "/api/v1/teams", NULL, head.p, K_S(""));
    kit_expect(&a, 304);
    assert_int_equal(a.body.n, 0);
    a = kit_send(&c, "POST", "/api/v1/teams", "{\"name\":\"T\",\"kind\":\"sales\"}");
    kit_expect(&a, 201);
    a = kit_send_as(&c, "GET", "/api/v1/teams", NULL, head.p, K_S(""));
    kit_expect(&a, 200);
    kit_api_close(&api);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_row_is_whole_and_unlike_the_others),
        cmocka_unit_test(every_field_lies_inside_its_struct),
        KIT_BOTH(nobody_gets_anything_without_sign_in),
        KIT_BOTH(every_role_gets_what_the_table_says),
        KIT_BOTH(a_token_gets_no_more_than_each_of_its_scopes),
        KIT_SQLITE(broken_bodies_are_refused_everywhere),
        KIT_SQLITE(bad_ids_are_refused_everywhere),
        KIT_SQLITE(parameters_that_nobody_asked_for_are_refused),
        KIT_SQLITE(every_field_of_a_body_refuses_what_it_cannot_hold),
        KIT_SQLITE(what_is_needed_is_named_when_it_is_missing),
        KIT_BOTH(bad_query_values_are_refused),
        KIT_BOTH(an_empty_house_answers_every_question),
        KIT_SQLITE(every_answer_is_guarded_by_its_headers),
        KIT_BOTH(a_list_that_did_not_change_costs_no_bytes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
