/* people: see the header. */
#include "import/people.h"

#include "base/json.h"
#include "base/utf8.h"
#include "formats/charset.h"
#include "formats/csv.h"
#include "import/contact_store.h"
#include "import/people_options.h"
#include "import/rows.h"

#define BYTES ((size_t)4 << 20) /* of cards in a batch: they have pictures */
enum { BATCH = 200, LOOK = 30, HEADER = 64 * 1024 };

struct people {
    struct people_options opt;
    struct contact_from from;
    bool cards;
    struct vcards reader;
    struct rows *rows;
    struct rows_place head; /* where the header of the table begins */
    struct contact_table table;
    struct contact *v; /* the batch */
};

/* --- the file ---------------------------------------------------------------------------- */

static bool has_cards(k_str text)
{
    k_str start = k_str_trim(k_str_sub(text, 0, 4096));
    return k_str_ifind(start, K_S("BEGIN:VCARD")) >= 0;
}

/* How many of these are names of columns that we know. */
static size_t known_columns(struct k_arena *a, const k_str *names, size_t n_names, bool *posts)
{
    static const char *const texts[] = {"text",    "full_text", "body",       "content",
                                        "message", "tweet",     "tweet_text", "post_text",
                                        "comment", NULL};
    size_t n = 0;
    for (size_t i = 0; i < n_names; i++) {
        k_str name = k_str_trim(names[i]);
        n += name.n && name.n < 100 && contact_column_of(a, name).meaning != CONTACT_OTHER;
        *posts = *posts || k_str_in(k_lower(a, name), texts);
    }
    return n;
}

/* The header: behind what some programs write before it ("Notes:" of LinkedIn). */
static struct rows_place find_header(struct k_arena *a, k_str text, size_t *known, bool *posts)
{
    struct csv r = csv_open(text, ROWS_LINE);
    struct csv_row row;
    struct rows_place best = {0, 0};
    *known = 0;
    *posts = false;
    for (int i = 0; i < LOOK; i++) {
        struct rows_place at = {r.pos, r.line};
        bool these = false;
        if (!csv_next(&r, a, &row))
            break;
        r.separator = csv_open(k_str_from(text, r.pos), 1).separator;
        size_t n = row.why.p || row.n < 2 ? 0 : known_columns(a, row.cells, row.n, &these);
        if (n >= 2 && *known == 0) {
            *known = n;
            *posts = these;
            best = at;
        }
    }
    return best;
}

static bool is_json(k_str text)
{
    return k_str_starts(k_str_trim(k_str_sub(text, 0, 4096)), K_S("{"));
}

/* JSON lines: the names of their members. */
static size_t known_members(struct k_arena *a, k_str text, bool *posts)
{
    struct rows *rows;
    k_str why = K_NONE;
    size_t n;
    *posts = false;
    if (rows_open(a, text, &rows, &why) != K_OK)
        return 0;
    const k_str *names = rows_columns(rows, &n);
    return known_columns(a, names, n, posts);
}

/* A table or JSON lines, from its header on. */
static k_err open_rows(struct k_ctx *cx, k_str text, struct people *p)
{
    k_str why = K_NONE;
    size_t known = 0;
    bool posts;
    p->head = (struct rows_place){0, 0};
    if (!is_json(text))
        p->head = find_header(cx->arena, text, &known, &posts);
    if (rows_open(cx->arena, k_str_from(text, p->head.pos), &p->rows, &why) != K_OK)
        return k_fail(cx, K_ERR_BAD_INPUT, "file", "%.*s", K_ARG(why));
    rows_let_ragged(p->rows);
    return K_OK;
}

bool people_is_file(struct k_arena *a, k_str text)
{
    size_t known;
    bool posts;
    text = charset_file(a, k_str_sub(text, 0, 256 * 1024));
    if (has_cards(text))
        return true;
    if (is_json(text))
        known = known_members(a, text, &posts);
    else
        find_header(a, text, &known, &posts);
    return known >= 2 && !posts;
}

/* --- options ----------------------------------------------------------------------------- */

static k_str header_json(struct k_arena *a, k_str text, size_t pos)
{
    struct k_buf b;
    struct csv r = csv_open(k_str_from(text, pos), ROWS_LINE);
    struct csv_row row;
    if (!csv_next(&r, a, &row) || row.raw.n > HEADER)
        return K_NONE;
    k_buf_init(&b, a, 4 * HEADER);
    struct k_jw w = k_jw(&b);
    kw_obj(&w);
    kw_key(&w, "header");
    kw_str(&w, k_utf8_scrub(a, row.raw));
    kw_key(&w, "separator");
    kw_str(&w, k_str_n(&r.separator, 1));
    kw_end(&w);
    return k_dup(a, k_buf_view(&b));
}

static k_err people_guess(struct k_ctx *cx, k_str text, struct import_guess *out)
{
    struct people p = {0};
    size_t n = 0;
    text = charset_file(cx->arena, text);
    if (!has_cards(text)) {
        K_TRY(open_rows(cx, text, &p));
        const k_str *names = rows_columns(p.rows, &n);
        people_options_guess(names, n, &p.opt);
        if (rows_format(p.rows) == ROWS_CSV)
            out->found = header_json(cx->arena, text, p.head.pos);
    }
    out->options = people_options_json(cx->arena, &p.opt);
    return K_OK;
}

static k_err people_canon(struct k_ctx *cx, k_str json, k_str *options)
{
    struct people_options o;
    K_TRY(people_options_parse(cx, json, &o));
    *options = people_options_json(cx->arena, &o);
    return K_OK;
}

/* --- a pass ------------------------------------------------------------------------------ */

static k_err open_file(struct k_ctx *cx, k_str text, struct people *p)
{
    size_t n = 0;
    text = charset_file(cx->arena, text);
    p->cards = has_cards(text);
    p->from.source = p->cards ? K_S("vcard") : K_S("csv");
    p->from.country = p->opt.country;
    p->from.share = p->opt.share;
    if (p->cards) {
        p->reader = vcards_open(text);
        return K_OK;
    }
    K_TRY(open_rows(cx, text, p));
    const k_str *names = rows_columns(p->rows, &n);
    people_options_apply(cx->arena, &p->opt, names, n, &p->table);
    return K_OK;
}

static k_err people_open(struct k_ctx *cx, struct import_pass *ip)
{
    struct people *p = k_new(cx->arena, struct people);
    ip->state = p;
    p->v = k_new_n(cx->arena, struct contact, BATCH);
    K_TRY(people_options_parse(cx, ip->run.options, &p->opt));
    K_TRY(open_file(cx, ip->text, p));
    p->from.member = ip->run.started_by;
    p->from.source_id = ip->run.id;
    if (p->cards) {
        p->reader.pos = ip->pos;
        p->reader.line = ip->line;
    } else {
        rows_goto(p->rows, (struct rows_place){ip->pos, ip->line});
    }
    return K_OK;
}

static bool next_card(struct k_ctx *cx, struct people *p, struct contact *c)
{
    struct vcard card;
    size_t start = p->reader.pos;
    if (!vcards_next(&p->reader, cx->arena, &card))
        return false;
    contact_of_card(cx->arena, &card, c);
    c->raw = k_str_sub(p->reader.text, start, p->reader.pos - start);
    if (c->raw.n > HEADER)
        c->raw = k_str_sub(c->raw, 0, HEADER);
    return true;
}

static bool next_row(struct k_ctx *cx, struct people *p, struct contact *c)
{
    struct rows_row row;
    if (!rows_next(p->rows, cx->arena, &row))
        return false;
    k_str *cells = k_new_n(cx->arena, k_str, p->table.n + 1);
    for (size_t i = 0; i < p->table.n; i++)
        cells[i] = rows_cell_at(p->rows, cx->arena, &row, i);
    *c = (struct contact){.line = row.line + p->head.line, .raw = row.raw, .why = row.why};
    contact_of_row(cx->arena, &p->table, cells, c);
    return true;
}

static k_err people_fill(struct k_ctx *cx, struct import_pass *ip, size_t max)
{
    struct people *p = ip->state;
    size_t start = ip->pos;
    while (ip->n < max && ip->pos - start < BYTES) {
        bool more = p->cards ? next_card(cx, p, &p->v[ip->n]) : next_row(cx, p, &p->v[ip->n]);
        if (!more)
            break;
        ip->n++;
        struct rows_place end = {p->reader.pos, p->reader.line};
        if (!p->cards)
            end = rows_place(p->rows);
        ip->pos = end.pos;
        ip->line = end.line;
    }
    return K_OK;
}

/* What could not be read of an entry; the entry itself when nothing can be taken. */
static k_err refuse_parts(struct k_ctx *cx, struct import_pass *ip, const struct contact *c)
{
    for (size_t i = 0; i < c->problems.n; i++)
        K_TRY(import_refuse(cx, ip, c->problems.v[i].line, c->problems.v[i].raw,
                            c->problems.v[i].why));
    if (c->why.p && (c->problems.n == 0 || c->addresses.n || c->data.n))
        return import_refuse(cx, ip, c->line, c->raw, c->why);
    return K_OK;
}

static k_err people_count(struct k_ctx *cx, struct import_pass *ip)
{
    const struct people *p = ip->state;
    for (size_t i = 0; i < ip->n; i++) {
        struct contact_fate fate = {0};
        K_TRY(refuse_parts(cx, ip, &p->v[i]));
        if (p->v[i].why.p || p->v[i].group)
            continue;
        K_TRY(contact_look(cx, &p->from, &p->v[i], &fate));
        ip->added += fate.added;
        ip->matched += !fate.added;
    }
    return K_OK;
}

static k_err store_group(struct k_ctx *cx, struct import_pass *ip, const struct people *p,
                         const struct contact *c)
{
    size_t missing;
    K_TRY(contact_store_group(cx, &p->from, c, &missing));
    ip->matched++;
    if (missing == 0)
        return K_OK;
    return import_refuse(
        cx, ip, c->line, c->raw,
        k_fmt(cx->arena, "%zu members of this group are not in the file before it.", missing));
}

static k_err people_store(struct k_ctx *cx, struct import_pass *ip)
{
    const struct people *p = ip->state;
    for (size_t i = 0; i < ip->n; i++) {
        struct contact_fate fate = {0};
        K_TRY(refuse_parts(cx, ip, &p->v[i]));
        if (p->v[i].why.p)
            continue;
        if (p->v[i].group) {
            K_TRY(store_group(cx, ip, p, &p->v[i]));
            continue;
        }
        K_TRY(contact_store(cx, &p->from, &p->v[i], &fate));
        ip->added += fate.added;
        ip->matched += !fate.added;
    }
    return K_OK;
}

/* --- the first entries ------------------------------------------------------------------- */

static k_str first_address(const struct contact *c, const char *network)
{
    for (size_t i = 0; i < c->addresses.n; i++)
        if (k_str_eqz(c->addresses.v[i].network, network))
            return c->addresses.v[i].value;
    return K_S("");
}

static void sample_cards(struct k_arena *a, struct people *p, size_t max, size_t cell,
                         struct import_sample *out)
{
    static const char *const names[] = {"name", "email", "phone", "organization"};
    struct vcard card;
    struct contact c;
    out->format = K_S("vcard");
    for (size_t i = 0; i < 4; i++)
        *k_vec_push(a, &out->columns) =
            (struct import_sample_column){k_str_z(names[i]), K_NONE, K_S("")};
    while (out->rows.n < max && vcards_next(&p->reader, a, &card)) {
        contact_of_card(a, &card, &c);
        k_str *cells = k_new_n(a, k_str, 4);
        cells[0] = c.name;
        cells[1] = first_address(&c, "email");
        cells[2] = first_address(&c, "phone");
        cells[3] = c.jobs.n ? c.jobs.v[0].organization : K_S("");
        for (size_t i = 0; i < 4; i++)
            cells[i] = k_utf8_scrub(a, k_dup(a, k_str_sub(cells[i], 0, cell)));
        *k_vec_push(a, &out->rows) = (struct import_sample_row){cells};
    }
}

static k_err people_sample(struct k_ctx *cx, k_str text, k_str options, size_t max, size_t cell,
                           struct import_sample *out)
{
    struct people p = {0};
    K_TRY(people_options_parse(cx, options, &p.opt));
    K_TRY(open_file(cx, text, &p));
    for (size_t i = 0; i < people_n_presets; i++)
        *k_vec_push(cx->arena, &out->presets) = k_str_z(people_presets[i].name);
    if (p.cards) {
        sample_cards(cx->arena, &p, max, cell, out);
        return K_OK;
    }
    for (size_t i = 0; i < p.table.n; i++)
        *k_vec_push(cx->arena, &out->columns) =
            (struct import_sample_column){k_dup(cx->arena, p.table.v[i].name),
                                          k_str_z(contact_meanings[p.table.v[i].meaning]),
                                          k_dup(cx->arena, p.table.v[i].label)};
    for (size_t m = 0; m < CONTACT_MEANINGS; m++)
        *k_vec_push(cx->arena, &out->meanings) = k_str_z(contact_meanings[m]);
    rows_sample(cx->arena, p.rows, max, cell, out);
    return K_OK;
}

const struct import_kind import_kind_people = {
    .name = "people",
    .doc = "Persons and organizations from address cards (vCard) and tables.",
    .batch = BATCH,
    .personal = true,
    .guess = people_guess,
    .canon = people_canon,
    .open = people_open,
    .fill = people_fill,
    .count = people_count,
    .store = people_store,
    .sample = people_sample,
};
