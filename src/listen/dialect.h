/* dialect: queries of other products, read into Kith's own language of listening queries
 * (query.h). Whatever does not come along word for word is told with its place and with what it
 * does to the query; nothing is left out in silence. docs/guide/importing-queries.md tells what
 * becomes of what. Pure. */
#ifndef KITH_LISTEN_DIALECT_H
#define KITH_LISTEN_DIALECT_H

#include "listen/query.h"

enum dialect {
    DIALECT_BRANDWATCH, /* Consumer Research */
    DIALECT_MELTWATER,
    DIALECT_SPRINKLR, /* topics, themes, keyword queries */
    DIALECT_X,        /* rules of the filtered stream, queries of search */
    DIALECTS
};

extern const char *const dialect_names[DIALECTS + 1]; /* "brandwatch"; NULL-terminated */

/* What became of a part. */
enum dialect_change {
    DIALECT_LEFT_OUT,
    DIALECT_WIDENED,  /* it fits more posts than over there */
    DIALECT_NARROWED, /* fewer */
    DIALECT_READ_AS,  /* it can be read in two ways: `why` says in which it was */
};
/* What that does to the whole query: a NOT turns it round. */
enum dialect_effect { DIALECT_NO_EFFECT, DIALECT_MORE, DIALECT_LESS, DIALECT_EITHER };

struct dialect_note {
    size_t start, end; /* bytes of the text that was read */
    enum dialect_change change;
    enum dialect_effect effect;
    const char *why; /* a sentence; in the arena or static */
};
struct dialect_result {
    k_str text; /* query_parse accepts it without options; empty when nothing was read */
    const struct dialect_note *notes; /* by rising place */
    size_t n_notes;
    struct query_problem problem; /* when nothing was read: where, and what to do */
};

/* false: out->problem says why; the notes so far may be there, too. Of two readings of a part
 * the wider one is taken: what is left out makes the query find more, but for a branch of OR.
 * All that is in *out lives in the arena or is static. */
bool dialect_read(struct k_arena *a, enum dialect d, k_str text, struct dialect_result *out);

#endif
