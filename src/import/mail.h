/* mail: import of mailboxes (mbox): who wrote to whom, when, and what answered what. The words
 * are taken only where the member chose so. Touches are the member's own until they are shared.
 * Reads the text of the file; writes touch, and persons through contact_store. */
#ifndef KITH_IMPORT_MAIL_H
#define KITH_IMPORT_MAIL_H

#include "import/run.h"

extern const struct import_kind import_kind_mail;

#endif
