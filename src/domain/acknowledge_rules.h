/* acknowledge_rules: the one thing that Kith says by itself, in private: that what somebody
 * wrote has arrived, who will answer and by when. When it may, with the reason when it may not,
 * and the words. Pure. */
#ifndef KITH_DOMAIN_ACKNOWLEDGE_RULES_H
#define KITH_DOMAIN_ACKNOWLEDGE_RULES_H

#include "domain/hours_rules.h"

/* What is older when it comes in is not acknowledged; nor does an acknowledgement leave when it
 * has waited for longer. */
#define ACKNOWLEDGE_FRESH (15 * K_MIN)
#define ACKNOWLEDGE_AGAIN K_DAY /* to one person */

enum acknowledge_why {
    ACKNOWLEDGE_YES,
    ACKNOWLEDGE_OFF,         /* the owner does not allow it */
    ACKNOWLEDGE_CHANNEL_OFF, /* not on this channel */
    ACKNOWLEDGE_PUBLIC,      /* others would read it */
    ACKNOWLEDGE_AUTOMATIC,   /* a machine wrote it */
    ACKNOWLEDGE_OLD,
    ACKNOWLEDGE_PAUSED,
    ACKNOWLEDGE_STORM,     /* many say the same: a person decides, once */
    ACKNOWLEDGE_ANSWERED,  /* nobody waits any more */
    ACKNOWLEDGE_ANSWERING, /* a member's answer is decided */
    ACKNOWLEDGE_ALREADY,   /* in this wait */
    ACKNOWLEDGE_TODAY,     /* this person, elsewhere */
    ACKNOWLEDGE_NOBODY,    /* it is not known who will answer */
    ACKNOWLEDGE_NO_TIME,   /* nor by when */
    ACKNOWLEDGE_LATE,      /* it could not leave in time */
    ACKNOWLEDGE_CHANGED,   /* what it says is not so any more */
    ACKNOWLEDGE_WHYS
};
/* A row of the table of reasons. */
struct acknowledge_why_row {
    const char *name; /* "paused" */
    const char *why;  /* a sentence for people */
};
extern const struct acknowledge_why_row acknowledge_whys[ACKNOWLEDGE_WHYS];

/* Who will answer, and by when. */
struct acknowledge_promise {
    k_str who; /* a member's name, or a team's; empty = nobody */
    bool team;
    k_time by; /* 0 = not known */
    bool day;  /* in the course of that day: the next working day */
};
struct acknowledge_facts {
    bool allowed, channel_on; /* by the owner of the house; on this channel */
    bool direct;              /* said in private */
    bool automatic;           /* theirs: a machine wrote it */
    bool paused, folded;
    bool answering;       /* a member's answer is decided and not out */
    k_time posted_at;     /* of theirs */
    k_time decided_at;    /* when it was decided to acknowledge; 0 = that is the question */
    k_time waiting_since; /* 0 = nobody waits */
    k_time last_out_at;   /* our last answer by a person; 0 = none */
    k_time last_here;     /* the last acknowledgement in this conversation; 0 = none */
    k_time last_them;     /* the last one to this person, anywhere; 0 = none */
    struct acknowledge_promise promise;
};
enum acknowledge_why acknowledge_judge(const struct acknowledge_facts *f, k_time now);

/* By when: the deadline that runs, if it lies ahead; else the next working day by the office
 * hours (NULL: there are none, so it is not known). Fills by and day. */
void acknowledge_by(k_time due, const struct hours *h, k_time now,
                    struct acknowledge_promise *p);
/* The words, in German or English; they begin with the mark. zone: of the house's clocks. */
k_str acknowledge_text(struct k_arena *a, bool german, const struct acknowledge_promise *p,
                       const struct k_zone *zone, k_str zone_name);
/* Whether a text begins with our mark. */
bool acknowledge_marked(k_str text);
/* Whether a text of theirs says at its beginning that a machine wrote it. */
bool acknowledge_by_machine(k_str text);

#endif
