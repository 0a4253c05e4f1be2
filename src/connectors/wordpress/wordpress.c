/* wordpress: the connector of comments on WordPress sites, one site a channel, after the REST
 * interface wp/v2 as WordPress 6.1 describes it at its own root. Ids are "site#comment-number";
 * the cursor is explained in recent.c. Left out: pingbacks, moderation, posts themselves.
 * Finding the site and calls: site.c; comments and threads: comments.c; what is new: recent.c;
 * what we write: answer.c. */
#include "connectors/wordpress/wordpress.h"
#include "connectors/wordpress/site.h"

static k_err wordpress_connect(struct k_net_ctx *nx, const struct channel_view *ch,
                               struct channel_news *news)
{
    struct site s;
    return site_connect(nx, ch, news, &s);
}

static const struct connector_field fields[] = {
    {.name = "address",
     .label = "Address of the site",
     .help = "The front page of the site.",
     .placeholder = "https://blog.example",
     .required = true},
    {.name = "user",
     .label = "User",
     .help =
         "Who answers on the site. With the role Editor or Administrator also comments that "
         "wait for approval are seen.",
     .placeholder = "nora",
     .required = true},
    {.name = "app_password",
     .label = "Application password",
     .help = "Made in WordPress: Users, Profile, Application Passwords.",
     .placeholder = "xxxx xxxx xxxx xxxx xxxx xxxx",
     .required = true,
     .secret = true},
};

const struct connector connector_wordpress = {
    .network = "wordpress",
    .title = "WordPress",
    .summary = "Comments on one site, and answers to them.",
    .flags = CONNECTOR_PUBLIC,
    .limits = {.bytes = 65525},
    .poll_seconds = 60,
    .fields = fields,
    .n_fields = sizeof fields / sizeof *fields,
    .connect = wordpress_connect,
    .fetch = site_fetch,
    .thread = site_thread,
    .reply = site_reply,
    .find = site_find,
    .remove = site_remove,
};
