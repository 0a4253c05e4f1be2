/* registry: the table of networks, in the order in which the connect page offers them. */
#include "connectors/registry.h"
#include "connectors/bluesky/bluesky.h"
#include "connectors/fake/fake.h"
#include "connectors/feed.h"
#include "connectors/wordpress/wordpress.h"

/* clang-format off */
const struct connector *const connectors[] = {
    &connector_bluesky,
    &connector_wordpress,
    &connector_feed,
    &connector_fake,
    &connector_demo_microblog,
    &connector_demo_comments,
    &connector_demo_reviews,
};
/* clang-format on */
const size_t n_connectors = sizeof connectors / sizeof *connectors;

const struct connector *connector_find(k_str network)
{
    for (size_t i = 0; i < n_connectors; i++)
        if (k_str_eqz(network, connectors[i]->network))
            return connectors[i];
    return NULL;
}
