/* entity: character references of HTML (&amp; &#228; &#xe4;) to the characters they mean. Pure.
 */
#ifndef KITH_TEXT_ENTITY_H
#define KITH_TEXT_ENTITY_H

#include "base/arena.h"

/* Decodes once: "&amp;lt;" gives "&lt;". Names are those of HTML 4 and the ASCII ones of HTML
 * 5; unknown ones stay as they are. Numbers follow the HTML standard: 0x80 to 0x9f mean Windows
 * characters; zero, surrogates and what is past U+10FFFF become U+FFFD. in_attribute: a name
 * without its semicolon is not decoded before a letter, digit or '=' (as in "?a=1&copy=2"). The
 * text itself when it has no '&'. */
k_str entity_decode(struct k_arena *a, k_str text, bool in_attribute);

#endif
