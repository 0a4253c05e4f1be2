/* sign: forms and whose they are. Reads member, team, setting, sign_form; appends events. */
#include "domain/sign.h"
#include "store/event.h"
#include "store/setting.h"
#include "store/sql.gen.h"

static k_str form_for(const struct sq_sign_forms_list *forms, const char *scope, k_id id)
{
    for (size_t i = 0; i < forms->n; i++)
        if (k_str_eqz(forms->v[i].scope, scope) && forms->v[i].scope_id == id)
            return forms->v[i].form;
    return K_NONE;
}

/* The team that has the conversation when the member is in it, else the member's first one that
 * has a form; its name is the {team} of the sign. */
static k_str form_of_teams(const struct sq_sign_forms_list *forms,
                           const struct sq_sign_teams_list *teams, k_id team, k_str *name)
{
    k_str form = K_NONE;
    *name = teams->n ? teams->v[0].name : K_NONE;
    for (size_t i = 0; i < teams->n; i++) {
        k_str own = form_for(forms, "team", teams->v[i].id);
        if (teams->v[i].id == team) {
            *name = teams->v[i].name;
            if (own.n)
                return own;
        }
        if (own.n && !form.n)
            form = own;
    }
    return form;
}

k_err sign_of(struct k_ctx *cx, k_id member, k_id channel, k_id team, k_str *out)
{
    struct sq_sign_forms_list forms;
    struct sq_sign_teams_list teams;
    struct sq_member_get_row m;
    struct sign_who who = {0};
    bool found;
    K_TRY(sq_member_get(cx, member, &m, &found));
    K_TRY(sq_sign_forms(cx, &forms));
    K_TRY(sq_sign_teams(cx, member, &teams));
    K_TRY(setting_get(cx, K_S("organisation"), &who.organisation));
    k_str form = form_for(&forms, "channel", channel),
          of_team = form_of_teams(&forms, &teams, team, &who.team);
    if (form.n == 0)
        form = of_team.n ? of_team : form_for(&forms, "house", 0);
    who.name = found ? m.name : K_NONE;
    who.own = found ? m.sign : K_NONE;
    *out = sign_write(cx->arena, form.n ? form : K_S(SIGN_DEFAULT), &who);
    return K_OK;
}

static k_err scope_is_here(struct k_ctx *cx, k_str scope, k_id id)
{
    struct sq_inbox_team_row team;
    struct sq_channel_get_row channel;
    bool found = k_str_eqz(scope, "house") && id == 0;
    if (k_str_eqz(scope, "team"))
        K_TRY(sq_inbox_team(cx, id, &team, &found));
    else if (k_str_eqz(scope, "channel"))
        K_TRY(sq_channel_get(cx, id, &channel, &found));
    return found ? K_OK
                 : k_fail(cx, K_ERR_NOT_FOUND, "scope_id", "There is no such team or channel.");
}

k_err sign_set(struct k_ctx *cx, k_str scope, k_id scope_id, k_str form)
{
    form = k_str_trim(form);
    const char *wrong = form.n ? sign_form_wrong(form) : NULL;
    if (wrong)
        return k_fail(cx, K_ERR_BAD_INPUT, "form", "%s", wrong);
    K_TRY(scope_is_here(cx, scope, scope_id));
    if (form.n)
        K_TRY(sq_sign_put(cx,
                          &(struct sq_sign_put_args){.scope = scope,
                                                     .scope_id = scope_id,
                                                     .form = form,
                                                     .by_id = cx->actor.member,
                                                     .now = k_cx_now(cx)},
                          NULL));
    else
        K_TRY(sq_sign_drop(cx, scope, scope_id, NULL));
    k_ctx_notice(cx, K_TOPIC_SETTING, 0);
    return event_append(cx,
                        &(struct event_new){.verb = K_S("sign.changed"),
                                            .object_kind = scope,
                                            .object_id = scope_id},
                        NULL);
}
