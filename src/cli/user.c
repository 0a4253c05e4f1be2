/* user: `kith user` lists and changes accounts from the machine itself, for the day when nobody
 * can sign in any more. */
#include "cli/cli.h"
#include "domain/account.h"
#include "os/secret.h"
#include "signin/second.h"
#include "store/member.h"
#include <stdio.h>
#include <stdlib.h>
#include <termios.h>
#include <unistd.h>

static const char *const usage =
    "kith user list\n"
    "kith user add EMAIL NAME [--role ROLE]     asks for the password, or reads it from "
    "standard input\n"
    "kith user password EMAIL                   the same; ends all sessions\n"
    "kith user role EMAIL owner|admin|manager|agent|viewer\n"
    "kith user reset EMAIL                      takes authenticator app, passkeys and recovery "
    "codes off\n"
    "kith user leave EMAIL                      ends everything that lets the member in\n";

struct request {
    k_str act, email, value; /* value: name or role */
    k_str role;
    k_str password_hash;
};

/* --- reading a password ------------------------------------------------------------------ */

static bool read_line(char *line, size_t max)
{
    struct termios quiet, before;
    bool terminal = isatty(STDIN_FILENO) && tcgetattr(STDIN_FILENO, &before) == 0;
    if (terminal) {
        quiet = before;
        quiet.c_lflag &= ~(tcflag_t)ECHO;
        fprintf(stderr, "Password (at least 10 characters): ");
        tcsetattr(STDIN_FILENO, TCSAFLUSH, &quiet);
    }
    bool ok = fgets(line, (int)max, stdin) != NULL;
    if (terminal) {
        tcsetattr(STDIN_FILENO, TCSAFLUSH, &before);
        fprintf(stderr, "\n");
    }
    return ok;
}

static k_err read_password(struct k_ctx *cx, k_str *hash)
{
    char line[K_SECRET_PASSWORD_MAX + 2];
    if (!read_line(line, sizeof line))
        return k_fail(cx, K_ERR_BAD_INPUT, "password", "no password was given");
    k_str password = k_str_z(line);
    while (password.n > 0 &&
           (password.p[password.n - 1] == '\n' || password.p[password.n - 1] == '\r'))
        password.n--;
    if (password.n < 10)
        return k_fail(cx, K_ERR_BAD_INPUT, "password", "it needs at least 10 characters");
    if (password.n > K_SECRET_PASSWORD_MAX)
        return k_fail(cx, K_ERR_BAD_INPUT, "password", "it may have at most %d characters",
                      K_SECRET_PASSWORD_MAX);
    k_err err = k_secret_password_hash(cx->arena, password, hash);
    k_secret_wipe(line, sizeof line);
    return err;
}

/* --- acts -------------------------------------------------------------------------------- */

static k_err find(struct k_ctx *cx, k_str typed, k_id *id)
{
    struct sq_member_email_taken_row row;
    k_str email;
    bool found;
    K_TRY(member_email(cx, typed, &email));
    K_TRY(sq_member_email_taken(cx, email, &row, &found));
    if (!found)
        return k_fail(cx, K_ERR_NOT_FOUND, NULL, "nobody has an account with %.*s",
                      K_ARG(email));
    *id = row.id;
    return K_OK;
}

static k_err write_change(struct k_ctx *cx, void *arg)
{
    const struct request *r = arg;
    const k_str owner = K_S("owner"); /* who has the machine may do everything */
    k_id id = 0;
    if (k_str_eqz(r->act, "add")) {
        struct account_new n = {.name = r->value,
                                .email = r->email,
                                .role = r->role,
                                .locale = K_S(""),
                                .password_hash = r->password_hash};
        return account_create(cx, &n, &id);
    }
    K_TRY(find(cx, r->email, &id));
    if (k_str_eqz(r->act, "password"))
        return account_set_password(cx, id, r->password_hash, 0);
    if (k_str_eqz(r->act, "reset")) {
        K_TRY(sq_session_delete_others(cx, id, 0, NULL));
        return second_reset(cx, id, true, true);
    }
    if (k_str_eqz(r->act, "role"))
        return account_set_role(cx, owner, id, r->value);
    return account_set_status(cx, owner, id, K_S("left"));
}

static k_err list(struct k_ctx *cx)
{
    struct sq_member_list_list rows;
    K_TRY(sq_member_list(cx, &rows));
    printf("%-8s %-8s %-20s %-32s %s\n", "role", "status", "handle", "email", "name");
    for (size_t i = 0; i < rows.n; i++)
        printf("%-8.*s %-8.*s %-20.*s %-32.*s %.*s\n", K_ARG(rows.v[i].role),
               K_ARG(rows.v[i].status), K_ARG(rows.v[i].handle), K_ARG(rows.v[i].email),
               K_ARG(rows.v[i].name));
    return K_OK;
}

static bool is_role(k_str role)
{
    return account_may_change(K_S("owner"), role, role);
}

static k_err change(struct k_ctx *cx, struct request *r)
{
    bool needs_password = k_str_eqz(r->act, "add") || k_str_eqz(r->act, "password");
    k_str role = k_str_eqz(r->act, "role") ? r->value : r->role;
    if (!is_role(role))
        return k_fail(cx, K_ERR_BAD_INPUT, "role", "owner, admin, manager, agent or viewer");
    if (needs_password)
        K_TRY(read_password(cx, &r->password_hash));
    K_TRY(db_write(cx, write_change, r));
    printf("Done.\n");
    return K_OK;
}

/* How many words an act takes behind its name; -1: there is no such act. */
static int words_of(const char *act)
{
    static const struct {
        const char *act;
        int words;
    } acts[] = {{"list", 0}, {"add", 2},   {"password", 1},
                {"role", 2}, {"reset", 1}, {"leave", 1}};
    for (size_t i = 0; i < sizeof acts / sizeof *acts; i++)
        if (strcmp(act, acts[i].act) == 0)
            return acts[i].words;
    return -1;
}

static int run(struct cli *c, int argc, char **argv, k_str role)
{
    if (argc < 1 || words_of(argv[0]) != argc - 1) {
        fprintf(stderr, "%s", usage);
        return 2;
    }
    struct request r = {.act = k_str_z(argv[0]), .role = role.p ? role : K_S("agent")};
    r.email = argc > 1 ? k_str_z(argv[1]) : K_NONE;
    r.value = argc > 2 ? k_str_z(argv[2]) : K_NONE;
    bool reads = k_str_eqz(r.act, "list");
    int code = cli_open_db(c, reads ? CLI_READ : CLI_WRITE);
    if (code != 0)
        return code;
    k_err err = reads ? list(&c->cx) : change(&c->cx, &r);
    return err == K_OK ? 0 : cli_complain(&c->cx, err);
}

int cli_user(int argc, char **argv)
{
    struct cli c;
    int code = cli_open(&c, &argc, argv);
    k_str role = cli_option(&argc, argv, "--role");
    if (code == 0)
        code = run(&c, argc, argv, role);
    cli_close(&c);
    return code;
}
