/* card_make: rows as a card. Pure. */
#include "base/json.h"
#include "import/card_link.h"

struct maker {
    struct k_arena *a;
    const struct card_known *k;
    enum vcard_version v;
    int64_t today;
    struct vcard *out;
    struct card_refs *refs;
    struct card_used used;
};

static const struct k_json *json_of(struct maker *m, k_str text)
{
    const struct k_json *v = NULL;
    if (!text.n || k_json_parse(m->a, text, &v, NULL) != K_OK)
        return NULL;
    return v;
}

static void refer(struct maker *m, enum card_table table, size_t row)
{
    if (m->refs)
        *k_vec_push(m->a, m->refs) = (struct card_ref){m->out->props.n - 1, table, row};
}

static struct vcard_prop *put(struct maker *m, const char *name, k_str text)
{
    return vcard_add(m->a, m->out, name, vcard_escape(m->a, text));
}

/* --- labels ------------------------------------------------------------------------------ */

/* Words that programs know as a TYPE. */
static const char *type_of(k_str word)
{
    static const struct {
        const char *word, *type;
    } types[] = {{"home", "HOME"},   {"work", "WORK"},   {"cell", "CELL"},
                 {"mobile", "CELL"}, {"fax", "FAX"},     {"pager", "PAGER"},
                 {"main", "MAIN"},   {"other", "OTHER"}, {"iphone", "IPHONE"}};
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (k_str_ieq(word, k_str_z(types[i].word)))
            return types[i].type;
    return NULL;
}

/* What a program of Apple has in its own language. */
static bool is_apple_word(k_str label)
{
    static const char *const words[] = {"HomePage", "Anniversary", "Mother",  "Father",
                                        "Parent",   "Brother",     "Sister",  "Child",
                                        "Friend",   "Spouse",      "Partner", "Assistant",
                                        "Manager",  "School",      NULL};
    return k_str_in(label, words);
}

static k_str free_group(struct maker *m)
{
    for (int n = 1;; n++) {
        k_str group = k_fmt(m->a, "item%d", n);
        bool taken = false;
        for (size_t i = 0; i < m->out->props.n; i++)
            taken = taken || k_str_ieq(m->out->props.v[i].group, group);
        if (!taken)
            return group;
    }
}

/* Of the property that was put last. */
static void put_label(struct maker *m, k_str label)
{
    size_t last = m->out->props.n - 1;
    k_str rest = label;
    bool types = true;
    while (rest.n && types)
        types = type_of(k_str_cut(&rest, ' ')) != NULL;
    if (types) {
        for (rest = label; rest.n;)
            vcard_add_param(m->a, &m->out->props.v[last], "TYPE",
                            k_str_z(type_of(k_str_cut(&rest, ' '))));
        return;
    }
    k_str group = free_group(m);
    m->out->props.v[last].group = group;
    if (is_apple_word(label))
        label = k_fmt(m->a, "_$!<%.*s>!$_", K_ARG(label));
    put(m, "X-ABLABEL", label)->group = group;
}

static void labelled(struct maker *m, const char *name, k_str text, k_str label,
                     enum card_table table, size_t row)
{
    put(m, name, text);
    refer(m, table, row);
    put_label(m, label);
}

/* --- who --------------------------------------------------------------------------------- */

k_str card_uid(struct k_arena *a, const struct sq_card_persons_row *p)
{
    return p->uid.n ? p->uid : k_fmt(a, "kith-%lld", (long long)p->id);
}

/* Whether the parts are of the name that is shown: it may have been changed since. */
static bool is_name_of(const struct k_json *parts, k_str name)
{
    k_str given = k_json_get_str(parts, "given"), family = k_json_get_str(parts, "family");
    return (given.n || family.n) && (!given.n || k_str_ifind(name, given) >= 0) &&
           (!family.n || k_str_ifind(name, family) >= 0);
}

static k_str parts_text(struct maker *m, const struct k_json *parts, const char *const *names,
                        size_t n)
{
    struct k_buf b;
    k_buf_init(&b, m->a, 4 * VCARD_LINE);
    for (size_t i = 0; i < n; i++) {
        if (i)
            k_buf_chr(&b, ';');
        k_str s = k_json_get_str(parts, names[i]);
        k_buf_str(&b, vcard_escape(m->a, s.p ? s : K_S("")));
    }
    return k_buf_view(&b);
}

/* The last word is taken for the family name where nobody said better. */
static k_str split_name(struct maker *m, k_str name)
{
    size_t cut = name.n;
    while (cut > 0 && name.p[cut - 1] != ' ')
        cut--;
    k_str family = cut ? k_str_from(name, cut) : K_S("");
    k_str given = cut ? k_str_trim(k_str_sub(name, 0, cut)) : name;
    return k_fmt(m->a, "%.*s;%.*s;;;", K_ARG(vcard_escape(m->a, family)),
                 K_ARG(vcard_escape(m->a, given)));
}

static void put_name(struct maker *m)
{
    static const char *const names[] = {"family", "given", "middle", "prefix", "suffix"};
    k_str name = m->k->person.name;
    put(m, "FN", name);
    if (k_str_eqz(m->k->person.kind, "organization")) {
        vcard_add(m->a, m->out, "N", K_S(";;;;"));
        return;
    }
    for (size_t i = 0; i < m->k->data.n; i++) {
        const struct sq_card_data_row *d = &m->k->data.v[i];
        const struct k_json *parts = k_str_eqz(d->kind, "name") ? json_of(m, d->parts) : NULL;
        if (!parts || !is_name_of(parts, name))
            continue;
        vcard_add(m->a, m->out, "N", parts_text(m, parts, names, 5));
        refer(m, CARD_DATUM, i);
        return;
    }
    vcard_add(m->a, m->out, "N", split_name(m, name));
}

static void put_kind(struct maker *m)
{
    if (!k_str_eqz(m->k->person.kind, "organization"))
        return;
    if (m->v == VCARD_40)
        vcard_add(m->a, m->out, "KIND", K_S("org"));
    else
        vcard_add(m->a, m->out, "X-ABSHOWAS", K_S("COMPANY"));
}

/* --- where they work --------------------------------------------------------------------- */

/* The one other row of this label; -1 when there is none or more than one. */
static ptrdiff_t only_other(const struct maker *m, const char *label)
{
    ptrdiff_t found = -1;
    for (size_t i = 0; i < m->k->data.n; i++) {
        const struct sq_card_data_row *d = &m->k->data.v[i];
        if (!k_str_eqz(d->kind, "other") || !k_str_eqz(d->label, label))
            continue;
        if (found >= 0)
            return -1;
        found = (ptrdiff_t)i;
    }
    return found;
}

static const struct sq_card_roles_row *main_role(const struct maker *m, size_t *row)
{
    const struct sq_card_roles_row *best = NULL;
    for (size_t i = 0; i < m->k->roles.n; i++) {
        const struct sq_card_roles_row *r = &m->k->roles.v[i];
        bool over = r->to_day && r->to_day <= m->today;
        if (over || (best && r->from_day < best->from_day))
            continue;
        best = r;
        *row = i;
    }
    return best;
}

static void put_job(struct maker *m)
{
    size_t row = 0;
    const struct sq_card_roles_row *r = main_role(m, &row);
    bool company = k_str_eqz(m->k->person.kind, "organization");
    ptrdiff_t unit = only_other(m, "department"), title = only_other(m, "job title");
    if (r || company) {
        k_str org = vcard_escape(m->a, r && !company ? r->organization : m->k->person.name);
        if (unit >= 0)
            org = k_fmt(m->a, "%.*s;%.*s", K_ARG(org),
                        K_ARG(vcard_escape(m->a, m->k->data.v[unit].value)));
        vcard_add(m->a, m->out, "ORG", org);
        if (unit >= 0)
            refer(m, CARD_DATUM, (size_t)unit);
        if (r && !company)
            refer(m, CARD_ROLE, row);
    }
    if (r && !company && r->title.n) {
        put(m, "TITLE", r->title);
        refer(m, CARD_ROLE, row);
    } else if (!r && title >= 0) {
        put(m, "TITLE", m->k->data.v[title].value);
        refer(m, CARD_DATUM, (size_t)title);
    }
}

/* --- addresses --------------------------------------------------------------------------- */

static void put_profile(struct maker *m, const struct sq_card_identities_row *r, size_t row)
{
    bool chat = k_str_eqz(r->network, "xmpp") || k_str_eqz(r->network, "sip");
    if (!r->handle.n)
        return;
    if (chat) {
        put(m, "IMPP", k_fmt(m->a, "%.*s:%.*s", K_ARG(r->network), K_ARG(r->handle)));
        refer(m, CARD_IDENTITY, row);
        put_label(m, r->label);
        return;
    }
    k_str url = r->url.n ? r->url : k_cat(m->a, K_S("x-apple:"), r->handle);
    struct vcard_prop *p = put(m, "X-SOCIALPROFILE", url);
    vcard_add_param(m->a, p, "TYPE", r->network);
    vcard_add_param(m->a, p, "X-USER", r->handle);
    refer(m, CARD_IDENTITY, row);
}

static void put_identity(struct maker *m, size_t row)
{
    const struct sq_card_identities_row *r = &m->k->identities.v[row];
    k_str value = r->handle.n ? r->handle : r->native_id;
    if (k_str_eqz(r->network, "email"))
        labelled(m, "EMAIL", value, r->label, CARD_IDENTITY, row);
    else if (k_str_eqz(r->network, "phone"))
        labelled(m, "TEL", value, r->label, CARD_IDENTITY, row);
    else if (k_str_eqz(r->network, "web"))
        labelled(m, "URL", r->url.n ? r->url : value, r->label, CARD_IDENTITY, row);
    else
        put_profile(m, r, row);
}

/* --- data -------------------------------------------------------------------------------- */

static void data_email(struct maker *m, size_t row)
{
    labelled(m, "EMAIL", m->k->data.v[row].value, m->k->data.v[row].label, CARD_DATUM, row);
}

static void data_phone(struct maker *m, size_t row)
{
    labelled(m, "TEL", m->k->data.v[row].value, m->k->data.v[row].label, CARD_DATUM, row);
}

static void data_url(struct maker *m, size_t row)
{
    labelled(m, "URL", m->k->data.v[row].value, m->k->data.v[row].label, CARD_DATUM, row);
}

/* A property as it was, kept in the parts of a row. */
static bool put_kept(struct maker *m, size_t row, const struct k_json *parts)
{
    struct vcard_prop p;
    k_str line = k_json_get_str(parts, "card");
    if (!line.n || !vcard_read_prop(m->a, line, &p))
        return false;
    *k_vec_push(m->a, &m->out->props) = p;
    refer(m, CARD_DATUM, row);
    return true;
}

static void data_postal(struct maker *m, size_t row)
{
    static const char *const names[] = {"box",    "extended", "street", "city",
                                        "region", "code",     "country"};
    const struct sq_card_data_row *d = &m->k->data.v[row];
    const struct k_json *parts = json_of(m, d->parts);
    if (put_kept(m, row, parts))
        return;
    k_str value = parts ? parts_text(m, parts, names, 7)
                        : k_fmt(m->a, ";;%.*s;;;;", K_ARG(vcard_escape(m->a, d->value)));
    vcard_add(m->a, m->out, "ADR", value);
    refer(m, CARD_DATUM, row);
    put_label(m, d->label);
}

static k_str digits_only(struct k_arena *a, k_str s)
{
    struct k_buf b;
    k_buf_init(&b, a, 64);
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] >= '0' && s.p[i] <= '9')
            k_buf_chr(&b, s.p[i]);
    return k_buf_view(&b);
}

/* 4.0 writes days without dashes; 3.0 knows none without a year, but for Apple's way. */
static void put_day(struct maker *m, const char *name, size_t row)
{
    k_str day = m->k->data.v[row].value;
    bool no_year = day.n == 7 && k_str_starts(day, K_S("--"));
    if (m->v == VCARD_40 && no_year)
        put(m, name, k_cat(m->a, K_S("--"), digits_only(m->a, day)));
    else if (m->v == VCARD_40 && day.n == 10)
        put(m, name, digits_only(m->a, day));
    else if (no_year)
        vcard_add_param(m->a, put(m, name, k_cat(m->a, K_S("1604"), k_str_from(day, 1))),
                        "X-APPLE-OMIT-YEAR", K_S("1604"));
    else
        put(m, name, day);
    refer(m, CARD_DATUM, row);
}

static void data_birthday(struct maker *m, size_t row)
{
    if (!vcard_first(m->out, "BDAY"))
        put_day(m, "BDAY", row);
}

static void data_anniversary(struct maker *m, size_t row)
{
    if (!vcard_first(m->out, "ANNIVERSARY") && !m->k->data.v[row].label.n)
        put_day(m, m->v == VCARD_40 ? "ANNIVERSARY" : "X-ANNIVERSARY", row);
}

static void data_nickname(struct maker *m, size_t row)
{
    if (vcard_first(m->out, "NICKNAME"))
        return; /* phones have room for one */
    put(m, "NICKNAME", m->k->data.v[row].value);
    refer(m, CARD_DATUM, row);
}

static void data_language(struct maker *m, size_t row)
{
    labelled(m, "LANG", m->k->data.v[row].value, m->k->data.v[row].label, CARD_DATUM, row);
}

static void data_zone(struct maker *m, size_t row)
{
    struct vcard_prop *p = put(m, "TZ", m->k->data.v[row].value);
    if (m->v != VCARD_40)
        vcard_add_param(m->a, p, "VALUE", K_S("text"));
    refer(m, CARD_DATUM, row);
}

static void data_pronouns(struct maker *m, size_t row)
{
    put(m, "PRONOUNS", m->k->data.v[row].value);
    refer(m, CARD_DATUM, row);
}

static void data_category(struct maker *m, size_t row)
{
    struct vcard_prop *p = NULL;
    k_str text = vcard_escape(m->a, m->k->data.v[row].value);
    for (size_t i = 0; i < m->out->props.n; i++)
        if (k_str_eqz(m->out->props.v[i].name, "CATEGORIES"))
            p = &m->out->props.v[i];
    if (!p) {
        vcard_add(m->a, m->out, "CATEGORIES", text);
        refer(m, CARD_DATUM, row);
        return;
    }
    p->value = k_fmt(m->a, "%.*s,%.*s", K_ARG(p->value), K_ARG(text));
    if (m->refs)
        *k_vec_push(m->a, m->refs) =
            (struct card_ref){(size_t)(p - m->out->props.v), CARD_DATUM, row};
}

static void data_other(struct maker *m, size_t row)
{
    const struct sq_card_data_row *d = &m->k->data.v[row];
    k_str name = contact_property(d->label);
    if (put_kept(m, row, json_of(m, d->parts)) || !name.n)
        return;
    if (k_str_istarts(d->value, K_S("data:")))
        vcard_add(m->a, m->out, k_dupz(m->a, name), d->value);
    else
        put(m, k_dupz(m->a, name), d->value);
    refer(m, CARD_DATUM, row);
}

static const struct {
    const char *kind;
    void (*put)(struct maker *m, size_t row);
} data_rows[] = {
    {"email", data_email},       {"phone", data_phone},       {"url", data_url},
    {"postal", data_postal},     {"birthday", data_birthday}, {"anniversary", data_anniversary},
    {"nickname", data_nickname}, {"language", data_language}, {"timezone", data_zone},
    {"pronouns", data_pronouns}, {"category", data_category}, {"other", data_other},
};

static void put_data(struct maker *m)
{
    for (size_t k = 0; k < sizeof data_rows / sizeof *data_rows; k++)
        for (size_t i = 0; i < m->k->data.n; i++)
            if (!m->used.data[i] && k_str_eqz(m->k->data.v[i].kind, data_rows[k].kind))
                data_rows[k].put(m, i);
}

/* All notes in one: phones have room for one. */
static void put_note(struct maker *m)
{
    struct k_buf b;
    k_buf_init(&b, m->a, VCARD_LINE);
    for (size_t i = 0; i < m->k->data.n; i++) {
        if (!k_str_eqz(m->k->data.v[i].kind, "note"))
            continue;
        if (b.n)
            k_buf_str(&b, K_S("\n\n"));
        k_buf_str(&b, m->k->data.v[i].value);
    }
    if (b.n && k_buf_ok(&b))
        put(m, "NOTE", k_buf_view(&b));
}

/* --- the form in which a client wrote it -------------------------------------------------- */

static void put_form(struct maker *m)
{
    struct vcard form;
    struct vcards r = vcards_open(m->k->person.text);
    struct card_refs refs = {0};
    if (!m->k->person.text.n || !vcards_next(&r, m->a, &form))
        return;
    bool *linked = k_new_n(m->a, bool, form.props.n + 1);
    size_t *place = k_new_n(m->a, size_t, form.props.n + 1);
    card_link(m->a, m->k, &m->used, &form, linked, &refs);
    for (size_t i = 0; i < form.props.n; i++) {
        if (!linked[i])
            continue;
        place[i] = m->out->props.n;
        *k_vec_push(m->a, &m->out->props) = form.props.v[i];
    }
    for (size_t i = 0; m->refs && i < refs.n; i++) {
        refs.v[i].prop = place[refs.v[i].prop];
        *k_vec_push(m->a, m->refs) = refs.v[i];
    }
}

k_str card_form(struct k_arena *a, const struct card_known *k, const struct vcard *card)
{
    struct card_refs refs = {0};
    struct card_used used;
    struct vcard kept = {.version = card->version};
    struct k_buf b;
    bool *linked = k_new_n(a, bool, card->props.n + 1);
    card_used_init(a, k, &used);
    card_link(a, k, &used, card, linked, &refs);
    for (size_t i = 0; i < refs.n; i++) {
        const struct card_ref *r = &refs.v[i];
        k_id owner = r->table == CARD_IDENTITY ? k->identities.v[r->row].owner_id
                                               : k->data.v[r->row].owner_id;
        if (owner != k->person.owner_id)
            linked[r->prop] = false;
    }
    for (size_t i = 0; i < card->props.n; i++)
        if (linked[i])
            *k_vec_push(a, &kept.props) = card->props.v[i];
    k_buf_init(&b, a, 256 * 1024);
    vcard_write(a, &kept, card->version == VCARD_40 ? VCARD_40 : VCARD_30, &b);
    return kept.props.n && k_buf_ok(&b) ? k_buf_view(&b) : K_NONE;
}

void card_make(struct k_arena *a, const struct card_known *k, enum vcard_version v,
               int64_t today, struct vcard *out, struct card_refs *refs)
{
    struct maker m = {.a = a, .k = k, .v = v, .today = today, .out = out, .refs = refs};
    *out = (struct vcard){.version = v};
    if (refs)
        *refs = (struct card_refs){0};
    card_used_init(a, k, &m.used);
    put(&m, "UID", card_uid(a, &k->person));
    put_kind(&m);
    put_name(&m);
    put_job(&m);
    put_form(&m);
    for (size_t i = 0; i < k->identities.n; i++)
        if (!m.used.identities[i])
            put_identity(&m, i);
    put_data(&m);
    put_note(&m);
}
