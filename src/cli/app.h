/* app: the running server, built from settings: database pool, node number, key, HTTP client,
 * flow, API, HTTP server. `kith serve` runs one; tests run one on a temporary database. */
#ifndef KITH_CLI_APP_H
#define KITH_CLI_APP_H

#include "api/api.h"
#include "cli/settings.h"
#include "db/db.h"

struct http_server;
struct app;

struct app_options {
    const struct settings *settings; /* copied */
    const struct k_clock *clock;     /* NULL = the system's */
    bool check_answers;              /* each answer is checked against its shape */
    bool no_flow;    /* neither pollers nor sender nor jobs: for tests of the API */
    int tries_burst; /* 0 = as shipped; tests raise them */
    int address_burst;
};
/* Opens and migrates the database, takes a node number, starts all threads and listens. *why
 * says in words what is wrong; it lives in a. */
k_err app_start(const struct app_options *o, struct k_arena *a, struct app **out,
                k_str *why) K_CHECK;
/* Lets requests and sends that run finish, then stops everything. NULL is fine. */
void app_stop(struct app *app);

int app_port(const struct app *app);
struct api *app_api(struct app *app);
k_str app_first_code(struct app *app); /* K_NONE when somebody has an account */

/* The database that the settings name. */
k_err app_db_config(struct k_ctx *cx, const struct settings *s, struct db_config *out) K_CHECK;
const char *app_key_path(struct k_arena *a, const struct settings *s);

#endif
