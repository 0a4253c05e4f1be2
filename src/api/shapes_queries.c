/* shapes_queries: the tables of listening queries. */
#include "api/shapes_queries.h"
#include "api/words.h"
#include "domain/query_history.h"
#include "listen/dialect.h"

/* --- topics ------------------------------------------------------------------------------ */

static const struct field fields_query_topic[] = {
    FIELD(struct api_query_topic, id, F_ID, 0),
    FIELD(struct api_query_topic, name, F_STR, 0),
    FIELD(struct api_query_topic, rival, F_BOOL, 0,
          DOC("Somebody we are compared with; else it is ours.")),
};
SHAPE_OF(query_topic, "QueryTopic");

#define TOPIC_FIELDS                                                                           \
    FIELD(struct api_query_topic_in, name, F_STR, F_REQUIRED, .min = 1, .max = 120),           \
        FIELD(struct api_query_topic_in, rival, F_BOOL, 0)
static const struct field fields_query_topic_in[] = {ID_IN_PATH(struct api_query_topic_in),
                                                     TOPIC_FIELDS};
SHAPE_OF(query_topic_in, "QueryTopicInput");
static const struct field fields_query_topic_new_in[] = {TOPIC_FIELDS};
const struct shape shape_query_topic_new_in =
    SHAPE(struct api_query_topic_in, "QueryTopicNewInput", fields_query_topic_new_in);

/* --- queries ----------------------------------------------------------------------------- */

static const struct field fields_query[] = {
    FIELD(struct api_query, id, F_ID, 0),
    FIELD(struct api_query, name, F_STR, 0),
    FIELD(struct api_query, body, F_TEXT, 0, DOC("As it is written: docs/guide/queries.md.")),
    FIELD(struct api_query, verb, F_ENUM, 0, .values = query_verb_names),
    FIELD(struct api_query, topic, F_ID, F_NULLABLE),
    FIELD(struct api_query, enabled, F_BOOL, 0),
    FIELD(struct api_query, may_change, F_BOOL, 0, DOC("False: another member locked it.")),
    FIELD(struct api_query, locked_by, F_REF, F_NULLABLE, .of = &shape_member_ref),
    FIELD(struct api_query, version, F_INT, 0),
    FIELD(struct api_query, posts, F_INT, 0,
          DOC("That it found in `days`; those that another query hides are not counted.")),
    FIELD(struct api_query, skipped, F_INT, 0,
          DOC("With the verb skip: that were not collected in `days`.")),
    FIELD(struct api_query, looked, F_INT, 0,
          DOC("Stored posts that were looked through for it since it was changed.")),
    FIELD(struct api_query, filled, F_NUM, 0,
          DOC("How much of what is stored was looked through, 0 to 1.")),
    FIELD(struct api_query, last_at, F_TIME, F_NULLABLE, DOC("The newest post it found.")),
    FIELD(struct api_query, changed_by, F_REF, F_NULLABLE, .of = &shape_member_ref),
    FIELD(struct api_query, changed_at, F_TIME, 0),
};
SHAPE_OF(query, "Query");

static const struct field fields_queries[] = {
    FIELD(struct api_queries, items, F_LIST, 0, .of = &shape_query),
    FIELD(struct api_queries, topics, F_LIST, 0, .of = &shape_query_topic),
    FIELD(struct api_queries, days, F_INT, 0, DOC("The period of the counts.")),
};
SHAPE_OF(queries, "Queries");

#define QUERY_FIELDS(needed)                                                                   \
    FIELD_SET(struct api_query_in, name, F_STR, needed, .min = 1, .max = 120),                 \
        FIELD_SET(struct api_query_in, body, F_TEXT, needed, .min = 1,                         \
                  .max = QUERY_TEXT_MOST),                                                     \
        FIELD_SET(                                                                             \
            struct api_query_in, verb, F_ENUM, 0, .values = query_verb_names,                  \
            DOC("watch: list and count. hide: keep, show nowhere in listening. skip: do "      \
                "not collect where nobody said it to us.")),                                   \
        FIELD_SET(struct api_query_in, topic, F_ID, F_NULLABLE),                               \
        FIELD_SET(struct api_query_in, enabled, F_BOOL, 0)
static const struct field fields_query_new_in[] = {QUERY_FIELDS(F_REQUIRED)};
const struct shape shape_query_new_in =
    SHAPE(struct api_query_in, "QueryNewInput", fields_query_new_in);
static const struct field fields_query_in[] = {
    ID_IN_PATH(struct api_query_in),
    QUERY_FIELDS(0),
    FIELD(struct api_query_in, version, F_INT, 0,
          DOC("The version that was seen; a conflict when it is another by now.")),
};
SHAPE_OF(query_in, "QueryInput");

static const struct field fields_query_lock_in[] = {
    ID_IN_PATH(struct api_query_lock_in),
    FIELD(struct api_query_lock_in, locked, F_BOOL, F_REQUIRED),
};
SHAPE_OF(query_lock_in, "QueryLockInput");

/* --- reading and trying ------------------------------------------------------------------ */

#define READ_FIELDS                                                                            \
    FIELD(struct api_query_read_in, body, F_TEXT, F_REQUIRED, .max = QUERY_TEXT_MOST),         \
        FIELD(struct api_query_read_in, verb, F_ENUM, 0, .values = query_verb_names)
static const struct field fields_query_read_in[] = {READ_FIELDS};
SHAPE_OF(query_read_in, "QueryReadInput");
static const struct field fields_query_try_in[] = {
    READ_FIELDS,
    FIELD(struct api_query_read_in, days, F_INT, 0, .min = 1, .max = QUERY_HISTORY_DAYS,
          DOC("How far back; 30 when absent.")),
};
const struct shape shape_query_try_in =
    SHAPE(struct api_query_read_in, "QueryTryInput", fields_query_try_in);

static const struct field fields_query_problem[] = {
    FIELD(struct api_query_problem, start, F_INT, 0, DOC("In UTF-16 units of `body`.")),
    FIELD(struct api_query_problem, end, F_INT, 0),
    FIELD(struct api_query_problem, text, F_STR, F_SAID),
};
static const struct shape shape_query_problem =
    SHAPE(struct api_query_problem, "QueryProblem", fields_query_problem);
static const struct field fields_query_read[] = {
    FIELD(struct api_query_read, problem, F_REF, F_NULLABLE, .of = &shape_query_problem,
          DOC("Why it is no query; null: it is one.")),
    FIELD(struct api_query_read, written, F_TEXT, 0, DOC("The same in the plainest form.")),
    FIELD(struct api_query_read, anchors, F_STRS, 0,
          DOC("Words of which a post must have one for the query to be looked at; none: it is "
              "looked at for every post.")),
    FIELD(struct api_query_read, per_thousand, F_NUM, 0,
          DOC("For so many posts of a thousand it will be looked at, estimated.")),
};
SHAPE_OF(query_read, "QueryRead");

static const struct field fields_query_import_in[] = {
    FIELD(struct api_query_import_in, dialect, F_ENUM, F_REQUIRED, .values = dialect_names),
    FIELD(struct api_query_import_in, text, F_TEXT, F_REQUIRED, .min = 1,
          .max = QUERY_TEXT_MOST),
};
SHAPE_OF(query_import_in, "QueryImportInput");
static const struct field fields_query_note[] = {
    FIELD(struct api_query_note, start, F_INT, 0, DOC("In UTF-16 units of `text`.")),
    FIELD(struct api_query_note, end, F_INT, 0),
    FIELD(struct api_query_note, change, F_STR, 0,
          DOC("left_out, widened, narrowed, read_as.")),
    FIELD(struct api_query_note, effect, F_STR, 0,
          DOC("What that does to the whole query: none, more, less, either.")),
    FIELD(struct api_query_note, why, F_STR, F_SAID),
};
static const struct shape shape_query_note =
    SHAPE(struct api_query_note, "QueryNote", fields_query_note);
static const struct field fields_query_import[] = {
    FIELD(struct api_query_import, text, F_TEXT, 0,
          DOC("In Kith's language; empty when nothing could be read.")),
    FIELD(struct api_query_import, problem, F_REF, F_NULLABLE, .of = &shape_query_problem),
    FIELD(struct api_query_import, notes, F_LIST, 0, .of = &shape_query_note,
          DOC("What does not come along word for word, in its order.")),
};
SHAPE_OF(query_import, "QueryImport");

static const struct field fields_query_span[] = {
    FIELD(struct api_query_span, where, F_STR, 0, DOC("text, title, bio.")),
    FIELD(struct api_query_span, start, F_INT, 0, DOC("In UTF-16 units.")),
    FIELD(struct api_query_span, end, F_INT, 0),
};
static const struct shape shape_query_span =
    SHAPE(struct api_query_span, "QuerySpan", fields_query_span);
static const struct field fields_query_post[] = {
    FIELD(struct api_query_post, post_id, F_ID, 0),
    FIELD(struct api_query_post, conversation_id, F_ID, 0),
    FIELD(struct api_query_post, person_id, F_ID, F_NULLABLE),
    FIELD(struct api_query_post, network, F_STR, 0),
    FIELD(struct api_query_post, person, F_STR, 0),
    FIELD(struct api_query_post, handle, F_STR, 0),
    FIELD(struct api_query_post, title, F_STR, 0),
    FIELD(struct api_query_post, text, F_TEXT, 0),
    FIELD(struct api_query_post, url, F_STR, 0),
    FIELD(struct api_query_post, mood, F_STR, 0,
          DOC("against, neither, pro: as far as its words say.")),
    FIELD(struct api_query_post, stage, F_STR, 0, DOC("Of our relationship with the author.")),
    FIELD(struct api_query_post, followers, F_INT, 0, DOC("-1: the network does not say.")),
    FIELD(struct api_query_post, at, F_TIME, 0),
    FIELD(struct api_query_post, spans, F_LIST, 0, .of = &shape_query_span,
          DOC("The words that made the query hold.")),
};
static const struct shape shape_query_post =
    SHAPE(struct api_query_post, "QueryPost", fields_query_post);
static const struct field fields_query_count[] = {
    FIELD(struct api_query_count, posts, F_INT, 0),
};
static const struct shape shape_query_count =
    SHAPE(struct api_query_count, "QueryCount", fields_query_count);
static const struct field fields_query_tried[] = {
    FIELD(struct api_query_tried, days, F_INT, 0),
    FIELD(struct api_query_tried, posts, F_INT, 0, DOC("That were looked at.")),
    FIELD(struct api_query_tried, found, F_INT, 0),
    FIELD(struct api_query_tried, people, F_INT, 0),
    FIELD(struct api_query_tried, conversations, F_INT, 0),
    FIELD(struct api_query_tried, capped, F_BOOL, 0,
          DOC("There are older posts in the period that were not looked at.")),
    FIELD(struct api_query_tried, since, F_TIME, 0, DOC("Posts from then on were looked at.")),
    FIELD(struct api_query_tried, by_day, F_LIST, 0, .of = &shape_query_count,
          DOC("Found by the day, the last one ends now.")),
    FIELD(struct api_query_tried, samples, F_LIST, 0, .of = &shape_query_post),
};
SHAPE_OF(query_tried, "QueryTried");

/* --- what was found ---------------------------------------------------------------------- */

static const struct field fields_query_posts_in[] = {
    ID_IN_PATH(struct api_query_posts_in),
    FIELD(struct api_query_posts_in, hidden, F_BOOL, F_IN_QUERY,
          DOC("Those that another query hides, instead of the others.")),
    FIELD(struct api_query_posts_in, cursor, F_STR, F_IN_QUERY, .max = 200),
    FIELD(struct api_query_posts_in, limit, F_INT, F_IN_QUERY, .min = 1, .max = 100),
};
SHAPE_OF(query_posts_in, "QueryPostsInput");
static const struct field fields_query_posts[] = {
    FIELD(struct api_query_posts, items, F_LIST, 0, .of = &shape_query_post),
    FIELD(struct api_query_posts, next, F_STR, F_NULLABLE,
          DOC("Cursor of the next page; null on the last one.")),
};
SHAPE_OF(query_posts, "QueryPosts");

static const struct field fields_query_days_in[] = {
    ID_IN_PATH(struct api_query_days_in),
    FIELD(struct api_query_days_in, days, F_INT, F_IN_QUERY, .min = 1, .max = 366),
};
SHAPE_OF(query_days_in, "QueryDaysInput");
static const struct field fields_query_day[] = {
    FIELD(struct api_query_day, at, F_TIME, 0, DOC("Where the day begins, in UTC.")),
    FIELD(struct api_query_day, posts, F_INT, 0),
    FIELD(struct api_query_day, against, F_INT, 0),
    FIELD(struct api_query_day, pro, F_INT, 0),
};
static const struct shape shape_query_day =
    SHAPE(struct api_query_day, "QueryDay", fields_query_day);
static const struct field fields_query_days[] = {
    FIELD(struct api_query_days, days, F_INT, 0),
    FIELD(struct api_query_days, items, F_LIST, 0, .of = &shape_query_day,
          DOC("Days with posts.")),
};
SHAPE_OF(query_days, "QueryDays");

static const struct field fields_query_change[] = {
    FIELD(struct api_query_change, id, F_INT, 0),
    FIELD(struct api_query_change, query_id, F_ID, 0),
    FIELD(struct api_query_change, what, F_STR, 0,
          DOC("added, changed, locked, unlocked, removed, undone.")),
    FIELD(struct api_query_change, name, F_STR, 0),
    FIELD(struct api_query_change, before, F_TEXT, 0, DOC("The text of the query before.")),
    FIELD(struct api_query_change, after, F_TEXT, 0),
    FIELD(struct api_query_change, can_undo, F_BOOL, 0),
    FIELD(struct api_query_change, by, F_REF, F_NULLABLE, .of = &shape_member_ref),
    FIELD(struct api_query_change, at, F_TIME, 0),
};
static const struct shape shape_query_change =
    SHAPE(struct api_query_change, "QueryChange", fields_query_change);
static const struct field fields_query_changes[] = {
    FIELD(struct api_query_changes, items, F_LIST, 0, .of = &shape_query_change),
    FIELD(struct api_query_changes, next, F_STR, F_NULLABLE,
          DOC("Cursor of the next page; null on the last one.")),
};
SHAPE_OF(query_changes, "QueryChanges");
