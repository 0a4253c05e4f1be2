-- Notes of colleagues beside a conversation, and who was named in them.

-- name: note_insert :exec :write
-- A new note. Called by inbox_note.
-- args: id int, conversation_id int, talk_id int, member_id int, text str, now int
insert into note (id, conversation_id, talk_id, member_id, text, created_at) values (:id, :conversation_id, :talk_id, :member_id, :text, :now);

-- name: note_get :one
-- One note. Called after it was written.
-- args: id int
-- cols: id int, conversation_id int, member_id int, text str, created_at int
select id, conversation_id, member_id, text, created_at from note where id = :id;

-- name: note_of_conversation :many
-- The notes of a conversation, oldest first, without those of side talks. Called by the thread.
-- args: conversation_id int
-- cols: id int, member_id int, text str, created_at int
select id, member_id, text, created_at from note where conversation_id = :conversation_id and talk_id = 0 order by id limit 500;

-- name: note_handles :many :scan
-- Handles of the active members, to find @names in a note. Called by inbox_note; the table is small.
-- cols: id int, handle str
select id, handle from member where status = 'active';

-- name: mention_insert :exec :write
-- Tells a member of something. Called by notes, assignments, hand-overs and their outcomes, alarms about a person.
-- args: id int, member_id int, conversation_id int, note_id int, person_id int, kind str, by_id int, text str, now int
insert into mention (id, member_id, conversation_id, note_id, person_id, kind, by_id, text, created_at)
values (:id, :member_id, :conversation_id, :note_id, :person_id, :kind, :by_id, :text, :now);

-- name: mention_list :many
-- What a member was told, newest first. Called by the mentions page.
-- args: member_id int, before int, max int, eyes int
-- cols: id int, conversation_id int, note_id int, person_id int, kind str, by_id int, text str, created_at int, seen_at int
select id, conversation_id, note_id, person_id, kind, by_id, text, created_at, seen_at from mention p
where member_id = :member_id and id < :before and {seen_of} order by id desc limit :max;

-- name: mention_unseen :one
-- How many a member has not seen, counted up to 100. Called by `me`.
-- args: member_id int
-- cols: n int
select count(*) from (select 1 from mention where member_id = :member_id and seen_at = 0 limit 100) as few;

-- name: mention_seen :exec :write
-- Marks one as seen. Called by the mentions page.
-- args: id int, member_id int, now int
update mention set seen_at = :now where id = :id and member_id = :member_id and seen_at = 0;
