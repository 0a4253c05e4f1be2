/* channels: connecting, credentials, failures. Polling is in channel_poll.c. Reads and writes
 * channel; asks networks through connectors. */
#include "flow/channels.h"

#include "connectors/registry.h"
#include "store/event.h"

static k_str purpose(struct k_arena *a, k_id id)
{
    return k_fmt(a, "channel:%lld", (long long)id);
}

static struct k_net_ctx net_ctx(struct k_ctx *cx, const struct flow_env *env)
{
    return (struct k_net_ctx){
        .arena = cx->arena, .clock = cx->clock, .rand = cx->rand, .http = env->http};
}

static k_err parse(struct k_ctx *cx, k_str text, const struct k_json **out)
{
    *out = NULL;
    return text.n ? k_json_parse(cx->arena, text, out, NULL) : K_OK;
}

k_err channel_open(struct k_ctx *cx, const struct flow_env *env,
                   const struct sq_channel_get_row *row, struct channel_view *out)
{
    k_str secret = K_NONE;
    *out = (struct channel_view){
        .id = row->id, .address = row->address, .handle = row->handle, .cursor = row->cursor};
    if (row->credential.n && k_secret_open(cx->arena, env->key, purpose(cx->arena, row->id),
                                           row->credential, &secret) != K_OK)
        return k_fail(cx, K_ERR_NET_AUTH, NULL,
                      "The stored credential cannot be opened with this server's key file. "
                      "Connect the channel again.");
    K_TRY(parse(cx, row->config, &out->config));
    return parse(cx, secret, &out->secret);
}

static bool says_budget(const struct channel_news *news)
{
    return news->budget_left >= 0 || news->not_before != 0;
}

static k_str budget_json(struct k_ctx *cx, const struct channel_news *news)
{
    if (!says_budget(news))
        return K_NONE;
    return k_fmt(cx->arena, "{\"left\":%lld,\"reset\":%lld,\"not_before\":%lld,\"at\":%lld}",
                 (long long)news->budget_left, (long long)news->budget_reset,
                 (long long)news->not_before, (long long)k_cx_now(cx));
}

struct channel_news channel_budget(struct k_ctx *cx, k_str budget)
{
    struct channel_news news = {.budget_left = -1};
    const struct k_json *v = NULL;
    if (!budget.n || k_json_parse(cx->arena, budget, &v, NULL) != K_OK ||
        k_json_int(k_json_get(v, "at"), 0) > k_cx_now(cx))
        return news;
    news.budget_left = k_json_int(k_json_get(v, "left"), -1);
    news.budget_reset = k_json_int(k_json_get(v, "reset"), 0);
    news.not_before = k_json_int(k_json_get(v, "not_before"), 0);
    return news;
}

k_time channel_rest(const struct channel_news *news, k_time now)
{
    k_time until = news->not_before;
    if (news->budget_left == 0 && news->budget_reset > until)
        until = news->budget_reset;
    if (until <= now)
        return 0;
    return until > now + K_DAY ? now + K_DAY : until;
}

struct learn {
    k_id id;
    const struct flow_env *env;
    const struct channel_news *news;
};

static k_err do_learn(struct k_ctx *cx, void *arg)
{
    const struct learn *l = arg;
    struct sq_channel_news_args args = {.id = l->id,
                                        .config = l->news->config,
                                        .handle = l->news->handle,
                                        .budget = budget_json(cx, l->news)};
    if (l->news->secret.p)
        args.credential =
            k_secret_seal(cx->arena, l->env->key, purpose(cx->arena, l->id), l->news->secret);
    k_time rest = channel_rest(l->news, k_cx_now(cx));
    K_TRY(sq_channel_news(cx, &args, NULL));
    if (!rest)
        return K_OK;
    K_TRY(sq_channel_rest(cx, l->id, rest, NULL));
    return sq_outbox_hold(cx, l->id, rest, NULL);
}

k_err channel_learn(struct k_ctx *cx, const struct flow_env *env, k_id id,
                    const struct channel_news *news)
{
    if (!news->secret.p && !news->config.p && !news->handle.p && !says_budget(news))
        return K_OK;
    return db_write(cx, do_learn, &(struct learn){id, env, news});
}

struct failure {
    k_id id;
    k_err err;
    k_str words;
};

static k_err do_note_failure(struct k_ctx *cx, void *arg)
{
    const struct failure *f = arg;
    k_ctx_notice(cx, K_TOPIC_CHANNEL, f->id);
    return sq_channel_failed(
        cx,
        &(struct sq_channel_failed_args){
            .id = f->id,
            .status = f->err == K_ERR_NET_AUTH ? K_S("stopped") : K_S("active"),
            .error_slug = k_str_z(k_err_row(f->err)->slug),
            .error_text = f->words.n ? f->words : k_str_z(k_err_row(f->err)->text),
            .now = k_cx_now(cx)},
        NULL);
}

k_err channel_note_failure(struct k_ctx *cx, k_id id, k_err e, k_str words)
{
    return db_write(cx, do_note_failure, &(struct failure){id, e, words});
}

/* The form's answers, split into what is secret and what is not. */
struct form {
    k_str address, config, secret;
};

static k_err form_field(struct k_ctx *cx, const struct connector_field *f,
                        const struct k_json *fields, struct k_jw *config, struct k_jw *secret,
                        struct form *out)
{
    k_str value = k_str_trim(k_json_get_str(fields, f->name));
    const char *name = k_dupz(cx->arena, k_fmt(cx->arena, "fields.%s", f->name));
    if (!value.n && f->or_else)
        value = k_str_z(f->or_else);
    if (!value.n && f->required)
        return k_fail(cx, K_ERR_BAD_INPUT, name, "%s is needed.", f->label);
    if (value.n > 4096)
        return k_fail(cx, K_ERR_BAD_INPUT, name, "%s is too long.", f->label);
    if (!value.n)
        return K_OK;
    if (strcmp(f->name, "address") == 0)
        out->address = value;
    struct k_jw *w = f->secret ? secret : config;
    kw_key(w, f->name);
    kw_str(w, value);
    return K_OK;
}

static k_err read_form(struct k_ctx *cx, const struct connector *c, k_str json,
                       struct form *out)
{
    const struct k_json *fields;
    struct k_buf config, secret;
    *out = (struct form){.address = K_S("")};
    if (k_json_parse(cx->arena, json, &fields, NULL) != K_OK || !k_json_is_object(fields))
        return k_fail(cx, K_ERR_BAD_INPUT, "fields", "The fields are a JSON object.");
    k_buf_init(&config, cx->arena, 64 * 1024);
    k_buf_init(&secret, cx->arena, 64 * 1024);
    struct k_jw cw = k_jw(&config), sw = k_jw(&secret);
    kw_obj(&cw);
    kw_obj(&sw);
    for (size_t i = 0; i < c->n_fields; i++)
        K_TRY(form_field(cx, &c->fields[i], fields, &cw, &sw, out));
    kw_end(&cw);
    kw_end(&sw);
    out->config = k_buf_view(&config);
    out->secret = k_buf_view(&secret);
    return k_buf_ok(&config) && k_buf_ok(&secret)
               ? K_OK
               : k_fail(cx, K_ERR_LIMIT, "fields", "The fields are too long.");
}

/* Asks the network whether this works; news has what to keep. */
static k_err try_connect(struct k_ctx *cx, const struct flow_env *env,
                         const struct connector *c, k_id id, const struct form *form,
                         struct channel_news *news)
{
    struct k_net_ctx nx = net_ctx(cx, env);
    struct channel_view view = {.id = id, .address = form->address};
    *news = (struct channel_news){.budget_left = -1};
    K_TRY(parse(cx, form->config, &view.config));
    K_TRY(parse(cx, form->secret, &view.secret));
    k_err err = c->connect(&nx, &view, news);
    if (err != K_OK)
        return k_fail(cx, err, NULL, "%.*s",
                      K_ARG(nx.detail.text.n ? nx.detail.text : k_str_z(k_err_row(err)->text)));
    if (!news->secret.p)
        news->secret = form->secret;
    if (!news->config.p)
        news->config = form->config;
    return K_OK;
}

struct connecting {
    const struct flow_env *env;
    const struct connector *c;
    const struct channel_new *in;
    struct form form;
    struct channel_news news;
    k_id id;
    bool again;
};

static k_err say(struct k_ctx *cx, k_str verb, k_id id)
{
    k_ctx_notice(cx, K_TOPIC_CHANNEL, id);
    return event_append(
        cx, &(struct event_new){.verb = verb, .object_kind = K_S("channel"), .object_id = id},
        NULL);
}

static k_err do_connect(struct k_ctx *cx, void *arg)
{
    struct connecting *k = arg;
    struct sq_channel_same_row same;
    bool found;
    k_str handle = k->news.handle.p ? k->news.handle : K_S("");
    k_str name = k_str_trim(k->in->name);
    K_TRY(sq_channel_same(cx, k_str_z(k->c->network), k->form.address, handle, &same, &found));
    if (found)
        return k_fail(cx, K_ERR_EXISTS, NULL, "This account is connected already.");
    K_TRY(sq_channel_insert(
        cx,
        &(struct sq_channel_insert_args){.id = k->id,
                                         .network = k_str_z(k->c->network),
                                         .name = name.n     ? name
                                                 : handle.n ? handle
                                                            : k_str_z(k->c->title),
                                         .handle = handle,
                                         .address = k->form.address,
                                         .config = k->news.config,
                                         .credential = k_secret_seal(cx->arena, k->env->key,
                                                                     purpose(cx->arena, k->id),
                                                                     k->news.secret),
                                         .created_by = cx->actor.member,
                                         .now = k_cx_now(cx)},
        NULL));
    return say(cx, K_S("channel.connected"), k->id);
}

k_err channel_connect(struct k_ctx *cx, const struct flow_env *env,
                      const struct channel_new *in, k_id *id)
{
    struct connecting k = {
        .env = env, .c = connector_find(in->network), .in = in, .id = k_cx_id(cx)};
    if (!k.c)
        return k_fail(cx, K_ERR_BAD_INPUT, "network", "Kith does not know this network.");
    K_TRY(read_form(cx, k.c, in->fields, &k.form));
    K_TRY(try_connect(cx, env, k.c, k.id, &k.form, &k.news));
    *id = k.id;
    return db_write(cx, do_connect, &k);
}

static k_err do_reconnect(struct k_ctx *cx, void *arg)
{
    struct connecting *k = arg;
    K_TRY(sq_channel_connected(
        cx,
        &(struct sq_channel_connected_args){
            .id = k->id,
            .handle = k->news.handle,
            .config = k->news.config,
            .credential = k_secret_seal(cx->arena, k->env->key, purpose(cx->arena, k->id),
                                        k->news.secret),
            .now = k_cx_now(cx)},
        NULL));
    return say(cx, K_S("channel.reconnected"), k->id);
}

/* Fields that are not given again keep what the channel has (address, handle). */
static k_str with_old(struct k_ctx *cx, const struct connector *c, const struct k_json *config,
                      k_str fields)
{
    const struct k_json *given = NULL;
    struct k_buf b;
    if (parse(cx, fields, &given) != K_OK)
        return fields;
    k_buf_init(&b, cx->arena, 128 * 1024);
    struct k_jw w = k_jw(&b);
    kw_obj(&w);
    for (size_t i = 0; i < c->n_fields; i++) {
        k_str value = k_json_get_str(given, c->fields[i].name);
        if (!value.n && !c->fields[i].secret)
            value = k_json_get_str(config, c->fields[i].name);
        if (!value.n)
            continue;
        kw_key(&w, c->fields[i].name);
        kw_str(&w, value);
    }
    kw_end(&w);
    return k_buf_view(&b);
}

k_err channel_reconnect(struct k_ctx *cx, const struct flow_env *env, k_id id, k_str fields)
{
    struct sq_channel_get_row row;
    const struct k_json *config;
    bool found;
    struct connecting k = {.env = env, .id = id, .again = true};
    K_TRY(sq_channel_get(cx, id, &row, &found));
    k.c = found ? connector_find(row.network) : NULL;
    if (!k.c)
        return k_fail(cx, K_ERR_NOT_FOUND, "id",
                      "This channel is not here, or its network is not known.");
    K_TRY(parse(cx, row.config, &config));
    K_TRY(read_form(cx, k.c, with_old(cx, k.c, config, fields), &k.form));
    K_TRY(try_connect(cx, env, k.c, id, &k.form, &k.news));
    if (!k.news.handle.p)
        k.news.handle = row.handle;
    if (row.handle.n && !k_str_ieq(k.news.handle, row.handle))
        return k_fail(cx, K_ERR_BAD_INPUT, "fields",
                      "This is the account %.*s; the channel belongs to %.*s. Connect another "
                      "account as a new channel.",
                      K_ARG(k.news.handle), K_ARG(row.handle));
    return db_write(cx, do_reconnect, &k);
}
