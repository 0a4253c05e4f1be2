/* datum_kinds: what may be known of a person, one row a kind: how a value is checked, how it is
 * compared, whether there may be many. Pure. Rows of table datum name their kind by this table;
 * identities of the networks email, phone and web are checked by the same functions. */
#ifndef KITH_DOMAIN_DATUM_KINDS_H
#define KITH_DOMAIN_DATUM_KINDS_H

#include "base/arena.h"
#include "base/time.h"

struct datum_text {
    k_str value; /* as shown */
    k_str norm;  /* as compared; empty: never compared */
};
/* Fills out from the text; false: it is none. Everything lives in the arena. */
typedef bool (*datum_norm)(struct k_arena *a, k_str text, struct datum_text *out);

struct datum_kind {
    const char *name;
    datum_norm norm;
    const char *wrong; /* what to write instead, for people */
    bool many;         /* several may be true at once */
    bool sensitive;    /* shown with care: never in lists */
    bool labelled;     /* the label says which: it must be there */
    const char *doc;
};
extern const struct datum_kind datum_kinds[];
extern const size_t n_datum_kinds;
const struct datum_kind *datum_kind_find(k_str name); /* NULL when there is none */

/* "Ada <Ada@Example.ORG>" is none; "Ada@Example.ORG": the norm is in small letters. */
bool datum_email(struct k_arena *a, k_str text, struct datum_text *out);
/* 5 to 15 digits with blanks, dashes, brackets, an extension; the norm is + and digits, or
 * digits alone when the country is not said. */
bool datum_phone(struct k_arena *a, k_str text, struct datum_text *out);
/* http or https; a missing scheme is added. The norm has no scheme, no www. and no slash at its
 * end. */
bool datum_url(struct k_arena *a, k_str text, struct datum_text *out);
/* BCP 47: "de", "pt-BR", "zh-Hant-TW". */
bool datum_language(struct k_arena *a, k_str text, struct datum_text *out);
bool datum_zone(struct k_arena *a, k_str text, struct datum_text *out);
/* 1984-05-03, 1984-05, 1984, or --05-03 without the year. */
bool datum_date(struct k_arena *a, k_str text, struct datum_text *out);
/* given, refused, withdrawn. */
bool datum_consent(struct k_arena *a, k_str text, struct datum_text *out);
/* Any text; the norm has small letters without accents. */
bool datum_plain(struct k_arena *a, k_str text, struct datum_text *out);

/* A whole date as days since 1970; "" gives 0. */
bool datum_day(k_str text, int64_t *day);
/* "2026-11-22"; K_NONE for 0. */
k_str datum_day_text(struct k_arena *a, int64_t day);

#endif
