/* facets: what in the text of a Bluesky post is a mention, a link or a hashtag. Places are byte
 * offsets into the UTF-8 text. Pure. */
#ifndef KITH_CONNECTORS_BLUESKY_FACETS_H
#define KITH_CONNECTORS_BLUESKY_FACETS_H

#include "base/json.h"
#include "base/vec.h"

enum facet_kind { FACET_MENTION, FACET_LINK, FACET_TAG };

struct facet {
    enum facet_kind kind;
    size_t start, end; /* bytes */
    k_str value;       /* handle without '@', address, tag without '#' */
    k_str did;         /* of a mention, once resolved; K_NONE = stays plain text */
};
struct facets {
    K_VEC(struct facet) v;
};

/* Mentions (@name.domain), links (http and https) and hashtags of a text of ours, in order. */
void facets_find(struct k_arena *a, k_str text, struct facets *out);

/* The facets member of a record; mentions without did are left out. */
void facets_write(struct k_jw *w, const struct facets *f);

/* The text of a record with its links in full: where the text of a link facet is a shortened
 * form of its address ("example.com/long...") the address takes its place, where it is other
 * words the address follows in brackets. Facets that overlap, cut a letter or lie outside are
 * ignored. */
k_str facets_expand(struct k_arena *a, k_str text, const struct k_json *facets);

#endif
