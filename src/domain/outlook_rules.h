/* outlook_rules: will they go on talking? A figure of its own beside strength: strength says
 * what has grown, the outlook what the days with a touch so far let expect. Pure; formulas,
 * sources and how well they tell: docs/design/relationships.md. */
#ifndef KITH_DOMAIN_OUTLOOK_RULES_H
#define KITH_DOMAIN_OUTLOOK_RULES_H

#include "domain/tie_rules.h"

/* How lively the two are with everybody, ties with the organisation left out. A tie is as
 * lively as 1 / (1 + days since its last touch); somebody as all of theirs together. */
struct outlook_around {
    double member, person; /* of each of the two, this tie in it */
    double all;            /* of all ties; 0 = not known, then they count for nothing */
};
/* 1 / (1 + days since then). 0 without a touch. */
double outlook_lively(k_time last_at, k_time now);

enum outlook_word {
    OUTLOOK_NONE,     /* nobody said anything yet */
    OUTLOOK_OVER,     /* under 5 of 100 */
    OUTLOOK_UNLIKELY, /* under 15 */
    OUTLOOK_OPEN,     /* under 50 */
    OUTLOOK_LIKELY,
    OUTLOOK_WORDS
};
enum { OUTLOOK_REASONS = 4 };
struct outlook {
    double value;     /* 0..1: 1 - e^-(own + elsewhere), the chance of a touch within a month */
    double own;       /* sum of 1 / (1 + age in days) over days with a touch, the last 65 */
    double elsewhere; /* what the liveliness of both lets expect by chance */
    double usual;     /* value at the end of their usual interval, had nothing changed since */
    enum outlook_word word;
};
/* As of now, which is not before the last touch. */
void outlook_of(const struct tie_state *s, const struct outlook_around *around, k_time now,
                struct outlook *out);
/* How far it fell below what is usual between them: 0 not at all .. 1 all of it. */
double outlook_fallen(const struct outlook *o);

const char *outlook_word_name(enum outlook_word w); /* "likely" */
const char *outlook_word_say(enum outlook_word w);  /* a sentence */
/* Why, in English sentences, the weightiest first; returns how many. */
size_t outlook_reasons(struct k_arena *a, const struct tie_state *s, const struct outlook *o,
                       k_time now, k_str out[OUTLOOK_REASONS]);

/* ---- models of buying until one stops, for comparison ------------------------------------ */

/* Of how often (r, alpha) and how soon over (a, b); alpha, and times, in the same unit. */
struct outlook_prior {
    double r, alpha, a, b;
};
/* x repeats, the last at tx, seen at age t. MBG/NBD (Batislam and others 2007): one may be over
 * from the first day. */
double outlook_alive(const struct outlook_prior *p, double x, double tx, double t);
/* BG/NBD (Fader and others 2005): over behind a repeat only, so x = 0 is always alive. */
double outlook_alive_bg(const struct outlook_prior *p, double x, double tx, double t);

#endif
