/* sse: the line reader of event streams, after the algorithm of the WHATWG standard: LF, CR and
 * CRLF end lines, a byte order mark may stand in front, comments and unknown fields are passed
 * over, an event without data is none, an unfinished one at the end is lost. */
#include "net/sse.h"

void sse_init(struct sse_parser *p, size_t max)
{
    *p = (struct sse_parser){.max = max, .retry_ms = -1};
    k_buf_init(&p->line, NULL, max);
    k_buf_init(&p->data, NULL, max);
    k_buf_init(&p->event, NULL, max);
    k_buf_init(&p->id, NULL, max);
}

void sse_free(struct sse_parser *p)
{
    k_buf_free(&p->line);
    k_buf_free(&p->data);
    k_buf_free(&p->event);
    k_buf_free(&p->id);
}

static void set(struct k_buf *b, k_str s)
{
    k_buf_reset(b);
    k_buf_str(b, s);
}

static void set_retry(struct sse_parser *p, k_str s)
{
    int64_t ms = 0;
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] < '0' || s.p[i] > '9' || i >= 15)
            return;
        ms = ms * 10 + (s.p[i] - '0');
    }
    if (s.n > 0)
        p->retry_ms = ms;
}

static void take_field(struct sse_parser *p, k_str name, k_str value)
{
    if (k_str_eqz(name, "data")) {
        if (p->has_data)
            k_buf_chr(&p->data, '\n');
        p->has_data = true;
        k_buf_str(&p->data, value);
    } else if (k_str_eqz(name, "event")) {
        set(&p->event, value);
    } else if (k_str_eqz(name, "id")) {
        if (k_str_chr(value, '\0') < 0)
            set(&p->id, value);
    } else if (k_str_eqz(name, "retry")) {
        set_retry(p, value);
    }
}

/* A blank line: the event is whole. False when fn wants no more. */
static bool dispatch(struct sse_parser *p, bool (*fn)(void *, const struct sse_event *),
                     void *arg)
{
    bool more = true;
    if (p->has_data) {
        struct sse_event ev = {.event = p->event.n ? k_buf_view(&p->event) : K_S("message"),
                               .data = k_buf_view(&p->data),
                               .id = k_buf_view(&p->id),
                               .retry_ms = p->retry_ms};
        more = fn(arg, &ev);
        p->retry_ms = -1;
    }
    k_buf_reset(&p->data);
    k_buf_reset(&p->event);
    p->has_data = false;
    return more;
}

static bool take_line(struct sse_parser *p, bool (*fn)(void *, const struct sse_event *),
                      void *arg)
{
    k_str value = k_buf_view(&p->line);
    bool more = true;
    if (value.n == 0) {
        more = dispatch(p, fn, arg);
    } else if (value.p[0] != ':') {
        k_str name = k_str_cut(&value, ':');
        if (value.n > 0 && value.p[0] == ' ')
            value = k_str_from(value, 1);
        take_field(p, name, value.p ? value : K_S(""));
    }
    k_buf_reset(&p->line);
    return more;
}

/* The mark EF BB BF at the very start is dropped; a part of it is not. */
static bool in_mark(struct sse_parser *p, unsigned char c)
{
    static const unsigned char mark[] = {0xef, 0xbb, 0xbf};
    if (p->started)
        return false;
    if (c == mark[p->bom]) {
        p->started = ++p->bom == 3;
        return true;
    }
    k_buf_add(&p->line, mark, (size_t)p->bom);
    p->started = true;
    return false;
}

/* Bytes up to the next line end. */
static size_t run_length(k_str bytes)
{
    size_t n = 0;
    while (n < bytes.n && bytes.p[n] != '\n' && bytes.p[n] != '\r')
        n++;
    return n;
}

k_err sse_feed(struct sse_parser *p, k_str bytes,
               bool (*fn)(void *arg, const struct sse_event *ev), void *arg, bool *stopped)
{
    *stopped = false;
    for (size_t i = 0; i < bytes.n;) {
        char c = bytes.p[i++];
        bool second = c == '\n' && p->after_cr; /* of CRLF */
        p->after_cr = c == '\r';
        if (second || in_mark(p, (unsigned char)c))
            continue;
        if (c != '\r' && c != '\n') {
            size_t n = run_length(k_str_from(bytes, i));
            k_buf_add(&p->line, bytes.p + i - 1, n + 1);
            i += n;
        } else if (!take_line(p, fn, arg)) {
            *stopped = true;
            return K_OK;
        }
        if (!k_buf_ok(&p->line) || !k_buf_ok(&p->data) || p->data.n + p->line.n > p->max)
            return K_ERR_TOO_LARGE;
    }
    return K_OK;
}
