/* routing_fields: the two tables of routing, what conditions can look at and what acts can do.
 * A new condition is a row here and its value in routing_subject.c. Pure data. */
#include "domain/routing_rules.h"

#define WORDS(name, ...) static const char *const words_##name[] = {__VA_ARGS__, NULL}
WORDS(post_kind, "post", "comment", "mention", "direct", "mail", "chat", "review");
WORDS(intent, "complaint", "lead", "question", "praise");
WORDS(kind, "lead", "complaint", "question", "praise", "other");
WORDS(stage, "connection", "contact", "dialogue", "relationship", "loyal", "advocate");
WORDS(role, "customer", "prospect", "influencer", "partner", "supplier", "recommender",
      "decision_maker", "press", "employee");
WORDS(deadline, "running", "soon", "overdue");

#define POST ROUTING_ON_POST
#define STATE ROUTING_ON_STATE
#define PERSON ROUTING_ON_PERSON
#define CLOCK ROUTING_ON_CLOCK

const struct routing_field_row routing_fields[ROUTING_FIELDS] = {
    [ROUTE_NETWORK] = {"network", ROUTING_WORD, POST, NULL, NULL, "where it was said"},
    [ROUTE_CHANNEL] = {"channel", ROUTING_ID, POST, NULL, "channel", "our account or source"},
    [ROUTE_POST_KIND] = {"post_kind", ROUTING_WORD, POST, words_post_kind, NULL,
                         "post, comment, mention, direct, mail, chat, review"},
    [ROUTE_LANGUAGE] = {"language", ROUTING_WORD, POST, NULL, NULL,
                        "as ISO 639 writes it: en, de"},
    [ROUTE_INTENT] = {"intent", ROUTING_WORD, POST, words_intent, NULL,
                      "what the post is about; there may be several"},
    [ROUTE_TEXT] = {"text", ROUTING_TEXT_TYPE, POST, NULL, NULL,
                    "whole words and phrases in the post; refund* finds refunded"},
    [ROUTE_IS_REPLY] = {"is_reply", ROUTING_YES, POST, NULL, NULL, "answers another post"},
    [ROUTE_IS_DIRECT] = {"is_direct", ROUTING_YES, POST, NULL, NULL, "written to us alone"},
    [ROUTE_KIND] = {"kind", ROUTING_WORD, STATE | POST, words_kind, NULL,
                    "of the conversation, as Kith or a member says"},
    [ROUTE_PRIORITY] = {"priority", ROUTING_NUM, STATE | POST, NULL, NULL, "0 to 1000"},
    [ROUTE_LABEL] = {"label", ROUTING_ID, STATE | POST, NULL, "label", "on the conversation"},
    [ROUTE_TEAM] = {"team", ROUTING_ID, STATE | POST, NULL, "team", "that has it"},
    [ROUTE_OWNER] = {"owner", ROUTING_ID, STATE | POST, NULL, "member", "who has it"},
    [ROUTE_HAS_OWNER] = {"has_owner", ROUTING_YES, STATE | POST, NULL, NULL, "somebody has it"},
    [ROUTE_OWNER_HERE] = {"owner_here", ROUTING_YES, STATE | POST | CLOCK, NULL, NULL,
                          "who has it works now: in their hours and not away"},
    [ROUTE_ANSWERED] = {"answered", ROUTING_YES, POST | STATE, NULL, NULL,
                        "we said something in it before"},
    [ROUTE_IN_STORM] = {"in_storm", ROUTING_YES, POST, NULL, NULL, "many people say the same"},
    [ROUTE_DEADLINE] = {"deadline", ROUTING_WORD, CLOCK | POST | STATE, words_deadline, NULL,
                        "running, due soon (at 75 %), overdue"},
    [ROUTE_STAGE] = {"stage", ROUTING_WORD, PERSON | POST, words_stage, NULL,
                     "how far the relationship has come"},
    [ROUTE_ROLE] = {"role", ROUTING_WORD, PERSON | POST, words_role, NULL,
                    "what they are to us; there may be several"},
    [ROUTE_RELATION] = {"relationship_owner", ROUTING_ID, PERSON | POST, NULL, "member",
                        "who keeps in touch with them, else who is closest"},
    [ROUTE_KNOWN] = {"known", ROUTING_YES, PERSON | POST, NULL, NULL,
                     "we have talked with them before"},
    [ROUTE_FOLLOWERS] = {"followers", ROUTING_NUM, POST, NULL, NULL,
                         "when their network tells it"},
    [ROUTE_STRENGTH] = {"strength", ROUTING_NUM, PERSON | POST, NULL, NULL,
                        "of the relationship, 0 to 100"},
    [ROUTE_HOURS] = {"open", ROUTING_ID, POST | CLOCK, NULL, "calendar",
                     "these office hours are now"},
};

const struct routing_act_row routing_acts[ROUTING_ACT_KINDS] = {
    [ROUTING_TO_TEAM] = {"team", ROUTING_P_TEAM, 0, "gives it to a team"},
    [ROUTING_TO_MEMBER] = {"member", ROUTING_P_MEMBER, 0,
                           "gives it to a member, or who stands in for them"},
    [ROUTING_OWNER_FIRST] = {"owner_first", 0, 0,
                             "gives it to whose relationship it is, while they are here"},
    [ROUTING_ROUND_ROBIN] = {"round_robin", ROUTING_P_TEAM, 0,
                             "gives it to who is here, in the team, and has the least"},
    [ROUTING_BY_SKILL] = {"skill", ROUTING_P_SKILL, ROUTING_P_TEAM,
                          "the same among those who can do something"},
    [ROUTING_PUT_LABEL] = {"label", ROUTING_P_LABEL, 0, "puts a label on"},
    [ROUTING_ADD_POINTS] = {"priority", ROUTING_P_POINTS, 0, "adds points, or takes some"},
    [ROUTING_SET_DEADLINE] = {"deadline", ROUTING_P_CLOCK | ROUTING_P_MINUTES,
                              ROUTING_P_CALENDAR, "sets by when, in office hours"},
    [ROUTING_NOTIFY] = {"notify", 0, ROUTING_P_TEAM | ROUTING_P_MEMBER | ROUTING_P_TEXT,
                        "tells a member or a team"},
    [ROUTING_RELEASE] = {"release", 0, 0, "takes it from an owner who is not here"},
    [ROUTING_SUGGEST] = {"suggest", ROUTING_P_TEAM, ROUTING_P_TEXT,
                         "asks a team whether somebody takes it over"},
    [ROUTING_ACKNOWLEDGE] = {"acknowledge", 0, 0,
                             "says in private that it has arrived, who answers and by when"},
};

static const char *const ops[ROUTING_OPS] = {"is",  "is_not", "at_least", "at_most",
                                             "yes", "no",     "has",      "has_not"};

const char *routing_op_name(enum routing_op op)
{
    return ops[op];
}

bool routing_op_fits(enum routing_op op, enum routing_type type)
{
    switch (type) {
    case ROUTING_WORD:
    case ROUTING_ID:
        return op == ROUTING_IS || op == ROUTING_IS_NOT;
    case ROUTING_NUM:
        return op == ROUTING_AT_LEAST || op == ROUTING_AT_MOST;
    case ROUTING_YES:
        return op == ROUTING_IS_SO || op == ROUTING_IS_NOT_SO;
    case ROUTING_TEXT_TYPE:
        return op == ROUTING_HAS || op == ROUTING_HAS_NOT;
    }
    return false;
}
