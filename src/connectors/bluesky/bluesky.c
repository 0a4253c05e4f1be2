/* bluesky: the connector of Bluesky and other services of the AT protocol. Signing in and
 * calls: session.c; what others wrote: posts.c, news.c; what we write: reply.c; places in
 * texts: facets.c. */
#include "connectors/bluesky/bluesky.h"
#include "connectors/bluesky/sky.h"

static k_err bluesky_connect(struct k_net_ctx *nx, const struct channel_view *ch,
                             struct channel_news *news)
{
    struct sky s;
    K_TRY(sky_open(nx, ch, news, &s));
    K_TRY(sky_sign_in(&s));
    news->handle = s.handle;
    return K_OK;
}

static k_err bluesky_profile(struct k_net_ctx *nx, const struct channel_view *ch,
                             k_str native_id, struct item_author *out)
{
    struct sky s;
    struct k_buf q;
    struct channel_news news;
    const struct k_json *answer;
    K_TRY(sky_open(nx, ch, &news, &s));
    k_buf_init(&q, nx->arena, 1 << 12);
    sky_param(&q, "actor", native_id);
    struct sky_call call = {.method = "app.bsky.actor.getProfile", .query = k_buf_view(&q)};
    K_TRY(sky_ask(&s, &call, &answer, NULL));
    sky_author(nx->arena, answer, out);
    return K_OK;
}

static const struct connector_field fields[] = {
    {.name = "handle",
     .label = "Handle",
     .help = "The account that people talk to.",
     .placeholder = "acme.bsky.social",
     .required = true},
    {.name = "app_password",
     .label = "App password",
     .help = "Made in Bluesky: Settings, Privacy and security, App passwords. Not your own "
             "password.",
     .placeholder = "xxxx-xxxx-xxxx-xxxx",
     .required = true,
     .secret = true},
    {.name = "address",
     .label = "Service",
     .help = "Another service of the AT protocol, if the account is not at Bluesky itself.",
     .placeholder = "https://bsky.social",
     .or_else = "https://bsky.social"},
};

const struct connector connector_bluesky = {
    .network = "bluesky",
    .title = "Bluesky",
    .summary = "Mentions, replies and quotes of one account, and answers to them.",
    .flags = CONNECTOR_PUBLIC | CONNECTOR_KEYED, /* the key becomes the record's */
    .limits = {.graphemes = 300, .bytes = 3000},
    .poll_seconds = 30,
    .fields = fields,
    .n_fields = sizeof fields / sizeof *fields,
    .connect = bluesky_connect,
    .fetch = sky_fetch,
    .thread = sky_thread,
    .reply = sky_say,
    .publish = sky_say,
    .find = sky_find,
    .remove = sky_remove,
    .profile = bluesky_profile,
    .check = sky_check,
};
