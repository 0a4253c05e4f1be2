/* match_record: fills the records of match_rules: normalises, leaves out what is empty or there
 * already. Pure. */
#include "base/utf8.h"
#include "domain/match_rules.h"

#define MOST 12 /* values of a field that are compared */

void match_add_name(struct k_arena *a, struct match_record *r, k_str whole, k_str given,
                    k_str family)
{
    struct match_name n = match_norm_name(a, whole, given, family);
    if (r->names.n >= MOST || (n.given.n == 0 && n.family.n == 0))
        return;
    for (size_t i = 0; i < r->names.n; i++)
        if (k_str_eq(r->names.v[i].given, n.given) && k_str_eq(r->names.v[i].family, n.family))
            return;
    *k_vec_push(a, &r->names) = n;
}

static void add(struct k_arena *a, struct match_values *v, k_str shown, k_str norm)
{
    if (norm.n == 0 || v->n >= MOST)
        return;
    for (size_t i = 0; i < v->n; i++)
        if (k_str_eq(v->v[i].norm, norm))
            return;
    *k_vec_push(a, v) = (struct match_value){shown, norm};
}

void match_add_organization(struct k_arena *a, struct match_record *r, k_str name)
{
    add(a, &r->organizations, name, match_norm_organization(a, name));
}

void match_add_email(struct k_arena *a, struct match_record *r, k_str s)
{
    add(a, &r->emails, s, match_norm_email(a, s));
}

void match_add_phone(struct k_arena *a, struct match_record *r, k_str s, k_str country)
{
    add(a, &r->phones, s, match_norm_phone(a, s, country));
}

void match_add_url(struct k_arena *a, struct match_record *r, k_str s)
{
    add(a, &r->urls, s, match_norm_url(a, s));
}

void match_add_account(struct k_arena *a, struct match_record *r, k_str network,
                       k_str native_id, k_str handle)
{
    if (k_str_eqz(network, "email"))
        match_add_email(a, r, native_id);
    else if (k_str_eqz(network, "phone"))
        match_add_phone(a, r, native_id, K_S(""));
    else if (k_str_eqz(network, "web"))
        match_add_url(a, r, native_id);
    else if (r->accounts.n < MOST)
        *k_vec_push(a, &r->accounts) =
            (struct match_account){network, native_id, handle, match_norm_handle(a, handle)};
}

void match_add_postal(struct k_arena *a, struct match_record *r, k_str street, k_str city,
                      k_str code, k_str region)
{
    struct match_postal p = {.street = match_norm_street(a, street),
                             .city = match_norm_words(a, city),
                             .code = match_norm_handle(a, code),
                             .region = match_norm_words(a, region)};
    if (r->postals.n >= MOST || (p.street.n == 0 && p.city.n == 0 && p.code.n == 0))
        return;
    p.shown = k_str_trim(k_fmt(a, "%.*s%s%.*s %.*s", K_ARG(street), street.n ? ", " : "",
                               K_ARG(code), K_ARG(city)));
    *k_vec_push(a, &r->postals) = p;
}

void match_add_birthday(struct k_arena *a, struct match_record *r, k_str s)
{
    struct match_date d = match_norm_date(s);
    if (r->birthdays.n < MOST && d.day)
        *k_vec_push(a, &r->birthdays) = (struct match_birthday){s, d};
}

void match_add_number(struct k_arena *a, struct match_record *r, k_str field, k_str s,
                      bool unique)
{
    k_str norm = match_norm_handle(a, s);
    if (r->numbers.n < MOST && norm.n > 0)
        *k_vec_push(a, &r->numbers) = (struct match_number){s, norm, field, unique};
}
