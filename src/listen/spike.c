/* spike: judges the newest bin, says it, and keeps what goes on. spike_learn.c learns. */
#include "listen/spike.h"
#include "listen/spike_odds.h"
#include "listen/spike_slot.h"

#include <math.h>

#define BAND 1.96 /* standard deviations on either side: 95 of 100 */
#define SPANS 3   /* of 1, 2 and 4 bins */

const struct spike_options spike_options_usual = {.chance = 1e-4, .factor = 1.5, .least = 5};

/* ---- judging ----------------------------------------------------------------------------- */

/* The last bins of a series together. */
struct together {
    uint64_t total;
    double usual, sd_of_rates; /* the rates may all be off the same way: no squares */
};

static void add_bin(struct together *t, const struct spike_usual *u, int slot, uint32_t count)
{
    double rate = u->rate[slot] * u->level;
    t->total += count;
    t->usual += rate;
    t->sd_of_rates += sqrt(u->doubt[slot]) * rate;
}

static double variance(const struct together *t, const struct spike_usual *u)
{
    return u->dispersion * t->usual + t->sd_of_rates * t->sd_of_rates;
}

static enum spike_rest rest_of(const struct spike_usual *u, int slot)
{
    if (u->hours < 24)
        return SPIKE_NOTHING;
    if (u->weeks[slot] >= 2)
        return SPIKE_WEEK;
    return u->days[slot % 24] >= 2 ? SPIKE_HOUR : SPIKE_WHOLE;
}

static int minutes_of_day(const struct k_zone *z, k_time at)
{
    struct k_zone_span span = {0};
    k_time local = spike_local(z, &span, at);
    return (int)((local - k_day_at(local) * K_DAY) / K_MIN);
}

static void set_span(struct spike *out, const struct spike_series *s, unsigned bins,
                     const struct together *t)
{
    out->bins = bins;
    out->total = t->total;
    out->usual_total = t->usual;
    out->span_from = out->until - (k_time)bins * s->bin;
    out->from_at = minutes_of_day(s->zone, out->span_from);
    out->end_at = minutes_of_day(s->zone, out->until);
}

/* The spans that end with the newest bin, while they are known. */
static void look(const struct spike_usual *u, const struct spike_series *s,
                 const struct spike_options *with, struct spike *out)
{
    struct together t = {0};
    struct k_zone_span zone = {0};
    double need = -log10(with->chance / SPANS);
    for (unsigned bins = 1; bins <= SPIKE_SPAN && bins <= s->n; bins++) {
        uint32_t count = s->v[s->n - bins];
        k_time at = out->until - (k_time)bins * s->bin;
        if (count == SPIKE_UNKNOWN)
            break;
        add_bin(&t, u, spike_slot(spike_hour(s->zone, &zone, at)), count);
        if (bins == 3 || (double)t.total <= t.usual)
            continue;
        double score = spike_surprise((double)t.total, t.usual, variance(&t, u));
        bool shows = score >= need && out->factor >= with->factor && t.total >= with->least &&
                     (double)t.total >= with->factor * t.usual;
        if (shows && !out->is)
            set_span(out, s, bins, &t);
        if (shows ? !out->is || score > out->score : !out->is && bins == 1)
            out->score = score;
        out->is = out->is || shows;
    }
}

void spike_judge(const struct spike_usual *u, const struct spike_series *recent,
                 const struct spike_options *options, struct spike *out)
{
    const struct spike_options *with = options ? options : &spike_options_usual;
    struct k_zone_span zone = {0};
    struct together newest = {0};
    *out = (struct spike){.bins = 1};
    if (recent->n == 0 || !spike_bin_is_good(recent->bin) || recent->bin != u->bin)
        return;
    out->from = recent->first + (k_time)(recent->n - 1) * recent->bin;
    out->until = out->from + recent->bin;
    int slot = spike_slot(spike_hour(recent->zone, &zone, out->from));
    out->weekday = slot / 24;
    out->hour = slot % 24;
    out->rest = rest_of(u, slot);
    out->weeks = u->weeks[slot];
    uint32_t count = recent->v[recent->n - 1];
    if (count == SPIKE_UNKNOWN)
        return;
    out->known = true;
    out->count = count;
    newest.total = count;
    if (out->rest == SPIKE_NOTHING) {
        out->is = with->without_past > 0 && count >= with->without_past;
        set_span(out, recent, 1, &newest);
        return;
    }
    newest.total = 0;
    add_bin(&newest, u, slot, count);
    out->expected = newest.usual;
    out->low = spike_bound(newest.usual, variance(&newest, u), -BAND);
    out->high = spike_bound(newest.usual, variance(&newest, u), BAND);
    out->factor = count / newest.usual;
    set_span(out, recent, 1, &newest);
    look(u, recent, with, out);
}

/* ---- sentences --------------------------------------------------------------------------- */

k_str spike_say(struct k_arena *a, const struct spike *s)
{
    static const char *const weekdays[] = {"a Monday",   "a Tuesday", "a Wednesday",
                                           "a Thursday", "a Friday",  "a Saturday",
                                           "a Sunday"};
    unsigned long long total = s->total;
    if (s->known && s->rest == SPIKE_NOTHING)
        return K_S("Less than a day was heard: nothing to compare with yet.");
    if (!s->is)
        return K_NONE;
    k_str span = k_fmt(a, "%02d:%02d-%02d:%02d", s->from_at / 60, s->from_at % 60,
                       s->end_at / 60, s->end_at % 60);
    k_str usual =
        s->usual_total < .95 ? K_S("less than one") : k_fmt(a, "%.0f", s->usual_total);
    if (s->rest == SPIKE_WEEK)
        return k_fmt(a, "%llu posts at %.*s; usual on %s at that hour: %.*s.", total,
                     K_ARG(span), weekdays[s->weekday % 7], K_ARG(usual));
    if (s->rest == SPIKE_HOUR)
        return k_fmt(a, "%llu posts at %.*s; usual at that hour: %.*s.", total, K_ARG(span),
                     K_ARG(usual));
    return k_fmt(a, "%llu posts at %.*s; usual until now: %.*s.", total, K_ARG(span),
                 K_ARG(usual));
}

/* ---- what goes on ------------------------------------------------------------------------ */

static void add_to(struct spike_state *s, const struct spike *judged)
{
    s->total += judged->count;
    s->expected += judged->expected;
    if (judged->count >= s->most) {
        s->most = judged->count;
        s->most_expected = judged->expected;
        s->peak = judged->from;
    }
}

static enum spike_event begin(struct spike_state *s, const struct spike *judged)
{
    k_time bin = judged->until - judged->from;
    bool again = s->loud > 0 && judged->from <= s->loud + (SPIKE_QUIET + SPIKE_AGAIN) * bin;
    if (!again) {
        *s = (struct spike_state){.seen = s->seen,
                                  .began = judged->span_from,
                                  .told = judged->count,
                                  .total = judged->total - judged->count,
                                  .expected = judged->usual_total - judged->expected};
    }
    s->on = true;
    s->quiet = 0;
    s->loud = judged->until;
    add_to(s, judged);
    return again ? SPIKE_NO_EVENT : SPIKE_BEGAN;
}

static enum spike_event go_on(struct spike_state *s, const struct spike *judged)
{
    add_to(s, judged);
    if (judged->count > judged->high) {
        s->loud = judged->until;
        s->quiet = 0;
        return SPIKE_NO_EVENT;
    }
    s->on = ++s->quiet < SPIKE_QUIET;
    return s->on ? SPIKE_NO_EVENT : SPIKE_ENDED;
}

struct spike_state spike_step(struct spike_state s, const struct spike *judged,
                              enum spike_event *event)
{
    *event = SPIKE_NO_EVENT;
    if (!judged->known || judged->until <= s.seen)
        return s;
    s.seen = judged->until;
    if (s.on)
        *event = go_on(&s, judged);
    else if (judged->is)
        *event = begin(&s, judged);
    if (s.on && judged->is && *event == SPIKE_NO_EVENT && judged->count >= 2ULL * s.told) {
        s.told = judged->count;
        *event = SPIKE_GREW;
    }
    return s;
}
