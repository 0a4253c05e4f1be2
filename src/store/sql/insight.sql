-- What grows and what slips away: summaries over people, ties, touches, moments (domain/insight.h). Whatever belongs to one member's own
-- address book or mailbox is neither counted nor shown to others: owner_id in (0, :me), and ties of others that hold such touches stay out.

-- ---- people as lists of insight show them ----

-- name: insight_persons :many
-- Some people, those that the member sees. ids: a JSON array of numbers. Called by every list of insight.
-- args: ids str, me int
-- cols: id int, name str, role str, stage str, strength real, dormancy real, last_touch_at int, tied bool, handle str?, avatar_url str?
select p.id, p.name, p.role, p.stage, p.strength, p.dormancy, p.last_touch_at, p.tied, i.handle, i.avatar_url
from json_each(:ids) j join person p on p.id = j.value
    left join identity i on i.id = (select min(x.id) from identity x where x.person_id = p.id and x.owner_id in (0, :me))
where p.owner_id in (0, :me) and p.merged_into = 0;
-- postgres:
select p.id, p.name, p.role, p.stage, p.strength, p.dormancy, p.last_touch_at, p.tied, i.handle, i.avatar_url
from json_array_elements_text(:ids::json) j join person p on p.id = j.value::bigint
    left join identity i on i.id = (select min(x.id) from identity x where x.person_id = p.id and x.owner_id in (0, :me))
where p.owner_id in (0, :me) and p.merged_into = 0;

-- name: insight_stages :many :scan
-- How many people are in each stage: reads one index. Called by the first evening and the stage flow.
-- args: me int
-- cols: stage str, n int
select stage, count(*) from person where owner_id in (0, :me) and merged_into = 0 and kind = 'person' group by stage;

-- name: insight_silent :one :scan
-- How many drift and how many are dormant. Called by the first evening.
-- args: me int
-- cols: drifting int, dormant int
select coalesce(sum(case when dormancy > 8 then 0 else 1 end), 0), coalesce(sum(case when dormancy > 8 then 1 else 0 end), 0)
from person where dormancy > 3 and owner_id in (0, :me) and merged_into = 0 and kind = 'person';

-- name: insight_stage_top :many
-- The strongest of a stage. Called by the first evening.
-- args: me int, stage str, max int
-- cols: as insight_persons
select p.id, p.name, p.role, p.stage, p.strength, p.dormancy, p.last_touch_at, p.tied, i.handle, i.avatar_url
from person p left join identity i on i.id = (select min(x.id) from identity x where x.person_id = p.id and x.owner_id in (0, :me))
where p.stage = :stage and p.owner_id in (0, :me) and p.merged_into = 0 and p.kind = 'person' order by p.strength desc, p.id desc limit :max;

-- name: insight_contact_top :many
-- Contacts nearest to a dialogue: who had an exchange already, then who spoke last. Called by the first evening.
-- args: me int, max int
-- cols: as insight_persons
select p.id, p.name, p.role, p.stage, p.strength, p.dormancy, p.last_touch_at, p.tied, i.handle, i.avatar_url
from person p left join identity i on i.id = (select min(x.id) from identity x where x.person_id = p.id and x.owner_id in (0, :me))
where p.stage = 'contact' and p.owner_id in (0, :me) and p.merged_into = 0 and p.kind = 'person'
order by p.exchanges desc, p.last_in_at desc, p.id desc limit :max;

-- ---- slipping away ----

-- name: insight_slipping :many
-- Who drifts or is dormant by their own rhythm, the strongest first. Called by the slipping-away list.
-- args: me int, stage str, strength real, id int, max int
-- cols: as insight_persons
select p.id, p.name, p.role, p.stage, p.strength, p.dormancy, p.last_touch_at, p.tied, i.handle, i.avatar_url
from person p left join identity i on i.id = (select min(x.id) from identity x where x.person_id = p.id and x.owner_id in (0, :me))
where p.dormancy > 3 and (p.strength, p.id) < (:strength, :id) and p.owner_id in (0, :me) and p.merged_into = 0 and p.kind = 'person'
and (:stage = '' or p.stage = :stage) order by p.strength desc, p.id desc limit :max;

-- name: insight_slipping_member :many
-- The same of the ties of one member, by the rhythm of those ties. Called by the slipping-away list.
-- args: me int, member_id int, stage str, strength real, id int, now int, max int
-- cols: as insight_persons
select p.id, p.name, p.role, p.stage, t.strength, (:now - t.last_two_way_at) / (86400000000.0 * t.interval_days), p.last_touch_at, p.tied, i.handle, i.avatar_url
from tie t join person p on p.id = t.person_id
    left join identity i on i.id = (select min(x.id) from identity x where x.person_id = p.id and x.owner_id in (0, :me))
where t.member_id = :member_id and (t.strength, t.person_id) < (:strength, :id) and t.last_two_way_at > 0 and t.interval_days > 0
and :now - t.last_two_way_at > 259200000000 * t.interval_days and p.owner_id in (0, :me) and p.merged_into = 0 and p.kind = 'person'
and (:stage = '' or p.stage = :stage)
and (t.member_id = :me or 0 = (select count(*) from (select 1 from touch o where o.owner_id = t.member_id and o.person_id = t.person_id and o.owner_id > 0 limit 1) z))
order by t.strength desc, t.person_id desc limit :max;

-- name: insight_keeps :many :scan
-- Wishes to keep in touch with people whose ideal interval is over, the longest overdue first; what members wish for is a small table. Called by the slipping-away list.
-- args: me int, member_id int, stage str, now int, max int
-- cols: person_id int, member_id int, ideal_days int, latest_days int, last_at int, due_at int
select k.person_id, k.member_id, k.ideal_days, k.latest_days, p.last_touch_at,
    (case when p.last_touch_at > k.created_at then p.last_touch_at else k.created_at end) + 86400000000 * k.ideal_days as due_at
from keep_in_touch k join person p on p.id = k.person_id
where k.person_id > 0 and p.owner_id in (0, :me) and p.merged_into = 0 and (:stage = '' or p.stage = :stage)
and (k.member_id in (0, :me) or :member_id > 0) and (:member_id = 0 or k.member_id in (0, :member_id))
and (case when p.last_touch_at > k.created_at then p.last_touch_at else k.created_at end) + 86400000000 * k.ideal_days < :now
order by due_at, k.person_id limit :max;

-- name: insight_facts :many
-- What is known of a person, the newest first: what to talk about. Called by the slipping-away list.
-- args: person_id int, me int, max int
-- cols: id int, kind str, text str, said_at int, post_id int
select id, kind, text, case when said_at > 0 then said_at else created_at end, post_id
from fact where person_id = :person_id and owner_id in (0, :me) order by id desc limit :max;

-- name: insight_promises :many
-- What is promised and open, either way. Called by the slipping-away list.
-- args: person_id int, max int
-- cols: id int, side str, text str, due_at int, created_at int
select id, side, text, due_at, created_at from commitment where person_id = :person_id and state = 'open' order by id limit :max;

-- name: insight_last_words :one
-- What they said last. Called by the slipping-away list.
-- args: person_id int
-- cols: id int, text str, posted_at int
select id, text, posted_at from post
where person_id = :person_id and person_id > 0 and direction = 'in' and deleted_at = 0 order by posted_at desc, id desc limit 1;

-- ---- ties ----

-- name: insight_tie :one
-- One tie as it is kept. Called by the rhythm strip and the slipping-away list.
-- args: person_id int, member_id int
-- cols: state blob, strength real, peak real, peak_at int, last_at int, last_two_way_at int, interval_days int
select state, strength, peak, peak_at, last_at, last_two_way_at, interval_days from tie where person_id = :person_id and member_id = :member_id;

-- name: insight_known_by :many
-- Members who know a person. Ties of others that hold touches only they see stay out. A member's own judgement stands while it holds.
-- Called by known-by.
-- args: person_id int, me int, now int
-- cols: member_id int, strength real, confidence real, peak real, last_at int, last_two_way_at int, interval_days int, heard int, told int, judged bool
select t.member_id, case when t.override >= 0 and (t.override_until = 0 or t.override_until > :now) then t.override else t.strength end,
    t.confidence, t.peak, t.last_at, t.last_two_way_at, t.interval_days, t.heard, t.told,
    case when t.override >= 0 and (t.override_until = 0 or t.override_until > :now) then 1 else 0 end
from tie t where t.person_id = :person_id and t.member_id > 0
and (t.member_id = :me or 0 = (select count(*) from (select 1 from touch o where o.owner_id = t.member_id and o.person_id = t.person_id and o.owner_id > 0 limit 1) z));

-- ---- stage flow, rhythm ----

-- name: insight_moves :many :scan
-- Moves between stages since a time, by day (days since 1970). Called by the stage flow.
-- args: me int, from_at int
-- cols: day int, from_stage str, to_stage str, n int
select m.at / 86400000000 as day, m.from_stage, m.to_stage, count(*) from stage_move m
where m.at >= :from_at and not exists (select 1 from person p where p.id = m.person_id and p.owner_id > 0 and p.owner_id <> :me)
group by m.at / 86400000000, m.from_stage, m.to_stage order by day;

-- name: insight_touches :many
-- When a person and we had to do with each other. Called by the rhythm strip.
-- args: person_id int, me int, from_at int, to_at int
-- cols: at int, direction str
select at, direction from touch
where person_id = :person_id and at >= :from_at and at < :to_at and owner_id in (0, :me) and automatic = 0 order by at;
