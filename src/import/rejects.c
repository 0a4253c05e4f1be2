/* rejects: writes refused rows page by page. */
#include "import/rejects.h"
#include "base/json.h"
#include "formats/csv.h"
#include "store/sql.gen.h"

#define PAGE 500

/* The table a file was, so that its refused rows can be given back as the same table. */
struct table {
    k_str header; /* K_NONE: it was none */
    char separator;
    size_t columns;
    bool files; /* refused entries were of files within it */
};

static k_err read_table(struct k_ctx *cx, k_id run, struct table *t)
{
    struct sq_import_found_row row;
    const struct k_json *doc;
    bool found;
    *t = (struct table){.separator = ','};
    K_TRY(sq_import_found(cx, run, &row, &found));
    if (!found || !row.seen.n || k_json_parse(cx->arena, row.seen, &doc, NULL) != K_OK)
        return K_OK;
    k_str separator = k_json_get_str(doc, "separator");
    struct csv r = csv_open(k_json_get_str(doc, "header"), 0);
    struct csv_row head;
    r.separator = t->separator = separator.n ? separator.p[0] : ',';
    if (!csv_next(&r, cx->arena, &head))
        return K_OK;
    t->header = head.raw;
    t->columns = head.n;
    return K_OK;
}

static void put_quoted(struct k_buf *b, k_str s)
{
    k_buf_chr(b, '"');
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] == '"')
            k_buf_chr(b, '"');
        k_buf_chr(b, s.p[i]);
    }
    k_buf_chr(b, '"');
}

/* The row as it was and its columns behind it; one that is no row goes into the last column. */
static void write_row(struct k_ctx *cx, struct k_buf *b, const struct table *t,
                      const struct sq_import_rejects_row *r)
{
    struct csv reader = csv_open(r->raw, 0);
    struct csv_row row;
    reader.separator = t->separator;
    bool whole = csv_next(&reader, cx->arena, &row) && !row.why.p && row.n <= t->columns;
    size_t cells = whole ? row.n : 1;
    if (whole)
        k_buf_str(b, row.raw);
    for (; cells < t->columns; cells++)
        k_buf_chr(b, t->separator);
    k_buf_fmt(b, "%c%lld%c", t->separator, (long long)r->line, t->separator);
    put_quoted(b, r->reason);
    k_buf_chr(b, t->separator);
    if (!whole)
        put_quoted(b, r->raw);
    csv_end(b);
}

static void write_csv(struct k_ctx *cx, struct k_buf *b, const struct table *t,
                      const struct sq_import_rejects_row *r)
{
    csv_put(b, k_fmt(cx->arena, "%lld", (long long)r->line), true);
    if (t->files)
        csv_put(b, r->file, false);
    csv_put(b, r->reason, false);
    csv_put(b, r->raw, false);
    csv_end(b);
}

static void write_json(struct k_buf *b, const struct sq_import_rejects_row *r)
{
    struct k_jw w = k_jw(b);
    kw_obj(&w);
    kw_key(&w, "line");
    kw_int(&w, r->line);
    if (r->file.n) {
        kw_key(&w, "file");
        kw_str(&w, r->file);
    }
    kw_key(&w, "reason");
    kw_str(&w, r->reason);
    kw_key(&w, "row");
    kw_str(&w, r->raw);
    kw_end(&w);
    k_buf_chr(b, '\n');
}

static void write_header(struct k_buf *b, const struct table *t)
{
    if (!t->header.p) {
        k_buf_str(b, t->files ? K_S("line,file,reason,row\r\n") : K_S("line,reason,row\r\n"));
        return;
    }
    k_buf_str(b, t->header);
    k_buf_fmt(b, "%cline%cerrors%crow\r\n", t->separator, t->separator, t->separator);
}

k_err rejects_write(struct k_ctx *cx, k_id run, bool jsonl, enum k_tongue tongue,
                    struct k_buf *b)
{
    struct sq_import_rejects_list list;
    struct table table;
    int64_t after = 0;
    K_TRY(read_table(cx, run, &table));
    do {
        K_TRY(sq_import_rejects(cx, run, after, PAGE, &list));
        if (after == 0) {
            table.files = list.n && list.v[0].file.n;
            if (!jsonl)
                write_header(b, &table);
        }
        for (size_t i = 0; i < list.n; i++) {
            after = list.v[i].line;
            list.v[i].reason = k_tongue_say(cx->arena, tongue, list.v[i].reason);
            if (jsonl)
                write_json(b, &list.v[i]);
            else if (table.header.p)
                write_row(cx, b, &table, &list.v[i]);
            else
                write_csv(cx, b, &table, &list.v[i]);
        }
    } while (list.n == PAGE && k_buf_ok(b));
    return k_buf_ok(b) ? K_OK
                       : k_fail(cx, K_ERR_TOO_LARGE, NULL, "These are too many for one file.");
}
