/* segment_rules: a saved condition over people: read from JSON, checked against the table of
 * fields, held against one person. Pure.
 *   {"all": [c, ...]}  {"any": [c, ...]}  {"not": c}
 *   {"field": "stage", "op": "is", "value": "loyal"} */
#ifndef KITH_DOMAIN_SEGMENT_RULES_H
#define KITH_DOMAIN_SEGMENT_RULES_H

#include "base/time.h"
#include "base/vec.h"

enum segment_type {
    SEGMENT_WORD, /* is, is_not: one word or, as a list, one of several */
    SEGMENT_NUM,  /* at_least, at_most */
    SEGMENT_DAYS, /* within, before: so many days ago; never (value 0) */
    SEGMENT_TEXT, /* has, has_not: all words of it; is */
    SEGMENT_YES,  /* is: true or false */
};
/* What must be read of each person beside their own row. */
enum { SEGMENT_ADDRESSES = 1, SEGMENT_DATA = 2, SEGMENT_ORGANIZATIONS = 4 };

struct segment_person {
    k_str kind, name, about, role, stage;
    double strength, dormancy;
    int64_t heard, told, exchanges;
    k_time last_touch_at, created_at;
    bool mine;
    k_str addresses;     /* network US followers, RS between */
    k_str data;          /* kind US label US norm, RS between */
    k_str organizations; /* names, RS between */
};
#define SEGMENT_RS '\x1e'
#define SEGMENT_US '\x1f'

struct segment_field {
    const char *name;
    enum segment_type type;
    unsigned needs;
    const char *doc;
};
extern const struct segment_field segment_fields[];
extern const size_t n_segment_fields;
const char *segment_type_name(enum segment_type t);
/* Its operators, NULL at the end. */
const char *const *segment_ops(enum segment_type t);

struct segment_node;
struct segment {
    const struct segment_node *root;
    unsigned needs; /* SEGMENT_ADDRESSES ... */
    k_str stage,
        role; /* what everybody in it must be: the database looks only there; or empty */
};
/* false: *where names the place ("all[1].op") and *why says what is wrong, in a sentence. All
 * in the arena; text must outlive the segment. */
bool segment_parse(struct k_arena *a, k_str text, struct segment *out, k_str *where,
                   const char **why);
/* scratch: memory that may be forgotten afterwards. */
bool segment_holds(const struct segment *s, const struct segment_person *p, k_time now,
                   struct k_arena *scratch);

#endif
