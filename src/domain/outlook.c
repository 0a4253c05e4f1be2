/* outlook: the liveliness of members, kept by the nightly run. */
#include "domain/outlook.h"
#include "base/json.h"
#include "store/setting.h"
#include "store/sql.gen.h"

#define LIVELY K_S("relationship_lively")
enum { MEMBERS = 1000 };

k_err outlook_work_out(struct k_ctx *cx, k_str *lively)
{
    struct sq_tie_run_lively_list rows;
    struct k_buf b;
    double all = 0;
    k_buf_init(&b, cx->arena, SETTING_VALUE_MAX);
    struct k_jw w = k_jw(&b);
    K_TRY(sq_tie_run_lively(cx, k_cx_now(cx), &rows));
    kw_obj(&w);
    kw_key(&w, "of");
    kw_obj(&w);
    for (size_t i = 0; i < rows.n; i++) {
        all += rows.v[i].lively;
        if (i >= MEMBERS)
            continue;
        kw_keys(&w, k_fmt(cx->arena, "%lld", (long long)rows.v[i].member_id));
        kw_num(&w, rows.v[i].lively);
    }
    kw_end(&w);
    kw_key(&w, "all");
    kw_num(&w, all);
    kw_end(&w);
    *lively = k_buf_view(&b);
    return K_OK;
}

k_err outlook_keep(struct k_ctx *cx, k_str lively)
{
    return setting_set(cx, LIVELY, lively);
}

static double more(double a, double b)
{
    return a > b ? a : b;
}

k_err outlook_around(struct k_ctx *cx, const struct tie_set *set, const struct tie_one *one,
                     k_time now, struct outlook_around *out)
{
    const struct k_json *doc;
    k_str text;
    *out = (struct outlook_around){0};
    if (one->member == 0)
        return K_OK;
    K_TRY(setting_get(cx, LIVELY, &text));
    if (text.n == 0 || k_json_parse(cx->arena, text, &doc, NULL) != K_OK)
        return K_OK;
    double own = outlook_lively(one->s.last_at, now);
    const struct k_json *of = k_json_get(doc, "of");
    k_str id = k_fmt(cx->arena, "%lld", (long long)one->member);
    out->member = more(own, k_json_num(k_json_get(of, id.p), 0));
    out->person = more(own, outlook_lively(set->v[0].s.last_at, now));
    out->all = more(out->member, k_json_num(k_json_get(doc, "all"), 0));
    return K_OK;
}
