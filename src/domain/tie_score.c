/* tie_score: the strength of a tie as of a time, part by part, and what would raise it. Pure.
 * The formulas are those of docs/design/relationships.md, which names their sources. */
#include "domain/tie_rules.h"

#include <math.h>
#include <stdlib.h>

#define LONG_DAYS 1825.0 /* five years: full marks for duration */

const struct tie_weights tie_weights_documented = {{20, 15, 20, 10, 15, 10, 5, 5}};

const char *tie_part_name(enum tie_part_kind k)
{
    static const char *const names[TIE_PARTS] = {
        "dialogue",    "recency",    "depth",     "duration",
        "reciprocity", "experience", "structure", "resilience",
    };
    return k < TIE_PARTS ? names[k] : "";
}

/* Saturates: 0 at nothing, towards 1. */
static double filled(double amount, double scale)
{
    return 1 - exp(-amount / scale);
}

static double days_between(k_time from, k_time to)
{
    return to > from ? (double)(to - from) / (double)K_DAY : 0;
}

/* Shares of channels as normalised entropy. */
static double variety(const struct tie_state *s, int channels)
{
    double n = (double)s->touches, h = 0;
    if (s->n_channels + (s->rest > 0) < 2 || n <= 0)
        return 0;
    for (int i = 0; i <= s->n_channels; i++) {
        int64_t seen = i < s->n_channels ? s->channels[i].n : s->rest;
        double p = (double)seen / n;
        if (p > 0)
            h -= p * log(p);
    }
    int most = channels > s->n_channels ? channels : s->n_channels + (s->rest > 0);
    double v = h / log(most);
    return v < 1 ? v : 1;
}

static double value_of(const struct tie_state *s)
{
    double sum = s->in + s->out; /* the same decay on both sides: the ratio holds at any time */
    if (sum <= 0)
        return 0;
    double balance = 1 - fabs(s->in - s->out) / sum;
    return balance * filled((double)(s->gained_us + s->gained_them), 4);
}

/* v: the value of each part. False: no two-way exchange yet, all is 0. */
static bool values(const struct tie_state *s, const struct tie_around *around, k_time now,
                   double dormancy, double v[TIE_PARTS])
{
    memset(v, 0, TIE_PARTS * sizeof *v);
    if (s->first_two_way_at == 0)
        return false;
    double days = days_between(s->at, now);
    double year = exp2(-days / 365), quarter = exp2(-days / 90);
    double lasted = log1p(days_between(s->first_two_way_at, now)) / log1p(LONG_DAYS);
    v[TIE_DIALOGUE] = filled(sqrt(s->in * s->out) * quarter, 6);
    v[TIE_RECENCY] = exp2(-dormancy / 3);
    v[TIE_DEPTH] = filled((s->personal + 2 * s->answered) * year, 6);
    v[TIE_DURATION] = lasted < 1 ? lasted : 1;
    v[TIE_RECIPROCITY] = value_of(s);
    v[TIE_EXPERIENCE] = filled(s->shared * sqrt(year), 3);
    v[TIE_STRUCTURE] = s->mutual / 200 + variety(s, around->channels) / 2;
    v[TIE_RESILIENCE] = (double)(s->repaired + 1) / (double)(s->failures + 2);
    return true;
}

static double sum(const double v[TIE_PARTS], const struct tie_weights *w)
{
    double n = 0;
    for (int i = 0; i < TIE_PARTS; i++)
        n += v[i] * w->v[i];
    return n < 0 ? 0 : n > 100 ? 100 : n;
}

static double silence(const struct tie_state *s, k_time now)
{
    if (now <= s->last_two_way_at)
        return 0;
    return rhythm_dormancy(s->last_two_way_at, rhythm_interval(s->gaps, (size_t)s->n_gaps),
                           now);
}

int64_t tie_points(double strength)
{
    return llround(strength);
}

double tie_strength(const struct tie_state *s, const struct tie_around *around,
                    const struct tie_weights *w, k_time now)
{
    double v[TIE_PARTS];
    if (!values(s, around, now, silence(s, now), v))
        return 0;
    return sum(v, w);
}

void tie_score(const struct tie_state *s, const struct tie_around *around,
               const struct tie_weights *w, k_time now, struct tie_score *out)
{
    double v[TIE_PARTS];
    *out = (struct tie_score){
        .interval = rhythm_interval(s->gaps, (size_t)s->n_gaps),
        .confidence = 1 - exp2(-(double)s->touches / 5),
    };
    out->dormancy = rhythm_dormancy(s->last_two_way_at, out->interval, now);
    out->rhythm = rhythm_of(s->first_two_way_at != 0, out->dormancy);
    if (values(s, around, now, out->dormancy, v))
        out->strength = sum(v, w);
    for (int i = 0; i < TIE_PARTS; i++)
        out->parts[i] = (struct tie_part){v[i], w->v[i], v[i] * w->v[i]};
}

/* ---- what would raise it ----------------------------------------------------------------- */

/* Both sides speak now. */
static void talk(struct tie_state *s, struct tie_event e, const struct tie_weights *w)
{
    e.direction = TOUCH_IN;
    e.asked = e.asked == 2;
    tie_add(s, &e, w);
    e.direction = TOUCH_OUT;
    e.prompted = true;
    e.asked = 0;
    tie_add(s, &e, w);
}

static void let_happen(struct tie_state *s, enum tie_act act, k_time now,
                       const struct tie_weights *w)
{
    struct tie_event e = {.at = now, .id = s->id, .medium = TOUCH_MAIL};
    if (s->n_channels > 0)
        e.channel = s->channels[0].channel;
    switch (act) {
    case TIE_ACT_ASK:
        e.asked = 2;
        break;
    case TIE_ACT_PERSONAL:
        e.personal = true;
        break;
    case TIE_ACT_CHANNEL:
        e.channel = INT64_MAX;
        break;
    case TIE_ACT_MEET:
        e.medium = TOUCH_MEETING;
        e.direction = TOUCH_BOTH;
        tie_add(s, &e, w);
        return;
    case TIE_ACT_HELP:
        e.what = TIE_VALUE;
        tie_add(s, &e, w);
        return;
    case TIE_ACT_REPAIR:
        e.what = TIE_REPAIR;
        tie_add(s, &e, w);
        return;
    default:
        break;
    }
    talk(s, e, w);
}

static int by_gain(const void *a, const void *b)
{
    const struct tie_raise *x = a, *y = b;
    return x->gain < y->gain ? 1 : x->gain > y->gain ? -1 : (int)x->act - (int)y->act;
}

size_t tie_raises(const struct tie_state *s, const struct tie_around *around,
                  const struct tie_weights *w, k_time now, struct tie_raise out[TIE_ACTS])
{
    size_t n = 0;
    double is = tie_strength(s, around, w, now), talked = 0;
    for (int act = 0; act < TIE_ACTS; act++) {
        struct tie_state then = *s;
        let_happen(&then, (enum tie_act)act, now > s->at ? now : s->at, w);
        double gain = tie_strength(&then, around, w, now) - is;
        if (act == TIE_ACT_TALK)
            talked = gain;
        /* Talking in another way: only what it gives beyond talking. */
        if (act == TIE_ACT_ASK || act == TIE_ACT_PERSONAL || act == TIE_ACT_CHANNEL)
            gain -= talked;
        if (gain >= 0.5)
            out[n++] = (struct tie_raise){(enum tie_act)act, gain};
    }
    qsort(out, n, sizeof *out, by_gain);
    return n;
}
