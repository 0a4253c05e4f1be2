-- Everything as JSON, a line a row, for `kith export`. Called by cli/export.c. `id` is where the next page goes on.

-- name: export_member :many
-- A page of members. Called by `kith export`.
-- args: after int, max int
-- cols: id int, line str
select a.id, json_object('id', a.id, 'handle', a.handle, 'name', a.name, 'email', a.email, 'role', a.role, 'status', a.status, 'sign', a.sign, 'locale', a.locale, 'demo', a.demo, 'created_at', a.created_at, 'last_seen_at', a.last_seen_at, 'teams', json((select json_group_array(t.name) from team_member x join team t on t.id = x.team_id where x.member_id = a.id)))
from member a where a.id > :after order by a.id limit :max;
-- postgres:
select a.id, json_build_object('id', a.id, 'handle', a.handle, 'name', a.name, 'email', a.email, 'role', a.role, 'status', a.status, 'sign', a.sign, 'locale', a.locale, 'demo', a.demo, 'created_at', a.created_at, 'last_seen_at', a.last_seen_at, 'teams', (select coalesce(json_agg(t.name order by t.name), '[]'::json) from team_member x join team t on t.id = x.team_id where x.member_id = a.id))::text
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
select a.id, json_object('id', a.id, 'kind', a.kind, 'name', a.name, 'about', a.about, 'role', a.role, 'merged_into', a.merged_into, 'stage', a.stage, 'exchanges', a.exchanges, 'heard', a.heard, 'told', a.told, 'first_in_at', a.first_in_at, 'last_in_at', a.last_in_at, 'last_out_at', a.last_out_at, 'demo', a.demo, 'created_at', a.created_at, 'owner_id', a.owner_id, 'strength', a.strength, 'last_touch_at', a.last_touch_at, 'dormancy', a.dormancy, 'updated_at', a.updated_at, 'uid', a.uid)
from person a where a.id > :after order by a.id limit :max;
-- postgres:
select a.id, json_build_object('id', a.id, 'kind', a.kind, 'name', a.name, 'about', a.about, 'role', a.role, 'merged_into', a.merged_into, 'stage', a.stage, 'exchanges', a.exchanges, 'heard', a.heard, 'told', a.told, 'first_in_at', a.first_in_at, 'last_in_at', a.last_in_at, 'last_out_at', a.last_out_at, 'demo', a.demo, 'created_at', a.created_at, 'owner_id', a.owner_id, 'strength', a.strength, 'last_touch_at', a.last_touch_at, 'dormancy', a.dormancy, 'updated_at', a.updated_at, 'uid', a.uid)::text
from person a where a.id > :after order by a.id limit :max;

-- name: export_identity :many
-- A page of identities. Called by `kith export`.
-- args: after int, max int
-- cols: as export_member
select a.id, json_object('id', a.id, 'person_id', a.person_id, 'network', a.network, 'native_id', a.native_id, 'handle', a.handle, 'name', a.name, 'url', a.url, 'avatar_url', a.avatar_url, 'bio', a.bio, 'followers', a.followers, 'updated_at', a.updated_at, 'created_at', a.created_at, 'source', a.source, 'source_id', a.source_id, 'verified', a.verified, 'label', a.label, 'owner_id', a.owner_id)
from identity a where a.id > :after order by a.id limit :max;
-- postgres:
select a.id, json_build_object('id', a.id, 'person_id', a.person_id, 'network', a.network, 'native_id', a.native_id, 'handle', a.handle, 'name', a.name, 'url', a.url, 'avatar_url', a.avatar_url, 'bio', a.bio, 'followers', a.followers, 'updated_at', a.updated_at, 'created_at', a.created_at, 'source', a.source, 'source_id', a.source_id, 'verified', a.verified, 'label', a.label, 'owner_id', a.owner_id)::text
from identity a where a.id > :after order by a.id limit :max;

-- name: export_conversation :many
-- A page of conversations. Called by `kith export`.
-- args: after int, max int
-- cols: as export_member
select a.id, json_object('id', a.id, 'channel_id', a.channel_id, 'network', a.network, 'native_root', a.native_root, 'subject', a.subject, 'status', a.status, 'owner_id', a.owner_id, 'team_id', a.team_id, 'person_id', a.person_id, 'kind', a.kind, 'storm_id', a.storm_id, 'priority', a.priority, 'reason', a.reason, 'post_count', a.post_count, 'first_at', a.first_at, 'last_at', a.last_at, 'last_in_at', a.last_in_at, 'last_out_at', a.last_out_at, 'waiting_since', a.waiting_since, 'answered', a.answered, 'snoozed_until', a.snoozed_until, 'version', a.version, 'demo', a.demo, 'created_at', a.created_at, 'updated_at', a.updated_at, 'labels', json((select json_group_array(l.name) from conversation_label x join label l on l.id = x.label_id where x.conversation_id = a.id)))
from conversation a where a.id > :after order by a.id limit :max;
-- postgres:
select a.id, json_build_object('id', a.id, 'channel_id', a.channel_id, 'network', a.network, 'native_root', a.native_root, 'subject', a.subject, 'status', a.status, 'owner_id', a.owner_id, 'team_id', a.team_id, 'person_id', a.person_id, 'kind', a.kind, 'storm_id', a.storm_id, 'priority', a.priority, 'reason', a.reason, 'post_count', a.post_count, 'first_at', a.first_at, 'last_at', a.last_at, 'last_in_at', a.last_in_at, 'last_out_at', a.last_out_at, 'waiting_since', a.waiting_since, 'answered', a.answered, 'snoozed_until', a.snoozed_until, 'version', a.version, 'demo', a.demo, 'created_at', a.created_at, 'updated_at', a.updated_at, 'labels', (select coalesce(json_agg(l.name order by l.name), '[]'::json) from conversation_label x join label l on l.id = x.label_id where x.conversation_id = a.id))::text
from conversation a where a.id > :after order by a.id limit :max;

-- name: export_post :many
-- A page of posts. Called by `kith export`.
-- args: after int, max int
-- cols: as export_member
select a.id, json_object('id', a.id, 'conversation_id', a.conversation_id, 'channel_id', a.channel_id, 'network', a.network, 'native_id', a.native_id, 'native_parent', a.native_parent, 'parent_id', a.parent_id, 'direction', a.direction, 'kind', a.kind, 'visibility', a.visibility, 'person_id', a.person_id, 'identity_id', a.identity_id, 'member_id', a.member_id, 'text', a.text, 'html', a.html, 'url', a.url, 'lang', a.lang, 'intents', a.intents, 'posted_at', a.posted_at, 'received_at', a.received_at, 'edited_at', a.edited_at, 'deleted_at', a.deleted_at, 'source', a.source, 'rule_id', a.rule_id, 'versions', json((select json_group_array(json_object('version', v.version, 'text', v.text, 'seen_at', v.seen_at)) from post_version v where v.post_id = a.id)))
from post a where a.id > :after order by a.id limit :max;
-- postgres:
select a.id, json_build_object('id', a.id, 'conversation_id', a.conversation_id, 'channel_id', a.channel_id, 'network', a.network, 'native_id', a.native_id, 'native_parent', a.native_parent, 'parent_id', a.parent_id, 'direction', a.direction, 'kind', a.kind, 'visibility', a.visibility, 'person_id', a.person_id, 'identity_id', a.identity_id, 'member_id', a.member_id, 'text', a.text, 'html', a.html, 'url', a.url, 'lang', a.lang, 'intents', a.intents, 'posted_at', a.posted_at, 'received_at', a.received_at, 'edited_at', a.edited_at, 'deleted_at', a.deleted_at, 'source', a.source, 'rule_id', a.rule_id, 'versions', (select coalesce(json_agg(json_build_object('version', v.version, 'text', v.text, 'seen_at', v.seen_at) order by v.version), '[]'::json) from post_version v where v.post_id = a.id))::text
from post a where a.id > :after order by a.id limit :max;

-- name: export_note :many
-- A page of notes. Called by `kith export`.
-- args: after int, max int
-- cols: as export_member
select a.id, json_object('id', a.id, 'conversation_id', a.conversation_id, 'talk_id', a.talk_id, 'member_id', a.member_id, 'text', a.text, 'created_at', a.created_at)
from note a where a.id > :after order by a.id limit :max;
-- postgres:
select a.id, json_build_object('id', a.id, 'conversation_id', a.conversation_id, 'talk_id', a.talk_id, 'member_id', a.member_id, 'text', a.text, 'created_at', a.created_at)::text
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

-- name: export_talk :many
-- A page of what colleagues talked over; its words are notes. Called by `kith export`.
-- args: after int, max int
-- cols: as export_member
select a.id, json_object('id', a.id, 'conversation_id', a.conversation_id, 'subject', a.subject, 'opened_by', a.opened_by, 'opened_at', a.opened_at, 'closed_by', a.closed_by, 'closed_at', a.closed_at, 'outcome', a.outcome, 'members', json((select json_group_array(x.member_id) from talk_member x where x.talk_id = a.id)))
from talk a where a.id > :after order by a.id limit :max;
-- postgres:
select a.id, json_build_object('id', a.id, 'conversation_id', a.conversation_id, 'subject', a.subject, 'opened_by', a.opened_by, 'opened_at', a.opened_at, 'closed_by', a.closed_by, 'closed_at', a.closed_at, 'outcome', a.outcome, 'members', (select coalesce(json_agg(x.member_id order by x.member_id), '[]'::json) from talk_member x where x.talk_id = a.id))::text
from talk a where a.id > :after order by a.id limit :max;

-- name: export_regrouping :many
-- A page of merges and splits of conversations. Called by `kith export`.
-- args: after int, max int
-- cols: as export_member
select a.id, json_object('id', a.id, 'act', a.act, 'from_id', a.from_id, 'into_id', a.into_id, 'posts', a.posts, 'by_id', a.by_id, 'at', a.at, 'undone_by', a.undone_by, 'undone_at', a.undone_at)
from regrouping a where a.id > :after order by a.id limit :max;
-- postgres:
select a.id, json_build_object('id', a.id, 'act', a.act, 'from_id', a.from_id, 'into_id', a.into_id, 'posts', a.posts, 'by_id', a.by_id, 'at', a.at, 'undone_by', a.undone_by, 'undone_at', a.undone_at)::text
from regrouping a where a.id > :after order by a.id limit :max;

-- name: export_reminder :many
-- A page of what members want to be reminded of. Called by `kith export`.
-- args: after int, max int
-- cols: as export_member
select a.id, json_object('id', a.id, 'conversation_id', a.conversation_id, 'member_id', a.member_id, 'due_at', a.due_at, 'unless_they_write', a.unless_they_write, 'text', a.text, 'set_at', a.set_at)
from reminder a where a.id > :after order by a.id limit :max;
-- postgres:
select a.id, json_build_object('id', a.id, 'conversation_id', a.conversation_id, 'member_id', a.member_id, 'due_at', a.due_at, 'unless_they_write', a.unless_they_write, 'text', a.text, 'set_at', a.set_at)::text
from reminder a where a.id > :after order by a.id limit :max;

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
select a.id, json_object('id', a.id, 'channel_id', a.channel_id, 'conversation_id', a.conversation_id, 'reply_to_id', a.reply_to_id, 'member_id', a.member_id, 'approved_by', a.approved_by, 'act', a.act, 'text', a.text, 'state', a.state, 'post_id', a.post_id, 'native_id', a.native_id, 'error_slug', a.error_slug, 'error_text', a.error_text, 'policy_version', a.policy_version, 'rules', json(a.rules), 'created_at', a.created_at, 'sent_at', a.sent_at, 'publication_id', a.publication_id, 'due_at', a.due_at, 'held_for', a.held_for, 'rule_id', a.rule_id, 'labels', json((select json_group_array(l.name) from outbox_label x join label l on l.id = x.label_id where x.outbox_id = a.id)))
from outbox a where a.id > :after order by a.id limit :max;
-- postgres:
select a.id, json_build_object('id', a.id, 'channel_id', a.channel_id, 'conversation_id', a.conversation_id, 'reply_to_id', a.reply_to_id, 'member_id', a.member_id, 'approved_by', a.approved_by, 'act', a.act, 'text', a.text, 'state', a.state, 'post_id', a.post_id, 'native_id', a.native_id, 'error_slug', a.error_slug, 'error_text', a.error_text, 'policy_version', a.policy_version, 'rules', a.rules::json, 'created_at', a.created_at, 'sent_at', a.sent_at, 'publication_id', a.publication_id, 'due_at', a.due_at, 'held_for', a.held_for, 'rule_id', a.rule_id, 'labels', (select coalesce(json_agg(l.name order by l.name), '[]'::json) from outbox_label x join label l on l.id = x.label_id where x.outbox_id = a.id))::text
from outbox a where a.id > :after order by a.id limit :max;

-- name: export_publication :many
-- A page of publications: decisions to post, of which each channel is a row of the outbox. Called by `kith export`.
-- args: after int, max int
-- cols: as export_member
select a.id, json_object('id', a.id, 'member_id', a.member_id, 'created_at', a.created_at)
from publication a where a.id > :after order by a.id limit :max;
-- postgres:
select a.id, json_build_object('id', a.id, 'member_id', a.member_id, 'created_at', a.created_at)::text
from publication a where a.id > :after order by a.id limit :max;

-- name: export_touch :many
-- A page of touchs. Called by `kith export`.
-- args: after int, max int
-- cols: as export_member
select a.id, json_object('id', a.id, 'person_id', a.person_id, 'member_id', a.member_id, 'channel_id', a.channel_id, 'post_id', a.post_id, 'direction', a.direction, 'medium', a.medium, 'prompted', a.prompted, 'at', a.at, 'asked', a.asked, 'personal', a.personal, 'automatic', a.automatic, 'praise', a.praise, 'source', a.source, 'source_ref', a.source_ref, 'text', a.text, 'moment_id', a.moment_id, 'owner_id', a.owner_id)
from touch a where a.id > :after order by a.id limit :max;
-- postgres:
select a.id, json_build_object('id', a.id, 'person_id', a.person_id, 'member_id', a.member_id, 'channel_id', a.channel_id, 'post_id', a.post_id, 'direction', a.direction, 'medium', a.medium, 'prompted', a.prompted, 'at', a.at, 'asked', a.asked, 'personal', a.personal, 'automatic', a.automatic, 'praise', a.praise, 'source', a.source, 'source_ref', a.source_ref, 'text', a.text, 'moment_id', a.moment_id, 'owner_id', a.owner_id)::text
from touch a where a.id > :after order by a.id limit :max;

-- name: export_saved_text :many
-- A page of building blocks. Called by `kith export`.
-- args: after int, max int
-- cols: as export_member
select a.id, json_object('id', a.id, 'kind', a.kind, 'title', a.title, 'text', a.text, 'created_by', a.created_by, 'created_at', a.created_at, 'changed_by', a.changed_by, 'changed_at', a.changed_at)
from saved_text a where a.id > :after order by a.id limit :max;
-- postgres:
select a.id, json_build_object('id', a.id, 'kind', a.kind, 'title', a.title, 'text', a.text, 'created_by', a.created_by, 'created_at', a.created_at, 'changed_by', a.changed_by, 'changed_at', a.changed_at)::text
from saved_text a where a.id > :after order by a.id limit :max;

-- name: export_policy :many
-- Versions of the policy with who has read them. Called by `kith export`.
-- args: after int, max int
-- cols: as export_member
select a.version, json_object('version', a.version, 'text', a.text, 'rules', a.rules, 'sponsor', a.sponsor, 'adopted_at', a.adopted_at, 'adopted_by', a.adopted_by, 'read_by', json((select json_group_array(json_object('member_id', k.member_id, 'at', k.at)) from policy_ack k where k.version = a.version)))
from policy a where a.version > :after order by a.version limit :max;
-- postgres:
select a.version, json_build_object('version', a.version, 'text', a.text, 'rules', a.rules, 'sponsor', a.sponsor, 'adopted_at', a.adopted_at, 'adopted_by', a.adopted_by, 'read_by', (select coalesce(json_agg(json_build_object('member_id', k.member_id, 'at', k.at) order by k.member_id), '[]'::json) from policy_ack k where k.version = a.version))::text
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

-- name: export_datum :many
-- A page of what is known of persons. Called by `kith export`.
-- args: after int, max int
-- cols: as export_member
select a.id, json_object('id', a.id, 'person_id', a.person_id, 'kind', a.kind, 'label', a.label, 'value', a.value, 'norm', a.norm, 'parts', a.parts, 'source', a.source, 'source_id', a.source_id, 'owner_id', a.owner_id, 'from_day', a.from_day, 'to_day', a.to_day, 'created_by', a.created_by, 'created_at', a.created_at)
from datum a where a.id > :after order by a.id limit :max;
-- postgres:
select a.id, json_build_object('id', a.id, 'person_id', a.person_id, 'kind', a.kind, 'label', a.label, 'value', a.value, 'norm', a.norm, 'parts', a.parts, 'source', a.source, 'source_id', a.source_id, 'owner_id', a.owner_id, 'from_day', a.from_day, 'to_day', a.to_day, 'created_by', a.created_by, 'created_at', a.created_at)::text
from datum a where a.id > :after order by a.id limit :max;

-- name: export_person_role :many
-- A page of roles of persons. Called by `kith export`.
-- args: after int, max int
-- cols: as export_member
select a.id, json_object('id', a.id, 'person_id', a.person_id, 'organization_id', a.organization_id, 'role', a.role, 'title', a.title, 'from_day', a.from_day, 'to_day', a.to_day, 'source', a.source, 'source_id', a.source_id, 'owner_id', a.owner_id, 'created_by', a.created_by, 'created_at', a.created_at)
from person_role a where a.id > :after order by a.id limit :max;
-- postgres:
select a.id, json_build_object('id', a.id, 'person_id', a.person_id, 'organization_id', a.organization_id, 'role', a.role, 'title', a.title, 'from_day', a.from_day, 'to_day', a.to_day, 'source', a.source, 'source_id', a.source_id, 'owner_id', a.owner_id, 'created_by', a.created_by, 'created_at', a.created_at)::text
from person_role a where a.id > :after order by a.id limit :max;

-- name: export_custom_field :many
-- A page of the team's own fields. Called by `kith export`.
-- args: after int, max int
-- cols: as export_member
select a.id, json_object('id', a.id, 'name', a.name, 'type', a.type, 'choices', a.choices, 'created_by', a.created_by, 'created_at', a.created_at)
from custom_field a where a.id > :after order by a.id limit :max;
-- postgres:
select a.id, json_build_object('id', a.id, 'name', a.name, 'type', a.type, 'choices', a.choices, 'created_by', a.created_by, 'created_at', a.created_at)::text
from custom_field a where a.id > :after order by a.id limit :max;

-- name: export_segment :many
-- A page of segments. Called by `kith export`.
-- args: after int, max int
-- cols: as export_member
select a.id, json_object('id', a.id, 'name', a.name, 'conditions', a.conditions, 'owner_id', a.owner_id, 'created_by', a.created_by, 'created_at', a.created_at)
from segment a where a.id > :after order by a.id limit :max;
-- postgres:
select a.id, json_build_object('id', a.id, 'name', a.name, 'conditions', a.conditions, 'owner_id', a.owner_id, 'created_by', a.created_by, 'created_at', a.created_at)::text
from segment a where a.id > :after order by a.id limit :max;

-- name: export_saved_view :many
-- A page of saved views of the inbox. Called by `kith export`.
-- args: after int, max int
-- cols: as export_member
select a.id, json_object('id', a.id, 'name', a.name, 'owner_id', a.owner_id, 'team_id', a.team_id, 'base', a.base, 'by_channel', a.by_channel, 'by_label', a.by_label, 'by_owner', a.by_owner, 'by_team', a.by_team, 'by_kind', a.by_kind, 'by_network', a.by_network, 'created_by', a.created_by, 'created_at', a.created_at, 'changed_by', a.changed_by, 'changed_at', a.changed_at)
from saved_view a where a.id > :after and a.removed_at = 0 order by a.id limit :max;
-- postgres:
select a.id, json_build_object('id', a.id, 'name', a.name, 'owner_id', a.owner_id, 'team_id', a.team_id, 'base', a.base, 'by_channel', a.by_channel, 'by_label', a.by_label, 'by_owner', a.by_owner, 'by_team', a.by_team, 'by_kind', a.by_kind, 'by_network', a.by_network, 'created_by', a.created_by, 'created_at', a.created_at, 'changed_by', a.changed_by, 'changed_at', a.changed_at)::text
from saved_view a where a.id > :after and a.removed_at = 0 order by a.id limit :max;

-- name: export_moment :many
-- A page of moments. Called by `kith export`.
-- args: after int, max int
-- cols: as export_member
select a.id, json_object('id', a.id, 'kind', a.kind, 'title', a.title, 'text', a.text, 'at', a.at, 'until_at', a.until_at, 'conversation_id', a.conversation_id, 'repairs_id', a.repairs_id, 'severity', a.severity, 'source', a.source, 'source_ref', a.source_ref, 'created_by', a.created_by, 'created_at', a.created_at)
from moment a where a.id > :after order by a.id limit :max;
-- postgres:
select a.id, json_build_object('id', a.id, 'kind', a.kind, 'title', a.title, 'text', a.text, 'at', a.at, 'until_at', a.until_at, 'conversation_id', a.conversation_id, 'repairs_id', a.repairs_id, 'severity', a.severity, 'source', a.source, 'source_ref', a.source_ref, 'created_by', a.created_by, 'created_at', a.created_at)::text
from moment a where a.id > :after order by a.id limit :max;

-- name: export_moment_person :many
-- A page of who took part in moments. Called by `kith export`.
-- args: after int, max int
-- cols: as export_member
select a.id, json_object('id', a.id, 'moment_id', a.moment_id, 'person_id', a.person_id, 'member_id', a.member_id, 'alarmed_at', a.alarmed_at)
from moment_person a where a.id > :after order by a.id limit :max;
-- postgres:
select a.id, json_build_object('id', a.id, 'moment_id', a.moment_id, 'person_id', a.person_id, 'member_id', a.member_id, 'alarmed_at', a.alarmed_at)::text
from moment_person a where a.id > :after order by a.id limit :max;

-- name: export_fact :many
-- A page of facts. Called by `kith export`.
-- args: after int, max int
-- cols: as export_member
select a.id, json_object('id', a.id, 'person_id', a.person_id, 'kind', a.kind, 'text', a.text, 'topic', a.topic, 'source', a.source, 'post_id', a.post_id, 'said_at', a.said_at, 'owner_id', a.owner_id, 'created_by', a.created_by, 'created_at', a.created_at)
from fact a where a.id > :after order by a.id limit :max;
-- postgres:
select a.id, json_build_object('id', a.id, 'person_id', a.person_id, 'kind', a.kind, 'text', a.text, 'topic', a.topic, 'source', a.source, 'post_id', a.post_id, 'said_at', a.said_at, 'owner_id', a.owner_id, 'created_by', a.created_by, 'created_at', a.created_at)::text
from fact a where a.id > :after order by a.id limit :max;

-- name: export_commitment :many
-- A page of commitments. Called by `kith export`.
-- args: after int, max int
-- cols: as export_member
select a.id, json_object('id', a.id, 'person_id', a.person_id, 'member_id', a.member_id, 'side', a.side, 'text', a.text, 'due_at', a.due_at, 'state', a.state, 'settled_at', a.settled_at, 'settled_by', a.settled_by, 'conversation_id', a.conversation_id, 'created_by', a.created_by, 'created_at', a.created_at)
from commitment a where a.id > :after order by a.id limit :max;
-- postgres:
select a.id, json_build_object('id', a.id, 'person_id', a.person_id, 'member_id', a.member_id, 'side', a.side, 'text', a.text, 'due_at', a.due_at, 'state', a.state, 'settled_at', a.settled_at, 'settled_by', a.settled_by, 'conversation_id', a.conversation_id, 'created_by', a.created_by, 'created_at', a.created_at)::text
from commitment a where a.id > :after order by a.id limit :max;

-- name: export_deal :many
-- A page of deals, orders and referrals. Called by `kith export`.
-- args: after int, max int
-- cols: as export_member
select a.id, json_object('id', a.id, 'kind', a.kind, 'person_id', a.person_id, 'organization_id', a.organization_id, 'title', a.title, 'amount_minor', a.amount_minor, 'currency', a.currency, 'state', a.state, 'at', a.at, 'referred_id', a.referred_id, 'conversation_id', a.conversation_id, 'member_id', a.member_id, 'created_by', a.created_by, 'created_at', a.created_at)
from deal a where a.id > :after order by a.id limit :max;
-- postgres:
select a.id, json_build_object('id', a.id, 'kind', a.kind, 'person_id', a.person_id, 'organization_id', a.organization_id, 'title', a.title, 'amount_minor', a.amount_minor, 'currency', a.currency, 'state', a.state, 'at', a.at, 'referred_id', a.referred_id, 'conversation_id', a.conversation_id, 'member_id', a.member_id, 'created_by', a.created_by, 'created_at', a.created_at)::text
from deal a where a.id > :after order by a.id limit :max;

-- name: export_value_entry :many
-- A page of value entries. Called by `kith export`.
-- args: after int, max int
-- cols: as export_member
select a.id, json_object('id', a.id, 'person_id', a.person_id, 'member_id', a.member_id, 'side', a.side, 'kind', a.kind, 'text', a.text, 'post_id', a.post_id, 'moment_id', a.moment_id, 'deal_id', a.deal_id, 'at', a.at, 'created_by', a.created_by, 'created_at', a.created_at)
from value_entry a where a.id > :after order by a.id limit :max;
-- postgres:
select a.id, json_build_object('id', a.id, 'person_id', a.person_id, 'member_id', a.member_id, 'side', a.side, 'kind', a.kind, 'text', a.text, 'post_id', a.post_id, 'moment_id', a.moment_id, 'deal_id', a.deal_id, 'at', a.at, 'created_by', a.created_by, 'created_at', a.created_at)::text
from value_entry a where a.id > :after order by a.id limit :max;

-- name: export_keep_in_touch :many
-- A page of keep-in-touch. Called by `kith export`.
-- args: after int, max int
-- cols: as export_member
select a.id, json_object('id', a.id, 'person_id', a.person_id, 'segment_id', a.segment_id, 'member_id', a.member_id, 'ideal_days', a.ideal_days, 'latest_days', a.latest_days, 'created_by', a.created_by, 'created_at', a.created_at)
from keep_in_touch a where a.id > :after order by a.id limit :max;
-- postgres:
select a.id, json_build_object('id', a.id, 'person_id', a.person_id, 'segment_id', a.segment_id, 'member_id', a.member_id, 'ideal_days', a.ideal_days, 'latest_days', a.latest_days, 'created_by', a.created_by, 'created_at', a.created_at)::text
from keep_in_touch a where a.id > :after order by a.id limit :max;

-- name: export_link :many
-- A page of persons who know each other. Called by `kith export`.
-- args: after int, max int
-- cols: as export_member
select a.id, json_object('id', a.id, 'a_id', a.a_id, 'b_id', a.b_id, 'kind', a.kind, 'weight', a.weight, 'source', a.source, 'source_id', a.source_id, 'created_at', a.created_at)
from link a where a.id > :after order by a.id limit :max;
-- postgres:
select a.id, json_build_object('id', a.id, 'a_id', a.a_id, 'b_id', a.b_id, 'kind', a.kind, 'weight', a.weight, 'source', a.source, 'source_id', a.source_id, 'created_at', a.created_at)::text
from link a where a.id > :after order by a.id limit :max;

-- name: export_tie :many
-- A page of person with what has grown. Called by `kith export`.
-- args: after int, max int
-- cols: as export_member
select o.id, json_object('person_id', o.id, 'rows', json((select json_group_array(json_object('member_id', a.member_id, 'strength', a.strength, 'confidence', a.confidence, 'peak', a.peak, 'peak_at', a.peak_at, 'past', a.past, 'last_at', a.last_at, 'last_two_way_at', a.last_two_way_at, 'interval_days', a.interval_days, 'heard', a.heard, 'told', a.told, 'computed_at', a.computed_at, 'override', a.override, 'override_by', a.override_by, 'override_why', a.override_why, 'override_until', a.override_until, 'rated', a.rated, 'rated_at', a.rated_at)) from tie a where a.person_id = o.id)))
from person o where o.id > :after and exists (select 1 from tie x where x.person_id = o.id) order by o.id limit :max;
-- postgres:
select o.id, json_build_object('person_id', o.id, 'rows', (select json_agg(json_build_object('member_id', a.member_id, 'strength', a.strength, 'confidence', a.confidence, 'peak', a.peak, 'peak_at', a.peak_at, 'past', a.past, 'last_at', a.last_at, 'last_two_way_at', a.last_two_way_at, 'interval_days', a.interval_days, 'heard', a.heard, 'told', a.told, 'computed_at', a.computed_at, 'override', a.override, 'override_by', a.override_by, 'override_why', a.override_why, 'override_until', a.override_until, 'rated', a.rated, 'rated_at', a.rated_at) order by a.member_id) from tie a where a.person_id = o.id))::text
from person o where o.id > :after and exists (select 1 from tie x where x.person_id = o.id) order by o.id limit :max;

-- name: export_stage_move :many
-- A page of person with the stages they passed. Called by `kith export`.
-- args: after int, max int
-- cols: as export_member
select o.id, json_object('person_id', o.id, 'rows', json((select json_group_array(json_object('at', a.at, 'from_stage', a.from_stage, 'to_stage', a.to_stage, 'why', a.why, 'known_at', a.known_at)) from stage_move a where a.person_id = o.id)))
from person o where o.id > :after and exists (select 1 from stage_move x where x.person_id = o.id) order by o.id limit :max;
-- postgres:
select o.id, json_build_object('person_id', o.id, 'rows', (select json_agg(json_build_object('at', a.at, 'from_stage', a.from_stage, 'to_stage', a.to_stage, 'why', a.why, 'known_at', a.known_at) order by a.at, a.to_stage) from stage_move a where a.person_id = o.id))::text
from person o where o.id > :after and exists (select 1 from stage_move x where x.person_id = o.id) order by o.id limit :max;

-- name: export_member_interest :many
-- A page of member with what they like. Called by `kith export`.
-- args: after int, max int
-- cols: as export_member
select o.id, json_object('member_id', o.id, 'rows', json((select json_group_array(json_object('topic', a.topic, 'text', a.text)) from member_interest a where a.member_id = o.id)))
from member o where o.id > :after and exists (select 1 from member_interest x where x.member_id = o.id) order by o.id limit :max;
-- postgres:
select o.id, json_build_object('member_id', o.id, 'rows', (select json_agg(json_build_object('topic', a.topic, 'text', a.text) order by a.topic, a.text) from member_interest a where a.member_id = o.id))::text
from member o where o.id > :after and exists (select 1 from member_interest x where x.member_id = o.id) order by o.id limit :max;

-- name: export_match_pair :many
-- A page of person with whom they may be or are not. Called by `kith export`.
-- args: after int, max int
-- cols: as export_member
select o.id, json_object('a_id', o.id, 'rows', json((select json_group_array(json_object('b_id', a.b_id, 'kind', a.kind, 'weight', a.weight, 'probability', a.probability, 'evidence', a.evidence, 'state', a.state, 'decided_by', a.decided_by, 'decided_at', a.decided_at, 'created_at', a.created_at)) from match_pair a where a.a_id = o.id)))
from person o where o.id > :after and exists (select 1 from match_pair x where x.a_id = o.id) order by o.id limit :max;
-- postgres:
select o.id, json_build_object('a_id', o.id, 'rows', (select json_agg(json_build_object('b_id', a.b_id, 'kind', a.kind, 'weight', a.weight, 'probability', a.probability, 'evidence', a.evidence, 'state', a.state, 'decided_by', a.decided_by, 'decided_at', a.decided_at, 'created_at', a.created_at) order by a.b_id) from match_pair a where a.a_id = o.id))::text
from person o where o.id > :after and exists (select 1 from match_pair x where x.a_id = o.id) order by o.id limit :max;

-- name: export_person_merge :many
-- A page of person with who was merged into them. Called by `kith export`.
-- args: after int, max int
-- cols: as export_member
select o.id, json_object('kept_id', o.id, 'rows', json((select json_group_array(json_object('id', a.id, 'gone_id', a.gone_id, 'why', a.why, 'before', a.before, 'made_by', a.made_by, 'made_at', a.made_at, 'undone_by', a.undone_by, 'undone_at', a.undone_at)) from person_merge a where a.kept_id = o.id)))
from person o where o.id > :after and exists (select 1 from person_merge x where x.kept_id = o.id) order by o.id limit :max;
-- postgres:
select o.id, json_build_object('kept_id', o.id, 'rows', (select json_agg(json_build_object('id', a.id, 'gone_id', a.gone_id, 'why', a.why, 'before', a.before, 'made_by', a.made_by, 'made_at', a.made_at, 'undone_by', a.undone_by, 'undone_at', a.undone_at) order by a.id) from person_merge a where a.kept_id = o.id))::text
from person o where o.id > :after and exists (select 1 from person_merge x where x.kept_id = o.id) order by o.id limit :max;

-- name: export_conversations :many
-- A page of conversations with names in place of ids. Called by `kith export --conversations`.
-- args: after int, max int
-- cols: id int, network str, channel str, person str?, handle str?, subject str, first_words str, status str, kind str, owner str?, team str?, priority int, reason str, post_count int, answered bool, first_at int, last_at int, waiting_since int
select c.id, c.network, h.name, p.name, i.handle, c.subject, c.first_words, c.status, c.kind, m.name, t.name, c.priority, c.reason, c.post_count, c.answered, c.first_at, c.last_at, c.waiting_since
from conversation c join channel h on h.id = c.channel_id left join person p on p.id = c.person_id
    left join identity i on i.id = (select min(x.id) from identity x where x.person_id = c.person_id and x.network = c.network)
    left join member m on m.id = c.owner_id left join team t on t.id = c.team_id
where c.id > :after order by c.id limit :max;
