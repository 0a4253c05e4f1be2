/* segment_rules: conditions over people. */
#include "domain/segment_rules.h"
#include "base/json.h"
#include "base/utf8.h"

#define DEPTH 6
#define NODES 100
#define VALUES 50

const struct segment_field segment_fields[] = {
    {"stage", SEGMENT_WORD, 0, "how far the relationship has come"},
    {"role", SEGMENT_WORD, 0, "what they are to us"},
    {"kind", SEGMENT_WORD, 0, "person or organization"},
    {"strength", SEGMENT_NUM, 0, "0 to 100"},
    {"dormancy", SEGMENT_NUM, 0, "silence in units of their own rhythm"},
    {"heard", SEGMENT_NUM, 0, "posts from them"},
    {"told", SEGMENT_NUM, 0, "posts to them"},
    {"exchanges", SEGMENT_NUM, 0, "days with a two-way exchange"},
    {"last_contact", SEGMENT_DAYS, 0, "days since either side had to do with the other"},
    {"known_since", SEGMENT_DAYS, 0, "days since we know them"},
    {"name", SEGMENT_TEXT, 0, "words of the name"},
    {"about", SEGMENT_TEXT, 0, "words of what a member wrote"},
    {"mine", SEGMENT_YES, 0, "in my own address book"},
    {"network", SEGMENT_WORD, SEGMENT_ADDRESSES, "a network they have an account on"},
    {"has_email", SEGMENT_YES, SEGMENT_ADDRESSES, "an e-mail address is known"},
    {"has_phone", SEGMENT_YES, SEGMENT_ADDRESSES, "a phone number is known"},
    {"followers", SEGMENT_NUM, SEGMENT_ADDRESSES, "of their largest account"},
    {"language", SEGMENT_WORD, SEGMENT_DATA, "a language they like: de, pt-br"},
    {"category", SEGMENT_TEXT, SEGMENT_DATA, "a group of an address book"},
    {"field", SEGMENT_TEXT, SEGMENT_DATA, "a field of the team's own: `id` says which"},
    {"organization", SEGMENT_TEXT, SEGMENT_ORGANIZATIONS, "words of an organization's name"},
};
const size_t n_segment_fields = sizeof segment_fields / sizeof *segment_fields;

static const char *const ops_word[] = {"is", "is_not", NULL};
static const char *const ops_num[] = {"at_least", "at_most", NULL};
static const char *const ops_days[] = {"within", "before", "never", NULL};
static const char *const ops_text[] = {"has", "has_not", "is", NULL};
static const char *const ops_yes[] = {"is", NULL};

const char *const *segment_ops(enum segment_type t)
{
    static const char *const *const ops[] = {ops_word, ops_num, ops_days, ops_text, ops_yes};
    return ops[t];
}

const char *segment_type_name(enum segment_type t)
{
    static const char *const names[] = {"word", "number", "days", "text", "yes_no"};
    return names[t];
}

enum join { LEAF, ALL, ANY, NOT };
struct segment_node {
    enum join join;
    struct {
        struct segment_node *v;
        size_t n, cap;
    } parts;
    const struct segment_field *field;
    int op; /* index in segment_ops */
    k_str id, values[VALUES];
    size_t n_values;
    double number;
    bool yes;
};

/* --- reading ----------------------------------------------------------------------------- */

struct reading {
    struct k_arena *a;
    struct segment *out;
    k_str where;
    const char *why;
    size_t nodes;
};

static bool wrong(struct reading *r, k_str where, const char *member, const char *why)
{
    if (r->why == NULL) {
        r->where = k_fmt(r->a, "%.*s%s%s", K_ARG(where), where.n && *member ? "." : "", member);
        r->why = why;
    }
    return false;
}

static bool read_texts(struct reading *r, k_str where, const struct k_json *v,
                       struct segment_node *n)
{
    const struct k_json *one = NULL;
    if (k_json_is_str(v)) {
        n->values[n->n_values++] = k_utf8_plain(r->a, k_str_trim(k_json_str(v)));
    } else if (k_json_is_array(v) && k_json_len(v) > 0 && k_json_len(v) <= VALUES) {
        k_json_each (i, one, v) {
            if (!k_json_is_str(one))
                return wrong(r, where, "value", "This must be a list of texts.");
            n->values[n->n_values++] = k_utf8_plain(r->a, k_str_trim(k_json_str(one)));
        }
    } else {
        return wrong(r, where, "value", "This must be a text or a list of texts.");
    }
    /* No words at all would be in every text. */
    for (size_t i = 0; n->field->type == SEGMENT_TEXT && i < n->n_values; i++)
        if (n->values[i].n == 0)
            return wrong(r, where, "value", "Write at least one word.");
    return true;
}

static bool read_value(struct reading *r, k_str where, const struct k_json *v,
                       struct segment_node *n)
{
    switch (n->field->type) {
    case SEGMENT_WORD:
    case SEGMENT_TEXT:
        return read_texts(r, where, v, n);
    case SEGMENT_YES:
        n->yes = k_json_bool(v, false);
        return k_json_is_bool(v) || wrong(r, where, "value", "This must be true or false.");
    default:
        n->number = k_json_num(v, 0);
        if (k_json_is_num(v) || (n->field->type == SEGMENT_DAYS && n->op == 2))
            return true;
        return wrong(r, where, "value", "Write a number, such as 40.");
    }
}

static bool read_leaf(struct reading *r, k_str where, const struct k_json *v,
                      struct segment_node *n)
{
    k_str name = k_json_get_str(v, "field"), op = k_json_get_str(v, "op");
    for (size_t i = 0; i < n_segment_fields; i++)
        if (k_str_eqz(name, segment_fields[i].name))
            n->field = &segment_fields[i];
    if (n->field == NULL)
        return wrong(r, where, "field", "There is no such field.");
    const char *const *ops = segment_ops(n->field->type);
    n->op = -1;
    for (int i = 0; ops[i]; i++)
        if (k_str_eqz(op, ops[i]))
            n->op = i;
    if (n->op < 0)
        return wrong(r, where, "op", "This field cannot be compared so.");
    n->id = k_json_idstr(r->a, k_json_get(v, "id"));
    if (k_str_eqz(name, "field") && n->id.n == 0)
        return wrong(r, where, "id", "Say which field.");
    r->out->needs |= n->field->needs;
    return read_value(r, where, k_json_get(v, "value"), n);
}

static bool read_node(struct reading *r, k_str where, const struct k_json *v, int depth,
                      struct segment_node *n)
{
    static const char *const joins[] = {NULL, "all", "any"};
    const struct k_json *list, *part = NULL;
    if (!k_json_is_object(v) || depth > DEPTH || ++r->nodes > NODES)
        return wrong(r, where, "",
                     k_json_is_object(v) ? "These are too many conditions."
                                         : "This must be a condition.");
    for (int j = ALL; j <= ANY; j++) {
        if ((list = k_json_get(v, joins[j])) == NULL)
            continue;
        n->join = (enum join)j;
        if (!k_json_is_array(list))
            return wrong(r, where, joins[j], "This must be a list.");
        k_json_each (i, part, list) {
            k_str at =
                k_fmt(r->a, "%.*s%s%s[%zu]", K_ARG(where), where.n ? "." : "", joins[j], i);
            if (!read_node(r, at, part, depth + 1, k_vec_push(r->a, &n->parts)))
                return false;
        }
        return true;
    }
    if ((part = k_json_get(v, "not")) != NULL) {
        n->join = NOT;
        k_str at = k_cat(r->a, where, where.n ? K_S(".not") : K_S("not"));
        return read_node(r, at, part, depth + 1, k_vec_push(r->a, &n->parts));
    }
    return read_leaf(r, where, v, n);
}

/* A single "is" that everybody must fulfil, given to the database. */
static void narrow(struct segment *s, const struct segment_node *n)
{
    if (n->join == ALL)
        for (size_t i = 0; i < n->parts.n; i++)
            narrow(s, &n->parts.v[i]);
    if (n->join != LEAF || n->field->type != SEGMENT_WORD || n->op != 0 || n->n_values != 1)
        return;
    if (k_str_eqz(k_str_z(n->field->name), "stage"))
        s->stage = n->values[0];
    if (k_str_eqz(k_str_z(n->field->name), "role"))
        s->role = n->values[0];
}

bool segment_parse(struct k_arena *a, k_str text, struct segment *out, k_str *where,
                   const char **why)
{
    const struct k_json *doc = NULL;
    struct reading r = {.a = a, .out = out};
    struct segment_node *root = k_new(a, struct segment_node);
    *out = (struct segment){.root = root};
    bool good =
        k_json_parse(a, text, &doc, NULL) == K_OK && read_node(&r, K_S(""), doc, 0, root);
    *where = r.where;
    *why = r.why ? r.why : "This must be a condition.";
    if (good)
        narrow(out, root);
    return good;
}

/* --- holding ----------------------------------------------------------------------------- */

static bool among(const struct segment_node *n, k_str plain)
{
    for (size_t i = 0; i < n->n_values; i++)
        if (k_str_eq(n->values[i], plain))
            return true;
    return false;
}

static bool all_words(k_str plain, k_str words)
{
    while (words.n > 0) {
        k_str word = k_str_cut(&words, ' ');
        if (word.n && k_str_find(plain, word) < 0)
            return false;
    }
    return true;
}

/* op: has, has_not, is. */
static bool text_fits(const struct segment_node *n, k_str plain)
{
    for (size_t i = 0; i < n->n_values; i++)
        if (n->op == 2 ? k_str_eq(plain, n->values[i])
                       : plain.n > 0 && all_words(plain, n->values[i]))
            return true;
    return false;
}

static double number_of(const struct segment_node *n, const struct segment_person *p)
{
    k_str name = k_str_z(n->field->name), rest = p->addresses;
    int64_t most = -1, one;
    if (k_str_eqz(name, "strength"))
        return p->strength;
    if (k_str_eqz(name, "dormancy"))
        return p->dormancy;
    if (k_str_eqz(name, "heard"))
        return (double)p->heard;
    if (k_str_eqz(name, "told"))
        return (double)p->told;
    if (k_str_eqz(name, "exchanges"))
        return (double)p->exchanges;
    while (rest.n > 0) {
        k_str address = k_str_cut(&rest, SEGMENT_RS);
        k_str_cut(&address, SEGMENT_US);
        most = k_str_i64(address, &one) && one > most ? one : most;
    }
    return (double)most;
}

static bool days_fit(const struct segment_node *n, k_time at, k_time now)
{
    if (n->op == 2)
        return at == 0;
    double days = (double)(now - at) / (double)K_DAY;
    return at > 0 && (n->op == 0 ? days <= n->number : days > n->number);
}

static bool has_network(const struct segment_person *p, const struct segment_node *n,
                        k_str which)
{
    k_str rest = p->addresses;
    while (rest.n > 0) {
        k_str address = k_str_cut(&rest, SEGMENT_RS), network = k_str_cut(&address, SEGMENT_US);
        if (which.n ? k_str_eq(network, which) : among(n, network))
            return true;
    }
    return false;
}

static bool has_datum(const struct segment_person *p, const struct segment_node *n, k_str kind)
{
    k_str rest = p->data;
    while (rest.n > 0) {
        k_str datum = k_str_cut(&rest, SEGMENT_RS), is = k_str_cut(&datum, SEGMENT_US);
        k_str label = k_str_cut(&datum, SEGMENT_US);
        if (!k_str_eq(is, kind) || (n->id.n && !k_str_eq(label, n->id)))
            continue;
        if (n->field->type == SEGMENT_WORD ? among(n, datum) : text_fits(n, datum))
            return true;
    }
    return false;
}

static bool word_fits(const struct segment_node *n, const struct segment_person *p)
{
    k_str name = k_str_z(n->field->name);
    if (k_str_eqz(name, "stage"))
        return among(n, p->stage);
    if (k_str_eqz(name, "role"))
        return among(n, p->role);
    if (k_str_eqz(name, "kind"))
        return among(n, p->kind);
    return k_str_eqz(name, "network") ? has_network(p, n, K_S("")) : has_datum(p, n, name);
}

static bool in_organization(const struct segment_node *n, const struct segment_person *p,
                            struct k_arena *scratch)
{
    k_str rest = p->organizations;
    while (rest.n > 0)
        if (text_fits(n, k_utf8_plain(scratch, k_str_cut(&rest, SEGMENT_RS))))
            return true;
    return false;
}

static bool prose_fits(const struct segment_node *n, const struct segment_person *p,
                       struct k_arena *scratch)
{
    k_str name = k_str_z(n->field->name);
    if (k_str_eqz(name, "name"))
        return text_fits(n, k_utf8_plain(scratch, p->name));
    if (k_str_eqz(name, "about"))
        return text_fits(n, k_utf8_plain(scratch, p->about));
    if (k_str_eqz(name, "organization"))
        return in_organization(n, p, scratch);
    return has_datum(p, n, name);
}

static bool yes_of(const struct segment_node *n, const struct segment_person *p)
{
    k_str name = k_str_z(n->field->name);
    if (k_str_eqz(name, "mine"))
        return p->mine;
    return has_network(p, n, k_str_eqz(name, "has_email") ? K_S("email") : K_S("phone"));
}

static bool leaf_holds(const struct segment_node *n, const struct segment_person *p, k_time now,
                       struct k_arena *scratch)
{
    bool since = k_str_eqz(k_str_z(n->field->name), "known_since");
    switch (n->field->type) {
    case SEGMENT_WORD:
        return word_fits(n, p) == (n->op == 0);
    case SEGMENT_TEXT:
        return prose_fits(n, p, scratch) == (n->op != 1);
    case SEGMENT_YES:
        return yes_of(n, p) == n->yes;
    case SEGMENT_DAYS:
        return days_fit(n, since ? p->created_at : p->last_touch_at, now);
    case SEGMENT_NUM:
        break;
    }
    double number = number_of(n, p);
    return n->op == 0 ? number >= n->number : number <= n->number;
}

static bool node_holds(const struct segment_node *n, const struct segment_person *p, k_time now,
                       struct k_arena *scratch)
{
    if (n->join == LEAF)
        return leaf_holds(n, p, now, scratch);
    if (n->join == NOT)
        return !node_holds(&n->parts.v[0], p, now, scratch);
    for (size_t i = 0; i < n->parts.n; i++)
        if (node_holds(&n->parts.v[i], p, now, scratch) == (n->join == ANY))
            return n->join == ANY;
    return n->join == ALL;
}

bool segment_holds(const struct segment *s, const struct segment_person *p, k_time now,
                   struct k_arena *scratch)
{
    return node_holds(s->root, p, now, scratch);
}
