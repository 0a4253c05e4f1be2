/* bench_seed: makes a large database: two years of posts. The first days of history go through
 * the whole flow and are then copied as the days after them (bench_copy); the last days go
 * through the flow again, live; then a team works on what is open. Writes the database of the
 * settings, which must be empty; does nothing when it is seeded already. */
#include "cli/bench.h"
#include "cli/bench_copy.h"
#include "cli/bench_world.h"
#include "domain/echoes.h"
#include "domain/inbox.h"
#include "store/search.h"
#include "store/sql.gen.h"
#include <stdio.h>

#define PAGE 500
#define ACTS 200                    /* conversations a transaction */
enum { BLOCKS = 20, HISTORY = 18 }; /* equal parts of the time; those before Kith came */

/* ---- posts ------------------------------------------------------------------------------- */

struct seeding {
    struct cli *c;
    struct k_clock clock;
    struct bench_world world;
    int64_t block; /* posts a block */
    k_time began;
};

static void said(const struct seeding *s, const char *what, int64_t n)
{
    fprintf(stderr, "%7.1f s  %s, %lld posts\n", (double)(k_mono() - s->began) / K_SEC, what,
            (long long)n);
}

static k_err index_all(struct k_ctx *cx)
{
    int64_t n = 1;
    while (n > 0) {
        K_TRY(search_index_some(cx, SEARCH_BATCH, &n));
        k_arena_reset(cx->arena);
    }
    return K_OK;
}

static k_err forget_echoes(struct k_ctx *cx, void *arg)
{
    (void)arg;
    return echoes_forget(cx, k_cx_now(cx) - ECHOES_KEPT);
}

/* A block through the flow, and what the server does beside it. */
static k_err one_block(struct k_ctx *cx, struct seeding *s, int number)
{
    struct bench_world *w = &s->world;
    int64_t left = s->block;
    w->archive = number < HISTORY;
    w->now = BENCH_BEGINS + number * (BENCH_LASTS / BLOCKS);
    while (left > 0) {
        size_t page = left < PAGE ? (size_t)left : PAGE;
        s->clock.fixed = w->now + (k_time)page * w->step + K_SEC;
        K_TRY(bench_world_page(cx, w, page));
        k_arena_reset(cx->arena);
        left -= (int64_t)page;
    }
    K_TRY(index_all(cx));
    return db_write(cx, forget_echoes, NULL);
}

static k_err history(struct k_ctx *cx, struct seeding *s)
{
    k_str indexes;
    struct bench_block b = {
        .lo = k_ids_last(cx->ids) + 1, .from = BENCH_BEGINS, .lasts = BENCH_LASTS / BLOCKS};
    K_TRY(one_block(cx, s, 0));
    b.hi = k_ids_last(cx->ids);
    said(s, "history of the first days", s->block);
    K_TRY(db_bulk_begin(&s->c->cx, &indexes));
    for (int i = 1; i < HISTORY; i++) {
        K_TRY(bench_copy(cx, &b, i));
        k_arena_reset(cx->arena);
        said(s, "history", (i + 1) * s->block);
    }
    k_ids_move(cx->ids, (uint8_t)cli_node(s->c), bench_copy_top(&b, HISTORY - 1));
    return db_bulk_end(&s->c->cx, indexes);
}

static k_err fill(struct k_ctx *cx, struct seeding *s)
{
    K_TRY(history(cx, s));
    said(s, "indexes", HISTORY * s->block);
    for (int i = HISTORY; i < BLOCKS; i++) {
        K_TRY(one_block(cx, s, i));
        said(s, "live", (i + 1) * s->block);
    }
    return K_OK;
}

/* ---- the team ---------------------------------------------------------------------------- */

struct team {
    struct bench_team *ids;
    struct sq_conversation_by_owner_list *open;
    int64_t acts;
};

static k_err make_team(struct k_ctx *cx, void *arg)
{
    struct bench_team *t = arg;
    for (int i = 0; i < BENCH_TEAMS; i++) {
        t->teams[i] = k_cx_id(cx);
        K_TRY(sq_team_insert(
            cx,
            &(struct sq_team_insert_args){.id = t->teams[i],
                                          .name = k_fmt(cx->arena, "Bench team %d", i),
                                          .kind = K_S("other"),
                                          .at = k_cx_now(cx)},
            NULL));
    }
    for (int i = 0; i < BENCH_MEMBERS; i++) {
        k_str handle = k_fmt(cx->arena, "bench%d", i);
        t->members[i] = k_cx_id(cx);
        K_TRY(sq_member_insert(
            cx,
            &(struct sq_member_insert_args){.id = t->members[i],
                                            .handle = handle,
                                            .name = handle,
                                            .email = k_cat(cx->arena, handle, K_S("@bench")),
                                            .role = K_S("agent"),
                                            .at = k_cx_now(cx)},
            NULL));
    }
    for (int i = 0; i < BENCH_LABELS; i++) {
        t->labels[i] = k_cx_id(cx);
        K_TRY(sq_label_insert(cx, t->labels[i], k_fmt(cx->arena, "bench %d", i), K_S("gray"), 0,
                              NULL));
    }
    return K_OK;
}

k_err bench_team_find(struct k_ctx *cx, struct bench_team *t)
{
    struct sq_member_list_list members;
    struct sq_team_list_list teams;
    struct sq_label_list_list labels;
    int m = 0, n = 0, l = 0;
    K_TRY(sq_member_list(cx, &members));
    K_TRY(sq_team_list(cx, &teams));
    K_TRY(sq_label_list(cx, &labels));
    for (size_t i = 0; i < members.n && m < BENCH_MEMBERS; i++)
        if (k_str_ends(members.v[i].email, K_S("@bench")))
            t->members[m++] = members.v[i].id;
    for (size_t i = 0; i < teams.n && n < BENCH_TEAMS; i++)
        if (k_str_starts(teams.v[i].name, K_S("Bench team")))
            t->teams[n++] = teams.v[i].id;
    for (size_t i = 0; i < labels.n && l < BENCH_LABELS; i++)
        if (k_str_starts(labels.v[i].name, K_S("bench ")))
            t->labels[l++] = labels.v[i].id;
    return m == BENCH_MEMBERS && n == BENCH_TEAMS && l == BENCH_LABELS ? K_OK : K_ERR_NOT_FOUND;
}

/* Of ten open conversations two get an owner, two a team, one a label, two are done. */
static k_err work_on(struct k_ctx *cx, struct team *t, k_id conversation)
{
    struct bench_team *ids = t->ids;
    struct inbox_change ch = {.conversation = conversation};
    uint64_t draw = k_rand_below(cx->rand, 10);
    cx->actor = (struct k_actor){.kind = K_ACTOR_MEMBER, .member = ids->members[0]};
    if (draw < 2) {
        ch.has_owner = true;
        ch.owner = ids->members[k_rand_below(cx->rand, BENCH_MEMBERS)];
    } else if (draw < 4) {
        ch.has_team = true;
        ch.team = ids->teams[k_rand_below(cx->rand, BENCH_TEAMS)];
    } else if (draw < 5) {
        return inbox_label(cx, conversation, ids->labels[k_rand_below(cx->rand, BENCH_LABELS)],
                           true);
    } else if (draw < 7) {
        ch.has_status = true;
        ch.status = K_S("done");
    } else {
        return K_OK;
    }
    t->acts++;
    return inbox_change(cx, &ch, NULL);
}

static k_err work_on_some(struct k_ctx *cx, void *arg)
{
    struct team *t = arg;
    for (size_t i = 0; i < t->open->n; i++)
        K_TRY(work_on(cx, t, t->open->v[i].id));
    return K_OK;
}

static k_err let_them_work(struct k_ctx *cx, struct bench_team *ids)
{
    struct sq_conversation_by_owner_list open = {0};
    struct sq_conversation_by_owner_args ask = {.status = K_S("open"),
                                                .owner_id = -1,
                                                .team_id = -1,
                                                .channel_id = -1,
                                                .label_id = -1,
                                                .key1 = INT64_MAX,
                                                .key2 = INT64_MAX,
                                                .id = INT64_MAX,
                                                .max = ACTS};
    struct team t = {.ids = ids, .open = &open};
    do {
        k_arena_reset(cx->arena);
        K_TRY(sq_conversation_open(cx, &ask, &open));
        K_TRY(db_write(cx, work_on_some, &t));
        if (open.n > 0) {
            ask.key1 = open.v[open.n - 1].key1;
            ask.key2 = open.v[open.n - 1].key2;
            ask.id = open.v[open.n - 1].id;
        }
    } while (open.n == ACTS);
    cx->actor = (struct k_actor){0};
    bench_figure("acts", (double)t.acts, "acts");
    return K_OK;
}

/* ---- all of it --------------------------------------------------------------------------- */

static k_err seed(struct k_ctx *cx, struct seeding *s)
{
    struct bench_team team;
    k_time step = BENCH_LASTS / BLOCKS / s->block;
    if (bench_team_find(cx, &team) == K_OK)
        return K_OK;
    K_TRY(bench_world_open(&s->c->cx, BENCH_BEGINS, step, &s->world));
    for (int i = 0; i < BENCH_CHANNELS; i++)
        if (s->world.made[i] > 0)
            return k_fail(cx, K_ERR_CONFLICT, NULL,
                          "It was not seeded to its end. Begin with an empty database.");
    K_TRY(fill(cx, s));
    s->clock.fixed = BENCH_BEGINS + BENCH_LASTS;
    K_TRY(db_write(cx, make_team, &team));
    K_TRY(let_them_work(cx, &team));
    K_TRY(db_bulk_end(&s->c->cx, K_NONE));
    bench_figure("seeded", (double)(BLOCKS * s->block), "posts");
    bench_figure("seconds", (double)(k_mono() - s->began) / K_SEC, "s");
    return K_OK;
}

int bench_seed(struct cli *c, int argc, char **argv)
{
    int64_t posts = 3000000;
    if (!bench_number(&argc, argv, "--posts", 1000, &posts) || cli_no_more(argc, argv) != 0)
        return 2;
    int code = cli_open_db(c, CLI_WRITE);
    struct k_arena *a = k_arena_new(0);
    if (code != 0 || !a)
        return 1;
    struct seeding s = {.c = c,
                        .clock = k_clock_fixed(BENCH_BEGINS),
                        .block = posts / BLOCKS,
                        .began = k_mono()};
    struct k_ctx cx = c->cx;
    cx.arena = a;
    cx.clock = &s.clock;
    k_err err = seed(&cx, &s);
    bench_world_close(&s.world);
    k_arena_free(a);
    if (cx.detail.text.n)
        c->cx.detail = cx.detail;
    return err == K_OK ? 0 : cli_complain(&c->cx, err);
}
