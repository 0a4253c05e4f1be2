/* answer: prints structs as JSON by field tables, and checks JSON against a shape. */
#include "api/answer.h"
#include "base/vec.h"

typedef K_VEC(char) any_vec;
typedef K_VEC(k_str) str_vec;
typedef K_VEC(k_id) id_vec;

/* Where it is written, and in which language the fields with F_SAID are said there. */
struct answer {
    struct k_jw w;
    enum k_tongue tongue;
};

static void write_object(struct answer *o, const struct shape *s, const char *in);

/* A sentence of Kith's own in the language of the reader. */
static void write_said(struct answer *o, k_str s)
{
    kw_str(&o->w, k_tongue_say(o->w.b->arena, o->tongue, s.p ? s : K_S("")));
}

static void write_list(struct answer *o, const struct field *f, const void *at)
{
    const any_vec *list = at;
    struct k_jw *w = &o->w;
    kw_arr(w);
    for (size_t i = 0; i < list->n; i++) {
        if (f->type == F_LIST)
            write_object(o, f->of, list->v + i * f->of->size);
        else if (f->type == F_IDS)
            kw_id(w, ((const id_vec *)at)->v[i]);
        else if (f->flags & F_SAID)
            write_said(o, ((const str_vec *)at)->v[i]);
        else
            kw_str(w, ((const str_vec *)at)->v[i]);
    }
    kw_end(w);
}

static void write_text(struct answer *o, const struct field *f, k_str s)
{
    bool nullable = f->flags & F_NULLABLE;
    if (nullable && (s.p == NULL || (f->type == F_ENUM && s.n == 0)))
        kw_null(&o->w);
    else if (f->flags & F_SAID)
        write_said(o, s);
    else
        kw_str(&o->w, s.p ? s : K_S(""));
}

static void write_json(struct k_jw *w, const struct field *f, k_str s)
{
    if (s.n > 0)
        kw_raw(w, s);
    else if (f->flags & F_NULLABLE)
        kw_null(w);
    else
        kw_raw(w, f->flags & F_ARRAY ? K_S("[]") : K_S("{}"));
}

static void write_field(struct answer *o, const struct field *f, const void *at)
{
    struct k_jw *w = &o->w;
    bool nullable = f->flags & F_NULLABLE;
    switch (f->type) {
    case F_STR:
    case F_TEXT:
    case F_ENUM:
        write_text(o, f, *(const k_str *)at);
        break;
    case F_ID:
        kw_id(w, *(const k_id *)at);
        break;
    case F_TIME:
        kw_time(w, *(const k_time *)at);
        break;
    case F_INT:
        if (nullable && *(const int64_t *)at < 0)
            kw_null(w);
        else
            kw_int(w, *(const int64_t *)at);
        break;
    case F_NUM:
        kw_num(w, *(const double *)at);
        break;
    case F_BOOL:
        kw_bool(w, *(const bool *)at);
        break;
    case F_OBJ:
        write_object(o, f->of, at);
        break;
    case F_REF:
        if (*(const void *const *)at)
            write_object(o, f->of, *(const void *const *)at);
        else
            kw_null(w);
        break;
    case F_LIST:
    case F_STRS:
    case F_IDS:
        write_list(o, f, at);
        break;
    case F_JSON:
        write_json(w, f, *(const k_str *)at);
        break;
    }
}

static void write_object(struct answer *o, const struct shape *s, const char *in)
{
    kw_obj(&o->w);
    for (size_t i = 0; i < s->n_fields; i++) {
        kw_key(&o->w, s->fields[i].name);
        write_field(o, &s->fields[i], in + s->fields[i].off);
    }
    kw_end(&o->w);
}

void answer_write(struct k_buf *b, enum k_tongue tongue, const struct shape *s, const void *in)
{
    struct answer o = {k_jw(b), tongue};
    write_object(&o, s, in);
}

/* --- checking ---------------------------------------------------------------------------- */

struct check {
    struct k_arena *arena;
    k_str why;
};

static bool bad(struct check *c, k_str path, const char *what)
{
    c->why = k_fmt(c->arena, "%.*s: %s", K_ARG(path), what);
    return false;
}

static bool check_object(struct check *c, const struct shape *s, const struct k_json *v,
                         k_str path);

static bool check_word(const struct field *f, k_str s)
{
    if (f->values == NULL)
        return true;
    for (const char *const *w = f->values; *w; w++)
        if (k_str_eqz(s, *w))
            return true;
    return false;
}

static bool check_string(struct check *c, const struct field *f, const struct k_json *v,
                         k_str path)
{
    k_str s = k_json_str(v);
    int64_t n = 0;
    if (s.p == NULL)
        return bad(c, path, "not a string");
    if (f->type == F_ID && !k_id_parse(s, &n))
        return bad(c, path, "not an id");
    if (f->type == F_TIME && !k_time_parse(s, &n))
        return bad(c, path, "not a time");
    if (f->type == F_ENUM && !check_word(f, s))
        return bad(c, path,
                   k_dupz(c->arena, k_fmt(c->arena, "'%.*s' is not in the list", K_ARG(s))));
    return true;
}

static bool check_list(struct check *c, const struct field *f, const struct k_json *v,
                       k_str path)
{
    if (!k_json_is_array(v))
        return bad(c, path, "not a list");
    for (size_t i = 0; i < k_json_len(v); i++) {
        const struct k_json *item = k_json_at(v, i);
        k_str inner = k_fmt(c->arena, "%.*s[%zu]", K_ARG(path), i);
        if (f->of && !check_object(c, f->of, item, inner))
            return false;
        if (!f->of && (!k_json_is_str(item) || !check_word(f, k_json_str(item))))
            return bad(c, inner, "not a string of the list");
    }
    return true;
}

static bool check_value(struct check *c, const struct field *f, const struct k_json *v,
                        k_str path)
{
    if (k_json_is_null(v))
        return f->flags & F_NULLABLE || bad(c, path, "null");
    switch (f->type) {
    case F_INT:
        return k_json_is_int(v) || bad(c, path, "not a whole number");
    case F_NUM:
        return k_json_is_num(v) || bad(c, path, "not a number");
    case F_BOOL:
        return k_json_is_bool(v) || bad(c, path, "not true or false");
    case F_LIST:
    case F_STRS:
    case F_IDS:
        return check_list(c, f, v, path);
    case F_OBJ:
    case F_REF:
        return check_object(c, f->of, v, path);
    case F_JSON:
        if (f->flags & F_ARRAY)
            return check_list(c, f, v, path);
        return f->of ? check_object(c, f->of, v, path)
                     : k_json_is_object(v) || bad(c, path, "not an object");
    default:
        return check_string(c, f, v, path);
    }
}

static const struct field *field_named(const struct shape *s, k_str name)
{
    for (size_t i = 0; i < s->n_fields; i++)
        if (k_str_eqz(name, s->fields[i].name))
            return &s->fields[i];
    return NULL;
}

static bool check_object(struct check *c, const struct shape *s, const struct k_json *v,
                         k_str path)
{
    if (!k_json_is_object(v))
        return bad(c, path, "not an object");
    k_str key;
    const struct k_json *value;
    for (void *it = k_json_iter(v, NULL, &key, &value); it;
         it = k_json_iter(v, it, &key, &value)) {
        const struct field *f = field_named(s, key);
        k_str inner = k_fmt(c->arena, "%.*s.%.*s", K_ARG(path), K_ARG(key));
        if (f == NULL)
            return bad(c, inner, "not in the shape");
        if (!check_value(c, f, value, inner))
            return false;
    }
    for (size_t i = 0; i < s->n_fields; i++)
        if (k_json_get(v, s->fields[i].name) == NULL)
            return bad(c, path,
                       k_dupz(c->arena, k_fmt(c->arena, "without %s", s->fields[i].name)));
    return true;
}

bool answer_check(struct k_arena *a, const struct shape *s, k_str json, k_str *why)
{
    struct check c = {.arena = a};
    const struct k_json *v = NULL;
    if (k_json_parse(a, json, &v, why) != K_OK)
        return false;
    bool ok = check_object(&c, s, v, k_str_z(s->name));
    *why = c.why;
    return ok;
}
