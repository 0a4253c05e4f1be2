/* html_tree: hostile markup as a small tree of the few things that are kept. Only html.c uses
 * this. Pure. */
#ifndef KITH_TEXT_HTML_TREE_H
#define KITH_TEXT_HTML_TREE_H

#include "base/arena.h"

enum html_tag {
    HTML_ROOT,
    HTML_TEXT,  /* text: decoded, without control characters */
    HTML_BREAK, /* a block that is not kept began or ended here */
    HTML_BR,
    /* inline */
    HTML_A, /* text: the address, http, https or mailto */
    HTML_B,
    HTML_I,
    HTML_EM,
    HTML_STRONG,
    HTML_CODE,
    /* blocks */
    HTML_P,
    HTML_BLOCKQUOTE,
    HTML_UL,
    HTML_OL,
    HTML_LI,
    HTML_PRE,
    HTML_TAG_COUNT
};

struct html_node {
    enum html_tag tag;
    bool full; /* something visible is inside */
    k_str text;
    struct html_node *first, *last, *next;
};

#define HTML_DEPTH_MAX 32 /* deeper elements vanish, their content stays */

static inline bool html_is_block(enum html_tag t)
{
    return t >= HTML_P;
}

/* The element's name; "" for what is no element. */
const char *html_tag_name(enum html_tag t);

/* The tree of html, which must be valid UTF-8. Never NULL. Work and memory are linear. */
struct html_node *html_tree(struct k_arena *a, k_str html);

#endif
