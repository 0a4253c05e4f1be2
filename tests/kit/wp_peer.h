/* wp_peer: the comments of a WordPress in small, written from its REST schema, for tests: one
 * article, an editor "us" with an application password, and guests. Strict about parameters. */
#ifndef KITH_TESTS_KIT_WP_PEER_H
#define KITH_TESTS_KIT_WP_PEER_H

#include "base/time.h"
#include "kit/peer.h"

struct wp_peer;
#define WP_PEER_PASSWORD "abcd efgh ijkl mnop"

struct wp_peer *wp_peer_start(const struct k_clock *clock);
void wp_peer_stop(struct wp_peer *wp);
struct peer *wp_peer_http(struct wp_peer *wp);
k_str wp_peer_url(struct wp_peer *wp);

int64_t wp_peer_say(struct wp_peer *wp, const char *who, const char *text, int64_t parent);
void wp_peer_edit(struct wp_peer *wp, int64_t id, const char *text);
enum wp_peer_state {
    WP_PEER_APPROVED,
    WP_PEER_HOLD,
    WP_PEER_SPAM,
    WP_PEER_TRASH,
    WP_PEER_GONE
};
void wp_peer_put(struct wp_peer *wp, int64_t id, enum wp_peer_state state);
size_t wp_peer_ours(struct wp_peer *wp, k_str text); /* of ours, to be seen, with this text */
void wp_peer_revoke(struct wp_peer *wp);

#endif
