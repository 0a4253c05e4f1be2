-- Conversations that members put together or take apart. Called by domain/regroup.c.

-- name: regroup_posts :many
-- All posts of a conversation, the oldest first. Called by regroup_split and the way back of a merge.
-- args: conversation_id int, max int
-- cols: id int, parent_id int, native_id str, intents str, direction str
select id, parent_id, native_id, intents, direction from post where conversation_id = :conversation_id order by posted_at, id limit :max;

-- name: regroup_insert :exec :write
-- Notes down a merge or a split, and what the emptied conversation was. Called by regroup_merge and regroup_split.
-- args: id int, act str, from_id int, into_id int, posts int, by_id int, at int, was_status str, was_owner int, was_team int, was_kind str, was_kind_by int, was_until int
insert into regrouping (id, act, from_id, into_id, posts, by_id, at, was_status, was_owner, was_team, was_kind, was_kind_by, was_until)
values (:id, :act, :from_id, :into_id, :posts, :by_id, :at, :was_status, :was_owner, :was_team, :was_kind, :was_kind_by, :was_until);

-- name: regroup_get :one
-- One merge or split. Called by regroup_undo.
-- args: id int
-- cols: id int, act str, from_id int, into_id int, posts int, by_id int, at int, undone_at int, was_status str, was_owner int, was_team int, was_kind str, was_kind_by int, was_until int
select id, act, from_id, into_id, posts, by_id, at, undone_at, was_status, was_owner, was_team, was_kind, was_kind_by, was_until
from regrouping where id = :id;

-- name: regroup_undone :exec :write
-- It was taken back; once. Called by regroup_undo.
-- args: id int, by_id int, at int
update regrouping set undone_by = :by_id, undone_at = :at where id = :id and undone_at = 0;

-- name: regroup_into :many
-- What was merged into a conversation, or what it was split off from, and stands; the newest first. Called by the thread.
-- args: id int, max int
-- cols: id int, act str, from_id int, into_id int, posts int, by_id int, at int, subject str, first_words str
select r.id, r.act, r.from_id, r.into_id, r.posts, r.by_id, r.at, o.subject, o.first_words
from regrouping r join conversation o on o.id = r.from_id where r.undone_at = 0 and r.into_id = :id order by r.id desc limit :max;

-- name: regroup_out_of :many
-- What was split off from a conversation, and stands; the newest first. Called by the thread.
-- args: id int, max int
-- cols: as regroup_into
select r.id, r.act, r.from_id, r.into_id, r.posts, r.by_id, r.at, o.subject, o.first_words
from regrouping r join conversation o on o.id = r.into_id where r.undone_at = 0 and r.from_id = :id and r.act = 'split' order by r.id desc limit :max;

-- name: regroup_kin :many
-- Conversations of a channel with the same person that could be merged with one; the newest first. Called by the screen.
-- args: id int, person_id int, channel_id int, direct bool, max int, eyes int
-- cols: id int
select c.id from conversation c
where c.person_id = :person_id and c.person_id > 0 and c.channel_id = :channel_id and c.direct = :direct and c.id <> :id
    and c.status in ('open', 'snoozed', 'done') and c.storm_id = 0 and {seen}
order by c.last_at desc, c.id desc limit :max;

-- name: regroup_begin :exec :write
-- A conversation of posts that were taken out of another one: the same hands have it. Nothing happens where its root is taken.
-- args: id int, from_id int, native_root str, now int
insert into conversation (id, channel_id, network, native_root, status, owner_id, team_id, team_by, direct, demo, split_from, created_at, updated_at)
select :id, channel_id, network, :native_root, 'open', owner_id, team_id, team_by, direct, demo, id, :now, :now from conversation where id = :from_id
on conflict (channel_id, native_root) do nothing;

-- name: regroup_root :one
-- Who has a root, and whether it is empty: its posts went elsewhere.
-- args: channel_id int, native_root str
-- cols: id int, merged_into int
select id, merged_into from conversation where channel_id = :channel_id and native_root = :native_root;
-- postgres:
select id, merged_into from conversation where channel_id + 0 = :channel_id and native_root = :native_root;

-- name: regroup_revive :exec :write
-- A conversation that was emptied holds posts again.
-- args: id int, status str, owner_id int, team_id int, kind str, kind_by int, snoozed_until int, split_from int, now int
update conversation set status = :status, merged_into = 0, owner_id = :owner_id, team_id = :team_id, kind = :kind, kind_by = :kind_by,
    snoozed_until = :snoozed_until, split_from = :split_from, version = version + 1, updated_at = :now where id = :id;

-- name: regroup_hands :exec :write
-- The one that stays is open when one of the two was, and in the hands of the other where it was in nobody's.
-- args: id int, status str, owner_id int, team_id int, now int
update conversation set status = :status, owner_id = case when owner_id = 0 then :owner_id else owner_id end,
    team_id = case when team_id = 0 then :team_id else team_id end, snoozed_until = case when :status = 'snoozed' then snoozed_until else 0 end,
    version = version + 1, updated_at = :now where id = :id;

-- name: regroup_move_posts :exec :write
-- Posts go to another conversation. ids: a JSON array of numbers.
-- args: ids str, into_id int
update post set conversation_id = :into_id where id in (select value from json_each(:ids));
-- postgres:
update post set conversation_id = :into_id where id in (select value::bigint from json_array_elements_text(:ids::json));

-- name: regroup_move_outbox :exec :write
-- Answers go where that stands which they answer, or which they became.
-- args: ids str, from_id int, into_id int
update outbox set conversation_id = :into_id where conversation_id = :from_id
    and (reply_to_id in (select value from json_each(:ids)) or post_id in (select value from json_each(:ids)));
-- postgres:
update outbox set conversation_id = :into_id where conversation_id = :from_id
    and (reply_to_id in (select value::bigint from json_array_elements_text(:ids::json))
        or post_id in (select value::bigint from json_array_elements_text(:ids::json)));

-- name: regroup_move_drafts :exec :write
-- So do drafts, but for those of who has one there.
-- args: ids str, from_id int, into_id int
update draft set conversation_id = :into_id where conversation_id = :from_id and reply_to_id in (select value from json_each(:ids))
    and not exists (select 1 from draft d where d.conversation_id = :into_id and d.member_id = draft.member_id);
-- postgres:
update draft set conversation_id = :into_id where conversation_id = :from_id and reply_to_id in (select value::bigint from json_array_elements_text(:ids::json))
    and not exists (select 1 from draft d where d.conversation_id = :into_id and d.member_id = draft.member_id);

-- name: regroup_copy_labels :exec :write
-- A conversation that was taken out of another bears its labels.
-- args: from_id int, into_id int, by_id int, now int
insert into conversation_label (conversation_id, label_id, added_by, added_at)
select :into_id, label_id, :by_id, :now from conversation_label where conversation_id = :from_id
on conflict (conversation_id, label_id) do nothing;

-- name: regroup_keep_posts :exec :write
-- What a merge moves, for the way back: posts. Called by regroup_merge.
-- args: id int, from_id int
insert into regrouping_row (regrouping_id, kind, row_id) select :id, 'post', id from post where conversation_id = :from_id;

-- name: regroup_keep_notes :exec :write
-- Notes. Called by regroup_merge.
-- args: id int, from_id int
insert into regrouping_row (regrouping_id, kind, row_id) select :id, 'note', id from note where conversation_id = :from_id;

-- name: regroup_keep_talks :exec :write
-- Side talks. Called by regroup_merge.
-- args: id int, from_id int
insert into regrouping_row (regrouping_id, kind, row_id) select :id, 'talk', id from talk where conversation_id = :from_id;

-- name: regroup_keep_reminders :exec :write
-- Reminders. Called by regroup_merge.
-- args: id int, from_id int
insert into regrouping_row (regrouping_id, kind, row_id) select :id, 'reminder', id from reminder where conversation_id = :from_id;

-- name: regroup_keep_handoffs :exec :write
-- Hand-overs. Called by regroup_merge.
-- args: id int, from_id int
insert into regrouping_row (regrouping_id, kind, row_id) select :id, 'handoff', id from handoff where conversation_id = :from_id;

-- name: regroup_keep_effects :exec :write
-- What rules did. Called by regroup_merge.
-- args: id int, from_id int
insert into regrouping_row (regrouping_id, kind, row_id) select :id, 'effect', id from routing_effect where conversation_id = :from_id;

-- name: regroup_keep_labels :exec :write
-- Labels of the one that is emptied. Called by regroup_merge.
-- args: id int, from_id int
insert into regrouping_row (regrouping_id, kind, row_id) select :id, 'label', label_id from conversation_label where conversation_id = :from_id;

-- name: regroup_keep_new_labels :exec :write
-- Labels that the other one did not bear. Called by regroup_merge.
-- args: id int, from_id int, into_id int
insert into regrouping_row (regrouping_id, kind, row_id) select :id, 'label_new', l.label_id from conversation_label l where l.conversation_id = :from_id
    and not exists (select 1 from conversation_label x where x.conversation_id = :into_id and x.label_id = l.label_id);

-- name: regroup_kept_posts :many
-- Which posts went. Called by the way back of a merge.
-- args: id int
-- cols: row_id int
select row_id from regrouping_row where regrouping_id = :id and kind = 'post';

-- name: regroup_back_notes :exec :write
-- Notes go back. Called by regroup_undo.
-- args: id int, from_id int, into_id int
update note set conversation_id = :into_id where conversation_id = :from_id
    and id in (select row_id from regrouping_row where regrouping_id = :id and kind = 'note');

-- name: regroup_back_talks :exec :write
-- Side talks go back. Called by regroup_undo.
-- args: id int, from_id int, into_id int
update talk set conversation_id = :into_id where conversation_id = :from_id
    and id in (select row_id from regrouping_row where regrouping_id = :id and kind = 'talk');

-- name: regroup_back_reminders :exec :write
-- Reminders go back. Called by regroup_undo.
-- args: id int, from_id int, into_id int
update reminder set conversation_id = :into_id where conversation_id = :from_id
    and id in (select row_id from regrouping_row where regrouping_id = :id and kind = 'reminder')
    and not exists (select 1 from reminder o where o.conversation_id = :into_id and o.member_id = reminder.member_id);

-- name: regroup_back_handoffs :exec :write
-- Hand-overs go back. Called by regroup_undo.
-- args: id int, from_id int, into_id int
update handoff set conversation_id = :into_id where conversation_id = :from_id
    and id in (select row_id from regrouping_row where regrouping_id = :id and kind = 'handoff');

-- name: regroup_back_effects :exec :write
-- What rules did goes back. Called by regroup_undo.
-- args: id int, from_id int, into_id int
update routing_effect set conversation_id = :into_id where conversation_id = :from_id
    and id in (select row_id from regrouping_row where regrouping_id = :id and kind = 'effect');

-- name: regroup_back_labels :exec :write
-- Labels that are still there go back. Called by regroup_undo.
-- args: id int, into_id int, by_id int, now int
insert into conversation_label (conversation_id, label_id, added_by, added_at)
select :into_id, r.row_id, :by_id, :now from regrouping_row r join label l on l.id = r.row_id where r.regrouping_id = :id and r.kind = 'label'
on conflict (conversation_id, label_id) do nothing;

-- name: regroup_drop_new_labels :exec :write
-- Labels that only the merge brought go. Called by regroup_undo.
-- args: id int, from_id int
delete from conversation_label where conversation_id = :from_id
    and label_id in (select row_id from regrouping_row where regrouping_id = :id and kind = 'label_new');
