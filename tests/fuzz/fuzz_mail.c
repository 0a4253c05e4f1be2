/* Mailboxes: any bytes end, messages cover the file, and what is read of one is valid UTF-8. */
#include "base/utf8.h"
#include "formats/mail.h"
#include "formats/mbox.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool ok)
{
    if (!ok)
        __builtin_trap();
}

static void look(const struct mail_people *v)
{
    must(v->n <= MAIL_PEOPLE);
    for (size_t i = 0; i < v->n; i++)
        must(k_utf8_valid(v->v[i].name) && k_utf8_valid(v->v[i].address) && v->v[i].address.n);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct k_arena *a = k_arena_new(0);
    struct mbox r = mbox_open(k_str_n((const char *)data, size));
    struct mbox_message m;
    size_t before = 0;
    for (int i = 0; i < 100 && mbox_next(&r, &m); i++) {
        struct mail mail;
        must(r.pos > before && r.pos <= size);
        mail_read(a, m.raw, m.from, i % 2 == 0, &mail);
        must(k_utf8_valid(mail.id) && k_utf8_valid(mail.subject) && k_utf8_valid(mail.text));
        look(&mail.from);
        look(&mail.to);
        look(&mail.cc);
        must(mail.at >= 0);
        before = r.pos;
    }
    mbox_is(k_str_n((const char *)data, size));
    k_arena_free(a);
    return 0;
}
