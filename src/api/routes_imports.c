/* routes_imports: uploads, their first rows, dry run and run, and what was refused. */
#include "api/api.h"
#include "api/cursor.h"
#include "api/handlers.h"
#include "api/show.h"
#include "base/utf8.h"
#include "db/db.h"
#include "flow/jobs.h"
#include "import/posts.h"
#include "import/rejects.h"
#include "os/file.h"
#include "os/map.h"
#include <stdio.h>

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

static k_err find_import(struct k_ctx *cx, k_id id, struct sq_import_get_row *row)
{
    bool found;
    K_TRY(sq_import_get(cx, id, row, &found));
    return found ? K_OK : k_fail(cx, K_ERR_NOT_FOUND, "id", "There is no such import.");
}

static k_err show_by_id(struct k_ctx *cx, k_id id, void *out)
{
    struct names names = names_new(cx);
    struct sq_import_get_row row;
    K_TRY(find_import(cx, id, &row));
    *(struct api_import *)out = show_import(&names, &row);
    return names_done(&names);
}

k_err route_import_get(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    return show_by_id(cx, ((const struct api_id_in *)in)->id, out);
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
        *k_vec_push(cx->arena, &o->items) = show_import(&names, &list.v[k]);
    if (list.n > (size_t)limit)
        o->next = cursor_make(cx->arena, 'i', &list.v[limit - 1].id, 1);
    return names_done(&names);
}

/* --- upload ------------------------------------------------------------------------------ */

struct upload {
    const struct api_import_new_in *in;
    struct import_options guessed;
    k_id run;
};

static k_err write_run(struct k_ctx *cx, void *arg)
{
    struct upload *u = arg;
    return import_posts_new(cx, u->in->file_name, &u->guessed, &u->run);
}

/* The file moves into the data folder before its row is there: a file without a row is found by
 * nobody, a row without a file would be a lie. */
static k_err keep_file(struct k_ctx *cx, const struct api_req *rq, k_id run)
{
    const char *dir = rq->api->cfg.env->data_dir;
    const char *to = k_dupz(cx->arena, flow_jobs_import_file(cx->arena, dir, run));
    const char *from = k_dupz(cx->arena, rq->http->body_file);
    K_TRY(os_folder_make(k_dupz(cx->arena, k_fmt(cx->arena, "%s/imports", dir)), 0700));
    if (rq->http->body_file.n == 0)
        return os_file_create(to, rq->http->body, 0600);
    if (rename(from, to) != 0)
        return k_fail(cx, K_ERR_IO, NULL, "The file could not be kept in the data folder.");
    return K_OK;
}

static k_err store_upload(struct k_ctx *cx, const struct api_req *rq,
                          const struct api_import_new_in *in, k_id *run)
{
    struct upload u = {.in = in};
    struct os_map map = {0};
    bool in_file = rq->http->body_file.n > 0; /* else the door did not know the sender yet */
    if (in_file)
        K_TRY(os_file_map(k_dupz(cx->arena, rq->http->body_file), &map));
    k_err err =
        import_posts_guess(cx, in_file ? os_map_text(&map) : rq->http->body, &u.guessed);
    if (err == K_OK)
        err = db_write(cx, write_run, &u);
    if (in_file)
        os_file_unmap(&map);
    *run = u.run;
    return err == K_OK ? keep_file(cx, rq, u.run) : err;
}

k_err route_import_create(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    const struct api_import_new_in *i = in;
    k_id run = 0;
    if (i->kind.n > 0 && !k_str_eqz(i->kind, "posts"))
        return k_fail(cx, K_ERR_BAD_INPUT, "kind", "Only posts can be imported.");
    if (rq->http->body_file.n == 0 && rq->http->body.n == 0)
        return k_fail(cx, K_ERR_BAD_INPUT, NULL, "The file is empty.");
    K_TRY(store_upload(cx, rq, i, &run));
    return show_by_id(cx, run, out);
}

/* --- sample ------------------------------------------------------------------------------ */

static k_str meaning_of(const struct import_options *o, k_str column)
{
    for (size_t m = 0; m < IMPORT_MEANINGS; m++)
        if (o->columns[m].p && k_str_eq(o->columns[m], column))
            return k_str_z(import_meanings[m]);
    return K_NONE;
}

static void add_rows(struct k_ctx *cx, struct rows *rows, const k_str *columns, size_t n,
                     struct api_import_sample *o)
{
    struct rows_row row;
    for (int i = 0; i < SAMPLE_ROWS && rows_next(rows, cx->arena, &row); i++) {
        struct api_import_row *r = k_vec_push(cx->arena, &o->rows);
        for (size_t c = 0; c < n; c++) {
            k_str cell = row.why.p ? K_S("") : rows_cell(rows, cx->arena, &row, columns[c]);
            /* A copy: the file is mapped only until the rows are read. */
            k_str some = k_dup(cx->arena, k_str_sub(cell, 0, SAMPLE_CELL));
            *k_vec_push(cx->arena, &r->cells) =
                some.p ? k_utf8_scrub(cx->arena, some) : K_S("");
        }
    }
}

static k_err fill_sample(struct k_ctx *cx, k_str text, const struct import_options *options,
                         struct api_import_sample *o)
{
    struct rows *rows;
    k_str why = K_NONE;
    size_t n = 0;
    if (rows_open(cx->arena, text, &rows, &why) != K_OK)
        return k_fail(cx, K_ERR_BAD_INPUT, NULL, "%.*s", K_ARG(why));
    o->format = rows_format(rows) == ROWS_CSV ? K_S("csv") : K_S("jsonl");
    const k_str *columns = rows_columns(rows, &n);
    for (size_t i = 0; i < n; i++)
        *k_vec_push(cx->arena, &o->columns) = (struct api_import_column){
            k_dup(cx->arena, columns[i]), meaning_of(options, columns[i])};
    for (size_t m = 0; m < IMPORT_MEANINGS; m++)
        *k_vec_push(cx->arena, &o->meanings) = k_str_z(import_meanings[m]);
    add_rows(cx, rows, columns, n, o);
    return K_OK;
}

k_err route_import_sample(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    k_id id = ((const struct api_id_in *)in)->id;
    struct api_import_sample *o = out;
    struct sq_import_get_row row;
    struct import_options options;
    struct os_map map = {0};
    K_TRY(find_import(cx, id, &row));
    K_TRY(import_options_read(cx, row.options, &options));
    o->options = row.options;
    k_str path = flow_jobs_import_file(cx->arena, rq->api->cfg.env->data_dir, id);
    if (os_file_map(k_dupz(cx->arena, path), &map) != K_OK)
        return k_fail(cx, K_ERR_GONE, NULL,
                      "The uploaded file is not there any more. Upload it again.");
    k_err err = fill_sample(cx, os_map_text(&map), &options, o);
    os_file_unmap(&map);
    return err;
}

/* --- check and run ----------------------------------------------------------------------- */

static k_err begin(struct k_ctx *cx, const struct api_import_options_in *i, bool dry, void *out)
{
    K_TRY(import_posts_begin(cx, i->id, i->options, dry));
    K_TRY(flow_jobs_import(cx, i->id));
    return show_by_id(cx, i->id, out);
}

k_err route_import_check(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    return begin(cx, in, true, out);
}

k_err route_import_run(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    return begin(cx, in, false, out);
}

k_err route_import_rejects(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    const struct api_import_rejects_in *i = in;
    struct sq_import_get_row row;
    bool jsonl = k_str_eqz(i->format, "jsonl");
    K_TRY(find_import(cx, i->id, &row));
    rq->res->content_type = jsonl ? "application/x-ndjson" : "text/csv; charset=utf-8";
    http_add_header(rq->res, "Content-Disposition",
                    k_fmt(cx->arena, "attachment; filename=\"refused-%lld.%s\"",
                          (long long)i->id, jsonl ? "jsonl" : "csv"));
    http_add_header(rq->res, "Cache-Control", K_S("no-store"));
    return rejects_write(cx, i->id, jsonl, rq->res->tongue, &rq->res->body);
}
