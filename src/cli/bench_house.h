/* bench_house: a made house of people and touches, for measuring relationships at scale. The
 * same numbers give the same house; a database that has it is used again. */
#ifndef KITH_CLI_BENCH_HOUSE_H
#define KITH_CLI_BENCH_HOUSE_H

#include "cli/cli.h"

enum { BENCH_HOUSE_MEMBERS = 20 };

struct bench_house {
    int64_t people, touches;
    /* How it lies, once it is there: */
    k_time begins, lasts; /* two years up to the day it was made */
    k_id first;           /* person i is first + i * person_pace */
    int64_t person_pace, touch_pace;
    k_id member, channel; /* of the first; the next ones follow by 1 */
    bool made;            /* now, not found */
};
/* CONFLICT when there is something else in the database. */
k_err bench_house_open(struct cli *c, struct k_ctx *cx, struct bench_house *h) K_CHECK;
/* As if no tie had ever been worked out. */
k_err bench_house_forget_ties(struct k_ctx *cx, const struct bench_house *h) K_CHECK;
k_id bench_house_person(const struct bench_house *h, int64_t i); /* 1 to people */

#endif
