/* openapi: `kith openapi` prints the API's document; docs/api/openapi.json is its output. */
#include "cli/cli.h"
#include "api/openapi.h"
#include <stdio.h>

int cli_openapi(int argc, char **argv)
{
    if (argc > 0) {
        fprintf(stderr, "kith openapi takes no arguments, not '%s'\n", argv[0]);
        return 2;
    }
    struct k_arena *a = k_arena_new(0);
    if (a == NULL)
        return 1;
    struct k_buf b;
    k_buf_init(&b, a, 8 << 20);
    openapi_write(a, &b);
    k_str s = k_buf_view(&b);
    bool ok = k_buf_ok(&b) && fwrite(s.p, 1, s.n, stdout) == s.n && fflush(stdout) == 0;
    k_arena_free(a);
    return ok ? 0 : 1;
}
