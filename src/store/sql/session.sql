-- Who is signed in. Called by api/auth.c.

-- name: session_insert :exec :write
-- Called when somebody signs in.
-- args: id int, token_hash blob, csrf str, member_id int, user_agent str, address str, factor str, at int, expires_at int
insert into session (id, token_hash, csrf, member_id, user_agent, address, factor, created_at, last_seen_at, confirmed_at, expires_at)
values (:id, :token_hash, :csrf, :member_id, :user_agent, :address, :factor, :at, :at, :at, :expires_at);

-- name: session_by_token :one
-- The session of a cookie with the member as it is now. Called with every request.
-- args: token_hash blob
-- cols: id int, csrf str, member_id int, last_seen_at int, expires_at int, factor str, confirmed_at int, role str, status str, joined_at int, limited bool, second str?
select s.id, s.csrf, s.member_id, s.last_seen_at, s.expires_at, s.factor, s.confirmed_at, m.role, m.status, m.created_at,
  (select count(*) from (select 1 from channel_limit x where x.member_id = m.id and x.hides > 0 limit 1) y),
  (select t.value from setting t where t.name = 'second_factor')
from session s join member m on m.id = s.member_id where s.token_hash = :token_hash;

-- name: session_seen :exec :write
-- Called at most once a minute a session; also moves its end.
-- args: id int, at int, expires_at int
update session set last_seen_at = :at, expires_at = :expires_at where id = :id;

-- name: session_list :many
-- The sessions of one member that have not ended, newest first. Called by the profile page.
-- args: member_id int, now int
-- cols: id int, user_agent str, address str, factor str, created_at int, last_seen_at int, expires_at int
select id, user_agent, address, factor, created_at, last_seen_at, expires_at
from session where member_id = :member_id and expires_at > :now order by last_seen_at desc, id desc;

-- name: session_delete :exec :write
-- Ends one session of a member. Called by sign-out and the profile page.
-- args: id int, member_id int
delete from session where id = :id and member_id = :member_id;

-- name: session_delete_others :exec :write
-- Ends all sessions of a member but one (0 = all). Called when a password changes and when a member leaves.
-- args: member_id int, keep int
delete from session where member_id = :member_id and id <> :keep;

-- name: session_delete_expired :exec :write
-- Called when somebody signs in.
-- args: now int
delete from session where expires_at <= :now;

-- name: session_confirm :exec :write
-- The member showed again who it is, perhaps with more than before. Called by the routes of sign-in.
-- args: id int, factor str, now int
update session set factor = :factor, confirmed_at = :now where id = :id;
