-- Conversations: the lists of the inbox and one conversation. A list statement gives ids and the keys of its order;
-- conversation_rows shows them. Keys count down: (key1, key2, id) of the last row is the cursor of the next page.
-- Filters that are not the leading one are cheap: -1 and '' mean any.

-- part: seen
-- What the limits of the reader (eyes; 0 = no limits) do not hide of a conversation `c`: docs/design/permissions.md.
(:eyes = 0 or not exists (select 1 from channel_limit x where x.member_id = :eyes and x.channel_id = c.channel_id and x.hides > 1 - c.direct));

-- part: seen_of
-- The same of a row `p` that hangs on a conversation: a post, a decision to send, a hand-over, a mention.
(:eyes = 0 or not exists (select 1 from channel_limit x join conversation y on y.id = p.conversation_id
    where x.member_id = :eyes and x.channel_id = y.channel_id and x.hides > 1 - y.direct));

-- part: seen_out
-- The same of a row `p` of the outbox: one without a conversation goes by its channel.
(:eyes = 0 or (not exists (select 1 from channel_limit x join conversation y on y.id = p.conversation_id
    where x.member_id = :eyes and x.channel_id = y.channel_id and x.hides > 1 - y.direct)
    and not (p.conversation_id is null and exists (select 1 from channel_limit x where x.member_id = :eyes and x.channel_id = p.channel_id and x.hides > 1))));

-- part: seen_touch
-- The same of a touch `t`; one that was no post has no channel.
(:eyes = 0 or not exists (select 1 from channel_limit x where x.member_id = :eyes and x.channel_id = t.channel_id
    and x.hides > case when t.medium = 'direct' then 0 else 1 end));

-- part: seen_channel
-- The same of a row `t` with a channel that counts what was said there, in private or not.
(:eyes = 0 or not exists (select 1 from channel_limit x where x.member_id = :eyes and x.channel_id = t.channel_id and x.hides > 1));

-- name: conversation_by_owner :many
-- Conversations of one owner in one status, most pressing first. Called by conversation_list.
-- args: status str, owner_id int, team_id int, channel_id int, kind str, network str, label_id int, key1 int, key2 int, id int, max int, eyes int
-- cols: id int, key1 int, key2 int
select id, priority, last_at from conversation c
where owner_id = :owner_id and owner_id > 0 and status = :status and (priority, last_at, id) < (:key1, :key2, :id)
    and (:team_id < 0 or team_id = :team_id)
    and (:channel_id < 0 or channel_id = :channel_id) and (:kind = '' or kind = :kind) and (:network = '' or network = :network)
    and (:label_id < 0 or exists (select 1 from conversation_label l where l.conversation_id = c.id and l.label_id = :label_id))
    and {seen}
order by priority desc, last_at desc, id desc limit :max;

-- name: conversation_open :many
-- The same for all that are open. Called by conversation_list.
-- args: as conversation_by_owner
-- cols: as conversation_by_owner
select id, priority, last_at from conversation c
where status = 'open' and (priority, last_at, id) < (:key1, :key2, :id)
    and (:owner_id < 0 or owner_id = :owner_id) and (:team_id < 0 or team_id = :team_id)
    and (:channel_id < 0 or channel_id = :channel_id) and (:kind = '' or kind = :kind) and (:network = '' or network = :network)
    and (:label_id < 0 or exists (select 1 from conversation_label l where l.conversation_id = c.id and l.label_id = :label_id))
    and {seen}
order by priority desc, last_at desc, id desc limit :max;

-- name: conversation_free :many
-- The same for those that are open and nobody's. Called by conversation_list.
-- args: as conversation_by_owner
-- cols: as conversation_by_owner
select id, priority, last_at from conversation c
where status = 'open' and owner_id = 0 and (priority, last_at, id) < (:key1, :key2, :id)
    and (:team_id < 0 or team_id = :team_id)
    and (:channel_id < 0 or channel_id = :channel_id) and (:kind = '' or kind = :kind) and (:network = '' or network = :network)
    and (:label_id < 0 or exists (select 1 from conversation_label l where l.conversation_id = c.id and l.label_id = :label_id))
    and {seen}
order by priority desc, last_at desc, id desc limit :max;

-- name: conversation_by_team :many
-- The same for one team. Called by conversation_list.
-- args: as conversation_by_owner
-- cols: as conversation_by_owner
select id, priority, last_at from conversation c
where team_id = :team_id and team_id > 0 and status = :status and (priority, last_at, id) < (:key1, :key2, :id)
    and (:owner_id < 0 or owner_id = :owner_id)
    and (:channel_id < 0 or channel_id = :channel_id) and (:kind = '' or kind = :kind) and (:network = '' or network = :network)
    and (:label_id < 0 or exists (select 1 from conversation_label l where l.conversation_id = c.id and l.label_id = :label_id))
    and {seen}
order by priority desc, last_at desc, id desc limit :max;

-- name: conversation_by_channel :many
-- The same for one channel. Called by conversation_list.
-- args: as conversation_by_owner
-- cols: as conversation_by_owner
select id, priority, last_at from conversation c
where channel_id = :channel_id and status = :status and (priority, last_at, id) < (:key1, :key2, :id)
    and (:owner_id < 0 or owner_id = :owner_id) and (:team_id < 0 or team_id = :team_id)
    and (:kind = '' or kind = :kind) and (:network = '' or network = :network)
    and (:label_id < 0 or exists (select 1 from conversation_label l where l.conversation_id = c.id and l.label_id = :label_id))
    and {seen}
order by priority desc, last_at desc, id desc limit :max;

-- name: conversation_by_kind :many
-- The same for one kind: leads, complaints, questions; not for 'other', which most are. Called by conversation_list.
-- args: as conversation_by_owner
-- cols: as conversation_by_owner
select id, priority, last_at from conversation c
where kind = :kind and kind <> 'other' and status = :status and (priority, last_at, id) < (:key1, :key2, :id)
    and (:owner_id < 0 or owner_id = :owner_id) and (:team_id < 0 or team_id = :team_id)
    and (:channel_id < 0 or channel_id = :channel_id) and (:network = '' or network = :network)
    and (:label_id < 0 or exists (select 1 from conversation_label l where l.conversation_id = c.id and l.label_id = :label_id))
    and {seen}
order by priority desc, last_at desc, id desc limit :max;

-- name: conversation_waiting :many
-- Open conversations in which somebody waits, the longest first. Called by conversation_list. Keys count up.
-- args: as conversation_by_owner
-- cols: as conversation_by_owner
select id, waiting_since, 0 from conversation c
where waiting_since > 0 and status = 'open' and (waiting_since, id) > (:key1, :id)
    and (:owner_id < 0 or owner_id = :owner_id) and (:team_id < 0 or team_id = :team_id)
    and (:channel_id < 0 or channel_id = :channel_id) and (:kind = '' or kind = :kind) and (:network = '' or network = :network)
    and (:label_id < 0 or exists (select 1 from conversation_label l where l.conversation_id = c.id and l.label_id = :label_id))
    and {seen}
order by waiting_since, id limit :max;

-- name: conversation_unanswered :many
-- They spoke to us and never got an answer, the oldest first; history counts too, a storm counts by its head. Called by
-- conversation_list. Keys count up.
-- args: as conversation_by_owner
-- cols: as conversation_by_owner
select id, waiting_since, 0 from conversation c
where waiting_since > 0 and answered = 0 and coalesce(status, '') <> 'folded' and (waiting_since, id) > (:key1, :id)
    and (:owner_id < 0 or owner_id = :owner_id) and (:team_id < 0 or team_id = :team_id)
    and (:channel_id < 0 or channel_id = :channel_id) and (:kind = '' or kind = :kind) and (:network = '' or network = :network)
    and (:label_id < 0 or exists (select 1 from conversation_label l where l.conversation_id = c.id and l.label_id = :label_id))
    and {seen}
order by waiting_since, id limit :max;

-- name: conversation_snoozed :many
-- What sleeps, the next to wake first. Called by conversation_list. Keys count up.
-- args: as conversation_by_owner
-- cols: as conversation_by_owner
select id, snoozed_until, 0 from conversation c
where status = 'snoozed' and (snoozed_until, id) > (:key1, :id)
    and (:owner_id < 0 or owner_id = :owner_id) and (:team_id < 0 or team_id = :team_id)
    and (:channel_id < 0 or channel_id = :channel_id) and (:kind = '' or kind = :kind) and (:network = '' or network = :network)
    and (:label_id < 0 or exists (select 1 from conversation_label l where l.conversation_id = c.id and l.label_id = :label_id))
    and {seen}
order by snoozed_until, id limit :max;

-- name: conversation_done :many
-- What is done, the last change first. Called by conversation_list.
-- args: as conversation_by_owner
-- cols: as conversation_by_owner
select id, updated_at, 0 from conversation c
where status = 'done' and (updated_at, id) < (:key1, :id)
    and (:owner_id < 0 or owner_id = :owner_id) and (:team_id < 0 or team_id = :team_id)
    and (:channel_id < 0 or channel_id = :channel_id) and (:kind = '' or kind = :kind) and (:network = '' or network = :network)
    and (:label_id < 0 or exists (select 1 from conversation_label l where l.conversation_id = c.id and l.label_id = :label_id))
    and {seen}
order by updated_at desc, id desc limit :max;

-- name: conversation_done_channel :many
-- The same for one channel. Called by conversation_list.
-- args: as conversation_by_owner
-- cols: as conversation_by_owner
select id, updated_at, 0 from conversation c
where channel_id = :channel_id and status = 'done' and (updated_at, id) < (:key1, :id)
    and (:owner_id < 0 or owner_id = :owner_id) and (:team_id < 0 or team_id = :team_id)
    and (:kind = '' or kind = :kind) and (:network = '' or network = :network)
    and (:label_id < 0 or exists (select 1 from conversation_label l where l.conversation_id = c.id and l.label_id = :label_id))
    and {seen}
order by updated_at desc, id desc limit :max;

-- name: conversation_due_soon :many
-- Open conversations with a deadline of which three quarters are gone, the most overdue first. Called by conversation_list. Keys count up.
-- args: as conversation_by_owner
-- cols: as conversation_by_owner
select id, due_at, 0 from conversation c
where due_state >= 2 and status = 'open' and (due_at, id) > (:key1, :id)
    and (:owner_id < 0 or owner_id = :owner_id) and (:team_id < 0 or team_id = :team_id)
    and (:channel_id < 0 or channel_id = :channel_id) and (:kind = '' or kind = :kind) and (:network = '' or network = :network)
    and (:label_id < 0 or exists (select 1 from conversation_label l where l.conversation_id = c.id and l.label_id = :label_id))
    and {seen}
order by due_at, id limit :max;

-- name: conversation_by_storm :many
-- The heads of storms, the newest storm first. Called by conversation_list.
-- args: as conversation_by_owner
-- cols: as conversation_by_owner
select c.id, s.id, 0 from storm s join conversation c on c.id = s.head_id
where s.id < :key1 and c.status = :status
    and (:owner_id < 0 or c.owner_id = :owner_id) and (:team_id < 0 or c.team_id = :team_id)
    and (:channel_id < 0 or c.channel_id = :channel_id) and (:kind = '' or c.kind = :kind) and (:network = '' or c.network = :network)
    and (:label_id < 0 or exists (select 1 from conversation_label l where l.conversation_id = c.id and l.label_id = :label_id))
    and {seen}
order by s.id desc limit :max;

-- name: conversation_by_label :many
-- Everything under a label, whatever its status, the newest conversation first. Called by conversation_list.
-- args: as conversation_by_owner
-- cols: as conversation_by_owner
select c.id, c.id, 0 from conversation_label l join conversation c on c.id = l.conversation_id
where l.label_id = :label_id and l.conversation_id < :id and (:status = '' or c.status = :status)
    and (:owner_id < 0 or c.owner_id = :owner_id) and (:team_id < 0 or c.team_id = :team_id)
    and (:channel_id < 0 or c.channel_id = :channel_id) and (:kind = '' or c.kind = :kind) and (:network = '' or c.network = :network)
    and {seen}
order by l.conversation_id desc limit :max;

-- name: conversation_of_person :many
-- All conversations with a person, the last active first. Called by conversation_list.
-- args: person_id int, key1 int, id int, max int, eyes int
-- cols: as conversation_by_owner
select id, last_at, 0 from conversation c
where person_id = :person_id and status <> 'merged' and (last_at, id) < (:key1, :id) and {seen} order by last_at desc, id desc limit :max;

-- name: conversation_of_storm :many
-- What hangs behind a storm's head, the newest first. Called by conversation_list.
-- args: storm_id int, id int, max int, eyes int
-- cols: as conversation_by_owner
select id, id, 0 from conversation c where storm_id = :storm_id and id < :id and {seen} order by id desc limit :max;

-- name: conversation_following :many
-- What a member follows and is not done, the newest first. Called by conversation_list.
-- args: me int, owner_id int, team_id int, channel_id int, kind str, network str, label_id int, id int, max int, eyes int
-- cols: as conversation_by_owner
select c.id, c.id, 0 from follower f join conversation c on c.id = f.conversation_id
where f.member_id = :me and f.conversation_id < :id and c.status in ('open', 'snoozed')
    and (:owner_id < 0 or c.owner_id = :owner_id) and (:team_id < 0 or c.team_id = :team_id)
    and (:channel_id < 0 or c.channel_id = :channel_id) and (:kind = '' or c.kind = :kind) and (:network = '' or c.network = :network)
    and (:label_id < 0 or exists (select 1 from conversation_label l where l.conversation_id = c.id and l.label_id = :label_id))
    and {seen}
order by f.conversation_id desc limit :max;

-- name: conversation_rows :many
-- The conversations of a list, in any order, with the names that a screen shows. ids: a JSON array of numbers; hour: when the
-- last hour began. Called by conversation_show. On PostgreSQL `offset 0` keeps the planner from reading all identities into a hash for fifty rows.
-- args: ids str, hour int, eyes int
-- cols: id int, channel_id int, network str, subject str, status str, owner_id int, team_id int, person_id int, kind str, storm_id int, priority int, reason str, signals str, first_words str, post_count int, first_at int, last_at int, last_in_at int, last_out_at int, waiting_since int, answered bool, snoozed_until int, version int, demo bool, direct bool, merged_into int, due_at int, due_state int, channel_name str, channel_handle str, channel_status str, person_name str?, person_stage str?, person_kind str?, handle str?, avatar_url str?, owner_name str?, owner_handle str?, team_name str?, storm_posts int, storm_authors int, storm_decided str?, storm_head int, storm_reach int, storm_reach_known int, storm_hour int, storm_own str?
select c.id, c.channel_id, c.network, c.subject, c.status, c.owner_id, c.team_id, c.person_id, c.kind, c.storm_id, c.priority, c.reason, c.signals, c.first_words, c.post_count, c.first_at, c.last_at, c.last_in_at, c.last_out_at, c.waiting_since, c.answered, c.snoozed_until, c.version, c.demo, c.direct, c.merged_into, c.due_at, c.due_state,
    h.name, h.handle, h.status, p.name, p.stage, p.kind, i.handle, i.avatar_url, m.name, m.handle, t.name, s.posts, s.authors, s.decided, s.head_id, s.reach, s.reach_known,
    case when s.head_id = c.id then (select count(*) from storm_post q where q.storm_id = s.id and q.at > :hour) else 0 end,
    case when s.head_id <> c.id then (select max(q.own) from post y join storm_post q on q.post_id = y.id and q.storm_id = s.id where y.conversation_id = c.id) end
from json_each(:ids) j join conversation c on c.id = j.value join channel h on h.id = c.channel_id
    left join person p on p.id = c.person_id
    left join identity i on i.id = (select min(x.id) from identity x where x.person_id = c.person_id and x.network = c.network)
    left join member m on m.id = c.owner_id left join team t on t.id = c.team_id left join storm s on s.id = c.storm_id
where {seen};
-- postgres:
select c.id, c.channel_id, c.network, c.subject, c.status, c.owner_id, c.team_id, c.person_id, c.kind, c.storm_id, c.priority, c.reason, c.signals, c.first_words, c.post_count, c.first_at, c.last_at, c.last_in_at, c.last_out_at, c.waiting_since, c.answered, c.snoozed_until, c.version, c.demo, c.direct, c.merged_into, c.due_at, c.due_state,
    h.name, h.handle, h.status, p.name, p.stage, p.kind, i.handle, i.avatar_url, m.name, m.handle, t.name, s.posts, s.authors, s.decided, s.head_id, s.reach, s.reach_known,
    case when s.head_id = c.id then (select count(*) from storm_post q where q.storm_id = s.id and q.at > :hour) else 0 end,
    case when s.head_id <> c.id then (select max(q.own) from post y join storm_post q on q.post_id = y.id and q.storm_id = s.id where y.conversation_id = c.id) end
from json_array_elements_text(:ids::json) j join conversation c on c.id = j.value::bigint join channel h on h.id = c.channel_id
    left join person p on p.id = c.person_id
    left join lateral (select y.handle, y.avatar_url from identity y where y.id =
        (select min(x.id) from identity x where x.person_id = c.person_id and x.network = c.network) offset 0) i on true
    left join member m on m.id = c.owner_id left join team t on t.id = c.team_id left join storm s on s.id = c.storm_id
where {seen};

-- name: conversation_labels :many
-- The labels on some conversations. ids: a JSON array of numbers. Called by conversation_show.
-- args: ids str
-- cols: conversation_id int, label_id int, name str, colour str
select x.conversation_id, l.id, l.name, l.colour
from json_each(:ids) j join conversation_label x on x.conversation_id = j.value join label l on l.id = x.label_id;
-- postgres:
select x.conversation_id, l.id, l.name, l.colour
from json_array_elements_text(:ids::json) j join conversation_label x on x.conversation_id = j.value::bigint join label l on l.id = x.label_id;

-- name: conversation_deadlines :many
-- When the open hand-overs of some conversations are due. ids: a JSON array of numbers. Called by conversation_show.
-- args: ids str
-- cols: conversation_id int, due_at int
select h.conversation_id, h.due_at
from json_each(:ids) j join handoff h on h.conversation_id = j.value where h.closed_at = 0 and h.due_at > 0;
-- postgres:
select h.conversation_id, h.due_at
from json_array_elements_text(:ids::json) j join handoff h on h.conversation_id = j.value::bigint where h.closed_at = 0 and h.due_at > 0;

-- name: conversation_count_open :one
-- How many are open, at most max. Called by conversation_count.
-- args: max int, eyes int
-- cols: n int
select count(*) from (select 1 from conversation c where status = 'open' and {seen} limit :max) x;

-- name: conversation_count_free :one
-- How many are open and nobody's, at most max. Called by conversation_count.
-- args: max int, eyes int
-- cols: as conversation_count_open
select count(*) from (select 1 from conversation c where status = 'open' and owner_id = 0 and {seen} limit :max) x;

-- name: conversation_count_snoozed :one
-- How many sleep, at most max. Called by conversation_count.
-- args: max int, eyes int
-- cols: as conversation_count_open
select count(*) from (select 1 from conversation c where status = 'snoozed' and {seen} limit :max) x;

-- name: conversation_count_done :one
-- How many are done, at most max. Called by conversation_count.
-- args: max int, eyes int
-- cols: as conversation_count_open
select count(*) from (select 1 from conversation c where status = 'done' and {seen} limit :max) x;

-- name: conversation_count_owner :one
-- How many an owner has in this status, at most max. Called by conversation_count.
-- args: owner_id int, status str, max int, eyes int
-- cols: as conversation_count_open
select count(*) from (select 1 from conversation c where owner_id = :owner_id and owner_id > 0 and status = :status and {seen} limit :max) x;

-- name: conversation_count_following :one
-- How many a member follows that are not done, at most max. Called by conversation_count.
-- args: me int, max int, eyes int
-- cols: as conversation_count_open
select count(*) from (select 1 from follower f join conversation c on c.id = f.conversation_id
    where f.member_id = :me and c.status in ('open', 'snoozed') and {seen} limit :max) x;

-- name: conversation_count_team :one
-- How many a team has in this status, at most max. Called by conversation_count.
-- args: team_id int, status str, max int, eyes int
-- cols: as conversation_count_open
select count(*) from (select 1 from conversation c where team_id = :team_id and team_id > 0 and status = :status and {seen} limit :max) x;

-- name: conversation_count_channel :one
-- How many a channel has in this status, at most max. Called by conversation_count.
-- args: channel_id int, status str, max int, eyes int
-- cols: as conversation_count_open
select count(*) from (select 1 from conversation c where channel_id = :channel_id and status = :status and {seen} limit :max) x;

-- name: conversation_count_kind :one
-- How many of a kind have this status, at most max. Called by conversation_count.
-- args: kind str, status str, max int, eyes int
-- cols: as conversation_count_open
select count(*) from (select 1 from conversation c where kind = :kind and kind <> 'other' and status = :status and {seen} limit :max) x;

-- name: conversation_count_waiting :one
-- In how many open ones somebody waits, at most max, and since when the longest. Called by conversation_count.
-- args: max int, eyes int
-- cols: as conversation_count_open
select count(*) from (select 1 from conversation c where waiting_since > 0 and status = 'open' and {seen} limit :max) x;

-- name: conversation_count_due_soon :one
-- In how many open ones a deadline is near or over, at most max. Called by conversation_count.
-- args: max int, eyes int
-- cols: as conversation_count_open
select count(*) from (select 1 from conversation c where due_state >= 2 and status = 'open' and {seen} limit :max) x;

-- name: conversation_count_unanswered :one
-- How many spoke to us and never got an answer, at most max. Called by conversation_count.
-- args: max int, eyes int
-- cols: as conversation_count_open
select count(*) from (select 1 from conversation c where waiting_since > 0 and answered = 0 and coalesce(status, '') <> 'folded' and {seen} limit :max) x;

-- name: conversation_count_storms :one
-- How many storms have an open head, at most max. Called by conversation_count.
-- args: max int, eyes int
-- cols: as conversation_count_open
select count(*) from (select 1 from storm s join conversation c on c.id = s.head_id where c.status = 'open' and {seen} limit :max) x;

-- name: conversation_get :one
-- One conversation. Called by reply and the thread.
-- args: id int, eyes int
-- cols: id int, channel_id int, network str, native_root str, status str, owner_id int, team_id int, person_id int, kind str, kind_by int, merged_into int, storm_id int, priority int, post_count int, first_at int, last_at int, last_in_at int, last_out_at int, waiting_since int, answered bool, version int, said_version int, first_words str, demo bool, direct bool, team_by int, rule_points int, due_at int, due_state int, created_at int, split_from int
select id, channel_id, network, native_root, status, owner_id, team_id, person_id, kind, kind_by, merged_into, storm_id, priority, post_count, first_at, last_at, last_in_at, last_out_at, waiting_since, answered, version, said_version, first_words, demo, direct, team_by, rule_points, due_at, due_state, created_at, split_from
from conversation c where id = :id and {seen};

-- name: conversation_lock :one :write
-- The same for those who change it: nobody else does meanwhile. Called by ingest and reply_send.
-- args: id int
-- cols: as conversation_get
select id, channel_id, network, native_root, status, owner_id, team_id, person_id, kind, kind_by, merged_into, storm_id, priority, post_count, first_at, last_at, last_in_at, last_out_at, waiting_since, answered, version, said_version, first_words, demo, direct, team_by, rule_points, due_at, due_state, created_at, split_from
from conversation where id = :id;
-- postgres:
select id, channel_id, network, native_root, status, owner_id, team_id, person_id, kind, kind_by, merged_into, storm_id, priority, post_count, first_at, last_at, last_in_at, last_out_at, waiting_since, answered, version, said_version, first_words, demo, direct, team_by, rule_points, due_at, due_state, created_at, split_from
from conversation where id = :id for update;

-- name: conversation_by_root :one :write
-- The conversation of a thread. Called by ingest. On PostgreSQL `+ 0` keeps a planner without statistics off the index
-- of the channel's list, which would read every conversation of the channel.
-- args: channel_id int, native_root str
-- cols: as conversation_get
select id, channel_id, network, native_root, status, owner_id, team_id, person_id, kind, kind_by, merged_into, storm_id, priority, post_count, first_at, last_at, last_in_at, last_out_at, waiting_since, answered, version, said_version, first_words, demo, direct, team_by, rule_points, due_at, due_state, created_at, split_from
from conversation where channel_id = :channel_id and native_root = :native_root;
-- postgres:
select id, channel_id, network, native_root, status, owner_id, team_id, person_id, kind, kind_by, merged_into, storm_id, priority, post_count, first_at, last_at, last_in_at, last_out_at, waiting_since, answered, version, said_version, first_words, demo, direct, team_by, rule_points, due_at, due_state, created_at, split_from
from conversation where channel_id + 0 = :channel_id and native_root = :native_root for update;

-- name: conversation_insert :exec :write
-- A new conversation. Called by ingest. Nothing is changed when another node made it meanwhile.
-- args: id int, channel_id int, network str, native_root str, subject str, status str, person_id int, kind str, storm_id int, priority int, reason str, signals str, first_words str, post_count int, first_at int, last_at int, last_in_at int, last_out_at int, waiting_since int, answered bool, rescore_at int, demo bool, direct bool, now int
insert into conversation (id, channel_id, network, native_root, subject, status, person_id, kind, storm_id, priority, reason, signals, first_words, post_count, first_at, last_at, last_in_at, last_out_at, waiting_since, answered, rescore_at, demo, direct, created_at, updated_at)
values (:id, :channel_id, :network, :native_root, :subject, :status, :person_id, :kind, :storm_id, :priority, :reason, :signals, :first_words, :post_count, :first_at, :last_at, :last_in_at, :last_out_at, :waiting_since, :answered, :rescore_at, :demo, :direct, :now, :now)
on conflict (channel_id, native_root) do nothing;

-- name: conversation_heard :exec :write
-- What posts changed in a conversation; a member's kind stays. Called by ingest and the outbox.
-- args: id int, status str, person_id int, kind str, storm_id int, priority int, reason str, signals str, first_words str, post_count int, first_at int, last_at int, last_in_at int, last_out_at int, waiting_since int, answered bool, rescore_at int, now int
update conversation set status = :status, person_id = :person_id, kind = case when kind_by = 0 then :kind else kind end, storm_id = :storm_id,
    priority = :priority, reason = :reason, signals = :signals, first_words = :first_words, post_count = :post_count, first_at = :first_at, last_at = :last_at,
    last_in_at = :last_in_at, last_out_at = :last_out_at, waiting_since = :waiting_since, answered = :answered, rescore_at = :rescore_at,
    snoozed_until = case when :status = 'snoozed' then snoozed_until else 0 end, version = version + 1, said_version = version + 1, updated_at = :now
where id = :id;

-- name: conversation_decided :exec :write
-- A member decided to say something here: others look again before they send; who answers takes care. Called by reply_send.
-- args: id int, member_id int, now int
update conversation set owner_id = case when owner_id = 0 then :member_id else owner_id end, version = version + 1, said_version = version + 1, updated_at = :now
where id = :id;

-- name: conversation_scored :exec :write
-- A new priority; no change that others must look at again, so the version stays. Called by ingest_rescore.
-- args: id int, priority int, reason str, signals str, rescore_at int
update conversation set priority = :priority, reason = :reason, signals = :signals, rescore_at = :rescore_at where id = :id;

-- name: conversation_reopened :exec :write
-- Who waits in it, and how pressing that is, after it slept or was done. Called by ingest_reopened.
-- args: id int, waiting_since int, priority int, reason str, signals str, rescore_at int
update conversation set waiting_since = :waiting_since, priority = :priority, reason = :reason, signals = :signals, rescore_at = :rescore_at where id = :id;

-- name: conversation_rescore_due :many
-- Open conversations whose priority changes by now. Called by ingest_rescore_due.
-- args: now int, max int
-- cols: id int
select id from conversation where rescore_at > 0 and rescore_at <= :now order by rescore_at limit :max;

-- name: conversation_folded :exec :write
-- Puts a conversation behind its storm. Called by ingest.
-- args: id int, storm_id int, status str, now int
update conversation set storm_id = :storm_id, status = :status, rescore_at = case when :status = 'folded' then 0 else rescore_at end,
    version = version + 1, updated_at = :now
where id = :id;

-- name: conversation_private :exec :write
-- Something was said in it that is not public. Called by ingest.
-- args: id int
update conversation set direct = 1 where id = :id;

-- name: conversation_seen :one
-- Whether the limits of a member let them see a conversation. Called before somebody is told of it.
-- args: id int, eyes int
-- cols: id int
select c.id from conversation c where c.id = :id and {seen};

-- name: conversation_reroot :exec :write
-- The thread begins earlier than we knew. Called by ingest.
-- args: id int, native_root str
update conversation set native_root = :native_root where id = :id;

-- name: conversation_merged :exec :write
-- Its posts went to another conversation. Called by ingest.
-- args: id int, into_id int, now int
update conversation set status = 'merged', merged_into = :into_id, owner_id = 0, team_id = 0, waiting_since = 0, post_count = 0, priority = 0,
    person_id = 0, storm_id = 0, rescore_at = 0, snoozed_until = 0, due_at = 0, due_state = 0, version = version + 1, updated_at = :now
where id = :id;

-- name: conversation_worked_on :one
-- Whether members did anything with a conversation: which of two merged ones survives. Called by ingest.
-- args: id int
-- cols: n int
select (select count(*) from conversation where id = :id and (owner_id > 0 or team_id > 0 or kind_by > 0))
    + (select count(*) from note where conversation_id = :id) + (select count(*) from draft where conversation_id = :id)
    + (select count(*) from handoff where conversation_id = :id) + (select count(*) from conversation_label where conversation_id = :id)
    + (select count(*) from outbox where conversation_id = :id);

-- name: conversation_move_posts :exec :write
-- Called when conversations are merged.
-- args: from_id int, into_id int
update post set conversation_id = :into_id where conversation_id = :from_id;

-- name: conversation_move_notes :exec :write
-- Called when conversations are merged.
-- args: from_id int, into_id int
update note set conversation_id = :into_id where conversation_id = :from_id;

-- name: conversation_move_handoffs :exec :write
-- Called when conversations are merged.
-- args: from_id int, into_id int
update handoff set conversation_id = :into_id where conversation_id = :from_id;

-- name: conversation_move_outbox :exec :write
-- Called when conversations are merged.
-- args: from_id int, into_id int
update outbox set conversation_id = :into_id where conversation_id = :from_id;

-- name: conversation_move_labels :exec :write
-- Called when conversations are merged.
-- args: from_id int, into_id int
insert into conversation_label (conversation_id, label_id, added_by, added_at)
select :into_id, label_id, added_by, added_at from conversation_label where conversation_id = :from_id
on conflict (conversation_id, label_id) do nothing;

-- name: conversation_drop_labels :exec :write
-- Called when conversations are merged.
-- args: id int
delete from conversation_label where conversation_id = :id;

-- name: conversation_move_drafts :exec :write
-- Drafts; of a member who has one in both, one with both texts and the gap between. Called when conversations are merged.
-- args: from_id int, into_id int, gap str
insert into draft (conversation_id, member_id, reply_to_id, text, updated_at)
select :into_id, member_id, reply_to_id, text, updated_at from draft where conversation_id = :from_id
on conflict (conversation_id, member_id) do update set text = draft.text || :gap || excluded.text, updated_at = excluded.updated_at;

-- name: conversation_drop_drafts :exec :write
-- Called when conversations are merged.
-- args: id int
delete from draft where conversation_id = :id;
