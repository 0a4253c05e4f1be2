/* fake: the connectors of invented networks (world.h), for tests and for the demo. "fake" takes
 * anything; the others have the limits of one kind of real network. Hidden: nobody is offered
 * one on the connect page. */
#include "connectors/fake/fake.h"
#include "connectors/fake/world.h"

/* The world of a channel; config.journal names the file that keeps it. */
static k_err world_of(struct k_net_ctx *nx, const struct channel_view *ch,
                      struct fake_world **out)
{
    k_str journal = k_json_get_str(ch->config, "journal");
    *out = fake_world_at(ch->address);
    if (journal.n == 0 || fake_world_journal(*out, k_dupz(nx->arena, journal)) == K_OK)
        return K_OK;
    return k_net_fail(nx, K_ERR_NET_BAD_ANSWER,
                      "The journal %.*s of the fake network is unreadable.", K_ARG(journal));
}

static k_err fake_connect(struct k_net_ctx *nx, const struct channel_view *ch,
                          struct channel_news *news)
{
    struct fake_world *w;
    *news = (struct channel_news){.budget_left = -1};
    K_TRY(world_of(nx, ch, &w));
    K_TRY(fake_world_fault(w, nx, FAKE_CONNECT, news));
    k_str handle = k_json_get_str(ch->config, "handle");
    news->handle = handle.n ? handle : K_S("us");
    return K_OK;
}

static k_err fake_fetch(struct k_net_ctx *nx, const struct channel_view *ch,
                        struct item_page *page)
{
    struct fake_world *w;
    *page = (struct item_page){.news.budget_left = -1};
    K_TRY(world_of(nx, ch, &w));
    k_err err = fake_world_fetch(w, nx, ch->cursor, page);
    fake_world_budget(w, &page->news);
    return err;
}

static k_err fake_thread(struct k_net_ctx *nx, const struct channel_view *ch, k_str native_id,
                         k_str meta, struct item_page *page)
{
    struct fake_world *w;
    *page = (struct item_page){.news.budget_left = -1};
    K_TRY(world_of(nx, ch, &w));
    k_err err = fake_world_thread(w, nx, native_id, page);
    fake_world_budget(w, &page->news);
    return err;
}

static k_err fake_find(struct k_net_ctx *nx, const struct channel_view *ch,
                       const struct reply_out *out, bool *found, struct reply_done *done)
{
    struct fake_world *w;
    *done = (struct reply_done){.news.budget_left = -1};
    *found = false;
    K_TRY(world_of(nx, ch, &w));
    k_err err = fake_world_find(w, nx, out->idem_key, found, done);
    fake_world_budget(w, &done->news);
    return err;
}

static k_err fake_remove(struct k_net_ctx *nx, const struct channel_view *ch, k_str native_id,
                         k_str meta, struct channel_news *news)
{
    struct fake_world *w;
    *news = (struct channel_news){.budget_left = -1};
    K_TRY(world_of(nx, ch, &w));
    return fake_world_remove(w, nx, native_id);
}

static k_err fake_profile(struct k_net_ctx *nx, const struct channel_view *ch, k_str native_id,
                          struct item_author *out)
{
    struct fake_world *w;
    K_TRY(world_of(nx, ch, &w));
    return fake_world_profile(w, nx, native_id, out);
}

static const struct connector_field fields[] = {
    {.name = "address",
     .label = "Name of the fake network",
     .required = true,
     .or_else = "fake://one"},
    {.name = "handle", .label = "Our handle there", .or_else = "us"},
    {.name = "journal", .label = "File that keeps it"},
};

/* The reply slot cannot see its row, so each kind has its own with its limits. */
#define FAKE(id, name, words, most, deepest, extra, posts)                                     \
    static k_err id##_reply(struct k_net_ctx *nx, const struct channel_view *ch,               \
                            const struct reply_out *out, struct reply_done *done)              \
    {                                                                                          \
        struct fake_world *w;                                                                  \
        *done = (struct reply_done){.news.budget_left = -1};                                   \
        K_TRY(world_of(nx, ch, &w));                                                           \
        k_err err = fake_world_reply(w, nx, &connector_##id.limits, out, done);                \
        fake_world_budget(w, &done->news);                                                     \
        return err;                                                                            \
    }                                                                                          \
    const struct connector connector_##id = {                                                  \
        .network = #id,                                                                        \
        .title = name,                                                                         \
        .summary = words,                                                                      \
        .flags = CONNECTOR_HIDDEN | CONNECTOR_PUBLIC | CONNECTOR_KEYED | CONNECTOR_PRIVATE |   \
                 (extra),                                                                      \
        .limits = {.graphemes = (most), .depth = (deepest)},                                   \
        .poll_seconds = 5,                                                                     \
        .fields = fields,                                                                      \
        .n_fields = sizeof fields / sizeof *fields,                                            \
        .connect = fake_connect,                                                               \
        .fetch = fake_fetch,                                                                   \
        .thread = fake_thread,                                                                 \
        .reply = id##_reply,                                                                   \
        .publish = (posts) ? id##_reply : NULL,                                                \
        .find = fake_find,                                                                     \
        .remove = fake_remove,                                                                 \
        .profile = fake_profile,                                                               \
    }

FAKE(fake, "Fake network", "An invented network for tests.", 0, 0, 0, true);
FAKE(demo_microblog, "Microblog (demo)", "An invented network of short posts.", 300, 0, 0,
     true);
FAKE(demo_comments, "Blog comments (demo)", "Comments below invented articles.", 0, 0,
     CONNECTOR_CAN_EDIT, false);
FAKE(demo_reviews, "Reviews (demo)", "Invented reviews; only the review can be answered.", 1000,
     1, 0, false);
