/* touch_media: the table of media. Pure; read by the fold of ties and by those who log. */
#include "domain/touch_media.h"

const struct touch_medium_row touch_media[TOUCH_MEDIA] = {
    [TOUCH_LIKE] = {"like", 0.1, false, false, false, "A sign without words."},
    [TOUCH_PUBLIC] = {"public", 1, true, false, false, "A post that everybody can read."},
    [TOUCH_UNLISTED] = {"unlisted", 1, true, false, false, "A post outside public lists."},
    [TOUCH_FOLLOWERS] = {"followers", 1, true, false, false, "A post for followers."},
    [TOUCH_COMMENT] = {"comment", 1, true, false, false, "A comment below something."},
    [TOUCH_DIRECT] = {"direct", 1.5, true, true, false, "A message between the two."},
    [TOUCH_MAIL] = {"mail", 1.5, true, false, false, "A mail."},
    [TOUCH_CALL] = {"call", 3, true, true, false, "A call that took place."},
    [TOUCH_MEETING] = {"meeting", 4, true, false, true, "A meeting, in a room or by video."},
    [TOUCH_EVENT] = {"event", 4, true, false, true, "An event both took part in."},
    [TOUCH_LETTER] = {"letter", 1.5, true, true, false, "A letter on paper."},
    [TOUCH_OTHER] = {"other", 1, true, false, false, "Anything else."},
};

enum touch_medium touch_medium_of(k_str name)
{
    for (int i = 0; i < TOUCH_OTHER; i++)
        if (k_str_eqz(name, touch_media[i].name))
            return (enum touch_medium)i;
    return TOUCH_OTHER;
}

enum touch_direction touch_direction_of(k_str name)
{
    if (k_str_eqz(name, "in"))
        return TOUCH_IN;
    return k_str_eqz(name, "both") ? TOUCH_BOTH : TOUCH_OUT;
}
