/* policy_private: cards, accounts, mail addresses, telephone numbers, and questions for such
 * things where everybody reads along. Pure. */
#include "domain/policy_look.h"

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
    if (n < 15 || n > 34 || !policy_letter(p[0]) || !policy_letter(p[1]) ||
        !policy_digit(p[2]) || !policy_digit(p[3]))
        return false;
    unsigned rest = 0;
    for (size_t i = 0; i < n; i++) {
        char c = p[(i + 4) % n];
        if (policy_digit(c))
            rest = (rest * 10 + (unsigned)(c - '0')) % 97;
        else if (policy_letter(c))
            rest = (rest * 100 + (unsigned)((c | 32) - 'a' + 10)) % 97;
        else
            return false;
    }
    return rest == 1;
}

static void cards(const struct policy_look *l, const struct policy_rule *r,
                  struct policy_findings *out)
{
    k_str t = l->body;
    for (size_t i = 0; i < t.n; i++) {
        if (!policy_digit(t.p[i]) || (i > 0 && policy_alnum(t.p[i - 1])))
            continue;
        char run[40];
        size_t n, end = policy_run_of(t, i, policy_digit, run, sizeof run, &n);
        if (policy_is_card(run, n))
            policy_found(l, r, out, i, end)->note = "This is the number of a payment card.";
        i = end;
    }
}

/* In running text words follow an account number with a blank between, so the longest prefix
 * that is an IBAN counts. */
static void ibans(const struct policy_look *l, const struct policy_rule *r,
                  struct policy_findings *out)
{
    k_str t = l->body;
    for (size_t i = 0; i + 15 <= t.n; i++) {
        if (!policy_letter(t.p[i]) || (i > 0 && policy_alnum(t.p[i - 1])) ||
            !policy_letter(t.p[i + 1]) || !policy_digit(t.p[i + 2]))
            continue;
        char run[34];
        size_t n;
        policy_run_of(t, i, policy_alnum, run, sizeof run, &n);
        for (; n >= 15 && !policy_is_iban(run, n); n--)
            ;
        if (n < 15)
            continue;
        size_t end = i;
        for (size_t k = 0; k < n; end++)
            k += policy_alnum(t.p[end]);
        policy_found(l, r, out, i, end)->note = "This is the number of a bank account.";
        i = end;
    }
}

POLICY_CHECK(policy_check_account_numbers)
{
    cards(l, r, out);
    ibans(l, r, out);
}

/* ---- mail and telephone ------------------------------------------------------------------ */

/* Said in the thread already, or named by the rule as one of our own. */
static bool may_be_said(const struct policy_look *l, const struct policy_rule *r, k_str words)
{
    for (size_t i = 0; i < l->f->n_thread; i++)
        if (k_str_ifind(l->f->thread[i], words) >= 0)
            return true;
    for (size_t i = 0; i < r->n_words; i++)
        if (k_str_ieq(r->words[i], words) ||
            (k_str_starts(r->words[i], K_S("@")) && k_str_ends(words, r->words[i])))
            return true;
    return false;
}

static bool mail_char(char c)
{
    return policy_alnum(c) || c == '.' || c == '_' || c == '-' || c == '+' || c == '%';
}

static void mail_addresses(const struct policy_look *l, const struct policy_rule *r,
                           struct policy_findings *out)
{
    k_str t = l->body;
    for (size_t i = 1; i + 1 < t.n; i++) {
        if (t.p[i] != '@' || !mail_char(t.p[i - 1]) || !policy_alnum(t.p[i + 1]))
            continue;
        size_t start = i, end = i + 1, dots = 0;
        while (start > 0 && mail_char(t.p[start - 1]))
            start--;
        bool handle = start > 0 && t.p[start - 1] == '@'; /* @ann@social.example */
        while (end < t.n && (policy_alnum(t.p[end]) || t.p[end] == '-' ||
                             (t.p[end] == '.' && end + 1 < t.n && policy_letter(t.p[end + 1]))))
            dots += t.p[end++] == '.';
        if (dots > 0 && !handle && !may_be_said(l, r, k_str_sub(t, start, end - start)))
            policy_found(l, r, out, start, end)->note = "This is a mail address.";
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
static void phones(const struct policy_look *l, const struct policy_rule *r,
                   struct policy_findings *out)
{
    k_str t = l->body;
    struct policy_findings numbers = {0};
    policy_check_account_numbers(l, r, &numbers);
    for (size_t i = 0; i < t.n; i++) {
        if ((t.p[i] != '+' && t.p[i] != '0') || (i > 0 && policy_alnum(t.p[i - 1])))
            continue;
        size_t end = i, digits = 0, gap = 0;
        for (size_t k = i; k < t.n && gap <= 3; k++) {
            if (policy_digit(t.p[k])) {
                digits++;
                end = k + 1;
                gap = 0;
            } else if (k > i || t.p[k] != '+') {
                gap = phone_gap(t.p[k]) ? gap + 1 : 4;
            }
        }
        if (digits >= 9 && digits <= 15 &&
            !in_account_number(&numbers, (int64_t)i, (int64_t)end) &&
            !may_be_said(l, r, k_str_sub(t, i, end - i)))
            policy_found(l, r, out, i, end)->note = "This is a telephone number.";
        i = end > i ? end : i;
    }
}

POLICY_CHECK(policy_check_contact_data)
{
    mail_addresses(l, r, out);
    phones(l, r, out);
}

/* ---- asked in public --------------------------------------------------------------------- */

POLICY_CHECK(policy_check_asks_in_public)
{
    if (l->f->in_private || policy_first(&l->mine, TAG_ELSEWHERE))
        return;
    for (size_t i = 0; i < l->mine.n; i++)
        if (l->mine.v[i].tag == TAG_ASKS_PRIVATE)
            policy_found(l, r, out, l->mine.v[i].start, l->mine.v[i].end)->note =
                "Everybody could read the answer.";
}
