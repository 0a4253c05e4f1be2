/* mailbag: mails one after the other, whatever they came in: a mailbox (mbox), one message, or
 * a bag: a text of our own that holds the mails of a folder or an archive, each with the file
 * it was. Pure; the text is in memory.
 *
 * A bag is the line "kith-mailbag 1" and entries: a line "KIND BYTES SECONDS FILE", the bytes,
 * a line's end. Kinds: mail; mbox (a mailbox); none (the bytes say why it could not be read).
 */
#ifndef KITH_FORMATS_MAILBAG_H
#define KITH_FORMATS_MAILBAG_H

#include "base/buf.h"
#include "base/time.h"
#include "formats/mbox.h"

struct mailbag {
    k_str text;
    size_t pos;      /* of the next entry */
    size_t n;        /* mails given */
    bool bag;        /* else a mailbox */
    struct mbox box; /* of the mailbox it is in */
    k_str file;      /* "" when it is in none */
};
struct mailbag_mail {
    k_str raw;       /* the message; "" when it could not be read */
    k_str envelope;  /* its "From " line; "" when there is none */
    k_str file;      /* "" in a mailbox of its own */
    size_t line;     /* of the mailbox; in a bag the number of the mail */
    size_t box_line; /* of the mailbox within a bag; 0 = it is in none */
    k_time at;       /* when it was delivered, as its file says; 0 = not said */
    k_str why;       /* K_NONE, or why it could not be read */
};
struct mailbag mailbag_open(k_str text);
bool mailbag_next(struct mailbag *r, struct mailbag_mail *out); /* false at the end */
/* Whether the text looks like a bag, a mailbox or a single message. */
bool mailbag_is(k_str text);

/* Writing one: its first line, and the line before the bytes of an entry; behind them comes
 * "\n". `file`: one line. */
#define MAILBAG_FIRST "kith-mailbag 1\n"
enum mailbag_kind { MAILBAG_MAIL, MAILBAG_MBOX, MAILBAG_NONE };
k_str mailbag_line(struct k_arena *a, enum mailbag_kind kind, size_t bytes, int64_t seconds,
                   k_str file);

#endif
