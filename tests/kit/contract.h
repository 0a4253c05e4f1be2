/* contract: what a network must let a test do so that the contract suite can run on its
 * connector. One persona a network, in contract_personas.c. */
#ifndef KITH_TESTS_CONTRACT_H
#define KITH_TESTS_CONTRACT_H

#include "kit/channel.h"
#include "kit/peer.h"

enum fault {
    FAULT_LIMITED,      /* asks to wait */
    FAULT_DOWN,         /* cannot be reached, or hangs up */
    FAULT_ERROR,        /* fails inside */
    FAULT_GARBAGE,      /* answers with something else */
    FAULT_CUT,          /* the answer ends in the middle */
    FAULT_ANSWER_LOST,  /* of the next send: it is done, but nobody says so */
    FAULT_REQUEST_LOST, /* of the next send: it is not done, and nobody says so */
    FAULT_REVOKED,      /* from now on the credential is worth nothing */
    FAULTS
};

enum {
    CAN_SEE_EDITS = 1,
    CAN_SEE_DELETIONS = 2, /* in what fetch brings */
    CAN_SEE_THREADS = 4,
    CAN_REPLY = 8,
    HAS_PASSWORD = 16
};

struct contract {
    struct channel_kit k;
    const struct persona *persona;
    struct peer *peer; /* NULL: the network is no HTTP server */
    void *net;
    struct item_page page; /* what arrived last */
};

struct persona {
    const char *network;
    unsigned can;
    const char *answers_to; /* part of "METHOD /path" of the requests that fetch makes */
    const char *sends_to;   /* of the one with which reply sends */
    void (*open)(struct contract *c);
    void (*close)(struct contract *c);
    k_str (*say)(struct contract *c, const char *text, k_str parent); /* the id */
    k_str (*whisper)(struct contract *c, const char *text); /* the same in private; MUST where
                                                             the connector answers privately */
    void (*edit)(struct contract *c, k_str id, const char *text);
    void (*erase)(struct contract *c, k_str id);
    size_t (*ours)(struct contract *c, k_str text); /* our posts with this text */
    void (*fault)(struct contract *c, enum fault f, int n);
};

extern const struct persona personas[];
extern const size_t n_personas;

#endif
