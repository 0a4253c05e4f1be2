/* err: the table of errors as data. Reads err.def, writes nothing. */
#include "base/err.h"

static const struct k_err_row rows[] = {
    {K_OK, 200, "ok", "Done."},
#define K_ERR(name, status, slug, text) {K_ERR_##name, status, slug, text},
#include "base/err.def"
#undef K_ERR
};

const struct k_err_row *k_err_row(k_err e)
{
    if (e <= K_OK || e >= K_ERR_COUNT)
        e = K_ERR_INTERNAL;
    return &rows[e];
}
