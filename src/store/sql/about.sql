-- Everything about one person as JSON, a line a row: what somebody may ask for. Called by keeping_export. `me`: the member who
-- asks; rows of other members' address books and mailboxes are not in it. They sort what one person has. The columns are those of `kith export`.

-- name: about_person :many :scan
-- The person. Called by keeping_export.
-- args: person int, me int, after int, max int
-- cols: id int, line str
select a.id, json_object('id', a.id, 'kind', a.kind, 'name', a.name, 'about', a.about, 'role', a.role, 'merged_into', a.merged_into, 'stage', a.stage, 'exchanges', a.exchanges, 'heard', a.heard, 'told', a.told, 'first_in_at', a.first_in_at, 'last_in_at', a.last_in_at, 'last_out_at', a.last_out_at, 'demo', a.demo, 'created_at', a.created_at, 'owner_id', a.owner_id, 'strength', a.strength, 'last_touch_at', a.last_touch_at, 'dormancy', a.dormancy, 'updated_at', a.updated_at, 'uid', a.uid)
from person a where a.id = :person and a.owner_id in (0, :me) and a.id > :after order by a.id limit :max;
-- postgres:
select a.id, json_build_object('id', a.id, 'kind', a.kind, 'name', a.name, 'about', a.about, 'role', a.role, 'merged_into', a.merged_into, 'stage', a.stage, 'exchanges', a.exchanges, 'heard', a.heard, 'told', a.told, 'first_in_at', a.first_in_at, 'last_in_at', a.last_in_at, 'last_out_at', a.last_out_at, 'demo', a.demo, 'created_at', a.created_at, 'owner_id', a.owner_id, 'strength', a.strength, 'last_touch_at', a.last_touch_at, 'dormancy', a.dormancy, 'updated_at', a.updated_at, 'uid', a.uid)::text
from person a where a.id = :person and a.owner_id in (0, :me) and a.id > :after order by a.id limit :max;

-- name: about_identity :many :scan
-- A page of them. Called by keeping_export.
-- args: person int, me int, after int, max int
-- cols: as about_person
select a.id, json_object('id', a.id, 'person_id', a.person_id, 'network', a.network, 'native_id', a.native_id, 'handle', a.handle, 'name', a.name, 'url', a.url, 'avatar_url', a.avatar_url, 'bio', a.bio, 'followers', a.followers, 'updated_at', a.updated_at, 'created_at', a.created_at, 'source', a.source, 'source_id', a.source_id, 'verified', a.verified, 'label', a.label, 'owner_id', a.owner_id)
from identity a where a.person_id = :person and a.owner_id in (0, :me) and a.id > :after order by a.id limit :max;
-- postgres:
select a.id, json_build_object('id', a.id, 'person_id', a.person_id, 'network', a.network, 'native_id', a.native_id, 'handle', a.handle, 'name', a.name, 'url', a.url, 'avatar_url', a.avatar_url, 'bio', a.bio, 'followers', a.followers, 'updated_at', a.updated_at, 'created_at', a.created_at, 'source', a.source, 'source_id', a.source_id, 'verified', a.verified, 'label', a.label, 'owner_id', a.owner_id)::text
from identity a where a.person_id = :person and a.owner_id in (0, :me) and a.id > :after order by a.id limit :max;

-- name: about_datum :many :scan
-- A page of them. Called by keeping_export.
-- args: person int, me int, after int, max int
-- cols: as about_person
select a.id, json_object('id', a.id, 'person_id', a.person_id, 'kind', a.kind, 'label', a.label, 'value', a.value, 'norm', a.norm, 'parts', a.parts, 'source', a.source, 'source_id', a.source_id, 'owner_id', a.owner_id, 'from_day', a.from_day, 'to_day', a.to_day, 'created_by', a.created_by, 'created_at', a.created_at)
from datum a where a.person_id = :person and a.owner_id in (0, :me) and a.id > :after order by a.id limit :max;
-- postgres:
select a.id, json_build_object('id', a.id, 'person_id', a.person_id, 'kind', a.kind, 'label', a.label, 'value', a.value, 'norm', a.norm, 'parts', a.parts, 'source', a.source, 'source_id', a.source_id, 'owner_id', a.owner_id, 'from_day', a.from_day, 'to_day', a.to_day, 'created_by', a.created_by, 'created_at', a.created_at)::text
from datum a where a.person_id = :person and a.owner_id in (0, :me) and a.id > :after order by a.id limit :max;

-- name: about_person_role :many :scan
-- A page of them. Called by keeping_export.
-- args: person int, me int, after int, max int
-- cols: as about_person
select a.id, json_object('id', a.id, 'person_id', a.person_id, 'organization_id', a.organization_id, 'role', a.role, 'title', a.title, 'from_day', a.from_day, 'to_day', a.to_day, 'source', a.source, 'source_id', a.source_id, 'owner_id', a.owner_id, 'created_by', a.created_by, 'created_at', a.created_at)
from person_role a where a.person_id = :person and a.owner_id in (0, :me) and a.id > :after order by a.id limit :max;
-- postgres:
select a.id, json_build_object('id', a.id, 'person_id', a.person_id, 'organization_id', a.organization_id, 'role', a.role, 'title', a.title, 'from_day', a.from_day, 'to_day', a.to_day, 'source', a.source, 'source_id', a.source_id, 'owner_id', a.owner_id, 'created_by', a.created_by, 'created_at', a.created_at)::text
from person_role a where a.person_id = :person and a.owner_id in (0, :me) and a.id > :after order by a.id limit :max;

-- name: about_post :many :scan
-- A page of them. Called by keeping_export.
-- args: person int, me int, after int, max int
-- cols: as about_person
select a.id, json_object('id', a.id, 'conversation_id', a.conversation_id, 'channel_id', a.channel_id, 'network', a.network, 'native_id', a.native_id, 'native_parent', a.native_parent, 'parent_id', a.parent_id, 'direction', a.direction, 'kind', a.kind, 'visibility', a.visibility, 'person_id', a.person_id, 'identity_id', a.identity_id, 'member_id', a.member_id, 'text', a.text, 'html', a.html, 'url', a.url, 'lang', a.lang, 'intents', a.intents, 'posted_at', a.posted_at, 'received_at', a.received_at, 'edited_at', a.edited_at, 'deleted_at', a.deleted_at, 'source', a.source, 'rule_id', a.rule_id, 'versions', json((select json_group_array(json_object('version', v.version, 'text', v.text, 'seen_at', v.seen_at)) from post_version v where v.post_id = a.id)))
from post a where a.person_id = :person and :me >= 0 and a.id > :after order by a.id limit :max;
-- postgres:
select a.id, json_build_object('id', a.id, 'conversation_id', a.conversation_id, 'channel_id', a.channel_id, 'network', a.network, 'native_id', a.native_id, 'native_parent', a.native_parent, 'parent_id', a.parent_id, 'direction', a.direction, 'kind', a.kind, 'visibility', a.visibility, 'person_id', a.person_id, 'identity_id', a.identity_id, 'member_id', a.member_id, 'text', a.text, 'html', a.html, 'url', a.url, 'lang', a.lang, 'intents', a.intents, 'posted_at', a.posted_at, 'received_at', a.received_at, 'edited_at', a.edited_at, 'deleted_at', a.deleted_at, 'source', a.source, 'rule_id', a.rule_id, 'versions', (select coalesce(json_agg(json_build_object('version', v.version, 'text', v.text, 'seen_at', v.seen_at) order by v.version), '[]'::json) from post_version v where v.post_id = a.id))::text
from post a where a.person_id = :person and :me >= 0 and a.id > :after order by a.id limit :max;

-- name: about_conversation :many :scan
-- A page of them. Called by keeping_export.
-- args: person int, me int, after int, max int
-- cols: as about_person
select a.id, json_object('id', a.id, 'channel_id', a.channel_id, 'network', a.network, 'native_root', a.native_root, 'subject', a.subject, 'status', a.status, 'owner_id', a.owner_id, 'team_id', a.team_id, 'person_id', a.person_id, 'kind', a.kind, 'storm_id', a.storm_id, 'priority', a.priority, 'reason', a.reason, 'post_count', a.post_count, 'first_at', a.first_at, 'last_at', a.last_at, 'last_in_at', a.last_in_at, 'last_out_at', a.last_out_at, 'waiting_since', a.waiting_since, 'answered', a.answered, 'snoozed_until', a.snoozed_until, 'version', a.version, 'demo', a.demo, 'created_at', a.created_at, 'updated_at', a.updated_at, 'labels', json((select json_group_array(l.name) from conversation_label x join label l on l.id = x.label_id where x.conversation_id = a.id)))
from conversation a where a.person_id = :person and :me >= 0 and a.id > :after order by a.id limit :max;
-- postgres:
select a.id, json_build_object('id', a.id, 'channel_id', a.channel_id, 'network', a.network, 'native_root', a.native_root, 'subject', a.subject, 'status', a.status, 'owner_id', a.owner_id, 'team_id', a.team_id, 'person_id', a.person_id, 'kind', a.kind, 'storm_id', a.storm_id, 'priority', a.priority, 'reason', a.reason, 'post_count', a.post_count, 'first_at', a.first_at, 'last_at', a.last_at, 'last_in_at', a.last_in_at, 'last_out_at', a.last_out_at, 'waiting_since', a.waiting_since, 'answered', a.answered, 'snoozed_until', a.snoozed_until, 'version', a.version, 'demo', a.demo, 'created_at', a.created_at, 'updated_at', a.updated_at, 'labels', (select coalesce(json_agg(l.name order by l.name), '[]'::json) from conversation_label x join label l on l.id = x.label_id where x.conversation_id = a.id))::text
from conversation a where a.person_id = :person and :me >= 0 and a.id > :after order by a.id limit :max;

-- name: about_touch :many :scan
-- A page of them. Called by keeping_export.
-- args: person int, me int, after int, max int
-- cols: as about_person
select a.id, json_object('id', a.id, 'person_id', a.person_id, 'member_id', a.member_id, 'channel_id', a.channel_id, 'post_id', a.post_id, 'direction', a.direction, 'medium', a.medium, 'prompted', a.prompted, 'at', a.at, 'asked', a.asked, 'personal', a.personal, 'automatic', a.automatic, 'praise', a.praise, 'source', a.source, 'source_ref', a.source_ref, 'text', a.text, 'moment_id', a.moment_id, 'owner_id', a.owner_id)
from touch a where a.person_id = :person and a.owner_id in (0, :me) and a.id > :after order by a.id limit :max;
-- postgres:
select a.id, json_build_object('id', a.id, 'person_id', a.person_id, 'member_id', a.member_id, 'channel_id', a.channel_id, 'post_id', a.post_id, 'direction', a.direction, 'medium', a.medium, 'prompted', a.prompted, 'at', a.at, 'asked', a.asked, 'personal', a.personal, 'automatic', a.automatic, 'praise', a.praise, 'source', a.source, 'source_ref', a.source_ref, 'text', a.text, 'moment_id', a.moment_id, 'owner_id', a.owner_id)::text
from touch a where a.person_id = :person and a.owner_id in (0, :me) and a.id > :after order by a.id limit :max;

-- name: about_fact :many :scan
-- A page of them. Called by keeping_export.
-- args: person int, me int, after int, max int
-- cols: as about_person
select a.id, json_object('id', a.id, 'person_id', a.person_id, 'kind', a.kind, 'text', a.text, 'topic', a.topic, 'source', a.source, 'post_id', a.post_id, 'said_at', a.said_at, 'owner_id', a.owner_id, 'created_by', a.created_by, 'created_at', a.created_at)
from fact a where a.person_id = :person and a.owner_id in (0, :me) and a.id > :after order by a.id limit :max;
-- postgres:
select a.id, json_build_object('id', a.id, 'person_id', a.person_id, 'kind', a.kind, 'text', a.text, 'topic', a.topic, 'source', a.source, 'post_id', a.post_id, 'said_at', a.said_at, 'owner_id', a.owner_id, 'created_by', a.created_by, 'created_at', a.created_at)::text
from fact a where a.person_id = :person and a.owner_id in (0, :me) and a.id > :after order by a.id limit :max;

-- name: about_commitment :many :scan
-- A page of them. Called by keeping_export.
-- args: person int, me int, after int, max int
-- cols: as about_person
select a.id, json_object('id', a.id, 'person_id', a.person_id, 'member_id', a.member_id, 'side', a.side, 'text', a.text, 'due_at', a.due_at, 'state', a.state, 'settled_at', a.settled_at, 'settled_by', a.settled_by, 'conversation_id', a.conversation_id, 'created_by', a.created_by, 'created_at', a.created_at)
from commitment a where a.person_id = :person and :me >= 0 and a.id > :after order by a.id limit :max;
-- postgres:
select a.id, json_build_object('id', a.id, 'person_id', a.person_id, 'member_id', a.member_id, 'side', a.side, 'text', a.text, 'due_at', a.due_at, 'state', a.state, 'settled_at', a.settled_at, 'settled_by', a.settled_by, 'conversation_id', a.conversation_id, 'created_by', a.created_by, 'created_at', a.created_at)::text
from commitment a where a.person_id = :person and :me >= 0 and a.id > :after order by a.id limit :max;

-- name: about_deal :many :scan
-- A page of them. Called by keeping_export.
-- args: person int, me int, after int, max int
-- cols: as about_person
select a.id, json_object('id', a.id, 'kind', a.kind, 'person_id', a.person_id, 'organization_id', a.organization_id, 'title', a.title, 'amount_minor', a.amount_minor, 'currency', a.currency, 'state', a.state, 'at', a.at, 'referred_id', a.referred_id, 'conversation_id', a.conversation_id, 'member_id', a.member_id, 'created_by', a.created_by, 'created_at', a.created_at)
from deal a where a.person_id = :person and :me >= 0 and a.id > :after order by a.id limit :max;
-- postgres:
select a.id, json_build_object('id', a.id, 'kind', a.kind, 'person_id', a.person_id, 'organization_id', a.organization_id, 'title', a.title, 'amount_minor', a.amount_minor, 'currency', a.currency, 'state', a.state, 'at', a.at, 'referred_id', a.referred_id, 'conversation_id', a.conversation_id, 'member_id', a.member_id, 'created_by', a.created_by, 'created_at', a.created_at)::text
from deal a where a.person_id = :person and :me >= 0 and a.id > :after order by a.id limit :max;

-- name: about_value_entry :many :scan
-- A page of them. Called by keeping_export.
-- args: person int, me int, after int, max int
-- cols: as about_person
select a.id, json_object('id', a.id, 'person_id', a.person_id, 'member_id', a.member_id, 'side', a.side, 'kind', a.kind, 'text', a.text, 'post_id', a.post_id, 'moment_id', a.moment_id, 'deal_id', a.deal_id, 'at', a.at, 'created_by', a.created_by, 'created_at', a.created_at)
from value_entry a where a.person_id = :person and :me >= 0 and a.id > :after order by a.id limit :max;
-- postgres:
select a.id, json_build_object('id', a.id, 'person_id', a.person_id, 'member_id', a.member_id, 'side', a.side, 'kind', a.kind, 'text', a.text, 'post_id', a.post_id, 'moment_id', a.moment_id, 'deal_id', a.deal_id, 'at', a.at, 'created_by', a.created_by, 'created_at', a.created_at)::text
from value_entry a where a.person_id = :person and :me >= 0 and a.id > :after order by a.id limit :max;

-- name: about_note :many :scan
-- A page of them. Called by keeping_export.
-- args: person int, me int, after int, max int
-- cols: as about_person
select a.id, json_object('id', a.id, 'conversation_id', a.conversation_id, 'member_id', a.member_id, 'text', a.text, 'created_at', a.created_at)
from note a where a.conversation_id in (select c.id from conversation c where c.person_id = :person and c.person_id > 0) and :me >= 0 and a.id > :after order by a.id limit :max;
-- postgres:
select a.id, json_build_object('id', a.id, 'conversation_id', a.conversation_id, 'member_id', a.member_id, 'text', a.text, 'created_at', a.created_at)::text
from note a where a.conversation_id in (select c.id from conversation c where c.person_id = :person and c.person_id > 0) and :me >= 0 and a.id > :after order by a.id limit :max;

-- name: about_moment :many :scan
-- A page of them. Called by keeping_export.
-- args: person int, me int, after int, max int
-- cols: as about_person
select a.id, json_object('id', a.id, 'kind', a.kind, 'title', a.title, 'text', a.text, 'at', a.at, 'until_at', a.until_at, 'conversation_id', a.conversation_id, 'repairs_id', a.repairs_id, 'severity', a.severity, 'source', a.source, 'source_ref', a.source_ref, 'created_by', a.created_by, 'created_at', a.created_at)
from moment a where a.id in (select m.moment_id from moment_person m where m.person_id = :person and m.person_id > 0) and :me >= 0 and a.id > :after order by a.id limit :max;
-- postgres:
select a.id, json_build_object('id', a.id, 'kind', a.kind, 'title', a.title, 'text', a.text, 'at', a.at, 'until_at', a.until_at, 'conversation_id', a.conversation_id, 'repairs_id', a.repairs_id, 'severity', a.severity, 'source', a.source, 'source_ref', a.source_ref, 'created_by', a.created_by, 'created_at', a.created_at)::text
from moment a where a.id in (select m.moment_id from moment_person m where m.person_id = :person and m.person_id > 0) and :me >= 0 and a.id > :after order by a.id limit :max;

-- name: about_closed :one
-- Whether something that a person said is closed to the reader: then the file would not be whole. Called by keeping_export.
-- args: person int, eyes int
-- cols: n int
select (select count(*) from (select 1 from post p where p.person_id = :person and p.person_id > 0 and not {seen_of} limit 1) a)
    + (select count(*) from (select 1 from conversation c where c.person_id = :person and not {seen} limit 1) b);
