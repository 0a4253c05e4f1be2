/* shapes_views: the tables of saved views. */
#include "api/shapes_views.h"

static const struct field fields_saved_view[] = {
    FIELD(struct api_saved_view, id, F_ID, 0),
    FIELD(struct api_saved_view, name, F_STR, 0),
    FIELD(struct api_saved_view, view, F_ENUM, 0, .values = words_view,
          DOC("The fixed view behind it; what follows narrows it down, null is any.")),
    FIELD(struct api_saved_view, channel, F_ID, F_NULLABLE),
    FIELD(struct api_saved_view, label, F_ID, F_NULLABLE),
    FIELD(struct api_saved_view, owner, F_ID, F_NULLABLE),
    FIELD(struct api_saved_view, team, F_ID, F_NULLABLE),
    FIELD(struct api_saved_view, kind, F_ENUM, F_NULLABLE, .values = words_kind),
    FIELD(struct api_saved_view, network, F_STR, F_NULLABLE),
    FIELD(struct api_saved_view, shared, F_ENUM, 0, .values = words_view_shared,
          DOC("Who sees it in their list. What it holds is what each reader may see.")),
    FIELD(struct api_saved_view, shared_team, F_REF, F_NULLABLE, .of = &shape_team_ref),
    FIELD(struct api_saved_view, created_by, F_REF, F_NULLABLE, .of = &shape_member_ref),
    FIELD(struct api_saved_view, changed_at, F_TIME, 0),
    FIELD(struct api_saved_view, version, F_INT, 0, DOC("Sent back with a change.")),
    FIELD(struct api_saved_view, count, F_INT, 0, DOC("Of what the one who asks sees in it.")),
    FIELD(struct api_saved_view, capped, F_BOOL, 0, DOC("There are more than `count`.")),
    FIELD(struct api_saved_view, can_change, F_BOOL, 0,
          DOC("Own ones; shared ones by who made them, who leads, and admins.")),
    FIELD(struct api_saved_view, gone, F_ENUM, F_NULLABLE, .values = words_view_gone,
          DOC("What it looks for was removed: it holds nothing.")),
};
SHAPE_OF(saved_view, "SavedView");
LIST_OF(saved_view, "SavedView");

#define FILTERS                                                                                \
    FIELD(struct api_saved_view_in, channel, F_ID, F_NULLABLE),                                \
        FIELD(struct api_saved_view_in, label, F_ID, F_NULLABLE),                              \
        FIELD(struct api_saved_view_in, owner, F_ID, F_NULLABLE),                              \
        FIELD(struct api_saved_view_in, team, F_ID, F_NULLABLE),                               \
        FIELD(struct api_saved_view_in, kind, F_ENUM, F_NULLABLE, .values = words_kind),       \
        FIELD(struct api_saved_view_in, network, F_STR, F_NULLABLE, .max = 40),                \
        FIELD(struct api_saved_view_in, shared_team, F_ID, F_NULLABLE,                         \
              DOC("With shared = team: which one."))

static const struct field fields_saved_view_new_in[] = {
    FIELD(struct api_saved_view_in, name, F_STR, F_REQUIRED, .min = 1, .max = 80),
    FIELD(struct api_saved_view_in, view, F_ENUM, F_REQUIRED, .values = words_view),
    FIELD(struct api_saved_view_in, shared, F_ENUM, F_REQUIRED, .values = words_view_shared),
    FILTERS,
};
const struct shape shape_saved_view_new_in =
    SHAPE(struct api_saved_view_in, "SavedViewNewInput", fields_saved_view_new_in);

static const struct field fields_saved_view_in[] = {
    ID_IN_PATH(struct api_saved_view_in),
    FIELD(struct api_saved_view_in, version, F_INT, F_REQUIRED, .min = 1, .max = INT64_MAX,
          DOC("The version that was on screen; another one is refused (conflict).")),
    FIELD_SET(struct api_saved_view_in, name, F_STR, 0, .min = 1, .max = 80),
    FIELD_SET(struct api_saved_view_in, view, F_ENUM, 0, .values = words_view,
              DOC("With it all filters are set anew: what is left out is any.")),
    FIELD_SET(struct api_saved_view_in, shared, F_ENUM, 0, .values = words_view_shared),
    FILTERS,
};
SHAPE_OF(saved_view_in, "SavedViewInput");

static const struct field fields_saved_views_order_in[] = {
    FIELD(struct api_saved_views_order_in, ids, F_IDS, F_REQUIRED, .max = 400),
};
SHAPE_OF(saved_views_order_in, "SavedViewsOrderInput");
