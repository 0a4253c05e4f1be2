/* vcard_line: see the header. Pure. */
#include "formats/vcard_line.h"

#include "base/utf8.h"
#include "formats/charset.h"

ptrdiff_t vcard_line_colon(k_str line)
{
    bool quoted = false;
    for (size_t i = 0; i < line.n; i++) {
        if (line.p[i] == '"')
            quoted = !quoted;
        if (line.p[i] == ':' && !quoted)
            return (ptrdiff_t)i;
    }
    return quoted ? k_str_chr(line, ':') : -1; /* a quote that nobody closed is no quote */
}

static bool is_base64_word(k_str w)
{
    return k_str_ieq(w, K_S("b")) || k_str_ieq(w, K_S("base64"));
}

static bool is_encoding_word(k_str w)
{
    return is_base64_word(w) || k_str_ieq(w, K_S("quoted-printable")) ||
           k_str_ieq(w, K_S("8bit")) || k_str_ieq(w, K_S("7bit"));
}

/* Cuts the next parameter off *rest, at a ; outside of quotes. */
static k_str cut_param(k_str *rest)
{
    bool quoted = false;
    for (size_t i = 0; i < rest->n; i++) {
        if (rest->p[i] == '"')
            quoted = !quoted;
        if (rest->p[i] == ';' && !quoted) {
            k_str one = k_str_sub(*rest, 0, i);
            *rest = k_str_from(*rest, i + 1);
            return one;
        }
    }
    k_str one = *rest;
    *rest = K_NONE;
    return one;
}

enum vcard_encoding vcard_line_encoding(k_str head)
{
    cut_param(&head); /* the name */
    while (head.p) {
        k_str one = cut_param(&head), name = k_str_cut(&one, '=');
        k_str word = k_str_trim(one.p ? one : name);
        if (one.p && !k_str_ieq(k_str_trim(name), K_S("encoding")))
            continue;
        if (is_base64_word(word))
            return VCARD_BASE64;
        if (k_str_ieq(word, K_S("quoted-printable")))
            return VCARD_QUOTED;
    }
    return VCARD_PLAIN;
}

static k_str upper(struct k_arena *a, k_str s)
{
    char *p = k_arena_alloc(a, s.n + 1);
    for (size_t i = 0; i < s.n; i++)
        p[i] = (char)(s.p[i] >= 'a' && s.p[i] <= 'z' ? s.p[i] - 32 : s.p[i]);
    return k_str_n(p, s.n);
}

/* A parameter's value without its quotes and without ^n ^' ^^ (RFC 6868). */
static k_str clean_param(struct k_arena *a, k_str s, bool carets)
{
    s = k_str_trim(s);
    char *p = k_arena_alloc(a, s.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i], next = i + 1 < s.n ? s.p[i + 1] : 0;
        if (c == '"')
            continue;
        if (c == '^' && carets && (next == 'n' || next == '\'' || next == '^')) {
            c = next;
            if (next != '^')
                c = next == 'n' ? '\n' : '"';
            i++;
        }
        p[n++] = c;
    }
    return charset_to_utf8(a, k_str_n(p, n), K_NONE);
}

static bool add_param(struct k_arena *a, struct vcard_prop *p, k_str name, k_str value)
{
    if (p->params.n == VCARD_PARAMS)
        return false;
    *k_vec_push(a, &p->params) = (struct vcard_param){name, value};
    return true;
}

/* TYPE=a,b and TYPE="a,b" are several. */
static bool add_types(struct k_arena *a, struct vcard_prop *p, k_str value)
{
    bool ok = true;
    if (!value.n)
        return add_param(a, p, K_S("TYPE"), K_S(""));
    while (ok && value.p) {
        k_str one = k_str_trim(k_str_cut(&value, ','));
        ok = !one.n || add_param(a, p, K_S("TYPE"), one);
    }
    return ok;
}

static bool is_value_word(k_str w)
{
    return k_str_ieq(w, K_S("url")) || k_str_ieq(w, K_S("inline")) ||
           k_str_ieq(w, K_S("content-id")) || k_str_ieq(w, K_S("cid"));
}

static bool read_param(struct k_arena *a, k_str one, bool carets, struct vcard_prop *p,
                       k_str *charset)
{
    ptrdiff_t eq = k_str_chr(one, '=');
    k_str word = clean_param(a, eq < 0 ? one : k_str_from(one, (size_t)eq + 1), carets);
    if (eq < 0) {
        if (!word.n || is_encoding_word(word))
            return true;
        return is_value_word(word) ? add_param(a, p, K_S("VALUE"), word)
                                   : add_types(a, p, word);
    }
    k_str name =
        upper(a, charset_to_utf8(a, k_str_trim(k_str_sub(one, 0, (size_t)eq)), K_NONE));
    if (k_str_eqz(name, "CHARSET"))
        *charset = word;
    else if (k_str_eqz(name, "TYPE"))
        return add_types(a, p, word);
    else if (!k_str_eqz(name, "ENCODING") || !is_encoding_word(word))
        return add_param(a, p, name, word);
    return true;
}

static int hex(char c)
{
    return c >= '0' && c <= '9'   ? c - '0'
           : c >= 'A' && c <= 'F' ? c - 'A' + 10
           : c >= 'a' && c <= 'f' ? c - 'a' + 10
                                  : -1;
}

static k_str unquote(struct k_arena *a, k_str s)
{
    char *p = k_arena_alloc(a, s.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++) {
        int hi = i + 2 < s.n ? hex(s.p[i + 1]) : -1, lo = i + 2 < s.n ? hex(s.p[i + 2]) : -1;
        if (s.p[i] != '=' || hi < 0 || lo < 0) {
            p[n++] = s.p[i];
            continue;
        }
        p[n++] = (char)(hi << 4 | lo);
        i += 2;
    }
    return k_str_n(p, n);
}

/* Line ends inside of a value become \n. */
static k_str escape_ends(struct k_arena *a, k_str s)
{
    if (k_str_chr(s, '\n') < 0 && k_str_chr(s, '\r') < 0)
        return s;
    struct k_buf b;
    k_buf_init(&b, a, 2 * s.n + 1);
    for (size_t i = 0; i < s.n; i++) {
        bool pair = s.p[i] == '\r' && i + 1 < s.n && s.p[i + 1] == '\n';
        if (pair)
            continue;
        if (s.p[i] == '\n' || s.p[i] == '\r')
            k_buf_str(&b, K_S("\\n"));
        else
            k_buf_chr(&b, s.p[i]);
    }
    return k_buf_view(&b);
}

static k_str without_white(struct k_arena *a, k_str s)
{
    char *p = k_arena_alloc(a, s.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] > ' ' && s.p[i] < 127)
            p[n++] = s.p[i];
    return k_str_n(p, n);
}

static bool read_name(struct k_arena *a, k_str name, struct vcard_prop *p)
{
    name = k_str_trim(name);
    for (size_t i = name.n; i > 0; i--)
        if (name.p[i - 1] == '.') {
            p->group = k_dup(a, k_str_sub(name, 0, i - 1));
            name = k_str_from(name, i);
            break;
        }
    p->name = upper(a, name);
    if (k_str_eqz(p->name, "BEGIN") || k_str_eqz(p->name, "END"))
        return false; /* marks of a card, here inside of one: something is broken */
    if (!p->name.n || !k_utf8_valid(p->name) || !k_utf8_valid(p->group) || name.n > 200)
        return false;
    for (size_t i = 0; i < p->group.n; i++)
        if ((unsigned char)p->group.p[i] <= ' ' || k_str_chr(K_S("\";,="), p->group.p[i]) >= 0)
            return false;
    for (size_t i = 0; i < p->name.n; i++)
        if ((unsigned char)p->name.p[i] <= ' ' || k_str_chr(K_S("\",="), p->name.p[i]) >= 0)
            return false;
    return true;
}

bool vcard_line_read(struct k_arena *a, k_str line, enum vcard_version version,
                     struct vcard_prop *out, k_str *why)
{
    k_str charset = K_NONE;
    ptrdiff_t colon = vcard_line_colon(line);
    *out = (struct vcard_prop){0};
    if (colon < 0) {
        *why = K_S("This line has no colon, so it is no property of a card.");
        return false;
    }
    k_str head = k_str_sub(line, 0, (size_t)colon), value = k_str_from(line, (size_t)colon + 1);
    enum vcard_encoding encoding = vcard_line_encoding(head);
    if (!read_name(a, cut_param(&head), out)) {
        *why = K_S("What stands before the colon is no name of a property.");
        return false;
    }
    while (head.p)
        if (!read_param(a, cut_param(&head), version != VCARD_21, out, &charset)) {
            *why = K_S("This property has more than 100 parameters.");
            return false;
        }
    out->binary = encoding == VCARD_BASE64;
    if (out->binary)
        out->value = without_white(a, value);
    else if (encoding == VCARD_QUOTED)
        out->value = escape_ends(a, charset_to_utf8(a, unquote(a, value), charset));
    else
        out->value = escape_ends(a, charset_to_utf8(a, value, charset));
    if (out->binary && out->value.n > VCARD_BINARY) {
        *why = K_S("This picture is larger than the limit and was left out.");
        return false;
    }
    return true;
}

bool vcard_read_prop(struct k_arena *a, k_str line, struct vcard_prop *out)
{
    k_str why = K_NONE;
    return vcard_line_read(a, line, VCARD_40, out, &why);
}
