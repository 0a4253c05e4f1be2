/* shapes_access: who may see and speak on which channel. */
#ifndef KITH_API_SHAPES_ACCESS_H
#define KITH_API_SHAPES_ACCESS_H

#include "api/shapes.h"

struct api_access_rule {
    k_str by, role;
    K_VEC(struct api_team_ref) teams;
    K_VEC(struct api_member_ref) members;
};
struct api_access_verdict {
    bool may;
    k_str why;
    struct api_team_ref *team;
};
struct api_access_of_member {
    struct api_member_ref member;
    struct api_access_verdict see, direct, send;
};
struct api_access {
    struct api_channel_ref channel;
    struct api_access_rule see, direct, send;
    K_VEC(struct api_access_of_member) members;
};
struct api_access_rule_in {
    k_str by, role;
    K_VEC(k_id) team_ids, member_ids;
};
struct api_access_in {
    k_id id;
    struct api_access_rule_in see, direct, send;
};
struct api_access_of_channel {
    struct api_channel_ref channel;
    struct api_access_verdict see, direct, send;
};
API_LIST(access_of_channel);

extern const struct shape shape_access, shape_access_in;

#endif
