/* import: `kith import posts FILE`: checks or stores a file of posts, with progress, and writes
 * refused rows with their reasons beside it. */
#include "cli/cli.h"
#include "formats/csv.h"
#include "import/posts.h"
#include "os/map.h"
#include "store/sql.gen.h"
#include <stdio.h>
#include <unistd.h>

enum { PART = 5000, REJECTS_PAGE = 500 };

struct job {
    struct cli *c;
    k_str text, file_name, options;
    struct import_options guessed; /* with what the command line says in its place */
    const char *rejects;           /* path; NULL = beside the file */
    bool dry;
    k_id run;
};

static k_err begin(struct k_ctx *cx, void *arg)
{
    struct job *j = arg;
    K_TRY(import_posts_new(cx, j->file_name, &j->guessed, &j->run));
    return import_posts_begin(cx, j->run, j->options, j->dry);
}

/* Options as guessed, with what the command line says in their place. */
static k_err read_options(struct job *j, k_str network, k_str ours)
{
    struct k_ctx *cx = &j->c->cx;
    struct import_options *opt = &j->guessed;
    K_TRY(import_posts_guess(cx, j->text, opt));
    if (network.n)
        opt->network = network;
    if (ours.n)
        opt->ours.n = 0;
    while (ours.n) {
        k_str one = k_str_trim(k_str_cut(&ours, ','));
        if (one.n)
            *k_vec_push(cx->arena, &opt->ours) = one;
    }
    j->options = import_options_json(cx->arena, opt);
    printf("Network %.*s, our accounts:", K_ARG(opt->network));
    for (size_t i = 0; i < opt->ours.n; i++)
        printf(" %.*s", K_ARG(opt->ours.v[i]));
    printf("%s\n", opt->ours.n ? "" : " none found; name them with --ours a,b");
    return K_OK;
}

static k_err passes(struct job *j, struct sq_import_get_row *run)
{
    struct k_ctx *cx = &j->c->cx;
    bool more = true, found;
    while (more) {
        k_arena_reset(cx->arena);
        K_TRY(import_posts_some(cx, j->run, j->text, PART, &more));
        K_TRY(sq_import_get(cx, j->run, run, &found));
        if (isatty(STDERR_FILENO))
            fprintf(stderr, "\r%lld rows: %lld new, %lld known, %lld refused ",
                    (long long)run->done, (long long)run->added, (long long)run->matched,
                    (long long)run->refused);
    }
    if (isatty(STDERR_FILENO))
        fprintf(stderr, "\n");
    return K_OK;
}

static k_err write_rejects(struct job *j, const char *path)
{
    struct k_ctx *cx = &j->c->cx;
    FILE *f = fopen(path, "w");
    struct sq_import_rejects_list list;
    int64_t after = 0;
    if (!f)
        return k_fail(cx, K_ERR_IO, "rejects", "%s cannot be written.", path);
    fputs("line,reason,row\r\n", f);
    do {
        struct k_buf b;
        k_err err = sq_import_rejects(cx, j->run, after, REJECTS_PAGE, &list);
        if (err != K_OK) {
            fclose(f);
            return err;
        }
        k_buf_init(&b, cx->arena, 64 * 1024 * 1024);
        for (size_t i = 0; i < list.n; i++) {
            k_buf_i64(&b, list.v[i].line);
            csv_put(&b, list.v[i].reason, false);
            csv_put(&b, list.v[i].raw, false);
            csv_end(&b);
            after = list.v[i].line;
        }
        fwrite(k_buf_view(&b).p, 1, b.n, f);
    } while (list.n == REJECTS_PAGE);
    return fclose(f) == 0 ? K_OK
                          : k_fail(cx, K_ERR_IO, "rejects", "%s cannot be written.", path);
}

static k_err import_file(struct job *j, k_str network, k_str ours)
{
    struct sq_import_get_row run;
    char path[4096];
    snprintf(path, sizeof path, "%.*s.rejects.csv", K_ARG(j->file_name));
    K_TRY(read_options(j, network, ours));
    K_TRY(db_write(&j->c->cx, begin, j));
    K_TRY(passes(j, &run));
    printf("%s%lld rows: %lld new, %lld known already, %lld refused.\n",
           j->dry ? "Nothing was stored. " : "", (long long)run.done, (long long)run.added,
           (long long)run.matched, (long long)run.refused);
    if (run.refused == 0)
        return K_OK;
    K_TRY(write_rejects(j, j->rejects ? j->rejects : path));
    printf("Refused rows with their reasons: %s\n", j->rejects ? j->rejects : path);
    return K_OK;
}

static int import_posts(struct cli *c, int argc, char **argv)
{
    struct os_map map = {0};
    struct job j = {.c = c};
    k_str network = cli_option(&argc, argv, "--network"),
          ours = cli_option(&argc, argv, "--ours");
    k_str rejects = cli_option(&argc, argv, "--rejects");
    j.rejects = rejects.n ? rejects.p : NULL;
    j.dry = cli_flag(&argc, argv, "--dry-run");
    if (argc < 2 || strcmp(argv[0], "posts") != 0) {
        fprintf(stderr, "kith: write kith import posts FILE [--network NAME] [--ours a,b] "
                        "[--dry-run] [--rejects FILE]\n");
        return 2;
    }
    int code = cli_no_more(argc - 2, argv + 2);
    if (code == 0)
        code = cli_open_db(c, CLI_WRITE);
    if (code != 0)
        return code;
    k_err err = os_file_map(argv[1], &map);
    if (err != K_OK)
        k_fail(&c->cx, err, "file", "%s cannot be read.", argv[1]);
    j.text = os_map_text(&map);
    j.file_name = k_str_z(argv[1]);
    if (err == K_OK)
        err = import_file(&j, network, ours);
    os_file_unmap(&map);
    return err == K_OK ? 0 : cli_complain(&c->cx, err);
}

int cli_import(int argc, char **argv)
{
    struct cli c;
    int code = cli_open(&c, &argc, argv);
    if (code == 0)
        code = import_posts(&c, argc, argv);
    cli_close(&c);
    return code;
}
