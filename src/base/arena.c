/* arena: memory that dies together. A list of blocks from malloc, the newest in front, each
 * twice the one before; a thing too large for a block gets one of its own. Under the address
 * sanitizer what is not handed out is poisoned, so that running over an allocation is seen. */
#include "base/arena.h"
#include "base/log.h"

#if defined(__SANITIZE_ADDRESS__)
#define ARENA_ASAN 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define ARENA_ASAN 1
#endif
#endif
#ifdef ARENA_ASAN
#include <sanitizer/asan_interface.h>
#define HIDE(p, n) ASAN_POISON_MEMORY_REGION((p), (n))
#define SHOW(p, n) ASAN_UNPOISON_MEMORY_REGION((p), (n))
#define GAP 16u /* bytes between two things that nobody may touch */
#else
#define HIDE(p, n) ((void)(p), (void)(n))
#define SHOW(p, n) ((void)(p), (void)(n))
#define GAP 0u
#endif

#define ALIGN 16u
#define BLOCK_MIN ((size_t)16 * 1024)
#define BLOCK_MAX ((size_t)1024 * 1024)
#define MAX_DEFAULT ((size_t)256 * 1024 * 1024)

struct block {
    struct block *next;
    size_t size, used; /* of data */
    _Alignas(16) char data[];
};

struct defer {
    struct defer *next;
    void (*fn)(void *);
    void *ptr;
};

struct k_arena {
    struct block
        *head; /* the one that small things come from; own blocks of large things behind */
    struct defer *defers;
    size_t max, used;
    size_t next_size;
};

struct k_arena *k_arena_new(size_t max)
{
    struct k_arena *a = calloc(1, sizeof *a);
    if (a == NULL)
        return NULL;
    a->max = max ? max : MAX_DEFAULT;
    a->next_size = BLOCK_MIN;
    return a;
}

static void run_defers(struct k_arena *a)
{
    while (a->defers) {
        struct defer *d = a->defers;
        a->defers = d->next;
        d->fn(d->ptr);
    }
}

static void free_block(struct block *b)
{
    SHOW(b->data, b->size);
    free(b);
}

static void free_blocks(struct block *b)
{
    while (b) {
        struct block *next = b->next;
        free_block(b);
        b = next;
    }
}

void k_arena_free(struct k_arena *a)
{
    if (a == NULL)
        return;
    run_defers(a);
    free_blocks(a->head);
    free(a);
}

void k_arena_reset(struct k_arena *a)
{
    run_defers(a);
    a->used = 0;
    struct block *b = a->head;
    if (b == NULL)
        return;
    free_blocks(b->next);
    b->next = NULL;
    if (b->size > BLOCK_MAX) {
        free_block(b);
        a->head = NULL;
        return;
    }
    b->used = 0;
    HIDE(b->data, b->size);
}

size_t k_arena_used(const struct k_arena *a)
{
    return a->used;
}

static struct block *add_block(struct k_arena *a, size_t need)
{
    bool own = need > a->next_size / 2;
    size_t size = own ? need : a->next_size;
    struct block *b = malloc(sizeof *b + size);
    if (b == NULL)
        return NULL;
    b->size = size;
    b->used = 0;
    HIDE(b->data, size);
    if (own && a->head) {
        b->next = a->head->next;
        a->head->next = b;
        return b;
    }
    b->next = a->head;
    a->head = b;
    if (!own && a->next_size < BLOCK_MAX)
        a->next_size *= 2;
    return b;
}

static size_t rounded(size_t n)
{
    return ((n ? n : 1) + ALIGN - 1) & ~(size_t)(ALIGN - 1);
}

void *k_arena_try(struct k_arena *a, size_t n)
{
    if (n > a->max || rounded(n) > a->max - (a->used < a->max ? a->used : a->max))
        return NULL;
    size_t need = rounded(n) + GAP;
    struct block *b = a->head;
    if (b == NULL || b->size - b->used < need) {
        b = add_block(a, need);
        if (b == NULL)
            return NULL;
    }
    char *p = b->data + b->used;
    b->used += need;
    a->used += rounded(n);
    SHOW(p, n);
    memset(p, 0, n);
    return p;
}

void *k_arena_alloc(struct k_arena *a, size_t n)
{
    void *p = k_arena_try(a, n);
    if (p == NULL)
        k_panic("out of memory: %zu bytes wanted, arena holds %zu of %zu", n, a->used, a->max);
    return p;
}

/* Whether p, of old_n bytes, is the last thing in the front block and can become n bytes. */
static bool extend(struct k_arena *a, char *p, size_t old_n, size_t n)
{
    struct block *b = a->head;
    size_t held = rounded(old_n), more = rounded(n) - held;
    if (b == NULL || b->used < held + GAP || p != b->data + (b->used - held - GAP))
        return false;
    if (more > b->size - b->used || more > a->max - a->used)
        return false;
    b->used += more;
    a->used += more;
    SHOW(p, n);
    memset(p + old_n, 0, n - old_n);
    return true;
}

void *k_arena_grow(struct k_arena *a, void *p, size_t old_n, size_t n)
{
    if (n <= old_n && p)
        return p;
    if (n > a->max)
        return NULL;
    if (p && extend(a, p, old_n, n))
        return p;
    void *copy = k_arena_try(a, n);
    if (copy && p && old_n)
        memcpy(copy, p, old_n);
    return copy;
}

void k_arena_defer(struct k_arena *a, void (*fn)(void *ptr), void *ptr)
{
    struct defer *d = k_new(a, struct defer);
    *d = (struct defer){a->defers, fn, ptr};
    a->defers = d;
}

size_t k_mul(size_t a, size_t b)
{
    size_t r;
    if (__builtin_mul_overflow(a, b, &r))
        k_panic("size overflow: %zu * %zu", a, b);
    return r;
}

size_t k_add(size_t a, size_t b)
{
    size_t r;
    if (__builtin_add_overflow(a, b, &r))
        k_panic("size overflow: %zu + %zu", a, b);
    return r;
}

k_str k_dup(struct k_arena *a, k_str s)
{
    if (s.p == NULL)
        return K_NONE;
    char *p = k_arena_alloc(a, k_add(s.n, 1));
    memcpy(p, s.p, s.n);
    return (k_str){p, s.n};
}

const char *k_dupz(struct k_arena *a, k_str s)
{
    return s.p ? k_dup(a, s).p : "";
}

k_str k_vfmt(struct k_arena *a, const char *f, va_list ap)
{
    char small[256];
    va_list again;
    va_copy(again, ap);
    int n = vsnprintf(small, sizeof small, f, ap);
    if (n < 0)
        k_panic("bad format: %s", f);
    char *p = k_arena_alloc(a, (size_t)n + 1);
    if ((size_t)n < sizeof small)
        memcpy(p, small, (size_t)n);
    else
        (void)vsnprintf(p, (size_t)n + 1, f, again);
    va_end(again);
    return (k_str){p, (size_t)n};
}

k_str k_fmt(struct k_arena *a, const char *f, ...)
{
    va_list ap;
    va_start(ap, f);
    k_str s = k_vfmt(a, f, ap);
    va_end(ap);
    return s;
}

k_str k_cat(struct k_arena *a, k_str x, k_str y)
{
    char *p = k_arena_alloc(a, k_add(k_add(x.n, y.n), 1));
    if (x.n)
        memcpy(p, x.p, x.n);
    if (y.n)
        memcpy(p + x.n, y.p, y.n);
    return (k_str){p, x.n + y.n};
}

k_str k_lower(struct k_arena *a, k_str s)
{
    if (s.p == NULL)
        return K_NONE;
    char *p = k_arena_alloc(a, k_add(s.n, 1));
    for (size_t i = 0; i < s.n; i++)
        p[i] = (s.p[i] >= 'A' && s.p[i] <= 'Z') ? (char)(s.p[i] + 32) : s.p[i];
    return (k_str){p, s.n};
}
