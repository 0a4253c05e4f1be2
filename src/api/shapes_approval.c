/* shapes_approval: the tables of stages and approvals. */
#include "api/shapes_approval.h"

static const struct field fields_stage[] = {
    FIELD(struct api_stage, who, F_ENUM, 0, .values = words_approval_who),
    FIELD(struct api_stage, name, F_STR, 0, DOC("Of the role, team or member.")),
    FIELD(struct api_stage, within_minutes, F_INT, 0, DOC("Of office hours.")),
    FIELD(struct api_stage, rules, F_STRS, 0, DOC("Ids of the rules that ask for it.")),
};
SHAPE_OF(stage, "ApprovalStage");

static const struct field fields_approval[] = {
    FIELD(struct api_approval, id, F_ID, 0),
    FIELD(struct api_approval, stage, F_INT, 0, DOC("From 1, in the order of asking.")),
    FIELD(struct api_approval, who, F_ENUM, 0, .values = words_approval_who),
    FIELD(struct api_approval, name, F_STR, 0, DOC("Of the role, team or member.")),
    FIELD(struct api_approval, rules, F_STRS, 0, DOC("Ids of the rules that ask for it.")),
    FIELD(struct api_approval, state, F_ENUM, 0, .values = words_approval_state),
    FIELD(struct api_approval, opened_at, F_TIME, F_NULLABLE),
    FIELD(struct api_approval, due_at, F_TIME, F_NULLABLE),
    FIELD(struct api_approval, decided_by, F_REF, F_NULLABLE, .of = &shape_member_ref),
    FIELD(struct api_approval, stood_for, F_REF, F_NULLABLE, .of = &shape_member_ref,
          DOC("Who was asked, when somebody stood in.")),
    FIELD(struct api_approval, decided_at, F_TIME, F_NULLABLE),
    FIELD(struct api_approval, note, F_STR, 0),
    FIELD(struct api_approval, condition, F_STR, 0,
          DOC("What its author must make sure of before it leaves.")),
    FIELD(struct api_approval, before, F_STR, F_NULLABLE,
          DOC("The words before they were changed at this stage.")),
    FIELD(struct api_approval, after, F_STR, F_NULLABLE),
};
SHAPE_OF(approval, "Approval");

static const struct field fields_approve_in[] = {
    ID_IN_PATH(struct api_approve_in),
    FIELD(struct api_approve_in, version, F_INT, F_REQUIRED,
          DOC("Of the conversation, as the member saw it.")),
    FIELD_SET(struct api_approve_in, text, F_STR, F_NULLABLE, .max = 60000,
              DOC("As it shall leave, without the author's sign; absent = as it is.")),
    FIELD(struct api_approve_in, note, F_STR, F_NULLABLE, .max = 2000, DOC("For its author.")),
    FIELD(struct api_approve_in, condition, F_STR, F_NULLABLE, .max = 2000,
          DOC("What its author must make sure of: it stays held until then.")),
    FIELD(struct api_approve_in, late_ok, F_BOOL, 0,
          DOC("The member saw that the time for it has passed.")),
};
SHAPE_OF(approve_in, "ApproveInput");

static const struct field fields_return_in[] = {
    ID_IN_PATH(struct api_return_in),
    FIELD(struct api_return_in, note, F_STR, F_REQUIRED, .max = 2000,
          DOC("What should be changed.")),
};
SHAPE_OF(return_in, "ReturnInput");

static const struct field fields_outbox_check_in[] = {
    ID_IN_PATH(struct api_outbox_check_in),
    FIELD(struct api_outbox_check_in, text, F_STR, F_REQUIRED, .max = 60000),
};
SHAPE_OF(outbox_check_in, "OutboxCheckInput");
