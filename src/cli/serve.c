/* serve: `kith serve` runs the server until it is asked to stop. */
#include "base/version.h"
#include "cli/app.h"
#include "cli/cli.h"
#include "os/signal.h"
#include <poll.h>
#include <stdio.h>

/* The part before the last colon, without brackets. */
static k_str host_of(k_str listen)
{
    size_t end = listen.n;
    while (end > 0 && listen.p[end - 1] != ':')
        end--;
    k_str host = k_str_sub(listen, 0, end > 0 ? end - 1 : 0);
    if (host.n >= 2 && host.p[0] == '[' && host.p[host.n - 1] == ']')
        host = k_str_sub(host, 1, host.n - 2);
    return host;
}

bool cli_is_loopback(k_str listen)
{
    k_str host = host_of(listen);
    return k_str_starts(host, K_S("127.")) || k_str_eqz(host, "::1") ||
           k_str_eqz(host, "localhost");
}

static k_err refuse_open_door(struct k_ctx *cx, const struct settings *s)
{
    if (k_str_chr(s->listen, ':') < 0 || cli_is_loopback(s->listen) || s->behind_proxy ||
        s->tls_cert.n > 0)
        return K_OK; /* what is no address is refused where it is used */
    return k_fail(cx, K_ERR_BAD_INPUT, "listen",
                  "%.*s can be reached from outside, where passwords would travel in the open. "
                  "Listen on 127.0.0.1 behind Caddy or nginx, and say --behind-proxy where the "
                  "proxy is on another machine; or give tls_cert and tls_key.",
                  K_ARG(s->listen));
}

static void greet(struct app *app, const struct settings *s, struct k_arena *a)
{
    k_str code = app_first_code(app);
    k_str host = host_of(s->listen);
    bool v6 = k_str_chr(host, ':') >= 0;
    k_str url = s->public_url.n > 0
                    ? s->public_url
                    : k_fmt(a, "%s://%s%.*s%s:%d/", s->tls_cert.n ? "https" : "http",
                            v6 ? "[" : "", K_ARG(host), v6 ? "]" : "", app_port(app));
    printf("\n  Kith %s\n\n  Open      %.*s\n  Data in   %.*s\n", k_version, K_ARG(url),
           K_ARG(s->data));
    if (code.n > 0)
        printf("\n  Nobody has an account yet. Make the first one with this code:\n\n"
               "            %.*s\n\n  (also in %.*s/first-start-code)\n",
               K_ARG(code), K_ARG(s->data));
    printf("\n  Ctrl-C stops it.\n\n");
    fflush(stdout);
}

static void wait_for_stop(void)
{
    struct pollfd p = {.fd = os_signal_fd(), .events = POLLIN};
    while (!os_signal_stopping())
        (void)poll(&p, 1, -1);
}

static int serve(struct k_ctx *cx, const struct settings *s)
{
    struct app *app = NULL;
    k_str why = K_NONE;
    k_err err = refuse_open_door(cx, s);
    if (err != K_OK)
        return cli_complain(cx, err);
    struct app_options o = {.settings = s};
    if (app_start(&o, cx->arena, &app, &why) != K_OK) {
        fprintf(stderr, "kith: %.*s\n", K_ARG(why));
        return 1;
    }
    if (!s->quiet)
        greet(app, s, cx->arena);
    wait_for_stop();
    k_log(K_INFO, "stopping", "port=%d", app_port(app));
    app_stop(app);
    return 0;
}

int cli_serve(int argc, char **argv)
{
    struct cli c;
    int code = cli_open(&c, &argc, argv);
    if (code == 0)
        code = cli_no_more(argc, argv);
    if (code == 0 && os_signal_setup() != K_OK)
        code = 1;
    if (code == 0)
        code = serve(&c.cx, &c.settings);
    cli_close(&c);
    return code;
}
