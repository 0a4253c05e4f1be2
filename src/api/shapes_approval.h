/* shapes_approval: who must say yes before a reply leaves, and what they said. */
#ifndef KITH_API_SHAPES_APPROVAL_H
#define KITH_API_SHAPES_APPROVAL_H

#include "api/shapes.h"

struct api_stage { /* as a rule of the policy, or a check, names it */
    k_str who, name;
    int64_t within_minutes;
    K_VEC(k_str) rules;
};
struct api_approval { /* a stage of a reply that waits or waited */
    k_id id;
    int64_t stage;
    k_str who, name, state, note, condition, before, after;
    K_VEC(k_str) rules;
    k_time opened_at, due_at, decided_at;
    struct api_member_ref *decided_by, *stood_for;
};
struct api_approve_in {
    k_id id;
    int64_t version;
    bool has_text, late_ok;
    k_str text, note, condition;
};
struct api_return_in {
    k_id id;
    k_str note;
};
struct api_outbox_check_in {
    k_id id;
    k_str text;
};

extern const struct shape shape_stage, shape_approval, shape_approve_in, shape_return_in,
    shape_outbox_check_in;

#endif
