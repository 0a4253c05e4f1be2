/* dav_write: XML out. */
#include "base/utf8.h"
#include "formats/dav.h"

void dav_words(struct dav_out *o, k_str text)
{
    for (size_t i = 0; i < text.n;) {
        size_t from = i;
        uint32_t c = k_utf8_next(text, &i);
        k_str one = k_str_sub(text, from, i - from);
        if (c == '<')
            k_buf_str(o->b, K_S("&lt;"));
        else if (c == '>')
            k_buf_str(o->b, K_S("&gt;"));
        else if (c == '&')
            k_buf_str(o->b, K_S("&amp;"));
        else if (c == '"')
            k_buf_str(o->b, K_S("&quot;"));
        else if (c == '\r')
            k_buf_str(o->b, K_S("&#13;"));
        else if ((c < 0x20 && c != '\t' && c != '\n') || c == 0xfffe || c == 0xffff)
            continue;
        else if (c == 0xfffd)
            k_buf_str(o->b, K_S("\xEF\xBF\xBD"));
        else
            k_buf_str(o->b, one);
    }
}

void dav_begin(struct dav_out *o, const char *root)
{
    k_buf_str(o->b, K_S("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<"));
    k_buf_str(o->b, k_str_z(root));
    k_buf_str(o->b, K_S(" xmlns:d=\"" DAV_NS "\" xmlns:c=\"" DAV_CARD_NS
                        "\" xmlns:s=\"" DAV_CS_NS "\">"));
}

static void tag(struct dav_out *o, const char *before, const char *name, const char *behind)
{
    k_buf_str(o->b, k_str_z(before));
    k_buf_str(o->b, k_str_z(name));
    k_buf_str(o->b, k_str_z(behind));
}

void dav_open(struct dav_out *o, const char *name)
{
    tag(o, "<", name, ">");
}

void dav_close(struct dav_out *o, const char *name)
{
    tag(o, "</", name, ">");
}

void dav_empty(struct dav_out *o, const char *name)
{
    tag(o, "<", name, "/>");
}

void dav_text(struct dav_out *o, const char *name, k_str text)
{
    dav_open(o, name);
    dav_words(o, text);
    dav_close(o, name);
}

void dav_any(struct dav_out *o, struct dav_name n)
{
    k_buf_str(o->b, n.ns.n ? K_S("<x:") : K_S("<"));
    k_buf_str(o->b, n.local); /* an XML name already */
    k_buf_str(o->b, n.ns.n ? K_S(" xmlns:x=\"") : K_S(" xmlns=\""));
    dav_words(o, n.ns);
    k_buf_str(o->b, K_S("\"/>"));
}

void dav_href(struct dav_out *o, k_str path)
{
    dav_open(o, "d:href");
    while (path.p) {
        k_buf_url(o->b, k_str_cut(&path, '/'));
        if (path.p)
            k_buf_chr(o->b, '/');
    }
    dav_close(o, "d:href");
}
