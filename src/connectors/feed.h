/* feed: row of the registry. */
#ifndef KITH_CONNECTORS_FEED_H
#define KITH_CONNECTORS_FEED_H

#include "connectors/connector.h"

extern const struct connector connector_feed;

#endif
