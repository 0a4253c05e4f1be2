-- Labels and where they stick.

-- name: label_list :many :scan
-- Every label by name. Called by the label menu; the table is small.
-- cols: id int, name str, colour str, demo int
select id, name, colour, demo from label order by name;

-- name: label_get :one
-- One label. Called before it is changed or put on.
-- args: id int
-- cols: id int, name str, colour str
select id, name, colour from label where id = :id;

-- name: label_insert :exec :write
-- A new label; EXISTS when the name is taken. Called by the label menu.
-- args: id int, name str, colour str, demo int
insert into label (id, name, colour, demo) values (:id, :name, :colour, :demo);

-- name: label_update :exec :write
-- Another name or colour. Called by the label menu.
-- args: id int, name str, colour str
update label set name = :name, colour = :colour where id = :id;

-- name: label_drop_uses :exec :write
-- Takes a label off everything. Called before it is removed.
-- args: id int
delete from conversation_label where label_id = :id;

-- name: label_drop_post_uses :exec :write
-- The same for posts of our own. Called before it is removed.
-- args: id int
delete from outbox_label where label_id = :id;

-- name: label_delete :exec :write
-- Removes a label. Called by the label menu.
-- args: id int
delete from label where id = :id;

-- name: label_put :exec :write
-- Puts a label on a conversation; twice is once. Called by inbox_label.
-- args: conversation_id int, label_id int, member_id int, now int
insert into conversation_label (conversation_id, label_id, added_by, added_at)
values (:conversation_id, :label_id, :member_id, :now) on conflict (conversation_id, label_id) do nothing;

-- name: label_take :exec :write
-- Takes a label off a conversation. Called by inbox_label.
-- args: conversation_id int, label_id int
delete from conversation_label where conversation_id = :conversation_id and label_id = :label_id;

-- name: label_of_conversation :many
-- The labels of one conversation. Called by lists and the thread.
-- args: conversation_id int
-- cols: id int, name str, colour str
select l.id, l.name, l.colour from conversation_label cl join label l on l.id = cl.label_id
where cl.conversation_id = :conversation_id;
