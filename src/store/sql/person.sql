-- Persons and their identities.

-- name: identity_by_native :one
-- An identity with its person as ingest needs them. Called by ingest for each author. On PostgreSQL the network is
-- hidden from a planner without statistics, which would read all handles of the network.
-- args: network str, native_id str
-- cols: id int, person_id int, handle str, name str, avatar_url str?, followers int, stage str, exchanges int, last_exchange_day int, heard int, told int, last_in_at int, tied bool
select i.id, i.person_id, i.handle, i.name, i.avatar_url, i.followers, p.stage, p.exchanges, p.last_exchange_day, p.heard, p.told, p.last_in_at, p.tied
from identity i join person p on p.id = i.person_id where i.network = :network and i.native_id = :native_id;
-- postgres:
select i.id, i.person_id, i.handle, i.name, i.avatar_url, i.followers, p.stage, p.exchanges, p.last_exchange_day, p.heard, p.told, p.last_in_at, p.tied
from identity i join person p on p.id = i.person_id where i.network || '' = :network and i.native_id = :native_id;

-- name: identity_insert :exec :write
-- A new identity. Called by ingest. Nothing is changed when another node made it meanwhile.
-- args: id int, person_id int, network str, native_id str, handle str, name str, url str?, avatar_url str?, bio str?, followers int, now int
insert into identity (id, person_id, network, native_id, handle, name, url, avatar_url, bio, followers, updated_at, created_at)
values (:id, :person_id, :network, :native_id, :handle, :name, :url, :avatar_url, :bio, :followers, :now, :now)
on conflict (network, native_id) do nothing;

-- name: identity_update :exec :write
-- The author calls himself differently now. What the network left out stays. Called by ingest.
-- args: id int, handle str, name str, url str?, avatar_url str?, bio str?, followers int, now int
update identity set handle = case when :handle = '' then handle else :handle end, name = case when :name = '' then name else :name end,
    url = coalesce(:url, url), avatar_url = coalesce(:avatar_url, avatar_url), bio = coalesce(:bio, bio),
    followers = case when :followers < 0 then followers else :followers end, updated_at = :now
where id = :id;

-- name: person_insert :exec :write
-- A new person. Called by ingest.
-- args: id int, name str, stage str, exchanges int, last_exchange_day int, heard int, told int, first_in_at int, last_in_at int, last_out_at int, demo bool, now int
insert into person (id, name, stage, exchanges, last_exchange_day, heard, told, first_in_at, last_in_at, last_out_at, last_touch_at, demo, created_at)
values (:id, :name, :stage, :exchanges, :last_exchange_day, :heard, :told, :first_in_at, :last_in_at, :last_out_at, :last_in_at, :demo, :now);

-- What was said with a person: the first of all that is written about them; on PostgreSQL others wait here until it is committed. Gives the row
-- as it is then. One statement for each direction: SQLite rewrites an index for every column of it that is set, whatever to.

-- name: person_counted :one :write
-- Both sides spoke, or neither. Called by tie_apply.
-- args: id int, heard int, told int, first_in_at int, last_in_at int, last_out_at int, last_touch_at int
-- cols: tied bool, heard int, told int, stage str, exchanges int, last_exchange_day int, strength real, dormancy real
update person set heard = heard + :heard, told = told + :told,
    first_in_at = case when :first_in_at > 0 and (first_in_at = 0 or :first_in_at < first_in_at) then :first_in_at else first_in_at end,
    last_in_at = case when :last_in_at > last_in_at then :last_in_at else last_in_at end,
    last_out_at = case when :last_out_at > last_out_at then :last_out_at else last_out_at end,
    last_touch_at = case when :last_touch_at > last_touch_at then :last_touch_at else last_touch_at end
where id = :id
returning tied, heard, told, stage, exchanges, last_exchange_day, strength, dormancy;

-- name: person_heard :one :write
-- They spoke. Called by tie_apply.
-- args: id int, heard int, first_in_at int, last_in_at int, last_touch_at int
-- cols: as person_counted
update person set heard = heard + :heard,
    first_in_at = case when :first_in_at > 0 and (first_in_at = 0 or :first_in_at < first_in_at) then :first_in_at else first_in_at end,
    last_in_at = case when :last_in_at > last_in_at then :last_in_at else last_in_at end,
    last_touch_at = case when :last_touch_at > last_touch_at then :last_touch_at else last_touch_at end
where id = :id
returning tied, heard, told, stage, exchanges, last_exchange_day, strength, dormancy;

-- name: person_told :one :write
-- We spoke. Called by tie_apply.
-- args: id int, told int, last_out_at int, last_touch_at int
-- cols: as person_counted
update person set told = told + :told,
    last_out_at = case when :last_out_at > last_out_at then :last_out_at else last_out_at end,
    last_touch_at = case when :last_touch_at > last_touch_at then :last_touch_at else last_touch_at end
where id = :id
returning tied, heard, told, stage, exchanges, last_exchange_day, strength, dormancy;

-- name: person_taken :one :write
-- Nothing was said; records changed. Called by tie_apply.
-- args: id int
-- cols: as person_counted
update person set demo = demo where id = :id
returning tied, heard, told, stage, exchanges, last_exchange_day, strength, dormancy;

-- name: person_staged :exec :write
-- How far the relationship has come. Called by tie_persons_write and tie_apply.
-- args: id int, stage str, exchanges int, last_exchange_day int, strength real, points int, dormancy real, silence int, tied bool
update person set stage = :stage, exchanges = :exchanges, last_exchange_day = :last_exchange_day, strength = :strength, points = :points, dormancy = :dormancy,
    silence = :silence, tied = :tied
where id = :id;

-- name: person_faded :exec :write
-- Strength and silence went on, and nothing else: no index has them. Called by tie_persons_write.
-- args: id int, strength real, dormancy real
update person set strength = :strength, dormancy = :dormancy where id = :id;

-- name: person_pointed :exec :write
-- Points or silence are others, the stage is not. Called by tie_persons_write.
-- args: id int, exchanges int, last_exchange_day int, strength real, points int, dormancy real, silence int
update person set exchanges = :exchanges, last_exchange_day = :last_exchange_day, strength = :strength, points = :points, dormancy = :dormancy, silence = :silence where id = :id;

-- name: person_weighed :exec :write
-- Points or silence are others, stage and days of exchange are not. Called by tie_persons_write.
-- args: id int, strength real, points int, dormancy real, silence int
update person set strength = :strength, points = :points, dormancy = :dormancy, silence = :silence where id = :id;

-- name: person_exchanged :exec :write
-- The same with another day of exchange; points and silence stay. Called by tie_persons_write.
-- args: id int, exchanges int, last_exchange_day int, strength real, dormancy real
update person set exchanges = :exchanges, last_exchange_day = :last_exchange_day, strength = :strength, dormancy = :dormancy where id = :id;

-- name: person_staged_many :exec :write :postgres
-- How far relationships have come, each person once. Called by tie_persons_write.
-- args: id ints, stage strs, exchanges ints, last_exchange_day ints, strength reals, points ints, dormancy reals, silence ints, tied ints
update person set stage = n.stage, exchanges = n.exchanges, last_exchange_day = n.last_exchange_day, strength = n.strength, points = n.points, dormancy = n.dormancy,
    silence = n.silence, tied = n.tied
from unnest(:id::bigint[], :stage::text[], :exchanges::bigint[], :last_exchange_day::bigint[], :strength::float8[], :points::bigint[], :dormancy::float8[],
    :silence::bigint[], :tied::bigint[]) as n (id, stage, exchanges, last_exchange_day, strength, points, dormancy, silence, tied)
where person.id = n.id;

-- name: person_get :one
-- One person. Called by the person page and ingest.
-- args: id int
-- cols: id int, kind str, name str, about str?, role str, merged_into int, stage str, exchanges int, last_exchange_day int, heard int, told int, first_in_at int, last_in_at int, last_out_at int, demo bool, created_at int, followers int, tied bool
select p.id, p.kind, p.name, p.about, p.role, p.merged_into, p.stage, p.exchanges, p.last_exchange_day, p.heard, p.told, p.first_in_at, p.last_in_at, p.last_out_at, p.demo, p.created_at,
    coalesce((select max(i.followers) from identity i where i.person_id = p.id), -1), p.tied
from person p where p.id = :id;

-- People in an order: those of one stage, role or kind, each straight off an index (all are those of every stage side by side); what else is
-- asked for ('' = any) is left out on the way. `key` or `name`, and `id`: what the page before ended with.

-- name: person_list :many
-- People of one stage, who spoke last first. Called by the people list.
-- args: me int, stage str, role str, kind str, key int, id int, max int
-- cols: id int, kind str, name str, role str, stage str, exchanges int, heard int, told int, first_in_at int, last_in_at int, last_out_at int, last_touch_at int, strength real, dormancy real, owner_id int, demo bool
select id, kind, name, role, stage, exchanges, heard, told, first_in_at, last_in_at, last_out_at, last_touch_at, strength, dormancy, owner_id, demo
from person where stage = :stage and (last_in_at, id) < (:key, :id) and (:role = '' or role = :role) and (:kind = '' or kind = :kind)
    and merged_into = 0 and owner_id in (0, :me) order by last_in_at desc, id desc limit :max;

-- name: person_by_heard_role :many
-- People of one role, who spoke last first. Called by the people list.
-- args: as person_list
-- cols: as person_list
select id, kind, name, role, stage, exchanges, heard, told, first_in_at, last_in_at, last_out_at, last_touch_at, strength, dormancy, owner_id, demo
from person where role = :role and role <> '' and (last_in_at, id) < (:key, :id) and (:stage = '' or stage = :stage) and (:kind = '' or kind = :kind)
    and merged_into = 0 and owner_id in (0, :me) order by last_in_at desc, id desc limit :max;

-- name: person_by_heard_kind :many
-- People of one kind that few are, who spoke last first. Called by the people list.
-- args: as person_list
-- cols: as person_list
select id, kind, name, role, stage, exchanges, heard, told, first_in_at, last_in_at, last_out_at, last_touch_at, strength, dormancy, owner_id, demo
from person where kind = :kind and kind <> 'person' and (last_in_at, id) < (:key, :id) and (:stage = '' or stage = :stage) and (:role = '' or role = :role)
    and merged_into = 0 and owner_id in (0, :me) order by last_in_at desc, id desc limit :max;

-- name: person_by_contact_stage :many
-- People of one stage, the last contact first. Called by the people list.
-- args: as person_list
-- cols: as person_list
select id, kind, name, role, stage, exchanges, heard, told, first_in_at, last_in_at, last_out_at, last_touch_at, strength, dormancy, owner_id, demo
from person where stage = :stage and (last_touch_at, id) < (:key, :id) and (:role = '' or role = :role) and (:kind = '' or kind = :kind)
    and merged_into = 0 and owner_id in (0, :me) order by last_touch_at desc, id desc limit :max;

-- name: person_by_contact_role :many
-- People of one role, the last contact first. Called by the people list.
-- args: as person_list
-- cols: as person_list
select id, kind, name, role, stage, exchanges, heard, told, first_in_at, last_in_at, last_out_at, last_touch_at, strength, dormancy, owner_id, demo
from person where role = :role and role <> '' and (last_touch_at, id) < (:key, :id) and (:stage = '' or stage = :stage) and (:kind = '' or kind = :kind)
    and merged_into = 0 and owner_id in (0, :me) order by last_touch_at desc, id desc limit :max;

-- name: person_by_contact_kind :many
-- People of one kind that few are, the last contact first. Called by the people list.
-- args: as person_list
-- cols: as person_list
select id, kind, name, role, stage, exchanges, heard, told, first_in_at, last_in_at, last_out_at, last_touch_at, strength, dormancy, owner_id, demo
from person where kind = :kind and kind <> 'person' and (last_touch_at, id) < (:key, :id) and (:stage = '' or stage = :stage) and (:role = '' or role = :role)
    and merged_into = 0 and owner_id in (0, :me) order by last_touch_at desc, id desc limit :max;

-- name: person_by_strength_stage :many
-- People of one stage, the strongest first by whole points. Called by the people list.
-- args: as person_list
-- cols: as person_list
select id, kind, name, role, stage, exchanges, heard, told, first_in_at, last_in_at, last_out_at, last_touch_at, strength, dormancy, owner_id, demo
from person where stage = :stage and (points, id) < (:key, :id) and (:role = '' or role = :role) and (:kind = '' or kind = :kind)
    and merged_into = 0 and owner_id in (0, :me) order by points desc, id desc limit :max;

-- name: person_by_strength_role :many
-- People of one role, the strongest first by whole points. Called by the people list.
-- args: as person_list
-- cols: as person_list
select id, kind, name, role, stage, exchanges, heard, told, first_in_at, last_in_at, last_out_at, last_touch_at, strength, dormancy, owner_id, demo
from person where role = :role and role <> '' and (points, id) < (:key, :id) and (:stage = '' or stage = :stage) and (:kind = '' or kind = :kind)
    and merged_into = 0 and owner_id in (0, :me) order by points desc, id desc limit :max;

-- name: person_by_strength_kind :many
-- People of one kind that few are, the strongest first by whole points. Called by the people list.
-- args: as person_list
-- cols: as person_list
select id, kind, name, role, stage, exchanges, heard, told, first_in_at, last_in_at, last_out_at, last_touch_at, strength, dormancy, owner_id, demo
from person where kind = :kind and kind <> 'person' and (points, id) < (:key, :id) and (:stage = '' or stage = :stage) and (:role = '' or role = :role)
    and merged_into = 0 and owner_id in (0, :me) order by points desc, id desc limit :max;

-- name: person_by_alphabet :many
-- People, in the order of their names. Called by the people list.
-- args: me int, stage str, role str, kind str, name str, id int, max int
-- cols: as person_list
select id, kind, name, role, stage, exchanges, heard, told, first_in_at, last_in_at, last_out_at, last_touch_at, strength, dormancy, owner_id, demo
from person where (name, id) > (:name, :id) and (:stage = '' or stage = :stage) and (:role = '' or role = :role) and (:kind = '' or kind = :kind)
    and merged_into = 0 and owner_id in (0, :me) order by name, id limit :max;

-- name: person_by_alphabet_stage :many
-- People of one stage, in the order of their names. Called by the people list.
-- args: as person_by_alphabet
-- cols: as person_list
select id, kind, name, role, stage, exchanges, heard, told, first_in_at, last_in_at, last_out_at, last_touch_at, strength, dormancy, owner_id, demo
from person where stage = :stage and (name, id) > (:name, :id) and (:role = '' or role = :role) and (:kind = '' or kind = :kind)
    and merged_into = 0 and owner_id in (0, :me) order by name, id limit :max;

-- name: person_by_alphabet_role :many
-- People of one role, in the order of their names. Called by the people list.
-- args: as person_by_alphabet
-- cols: as person_list
select id, kind, name, role, stage, exchanges, heard, told, first_in_at, last_in_at, last_out_at, last_touch_at, strength, dormancy, owner_id, demo
from person where role = :role and role <> '' and (name, id) > (:name, :id) and (:stage = '' or stage = :stage) and (:kind = '' or kind = :kind)
    and merged_into = 0 and owner_id in (0, :me) order by name, id limit :max;

-- name: person_by_alphabet_kind :many
-- People of one kind that few are, in the order of their names. Called by the people list.
-- args: as person_by_alphabet
-- cols: as person_list
select id, kind, name, role, stage, exchanges, heard, told, first_in_at, last_in_at, last_out_at, last_touch_at, strength, dormancy, owner_id, demo
from person where kind = :kind and kind <> 'person' and (name, id) > (:name, :id) and (:stage = '' or stage = :stage) and (:role = '' or role = :role)
    and merged_into = 0 and owner_id in (0, :me) order by name, id limit :max;

-- name: person_conversations :one
-- How many conversations were with a person, at most max. Called by the person page.
-- args: person_id int, max int, eyes int
-- cols: n int
select count(*) from (select 1 from conversation c where person_id = :person_id and {seen} limit :max) x;
