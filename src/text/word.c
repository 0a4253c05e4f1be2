/* word: hashes words as they are read. The hash is FNV-1a with a final mix (Fowler, Noll, Vo;
 * mix of MurmurHash3). */
#include "text/word.h"
#include "base/utf8.h"
#include "text/letter.h"
#include <utf8proc.h>

#define FNV_PRIME 0x100000001b3u
#define FNV_PRIME_3 (FNV_PRIME * FNV_PRIME * FNV_PRIME) /* mod 2^64 */

static uint64_t add(uint64_t h, uint64_t v, unsigned bytes)
{
    for (unsigned i = 0; i < bytes; i++, v >>= 8)
        h = (h ^ (v & 0xff)) * FNV_PRIME;
    return h;
}

uint64_t word_mix(uint64_t h)
{
    h = (h ^ (h >> 33)) * 0xff51afd7ed558ccdu;
    h = (h ^ (h >> 33)) * 0xc4ceb9fe1a85ec53u;
    return h ^ (h >> 33);
}

static bool plain(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z');
}

static char lower(char c)
{
    return (char)(c >= 'A' && c <= 'Z' ? c + 32 : c);
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
        return add_byte(h, (unsigned char)lower((char)cp));
    utf8proc_int32_t out[32];
    int bound = UTF8PROC_BOUNDCLASS_START;
    const utf8proc_option_t how =
        UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT | UTF8PROC_CASEFOLD | UTF8PROC_IGNORE;
    utf8proc_ssize_t n = utf8proc_decompose_char((utf8proc_int32_t)cp, out, 32, how, &bound);
    for (utf8proc_ssize_t i = 0; i < n && i < 32; i++)
        h = add(h, (uint32_t)out[i], 3);
    return h;
}

uint64_t word_add(uint64_t h, uint64_t v)
{
    h = (h ^ v) * 0xff51afd7ed558ccdu;
    return h ^ (h >> 32);
}

struct word_reader word_read(k_str text)
{
    return (struct word_reader){.text = k_str_sub(text, 0, WORD_TEXT)};
}

/* Whether the apostrophe at *i stands between two letters. */
static bool joins(k_str s, size_t i)
{
    return i < s.n && letter_is_word(k_utf8_next(s, &i));
}

/* The rest of a word whose first character went into h. */
static uint64_t rest_of_word(struct word_reader *w, uint64_t h)
{
    while (w->i < w->text.n) {
        size_t at = w->i;
        char c = w->text.p[at];
        if (plain(c)) { /* most are */
            h = add_byte(h, (unsigned char)lower(c));
            w->i++;
            continue;
        }
        if (c > 0 && c != '\'') /* a blank, a sign: the end */
            break;
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

/* Most words are letters of ASCII. false: a link begins there, and was passed over; whether one
 * does is asked only where the sign behind the letters allows it (letter_skip). */
static bool plain_word(struct word_reader *w, uint64_t *h)
{
    size_t from = w->i;
    *h = WORD_HASH;
    while (w->i < w->text.n && plain(w->text.p[w->i]))
        *h = add_byte(*h, (unsigned char)lower(w->text.p[w->i++]));
    char behind = w->i < w->text.n ? w->text.p[w->i] : ' ';
    if (!w->after_word && (behind == ':' || behind == '.' || behind == '-')) {
        size_t skip = letter_skip(w->text, from);
        w->i = skip ? from + skip : w->i;
        return skip == 0;
    }
    return true;
}

/* The word that begins here; false: none does, and what there is was passed over. */
static bool word_here(struct word_reader *w, uint64_t *h, bool *alone)
{
    *alone = false;
    if (plain(w->text.p[w->i]))
        return plain_word(w, h);
    if (w->text.p[w->i] == '@' && !w->after_word) {
        size_t skip = letter_skip(w->text, w->i);
        w->i += skip ? skip : 1;
        return false;
    }
    if (w->text.p[w->i] > 0) { /* a blank, a sign */
        w->i++;
        return false;
    }
    uint32_t cp = k_utf8_next(w->text, &w->i);
    if (!letter_is_word(cp))
        return false;
    *alone = letter_is_alone(cp);
    *h = add_letter(WORD_HASH, cp);
    return true;
}

bool word_next(struct word_reader *w, uint64_t *hash)
{
    while (w->i < w->text.n) {
        size_t at = w->i;
        bool alone;
        uint64_t h;
        if (!word_here(w, &h, &alone)) {
            w->after_word = false;
            continue;
        }
        *hash = word_mix(alone ? h : rest_of_word(w, h));
        w->joined = alone && w->alone && at == w->end;
        w->alone = alone;
        w->after_word = !alone;
        w->end = w->i;
        return true;
    }
    return false;
}
