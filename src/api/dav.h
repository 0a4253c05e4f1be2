/* dav: CardDAV (RFC 6352) beside the JSON of the route table: what it answers is XML, errors
 * too, and who asks shows an app password. Reads and writes through domain/cards and
 * import/card. The files: dav.c (the table of methods, paths, refusals), dav_props.c
 * (properties, PROPFIND), dav_report.c (reports), dav_card.c (one card).
 * docs/design/carddav.md. */
#ifndef KITH_API_DAV_H
#define KITH_API_DAV_H

#include "api/api.h"
#include "api/auth.h"
#include "domain/cards.h"
#include "formats/dav.h"
#include "import/card.h"

#define DAV_ROOT_PATH "/dav/"
#define DAV_WELL_KNOWN "/.well-known/carddav"

/* --- for api.c --- */
bool dav_is_path(k_str path); /* ours, or the address where clients begin to look */
void dav_handle(struct api *api, struct k_ctx *cx, struct http_request *http,
                struct http_response *rs);

/* --- what a path names --- */
enum dav_thing {
    DAV_ROOT = 1,
    DAV_PRINCIPALS = 2,
    DAV_PRINCIPAL = 4,
    DAV_HOMES = 8,
    DAV_HOME = 16,
    DAV_BOOK = 32,
    DAV_CARD = 64,
    DAV_ALL = 127,
    DAV_COLLECTIONS = DAV_ALL & ~DAV_CARD
};
struct dav_where {
    enum dav_thing thing;
    k_id member; /* of a principal, a home and below */
    k_id owner;  /* of a book: 0 = the team's */
    k_str name;  /* of a card */
};

struct dav {
    struct k_ctx *cx;
    struct api *api;
    struct http_request *http;
    struct http_response *rs;
    struct api_who who;
    struct dav_where at;
    struct sq_card_state_get_row state; /* after the numbers were given */
    struct dav_request ask;             /* of PROPFIND and REPORT */
    struct dav_out out;
    k_str
        folder[2]; /* paths of the team's book and of the member's own, once they were needed */
    const char *refused_ns, *refused; /* the precondition that does not hold */
    k_str refused_href;
};

/* One row a method: where, and what a member must be allowed. Printed by doctor. */
struct dav_method {
    enum http_method method;
    unsigned things; /* of enum dav_thing */
    enum perm perm;
    k_err (*fn)(struct dav *d);
    const char *doc;
};
extern const struct dav_method dav_methods[];
extern const size_t dav_n_methods;

/* false: there is nothing of that name for this member. A path as in http_request. */
bool dav_where_read(const struct dav *d, k_str path, struct dav_where *out);
k_str dav_path(struct k_arena *a, const struct dav_where *w);
/* The path of an address in a request: absolute or not, percent-encoded. K_NONE: another way of
 * writing. */
k_str dav_href_path(struct k_arena *a, k_str href);
bool dav_may(const struct dav *d, enum perm p);
/* Says which precondition does not hold; returns err. */
k_err dav_refuse(struct dav *d, k_err err, const char *ns, const char *what, const char *why);
/* Numbers for all who wait, then the state. Before anything with a number is read. */
k_err dav_number(struct dav *d) K_CHECK;
k_str dav_etag(const struct dav *d, int64_t seq);

/* --- properties --- */
/* What an answer is about. */
struct dav_item {
    struct dav_where where;
    const struct sq_card_list_row *card; /* of a card */
    k_str data;                          /* address-data; p == NULL: none asked */
};
k_err dav_read_body(struct dav *d) K_CHECK;
void dav_multistatus_begin(struct dav *d);
void dav_multistatus_end(struct dav *d);
/* <response> with the properties that were asked for. */
void dav_response(struct dav *d, const struct dav_item *it);
/* <response> with a status alone. */
void dav_response_status(struct dav *d, k_str path, const char *status);
/* The number of a book's newest change, as tokens have it. */
k_err dav_book_seq(struct dav *d, k_id owner, int64_t *seq) K_CHECK;

/* --- methods --- */
k_err dav_options(struct dav *d) K_CHECK;
k_err dav_propfind(struct dav *d) K_CHECK;
k_err dav_report(struct dav *d) K_CHECK;
k_err dav_get(struct dav *d) K_CHECK;
k_err dav_put(struct dav *d) K_CHECK;
k_err dav_delete(struct dav *d) K_CHECK;

/* --- cards --- */
/* A card as text; *gone: it is not there (any more). */
k_err dav_card_text(struct dav *d, const struct sq_card_list_row *row, bool v4, k_str *text,
                    bool *gone) K_CHECK;

#endif
