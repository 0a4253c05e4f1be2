-- Ties: what has grown between persons and members (domain/tie.h). Member 0 is the whole organisation.

-- name: tie_touches :many
-- Every touch of a person by time. Called by tie_fold_rows.
-- args: person_id int, upto int
-- cols: person_id int, id int, at int, member_id int, channel_id int, direction str, medium str, prompted bool, asked int, personal bool, automatic bool, praise bool, owner_id int
select person_id, id, at, member_id, channel_id, direction, medium, prompted, asked, personal, automatic, praise, owner_id
from touch where person_id = :person_id and at <= :upto order by at;

-- name: tie_moments :many
-- Moments that a person had a part in, with the members beside; a moment that is a touch too is counted as the touch. Called by tie_records_read.
-- args: after int, upto int
-- cols: person_id int, id int, kind str, at int, member_id int
select p.person_id, m.id, m.kind, m.at, coalesce(w.member_id, 0)
from moment_person p join moment m on m.id = p.moment_id
left join moment_person w on w.moment_id = m.id and w.member_id > 0
where p.person_id > :after and p.person_id <= :upto and p.person_id > 0
and not exists (select 1 from touch t where t.person_id = p.person_id and t.at = m.at and t.moment_id = m.id);

-- name: tie_values :many
-- What either side gained. Called by tie_records_read.
-- args: after int, upto int
-- cols: person_id int, id int, side str, kind str, at int, member_id int
select person_id, id, side, kind, at, member_id from value_entry where person_id > :after and person_id <= :upto;

-- name: tie_deals :many
-- Orders, won deals and referrals that no value entry speaks of. Called by tie_records_read.
-- args: after int, upto int
-- cols: person_id int, id int, kind str, at int, member_id int
select person_id, id, kind, at, member_id from deal d where person_id > :after and person_id <= :upto and (kind = 'referral' or state = 'won')
and not exists (select 1 from value_entry v where v.person_id = d.person_id and v.deal_id = d.id);

-- name: tie_is_ours :one
-- Whether somebody works for us or is paid by us now. Called by tie_fold_rows.
-- args: person_id int
-- cols: n int
select count(*) from person_role where person_id = :person_id and organization_id = 0 and to_day = 0 and role in ('employee', 'supplier', 'paid');

-- name: tie_of_person :many
-- The ties of a person whole. Called by the relationship card.
-- args: person_id int
-- cols: person_id int, member_id int, state blob, strength real, confidence real, peak real, peak_at int, past real, computed_at int, override real, override_by int, override_why str, override_until int, rated int, rated_at int
select person_id, member_id, state, strength, confidence, peak, peak_at, past, computed_at, override, override_by, override_why, override_until, rated, rated_at
from tie where person_id = :person_id;

-- name: tie_kept :many
-- What is worked out of a person's ties; nobody else changes it until we are done. Called by tie_apply.
-- args: person_id int
-- cols: person_id int, member_id int, state blob, strength real, peak real, peak_at int, past real, override real, override_until int
select person_id, member_id, state, strength, peak, peak_at, past, override, override_until from tie where person_id = :person_id;

-- name: tie_put :exec :write
-- The fold as it is now, new or not. Called by tie_rows_write.
-- args: person_id int, member_id int, state blob, strength real, points int, confidence real, peak real, peak_at int, last_at int, last_two_way_at int, interval_days int, heard int, told int, past real?, now int
insert into tie (person_id, member_id, state, strength, points, confidence, peak, peak_at, past, last_at, last_two_way_at, interval_days, heard, told, computed_at)
values (:person_id, :member_id, :state, :strength, :points, :confidence, :peak, :peak_at, coalesce(:past, -1), :last_at, :last_two_way_at, :interval_days, :heard, :told, :now)
on conflict (person_id, member_id) do update set state = excluded.state, strength = excluded.strength, points = excluded.points, confidence = excluded.confidence,
    peak = excluded.peak, peak_at = excluded.peak_at, past = coalesce(:past, tie.past), last_at = excluded.last_at, last_two_way_at = excluded.last_two_way_at,
    interval_days = excluded.interval_days, heard = excluded.heard, told = excluded.told, computed_at = excluded.computed_at;

-- name: tie_more :exec :write
-- Something was said, and the tie shows the same whole points: no index has what changes. Called by tie_rows_write.
-- args: as tie_put
update tie set state = :state, strength = :strength, confidence = :confidence, peak = :peak, peak_at = :peak_at, past = coalesce(:past, past),
    last_at = :last_at, last_two_way_at = :last_two_way_at, interval_days = :interval_days, heard = :heard, told = :told, computed_at = :now
where person_id = :person_id and member_id = :member_id;

-- name: tie_fade :exec :write
-- Nothing was said, only time went by, and the tie shows the same whole points: no index has what changes. Called by tie_rows_write.
-- args: person_id int, member_id int, strength real, peak real, peak_at int, past real?, now int
update tie set strength = :strength, peak = :peak, peak_at = :peak_at, past = coalesce(:past, past), computed_at = :now where person_id = :person_id and member_id = :member_id;

-- name: tie_fade_points :exec :write
-- The same where the points are others. Called by tie_rows_write.
-- args: person_id int, member_id int, strength real, points int, peak real, peak_at int, past real?, now int
update tie set strength = :strength, points = :points, peak = :peak, peak_at = :peak_at, past = coalesce(:past, past), computed_at = :now
where person_id = :person_id and member_id = :member_id;

-- name: tie_put_many :exec :write :postgres
-- Folds as they are now, each row once. Called by tie_rows_write.
-- args: person_id ints, member_id ints, state blobs, strength reals, points ints, confidence reals, peak reals, peak_at ints, last_at ints, last_two_way_at ints, interval_days ints, heard ints, told ints, past reals, now int
insert into tie (person_id, member_id, state, strength, points, confidence, peak, peak_at, past, last_at, last_two_way_at, interval_days, heard, told, computed_at)
select *, cast(:now as bigint) from unnest(:person_id::bigint[], :member_id::bigint[], :state::bytea[], :strength::float8[], :points::bigint[], :confidence::float8[], :peak::float8[],
    :peak_at::bigint[], :past::float8[], :last_at::bigint[], :last_two_way_at::bigint[], :interval_days::bigint[], :heard::bigint[], :told::bigint[])
on conflict (person_id, member_id) do update set state = excluded.state, strength = excluded.strength, points = excluded.points, confidence = excluded.confidence,
    peak = excluded.peak, peak_at = excluded.peak_at, past = excluded.past, last_at = excluded.last_at, last_two_way_at = excluded.last_two_way_at,
    interval_days = excluded.interval_days, heard = excluded.heard, told = excluded.told, computed_at = excluded.computed_at;

-- name: tie_fade_many :exec :write :postgres
-- Nothing was said, only time went by. Called by tie_rows_write.
-- args: person_id ints, member_id ints, strength reals, points ints, peak reals, peak_at ints, past reals, now int
update tie set strength = n.strength, points = n.points, peak = n.peak, peak_at = n.peak_at, past = n.past, computed_at = :now
from unnest(:person_id::bigint[], :member_id::bigint[], :strength::float8[], :points::bigint[], :peak::float8[], :peak_at::bigint[], :past::float8[])
    as n (person_id, member_id, strength, points, peak, peak_at, past)
where tie.person_id = n.person_id and tie.member_id = n.member_id;

-- name: tie_forget :exec :write
-- The fold is worth nothing any more; what members said about the tie stays. Called by tie_apply before it folds the rows.
-- args: person_id int, member_id int
update tie set state = '', strength = 0, points = 0, confidence = 0, peak = 0, peak_at = 0, past = -1, last_at = 0, last_two_way_at = 0, interval_days = 0, heard = 0, told = 0
where person_id = :person_id and member_id = :member_id and (override >= 0 or rated >= 0);

-- name: tie_drop :exec :write
-- A tie that nothing speaks for any more. Called by tie_apply.
-- args: person_id int, member_id int
delete from tie where person_id = :person_id and member_id = :member_id and override < 0 and rated < 0;

-- name: tie_moved :exec :write
-- Somebody came to another stage. Called by tie_moves_write.
-- args: person_id int, at int, from_stage str, to_stage str, why str, known_at int
insert into stage_move (person_id, at, from_stage, to_stage, why, known_at) values (:person_id, :at, :from_stage, :to_stage, :why, :known_at)
on conflict (person_id, at) do nothing;

-- name: tie_moved_many :exec :write :postgres
-- Many came to another stage. Called by tie_moves_write.
-- args: person_id ints, at ints, from_stage strs, to_stage strs, why strs, known_at ints
insert into stage_move (person_id, at, from_stage, to_stage, why, known_at)
select * from unnest(:person_id::bigint[], :at::bigint[], :from_stage::text[], :to_stage::text[], :why::text[], :known_at::bigint[])
on conflict (person_id, at) do nothing;

-- name: tie_channels :one
-- How many channels the organisation has. Called by tie_house_read.
-- cols: n int
select count(*) from channel;

-- name: tie_run_range :one
-- How far the next persons of a run go; 0 = there are no more. Called by tie_run_some; on PostgreSQL whoever writes about them waits until it is committed.
-- args: after int, max int
-- cols: upto int
select coalesce(max(id), 0) from (select id from person where id > :after and merged_into = 0 order by id limit :max) x;
-- postgres:
select coalesce(max(id), 0) from (select id from person where id > :after and merged_into = 0 order by id limit :max for update) x;

-- name: tie_run_people :many
-- The next persons of a range. Called by tie_stretch_work.
-- args: after int, upto int, max int
-- cols: id int, stage str, exchanges int, last_exchange_day int, strength real, dormancy real, tied bool
select id, stage, exchanges, last_exchange_day, strength, dormancy, tied from person where id > :after and id <= :upto and merged_into = 0 order by id limit :max;

-- name: tie_run_ours :many
-- Who of them works for us or is paid by us now. Called by tie_stretch_work.
-- args: after int, upto int
-- cols: person_id int
select person_id from person_role where person_id > :after and person_id <= :upto and organization_id = 0 and to_day = 0 and role in ('employee', 'supplier', 'paid');

-- name: tie_run_touches :many :each
-- The touches of a range of persons, person by person, read from an index alone. Called by tie_stretch_work.
-- args: after int, upto int
-- cols: as tie_touches
select person_id, id, at, member_id, channel_id, direction, medium, prompted, asked, personal, automatic, praise, owner_id
from touch where person_id > :after and person_id <= :upto order by person_id, at;

-- name: tie_run_kept :many
-- The ties of a range of persons. Called by tie_stretch_work.
-- args: after int, upto int
-- cols: as tie_kept
select person_id, member_id, state, strength, peak, peak_at, past, override, override_until
from tie where person_id > :after and person_id <= :upto order by person_id, member_id;

-- name: tie_run_states :many
-- The folds of a range of persons. Called by tie_stretch_work.
-- args: after int, upto int
-- cols: person_id int, member_id int, state blob
select person_id, member_id, state from tie where person_id > :after and person_id <= :upto order by person_id, member_id;

-- name: tie_run_linked_range :one
-- Up to which person the next links go; 0 = there are no more. Called by tie_run_some, behind all persons; on PostgreSQL whoever writes about them waits.
-- args: after int, max int
-- cols: upto int
select coalesce(max(a_id), 0) from (select distinct a_id from link where a_id > :after order by a_id limit :max) x;
-- postgres:
with l as (select distinct a_id from link where a_id > :after order by a_id limit :max),
p as (select id from person where id in (select a_id from l) order by id for update)
select coalesce(max(l.a_id), 0) from l left join p on p.id = l.a_id;

-- name: tie_run_linked :one
-- The same within a range. Called by tie_stretch_work.
-- args: after int, upto int, max int
-- cols: upto int
select coalesce(max(a_id), 0) from (select distinct a_id from link where a_id > :after and a_id <= :upto order by a_id limit :max) x;

-- name: tie_run_points :many :each :scan
-- How strong all ties are. Called by tie_known_read.
-- cols: person_id int, member_id int, points int
select person_id, member_id, points from tie where points > 0;

-- name: tie_run_links :many :each
-- Whom a range of persons knows, read from an index alone. Called by tie_mutual_work.
-- args: after int, upto int
-- cols: person_id int, known_id int
select a_id, b_id from link where a_id > :after and a_id <= :upto and b_id <> a_id order by a_id;

-- name: tie_state_put :exec :write
-- Called by tie_states_write.
-- args: person_id int, member_id int, state blob
update tie set state = :state where person_id = :person_id and member_id = :member_id;

-- name: tie_state_put_many :exec :write :postgres
-- The same for many ties, each once. Called by tie_states_write.
-- args: person_id ints, member_id ints, state blobs
update tie set state = n.state from unnest(:person_id::bigint[], :member_id::bigint[], :state::bytea[]) as n (person_id, member_id, state)
where tie.person_id = n.person_id and tie.member_id = n.member_id;

-- name: tie_run_spread :many :scan
-- How strengths lie within each role, by whole points. Called by tie_run_some at its end.
-- cols: role str, points int, n int
select role, cast(strength as integer), count(*) from person where merged_into = 0 and strength > 0 group by 1, 2 order by 1, 2;
-- postgres:
select role, floor(strength)::bigint, count(*) from person where merged_into = 0 and strength > 0 group by 1, 2 order by 1, 2;

-- name: tie_run_lively :many :scan
-- How lively members are with everybody they exchanged words with: 1 / (1 + days since) over their ties, the liveliest first.
-- All ties are read as they lie (+): the index of members leads to each of them alone. Called by outlook_keep.
-- args: now int
-- cols: member_id int, lively real
select member_id, sum(1.0 / (1.0 + (case when last_at < :now then :now - last_at else 0 end) / 86400000000.0)) from tie
where last_at > 0 and +member_id > 0 group by member_id order by 2 desc, 1;
-- postgres:
select member_id, sum(1.0 / (1.0 + (case when last_at < :now then :now - last_at else 0 end) / 86400000000.0))::float8 from tie
where last_at > 0 and member_id > 0 group by member_id order by 2 desc, 1;

-- name: tie_override :exec :write
-- A member's judgement in place of the figure. Called by tie_override.
-- args: person_id int, member_id int, value real, by int, why str, until int
insert into tie (person_id, member_id, state, override, override_by, override_why, override_until) values (:person_id, :member_id, '', :value, :by, :why, :until)
on conflict (person_id, member_id) do update set override = excluded.override, override_by = excluded.override_by, override_why = excluded.override_why, override_until = excluded.override_until;

-- name: tie_override_end :exec :write
-- Called by tie_override_end.
-- args: person_id int, member_id int
update tie set override = -1, override_by = 0, override_why = '', override_until = 0 where person_id = :person_id and member_id = :member_id and override >= 0;

-- name: tie_rate :exec :write
-- How strong a member finds their tie. Called by tie_rate.
-- args: person_id int, member_id int, rated int, at int
insert into tie (person_id, member_id, state, rated, rated_at) values (:person_id, :member_id, '', :rated, :at)
on conflict (person_id, member_id) do update set rated = excluded.rated, rated_at = excluded.rated_at;

-- name: tie_rated :many
-- Ratings, the newest first. Called by tie_refit.
-- args: max int
-- cols: person_id int, member_id int, rated int, rated_at int
select person_id, member_id, rated, rated_at from tie where rated >= 0 order by rated_at desc limit :max;

-- name: fitting_put :exec :write
-- Weights that count from now on. Called by tie_refit, tie_weights_reset, tie_weights_return.
-- args: version int, kind str, of_version int, ratings int, error_before real, error_after real, weights str, made_by int, made_at int
insert into weight_fitting (version, kind, of_version, ratings, error_before, error_after, weights, made_by, made_at)
values (:version, :kind, :of_version, :ratings, :error_before, :error_after, :weights, :made_by, :made_at) on conflict (version) do nothing;

-- name: fitting_list :many
-- All weights that ever counted, the newest first. Called by tie_fittings.
-- args: max int
-- cols: version int, kind str, of_version int, ratings int, error_before real, error_after real, weights str, made_by int, made_at int
select version, kind, of_version, ratings, error_before, error_after, weights, made_by, made_at from weight_fitting order by version desc limit :max;

-- name: fitting_get :one
-- One of them. Called by tie_weights_return.
-- args: version int
-- cols: as fitting_list
select version, kind, of_version, ratings, error_before, error_after, weights, made_by, made_at from weight_fitting where version = :version;
