/* events: open event streams of screens. Each change that was committed goes to all of them as
 * its topic and id; screens fetch it again. */
#ifndef KITH_API_EVENTS_H
#define KITH_API_EVENTS_H

#include "api/request.h"

struct events;
struct events *events_new(void); /* NULL when out of memory */
void events_free(struct events *e);

/* Opens a stream for the one who asks and puts it into the answer. LIMIT when the member has
 * too many open. */
k_err events_open(struct k_ctx *cx, struct events *e, struct api_req *rq) K_CHECK;
/* Tells all screens, and ends the streams of members of whom K_TOPIC_ACCESS is told; the shape
 * of db_on_commit: arg is the struct events. Any thread. */
void events_publish(void *arg, const struct k_notice *v, size_t n);
/* Closes the streams of a member but those of session `keep` (0 = all). */
void events_end_member(struct events *e, k_id member, k_id keep);
/* Of a session or a token. */
void events_end_session(struct events *e, k_id session);
size_t events_count(struct events *e);

#endif
