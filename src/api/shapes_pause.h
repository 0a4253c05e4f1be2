/* shapes_pause: pauses, and how a held row is confirmed. */
#ifndef KITH_API_SHAPES_PAUSE_H
#define KITH_API_SHAPES_PAUSE_H

#include "api/shapes.h"
#include "api/shapes_inbox.h"

struct api_pause {
    k_id id;
    k_str scope, region, reason;
    struct api_channel_ref *channel;
    k_id label_id;
    k_str label;
    struct api_member_ref *started_by, *ended_by;
    k_time started_at, ended_at;
    int64_t held;
    K_VEC(struct api_outbox) begun;
};
API_LIST(pause);
struct api_pause_in {
    k_str scope, region, reason;
    k_id channel_id, label_id;
};
struct api_pause_reason_in {
    k_id id;
    k_str reason;
};
struct api_release_in {
    k_id id;
    int64_t version;
};
struct api_region {
    k_str name;
};
API_LIST(region);

extern const struct shape shape_pause_in, shape_pause_reason_in, shape_release_in;

#endif
