/* handlers: one function a route, listed once so that the table can name them. Each is thin:
 * fields in -> domain or store -> fields out. in and out are the structs of the route's shapes
 * (NULL when it has none); out is zeroed. */
#ifndef KITH_API_HANDLERS_H
#define KITH_API_HANDLERS_H

#include "api/route.h"

#define HANDLER(name)                                                                          \
    k_err route_##name(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)

HANDLER(health);
HANDLER(ready);
HANDLER(metrics);
HANDLER(openapi_get);
HANDLER(start_get);
HANDLER(start_owner);
HANDLER(session_create);
HANDLER(invitation_open);
HANDLER(invitation_use);
HANDLER(session_delete);
HANDLER(me_get);
HANDLER(me_patch);
HANDLER(me_password);
HANDLER(me_sessions);
HANDLER(me_session_end);
HANDLER(me_mentions);
HANDLER(me_mentions_seen);
HANDLER(members_list);
HANDLER(member_patch);
HANDLER(invitations_list);
HANDLER(invitation_create);
HANDLER(invitation_delete);
HANDLER(teams_list);
HANDLER(team_create);
HANDLER(team_patch);
HANDLER(team_delete);
HANDLER(tokens_list);
HANDLER(token_create);
HANDLER(token_revoke);
HANDLER(networks_list);
HANDLER(channels_list);
HANDLER(channel_create);
HANDLER(channel_get);
HANDLER(channel_patch);
HANDLER(channel_reconnect);
HANDLER(channel_poll);
HANDLER(channel_delete);
HANDLER(views_list);
HANDLER(conversations_list);
HANDLER(conversation_get);
HANDLER(conversation_posts);
HANDLER(conversation_patch);
HANDLER(conversations_bulk);
HANDLER(note_create);
HANDLER(draft_put);
HANDLER(draft_delete);
HANDLER(reply_check);
HANDLER(reply_create);
HANDLER(label_on);
HANDLER(label_off);
HANDLER(handoff_create);
HANDLER(presence_list);
HANDLER(handoffs_list);
HANDLER(handoff_acknowledge);
HANDLER(handoff_close);
HANDLER(handoff_seen);
HANDLER(labels_list);
HANDLER(label_create);
HANDLER(label_patch);
HANDLER(label_delete);
HANDLER(presence_put);
HANDLER(home_get);
HANDLER(search_list);
HANDLER(post_get);
HANDLER(post_trace);
HANDLER(post_delete);
HANDLER(people_list);
HANDLER(person_get);
HANDLER(person_create);
HANDLER(person_patch);
HANDLER(person_delete);
HANDLER(person_share);
HANDLER(person_address_create);
HANDLER(person_address_patch);
HANDLER(person_address_delete);
HANDLER(person_datum_create);
HANDLER(person_datum_patch);
HANDLER(person_datum_delete);
HANDLER(person_role_create);
HANDLER(person_role_patch);
HANDLER(person_role_delete);
HANDLER(person_field_put);
HANDLER(datum_kinds_list);
HANDLER(fields_list);
HANDLER(field_create);
HANDLER(field_patch);
HANDLER(field_delete);
HANDLER(person_timeline);
HANDLER(outbox_list);
HANDLER(outbox_retry);
HANDLER(outbox_settle);
HANDLER(outbox_cancel);
HANDLER(policy_get);
HANDLER(policy_adopt);
HANDLER(policy_acknowledge);
HANDLER(policy_starter);
HANDLER(policy_versions);
HANDLER(policy_acknowledgements);
HANDLER(imports_list);
HANDLER(import_create);
HANDLER(import_get);
HANDLER(import_sample);
HANDLER(import_check);
HANDLER(import_run);
HANDLER(import_rejects);
HANDLER(settings_get);
HANDLER(settings_patch);
HANDLER(demo_get);
HANDLER(demo_create);
HANDLER(demo_delete);
HANDLER(audit_list);
HANDLER(audit_verify);
HANDLER(status_get);
HANDLER(events_stream);

#endif
