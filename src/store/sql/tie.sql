-- Ties: what has grown between persons and members (domain/tie.h). Member 0 is the whole organisation.

-- name: tie_touches :many
-- Every touch of a person by time. Called by tie_fold_rows.
-- args: person_id int, upto int
-- cols: id int, at int, member_id int, channel_id int, direction str, medium str, prompted bool, asked int, personal bool, automatic bool, praise bool, owner_id int
select id, at, member_id, channel_id, direction, medium, prompted, asked, personal, automatic, praise, owner_id
from touch where person_id = :person_id and at <= :upto order by at;

-- name: tie_moments :many
-- Moments that a person had a part in, with the members beside; a moment that is a touch too is counted as the touch. Called by tie_fold_rows.
-- args: person_id int
-- cols: id int, kind str, at int, repairs_id int, member_id int
select m.id, m.kind, m.at, m.repairs_id, coalesce(w.member_id, 0)
from moment_person p join moment m on m.id = p.moment_id
left join moment_person w on w.moment_id = m.id and w.member_id > 0
where p.person_id = :person_id and p.person_id > 0
and not exists (select 1 from touch t where t.person_id = p.person_id and t.at = m.at and t.moment_id = m.id);

-- name: tie_values :many
-- What either side gained. Called by tie_fold_rows.
-- args: person_id int
-- cols: id int, side str, kind str, at int, member_id int
select id, side, kind, at, member_id from value_entry where person_id = :person_id;

-- name: tie_deals :many
-- Orders, won deals and referrals that no value entry speaks of. Called by tie_fold_rows.
-- args: person_id int
-- cols: id int, kind str, at int, member_id int
select id, kind, at, member_id from deal d where person_id = :person_id and (kind = 'referral' or state = 'won')
and not exists (select 1 from value_entry v where v.person_id = d.person_id and v.deal_id = d.id);

-- name: tie_is_ours :one
-- Whether somebody works for us or is paid by us now. Called by tie_fold_rows.
-- args: person_id int
-- cols: n int
select count(*) from person_role where person_id = :person_id and organization_id = 0 and to_day = 0 and role in ('employee', 'supplier', 'paid');

-- name: tie_of_person :many
-- The ties of a person; nobody else changes them until we are done. Called by tie_apply.
-- args: person_id int
-- cols: member_id int, state blob, strength real, confidence real, peak real, peak_at int, past real, computed_at int, override real, override_by int, override_why str, override_until int, rated int, rated_at int
select member_id, state, strength, confidence, peak, peak_at, past, computed_at, override, override_by, override_why, override_until, rated, rated_at
from tie where person_id = :person_id;

-- name: tie_put :exec :write
-- The fold as it is now, new or not. Called by tie_apply.
-- args: person_id int, member_id int, state blob, strength real, confidence real, peak real, peak_at int, last_at int, last_two_way_at int, interval_days int, heard int, told int, now int
insert into tie (person_id, member_id, state, strength, confidence, peak, peak_at, last_at, last_two_way_at, interval_days, heard, told, computed_at)
values (:person_id, :member_id, :state, :strength, :confidence, :peak, :peak_at, :last_at, :last_two_way_at, :interval_days, :heard, :told, :now)
on conflict (person_id, member_id) do update set state = excluded.state, strength = excluded.strength, confidence = excluded.confidence,
    peak = excluded.peak, peak_at = excluded.peak_at, last_at = excluded.last_at, last_two_way_at = excluded.last_two_way_at,
    interval_days = excluded.interval_days, heard = excluded.heard, told = excluded.told, computed_at = excluded.computed_at;

-- name: tie_forget :exec :write
-- The fold is worth nothing any more; what members said about the tie stays. Called by tie_apply before it folds the rows.
-- args: person_id int, member_id int
update tie set state = '', strength = 0, confidence = 0, peak = 0, peak_at = 0, past = -1, last_at = 0, last_two_way_at = 0, interval_days = 0, heard = 0, told = 0
where person_id = :person_id and member_id = :member_id and (override >= 0 or rated >= 0);

-- name: tie_drop :exec :write
-- A tie that nothing speaks for any more. Called by tie_apply.
-- args: person_id int, member_id int
delete from tie where person_id = :person_id and member_id = :member_id and override < 0 and rated < 0;

-- name: tie_moved :exec :write
-- Somebody came to another stage. Called by tie_apply.
-- args: person_id int, at int, from_stage str, to_stage str, why str
insert into stage_move (person_id, at, from_stage, to_stage, why) values (:person_id, :at, :from_stage, :to_stage, :why)
on conflict (person_id, at) do nothing;
