-- Who may see and speak on which channel: what members set, and what follows for each member. Called by domain/access.c. Channels,
-- members and grants are small tables.

-- name: access_channels :many :scan
-- Channels with their switches, also removed ones: what was said there stays.
-- cols: id int, name str, network str, status str, see_by str, direct_by str, send_by str
select id, name, network, status, see_by, direct_by, send_by from channel order by name, id;

-- name: access_channel_set :exec :write
-- The switches of one channel.
-- args: id int, see_by str, direct_by str, send_by str
update channel set see_by = :see_by, direct_by = :direct_by, send_by = :send_by where id = :id;

-- name: access_grants :many :scan
-- Who was let in where.
-- cols: channel_id int, what str, who str, role str, who_id int
select channel_id, what, who, role, who_id from channel_grant order by channel_id, what, who, role, who_id;

-- name: access_grant_put :exec :write
-- Lets somebody in.
-- args: channel_id int, what str, who str, role str, who_id int
insert into channel_grant (channel_id, what, who, role, who_id) values (:channel_id, :what, :who, :role, :who_id)
on conflict (channel_id, what, who, role, who_id) do nothing;

-- name: access_grants_clear :exec :write
-- Before the grants of a channel are set anew.
-- args: channel_id int
delete from channel_grant where channel_id = :channel_id;

-- name: access_grants_tidy :exec :write :scan
-- Grants for what is not here any more.
delete from channel_grant where (who = 'team' and who_id not in (select id from team))
    or (who = 'member' and who_id not in (select id from member where status = 'active'))
    or channel_id not in (select id from channel);

-- name: access_members :many :scan
-- Who can sign in.
-- cols: id int, role str
select id, role from member where status = 'active' order by id;

-- name: access_limits :many :scan
-- What follows, as it is stored.
-- cols: member_id int, channel_id int, hides int, mute int
select member_id, channel_id, hides, mute from channel_limit order by member_id, channel_id;

-- name: access_limit_put :exec :write
-- What is closed to a member on a channel.
-- args: member_id int, channel_id int, hides int, mute int
insert into channel_limit (member_id, channel_id, hides, mute) values (:member_id, :channel_id, :hides, :mute)
on conflict (member_id, channel_id) do update set hides = excluded.hides, mute = excluded.mute;

-- name: access_limit_drop :exec :write
-- Nothing is closed to a member on a channel any more.
-- args: member_id int, channel_id int
delete from channel_limit where member_id = :member_id and channel_id = :channel_id;

-- name: access_limit_of :one
-- What is closed to a member on a channel. Called before somebody speaks.
-- args: member_id int, channel_id int
-- cols: hides int, mute int
select hides, mute from channel_limit where member_id = :member_id and channel_id = :channel_id;

-- name: access_limits_of :many
-- The same on all channels. Called by the channel page.
-- args: member_id int
-- cols: as access_limits
select member_id, channel_id, hides, mute from channel_limit where member_id = :member_id order by channel_id;
