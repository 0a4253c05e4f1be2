/* enter: the last step of every way in: what is used up for it (a code, a challenge), the
 * session and the picture of the member, in one transaction; then the cookie. And where we are
 * reached, which passkeys and identity providers must know. */
#ifndef KITH_API_ENTER_H
#define KITH_API_ENTER_H

#include "api/me.h"
#include "signin/passkey.h"

struct enter {
    struct api_req *rq;
    k_id member;
    k_str factor; /* how they showed who they are; `first` may set it */
    /* Runs before the session is made, in its transaction, perhaps more than once; may be NULL.
     */
    k_err (*first)(struct k_ctx *cx, struct enter *e);
    const void *arg;
    struct api_me *me; /* filled; may be NULL */
    k_str cookie;
};
k_err enter_now(struct k_ctx *cx, struct enter *e) K_CHECK;
/* Counts and logs a refusal; gives UNAUTHENTICATED with the field and the words. */
k_err enter_refused(struct k_ctx *cx, const struct api_req *rq, const char *field,
                    const char *words);

/* Where members reach this server, without a slash at the end: as set up, else as the browser
 * asked for it. */
k_str enter_address(struct k_ctx *cx, const struct api_req *rq);
/* The site that passkeys are bound to: of the configured address, or localhost. UNSUPPORTED,
 * with what to do, when there is none. */
k_err enter_site(struct k_ctx *cx, const struct api_req *rq, struct passkey_site *out) K_CHECK;

/* Asks a browser for something that it must answer within five minutes; kind passkey or
 * passkey_new. In a write transaction. *challenge: random bytes. */
k_err enter_ask(struct k_ctx *cx, const char *kind, k_id member, k_str *challenge) K_CHECK;
/* Whether client data answers what was asked, once; *member: of whom it was asked. In a
 * transaction of its own, so that no challenge is taken twice. GONE. */
k_err enter_answered(struct k_ctx *cx, const char *kind, k_str client_data, k_str *challenge,
                     k_id *member) K_CHECK;

#endif
