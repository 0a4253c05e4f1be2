/* cbor: reads one CBOR item (RFC 8949) as passkeys use it: definite lengths, integers of 64
 * bits with sign, bytes, text, lists, maps, false, true, null. No tags, no floats, no key
 * twice. Depth and number of items are limited. Pure; slices point into the data. */
#ifndef KITH_FORMATS_CBOR_H
#define KITH_FORMATS_CBOR_H

#include "base/arena.h"

enum { CBOR_DEPTH = 8, CBOR_ITEMS = 512 };

enum cbor_type { CBOR_INT, CBOR_BYTES, CBOR_TEXT, CBOR_LIST, CBOR_MAP, CBOR_BOOL, CBOR_NULL };

struct cbor {
    enum cbor_type type;
    int64_t num;          /* INT, BOOL */
    k_str s;              /* BYTES; TEXT, valid UTF-8 */
    size_t n;             /* of LIST: items; of MAP: pairs */
    const struct cbor *v; /* LIST: n items; MAP: 2 n, key before value */
};

/* Reads the item at the beginning of data; *used is how long it is. NULL: not such an item, or
 * over a limit. */
const struct cbor *cbor_read(struct k_arena *a, k_str data, size_t *used);
/* The value of a key; NULL when there is none, or map is none (NULL is fine). */
const struct cbor *cbor_at_int(const struct cbor *map, int64_t key);
const struct cbor *cbor_at_text(const struct cbor *map, const char *key);
/* What it holds; K_NONE and `fallback` when it is NULL or of another type. */
k_str cbor_bytes(const struct cbor *c);
k_str cbor_text(const struct cbor *c);
int64_t cbor_int(const struct cbor *c, int64_t fallback);

#endif
