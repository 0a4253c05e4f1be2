/* log: one line an event to stderr, one write(2) each, and a ring of the last 64 KiB for
 * doctor. Writes nothing else; safe to call from any thread. Nothing is allocated, so it can
 * also say that memory ran out. Control characters and bytes that are not UTF-8 are escaped: a
 * value from outside can neither end the line nor move a terminal's cursor. */
#include "base/log.h"
#include "base/time.h"
#include "base/utf8.h"
#include <pthread.h>
#include <stdarg.h>
#include <unistd.h>

#define TEXT_MAX 4096 /* bytes of formatted key=value text; the rest is cut */
#define LINE_MAX_BYTES (TEXT_MAX * 2)
#define RING_SIZE 65536u

struct line {
    size_t n;
    char p[LINE_MAX_BYTES + 16]; /* 16: the end of the line always fits */
};

static struct {
    pthread_mutex_t lock;
    _Atomic int min; /* enum k_level; looked at without the lock */
    bool json;
    size_t total; /* bytes ever written to the ring */
    char ring[RING_SIZE];
} lg = {.lock = PTHREAD_MUTEX_INITIALIZER, .min = K_INFO};

static const char *const level_names[] = {"debug", "info", "warn", "error"};

void k_log_setup(enum k_level min, bool json)
{
    pthread_mutex_lock(&lg.lock);
    lg.min = (int)min;
    lg.json = json;
    pthread_mutex_unlock(&lg.lock);
}

static bool put(struct line *l, const char *p, size_t n)
{
    if (n > LINE_MAX_BYTES - l->n)
        return false;
    memcpy(l->p + l->n, p, n);
    l->n += n;
    return true;
}

static void putz(struct line *l, const char *z)
{
    (void)put(l, z, strlen(z));
}

static bool unsafe(uint32_t cp, size_t len)
{
    return cp < 0x20 || (cp >= 0x7f && cp < 0xa0) || cp == 0x2028 || cp == 0x2029 ||
           (cp == 0xfffd && len == 1);
}

/* One character, escaped for the format: \x1b in text, \u001b in JSON. */
static bool put_char(struct line *l, bool json, k_str s, size_t *i)
{
    char e[16];
    size_t at = *i;
    uint32_t cp = k_utf8_next(s, i);
    size_t len = *i - at;
    bool quote = json && (cp == '"' || cp == '\\');
    if (!unsafe(cp, len) && !quote)
        return put(l, s.p + at, len);
    if (quote) {
        e[0] = '\\';
        e[1] = (char)cp;
        return put(l, e, 2);
    }
    if (cp == 0xfffd)
        cp = (unsigned char)s.p[at];
    if (cp == '\n')
        return put(l, "\\n", 2);
    int n = snprintf(e, sizeof e, json ? "\\u%04x" : cp > 0xff ? "\\u%04x" : "\\x%02x", cp);
    return put(l, e, (size_t)n);
}

static void put_text(struct line *l, bool json, k_str s)
{
    for (size_t i = 0; i < s.n;)
        if (!put_char(l, json, s, &i))
            return;
}

static void json_member(struct line *l, k_str key, k_str value)
{
    size_t start = l->n;
    putz(l, l->n > 1 ? ",\"" : "\"");
    put_text(l, true, key);
    putz(l, "\":\"");
    put_text(l, true, value);
    if (!put(l, "\"", 1))
        l->n = start; /* no room for the whole member: left out */
}

/* The value at the front of *s: up to a blank, or between double quotes; a quote ends it only
 * before a blank or the end. */
static k_str take_value(k_str *s)
{
    size_t i = 0;
    if (s->n > 1 && s->p[0] == '"') {
        for (i = 1; i < s->n; i++)
            if (s->p[i] == '"' && (i + 1 == s->n || s->p[i + 1] == ' '))
                break;
        k_str v = k_str_sub(*s, 1, i - 1);
        *s = k_str_from(*s, i + 1);
        return v;
    }
    while (i < s->n && s->p[i] != ' ')
        i++;
    k_str v = k_str_sub(*s, 0, i);
    *s = k_str_from(*s, i);
    return v;
}

static bool is_key(k_str k)
{
    for (size_t i = 0; i < k.n; i++) {
        char c = k.p[i];
        if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '.'))
            return false;
    }
    return k.n > 0;
}

/* key=value pairs become members; words that belong to no key are joined in "text". */
static void json_pairs(struct line *l, k_str s)
{
    while ((s = k_str_trim(s)).n > 0) {
        k_str rest = s;
        ptrdiff_t eq = k_str_chr(s, '=');
        k_str key = eq > 0 ? k_str_sub(s, 0, (size_t)eq) : K_NONE;
        if (!is_key(key)) {
            json_member(l, K_S("text"), rest);
            return;
        }
        s = k_str_from(s, key.n + 1);
        json_member(l, key, take_value(&s));
    }
}

static void compose(struct line *l, bool json, enum k_level level, const char *event,
                    k_str text)
{
    char when[32];
    size_t n = k_time_iso_to(when, k_now(&k_clock_system));
    if (json) {
        putz(l, "{");
        json_member(l, K_S("time"), k_str_n(when, n));
        json_member(l, K_S("level"), k_str_z(level_names[level]));
        json_member(l, K_S("event"), k_str_z(event));
        json_pairs(l, text);
        l->p[l->n++] = '}';
    } else {
        (void)put(l, when, n);
        putz(l, " ");
        putz(l, level_names[level]);
        putz(l, " ");
        put_text(l, false, k_str_z(event));
        if (text.n)
            putz(l, " ");
        put_text(l, false, text);
    }
    l->p[l->n++] = '\n';
}

static void remember(const struct line *l)
{
    for (size_t i = 0; i < l->n; i++)
        lg.ring[(lg.total + i) % RING_SIZE] = l->p[i];
    lg.total += l->n;
}

__attribute__((format(printf, 3, 0))) static void emit(enum k_level level, const char *event,
                                                       const char *fmt, va_list ap)
{
    char text[TEXT_MAX];
    struct line l;
    if ((int)level < lg.min)
        return;
    l.n = 0;
    int n = fmt ? vsnprintf(text, sizeof text, fmt, ap) : 0;
    if (n < 0)
        n = 0;
    k_str s = {text, (size_t)n < sizeof text ? (size_t)n : sizeof text - 1};
    pthread_mutex_lock(&lg.lock);
    compose(&l, lg.json, level, event, s);
    remember(&l);
    ssize_t w = write(STDERR_FILENO, l.p, l.n);
    (void)w; /* there is nowhere left to complain */
    pthread_mutex_unlock(&lg.lock);
}

void k_log(enum k_level level, const char *event, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    emit(level, event, fmt, ap);
    va_end(ap);
}

void k_panic(const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    emit(K_ERROR, "panic", fmt, ap);
    va_end(ap);
    abort();
}

size_t k_log_recent(char *out, size_t max)
{
    pthread_mutex_lock(&lg.lock);
    size_t held = lg.total < RING_SIZE ? lg.total : RING_SIZE;
    size_t n = held < max ? held : max;
    size_t from = lg.total - n;
    if (n < lg.total) {       /* not from the very first byte: begin behind the next line end */
        if (n == RING_SIZE) { /* the byte before is overwritten: it says nothing */
            from++;
            n--;
        }
        while (n > 0 && lg.ring[(from - 1) % RING_SIZE] != '\n') {
            from++;
            n--;
        }
    }
    for (size_t i = 0; i < n; i++)
        out[i] = lg.ring[(from + i) % RING_SIZE];
    pthread_mutex_unlock(&lg.lock);
    return n;
}
