/* bluesky: row of the registry. */
#ifndef KITH_CONNECTORS_BLUESKY_H
#define KITH_CONNECTORS_BLUESKY_H

#include "connectors/connector.h"

extern const struct connector connector_bluesky;

#endif
