/* ingest_people: finds or makes the person of each author, and after storing counts what was
 * said, keeps touches and works out the stage. Reads and writes person, identity, touch, tally.
 */
#include "base/utf8.h"
#include "domain/listening_rules.h"
#include "domain/ingest_batch.h"
#include "domain/lookup.h"

/* What an author is known by on a network: the stable id, else the handle. */
static k_str key_of(const struct item_author *a)
{
    return a->native_id.n ? a->native_id : a->handle;
}

static k_str shown_name(const struct item_author *a)
{
    k_str name = k_str_trim(a->name);
    return name.n ? name : a->handle.n ? a->handle : a->native_id;
}

static bool differs(k_str now, k_str was)
{
    return now.n > 0 && !k_str_eq(now, was);
}

static k_err find_identity(struct k_ctx *cx, struct ingest_batch *b,
                           const struct item_author *a, struct ingest_person *p)
{
    struct sq_identity_by_native_row row;
    bool found;
    K_TRY(sq_identity_by_native(cx, b->from->network, key_of(a), &row, &found));
    p->author = a;
    p->followers = a->followers;
    if (!found) {
        p->is_new = true;
        p->id = k_cx_id(cx);
        p->identity = k_cx_id(cx);
        return K_OK;
    }
    p->id = row.person_id;
    p->identity = row.id;
    p->tie = (struct tie_change){
        .person = row.person_id, .stage = stage_parse(row.stage), .exchanges = row.exchanges};
    if (p->followers < 0)
        p->followers = row.followers;
    p->renamed = differs(a->handle, row.handle) || differs(a->name, row.name) ||
                 differs(a->avatar_url, row.avatar_url) ||
                 (a->followers >= 0 && a->followers != row.followers);
    return K_OK;
}

static k_err person_of(struct k_ctx *cx, struct ingest_batch *b, const struct item_author *a,
                       struct ingest_person **out)
{
    *out = NULL;
    if (key_of(a).n == 0)
        return K_OK;
    void **slot = k_map_at(&b->people, key_of(a));
    if (*slot) {
        *out = *slot;
        return K_OK;
    }
    struct ingest_person *p = k_new(cx->arena, struct ingest_person);
    K_TRY(find_identity(cx, b, a, p));
    *slot = p;
    *out = p;
    void **main_one = k_map_at(&b->people_by_id, ingest_id_key(&p->id));
    if (*main_one)
        p->same = *main_one; /* another account of a person who is on this page already */
    else
        *main_one = p;
    return K_OK;
}

k_err ingest_person_get(struct k_ctx *cx, struct ingest_batch *b, k_id id,
                        struct ingest_person **out)
{
    *out = id ? k_map_get(&b->people_by_id, ingest_id_key(&id)) : NULL;
    if (*out || !id)
        return K_OK;
    struct sq_person_get_row row;
    bool found;
    K_TRY(sq_person_get(cx, id, &row, &found));
    if (!found)
        return K_OK;
    struct ingest_person *p = k_new(cx->arena, struct ingest_person);
    *p = (struct ingest_person){.id = row.id, .followers = row.followers};
    p->tie = (struct tie_change){
        .person = row.id, .stage = stage_parse(row.stage), .exchanges = row.exchanges};
    *k_map_at(&b->people_by_id, ingest_id_key(&p->id)) = p;
    *out = p;
    return K_OK;
}

/* Whose counts go up. */
static struct ingest_person *counted(struct ingest_person *p)
{
    return p && p->same ? p->same : p;
}

static void count_heard(struct ingest_person *who, k_time at)
{
    struct tie_change *c = &who->tie;
    c->heard_more++;
    if (c->first_in_at == 0 || at < c->first_in_at)
        c->first_in_at = at;
    if (at > c->last_in_at)
        c->last_in_at = at;
}

static void count_told(struct ingest_person *who, k_time at)
{
    who->tie.told_more++;
    if (at > who->tie.last_out_at)
        who->tie.last_out_at = at;
}

k_err ingest_identify(struct k_ctx *cx, struct ingest_batch *b)
{
    for (size_t i = 0; i < b->n; i++) {
        struct ingest_post *p = &b->posts[i];
        if (!ingest_is_new(p) || ingest_ours(p))
            continue;
        K_TRY(person_of(cx, b, &p->item->author, &p->who));
        if (p->who)
            count_heard(counted(p->who), p->posted_at);
    }
    return K_OK;
}

/* ---- store: called by ingest_store before posts are written ------------------------------ */

static k_err insert_person(struct k_ctx *cx, const struct ingest_batch *b,
                           struct ingest_person *p)
{
    const struct item_author *a = p->author;
    struct tie_change *c = &p->tie;
    c->person = p->id;
    c->stage = STAGE_CONTACT;
    K_TRY(sq_person_insert(cx,
                           &(struct sq_person_insert_args){
                               .id = p->id,
                               .name = k_utf8_cut(shown_name(a), 200),
                               .stage = k_str_z(stage_name(c->stage)),
                               .heard = c->heard_more,
                               .first_in_at = c->first_in_at,
                               .last_in_at = c->last_in_at,
                               .demo = b->from->demo,
                               .now = b->now,
                           },
                           NULL));
    int64_t made;
    K_TRY(sq_identity_insert(cx,
                             &(struct sq_identity_insert_args){
                                 .id = p->identity,
                                 .person_id = p->id,
                                 .network = b->from->network,
                                 .native_id = key_of(a),
                                 .handle = a->handle,
                                 .name = a->name,
                                 .url = a->url,
                                 .avatar_url = a->avatar_url,
                                 .bio = a->bio,
                                 .followers = a->followers,
                                 .now = b->now,
                             },
                             &made));
    if (!made)
        return K_ERR_BUSY; /* another node met them at the same moment */
    K_TRY(lookup_mark(cx, p->id));
    return sq_match_dirty_add(cx, p->id, NULL);
}

static k_err rename_identity(struct k_ctx *cx, const struct ingest_batch *b,
                             const struct ingest_person *p)
{
    const struct item_author *a = p->author;
    K_TRY(sq_match_dirty_add(cx, p->id, NULL));
    K_TRY(lookup_mark(cx, p->id));
    return sq_identity_update(cx,
                              &(struct sq_identity_update_args){
                                  .id = p->identity,
                                  .handle = a->handle,
                                  .name = a->name,
                                  .url = a->url,
                                  .avatar_url = a->avatar_url,
                                  .bio = a->bio,
                                  .followers = a->followers,
                                  .now = b->now,
                              },
                              NULL);
}

k_err ingest_people_store(struct k_ctx *cx, struct ingest_batch *b)
{
    for (size_t i = 0; i < b->people.n; i++) {
        struct ingest_person *p = b->people.entries[i].value;
        if (p->is_new) {
            K_TRY(insert_person(cx, b, p));
            p->is_new = false;
            p->is_made = true;
            p->tie.heard_more = p->tie.first_in_at = p->tie.last_in_at = 0;
        } else if (p->renamed) {
            K_TRY(rename_identity(cx, b, p));
        }
    }
    return K_OK;
}

/* ---- touch ------------------------------------------------------------------------------- */

static void tally(struct k_ctx *cx, struct ingest_batch *b, k_time at, k_id member,
                  const char *measure)
{
    int64_t day = at / K_DAY;
    for (size_t i = b->tallies.n; i-- > 0;) {
        struct ingest_tally *t = &b->tallies.v[i];
        if (t->day == day && t->member == member && t->measure == measure) {
            t->n++;
            return;
        }
    }
    struct ingest_tally *t = k_vec_push(cx->arena, &b->tallies);
    *t = (struct ingest_tally){.day = day, .n = 1, .member = member, .measure = measure};
}

/* Writes a touch and remembers it for the tie. */
static k_err touch(struct k_ctx *cx, struct ingest_batch *b, struct ingest_person *who,
                   struct tie_event e, k_str medium, k_id post)
{
    e.id = k_cx_id(cx);
    e.medium = touch_medium_of(medium);
    e.channel = b->from->channel;
    *k_vec_push(cx->arena, &who->tie.touches) = e;
    return sq_touch_insert(cx,
                           &(struct sq_touch_insert_args){
                               .id = e.id,
                               .person_id = who->id,
                               .member_id = e.member,
                               .channel_id = e.channel,
                               .post_id = post,
                               .direction = e.direction == TOUCH_IN ? K_S("in") : K_S("out"),
                               .medium = medium,
                               .prompted = e.prompted,
                               .asked = e.asked,
                               .praise = e.praise,
                               .at = e.at},
                           NULL);
}

static k_err touch_in(struct k_ctx *cx, struct ingest_batch *b, struct ingest_post *p)
{
    static const char heard[] = "heard";
    tally(cx, b, p->posted_at, 0, heard);
    if (!p->who)
        return K_OK;
    struct tie_event e = {.at = p->posted_at,
                          .direction = TOUCH_IN,
                          .prompted = p->prompted,
                          .asked = (p->heard.intents & INTENT_QUESTION) != 0,
                          .praise = (p->heard.intents & INTENT_PRAISE) != 0,
                          .member = p->member};
    return touch(cx, b, counted(p->who), e, p->visibility, p->id);
}

static k_err touch_out(struct k_ctx *cx, struct ingest_batch *b, struct ingest_post *p)
{
    static const char prompted[] = "told_prompted", unprompted[] = "told_unprompted";
    static const char asked[] = "asked";
    tally(cx, b, p->posted_at, p->member, p->prompted ? prompted : unprompted);
    if (listening_asks(p->text))
        tally(cx, b, p->posted_at, p->member, asked);
    struct ingest_person *who;
    K_TRY(ingest_person_get(cx, b, p->addressee, &who));
    if (!who)
        return K_OK;
    count_told(who, p->posted_at);
    struct tie_event e = {.at = p->posted_at,
                          .direction = TOUCH_OUT,
                          .prompted = p->prompted,
                          .asked = listening_asks(p->text),
                          .member = p->member};
    return touch(cx, b, who, e, p->visibility, p->id);
}

static k_err apply(struct k_ctx *cx, struct ingest_batch *b, struct ingest_person *p)
{
    struct tie_change *c = &p->tie;
    bool fresh = p->is_made && c->told_more == 0 && c->heard_more == 0;
    if (!c->refold && (c->touches.n == 0 || fresh))
        return K_OK; /* nothing was said, or their row was made with all of it */
    K_TRY(tie_apply(cx, &b->house, c));
    if (!c->changed || c->stage < STAGE_DIALOGUE)
        return K_OK;
    for (size_t i = 0; i < b->conversations.n; i++) {
        struct ingest_conversation *k = b->conversations.v[i];
        if (!k->merged_into && k->state.person_id == p->id)
            K_TRY(ingest_rescore(cx, k->id));
    }
    return K_OK;
}

/* Now we know whom our early answer was for, or that theirs answered us. */
static k_err touch_adopted(struct k_ctx *cx, struct ingest_batch *b,
                           const struct ingest_adopted *a)
{
    const struct ingest_post *parent = a->parent;
    struct ingest_person *who;
    if (a->row.rule_id || parent->rule) /* nothing that counts */
        return K_OK;
    if (k_str_eqz(a->row.direction, "in")) {
        K_TRY(ingest_person_get(cx, b, a->row.person_id, &who));
        if (!who || !ingest_ours(parent))
            return K_OK;
        who->tie.refold = true;
        return sq_touch_prompted(cx, who->id, a->row.posted_at, a->row.id, NULL);
    }
    who = counted(parent->who);
    if (!who || a->row.person_id)
        return K_OK;
    count_told(who, a->row.posted_at);
    K_TRY(sq_post_for(cx, a->row.id, who->id, NULL));
    struct tie_event e = {.at = a->row.posted_at,
                          .direction = TOUCH_OUT,
                          .prompted = true,
                          .member = a->row.member_id};
    return touch(cx, b, who, e, parent->visibility, a->row.id);
}

k_err ingest_touch(struct k_ctx *cx, struct ingest_batch *b)
{
    K_TRY(tie_house_read(cx, &b->house));
    for (size_t i = 0; i < b->adopted.n; i++)
        K_TRY(touch_adopted(cx, b, &b->adopted.v[i]));
    for (size_t i = 0; i < b->n; i++) {
        struct ingest_post *p = &b->posts[i];
        if (ingest_is_new(p) && !p->rule)
            K_TRY(ingest_ours(p) ? touch_out(cx, b, p) : touch_in(cx, b, p));
    }
    for (size_t i = 0; i < b->people_by_id.n; i++)
        K_TRY(apply(cx, b, b->people_by_id.entries[i].value));
    for (size_t i = 0; i < b->tallies.n; i++) {
        const struct ingest_tally *t = &b->tallies.v[i];
        K_TRY(sq_tally_add(cx,
                           &(struct sq_tally_add_args){.day = t->day,
                                                       .channel_id = b->from->channel,
                                                       .member_id = t->member,
                                                       .measure = k_str_z(t->measure),
                                                       .n = t->n},
                           NULL));
    }
    return K_OK;
}
