/* vcard_write: cards as text, 3.0 and 4.0. Pure. */
#include "base/utf8.h"
#include "formats/vcard.h"

enum { FOLD = 75, LINE = 2 * VCARD_LINE };

k_str vcard_escape(struct k_arena *a, k_str text)
{
    struct k_buf b;
    k_buf_init(&b, a, 2 * text.n + 1);
    for (size_t i = 0; i < text.n; i++) {
        char c = text.p[i];
        if (c == '\r')
            continue;
        if (c == '\n' || c == ',' || c == ';' || c == '\\')
            k_buf_chr(&b, '\\');
        k_buf_chr(&b, c == '\n' ? 'n' : c);
    }
    return k_buf_view(&b);
}

struct vcard_prop *vcard_add(struct k_arena *a, struct vcard *c, const char *name, k_str value)
{
    struct vcard_prop *p = k_vec_push(a, &c->props);
    p->name = k_str_z(name);
    p->value = value;
    return p;
}

void vcard_add_param(struct k_arena *a, struct vcard_prop *p, const char *name, k_str value)
{
    *k_vec_push(a, &p->params) = (struct vcard_param){k_str_z(name), value};
}

static void put_param(struct k_buf *b, k_str name, k_str value)
{
    bool quote = false;
    for (size_t i = 0; i < value.n; i++)
        quote = quote || memchr(":;,", value.p[i], 3);
    k_buf_chr(b, ';');
    k_buf_str(b, name);
    k_buf_chr(b, '=');
    if (quote)
        k_buf_chr(b, '"');
    for (size_t i = 0; i < value.n; i++) {
        char c = value.p[i];
        if (c == '\r')
            continue;
        if (c == '\n' || c == '"' || c == '^')
            k_buf_chr(b, '^');
        k_buf_chr(b, (char)(c == '\n' ? 'n' : c == '"' ? '\'' : c));
    }
    if (quote)
        k_buf_chr(b, '"');
}

/* A value that is a data: address: its type ("image/jpeg") and base64. */
static bool data_address(k_str value, k_str *type, k_str *base64)
{
    if (!k_str_istarts(value, K_S("data:")))
        return false;
    ptrdiff_t mark = k_str_ifind(value, K_S("base64,"));
    if (mark < 6)
        return false;
    *type = k_str_sub(value, 5, (size_t)mark - 5);
    *type = k_str_sub(*type, 0, type->n - 1); /* the ; before */
    if (k_str_ends(*type, K_S("\\")))
        type->n--;
    *base64 = k_str_from(value, (size_t)mark + 7);
    return k_str_istarts(*type, K_S("image/")) || k_str_istarts(*type, K_S("audio/")) ||
           k_str_istarts(*type, K_S("application/"));
}

static k_str kind_of(const struct vcard_prop *p)
{
    if (k_str_eqz(p->name, "SOUND"))
        return K_S("audio/");
    return k_str_eqz(p->name, "KEY") ? K_S("application/") : K_S("image/");
}

/* TYPE of a binary value in 3.0 is its format. */
static k_str format_type(const struct vcard_prop *p)
{
    for (size_t i = 0; i < p->params.n; i++)
        if (k_str_eqz(p->params.v[i].name, "TYPE") && p->params.v[i].value.n &&
            !k_str_ieq(p->params.v[i].value, K_S("pref")))
            return p->params.v[i].value;
    return K_NONE;
}

static void put_small(struct k_buf *b, k_str s)
{
    for (size_t i = 0; i < s.n; i++)
        k_buf_chr(b, (char)(s.p[i] >= 'A' && s.p[i] <= 'Z' ? s.p[i] + 32 : s.p[i]));
}

static void put_params(const struct vcard_prop *p, enum vcard_version v, bool without_format,
                       struct k_buf *b)
{
    bool preferred = vcard_preferred(p);
    k_str format = without_format ? format_type(p) : K_NONE;
    for (size_t i = 0; i < p->params.n; i++) {
        const struct vcard_param *q = &p->params.v[i];
        bool type = k_str_eqz(q->name, "TYPE");
        bool says_preferred =
            preferred && ((type && k_str_ieq(q->value, K_S("pref"))) ||
                          (k_str_eqz(q->name, "PREF") && k_str_eqz(q->value, "1")));
        if (!says_preferred && !(type && format.p && k_str_eq(q->value, format)))
            put_param(b, q->name, q->value);
    }
    if (preferred)
        put_param(b, v == VCARD_40 ? K_S("PREF") : K_S("TYPE"),
                  v == VCARD_40 ? K_S("1") : K_S("pref"));
}

static void put_value(struct k_buf *b, k_str value)
{
    for (size_t i = 0; i < value.n; i++)
        if (value.p[i] == '\n')
            k_buf_str(b, K_S("\\n"));
        else if (value.p[i] != '\r')
            k_buf_chr(b, value.p[i]);
}

void vcard_write_prop(const struct vcard_prop *p, enum vcard_version v, struct k_buf *b)
{
    k_str type, base64, format = format_type(p);
    bool data = !p->binary && v == VCARD_30 && data_address(p->value, &type, &base64);
    bool to_data = p->binary && v == VCARD_40 && format.n;
    if (p->group.n) {
        k_buf_str(b, p->group);
        k_buf_chr(b, '.');
    }
    k_buf_str(b, p->name);
    put_params(p, v, to_data, b);
    if (data) {
        ptrdiff_t slash = k_str_chr(type, '/');
        put_param(b, K_S("TYPE"), k_str_from(type, (size_t)slash + 1));
    }
    if (data || (p->binary && !to_data))
        k_buf_str(b, K_S(";ENCODING=b"));
    k_buf_chr(b, ':');
    if (to_data) {
        k_buf_str(b, K_S("data:"));
        if (k_str_chr(format, '/') < 0)
            k_buf_str(b, kind_of(p));
        put_small(b, format);
        k_buf_str(b, K_S(";base64,"));
    }
    put_value(b, data ? base64 : p->value);
}

/* Folds at 75 bytes, never inside of a character. */
static void fold(k_str line, struct k_buf *b)
{
    size_t room = FOLD;
    while (line.n > room) {
        size_t n = room;
        while (n > room - 4 && ((unsigned char)line.p[n] & 0xc0) == 0x80)
            n--;
        k_buf_str(b, k_str_sub(line, 0, n));
        k_buf_str(b, K_S("\r\n "));
        line = k_str_from(line, n);
        room = FOLD - 1;
    }
    k_buf_str(b, line);
    k_buf_str(b, K_S("\r\n"));
}

static void put_text(struct k_buf *b, const char *name, k_str value, k_str tail)
{
    struct k_buf line;
    k_buf_init(&line, NULL, LINE);
    k_buf_str(&line, k_str_z(name));
    k_buf_chr(&line, ':');
    k_buf_str(&line, value);
    k_buf_str(&line, tail);
    fold(k_buf_view(&line), b);
    k_buf_free(&line);
}

void vcard_write(struct k_arena *a, const struct vcard *c, enum vcard_version v,
                 struct k_buf *b)
{
    struct k_buf line;
    k_buf_str(b, K_S("BEGIN:VCARD\r\nVERSION:"));
    k_buf_str(b, v == VCARD_40 ? K_S("4.0\r\n") : K_S("3.0\r\n"));
    if (!vcard_first(c, "FN"))
        put_text(b, "FN", vcard_escape(a, vcard_name(a, c)), K_S(""));
    if (v == VCARD_30 && !vcard_first(c, "N"))
        put_text(b, "N", vcard_escape(a, vcard_name(a, c)), K_S(";;;;"));
    k_buf_init(&line, NULL, LINE);
    for (size_t i = 0; i < c->props.n; i++) {
        k_buf_reset(&line);
        vcard_write_prop(&c->props.v[i], v, &line);
        fold(k_buf_view(&line), b);
        b->failed = b->failed || line.failed;
    }
    k_buf_free(&line);
    k_buf_str(b, K_S("END:VCARD\r\n"));
}
