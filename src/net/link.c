/* link: reads Link headers: `<https://a.b/?page=2>; rel="next", <...>; rel=prev`. Used by
 * connectors for paging. Reads its arguments only. */
#include "net/link.h"

static void skip_blanks(k_str *s)
{
    while (s->n > 0 && (s->p[0] == ' ' || s->p[0] == '\t'))
        *s = k_str_from(*s, 1);
}

static bool take(k_str *s, char c)
{
    skip_blanks(s);
    if (s->n == 0 || s->p[0] != c)
        return false;
    *s = k_str_from(*s, 1);
    return true;
}

/* Up to one of the signs that end a word here. */
static k_str take_word(k_str *s)
{
    size_t n = 0;
    skip_blanks(s);
    while (n < s->n && s->p[n] && strchr("=;, \t\"", s->p[n]) == NULL)
        n++;
    k_str word = k_str_sub(*s, 0, n);
    *s = k_str_from(*s, n);
    return word;
}

/* A quoted text; escapes stay in it, since no relation has any. */
static bool take_quoted(k_str *s, k_str *out)
{
    size_t n = 1;
    while (n < s->n && s->p[n] != '"')
        n += s->p[n] == '\\' ? 2 : 1;
    if (n >= s->n)
        return false;
    *out = k_str_sub(*s, 1, n - 1);
    *s = k_str_from(*s, n + 1);
    return true;
}

static bool take_value(k_str *s, k_str *out)
{
    skip_blanks(s);
    if (s->n > 0 && s->p[0] == '"')
        return take_quoted(s, out);
    *out = take_word(s);
    return true;
}

bool link_next(k_str *header, struct link *out)
{
    *out = (struct link){K_NONE, K_NONE};
    while (take(header, ','))
        ;
    if (!take(header, '<'))
        return false;
    ptrdiff_t end = k_str_chr(*header, '>');
    if (end < 0)
        return false;
    out->target = k_str_sub(*header, 0, (size_t)end);
    *header = k_str_from(*header, (size_t)end + 1);
    while (take(header, ';')) {
        k_str name = take_word(header), value = K_NONE;
        if (take(header, '=') && !take_value(header, &value))
            return false;
        if (!out->rel.p && k_str_ieq(name, K_S("rel")))
            out->rel = value;
    }
    return true;
}

static bool has_word(k_str words, k_str word)
{
    while (words.p) {
        k_str one = k_str_cut(&words, ' ');
        if (k_str_ieq(one, word))
            return true;
    }
    return false;
}

k_str link_find(k_str header, const char *rel)
{
    struct link l;
    while (link_next(&header, &l))
        if (has_word(l.rel, k_str_z(rel)))
            return l.target;
    return K_NONE;
}
