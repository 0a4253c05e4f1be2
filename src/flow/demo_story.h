/* demo_story: the tables behind the demo: colleagues, teams, channels, and what the colleagues
 * did when. Read by demo.c only. */
#ifndef KITH_FLOW_DEMO_STORY_H
#define KITH_FLOW_DEMO_STORY_H

#include "base/time.h"

enum { DEMO_AIKO, DEMO_JONAS, DEMO_MARA, DEMO_PRIYA, DEMO_COLLEAGUES };
enum { DEMO_MARKETING, DEMO_SALES, DEMO_SUPPORT, DEMO_TEAMS };
enum { DEMO_CHANNELS = 3, DEMO_DAYS = 42 };

struct demo_colleague {
    const char *handle, *name, *role, *sign;
    int team;
};
struct demo_team {
    const char *name, *kind;
};
struct demo_channel {
    const char *network, *script, *name, *handle;
};
enum demo_act_kind {
    DEMO_GIVE,
    DEMO_TAKE,
    DEMO_CLOSE,
    DEMO_ASSIGN,
    DEMO_NOTE,
    DEMO_LABEL,
    DEMO_DONE
};
struct demo_act {
    enum demo_act_kind kind;
    int who;          /* colleague */
    const char *post; /* of the microblog: names the conversation */
    k_time at;        /* from the beginning of the story */
    int to;           /* team of GIVE, colleague of ASSIGN */
    const char *word; /* reason of GIVE, result of CLOSE, name of LABEL */
    const char *text; /* ask, outcome, note */
};

extern const struct demo_colleague demo_colleagues[DEMO_COLLEAGUES];
extern const struct demo_team demo_teams[DEMO_TEAMS];
extern const struct demo_channel demo_channels[DEMO_CHANNELS];
extern const char *const demo_labels[][2]; /* name, colour */
extern const size_t demo_n_labels;
extern const struct demo_act demo_acts[];
extern const size_t demo_n_acts;

#endif
