-- Full text. Posts wait in search_dirty until the indexer comes by; texts are compared without case and accents.

-- name: search_waiting :many :write
-- The newest posts that wait for the index. Called by search_index_some; holds them on PostgreSQL.
-- args: n int
-- cols: post_id int
select post_id from search_dirty order by post_id desc limit :n;
-- postgres:
select post_id from search_dirty order by post_id desc limit :n for update skip locked;

-- name: search_forget :exec :write
-- Takes what the index holds of these posts out of it. Called by search_index_some with ids as a JSON array.
-- args: ids str
insert into post_fts (post_fts, rowid, text)
select 'delete', post_id, old_text from search_dirty
where post_id in (select value from json_each(:ids)) and old_text is not null order by post_id;
-- postgres:
delete from post_search where post_id in (select value::bigint from jsonb_array_elements_text(:ids::jsonb));

-- name: search_learn :exec :write
-- Puts these posts into the index as they are now. Called by search_index_some.
-- args: ids str
insert into post_fts (rowid, text)
select id, text from post where id in (select value from json_each(:ids)) and deleted_at = 0 order by id;
-- postgres:
insert into post_search (post_id, posted_at, tsv)
select id, posted_at, to_tsvector('simple', regexp_replace(
    regexp_replace(normalize(text, nfd), '[\u0300-\u036f]', '', 'g'), '[\u0021-\u002f\u003a-\u0040\u005b-\u0060\u007b-\u007e]+', ' ', 'g'))
from post where id in (select value::bigint from jsonb_array_elements_text(:ids::jsonb)) and deleted_at = 0;

-- name: search_indexed :exec :write
-- These posts do not wait any more. Called by search_index_some.
-- args: ids str
delete from search_dirty where post_id in (select value from json_each(:ids));
-- postgres:
delete from search_dirty where post_id in (select value::bigint from jsonb_array_elements_text(:ids::jsonb));

-- name: search_count_waiting :one
-- How many posts wait, at most a thousand. Called by the status page.
-- cols: n int
select count(*) as n from (select 1 from search_dirty limit 1000) as few;

-- name: search_tidy :exec :write
-- Merges parts of the index, as far as `pages` goes; PostgreSQL does that by itself. Called in quiet hours.
-- args: pages int
insert into post_fts (post_fts, rank) values ('merge', :pages);
-- postgres:
delete from post_search where post_id < 0 and post_id = :pages;

-- name: search_posts :many :scan :fresh
-- The newest posts that match, older than one. PostgreSQL sorts what matched when few do (its index has no order), and else
-- walks back from the newest. Called by search_find.
-- args: match str, before int, channel int, person int, since int, until int, n int, eyes int
-- cols: id int, conversation_id int, channel_id int, network str, person_id int, member_id int, direction str, kind str, posted_at int, text str
select p.id, p.conversation_id, p.channel_id, p.network, p.person_id, p.member_id, p.direction, p.kind, p.posted_at, p.text
from post_fts f join post p on p.id = f.rowid
where post_fts match :match and f.rowid < :before and p.deleted_at = 0
    and (:channel = 0 or p.channel_id = :channel) and (:person = 0 or p.person_id = :person)
    and p.posted_at >= :since and p.posted_at < :until and {seen_of}
order by f.rowid desc limit :n;
-- postgres:
select p.id, p.conversation_id, p.channel_id, p.network, p.person_id, p.member_id, p.direction, p.kind, p.posted_at, p.text
from post_search s join post p on p.id = s.post_id
where s.tsv @@ to_tsquery('simple', regexp_replace(normalize(:match, nfd), '[\u0300-\u036f]', '', 'g')) and s.post_id < :before and p.deleted_at = 0
    and (:channel = 0 or p.channel_id = :channel) and (:person = 0 or p.person_id = :person)
    and s.posted_at >= :since and s.posted_at < :until and {seen_of}
order by s.post_id desc limit :n;
