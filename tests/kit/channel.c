/* channel: see channel.h. */
#include "kit/channel.h"
#include <setjmp.h>
#include <stdarg.h>
#include <unistd.h>
#include <cmocka.h>

static const struct k_json *parse(struct k_arena *a, k_str text)
{
    const struct k_json *v = NULL;
    if (text.p)
        assert_int_equal(k_json_parse(a, text, &v, NULL), K_OK);
    return v;
}

void channel_kit_open(struct channel_kit *k, const char *network, k_str address, k_str config,
                      k_str secret, k_str allow)
{
    k_str list[16];
    const struct k_json *v;
    *k = (struct channel_kit){.arena = k_arena_new((size_t)1 << 30), .clock = k_clock_system};
    assert_non_null(k->arena);
    k_rand_seed(&k->rand, 7);
    struct http_client_config cfg = {.user_agent = "Kith-tests", .allow_private = list};
    k_json_each (i, v, parse(k->arena, allow.p ? k_dup(k->arena, allow) : allow)) {
        assert_true(cfg.n_allow_private < 16);
        list[cfg.n_allow_private++] = k_json_str(v);
    }
    assert_int_equal(http_client_new(&cfg, &k->http), K_OK);
    k->nx = (struct k_net_ctx){
        .arena = k->arena, .clock = &k->clock, .rand = &k->rand, .http = k->http};
    k->c = connector_find(k_str_z(network));
    assert_non_null(k->c);
    k->ch = (struct channel_view){.id = 1,
                                  .address = k_dup(k->arena, address),
                                  .config = parse(k->arena, k_dup(k->arena, config)),
                                  .secret = parse(k->arena, k_dup(k->arena, secret))};
}

void channel_kit_close(struct channel_kit *k)
{
    http_client_free(k->http);
    k_arena_free(k->arena);
}

void channel_kit_learn(struct channel_kit *k, const struct channel_news *news)
{
    if (news->cursor.p)
        k->ch.cursor = news->cursor;
    if (news->secret.p)
        k->ch.secret = parse(k->arena, news->secret);
    if (news->config.p)
        k->ch.config = parse(k->arena, news->config);
    if (news->handle.p)
        k->ch.handle = news->handle;
}

static void begin(struct channel_kit *k)
{
    k->nx.detail = (struct k_detail){0};
}

k_err channel_kit_connect(struct channel_kit *k, struct channel_news *news)
{
    begin(k);
    k_err err = k->c->connect(&k->nx, &k->ch, news);
    channel_kit_learn(k, news);
    return err;
}

k_err channel_kit_fetch(struct channel_kit *k, struct item_page *page)
{
    begin(k);
    k_err err = k->c->fetch(&k->nx, &k->ch, page);
    if (err != K_OK)
        page->news.cursor = K_NONE; /* a failure gives no items and moves nothing */
    channel_kit_learn(k, &page->news);
    return err;
}

k_err channel_kit_fetch_all(struct channel_kit *k, struct item_page *all)
{
    struct item_page page;
    *all = (struct item_page){0};
    for (int i = 0; i < 50; i++) {
        K_TRY(channel_kit_fetch(k, &page));
        for (size_t n = 0; n < page.items.n; n++)
            *k_vec_push(k->arena, &all->items) = page.items.v[n];
        if (!page.more)
            return K_OK;
    }
    fail_msg("a channel that never comes to its end");
    return K_ERR_INTERNAL;
}

k_err channel_kit_thread(struct channel_kit *k, k_str native_id, struct item_page *page)
{
    begin(k);
    k_err err = k->c->thread(&k->nx, &k->ch, native_id, K_NONE, page);
    channel_kit_learn(k, &page->news);
    return err;
}

k_err channel_kit_reply(struct channel_kit *k, const struct reply_out *out,
                        struct reply_done *done)
{
    begin(k);
    k_err err = k->c->reply(&k->nx, &k->ch, out, done);
    channel_kit_learn(k, &done->news);
    return err;
}

k_err channel_kit_publish(struct channel_kit *k, const struct reply_out *out,
                          struct reply_done *done)
{
    begin(k);
    k_err err = k->c->publish(&k->nx, &k->ch, out, done);
    channel_kit_learn(k, &done->news);
    return err;
}

k_err channel_kit_find(struct channel_kit *k, const struct reply_out *out, bool *found,
                       struct reply_done *done)
{
    begin(k);
    k_err err = k->c->find(&k->nx, &k->ch, out, found, done);
    channel_kit_learn(k, &done->news);
    return err;
}

k_err channel_kit_remove(struct channel_kit *k, k_str native_id, k_str meta)
{
    struct channel_news news;
    begin(k);
    k_err err = k->c->remove(&k->nx, &k->ch, native_id, meta, &news);
    channel_kit_learn(k, &news);
    return err;
}

const struct item *channel_kit_item(const struct item_page *page, k_str native_id)
{
    for (size_t i = 0; i < page->items.n; i++)
        if (k_str_eq(page->items.v[i].native_id, native_id))
            return &page->items.v[i];
    return NULL;
}

const struct item *channel_kit_said(const struct item_page *page, k_str text)
{
    for (size_t i = 0; i < page->items.n; i++)
        if (k_str_eq(page->items.v[i].text, text))
            return &page->items.v[i];
    return NULL;
}

struct reply_out channel_kit_answer(struct channel_kit *k, const struct item *to, k_str key,
                                    k_str text)
{
    return (struct reply_out){.idem_key = key,
                              .text = text,
                              .parent_native_id = to->native_id,
                              .parent_meta = to->meta,
                              .root_native_id = to->native_root,
                              .created_at = k_now(&k->clock)};
}

bool channel_kit_until(bool (*fn)(void *arg), void *arg)
{
    k_time end = k_mono() + 30 * K_SEC;
    while (!fn(arg)) {
        if (k_mono() > end)
            return false;
        usleep(50000);
    }
    return true;
}

const struct k_json *channel_kit_server(struct k_arena *a, const char *variable)
{
    const char *line = getenv(variable);
    const struct k_json *v = NULL;
    if (line == NULL || *line == '\0' || k_json_parse(a, k_str_z(line), &v, NULL) != K_OK)
        return NULL;
    return v;
}
