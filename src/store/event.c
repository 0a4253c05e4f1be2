/* event: adds links and checks them. hash = SHA-256(prev_hash, seq, at, actor, verb, object,
 * approved_by, digest); digest = SHA-256(salt, payload), over zero bytes where there is no
 * payload. Numbers as 8 bytes, most significant first; words with their length before them, so
 * that no two different events give the same bytes. */
#include "store/event.h"
#include "base/vec.h"
#include "store/sql.gen.h"
#include <endian.h>
#include <sodium.h>

#define HASH crypto_hash_sha256_BYTES
#define SALT 16
#define BATCH 500

/* ---- hashing ---- */

static void put_int(crypto_hash_sha256_state *h, int64_t v)
{
    uint64_t be = htobe64((uint64_t)v);
    crypto_hash_sha256_update(h, (const unsigned char *)&be, sizeof be);
}

static void put_bytes(crypto_hash_sha256_state *h, k_str s)
{
    if (s.n)
        crypto_hash_sha256_update(h, (const unsigned char *)s.p, s.n);
}

static void put_word(crypto_hash_sha256_state *h, k_str s)
{
    put_int(h, (int64_t)s.n);
    put_bytes(h, s);
}

static void digest_of(k_str salt, k_str payload, unsigned char out[HASH])
{
    crypto_hash_sha256_state h;
    crypto_hash_sha256_init(&h);
    put_word(&h, salt);
    put_bytes(&h, payload);
    crypto_hash_sha256_final(&h, out);
}

static void hash_of(const struct sq_event_add_args *e, unsigned char out[HASH])
{
    crypto_hash_sha256_state h;
    crypto_hash_sha256_init(&h);
    put_word(&h, e->prev_hash);
    put_int(&h, e->seq);
    put_int(&h, e->at);
    put_word(&h, e->actor_kind);
    put_int(&h, e->actor_id);
    put_word(&h, e->verb);
    put_word(&h, e->object_kind);
    put_int(&h, e->object_id);
    put_int(&h, e->approved_by);
    put_word(&h, e->digest);
    crypto_hash_sha256_final(&h, out);
}

static k_str bytes(const unsigned char *p, size_t n)
{
    return (k_str){(const char *)p, n};
}

/* ---- adding ---- */

static k_str actor_kind(const struct k_actor *a)
{
    return a->kind == K_ACTOR_MEMBER  ? K_S("member")
           : a->kind == K_ACTOR_TOKEN ? K_S("token")
           : a->kind == K_ACTOR_RULE  ? K_S("rule")
                                      : K_S("system");
}

static k_id actor_id(const struct k_actor *a)
{
    return a->kind == K_ACTOR_TOKEN    ? a->token
           : a->kind == K_ACTOR_RULE   ? a->rule
           : a->kind == K_ACTOR_MEMBER ? a->member
                                       : 0;
}

static k_err add_link(struct k_ctx *cx, const struct event_new *e,
                      struct sq_event_add_args *row)
{
    unsigned char salt[SALT], digest[HASH], hash[HASH];
    k_str salted = e->payload.n ? bytes(salt, SALT) : K_NONE;
    randombytes_buf(salt, SALT); /* guessing it would tell what was erased */
    digest_of(salted, e->payload, digest);
    row->digest = bytes(digest, HASH);
    hash_of(row, hash);
    row->hash = bytes(hash, HASH);
    K_TRY(sq_event_add(cx, row, NULL));
    if (e->payload.n)
        K_TRY(sq_event_payload_add(cx, row->seq, salted, e->payload, NULL));
    return sq_event_head_set(cx, row->seq, row->hash, NULL);
}

k_err event_append(struct k_ctx *cx, const struct event_new *e, int64_t *seq)
{
    struct sq_event_head_take_row head;
    bool found;
    if (e->payload.n > EVENT_PAYLOAD_MAX)
        return k_fail(cx, K_ERR_LIMIT, NULL, "The payload of the event is too long.");
    K_TRY(sq_event_head_take(cx, &head, &found));
    if (!found)
        return k_fail(cx, K_ERR_DB, NULL, "The event log has lost its head. Restore a backup.");
    struct sq_event_add_args row = {.seq = head.seq + 1,
                                    .at = k_cx_now(cx),
                                    .actor_kind = actor_kind(&cx->actor),
                                    .actor_id = actor_id(&cx->actor),
                                    .verb = e->verb,
                                    .object_kind = e->object_kind,
                                    .object_id = e->object_id,
                                    .approved_by = e->approved_by,
                                    .prev_hash = head.hash};
    if (seq)
        *seq = row.seq;
    return add_link(cx, e, &row);
}

k_err event_erase(struct k_ctx *cx, int64_t seq, int64_t *n)
{
    return sq_event_payload_erase(cx, seq, n);
}

k_err event_erase_object(struct k_ctx *cx, k_str object_kind, k_id object_id, int64_t *n)
{
    return sq_event_payload_erase_object(cx, object_kind, object_id, n);
}

/* ---- checking ---- */

struct walk {
    int64_t seq;              /* of the link before */
    unsigned char hash[HASH]; /* its hash, when known */
    bool known;
    struct event_report *report;
};

static void broken(struct k_ctx *cx, struct event_report *r, int64_t seq, const char *why)
{
    r->whole = false;
    r->broken_seq = seq;
    r->why = k_fmt(cx->arena, "Event %lld: %s.", (long long)seq, why);
}

static const char *wrong_with(const struct walk *w, const struct sq_event_range_row *e)
{
    unsigned char sum[HASH];
    struct sq_event_add_args as = {e->seq,    e->at,          e->actor_kind, e->actor_id,
                                   e->verb,   e->object_kind, e->object_id,  e->approved_by,
                                   e->digest, e->prev_hash,   e->hash};
    if (e->seq != w->seq + 1)
        return "an event before it is missing";
    if (w->known && !k_str_eq(e->prev_hash, bytes(w->hash, HASH)))
        return "it does not follow the event before it";
    hash_of(&as, sum);
    if (!k_str_eq(e->hash, bytes(sum, HASH)))
        return "it was changed";
    digest_of(e->salt, e->payload, sum);
    if (e->payload.p && !k_str_eq(e->digest, bytes(sum, HASH)))
        return "its payload was changed";
    return NULL;
}

static bool step(struct k_ctx *cx, struct walk *w, const struct sq_event_range_row *e)
{
    const char *why = wrong_with(w, e);
    if (why) {
        broken(cx, w->report, e->seq, why);
        return false;
    }
    w->report->checked++;
    w->report->erased += e->payload.p == NULL;
    w->seq = e->seq;
    w->known = true;
    memcpy(w->hash, e->hash.p, HASH);
    return true;
}

/* Walks on to `end` at most; *done: the rows are over, or one does not fit. */
static k_err walk_batch(struct k_ctx *cx, struct k_ctx *batch, struct walk *w, int64_t end,
                        bool *done)
{
    struct sq_event_range_list rows;
    K_TRY(sq_event_range(batch, w->seq, BATCH, &rows));
    *done = rows.n < BATCH;
    for (size_t i = 0; i < rows.n && rows.v[i].seq <= end; i++)
        if (!step(cx, w, &rows.v[i])) {
            *done = true;
            break;
        }
    *done = *done || w->seq >= end;
    return K_OK;
}

static void check_end(struct k_ctx *cx, const struct walk *w,
                      const struct sq_event_head_get_row *head)
{
    if (!w->report->whole)
        return;
    if (w->seq < head->seq)
        broken(cx, w->report, w->seq + 1, "it is missing, and so are all after it");
    else if (w->known && !k_str_eq(head->hash, bytes(w->hash, HASH)))
        broken(cx, w->report, w->seq, "the head of the log names another event");
}

k_err event_verify(struct k_ctx *cx, int64_t after, struct event_report *out)
{
    struct sq_event_head_get_row head;
    struct walk w = {.seq = after, .known = after == 0, .report = out};
    bool found, done = false;
    k_err err = K_OK;
    *out = (struct event_report){.whole = true};
    K_TRY(sq_event_head_get(cx, &head, &found));
    if (!found)
        head = (struct sq_event_head_get_row){.seq = INT64_MAX};
    struct k_ctx batch = *cx;
    batch.arena = k_arena_new(0);
    if (batch.arena == NULL)
        return K_ERR_NO_MEMORY;
    while (err == K_OK && !done) {
        err = walk_batch(cx, &batch, &w, head.seq, &done);
        k_arena_reset(batch.arena);
    }
    k_arena_free(batch.arena);
    if (err == K_OK)
        check_end(cx, &w, &head);
    return err;
}

/* ---- listing ---- */

/* The rows of the four statements are alike: one copy for each type that the generator made. */
#define COPY_ROWS(rows)                                                                        \
    for (size_t i = 0; i < (rows).n; i++)                                                      \
        *k_vec_push(cx->arena, out) = (struct event)                                           \
        {                                                                                      \
            (rows).v[i].seq, (rows).v[i].at, (rows).v[i].actor_kind, (rows).v[i].actor_id,     \
                (rows).v[i].verb, (rows).v[i].object_kind, (rows).v[i].object_id,              \
                (rows).v[i].approved_by, (rows).v[i].payload                                   \
        }

k_err event_list(struct k_ctx *cx, const struct event_filter *f, struct event_list *out)
{
    int64_t before = f->before ? f->before : INT64_MAX;
    int64_t n = f->limit < 1 ? 50 : f->limit > 500 ? 500 : f->limit;
    *out = (struct event_list){.v = NULL};
    if (f->object_kind.n) {
        struct sq_event_page_object_list rows;
        K_TRY(sq_event_page_object(cx, f->object_kind, f->object_id, before, n, &rows));
        COPY_ROWS(rows);
    } else if (f->actor_id) {
        struct sq_event_page_actor_list rows;
        K_TRY(sq_event_page_actor(cx, f->actor_id, before, n, &rows));
        COPY_ROWS(rows);
    } else if (f->verb.n) {
        struct sq_event_page_verb_list rows;
        K_TRY(sq_event_page_verb(cx, f->verb, before, n, &rows));
        COPY_ROWS(rows);
    } else {
        struct sq_event_page_list rows;
        K_TRY(sq_event_page(cx, before, n, &rows));
        COPY_ROWS(rows);
    }
    return K_OK;
}
