/* ingest_people: finds or makes the person of each author, and after storing counts what was
 * said, keeps touches and works out the stage. Reads and writes person, identity, touch, tally.
 */
#include "base/utf8.h"
#include "domain/ingest_batch.h"
#include "domain/tie.h"

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
    p->stage = stage_parse(row.stage);
    p->exchanges = row.exchanges;
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
    *p = (struct ingest_person){.id = row.id,
                                .stage = stage_parse(row.stage),
                                .exchanges = row.exchanges,
                                .followers = row.followers,
                                .last_exchange_day = row.last_exchange_day};
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
    who->heard++;
    if (who->first_in_at == 0 || at < who->first_in_at)
        who->first_in_at = at;
    if (at > who->last_in_at)
        who->last_in_at = at;
    who->stage_open |= !who->is_new && who->stage == STAGE_CONNECTION;
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
    p->stage = STAGE_CONTACT;
    K_TRY(sq_person_insert(cx,
                           &(struct sq_person_insert_args){
                               .id = p->id,
                               .name = k_utf8_cut(shown_name(a), 200),
                               .stage = k_str_z(stage_name(p->stage)),
                               .heard = p->heard,
                               .first_in_at = p->first_in_at,
                               .last_in_at = p->last_in_at,
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
    return sq_match_dirty_add(cx, p->id, NULL);
}

static k_err rename_identity(struct k_ctx *cx, const struct ingest_batch *b,
                             const struct ingest_person *p)
{
    const struct item_author *a = p->author;
    K_TRY(sq_match_dirty_add(cx, p->id, NULL));
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
            p->heard = p->first_in_at = p->last_in_at = 0;
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

static k_err touch_insert(struct k_ctx *cx, const struct ingest_batch *b,
                          const struct ingest_post *p, k_id person)
{
    return sq_touch_insert(cx,
                           &(struct sq_touch_insert_args){
                               .id = k_cx_id(cx),
                               .person_id = person,
                               .member_id = p->member,
                               .channel_id = b->from->channel,
                               .post_id = p->id,
                               .direction = ingest_ours(p) ? K_S("out") : K_S("in"),
                               .medium = p->visibility,
                               .prompted = p->prompted,
                               .at = p->posted_at,
                           },
                           NULL);
}

static k_err touch_in(struct k_ctx *cx, struct ingest_batch *b, struct ingest_post *p)
{
    static const char heard[] = "heard";
    tally(cx, b, p->posted_at, 0, heard);
    if (!p->who)
        return K_OK;
    counted(p->who)->stage_open |= p->prompted;
    return touch_insert(cx, b, p, p->who->id);
}

static k_err touch_out(struct k_ctx *cx, struct ingest_batch *b, struct ingest_post *p)
{
    static const char prompted[] = "told_prompted", unprompted[] = "told_unprompted";
    tally(cx, b, p->posted_at, p->member, p->prompted ? prompted : unprompted);
    struct ingest_person *who;
    K_TRY(ingest_person_get(cx, b, p->addressee, &who));
    if (!who)
        return K_OK;
    who->told++;
    if (p->posted_at > who->last_out_at)
        who->last_out_at = p->posted_at;
    who->stage_open |= p->prompted || who->stage == STAGE_CONNECTION;
    return touch_insert(cx, b, p, who->id);
}

k_err ingest_person_stage(struct k_ctx *cx, struct ingest_person *p, bool *changed)
{
    struct tie_set ties;
    struct stage_verdict v;
    bool ours;
    K_TRY(tie_fold_rows(cx, p->id, TIE_EVER, &ties, &ours));
    const struct tie_state *s = &ties.v[0].s;
    stage_of(s, ours, &v);
    *changed = v.stage != p->stage || s->exchanges != p->exchanges;
    if (!*changed)
        return K_OK;
    p->stage = v.stage;
    p->exchanges = s->exchanges;
    p->last_exchange_day = s->last_exchange_day;
    return sq_person_staged(cx, p->id, k_str_z(stage_name(v.stage)), s->exchanges,
                            s->last_exchange_day, NULL);
}

static k_err count_person(struct k_ctx *cx, struct ingest_batch *b, struct ingest_person *p)
{
    if (p->heard || p->told)
        K_TRY(sq_person_counted(cx,
                                &(struct sq_person_counted_args){
                                    .id = p->id,
                                    .heard = p->heard,
                                    .told = p->told,
                                    .first_in_at = p->first_in_at,
                                    .last_in_at = p->last_in_at,
                                    .last_out_at = p->last_out_at,
                                },
                                NULL));
    bool changed = false;
    if (p->stage_open)
        K_TRY(ingest_person_stage(cx, p, &changed));
    if (!changed || p->stage < STAGE_DIALOGUE)
        return K_OK;
    for (size_t i = 0; i < b->conversations.n; i++) {
        struct ingest_conversation *c = b->conversations.v[i];
        if (!c->merged_into && c->state.person_id == p->id)
            K_TRY(ingest_rescore(cx, c->id));
    }
    return K_OK;
}

/* Now we know whom our early answer was for, or that theirs answered us. */
static k_err touch_adopted(struct k_ctx *cx, struct ingest_batch *b,
                           const struct ingest_adopted *a)
{
    const struct ingest_post *parent = a->parent;
    struct ingest_person *who;
    if (k_str_eqz(a->row.direction, "in")) {
        K_TRY(ingest_person_get(cx, b, a->row.person_id, &who));
        if (!who || !ingest_ours(parent))
            return K_OK;
        who->stage_open = true;
        return sq_touch_prompted(cx, who->id, a->row.posted_at, a->row.id, NULL);
    }
    who = counted(parent->who);
    if (!who || a->row.person_id)
        return K_OK;
    who->told++;
    who->stage_open = true;
    if (a->row.posted_at > who->last_out_at)
        who->last_out_at = a->row.posted_at;
    K_TRY(sq_post_for(cx, a->row.id, who->id, NULL));
    return sq_touch_insert(cx,
                           &(struct sq_touch_insert_args){
                               .id = k_cx_id(cx),
                               .person_id = who->id,
                               .member_id = a->row.member_id,
                               .channel_id = b->from->channel,
                               .post_id = a->row.id,
                               .direction = K_S("out"),
                               .medium = parent->visibility,
                               .prompted = true,
                               .at = a->row.posted_at,
                           },
                           NULL);
}

k_err ingest_touch(struct k_ctx *cx, struct ingest_batch *b)
{
    for (size_t i = 0; i < b->adopted.n; i++)
        K_TRY(touch_adopted(cx, b, &b->adopted.v[i]));
    for (size_t i = 0; i < b->n; i++) {
        struct ingest_post *p = &b->posts[i];
        if (ingest_is_new(p))
            K_TRY(ingest_ours(p) ? touch_out(cx, b, p) : touch_in(cx, b, p));
    }
    for (size_t i = 0; i < b->people_by_id.n; i++)
        K_TRY(count_person(cx, b, b->people_by_id.entries[i].value));
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
