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
-- How many people that everybody sees are in each stage: reads one index. Called by the first evening and the stage flow.
-- cols: stage str, n int
select stage, count(*) from person where owner_id = 0 and merged_into = 0 and kind = 'person' group by stage;

-- name: insight_stages_own :many
-- The same in a member's own address book. Called with insight_stages.
-- args: me int
-- cols: as insight_stages
select stage, count(*) from person where owner_id = :me and owner_id > 0 and merged_into = 0 and kind = 'person' group by stage;

-- name: insight_silent :one :scan
-- How many whom everybody sees drift and how many are dormant. Called by the first evening.
-- cols: drifting int, dormant int
select coalesce(sum(case when silence > 1 then 0 else 1 end), 0), coalesce(sum(case when silence > 1 then 1 else 0 end), 0)
from person where silence > 0 and owner_id = 0 and merged_into = 0 and kind = 'person';

-- name: insight_silent_own :one
-- The same in a member's own address book. Called with insight_silent.
-- args: me int
-- cols: as insight_silent
select coalesce(sum(case when silence = 1 then 1 else 0 end), 0), coalesce(sum(case when silence > 1 then 1 else 0 end), 0)
from person where owner_id = :me and owner_id > 0 and merged_into = 0 and kind = 'person';

-- name: insight_stage_top :many
-- The strongest of a stage. Called by the first evening.
-- args: me int, stage str, max int
-- cols: as insight_persons
select p.id, p.name, p.role, p.stage, p.strength, p.dormancy, p.last_touch_at, p.tied, i.handle, i.avatar_url
from person p left join identity i on i.id = (select min(x.id) from identity x where x.person_id = p.id and x.owner_id in (0, :me))
where p.stage = :stage and p.owner_id in (0, :me) and p.merged_into = 0 and p.kind = 'person' order by p.points desc, p.id desc limit :max;

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
-- Who drifts or is dormant by their own rhythm, the strongest first: what the slipping-away list puts in its own order.
-- args: me int, stage str, points int, id int, now int, max int
-- cols: id int, points int, strength real, peak real, dormancy real
select p.id, p.points, p.strength, coalesce(t.peak, 0),
    case when t.last_two_way_at > 0 and t.interval_days > 0 then (:now - t.last_two_way_at) / (86400000000.0 * t.interval_days) else p.dormancy end
from person p left join tie t on t.person_id = p.id and t.member_id = 0
where p.silence > 0 and (p.points, p.id) < (:points, :id) and p.owner_id in (0, :me) and p.merged_into = 0 and p.kind = 'person'
and (:stage = '' or p.stage = :stage) order by p.points desc, p.id desc limit :max;

-- name: insight_slipping_member :many
-- The same of the ties of one member, by the rhythm of those ties. Called by the slipping-away list.
-- args: me int, member_id int, stage str, points int, id int, now int, max int
-- cols: as insight_slipping
select p.id, t.points, t.strength, t.peak, (:now - t.last_two_way_at) / (86400000000.0 * t.interval_days)
from tie t join person p on p.id = t.person_id
where t.member_id = :member_id and t.member_id > 0 and (t.points, t.person_id) < (:points, :id) and t.last_two_way_at > 0 and t.interval_days > 0
and :now - t.last_two_way_at > 259200000000 * t.interval_days and p.owner_id in (0, :me) and p.merged_into = 0 and p.kind = 'person'
and (:stage = '' or p.stage = :stage)
and (t.member_id = :me or 0 = (select count(*) from (select 1 from touch o where o.owner_id = t.member_id and o.person_id = t.person_id and o.owner_id > 0 limit 1) z))
order by t.points desc, t.person_id desc limit :max;

-- name: contact_last :one
-- The last real contact with a person as one member knows it (0 = anybody): an exchange, or a moment together (domain/contact_rules.h).
-- Called by the person page and, for wishes of a segment, by the slipping-away list.
-- args: person_id int, member_id int, now int
-- cols: tie_at int, moment_at int
select coalesce((select max(t.last_two_way_at) from tie t where t.person_id = :person_id and t.member_id in (0, :member_id)), 0),
    coalesce((select max(m.at) from moment_person x join moment m on m.id = x.moment_id
        where x.person_id = :person_id and x.person_id > 0 and m.kind in ('met', 'meeting', 'event', 'project') and m.at <= :now), 0);

-- name: contact_newest :one
-- The newest touch behind a time: may be no real contact. Called by the person page.
-- args: person_id int, me int, after int, eyes int
-- cols: direction str, medium str, prompted bool, automatic bool, at int
select direction, medium, prompted, automatic, at from touch t
where person_id = :person_id and owner_id in (0, :me) and at > :after and {seen_touch} order by at desc limit 1;

-- name: insight_keeps :many :scan
-- Wishes to keep in touch with people whose ideal interval is over, the longest overdue first; what members wish for is a small table. Called by the slipping-away list.
-- args: me int, member_id int, stage str, now int, max int
-- cols: person_id int, member_id int, ideal_days int, latest_days int, last_at int, due_at int
with w as (select k.person_id, k.member_id, k.ideal_days, k.latest_days, k.created_at,
    coalesce((select max(t.last_two_way_at) from tie t where t.person_id = k.person_id and t.member_id in (0, k.member_id)), 0) as tie_at,
    coalesce((select max(m.at) from moment_person x join moment m on m.id = x.moment_id
        where x.person_id = k.person_id and x.person_id > 0 and m.kind in ('met', 'meeting', 'event', 'project') and m.at <= :now), 0) as moment_at
from keep_in_touch k join person p on p.id = k.person_id
where k.person_id > 0 and p.owner_id in (0, :me) and p.merged_into = 0 and (:stage = '' or p.stage = :stage)
and (k.member_id in (0, :me) or :member_id > 0) and (:member_id = 0 or k.member_id in (0, :member_id))),
l as (select person_id, member_id, ideal_days, latest_days, created_at, case when tie_at > moment_at then tie_at else moment_at end as last_at from w),
d as (select person_id, member_id, ideal_days, latest_days, last_at,
    (case when last_at > created_at then last_at else created_at end) + 86400000000 * ideal_days as due_at from l)
select person_id, member_id, ideal_days, latest_days, last_at, due_at from d where due_at < :now order by due_at, person_id limit :max;

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
-- args: person_id int, eyes int
-- cols: id int, text str, posted_at int
select id, text, posted_at from post p
where person_id = :person_id and person_id > 0 and direction = 'in' and deleted_at = 0 and {seen_of} order by posted_at desc, id desc limit 1;

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
-- Moves between stages since a time, by day (days since 1970), of people that everybody sees. Called by the stage flow.
-- args: from_at int
-- cols: day int, from_stage str, to_stage str, n int
select m.at / 86400000000 as day, m.from_stage, m.to_stage, count(*) from stage_move m
where m.at >= :from_at and not exists (select 1 from person p where p.id = m.person_id and p.owner_id > 0)
group by m.at / 86400000000, m.from_stage, m.to_stage order by day;

-- name: insight_moves_own :many :scan
-- The same in a member's own address book. Called with insight_moves.
-- args: me int, from_at int
-- cols: as insight_moves
select m.at / 86400000000 as day, m.from_stage, m.to_stage, count(*) from person p join stage_move m on m.person_id = p.id
where p.owner_id = :me and p.owner_id > 0 and m.at >= :from_at group by m.at / 86400000000, m.from_stage, m.to_stage order by day;

-- name: insight_touches :many
-- When a person and we had to do with each other. Called by the rhythm strip.
-- args: person_id int, me int, from_at int, to_at int, eyes int
-- cols: at int, direction str
select at, direction from touch t
where person_id = :person_id and at >= :from_at and at < :to_at and owner_id in (0, :me) and automatic = 0 and {seen_touch} order by at;

-- ---- resilience ----

-- name: insight_failures :many
-- Bad moments of a time, the newest first, where the member sees one of the persons. Called by the recovery page.
-- args: me int, from_at int, at int, id int, max int
-- cols: id int, title str, severity int, at int, conversation_id int
select m.id, m.title, m.severity, m.at, m.conversation_id from moment m
where m.kind = 'failure' and m.at >= :from_at and (m.at, m.id) < (:at, :id)
and exists (select 1 from moment_person mp join person p on p.id = mp.person_id where mp.moment_id = m.id and mp.person_id > 0 and p.owner_id in (0, :me) and p.merged_into = 0)
order by m.at desc, m.id desc limit :max;

-- name: insight_moment_people :many
-- Who was hit. Called by the recovery page.
-- args: me int, moment_id int
-- cols: person_id int
select p.id from moment_person mp join person p on p.id = mp.person_id
where mp.moment_id = :moment_id and mp.person_id > 0 and p.owner_id in (0, :me) and p.merged_into = 0 limit 50;

-- name: insight_after :many
-- What was said after a bad moment. Called by the recovery page.
-- args: person_id int, me int, from_at int, max int, eyes int
-- cols: at int, direction str, prompted bool, praise bool
select at, direction, prompted, praise from touch t
where person_id = :person_id and at > :from_at and owner_id in (0, :me) and automatic = 0 and {seen_touch} order by at limit :max;

-- name: insight_moments :many
-- Turning points of a person. Called by the recovery page.
-- args: person_id int
-- cols: id int, kind str, at int, repairs_id int
select m.id, m.kind, m.at, m.repairs_id from moment_person p join moment m on m.id = p.moment_id where p.person_id = :person_id and p.person_id > 0;

-- name: insight_values :many
-- What we gained from a person. Called by the recovery page.
-- args: person_id int
-- cols: kind str, at int
select kind, at from value_entry where person_id = :person_id and side = 'us';

-- name: insight_deals :many
-- What a person bought, and whom they sent. Called by the recovery page.
-- args: person_id int
-- cols: kind str, at int
select kind, at from deal where person_id = :person_id and (kind = 'referral' or state = 'won');

-- ---- listening against telling ----

-- name: insight_tally_channels :many :scan
-- Counts of a period by channel; a few rows a day. Called by listening against telling.
-- args: from_day int, to_day int, channel_id int, member_id int, eyes int
-- cols: key int, measure str, n int
select channel_id, measure, sum(n) from tally t where day >= :from_day and day <= :to_day and {seen_channel}
and (:channel_id = 0 or channel_id = :channel_id) and (:member_id = 0 or member_id = :member_id) group by channel_id, measure order by channel_id, measure;

-- name: insight_tally_members :many :scan
-- The same by member; 0 = not through Kith. Called by listening against telling.
-- args: as insight_tally_channels
-- cols: as insight_tally_channels
select member_id, measure, sum(n) from tally t where day >= :from_day and day <= :to_day and {seen_channel}
and (:channel_id = 0 or channel_id = :channel_id) and (:member_id = 0 or member_id = :member_id) group by member_id, measure order by member_id, measure;

-- name: insight_tally_days :many :scan
-- The same by day. Called by listening against telling.
-- args: as insight_tally_channels
-- cols: as insight_tally_channels
select day, measure, sum(n) from tally t where day >= :from_day and day <= :to_day and {seen_channel}
and (:channel_id = 0 or channel_id = :channel_id) and (:member_id = 0 or member_id = :member_id) group by day, measure order by day, measure;

-- name: insight_told_people :many
-- The strongest ties of one stage with how much each side said. Called by listening against telling, by person.
-- args: me int, stage str, max int
-- cols: id int, points int, heard int, told int
select p.id, p.points, t.heard, t.told from person p cross join tie t
where p.stage = :stage and t.person_id = p.id and t.member_id = 0 and p.tied = 1 and p.owner_id in (0, :me) and p.merged_into = 0
order by p.points desc, p.id desc limit :max;

-- name: insight_told_person :one
-- What one person said to us, and we to them unprompted, in a time. Called by listening against telling, by person.
-- args: person_id int, me int, from_at int, to_at int, eyes int
-- cols: heard int, told int, answered int
select coalesce(sum(case when direction = 'in' or direction = 'both' then 1 else 0 end), 0),
    coalesce(sum(case when direction = 'out' and prompted = 0 then 1 else 0 end), 0),
    coalesce(sum(case when direction = 'out' and prompted = 1 then 1 else 0 end), 0)
from touch t where person_id = :person_id and at >= :from_at and at < :to_at and owner_id in (0, :me) and automatic = 0 and {seen_touch};

-- name: insight_unread :one
-- Posts of theirs in a conversation on which nobody decided yet, at most 100. Called when a member decides.
-- args: id int
-- cols: channel_id int, n int, last_in_at int
select c.channel_id, (select count(*) from (select 1 from post p where p.conversation_id = c.id and p.posted_at > c.read_at and p.direction = 'in' limit 100) x),
    c.last_in_at
from conversation c where c.id = :id;

-- name: insight_read :exec :write
-- Called when a member decided.
-- args: id int, at int
update conversation set read_at = :at where id = :id and read_at < :at;

-- ---- who knows whom ----

-- name: insight_links :many
-- Whom a person knows, the closest first. Called by the search for paths and the graph.
-- args: me int, id int, max int
-- cols: id int, kind str, weight real
select l.b_id, l.kind, l.weight from link l join person p on p.id = l.b_id
where l.a_id = :id and p.owner_id in (0, :me) and p.merged_into = 0 order by l.weight desc, l.b_id desc limit :max;

-- name: insight_ties_of :many
-- Two-way ties of members with some people. ids: a JSON array of numbers. Called by the search for paths and the graph.
-- args: ids str, me int, now int
-- cols: person_id int, member_id int, strength real, last_two_way_at int, interval_days int
select t.person_id, t.member_id, case when t.override >= 0 and (t.override_until = 0 or t.override_until > :now) then t.override else t.strength end,
    t.last_two_way_at, t.interval_days
from json_each(:ids) j join tie t on t.person_id = j.value and t.member_id > 0 join member m on m.id = t.member_id and m.status = 'active'
where t.last_two_way_at > 0 and (t.member_id = :me or 0 = (select count(*) from (select 1 from touch o where o.owner_id = t.member_id and o.person_id = t.person_id and o.owner_id > 0 limit 1) z));
-- postgres:
select t.person_id, t.member_id, case when t.override >= 0 and (t.override_until = 0 or t.override_until > :now) then t.override else t.strength end,
    t.last_two_way_at, t.interval_days
from json_array_elements_text(:ids::json) j join tie t on t.person_id = j.value::bigint and t.member_id > 0 join member m on m.id = t.member_id and m.status = 'active'
where t.last_two_way_at > 0 and (t.member_id = :me or 0 = (select count(*) from (select 1 from touch o where o.owner_id = t.member_id and o.person_id = t.person_id and o.owner_id > 0 limit 1) z));

-- name: insight_singles :many
-- People of one stage whom exactly one of us knows, the strongest first. Called by the single-thread list.
-- args: me int, stage str, points int, id int, max int
-- cols: as insight_persons
select p.id, p.name, p.role, p.stage, p.strength, p.dormancy, p.last_touch_at, p.tied, i.handle, i.avatar_url
from person p left join identity i on i.id = (select min(x.id) from identity x where x.person_id = p.id and x.owner_id in (0, :me))
where p.stage = :stage and p.tied = 1 and (p.points, p.id) < (:points, :id) and p.owner_id in (0, :me) and p.merged_into = 0 and p.kind = 'person'
and 1 = (select count(*) from (select 1 from tie t where t.person_id = p.id and t.member_id > 0 and t.last_two_way_at > 0 limit 2) z)
order by p.points desc, p.id desc limit :max;

-- name: insight_capacity :many :scan
-- How many living ties each member keeps with people that everybody sees, by how often. Called by the capacity page: reads all ties.
-- args: now int
-- cols: member_id int, weekly int, monthly int, half_yearly int, live int, known int
select t.member_id,
    sum(case when t.interval_days <= 7 and :now - t.last_two_way_at <= 691200000000 * t.interval_days then 1 else 0 end),
    sum(case when t.interval_days <= 31 and :now - t.last_two_way_at <= 691200000000 * t.interval_days then 1 else 0 end),
    sum(case when :now - t.last_two_way_at <= 691200000000 * t.interval_days and :now - t.last_two_way_at <= 15811200000000 then 1 else 0 end),
    sum(case when :now - t.last_two_way_at <= 691200000000 * t.interval_days and :now - t.last_two_way_at <= 31622400000000 then 1 else 0 end),
    count(*)
from tie t join person p on p.id = t.person_id
where t.member_id > 0 and t.last_two_way_at > 0 and p.owner_id = 0 and p.merged_into = 0
and 0 = (select count(*) from (select 1 from touch o where o.owner_id = t.member_id and o.person_id = t.person_id and o.owner_id > 0 limit 1) z)
group by t.member_id order by t.member_id;

-- name: insight_capacity_own :many :scan
-- What only the member sees of the own ones: with the own address book, and what rests upon the own mailbox. Called with insight_capacity.
-- args: me int, now int
-- cols: as insight_capacity
select t.member_id,
    sum(case when t.interval_days <= 7 and :now - t.last_two_way_at <= 691200000000 * t.interval_days then 1 else 0 end),
    sum(case when t.interval_days <= 31 and :now - t.last_two_way_at <= 691200000000 * t.interval_days then 1 else 0 end),
    sum(case when :now - t.last_two_way_at <= 691200000000 * t.interval_days and :now - t.last_two_way_at <= 15811200000000 then 1 else 0 end),
    sum(case when :now - t.last_two_way_at <= 691200000000 * t.interval_days and :now - t.last_two_way_at <= 31622400000000 then 1 else 0 end),
    count(*)
from (select id from person where owner_id = :me and owner_id > 0 union select person_id from touch where owner_id = :me and owner_id > 0) o
join tie t on t.person_id = o.id and t.member_id = :me join person p on p.id = o.id
where t.last_two_way_at > 0 and p.owner_id in (0, :me) and p.merged_into = 0 group by t.member_id;

-- name: insight_attention :many :scan
-- Touches of a period by what the person is to us, of the newest max of them. Called by the attention page.
-- args: me int, from_at int, to_at int, max int, eyes int
-- cols: role str, touches int, heard int, told int, people int
select p.role, count(*), sum(case when t.direction = 'in' then 1 else 0 end), sum(case when t.direction = 'out' then 1 else 0 end), count(distinct t.person_id)
from (select t.person_id, t.direction from touch t where t.at >= :from_at and t.at < :to_at and t.owner_id in (0, :me) and t.automatic = 0
    and {seen_touch} order by t.at desc, t.id desc limit :max) t
join person p on p.id = t.person_id group by p.role order by p.role;

-- name: insight_member_ties :many
-- The strongest ties of one member. shared: leave out those that hold touches only that member sees. role, stage: '' = any. Called by builders and the graph.
-- args: me int, member_id int, shared bool, role str, stage str, max int
-- cols: person_id int, state blob, strength real, stage str, last_two_way_at int, interval_days int
select t.person_id, t.state, t.strength, p.stage, t.last_two_way_at, t.interval_days from tie t join person p on p.id = t.person_id
where t.member_id = :member_id and t.member_id > 0 and p.owner_id in (0, :me) and p.merged_into = 0
and (:role = '' or p.role = :role) and (:stage = '' or p.stage = :stage)
and ((:shared = 0 and t.member_id = :me) or 0 = (select count(*) from (select 1 from touch o where o.owner_id = t.member_id and o.person_id = t.person_id and o.owner_id > 0 limit 1) z))
order by t.points desc, t.person_id desc limit :max;

-- name: insight_graph_count :one :scan
-- How many people some of us talk with both ways, at most max; 0 = any member, '' = any role or stage. Called by the graph, for what it leaves out.
-- args: me int, member_id int, role str, stage str, max int
-- cols: n int
select count(*) from (select 1 from person p
    where p.tied = 1 and p.owner_id in (0, :me) and p.merged_into = 0 and (:role = '' or p.role = :role) and (:stage = '' or p.stage = :stage)
    and exists (select 1 from tie t join member m on m.id = t.member_id and m.status = 'active'
        where t.person_id = p.id and t.member_id > 0 and t.last_two_way_at > 0 and (:member_id = 0 or t.member_id = :member_id)
        and (t.member_id = :me or 0 = (select count(*) from (select 1 from touch o where o.owner_id = t.member_id and o.person_id = t.person_id and o.owner_id > 0 limit 1) z)))
    limit :max) x;

-- name: insight_links_count :one
-- How many people a person is linked with, at most max. Called by the graph around one person.
-- args: me int, id int, max int
-- cols: n int
select count(*) from (select distinct l.b_id from link l join person p on p.id = l.b_id
    where l.a_id = :id and l.b_id <> :id and p.owner_id in (0, :me) and p.merged_into = 0 limit :max) x;

-- name: insight_link_among :many
-- Links among some people. ids: a JSON array of numbers. Called by the graph.
-- args: ids str, other_ids str, max int
-- cols: a_id int, b_id int, kind str, weight real
select l.a_id, l.b_id, l.kind, l.weight from json_each(:ids) j join link l on l.a_id = j.value
where l.a_id < l.b_id and l.b_id in (select k.value from json_each(:other_ids) k) limit :max;
-- postgres:
select l.a_id, l.b_id, l.kind, l.weight from json_array_elements_text(:ids::json) j join link l on l.a_id = j.value::bigint
where l.a_id < l.b_id and l.b_id in (select k.value::bigint from json_array_elements_text(:other_ids::json) k) limit :max;

-- ---- builders ----

-- name: insight_builders :many :scan
-- Members who take part by own choice; members are few. Called by the builders page.
-- cols: id int, name str
select id, name from member where builder_opt_in = 1 and status = 'active' order by name, id;

-- name: insight_builder_set :exec :write
-- A member takes part, or not any more. Called by own choice only.
-- args: id int, opt_in bool
update member set builder_opt_in = :opt_in where id = :id;

-- name: insight_builder_get :one
-- Whether I take part. Called by own account.
-- args: id int
-- cols: opt_in bool
select builder_opt_in from member where id = :id;

-- ---- links between people (job links) ----

-- name: link_touches :many
-- Posts of others that answer a post, in order of time. Called by the job that finds who talks with whom.
-- args: at int, id int, max int
-- cols: id int, at int, person_id int, post_id int
select id, at, person_id, post_id from touch where (at, id) > (:at, :id) order by at, id limit :max;

-- name: link_talk :many
-- Who answered whom, both from outside. posts: a JSON array of numbers. Called by the job that finds who talks with whom.
-- args: posts str
-- cols: a_id int, b_id int
select p.person_id, q.person_id from json_each(:posts) j join post p on p.id = j.value join post q on q.id = p.parent_id
where p.direction = 'in' and q.direction = 'in' and p.person_id > 0 and q.person_id > 0 and p.person_id <> q.person_id;
-- postgres:
select p.person_id, q.person_id from json_array_elements_text(:posts::json) j join post p on p.id = j.value::bigint join post q on q.id = p.parent_id
where p.direction = 'in' and q.direction = 'in' and p.person_id > 0 and q.person_id > 0 and p.person_id <> q.person_id;

-- name: link_roles :many
-- Who belongs to organizations, in order of the organization. Called by the job that finds colleagues.
-- args: organization_id int, person_id int, max int
-- cols: organization_id int, person_id int
select organization_id, person_id from person_role
where organization_id > 0 and (organization_id, person_id) > (:organization_id, :person_id) and to_day = 0 and owner_id = 0
order by organization_id, person_id limit :max;

-- name: link_moments :many
-- Moments behind one, in order of time. Called by the job that finds who was somewhere together.
-- args: at int, id int, max int
-- cols: id int, at int
select id, at from moment where (at, id) > (:at, :id) and kind || '' in ('met', 'meeting', 'event', 'project') order by at, id limit :max;

-- name: link_moment_people :many
-- Who had a part in a moment. Called by the job that finds who was somewhere together.
-- args: moment_id int, max int
-- cols: person_id int
select person_id from moment_person where moment_id = :moment_id and person_id > 0 order by person_id limit :max;

-- name: link_seen :exec :write
-- Two know each other as before: it may only become closer. Called by the job links, once each way round.
-- args: a_id int, b_id int, kind str, weight real
update link set weight = case when :weight > weight then :weight else weight end where a_id = :a_id and b_id = :b_id and kind = :kind;

-- name: link_more :exec :write
-- Two had to do with each other once more: each time brings them closer to sure. Called by the job links.
-- args: a_id int, b_id int, kind str, weight real
update link set weight = weight + (1 - weight) * :weight where a_id = :a_id and b_id = :b_id and kind = :kind;

-- name: link_new :exec :write
-- Two who were not linked so before. Called by the job links.
-- args: a_id int, b_id int, kind str, weight real, source str, source_id int, now int
insert into link (a_id, b_id, kind, weight, source, source_id, created_at) values (:a_id, :b_id, :kind, :weight, :source, :source_id, :now);
