/* policy_look: a reply as the checks see it: the facts, and what is worked out of them once for
 * all checks. Internal to policy_*.c. Pure. */
#ifndef KITH_DOMAIN_POLICY_LOOK_H
#define KITH_DOMAIN_POLICY_LOOK_H

#include "domain/policy_rules.h"
#include "text/shingle.h"

/* What a phrase of policy_phrases.def says. */
enum policy_tag {
    TAG_NOT, /* nothing: it keeps shorter ones from counting */
    TAG_DEATH,
    TAG_INJURY,
    TAG_COURT,
    TAG_DISCRIMINATION,
    TAG_SAFETY,
    TAG_SARCASM,
    TAG_INSULT,
    TAG_THANKS,
    TAG_CHEER,
    TAG_PROMISE,
    TAG_CLAIM,
    TAG_ENDORSE,
    TAG_DISCLOSED,
    TAG_ASKS_PRIVATE,
    TAG_ELSEWHERE,
    TAG_DID,
    TAG_WHEN,
    TAG_CONTRAST,
};
#define TAG_GRAVE_FIRST TAG_DEATH
#define TAG_GRAVE_LAST TAG_SAFETY

struct policy_hit {
    enum policy_tag tag;
    uint32_t start, end; /* bytes */
};
#define POLICY_HITS_MAX 96
struct policy_hits {
    struct policy_hit v[POLICY_HITS_MAX];
    size_t n;
};
/* The phrases in a text, in order of their end. */
void policy_listen(k_str text, struct policy_hits *out);
const struct policy_hit *policy_first(const struct policy_hits *hits, enum policy_tag tag);

struct policy_phrase {
    enum policy_tag tag;
    const char *text;
};
extern const struct policy_phrase policy_phrases[];
extern const size_t n_policy_phrases;

/* The words of a text that say what it is about: folded, cut to a stem, as ascending hashes,
 * each once. Small words and what fits any case ("thank", "concern", "Anliegen") do not count.
 */
struct policy_stems {
    uint64_t *v;
    size_t n;
};
struct policy_stems policy_stems_of(struct k_arena *a, k_str text);
size_t policy_stems_shared(const struct policy_stems *x, const struct policy_stems *y);

struct policy_look {
    const struct policy_facts *f;
    k_str body;                      /* the text without the sign */
    struct policy_hits mine, theirs; /* phrases in body and in the post that is answered */
    struct policy_stems words;       /* of body */
    struct shingle_set shingles;     /* of body */
    const char *lang;                /* of body; "und" */
};
void policy_look_at(const struct policy_facts *f, struct policy_look *out);

#define POLICY_PLACES_MAX 16 /* findings of one rule */
/* Adds a finding at bytes start..end of the text; the same number twice: the whole reply. */
struct policy_finding *policy_found(const struct policy_look *l, const struct policy_rule *r,
                                    struct policy_findings *out, size_t start, size_t end);

static inline bool policy_digit(char c)
{
    return c >= '0' && c <= '9';
}
static inline bool policy_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
static inline bool policy_alnum(char c)
{
    return policy_digit(c) || policy_letter(c);
}
/* A run of characters that pass `want` from `from` on, single blanks and hyphens between them
 * left out, copied into run. Returns where it ends in the text. */
size_t policy_run_of(k_str t, size_t from, bool (*want)(char), char *run, size_t max,
                     size_t *n);
/* The name of a grave topic in English or German ("court", "Gericht"); 0 = none of this name.
 */
enum policy_tag policy_topic_named(k_str name);
/* Is the post that is answered an insult or mockery? The words that say so; NULL when not. */
const struct policy_hit *policy_mockery(const struct policy_look *l, struct policy_hit *mixed);

/* The checks, one group a file. */
#define POLICY_CHECK(name)                                                                     \
    void name(const struct policy_look *l, const struct policy_rule *r,                        \
              struct policy_findings *out)
POLICY_CHECK(policy_check_length);
POLICY_CHECK(policy_check_words);
POLICY_CHECK(policy_check_always);
POLICY_CHECK(policy_check_amounts);
POLICY_CHECK(policy_check_shouting);
POLICY_CHECK(policy_check_account_numbers); /* policy_private.c */
POLICY_CHECK(policy_check_contact_data);
POLICY_CHECK(policy_check_national_ids); /* policy_ids.c */
POLICY_CHECK(policy_check_secrets);      /* policy_secrets.c */
POLICY_CHECK(policy_check_asks_in_public);
POLICY_CHECK(policy_check_sameness); /* policy_voice.c */
POLICY_CHECK(policy_check_repeats);
POLICY_CHECK(policy_check_answers);
POLICY_CHECK(policy_check_thanks_for_insult);
POLICY_CHECK(policy_check_blocks_only);
POLICY_CHECK(policy_check_language);
POLICY_CHECK(policy_check_strangers);
POLICY_CHECK(policy_check_gravity); /* policy_care.c */
POLICY_CHECK(policy_check_tone);
POLICY_CHECK(policy_check_promises);
POLICY_CHECK(policy_check_claims);
POLICY_CHECK(policy_check_disclosure);
POLICY_CHECK(policy_check_links);
POLICY_CHECK(policy_check_names);

#endif
