/* bench_house: see store/sql/bench.sql for how its rows are drawn. Whether and how it was made
 * stands in the setting bench_house. */
#include "cli/bench_house.h"
#include "base/json.h"
#include "cli/bench.h"
#include "store/setting.h"
#include "store/sql.gen.h"
#include <stdio.h>

#define LASTS (730 * K_DAY)
#define EACH_MOMENT 20 /* people */
#define EACH_LINK 1    /* person: so many pairs */

enum { BLOCK = 250000 /* rows a transaction */ };

k_id bench_house_person(const struct bench_house *h, int64_t i)
{
    return h->first + i * h->person_pace;
}

/* ---- how it lies ------------------------------------------------------------------------- */

static void lay_out(struct bench_house *h)
{
    k_id last = k_id_at(h->begins + LASTS);
    h->lasts = LASTS;
    h->first = k_id_at(h->begins);
    h->person_pace = (last - h->first) / (h->people + 1);
    h->touch_pace = (last - h->first) / (h->touches + 1);
    h->member = h->first + 2;
    h->channel = h->first + 100;
}

static k_err find(struct k_ctx *cx, struct bench_house *h, bool *found)
{
    struct sq_bench_tie_person_row row;
    const struct k_json *doc;
    k_str text;
    *found = false;
    K_TRY(setting_get(cx, K_S("bench_house"), &text));
    if (text.n > 0 && k_json_parse(cx->arena, text, &doc, NULL) == K_OK) {
        h->begins = k_json_int(k_json_get(doc, "begins"), 0);
        *found = k_json_int(k_json_get(doc, "people"), 0) == h->people &&
                 k_json_int(k_json_get(doc, "touches"), 0) == h->touches;
        if (*found)
            return K_OK;
    }
    K_TRY(sq_bench_tie_person(cx, 0, &row, found));
    if (!*found)
        return K_OK;
    return k_fail(cx, K_ERR_CONFLICT, NULL,
                  "Something else is in this database. Begin with an empty one.");
}

/* ---- making it --------------------------------------------------------------------------- */

struct block {
    const struct bench_house *h;
    int64_t lo, hi, rows;
};

/* All at once: each block would read all touches. */
static k_err people(struct k_ctx *cx, void *arg)
{
    const struct bench_house *h = ((struct block *)arg)->h;
    return sq_bench_tie_people(cx,
                               &(struct sq_bench_tie_people_args){1, h->people, h->first,
                                                                  h->person_pace, h->begins,
                                                                  h->lasts, h->people},
                               NULL);
}

static k_err known(struct k_ctx *cx, void *arg)
{
    const struct block *b = arg;
    const struct bench_house *h = b->h;
    struct sq_bench_tie_identities_args known = {b->lo, b->hi, h->first, h->person_pace,
                                                 h->begins};
    struct sq_bench_tie_roles_args roles = {b->lo, b->hi, h->first, h->person_pace, h->begins};
    K_TRY(sq_bench_tie_identities(cx, &known, NULL));
    return sq_bench_tie_roles(cx, &roles, NULL);
}

static k_err touches(struct k_ctx *cx, void *arg)
{
    const struct block *b = arg;
    const struct bench_house *h = b->h;
    return sq_bench_tie_touches(
        cx,
        &(struct sq_bench_tie_touches_args){.lo = b->lo,
                                            .hi = b->hi,
                                            .first = h->first,
                                            .pace = h->touch_pace,
                                            .person_pace = h->person_pace,
                                            .people = h->people,
                                            .member = h->member,
                                            .channel = h->channel,
                                            .members = BENCH_HOUSE_MEMBERS,
                                            .begins = h->begins,
                                            .step = h->lasts / h->touches},
        NULL);
}

static k_err records(struct k_ctx *cx, void *arg)
{
    const struct block *b = arg;
    const struct bench_house *h = b->h;
    k_id pace = h->person_pace * EACH_MOMENT;
    k_time step = h->lasts / b->rows;
    struct sq_bench_tie_moments_args m = {b->lo, b->hi, h->first, pace, h->begins, step};
    struct sq_bench_tie_moment_people_args p = {b->lo, b->hi,          h->first,
                                                pace,  h->person_pace, h->people};
    struct sq_bench_tie_values_args v = {b->lo,          b->hi,     h->first,  pace,
                                         h->person_pace, h->people, h->begins, step};
    K_TRY(sq_bench_tie_moments(cx, &m, NULL));
    K_TRY(sq_bench_tie_moment_people(cx, &p, NULL));
    return sq_bench_tie_values(cx, &v, NULL);
}

static k_err links(struct k_ctx *cx, void *arg)
{
    const struct block *b = arg;
    const struct bench_house *h = b->h;
    return sq_bench_tie_links(cx,
                              &(struct sq_bench_tie_links_args){
                                  b->lo, b->hi, h->first, h->person_pace, h->people, h->begins},
                              NULL);
}

static k_err team(struct k_ctx *cx, void *arg)
{
    const struct bench_house *h = ((struct block *)arg)->h;
    for (int i = 0; i < BENCH_HOUSE_MEMBERS; i++) {
        k_str handle = k_fmt(cx->arena, "house%d", i);
        K_TRY(sq_member_insert(
            cx,
            &(struct sq_member_insert_args){.id = h->member + i,
                                            .handle = handle,
                                            .name = k_fmt(cx->arena, "Member %d", i),
                                            .email = k_cat(cx->arena, handle, K_S("@bench")),
                                            .role = K_S("agent"),
                                            .at = h->begins},
            NULL));
    }
    for (int i = 0; i < 3; i++)
        K_TRY(sq_channel_insert(
            cx,
            &(struct sq_channel_insert_args){.id = h->channel + i,
                                             .network = K_S("import"),
                                             .name = k_fmt(cx->arena, "Channel %d", i),
                                             .config = K_S("{}"),
                                             .now = INT64_MAX / 2}, /* never polled */
            NULL));
    return setting_set(cx, K_S("bench_house"),
                       k_fmt(cx->arena, "{\"people\":%lld,\"touches\":%lld,\"begins\":%lld}",
                             (long long)h->people, (long long)h->touches,
                             (long long)h->begins));
}

/* The lease of our node is renewed in between, which may have to wait for us, and we for it. */
static k_err patiently(struct k_ctx *cx, k_err (*fn)(struct k_ctx *cx, void *arg), void *arg)
{
    k_err err = K_ERR_BUSY;
    for (int i = 0; i < 20 && err == K_ERR_BUSY; i++)
        err = db_write(cx, fn, arg);
    return err;
}

static k_err in_blocks(struct k_ctx *cx, const struct bench_house *h, int64_t rows,
                       k_err (*fn)(struct k_ctx *cx, void *arg), const char *what)
{
    struct block b = {.h = h, .rows = rows};
    for (b.lo = 1; b.lo <= rows; b.lo += BLOCK) {
        b.hi = b.lo + BLOCK - 1 < rows ? b.lo + BLOCK - 1 : rows;
        K_TRY(patiently(cx, fn, &b));
        fprintf(stderr, "%s %lld of %lld\n", what, (long long)b.hi, (long long)rows);
    }
    return K_OK;
}

static k_err fill(struct k_ctx *cx, const struct bench_house *h)
{
    K_TRY(in_blocks(cx, h, h->touches, touches, "touches"));
    K_TRY(patiently(cx, people, &(struct block){.h = h}));
    K_TRY(in_blocks(cx, h, h->people, known, "people"));
    K_TRY(in_blocks(cx, h, h->people / EACH_MOMENT, records, "records"));
    return in_blocks(cx, h, h->people * EACH_LINK, links, "links");
}

k_err bench_house_open(struct cli *c, struct k_ctx *cx, struct bench_house *h)
{
    k_str indexes;
    bool found;
    h->begins = k_cx_now(cx) / K_DAY * K_DAY - LASTS;
    K_TRY(find(cx, h, &found));
    lay_out(h);
    h->made = !found;
    if (found)
        return K_OK;
    K_TRY(db_bulk_begin(&c->cx, &indexes));
    K_TRY(fill(cx, h));
    fprintf(stderr, "indexes\n");
    K_TRY(db_bulk_end(&c->cx, indexes));
    return patiently(cx, team, &(struct block){.h = h});
}

static k_err forget(struct k_ctx *cx, void *arg)
{
    const struct bench_house *h = arg;
    K_TRY(sq_bench_tie_forget_ties(cx, NULL));
    K_TRY(sq_bench_tie_forget_moves(cx, NULL));
    return sq_bench_tie_forget_people(cx, h->first, bench_house_person(h, h->people), NULL);
}

k_err bench_house_forget_ties(struct k_ctx *cx, const struct bench_house *h)
{
    struct bench_house copy = *h;
    return db_write(cx, forget, &copy);
}
