/* policy_look: phrases, stems and places, worked out once a reply. Pure; the compiled phrases
 * and stop words live as long as the process, shared by all threads, read only. */
#include "domain/policy_look.h"
#include "base/utf8.h"
#include "text/lang.h"
#include "text/letter.h"
#include "text/phrase.h"
#include <pthread.h>
#include <stdlib.h>

#define STEM_BYTES 6   /* "delivery" and "delivered" are one */
#define WORD_MIN 4     /* bytes; shorter words say little about what a text is about */
#define STEMS_MAX 2000 /* of one text */

/* ---- phrases ----------------------------------------------------------------------------- */

#define P(tag, text) {TAG_##tag, text},
const struct policy_phrase policy_phrases[] = {
#include "domain/policy_phrases.def"
};
#undef P
const size_t n_policy_phrases = sizeof policy_phrases / sizeof *policy_phrases;

/* What is said in any case: it does not tell what a text is about. Folded; the first six bytes
 * count. */
static const char empty_words[] =
    "thank thanks appreciate appreciated reaching reach contact contacting message messages "
    "please sorry apolog apologi regret inconvenience hello dear greetings regards cheers kind "
    "team customer customers service support care help helping assist assistance concern "
    "concerns issue issues matter experience feedback review further information details "
    "question questions answer reply respond response happy glad pleased love understand "
    "frustration frustrating patience forward look looking know let please direct directly "
    "soon possible always never very much more most some have been will would could should "
    "with your yours this that these those they them then than there their where when what "
    "which while from into about also just only here able were being does doing done make "
    "made take taken give given get got want need like well good great back again still "
    "every everything anything something somebody anybody address value valued account "
    "danke vielen dank bitte entschuldigung entschuldigen bedauern unannehmlichkeiten hallo "
    "liebe lieber grüße gruß freundliche anliegen kunde kunden kundin kundenservice service "
    "hilfe helfen team nachricht rückmeldung feedback verständnis geduld erfahrung frage "
    "fragen antwort gerne gern freuen freut weiter weitere information informationen melden "
    "meldung wenden kontakt kontaktieren direkt schnell möglich immer nicht auch noch schon "
    "eine einen einem einer eines kein keine keinen sein sind wird werden wurde worden haben "
    "hatte habe hast können könnt kann sollte sollten würde würden mein meine dein deine "
    "unser unsere euer eure ihre ihrer ihren ihnen diese dieser dieses dass weil wenn dann "
    "aber oder oder doch sehr mehr alle alles etwas jemand wieder mit für von über unter "
    "hier dort jetzt gibt gute guten gutes";

static struct {
    const struct phrase_set *phrases;
    uint64_t *empty;
    size_t n_empty;
} made;
static pthread_once_t made_once = PTHREAD_ONCE_INIT;

static int by_number(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return (x > y) - (x < y);
}

/* FNV-1a of the stem. */
static uint64_t stem_of(k_str word)
{
    uint64_t h = 0xcbf29ce484222325u;
    size_t n = word.n < STEM_BYTES ? word.n : STEM_BYTES;
    while (n > 0 && n < word.n && ((unsigned char)word.p[n] & 0xc0) == 0x80)
        n--; /* never inside a character */
    for (size_t i = 0; i < n; i++)
        h = (h ^ (unsigned char)word.p[i]) * 0x100000001b3u;
    return h;
}

static size_t once_each(uint64_t *v, size_t n)
{
    size_t kept = 0;
    qsort(v, n, sizeof *v, by_number);
    for (size_t i = 0; i < n; i++)
        if (kept == 0 || v[kept - 1] != v[i])
            v[kept++] = v[i];
    return kept;
}

static void make(void)
{
    static struct k_arena *arena;
    arena = k_arena_new(0);
    k_str *v = k_new_n(arena, k_str, n_policy_phrases), rest = K_S(empty_words);
    for (size_t i = 0; i < n_policy_phrases; i++)
        v[i] = k_str_z(policy_phrases[i].text);
    made.phrases = phrase_set_new(arena, v, n_policy_phrases);
    made.empty = k_new_n(arena, uint64_t, sizeof empty_words / 2);
    while (rest.p)
        made.empty[made.n_empty++] = stem_of(k_utf8_fold(arena, k_str_cut(&rest, ' ')));
    made.n_empty = once_each(made.empty, made.n_empty);
}

/* A longer phrase of the same kind, or one that says it is nothing. */
static bool covered(const struct phrase_hit *v, size_t n, size_t i)
{
    enum policy_tag tag = policy_phrases[v[i].phrase].tag;
    for (size_t k = 0; k < n; k++) {
        enum policy_tag other = policy_phrases[v[k].phrase].tag;
        bool longer = v[k].end - v[k].start > v[i].end - v[i].start;
        if (longer && (other == TAG_NOT || other == tag) && v[k].start <= v[i].start &&
            v[k].end >= v[i].end)
            return true;
    }
    return false;
}

void policy_listen(k_str text, struct policy_hits *out)
{
    struct phrase_hit hits[POLICY_HITS_MAX];
    pthread_once(&made_once, make);
    size_t n = phrase_find(made.phrases, text, hits, POLICY_HITS_MAX);
    out->n = 0;
    for (size_t i = 0; i < n; i++) {
        enum policy_tag tag = policy_phrases[hits[i].phrase].tag;
        if (tag != TAG_NOT && !covered(hits, n, i))
            out->v[out->n++] = (struct policy_hit){tag, hits[i].start, hits[i].end};
    }
}

const struct policy_hit *policy_first(const struct policy_hits *hits, enum policy_tag tag)
{
    for (size_t i = 0; i < hits->n; i++)
        if (hits->v[i].tag == tag)
            return &hits->v[i];
    return NULL;
}

/* ---- stems ------------------------------------------------------------------------------- */

/* The next word of folded text from *i on: not a name, not an address. false at the end. */
static bool next_word(k_str t, size_t *i, k_str *word)
{
    bool after_word = false;
    while (*i < t.n) {
        size_t skip = after_word ? 0 : letter_skip(t, *i), start = *i, at = *i;
        if (skip > 0) {
            *i += skip;
            continue;
        }
        after_word = letter_is_word(k_utf8_next(t, i));
        if (!after_word)
            continue;
        while (at = *i, *i < t.n && letter_is_word(k_utf8_next(t, i)))
            ;
        *i = at;
        *word = k_str_sub(t, start, at - start);
        return true;
    }
    return false;
}

struct policy_stems policy_stems_of(struct k_arena *a, k_str text)
{
    k_str folded = k_utf8_fold(a, text), word;
    struct policy_stems out = {.v = k_new_n(a, uint64_t, folded.n / WORD_MIN + 1)};
    pthread_once(&made_once, make);
    for (size_t i = 0; out.n < STEMS_MAX && next_word(folded, &i, &word);) {
        uint64_t stem = stem_of(word);
        if (word.n >= WORD_MIN && out.n < folded.n / WORD_MIN + 1 &&
            !bsearch(&stem, made.empty, made.n_empty, sizeof stem, by_number))
            out.v[out.n++] = stem;
    }
    out.n = once_each(out.v, out.n);
    return out;
}

size_t policy_stems_shared(const struct policy_stems *x, const struct policy_stems *y)
{
    size_t i = 0, k = 0, n = 0;
    while (i < x->n && k < y->n) {
        if (x->v[i] == y->v[k])
            n++, i++, k++;
        else if (x->v[i] < y->v[k])
            i++;
        else
            k++;
    }
    return n;
}

/* ---- the reply --------------------------------------------------------------------------- */

void policy_look_at(const struct policy_facts *f, struct policy_look *out)
{
    *out = (struct policy_look){.f = f, .body = f->text};
    if (f->sign.n > 0 &&
        k_str_ends(f->text, f->sign)) /* the start stays: places are the same */
        out->body.n -= f->sign.n;
    while (out->body.n > 0 && out->body.p[out->body.n - 1] == ' ')
        out->body.n--;
    policy_listen(out->body, &out->mine);
    policy_listen(f->answered, &out->theirs);
    out->words = policy_stems_of(f->arena, out->body);
    out->shingles = shingle_of(f->arena, out->body);
    int percent;
    out->lang = lang_detect(out->body, &percent);
}

static int64_t utf16(k_str text, size_t bytes)
{
    return (int64_t)k_utf8_units(k_str_sub(text, 0, bytes));
}

struct policy_finding *policy_found(const struct policy_look *l, const struct policy_rule *r,
                                    struct policy_findings *out, size_t start, size_t end)
{
    struct policy_finding *x = k_vec_push(l->f->arena, &out->list);
    *x = (struct policy_finding){.rule = r, .kind = r->kind};
    if (end > start) {
        x->start = utf16(l->f->text, start);
        x->end = utf16(l->f->text, end);
        x->words = k_str_sub(l->f->text, start, end - start);
    }
    return x;
}

size_t policy_run_of(k_str t, size_t from, bool (*want)(char), char *run, size_t max, size_t *n)
{
    size_t end = from;
    *n = 0;
    for (size_t i = from; i < t.n && *n < max; i++) {
        if (want(t.p[i])) {
            run[(*n)++] = t.p[i];
            end = i + 1;
        } else if ((t.p[i] != ' ' && t.p[i] != '-') || i > end) {
            break;
        }
    }
    return end;
}
