/* search_query: words are runs of ASCII letters and digits and of anything beyond ASCII; both
 * databases cut texts into words nearly so, and cut further what they know better. */
#include "store/search_query.h"
#include "base/buf.h"
#include "base/utf8.h"

#define QUERY_MAX 1024 /* bytes of what is typed that are looked at */

static bool is_word(char c)
{
    unsigned char u = (unsigned char)c;
    return u >= 0x80 || (u >= '0' && u <= '9') || (u >= 'a' && u <= 'z') ||
           (u >= 'A' && u <= 'Z');
}

/* The next word at or behind *i, which moves behind it; n == 0 at the end. */
static k_str next_word(k_str s, size_t *i)
{
    while (*i < s.n && !is_word(s.p[*i]))
        ++*i;
    size_t from = *i;
    while (*i < s.n && is_word(s.p[*i]))
        ++*i;
    return k_str_sub(s, from, *i - from);
}

/* ---- reading ---- */

static void add_term(struct k_arena *a, struct search_query *q, k_str text, bool not,
                     bool prefix)
{
    struct search_term t = {.not = not, .prefix = prefix};
    size_t i = 0;
    if (q->n == SEARCH_TERMS_MAX)
        return;
    while (t.n < SEARCH_WORDS_MAX) {
        k_str word = next_word(text, &i);
        if (word.n == 0)
            break;
        t.plain[t.n] = k_utf8_plain(a, word);
        t.words[t.n++] = word;
    }
    if (t.n == 0)
        return;
    q->terms[q->n++] = t;
    q->wanted = q->wanted || !not ;
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* One term from *i on: a phrase in quotes, or all up to the next blank. */
static void parse_term(struct k_arena *a, k_str s, size_t *i, struct search_query *q)
{
    bool not = s.p[*i] == '-' && *i + 1 < s.n && !is_blank(s.p[*i + 1]);
    *i += not ;
    bool quoted = s.p[*i] == '"';
    *i += quoted;
    size_t from = *i;
    while (*i < s.n && (quoted ? s.p[*i] != '"' : !is_blank(s.p[*i]) && s.p[*i] != '"'))
        ++*i;
    k_str text = k_str_sub(s, from, *i - from);
    if (quoted && *i < s.n)
        ++*i;
    bool star = quoted ? *i < s.n && s.p[*i] == '*' : k_str_ends(text, K_S("*"));
    *i += quoted && star;
    add_term(a, q, text, not, star);
}

void search_query_parse(struct k_arena *a, k_str typed, struct search_query *out)
{
    k_str s = k_utf8_scrub(a, k_str_sub(typed, 0, QUERY_MAX));
    size_t i = 0;
    memset(out, 0, sizeof *out);
    while (i < s.n)
        if (is_blank(s.p[i]))
            i++;
        else
            parse_term(a, s, &i, out);
}

/* ---- writing ---- */

static void put_fts5(struct k_buf *b, const struct search_term *t)
{
    k_buf_chr(b, '"');
    for (size_t i = 0; i < t->n; i++) {
        if (i)
            k_buf_chr(b, ' ');
        k_buf_str(b, t->words[i]);
    }
    k_buf_str(b, t->prefix ? K_S("\"*") : K_S("\""));
}

static void put_tsquery(struct k_buf *b, const struct search_term *t)
{
    for (size_t i = 0; i < t->n; i++) {
        k_buf_str(b, i ? K_S(" <-> '") : K_S("'"));
        k_buf_str(b, t->words[i]); /* no quote, no backslash: those are no part of a word */
        k_buf_str(b, t->prefix && i + 1 == t->n ? K_S("':*") : K_S("'"));
    }
}

/* (wanted and wanted) not unwanted not unwanted */
static k_str written(struct k_arena *a, const struct search_query *q,
                     void (*put)(struct k_buf *, const struct search_term *), const char *and,
                     const char * not )
{
    struct k_buf b;
    if (!q->wanted)
        return K_NONE;
    k_buf_init(&b, a, 64 * 1024);
    for (size_t pass = 0, n = 0; pass < 2; pass++)
        for (size_t i = 0; i < q->n; i++) {
            if (q->terms[i].not != (pass == 1))
                continue;
            k_buf_fmt(&b, "%s(", pass ? not : n++ ? and : "");
            put(&b, &q->terms[i]);
            k_buf_chr(&b, ')');
        }
    return k_buf_ok(&b) ? k_buf_view(&b) : K_NONE;
}

k_str search_query_fts5(struct k_arena *a, const struct search_query *q)
{
    return written(a, q, put_fts5, " AND ", " NOT ");
}

k_str search_query_tsquery(struct k_arena *a, const struct search_query *q)
{
    return written(a, q, put_tsquery, " & ", " & !");
}

/* ---- finding again ---- */

static bool word_matches(k_str folded, const struct search_term *t, size_t at)
{
    bool beginning = t->prefix && at + 1 == t->n;
    return beginning ? k_str_starts(folded, t->plain[at]) : k_str_eq(folded, t->plain[at]);
}

/* How many bytes of text match the term from `at`, where a word starts; 0 = it does not. */
static size_t match_at(struct k_arena *a, const struct search_term *t, k_str text, size_t at)
{
    size_t i = at;
    for (size_t w = 0; w < t->n; w++) {
        k_str word = next_word(text, &i);
        if (word.n == 0 || !word_matches(k_utf8_plain(a, word), t, w))
            return 0;
    }
    return i - at;
}

static size_t match_any(struct k_arena *a, const struct search_query *q, k_str text, size_t at)
{
    size_t best = 0;
    for (size_t i = 0; i < q->n; i++) {
        size_t n = q->terms[i].not ? 0 : match_at(a, &q->terms[i], text, at);
        best = n > best ? n : best;
    }
    return best;
}

/* Walks to the next match at or behind *at; gives its length, 0 when there is none. */
static size_t find_match(struct k_arena *a, const struct search_query *q, k_str text,
                         size_t *at)
{
    size_t i = *at;
    while (i < text.n) {
        k_str word = next_word(text, &i);
        if (word.n == 0)
            break;
        *at = i - word.n;
        size_t n = match_any(a, q, text, *at);
        if (n)
            return n;
    }
    return 0;
}

static bool is_continuation(char c)
{
    return ((unsigned char)c & 0xc0) == 0x80;
}

/* Moves a place to the start of a word nearby, or at least of a character. */
static size_t word_start(k_str s, size_t at)
{
    size_t i = at;
    while (i < s.n && i < at + 24 && !is_blank(s.p[i]))
        i++;
    if (i < s.n && is_blank(s.p[i]))
        return i + 1;
    while (at > 0 && at < s.n && is_continuation(s.p[at]))
        at--;
    return at;
}

static k_str one_line(struct k_arena *a, k_str text)
{
    char *p = k_arena_alloc(a, text.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < text.n; i++) {
        bool blank = is_blank(text.p[i]);
        if (!blank)
            p[n++] = text.p[i];
        else if (n && p[n - 1] != ' ')
            p[n++] = ' ';
    }
    return (k_str){p, n};
}

static int64_t utf16_units(k_str s)
{
    int64_t n = 0;
    for (size_t i = 0; i < s.n; i++)
        n += !is_continuation(s.p[i]) + ((unsigned char)s.p[i] >= 0xf0);
    return n;
}

static void add_marks(struct k_arena *a, const struct search_query *q,
                      struct search_excerpt *out)
{
    size_t at = 0, n;
    while (out->n < sizeof out->marks / sizeof *out->marks &&
           (n = find_match(a, q, out->text, &at)) > 0) {
        int64_t start = utf16_units(k_str_sub(out->text, 0, at));
        int64_t end = start + utf16_units(k_str_sub(out->text, at, n));
        out->marks[out->n++] = (struct search_mark){start, end};
        at += n;
    }
}

void search_query_excerpt(struct k_arena *a, const struct search_query *q, k_str text,
                          size_t size, struct search_excerpt *out)
{
    k_str s = one_line(a, k_utf8_scrub(a, text));
    size_t first = 0, from = 0, to = s.n;
    *out = (struct search_excerpt){.n = 0};
    if (s.n > size) {
        (void)find_match(a, q, s, &first);
        from = first > size / 3 ? word_start(s, first - size / 3) : 0;
        if (from > first)
            from = first;
        to = from + size < s.n ? from + size : s.n;
        while (to > from && to < s.n && is_continuation(s.p[to]))
            to--;
    }
    k_str piece = k_str_trim(k_str_sub(s, from, to - from));
    out->text = k_fmt(a, "%s%.*s%s", from ? "…" : "", K_ARG(piece), to < s.n ? "…" : "");
    add_marks(a, q, out);
}
