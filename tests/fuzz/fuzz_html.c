/* Markup from outside: whatever goes in, only our own tags come out, cleaning twice changes
 * nothing, and both writers give valid UTF-8. */
#include "base/utf8.h"
#include "text/html.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool ok)
{
    if (!ok)
        __builtin_trap();
}

/* Bytes of the tag of ours that s begins with; 0 when it is none. */
static size_t our_tag(k_str s)
{
    static const char *const tags[] = {
        "<p>",    "</p>",    "<br>",     "<b>",       "</b>",         "<i>",
        "</i>",   "<em>",    "</em>",    "<ul>",      "</ul>",        "<ol>",
        "</ol>",  "<li>",    "</li>",    "<pre>",     "</pre>",       "</a>",
        "<code>", "</code>", "<strong>", "</strong>", "<blockquote>", "</blockquote>",
    };
    for (size_t i = 0; i < sizeof tags / sizeof *tags; i++)
        if (k_str_starts(s, k_str_z(tags[i])))
            return strlen(tags[i]);
    return 0;
}

/* Bytes of <a href="..." rel="...">. */
static size_t our_link(k_str s)
{
    k_str front = K_S("<a href=\""), back = K_S("\" rel=\"nofollow noopener noreferrer\">");
    if (!k_str_starts(s, front))
        return 0;
    k_str url = k_str_from(s, front.n);
    url.n = (size_t)(k_str_chr(url, '"') < 0 ? 0 : k_str_chr(url, '"'));
    must(k_str_istarts(url, K_S("http://")) || k_str_istarts(url, K_S("https://")) ||
         k_str_istarts(url, K_S("mailto:")));
    must(k_str_chr(url, '<') < 0 && k_str_chr(url, '>') < 0 && k_str_chr(url, ' ') < 0);
    must(k_str_starts(k_str_from(s, front.n + url.n), back));
    return front.n + url.n + back.n;
}

static void check(k_str out)
{
    must(k_utf8_valid(out));
    for (size_t i = 0; i < out.n;) {
        size_t n = 1;
        must(out.p[i] != '>' && out.p[i] != '"' && out.p[i] != '\'');
        if (out.p[i] == '<') {
            k_str rest = k_str_from(out, i);
            n = our_tag(rest);
            n = n ? n : our_link(rest);
            must(n > 0);
        }
        i += n;
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct k_arena *a = k_arena_new(0);
    k_str in = k_str_n((const char *)data, size);
    k_str once = html_clean(a, in, size);
    check(once);
    must(k_str_eq(once, html_clean(a, once, once.n)));
    check(html_clean(a, in, size / 2));
    must(k_utf8_valid(html_text(a, in, size)));
    k_arena_free(a);
    return 0;
}
