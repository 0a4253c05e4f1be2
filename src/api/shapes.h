/* shapes: how structs of the API are written down. Each noun has a plain C struct (api_*), a
 * table of its fields and a shape; the shapes_*.h files hold the structs, the shapes_*.c files
 * the tables. Handlers fill and read the structs; JSON, checks and documents come from the
 * tables. This file: what all shapes share. */
#ifndef KITH_API_SHAPES_H
#define KITH_API_SHAPES_H

#include "api/route.h"
#include "api/words.h"
#include "base/vec.h"

/* A field whose JSON name is its C name. The rest are designated members of struct field. */
#define FIELD(c_type, member, field_type, field_flags, ...)                                    \
    {                                                                                          \
        .name = #member, .type = (field_type), .flags = (field_flags),                         \
        .off = offsetof(c_type, member), __VA_ARGS__                                           \
    }
/* A field of a PATCH: bool has_<member> tells whether it was there. */
#define FIELD_SET(c_type, member, field_type, field_flags, ...)                                \
    {                                                                                          \
        .name = #member, .type = (field_type), .flags = (field_flags) | F_OPTIONAL_SET,        \
        .off = offsetof(c_type, member), .has_off = offsetof(c_type, has_##member),            \
        __VA_ARGS__                                                                            \
    }
#define DOC(text) .doc = (text)
/* Defines shape_<name> of struct api_<name> from the table fields_<name>. */
#define SHAPE_OF(name, json_name)                                                              \
    const struct shape shape_##name = SHAPE(struct api_##name, json_name, fields_##name)
/* A page of a list: {items, next}. */
#define API_LIST(name)                                                                         \
    struct api_##name##_list {                                                                 \
        K_VEC(struct api_##name) items;                                                        \
        k_str next;                                                                            \
    };                                                                                         \
    extern const struct shape shape_##name, shape_##name##_list
#define LIST_OF(name, json_name)                                                               \
    static const struct field fields_##name##_list[] = {                                       \
        FIELD(struct api_##name##_list, items, F_LIST, 0, .of = &shape_##name),                \
        FIELD(struct api_##name##_list, next, F_STR, F_NULLABLE,                               \
              DOC("Cursor of the next page; null on the last one."))};                         \
    const struct shape shape_##name##_list =                                                   \
        SHAPE(struct api_##name##_list, json_name "List", fields_##name##_list)

/* What several nouns point at. */
struct api_member_ref {
    k_id id;
    k_str name, handle;
};
struct api_team_ref {
    k_id id;
    k_str name, kind;
};
struct api_channel_ref {
    k_id id;
    k_str name, network;
};
struct api_person_ref {
    k_id id;
    k_str name, handle, avatar_url, stage;
};
struct api_mark {
    int64_t start, end;
};
/* What every refusal says (RFC 9457). */
struct api_problem {
    k_str type, title, detail, field, request_id;
    int64_t status;
};
extern const struct shape shape_problem, shape_member_ref, shape_team_ref, shape_channel_ref,
    shape_person_ref, shape_mark;

/* Input of routes that take only the id in their path. */
struct api_id_in {
    k_id id;
};
extern const struct shape shape_id_in;
/* Input of plain lists. */
struct api_page_in {
    k_str cursor;
    int64_t limit;
};
extern const struct shape shape_page_in;
#define PAGE_FIELDS(c_type)                                                                    \
    FIELD(c_type, cursor, F_STR, F_IN_QUERY, .max = 512, DOC("`next` of the page before.")),   \
        FIELD(c_type, limit, F_INT, F_IN_QUERY, .min = 1, .max = 200,                          \
              DOC("Items on a page; 50 when absent."))
#define ID_IN_PATH(c_type) FIELD(c_type, id, F_ID, F_IN_PATH | F_REQUIRED)

#endif
