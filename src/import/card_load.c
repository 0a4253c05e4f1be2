/* card_load: what is known of persons, for their cards. */
#include "base/buf.h"
#include "import/card.h"
#include <stdlib.h>

struct place {
    k_id id;
    struct card_known *known;
};

static int by_id(const void *a, const void *b)
{
    k_id x = ((const struct place *)a)->id, y = ((const struct place *)b)->id;
    return (x > y) - (x < y);
}

static struct card_known *find(struct place *places, size_t n, k_id id)
{
    struct place want = {.id = id}, *p = bsearch(&want, places, n, sizeof want, by_id);
    return p ? p->known : NULL;
}

static int identity_order(const void *a, const void *b)
{
    k_id x = ((const struct sq_card_identities_row *)a)->id,
         y = ((const struct sq_card_identities_row *)b)->id;
    return (x > y) - (x < y);
}

static int datum_order(const void *a, const void *b)
{
    k_id x = ((const struct sq_card_data_row *)a)->id,
         y = ((const struct sq_card_data_row *)b)->id;
    return (x > y) - (x < y);
}

static int role_order(const void *a, const void *b)
{
    k_id x = ((const struct sq_card_roles_row *)a)->id,
         y = ((const struct sq_card_roles_row *)b)->id;
    return (x > y) - (x < y);
}

static k_err load_rows(struct k_ctx *cx, k_id member, k_str ids, struct place *places, size_t n)
{
    struct sq_card_persons_list persons;
    struct sq_card_identities_list identities;
    struct sq_card_data_list data;
    struct sq_card_roles_list roles;
    struct card_known *k;
    K_TRY(sq_card_persons(cx, ids, member, &persons));
    K_TRY(sq_card_identities(cx, ids, member, &identities));
    K_TRY(sq_card_data(cx, ids, member, &data));
    K_TRY(sq_card_roles(cx, ids, member, &roles));
    for (size_t i = 0; i < persons.n; i++)
        if ((k = find(places, n, persons.v[i].id)))
            k->person = persons.v[i];
    for (size_t i = 0; i < identities.n; i++)
        if ((k = find(places, n, identities.v[i].person_id)))
            *k_vec_push(cx->arena, &k->identities) = identities.v[i];
    for (size_t i = 0; i < data.n; i++)
        if ((k = find(places, n, data.v[i].person_id)))
            *k_vec_push(cx->arena, &k->data) = data.v[i];
    for (size_t i = 0; i < roles.n; i++)
        if ((k = find(places, n, roles.v[i].person_id)))
            *k_vec_push(cx->arena, &k->roles) = roles.v[i];
    return K_OK;
}

/* In the order in which things became known: the databases promise none. */
static void sort_rows(struct card_known *k)
{
    if (k->identities.n)
        qsort(k->identities.v, k->identities.n, sizeof *k->identities.v, identity_order);
    if (k->data.n)
        qsort(k->data.v, k->data.n, sizeof *k->data.v, datum_order);
    if (k->roles.n)
        qsort(k->roles.v, k->roles.n, sizeof *k->roles.v, role_order);
}

k_err card_load(struct k_ctx *cx, k_id member, const k_id *ids, size_t n,
                struct card_known *out)
{
    struct place *places = k_new_n(cx->arena, struct place, n + 1);
    struct k_buf b;
    if (n == 0)
        return K_OK;
    k_buf_init(&b, cx->arena, 24 * n + 8);
    for (size_t i = 0; i < n; i++) {
        out[i] = (struct card_known){0};
        places[i] = (struct place){ids[i], &out[i]};
        k_buf_fmt(&b, "%c%lld", i ? ',' : '[', (long long)ids[i]);
    }
    k_buf_chr(&b, ']');
    qsort(places, n, sizeof *places, by_id);
    K_TRY(load_rows(cx, member, k_buf_view(&b), places, n));
    for (size_t i = 0; i < n; i++)
        sort_rows(&out[i]);
    return K_OK;
}
