/* address: which addresses of the internet protocol are public. Pure. */
#ifndef KITH_NET_ADDRESS_H
#define KITH_NET_ADDRESS_H

#include "base/str.h"
#include <sys/socket.h>

/* Whether a given URL may lead there: false for every block of the IANA special-purpose
 * registries (RFC 6890) and multicast: this host, private, shared (CGNAT), loopback,
 * link-local, documentation, benchmarking, reserved, IPv6 unique-local and site-local; and for
 * IPv6 addresses that carry an IPv4 address (mapped, compatible, NAT64, 6to4, Teredo). Anything
 * that is not IPv4 or IPv6 is not public. */
bool address_is_public(const struct sockaddr *sa, size_t n);
bool address_text_is_public(k_str text); /* the same for "192.0.2.1" or "2001:db8::1" */

/* The address as text in out (NUL-terminated, at least 48 bytes), "" when it is neither IPv4
 * nor IPv6; IPv4 inside IPv6 is written as IPv4. */
void address_write(const struct sockaddr *sa, char *out, size_t max);

#endif
