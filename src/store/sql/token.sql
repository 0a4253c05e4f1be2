-- API tokens. Called by api/auth.c and the tokens page.

-- name: token_insert :exec :write
-- Called by the tokens page.
-- args: id int, token_hash blob, name str, member_id int, scopes str, at int, expires_at int
insert into api_token (id, token_hash, name, member_id, scopes, created_at, expires_at)
values (:id, :token_hash, :name, :member_id, :scopes, :at, :expires_at);

-- name: token_by_hash :one
-- The token of a request with its member as it is now. Called with every request that brings one.
-- args: token_hash blob
-- cols: id int, member_id int, scopes str, last_used_at int, expires_at int, revoked_at int, role str, status str, limited bool
select t.id, t.member_id, t.scopes, t.last_used_at, t.expires_at, t.revoked_at, m.role, m.status,
  (select count(*) from (select 1 from channel_limit x where x.member_id = m.id and x.hides > 0 limit 1) y)
from api_token t join member m on m.id = t.member_id where t.token_hash = :token_hash;

-- name: token_list :many
-- The tokens of one member, newest first; member 0 = of all. Called by the tokens page. A few hundred rows.
-- args: member_id int
-- cols: id int, name str, member_id int, scopes str, created_at int, last_used_at int, expires_at int, revoked_at int
select id, name, member_id, scopes, created_at, last_used_at, expires_at, revoked_at
from api_token where :member_id = 0 or member_id = :member_id order by id desc;

-- name: token_get :one
-- One token. Called before it is revoked.
-- args: id int
-- cols: id int, name str, member_id int, revoked_at int
select id, name, member_id, revoked_at from api_token where id = :id;

-- name: token_used :exec :write
-- Called at most once a minute a token.
-- args: id int, at int
update api_token set last_used_at = :at where id = :id;

-- name: token_revoke :exec :write
-- Called by the tokens page.
-- args: id int, at int
update api_token set revoked_at = :at where id = :id and revoked_at = 0;

-- name: token_revoke_member :exec :write
-- Called when a member leaves.
-- args: member_id int, at int
update api_token set revoked_at = :at where member_id = :member_id and revoked_at = 0;

-- name: token_ending :one
-- How many tokens of a member end before a time. Called by me_fill.
-- args: member_id int, now int, before int
-- cols: n int
select count(*) from api_token where member_id = :member_id and revoked_at = 0 and expires_at > :now and expires_at < :before;
