/* arena: memory of one request or one job. Everything allocated lives until reset or free;
 * nothing is freed alone. An arena has a limit; past it, and when malloc fails, allocation
 * aborts the current request by returning NULL from k_arena_try and by k_panic from
 * k_arena_alloc. */
#ifndef KITH_BASE_ARENA_H
#define KITH_BASE_ARENA_H

#include "base/err.h"
#include "base/str.h"
#include <stdarg.h>

struct k_arena;

/* max: bytes this arena may hold in all (0 = 256 MiB). NULL when out of memory. Freed by
 * k_arena_free. */
struct k_arena *k_arena_new(size_t max);
void k_arena_free(struct k_arena *a);         /* NULL is fine */
void k_arena_reset(struct k_arena *a);        /* keeps one block for the next use */
size_t k_arena_used(const struct k_arena *a); /* bytes handed out since the last reset */

/* Zeroed, aligned for any type, never NULL: running out of the limit ends the process with a
 * message, so whatever sizes come from outside are checked against their own limits first. */
void *k_arena_alloc(struct k_arena *a, size_t n) __attribute__((returns_nonnull, malloc));
void *k_arena_try(struct k_arena *a, size_t n); /* NULL instead */
#define k_new(a, type) ((type *)k_arena_alloc((a), sizeof(type)))
#define k_new_n(a, type, count) ((type *)k_arena_alloc((a), k_mul((count), sizeof(type))))

/* The same memory with n bytes instead of old_n, in place when p was the last thing allocated,
 * else a copy; what is new is zeroed. p may be NULL when old_n is 0. NULL when the limit is
 * reached: p is then still good. */
void *k_arena_grow(struct k_arena *a, void *p, size_t old_n, size_t n);

/* Calls fn(ptr) when the arena is reset or freed, the newest first: for memory that libraries
 * own. */
void k_arena_defer(struct k_arena *a, void (*fn)(void *ptr), void *ptr);

size_t k_mul(size_t a, size_t b); /* a * b; ends the process on overflow */
size_t k_add(size_t a, size_t b);

/* Copies; the copy is NUL-terminated behind its n bytes, so .p may be handed to C libraries
 * when the text has no NUL inside. A slice with p == NULL stays NULL. */
k_str k_dup(struct k_arena *a, k_str s);
const char *k_dupz(struct k_arena *a, k_str s); /* NUL-terminated, never NULL */
k_str k_fmt(struct k_arena *a, const char *f, ...) __attribute__((format(printf, 2, 3)));
k_str k_vfmt(struct k_arena *a, const char *f, va_list ap)
    __attribute__((format(printf, 2, 0)));
k_str k_cat(struct k_arena *a, k_str x, k_str y);
k_str k_lower(struct k_arena *a, k_str s); /* ASCII only */

#endif
