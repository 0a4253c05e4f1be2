/* match_keys: by which keys a record is found again. Several cheap ones, so that one wrong
 * field does not hide a pair: phonetics of the name, family name and initial, birthday,
 * postcode with the begin of a name, street and number, mail, telephone, handle, number, page;
 * words of an organization's name. Pure. */
#include "domain/match_rules.h"
#include "domain/match_words.h"

static void add(struct k_arena *a, struct match_keys *k, char kind, k_str value)
{
    if (value.n == 0)
        return;
    k_str key = k_fmt(a, "%c:%.*s", kind, K_ARG(k_str_sub(value, 0, 80)));
    for (size_t i = 0; i < k->n; i++)
        if (k_str_eq(k->v[i], key))
            return;
    *k_vec_push(a, k) = key;
}

static k_str first(k_str s, size_t n)
{
    return k_str_sub(s, 0, n);
}

static void name_keys(struct k_arena *a, const struct match_name *n, struct match_keys *out)
{
    if (n->handle)
        return;
    k_str family = n->family.n ? n->family : n->given, given = n->family.n ? n->given : K_S("");
    k_str sg = match_soundex(a, given), sf = match_soundex(a, family);
    bool swap = k_str_cmp(sg, sf) > 0;
    if (given.n > 0) {
        add(a, out, 'n', k_fmt(a, "%.*s %.*s", K_ARG(swap ? sf : sg), K_ARG(swap ? sg : sf)));
        add(a, out, 'f', k_fmt(a, "%.*s %.*s", K_ARG(family), K_ARG(first(given, 1))));
        add(a, out, 'g', k_fmt(a, "%.*s %.*s", K_ARG(given), K_ARG(first(family, 1))));
    } else {
        add(a, out, 'f', family);
    }
}

static void postal_keys(struct k_arena *a, const struct match_record *r,
                        const struct match_postal *p, struct match_keys *out)
{
    for (size_t i = 0; i < r->names.n && p->code.n > 0; i++) {
        const struct match_name *n = &r->names.v[i];
        if (n->family.n > 0)
            add(a, out, 'c', k_fmt(a, "%.*s %.*s", K_ARG(p->code), K_ARG(first(n->family, 3))));
        if (n->given.n > 0)
            add(a, out, 'c', k_fmt(a, "%.*s %.*s", K_ARG(p->code), K_ARG(first(n->given, 3))));
    }
    struct match_words w = match_words_of(a, p->street), few = {0};
    for (size_t i = 0; i < w.n && few.n < 2; i++)
        if (!match_listed(MATCH_WORDS_STREETS, w.v[i]))
            *k_vec_push(a, &few) = w.v[i];
    if (few.n == 2)
        add(a, out, 'a', match_sorted(a, &few));
}

static void mail_keys(struct k_arena *a, k_str mail, struct match_keys *out)
{
    k_str local = match_email_local(mail);
    add(a, out, 'e', match_email_fold(a, mail));
    if (local.n >= 5 && !match_email_shared(mail))
        add(a, out, 'l', local);
}

static void address_keys(struct k_arena *a, const struct match_record *r,
                         struct match_keys *out)
{
    for (size_t i = 0; i < r->emails.n; i++)
        mail_keys(a, r->emails.v[i].norm, out);
    for (size_t i = 0; i < r->phones.n; i++)
        add(a, out, 'p', match_phone_tail(r->phones.v[i].norm));
    for (size_t i = 0; i < r->urls.n; i++) {
        k_str domain = match_url_domain(r->urls.v[i].norm);
        bool bare = k_str_eq(domain, r->urls.v[i].norm);
        if (!bare || !match_domain_public(domain))
            add(a, out, 'u', r->urls.v[i].norm);
        if (r->organization && !match_domain_public(domain))
            add(a, out, 'd', domain);
    }
    for (size_t i = 0; i < r->accounts.n; i++)
        if (r->accounts.v[i].norm.n >= 4)
            add(a, out, 'h', r->accounts.v[i].norm);
}

static void organization_keys(struct k_arena *a, const struct match_record *r,
                              struct match_keys *out)
{
    for (size_t i = 0; i < r->organizations.n; i++) {
        struct match_words w = match_words_of(a, r->organizations.v[i].norm), pair = {0};
        for (size_t j = 0; j < w.n && j < 6; j++)
            if (w.v[j].n >= 3)
                add(a, out, 'w', first(w.v[j], 4)); /* common ones are over the cap */
        for (size_t j = 0; j < w.n && pair.n < 2; j++)
            *k_vec_push(a, &pair) = w.v[j];
        if (pair.n == 2)
            add(a, out, 'o', match_sorted(a, &pair));
    }
}

void match_keys_of(struct k_arena *a, const struct match_record *r, struct match_keys *out)
{
    *out = (struct match_keys){0};
    if (r->organization)
        organization_keys(a, r, out);
    for (size_t i = 0; i < r->names.n && !r->organization; i++)
        name_keys(a, &r->names.v[i], out);
    for (size_t i = 0; i < r->postals.n; i++)
        postal_keys(a, r, &r->postals.v[i], out);
    address_keys(a, r, out);
    for (size_t i = 0; i < r->birthdays.n; i++) {
        struct match_date d = r->birthdays.v[i].date;
        add(a, out, 'b', k_fmt(a, "%04d%02d%02d", d.year, d.month, d.day));
    }
    for (size_t i = 0; i < r->numbers.n; i++)
        add(a, out, 'q',
            k_fmt(a, "%.*s %.*s", K_ARG(r->numbers.v[i].field), K_ARG(r->numbers.v[i].norm)));
}

k_str match_count_key(struct k_arena *a, enum match_field field, k_str norm)
{
    char kind = field == MATCH_GIVEN          ? 'G'
                : field == MATCH_FAMILY       ? 'F'
                : field == MATCH_ORGANIZATION ? 'W'
                : field == MATCH_EMPLOYER     ? 'E'
                : field == MATCH_NUMBER       ? 'q' /* found by it too */
                                              : 0;
    if (kind == 0 || norm.n == 0)
        return K_S("");
    return k_fmt(a, "%c:%.*s", kind, K_ARG(k_str_sub(norm, 0, 80)));
}

void match_counts_of(struct k_arena *a, const struct match_record *r, struct match_keys *out)
{
    *out = (struct match_keys){0};
    for (size_t i = 0; i < r->names.n; i++) {
        if (r->names.v[i].handle)
            continue;
        add(a, out, 'G', r->names.v[i].given);
        add(a, out, 'F', r->names.v[i].family);
    }
    for (size_t i = 0; i < r->numbers.n; i++)
        add(a, out, 'q',
            k_fmt(a, "%.*s %.*s", K_ARG(r->numbers.v[i].field), K_ARG(r->numbers.v[i].norm)));
    for (size_t i = 0; i < r->organizations.n; i++) {
        struct match_words w = match_words_of(a, r->organizations.v[i].norm);
        for (size_t j = 0; j < w.n && j < 8; j++)
            add(a, out, r->organization ? 'W' : 'E', w.v[j]);
    }
}

double match_share(double n, double people, enum match_field field)
{
    const double known = 200; /* people whom the table's word counts for */
    double u = match_weights[field][MATCH_SAME].u;
    return (n + known * u) / (people + known);
}
