/* me: reads the member, the settings, the policy in force and what waits for the member. */
#include "api/me.h"
#include "api/auth.h"
#include "base/version.h"
#include "domain/approval.h"
#include "store/setting.h"

#define TOKEN_WARNING (14 * K_DAY) /* before a token ends, its member is told */

k_err me_organisation(struct k_ctx *cx, k_str *organisation, k_str *locale)
{
    K_TRY(setting_get(cx, K_S("organisation"), organisation));
    K_TRY(setting_get(cx, K_S("locale"), locale));
    if (!words_has(words_locale, *locale))
        *locale = K_S("");
    return K_OK;
}

k_err me_has_demo(struct k_ctx *cx, bool *has)
{
    struct sq_demo_here_row row;
    K_TRY(sq_demo_here(cx, &row, has));
    return K_OK;
}

struct api_member me_member(struct names *n, const struct sq_member_list_row *m)
{
    struct names_teams teams = names_teams_of(n, m->id);
    return (struct api_member){.id = m->id,
                               .handle = m->handle,
                               .name = m->name,
                               .email = m->email,
                               .role = m->role,
                               .status = m->status,
                               .sign = m->sign,
                               .teams = {teams.v, teams.n, teams.cap},
                               .demo = m->demo,
                               .created_at = m->created_at,
                               .last_seen_at = m->last_seen_at};
}

k_err me_member_by_id(struct k_ctx *cx, struct names *n, k_id id, struct api_member *out)
{
    struct sq_member_list_list list;
    K_TRY(sq_member_list(cx, &list));
    for (size_t i = 0; i < list.n; i++)
        if (list.v[i].id == id) {
            *out = me_member(n, &list.v[i]);
            return names_done(n);
        }
    return k_fail(cx, K_ERR_NOT_FOUND, "id", "There is no such member.");
}

k_err me_policy(struct k_ctx *cx, k_id member, struct api_my_policy *out)
{
    struct sq_policy_of_member_row row;
    bool found;
    K_TRY(sq_policy_of_member(cx, member, &row, &found));
    out->version = row.version;
    out->acknowledged = row.acknowledged;
    out->needs_acknowledgement = row.version > row.acknowledged;
    return K_OK;
}

k_err me_fill(struct k_ctx *cx, struct api_req *rq, struct api_me *out)
{
    struct names names = names_new(cx);
    struct sq_member_get_row m;
    struct sq_member_waiting_row waiting;
    struct sq_token_ending_row ending;
    struct approval_mine mine = {0};
    k_str locale;
    bool found;
    *out = (struct api_me){0}; /* a transaction that is run again starts anew */
    K_TRY(sq_member_get(cx, rq->who.member, &m, &found));
    K_TRY(me_member_by_id(cx, &names, rq->who.member, &out->member));
    for (unsigned i = 0; words_perm[i]; i++)
        if (api_may(rq, (enum perm)(PERM_SELF + i)))
            *k_vec_push(cx->arena, &out->permissions) = k_str_z(words_perm[i]);
    out->locale = m.locale;
    out->theme = m.theme;
    out->csrf = rq->who.csrf;
    out->version = k_str_z(k_version);
    K_TRY(me_organisation(cx, &out->organisation, &locale));
    K_TRY(me_has_demo(cx, &out->demo));
    K_TRY(me_policy(cx, rq->who.member, &out->policy));
    K_TRY(sq_member_waiting(cx, rq->who.member, cx->actor.eyes, &waiting, &found));
    out->unseen_mentions = waiting.mentions;
    out->unacknowledged_handoffs = waiting.handoffs;
    if (api_may(rq, PERM_REPLY))
        K_TRY(approval_mine(cx, &mine));
    out->approvals = (int64_t)mine.outbox.n;
    out->setup_needed = rq->who.setup;
    out->second_factor_by = rq->who.second_by;
    K_TRY(sq_token_ending(cx, rq->who.member, k_cx_now(cx), k_cx_now(cx) + TOKEN_WARNING,
                          &ending, &found));
    out->tokens_ending = ending.n;
    return K_OK;
}
