-- A conversation passed from one team to another: asked, acknowledged, closed with an outcome that returns to the giver.

-- name: handoff_insert :exec :write
-- A new hand-over. Called by handoff_give.
-- args: id int, conversation_id int, from_member int, from_team int, to_team int, reason str, ask str, due_at int, now int
insert into handoff (id, conversation_id, from_member, from_team, to_team, reason, ask, due_at, created_at)
values (:id, :conversation_id, :from_member, :from_team, :to_team, :reason, :ask, :due_at, :now);

-- name: handoff_get :one
-- One hand-over. Called by its acts.
-- args: id int
-- cols: id int, conversation_id int, from_member int, from_team int, to_team int, reason str, ask str, due_at int, created_at int, acknowledged_at int, acknowledged_by int, outcome str, result str, closed_at int, closed_by int, outcome_seen_at int
select id, conversation_id, from_member, from_team, to_team, reason, ask, due_at, created_at, acknowledged_at,
    acknowledged_by, outcome, result, closed_at, closed_by, outcome_seen_at
from handoff where id = :id;

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
    acknowledged_by, outcome, result, closed_at, closed_by, outcome_seen_at
from handoff where conversation_id = :conversation_id order by id limit 100;

-- name: handoff_given :many
-- What a member gave, newest first; with :open only those not closed. Called by the hand-over box.
-- args: member_id int, open int, before int, max int
-- cols: as handoff_get
select id, conversation_id, from_member, from_team, to_team, reason, ask, due_at, created_at, acknowledged_at,
    acknowledged_by, outcome, result, closed_at, closed_by, outcome_seen_at
from handoff where from_member = :member_id and id < :before and (:open = 0 or closed_at = 0) order by id desc limit :max;

-- name: handoff_received :many
-- What a team was given, newest first; with :open only those not closed. Called by the hand-over box for each team of the member.
-- args: team_id int, open int, before int, max int
-- cols: as handoff_get
select id, conversation_id, from_member, from_team, to_team, reason, ask, due_at, created_at, acknowledged_at,
    acknowledged_by, outcome, result, closed_at, closed_by, outcome_seen_at
from handoff where to_team = :team_id and id < :before and (:open = 0 or closed_at = 0) order by id desc limit :max;

-- name: handoff_acknowledge :exec :write
-- Somebody of the receiving team took it. Called by handoff_acknowledge.
-- args: id int, member_id int, now int
update handoff set acknowledged_at = :now, acknowledged_by = :member_id where id = :id and acknowledged_at = 0 and closed_at = 0;

-- name: handoff_close :exec :write
-- The outcome. Called by handoff_close.
-- args: id int, member_id int, result str, outcome str, now int
update handoff set closed_at = :now, closed_by = :member_id, result = :result, outcome = :outcome where id = :id and closed_at = 0;

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
