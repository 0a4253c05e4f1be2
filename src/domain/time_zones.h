/* time_zones: which names of time zones there are. Pure. */
#ifndef KITH_DOMAIN_TIME_ZONES_H
#define KITH_DOMAIN_TIME_ZONES_H

#include "base/str.h"

/* "Europe/Berlin", "UTC": as the IANA time zone database writes it. */
bool time_zone_known(k_str name);

#endif
