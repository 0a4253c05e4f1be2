/* nodes: the other servers on the same PostgreSQL. What they commit reaches our screens and
 * wakes our workers; what we commit reaches theirs (db/listen.c). After a gap in which nobody
 * listened, everything on screen is fetched again (K_TOPIC_ALL). With SQLite there is one
 * server, and nothing here runs. */
#ifndef KITH_FLOW_NODES_H
#define KITH_FLOW_NODES_H

#include "db/db.h"

struct flow_bus;
struct nodes;

/* A word that is no notice (db_tell), in the listening thread. */
typedef void (*nodes_fn)(void *arg, const struct db_word *w);

/* Starts listening. *out NULL when there is nobody to listen to (SQLite). The lost connection
 * is opened again by itself; cfg and bus outlive it. */
k_err nodes_start(const struct db_config *cfg, struct flow_bus *bus, nodes_fn fn, void *arg,
                  struct nodes **out) K_CHECK;
bool nodes_listening(struct nodes *n); /* the connection is there now */
void nodes_stop(struct nodes *n);      /* NULL is fine */

#endif
