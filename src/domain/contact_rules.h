/* contact_rules: what real contact is: what starts the interval of keep-in-touch anew. Both
 * sides have to have a part in it; words that nobody answered have not, from neither side.
 * Pure. How and why: docs/design/relationships.md. */
#ifndef KITH_DOMAIN_CONTACT_RULES_H
#define KITH_DOMAIN_CONTACT_RULES_H

#include "base/arena.h"
#include "base/str.h"
#include "base/time.h"
#include "domain/touch_media.h"

struct contact_touch {
    enum touch_direction direction;
    enum touch_medium medium;
    bool prompted;  /* an answer to the other side */
    bool automatic; /* a machine or a template said it */
};
enum contact {
    CONTACT_NONE,
    CONTACT_AUTOMATIC, /* no */
    CONTACT_LIKE,      /* no: nothing was said */
    CONTACT_HEARD,     /* no: they spoke, and nobody answered */
    CONTACT_TOLD,      /* no: we spoke unasked, and they did not answer */
    CONTACT_ANSWERED,  /* yes: we answered them */
    CONTACT_REPLIED,   /* yes: they answered us */
    CONTACT_TOGETHER,  /* yes: a call, a meeting, an event both took part in */
    CONTACTS
};
enum contact contact_of(const struct contact_touch *t);
bool contact_resets(enum contact c);
/* Whether a moment does: met, meeting, event, project. What went wrong, was put right or
 * praised is told of, and counts by its own touches. */
bool contact_moment_resets(k_str kind);
/* Why the newest touch, at `at`, does not reset: a sentence; "" when it does. */
k_str contact_not_say(struct k_arena *a, enum contact c, k_time at);

#endif
