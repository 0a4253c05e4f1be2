/* query_facts: the table of fields, and how the value of each is read and written. */
#include "listen/query_parse.h"
#include "base/buf.h"
#include "base/utf8.h"

enum field_type {
    PLACE, /* words are looked for there */
    WORD,  /* compared with what is known; * and ? count */
    PART,  /* a part of an address */
    RANGE, /* numbers */
    NAMES, /* one of a closed list */
    RELATION,
};
/* One of a closed list. */
struct named {
    const char *name;
    unsigned bits;
};
struct query_field {
    const char *name;
    enum field_type type;
    enum query_fact fact;
    enum query_where where;
    const struct named *names;
    bool later; /* only known once the post is stored */
};

#define BIT(n) (1U << (n))
static const struct named moods[] = {{"negative", BIT(LISTEN_NEGATIVE)},
                                     {"neutral", BIT(LISTEN_NEUTRAL)},
                                     {"positive", BIT(LISTEN_POSITIVE)},
                                     {0}};
static const struct named intents[] = {{"complaint", LISTEN_COMPLAINT},
                                       {"lead", LISTEN_LEAD},
                                       {"question", LISTEN_QUESTION},
                                       {"praise", LISTEN_PRAISE},
                                       {0}};
static const struct named kinds[] = {{"reply", LISTEN_IS_REPLY},
                                     {"repost", LISTEN_IS_REPOST},
                                     {"question", LISTEN_IS_QUESTION},
                                     {0}};
static const struct named parts[] = {
    {"link", LISTEN_HAS_LINK}, {"media", LISTEN_HAS_MEDIA}, {0}};
static const struct named stages[] = {
    {"dormant", LISTEN_DORMANT},           {"connection", LISTEN_CONNECTION},
    {"contact", LISTEN_CONTACT},           {"dialogue", LISTEN_DIALOGUE},
    {"relationship", LISTEN_RELATIONSHIP}, {"loyal", LISTEN_LOYAL},
    {"advocate", LISTEN_ADVOCATE},         {0}};

static const struct query_field fields[] = {
    {"text", PLACE, 0, QUERY_TEXT, NULL, false},
    {"title", PLACE, 0, QUERY_TITLE, NULL, false},
    {"bio", PLACE, 0, QUERY_BIO, NULL, false},
    {"author", WORD, QUERY_AUTHOR, 0, NULL, false},
    {"to", WORD, QUERY_TO, 0, NULL, false},
    {"lang", WORD, QUERY_LANG, 0, NULL, false},
    {"country", WORD, QUERY_COUNTRY, 0, NULL, false},
    {"network", WORD, QUERY_NETWORK, 0, NULL, false},
    {"channel", WORD, QUERY_CHANNEL, 0, NULL, false},
    {"label", WORD, QUERY_LABEL, 0, NULL, true},
    {"site", PART, QUERY_SITE, 0, NULL, false},
    {"url", PART, QUERY_URL, 0, NULL, false},
    {"link", PART, QUERY_LINK, 0, NULL, false},
    {"links", PART, QUERY_LINK, 0, NULL, false},
    {"followers", RANGE, QUERY_FOLLOWERS, 0, NULL, false},
    {"sentiment", NAMES, QUERY_SENTIMENT, 0, moods, true},
    {"intent", NAMES, QUERY_INTENT, 0, intents, true},
    {"is", NAMES, QUERY_IS, 0, kinds, false},
    {"has", NAMES, QUERY_IS, 0, parts, false},
    {"relation", RELATION, QUERY_STAGE, 0, stages, true},
};
#define N_FIELDS (sizeof fields / sizeof *fields)

const struct query_field *query_field_find(k_str name)
{
    for (size_t i = 0; i < N_FIELDS; i++)
        if (k_str_ieq(name, k_str_z(fields[i].name)))
            return &fields[i];
    return NULL;
}

bool query_field_is_place(const struct query_field *f, enum query_where *where)
{
    if (f->type == PLACE)
        *where = f->where;
    return f->type == PLACE;
}

/* ---- what there is ----------------------------------------------------------------------- */

/* Levenshtein's distance of two short names, at most 9. */
static int distance(k_str a, k_str b)
{
    int row[24];
    if (a.n > 20 || b.n > 20)
        return 9;
    for (size_t j = 0; j <= b.n; j++)
        row[j] = (int)j;
    for (size_t i = 1; i <= a.n; i++) {
        int corner = row[0];
        row[0] = (int)i;
        for (size_t j = 1; j <= b.n; j++) {
            int swap = corner + ((a.p[i - 1] | 32) != b.p[j - 1]);
            corner = row[j];
            int least = row[j] < row[j - 1] ? row[j] + 1 : row[j - 1] + 1;
            row[j] = least < swap ? least : swap;
        }
    }
    return row[b.n];
}

const char *query_field_missing(struct k_arena *a, k_str name)
{
    const char *nearest = NULL;
    int best = 3;
    for (size_t i = 0; i < N_FIELDS; i++) {
        int d = distance(name, k_str_z(fields[i].name));
        if (d < best) {
            best = d;
            nearest = fields[i].name;
        }
    }
    k_str shown = k_utf8_cut(name, 40);
    if (nearest)
        return k_fmt(a, "There is no field %.*s. Did you mean %s?", K_ARG(shown), nearest).p;
    return k_fmt(
               a,
               "There is no field %.*s. Put it in quotes if it is words; the fields are: %s.",
               K_ARG(shown),
               "author, bio, channel, country, followers, has, intent, is, label, lang, link, "
               "list, network, raw, relation, sentiment, site, text, title, to, url")
        .p;
}

static const char *one_of(struct k_arena *a, const struct named *names)
{
    struct k_buf b;
    k_buf_init(&b, a, 1024);
    for (const struct named *n = names; n->name; n++)
        k_buf_fmt(&b, "%s%s", n == names ? "" : ", ", n->name);
    return k_fmt(a, "This is not known here. There are: %.*s.", K_ARG(k_buf_view(&b))).p;
}

/* ---- values ------------------------------------------------------------------------------ */

/* Numbers as people write them: 1200, 1.5k, 2m. */
static bool number(k_str s, double *out)
{
    double times = 1;
    if (s.n > 1 && (s.p[s.n - 1] | 32) == 'k')
        times = 1e3;
    else if (s.n > 1 && (s.p[s.n - 1] | 32) == 'm')
        times = 1e6;
    if (times > 1)
        s.n--;
    if (s.n == 0 || s.n > 15 || !k_str_f64(s, out))
        return false;
    *out *= times;
    return *out >= 0 && *out < 1e15;
}

enum comparison { EQUAL, ABOVE, AT_LEAST, BELOW, AT_MOST };
static enum comparison comparison(k_str *s)
{
    static const struct {
        const char *sign;
        enum comparison c;
    } signs[] = {{">=", AT_LEAST}, {"<=", AT_MOST}, {">", ABOVE}, {"<", BELOW}, {"=", EQUAL}};
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
        if (k_str_starts(*s, k_str_z(signs[i].sign))) {
            *s = k_str_from(*s, strlen(signs[i].sign));
            return signs[i].c;
        }
    return EQUAL;
}

#define ENDLESS 1e18

static bool range(k_str s, struct query_node *n)
{
    ptrdiff_t dots = k_str_find(s, K_S(".."));
    double x;
    if (dots >= 0)
        return number(k_str_sub(s, 0, (size_t)dots), &n->low) &&
               number(k_str_from(s, (size_t)dots + 2), &n->high) && n->low <= n->high;
    enum comparison c = comparison(&s);
    if (!number(s, &x))
        return false;
    n->low = c == BELOW || c == AT_MOST ? 0 : x;
    n->high = c == ABOVE || c == AT_LEAST ? ENDLESS : x;
    n->above = c == ABOVE;
    n->below = c == BELOW;
    return true;
}

/* All stages that compare so with one; dormant is no step of the ladder. */
static unsigned stage_bits(enum comparison c, enum listen_stage stage)
{
    unsigned bits = 0;
    if (c == EQUAL || stage == LISTEN_DORMANT)
        return c == EQUAL ? BIT(stage) : 0;
    for (unsigned s = LISTEN_CONNECTION; s <= LISTEN_ADVOCATE; s++) {
        bool in = c == ABOVE      ? s > stage
                  : c == AT_LEAST ? s >= stage
                  : c == BELOW    ? s < stage
                                  : s <= stage;
        bits |= in ? BIT(s) : 0;
    }
    return bits;
}

static const struct named *named(const struct named *names, k_str value)
{
    for (; names->name; names++)
        if (k_str_ieq(value, k_str_z(names->name)))
            return names;
    return NULL;
}

static bool relation(k_str value, struct query_node *n)
{
    k_str rest = value;
    enum comparison c = comparison(&rest);
    const struct named *stage = named(stages, rest);
    if (!stage) {
        n->fact = QUERY_STRENGTH;
        return range(value, n) && n->low <= 100;
    }
    n->bits = stage_bits(c, (enum listen_stage)stage->bits);
    return n->bits != 0;
}

/* The value folded, without what people write around it, however often. */
static k_str bare(struct k_arena *a, const struct query_field *f, k_str value)
{
    static const char *const of_sites[] = {"https://", "http://", "www.", "*.", NULL};
    static const char *const of_people[] = {"@", NULL}, *const of_others[] = {NULL};
    bool person = f->fact == QUERY_AUTHOR || f->fact == QUERY_TO;
    const char *const *before = f->fact == QUERY_SITE ? of_sites
                                : person              ? of_people
                                                      : of_others;
    size_t n;
    value = listen_fold(a, value);
    do {
        n = value.n;
        value = k_str_trim(value);
        for (size_t i = 0; before[i]; i++)
            if (k_str_starts(value, k_str_z(before[i])))
                value = k_str_from(value, strlen(before[i]));
        while (f->fact == QUERY_SITE && k_str_ends(value, K_S("/")))
            value.n--;
    } while (value.n != n);
    return value;
}

static size_t letters(k_str s)
{
    size_t n = 0;
    for (size_t i = 0; i < s.n;) {
        uint32_t cp = k_utf8_next(s, &i);
        n += cp != '*' && cp != '?';
    }
    return n;
}

struct query_node *query_fact_node(struct parser *p, const struct query_field *f, k_str value,
                                   size_t start, size_t end)
{
    struct query_node *n = parser_node(p, QUERY_FACT, start, end);
    const struct named *one;
    if (!n)
        return NULL;
    n->fact = f->fact;
    if (f->later && p->options->for_skip)
        return parser_fail(p, start, end,
                           "This is only known once a post is stored, and this query decides "
                           "whether it is. Use a query that hides.");
    switch (f->type) {
    case RANGE:
        return range(value, n) ? n
                               : parser_fail(p, start, end,
                                             "Write a number: followers:>1000, "
                                             "followers:<5k, followers:10..99.");
    case RELATION:
        return relation(value, n) ? n
                                  : parser_fail(p, start, end,
                                                "Write a stage or a strength: relation:loyal, "
                                                "relation:>=dialogue, relation:>50.");
    case NAMES:
        one = named(f->names, value);
        if (!one)
            return parser_fail(p, start, end, one_of(p->a, f->names));
        n->bits = one->bits;
        return n;
    default:
        n->value = bare(p->a, f, value);
        if (letters(n->value) == 0)
            return parser_fail(p, start, end, "Say what it shall be: author:ann, lang:de.");
        return n;
    }
}

/* ---- back to text ------------------------------------------------------------------------ */

static void write_range(struct k_buf *b, const struct query_node *n)
{
    if (n->high >= ENDLESS)
        k_buf_fmt(b, "%s%.15g", n->above ? ">" : ">=", n->low);
    else if (n->below)
        k_buf_fmt(b, "<%.15g", n->high);
    else
        k_buf_fmt(b, "%.15g..%.15g", n->low, n->high);
}

static void write_stages(struct k_buf *b, unsigned bits)
{
    unsigned low = LISTEN_DORMANT, high = LISTEN_ADVOCATE;
    while (low < LISTEN_ADVOCATE && !(bits & BIT(low)))
        low++;
    while (high > low && !(bits & BIT(high)))
        high--;
    const char *sign = low == high ? "" : high == LISTEN_ADVOCATE ? ">=" : "<=";
    k_buf_fmt(
        b, "%s%s", sign,
        stages[(low == high || high == LISTEN_ADVOCATE ? low : high) - LISTEN_DORMANT].name);
}

void query_fact_write(struct k_buf *b, const struct query_node *n)
{
    const struct query_field *f = fields;
    if (n->fact == QUERY_STRENGTH) {
        k_buf_fmt(b, "relation:");
        write_range(b, n);
        return;
    }
    while (f->type == PLACE || f->fact != n->fact ||
           (f->names == kinds && n->bits > LISTEN_IS_QUESTION))
        f++;
    k_buf_fmt(b, "%s:", f->name);
    if (f->type == RANGE)
        write_range(b, n);
    else if (f->type == RELATION)
        write_stages(b, n->bits);
    else if (f->type != NAMES)
        k_buf_fmt(b, "\"%.*s\"", K_ARG(n->value));
    for (const struct named *x = f->names; f->type == NAMES && x->name; x++)
        if (x->bits == n->bits)
            k_buf_fmt(b, "%s", x->name);
}
