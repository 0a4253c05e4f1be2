/* demo_story: who the demo's people are and what the colleagues did, as data. Read by demo.c
 * only. */
#include "flow/demo_story.h"

const struct demo_colleague demo_colleagues[DEMO_COLLEAGUES] = {
    [DEMO_AIKO] = {"aiko", "Aiko Brandt", "agent", "^AB", DEMO_MARKETING},
    [DEMO_JONAS] = {"jonas", "Jonas Weidt", "agent", "^JW", DEMO_SALES},
    [DEMO_MARA] = {"mara", "Mara Okafor", "agent", "^MO", DEMO_SUPPORT},
    [DEMO_PRIYA] = {"priya", "Priya Nair", "manager", "^PN", DEMO_MARKETING},
};

const struct demo_team demo_teams[DEMO_TEAMS] = {
    [DEMO_MARKETING] = {"Marketing", "marketing"},
    [DEMO_SALES] = {"Sales", "sales"},
    [DEMO_SUPPORT] = {"Support", "support"},
};

const struct demo_channel demo_channels[DEMO_CHANNELS] = {
    {"demo_microblog", "microblog", "Quillfeather on Microblog", "quillfeather"},
    {"demo_comments", "comments", "Comments on our blog", "Quillfeather"},
    {"demo_reviews", "reviews", "Reviews of the workshop", "Quillfeather"},
};

const char *const demo_labels[][2] = {
    {"fleet", "blue"}, {"spoke holders", "orange"}, {"school", "green"}};
const size_t demo_n_labels = sizeof demo_labels / sizeof *demo_labels;

/* Days and minutes count from the beginning of the story. "post" names a post of the script of
 * the microblog. */
#define AT(day, hour, minute) ((day)*K_DAY + (hour)*K_HOUR + (minute)*K_MIN)
const struct demo_act demo_acts[] = {
    /* a van is replaced: found by marketing, sold by sales, and the one who found it hears of
       it */
    {DEMO_GIVE, DEMO_AIKO, "m15", AT(8, 11, 24), DEMO_SALES, "hot_lead",
     "Four joiners, three flatbeds, monthly. Wants an answer today."},
    {DEMO_LABEL, DEMO_AIKO, "m15", AT(8, 11, 25), 0, "fleet", ""},
    {DEMO_TAKE, DEMO_JONAS, "m15", AT(8, 11, 52), 0, "", ""},
    {DEMO_NOTE, DEMO_JONAS, "m15", AT(8, 14, 5), 0, "",
     "They carry ladders of 4 m. @mara does the long one still have the old rack?"},
    {DEMO_CLOSE, DEMO_JONAS, "m15", AT(15, 16, 40), 0, "deal",
     "Three flatbeds signed, service included. Good find."},
    {DEMO_DONE, DEMO_JONAS, "m15", AT(15, 16, 45), 0, "", ""},
    /* a motor fails on a bridge and the relationship survives it */
    {DEMO_ASSIGN, DEMO_MARA, "m7", AT(19, 8, 10), DEMO_MARA, "", ""},
    {DEMO_NOTE, DEMO_MARA, "m7", AT(19, 8, 40), 0, "",
     "Loan bike 7 is with her. Plug was loose, changed the whole cable to be safe. @priya for "
     "the record."},
    {DEMO_DONE, DEMO_MARA, "m7", AT(19, 15, 0), 0, "", ""},
    /* a fault of ours: found, owned, mended, told to everybody */
    {DEMO_GIVE, DEMO_AIKO, "m50", AT(23, 14, 5), DEMO_SUPPORT, "complaint",
     "Third broken spoke holder on courier bikes. Promised two loan bikes at four."},
    {DEMO_LABEL, DEMO_AIKO, "m50", AT(23, 14, 6), 0, "spoke holders", ""},
    {DEMO_TAKE, DEMO_MARA, "m50", AT(23, 14, 20), 0, "", ""},
    {DEMO_NOTE, DEMO_MARA, "m50", AT(23, 17, 30), 0, "",
     "The June batch is too soft. @aiko can we write to all 43 owners this week? @priya "
     "agrees."},
    {DEMO_CLOSE, DEMO_MARA, "m50", AT(24, 9, 30), 0, "solved",
     "All five bikes changed, letter to the other owners is out, blog post on Friday."},
    {DEMO_DONE, DEMO_MARA, "m50", AT(24, 9, 40), 0, "", ""},
    /* what is going on now */
    {DEMO_LABEL, DEMO_AIKO, "m56", AT(40, 16, 0), 0, "fleet", ""},
    {DEMO_GIVE, DEMO_AIKO, "m56", AT(40, 16, 2), DEMO_SALES, "hot_lead",
     "Twelve parcel bikes, September. She decides this week."},
    {DEMO_ASSIGN, DEMO_MARA, "m118", AT(41, 8, 0), DEMO_MARA, "", ""},
    {DEMO_NOTE, DEMO_MARA, "m118", AT(41, 8, 5), 0, "",
     "Sounds like the cell recall. I want to see it before he rides with the twins again."},
};
const size_t demo_n_acts = sizeof demo_acts / sizeof *demo_acts;
