/* rows: JSON lines and CSV behind one reader. Pure; lives in the arena it was opened in. */
#include "import/rows.h"

#include "base/utf8.h"
#include "formats/csv.h"
#include "formats/jsonl.h"
#include "import/run.h"

struct rows {
    enum rows_format format;
    struct jsonl json;
    struct csv csv;
    K_VEC(k_str) columns;
    bool ragged;
};

enum { LOOK = 50 }; /* lines of a JSON file whose members become columns */

static void add_column(struct rows *r, struct k_arena *a, k_str name)
{
    for (size_t i = 0; i < r->columns.n; i++)
        if (k_str_eq(r->columns.v[i], name))
            return;
    if (r->columns.n < ROWS_COLUMNS)
        *k_vec_push(a, &r->columns) = k_dup(a, name);
}

static void add_members(struct rows *r, struct k_arena *a, const struct k_json *obj,
                        k_str prefix)
{
    k_str key;
    const struct k_json *value;
    for (void *it = NULL; (it = k_json_iter(obj, it, &key, &value));) {
        k_str name = prefix.n ? k_fmt(a, "%.*s.%.*s", K_ARG(prefix), K_ARG(key)) : key;
        if (k_json_is_object(value) && !prefix.n)
            add_members(r, a, value, key);
        else if (!k_json_is_array(value) && !k_json_is_object(value))
            add_column(r, a, name);
    }
}

static k_err open_json(struct rows *r, struct k_arena *a, k_str text, k_str *why)
{
    struct jsonl look = jsonl_open(text, ROWS_LINE);
    struct jsonl_row row;
    for (int i = 0; i < LOOK && jsonl_next(&look, a, &row); i++)
        if (k_json_is_object(row.value))
            add_members(r, a, row.value, K_NONE);
    if (r->columns.n == 0) {
        *why = K_S("No line of this file is a JSON object. Write one object a line.");
        return K_ERR_BAD_INPUT;
    }
    r->json = jsonl_open(text, ROWS_LINE);
    return K_OK;
}

static k_err open_csv(struct rows *r, struct k_arena *a, k_str text, k_str *why)
{
    struct csv_row head;
    r->csv = csv_open(text, ROWS_LINE);
    if (!csv_next(&r->csv, a, &head) || head.why.p || head.n < 2) {
        *why =
            head.why.p
                ? head.why
                : K_S("The first line must name the columns, at least an author and a text.");
        return K_ERR_BAD_INPUT;
    }
    for (size_t i = 0; i < head.n && i < ROWS_COLUMNS; i++)
        *k_vec_push(a, &r->columns) = k_dup(a, k_str_trim(head.cells[i]));
    return K_OK;
}

k_err rows_open(struct k_arena *a, k_str text, struct rows **out, k_str *why)
{
    struct rows *r = k_new(a, struct rows);
    k_str start = text;
    if (k_str_starts(start, K_S("\xEF\xBB\xBF")))
        start = k_str_from(start, 3);
    start = k_str_trim(k_str_sub(start, 0, 4096));
    *out = r;
    if (start.n == 0) {
        *why = K_S("This file is empty.");
        return K_ERR_BAD_INPUT;
    }
    if (memchr(start.p, 0, start.n)) {
        *why = K_S("This is not a text file. Save it as CSV or JSON lines in UTF-8.");
        return K_ERR_BAD_INPUT;
    }
    r->format = start.p[0] == '{' ? ROWS_JSONL : ROWS_CSV;
    return r->format == ROWS_JSONL ? open_json(r, a, text, why) : open_csv(r, a, text, why);
}

enum rows_format rows_format(const struct rows *r)
{
    return r->format;
}

const k_str *rows_columns(const struct rows *r, size_t *n)
{
    *n = r->columns.n;
    return r->columns.v;
}

static bool next_json(struct rows *r, struct k_arena *a, struct rows_row *row)
{
    struct jsonl_row j;
    if (!jsonl_next(&r->json, a, &j))
        return false;
    *row = (struct rows_row){.line = j.line, .raw = j.raw, .cells = j.value};
    if (j.err != K_OK)
        row->why = j.why;
    else if (!k_json_is_object(j.value))
        row->why = K_S("This line is not a JSON object.");
    return true;
}

static bool fits(const struct rows *r, const struct csv_row *c)
{
    bool empty = true;
    for (size_t i = r->columns.n; i < c->n; i++)
        empty = empty && k_str_trim(c->cells[i]).n == 0;
    return c->n == r->columns.n || (r->ragged && empty);
}

static bool next_csv(struct rows *r, struct k_arena *a, struct rows_row *row)
{
    struct csv_row *c = k_new(a, struct csv_row);
    if (!csv_next(&r->csv, a, c))
        return false;
    *row = (struct rows_row){.line = c->line, .raw = c->raw, .why = c->why, .cells = c};
    if (!c->why.p && !fits(r, c))
        row->why = k_fmt(a, "This row has %zu cells, the header has %zu.", c->n, r->columns.n);
    return true;
}

bool rows_next(struct rows *r, struct k_arena *row_arena, struct rows_row *row)
{
    return r->format == ROWS_JSONL ? next_json(r, row_arena, row) : next_csv(r, row_arena, row);
}

static k_str json_cell(struct k_arena *a, const struct k_json *obj, k_str column)
{
    const struct k_json *v = k_json_get(obj, k_dupz(a, column));
    if (!v)
        v = k_json_path(obj, k_dupz(a, column));
    if (k_json_is_str(v))
        return k_json_str(v);
    if (k_json_is_num(v) || k_json_is_bool(v))
        return k_json_text(a, v);
    return K_NONE;
}

k_str rows_cell(const struct rows *r, struct k_arena *a, const struct rows_row *row,
                k_str column)
{
    if (!column.n || !row->cells)
        return K_NONE;
    if (r->format == ROWS_JSONL)
        return json_cell(a, row->cells, column);
    const struct csv_row *c = row->cells;
    for (size_t i = 0; i < r->columns.n && i < c->n; i++)
        if (k_str_eq(r->columns.v[i], column))
            return c->cells[i];
    return K_NONE;
}

k_str rows_cell_at(const struct rows *r, struct k_arena *a, const struct rows_row *row,
                   size_t i)
{
    if (!row->cells || i >= r->columns.n)
        return K_NONE;
    if (r->format == ROWS_JSONL)
        return json_cell(a, row->cells, r->columns.v[i]);
    const struct csv_row *c = row->cells;
    return i < c->n ? c->cells[i] : K_NONE;
}

void rows_let_ragged(struct rows *r)
{
    r->ragged = true;
}

void rows_sample(struct k_arena *a, struct rows *r, size_t max, size_t cell,
                 struct import_sample *out)
{
    struct rows_row row;
    out->format = r->format == ROWS_CSV ? K_S("csv") : K_S("jsonl");
    for (size_t i = 0; i < max && rows_next(r, a, &row); i++) {
        struct import_sample_row *to = k_vec_push(a, &out->rows);
        to->cells = k_new_n(a, k_str, r->columns.n + 1);
        for (size_t c = 0; c < r->columns.n; c++) {
            k_str text = row.why.p ? K_NONE : rows_cell_at(r, a, &row, c);
            /* A copy: the file is mapped only until the rows are read. */
            text = k_dup(a, k_str_sub(text, 0, cell));
            to->cells[c] = text.p ? k_utf8_scrub(a, text) : K_S("");
        }
    }
}

struct rows_place rows_place(const struct rows *r)
{
    if (r->format == ROWS_JSONL)
        return (struct rows_place){r->json.pos, r->json.line};
    return (struct rows_place){r->csv.pos, r->csv.line};
}

void rows_goto(struct rows *r, struct rows_place place)
{
    if (place.pos == 0)
        return; /* a fresh reader: behind the CSV header already */
    if (r->format == ROWS_JSONL) {
        r->json.pos = place.pos;
        r->json.line = place.line;
    } else {
        r->csv.pos = place.pos;
        r->csv.line = place.line;
    }
}
