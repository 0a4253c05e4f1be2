/* merge_undo: makes two persons of one again, whatever was merged since. A person is gone by
 * one merge that holds at most, so merges that hold are a forest; a row is noted in each merge
 * on the way from whose it was to who has it. Undoing one gives its rows back from wherever
 * they are and takes them off the notes further up. */
#include "domain/merge.h"
#include "base/json.h"
#include "domain/merge_parts.h"
#include "base/vec.h"

#define DEEP 1000 /* merges above one another, and beside one another at a person */

typedef struct sq_merge_get_row merge_row;

struct undo {
    merge_row m;
    K_VEC(k_id) path;   /* kept one of m, whom that was merged into, ... the last is the root */
    K_VEC(k_id) uppers; /* the merges between them */
    struct merge_step step;
    struct merge_person gone;
};

k_err merge_root(struct k_ctx *cx, k_id person, k_id *root)
{
    *root = person;
    for (int i = 0; i < DEEP; i++) {
        struct merge_person p;
        bool found;
        K_TRY(sq_merge_person_get(cx, *root, &p, &found));
        if (!found || !p.merged_into)
            return K_OK;
        *root = p.merged_into;
    }
    return K_ERR_INTERNAL;
}

static k_err walk_up(struct k_ctx *cx, struct undo *u)
{
    k_id at = u->m.kept_id;
    *k_vec_push(cx->arena, &u->path) = at;
    for (int i = 0; i < DEEP; i++) {
        merge_row upper;
        bool found;
        K_TRY(sq_merge_of_gone(cx, at, &upper, &found));
        if (!found)
            return K_OK;
        at = upper.kept_id;
        *k_vec_push(cx->arena, &u->path) = at;
        *k_vec_push(cx->arena, &u->uppers) = upper.id;
    }
    return K_ERR_INTERNAL;
}

/* ---- rows ---------------------------------------------------------------------------------
 */

static k_err give_rows(struct k_ctx *cx, const struct undo *u, k_id root)
{
    k_id id = u->m.id;
    K_TRY(sq_merge_late_posts(cx, id, root, NULL));
    K_TRY(sq_merge_late_answers(cx, id, root, NULL));
    K_TRY(sq_merge_late_touches(cx, id, root, NULL));
    K_TRY(sq_merge_late_conversations(cx, id, root, NULL));
    for (size_t i = 0; i < u->uppers.n; i++) {
        K_TRY(sq_merge_rows_own_up(cx, id, u->uppers.v[i], NULL));
        K_TRY(sq_merge_rows_leave(cx, id, u->uppers.v[i], NULL));
    }
    return merge_rows_give(cx, &u->step, u->path.v, u->path.n);
}

/* What is asleep in the merges below a root may have room now: the nearest first, each straight
 * to the root. */
struct wake {
    k_id root, owner;
    k_id uppers[DEEP]; /* the merges between the root and where we are, the lowest first */
};

static k_err wake_one(struct k_ctx *cx, struct wake *w, const merge_row *m, size_t depth)
{
    struct merge_person gone;
    bool found;
    K_TRY(sq_merge_person_get(cx, m->gone_id, &gone, &found));
    return merge_rows_take(
        cx, &(struct merge_step){.merge = m->id,
                                 .gone = m->gone_id,
                                 .kept = w->root,
                                 .owner = gone.owner_id != w->owner ? gone.owner_id : 0,
                                 .uppers = w->uppers + DEEP - depth,
                                 .n_uppers = depth});
}

static k_err wake_below(struct k_ctx *cx, struct wake *w, k_id person, size_t depth)
{
    struct sq_merge_into_list list;
    if (depth == DEEP)
        return K_ERR_INTERNAL;
    K_TRY(sq_merge_into(cx, person, DEEP, &list));
    for (size_t i = 0; i < list.n; i++)
        K_TRY(wake_one(cx, w, &list.v[i], depth));
    for (size_t i = 0; i < list.n; i++) {
        w->uppers[DEEP - depth - 1] = list.v[i].id;
        K_TRY(wake_below(cx, w, list.v[i].gone_id, depth + 1));
    }
    return K_OK;
}

static k_err wake(struct k_ctx *cx, k_id root)
{
    struct wake *w = k_new(cx->arena, struct wake);
    struct merge_person p;
    bool found;
    K_TRY(sq_merge_person_get(cx, root, &p, &found));
    w->root = root;
    w->owner = p.owner_id;
    return wake_below(cx, w, root, 0);
}

/* ---- the kept one's own row ---------------------------------------------------------------
 */

/* A later merge into the same one that changed this field, the first of them. */
static k_err later(struct k_ctx *cx, const struct undo *u, const char *field, merge_row *out,
                   const struct k_json **before, bool *found)
{
    struct sq_merge_into_list list;
    *found = false;
    K_TRY(sq_merge_into(cx, u->m.kept_id, DEEP, &list));
    for (size_t i = 0; i < list.n && !*found; i++) {
        if (list.v[i].id <= u->m.id)
            continue;
        *out = list.v[i];
        K_TRY(k_json_parse(cx->arena, out->before, before, NULL));
        *found = k_json_is_object(k_json_get(*before, field));
    }
    return K_OK;
}

/* The same JSON with another `was` of one field. */
static k_str with_was(struct k_ctx *cx, const struct k_json *before, const char *field,
                      k_str was)
{
    struct k_buf b;
    k_str key;
    const struct k_json *v;
    k_buf_init(&b, cx->arena, 1 << 20);
    struct k_jw w = k_jw(&b);
    kw_obj(&w);
    for (void *it = NULL; (it = k_json_iter(before, it, &key, &v)) != NULL;) {
        kw_keys(&w, key);
        if (!k_str_eqz(key, field)) {
            kw_value(&w, v);
            continue;
        }
        kw_obj(&w);
        kw_key(&w, "was");
        kw_str(&w, was);
        kw_key(&w, "now");
        kw_str(&w, k_json_get_str(v, "now"));
        kw_end(&w);
    }
    kw_end(&w);
    return k_buf_view(&b);
}

/* Puts back what this merge changed, unless somebody changed it since. A later merge then puts
 * back what this one would have. */
static k_err field_back(struct k_ctx *cx, const struct undo *u, const struct k_json *before,
                        const char *field, k_str *value)
{
    const struct k_json *f = k_json_get(before, field), *next = NULL;
    merge_row m;
    bool found;
    if (!k_json_is_object(f))
        return K_OK;
    k_str was = k_json_get_str(f, "was"), now = k_json_get_str(f, "now");
    K_TRY(later(cx, u, field, &m, &next, &found));
    if (!found) {
        if (k_str_eq(*value, now))
            *value = was;
        return K_OK;
    }
    if (!k_str_eq(k_json_path_str(k_json_get(next, field), "was"), now))
        return K_OK;
    return sq_merge_before_set(cx, m.id, with_was(cx, next, field, was), NULL);
}

static k_err fields_back(struct k_ctx *cx, const struct undo *u)
{
    const struct k_json *before;
    struct merge_person kept;
    bool found;
    K_TRY(k_json_parse(cx->arena, u->m.before, &before, NULL));
    K_TRY(sq_merge_person_get(cx, u->m.kept_id, &kept, &found));
    K_TRY(field_back(cx, u, before, "name", &kept.name));
    K_TRY(field_back(cx, u, before, "about", &kept.about));
    K_TRY(field_back(cx, u, before, "role", &kept.role));
    return sq_merge_person_set(cx,
                               &(struct sq_merge_person_set_args){.id = kept.id,
                                                                  .name = kept.name,
                                                                  .about = kept.about,
                                                                  .role = kept.role,
                                                                  .now = k_cx_now(cx)},
                               NULL);
}

static k_err spellings_back(struct k_ctx *cx, const struct undo *u)
{
    for (size_t i = 0; i < u->path.n; i++) {
        struct sq_merge_spellings_of_list list;
        K_TRY(sq_merge_spellings_of(cx, u->m.id, u->path.v[i], &list));
        for (size_t k = 0; k < list.n; k++)
            K_TRY(sq_merge_spelling_delete(cx, list.v[k].id, NULL));
    }
    return K_OK;
}

/* ---- judgements ---------------------------------------------------------------------------
 */

static bool same_judgement(const struct sq_merge_tie_judged_row *a,
                           const struct sq_merge_tie_judged_row *b)
{
    return a->override == b->override && a->override_by == b->override_by &&
           k_str_eq(a->override_why, b->override_why) && a->rated == b->rated &&
           a->rated_at == b->rated_at;
}

/* Takes the copies of the gone one's judgements back, unless the member judged anew. */
static k_err judgements_back(struct k_ctx *cx, const struct undo *u)
{
    static const struct sq_merge_tie_judged_row none = {
        .override = -1, .override_why = K_S_INIT(""), .rated = -1};
    struct sq_merge_overrides_list list;
    K_TRY(sq_merge_overrides(cx, u->m.id, &list));
    for (size_t i = 0; i < list.n; i++) {
        struct sq_merge_tie_judged_row own, copy;
        bool has_own, has_copy;
        K_TRY(sq_merge_tie_judged(cx, u->m.gone_id, list.v[i].member_id, &own, &has_own));
        for (size_t k = 0; k < u->path.n && has_own; k++) {
            k_id at = u->path.v[k], member = list.v[i].member_id;
            K_TRY(sq_merge_tie_judged(cx, at, member, &copy, &has_copy));
            if (has_copy && same_judgement(&own, &copy))
                K_TRY(merge_judge(cx, at, member, &none));
        }
    }
    return K_OK;
}

/* ---- undo ---------------------------------------------------------------------------------
 */

static k_err read(struct k_ctx *cx, k_id merge, struct undo *u)
{
    bool found;
    struct merge_person root;
    K_TRY(sq_merge_get(cx, merge, &u->m, &found));
    if (!found)
        return k_fail(cx, K_ERR_NOT_FOUND, "id", "This merge is not here.");
    if (u->m.undone_at)
        return k_fail(cx, K_ERR_CONFLICT, "id", "This merge was undone already.");
    K_TRY(merge_person(cx, u->m.gone_id, "id", &u->gone));
    K_TRY(walk_up(cx, u));
    u->step = (struct merge_step){.merge = merge, .gone = u->m.gone_id, .kept = u->m.kept_id};
    return merge_person(cx, u->path.v[u->path.n - 1], "id", &root);
}

k_err merge_undo(struct k_ctx *cx, k_id merge, k_id *gone)
{
    struct undo u = {0};
    int64_t changed = 0;
    K_TRY(read(cx, merge, &u));
    k_id root = u.path.v[u.path.n - 1];
    K_TRY(sq_merge_undone(cx, merge, cx->actor.member, k_cx_now(cx), &changed));
    if (!changed)
        return k_fail(cx, K_ERR_CONFLICT, "id", "This merge was undone already.");
    K_TRY(spellings_back(cx, &u));
    K_TRY(give_rows(cx, &u, root));
    K_TRY(judgements_back(cx, &u));
    K_TRY(fields_back(cx, &u));
    K_TRY(sq_merge_released(cx, u.m.gone_id, k_cx_now(cx), NULL));
    K_TRY(wake(cx, root));
    K_TRY(wake(cx, u.m.gone_id));
    K_TRY(merge_refold(cx, u.m.gone_id));
    K_TRY(merge_refold(cx, root));
    K_TRY(sq_merge_touched(cx, root, k_cx_now(cx), NULL));
    K_TRY(merge_pairs_give(cx, &u.step, root));
    if (gone)
        *gone = u.m.gone_id;
    return merge_say(cx, "person.merge_undone", u.m.kept_id, u.m.gone_id, merge);
}
