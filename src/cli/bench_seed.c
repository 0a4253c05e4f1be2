/* bench_seed: makes a large database: two years of posts through the whole flow, most of them
 * history, then a team that works on what is open. Writes the database of the settings; going
 * on after a stop is asking again. */
#include "cli/bench.h"
#include "cli/bench_world.h"
#include "domain/inbox.h"
#include "store/search.h"
#include "store/sql.gen.h"
#include <stdio.h>

#define HISTORY 90 /* percent of the posts that were there before Kith came */
#define PAGE 500
#define ACTS 200 /* conversations a transaction */

/* ---- posts ------------------------------------------------------------------------------- */

static k_err index_all(struct k_ctx *cx)
{
    int64_t n = 1;
    while (n > 0) {
        K_TRY(search_index_some(cx, SEARCH_BATCH, &n));
        k_arena_reset(cx->arena);
    }
    return K_OK;
}

static k_err fill(struct k_ctx *cx, struct k_clock *clock, struct bench_world *w, int64_t posts)
{
    int64_t done = 0, said = 0, n;
    for (int i = 0; i < BENCH_CHANNELS; i++)
        done += w->made[i];
    for (; done < posts; done += PAGE) {
        w->archive = done < posts / 100 * HISTORY;
        w->now = BENCH_BEGINS + done * w->step;
        clock->fixed = w->now + (k_time)PAGE * w->step + K_SEC;
        K_TRY(bench_world_page(cx, w, PAGE));
        if (done / PAGE % 2)
            K_TRY(search_index_some(cx, SEARCH_BATCH, &n));
        k_arena_reset(cx->arena);
        if (done / 100000 > said) {
            said = done / 100000;
            fprintf(stderr, "%lld of %lld posts\n", (long long)done, (long long)posts);
        }
    }
    return index_all(cx);
}

/* ---- the team ---------------------------------------------------------------------------- */

struct team {
    struct bench_team *ids;
    struct sq_conversation_by_status_list *open;
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
    struct sq_conversation_by_status_list open = {0};
    struct sq_conversation_by_status_args ask = {.status = K_S("open"),
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
        K_TRY(sq_conversation_by_status(cx, &ask, &open));
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

static k_err seed(struct cli *c, struct k_ctx *cx, struct k_clock *clock, int64_t posts)
{
    struct bench_world w;
    struct bench_team team;
    k_time began = k_mono();
    K_TRY(bench_world_open(&c->cx, BENCH_BEGINS, BENCH_LASTS / posts, &w));
    k_err err = fill(cx, clock, &w, posts);
    bench_world_close(&w);
    if (err != K_OK)
        return err;
    clock->fixed = BENCH_BEGINS + BENCH_LASTS;
    if (bench_team_find(cx, &team) != K_OK) {
        K_TRY(db_write(cx, make_team, &team));
        K_TRY(let_them_work(cx, &team));
    }
    bench_figure("seeded", (double)w.added, "posts");
    bench_figure("seconds", (double)(k_mono() - began) / K_SEC, "s");
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
    struct k_clock clock = k_clock_fixed(BENCH_BEGINS);
    struct k_ctx cx = c->cx;
    cx.arena = a;
    cx.clock = &clock;
    k_err err = seed(c, &cx, &clock, posts);
    k_arena_free(a);
    if (cx.detail.text.n)
        c->cx.detail = cx.detail;
    return err == K_OK ? 0 : cli_complain(&c->cx, err);
}
