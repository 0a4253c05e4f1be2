/* reply: what a fake world does with what we say: it is strict about limits and parents, has
 * the accidents that were asked for, and lets people answer. */
#include "base/utf8.h"
#include "connectors/fake/state.h"

static const struct fake_event *by_key(const struct fake_world *w, k_str key)
{
    for (size_t i = 0; i < w->events.n; i++)
        if (w->events.v[i].reply && !w->events.v[i].removed &&
            k_str_eq(w->events.v[i].key, key))
            return &w->events.v[i];
    return NULL;
}

/* Why the network refuses this reply; NULL when it takes it. */
static const char *objection(struct fake_world *w, const struct reply_limits *limits,
                             const struct reply_out *out, k_time now)
{
    const struct fake_event *parent = fake_state_post(w, out->parent_native_id, now);
    if (parent == NULL && out->parent_native_id.p)
        return "the post that is answered is not there";
    if (k_str_empty(k_str_trim(out->text)))
        return "the reply is empty";
    if (limits->graphemes && k_utf8_graphemes(out->text) > (size_t)limits->graphemes)
        return "the reply is too long";
    if (limits->bytes && out->text.n > (size_t)limits->bytes)
        return "the reply is too long";
    if (limits->depth == 1 && parent && parent->it.native_parent.p)
        return "only the first post of a thread can be answered";
    if (w->knobs[FAKE_ONE_BY_KEY] && by_key(w, out->idem_key))
        return "a record with this key exists";
    return fake_state_take(w, FAKE_REFUSE) ? "not in the mood" : NULL;
}

static void let_somebody_answer(struct fake_world *w, const struct fake_event *parent,
                                const struct fake_event *ours)
{
    const struct fake_answer *a = fake_state_take_answer(w, parent->it.native_id);
    if (a == NULL || (a->author.native_id.p == NULL && parent->it.ours))
        return;
    if (a->to.p == NULL && k_str_eqz(parent->it.visibility, "direct"))
        return; /* what fits anything was written for the public */
    struct item it = {.native_parent = ours->it.native_id,
                      .author = a->author.native_id.p ? a->author : parent->it.author,
                      .kind = parent->it.kind,
                      .visibility = parent->it.visibility,
                      .lang = parent->it.lang,
                      .text = a->text};
    fake_script_event(w, fake_state_add(w, &it, ours->at + a->after));
}

static struct reply_done done_of(struct k_arena *a, const struct fake_event *e)
{
    return (struct reply_done){.native_id = k_dup(a, e->it.native_id),
                               .url = k_dup(a, e->it.url),
                               .meta = K_NONE,
                               .posted_at = e->it.posted_at,
                               .news = {.budget_left = -1}};
}

static void accept(struct fake_world *w, struct k_net_ctx *nx, const struct reply_out *out,
                   struct reply_done *done)
{
    const struct fake_event *parent =
        fake_state_post(w, out->parent_native_id, k_now(nx->clock));
    struct item it = {.native_id = fake_state_new_id(w, k_now(nx->clock)),
                      .native_parent = out->parent_native_id,
                      .author = {.native_id = w->address,
                                 .handle = K_S("us"),
                                 .name = K_S("Us"),
                                 .followers = -1},
                      .ours = true,
                      .kind = parent ? parent->it.kind : K_S("post"),
                      .visibility = parent ? parent->it.visibility : K_S("public"),
                      .text = out->text};
    it.url = k_fmt(w->arena, "https://fake.example/%.*s", K_ARG(it.native_id));
    size_t parent_at = parent ? (size_t)parent->seq - 1 : SIZE_MAX; /* adding may move them */
    size_t ours_at = w->events.n;
    struct fake_event *e = fake_state_add(w, &it, k_now(nx->clock));
    e->reply = true;
    e->key = k_dup(w->arena, out->idem_key);
    *done = done_of(nx->arena, e);
    fake_script_event(w, e);
    if (parent_at == SIZE_MAX)
        return;
    struct fake_event parent_copy = w->events.v[parent_at], ours = w->events.v[ours_at];
    let_somebody_answer(w, &parent_copy, &ours);
}

static k_err take_reply(struct fake_world *w, struct k_net_ctx *nx,
                        const struct reply_limits *limits, const struct reply_out *out,
                        struct reply_done *done)
{
    if (fake_state_take(w, FAKE_FAIL_BEFORE))
        return k_net_fail(nx, K_ERR_NET_DOWN, "The fake network cannot be reached.");
    const char *why = objection(w, limits, out, k_now(nx->clock));
    if (why)
        return k_net_fail(nx, K_ERR_NET_REFUSED, "The fake network refuses: %s.", why);
    bool vanishes = fake_state_take(w, FAKE_LOST);
    if (!vanishes)
        accept(w, nx, out, done);
    if (vanishes || fake_state_take(w, FAKE_FAIL_AFTER))
        return k_net_fail(nx, K_ERR_UNCLEAR, "The connection broke while the reply was sent.");
    return K_OK;
}

k_err fake_world_reply(struct fake_world *w, struct k_net_ctx *nx,
                       const struct reply_limits *limits, const struct reply_out *out,
                       struct reply_done *done)
{
    K_TRY(fake_world_fault(w, nx, FAKE_REPLY, &done->news));
    pthread_mutex_lock(&w->lock);
    k_err err = take_reply(w, nx, limits, out, done);
    pthread_mutex_unlock(&w->lock);
    return err;
}

k_err fake_world_find(struct fake_world *w, struct k_net_ctx *nx, k_str idem_key, bool *found,
                      struct reply_done *done)
{
    K_TRY(fake_world_fault(w, nx, FAKE_FIND, &done->news));
    pthread_mutex_lock(&w->lock);
    bool blind = fake_state_take(w, FAKE_BLIND);
    const struct fake_event *e = by_key(w, idem_key);
    *found = !blind && e != NULL;
    if (*found)
        *done = done_of(nx->arena, e);
    pthread_mutex_unlock(&w->lock);
    return blind ? k_net_fail(nx, K_ERR_NET_TIMEOUT, "The fake network does not answer.")
                 : K_OK;
}

k_err fake_world_remove(struct fake_world *w, struct k_net_ctx *nx, k_str native_id)
{
    k_err err = K_OK;
    k_time now = k_now(nx->clock);
    pthread_mutex_lock(&w->lock);
    const struct fake_event *e = fake_state_post(w, native_id, now);
    if (e && !e->it.ours)
        err = k_net_fail(nx, K_ERR_NET_REFUSED,
                         "The fake network lets nobody remove others' posts.");
    else if (e) {
        w->events.v[e->seq - 1].removed = true;
        struct item it = {.act = ITEM_DELETED, .native_id = e->it.native_id, .ours = true};
        fake_script_event(w, fake_state_add(w, &it, now));
    }
    pthread_mutex_unlock(&w->lock);
    return err; /* gone already is as good */
}

size_t fake_world_replies(struct fake_world *w, struct k_arena *a, struct fake_reply **out)
{
    size_t n = 0;
    pthread_mutex_lock(&w->lock);
    *out = k_new_n(a, struct fake_reply, w->events.n + 1);
    for (size_t i = 0; i < w->events.n; i++) {
        const struct fake_event *e = &w->events.v[i];
        if (e->reply && e->it.act == ITEM_NEW)
            (*out)[n++] = (struct fake_reply){.native_id = k_dup(a, e->it.native_id),
                                              .parent = k_dup(a, e->it.native_parent),
                                              .text = k_dup(a, e->it.text),
                                              .idem_key = k_dup(a, e->key),
                                              .at = e->at,
                                              .removed = e->removed};
    }
    pthread_mutex_unlock(&w->lock);
    return n;
}
