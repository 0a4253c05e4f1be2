/* match_text: comparators for match_rules. Reads texts, writes nothing; sizes on the stack are
 * bounded by MATCH_TEXT_MAX. */
#include "domain/match_text.h"
#include "base/utf8.h"

struct chars {
    uint32_t v[MATCH_TEXT_MAX];
    size_t n;
};

static void chars_of(k_str s, struct chars *out)
{
    out->n = 0;
    for (size_t i = 0; i < s.n && out->n < MATCH_TEXT_MAX;)
        out->v[out->n++] = k_utf8_next(s, &i);
}

static size_t at_least(size_t a, size_t b)
{
    return a > b ? a : b;
}

/* Characters in common within half the length of the longer; marks them. */
static size_t common(const struct chars *a, const struct chars *b, bool *in_a, bool *in_b)
{
    size_t longer = at_least(a->n, b->n), reach = longer / 2 > 0 ? longer / 2 - 1 : 0, n = 0;
    for (size_t i = 0; i < a->n; i++) {
        size_t from = i > reach ? i - reach : 0,
               to = i + reach + 1 < b->n ? i + reach + 1 : b->n;
        for (size_t j = from; j < to; j++)
            if (!in_b[j] && a->v[i] == b->v[j]) {
                in_a[i] = in_b[j] = true;
                n++;
                break;
            }
    }
    return n;
}

static size_t out_of_order(const struct chars *a, const struct chars *b, const bool *in_a,
                           const bool *in_b)
{
    size_t n = 0, j = 0;
    for (size_t i = 0; i < a->n; i++) {
        if (!in_a[i])
            continue;
        while (j < b->n && !in_b[j])
            j++;
        n += j < b->n && a->v[i] != b->v[j];
        j++;
    }
    return n;
}

double match_jaro_winkler(k_str x, k_str y)
{
    struct chars a, b;
    bool in_a[MATCH_TEXT_MAX] = {false}, in_b[MATCH_TEXT_MAX] = {false};
    /* Who is paired with whom depends on where one begins: always with the smaller text. */
    bool swap = y.n < x.n || (y.n == x.n && k_str_cmp(y, x) < 0);
    chars_of(swap ? y : x, &a);
    chars_of(swap ? x : y, &b);
    if (a.n == 0 || b.n == 0)
        return a.n == b.n ? 1 : 0;
    double m = (double)common(&a, &b, in_a, in_b);
    if (m <= 0)
        return 0;
    double t = (double)out_of_order(&a, &b, in_a, in_b) / 2;
    double jaro = (m / (double)a.n + m / (double)b.n + (m - t) / m) / 3;
    size_t prefix = 0;
    while (prefix < 4 && prefix < a.n && prefix < b.n && a.v[prefix] == b.v[prefix])
        prefix++;
    return jaro > 0.7 ? jaro + (double)prefix * 0.1 * (1 - jaro) : jaro;
}

static int least(int a, int b, int c)
{
    int ab = a < b ? a : b;
    return ab < c ? ab : c;
}

int match_edits(k_str x, k_str y)
{
    struct chars a, b;
    int rows[3][MATCH_TEXT_MAX + 1];
    chars_of(x, &a);
    chars_of(y, &b);
    int *before = rows[0], *last = rows[1], *now = rows[2];
    for (size_t j = 0; j <= b.n; j++)
        last[j] = (int)j;
    for (size_t i = 1; i <= a.n; i++) {
        now[0] = (int)i;
        for (size_t j = 1; j <= b.n; j++) {
            bool same = a.v[i - 1] == b.v[j - 1];
            now[j] = least(last[j] + 1, now[j - 1] + 1, last[j - 1] + !same);
            bool crossed =
                i > 1 && j > 1 && a.v[i - 1] == b.v[j - 2] && a.v[i - 2] == b.v[j - 1];
            if (crossed && before[j - 2] + 1 < now[j])
                now[j] = before[j - 2] + 1;
        }
        int *free_row = before;
        before = last;
        last = now;
        now = free_row;
    }
    return last[b.n];
}

k_str match_soundex(struct k_arena *a, k_str s)
{
    /* Of a to z: 0 a vowel, which parts two of a code; 7 h and w, which do not. */
    static const char codes[] = "01230127022455012623017202";
    char out[4];
    size_t n = 0;
    char last = '0';
    for (size_t i = 0; i < s.n && n < sizeof out; i++) {
        unsigned char c = (unsigned char)s.p[i];
        if (c >= 0x80)
            return s;
        if (c < 'a' || c > 'z')
            continue;
        char code = codes[c - 'a'];
        if (n == 0)
            out[n++] = (char)c;
        else if (code > '0' && code < '7' && code != last)
            out[n++] = code;
        if (code != '7')
            last = code;
    }
    while (n > 0 && n < sizeof out)
        out[n++] = '0';
    return k_dup(a, k_str_n(out, n));
}

struct match_words match_words_of(struct k_arena *a, k_str s)
{
    struct match_words out = {0};
    while (s.n > 0) {
        k_str word = k_str_cut(&s, ' ');
        if (word.n > 0)
            *k_vec_push(a, &out) = word;
    }
    return out;
}

k_str match_sorted(struct k_arena *a, const struct match_words *w)
{
    k_str *v = k_new_n(a, k_str, w->n + 1);
    k_str out = K_S("");
    for (size_t i = 0; i < w->n; i++) {
        size_t at = i;
        for (; at > 0 && k_str_cmp(v[at - 1], w->v[i]) > 0; at--)
            v[at] = v[at - 1];
        v[at] = w->v[i];
    }
    for (size_t i = 0; i < w->n; i++)
        out = i == 0 ? v[i] : k_fmt(a, "%.*s %.*s", K_ARG(out), K_ARG(v[i]));
    return out;
}

static bool has_digit(k_str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] >= '0' && s.p[i] <= '9')
            return true;
    return false;
}

static double word_alike(k_str x, k_str y)
{
    if (k_str_eq(x, y))
        return 1;
    if (has_digit(x) || has_digit(y))
        return 0;
    bool cut = (x.n >= 4 && k_str_starts(y, x)) || (y.n >= 4 && k_str_starts(x, y));
    return cut ? 0.99 : match_jaro_winkler(x, y);
}

void match_words_found(const struct match_words *x, const struct match_words *y,
                       const double *weight, double alike, double *found, double *all)
{
    bool taken[MATCH_TEXT_MAX] = {false};
    size_t most = y->n < MATCH_TEXT_MAX ? y->n : MATCH_TEXT_MAX;
    for (size_t i = 0; i < x->n; i++) {
        double w = weight ? weight[i] : 1, best = 0;
        size_t at = 0;
        for (size_t j = 0; j < most; j++) {
            double s = taken[j] ? 0 : word_alike(x->v[i], y->v[j]);
            if (s > best) {
                best = s;
                at = j;
            }
        }
        *all += w;
        if (best >= alike) {
            taken[at] = true;
            *found += w;
        }
    }
}
