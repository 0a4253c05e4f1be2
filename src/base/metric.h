/* metric: the numbers that a running Kith tells about itself, for GET /metrics. One table
 * (metric.def); counting is an atomic addition, from any thread, without a context. Label
 * values come from fixed lists: no name of a person, network or address ever becomes a label.
 */
#ifndef KITH_BASE_METRIC_H
#define KITH_BASE_METRIC_H

#include "base/buf.h"
#include "base/time.h"

enum k_metric {
#define K_METRIC(name, kind, text, help, label1, label2) K_METRIC_##name,
#include "base/metric.def"
#undef K_METRIC
    K_METRIC_COUNT
};

/* l1 and l2 are values of the metric's labels (see metric.c); one that is not listed counts as
 * the last of the list. NULL where the metric has no such label. */
void k_metric_add(enum k_metric m, const char *l1, const char *l2, int64_t n); /* counters */
void k_metric_set(enum k_metric m, const char *l1, int64_t value);             /* gauges */
void k_metric_time(enum k_metric m, const char *l1, k_time us);                /* histograms */
int64_t k_metric_get(enum k_metric m, const char *l1,
                     const char *l2); /* a histogram's count of observations */
/* All of them in the text format of Prometheus (0.0.4). */
void k_metric_write(struct k_buf *b);

#endif
