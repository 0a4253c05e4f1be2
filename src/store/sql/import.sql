-- Runs of an import, the rows they refused, and the channel that imported posts hang on.

-- name: import_insert :exec :write
-- A new run. Called by import_new.
-- args: id int, kind str, file_name str, options str, seen str?, member_id int, now int
insert into import_run (id, kind, file_name, options, found, started_by, created_at)
values (:id, :kind, :file_name, :options, :seen, :member_id, :now);

-- name: import_found :one
-- What a look into the file showed. Called by the download of rejects.
-- args: id int
-- cols: seen str?
select found from import_run where id = :id;

-- name: import_get :one
-- One run. Called by the import page and before each step.
-- args: id int
-- cols: id int, kind str, file_name str, channel_id int, state str, dry_run int, options str, total int, done int, place int, line int, added int, matched int, refused int, error str?, started_by int, created_at int, finished_at int
select id, kind, file_name, channel_id, state, dry_run, options, total, done, place, line, added, matched, refused, error, started_by, created_at, finished_at
from import_run where id = :id;

-- name: import_list :many :scan
-- The runs, newest first. Called by the import page; the table is small.
-- args: before int, max int
-- cols: as import_get
select id, kind, file_name, channel_id, state, dry_run, options, total, done, place, line, added, matched, refused, error, started_by, created_at, finished_at
from import_run where id < :before order by id desc limit :max;

-- name: import_begin :exec :write
-- Sets a run to its first row. Called by import_begin.
-- args: id int, state str, dry_run int, options str
update import_run set state = :state, dry_run = :dry_run, options = :options, total = case when total > 0 then total else 0 end,
    done = 0, place = 0, line = 0, added = 0, matched = 0, refused = 0, error = null, finished_at = 0
where id = :id and state not in ('checking', 'running');

-- name: import_step :exec :write
-- What one batch of rows brought. Called by import_some.
-- args: id int, done int, place int, line int, added int, matched int, refused int
update import_run set done = done + :done, place = :place, line = :line, added = added + :added, matched = matched + :matched, refused = refused + :refused
where id = :id;

-- name: import_finish :exec :write
-- The end of a pass. Called by import_some and when the file cannot be read any more.
-- args: id int, state str, error str?, now int
update import_run set state = :state, error = :error, finished_at = :now, total = case when :state in ('checked', 'done') then done else total end
where id = :id;

-- name: import_set_channel :exec :write
-- The channel the posts went to. Called by import_some.
-- args: id int, channel_id int
update import_run set channel_id = :channel_id where id = :id;

-- name: import_reject_put :exec :write
-- A row that was refused, as it was. Called by import_some.
-- args: import_id int, line int, file str, reason str, raw str
insert into import_reject (import_id, line, file, reason, raw) values (:import_id, :line, :file, :reason, :raw)
on conflict (import_id, line) do update set file = excluded.file, reason = excluded.reason, raw = excluded.raw;

-- name: import_reject_clear :exec :write
-- Forgets the rejects of an earlier pass. Called by import_begin.
-- args: import_id int
delete from import_reject where import_id = :import_id;

-- name: import_rejects :many
-- Refused rows behind a line, in order. Called by the download of rejects.
-- args: import_id int, after int, max int
-- cols: line int, file str, reason str, raw str
select line, file, reason, raw from import_reject where import_id = :import_id and line > :after order by line limit :max;

-- name: import_known :one
-- Whether a post is here. Called by the dry run.
-- args: network str, native_id str
-- cols: id int
select id from post where network = :network and native_id = :native_id;

-- name: import_channel :one :scan
-- The archive channel of a network. Called by the import of posts; channels are few.
-- args: network str
-- cols: id int
select id from channel where network = :network and status = 'archive' order by id limit 1;

-- name: import_channel_insert :exec :write
-- An archive channel. Called by import_some.
-- args: id int, network str, name str, handle str, member_id int, now int
insert into channel (id, network, name, handle, status, created_by, created_at)
values (:id, :network, :name, :handle, 'archive', :member_id, :now);

-- name: import_channel_newest :exec :write
-- How far an archive reaches. Called by import_some.
-- args: id int, at int
update channel set last_item_at = :at where id = :id and last_item_at < :at;
