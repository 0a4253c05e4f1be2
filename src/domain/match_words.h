/* match_words: the lists of words that normalising knows, as const tables. Pure. */
#ifndef KITH_DOMAIN_MATCH_WORDS_H
#define KITH_DOMAIN_MATCH_WORDS_H

#include "base/str.h"

enum match_list {
    MATCH_WORDS_TITLES,    /* dr, mrs, herr: dropped from names */
    MATCH_WORDS_SUFFIXES,  /* jr, sr, iii: part father from son */
    MATCH_WORDS_PARTICLES, /* von, de, van: of a family name, not compared */
    MATCH_WORDS_LEGAL,     /* gmbh, inc, the: dropped from names of organizations */
    MATCH_WORDS_SHARED,    /* info, office: addresses of several people */
    MATCH_WORDS_PUBLIC,    /* gmail.com: domains that everybody may have an address at */
    MATCH_WORDS_STREETS,   /* street, road: not compared in an address */
    MATCH_WORDS_LIST_COUNT
};
bool match_listed(enum match_list list, k_str word);

#define MATCH_GROUPS 4
/* The groups of given names that stand for each other (william, bill) in which a name is; it
 * may be in several (alex). Returns how many, at most MATCH_GROUPS. */
size_t match_name_groups(k_str name, uint16_t out[MATCH_GROUPS]);

/* A short form of a street word written out; the word itself when it is none. */
k_str match_street_word(k_str word);

#endif
