/* ingest_normalise: each item as plain, bounded, harmless text with a stable hash. Touches no
 * table but channel_seen. Then: is it here already? Reads post. */
#include "base/utf8.h"
#include "domain/ingest_batch.h"
#include "domain/keeping.h"
#include "text/html.h"

/* A post from the future would lead every list; clocks of networks may be a little ahead. */
#define AHEAD (10 * K_MIN)
#define GONE (-1) /* channel_seen.content_hash of what was deleted before we saw it */

/* FNV-1a, 64 bits. Stored, so it never changes. */
static int64_t content_hash(k_str s)
{
    uint64_t h = 0xcbf29ce484222325U;
    for (size_t i = 0; i < s.n; i++)
        h = (h ^ (unsigned char)s.p[i]) * 0x100000001b3U;
    int64_t v = (int64_t)(h >> 1);
    return v ? v : 1; /* 0 = the network's form is not known yet */
}

static k_str one_of(k_str s, const char *const *names, const char *or_else)
{
    return k_str_in(s, names) ? s : k_str_z(or_else);
}

static k_str bounded(k_str s, size_t max)
{
    if (s.n <= max)
        return s;
    while (max > 0 && ((unsigned char)s.p[max] & 0xc0) == 0x80)
        max--;
    return k_str_sub(s, 0, max);
}

static void refuse(struct ingest_post *p, const char *why)
{
    p->fate->fate = INGEST_REFUSED;
    p->fate->why = why;
}

static void normalise(struct k_ctx *cx, struct ingest_batch *b, struct ingest_post *p)
{
    static const char *const kinds[] = {"post", "comment", "mention", "direct",
                                        "mail", "chat",    "review",  NULL};
    static const char *const seen_by[] = {"public", "unlisted", "followers", "direct", NULL};
    const struct item *it = p->item;
    p->kind = one_of(it->kind, kinds, "post");
    p->visibility = one_of(it->visibility, seen_by, "public");
    p->posted_at = it->posted_at;
    if (p->posted_at <= 0 || p->posted_at > b->now + AHEAD)
        p->posted_at = b->now;
    if (it->html.n > 0) {
        p->html = html_clean(cx->arena, it->html, INGEST_TEXT);
        p->text = it->text.n ? it->text : html_text(cx->arena, it->html, INGEST_TEXT);
    } else {
        p->text = it->text;
    }
    p->text = k_str_trim(bounded(k_utf8_scrub(cx->arena, p->text), INGEST_TEXT));
    if (!p->text.p)
        p->text = K_S("");
    p->hash = content_hash(p->text);
    if (it->native_id.n == 0 || it->native_id.n > 2000)
        refuse(p, "It has no id of its network.");
    else if (p->text.n == 0 && p->html.n == 0 && it->act != ITEM_DELETED && it->meta.n == 0)
        refuse(p, "It says nothing.");
}

k_err ingest_normalise(struct k_ctx *cx, struct ingest_batch *b)
{
    for (size_t i = 0; i < b->n; i++)
        normalise(cx, b, &b->posts[i]);
    return K_OK;
}

/* ---- deduplicate ------------------------------------------------------------------------- */

/* The same id twice on one page: the later one says how it is now. */
static void again_on_page(struct ingest_post *first, struct ingest_post *p)
{
    p->fate->fate = INGEST_SAME;
    if (p->item->act == ITEM_DELETED) {
        if (first->known && first->fate->fate != INGEST_DELETED) {
            first->fate->fate = INGEST_DELETED;
        } else if (!first->known) {
            first->drop = true;
            first->fate->fate = INGEST_REFUSED;
            first->fate->why = "Its author took it back at once.";
        }
    } else if (p->hash != first->hash && first->fate->fate != INGEST_DELETED && !first->drop) {
        if (first->known && first->fate->fate == INGEST_SAME && !first->first_sight)
            first->fate->fate = INGEST_EDITED;
        first->item = p->item;
        first->text = p->text;
        first->html = p->html;
        first->hash = p->hash;
    }
}

static void fate_of_known(const struct ingest_batch *b, struct ingest_post *p)
{
    enum ingest_fate *fate = &p->fate->fate;
    /* What a member wrote, in the network's own form for the first time: no edit. */
    p->first_sight = !ingest_by_sender(b) && !p->old.erased_at &&
                     p->item->act != ITEM_DELETED && (p->old.member_id || p->old.rule_id) &&
                     p->old.content_hash == 0 && p->old.deleted_at == 0;
    if (ingest_by_sender(
            b)) /* the sender says so; the network said it before, in its own form */
        *fate = INGEST_SAME;
    else if (p->old.erased_at) /* it does not come back */
        *fate = INGEST_SAME;
    else if (p->item->act == ITEM_DELETED)
        *fate = p->old.deleted_at ? INGEST_SAME : INGEST_DELETED;
    else if (p->old.content_hash == p->hash && p->old.deleted_at == 0)
        *fate = INGEST_SAME;
    else
        *fate = p->first_sight ? INGEST_SAME : INGEST_EDITED;
    p->id = p->old.id;
    p->fate->post = p->old.id;
}

static k_err deduplicate(struct k_ctx *cx, struct ingest_batch *b, struct ingest_post *p)
{
    void **slot = k_map_at(&b->by_native, p->item->native_id);
    if (*slot) {
        again_on_page(*slot, p);
        return K_OK;
    }
    *slot = p;
    K_TRY(sq_post_by_native(cx, b->from->network, p->item->native_id, &p->old, &p->known));
    if (!p->known && b->erasures)
        K_TRY(sq_post_by_native(
            cx, b->from->network,
            keeping_erased_id(cx->arena, b->from->network, p->item->native_id), &p->old,
            &p->known));
    if (p->known) {
        fate_of_known(b, p);
        return K_OK;
    }
    if (p->item->act == ITEM_DELETED) {
        p->fate->fate = INGEST_SAME;
        return sq_channel_seen_add(cx, b->from->channel, p->item->native_id, GONE, b->now,
                                   NULL);
    }
    if (k_map_has(&b->gone, p->item->native_id)) {
        refuse(p, "Its author took it back before we saw it.");
        return K_OK;
    }
    p->fate->fate = INGEST_NEW;
    p->id = p->fate->post = k_cx_id(cx);
    return K_OK;
}

k_err ingest_deduplicate(struct k_ctx *cx, struct ingest_batch *b)
{
    struct sq_channel_gone_list gone;
    struct sq_erasure_any_row erasures;
    bool found;
    K_TRY(sq_erasure_any(cx, &erasures, &found));
    b->erasures = erasures.some;
    K_TRY(sq_channel_gone(cx, b->from->channel, &gone));
    for (size_t i = 0; i < gone.n; i++)
        *k_map_at(&b->gone, gone.v[i].native_id) = b;
    for (size_t i = 0; i < b->n; i++)
        if (b->posts[i].fate->fate != INGEST_REFUSED)
            K_TRY(deduplicate(cx, b, &b->posts[i]));
    for (size_t i = 0; i < b->n; i++)
        if (b->posts[i].drop)
            b->posts[i].fate->post = 0;
    return ingest_own_recognise(cx, b);
}
