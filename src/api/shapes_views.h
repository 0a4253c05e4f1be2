/* shapes_views: views of the inbox that members keep under a name. */
#ifndef KITH_API_SHAPES_VIEWS_H
#define KITH_API_SHAPES_VIEWS_H

#include "api/shapes.h"

struct api_saved_view {
    k_id id, channel, label, owner, team;
    k_str name, view, kind, network, shared, gone;
    struct api_team_ref *shared_team;
    struct api_member_ref *created_by;
    k_time changed_at;
    int64_t version, count;
    bool capped, can_change;
};
API_LIST(saved_view);
struct api_saved_view_in {
    k_id id, channel, label, owner, team, shared_team;
    k_str name, view, kind, network, shared;
    int64_t version;
    bool has_name, has_view, has_shared;
};
struct api_saved_views_order_in {
    K_VEC(k_id) ids;
};

extern const struct shape shape_saved_view_new_in, shape_saved_view_in,
    shape_saved_views_order_in;

#endif
