/* shapes_duplicates: the tables of pairs, decisions and merges. */
#include "api/shapes_duplicates.h"

#define TAKE_DOC                                                                               \
    "What the kept one takes from the other: name, about, role. What it has not is taken "     \
    "anyway."

static const struct field fields_match_evidence[] = {
    FIELD(struct api_match_evidence, field, F_ENUM, 0, .values = words_match_field),
    FIELD(struct api_match_evidence, agreement, F_ENUM, 0, .values = words_agreement),
    FIELD(struct api_match_evidence, a, F_STR, F_NULLABLE, DOC("As the first of them has it.")),
    FIELD(struct api_match_evidence, b, F_STR, F_NULLABLE),
    FIELD(struct api_match_evidence, bits, F_NUM, 0,
          DOC("What it weighs: over 0 for one person, under 0 for two.")),
};
SHAPE_OF(match_evidence, "MatchEvidence");

static const struct field fields_duplicate[] = {
    FIELD(struct api_duplicate, a, F_OBJ, 0, .of = &shape_person),
    FIELD(struct api_duplicate, b, F_OBJ, 0, .of = &shape_person),
    FIELD(struct api_duplicate, kind, F_ENUM, 0, .values = words_match_kind),
    FIELD(struct api_duplicate, probability, F_NUM, 0, DOC("That they are one, 0 to 1.")),
    FIELD(struct api_duplicate, bits, F_NUM, 0, DOC("Sum of the evidence.")),
    FIELD(struct api_duplicate, evidence, F_LIST, 0, .of = &shape_match_evidence),
    FIELD(struct api_duplicate, keep, F_ID, 0, DOC("The one of whom more is known.")),
    FIELD(struct api_duplicate, created_at, F_TIME, 0),
};
SHAPE_OF(duplicate, "Duplicate");

static const struct field fields_duplicate_list[] = {
    FIELD(struct api_duplicate_list, items, F_LIST, 0, .of = &shape_duplicate),
    FIELD(struct api_duplicate_list, next, F_STR, F_NULLABLE,
          DOC("Cursor of the next page; null on the last one.")),
    FIELD(struct api_duplicate_list, count, F_INT, 0, DOC("Pairs that wait, up to 1,000.")),
    FIELD(struct api_duplicate_list, count_capped, F_BOOL, 0, DOC("There are more.")),
};
const struct shape shape_duplicate_list =
    SHAPE(struct api_duplicate_list, "DuplicateList", fields_duplicate_list);

static const struct field fields_duplicates_in[] = {
    FIELD(struct api_duplicates_in, cursor, F_STR, F_IN_QUERY, .max = 200),
    FIELD(struct api_duplicates_in, limit, F_INT, F_IN_QUERY, .min = 1, .max = 100),
};
SHAPE_OF(duplicates_in, "DuplicatesInput");

static const struct field fields_pair_look_in[] = {
    FIELD(struct api_pair_look_in, a, F_ID, F_REQUIRED | F_IN_PATH),
    FIELD(struct api_pair_look_in, b, F_ID, F_REQUIRED | F_IN_PATH),
};
SHAPE_OF(pair_look_in, "PairLookInput");

static const struct field fields_decision_in[] = {
    FIELD(struct api_decision_in, a, F_ID, F_REQUIRED | F_IN_PATH),
    FIELD(struct api_decision_in, b, F_ID, F_REQUIRED | F_IN_PATH),
    FIELD(struct api_decision_in, verdict, F_ENUM, F_REQUIRED, .values = words_match_verdict),
    FIELD(struct api_decision_in, keep, F_ID, 0,
          DOC("One of the two; absent: of whom more is known.")),
    FIELD(struct api_decision_in, take, F_STRS, 0, .max = 3, DOC(TAKE_DOC)),
};
SHAPE_OF(decision_in, "DecisionInput");

static const struct field fields_merge_in[] = {
    FIELD(struct api_merge_in, keep, F_ID, F_REQUIRED),
    FIELD(struct api_merge_in, gone, F_ID, F_REQUIRED),
    FIELD(struct api_merge_in, take, F_STRS, 0, .max = 3, DOC(TAKE_DOC)),
};
SHAPE_OF(merge_in, "MergeInput");

static const struct field fields_decided[] = {
    FIELD(struct api_decided, merge_id, F_ID, F_NULLABLE, DOC("What to undo; null: no merge.")),
};
SHAPE_OF(decided, "Decided");

static const struct field fields_pair_in[] = {
    FIELD(struct api_pair_in, a, F_ID, F_REQUIRED),
    FIELD(struct api_pair_in, b, F_ID, F_REQUIRED),
};
SHAPE_OF(pair_in, "PairInput");

static const struct field fields_decisions_in[] = {
    FIELD(struct api_decisions_in, pairs, F_LIST, F_REQUIRED, .of = &shape_pair_in, .max = 100),
    FIELD(struct api_decisions_in, verdict, F_ENUM, F_REQUIRED, .values = words_match_verdict),
};
SHAPE_OF(decisions_in, "DecisionsInput");

static const struct field fields_decisions[] = {
    FIELD(struct api_decisions, done, F_INT, 0),
    FIELD(struct api_decisions, merges, F_IDS, 0),
    FIELD(struct api_decisions, skipped, F_LIST, 0, .of = &shape_skipped,
          DOC("By the first of the pair, and why.")),
};
SHAPE_OF(decisions, "Decisions");

static const struct field fields_merge[] = {
    FIELD(struct api_merge, id, F_ID, 0),
    FIELD(struct api_merge, gone_id, F_ID, 0),
    FIELD(struct api_merge, gone_name, F_STR, 0),
    FIELD(struct api_merge, evidence, F_LIST, 0, .of = &shape_match_evidence),
    FIELD(struct api_merge, rows, F_INT, 0, DOC("Addresses, posts and the rest that moved.")),
    FIELD(struct api_merge, made_by, F_REF, F_NULLABLE, .of = &shape_member_ref,
          DOC("Null: Kith, on exact evidence.")),
    FIELD(struct api_merge, made_at, F_TIME, 0),
    FIELD(struct api_merge, undone_by, F_REF, F_NULLABLE, .of = &shape_member_ref),
    FIELD(struct api_merge, undone_at, F_TIME, F_NULLABLE),
};
SHAPE_OF(merge, "Merge");
LIST_OF(merge, "Merge");

static const struct field fields_merges_in[] = {
    FIELD(struct api_merges_in, id, F_ID, F_REQUIRED | F_IN_PATH),
    FIELD(struct api_merges_in, cursor, F_STR, F_IN_QUERY, .max = 200),
    FIELD(struct api_merges_in, limit, F_INT, F_IN_QUERY, .min = 1, .max = 100),
};
SHAPE_OF(merges_in, "MergesInput");

static const struct field fields_undone[] = {
    FIELD(struct api_undone, person_id, F_ID, 0, DOC("Who is back.")),
};
SHAPE_OF(undone, "Undone");

static const struct field fields_match_scan[] = {
    FIELD(struct api_match_scan, state, F_ENUM, 0, .values = words_scan_state),
    FIELD(struct api_match_scan, done, F_INT, 0, DOC("People looked at.")),
    FIELD(struct api_match_scan, total, F_INT, 0),
    FIELD(struct api_match_scan, asked, F_INT, 0, DOC("Pairs put into the queue.")),
    FIELD(struct api_match_scan, merged, F_INT, 0, DOC("Merged on exact evidence.")),
};
SHAPE_OF(match_scan, "MatchScan");
