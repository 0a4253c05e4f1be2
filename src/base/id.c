/* id: making and reading our 64-bit ids. The lock is held for a few instructions only. */
#include "base/id.h"

#define EPOCH_MS 1577836800000LL /* 2020-01-01T00:00:00Z */
#define SEQ_BITS 14
#define NODE_BITS 8
#define MS_SHIFT (SEQ_BITS + NODE_BITS)
#define SEQ_MAX ((1 << SEQ_BITS) - 1)
#define MS_MAX ((1LL << 41) - 1)

void k_ids_init(struct k_ids *ids, uint8_t node, k_id not_below)
{
    pthread_mutex_init(&ids->lock, NULL);
    ids->node = node;
    ids->last = not_below > 0 ? not_below : 0;
}

void k_ids_move(struct k_ids *ids, uint8_t node, k_id not_below)
{
    pthread_mutex_lock(&ids->lock);
    ids->node = node;
    if (not_below > ids->last)
        ids->last = not_below;
    pthread_mutex_unlock(&ids->lock);
}

static int64_t first_of(int64_t ms, uint8_t node)
{
    return (ms << MS_SHIFT) | ((int64_t)node << SEQ_BITS);
}

/* The next number after last in this millisecond of this node; a millisecond that is used up,
 * or that another node has gone past, is left for the next one. */
static int64_t after(int64_t last, int64_t ms, uint8_t node)
{
    int64_t last_ms = last >> MS_SHIFT;
    if (ms < last_ms)
        ms = last_ms;
    int64_t id = first_of(ms, node);
    if (id > last)
        return id;
    bool ours = (last >> SEQ_BITS) == (id >> SEQ_BITS);
    return ours && (last & SEQ_MAX) < SEQ_MAX ? last + 1 : first_of(ms + 1, node);
}

k_id k_ids_next(struct k_ids *ids, k_time now)
{
    int64_t ms = now / K_MSEC - EPOCH_MS;
    if (ms < 1)
        ms = 1;
    if (ms > MS_MAX)
        ms = MS_MAX;
    pthread_mutex_lock(&ids->lock);
    int64_t id = after(ids->last, ms, ids->node);
    ids->last = id;
    pthread_mutex_unlock(&ids->lock);
    return id;
}

k_id k_ids_last(struct k_ids *ids)
{
    pthread_mutex_lock(&ids->lock);
    k_id id = ids->last;
    pthread_mutex_unlock(&ids->lock);
    return id;
}

k_id k_id_at(k_time t)
{
    int64_t ms = t / K_MSEC - EPOCH_MS;
    if (ms < 0)
        ms = 0;
    if (ms > MS_MAX)
        ms = MS_MAX;
    return ((ms + 1) << MS_SHIFT) - 1;
}

k_time k_id_time(k_id id)
{
    return ((id >> MS_SHIFT) + EPOCH_MS) * K_MSEC;
}

bool k_id_parse(k_str s, k_id *out)
{
    uint64_t v;
    if (!k_str_u64(s, &v) || v == 0 || v > INT64_MAX)
        return false;
    *out = (k_id)v;
    return true;
}

bool k_id_among(const k_id *v, size_t n, k_id id)
{
    for (size_t i = 0; id && i < n; i++)
        if (v[i] == id)
            return true;
    return false;
}
