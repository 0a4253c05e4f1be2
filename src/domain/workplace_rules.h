/* workplace_rules: which organization an address speaks for, exactly: by the domain that the
 * organization is known by. Pure. Mail at a domain, a page of theirs there that is verified,
 * and a handle that is a domain (Bluesky verifies it) count; addresses of several people
 * (info@), of providers and of sites for everybody do not (match_words.c). */
#ifndef KITH_DOMAIN_WORKPLACE_RULES_H
#define KITH_DOMAIN_WORKPLACE_RULES_H

#include "base/arena.h"

struct workplace_address {
    k_str network;  /* email, web, bluesky ...; of a datum its kind */
    k_str address;  /* as compared: native id; of Bluesky the handle */
    k_str verified; /* as in identity */
};
/* Its domain in small letters; empty when it speaks for none. */
k_str workplace_domain(struct k_arena *a, const struct workplace_address *x);
/* The domain around it: "mail.engine.example" -> "engine.example"; empty when there is none
 * that can be one organization's. */
k_str workplace_wider(k_str domain);
/* "ada@engine.example is at a domain of this organization." */
k_str workplace_say(struct k_arena *a, k_str address);

#endif
