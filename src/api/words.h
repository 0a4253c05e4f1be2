/* words: the closed lists of words that the API speaks, once. Shapes (F_ENUM), command line and
 * tests read them; the typed client of the page gets them as unions. Each is NULL-terminated.
 */
#ifndef KITH_API_WORDS_H
#define KITH_API_WORDS_H

#include "base/str.h"

extern const char *const words_role[];         /* of a member: owner .. viewer */
extern const char *const words_role_invited[]; /* what an invitation may give */
extern const char *const words_role_or_none[];
extern const char *const words_factor[];        /* how a session began */
extern const char *const words_role_by_group[]; /* what a group of a provider may give */
extern const char *const words_joining[];
extern const char *const words_token_alg[];
extern const char *const words_access_by[];     /* who has a right: all, some */
extern const char *const words_access_why[];    /* what gives it */
extern const char *const words_member_status[]; /* active, left */
extern const char *const words_team_kind[];
extern const char *const words_theme[];
extern const char *const words_locale[];      /* '' = as the browser asks */
extern const char *const words_scope[];       /* of an API token */
extern const char *const words_perm[];        /* names of enum perm from PERM_SELF on */
extern const char *const words_stage[];       /* of a relationship */
extern const char *const words_person_role[]; /* with '' = none */
extern const char *const words_role_of_person[];
extern const char *const words_field_type[];
extern const char *const words_people_sort[];
extern const char *const words_timeline[]; /* names of enum timeline_kind */
extern const char *const words_export_format[];
extern const char *const words_touch_medium[]; /* that members log by hand */
extern const char *const words_touch_direction[];
extern const char *const words_moment_kind[];
extern const char *const words_fact_kind[];
extern const char *const words_side[];
extern const char *const words_commitment_state[];
extern const char *const words_deal_kind[];
extern const char *const words_deal_state[];
extern const char *const words_value_kind[];
extern const char *const words_balance[];
extern const char *const words_common_kind[];
extern const char *const words_person_kind[];
extern const char *const words_channel_status[];
extern const char *const words_channel_switch[]; /* what a member may set it to */
extern const char *const words_health[];
extern const char *const words_conversation_status[];
extern const char *const words_conversation_act[]; /* of PATCH: open, snoozed, done */
extern const char *const words_kind[];             /* of a conversation: lead ... */
extern const char *const words_view[];
extern const char *const words_view_shared[];
extern const char *const words_view_gone[];
extern const char *const words_regroup_act[];
extern const char *const words_storm_own[];
extern const char *const words_storm_decided[];
extern const char *const words_storm_decision[];
extern const char *const words_post_kind[];
extern const char *const words_direction[];
extern const char *const words_visibility[];
extern const char *const words_outbox_state[];
extern const char *const words_pause_scope[];
extern const char *const words_outbox_act[];
extern const char *const words_held_for[];
extern const char *const words_settle[];
extern const char *const words_handoff_reason[];
extern const char *const words_handoff_result[];
extern const char *const words_handoff_box[];
extern const char *const words_approval_who[];
extern const char *const words_approval_state[];
extern const char *const words_mention_kind[];
extern const char *const words_presence[];
extern const char *const words_bulk_act[];
extern const char *const words_rule_kind[];
extern const char *const words_policy_dim[];
extern const char *const words_saved_kind[];
extern const char *const words_sign_scope[];
extern const char *const words_finding_offer[];
extern const char *const words_verdict[];
extern const char *const words_import_state[];
extern const char *const words_actor_kind[];
extern const char *const words_colour[];
extern const char *const words_source[];
extern const char *const words_match_kind[];
extern const char *const words_match_verdict[];
extern const char *const words_match_field[];
extern const char *const words_agreement[];
extern const char *const words_page_link[];
extern const char *const words_kind_or_any[];
extern const char *const words_stage_or_any[];
extern const char *const words_clock[];
extern const char *const words_clock_or_none[];
extern const char *const words_deadline_kind[];
extern const char *const words_deadline_state[];
extern const char *const words_routing_op[];
extern const char *const words_routing_type[];
extern const char *const words_routing_act[];
extern const char *const words_routing_what[];
extern const char *const words_scan_state[];

bool words_has(const char *const *words, k_str s);

#endif
