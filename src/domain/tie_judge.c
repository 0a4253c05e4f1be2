/* tie_judge: overrides, ratings and the refit of weights. */
#include "domain/tie_judge.h"

#include "base/json.h"
#include "domain/tie_keep.h"
#include "store/event.h"
#include "store/setting.h"

enum { FITTINGS = 200 }; /* of the list; the newest */

static k_err said(struct k_ctx *cx, const char *verb, k_id person, k_id member)
{
    k_ctx_notice(cx, K_TOPIC_PERSON, person);
    return event_append(cx,
                        &(struct event_new){.verb = k_str_z(verb),
                                            .object_kind = K_S("person"),
                                            .object_id = person,
                                            .payload = k_fmt(cx->arena, "{\"member\":\"%lld\"}",
                                                             (long long)member)},
                        NULL);
}

k_err tie_override(struct k_ctx *cx, k_id person, k_id member, double value, k_str why,
                   k_time until)
{
    if (until && until <= k_cx_now(cx))
        return k_fail(cx, K_ERR_BAD_INPUT, "until", "The end has to lie ahead.");
    K_TRY(sq_tie_override(cx,
                          &(struct sq_tie_override_args){.person_id = person,
                                                         .member_id = member,
                                                         .value = value,
                                                         .by = cx->actor.member,
                                                         .why = why,
                                                         .until = until},
                          NULL));
    if (member == 0)
        K_TRY(tie_refold(cx, person));
    return said(cx, "relationship.judged", person, member);
}

k_err tie_override_end(struct k_ctx *cx, k_id person, k_id member)
{
    int64_t changed;
    K_TRY(sq_tie_override_end(cx, person, member, &changed));
    if (changed == 0)
        return k_fail(cx, K_ERR_NOT_FOUND, NULL, "Nobody judged this relationship.");
    K_TRY(tie_refold(cx, person));
    return said(cx, "relationship.judgement_ended", person, member);
}

k_err tie_rate(struct k_ctx *cx, k_id person, double value)
{
    k_id member = cx->actor.member;
    K_TRY(sq_tie_rate(cx, person, member, (int64_t)(value + 0.5), k_cx_now(cx), NULL));
    return said(cx, "relationship.rated", person, member);
}

/* ---- weights ----------------------------------------------------------------------------- */

static void read_weights(const struct k_json *v, struct tie_weights *out)
{
    struct tie_weights w;
    double sum = 0;
    for (int i = 0; i < TIE_PARTS; i++) {
        w.v[i] = k_json_num(k_json_at(v, (size_t)i), -1);
        if (w.v[i] < 0)
            return;
        sum += w.v[i];
    }
    if (sum > 99.9 && sum < 100.1)
        *out = w;
}

k_err tie_house_read(struct k_ctx *cx, struct tie_house *out)
{
    struct sq_tie_channels_row row;
    const struct k_json *doc;
    bool found;
    k_str text;
    *out = (struct tie_house){.weights = tie_weights_documented};
    K_TRY(sq_tie_channels(cx, &row, &found));
    out->around.channels = row.n < 2 ? 2 : row.n > 1000 ? 1000 : (int)row.n;
    K_TRY(setting_get(cx, K_S("relationship_weights"), &text));
    if (text.n == 0 || k_json_parse(cx->arena, text, &doc, NULL) != K_OK)
        return K_OK;
    read_weights(k_json_get(doc, "weights"), &out->weights);
    out->version = k_json_int(k_json_get(doc, "version"), 0);
    out->weights_at = k_json_int(k_json_get(doc, "at"), 0);
    out->weights_by = k_json_int(k_json_get(doc, "by"), 0);
    return K_OK;
}

static void put_parts(struct k_jw *j, const struct tie_weights *w)
{
    kw_arr(j);
    for (int i = 0; i < TIE_PARTS; i++)
        kw_num(j, w->v[i]);
    kw_end(j);
}

static k_str parts_text(struct k_ctx *cx, const struct tie_weights *w)
{
    struct k_buf b;
    k_buf_init(&b, cx->arena, 1024);
    struct k_jw j = k_jw(&b);
    put_parts(&j, w);
    return k_buf_view(&b);
}

static k_err keep_fitting(struct k_ctx *cx, const struct tie_fitting *f)
{
    return sq_fitting_put(cx,
                          &(struct sq_fitting_put_args){.version = f->version,
                                                        .kind = f->kind,
                                                        .of_version = f->of_version,
                                                        .ratings = f->ratings,
                                                        .error_before = f->error_before,
                                                        .error_after = f->error_after,
                                                        .weights = parts_text(cx, &f->weights),
                                                        .made_by = f->by,
                                                        .made_at = f->at},
                          NULL);
}

/* What counts now may be from before fittings were kept: then it is the first of them. */
static k_err keep_present(struct k_ctx *cx, const struct tie_house *h)
{
    bool documented = true;
    if (h->version == 0)
        return K_OK;
    for (int i = 0; i < TIE_PARTS; i++)
        documented = documented && h->weights.v[i] == tie_weights_documented.v[i];
    return keep_fitting(
        cx, &(struct tie_fitting){.version = h->version,
                                  .kind = documented ? K_S("documented") : K_S("fitted"),
                                  .error_before = -1,
                                  .error_after = -1,
                                  .weights = h->weights,
                                  .at = h->weights_at,
                                  .by = h->weights_by});
}

/* f->weights count from now on, as the version behind that of h. */
static k_err write_weights(struct k_ctx *cx, const struct tie_house *h, struct tie_fitting *f)
{
    struct k_buf b;
    f->version = h->version + 1;
    f->at = k_cx_now(cx);
    f->by = cx->actor.member;
    K_TRY(keep_present(cx, h));
    K_TRY(keep_fitting(cx, f));
    k_buf_init(&b, cx->arena, 4096);
    struct k_jw j = k_jw(&b);
    kw_obj(&j);
    kw_key(&j, "version");
    kw_int(&j, f->version);
    kw_key(&j, "at");
    kw_int(&j, f->at);
    kw_key(&j, "by");
    kw_int(&j, f->by);
    kw_key(&j, "ratings");
    kw_int(&j, f->ratings);
    kw_key(&j, "weights");
    put_parts(&j, &f->weights);
    kw_end(&j);
    K_TRY(setting_set(cx, K_S("relationship_weights"), k_buf_view(&b)));
    k_ctx_notice(cx, K_TOPIC_SETTING, 0);
    return event_append(cx,
                        &(struct event_new){.verb = K_S("relationship.weights"),
                                            .object_kind = K_S("setting"),
                                            .payload = k_buf_view(&b)},
                        NULL);
}

/* Each rating with the parts as they were when it was given. */
static k_err read_ratings(struct k_ctx *cx, const struct tie_house *h, struct ridge_row **out,
                          size_t *n)
{
    struct sq_tie_rated_list rows;
    K_TRY(sq_tie_rated(cx, 5000, &rows));
    *out = k_new_n(cx->arena, struct ridge_row, rows.n + 1);
    *n = 0;
    for (size_t i = 0; i < rows.n; i++) {
        struct tie_set set;
        struct tie_score score;
        bool ours;
        K_TRY(tie_fold_rows(cx, h, rows.v[i].person_id, rows.v[i].rated_at, &set, &ours));
        const struct tie_one *t = tie_set_of(cx->arena, &set, rows.v[i].member_id);
        tie_score(&t->s, &h->around, &h->weights, rows.v[i].rated_at, &score);
        struct ridge_row *r = &(*out)[(*n)++];
        r->rated = (double)rows.v[i].rated;
        for (int p = 0; p < TIE_PARTS; p++)
            r->part[p] = score.parts[p].value;
    }
    return K_OK;
}

k_err tie_refit(struct k_ctx *cx, bool adopt, struct tie_fit *out)
{
    struct tie_house h;
    struct ridge_row *rows;
    struct ridge_fit fit;
    size_t n;
    K_TRY(tie_house_read(cx, &h));
    K_TRY(read_ratings(cx, &h, &rows, &n));
    *out = (struct tie_fit){.now = h.weights,
                            .fitted = h.weights,
                            .version = h.version,
                            .at = h.weights_at,
                            .by = h.weights_by,
                            .ratings = (int64_t)n};
    out->enough = ridge_refit(rows, n, &h.weights, &fit);
    if (!out->enough)
        return K_OK;
    out->fitted = fit.weights;
    out->error_now = fit.error_was;
    out->error_fitted = fit.error;
    out->better = fit.error < fit.error_was;
    if (!adopt || !out->better)
        return K_OK;
    struct tie_fitting f = {.kind = K_S("fitted"),
                            .ratings = (int64_t)n,
                            .error_before = fit.error_was,
                            .error_after = fit.error,
                            .weights = fit.weights};
    K_TRY(write_weights(cx, &h, &f));
    out->version = f.version;
    out->now = fit.weights;
    out->at = f.at;
    out->by = f.by;
    return K_OK;
}

k_err tie_weights_reset(struct k_ctx *cx)
{
    struct tie_house h;
    struct tie_fitting f = {.kind = K_S("documented"),
                            .error_before = -1,
                            .error_after = -1,
                            .weights = tie_weights_documented};
    K_TRY(tie_house_read(cx, &h));
    return write_weights(cx, &h, &f);
}

static struct tie_weights parts_read(struct k_ctx *cx, k_str text)
{
    struct tie_weights w = tie_weights_documented;
    const struct k_json *doc = NULL;
    if (k_json_parse(cx->arena, text, &doc, NULL) == K_OK)
        read_weights(doc, &w);
    return w;
}

k_err tie_weights_return(struct k_ctx *cx, int64_t version)
{
    struct tie_house h;
    struct sq_fitting_list_row row;
    struct tie_fitting f = {.kind = K_S("returned"), .error_before = -1, .error_after = -1};
    bool found;
    K_TRY(tie_house_read(cx, &h));
    K_TRY(keep_present(cx, &h));
    K_TRY(sq_fitting_get(cx, version, &row, &found));
    if (!found)
        return k_fail(cx, K_ERR_NOT_FOUND, "version", "These weights never counted.");
    if (version == h.version)
        return k_fail(cx, K_ERR_CONFLICT, "version", "These weights count now.");
    f.of_version = row.of_version ? row.of_version : version;
    f.weights = parts_read(cx, row.weights);
    return write_weights(cx, &h, &f);
}

k_err tie_fittings(struct k_ctx *cx, struct tie_fittings *out)
{
    struct sq_fitting_list_list list;
    *out = (struct tie_fittings){0};
    K_TRY(sq_fitting_list(cx, FITTINGS, &list));
    for (size_t i = 0; i < list.n; i++) {
        const struct sq_fitting_list_row *r = &list.v[i];
        *k_vec_push(cx->arena, out) = (struct tie_fitting){
            .version = r->version,
            .of_version = r->of_version,
            .ratings = r->ratings,
            .kind = r->kind,
            .error_before = r->error_before,
            .error_after = r->error_after,
            .weights = parts_read(cx, r->weights),
            .before =
                i + 1 < list.n ? parts_read(cx, list.v[i + 1].weights) : tie_weights_documented,
            .at = r->made_at,
            .by = r->made_by};
    }
    return K_OK;
}
