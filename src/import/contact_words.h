/* contact_words: what the columns of address tables are called in exports of other programs and
 * in other languages. Pure. */
#ifndef KITH_IMPORT_CONTACT_WORDS_H
#define KITH_IMPORT_CONTACT_WORDS_H

#include "base/arena.h"

/* What a column can mean. The order is that of contact_meanings. */
enum contact_meaning {
    CONTACT_NONE, /* not used at all: a member's choice, and our own columns of refused rows */
    CONTACT_NAME,
    CONTACT_GIVEN,
    CONTACT_FAMILY,
    CONTACT_MIDDLE,
    CONTACT_PREFIX,
    CONTACT_SUFFIX,
    CONTACT_NICKNAME,
    CONTACT_SPELLING,
    CONTACT_EMAIL,
    CONTACT_PHONE,
    CONTACT_WEB,
    CONTACT_ORGANIZATION,
    CONTACT_DOMAIN,
    CONTACT_TITLE,
    CONTACT_DEPARTMENT,
    CONTACT_ADDRESS,
    CONTACT_STREET,
    CONTACT_CITY,
    CONTACT_REGION,
    CONTACT_CODE,
    CONTACT_COUNTRY,
    CONTACT_BIRTHDAY,
    CONTACT_ANNIVERSARY,
    CONTACT_LANGUAGE,
    CONTACT_TIMEZONE,
    CONTACT_PRONOUNS,
    CONTACT_CATEGORY,
    CONTACT_NOTE,
    CONTACT_UID,
    CONTACT_ACCOUNT, /* handle on the network that the column names */
    CONTACT_NETWORK, /* of the handle in this row */
    CONTACT_HANDLE,
    CONTACT_FOLLOWERS,
    CONTACT_KIND,  /* person, organization */
    CONTACT_LABEL, /* what the value of the same number is: "Work" */
    CONTACT_OTHER, /* kept under the column's name */
    CONTACT_MEANINGS
};
extern const char *const contact_meanings[CONTACT_MEANINGS];

struct contact_column {
    k_str name; /* as in the file */
    enum contact_meaning meaning;
    k_str label; /* "home", "work", a network; "" */
    k_str stem;  /* of a LABEL: which kind of value it speaks of */
    int number;  /* "E-mail 2 - Value" is 2; 0 = none */
};
/* Tells by its name what a column is; OTHER when nobody knows. */
struct contact_column contact_column_of(struct k_arena *a, k_str name);
/* -1 when no meaning is called so. */
int contact_meaning_of(k_str name);
/* Whether a program writes this value there for "nothing": Priority Normal, Birthday 0/0/00. */
bool contact_is_filler(struct k_arena *a, k_str column, k_str value);

#endif
