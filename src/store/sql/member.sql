-- Members and what they belong to. Called by store/member.c, domain/account.c, api/.

-- name: member_insert :exec :write
-- A new member. Called by account_create.
-- args: id int, handle str, name str, email str, role str, password_hash str?, locale str, demo bool, at int
insert into member (id, handle, name, email, role, password_hash, locale, demo, created_at)
values (:id, :handle, :name, :email, :role, :password_hash, :locale, :demo, :at);

-- name: member_by_email :one
-- Who has this address. Called when somebody comes from a provider.
-- args: email str
-- cols: id int, role str, status str
select id, role, status from member where email = :email;

-- name: member_get :one
-- One member. Called by account and the API.
-- args: id int
-- cols: id int, handle str, name str, email str, role str, status str, sign str, locale str, theme str, demo bool, created_at int, last_seen_at int
select id, handle, name, email, role, status, sign, locale, theme, demo, created_at, last_seen_at
from member where id = :id;

-- name: member_list :many
-- All members, by name. Called by the members page and by whatever shows names. A few hundred rows.
-- cols: id int, handle str, name str, email str, role str, status str, sign str, demo bool, created_at int, last_seen_at int
select id, handle, name, email, role, status, sign, demo, created_at, last_seen_at
from member order by name, id;

-- name: member_password :one
-- What sign-in compares. Called by account_find_login.
-- args: email str
-- cols: id int, status str, password_hash str?
select id, status, password_hash from member where email = :email;

-- name: member_password_by_id :one
-- The same for the member itself. Called when a password is changed.
-- args: id int
-- cols: password_hash str?
select password_hash from member where id = :id;

-- name: member_handle_taken :one
-- Who has this handle. Called when a handle is chosen.
-- args: handle str
-- cols: id int
select id from member where handle = :handle;

-- name: member_email_taken :one
-- Who has this address. Called when an account is made.
-- args: email str
-- cols: id int
select id from member where email = :email;

-- name: member_count :one
-- How many members there ever were, and how many are active. Called by first start and the policy page.
-- cols: n int, active int
select count(*) as n, count(case when status = 'active' and demo = 0 then 1 end) as active from member;

-- name: member_own :one
-- How many accounts there are that are no demo data. Called by first start.
-- cols: n int
select count(*) as n from member where demo = 0;

-- name: member_owners :one
-- How many active owners there are besides this one. Called before an owner leaves or is demoted.
-- args: id int
-- cols: n int
select count(*) as n from member where role = 'owner' and status = 'active' and demo = 0 and id <> :id;

-- name: member_set_profile :exec :write
-- The member's own settings. Called by account_set_profile.
-- args: id int, name str, handle str, sign str, locale str, theme str
update member set name = :name, handle = :handle, sign = :sign, locale = :locale, theme = :theme where id = :id;

-- name: member_set_password :exec :write
-- Called by account_set_password.
-- args: id int, password_hash str
update member set password_hash = :password_hash where id = :id;

-- name: member_set_role :exec :write
-- Called by account_set_role.
-- args: id int, role str
update member set role = :role where id = :id;

-- name: member_set_status :exec :write
-- Called when a member leaves or comes back.
-- args: id int, status str
update member set status = :status where id = :id;

-- name: member_seen :exec :write
-- Called by auth, at most once a minute a session.
-- args: id int, at int
update member set last_seen_at = :at where id = :id and last_seen_at < :at;

-- name: member_drop_work :exec :write
-- Conversations of a member who leaves go back to nobody. Called by account_leave.
-- args: owner int, at int
update conversation set owner_id = 0, version = version + 1, updated_at = :at
where owner_id = :owner and owner_id > 0 and status in ('open', 'snoozed');

-- name: member_waiting :one
-- What waits for a member: mentions not seen, hand-offs to his teams not acknowledged. Called by me_fill.
-- args: member_id int, eyes int
-- cols: mentions int, handoffs int
select (select count(*) from (select 1 as one from mention p where member_id = :member_id and seen_at = 0 and {seen_of} limit 1000) x) as mentions,
  (select count(*) from team_member tm join handoff p on p.to_team = tm.team_id and p.closed_at = 0
    where tm.member_id = :member_id and p.acknowledged_at = 0 and {seen_of}) as handoffs;

-- name: policy_of_member :one
-- The version in force and the newest that a member acknowledged. Called by me_fill.
-- args: member_id int
-- cols: version int, acknowledged int
select coalesce((select max(version) from policy), 0) as version,
  coalesce((select max(version) from policy_ack where member_id = :member_id), 0) as acknowledged;

-- name: demo_here :one
-- Whether demo data is here. Called by the start page and me_fill.
-- cols: one int
select 1 as one from channel where demo = 1 limit 1;
