/* sqlite: the library's handle behind a connection, for backup and tests. Private to src/db. */
#ifndef KITH_DB_SQLITE_H
#define KITH_DB_SQLITE_H

#include "db/db.h"
#include <sqlite3.h>

sqlite3 *db_sqlite_handle(struct db_conn *c); /* NULL when it is no SQLite connection */

#endif
