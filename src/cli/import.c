/* import: `kith import KIND FILE`: checks or stores what is in a file, with progress, and
 * writes what was refused with its reasons beside it. Kinds are the rows of import/kinds.c. */
#include "base/json.h"
#include "cli/cli.h"
#include "import/kinds.h"
#include "import/rejects.h"
#include "import/unpack.h"
#include "os/file.h"
#include "os/map.h"
#include "store/member.h"
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PART = 5000 };

struct job {
    struct cli *c;
    const struct import_kind *kind;
    k_str text, file_name;
    struct os_map map;
    char unpacked[4096]; /* folder for what was in an archive or folder; "": it is a file */
    struct import_guess guess; /* with what the command line says in its place */
    const char *rejects;       /* path; NULL = beside the file */
    k_str member;              /* address of whom it is for */
    k_str values[4];           /* of the options with a value, in the order of `options` */
    bool dry, share;
    k_id run;
};

/* Options with a value, as members of the import's options. Lists are parted by commas. */
static const struct {
    const char *option, *member;
    bool list;
} options[4] = {
    {"--network", "network", false},
    {"--preset", "preset", false},
    {"--country", "country", false},
    {"--ours", "ours", true},
};

static k_err begin(struct k_ctx *cx, void *arg)
{
    struct job *j = arg;
    /* The list of imports names the file, not where it lay on this machine. */
    const char *slash = strrchr(j->file_name.p, '/');
    k_str name = k_str_z(slash ? slash + 1 : j->file_name.p);
    K_TRY(import_new(cx, j->kind, name, &j->guess, &j->run));
    return import_begin(cx, j->run, K_NONE, j->dry);
}

static void put_list(struct k_jw *w, k_str list)
{
    kw_arr(w);
    while (list.n) {
        k_str one = k_str_trim(k_str_cut(&list, ','));
        if (one.n)
            kw_str(w, one);
    }
    kw_end(w);
}

/* The member as the command line says it; false: it says nothing about it. */
static bool said(const struct job *j, k_str key, struct k_jw *w)
{
    for (size_t i = 0; i < 4; i++) {
        if (!k_str_eqz(key, options[i].member) || !j->values[i].n)
            continue;
        if (options[i].list)
            put_list(w, j->values[i]);
        else
            kw_str(w, j->values[i]);
        return true;
    }
    if (!k_str_eqz(key, "share") || !j->share)
        return false;
    kw_bool(w, true);
    return true;
}

/* Options as guessed, with what the command line says in their place. */
static k_err read_options(struct job *j)
{
    struct k_ctx *cx = &j->c->cx;
    const struct k_json *guessed, *value;
    struct k_buf b;
    k_str key;
    K_TRY(j->kind->guess(cx, j->text, &j->guess));
    K_TRY(k_json_parse(cx->arena, j->guess.options, &guessed, NULL));
    k_buf_init(&b, cx->arena, 4 << 20);
    struct k_jw w = k_jw(&b);
    kw_obj(&w);
    for (void *it = NULL; (it = k_json_iter(guessed, it, &key, &value));) {
        kw_keys(&w, key);
        if (!said(j, key, &w))
            kw_value(&w, value);
    }
    kw_end(&w);
    K_TRY(j->kind->canon(cx, k_buf_view(&b), &j->guess.options));
    printf("Read as %.*s\n", K_ARG(j->guess.options));
    return K_OK;
}

static k_err passes(struct job *j, struct sq_import_get_row *run)
{
    struct k_ctx *cx = &j->c->cx;
    bool more = true, found;
    while (more) {
        k_arena_reset(cx->arena);
        K_TRY(import_some(cx, j->run, j->text, PART, &more));
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
    struct k_buf b;
    k_buf_init(&b, NULL, (size_t)1 << 30);
    k_err err = rejects_write(cx, j->run, false, K_TONGUE_EN, &b);
    FILE *f = err == K_OK ? fopen(path, "w") : NULL;
    bool ok = f && fwrite(k_buf_view(&b).p, 1, b.n, f) == b.n;
    ok = f && fclose(f) == 0 && ok;
    k_buf_free(&b);
    if (err == K_OK && !ok)
        err = k_fail(cx, K_ERR_IO, "rejects", "%s cannot be written.", path);
    return err;
}

/* Whose address book or mailbox it is. */
static k_err find_member(struct job *j)
{
    struct k_ctx *cx = &j->c->cx;
    struct sq_member_email_taken_row row;
    k_str email;
    bool found;
    if (!j->member.n)
        return !j->kind->personal || j->share
                   ? K_OK
                   : k_fail(
                         cx, K_ERR_BAD_INPUT, NULL,
                         "say whose it is with --member EMAIL, or --share for the whole team");
    K_TRY(member_email(cx, j->member, &email));
    K_TRY(sq_member_email_taken(cx, email, &row, &found));
    if (!found)
        return k_fail(cx, K_ERR_NOT_FOUND, NULL, "nobody has an account with %.*s",
                      K_ARG(email));
    cx->actor = (struct k_actor){.kind = K_ACTOR_MEMBER, .member = row.id};
    return K_OK;
}

static k_err import_file(struct job *j)
{
    struct sq_import_get_row run;
    char path[4096];
    snprintf(path, sizeof path, "%.*s.rejects.csv", K_ARG(j->file_name));
    K_TRY(find_member(j));
    K_TRY(read_options(j));
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

static bool is_folder(const char *path)
{
    struct stat st;
    return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

/* What is in a folder or an archive becomes one file of our own, for as long as this runs. */
static k_err unpack_source(struct job *j, const struct unpack_source *from)
{
    struct k_ctx *cx = &j->c->cx;
    k_str folder;
    K_TRY(os_folder_temp(cx->arena, "kith-import-", &folder));
    (void)snprintf(j->unpacked, sizeof j->unpacked, "%s", folder.p);
    const char *to = k_dupz(cx->arena, k_fmt(cx->arena, "%s/file", folder.p));
    k_err err = unpack(cx, from, to);
    os_file_unmap(&j->map);
    K_TRY(err);
    return os_file_map(to, &j->map);
}

static k_err open_source(struct job *j, const char *path)
{
    struct k_ctx *cx = &j->c->cx;
    j->file_name = k_str_z(path);
    while (j->file_name.n > 1 && k_str_ends(j->file_name, K_S("/")))
        j->file_name.n--;
    if (is_folder(path)) {
        K_TRY(unpack_source(j, &(struct unpack_source){.folder = path}));
    } else {
        k_err err = os_file_map(path, &j->map);
        if (err != K_OK)
            return k_fail(cx, err, "file", "%s cannot be read.", path);
        if (unpack_wants(os_map_text(&j->map)))
            K_TRY(unpack_source(j, &(struct unpack_source){.archive = os_map_text(&j->map)}));
    }
    j->text = os_map_text(&j->map);
    return K_OK;
}

static k_err close_source(struct job *j)
{
    os_file_unmap(&j->map);
    return j->unpacked[0] ? os_folder_remove(j->unpacked) : K_OK;
}

static int usage(void)
{
    fprintf(stderr,
            "kith: write kith import KIND FILE|FOLDER [--dry-run] [--rejects FILE] [--member "
            "EMAIL] [--share] [--preset NAME] [--network NAME] [--country CODE] [--ours "
            "a,b]; KIND is one of:\n");
    for (size_t i = 0; i < import_n_kinds; i++)
        fprintf(stderr, "  %-10s %s\n", import_kinds[i]->name, import_kinds[i]->doc);
    return 2;
}

static int import_kind(struct cli *c, int argc, char **argv)
{
    struct job j = {.c = c};
    for (size_t i = 0; i < 4; i++)
        j.values[i] = cli_option(&argc, argv, options[i].option);
    k_str rejects = cli_option(&argc, argv, "--rejects");
    j.member = cli_option(&argc, argv, "--member");
    j.rejects = rejects.n ? rejects.p : NULL;
    j.dry = cli_flag(&argc, argv, "--dry-run");
    j.share = cli_flag(&argc, argv, "--share");
    j.kind = argc < 2 ? NULL : import_kind_find(k_str_z(argv[0]));
    if (!j.kind)
        return usage();
    int code = cli_no_more(argc - 2, argv + 2);
    if (code == 0)
        code = cli_open_db(c, CLI_WRITE);
    if (code != 0)
        return code;
    k_err err = open_source(&j, argv[1]);
    if (err == K_OK)
        err = import_file(&j);
    k_str why = k_dup(c->cx.arena, c->cx.detail.text);
    if (close_source(&j) != K_OK)
        k_log(K_WARN, "import_left", "folder=\"%s\"", j.unpacked);
    c->cx.detail.text = why;
    return err == K_OK ? 0 : cli_complain(&c->cx, err);
}

int cli_import(int argc, char **argv)
{
    struct cli c;
    int code = cli_open(&c, &argc, argv);
    if (code == 0)
        code = import_kind(&c, argc, argv);
    cli_close(&c);
    return code;
}
