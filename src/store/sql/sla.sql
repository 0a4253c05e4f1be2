-- Deadlines: targets, and the clocks that run for conversations.

-- name: sla_targets :many :scan
-- All targets. Called by sla_world_read and the screen; there are few.
-- cols: id int, channel_id int, kind str, stage str, first_minutes int, next_minutes int, resolve_minutes int, calendar_id int, changed_by int, changed_at int
select id, channel_id, kind, stage, first_minutes, next_minutes, resolve_minutes, calendar_id, changed_by, changed_at
from sla_target order by channel_id, kind, stage;

-- name: sla_target_put :exec :write
-- A new target, or the new state of one; EXISTS when there is another for the same. Called by sla_target_save.
-- args: id int, channel_id int, kind str, stage str, first_minutes int, next_minutes int, resolve_minutes int, calendar_id int, by_id int, now int
insert into sla_target (id, channel_id, kind, stage, first_minutes, next_minutes, resolve_minutes, calendar_id, changed_by, changed_at)
values (:id, :channel_id, :kind, :stage, :first_minutes, :next_minutes, :resolve_minutes, :calendar_id, :by_id, :now)
on conflict (id) do update set channel_id = excluded.channel_id, kind = excluded.kind, stage = excluded.stage, first_minutes = excluded.first_minutes,
    next_minutes = excluded.next_minutes, resolve_minutes = excluded.resolve_minutes, calendar_id = excluded.calendar_id,
    changed_by = excluded.changed_by, changed_at = excluded.changed_at;

-- name: sla_target_like :one
-- Whether there is one for the same already. Called before one is saved.
-- args: channel_id int, kind str, stage str
-- cols: id int
select id from sla_target where channel_id = :channel_id and kind = :kind and stage = :stage;

-- name: sla_target_drop :exec :write
-- Called by sla_target_remove.
-- args: id int
delete from sla_target where id = :id;

-- name: sla_any_clock :one
-- Whether any clock runs. Called by sla_world_read: without targets and clocks nothing is to do.
-- cols: one int
select 1 from clock where ended_at = 0 limit 1;

-- name: sla_subject :one
-- What deadlines look at in a conversation. Called by sla_settle.
-- args: id int
-- cols: id int, channel_id int, status str, kind str, owner_id int, team_id int, person_id int, waiting_since int, answered bool, last_in_at int, last_out_at int, first_at int, due_at int, due_state int, stage str?
select c.id, c.channel_id, c.status, c.kind, c.owner_id, c.team_id, c.person_id, c.waiting_since, c.answered, c.last_in_at, c.last_out_at, c.first_at, c.due_at, c.due_state, p.stage
from conversation c left join person p on p.id = c.person_id where c.id = :id;

-- name: sla_clocks :many
-- The clocks of a conversation that run or stand still. Called by sla_settle.
-- args: conversation_id int
-- cols: id int, conversation_id int, kind str, target_id int, rule_id int, minutes int, calendar_id int, started_at int, resumed_at int, spent int, warn_at int, due_at int, warned_at int, missed_at int
select id, conversation_id, kind, target_id, rule_id, minutes, calendar_id, started_at, resumed_at, spent, warn_at, due_at, warned_at, missed_at
from clock where conversation_id = :conversation_id and ended_at = 0;

-- name: sla_clock_insert :exec :write
-- Called by sla_settle.
-- args: id int, conversation_id int, kind str, channel_id int, about str, target_id int, rule_id int, minutes int, calendar_id int, started_at int, resumed_at int, warn_at int, due_at int
insert into clock (id, conversation_id, kind, channel_id, about, target_id, rule_id, minutes, calendar_id, started_at, resumed_at, warn_at, due_at)
values (:id, :conversation_id, :kind, :channel_id, :about, :target_id, :rule_id, :minutes, :calendar_id, :started_at, :resumed_at, :warn_at, :due_at);

-- name: sla_clock_set :exec :write
-- Other minutes, a pause, going on. Called by sla_settle.
-- args: id int, about str, target_id int, rule_id int, minutes int, calendar_id int, resumed_at int, spent int, warn_at int, due_at int, warned_at int, missed_at int
update clock set about = :about, target_id = :target_id, rule_id = :rule_id, minutes = :minutes, calendar_id = :calendar_id, resumed_at = :resumed_at,
    spent = :spent, warn_at = :warn_at, due_at = :due_at, warned_at = :warned_at, missed_at = :missed_at
where id = :id;

-- name: sla_clock_end :exec :write
-- Called by sla_settle.
-- args: id int, ended_at int, outcome str, took int, missed_at int
update clock set ended_at = :ended_at, outcome = :outcome, took = :took, missed_at = :missed_at, resumed_at = 0 where id = :id;

-- name: sla_conversation_due :exec :write
-- The next deadline of a conversation; no change that others must look at again, so the version stays. Called by sla_settle.
-- args: id int, due_at int, due_state int
update conversation set due_at = :due_at, due_state = :due_state where id = :id;

-- name: sla_warn_due :many
-- Clocks of which three quarters are gone by now. Called by sla_tick.
-- args: now int, max int
-- cols: id int, conversation_id int, kind str, due_at int
select id, conversation_id, kind, due_at from clock where ended_at = 0 and warned_at = 0 and warn_at > 0 and warn_at <= :now order by warn_at limit :max;

-- name: sla_missed_due :many
-- Clocks whose deadline is over by now. Called by sla_tick.
-- args: now int, max int
-- cols: as sla_warn_due
select id, conversation_id, kind, due_at from clock where ended_at = 0 and missed_at = 0 and due_at > 0 and due_at <= :now order by due_at limit :max;

-- name: sla_warned :exec :write
-- Called by sla_tick.
-- args: id int, now int
update clock set warned_at = :now where id = :id and warned_at = 0;

-- name: sla_missed :exec :write
-- Called by sla_tick.
-- args: id int, now int
update clock set missed_at = :now, warned_at = case when warned_at = 0 then :now else warned_at end where id = :id and missed_at = 0;

-- name: sla_clocks_drop :exec :write
-- Called when a conversation is merged into another: that one has clocks of its own.
-- args: conversation_id int, now int
update clock set ended_at = :now, outcome = 'dropped' where conversation_id = :conversation_id and ended_at = 0;

-- name: sla_clocks_shown :many
-- The running clocks of some conversations, with the target they come from. ids: a JSON array of numbers. Called by conversation_show.
-- args: ids str
-- cols: conversation_id int, kind str, minutes int, due_at int, warn_at int, started_at int, resumed_at int, target_id int, rule_id int, calendar_id int, target_channel int?, target_kind str?, target_stage str?, rule_name str?
select k.conversation_id, k.kind, k.minutes, k.due_at, k.warn_at, k.started_at, k.resumed_at, k.target_id, k.rule_id, k.calendar_id, t.channel_id, t.kind, t.stage, r.name
from json_each(:ids) j join clock k on k.conversation_id = j.value and k.ended_at = 0
    left join sla_target t on t.id = k.target_id left join routing_rule r on r.id = k.rule_id;
-- postgres:
select k.conversation_id, k.kind, k.minutes, k.due_at, k.warn_at, k.started_at, k.resumed_at, k.target_id, k.rule_id, k.calendar_id, t.channel_id, t.kind, t.stage, r.name
from json_array_elements_text(:ids::json) j join clock k on k.conversation_id = j.value::bigint and k.ended_at = 0
    left join sla_target t on t.id = k.target_id left join routing_rule r on r.id = k.rule_id;

-- name: sla_report :many :scan
-- Clocks of a kind that were started in a period, running ones too. channel: 0 = any, about: '' = any. Called by sla_report.
-- args: kind str, since int, until int, channel_id int, about str, max int, eyes int
-- cols: minutes int, calendar_id int, resumed_at int, spent int, missed_at int, ended_at int, outcome str, took int
select minutes, calendar_id, resumed_at, spent, missed_at, ended_at, outcome, took from clock p
where kind = :kind and started_at >= :since and started_at < :until and outcome <> 'dropped'
    and (:channel_id = 0 or channel_id = :channel_id) and (:about = '' or about = :about) and {seen_of}
order by started_at limit :max;
