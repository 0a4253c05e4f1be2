/* people: `kith people` shows who may be one, merges two and undoes a merge, from the machine
 * itself. Acts as the system: persons in a member's own address book are not here. */
#include "cli/cli.h"
#include "domain/match.h"
#include "domain/merge.h"
#include <stdio.h>

static const char *const usage =
    "kith people duplicates [--limit N]    who may be one, the likeliest first\n"
    "kith people merge KEEP GONE           make one person of two, by their ids\n"
    "kith people undo MERGE                make two of one again\n";

static k_err name_of(struct k_ctx *cx, k_id id, k_str *name)
{
    struct sq_match_person_row p;
    bool found;
    K_TRY(sq_match_person(cx, id, &p, &found));
    *name = found ? p.name : K_S("");
    return K_OK;
}

static k_err list(struct k_ctx *cx, int64_t limit)
{
    struct sq_match_queue_args args = {
        .probability = 2, .a_id = INT64_MAX, .b_id = INT64_MAX, .max = limit};
    struct sq_match_queue_list rows;
    K_TRY(sq_match_queue(cx, &args, &rows));
    for (size_t i = 0; i < rows.n; i++) {
        const struct sq_match_queue_row *r = &rows.v[i];
        k_str a, b;
        K_TRY(name_of(cx, r->a_id, &a));
        K_TRY(name_of(cx, r->b_id, &b));
        printf("%lld %lld %.4f %.*s | %.*s\n", (long long)r->a_id, (long long)r->b_id,
               r->probability, K_ARG(a), K_ARG(b));
    }
    if (rows.n == 0)
        printf("Nobody is waiting to be looked at.\n");
    return K_OK;
}

struct ids {
    k_id first, second, merge;
};

static k_err do_merge(struct k_ctx *cx, void *arg)
{
    struct ids *i = arg;
    return merge_people(cx, &(struct merge_ask){.kept = i->first, .gone = i->second},
                        &i->merge);
}

static k_err do_undo(struct k_ctx *cx, void *arg)
{
    struct ids *i = arg;
    return merge_undo(cx, i->first, &i->second);
}

static int act(struct cli *c, bool undo, struct ids *i)
{
    if (cli_open_db(c, CLI_WRITE) != 0)
        return 1;
    k_err err = db_write(&c->cx, undo ? do_undo : do_merge, i);
    if (err != K_OK)
        return cli_complain(&c->cx, err);
    if (undo)
        printf("Person %lld is back.\n", (long long)i->second);
    else
        printf("Merged. To undo it: kith people undo %lld\n", (long long)i->merge);
    return 0;
}

static int duplicates(struct cli *c, int argc, char **argv)
{
    k_str given = cli_option(&argc, argv, "--limit");
    int64_t limit = 50;
    if (given.p && (!k_str_i64(given, &limit) || limit < 1)) {
        fprintf(stderr, "kith: --limit wants a number of at least 1\n");
        return 2;
    }
    int code = cli_no_more(argc, argv);
    if (code == 0)
        code = cli_open_db(c, CLI_READ);
    if (code != 0)
        return code;
    k_err err = list(&c->cx, limit);
    return err == K_OK ? 0 : cli_complain(&c->cx, err);
}

static int run(struct cli *c, int argc, char **argv)
{
    k_str what = argc > 0 ? k_str_z(argv[0]) : K_S("");
    struct ids i = {0};
    if (k_str_eqz(what, "duplicates"))
        return duplicates(c, argc - 1, argv + 1);
    bool merge = k_str_eqz(what, "merge") && argc == 3;
    bool undo = k_str_eqz(what, "undo") && argc == 2;
    bool read = (merge || undo) && k_id_parse(k_str_z(argv[1]), &i.first) &&
                (undo || k_id_parse(k_str_z(argv[2]), &i.second));
    if (!read) {
        fputs(usage, stderr);
        return 2;
    }
    return act(c, undo, &i);
}

int cli_people(int argc, char **argv)
{
    struct cli c;
    int code = cli_open(&c, &argc, argv);
    if (code == 0)
        code = run(&c, argc, argv);
    cli_close(&c);
    return code;
}
