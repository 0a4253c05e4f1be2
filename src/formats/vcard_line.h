/* vcard_line: one unfolded line of a card: group, name, parameters, value. Private to vcard. */
#ifndef KITH_FORMATS_VCARD_LINE_H
#define KITH_FORMATS_VCARD_LINE_H

#include "formats/vcard.h"

enum vcard_encoding { VCARD_PLAIN, VCARD_QUOTED, VCARD_BASE64 };

/* Place of the colon that ends the head, outside of quotes; -1 when there is none (yet). */
ptrdiff_t vcard_line_colon(k_str line);
/* How the value is written, by the head (the part before the colon). */
enum vcard_encoding vcard_line_encoding(k_str head);
/* The property of a line. false with *why: it is none. */
bool vcard_line_read(struct k_arena *a, k_str line, enum vcard_version version,
                     struct vcard_prop *out, k_str *why);

#endif
