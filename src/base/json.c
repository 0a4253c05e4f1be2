/* json: reading by jansson, writing by hand. A struct k_json is a json_t and nothing else may
 * know that. Documents are freed when their arena is. */
#include "base/json.h"
#include "base/id.h"
#include <jansson.h>
#include <math.h>

#define TEXT_MAX ((size_t)64 * 1024 * 1024)
#define DEPTH_MAX 64

static const json_t *in(const struct k_json *v)
{
    return (const json_t *)(const void *)v;
}

static const struct k_json *out_of(const json_t *v)
{
    return (const struct k_json *)(const void *)v;
}

static void drop(void *root)
{
    json_decref(root);
}

/* The place behind the string that begins at i (text.p[i] is its quote). */
static size_t skip_string(k_str text, size_t i)
{
    for (i++; i < text.n && text.p[i] != '"'; i++)
        if (text.p[i] == '\\')
            i++;
    return i;
}

/* Whether brackets nest deeper than the limit anywhere; *at is where. Cheaper than parsing, and
 * it bounds the parser's recursion. */
static bool too_deep(k_str text, size_t *at)
{
    int depth = 0;
    for (size_t i = 0; i < text.n; i++) {
        char c = text.p[i];
        if (c == '"') {
            i = skip_string(text, i);
        } else if (c == '[' || c == '{') {
            *at = i;
            if (++depth > DEPTH_MAX)
                return true;
        } else if (c == ']' || c == '}') {
            depth--;
        }
    }
    return false;
}

static k_err refuse(struct k_arena *a, k_str *where, k_str why)
{
    if (where)
        *where = k_dup(a, why);
    return K_ERR_BAD_JSON;
}

k_err k_json_parse(struct k_arena *a, k_str text, const struct k_json **out, k_str *where)
{
    size_t at = 0;
    json_error_t e;
    *out = NULL;
    if (text.n > TEXT_MAX) {
        (void)refuse(a, where, K_S("larger than 64 MiB"));
        return K_ERR_TOO_LARGE;
    }
    if (text.n == 0)
        return refuse(a, where, K_S("empty"));
    if (memchr(text.p, 0, text.n)) /* jansson takes one behind the value for the end */
        return refuse(a, where, K_S("a NUL byte"));
    if (too_deep(text, &at))
        return refuse(a, where, k_fmt(a, "nested deeper than %d at byte %zu", DEPTH_MAX, at));
    json_t *root = json_loadb(text.p, text.n, JSON_DECODE_ANY | JSON_ALLOW_NUL, &e);
    if (root == NULL)
        return refuse(a, where, k_fmt(a, "line %d, column %d: %s", e.line, e.column, e.text));
    k_arena_defer(a, drop, root);
    *out = out_of(root);
    return K_OK;
}

bool k_json_is_object(const struct k_json *v)
{
    return json_is_object(in(v));
}

bool k_json_is_array(const struct k_json *v)
{
    return json_is_array(in(v));
}

bool k_json_is_str(const struct k_json *v)
{
    return json_is_string(in(v));
}

bool k_json_is_int(const struct k_json *v)
{
    return json_is_integer(in(v));
}

bool k_json_is_num(const struct k_json *v)
{
    return json_is_number(in(v));
}

bool k_json_is_bool(const struct k_json *v)
{
    return json_is_boolean(in(v));
}

bool k_json_is_null(const struct k_json *v)
{
    return json_is_null(in(v));
}

const struct k_json *k_json_get(const struct k_json *obj, const char *key)
{
    return out_of(json_object_get(in(obj), key));
}

static const struct k_json *step(const struct k_json *v, k_str name)
{
    uint64_t i;
    if (json_is_array(in(v)))
        return k_str_u64(name, &i) ? k_json_at(v, i) : NULL;
    return out_of(json_object_getn(in(v), name.p, name.n));
}

const struct k_json *k_json_path(const struct k_json *v, const char *path)
{
    k_str rest = k_str_z(path);
    while (v && rest.p)
        v = step(v, k_str_cut(&rest, '.'));
    return v;
}

k_str k_json_str(const struct k_json *v)
{
    if (!json_is_string(in(v)))
        return K_NONE;
    return k_str_n(json_string_value(in(v)), json_string_length(in(v)));
}

int64_t k_json_int(const struct k_json *v, int64_t or_else)
{
    if (json_is_integer(in(v)))
        return json_integer_value(in(v));
    double d = json_is_real(in(v)) ? json_real_value(in(v)) : 0.5;
    /* 3.0 and 1e3 are whole numbers too; past 2^53 a double no longer says which */
    return fabs(d) <= 0x1p53 && d == floor(d) ? (int64_t)d : or_else;
}

double k_json_num(const struct k_json *v, double or_else)
{
    return json_is_number(in(v)) ? json_number_value(in(v)) : or_else;
}

bool k_json_bool(const struct k_json *v, bool or_else)
{
    return json_is_boolean(in(v)) ? json_is_true(in(v)) : or_else;
}

k_str k_json_idstr(struct k_arena *a, const struct k_json *v)
{
    if (json_is_integer(in(v)))
        return k_fmt(a, "%lld", (long long)json_integer_value(in(v)));
    return k_json_str(v);
}

k_str k_json_ids(struct k_arena *a, const k_id *ids, size_t n)
{
    struct k_buf b;
    k_buf_init(&b, a, 32 + n * 22);
    for (size_t i = 0; i < n; i++)
        k_buf_fmt(&b, "%c%lld", i ? ',' : '[', (long long)ids[i]);
    k_buf_str(&b, n ? K_S("]") : K_S("[]"));
    return k_buf_view(&b);
}

size_t k_json_len(const struct k_json *v)
{
    return json_is_array(in(v)) ? json_array_size(in(v)) : json_object_size(in(v));
}

const struct k_json *k_json_at(const struct k_json *arr, size_t i)
{
    return out_of(json_array_get(in(arr), i));
}

void *k_json_iter(const struct k_json *obj, void *iter, k_str *key, const struct k_json **value)
{
    /* jansson's iterators want a json_t that is not const, and do not change it */
    json_t *o = (json_t *)(uintptr_t)obj;
    void *it = iter ? json_object_iter_next(o, iter) : json_object_iter(o);
    if (it == NULL)
        return NULL;
    if (key)
        *key = k_str_n(json_object_iter_key(it), json_object_iter_key_len(it));
    if (value)
        *value = out_of(json_object_iter_value(it));
    return it;
}

k_str k_json_text(struct k_arena *a, const struct k_json *v)
{
    struct k_buf b;
    k_buf_init(&b, a, TEXT_MAX * 2);
    struct k_jw w = k_jw(&b);
    kw_value(&w, v);
    return k_buf_view(&b);
}

/* --- writer ------------------------------------------------------------------------------ */

struct k_jw k_jw(struct k_buf *b)
{
    return (struct k_jw){.b = b};
}

/* What stands before any value: a comma, unless it is the first of its list or follows a key.
 */
static void before(struct k_jw *w)
{
    if (w->after_key) {
        w->after_key = false;
        return;
    }
    if (w->depth > 0 && !w->first[w->depth])
        k_buf_chr(w->b, ',');
    w->first[w->depth] = false;
}

static void open_list(struct k_jw *w, char open, char close)
{
    before(w);
    if (w->depth + 1 >= K_JW_DEPTH) {
        w->b->failed = true;
        return;
    }
    k_buf_chr(w->b, open);
    w->depth++;
    w->first[w->depth] = true;
    w->close[w->depth] = close;
}

void kw_obj(struct k_jw *w)
{
    open_list(w, '{', '}');
}

void kw_arr(struct k_jw *w)
{
    open_list(w, '[', ']');
}

void kw_end(struct k_jw *w)
{
    if (w->depth == 0) {
        w->b->failed = true;
        return;
    }
    k_buf_chr(w->b, w->close[w->depth]);
    w->depth--;
}

void kw_keys(struct k_jw *w, k_str key)
{
    before(w);
    k_buf_json(w->b, key);
    k_buf_chr(w->b, ':');
    w->after_key = true;
}

void kw_key(struct k_jw *w, const char *key)
{
    kw_keys(w, k_str_z(key));
}

void kw_null(struct k_jw *w)
{
    before(w);
    k_buf_str(w->b, K_S("null"));
}

void kw_str(struct k_jw *w, k_str s)
{
    if (s.p == NULL) {
        kw_null(w);
        return;
    }
    before(w);
    k_buf_json(w->b, s);
}

void kw_int(struct k_jw *w, int64_t v)
{
    before(w);
    k_buf_i64(w->b, v);
}

void kw_id(struct k_jw *w, int64_t id)
{
    if (id == 0) {
        kw_null(w);
        return;
    }
    before(w);
    k_buf_chr(w->b, '"');
    k_buf_i64(w->b, id);
    k_buf_chr(w->b, '"');
}

/* The shortest of 15, 16 or 17 digits that reads back as the same number. */
void kw_num(struct k_jw *w, double v)
{
    char t[40] = "";
    if (!isfinite(v)) {
        kw_null(w);
        return;
    }
    if (v <= 0 && v >= 0)
        v = 0; /* "-0" would read back as another number */
    for (int digits = 15; digits <= 17; digits++) {
        (void)snprintf(t, sizeof t, "%.*g", digits, v);
        double back = strtod(t, NULL);
        if (memcmp(&back, &v, sizeof v) == 0)
            break;
    }
    before(w);
    k_buf_str(w->b, k_str_z(t));
}

void kw_bool(struct k_jw *w, bool v)
{
    before(w);
    k_buf_str(w->b, v ? K_S("true") : K_S("false"));
}

void kw_time(struct k_jw *w, int64_t t)
{
    char z[32];
    if (t == 0) {
        kw_null(w);
        return;
    }
    size_t n = k_time_iso_to(z, t);
    kw_str(w, k_str_n(z, n));
}

void kw_raw(struct k_jw *w, k_str json)
{
    before(w);
    k_buf_str(w->b, json.n ? json : K_S("null"));
}

static void value_object(struct k_jw *w, const struct k_json *v)
{
    k_str key;
    const struct k_json *item = NULL;
    kw_obj(w);
    for (void *it = k_json_iter(v, NULL, &key, &item); it;
         it = k_json_iter(v, it, &key, &item)) {
        kw_keys(w, key);
        kw_value(w, item);
    }
    kw_end(w);
}

void kw_value(struct k_jw *w, const struct k_json *v)
{
    if (json_is_object(in(v))) {
        value_object(w, v);
    } else if (json_is_array(in(v))) {
        kw_arr(w);
        for (size_t i = 0; i < k_json_len(v); i++)
            kw_value(w, k_json_at(v, i));
        kw_end(w);
    } else if (json_is_string(in(v))) {
        kw_str(w, k_json_str(v));
    } else if (json_is_integer(in(v))) {
        kw_int(w, json_integer_value(in(v)));
    } else if (json_is_real(in(v))) {
        kw_num(w, json_real_value(in(v)));
    } else if (json_is_boolean(in(v))) {
        kw_bool(w, json_is_true(in(v)));
    } else {
        kw_null(w);
    }
}
