/* attention_rules: who has our attention. Pure; the attention page asks it. */
#include "domain/attention_rules.h"

#include <math.h>

static double share(int64_t n, int64_t of)
{
    return of > 0 ? (double)n / (double)of : 0;
}

void attention_judge(const struct attention_role *v, size_t n, struct attention_drift *out)
{
    int64_t now = 0, before = 0;
    double most = 0;
    *out = (struct attention_drift){.verdict = ATTENTION_NOTHING};
    for (size_t i = 0; i < n; i++) {
        now += v[i].now;
        before += v[i].before;
    }
    for (size_t i = 0; i < n; i++) {
        double gain = share(v[i].now, now) - share(v[i].before, before);
        if (k_str_eqz(v[i].role, "customer")) {
            out->now = share(v[i].now, now);
            out->before = share(v[i].before, before);
        } else if (gain > most) {
            most = gain;
            out->gainer = v[i].role;
        }
    }
    long drift = lround(100 * out->now) - lround(100 * out->before); /* as one reads them */
    if (now == 0)
        return;
    if (before == 0)
        out->verdict = ATTENTION_NEW;
    else if (now < ATTENTION_FEW || before < ATTENTION_FEW)
        out->verdict = ATTENTION_UNSURE;
    else if (drift >= ATTENTION_DRIFT)
        out->verdict = ATTENTION_TOWARDS;
    else if (drift <= -ATTENTION_DRIFT)
        out->verdict = ATTENTION_AWAY;
    else
        out->verdict = ATTENTION_STEADY;
}

const char *attention_name(enum attention_verdict v)
{
    static const char *const names[] = {"nothing", "new",     "unsure",
                                        "steady",  "towards", "away"};
    return names[v];
}

/* Behind "towards". */
static const char *role_say(k_str role)
{
    static const struct {
        const char *role, *say;
    } rows[] = {{"prospect", "prospects"},       {"influencer", "influencers"},
                {"partner", "partners"},         {"supplier", "suppliers"},
                {"recommender", "recommenders"}, {"decision_maker", "decision makers"},
                {"press", "the press"},          {"employee", "our own employees"}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (k_str_eqz(role, rows[i].role))
            return rows[i].say;
    return "people without a role";
}

k_str attention_say(struct k_arena *a, const struct attention_drift *d)
{
    double now = 100 * d->now, before = 100 * d->before;
    switch (d->verdict) {
    case ATTENTION_NOTHING:
        return K_S("Nobody had to do with anybody in this period.");
    case ATTENTION_NEW:
        return k_fmt(a, "%.0f of 100 touches were with customers; before there was nothing.",
                     now);
    case ATTENTION_UNSURE:
        return k_fmt(a,
                     "%.0f of 100 touches were with customers; there are too few to speak of a "
                     "drift.",
                     now);
    case ATTENTION_TOWARDS:
        return k_fmt(a, "Attention drifts towards customers: %.0f of 100 touches, before %.0f.",
                     now, before);
    case ATTENTION_AWAY:
        return k_fmt(a,
                     "Attention drifts away from customers, towards %s: customers had %.0f of "
                     "100 touches, before %.0f.",
                     role_say(d->gainer), now, before);
    case ATTENTION_STEADY:
        break;
    }
    return k_fmt(a, "%.0f of 100 touches were with customers, before %.0f: no drift.", now,
                 before);
}
