/* routes_imports: uploads, their first rows, dry run and run, and what was refused. */
#include "api/api.h"
#include "api/cursor.h"
#include "api/handlers.h"
#include "api/show.h"
#include "base/utf8.h"
#include "db/db.h"
#include "flow/jobs.h"
#include "import/kinds.h"
#include "import/rejects.h"
#include "import/unpack.h"
#include "os/file.h"
#include "os/map.h"
#include <stdio.h>
#include <unistd.h>

#define SAMPLE_ROWS 8
#define SAMPLE_CELL 200

static struct api_import show_import(struct names *n, const struct sq_import_get_row *r)
{
    struct api_channel_ref *channel = NULL;
    if (r->channel_id) {
        channel = k_new(n->cx->arena, struct api_channel_ref);
        *channel = names_channel(n, r->channel_id);
    }
    return (struct api_import){
        .id = r->id,
        .kind = r->kind,
        .file_name = r->file_name,
        .state = r->state,
        .dry_run = r->dry_run,
        .options = r->options,
        .channel = channel,
        .total = r->total,
        .done = r->done,
        .added = r->added,
        .matched = r->matched,
        .refused = r->refused,
        .error = r->error,
        .started_by = names_member(n, r->started_by),
        .created_at = r->created_at,
        .finished_at = r->finished_at,
    };
}

/* An import of an own address book is its member's alone: its file and its refused rows name
 * people who are nobody else's. */
static bool sees(const struct api_req *rq, const struct sq_import_get_row *row)
{
    const struct import_kind *kind = import_kind_find(row->kind);
    if (!kind || !kind->personal)
        return api_may(rq, PERM_IMPORT);
    return row->started_by == rq->who.member;
}

static k_err find_import(struct k_ctx *cx, const struct api_req *rq, k_id id,
                         struct sq_import_get_row *row)
{
    bool found;
    K_TRY(sq_import_get(cx, id, row, &found));
    return found && sees(rq, row)
               ? K_OK
               : k_fail(cx, K_ERR_NOT_FOUND, "id", "There is no such import.");
}

static k_err show_by_id(struct k_ctx *cx, const struct api_req *rq, k_id id, void *out)
{
    struct names names = names_new(cx);
    struct sq_import_get_row row;
    K_TRY(find_import(cx, rq, id, &row));
    *(struct api_import *)out = show_import(&names, &row);
    return names_done(&names);
}

k_err route_import_get(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    return show_by_id(cx, rq, ((const struct api_id_in *)in)->id, out);
}

k_err route_imports_list(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    const struct api_page_in *i = in;
    struct api_import_list *o = out;
    struct names names = names_new(cx);
    struct sq_import_list_list list;
    int64_t before = INT64_MAX, limit = request_limit(i->limit);
    bool given;
    K_TRY(cursor_read(cx, i->cursor, 'i', &before, 1, &given));
    K_TRY(sq_import_list(cx, before, limit + 1, &list));
    for (size_t k = 0; k < list.n && k < (size_t)limit; k++)
        if (sees(rq, &list.v[k]))
            *k_vec_push(cx->arena, &o->items) = show_import(&names, &list.v[k]);
    if (list.n > (size_t)limit)
        o->next = cursor_make(cx->arena, 'i', &list.v[limit - 1].id, 1);
    return names_done(&names);
}

/* --- upload ------------------------------------------------------------------------------ */

struct upload {
    const struct api_import_new_in *in;
    const struct import_kind *kind;
    struct import_guess guess;
    const char *unpacked; /* path of what was in an archive; NULL: it is none */
    struct os_map map;
    k_str text; /* what the kind reads */
    k_id run;
};

static k_err write_run(struct k_ctx *cx, void *arg)
{
    struct upload *u = arg;
    return import_new(cx, u->kind, u->in->file_name, &u->guess, &u->run);
}

/* An own address book is anybody's to bring; posts are the team's. */
static k_err may_import(struct k_ctx *cx, const struct api_req *rq,
                        const struct import_kind *kind)
{
    if (kind->personal || api_may(rq, PERM_IMPORT))
        return K_OK;
    return k_fail(cx, K_ERR_FORBIDDEN, NULL, "Your role does not allow this.");
}

static const char *imports_path(struct k_ctx *cx, const struct api_req *rq, k_str name)
{
    return k_dupz(cx->arena,
                  k_fmt(cx->arena, "%s/imports%.*s", rq->api->cfg.env->data_dir, K_ARG(name)));
}

/* The file moves into the data folder before its row is there: a file without a row is found by
 * nobody, a row without a file would be a lie. */
static k_err keep_file(struct k_ctx *cx, const struct api_req *rq, const struct upload *u)
{
    const char *dir = rq->api->cfg.env->data_dir;
    const char *to = k_dupz(cx->arena, flow_jobs_import_file(cx->arena, dir, u->run));
    const char *from = u->unpacked ? u->unpacked : k_dupz(cx->arena, rq->http->body_file);
    if (!u->unpacked && !rq->http->body_file.n)
        return os_file_create(to, rq->http->body, 0600);
    if (rename(from, to) != 0)
        return k_fail(cx, K_ERR_IO, NULL, "The file could not be kept in the data folder.");
    return K_OK;
}

/* What is in an archive takes its place. */
static k_err unpack_upload(struct k_ctx *cx, const struct api_req *rq, struct upload *u)
{
    struct unpack_source from = {.archive = u->text};
    const char *to =
        imports_path(cx, rq, k_fmt(cx->arena, "/unpacked-%lld", (long long)k_cx_id(cx)));
    k_err err = unpack(cx, &from, to);
    os_file_unmap(&u->map);
    u->text = K_S("");
    K_TRY(err);
    u->unpacked = to;
    K_TRY(os_file_map(to, &u->map));
    u->text = os_map_text(&u->map);
    return K_OK;
}

static k_err store_file(struct k_ctx *cx, const struct api_req *rq, struct upload *u)
{
    if (rq->http->body_file.n)
        K_TRY(os_file_map(k_dupz(cx->arena, rq->http->body_file), &u->map));
    /* A member that this process has not met yet sends small files in memory. */
    u->text = rq->http->body_file.n ? os_map_text(&u->map) : rq->http->body;
    K_TRY(os_folder_make(imports_path(cx, rq, K_S("")), 0700));
    if (unpack_wants(u->text))
        K_TRY(unpack_upload(cx, rq, u));
    u->kind =
        u->in->kind.n ? import_kind_find(u->in->kind) : import_kind_of(cx->arena, u->text);
    K_TRY(may_import(cx, rq, u->kind));
    K_TRY(u->kind->guess(cx, u->text, &u->guess));
    return db_write(cx, write_run, u);
}

static k_err store_upload(struct k_ctx *cx, const struct api_req *rq,
                          const struct api_import_new_in *in, k_id *run)
{
    struct upload u = {.in = in};
    k_err err = store_file(cx, rq, &u);
    os_file_unmap(&u.map);
    *run = u.run;
    if (err == K_OK)
        return keep_file(cx, rq, &u);
    if (u.unpacked)
        (void)unlink(u.unpacked);
    return err;
}

k_err route_import_create(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    const struct api_import_new_in *i = in;
    k_id run = 0;
    if (i->kind.n > 0 && !import_kind_find(i->kind))
        return k_fail(cx, K_ERR_BAD_INPUT, "kind", "There is no import of this kind.");
    if (rq->http->body_file.n == 0 && rq->http->body.n == 0)
        return k_fail(cx, K_ERR_BAD_INPUT, NULL, "The file is empty.");
    K_TRY(store_upload(cx, rq, i, &run));
    return show_by_id(cx, rq, run, out);
}

/* --- sample ------------------------------------------------------------------------------ */

static void show_sample(struct k_ctx *cx, const struct import_sample *s,
                        struct api_import_sample *o)
{
    o->format = s->format;
    for (size_t i = 0; i < s->columns.n; i++)
        *k_vec_push(cx->arena, &o->columns) = (struct api_import_column){
            s->columns.v[i].name, s->columns.v[i].meaning, s->columns.v[i].label};
    for (size_t i = 0; i < s->rows.n; i++) {
        struct api_import_row *r = k_vec_push(cx->arena, &o->rows);
        r->cells.v = s->rows.v[i].cells;
        r->cells.n = s->columns.n;
    }
    for (size_t i = 0; i < s->folders.n; i++)
        *k_vec_push(cx->arena, &o->folders) =
            (struct api_import_folder){s->folders.v[i].name, s->folders.v[i].mails};
    for (size_t i = 0; i < s->meanings.n; i++)
        *k_vec_push(cx->arena, &o->meanings) = s->meanings.v[i];
    for (size_t i = 0; i < s->presets.n; i++)
        *k_vec_push(cx->arena, &o->presets) = s->presets.v[i];
}

k_err route_import_sample(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    k_id id = ((const struct api_id_in *)in)->id;
    struct api_import_sample *o = out;
    struct sq_import_get_row row;
    struct import_sample sample = {0};
    struct os_map map = {0};
    K_TRY(find_import(cx, rq, id, &row));
    const struct import_kind *kind = import_kind_find(row.kind);
    o->options = row.options;
    k_str path = flow_jobs_import_file(cx->arena, rq->api->cfg.env->data_dir, id);
    if (os_file_map(k_dupz(cx->arena, path), &map) != K_OK)
        return k_fail(cx, K_ERR_GONE, NULL,
                      "The uploaded file is not there any more. Upload it again.");
    k_err err =
        kind->sample(cx, os_map_text(&map), row.options, SAMPLE_ROWS, SAMPLE_CELL, &sample);
    os_file_unmap(&map);
    show_sample(cx, &sample, o);
    return err;
}

/* --- check and run ----------------------------------------------------------------------- */

static k_err begin(struct k_ctx *cx, const struct api_req *rq,
                   const struct api_import_options_in *i, bool dry, void *out)
{
    struct sq_import_get_row row;
    K_TRY(find_import(cx, rq, i->id, &row));
    K_TRY(import_begin(cx, i->id, i->options, dry));
    K_TRY(flow_jobs_import(cx, i->id));
    return show_by_id(cx, rq, i->id, out);
}

k_err route_import_check(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    return begin(cx, rq, in, true, out);
}

k_err route_import_run(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    return begin(cx, rq, in, false, out);
}

k_err route_import_rejects(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    const struct api_import_rejects_in *i = in;
    struct sq_import_get_row row;
    bool jsonl = k_str_eqz(i->format, "jsonl");
    K_TRY(find_import(cx, rq, i->id, &row));
    rq->res->content_type = jsonl ? "application/x-ndjson" : "text/csv; charset=utf-8";
    http_add_header(rq->res, "Content-Disposition",
                    k_fmt(cx->arena, "attachment; filename=\"refused-%lld.%s\"",
                          (long long)i->id, jsonl ? "jsonl" : "csv"));
    http_add_header(rq->res, "Cache-Control", K_S("no-store"));
    return rejects_write(cx, i->id, jsonl, rq->res->tongue, &rq->res->body);
}
