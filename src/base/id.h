/* id: time-sorted 64-bit numbers made by us. 41 bits of milliseconds since 2020, 8 bits of
 * node, 14 bits of sequence. Never 0, never negative, never below the last one given, also when
 * the clock goes back. In JSON they are strings. */
#ifndef KITH_BASE_ID_H
#define KITH_BASE_ID_H

#include "base/time.h"
#include <pthread.h>

typedef int64_t k_id;

struct k_ids {
    pthread_mutex_t lock;
    int64_t last;
    uint8_t node;
};
void k_ids_init(struct k_ids *ids, uint8_t node, k_id not_below);
/* Goes on under another number, above all ids made so far. Any thread. */
void k_ids_move(struct k_ids *ids, uint8_t node, k_id not_below);
k_id k_ids_next(struct k_ids *ids, k_time now); /* safe to call from any thread */
k_id k_ids_last(struct k_ids *ids);             /* the newest one given, or the floor */
k_id k_id_at(k_time t);              /* the highest id of any node in that millisecond */
k_time k_id_time(k_id id);           /* when it was made, to the millisecond */
bool k_id_parse(k_str s, k_id *out); /* decimal, positive */
bool k_id_among(const k_id *v, size_t n, k_id id); /* never 0 */

#endif
