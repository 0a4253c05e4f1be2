/* policy_voice: is this a person who answers a person? Sameness, repetition, relevance, thanks
 * for an insult, saved texts that nobody touched, language, the wrong thread. Pure. */
#include "domain/policy_look.h"
#include "domain/understand.h"
#include "text/lang.h"
#include "text/letter.h"
#include "base/utf8.h"

#define SAME 0.5     /* Jaccard of three-word shingles from which two replies are alike */
#define SAME_STOPS 3 /* so many alike in 24 hours stop the next one */

/* Three or more alike stop; one or two warn, whatever the kind of the rule. */
POLICY_CHECK(policy_check_sameness)
{
    int64_t alike = 0;
    for (size_t i = 0; i < l->f->n_sent; i++) {
        struct shingle_set theirs = shingle_of(l->f->arena, l->f->sent[i].text);
        alike += shingle_jaccard(&l->shingles, &theirs) >= SAME;
    }
    if (alike == 0)
        return;
    struct policy_finding *x = policy_found(l, r, out, 0, 0);
    x->value = alike;
    if (alike < SAME_STOPS)
        x->kind = POLICY_SOFT;
}

/* Half of what a reply says must be new to the person when it is not the first one or two. */
POLICY_CHECK(policy_check_repeats)
{
    struct k_buf said;
    int64_t n = 0;
    k_buf_init(&said, l->f->arena, 1 << 20);
    for (size_t i = 0; i < l->f->n_sent; i++)
        if (l->f->sent[i].to_same_person) {
            n++;
            k_buf_str(&said, l->f->sent[i].text);
            k_buf_chr(&said, '\n');
        }
    if (n == 0 || n < r->number)
        return;
    struct policy_stems before = policy_stems_of(l->f->arena, k_buf_view(&said));
    size_t known = policy_stems_shared(&l->words, &before);
    if (known * 2 >= l->words.n)
        policy_found(l, r, out, 0, 0)->value = n;
}

/* ---- relevance --------------------------------------------------------------------------- */

static bool speaks_ours(const char *lang)
{
    return strcmp(lang, "en") == 0 || strcmp(lang, "de") == 0 || strcmp(lang, "und") == 0;
}

static bool has_number_or_link(k_str t)
{
    for (size_t i = 0; i < t.n; i++)
        if (policy_digit(t.p[i]))
            return true;
    return k_str_find(t, K_S("://")) >= 0;
}

static bool takes_up(const struct policy_look *l)
{
    struct k_arena *a = l->f->arena;
    struct policy_stems asked = policy_stems_of(a, l->f->answered);
    if (policy_stems_shared(&l->words, &asked) > 0)
        return true;
    for (size_t i = 0; i < l->f->n_thread && i < 10; i++) {
        struct policy_stems said = policy_stems_of(a, l->f->thread[i]);
        if (policy_stems_shared(&l->words, &said) > 0)
            return true;
    }
    return false;
}

/* Praise may be answered with thanks alone. */
static bool only_praise(const struct policy_look *l)
{
    struct understanding u;
    understand(&(struct understand_in){.text = l->f->answered}, &u);
    return u.intents == INTENT_PRAISE && !policy_first(&l->theirs, TAG_SARCASM) &&
           !policy_first(&l->theirs, TAG_INSULT);
}

/* A reply says something to the post when it takes up one of its words, names a number, a time
 * or a link, tells what was done, or asks back for something. */
POLICY_CHECK(policy_check_answers)
{
    bool asks_back = k_str_chr(l->body, '?') >= 0 && l->words.n > 0;
    if (l->f->answered.n == 0 || !speaks_ours(l->lang) || asks_back ||
        has_number_or_link(l->body) || policy_first(&l->mine, TAG_DID) ||
        policy_first(&l->mine, TAG_WHEN) || takes_up(l))
        return;
    struct policy_stems asked = policy_stems_of(l->f->arena, l->f->answered);
    if (asked.n == 0 || (!l->f->answered_asks && only_praise(l)))
        return;
    policy_found(l, r, out, 0, 0);
}

/* ---- thanks for an insult ---------------------------------------------------------------- */

/* Praise and complaint in one breath, without a "but" between them, mean the complaint. */
static bool praise_and_complaint(const struct policy_look *l, struct policy_hit *place)
{
    struct understanding u;
    if (policy_first(&l->theirs, TAG_CONTRAST))
        return false;
    understand(&(struct understand_in){.text = l->f->answered}, &u);
    if (!(u.intents & INTENT_PRAISE) || !(u.intents & INTENT_COMPLAINT))
        return false;
    for (size_t i = 0; i < u.n; i++)
        if (u.found[i].intent == INTENT_PRAISE)
            *place = (struct policy_hit){TAG_SARCASM, u.found[i].start, u.found[i].end};
    return true;
}

const struct policy_hit *policy_mockery(const struct policy_look *l, struct policy_hit *mixed)
{
    const struct policy_hit *insult = policy_first(&l->theirs, TAG_INSULT),
                            *sarcasm = policy_first(&l->theirs, TAG_SARCASM);
    if (insult || sarcasm)
        return insult ? insult : sarcasm;
    return praise_and_complaint(l, mixed) ? mixed : NULL;
}

POLICY_CHECK(policy_check_thanks_for_insult)
{
    struct policy_hit mixed;
    const struct policy_hit *why = NULL;
    for (size_t i = 0; i < l->mine.n; i++) {
        const struct policy_hit *h = &l->mine.v[i];
        if (h->tag != TAG_THANKS)
            continue;
        if (!why && !(why = policy_mockery(l, &mixed)))
            return;
        struct policy_finding *x = policy_found(l, r, out, h->start, h->end);
        x->heard = k_str_sub(l->f->answered, why->start, why->end - why->start);
        x->note = why->tag == TAG_INSULT ? "The post is an insult." : "The post is mockery.";
        return;
    }
}

/* ---- saved texts ------------------------------------------------------------------------- */

#define OWN_WORDS 4 /* fewer beside saved texts are no words of one's own */

static size_t count_words(k_str t)
{
    size_t n = 0;
    bool in_word = false;
    for (size_t i = 0; i < t.n;) {
        size_t skip = in_word ? 0 : letter_skip(t, i);
        if (skip) {
            i += skip;
            continue;
        }
        bool word = letter_is_word(k_utf8_next(t, &i));
        n += word && !in_word;
        in_word = word;
    }
    return n;
}

/* Blanks out every place of `block` in `text`, white space of any length alike. */
static bool blank_out(char *text, size_t n, k_str block)
{
    bool any = false;
    block = k_str_trim(block);
    for (size_t i = 0; block.n > 0 && i < n; i++) {
        size_t at = i, b = 0;
        while (b < block.n && at < n) {
            bool blank = block.p[b] == ' ' || block.p[b] == '\n' || block.p[b] == '\r';
            if (blank && (text[at] == ' ' || text[at] == '\n' || text[at] == '\r')) {
                while (b < block.n && strchr(" \r\n", block.p[b]))
                    b++;
                while (at < n && strchr(" \r\n", text[at]))
                    at++;
            } else if (block.p[b] == text[at]) {
                b++;
                at++;
            } else {
                break;
            }
        }
        if (b < block.n)
            continue;
        memset(text + i, ' ', at - i);
        any = true;
        i = at - 1;
    }
    return any;
}

POLICY_CHECK(policy_check_blocks_only)
{
    bool any = false;
    k_str left = k_dup(l->f->arena, l->body);
    for (size_t i = 0; i < l->f->n_blocks; i++)
        any |= blank_out((char *)(uintptr_t)left.p, left.n, l->f->blocks[i]);
    if (any && count_words(left) < OWN_WORDS)
        policy_found(l, r, out, 0, 0);
}

/* ---- language and thread ----------------------------------------------------------------- */

POLICY_CHECK(policy_check_language)
{
    int percent;
    const char *theirs = lang_detect(l->f->answered, &percent);
    if (strcmp(theirs, "und") != 0 && strcmp(l->lang, "und") != 0 &&
        strcmp(theirs, l->lang) != 0)
        policy_found(l, r, out, 0, 0);
}

static bool name_char(char c)
{
    return policy_alnum(c) || c == '_' || c == '.' || c == '-' || c == '@';
}

/* "ann" names "ann.example.social" and "ann@example.social". */
static bool is_name_of(k_str written, k_str handle)
{
    if (k_str_starts(handle, K_S("@")))
        handle = k_str_from(handle, 1);
    if (!k_str_istarts(handle, written))
        return false;
    return handle.n == written.n || handle.p[written.n] == '.' || handle.p[written.n] == '@';
}

POLICY_CHECK(policy_check_strangers)
{
    k_str t = l->body;
    for (size_t i = 0; l->f->n_names > 0 && i + 1 < t.n; i++) {
        if (t.p[i] != '@' || !policy_alnum(t.p[i + 1]) || (i > 0 && policy_alnum(t.p[i - 1])))
            continue;
        size_t end = i + 1;
        bool here = false;
        while (end < t.n && name_char(t.p[end]))
            end++;
        while (end > i + 1 && !policy_alnum(t.p[end - 1]))
            end--;
        for (size_t k = 0; k < l->f->n_names && !here; k++)
            here = is_name_of(k_str_sub(t, i + 1, end - i - 1), l->f->names[k]);
        if (!here)
            policy_found(l, r, out, i, end)->note = "Nobody of this name speaks here.";
        i = end;
    }
}
