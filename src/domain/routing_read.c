/* routing_read: a rule from its JSON, and the plain way of asking whether it holds. */
#include "base/json.h"
#include "domain/routing_rules.h"
#include "text/phrase.h"

#define PHRASE_MOST 120 /* bytes */

struct reader {
    struct k_arena *a;
    k_str *where;
    const char **why;
};

static bool wrong(struct reader *r, k_str where, const char *why)
{
    *r->where = where;
    *r->why = why;
    return false;
}

static k_str inner(struct reader *r, k_str at, const char *member)
{
    return k_fmt(r->a, "%.*s.%s", K_ARG(at), member);
}

/* ---- conditions -------------------------------------------------------------------------- */

static bool field_of(struct reader *r, k_str at, k_str name, enum routing_field *out)
{
    for (int i = 0; i < ROUTING_FIELDS; i++)
        if (k_str_eqz(name, routing_fields[i].name)) {
            *out = (enum routing_field)i;
            return true;
        }
    return wrong(r, inner(r, at, "field"), "There is nothing of this name to look at.");
}

static bool op_of(struct reader *r, k_str at, k_str name, enum routing_type type,
                  enum routing_op *out)
{
    for (int i = 0; i < ROUTING_OPS; i++)
        if (k_str_eqz(name, routing_op_name((enum routing_op)i)) &&
            routing_op_fits((enum routing_op)i, type)) {
            *out = (enum routing_op)i;
            return true;
        }
    return wrong(r, inner(r, at, "op"), "This does not fit what is looked at.");
}

static bool value_of(struct reader *r, k_str at, const struct routing_field_row *f, k_str text,
                     k_str *out)
{
    k_id id;
    text = k_str_trim(text);
    if (text.n == 0)
        return wrong(r, at, "This must not be empty.");
    if (f->words && !k_str_in(text, f->words))
        return wrong(r, at, "There is no such word for this.");
    if (f->type == ROUTING_TEXT_TYPE && text.n > PHRASE_MOST)
        return wrong(r, at, "A phrase has at most 120 bytes.");
    if (f->type != ROUTING_ID) {
        *out = k_dup(r->a, text);
        return true;
    }
    if (!k_id_parse(text, &id) || id == 0)
        return wrong(r, at, "This is not an id.");
    *out = k_dup(r->a, k_str_n((const char *)&id, sizeof id));
    return true;
}

static bool values_of(struct reader *r, k_str at, const struct k_json *list,
                      struct routing_condition *c)
{
    k_str place = inner(r, at, "values");
    size_t n = k_json_len(list);
    if (!k_json_is_array(list) || n == 0)
        return wrong(r, place, "Say at least one.");
    if (n > ROUTING_VALUES)
        return wrong(r, place, "These are too many: at most 200.");
    k_str *v = k_new_n(r->a, k_str, n);
    for (size_t i = 0; i < n; i++)
        if (!value_of(r, k_fmt(r->a, "%.*s[%zu]", K_ARG(place), i), &routing_fields[c->field],
                      k_json_str(k_json_at(list, i)), &v[i]))
            return false;
    c->v = v;
    c->n = n;
    return true;
}

static bool condition_of(struct reader *r, k_str at, const struct k_json *v,
                         struct routing_condition *c)
{
    if (!k_json_is_object(v))
        return wrong(r, at, "A condition is an object.");
    if (!field_of(r, at, k_json_get_str(v, "field"), &c->field))
        return false;
    enum routing_type type = routing_fields[c->field].type;
    if (!op_of(r, at, k_json_get_str(v, "op"), type, &c->op))
        return false;
    if (type == ROUTING_YES)
        return true;
    if (type == ROUTING_NUM) {
        const struct k_json *number = k_json_get(v, "number");
        if (!k_json_is_int(number))
            return wrong(r, inner(r, at, "number"), "This must be a whole number.");
        c->number = k_json_int(number, 0);
        return true;
    }
    if (!values_of(r, at, k_json_get(v, "values"), c))
        return false;
    if (type == ROUTING_TEXT_TYPE)
        c->phrases = phrase_set_new(r->a, c->v, c->n);
    return true;
}

static bool group_of(struct reader *r, k_str at, const struct k_json *v,
                     struct routing_group *g)
{
    const struct k_json *all = k_json_get(v, "all");
    k_str place = inner(r, at, "all");
    if (!k_json_is_array(all))
        return wrong(r, place, "This must be a list of conditions.");
    g->n = k_json_len(all);
    if (g->n > ROUTING_CONDITIONS)
        return wrong(r, place, "These are too many conditions: at most 20 in a group.");
    g->v = k_new_n(r->a, struct routing_condition, g->n + 1);
    for (size_t i = 0; i < g->n; i++)
        if (!condition_of(r, k_fmt(r->a, "%.*s[%zu]", K_ARG(place), i), k_json_at(all, i),
                          &g->v[i]))
            return false;
    return true;
}

/* ---- acts -------------------------------------------------------------------------------- */

static bool id_of(struct reader *r, k_str at, const struct k_json *v, const char *name,
                  k_id *out)
{
    k_str s = k_json_get_str(v, name);
    *out = 0;
    if (s.p == NULL || s.n == 0)
        return true;
    return k_id_parse(s, out) || wrong(r, inner(r, at, name), "This is not an id.");
}

static bool numbers_of(struct reader *r, k_str at, const struct k_json *v, unsigned may,
                       struct routing_act *act)
{
    act->points = k_json_int(k_json_get(v, "points"), 0);
    act->minutes = k_json_int(k_json_get(v, "minutes"), 0);
    if (may & ROUTING_P_POINTS && (act->points == 0 || act->points < -500 || act->points > 500))
        return wrong(r, inner(r, at, "points"), "Say how many points: -500 to 500, but not 0.");
    if (may & ROUTING_P_MINUTES && (act->minutes < 1 || act->minutes > 525600))
        return wrong(r, inner(r, at, "minutes"), "Say how many minutes: at most a year.");
    return true;
}

static bool clock_of(struct reader *r, k_str at, const struct k_json *v,
                     struct routing_act *act)
{
    static const char *const clocks[] = {"first", "next", "resolve", NULL};
    act->clock = k_dup(r->a, k_json_get_str(v, "clock"));
    return k_str_in(act->clock, clocks) ||
           wrong(r, inner(r, at, "clock"), "The clock is first, next or resolve.");
}

static bool ids_of(struct reader *r, k_str at, const struct k_json *v, unsigned needs,
                   struct routing_act *act)
{
    const struct {
        const char *name;
        unsigned bit;
        k_id *to;
    } ids[] = {{"team", ROUTING_P_TEAM, &act->team},
               {"member", ROUTING_P_MEMBER, &act->member},
               {"label", ROUTING_P_LABEL, &act->label},
               {"skill", ROUTING_P_SKILL, &act->skill},
               {"calendar", ROUTING_P_CALENDAR, &act->calendar}};
    for (size_t i = 0; i < sizeof ids / sizeof *ids; i++) {
        if (!id_of(r, at, v, ids[i].name, ids[i].to))
            return false;
        if (needs & ids[i].bit && *ids[i].to == 0)
            return wrong(r, inner(r, at, ids[i].name), "Choose one.");
    }
    return true;
}

static bool act_of(struct reader *r, k_str at, const struct k_json *v, struct routing_act *act)
{
    k_str name = k_json_get_str(v, "act");
    int i = 0;
    while (i < ROUTING_ACT_KINDS && !k_str_eqz(name, routing_acts[i].name))
        i++;
    if (i == ROUTING_ACT_KINDS)
        return wrong(r, inner(r, at, "act"), "There is no such act.");
    const struct routing_act_row *row = &routing_acts[i];
    unsigned may = row->needs | row->may;
    *act = (struct routing_act){.kind = (enum routing_act_kind)i};
    if (!ids_of(r, at, v, row->needs, act) || !numbers_of(r, at, v, may, act) ||
        (may & ROUTING_P_CLOCK && !clock_of(r, at, v, act)))
        return false;
    act->text = k_dup(r->a, k_str_trim(k_json_get_str(v, "text")));
    if (act->text.n > 200)
        return wrong(r, inner(r, at, "text"), "This is too long: at most 200 bytes.");
    if (act->kind == ROUTING_NOTIFY && !act->team && !act->member)
        return wrong(r, inner(r, at, "member"), "Say whom: a member or a team.");
    return true;
}

bool routing_read(struct k_arena *a, k_str text, struct routing_rule *out, k_str *where,
                  const char **why)
{
    struct reader r = {a, where, why};
    const struct k_json *doc = NULL, *when, *then;
    if (k_json_parse(a, text, &doc, NULL) != K_OK || !k_json_is_object(doc))
        return wrong(&r, K_S(""), "A rule is a JSON object.");
    when = k_json_get(doc, "when");
    then = k_json_get(doc, "then");
    out->n_groups = k_json_len(when);
    out->n_acts = k_json_len(then);
    if (!k_json_is_array(when) || out->n_groups == 0 || out->n_groups > ROUTING_GROUPS)
        return wrong(&r, K_S("when"), "A rule has 1 to 20 groups of conditions.");
    if (!k_json_is_array(then) || out->n_acts > ROUTING_ACTS)
        return wrong(&r, K_S("then"), "A rule has at most 20 acts.");
    out->groups = k_new_n(a, struct routing_group, out->n_groups);
    out->acts = k_new_n(a, struct routing_act, out->n_acts + 1);
    for (size_t i = 0; i < out->n_groups; i++)
        if (!group_of(&r, k_fmt(a, "when[%zu]", i), k_json_at(when, i), &out->groups[i]))
            return false;
    for (size_t i = 0; i < out->n_acts; i++)
        if (!act_of(&r, k_fmt(a, "then[%zu]", i), k_json_at(then, i), &out->acts[i]))
            return false;
    return true;
}

/* ---- the plain way ------------------------------------------------------------------------
 */

static bool one_of(const struct routing_condition *c, const struct routing_value *x)
{
    for (size_t i = 0; i < x->n; i++)
        for (size_t k = 0; k < c->n; k++)
            if (k_str_eq(x->v[i], c->v[k]))
                return true;
    return false;
}

static bool says(const struct routing_condition *c, const struct routing_value *x)
{
    struct phrase_hit hit;
    k_str text = x->n ? k_str_sub(x->v[0], 0, ROUTING_TEXT) : K_S("");
    return phrase_find(c->phrases, text, &hit, 1) > 0;
}

bool routing_condition_holds(const struct routing_condition *c, const struct routing_value *x)
{
    switch (c->op) {
    case ROUTING_IS:
        return one_of(c, x);
    case ROUTING_IS_NOT:
        return !one_of(c, x);
    case ROUTING_AT_LEAST:
        return x->known && x->number >= c->number;
    case ROUTING_AT_MOST:
        return x->known && x->number <= c->number;
    case ROUTING_IS_SO:
        return x->known && x->number != 0;
    case ROUTING_IS_NOT_SO:
        return x->known && x->number == 0;
    case ROUTING_HAS:
        return says(c, x);
    case ROUTING_HAS_NOT:
        return !says(c, x);
    case ROUTING_OPS:
        break;
    }
    return false;
}

const struct routing_group *routing_why(const struct routing_rule *r,
                                        const struct routing_subject *s)
{
    for (size_t g = 0; g < r->n_groups; g++) {
        const struct routing_group *group = &r->groups[g];
        size_t i = 0;
        while (i < group->n && routing_condition_holds(&group->v[i], &s->f[group->v[i].field]))
            i++;
        if (i == group->n)
            return group;
    }
    return NULL;
}

bool routing_holds(const struct routing_rule *r, const struct routing_subject *s)
{
    return routing_why(r, s) != NULL;
}

unsigned routing_looks_at(const struct routing_rule *r, uint64_t *fields)
{
    unsigned on = 0;
    uint64_t bits = 0;
    for (size_t g = 0; g < r->n_groups; g++)
        for (size_t i = 0; i < r->groups[g].n; i++) {
            on |= routing_fields[r->groups[g].v[i].field].on;
            bits |= 1ULL << r->groups[g].v[i].field;
        }
    if (fields)
        *fields = bits;
    return on;
}
