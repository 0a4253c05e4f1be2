/* buf: a byte buffer that grows up to a maximum given at birth. Appending past the maximum (or
 * out of memory) sets `failed` and leaves the content as it was; callers test once, at the end,
 * with k_buf_ok. */
#ifndef KITH_BASE_BUF_H
#define KITH_BASE_BUF_H

#include "base/arena.h"

struct k_buf {
    char *p; /* always NUL-terminated once something was appended */
    size_t n, cap, max;
    struct k_arena *arena; /* NULL: malloc, then k_buf_free is needed */
    bool failed;
};

void k_buf_init(struct k_buf *b, struct k_arena *a, size_t max); /* a may be NULL */
void k_buf_free(struct k_buf *b);
void k_buf_reset(struct k_buf *b); /* empty, not failed; keeps memory */
void k_buf_add(struct k_buf *b, const void *p, size_t n);
void k_buf_str(struct k_buf *b, k_str s);
void k_buf_chr(struct k_buf *b, char c);
void k_buf_fmt(struct k_buf *b, const char *f, ...) __attribute__((format(printf, 2, 3)));
void k_buf_i64(struct k_buf *b, int64_t v);
void k_buf_json(struct k_buf *b,
                k_str s); /* a JSON string with its quotes; invalid UTF-8 becomes U+FFFD */
void k_buf_html(struct k_buf *b, k_str s); /* text with & < > " ' escaped */
void k_buf_url(struct k_buf *b, k_str s);  /* percent-encoded, unreserved characters kept */
void k_buf_cut(struct k_buf *b, size_t n); /* shorten to n bytes */
static inline k_str k_buf_view(const struct k_buf *b)
{
    return (k_str){b->p ? b->p : "", b->n};
}
static inline bool k_buf_ok(const struct k_buf *b)
{
    return !b->failed;
}

#endif
