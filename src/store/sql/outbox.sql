-- Drafts and the outbox: what members write, and what leaves. A row is taken by a lease; only who holds the lease (its
-- number and end) may say how it went.

-- name: draft_put :exec :write
-- What a member has written so far. Called by reply_draft.
-- args: conversation_id int, member_id int, reply_to_id int, text str, now int
insert into draft (conversation_id, member_id, reply_to_id, text, updated_at) values (:conversation_id, :member_id, :reply_to_id, :text, :now)
on conflict (conversation_id, member_id) do update set reply_to_id = excluded.reply_to_id, text = excluded.text, updated_at = excluded.updated_at;

-- name: draft_drop :exec :write
-- Called by reply_draft and reply_send.
-- args: conversation_id int, member_id int
delete from draft where conversation_id = :conversation_id and member_id = :member_id;

-- name: draft_all :many
-- The drafts in a conversation. Called by the thread.
-- args: conversation_id int
-- cols: member_id int, reply_to_id int, text str, updated_at int
select member_id, reply_to_id, text, updated_at from draft where conversation_id = :conversation_id order by member_id;

-- name: reply_author :one
-- Who sends. Called by reply_send.
-- args: id int
-- cols: name str, status str, role str, created_at int
select name, status, role, created_at from member where id = :id;

-- name: reply_recent :many
-- Replies that left or are about to, by any member, since a time. Called by reply_check.
-- args: since int, max int, eyes int
-- cols: text str, person_id int, client_key str?
select o.text, coalesce(p.person_id, c.person_id), o.client_key from outbox o join conversation c on c.id = o.conversation_id left join post p on p.id = o.reply_to_id
where o.created_at > :since and o.act = 'reply' and coalesce(o.state, '') in ('queued', 'sending', 'sent', 'unclear') and {seen} order by o.created_at desc limit :max;

-- name: outbox_insert :exec :write
-- The decision to send. Called by reply_send, reply_remove and acknowledge_decide.
-- args: id int, channel_id int, conversation_id int?, reply_to_id int, member_id int, act str, text str, state str, idem_key str, client_key str?, policy_version int, rules str, post_id int, rule_id int, now int
insert into outbox (id, channel_id, conversation_id, reply_to_id, member_id, act, text, state, idem_key, client_key, policy_version, rules, post_id, rule_id, next_at, created_at)
values (:id, :channel_id, :conversation_id, :reply_to_id, :member_id, :act, :text, :state, :idem_key, :client_key, :policy_version, :rules, :post_id, :rule_id, :now, :now);

-- name: outbox_by_key :one
-- The decision that was made with this key. Called by reply_send.
-- args: client_key str
-- cols: id int, conversation_id int?
select id, conversation_id from outbox where client_key = :client_key;

-- name: outbox_get :one
-- One row. Called by the outbox page and by acts on it.
-- args: id int, eyes int
-- cols: id int, channel_id int, conversation_id int?, reply_to_id int, member_id int, approved_by int, act str, text str, state str, idem_key str, client_key str?, attempts int, looks int, next_at int, lease_node int, lease_until int, post_id int, native_id str?, error_slug str?, error_text str?, policy_version int, rules str, created_at int, sent_at int, publication_id int, due_at int, held_for str, sign str, rule_id int
select id, channel_id, conversation_id, reply_to_id, member_id, approved_by, act, text, state, idem_key, client_key, attempts, looks, next_at, lease_node, lease_until, post_id, native_id, error_slug, error_text, policy_version, rules, created_at, sent_at, publication_id, due_at, held_for, sign, rule_id
from outbox p where id = :id and {seen_out};

-- name: outbox_of_conversation :many
-- What leaves or left a conversation, the oldest first. Called by the thread.
-- args: conversation_id int
-- cols: as outbox_get
select id, channel_id, conversation_id, reply_to_id, member_id, approved_by, act, text, state, idem_key, client_key, attempts, looks, next_at, lease_node, lease_until, post_id, native_id, error_slug, error_text, policy_version, rules, created_at, sent_at, publication_id, due_at, held_for, sign, rule_id
from outbox where conversation_id = :conversation_id order by id;

-- name: outbox_by_state :many
-- Rows in a state, the newest first. Called by the outbox page.
-- args: state str, id int, max int, eyes int
-- cols: as outbox_get
select id, channel_id, conversation_id, reply_to_id, member_id, approved_by, act, text, state, idem_key, client_key, attempts, looks, next_at, lease_node, lease_until, post_id, native_id, error_slug, error_text, policy_version, rules, created_at, sent_at, publication_id, due_at, held_for, sign, rule_id
from outbox p where state = :state and id < :id and {seen_out} order by id desc limit :max;

-- name: outbox_all :many
-- Rows in any state, the newest first. Called by the outbox page.
-- args: id int, max int, eyes int
-- cols: as outbox_get
select id, channel_id, conversation_id, reply_to_id, member_id, approved_by, act, text, state, idem_key, client_key, attempts, looks, next_at, lease_node, lease_until, post_id, native_id, error_slug, error_text, policy_version, rules, created_at, sent_at, publication_id, due_at, held_for, sign, rule_id
from outbox p where id < :id and {seen_out} order by id desc limit :max;

-- name: approval_open :many
-- Held replies that wait for somebody's yes, the most urgent first. Called by approval_mine.
-- args: max int, eyes int
-- cols: as outbox_get
select p.id, p.channel_id, p.conversation_id, p.reply_to_id, p.member_id, p.approved_by, p.act, p.text, p.state, p.idem_key, p.client_key, p.attempts, p.looks, p.next_at, p.lease_node, p.lease_until, p.post_id, p.native_id, p.error_slug, p.error_text, p.policy_version, p.rules, p.created_at, p.sent_at, p.publication_id, p.due_at, p.held_for, p.sign, p.rule_id
from approval a join outbox p on p.id = a.outbox_id
where a.state = 'open' and {seen_out} order by a.due_at, a.id limit :max;

-- name: outbox_count :one
-- How many rows are in a state, at most max. Called by the status of the house.
-- args: state str, max int, eyes int
-- cols: n int
select count(*) from (select 1 from outbox p where state = :state and {seen_out} limit :max) x;

-- name: outbox_claim :one :write
-- Takes the next row that is due on a channel that works and that no pause covers; of posts only those whose time has not passed (fresh) and
-- whose author may speak, and of acknowledgements only the one that was judged in this transaction. A row whose sender is gone is not taken
-- here. Called by the sender.
-- args: node int, until int, now int, fresh int, acknowledge int
-- cols: as outbox_get
update outbox set state = 'sending', lease_node = :node, lease_until = :until, attempts = attempts + 1
where id = (select o.id from outbox o join channel c on c.id = o.channel_id where o.state = 'queued' and o.next_at <= :now and c.status = 'active'
    and (o.act = 'delete' or not exists (select 1 from paused_conversation x where x.conversation_id = o.conversation_id))
    and (o.act <> 'acknowledge' or (o.id = :acknowledge and exists (select 1 from conversation v where v.id = o.conversation_id and v.direct = 1)))
    and (o.act <> 'post' or (o.due_at >= :fresh and not exists (select 1 from paused_channel x where x.channel_id = o.channel_id)
        and not exists (select 1 from paused_topic x where x.outbox_id = o.id)
        and exists (select 1 from member m where m.id = o.member_id and m.status = 'active' and m.role <> 'viewer')
        and not exists (select 1 from channel_limit x where x.member_id = o.member_id and x.channel_id = o.channel_id and x.mute = 1))) order by o.next_at limit 1)
returning id, channel_id, conversation_id, reply_to_id, member_id, approved_by, act, text, state, idem_key, client_key, attempts, looks, next_at, lease_node, lease_until, post_id, native_id, error_slug, error_text, policy_version, rules, created_at, sent_at, publication_id, due_at, held_for, sign, rule_id;
-- postgres:
update outbox set state = 'sending', lease_node = :node, lease_until = :until, attempts = attempts + 1
where id = (select o.id from outbox o join channel c on c.id = o.channel_id where o.state = 'queued' and o.next_at <= :now and c.status = 'active'
    and (o.act = 'delete' or not exists (select 1 from paused_conversation x where x.conversation_id = o.conversation_id))
    and (o.act <> 'acknowledge' or (o.id = :acknowledge and exists (select 1 from conversation v where v.id = o.conversation_id and v.direct = 1)))
    and (o.act <> 'post' or (o.due_at >= :fresh and not exists (select 1 from paused_channel x where x.channel_id = o.channel_id)
        and not exists (select 1 from paused_topic x where x.outbox_id = o.id)
        and exists (select 1 from member m where m.id = o.member_id and m.status = 'active' and m.role <> 'viewer')
        and not exists (select 1 from channel_limit x where x.member_id = o.member_id and x.channel_id = o.channel_id and x.mute = 1))) order by o.next_at limit 1 for update of o skip locked)
returning id, channel_id, conversation_id, reply_to_id, member_id, approved_by, act, text, state, idem_key, client_key, attempts, looks, next_at, lease_node, lease_until, post_id, native_id, error_slug, error_text, policy_version, rules, created_at, sent_at, publication_id, due_at, held_for, sign, rule_id;

-- name: outbox_claim_lost :one :write
-- Takes a row that was being sent when its sender went away or did not hear back: somebody must look. Called by the sender.
-- args: node int, until int, now int
-- cols: as outbox_get
update outbox set lease_node = :node, lease_until = :until, looks = looks + 1
where id = (select o.id from outbox o join channel c on c.id = o.channel_id where o.state = 'sending' and o.lease_until <= :now and c.status in ('active', 'paused') order by o.lease_until limit 1)
returning id, channel_id, conversation_id, reply_to_id, member_id, approved_by, act, text, state, idem_key, client_key, attempts, looks, next_at, lease_node, lease_until, post_id, native_id, error_slug, error_text, policy_version, rules, created_at, sent_at, publication_id, due_at, held_for, sign, rule_id;
-- postgres:
update outbox set lease_node = :node, lease_until = :until, looks = looks + 1
where id = (select o.id from outbox o join channel c on c.id = o.channel_id where o.state = 'sending' and o.lease_until <= :now and c.status in ('active', 'paused') order by o.lease_until limit 1 for update of o skip locked)
returning id, channel_id, conversation_id, reply_to_id, member_id, approved_by, act, text, state, idem_key, client_key, attempts, looks, next_at, lease_node, lease_until, post_id, native_id, error_slug, error_text, policy_version, rules, created_at, sent_at, publication_id, due_at, held_for, sign, rule_id;

-- name: outbox_next_due :one
-- When the sender is wanted next; 0 = nothing waits. Called by the sender.
-- cols: queued int, sending int
select coalesce((select next_at from outbox where state = 'queued' order by next_at limit 1), 0), coalesce((select lease_until from outbox where state = 'sending' order by lease_until limit 1), 0);

-- name: outbox_went :exec :write
-- How a try went: the holder of the lease says so, nobody else. Called by the sender.
-- args: id int, node int, lease int, state str, next_at int, lease_until int, error_slug str?, error_text str?
update outbox set state = :state, next_at = :next_at, lease_until = :lease_until, lease_node = 0, error_slug = :error_slug, error_text = :error_text
where id = :id and state = 'sending' and lease_node = :node and lease_until = :lease;

-- name: outbox_put_back :exec :write
-- A row that was taken and not tried, because the network rests: it waits as before, and the try is not counted. Called by the sender.
-- args: id int, node int, lease int, state str, tries int, looks int, until int
update outbox set state = :state, attempts = attempts - :tries, looks = looks - :looks, lease_node = 0, next_at = :until,
    lease_until = case when :state = 'sending' then :until else 0 end
where id = :id and state = 'sending' and lease_node = :node and lease_until = :lease;

-- name: outbox_sent :exec :write
-- It is out; what had no conversation has one now. Called by the sender under its lease, and when a person or the network settles it.
-- args: id int, post_id int, native_id str?, now int
update outbox set conversation_id = coalesce(conversation_id, (select p.conversation_id from post p where p.id = :post_id)), state = 'sent', post_id = :post_id, native_id = :native_id, sent_at = :now, lease_node = 0, lease_until = 0, error_slug = null, error_text = null
where id = :id and (state in ('sending', 'unclear') or (act = 'acknowledge' and state <> 'sent' and attempts > 0));

-- name: outbox_hold :exec :write
-- The network asks for patience: nothing of this channel leaves before. Called by the sender and when a connector learnt so.
-- args: channel_id int, not_before int
update outbox set next_at = :not_before where channel_id = :channel_id and state = 'queued' and next_at < :not_before;

-- name: outbox_set_state :exec :write
-- What a person decides; a post that is tried again leaves now. Called by reply_retry, reply_cancel, reply_settle.
-- args: id int, was str, state str, now int
update outbox set state = :state, next_at = :now, due_at = case when act = 'post' and :state = 'queued' then :now else due_at end, attempts = 0, looks = 0, error_slug = null, error_text = null where id = :id and state = :was;

-- name: outbox_unsettled :many
-- Replies and posts through a channel of which the network has not told us yet, with what they answer; an
-- acknowledgement that was given up may still turn up. Called when posts of ours come in.
-- args: channel_id int
-- cols: id int, conversation_id int?, member_id int, rule_id int, act str, text str, state str, post_id int, answers str?
select o.id, o.conversation_id, o.member_id, o.rule_id, o.act, o.text, o.state, o.post_id, p.native_id from outbox o left join post p on p.id = o.reply_to_id
where o.channel_id = :channel_id and o.native_id is null and o.act <> 'delete' and (coalesce(o.state, '') in ('sending', 'unclear', 'sent')
    or (o.act = 'acknowledge' and o.attempts > 0)) order by o.channel_id;

-- name: outbox_named :exec :write
-- The network's id of a reply that a person said is there. Called when it comes in.
-- args: id int, native_id str
update outbox set native_id = :native_id where id = :id;

-- name: acknowledge_queued :one
-- The acknowledgement that waits longest: one that is too late, whatever its channel does, else one that is due. Called by the sender.
-- args: late int, now int
-- cols: id int, conversation_id int?
select o.id, o.conversation_id from outbox o join channel c on c.id = o.channel_id
where o.act = 'acknowledge' and o.state = 'queued' and (o.created_at < :late or (o.next_at <= :now and c.status = 'active')) order by o.created_at limit 1;

-- name: acknowledge_before :one
-- The last acknowledgement in a conversation and the last one to somebody since a time, other than `id`; and whether a member's answer is
-- decided. Called by acknowledge_decide and acknowledge_next.
-- args: id int, conversation_id int, person_id int, since int
-- cols: here int, them int, answering int
select coalesce((select max(o.created_at) from outbox o where o.conversation_id = :conversation_id and o.rule_id > 0 and o.id <> :id
        and o.state in ('queued', 'sending', 'unclear', 'sent')), 0),
    coalesce((select max(o.created_at) from outbox o join post p on p.id = o.reply_to_id
        where o.act = 'acknowledge' and o.created_at > :since and o.id <> :id and p.person_id = :person_id and p.person_id > 0
        and o.state in ('queued', 'sending', 'unclear', 'sent')), 0),
    coalesce((select count(*) from outbox o where o.conversation_id = :conversation_id and o.act = 'reply' and o.state in ('queued', 'held', 'sending', 'unclear')), 0);

-- name: acknowledge_drop :exec :write
-- One that will not leave, and why. Called by acknowledge_next.
-- args: id int, why str
update outbox set state = 'cancelled', error_text = :why where id = :id and rule_id > 0 and state = 'queued';

-- name: channel_set_acknowledge :exec :write
-- Whether rules may acknowledge on a channel. Called by the channel page.
-- args: id int, acknowledge bool
update channel set acknowledge = :acknowledge where id = :id;

-- name: policy_current :one
-- The policy in force. Called by reply_check and the policy page.
-- cols: version int, text str, rules str, sponsor str, adopted_at int, adopted_by int
select version, text, rules, sponsor, adopted_at, adopted_by from policy order by version desc limit 1;

-- name: policy_insert :exec :write
-- A version is adopted. Called by policy_adopt.
-- args: version int, text str, rules str, sponsor str, now int, member_id int
insert into policy (version, text, rules, sponsor, adopted_at, adopted_by) values (:version, :text, :rules, :sponsor, :now, :member_id);

-- name: policy_acknowledge :exec :write
-- A member has read a version. Called by policy_acknowledge.
-- args: version int, member_id int, now int
insert into policy_ack (version, member_id, at) values (:version, :member_id, :now) on conflict (version, member_id) do nothing;

-- name: policy_acknowledged :one
-- Whether a member has read a version. Called by reply_send and the member's own page.
-- args: version int, member_id int
-- cols: at int
select at from policy_ack where version = :version and member_id = :member_id;

-- name: policy_acks :many :scan
-- Who of the active members has read a version; at 0 = not yet. Called by the policy page.
-- args: version int
-- cols: member_id int, name str, handle str, at int
select m.id, m.name, m.handle, coalesce(a.at, 0) from member m left join policy_ack a on a.member_id = m.id and a.version = :version
where m.status = 'active' order by m.name;
