-- Approvals of held replies. A few rows a reply; what is open is little.

-- name: approval_insert :exec :write
-- Called by approval_ask.
-- args: id int, outbox_id int, stage int, rules str, who str, role str, who_id int, name str, within int
insert into approval (id, outbox_id, stage, rules, who, role, who_id, name, within)
values (:id, :outbox_id, :stage, :rules, :who, :role, :who_id, :name, :within);

-- name: approval_of :many
-- The stages of a reply, in order. Called by approval_now.
-- args: outbox_id int
-- cols: id int, outbox_id int, stage int, rules str, who str, role str, who_id int, name str, within int, state str, opened_at int, due_at int, decided_by int, stood_for int, decided_at int, note str, condition str, text_before str?, text_after str?
select id, outbox_id, stage, rules, who, role, who_id, name, within, state, opened_at, due_at, decided_by, stood_for, decided_at, note, condition, text_before, text_after
from approval where outbox_id = :outbox_id order by stage;

-- name: approval_of_many :many
-- The stages of some replies. ids: a JSON array of numbers. Called by approval_now_each.
-- args: ids str
-- cols: as approval_of
select a.id, a.outbox_id, a.stage, a.rules, a.who, a.role, a.who_id, a.name, a.within, a.state, a.opened_at, a.due_at, a.decided_by, a.stood_for, a.decided_at, a.note, a.condition, a.text_before, a.text_after
from json_each(:ids) j join approval a on a.outbox_id = j.value;
-- postgres:
select a.id, a.outbox_id, a.stage, a.rules, a.who, a.role, a.who_id, a.name, a.within, a.state, a.opened_at, a.due_at, a.decided_by, a.stood_for, a.decided_at, a.note, a.condition, a.text_before, a.text_after
from json_array_elements_text(:ids::json) j join approval a on a.outbox_id = j.value::bigint;

-- name: approval_begin :exec :write
-- A stage is asked from now on. Called when a reply is held and when the stage before said yes.
-- args: id int, now int, due_at int
update approval set state = 'open', opened_at = :now, due_at = :due_at where id = :id and state = 'waiting';

-- name: approval_decide :exec :write
-- Called by approval_give and approval_return.
-- args: id int, state str, decided_by int, stood_for int, now int, note str, condition str, text_before str?, text_after str?
update approval set state = :state, decided_by = :decided_by, stood_for = :stood_for, decided_at = :now, note = :note,
    condition = :condition, text_before = :text_before, text_after = :text_after where id = :id and state = 'open';

-- name: approval_drop :exec :write
-- The reply does not leave: nobody is asked any more. Called when it is cancelled or sent back.
-- args: outbox_id int
update approval set state = 'dropped' where outbox_id = :outbox_id and state in ('waiting', 'open');

-- name: approval_late :many
-- Stages whose time has passed and of which nobody was told. Called by approval_tell_late.
-- args: now int, max int
-- cols: id int, outbox_id int
select id, outbox_id from approval where state = 'open' and due_at <= :now and late_told_at = 0 order by due_at, id limit :max;

-- name: approval_late_told :exec :write
-- Called by approval_tell_late.
-- args: id int, now int
update approval set late_told_at = :now where id = :id;

-- name: outbox_rewrite :exec :write
-- An approver changed the words, or the policy found something else since. Called by approval_give.
-- args: id int, text str, sign str, rules str, policy_version int
update outbox set text = :text, sign = case when act = 'post' then :sign else sign end, rules = :rules, policy_version = :policy_version
where id = :id and state = 'held';
