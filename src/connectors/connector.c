/* connector: what all connectors share of their contract. */
#include "connectors/connector.h"
#include <stdarg.h>

k_err k_net_fail(struct k_net_ctx *nx, k_err e, const char *fmt, ...)
{
    if (nx->detail.text.p)
        return e;
    va_list ap;
    va_start(ap, fmt);
    nx->detail.text = k_vfmt(nx->arena, fmt, ap);
    va_end(ap);
    return e;
}
