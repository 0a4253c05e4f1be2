/* site: what the files of the WordPress connector share: one site and its REST interface. Not
 * for others. */
#ifndef KITH_CONNECTORS_WORDPRESS_SITE_H
#define KITH_CONNECTORS_WORDPRESS_SITE_H

#include "base/map.h"
#include "connectors/exchange.h"

struct site {
    struct k_net_ctx *nx;
    struct channel_news *news;
    k_str address;        /* as given, made whole */
    k_str root;           /* of the REST interface, "https://blog.example/wp-json/" */
    k_str home;           /* "blog.example/sub": names the site inside ids */
    k_str user, password; /* login and application password */
    int64_t user_id;
    bool moderates; /* may see comments that wait, and e-mail addresses */
};

/* The site of a channel that was connected. BAD_INPUT when something is missing. */
k_err site_open(struct k_net_ctx *nx, const struct channel_view *ch, struct channel_news *news,
                struct site *s) K_CHECK;
/* Finds the REST interface and who we are there; fills s and news. */
k_err site_connect(struct k_net_ctx *nx, const struct channel_view *ch,
                   struct channel_news *news, struct site *s) K_CHECK;

/* The address of a path of the interface, without parameters ("wp/v2/comments/12"). */
k_str site_url(const struct site *s, k_str path);
/* One call with our credential. *out is the JSON of a 2xx answer; otherwise an error, and *code
 * (may be NULL) has WordPress's word for it ("comment_duplicate"). */
k_err site_ask(const struct site *s, const char *method, k_str url, k_str json, bool acts,
               const struct k_json **out, struct http_res *res, k_str *code) K_CHECK;

/* ---- comments.c ---- */

/* "blog.example#comment-12" and back; 0 when it is none of this site. */
k_str site_comment_id(const struct site *s, int64_t id);
int64_t site_comment_number(const struct site *s, k_str native_id);
/* A comment as an item; false when it is none (spam, trash, a pingback). */
bool site_item(const struct site *s, const struct k_json *v, struct item *it);
/* The comment, asked for by number. NOT_FOUND when it is gone, in the trash or hidden from us.
 */
k_err site_ask_comment(const struct site *s, int64_t id, const struct k_json **out) K_CHECK;
/* "status=all&context=edit" as far as we may. */
k_str site_seen_by_us(const struct site *s, k_str url);
/* Brings the comments above those in page that are not in it, at most five levels; fills roots.
 */
k_err site_add_ancestors(const struct site *s, struct item_page *page) K_CHECK;

k_err site_thread(struct k_net_ctx *nx, const struct channel_view *ch, k_str native_id,
                  k_str meta, struct item_page *page);

/* ---- recent.c ---- */

k_err site_fetch(struct k_net_ctx *nx, const struct channel_view *ch, struct item_page *page);

/* ---- answer.c ---- */

k_err site_reply(struct k_net_ctx *nx, const struct channel_view *ch,
                 const struct reply_out *out, struct reply_done *done);
k_err site_find(struct k_net_ctx *nx, const struct channel_view *ch,
                const struct reply_out *out, bool *found, struct reply_done *done);
k_err site_remove(struct k_net_ctx *nx, const struct channel_view *ch, k_str native_id,
                  k_str meta, struct channel_news *news);

#endif
