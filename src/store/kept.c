/* kept: hands on to the connection. */
#include "store/kept.h"
#include "db/db.h"

void *kept_take(struct k_ctx *cx, void *(*make)(void), void (*end)(void *value))
{
    return db_kept_take(cx->db, make, end);
}

void kept_give(struct k_ctx *cx)
{
    db_kept_give(cx->db);
}
