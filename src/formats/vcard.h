/* vcard: address cards (RFC 2426, RFC 6350, vCard 2.1) as programs really write them. Reads a
 * text in memory card by card into one form for all versions; writes 3.0 and 4.0. What it does
 * not know it keeps, so that reading and writing loses nothing. Pure. Used by the import of
 * people, by export and by CardDAV. */
#ifndef KITH_FORMATS_VCARD_H
#define KITH_FORMATS_VCARD_H

#include "base/buf.h"
#include "base/vec.h"

enum {
    VCARD_PROPS = 2000,     /* properties of a card */
    VCARD_PARAMS = 100,     /* parameters of a property */
    VCARD_LINE = 4 << 20,   /* bytes of an unfolded line */
    VCARD_BINARY = 1 << 20, /* characters of base64: longer pictures are left out */
    VCARD_CARD = 16 << 20,  /* bytes of a card */
    VCARD_DEPTH = 4,        /* cards inside cards (AGENT) */
    VCARD_PROBLEMS = 1000   /* of a card */
};
enum vcard_version { VCARD_21, VCARD_30, VCARD_40 };

struct vcard_param {
    k_str name;  /* upper case; TYPE=a,b and the bare words of 2.1 are one TYPE each */
    k_str value; /* unquoted, ^n ^' ^^ undone */
};
struct vcard_prop {
    k_str group;                      /* "item1", or K_NONE */
    k_str name;                       /* upper case */
    K_VEC(struct vcard_param) params; /* without ENCODING and CHARSET */
    /* Valid UTF-8 with the escapes of 3.0 and 4.0 (\n \, \; \\), quoted-printable and
     * character sets undone: take it apart with vcard_text and vcard_split. Of a binary value:
     * base64 without white space. */
    k_str value;
    size_t line; /* of the file where it begins; 1 is the first */
    bool binary;
};
/* What could not be read: the rest of the card is good. */
struct vcard_problem {
    size_t line;
    k_str raw, why;
};
struct vcard {
    enum vcard_version version;
    size_t line; /* of its BEGIN; of stray lines outside of a card: of the first one */
    K_VEC(struct vcard_prop) props; /* in order; without BEGIN, VERSION, END */
    K_VEC(struct vcard_problem) problems;
};

struct vcards {
    k_str text;
    size_t pos;  /* next byte: where to go on later */
    size_t line; /* number of the last line read */
};
/* `text` should have gone through charset_file. */
struct vcards vcards_open(k_str text);
/* The next card; false at the end. A card without properties has only problems: lines outside
 * of a card, or a card that is too large. All memory is in `a`. */
bool vcards_next(struct vcards *r, struct k_arena *a, struct vcard *out);

/* --- taking apart ------------------------------------------------------------------------ */

struct vcard_list {
    k_str *v;
    size_t n, cap;
};
/* The first property of this name (upper case); NULL when there is none. */
const struct vcard_prop *vcard_first(const struct vcard *c, const char *name);
/* A value without its escapes. */
k_str vcard_text(struct k_arena *a, k_str value);
/* Parts between unescaped `sep` (; or ,), still escaped: a part may be a list itself. */
struct vcard_list vcard_split(struct k_arena *a, k_str value, char sep);
/* The i-th ;-part of a structured value without escapes; K_NONE beyond the last, "" when empty.
 */
k_str vcard_part(struct k_arena *a, k_str value, size_t i);
k_str vcard_param(const struct vcard_prop *p, const char *name); /* first value, or K_NONE */
bool vcard_is(const struct vcard_prop *p, const char *type);     /* has this TYPE, any case */
/* Whether it is the preferred one: TYPE=pref or PREF=1. */
bool vcard_preferred(const struct vcard_prop *p);
/* What its owner called it: the X-ABLabel of its group without _$!< >!$_, else home, work,
 * cell, fax ... of its TYPEs joined by a blank, small letters; "" when nothing says it. */
k_str vcard_label(struct k_arena *a, const struct vcard *c, const struct vcard_prop *p);

/* What to call it: FN, else put together from N, else NICKNAME, ORG, EMAIL or TEL; "" when
 * there is none of them. Without escapes. */
k_str vcard_name(struct k_arena *a, const struct vcard *c);

/* --- making ------------------------------------------------------------------------------ */

k_str vcard_escape(struct k_arena *a, k_str text); /* \n \, \; \\ */
/* Adds a property; `value` is in escaped form. The result is valid until the next one. */
struct vcard_prop *vcard_add(struct k_arena *a, struct vcard *c, const char *name, k_str value);
void vcard_add_param(struct k_arena *a, struct vcard_prop *p, const char *name, k_str value);
/* One line as it would be written, without folding and its end: for keeping a property whole.
 */
void vcard_write_prop(const struct vcard_prop *p, enum vcard_version v, struct k_buf *b);
/* Reads one such line (3.0 or 4.0). false: it is none. */
bool vcard_read_prop(struct k_arena *a, k_str line, struct vcard_prop *out);
/* The card as text, CR LF, folded at 75 bytes; v is VCARD_30 or VCARD_40. FN (and in 3.0 N) is
 * made where it is missing. Fails by b's maximum only. */
void vcard_write(struct k_arena *a, const struct vcard *c, enum vcard_version v,
                 struct k_buf *b);

#endif
