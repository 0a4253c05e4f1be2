-- Everything between us and a person, the newest first: one statement a source. domain/timeline merges them. Posts and touches may be
-- many and come in chunks behind a key; of the others there are at most some hundreds a person, and all are read.

-- name: timeline_posts :many
-- What was said. Called by domain/timeline.
-- args: person_id int, at int, id int, max int, eyes int
-- cols: id int, conversation_id int, channel_id int, network str, direction str, kind str, member_id int, text str, posted_at int, deleted_at int, url str?, rule_id int
select id, conversation_id, channel_id, network, direction, kind, member_id, text, posted_at, deleted_at, url, rule_id
from post p where person_id = :person_id and person_id > 0 and (posted_at, id) < (:at, :id) and {seen_of} order by posted_at desc, id desc limit :max;

-- name: timeline_touches :many
-- What was not said on a network: calls, meetings, mail of an archive, calendars. Called by domain/timeline.
-- args: person_id int, me int, at int, id int, max int
-- cols: id int, member_id int, direction str, medium str, source str, text str, moment_id int, owner_id int, at int
select id, member_id, direction, medium, source, text, moment_id, owner_id, at
from touch where person_id = :person_id and source <> 'post' and owner_id in (0, :me) and (at, id) < (:at, :id) order by at desc, id desc limit :max;

-- name: timeline_moments :many
-- Called by domain/timeline.
-- args: person_id int, max int
-- cols: id int, kind str, title str, text str, at int, conversation_id int, severity int, created_by int
select m.id, m.kind, m.title, m.text, m.at, m.conversation_id, m.severity, m.created_by
from moment_person x join moment m on m.id = x.moment_id where x.person_id = :person_id and x.person_id > 0 order by x.moment_id desc limit :max;

-- name: timeline_handoffs :many
-- Hand-overs of conversations with them, of the newest conversations. Called by domain/timeline.
-- args: person_id int, max int, eyes int
-- cols: id int, conversation_id int, from_member int, to_team int, reason str, ask str, created_at int, result str?, outcome str?, closed_at int, closed_by int
select h.id, h.conversation_id, h.from_member, h.to_team, h.reason, h.ask, h.created_at, h.result, h.outcome, h.closed_at, h.closed_by
from conversation c join handoff h on h.conversation_id = c.id where c.person_id = :person_id and {seen} order by c.last_at desc, c.id desc limit :max;

-- name: timeline_notes :many
-- What members wrote down about the person. Called by domain/timeline.
-- args: person_id int, me int, max int
-- cols: id int, label str, value str, created_by int, created_at int, owner_id int
select id, label, value, created_by, created_at, owner_id
from datum where person_id = :person_id and kind = 'note' and owner_id in (0, :me) order by id desc limit :max;

-- name: timeline_stages :many
-- How far the relationship had come, as was known at known_at. Called by domain/timeline.
-- args: person_id int, max int
-- cols: at int, from_stage str, to_stage str, why str, known_at int
select at, from_stage, to_stage, why, known_at from stage_move where person_id = :person_id order by at desc limit :max;

-- name: timeline_merges :many
-- Who turned out to be the same person. Called by domain/timeline.
-- args: person_id int, me int, max int
-- cols: id int, gone_id int, name str?, made_by int, made_at int, undone_by int, undone_at int
select m.id, m.gone_id, p.name, m.made_by, m.made_at, m.undone_by, m.undone_at
from person_merge m left join person p on p.id = m.gone_id and p.owner_id in (0, :me) where m.kept_id = :person_id order by m.id desc limit :max;
