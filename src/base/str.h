/* str: borrowed slices of bytes. A k_str never owns and is never freed; it lives as long as the
 * arena, buffer or literal it points into. p == NULL means "absent" (SQL NULL, JSON null), n ==
 * 0 means empty. */
#ifndef KITH_BASE_STR_H
#define KITH_BASE_STR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

typedef struct k_str {
    const char *p;
    size_t n;
} k_str;

#define K_S(lit) ((k_str){(lit), sizeof(lit) - 1})
#define K_S_INIT(lit)                                                                          \
    {                                                                                          \
        (lit), sizeof(lit) - 1                                                                 \
    } /* for static tables */
#define K_NONE ((k_str){NULL, 0})
/* printf("%.*s", K_ARG(s)) */
#define K_ARG(s) (int)(s).n, (s).p ? (s).p : ""

static inline k_str k_str_n(const char *p, size_t n)
{
    return (k_str){p, n};
}

/* A NUL-terminated string as a slice; NULL gives K_NONE. */
static inline k_str k_str_z(const char *z)
{
    return z ? (k_str){z, strlen(z)} : K_NONE;
}

static inline bool k_str_empty(k_str s)
{
    return s.n == 0;
}

static inline bool k_str_eq(k_str a, k_str b)
{
    return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0);
}

static inline bool k_str_eqz(k_str a, const char *z)
{
    return k_str_eq(a, k_str_z(z));
}

bool k_str_in(k_str s, const char *const *words); /* one of them; the list ends with NULL */
bool k_str_ieq(k_str a, k_str b);                 /* equal when ASCII case is ignored */
int k_str_cmp(k_str a, k_str b);                  /* bytewise, like memcmp, shorter first */
bool k_str_starts(k_str s, k_str prefix);         /* */
bool k_str_istarts(k_str s, k_str prefix);        /* ASCII case ignored */
bool k_str_ends(k_str s, k_str suffix);           /* */
ptrdiff_t k_str_find(k_str s, k_str what);        /* first place, or -1 */
ptrdiff_t k_str_ifind(k_str s, k_str what);       /* the same, ASCII case ignored */
ptrdiff_t k_str_chr(k_str s, char c);             /* first place of a byte, or -1 */
k_str k_str_trim(k_str s);                        /* without ASCII white space at both ends */
k_str k_str_sub(k_str s, size_t from, size_t n);  /* clamped to s, never out of bounds */
k_str k_str_from(k_str s, size_t from);           /* the rest from there, clamped */
/* Cuts s at the first sep: the part before is returned, *s becomes the rest (p == NULL after
 * the last). */
k_str k_str_cut(k_str *s, char sep);
/* Whole-string decimal parse, with sign for i64; false on anything else or on overflow. */
bool k_str_i64(k_str s, int64_t *out);
bool k_str_u64(k_str s, uint64_t *out);
bool k_str_f64(k_str s, double *out);
uint64_t k_str_hash(k_str s); /* 64-bit, for maps in memory only: not stable between releases */

#endif
