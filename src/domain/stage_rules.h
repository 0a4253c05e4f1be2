/* stage_rules: how far a relationship has come, by rule and with its evidence. Pure.
 * connection: known, nothing said. contact: one side spoke. dialogue: two two-way exchanges on
 * different days. An exchange is something said and its answer from the other side; each post
 * counts in one exchange only, and a day counts once. One-way contact never counts. */
#ifndef KITH_DOMAIN_STAGE_RULES_H
#define KITH_DOMAIN_STAGE_RULES_H

#include "base/time.h"

/* In order of depth: the ring on screen has an arc for each. Those behind dialogue are given by
 * rules to come; their names are in rows and screens already. */
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

struct stage_touch {
    k_time at;
    bool in;       /* from them to us */
    bool prompted; /* an answer to the other side */
};
#define STAGE_DAYS 2 /* exchanges on different days that make a dialogue */
struct stage_evidence {
    enum stage stage;
    int heard, told;
    int exchanges;            /* different days (UTC) with an exchange */
    int64_t days[STAGE_DAYS]; /* the first of them, as days since 1970 */
    int64_t last_day;
};
/* touches in order of time. */
void stage_of(const struct stage_touch *v, size_t n, struct stage_evidence *out);

/* The evidence as a sentence in English: "Two-way exchanges on 2 days, first on 2026-05-03 and
 * 2026-05-09." At most 160 bytes, NUL-terminated. */
size_t stage_sentence(const struct stage_evidence *e, char out[160]);

#endif
