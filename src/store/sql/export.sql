-- Everything as JSON, a line a row, for `kith export`. Called by cli/export.c. `id` is where the next page goes on.

-- name: export_member :many
-- A page of members. Called by `kith export`.
-- args: after int, max int
-- cols: id int, line str
select a.id, json_object('id', a.id, 'handle', a.handle, 'name', a.name, 'email', a.email, 'role', a.role, 'status', a.status, 'sign', a.sign, 'locale', a.locale, 'demo', a.demo, 'created_at', a.created_at, 'last_seen_at', a.last_seen_at, 'teams', json((select json_group_array(t.name) from team_member x join team t on t.id = x.team_id where x.member_id = a.id)))
from member a where a.id > :after order by a.id limit :max;
-- postgres:
select a.id, json_build_object('id', a.id, 'handle', a.handle, 'name', a.name, 'email', a.email, 'role', a.role, 'status', a.status, 'sign', a.sign, 'locale', a.locale, 'demo', a.demo, 'created_at', a.created_at, 'last_seen_at', a.last_seen_at, 'teams', (select coalesce(json_agg(t.name), '[]'::json) from team_member x join team t on t.id = x.team_id where x.member_id = a.id))::text
from member a where a.id > :after order by a.id limit :max;

-- name: export_team :many
-- A page of teams. Called by `kith export`.
-- args: after int, max int
-- cols: as export_member
select a.id, json_object('id', a.id, 'name', a.name, 'kind', a.kind, 'demo', a.demo, 'created_at', a.created_at)
from team a where a.id > :after order by a.id limit :max;
-- postgres:
select a.id, json_build_object('id', a.id, 'name', a.name, 'kind', a.kind, 'demo', a.demo, 'created_at', a.created_at)::text
from team a where a.id > :after order by a.id limit :max;

-- name: export_channel :many
-- A page of channels. Called by `kith export`.
-- args: after int, max int
-- cols: as export_member
select a.id, json_object('id', a.id, 'network', a.network, 'name', a.name, 'handle', a.handle, 'address', a.address, 'status', a.status, 'demo', a.demo, 'created_by', a.created_by, 'created_at', a.created_at, 'last_success_at', a.last_success_at)
from channel a where a.id > :after order by a.id limit :max;
-- postgres:
select a.id, json_build_object('id', a.id, 'network', a.network, 'name', a.name, 'handle', a.handle, 'address', a.address, 'status', a.status, 'demo', a.demo, 'created_by', a.created_by, 'created_at', a.created_at, 'last_success_at', a.last_success_at)::text
from channel a where a.id > :after order by a.id limit :max;

-- name: export_person :many
-- A page of persons. Called by `kith export`.
-- args: after int, max int
-- cols: as export_member
select a.id, json_object('id', a.id, 'kind', a.kind, 'name', a.name, 'about', a.about, 'role', a.role, 'merged_into', a.merged_into, 'stage', a.stage, 'exchanges', a.exchanges, 'heard', a.heard, 'told', a.told, 'first_in_at', a.first_in_at, 'last_in_at', a.last_in_at, 'last_out_at', a.last_out_at, 'demo', a.demo, 'created_at', a.created_at)
from person a where a.id > :after order by a.id limit :max;
-- postgres:
select a.id, json_build_object('id', a.id, 'kind', a.kind, 'name', a.name, 'about', a.about, 'role', a.role, 'merged_into', a.merged_into, 'stage', a.stage, 'exchanges', a.exchanges, 'heard', a.heard, 'told', a.told, 'first_in_at', a.first_in_at, 'last_in_at', a.last_in_at, 'last_out_at', a.last_out_at, 'demo', a.demo, 'created_at', a.created_at)::text
from person a where a.id > :after order by a.id limit :max;

-- name: export_identity :many
-- A page of identities. Called by `kith export`.
-- args: after int, max int
-- cols: as export_member
select a.id, json_object('id', a.id, 'person_id', a.person_id, 'network', a.network, 'native_id', a.native_id, 'handle', a.handle, 'name', a.name, 'url', a.url, 'avatar_url', a.avatar_url, 'bio', a.bio, 'followers', a.followers, 'updated_at', a.updated_at, 'created_at', a.created_at)
from identity a where a.id > :after order by a.id limit :max;
-- postgres:
select a.id, json_build_object('id', a.id, 'person_id', a.person_id, 'network', a.network, 'native_id', a.native_id, 'handle', a.handle, 'name', a.name, 'url', a.url, 'avatar_url', a.avatar_url, 'bio', a.bio, 'followers', a.followers, 'updated_at', a.updated_at, 'created_at', a.created_at)::text
from identity a where a.id > :after order by a.id limit :max;

-- name: export_conversation :many
-- A page of conversations. Called by `kith export`.
-- args: after int, max int
-- cols: as export_member
select a.id, json_object('id', a.id, 'channel_id', a.channel_id, 'network', a.network, 'native_root', a.native_root, 'subject', a.subject, 'status', a.status, 'owner_id', a.owner_id, 'team_id', a.team_id, 'person_id', a.person_id, 'kind', a.kind, 'storm_id', a.storm_id, 'priority', a.priority, 'reason', a.reason, 'post_count', a.post_count, 'first_at', a.first_at, 'last_at', a.last_at, 'last_in_at', a.last_in_at, 'last_out_at', a.last_out_at, 'waiting_since', a.waiting_since, 'answered', a.answered, 'snoozed_until', a.snoozed_until, 'version', a.version, 'demo', a.demo, 'created_at', a.created_at, 'updated_at', a.updated_at, 'labels', json((select json_group_array(l.name) from conversation_label x join label l on l.id = x.label_id where x.conversation_id = a.id)))
from conversation a where a.id > :after order by a.id limit :max;
-- postgres:
select a.id, json_build_object('id', a.id, 'channel_id', a.channel_id, 'network', a.network, 'native_root', a.native_root, 'subject', a.subject, 'status', a.status, 'owner_id', a.owner_id, 'team_id', a.team_id, 'person_id', a.person_id, 'kind', a.kind, 'storm_id', a.storm_id, 'priority', a.priority, 'reason', a.reason, 'post_count', a.post_count, 'first_at', a.first_at, 'last_at', a.last_at, 'last_in_at', a.last_in_at, 'last_out_at', a.last_out_at, 'waiting_since', a.waiting_since, 'answered', a.answered, 'snoozed_until', a.snoozed_until, 'version', a.version, 'demo', a.demo, 'created_at', a.created_at, 'updated_at', a.updated_at, 'labels', (select coalesce(json_agg(l.name), '[]'::json) from conversation_label x join label l on l.id = x.label_id where x.conversation_id = a.id))::text
from conversation a where a.id > :after order by a.id limit :max;

-- name: export_post :many
-- A page of posts. Called by `kith export`.
-- args: after int, max int
-- cols: as export_member
select a.id, json_object('id', a.id, 'conversation_id', a.conversation_id, 'channel_id', a.channel_id, 'network', a.network, 'native_id', a.native_id, 'native_parent', a.native_parent, 'parent_id', a.parent_id, 'direction', a.direction, 'kind', a.kind, 'visibility', a.visibility, 'person_id', a.person_id, 'identity_id', a.identity_id, 'member_id', a.member_id, 'text', a.text, 'html', a.html, 'url', a.url, 'lang', a.lang, 'intents', a.intents, 'posted_at', a.posted_at, 'received_at', a.received_at, 'edited_at', a.edited_at, 'deleted_at', a.deleted_at, 'source', a.source, 'versions', json((select json_group_array(json_object('version', v.version, 'text', v.text, 'seen_at', v.seen_at)) from post_version v where v.post_id = a.id)))
from post a where a.id > :after order by a.id limit :max;
-- postgres:
select a.id, json_build_object('id', a.id, 'conversation_id', a.conversation_id, 'channel_id', a.channel_id, 'network', a.network, 'native_id', a.native_id, 'native_parent', a.native_parent, 'parent_id', a.parent_id, 'direction', a.direction, 'kind', a.kind, 'visibility', a.visibility, 'person_id', a.person_id, 'identity_id', a.identity_id, 'member_id', a.member_id, 'text', a.text, 'html', a.html, 'url', a.url, 'lang', a.lang, 'intents', a.intents, 'posted_at', a.posted_at, 'received_at', a.received_at, 'edited_at', a.edited_at, 'deleted_at', a.deleted_at, 'source', a.source, 'versions', (select coalesce(json_agg(json_build_object('version', v.version, 'text', v.text, 'seen_at', v.seen_at)), '[]'::json) from post_version v where v.post_id = a.id))::text
from post a where a.id > :after order by a.id limit :max;

-- name: export_note :many
-- A page of notes. Called by `kith export`.
-- args: after int, max int
-- cols: as export_member
select a.id, json_object('id', a.id, 'conversation_id', a.conversation_id, 'member_id', a.member_id, 'text', a.text, 'created_at', a.created_at)
from note a where a.id > :after order by a.id limit :max;
-- postgres:
select a.id, json_build_object('id', a.id, 'conversation_id', a.conversation_id, 'member_id', a.member_id, 'text', a.text, 'created_at', a.created_at)::text
from note a where a.id > :after order by a.id limit :max;

-- name: export_label :many
-- A page of labels. Called by `kith export`.
-- args: after int, max int
-- cols: as export_member
select a.id, json_object('id', a.id, 'name', a.name, 'colour', a.colour, 'demo', a.demo)
from label a where a.id > :after order by a.id limit :max;
-- postgres:
select a.id, json_build_object('id', a.id, 'name', a.name, 'colour', a.colour, 'demo', a.demo)::text
from label a where a.id > :after order by a.id limit :max;

-- name: export_handoff :many
-- A page of handoffs. Called by `kith export`.
-- args: after int, max int
-- cols: as export_member
select a.id, json_object('id', a.id, 'conversation_id', a.conversation_id, 'from_member', a.from_member, 'from_team', a.from_team, 'to_team', a.to_team, 'reason', a.reason, 'ask', a.ask, 'due_at', a.due_at, 'created_at', a.created_at, 'acknowledged_at', a.acknowledged_at, 'acknowledged_by', a.acknowledged_by, 'outcome', a.outcome, 'result', a.result, 'closed_at', a.closed_at, 'closed_by', a.closed_by)
from handoff a where a.id > :after order by a.id limit :max;
-- postgres:
select a.id, json_build_object('id', a.id, 'conversation_id', a.conversation_id, 'from_member', a.from_member, 'from_team', a.from_team, 'to_team', a.to_team, 'reason', a.reason, 'ask', a.ask, 'due_at', a.due_at, 'created_at', a.created_at, 'acknowledged_at', a.acknowledged_at, 'acknowledged_by', a.acknowledged_by, 'outcome', a.outcome, 'result', a.result, 'closed_at', a.closed_at, 'closed_by', a.closed_by)::text
from handoff a where a.id > :after order by a.id limit :max;

-- name: export_outbox :many
-- A page of outboxs. Called by `kith export`.
-- args: after int, max int
-- cols: as export_member
select a.id, json_object('id', a.id, 'channel_id', a.channel_id, 'conversation_id', a.conversation_id, 'reply_to_id', a.reply_to_id, 'member_id', a.member_id, 'approved_by', a.approved_by, 'act', a.act, 'text', a.text, 'state', a.state, 'post_id', a.post_id, 'native_id', a.native_id, 'error_slug', a.error_slug, 'error_text', a.error_text, 'created_at', a.created_at, 'sent_at', a.sent_at)
from outbox a where a.id > :after order by a.id limit :max;
-- postgres:
select a.id, json_build_object('id', a.id, 'channel_id', a.channel_id, 'conversation_id', a.conversation_id, 'reply_to_id', a.reply_to_id, 'member_id', a.member_id, 'approved_by', a.approved_by, 'act', a.act, 'text', a.text, 'state', a.state, 'post_id', a.post_id, 'native_id', a.native_id, 'error_slug', a.error_slug, 'error_text', a.error_text, 'created_at', a.created_at, 'sent_at', a.sent_at)::text
from outbox a where a.id > :after order by a.id limit :max;

-- name: export_touch :many
-- A page of touchs. Called by `kith export`.
-- args: after int, max int
-- cols: as export_member
select a.id, json_object('id', a.id, 'person_id', a.person_id, 'member_id', a.member_id, 'channel_id', a.channel_id, 'post_id', a.post_id, 'direction', a.direction, 'medium', a.medium, 'prompted', a.prompted, 'at', a.at)
from touch a where a.id > :after order by a.id limit :max;
-- postgres:
select a.id, json_build_object('id', a.id, 'person_id', a.person_id, 'member_id', a.member_id, 'channel_id', a.channel_id, 'post_id', a.post_id, 'direction', a.direction, 'medium', a.medium, 'prompted', a.prompted, 'at', a.at)::text
from touch a where a.id > :after order by a.id limit :max;

-- name: export_policy :many
-- Versions of the policy with who has read them. Called by `kith export`.
-- args: after int, max int
-- cols: as export_member
select a.version, json_object('version', a.version, 'text', a.text, 'rules', a.rules, 'sponsor', a.sponsor, 'adopted_at', a.adopted_at, 'adopted_by', a.adopted_by, 'read_by', json((select json_group_array(json_object('member_id', k.member_id, 'at', k.at)) from policy_ack k where k.version = a.version)))
from policy a where a.version > :after order by a.version limit :max;
-- postgres:
select a.version, json_build_object('version', a.version, 'text', a.text, 'rules', a.rules, 'sponsor', a.sponsor, 'adopted_at', a.adopted_at, 'adopted_by', a.adopted_by, 'read_by', (select coalesce(json_agg(json_build_object('member_id', k.member_id, 'at', k.at)), '[]'::json) from policy_ack k where k.version = a.version))::text
from policy a where a.version > :after order by a.version limit :max;

-- name: export_event :many
-- The event log; payload is null where it was erased. Called by `kith export`.
-- args: after int, max int
-- cols: as export_member
select a.seq, json_object('seq', a.seq, 'at', a.at, 'actor_kind', a.actor_kind, 'actor_id', a.actor_id, 'verb', a.verb, 'object_kind', a.object_kind, 'object_id', a.object_id, 'approved_by', a.approved_by, 'hash', hex(a.hash), 'payload', (select p.payload from event_payload p where p.seq = a.seq))
from event a where a.seq > :after order by a.seq limit :max;
-- postgres:
select a.seq, json_build_object('seq', a.seq, 'at', a.at, 'actor_kind', a.actor_kind, 'actor_id', a.actor_id, 'verb', a.verb, 'object_kind', a.object_kind, 'object_id', a.object_id, 'approved_by', a.approved_by, 'hash', upper(encode(a.hash, 'hex')), 'payload', (select p.payload from event_payload p where p.seq = a.seq))::text
from event a where a.seq > :after order by a.seq limit :max;

-- name: export_conversations :many
-- A page of conversations with names in place of ids. Called by `kith export --conversations`.
-- args: after int, max int
-- cols: id int, network str, channel str, person str?, handle str?, subject str, first_words str, status str, kind str, owner str?, team str?, priority int, reason str, post_count int, answered bool, first_at int, last_at int, waiting_since int
select c.id, c.network, h.name, p.name, i.handle, c.subject, c.first_words, c.status, c.kind, m.name, t.name, c.priority, c.reason, c.post_count, c.answered, c.first_at, c.last_at, c.waiting_since
from conversation c join channel h on h.id = c.channel_id left join person p on p.id = c.person_id
    left join identity i on i.id = (select min(x.id) from identity x where x.person_id = c.person_id and x.network = c.network)
    left join member m on m.id = c.owner_id left join team t on t.id = c.team_id
where c.id > :after order by c.id limit :max;
