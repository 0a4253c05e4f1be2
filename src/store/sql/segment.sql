-- Segments: saved conditions over people. Who is in one is found by walking people in chunks; the condition itself is held in C
-- (domain/segment_rules), so that no SQL is ever put together.

-- name: segment_list :many :scan
-- All that a member sees; they are few. Called by the segments of the people page.
-- args: me int
-- cols: id int, name str, conditions str, owner_id int, created_by int, created_at int
select id, name, conditions, owner_id, created_by, created_at from segment where owner_id in (0, :me) order by name, id;

-- name: segment_get :one
-- One of them. Called before it is shown or changed.
-- args: id int
-- cols: id int, name str, conditions str, owner_id int, created_by int, created_at int
select id, name, conditions, owner_id, created_by, created_at from segment where id = :id;

-- name: segment_insert :exec :write
-- Called by the people page.
-- args: id int, name str, conditions str, owner_id int, created_by int, now int
insert into segment (id, name, conditions, owner_id, created_by, created_at) values (:id, :name, :conditions, :owner_id, :created_by, :now);

-- name: segment_set :exec :write
-- Called by the people page.
-- args: id int, name str, conditions str
update segment set name = :name, conditions = :conditions where id = :id;

-- name: segment_drop :exec :write
-- Called by the people page.
-- args: id int
delete from segment where id = :id;

-- name: segment_keeps :many :scan
-- Wishes to keep in touch with all of a segment that a member sees; they are few. Called by the slipping-away list, the person page and segments.
-- args: me int
-- cols: id int, segment_id int, member_id int, ideal_days int, latest_days int, created_at int, name str, conditions str
select k.id, k.segment_id, k.member_id, k.ideal_days, k.latest_days, k.created_at, s.name, s.conditions
from keep_in_touch k join segment s on s.id = k.segment_id
where k.segment_id > 0 and k.person_id = 0 and k.member_id in (0, :me) and s.owner_id in (0, :me) order by k.segment_id, k.member_id;

-- name: segment_drop_keep :exec :write :scan
-- Its keep-in-touch goes with it. Called with segment_drop; there are few.
-- args: id int
delete from keep_in_touch where segment_id = :id and segment_id > 0;

-- name: segment_people :many :scan
-- A chunk of people with what a condition may look at, by id. stage and role: '' = any. What is not asked for is null.
-- contact: whose last real contact is asked for (0 = anybody's), -1 = nobody's.
-- args: me int, after int, stage str, role str, addresses bool, data bool, organizations bool, contact int, now int, max int
-- cols: id int, kind str, name str, about str?, role str, stage str, strength real, dormancy real, heard int, told int, exchanges int, last_touch_at int, created_at int, owner_id int, addresses str?, data str?, organizations str?, contact_at int, shared_at int
select p.id, p.kind, p.name, p.about, p.role, p.stage, p.strength, p.dormancy, p.heard, p.told, p.exchanges, p.last_touch_at, p.created_at, p.owner_id,
    case when :addresses then (select group_concat(i.network || char(31) || i.followers, char(30)) from identity i where i.person_id = p.id and i.owner_id in (0, :me)) end,
    case when :data then (select group_concat(d.kind || char(31) || d.label || char(31) || d.norm, char(30)) from datum d
        where d.person_id = p.id and d.kind in ('language', 'category', 'field') and d.owner_id in (0, :me)) end,
    case when :organizations then (select group_concat(o.name, char(30)) from person_role r join person o on o.id = r.organization_id
        where r.person_id = p.id and r.organization_id > 0 and r.to_day = 0 and r.owner_id in (0, :me) and o.owner_id in (0, :me)) end,
    case when :contact >= 0 then coalesce((select max(t.last_two_way_at) from tie t where t.person_id = p.id and t.member_id in (0, :contact)), 0) else 0 end,
    case when :contact >= 0 then coalesce((select max(m.at) from moment_person x join moment m on m.id = x.moment_id
        where x.person_id = p.id and x.person_id > 0 and m.kind in ('met', 'meeting', 'event', 'project') and m.at <= :now), 0) else 0 end
from person p where p.id > :after and (:stage = '' or p.stage = :stage) and (:role = '' or p.role = :role)
    and p.merged_into = 0 and p.owner_id in (0, :me) order by p.id limit :max;
-- postgres:
select p.id, p.kind, p.name, p.about, p.role, p.stage, p.strength, p.dormancy, p.heard, p.told, p.exchanges, p.last_touch_at, p.created_at, p.owner_id,
    case when :addresses::bigint <> 0 then (select string_agg(i.network || chr(31) || i.followers, chr(30)) from identity i where i.person_id = p.id and i.owner_id in (0, :me)) end,
    case when :data::bigint <> 0 then (select string_agg(d.kind || chr(31) || d.label || chr(31) || d.norm, chr(30)) from datum d
        where d.person_id = p.id and d.kind in ('language', 'category', 'field') and d.owner_id in (0, :me)) end,
    case when :organizations::bigint <> 0 then (select string_agg(o.name, chr(30)) from person_role r join person o on o.id = r.organization_id
        where r.person_id = p.id and r.organization_id > 0 and r.to_day = 0 and r.owner_id in (0, :me) and o.owner_id in (0, :me)) end,
    case when :contact >= 0 then coalesce((select max(t.last_two_way_at) from tie t where t.person_id = p.id and t.member_id in (0, :contact)), 0) else 0 end,
    case when :contact >= 0 then coalesce((select max(m.at) from moment_person x join moment m on m.id = x.moment_id
        where x.person_id = p.id and x.person_id > 0 and m.kind in ('met', 'meeting', 'event', 'project') and m.at <= :now), 0) else 0 end
from person p where p.id > :after and (:stage = '' or p.stage = :stage) and (:role = '' or p.role = :role)
    and p.merged_into = 0 and p.owner_id in (0, :me) order by p.id limit :max;

-- name: segment_rows :many
-- People by their ids, for the page of a segment. ids: a JSON array of numbers.
-- args: ids str
-- cols: as person_list
select p.id, p.kind, p.name, p.role, p.stage, p.exchanges, p.heard, p.told, p.first_in_at, p.last_in_at, p.last_out_at, p.last_touch_at, p.strength, p.dormancy, p.owner_id, p.demo
from json_each(:ids) j join person p on p.id = j.value;
-- postgres:
select p.id, p.kind, p.name, p.role, p.stage, p.exchanges, p.heard, p.told, p.first_in_at, p.last_in_at, p.last_out_at, p.last_touch_at, p.strength, p.dormancy, p.owner_id, p.demo
from json_array_elements_text(:ids::json) j join person p on p.id = j.value::bigint;
