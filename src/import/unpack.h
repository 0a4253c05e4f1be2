/* unpack: a folder or an archive as one file that an import can read: its mails as a bag
 * (formats/mailbag.h), all cards of it as one file of cards, or the one table, calendar or file
 * of posts in it. Writes that one file; names within the archive are shown, never followed. */
#ifndef KITH_IMPORT_UNPACK_H
#define KITH_IMPORT_UNPACK_H

#include "base/ctx.h"

enum { UNPACK_MAIL = 1024 * 1024 }; /* bytes kept of one mail: attachments are not needed */

/* What is read: an archive in memory, or a folder. */
struct unpack_source {
    k_str archive;
    const char *folder; /* NULL: the archive */
};
bool unpack_wants(k_str text); /* is it an archive */

/* Writes the file `to`, which must not be there yet. BAD_INPUT with the field "file": nothing
 * in it can be imported, or what can is several things; TOO_LARGE, DISK_FULL; nothing is left
 * then.
 */
k_err unpack(struct k_ctx *cx, const struct unpack_source *from, const char *to) K_CHECK;

#endif
