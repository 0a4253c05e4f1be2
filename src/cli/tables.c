/* tables: views of the const tables. Reads them, writes text. */
#include "cli/tables.h"
#include "api/auth.h"
#include "api/dav.h"
#include "api/openapi.h"
#include "api/route.h"
#include "cli/cli.h"
#include "connectors/registry.h"
#include "db/db.h"
#include "db/migrations.h"
#include "domain/datum_kinds.h"
#include "domain/ingest_steps.h"
#include "domain/policy_rules.h"
#include "domain/priority_rules.h"
#include "domain/routing_rules.h"
#include "domain/segment_rules.h"
#include "domain/timeline.h"
#include "domain/understand.h"
#include "flow/jobs.h"
#include "flow/schedule.h"
#include "flow/trace.h"
#include "import/people_options.h"
#include "import/posts.h"
#include "net/http.h"
#include "store/conversation.h"
#include "store/sql.gen.h"

static void put(struct k_buf *b, const char *z)
{
    k_buf_str(b, k_str_z(z ? z : ""));
}

/* ROWS(name, count): the function that tells how many rows a table has. */
#define ROWS(name, count)                                                                      \
    static size_t name##_rows(void)                                                            \
    {                                                                                          \
        return count;                                                                          \
    }

ROWS(route, n_routes)
static void route_cell(size_t row, size_t column, struct k_buf *b)
{
    const struct route *r = &routes[row];
    if (column == 0)
        put(b, http_method_name(r->method));
    else if (column == 3)
        put(b, openapi_perm_name((int)r->perm));
    else
        put(b, (const char *[]){NULL, r->path, r->name, NULL, r->summary}[column]);
}

ROWS(dav, dav_n_methods)
static void dav_cell(size_t row, size_t column, struct k_buf *b)
{
    const struct dav_method *m = &dav_methods[row];
    put(b, (const char *[]){http_method_name(m->method),
                            m->things == DAV_CARD ? "a card" : "all that is below /dav/",
                            openapi_perm_name((int)m->perm), m->doc}[column]);
}

ROWS(role, auth_n_roles)
static void role_cell(size_t row, size_t column, struct k_buf *b)
{
    if (column == 0)
        put(b, auth_roles[row].role);
    for (int p = PERM_SELF; column == 1 && p < PERM_COUNT; p++)
        if (auth_roles[row].perms >> p & 1)
            k_buf_fmt(b, "%s%s", p > PERM_SELF ? " " : "", openapi_perm_name(p));
}

ROWS(setting, n_settings_table)
static void setting_cell(size_t row, size_t column, struct k_buf *b)
{
    const struct setting_row *s = &settings_table[row];
    put(b, (const char *[]){s->name, s->or_else[0] ? s->or_else : "-", s->doc}[column]);
}

ROWS(command, cli_n_commands)
static void command_cell(size_t row, size_t column, struct k_buf *b)
{
    const struct cli_command *c = &cli_commands[row];
    put(b, (const char *[]){c->name, c->args, c->summary}[column]);
}

ROWS(network, n_connectors)
static void network_cell(size_t row, size_t column, struct k_buf *b)
{
    const struct connector *c = connectors[row];
    if (column == 2)
        k_buf_fmt(b, "%s%s%s", c->reply ? "answers " : "", c->remove ? "deletes " : "",
                  c->flags & CONNECTOR_HIDDEN ? "hidden" : "");
    else if (column == 3)
        k_buf_fmt(b, "%d s", c->poll_seconds);
    else
        put(b, (const char *[]){c->network, c->title, NULL, NULL, c->summary}[column]);
}

ROWS(step, n_ingest_steps)
static void step_cell(size_t row, size_t column, struct k_buf *b)
{
    const struct ingest_step *s = &ingest_steps[row];
    put(b, (const char *[]){s->name, s->file, s->does}[column]);
}

ROWS(out_step, flow_n_out_steps)
static void out_step_cell(size_t row, size_t column, struct k_buf *b)
{
    const struct flow_out_step *s = &flow_out_steps[row];
    put(b, (const char *[]){s->name, s->file, s->does}[column]);
}

ROWS(job, flow_n_job_kinds)
static void job_cell(size_t row, size_t column, struct k_buf *b)
{
    const struct flow_job_kind *k = &flow_job_kinds[row];
    if (column == 1 && k->every)
        k_buf_fmt(b, "%lld s", (long long)(k->every / K_SEC));
    else
        put(b, (const char *[]){k->name, "when asked for", k->doc}[column]);
}

ROWS(tick, flow_n_ticks)
static void tick_cell(size_t row, size_t column, struct k_buf *b)
{
    const struct flow_tick *t = &flow_ticks[row];
    if (column == 1)
        k_buf_fmt(b, "%.1f s", (double)t->every / (double)K_SEC);
    else
        put(b, (const char *[]){t->name, NULL, t->doc}[column]);
}

ROWS(check, n_policy_checks)
static void check_cell(size_t row, size_t column, struct k_buf *b)
{
    static const char *const values[] = {"none", "number", "words", "words or none"};
    const struct policy_check *c = &policy_checks[row];
    put(b, (const char *[]){c->name, values[c->value], c->doc}[column]);
}

ROWS(signal, n_priority_signals)
static void signal_cell(size_t row, size_t column, struct k_buf *b)
{
    const struct priority_signal *s = &priority_signals[row];
    if (column == 1)
        k_buf_fmt(b, "%d", s->points);
    else
        put(b,
            (const char *[]){s->name, NULL, s->sentence ? s->sentence : "-", s->doc}[column]);
}

ROWS(phrase, n_understand_phrases)
static void phrase_cell(size_t row, size_t column, struct k_buf *b)
{
    const struct understand_phrase *p = &understand_phrases[row];
    put(b, (const char *[]){understand_kind(p->intent), p->lang, p->text}[column]);
}

ROWS(view, n_conversation_views)
static void view_cell(size_t row, size_t column, struct k_buf *b)
{
    put(b, column ? conversation_views[row].doc : conversation_views[row].name);
}

ROWS(error, K_ERR_COUNT - 1)
static void error_cell(size_t row, size_t column, struct k_buf *b)
{
    const struct k_err_row *e = k_err_row((k_err)(row + 1));
    if (column == 1)
        k_buf_fmt(b, "%d", e->status);
    else
        put(b, (const char *[]){e->slug, NULL, e->text}[column]);
}

static const char *const metric_names[][2] = {
#define K_METRIC(name, kind, text, help, label1, label2) {text, help},
#include "base/metric.def"
#undef K_METRIC
};
ROWS(metric, sizeof metric_names / sizeof *metric_names)
static void metric_cell(size_t row, size_t column, struct k_buf *b)
{
    put(b, metric_names[row][column]);
}

ROWS(topic, K_TOPIC_COUNT)
static void topic_cell(size_t row, size_t column, struct k_buf *b)
{
    put(b, k_topic_name((enum k_topic)row));
}

ROWS(datum, n_datum_kinds)
static void datum_cell(size_t row, size_t column, struct k_buf *b)
{
    const struct datum_kind *d = &datum_kinds[row];
    if (column == 1)
        k_buf_fmt(b, "%s%s%s", d->many ? "many " : "", d->labelled ? "labelled " : "",
                  d->sensitive ? "sensitive" : "");
    else
        put(b, (const char *[]){d->name, NULL, d->wrong, d->doc}[column]);
}

ROWS(condition, n_segment_fields)
static void condition_cell(size_t row, size_t column, struct k_buf *b)
{
    const struct segment_field *f = &segment_fields[row];
    for (const char *const *op = segment_ops(f->type); column == 2 && *op; op++)
        k_buf_fmt(b, "%s ", *op);
    put(b, (const char *[]){f->name, segment_type_name(f->type), NULL, f->doc}[column]);
}

ROWS(routing_condition, ROUTING_FIELDS)
static void routing_condition_cell(size_t row, size_t column, struct k_buf *b)
{
    put(b, column ? routing_fields[row].doc : routing_fields[row].name);
}

ROWS(routing_act, ROUTING_ACT_KINDS)
static void routing_act_cell(size_t row, size_t column, struct k_buf *b)
{
    put(b, column ? routing_acts[row].doc : routing_acts[row].name);
}

ROWS(preset, people_n_presets)
static void preset_cell(size_t row, size_t column, struct k_buf *b)
{
    put(b, column ? people_presets[row].title : people_presets[row].name);
}

ROWS(timeline, TIMELINE_KINDS)
static void timeline_cell(size_t row, size_t column, struct k_buf *b)
{
    put(b, column ? timeline_kinds[row].doc : timeline_kinds[row].name);
}

ROWS(meaning, IMPORT_MEANINGS)
static void meaning_cell(size_t row, size_t column, struct k_buf *b)
{
    put(b, import_meanings[row]);
}

ROWS(statement, SQ_COUNT)
static void statement_cell(size_t row, size_t column, struct k_buf *b)
{
    const struct db_stmt *s = &sq_stmts[row];
    if (column == 1)
        k_buf_fmt(b, "%s%s", s->write ? "writes " : "", s->scan ? "scans" : "");
    else
        put(b, column == 0 ? s->name : s->sqlite ? s->sqlite : s->postgres);
}

ROWS(migration, n_migrations)
static void migration_cell(size_t row, size_t column, struct k_buf *b)
{
    k_buf_str(b, migrations[row].name);
}

#define TABLE(table_name, view, text, ...)                                                     \
    {                                                                                          \
        .name = (table_name), .doc = (text), .columns = {__VA_ARGS__}, .rows = view##_rows,    \
        .cell = view##_cell                                                                    \
    }
const struct table tables[] = {
    TABLE("commands", command, "what kith can be told to do", "command", "arguments", "does"),
    TABLE("settings", setting, "how a server is set up", "setting", "default", "meaning"),
    TABLE("routes", route, "the API", "method", "path", "name", "permission", "summary"),
    TABLE("dav", dav, "CardDAV: what phones may ask", "method", "where", "permission", "doc"),
    TABLE("roles", role, "what each role may", "role", "permissions"),
    TABLE("connectors", network, "networks that can be connected", "network", "title", "can",
          "asked every", "summary"),
    TABLE("steps-in", step, "the way of a post in", "step", "file", "does"),
    TABLE("steps-out", out_step, "the way of an answer out", "step", "file", "does"),
    TABLE("views", view, "views of the inbox", "view", "holds"),
    TABLE("signals", signal, "what makes a conversation pressing", "signal", "points", "says",
          "meaning"),
    TABLE("phrases", phrase, "words by which a post is understood", "intent", "language",
          "phrase"),
    TABLE("rules", check, "what rules of the policy can look for", "check", "value",
          "looks for"),
    TABLE("jobs", job, "long work", "job", "every", "does"),
    TABLE("ticks", tick, "what comes every few seconds", "tick", "every", "does"),
    TABLE("data", datum, "what may be known of a person", "kind", "is", "says", "meaning"),
    TABLE("conditions", condition, "what a segment can look at", "field", "type", "operators",
          "meaning"),
    TABLE("routing-conditions", routing_condition, "what a routing rule can look at", "field",
          "meaning"),
    TABLE("routing-acts", routing_act, "what a routing rule can do", "act", "meaning"),
    TABLE("contact-lists", preset, "exports of contacts that an import knows", "name", "title"),
    TABLE("timeline", timeline, "what the timeline of a person shows", "kind", "meaning"),
    TABLE("meanings", meaning, "what a column of an import can mean", "meaning"),
    TABLE("topics", topic, "names of events in the stream of a screen", "topic"),
    TABLE("metrics", metric, "figures of /metrics", "metric", "meaning"),
    TABLE("errors", error, "every way to fail", "slug", "status", "says"),
    TABLE("statements", statement, "every SQL statement", "name", "flags", "text"),
    TABLE("migrations", migration, "steps of the database's schema", "file"),
};
const size_t n_tables = sizeof tables / sizeof *tables;

/* --- printing ---------------------------------------------------------------------------- */

void tables_list(struct k_buf *b)
{
    for (size_t i = 0; i < n_tables; i++)
        k_buf_fmt(b, "%-18s %4zu  %s\n", tables[i].name, tables[i].rows(), tables[i].doc);
}

static k_str cell_text(struct k_arena *a, const struct table *t, size_t row, size_t column)
{
    struct k_buf b;
    k_buf_init(&b, a, 1 << 16);
    t->cell(row, column, &b);
    return k_buf_view(&b);
}

static size_t width_of(struct k_arena *a, const struct table *t, size_t column)
{
    size_t width = strlen(t->columns[column]);
    for (size_t r = 0; r < t->rows(); r++) {
        size_t n = cell_text(a, t, r, column).n;
        width = n > width ? n : width;
    }
    return width < 60 ? width : 60;
}

static void print_cell(struct k_buf *b, k_str text, size_t width, bool last)
{
    k_buf_str(b, text);
    for (size_t n = text.n; !last && n < width + 2; n++)
        k_buf_chr(b, ' ');
    if (last)
        k_buf_chr(b, '\n');
}

static void print_table(struct k_arena *a, const struct table *t, struct k_buf *b)
{
    size_t widths[TABLE_COLUMNS], n = 0;
    for (; t->columns[n]; n++)
        widths[n] = width_of(a, t, n);
    for (size_t c = 0; c < n; c++)
        print_cell(b, k_str_z(t->columns[c]), widths[c], c + 1 == n);
    for (size_t r = 0; r < t->rows(); r++)
        for (size_t c = 0; c < n; c++)
            print_cell(b, cell_text(a, t, r, c), widths[c], c + 1 == n);
}

bool tables_print(struct k_arena *a, k_str name, struct k_buf *b)
{
    for (size_t i = 0; i < n_tables; i++)
        if (k_str_eqz(name, tables[i].name)) {
            print_table(a, &tables[i], b);
            return true;
        }
    return false;
}
