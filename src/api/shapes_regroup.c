/* shapes_regroup: the tables of merging and splitting conversations. */
#include "api/shapes_regroup.h"

#include "api/shapes_inbox.h"
#include "domain/regroup.h"

static const struct field fields_regrouping[] = {
    FIELD(struct api_regrouping, id, F_ID, 0),
    FIELD(struct api_regrouping, act, F_ENUM, 0, .values = words_regroup_act),
    FIELD(struct api_regrouping, from_id, F_ID, 0,
          DOC("merge: what is empty now and leads here. split: where the posts were.")),
    FIELD(struct api_regrouping, into_id, F_ID, 0, DOC("Where the posts are.")),
    FIELD(struct api_regrouping, posts, F_INT, 0, DOC("How many went.")),
    FIELD(struct api_regrouping, by, F_REF, F_NULLABLE, .of = &shape_member_ref),
    FIELD(struct api_regrouping, at, F_TIME, 0),
    FIELD(struct api_regrouping, other, F_STR, 0,
          DOC("What the other conversation is about, or its newest words.")),
};
SHAPE_OF(regrouping, "Regrouping");

static const struct field fields_thread_merge_in[] = {
    ID_IN_PATH(struct api_thread_merge_in),
    FIELD(struct api_thread_merge_in, version, F_INT, 0, .min = 1, .max = INT64_MAX,
          DOC("The version that was on screen; another one is refused (conflict).")),
    FIELD(struct api_thread_merge_in, from_ids, F_IDS, F_REQUIRED, .min = 1,
          .max = REGROUP_MANY,
          DOC("On the same channel, private or public as this one, and of no storm.")),
};
SHAPE_OF(thread_merge_in, "ThreadMergeInput");

static const struct field fields_thread_split_in[] = {
    ID_IN_PATH(struct api_thread_split_in),
    FIELD(struct api_thread_split_in, version, F_INT, F_REQUIRED, .min = 1, .max = INT64_MAX,
          DOC("The version that was on screen; another one is refused (conflict).")),
    FIELD(struct api_thread_split_in, post_ids, F_IDS, F_REQUIRED, .min = 1, .max = 200,
          DOC("What answers them goes along.")),
};
SHAPE_OF(thread_split_in, "ThreadSplitInput");

static const struct field fields_regrouped[] = {
    FIELD(struct api_regrouped, conversation, F_OBJ, 0, .of = &shape_conversation,
          DOC("Where the posts are now.")),
    FIELD(struct api_regrouped, regrouping_ids, F_IDS, 0, DOC("To take it back, each.")),
};
SHAPE_OF(regrouped, "Regrouped");
