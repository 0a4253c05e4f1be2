/* mbox: see the header. Pure. */
#include "formats/mbox.h"

struct mbox mbox_open(k_str text)
{
    return (struct mbox){.text = text};
}

/* Behind the line at pos, its end included. */
static size_t behind_line(k_str text, size_t pos)
{
    const char *lf = pos < text.n ? memchr(text.p + pos, '\n', text.n - pos) : NULL;
    return lf ? (size_t)(lf - text.p) + 1 : text.n;
}

/* "Name: value", the form of a header line. */
static bool is_header(k_str line)
{
    size_t i = 0;
    while (i < line.n && i < 80 && line.p[i] > ' ' && line.p[i] != ':' && line.p[i] < 127)
        i++;
    return i > 0 && i < line.n && line.p[i] == ':';
}

/* A message begins here: a "From " line that a header follows, as mail programs escape others.
 */
static bool begins(k_str text, size_t pos)
{
    static const char mark[] = "From ";
    if (text.n - pos < 5 || memcmp(text.p + pos, mark, 5) != 0)
        return false;
    size_t next = behind_line(text, pos);
    return next < text.n && is_header(k_str_sub(text, next, 200));
}

bool mbox_next(struct mbox *r, struct mbox_message *out)
{
    k_str text = r->text;
    size_t start = r->pos;
    if (start >= text.n)
        return false;
    *out = (struct mbox_message){.line = r->line + 1, .from = K_S("")};
    if (begins(text, start)) {
        size_t next = behind_line(text, start);
        out->from = k_str_trim(k_str_sub(text, start, next - start));
        start = next;
        r->line++;
    }
    size_t i = start;
    bool blank = false;
    while (i < text.n && !(blank && begins(text, i))) {
        blank =
            text.p[i] == '\n' || (text.p[i] == '\r' && i + 1 < text.n && text.p[i + 1] == '\n');
        i = behind_line(text, i);
        r->line++;
    }
    out->raw = k_str_sub(text, start, i - start);
    r->pos = i;
    return true;
}

bool mbox_is(k_str text)
{
    k_str start = k_str_sub(text, 0, 4096);
    if (text.n && begins(text, 0))
        return true;
    return is_header(start) &&
           (k_str_ifind(start, K_S("\nFrom:")) >= 0 || k_str_istarts(start, K_S("From:"))) &&
           k_str_ifind(start, K_S("\nBEGIN:")) < 0;
}
