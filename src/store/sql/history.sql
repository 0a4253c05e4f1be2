-- History out of mailboxes and calendars: touches and moments that are known by the id of their mail or entry.

-- name: history_touch_insert :exec :write
-- A mail or a meeting with a person; nothing when it is here already. Called by the imports of mail and calendars.
-- args: id int, person_id int, member_id int, direction str, medium str, prompted bool, personal bool, automatic bool, source str, source_ref str, text str, moment_id int, owner_id int, at int
insert into touch (id, person_id, member_id, direction, medium, prompted, personal, automatic, source, source_ref, text, moment_id, owner_id, at)
values (:id, :person_id, :member_id, :direction, :medium, :prompted, :personal, :automatic, :source, :source_ref, :text, :moment_id, :owner_id, :at)
on conflict (source_ref, person_id, member_id) where source_ref <> '' do nothing;

-- name: history_touch_by_ref :one
-- Whether a mail is a touch with a person, and which way it went. Called by the import of mail.
-- args: source_ref str, person_id int, member_id int
-- cols: id int, direction str
select id, direction from touch where source_ref = :source_ref and person_id = :person_id and member_id = :member_id and source_ref <> '';

-- name: history_known :one
-- Whether a mail or an entry is here. Called by dry runs.
-- args: source_ref str, member_id int
-- cols: id int
select id from touch where source_ref = :source_ref and source_ref <> '' and member_id = :member_id limit 1;

-- name: history_touch_drop :exec :write
-- A meeting that was called off. Called by the import of calendars.
-- args: source_ref str, member_id int
delete from touch where source_ref = :source_ref and source_ref <> '' and member_id = :member_id and source = 'calendar';

-- name: history_moment_by_ref :one
-- A moment that a calendar told of. Called by the import of calendars.
-- args: source_ref str
-- cols: id int
select id from moment where source_ref = :source_ref and source_ref <> '';

-- name: history_moment_insert :exec :write
-- A meeting or an event. Called by the import of calendars.
-- args: id int, kind str, title str, text str, at int, until_at int, source_ref str, member_id int, now int
insert into moment (id, kind, title, text, at, until_at, source, source_ref, created_by, created_at)
values (:id, :kind, :title, :text, :at, :until_at, 'calendar', :source_ref, :member_id, :now)
on conflict (source_ref) where source_ref <> '' do nothing;

-- name: history_moment_set :exec :write
-- The entry was moved or called otherwise. Called by the import of calendars.
-- args: id int, title str, at int, until_at int
update moment set title = :title, at = :at, until_at = :until_at where id = :id;

-- name: history_moment_drop_people :exec :write
-- A meeting that was called off: who would have been there. Called by the import of calendars.
-- args: moment_id int
delete from moment_person where moment_id = :moment_id;

-- name: history_moment_drop :exec :write
-- The meeting itself. Called by the import of calendars.
-- args: id int
delete from moment where id = :id and source = 'calendar';

-- name: history_moment_person :exec :write
-- Who was there. Called by the import of calendars.
-- args: moment_id int, person_id int, member_id int
insert into moment_person (moment_id, person_id, member_id) values (:moment_id, :person_id, :member_id)
on conflict (moment_id, person_id, member_id) do nothing;
