/* tongue: finds the row whose English is the sentence, with values where {} stands, and writes
 * the other side with the same values. The row with most words of its own wins. */
#include "base/tongue.h"
#include "base/buf.h"
#include <string.h>

#define VALUES 4    /* of one sentence; a unit test counts them */
#define LONGEST 600 /* bytes of a sentence; longer is no sentence of ours */
#define DEEPEST 3   /* a sentence in a sentence in a sentence */

const struct k_tongue_row k_tongue_rows[] = {
#define K_SAY(english, german) {english, german},
#include "base/tongue_de.def"
#undef K_SAY
};
const size_t k_tongue_n_rows = sizeof k_tongue_rows / sizeof *k_tongue_rows;

enum k_tongue k_tongue_of(k_str accept_language)
{
    while (accept_language.p) {
        k_str tag = k_str_trim(k_str_cut(&accept_language, ','));
        if (k_str_istarts(tag, K_S("de")))
            return K_TONGUE_DE;
        if (k_str_istarts(tag, K_S("en")))
            return K_TONGUE_EN;
    }
    return K_TONGUE_EN;
}

const char *k_tongue_tag(enum k_tongue t)
{
    return t == K_TONGUE_DE ? "de" : "en";
}

/* A sentence may begin small when it stands as a term of a line. */
static bool same_first(char a, char b)
{
    return a == b || ((a | 32) == (b | 32) && (a | 32) >= 'a' && (a | 32) <= 'z');
}

static bool begins(k_str text, k_str piece, bool first)
{
    if (text.n < piece.n || piece.n == 0)
        return piece.n == 0;
    if (!(first ? same_first(text.p[0], piece.p[0]) : text.p[0] == piece.p[0]))
        return false;
    return memcmp(text.p + 1, piece.p + 1, piece.n - 1) == 0;
}

/* Each {} takes as little as lets the rest fit. */
static bool fits(k_str pattern, k_str text, bool first, k_str values[VALUES], size_t at)
{
    ptrdiff_t hole = k_str_find(pattern, K_S("{}"));
    k_str piece = hole < 0 ? pattern : k_str_sub(pattern, 0, (size_t)hole);
    if (!begins(text, piece, first))
        return false;
    text = k_str_sub(text, piece.n, text.n - piece.n);
    if (hole < 0)
        return text.n == 0;
    pattern = k_str_sub(pattern, (size_t)hole + 2, pattern.n - (size_t)hole - 2);
    for (size_t n = 0; n <= text.n && at < VALUES; n++) {
        values[at] = k_str_sub(text, 0, n);
        if (fits(pattern, k_str_sub(text, n, text.n - n), false, values, at + 1))
            return true;
    }
    return false;
}

static size_t own_words(k_str pattern)
{
    size_t n = pattern.n;
    for (ptrdiff_t i; (i = k_str_find(pattern, K_S("{}"))) >= 0; n -= 2)
        pattern = k_str_sub(pattern, (size_t)i + 2, pattern.n - (size_t)i - 2);
    return n;
}

static const struct k_tongue_row *row_of(k_str text, k_str values[VALUES])
{
    const struct k_tongue_row *best = NULL;
    size_t most = 0;
    for (size_t i = 0; i < k_tongue_n_rows; i++) {
        k_str got[VALUES] = {K_NONE}, en = k_str_z(k_tongue_rows[i].en);
        size_t own = own_words(en);
        if (own <= most || !fits(en, text, true, got, 0))
            continue;
        best = &k_tongue_rows[i];
        most = own;
        memcpy(values, got, sizeof got);
    }
    return best;
}

static k_str say(struct k_arena *a, k_str text, int deep);

static k_str say_row(struct k_arena *a, const struct k_tongue_row *row, k_str text,
                     const k_str values[VALUES], int deep)
{
    struct k_buf b;
    k_str left = k_str_z(row->de);
    bool capital = text.p[0] >= 'A' && text.p[0] <= 'Z';
    k_buf_init(&b, a, 8 * LONGEST);
    for (size_t at = 0; at < VALUES; at++) {
        ptrdiff_t hole = k_str_find(left, K_S("{}"));
        if (hole < 0)
            break;
        k_buf_str(&b, k_str_sub(left, 0, (size_t)hole));
        k_buf_str(&b, say(a, values[at], deep + 1));
        left = k_str_sub(left, (size_t)hole + 2, left.n - (size_t)hole - 2);
    }
    k_buf_str(&b, left);
    if (!k_buf_ok(&b))
        return text;
    k_str said = k_dup(a, k_buf_view(&b));
    char *first = (char *)(uintptr_t)said.p; /* our own copy */
    if (capital && said.n > 0 && first[0] >= 'a' && first[0] <= 'z')
        first[0] = (char)(first[0] - 32);
    return said;
}

static k_str say_terms(struct k_arena *a, k_str line, int deep)
{
    struct k_buf b;
    k_str dot = K_S(" · ");
    k_buf_init(&b, a, 8 * LONGEST);
    for (ptrdiff_t i; line.n > 0; k_buf_str(&b, line.n ? dot : K_S(""))) {
        i = k_str_find(line, dot);
        k_str term = i < 0 ? line : k_str_sub(line, 0, (size_t)i);
        size_t next = i < 0 ? line.n : (size_t)i + dot.n;
        line = k_str_sub(line, next, line.n - next);
        k_buf_str(&b, say(a, term, deep + 1));
    }
    return k_buf_view(&b);
}

static k_str say(struct k_arena *a, k_str text, int deep)
{
    k_str values[VALUES] = {K_NONE};
    if (text.n == 0 || text.n > LONGEST || deep > DEEPEST)
        return text;
    if (k_str_find(text, K_S(" · ")) >= 0)
        return say_terms(a, text, deep);
    const struct k_tongue_row *row = row_of(text, values);
    return row ? say_row(a, row, text, values, deep) : text;
}

k_str k_tongue_say(struct k_arena *a, enum k_tongue t, k_str english)
{
    return t == K_TONGUE_EN ? english : say(a, english, 0);
}

bool k_tongue_knows(k_str english)
{
    k_str values[VALUES];
    return english.n > 0 && row_of(english, values) != NULL;
}
