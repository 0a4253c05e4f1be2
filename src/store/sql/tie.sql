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
