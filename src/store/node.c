/* node: leases by row. The stored last_id runs ahead of the ids really made by one lease, so
 * that after a kill the next holder starts above everything, however the clock stands then. */
#include "store/node.h"
#include "store/sql.gen.h"
#include <sodium.h>

struct asking {
    struct node *out;
    k_time now;
};

/* No id that we make before the lease ends is above this, unless the clock jumps ahead. */
static k_id horizon(struct k_ctx *cx, k_time now)
{
    k_id ahead = k_id_at(now + NODE_LEASE), made = k_ids_last(cx->ids);
    return ahead > made ? ahead : made;
}

/* The lowest number nobody holds, and the floor over all nodes. */
static bool find_free(const struct sq_node_all_list *rows, k_time now, struct node *out)
{
    int next = 0, found = -1;
    out->not_below = 0;
    for (size_t i = 0; i < rows->n; i++) {
        const struct sq_node_all_row *r = &rows->v[i];
        if (found < 0 && (r->number > next || r->lease_until < now))
            found = r->number > next ? next : (int)r->number;
        next = (int)r->number + 1;
        if (r->last_id > out->not_below)
            out->not_below = r->last_id;
    }
    if (found < 0)
        found = next;
    out->number = (uint8_t)found;
    return found < NODE_NUMBERS;
}

static k_err lease(struct k_ctx *cx, void *arg)
{
    struct asking *a = arg;
    struct sq_node_all_list rows;
    int64_t changed;
    K_TRY(sq_node_all(cx, &rows));
    if (!find_free(&rows, a->now, a->out))
        return k_fail(cx, K_ERR_LIMIT, NULL, "All %d node numbers are in use.", NODE_NUMBERS);
    k_id ahead = k_id_at(a->now + NODE_LEASE);
    struct sq_node_take_args row = {.number = a->out->number,
                                    .name = k_str_z(a->out->name),
                                    .lease_until = a->now + NODE_LEASE,
                                    .last_id =
                                        ahead > a->out->not_below ? ahead : a->out->not_below,
                                    .now = a->now};
    K_TRY(sq_node_take(cx, &row, &changed));
    return changed ? K_OK : K_ERR_CONFLICT;
}

k_err node_lease(struct k_ctx *cx, k_str host, struct node *out)
{
    unsigned char word[6];
    char hex[sizeof word * 2 + 1];
    randombytes_buf(word, sizeof word);
    sodium_bin2hex(hex, sizeof hex, word, sizeof word);
    (void)snprintf(out->name, sizeof out->name, "%.*s/%s", host.n > 64 ? 64 : (int)host.n,
                   host.n ? host.p : "", hex);
    k_err err = K_ERR_CONFLICT;
    for (int run = 0; run < 8 && err == K_ERR_CONFLICT; run++) {
        struct asking a = {out, k_cx_now(cx)};
        err = db_write(cx, lease, &a);
    }
    return err;
}

static k_err keep(struct k_ctx *cx, void *arg)
{
    const struct node *n = arg;
    k_time now = k_cx_now(cx);
    int64_t changed;
    K_TRY(sq_node_keep(cx, n->number, k_str_z(n->name), now + NODE_LEASE, horizon(cx, now),
                       &changed));
    return changed ? K_OK : K_ERR_GONE;
}

k_err node_renew(struct k_ctx *cx, const struct node *n)
{
    struct node copy = *n;
    return db_write(cx, keep, &copy);
}

static k_err release(struct k_ctx *cx, void *arg)
{
    const struct node *n = arg;
    return sq_node_release(cx, n->number, k_str_z(n->name), k_ids_last(cx->ids), NULL);
}

k_err node_release(struct k_ctx *cx, const struct node *n)
{
    struct node copy = *n;
    return db_write(cx, release, &copy);
}
