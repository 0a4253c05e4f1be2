/* keeping: holds, erasure, retention. Reads and writes legal_hold, erasure, and whatever
 * speaks of a person. SQL: keeping.sql, about.sql. */
#include "domain/keeping.h"

#include "base/vec.h"
#include "domain/people.h"
#include "store/digest.h"
#include "store/event.h"

enum { REASON_MAX = 500, PAGE = 500 };

static k_err good_reason(struct k_ctx *cx, k_str *reason)
{
    *reason = k_str_trim(*reason);
    if (reason->n > 0 && reason->n <= REASON_MAX)
        return K_OK;
    return k_fail(cx, K_ERR_BAD_INPUT, "reason", "Say why, in at most %d bytes.", REASON_MAX);
}

static k_err log_about(struct k_ctx *cx, k_str verb, k_str kind, k_id id, k_str payload,
                       int64_t *seq)
{
    return event_append(
        cx,
        &(struct event_new){
            .verb = verb, .object_kind = kind, .object_id = id, .payload = payload},
        seq);
}

/* ---- holds ------------------------------------------------------------------------------- */

static k_err held_thing(struct k_ctx *cx, const struct keeping_hold *h)
{
    struct sq_people_get_row person;
    struct sq_channel_get_row channel;
    bool found;
    if ((h->person != 0) == (h->channel != 0))
        return k_fail(cx, K_ERR_BAD_INPUT, "person_id", "Name a person or a channel.");
    if (h->person)
        return people_find(cx, h->person, &person);
    K_TRY(sq_channel_get(cx, h->channel, &channel, &found));
    return found ? K_OK
                 : k_fail(cx, K_ERR_NOT_FOUND, "channel_id", "This channel is not here.");
}

k_err keeping_hold(struct k_ctx *cx, const struct keeping_hold *h, k_id *id)
{
    k_str reason = h->reason;
    K_TRY(good_reason(cx, &reason));
    K_TRY(held_thing(cx, h));
    *id = k_cx_id(cx);
    K_TRY(sq_hold_insert(cx,
                         &(struct sq_hold_insert_args){.id = *id,
                                                       .person_id = h->person,
                                                       .channel_id = h->channel,
                                                       .reason = reason,
                                                       .member_id = cx->actor.member,
                                                       .now = k_cx_now(cx)},
                         NULL));
    k_ctx_notice(cx, K_TOPIC_SETTING, *id);
    return log_about(cx, K_S("hold.set"), K_S("hold"), *id, K_S(""), NULL);
}

k_err keeping_lift(struct k_ctx *cx, k_id id)
{
    struct sq_hold_get_row row;
    bool found;
    K_TRY(sq_hold_get(cx, id, &row, &found));
    if (!found)
        return k_fail(cx, K_ERR_NOT_FOUND, "id", "There is no such hold.");
    if (row.lifted_at)
        return k_fail(cx, K_ERR_GONE, "id", "This hold was lifted already.");
    K_TRY(sq_hold_lift(cx, id, cx->actor.member, k_cx_now(cx), NULL));
    k_ctx_notice(cx, K_TOPIC_SETTING, id);
    return log_about(cx, K_S("hold.lifted"), K_S("hold"), id, K_S(""), NULL);
}

static k_err kept(struct k_ctx *cx, bool found, k_str reason)
{
    if (!found)
        return K_OK;
    return k_fail(cx, K_ERR_CONFLICT, "id", "A legal hold keeps this: %.*s", K_ARG(reason));
}

k_err keeping_person_may_go(struct k_ctx *cx, k_id person)
{
    struct sq_hold_of_person_row row;
    bool found;
    K_TRY(sq_hold_of_person(cx, person, &row, &found));
    return kept(cx, found, row.reason);
}

k_err keeping_channel_may_go(struct k_ctx *cx, k_id channel)
{
    struct sq_hold_of_channel_row row;
    bool found;
    K_TRY(sq_hold_of_channel(cx, channel, &row, &found));
    return kept(cx, found, row.reason);
}

/* ---- erasure ----------------------------------------------------------------------------- */

/* In this order: what the later ones look up is still there. */
static const struct {
    const char *name; /* as the certificate counts it */
    k_err (*go)(struct k_ctx *cx, int64_t person, int64_t *n);
} words[] = {
    {NULL, sq_erase_dirty},
    {"post_versions", sq_erase_versions},
    {"payloads", sq_erase_payloads},
    {"notes", sq_erase_notes},
    {NULL, sq_erase_talks},
    {NULL, sq_erase_reminders},
    {NULL, sq_erase_mentions},
    {NULL, sq_erase_alarms},
    {NULL, sq_erase_handoffs},
    {"drafts", sq_erase_drafts},
    {NULL, sq_erase_samples},
    {NULL, sq_erase_echoes},
    {NULL, sq_erase_storm_posts},
    {NULL, sq_erase_hits},
    {"conversations", sq_erase_conversations},
};

static k_err erase_words(struct k_ctx *cx, k_id person, struct k_buf *counts)
{
    int64_t n = 0;
    k_buf_chr(counts, '{');
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        K_TRY(words[i].go(cx, person, &n));
        if (words[i].name)
            k_buf_fmt(counts, "\"%s\":%lld,", words[i].name, (long long)n);
    }
    K_TRY(sq_erase_posts(cx, person, k_cx_now(cx), &n));
    k_buf_fmt(counts, "\"posts\":%lld", (long long)n);
    return K_OK;
}

k_str keeping_erased_id(struct k_arena *a, k_str network, k_str native_id)
{
    k_str both = k_fmt(a, "%.*s %.*s", K_ARG(network), K_ARG(native_id));
    return k_fmt(a, "erased:%.*s", K_ARG(store_sha256_hex(a, both)));
}

/* The ids of a network often hold the account; answers and the conversation name them too. */
static k_err erase_ids(struct k_ctx *cx, k_id person)
{
    struct sq_erase_ids_list list;
    do {
        K_TRY(sq_erase_ids(cx, person, PAGE, &list));
        for (size_t i = 0; i < list.n; i++) {
            const struct sq_erase_ids_row *p = &list.v[i];
            k_str gone = keeping_erased_id(cx->arena, p->network, p->native_id);
            K_TRY(sq_erase_root(cx, p->conversation_id, p->native_id, gone, NULL));
            K_TRY(sq_erase_answers(cx, p->id, p->conversation_id, NULL));
            K_TRY(sq_erase_id(cx, p->id, gone, NULL));
        }
    } while (list.n == PAGE);
    return K_OK;
}

/* Digests of the accounts, so that whoever held one can show that the certificate is theirs. */
static k_err digests(struct k_ctx *cx, k_id person, struct k_buf *out, struct k_buf *counts)
{
    struct sq_erase_accounts_list list;
    K_TRY(sq_erase_accounts(cx, person, &list));
    k_buf_chr(out, '[');
    for (size_t i = 0; i < list.n; i++) {
        k_str account =
            k_fmt(cx->arena, "%.*s %.*s", K_ARG(list.v[i].network), K_ARG(list.v[i].native_id));
        k_buf_fmt(out, "%s\"%.*s\"", i ? "," : "", K_ARG(store_sha256_hex(cx->arena, account)));
    }
    k_buf_chr(out, ']');
    k_buf_fmt(counts, ",\"accounts\":%zu}", list.n);
    return K_OK;
}

static k_err certify(struct k_ctx *cx, k_id person, k_str reason, const struct k_buf *counts,
                     const struct k_buf *accounts, k_id *id)
{
    struct sq_event_head_get_row head;
    int64_t seq = 0;
    bool found;
    *id = k_cx_id(cx);
    K_TRY(log_about(cx, K_S("person.erased"), K_S("person"), person, K_S(""), &seq));
    K_TRY(sq_event_head_get(cx, &head, &found));
    return sq_erasure_insert(
        cx,
        &(struct sq_erasure_insert_args){.id = *id,
                                         .person_id = person,
                                         .reason = reason,
                                         .member_id = cx->actor.member,
                                         .now = k_cx_now(cx),
                                         .counts = k_buf_view(counts),
                                         .accounts = k_buf_view(accounts),
                                         .event_seq = seq,
                                         .event_hash = store_hex(cx->arena, head.hash)},
        NULL);
}

k_err keeping_erase(struct k_ctx *cx, k_id person, k_str reason, k_id *certificate)
{
    struct sq_people_get_row p;
    struct k_buf counts, accounts;
    k_buf_init(&counts, cx->arena, 4096);
    k_buf_init(&accounts, cx->arena, 1 << 20);
    K_TRY(good_reason(cx, &reason));
    K_TRY(people_find(cx, person, &p));
    K_TRY(keeping_person_may_go(cx, p.id));
    K_TRY(erase_words(cx, p.id, &counts));
    K_TRY(erase_ids(cx, p.id));
    K_TRY(digests(cx, p.id, &accounts, &counts));
    K_TRY(people_remove(cx, p.id, true));
    k_ctx_notice(cx, K_TOPIC_ALL, 0);
    return certify(cx, p.id, reason, &counts, &accounts, certificate);
}

/* ---- all about one ----------------------------------------------------------------------- */

typedef k_err (*about_fn)(struct k_ctx *cx, int64_t person, int64_t me, int64_t after,
                          int64_t max, struct sq_about_person_list *out);
static const struct {
    const char *kind;
    about_fn page;
} abouts[] = {
    {"person", sq_about_person},
    {"identity", sq_about_identity},
    {"datum", sq_about_datum},
    {"role", sq_about_person_role},
    {"conversation", sq_about_conversation},
    {"post", sq_about_post},
    {"note", sq_about_note},
    {"touch", sq_about_touch},
    {"moment", sq_about_moment},
    {"fact", sq_about_fact},
    {"commitment", sq_about_commitment},
    {"deal", sq_about_deal},
    {"value", sq_about_value_entry},
};

static k_err export_kind(struct k_ctx *cx, size_t kind, k_id person, struct k_buf *out)
{
    struct sq_about_person_list list;
    int64_t after = 0;
    do {
        K_TRY(abouts[kind].page(cx, person, cx->actor.member, after, PAGE, &list));
        for (size_t i = 0; i < list.n; i++) {
            k_buf_fmt(out, "{\"kind\":\"%s\",\"row\":", abouts[kind].kind);
            k_buf_str(out, list.v[i].line);
            k_buf_str(out, K_S("}\n"));
            after = list.v[i].id;
        }
    } while (list.n == PAGE && k_buf_ok(out));
    return K_OK;
}

k_err keeping_export(struct k_ctx *cx, k_id person, struct k_buf *out)
{
    struct sq_people_get_row p;
    struct sq_about_closed_row closed = {0};
    bool found;
    K_TRY(people_find(cx, person, &p));
    if (cx->actor.eyes)
        K_TRY(sq_about_closed(cx, p.id, cx->actor.eyes, &closed, &found));
    if (closed.n)
        return k_fail(cx, K_ERR_FORBIDDEN, NULL,
                      "Some of what this person said is closed to you: the file would not be "
                      "whole. Ask an owner.");
    for (size_t i = 0; i < sizeof abouts / sizeof *abouts; i++)
        K_TRY(export_kind(cx, i, p.id, out));
    if (!k_buf_ok(out))
        return k_fail(cx, K_ERR_LIMIT, NULL,
                      "This is too much for one file. Use `kith export` on the server.");
    return K_OK;
}

/* ---- age --------------------------------------------------------------------------------- */

static k_err age_channel(struct k_ctx *cx, k_id channel, int64_t days, int max, int64_t *n)
{
    struct sq_retention_due_list due;
    struct sq_hold_of_channel_row hold;
    struct k_buf ids;
    bool found;
    K_TRY(sq_hold_of_channel(cx, channel, &hold, &found));
    if (found)
        return K_OK;
    K_TRY(sq_retention_due(cx, channel, k_cx_now(cx) - days * K_DAY, max, &due));
    if (due.n == 0)
        return K_OK;
    k_buf_init(&ids, cx->arena, 1 << 20);
    for (size_t i = 0; i < due.n; i++)
        k_buf_fmt(&ids, "%c%lld", i ? ',' : '[', (long long)due.v[i].id);
    k_buf_chr(&ids, ']');
    K_TRY(sq_retention_dirty(cx, k_buf_view(&ids), NULL));
    K_TRY(sq_retention_versions(cx, k_buf_view(&ids), NULL));
    K_TRY(sq_retention_posts(cx, k_buf_view(&ids), k_cx_now(cx), NULL));
    *n += (int64_t)due.n;
    return log_about(cx, K_S("channel.aged"), K_S("channel"), channel,
                     k_fmt(cx->arena, "{\"posts\":%zu}", due.n), NULL);
}

k_err keeping_age(struct k_ctx *cx, int max, int64_t *n)
{
    struct sq_retention_channels_list list;
    *n = 0;
    K_TRY(sq_retention_channels(cx, &list));
    for (size_t i = 0; i < list.n && *n < max; i++)
        K_TRY(age_channel(cx, list.v[i].id, list.v[i].days, max - (int)*n, n));
    return K_OK;
}
