/* wordpress: row of the registry. */
#ifndef KITH_CONNECTORS_WORDPRESS_H
#define KITH_CONNECTORS_WORDPRESS_H

#include "connectors/connector.h"

extern const struct connector connector_wordpress;

#endif
