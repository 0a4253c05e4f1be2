-- A conversation passed from one team to another: asked, acknowledged, closed with an outcome that returns to the giver.

-- name: handoff_insert :exec :write
-- A new hand-over. Called by handoff_give.
-- args: id int, conversation_id int, from_member int, from_team int, to_team int, reason str, ask str, due_at int, escalate_at int, now int
insert into handoff (id, conversation_id, from_member, from_team, to_team, reason, ask, due_at, escalate_at, created_at)
values (:id, :conversation_id, :from_member, :from_team, :to_team, :reason, :ask, :due_at, :escalate_at, :now);

-- name: handoff_get :one
-- One hand-over. Called by its acts.
-- args: id int, eyes int
-- cols: id int, conversation_id int, from_member int, from_team int, to_team int, reason str, ask str, due_at int, created_at int, acknowledged_at int, acknowledged_by int, outcome str, result str, closed_at int, closed_by int, outcome_seen_at int, escalate_at int, escalated int, told_at int, told_by int
select id, conversation_id, from_member, from_team, to_team, reason, ask, due_at, created_at, acknowledged_at,
    acknowledged_by, outcome, result, closed_at, closed_by, outcome_seen_at, escalate_at, escalated, told_at, told_by
from handoff p where id = :id and {seen_of};

-- name: handoff_open :one
-- The hand-over of a conversation that is not closed yet. Called before another is made.
-- args: conversation_id int
-- cols: id int, to_team int
select id, to_team from handoff where conversation_id = :conversation_id and closed_at = 0 order by id desc limit 1;

-- name: handoff_of_conversation :many
-- The hand-overs of a conversation, oldest first. Called by the thread.
-- args: conversation_id int
-- cols: as handoff_get
select id, conversation_id, from_member, from_team, to_team, reason, ask, due_at, created_at, acknowledged_at,
    acknowledged_by, outcome, result, closed_at, closed_by, outcome_seen_at, escalate_at, escalated, told_at, told_by
from handoff where conversation_id = :conversation_id order by id limit 100;

-- name: handoff_given :many
-- What a member gave, newest first; with :open only those not closed. Called by the hand-over box.
-- args: member_id int, open int, before int, max int, eyes int
-- cols: as handoff_get
select id, conversation_id, from_member, from_team, to_team, reason, ask, due_at, created_at, acknowledged_at,
    acknowledged_by, outcome, result, closed_at, closed_by, outcome_seen_at, escalate_at, escalated, told_at, told_by
from handoff p where from_member = :member_id and id < :before and (:open = 0 or closed_at = 0) and {seen_of} order by id desc limit :max;

-- name: handoff_received :many
-- What a team was given, newest first; with :open only those not closed. Called by the hand-over box for each team of the member.
-- args: team_id int, open int, before int, max int, eyes int
-- cols: as handoff_get
select id, conversation_id, from_member, from_team, to_team, reason, ask, due_at, created_at, acknowledged_at,
    acknowledged_by, outcome, result, closed_at, closed_by, outcome_seen_at, escalate_at, escalated, told_at, told_by
from handoff p where to_team = :team_id and id < :before and (:open = 0 or closed_at = 0) and {seen_of} order by id desc limit :max;

-- name: handoff_acknowledge :exec :write
-- Somebody of the receiving team took it. Called by handoff_acknowledge.
-- args: id int, member_id int, now int
update handoff set acknowledged_at = :now, acknowledged_by = :member_id, escalate_at = 0 where id = :id and acknowledged_at = 0 and closed_at = 0;

-- name: handoff_close :exec :write
-- The outcome. Called by handoff_close.
-- args: id int, member_id int, result str, outcome str, now int
update handoff set closed_at = :now, closed_by = :member_id, result = :result, outcome = :outcome, escalate_at = 0 where id = :id and closed_at = 0;

-- name: handoff_seen :exec :write
-- The giver has read the outcome. Called by handoff_seen.
-- args: id int, member_id int, now int
update handoff set outcome_seen_at = :now where id = :id and from_member = :member_id and closed_at > 0 and outcome_seen_at = 0;

-- name: handoff_member_team :one
-- Whether a member belongs to a team. Called before an acknowledgement.
-- args: team_id int, member_id int
-- cols: n int
select count(*) from team_member where team_id = :team_id and member_id = :member_id;

-- name: handoff_own_team :one
-- A team of the member, for the giver's side of a hand-over. Called by handoff_give.
-- args: member_id int
-- cols: team_id int
select team_id from team_member where member_id = :member_id order by team_id limit 1;

-- name: handoff_told :exec :write
-- The person outside knows how it ended, or need not. Called by handoff_told and when we write to them.
-- args: id int, member_id int, now int
update handoff set told_at = :now, told_by = :member_id where id = :id and closed_at > 0 and told_at = 0;

-- name: handoff_escalate_due :many
-- Those that nobody acknowledged in time. Called by handoff_escalate_due.
-- args: now int, max int
-- cols: as handoff_get
select id, conversation_id, from_member, from_team, to_team, reason, ask, due_at, created_at, acknowledged_at,
    acknowledged_by, outcome, result, closed_at, closed_by, outcome_seen_at, escalate_at, escalated, told_at, told_by
from handoff where escalate_at > 0 and escalate_at <= :now order by escalate_at limit :max;

-- name: handoff_escalated :exec :write
-- It went up one step. Called by handoff_escalate_due.
-- args: id int, escalated int, escalate_at int
update handoff set escalated = :escalated, escalate_at = :escalate_at where id = :id and acknowledged_at = 0 and closed_at = 0;

-- name: handoff_finders :many
-- Who handed over conversations with a person, the last active first. Called when a deal comes of it.
-- args: person_id int, reason str
-- cols: member_id int, conversation_id int
select h.from_member, h.conversation_id from conversation c join handoff h on h.conversation_id = c.id
where c.person_id = :person_id and h.reason = :reason order by c.last_at desc, c.id desc limit 20;

-- name: handoff_kind_finders :many
-- Members who said that a conversation with a person is of a kind. Called when a deal comes of it.
-- args: person_id int, kind str
-- cols: member_id int, conversation_id int
select c.kind_by, c.id from conversation c where c.person_id = :person_id and c.kind = :kind and c.kind_by > 0 and c.status <> 'merged' order by c.last_at desc, c.id desc limit 20;
