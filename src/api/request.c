/* request: reads structs from path, query and body by field tables. Reads the request, writes
 * the struct of its shape. */
#include "api/request.h"
#include "base/utf8.h"
#include "base/vec.h"

typedef K_VEC(char) any_vec;
typedef K_VEC(k_str) str_vec;
typedef K_VEC(k_id) id_vec;

#define DEFAULT_MAX_TEXT 65536

static const char *full_name(struct k_ctx *cx, k_str prefix, const char *name)
{
    return k_dupz(cx->arena, k_fmt(cx->arena, "%.*s%s", K_ARG(prefix), name));
}

static k_err wrong(struct k_ctx *cx, k_str prefix, const char *name, const char *why)
{
    return k_fail(cx, K_ERR_BAD_INPUT, full_name(cx, prefix, name), "%s", why);
}

/* --- values ------------------------------------------------------------------------------ */

static bool has_control(k_str s, bool lines)
{
    for (size_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.p[i];
        if (c == 0x7f || (c < 0x20 && !(lines && (c == '\n' || c == '\t' || c == '\r'))))
            return true;
    }
    return false;
}

static k_err read_text(struct k_ctx *cx, const struct field *f, k_str prefix, k_str v,
                       k_str *out)
{
    size_t max = f->max > 0 ? (size_t)f->max : DEFAULT_MAX_TEXT;
    if (!(f->flags & F_SECRET) && f->type == F_STR)
        v = k_str_trim(v);
    if (f->min > 0 && k_str_empty(k_str_trim(v)))
        return wrong(cx, prefix, f->name, "This must not be empty.");
    if (v.n < (size_t)f->min)
        return k_fail(cx, K_ERR_BAD_INPUT, full_name(cx, prefix, f->name),
                      "This must have at least %lld characters.", (long long)f->min);
    if (v.n > max)
        return k_fail(cx, K_ERR_BAD_INPUT, full_name(cx, prefix, f->name),
                      "This is too long: at most %zu bytes.", max);
    if (!k_utf8_valid(v))
        return wrong(cx, prefix, f->name, "This is not valid UTF-8.");
    if (has_control(v, f->type == F_TEXT))
        return wrong(cx, prefix, f->name, "Control characters are not allowed here.");
    *out = v.p ? v : K_S("");
    return K_OK;
}

static k_err wrong_value(struct k_ctx *cx, const struct field *f, k_str prefix)
{
    k_str list = K_S("");
    for (const char *const *v = f->values; *v; v++)
        list = k_fmt(cx->arena, "%.*s%s%s", K_ARG(list), list.n ? ", " : "", **v ? *v : "\"\"");
    return k_fail(cx, K_ERR_BAD_INPUT, full_name(cx, prefix, f->name), "This is one of: %.*s.",
                  K_ARG(list));
}

static k_err read_word(struct k_ctx *cx, const struct field *f, k_str prefix, k_str v,
                       k_str *out)
{
    for (const char *const *w = f->values; *w; w++)
        if (k_str_eqz(v, *w)) {
            *out = k_str_z(*w);
            return K_OK;
        }
    return wrong_value(cx, f, prefix);
}

static k_err read_int(struct k_ctx *cx, const struct field *f, k_str prefix, int64_t v,
                      int64_t *out)
{
    if (f->max > 0 && (v < f->min || v > f->max))
        return k_fail(cx, K_ERR_BAD_INPUT, full_name(cx, prefix, f->name),
                      "This must be between %lld and %lld.", (long long)f->min,
                      (long long)f->max);
    *out = v;
    return K_OK;
}

static k_err read_id(struct k_ctx *cx, const char *name, k_str prefix, k_str v, k_id *out)
{
    return k_id_parse(v, out) ? K_OK : wrong(cx, prefix, name, "This is not an id.");
}

static k_err read_time(struct k_ctx *cx, const struct field *f, k_str prefix, k_str v,
                       k_time *out)
{
    if (!k_time_parse(v, out) || *out <= 0)
        return wrong(cx, prefix, f->name, "This is not a time, such as 2026-11-22T05:48:24Z.");
    return K_OK;
}

/* --- path and query ---------------------------------------------------------------------- */

/* A value that came as text. */
static k_err read_param(struct k_ctx *cx, const struct field *f, k_str v, void *out)
{
    void *at = (char *)out + f->off;
    int64_t n = 0;
    if (!k_utf8_valid(v))
        return wrong(cx, K_S(""), f->name, "This is not valid UTF-8.");
    switch (f->type) {
    case F_STR:
    case F_TEXT:
        return read_text(cx, f, K_S(""), v, at);
    case F_ENUM:
        return read_word(cx, f, K_S(""), v, at);
    case F_ID:
        return read_id(cx, f->name, K_S(""), v, at);
    case F_TIME:
        return read_time(cx, f, K_S(""), v, at);
    case F_INT:
        if (!k_str_i64(v, &n))
            return wrong(cx, K_S(""), f->name, "This must be a whole number.");
        return read_int(cx, f, K_S(""), n, at);
    case F_BOOL:
        if (!k_str_eqz(v, "true") && !k_str_eqz(v, "false"))
            return wrong(cx, K_S(""), f->name, "This must be true or false.");
        *(bool *)at = v.p[0] == 't';
        return K_OK;
    default:
        return K_ERR_INTERNAL; /* no such field can be in a path or query: a test walks all */
    }
}

static const struct field *field_named(const struct shape *s, k_str name, unsigned where)
{
    for (size_t i = 0; s && i < s->n_fields; i++)
        if ((s->fields[i].flags & (F_IN_PATH | F_IN_QUERY)) == where &&
            k_str_eqz(name, s->fields[i].name))
            return &s->fields[i];
    return NULL;
}

static k_err refuse_unknown_query(struct k_ctx *cx, const struct api_req *rq,
                                  const struct shape *s)
{
    k_str rest = rq->route->flags & ROUTE_ANY_QUERY ? K_NONE : rq->http->query;
    while (rest.n > 0) {
        k_str pair = k_str_cut(&rest, '&');
        k_str name = k_str_cut(&pair, '=');
        if (name.n > 0 && field_named(s, name, F_IN_QUERY) == NULL)
            return k_fail(cx, K_ERR_BAD_INPUT,
                          k_dupz(cx->arena, k_utf8_scrub(cx->arena, k_str_sub(name, 0, 60))),
                          "There is no such parameter here.");
    }
    return K_OK;
}

static k_err read_params(struct k_ctx *cx, const struct api_req *rq, const struct shape *s,
                         void *out)
{
    for (size_t i = 0; i < s->n_fields; i++) {
        const struct field *f = &s->fields[i];
        k_str v = K_NONE;
        if (f->flags & F_IN_PATH) {
            for (size_t k = 0; k < rq->n_params; k++)
                if (k_str_eqz(rq->params[k].name, f->name))
                    v = rq->params[k].value;
        } else if (f->flags & F_IN_QUERY) {
            v = http_query(cx->arena, rq->http, f->name);
        } else {
            continue;
        }
        if (v.p && (v.n > 0 || f->flags & F_IN_PATH))
            K_TRY(read_param(cx, f, v, out));
        else if (f->flags & F_REQUIRED)
            return wrong(cx, K_S(""), f->name, "This is needed.");
    }
    return K_OK;
}

/* --- body -------------------------------------------------------------------------------- */

static k_err read_member(struct k_ctx *cx, const struct field *f, const struct k_json *v,
                         k_str prefix, void *at);

static k_err check_count(struct k_ctx *cx, const struct field *f, k_str prefix, size_t n)
{
    int64_t max = f->max > 0 ? f->max : 1000;
    if ((int64_t)n > max)
        return k_fail(cx, K_ERR_BAD_INPUT, full_name(cx, prefix, f->name),
                      "These are too many: at most %lld.", (long long)max);
    if ((int64_t)n < f->min)
        return wrong(cx, prefix, f->name, "This must not be empty.");
    return K_OK;
}

static k_err read_list(struct k_ctx *cx, const struct field *f, const struct k_json *v,
                       k_str prefix, void *at)
{
    if (!k_json_is_array(v))
        return wrong(cx, prefix, f->name, "This must be a list.");
    K_TRY(check_count(cx, f, prefix, k_json_len(v)));
    any_vec *list = at;
    size_t n = k_json_len(v);
    list->n = list->cap = n;
    list->v = n ? k_arena_alloc(cx->arena, k_mul(n, f->of->size)) : NULL;
    for (size_t i = 0; i < n; i++) {
        k_str inner = k_fmt(cx->arena, "%.*s%s[%zu].", K_ARG(prefix), f->name, i);
        K_TRY(
            request_read_object(cx, f->of, k_json_at(v, i), inner, list->v + i * f->of->size));
    }
    return K_OK;
}

static k_err read_words(struct k_ctx *cx, const struct field *f, const struct k_json *v,
                        k_str prefix, str_vec *list)
{
    if (!k_json_is_array(v))
        return wrong(cx, prefix, f->name, "This must be a list.");
    K_TRY(check_count(cx, f, prefix, k_json_len(v)));
    for (size_t i = 0; i < k_json_len(v); i++) {
        k_str s = k_json_str(k_json_at(v, i));
        if (s.p == NULL)
            return wrong(cx, prefix, f->name, "This must be a list of texts.");
        K_TRY(f->values ? read_word(cx, f, prefix, s, &s) : K_OK);
        *k_vec_push(cx->arena, list) = s;
    }
    return K_OK;
}

static k_err read_ids(struct k_ctx *cx, const struct field *f, const struct k_json *v,
                      k_str prefix, id_vec *list)
{
    if (!k_json_is_array(v))
        return wrong(cx, prefix, f->name, "This must be a list.");
    K_TRY(check_count(cx, f, prefix, k_json_len(v)));
    for (size_t i = 0; i < k_json_len(v); i++) {
        k_id id = 0;
        if (!k_id_parse(k_json_str(k_json_at(v, i)), &id))
            return wrong(cx, prefix, f->name, "This must be a list of ids.");
        *k_vec_push(cx->arena, list) = id;
    }
    return K_OK;
}

static k_err read_json(struct k_ctx *cx, const struct field *f, const struct k_json *v,
                       k_str prefix, k_str *at)
{
    if (f->flags & F_ARRAY ? !k_json_is_array(v) : !k_json_is_object(v))
        return wrong(cx, prefix, f->name,
                     f->flags & F_ARRAY ? "This must be a list." : "This must be an object.");
    *at = k_json_text(cx->arena, v);
    if (f->max > 0 && at->n > (size_t)f->max)
        return wrong(cx, prefix, f->name, "This is too long.");
    return K_OK;
}

static k_err read_number(struct k_ctx *cx, const struct field *f, const struct k_json *v,
                         k_str prefix, void *at)
{
    if (f->type == F_BOOL) {
        if (!k_json_is_bool(v))
            return wrong(cx, prefix, f->name, "This must be true or false.");
        *(bool *)at = k_json_bool(v, false);
        return K_OK;
    }
    if (f->type == F_NUM) {
        if (!k_json_is_num(v))
            return wrong(cx, prefix, f->name, "This must be a number.");
        *(double *)at = k_json_num(v, 0);
        return K_OK;
    }
    if (!k_json_is_int(v))
        return wrong(cx, prefix, f->name, "This must be a whole number.");
    return read_int(cx, f, prefix, k_json_int(v, 0), at);
}

static k_err read_string(struct k_ctx *cx, const struct field *f, const struct k_json *v,
                         k_str prefix, void *at)
{
    if (!k_json_is_str(v))
        return wrong(cx, prefix, f->name,
                     f->type == F_ID ? "This must be an id, as a text."
                                     : "This must be a text.");
    k_str s = k_json_str(v);
    switch (f->type) {
    case F_ENUM:
        return read_word(cx, f, prefix, s, at);
    case F_ID:
        return read_id(cx, f->name, prefix, s, at);
    case F_TIME:
        return read_time(cx, f, prefix, s, at);
    default:
        return read_text(cx, f, prefix, s, at);
    }
}

static k_err read_member(struct k_ctx *cx, const struct field *f, const struct k_json *v,
                         k_str prefix, void *at)
{
    switch (f->type) {
    case F_INT:
    case F_NUM:
    case F_BOOL:
        return read_number(cx, f, v, prefix, at);
    case F_OBJ:
        return request_read_object(cx, f->of, v,
                                   k_fmt(cx->arena, "%.*s%s.", K_ARG(prefix), f->name), at);
    case F_REF:
        *(void **)at = k_arena_alloc(cx->arena, f->of->size);
        return request_read_object(
            cx, f->of, v, k_fmt(cx->arena, "%.*s%s.", K_ARG(prefix), f->name), *(void **)at);
    case F_LIST:
        return read_list(cx, f, v, prefix, at);
    case F_STRS:
        return read_words(cx, f, v, prefix, at);
    case F_IDS:
        return read_ids(cx, f, v, prefix, at);
    case F_JSON:
        return read_json(cx, f, v, prefix, at);
    default:
        return read_string(cx, f, v, prefix, at);
    }
}

static k_err refuse_unknown_members(struct k_ctx *cx, const struct shape *s,
                                    const struct k_json *v, k_str prefix)
{
    k_str key;
    const struct k_json *value;
    for (void *it = k_json_iter(v, NULL, &key, &value); it;
         it = k_json_iter(v, it, &key, &value))
        if (field_named(s, key, 0) == NULL)
            return k_fail(cx, K_ERR_BAD_INPUT,
                          full_name(cx, prefix, k_dupz(cx->arena, k_str_sub(key, 0, 60))),
                          "There is no such field here.");
    return K_OK;
}

k_err request_read_object(struct k_ctx *cx, const struct shape *s, const struct k_json *v,
                          k_str prefix, void *out)
{
    if (!k_json_is_object(v))
        return wrong(cx, k_str_sub(prefix, 0, prefix.n ? prefix.n - 1 : 0), "",
                     "This must be an object.");
    K_TRY(refuse_unknown_members(cx, s, v, prefix));
    for (size_t i = 0; i < s->n_fields; i++) {
        const struct field *f = &s->fields[i];
        if (f->flags & (F_IN_PATH | F_IN_QUERY))
            continue;
        const struct k_json *m = k_json_get(v, f->name);
        if (m == NULL) {
            if (f->flags & F_REQUIRED)
                return wrong(cx, prefix, f->name, "This is needed.");
            continue;
        }
        if (f->flags & F_OPTIONAL_SET)
            *(bool *)((char *)out + f->has_off) = true;
        if (!k_json_is_null(m))
            K_TRY(read_member(cx, f, m, prefix, (char *)out + f->off));
        else if (!(f->flags & F_NULLABLE))
            return wrong(cx, prefix, f->name, "This must not be null.");
    }
    return K_OK;
}

static bool is_json(k_str type)
{
    k_str media = k_str_trim(k_str_cut(&type, ';'));
    return k_str_ieq(media, K_S("application/json"));
}

static k_err read_body(struct k_ctx *cx, const struct api_req *rq, const struct shape *s,
                       void *out)
{
    k_str body = rq->http->body, where = K_NONE;
    const struct k_json *v = NULL;
    if (body.n > 0 && !is_json(rq->http->content_type))
        return k_fail(cx, K_ERR_BAD_TYPE, "Content-Type", "Send application/json.");
    k_err err = k_json_parse(cx->arena, body.n ? body : K_S("{}"), &v, &where);
    if (err != K_OK)
        return k_fail(cx, err, NULL, "The body is not valid JSON: %.*s", K_ARG(where));
    if (!k_json_is_object(v))
        return k_fail(cx, K_ERR_BAD_INPUT, NULL, "The body must be a JSON object.");
    static const struct shape nothing = {.name = "Nothing"};
    return request_read_object(cx, s ? s : &nothing, v, K_S(""), out);
}

k_err request_read(struct k_ctx *cx, const struct api_req *rq, const struct shape *s, void *out)
{
    K_TRY(refuse_unknown_query(cx, rq, s));
    if (s)
        K_TRY(read_params(cx, rq, s, out));
    return rq->route->flags & ROUTE_UPLOAD ? K_OK : read_body(cx, rq, s, out);
}
