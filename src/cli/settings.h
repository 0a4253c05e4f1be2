/* settings: how this server is set up. One const table says name, kind, default and meaning;
 * a value comes from, in growing strength: the default, the configuration file (INI), the
 * environment (KITH_<NAME>), the command line (--name). A secret may also be given as the name
 * of a file that holds it: <name>_file, KITH_<NAME>_FILE, --<name>-file. */
#ifndef KITH_CLI_SETTINGS_H
#define KITH_CLI_SETTINGS_H

#include "base/ctx.h"

struct settings {
    k_str data, listen, database, public_url, oidc_secret, tls_cert, tls_key, secret_key_file,
        allow_private, ca_file, log_level, log_format;
    int64_t workers, session_days, upload_mib;
    bool behind_proxy, quiet;
};

enum setting_kind { SETTING_TEXT, SETTING_NUMBER, SETTING_SWITCH };
struct setting_row {
    const char *name; /* "behind_proxy": as in the file; --behind-proxy, KITH_BEHIND_PROXY */
    enum setting_kind kind;
    size_t off;
    const char *or_else; /* default, as one would write it */
    int64_t min, max;    /* of numbers */
    bool secret;         /* may be read from a file; never printed */
    const char *doc;
};
extern const struct setting_row settings_table[];
extern const size_t n_settings_table;

/* Reads all sources. argv holds what stands behind the command's name: what is no setting stays
 * in argv, in order, and *argc says how many. --config FILE (or KITH_CONFIG) names the file;
 * else kith.ini in the data folder is read when it is there. Values live in cx->arena.
 * BAD_INPUT with where and why in cx->detail. */
k_err settings_load(struct k_ctx *cx, int *argc, char **argv, struct settings *out) K_CHECK;
/* The value of one row as text: "***" for a secret that is set. */
k_str settings_text(struct k_arena *a, const struct settings *s, const struct setting_row *row);
/* Path of a file in the data folder, NUL-terminated. */
const char *settings_path(struct k_arena *a, const struct settings *s, const char *name);
/* The words of allow_private, one a slice: "host:port". */
k_str *settings_allow_private(struct k_arena *a, const struct settings *s, size_t *n);

#endif
