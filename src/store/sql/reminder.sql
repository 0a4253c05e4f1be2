-- What members want to be reminded of. Called by domain/reminders.c.

-- name: reminder_put :exec :write
-- Sets a member's reminder of a conversation, in place of the one before. Called by reminders_set.
-- args: id int, conversation_id int, member_id int, due_at int, unless_they_write bool, text str, now int
insert into reminder (id, conversation_id, member_id, due_at, unless_they_write, text, set_at)
values (:id, :conversation_id, :member_id, :due_at, :unless_they_write, :text, :now)
on conflict (conversation_id, member_id) do update set due_at = excluded.due_at, unless_they_write = excluded.unless_they_write,
    text = excluded.text, set_at = excluded.set_at;

-- name: reminder_drop :exec :write
-- It is not wanted any more. Called by reminders_set.
-- args: conversation_id int, member_id int
delete from reminder where conversation_id = :conversation_id and member_id = :member_id;

-- name: reminder_mine :one
-- A member's own. Called by the thread.
-- args: conversation_id int, member_id int
-- cols: due_at int, unless_they_write bool, text str
select due_at, unless_they_write, text from reminder where conversation_id = :conversation_id and member_id = :member_id;

-- name: reminder_take_due :many :write
-- Takes those whose time has come, with what the conversation is now. Called by reminders_due.
-- args: now int, max int
-- cols: id int, conversation_id int, member_id int, text str, needed bool
delete from reminder where id in (select id from reminder where due_at <= :now order by due_at limit :max)
returning id, conversation_id, member_id, text,
    unless_they_write = 0 or not exists (select 1 from conversation c where c.id = conversation_id and c.last_in_at > set_at);

-- name: reminder_move :exec :write
-- Called when conversations are merged; of two of a member the one in the other conversation stays.
-- args: from_id int, into_id int
update reminder set conversation_id = :into_id where conversation_id = :from_id
    and not exists (select 1 from reminder o where o.conversation_id = :into_id and o.member_id = reminder.member_id);

-- name: reminder_leave :exec :write
-- A member who leaves is reminded of nothing.
-- args: member_id int
delete from reminder where member_id = :member_id;
