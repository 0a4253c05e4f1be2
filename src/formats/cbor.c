/* cbor: one recursive reader with a budget of items and of depth. */
#include "formats/cbor.h"
#include "base/utf8.h"

struct reader {
    struct k_arena *a;
    const unsigned char *p, *end;
    size_t items, depth;
};

static size_t left(const struct reader *r)
{
    return (size_t)(r->end - r->p);
}

/* The argument behind an initial byte. Indefinite lengths (31) and what is reserved: false. */
static bool argument(struct reader *r, unsigned info, uint64_t *out)
{
    if (info < 24) {
        *out = info;
        return true;
    }
    if (info > 27 || left(r) < (size_t)1 << (info - 24))
        return false;
    *out = 0;
    for (size_t n = (size_t)1 << (info - 24); n > 0; n--)
        *out = *out << 8 | *r->p++;
    return true;
}

static bool read_item(struct reader *r, struct cbor *out);

static bool read_text(struct reader *r, uint64_t n, bool text, struct cbor *out)
{
    if (n > left(r))
        return false;
    out->type = text ? CBOR_TEXT : CBOR_BYTES;
    out->s = k_str_n((const char *)r->p, (size_t)n);
    r->p += n;
    return !text || k_utf8_valid(out->s);
}

static bool same_key(const struct cbor *a, const struct cbor *b)
{
    return a->type == b->type && a->num == b->num && k_str_eq(a->s, b->s);
}

/* Keys are integers or texts, each once. */
static bool key_ok(const struct cbor *v, size_t pair)
{
    const struct cbor *key = &v[2 * pair];
    if (key->type != CBOR_INT && key->type != CBOR_TEXT)
        return false;
    for (size_t i = 0; i < pair; i++)
        if (same_key(&v[2 * i], key))
            return false;
    return true;
}

static bool read_many(struct reader *r, uint64_t n, bool map, struct cbor *out)
{
    /* Each item is a byte at least: what claims more than there is ends here. */
    if (n > left(r) || n > CBOR_ITEMS || r->depth == CBOR_DEPTH)
        return false;
    size_t total = (size_t)n * (map ? 2 : 1);
    struct cbor *v = k_new_n(r->a, struct cbor, total + 1);
    out->type = map ? CBOR_MAP : CBOR_LIST;
    out->n = (size_t)n;
    out->v = v;
    r->depth++;
    for (size_t i = 0; i < total; i++) {
        v[i] = (struct cbor){.type = CBOR_NULL};
        if (!read_item(r, &v[i]))
            return false;
        if (map && i % 2 == 0 && !key_ok(v, i / 2))
            return false;
    }
    r->depth--;
    return true;
}

static bool read_int(uint64_t n, bool negative, struct cbor *out)
{
    if (n > INT64_MAX)
        return false;
    out->type = CBOR_INT;
    out->num = negative ? -1 - (int64_t)n : (int64_t)n;
    return true;
}

static bool read_simple(unsigned info, struct cbor *out)
{
    if (info != 20 && info != 21 && info != 22) /* false, true, null */
        return false;
    out->type = info == 22 ? CBOR_NULL : CBOR_BOOL;
    out->num = info == 21;
    return true;
}

static bool read_item(struct reader *r, struct cbor *out)
{
    uint64_t n = 0;
    if (left(r) == 0 || r->items++ == CBOR_ITEMS)
        return false;
    unsigned major = *r->p >> 5, info = *r->p & 31u;
    r->p++;
    if (major == 7)
        return read_simple(info, out);
    if (!argument(r, info, &n))
        return false;
    switch (major) {
    case 0:
    case 1:
        return read_int(n, major == 1, out);
    case 2:
    case 3:
        return read_text(r, n, major == 3, out);
    case 4:
    case 5:
        return read_many(r, n, major == 5, out);
    default:
        return false;
    }
}

const struct cbor *cbor_read(struct k_arena *a, k_str data, size_t *used)
{
    const unsigned char *p = (const unsigned char *)(data.n ? data.p : "");
    struct reader r = {.a = a, .p = p, .end = p + data.n};
    struct cbor *out = k_new(a, struct cbor);
    if (!read_item(&r, out))
        return NULL;
    *used = (size_t)(r.p - p);
    return out;
}

/* --- asking ------------------------------------------------------------------------------ */

static const struct cbor *at(const struct cbor *map, const struct cbor *key)
{
    for (size_t i = 0; map && map->type == CBOR_MAP && i < map->n; i++)
        if (same_key(&map->v[2 * i], key))
            return &map->v[2 * i + 1];
    return NULL;
}

const struct cbor *cbor_at_int(const struct cbor *map, int64_t key)
{
    return at(map, &(struct cbor){.type = CBOR_INT, .num = key});
}

const struct cbor *cbor_at_text(const struct cbor *map, const char *key)
{
    return at(map, &(struct cbor){.type = CBOR_TEXT, .s = k_str_z(key)});
}

k_str cbor_bytes(const struct cbor *c)
{
    return c && c->type == CBOR_BYTES ? c->s : K_NONE;
}

k_str cbor_text(const struct cbor *c)
{
    return c && c->type == CBOR_TEXT ? c->s : K_NONE;
}

int64_t cbor_int(const struct cbor *c, int64_t fallback)
{
    return c && c->type == CBOR_INT ? c->num : fallback;
}
