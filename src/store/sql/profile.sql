-- Pages of accounts and whom they name (rel="me"). Called by domain/profiles.

-- name: profile_accounts :many
-- All accounts and addresses of a person with what their pages say. Called by profiles_note and profiles_settle.
-- args: person_id int, max int
-- cols: id int, network str, native_id str, handle str, url str?, bio str?, verified str, page str, landed str, seen str, owner_id int
select i.id, i.network, i.native_id, i.handle, i.url, i.bio, i.verified, coalesce(g.url, ''), coalesce(g.landed, ''), coalesce(g.seen, ''), i.owner_id
from identity i left join identity_page g on g.identity_id = i.id where i.person_id = :person_id limit :max;

-- name: profile_named :many
-- Whom the pages of a person's accounts name.
-- args: person_id int, max int
-- cols: identity_id int, address str, url str, landed str, state str, seen str, fails int, looked_at int, both_at int, ended_at int
select m.identity_id, m.address, m.url, m.landed, m.state, m.seen, m.fails, m.looked_at, m.both_at, m.ended_at
from identity i join identity_me m on m.identity_id = i.id where i.person_id = :person_id limit :max;

-- name: profile_page :one
-- What is known of a page.
-- args: identity_id int
-- cols: url str, landed str, seen str, fails int, read_at int, next_at int
select url, landed, seen, fails, read_at, next_at from identity_page where identity_id = :identity_id;

-- name: profile_links :many
-- Whom one page names.
-- args: identity_id int
-- cols: as profile_named
select identity_id, address, url, landed, state, seen, fails, looked_at, both_at, ended_at from identity_me where identity_id = :identity_id;

-- name: profile_shown :many
-- The pages of a person's accounts that the member may see. Called by the person page.
-- args: person_id int, me int
-- cols: identity_id int, url str, seen str, fails int, read_at int, next_at int
select g.identity_id, g.url, g.seen, g.fails, g.read_at, g.next_at from identity i join identity_page g on g.identity_id = i.id
where i.person_id = :person_id and i.owner_id in (0, :me);

-- name: profile_due :one
-- The page that is to be looked at first. Called by profiles_due.
-- args: now int
-- cols: identity_id int
select identity_id from identity_page where next_at <= :now order by next_at limit 1;

-- name: profile_begin :exec :write
-- A page to look at, from the beginning. Called by profiles_note.
-- args: identity_id int, url str, now int
insert into identity_page (identity_id, url, next_at) values (:identity_id, :url, :now)
on conflict (identity_id) do update set url = excluded.url, landed = '', seen = 'new', fails = 0, read_at = 0, next_at = excluded.next_at;

-- name: profile_soon :exec :write
-- Another page says something else of it: it is due. Called by profiles_store.
-- args: identity_id int, now int
update identity_page set next_at = :now where identity_id = :identity_id and next_at > :now and read_at < :now;

-- name: profile_off :exec :write
-- The account has no page. Called by profiles_note.
-- args: identity_id int
delete from identity_page where identity_id = :identity_id;

-- name: profile_forget :exec :write
-- Another page: what the old one named is void. Called by profiles_note.
-- args: identity_id int
delete from identity_me where identity_id = :identity_id;

-- name: profile_put :exec :write
-- What came of a look. Called by profiles_store.
-- args: identity_id int, url str, landed str, seen str, fails int, now int, next_at int
update identity_page set url = :url, landed = :landed, seen = :seen, fails = :fails, read_at = :now, next_at = :next_at
where identity_id = :identity_id;

-- name: profile_link_put :exec :write
-- A page that is named, and what came of it. Called by profiles_store.
-- args: identity_id int, address str, url str, landed str, state str, seen str, fails int, looked_at int, both_at int, ended_at int
insert into identity_me (identity_id, address, url, landed, state, seen, fails, looked_at, both_at, ended_at)
values (:identity_id, :address, :url, :landed, :state, :seen, :fails, :looked_at, :both_at, :ended_at)
on conflict (identity_id, address) do update set url = excluded.url, landed = excluded.landed, state = excluded.state, seen = excluded.seen,
    fails = excluded.fails, looked_at = excluded.looked_at, both_at = excluded.both_at, ended_at = excluded.ended_at;

-- name: profile_link_drop :exec :write
-- A claim that is made no more. Called by profiles_store.
-- args: identity_id int, address str
delete from identity_me where identity_id = :identity_id and address = :address;

-- name: profile_verified :exec :write
-- Whether both pages say so; what a member vouched for is left alone. Called by profiles_settle.
-- args: identity_id int, verified str
update identity set verified = :verified where id = :identity_id and verified in ('', 'rel-me');
