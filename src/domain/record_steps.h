/* record_steps: what the acts of domain/record share. For record*.c only. */
#ifndef KITH_DOMAIN_RECORD_STEPS_H
#define KITH_DOMAIN_RECORD_STEPS_H

#include "domain/record.h"

/* The event of an act, and the screens of the person (0 = none). */
k_err record_log(struct k_ctx *cx, const char *verb, const char *kind, k_id id,
                 k_id person) K_CHECK;
k_err record_no_such(struct k_ctx *cx) K_CHECK;
/* BAD_INPUT when the text is empty. */
k_err record_words(struct k_ctx *cx, const char *field, k_str text) K_CHECK;
/* BAD_INPUT (field "at") for the future. */
k_err record_past(struct k_ctx *cx, k_time at) K_CHECK;
/* What stage and strength rest upon changed otherwise than by one touch more. */
k_err record_refold(struct k_ctx *cx, k_id person) K_CHECK;

#endif
