/* common_rules: what a person and a member have in common. */
#include "domain/common_rules.h"
#include "base/utf8.h"
#include <stdlib.h>

#define MOST 20
#define PART 0.6

const char *common_kind_name(enum common_kind k)
{
    static const char *const names[COMMON_KINDS] = {"interest", "colleague", "organization",
                                                    "moment", "careful"};
    return names[k];
}

static bool has_word(k_str topic, k_str word)
{
    while (topic.p)
        if (k_str_eq(k_str_cut(&topic, ' '), word))
            return true;
    return false;
}

/* Whether every word of a is one of b; one letter alone tells nothing. */
static bool within(k_str a, k_str b)
{
    if (a.n < 3)
        return false;
    while (a.p)
        if (!has_word(b, k_str_cut(&a, ' ')))
            return false;
    return true;
}

double common_alike(k_str topic, k_str other)
{
    if (topic.n == 0 || other.n == 0)
        return 0;
    if (k_str_eq(topic, other))
        return 1;
    return within(topic, other) || within(other, topic) ? PART : 0;
}

static void add(struct k_arena *a, struct common_list *out, struct common_item item)
{
    for (size_t i = 0; i < out->n; i++)
        if (out->v[i].kind == item.kind && k_str_eq(out->v[i].text, item.text)) {
            if (item.weight > out->v[i].weight)
                out->v[i] = item;
            return;
        }
    *k_vec_push(a, out) = item;
}

static bool is_private(const struct common_fact *f)
{
    return k_str_eqz(f->kind, "health") || k_str_eqz(f->kind, "family");
}

static void by_fact(struct k_arena *a, const struct common_world *w,
                    const struct common_fact *f, struct common_list *out)
{
    bool dislikes = k_str_eqz(f->kind, "dislikes");
    for (size_t i = 0; i < w->n_interests; i++) {
        const struct common_interest *in = &w->interests[i];
        bool mine = in->member == w->me;
        double alike = common_alike(f->topic, in->topic);
        if (alike <= 0 || (dislikes && !mine))
            continue;
        struct common_item item = {
            .text = f->text, .member = in->member, .weight = alike * (mine ? 1 : 0.5)};
        item.kind = dislikes ? COMMON_CAREFUL : mine ? COMMON_INTEREST : COMMON_COLLEAGUE;
        if (dislikes)
            item.reason = k_fmt(a, "You like %.*s; they do not.", K_ARG(in->text));
        else if (mine)
            item.reason = k_fmt(a, "You both like %.*s.", K_ARG(in->text));
        else
            item.reason = k_fmt(a, "%.*s likes %.*s too.", K_ARG(in->name), K_ARG(in->text));
        add(a, out, item);
    }
}

static void by_organization(struct k_arena *a, const struct common_world *w, k_str name,
                            struct common_list *out)
{
    k_str topic = k_utf8_plain(a, name);
    for (size_t i = 0; i < w->n_interests; i++) {
        const struct common_interest *in = &w->interests[i];
        double alike = in->member == w->me ? common_alike(in->topic, topic) : 0;
        if (alike > 0)
            add(a, out,
                (struct common_item){
                    .kind = COMMON_ORGANIZATION,
                    .text = name,
                    .reason = k_fmt(a, "They belong to %.*s, which you like.", K_ARG(name)),
                    .member = w->me,
                    .weight = alike * 0.9});
    }
}

static int surest(const void *x, const void *y)
{
    const struct common_item *a = x, *b = y;
    if (a->weight != b->weight)
        return a->weight < b->weight ? 1 : -1;
    return k_str_cmp(a->text, b->text);
}

void common_ground(struct k_arena *a, const struct common_world *w, struct common_list *out)
{
    *out = (struct common_list){0};
    for (size_t i = 0; i < w->n_facts; i++)
        if (!is_private(&w->facts[i]))
            by_fact(a, w, &w->facts[i], out);
    for (size_t i = 0; i < w->n_organizations; i++)
        by_organization(a, w, w->organizations[i], out);
    for (size_t i = 0; i < w->n_moments; i++)
        if (w->moments[i].mine)
            add(a, out,
                (struct common_item){.kind = COMMON_MOMENT,
                                     .text = w->moments[i].title,
                                     .reason = k_fmt(a, "You were both there: %.*s.",
                                                     K_ARG(w->moments[i].title)),
                                     .member = w->me,
                                     .weight = 0.8});
    if (out->n > 1)
        qsort(out->v, out->n, sizeof *out->v, surest);
    if (out->n > MOST)
        out->n = MOST;
}
