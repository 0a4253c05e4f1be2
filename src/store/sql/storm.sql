-- Storms: nearly the same from many people, or much about one link at once; handled as one. Called by domain/ingest_storm.c,
-- domain/echoes.c and domain/storm.c.

-- name: echo_pages :many
-- Pages of posts that came in since, in their order. Called by echoes_look: before each page, to read what others took in.
-- args: since int, max int
-- cols: id int
select id from echo_page where id > :since order by id limit :max;

-- name: echo_pages_last :many
-- The newest pages, the newest first. Called by echoes_look when a server begins.
-- args: since int, max int
-- cols: id int, posts int
select id, posts from echo_page where id > :since order by id desc limit :max;

-- name: echo_of_page :many
-- What the posts of one page say. Called by echoes_look.
-- args: page_id int
-- cols: post_id int, person_id int, room int, at int, words blob, link blob
select post_id, person_id, room, at, words, link from echo where page_id = :page_id order by post_id;

-- name: echo_page_add :exec :write
-- A page of posts was taken in. Called by ingest.
-- args: id int, posts int
insert into echo_page (id, posts) values (:id, :posts);

-- name: echo_add :exec :write
-- Remembers what a post says for some days. Called by ingest.
-- args: page_id int, post_id int, person_id int, room int, at int, words blob, link blob
insert into echo (page_id, post_id, person_id, room, at, words, link) values (:page_id, :post_id, :person_id, :room, :at, :words, :link);

-- name: echo_prune :exec :write
-- Forgets what pages before a time said (ids are sorted by it). Called by the prune job.
-- args: before int
delete from echo where page_id < :before;

-- name: echo_page_prune :exec :write
-- Called by the prune job.
-- args: before int
delete from echo_page where id < :before;

-- name: storm_of_posts :many
-- Posts that say the same as a new one: where they are, the storm they are in, if any, how many follow who wrote them, what was
-- heard. ids: a JSON array of numbers. Called by ingest.
-- args: ids str
-- cols: post_id int, conversation_id int, posted_at int, storm_id int, followers int, intents str
select p.id, p.conversation_id, p.posted_at, coalesce((select max(s.storm_id) from storm_post s where s.post_id = p.id), 0),
    coalesce((select max(i.followers) from identity i where i.person_id = p.person_id and p.person_id > 0), -1), p.intents
from json_each(:ids) j join post p on p.id = j.value where p.deleted_at = 0;
-- postgres:
select p.id, p.conversation_id, p.posted_at, coalesce((select max(s.storm_id) from storm_post s where s.post_id = p.id), 0),
    coalesce((select max(i.followers) from identity i where i.person_id = p.person_id and p.person_id > 0), -1), p.intents
from json_array_elements_text(:ids::json) j join post p on p.id = j.value::bigint where p.deleted_at = 0;

-- name: storm_room :one
-- Whether everybody may see a channel, and what is said there in private. Called by ingest once a page.
-- args: id int
-- cols: see_by str, direct_by str
select see_by, direct_by from channel where id = :id;

-- name: storm_insert :exec :write
-- A storm begins. Called by ingest.
-- args: id int, head_id int, about str, sample str, intents str, posts int, authors int, reach int, reach_known int, first_at int, last_at int, demo bool
insert into storm (id, head_id, about, sample, intents, posts, authors, reach, reach_known, first_at, last_at, demo)
values (:id, :head_id, :about, :sample, :intents, :posts, :authors, :reach, :reach_known, :first_at, :last_at, :demo);

-- name: storm_post_add :exec :write
-- A post of a storm. Called by ingest.
-- args: storm_id int, post_id int, who int, at int, alike int, own str
insert into storm_post (storm_id, post_id, who, at, alike, own) values (:storm_id, :post_id, :who, :at, :alike, :own)
on conflict (storm_id, post_id) do nothing;

-- name: storm_knows :one
-- Whether somebody is in the storm already. Called by ingest.
-- args: storm_id int, who int
-- cols: post_id int
select post_id from storm_post where storm_id = :storm_id and who = :who limit 1;

-- name: storm_grow :exec :write
-- One more post, perhaps of one more person, whom so many follow. Called by ingest.
-- args: id int, authors int, reach int, reach_known int, at int
update storm set posts = posts + 1, authors = authors + :authors, reach = reach + :reach, reach_known = reach_known + :reach_known,
    last_at = case when :at > last_at then :at else last_at end, first_at = case when :at < first_at then :at else first_at end
where id = :id;

-- name: storm_get :one
-- One storm. Called by ingest and storm.c.
-- args: id int
-- cols: id int, head_id int, about str, sample str, intents str, posts int, authors int, reach int, reach_known int, first_at int, last_at int, decided str, decided_by int, decided_at int, decided_authors int
select id, head_id, about, sample, intents, posts, authors, reach, reach_known, first_at, last_at, decided, decided_by, decided_at, decided_authors from storm where id = :id;

-- name: storm_lock :one :write
-- The same for those who change it. Called by ingest and storm.c.
-- args: id int
-- cols: as storm_get
select id, head_id, about, sample, intents, posts, authors, reach, reach_known, first_at, last_at, decided, decided_by, decided_at, decided_authors from storm where id = :id;
-- postgres:
select id, head_id, about, sample, intents, posts, authors, reach, reach_known, first_at, last_at, decided, decided_by, decided_at, decided_authors from storm where id = :id for update;

-- name: storm_decide :exec :write
-- What a member decided about the storm that a conversation stands for, and how large it was then; or that it came back: of
-- that the size is kept. Called by storm.c and ingest.
-- args: head_id int, decided str, by int, at int
update storm set decided_authors = case when :decided = 'grown' then decided_authors else authors end,
    decided = :decided, decided_by = :by, decided_at = :at
where head_id = :head_id;

-- name: storm_answered :exec :write
-- A member answered the conversation that stands for it; done and muted say more. Called by ingest.
-- args: head_id int, by int, at int
update storm set decided_authors = authors, decided = 'answered', decided_by = :by, decided_at = :at
where head_id = :head_id and decided not in ('done', 'muted');

-- name: storm_move :exec :write
-- Its head was merged into another conversation. Called by ingest_move_all.
-- args: from int, into int
update storm set head_id = :into where head_id = :from;

-- name: storm_times :many
-- When the posts of one storm were written, the newest first. Called by storm_read.
-- args: storm_id int, max int
-- cols: at int
select at from storm_post where storm_id = :storm_id order by at desc limit :max;

-- name: storm_differs :many :scan
-- The post of one storm that is least like the others. Called by storm_read.
-- args: storm_id int, eyes int
-- cols: post_id int, conversation_id int, text str, posted_at int, name str?, url str?, alike int, own str
select s.post_id, p.conversation_id, p.text, p.posted_at, n.name, p.url, s.alike, s.own
from storm_post s join post p on p.id = s.post_id join conversation c on c.id = p.conversation_id left join person n on n.id = p.person_id
where s.storm_id = :storm_id and p.deleted_at = 0 and {seen} order by s.alike, s.post_id desc limit 1;

-- name: storm_own :many :scan
-- The posts of one storm that stand on their own, the newest first. Called by storm_read.
-- args: storm_id int, max int, eyes int
-- cols: as storm_differs
select s.post_id, p.conversation_id, p.text, p.posted_at, n.name, p.url, s.alike, s.own
from storm_post s join post p on p.id = s.post_id join conversation c on c.id = p.conversation_id left join person n on n.id = p.person_id
where s.storm_id = :storm_id and s.own <> '' and p.deleted_at = 0 and {seen} order by s.post_id desc limit :max;
