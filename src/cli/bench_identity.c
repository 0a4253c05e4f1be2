/* bench_identity: `kith bench identity` compares the records of a published set with the very
 * code that people are compared with (domain/match_rules.h) and counts what is right. Nothing
 * here is fitted to a set: weights and thresholds are those of the program. Reads a file,
 * touches no database. */
#include "base/map.h"
#include "cli/bench.h"
#include "domain/match_rules.h"
#include "formats/csv.h"
#include "os/map.h"
#include <stdio.h>

struct rec {
    struct match_record r;
    k_str truth; /* the same for records of one and the same */
    int side;    /* of sets in two files: pairs are across only */
};
struct key {
    K_VEC(uint32_t) at;
};
struct set {
    struct k_arena *a;
    K_VEC(struct rec) recs;
    struct k_map keys, counts;
    struct match_world world;
    bool number, unique; /* febrl: its number is used; and it names one person only */
    bool two;            /* restaurant: two files */
};

static k_str cell(const struct csv_row *row, size_t i)
{
    k_str s = i < row->n ? k_str_trim(row->cells[i]) : K_S("");
    while (s.n > 1 && (s.p[0] == '"' || s.p[0] == '\'') && s.p[s.n - 1] == s.p[0])
        s = k_str_trim(k_str_sub(s, 1, s.n - 2));
    return s;
}

/* --- sets to records -------------------------------------------------------------------- */

/* rec_id, given_name, surname, street_number, address_1, address_2, suburb, postcode, state,
 * date_of_birth, soc_sec_id */
static void febrl(struct set *s, const struct csv_row *row, int side)
{
    struct k_arena *a = s->a;
    struct rec *r = k_vec_push(a, &s->recs);
    k_str id = cell(row, 0);
    (void)k_str_cut(&id, '-');
    r->truth = k_str_cut(&id, '-');
    r->side = side;
    match_add_name(a, &r->r, K_NONE, cell(row, 1), cell(row, 2));
    k_str street = k_fmt(a, "%.*s %.*s %.*s", K_ARG(cell(row, 3)), K_ARG(cell(row, 4)),
                         K_ARG(cell(row, 5)));
    match_add_postal(a, &r->r, street, cell(row, 6), cell(row, 7), cell(row, 8));
    match_add_birthday(a, &r->r, cell(row, 9));
    if (s->number)
        match_add_number(a, &r->r, K_S("soc_sec_id"), cell(row, 10), s->unique);
}

/* name, address, city, cuisine, unique_id */
static void restaurant(struct set *s, const struct csv_row *row, int side)
{
    struct rec *r = k_vec_push(s->a, &s->recs);
    r->truth = cell(row, 4);
    r->side = side;
    r->r.organization = true;
    match_add_organization(s->a, &r->r, cell(row, 0));
    match_add_postal(s->a, &r->r, cell(row, 1), cell(row, 2), K_S(""), K_S(""));
}

/* "COL title VAL ... COL authors VAL ...": the text of one column. */
static k_str column(k_str s, const char *name)
{
    char mark[40];
    int n = snprintf(mark, sizeof mark, "COL %s VAL ", name);
    ptrdiff_t at = k_str_find(s, k_str_n(mark, (size_t)n));
    if (at < 0)
        return K_S("");
    s = k_str_from(s, (size_t)at + (size_t)n);
    ptrdiff_t end = k_str_find(s, K_S("COL "));
    return k_str_trim(end < 0 ? s : k_str_sub(s, 0, (size_t)end));
}

/* A paper is no person: its title is compared as the name of an organization is, the authors as
 * the words of a street, the venue as a city, the year as a code. */
static void paper(struct set *s, k_str text)
{
    struct rec *r = k_vec_push(s->a, &s->recs);
    r->r.organization = true;
    match_add_organization(s->a, &r->r, column(text, "title"));
    match_add_postal(s->a, &r->r, column(text, "authors"), column(text, "venue"),
                     column(text, "year"), K_S(""));
}

/* --- keys and shares -------------------------------------------------------------------- */

static struct key *key_at(struct set *s, struct k_map *m, k_str key)
{
    void **slot = k_map_at(m, key);
    if (!*slot)
        *slot = k_new(s->a, struct key);
    return *slot;
}

static void index_all(struct set *s)
{
    for (size_t i = 0; i < s->recs.n; i++) {
        struct match_keys keys, counts;
        match_keys_of(s->a, &s->recs.v[i].r, &keys);
        match_counts_of(s->a, &s->recs.v[i].r, &counts);
        for (size_t k = 0; k < keys.n; k++)
            *k_vec_push(s->a, &key_at(s, &s->keys, keys.v[k])->at) = (uint32_t)i;
        for (size_t k = 0; k < counts.n; k++)
            *k_vec_push(s->a, &key_at(s, &s->counts, counts.v[k])->at) = (uint32_t)i;
    }
}

static double share(void *arg, enum match_field field, k_str norm)
{
    struct set *s = arg;
    k_str key = match_count_key(s->a, field, norm);
    const struct key *k = key.n ? k_map_get(&s->counts, key) : NULL;
    return key.n ? match_share(k ? (double)k->at.n : 0, (double)s->recs.n, field) : -1;
}

/* --- counting --------------------------------------------------------------------------- */

struct score {
    int64_t tp, fp;
};
struct result {
    int64_t truth, compared, met; /* pairs that are one; looked at; of truth */
    struct score exact, sure, ask;
};

static void count(struct score *s, bool yes, bool right)
{
    if (yes)
        ++*(right ? &s->tp : &s->fp);
}

static void judge(struct set *s, const struct rec *x, const struct rec *y, bool right,
                  struct result *out)
{
    struct match_verdict v;
    struct k_arena *scratch = k_arena_new(0);
    match_compare(scratch, &x->r, &y->r, &s->world, &v);
    out->compared++;
    out->met += right;
    count(&out->exact, v.kind == MATCH_EXACT, right);
    count(&out->sure, v.kind == MATCH_EXACT || v.probability >= MATCH_SURE, right);
    count(&out->ask, v.kind != MATCH_NO, right);
    k_arena_free(scratch);
}

static void judge_all(struct set *s, struct result *out)
{
    uint32_t *seen =
        k_new_n(s->a, uint32_t, s->recs.n); /* with whom it was compared last, + 1 */
    for (uint32_t i = 0; i < s->recs.n; i++) {
        struct match_keys keys;
        match_keys_of(s->a, &s->recs.v[i].r, &keys);
        for (size_t k = 0; k < keys.n; k++) {
            const struct key *key = k_map_get(&s->keys, keys.v[k]);
            for (size_t j = 0; key->at.n <= MATCH_KEY_CAP && j < key->at.n; j++) {
                uint32_t o = key->at.v[j];
                const struct rec *x = &s->recs.v[i], *y = &s->recs.v[o];
                if (o >= i || seen[o] == i + 1 || (s->two && x->side == y->side))
                    continue;
                seen[o] = i + 1;
                judge(s, x, y, k_str_eq(x->truth, y->truth), out);
            }
        }
    }
    for (size_t i = 0; i < s->recs.n; i++)
        for (size_t j = 0; j < i; j++) {
            bool across = !s->two || s->recs.v[i].side != s->recs.v[j].side;
            out->truth += across && k_str_eq(s->recs.v[i].truth, s->recs.v[j].truth);
        }
}

static void show(const char *name, const char *what, const struct score *s, int64_t truth)
{
    char figure[80];
    double p = s->tp + s->fp ? (double)s->tp / (double)(s->tp + s->fp) : 1;
    double r = truth ? (double)s->tp / (double)truth : 0;
    (void)snprintf(figure, sizeof figure, "%s_%s_precision", name, what);
    bench_figure(figure, p, "ratio");
    (void)snprintf(figure, sizeof figure, "%s_%s_recall", name, what);
    bench_figure(figure, r, "ratio");
    (void)snprintf(figure, sizeof figure, "%s_%s_f1", name, what);
    bench_figure(figure, p + r > 0 ? 2 * p * r / (p + r) : 0, "ratio");
}

/* --- reading ---------------------------------------------------------------------------- */

static void read_rows(struct set *s, k_str text, int side,
                      void (*take)(struct set *s, const struct csv_row *row, int side))
{
    struct csv csv = csv_open(text, 0);
    struct csv_row row;
    bool head = true;
    while (csv_next(&csv, s->a, &row)) {
        if (!head && !row.why.p)
            take(s, &row, side);
        head = false;
    }
}

static void read_pairs(struct set *s, k_str text, struct result *out)
{
    K_VEC(bool) right = {0};
    while (text.n > 0) {
        k_str line = k_str_cut(&text, '\n'), x = k_str_cut(&line, '\t');
        k_str y = k_str_cut(&line, '\t');
        if (y.n == 0)
            continue;
        paper(s, x);
        paper(s, y);
        *k_vec_push(s->a, &right) = k_str_eqz(k_str_trim(line), "1");
    }
    index_all(s);
    s->world.people = (double)s->recs.n;
    for (size_t i = 0; i < right.n; i++) {
        out->truth += right.v[i];
        judge(s, &s->recs.v[2 * i], &s->recs.v[2 * i + 1], right.v[i], out);
    }
}

static void read_set(struct set *s, k_str text, k_str kind, int side)
{
    bool is_febrl = k_str_starts(kind, K_S("febrl"));
    read_rows(s, text, side, is_febrl ? febrl : restaurant);
}

int bench_identity(struct cli *c, int argc, char **argv)
{
    struct set s = {.a = k_arena_new((size_t)2 << 30)};
    struct result out = {0};
    const char *name = argc > 0 ? argv[0] : "";
    k_str kind = k_str_z(name);
    if (argc < 2 || s.a == NULL) {
        fprintf(stderr, "kith bench identity febrl|febrl_number|febrl_unique|restaurant|papers "
                        "FILE [FILE]\n");
        return 2;
    }
    k_map_init(&s.keys, s.a);
    k_map_init(&s.counts, s.a);
    s.unique = k_str_eqz(kind, "febrl_unique");
    s.number = s.unique || k_str_eqz(kind, "febrl_number");
    s.two = argc > 2;
    s.world = (struct match_world){.share = share, .arg = &s};
    for (int i = 1; i < argc; i++) {
        struct os_map map;
        if (os_file_map(argv[i], &map) != K_OK) {
            fprintf(stderr, "kith: '%s' cannot be read\n", argv[i]);
            return 1;
        }
        k_str text = k_dup(s.a, os_map_text(&map));
        os_file_unmap(&map);
        if (k_str_eqz(kind, "papers"))
            read_pairs(&s, text, &out);
        else
            read_set(&s, text, kind, i);
    }
    if (!k_str_eqz(kind, "papers")) {
        index_all(&s);
        s.world.people = (double)s.recs.n;
        judge_all(&s, &out);
    }
    bench_figure("pairs_compared", (double)out.compared, "pairs");
    bench_figure("keys_recall", out.truth ? (double)out.met / (double)out.truth : 0, "ratio");
    show(name, "exact", &out.exact, out.truth);
    show(name, "sure", &out.sure, out.truth);
    show(name, "ask", &out.ask, out.truth);
    k_arena_free(s.a);
    return 0;
}
