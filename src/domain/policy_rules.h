/* policy_rules: what a reply must not hold (hard: stops), what a second person must see first
 * (review), and what its author should look at once more (soft: warns). Pure: facts in,
 * findings out. Rules come out of the policy's Markdown (policy_doc.h) or, of policies adopted
 * before rules stood in the text, out of JSON (policy_rules_parse); each names one check of the
 * const table below. A rule that cannot be read stops everything: policy fails closed. */
#ifndef KITH_DOMAIN_POLICY_RULES_H
#define KITH_DOMAIN_POLICY_RULES_H

#include "base/err.h"
#include "base/time.h"
#include "base/zone.h"
#include "base/vec.h"

/* In order of weight. */
enum policy_kind { POLICY_SOFT, POLICY_REVIEW, POLICY_HARD };
#define POLICY_KINDS 3
extern const char *const policy_kind_words[POLICY_KINDS + 1]; /* soft, review, hard, NULL */

#define POLICY_RULES_MAX 200
#define POLICY_WORDS_MAX 500 /* of one rule */

/* One check that rules may use. `value` says what a rule gives it. */
enum policy_value { POLICY_NO_VALUE, POLICY_NUMBER, POLICY_WORDS, POLICY_MAY_WORDS };
/* What a member can do about a finding beside changing words. */
enum policy_offer { POLICY_NO_OFFER, POLICY_OFFER_COMMITMENT, POLICY_OFFER_OPEN_LINK };
struct policy_look; /* policy_look.h: facts and what was worked out of them */
struct policy_rule;
struct policy_findings;
struct policy_check {
    const char *name;   /* "account_numbers"; in Markdown with blanks */
    const char *german; /* "Kontonummern": as a German policy may name it */
    enum policy_value value;
    enum policy_offer offer;
    bool by_words;     /* knows English and German only */
    bool answers_only; /* says nothing of a post that answers nobody */
    const char *doc;   /* what it looks for, and what the value means */
    const char *tell;  /* what to change, when the rule does not say it */
    void (*run)(const struct policy_look *l, const struct policy_rule *r,
                struct policy_findings *out);
};
extern const struct policy_check policy_checks[];
extern const size_t n_policy_checks;
/* By its name or its German name, blanks and underscores alike, case ignored; NULL. */
const struct policy_check *policy_check_named(k_str name);

/* Where a rule holds: every dimension that is given must hold, by any of its words. */
enum policy_dim {
    POLICY_TEAM,        /* name of a team: the author's or the conversation's */
    POLICY_CHANNEL,     /* name or handle */
    POLICY_NETWORK,     /* bluesky, wordpress ... */
    POLICY_PERSON,      /* role of the person: customer, press ... */
    POLICY_MEMBER,      /* role of the author: agent, manager ... */
    POLICY_TOPIC,       /* a label, a grave topic (death ...), or a phrase in post or reply */
    POLICY_HOURS,       /* "22:00-06:00", "Sat-Sun 00:00-24:00": by the house's time zone */
    POLICY_NEW_MEMBERS, /* "30": who joined in the last so many days */
    POLICY_VISIBILITY,  /* public, private */
    POLICY_DIMS
};
struct policy_scope {
    const k_str *v[POLICY_DIMS];
    size_t n[POLICY_DIMS]; /* 0: any */
};

/* An example is a test: bad ones must be found by their rule, good ones must not. */
struct policy_example {
    k_str text;
    bool bad;
    size_t line;
    k_str answered, author; /* the post that is answered, and the name of who wrote it */
    const k_str *before;    /* sent to anybody in the last 24 hours */
    size_t n_before;
    const k_str *to_them; /* and to the same person */
    size_t n_to_them;
    const k_str *blocks; /* saved texts */
    size_t n_blocks;
    k_str role;    /* of the person */
    int64_t limit; /* of the network; 0 = none */
    bool promised; /* a commitment is recorded */
    bool opened;   /* its links were opened */
};

/* Who must say yes before what a rule of kind review finds may leave (approval_rules.h). */
enum policy_who { POLICY_WHO_ANYBODY, POLICY_WHO_ROLE, POLICY_WHO_TEAM, POLICY_WHO_MEMBER };
struct policy_stage {
    enum policy_who who;
    k_str name;    /* of the role, team or member */
    k_time within; /* so long it may take */
};
#define POLICY_STAGES_MAX 3

struct policy_rule {
    k_str id; /* "no-card-numbers" */
    enum policy_kind kind;
    const struct policy_check *check;
    int64_t number; /* POLICY_NUMBER */
    const k_str *words;
    size_t n_words; /* POLICY_WORDS, POLICY_MAY_WORDS */
    k_str why;      /* for people, in the team's language */
    k_str tell;     /* what to change; the check's words when the policy has none */
    struct policy_scope scope;
    struct policy_stage stages[POLICY_STAGES_MAX];
    size_t n_stages; /* 0: anybody else */
    const struct policy_example *examples;
    size_t n_examples;
    k_str more;                   /* further words about it, Markdown; K_NONE */
    size_t line, end_line;        /* where it stands, from 1; of rules out of JSON 0 */
    const struct phrase_set *set; /* of words; made by policy_rules_ready */
};
struct policy_rules {
    struct policy_rule *v;
    size_t n;
};
/* Reads the JSON of a policy:
 * [{"id","kind":"soft|review|hard","check","value"?,"why","tell"?}]. K_ERR_BAD_INPUT with
 * *wrong ("rules[3].check: ...") for anything that is not as it must be; at most 200 rules, 500
 * words a rule. Memory from the arena. */
k_err policy_rules_parse(struct k_arena *a, k_str json, struct policy_rules *out,
                         k_str *wrong) K_CHECK;
/* Compiles the words of all rules, so that they can be run many times. policy_run does it for
 * those that are not ready. */
void policy_rules_ready(struct k_arena *a, struct policy_rules *rules);

/* A reply that left in the last 24 hours, by any member. */
struct policy_sent {
    k_str text;
    bool to_same_person;
};
/* Where the reply is written; what scopes ask. Nothing known (a dry run without it): the scopes
 * of this dimension do not hold. */
struct policy_where {
    const k_str *teams; /* names: the author's, and that of the conversation */
    size_t n_teams;
    k_str channel, handle, network;
    const k_str *roles; /* of the person */
    size_t n_roles;
    const k_str *labels; /* names: of the conversation, or of a post of our own */
    size_t n_labels;
    k_str member_role;
    int64_t member_days; /* since the author joined; -1 = not known */
    int minute;          /* of the week, Monday 00:00 = 0; -1 = not known */
};
/* What is known about a reply before it is sent. */
struct policy_facts {
    struct k_arena *arena;        /* for scratch and findings */
    k_str text;                   /* what would be sent */
    k_str sign;                   /* the author's sign at its end; K_NONE */
    bool unprompted;              /* a post of our own: it answers nobody */
    bool in_private;              /* a direct message or mail */
    int max_graphemes, max_bytes; /* of the network; 0 = no limit */
    k_str answered;               /* the post that is answered; K_NONE */
    bool answered_asks;           /* it asks a question */
    k_str author;                 /* name of who wrote it */
    const k_str *names;           /* handles of all who speak in the thread, ours too */
    size_t n_names;
    const k_str *thread; /* all posts of the thread: what was said already is no leak */
    size_t n_thread;
    const struct policy_sent *sent;
    size_t n_sent;
    const k_str *blocks; /* the saved texts of the house */
    size_t n_blocks;
    const k_str *opened; /* addresses whose target the author looked at */
    size_t n_opened;
    bool links_opened;  /* all of them, or nobody can know any more */
    bool promised;      /* a commitment to this person was recorded with this conversation */
    k_str organisation; /* our name; K_NONE */
    struct policy_where where;
};
struct policy_finding {
    const struct policy_rule *rule;
    enum policy_kind kind; /* as found: sameness is softer with one or two alike */
    int64_t start, end;    /* UTF-16 units in text; both 0 = the whole reply */
    int64_t value;         /* what the finding counts: characters too many, replies alike */
    k_str words;           /* the words it is about; K_NONE for the whole reply */
    const char *note;      /* what was seen, a sentence of ours; NULL */
    k_str heard;           /* the words of the post that is answered which say so; K_NONE */
};
struct policy_findings {
    K_VEC(struct policy_finding) list;
    bool hard;   /* at least one stops */
    bool review; /* at least one wants a second person: those of kind POLICY_REVIEW say why */
    const char *lang; /* of the reply, ISO 639-1; "und" when unsure */
    bool words_known; /* checks that go by words know this language, or cannot tell it */
};
/* Runs every rule whose scope holds, in order. */
void policy_run(const struct policy_facts *f, const struct policy_rules *rules,
                struct policy_findings *out);
/* Does the rule hold there? */
bool policy_in_scope(const struct policy_facts *f, const struct policy_rule *r);

/* Hours of a scope: "22:00-06:00" (over midnight), "Mon-Fri 18:00-24:00", "Sa-So 00:00-24:00".
 */
struct policy_hours {
    int first_day, last_day; /* Monday = 0 */
    int from, to;            /* minutes of the day */
};
bool policy_hours_read(k_str word, struct policy_hours *out);
int policy_minute_of_week(const struct k_zone *z, k_time at);
bool policy_hours_hold(k_str word, int minute_of_week);

/* Digits that are a payment card: 13 to 19 of them, right by Luhn's sum (ISO/IEC 7812-1). */
bool policy_is_card(const char *digits, size_t n);
/* Letters and digits without blanks that are an IBAN: 15 to 34, mod 97 = 1 (ISO 13616). */
bool policy_is_iban(const char *p, size_t n);

#endif
