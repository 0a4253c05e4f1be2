/* csv: see the header. Pure. */
#include "formats/csv.h"

#include "base/utf8.h"
#include "base/vec.h"
#include "formats/charset.h"

#define NOT_CLOSED SIZE_MAX

static char tell_separator(k_str text)
{
    size_t counts[3] = {0};
    static const char marks[3] = {',', ';', '\t'};
    bool quoted = false;
    for (size_t i = 0; i < text.n && (quoted || (text.p[i] != '\n' && text.p[i] != '\r'));
         i++) {
        if (text.p[i] == '"')
            quoted = !quoted;
        for (int m = 0; m < 3; m++)
            counts[m] += !quoted && text.p[i] == marks[m];
    }
    int best = 0;
    for (int m = 1; m < 3; m++)
        if (counts[m] > counts[best])
            best = m;
    return marks[best];
}

struct csv csv_open(k_str text, size_t max_row)
{
    if (k_str_starts(text, K_S("\xEF\xBB\xBF")))
        text = k_str_from(text, 3);
    return (struct csv){.text = text,
                        .max_row = max_row ? max_row : 1024 * 1024,
                        .separator = tell_separator(text)};
}

static bool at_end(const struct csv *r, size_t i)
{
    return i >= r->text.n || r->text.p[i] == '\n' || r->text.p[i] == '\r';
}

/* Behind a line end that begins at i. */
static size_t skip_end(const struct csv *r, size_t i)
{
    if (i < r->text.n && r->text.p[i] == '\r')
        i++;
    if (i < r->text.n && r->text.p[i] == '\n')
        i++;
    return i;
}

static size_t line_end(const struct csv *r, size_t i)
{
    while (!at_end(r, i))
        i++;
    return i;
}

/* One cell from i; returns the place behind it, or NOT_CLOSED when its quote is not closed
 * within the row's limit. */
static size_t read_cell(struct csv *r, struct k_arena *a, size_t i, size_t limit, k_str *cell,
                        size_t *lines)
{
    size_t start = i, doubled = 0;
    if (i >= r->text.n || r->text.p[i] != '"') {
        while (!at_end(r, i) && r->text.p[i] != r->separator)
            i++;
        *cell = k_str_n(r->text.p + start, i - start);
        return i;
    }
    for (start = ++i;; i++) {
        if (i >= limit)
            return NOT_CLOSED;
        *lines += r->text.p[i] == '\n';
        if (r->text.p[i] != '"')
            continue;
        if (i + 1 >= r->text.n || r->text.p[i + 1] != '"')
            break;
        doubled++;
        i++;
    }
    *cell = k_str_n(r->text.p + start, i - start);
    if (doubled) {
        char *p = k_arena_alloc(a, cell->n + 1);
        size_t n = 0;
        for (size_t k = 0; k < cell->n; k++) {
            p[n++] = cell->p[k];
            k += cell->p[k] == '"';
        }
        *cell = k_str_n(p, n);
    }
    for (i++; !at_end(r, i) && r->text.p[i] != r->separator;)
        i++; /* what stands behind a closing quote is dropped, as other readers do */
    return i;
}

static void refuse(struct csv *r, struct csv_row *row, size_t start, k_str why)
{
    size_t end = line_end(r, start);
    row->raw = k_str_n(r->text.p + start, end - start);
    row->cells = NULL;
    row->n = 0;
    row->why = why;
    r->pos = skip_end(r, end);
    r->line = row->line;
}

bool csv_next(struct csv *r, struct k_arena *a, struct csv_row *row)
{
    K_VEC(k_str) cells = {0};
    while (r->pos < r->text.n && at_end(r, r->pos)) { /* blank lines */
        r->pos = skip_end(r, r->pos);
        r->line++;
    }
    *row = (struct csv_row){.line = r->line + 1};
    if (r->pos >= r->text.n)
        return false;
    size_t start = r->pos, i = start, lines = 0;
    size_t limit = r->text.n - start > r->max_row ? start + r->max_row : r->text.n;
    for (;;) {
        k_str cell;
        i = read_cell(r, a, i, limit, &cell, &lines);
        if (i > limit || cells.n == CSV_CELLS) {
            refuse(r, row, start,
                   i == NOT_CLOSED ? K_S("A quote in this row is not closed.")
                   : i > limit     ? K_S("This row is longer than the limit.")
                                   : K_S("This row has more than 1,000 cells."));
            return true;
        }
        *k_vec_push(a, &cells) = k_utf8_valid(cell) ? cell : charset_from_1252(a, cell);
        if (at_end(r, i))
            break;
        i++; /* the separator */
    }
    row->raw = k_str_n(r->text.p + start, i - start);
    row->cells = cells.v;
    row->n = cells.n;
    r->pos = skip_end(r, i);
    r->line = row->line + lines;
    return true;
}

static bool looks_like_formula(k_str s)
{
    return s.n && memchr("=+-@\t\r", s.p[0], 6);
}

void csv_put(struct k_buf *b, k_str cell, bool first)
{
    bool guard = looks_like_formula(cell), quote = guard;
    for (size_t i = 0; i < cell.n; i++)
        quote = quote || memchr(",;\"\r\n\t", cell.p[i], 6);
    if (!first)
        k_buf_chr(b, ',');
    if (!quote) {
        k_buf_str(b, cell);
        return;
    }
    k_buf_chr(b, '"');
    if (guard)
        k_buf_chr(b, '\'');
    for (size_t i = 0; i < cell.n; i++) {
        if (cell.p[i] == '"')
            k_buf_chr(b, '"');
        k_buf_chr(b, cell.p[i]);
    }
    k_buf_chr(b, '"');
}

void csv_end(struct k_buf *b)
{
    k_buf_str(b, K_S("\r\n"));
}
