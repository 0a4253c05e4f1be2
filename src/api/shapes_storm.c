/* shapes_storm: the tables of storms. */
#include "api/shapes_storm.h"

#define DOC_OWN                                                                                \
    DOC("Why it stands on its own: asks (it asks us something that the others do not), held "  \
        "(a member has it), more (more was said in it). '': it does not.")
#define DOC_REACH                                                                              \
    DOC("Followers of those whose number was known when they joined, added up; who follows "   \
        "two counts twice.")

static const struct field fields_storm_ref[] = {
    FIELD(struct api_storm_ref, id, F_ID, 0),
    FIELD(struct api_storm_ref, posts, F_INT, 0),
    FIELD(struct api_storm_ref, authors, F_INT, 0, DOC("Different people.")),
    FIELD(struct api_storm_ref, head, F_BOOL, 0, DOC("It stands for the storm.")),
    FIELD(struct api_storm_ref, decided, F_ENUM, 0, .values = words_storm_decided),
    FIELD(struct api_storm_ref, own, F_ENUM, 0, .values = words_storm_own, DOC_OWN),
    FIELD(struct api_storm_ref, last_hour, F_INT, 0,
          DOC("Posts within the last hour; 0 where it does not stand for the storm.")),
    FIELD(struct api_storm_ref, reach, F_INT, 0, DOC_REACH),
    FIELD(struct api_storm_ref, reach_known, F_INT, 0, DOC("Of how many people that is.")),
};
SHAPE_OF(storm_ref, "StormRef");

static const struct field fields_storm_post[] = {
    FIELD(struct api_storm_post, post_id, F_ID, 0),
    FIELD(struct api_storm_post, conversation_id, F_ID, 0),
    FIELD(struct api_storm_post, text, F_TEXT, 0),
    FIELD(struct api_storm_post, author, F_STR, 0, DOC("'' when nobody knows.")),
    FIELD(struct api_storm_post, url, F_STR, F_NULLABLE),
    FIELD(struct api_storm_post, at, F_TIME, 0),
    FIELD(struct api_storm_post, alike, F_INT, 0,
          DOC("How much its words are those of another post of the storm, of 1000.")),
    FIELD(struct api_storm_post, own, F_ENUM, 0, .values = words_storm_own, DOC_OWN),
};
SHAPE_OF(storm_post, "StormPost");

static const struct field fields_storm[] = {
    FIELD(struct api_storm, id, F_ID, 0),
    FIELD(struct api_storm, head_id, F_ID, 0, DOC("The conversation that stands for it.")),
    FIELD(struct api_storm, about, F_STR, 0,
          DOC("The link that all share; '': they say nearly the same.")),
    FIELD(struct api_storm, sample, F_TEXT, 0, DOC("One of its posts.")),
    FIELD(struct api_storm, posts, F_INT, 0),
    FIELD(struct api_storm, authors, F_INT, 0,
          DOC("Different people, as far as they are known; a feed is one.")),
    FIELD(struct api_storm, first_at, F_TIME, 0),
    FIELD(struct api_storm, last_at, F_TIME, 0),
    FIELD(struct api_storm, last_hour, F_INT, 0, DOC("Posts within the last hour.")),
    FIELD(struct api_storm, peak, F_INT, 0, DOC("Most posts within any one hour.")),
    FIELD(struct api_storm, peak_at, F_TIME, F_NULLABLE, DOC("Where that hour begins.")),
    FIELD(struct api_storm, reach, F_INT, 0, DOC_REACH),
    FIELD(struct api_storm, reach_known, F_INT, 0, DOC("Of how many people that is.")),
    FIELD(struct api_storm, decided, F_ENUM, 0, .values = words_storm_decided,
          DOC("done and answered hold for what comes until it is much larger (then: grown), "
              "muted for ever.")),
    FIELD(struct api_storm, decided_by, F_REF, F_NULLABLE, .of = &shape_member_ref),
    FIELD(struct api_storm, decided_at, F_TIME, F_NULLABLE),
    FIELD(struct api_storm, decided_authors, F_INT, 0, DOC("How many people it was then.")),
    FIELD(struct api_storm, differs, F_REF, F_NULLABLE, .of = &shape_storm_post,
          DOC("The post that is least like the others.")),
    FIELD(struct api_storm, own, F_LIST, 0, .of = &shape_storm_post,
          DOC("What was kept out and stands on its own, the newest 20.")),
};
SHAPE_OF(storm, "Storm");

static const struct field fields_storm_decision_in[] = {
    ID_IN_PATH(struct api_storm_decision_in),
    FIELD(struct api_storm_decision_in, decision, F_ENUM, F_REQUIRED,
          .values = words_storm_decision,
          DOC("done: it may come back when it is much larger. muted: it does not. open: as if "
              "nothing had been decided.")),
    FIELD(struct api_storm_decision_in, version, F_INT, 0, .min = 1, .max = INT64_MAX,
          DOC("Of its head, as it was on screen; another one is refused (conflict).")),
};
SHAPE_OF(storm_decision_in, "StormDecisionInput");
