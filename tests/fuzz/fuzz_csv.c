/* CSV reader: any bytes end, rows move on, cells are valid UTF-8. */
#include "base/utf8.h"
#include "formats/csv.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct k_arena *a = k_arena_new(0);
    struct csv r = csv_open(k_str_n((const char *)data, size), 4096);
    struct csv_row row;
    size_t before = 0;
    while (csv_next(&r, a, &row)) {
        if (r.pos <= before || r.pos > r.text.n || row.n > CSV_CELLS)
            __builtin_trap();
        for (size_t i = 0; i < row.n; i++)
            if (!k_utf8_valid(row.cells[i]))
                __builtin_trap();
        before = r.pos;
    }
    k_arena_free(a);
    return 0;
}
