/* Cards: any bytes end, reading moves on, values are valid UTF-8, and what is written is read
 * again as the same properties. */
#include "base/utf8.h"
#include "formats/charset.h"
#include "formats/vcard.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool ok)
{
    if (!ok)
        __builtin_trap();
}

static void look(struct k_arena *a, const struct vcard *c)
{
    for (size_t i = 0; i < c->props.n; i++) {
        const struct vcard_prop *p = &c->props.v[i];
        must(k_utf8_valid(p->value) && p->name.n > 0 && p->params.n <= VCARD_PARAMS);
        must(k_str_chr(p->value, '\n') < 0);
        must(k_utf8_valid(vcard_text(a, p->value)) && k_utf8_valid(vcard_label(a, c, p)));
        vcard_part(a, p->value, 1);
    }
    for (size_t i = 0; i < c->problems.n; i++)
        must(c->problems.v[i].why.n && c->problems.v[i].line &&
             k_utf8_valid(c->problems.v[i].raw));
    must(k_utf8_valid(vcard_name(a, c)));
}

static void write_and_read(struct k_arena *a, const struct vcard *c, enum vcard_version v)
{
    struct k_buf b;
    struct vcard again;
    k_buf_init(&b, a, 64 << 20);
    vcard_write(a, c, v, &b);
    struct vcards r = vcards_open(k_buf_view(&b));
    must(k_buf_ok(&b) && vcards_next(&r, a, &again));
    size_t made = vcard_first(c, "FN") ? 0 : 1;
    made += v == VCARD_30 && !vcard_first(c, "N");
    must(again.props.n == c->props.n + made);
    for (size_t i = 0; i < c->props.n; i++)
        must(k_str_eq(c->props.v[i].name, again.props.v[i + made].name));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct k_arena *a = k_arena_new(0);
    struct vcards r = vcards_open(charset_file(a, k_str_n((const char *)data, size)));
    struct vcard c;
    size_t before = 0;
    while (vcards_next(&r, a, &c)) {
        must((r.pos > before || before == 0) && r.pos <= r.text.n);
        look(a, &c);
        if (c.props.n && c.problems.n == 0 && size < 8192) {
            write_and_read(a, &c, VCARD_30);
            write_and_read(a, &c, VCARD_40);
        }
        before = r.pos;
    }
    k_arena_free(a);
    return 0;
}
