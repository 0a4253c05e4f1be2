/* door: which sessions and tokens were let in lately, in memory. A large upload is only written
 * to disk for one of them: asking the database so early would hold up the thread that reads
 * from all connections. Whether the request may go on is decided later, as for every other. */
#ifndef KITH_API_DOOR_H
#define KITH_API_DOOR_H

#include "net/http.h"

struct door;
struct door *door_new(void); /* NULL when out of memory */
void door_free(struct door *d);
/* The request's session or token is good. Any thread. */
void door_remember(struct door *d, const struct http_request *rq, k_time now);
/* Whether it was so within the last hour. Any thread. */
bool door_knows(struct door *d, const struct http_request *rq, k_time now);

#endif
