/* doctor: `kith doctor` looks at everything that can be wrong and says how to mend it; `kith
 * doctor --tables [NAME]` prints the const tables. Changes nothing. */
#include "base/version.h"
#include "cli/app.h"
#include "cli/cli.h"
#include "cli/tables.h"
#include "flow/channels.h"
#include "os/file.h"
#include "os/secret.h"
#include "store/event.h"
#include <netdb.h>
#include <stdio.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

struct doctor {
    struct cli *cli;
    struct k_ctx *cx;
    int bad;
};

static void say(struct doctor *d, const char *mark, const char *what, k_str text)
{
    printf("%-5s %-12s %.*s\n", mark, what, K_ARG(text));
    d->bad += mark[0] == 'B';
}

static void good(struct doctor *d, const char *what, k_str text)
{
    say(d, "ok", what, text);
}

static void note(struct doctor *d, const char *what, k_str text)
{
    say(d, "note", what, text);
}

static void bad(struct doctor *d, const char *what, k_str text, const char *mend)
{
    say(d, "BAD", what, text);
    printf("      %-12s -> %s\n", "", mend);
}

/* --- the machine ------------------------------------------------------------------------- */

static void check_folder(struct doctor *d)
{
    const char *path = k_dupz(d->cx->arena, d->cli->settings.data);
    unsigned mode = 0;
    if (!os_file_exists(path)) {
        note(d, "data folder", k_fmt(d->cx->arena, "%s is not there; serve makes it", path));
        return;
    }
    if (access(path, R_OK | W_OK | X_OK) != 0) {
        bad(d, "data folder", k_fmt(d->cx->arena, "%s cannot be written by this user", path),
            "run as the user that owns it, or chown it");
        return;
    }
    if (os_file_mode(path, &mode) == K_OK && mode & 0007)
        bad(d, "data folder", k_fmt(d->cx->arena, "%s can be entered by everybody", path),
            k_dupz(d->cx->arena, k_fmt(d->cx->arena, "chmod o-rwx '%s'", path)));
    else
        good(d, "data folder", k_fmt(d->cx->arena, "%s", path));
}

static void check_disk(struct doctor *d)
{
    const char *path = k_dupz(d->cx->arena, d->cli->settings.data);
    uint64_t left = 0, total = 0;
    if (os_folder_space(os_file_exists(path) ? path : ".", &left, &total) != K_OK)
        return;
    k_str text = k_fmt(d->cx->arena, "%.1f GiB free of %.1f", (double)left / (1 << 30),
                       (double)total / (1 << 30));
    if (left < (uint64_t)1 << 30)
        bad(d, "disk", text, "make room: below some hundred MiB Kith stops taking posts in");
    else
        good(d, "disk", text);
}

static void check_key(struct doctor *d)
{
    struct k_secret_key key;
    const char *path = app_key_path(d->cx->arena, &d->cli->settings);
    k_err err = k_secret_key_load(path, false, &key);
    k_str text = k_fmt(d->cx->arena, "%s", path);
    k_secret_wipe(&key, sizeof key);
    if (err == K_OK)
        good(d, "key file", text);
    else if (err == K_ERR_NOT_FOUND)
        note(d, "key file", k_cat(d->cx->arena, text, K_S(" is not there; serve makes it")));
    else if (err == K_ERR_FORBIDDEN)
        bad(d, "key file", k_cat(d->cx->arena, text, K_S(" may be read by others")),
            k_dupz(d->cx->arena, k_fmt(d->cx->arena, "chmod 600 '%s'", path)));
    else
        bad(d, "key file", k_cat(d->cx->arena, text, K_S(" holds no key")),
            "put the file of the last backup in its place");
}

static void check_limits(struct doctor *d)
{
    struct rlimit files;
    if (getrlimit(RLIMIT_NOFILE, &files) != 0)
        return;
    k_str text =
        k_fmt(d->cx->arena, "%llu may be open at once", (unsigned long long)files.rlim_cur);
    if (files.rlim_cur < 1024)
        bad(d, "open files", text, "raise it: ulimit -n 4096, or LimitNOFILE= in the unit");
    else
        good(d, "open files", text);
}

static void check_clock(struct doctor *d)
{
    k_time now = k_cx_now(d->cx);
    k_time built = 0;
    if (!k_time_parse(K_S("2025-01-01"), &built))
        return;
    k_str text = k_time_iso(d->cx->arena, now);
    if (now < built)
        bad(d, "clock", text, "set the clock: it stands before this program was written");
    else
        good(d, "clock", text);
}

/* --- the listener ------------------------------------------------------------------------ */

static bool can_bind(const struct addrinfo *a)
{
    int one = 1;
    int fd = socket(a->ai_family, a->ai_socktype | SOCK_CLOEXEC, a->ai_protocol);
    if (fd < 0)
        return false;
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
    bool ok = bind(fd, a->ai_addr, a->ai_addrlen) == 0;
    close(fd);
    return ok;
}

static void check_listen(struct doctor *d)
{
    const struct settings *s = &d->cli->settings;
    struct addrinfo hints = {.ai_socktype = SOCK_STREAM, .ai_flags = AI_PASSIVE}, *found;
    k_str listen = s->listen;
    size_t colon = listen.n;
    while (colon > 0 && listen.p[colon - 1] != ':')
        colon--;
    k_str host = k_str_sub(listen, 0, colon ? colon - 1 : 0);
    if (host.n > 1 && host.p[0] == '[')
        host = k_str_sub(host, 1, host.n - 2);
    if (!cli_is_loopback(listen) && !s->behind_proxy && s->tls_cert.n == 0)
        bad(d, "listen", k_fmt(d->cx->arena, "%.*s is open to others", K_ARG(listen)),
            "listen on 127.0.0.1 behind a proxy, or give tls_cert and tls_key");
    if (getaddrinfo(k_dupz(d->cx->arena, host), k_dupz(d->cx->arena, k_str_from(listen, colon)),
                    &hints, &found) != 0) {
        bad(d, "listen", k_fmt(d->cx->arena, "%.*s is no address", K_ARG(listen)),
            "write ADDRESS:PORT, such as 127.0.0.1:7780");
        return;
    }
    if (can_bind(found))
        good(d, "listen", k_fmt(d->cx->arena, "%.*s is free", K_ARG(listen)));
    else
        note(d, "listen",
             k_fmt(d->cx->arena, "%.*s is in use: by Kith, if it runs", K_ARG(listen)));
    freeaddrinfo(found);
}

static void check_private(struct doctor *d)
{
    size_t n = 0;
    k_str *list = settings_allow_private(d->cx->arena, &d->cli->settings, &n);
    for (size_t i = 0; i < n; i++)
        note(d, "private",
             k_fmt(d->cx->arena, "%.*s may be fetched though it is private", K_ARG(list[i])));
    if (n == 0)
        good(d, "private", K_S("no private address may be fetched"));
}

/* --- the database ------------------------------------------------------------------------ */

static void check_chain(struct doctor *d, bool thorough)
{
    struct event_report r = {0};
    struct sq_event_head_get_row head = {0};
    bool found;
    if (sq_event_head_get(d->cx, &head, &found) != K_OK)
        return;
    int64_t after = head.seq > 10000 && !thorough ? head.seq - 10000 : 0;
    if (event_verify(d->cx, after, &r) != K_OK)
        return;
    if (r.whole)
        good(d, "event log",
             k_fmt(d->cx->arena, "the last %lld entries fit together", (long long)r.checked));
    else
        bad(d, "event log", r.why, "keep this database as it is, and restore from a backup");
}

static void check_channels(struct doctor *d)
{
    struct sq_channel_all_list list;
    k_time now = k_cx_now(d->cx);
    if (sq_channel_all(d->cx, &list) != K_OK)
        return;
    for (size_t i = 0; i < list.n; i++) {
        const struct sq_channel_get_row *r = &list.v[i];
        enum channel_health h = channel_health(r, now);
        k_str text = k_fmt(d->cx->arena, "%.*s (%.*s): %.*s", K_ARG(r->name), K_ARG(r->network),
                           K_ARG(channel_health_text(d->cx->arena, r, now)));
        if (h == CHANNEL_STOPPED || h == CHANNEL_TROUBLED)
            bad(d, "channel", text, "see the channel's page");
        else
            good(d, "channel", text);
    }
    if (list.n == 0)
        note(d, "channels", K_S("none is connected yet"));
}

static void check_work(struct doctor *d)
{
    struct sq_job_counts_row jobs;
    struct sq_outbox_count_row unclear;
    bool found;
    if (sq_job_counts(d->cx, &jobs, &found) != K_OK ||
        sq_outbox_count(d->cx, K_S("unclear"), 1000, 0, &unclear, &found) != K_OK)
        return;
    if (jobs.failed > 0)
        bad(d, "jobs", k_fmt(d->cx->arena, "%lld failed", (long long)jobs.failed),
            "the log says why; failed imports can be run again from their page");
    if (unclear.n > 0)
        bad(d, "outbox",
            k_fmt(d->cx->arena, "of %lld answers it is unclear whether they arrived",
                  (long long)unclear.n),
            "look on the network, then say so on the page Outbox");
}

static bool check_database(struct doctor *d, bool thorough)
{
    struct db_health h = {0};
    struct k_ctx *cx = d->cx;
    k_err err = app_db_config(cx, &d->cli->settings, &d->cli->db);
    bool missing = err == K_OK && d->cli->db.kind == DB_SQLITE &&
                   !os_file_exists(k_dupz(cx->arena, d->cli->db.where));
    if (missing) {
        note(d, "database", K_S("there is none yet; serve makes it"));
        return false;
    }
    if (err == K_OK)
        err = db_open(cx, &d->cli->db, &cx->db);
    if (err == K_OK)
        err = db_health_get(cx, thorough, &h);
    if (err != K_OK) {
        bad(d, "database", cx->detail.text.n ? cx->detail.text : k_str_z(k_err_row(err)->text),
            d->cli->db.kind == DB_SQLITE
                ? "keep the file as it is, and restore the last backup into another folder"
                : "check the setting `database`, and that the server runs and lets this user "
                  "in");
        return false;
    }
    k_str text = k_fmt(cx->arena, "%.*s, %.1f MiB, migrated to %.*s", K_ARG(h.version),
                       (double)h.bytes / (1 << 20), K_ARG(h.migration));
    if (h.whole)
        good(d, "database", text);
    else
        bad(d, "database", h.why, "restore the last backup into another folder");
    return h.migration.n > 0;
}

/* --- the command ------------------------------------------------------------------------- */

static int examine(struct cli *c, bool thorough)
{
    struct doctor d = {.cli = c, .cx = &c->cx};
    printf("kith %s\n", k_version);
    check_folder(&d);
    check_disk(&d);
    check_key(&d);
    check_listen(&d);
    check_private(&d);
    check_clock(&d);
    check_limits(&d);
    if (check_database(&d, thorough)) {
        check_chain(&d, thorough);
        check_channels(&d);
        check_work(&d);
    }
    if (d.bad)
        printf("\n%d thing%s to mend.\n", d.bad, d.bad == 1 ? "" : "s");
    else
        printf("\nNothing to mend.\n");
    return d.bad ? 1 : 0;
}

static int print_tables(struct cli *c, int argc, char **argv)
{
    struct k_buf b;
    k_buf_init(&b, c->cx.arena, 16 << 20);
    if (argc == 0)
        tables_list(&b);
    else if (!tables_print(c->cx.arena, k_str_z(argv[0]), &b)) {
        fprintf(stderr, "kith: there is no table '%s'; `kith doctor --tables` lists them\n",
                argv[0]);
        return 2;
    }
    k_str s = k_buf_view(&b);
    return fwrite(s.p, 1, s.n, stdout) == s.n ? 0 : 1;
}

int cli_doctor(int argc, char **argv)
{
    struct cli c;
    int code = cli_open(&c, &argc, argv);
    bool list = cli_flag(&argc, argv, "--tables");
    bool thorough = cli_flag(&argc, argv, "--thorough");
    if (code == 0 && list)
        code = print_tables(&c, argc, argv);
    else if (code == 0 && (code = cli_no_more(argc, argv)) == 0)
        code = examine(&c, thorough);
    cli_close(&c);
    return code;
}
