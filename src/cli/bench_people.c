/* bench_people: how long it takes to find people by their words among many while they change.
 * One thread renames people and writes their words, as the server does; one asks as screens do.
 * Makes the people first, in an empty database. */
#include "cli/bench.h"
#include "base/utf8.h"
#include "cli/bench_names.h"
#include "domain/lookup.h"
#include "os/thread.h"
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { BLOCK = 5000, EMPLOYERS = 20000, ASKED = 4000, PAGE = 50, TICKS = 4, FIRST = 1000000 };

struct people {
    struct cli *c;
    int64_t people, rate; /* how many; changes a second */
    int64_t lo, hi;       /* of the block that is made */
    atomic_bool stop;
    int64_t changed;
    k_err err;
};

/* Employers have the ids 1 .. EMPLOYERS, people those from FIRST on. */
static k_id id_of(int64_t i)
{
    return FIRST + i;
}

/* ---- making them ------------------------------------------------------------------------- */

static k_err make_employers(struct k_ctx *cx, void *arg)
{
    (void)arg;
    for (int64_t i = 1; i <= EMPLOYERS; i++)
        K_TRY(sq_people_insert(
            cx,
            &(struct sq_people_insert_args){.id = i,
                                            .kind = K_S("organization"),
                                            .name = bench_employer_name(cx->arena, i),
                                            .now = 1},
            NULL));
    return K_OK;
}

static k_err put_address(struct k_ctx *cx, int64_t i, k_id id, k_str network, k_str address)
{
    if (!address.n)
        return K_OK;
    return sq_people_identity_insert(
        cx,
        &(struct sq_people_identity_insert_args){.id = id,
                                                 .person_id = id_of(i),
                                                 .network = network,
                                                 .native_id = address,
                                                 .handle = address,
                                                 .source = K_S("network"),
                                                 .owner_id = i % 50 ? 0 : 2,
                                                 .now = 1},
        NULL);
}

/* One of fifty is in the address book of member 2. Nine of ten said nothing yet. */
static k_err make_person(struct k_ctx *cx, int64_t i)
{
    static const char *const stages[] = {"contact", "dialogue", "relationship", "loyal"};
    struct bench_person p;
    bench_person_make(cx->arena, i, EMPLOYERS, &p);
    K_TRY(sq_bench_person(cx,
                          &(struct sq_bench_person_args){
                              .id = id_of(i),
                              .name = p.name,
                              .stage = k_str_z(i % 10 ? "connection" : stages[i / 10 % 4]),
                              .strength = i % 10 ? 0 : (double)(i * 7919 % 1000) / 10,
                              .points = i % 10 ? 0 : (i * 7919 % 1000 + 5) / 10,
                              .at = 1704067200000000LL + i * 7919 % 1000003,
                              .owner_id = i % 50 ? 0 : 2},
                          NULL));
    k_id other = id_of(i) + (k_id)1000000000;
    bool phone_too = p.mail.n || p.handle.n;
    K_TRY(put_address(cx, i, id_of(i), K_S("email"), p.mail));
    K_TRY(put_address(cx, i, id_of(i), K_S("mastodon"), p.handle));
    K_TRY(put_address(cx, i, phone_too ? other : id_of(i), K_S("phone"), p.phone));
    if (!p.employer)
        return K_OK;
    return sq_people_role_insert(
        cx,
        &(struct sq_people_role_insert_args){.id = id_of(i),
                                             .person_id = id_of(i),
                                             .organization_id = p.employer,
                                             .source = K_S("member"),
                                             .owner_id = i % 50 ? 0 : 2,
                                             .now = 1},
        NULL);
}

static k_err make_block(struct k_ctx *cx, void *arg)
{
    const struct people *p = arg;
    for (int64_t i = p->lo; i <= p->hi; i++)
        K_TRY(make_person(cx, i));
    return K_OK;
}

static k_err mark_all(struct k_ctx *cx, void *arg)
{
    (void)arg;
    return sq_bench_mark_people(cx, NULL);
}

static k_err seed(struct k_ctx *cx, struct people *p)
{
    struct k_arena *a = k_arena_new(0);
    k_str indexes, kept;
    if (!a)
        return K_ERR_NO_MEMORY;
    K_TRY(db_bulk_begin(cx, &indexes));
    kept = k_dup(a, indexes);
    K_TRY(db_write(cx, make_employers, NULL));
    for (p->lo = 1; p->lo <= p->people; p->lo += BLOCK) {
        p->hi = p->lo + BLOCK - 1 < p->people ? p->lo + BLOCK - 1 : p->people;
        K_TRY(db_write(cx, make_block, p));
        k_arena_reset(cx->arena);
    }
    k_err err = db_bulk_end(cx, kept);
    k_arena_free(a);
    return err == K_OK ? db_write(cx, mark_all, NULL) : err;
}

static k_err fill(struct k_ctx *cx, const struct people *p)
{
    k_time began = k_mono();
    int64_t n = 1;
    while (n > 0) {
        K_TRY(db_write(cx, lookup_index_some, &n));
        k_arena_reset(cx->arena);
    }
    double seconds = (double)(k_mono() - began) / K_SEC;
    bench_figure("words_written", (double)(p->people + EMPLOYERS) / seconds, "people/s");
    return K_OK;
}

/* ---- the writer ---------------------------------------------------------------------------
 */

static k_err change_one(struct k_ctx *cx, void *arg)
{
    struct people *p = arg;
    struct bench_person other;
    k_id id = id_of(1 + (int64_t)k_rand_below(cx->rand, (uint64_t)p->people));
    bench_person_make(cx->arena, (int64_t)k_rand_below(cx->rand, 1 << 30), EMPLOYERS, &other);
    K_TRY(sq_bench_rename(cx, id, other.name, NULL));
    return lookup_mark(cx, id);
}

static k_err write_on(struct k_ctx *cx, struct people *p)
{
    k_time began = k_mono();
    int64_t n;
    for (int64_t i = 0; !atomic_load(&p->stop); i++) {
        for (int64_t k = 0; k < p->rate / TICKS; k++, p->changed++)
            K_TRY(db_write(cx, change_one, p));
        K_TRY(db_write(cx, lookup_index_some, &n));
        k_arena_reset(cx->arena);
        k_time due = began + (i + 1) * (K_SEC / TICKS), now = k_mono();
        if (due > now)
            usleep((useconds_t)(due - now));
    }
    return K_OK;
}

static void writer(void *arg)
{
    struct people *p = arg;
    struct k_rand rand;
    struct k_ctx cx = p->c->cx;
    k_rand_seed(&rand, 2);
    cx.arena = k_arena_new(0);
    cx.rand = &rand;
    cx.db = NULL;
    p->err = cx.arena ? db_open(&cx, &p->c->db, &cx.db) : K_ERR_NO_MEMORY;
    if (p->err == K_OK)
        p->err = write_on(&cx, p);
    db_close(cx.db);
    k_arena_free(cx.arena);
}

/* ---- the reader ---------------------------------------------------------------------------
 */

static int by_time(const void *a, const void *b)
{
    k_time x = *(const k_time *)a, y = *(const k_time *)b;
    return x < y ? -1 : x > y;
}

static void report(struct k_arena *a, const char *name, k_time *took, size_t n)
{
    static const size_t percent[] = {50, 95, 99};
    qsort(took, n, sizeof *took, by_time);
    for (size_t i = 0; i < 3; i++)
        bench_figure(k_fmt(a, "%s_p%zu", name, percent[i]).p,
                     (double)took[(n - 1) * percent[i] / 100] / K_MSEC, "ms");
}

static k_str begin_of(struct k_ctx *cx, k_str word)
{
    return k_utf8_cut(word, 2 + k_rand_below(cx->rand, 4));
}

/* What people type to find somebody they know: beginnings most, as each key asks. */
static k_str draw_words(struct k_ctx *cx, const struct people *p)
{
    struct k_arena *a = cx->arena;
    struct bench_person who;
    bench_person_make(a, 1 + (int64_t)k_rand_below(cx->rand, (uint64_t)p->people), EMPLOYERS,
                      &who);
    switch (k_rand_below(cx->rand, 10)) {
    case 0:
        return begin_of(cx, who.given);
    case 1:
    case 2:
        return begin_of(cx, who.family);
    case 3:
        return who.family;
    case 4:
        return k_fmt(a, "%.*s %.*s", K_ARG(who.given), K_ARG(begin_of(cx, who.family)));
    case 5:
        return k_fmt(a, "%.*s %.*s", K_ARG(who.family), K_ARG(begin_of(cx, who.given)));
    case 6:
        return who.phone.n ? k_str_from(who.phone, 6) : who.name;
    case 7:
        return who.mail.n ? who.mail : who.handle;
    case 8:
        return bench_employer_name(a, who.employer ? who.employer : 1);
    default:
        return k_fmt(a, "%.*s %.*s", K_ARG(begin_of(cx, who.given)),
                     K_ARG(begin_of(cx, bench_employer_name(a, who.employer + 1))));
    }
}

/* The names and faces of a page, as its route reads them. */
static k_err show(struct k_ctx *cx, const struct sq_person_list_row *v, size_t n)
{
    struct sq_show_identities_list list;
    struct k_buf ids;
    k_buf_init(&ids, cx->arena, 1 << 16);
    for (size_t i = 0; i < n; i++)
        k_buf_fmt(&ids, "%c%lld", i ? ',' : '[', (long long)v[i].id);
    k_buf_str(&ids, n ? K_S("]") : K_S("[]"));
    return sq_show_identities(cx, k_buf_view(&ids), cx->actor.member, &list);
}

static k_err searches(struct k_ctx *cx, const struct people *p)
{
    static k_time took[ASKED];
    int64_t found = 0;
    for (int i = 0; i < ASKED; i++) {
        struct lookup_ask ask = {.q = draw_words(cx, p), .limit = PAGE};
        struct lookup_hits hits;
        cx->actor.member = i % 2 ? 2 : 3;
        k_time began = k_mono();
        K_TRY(lookup_find(cx, &ask, &hits));
        K_TRY(show(cx, hits.v, hits.n));
        took[i] = k_mono() - began;
        found += (int64_t)hits.n;
        k_arena_reset(cx->arena);
    }
    report(cx->arena, "search", took, ASKED);
    bench_figure("search_rows", (double)found / ASKED, "rows");
    return K_OK;
}

static k_err measure(struct k_ctx *cx, struct people *p)
{
    struct os_thread thread;
    k_time began = k_mono();
    K_TRY(seed(cx, p));
    bench_figure("seeding", (double)(k_mono() - began) / K_SEC, "s");
    K_TRY(fill(cx, p));
    K_TRY(os_thread_start(&thread, "writer", writer, p));
    began = k_mono();
    k_err err = searches(cx, p);
    double seconds = (double)(k_mono() - began) / K_SEC;
    atomic_store(&p->stop, true);
    os_thread_join(&thread);
    bench_figure("changed", (double)p->changed / seconds, "people/s");
    return err == K_OK ? p->err : err;
}

int bench_people(struct cli *c, int argc, char **argv)
{
    struct people p = {.c = c, .people = 100000, .rate = 40};
    if (!bench_number(&argc, argv, "--people", 1000, &p.people) ||
        !bench_number(&argc, argv, "--rate", 0, &p.rate) || cli_no_more(argc, argv) != 0)
        return 2;
    int code = cli_open_db(c, CLI_WRITE);
    struct k_arena *a = k_arena_new(0);
    if (code != 0 || !a)
        return 1;
    struct k_ctx cx = c->cx;
    cx.arena = a;
    k_err err = measure(&cx, &p);
    if (cx.detail.text.n)
        c->cx.detail = cx.detail;
    code = err == K_OK ? 0 : cli_complain(&c->cx, err);
    k_arena_free(a);
    return code;
}
