/* policy_checks: the const table of what a policy rule can look for, and the plain ones of
 * them. The others: policy_private.c, policy_ids.c, policy_secrets.c, policy_voice.c,
 * policy_care.c. Pure. */
#include "base/utf8.h"
#include "domain/policy_look.h"
#include "text/phrase.h"

POLICY_CHECK(policy_check_length)
{
    int64_t over = 0;
    k_str t = l->f->text;
    size_t kept = t.n;
    if (l->f->max_graphemes > 0) {
        int64_t n = (int64_t)k_utf8_graphemes(t);
        over = n > l->f->max_graphemes ? n - l->f->max_graphemes : 0;
        kept = k_utf8_cut(t, (size_t)l->f->max_graphemes).n;
    }
    if (over == 0 && l->f->max_bytes > 0 && t.n > (size_t)l->f->max_bytes) {
        kept = (size_t)l->f->max_bytes;
        over = (int64_t)(t.n - kept);
    }
    if (over > 0)
        policy_found(l, r, out, kept, t.n)->value = over;
}

POLICY_CHECK(policy_check_words)
{
    struct phrase_hit hits[POLICY_PLACES_MAX];
    size_t n = r->set ? phrase_find(r->set, l->body, hits, POLICY_PLACES_MAX) : 0;
    for (size_t i = 0; i < n; i++)
        policy_found(l, r, out, hits[i].start, hits[i].end);
}

POLICY_CHECK(policy_check_always)
{
    policy_found(l, r, out, 0, 0);
}

/* Capitals: more than half of at least twelve letters; or two exclamation marks in a row. */
POLICY_CHECK(policy_check_shouting)
{
    size_t capitals = 0, letters = 0;
    for (size_t i = 0; i < l->body.n; i++) {
        letters += policy_letter(l->body.p[i]);
        capitals += l->body.p[i] >= 'A' && l->body.p[i] <= 'Z';
    }
    if (letters >= 12 && capitals * 2 > letters)
        policy_found(l, r, out, 0, 0)->value = (int64_t)(capitals * 100 / letters);
    ptrdiff_t marks = k_str_find(l->body, K_S("!!"));
    if (marks >= 0) {
        size_t end = (size_t)marks;
        while (end < l->body.n && l->body.p[end] == '!')
            end++;
        policy_found(l, r, out, (size_t)marks, end);
    }
}

/* ---- money ------------------------------------------------------------------------------- */

/* A sign or code of a currency right before `i` or at it; its bytes. */
static size_t currency_at(k_str t, size_t i)
{
    static const char *const signs[] = {"€",   "$",    "£",    "EUR",     "USD",    "GBP",
                                        "CHF", "Euro", "euro", "dollars", "dollar", "pounds"};
    for (size_t k = 0; k < sizeof signs / sizeof *signs; k++)
        if (k_str_starts(k_str_from(t, i), k_str_z(signs[k])))
            return strlen(signs[k]);
    return 0;
}

static bool currency_before(k_str t, size_t i)
{
    size_t from = i > 5 ? i - 5 : 0;
    for (size_t k = from; k < i; k++) {
        size_t n = currency_at(t, k);
        if (n > 0 && k_str_trim(k_str_sub(t, k + n, i - k - n)).n == 0 && k + n <= i)
            return true;
    }
    return false;
}

/* "1,200.50", "1.200,50", "1 200": the whole units. *end: behind the number. */
static int64_t whole_units(k_str t, size_t i, size_t *end)
{
    int64_t v = 0;
    size_t behind = 0; /* digits behind the last sign */
    bool sign = false;
    int64_t before = 0;
    for (; i < t.n && v < INT64_MAX / 100; i++) {
        if (policy_digit(t.p[i])) {
            v = v * 10 + (t.p[i] - '0');
            behind++;
        } else if ((t.p[i] == '.' || t.p[i] == ',' || t.p[i] == '\'') && i + 1 < t.n &&
                   policy_digit(t.p[i + 1])) {
            sign = true;
            before = v;
            behind = 0;
        } else {
            break;
        }
    }
    *end = i;
    return sign && behind != 3 ? before : v;
}

POLICY_CHECK(policy_check_amounts)
{
    k_str t = l->body;
    for (size_t i = 0, end; i < t.n; i++) {
        if (!policy_digit(t.p[i]) || (i > 0 && policy_alnum(t.p[i - 1])))
            continue;
        int64_t v = whole_units(t, i, &end);
        size_t gap = end < t.n && t.p[end] == ' ' ? 1 : 0;
        if (v >= r->number && (currency_at(t, end + gap) || currency_before(t, i)))
            policy_found(l, r, out, i, end)->value = v;
        i = end;
    }
}

/* ---- the table --------------------------------------------------------------------------- */

const struct policy_check policy_checks[] = {
    {"length", "Länge", POLICY_NO_VALUE, .run = policy_check_length,
     .doc = "The reply is longer than its network takes.",
     .tell = "Shorten it, or split it into two replies."},
    {"blocked", "Wörter", POLICY_WORDS, .run = policy_check_words,
     .doc = "A word or phrase of the list; * at its end: any ending.",
     .tell = "Say it in other words."},
    {"account_numbers", "Kontonummern", POLICY_NO_VALUE, .run = policy_check_account_numbers,
     .doc = "Payment cards (Luhn's sum) and bank accounts (IBAN, mod 97).",
     .tell = "Take the number out. Ask for it in private, if you need it at all."},
    {"national_ids", "Personennummern", POLICY_NO_VALUE, .run = policy_check_national_ids,
     .doc = "Tax, insurance and identity numbers of twelve countries, by their check digits.",
     .tell = "Take the number out. It never belongs in public."},
    {"contact_data", "Kontaktdaten", POLICY_MAY_WORDS, .run = policy_check_contact_data,
     .doc = "Mail addresses and telephone numbers that nobody gave in this thread. Words: "
            "addresses of your own that may be named (@acme.example: all of a domain).",
     .tell = "Take it out, unless it is a public address of your own."},
    {"secrets", "Geheimnisse", POLICY_NO_VALUE, .run = policy_check_secrets,
     .doc = "Access keys, tokens, private keys and passwords.",
     .tell = "Take it out, and have it replaced: who pasted it may have leaked it already."},
    {"asks_in_public", "öffentlich gefragt", POLICY_NO_VALUE,
     .run = policy_check_asks_in_public, .by_words = true,
     .doc = "Asks for an address, a number or a date of birth where everybody reads along.",
     .tell = "Ask for it in a direct message."},
    {"sameness", "Gleichheit", POLICY_NO_VALUE, .run = policy_check_sameness,
     .doc = "Nearly the same words as other replies of any member in the last 24 hours: three "
            "or more alike stop, one or two warn.",
     .tell = "Write to this person: take up what was said here."},
    {"repeats", "Wiederholung", POLICY_NUMBER, .answers_only = true,
     .run = policy_check_repeats,
     .doc = "So many replies to the same person in 24 hours already, and this one adds little "
            "new.",
     .tell = "Say something new, offer another way to talk, or let it rest."},
    {"answers", "Antwort", POLICY_NO_VALUE, .answers_only = true, .run = policy_check_answers,
     .by_words = true,
     .doc = "The reply takes up nothing of what was said: no word of it, no number, no time, "
            "nothing that was done, no question back.",
     .tell = "Answer what was said, or say when you will."},
    {"thanks_for_insult", "Dank für Beleidigung", POLICY_NO_VALUE, .answers_only = true,
     .run = policy_check_thanks_for_insult, .by_words = true,
     .doc = "Thanks for a post that insults or mocks.",
     .tell = "Do not thank for it. Answer what is behind it, or let it stand."},
    {"blocks_only", "nur Bausteine", POLICY_NO_VALUE, .answers_only = true,
     .run = policy_check_blocks_only, .doc = "The reply is nothing but saved texts.",
     .tell = "Write to this person with words of your own; a saved text may be a part of it."},
    {"language", "Sprache", POLICY_NO_VALUE, .answers_only = true, .run = policy_check_language,
     .doc = "The reply is in another language than the post.",
     .tell = "Answer in the language of the post, or say why you do not."},
    {"strangers", "fremde Namen", POLICY_NO_VALUE, .answers_only = true,
     .run = policy_check_strangers,
     .doc = "Names somebody with @ who does not speak in this thread: is it the right one?",
     .tell = "Look whether this belongs here, and whether it needs the name."},
    {"gravity", "Ernst", POLICY_MAY_WORDS, .run = policy_check_gravity, .by_words = true,
     .doc = "Death, injury, court, discrimination or danger, in the post or in the reply. "
            "Words: only these of the five topics.",
     .tell = "Talk with a colleague first, and keep it calm and plain."},
    {"tone", "Ton", POLICY_NO_VALUE, .run = policy_check_tone, .by_words = true,
     .doc = "Exclamation marks, smiles and cheerful words beside a grave topic.",
     .tell = "Leave it out: calm and plain words only."},
    {"promises", "Versprechen", POLICY_NO_VALUE, .offer = POLICY_OFFER_COMMITMENT,
     .answers_only = true, .run = policy_check_promises, .by_words = true,
     .doc = "Promises something while no commitment to this person is recorded.",
     .tell = "Record who does it and by when, or leave it out."},
    {"claims", "Behauptungen", POLICY_MAY_WORDS, .run = policy_check_claims, .by_words = true,
     .doc = "Superlatives, absolute safety, health, profit, environment, comparisons with "
            "competitors. Words: more of them.",
     .tell = "Say what you can show, and link to it."},
    {"disclosure", "Offenlegung", POLICY_NO_VALUE, .run = policy_check_disclosure,
     .by_words = true,
     .doc = "Recommends what is ours, or thanks a partner for praise, without saying in the "
            "same text that there is a connection.",
     .tell = "Say in the text itself who you are: \"I work at ...\", \"... is our partner\"."},
    {"links", "Links", POLICY_NO_VALUE, .offer = POLICY_OFFER_OPEN_LINK,
     .run = policy_check_links, .doc = "A link whose target the author has not looked at.",
     .tell = "Open it and look that it is what you mean."},
    {"names", "Namen", POLICY_NO_VALUE, .run = policy_check_names,
     .doc = "Repeats a user name that is offensive.", .tell = "Leave the name out."},
    {"shouting", "Geschrei", POLICY_NO_VALUE, .run = policy_check_shouting,
     .doc = "More capitals than small letters, or !! and more.",
     .tell = "Use small letters and one mark."},
    {"amounts", "Beträge", POLICY_NUMBER, .run = policy_check_amounts,
     .doc = "An amount of money of at least so many.",
     .tell = "Have it confirmed by somebody who may grant it."},
    {"always", "immer", POLICY_NO_VALUE, .run = policy_check_always,
     .doc = "Every reply in the scope of the rule.", .tell = "Ask a colleague to read it."},
};
const size_t n_policy_checks = sizeof policy_checks / sizeof *policy_checks;
