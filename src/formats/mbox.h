/* mbox: a mailbox file as its messages: a line "From ..." that a header follows begins each.
 * Pure; the text is in memory. */
#ifndef KITH_FORMATS_MBOX_H
#define KITH_FORMATS_MBOX_H

#include "base/arena.h"

struct mbox {
    k_str text;
    size_t pos, line; /* next byte, number of the last line read */
};
struct mbox_message {
    k_str raw;   /* without its "From " line */
    k_str from;  /* that line; "" for the rest of a file that begins without one */
    size_t line; /* where it begins; 1 is the first */
};
struct mbox mbox_open(k_str text);
bool mbox_next(struct mbox *r, struct mbox_message *out); /* false at the end */
/* Whether the text looks like a mailbox or a single message. */
bool mbox_is(k_str text);

#endif
