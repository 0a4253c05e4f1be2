/* metric: counters, gauges and histograms in fixed memory, all zero at the start of the
 * process. Written from everywhere, read by GET /metrics. */
#include "base/metric.h"
#include <stdatomic.h>

enum kind { COUNTER, GAUGE, HISTOGRAM };

struct label {
    const char *name;
    const char *values[9]; /* NULL-terminated; the last stands for others */
};

static const struct label label_ONE = {NULL, {""}};
static const struct label label_ROUTE = {"route", {"api", "events", "asset", "dav", "other"}};
static const struct label label_STATUS = {"status", {"2xx", "3xx", "4xx", "5xx", "none"}};
static const struct label label_CALL_RESULT = {
    "result", {"ok", "refused", "limited", "failed", "timeout", "down", "blocked", "other"}};
static const struct label label_POST_ACT = {"act", {"new", "edited", "deleted", "known"}};
static const struct label label_OUTCOME = {"outcome", {"ok", "failed"}};
static const struct label label_CHANNEL_STATE = {"state", {"ok", "paused", "trouble"}};
static const struct label label_OUTBOX_STATE = {
    "state", {"queued", "sending", "sent", "unclear", "cancelled", "failed", "held"}};
static const struct label label_SEND_RESULT = {
    "result", {"sent", "found", "refused", "unclear", "later"}};
static const struct label label_DB_KIND = {"kind", {"write", "read"}};

#define SERIES 40u  /* the most that two labels give */
#define BUCKETS 12u /* and one for all */

/* Upper bounds in microseconds. */
static const k_time bounds[BUCKETS] = {1000,   2500,   5000,    10000,   25000,    50000,
                                       100000, 250000, 1000000, 2500000, 10000000, 60000000};

static const struct row {
    const char *name, *help;
    enum kind kind;
    const struct label *label1, *label2;
} rows[] = {
#define K_METRIC(name, kind, text, help, label1, label2)                                       \
    [K_METRIC_##name] = {text, help, kind, &label_##label1, &label_##label2},
#include "base/metric.def"
#undef K_METRIC
};

static struct {
    _Atomic int64_t value; /* of a histogram: observations */
    _Atomic int64_t sum;   /* microseconds */
    _Atomic int64_t buckets[BUCKETS];
} cells[K_METRIC_COUNT][SERIES];

static unsigned count_values(const struct label *l)
{
    unsigned n = 0;
    while (l->values[n])
        n++;
    return n;
}

static unsigned place_of(const struct label *l, const char *value)
{
    unsigned last = count_values(l) - 1;
    for (unsigned i = 0; value && i < last; i++)
        if (strcmp(l->values[i], value) == 0)
            return i;
    return last;
}

static unsigned series_of(enum k_metric m, const char *l1, const char *l2)
{
    const struct row *r = &rows[m];
    return place_of(r->label1, l1) * count_values(r->label2) + place_of(r->label2, l2);
}

void k_metric_add(enum k_metric m, const char *l1, const char *l2, int64_t n)
{
    atomic_fetch_add_explicit(&cells[m][series_of(m, l1, l2)].value, n, memory_order_relaxed);
}

void k_metric_set(enum k_metric m, const char *l1, int64_t value)
{
    atomic_store_explicit(&cells[m][series_of(m, l1, NULL)].value, value, memory_order_relaxed);
}

void k_metric_time(enum k_metric m, const char *l1, k_time us)
{
    unsigned s = series_of(m, l1, NULL);
    atomic_fetch_add_explicit(&cells[m][s].value, 1, memory_order_relaxed);
    atomic_fetch_add_explicit(&cells[m][s].sum, us, memory_order_relaxed);
    for (unsigned i = 0; i < BUCKETS; i++)
        if (us <= bounds[i]) {
            atomic_fetch_add_explicit(&cells[m][s].buckets[i], 1, memory_order_relaxed);
            return;
        }
}

int64_t k_metric_get(enum k_metric m, const char *l1, const char *l2)
{
    return atomic_load_explicit(&cells[m][series_of(m, l1, l2)].value, memory_order_relaxed);
}

static int64_t load(_Atomic int64_t *v)
{
    return atomic_load_explicit(v, memory_order_relaxed);
}

/* `{route="api",status="2xx"}`, with one more pair when it is a bucket. */
static void write_labels(struct k_buf *b, const struct row *r, unsigned series, const char *le)
{
    unsigned n2 = count_values(r->label2);
    const char *v1 = r->label1->values[series / n2], *v2 = r->label2->values[series % n2];
    const char *comma = "";
    if (!r->label1->name && !le)
        return;
    k_buf_chr(b, '{');
    if (r->label1->name) {
        k_buf_fmt(b, "%s=\"%s\"", r->label1->name, v1);
        comma = ",";
    }
    if (r->label2->name)
        k_buf_fmt(b, "%s%s=\"%s\"", comma, r->label2->name, v2);
    if (le)
        k_buf_fmt(b, "%sle=\"%s\"", comma, le);
    k_buf_chr(b, '}');
}

static void write_line(struct k_buf *b, const struct row *r, const char *suffix,
                       unsigned series, const char *le, int64_t value)
{
    k_buf_fmt(b, "%s%s", r->name, suffix);
    write_labels(b, r, series, le);
    k_buf_fmt(b, " %lld\n", (long long)value);
}

static void write_histogram(struct k_buf *b, enum k_metric m, unsigned s)
{
    const struct row *r = &rows[m];
    int64_t total = load(&cells[m][s].value), below = 0;
    for (unsigned i = 0; i < BUCKETS; i++) {
        char le[32];
        below += load(&cells[m][s].buckets[i]);
        snprintf(le, sizeof le, "%g", (double)bounds[i] / 1e6);
        write_line(b, r, "_bucket", s, le, below < total ? below : total);
    }
    write_line(b, r, "_bucket", s, "+Inf", total);
    k_buf_fmt(b, "%s_sum", r->name);
    write_labels(b, r, s, NULL);
    k_buf_fmt(b, " %.6f\n", (double)load(&cells[m][s].sum) / 1e6);
    write_line(b, r, "_count", s, NULL, total);
}

void k_metric_write(struct k_buf *b)
{
    static const char *const kinds[] = {"counter", "gauge", "histogram"};
    for (unsigned i = 0; i < K_METRIC_COUNT; i++) {
        const struct row *r = &rows[i];
        unsigned n = count_values(r->label1) * count_values(r->label2);
        k_buf_fmt(b, "# HELP %s %s\n# TYPE %s %s\n", r->name, r->help, r->name, kinds[r->kind]);
        for (unsigned s = 0; s < n; s++) {
            if (r->kind == HISTOGRAM)
                write_histogram(b, i, s);
            else
                write_line(b, r, "", s, NULL, load(&cells[i][s].value));
        }
    }
}
