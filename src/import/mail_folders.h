/* mail_folders: the folders that a bag of mail came from, as people know them. Pure. Used by
 * the import of mail: drafts, junk and trash are left out unless the member wants them. */
#ifndef KITH_IMPORT_MAIL_FOLDERS_H
#define KITH_IMPORT_MAIL_FOLDERS_H

#include "base/vec.h"
#include "formats/maildir.h"

enum { MAIL_FOLDERS = 1000 }; /* further ones are taken like ordinary ones */

struct mail_folder {
    k_str path, name; /* as in the archive; as shown */
    int64_t mails;
    enum maildir_use use;
};
struct mail_folders {
    struct mail_folder *v; /* in the order of the bag */
    size_t n, cap;
};
/* None for a text that is no bag. */
void mail_folders_read(struct k_arena *a, k_str text, struct mail_folders *out);
/* The one that a file of the bag is in; NULL: none. */
const struct mail_folder *mail_folder_of(const struct mail_folders *v, k_str file);

#endif
