/* assets: the files of the web UI inside the binary. The table is generated from web/dist by
 * tools/embed.py; all slices live as long as the process. */
#ifndef KITH_NET_ASSETS_H
#define KITH_NET_ASSETS_H

#include "base/str.h"

struct asset {
    k_str path;               /* "/index.html", "/assets/app-1a2b.js" */
    const char *content_type; /* with charset where it is text */
    k_str etag;               /* with its quotes */
    k_str plain;              /* the bytes of the file */
    k_str gzip;     /* the same for Accept-Encoding: gzip; p == NULL when not smaller */
    bool immutable; /* the name holds a hash of the content: may be cached for ever */
};

extern const struct asset assets[]; /* sorted by path, bytewise */
extern const size_t n_assets;
extern const bool assets_built; /* false: only a page that says how to build the UI */

/* The file with exactly this path, or NULL. "/" is not a file: ask for "/index.html". */
const struct asset *assets_find(k_str path);

#endif
