/* bench_ties: relationships at scale: a made house of people and touches, then the full run,
 * one touch, and pages of people. Writes the database of the settings; only an empty one. */
#include "cli/bench.h"
#include "domain/tie_run.h"
#include "store/sql.gen.h"
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>

#define BEGINS 1704067200000000LL /* 2024-01-01T00:00:00Z */
#define LASTS (730 * K_DAY)

enum { BLOCK = 200000, ONE_BY_ONE = 5000, PAGES = 2000, MEMBERS = 20 };

struct house {
    int64_t people, touches;
    int64_t lo, hi;
};

static k_err make_people(struct k_ctx *cx, void *arg)
{
    const struct house *h = arg;
    return sq_bench_tie_people(cx, h->lo, h->hi, NULL);
}

static k_err make_touches(struct k_ctx *cx, void *arg)
{
    const struct house *h = arg;
    return sq_bench_tie_touches(cx,
                                &(struct sq_bench_tie_touches_args){.lo = h->lo,
                                                                    .hi = h->hi,
                                                                    .people = h->people,
                                                                    .members = MEMBERS,
                                                                    .begins = BEGINS,
                                                                    .step = LASTS / h->touches},
                                NULL);
}

static k_err seed(struct k_ctx *cx, struct house *h)
{
    for (h->lo = 1; h->lo <= h->people; h->lo += BLOCK) {
        h->hi = h->lo + BLOCK - 1 < h->people ? h->lo + BLOCK - 1 : h->people;
        K_TRY(db_write(cx, make_people, h));
    }
    for (h->lo = 1; h->lo <= h->touches; h->lo += BLOCK) {
        h->hi = h->lo + BLOCK - 1 < h->touches ? h->lo + BLOCK - 1 : h->touches;
        K_TRY(db_write(cx, make_touches, h));
    }
    return K_OK;
}

static double seconds_since(k_time began)
{
    return (double)(k_mono() - began) / K_SEC;
}

static k_err full_run(struct k_ctx *cx, k_id by, const char *name)
{
    struct tie_run run = {.done = false};
    k_time began = k_mono();
    while (!run.done) {
        K_TRY(tie_run_some(cx, by, TIE_RUN_PEOPLE, &run));
        k_arena_reset(cx->arena);
    }
    bench_figure(name, seconds_since(began), "s");
    return K_OK;
}

struct one {
    k_id person;
    struct tie_event e;
    k_time spent; /* in the tie alone */
};

static k_err touch_one(struct k_ctx *cx, void *arg)
{
    struct one *o = arg;
    o->e.id = k_cx_id(cx);
    K_TRY(sq_touch_insert(cx,
                          &(struct sq_touch_insert_args){.id = o->e.id,
                                                         .person_id = o->person,
                                                         .member_id = o->e.member,
                                                         .channel_id = 1,
                                                         .direction = K_S("out"),
                                                         .medium = K_S("mail"),
                                                         .prompted = true,
                                                         .at = o->e.at},
                          NULL));
    k_time began = k_mono();
    K_TRY(tie_touched(cx, o->person, &o->e));
    o->spent += k_mono() - began;
    return K_OK;
}

static k_err one_by_one(struct k_ctx *cx, const struct house *h)
{
    struct one o = {.e = {.direction = TOUCH_OUT,
                          .medium = TOUCH_MAIL,
                          .prompted = true,
                          .channel = 1,
                          .member = 3}};
    for (int i = 0; i < ONE_BY_ONE; i++) {
        o.person = 1 + (k_id)k_rand_below(cx->rand, (uint64_t)h->people);
        o.e.at = k_cx_now(cx) - K_HOUR + i;
        K_TRY(db_write(cx, touch_one, &o));
        k_arena_reset(cx->arena);
    }
    bench_figure("touch", (double)o.spent / ONE_BY_ONE, "us");
    return K_OK;
}

static int by_time(const void *a, const void *b)
{
    k_time x = *(const k_time *)a, y = *(const k_time *)b;
    return x < y ? -1 : x > y;
}

static k_err pages(struct k_ctx *cx, const struct house *h, bool names)
{
    static k_time took[PAGES];
    for (int i = 0; i < PAGES; i++) {
        struct sq_person_list_list list;
        k_id at = 1 + (k_id)k_rand_below(cx->rand, (uint64_t)h->people);
        k_time began = k_mono();
        if (names) {
            k_str from = k_fmt(cx->arena, "Person %lld", (long long)at);
            struct sq_person_by_name_args args = {.name = from,
                                                  .upto = k_cat(cx->arena, from, K_S("~")),
                                                  .after_name = K_S(""),
                                                  .max = 51};
            K_TRY(sq_person_by_name(cx, &args, &list));
        } else {
            K_TRY(sq_person_list(cx, 0, BEGINS + at, at, 51, &list));
        }
        took[i] = k_mono() - began;
        k_arena_reset(cx->arena);
    }
    qsort(took, PAGES, sizeof *took, by_time);
    bench_figure(names ? "search_p99" : "list_p99", (double)took[PAGES * 99 / 100] / K_MSEC,
                 "ms");
    return K_OK;
}

static k_err measure(struct k_ctx *cx, struct house *h)
{
    struct rusage used;
    k_time began = k_mono();
    K_TRY(seed(cx, h));
    bench_figure("seeding", seconds_since(began), "s");
    K_TRY(full_run(cx, 1, "first_run"));
    K_TRY(full_run(cx, 2, "run"));
    K_TRY(one_by_one(cx, h));
    K_TRY(pages(cx, h, false));
    K_TRY(pages(cx, h, true));
    if (getrusage(RUSAGE_SELF, &used) == 0)
        bench_figure("memory", (double)used.ru_maxrss / 1024, "MiB");
    return K_OK;
}

int bench_ties(struct cli *c, int argc, char **argv)
{
    struct house h = {.people = 100000, .touches = 2000000};
    if (!bench_number(&argc, argv, "--people", 100, &h.people) ||
        !bench_number(&argc, argv, "--touches", 1000, &h.touches) ||
        cli_no_more(argc, argv) != 0)
        return 2;
    int code = cli_open_db(c, CLI_WRITE);
    struct k_arena *a = k_arena_new(0);
    if (code != 0 || !a)
        return 1;
    struct k_clock clock = k_clock_fixed(BEGINS + LASTS);
    struct k_ctx cx = c->cx;
    cx.arena = a;
    cx.clock = &clock;
    k_err err = measure(&cx, &h);
    k_arena_free(a);
    if (cx.detail.text.n)
        c->cx.detail = cx.detail;
    return err == K_OK ? 0 : cli_complain(&c->cx, err);
}
