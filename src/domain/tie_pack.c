/* tie_pack: the fold as bytes, the same on every machine: whole numbers as variable-length
 * zigzag, sums as 8 bytes of IEEE 754, little end first. Pure. */
#include "domain/tie_rules.h"

#include <math.h>

enum { VERSION = 1 };

struct bytes {
    uint8_t *out;      /* writing */
    const uint8_t *in; /* reading */
    size_t n, at;
    bool bad;
};

static void put_byte(struct bytes *b, uint8_t v)
{
    b->out[b->at++] = v;
}

static void whole(struct bytes *b, int64_t *v)
{
    if (b->out) {
        uint64_t z = ((uint64_t)*v << 1) ^ (uint64_t)(*v >> 63);
        for (; z >= 0x80; z >>= 7)
            put_byte(b, (uint8_t)(z | 0x80));
        put_byte(b, (uint8_t)z);
        return;
    }
    uint64_t z = 0;
    int shift = 0;
    do {
        if (b->at >= b->n || shift > 63) {
            b->bad = true;
            return;
        }
        z |= (uint64_t)(b->in[b->at] & 0x7f) << shift;
        shift += 7;
    } while (b->in[b->at++] & 0x80);
    *v = (int64_t)(z >> 1) ^ -(int64_t)(z & 1);
}

/* A time near another one, often 0: the distance, moved by one so that 0 stays free for
 * "never". Without sign, so that no bytes can make it overflow. */
static void when(struct bytes *b, int64_t *v, int64_t near)
{
    int64_t d = 0;
    if (b->out && *v != 0) {
        d = (int64_t)((uint64_t)near - (uint64_t)*v);
        d += d >= 0;
    }
    whole(b, &d);
    if (!b->out)
        *v = d == 0 ? 0 : (int64_t)((uint64_t)near - (uint64_t)(d - (d > 0)));
}

static void flag(struct bytes *b, bool *v)
{
    int64_t n = *v;
    whole(b, &n);
    *v = n != 0;
}

static void number(struct bytes *b, int *v, int most)
{
    int64_t n = *v;
    whole(b, &n);
    if (n < 0 || n > most)
        b->bad = true;
    *v = b->bad ? 0 : (int)n;
}

static void real(struct bytes *b, double *v)
{
    uint64_t bits;
    if (b->out) {
        memcpy(&bits, v, 8);
        for (int i = 0; i < 8; i++)
            put_byte(b, (uint8_t)(bits >> (8 * i)));
        return;
    }
    bits = 0;
    if (b->n - b->at < 8) {
        b->bad = true;
        return;
    }
    for (int i = 0; i < 8; i++)
        bits |= (uint64_t)b->in[b->at++] << (8 * i);
    memcpy(v, &bits, 8);
    if (!isfinite(*v))
        b->bad = true;
}

static void sums(struct bytes *b, struct tie_state *s)
{
    double *const v[] = {&s->in,      &s->out,      &s->personal, &s->answered, &s->shared,
                         &s->week_in, &s->week_out, &s->peak,     &s->mutual};
    int64_t there = 0;
    for (size_t i = 0; i < sizeof v / sizeof *v; i++)
        there |= (int64_t)(b->out && *v[i] != 0) << i;
    whole(b, &there);
    for (size_t i = 0; i < sizeof v / sizeof *v; i++)
        if (there >> i & 1)
            real(b, v[i]);
}

static void times_of(struct bytes *b, struct tie_state *s)
{
    k_time *const v[] = {&s->first_at,        &s->last_at,     &s->first_two_way_at,
                         &s->last_two_way_at, &s->dialogue_at, &s->first_shared_at,
                         &s->last_failure_at, &s->survived_at, &s->returned_at,
                         &s->advocated_at,    &s->peak_at};
    for (size_t i = 0; i < sizeof v / sizeof *v; i++)
        when(b, v[i], s->at);
}

static void counts(struct bytes *b, struct tie_state *s)
{
    int64_t *const v[] = {&s->week,
                          &s->heard,
                          &s->told,
                          &s->touches,
                          &s->exchanges,
                          &s->exchange_days[0],
                          &s->exchange_days[1],
                          &s->last_exchange_day,
                          &s->rest,
                          &s->shared_n,
                          &s->gained_us,
                          &s->gained_them,
                          &s->failures,
                          &s->repaired,
                          &s->after_failure,
                          &s->praises,
                          &s->last_praise_day};
    for (size_t i = 0; i < sizeof v / sizeof *v; i++)
        whole(b, v[i]);
}

static void open_of(struct bytes *b, struct tie_state *s)
{
    int side = (int)s->open.side, medium = (int)s->open.medium;
    number(b, &side, TIE_WE);
    if (side != TIE_NOBODY) {
        number(b, &medium, TOUCH_MEDIA - 1);
        flag(b, &s->open.personal);
        flag(b, &s->open.asked);
        whole(b, &s->open.member);
        s->open.medium = (enum touch_medium)medium;
    }
    s->open.side = side == TIE_WE ? TIE_WE : side == TIE_THEY ? TIE_THEY : TIE_NOBODY;
}

static void gaps(struct bytes *b, struct tie_state *s)
{
    number(b, &s->n_gaps, TIE_GAPS);
    if (!b->out && b->n - b->at < (size_t)s->n_gaps) {
        b->bad = true;
        return;
    }
    for (int i = 0; i < s->n_gaps; i++)
        if (b->out)
            put_byte(b, s->gaps[i]);
        else
            s->gaps[i] = b->in[b->at++];
}

/* Reads or writes; the same order for both. */
static void all(struct bytes *b, struct tie_state *s)
{
    whole(b, &s->at);
    whole(b, &s->id);
    sums(b, s);
    times_of(b, s);
    counts(b, s);
    flag(b, &s->week_met);
    flag(b, &s->last_repaired);
    flag(b, &s->coming_back);
    open_of(b, s);
    gaps(b, s);
    number(b, &s->n_channels, TIE_CHANNELS);
    for (int i = 0; i < s->n_channels && !b->bad; i++) {
        whole(b, &s->channels[i].channel);
        whole(b, &s->channels[i].n);
    }
}

size_t tie_pack(const struct tie_state *s, uint8_t out[TIE_PACKED_MAX])
{
    struct tie_state copy = *s;
    struct bytes b = {.out = out};
    put_byte(&b, VERSION);
    all(&b, &copy);
    return b.at;
}

k_err tie_unpack(k_str bytes, struct tie_state *out)
{
    struct bytes b = {.in = (const uint8_t *)bytes.p, .n = bytes.n, .at = 1};
    *out = (struct tie_state){0};
    if (bytes.n == 0 || b.in[0] != VERSION)
        return K_ERR_BAD_INPUT;
    all(&b, out);
    if (!b.bad && b.at == b.n)
        return K_OK;
    *out = (struct tie_state){0};
    return K_ERR_BAD_INPUT;
}
