/* demo: `kith demo` fills a workspace with the demo company; `kith demo --remove` takes it away
 * again. Works beside a running server, which then goes on with the story. */
#include "cli/app.h"
#include "cli/cli.h"
#include "flow/demo.h"
#include "os/secret.h"
#include <stdio.h>

static k_err make(struct cli *c, const struct flow_env *env)
{
    struct demo_state state;
    K_TRY(demo_create(&c->cx, env));
    K_TRY(demo_state(&c->cx, &state));
    printf("The demo is here: %lld colleagues, %lld channels, %lld posts by %lld people. More "
           "posts arrive while the server runs.\n"
           "`kith demo --remove`, or one click in the settings, takes all of it away.\n",
           (long long)state.members, (long long)state.channels, (long long)state.posts,
           (long long)state.people);
    return K_OK;
}

static k_err run(struct cli *c, bool remove)
{
    struct k_secret_key key;
    const char *data = k_dupz(c->cx.arena, c->settings.data);
    struct flow_env env = {.clock = c->cx.clock,
                           .ids = c->cx.ids,
                           .key = &key,
                           .node = cli_node(c),
                           .data_dir = data};
    K_TRY(k_secret_key_load(app_key_path(c->cx.arena, &c->settings), true, &key));
    if (!remove)
        return make(c, &env);
    K_TRY(demo_remove(&c->cx, &env));
    printf("The demo is gone.\n");
    return K_OK;
}

int cli_demo(int argc, char **argv)
{
    struct cli c;
    int code = cli_open(&c, &argc, argv);
    bool remove = cli_flag(&argc, argv, "--remove");
    if (code == 0)
        code = cli_no_more(argc, argv);
    if (code == 0)
        code = cli_open_db(&c, CLI_WRITE);
    if (code == 0) {
        k_err err = run(&c, remove);
        if (err != K_OK)
            code = cli_complain(&c.cx, err);
    }
    cli_close(&c);
    return code;
}
