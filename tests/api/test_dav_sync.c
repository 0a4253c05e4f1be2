/* CardDAV, what changed: whatever changes a person reaches phones, once, in order, and whatever
 * else was going on; merges, their undo, sharing, removal; tokens. */
#include "domain/cards.h"
#include "kit/phone.h"

/* --- what changed ------------------------------------------------------------------------ */

static void a_phone_hears_of_each_change_once(struct kit_db *k)
{
    struct room r;
    struct phone p;
    k_str token = K_S("");
    phone_room(&r, k);
    phone_take(&r, &r.agent, "agent", &p);
    k_str ada = phone_person(&r, &r.owner, "{\"name\":\"Ada\"}");
    k_str bert = phone_person(&r, &r.owner, "{\"name\":\"Bert\"}");
    struct kit_answer a = phone_sync(&p, "team", &token);
    assert_int_equal(phone_count(a.body, ".vcf"), 2);
    k_str before = token;
    a = phone_sync(&p, "team", &token);
    assert_int_equal(phone_count(a.body, "<d:response>"), 0);
    assert_true(k_str_eq(token, before));
    static const struct {
        const char *method, *part, *body;
        int status;
    } acts[] = {
        {"PATCH", "", "{\"name\":\"Ada N\"}", 200},
        {"POST", "/identities", "{\"network\":\"email\",\"address\":\"a@b.example\"}", 201},
        {"POST", "/data", "{\"kind\":\"nickname\",\"value\":\"Addie\"}", 201},
        {"POST", "/roles", "{\"organization_name\":\"Acme\",\"role\":\"employee\"}", 201},
    };
    for (size_t i = 0; i < sizeof acts / sizeof *acts; i++) {
        a = kit_send(&r.owner, acts[i].method, phone_person_path(&r, ada, acts[i].part),
                     acts[i].body);
        kit_expect(&a, acts[i].status);
        a = phone_sync(&p, "team", &token);
        assert_int_equal(phone_count(a.body, "<d:response>"), 1);
        must_have(&a, phone_card_name(&r, ada));
    }
    /* Their employer is called otherwise: that is on the card too. */
    k_str acme =
        k_fmt(r.api.arena, "%lld",
              (long long)kit_db_number(k, "select id from person where name = 'Acme'"));
    a = kit_send(&r.owner, "PATCH", phone_person_path(&r, acme, ""), "{\"name\":\"Acme Ltd\"}");
    kit_expect(&a, 200);
    a = phone_sync(&p, "team", &token);
    must_have(&a, phone_card_name(&r, ada));
    /* What is on no card is no change. */
    a = kit_send(&r.owner, "POST", phone_person_path(&r, ada, "/touches"),
                 "{\"medium\":\"call\",\"direction\":\"out\"}");
    kit_expect(&a, 201);
    a = phone_sync(&p, "team", &token);
    assert_int_equal(phone_count(a.body, "<d:response>"), 0);
    a = kit_send(&r.owner, "DELETE", phone_person_path(&r, bert, ""), NULL);
    kit_expect(&a, 204);
    a = phone_sync(&p, "team", &token);
    assert_int_equal(phone_count(a.body, "<d:response>"), 1);
    must_have(&a, "<d:status>HTTP/1.1 404 Not Found</d:status>");
    kit_api_close(&r.api);
}

static void tokens_that_are_not_ours_begin_anew(struct kit_db *k)
{
    struct room r;
    struct phone p;
    k_str token = K_S(""), other = K_S("");
    phone_room(&r, k);
    phone_take(&r, &r.agent, "agent", &p);
    phone_person(&r, &r.owner, "{\"name\":\"Ada\"}");
    phone_sync(&p, "team", &token);
    phone_sync(&p, "mine", &other);
    k_str future = k_fmt(r.api.arena, "%.*s999", K_ARG(token));
    k_str wrong[] = {K_S("urn:x"), K_S("urn:kith:cards:"), future, other};
    for (size_t i = 0; i < 4; i++) {
        struct kit_answer a = phone_sync_more(&p, "team", &wrong[i], "");
        kit_expect(&a, 403);
        must_have(&a, "<d:valid-sync-token/>");
    }
    kit_db_run(k, "update card_state set base = 'another'");
    struct kit_answer a = phone_sync_more(&p, "team", &token, "");
    kit_expect(&a, 403);
    kit_api_close(&r.api);
}

static void a_client_may_take_changes_a_few_at_a_time(struct kit_db *k)
{
    struct room r;
    struct phone p;
    k_str token = K_S("");
    size_t seen = 0, rounds = 0;
    phone_room(&r, k);
    phone_take(&r, &r.agent, "agent", &p);
    for (int i = 0; i < 25; i++)
        phone_person(&r, &r.owner, k_fmt(r.api.arena, "{\"name\":\"Person %d\"}", i).p);
    for (bool more = true; more; rounds++) {
        struct kit_answer a = phone_sync_more(&p, "team", &token,
                                              "<d:limit><d:nresults>10</d:nresults></d:limit>");
        kit_expect(&a, 207);
        seen += phone_count(a.body, ".vcf");
        more = phone_has(&a, "507 Insufficient Storage");
        assert_true(more == phone_has(&a, "<d:number-of-matches-within-limits/>"));
    }
    assert_int_equal(seen, 25);
    assert_int_equal(rounds, 3);
    struct kit_answer a = phone_sync(&p, "team", &token);
    assert_int_equal(phone_count(a.body, "<d:response>"), 0);
    kit_api_close(&r.api);
}

static void a_merge_is_one_card_less_and_its_undo_brings_it_back(struct kit_db *k)
{
    struct room r;
    struct phone p;
    k_str token = K_S("");
    phone_room(&r, k);
    phone_take(&r, &r.agent, "agent", &p);
    struct kit_answer a = phone_ask(&p, "PUT", phone_path(&p, "team", "ada.vcf"), "", ADA);
    kit_expect(&a, 201);
    a = phone_ask(&p, "PUT", phone_path(&p, "team", "two.vcf"), "",
                  CARD("ada-2", "FN:Ada N.\r\nTEL:+49 30 5555555\r\nX-TWO:2\r\n"));
    kit_expect(&a, 201);
    phone_sync(&p, "team", &token);
    k_id kept = kit_db_number(k, "select person_id from card where name = 'ada.vcf'");
    k_id gone = kit_db_number(k, "select person_id from card where name = 'two.vcf'");
    a = kit_send(&r.owner, "POST", "/api/v1/people/merge",
                 k_fmt(r.api.arena, "{\"keep\":\"%lld\",\"gone\":\"%lld\"}", (long long)kept,
                       (long long)gone)
                     .p);
    if (a.status != 200 && a.status != 201)
        kit_expect(&a, 200);
    k_id merge = kit_db_number(k, "select max(id) from person_merge");
    a = phone_sync(&p, "team", &token);
    assert_int_equal(phone_count(a.body, "<d:response>"), 2);
    must_have(&a, "two.vcf</d:href><d:status>HTTP/1.1 404");
    must_have(&a, "ada.vcf</d:href><d:propstat>");
    a = phone_ask(&p, "GET", phone_path(&p, "team", "ada.vcf"), "", NULL);
    must_have(&a, "5555555");
    must_have(&a, "ada@example.org");
    a = phone_ask(&p, "GET", phone_path(&p, "team", "two.vcf"), "", NULL);
    kit_expect(&a, 404);
    a = kit_send(&r.owner, "POST",
                 k_fmt(r.api.arena, "/api/v1/merges/%lld/undo", (long long)merge).p, NULL);
    if (a.status != 200 && a.status != 201)
        kit_expect(&a, 200);
    a = phone_sync(&p, "team", &token);
    assert_int_equal(phone_count(a.body, "<d:propstat>"), 2);
    a = phone_ask(&p, "GET", phone_path(&p, "team", "two.vcf"), "", NULL);
    kit_expect(&a, 200);
    must_have(&a, "5555555");
    must_have(&a, "X-TWO:2");
    a = phone_ask(&p, "GET", phone_path(&p, "team", "ada.vcf"), "", NULL);
    must_not_have(&a, "5555555");
    kit_api_close(&r.api);
}

static void who_is_shared_moves_from_one_book_to_the_other(struct kit_db *k)
{
    struct room r;
    struct phone p;
    k_str mine = K_S(""), team = K_S("");
    phone_room(&r, k);
    phone_take(&r, &r.agent, "agent", &p);
    struct kit_answer a = phone_ask(&p, "PUT", phone_path(&p, "mine", "ada.vcf"), "", ADA);
    kit_expect(&a, 201);
    phone_sync(&p, "mine", &mine);
    phone_sync(&p, "team", &team);
    k_id id = kit_db_number(k, "select person_id from card where name = 'ada.vcf'");
    k_str person = k_fmt(r.api.arena, "%lld", (long long)id);
    a = kit_send(&r.agent, "POST", phone_person_path(&r, person, "/share"), "{}");
    kit_expect(&a, 200);
    a = phone_sync(&p, "mine", &mine);
    must_have(&a, "ada.vcf</d:href><d:status>HTTP/1.1 404");
    a = phone_sync(&p, "team", &team);
    must_have(&a, phone_card_name(&r, person));
    a = phone_ask(&p, "GET", phone_path(&p, "team", phone_card_name(&r, person)), "", NULL);
    must_have(&a, "X-CLIENT;X-P=1:kept");
    kit_api_close(&r.api);
}

/* What is gone for long is forgotten, and old tokens with it. */
static void old_removals_are_forgotten_with_their_tokens(struct kit_db *k)
{
    struct room r;
    struct phone p;
    k_str old = K_S(""), token = K_S("");
    bool more;
    phone_room(&r, k);
    phone_take(&r, &r.agent, "agent", &p);
    phone_ask(&p, "PUT", phone_path(&p, "mine", "a.vcf"), "", ADA);
    phone_sync(&p, "mine", &old);
    struct kit_answer a = phone_ask(&p, "DELETE", phone_path(&p, "mine", "a.vcf"), "", NULL);
    kit_expect(&a, 204);
    phone_sync(&p, "mine", &token);
    k->clock.fixed = k_now(&k_clock_system) + 300 * K_DAY;
    assert_int_equal(db_begin(&k->cx, true), K_OK);
    assert_int_equal(cards_forget_old(&k->cx), K_OK);
    assert_int_equal(cards_number_some(&k->cx, &more), K_OK);
    assert_int_equal(db_commit(&k->cx), K_OK);
    assert_int_equal(kit_db_number(k, "select count(*) from card"), 0);
    a = phone_sync_more(&p, "mine", &old, "");
    kit_expect(&a, 403);
    must_have(&a, "<d:valid-sync-token/>");
    a = phone_sync(&p, "mine", &token);
    assert_int_equal(phone_count(a.body, "<d:response>"), 0);
    kit_api_close(&r.api);
}

/* A change that is committed after a phone asked is not lost, though it began before. */
static void a_change_that_is_committed_late_is_heard(struct kit_db *k)
{
    struct room r;
    struct phone p;
    struct k_ctx late;
    k_str token = K_S("");
    phone_room(&r, k);
    phone_take(&r, &r.agent, "agent", &p);
    k_str ada = phone_person(&r, &r.owner, "{\"name\":\"Ada\"}");
    k_str bert = phone_person(&r, &r.owner, "{\"name\":\"Bert\"}");
    phone_sync(&p, "team", &token);
    kit_db_second(k, &late, 7);
    assert_int_equal(db_begin(&late, true), K_OK);
    int64_t id = 0;
    assert_true(k_str_i64(ada, &id));
    assert_int_equal(sq_card_mark(&late, id, NULL), K_OK);
    struct kit_answer a =
        kit_send(&r.owner, "PATCH", phone_person_path(&r, bert, ""), "{\"name\":\"Bert B\"}");
    kit_expect(&a, 200);
    a = phone_sync(&p, "team", &token);
    must_have(&a, phone_card_name(&r, bert));
    must_not_have(&a, phone_card_name(&r, ada));
    assert_int_equal(db_commit(&late), K_OK);
    a = phone_sync(&p, "team", &token);
    must_have(&a, phone_card_name(&r, ada));
    must_not_have(&a, phone_card_name(&r, bert));
    kit_db_second_close(&late);
    kit_api_close(&r.api);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        KIT_BOTH(a_phone_hears_of_each_change_once),
        KIT_BOTH(tokens_that_are_not_ours_begin_anew),
        KIT_BOTH(a_client_may_take_changes_a_few_at_a_time),
        KIT_BOTH(a_merge_is_one_card_less_and_its_undo_brings_it_back),
        KIT_BOTH(who_is_shared_moves_from_one_book_to_the_other),
        KIT_BOTH(old_removals_are_forgotten_with_their_tokens),
        KIT_POSTGRES(a_change_that_is_committed_late_is_heard),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
