/* policy_secrets: keys, tokens and passwords that somebody pasted into a reply. By the forms in
 * which their makers publish them, by the word before them, and by looking like nothing else.
 * Pure. */
#include "domain/policy_look.h"

/* A key that begins so, with at least so many characters of letters, digits, '_', '-', '.',
 * '/', '+' and '=' behind it. */
static const struct known_key {
    const char *prefix;
    size_t rest;
    const char *note;
} known_keys[] = {
    {"AKIA", 16, "This is a key of Amazon Web Services."},
    {"ASIA", 16, "This is a key of Amazon Web Services."},
    {"ghp_", 30, "This is a token of GitHub."},
    {"gho_", 30, "This is a token of GitHub."},
    {"ghs_", 30, "This is a token of GitHub."},
    {"ghu_", 30, "This is a token of GitHub."},
    {"github_pat_", 20, "This is a token of GitHub."},
    {"glpat-", 20, "This is a token of GitLab."},
    {"xoxb-", 10, "This is a token of Slack."},
    {"xoxp-", 10, "This is a token of Slack."},
    {"xoxa-", 10, "This is a token of Slack."},
    {"AIza", 30, "This is a key of Google."},
    {"ya29.", 20, "This is a key of Google."},
    {"sk_live_", 16, "This is a key of Stripe."},
    {"rk_live_", 16, "This is a key of Stripe."},
    {"sk-", 20, "This is an access key."},
    {"SG.", 40, "This is a key of SendGrid."},
    {"npm_", 30, "This is a token of npm."},
    {"pypi-", 30, "This is a token of PyPI."},
    {"hf_", 30, "This is a token of Hugging Face."},
    {"dop_v1_", 30, "This is a token of DigitalOcean."},
    {"kith_", 20, "This is a token of Kith."},
};

static bool key_char(char c)
{
    return policy_alnum(c) || strchr("_-./+=", c);
}

static size_t token_end(k_str t, size_t i)
{
    while (i < t.n && t.p[i] && key_char(t.p[i]))
        i++;
    return i;
}

static const char *known_key(k_str token)
{
    for (size_t i = 0; i < sizeof known_keys / sizeof *known_keys; i++) {
        k_str prefix = k_str_z(known_keys[i].prefix);
        if (k_str_starts(token, prefix) && token.n >= prefix.n + known_keys[i].rest)
            return known_keys[i].note;
    }
    return NULL;
}

/* Three parts of base64url, the first of which is a JSON object. */
static bool is_jwt(k_str token)
{
    size_t dots = 0;
    for (size_t i = 0; i < token.n; i++)
        dots += token.p[i] == '.';
    return token.n > 40 && dots == 2 && k_str_starts(token, K_S("eyJ"));
}

/* Long, with small and capital letters and digits mixed, and no path or address. */
static bool is_random(k_str token)
{
    bool small = false, capital = false, number = false;
    size_t changes = 0;
    for (size_t i = 0; i < token.n; i++) {
        char c = token.p[i];
        small |= c >= 'a' && c <= 'z';
        capital |= c >= 'A' && c <= 'Z';
        number |= policy_digit(c);
        if (c == '.' || c == '/')
            return false;
        changes += i > 0 && policy_digit(c) != policy_digit(token.p[i - 1]);
    }
    return token.n >= 32 && small && capital && number && changes >= 6;
}

static const char *what_key(k_str token)
{
    const char *note = known_key(token);
    if (note)
        return note;
    if (is_jwt(token))
        return "This is an access token (JWT).";
    return is_random(token) ? "This looks like a key or token." : NULL;
}

static void keys(const struct policy_look *l, const struct policy_rule *r,
                 struct policy_findings *out)
{
    k_str t = l->body;
    for (size_t i = 0; i < t.n;) {
        size_t end = token_end(t, i);
        bool in_address = i > 0 && (strchr(":?&@", t.p[i - 1]));
        const char *note =
            end - i >= 20 && !in_address ? what_key(k_str_sub(t, i, end - i)) : NULL;
        if (note)
            policy_found(l, r, out, i, end)->note = note;
        i = end > i ? end : i + 1;
    }
}

static void private_keys(const struct policy_look *l, const struct policy_rule *r,
                         struct policy_findings *out)
{
    ptrdiff_t at = k_str_find(l->body, K_S("-----BEGIN "));
    if (at >= 0 && k_str_find(k_str_from(l->body, (size_t)at), K_S("PRIVATE KEY-----")) >= 0)
        policy_found(l, r, out, (size_t)at, l->body.n)->note = "This is a private key.";
}

/* https://name:password@host */
static void passwords_in_addresses(const struct policy_look *l, const struct policy_rule *r,
                                   struct policy_findings *out)
{
    ptrdiff_t at = k_str_find(l->body, K_S("://"));
    if (at < 0)
        return;
    size_t start = (size_t)at + 3, i = start;
    bool colon = false;
    for (; i < l->body.n && !strchr(" \n\t/?#", l->body.p[i]); i++) {
        if (l->body.p[i] == '@' && colon) {
            policy_found(l, r, out, start, i)->note = "This address has a password in it.";
            return;
        }
        colon |= l->body.p[i] == ':';
    }
}

/* "Password: x7!k", "Passwort = ..." */
static void named_passwords(const struct policy_look *l, const struct policy_rule *r,
                            struct policy_findings *out)
{
    static const char *const names[] = {"password", "passwort", "passphrase", "kennwort",
                                        "api key",  "api-key",  "secret key", "zugangscode",
                                        "passcode", "pin code"};
    for (size_t k = 0; k < sizeof names / sizeof *names; k++) {
        ptrdiff_t at = k_str_ifind(l->body, k_str_z(names[k]));
        if (at < 0)
            continue;
        size_t i = (size_t)at + strlen(names[k]);
        while (i < l->body.n && l->body.p[i] == ' ')
            i++;
        if (i >= l->body.n || (l->body.p[i] != ':' && l->body.p[i] != '='))
            continue;
        for (i++; i < l->body.n && l->body.p[i] == ' ';)
            i++;
        size_t end = i;
        while (end < l->body.n && l->body.p[end] != ' ' && l->body.p[end] != '\n')
            end++;
        if (end - i >= 4 && !k_str_starts(k_str_from(l->body, i), K_S("http")))
            policy_found(l, r, out, i, end)->note = "This is a password.";
    }
}

POLICY_CHECK(policy_check_secrets)
{
    private_keys(l, r, out);
    if (out->list.n > 0 && out->list.v[out->list.n - 1].rule == r)
        return; /* its lines would be found one by one */
    keys(l, r, out);
    passwords_in_addresses(l, r, out);
    named_passwords(l, r, out);
}
