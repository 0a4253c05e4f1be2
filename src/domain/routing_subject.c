/* routing_subject: what conditions look at, out of a case. Each field of the table has its
 * place here. Reads person, tie and labels when a rule looks at them and the case has them not.
 */
#include "domain/routing.h"
#include "domain/understand.h"

struct building {
    struct k_arena *a;
    struct routing_subject *s;
};

static void word(const struct building *b, enum routing_field f, k_str w)
{
    k_str *v = k_new(b->a, k_str);
    *v = w;
    b->s->f[f] = (struct routing_value){.v = v, .n = w.n > 0};
}

static void words(const struct building *b, enum routing_field f, k_str blank_separated)
{
    K_VEC(k_str) v = {0};
    while (blank_separated.n > 0) {
        k_str w = k_str_cut(&blank_separated, ' ');
        if (w.n)
            *k_vec_push(b->a, &v) = w;
    }
    b->s->f[f] = (struct routing_value){.v = v.v, .n = v.n};
}

static void ids(const struct building *b, enum routing_field f, const k_id *v, size_t n)
{
    k_str *list = k_new_n(b->a, k_str, n + 1);
    for (size_t i = 0; i < n; i++)
        list[i] = k_str_n((const char *)&v[i], sizeof v[i]);
    b->s->f[f] = (struct routing_value){.v = list, .n = n};
}

/* 0 is nobody. */
static void id(const struct building *b, enum routing_field f, const k_id *v)
{
    ids(b, f, v, *v != 0);
}

static void number(const struct building *b, enum routing_field f, int64_t v)
{
    b->s->f[f] = (struct routing_value){.number = v, .known = true};
}

static bool wants(const struct routing_world *w, enum routing_field f)
{
    return routing_set_fields(w->set) >> f & 1;
}

static k_err read_person(struct k_ctx *cx, const struct routing_world *w,
                         struct routing_case *c)
{
    struct sq_routing_person_row row;
    bool found = false;
    bool needed = wants(w, ROUTE_STAGE) || wants(w, ROUTE_ROLE) || wants(w, ROUTE_RELATION) ||
                  wants(w, ROUTE_KNOWN) || wants(w, ROUTE_FOLLOWERS) ||
                  wants(w, ROUTE_STRENGTH);
    if (c->has_person || c->person == 0 || !needed)
        return K_OK;
    c->has_person = true;
    c->followers = -1;
    K_TRY(sq_routing_person(cx, c->person, c->network, &row, &found));
    if (!found)
        return K_OK;
    c->stage = stage_parse(row.stage);
    c->exchanges = (int)row.exchanges;
    c->followers = row.followers;
    c->strength = row.strength;
    c->roles = row.roles;
    c->relation = row.relation;
    return K_OK;
}

static k_err read_labels(struct k_ctx *cx, const struct routing_world *w,
                         struct routing_case *c)
{
    struct sq_label_of_conversation_list labels;
    if (c->has_labels || c->is_new || !wants(w, ROUTE_LABEL))
        return K_OK;
    c->has_labels = true;
    K_TRY(sq_label_of_conversation(cx, c->conversation, &labels));
    for (size_t i = 0; i < labels.n; i++)
        *k_vec_push(cx->arena, &c->labels) = labels.v[i].id;
    return K_OK;
}

static bool is_direct(const struct routing_case *c)
{
    static const char *const kinds[] = {"direct", "mail", "chat", NULL};
    return k_str_in(c->post_kind, kinds) || k_str_eqz(c->visibility, "direct");
}

static void of_post(const struct building *b, const struct routing_case *c)
{
    char names[48];
    size_t n = understand_names(c->intents, names);
    word(b, ROUTE_NETWORK, c->network);
    id(b, ROUTE_CHANNEL, &c->channel);
    word(b, ROUTE_POST_KIND, c->post_kind);
    word(b, ROUTE_LANGUAGE, c->lang);
    words(b, ROUTE_INTENT, k_dup(b->a, k_str_n(names, n)));
    word(b, ROUTE_TEXT, c->text);
    number(b, ROUTE_IS_REPLY, c->reply);
    number(b, ROUTE_IS_DIRECT, is_direct(c));
}

static void of_conversation(const struct building *b, const struct routing_world *w,
                            const struct routing_case *c)
{
    static const char *const states[] = {"", "running", "soon", "overdue"};
    word(b, ROUTE_KIND, c->about);
    number(b, ROUTE_PRIORITY, c->priority);
    ids(b, ROUTE_LABEL, c->labels.v, c->labels.n);
    id(b, ROUTE_TEAM, &c->team);
    id(b, ROUTE_OWNER, &c->owner);
    number(b, ROUTE_HAS_OWNER, c->owner != 0);
    number(b, ROUTE_ANSWERED, c->answered);
    number(b, ROUTE_IN_STORM, c->storm != 0);
    word(b, ROUTE_DEADLINE, k_str_z(states[c->due_state & 3]));
    ids(b, ROUTE_HOURS, w->open.v, w->open.n);
    if (c->owner && w->has_roster)
        number(b, ROUTE_OWNER_HERE, roster_here(roster_of(&w->roster, c->owner)));
}

static void of_person(const struct building *b, const struct routing_case *c)
{
    if (!c->has_person)
        return;
    word(b, ROUTE_STAGE, k_str_z(stage_name(c->stage)));
    words(b, ROUTE_ROLE, c->roles);
    id(b, ROUTE_RELATION, &c->relation);
    number(b, ROUTE_KNOWN, c->exchanges > 0);
    number(b, ROUTE_STRENGTH, (int64_t)c->strength);
    if (c->followers >= 0)
        number(b, ROUTE_FOLLOWERS, c->followers);
}

k_err routing_subject_of(struct k_ctx *cx, const struct routing_world *w,
                         struct routing_case *c, struct routing_subject *out)
{
    struct building b = {cx->arena, out};
    *out = (struct routing_subject){0};
    K_TRY(read_person(cx, w, c));
    K_TRY(read_labels(cx, w, c));
    of_post(&b, c);
    of_conversation(&b, w, c);
    of_person(&b, c);
    return K_OK;
}
