-- What happened between us and a person, as members write it down: touches by hand, moments, facts, commitments, deals, value on both
-- sides, keep-in-touch, interests of members.

-- name: record_counts :one
-- How much there is of each, at most max. Called by the person page.
-- args: person_id int, me int, max int
-- cols: posts int, touches int, moments int, facts int, commitments int, commitments_open int, deals int, value_us int, value_them int, notes int
select (select count(*) from (select 1 from post where person_id = :person_id and person_id > 0 limit :max) a),
    (select count(*) from (select 1 from touch where person_id = :person_id and owner_id in (0, :me) limit :max) b),
    (select count(*) from (select 1 from moment_person where person_id = :person_id and person_id > 0 limit :max) c),
    (select count(*) from (select 1 from fact where person_id = :person_id and owner_id in (0, :me) limit :max) d),
    (select count(*) from (select 1 from commitment where person_id = :person_id limit :max) e),
    (select count(*) from (select 1 from commitment where person_id = :person_id and state = 'open' limit :max) f),
    (select count(*) from (select 1 from deal where person_id = :person_id limit :max) g),
    (select count(*) from (select 1 from value_entry where person_id = :person_id and side = 'us' limit :max) h),
    (select count(*) from (select 1 from value_entry where person_id = :person_id and side = 'them' limit :max) i),
    (select count(*) from (select 1 from datum where person_id = :person_id and kind = 'note' and owner_id in (0, :me) limit :max) j);

-- name: keep_of_person :many
-- What keeps a person in touch: by name. Called by the person page.
-- args: person_id int
-- cols: id int, person_id int, segment_id int, member_id int, ideal_days int, latest_days int, created_by int, created_at int
select id, person_id, segment_id, member_id, ideal_days, latest_days, created_by, created_at
from keep_in_touch where person_id = :person_id and segment_id = 0 order by member_id;
