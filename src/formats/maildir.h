/* maildir: what the name of a file in a folder of mail says (Maildir, Maildir++, folders of
 * .eml files, mailboxes beside each other). Pure. Used by the import of mail. */
#ifndef KITH_FORMATS_MAILDIR_H
#define KITH_FORMATS_MAILDIR_H

#include "base/arena.h"
#include "base/time.h"

enum maildir_what {
    MAILDIR_NOT,  /* an index, a control file, a delivery that was never finished (tmp) */
    MAILDIR_MAIL, /* one mail: a file in cur or new, or *.eml */
    MAILDIR_MAYBE /* its first bytes tell: a mailbox, one mail, or something else */
};
struct maildir_name {
    enum maildir_what what;
    k_str folder;        /* of mail, as its path says; see maildir_folder */
    k_time at;           /* when it was delivered, as the name says; 0 = it does not */
    bool draft, trashed; /* flags D and T: never sent, thrown away */
};
/* name: the path in the archive or below the folder, parts by "/". */
struct maildir_name maildir_read(k_str name);

/* A folder as people know it: without the path that all of them share (`root`), Maildir++ names
 * (".Lists.Friends") with "/", IMAP's own letters (RFC 3501 5.1.3) as letters. "Inbox" when
 * nothing is left. */
k_str maildir_folder(struct k_arena *a, k_str folder, k_str root);
/* The path that both share, in whole parts. */
k_str maildir_shared(k_str root, k_str folder);

enum maildir_use { MAILDIR_ORDINARY, MAILDIR_SENT, MAILDIR_UNWANTED };
/* What a folder is for, by its name in many languages: unwanted are drafts, junk and trash. */
enum maildir_use maildir_use(struct k_arena *a, k_str name);

#endif
