/* history: see the header. Reads member; writes through contact_store. */
#include "import/history.h"

#include "domain/match_norm.h"
#include "store/sql.gen.h"

enum { OURS = 50 };

bool history_is_ours(const struct history_ours *o, k_str address)
{
    for (size_t i = 0; i < o->n; i++)
        if (k_str_ieq(o->v[i], address))
            return true;
    return false;
}

void history_add_ours(struct k_arena *a, struct history_ours *o, k_str address)
{
    k_str norm = match_norm_email(a, address);
    if (norm.n && o->n < OURS && !history_is_ours(o, norm))
        *k_vec_push(a, o) = k_dup(a, norm);
}

k_err history_own_address(struct k_ctx *cx, struct history_ours *o)
{
    struct sq_member_get_row row;
    bool found;
    K_TRY(sq_member_get(cx, cx->actor.member, &row, &found));
    if (found)
        history_add_ours(cx->arena, o, row.email);
    return K_OK;
}

k_err history_parse_ours(struct k_ctx *cx, const struct k_json *list, struct history_ours *o)
{
    const struct k_json *v;
    k_json_each (i, v, list) {
        k_str address = k_str_trim(k_json_str(v));
        if (!match_norm_email(cx->arena, address).n)
            return k_fail(cx, K_ERR_BAD_INPUT, "options.ours",
                          "Our addresses are a list such as \"ada@example.org\".");
        history_add_ours(cx->arena, o, address);
    }
    return K_OK;
}

void history_put_ours(struct k_jw *w, const struct history_ours *o)
{
    kw_key(w, "ours");
    kw_arr(w);
    for (size_t i = 0; i < o->n; i++)
        kw_str(w, o->v[i]);
    kw_end(w);
}

k_err history_person(struct k_ctx *cx, const struct contact_from *from, k_str name,
                     k_str address, bool only_known, k_id *person)
{
    struct contact c = {.uid = K_S(""), .domain = K_S(""), .name = name.n ? name : address};
    struct contact_from here = *from;
    struct contact_fate fate;
    here.only_known = only_known;
    contact_address(
        cx->arena, &c,
        &(struct contact_address){
            .network = K_S("email"), .value = address, .label = K_S(""), .followers = -1});
    K_TRY(contact_store(cx, &here, &c, &fate));
    *person = fate.person;
    return K_OK;
}
