/* shapes_keeping: the tables of holds and erasures. */
#include "api/shapes_keeping.h"

static const struct field fields_hold[] = {
    FIELD(struct api_hold, id, F_ID, 0),
    FIELD(struct api_hold, person, F_REF, F_NULLABLE, .of = &shape_person_ref),
    FIELD(struct api_hold, channel, F_REF, F_NULLABLE, .of = &shape_channel_ref),
    FIELD(struct api_hold, reason, F_STR, 0),
    FIELD(struct api_hold, set_by, F_REF, F_NULLABLE, .of = &shape_member_ref),
    FIELD(struct api_hold, set_at, F_TIME, 0),
    FIELD(struct api_hold, lifted_by, F_REF, F_NULLABLE, .of = &shape_member_ref),
    FIELD(struct api_hold, lifted_at, F_TIME, F_NULLABLE, DOC("Null while it holds.")),
};
SHAPE_OF(hold, "Hold");
LIST_OF(hold, "Hold");

static const struct field fields_hold_in[] = {
    FIELD(struct api_hold_in, person_id, F_ID, 0, DOC("A person or a channel.")),
    FIELD(struct api_hold_in, channel_id, F_ID, 0),
    FIELD(struct api_hold_in, reason, F_STR, F_REQUIRED, .min = 1, .max = 500),
};
SHAPE_OF(hold_in, "HoldInput");

static const struct field fields_erasure[] = {
    FIELD(struct api_erasure, id, F_ID, 0),
    FIELD(struct api_erasure, person_id, F_ID, 0,
          DOC("Our number of the person: nothing else is left of it.")),
    FIELD(struct api_erasure, organisation, F_STR, 0),
    FIELD(struct api_erasure, reason, F_STR, 0),
    FIELD(struct api_erasure, erased_by, F_REF, F_NULLABLE, .of = &shape_member_ref),
    FIELD(struct api_erasure, erased_at, F_TIME, 0),
    FIELD(struct api_erasure, counts, F_JSON, 0, DOC("How much of each kind.")),
    FIELD(struct api_erasure, accounts, F_JSON, F_ARRAY,
          DOC("SHA-256 of \"network address\" of each account: who had one can show that this "
              "is about them.")),
    FIELD(struct api_erasure, event_seq, F_INT, 0, DOC("Entry of the event log.")),
    FIELD(struct api_erasure, event_hash, F_STR, 0, DOC("Its hash, in hexadecimal.")),
};
SHAPE_OF(erasure, "Erasure");
LIST_OF(erasure, "Erasure");

static const struct field fields_erase_in[] = {
    ID_IN_PATH(struct api_erase_in),
    FIELD(struct api_erase_in, reason, F_STR, F_REQUIRED, .min = 1, .max = 500,
          DOC("On whose word, and why.")),
};
SHAPE_OF(erase_in, "EraseInput");
