/* kit/archive: zip, tar and tar.gz files made at run time, in memory. */
#ifndef KITH_TESTS_KIT_ARCHIVE_H
#define KITH_TESTS_KIT_ARCHIVE_H

#include "base/vec.h"

struct kit_file {
    const char *name;
    k_str text;
    const char *link; /* not NULL: a symbolic link to there */
};
struct kit_files {
    struct kit_file *v;
    size_t n, cap;
};
enum kit_archive { KIT_ZIP, KIT_TAR, KIT_TGZ };
/* All in `a`; names are written as they are. */
k_str kit_archive(struct k_arena *a, enum kit_archive form, const struct kit_files *files);
/* The same as files below a folder, which is made; names must stay inside. Fails the test when
 * it cannot. */
void kit_folder(struct k_arena *a, const char *folder, const struct kit_files *files);
/* A Maildir of the messages of a mailbox, numbered, under "NAME/cur". */
void kit_maildir(struct k_arena *a, k_str mbox, const char *name, struct kit_files *out);

#endif
