/* door: a small table of digests, the newest in place of older ones. */
#include "api/door.h"
#include "api/auth.h"
#include "os/secret.h"
#include "os/thread.h"
#include <stdlib.h>

#define PLACES 4096 /* a power of two */

struct door {
    struct os_lock lock;
    struct {
        struct k_digest who;
        k_time until;
    } v[PLACES];
};

struct door *door_new(void)
{
    struct door *d = calloc(1, sizeof *d);
    if (d)
        os_lock_init(&d->lock);
    return d;
}

void door_free(struct door *d)
{
    if (d == NULL)
        return;
    os_lock_free(&d->lock);
    free(d);
}

/* False when the request brings nothing. */
static bool digest_of(const struct http_request *rq, struct k_digest *out, size_t *place)
{
    k_str secret = http_header(rq, "Authorization");
    if (secret.n == 0)
        secret = http_cookie(rq, AUTH_COOKIE);
    if (secret.n == 0)
        return false;
    *out = k_secret_sha256(secret);
    *place = ((size_t)out->bytes[0] << 8 | out->bytes[1]) & (PLACES - 1);
    return true;
}

void door_remember(struct door *d, const struct http_request *rq, k_time now)
{
    struct k_digest who;
    size_t place;
    if (!digest_of(rq, &who, &place))
        return;
    os_lock_take(&d->lock);
    d->v[place].who = who;
    d->v[place].until = now + K_HOUR;
    os_lock_give(&d->lock);
}

bool door_knows(struct door *d, const struct http_request *rq, k_time now)
{
    struct k_digest who;
    size_t place;
    if (!digest_of(rq, &who, &place))
        return false;
    os_lock_take(&d->lock);
    bool knows = d->v[place].until > now &&
                 memcmp(d->v[place].who.bytes, who.bytes, sizeof who.bytes) == 0;
    os_lock_give(&d->lock);
    return knows;
}
