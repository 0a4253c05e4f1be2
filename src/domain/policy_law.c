/* policy_law: what a policy had better not forbid. Employees may talk about pay, hours,
 * conditions and unions (in the United States: National Labor Relations Act, section 7); people
 * may criticise. Sentences of our own are tried on every rule, and the sentences of the policy
 * are searched for such a ban. Only said, never decided: a lawyer knows the law of the place.
 * Pure. */
#include "domain/policy_doc.h"
#include "domain/policy_look.h"
#include "text/phrase.h"
#include <pthread.h>

static const char talk_told[] =
    "This would forbid talk about pay, hours, working conditions or unions. In many countries "
    "the law protects it. Ask a lawyer before you adopt this.";
static const char criticism_told[] =
    "This would remove criticism because it is criticism. A public body may not, and nobody "
    "should: say for which reasons a post is removed, and that criticism is none.";

/* Each one may be said by anybody who works somewhere. */
static const char *const protected_talk[] = {
    "I think our pay is too low.",
    "Our wages have not been raised in three years.",
    "My salary is lower than that of my colleagues.",
    "The working hours in our warehouse are too long.",
    "Working conditions here must become better.",
    "We want to found a union.",
    "I joined the union last week.",
    "We are on strike today.",
    "We do overtime every week and nobody pays for it.",
    "Ich finde unseren Lohn zu niedrig.",
    "Mein Gehalt ist niedriger als das meiner Kollegen.",
    "Die Arbeitszeiten im Lager sind zu lang.",
    "Die Arbeitsbedingungen hier müssen besser werden.",
    "Wir wollen einen Betriebsrat gründen.",
    "Ich bin in der Gewerkschaft.",
    "Wir streiken heute.",
    "Wir machen jede Woche unbezahlte Überstunden.",
};

enum { ABOUT_WORK, FORBIDS, CRITICISM, REMOVES, REFUSES, SAYS_FREE, GROUPS };
static const struct {
    int group;
    const char *text;
} words[] = {
    {ABOUT_WORK, "about pay"},
    {ABOUT_WORK, "discuss pay"},
    {ABOUT_WORK, "discuss your pay"},
    {ABOUT_WORK, "your pay"},
    {ABOUT_WORK, "their pay"},
    {ABOUT_WORK, "salary"},
    {ABOUT_WORK, "salaries"},
    {ABOUT_WORK, "wage*"},
    {ABOUT_WORK, "working hours"},
    {ABOUT_WORK, "working conditions"},
    {ABOUT_WORK, "overtime"},
    {ABOUT_WORK, "union*"},
    {ABOUT_WORK, "strike*"},
    {ABOUT_WORK, "works council"},
    {ABOUT_WORK, "lohn"},
    {ABOUT_WORK, "löhne"},
    {ABOUT_WORK, "gehalt"},
    {ABOUT_WORK, "gehälter"},
    {ABOUT_WORK, "arbeitszeit*"},
    {ABOUT_WORK, "arbeitsbedingungen"},
    {ABOUT_WORK, "überstunden"},
    {ABOUT_WORK, "gewerkschaft*"},
    {ABOUT_WORK, "betriebsrat*"},
    {ABOUT_WORK, "streik*"},
    {FORBIDS, "must not"},
    {FORBIDS, "may not"},
    {FORBIDS, "shall not"},
    {FORBIDS, "do not"},
    {FORBIDS, "don't"},
    {FORBIDS, "never"},
    {FORBIDS, "not allowed"},
    {FORBIDS, "forbidden"},
    {FORBIDS, "prohibited"},
    {FORBIDS, "confidential"},
    {FORBIDS, "nobody talks"},
    {FORBIDS, "nobody speaks"},
    {FORBIDS, "nicht erlaubt"},
    {FORBIDS, "verboten"},
    {FORBIDS, "untersagt"},
    {FORBIDS, "darf nicht"},
    {FORBIDS, "dürfen nicht"},
    {FORBIDS, "dürfen wir nicht"},
    {FORBIDS, "darf man nicht"},
    {FORBIDS, "darf niemand"},
    {FORBIDS, "niemals"},
    {FORBIDS, "nie"},
    {FORBIDS, "nicht über"},
    {FORBIDS, "niemand spricht"},
    {FORBIDS, "vertraulich"},
    {CRITICISM, "criticism"},
    {CRITICISM, "critical comment*"},
    {CRITICISM, "critical post*"},
    {CRITICISM, "negative comment*"},
    {CRITICISM, "negative review*"},
    {CRITICISM, "negative post*"},
    {CRITICISM, "bad review*"},
    {CRITICISM, "complaints"},
    {CRITICISM, "kritik"},
    {CRITICISM, "kritische kommentare"},
    {CRITICISM, "kritische beiträge"},
    {CRITICISM, "negative kommentare"},
    {CRITICISM, "negative bewertungen"},
    {CRITICISM, "negative beiträge"},
    {CRITICISM, "schlechte bewertungen"},
    {CRITICISM, "beschwerden"},
    {REMOVES, "delete*"},
    {REMOVES, "remove*"},
    {REMOVES, "hide"},
    {REMOVES, "hidden"},
    {REMOVES, "block"},
    {REMOVES, "blocked"},
    {REMOVES, "lösch*"},
    {REMOVES, "gelöscht*"},
    {REMOVES, "entfern*"},
    {REMOVES, "ausgeblendet"},
    {REMOVES, "blenden"},
    {REMOVES, "verborgen"},
    {REMOVES, "gesperrt"},
    {REFUSES, "never"},
    {REFUSES, "not"},
    {REFUSES, "no"},
    {REFUSES, "nie"},
    {REFUSES, "niemals"},
    {REFUSES, "nicht"},
    {REFUSES, "kein*"},
    {SAYS_FREE, "own business"},
    {SAYS_FREE, "does not touch"},
    {SAYS_FREE, "must not forbid"},
    {SAYS_FREE, "may not forbid"},
    {SAYS_FREE, "not forbid"},
    {SAYS_FREE, "never forbid*"},
    {SAYS_FREE, "not limit"},
    {SAYS_FREE, "not restrict"},
    {SAYS_FREE, "is free to"},
    {SAYS_FREE, "unsere sache"},
    {SAYS_FREE, "eure sache"},
    {SAYS_FREE, "eigene sache"},
    {SAYS_FREE, "nicht berührt"},
    {SAYS_FREE, "berührt nicht"},
    {SAYS_FREE, "nicht verbieten"},
    {SAYS_FREE, "verbietet nicht"},
    {SAYS_FREE, "nicht einschränken"},
    {SAYS_FREE, "schränkt nicht"},
    {SAYS_FREE, "steht frei"},
};
#define N_WORDS (sizeof words / sizeof *words)

static struct {
    struct k_arena *arena; /* lives as long as the process */
    const struct phrase_set *phrases;
} law;
static pthread_once_t set_once = PTHREAD_ONCE_INIT;

static void set_make(void)
{
    k_str v[N_WORDS];
    law.arena = k_arena_new(0);
    for (size_t i = 0; i < N_WORDS; i++)
        v[i] = k_str_z(words[i].text);
    law.phrases = phrase_set_new(law.arena, v, N_WORDS);
}

static unsigned groups_in(k_str sentence)
{
    struct phrase_hit hits[64];
    unsigned groups = 0;
    size_t n = phrase_find(law.phrases, sentence, hits, 64);
    for (size_t i = 0; i < n; i++)
        groups |= 1u << words[hits[i].phrase].group;
    return groups;
}

static const char *sentence_told(k_str sentence)
{
    unsigned g = groups_in(sentence);
    if ((g & 1u << ABOUT_WORK) && (g & 1u << FORBIDS) && !(g & 1u << SAYS_FREE))
        return talk_told;
    if ((g & 1u << CRITICISM) && (g & 1u << REMOVES) && !(g & 1u << REFUSES))
        return criticism_told;
    return NULL;
}

static const struct policy_rule *rule_at(const struct policy_doc *doc, size_t line)
{
    for (size_t i = 0; i < doc->rules.n; i++)
        if (doc->rules.v[i].line <= line && line <= doc->rules.v[i].end_line)
            return &doc->rules.v[i];
    return NULL;
}

static void add(struct k_arena *a, struct policy_problems *out, size_t line, k_str rule,
                const char *text)
{
    for (size_t i = 0; i < out->list.n; i++)
        if (out->list.v[i].line == line && k_str_eqz(out->list.v[i].text, text))
            return;
    if (out->list.n < POLICY_PROBLEMS_MAX)
        *k_vec_push(a, &out->list) = (struct policy_problem){line, rule, k_str_z(text)};
}

/* Sentences end at a mark or at a blank line; examples and words of rules are none. */
static void search_text(struct k_arena *a, k_str text, const struct policy_doc *doc,
                        struct policy_problems *out)
{
    size_t line = 1, first = 1, start = 0;
    for (size_t i = 0; i <= text.n; i++) {
        char c = i < text.n ? text.p[i] : '\n';
        bool paragraph = c == '\n' && (i + 1 >= text.n || strchr("\n#-*1", text.p[i + 1]));
        if (c == '.' || c == '!' || c == '?' || c == ':' || paragraph) {
            for (; start < i && strchr(" \r\n", text.p[start]); start++)
                first += text.p[start] == '\n';
            k_str sentence = k_str_trim(k_str_sub(text, start, i - start));
            const struct policy_rule *r = rule_at(doc, first);
            const char *told = sentence.n > 0 ? sentence_told(sentence) : NULL;
            if (told)
                add(a, out, first, r ? r->id : K_NONE, told);
            start = i + (c != '\n');
            first = line;
        }
        line += c == '\n';
    }
}

static void try_rule(struct k_arena *a, const struct policy_rule *r,
                     struct policy_problems *out)
{
    for (size_t i = 0; i < sizeof protected_talk / sizeof *protected_talk; i++) {
        struct policy_look look;
        struct policy_findings found = {0};
        struct policy_facts f = {.arena = a, .text = k_str_z(protected_talk[i])};
        if (!r->check || !r->set)
            return;
        policy_look_at(&f, &look);
        r->check->run(&look, r, &found);
        if (found.list.n > 0) {
            add(a, out, r->line, r->id, talk_told);
            return;
        }
    }
}

void policy_doc_law(struct k_arena *a, k_str markdown, const struct policy_doc *doc,
                    struct policy_problems *out)
{
    struct policy_rules rules = doc->rules;
    pthread_once(&set_once, set_make);
    policy_rules_ready(a, &rules);
    for (size_t i = 0; i < rules.n; i++)
        try_rule(a, &rules.v[i], out);
    search_text(a, markdown, doc, out);
}
