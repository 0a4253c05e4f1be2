/* facets: finds them in what we write, and reads them in what others wrote. */
#include "connectors/bluesky/facets.h"
#include "base/utf8.h"
#include "formats/link.h"

enum { TAG_GRAPHEMES = 64, HANDLE_BYTES = 253 };

/* ---- in our own text ---- */

static bool space_at(k_str s, size_t i)
{
    return i >= s.n || (unsigned char)s.p[i] <= ' ' ||
           k_str_starts(k_str_from(s, i), K_S("\xc2\xa0")) ||
           k_str_starts(k_str_from(s, i), K_S("\xe2\x80\x8b"));
}

/* A word may begin at i: start of text, or behind a blank or an opening bracket. */
static bool word_start(k_str s, size_t i)
{
    if (i == 0)
        return true;
    unsigned char before = (unsigned char)s.p[i - 1];
    return before <= ' ' || before == '(' || before == '[' || before == '"' ||
           (i >= 2 && k_str_starts(k_str_from(s, i - 2), K_S("\xc2\xa0")));
}

static size_t word_end(k_str s, size_t i)
{
    while (!space_at(s, i))
        i++;
    return i;
}

static size_t without_tail(k_str s, size_t start, size_t end, const char *marks)
{
    while (end > start && strchr(marks, s.p[end - 1]))
        end--;
    return end;
}

static bool is_label_char(char c)
{
    return (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') || c == '-';
}

/* A handle is a domain name: two labels at least, the last one begins with a letter. */
static size_t handle_end(k_str s, size_t start)
{
    size_t end = start, label = start, labels = 0, last_good = start;
    for (; end <= s.n; end++) {
        if (end < s.n && is_label_char(s.p[end]))
            continue;
        bool good =
            end > label && end - label <= 63 && s.p[label] != '-' && s.p[end - 1] != '-';
        if (!good)
            break;
        if (++labels >= 2 && ((s.p[label] | 0x20) >= 'a' && (s.p[label] | 0x20) <= 'z'))
            last_good = end;
        if (end == s.n || s.p[end] != '.')
            break;
        label = end + 1;
    }
    return last_good - start <= HANDLE_BYTES ? last_good : start;
}

static size_t link_end(k_str s, size_t start)
{
    size_t end = without_tail(s, start, word_end(s, start), ".,;:!?\"'>");
    k_str link = k_str_sub(s, start, end - start);
    if (end > start && s.p[end - 1] == ')' && k_str_chr(link, '(') < 0)
        end = without_tail(s, start, end - 1, ".,;:!?\"'");
    return end;
}

static bool all_digits(k_str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] < '0' || s.p[i] > '9')
            return false;
    return true;
}

static bool find_at(k_str s, size_t i, struct facet *f)
{
    k_str rest = k_str_from(s, i);
    *f = (struct facet){.start = i};
    if (rest.p[0] == '@') {
        f->kind = FACET_MENTION;
        f->end = handle_end(s, i + 1);
        f->value = k_str_sub(s, i + 1, f->end - i - 1);
        return f->end > i + 1;
    }
    if (rest.p[0] == '#') {
        f->kind = FACET_TAG;
        f->end = without_tail(s, i + 1, word_end(s, i), ".,;:!?\"')]}#");
        f->value = k_str_sub(s, i + 1, f->end - i - 1);
        return f->value.n > 0 && !all_digits(f->value) &&
               k_utf8_graphemes(f->value) <= TAG_GRAPHEMES;
    }
    if (k_str_istarts(rest, K_S("https://")) || k_str_istarts(rest, K_S("http://"))) {
        f->kind = FACET_LINK;
        f->end = link_end(s, i);
        f->value = k_str_sub(s, i, f->end - i);
        return link_is_web(f->value);
    }
    return false;
}

void facets_find(struct k_arena *a, k_str text, struct facets *out)
{
    struct facet f;
    *out = (struct facets){0};
    for (size_t i = 0; i < text.n; i++) {
        if (!word_start(text, i) || !find_at(text, i, &f))
            continue;
        *k_vec_push(a, &out->v) = f;
        i = f.end - 1;
    }
}

static void write_feature(struct k_jw *w, const struct facet *f)
{
    static const struct {
        const char *type, *member;
    } forms[] = {[FACET_MENTION] = {"app.bsky.richtext.facet#mention", "did"},
                 [FACET_LINK] = {"app.bsky.richtext.facet#link", "uri"},
                 [FACET_TAG] = {"app.bsky.richtext.facet#tag", "tag"}};
    kw_obj(w);
    kw_key(w, "$type");
    kw_str(w, k_str_z(forms[f->kind].type));
    kw_key(w, forms[f->kind].member);
    kw_str(w, f->kind == FACET_MENTION ? f->did : f->value);
    kw_end(w);
}

void facets_write(struct k_jw *w, const struct facets *f)
{
    kw_arr(w);
    for (size_t i = 0; i < f->v.n; i++) {
        const struct facet *one = &f->v.v[i];
        if (one->kind == FACET_MENTION && one->did.p == NULL)
            continue;
        kw_obj(w);
        kw_key(w, "index");
        kw_obj(w);
        kw_key(w, "byteStart");
        kw_int(w, (int64_t)one->start);
        kw_key(w, "byteEnd");
        kw_int(w, (int64_t)one->end);
        kw_end(w);
        kw_key(w, "features");
        kw_arr(w);
        write_feature(w, one);
        kw_end(w);
        kw_end(w);
    }
    kw_end(w);
}

/* ---- in others' text ---- */

static bool boundary(k_str s, size_t i)
{
    return i == s.n || ((unsigned char)s.p[i] & 0xc0) != 0x80;
}

static bool read_link(k_str text, const struct k_json *v, struct facet *f)
{
    int64_t start = k_json_int(k_json_path(v, "index.byteStart"), -1);
    int64_t end = k_json_int(k_json_path(v, "index.byteEnd"), -1);
    const struct k_json *feature = k_json_path(v, "features.0");
    if (start < 0 || end <= start || (uint64_t)end > text.n ||
        !k_str_eqz(k_json_get_str(feature, "$type"), "app.bsky.richtext.facet#link"))
        return false;
    *f = (struct facet){.kind = FACET_LINK,
                        .start = (size_t)start,
                        .end = (size_t)end,
                        .value = k_json_get_str(feature, "uri")};
    return link_is_web(f->value) && boundary(text, f->start) && boundary(text, f->end);
}

static int by_start(const void *x, const void *y)
{
    const struct facet *a = x, *b = y;
    return (a->start > b->start) - (a->start < b->start);
}

static k_str without_scheme(k_str url)
{
    ptrdiff_t at = k_str_find(url, K_S("://"));
    k_str rest = at < 0 ? url : k_str_from(url, (size_t)at + 3);
    return k_str_istarts(rest, K_S("www.")) ? k_str_from(rest, 4) : rest;
}

/* "example.com/lo..." and "https://example.com" both stand for the address itself. */
static bool is_form_of(k_str shown, k_str url)
{
    k_str s = without_scheme(k_str_trim(shown)), full = without_scheme(url);
    if (k_str_ends(s, K_S("...")))
        s.n -= 3;
    else if (k_str_ends(s, K_S("\xe2\x80\xa6")))
        s.n -= 3;
    if (s.n > 0 && s.p[s.n - 1] == '/')
        s.n--;
    return s.n > 0 && k_str_istarts(full, s);
}

k_str facets_expand(struct k_arena *a, k_str text, const struct k_json *facets)
{
    struct facets links = {0};
    const struct k_json *v;
    struct facet f;
    k_json_each (i, v, facets) {
        if (read_link(text, v, &f))
            *k_vec_push(a, &links.v) = f;
    }
    if (links.v.n == 0)
        return text;
    qsort(links.v.v, links.v.n, sizeof *links.v.v, by_start);
    struct k_buf b;
    k_buf_init(&b, a, (size_t)1 << 20);
    size_t at = 0;
    for (size_t i = 0; i < links.v.n; i++) {
        const struct facet *l = &links.v.v[i];
        if (l->start < at)
            continue;
        k_str shown = k_str_sub(text, l->start, l->end - l->start);
        k_buf_str(&b, k_str_sub(text, at, l->start - at));
        if (is_form_of(shown, l->value))
            k_buf_str(&b, l->value);
        else
            k_buf_fmt(&b, "%.*s (%.*s)", K_ARG(shown), K_ARG(l->value));
        at = l->end;
    }
    k_buf_str(&b, k_str_from(text, at));
    return k_buf_ok(&b) ? k_buf_view(&b) : text;
}
