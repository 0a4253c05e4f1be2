/* distinct: HyperLogLog. As bytes: version, form, then either the number of cells (2 bytes) and
 * each as place (2 bytes, rising) and rank, or all ranks in 6 bits, four in three bytes. */
#include "listen/distinct.h"
#include "listen/sketch.h"

#include <math.h>

#define VERSION 1
enum { FEW = 0, ALL = 1 };
#define FEW_HEAD 4
#define FEW_EACH 3
#define FEW_MOST ((DISTINCT_BYTES_MOST - FEW_HEAD) / FEW_EACH) /* longer than all from here */

void distinct_add(struct distinct *d, uint64_t hash)
{
    uint64_t rest = hash << DISTINCT_BITS;
    size_t place = (size_t)(hash >> (64 - DISTINCT_BITS));
    uint8_t rank = rest ? (uint8_t)(__builtin_clzll(rest) + 1) : DISTINCT_RANK_MOST;
    if (d->cell[place] < rank)
        d->cell[place] = rank;
}

void distinct_merge(struct distinct *into, const struct distinct *from)
{
    for (size_t i = 0; i < DISTINCT_CELLS; i++)
        if (into->cell[i] < from->cell[i])
            into->cell[i] = from->cell[i];
}

/* ---- Ertl's sums ------------------------------------------------------------------------- */

/* x + sum over k of x^(2^k) 2^(k-1): what cells that are still 0 stand for; x < 1. */
static double sigma(double x)
{
    double y = 1, z = x, before;
    do {
        x *= x;
        before = z;
        z += x * y;
        y += y;
    } while (z > before);
    return z;
}

/* (1 - x - sum over k of (1 - x^(2^-k))^2 2^-k) / 3: the same for cells at their highest. */
static double tau(double x)
{
    double y = 1, z = 1 - x, before;
    if (x <= 0 || x >= 1)
        return 0;
    do {
        x = sqrt(x);
        before = z;
        y /= 2;
        z -= (1 - x) * (1 - x) * y;
    } while (z < before);
    return z / 3;
}

double distinct_count(const struct distinct *d)
{
    double of_rank[DISTINCT_RANK_MOST + 1] = {0}, m = DISTINCT_CELLS;
    for (size_t i = 0; i < DISTINCT_CELLS; i++)
        of_rank[d->cell[i]]++;
    if (of_rank[0] >= m)
        return 0;
    double z = m * tau(1 - of_rank[DISTINCT_RANK_MOST] / m);
    for (int rank = DISTINCT_RANK_MOST - 1; rank >= 1; rank--)
        z = (z + of_rank[rank]) / 2;
    z += m * sigma(of_rank[0] / m);
    return z > 0 ? fmin(m * m / (2 * log(2) * z), 0x1p64) : 0x1p64;
}

/* ---- bytes ------------------------------------------------------------------------------- */

static size_t cells_in_use(const struct distinct *d)
{
    size_t n = 0;
    for (size_t i = 0; i < DISTINCT_CELLS; i++)
        n += d->cell[i] > 0;
    return n;
}

void distinct_write(const struct distinct *d, struct k_buf *out)
{
    size_t n = cells_in_use(d);
    bool few = n <= FEW_MOST;
    sketch_put(out, VERSION, 1);
    sketch_put(out, few ? FEW : ALL, 1);
    if (few)
        sketch_put(out, n, 2);
    for (size_t i = 0; few && i < DISTINCT_CELLS; i++) {
        if (d->cell[i] > 0) {
            sketch_put(out, i, 2);
            sketch_put(out, d->cell[i], 1);
        }
    }
    for (size_t i = 0; !few && i < DISTINCT_CELLS; i += 4) {
        const uint8_t *c = &d->cell[i];
        sketch_put(out,
                   (uint64_t)c[0] | (uint64_t)c[1] << 6 | (uint64_t)c[2] << 12 |
                       (uint64_t)c[3] << 18,
                   3);
    }
}

static const char *read_few(struct sketch_bytes *r, struct distinct *out)
{
    size_t n = (size_t)sketch_get(r, 2), next = 0;
    if (r->failed || n > FEW_MOST || r->left.n != n * FEW_EACH)
        return "its length is not that of its cells";
    for (; n > 0; n--) {
        size_t place = (size_t)sketch_get(r, 2);
        uint8_t rank = (uint8_t)sketch_get(r, 1);
        if (place >= DISTINCT_CELLS || place < next)
            return "its cells are not in their order";
        if (rank == 0 || rank > DISTINCT_RANK_MOST)
            return "a cell is out of its range";
        out->cell[place] = rank;
        next = place + 1;
    }
    return NULL;
}

static const char *read_all(struct sketch_bytes *r, struct distinct *out)
{
    if (r->left.n != DISTINCT_CELLS * 6 / 8)
        return "its length is not that of its cells";
    for (size_t i = 0; i < DISTINCT_CELLS; i += 4) {
        uint64_t four = sketch_get(r, 3);
        for (size_t k = 0; k < 4; k++) {
            out->cell[i + k] = (four >> (6 * k)) & 63;
            if (out->cell[i + k] > DISTINCT_RANK_MOST)
                return "a cell is out of its range";
        }
    }
    return cells_in_use(out) > FEW_MOST ? NULL : "so few cells are written as a list";
}

bool distinct_read(k_str bytes, struct distinct *out, const char **why)
{
    struct sketch_bytes r = {.left = bytes};
    memset(out, 0, sizeof *out);
    uint64_t version = sketch_get(&r, 1), form = sketch_get(&r, 1);
    if (r.failed || version != VERSION || form > ALL)
        *why = "it is no sketch of this version";
    else
        *why = form == FEW ? read_few(&r, out) : read_all(&r, out);
    if (*why)
        memset(out, 0, sizeof *out);
    return *why == NULL;
}
