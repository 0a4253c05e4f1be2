/* workplace_rules: see the header. */
#include "domain/workplace_rules.h"

#include "domain/match_norm.h"

/* A name of a host with a dot in it, which is nobody's in particular. */
static bool is_shared(k_str domain)
{
    return k_str_chr(domain, '.') <= 0 || domain.p[domain.n - 1] == '.' ||
           match_domain_public(domain);
}

k_str workplace_wider(k_str domain)
{
    ptrdiff_t dot = k_str_chr(domain, '.');
    k_str wider = dot < 0 ? K_S("") : k_str_from(domain, (size_t)dot + 1);
    return wider.n && !is_shared(wider) ? wider : K_S("");
}

static bool under_shared(k_str domain)
{
    for (ptrdiff_t dot = k_str_chr(domain, '.'); dot > 0; dot = k_str_chr(domain, '.')) {
        domain = k_str_from(domain, (size_t)dot + 1);
        if (match_domain_public(domain))
            return true;
    }
    return false;
}

k_str workplace_domain(struct k_arena *a, const struct workplace_address *x)
{
    k_str domain = K_S("");
    if (k_str_eqz(x->network, "email")) {
        k_str mail = match_norm_email(a, x->address);
        if (mail.n && !match_email_shared(mail))
            domain = match_email_domain(mail);
    } else if (k_str_eqz(x->network, "web")) {
        if (x->verified.n)
            domain = match_url_domain(match_norm_url(a, x->address));
    } else if (k_str_eqz(x->network, "bluesky")) {
        domain = k_lower(a, x->address);
        if (k_str_chr(domain, '@') >= 0 || under_shared(domain))
            domain = K_S("");
    }
    return is_shared(domain) ? K_S("") : domain;
}

k_str workplace_say(struct k_arena *a, k_str address)
{
    return k_fmt(a, "%.*s is at a domain of this organization.", K_ARG(address));
}
