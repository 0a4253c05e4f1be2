/* gzip: unpacks answers that came compressed. Pure. */
#ifndef KITH_NET_GZIP_H
#define KITH_NET_GZIP_H

#include "base/arena.h"

/* Unpacks a gzip file (RFC 1952, one or more members) of at most max bytes into the arena.
 * K_ERR_TOO_LARGE beyond that; K_ERR_NET_BAD_ANSWER when it is broken or ends early. */
k_err gzip_unpack(struct k_arena *a, k_str packed, size_t max, k_str *out) K_CHECK;

#endif
