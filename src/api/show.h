/* show: rows of the database as the API shows them, where several routes show the same. */
#ifndef KITH_API_SHOW_H
#define KITH_API_SHOW_H

#include "api/names.h"
#include "api/request.h"
#include "api/shapes_house.h"
#include "api/shapes_people.h"
#include "api/shapes_policy.h"
#include "domain/reply.h"
#include "store/conversation.h"

struct api_clock show_clock(struct names *n, const struct sq_sla_clocks_shown_row *r);
struct api_conversation show_conversation(struct names *n, const struct conversation_row *r);
/* One conversation by its id; NOT_FOUND. */
k_err show_talk(struct k_ctx *cx, struct names *n, k_id conversation,
                const struct sq_talk_of_conversation_row *r, struct api_talk *out) K_CHECK;
k_err show_conversation_by_id(struct k_ctx *cx, struct names *n, k_id id,
                              struct api_conversation *out) K_CHECK;
/* Rows of the outbox; their stages of approval are asked for once. *out: count of them. */
k_err show_outbox_rows(struct names *n, const struct sq_outbox_get_row *rows, size_t count,
                       struct api_outbox **out) K_CHECK;
/* The stages of approval of a row, and what the acting member may do about them. */
struct approval_now;
void show_approvals(struct names *n, const struct sq_outbox_get_row *r,
                    const struct approval_now *now, struct api_outbox *o);
struct policy_stage;
struct api_stage show_stage(struct k_arena *a, const struct policy_stage *s, k_str rules);
struct reply_check;
struct connector;
/* What the policy says about a text. c: of the channel, for its limits; may be NULL. */
k_err show_check(struct k_ctx *cx, const struct reply_check *check, const struct connector *c,
                 k_id channel, struct api_check *o) K_CHECK;
k_err show_outbox_by_id(struct k_ctx *cx, struct names *n, k_id id,
                        struct api_outbox *out) K_CHECK;
/* A pause with the sends that it came too late for. */
k_err show_pause(struct k_ctx *cx, struct names *n, const struct sq_pause_get_row *r,
                 struct api_pause *out) K_CHECK;
struct api_handoff show_handoff(struct names *n, const struct sq_handoff_get_row *r,
                                k_str subject);
/* Subject or first words of a conversation. */
k_err show_subject(struct k_ctx *cx, k_id conversation, k_str *out) K_CHECK;
/* People by their ids, in that order, with their accounts, as lists show them. */
k_err show_people(struct k_ctx *cx, const k_id *ids, size_t n,
                  struct api_person_list *out) K_CHECK;
struct api_person show_person_row(const struct sq_person_list_row *r);
/* A person with identities, evidence of the stage, counts. NOT_FOUND, also for those of another
 * member's address book. Follows merges. */
k_err show_person(struct k_ctx *cx, k_id id, struct api_person *out) K_CHECK;
/* The same of a row of people_find. */
k_err show_person_of(struct k_ctx *cx, const struct sq_people_get_row *r,
                     struct api_person *out) K_CHECK;
/* The page of a person: everything that the member who asks may see. */
k_err show_person_page(struct k_ctx *cx, const struct api_req *rq, k_id id,
                       struct api_person_page *out) K_CHECK;
struct api_keep show_segment_keep(struct names *n, const struct sq_segment_keeps_row *r);
struct api_keep show_keep(struct names *n, const struct sq_keep_of_person_row *r, k_time last);
/* A JSON list of texts as words of a shape. */
struct show_words { /* like K_VEC(k_str) of a shape */
    k_str *v;
    size_t n, cap;
};
void show_choices(struct k_arena *a, k_str json, struct show_words *out);
/* NULL for 0, for what is gone, and for those of another member's address book. */
k_err show_person_ref(struct k_ctx *cx, k_id id, struct api_person_ref **out) K_CHECK;
/* Who wrote, by identity; NULL for 0 and for what is gone. */
k_err show_author(struct k_ctx *cx, k_id identity, struct api_person_ref **out) K_CHECK;
/* A post by its author (NULL: ours). Versions are not filled. */
void show_post(struct names *n, const struct sq_post_get_row *r, struct api_person_ref *author,
               struct api_post *out);

#endif
