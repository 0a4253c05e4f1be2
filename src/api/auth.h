/* auth: who asks and what they may. Sessions are a cookie (its digest is stored), API tokens a
 * bearer; each request looks at the member as it is now, so leaving or a new role counts at
 * once. */
#ifndef KITH_API_AUTH_H
#define KITH_API_AUTH_H

#include "api/request.h"

#define AUTH_COOKIE "kith_session"
#define AUTH_TOKEN_PREFIX "kith_"
#define AUTH_FRESH (15 * K_MIN) /* how long a member counts as having shown who it is */

/* One row a role: what it may. Printed by doctor. */
struct auth_role {
    const char *role;
    unsigned perms; /* bit (1 << enum perm) */
};
extern const struct auth_role auth_roles[];
extern const size_t auth_n_roles;
unsigned auth_perms_of_role(k_str role); /* 0 for an unknown role */
/* Permission bits of blank-separated names; names that are none are left out. */
unsigned auth_perms_of_scopes(k_str scopes);

/* Finds who asks. UNAUTHENTICATED when there is no session or token, or it has ended. */
k_err auth_who(struct k_ctx *cx, const struct api *api, const struct http_request *http,
               struct api_who *out) K_CHECK;
/* App passwords: what phones show instead of a member's password, by HTTP Basic with the
 * member's address or handle. Tokens of the scope "contacts" alone, of a form that can be
 * typed; as a bearer they open nothing. auth_app.c */
k_str auth_app_secret(struct k_ctx *cx, k_str *digest);
/* Finds who asks; perms are those of the role. UNAUTHENTICATED; RATE_LIMITED with *wait after
 * too many wrong ones from one address. */
k_err auth_app_who(struct k_ctx *cx, struct api *api, const struct http_request *http,
                   struct api_who *out, k_time *wait) K_CHECK;
/* That a session or token was used is written down, at most once a minute. */
void auth_note_seen(struct k_ctx *cx, const struct api *api, const struct api_who *who,
                    k_time last);

/* May this request go on? FORBIDDEN, CSRF, with what is missing. */
k_err auth_check(struct k_ctx *cx, const struct api_req *rq) K_CHECK;
/* For requests before sign-in: CSRF when the browser says that another site sent it. */
k_err auth_check_origin(struct k_ctx *cx, const struct http_request *http) K_CHECK;

/* Makes a session for the member within the running write transaction and fills rq->who and
 * *cookie: the value of the Set-Cookie header, to be added once the transaction is done.
 * factor: how the member showed who it is (password, totp, recovery, passkey, provider). */
k_err auth_session_start(struct k_ctx *cx, struct api_req *rq, k_id member, k_str factor,
                         k_str *cookie) K_CHECK;
k_str auth_cookie_gone(struct k_ctx *cx,
                       const struct api *api); /* Set-Cookie that removes it */
/* A new secret for a link or a token, and its digest as the database keeps it. */
k_str auth_secret(struct k_ctx *cx, const char *prefix, k_str *digest);
k_str auth_digest(struct k_ctx *cx, k_str secret);

#endif
