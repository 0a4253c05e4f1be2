/* stage_rules: how far a relationship has come, by rule and not by a number, with its evidence
 * and with what is missing for the next stage. Pure.
 *   connection    known, nothing was said
 *   contact       one side spoke
 *   dialogue      two two-way exchanges on different days (UTC)
 *   relationship  dialogue, and an experience both shared
 *   loyal         relationship for half a year, and it survived a bad moment or came back after
 *                 a silence of over 8 of its own intervals
 *   advocate      dialogue, and they spoke for us unprompted or sent us somebody
 * An exchange is something said and its answer from the other side, or a meeting or call both
 * took part in; each thing said counts in one exchange only, and a day counts once. One-way
 * contact never counts. Who is on our staff or is paid by us is never an advocate. Silence does
 * not take a stage away: it lies over it (rhythm_rules.h). */
#ifndef KITH_DOMAIN_STAGE_RULES_H
#define KITH_DOMAIN_STAGE_RULES_H

#include "domain/tie_rules.h"

/* In order of depth: the ring on screen has an arc for each. */
enum stage {
    STAGE_CONNECTION,
    STAGE_CONTACT,
    STAGE_DIALOGUE,
    STAGE_RELATIONSHIP,
    STAGE_LOYAL,
    STAGE_ADVOCATE,
    STAGE_COUNT
};
const char *stage_name(enum stage s); /* "dialogue" */
enum stage stage_parse(k_str name);   /* STAGE_CONNECTION when unknown */

#define STAGE_LASTING (182 * K_DAY) /* between the first and the last exchange */

/* What is missing for the next stage; in this order. */
enum stage_need {
    STAGE_NEED_WORDS,    /* somebody says something */
    STAGE_NEED_ANSWER,   /* one answers the other */
    STAGE_NEED_DAY,      /* an exchange on another day */
    STAGE_NEED_SHARED,   /* an experience together */
    STAGE_NEED_TIME,     /* half a year between first and last exchange */
    STAGE_NEED_TEST,     /* a bad moment survived, or a return */
    STAGE_NEED_ADVOCACY, /* they speak for us or send somebody */
    STAGE_NEEDS
};
struct stage_verdict {
    enum stage stage;
    k_time since[STAGE_COUNT]; /* when the evidence for each was whole; 0 = it is not */
    unsigned missing;          /* bits 1 << enum stage_need, for the next stage; 0 = none */
    bool ours;                 /* staff or paid: cannot be an advocate */
};
/* ours: the person works for us or is paid by us. */
void stage_of(const struct tie_state *s, bool ours, struct stage_verdict *out);
/* Whether a role ("employee", "supplier") means that. */
bool stage_role_is_ours(k_str role);

/* The evidence as a sentence in English: "Two-way exchanges on 2 days, first on 3 May 2026 and
 * 9 May 2026." */
k_str stage_sentence(struct k_arena *a, const struct tie_state *s,
                     const struct stage_verdict *v);
const char *stage_need_name(enum stage_need n); /* "answer" */
const char *stage_need_say(enum stage_need n);  /* a sentence */

#endif
