/* policy_try: the examples of a policy are its tests. Pure. */
#include "domain/policy_doc.h"
#include "domain/policy_look.h"
#include "domain/understand.h"

static bool asks(k_str text)
{
    struct understanding u;
    understand(&(struct understand_in){.text = text}, &u);
    return (u.intents & INTENT_QUESTION) != 0;
}

static const struct policy_sent *sent_before(struct k_arena *a, const struct policy_example *x)
{
    struct policy_sent *v = k_new_n(a, struct policy_sent, x->n_before + x->n_to_them + 1);
    for (size_t i = 0; i < x->n_before; i++)
        v[i].text = x->before[i];
    for (size_t i = 0; i < x->n_to_them; i++)
        v[x->n_before + i] = (struct policy_sent){x->to_them[i], true};
    return v;
}

/* The first finding of the rule in the example; NULL when there is none. */
static const struct policy_finding *found_in(struct k_arena *a, const struct policy_rule *r,
                                             const struct policy_example *x)
{
    struct policy_look look;
    struct policy_findings out = {0};
    struct policy_facts f = {.arena = a,
                             .text = x->text,
                             .max_graphemes = (int)x->limit,
                             .answered = x->answered,
                             .answered_asks = asks(x->answered),
                             .author = x->author,
                             .names = &x->author,
                             .n_names = x->author.n > 0,
                             .sent = sent_before(a, x),
                             .n_sent = x->n_before + x->n_to_them,
                             .blocks = x->blocks,
                             .n_blocks = x->n_blocks,
                             .links_opened = x->opened,
                             .promised = x->promised,
                             .where = {.roles = &x->role, .n_roles = x->role.n > 0}};
    policy_look_at(&f, &look);
    r->check->run(&look, r, &out);
    return out.list.n ? &out.list.v[0] : NULL;
}

static void tell(struct k_arena *a, const struct policy_rule *r, const struct policy_example *x,
                 const struct policy_finding *found, struct policy_problems *out)
{
    struct policy_problem *p = k_vec_push(a, &out->list);
    *p = (struct policy_problem){.line = x->line, .rule = r->id};
    if (!found)
        p->text = K_S("This bad example is not found by its rule. Change the example, or what "
                      "the rule looks for.");
    else if (found->words.n > 0)
        p->text = k_fmt(a,
                        "This good example is found by its rule, because of \"%.*s\". Change "
                        "the example, or what the rule looks for.",
                        K_ARG(k_str_sub(found->words, 0, 120)));
    else
        p->text = K_S("This good example is found by its rule. Change the example, or what the "
                      "rule looks for.");
}

void policy_doc_try(struct k_arena *a, const struct policy_doc *doc,
                    struct policy_problems *out)
{
    struct policy_rules rules = doc->rules;
    policy_rules_ready(a, &rules);
    for (size_t i = 0; i < rules.n; i++)
        for (size_t k = 0; k < rules.v[i].n_examples; k++) {
            const struct policy_example *x = &rules.v[i].examples[k];
            const struct policy_finding *found =
                rules.v[i].check ? found_in(a, &rules.v[i], x) : NULL;
            if (rules.v[i].check && x->bad == (found == NULL))
                tell(a, &rules.v[i], x, found, out);
        }
}
