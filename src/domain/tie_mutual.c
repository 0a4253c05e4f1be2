/* tie_mutual: contacts in common: how strong the ties of a member are with those whom a person
 * knows, too. Whom somebody knows is spread over all people: so how strong all ties are is read
 * once, in order, and looked up in memory. */
#include "domain/tie_stretch.h"

#include <stdlib.h>

/* ---- how strong all ties are ------------------------------------------------------------- */

struct reading {
    struct k_arena *arena;
    struct tie_known *out;
};

static k_err take_points(struct k_ctx *cx, void *arg, const struct sq_tie_run_points_row *p)
{
    struct reading *r = arg;
    (void)cx;
    *k_vec_push(r->arena, r->out) = (struct tie_points){p->person_id, p->member_id, p->points};
    return K_OK;
}

static int by_person(const void *a, const void *b)
{
    const struct tie_points *x = a, *y = b;
    return (x->person > y->person) - (x->person < y->person);
}

k_err tie_known_read(struct k_ctx *cx, int64_t ties, struct tie_known *out)
{
    struct reading r = {cx->arena, out};
    size_t cap = ties > 0 ? (size_t)ties : 1;
    *out = (struct tie_known){.v = k_new_n(cx->arena, struct tie_points, cap), .cap = cap};
    K_TRY(sq_tie_run_points_each(cx, take_points, &r));
    for (size_t i = 1; i < out->n; i++)
        if (out->v[i - 1].person > out->v[i].person) {
            qsort(out->v, out->n, sizeof *out->v, by_person); /* PostgreSQL: as they lie */
            return K_OK;
        }
    return K_OK;
}

/* The first one of a person. */
static size_t first_of(const struct tie_known *k, k_id person)
{
    size_t low = 0, high = k->n;
    while (low < high) {
        size_t mid = low + (high - low) / 2;
        if (k->v[mid].person < person)
            low = mid + 1;
        else
            high = mid;
    }
    return low;
}

/* ---- a stretch --------------------------------------------------------------------------- */

/* Kept ties in order of persons, with the sum over whom the person knows too. */
struct mutual {
    const struct tie_known *known;
    struct sq_tie_run_states_list kept;
    struct sum {
        int64_t points, n;
    } * sums;
    size_t at; /* the first row of the person whose contacts pass */
};

static void add_points(struct mutual *r, k_id person, const struct tie_points *p)
{
    for (size_t i = r->at; i < r->kept.n && r->kept.v[i].person_id == person; i++)
        if (r->kept.v[i].member_id == p->member) {
            r->sums[i].points += p->points;
            r->sums[i].n++;
        }
}

static k_err take_link(struct k_ctx *cx, void *arg, const struct sq_tie_run_links_row *l)
{
    struct mutual *r = arg;
    (void)cx;
    while (r->at < r->kept.n && r->kept.v[r->at].person_id < l->person_id)
        r->at++;
    if (r->at == r->kept.n || r->kept.v[r->at].person_id != l->person_id)
        return K_OK;
    for (size_t i = first_of(r->known, l->known_id);
         i < r->known->n && r->known->v[i].person == l->known_id; i++)
        add_points(r, l->person_id, &r->known->v[i]);
    return K_OK;
}

static void put_mutual(struct k_arena *a, const struct sq_tie_run_states_row *k,
                       const struct sum *sum, struct tie_batch *out)
{
    struct tie_state s;
    uint8_t bytes[TIE_PACKED_MAX];
    double mean = sum->n ? (double)tie_points((double)sum->points / (double)sum->n) : 0;
    if (tie_unpack(k->state, &s) != K_OK || s.mutual == mean)
        return;
    s.mutual = mean;
    size_t n = tie_pack(&s, bytes);
    *k_vec_push(a, &out->mutual) = (struct tie_state_row){
        k->person_id, k->member_id, k_dup(a, k_str_n((const char *)bytes, n))};
}

k_err tie_mutual_work(struct k_ctx *cx, const struct tie_known *known,
                      const struct tie_stretch *s, struct tie_batch *out)
{
    struct mutual r = {.known = known};
    K_TRY(sq_tie_run_states(cx, s->after, s->upto, &r.kept));
    r.sums = k_new_n(cx->arena, struct sum, r.kept.n + 1);
    K_TRY(sq_tie_run_links_each(cx, s->after, s->upto, take_link, &r));
    for (size_t i = 0; i < r.kept.n; i++)
        put_mutual(cx->arena, &r.kept.v[i], &r.sums[i], out);
    return K_OK;
}
