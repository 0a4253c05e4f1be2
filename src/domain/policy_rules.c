/* policy_rules: reading the rules and running them. The checks themselves are in
 * policy_checks.c. Pure. */
#include "domain/policy_rules.h"
#include "base/json.h"

#define RULES_MAX 200
#define WORDS_MAX 500

static const struct policy_check *check_named(k_str name)
{
    for (size_t i = 0; i < n_policy_checks; i++)
        if (k_str_eqz(name, policy_checks[i].name))
            return &policy_checks[i];
    return NULL;
}

static bool is_id(k_str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (!strchr("abcdefghijklmnopqrstuvwxyz0123456789-", s.p[i]))
            return false;
    return s.n > 0 && s.n <= 60;
}

static bool read_words(struct k_arena *a, const struct k_json *list, struct policy_rule *r)
{
    size_t n = k_json_len(list);
    if (!k_json_is_array(list) || n == 0 || n > WORDS_MAX)
        return false;
    k_str *words = k_new_n(a, k_str, n);
    for (size_t i = 0; i < n; i++) {
        words[i] = k_str_trim(k_json_str(k_json_at(list, i)));
        if (words[i].n == 0 || words[i].n > 120)
            return false;
    }
    r->words = words;
    r->n_words = n;
    return true;
}

/* NULL when the rule is good, else what is wrong with it. */
static const char *read_rule(struct k_arena *a, const struct k_json *v, struct policy_rule *r)
{
    k_str kind = k_json_get_str(v, "kind");
    *r = (struct policy_rule){.id = k_json_get_str(v, "id"),
                              .check = check_named(k_json_get_str(v, "check")),
                              .why = k_str_trim(k_json_get_str(v, "why")),
                              .tell = k_json_get_str(v, "tell")};
    if (!is_id(r->id))
        return "id: small letters, digits and hyphens, at most 60";
    if (!k_str_eqz(kind, "soft") && !k_str_eqz(kind, "hard"))
        return "kind: soft (warns) or hard (stops)";
    if (!r->check)
        return "check: there is no check of this name";
    if (r->why.n == 0)
        return "why: say why the rule is there";
    r->kind = k_str_eqz(kind, "hard") ? POLICY_HARD : POLICY_SOFT;
    if (r->tell.n == 0)
        r->tell = k_str_z(r->check->tell);
    const struct k_json *value = k_json_get(v, "value");
    if (r->check->value == POLICY_WORDS && !read_words(a, value, r))
        return "value: a list of words or phrases";
    if (r->check->value == POLICY_NUMBER) {
        r->number = k_json_int(value, -1);
        if (r->number < 0)
            return "value: a whole number";
    }
    return NULL;
}

static bool id_taken(const struct policy_rules *rules, size_t before, k_str id)
{
    for (size_t i = 0; i < before; i++)
        if (k_str_eq(rules->v[i].id, id))
            return true;
    return false;
}

k_err policy_rules_parse(struct k_arena *a, k_str json, struct policy_rules *out, k_str *wrong)
{
    const struct k_json *list;
    *out = (struct policy_rules){0};
    *wrong = K_NONE;
    if (k_json_parse(a, json, &list, wrong) != K_OK)
        return K_ERR_BAD_INPUT;
    size_t n = k_json_len(list);
    if (!k_json_is_array(list) || n > RULES_MAX) {
        *wrong = k_fmt(a, "rules: a list of at most %d rules", RULES_MAX);
        return K_ERR_BAD_INPUT;
    }
    out->v = k_new_n(a, struct policy_rule, n ? n : 1);
    for (size_t i = 0; i < n; i++) {
        const char *bad = read_rule(a, k_json_at(list, i), &out->v[i]);
        if (!bad && id_taken(out, i, out->v[i].id))
            bad = "id: another rule has it already";
        if (bad) {
            *wrong = k_fmt(a, "rules[%zu].%s", i, bad);
            return K_ERR_BAD_INPUT;
        }
    }
    out->n = n;
    return K_OK;
}

void policy_run(const struct policy_facts *f, const struct policy_rules *rules,
                struct policy_findings *out)
{
    *out = (struct policy_findings){0};
    for (size_t i = 0; i < rules->n; i++)
        rules->v[i].check->run(f, &rules->v[i], out);
    for (size_t i = 0; i < out->list.n; i++)
        out->hard |= out->list.v[i].kind == POLICY_HARD;
}
