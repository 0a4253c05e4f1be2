/* posts: import of posts from a file. The columns are found by their names (a member may
 * correct them), our own handles decide which posts are ours, and everything goes through the
 * same way in as live posts (domain/ingest.h), as history. Safe to repeat: a post is known by
 * its network and id. Reads the text of the file, writes posts. */
#ifndef KITH_IMPORT_POSTS_H
#define KITH_IMPORT_POSTS_H

#include "base/ctx.h"
#include "import/rows.h"
#include "import/run.h"

/* What a column can mean. The order is that of import_meanings. */
enum import_meaning {
    IMPORT_ID,
    IMPORT_TEXT,
    IMPORT_TIME,
    IMPORT_PARENT,
    IMPORT_AUTHOR,
    IMPORT_AUTHOR_NAME,
    IMPORT_TO,
    IMPORT_URL,
    IMPORT_LANG,
    IMPORT_KIND,
    IMPORT_NETWORK,
    IMPORT_MEANINGS
};
extern const char *const import_meanings[IMPORT_MEANINGS];

struct import_options {
    k_str network;                  /* of all rows */
    k_str columns[IMPORT_MEANINGS]; /* column name of each meaning; K_NONE = none */
    K_VEC(k_str) ours;              /* our handles, without @ */
};

/* Guesses columns by name, the network by the rows, and our handles: the accounts most posts
 * are addressed to. Reads at most the first 20,000 rows. */
k_err import_posts_guess(struct k_ctx *cx, k_str text, struct import_options *out) K_CHECK;
/* Options as JSON: {"network": "...", "columns": {"id": "tweet_id", ...}, "ours": ["acme"]}.
 * BAD_INPUT names the member. */
k_err import_options_read(struct k_ctx *cx, k_str json, struct import_options *out) K_CHECK;
/* The same, and the columns without which no row can be read are named. */
k_err import_options_parse(struct k_ctx *cx, k_str json, struct import_options *out) K_CHECK;
k_str import_options_json(struct k_arena *a, const struct import_options *o);

/* The row of the table of kinds. */
extern const struct import_kind import_kind_posts;

#endif
