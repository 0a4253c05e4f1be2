/* listen: what servers that share a PostgreSQL tell each other. Notices leave with the commit
 * that made them (pg_notify in the same transaction and the same round trip), so nothing is
 * told that was undone and nothing committed is kept quiet; one connection a server listens.
 * A payload is "ORIGIN WORD WORD ...", a word "conversation.123": names and numbers only, in
 * the clear, and never more than the 8000 bytes that PostgreSQL takes. */
#include "base/buf.h"
#include "db/driver.h"
#include "db/handle.h"
#include <poll.h>

enum {
    PAYLOAD_MAX = 7900, /* PostgreSQL: less than 8000 */
    WORD_MAX = 96,
    NOTICES_MAX = 2000, /* of one commit; beyond that one word says "all" */
    PING_MS = 20000     /* a quiet connection is asked whether it still lives */
};

/* ---- telling ---- */

static bool nobody(const struct db_conn *c)
{
    return c->cfg.publish == NULL || c->cfg.publish->origin[0] == '\0';
}

static void begin_payload(struct k_buf *b, const struct db_conn *c)
{
    k_buf_fmt(b, "select pg_notify('" DB_LISTEN_CHANNEL "', '%s", c->cfg.publish->origin);
}

static void end_payload(struct k_buf *b)
{
    k_buf_str(b, K_S("');"));
}

static void put_notices(struct k_buf *b, const struct k_ctx *cx, const struct db_conn *c)
{
    size_t start = b->n;
    begin_payload(b, c);
    for (size_t i = 0; i < cx->n_notices; i++) {
        if (b->n - start > PAYLOAD_MAX - WORD_MAX) {
            end_payload(b);
            start = b->n;
            begin_payload(b, c);
        }
        k_buf_fmt(b, " %s.%lld", k_topic_name(cx->notices[i].topic),
                  (long long)cx->notices[i].id);
    }
    end_payload(b);
}

const char *db_listen_statements(struct k_ctx *cx, const struct db_conn *c)
{
    struct k_buf b;
    if (cx->n_notices == 0 || nobody(c))
        return NULL;
    k_buf_init(&b, cx->arena, 256 + (size_t)NOTICES_MAX * WORD_MAX);
    if (cx->n_notices <= NOTICES_MAX) {
        put_notices(&b, cx, c);
    } else {
        begin_payload(&b, c);
        k_buf_fmt(&b, " %s.0", k_topic_name(K_TOPIC_ALL));
        end_payload(&b);
    }
    k_buf_str(&b, K_S("commit"));
    return k_dupz(cx->arena, k_buf_view(&b));
}

const char *db_listen_statement(struct k_arena *a, const struct db_conn *c, k_str words)
{
    struct k_buf b;
    if (nobody(c))
        return NULL;
    k_buf_init(&b, a, PAYLOAD_MAX);
    begin_payload(&b, c);
    k_buf_fmt(&b, " %.*s", K_ARG(words));
    end_payload(&b);
    return k_buf_ok(&b) ? k_dupz(a, k_buf_view(&b)) : NULL;
}

/* ---- listening ---- */

struct db_listen {
    PGconn *h;
    k_str own;
};

static bool read_word(k_str text, struct db_word *out)
{
    *out = (struct db_word){.name = k_str_cut(&text, '.')};
    for (size_t i = 0; i < 3 && text.n > 0; i++)
        if (!k_str_i64(k_str_cut(&text, '.'), &out->v[i]))
            return false;
    return out->name.n > 0;
}

void db_listen_parse(k_str payload, k_str own, void (*fn)(void *arg, const struct db_word *w),
                     void *arg)
{
    struct db_word w;
    if (k_str_eq(k_str_cut(&payload, ' '), own))
        return;
    while (payload.n > 0)
        if (read_word(k_str_cut(&payload, ' '), &w))
            fn(arg, &w);
}

static k_err lost(const struct db_listen *l)
{
    k_str why = k_str_trim(k_str_z(PQerrorMessage(l->h)));
    k_log(K_WARN, "db_listen_lost", "text=\"%.*s\"", K_ARG(why));
    return K_ERR_DB_DOWN;
}

static bool run(struct db_listen *l, const char *text)
{
    PGresult *res = PQexec(l->h, text);
    ExecStatusType s = PQresultStatus(res);
    PQclear(res);
    return s == PGRES_COMMAND_OK || s == PGRES_TUPLES_OK;
}

k_err db_listen_open(struct k_ctx *cx, const struct db_config *cfg, struct db_listen **out)
{
    const char *const keys[] = {"connect_timeout", "tcp_user_timeout", "application_name",
                                "dbname", NULL};
    const char *const values[] = {"5", "30000", "kith listener", k_dupz(cx->arena, cfg->where),
                                  NULL};
    *out = NULL;
    if (cfg->kind != DB_POSTGRES)
        return K_ERR_UNSUPPORTED;
    struct db_listen *l = calloc(1, sizeof *l);
    if (l == NULL)
        return K_ERR_NO_MEMORY;
    l->own = cfg->publish ? k_str_z(cfg->publish->origin) : K_S("");
    l->h = PQconnectdbParams(keys, values, 1);
    if (l->h == NULL || PQstatus(l->h) != CONNECTION_OK ||
        !run(l, "listen " DB_LISTEN_CHANNEL)) {
        db_listen_close(l);
        return K_ERR_DB_DOWN;
    }
    *out = l;
    return K_OK;
}

/* What has come already; *any: something had. */
static k_err hand_over(struct db_listen *l, void (*fn)(void *arg, const struct db_word *w),
                       void *arg, bool *any)
{
    *any = false;
    if (!PQconsumeInput(l->h))
        return lost(l);
    for (PGnotify *n; (n = PQnotifies(l->h)) != NULL; *any = true) {
        db_listen_parse(k_str_z(n->extra), l->own, fn, arg);
        PQfreemem(n);
    }
    return K_OK;
}

k_err db_listen_wait(struct db_listen *l, int wake_fd, int wait_ms,
                     void (*fn)(void *arg, const struct db_word *w), void *arg)
{
    struct pollfd p[2] = {{.fd = PQsocket(l->h), .events = POLLIN},
                          {.fd = wake_fd, .events = POLLIN}};
    bool any;
    K_TRY(hand_over(l, fn, arg, &any));
    if (any)
        return K_OK;
    int n = poll(p, 2, wait_ms < PING_MS ? wait_ms : PING_MS);
    if (n == 0 && wait_ms >= PING_MS && !run(l, "select 1"))
        return lost(l);
    return hand_over(l, fn, arg, &any);
}

void db_listen_close(struct db_listen *l)
{
    if (l == NULL)
        return;
    PQfinish(l->h);
    free(l);
}
