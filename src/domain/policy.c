/* policy: writes versions of the policy and who read them; each goes into the event log. */
#include "domain/policy.h"
#include "domain/policy_rules.h"
#include "store/event.h"
#include "store/sql.gen.h"

static k_err say(struct k_ctx *cx, const char *verb, int64_t version)
{
    struct event_new e = {.verb = k_str_z(verb),
                          .object_kind = K_S("policy"),
                          .object_id = version,
                          .payload =
                              k_fmt(cx->arena, "{\"version\":%lld}", (long long)version)};
    k_ctx_notice(cx, K_TOPIC_SETTING, version);
    return event_append(cx, &e, NULL);
}

/* "rules[3].check: there is no such check" becomes field and reason. */
static k_err refuse(struct k_ctx *cx, k_str wrong)
{
    k_str reason = wrong;
    k_str field = k_str_cut(&reason, ':');
    if (reason.p == NULL)
        return k_fail(cx, K_ERR_BAD_INPUT, "rules", "%.*s", K_ARG(wrong));
    reason = k_str_trim(reason);
    return k_fail(cx, K_ERR_BAD_INPUT, k_dupz(cx->arena, field), "%.*s", K_ARG(reason));
}

k_err policy_adopt(struct k_ctx *cx, k_str text, k_str rules, k_str sponsor, int64_t *version)
{
    struct policy_rules parsed;
    struct sq_policy_current_row now = {0};
    bool found;
    k_str wrong = K_NONE;
    if (policy_rules_parse(cx->arena, rules, &parsed, &wrong) != K_OK)
        return refuse(cx, wrong);
    K_TRY(sq_policy_current(cx, &now, &found));
    *version = (found ? now.version : 0) + 1;
    struct sq_policy_insert_args args = {.version = *version,
                                         .text = text,
                                         .rules = rules,
                                         .sponsor = sponsor,
                                         .now = k_cx_now(cx),
                                         .member_id = cx->actor.member};
    K_TRY(sq_policy_insert(cx, &args, NULL));
    K_TRY(sq_policy_acknowledge(cx, *version, cx->actor.member, k_cx_now(cx), NULL));
    return say(cx, "policy.adopted", *version);
}

k_err policy_acknowledge(struct k_ctx *cx, int64_t version)
{
    struct sq_policy_current_row now = {0};
    bool found;
    int64_t changed = 0;
    K_TRY(sq_policy_current(cx, &now, &found));
    if (!found || now.version != version)
        return k_fail(cx, K_ERR_CONFLICT, "version",
                      "Another version is in force by now. Read that one.");
    K_TRY(sq_policy_acknowledge(cx, version, cx->actor.member, k_cx_now(cx), &changed));
    return changed ? say(cx, "policy.acknowledged", version) : K_OK;
}
