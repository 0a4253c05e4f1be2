/* Who may see and speak on which channel: whatever members set, no route gives a post, or what
 * hangs on one, to a member to whom its channel, or what is said there in private, is closed.
 * Looks at every route of the table, so that a new one is looked at too. */
#include "api/api.h"
#include "kit/api.h"
#include "kit/flow.h"
#include "store/search.h"

enum { CHANNELS = 3, TRIALS = 2 };
static const char *const roles[] = {"viewer", "agent", "manager", "admin"};

/* What one trial lets the member do, worked out here and not by the program under test. */
struct rule {
    bool some, role, team, member; /* role: that of the trial's bound and those above */
    int bound;
};
struct world {
    struct kit_api api;
    struct kit_client owner, member;
    struct k_rand rand;
    k_id id, team, owners, channels[CHANNELS]; /* owners: a team of the owner's own */
    k_str ids[160];                            /* of whatever may stand in a path */
    size_t n_ids;
};

static bool may(const struct rule *r, int rank, bool in_team)
{
    return !r->some || (r->role && rank >= r->bound) || (r->team && in_team) || r->member;
}

/* The word that stands in everything said in one kind of conversation: zqCpN, zqCdN. */
static k_str word(struct world *w, int channel, bool direct)
{
    return k_fmt(w->api.arena, "zq%d%c", channel, direct ? 'd' : 'p');
}

/* --- what there is ----------------------------------------------------------------------- */

static void keep_id(struct world *w, k_str id)
{
    assert_true(w->n_ids < sizeof w->ids / sizeof *w->ids);
    w->ids[w->n_ids++] = k_dup(w->api.arena, id);
}

static void keep_rows(struct world *w, struct kit_db *k, const char *table)
{
    k_str q = k_fmt(w->api.arena,
                    "select id from (select id from %s order by id desc limit 5) x", table);
    for (int64_t i = 0; i < 5; i++) {
        k_str one =
            k_fmt(w->api.arena, "%.*s order by id limit 1 offset %lld", K_ARG(q), (long long)i);
        k_str count = k_fmt(w->api.arena, "select count(*) from %s", table);
        if (i >= kit_db_number(k, count.p))
            return;
        keep_id(w, k_fmt(w->api.arena, "%lld", (long long)kit_db_number(k, one.p)));
    }
}

/* round: what was said in an earlier one is another conversation. */
static void say(struct world *w, struct kit_db *k, int channel, bool direct, int round)
{
    struct k_arena *a = w->api.arena;
    k_str words = word(w, channel, direct), text[3], id[3];
    struct item it[3];
    for (int i = 0; i < 3; i++) {
        id[i] = k_fmt(a, "n%.*s%d", K_ARG(words), 10 * round + i);
        text[i] = k_fmt(a, "%.*s%d is broken, can you help?", K_ARG(words), i);
        k_str who = k_fmt(a, "author%d", i % 2);
        it[i] = flow_item(id[i].p, i ? id[0].p : NULL, who.p, text[i].p,
                          (k_time)(10 * channel + i + 1 + 60 * round) * K_MIN);
        it[i].kind = direct ? K_S("direct") : K_S("mention");
        it[i].visibility = direct ? K_S("direct") : K_S("public");
        it[i].subject = text[i];
    }
    it[2].ours = true;
    flow_ingest(k, w->channels[channel], "fake", it, 2);
    flow_ingest(k, w->channels[channel], "fake", it + 2, 1);
}

static k_str conversation_in(struct world *w, struct kit_db *k, int channel, bool direct,
                             int round)
{
    k_str q =
        k_fmt(w->api.arena, "select conversation_id from post where native_id = 'n%.*s%d'",
              K_ARG(word(w, channel, direct)), 10 * round);
    return k_fmt(w->api.arena, "%lld", (long long)kit_db_number(k, q.p));
}

static k_str conversation_of(struct world *w, struct kit_db *k, int channel, bool direct)
{
    return conversation_in(w, k, channel, direct, 0);
}

/* Notes, mentions, hand-overs, drafts and replies that say the words of their conversation. */
static void work_on(struct world *w, struct kit_db *k, int channel, bool direct, int round)
{
    struct k_arena *a = w->api.arena;
    k_str c = conversation_in(w, k, channel, direct, round), words = word(w, channel, direct);
    k_str path = k_fmt(a, "/api/v1/conversations/%.*s", K_ARG(c));
    struct kit_answer r = kit_send(
        &w->owner, "POST", k_fmt(a, "%.*s/notes", K_ARG(path)).p,
        k_fmt(a, "{\"text\":\"%s look at %.*s7\"}", round ? "Please" : "@agent", K_ARG(words))
            .p);
    kit_expect(&r, 201);
    r = kit_send(&w->owner, "PUT", k_fmt(a, "%.*s/draft", K_ARG(path)).p,
                 k_fmt(a, "{\"text\":\"draft %.*s8\"}", K_ARG(words)).p);
    kit_expect(&r, 200);
    r = kit_send(&w->owner, "POST", k_fmt(a, "%.*s/handoff", K_ARG(path)).p,
                 k_fmt(a, "{\"to_team\":\"%lld\",\"reason\":\"other\",\"ask\":\"do %.*s9\"}",
                       (long long)(round ? w->owners : w->team), K_ARG(words))
                     .p);
    kit_expect(&r, 201);
    kit_db_run(k, k_fmt(a,
                        "insert into outbox (id, channel_id, conversation_id, member_id, text, "
                        "state, idem_key, next_at, created_at) values (%lld, %lld, %.*s, %lld, "
                        "'our %.*s6', 'failed', 'key%.*s%d', 1, 1)",
                        (long long)k_cx_id(&k->cx), (long long)w->channels[channel], K_ARG(c),
                        (long long)w->id, K_ARG(words), K_ARG(words), round)
                      .p);
    if (direct)
        return;
    kit_db_run(k, k_fmt(a,
                        "insert into outbox (id, channel_id, member_id, act, text, state, "
                        "idem_key, next_at, created_at, due_at) values (%lld, %lld, %lld, "
                        "'post', 'planned %.*s5', 'failed', 'post%.*s%d', 1, 1, 1)",
                        (long long)k_cx_id(&k->cx), (long long)w->channels[channel],
                        (long long)w->id, K_ARG(words), K_ARG(words), round)
                      .p);
}

static void index_all(struct kit_db *k)
{
    int64_t n;
    do {
        flow_ok(k, search_index_some(&k->cx, 100, &n));
    } while (n > 0);
}

static void open_world(struct world *w, struct kit_db *k)
{
    *w = (struct world){.n_ids = 0};
    kit_owner_open(&w->api, &w->owner, k);
    kit_member(&w->owner, "agent", &w->member);
    w->id = kit_my_id(&w->member);
    k_rand_seed(&w->rand, 20260101);
    struct kit_answer a = kit_send(&w->owner, "POST", "/api/v1/teams",
                                   "{\"name\":\"Inner circle\",\"kind\":\"support\"}");
    kit_expect(&a, 201);
    assert_true(k_id_parse(kit_str(&a, "id"), &w->team));
    a = kit_send(&w->owner, "PATCH",
                 k_fmt(w->api.arena, "/api/v1/members/%lld", (long long)w->id).p,
                 k_fmt(w->api.arena, "{\"team_ids\":[\"%lld\"]}", (long long)w->team).p);
    kit_expect(&a, 200);
    for (int i = 0; i < CHANNELS; i++) {
        w->channels[i] = flow_channel(k, "fake", k_fmt(k->cx.arena, "place%d", i).p);
        for (int direct = 0; direct < 2; direct++) {
            say(w, k, i, direct, 0);
            work_on(w, k, i, direct, 0);
        }
        keep_id(w, k_fmt(w->api.arena, "%lld", (long long)w->channels[i]));
    }
    kit_db_run(
        k,
        "insert into keep_in_touch (id, person_id, member_id, ideal_days, latest_days, "
        "created_by, created_at) select id, id, 0, 1, 2, 0, 1 from person"); /* their last words
                                                                                are shown */
    index_all(k);
    static const char *const tables[] = {"conversation", "post",   "person", "handoff",
                                         "outbox",       "member", "team",   "moment"};
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++)
        keep_rows(w, k, tables[i]);
}

/* --- one trial --------------------------------------------------------------------------- */

static struct rule any_rule(struct world *w)
{
    return (struct rule){.some = k_rand_below(&w->rand, 4) > 0,
                         .role = k_rand_below(&w->rand, 2) > 0,
                         .team = k_rand_below(&w->rand, 2) > 0,
                         .member = k_rand_below(&w->rand, 5) == 0,
                         .bound = 1 + (int)k_rand_below(&w->rand, 5)};
}

static k_str rule_json(struct world *w, const struct rule *r)
{
    static const char *const all[] = {"viewer", "agent", "manager", "admin", "owner"};
    struct k_arena *a = w->api.arena;
    return k_fmt(a, "{\"by\":\"%s\",\"role\":\"%s\",\"team_ids\":[%.*s],\"member_ids\":[%.*s]}",
                 r->some ? "some" : "all", r->role ? all[r->bound - 1] : "",
                 K_ARG(r->team ? k_fmt(a, "\"%lld\"", (long long)w->team) : K_S("")),
                 K_ARG(r->member ? k_fmt(a, "\"%lld\"", (long long)w->id) : K_S("")));
}

static void set_rules(struct world *w, int channel, const struct rule r[3])
{
    struct k_arena *a = w->api.arena;
    k_str path = k_fmt(a, "/api/v1/channels/%lld/access", (long long)w->channels[channel]);
    k_str body =
        k_fmt(a, "{\"see\":%.*s,\"direct\":%.*s,\"send\":%.*s}", K_ARG(rule_json(w, &r[0])),
              K_ARG(rule_json(w, &r[1])), K_ARG(rule_json(w, &r[2])));
    struct kit_answer got = kit_send(&w->owner, "PUT", path.p, body.p);
    kit_expect(&got, 200);
}

struct closed {
    k_str words[2 * CHANNELS];
    size_t n;
};

static void look(struct world *w, const struct closed *c, k_str path)
{
    struct kit_answer a = kit_send(&w->member, "GET", path.p, NULL);
    for (size_t i = 0; i < c->n; i++)
        if (k_str_find(a.body, c->words[i]) >= 0)
            fail_msg("%.*s tells of %.*s: %.*s", K_ARG(path), K_ARG(c->words[i]),
                     K_ARG(a.body));
}

/* The path with an id for each parameter; K_NONE when it takes something else. */
static k_str path_of(struct world *w, const struct route *r, k_str id)
{
    k_str rest = k_str_from(k_str_z(r->path), 1), out = K_S("");
    while (rest.p) {
        k_str part = k_str_cut(&rest, '/');
        bool param = part.n > 1 && part.p[0] == '{';
        out = k_fmt(w->api.arena, "%.*s/%.*s", K_ARG(out), K_ARG(param ? id : part));
    }
    return out;
}

static void look_everywhere(struct world *w, const struct closed *c)
{
    static const char *const more[] = {
        "/api/v1/search?q=zq0p*&all_time=true",
        "/api/v1/search?q=zq0d*&all_time=true",
        "/api/v1/search?q=zq1p*&all_time=true",
        "/api/v1/search?q=zq1d*&all_time=true",
        "/api/v1/search?q=zq2p*&all_time=true",
        "/api/v1/search?q=zq2d*&all_time=true",
        "/api/v1/search?q=broken&all_time=true",
        "/api/v1/handoffs?box=received",
        "/api/v1/handoffs?box=given",
        "/api/v1/outbox?state=failed",
        "/api/v1/planned?from=1970-01-01T00:00:00Z&to=1970-01-02T00:00:00Z",
        "/api/v1/conversations?view=unanswered",
        "/api/v1/conversations?view=waiting",
        "/api/v1/conversations?view=unassigned",
        "/api/v1/conversations?view=done",
        "/api/v1/conversations?view=questions",
        "/api/v1/conversations?view=complaints",
    };
    for (size_t i = 0; i < sizeof more / sizeof *more; i++)
        look(w, c, k_str_z(more[i]));
    for (size_t i = 0; i < n_routes; i++) {
        const struct route *r = &routes[i];
        if (r->method != HTTP_GET || r->flags & ROUTE_STREAM)
            continue;
        bool by_id = strchr(r->path, '{') != NULL;
        for (size_t k = 0; k < (by_id ? w->n_ids : 1); k++)
            look(w, c, path_of(w, r, w->ids[k]));
    }
}

static void check_seen(struct world *w, k_str words, bool open)
{
    k_str path = k_fmt(w->api.arena, "/api/v1/search?q=%.*s*&all_time=true", K_ARG(words));
    struct kit_answer a = kit_send(&w->member, "GET", path.p, NULL);
    kit_expect(&a, 200);
    if ((k_json_len(k_json_get(a.json, "items")) > 0) != open)
        fail_msg("search for %.*s, which is %s: %.*s", K_ARG(words), open ? "open" : "closed",
                 K_ARG(a.body));
}

static void check_reply(struct world *w, struct kit_db *k, int channel, bool direct, bool sees,
                        bool speaks)
{
    struct k_arena *a = w->api.arena;
    k_str c = conversation_of(w, k, channel, direct);
    k_str path = k_fmt(a, "/api/v1/conversations/%.*s", K_ARG(c));
    struct kit_answer r = kit_send(&w->member, "GET", path.p, NULL);
    assert_int_equal(r.status, sees ? 200 : 404);
    r = kit_send(&w->member, "POST", k_fmt(a, "%.*s/reply", K_ARG(path)).p,
                 k_fmt(a,
                       "{\"text\":\"Thank you, we look into it today.\",\"version\":1,\"key\":"
                       "\"k%.*s%llu\",\"warnings_seen\":true}",
                       K_ARG(c), (unsigned long long)k_rand_u64(&w->rand))
                     .p);
    if (!sees)
        kit_problem(&r, 404, "not-found", NULL);
    else if (!speaks)
        assert_true(r.status == 403 || r.status == 409); /* a stale version is said first */
}

static void trial(struct world *w, struct kit_db *k)
{
    struct k_arena *a = w->api.arena;
    struct closed closed = {.n = 0};
    int rank = 1 + (int)k_rand_below(&w->rand, 4);
    bool in_team = k_rand_below(&w->rand, 2) > 0, answers = rank >= 2;
    struct kit_answer got =
        kit_send(&w->owner, "PATCH", k_fmt(a, "/api/v1/members/%lld", (long long)w->id).p,
                 k_fmt(a, "{\"role\":\"%s\",\"team_ids\":[%.*s]}", roles[rank - 1],
                       K_ARG(in_team ? k_fmt(a, "\"%lld\"", (long long)w->team) : K_S("")))
                     .p);
    kit_expect(&got, 200);
    struct rule rules[CHANNELS][3];
    for (int c = 0; c < CHANNELS; c++) {
        for (int i = 0; i < 3; i++)
            rules[c][i] = any_rule(w);
        set_rules(w, c, rules[c]);
    }
    for (int c = 0; c < CHANNELS; c++) {
        bool see = may(&rules[c][0], rank, in_team);
        bool direct = see && may(&rules[c][1], rank, in_team);
        bool speak = may(&rules[c][2], rank, in_team);
        if (!see)
            closed.words[closed.n++] = word(w, c, false);
        if (!direct)
            closed.words[closed.n++] = word(w, c, true);
        check_seen(w, word(w, c, false), see);
        check_seen(w, word(w, c, true), direct);
        if (answers) {
            check_reply(w, k, c, false, see, speak);
            check_reply(w, k, c, true, direct, speak);
        }
    }
    look_everywhere(w, &closed);
}

static void no_route_gives_what_is_closed_to_a_member(struct kit_db *k)
{
    struct world w;
    open_world(&w, k);
    for (int i = 0; i < TRIALS; i++)
        trial(&w, k);
    kit_api_close(&w.api);
}

static const char open_to_all[] = "{\"by\":\"all\"}";

static struct kit_answer put_access(struct world *w, struct kit_client *c, int channel,
                                    const char *see, const char *direct, const char *send)
{
    struct k_arena *a = w->api.arena;
    return kit_send(c, "PUT",
                    k_fmt(a, "/api/v1/channels/%lld/access", (long long)w->channels[channel]).p,
                    k_fmt(a, "{\"see\":%s,\"direct\":%s,\"send\":%s}", see, direct, send).p);
}

/* --- and by hand ------------------------------------------------------------------------- */

static void what_is_closed_is_closed_to_acts_too(struct kit_db *k)
{
    struct world w;
    open_world(&w, k);
    struct kit_answer a =
        put_access(&w, &w.owner, 1, open_to_all, "{\"by\":\"some\"}", open_to_all);
    kit_expect(&a, 200);
    k_str c = conversation_of(&w, k, 1, true);
    static const struct {
        const char *method, *path, *body;
    } acts[] = {
        {"PATCH", "", "{\"status\":\"done\",\"version\":1}"},
        {"POST", "/notes", "{\"text\":\"hello\"}"},
        {"PUT", "/draft", "{\"text\":\"hello\"}"},
        {"DELETE", "/draft", NULL},
        {"POST", "/check", "{\"text\":\"hello\"}"},
        {"GET", "/posts", NULL},
        {"GET", "/presence", NULL},
    };
    for (size_t i = 0; i < sizeof acts / sizeof *acts; i++) {
        k_str path = k_fmt(w.api.arena, "/api/v1/conversations/%.*s%s", K_ARG(c), acts[i].path);
        a = kit_send(&w.member, acts[i].method, path.p, acts[i].body);
        if (a.status != 404)
            fail_msg("%s %s: %d", acts[i].method, acts[i].path, a.status);
    }
    a = kit_send(&w.member, "POST", "/api/v1/conversations/bulk",
                 k_fmt(w.api.arena, "{\"ids\":[\"%.*s\"],\"act\":\"done\"}", K_ARG(c)).p);
    kit_expect(&a, 200);
    assert_int_equal(kit_int(&a, "changed"), 0);
    kit_api_close(&w.api);
}

/* --- nothing said there changes any answer ------------------------------------------------ */

/* What a relationship is: figures of the house about a person, made of everything, whoever
 * reads them; the way of a single post tells of them too. And what differs between two
 * requests. docs/design/permissions.md. */
static const char *const of_the_house[] = {
    "stage_reason", "sentence",        "strength",        "last_in_at", "last_out_at",
    "dormancy",     "last_touch_at",   "last_two_way_at", "ties",       "points",
    "reason",       "keep_in_touch",   "request_id",      "took_us",    "from",
    "to",           "next_contact_at",
};
/* The log names every act, without words, to those who may read it; metrics count requests. */
static const char *const not_compared[] = {"/metrics", "/api/v1/audit", "/api/v1/audit/verify"};

struct answers {
    K_VEC(k_str) paths;
    K_VEC(struct kit_answer) got;
};

static bool same(struct k_arena *arena, const struct k_json *a, const struct k_json *b);

static bool same_object(struct k_arena *arena, const struct k_json *a, const struct k_json *b)
{
    const struct k_json *v;
    k_str key;
    bool person = k_json_get(a, "strength"), ties = k_json_get(a, "ties");
    if (k_json_len(a) != k_json_len(b))
        return false;
    for (void *it = k_json_iter(a, NULL, &key, &v); it; it = k_json_iter(a, it, &key, &v)) {
        bool skip = person && (k_str_eqz(key, "heard") || k_str_eqz(key, "told"));
        skip |= ties && k_str_eqz(key, "at");
        for (size_t i = 0; i < sizeof of_the_house / sizeof *of_the_house; i++)
            skip |= k_str_eqz(key, of_the_house[i]);
        if (!skip && !same(arena, v, k_json_get(b, k_dupz(arena, key))))
            return false;
    }
    return true;
}

static bool same(struct k_arena *arena, const struct k_json *a, const struct k_json *b)
{
    if (!a || !b)
        return a == b;
    if (k_json_is_object(a) && k_json_is_object(b))
        return same_object(arena, a, b);
    if (!k_json_is_array(a) || !k_json_is_array(b))
        return k_str_eq(k_json_text(arena, a), k_json_text(arena, b));
    if (k_json_len(a) != k_json_len(b))
        return false;
    for (size_t i = 0; i < k_json_len(a); i++)
        if (!same(arena, k_json_at(a, i), k_json_at(b, i)))
            return false;
    return true;
}

static bool same_answer(struct k_arena *arena, const struct kit_answer *x,
                        const struct kit_answer *y)
{
    return x->status == y->status &&
           (x->json || y->json ? same(arena, x->json, y->json) : k_str_eq(x->body, y->body));
}

static void take(struct kit_client *c, struct answers *out, struct k_arena *a,
                 const char *method, k_str path, const char *body)
{
    struct kit_answer got = kit_send(c, method, path.p, body);
    got.body = k_dup(a, got.body);
    *k_vec_push(a, &out->paths) = path;
    *k_vec_push(a, &out->got) = got;
}

/* Lists of a long time, dry runs, counts, what else was said: all that is more than one row. */
static void take_sums(struct world *w, struct kit_client *c, struct answers *out)
{
    static const char *const sums[] = {
        "/api/v1/views",
        "/api/v1/home?days=366",
        "/api/v1/relationships/attention?from=2025-12-01T00:00:00Z",
        "/api/v1/relationships/listening?by=channel&days=730",
        "/api/v1/relationships/listening?by=member&days=730",
        "/api/v1/relationships/listening?by=week&days=730",
        "/api/v1/deadlines/report?days=366",
        "/api/v1/routing/acts?days=366",
        "/api/v1/search?q=broken&all_time=true",
        "/api/v1/conversations?view=all",
        "/api/v1/handoffs?box=received",
        "/api/v1/outbox?state=failed",
    };
    for (size_t i = 0; i < sizeof sums / sizeof *sums; i++)
        take(c, out, w->api.arena, "GET", k_str_z(sums[i]), NULL);
    take(c, out, w->api.arena, "POST", K_S("/api/v1/routing/try"),
         "{\"days\":366,\"when\":[{\"all\":[{\"field\":\"text\",\"op\":\"has\",\"values\":["
         "\"broken"
         "\"]}]}],\"then\":[{\"act\":\"release\"}]}");
    take(c, out, w->api.arena, "POST", K_S("/api/v1/policy/dry-run"),
         "{\"days\":3650,\"text\":\"### `a` Why.\\n- warns: always\\n\"}");
}

/* A text that somebody sent already, in a conversation that the member may see. */
static void take_check(struct world *w, struct kit_client *c, struct kit_db *k,
                       struct answers *out)
{
    struct k_arena *a = w->api.arena;
    take(c, out, a, "POST",
         k_fmt(a, "/api/v1/conversations/%.*s/check", K_ARG(conversation_of(w, k, 0, false))),
         "{\"text\":\"We replaced the worn chain and oiled both wheels for you.\"}");
}

static void take_all(struct world *w, struct kit_db *k, struct answers *out)
{
    struct k_arena *a = w->api.arena;
    for (size_t i = 0; i < n_routes; i++) {
        const struct route *r = &routes[i];
        bool by_id = strchr(r->path, '{') != NULL, skip = r->method != HTTP_GET;
        for (size_t x = 0; x < sizeof not_compared / sizeof *not_compared; x++)
            skip |= strcmp(r->path, not_compared[x]) == 0;
        if (skip || r->flags & ROUTE_STREAM)
            continue;
        for (size_t x = 0; x < (by_id ? w->n_ids : 1); x++)
            take(&w->member, out, a, "GET", path_of(w, r, w->ids[x]), NULL);
    }
    take_sums(w, &w->member, out);
    take_check(w, &w->member, k, out);
}

static void say_more(struct world *w, struct kit_db *k, bool direct)
{
    struct k_arena *a = w->api.arena;
    say(w, k, 1, direct, 1);
    work_on(w, k, 1, direct, 1);
    k_str c = conversation_in(w, k, 1, direct, 1);
    for (int i = 0; i < 3; i++)
        kit_db_run(
            k, k_fmt(a,
                     "insert into outbox (id, channel_id, conversation_id, member_id, text, "
                     "state, idem_key, next_at, created_at) values (%lld, %lld, %.*s, %lld, "
                     "'We replaced the worn chain and oiled both wheels for you.', 'sent', "
                     "'again%d%d', 1, %lld)",
                     (long long)k_cx_id(&k->cx), (long long)w->channels[1], K_ARG(c),
                     (long long)w->id, direct, i, (long long)time(NULL) * K_SEC)
                   .p);
}

/* The member is an admin to whom one channel is closed. */
static void open_admin(struct world *w, struct kit_db *k)
{
    open_world(w, k);
    struct kit_answer a =
        put_access(w, &w->owner, 1, "{\"by\":\"some\"}", open_to_all, open_to_all);
    kit_expect(&a, 200);
    a = kit_send(&w->owner, "PATCH",
                 k_fmt(w->api.arena, "/api/v1/members/%lld", (long long)w->id).p,
                 "{\"role\":\"admin\"}");
    kit_expect(&a, 200);
    a = kit_send(&w->owner, "POST", "/api/v1/teams",
                 "{\"name\":\"Owners\",\"kind\":\"support\"}");
    kit_expect(&a, 201);
    assert_true(k_id_parse(kit_str(&a, "id"), &w->owners));
    a = kit_send(&w->owner, "PATCH",
                 k_fmt(w->api.arena, "/api/v1/members/%lld", (long long)kit_my_id(&w->owner)).p,
                 k_fmt(w->api.arena, "{\"team_ids\":[\"%lld\"]}", (long long)w->owners).p);
    kit_expect(&a, 200);
    a = kit_send(&w->owner, "POST", "/api/v1/deadlines/starter", NULL);
    kit_expect(&a, 200);
    a = kit_send(&w->owner, "POST", "/api/v1/policy",
                 "{\"sponsor\":\"Priya\",\"text\":\"### `same` No script.\\n"
                 "- warns: sameness\\n\"}");
    kit_expect(&a, 201);
}

static void what_is_said_where_one_sees_nothing_changes_no_answer(struct kit_db *k)
{
    struct world w;
    struct answers before = {0}, after = {0}, all = {0}, more = {0};
    open_admin(&w, k);
    take_all(&w, k, &before);
    take_sums(&w, &w.owner, &all);
    take_check(&w, &w.owner, k, &all);
    say_more(&w, k, false);
    say_more(&w, k, true);
    index_all(k);
    take_all(&w, k, &after);
    take_sums(&w, &w.owner, &more);
    take_check(&w, &w.owner, k, &more);
    for (size_t i = 0; i < before.paths.n; i++)
        if (!same_answer(w.api.arena, &before.got.v[i], &after.got.v[i]))
            fail_msg("%.*s tells that more was said: %.*s, before %.*s",
                     K_ARG(before.paths.v[i]), K_ARG(after.got.v[i].body),
                     K_ARG(before.got.v[i].body));
    for (size_t i = 0; i < all.paths.n; i++) /* while an owner sees it in each of them */
        if (same_answer(w.api.arena, &all.got.v[i], &more.got.v[i]))
            fail_msg("%.*s tells the owner nothing: %.*s", K_ARG(all.paths.v[i]),
                     K_ARG(more.got.v[i].body));
    kit_api_close(&w.api);
}

static void nobody_is_given_or_told_of_what_is_closed_to_them(struct kit_db *k)
{
    struct world w;
    open_world(&w, k);
    struct kit_answer a =
        put_access(&w, &w.owner, 1, open_to_all, "{\"by\":\"some\"}", open_to_all);
    kit_expect(&a, 200);
    k_str path = k_fmt(w.api.arena, "/api/v1/conversations/%.*s",
                       K_ARG(conversation_of(&w, k, 1, true)));
    a = kit_send(&w.owner, "GET", path.p, NULL);
    a = kit_send(&w.owner, "PATCH", path.p,
                 k_fmt(w.api.arena, "{\"owner_id\":\"%lld\",\"version\":%lld}", (long long)w.id,
                       (long long)kit_int(&a, "conversation.version"))
                     .p);
    kit_problem(&a, 409, "conflict", "owner_id");
    a = kit_send(&w.owner, "POST", k_fmt(w.api.arena, "%.*s/notes", K_ARG(path)).p,
                 "{\"text\":\"@agent see this\"}");
    kit_problem(&a, 422, "bad-input", "text");
    a = kit_send(&w.owner, "POST", "/api/v1/teams", "{\"name\":\"Others\",\"kind\":\"sales\"}");
    kit_expect(&a, 201);
    k_str team = kit_str(&a, "id");
    a = kit_send(&w.owner, "PATCH",
                 k_fmt(w.api.arena, "/api/v1/members/%lld", (long long)w.id).p,
                 k_fmt(w.api.arena, "{\"team_ids\":[\"%.*s\"]}", K_ARG(team)).p);
    kit_expect(&a, 200);
    a = kit_send(
        &w.owner, "POST", k_fmt(w.api.arena, "%.*s/handoff", K_ARG(path)).p,
        k_fmt(w.api.arena, "{\"to_team\":\"%.*s\",\"reason\":\"other\"}", K_ARG(team)).p);
    assert_int_equal(a.status, 409);
    kit_api_close(&w.api);
}

static void a_stream_names_nothing_that_may_be_closed(struct kit_db *k)
{
    struct world w;
    open_world(&w, k);
    int before = kit_listen(&w.member);
    struct kit_answer a = put_access(&w, &w.owner, 1, "{\"by\":\"some\",\"role\":\"admin\"}",
                                     open_to_all, open_to_all);
    kit_expect(&a, 200);
    assert_true(kit_wait_end(before)); /* what it may has changed */
    kit_hang_up(before);
    int member = kit_listen(&w.member), owner = kit_listen(&w.owner);
    k_str c = conversation_of(&w, k, 1, false);
    a = kit_send(&w.owner, "POST",
                 k_fmt(w.api.arena, "/api/v1/conversations/%.*s/notes", K_ARG(c)).p,
                 "{\"text\":\"for the owner only\"}");
    kit_expect(&a, 201);
    assert_true(kit_wait_event(owner, "conversation",
                               k_fmt(w.api.arena, "{\"id\":\"%.*s\"}", K_ARG(c))));
    assert_true(kit_wait_event(member, "conversation", K_S("{\"id\":null}")));
    kit_hang_up(member);
    kit_hang_up(owner);
    kit_api_close(&w.api);
}

static void who_may_is_shown_with_its_reason_from_either_side(struct kit_db *k)
{
    struct world w;
    open_world(&w, k);
    struct k_arena *a = w.api.arena;
    k_str team = k_fmt(a, "{\"by\":\"some\",\"team_ids\":[\"%lld\"]}", (long long)w.team);
    struct kit_answer got = put_access(&w, &w.owner, 0, open_to_all, team.p,
                                       "{\"by\":\"some\",\"role\":\"manager\"}");
    kit_expect(&got, 200);
    assert_true(k_str_eqz(kit_str(&got, "direct.teams.0.name"), "Inner circle"));
    assert_true(k_str_eqz(kit_str(&got, "send.role"), "manager"));
    const struct k_json *m = NULL;
    size_t seen = 0;
    k_json_each (i, m, k_json_get(got.json, "members")) {
        bool agent = k_str_eqz(k_json_path_str(m, "member.handle"), "agent");
        seen++;
        assert_true(k_str_eqz(k_json_path_str(m, "see.why"), "all"));
        assert_true(k_str_eqz(k_json_path_str(m, "direct.why"), agent ? "team" : "owner"));
        assert_true(k_str_eqz(k_json_path_str(m, "send.why"), agent ? "none" : "owner"));
    }
    assert_int_equal(seen, 2);
    got = kit_send(&w.member, "GET", k_fmt(a, "/api/v1/members/%lld/access", (long long)w.id).p,
                   NULL);
    kit_expect(&got, 200);
    assert_int_equal(k_json_len(k_json_get(got.json, "items")), CHANNELS);
    got = kit_send(&w.member, "GET",
                   k_fmt(a, "/api/v1/channels/%lld", (long long)w.channels[0]).p, NULL);
    assert_true(k_json_bool(k_json_get(got.json, "may_direct"), false));
    assert_false(k_json_bool(k_json_get(got.json, "may_send"), true));
    got = put_access(&w, &w.member, 0, open_to_all, open_to_all, open_to_all);
    kit_problem(&got, 403, "not-allowed", NULL);
    got = put_access(&w, &w.owner, 0, "{\"by\":\"some\",\"team_ids\":[\"12345\"]}", open_to_all,
                     open_to_all);
    kit_problem(&got, 422, "bad-input", "see.team_ids");
    kit_api_close(&w.api);
}

static void a_team_that_goes_takes_what_it_let_in_with_it(struct kit_db *k)
{
    struct world w;
    open_world(&w, k);
    struct k_arena *a = w.api.arena;
    struct kit_answer got =
        kit_send(&w.owner, "POST", "/api/v1/teams", "{\"name\":\"Short\",\"kind\":\"sales\"}");
    k_str team = k_dup(a, kit_str(&got, "id"));
    k_str member = k_fmt(a, "/api/v1/members/%lld", (long long)w.id);
    got = kit_send(&w.owner, "PATCH", member.p,
                   k_fmt(a, "{\"team_ids\":[\"%.*s\"]}", K_ARG(team)).p);
    kit_expect(&got, 200);
    got = put_access(&w, &w.owner, 2,
                     k_fmt(a, "{\"by\":\"some\",\"team_ids\":[\"%.*s\"]}", K_ARG(team)).p,
                     open_to_all, open_to_all);
    kit_expect(&got, 200);
    check_seen(&w, word(&w, 2, false), true);
    got = kit_send(&w.owner, "DELETE", k_fmt(a, "/api/v1/teams/%.*s", K_ARG(team)).p, NULL);
    kit_expect(&got, 204);
    check_seen(&w, word(&w, 2, false), false);
    assert_int_equal(kit_db_number(k, "select count(*) from channel_grant"), 0);
    kit_api_close(&w.api);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        KIT_BOTH(no_route_gives_what_is_closed_to_a_member),
        KIT_BOTH(what_is_closed_is_closed_to_acts_too),
        KIT_BOTH(what_is_said_where_one_sees_nothing_changes_no_answer),
        KIT_BOTH(nobody_is_given_or_told_of_what_is_closed_to_them),
        KIT_BOTH(a_stream_names_nothing_that_may_be_closed),
        KIT_BOTH(who_may_is_shown_with_its_reason_from_either_side),
        KIT_BOTH(a_team_that_goes_takes_what_it_let_in_with_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
