/* letter: classes of characters by utf8proc, and where @names and links end. */
#include "text/letter.h"
#include "base/utf8.h"
#include <utf8proc.h>

static bool ascii_alnum(uint32_t c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool letter_is_word(uint32_t cp)
{
    if (cp < 0x80)
        return ascii_alnum(cp);
    switch (utf8proc_category((utf8proc_int32_t)cp)) {
    case UTF8PROC_CATEGORY_LU:
    case UTF8PROC_CATEGORY_LL:
    case UTF8PROC_CATEGORY_LT:
    case UTF8PROC_CATEGORY_LM:
    case UTF8PROC_CATEGORY_LO:
    case UTF8PROC_CATEGORY_MN:
    case UTF8PROC_CATEGORY_MC:
    case UTF8PROC_CATEGORY_ND:
    case UTF8PROC_CATEGORY_NL:
    case UTF8PROC_CATEGORY_NO:
        return cp < 0xfe00 || cp > 0xfe0f; /* variation selectors only change a picture */
    default:
        return false;
    }
}

bool letter_is_alone(uint32_t cp)
{
    static const struct {
        uint32_t from, to;
    } ranges[] = {
        {0x0e00, 0x0eff}, /* Thai, Lao */
        {0x1000, 0x109f}, /* Myanmar */
        {0x1780, 0x17ff}, /* Khmer */
        {0x3040, 0x30ff}, /* Kana */
        {0x3400, 0x4dbf}, {0x4e00, 0x9fff}, {0xf900, 0xfaff}, {0x20000, 0x3ffff}, /* Han */
    };
    for (size_t i = 0; cp >= 0x0e00 && i < sizeof ranges / sizeof *ranges; i++)
        if (cp >= ranges[i].from && cp <= ranges[i].to)
            return true;
    return false;
}

bool letter_is_space(uint32_t cp)
{
    return cp == ' ' || (cp >= '\t' && cp <= '\r') || cp == 0x85 || cp == 0xa0 ||
           (cp >= 0x2000 && cp <= 0x200a) || cp == 0x2028 || cp == 0x2029 || cp == 0x202f ||
           cp == 0x205f || cp == 0x3000;
}

bool letter_is_apostrophe(uint32_t cp)
{
    return cp == '\'' || cp == 0x2019;
}

static size_t to_space(k_str s, size_t i)
{
    size_t from = i;
    while (i < s.n) {
        size_t at = i;
        uint32_t cp = k_utf8_next(s, &i);
        if (letter_is_space(cp) || cp == '<' || cp == '>' || cp == '"')
            return at - from;
    }
    return s.n - from;
}

static size_t name(k_str s, size_t i)
{
    size_t from = i++;
    while (i < s.n && (ascii_alnum((unsigned char)s.p[i]) || s.p[i] == '_' || s.p[i] == '.' ||
                       s.p[i] == '-' || s.p[i] == '@'))
        i++;
    return i - from > 1 ? i - from : 0;
}

/* "example.com/": labels of letters, digits and hyphens, the last of letters, then a slash. */
static bool host_and_path(k_str s)
{
    size_t i = 0, label = 0, dots = 0;
    bool letters = true;
    for (; i < s.n && i < 254; i++) {
        unsigned char c = (unsigned char)s.p[i];
        if (c == '.') {
            if (label == 0)
                return false;
            dots++;
            label = 0;
            letters = true;
        } else if (ascii_alnum(c) || c == '-') {
            label++;
            letters &= c > '9';
        } else {
            break;
        }
    }
    return dots > 0 && label >= 2 && letters && i < s.n && s.p[i] == '/';
}

size_t letter_skip(k_str s, size_t i)
{
    if (s.p[i] == '@')
        return name(s, i);
    if (!ascii_alnum((unsigned char)s.p[i]))
        return 0;
    size_t word = i; /* most words are followed by a blank: no link, no host */
    while (word < s.n && ascii_alnum((unsigned char)s.p[word]))
        word++;
    if (word == s.n || (s.p[word] != ':' && s.p[word] != '.' && s.p[word] != '-'))
        return 0;
    k_str rest = k_str_from(s, i);
    char first = (char)(s.p[i] | 0x20);
    bool link = (first == 'h' && (k_str_istarts(rest, K_S("http://")) ||
                                  k_str_istarts(rest, K_S("https://")))) ||
                (first == 'w' && k_str_istarts(rest, K_S("www.")));
    return link || host_and_path(rest) ? to_space(s, i) : 0;
}
