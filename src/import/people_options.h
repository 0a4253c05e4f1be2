/* people_options: how a file of people is to be read: which program it is from, whose it
 * becomes, what its columns mean. Private to the import of people. */
#ifndef KITH_IMPORT_PEOPLE_OPTIONS_H
#define KITH_IMPORT_PEOPLE_OPTIONS_H

#include "base/ctx.h"
#include "base/vec.h"
#include "import/contact.h"

enum { PEOPLE_SIGNS = 6 };
/* Exports that are known by a column of theirs. */
struct people_preset {
    const char *name;
    const char *title;
    const char *signs[PEOPLE_SIGNS]; /* column names; one of them tells */
    bool shared;                     /* for the team by itself: followers of our channels */
};
extern const struct people_preset people_presets[];
extern const size_t people_n_presets;

struct people_mapping {
    k_str column;
    enum contact_meaning meaning;
};
struct people_options {
    k_str preset;  /* name; "" = none of them */
    k_str network; /* of handles in rows without a network; "" */
    k_str country; /* calling code: digits; "" */
    bool share;
    K_VEC(struct people_mapping) columns; /* as a member corrected them */
};

/* By the columns. */
void people_options_guess(const k_str *names, size_t n, struct people_options *out);
/* {"preset", "network", "country", "share", "columns": {"E-mail": "email"}}. BAD_INPUT names
 * the member. */
k_err people_options_parse(struct k_ctx *cx, k_str json, struct people_options *out) K_CHECK;
k_str people_options_json(struct k_arena *a, const struct people_options *o);
/* Meanings and labels of the columns with the options. */
void people_options_apply(struct k_arena *a, const struct people_options *o, const k_str *names,
                          size_t n, struct contact_table *out);

#endif
