/* ingest: the way in. A page of items of one channel becomes posts, persons, conversations and
 * touches: normalise, deduplicate, skip, identify, thread, understand, storm, listen,
 * prioritise, route, store, touch, notify (the table of flow/flow.c). Reads and writes the
 * database; everything of a page happens in the caller's write transaction or not at all. */
#ifndef KITH_DOMAIN_INGEST_H
#define KITH_DOMAIN_INGEST_H

#include "base/ctx.h"
#include "connectors/connector.h"

#define INGEST_MAX 500          /* items a call */
#define INGEST_TEXT (64 * 1024) /* bytes of a text that are kept */

enum ingest_source { INGEST_LIVE, INGEST_IMPORT, INGEST_DEMO };
/* Where the page comes from and how it is taken. */
struct ingest_from {
    k_id channel;
    k_str network; /* under which ids are unique and identities are known */
    enum ingest_source source;
    bool demo;      /* persons and conversations made here are marked as demo data */
    bool archive;   /* history: new conversations are done, not open; who waits is still seen */
    bool publishes; /* its posts are articles of one site: they have one voice */
    bool answers_privately; /* its network does (connector.h): rules may acknowledge */
    k_id member; /* who wrote the posts of ours in this page, through Kith; 0 = not known */
    k_id rule;   /* or which rule did */
};

/* What became of one item. */
enum ingest_fate {
    INGEST_NEW,     /* stored */
    INGEST_SAME,    /* known already, nothing changed */
    INGEST_EDITED,  /* known, the text changed */
    INGEST_DELETED, /* known, is gone now */
    INGEST_REFUSED  /* not stored; `why` says the reason in plain words */
};
struct ingest_one {
    enum ingest_fate fate;
    k_id post, conversation;
    const char *why; /* static; NULL unless refused */
};
struct ingest_result {
    struct ingest_one *items; /* one an item, in their order; in the arena */
    int64_t added, same, edited, deleted, refused;
    k_time newest; /* posted_at of the newest post stored; 0 = none */
};
/* Takes at most INGEST_MAX items, in any order. Needs a write transaction of cx. Two items of
 * one page with the same id are one post. K_ERR_BUSY: another node stored one of them at the
 * same moment; roll back and do it again. */
k_err ingest_batch(struct k_ctx *cx, const struct ingest_from *from, const struct item *items,
                   size_t n, struct ingest_result *out) K_CHECK;

/* Scores a conversation again and stores score, terms and reason: after an answer, an act of a
 * member, or because somebody waits longer. Needs a write transaction. */
k_err ingest_rescore(struct k_ctx *cx, k_id conversation) K_CHECK;
/* A conversation that slept or was done is open again: who waits in it is read from its posts.
 */
k_err ingest_reopened(struct k_ctx *cx, k_id conversation) K_CHECK;
/* A conversation whose posts are others than before, by an act of a member: all that posts say
 * of it is read anew. heard: the intents (enum intent) that its kind must be at least as strong
 * as. Others must look again before they send. */
k_err ingest_regrouped(struct k_ctx *cx, k_id conversation, unsigned heard) K_CHECK;
/* All that belongs to `from` goes to `into`, and `from` leads there from now on. */
k_err ingest_move_all(struct k_ctx *cx, k_id from, k_id into, k_time now) K_CHECK;
/* Scores conversations whose time has come, at most max; *n: how many. */
k_err ingest_rescore_due(struct k_ctx *cx, int max, int64_t *n) K_CHECK;

#endif
