-- Invitations by link. Called by domain/account.c and the members page.

-- name: invitation_insert :exec :write
-- Called by the members page.
-- args: id int, token_hash blob, email str, role str, team_id int, created_by int, at int, expires_at int
insert into invitation (id, token_hash, email, role, team_id, created_by, created_at, expires_at)
values (:id, :token_hash, :email, :role, :team_id, :created_by, :at, :expires_at);

-- name: invitation_by_token :one
-- Called when a link is opened or used.
-- args: token_hash blob
-- cols: id int, email str, role str, team_id int, created_by int, expires_at int, used_at int
select id, email, role, team_id, created_by, expires_at, used_at from invitation where token_hash = :token_hash;

-- name: invitation_list :many
-- Invitations that still work, newest first. Called by the members page. A few rows.
-- args: now int
-- cols: id int, email str, role str, team_id int, created_by int, created_at int, expires_at int
select id, email, role, team_id, created_by, created_at, expires_at
from invitation where used_at = 0 and expires_at > :now order by id desc;

-- name: invitation_use :exec :write
-- Takes an invitation, once: changes nothing when it was taken. Called by account_join.
-- args: id int, used_by int, at int
update invitation set used_at = :at, used_by = :used_by where id = :id and used_at = 0 and expires_at > :at;

-- name: invitation_delete :exec :write
-- Takes it back. Called by the members page.
-- args: id int
delete from invitation where id = :id and used_at = 0;

-- name: invitation_delete_of :exec :write
-- Called when the one who invited leaves.
-- args: created_by int
delete from invitation where created_by = :created_by and used_at = 0;

-- name: invitation_by_email :one
-- The newest invitation to an address that still works. Called when somebody comes from a provider.
-- args: email str, now int
-- cols: id int, role str, team_id int
select id, role, team_id from invitation where email = :email and email <> '' and used_at = 0 and expires_at > :now order by id desc limit 1;
