/* address: the line between the internet and what lies behind our own door. The HTTP client
 * asks it for each socket it opens, after DNS, so that no name, redirect or odd spelling of a
 * number leads to a private address. */
#include "net/address.h"
#include <arpa/inet.h>
#include <netinet/in.h>

struct block {
    uint8_t bytes[16];
    int bits;
};

/* IANA IPv4 Special-Purpose Address Registry, and multicast. */
static const struct block v4[] = {
    {{0}, 8},             /* this host */
    {{10}, 8},            /* private */
    {{100, 64}, 10},      /* shared between customers of a carrier */
    {{127}, 8},           /* loopback */
    {{169, 254}, 16},     /* link-local, cloud metadata */
    {{172, 16}, 12},      /* private */
    {{192, 0, 0}, 24},    /* protocol assignments */
    {{192, 0, 2}, 24},    /* documentation */
    {{192, 31, 196}, 24}, /* AS112 */
    {{192, 52, 193}, 24}, /* AMT */
    {{192, 88, 99}, 24},  /* 6to4 relays */
    {{192, 168}, 16},     /* private */
    {{192, 175, 48}, 24}, /* AS112 */
    {{198, 18}, 15},      /* benchmarking */
    {{198, 51, 100}, 24}, /* documentation */
    {{203, 0, 113}, 24},  /* documentation */
    {{224}, 4},           /* multicast */
    {{240}, 4},           /* reserved, broadcast */
};

/* Only 2000::/3 is given out; these are the parts of it that are special. */
static const struct block v6[] = {
    {{0x20, 0x01, 0x00}, 23},             /* protocol assignments, with Teredo, ORCHID */
    {{0x20, 0x01, 0x0d, 0xb8}, 32},       /* documentation */
    {{0x20, 0x02}, 16},                   /* 6to4: an IPv4 address inside */
    {{0x26, 0x20, 0x00, 0x4f, 0x80}, 48}, /* AS112 */
    {{0x3f, 0xff}, 20},                   /* documentation */
};
static const struct block v6_given_out = {{0x20}, 3};

static bool inside(const uint8_t *address, const struct block *b)
{
    int whole = b->bits / 8, rest = b->bits % 8;
    if (memcmp(address, b->bytes, (size_t)whole) != 0)
        return false;
    uint8_t mask = (uint8_t)(0xff << (8 - rest));
    return rest == 0 || (address[whole] & mask) == (b->bytes[whole] & mask);
}

static bool v4_is_public(const uint8_t *address)
{
    for (size_t i = 0; i < sizeof v4 / sizeof *v4; i++)
        if (inside(address, &v4[i]))
            return false;
    return true;
}

static bool v6_is_public(const uint8_t *address)
{
    if (!inside(address, &v6_given_out))
        return false;
    for (size_t i = 0; i < sizeof v6 / sizeof *v6; i++)
        if (inside(address, &v6[i]))
            return false;
    return true;
}

bool address_is_public(const struct sockaddr *sa, size_t n)
{
    if (sa->sa_family == AF_INET && n >= sizeof(struct sockaddr_in)) {
        struct sockaddr_in in;
        memcpy(&in, sa, sizeof in);
        return v4_is_public((const uint8_t *)&in.sin_addr);
    }
    if (sa->sa_family == AF_INET6 && n >= sizeof(struct sockaddr_in6)) {
        struct sockaddr_in6 in;
        memcpy(&in, sa, sizeof in);
        return v6_is_public(in.sin6_addr.s6_addr);
    }
    return false;
}

bool address_text_is_public(k_str text)
{
    char z[64];
    uint8_t bytes[16];
    if (text.n == 0 || text.n >= sizeof z)
        return false;
    memcpy(z, text.p, text.n);
    z[text.n] = 0;
    if (inet_pton(AF_INET, z, bytes) == 1)
        return v4_is_public(bytes);
    return inet_pton(AF_INET6, z, bytes) == 1 && v6_is_public(bytes);
}

void address_write(const struct sockaddr *sa, char *out, size_t max)
{
    out[0] = 0;
    if (sa && sa->sa_family == AF_INET) {
        struct sockaddr_in in;
        memcpy(&in, sa, sizeof in);
        inet_ntop(AF_INET, &in.sin_addr, out, (socklen_t)max);
    } else if (sa && sa->sa_family == AF_INET6) {
        struct sockaddr_in6 in;
        memcpy(&in, sa, sizeof in);
        if (IN6_IS_ADDR_V4MAPPED(&in.sin6_addr))
            inet_ntop(AF_INET, &in.sin6_addr.s6_addr[12], out, (socklen_t)max);
        else
            inet_ntop(AF_INET6, &in.sin6_addr, out, (socklen_t)max);
    }
}
