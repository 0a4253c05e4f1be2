/* shingle: the words of a text, three in a row. */
#include "text/shingle.h"
#include "text/word.h"

static int by_value(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return (x > y) - (x < y);
}

static uint64_t of_three(const uint64_t *w, size_t n)
{
    uint64_t h = WORD_HASH;
    for (size_t i = 0; i < n; i++)
        h = word_add(h, w[i]);
    return word_mix(h);
}

struct shingle_set shingle_of(struct k_arena *a, k_str text)
{
    struct shingle_set s = {0};
    struct word_reader w = word_read(text);
    uint64_t last[3] = {0}, word;
    size_t words = 0,
           most = w.text.n / 2 + 2; /* a word takes two bytes, one of them a border */
    while (word_next(&w, &word)) {
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
