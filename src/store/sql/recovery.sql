-- The alarm at a second failure: which failures there are, and who looks after the relationship (domain/recovery.h).

-- name: recovery_failures :many
-- Bad moments of a person. Called by domain/recovery.
-- args: person_id int
-- cols: id int, title str, at int, conversation_id int, alarmed_at int
select m.id, m.title, m.at, m.conversation_id, p.alarmed_at
from moment_person p join moment m on m.id = p.moment_id where p.person_id = :person_id and p.person_id > 0 and m.kind = 'failure';

-- name: recovery_alarmed :exec :write
-- Somebody was told of it. Called by domain/recovery.
-- args: moment_id int, person_id int, now int
update moment_person set alarmed_at = :now where moment_id = :moment_id and person_id = :person_id and person_id > 0;

-- name: recovery_ties :many
-- Members here who had an exchange with a person. Called by domain/recovery.
-- args: person_id int
-- cols: member_id int, points int, last_two_way_at int, interval_days int
select t.member_id, t.points, t.last_two_way_at, t.interval_days
from tie t join member m on m.id = t.member_id and m.status = 'active'
where t.person_id = :person_id and t.member_id > 0 and t.last_two_way_at > 0;

-- name: recovery_conversations :many
-- Who has conversations with a person on the desk, the newest first. Called by domain/recovery.
-- args: person_id int, max int
-- cols: owner_id int, team_id int
select owner_id, team_id from conversation
where person_id = :person_id and status in ('open', 'snoozed') order by last_at desc, id desc limit :max;
