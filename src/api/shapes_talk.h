/* shapes_talk: what colleagues talk over beside a conversation. */
#ifndef KITH_API_SHAPES_TALK_H
#define KITH_API_SHAPES_TALK_H

#include "api/shapes.h"

struct api_talk_note {
    k_id id;
    struct api_member_ref *member;
    k_str text;
    k_time created_at;
};
struct api_talk {
    k_id id, conversation_id;
    k_str subject, outcome;
    struct api_member_ref *opened_by, *closed_by;
    k_time opened_at, closed_at;
    K_VEC(struct api_member_ref) members;
    K_VEC(struct api_talk_note) notes;
};
struct api_talk_new_in {
    k_id id;
    k_str subject, text;
    K_VEC(k_id) member_ids;
};
struct api_talk_say_in {
    k_id id;
    k_str text;
};
struct api_talk_close_in {
    k_id id;
    k_str outcome;
};

extern const struct shape shape_talk, shape_talk_new_in, shape_talk_say_in, shape_talk_close_in;

#endif
