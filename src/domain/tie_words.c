/* tie_words: the evidence of a tie in English sentences; their German is in base/tongue. Pure.
 */
#include "domain/tie_rules.h"

#include <stdio.h>

k_str tie_day_say(struct k_arena *a, k_time at)
{
    static const char *const months[] = {"January",   "February", "March",    "April",
                                         "May",       "June",     "July",     "August",
                                         "September", "October",  "November", "December"};
    char iso[32];
    k_time_iso_to(iso, at);
    int month = (iso[5] - '0') * 10 + iso[6] - '0';
    int day = (iso[8] - '0') * 10 + iso[9] - '0';
    return k_fmt(a, "%d %s %.4s", day, months[(month + 11) % 12], iso);
}

const char *tie_act_name(enum tie_act a)
{
    static const char *const names[TIE_ACTS] = {"talk", "ask",     "personal", "meet",
                                                "help", "channel", "repair"};
    return a < TIE_ACTS ? names[a] : "";
}

const char *tie_act_say(enum tie_act a)
{
    static const char *const words[TIE_ACTS] = {
        "Talk again: something said and its answer.",
        "Ask something and hear the answer.",
        "Talk in private.",
        "Meet, or do something together.",
        "Be of use to each other, and note what was gained.",
        "Talk on another channel too.",
        "Mend what went wrong, and note what was done.",
    };
    return a < TIE_ACTS ? k_str_z(words[a]).p : "";
}

static k_str dialogue_say(struct k_arena *a, const struct tie_state *s)
{
    if (s->first_two_way_at == 0 && s->heard > 0 && s->told > 0)
        return K_S("Both spoke, but neither answered the other yet.");
    if (s->first_two_way_at == 0)
        return K_S("No two-way exchange yet: one-way contact does not count.");
    return k_fmt(a, "%lld from them, %lld from us; exchanges on %lld days.",
                 (long long)s->heard, (long long)s->told, (long long)s->exchanges);
}

static k_str recency_say(struct k_arena *a, const struct tie_state *s,
                         const struct tie_score *score)
{
    if (s->last_two_way_at == 0)
        return K_S("Nothing to be silent about yet.");
    k_str day = tie_day_say(a, s->last_two_way_at);
    if (s->n_gaps == 0)
        return k_fmt(a, "Last exchange on %.*s; no rhythm of their own yet.", K_ARG(day));
    return k_fmt(a, "Last exchange on %.*s; usually every %.0f days.", K_ARG(day),
                 score->interval);
}

static k_str depth_say(const struct tie_state *s)
{
    if (s->personal > 0 && s->answered > 0)
        return K_S("Private exchanges, and questions that were answered.");
    if (s->personal > 0)
        return K_S("Private exchanges; no question was answered yet.");
    if (s->answered > 0)
        return K_S("Questions were answered; nothing private yet.");
    return K_S("No private exchange and no answered question yet.");
}

static k_str reciprocity_say(struct k_arena *a, const struct tie_state *s)
{
    if (s->gained_us + s->gained_them == 0)
        return K_S("Nobody noted what either side gains.");
    if (s->gained_us == 0)
        return k_fmt(a, "They gained %lld times; we gained nothing yet.",
                     (long long)s->gained_them);
    if (s->gained_them == 0)
        return k_fmt(a, "We gained %lld times; they gained nothing yet.",
                     (long long)s->gained_us);
    return k_fmt(a, "They gained %lld times, we %lld times.", (long long)s->gained_them,
                 (long long)s->gained_us);
}

static k_str structure_say(struct k_arena *a, const struct tie_state *s)
{
    int n = s->n_channels + (s->rest > 0);
    k_str channels = n == 1 ? K_S("One channel") : k_fmt(a, "%d channels", n);
    if (s->mutual > 0)
        return k_fmt(a, "%.*s; contacts in common have a mean strength of %.0f.",
                     K_ARG(channels), s->mutual);
    return k_fmt(a, "%.*s; no contacts in common are known.", K_ARG(channels));
}

static k_str resilience_say(struct k_arena *a, const struct tie_state *s)
{
    if (s->failures == 0)
        return K_S("No bad moment is known.");
    return k_fmt(a, "Bad moments: %lld, mended: %lld.", (long long)s->failures,
                 (long long)s->repaired);
}

k_str tie_part_say(struct k_arena *a, const struct tie_state *s, const struct tie_score *score,
                   enum tie_part_kind k)
{
    switch (k) {
    case TIE_DIALOGUE:
        return dialogue_say(a, s);
    case TIE_RECENCY:
        return recency_say(a, s, score);
    case TIE_DEPTH:
        return depth_say(s);
    case TIE_DURATION:
        if (s->first_two_way_at == 0)
            return K_S("It begins with the first exchange.");
        return k_fmt(a, "First exchange on %.*s.", K_ARG(tie_day_say(a, s->first_two_way_at)));
    case TIE_RECIPROCITY:
        return reciprocity_say(a, s);
    case TIE_EXPERIENCE:
        if (s->shared_n == 0)
            return K_S("No meeting, event or project together yet.");
        return k_fmt(a, "Experiences together: %lld, the first on %.*s.",
                     (long long)s->shared_n, K_ARG(tie_day_say(a, s->first_shared_at)));
    case TIE_STRUCTURE:
        return structure_say(a, s);
    default:
        return resilience_say(a, s);
    }
}
