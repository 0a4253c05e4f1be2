/* ingest_storm: nearly the same words from several people within two days become one storm, and
 * so does one link from many people of one channel within minutes: one conversation stands for
 * it in the lists, the others fold behind it, but for those that storm_rules keeps out. Reads
 * echoes and storms, writes storms; what a page says is stored with it (ingest_store). */
#include "base/json.h"
#include "base/utf8.h"
#include "domain/ingest_batch.h"
#include "domain/storm_rules.h"

/* One post that is alike to the one looked at. */
struct voice {
    k_id post, conversation, who, storm;
    k_time at;
    int64_t followers; /* of who said it; -1 = unknown */
    unsigned intents;
    double alike;
};
struct voices {
    K_VEC(struct voice) v;
};
/* By words or by link. */
struct manner {
    int people;
    k_time within;
};
static const struct manner by_words = {STORM_PEOPLE, STORM_TIME};
static const struct manner by_link = {STORM_LINK_PEOPLE, STORM_LINK_TIME};

struct storming {
    struct k_ctx *cx;
    struct ingest_batch *b;
    struct k_arena *beside;   /* what nobody needs behind this step: an import is long */
    struct near_window *page; /* what earlier posts of the page say */
    struct k_map posts;       /* id (8 bytes) -> struct ingest_post of the page */
};

/* ---- what posts say ---------------------------------------------------------------------- */

enum { ROOM_PUBLIC, ROOM_PRIVATE, ROOMS };

/* Who may see this may see what it is compared with. */
static int64_t room_of(const struct ingest_batch *b, const struct ingest_post *p,
                       const struct sq_storm_room_row *channel)
{
    bool direct = p->conversation->direct, all = k_str_eqz(channel->see_by, "all");
    if (direct)
        all &= k_str_eqz(channel->direct_by, "all");
    return all ? (direct ? ROOM_PRIVATE : ROOM_PUBLIC) : ROOMS + 2 * b->from->channel + direct;
}

/* The articles of a feed are its own words, whoever signed them: it has one voice. */
static k_id voice_of(const struct ingest_batch *b, const struct ingest_post *p)
{
    return b->from->publishes ? -b->from->channel : p->who ? p->who->id : 0;
}

static struct near_set kept(struct k_ctx *cx, const struct near_text *t)
{
    uint32_t *v = k_new_n(cx->arena, uint32_t, (size_t)t->n + 1);
    memcpy(v, t->v, t->n * sizeof *v);
    return (struct near_set){v, t->n};
}

static void echo_of(struct k_ctx *cx, const struct ingest_batch *b, struct ingest_post *p,
                    const struct storm_courtesies *courtesies,
                    const struct sq_storm_room_row *channel)
{
    struct echo *e = p->echo;
    *e = (struct echo){.post = p->id,
                       .who = voice_of(b, p),
                       .room = room_of(b, p, channel),
                       .at = p->posted_at};
    struct near_text t;
    k_str said = storm_reposted(p->text);
    if (storm_says_enough(courtesies, said)) {
        near_of(said, &t);
        e->words = kept(cx, &t);
    }
    p->link = storm_link(cx->arena, p->text);
    if (p->link.n) { /* of one channel: elsewhere it is another audience */
        near_key(k_fmt(cx->arena, "link %lld", (long long)b->from->channel), p->link, &t);
        e->link = kept(cx, &t);
    }
}

static k_err echoes_of(struct k_ctx *cx, struct ingest_batch *b)
{
    const struct storm_courtesies *courtesies = storm_courtesies_new(cx->arena);
    struct sq_storm_room_row channel = {0};
    bool found;
    K_TRY(sq_storm_room(cx, b->from->channel, &channel, &found));
    b->echoes = k_new_n(cx->arena, struct echo, b->n);
    for (size_t i = 0; i < b->n; i++) {
        struct ingest_post *p = &b->posts[i];
        if (!ingest_is_new(p) || ingest_ours(p))
            continue;
        p->echo = &b->echoes[b->n_echoes++];
        echo_of(cx, b, p, courtesies, &channel);
    }
    return K_OK;
}

/* ---- who says the same ------------------------------------------------------------------- */

static int64_t followers_of(const struct ingest_post *p)
{
    return p->who ? p->who->followers : -1;
}

static void add_page(struct storming *s, const struct near_set *t, int64_t room,
                     struct voices *out)
{
    struct near_hits hits;
    near_find(s->page, t, &hits);
    for (size_t i = 0; i < hits.n; i++) {
        const struct near_post *n = &hits.v[i].post;
        const struct ingest_post *p = k_map_get(&s->posts, ingest_id_key(&n->post));
        const struct ingest_conversation *c = p ? ingest_home(p->conversation) : NULL;
        if (c && n->room == room)
            *k_vec_push(s->beside, &out->v) = (struct voice){.post = p->id,
                                                             .conversation = c->id,
                                                             .who = n->who,
                                                             .storm = p->storm,
                                                             .at = n->at,
                                                             .followers = followers_of(p),
                                                             .intents = p->heard.intents,
                                                             .alike = hits.v[i].alike};
    }
}

static k_str ids_of(struct storming *s, const struct echo_hits *hits)
{
    struct k_buf buf;
    k_buf_init(&buf, s->beside, 32 * NEAR_HITS);
    k_buf_chr(&buf, '[');
    for (size_t i = 0; i < hits->n; i++)
        k_buf_fmt(&buf, "%s%lld", i ? "," : "", (long long)hits->v[i].post.post);
    k_buf_chr(&buf, ']');
    return k_buf_view(&buf);
}

/* What a statement gave goes into memory that is freed with the page; its error stays. */
static k_err stays(struct storming *s, struct k_arena *arena, k_err err)
{
    s->cx->arena = arena;
    if (err != K_OK) {
        s->cx->detail.text = k_dup(arena, s->cx->detail.text);
        s->cx->detail.field = k_dup(arena, s->cx->detail.field);
    }
    return err;
}

static k_err rows_of(struct storming *s, const struct echo_hits *hits,
                     struct sq_storm_of_posts_list *rows)
{
    struct k_arena *arena = s->cx->arena;
    s->cx->arena = s->beside;
    return stays(s, arena, sq_storm_of_posts(s->cx, ids_of(s, hits), rows));
}

static k_err lock(struct storming *s, k_id storm, struct sq_storm_get_row *row, bool *found)
{
    struct k_arena *arena = s->cx->arena;
    s->cx->arena = s->beside;
    return stays(s, arena, sq_storm_lock(s->cx, storm, row, found));
}

/* Those that are still there, with where they are now. */
static k_err add_stored(struct storming *s, const struct echo_hits *hits, struct voices *out)
{
    struct sq_storm_of_posts_list rows;
    if (hits->n == 0)
        return K_OK;
    K_TRY(rows_of(s, hits, &rows));
    for (size_t i = 0; i < rows.n; i++) {
        const struct sq_storm_of_posts_row *r = &rows.v[i];
        size_t k = 0;
        while (k < hits->n && hits->v[k].post.post != r->post_id)
            k++;
        if (k < hits->n)
            *k_vec_push(s->beside, &out->v) =
                (struct voice){.post = r->post_id,
                               .conversation = r->conversation_id,
                               .who = hits->v[k].post.who,
                               .storm = r->storm_id,
                               .at = r->posted_at,
                               .followers = r->followers,
                               .intents = understand_bits(r->intents),
                               .alike = hits->v[k].alike};
    }
    return K_OK;
}

/* The storm of the latest that is in one. */
static k_id storm_among(const struct voices *v)
{
    const struct voice *latest = NULL;
    for (size_t i = 0; i < v->v.n; i++)
        if (v->v.v[i].storm && (!latest || v->v.v[i].at > latest->at))
            latest = &v->v.v[i];
    return latest ? latest->storm : 0;
}

static struct storm_crowd crowd_near(struct storming *s, const struct voices *v,
                                     const struct manner *m, k_time at)
{
    struct storm_voice *all = k_new_n(s->beside, struct storm_voice, v->v.n + 1);
    for (size_t i = 0; i < v->v.n; i++)
        all[i] = (struct storm_voice){v->v.v[i].who, v->v.v[i].at, v->v.v[i].followers};
    return storm_crowd(all, v->v.n, at, m->within);
}

static bool near(k_time a, k_time b, k_time within)
{
    return a - b <= within && b - a <= within;
}

/* ---- folding ----------------------------------------------------------------------------- */

/* A conversation that is nothing but this hangs behind the head; *own: why it does not. One
 * that hangs there comes out when it asks something of its own. */
static k_err fold(struct storming *s, struct ingest_conversation *c, k_id storm, bool head,
                  unsigned shared, const char **own)
{
    const struct conversation_state *now = &c->state;
    bool behind = k_str_eqz(c->status, "folded");
    *own = "";
    if (c->storm && !behind)
        return K_OK;
    c->storm = c->storm ? c->storm : storm;
    c->changed = true;
    if (head)
        return K_OK;
    K_TRY(ingest_conversation_waits(s->cx, c));
    *own = storm_own(&(struct storm_single){
        .held = c->owner != 0 || !(behind || k_str_eqz(c->status, "open")),
        .more = !behind && (now->post_count > 1 || now->answered),
        .to_us = now->direct || now->addressed || now->review,
        .intents = now->intents,
        .shared = shared});
    c->status = (*own)[0] == '\0' ? K_S("folded") : behind ? K_S("open") : c->status;
    return K_OK;
}

static k_err add_post(struct storming *s, k_id storm, const struct voice *v, const char *own)
{
    return sq_storm_post_add(
        s->cx,
        &(struct sq_storm_post_add_args){.storm_id = storm,
                                         .post_id = v->post,
                                         .who = v->who,
                                         .at = v->at,
                                         .alike = (int64_t)(v->alike * 1000 + .5),
                                         .own = k_str_z(own)},
        NULL);
}

static void stands_for_it(struct ingest_conversation *head, int64_t people, bool grown)
{
    head->changed = head->storm_head = true;
    head->storm_people = people;
    head->storm_grown = grown;
}

static double most_alike(const struct voices *v)
{
    double most = 0;
    for (size_t i = 0; i < v->v.n; i++)
        if (v->v.v[i].alike > most)
            most = v->v.v[i].alike;
    return most;
}

static struct voice of_post(const struct ingest_post *p, double alike)
{
    return (struct voice){.post = p->id,
                          .conversation = p->conversation->id,
                          .who = p->echo->who,
                          .at = p->posted_at,
                          .followers = followers_of(p),
                          .intents = p->heard.intents,
                          .alike = alike};
}

/* Those who are near the moment in which it is seen: they are in it. */
static size_t gather(const struct voices *all, const struct manner *m, k_time at,
                     struct voice *v)
{
    size_t n = 0;
    for (size_t i = 0; i < all->v.n; i++)
        if (near(all->v.v[i].at, at, m->within))
            v[n++] = all->v.v[i];
    for (size_t i = 1; i < n; i++) /* the first one in front */
        if (v[i].at < v[0].at || (v[i].at == v[0].at && v[i].post < v[0].post)) {
            struct voice x = v[0];
            v[0] = v[i];
            v[i] = x;
        }
    return n;
}

static k_err take_in(struct storming *s, const struct voice *v, k_id storm,
                     const struct voice *first)
{
    struct ingest_conversation *c;
    struct ingest_post *p = k_map_get(&s->posts, ingest_id_key(&v->post));
    const char *own = "";
    bool head = v->conversation == first->conversation;
    K_TRY(ingest_conversation_get(s->cx, s->b, v->conversation, &c));
    if (c)
        K_TRY(fold(s, c, storm, head, first->intents, &own));
    if (p)
        p->storm = storm;
    return add_post(s, storm, v, own);
}

/* The first who said it stands for all. */
static k_err begin(struct storming *s, const struct voices *all, const struct manner *m,
                   struct ingest_post *p, const struct storm_crowd *crowd)
{
    struct voice *v = k_new_n(s->beside, struct voice, all->v.n + 1);
    size_t n = gather(all, m, p->posted_at, v);
    struct ingest_conversation *head;
    k_id storm = k_cx_id(s->cx);
    k_time last = 0;
    for (size_t i = 0; i < n; i++)
        last = v[i].at > last ? v[i].at : last;
    char intents[48];
    size_t names = understand_names(v[0].intents, intents);
    K_TRY(ingest_conversation_get(s->cx, s->b, v[0].conversation, &head));
    if (head)
        stands_for_it(head, crowd->people, false);
    K_TRY(sq_storm_insert(s->cx,
                          &(struct sq_storm_insert_args){
                              .id = storm,
                              .head_id = v[0].conversation,
                              .about = m == &by_link ? p->link : K_S(""),
                              .sample = k_utf8_cut(p->text, 500),
                              .intents = k_str_n(intents, names),
                              .posts = (int64_t)n,
                              .authors = crowd->people,
                              .reach = crowd->reach,
                              .reach_known = crowd->reach_known,
                              .first_at = v[0].at,
                              .last_at = last,
                              .demo = s->b->from->demo,
                          },
                          NULL));
    p->echoed = true;
    p->storm = storm;
    for (size_t i = 0; i < n; i++)
        K_TRY(take_in(s, &v[i], storm, &v[0]));
    return K_OK;
}

/* What a member decided holds for what comes, unless it has become much larger. */
static k_err comes_back(struct storming *s, const struct sq_storm_get_row *row, int64_t people,
                        struct ingest_conversation *head)
{
    bool settled = k_str_eqz(row->decided, "done") || k_str_eqz(row->decided, "answered");
    if (!settled || !storm_grown(row->decided_authors, people))
        return K_OK;
    if (k_str_eqz(head->status, "done"))
        head->status = K_S("open");
    head->storm_grown = true;
    return sq_storm_decide(s->cx, row->head_id, K_S("grown"), 0, k_cx_now(s->cx), NULL);
}

static k_err join(struct storming *s, const struct sq_storm_get_row *row, struct ingest_post *p,
                  double alike)
{
    struct voice v = of_post(p, alike);
    struct ingest_conversation *head;
    struct sq_storm_knows_row who;
    const char *own;
    bool known = v.who == 0, counts;
    if (!known)
        K_TRY(sq_storm_knows(s->cx, row->id, v.who, &who, &known));
    counts = !known && v.followers >= 0;
    K_TRY(sq_storm_grow(s->cx,
                        &(struct sq_storm_grow_args){.id = row->id,
                                                     .authors = !known,
                                                     .reach = counts ? v.followers : 0,
                                                     .reach_known = counts,
                                                     .at = p->posted_at},
                        NULL));
    p->storm = row->id;
    p->echoed = true;
    K_TRY(ingest_conversation_get(s->cx, s->b, row->head_id, &head));
    if (head)
        stands_for_it(head, row->authors + !known, k_str_eqz(row->decided, "grown"));
    K_TRY(fold(s, p->conversation, row->id, p->conversation == head,
               understand_bits(row->intents), &own));
    K_TRY(add_post(s, row->id, &v, own));
    return head ? comes_back(s, row, row->authors + !known, head) : K_OK;
}

/* ---- the step ---------------------------------------------------------------------------- */

/* Into the storm it belongs to, or into a new one; *done: no more is to be asked. */
static k_err judge(struct storming *s, struct ingest_post *p, const struct near_set *t,
                   const struct echo_hits *stored, const struct manner *m, bool *done)
{
    struct voices all = {0};
    struct sq_storm_get_row row;
    bool found = false;
    *done = false;
    if (t->n == 0)
        return K_OK;
    K_TRY(add_stored(s, stored, &all));
    add_page(s, t, p->echo->room, &all);
    k_id storm = storm_among(&all);
    if (storm)
        K_TRY(lock(s, storm, &row, &found));
    if (found && (row.about.n > 0) == (m == &by_link) &&
        near(row.last_at, p->posted_at, m->within)) {
        *done = true;
        return join(s, &row, p, most_alike(&all));
    }
    *k_vec_push(s->beside, &all.v) = of_post(p, most_alike(&all));
    struct storm_crowd crowd = crowd_near(s, &all, m, p->posted_at);
    *done = crowd.people >= m->people;
    return *done ? begin(s, &all, m, p, &crowd) : K_OK;
}

static void remember(struct storming *s, struct ingest_post *p)
{
    struct near_post n = {p->id, p->echo->who, p->posted_at, p->echo->room};
    near_put(s->page, &p->echo->words, &n, NULL);
    near_put(s->page, &p->echo->link, &n, NULL);
    *k_map_at(&s->posts, ingest_id_key(&p->id)) = p;
}

static k_err judge_post(struct storming *s, struct ingest_post *p, const struct echo_found *f)
{
    bool done;
    K_TRY(judge(s, p, &p->echo->words, &f->words, &by_words, &done));
    if (!done)
        K_TRY(judge(s, p, &p->echo->link, &f->link, &by_link, &done));
    remember(s, p);
    return K_OK;
}

static k_err judge_page(struct storming *s)
{
    struct ingest_batch *b = s->b;
    struct echo_found *stored = k_new_n(s->beside, struct echo_found, b->n_echoes);
    K_TRY(echoes_look(s->cx, s->beside, b->echoes, b->n_echoes, stored));
    k_map_init(&s->posts, s->beside);
    s->page = near_window_new(s->beside, 2 * b->n_echoes);
    for (size_t i = 0; i < b->n; i++)
        if (b->posts[i].echo)
            K_TRY(judge_post(s, &b->posts[i], &stored[b->posts[i].echo - b->echoes]));
    return K_OK;
}

k_err ingest_storm(struct k_ctx *cx, struct ingest_batch *b)
{
    K_TRY(echoes_of(cx, b));
    if (b->n_echoes == 0)
        return K_OK;
    struct storming s = {.cx = cx, .b = b, .beside = k_arena_new(0)};
    if (s.beside == NULL)
        return K_ERR_NO_MEMORY;
    k_err err = judge_page(&s);
    k_arena_free(s.beside);
    return err;
}
