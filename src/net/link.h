/* link: the Link header (RFC 8288), by which many networks say where the next page is. Pure. */
#ifndef KITH_NET_LINK_H
#define KITH_NET_LINK_H

#include "base/str.h"

struct link {
    k_str target; /* as written between < and >; may be relative */
    k_str rel;    /* blank-separated words; K_NONE when there is none */
};

/* Takes the next link off the front of *header. false at the end, or where the rest makes no
 * sense. Slices point into the header. */
bool link_next(k_str *header, struct link *out);
/* The target of the first link that has rel among its relations (any case), or K_NONE. */
k_str link_find(k_str header, const char *rel);

#endif
