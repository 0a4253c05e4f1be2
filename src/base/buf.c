/* buf: the growing byte buffer, and the escapes that outgoing text needs (JSON, HTML, URL).
 * Memory comes from an arena or from malloc; never more than the maximum given at birth. */
#include "base/buf.h"
#include "base/utf8.h"

void k_buf_init(struct k_buf *b, struct k_arena *a, size_t max)
{
    *b = (struct k_buf){.arena = a, .max = max};
}

void k_buf_free(struct k_buf *b)
{
    if (b->arena == NULL)
        free(b->p);
    *b = (struct k_buf){.arena = b->arena, .max = b->max};
}

void k_buf_reset(struct k_buf *b)
{
    b->n = 0;
    b->failed = false;
    if (b->p)
        b->p[0] = 0;
}

/* Room for n more bytes and the NUL. */
static bool reserve(struct k_buf *b, size_t n)
{
    if (b->failed)
        return false;
    if (n > b->max || b->n > b->max - n) {
        b->failed = true;
        return false;
    }
    size_t need = b->n + n + 1;
    if (need <= b->cap)
        return true;
    size_t cap = b->cap ? b->cap * 2 : 256;
    if (cap > b->max + 1)
        cap = b->max + 1;
    if (cap < need)
        cap = need;
    char *p = b->arena ? k_arena_grow(b->arena, b->p, b->cap, cap) : realloc(b->p, cap);
    if (p == NULL) {
        b->failed = true;
        return false;
    }
    b->p = p;
    b->cap = cap;
    return true;
}

void k_buf_add(struct k_buf *b, const void *p, size_t n)
{
    if (!reserve(b, n))
        return;
    if (n)
        memcpy(b->p + b->n, p, n);
    b->n += n;
    b->p[b->n] = 0;
}

void k_buf_str(struct k_buf *b, k_str s)
{
    k_buf_add(b, s.p, s.n);
}

void k_buf_chr(struct k_buf *b, char c)
{
    k_buf_add(b, &c, 1);
}

void k_buf_fmt(struct k_buf *b, const char *f, ...)
{
    va_list ap;
    va_start(ap, f);
    int n = vsnprintf(NULL, 0, f, ap);
    va_end(ap);
    if (n < 0)
        b->failed = true;
    if (n < 0 || !reserve(b, (size_t)n))
        return;
    va_start(ap, f);
    (void)vsnprintf(b->p + b->n, (size_t)n + 1, f, ap);
    va_end(ap);
    b->n += (size_t)n;
}

void k_buf_i64(struct k_buf *b, int64_t v)
{
    char t[24];
    size_t i = sizeof t;
    uint64_t u = v < 0 ? 0u - (uint64_t)v : (uint64_t)v;
    do {
        t[--i] = (char)('0' + u % 10);
        u /= 10;
    } while (u);
    if (v < 0)
        t[--i] = '-';
    k_buf_add(b, t + i, sizeof t - i);
}

static const char hex[] = "0123456789abcdef";

static void json_escape(struct k_buf *b, unsigned char c)
{
    static const char plain[] = "\"\\\b\f\n\r\t", letter[] = "\"\\bfnrt";
    const char *at = c ? strchr(plain, c) : NULL;
    if (at) {
        char e[2] = {'\\', letter[at - plain]};
        k_buf_add(b, e, 2);
        return;
    }
    char e[6] = {'\\', 'u', '0', '0', hex[c >> 4], hex[c & 15]};
    k_buf_add(b, e, 6);
}

void k_buf_json(struct k_buf *b, k_str s)
{
    size_t i = 0, from = 0; /* [from, i) is clean and not yet copied */
    k_buf_chr(b, '"');
    while (i < s.n) {
        unsigned char c = (unsigned char)s.p[i];
        if (c < 0x80 && c >= 0x20 && c != '"' && c != '\\') {
            i++;
            continue;
        }
        size_t at = i;
        if (c >= 0x80) {
            uint32_t cp = k_utf8_next(s, &i);
            if (cp != 0xfffd || i - at == 3)
                continue;
        } else {
            i++;
        }
        k_buf_add(b, s.p + from, at - from);
        if (c >= 0x80)
            k_buf_str(b, K_S("\xef\xbf\xbd"));
        else
            json_escape(b, c);
        from = i;
    }
    if (i > from)
        k_buf_add(b, s.p + from, i - from);
    k_buf_chr(b, '"');
}

static k_str html_entity(char c)
{
    switch (c) {
    case '&':
        return K_S("&amp;");
    case '<':
        return K_S("&lt;");
    case '>':
        return K_S("&gt;");
    case '"':
        return K_S("&quot;");
    case '\'':
        return K_S("&#39;");
    default:
        return K_NONE;
    }
}

void k_buf_html(struct k_buf *b, k_str s)
{
    size_t from = 0;
    for (size_t i = 0; i < s.n; i++) {
        k_str e = html_entity(s.p[i]);
        if (e.p == NULL)
            continue;
        k_buf_add(b, s.p + from, i - from);
        k_buf_str(b, e);
        from = i + 1;
    }
    if (s.n > from)
        k_buf_add(b, s.p + from, s.n - from);
}

static bool unreserved(unsigned char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           c == '-' || c == '.' || c == '_' || c == '~';
}

void k_buf_url(struct k_buf *b, k_str s)
{
    for (size_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.p[i];
        if (unreserved(c)) {
            k_buf_chr(b, (char)c);
            continue;
        }
        char e[3] = {'%', "0123456789ABCDEF"[c >> 4], "0123456789ABCDEF"[c & 15]};
        k_buf_add(b, e, 3);
    }
}

void k_buf_cut(struct k_buf *b, size_t n)
{
    if (n >= b->n)
        return;
    b->n = n;
    b->p[n] = 0;
}
