-- Posts of our own that answer nobody: rows of the outbox with act 'post', and the decisions that made them.

-- name: publication_insert :exec :write
-- A decision to say something. Called by publish_decide.
-- args: id int, member_id int, client_key str, now int
insert into publication (id, member_id, client_key, created_at) values (:id, :member_id, :client_key, :now);

-- name: publication_by_key :one
-- The decision that was made with this key. Called by publish_decide.
-- args: client_key str
-- cols: id int, member_id int
select id, member_id from publication where client_key = :client_key;

-- name: publish_insert :exec :write
-- One channel's item of a decision. Called by publish_decide.
-- args: id int, channel_id int, member_id int, text str, sign str, state str, held_for str, idem_key str, policy_version int, rules str, publication_id int, due_at int, now int
insert into outbox (id, channel_id, member_id, act, text, sign, state, held_for, idem_key, policy_version, rules, publication_id, due_at, next_at, created_at)
values (:id, :channel_id, :member_id, 'post', :text, :sign, :state, :held_for, :idem_key, :policy_version, :rules, :publication_id, :due_at, :due_at, :now);

-- name: publish_of :many
-- The items of a decision. Called when it was made.
-- args: publication_id int, eyes int
-- cols: as outbox_get
select id, channel_id, conversation_id, reply_to_id, member_id, approved_by, act, text, state, idem_key, client_key, attempts, looks, next_at, lease_node, lease_until, post_id, native_id, error_slug, error_text, policy_version, rules, created_at, sent_at, publication_id, due_at, held_for, sign, rule_id
from outbox p where publication_id = :publication_id and publication_id > 0 and {seen_out} order by id;

-- name: publish_calendar :many
-- Posts whose time is in a span, the earliest first. Called by the calendar.
-- args: from_at int, to_at int, max int, eyes int
-- cols: as outbox_get
select id, channel_id, conversation_id, reply_to_id, member_id, approved_by, act, text, state, idem_key, client_key, attempts, looks, next_at, lease_node, lease_until, post_id, native_id, error_slug, error_text, policy_version, rules, created_at, sent_at, publication_id, due_at, held_for, sign, rule_id
from outbox p where act = 'post' and due_at >= :from_at and due_at < :to_at and {seen_out} order by due_at limit :max;

-- name: publish_recent :many
-- Posts through a channel that left or are about to, since a time, but those of one decision. Called when a post is checked.
-- args: since int, channel_id int, publication_id int, max int
-- cols: text str
select text from outbox where created_at > :since and act = 'post' and channel_id = :channel_id and publication_id <> :publication_id
    and coalesce(state, '') in ('queued', 'sending', 'sent', 'unclear') order by created_at desc limit :max;

-- name: publish_late :many
-- Posts that wait although their time has passed. Called by the sender before it takes a row.
-- args: fresh int, max int
-- cols: id int, channel_id int, status str
select o.id, o.channel_id, c.status from outbox o join channel c on c.id = o.channel_id
where o.act = 'post' and o.state = 'queued' and o.due_at < :fresh limit :max;

-- name: publish_mute :many
-- Posts that wait although their author may not say them any more. Called when rights change.
-- args: max int
-- cols: id int, channel_id int, member_id int
select o.id, o.channel_id, o.member_id from outbox o where o.act = 'post' and o.state = 'queued'
    and (not exists (select 1 from member m where m.id = o.member_id and m.status = 'active' and m.role <> 'viewer')
        or exists (select 1 from channel_limit x where x.member_id = o.member_id and x.channel_id = o.channel_id and x.mute = 1))
limit :max;

-- name: publish_hold :exec :write
-- A post waits for a person, with the reason. Called by the sender, and when rights change.
-- args: id int, why str
update outbox set state = 'held', held_for = :why where id = :id and state = 'queued';

-- name: publish_move :exec :write
-- Another time for a post that has not been taken. Called by publish_move and publish_confirm.
-- args: id int, due_at int
update outbox set due_at = :due_at, next_at = :due_at, attempts = 0 where id = :id and state in ('queued', 'held', 'draft');

-- name: publish_change :exec :write
-- Other words for a post that has not been taken; who changed them says them. Called by publish_change.
-- args: id int, member_id int, text str, sign str, state str, held_for str, policy_version int, rules str
update outbox set member_id = :member_id, approved_by = 0, text = :text, sign = :sign, state = :state, held_for = :held_for, policy_version = :policy_version, rules = :rules
where id = :id and state in ('queued', 'held', 'draft');

-- name: publish_taken :one :write
-- A row, kept from the sender until the transaction ends. Called before it is changed, moved or let go.
-- args: id int, eyes int
-- cols: as outbox_get
select id, channel_id, conversation_id, reply_to_id, member_id, approved_by, act, text, state, idem_key, client_key, attempts, looks, next_at, lease_node, lease_until, post_id, native_id, error_slug, error_text, policy_version, rules, created_at, sent_at, publication_id, due_at, held_for, sign, rule_id
from outbox p where id = :id and {seen_out};
-- postgres:
select id, channel_id, conversation_id, reply_to_id, member_id, approved_by, act, text, state, idem_key, client_key, attempts, looks, next_at, lease_node, lease_until, post_id, native_id, error_slug, error_text, policy_version, rules, created_at, sent_at, publication_id, due_at, held_for, sign, rule_id
from outbox p where id = :id and {seen_out} for update of p;

-- name: publish_unask :exec :write
-- Other words are another question: stages of approval of the old ones go. Called by publish_change.
-- args: outbox_id int
delete from approval where outbox_id = :outbox_id;

-- name: publish_back :exec :write
-- Given back to its author: a draft that keeps its words, its channel, its time and its labels. Called by approval_return.
-- args: id int
update outbox set state = 'draft', held_for = '', next_at = due_at, attempts = 0 where id = :id and state = 'held';

-- name: publish_topics :many
-- The labels of a post, its topics. Called when it is checked.
-- args: outbox_id int
-- cols: id int, name str
select l.id, l.name from outbox_label x join label l on l.id = x.label_id where x.outbox_id = :outbox_id order by l.name;

-- name: publish_topics_of :many
-- The labels of some posts. ids: a JSON array of numbers. Called by the calendar for each page.
-- args: ids str
-- cols: outbox_id int, label_id int, name str, colour str
select x.outbox_id, l.id, l.name, l.colour from json_each(:ids) j join outbox_label x on x.outbox_id = j.value join label l on l.id = x.label_id order by l.name;
-- postgres:
select x.outbox_id, l.id, l.name, l.colour from json_array_elements_text(:ids::json) j join outbox_label x on x.outbox_id = j.value::bigint join label l on l.id = x.label_id order by l.name;

-- name: publish_topic_put :exec :write
-- Called by publish_decide and publish_change.
-- args: outbox_id int, label_id int
insert into outbox_label (outbox_id, label_id) values (:outbox_id, :label_id) on conflict (outbox_id, label_id) do nothing;

-- name: publish_topics_drop :exec :write
-- Called by publish_change before others are put on.
-- args: outbox_id int
delete from outbox_label where outbox_id = :outbox_id;

-- name: publish_label_conversation :exec :write
-- What has left stands in a conversation: its labels go there. Called when a post is out.
-- args: outbox_id int, now int
insert into conversation_label (conversation_id, label_id, added_by, added_at)
select o.conversation_id, x.label_id, o.member_id, :now from outbox o join outbox_label x on x.outbox_id = o.id
where o.id = :outbox_id and o.conversation_id is not null
on conflict (conversation_id, label_id) do nothing;

-- name: publish_leads :many :scan
-- Who is told when what somebody planned is held: who leads a team of theirs, and managers and above. Members are few.
-- args: member_id int
-- cols: id int
select m.id from member m where m.status = 'active' and m.id <> :member_id and (m.role in ('owner', 'admin', 'manager')
    or m.id in (select t.lead_id from team t join team_member x on x.team_id = t.id where x.member_id = :member_id)) order by m.id;
