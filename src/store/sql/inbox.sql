-- What members do with conversations. Each act reads the state, works out the next one and writes it under the version it read.

-- name: inbox_state :one
-- What an act needs to know about a conversation. Called by inbox_change and its kin.
-- args: id int, eyes int
-- cols: id int, status str, owner_id int, team_id int, kind str, snoozed_until int, storm_id int, waiting_since int, last_in_at int, person_id int, version int, kind_by int
select id, status, owner_id, team_id, kind, snoozed_until, storm_id, waiting_since, last_in_at, person_id, version, kind_by
from conversation c where id = :id and {seen};

-- name: inbox_state_set :exec :write
-- Writes the state after an act, only over the version that was read. Who says done decides that nobody waits here any
-- more; the kind that a member gives stays. Called by inbox_change.
-- args: id int, version int, status str, owner_id int, team_id int, kind str, member_id int, snoozed_until int, now int
update conversation set status = :status, owner_id = :owner_id, team_id = :team_id, kind = :kind,
    kind_by = case when kind <> :kind then :member_id else kind_by end, team_by = case when team_id <> :team_id then :member_id else team_by end,
    waiting_since = case when :status = 'done' then 0 else waiting_since end,
    rescore_at = case when :status = 'open' then rescore_at else 0 end,
    snoozed_until = :snoozed_until, version = version + 1, updated_at = :now
where id = :id and version = :version;

-- name: inbox_touch :exec :write
-- A change beside the conversation (note, label, hand-over) that open screens must see. Called by the acts.
-- args: id int, now int
update conversation set version = version + 1, updated_at = :now where id = :id;

-- name: inbox_wake :many :write
-- Opens what was snoozed until now. Called by the snooze job.
-- args: now int, max int
-- cols: id int, owner_id int
update conversation set status = 'open', snoozed_until = 0, version = version + 1, updated_at = :now
where id in (select id from conversation where status = 'snoozed' and snoozed_until > 0 and snoozed_until <= :now order by snoozed_until limit :max)
returning id, owner_id;

-- name: inbox_member :one
-- Whether a member works here, and who it is. Called when something is given to somebody.
-- args: id int
-- cols: id int, handle str, name str
select id, handle, name from member where id = :id and status = 'active';

-- name: inbox_team :one
-- Whether a team exists. Called when something is given to a team.
-- args: id int
-- cols: id int, name str, kind str, lead_id int
select id, name, kind, lead_id from team where id = :id;

-- name: inbox_team_members :many
-- The active members of a team. Called to tell them of a hand-over.
-- args: team_id int
-- cols: member_id int
select tm.member_id from team_member tm join member m on m.id = tm.member_id
where tm.team_id = :team_id and m.status = 'active';

-- name: inbox_members_of_roles :many
-- Active members of a role, the longest here first. Called when something goes up.
-- args: role str
-- cols: id int
select id from member where role = :role and status = 'active' order by id;
