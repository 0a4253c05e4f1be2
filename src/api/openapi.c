/* openapi: prints the document from the route table and the shapes. Reads the tables, writes a
 * buffer. The typed client of the page is generated from it, so every field that goes out is
 * "required" and says whether it may be null. */
#include "api/openapi.h"
#include "api/shapes.h"
#include "base/json.h"
#include <stdlib.h>

struct use {
    const struct shape *shape;
    bool in;
};
struct uses {
    K_VEC(struct use) list;
    struct k_arena *arena;
};

const char *openapi_perm_name(int perm)
{
    return perm == PERM_PUBLIC ? "public" : words_perm[perm - PERM_SELF];
}

static bool in_body(const struct field *f)
{
    return !(f->flags & (F_IN_PATH | F_IN_QUERY));
}

static bool has_body(const struct shape *s)
{
    for (size_t i = 0; s && i < s->n_fields; i++)
        if (in_body(&s->fields[i]))
            return true;
    return false;
}

static void collect(struct uses *u, const struct shape *s, bool in)
{
    for (size_t i = 0; i < u->list.n; i++)
        if (u->list.v[i].shape == s)
            return;
    if (!in || has_body(s))
        *k_vec_push(u->arena, &u->list) = (struct use){s, in};
    for (size_t i = 0; i < s->n_fields; i++)
        if (s->fields[i].of)
            collect(u, s->fields[i].of, in);
}

static int by_name(const void *a, const void *b)
{
    return strcmp(((const struct use *)a)->shape->name, ((const struct use *)b)->shape->name);
}

static void member(struct k_jw *w, const char *key, const char *value)
{
    kw_key(w, key);
    kw_str(w, k_str_z(value));
}

static void ref(struct k_jw *w, const char *section, const char *name)
{
    char path[160];
    int n = snprintf(path, sizeof path, "#/components/%s/%s", section, name);
    kw_key(w, "$ref");
    kw_str(w, k_str_n(path, (size_t)n));
}

static void type_of(struct k_jw *w, const char *type, unsigned flags)
{
    kw_key(w, "type");
    if (flags & F_NULLABLE) {
        kw_arr(w);
        kw_str(w, k_str_z(type));
        kw_str(w, K_S("null"));
        kw_end(w);
    } else {
        kw_str(w, k_str_z(type));
    }
}

static void bound(struct k_jw *w, const char *key, int64_t value, bool write)
{
    if (!write)
        return;
    kw_key(w, key);
    kw_int(w, value);
}

static void values_of(struct k_jw *w, const struct field *f)
{
    kw_key(w, "enum");
    kw_arr(w);
    for (const char *const *v = f->values; *v; v++)
        kw_str(w, k_str_z(*v));
    if (f->type == F_ENUM && f->flags & F_NULLABLE)
        kw_null(w);
    kw_end(w);
}

static void list_of(struct k_jw *w, const struct field *f)
{
    type_of(w, "array", f->flags);
    bound(w, "minItems", f->min, f->min > 0);
    bound(w, "maxItems", f->max, f->max > 0);
    kw_key(w, "items");
    kw_obj(w);
    if (f->of) {
        ref(w, "schemas", f->of->name);
    } else {
        member(w, "type", "string");
        if (f->values)
            values_of(w, f);
    }
    kw_end(w);
}

static void object_of(struct k_jw *w, const struct field *f)
{
    if (f->of == NULL) {
        type_of(w, "object", f->flags);
        kw_key(w, "additionalProperties");
        kw_bool(w, true);
    } else if (f->flags & F_NULLABLE) {
        kw_key(w, "oneOf");
        kw_arr(w);
        kw_obj(w);
        ref(w, "schemas", f->of->name);
        kw_end(w);
        kw_obj(w);
        member(w, "type", "null");
        kw_end(w);
        kw_end(w);
    } else {
        ref(w, "schemas", f->of->name);
    }
}

/* Members of the schema of one field, without its braces. */
static void schema_of(struct k_jw *w, const struct field *f)
{
    switch (f->type) {
    case F_STR:
    case F_TEXT:
        type_of(w, "string", f->flags);
        bound(w, "minLength", f->min > 1 ? f->min : 1, f->min > 0);
        bound(w, "maxLength", f->max, f->max > 0);
        break;
    case F_ENUM:
        type_of(w, "string", f->flags);
        values_of(w, f);
        break;
    case F_ID:
        type_of(w, "string", f->flags);
        member(w, "pattern", "^[1-9][0-9]{0,18}$");
        break;
    case F_TIME:
        type_of(w, "string", f->flags);
        member(w, "format", "date-time");
        break;
    case F_INT:
        type_of(w, "integer", f->flags);
        bound(w, "minimum", f->min, f->max > 0);
        bound(w, "maximum", f->max, f->max > 0 && f->max < INT64_MAX);
        break;
    case F_NUM:
        type_of(w, "number", f->flags);
        break;
    case F_BOOL:
        type_of(w, "boolean", f->flags);
        break;
    case F_OBJ:
    case F_REF:
        object_of(w, f);
        break;
    case F_JSON:
        if (f->flags & F_ARRAY)
            list_of(w, f);
        else
            object_of(w, f);
        break;
    case F_LIST:
    case F_STRS:
    case F_IDS:
        list_of(w, f);
        break;
    }
    if (f->doc)
        member(w, "description", f->doc);
}

static void write_shape(struct k_jw *w, const struct use *u)
{
    const struct shape *s = u->shape;
    kw_key(w, s->name);
    kw_obj(w);
    member(w, "type", "object");
    kw_key(w, "additionalProperties");
    kw_bool(w, false);
    kw_key(w, "required");
    kw_arr(w);
    for (size_t i = 0; i < s->n_fields; i++)
        if (in_body(&s->fields[i]) && (!u->in || s->fields[i].flags & F_REQUIRED))
            kw_str(w, k_str_z(s->fields[i].name));
    kw_end(w);
    kw_key(w, "properties");
    kw_obj(w);
    for (size_t i = 0; i < s->n_fields; i++) {
        if (!in_body(&s->fields[i]))
            continue;
        kw_key(w, s->fields[i].name);
        kw_obj(w);
        schema_of(w, &s->fields[i]);
        kw_end(w);
    }
    kw_end(w);
    kw_end(w);
}

static void parameters(struct k_jw *w, const struct shape *s)
{
    bool any = false;
    for (size_t i = 0; s && i < s->n_fields; i++) {
        const struct field *f = &s->fields[i];
        if (in_body(f))
            continue;
        if (!any) {
            kw_key(w, "parameters");
            kw_arr(w);
        }
        any = true;
        kw_obj(w);
        member(w, "name", f->name);
        member(w, "in", f->flags & F_IN_PATH ? "path" : "query");
        kw_key(w, "required");
        kw_bool(w, (f->flags & F_REQUIRED) != 0);
        kw_key(w, "schema");
        kw_obj(w);
        schema_of(w, f);
        kw_end(w);
        kw_end(w);
    }
    if (any)
        kw_end(w);
}

/* "content": {TYPE: {"schema": {...}}}; shape NULL = any bytes. */
static void content(struct k_jw *w, const char *type, const struct shape *s)
{
    kw_key(w, "content");
    kw_obj(w);
    kw_key(w, type);
    kw_obj(w);
    kw_key(w, "schema");
    kw_obj(w);
    if (s) {
        ref(w, "schemas", s->name);
    } else {
        member(w, "type", "string");
        member(w, "format", "binary");
    }
    kw_end(w);
    kw_end(w);
    kw_end(w);
}

static void request_body(struct k_jw *w, const struct route *r)
{
    bool upload = (r->flags & ROUTE_UPLOAD) != 0;
    if (!upload && !has_body(r->in))
        return;
    kw_key(w, "requestBody");
    kw_obj(w);
    kw_key(w, "required");
    kw_bool(w, true);
    content(w, upload ? "application/octet-stream" : "application/json", upload ? NULL : r->in);
    kw_end(w);
}

static void responses(struct k_jw *w, const struct route *r)
{
    bool file = (r->flags & ROUTE_DOWNLOAD) != 0;
    kw_key(w, "responses");
    kw_obj(w);
    kw_key(w, r->flags & ROUTE_CREATED ? "201" : r->out || file ? "200" : "204");
    kw_obj(w);
    member(w, "description", r->out || file ? "As asked." : "Done.");
    if (file)
        content(w, "application/octet-stream", NULL);
    else if (r->out)
        content(w, r->flags & ROUTE_STREAM ? "text/event-stream" : "application/json", r->out);
    kw_end(w);
    kw_key(w, "default");
    kw_obj(w);
    ref(w, "responses", "Problem");
    kw_end(w);
    kw_end(w);
}

static void security(struct k_jw *w, const struct route *r)
{
    kw_key(w, "security");
    kw_arr(w);
    if (r->perm != PERM_PUBLIC) {
        kw_obj(w);
        kw_key(w, "session");
        kw_arr(w);
        kw_end(w);
        kw_end(w);
        if (!(r->flags & ROUTE_NO_TOKEN)) {
            kw_obj(w);
            kw_key(w, "token");
            kw_arr(w);
            kw_end(w);
            kw_end(w);
        }
    }
    kw_end(w);
}

static const char *method_name(enum http_method m)
{
    switch (m) {
    case HTTP_POST:
        return "post";
    case HTTP_PUT:
        return "put";
    case HTTP_PATCH:
        return "patch";
    case HTTP_DELETE:
        return "delete";
    default:
        return "get";
    }
}

/* First word behind the prefix: the resource, which groups the routes. */
static k_str tag_of(const struct route *r)
{
    k_str p = k_str_z(r->path);
    if (!k_str_starts(p, K_S("/api/v1/")))
        return K_S("server");
    p = k_str_from(p, sizeof "/api/v1/" - 1);
    return k_str_cut(&p, '/');
}

static void operation(struct k_jw *w, const struct route *r)
{
    kw_key(w, method_name(r->method));
    kw_obj(w);
    member(w, "operationId", r->name);
    member(w, "summary", r->summary);
    kw_key(w, "tags");
    kw_arr(w);
    kw_str(w, tag_of(r));
    kw_end(w);
    member(w, "x-permission", openapi_perm_name((int)r->perm));
    security(w, r);
    parameters(w, r->in);
    request_body(w, r);
    responses(w, r);
    kw_end(w);
}

static void paths(struct k_jw *w)
{
    kw_key(w, "paths");
    kw_obj(w);
    for (size_t i = 0; i < n_routes; i++) {
        bool seen = false;
        for (size_t k = 0; k < i && !seen; k++)
            seen = strcmp(routes[k].path, routes[i].path) == 0;
        if (seen)
            continue;
        kw_key(w, routes[i].path);
        kw_obj(w);
        for (size_t k = i; k < n_routes; k++)
            if (strcmp(routes[k].path, routes[i].path) == 0)
                operation(w, &routes[k]);
        kw_end(w);
    }
    kw_end(w);
}

static void security_schemes(struct k_jw *w)
{
    kw_key(w, "securitySchemes");
    kw_obj(w);
    kw_key(w, "session");
    kw_obj(w);
    member(w, "type", "apiKey");
    member(w, "in", "cookie");
    member(w, "name", "kith_session");
    member(w, "description", "Unsafe requests also send X-CSRF-Token (from GET /api/v1/me).");
    kw_end(w);
    kw_key(w, "token");
    kw_obj(w);
    member(w, "type", "http");
    member(w, "scheme", "bearer");
    member(w, "description", "An API token: kith_... Needs no CSRF token.");
    kw_end(w);
    kw_end(w);
}

static void components(struct k_jw *w, struct k_arena *a)
{
    struct uses u = {.arena = a};
    collect(&u, &shape_problem, false);
    for (size_t i = 0; i < n_routes; i++) {
        if (routes[i].in)
            collect(&u, routes[i].in, true);
        if (routes[i].out)
            collect(&u, routes[i].out, false);
    }
    qsort(u.list.v, u.list.n, sizeof *u.list.v, by_name);
    kw_key(w, "components");
    kw_obj(w);
    security_schemes(w);
    kw_key(w, "responses");
    kw_obj(w);
    kw_key(w, "Problem");
    kw_obj(w);
    member(w, "description", "Refused or failed (RFC 9457).");
    content(w, "application/problem+json", &shape_problem);
    kw_end(w);
    kw_end(w);
    kw_key(w, "schemas");
    kw_obj(w);
    for (size_t i = 0; i < u.list.n; i++)
        write_shape(w, &u.list.v[i]);
    kw_end(w);
    kw_end(w);
}

static void new_line(struct k_buf *b, size_t depth)
{
    k_buf_chr(b, '\n');
    for (size_t i = 0; i < depth; i++)
        k_buf_str(b, K_S("  "));
}

static bool pair_is_empty(k_str s, size_t i)
{
    return i + 1 < s.n && (s.p[i + 1] == '}' || s.p[i + 1] == ']');
}

/* Compact JSON as indented lines, so that a change of one route is a change of a few lines. */
static void indent(struct k_buf *b, k_str s)
{
    size_t depth = 0;
    bool quoted = false;
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        if (quoted || c == '"') {
            k_buf_chr(b, c);
            if (quoted && c == '\\')
                k_buf_chr(b, s.p[++i]);
            else if (c == '"')
                quoted = !quoted;
        } else if ((c == '{' || c == '[') && pair_is_empty(s, i)) {
            k_buf_chr(b, c);
            k_buf_chr(b, s.p[++i]);
        } else if (c == '{' || c == '[') {
            k_buf_chr(b, c);
            new_line(b, ++depth);
        } else if (c == '}' || c == ']') {
            new_line(b, --depth);
            k_buf_chr(b, c);
        } else {
            k_buf_chr(b, c);
            if (c == ',')
                new_line(b, depth);
            else if (c == ':')
                k_buf_chr(b, ' ');
        }
    }
    k_buf_chr(b, '\n');
}

void openapi_write(struct k_arena *a, struct k_buf *out)
{
    struct k_buf b;
    k_buf_init(&b, a, 4 << 20);
    struct k_jw w = k_jw(&b);
    kw_obj(&w);
    member(&w, "openapi", "3.1.0");
    kw_key(&w, "info");
    kw_obj(&w);
    member(&w, "title", "Kith");
    kw_key(&w, "version");
    kw_str(&w, K_S("1"));
    member(&w, "description",
           "Ids are strings. Times are ISO 8601, UTC. Lists are pages: {items, next}. "
           "Refusals are application/problem+json with the field and the reason.");
    kw_end(&w);
    paths(&w);
    components(&w, a);
    kw_end(&w);
    indent(out, k_buf_view(&b));
}
