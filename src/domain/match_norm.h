/* match_norm: brings names, numbers and addresses into the form in which they are compared.
 * Pure; results live in the arena given. What cannot be read gives an empty text, never an
 * error. */
#ifndef KITH_DOMAIN_MATCH_NORM_H
#define KITH_DOMAIN_MATCH_NORM_H

#include "domain/match_text.h"

/* Small letters without accents, ae/oe/ue as a/o/u, letters and digits of any script parted by
 * single blanks; apostrophes close up (O'Brien -> obrien); what stands in brackets is dropped.
 */
k_str match_norm_words(struct k_arena *a, k_str s);

struct match_name {
    k_str shown;
    k_str given, middle, family; /* normalised, without particles and titles */
    k_str suffix;                /* jr, sr, ii ...: parts father from son */
    bool handle;                 /* no name of a person: an address or an account's handle */
};
/* From the parts, or from the whole when both parts are empty: "Dr. Anna von der Heide",
 * "Heide, Anna". A single word is a given name. */
struct match_name match_norm_name(struct k_arena *a, k_str whole, k_str given, k_str family);
/* The words of an organization's name, without legal forms and "the". */
k_str match_norm_organization(struct k_arena *a, k_str s);
/* Whether one is a short or other form of the other: bill, william. Both normalised. */
bool match_nickname(k_str x, k_str y);

/* "+" and digits when the country is known (00, +), else digits alone (a leading 0 of a
 * national number stays). Empty: fewer than 5 digits. country: calling code as digits, or
 * empty. */
k_str match_norm_phone(struct k_arena *a, k_str s, k_str country);
#define MATCH_PHONE_TAIL 8 /* last digits that two ways of writing have in common */
k_str match_phone_tail(k_str norm);

/* Small letters, trimmed; empty when it is no address. */
k_str match_norm_email(struct k_arena *a, k_str s);
/* The same mailbox by other writing, as weak evidence: without +tag; without dots at gmail. */
k_str match_email_fold(struct k_arena *a, k_str norm);
k_str match_email_local(k_str norm);
k_str match_email_domain(k_str norm);
/* info@, office@ ...: an address of several people. */
bool match_email_shared(k_str norm);
/* Whether a domain belongs to a provider or a site for everybody, not to one organization. */
bool match_domain_public(k_str domain);

/* host and path in small letters, without scheme, www., slash at the end, query and fragment.
 */
k_str match_norm_url(struct k_arena *a, k_str s);
k_str match_url_domain(k_str norm); /* the host of such a text */
/* Letters and digits of a handle, without @ and without the site behind it. */
k_str match_norm_handle(struct k_arena *a, k_str s);
/* Words of a street with usual short forms written out (st. -> street, str. -> strasse). */
k_str match_norm_street(struct k_arena *a, k_str s);

struct match_date {
    int year, month, day; /* 0 = not known */
};
/* 1975-05-03, 19750503, --05-03, 03.05.1975, 1975. */
struct match_date match_norm_date(k_str s);

#endif
