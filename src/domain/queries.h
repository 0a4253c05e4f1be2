/* queries: members make, change, lock and remove listening queries and the topics they belong
 * to, and take any last change back. Every change is a row of listening_change with the query
 * before and after; its number is the version of them all, by which each server knows that
 * those it has ready are too old (domain/ears). Writes listening_query, listening_change,
 * listening_topic, listening_fill; appends events. */
#ifndef KITH_DOMAIN_QUERIES_H
#define KITH_DOMAIN_QUERIES_H

#include "base/ctx.h"
#include "listen/query.h"
#include "store/sql.gen.h"

#define QUERIES_MOST 100000 /* in a house */

/* What a query does with what it finds. */
enum query_verb {
    QUERY_WATCH, /* a hit: listed and counted */
    QUERY_HIDE,  /* kept, and shown and counted nowhere in listening as long as the query is so
                  */
    QUERY_SKIP,  /* not collected at all, where nobody said it to us: not to be had back */
    QUERY_VERBS
};
extern const char *const query_verb_names[QUERY_VERBS + 1]; /* "watch"; NULL-terminated */
enum query_verb query_verb_parse(k_str name);               /* QUERY_VERBS: none of them */

/* The text as a query; verb says what it may ask. false: *problem says why. */
bool queries_read(struct k_arena *a, k_str body, enum query_verb verb, struct query *out,
                  struct query_problem *problem);

struct queries_new {
    k_id id;         /* 0 = a new one */
    int64_t version; /* that the member saw; 0 = whatever it is now */
    bool has_name, has_body, has_verb, has_topic, has_enabled;
    k_str name, body, verb;
    k_id topic;
    bool enabled;
};
/* BAD_INPUT (the field; of `body` with the place), NOT_FOUND, CONFLICT (somebody changed it
 * meanwhile), FORBIDDEN (somebody else locked it), LIMIT. What is stored is looked through
 * afterwards (domain/query_history) for a query that is new or finds something else now. */
k_err queries_save(struct k_ctx *cx, const struct queries_new *n, k_id *id) K_CHECK;
/* From now on only the acting member and admins may change it; or again everybody. */
k_err queries_lock(struct k_ctx *cx, k_id id, bool lock) K_CHECK;
k_err queries_remove(struct k_ctx *cx, k_id id) K_CHECK;
/* The query is again as it was before a change. CONFLICT when it was changed again since: that
 * change is to be taken back first. */
k_err queries_undo(struct k_ctx *cx, int64_t change) K_CHECK;
/* NOT_FOUND for none, and for one that was removed. */
k_err queries_find(struct k_ctx *cx, k_id id, struct sq_listening_queries_row *row) K_CHECK;

/* id 0 = a new one. BAD_INPUT for a name that is empty, too long or taken. */
k_err queries_topic_save(struct k_ctx *cx, k_id *id, k_str name, bool rival) K_CHECK;
/* Its queries are of no topic afterwards. */
k_err queries_topic_remove(struct k_ctx *cx, k_id id) K_CHECK;

#endif
