/* The rooms around the inbox, on the demo's company: home, people, policy, audit, imports, the
 * demo itself, channels. */
#include "flow/jobs.h"
#include "kit/api.h"
#include "kit/archive.h"
#include "kit/flow.h"

static void home_counts_what_the_views_count(struct kit_db *k)
{
    struct kit_house h;
    kit_house_open(&h, k);
    struct kit_answer home = kit_get(&h.owner, "/api/v1/home?days=60");
    struct kit_answer views = kit_get(&h.owner, "/api/v1/views");
    const struct k_json *v = NULL;
    k_json_each (i, v, k_json_get(views.json, "items")) {
        k_str name = k_json_get_str(v, "view");
        int64_t n = k_json_int(k_json_get(v, "count"), -1);
        if (k_str_eqz(name, "waiting"))
            assert_int_equal(n, kit_int(&home, "waiting_count"));
        if (k_str_eqz(name, "unanswered"))
            assert_int_equal(n, kit_int(&home, "unanswered_count"));
    }
    assert_true(kit_int(&home, "heard") > 0 && kit_int(&home, "told") > 0);
    assert_int_equal(kit_int(&home, "told"),
                     kit_int(&home, "told_prompted") + kit_int(&home, "told_unprompted"));
    assert_int_equal(k_json_len(k_json_get(home.json, "by_day")), 60);
    int64_t sum = 0;
    const struct k_json *c = NULL;
    k_json_each (i, c, k_json_get(home.json, "by_channel"))
        sum += k_json_int(k_json_get(c, "heard"), 0);
    assert_int_equal(sum, kit_int(&home, "heard"));
    kit_api_close(&h.api);
}

static void people_are_found_and_have_a_timeline(struct kit_db *k)
{
    struct kit_house h;
    kit_house_open(&h, k);
    struct kit_answer a = kit_get(&h.owner, "/api/v1/people?limit=5");
    assert_int_equal(k_json_len(k_json_get(a.json, "items")), 5);
    assert_true(kit_str(&a, "next").n > 0);
    k_str id = kit_str(&a, "items.0.id"), name = kit_str(&a, "items.0.name");
    struct kit_answer next =
        kit_get(&h.owner, kit_path(&h, "/api/v1/people?limit=5&cursor=", kit_str(&a, "next")));
    assert_false(k_str_eq(kit_str(&next, "items.0.id"), kit_str(&a, "items.4.id")));
    flow_lookup(k);
    a = kit_get(&h.owner,
                kit_path(&h, "/api/v1/people?q=", k_lower(h.api.arena, k_str_sub(name, 0, 3))));
    assert_true(k_str_find(a.body, id) > 0);
    a = kit_get(&h.owner, kit_path(&h, "/api/v1/people/", id));
    assert_true(kit_str(&a, "stage_reason").n > 0);
    assert_true(k_json_len(k_json_get(a.json, "identities")) > 0);
    a = kit_get(&h.owner, k_fmt(h.api.arena, "/api/v1/people/%.*s/timeline", K_ARG(id)).p);
    assert_true(k_json_len(k_json_get(a.json, "items")) > 0);
    k_str post = kit_str(&a, "items.0.post_id");
    a = kit_get(&h.owner, kit_path(&h, "/api/v1/posts/", post));
    a = kit_get(&h.owner, k_fmt(h.api.arena, "/api/v1/posts/%.*s/trace", K_ARG(post)).p);
    assert_true(k_json_len(k_json_get(a.json, "steps")) > 5);
    a = kit_send(&h.owner, "PATCH", kit_path(&h, "/api/v1/people/", id),
                 "{\"role\":\"customer\",\"about\":\"Rides a red bike.\"}");
    kit_expect(&a, 200);
    assert_true(k_str_eqz(kit_str(&a, "role"), "customer"));
    kit_api_close(&h.api);
}

static void the_policy_is_adopted_read_and_acknowledged(struct kit_db *k)
{
    struct kit_house h;
    kit_house_open(&h, k);
    struct kit_answer a = kit_get(&h.owner, "/api/v1/policy/starter?locale=de");
    assert_true(k_str_eqz(kit_str(&a, "locale"), "de"));
    assert_true(k_json_len(k_json_get(a.json, "rules")) > 20);
    a = kit_send(
        &h.owner, "POST", "/api/v1/policy",
        "{\"sponsor\":\"Priya\",\"text\":\"### `x` Why.\\n- stops: no such check\\n\"}");
    kit_problem(&a, 422, "bad-input", "text");
    a = kit_send(&h.agent, "POST", "/api/v1/policy",
                 "{\"text\":\"# Rules\",\"sponsor\":\"P\"}");
    kit_problem(&a, 403, "not-allowed", NULL);
    a = kit_send(&h.owner, "POST", "/api/v1/policy",
                 "{\"sponsor\":\"Priya\",\"text\":\"### `words` We promise nothing.\\n"
                 "- stops: blocked\\n- words: guarantee\\n- bad: We guarantee it.\\n\"}");
    kit_expect(&a, 201);
    int64_t version = kit_int(&a, "version");
    assert_true(k_str_eqz(kit_str(&a, "rules.0.words.0"), "guarantee"));
    assert_true(k_str_eqz(kit_str(&a, "rules.0.examples.0.text"), "We guarantee it."));
    a = kit_get(&h.owner, "/api/v1/policy/acknowledgements");
    assert_true(k_str_find(a.body, K_S("\"reminders\":1")) >
                0); /* told as it came into force */
    a = kit_send(&h.owner, "POST", "/api/v1/policy/remind", "{}");
    assert_int_equal(kit_int(&a, "reminded"), 0); /* not twice a day */
    a = kit_get(&h.agent, "/api/v1/me");
    assert_true(k_json_bool(k_json_path(a.json, "policy.needs_acknowledgement"), false));
    a = kit_send(&h.agent, "POST", "/api/v1/policy/acknowledge", "{\"version\":9999}");
    kit_problem(&a, 409, "conflict", "version");
    k_str body = k_fmt(h.api.arena, "{\"version\":%lld}", (long long)version);
    a = kit_send(&h.agent, "POST", "/api/v1/policy/acknowledge", body.p);
    kit_expect(&a, 200);
    assert_false(k_json_bool(k_json_get(a.json, "needs_acknowledgement"), true));
    a = kit_get(&h.owner, "/api/v1/policy");
    assert_int_equal(kit_int(&a, "policy.acknowledged"), 2);
    kit_api_close(&h.api);
}

static void a_policy_is_looked_over_and_tried_before_it_is_adopted(struct kit_db *k)
{
    struct kit_house h;
    kit_house_open(&h, k);
    struct kit_answer a =
        kit_send(&h.owner, "POST", "/api/v1/policy/check",
                 "{\"text\":\"Members must not talk about their salary.\\n\\n### `a` Why.\\n"
                 "- warns: always\\n- good: Hello.\\n\"}");
    kit_expect(&a, 200);
    assert_int_equal(kit_int(&a, "problems.0.line"), 5);
    assert_int_equal(kit_int(&a, "notes.0.line"), 1);
    assert_true(k_str_eqz(kit_str(&a, "rules.0.check"), "always"));
    a = kit_send(&h.owner, "POST", "/api/v1/policy/dry-run",
                 "{\"days\":365,\"text\":\"### `a` Why.\\n- warns: always\\n\\n"
                 "### `length` Other.\\n- review: gravity\\n\"}");
    kit_expect(&a, 200);
    int64_t told = kit_int(&a, "told");
    assert_true(told > 0 && kit_int(&a, "heard") > told);
    assert_int_equal(kit_int(&a, "rules.0.found"), told);
    assert_int_equal(kit_int(&a, "next.clean"), 0);
    assert_true(k_json_len(k_json_path(a.json, "rules.0.samples")) > 0);
    assert_true(k_json_is_null(k_json_path(a.json, "rules.0.found_now")));
    assert_true(k_json_is_null(k_json_path(a.json, "rules.0.theirs")));
    assert_true(kit_int(&a, "rules.1.theirs") >= 0);
    a = kit_send(&h.owner, "POST", "/api/v1/policy/dry-run", "{\"text\":\"### `a` x\"}");
    kit_problem(&a, 422, "bad-input", "text");
    a = kit_send(&h.agent, "POST", "/api/v1/policy/check", "{\"text\":\"x\"}");
    kit_problem(&a, 403, "not-allowed", NULL);
    kit_api_close(&h.api);
}

static void building_blocks_are_short_and_have_one_title(struct kit_db *k)
{
    struct kit_house h;
    kit_house_open(&h, k);
    struct kit_answer a =
        kit_send(&h.agent, "POST", "/api/v1/saved-texts",
                 "{\"kind\":\"step\",\"title\":\"Restart\",\"text\":\"Unplug it, wait.\"}");
    kit_expect(&a, 201);
    k_str p = k_fmt(h.api.arena, "/api/v1/saved-texts/%.*s", K_ARG(kit_str(&a, "id")));
    a = kit_send(&h.agent, "POST", "/api/v1/saved-texts",
                 "{\"kind\":\"fact\",\"title\":\"Restart\",\"text\":\"Other.\"}");
    kit_problem(&a, 409, "exists", "title");
    a = kit_send(&h.agent, "POST", "/api/v1/saved-texts",
                 "{\"kind\":\"link\",\"title\":\"Steps\",\"text\":\"no address\"}");
    kit_problem(&a, 422, "bad-input", "text");
    a = kit_send(&h.agent, "PUT", p.p,
                 "{\"kind\":\"step\",\"title\":\"Restart\",\"text\":\"Unplug it, wait ten "
                 "minutes.\"}");
    kit_expect(&a, 200);
    a = kit_get(&h.agent, "/api/v1/saved-texts");
    assert_true(k_str_eqz(kit_str(&a, "items.0.text"), "Unplug it, wait ten minutes."));
    a = kit_send(&h.agent, "DELETE", p.p, NULL);
    kit_expect(&a, 204);
    a = kit_send(&h.agent, "DELETE", p.p, NULL);
    kit_problem(&a, 404, "not-found", "id");
    kit_api_close(&h.api);
}

static void the_form_of_the_sign_is_chosen_for_the_house_a_team_a_channel(struct kit_db *k)
{
    struct kit_house h;
    kit_house_open(&h, k);
    struct kit_answer a = kit_send(&h.owner, "PUT", "/api/v1/signs",
                                   "{\"scope\":\"house\",\"form\":\"- {first}\"}");
    kit_expect(&a, 200);
    assert_true(k_str_eqz(kit_str(&a, "items.0.form"), "- {first}"));
    assert_true(k_str_starts(kit_str(&a, "items.0.example"), K_S("- ")));
    a = kit_send(&h.owner, "PUT", "/api/v1/signs", "{\"scope\":\"house\",\"form\":\"Yours\"}");
    kit_problem(&a, 422, "bad-input", "form");
    a = kit_send(&h.owner, "PUT", "/api/v1/signs",
                 "{\"scope\":\"team\",\"scope_id\":\"9\",\"form\":\"{own}\"}");
    kit_problem(&a, 404, "not-found", "scope_id");
    a = kit_send(&h.owner, "PUT", "/api/v1/signs", "{\"scope\":\"house\",\"form\":null}");
    kit_expect(&a, 200);
    assert_true(k_json_is_null(k_json_path(a.json, "items.0.form")));
    kit_api_close(&h.api);
}

static void the_audit_shows_who_did_what_and_verifies(struct kit_db *k)
{
    struct kit_house h;
    kit_house_open(&h, k);
    k_str id = kit_somebody_waits(&h);
    k_str p = k_fmt(h.api.arena, "/api/v1/conversations/%.*s/notes", K_ARG(id));
    struct kit_answer a = kit_send(&h.agent, "POST", p.p, "{\"text\":\"hello\"}");
    kit_expect(&a, 201);
    p = k_fmt(h.api.arena, "/api/v1/audit?object_kind=conversation&object=%.*s&limit=1",
              K_ARG(id));
    a = kit_get(&h.owner, p.p);
    assert_true(k_str_eqz(kit_str(&a, "items.0.actor.handle"), "agent"));
    a = kit_send(&h.agent, "GET", "/api/v1/audit", NULL);
    kit_problem(&a, 403, "not-allowed", NULL);
    a = kit_get(&h.owner, "/api/v1/audit?limit=3");
    assert_int_equal(k_json_len(k_json_get(a.json, "items")), 3);
    k_str last = kit_str(&a, "next");
    int64_t seq = kit_int(&a, "items.2.seq");
    a = kit_get(&h.owner, kit_path(&h, "/api/v1/audit?limit=3&cursor=", last));
    assert_int_equal(kit_int(&a, "items.0.seq"), seq - 1);
    a = kit_get(&h.owner, "/api/v1/audit/verify");
    assert_true(k_json_bool(k_json_get(a.json, "whole"), false));
    assert_int_equal(kit_str(&a, "head").n, 64);
    kit_api_close(&h.api);
}

/* Does what the worker would do, without its thread. */
static bool never(void *arg)
{
    return false;
}
static void do_jobs(struct kit_house *h)
{
    struct flow_env env = *app_api(h->api.app)->cfg.env;
    bool found = true;
    while (found) {
        struct k_ctx cx = h->api.db->cx;
        cx.arena = k_arena_new(0);
        cx.clock = env.clock;
        assert_int_equal(flow_jobs_next(&cx, &env, never, NULL, &found), K_OK);
        k_arena_free(cx.arena);
    }
}

static void a_file_is_looked_at_before_it_is_imported(struct kit_db *k)
{
    static const char csv[] = "id,author,text,created_at,in_reply_to\n"
                              "1,jo,Is the shop open?,2026-01-02T10:00:00Z,\n"
                              "2,acme,Yes until six,2026-01-02T11:00:00Z,1\n"
                              "3,kim,,not a time,\n";
    struct kit_house h;
    kit_house_open(&h, k);
    struct kit_answer a = kit_send_as(&h.owner, "POST", "/api/v1/imports?file_name=posts.csv",
                                      "text/csv", NULL, k_str_z(csv));
    kit_expect(&a, 201);
    k_str id = kit_str(&a, "id");
    a = kit_get(&h.owner, k_fmt(h.api.arena, "/api/v1/imports/%.*s/sample", K_ARG(id)).p);
    assert_true(k_str_eqz(kit_str(&a, "format"), "csv"));
    assert_true(k_str_eqz(kit_str(&a, "columns.2.meaning"), "text"));
    assert_true(k_str_eqz(kit_str(&a, "rows.0.cells.1"), "jo"));
    k_str options = k_json_text(h.api.arena, k_json_get(a.json, "options"));
    k_str body = k_fmt(h.api.arena, "{\"options\":%.*s}", K_ARG(options));
    k_str check = k_fmt(h.api.arena, "/api/v1/imports/%.*s/check", K_ARG(id));
    a = kit_send(&h.owner, "POST", check.p, body.p);
    kit_expect(&a, 200);
    a = kit_send(&h.owner, "POST", check.p, NULL);
    kit_problem(&a, 409, "conflict", NULL);
    do_jobs(&h);
    a = kit_get(&h.owner, kit_path(&h, "/api/v1/imports/", id));
    assert_true(k_str_eqz(kit_str(&a, "state"), "checked"));
    assert_int_equal(kit_int(&a, "refused"), 1);
    struct kit_answer r = kit_send(
        &h.owner, "GET", k_fmt(h.api.arena, "/api/v1/imports/%.*s/rejects", K_ARG(id)).p, NULL);
    kit_expect(&r, 200);
    assert_true(k_str_starts(r.body, K_S("line,reason,row\r\n4,")));
    a = kit_send(&h.owner, "POST", k_fmt(h.api.arena, "/api/v1/imports/%.*s/run", K_ARG(id)).p,
                 NULL);
    kit_expect(&a, 200);
    do_jobs(&h);
    a = kit_get(&h.owner, kit_path(&h, "/api/v1/imports/", id));
    assert_true(k_str_eqz(kit_str(&a, "state"), "done"));
    assert_int_equal(kit_int(&a, "added"), 2);
    a = kit_send(&h.agent, "GET", kit_path(&h, "/api/v1/imports/", id), NULL);
    kit_problem(&a, 404, "not-found", NULL);
    kit_api_close(&h.api);
}

static void an_address_book_is_brought_by_anybody_and_seen_by_nobody_else(struct kit_db *k)
{
    static const char card[] = "BEGIN:VCARD\nVERSION:3.0\nFN:Jo Doe\nEMAIL:jo@doe.example\n"
                               "END:VCARD\n";
    struct kit_house h;
    kit_house_open(&h, k);
    struct kit_answer a = kit_send_as(&h.agent, "POST", "/api/v1/imports?file_name=a.vcf",
                                      "text/vcard", NULL, k_str_z(card));
    kit_expect(&a, 201);
    assert_true(k_str_eqz(kit_str(&a, "kind"), "people"));
    k_str id = kit_str(&a, "id");
    a = kit_get(&h.agent, k_fmt(h.api.arena, "/api/v1/imports/%.*s/sample", K_ARG(id)).p);
    assert_true(k_str_eqz(kit_str(&a, "format"), "vcard"));
    assert_true(k_str_eqz(kit_str(&a, "rows.0.cells.1"), "jo@doe.example"));
    a = kit_send(&h.agent, "POST", k_fmt(h.api.arena, "/api/v1/imports/%.*s/run", K_ARG(id)).p,
                 NULL);
    kit_expect(&a, 200);
    do_jobs(&h);
    a = kit_get(&h.agent, kit_path(&h, "/api/v1/imports/", id));
    assert_int_equal(kit_int(&a, "added"), 1);
    assert_int_equal(kit_db_number(k, "select count(*) from person where owner_id > 0"), 1);
    a = kit_send(&h.owner, "GET", kit_path(&h, "/api/v1/imports/", id), NULL);
    kit_problem(&a, 404, "not-found", NULL);
    a = kit_send_as(&h.agent, "POST", "/api/v1/imports?file_name=posts.csv&kind=posts",
                    "text/csv", NULL, K_S("id,author,text\n1,jo,hi\n"));
    kit_problem(&a, 403, "not-allowed", NULL);
    kit_api_close(&h.api);
}

#define MAIL(from, day)                                                                        \
    K_S_INIT("From: " from "\nTo: agent@example.org\nDate: Wed, " day                          \
             " Mar 2017 10:00:00 +0000\n\nHello\n")

static void
an_archive_of_a_mailbox_shows_its_folders_and_names_what_it_refuses(struct kit_db *k)
{
    static const struct kit_file files[] = {
        {"Maildir/cur/1488362400.a.b:2,S", MAIL("Ada <ada@engine.example>", "1"), NULL},
        {"Maildir/.Spam/cur/1488362401.a.b:2,S", MAIL("W <w@spam.example>", "2"), NULL},
        {"Maildir/new/1488362402.a.b", K_S_INIT("Subject: nobody\n\nx\n"), NULL},
    };
    struct kit_files all = {0};
    struct kit_house h;
    kit_house_open(&h, k);
    for (size_t i = 0; i < 3; i++)
        *k_vec_push(h.api.arena, &all) = files[i];
    struct kit_answer a =
        kit_send_as(&h.agent, "POST", "/api/v1/imports?file_name=m.zip", "application/zip",
                    NULL, kit_archive(h.api.arena, KIT_ZIP, &all));
    kit_expect(&a, 201);
    assert_true(k_str_eqz(kit_str(&a, "kind"), "mail"));
    k_str id = kit_str(&a, "id");
    a = kit_get(&h.agent, k_fmt(h.api.arena, "/api/v1/imports/%.*s/sample", K_ARG(id)).p);
    assert_true(k_str_eqz(kit_str(&a, "format"), "folder"));
    assert_int_equal(kit_int(&a, "folders.0.mails"), 2);
    assert_true(k_str_eqz(kit_str(&a, "folders.1.name"), "Spam"));
    assert_true(k_str_eqz(kit_str(&a, "options.skip_folders.0"), "Spam"));
    a = kit_send(&h.agent, "POST", k_fmt(h.api.arena, "/api/v1/imports/%.*s/run", K_ARG(id)).p,
                 NULL);
    kit_expect(&a, 200);
    do_jobs(&h);
    a = kit_get(&h.agent, kit_path(&h, "/api/v1/imports/", id));
    assert_int_equal(kit_int(&a, "added"), 1);
    assert_int_equal(kit_int(&a, "refused"), 1);
    a = kit_send(&h.agent, "GET",
                 k_fmt(h.api.arena, "/api/v1/imports/%.*s/rejects?format=jsonl", K_ARG(id)).p,
                 NULL);
    assert_true(k_str_find(a.body, K_S("\"file\":\"Maildir/new/1488362402.a.b\"")) > 0);
    all.n = 0;
    *k_vec_push(h.api.arena, &all) = (struct kit_file){"a.png", K_S("x"), NULL};
    a = kit_send_as(&h.agent, "POST", "/api/v1/imports?file_name=m.zip", "application/zip",
                    NULL, kit_archive(h.api.arena, KIT_ZIP, &all));
    kit_problem(&a, 422, "bad-input", "file");
    kit_api_close(&h.api);
}

static void a_large_upload_of_a_stranger_is_refused_before_it_is_written(struct kit_db *k)
{
    struct kit_api api;
    struct kit_client owner, stranger = {.api = &api};
    kit_api_open(&api, k);
    kit_owner(&api, &owner);
    size_t n = ((size_t)1 << 20) + 1000; /* a little more than an ordinary body */
    char *rows = k_arena_alloc(api.arena, n);
    memset(rows, 'x', n);
    memcpy(rows, "id,text\n", 8);
    struct kit_answer a = kit_send_as(&stranger, "POST", "/api/v1/imports?file_name=x.csv",
                                      "text/csv", NULL, k_str_n(rows, n));
    kit_expect(&a, 413);
    snprintf(stranger.bearer, sizeof stranger.bearer, "kith_forged");
    a = kit_send_as(&stranger, "POST", "/api/v1/imports?file_name=x.csv", "text/csv", NULL,
                    k_str_n(rows, n));
    kit_expect(&a, 413);
    kit_my_id(&owner);
    a = kit_send_as(&owner, "POST", "/api/v1/imports?file_name=x.csv", "text/csv", NULL,
                    k_str_n(rows, n));
    assert_true(a.status == 201 || a.status == 422);
    kit_api_close(&api);
}

static void demo_data_leaves_with_one_call(struct kit_db *k)
{
    struct kit_house h;
    kit_house_open(&h, k);
    struct kit_answer a = kit_send(&h.owner, "POST", "/api/v1/demo", NULL);
    kit_problem(&a, 409, "exists", NULL);
    a = kit_send(&h.owner, "DELETE", "/api/v1/demo", NULL);
    kit_expect(&a, 200);
    assert_false(k_json_bool(k_json_get(a.json, "present"), true));
    a = kit_get(&h.owner, "/api/v1/conversations?view=all");
    assert_int_equal(k_json_len(k_json_get(a.json, "items")), 0);
    a = kit_get(&h.owner, "/api/v1/status");
    assert_false(k_json_bool(k_json_get(a.json, "demo"), true));
    kit_api_close(&h.api);
}

static void only_an_owner_lets_rules_acknowledge_in_private(struct kit_db *k)
{
    static const char on[] = "{\"acknowledge\":true}", off[] = "{\"acknowledge\":false}";
    struct kit_house h;
    struct kit_client admin;
    kit_house_open(&h, k);
    kit_member(&h.owner, "admin", &admin);
    struct kit_answer a = kit_get(&h.owner, "/api/v1/settings");
    assert_true(k_str_find(a.body, K_S("\"acknowledge\":false")) > 0);
    assert_true(k_str_find(a.body, K_S("\"may_acknowledge\":true")) > 0);
    a = kit_send(&h.agent, "PATCH", "/api/v1/settings", on);
    kit_problem(&a, 403, "not-allowed", NULL);
    a = kit_send(&admin, "PATCH", "/api/v1/settings", on);
    kit_problem(&a, 403, "not-allowed", "acknowledge");
    a = kit_get(&admin, "/api/v1/settings");
    assert_true(k_str_find(a.body, K_S("\"acknowledge\":false")) > 0);
    assert_true(k_str_find(a.body, K_S("\"may_acknowledge\":false")) > 0);
    a = kit_send(&h.owner, "PATCH", "/api/v1/settings", on);
    kit_expect(&a, 200);
    assert_true(k_str_find(a.body, K_S("\"acknowledge\":true")) > 0);
    a = kit_send(&admin, "PATCH", "/api/v1/settings", off);
    kit_expect(&a, 200);
    a = kit_get(&h.owner, "/api/v1/audit?verb=acknowledgement.allowed");
    assert_int_equal(k_json_len(k_json_get(a.json, "items")), 1);
    a = kit_get(&h.owner, "/api/v1/audit?verb=acknowledgement.forbidden");
    assert_int_equal(k_json_len(k_json_get(a.json, "items")), 1);
    a = kit_get(&h.owner, "/api/v1/channels");
    k_str channel = kit_str(&a, "items.0.id");
    assert_true(k_str_find(a.body, K_S("\"can_acknowledge\":true")) > 0);
    a = kit_send(&h.owner, "PATCH", kit_path(&h, "/api/v1/channels/", channel), off);
    kit_expect(&a, 200);
    assert_true(k_str_find(a.body, K_S("\"acknowledge\":false")) > 0);
    kit_api_close(&h.api);
}

static void a_channel_is_paused_renamed_and_removed(struct kit_db *k)
{
    struct kit_house h;
    kit_house_open(&h, k);
    struct kit_answer a = kit_get(&h.owner, "/api/v1/channels");
    k_str id = kit_str(&a, "items.0.id");
    const char *p = kit_path(&h, "/api/v1/channels/", id);
    a = kit_send(&h.owner, "PATCH", p, "{\"name\":\"Ours\",\"status\":\"paused\"}");
    kit_expect(&a, 200);
    assert_true(k_str_eqz(kit_str(&a, "health"), "paused"));
    a = kit_send(&h.agent, "PATCH", p, "{\"status\":\"active\"}");
    kit_problem(&a, 403, "not-allowed", NULL);
    a = kit_send(&h.owner, "PATCH", p, "{\"status\":\"active\"}");
    kit_expect(&a, 200);
    a = kit_send(&h.owner, "POST", "/api/v1/channels",
                 "{\"network\":\"nowhere\",\"fields\":{}}");
    kit_problem(&a, 422, "bad-input", "network");
    a = kit_send(&h.owner, "DELETE", p, NULL);
    kit_expect(&a, 204);
    a = kit_send(&h.owner, "GET", p, NULL);
    kit_problem(&a, 404, "not-found", "id");
    kit_api_close(&h.api);
}

/* The door only remembers who asked something before: the first request of a script may be the
 * upload. */
static void an_upload_may_be_the_first_request_of_a_session(struct kit_db *k)
{
    struct kit_house h;
    kit_house_open(&h, k);
    struct kit_client fresh = h.owner;
    struct kit_answer a =
        kit_send(&fresh, "POST", "/api/v1/session",
                 "{\"email\":\"owner@example.org\",\"password\":\"" KIT_PASSWORD "\"}");
    kit_expect(&a, 200);
    a = kit_send_as(&fresh, "POST", "/api/v1/imports?file_name=a.csv",
                    "application/octet-stream", "",
                    K_S("author,text,time\nida,Hello,2026-01-31T12:00:00Z\n"));
    kit_expect(&a, 201);
    a = kit_get(&fresh, kit_path(&h, "/api/v1/imports/", kit_str(&a, "id")));
    assert_true(k_str_eqz(kit_str(&a, "state"), "uploaded"));
    kit_api_close(&h.api);
}

static struct kit_answer in_german(struct kit_client *c, const char *method, const char *path)
{
    return kit_send_as(c, method, path, NULL, "Accept-Language: de-AT, en;q=0.5\r\n", K_NONE);
}

static void sentences_are_said_in_the_language_asked_for(struct kit_db *k)
{
    struct kit_house h;
    kit_house_open(&h, k);
    struct kit_answer a = in_german(&h.owner, "GET", "/api/v1/channels/77");
    kit_problem(&a, 404, "not-found", "id");
    assert_true(k_str_eqz(kit_str(&a, "title"), "Hier ist nichts, oder es wurde entfernt."));
    assert_true(k_str_eqz(kit_str(&a, "detail"), "Diesen Kanal gibt es nicht."));
    assert_true(k_str_eqz(kit_header(&a, "Content-Language"), "de"));
    a = kit_send(&h.owner, "GET", "/api/v1/channels/77", NULL);
    assert_true(k_str_eqz(kit_str(&a, "detail"), "There is no such channel."));
    assert_true(k_str_eqz(kit_header(&a, "Content-Language"), "en"));
    a = in_german(&h.owner, "GET", "/api/v1/audit/verify");
    assert_true(k_str_starts(kit_str(&a, "text"), K_S("Alle ")));
    a = in_german(&h.owner, "GET", "/api/v1/conversations?view=complaints");
    assert_true(k_str_find(kit_str(&a, "items.0.reason"), K_S("eschwert sich")) >= 0);
    kit_api_close(&h.api);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        KIT_BOTH(home_counts_what_the_views_count),
        KIT_BOTH(people_are_found_and_have_a_timeline),
        KIT_BOTH(the_policy_is_adopted_read_and_acknowledged),
        KIT_BOTH(a_policy_is_looked_over_and_tried_before_it_is_adopted),
        KIT_BOTH(building_blocks_are_short_and_have_one_title),
        KIT_BOTH(the_form_of_the_sign_is_chosen_for_the_house_a_team_a_channel),
        KIT_BOTH(the_audit_shows_who_did_what_and_verifies),
        KIT_BOTH(a_file_is_looked_at_before_it_is_imported),
        KIT_BOTH(an_address_book_is_brought_by_anybody_and_seen_by_nobody_else),
        KIT_BOTH(an_archive_of_a_mailbox_shows_its_folders_and_names_what_it_refuses),
        KIT_SQLITE(a_large_upload_of_a_stranger_is_refused_before_it_is_written),
        KIT_BOTH(demo_data_leaves_with_one_call),
        KIT_BOTH(only_an_owner_lets_rules_acknowledge_in_private),
        KIT_BOTH(a_channel_is_paused_renamed_and_removed),
        KIT_SQLITE(an_upload_may_be_the_first_request_of_a_session),
        KIT_SQLITE(sentences_are_said_in_the_language_asked_for),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
