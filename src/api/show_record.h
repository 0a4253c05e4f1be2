/* show_record: what members wrote down about a person, as the API shows it. */
#ifndef KITH_API_SHOW_RECORD_H
#define KITH_API_SHOW_RECORD_H

#include "api/shapes_records.h"
#include "api/show.h"

/* One of each by its id; NOT_FOUND, also for those of another member's address book. */
k_err show_touch(struct k_ctx *cx, k_id id, struct api_touch *out) K_CHECK;
k_err show_moment(struct k_ctx *cx, k_id id, struct api_moment_record *out) K_CHECK;
k_err show_fact(struct k_ctx *cx, k_id id, struct api_fact *out) K_CHECK;
k_err show_commitment(struct k_ctx *cx, k_id id, struct api_commitment *out) K_CHECK;
k_err show_deal(struct k_ctx *cx, k_id id, struct api_deal *out) K_CHECK;
k_err show_value(struct k_ctx *cx, k_id id, struct api_value *out) K_CHECK;
/* Open promises of all people by their date. */
k_err show_commitments_due(struct k_ctx *cx, k_str cursor, int64_t limit,
                           struct api_commitment_list *out) K_CHECK;
/* Everything of a person, with what each side gains and what is common ground. */
k_err show_records(struct k_ctx *cx, k_id person, struct api_records *out) K_CHECK;

#endif
