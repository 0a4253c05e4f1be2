/* contact_row: what the cells of a row say. Pure. */
#include "base/json.h"
#include "base/utf8.h"
#include "import/contact.h"

enum { NUMBERS = 64 }; /* postal addresses of a row */

/* Columns of one address go together by their label and number. */
struct place {
    k_str label;
    int number;
    k_str part[5]; /* street, city, region, code, country */
    k_str whole;
};
struct row {
    struct k_arena *a;
    const struct contact_table *t;
    const k_str *cells;
    struct contact *c;
    k_str name[6]; /* whole, given, family, middle, prefix, suffix */
    struct contact_job job;
    k_str network, handle, kind;
    int64_t followers;
    struct place places[NUMBERS];
    size_t n_places;
};

void contact_table_of(struct k_arena *a, const k_str *names, size_t n,
                      struct contact_table *out)
{
    size_t titles = 0;
    *out = (struct contact_table){.v = k_new_n(a, struct contact_column, n + 1),
                                  .n = n,
                                  .system = K_S(""),
                                  .network = K_S("")};
    for (size_t i = 0; i < n; i++) {
        out->v[i] = contact_column_of(a, names[i]);
        titles += out->v[i].meaning == CONTACT_TITLE;
    }
    /* Beside a "Job Title", "Title" is Dr. or Ms. */
    for (size_t i = 0; titles > 1 && i < n; i++)
        if (out->v[i].meaning == CONTACT_TITLE && k_str_ieq(names[i], K_S("Title")))
            out->v[i].meaning = CONTACT_PREFIX;
}

static void other(struct row *r, k_str label, k_str value)
{
    contact_datum(r->a, r->c,
                  &(struct contact_datum){.kind = K_S("other"),
                                          .label = label.n ? label : K_S("other"),
                                          .value = value,
                                          .line = r->c->line});
}

/* A second value where there is room for one stays under its column's name. */
static void set(struct row *r, k_str *to, const struct contact_column *col, k_str value)
{
    if (!to->n)
        *to = value;
    else if (!k_str_eq(*to, value))
        other(r, col->name, value);
}

/* The label that a "... Type" column of the same number gives. */
static k_str label_of(const struct row *r, const struct contact_column *col)
{
    for (size_t i = 0; col->stem.n && i < r->t->n; i++) {
        const struct contact_column *l = &r->t->v[i];
        if (l->meaning != CONTACT_LABEL || l->number != col->number ||
            !k_str_eq(l->stem, col->stem) || !r->cells[i].n ||
            contact_is_filler(r->a, l->name, r->cells[i]))
            continue;
        k_str label = r->cells[i];
        return k_str_starts(label, K_S("* ")) ? k_str_trim(k_str_from(label, 2)) : label;
    }
    return col->label;
}

/* Whether a label has a value to speak of. */
static bool label_is_used(const struct row *r, const struct contact_column *label)
{
    for (size_t i = 0; label->stem.n && i < r->t->n; i++) {
        const struct contact_column *c = &r->t->v[i];
        bool takes = c->meaning == CONTACT_EMAIL || c->meaning == CONTACT_PHONE ||
                     c->meaning == CONTACT_WEB || c->meaning == CONTACT_OTHER ||
                     (c->meaning >= CONTACT_ADDRESS && c->meaning <= CONTACT_COUNTRY);
        if (takes && c->number == label->number && k_str_eq(c->stem, label->stem) &&
            r->cells[i].n)
            return true;
    }
    return false;
}

/* --- several values in a cell ------------------------------------------------------------ */

/* Cuts the next value: at ::: (Google), ~~~ (Zammad), line ends, and `also`. */
static k_str cut_value(k_str *rest, char also)
{
    for (size_t i = 0; i < rest->n; i++) {
        k_str tail = k_str_from(*rest, i);
        size_t n = k_str_starts(tail, K_S(":::")) || k_str_starts(tail, K_S("~~~")) ? 3
                   : tail.p[0] == '\n' || (also && tail.p[0] == also)               ? 1
                                                                                    : 0;
        if (!n)
            continue;
        k_str one = k_str_sub(*rest, 0, i);
        *rest = k_str_from(*rest, i + n);
        return k_str_trim(one);
    }
    k_str one = *rest;
    *rest = K_NONE;
    return k_str_trim(one);
}

typedef void (*row_value)(struct row *r, const struct contact_column *col, k_str value,
                          k_str label);

/* A JSON array of texts, as Twenty writes further values. */
static bool json_values(struct row *r, const struct contact_column *col, k_str cell,
                        row_value take)
{
    const struct k_json *doc, *v;
    if (!k_str_starts(cell, K_S("[")) || k_json_parse(r->a, cell, &doc, NULL) != K_OK ||
        !k_json_is_array(doc))
        return false;
    k_json_each (i, v, doc) {
        k_str text = k_json_is_str(v) ? k_json_str(v) : k_json_text(r->a, v);
        if (text.n)
            take(r, col, text, label_of(r, col));
    }
    return true;
}

static void each_value(struct row *r, const struct contact_column *col, k_str cell, char also,
                       row_value take)
{
    if (json_values(r, col, cell, take))
        return;
    while (cell.p) {
        k_str one = cut_value(&cell, also);
        if (one.n)
            take(r, col, one, label_of(r, col));
    }
}

static void one_address(struct row *r, const struct contact_column *col, k_str value,
                        k_str label)
{
    const char *network = col->meaning == CONTACT_EMAIL ? "email" : "phone";
    contact_address(r->a, r->c,
                    &(struct contact_address){.network = k_str_z(network),
                                              .value = value,
                                              .label = label,
                                              .followers = -1,
                                              .line = r->c->line});
}

static void one_url(struct row *r, const struct contact_column *col, k_str value, k_str label)
{
    contact_url(r->a, r->c, value, label, r->c->line);
}

static void one_category(struct row *r, const struct contact_column *col, k_str value,
                         k_str label)
{
    if (k_str_starts(value, K_S("* ")))
        value = k_str_trim(k_str_from(value, 2));
    contact_datum(
        r->a, r->c,
        &(struct contact_datum){
            .kind = K_S("category"), .label = K_S(""), .value = value, .line = r->c->line});
}

/* --- cells ------------------------------------------------------------------------------- */

static struct place *place_of(struct row *r, const struct contact_column *col)
{
    int number = k_str_eqz(col->stem, "street") || k_str_ends(col->stem, K_S("street")) ||
                         k_str_eqz(col->stem, "addressaddress") ||
                         k_str_eqz(col->stem, "addressline")
                     ? 0 /* "Street 2" is a second line */
                     : col->number;
    k_str label = label_of(r, col);
    for (size_t i = 0; i < r->n_places; i++)
        if (r->places[i].number == number && k_str_eq(r->places[i].label, label))
            return &r->places[i];
    if (r->n_places == NUMBERS)
        return NULL;
    r->places[r->n_places] = (struct place){.label = label, .number = number};
    return &r->places[r->n_places++];
}

static void take_place(struct row *r, const struct contact_column *col, k_str value)
{
    struct place *p = place_of(r, col);
    if (!p) {
        other(r, col->name, value);
        return;
    }
    k_str *to =
        col->meaning == CONTACT_ADDRESS ? &p->whole : &p->part[col->meaning - CONTACT_STREET];
    if (to->n && !k_str_eq(*to, value))
        *to = k_fmt(r->a, "%.*s, %.*s", K_ARG(*to), K_ARG(value));
    else
        *to = value;
}

static void take_datum(struct row *r, const struct contact_column *col, const char *kind,
                       k_str value)
{
    contact_datum(
        r->a, r->c,
        &(struct contact_datum){
            .kind = k_str_z(kind), .label = col->label, .value = value, .line = r->c->line});
}

/* "3.5.1975" and "13/5/1975" as 1975-05-03 and 1975-05-13. What may be two days stays as it is.
 */
static k_str date_of(struct k_arena *a, k_str value)
{
    char mark = k_str_chr(value, '.') > 0 ? '.' : '/';
    k_str rest = value;
    int64_t day, month, year;
    k_str first = k_str_cut(&rest, mark), second = k_str_cut(&rest, mark);
    if (!k_str_i64(first, &day) || !k_str_i64(second, &month) || rest.n != 4 ||
        !k_str_i64(rest, &year))
        return value;
    if (mark == '/' && day <= 12 && month > 12) {
        int64_t other = day;
        day = month;
        month = other;
    }
    bool clear = mark == '.' || day > 12 || day == month;
    if (!clear || day < 1 || day > 31 || month < 1 || month > 12 || year < 1000)
        return value;
    return k_fmt(a, "%04lld-%02lld-%02lld", (long long)year, (long long)month, (long long)day);
}

static void take_followers(struct row *r, const struct contact_column *col, k_str value)
{
    int64_t n;
    if (k_str_i64(value, &n) && n >= 0)
        r->followers = n;
    else
        other(r, col->name, value);
}

static void take_uid(struct row *r, const struct contact_column *col, k_str value)
{
    if (r->c->uid.n || value.n > 300)
        other(r, col->name, value);
    else
        r->c->uid = r->t->system.n ? k_fmt(r->a, "%.*s:%.*s", K_ARG(r->t->system), K_ARG(value))
                                   : value;
}

static void take_plain(struct row *r, const struct contact_column *col, k_str value)
{
    switch (col->meaning) {
    case CONTACT_BIRTHDAY:
    case CONTACT_ANNIVERSARY:
        take_datum(r, col, contact_meanings[col->meaning], date_of(r->a, value));
        return;
    case CONTACT_NICKNAME:
    case CONTACT_SPELLING:
    case CONTACT_LANGUAGE:
    case CONTACT_TIMEZONE:
    case CONTACT_PRONOUNS:
    case CONTACT_NOTE:
        take_datum(r, col, contact_meanings[col->meaning], value);
        return;
    case CONTACT_ORGANIZATION:
        set(r, &r->job.organization, col, value);
        return;
    case CONTACT_TITLE:
        set(r, &r->job.title, col, value);
        return;
    case CONTACT_DEPARTMENT:
        other(r, K_S("department"), value);
        return;
    case CONTACT_DOMAIN:
        set(r, &r->c->domain, col, value);
        return;
    case CONTACT_NETWORK:
        set(r, &r->network, col, value);
        return;
    case CONTACT_HANDLE:
        set(r, &r->handle, col, value);
        return;
    case CONTACT_KIND:
        set(r, &r->kind, col, value);
        return;
    case CONTACT_LABEL:
        if (!label_is_used(r, col))
            other(r, col->name, value);
        return;
    default: {
        k_str label =
            label_of(r, col); /* "Custom Field 1 - Value" is called as its Type says */
        other(r, label.n ? label : col->name, value);
    }
    }
}

static void take_cell(struct row *r, const struct contact_column *col, k_str value)
{
    enum contact_meaning m = col->meaning;
    if (m == CONTACT_NONE)
        return;
    if (m >= CONTACT_NAME && m <= CONTACT_SUFFIX)
        set(r, &r->name[m - CONTACT_NAME], col, value);
    else if (m == CONTACT_EMAIL)
        each_value(r, col, value, k_str_chr(value, ';') > 0 ? ';' : ',', one_address);
    else if (m == CONTACT_PHONE)
        each_value(r, col, value, 0, one_address);
    else if (m == CONTACT_WEB)
        each_value(r, col, value, 0, one_url);
    else if (m == CONTACT_CATEGORY)
        each_value(r, col, value, k_str_chr(value, ';') > 0 ? ';' : ',', one_category);
    else if (m == CONTACT_ACCOUNT)
        contact_handle(r->a, r->c, col->label, value, K_NONE, K_S(""), r->c->line);
    else if (m >= CONTACT_ADDRESS && m <= CONTACT_COUNTRY)
        take_place(r, col, value);
    else if (m == CONTACT_FOLLOWERS)
        take_followers(r, col, value);
    else if (m == CONTACT_UID)
        take_uid(r, col, value);
    else
        take_plain(r, col, value);
}

/* --- what the cells are together --------------------------------------------------------- */

static void part(struct k_jw *w, const char *key, k_str value)
{
    if (!value.n)
        return;
    kw_key(w, key);
    kw_str(w, value);
}

static void settle_places(struct row *r)
{
    static const char *const names[] = {"street", "city", "region", "code", "country"};
    static const size_t order[] = {0, 3, 1, 2, 4};
    for (size_t i = 0; i < r->n_places; i++) {
        struct place *p = &r->places[i];
        struct k_buf json, text;
        k_buf_init(&json, r->a, 1 << 20);
        k_buf_init(&text, r->a, 1 << 20);
        struct k_jw w = k_jw(&json);
        kw_obj(&w);
        for (size_t k = 0; k < 5; k++)
            part(&w, names[k], p->part[k]);
        part(&w, "whole", p->whole);
        kw_end(&w);
        k_buf_str(&text, p->whole);
        for (size_t k = 0; !p->whole.n && k < 5; k++) {
            if (p->part[order[k]].n && text.n)
                k_buf_str(&text, K_S(", "));
            k_buf_str(&text, p->part[order[k]]);
        }
        contact_datum(r->a, r->c,
                      &(struct contact_datum){.kind = K_S("postal"),
                                              .label = p->label,
                                              .value = k_buf_view(&text),
                                              .parts = k_buf_view(&json),
                                              .line = r->c->line});
    }
}

static void settle_name(struct row *r)
{
    static const size_t order[] = {4, 1, 3, 2, 5};
    static const char *const keys[] = {"", "given", "family", "middle", "prefix", "suffix"};
    struct k_buf text, json;
    bool parts = false;
    k_buf_init(&text, r->a, 1 << 20);
    k_buf_init(&json, r->a, 1 << 20);
    struct k_jw w = k_jw(&json);
    kw_obj(&w);
    for (size_t i = 0; i < 5; i++) {
        k_str s = r->name[order[i]];
        if (s.n && text.n)
            k_buf_chr(&text, ' ');
        k_buf_str(&text, s);
        parts = parts || s.n;
        part(&w, keys[order[i]], s);
    }
    kw_end(&w);
    r->c->name = r->name[0].n ? r->name[0] : k_buf_view(&text);
    if (parts)
        contact_datum(r->a, r->c,
                      &(struct contact_datum){.kind = K_S("name"),
                                              .label = K_S(""),
                                              .value = k_buf_view(&text),
                                              .parts = k_buf_view(&json),
                                              .line = r->c->line});
}

static void settle_handle(struct row *r)
{
    k_str network = r->network.n ? r->network : r->t->network;
    size_t before = r->c->addresses.n;
    if (!r->handle.n) {
        if (r->network.n)
            other(r, K_S("network"), r->network);
        return;
    }
    if (!network.n && k_str_chr(r->handle, '@') > 0)
        network = K_S("email");
    if (!contact_network(r->a, network).n) {
        other(r, K_S("handle"), r->handle);
        if (r->network.n)
            other(r, K_S("network"), r->network);
        return;
    }
    contact_handle(r->a, r->c, network, r->handle, K_NONE, K_S(""), r->c->line);
    if (r->c->addresses.n > before)
        r->c->addresses.v[before].followers = r->followers;
}

static void settle_kind(struct row *r)
{
    struct contact *c = r->c;
    bool job = r->job.organization.n || r->job.title.n;
    bool said = k_str_ieq(r->kind, K_S("organization")) || k_str_ieq(r->kind, K_S("company"));
    if (r->kind.n && !said && !k_str_ieq(r->kind, K_S("person")))
        other(r, K_S("kind"), r->kind);
    if (said || (!c->name.n && r->job.organization.n && !r->handle.n)) {
        c->organization = true;
        if (!c->name.n) {
            c->name = r->job.organization;
            r->job.organization = K_S("");
            job = r->job.title.n > 0;
        }
    }
    if (job)
        *k_vec_push(r->a, &c->jobs) = r->job;
}

/* Without a name, the first address says who it is. */
static void settle_nameless(struct contact *c)
{
    if (!c->name.n && c->addresses.n)
        c->name = c->addresses.v[0].value;
    if (!c->name.n && !c->why.p)
        c->why = K_S("There is no name and no address in this row.");
}

void contact_of_row(struct k_arena *a, const struct contact_table *t, const k_str *cells,
                    struct contact *out)
{
    struct row r = {.a = a, .t = t, .cells = cells, .c = out, .followers = -1};
    r.job = (struct contact_job){K_S(""), K_S(""), K_S("")};
    out->uid = out->domain = out->name = K_S("");
    if (out->why.p)
        return;
    for (size_t i = 0; i < t->n; i++) {
        k_str value = k_str_trim(k_utf8_scrub(a, cells[i]));
        if (value.n && !contact_is_filler(a, t->v[i].name, value))
            take_cell(&r, &t->v[i], value);
    }
    settle_name(&r);
    settle_places(&r);
    settle_handle(&r);
    if (r.followers >= 0 && !r.handle.n)
        other(&r, K_S("followers"), k_fmt(a, "%lld", (long long)r.followers));
    settle_kind(&r);
    settle_nameless(out);
}
