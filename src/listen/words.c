/* words: cuts with what utf8proc knows of characters; folds each word by itself, so that the
 * place of every word in the text as given is known. */
#include "listen/words.h"
#include "base/buf.h"
#include "base/utf8.h"
#include "text/letter.h"
#include <utf8proc.h>

#define CASH 6        /* letters of a cashtag */
#define JOINER 0x200d /* makes one emoji of two */

/* Turkish: the capital I with a dot folds to i and a dot above; written small it is a plain i.
 */
static k_str without_dot(struct k_arena *a, k_str s)
{
    static const char dotted[] = "i\xcc\x87";
    ptrdiff_t i = k_str_find(s, K_S(dotted));
    if (i < 0)
        return s;
    struct k_buf b;
    k_buf_init(&b, a, s.n + 1);
    for (; i >= 0; i = k_str_find(s, K_S(dotted))) {
        k_buf_str(&b, k_str_sub(s, 0, (size_t)i + 1));
        for (s = k_str_from(s, (size_t)i + 1); k_str_starts(s, K_S("\xcc\x87"));)
            s = k_str_from(s, 2);
    }
    k_buf_str(&b, s);
    return k_utf8_nfc(a, k_buf_view(&b)); /* what stood behind the dot may join the i */
}

k_str listen_fold(struct k_arena *a, k_str word)
{
    return without_dot(a, k_utf8_fold(a, word));
}

/* ---- characters -------------------------------------------------------------------------- */

static bool is_skin(uint32_t cp)
{
    return cp >= 0x1f3fb && cp <= 0x1f3ff;
}

static bool is_flag(uint32_t cp)
{
    return cp >= 0x1f1e6 && cp <= 0x1f1ff;
}

static bool is_picture(uint32_t cp)
{
    if (cp < 0xa9 || letter_is_word(cp))
        return false;
    return is_flag(cp) || utf8proc_get_property((utf8proc_int32_t)cp)->boundclass ==
                              UTF8PROC_BOUNDCLASS_EXTENDED_PICTOGRAPHIC;
}

/* What is not seen and parts no word: soft hyphens, marks of direction, joiners. */
static bool is_unseen(uint32_t cp)
{
    return cp == 0xad || (cp >= 0x200b && cp <= 0x200f) || (cp >= 0x202a && cp <= 0x202e) ||
           cp == 0x2060 || (cp >= 0xfe00 && cp <= 0xfe0f) || cp == 0xfeff;
}

static bool is_mark(uint32_t cp)
{
    utf8proc_category_t c = utf8proc_category((utf8proc_int32_t)cp);
    return c == UTF8PROC_CATEGORY_MN || c == UTF8PROC_CATEGORY_MC || c == UTF8PROC_CATEGORY_ME;
}

static bool is_ascii_letter(uint32_t cp)
{
    return (cp | 32) >= 'a' && (cp | 32) <= 'z';
}

static bool is_word(uint32_t cp)
{
    return cp == '_' || letter_is_word(cp);
}

static uint32_t peek(k_str s, size_t i)
{
    return i < s.n ? k_utf8_next(s, &i) : 0;
}

/* ---- cutting ----------------------------------------------------------------------------- */

struct cutting {
    struct k_arena *a;
    struct listen_words *out;
    k_str text;
};

static void put(const struct cutting *c, size_t start, size_t end, k_str key)
{
    *k_vec_push(c->a, c->out) =
        (struct listen_word){.key = k_str_sub(key, 0, LISTEN_WORD),
                             .raw = k_str_sub(c->text, start, end - start),
                             .start = (uint32_t)start,
                             .end = (uint32_t)end,
                             .at = c->out->places,
                             .next = c->out->places + 1};
}

static void put_word(const struct cutting *c, size_t start, size_t end)
{
    k_str raw = k_str_sub(c->text, start, end - start);
    put(c, start, end, listen_fold(c->a, raw));
    c->out->places++;
}

/* Behind the marks and unseen characters that belong to what ends at i. */
static size_t past_marks(k_str s, size_t i)
{
    for (size_t k = i; k < s.n; i = k) {
        uint32_t cp = k_utf8_next(s, &k);
        if (!is_mark(cp) && !(is_unseen(cp) && cp != JOINER))
            break;
    }
    return i;
}

static size_t word_end(k_str s, size_t i)
{
    for (size_t k = i; k < s.n; i = k) {
        uint32_t cp = k_utf8_next(s, &k);
        if (!is_unseen(cp) && (!is_word(cp) || letter_is_alone(cp)))
            break;
    }
    return i;
}

/* An emoji that begins at i: its skin and sex, all that joiners tie to it, both halves of a
 * flag. The key has neither skin nor the sign that asks for colour. */
static size_t picture(const struct cutting *c, size_t start)
{
    struct k_buf key;
    size_t i = start;
    uint32_t first = k_utf8_next(c->text, &i);
    k_buf_init(&key, c->a, 4 * LISTEN_WORD);
    k_buf_str(&key, k_str_sub(c->text, start, i - start));
    bool tied = is_flag(first) && is_flag(peek(c->text, i));
    for (size_t k = i; k < c->text.n; i = k) {
        uint32_t cp = k_utf8_next(c->text, &k);
        bool skin = is_skin(cp) || (cp >= 0xfe00 && cp <= 0xfe0f);
        if (!skin && cp != JOINER && !(tied && (is_picture(cp) || is_mark(cp))))
            break;
        tied = cp == JOINER;
        if (!skin)
            k_buf_str(&key, k_str_sub(c->text, i, k - i));
    }
    put(c, start, i, k_buf_view(&key));
    c->out->places++;
    return i;
}

/* ---- marked words ------------------------------------------------------------------------ */

static bool in_name(uint32_t cp, uint32_t mark)
{
    return is_word(cp) || (mark == '@' && (cp == '.' || cp == '-' || cp == '@'));
}

/* "#tag", "@name@place", "$CASH": beside the words of it, which are cut afterwards. */
static void marked(const struct cutting *c, uint32_t mark, size_t start, size_t i)
{
    size_t end = i, n = 0;
    for (size_t k = i; k < c->text.n && in_name(peek(c->text, k), mark); n++) {
        size_t here = k;
        uint32_t cp = k_utf8_next(c->text, &k);
        if (!is_word(cp) && (here == i || end != here)) /* signs stand between words alone */
            break;
        if (is_word(cp))
            end = k;
        if (mark == '$' && !is_ascii_letter(cp))
            return;
    }
    if (end == i || (mark == '$' && n > CASH))
        return;
    k_str name = listen_fold(c->a, k_str_sub(c->text, i, end - i));
    struct listen_words inside;
    listen_words(c->a, LISTEN_UNICODE, k_str_sub(c->text, i, end - i), &inside);
    if (inside.places == 0) /* nothing but marks: it would stand nowhere */
        return;
    put(c, start, end, k_fmt(c->a, "%c%.*s", (char)mark, K_ARG(name)));
    c->out->v[c->out->n - 1].next = c->out->places + inside.places;
}

static uint32_t mark_of(uint32_t cp)
{
    if (cp == '#' || cp == 0xff03)
        return '#';
    if (cp == '@' || cp == 0xff20)
        return '@';
    return cp == '$' ? '$' : 0;
}

static void cut_unicode(const struct cutting *c)
{
    bool after_word = false;
    for (size_t i = 0, next; i < c->text.n; i = next) {
        next = i;
        uint32_t cp = k_utf8_next(c->text, &next);
        if (letter_is_alone(cp)) {
            next = past_marks(c->text, next);
            put_word(c, i, next);
        } else if (is_word(cp) && !is_mark(cp)) {
            next = word_end(c->text, next);
            put_word(c, i, next);
        } else if (is_picture(cp)) {
            next = picture(c, i);
        } else if (mark_of(cp) && !after_word) {
            marked(c, mark_of(cp), i, next);
        }
        after_word = is_word(cp);
    }
}

static bool is_ascii_word(char ch)
{
    return (unsigned char)ch >= 0x80 || is_ascii_letter((unsigned char)ch) ||
           (ch >= '0' && ch <= '9') || ch == '_' || ch == '#' || ch == '@';
}

static void cut_ascii(const struct cutting *c)
{
    for (size_t i = 0, end; i < c->text.n; i = end) {
        for (end = i; end < c->text.n && is_ascii_word(c->text.p[end]); end++)
            ;
        if (end == i) {
            end++;
            continue;
        }
        char *key = k_new_n(c->a, char, end - i);
        for (size_t k = i; k < end; k++)
            key[k - i] = c->text.p[k] >= 'A' && c->text.p[k] <= 'Z' ? (char)(c->text.p[k] + 32)
                                                                    : c->text.p[k];
        put(c, i, end, k_str_n(key, end - i));
        c->out->places++;
    }
}

void listen_words(struct k_arena *a, enum listen_way way, k_str text, struct listen_words *out)
{
    struct cutting c = {a, out, k_str_sub(text, 0, LISTEN_TEXT)};
    *out = (struct listen_words){0};
    if (way == LISTEN_ASCII)
        cut_ascii(&c);
    else
        cut_unicode(&c);
}
