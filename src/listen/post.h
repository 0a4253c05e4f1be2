/* post: what listening queries see of a post. All slices are borrowed; what is not known is
 * empty, -1 or false, and holds for no query. */
#ifndef KITH_LISTEN_POST_H
#define KITH_LISTEN_POST_H

#include "base/str.h"

enum listen_mood { LISTEN_MOOD_UNKNOWN, LISTEN_NEGATIVE, LISTEN_NEUTRAL, LISTEN_POSITIVE };
/* How far our own relationship with the author has come; dormant lies beside the ladder. */
enum listen_stage {
    LISTEN_STAGE_UNKNOWN,
    LISTEN_DORMANT,
    LISTEN_CONNECTION,
    LISTEN_CONTACT,
    LISTEN_DIALOGUE,
    LISTEN_RELATIONSHIP,
    LISTEN_LOYAL,
    LISTEN_ADVOCATE
};
/* Bits of `intents` and `is`. */
enum {
    LISTEN_COMPLAINT = 1,
    LISTEN_LEAD = 2,
    LISTEN_QUESTION = 4,
    LISTEN_PRAISE = 8,
};
enum {
    LISTEN_IS_REPLY = 1,
    LISTEN_IS_REPOST = 2,
    LISTEN_IS_QUESTION = 4,
    LISTEN_HAS_LINK = 8,
    LISTEN_HAS_MEDIA = 16,
};

struct listen_strs {
    const k_str *v;
    size_t n;
};
struct listen_post {
    k_str text, title;
    k_str handle, name, bio; /* of the author; the handle without '@' */
    k_str url;               /* of the post itself; `site:` looks at its host */
    struct listen_strs links;
    k_str lang;    /* ISO 639: "de" */
    k_str country; /* ISO 3166: "DE" */
    k_str network, channel;
    struct listen_strs to, labels; /* handles it is written to, without '@'; names of labels */
    int64_t followers;             /* -1 = unknown */
    enum listen_mood mood;
    unsigned intents, is;
    enum listen_stage stage;
    double strength; /* of the relationship, 0 to 100; -1 = unknown */
};

#endif
