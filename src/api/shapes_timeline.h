/* shapes_timeline: everything between us and a person, and what of it to show. */
#ifndef KITH_API_SHAPES_TIMELINE_H
#define KITH_API_SHAPES_TIMELINE_H

#include "api/shapes.h"

struct api_timeline_in {
    k_id id;
    k_str kinds, q, cursor, format;
    k_time from, to;
    int64_t limit;
};
struct api_timeline_entry {
    k_id id, conversation_id, post_id, moment_id;
    k_str what, detail, state, direction, side, network, title, text, url, currency;
    struct api_channel_ref *channel;
    struct api_member_ref *member;
    struct api_team_ref *team;
    struct api_person_ref *other;
    int64_t severity, amount_minor;
    bool automatic, deleted, mine, now_never;
    k_time due_at, known_at, now_at, at;
};
API_LIST(timeline_entry);

extern const struct shape shape_timeline_in, shape_timeline_export_in;

#endif
