/* jsonl: cuts a text into lines and reads each as JSON. */
#include "formats/jsonl.h"

struct jsonl jsonl_open(k_str text, size_t max_line)
{
    size_t bom = k_str_starts(text, K_S("\xef\xbb\xbf")) ? 3 : 0;
    return (struct jsonl){text, bom, 0, max_line ? max_line : (size_t)1 << 20};
}

static k_str next_line(struct jsonl *r)
{
    k_str rest = k_str_from(r->text, r->pos);
    ptrdiff_t end = k_str_chr(rest, '\n');
    k_str line = end < 0 ? rest : k_str_sub(rest, 0, (size_t)end);
    r->pos += line.n + (end >= 0);
    r->line++;
    if (line.n > 0 && line.p[line.n - 1] == '\r')
        line.n--;
    return line;
}

bool jsonl_next(struct jsonl *r, struct k_arena *a, struct jsonl_row *row)
{
    while (r->pos < r->text.n) {
        k_str line = next_line(r);
        if (k_str_empty(k_str_trim(line)))
            continue;
        *row = (struct jsonl_row){.line = r->line, .raw = line};
        if (line.n > r->max_line) {
            row->err = K_ERR_TOO_LARGE;
            row->why = k_fmt(a, "line is longer than %zu bytes", r->max_line);
            return true;
        }
        row->err = k_json_parse(a, line, &row->value, &row->why);
        if (row->err != K_OK)
            row->value = NULL;
        return true;
    }
    return false;
}
