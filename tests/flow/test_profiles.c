/* Pages that name each other with rel="me", asked for at a server of this test: verified by
 * both, claimed by one, refused, gone, withdrawn; and what duplicates make of it. */
#include "domain/match.h"
#include "domain/profiles.h"
#include "flow/jobs.h"
#include "flow/profiles.h"
#include "kit/flow.h"
#include "kit/peer.h"
#include "net/client.h"

/* ---- a small web ------------------------------------------------------------------------- */

struct page {
    const char *path;
    int status;
    const char *type, *body;
    size_t fill; /* bytes of text in front */
};
struct web {
    struct peer *peer, *hidden; /* hidden: on an address that is not allowed */
    struct http_client *http;
    struct page pages[8];
    size_t n;
    struct k_arena *arena;
};

static void answer(void *arg, const struct peer_ask *ask, struct peer_say *say)
{
    const struct web *w = arg;
    say->status = 404;
    say->type = "text/html; charset=utf-8";
    for (size_t i = 0; i < w->n; i++) {
        const struct page *p = &w->pages[i];
        if (!k_str_eqz(ask->path, p->path))
            continue;
        say->status = p->status;
        say->type = p->type;
        if (p->status / 100 == 3) {
            peer_header(say, "Location", k_str_z(p->body));
            return;
        }
        for (size_t k = 0; k < p->fill; k += 16)
            k_buf_str(&say->body, K_S("0123456789abcde\n"));
        k_buf_str(&say->body, k_str_z(p->body));
    }
}

static void web_open(struct web *w)
{
    *w = (struct web){.arena = k_arena_new(0)};
    w->peer = peer_start(answer, w);
    w->hidden = peer_start(answer, w);
    k_str allow[] = {k_fmt(w->arena, "127.0.0.1:%d", peer_port(w->peer))};
    struct http_client_config cfg = {
        .user_agent = "Kith-tests", .allow_private = allow, .n_allow_private = 1};
    assert_int_equal(http_client_new(&cfg, &w->http), K_OK);
}

static void web_close(struct web *w)
{
    http_client_free(w->http);
    peer_stop(w->peer);
    peer_stop(w->hidden);
    k_arena_free(w->arena);
}

static const char *url_at(struct web *w, struct peer *peer, const char *path)
{
    return k_fmt(w->arena, "http://127.0.0.1:%d%s", peer_port(peer), path).p;
}

static struct page *put(struct web *w, const char *path, const char *body)
{
    struct page *p = NULL;
    for (size_t i = 0; i < w->n; i++)
        if (strcmp(w->pages[i].path, path) == 0)
            p = &w->pages[i];
    if (!p)
        p = &w->pages[w->n++];
    *p = (struct page){path, 200, "text/html; charset=utf-8", body, 0};
    return p;
}

/* A page that names others by their paths. */
static struct page *names(struct web *w, const char *path, const char *other)
{
    return put(w, path,
               other ? k_fmt(w->arena,
                             "<!doctype html><p>Me <a class=x rel=\"nofollow Me\" "
                             "href=\"%s\">there</a>",
                             other)
                           .p
                     : "<!doctype html><p>Nobody");
}

/* ---- people ------------------------------------------------------------------------------ */

static void person(struct kit_db *k, int id, const char *name)
{
    kit_db_run(k,
               k_fmt(k->cx.arena,
                     "insert into person (id, name, created_at) values (%d, '%s', 1)", id, name)
                   .p);
}

static void account(struct kit_db *k, struct web *w, int id, int who, const char *network,
                    const char *path)
{
    const char *url = url_at(w, w->peer, path);
    kit_db_run(k,
               k_fmt(k->cx.arena,
                     "insert into identity (id, person_id, network, native_id, handle, url, "
                     "source, updated_at, created_at) values (%d, %d, '%s', '%s', '%s', "
                     "'%s', 'member', 1, 1); insert into match_dirty (person_id) values (%d) "
                     "on conflict (person_id) do nothing",
                     id, who, network, url + 7, url, url, who)
                   .p);
}

static k_err do_some(struct k_ctx *cx, void *arg)
{
    return match_some(cx, 100, arg);
}

static void match(struct kit_db *k)
{
    int64_t n = 1;
    while (n > 0)
        flow_ok(k, flow_write(k, do_some, &n));
}

/* Duplicates are looked for, all pages that are due are read, and again. */
static int look(struct kit_db *k, struct web *w)
{
    struct flow_env env = flow_env_of(k);
    bool found = true;
    int n = -1;
    env.http = w->http;
    match(k);
    while (found) {
        flow_ok(k, flow_profiles_next(&k->cx, &env, &found));
        n++;
        kit_db_reset(k);
    }
    match(k);
    return n;
}

static void later(struct kit_db *k, k_time how_long)
{
    k->clock.fixed += how_long;
}

/* One person with an account (11) at /m and a site (12) at /w. */
static void setup(struct kit_db *k, struct web *w)
{
    web_open(w);
    person(k, 1, "Ada Byron");
    account(k, w, 11, 1, "mastodon", "/m");
    account(k, w, 12, 1, "web", "/w");
}

#define STATE(id) "select state from identity_me where identity_id = " #id
#define SEEN(id) "select seen from identity_me where identity_id = " #id
#define PAGE(id) "select seen from identity_page where identity_id = " #id
#define VERIFIED(id) "select verified from identity where id = " #id

/* ---- what is promised -------------------------------------------------------------------- */

static void both_pages_together_verify_an_account(struct kit_db *k)
{
    struct web w;
    setup(k, &w);
    names(&w, "/m", "/w");
    names(&w, "/w", "/m");
    assert_int_equal(look(k, &w), 2);
    assert_text(k, STATE(11), "both");
    assert_text(k, STATE(12), "both");
    assert_text(k, VERIFIED(11), "rel-me");
    assert_text(k, VERIFIED(12), "rel-me");
    assert_number(k, "select both_at from identity_me where identity_id = 11", k->clock.fixed);
    assert_number(k, "select count(*) from event where verb = 'person.profile_verified'", 2);
    /* nobody is asked again before a week is over */
    later(k, 6 * K_DAY);
    assert_int_equal(look(k, &w), 0);
    later(k, K_DAY);
    assert_int_equal(look(k, &w), 2);
    assert_number(k, "select both_at from identity_me where identity_id = 11",
                  k->clock.fixed - 7 * K_DAY);
    assert_number(k, "select count(*) from event where verb like 'person.profile%'", 2);
    web_close(&w);
}

static void one_page_alone_is_a_claim(struct kit_db *k)
{
    struct web w;
    setup(k, &w);
    names(&w, "/m", "/w");
    names(&w, "/w", NULL);
    look(k, &w);
    assert_text(k, STATE(11), "one");
    assert_text(k, SEEN(11), "read");
    assert_number(k, "select count(*) from identity_me where identity_id = 12", 0);
    assert_text(k, VERIFIED(11), "");
    assert_text(k, VERIFIED(12), "");
    /* a page that nobody here has is claimed or verified just as well */
    names(&w, "/w", "/elsewhere");
    names(&w, "/elsewhere", "/w");
    later(k, 8 * K_DAY);
    look(k, &w);
    assert_text(k, STATE(12), "both");
    assert_text(k, VERIFIED(12), ""); /* of the same owner, whoever that is */
    web_close(&w);
}

static void redirects_are_followed_but_give_nobody_a_page(struct kit_db *k)
{
    struct web w;
    setup(k, &w);
    /* m names an old address of w; w names an old address of m */
    names(&w, "/m", "/old-w");
    names(&w, "/w", "/old-m");
    put(&w, "/old-w", "/w")->status = 301;
    put(&w, "/old-m", "/m")->status = 302;
    look(k, &w);
    assert_text(k, STATE(11), "both");
    assert_text(k, STATE(12), "both");
    assert_text(k, VERIFIED(12), "rel-me");
    /* eve's page leads to ada's: what is written there is not eve's word */
    person(k, 2, "Eve");
    account(k, &w, 21, 2, "web", "/eve");
    put(&w, "/eve", "/m")->status = 302;
    names(&w, "/m", "/w");
    names(&w, "/w", "/m");
    later(k, 8 * K_DAY);
    look(k, &w);
    assert_text(k,
                "select state from identity_me where identity_id = 21 and address like "
                "'%/w'",
                "one");
    assert_text(k, VERIFIED(21), "");
    assert_number(k, "select count(*) from person_merge", 0);
    web_close(&w);
}

static void what_is_no_page_to_read_verifies_nothing(struct kit_db *k)
{
    struct web w;
    setup(k, &w);
    const char *both =
        k_fmt(w.arena, "<a rel=me href=/m><a rel=me href=%s>", url_at(&w, w.hidden, "/m")).p;
    static const struct {
        int status;
        const char *type;
        size_t fill;
        const char *seen;
    } rows[] = {
        {200, "text/html", (1 << 20) + 16, "large"},
        {200, "image/png", 0, "other"},
        {200, "application/json", 0, "other"},
        {404, "text/html", 0, "gone"},
        {410, "text/html", 0, "gone"},
        {403, "text/html", 0, "refused"},
        {500, "text/html", 0, "down"},
        {429, "text/html", 0, "down"},
    };
    names(&w, "/m", "/w");
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct page *p = put(&w, "/w", both);
        p->status = rows[i].status;
        p->type = rows[i].type;
        p->fill = rows[i].fill;
        later(k, 31 * K_DAY);
        look(k, &w);
        assert_text(k, STATE(11), "one");
        assert_text(k, SEEN(11), rows[i].seen);
        assert_text(k, PAGE(12), rows[i].seen);
        assert_text(k, VERIFIED(12), "");
    }
    put(&w, "/w", "/w")->status = 302; /* round and round */
    later(k, 31 * K_DAY);
    look(k, &w);
    assert_text(k, SEEN(11), "other");
    assert_text(k, VERIFIED(12), "");
    web_close(&w);
}

static void a_private_address_is_refused(struct kit_db *k)
{
    struct web w;
    setup(k, &w);
    const char *hidden = url_at(&w, w.hidden, "/h");
    names(&w, "/m", hidden);
    put(&w, "/w", hidden)->status = 302;
    names(&w, "/h", url_at(&w, w.peer, "/m"));
    look(k, &w);
    assert_text(k, STATE(11), "one");
    assert_text(k, SEEN(11), "blocked");
    assert_text(k, PAGE(12), "blocked");
    assert_int_equal(peer_count(w.hidden, "GET"), 0);
    web_close(&w);
}

static void what_is_gone_is_withdrawn_and_merges_stay(struct kit_db *k)
{
    struct web w;
    setup(k, &w);
    person(k, 2, "Ada Byron");
    kit_db_run(k, "update identity set person_id = 2 where id = 12; insert into "
                  "match_dirty (person_id) values (2)");
    names(&w, "/m", "/w");
    names(&w, "/w", "/m");
    look(k, &w);
    assert_number(k, "select merged_into from person where id = 2", 1);
    assert_text(k, VERIFIED(12), "rel-me");
    /* no answer: patience, two days */
    peer_fault(w.peer, PEER_ERROR, 100, "/w");
    for (int i = 0; i < 2; i++) {
        later(k, 8 * K_DAY);
        look(k, &w);
        assert_text(k, STATE(11), "both");
        assert_text(k, VERIFIED(12), "rel-me");
    }
    peer_fault(w.peer, PEER_ERROR, 0, "/w");
    /* the back link is gone: at once */
    names(&w, "/w", NULL);
    later(k, 8 * K_DAY);
    look(k, &w);
    assert_text(k, STATE(11), "lost");
    assert_text(k, STATE(12), "dropped");
    assert_number(k, "select ended_at from identity_me where identity_id = 11", k->clock.fixed);
    assert_text(k, VERIFIED(11), "");
    assert_text(k, VERIFIED(12), "");
    assert_number(k, "select count(*) from event where verb = 'person.profile_withdrawn'", 2);
    assert_number(k, "select merged_into from person where id = 2", 1);
    /* and it may come back */
    names(&w, "/w", "/m");
    later(k, 8 * K_DAY);
    look(k, &w);
    assert_text(k, STATE(11), "both");
    assert_text(k, VERIFIED(12), "rel-me");
    web_close(&w);
}

static void a_verified_link_between_two_is_exact_evidence(struct kit_db *k)
{
    struct web w;
    setup(k, &w);
    /* in a member's own address book: never merged by Kith, but asked as exact */
    kit_db_run(k, "insert into person (id, name, owner_id, created_at) values (2, 'Ada Byron', "
                  "7, 1); update identity set person_id = 2, owner_id = 7 where id = 12; "
                  "insert into match_dirty (person_id) values (2)");
    names(&w, "/m", "/w");
    names(&w, "/w", "/m");
    look(k, &w);
    assert_number(k, "select count(*) from person_merge", 0);
    assert_text(k, "select kind from match_pair where state = 'open'", "exact");
    assert_number(k,
                  "select count(*) from match_pair where evidence like '%\"verified\"%' and "
                  "evidence like '%/m\"%' and evidence like '%/w\"%'",
                  1);
    /* one end only: the question stays, as a likely one */
    names(&w, "/w", NULL);
    later(k, 8 * K_DAY);
    look(k, &w);
    assert_text(k, "select kind from match_pair where state = 'open'", "probable");
    assert_number(k, "select count(*) from match_pair where evidence like '%\"claimed\"%'", 1);
    /* none: nothing speaks for the two but a name that many have */
    names(&w, "/m", NULL);
    kit_db_run(k, "update person set name = 'A. Lovelace' where id = 2");
    later(k, 8 * K_DAY);
    look(k, &w);
    assert_number(k, "select count(*) from match_pair", 0);
    web_close(&w);
}

static void a_claim_never_merges(struct kit_db *k)
{
    struct web w;
    setup(k, &w);
    person(k, 2, "Ada Byron");
    account(k, &w, 21, 2, "web", "/eve");
    names(&w, "/m", NULL);
    names(&w, "/w", NULL);
    names(&w, "/eve", "/m");
    look(k, &w);
    assert_text(k, STATE(21), "one");
    assert_number(k, "select count(*) from person_merge", 0);
    assert_text(k, "select kind from match_pair", "probable");
    assert_number(k, "select count(*) from match_pair where evidence like '%\"claimed\"%'", 1);
    web_close(&w);
}

static void what_a_member_vouched_for_stays(struct kit_db *k)
{
    struct web w;
    setup(k, &w);
    kit_db_run(k, "update identity set verified = 'member' where id = 12");
    names(&w, "/m", "/w");
    names(&w, "/w", "/m");
    look(k, &w);
    assert_text(k, VERIFIED(11), "rel-me");
    assert_text(k, VERIFIED(12), "member");
    names(&w, "/w", NULL);
    later(k, 8 * K_DAY);
    look(k, &w);
    assert_text(k, VERIFIED(11), "");
    assert_text(k, VERIFIED(12), "member");
    web_close(&w);
}

static void another_address_is_another_page(struct kit_db *k)
{
    struct web w;
    setup(k, &w);
    names(&w, "/m", "/w");
    names(&w, "/w", "/m");
    look(k, &w);
    const char *url = url_at(&w, w.peer, "/v");
    kit_db_run(k, k_fmt(k->cx.arena,
                        "update identity set native_id = '%s', url = '%s' where id = 12; "
                        "insert into match_dirty (person_id) values (1)",
                        url + 7, url)
                      .p);
    match(k);
    assert_number(k, "select count(*) from identity_me where identity_id = 12", 0);
    assert_text(k, VERIFIED(12), "");
    assert_int_equal(look(k, &w), 1);
    assert_text(k, PAGE(12), "gone");
    kit_db_run(k, "delete from identity where id = 12");
    assert_number(k, "select count(*) from identity_page where identity_id = 12", 0);
    web_close(&w);
}

static bool never(void *arg)
{
    (void)arg;
    return false;
}

static k_err want(struct k_ctx *cx, void *arg)
{
    return flow_jobs_profile(cx, *(const k_id *)arg);
}

static void the_server_reads_one_page_a_run_and_on_demand(struct kit_db *k)
{
    struct web w;
    setup(k, &w);
    struct flow_env env = flow_env_of(k);
    k_id id = 12;
    bool found;
    env.http = w.http;
    names(&w, "/m", "/w");
    names(&w, "/w", "/m");
    match(k);
    flow_ok(k, flow_write(k, want, &id));
    flow_ok(k, flow_jobs_next(&k->cx, &env, never, NULL, &found));
    assert_true(found);
    assert_text(k, STATE(12), "both");
    assert_text(k, PAGE(11), "new");
    flow_ok(k, flow_jobs_plan(&k->cx));
    kit_db_run(k, "delete from job where kind <> 'profiles'; update job set run_at = 1");
    flow_ok(k, flow_jobs_next(&k->cx, &env, never, NULL, &found));
    assert_text(k, STATE(11), "both");
    assert_number(k, "select count(*) from job where kind = 'profiles' and state = 'ready'", 1);
    web_close(&w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        KIT_BOTH(both_pages_together_verify_an_account),
        KIT_BOTH(one_page_alone_is_a_claim),
        KIT_BOTH(redirects_are_followed_but_give_nobody_a_page),
        KIT_BOTH(what_is_no_page_to_read_verifies_nothing),
        KIT_BOTH(a_private_address_is_refused),
        KIT_BOTH(what_is_gone_is_withdrawn_and_merges_stay),
        KIT_BOTH(a_verified_link_between_two_is_exact_evidence),
        KIT_BOTH(a_claim_never_merges),
        KIT_BOTH(what_a_member_vouched_for_stays),
        KIT_BOTH(another_address_is_another_page),
        KIT_BOTH(the_server_reads_one_page_a_run_and_on_demand),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
