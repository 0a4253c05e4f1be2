/* sky_peer: a network of the AT protocol in small, written from its lexicons, for tests: one
 * server with our account us.test and other people. Strict: it refuses what the lexicons
 * forbid. */
#ifndef KITH_TESTS_KIT_SKY_PEER_H
#define KITH_TESTS_KIT_SKY_PEER_H

#include "base/time.h"
#include "kit/peer.h"

struct sky_peer;

struct sky_peer *sky_peer_start(const struct k_clock *clock);
void sky_peer_stop(struct sky_peer *sp);
struct peer *sky_peer_http(struct sky_peer *sp);
k_str sky_peer_url(struct sky_peer *sp);
#define SKY_PEER_PASSWORD "abcd-efgh-ijkl-mnop"
#define SKY_PEER_US "did:plc:us"

/* Somebody posts; reason: "mention", "reply", "quote", or NULL when we are not told. parent:
 * uri or K_NONE. Returns the uri. */
k_str sky_peer_say(struct sky_peer *sp, const char *who, const char *text, k_str parent,
                   const char *reason, k_time created_at);
void sky_peer_edit(struct sky_peer *sp, k_str uri, const char *text);
void sky_peer_delete(struct sky_peer *sp, k_str uri);
/* Posts of ours with this text that are there. */
size_t sky_peer_ours(struct sky_peer *sp, k_str text);
/* What does not work any more. */
enum { SKY_PEER_ACCESS = 1, SKY_PEER_REFRESH = 2, SKY_PEER_PASSWORD_TOO = 4 };
void sky_peer_revoke(struct sky_peer *sp, unsigned what);
void sky_peer_page(struct sky_peer *sp,
                   int most); /* notifications a page, whatever is asked for */

#endif
