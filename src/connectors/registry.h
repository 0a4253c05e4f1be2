/* registry: the one table of networks. A new network is one file (or folder) and one row here.
 */
#ifndef KITH_CONNECTORS_REGISTRY_H
#define KITH_CONNECTORS_REGISTRY_H

#include "connectors/connector.h"

extern const struct connector *const connectors[];
extern const size_t n_connectors;
const struct connector *connector_find(k_str network); /* NULL when unknown */

#endif
