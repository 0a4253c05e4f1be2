-- Storms: the same words from many people, handled as one.

-- name: echo_of :many
-- The latest posts with these words. Called by ingest for each post that says enough.
-- args: fingerprint int, max int
-- cols: post_id int, conversation_id int, person_id int, storm_id int, at int
select e.post_id, coalesce(p.conversation_id, e.conversation_id), e.person_id, e.storm_id, e.at from echo e left join post p on p.id = e.post_id
where e.fingerprint = :fingerprint order by e.post_id desc limit :max;

-- name: echo_add :exec :write
-- Remembers the words of a post for some days. Called by ingest.
-- args: fingerprint int, post_id int, conversation_id int, person_id int, storm_id int, at int
insert into echo (fingerprint, post_id, conversation_id, person_id, storm_id, at)
values (:fingerprint, :post_id, :conversation_id, :person_id, :storm_id, :at) on conflict (fingerprint, post_id) do nothing;

-- name: echo_storm :exec :write
-- The posts with these words are a storm now. Called by ingest.
-- args: fingerprint int, storm_id int
update echo set storm_id = :storm_id where fingerprint = :fingerprint;

-- name: echo_known_author :one
-- Whether this person is in the storm already. Called by ingest.
-- args: fingerprint int, person_id int, post_id int
-- cols: post_id int
select post_id from echo where fingerprint = :fingerprint and person_id = :person_id and post_id <> :post_id limit 1;

-- name: echo_prune :exec :write
-- Forgets words that were stored before a time (ids are sorted by it). Called by the prune job.
-- args: before int
delete from echo where at < :before;

-- name: storm_insert :exec :write
-- A storm begins. Called by ingest.
-- args: id int, head_id int, sample str, posts int, authors int, first_at int, last_at int, demo bool
insert into storm (id, head_id, sample, posts, authors, first_at, last_at, demo)
values (:id, :head_id, :sample, :posts, :authors, :first_at, :last_at, :demo);

-- name: storm_grow :exec :write
-- One more post, perhaps of one more person. Called by ingest.
-- args: id int, authors int, at int
update storm set posts = posts + 1, authors = authors + :authors,
    first_at = case when :at < first_at then :at else first_at end, last_at = case when :at > last_at then :at else last_at end
where id = :id;

-- name: storm_get :one
-- One storm. Called by ingest and the thread.
-- args: id int
-- cols: id int, head_id int, sample str, posts int, authors int, first_at int, last_at int
select id, head_id, sample, posts, authors, first_at, last_at from storm where id = :id;
