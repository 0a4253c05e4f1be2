/* shapes_keeping: legal holds, erasures and their certificates. */
#ifndef KITH_API_SHAPES_KEEPING_H
#define KITH_API_SHAPES_KEEPING_H

#include "api/shapes.h"

struct api_hold {
    k_id id;
    struct api_person_ref *person;
    struct api_channel_ref *channel;
    k_str reason;
    struct api_member_ref *set_by, *lifted_by;
    k_time set_at, lifted_at;
};
API_LIST(hold);
struct api_hold_in {
    k_id person_id, channel_id;
    k_str reason;
};
struct api_erasure {
    k_id id, person_id;
    k_str organisation, reason;
    struct api_member_ref *erased_by;
    k_time erased_at;
    k_str counts, accounts;
    int64_t event_seq;
    k_str event_hash;
};
API_LIST(erasure);
struct api_erase_in {
    k_id id;
    k_str reason;
};

extern const struct shape shape_hold_in, shape_erase_in;

#endif
