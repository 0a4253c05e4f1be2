/* setting: table setting, one row a name. */
#include "store/setting.h"
#include "base/vec.h"
#include "store/sql.gen.h"

k_err setting_get(struct k_ctx *cx, k_str name, k_str *value)
{
    struct sq_setting_get_row row;
    bool found;
    *value = K_NONE;
    K_TRY(sq_setting_get(cx, name, &row, &found));
    if (found)
        *value = row.value;
    return K_OK;
}

k_err setting_set(struct k_ctx *cx, k_str name, k_str value)
{
    if (value.n > SETTING_VALUE_MAX)
        return k_fail(cx, K_ERR_LIMIT, NULL, "A setting holds at most %zu bytes.",
                      SETTING_VALUE_MAX);
    return sq_setting_set(cx, name, value, k_cx_now(cx), cx->actor.member, NULL);
}

k_err setting_remove(struct k_ctx *cx, k_str name)
{
    return sq_setting_remove(cx, name, NULL);
}

k_err setting_all(struct k_ctx *cx, struct setting_list *out)
{
    struct sq_setting_all_list rows;
    *out = (struct setting_list){.v = NULL};
    K_TRY(sq_setting_all(cx, &rows));
    for (size_t i = 0; i < rows.n; i++)
        *k_vec_push(cx->arena, out) = (struct setting){
            rows.v[i].name, rows.v[i].value, rows.v[i].updated_at, rows.v[i].updated_by};
    return K_OK;
}
