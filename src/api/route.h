/* route: one row says everything about a route: method, path, permission, fields in, fields
 * out, handler, name, summary. The row parses, validates, documents (OpenAPI) and tests itself.
 * Field tables use offsetof into plain structs, so a handler works with C structs only and
 * never with JSON. */
#ifndef KITH_API_ROUTE_H
#define KITH_API_ROUTE_H

#include "base/json.h"
#include "net/http.h"

/* Permissions. A role has a set; a token has the part of it that its scopes name. PERM_PUBLIC
 * is the only one without sign-in. There is no value 0: a route row without a permission does
 * not compile (see ROUTE). */
enum perm {
    PERM_PUBLIC = 1, /* nobody needs to sign in: health, sign in, first start, invitation */
    PERM_SELF,       /* any signed-in member: own account */
    PERM_READ,       /* read conversations, people, posts */
    PERM_WORK,       /* assign, note, label, snooze, draft, hand over */
    PERM_REPLY,      /* send an answer */
    PERM_IMPORT,     /* import */
    PERM_CHANNELS,   /* connect and change channels */
    PERM_MEMBERS,    /* invite and change members and teams */
    PERM_POLICY,     /* adopt a policy */
    PERM_SETTINGS,   /* settings, demo data */
    PERM_AUDIT,      /* read the event log */
    PERM_OWNER,      /* what only the owner may */
    PERM_CONTACTS,   /* the address books of phones: what a member may there is its role's */
    PERM_COUNT
};

enum field_type {
    F_STR,  /* k_str */
    F_TEXT, /* k_str, many lines */
    F_ID,   /* k_id; a string in JSON */
    F_INT,  /* int64_t */
    F_NUM,  /* double */
    F_BOOL, /* bool */
    F_TIME, /* k_time; ISO 8601 in JSON */
    F_ENUM, /* k_str, one of `values` */
    F_OBJ,  /* embedded struct, described by `of` */
    F_REF,  /* pointer to a struct described by `of`; NULL is null */
    F_LIST, /* struct { T *v; size_t n, cap; } of structs described by `of` (K_VEC) */
    F_STRS, /* K_VEC(k_str) */
    F_IDS,  /* K_VEC(k_id) */
    F_JSON, /* k_str holding JSON text; documented as any (or `of`; with F_ARRAY a list) */
};
enum {
    F_REQUIRED = 1, /* in: must be there. What goes out is always there */
    F_NULLABLE = 2, /* may be null: k_str with p NULL, id 0, time 0, int < 0, num NaN. In a
                       PATCH null empties the field */
    F_IN_PATH = 4,  /* in: from the path */
    F_IN_QUERY = 8, /* in: from the query string */
    F_SECRET = 16,  /* never logged, never echoed */
    F_OPTIONAL_SET =
        32,       /* in: `has` tells whether it was there (PATCH): bool at offset has_off */
    F_ARRAY = 64, /* F_JSON holds a list */
    F_SAID =
        128 /* out: a sentence of Kith's own; said in the reader's language (base/tongue.h) */
};
struct field {
    const char *name; /* snake_case */
    enum field_type type;
    unsigned flags;
    size_t off;
    size_t has_off;   /* with F_OPTIONAL_SET */
    int64_t min, max; /* length in bytes of strings, value of numbers, count of lists; max 0 =
                         64 KiB / no bound */
    const char *const *values; /* F_ENUM, NULL-terminated */
    const struct shape *of;    /* F_OBJ, F_LIST */
    const char *doc;
};
/* A struct as the API shows it. */
struct shape {
    const char *name; /* component name in OpenAPI: "Conversation" */
    size_t size;
    const struct field *fields;
    size_t n_fields;
};
#define SHAPE(c_type, json_name, table)                                                        \
    {                                                                                          \
        .name = (json_name), .size = sizeof(c_type), .fields = (table),                        \
        .n_fields = sizeof(table) / sizeof *(table)                                            \
    }

struct api_req; /* request as a handler may need it beyond its fields: api/request.h */
typedef k_err (*route_handler)(struct k_ctx *cx, struct api_req *rq, const void *in, void *out);

struct route {
    enum http_method method;
    const char *path; /* "/api/v1/conversations/{id}" */
    enum perm perm;
    const struct shape *in;  /* NULL = no input */
    const struct shape *out; /* NULL = 204 */
    route_handler handler;
    const char *name; /* operationId: "conversationGet" */
    const char *summary;
    unsigned flags;
};
enum {
    ROUTE_UPLOAD = 1,       /* body is a file: rq->body_file */
    ROUTE_STREAM = 2,       /* answers with an event stream */
    ROUTE_DOWNLOAD = 4,     /* answers with a file */
    ROUTE_NO_CSRF = 8,      /* unsafe but before sign-in */
    ROUTE_WRITE = 16,       /* the handler runs in one write transaction */
    ROUTE_CREATED = 32,     /* 201 */
    ROUTE_LIMITED = 64,     /* rate limited by address: sign in and friends */
    ROUTE_NO_TOKEN = 128,   /* signed-in members only: an API token is refused */
    ROUTE_ANY_QUERY = 1024, /* others come back with what they like in the query string */
    ROUTE_FRESH = 512,      /* only when the member showed lately who it is: POST /me/confirm */
    ROUTE_NO_DB = 256 /* answers also while the database is away: no connection is taken */
};
/* A row without a permission does not compile. */
#define ROUTE(http, where, permission, in_shape, out_shape, fn, op, text, ...)                 \
    {                                                                                          \
        .method = HTTP_##http, .path = (where),                                                \
        .perm = (enum perm)(                                                                   \
            (permission) +                                                                     \
            0 * sizeof(char[(permission) > 0 && (permission) < PERM_COUNT ? 1 : -1])),         \
        .in = (in_shape), .out = (out_shape), .handler = (fn), .name = (op),                   \
        .summary = (text), __VA_ARGS__                                                         \
    }

extern const struct route routes[];
extern const size_t n_routes;

#endif
