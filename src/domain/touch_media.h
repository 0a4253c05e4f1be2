/* touch_media: what a touch went through, and what that says about it. One const table; pure.
 * Weights: docs/design/relationships.md. */
#ifndef KITH_DOMAIN_TOUCH_MEDIA_H
#define KITH_DOMAIN_TOUCH_MEDIA_H

#include "base/str.h"

enum touch_medium {
    TOUCH_LIKE,
    TOUCH_PUBLIC,
    TOUCH_UNLISTED,
    TOUCH_FOLLOWERS,
    TOUCH_COMMENT,
    TOUCH_DIRECT,
    TOUCH_MAIL,
    TOUCH_CALL,
    TOUCH_MEETING,
    TOUCH_EVENT,
    TOUCH_LETTER,
    TOUCH_OTHER,
    TOUCH_MEDIA
};
enum touch_direction { TOUCH_IN, TOUCH_OUT, TOUCH_BOTH };

struct touch_medium_row {
    const char *name; /* as in touch.medium */
    double weight;
    bool speaks; /* words were said: it can be answered, and it makes a day of contact */
    bool closed; /* nobody else listens */
    bool shared; /* an experience both sides had */
    const char *doc;
};
extern const struct touch_medium_row touch_media[TOUCH_MEDIA];

enum touch_medium touch_medium_of(k_str name);       /* TOUCH_OTHER when unknown */
enum touch_direction touch_direction_of(k_str name); /* "in", "out", "both"; else out */

#endif
