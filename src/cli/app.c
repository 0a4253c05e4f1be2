/* app: builds and stops the running server. Reads settings, key file and database; owns the
 * threads. */
#include "cli/app.h"
#include "api/others.h"
#include "cli/keeper.h"
#include "flow/bus.h"
#include "flow/nodes.h"
#include "flow/schedule.h"
#include "net/client.h"
#include "net/http.h"
#include "os/file.h"
#include <stdlib.h>

#define FLOW_CONNECTIONS                                                                       \
    9 /* pollers, sender, two for jobs, ticker; three more fold ties (flow/ties.c) */

struct app {
    struct settings settings;
    struct k_arena *arena; /* lives as long as the server; touched at start only */
    const struct k_clock *clock;
    struct k_rand rand;
    struct k_ids ids;
    struct db_config db;
    struct db_publish publish;
    struct db_pool *pool;      /* of the workers that answer requests */
    struct db_pool *flow_pool; /* of the threads behind the screens */
    struct keeper *keeper;
    struct k_secret_key key;
    struct http_client *http;
    struct flow_bus *bus;
    struct nodes *nodes; /* the other servers on our database */
    struct flow_env env;
    struct flow_state state; /* of the workers behind the screens */
    struct flow_schedule *schedule;
    struct api *api;
    struct http_server *server;
    k_str first_code;
};

const char *app_key_path(struct k_arena *a, const struct settings *s)
{
    return s->secret_key_file.n > 0 ? k_dupz(a, s->secret_key_file)
                                    : settings_path(a, s, "secret.key");
}

k_err app_db_config(struct k_ctx *cx, const struct settings *s, struct db_config *out)
{
    if (s->database.n > 0)
        return db_config_parse(cx, s->database, out);
    return db_config_parse(cx, k_str_z(settings_path(cx->arena, s, "kith.db")), out);
}

/* --- contexts ---------------------------------------------------------------------------- */

static struct k_ctx context(struct app *app, struct k_arena *a)
{
    return (struct k_ctx){
        .arena = a, .clock = app->clock, .rand = &app->rand, .ids = &app->ids};
}

static k_err take(void *arg, struct k_ctx *cx)
{
    struct app *app = arg;
    return db_pool_take(cx, app->pool, 5000);
}

static void give(void *arg, struct k_ctx *cx)
{
    struct app *app = arg;
    db_pool_give(cx, app->pool);
}

static bool has_node(void *arg)
{
    struct app *app = arg;
    return keeper_holds(app->keeper);
}

static void handle(void *arg, struct k_ctx *cx, struct http_request *rq,
                   struct http_response *rs)
{
    struct app *app = arg;
    api_handle(app->api, cx, rq, rs);
}

static bool takes_upload(void *arg, const struct http_request *rq)
{
    struct app *app = arg;
    return api_takes_upload(app->api, rq, k_now(app->clock));
}

static bool takes_method(void *arg, const struct http_request *rq)
{
    (void)arg;
    return api_takes_method(rq);
}

/* --- start ------------------------------------------------------------------------------- */

static k_err open_folder(struct k_ctx *cx, struct app *app)
{
    const char *path = k_dupz(cx->arena, app->settings.data);
    k_err err = os_folder_make(path, 0700);
    if (err != K_OK)
        return k_fail(cx, err, "data", "The data folder '%s' cannot be made: %s", path,
                      k_err_row(err)->text);
    const char *key = app_key_path(cx->arena, &app->settings);
    err = k_secret_key_load(key, true, &app->key);
    if (err == K_ERR_FORBIDDEN)
        return k_fail(cx, err, "secret_key_file",
                      "'%s' may be read by others. Mend it: chmod 600 '%s'", key, key);
    if (err != K_OK)
        return k_fail(cx, err, "secret_key_file", "The key file '%s' cannot be used: %s", key,
                      k_err_row(err)->text);
    return K_OK;
}

static k_err open_database(struct k_ctx *cx, struct app *app)
{
    int applied = 0;
    K_TRY(app_db_config(cx, &app->settings, &app->db));
    app->publish = (struct db_publish){.fn = flow_bus_publish, .arg = app->bus};
    (void)snprintf(app->publish.origin, sizeof app->publish.origin, "%016llx",
                   (unsigned long long)k_secret_random_u64());
    app->db.publish = &app->publish;
    K_TRY(db_pool_open(cx, &app->db, (int)app->settings.workers, &app->pool));
    K_TRY(db_pool_open(cx, &app->db, FLOW_CONNECTIONS, &app->flow_pool));
    K_TRY(db_pool_take(cx, app->pool, 5000));
    k_err err = db_migrate(cx, &applied);
    db_pool_give(cx, app->pool);
    if (err != K_OK)
        return err;
    if (applied > 0)
        k_log(K_INFO, "database_migrated", "files=%d", applied);
    return keeper_start(cx, &app->db, &app->ids, &app->keeper);
}

static k_err open_client(struct k_ctx *cx, struct app *app)
{
    struct http_client_config cfg = {
        .user_agent = "Kith/0.1 (social relationship management)",
        .ca_file = app->settings.ca_file.n ? k_dupz(app->arena, app->settings.ca_file) : NULL,
    };
    cfg.allow_private = settings_allow_private(cx->arena, &app->settings, &cfg.n_allow_private);
    return http_client_new(&cfg, &app->http);
}

static void open_flow(struct app *app)
{
    app->env = (struct flow_env){
        .pool = app->flow_pool,
        .clock = app->clock,
        .ids = &app->ids,
        .http = app->http,
        .key = &app->key,
        .bus = app->bus,
        .node = keeper_node(app->keeper),
        .data_dir = k_dupz(app->arena, app->settings.data),
        .state = &app->state,
    };
}

static k_err open_api(struct k_ctx *cx, struct app *app, const struct app_options *o)
{
    const struct settings *s = &app->settings;
    struct api_config cfg = {
        .public_url = s->public_url,
        .oidc_secret = s->oidc_secret,
        .data_dir = k_dupz(app->arena, s->data),
        .secure_cookie = s->behind_proxy || s->tls_cert.n > 0,
        .behind_proxy = s->behind_proxy,
        .check_answers = o->check_answers,
        .session_days = (int)s->session_days,
        .tries_burst = o->tries_burst,
        .address_burst = o->address_burst,
        .env = &app->env,
        .started_at = k_cx_now(cx),
        .has_node = has_node,
        .take = take,
        .give = give,
        .arg = app,
    };
    K_TRY(api_new(&cfg, &app->api));
    if (flow_bus_join(app->bus, events_publish, app->api->events) == 0)
        return K_ERR_LIMIT;
    K_TRY(nodes_start(&app->db, app->bus, others_heard, app->api, &app->nodes));
    K_TRY(db_pool_take(cx, app->pool, 5000));
    k_str code;
    k_err err = api_first_code(cx, app->api, &code);
    app->first_code = k_dup(app->arena, code);
    db_pool_give(cx, app->pool);
    return err;
}

static k_err listen_on(struct k_ctx *cx, struct app *app)
{
    const struct settings *s = &app->settings;
    struct http_server_config cfg = {
        .listen = s->listen,
        .workers = (int)s->workers,
        .max_upload = (size_t)s->upload_mib << 20,
        .tmp_dir = app->api->cfg.data_dir,
        .behind_proxy = s->behind_proxy,
        .tls_cert = s->tls_cert.n ? k_dupz(cx->arena, s->tls_cert) : NULL,
        .tls_key = s->tls_key.n ? k_dupz(cx->arena, s->tls_key) : NULL,
        .takes_upload = takes_upload,
        .takes_method = takes_method,
        .handle = handle,
        .clock = app->clock,
        .ids = &app->ids,
        .arg = app,
    };
    k_str why = K_NONE;
    k_err err = http_server_start(&cfg, &app->server, &why, cx->arena);
    if (err != K_ERR_IO)
        return err == K_OK ? K_OK : k_fail(cx, err, "listen", "%.*s", K_ARG(why));
    return k_fail(cx, err, "listen",
                  "%.*s. Is Kith running there already? Another place: --listen ADDRESS:PORT; "
                  "port 0 takes a free one.",
                  K_ARG(why));
}

static void copy_settings(struct app *app, const struct settings *from)
{
    app->settings = *from;
    for (size_t i = 0; i < n_settings_table; i++)
        if (settings_table[i].kind == SETTING_TEXT) {
            void *place = (char *)&app->settings + settings_table[i].off;
            k_str *at = place;
            *at = k_dup(app->arena, *at);
        }
}

static k_err start(struct k_ctx *cx, struct app *app, const struct app_options *o)
{
    app->bus = flow_bus_new();
    if (app->bus == NULL)
        return K_ERR_NO_MEMORY;
    K_TRY(open_folder(cx, app));
    K_TRY(open_database(cx, app));
    K_TRY(open_client(cx, app));
    open_flow(app);
    K_TRY(open_api(cx, app, o));
    if (!o->no_flow)
        K_TRY(flow_schedule_start(&app->env, &app->schedule));
    return listen_on(cx, app);
}

k_err app_start(const struct app_options *o, struct k_arena *a, struct app **out, k_str *why)
{
    struct app *app = calloc(1, sizeof *app);
    *why = K_NONE;
    if (app == NULL)
        return K_ERR_NO_MEMORY;
    app->arena = k_arena_new(16 << 20);
    app->clock = o->clock ? o->clock : &k_clock_system;
    k_rand_seed(&app->rand, k_secret_random_u64());
    k_ids_init(&app->ids, 0, 0);
    k_err err = K_ERR_NO_MEMORY;
    if (app->arena) {
        copy_settings(app, o->settings);
        struct k_ctx cx = context(app, a);
        err = start(&cx, app, o);
        *why = cx.detail.text.p ? cx.detail.text : k_str_z(k_err_row(err)->text);
    }
    if (err != K_OK) {
        app_stop(app);
        app = NULL;
    }
    *out = app;
    return err;
}

/* --- stop -------------------------------------------------------------------------------- */

void app_stop(struct app *app)
{
    if (app == NULL)
        return;
    if (app->server)
        http_server_stop(app->server, 5000);
    flow_schedule_halt(app->schedule, 3 * K_SEC);
    if (app->http)
        http_client_stop(app->http);
    flow_schedule_stop(app->schedule);
    nodes_stop(app->nodes);
    api_free(app->api);
    if (app->http)
        http_client_free(app->http);
    keeper_stop(app->keeper);
    db_pool_close(app->flow_pool);
    db_pool_close(app->pool);
    flow_bus_free(app->bus);
    k_arena_free(app->arena);
    free(app);
}

int app_port(const struct app *app)
{
    return http_server_port(app->server);
}

struct api *app_api(struct app *app)
{
    return app->api;
}

k_str app_first_code(struct app *app)
{
    return app->first_code;
}
