/* cursor: writes and reads cursors. Pure but for the words of the refusal. */
#include "api/cursor.h"
#include "base/buf.h"

k_str cursor_make(struct k_arena *a, char list, const int64_t *v, size_t n)
{
    struct k_buf b;
    k_buf_init(&b, a, 128);
    k_buf_chr(&b, list);
    for (size_t i = 0; i < n; i++) {
        if (i > 0)
            k_buf_chr(&b, '_');
        k_buf_i64(&b, v[i]);
    }
    return k_buf_view(&b);
}

k_err cursor_read(struct k_ctx *cx, k_str cursor, char list, int64_t *v, size_t n, bool *given)
{
    int64_t got[CURSOR_MAX];
    *given = !k_str_empty(cursor);
    if (!*given)
        return K_OK;
    bool ok = n <= CURSOR_MAX && cursor.p[0] == list;
    k_str rest = k_str_from(cursor, 1);
    for (size_t i = 0; ok && i < n; i++)
        ok = k_str_i64(k_str_cut(&rest, '_'), &got[i]);
    if (!ok || rest.n > 0)
        return k_fail(cx, K_ERR_BAD_INPUT, "cursor", "This is not a cursor of this list.");
    for (size_t i = 0; i < n; i++)
        v[i] = got[i];
    return K_OK;
}
