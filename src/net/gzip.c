/* gzip: zlib behind one function with a limit, so that a small answer cannot grow without end.
 * Done here rather than by curl, which takes an early end for a whole body. */
#include "net/gzip.h"
#include "base/buf.h"
#include <zlib.h>

static voidpf give(voidpf arena, uInt n, uInt size)
{
    return k_arena_try(arena, (size_t)n * size);
}

static void leave(voidpf arena, voidpf p)
{
    (void)arena; /* dies with the arena */
    (void)p;
}

static k_err unpack_members(z_stream *z, struct k_buf *b)
{
    unsigned char chunk[16384];
    int rc = Z_OK;
    while (rc != Z_STREAM_END || z->avail_in > 0) {
        if (rc == Z_STREAM_END && inflateReset(z) != Z_OK) /* a next member follows */
            return K_ERR_NET_BAD_ANSWER;
        z->next_out = chunk;
        z->avail_out = sizeof chunk;
        rc = inflate(z, Z_NO_FLUSH);
        if (rc != Z_OK && rc != Z_STREAM_END)
            return K_ERR_NET_BAD_ANSWER; /* Z_BUF_ERROR: it ends early */
        k_buf_add(b, chunk, sizeof chunk - z->avail_out);
        if (!k_buf_ok(b))
            return K_ERR_TOO_LARGE;
    }
    return K_OK;
}

k_err gzip_unpack(struct k_arena *a, k_str packed, size_t max, k_str *out)
{
    z_stream z = {.zalloc = give, .zfree = leave, .opaque = a};
    struct k_buf b;
    if (packed.n > UINT32_MAX)
        return K_ERR_TOO_LARGE;
    z.next_in = (unsigned char *)(uintptr_t)packed.p; /* zlib does not write there */
    z.avail_in = (uInt)packed.n;
    k_buf_init(&b, a, max);
    if (inflateInit2(&z, 16 + MAX_WBITS) != Z_OK)
        return K_ERR_NO_MEMORY;
    k_err e = unpack_members(&z, &b);
    inflateEnd(&z);
    *out = k_buf_view(&b);
    return e;
}
