/* html: markup from outside made harmless, or made into plain text. Pure; bounded in depth and
 * size; never fails: what is not understood is shown as text. */
#ifndef KITH_TEXT_HTML_H
#define KITH_TEXT_HTML_H

#include "base/arena.h"

/* Our own serialisation of p br a[http, https, mailto] b i em strong blockquote ul ol li code
 * pre; everything else is dropped but for its text (of img its alt); script, style, svg, math,
 * template and comments are dropped whole. Links get rel="nofollow noopener noreferrer". What
 * shows nothing is left out, blocks that are not kept become <br>. Input over max bytes is cut.
 * Cleaning twice changes nothing. */
k_str html_clean(struct k_arena *a, k_str html, size_t max);

/* Plain text: blocks and <br> become line ends, entities are decoded, runs of white space
 * outside <pre> become one blank, list items start with "- " (in <ol> "1. "), quoted lines with
 * "> ". A link is kept as "text (address)", or as its text alone when that says the address
 * already or is an @name or #tag. */
k_str html_text(struct k_arena *a, k_str html, size_t max);

#endif
