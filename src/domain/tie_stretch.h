/* tie_stretch: what the full recomputation works out of some persons at a time, so that one
 * thread can fold while another writes. Reading needs a connection of its own in a read
 * transaction that began when the persons could no longer change. */
#ifndef KITH_DOMAIN_TIE_STRETCH_H
#define KITH_DOMAIN_TIE_STRETCH_H

#include "domain/tie_keep.h"

enum { TIE_STRETCH = 256 /* persons */ };

/* What is new of a stretch of persons: to be written as it is. */
struct tie_batch {
    struct {
        struct tie_row *v;
        size_t n, cap;
    } rows;
    struct {
        struct tie_person *v;
        size_t n, cap;
    } persons;
    struct tie_moves moves;
    struct {
        struct tie_gone {
            k_id person, member;
        } * v;
        size_t n, cap;
    } gone; /* ties that nothing speaks for any more */
    struct {
        struct tie_state_row *v;
        size_t n, cap;
    } mutual;
    k_id last; /* the last person that was looked at */
    int64_t people, touches, ties;
};

/* How strong all ties are, by person and member: 24 bytes each. */
struct tie_known {
    struct tie_points {
        k_id person, member;
        int64_t points;
    } * v;
    size_t n, cap;
};
/* In cx->arena. ties: about how many there are. */
k_err tie_known_read(struct k_ctx *cx, int64_t ties, struct tie_known *out) K_CHECK;

/* Persons whom nobody else changes now. */
struct tie_range {
    const struct tie_house *house;
    const struct tie_known *known; /* for contacts in common */
    k_time now;
    k_id after, upto;
    k_time until;   /* k_mono() at which to stop when somebody waits to write; 0 = at the end */
    k_time at_most; /* at which to stop in any case */
    bool linked;    /* contacts in common, instead of all */
    bool begun;     /* the first stretch is taken however late it is: a run always goes on */
};
/* Some of a range. */
struct tie_stretch {
    struct sq_tie_run_people_list people;
    k_id after, upto; /* upto 0: there are no more, or it is time */
};
/* Takes the next stretch off a range, at most TIE_STRETCH persons; the range begins behind it
 * then. Where several threads share a range, one at a time. */
k_err tie_range_take(struct k_ctx *cx, struct tie_range *range,
                     struct tie_stretch *out) K_CHECK;
/* Works it out. Everything lives in cx->arena; touches are never all in memory. */
k_err tie_stretch_work(struct k_ctx *cx, const struct tie_range *range,
                       const struct tie_stretch *s, struct tie_batch *out) K_CHECK;
/* The same of contacts in common (tie_mutual.c). */
k_err tie_mutual_work(struct k_ctx *cx, const struct tie_known *known,
                      const struct tie_stretch *s, struct tie_batch *out) K_CHECK;
/* Needs a write transaction. */
k_err tie_batch_write(struct k_ctx *cx, const struct tie_batch *b) K_CHECK;

#endif
