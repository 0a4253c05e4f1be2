/* understand_rules: the phrases by which Kith hears a complaint, a wish to buy, a question and
 * praise, in English and German. Pure. A phrase inside a longer one does not count ("not
 * disappointed" is no complaint). */
#include "domain/understand.h"
#include "text/lang.h"
#include "text/phrase.h"
#include <pthread.h>

#define EN(intent, words)                                                                      \
    {                                                                                          \
        INTENT_##intent, "en", words                                                           \
    }
#define DE(intent, words)                                                                      \
    {                                                                                          \
        INTENT_##intent, "de", words                                                           \
    }

const struct understand_phrase understand_phrases[] = {
    EN(COMPLAINT, "not working"),
    EN(COMPLAINT, "doesn't work"),
    EN(COMPLAINT, "does not work"),
    EN(COMPLAINT, "stopped working"),
    EN(COMPLAINT, "still waiting"),
    EN(COMPLAINT, "waiting for over"),
    EN(COMPLAINT, "on hold for"),
    EN(COMPLAINT, "no response"),
    EN(COMPLAINT, "no reply"),
    EN(COMPLAINT, "nobody answers"),
    EN(COMPLAINT, "disappoint*"),
    EN(COMPLAINT, "unacceptable"),
    EN(COMPLAINT, "terrible"),
    EN(COMPLAINT, "the worst"),
    EN(COMPLAINT, "worst service"),
    EN(COMPLAINT, "ridiculous"),
    EN(COMPLAINT, "refund*"),
    EN(COMPLAINT, "my money back"),
    EN(COMPLAINT, "charged twice"),
    EN(COMPLAINT, "charged me"),
    EN(COMPLAINT, "never arrived"),
    EN(COMPLAINT, "hasn't arrived"),
    EN(COMPLAINT, "not arrived"),
    EN(COMPLAINT, "lost my"),
    EN(COMPLAINT, "arrived broken"),
    EN(COMPLAINT, "is broken"),
    EN(COMPLAINT, "complain*"),
    EN(COMPLAINT, "fed up"),
    EN(COMPLAINT, "never again"),
    EN(COMPLAINT, "waste of"),
    DE(COMPLAINT, "funktioniert nicht"),
    DE(COMPLAINT, "geht nicht"),
    DE(COMPLAINT, "immer noch nicht"),
    DE(COMPLAINT, "warte seit"),
    DE(COMPLAINT, "warten seit"),
    DE(COMPLAINT, "keine antwort"),
    DE(COMPLAINT, "niemand antwortet"),
    DE(COMPLAINT, "enttäuscht*"),
    DE(COMPLAINT, "unverschämt*"),
    DE(COMPLAINT, "eine frechheit"),
    DE(COMPLAINT, "reklam*"),
    DE(COMPLAINT, "beschwer*"),
    DE(COMPLAINT, "geld zurück"),
    DE(COMPLAINT, "doppelt abgebucht"),
    DE(COMPLAINT, "nicht angekommen"),
    DE(COMPLAINT, "kaputt angekommen"),
    DE(COMPLAINT, "ist kaputt"),
    DE(COMPLAINT, "ist defekt"),
    DE(COMPLAINT, "nie wieder"),
    DE(COMPLAINT, "schlechter service"),

    EN(LEAD, "how much is"),
    EN(LEAD, "how much does"),
    EN(LEAD, "how much are"),
    EN(LEAD, "how much would"),
    EN(LEAD, "price list"),
    EN(LEAD, "a quote for"),
    EN(LEAD, "get a quote"),
    EN(LEAD, "where can i buy"),
    EN(LEAD, "where can i get"),
    EN(LEAD, "want to buy"),
    EN(LEAD, "looking to buy"),
    EN(LEAD, "interested in buying"),
    EN(LEAD, "like to order"),
    EN(LEAD, "want to order"),
    EN(LEAD, "do you ship to"),
    EN(LEAD, "do you deliver to"),
    EN(LEAD, "bulk order"),
    EN(LEAD, "looking for a supplier"),
    EN(LEAD, "book a demo"),
    EN(LEAD, "free trial"),
    EN(LEAD, "thinking of switching"),
    EN(LEAD, "looking for an alternative"),
    DE(LEAD, "was kostet"),
    DE(LEAD, "was kosten"),
    DE(LEAD, "wie teuer"),
    DE(LEAD, "preisliste"),
    DE(LEAD, "ein angebot"),
    DE(LEAD, "wo kann ich kaufen"),
    DE(LEAD, "wo bekomme ich"),
    DE(LEAD, "gerne bestellen"),
    DE(LEAD, "möchte bestellen"),
    DE(LEAD, "würde gern kaufen"),
    DE(LEAD, "liefert ihr nach"),
    DE(LEAD, "liefern sie nach"),
    DE(LEAD, "interesse an"),
    DE(LEAD, "mengenrabatt"),
    DE(LEAD, "suche einen anbieter"),

    EN(QUESTION, "how do i"),
    EN(QUESTION, "how can i"),
    EN(QUESTION, "can you help"),
    EN(QUESTION, "could you"),
    EN(QUESTION, "is there a way"),
    EN(QUESTION, "is it possible"),
    EN(QUESTION, "does anyone know"),
    EN(QUESTION, "any idea"),
    EN(QUESTION, "when will"),
    EN(QUESTION, "what time"),
    EN(QUESTION, "do you have"),
    EN(QUESTION, "please help"),
    EN(QUESTION, "need help"),
    DE(QUESTION, "wie kann ich"),
    DE(QUESTION, "wie geht das"),
    DE(QUESTION, "könnt ihr"),
    DE(QUESTION, "können sie"),
    DE(QUESTION, "gibt es"),
    DE(QUESTION, "wann kommt"),
    DE(QUESTION, "weiß jemand"),
    DE(QUESTION, "ist es möglich"),
    DE(QUESTION, "habt ihr"),
    DE(QUESTION, "brauche hilfe"),
    DE(QUESTION, "bitte um hilfe"),

    EN(PRAISE, "thank you for"),
    EN(PRAISE, "thanks for"),
    EN(PRAISE, "thank you so much"),
    EN(PRAISE, "well done"),
    EN(PRAISE, "great service"),
    EN(PRAISE, "great job"),
    EN(PRAISE, "highly recommend"),
    EN(PRAISE, "so happy with"),
    EN(PRAISE, "made my day"),
    EN(PRAISE, "love your"),
    EN(PRAISE, "not disappoint*"),
    EN(PRAISE, "never disappoint*"),
    EN(PRAISE, "no complaints"),
    EN(PRAISE, "can't complain"),
    DE(PRAISE, "vielen dank für"),
    DE(PRAISE, "danke für"),
    DE(PRAISE, "toller service"),
    DE(PRAISE, "super service"),
    DE(PRAISE, "klasse service"),
    DE(PRAISE, "sehr zufrieden"),
    DE(PRAISE, "kann ich nur empfehlen"),
    DE(PRAISE, "weiter so"),
    DE(PRAISE, "begeistert*"),
    DE(PRAISE, "nicht enttäuscht"),
};
const size_t n_understand_phrases = sizeof understand_phrases / sizeof *understand_phrases;

static const struct phrase_set *phrases;
static pthread_once_t phrases_once = PTHREAD_ONCE_INIT;

/* Lives as long as the process; shared by all threads, read only. */
static void phrases_compile(void)
{
    static struct k_arena *arena;
    arena = k_arena_new(0);
    k_str *v = k_new_n(arena, k_str, n_understand_phrases);
    for (size_t i = 0; i < n_understand_phrases; i++)
        v[i] = k_str_z(understand_phrases[i].text);
    phrases = phrase_set_new(arena, v, n_understand_phrases);
}

static bool inside_another(const struct phrase_hit *v, size_t n, size_t i)
{
    for (size_t k = 0; k < n; k++) {
        bool longer = v[k].end - v[k].start > v[i].end - v[i].start;
        if (k != i && longer && v[k].start <= v[i].start && v[k].end >= v[i].end)
            return true;
    }
    return false;
}

static void add(struct understanding *u, k_str text, enum intent intent, size_t start,
                size_t end)
{
    u->intents |= intent;
    if (u->n == UNDERSTAND_MAX)
        return;
    u->found[u->n++] = (struct finding){.intent = intent,
                                        .start = (uint32_t)start,
                                        .end = (uint32_t)end,
                                        .phrase = k_str_sub(text, start, end - start)};
}

static bool is_space(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

/* A question mark that ends a word. One inside a link does not count. The finding is the
 * sentence's last word with its mark. */
static void find_question_mark(struct understanding *u, k_str text)
{
    for (size_t i = 0; i < text.n; i++) {
        if (text.p[i] != '?')
            continue;
        size_t word = i;
        while (word > 0 && !is_space(text.p[word - 1]))
            word--;
        k_str before = k_str_sub(text, word, i - word);
        if (k_str_istarts(before, K_S("http")) || k_str_istarts(before, K_S("www.")))
            continue;
        add(u, text, INTENT_QUESTION, word, i + 1);
        return;
    }
}

void understand(const struct understand_in *in, struct understanding *out)
{
    pthread_once(&phrases_once, phrases_compile);
    *out = (struct understanding){.lang = lang_of(in->text, in->lang)};
    struct phrase_hit hits[64];
    size_t n = phrase_find(phrases, in->text, hits, 64);
    for (size_t i = 0; i < n; i++)
        if (!inside_another(hits, n, i))
            add(out, in->text, understand_phrases[hits[i].phrase].intent, hits[i].start,
                hits[i].end);
    if (!(out->intents & INTENT_QUESTION))
        find_question_mark(out, in->text);
}
