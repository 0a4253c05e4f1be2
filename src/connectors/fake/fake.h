/* fake: rows of the registry for invented networks. */
#ifndef KITH_CONNECTORS_FAKE_H
#define KITH_CONNECTORS_FAKE_H

#include "connectors/connector.h"

extern const struct connector connector_fake, connector_demo_microblog, connector_demo_comments,
    connector_demo_reviews;

#endif
