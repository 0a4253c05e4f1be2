/* Event streams: any bytes end, and the same events come however the bytes are cut (the first
 * byte of the input is the size of the pieces). */
#include "net/sse.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool write_event(void *arg, const struct sse_event *ev)
{
    struct k_buf *b = arg;
    if (ev->event.n == 0 || ev->retry_ms < -1 || k_str_chr(ev->id, 0) >= 0)
        __builtin_trap();
    k_buf_str(b, ev->event);
    k_buf_chr(b, '\n');
    k_buf_str(b, ev->data);
    k_buf_chr(b, '\r');
    k_buf_str(b, ev->id);
    k_buf_i64(b, ev->retry_ms);
    return true;
}

static k_err parse(k_str text, size_t piece, struct k_buf *out)
{
    struct sse_parser p;
    k_err e = K_OK;
    bool stopped;
    sse_init(&p, 512);
    for (size_t i = 0; i < text.n && e == K_OK; i += piece)
        e = sse_feed(&p, k_str_sub(text, i, piece), write_event, out, &stopped);
    sse_free(&p);
    return e;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct k_buf whole, cut;
    if (size < 2 || size > 4096)
        return 0;
    k_str text = k_str_n((const char *)data + 1, size - 1);
    k_buf_init(&whole, NULL, 1 << 20);
    k_buf_init(&cut, NULL, 1 << 20);
    k_err e1 = parse(text, text.n, &whole);
    k_err e2 = parse(text, (size_t)data[0] + 1, &cut);
    if (e1 != e2 || !k_str_eq(k_buf_view(&whole), k_buf_view(&cut)))
        __builtin_trap();
    k_buf_free(&whole);
    k_buf_free(&cut);
    return 0;
}
