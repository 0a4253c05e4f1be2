/* first: the one-time code that lets the one who runs the server, and nobody else, make the
 * first account. Reads the member table, writes the file first-start-code in the data folder.
 */
#include "api/api.h"
#include "os/file.h"
#include "store/sql.gen.h"
#include <unistd.h>

static const char *code_path(struct k_ctx *cx, const struct api *api)
{
    return k_dupz(cx->arena, k_fmt(cx->arena, "%s/first-start-code", api->cfg.data_dir));
}

k_err api_first_code(struct k_ctx *cx, struct api *api, k_str *code)
{
    struct sq_member_own_row row;
    bool found;
    *code = K_NONE;
    K_TRY(sq_member_own(cx, &row, &found));
    if (row.n > 0) {
        unlink(code_path(cx, api));
        return K_OK;
    }
    k_str s = k_secret_token(cx->arena, 10, K_SECRET_BASE32);
    *code = k_fmt(cx->arena, "%.4s-%.4s-%.4s-%.4s", s.p, s.p + 4, s.p + 8, s.p + 12);
    pthread_mutex_lock(&api->first_lock);
    memcpy(api->first_code, code->p, code->n + 1);
    pthread_mutex_unlock(&api->first_lock);
    k_err err =
        os_file_write(code_path(cx, api), k_fmt(cx->arena, "%.*s\n", K_ARG(*code)), 0600);
    if (err != K_OK)
        k_log(K_WARN, "first_code_not_written", "path=\"%s\" slug=%s", code_path(cx, api),
              k_err_row(err)->slug);
    return K_OK;
}

bool api_first_code_ok(struct k_ctx *cx, struct api *api, k_str typed)
{
    pthread_mutex_lock(&api->first_lock);
    k_str want = k_code_bare(cx->arena, k_str_z(api->first_code));
    pthread_mutex_unlock(&api->first_lock);
    return want.n > 0 && k_secret_same(want, k_code_bare(cx->arena, typed));
}

void api_first_code_spent(struct k_ctx *cx, struct api *api)
{
    pthread_mutex_lock(&api->first_lock);
    k_secret_wipe(api->first_code, sizeof api->first_code);
    pthread_mutex_unlock(&api->first_lock);
    unlink(code_path(cx, api));
}
