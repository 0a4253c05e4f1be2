/* world: keeps the worlds, what happens in them and when it becomes visible. */
#include "connectors/fake/state.h"
#include <inttypes.h>

static pthread_mutex_t worlds_lock = PTHREAD_MUTEX_INITIALIZER;
static struct fake_world *worlds[1024];

static struct fake_world *world_new(k_str address)
{
    struct k_arena *a = k_arena_new((size_t)256 << 20);
    if (a == NULL)
        k_panic("out of memory");
    struct fake_world *w = k_new(a, struct fake_world);
    pthread_mutex_init(&w->lock, NULL);
    w->arena = a;
    w->address = k_dup(a, address);
    k_map_init(&w->by_id, a);
    w->knobs[FAKE_PAGE] = 50;
    w->knobs[FAKE_LIMIT_SECONDS] = 30;
    w->knobs[FAKE_LEFT] = -1;
    return w;
}

struct fake_world *fake_world_at(k_str address)
{
    struct fake_world *found = NULL;
    size_t free_slot = sizeof worlds / sizeof *worlds;
    pthread_mutex_lock(&worlds_lock);
    for (size_t i = 0; i < sizeof worlds / sizeof *worlds && !found; i++) {
        if (worlds[i] == NULL)
            free_slot = i < free_slot ? i : free_slot;
        else if (k_str_eq(worlds[i]->address, address))
            found = worlds[i];
    }
    if (!found && free_slot < sizeof worlds / sizeof *worlds)
        found = worlds[free_slot] = world_new(address);
    pthread_mutex_unlock(&worlds_lock);
    if (!found)
        k_panic("more than %zu fake networks", sizeof worlds / sizeof *worlds);
    return found;
}

void fake_world_drop(k_str address)
{
    struct fake_world *w = NULL;
    pthread_mutex_lock(&worlds_lock);
    for (size_t i = 0; i < sizeof worlds / sizeof *worlds; i++) {
        if (worlds[i] && k_str_eq(worlds[i]->address, address)) {
            w = worlds[i];
            worlds[i] = NULL;
        }
    }
    pthread_mutex_unlock(&worlds_lock);
    if (w == NULL)
        return;
    if (w->journal)
        fclose(w->journal);
    pthread_mutex_destroy(&w->lock);
    k_arena_free(w->arena);
}

struct item_author fake_state_author(struct k_arena *a, const struct item_author *from)
{
    return (struct item_author){
        .native_id = k_dup(a, from->native_id),
        .handle = k_dup(a, from->handle),
        .name = k_dup(a, from->name),
        .url = k_dup(a, from->url),
        .avatar_url = k_dup(a, from->avatar_url),
        .bio = k_dup(a, from->bio),
        .followers = from->followers,
    };
}

struct item fake_state_item(struct k_arena *a, const struct item *from)
{
    struct item it = *from;
    k_str *const strings[] = {&it.native_id,  &it.native_parent, &it.native_root, &it.kind,
                              &it.visibility, &it.subject,       &it.text,        &it.html,
                              &it.lang,       &it.url,           &it.meta};
    for (size_t i = 0; i < sizeof strings / sizeof *strings; i++)
        *strings[i] = k_dup(a, *strings[i]);
    it.author = fake_state_author(a, &from->author);
    return it;
}

k_str fake_state_new_id(struct fake_world *w, k_time at)
{
    return k_fmt(w->arena, "%.*s/%" PRId64 "-%zu", K_ARG(w->address), (int64_t)(at / K_MSEC),
                 ++w->made);
}

struct fake_event *fake_state_add(struct fake_world *w, const struct item *it, k_time at)
{
    struct fake_event *e = k_vec_push(w->arena, &w->events);
    w->made++;
    *e = (struct fake_event){fake_state_item(w->arena, it), at, (int64_t)w->events.n};
    if (e->it.native_id.p == NULL)
        e->it.native_id = fake_state_new_id(w, at);
    if (e->it.kind.p == NULL)
        e->it.kind = K_S("post");
    if (e->it.visibility.p == NULL)
        e->it.visibility = K_S("public");
    if (e->it.act == ITEM_NEW && e->it.posted_at == 0)
        e->it.posted_at = at;
    if (e->it.act == ITEM_EDITED && e->it.edited_at == 0)
        e->it.edited_at = at;
    void **slot = k_map_at(&w->by_id, e->it.native_id);
    if (*slot == NULL)
        *slot = (void *)(uintptr_t)w->events.n;
    return e;
}

static const struct fake_event *first_event(const struct fake_world *w, k_str id)
{
    uintptr_t at = (uintptr_t)k_map_get(&w->by_id, id);
    return at ? &w->events.v[at - 1] : NULL;
}

const struct fake_event *fake_state_post(const struct fake_world *w, k_str id, k_time now)
{
    const struct fake_event *post = first_event(w, id);
    if (post == NULL || post->at > now || post->removed)
        return NULL;
    for (size_t i = (size_t)post->seq; i < w->events.n; i++) {
        const struct fake_event *e = &w->events.v[i];
        if (e->it.act == ITEM_DELETED && e->at <= now && k_str_eq(e->it.native_id, id))
            return NULL;
    }
    return post;
}

bool fake_state_take(struct fake_world *w, enum fake_knob k)
{
    if (w->knobs[k] <= 0)
        return false;
    w->knobs[k]--;
    return true;
}

const struct fake_answer *fake_state_take_answer(struct fake_world *w, k_str to)
{
    size_t common = 0;
    for (size_t i = 0; i < w->answers.n; i++) {
        struct fake_answer *a = &w->answers.v[i];
        common += a->to.p == NULL;
        if (a->to.p && !a->given && k_str_eq(a->to, to)) {
            a->given = true;
            return a;
        }
    }
    size_t turn = common ? w->next_common++ % common : 0;
    for (size_t i = 0; common && i < w->answers.n; i++)
        if (w->answers.v[i].to.p == NULL && turn-- == 0)
            return &w->answers.v[i];
    return NULL;
}

k_str fake_world_say(struct fake_world *w, const struct item *it, k_time arrives_at)
{
    pthread_mutex_lock(&w->lock);
    struct fake_event *e = fake_state_add(w, it, arrives_at);
    fake_script_event(w, e);
    k_str id = e->it.native_id;
    pthread_mutex_unlock(&w->lock);
    return id;
}

/* An event about a post that is there already: what it says now is the post with this changed.
 */
static void change(struct fake_world *w, k_str id, enum item_act act, k_str text, k_time at)
{
    pthread_mutex_lock(&w->lock);
    const struct fake_event *post = first_event(w, id);
    struct item it = post ? post->it : (struct item){.native_id = id};
    it.act = act;
    it.edited_at = act == ITEM_EDITED ? at : 0;
    it.text = text;
    fake_script_event(w, fake_state_add(w, &it, at));
    pthread_mutex_unlock(&w->lock);
}

void fake_world_edit(struct fake_world *w, k_str native_id, k_str text, k_time at)
{
    change(w, native_id, ITEM_EDITED, text, at);
}

void fake_world_delete(struct fake_world *w, k_str native_id, k_time at)
{
    change(w, native_id, ITEM_DELETED, K_NONE, at);
}

void fake_world_answer(struct fake_world *w, k_str to, const struct item_author *author,
                       k_str text, k_time after)
{
    pthread_mutex_lock(&w->lock);
    struct fake_answer *a = k_vec_push(w->arena, &w->answers);
    *a = (struct fake_answer){.to = k_dup(w->arena, to),
                              .author = fake_state_author(w->arena, author),
                              .text = k_dup(w->arena, text),
                              .after = after};
    fake_script_answer(w, a);
    pthread_mutex_unlock(&w->lock);
}

void fake_world_set(struct fake_world *w, enum fake_knob k, int64_t value)
{
    pthread_mutex_lock(&w->lock);
    w->knobs[k] = value;
    pthread_mutex_unlock(&w->lock);
}

int64_t fake_world_get(struct fake_world *w, enum fake_knob k)
{
    pthread_mutex_lock(&w->lock);
    int64_t value = w->knobs[k];
    pthread_mutex_unlock(&w->lock);
    return value;
}

size_t fake_world_calls(struct fake_world *w, enum fake_call c)
{
    pthread_mutex_lock(&w->lock);
    size_t n = w->calls[c];
    pthread_mutex_unlock(&w->lock);
    return n;
}

size_t fake_world_waiting(struct fake_world *w, k_time now)
{
    size_t n = 0;
    pthread_mutex_lock(&w->lock);
    for (size_t i = 0; i < w->events.n; i++)
        n += w->events.v[i].at > now;
    pthread_mutex_unlock(&w->lock);
    return n;
}

/* Takes one call of the window; false: none was left. */
static bool take_call(struct fake_world *w, k_time now)
{
    if (w->knobs[FAKE_LEFT] >= 0 && now >= w->knobs[FAKE_LEFT_UNTIL])
        w->knobs[FAKE_LEFT] = -1;
    if (w->knobs[FAKE_LEFT] == 0)
        return false;
    if (w->knobs[FAKE_LEFT] > 0)
        w->knobs[FAKE_LEFT]--;
    return true;
}

void fake_world_budget(struct fake_world *w, struct channel_news *news)
{
    pthread_mutex_lock(&w->lock);
    news->budget_left = w->knobs[FAKE_LEFT];
    news->budget_reset = w->knobs[FAKE_LEFT] >= 0 ? w->knobs[FAKE_LEFT_UNTIL] : 0;
    pthread_mutex_unlock(&w->lock);
}

k_err fake_world_fault(struct fake_world *w, struct k_net_ctx *nx, enum fake_call c,
                       struct channel_news *news)
{
    k_err err = K_OK;
    pthread_mutex_lock(&w->lock);
    w->calls[c]++;
    if (w->knobs[FAKE_REVOKED])
        err = k_net_fail(nx, K_ERR_NET_AUTH,
                         "The fake network refuses the password. Connect it again.");
    else if (fake_state_take(w, FAKE_DOWN))
        err = k_net_fail(nx, K_ERR_NET_DOWN, "The fake network is down.");
    else if (fake_state_take(w, FAKE_LIMITED)) {
        news->not_before = k_now(nx->clock) + w->knobs[FAKE_LIMIT_SECONDS] * K_SEC;
        err = k_net_fail(nx, K_ERR_NET_LIMITED, "The fake network asks us to wait.");
    } else if (!take_call(w, k_now(nx->clock))) {
        news->not_before = w->knobs[FAKE_LEFT_UNTIL];
        err = k_net_fail(nx, K_ERR_NET_LIMITED, "The fake network asks us to wait.");
    }
    pthread_mutex_unlock(&w->lock);
    return err;
}
