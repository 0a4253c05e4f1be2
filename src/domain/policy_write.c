/* policy_write: rules as Markdown. What is written here policy_doc_parse reads as the same
 * rule. Pure. */
#include "domain/approval_rules.h"
#include "domain/policy_doc.h"
#include "text/lang.h"

/* On one line: line ends would end the item. */
static void one_line(struct k_buf *b, k_str s)
{
    bool blank = false;
    s = k_str_trim(s);
    for (size_t i = 0; i < s.n; i++) {
        bool is = s.p[i] == '\n' || s.p[i] == '\r' || s.p[i] == '\t';
        if (!is || !blank)
            k_buf_chr(b, is ? ' ' : s.p[i]);
        blank = is;
    }
}

static void item(struct k_buf *b, const char *en, const char *de, bool german)
{
    k_buf_fmt(b, "- %s: ", german ? de : en);
}

/* Plain, or in "..." when a comma, a quotation mark or a semicolon is in it. */
static void word(struct k_buf *b, k_str w)
{
    bool plain = true;
    for (size_t i = 0; i < w.n; i++)
        plain &= !strchr(",;\"\\", w.p[i]);
    plain &= !k_str_starts(w, K_S("“")) && !k_str_starts(w, K_S("„")) &&
             !k_str_starts(w, K_S("«")) && !k_str_starts(w, K_S("»"));
    if (plain) {
        one_line(b, w);
        return;
    }
    k_buf_chr(b, '"');
    for (size_t i = 0; i < w.n; i++) {
        if (w.p[i] == '"' || w.p[i] == '\\')
            k_buf_chr(b, '\\');
        k_buf_chr(b, w.p[i]);
    }
    k_buf_chr(b, '"');
}

static void words(struct k_buf *b, const k_str *v, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        k_buf_str(b, i ? K_S(", ") : K_S(""));
        word(b, v[i]);
    }
    k_buf_chr(b, '\n');
}

static void scope(struct k_buf *b, const struct policy_rule *r, bool german)
{
    for (int d = 0; d < POLICY_DIMS; d++) {
        if (r->scope.n[d] == 0)
            continue;
        item(b, "for", "für", german);
        k_buf_fmt(b, "%s ", policy_dim_names[d][german]);
        words(b, r->scope.v[d], r->scope.n[d]);
    }
}

static void examples(struct k_buf *b, const struct policy_rule *r, bool german)
{
    for (size_t i = 0; i < r->n_examples; i++) {
        const struct policy_example *x = &r->examples[i];
        if (x->bad)
            item(b, "bad", "schlecht", german);
        else
            item(b, "good", "gut", german);
        one_line(b, x->text);
        k_buf_chr(b, '\n');
        if (x->answered.n > 0) {
            k_buf_str(b, german ? K_S("  - auf: ") : K_S("  - to: "));
            one_line(b, x->answered);
            k_buf_chr(b, '\n');
        }
    }
}

/* Would what comes behind this text stand in a fence that it opened? */
static bool leaves_fence_open(k_str text)
{
    bool open = false;
    while (text.p) {
        k_str line = k_str_trim(k_str_cut(&text, '\n'));
        open ^= k_str_starts(line, K_S("```")) || k_str_starts(line, K_S("~~~"));
    }
    return open;
}

void policy_doc_write_rule(struct k_buf *b, const struct policy_rule *r, bool german)
{
    static const char *const kinds[POLICY_KINDS][2] = {
        {"warns", "warnt"}, {"review", "zweite Person"}, {"stops", "hält an"}};
    k_buf_fmt(b, "### `%.*s` ", K_ARG(r->id));
    one_line(b, r->why);
    k_buf_str(b, K_S("\n\n"));
    if (r->more.n > 0) {
        k_buf_str(b, r->more);
        k_buf_str(b, leaves_fence_open(r->more) ? K_S("\n```\n\n") : K_S("\n\n"));
    }
    item(b, kinds[r->kind][0], kinds[r->kind][1], german);
    for (const char *p = german ? r->check->german : r->check->name; *p; p++)
        k_buf_chr(b, *p == '_' ? ' ' : *p);
    if (r->check->value == POLICY_NUMBER)
        k_buf_fmt(b, " %lld", (long long)r->number);
    k_buf_chr(b, '\n');
    if (r->n_words > 0) {
        item(b, "words", "Wörter", german);
        words(b, r->words, r->n_words);
    }
    if (r->tell.n > 0 && !k_str_eqz(r->tell, r->check->tell)) {
        item(b, "change", "ändern", german);
        one_line(b, r->tell);
        k_buf_chr(b, '\n');
    }
    scope(b, r, german);
    if (r->n_stages > 0) {
        item(b, "approved by", "freigegeben von", german);
        approval_stages_write(b, r, german);
        k_buf_chr(b, '\n');
    }
    examples(b, r, german);
    k_buf_chr(b, '\n');
}

k_str policy_doc_of_json(struct k_arena *a, k_str text, const struct policy_rules *rules)
{
    struct k_buf b;
    int percent;
    bool german = strcmp(lang_detect(text, &percent), "de") == 0;
    k_buf_init(&b, a, 1 << 20);
    k_buf_str(&b, k_str_trim(text));
    k_buf_str(&b, german ? K_S("\n\n## Regeln\n\n") : K_S("\n\n## Rules\n\n"));
    for (size_t i = 0; i < rules->n; i++)
        policy_doc_write_rule(&b, &rules->v[i], german);
    return k_buf_view(&b);
}
