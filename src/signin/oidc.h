/* oidc: asks an identity provider (OpenID Connect Core, authorization code with PKCE): where it
 * wants browsers, what a code is worth, with which keys it signs; and takes in whom it sends.
 * Asks over the network through the client that refuses private addresses. */
#ifndef KITH_SIGNIN_OIDC_H
#define KITH_SIGNIN_OIDC_H

#include "base/ctx.h"
#include "net/client.h"
#include "os/secret.h"
#include "signin/oidc_rules.h"
#include "store/sql.gen.h"

/* What a provider says of itself (OpenID Connect Discovery). */
struct oidc_site {
    k_str authorize, token, jwks;
    bool post; /* wants the secret in the body, not in a header */
    oidc_words algs;
};
/* Asks the issuer. BAD_INPUT (field issuer) for an address that is none or without TLS, NET_*
 * when it does not answer, NET_BAD_ANSWER when it is no provider or another one. */
k_err oidc_discover(struct k_ctx *cx, struct http_client *http, k_str issuer,
                    struct oidc_site *out) K_CHECK;

/* One sign-in under way: what the browser takes along, and what stays here until it is back. */
struct oidc_ask {
    k_str state, nonce, verifier; /* random */
    k_str redirect;               /* our address that the browser comes back to */
};
struct oidc_ask oidc_ask_new(struct k_arena *a, k_str redirect);
/* Where to send the browser. */
k_str oidc_authorize(struct k_arena *a, const struct oidc_site *site,
                     const struct sq_oidc_list_row *p, const struct oidc_ask *ask);

/* The claims behind a code, once they are believed. secret: K_NONE = a client without. NET_*,
 * or UNAUTHENTICATED when the provider's answer is not believed. */
k_err oidc_redeem(struct k_ctx *cx, struct http_client *http, const struct sq_oidc_list_row *p,
                  k_str secret, const struct oidc_ask *ask, k_str code,
                  const struct k_json **claims) K_CHECK;

/* The secret we share with a provider is sealed for its row. */
k_str oidc_seal(struct k_ctx *cx, const struct k_secret_key *key, k_id provider, k_str secret);
/* K_NONE when there is none. FORBIDDEN: it cannot be opened with this server's key. */
k_err oidc_open(struct k_ctx *cx, const struct k_secret_key *key,
                const struct sq_oidc_list_row *p, k_str *secret) K_CHECK;

/* Takes in whom a provider sent, in the running write transaction: role and teams follow the
 * groups; who has lost the groups that let in loses sessions and tokens. *member is 0 unless
 * the verdict lets in. */
k_err oidc_arrive(struct k_ctx *cx, const struct sq_oidc_list_row *p,
                  const struct k_json *claims, enum oidc_verdict *verdict,
                  k_id *member) K_CHECK;

#endif
