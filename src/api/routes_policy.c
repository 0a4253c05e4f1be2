/* routes_policy: the policy in force, its versions, who read them; and the starter. */
#include "api/api.h"
#include "api/handlers.h"
#include "api/me.h"
#include "api/show.h"
#include "domain/policy.h"
#include "domain/policy_rules.h"
#include "domain/policy_starter.h"

#define VERSIONS_MAX 200

typedef K_VEC(struct api_rule) rule_vec;

/* --- rules as structs and as JSON -------------------------------------------------------- */

static k_err show_rules(struct k_ctx *cx, k_str json, rule_vec *out)
{
    struct policy_rules rules;
    k_str wrong = K_NONE;
    if (policy_rules_parse(cx->arena, json, &rules, &wrong) != K_OK)
        return k_fail(cx, K_ERR_POLICY, "rules", "The stored rules cannot be read: %.*s",
                      K_ARG(wrong));
    for (size_t i = 0; i < rules.n; i++) {
        const struct policy_rule *r = &rules.v[i];
        struct api_rule *o = k_vec_push(cx->arena, out);
        bool own_tell = !k_str_eqz(r->tell, r->check->tell);
        *o = (struct api_rule){.id = r->id,
                               .kind = r->kind == POLICY_HARD ? K_S("hard") : K_S("soft"),
                               .check = k_str_z(r->check->name),
                               .why = r->why,
                               .tell = own_tell ? r->tell : K_NONE,
                               .number = r->check->value == POLICY_NUMBER ? r->number : -1};
        for (size_t w = 0; w < r->n_words; w++)
            *k_vec_push(cx->arena, &o->words) = r->words[w];
    }
    return K_OK;
}

static void write_rule(struct k_jw *w, const struct api_rule *r)
{
    kw_obj(w);
    kw_key(w, "id");
    kw_str(w, r->id);
    kw_key(w, "kind");
    kw_str(w, r->kind);
    kw_key(w, "check");
    kw_str(w, r->check);
    if (r->words.n > 0) { /* first: a number of null beside them reads as 0 */
        kw_key(w, "value");
        kw_arr(w);
        for (size_t i = 0; i < r->words.n; i++)
            kw_str(w, r->words.v[i]);
        kw_end(w);
    } else if (r->has_number && r->number >= 0) {
        kw_key(w, "value");
        kw_int(w, r->number);
    }
    kw_key(w, "why");
    kw_str(w, r->why);
    if (r->tell.n > 0) {
        kw_key(w, "tell");
        kw_str(w, r->tell);
    }
    kw_end(w);
}

static k_str rules_json(struct k_arena *a, const struct api_policy_in *in)
{
    struct k_buf b;
    k_buf_init(&b, a, 4 << 20);
    struct k_jw w = k_jw(&b);
    kw_arr(&w);
    for (size_t i = 0; i < in->rules.n; i++)
        write_rule(&w, &in->rules.v[i]);
    kw_end(&w);
    return k_buf_view(&b);
}

/* --- versions ---------------------------------------------------------------------------- */

static k_err show_version(struct k_ctx *cx, struct names *n, const struct sq_policy_all_row *r,
                          int64_t members, struct api_policy *out)
{
    rule_vec rules = {0};
    K_TRY(show_rules(cx, r->rules, &rules));
    *out = (struct api_policy){.version = r->version,
                               .text = r->text,
                               .rules = {rules.v, rules.n, rules.cap},
                               .sponsor = r->sponsor,
                               .adopted_by = names_member(n, r->adopted_by),
                               .adopted_at = r->adopted_at,
                               .acknowledged = r->acknowledged,
                               .members = members};
    return names_done(n);
}

static k_err newest(struct k_ctx *cx, int64_t max, struct api_policy_list *out)
{
    struct names names = names_new(cx);
    struct sq_policy_all_list list;
    struct sq_member_count_row count;
    bool found;
    K_TRY(sq_policy_all(cx, max, &list));
    K_TRY(sq_member_count(cx, &count, &found));
    for (size_t i = 0; i < list.n; i++)
        K_TRY(show_version(cx, &names, &list.v[i], count.active,
                           k_vec_push(cx->arena, &out->items)));
    return K_OK;
}

k_err route_policy_get(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    static const char *const values[] = {
        [POLICY_NO_VALUE] = "none", [POLICY_NUMBER] = "number", [POLICY_WORDS] = "words"};
    struct api_policy_now *o = out;
    struct api_policy_list list = {0};
    K_TRY(newest(cx, 1, &list));
    o->policy = list.items.n ? &list.items.v[0] : NULL;
    for (size_t i = 0; i < n_policy_checks; i++)
        *k_vec_push(cx->arena, &o->checks) =
            (struct api_check_row){.name = k_str_z(policy_checks[i].name),
                                   .value = k_str_z(values[policy_checks[i].value]),
                                   .doc = k_str_z(policy_checks[i].doc),
                                   .tell = k_str_z(policy_checks[i].tell)};
    return K_OK;
}

k_err route_policy_versions(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    return newest(cx, VERSIONS_MAX, out);
}

k_err route_policy_adopt(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    const struct api_policy_in *i = in;
    struct api_policy_list list = {0};
    int64_t version = 0;
    K_TRY(policy_adopt(cx, i->text, rules_json(cx->arena, i), i->sponsor, &version));
    K_TRY(newest(cx, 1, &list));
    *(struct api_policy *)out = list.items.v[0];
    return K_OK;
}

k_err route_policy_acknowledge(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    K_TRY(policy_acknowledge(cx, ((const struct api_acknowledge_in *)in)->version));
    return me_policy(cx, rq->who.member, out);
}

k_err route_policy_acknowledgements(struct k_ctx *cx, struct api_req *rq, const void *in,
                                    void *out)
{
    struct api_acknowledgement_list *o = out;
    struct names names = names_new(cx);
    struct sq_policy_newest_acks_list list;
    K_TRY(sq_policy_newest_acks(cx, &list));
    for (size_t i = 0; i < list.n; i++)
        *k_vec_push(cx->arena, &o->items) =
            (struct api_acknowledgement){.member = names_member_of(&names, list.v[i].member_id),
                                         .version = list.v[i].version,
                                         .at = list.v[i].at};
    return names_done(&names);
}

k_err route_policy_starter(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    const struct api_starter_in *i = in;
    struct api_starter *o = out;
    struct policy_starter starter;
    rule_vec rules = {0};
    policy_starter(cx->arena, i->locale, &starter);
    K_TRY(show_rules(cx, starter.rules, &rules));
    o->locale = starter.lang;
    o->text = starter.text;
    memcpy(&o->rules, &rules, sizeof rules);
    return K_OK;
}
