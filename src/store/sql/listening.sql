-- Listening queries, their changes, and what they found.

-- name: listening_queries :many :scan
-- All queries by their names; there are at most some thousand. Called when they are made ready anew, and by the screen.
-- cols: id int, name str, body str, verb str, topic_id int, enabled bool, locked_by int, version int, created_by int, created_at int, changed_by int, changed_at int, removed_at int
select id, name, body, verb, topic_id, enabled, locked_by, version, created_by, created_at, changed_by, changed_at, removed_at
from listening_query where removed_at = 0 order by name, id;

-- name: listening_query_get :one
-- One query, also one that was removed. Called before it is shown or changed.
-- args: id int
-- cols: as listening_queries
select id, name, body, verb, topic_id, enabled, locked_by, version, created_by, created_at, changed_by, changed_at, removed_at
from listening_query where id = :id;

-- name: listening_query_count :one :scan
-- How many there are. Called before one more is added.
-- cols: n int
select count(*) from listening_query where removed_at = 0;

-- name: listening_query_put :exec :write
-- A new query, or the new state of one. Called by queries_save and its kin.
-- args: id int, name str, body str, verb str, topic_id int, enabled bool, locked_by int, version int, by_id int, now int, removed_at int, demo bool
insert into listening_query (id, name, body, verb, topic_id, enabled, locked_by, version, created_by, created_at, changed_by, changed_at, removed_at, demo)
values (:id, :name, :body, :verb, :topic_id, :enabled, :locked_by, :version, :by_id, :now, :by_id, :now, :removed_at, :demo)
on conflict (id) do update set name = excluded.name, body = excluded.body, verb = excluded.verb, topic_id = excluded.topic_id, enabled = excluded.enabled,
    locked_by = excluded.locked_by, version = excluded.version, changed_by = excluded.changed_by, changed_at = excluded.changed_at, removed_at = excluded.removed_at;

-- name: listening_last :one
-- The last change: the version of all queries. Called before each page of posts.
-- cols: id int, print str
select id, print from listening_change order by id desc limit 1;

-- name: listening_print :one
-- What the queries were after a change. Called to see whether those that are ready can be brought up to date.
-- args: id int
-- cols: print str
select print from listening_change where id = :id;

-- name: listening_changed_since :many
-- Which queries were changed since, in their order. Called to bring the ready ones up to date.
-- args: after int, max int
-- cols: id int, query_id int
select id, query_id from listening_change where id > :after order by id limit :max;

-- name: listening_change_add :exec :write
-- Called with each change of a query.
-- args: id int, query_id int, what str, before str?, after str?, undoes int, print str, by_id int, now int
insert into listening_change (id, query_id, what, before, after, undoes, print, made_by, made_at)
values (:id, :query_id, :what, :before, :after, :undoes, :print, :by_id, :now);

-- name: listening_change_get :one
-- Called before it is taken back.
-- args: id int
-- cols: id int, query_id int, what str, before str?, after str?, undoes int, made_by int, made_at int
select id, query_id, what, before, after, undoes, made_by, made_at from listening_change where id = :id;

-- name: listening_change_last_of :one
-- The last change of a query: only that one can be taken back. Called before it is.
-- args: query_id int
-- cols: id int
select id from listening_change where query_id = :query_id order by id desc limit 1;

-- name: listening_changes :many
-- Changes of all queries, the newest first. Called by their page.
-- args: before int, max int
-- cols: id int, query_id int, what str, before str?, after str?, undoes int, made_by int, made_at int, last_id int
select c.id, c.query_id, c.what, c.before, c.after, c.undoes, c.made_by, c.made_at, (select max(l.id) from listening_change l where l.query_id = c.query_id)
from listening_change c where c.id < :before order by c.id desc limit :max;

-- ---- topics ------------------------------------------------------------------------------------------------------------

-- name: listening_topics :many :scan
-- All topics; they are few. Called by the screen.
-- cols: id int, name str, rival bool
select id, name, rival from listening_topic order by rival, name, id;

-- name: listening_topic_get :one
-- Called before it is changed, or a query is put to it.
-- args: id int
-- cols: id int, name str, rival bool
select id, name, rival from listening_topic where id = :id;

-- name: listening_topic_named :one :scan
-- Who has this name; topics are few. Called before one is saved.
-- args: name str
-- cols: id int
select id from listening_topic where name = :name;

-- name: listening_topic_put :exec :write
-- A new topic, or the new state of one. Called by the screen.
-- args: id int, name str, rival bool, by_id int, now int, demo bool
insert into listening_topic (id, name, rival, created_by, created_at, demo) values (:id, :name, :rival, :by_id, :now, :demo)
on conflict (id) do update set name = excluded.name, rival = excluded.rival;

-- name: listening_topic_drop :exec :write
-- Called by the screen.
-- args: id int
delete from listening_topic where id = :id;

-- name: listening_topic_leave :exec :write :scan
-- Its queries are of no topic then. Called with listening_topic_drop; queries are some thousand at most.
-- args: id int
update listening_query set topic_id = 0 where topic_id = :id;

-- ---- hits --------------------------------------------------------------------------------------------------------------

-- name: hit_add :exec :write
-- A post that a query found, if the query is still there. Called by ingest and when history is looked through.
-- args: query_id int, post_id int, posted_at int, channel_id int, mood int, hidden bool
insert into hit (query_id, post_id, posted_at, channel_id, mood, hidden, version)
select q.id, :post_id, :posted_at, :channel_id, :mood, :hidden, q.version from listening_query q where q.id = :query_id and q.removed_at = 0 and q.enabled = 1
on conflict (query_id, post_id) do update set mood = excluded.mood, hidden = excluded.hidden, version = excluded.version;

-- name: hit_drop_post :exec :write
-- Called before the hits of an edited post are written anew, and when it is gone.
-- args: post_id int
delete from hit where post_id = :post_id;

-- name: hit_drop_old :exec :write
-- A part of the hits of a query as it was before version: it finds others now, or none. Called by the job that looks history through.
-- args: query_id int, version int, max int
delete from hit where query_id = :query_id and post_id in (select h.post_id from hit h where h.query_id = :query_id and h.version < :version order by h.post_id limit :max);

-- name: hit_set_hidden :exec :write
-- Called when history is looked through: a query that hides came or went.
-- args: post_id int, hidden bool
update hit set hidden = :hidden where post_id = :post_id and hidden <> :hidden;

-- name: listening_skipped_add :exec :write
-- Counts what was not collected. Called by ingest.
-- args: query_id int, day int, posts int
insert into listening_skipped (query_id, day, posts) values (:query_id, :day, :posts)
on conflict (query_id, day) do update set posts = listening_skipped.posts + excluded.posts;

-- name: listening_skipped_since :many :scan
-- How many posts each query kept out since. Called by the list of queries; a row a query and day.
-- args: day int
-- cols: query_id int, posts int
select query_id, sum(posts) from listening_skipped where day >= :day group by query_id order by query_id;

-- name: hit_counts :many :scan
-- How many posts each query found since, how many of them no query hides, and when the last one. Called by the list of queries;
-- folds one index.
-- args: since int
-- cols: query_id int, posts int, shown int, last_at int
select h.query_id, count(*), sum(1 - h.hidden), max(h.posted_at) from hit h where h.posted_at >= :since group by h.query_id order by h.query_id;

-- name: hit_days :many
-- What a query found by the day since. Called by its page.
-- args: query_id int, hidden bool, since int
-- cols: day int, posts int, against int, pro int
select h.posted_at / 86400000000 as day, count(*), sum(case when h.mood < 0 then 1 else 0 end), sum(case when h.mood > 0 then 1 else 0 end)
from hit h where h.query_id = :query_id and h.hidden = :hidden and h.posted_at >= :since group by 1 order by 1;

-- name: hit_posts :many
-- What a query found, the newest first. Called by its page.
-- args: query_id int, hidden bool, before_at int, before_id int, max int, eyes int
-- cols: id int, conversation_id int, channel_id int, network str, text str, url str?, posted_at int, person_id int, person str?, handle str?, followers int?, stage str?, mood int, status str, priority int
select p.id, p.conversation_id, p.channel_id, p.network, p.text, p.url, p.posted_at, p.person_id, n.name, i.handle, i.followers, n.stage, h.mood, c.status, c.priority
from hit h join post p on p.id = h.post_id join conversation c on c.id = p.conversation_id
    left join person n on n.id = p.person_id left join identity i on i.id = p.identity_id
where h.query_id = :query_id and h.hidden = :hidden and (h.posted_at < :before_at or (h.posted_at = :before_at and h.post_id < :before_id))
    and p.deleted_at = 0 and {seen}
order by h.posted_at desc, h.post_id desc limit :max;

-- ---- what is stored ----------------------------------------------------------------------------------------------------

-- name: listening_posts :many
-- Posts of theirs as queries see them, the newest first. Called when a query is tried, and when history is looked through.
-- args: before int, since int, max int, eyes int
-- cols: id int, conversation_id int, channel_id int, network str, kind str, lang str, intents str, text str, url str?, native_parent str?, html str?, meta str?, subject str, posted_at int, received_at int, person_id int, person str?, stage str?, strength real?, silence int?, handle str?, name str?, bio str?, followers int?, channel str?, labels str?
select p.id, p.conversation_id, p.channel_id, p.network, p.kind, p.lang, p.intents, p.text, p.url, p.native_parent, p.html, p.meta, c.subject, p.posted_at, p.received_at,
    p.person_id, n.name, n.stage, n.strength, n.silence, i.handle, i.name, i.bio, i.followers, h.name,
    (select group_concat(l.name, char(10)) from conversation_label x join label l on l.id = x.label_id where x.conversation_id = c.id)
from post p join conversation c on c.id = p.conversation_id left join channel h on h.id = p.channel_id
    left join person n on n.id = p.person_id left join identity i on i.id = p.identity_id
where p.id < :before and p.received_at >= :since and p.direction = 'in' and p.deleted_at = 0 and {seen} order by p.id desc limit :max;
-- postgres:
select p.id, p.conversation_id, p.channel_id, p.network, p.kind, p.lang, p.intents, p.text, p.url, p.native_parent, p.html, p.meta, c.subject, p.posted_at, p.received_at,
    p.person_id, n.name, n.stage, n.strength, n.silence, i.handle, i.name, i.bio, i.followers, h.name,
    (select string_agg(l.name, chr(10)) from conversation_label x join label l on l.id = x.label_id where x.conversation_id = c.id)
from post p join conversation c on c.id = p.conversation_id left join channel h on h.id = p.channel_id
    left join person n on n.id = p.person_id left join identity i on i.id = p.identity_id
where p.id < :before and p.received_at >= :since and p.direction = 'in' and p.deleted_at = 0 and {seen} order by p.id desc limit :max;

-- name: listening_fill_put :exec :write
-- History is to be looked through anew for a query. Called when one finds something else now.
-- args: query_id int, version int, since int, from_id int, by_id int, now int
insert into listening_fill (query_id, version, since, next_id, first_id, asked_by, asked_at) values (:query_id, :version, :since, :from_id, :from_id, :by_id, :now)
on conflict (query_id) do update set version = excluded.version, since = excluded.since, next_id = excluded.next_id, first_id = excluded.first_id, looked = 0, hits = 0,
    asked_by = excluded.asked_by, asked_at = excluded.asked_at, done_at = 0;

-- name: listening_fills :many :scan
-- How far history is looked through. Called by the job that does it, and by the screen; at most one row a query.
-- cols: query_id int, version int, since int, next_id int, first_id int, looked int, hits int, done_at int
select query_id, version, since, next_id, first_id, looked, hits, done_at from listening_fill order by query_id;

-- name: listening_fill_step :exec :write
-- A part was looked through. Called by the job; not once the query was changed meanwhile.
-- args: query_id int, version int, next_id int, looked int, hits int, done_at int
update listening_fill set next_id = :next_id, looked = looked + :looked, hits = hits + :hits, done_at = :done_at where query_id = :query_id and version = :version;
