/* worker MODE DATABASE FOLDER AHEAD [ADDRESS PROXY_HOST:PORT]: the process that the soak runs
 * kill. It is what `kith serve` is behind its screens: pollers, sender, jobs, index, on real
 * HTTP; and one member who answers whoever waits. AHEAD: seconds that its clock is ahead of the
 * system's, so that leases of a killed process run out at once, and the clock can go back.
 *   setup   database, member, and a WordPress channel at ADDRESS
 *   run     until it is killed; prints `decided KEY` when a reply was committed
 *   drain   everything that is due, again and again while the clock runs on; then ends
 *   verify  prints one line: chain whole|broken CHECKED */
#include "cli/keeper.h"
#include "connectors/registry.h"
#include "domain/reply.h"
#include "flow/bus.h"
#include "flow/channels.h"
#include "flow/outbox.h"
#include "flow/schedule.h"
#include "net/client.h"
#include "store/event.h"
#include "store/search.h"
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define KEY "soak"
enum { WAITING = 40, STEPS = 40, CONNECTIONS = 12 };

struct soak {
    struct db_publish publish;
    struct k_clock clock; /* fixed: microseconds ahead */
    struct k_rand rand;
    struct k_ids ids;
    struct db_config db;
    struct db_pool *pool;
    struct keeper *keeper;
    struct k_secret_key key;
    struct flow_env env;
    struct k_ctx cx;
    k_id member, channel;
};

static k_time ahead(const struct k_clock *c)
{
    return k_now(&k_clock_system) + c->fixed;
}

static void die(const struct k_ctx *cx, k_err err, const char *what)
{
    fprintf(stderr, "worker: %s: %s: %.*s\n", what, k_err_row(err)->slug,
            K_ARG(cx->detail.text));
    exit(1);
}
#define MUST(s, call)                                                                          \
    do {                                                                                       \
        k_err must_err = (call);                                                               \
        if (must_err != K_OK)                                                                  \
            die(&(s)->cx, must_err, #call);                                                    \
    } while (0)

/* ---- the house --------------------------------------------------------------------------- */

static void open_house(struct soak *s, const char *database, const char *folder, k_str proxy)
{
    static k_str allow[1];
    int applied;
    s->clock.now = ahead;
    k_rand_seed(&s->rand, k_secret_random_u64());
    k_ids_init(&s->ids, 0, 0);
    s->cx = (struct k_ctx){
        .arena = k_arena_new(0), .clock = &s->clock, .rand = &s->rand, .ids = &s->ids};
    MUST(s, db_config_parse(&s->cx, k_str_z(database), &s->db));
    s->env.bus = flow_bus_new();
    s->publish = (struct db_publish){.fn = flow_bus_publish, .arg = s->env.bus};
    s->db.publish = &s->publish;
    MUST(s, db_pool_open(&s->cx, &s->db, CONNECTIONS, &s->pool));
    MUST(s, db_pool_take(&s->cx, s->pool, 5000));
    MUST(s, db_migrate(&s->cx, &applied));
    db_pool_give(&s->cx, s->pool);
    MUST(s, keeper_start(&s->cx, &s->db, &s->ids, &s->keeper));
    MUST(s, db_pool_take(&s->cx, s->pool, 5000));
    k_str path = k_fmt(s->cx.arena, "%s/secret.key", folder);
    MUST(s, k_secret_key_load(path.p, true, &s->key));
    struct http_client_config http = {.user_agent = "soak"};
    if (proxy.n) {
        allow[0] = proxy;
        http.allow_private = allow;
        http.n_allow_private = 1;
    }
    MUST(s, http_client_new(&http, &s->env.http));
    s->env.pool = s->pool;
    s->env.clock = &s->clock;
    s->env.ids = &s->ids;
    s->env.key = &s->key;
    s->env.node = keeper_node(s->keeper);
    s->env.data_dir = folder;
}

static k_err make_member(struct k_ctx *cx, void *arg)
{
    struct soak *s = arg;
    s->member = k_cx_id(cx);
    return sq_member_insert(cx,
                            &(struct sq_member_insert_args){.id = s->member,
                                                            .handle = K_S("nora"),
                                                            .name = K_S("Nora"),
                                                            .email = K_S("nora@example.org"),
                                                            .role = K_S("owner"),
                                                            .at = k_cx_now(cx)},
                            NULL);
}

static void setup(struct soak *s, const char *address)
{
    MUST(s, db_write(&s->cx, make_member, s));
    struct channel_new in = {
        .network = K_S("wordpress"),
        .name = K_S("Comments"),
        .fields =
            k_fmt(s->cx.arena,
                  "{\"address\":\"%s\",\"user\":\"nora\",\"app_password\":\"soak\"}", address),
    };
    s->cx.actor = (struct k_actor){.kind = K_ACTOR_MEMBER, .member = s->member};
    MUST(s, channel_connect(&s->cx, &s->env, &in, &s->channel));
}

static void find_setup(struct soak *s)
{
    struct sq_channel_all_list channels;
    struct sq_member_handle_taken_row member;
    bool found;
    MUST(s, sq_channel_all(&s->cx, &channels));
    MUST(s, sq_member_handle_taken(&s->cx, K_S("nora"), &member, &found));
    if (channels.n != 1 || !found)
        die(&s->cx, K_ERR_NOT_FOUND, "setup");
    s->channel = channels.v[0].id;
    s->member = member.id;
}

/* ---- the member -------------------------------------------------------------------------- */

struct answer {
    k_id conversation;
    k_str key, text;
    k_id outbox;
};

/* The words follow from the conversation, so that the network can tell one answer from another
 * and a second copy from a second answer. */
static k_str words_of(struct k_arena *a, k_id conversation)
{
    struct k_rand r;
    struct k_buf b;
    k_rand_seed(&r, (uint64_t)conversation);
    k_buf_init(&b, a, 4096);
    k_buf_fmt(&b, "Answer %lld:", (long long)conversation);
    for (int i = 0; i < 12; i++)
        k_buf_fmt(&b, " w%llu", (unsigned long long)k_rand_below(&r, 100000));
    return k_buf_view(&b);
}

static k_err decide(struct k_ctx *cx, void *arg)
{
    struct answer *a = arg;
    struct sq_conversation_get_row c;
    bool found;
    K_TRY(sq_conversation_get(cx, a->conversation, &c, &found));
    if (!found)
        return K_ERR_NOT_FOUND;
    return reply_send(cx,
                      &(struct reply_send){.conversation = a->conversation,
                                           .text = a->text,
                                           .version = c.version,
                                           .key = a->key,
                                           .limits = &connector_find(K_S("wordpress"))->limits,
                                           .soft_ok = true},
                      &a->outbox, NULL);
}

/* Answers one of those who wait; says so when it is committed. One decision a conversation. */
static void answer_one(struct soak *s, struct k_ctx *cx)
{
    struct sq_conversation_by_status_list list;
    struct sq_conversation_by_status_args any = {
        .owner_id = -1, .team_id = -1, .channel_id = -1, .label_id = -1, .max = WAITING};
    cx->actor = (struct k_actor){.kind = K_ACTOR_MEMBER, .member = s->member};
    if (sq_conversation_unanswered(cx, &any, &list) != K_OK || list.n == 0)
        return;
    struct answer a = {.conversation = list.v[k_rand_below(cx->rand, list.n)].id};
    a.key = k_fmt(cx->arena, KEY "-%lld", (long long)a.conversation);
    a.text = words_of(cx->arena, a.conversation);
    if (db_write(cx, decide, &a) == K_OK) {
        printf("decided %.*s\n", K_ARG(a.key));
        fflush(stdout);
    }
}

static k_err ask_now(struct k_ctx *cx, void *arg)
{
    struct soak *s = arg;
    return sq_channel_poll_now(cx, s->channel, k_cx_now(cx), NULL);
}

static void run(struct soak *s)
{
    struct flow_schedule *schedule;
    MUST(s, flow_schedule_start(&s->env, &schedule));
    printf("ready\n");
    fflush(stdout);
    for (;;) {
        k_arena_reset(s->cx.arena);
        s->cx.detail = (struct k_detail){0};
        answer_one(s, &s->cx);
        if (db_write(&s->cx, ask_now, s) == K_OK)
            flow_schedule_wake(schedule);
        usleep(20000); /* the member reads */
    }
}

/* ---- to the end -------------------------------------------------------------------------- */

/* The clock runs seven minutes a step: all pauses end, every older page has its turn. */
static void drain(struct soak *s)
{
    for (int i = 0; i < STEPS; i++) {
        bool found = true;
        int64_t n = 1;
        k_arena_reset(s->cx.arena);
        s->cx.actor = (struct k_actor){0};
        s->clock.fixed += 7 * K_MIN;
        MUST(s, channel_poll_one(&s->cx, &s->env, s->channel, &found));
        for (found = true; found;) {
            k_arena_reset(s->cx.arena);
            MUST(s, outbox_send_next(&s->cx, &s->env, &found));
        }
        while (n > 0)
            MUST(s, search_index_some(&s->cx, SEARCH_BATCH, &n));
    }
}

static void verify(struct soak *s)
{
    struct event_report report;
    MUST(s, event_verify(&s->cx, 0, &report));
    printf("chain %s %lld\n", report.whole ? "whole" : "broken", (long long)report.checked);
}

int main(int argc, char **argv)
{
    static struct soak s;
    int64_t seconds;
    if (argc < 5 || !k_str_i64(k_str_z(argv[4]), &seconds)) {
        fprintf(stderr, "usage: worker MODE DATABASE FOLDER AHEAD [ADDRESS PROXY]\n");
        return 2;
    }
    k_str mode = k_str_z(argv[1]);
    k_log_setup(K_WARN, false);
    s.clock.fixed = seconds * K_SEC;
    open_house(&s, argv[2], argv[3], argc > 6 ? k_str_z(argv[6]) : K_NONE);
    if (k_str_eqz(mode, "setup")) {
        setup(&s, argv[5]);
        return 0;
    }
    find_setup(&s);
    if (k_str_eqz(mode, "run"))
        run(&s);
    else if (k_str_eqz(mode, "drain"))
        drain(&s);
    else
        verify(&s);
    fflush(stdout);
    _exit(0); /* no clean stop: that is tested elsewhere */
}
