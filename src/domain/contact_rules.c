/* contact_rules: what resets keep-in-touch. Pure; the person page and the slipping-away list
 * ask it, and the statements contact_last and insight_keeps look for the same
 * (tests/api/test_slipping.c holds them together). */
#include "domain/contact_rules.h"

#include "domain/tie_rules.h"

enum contact contact_of(const struct contact_touch *t)
{
    if (t->automatic)
        return CONTACT_AUTOMATIC;
    if (!touch_media[t->medium].speaks)
        return CONTACT_LIKE;
    if (t->direction == TOUCH_BOTH)
        return CONTACT_TOGETHER;
    if (t->direction == TOUCH_IN)
        return t->prompted ? CONTACT_REPLIED : CONTACT_HEARD;
    return t->prompted ? CONTACT_ANSWERED : CONTACT_TOLD;
}

bool contact_resets(enum contact c)
{
    return c == CONTACT_ANSWERED || c == CONTACT_REPLIED || c == CONTACT_TOGETHER;
}

bool contact_moment_resets(k_str kind)
{
    static const char *const kinds[] = {"met", "meeting", "event", "project"};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (k_str_eqz(kind, kinds[i]))
            return true;
    return false;
}

k_str contact_not_say(struct k_arena *a, enum contact c, k_time at)
{
    k_str day = tie_day_say(a, at);
    switch (c) {
    case CONTACT_HEARD:
        return k_fmt(a, "They wrote on %.*s and nobody answered: that is no contact yet.",
                     K_ARG(day));
    case CONTACT_TOLD:
        return k_fmt(a, "We wrote on %.*s and they did not answer: that is no contact yet.",
                     K_ARG(day));
    case CONTACT_AUTOMATIC:
        return k_fmt(a, "What came on %.*s was automatic: that is no contact.", K_ARG(day));
    case CONTACT_LIKE:
        return k_fmt(a, "A like on %.*s says nothing: that is no contact.", K_ARG(day));
    default:
        return K_S("");
    }
}
