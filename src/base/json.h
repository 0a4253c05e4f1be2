/* json: JSON on jansson, behind this header only (so that another library can take its place).
 * Documents live in memory of their own, tied to the arena: they die with it. Depth limit 64,
 * checked before the parser runs; duplicate keys: last one wins; invalid UTF-8 is refused.
 * Getters never fail: a missing or differently typed member gives the stated default, so
 * hostile answers need no special care. */
#ifndef KITH_BASE_JSON_H
#define KITH_BASE_JSON_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/id.h"

struct k_json; /* a value, borrowed from its document */

/* Reads one document of at most 64 MiB. K_ERR_BAD_JSON: *where (may be NULL) says line, column
 * and why. */
k_err k_json_parse(struct k_arena *a, k_str text, const struct k_json **out,
                   k_str *where) K_CHECK;

bool k_json_is_object(const struct k_json *v); /* NULL is nothing: false */
bool k_json_is_array(const struct k_json *v);
bool k_json_is_str(const struct k_json *v);
bool k_json_is_int(const struct k_json *v);
bool k_json_is_num(const struct k_json *v);
bool k_json_is_bool(const struct k_json *v);
bool k_json_is_null(const struct k_json *v); /* a JSON null; false for an absent member */

const struct k_json *k_json_get(const struct k_json *obj,
                                const char *key); /* NULL when absent */
/* Follows a path such as "record.reply.root.uri"; a number selects from an array. NULL when
 * absent. */
const struct k_json *k_json_path(const struct k_json *v, const char *path);
k_str k_json_str(const struct k_json *v);                    /* K_NONE unless a string */
int64_t k_json_int(const struct k_json *v, int64_t or_else); /* whole numbers only */
double k_json_num(const struct k_json *v, double or_else);
bool k_json_bool(const struct k_json *v, bool or_else);
/* A string, or a whole number written as one: for ids that some networks send as numbers. */
k_str k_json_idstr(struct k_arena *a, const struct k_json *v);
/* [1,2,3]: ids for a statement that takes many. */
k_str k_json_ids(struct k_arena *a, const k_id *ids, size_t n);
#define k_json_get_str(obj, key) k_json_str(k_json_get((obj), (key)))
#define k_json_path_str(obj, path) k_json_str(k_json_path((obj), (path)))
size_t k_json_len(const struct k_json *v); /* elements or members; 0 for anything else */
const struct k_json *k_json_at(const struct k_json *arr, size_t i);
/* Elements of an array; none for anything else. */
#define k_json_each(i, item, arr)                                                              \
    for (size_t i = 0; ((item) = k_json_at((arr), i)) != NULL; i++)
/* Members in order: iter starts at NULL. Returns NULL at the end. */
void *k_json_iter(const struct k_json *obj, void *iter, k_str *key,
                  const struct k_json **value);

/* The value as compact text, keys in given order. */
k_str k_json_text(struct k_arena *a, const struct k_json *v);

/* Writer: straight into a buffer, no tree. Commas are its own business.
 *   struct k_jw w = k_jw(&buf); kw_obj(&w); kw_key(&w, "id"); kw_id(&w, id); kw_end(&w); */
#define K_JW_DEPTH 80 /* room for a document of the depth limit inside others */
struct k_jw {
    struct k_buf *b;
    uint8_t depth;
    bool first[K_JW_DEPTH];
    char close[K_JW_DEPTH];
    bool after_key;
};
struct k_jw k_jw(struct k_buf *b);
void kw_obj(struct k_jw *w);
void kw_arr(struct k_jw *w);
void kw_end(struct k_jw *w);
void kw_key(struct k_jw *w, const char *key);
void kw_keys(struct k_jw *w, k_str key);
void kw_str(struct k_jw *w, k_str s); /* null when s.p is NULL */
void kw_int(struct k_jw *w, int64_t v);
void kw_id(struct k_jw *w, int64_t id); /* as a string; null when 0 */
void kw_num(struct k_jw *w, double v);  /* null when not finite */
void kw_bool(struct k_jw *w, bool v);
void kw_null(struct k_jw *w);
void kw_time(struct k_jw *w, int64_t t); /* ISO 8601 text; null when 0 */
void kw_raw(struct k_jw *w, k_str json); /* JSON text known to be valid; "null" when empty */
void kw_value(struct k_jw *w, const struct k_json *v);

#endif
