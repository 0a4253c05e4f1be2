/* lookup_rules: see the header. */
#include "domain/lookup_rules.h"

#include "base/buf.h"
#include "base/utf8.h"
#include "domain/match_norm.h"
#include "text/letter.h"

int lookup_place(enum lookup_kind kind, enum stage stage)
{
    int rank = stage > STAGE_RELATIONSHIP ? STAGE_RELATIONSHIP : (int)stage;
    return (int)kind * LOOKUP_RANKS + (LOOKUP_RANKS - 1 - rank);
}

k_str lookup_upto(struct k_arena *a, k_str text)
{
    return k_cat(a, text, K_S("\xf4\x8f\xbf\xbf")); /* behind every letter there is */
}

/* ---- texts ------------------------------------------------------------------------------ */

/* Words also of what stands in brackets, which match_norm_words would drop. */
static struct match_words words_of(struct k_arena *a, k_str s)
{
    struct k_buf b;
    k_buf_init(&b, a, s.n + 8);
    for (size_t i = 0; i < s.n; i++)
        k_buf_chr(&b, s.p[i] && strchr("()[]{}", s.p[i]) ? ' ' : s.p[i]);
    return match_words_of(a, match_norm_words(a, k_buf_view(&b)));
}

/* Whole characters only. */
static k_str cut(k_str s, size_t max)
{
    size_t n = s.n < max ? s.n : max;
    while (n > 0 && n < s.n && ((unsigned char)s.p[n] & 0xc0) == 0x80)
        n--;
    return k_str_sub(s, 0, n);
}

static void add(struct k_arena *a, struct lookup_rows *r, k_id owner, int place, k_str text)
{
    text = k_str_trim(cut(text, LOOKUP_TEXT));
    if (!text.n || r->n >= LOOKUP_ROWS)
        return;
    for (size_t i = 0; i < r->n; i++)
        if (r->v[i].owner == owner && k_str_eq(r->v[i].text, text)) {
            if (place < r->v[i].place)
                r->v[i].place = place;
            return;
        }
    *k_vec_push(a, r) = (struct lookup_row){owner, place, text};
}

/* Words w[from..n) and then w[0..upto), parted by blanks. */
static k_str joined(struct k_arena *a, const struct match_words *w, size_t from, size_t n,
                    size_t upto)
{
    struct k_buf b;
    k_buf_init(&b, a, 4096);
    for (size_t i = from; i < n + upto; i++) {
        if (i > from)
            k_buf_chr(&b, ' ');
        k_buf_str(&b, w->v[i < n ? i : i - n]);
    }
    return k_buf_view(&b);
}

/* Scripts without blanks: a name is found by each of its characters. */
static void add_inside(struct k_arena *a, struct lookup_rows *r, k_id owner, int place,
                       k_str word)
{
    size_t i = 0;
    while (i < word.n) {
        size_t at = i;
        bool alone = letter_is_alone(k_utf8_next(word, &i));
        if (alone && at > 0)
            add(a, r, owner, place, k_str_from(word, at));
    }
}

void lookup_add_name(struct k_arena *a, struct lookup_rows *r, k_id owner,
                     enum lookup_kind kind, k_str name)
{
    struct match_words w = words_of(a, name);
    size_t n = w.n < LOOKUP_WORDS ? w.n : LOOKUP_WORDS;
    int place = lookup_place(kind, r->stage);
    for (size_t i = 0; i < n; i++)
        add(a, r, owner, place, joined(a, &w, i, n, i));
    for (size_t i = 0; i < n; i++)
        add_inside(a, r, owner, place, w.v[i]);
}

/* An address in three parts: ada @ engine.example, engine.example / ada, anna . bsky.social. */
struct parts {
    k_str local, host, path;
};

static struct parts parts_of(k_str s)
{
    size_t at = s.n;
    while (at > 0 && s.p[at - 1] != '@')
        at--;
    if (at > 0)
        return (struct parts){.local = k_str_sub(s, 0, at - 1), .host = k_str_from(s, at)};
    struct parts p = {.path = s};
    p.host = k_str_cut(&p.path, '/');
    for (size_t i = 0; i < p.host.n; i++)
        if (p.host.p[i] == '.' && match_domain_public(k_str_from(p.host, i + 1)))
            return (struct parts){.local = k_str_sub(p.host, 0, i),
                                  .host = k_str_from(p.host, i + 1),
                                  .path = p.path};
    return p;
}

static k_str without_scheme(k_str s)
{
    static const char *const heads[] = {"https://", "http://", "www.", "@"};
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++)
        if (k_str_istarts(s, k_str_z(heads[i])))
            s = k_str_from(s, strlen(heads[i]));
    return s;
}

static void append(struct k_arena *a, struct match_words *to, const struct match_words *more)
{
    for (size_t i = 0; i < more->n; i++)
        *k_vec_push(a, to) = more->v[i];
}

void lookup_add_address(struct k_arena *a, struct lookup_rows *r, k_id owner, k_str address)
{
    struct parts p = parts_of(k_lower(a, without_scheme(k_str_trim(address))));
    struct match_words w = words_of(a, p.local), host = words_of(a, p.host),
                       path = words_of(a, p.path);
    bool dotted = k_str_chr(p.host, '.') > 0;
    size_t local = w.n, last = local + host.n - (dotted && host.n > 1); /* without "com" */
    if (match_domain_public(p.host))
        last = local;
    append(a, &w, &host);
    append(a, &w, &path);
    size_t n = w.n < LOOKUP_WORDS ? w.n : LOOKUP_WORDS;
    for (size_t i = 0; i < n; i++)
        if (i == 0 || i < last || i >= local + host.n)
            add(a, r, owner, lookup_place(LOOKUP_ADDRESS, r->stage), joined(a, &w, i, n, 0));
}

static k_str digits_of(struct k_arena *a, k_str s)
{
    struct k_buf b;
    k_buf_init(&b, a, 64);
    for (size_t i = 0; i < s.n && b.n < 32; i++)
        if (s.p[i] >= '0' && s.p[i] <= '9')
            k_buf_chr(&b, s.p[i]);
    return k_buf_view(&b);
}

void lookup_add_phone(struct k_arena *a, struct lookup_rows *r, k_id owner, k_str number)
{
    k_str digits = digits_of(a, number);
    int place = lookup_place(LOOKUP_ADDRESS, r->stage);
    while (k_str_starts(digits, K_S("0")))
        digits = k_str_from(digits, 1);
    for (size_t i = 0; i + LOOKUP_DIGITS <= digits.n && i < 16; i++)
        add(a, r, owner, place, k_str_from(digits, i));
}

/* ---- what was typed --------------------------------------------------------------------- */

/* "+49 (0)30 / 123-45" as digits; empty when it is no number. */
static k_str number_of(struct k_arena *a, k_str text)
{
    k_str s = k_str_trim(text);
    ptrdiff_t trunk = k_str_find(s, K_S("(0)"));
    if (trunk > 0)
        s = k_cat(a, k_str_sub(s, 0, (size_t)trunk), k_str_from(s, (size_t)trunk + 3));
    for (size_t i = 0; i < s.n; i++)
        if (!memchr("0123456789+-/(). \t", s.p[i], 18))
            return K_S("");
    k_str digits = digits_of(a, s);
    while (k_str_starts(digits, K_S("0")))
        digits = k_str_from(digits, 1);
    return digits.n >= LOOKUP_DIGITS ? digits : K_S("");
}

void lookup_query_parse(struct k_arena *a, k_str text, struct lookup_query *out)
{
    k_str number = number_of(a, k_str_sub(text, 0, 300));
    *out = (struct lookup_query){.phrase = number};
    if (number.n) {
        out->tokens[out->n++] = number;
        return;
    }
    struct match_words w = words_of(a, k_str_sub(text, 0, 300));
    for (size_t i = 0; i < w.n && out->n < LOOKUP_TOKENS; i++)
        out->tokens[out->n++] = cut(w.v[i], LOOKUP_TEXT);
    out->phrase =
        cut(joined(a, &w, 0, w.n < LOOKUP_WORDS ? w.n : LOOKUP_WORDS, 0), LOOKUP_TEXT);
}
