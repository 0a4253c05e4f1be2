/* Policies: any text is read in bounds, its problems name lines it has, a rule that is written
 * is read again, and the same bytes as a reply are judged with places inside of it. */
#include "base/utf8.h"
#include "domain/policy_doc.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool ok)
{
    if (!ok)
        __builtin_trap();
}

static void look(const struct policy_problems *p, size_t lines)
{
    for (size_t i = 0; i < p->list.n; i++)
        must(p->list.v[i].text.n > 0 && p->list.v[i].line <= lines);
}

static void write_and_read(struct k_arena *a, const struct policy_rules *rules, bool german)
{
    struct k_buf b;
    struct policy_doc again;
    k_buf_init(&b, a, POLICY_TEXT_MAX);
    for (size_t i = 0; i < rules->n; i++)
        policy_doc_write_rule(&b, &rules->v[i], german);
    if (!k_buf_ok(&b))
        return;
    must(policy_doc_parse(a, k_buf_view(&b), &again) == K_OK && again.rules.n == rules->n);
    for (size_t i = 0; i < rules->n; i++) {
        const struct policy_rule *x = &rules->v[i], *y = &again.rules.v[i];
        must(k_str_eq(x->id, y->id) && x->kind == y->kind && x->check == y->check);
        must(x->number == y->number && x->n_words == y->n_words);
        must(x->n_examples == y->n_examples);
    }
}

static void judge(struct k_arena *a, const struct policy_rules *rules, k_str text)
{
    struct policy_findings found;
    struct policy_facts f = {.arena = a,
                             .text = text,
                             .answered = text,
                             .author = K_S("Ada"),
                             .max_graphemes = 300,
                             .where = {.member_days = -1, .minute = -1}};
    policy_run(&f, rules, &found);
    for (size_t i = 0; i < found.list.n; i++) {
        const struct policy_finding *one = &found.list.v[i];
        must(one->start <= one->end && one->end <= (int64_t)text.n);
        must(k_utf8_valid(one->words));
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct k_arena *a = k_arena_new(0);
    struct policy_doc doc;
    struct policy_problems more = {{0}};
    k_str text = k_str_n((const char *)data, size);
    size_t lines = 1;
    for (size_t i = 0; i < size; i++)
        lines += data[i] == '\n';
    if (k_utf8_valid(text)) { /* requests with other bytes do not come so far */
        k_err e = policy_doc_parse(a, text, &doc);
        look(&doc.problems, lines);
        if (e == K_OK) {
            policy_doc_try(a, &doc, &more);
            policy_doc_law(a, text, &doc, &more);
            look(&more, lines);
            write_and_read(a, &doc.rules, false);
            write_and_read(a, &doc.rules, true);
            judge(a, &doc.rules, text);
        }
    }
    k_arena_free(a);
    return 0;
}
