/* rel: the other pages of its owner that a web page names: <a rel="me"> and <link rel="me">
 * (microformats rel-me). Bytes in, addresses out; the markup is read by libxml2's HTML parser,
 * event by event: no tree, limits on depth and number of elements. Pure. */
#ifndef KITH_FORMATS_REL_H
#define KITH_FORMATS_REL_H

#include "base/arena.h"
#include "base/err.h"
#include "base/vec.h"

enum { REL_MAX_LINKS = 20, REL_MAX_BYTES = 1 << 20, REL_MAX_URL = 500 };

struct rel_links {
    K_VEC(k_str) v; /* web addresses, each once, in the order of the page */
};

/* base: the address of the page; a <base href> counts from there. rel is a list of words in any
 * case; a link that also says ugc or sponsored was put there by somebody else and is left out,
 * as is what stands inside script, style, template, textarea, title and their like. At most
 * REL_MAX_LINKS; of more than REL_MAX_BYTES the beginning is read. Reading ends where markup is
 * nested deeper than 512 or has more than 100,000 elements. NO_MEMORY. */
k_err rel_me(struct k_arena *a, k_str html, k_str base, struct rel_links *out) K_CHECK;

#endif
