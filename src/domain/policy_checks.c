/* policy_checks: the const table of what a policy rule can look for. Pure. */
#include "base/utf8.h"
#include "domain/policy_rules.h"
#include "text/phrase.h"
#include "text/shingle.h"

#define SAME 0.5      /* Jaccard of three-word shingles from which two replies are alike */
#define SAME_STOPS 3  /* so many alike in 24 hours stop the next one */
#define PLACES_MAX 16 /* findings of one rule */

static int64_t utf16(k_str text, size_t bytes)
{
    int64_t units = 0;
    for (size_t i = 0; i < bytes && i < text.n;)
        units += k_utf8_next(text, &i) > 0xffff ? 2 : 1;
    return units;
}

static struct policy_finding *found(const struct policy_facts *f, const struct policy_rule *r,
                                    struct policy_findings *out, size_t start, size_t end)
{
    struct policy_finding *x = k_vec_push(f->arena, &out->list);
    *x = (struct policy_finding){.rule = r, .kind = r->kind};
    if (end > start) {
        x->start = utf16(f->text, start);
        x->end = utf16(f->text, end);
        x->words = k_str_sub(f->text, start, end - start);
    }
    return x;
}

/* ---- length ------------------------------------------------------------------------------ */

static void check_length(const struct policy_facts *f, const struct policy_rule *r,
                         struct policy_findings *out)
{
    int64_t over = 0;
    size_t kept = f->text.n;
    if (f->max_graphemes > 0) {
        int64_t n = (int64_t)k_utf8_graphemes(f->text);
        over = n > f->max_graphemes ? n - f->max_graphemes : 0;
        kept = k_utf8_cut(f->text, (size_t)f->max_graphemes).n;
    }
    if (over == 0 && f->max_bytes > 0 && f->text.n > (size_t)f->max_bytes) {
        kept = (size_t)f->max_bytes;
        over = (int64_t)(f->text.n - kept);
    }
    if (over > 0)
        found(f, r, out, kept, f->text.n)->value = over;
}

/* ---- words ------------------------------------------------------------------------------- */

static void check_words(const struct policy_facts *f, const struct policy_rule *r,
                        struct policy_findings *out)
{
    const struct phrase_set *set = phrase_set_new(f->arena, r->words, r->n_words);
    struct phrase_hit hits[PLACES_MAX];
    size_t n = phrase_find(set, f->text, hits, PLACES_MAX);
    for (size_t i = 0; i < n; i++)
        found(f, r, out, hits[i].start, hits[i].end);
}

/* ---- personal data ----------------------------------------------------------------------- */

static bool digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool policy_is_card(const char *digits, size_t n)
{
    if (n < 13 || n > 19)
        return false;
    int sum = 0;
    bool same = true;
    for (size_t i = 0; i < n; i++) {
        int d = digits[n - 1 - i] - '0';
        same &= digits[i] == digits[0];
        if (i % 2 == 1)
            d = d * 2 > 9 ? d * 2 - 9 : d * 2;
        sum += d;
    }
    return !same && sum % 10 == 0;
}

/* The four characters of country and check digits count as if they stood at the end. */
bool policy_is_iban(const char *p, size_t n)
{
    if (n < 15 || n > 34 || !letter(p[0]) || !letter(p[1]) || !digit(p[2]) || !digit(p[3]))
        return false;
    unsigned rest = 0;
    for (size_t i = 0; i < n; i++) {
        char c = p[(i + 4) % n];
        if (digit(c))
            rest = (rest * 10 + (unsigned)(c - '0')) % 97;
        else if (letter(c))
            rest = (rest * 100 + (unsigned)((c | 32) - 'a' + 10)) % 97;
        else
            return false;
    }
    return rest == 1;
}

/* A run of characters that pass `want`, single blanks or hyphens between them left out, copied
 * into run. Returns where it ends in the text. */
static size_t take_run(k_str t, size_t from, bool (*want)(char), char *run, size_t max,
                       size_t *n)
{
    size_t end = from;
    *n = 0;
    for (size_t i = from; i < t.n && *n < max; i++) {
        if (want(t.p[i])) {
            run[(*n)++] = t.p[i];
            end = i + 1;
        } else if ((t.p[i] != ' ' && t.p[i] != '-') || end != i) {
            break;
        }
    }
    return end;
}

static bool digit_or_letter(char c)
{
    return digit(c) || letter(c);
}

static void check_cards(const struct policy_facts *f, const struct policy_rule *r,
                        struct policy_findings *out)
{
    k_str t = f->text;
    for (size_t i = 0; i < t.n; i++) {
        if (!digit(t.p[i]) || (i > 0 && digit_or_letter(t.p[i - 1])))
            continue;
        char run[40];
        size_t n, end = take_run(t, i, digit, run, sizeof run, &n);
        if (policy_is_card(run, n))
            found(f, r, out, i, end);
        i = end;
    }
}

/* In running text words follow an account number with a blank between, so the longest prefix
 * that is an IBAN counts. */
static void check_ibans(const struct policy_facts *f, const struct policy_rule *r,
                        struct policy_findings *out)
{
    k_str t = f->text;
    for (size_t i = 0; i + 15 <= t.n; i++) {
        if (!letter(t.p[i]) || (i > 0 && digit_or_letter(t.p[i - 1])) || !letter(t.p[i + 1]) ||
            !digit(t.p[i + 2]))
            continue;
        char run[34];
        size_t n;
        take_run(t, i, digit_or_letter, run, sizeof run, &n);
        for (; n >= 15 && !policy_is_iban(run, n); n--)
            ;
        if (n < 15)
            continue;
        size_t end = i;
        for (size_t k = 0; k < n; end++)
            k += digit_or_letter(t.p[end]);
        found(f, r, out, i, end);
        i = end;
    }
}

static void check_account_numbers(const struct policy_facts *f, const struct policy_rule *r,
                                  struct policy_findings *out)
{
    check_cards(f, r, out);
    check_ibans(f, r, out);
}

static bool said_before(const struct policy_facts *f, k_str words)
{
    for (size_t i = 0; i < f->n_thread; i++)
        if (k_str_ifind(f->thread[i], words) >= 0)
            return true;
    return false;
}

static bool mail_char(char c)
{
    return digit_or_letter(c) || c == '.' || c == '_' || c == '-' || c == '+' || c == '%';
}

static void check_mail_addresses(const struct policy_facts *f, const struct policy_rule *r,
                                 struct policy_findings *out)
{
    k_str t = f->text;
    for (size_t i = 1; i + 1 < t.n; i++) {
        if (t.p[i] != '@' || !mail_char(t.p[i - 1]) || !digit_or_letter(t.p[i + 1]))
            continue;
        size_t start = i, end = i + 1, dots = 0;
        while (start > 0 && mail_char(t.p[start - 1]))
            start--;
        while (end < t.n && (digit_or_letter(t.p[end]) || t.p[end] == '-' ||
                             (t.p[end] == '.' && end + 1 < t.n && letter(t.p[end + 1]))))
            dots += t.p[end++] == '.';
        if (dots > 0 && !said_before(f, k_str_sub(t, start, end - start)))
            found(f, r, out, start, end);
        i = end;
    }
}

static bool phone_gap(char c)
{
    return c == ' ' || c == '-' || c == '/' || c == '(' || c == ')' || c == '.';
}

/* The place lies in a card or account number: that is said by its own rule. */
static bool in_account_number(const struct policy_findings *numbers, int64_t start, int64_t end)
{
    for (size_t i = 0; i < numbers->list.n; i++)
        if (start < numbers->list.v[i].end && end > numbers->list.v[i].start)
            return true;
    return false;
}

/* Nine to fifteen digits (E.164) that begin with + or 0, gaps of up to three signs between
 * them. */
static void check_phones(const struct policy_facts *f, const struct policy_rule *r,
                         struct policy_findings *out)
{
    k_str t = f->text;
    struct policy_findings numbers = {0};
    check_account_numbers(f, r, &numbers);
    for (size_t i = 0; i < t.n; i++) {
        if ((t.p[i] != '+' && t.p[i] != '0') || (i > 0 && digit_or_letter(t.p[i - 1])))
            continue;
        size_t end = i, digits = 0, gap = 0;
        for (size_t k = i; k < t.n && gap <= 3; k++) {
            if (digit(t.p[k])) {
                digits++;
                end = k + 1;
                gap = 0;
            } else if (k > i || t.p[k] != '+') {
                gap = phone_gap(t.p[k]) ? gap + 1 : 4;
            }
        }
        if (digits >= 9 && digits <= 15 &&
            !in_account_number(&numbers, (int64_t)i, (int64_t)end) &&
            !said_before(f, k_str_sub(t, i, end - i)))
            found(f, r, out, i, end);
        i = end > i ? end : i;
    }
}

static void check_contact_data(const struct policy_facts *f, const struct policy_rule *r,
                               struct policy_findings *out)
{
    check_mail_addresses(f, r, out);
    check_phones(f, r, out);
}

/* ---- voice ------------------------------------------------------------------------------- */

/* Three or more alike stop; one or two warn, whatever the kind of the rule. */
static void check_sameness(const struct policy_facts *f, const struct policy_rule *r,
                           struct policy_findings *out)
{
    struct shingle_set mine = shingle_of(f->arena, f->text);
    int64_t alike = 0;
    for (size_t i = 0; i < f->n_sent; i++) {
        struct shingle_set theirs = shingle_of(f->arena, f->sent[i].text);
        alike += shingle_jaccard(&mine, &theirs) >= SAME;
    }
    if (alike == 0)
        return;
    struct policy_finding *x = found(f, r, out, 0, 0);
    x->value = alike;
    if (alike < SAME_STOPS)
        x->kind = POLICY_SOFT;
}

static void check_repeats(const struct policy_facts *f, const struct policy_rule *r,
                          struct policy_findings *out)
{
    int64_t n = 0;
    for (size_t i = 0; i < f->n_sent; i++)
        n += f->sent[i].to_same_person;
    if (n >= r->number)
        found(f, r, out, 0, 0)->value = n;
}

/* Capitals: more than half of at least twelve letters; or two exclamation marks in a row. */
static void check_shouting(const struct policy_facts *f, const struct policy_rule *r,
                           struct policy_findings *out)
{
    size_t capitals = 0, letters = 0;
    for (size_t i = 0; i < f->text.n; i++) {
        letters += letter(f->text.p[i]);
        capitals += f->text.p[i] >= 'A' && f->text.p[i] <= 'Z';
    }
    if (letters >= 12 && capitals * 2 > letters)
        found(f, r, out, 0, 0)->value = (int64_t)(capitals * 100 / letters);
    ptrdiff_t marks = k_str_find(f->text, K_S("!!"));
    if (marks >= 0) {
        size_t end = (size_t)marks;
        while (end < f->text.n && f->text.p[end] == '!')
            end++;
        found(f, r, out, (size_t)marks, end);
    }
}

/* Words of four bytes or more, folded. Short ones say little about what a text is about. */
static bool shares_a_word(struct k_arena *a, k_str answered, k_str reply)
{
    k_str x = k_utf8_fold(a, answered), y = k_utf8_fold(a, reply);
    size_t i = 0;
    while (i < x.n) {
        size_t start = i;
        while (i < x.n && (digit_or_letter(x.p[i]) || (x.p[i] & 0x80)))
            i++;
        bool name = start > 0 && (x.p[start - 1] == '@' || x.p[start - 1] == '/');
        if (i - start >= 4 && !name && k_str_find(y, k_str_sub(x, start, i - start)) >= 0)
            return true;
        i += i == start;
    }
    return false;
}

/* A question is answered by a reply that takes up one of its words, names a number or a link,
 * asks back, or is longer than twelve words. Anything shorter gets a second look. */
static void check_answers(const struct policy_facts *f, const struct policy_rule *r,
                          struct policy_findings *out)
{
    if (!f->answered_asks || f->answered.n == 0)
        return;
    size_t words = 0;
    bool says_something = k_str_chr(f->text, '?') >= 0 || k_str_find(f->text, K_S("://")) >= 0;
    for (size_t i = 0; i < f->text.n; i++) {
        words += f->text.p[i] != ' ' && (i == 0 || f->text.p[i - 1] == ' ');
        says_something |= digit(f->text.p[i]);
    }
    if (!says_something && words <= 12 && !shares_a_word(f->arena, f->answered, f->text))
        found(f, r, out, 0, 0);
}

const struct policy_check policy_checks[] = {
    {"length", POLICY_NO_VALUE, "The reply is longer than its network takes.",
     "Shorten it, or split it into two replies.", check_length},
    {"blocked", POLICY_WORDS, "A word or phrase of the list; * at its end: any ending.",
     "Say it in other words.", check_words},
    {"account_numbers", POLICY_NO_VALUE,
     "Payment cards (Luhn's sum) and bank accounts (IBAN, mod 97).",
     "Take the number out. Ask for it in private, if you need it at all.",
     check_account_numbers},
    {"contact_data", POLICY_NO_VALUE,
     "Mail addresses and telephone numbers that nobody gave in this thread.",
     "Take it out, unless it is a public address of your own.", check_contact_data},
    {"sameness", POLICY_NO_VALUE,
     "Nearly the same words as other replies of any member in the last 24 hours: three or more "
     "alike stop, one or two warn.",
     "Write to this person: take up what was said here.", check_sameness},
    {"repeats", POLICY_NUMBER, "So many replies to the same person in 24 hours already.",
     "Say something new, offer another way to talk, or let it rest.", check_repeats},
    {"shouting", POLICY_NO_VALUE, "More capitals than small letters, or !! and more.",
     "Use small letters and one mark.", check_shouting},
    {"answers", POLICY_NO_VALUE, "A question was asked, and the reply takes up none of it.",
     "Answer what was asked, or say when you will.", check_answers},
};
const size_t n_policy_checks = sizeof policy_checks / sizeof *policy_checks;
