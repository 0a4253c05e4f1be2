/* routes_voice: what replies are made of and signed with: building blocks, signs, links that
 * were looked at. */
#include "api/handlers.h"
#include "api/show.h"
#include "domain/reply.h"
#include "domain/saved.h"
#include "domain/sign.h"
#include "store/setting.h"

/* --- building blocks --------------------------------------------------------------------- */

static struct api_saved_text show_saved(struct names *n, const struct sq_saved_all_row *r)
{
    return (struct api_saved_text){.id = r->id,
                                   .kind = r->kind,
                                   .title = r->title,
                                   .text = r->text,
                                   .created_by = names_member(n, r->created_by),
                                   .created_at = r->created_at,
                                   .changed_by = names_member(n, r->changed_by),
                                   .changed_at = r->changed_at};
}

k_err route_saved_texts_list(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    struct api_saved_text_list *o = out;
    struct names names = names_new(cx);
    struct sq_saved_all_list list;
    K_TRY(sq_saved_all(cx, SAVED_MAX, &list));
    for (size_t i = 0; i < list.n; i++)
        *k_vec_push(cx->arena, &o->items) = show_saved(&names, &list.v[i]);
    return names_done(&names);
}

static k_err saved_by_id(struct k_ctx *cx, k_id id, struct api_saved_text *out)
{
    struct names names = names_new(cx);
    struct sq_saved_all_row row;
    bool found;
    K_TRY(sq_saved_get(cx, id, &row, &found));
    *out = show_saved(&names, &row);
    return names_done(&names);
}

k_err route_saved_text_create(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    const struct api_saved_text_in *i = in;
    k_id id = 0;
    K_TRY(saved_add(cx, &(struct saved_text){i->kind, i->title, i->text}, &id));
    return saved_by_id(cx, id, out);
}

k_err route_saved_text_put(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    const struct api_saved_text_in *i = in;
    K_TRY(saved_change(cx, i->id, &(struct saved_text){i->kind, i->title, i->text}));
    return saved_by_id(cx, i->id, out);
}

k_err route_saved_text_delete(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    return saved_remove(cx, ((const struct api_id_in *)in)->id);
}

/* --- signs ------------------------------------------------------------------------------- */

static k_str form_of(const struct sq_sign_forms_list *forms, const char *scope, k_id id)
{
    for (size_t i = 0; i < forms->n; i++)
        if (k_str_eqz(forms->v[i].scope, scope) && forms->v[i].scope_id == id)
            return forms->v[i].form;
    return K_NONE;
}

struct signs {
    struct k_ctx *cx;
    struct sq_sign_forms_list forms;
    struct sign_who me;
    struct api_sign_list *out;
};

static void add_sign(struct signs *s, const char *scope, k_id id, k_str name)
{
    struct sign_who who = s->me;
    k_str form = form_of(&s->forms, scope, id), house = form_of(&s->forms, "house", 0);
    if (strcmp(scope, "team") == 0)
        who.team = name;
    k_str holds = form.n ? form : house.n ? house : K_S(SIGN_DEFAULT);
    *k_vec_push(s->cx->arena, &s->out->items) =
        (struct api_sign){.scope = k_str_z(scope),
                          .scope_id = id,
                          .name = name,
                          .form = form,
                          .example = sign_write(s->cx->arena, holds, &who)};
}

k_err route_signs_list(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    struct signs s = {.cx = cx, .out = out};
    struct sq_team_list_list teams;
    struct sq_channel_all_list channels;
    struct sq_member_get_row m;
    bool found;
    K_TRY(sq_sign_forms(cx, &s.forms));
    K_TRY(sq_member_get(cx, rq->who.member, &m, &found));
    K_TRY(setting_get(cx, K_S("organisation"), &s.me.organisation));
    s.me.name = m.name;
    s.me.own = m.sign;
    add_sign(&s, "house", 0, s.me.organisation);
    K_TRY(sq_team_list(cx, &teams));
    for (size_t i = 0; i < teams.n; i++)
        add_sign(&s, "team", teams.v[i].id, teams.v[i].name);
    K_TRY(sq_channel_all(cx, &channels));
    for (size_t i = 0; i < channels.n; i++)
        if (!k_str_eqz(channels.v[i].status, "archive"))
            add_sign(&s, "channel", channels.v[i].id, channels.v[i].name);
    return K_OK;
}

k_err route_signs_put(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    const struct api_sign_in *i = in;
    K_TRY(sign_set(cx, i->scope, i->scope_id, i->form.n ? i->form : K_S("")));
    return route_signs_list(cx, rq, NULL, out);
}

/* --- links ------------------------------------------------------------------------------- */

k_err route_link_opened(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    return reply_link_opened(cx, ((const struct api_link_in *)in)->url);
}
