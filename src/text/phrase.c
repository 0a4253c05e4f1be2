/* phrase: Aho and Corasick's automaton (1975) over the bytes of folded text. Folding keeps for
 * each byte where it came from, so that hits are places in the text as given. */
#include "text/phrase.h"
#include "base/utf8.h"
#include "text/letter.h"
#include <utf8proc.h>

#define PHRASE_MAX 120 /* bytes, folded */
#define NONE 0u        /* the root is nobody's child and nobody's hit */

struct node {
    uint32_t child, sibling; /* first child; next child of the same parent */
    uint32_t fail;           /* longest other beginning that ends here */
    uint32_t hit;            /* nearest node on the way of fails that ends a phrase */
    uint32_t phrase;         /* index + 1 of the first phrase that ends here */
    uint16_t depth;
    uint8_t byte;
};

struct phrase_set {
    struct node *nodes;
    uint32_t n_nodes;
    uint32_t root[256]; /* children of the root, by byte */
    uint32_t *same;     /* of a phrase: index + 1 of the next one with the same text */
    bool *open;         /* it ended in '*' */
};

/* --- folding ----------------------------------------------------------------------------- */

struct fold {
    k_str text;
    size_t i;     /* next byte to read */
    size_t start; /* where the character given last begins in the text */
    bool blank;   /* white space was given last */
    char out[4];
    unsigned n, at; /* bytes in out, and how many of them were given */
};

static void two_bytes(char *out, uint32_t cp)
{
    out[0] = (char)(0xc0 | cp >> 6);
    out[1] = (char)(0x80 | (cp & 0x3f));
}

/* An ASCII letter, digit or sign, which most are; false: it is something else. */
static bool fold_ascii(struct fold *f)
{
    unsigned char c = (unsigned char)f->text.p[f->i];
    if (c <= ' ' || c >= 0x80)
        return false;
    f->start = f->i++;
    f->blank = false;
    f->at = 0;
    f->n = 1;
    f->out[0] = (char)(c >= 'A' && c <= 'Z' ? c + 32 : c);
    return true;
}

/* Fills f->out with the next character. */
static bool fold_char(struct fold *f)
{
    while (f->i < f->text.n) {
        if (fold_ascii(f))
            return true;
        f->start = f->i;
        uint32_t cp = k_utf8_next(f->text, &f->i);
        bool blank = letter_is_space(cp);
        if (blank && f->blank)
            continue;
        f->blank = blank;
        f->at = 0;
        f->n = (unsigned)(f->i - f->start);
        if (cp >= 0x80 && cp < 0x800 && !blank) {
            uint32_t low = (uint32_t)utf8proc_tolower((utf8proc_int32_t)cp);
            two_bytes(f->out, low >= 0x80 && low < 0x800 ? low : cp);
        } else if (cp < 0x80 || blank || letter_is_apostrophe(cp)) {
            f->n = 1;
            f->out[0] = (char)(blank ? ' ' : cp >= 0x80 ? '\'' : cp);
            if (f->out[0] >= 'A' && f->out[0] <= 'Z')
                f->out[0] = (char)(f->out[0] + 32);
        } else {
            memcpy(f->out, f->text.p + f->start, f->n);
        }
        return true;
    }
    return false;
}

static bool fold_byte(struct fold *f, uint8_t *byte)
{
    if (f->at == f->n && !fold_char(f))
        return false;
    *byte = (uint8_t)f->out[f->at++];
    return true;
}

/* Folded bytes of a phrase without its '*' and blanks at the ends; 0 when it is empty or too
 * long. */
static size_t fold_phrase(k_str phrase, uint8_t out[PHRASE_MAX], bool *open)
{
    uint8_t byte;
    size_t n = 0;
    phrase = k_str_trim(phrase);
    *open = k_str_ends(phrase, K_S("*"));
    if (*open)
        phrase.n--;
    struct fold f = {.text = phrase, .blank = true};
    while (fold_byte(&f, &byte)) {
        if (n == PHRASE_MAX)
            return 0;
        out[n++] = byte;
    }
    while (n > 0 && out[n - 1] == ' ')
        n--;
    return n;
}

/* --- building ---------------------------------------------------------------------------- */

static uint32_t child_of(const struct phrase_set *s, uint32_t node, uint8_t byte)
{
    if (node == 0)
        return s->root[byte];
    uint32_t c = s->nodes[node].child;
    while (c != NONE && s->nodes[c].byte != byte)
        c = s->nodes[c].sibling;
    return c;
}

static uint32_t add_child(struct phrase_set *s, uint32_t node, uint8_t byte)
{
    uint32_t c = child_of(s, node, byte);
    if (c != NONE)
        return c;
    c = s->n_nodes++;
    s->nodes[c] = (struct node){.byte = byte,
                                .sibling = s->nodes[node].child,
                                .depth = (uint16_t)(s->nodes[node].depth + 1)};
    s->nodes[node].child = c;
    if (node == 0)
        s->root[byte] = c;
    return c;
}

static void add_phrase(struct phrase_set *s, uint32_t index, k_str phrase)
{
    uint8_t folded[PHRASE_MAX];
    size_t n = fold_phrase(phrase, folded, &s->open[index]);
    uint32_t node = 0;
    if (n == 0)
        return;
    for (size_t i = 0; i < n; i++)
        node = add_child(s, node, folded[i]);
    s->same[index] = s->nodes[node].phrase;
    s->nodes[node].phrase = index + 1;
}

/* The node after `byte` from `node`, falling back as far as needed. */
static uint32_t step(const struct phrase_set *s, uint32_t node, uint8_t byte)
{
    for (;;) {
        uint32_t c = child_of(s, node, byte);
        if (c != NONE || node == 0)
            return c;
        node = s->nodes[node].fail;
    }
}

/* Breadth first, so that shorter beginnings are ready before longer ones. */
static void link_nodes(struct phrase_set *s, struct k_arena *a)
{
    uint32_t *queue = k_new_n(a, uint32_t, s->n_nodes), head = 0, tail = 1;
    while (head < tail) {
        uint32_t up = queue[head++];
        for (uint32_t c = s->nodes[up].child; c != NONE; c = s->nodes[c].sibling) {
            struct node *n = &s->nodes[c];
            n->fail = up == 0 ? 0 : step(s, s->nodes[up].fail, n->byte);
            n->hit = s->nodes[n->fail].phrase ? n->fail : s->nodes[n->fail].hit;
            queue[tail++] = c;
        }
    }
}

const struct phrase_set *phrase_set_new(struct k_arena *a, const k_str *phrases, size_t n)
{
    struct phrase_set *s = k_new(a, struct phrase_set);
    size_t bytes = 1;
    if (n > 65000)
        n = 65000;
    for (size_t i = 0; i < n; i++)
        bytes += phrases[i].n < PHRASE_MAX * 3 ? phrases[i].n : PHRASE_MAX;
    s->nodes = k_new_n(a, struct node, bytes);
    s->same = k_new_n(a, uint32_t, n + 1);
    s->open = k_new_n(a, bool, n + 1);
    s->n_nodes = 1;
    for (size_t i = n; i-- > 0;) /* backwards: of equal phrases the first is found first */
        add_phrase(s, (uint32_t)i, phrases[i]);
    link_nodes(s, a);
    return s;
}

/* --- finding ----------------------------------------------------------------------------- */

struct find {
    const struct phrase_set *set;
    struct fold f;
    uint32_t starts[128]; /* where the last folded bytes' characters begin, by number */
    size_t n;             /* folded bytes read */
    struct phrase_hit *out;
    size_t max, found;
};

static bool word_before(k_str text, size_t i)
{
    if (i == 0)
        return false;
    size_t at = i - 1;
    while (at > 0 && i - at < 4 && ((unsigned char)text.p[at] & 0xc0) == 0x80)
        at--;
    return letter_is_word(k_utf8_next(text, &at));
}

static size_t word_end(k_str text, size_t i)
{
    while (i < text.n) {
        size_t at = i;
        if (!letter_is_word(k_utf8_next(text, &i)))
            return at;
    }
    return text.n;
}

static void report(struct find *q, uint32_t node)
{
    k_str text = q->f.text;
    size_t start = q->starts[(q->n - q->set->nodes[node].depth) % 128], end = q->f.i;
    if (word_before(text, start))
        return;
    size_t to = word_end(text, end);
    for (uint32_t p = q->set->nodes[node].phrase; p; p = q->set->same[p - 1]) {
        bool open = q->set->open[p - 1];
        if ((open || to == end) && q->found < q->max)
            q->out[q->found++] =
                (struct phrase_hit){p - 1, (uint32_t)start, (uint32_t)(open ? to : end)};
    }
}

size_t phrase_find(const struct phrase_set *set, k_str text, struct phrase_hit *out, size_t max)
{
    struct find q = {.set = set, .out = out, .max = max};
    uint32_t node = 0;
    uint8_t byte;
    q.f.text = k_str_sub(text, 0, UINT32_MAX);
    while (q.found < max && fold_byte(&q.f, &byte)) {
        q.starts[q.n++ % 128] = (uint32_t)q.f.start;
        node = step(set, node, byte);
        if (q.f.at < q.f.n)
            continue; /* inside a character nothing ends */
        for (uint32_t h = set->nodes[node].phrase ? node : set->nodes[node].hit; h != NONE;
             h = set->nodes[h].hit)
            report(&q, h);
    }
    return q.found;
}
