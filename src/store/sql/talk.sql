-- What colleagues talk over beside a conversation. Called by domain/talk.c.

-- name: talk_insert :exec :write
-- A new one. Called by talk_open.
-- args: id int, conversation_id int, subject str, opened_by int, now int
insert into talk (id, conversation_id, subject, opened_by, opened_at) values (:id, :conversation_id, :subject, :opened_by, :now);

-- name: talk_get :one
-- One whose conversation the reader may see.
-- args: id int, eyes int
-- cols: id int, conversation_id int, subject str, closed_at int
select t.id, t.conversation_id, t.subject, t.closed_at from talk t join conversation c on c.id = t.conversation_id where t.id = :id and {seen};

-- name: talk_closed :exec :write
-- Closed (closed_by and closed_at set), or open again (0), only when it is the other.
-- args: id int, closed_by int, closed_at int, outcome str
update talk set closed_by = :closed_by, closed_at = :closed_at, outcome = :outcome
where id = :id and (case when closed_at = 0 then 0 else 1 end) <> (case when :closed_at = 0 then 0 else 1 end);

-- name: talk_join :exec :write
-- Takes part; twice is once.
-- args: talk_id int, member_id int, now int
insert into talk_member (talk_id, member_id, since) values (:talk_id, :member_id, :now) on conflict (talk_id, member_id) do nothing;

-- name: talk_members :many
-- Who takes part and may see it now.
-- args: talk_id int
-- cols: member_id int
select tm.member_id from talk_member tm join talk t on t.id = tm.talk_id join conversation c on c.id = t.conversation_id
    join member m on m.id = tm.member_id
where tm.talk_id = :talk_id and m.status = 'active'
    and not exists (select 1 from channel_limit x where x.member_id = tm.member_id and x.channel_id = c.channel_id and x.hides > 1 - c.direct)
order by tm.member_id limit 200;

-- name: talk_of_conversation :many
-- Oldest first. Called by the thread.
-- args: conversation_id int
-- cols: id int, subject str, opened_by int, opened_at int, closed_by int, closed_at int, outcome str
select id, subject, opened_by, opened_at, closed_by, closed_at, outcome from talk where conversation_id = :conversation_id order by id limit 100;

-- name: talk_notes :many
-- What was said in it, the newest first. Called by the thread.
-- args: talk_id int
-- cols: id int, member_id int, text str, created_at int
select id, member_id, text, created_at from note where talk_id = :talk_id and talk_id > 0 order by id desc limit 200;

-- name: talk_told_before :exec :write
-- What somebody was told of it and has not looked at gives way to what is told now.
-- args: member_id int, talk_id int
delete from mention where member_id = :member_id and kind = 'talk' and seen_at = 0
    and note_id in (select id from note where talk_id = :talk_id and talk_id > 0);

-- name: talk_move :exec :write
-- Called when conversations are merged.
-- args: from_id int, into_id int
update talk set conversation_id = :into_id where conversation_id = :from_id;

-- name: talk_leave :exec :write
-- A member who leaves takes part in nothing.
-- args: member_id int
delete from talk_member where member_id = :member_id;
