/* outlook_rules: will they go on talking? Pure; asked by the relationship with a person, by
 * what slips away and by `kith bench going-on`. */
#include "domain/outlook_rules.h"

#include <math.h>

#define OVER .05
#define UNLIKELY .15
#define LIKELY .5
#define HABIT_DAYS 4  /* days with a touch from which a longest gap means something */
#define ELSEWHERE .02 /* what is worth a word */

static double days_since(k_time at, k_time now)
{
    return now > at ? (double)(now - at) / (double)K_DAY : 0;
}

double outlook_lively(k_time last_at, k_time now)
{
    return last_at ? 1 / (1 + days_since(last_at, now)) : 0;
}

/* Gaps are kept up to 255 days. How much longer those of 255 are, on average: what is missing
 * between the first day and the last, while all gaps are kept. */
static double longer_gaps(const struct tie_state *s)
{
    double sum = 0, n = 0;
    for (int i = 0; i < s->n_gaps; i++) {
        sum += s->gaps[i];
        n += s->gaps[i] == UINT8_MAX;
    }
    double missing = days_since(s->first_at, s->last_at) - sum;
    return n > 0 && s->n_gaps < TIE_GAPS && missing > 0 ? missing / n : 0;
}

/* The need for something falls with a power of the time since it was needed, and what was
 * needed more often adds up: Anderson and Schooler 1991, found in who writes to whom. By days
 * with a touch, so that a quarrel of a day is one. */
static double own_rate(const struct tie_state *s, double silence)
{
    double age = silence, sum = 1 / (1 + age), longer = longer_gaps(s);
    for (int i = s->n_gaps - 1; i >= 0; i--) {
        age += s->gaps[i] + (s->gaps[i] == UINT8_MAX ? longer : 0);
        sum += 1 / (1 + age);
    }
    return sum;
}

static double chance(double rate)
{
    return -expm1(-rate);
}

static enum outlook_word word_of(double value)
{
    if (value < OVER)
        return OUTLOOK_OVER;
    if (value < UNLIKELY)
        return OUTLOOK_UNLIKELY;
    return value < LIKELY ? OUTLOOK_OPEN : OUTLOOK_LIKELY;
}

void outlook_of(const struct tie_state *s, const struct outlook_around *around, k_time now,
                struct outlook *out)
{
    *out = (struct outlook){.word = OUTLOOK_NONE};
    if (s->last_at == 0)
        return;
    double silence = days_since(s->last_at, now);
    double usual = rhythm_interval(s->gaps, (size_t)s->n_gaps);
    out->own = own_rate(s, silence);
    if (around->all > 0)
        out->elsewhere = around->member * around->person / around->all;
    out->value = chance(out->own + out->elsewhere);
    out->usual = chance(own_rate(s, silence < usual ? silence : usual) + out->elsewhere);
    out->word = word_of(out->value);
}

double outlook_fallen(const struct outlook *o)
{
    return o->usual > o->value ? 1 - o->value / o->usual : 0;
}

/* ---- words ------------------------------------------------------------------------------- */

const char *outlook_word_name(enum outlook_word w)
{
    static const char *const names[OUTLOOK_WORDS] = {"none", "over", "unlikely", "open",
                                                     "likely"};
    return names[w < OUTLOOK_WORDS ? w : OUTLOOK_NONE];
}

const char *outlook_word_say(enum outlook_word w)
{
    static const char *const words[OUTLOOK_WORDS] = {
        "Nobody said anything yet.",       "Most likely over, unless somebody begins again.",
        "Unlikely to go on by itself.",    "It may go on.",
        "Likely to go on within a month.",
    };
    return k_str_z(words[w < OUTLOOK_WORDS ? w : OUTLOOK_NONE]).p;
}

static k_str days_say(struct k_arena *a, const struct tie_state *s, k_time now)
{
    long long days = (long long)days_since(s->last_at, now);
    if (s->n_gaps == 0 && days == 0)
        return K_S("In touch on one day, today: no habit yet.");
    if (s->n_gaps == 0)
        return k_fmt(a, "In touch on one day, %lld days ago: no habit yet.", days);
    if (s->n_gaps == TIE_GAPS && days == 0)
        return K_S("In touch on over 64 days; the last was less than a day ago.");
    if (days == 0)
        return k_fmt(a, "In touch on %d days; the last was less than a day ago.",
                     s->n_gaps + 1);
    if (s->n_gaps == TIE_GAPS)
        return k_fmt(a, "In touch on over 64 days; the last was %lld days ago.", days);
    return k_fmt(a, "In touch on %d days; the last was %lld days ago.", s->n_gaps + 1, days);
}

static bool silent_as_never(const struct tie_state *s, k_time now)
{
    double longest = 0;
    for (int i = 0; i < s->n_gaps; i++)
        longest = s->gaps[i] > longest ? s->gaps[i] : longest;
    return s->n_gaps + 1 >= HABIT_DAYS && longest < UINT8_MAX &&
           days_since(s->last_at, now) > longest;
}

size_t outlook_reasons(struct k_arena *a, const struct tie_state *s, const struct outlook *o,
                       k_time now, k_str out[OUTLOOK_REASONS])
{
    size_t n = 0;
    if (s->last_at == 0)
        return 0;
    out[n++] = days_say(a, s, now);
    if (silent_as_never(s, now))
        out[n++] = K_S("Never before were they silent for so long.");
    if (s->first_two_way_at == 0)
        out[n++] = K_S("One side spoke so far, and nobody answered.");
    if (o->elsewhere >= ELSEWHERE && n < OUTLOOK_REASONS)
        out[n++] = k_fmt(a, "Both talk with others too, which adds %.0f of 100.",
                         100 * (o->value - chance(o->own)));
    return n;
}

/* ---- for comparison ---------------------------------------------------------------------- */

double outlook_alive(const struct outlook_prior *p, double x, double tx, double t)
{
    return 1 / (1 + p->a / (p->b + x) * pow((p->alpha + t) / (p->alpha + tx), p->r + x));
}

double outlook_alive_bg(const struct outlook_prior *p, double x, double tx, double t)
{
    if (x <= 0)
        return 1;
    return 1 / (1 + p->a / (p->b + x - 1) * pow((p->alpha + t) / (p->alpha + tx), p->r + x));
}
