/* run: an import on its way, whatever it brings: made for a file, checked or stored in batches
 * of one write transaction each with their counts, so that a crash loses and doubles nothing.
 * Kinds of imports are rows of the table in import/kinds.c. Reads the text of the file, reads
 * and writes import_run and import_reject. */
#ifndef KITH_IMPORT_RUN_H
#define KITH_IMPORT_RUN_H

#include "base/ctx.h"
#include "base/vec.h"
#include "store/sql.gen.h"

struct import_kind;

/* One pass over a file, dry or not. */
struct import_pass {
    const struct import_kind *kind;
    struct sq_import_get_row run;
    k_str text;
    k_time now;
    void *state;                     /* of the kind, in the arena */
    size_t n;                        /* entries of the batch */
    size_t pos, line;                /* behind the batch: where the next one begins */
    int64_t added, matched, refused; /* of the batch */
    K_VEC(k_id) touched; /* persons whose history the batch changed: import_touched */
};

/* What a file may look like to its importer. */
struct import_guess {
    k_str options; /* JSON, as import_kind.canon gives it */
    k_str found;   /* JSON: what else was seen; K_NONE */
};

/* What a column of a file is taken for. */
struct import_sample_column {
    k_str name, meaning, label; /* meaning K_NONE: none */
};
struct import_sample_row {
    k_str *cells; /* one a column */
};
struct import_sample_folder { /* of a Maildir and its like */
    k_str name;
    int64_t mails;
};
struct import_sample {
    k_str format; /* csv, jsonl, vcard, mbox, folder, ics */
    K_VEC(struct import_sample_folder) folders;
    K_VEC(struct import_sample_column) columns;
    K_VEC(k_str) meanings;
    K_VEC(k_str) presets; /* names of exports that are known; none = there is no choice */
    K_VEC(struct import_sample_row) rows;
};

struct import_kind {
    const char *name; /* posts */
    const char *doc;
    size_t batch;  /* entries a transaction */
    bool personal; /* into the member's own address book, by any member who works */
    /* Options as guessed from the file. BAD_INPUT: it is no such file. */
    k_err (*guess)(struct k_ctx *cx, k_str text, struct import_guess *out);
    /* Checks options and brings them into their form. BAD_INPUT names the member. */
    k_err (*canon)(struct k_ctx *cx, k_str json, k_str *options);
    /* Prepares p->state; the file is read on from p->run.place and p->run.line. */
    k_err (*open)(struct k_ctx *cx, struct import_pass *p);
    /* Reads the next entries, at most max; sets p->n, p->pos, p->line. n == 0: the end. */
    k_err (*fill)(struct k_ctx *cx, struct import_pass *p, size_t max);
    /* What would happen, and what happens, with the batch; in its transaction. */
    k_err (*count)(struct k_ctx *cx, struct import_pass *p);
    k_err (*store)(struct k_ctx *cx, struct import_pass *p);
    /* The first entries; texts are copies. At most `rows`, cells cut to `cell` bytes. */
    k_err (*sample)(struct k_ctx *cx, k_str text, k_str options, size_t rows, size_t cell,
                    struct import_sample *out);
};

/* The entry at this line is refused. Called by kinds within a batch. */
k_err import_refuse(struct k_ctx *cx, struct import_pass *p, size_t line, k_str raw,
                    k_str why) K_CHECK;

/* The same for an entry of a file within the file; line: its number there. */
k_err import_refuse_file(struct k_ctx *cx, struct import_pass *p, size_t line, k_str file,
                         k_str raw, k_str why) K_CHECK;

/* The history of this person changed: their ties are folded anew once at the end of the batch.
 */
void import_touched(struct k_ctx *cx, struct import_pass *p, k_id person);

/* Makes a run for a file that was looked at (kind->guess, before the transaction: it reads
 * thousands of rows). The file itself is kept by the caller. */
k_err import_new(struct k_ctx *cx, const struct import_kind *kind, k_str file_name,
                 const struct import_guess *guess, k_id *run) K_CHECK;
/* Sets the run to its first entry: dry = true to check, false to store. options K_NONE: as
 * they are. Rejects of an earlier pass are forgotten. CONFLICT while it runs. */
k_err import_begin(struct k_ctx *cx, k_id run, k_str options, bool dry) K_CHECK;
/* Goes on with a run for about `entries` entries. A dry run only counts: new, matched, refused
 * with their reasons. *more = false when the end was reached and the run's state is `checked`
 * or `done`. Errors of single entries are rejects, not errors. The caller resets the arena
 * between calls. */
k_err import_some(struct k_ctx *cx, k_id run, k_str text, size_t entries, bool *more) K_CHECK;

#endif
