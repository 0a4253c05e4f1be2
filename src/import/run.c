/* run: see the header. */
#include "import/run.h"

#include "base/utf8.h"
#include "db/db.h"
#include "domain/tie.h"
#include "import/kinds.h"
#include "store/event.h"

#define ARENA_FULL ((size_t)64 * 1024 * 1024) /* a part ends: its memory is given back */

k_err import_refuse_file(struct k_ctx *cx, struct import_pass *p, size_t line, k_str file,
                         k_str raw, k_str why)
{
    p->refused++;
    return sq_import_reject_put(
        cx,
        &(struct sq_import_reject_put_args){.import_id = p->run.id,
                                            .line = (int64_t)line,
                                            .file = file,
                                            .reason = why,
                                            .raw = k_utf8_scrub(cx->arena, raw)},
        NULL);
}

k_err import_refuse(struct k_ctx *cx, struct import_pass *p, size_t line, k_str raw, k_str why)
{
    return import_refuse_file(cx, p, line, K_S(""), raw, why);
}

void import_touched(struct k_ctx *cx, struct import_pass *p, k_id person)
{
    for (size_t i = 0; i < p->touched.n; i++)
        if (p->touched.v[i] == person)
            return;
    *k_vec_push(cx->arena, &p->touched) = person;
}

static k_err store_batch(struct k_ctx *cx, struct import_pass *p)
{
    p->touched.n = 0;
    K_TRY(p->kind->store(cx, p));
    for (size_t i = 0; i < p->touched.n; i++)
        K_TRY(tie_refold(cx, p->touched.v[i]));
    return K_OK;
}

static k_err find(struct k_ctx *cx, k_id run, struct sq_import_get_row *row,
                  const struct import_kind **kind)
{
    bool found;
    K_TRY(sq_import_get(cx, run, row, &found));
    if (!found)
        return k_fail(cx, K_ERR_NOT_FOUND, "id", "This import is not here.");
    *kind = import_kind_find(row->kind);
    return *kind ? K_OK
                 : k_fail(cx, K_ERR_BAD_INPUT, "kind",
                          "This version of Kith does not know this kind of import.");
}

static k_err do_batch(struct k_ctx *cx, void *arg)
{
    struct import_pass *p = arg;
    p->added = p->matched = p->refused = 0;
    K_TRY(p->run.dry_run ? p->kind->count(cx, p) : store_batch(cx, p));
    k_ctx_notice(cx, K_TOPIC_IMPORT, p->run.id);
    return sq_import_step(cx,
                          &(struct sq_import_step_args){.id = p->run.id,
                                                        .done = (int64_t)p->n,
                                                        .place = (int64_t)p->pos,
                                                        .line = (int64_t)p->line,
                                                        .added = p->added,
                                                        .matched = p->matched,
                                                        .refused = p->refused},
                          NULL);
}

static k_err do_finish(struct k_ctx *cx, void *arg)
{
    const struct import_pass *p = arg;
    const char *state = p->run.dry_run ? "checked" : "done";
    K_TRY(sq_import_finish(cx, p->run.id, k_str_z(state), K_NONE, k_cx_now(cx), NULL));
    k_ctx_notice(cx, K_TOPIC_IMPORT, p->run.id);
    return event_append(
        cx,
        &(struct event_new){.verb = p->run.dry_run ? K_S("import.checked") : K_S("import.done"),
                            .object_kind = K_S("import"),
                            .object_id = p->run.id},
        NULL);
}

k_err import_some(struct k_ctx *cx, k_id run, k_str text, size_t entries, bool *more)
{
    struct import_pass p = {.text = text, .now = k_cx_now(cx)};
    K_TRY(find(cx, run, &p.run, &p.kind));
    p.pos = (size_t)p.run.place;
    p.line = (size_t)p.run.line;
    *more = true;
    K_TRY(p.kind->open(cx, &p));
    while (entries > 0 && k_arena_used(cx->arena) < ARENA_FULL) {
        p.n = 0;
        K_TRY(p.kind->fill(cx, &p, entries < p.kind->batch ? entries : p.kind->batch));
        if (p.n == 0) {
            *more = false;
            return db_write(cx, do_finish, &p);
        }
        K_TRY(db_write(cx, do_batch, &p));
        entries -= p.n < entries ? p.n : entries;
    }
    return K_OK;
}

k_err import_new(struct k_ctx *cx, const struct import_kind *kind, k_str file_name,
                 const struct import_guess *guess, k_id *run)
{
    *run = k_cx_id(cx);
    k_ctx_notice(cx, K_TOPIC_IMPORT, *run);
    return sq_import_insert(
        cx,
        &(struct sq_import_insert_args){.id = *run,
                                        .kind = k_str_z(kind->name),
                                        .file_name = k_utf8_cut(file_name, 200),
                                        .options = guess->options,
                                        .seen = guess->found,
                                        .member_id = cx->actor.member,
                                        .now = k_cx_now(cx)},
        NULL);
}

k_err import_begin(struct k_ctx *cx, k_id run, k_str options, bool dry)
{
    struct sq_import_get_row row;
    const struct import_kind *kind;
    k_str canon = K_NONE;
    int64_t changed;
    K_TRY(find(cx, run, &row, &kind));
    K_TRY(kind->canon(cx, options.n ? options : row.options, &canon));
    K_TRY(
        sq_import_begin(cx, run, dry ? K_S("checking") : K_S("running"), dry, canon, &changed));
    if (changed == 0)
        return k_fail(cx, K_ERR_CONFLICT, NULL,
                      "This import is running. Wait until it is done.");
    K_TRY(sq_import_reject_clear(cx, run, NULL));
    k_ctx_notice(cx, K_TOPIC_IMPORT, run);
    return K_OK;
}
