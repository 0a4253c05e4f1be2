/* mail: who wrote what to whom and when, out of a message (RFC 5322, MIME; gmime behind it).
 * Character sets that lie are read as well as they can be. Pure. Used by the import of mail. */
#ifndef KITH_FORMATS_MAIL_H
#define KITH_FORMATS_MAIL_H

#include "base/time.h"
#include "base/vec.h"

enum {
    MAIL_HEAD = 256 * 1024,  /* bytes of a head that are read */
    MAIL_BODY = 1024 * 1024, /* bytes of a message of which the text is wanted */
    MAIL_PEOPLE = 200,       /* of a field */
    MAIL_TEXT = 32 * 1024    /* bytes of text that are given */
};

struct mail_person {
    k_str name, address; /* name "" when there is none */
};
struct mail_people {
    struct mail_person *v;
    size_t n, cap;
};
struct mail {
    k_str id;          /* Message-ID without < >; "" when there is none */
    K_VEC(k_str) refs; /* what it answers, the nearest first */
    struct mail_people from, to, cc, delivered; /* delivered: the mailbox it came to */
    k_str subject;
    k_time at;      /* 0 = not said */
    bool automatic; /* machines and mass mail: no person wrote it to a person */
    bool list;      /* over a mailing list */
    k_str text;     /* K_NONE unless wanted: the first plain text, at most MAIL_TEXT */
};
/* All in `a`, valid UTF-8. Never fails: what cannot be read is empty. `envelope`: the "From "
 * line, whose date counts when there is no other. */
void mail_read(struct k_arena *a, k_str raw, k_str envelope, bool want_text, struct mail *out);
/* The date of a head alone, fast: for putting many in order. 0 = not said. */
k_time mail_date(k_str raw, k_str envelope);
/* noreply@, mailer-daemon@ ...: nobody reads there. */
bool mail_is_machine(k_str address);

#endif
