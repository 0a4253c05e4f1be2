/* ingest_storm: the same words from several people within two days become one storm: one
 * conversation stands for it in the lists, the others fold behind it. Reads echo and storm,
 * writes storm. */
#include "base/utf8.h"
#include "domain/ingest_batch.h"
#include "text/shingle.h"

#define LATEST 40 /* posts with the same words that are looked at */

/* One post with these words. */
struct voice {
    k_id conversation, person;
    k_time at;
};
/* The posts with one fingerprint: the latest stored ones, and those of the page. */
struct ingest_echo {
    int64_t fingerprint;
    k_id storm;
    k_time last_at;
    K_VEC(struct voice) voices;
};

static k_err echo_of(struct k_ctx *cx, struct ingest_batch *b, int64_t *fingerprint,
                     struct ingest_echo **out)
{
    void **slot = k_map_at(&b->echoes, k_str_n((const char *)fingerprint, sizeof(int64_t)));
    if (*slot) {
        *out = *slot;
        return K_OK;
    }
    struct sq_echo_of_list rows;
    K_TRY(sq_echo_of(cx, *fingerprint, LATEST, &rows));
    struct ingest_echo *e = k_new(cx->arena, struct ingest_echo);
    e->fingerprint = *fingerprint;
    for (size_t i = 0; i < rows.n; i++) {
        const struct sq_echo_of_row *r = &rows.v[i];
        *k_vec_push(cx->arena, &e->voices) = (struct voice){
            .conversation = r->conversation_id, .person = r->person_id, .at = r->at};
        if (r->storm_id && (e->storm == 0 || r->at > e->last_at))
            e->storm = r->storm_id;
        if (r->at > e->last_at)
            e->last_at = r->at;
    }
    *slot = e;
    *out = e;
    return K_OK;
}

static bool near(k_time a, k_time b)
{
    return a - b <= INGEST_STORM_TIME && b - a <= INGEST_STORM_TIME;
}

/* Different people near this moment, the author of the post included. */
static int64_t people_near(const struct ingest_echo *e, k_time at)
{
    int64_t n = 0;
    for (size_t i = 0; i < e->voices.n; i++) {
        const struct voice *v = &e->voices.v[i];
        bool counted = !near(v->at, at) || v->person == 0;
        for (size_t k = 0; k < i && !counted; k++)
            counted = e->voices.v[k].person == v->person && near(e->voices.v[k].at, at);
        n += !counted;
    }
    return n;
}

static bool spoke_before(const struct ingest_echo *e, k_id person)
{
    for (size_t i = 0; i + 1 < e->voices.n; i++)
        if (e->voices.v[i].person == person)
            return true;
    return false;
}

/* A conversation that is nothing but these words hangs behind the head. What a member works on,
 * or where more was said, stays where it is. */
static void fold(struct ingest_conversation *c, k_id storm, bool head)
{
    c->storm = storm;
    c->changed = true;
    c->storm_head = head;
    if (!head && c->owner == 0 && c->state.post_count <= 1 && !c->state.answered &&
        k_str_eqz(c->status, "open"))
        c->status = K_S("folded");
}

/* The first who said it stands for all. */
static k_err begin(struct k_ctx *cx, struct ingest_batch *b, struct ingest_echo *e,
                   const struct ingest_post *p, int64_t people)
{
    const struct voice *first = &e->voices.v[0];
    int64_t posts = 0;
    k_time last = 0;
    for (size_t i = 0; i < e->voices.n; i++) {
        const struct voice *v = &e->voices.v[i];
        if (!near(v->at, p->posted_at))
            continue;
        posts++;
        if (!near(first->at, p->posted_at) || v->at < first->at)
            first = v;
        last = v->at > last ? v->at : last;
    }
    e->storm = k_cx_id(cx);
    for (size_t i = 0; i < e->voices.n; i++) {
        struct ingest_conversation *c;
        if (!near(e->voices.v[i].at, p->posted_at))
            continue;
        K_TRY(ingest_conversation_get(cx, b, e->voices.v[i].conversation, &c));
        if (c && !c->storm)
            fold(c, e->storm, e->voices.v[i].conversation == first->conversation);
        if (c && c->storm_head)
            c->storm_people = people;
    }
    K_TRY(sq_echo_storm(cx, e->fingerprint, e->storm, NULL));
    return sq_storm_insert(cx,
                           &(struct sq_storm_insert_args){
                               .id = e->storm,
                               .head_id = first->conversation,
                               .sample = k_utf8_cut(p->text, 500),
                               .posts = posts,
                               .authors = people,
                               .first_at = first->at,
                               .last_at = last,
                               .demo = b->from->demo,
                           },
                           NULL);
}

static k_err join(struct k_ctx *cx, struct ingest_batch *b, struct ingest_echo *e,
                  struct ingest_post *p)
{
    k_id person = p->who ? p->who->id : 0;
    bool known = person == 0 || spoke_before(e, person);
    if (!known) {
        struct sq_echo_known_author_row row;
        K_TRY(sq_echo_known_author(cx, e->fingerprint, person, p->id, &row, &known));
    }
    K_TRY(sq_storm_grow(cx, e->storm, known ? 0 : 1, p->posted_at, NULL));
    if (!p->conversation->storm)
        fold(p->conversation, e->storm, false);
    struct sq_storm_get_row storm;
    struct ingest_conversation *head = NULL;
    bool found;
    K_TRY(sq_storm_get(cx, e->storm, &storm, &found));
    if (found)
        K_TRY(ingest_conversation_get(cx, b, storm.head_id, &head));
    if (head) {
        head->changed = head->storm_head = true;
        head->storm_people = storm.authors;
    }
    return K_OK;
}

static k_err storm_of(struct k_ctx *cx, struct ingest_batch *b, struct ingest_post *p)
{
    struct ingest_echo *e;
    p->fingerprint = shingle_fingerprint(p->text, INGEST_STORM_WORDS, NULL);
    if (p->fingerprint == 0)
        return K_OK;
    K_TRY(echo_of(cx, b, &p->fingerprint, &e));
    *k_vec_push(cx->arena, &e->voices) = (struct voice){.conversation = p->conversation->id,
                                                        .person = p->who ? p->who->id : 0,
                                                        .at = p->posted_at};
    if (e->storm && !near(e->last_at, p->posted_at))
        e->storm = 0; /* the old one is over */
    if (p->posted_at > e->last_at)
        e->last_at = p->posted_at;
    if (e->storm) {
        p->echoed = true;
        K_TRY(join(cx, b, e, p));
    } else {
        int64_t people = people_near(e, p->posted_at);
        if (people < INGEST_STORM_PEOPLE)
            return K_OK;
        p->echoed = true;
        K_TRY(begin(cx, b, e, p, people));
    }
    p->storm = e->storm;
    return K_OK;
}

k_err ingest_storm(struct k_ctx *cx, struct ingest_batch *b)
{
    for (size_t i = 0; i < b->n; i++) {
        struct ingest_post *p = &b->posts[i];
        if (ingest_is_new(p) && !ingest_ours(p))
            K_TRY(storm_of(cx, b, p));
    }
    return K_OK;
}
