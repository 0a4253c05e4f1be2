/* contact_card: what the properties of a card say. One row a property; a property without a row
 * is kept under its name. Pure. */
#include "base/json.h"
#include "base/utf8.h"
#include "import/contact.h"

struct card {
    struct k_arena *a;
    const struct vcard *card;
    struct contact *c;
};
typedef void (*card_take)(struct card *k, const struct vcard_prop *p, const char *arg);

static k_str text_of(const struct card *k, const struct vcard_prop *p)
{
    return k_str_trim(vcard_text(k->a, p->value));
}

/* The property as a line, for what its datum does not say. */
static k_str line_of(struct k_arena *a, const struct vcard_prop *p)
{
    struct k_buf b;
    k_buf_init(&b, a, 2 * VCARD_LINE);
    vcard_write_prop(p, VCARD_40, &b);
    return k_buf_view(&b);
}

static k_str parts_of_line(const struct card *k, const struct vcard_prop *p)
{
    struct k_buf b;
    k_buf_init(&b, k->a, 4 * VCARD_LINE);
    struct k_jw w = k_jw(&b);
    kw_obj(&w);
    kw_key(&w, "card");
    kw_str(&w, line_of(k->a, p));
    kw_end(&w);
    return k_buf_view(&b);
}

static void add(struct card *k, const struct vcard_prop *p, const char *kind, k_str label,
                k_str value, k_str parts)
{
    if (value.n)
        contact_datum(k->a, k->c,
                      &(struct contact_datum){.kind = k_str_z(kind),
                                              .label = label,
                                              .value = value,
                                              .parts = parts,
                                              .line = p->line});
}

/* --- what each property says ------------------------------------------------------------- */

/* The label of another property of its group, which has taken it already. */
static bool is_label(const struct card *k, const struct vcard_prop *p)
{
    bool others = false;
    for (size_t i = 0; p->group.n && i < k->card->props.n; i++) {
        const struct vcard_prop *q = &k->card->props.v[i];
        others = others || (q != p && k_str_ieq(q->group, p->group));
    }
    return others && k_str_eqz(p->name, "X-ABLABEL");
}

/* Kept under its name, whole where it has parameters. */
static void take_other(struct card *k, const struct vcard_prop *p, const char *label)
{
    k_str name = k_str_z(label), own = p->group.n ? vcard_label(k->a, k->card, p) : K_NONE;
    if (is_label(k, p))
        return;
    if (!name.n)
        name = own.n ? own : p->name;
    add(k, p, "other", name, text_of(k, p),
        p->params.n || p->group.n ? parts_of_line(k, p) : K_NONE);
}

static void take_datum(struct card *k, const struct vcard_prop *p, const char *kind)
{
    add(k, p, kind, vcard_label(k->a, k->card, p), text_of(k, p), K_NONE);
}

static void take_list(struct card *k, const struct vcard_prop *p, const char *kind)
{
    struct vcard_list list = vcard_split(k->a, p->value, ',');
    for (size_t i = 0; i < list.n; i++)
        add(k, p, kind, K_S(""), k_str_trim(vcard_text(k->a, list.v[i])), K_NONE);
}

/* 19800322, 1980-03-22T00:00:00Z, --0203 as 1980-03-22 and --02-03; else as it is. */
static k_str date_of(struct k_arena *a, k_str s)
{
    size_t digits = 0;
    ptrdiff_t t = k_str_chr(s, 'T');
    k_str day = t > 0 ? k_str_sub(s, 0, (size_t)t) : s;
    for (size_t i = 0; i < day.n; i++)
        digits += day.p[i] >= '0' && day.p[i] <= '9';
    if (digits == 8 && day.n == 8)
        return k_fmt(a, "%.4s-%.2s-%.2s", day.p, day.p + 4, day.p + 6);
    if (digits == 4 && day.n == 6 && k_str_starts(day, K_S("--")))
        return k_fmt(a, "--%.2s-%.2s", day.p + 2, day.p + 4);
    return digits == 8 && day.n == 10 ? day : s;
}

static void take_date(struct card *k, const struct vcard_prop *p, const char *kind)
{
    k_str text = text_of(k, p), day = date_of(k->a, text);
    k_str no_year = vcard_param(p, "X-APPLE-OMIT-YEAR");
    if (no_year.n == 4 && day.n == 10 && k_str_starts(day, no_year)) {
        add(k, p, kind, K_S(""), k_cat(k->a, K_S("-"), k_str_from(day, 4)), K_NONE);
        return;
    }
    add(k, p, kind, K_S(""), day, k_str_eq(day, text) ? K_NONE : parts_of_line(k, p));
}

static void take_abdate(struct card *k, const struct vcard_prop *p, const char *arg)
{
    k_str label = vcard_label(k->a, k->card, p), text = text_of(k, p);
    bool kept = k_str_ieq(label, K_S("Anniversary"));
    add(k, p, kept ? "anniversary" : "other", kept || label.n ? label : K_S("date"),
        date_of(k->a, text), K_NONE);
}

static void part(struct k_jw *w, const char *key, k_str value)
{
    if (!value.n)
        return;
    kw_key(w, key);
    kw_str(w, value);
}

/* A structured value as JSON with these names of its parts. */
static k_str parts_json(const struct card *k, const struct vcard_prop *p,
                        const char *const *names, size_t n)
{
    struct k_buf b;
    struct vcard_list list = vcard_split(k->a, p->value, ';');
    k_buf_init(&b, k->a, 4 * VCARD_LINE);
    struct k_jw w = k_jw(&b);
    kw_obj(&w);
    for (size_t i = 0; i < n && i < list.n; i++)
        part(&w, names[i], k_str_trim(vcard_text(k->a, list.v[i])));
    if (list.n > n) /* more parts than the standard knows */
        part(&w, "card", line_of(k->a, p));
    kw_end(&w);
    return k_buf_view(&b);
}

static void take_n(struct card *k, const struct vcard_prop *p, const char *arg)
{
    static const char *const names[] = {"family", "given", "middle", "prefix", "suffix"};
    struct vcard only = {.version = k->card->version};
    *k_vec_push(k->a, &only.props) = *p;
    add(k, p, "name", K_S(""), vcard_name(k->a, &only), parts_json(k, p, names, 5));
}

static void take_fn(struct card *k, const struct vcard_prop *p, const char *arg)
{
    k_str name = text_of(k, p);
    if (!k_str_eq(name, k->c->name))
        add(k, p, "spelling", K_S(""), name, K_NONE);
}

static void take_adr(struct card *k, const struct vcard_prop *p, const char *arg)
{
    static const char *const names[] = {"box",    "extended", "street", "city",
                                        "region", "code",     "country"};
    static const size_t order[] = {0, 1, 2, 5, 3, 4, 6};
    struct k_buf b;
    k_str label = vcard_param(p, "LABEL");
    k_buf_init(&b, k->a, 2 * VCARD_LINE);
    for (size_t i = 0; i < sizeof order / sizeof *order; i++) {
        k_str s = vcard_part(k->a, p->value, order[i]);
        if (s.n && b.n)
            k_buf_str(&b, K_S(", "));
        k_buf_str(&b, s);
    }
    add(k, p, "postal", vcard_label(k->a, k->card, p), k_buf_view(&b),
        parts_json(k, p, names, 7));
    add(k, p, "other", K_S("label of an address"), label, K_NONE);
}

static void take_email(struct card *k, const struct vcard_prop *p, const char *arg)
{
    k_str s = text_of(k, p);
    if (k_str_istarts(s, K_S("mailto:")))
        s = k_str_from(s, 7);
    if (s.n)
        contact_address(k->a, k->c,
                        &(struct contact_address){.network = K_S("email"),
                                                  .value = s,
                                                  .label = vcard_label(k->a, k->card, p),
                                                  .followers = -1,
                                                  .line = p->line});
}

static void take_tel(struct card *k, const struct vcard_prop *p, const char *arg)
{
    k_str s = text_of(k, p);
    if (k_str_istarts(s, K_S("tel:")))
        s = k_str_from(s, 4);
    if (s.n)
        contact_address(k->a, k->c,
                        &(struct contact_address){.network = K_S("phone"),
                                                  .value = s,
                                                  .label = vcard_label(k->a, k->card, p),
                                                  .followers = -1,
                                                  .line = p->line});
}

static void take_url(struct card *k, const struct vcard_prop *p, const char *arg)
{
    contact_url(k->a, k->c, text_of(k, p), vcard_label(k->a, k->card, p), p->line);
}

static k_str first_type(const struct vcard_prop *p)
{
    static const char *const places[] = {"home", "work", "pref", "other", "internet", NULL};
    for (size_t i = 0; i < p->params.n; i++) {
        bool place = false;
        for (size_t w = 0; places[w]; w++)
            place = place || k_str_ieq(p->params.v[i].value, k_str_z(places[w]));
        if (k_str_eqz(p->params.v[i].name, "TYPE") && !place)
            return p->params.v[i].value;
    }
    return K_NONE;
}

/* X-SOCIALPROFILE;TYPE=twitter;X-USER=ada:https://... and its sisters. */
static void take_profile(struct card *k, const struct vcard_prop *p, const char *arg)
{
    k_str value = text_of(k, p), user = vcard_param(p, "X-USER"), network = first_type(p);
    if (!user.n)
        user = vcard_param(p, "USERNAME");
    if (!network.n)
        network = vcard_param(p, "SERVICE-TYPE");
    bool web = k_str_ifind(value, K_S("://")) > 0;
    k_str seen_network = K_NONE, seen = K_NONE;
    if (k_str_istarts(value, K_S("x-apple:")))
        value = k_str_from(value, 8);
    if (web && contact_profile(k->a, value, &seen_network, &seen) && !user.n)
        user = seen;
    if (!network.n)
        network = seen_network;
    if (user.n || !web)
        contact_handle(k->a, k->c, network, user.n ? user : value, web ? value : K_NONE,
                       K_S(""), p->line);
    else
        contact_url(k->a, k->c, value, contact_network(k->a, network), p->line);
}

/* IMPP:xmpp:ada@example.org, or with X-SERVICE-TYPE. */
static void take_impp(struct card *k, const struct vcard_prop *p, const char *arg)
{
    k_str value = text_of(k, p), service = vcard_param(p, "X-SERVICE-TYPE");
    ptrdiff_t colon = k_str_chr(value, ':');
    if (!service.n)
        service = vcard_param(p, "SERVICE-TYPE");
    if (colon > 0 && k_str_chr(k_str_sub(value, 0, (size_t)colon), '@') < 0) {
        if (!service.n)
            service = k_str_sub(value, 0, (size_t)colon);
        value = k_str_from(value, (size_t)colon + 1);
    }
    if (value.n)
        contact_handle(k->a, k->c, service, value, K_NONE, vcard_label(k->a, k->card, p),
                       p->line);
}

static void take_account(struct card *k, const struct vcard_prop *p, const char *network)
{
    k_str value = text_of(k, p);
    if (value.n)
        contact_handle(k->a, k->c, k_str_z(network), value, K_NONE,
                       vcard_label(k->a, k->card, p), p->line);
}

static void take_org(struct card *k, const struct vcard_prop *p, const char *arg)
{
    struct k_buf b;
    struct vcard_list list = vcard_split(k->a, p->value, ';');
    k_buf_init(&b, k->a, VCARD_LINE);
    for (size_t i = 1; i < list.n; i++) {
        k_str unit = k_str_trim(vcard_text(k->a, list.v[i]));
        if (unit.n && b.n)
            k_buf_str(&b, K_S(", "));
        k_buf_str(&b, unit);
    }
    struct contact_job *job = NULL;
    for (size_t i = 0; !job && i < k->c->jobs.n; i++) /* TITLE may stand before */
        if (!k->c->jobs.v[i].organization.n)
            job = &k->c->jobs.v[i];
    if (!job) {
        job = k_vec_push(k->a, &k->c->jobs);
        job->title = K_S("");
    }
    job->organization = vcard_part(k->a, p->value, 0);
    job->unit = k_buf_view(&b);
}

/* A title belongs to the first organization without one. */
static void take_title(struct card *k, const struct vcard_prop *p, const char *arg)
{
    k_str title = text_of(k, p);
    for (size_t i = 0; title.n && i < k->c->jobs.n; i++)
        if (!k->c->jobs.v[i].title.n) {
            k->c->jobs.v[i].title = title;
            return;
        }
    if (title.n)
        *k_vec_push(k->a, &k->c->jobs) =
            (struct contact_job){.organization = K_S(""), .title = title, .unit = K_S("")};
}

static void take_related(struct card *k, const struct vcard_prop *p, const char *arg)
{
    k_str label = k_str_z(arg);
    if (!label.n)
        label = vcard_label(k->a, k->card, p);
    add(k, p, "other", label.n ? label : K_S("related"), text_of(k, p),
        p->params.n ? parts_of_line(k, p) : K_NONE);
}

static void take_photo(struct card *k, const struct vcard_prop *p, const char *label)
{
    if (!p->binary) {
        take_other(k, p, label);
        return;
    }
    k_str line = line_of(k->a, p);
    ptrdiff_t data = k_str_find(line, K_S("data:"));
    add(k, p, "other", k_str_z(label), data > 0 ? k_str_from(line, (size_t)data) : p->value,
        data > 0 ? K_NONE : parts_of_line(k, p));
}

static void take_uid(struct card *k, const struct vcard_prop *p, const char *arg)
{
    k_str uid = text_of(k, p);
    if (!k->c->uid.n && uid.n <= 500)
        k->c->uid = uid;
    else
        take_other(k, p, "");
}

static void take_kind(struct card *k, const struct vcard_prop *p, const char *arg)
{
    k_str kind = text_of(k, p);
    if (k_str_ieq(kind, K_S("org")) || k_str_ieq(kind, K_S("organization")))
        k->c->organization = true;
    else if (k_str_ieq(kind, K_S("group")))
        k->c->group = true;
    else if (!k_str_ieq(kind, K_S("individual")))
        take_other(k, p, "");
}

static void take_show_as(struct card *k, const struct vcard_prop *p, const char *arg)
{
    if (k_str_ieq(text_of(k, p), K_S("COMPANY")))
        k->c->organization = true;
    else
        take_other(k, p, "");
}

static void take_member(struct card *k, const struct vcard_prop *p, const char *arg)
{
    k_str uid = text_of(k, p);
    if (k_str_istarts(uid, K_S("urn:uuid:")))
        uid = k_str_from(uid, 9);
    *k_vec_push(k->a, &k->c->members) = uid;
}

static const struct {
    const char *name;
    card_take take;
    const char *arg;
} rows[] = {
    {"N", take_n, ""},
    {"FN", take_fn, ""},
    {"NICKNAME", take_list, "nickname"},
    {"X-PHONETIC-FIRST-NAME", take_datum, "spelling"},
    {"X-PHONETIC-MIDDLE-NAME", take_datum, "spelling"},
    {"X-PHONETIC-LAST-NAME", take_datum, "spelling"},
    {"SORT-STRING", take_datum, "spelling"},
    {"X-EVOLUTION-FILE-AS", take_datum, "spelling"},
    {"EMAIL", take_email, ""},
    {"TEL", take_tel, ""},
    {"ADR", take_adr, ""},
    {"LABEL", take_other, "label of an address"},
    {"URL", take_url, ""},
    {"ORG", take_org, ""},
    {"TITLE", take_title, ""},
    {"ROLE", take_other, "role"},
    {"BDAY", take_date, "birthday"},
    {"ANNIVERSARY", take_date, "anniversary"},
    {"X-ANNIVERSARY", take_date, "anniversary"},
    {"X-MS-ANNIVERSARY", take_date, "anniversary"},
    {"X-EVOLUTION-ANNIVERSARY", take_date, "anniversary"},
    {"X-ABDATE", take_abdate, ""},
    {"LANG", take_datum, "language"},
    {"TZ", take_datum, "timezone"},
    {"PRONOUNS", take_datum, "pronouns"},
    {"GENDER", take_other, "gender"},
    {"X-GENDER", take_other, "gender"},
    {"CATEGORIES", take_list, "category"},
    {"NOTE", take_datum, "note"},
    {"X-SOCIALPROFILE", take_profile, ""},
    {"X-SOCIAL-PROFILE", take_profile, ""},
    {"SOCIALPROFILE", take_profile, ""},
    {"IMPP", take_impp, ""},
    {"X-AIM", take_account, "aim"},
    {"X-ICQ", take_account, "icq"},
    {"X-JABBER", take_account, "xmpp"},
    {"X-GTALK", take_account, "xmpp"},
    {"X-GOOGLE-TALK", take_account, "xmpp"},
    {"X-MSN", take_account, "msn"},
    {"X-YAHOO", take_account, "yahoo"},
    {"X-SKYPE", take_account, "skype"},
    {"X-SKYPE-USERNAME", take_account, "skype"},
    {"X-QQ", take_account, "qq"},
    {"X-GADUGADU", take_account, "gadugadu"},
    {"X-GROUPWISE", take_account, "groupwise"},
    {"X-TWITTER", take_account, "x"},
    {"X-MS-IMADDRESS", take_account, "im"},
    {"RELATED", take_related, ""},
    {"X-ABRELATEDNAMES", take_related, ""},
    {"X-SPOUSE", take_related, "spouse"},
    {"X-EVOLUTION-SPOUSE", take_related, "spouse"},
    {"X-MANAGER", take_related, "manager"},
    {"X-EVOLUTION-MANAGER", take_related, "manager"},
    {"X-MS-MANAGER", take_related, "manager"},
    {"X-ASSISTANT", take_related, "assistant"},
    {"X-EVOLUTION-ASSISTANT", take_related, "assistant"},
    {"X-MS-ASSISTANT", take_related, "assistant"},
    {"AGENT", take_other, "agent"},
    {"PHOTO", take_photo, "photo"},
    {"LOGO", take_photo, "logo"},
    {"SOUND", take_photo, "sound"},
    {"KEY", take_photo, "key"},
    {"UID", take_uid, ""},
    {"KIND", take_kind, ""},
    {"X-ADDRESSBOOKSERVER-KIND", take_kind, ""},
    {"X-ABSHOWAS", take_show_as, ""},
    {"MEMBER", take_member, ""},
    {"X-ADDRESSBOOKSERVER-MEMBER", take_member, ""},
};

k_str contact_property(k_str label)
{
    bool own = label.n > 1 && label.n <= 60;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        bool kept = rows[i].take == take_other || rows[i].take == take_photo ||
                    rows[i].take == take_related;
        if (kept && label.n && k_str_eqz(label, rows[i].arg))
            return k_str_z(rows[i].name);
        own = own && !k_str_eqz(label, rows[i].name);
    }
    for (size_t i = 0; i < label.n; i++)
        own = own && ((label.p[i] >= 'A' && label.p[i] <= 'Z') || label.p[i] == '-' ||
                      (label.p[i] >= '0' && label.p[i] <= '9' && i > 0));
    return own ? label : K_S("");
}

static void take(struct card *k, const struct vcard_prop *p)
{
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (k_str_eqz(p->name, rows[i].name)) {
            rows[i].take(k, p, rows[i].arg);
            return;
        }
    take_other(k, p, "");
}

/* The department and what a job without organization is become data. */
static void settle_jobs(struct card *k)
{
    for (size_t i = 0; i < k->c->jobs.n; i++)
        if (k->c->jobs.v[i].unit.n)
            contact_datum(k->a, k->c,
                          &(struct contact_datum){.kind = K_S("other"),
                                                  .label = K_S("department"),
                                                  .value = k->c->jobs.v[i].unit,
                                                  .line = k->c->line});
}

void contact_of_card(struct k_arena *a, const struct vcard *card, struct contact *out)
{
    struct card k = {a, card, out};
    *out = (struct contact){
        .uid = K_S(""), .name = vcard_name(a, card), .domain = K_S(""), .line = card->line};
    for (size_t i = 0; i < card->props.n; i++)
        take(&k, &card->props.v[i]);
    settle_jobs(&k);
    for (size_t i = 0; i < card->problems.n; i++)
        *k_vec_push(a, &out->problems) = (struct contact_problem){
            card->problems.v[i].line, card->problems.v[i].raw, card->problems.v[i].why};
    if (!card->props.n)
        out->why = K_S("There is nothing in this card.");
    else if (!out->name.n)
        out->why = K_S("This card has no name and no address.");
}
