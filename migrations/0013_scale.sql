-- For a million people: whoever works out all relationships goes through touches and people in order of their ids, and what it writes
-- must lie together in every index. So lists are sorted by whole points: an index by points holds neighbours in id side by side, while
-- one by the exact strength would be rewritten from end to end for every few thousand people.

alter table person add column points integer not null default 0; -- strength in whole points, as it is shown and sorted by
alter table person add column silence integer not null default 0; -- 0 as usual, 1 drifting, 2 dormant: dormancy as last worked out
update person set points = cast(round(cast(strength as numeric)) as integer), silence = case when dormancy > 8 then 2 when dormancy > 3 then 1 else 0 end
where strength > 0 or dormancy > 3;

-- Lists go by stage: a list of all is the lists of the six stages side by side. So nobody pays for an index of all beside those of stages, and
-- a list of one stage, role or kind is read straight off an index, however few they are and wherever they stand among all.
drop index person_last_in;
drop index person_touched;
drop index person_stage;
drop index person_tied;
drop index person_slipping;
drop index person_strength;
create index person_stage on person (stage, points, id, owner_id, merged_into, kind); -- whole, so that counting reads it alone
create index person_stage_heard on person (stage, last_in_at, id);
create index person_stage_contact on person (stage, last_touch_at, id);
create index person_stage_name on person (stage, name, id);
create index person_role_heard on person (role, last_in_at, id) where role <> '';
create index person_role_contact on person (role, last_touch_at, id) where role <> '';
create index person_role_points on person (role, points, id) where role <> '';
create index person_role_name on person (role, name, id) where role <> '';
create index person_kind_heard on person (kind, last_in_at, id) where kind <> 'person';
create index person_kind_contact on person (kind, last_touch_at, id) where kind <> 'person';
create index person_kind_points on person (kind, points, id) where kind <> 'person';
create index person_kind_name on person (kind, name, id) where kind <> 'person';
create index person_silent on person (points, id, silence, owner_id, merged_into, kind) where silence > 0; -- drifting or dormant

-- What a fold reads of a touch stands in the index, person by person.
drop index touch_person;
-- sqlite:
create index touch_person on touch (person_id, at, member_id, channel_id, direction, medium, prompted, asked, personal, automatic, praise, owner_id);
-- postgres:
create index touch_person on touch (person_id, at) include (id, member_id, channel_id, direction, medium, prompted, asked, personal, automatic, praise, owner_id);
-- end

-- Ties lie in order of their persons, too. Columns: 0008.
-- sqlite:
create table tie_by_person (
    person_id integer not null,
    member_id integer not null,
    state blob not null,
    strength real not null default 0,
    points integer not null default 0, -- as in person
    confidence real not null default 0,
    peak real not null default 0,
    peak_at integer not null default 0,
    past real not null default -1,
    last_at integer not null default 0,
    last_two_way_at integer not null default 0,
    interval_days integer not null default 0,
    heard integer not null default 0,
    told integer not null default 0,
    computed_at integer not null default 0,
    override real not null default -1,
    override_by integer not null default 0,
    override_why text not null default '',
    override_until integer not null default 0,
    rated integer not null default -1,
    rated_at integer not null default 0,
    primary key (person_id, member_id)
) without rowid;
insert into tie_by_person (person_id, member_id, state, strength, points, confidence, peak, peak_at, past, last_at, last_two_way_at, interval_days, heard, told,
    computed_at, override, override_by, override_why, override_until, rated, rated_at)
select person_id, member_id, state, strength, cast(round(strength) as integer), confidence, peak, peak_at, past, last_at, last_two_way_at, interval_days, heard, told,
    computed_at, override, override_by, override_why, override_until, rated, rated_at
from tie order by person_id, member_id;
drop table tie;
alter table tie_by_person rename to tie;
create index tie_rated on tie (rated_at) where rated >= 0;
-- postgres:
alter table tie add column points bigint not null default 0;
update tie set points = cast(round(cast(strength as numeric)) as bigint) where strength > 0;
drop index tie_member;
drop index tie_live;
-- end
create index tie_member on tie (member_id, points, person_id) where member_id > 0; -- of members; the organisation's are in person_stage

-- Figures about everybody that take too long to be counted while somebody waits; only in large houses (domain/figures.h).
create table figure (
    name text primary key,
    value text not null, -- JSON
    at integer not null
);
