/* sign_rules: how a reply is signed: a sign out of its form. Pure. */
#ifndef KITH_DOMAIN_SIGN_RULES_H
#define KITH_DOMAIN_SIGN_RULES_H

#include "base/arena.h"

/* A form is text with parts in braces: {own} (what the member chose as own sign; initials with
 * a ^ before when nothing was chosen), {initials}, {first}, {name}, {team}, {organisation}. */
struct sign_who {
    k_str name, own, team, organisation;
};
#define SIGN_DEFAULT "{own}"
#define SIGN_MAX 80 /* bytes of a form */
/* The sign in this form; parts that are not known are left out. Never empty for a member with a
 * name. */
k_str sign_write(struct k_arena *a, k_str form, const struct sign_who *who);
/* NULL when a form is good, else what to do about it. */
const char *sign_form_wrong(k_str form);
/* "MK" of "Mara Klein": at most three letters. */
k_str sign_initials(struct k_arena *a, k_str name);

#endif
