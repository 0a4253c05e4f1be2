/* settings: the table of settings, and reading them from file, environment and command line. */
#include "cli/settings.h"
#include "base/vec.h"
#include "os/file.h"
#include <stdlib.h>

#define TEXT(field, def, text)                                                                 \
    {                                                                                          \
        .name = #field, .kind = SETTING_TEXT, .off = offsetof(struct settings, field),         \
        .or_else = (def), .doc = (text)                                                        \
    }
#define SECRET(field, def, text)                                                               \
    {                                                                                          \
        .name = #field, .kind = SETTING_TEXT, .off = offsetof(struct settings, field),         \
        .or_else = (def), .secret = true, .doc = (text)                                        \
    }
#define NUMBER(field, def, lo, hi, text)                                                       \
    {                                                                                          \
        .name = #field, .kind = SETTING_NUMBER, .off = offsetof(struct settings, field),       \
        .or_else = (def), .min = (lo), .max = (hi), .doc = (text)                              \
    }
#define SWITCH(field, text)                                                                    \
    {                                                                                          \
        .name = #field, .kind = SETTING_SWITCH, .off = offsetof(struct settings, field),       \
        .or_else = "no", .doc = (text)                                                         \
    }

const struct setting_row settings_table[] = {
    TEXT(data, "data", "Folder for SQLite, uploads and the key that seals credentials."),
    TEXT(listen, "127.0.0.1:7780",
         "Address and port of the web interface; port 0 takes a free one."),
    SECRET(database, "",
           "postgres://... to keep data in PostgreSQL; SQLite in the data folder when empty."),
    TEXT(public_url, "",
         "Address under which members reach Kith, for links: https://kith.example"),
    SECRET(oidc_secret, "",
           "Secret shared with the identity provider, when it is not entered on its page."),
    SWITCH(behind_proxy, "A proxy in front speaks TLS and sets X-Forwarded-For."),
    TEXT(tls_cert, "", "Certificate file (PEM), to speak TLS without a proxy."),
    TEXT(tls_key, "", "Key file (PEM) of that certificate."),
    TEXT(secret_key_file, "",
         "Key that seals channel credentials; secret.key in the data folder when empty."),
    TEXT(allow_private, "",
         "Private addresses that may be fetched, host:port with commas between."),
    TEXT(ca_file, "", "Certificates to trust when fetching; those of the system when empty."),
    NUMBER(workers, "4", 1, 64,
           "Threads that answer requests; each holds a database connection."),
    NUMBER(session_days, "30", 1, 365, "Days until an unused sign-in ends."),
    NUMBER(upload_mib, "512", 1, 65536, "Largest file that can be uploaded, in MiB."),
    TEXT(log_level, "info", "debug, info, warn or error."),
    TEXT(log_format, "text", "text or json, one line an event on standard error."),
    SWITCH(quiet, "Do not print the address and the first-start code."),
};
const size_t n_settings_table = sizeof settings_table / sizeof *settings_table;

/* --- one value --------------------------------------------------------------------------- */

static const struct setting_row *row_named(k_str name)
{
    for (size_t i = 0; i < n_settings_table; i++)
        if (k_str_eqz(name, settings_table[i].name))
            return &settings_table[i];
    return NULL;
}

static k_err parse_switch(struct k_ctx *cx, const struct setting_row *r, k_str v, bool *out)
{
    static const char *const yes[] = {"yes", "true", "on", "1"};
    static const char *const no[] = {"no", "false", "off", "0"};
    for (size_t i = 0; i < sizeof yes / sizeof *yes; i++)
        if (k_str_ieq(v, k_str_z(yes[i]))) {
            *out = true;
            return K_OK;
        }
    for (size_t i = 0; i < sizeof no / sizeof *no; i++)
        if (k_str_ieq(v, k_str_z(no[i]))) {
            *out = false;
            return K_OK;
        }
    return k_fail(cx, K_ERR_BAD_INPUT, r->name, "yes or no, not '%.*s'", K_ARG(v));
}

static k_err set(struct k_ctx *cx, struct settings *s, const struct setting_row *r, k_str v)
{
    void *at = (char *)s + r->off;
    int64_t n = 0;
    v = k_str_trim(v);
    if (r->kind == SETTING_SWITCH)
        return parse_switch(cx, r, v, at);
    if (r->kind == SETTING_TEXT) {
        *(k_str *)at = k_dup(cx->arena, v.p ? v : K_S(""));
        return K_OK;
    }
    if (!k_str_i64(v, &n) || n < r->min || n > r->max)
        return k_fail(cx, K_ERR_BAD_INPUT, r->name,
                      "a whole number between %lld and %lld, not '%.*s'", (long long)r->min,
                      (long long)r->max, K_ARG(v));
    *(int64_t *)at = n;
    return K_OK;
}

static k_err set_from_file(struct k_ctx *cx, struct settings *s, const struct setting_row *r,
                           k_str path)
{
    k_str text;
    path = k_str_trim(path);
    k_err err = os_file_read(cx->arena, k_dupz(cx->arena, path), 65536, &text);
    if (err != K_OK)
        return k_fail(cx, K_ERR_BAD_INPUT, r->name, "the file '%.*s' cannot be read: %s",
                      K_ARG(path), k_err_row(err)->text);
    return set(cx, s, r, text);
}

/* Sets `name`, or `name_file` of a secret. NOT_FOUND when there is no such setting. */
static k_err set_named(struct k_ctx *cx, struct settings *s, k_str name, k_str v)
{
    const struct setting_row *r = row_named(name);
    if (r)
        return set(cx, s, r, v);
    if (k_str_ends(name, K_S("_file")))
        r = row_named(k_str_sub(name, 0, name.n - 5));
    return r && r->secret ? set_from_file(cx, s, r, v) : K_ERR_NOT_FOUND;
}

/* --- sources ----------------------------------------------------------------------------- */

static k_err read_line(struct k_ctx *cx, struct settings *s, const char *path, k_str line,
                       int number)
{
    line = k_str_trim(line);
    if (line.n == 0 || line.p[0] == '#' || line.p[0] == ';' || line.p[0] == '[')
        return K_OK;
    k_str rest = line;
    k_str name = k_str_trim(k_str_cut(&rest, '='));
    if (rest.p == NULL)
        return k_fail(cx, K_ERR_BAD_INPUT, NULL, "%s:%d: write: name = value", path, number);
    k_err err = set_named(cx, s, name, rest);
    if (err == K_ERR_NOT_FOUND)
        return k_fail(cx, K_ERR_BAD_INPUT, NULL, "%s:%d: there is no setting '%.*s'", path,
                      number, K_ARG(name));
    if (err != K_OK)
        cx->detail.text = k_fmt(cx->arena, "%s:%d: %.*s", path, number, K_ARG(cx->detail.text));
    return err;
}

static k_err read_file(struct k_ctx *cx, struct settings *s, const char *path)
{
    k_str text;
    k_err err = os_file_read(cx->arena, path, 1 << 20, &text);
    if (err != K_OK)
        return k_fail(cx, K_ERR_BAD_INPUT, NULL, "%s cannot be read: %s", path,
                      k_err_row(err)->text);
    for (int number = 1; text.p && text.n > 0; number++)
        K_TRY(read_line(cx, s, path, k_str_cut(&text, '\n'), number));
    return K_OK;
}

static k_err read_environment(struct k_ctx *cx, struct settings *s)
{
    for (size_t i = 0; i < n_settings_table; i++) {
        const struct setting_row *r = &settings_table[i];
        for (int file = 0; file <= (r->secret ? 1 : 0); file++) {
            char name[80];
            int n = snprintf(name, sizeof name, "KITH_%s%s", r->name, file ? "_file" : "");
            for (int k = 0; k < n; k++)
                if (name[k] >= 'a' && name[k] <= 'z')
                    name[k] = (char)(name[k] - 'a' + 'A');
            const char *v = getenv(name);
            if (v)
                K_TRY(file ? set_from_file(cx, s, r, k_str_z(v)) : set(cx, s, r, k_str_z(v)));
        }
    }
    return K_OK;
}

struct flag {
    k_str name; /* with _ for - */
    k_str value;
    bool has_value;
    int words; /* of argv that it takes */
};

/* --name value, --name=value; a switch needs no value. False: argv[i] is no setting. */
static bool parse_flag(struct k_ctx *cx, int argc, char **argv, int i, struct flag *out)
{
    k_str word = k_str_z(argv[i]);
    if (!k_str_starts(word, K_S("--")) || word.n < 3)
        return false;
    k_str rest = k_str_from(word, 2);
    k_str typed = k_str_cut(&rest, '=');
    char *name = k_arena_alloc(cx->arena, typed.n + 1);
    for (size_t k = 0; k < typed.n; k++)
        name[k] = typed.p[k] == '-' ? '_' : typed.p[k];
    *out = (struct flag){k_str_n(name, typed.n), rest, rest.p != NULL, 1};
    const struct setting_row *r = row_named(out->name);
    bool is_file = k_str_ends(out->name, K_S("_file")) &&
                   row_named(k_str_sub(out->name, 0, out->name.n - 5)) != NULL;
    if (r == NULL && !is_file && !k_str_eqz(out->name, "config"))
        return false;
    if (!out->has_value && !(r && r->kind == SETTING_SWITCH) && i + 1 < argc) {
        out->value = k_str_z(argv[i + 1]);
        out->has_value = true;
        out->words = 2;
    }
    return true;
}

static k_err read_flag(struct k_ctx *cx, struct settings *s, const struct flag *f)
{
    const struct setting_row *r = row_named(f->name);
    if (!f->has_value && !(r && r->kind == SETTING_SWITCH))
        return k_fail(cx, K_ERR_BAD_INPUT, NULL, "--%.*s needs a value", K_ARG(f->name));
    return set_named(cx, s, f->name, f->has_value ? f->value : K_S("yes"));
}

/* Goes over the command line: with s it sets and takes out, without it only finds --config and
 * --data, which decide where the file is. */
static k_err walk_flags(struct k_ctx *cx, struct settings *s, int *argc, char **argv,
                        k_str *config, k_str *data)
{
    int kept = 0;
    for (int i = 0; i < *argc;) {
        struct flag f;
        if (!parse_flag(cx, *argc, argv, i, &f)) {
            argv[kept++] = argv[i++];
            continue;
        }
        if (k_str_eqz(f.name, "config") && !f.has_value)
            return k_fail(cx, K_ERR_BAD_INPUT, NULL, "--config needs a value");
        if (k_str_eqz(f.name, "config"))
            *config = f.value;
        else if (s)
            K_TRY(read_flag(cx, s, &f));
        else if (k_str_eqz(f.name, "data"))
            *data = f.value;
        for (int k = 0; k < f.words && s == NULL; k++)
            argv[kept++] = argv[i + k];
        i += f.words;
    }
    *argc = kept;
    return K_OK;
}

static k_err find_file(struct k_ctx *cx, struct settings *s, int argc, char **argv)
{
    k_str config = K_NONE, data = k_str_z(getenv("KITH_DATA"));
    K_TRY(walk_flags(cx, NULL, &argc, argv, &config, &data));
    if (config.p == NULL)
        config = k_str_z(getenv("KITH_CONFIG"));
    if (config.p)
        return read_file(cx, s, k_dupz(cx->arena, config));
    struct settings where = *s;
    if (data.p)
        where.data = data;
    const char *path = settings_path(cx->arena, &where, "kith.ini");
    return os_file_exists(path) ? read_file(cx, s, path) : K_OK;
}

static k_err check(struct k_ctx *cx, const struct settings *s)
{
    static const char *const levels[] = {"debug", "info", "warn", "error"};
    bool level = false;
    for (size_t i = 0; i < 4; i++)
        level = level || k_str_eqz(s->log_level, levels[i]);
    if (!level)
        return k_fail(cx, K_ERR_BAD_INPUT, "log_level", "debug, info, warn or error");
    if (!k_str_eqz(s->log_format, "text") && !k_str_eqz(s->log_format, "json"))
        return k_fail(cx, K_ERR_BAD_INPUT, "log_format", "text or json");
    if (k_str_empty(s->data))
        return k_fail(cx, K_ERR_BAD_INPUT, "data", "a folder is needed");
    if (k_str_empty(s->tls_cert) != k_str_empty(s->tls_key))
        return k_fail(cx, K_ERR_BAD_INPUT, "tls_key", "tls_cert and tls_key go together");
    if (!k_str_empty(s->public_url) && !k_str_starts(s->public_url, K_S("http://")) &&
        !k_str_starts(s->public_url, K_S("https://")))
        return k_fail(cx, K_ERR_BAD_INPUT, "public_url", "starts with https:// or http://");
    return K_OK;
}

k_err settings_load(struct k_ctx *cx, int *argc, char **argv, struct settings *out)
{
    k_str unused = K_NONE;
    *out = (struct settings){0};
    for (size_t i = 0; i < n_settings_table; i++)
        K_TRY(set(cx, out, &settings_table[i], k_str_z(settings_table[i].or_else)));
    K_TRY(find_file(cx, out, *argc, argv));
    K_TRY(read_environment(cx, out));
    K_TRY(walk_flags(cx, out, argc, argv, &unused, &unused));
    return check(cx, out);
}

/* --- reading them ------------------------------------------------------------------------ */

k_str settings_text(struct k_arena *a, const struct settings *s, const struct setting_row *row)
{
    const void *at = (const char *)s + row->off;
    if (row->kind == SETTING_SWITCH)
        return *(const bool *)at ? K_S("yes") : K_S("no");
    if (row->kind == SETTING_NUMBER)
        return k_fmt(a, "%lld", (long long)*(const int64_t *)at);
    k_str v = *(const k_str *)at;
    return row->secret && v.n > 0 ? K_S(K_SECRET) : v;
}

const char *settings_path(struct k_arena *a, const struct settings *s, const char *name)
{
    return k_dupz(a, k_fmt(a, "%.*s/%s", K_ARG(s->data), name));
}

k_str *settings_allow_private(struct k_arena *a, const struct settings *s, size_t *n)
{
    K_VEC(k_str) list = {0};
    k_str rest = s->allow_private;
    while (rest.n > 0) {
        k_str one = k_str_trim(k_str_cut(&rest, ','));
        if (one.n > 0)
            *k_vec_push(a, &list) = one;
    }
    *n = list.n;
    return list.v;
}
