-- What screens show beside the thing itself: names, pictures, versions. Called by api/show.c and the routes.

-- name: show_authors :many
-- Who wrote some posts, by identity. ids: a JSON array of numbers. Called by the thread for each page.
-- args: ids str
-- cols: identity_id int, person_id int, name str, stage str, handle str, avatar_url str?
select i.id, p.id, p.name, p.stage, i.handle, i.avatar_url
from identity i join person p on p.id = i.person_id
where i.id in (select x.identity_id from json_each(:ids) j join post x on x.id = j.value);
-- postgres:
select i.id, p.id, p.name, p.stage, i.handle, i.avatar_url
from identity i join person p on p.id = i.person_id
where i.id in (select x.identity_id from json_array_elements_text(:ids::json) j join post x on x.id = j.value::bigint);

-- name: show_author :one
-- The same for one identity. Called for a single post.
-- args: identity_id int
-- cols: as show_authors
select i.id, p.id, p.name, p.stage, i.handle, i.avatar_url
from identity i join person p on p.id = i.person_id where i.id = :identity_id;

-- name: show_versions :many
-- Texts before edits of some posts. ids: a JSON array of numbers. Called by the thread for each page.
-- args: ids str
-- cols: post_id int, version int, text str, seen_at int
select v.post_id, v.version, v.text, v.seen_at
from json_each(:ids) j join post_version v on v.post_id = j.value;
-- postgres:
select v.post_id, v.version, v.text, v.seen_at
from json_array_elements_text(:ids::json) j join post_version v on v.post_id = j.value::bigint;

-- name: show_persons :many
-- Names of some people. ids: a JSON array of numbers. Called by search.
-- args: ids str
-- cols: id int, name str, stage str, handle str?, avatar_url str?
select p.id, p.name, p.stage, i.handle, i.avatar_url
from json_each(:ids) j join person p on p.id = j.value
    left join identity i on i.id = (select min(x.id) from identity x where x.person_id = p.id);
-- postgres:
select p.id, p.name, p.stage, i.handle, i.avatar_url
from json_array_elements_text(:ids::json) j join person p on p.id = j.value::bigint
    left join identity i on i.id = (select min(x.id) from identity x where x.person_id = p.id);

-- name: show_identities :many
-- The accounts of some people. ids: a JSON array of numbers. Called by the people list.
-- args: ids str, me int
-- cols: person_id int, id int, network str, handle str, name str, url str?, avatar_url str?, bio str?, followers int, source str, label str, verified str, owner_id int
select i.person_id, i.id, i.network, i.handle, i.name, i.url, i.avatar_url, i.bio, i.followers, i.source, i.label, i.verified, i.owner_id
from json_each(:ids) j join identity i on i.person_id = j.value where i.owner_id in (0, :me);
-- postgres:
select i.person_id, i.id, i.network, i.handle, i.name, i.url, i.avatar_url, i.bio, i.followers, i.source, i.label, i.verified, i.owner_id
from json_array_elements_text(:ids::json) j join identity i on i.person_id = j.value::bigint where i.owner_id in (0, :me);

-- name: show_subjects :many
-- What some conversations are about, for lists of other things. ids: a JSON array of numbers. Called by hand-overs and mentions.
-- args: ids str, eyes int
-- cols: id int, subject str, first_words str
select c.id, c.subject, c.first_words from json_each(:ids) j join conversation c on c.id = j.value
where {seen};
-- postgres:
select c.id, c.subject, c.first_words
from json_array_elements_text(:ids::json) j join conversation c on c.id = j.value::bigint
where {seen};

-- name: show_tally_days :many :scan
-- Counts of a period by day, of one channel or (0) of all. Called by the home page.
-- args: from_day int, to_day int, channel_id int, eyes int
-- cols: day int, measure str, n int
select day, measure, sum(n) from tally t
where day >= :from_day and day <= :to_day and {seen_channel} and (:channel_id = 0 or channel_id = :channel_id) group by day, measure;

-- name: show_channel_tally :many :scan
-- What each channel heard and told since a day. Called by the channel page.
-- args: from_day int, eyes int
-- cols: channel_id int, measure str, n int
select channel_id, measure, sum(n) from tally t where day >= :from_day and {seen_channel} group by channel_id, measure;

-- name: policy_all :many
-- All versions of the policy, the newest first. Called by the policy page; there are few.
-- args: max int
-- cols: version int, text str, rules str, sponsor str, adopted_at int, adopted_by int, acknowledged int
select p.version, p.text, p.rules, p.sponsor, p.adopted_at, p.adopted_by,
    (select count(*) from policy_ack a join member m on m.id = a.member_id where a.version = p.version and m.status = 'active' and m.demo = 0)
from policy p order by p.version desc limit :max;

-- name: policy_newest_acks :many
-- The newest version each active member has read, and when they were told of the one in force. Called by the policy page.
-- cols: member_id int, role str, version int, at int, reminded_at int, reminders int
select m.id, m.role, coalesce(a.version, 0), coalesce(a.at, 0), coalesce(r.at, 0), coalesce(r.n, 0)
from member m left join policy_ack a on a.member_id = m.id
    and a.version = (select max(x.version) from policy_ack x where x.member_id = m.id)
    left join policy_reminder r on r.member_id = m.id and r.version = (select max(p.version) from policy p)
where m.status = 'active' order by m.name, m.id;

-- name: job_counts :one
-- How much work waits, runs and failed. Called by the status of the house.
-- cols: ready int, running int, failed int
select (select count(*) from (select 1 from job where state = 'ready' limit 1000) a),
    (select count(*) from (select 1 from job where state = 'running' limit 1000) b),
    (select count(*) from (select 1 from job where state = 'failed' limit 1000) c);
