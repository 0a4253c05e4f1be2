/* bench_copy: see the head of store/sql/bench.sql. tests/flow/test_bench.c sets copies against
 * what ingest writes of the same posts. */
#include "cli/bench_copy.h"
#include "db/db.h"
#include "store/sql.gen.h"

#define WORDS_MEMORY (64 << 20)
#define WORDS_MEMORY_USUAL (1 << 20)
#define ID_ROUND ((k_id)1 << 22) /* a millisecond of ids (base/id.h) */

struct copy {
    const struct bench_block *b;
    k_id shift;
    k_time later;
    k_str did;
};

static k_id room(const struct bench_block *b)
{
    return ((b->hi - b->lo) / ID_ROUND + 1) * ID_ROUND;
}

k_id bench_copy_top(const struct bench_block *b, int i)
{
    return b->hi + i * room(b);
}

static k_err copy_rows(struct k_ctx *cx, void *arg)
{
    const struct copy *c = arg;
    k_id lo = c->b->lo, hi = c->b->hi, shift = c->shift;
    k_time later = c->later;
    int64_t day = c->b->from / K_DAY, until = day + c->b->lasts / K_DAY;
    K_TRY(sq_bench_copy_person(cx, lo, hi, shift, later, NULL));
    K_TRY(sq_bench_copy_identity(
        cx, &(struct sq_bench_copy_identity_args){lo, hi, shift, later, c->did}, NULL));
    K_TRY(sq_bench_copy_conversation(
        cx, &(struct sq_bench_copy_conversation_args){lo, hi, shift, later, c->did}, NULL));
    K_TRY(sq_bench_copy_post(
        cx, &(struct sq_bench_copy_post_args){lo, hi, shift, later, c->did}, NULL));
    K_TRY(sq_bench_copy_touch(cx, lo, hi, shift, later, NULL));
    K_TRY(sq_bench_copy_storm(cx, lo, hi, shift, later, NULL));
    K_TRY(sq_bench_copy_storm_post(cx, lo, hi, shift, later, NULL));
    return sq_bench_copy_tally(cx, day, until, later, NULL);
}

static k_err copy_words(struct k_ctx *cx, void *arg)
{
    const struct copy *c = arg;
    K_TRY(sq_bench_words_memory(cx, WORDS_MEMORY, NULL));
    K_TRY(sq_bench_copy_words(cx, c->b->lo, c->b->hi, c->shift, c->later, NULL));
    return sq_bench_words_memory(cx, WORDS_MEMORY_USUAL, NULL);
}

k_err bench_copy(struct k_ctx *cx, const struct bench_block *b, int i)
{
    struct copy c = {.b = b,
                     .shift = i * room(b),
                     .later = i * b->lasts,
                     .did = k_fmt(cx->arena, "did:bench%d", i)};
    K_TRY(db_write(cx, copy_rows, &c));
    return db_write(cx, copy_words, &c);
}
