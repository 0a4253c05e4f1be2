/* shingle: words of a text as hashes, three in a row as shingles. The hash is FNV-1a with a
 * final mix (Fowler, Noll, Vo; mix of MurmurHash3): fixed, because fingerprints are stored. */
#include "text/shingle.h"
#include "base/utf8.h"
#include "text/letter.h"
#include <utf8proc.h>

#define TEXT_MAX 65536
#define FNV_START 0xcbf29ce484222325u
#define FNV_PRIME 0x100000001b3u
#define FNV_PRIME_3 (FNV_PRIME * FNV_PRIME * FNV_PRIME) /* mod 2^64 */

static uint64_t add(uint64_t h, uint64_t v, unsigned bytes)
{
    for (unsigned i = 0; i < bytes; i++, v >>= 8)
        h = (h ^ (v & 0xff)) * FNV_PRIME;
    return h;
}

static uint64_t mix(uint64_t h)
{
    h = (h ^ (h >> 33)) * 0xff51afd7ed558ccdu;
    h = (h ^ (h >> 33)) * 0xc4ceb9fe1a85ec53u;
    return h ^ (h >> 33);
}

/* add(h, c, 3) for one byte: the two zero bytes behind it only multiply. */
static uint64_t add_byte(uint64_t h, unsigned char c)
{
    return (h ^ c) * FNV_PRIME_3;
}

/* The folded form of one character into the hash: compatibility forms, case and what is not
 * seen make no difference. */
static uint64_t add_letter(uint64_t h, uint32_t cp)
{
    if (cp < 0x80)
        return add_byte(h, (unsigned char)(cp >= 'A' && cp <= 'Z' ? cp + 32 : cp));
    utf8proc_int32_t out[32];
    int bound = UTF8PROC_BOUNDCLASS_START;
    const utf8proc_option_t how =
        UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT | UTF8PROC_CASEFOLD | UTF8PROC_IGNORE;
    utf8proc_ssize_t n = utf8proc_decompose_char((utf8proc_int32_t)cp, out, 32, how, &bound);
    for (utf8proc_ssize_t i = 0; i < n && i < 32; i++)
        h = add(h, (uint32_t)out[i], 3);
    return h;
}

struct words {
    k_str text;
    size_t i;
    bool after_word; /* the character before was part of a word */
};

static struct words words_of(k_str text)
{
    return (struct words){.text = k_str_sub(text, 0, TEXT_MAX)};
}

/* Whether the apostrophe at *i stands between two letters. */
static bool joins(k_str s, size_t i)
{
    return i < s.n && letter_is_word(k_utf8_next(s, &i));
}

/* The rest of a word whose first character went into h. */
static uint64_t rest_of_word(struct words *w, uint64_t h)
{
    while (w->i < w->text.n) {
        size_t at = w->i;
        char c = w->text.p[at];
        if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) { /* most are */
            h = add_byte(h, (unsigned char)c);
            w->i++;
            continue;
        }
        uint32_t cp = k_utf8_next(w->text, &w->i);
        if (letter_is_apostrophe(cp) && joins(w->text, w->i))
            continue;
        if (cp == 0xad || cp == 0x200b || cp == 0x200c || cp == 0x200d || cp == 0x2060)
            continue; /* not seen: soft hyphen, zero width */
        if (!letter_is_word(cp) || letter_is_alone(cp)) {
            w->i = at;
            break;
        }
        h = add_letter(h, cp);
    }
    return h;
}

static bool next_word(struct words *w, uint64_t *hash)
{
    while (w->i < w->text.n) {
        size_t skip = w->after_word ? 0 : letter_skip(w->text, w->i);
        w->after_word = false;
        if (skip > 0) {
            w->i += skip;
            continue;
        }
        uint32_t cp = k_utf8_next(w->text, &w->i);
        if (!letter_is_word(cp))
            continue;
        uint64_t h = add_letter(FNV_START, cp);
        *hash = mix(letter_is_alone(cp) ? h : rest_of_word(w, h));
        w->after_word = !letter_is_alone(cp);
        return true;
    }
    return false;
}

static int by_value(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return (x > y) - (x < y);
}

static uint64_t of_three(const uint64_t *w, size_t n)
{
    uint64_t h = FNV_START;
    for (size_t i = 0; i < n; i++)
        h = add(h, w[i], 8);
    return mix(h);
}

struct shingle_set shingle_of(struct k_arena *a, k_str text)
{
    struct shingle_set s = {0};
    struct words w = words_of(text);
    uint64_t last[3] = {0}, word;
    size_t words = 0,
           most = w.text.n / 2 + 2; /* a word takes two bytes, one of them a border */
    while (next_word(&w, &word)) {
        last[0] = last[1];
        last[1] = last[2];
        last[2] = word;
        if (s.v == NULL)
            s.v = k_new_n(a, uint64_t, most);
        if (++words >= 3)
            s.v[s.n++] = of_three(last, 3);
    }
    if (words > 0 && words < 3)
        s.v[s.n++] = of_three(last + 3 - words, words);
    if (s.n == 0)
        return s;
    qsort(s.v, s.n, sizeof *s.v, by_value);
    size_t kept = 1;
    for (size_t i = 1; i < s.n; i++)
        if (s.v[i] != s.v[kept - 1])
            s.v[kept++] = s.v[i];
    s.n = kept;
    return s;
}

double shingle_jaccard(const struct shingle_set *x, const struct shingle_set *y)
{
    size_t i = 0, k = 0, shared = 0;
    while (i < x->n && k < y->n) {
        if (x->v[i] == y->v[k]) {
            shared++;
            i++;
            k++;
        } else if (x->v[i] < y->v[k]) {
            i++;
        } else {
            k++;
        }
    }
    if (x->n == 0 || y->n == 0)
        return 0;
    return (double)shared / (double)(x->n + y->n - shared);
}

int64_t shingle_fingerprint(k_str text, size_t min_words, size_t *words)
{
    struct words w = words_of(text);
    uint64_t h = FNV_START, word;
    size_t n = 0;
    for (; next_word(&w, &word); n++)
        h = add(h, word, 8);
    if (words)
        *words = n;
    if (n == 0 || n < min_words)
        return 0;
    h = mix(h);
    return h ? (int64_t)h : 1;
}
