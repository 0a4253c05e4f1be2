/* desk_plain: the fast way to cut texts of plain bytes: 64 of them at a time are made small and
 * sorted into words and what parts them, then words are read off the bits. Says the same as
 * listen_words. */
#include "listen/index_inside.h"
#if defined(__x86_64__)
#include <immintrin.h>
#endif

#define BLOCK DESK_BLOCK

uint64_t listen_block_plain(char *p, bool wide, uint64_t *other)
{
    uint64_t bits = 0, odd = 0;
    for (unsigned i = 0; i < BLOCK; i++) {
        unsigned char c = (unsigned char)p[i], low = (unsigned char)(c | 32);
        bool letter = low >= 'a' && low <= 'z' && c < 0x80;
        bool mark = c == '#' || c == '@', high = c >= 0x80;
        bool word = letter || (c >= '0' && c <= '9') || c == '_' || (wide && (mark || high));
        p[i] = letter ? (char)low : p[i];
        bits |= (uint64_t)word << i;
        odd |= (uint64_t)(mark || high || c == '$') << i;
    }
    *other |= odd;
    return bits;
}

#if defined(__x86_64__)
__attribute__((target("avx2"))) static __m256i in_range(__m256i v, char low, char high)
{
    __m256i x = _mm256_sub_epi8(v, _mm256_set1_epi8(low));
    return _mm256_cmpeq_epi8(_mm256_min_epu8(x, _mm256_set1_epi8((char)(high - low))), x);
}

__attribute__((target("avx2"))) static uint64_t half(char *p, bool wide, uint64_t *other)
{
    __m256i v = _mm256_loadu_si256((const __m256i *)(const void *)p);
    __m256i letter = in_range(_mm256_or_si256(v, _mm256_set1_epi8(32)), 'a', 'z');
    __m256i mark = _mm256_or_si256(_mm256_cmpeq_epi8(v, _mm256_set1_epi8('#')),
                                   _mm256_cmpeq_epi8(v, _mm256_set1_epi8('@')));
    __m256i word = _mm256_or_si256(letter, in_range(v, '0', '9'));
    word = _mm256_or_si256(word, _mm256_cmpeq_epi8(v, _mm256_set1_epi8('_')));
    __m256i cash = _mm256_cmpeq_epi8(v, _mm256_set1_epi8('$'));
    uint32_t high = (uint32_t)_mm256_movemask_epi8(v);
    uint32_t marks = (uint32_t)_mm256_movemask_epi8(mark);
    uint32_t bits = (uint32_t)_mm256_movemask_epi8(word);
    _mm256_storeu_si256((__m256i *)(void *)p,
                        _mm256_or_si256(v, _mm256_and_si256(letter, _mm256_set1_epi8(32))));
    *other = high | marks | (uint32_t)_mm256_movemask_epi8(cash);
    return bits | (wide ? high | marks : 0);
}

__attribute__((target("avx2"))) static uint64_t block_avx2(char *p, bool wide, uint64_t *other)
{
    uint64_t a, b, bits = half(p, wide, &a);
    bits |= half(p + 32, wide, &b) << 32;
    *other |= a | b << 32;
    return bits;
}
#endif

listen_block *listen_block_of_machine(void)
{
#if defined(__x86_64__)
    if (__builtin_cpu_supports("avx2"))
        return block_avx2;
#endif
    return listen_block_plain;
}

/* The first bit from i on that is set (or clear, with flip ~0). */
static size_t next_bit(const uint64_t *bits, size_t i, uint64_t flip)
{
    size_t at = i / 64;
    uint64_t w = (bits[at] ^ flip) >> (i % 64) << (i % 64);
    while (w == 0)
        w = bits[++at] ^ flip;
    return at * 64 + (size_t)__builtin_ctzll(w);
}

/* The first n bytes of eight. */
static uint64_t first_bytes(uint64_t w, size_t n)
{
    return n >= 8 ? w : w & ((UINT64_C(1) << 8 * n) - 1);
}

void listen_desk_padded(struct listen_desk *d, const char *p, size_t n, uint32_t at, bool fact)
{
    struct desk_word *w;
    uint64_t a, b;
    ROOM(d->words, d->n, d->cap);
    w = &d->words[d->n++];
    memcpy(&a, p, 8);
    memcpy(&b, p + 8, 8);
    a = n > 16 ? k_str_hash(k_str_n(p, n)) : first_bytes(a, n);
    b = n > 16 || n <= 8 ? 0 : first_bytes(b, n - 8);
    *w = (struct desk_word){a, b, listen_key_hash(a, b), p, (uint32_t)n, at, at + 1, fact};
}

bool listen_desk_plain(struct listen_desk *d, k_str text, uint32_t from)
{
    uint64_t other = 0;
    bool wide = d->way == LISTEN_ASCII;
    size_t n = text.n, blocks = n / BLOCK + 1;
    char *low = d->low + d->n_low;
    memcpy(low, text.p, n);
    memset(low + n, 0, 2 * BLOCK);
    for (size_t i = 0; i < blocks; i++)
        d->bits[i] = d->block(low + i * BLOCK, wide, &other);
    if (other && !wide)
        return false;
    d->bits[blocks] = UINT64_C(1); /* a word that ends the search; the byte before it is none */
    d->n_low += blocks * BLOCK + BLOCK;
    uint32_t at = from;
    for (size_t start = next_bit(d->bits, 0, 0); start < n; at++) {
        size_t end = next_bit(d->bits, start, ~UINT64_C(0));
        listen_desk_padded(d, low + start,
                           end - start < LISTEN_WORD ? end - start : LISTEN_WORD, at, false);
        start = next_bit(d->bits, end, 0);
    }
    return true;
}
