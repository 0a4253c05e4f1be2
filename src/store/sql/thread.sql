-- Looks at whole threads on their networks: what was said before, and what changed or went since.

-- name: thread_looked :one
-- When a conversation's thread was asked for last. Called when somebody opens it.
-- args: conversation_id int
-- cols: looked_at int
select looked_at from thread_look where conversation_id = :conversation_id;

-- name: thread_looks :one
-- How many threads of a channel were asked for since a time, at most max. Called before another one is.
-- args: channel_id int, since int, max int
-- cols: n int
select count(*) from (select 1 from thread_look where channel_id = :channel_id and looked_at > :since limit :max) x;

-- name: thread_look :exec :write
-- A thread is going to be asked for. Called with the job for it.
-- args: conversation_id int, channel_id int, now int
insert into thread_look (conversation_id, channel_id, looked_at) values (:conversation_id, :channel_id, :now)
on conflict (conversation_id) do update set channel_id = excluded.channel_id, looked_at = excluded.looked_at;

-- name: thread_unlooked :many
-- Open conversations in which somebody waits since `since` or later, and whose thread was not asked for after `before`: who
-- waits longest first. Called by the sweep.
-- args: since int, before int, max int
-- cols: id int, channel_id int
select c.id, c.channel_id from conversation c
where c.status = 'open' and c.waiting_since > 0 and c.waiting_since >= :since
    and not exists (select 1 from thread_look l where l.conversation_id = c.id and l.looked_at > :before)
order by c.waiting_since, c.id limit :max;

-- name: thread_prune :exec :write :scan
-- Forgets looks before a time. Called by the prune job.
-- args: before int
delete from thread_look where looked_at < :before;
