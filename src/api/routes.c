/* routes: the one table of routes; its rows stand in parts, table_*.def. A new route is one row
 * there, its fields in a shapes file, and its handler in the file of its resource
 * (docs/how-to/add-a-route.md). Order: as the documents list them. */
#include "api/handlers.h"
#include "api/shapes_access.h"
#include "api/shapes_account.h"
#include "api/shapes_house.h"
#include "api/shapes_duplicates.h"
#include "api/shapes_insight.h"
#include "api/shapes_keeping.h"
#include "api/shapes_pause.h"
#include "api/shapes_people.h"
#include "api/shapes_policy.h"
#include "api/shapes_publish.h"
#include "api/shapes_queries.h"
#include "api/shapes_ties.h"
#include "api/shapes_records.h"
#include "api/shapes_routing.h"
#include "api/shapes_providers.h"
#include "api/shapes_security.h"
#include "api/shapes_segments.h"
#include "api/shapes_views.h"
#include "api/shapes_timeline.h"

const struct route routes[] = {
#include "api/table_members.def"
#include "api/table_inbox.def"
#include "api/table_people.def"
#include "api/table_outbox.def"
#include "api/table_insight.def"
#include "api/table_policy.def"
#include "api/table_queries.def"
#include "api/table_house.def"
};
const size_t n_routes = sizeof routes / sizeof *routes;
