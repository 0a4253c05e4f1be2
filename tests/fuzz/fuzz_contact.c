/* Entries of address books: any card and any table end, all that is said of a contact is valid
 * UTF-8 and every entry has a name or a reason why not. */
#include "base/utf8.h"
#include "formats/charset.h"
#include "formats/csv.h"
#include "import/contact.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool ok)
{
    if (!ok)
        __builtin_trap();
}

static void look(const struct contact *c)
{
    must(c->name.n || c->why.p);
    must(k_utf8_valid(c->name) && k_utf8_valid(c->uid));
    for (size_t i = 0; i < c->addresses.n; i++)
        must(c->addresses.v[i].network.n && k_utf8_valid(c->addresses.v[i].value));
    for (size_t i = 0; i < c->data.n; i++) {
        const struct contact_datum *d = &c->data.v[i];
        must(d->kind.n && d->value.n && k_utf8_valid(d->value) && k_utf8_valid(d->label));
        must(k_utf8_valid(d->parts));
    }
}

static void read_table(struct k_arena *a, k_str text)
{
    struct csv r = csv_open(text, 65536);
    struct csv_row head, row;
    struct contact_table t;
    if (!csv_next(&r, a, &head) || head.n == 0)
        return;
    contact_table_of(a, head.cells, head.n, &t);
    for (int i = 0; i < 50 && csv_next(&r, a, &row); i++) {
        k_str *cells = k_new_n(a, k_str, t.n + 1);
        struct contact c = {.line = row.line, .why = row.why};
        for (size_t k = 0; k < t.n && k < row.n; k++)
            cells[k] = row.cells[k];
        contact_of_row(a, &t, cells, &c);
        look(&c);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct k_arena *a = k_arena_new(0);
    k_str text = charset_file(a, k_str_n((const char *)data, size));
    struct vcards r = vcards_open(text);
    struct vcard card;
    struct contact c;
    for (int i = 0; i < 50 && vcards_next(&r, a, &card); i++) {
        contact_of_card(a, &card, &c);
        look(&c);
    }
    read_table(a, text);
    k_arena_free(a);
    return 0;
}
