/* bench_read: how long a page of the inbox and a search take on a large database while posts
 * come in. One thread stores pages at a given rate and fills the index, as the server does; one
 * asks as screens do. Reads and writes the database of the settings, which was seeded. */
#include "cli/bench.h"
#include "cli/bench_world.h"
#include "os/thread.h"
#include "store/conversation.h"
#include "store/search.h"
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#define PAGE 50           /* conversations a page, as the inbox asks */
#define TICKS 4           /* pages a second that come in, paced */
#define FLAT_OUT_PAGE 500 /* posts a page when nothing paces them */
#define WORDS 3000    /* words of a search: the first so many ranks, the frequent ones more */
#define INDEX_PAGES 4 /* pages between two visits of the indexer */

struct reading {
    struct cli *c;
    struct k_clock clock; /* fixed: microseconds ahead: the seeded world ends now */
    int64_t rate;         /* posts a second; 0 = as fast as it goes */
    atomic_bool stop;
    int64_t stored;
    k_err err;
    struct bench_team team;
    struct bench_world world;
};

static k_time ahead(const struct k_clock *c)
{
    return k_now(&k_clock_system) + c->fixed;
}

/* ---- the writer -------------------------------------------------------------------------- */

static k_err write_on(struct k_ctx *cx, struct reading *r)
{
    struct bench_world *w = &r->world;
    size_t page = r->rate ? (size_t)(r->rate / TICKS) : FLAT_OUT_PAGE;
    k_time began = k_mono();
    int64_t n;
    for (int64_t i = 0; !atomic_load(&r->stop); i++) {
        w->now = k_now(cx->clock);
        K_TRY(bench_world_page(cx, w, page < 1 ? 1 : page));
        r->stored = w->added;
        if (i % INDEX_PAGES == 0)
            K_TRY(search_index_some(cx, SEARCH_BATCH, &n));
        k_arena_reset(cx->arena);
        k_time due = began + (i + 1) * (K_SEC / TICKS), now = k_mono();
        if (r->rate && due > now)
            usleep((useconds_t)(due - now));
    }
    return K_OK;
}

static void writer(void *arg)
{
    struct reading *r = arg;
    struct k_rand rand;
    struct k_ctx cx = r->c->cx;
    k_rand_seed(&rand, 2);
    cx.arena = k_arena_new(0);
    cx.clock = &r->clock;
    cx.rand = &rand;
    cx.db = NULL;
    r->err = cx.arena ? db_open(&cx, &r->c->db, &cx.db) : K_ERR_NO_MEMORY;
    if (r->err == K_OK)
        r->err = write_on(&cx, r);
    db_close(cx.db);
    k_arena_free(cx.arena);
}

/* ---- times ------------------------------------------------------------------------------- */

/* By the clock on the wall, and of the processor in our thread alone: what other programs of a
 * busy machine do not blur. On PostgreSQL the server's own work is not in the latter. */
struct span {
    double ms, cpu_ms;
};
struct times {
    const char *name;
    struct span *v;
    size_t n, cap;
    size_t hits;
};

static struct span clocks(void)
{
    struct timespec t;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return (struct span){(double)k_mono() / 1000,
                         (double)t.tv_sec * 1000 + (double)t.tv_nsec / 1e6};
}

static void took(struct times *t, struct span began, size_t hits)
{
    struct span now = clocks();
    if (t->n == t->cap) {
        t->cap = t->cap ? 2 * t->cap : 4096;
        t->v = realloc(t->v, t->cap * sizeof *t->v);
        if (t->v == NULL)
            abort();
    }
    t->v[t->n++] = (struct span){now.ms - began.ms, now.cpu_ms - began.cpu_ms};
    t->hits += hits;
}

static int by_wall(const void *a, const void *b)
{
    double x = ((const struct span *)a)->ms, y = ((const struct span *)b)->ms;
    return (x > y) - (x < y);
}

static int by_cpu(const void *a, const void *b)
{
    double x = ((const struct span *)a)->cpu_ms, y = ((const struct span *)b)->cpu_ms;
    return (x > y) - (x < y);
}

static void report(struct k_arena *a, struct times *t, bool whole)
{
    static const int percent[] = {50, 95, 99};
    if (t->n == 0)
        return;
    qsort(t->v, t->n, sizeof *t->v, by_wall);
    for (size_t i = whole ? 0 : 2; i < 3; i++)
        bench_figure(k_fmt(a, "%s_p%d", t->name, percent[i]).p,
                     t->v[(t->n - 1) * (size_t)percent[i] / 100].ms, "ms");
    qsort(t->v, t->n, sizeof *t->v, by_cpu);
    bench_figure(k_fmt(a, "%s_cpu_p99", t->name).p, t->v[(t->n - 1) * 99 / 100].cpu_ms, "ms");
    if (whole) {
        bench_figure(k_fmt(a, "%s_asked", t->name).p, (double)t->n, "times");
        bench_figure(k_fmt(a, "%s_rows", t->name).p, (double)t->hits / (double)t->n, "rows");
    }
    free(t->v);
}

/* ---- the reader -------------------------------------------------------------------------- */

/* Pages with two filters, as members set them. */
enum second { BY_CHANNEL, BY_KIND, BY_NETWORK, BY_LABEL, BY_OWNER };
static const struct {
    const char *view;
    enum second second;
} pages[] = {
    {"unassigned", BY_CHANNEL}, {"unassigned", BY_KIND},  {"all", BY_NETWORK},
    {"mine", BY_KIND},          {"mine", BY_CHANNEL},     {"team", BY_KIND},
    {"team", BY_CHANNEL},       {"leads", BY_CHANNEL},    {"complaints", BY_NETWORK},
    {"waiting", BY_CHANNEL},    {"unanswered", BY_KIND},  {"done", BY_CHANNEL},
    {"all", BY_LABEL},          {"complaints", BY_OWNER}, {"unanswered", BY_CHANNEL},
};
enum { N_PAGES = sizeof pages / sizeof *pages };

static struct conversation_ask draw_page(struct k_ctx *cx, const struct reading *r, size_t i)
{
    static const char *const kinds[] = {"lead", "complaint", "question", "praise", "other"};
    const struct bench_team *t = &r->team;
    uint64_t channel = k_rand_below(cx->rand, BENCH_CHANNELS);
    struct conversation_ask ask = {
        .view = k_str_z(pages[i].view),
        .me = t->members[k_rand_below(cx->rand, BENCH_MEMBERS)],
        .limit = PAGE,
    };
    if (k_str_eqz(ask.view, "team"))
        ask.team = t->teams[k_rand_below(cx->rand, BENCH_TEAMS)];
    if (pages[i].second == BY_CHANNEL)
        ask.channel = r->world.channels[channel];
    else if (pages[i].second == BY_KIND)
        ask.kind = k_str_z(kinds[k_rand_below(cx->rand, 5)]);
    else if (pages[i].second == BY_NETWORK)
        ask.network = k_str_z(bench_channels[channel].network);
    else if (pages[i].second == BY_LABEL)
        ask.label = t->labels[k_rand_below(cx->rand, BENCH_LABELS)];
    else
        ask.owner = t->members[k_rand_below(cx->rand, BENCH_MEMBERS)];
    return ask;
}

/* A page and, every second time, the one behind it. */
static k_err ask_pages(struct k_ctx *cx, const struct reading *r, struct times *all,
                       struct times *each)
{
    size_t i = k_rand_below(cx->rand, N_PAGES);
    struct conversation_ask ask = draw_page(cx, r, i);
    for (uint64_t more = 1 + k_rand_below(cx->rand, 2); more > 0; more--) {
        struct conversation_page page = {0};
        struct conversation_rows rows;
        struct span began = clocks();
        K_TRY(conversation_list(cx, &ask, &page));
        K_TRY(conversation_show(cx, page.ids.v, page.ids.n, &rows));
        took(all, began, rows.n);
        took(&each[i], began, rows.n);
        if (page.next.n == 0)
            break;
        ask.cursor = page.next;
    }
    return K_OK;
}

static k_str draw_words(struct k_ctx *cx, const struct reading *r)
{
    /* Evenly over the logarithm of the rank: as often as words are used. */
    size_t ranks[2];
    for (int i = 0; i < 2; i++) {
        uint64_t bits = k_rand_below(cx->rand, 12);
        ranks[i] = ((1U << bits) + k_rand_below(cx->rand, 1U << bits)) % WORDS;
    }
    k_str a = bench_posts_word(r->world.posts, ranks[0]);
    k_str b = bench_posts_word(r->world.posts, ranks[1]);
    return k_rand_below(cx->rand, 2) ? a : k_fmt(cx->arena, "%.*s %.*s", K_ARG(a), K_ARG(b));
}

static k_err ask_search(struct k_ctx *cx, const struct reading *r, bool all_time,
                        struct times *t)
{
    struct search_hits hits = {0};
    struct search_ask ask = {.q = draw_words(cx, r), .all_time = all_time};
    if (k_rand_below(cx->rand, 4) == 0)
        ask.channel = r->world.channels[k_rand_below(cx->rand, BENCH_CHANNELS)];
    struct span began = clocks();
    K_TRY(search_find(cx, &ask, &hits));
    took(t, began, hits.n);
    return K_OK;
}

struct answers {
    struct times page, search, all_time, each[N_PAGES];
};

static k_err read_for(struct k_ctx *cx, struct reading *r, k_time seconds, struct answers *out)
{
    k_time end = k_mono() + seconds * K_SEC;
    while (k_mono() < end && r->err == K_OK) {
        for (int i = 0; i < 8; i++) {
            K_TRY(ask_pages(cx, r, &out->page, out->each));
            k_arena_reset(cx->arena);
        }
        K_TRY(ask_search(cx, r, false, &out->search));
        if (r->c->db.kind == DB_POSTGRES && out->search.n % 8 == 0)
            K_TRY(ask_search(cx, r, true, &out->all_time));
        k_arena_reset(cx->arena);
    }
    return r->err;
}

static k_err run(struct reading *r, k_time seconds, struct answers *out)
{
    struct os_thread thread;
    struct k_ctx cx = r->c->cx;
    cx.clock = &r->clock;
    cx.arena = k_arena_new(0);
    if (!cx.arena)
        return K_ERR_NO_MEMORY;
    k_err err = bench_team_find(&cx, &r->team);
    if (err == K_OK)
        err = bench_world_open(&r->c->cx, 0, K_MSEC, &r->world);
    if (err == K_OK) {
        err = os_thread_start(&thread, "writer", writer, r);
        if (err == K_OK) {
            err = read_for(&cx, r, seconds, out);
            atomic_store(&r->stop, true);
            os_thread_join(&thread);
        }
        bench_world_close(&r->world);
    }
    k_arena_free(cx.arena);
    return err == K_OK ? r->err : err;
}

int bench_read(struct cli *c, int argc, char **argv)
{
    struct reading r = {.c = c, .rate = 200, .clock = {.now = ahead}};
    static struct answers out;
    int64_t seconds = 30;
    if (!bench_number(&argc, argv, "--seconds", 1, &seconds) ||
        !bench_number(&argc, argv, "--rate", 0, &r.rate) || cli_no_more(argc, argv) != 0)
        return 2;
    int code = cli_open_db(c, CLI_WRITE);
    if (code != 0)
        return code;
    r.clock.fixed = BENCH_BEGINS + BENCH_LASTS - k_now(&k_clock_system);
    k_err err = run(&r, seconds, &out);
    if (err != K_OK)
        return cli_complain(&c->cx, err);
    out.page.name = "page";
    out.search.name = "search";
    out.all_time.name = "search_all_time";
    report(c->cx.arena, &out.page, true);
    report(c->cx.arena, &out.search, true);
    report(c->cx.arena, &out.all_time, true);
    for (size_t i = 0; i < N_PAGES; i++) {
        static const char *const second[] = {"channel", "kind", "network", "label", "owner"};
        out.each[i].name =
            k_fmt(c->cx.arena, "page_%s_%s", pages[i].view, second[pages[i].second]).p;
        report(c->cx.arena, &out.each[i], false);
    }
    bench_figure("stored", (double)r.stored / (double)seconds, "posts/s");
    return 0;
}
