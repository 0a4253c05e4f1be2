/* html: the two ways of writing a tree of html_tree.h: as harmless markup and as plain text.
 * Pure. Depth is bounded by the tree (HTML_DEPTH_MAX), so the writers recurse. */
#include "text/html.h"
#include "base/buf.h"
#include "base/utf8.h"
#include "text/html_tree.h"

/* At most max bytes, never ending inside a character, valid. */
static k_str limited(struct k_arena *a, k_str html, size_t max)
{
    if (html.n > max) {
        html.n = max;
        while (html.n > 0 && ((unsigned char)html.p[html.n] & 0xc0u) == 0x80)
            html.n--;
    }
    return k_utf8_scrub(a, html);
}

/* --- markup ------------------------------------------------------------------------------ */

/* Where we are in a run of inline content. */
struct line {
    bool any;  /* something visible stands on it */
    bool wish; /* a line end is wanted before the next visible thing */
    int brs;   /* <br> in a row */
};

static void write_nodes(struct k_buf *b, const struct html_node *n, struct line *l);

static void write_open(struct k_buf *b, const struct html_node *n)
{
    k_buf_chr(b, '<');
    k_buf_str(b, k_str_z(html_tag_name(n->tag)));
    if (n->tag == HTML_A) {
        k_buf_str(b, K_S(" href=\""));
        k_buf_html(b, n->text);
        k_buf_str(b, K_S("\" rel=\"nofollow noopener noreferrer\""));
    }
    k_buf_chr(b, '>');
}

static void write_close(struct k_buf *b, const struct html_node *n)
{
    k_buf_str(b, K_S("</"));
    k_buf_str(b, k_str_z(html_tag_name(n->tag)));
    k_buf_chr(b, '>');
}

static void write_block(struct k_buf *b, const struct html_node *n, struct line *l)
{
    struct line own = {0};
    if (!n->full)
        return;
    write_open(b, n);
    write_nodes(b, n->first, &own);
    write_close(b, n);
    *l = (struct line){0};
}

static void write_br(struct k_buf *b, struct line *l)
{
    if (l->brs < 2)
        k_buf_str(b, K_S("<br>"));
    *l = (struct line){.brs = l->brs + 1};
}

/* Text, or an inline element: one that shows nothing leaves only its white space. */
static void write_inline(struct k_buf *b, const struct html_node *n, struct line *l)
{
    if (n->tag != HTML_TEXT && !n->full) {
        write_nodes(b, n->first, l);
        return;
    }
    if (n->full && l->wish)
        write_br(b, l);
    if (n->tag == HTML_TEXT) {
        k_buf_html(b, n->text);
        if (n->full)
            *l = (struct line){.any = true};
        return;
    }
    write_open(b, n);
    write_nodes(b, n->first, l);
    write_close(b, n);
}

static void write_nodes(struct k_buf *b, const struct html_node *n, struct line *l)
{
    for (; n; n = n->next) {
        if (n->tag == HTML_BREAK)
            l->wish |= l->any;
        else if (n->tag == HTML_BR)
            write_br(b, l);
        else if (html_is_block(n->tag))
            write_block(b, n, l);
        else
            write_inline(b, n, l);
    }
}

k_str html_clean(struct k_arena *a, k_str html, size_t max)
{
    struct k_buf b;
    struct line l = {0};
    html = limited(a, html, max);
    /* a byte grows at most to the six of &quot;, a shortest tag (<p>) less than that */
    k_buf_init(&b, a, k_add(k_mul(html.n, 8), 256));
    write_nodes(&b, html_tree(a, html)->first, &l);
    return k_buf_ok(&b) ? k_buf_view(&b) : K_S(""); /* half a tag is worse than none */
}

/* --- plain text -------------------------------------------------------------------------- */

struct page {
    struct k_buf b;
    int ends;   /* line ends to write before the next character */
    int blanks; /* blanks to write before it */
    bool begun; /* this line has a character */
    int quotes, lists, pre;
    char mark[16]; /* what begins the next item: "- ", "3. " */
};

static void page_end_line(struct page *p, int at_least)
{
    if (p->ends < at_least)
        p->ends = at_least;
    p->blanks = 0;
}

static void begin_line(struct page *p)
{
    for (int i = 0; i < p->quotes; i++)
        k_buf_str(&p->b, K_S("> "));
    for (int i = 1; i < p->lists; i++)
        k_buf_str(&p->b, K_S("  "));
    k_buf_str(&p->b, k_str_z(p->mark));
    p->mark[0] = 0;
    p->begun = true;
}

/* Before anything visible is written. */
static void settle(struct page *p)
{
    if (p->ends > 0 && p->b.n > 0) {
        for (int i = 0; i < p->ends && i < 2; i++)
            k_buf_chr(&p->b, '\n');
        p->begun = false;
    }
    p->ends = 0;
    if (!p->begun)
        begin_line(p);
    for (; p->blanks > 0; p->blanks--)
        k_buf_chr(&p->b, ' ');
}

static void page_blank(struct page *p, char c)
{
    if (p->pre && c == '\n')
        page_end_line(p, p->ends + 1);
    else if (p->pre)
        p->blanks += p->blanks < 200 ? (c == '\t' ? 4 : 1) : 0;
    else
        p->blanks = p->begun && p->ends == 0;
}

static void page_text(struct page *p, k_str t)
{
    size_t i = 0;
    while (i < t.n) {
        size_t from = i;
        while (i < t.n && t.p[i] != ' ' && t.p[i] != '\t' && t.p[i] != '\n')
            i++;
        if (i > from) {
            settle(p);
            k_buf_add(&p->b, t.p + from, i - from);
        }
        for (; i < t.n && (t.p[i] == ' ' || t.p[i] == '\t' || t.p[i] == '\n'); i++)
            page_blank(p, t.p[i]);
    }
}

/* An address without what people leave out. */
static k_str bare(k_str url)
{
    static const char *const front[] = {"mailto:", "https://", "http://", "www."};
    url = k_str_trim(url);
    for (size_t i = 0; i < sizeof front / sizeof *front; i++)
        if (k_str_istarts(url, k_str_z(front[i])))
            url = k_str_from(url, strlen(front[i]));
    return k_str_ends(url, K_S("/")) ? k_str_sub(url, 0, url.n - 1) : url;
}

static void page_link(struct page *p, k_str shown, k_str url)
{
    shown = k_str_trim(shown);
    bool name = shown.n > 1 && (shown.p[0] == '@' || shown.p[0] == '#');
    if (name || k_str_ieq(bare(shown), bare(url)))
        return;
    if (shown.n > 0)
        p->blanks = 1;
    settle(p);
    k_buf_fmt(&p->b, shown.n > 0 ? "(%.*s)" : "%.*s", K_ARG(url));
}

static void page_node(struct page *p, const struct html_node *n);

static void page_nodes(struct page *p, const struct html_node *n)
{
    for (; n; n = n->next)
        page_node(p, n);
}

static void page_anchor(struct page *p, const struct html_node *n)
{
    size_t before = p->b.n;
    page_nodes(p, n->first);
    int blanks = p->blanks;
    if (n->full)
        page_link(p, k_str_from(k_buf_view(&p->b), before), n->text);
    p->blanks = blanks;
}

static void page_items(struct page *p, const struct html_node *list)
{
    int number = 0;
    p->lists++;
    for (const struct html_node *n = list->first; n; n = n->next) {
        if (n->tag != HTML_LI) {
            page_node(p, n);
            continue;
        }
        page_end_line(p, 1);
        if (list->tag == HTML_OL)
            (void)snprintf(p->mark, sizeof p->mark, "%d. ", ++number);
        else
            (void)snprintf(p->mark, sizeof p->mark, "- ");
        page_nodes(p, n->first);
        p->mark[0] = 0;
        page_end_line(p, 1);
    }
    p->lists--;
}

static void page_block(struct page *p, const struct html_node *n)
{
    bool list = n->tag == HTML_UL || n->tag == HTML_OL;
    int gap = n->tag == HTML_LI || (list && p->lists > 0) ? 1 : 2;
    if (!n->full)
        return;
    if (p->mark[0] == 0) /* a paragraph that begins an item stands behind its mark */
        page_end_line(p, gap);
    p->quotes += n->tag == HTML_BLOCKQUOTE;
    p->pre += n->tag == HTML_PRE;
    if (list)
        page_items(p, n);
    else
        page_nodes(p, n->first);
    page_end_line(p, gap);
    p->pre -= n->tag == HTML_PRE;
    p->quotes -= n->tag == HTML_BLOCKQUOTE;
}

static void page_node(struct page *p, const struct html_node *n)
{
    if (n->tag == HTML_TEXT)
        page_text(p, n->text);
    else if (n->tag == HTML_BR)
        page_end_line(p, p->ends + 1);
    else if (n->tag == HTML_BREAK)
        page_end_line(p, 1);
    else if (n->tag == HTML_A)
        page_anchor(p, n);
    else if (html_is_block(n->tag))
        page_block(p, n);
    else
        page_nodes(p, n->first);
}

k_str html_text(struct k_arena *a, k_str html, size_t max)
{
    struct page p = {0};
    html = limited(a, html, max);
    /* a line end may bring the marks of all quotes around it */
    k_buf_init(&p.b, a, k_add(k_mul(html.n, 2 * HTML_DEPTH_MAX), 256));
    page_nodes(&p, html_tree(a, html)->first);
    return k_buf_view(&p.b);
}
