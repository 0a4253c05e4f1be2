/* trace: `kith trace POST` prints the way of one post, step by step. */
#include "cli/cli.h"
#include "flow/trace.h"
#include <stdio.h>

static void print_step(struct k_arena *a, const struct trace_step *s)
{
    char took[32] = "";
    if (s->took_us >= 0)
        snprintf(took, sizeof took, "  (%lld us)", (long long)s->took_us);
    printf("%-12s %-28.27s %s\n", s->name, s->at ? k_time_iso(a, s->at).p : "", s->file);
    printf("             %.*s%s%.*s%s\n", K_ARG(s->outcome), s->reason.n ? ": " : "",
           K_ARG(s->reason), took);
}

static int trace(struct cli *c, k_str number)
{
    struct trace t;
    k_id post;
    if (!k_id_parse(number, &post)) {
        fprintf(stderr, "kith: '%.*s' is not the number of a post\n", K_ARG(number));
        return 2;
    }
    k_err err = flow_trace(&c->cx, post, &t);
    if (err != K_OK)
        return cli_complain(&c->cx, err);
    printf("post %lld, %s\n\n", (long long)post,
           k_str_eqz(t.direction, "in") ? "on its way in" : "on its way out");
    for (size_t i = 0; i < t.steps.n; i++)
        print_step(c->cx.arena, &t.steps.v[i]);
    return 0;
}

int cli_trace(int argc, char **argv)
{
    struct cli c;
    int code = cli_open(&c, &argc, argv);
    if (code == 0 && argc < 1) {
        fprintf(stderr, "kith: write kith trace POST, with the number of a post\n");
        code = 2;
    }
    if (code == 0)
        code = cli_no_more(argc - 1, argv + 1);
    if (code == 0)
        code = cli_open_db(&c, CLI_READ);
    if (code == 0)
        code = trace(&c, k_str_z(argv[0]));
    cli_close(&c);
    return code;
}
