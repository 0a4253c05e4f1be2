-- Office hours, holidays, absence, skills: who works when. Small tables, read whole.

-- name: calendar_list :many :scan
-- All of them; a row for each office and for members with hours of their own. Called by hours_read and the screen.
-- cols: id int, name str, time_zone str, week str, is_default bool, member_id int
select id, name, time_zone, week, is_default, member_id from calendar order by is_default desc, name, id;

-- name: calendar_days :many :scan
-- All holidays and other days of all of them. Called by hours_read and the screen.
-- cols: calendar_id int, day int, name str, open str
select calendar_id, day, name, open from calendar_day order by calendar_id, day;

-- name: calendar_insert :exec :write
-- Called by hours_save.
-- args: id int, name str, time_zone str, week str, is_default bool, member_id int, by_id int, now int
insert into calendar (id, name, time_zone, week, is_default, member_id, created_by, created_at)
values (:id, :name, :time_zone, :week, :is_default, :member_id, :by_id, :now);

-- name: calendar_set :exec :write
-- Called by hours_save.
-- args: id int, name str, time_zone str, week str
update calendar set name = :name, time_zone = :time_zone, week = :week where id = :id;

-- name: calendar_no_default :exec :write :scan
-- Before another one becomes that of the house. Called by hours_save.
update calendar set is_default = 0 where is_default = 1;

-- name: calendar_make_default :exec :write
-- Called by hours_save.
-- args: id int
update calendar set is_default = 1 where id = :id;

-- name: calendar_drop_days :exec :write
-- Before they are set anew, and with their calendar. Called by hours_save and hours_remove.
-- args: id int
delete from calendar_day where calendar_id = :id;

-- name: calendar_add_day :exec :write
-- Called by hours_save.
-- args: id int, day int, name str, open str
insert into calendar_day (calendar_id, day, name, open) values (:id, :day, :name, :open);

-- name: calendar_drop :exec :write
-- Called by hours_remove.
-- args: id int
delete from calendar where id = :id;

-- name: calendar_used :one :scan
-- Whether members or targets point at it. Called by hours_remove.
-- args: id int
-- cols: n int
select (select count(*) from member where calendar_id = :id and calendar_id > 0) + (select count(*) from sla_target where calendar_id = :id and calendar_id > 0);

-- name: absence_list :many :scan
-- Who is away or will be, by the day it ends. Called by the screen and roster_read.
-- args: now int
-- cols: id int, member_id int, from_at int, to_at int, delegate_id int, note str, created_by int
select id, member_id, from_at, to_at, delegate_id, note, created_by from absence where to_at > :now order by to_at, id;

-- name: absence_get :one
-- Called before it is removed.
-- args: id int
-- cols: id int, member_id int, from_at int, to_at int
select id, member_id, from_at, to_at from absence where id = :id;

-- name: absence_at :one
-- Whether a member is away at a moment, and who stands in. Called by absence_delegate_of.
-- args: member_id int, at int
-- cols: delegate_id int, to_at int
select delegate_id, to_at from absence where member_id = :member_id and to_at > :at and from_at <= :at order by to_at desc limit 1;

-- name: absence_insert :exec :write
-- Called by absence_add.
-- args: id int, member_id int, from_at int, to_at int, delegate_id int, note str, by_id int, now int
insert into absence (id, member_id, from_at, to_at, delegate_id, note, created_by, created_at)
values (:id, :member_id, :from_at, :to_at, :delegate_id, :note, :by_id, :now);

-- name: absence_drop :exec :write
-- Called by absence_remove.
-- args: id int
delete from absence where id = :id;

-- name: skill_list :many :scan
-- All skills. Called by the screen.
-- cols: id int, name str, members int
select s.id, s.name, (select count(*) from member_skill ms join member m on m.id = ms.member_id where ms.skill_id = s.id and m.status = 'active')
from skill s order by s.name;

-- name: skill_insert :exec :write
-- EXISTS when the name is taken. Called by roster_skill_add.
-- args: id int, name str
insert into skill (id, name) values (:id, :name);

-- name: skill_get :one
-- Called before it is removed or named in a rule.
-- args: id int
-- cols: id int, name str
select id, name from skill where id = :id;

-- name: skill_named :one
-- Called before one is made.
-- args: name str
-- cols: id int
select id from skill where name = :name;

-- name: skill_drop_uses :exec :write :scan
-- Called before it is removed; the table is small.
-- args: id int
delete from member_skill where skill_id = :id;

-- name: skill_drop :exec :write
-- Called by roster_skill_remove.
-- args: id int
delete from skill where id = :id;

-- name: member_skill_list :many :scan
-- Who can do what. Called by roster_read.
-- cols: member_id int, skill_id int
select member_id, skill_id from member_skill order by member_id, skill_id;

-- name: member_skill_clear :exec :write
-- Before they are set anew. Called by roster_set.
-- args: member_id int
delete from member_skill where member_id = :member_id;

-- name: member_skill_add :exec :write
-- Called by roster_set.
-- args: member_id int, skill_id int
insert into member_skill (member_id, skill_id) values (:member_id, :skill_id) on conflict (member_id, skill_id) do nothing;

-- name: roster_members :many :scan
-- Active members with what rules may give them. Called by roster_read; a few hundred rows.
-- cols: id int, name str, handle str, role str, calendar_id int, most_open int, given_at int
select id, name, handle, role, calendar_id, most_open, given_at from member where status = 'active' order by name, id;

-- name: roster_load :one
-- How many open conversations a member has, at most max. Called by roster_read.
-- args: member_id int, max int
-- cols: n int
select count(*) from (select 1 from conversation where owner_id = :member_id and owner_id > 0 and status = 'open' limit :max) x;

-- name: roster_set :exec :write
-- Called by roster_set.
-- args: id int, calendar_id int, most_open int
update member set calendar_id = :calendar_id, most_open = :most_open where id = :id;

-- name: roster_given :exec :write
-- A rule gave them something. Called by routing_keep.
-- args: id int, now int
update member set given_at = :now where id = :id;
