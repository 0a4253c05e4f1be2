-- Teams and who is in them. Called by store/team.c and the API.

-- name: team_insert :exec :write
-- Called by account_team_create.
-- args: id int, name str, kind str, demo bool, at int
insert into team (id, name, kind, demo, created_at) values (:id, :name, :kind, :demo, :at);

-- name: team_list :many
-- All teams with the number of active members, by name. Called by the teams page and by whatever shows names.
-- cols: id int, name str, kind str, demo bool, created_at int, lead_id int, members int
select t.id, t.name, t.kind, t.demo, t.created_at, t.lead_id,
  (select count(*) from team_member tm join member m on m.id = tm.member_id where tm.team_id = t.id and m.status = 'active') as members
from team t order by t.name, t.id;

-- name: team_get :one
-- One team. Called by the API and account.
-- args: id int
-- cols: id int, name str, kind str, demo bool, created_at int, lead_id int
select id, name, kind, demo, created_at, lead_id from team where id = :id;

-- name: team_name_taken :one
-- Called when a team is named.
-- args: name str
-- cols: id int
select id from team where name = :name;

-- name: team_set :exec :write
-- Called by account_team_change.
-- args: id int, name str, kind str, lead_id int
update team set name = :name, kind = :kind, lead_id = :lead_id where id = :id;

-- name: team_delete :exec :write
-- Called by account_team_remove, when nothing points at it.
-- args: id int
delete from team where id = :id;

-- name: team_used :one
-- Whether a conversation or a hand-off is with this team. Called before it is removed.
-- args: id int
-- cols: conversations int, handoffs int
select (select count(*) from (select 1 as one from conversation where team_id = :id and team_id > 0 limit 1) c) as conversations,
  (select count(*) from (select 1 as one from handoff where to_team = :id limit 1) h) as handoffs;

-- name: team_member_list :many
-- Who is in which team. Called where members are shown. A few hundred rows.
-- cols: team_id int, member_id int
select team_id, member_id from team_member order by member_id, team_id;

-- name: team_of_member :many
-- The teams of one member. Called by the API.
-- args: member_id int
-- cols: id int, name str, kind str
select t.id, t.name, t.kind from team_member tm join team t on t.id = tm.team_id
where tm.member_id = :member_id order by t.name, t.id;

-- name: team_member_add :exec :write
-- Called by account_set_teams and account_create.
-- args: team_id int, member_id int
insert into team_member (team_id, member_id) values (:team_id, :member_id) on conflict (team_id, member_id) do nothing;

-- name: team_member_clear :exec :write
-- Called before the teams of a member are set anew, and when one leaves.
-- args: member_id int
delete from team_member where member_id = :member_id;

-- name: team_member_clear_team :exec :write
-- Called before a team is removed.
-- args: team_id int
delete from team_member where team_id = :team_id;

-- name: team_lead_clear :exec :write :scan
-- Who leaves leads no team any more. Called by account_set_status; teams are few.
-- args: member_id int
update team set lead_id = 0 where lead_id = :member_id;
