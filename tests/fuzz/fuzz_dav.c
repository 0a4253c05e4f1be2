/* Requests of CardDAV: any bytes end; what is read is within its limits; a filter gives an
 * answer; and what is said back of it is XML that is read again. */
#include "base/utf8.h"
#include "formats/dav.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool ok)
{
    if (!ok)
        __builtin_trap();
}

static void say_again(struct k_arena *a, const struct dav_request *q)
{
    struct k_buf b;
    struct dav_out o = {&b};
    struct dav_request again;
    struct dav_problem p;
    k_buf_init(&b, a, 16 << 20);
    dav_begin(&o, "d:propfind");
    dav_open(&o, "d:prop");
    for (size_t i = 0; i < q->props.n; i++)
        dav_any(&o, q->props.v[i].name);
    dav_close(&o, "d:prop");
    for (size_t i = 0; i < q->hrefs.n; i++)
        dav_href(&o, q->hrefs.v[i]);
    dav_text(&o, "d:why", q->sync_token);
    dav_close(&o, "d:propfind");
    must(k_buf_ok(&b));
    if (b.n < DAV_BODY && q->props.n < DAV_ELEMENTS / 2 && q->hrefs.n < DAV_ELEMENTS / 4 &&
        q->sync_token.n < DAV_TEXT / 6)
        must(dav_read(a, k_buf_view(&b), &again, &p) || q->hrefs.n > 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char card_text[] =
        "BEGIN:VCARD\nFN:Ada\nEMAIL;TYPE=HOME:a@b.example\nEND:VCARD";
    struct k_arena *a = k_arena_new(0);
    struct dav_request q;
    struct dav_problem p;
    struct vcard card;
    struct vcards r = vcards_open(k_str_z(card_text));
    must(vcards_next(&r, a, &card));
    if (dav_read(a, k_str_n((const char *)data, size), &q, &p)) {
        for (size_t i = 0; i < q.hrefs.n; i++)
            must(k_utf8_valid(q.hrefs.v[i]));
        (void)dav_filter_holds(a, &q.filter, &card);
        say_again(a, &q);
    } else {
        must(p.why != NULL);
    }
    k_arena_free(a);
    return 0;
}
