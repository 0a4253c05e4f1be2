/* lookup_fill: what is known of a person as the words they are found by. */
#include "base/json.h"
#include "domain/lookup.h"

#define ROWS_BYTES ((size_t)16 << 20) /* of one batch as JSON */

k_err lookup_mark(struct k_ctx *cx, k_id person)
{
    return sq_lookup_mark(cx, person, NULL);
}

k_err lookup_mark_many(struct k_ctx *cx, const k_id *people, size_t n)
{
    struct k_buf ids;
    if (n == 0)
        return K_OK;
    if (n == 1)
        return lookup_mark(cx, people[0]);
    k_buf_init(&ids, cx->arena, ROWS_BYTES);
    struct k_jw w = k_jw(&ids);
    kw_arr(&w);
    for (size_t i = 0; i < n; i++)
        kw_int(&w, people[i]);
    kw_end(&w);
    return sq_lookup_mark_many(cx, k_buf_view(&ids), NULL);
}

k_err lookup_mark_staff(struct k_ctx *cx, k_id organization)
{
    return sq_lookup_mark_staff(cx, organization, NULL);
}

struct who {
    const struct sq_lookup_people_row *row;
    struct lookup_rows rows;
    size_t known, same; /* rows that are there, and that are as they should be */
};
struct batch {
    struct sq_lookup_waiting_list waiting;
    k_str ids;
    struct who *v;
    size_t n;
};

static struct who *find(struct batch *b, k_id person)
{
    size_t low = 0, high = b->n;
    while (low < high) {
        size_t mid = (low + high) / 2;
        if (b->v[mid].row->id == person)
            return &b->v[mid];
        if (b->v[mid].row->id < person)
            low = mid + 1;
        else
            high = mid;
    }
    return NULL;
}

/* A person of an own address book is found by its member alone, whatever is known. */
static k_id owner_of(const struct who *w, k_id row_owner)
{
    return w->row->owner_id ? w->row->owner_id : row_owner;
}

static int by_id(const void *x, const void *y)
{
    k_id a = ((const struct sq_lookup_people_row *)x)->id,
         b = ((const struct sq_lookup_people_row *)y)->id;
    return (a > b) - (a < b);
}

/* Names first: what does not fit is the least. */
static k_err read_people(struct k_ctx *cx, struct batch *b)
{
    struct sq_lookup_people_list list;
    K_TRY(sq_lookup_people(cx, b->ids, &list));
    if (list.n)
        qsort(list.v, list.n, sizeof *list.v, by_id);
    b->v = k_new_n(cx->arena, struct who, list.n + 1);
    b->n = list.n;
    for (size_t i = 0; i < list.n; i++) {
        struct who *w = &b->v[i];
        w->row = &list.v[i];
        w->rows.stage = stage_parse(list.v[i].stage);
        if (!list.v[i].merged_into)
            lookup_add_name(cx->arena, &w->rows, list.v[i].owner_id, LOOKUP_NAME,
                            list.v[i].name);
    }
    return K_OK;
}

static void add_known(struct k_arena *a, struct who *w, k_id owner, k_str kind, k_str text)
{
    if (k_str_eqz(kind, "phone"))
        lookup_add_phone(a, &w->rows, owner, text);
    else if (k_str_eqz(kind, "name") || k_str_eqz(kind, "spelling") ||
             k_str_eqz(kind, "nickname"))
        lookup_add_name(a, &w->rows, owner, LOOKUP_NAME, text);
    else
        lookup_add_address(a, &w->rows, owner, text);
}

static k_err read_identities(struct k_ctx *cx, struct batch *b)
{
    struct sq_lookup_identities_list list;
    K_TRY(sq_lookup_identities(cx, b->ids, &list));
    for (size_t i = 0; i < list.n; i++) {
        const struct sq_lookup_identities_row *r = &list.v[i];
        struct who *w = find(b, r->person_id);
        if (!w || w->row->merged_into)
            continue;
        k_id owner = owner_of(w, r->owner_id);
        lookup_add_name(cx->arena, &w->rows, owner, LOOKUP_NAME, r->name);
        add_known(cx->arena, w, owner, r->network, r->handle);
    }
    return K_OK;
}

static k_err read_data(struct k_ctx *cx, struct batch *b)
{
    struct sq_lookup_data_list list;
    K_TRY(sq_lookup_data(cx, b->ids, &list));
    for (size_t i = 0; i < list.n; i++) {
        struct who *w = find(b, list.v[i].person_id);
        if (w && !w->row->merged_into)
            add_known(cx->arena, w, owner_of(w, list.v[i].owner_id), list.v[i].kind,
                      list.v[i].value);
    }
    return K_OK;
}

static k_err read_workplaces(struct k_ctx *cx, struct batch *b)
{
    struct sq_lookup_workplaces_list list;
    K_TRY(sq_lookup_workplaces(cx, b->ids, &list));
    for (size_t i = 0; i < list.n; i++) {
        const struct sq_lookup_workplaces_row *r = &list.v[i];
        struct who *w = find(b, r->person_id);
        if (!w || w->row->merged_into)
            continue;
        k_id owner = r->organization_owner ? r->organization_owner : r->owner_id;
        lookup_add_name(cx->arena, &w->rows, owner_of(w, owner), LOOKUP_WORKPLACE, r->name);
    }
    return K_OK;
}

/* ---- writing ---------------------------------------------------------------------------- */

static bool has(const struct lookup_rows *r, const struct sq_lookup_words_row *k)
{
    for (size_t i = 0; i < r->n; i++)
        if (r->v[i].place == k->place && r->v[i].owner == k->owner_id &&
            k_str_eq(r->v[i].text, k->word))
            return true;
    return false;
}

static k_err compare(struct k_ctx *cx, struct batch *b)
{
    struct sq_lookup_words_list list;
    K_TRY(sq_lookup_words(cx, b->ids, &list));
    for (size_t i = 0; i < list.n; i++) {
        struct who *w = find(b, list.v[i].person_id);
        if (!w)
            continue;
        w->known++;
        w->same += has(&w->rows, &list.v[i]);
    }
    return K_OK;
}

static bool is_new(const struct who *w)
{
    return w->known != w->same || w->same != w->rows.n;
}

static void put_rows(struct k_jw *j, const struct who *w)
{
    for (size_t i = 0; i < w->rows.n; i++) {
        kw_arr(j);
        kw_int(j, w->rows.v[i].owner);
        kw_int(j, w->rows.v[i].place);
        kw_str(j, w->rows.v[i].text);
        kw_int(j, w->row->id);
        kw_end(j);
    }
}

/* Those of whom something is new: all of theirs out, all of theirs in. Who is gone only goes
 * out.
 */
static k_err write_rows(struct k_ctx *cx, struct batch *b)
{
    struct k_buf rows, ids;
    bool any = false;
    k_buf_init(&rows, cx->arena, ROWS_BYTES);
    k_buf_init(&ids, cx->arena, ROWS_BYTES);
    struct k_jw j = k_jw(&rows), who = k_jw(&ids);
    kw_arr(&j);
    kw_arr(&who);
    for (size_t i = 0; i < b->waiting.n; i++) {
        struct who *w = find(b, b->waiting.v[i].person_id);
        if (w && !is_new(w))
            continue;
        any = true;
        kw_int(&who, b->waiting.v[i].person_id);
        if (w)
            put_rows(&j, w);
    }
    kw_end(&j);
    kw_end(&who);
    if (!any)
        return K_OK;
    K_TRY(sq_lookup_forget(cx, k_buf_view(&ids), NULL));
    return sq_lookup_learn(cx, k_buf_view(&rows), NULL);
}

static k_err waiting(struct k_ctx *cx, struct batch *b)
{
    struct k_buf ids;
    k_buf_init(&ids, cx->arena, 1 << 20);
    K_TRY(sq_lookup_waiting(cx, LOOKUP_BATCH, &b->waiting));
    struct k_jw w = k_jw(&ids);
    kw_arr(&w);
    for (size_t i = 0; i < b->waiting.n; i++)
        kw_int(&w, b->waiting.v[i].person_id);
    kw_end(&w);
    b->ids = k_buf_view(&ids);
    return K_OK;
}

/* On PostgreSQL the marks are ours after the first statement, and what is read afterwards is at
 * least as new as they are. */
k_err lookup_index_some(struct k_ctx *cx, void *n)
{
    struct batch batch = {0}, *b = &batch;
    K_TRY(waiting(cx, b));
    *(int64_t *)n = (int64_t)b->waiting.n;
    if (b->waiting.n == 0)
        return K_OK;
    K_TRY(read_people(cx, b));
    K_TRY(read_identities(cx, b));
    K_TRY(read_data(cx, b));
    K_TRY(read_workplaces(cx, b));
    K_TRY(compare(cx, b));
    K_TRY(write_rows(cx, b));
    return sq_lookup_indexed(cx, b->ids, NULL);
}
