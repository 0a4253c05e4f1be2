/* tie_judge: overrides, ratings and the refit of weights. */
#include "domain/tie_judge.h"

#include "base/json.h"
#include "domain/tie_keep.h"
#include "store/event.h"
#include "store/setting.h"

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

static void read_weights(const struct k_json *doc, struct tie_weights *out)
{
    const struct k_json *v = k_json_get(doc, "weights");
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
    read_weights(doc, &out->weights);
    out->version = k_json_int(k_json_get(doc, "version"), 0);
    out->weights_at = k_json_int(k_json_get(doc, "at"), 0);
    out->weights_by = k_json_int(k_json_get(doc, "by"), 0);
    return K_OK;
}

static k_err write_weights(struct k_ctx *cx, const struct tie_weights *w, int64_t version,
                           const struct tie_fit *fit)
{
    struct k_buf b;
    k_buf_init(&b, cx->arena, 4096);
    struct k_jw j = k_jw(&b);
    kw_obj(&j);
    kw_key(&j, "version");
    kw_int(&j, version);
    kw_key(&j, "at");
    kw_int(&j, k_cx_now(cx));
    kw_key(&j, "by");
    kw_int(&j, cx->actor.member);
    kw_key(&j, "ratings");
    kw_int(&j, fit ? fit->ratings : 0);
    kw_key(&j, "weights");
    kw_arr(&j);
    for (int i = 0; i < TIE_PARTS; i++)
        kw_num(&j, w->v[i]);
    kw_end(&j);
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
    out->version = h.version + 1;
    out->now = fit.weights;
    out->at = k_cx_now(cx);
    out->by = cx->actor.member;
    return write_weights(cx, &fit.weights, out->version, out);
}

k_err tie_weights_reset(struct k_ctx *cx)
{
    struct tie_house h;
    K_TRY(tie_house_read(cx, &h));
    return write_weights(cx, &tie_weights_documented, h.version + 1, NULL);
}
