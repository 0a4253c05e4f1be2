/* handle: the library's own handle behind a connection, for backup and tests. Private to
 * src/db.
 */
#ifndef KITH_DB_HANDLE_H
#define KITH_DB_HANDLE_H

#include "db/db.h"
#include <libpq-fe.h>
#include <sqlite3.h>

sqlite3 *db_sqlite_handle(struct db_conn *c); /* NULL when it is no SQLite connection */
PGconn *db_postgres_handle(struct db_conn *c);

#endif
