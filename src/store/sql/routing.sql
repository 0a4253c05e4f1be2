-- Routing rules, their changes, and what they did.

-- name: routing_rules :many :scan
-- All rules in their order. Called by routing_world_read (when they changed) and the screen.
-- cols: id int, place int, name str, enabled bool, stop bool, body str, version int, changed_by int, changed_at int
select id, place, name, enabled, stop, body, version, changed_by, changed_at from routing_rule where removed_at = 0 order by place, id;

-- name: routing_rule_get :one
-- One rule, also one that was removed. Called before it is changed.
-- args: id int
-- cols: id int, place int, name str, enabled bool, stop bool, body str, version int, changed_by int, changed_at int, removed_at int
select id, place, name, enabled, stop, body, version, changed_by, changed_at, removed_at from routing_rule where id = :id;

-- name: routing_rule_names :many
-- Names of rules by their ids, also of those that were removed. ids: a JSON array of numbers. Called where effects are shown.
-- args: ids str
-- cols: id int, name str
select r.id, r.name from json_each(:ids) j join routing_rule r on r.id = j.value;
-- postgres:
select r.id, r.name from json_array_elements_text(:ids::json) j join routing_rule r on r.id = j.value::bigint;

-- name: routing_rule_put :exec :write
-- A new rule, or the new state of one. Called by routing_edit.
-- args: id int, place int, name str, enabled bool, stop bool, body str, version int, by_id int, now int, removed_at int
insert into routing_rule (id, place, name, enabled, stop, body, version, changed_by, changed_at, removed_at)
values (:id, :place, :name, :enabled, :stop, :body, :version, :by_id, :now, :removed_at)
on conflict (id) do update set place = excluded.place, name = excluded.name, enabled = excluded.enabled, stop = excluded.stop, body = excluded.body,
    version = excluded.version, changed_by = excluded.changed_by, changed_at = excluded.changed_at, removed_at = excluded.removed_at;

-- name: routing_place_set :exec :write
-- Makes room between places. Called by routing_edit when there is none left.
-- args: id int, place int
update routing_rule set place = :place where id = :id;

-- name: routing_last :one
-- The last change: the version of all rules. Called before each page of posts.
-- cols: id int, print str
select id, print from routing_change order by id desc limit 1;

-- name: routing_change_add :exec :write
-- Called by routing_edit.
-- args: id int, rule_id int, what str, before str?, after str?, undoes int, print str, by_id int, now int
insert into routing_change (id, rule_id, what, before, after, undoes, print, made_by, made_at)
values (:id, :rule_id, :what, :before, :after, :undoes, :print, :by_id, :now);

-- name: routing_change_get :one
-- Called before it is taken back.
-- args: id int
-- cols: id int, rule_id int, what str, before str?, after str?, undoes int, made_by int, made_at int
select id, rule_id, what, before, after, undoes, made_by, made_at from routing_change where id = :id;

-- name: routing_change_last_of :one
-- The last change of a rule: only that one can be taken back. Called before it is.
-- args: rule_id int
-- cols: id int
select id from routing_change where rule_id = :rule_id order by id desc limit 1;

-- name: routing_changes :many
-- Changes, the newest first. Called by the screen.
-- args: before int, max int
-- cols: as routing_change_get
select id, rule_id, what, before, after, undoes, made_by, made_at from routing_change where id < :before order by id desc limit :max;

-- name: routing_effect_add :exec :write
-- Called by routing_keep.
-- args: id int, conversation_id int, post_id int, rule_id int, rule_version int, act str, value_id int, number int, word str, now int
insert into routing_effect (id, conversation_id, post_id, rule_id, rule_version, act, value_id, number, word, at)
values (:id, :conversation_id, :post_id, :rule_id, :rule_version, :act, :value_id, :number, :word, :now);

-- name: routing_effects :many
-- What rules did to a conversation, oldest first. Called by routing_run, sla_settle, the thread and kith trace.
-- args: conversation_id int
-- cols: id int, post_id int, rule_id int, rule_version int, rule_name str?, act str, value_id int, number int, word str, at int
select e.id, e.post_id, e.rule_id, e.rule_version, r.name, e.act, e.value_id, e.number, e.word, e.at
from routing_effect e left join routing_rule r on r.id = e.rule_id where e.conversation_id = :conversation_id order by e.id limit 500;

-- name: routing_effects_move :exec :write
-- Called when conversations are merged.
-- args: from_id int, into_id int
update routing_effect set conversation_id = :into_id where conversation_id = :from_id;

-- name: routing_effect_counts :many :scan
-- How many conversations each rule touched since a time, and how often. Called by the screen of rules.
-- args: since int
-- cols: rule_id int, conversations int, effects int
select rule_id, count(distinct conversation_id), count(*) from routing_effect where at > :since group by rule_id;

-- name: routing_acts :many :scan
-- What was done to conversations since an entry of the event log, by whom, how often: members, tokens, rules, the system. Called
-- by the report that counts humans and machines apart. What the system carries out for a member (a send) was counted when that member decided.
-- args: since int, eyes int
-- cols: actor_kind str, verb str, n int
select actor_kind, verb, count(*) from (select actor_kind, verb, object_id as conversation_id from event
    where at > :since and object_kind = 'conversation' and not (actor_kind = 'system' and approved_by > 0)) p
where {seen_of} group by actor_kind, verb;

-- name: routing_set :exec :write
-- What rules decided about a conversation. Called by routing_keep.
-- args: id int, owner_id int, team_id int, rule_points int, now int
update conversation set owner_id = :owner_id, team_id = :team_id, rule_points = :rule_points,
    version = version + 1, updated_at = :now
where id = :id;

-- name: routing_subject :one :write
-- A conversation as rules see it, with its newest post of theirs; nobody else changes it meanwhile. Called by routing_apply.
-- args: id int
-- cols: id int, status str, channel_id int, network str, owner_id int, team_id int, team_by int, kind str, priority int, rule_points int, answered bool, storm_id int, due_state int, person_id int, post_id int
select c.id, c.status, c.channel_id, c.network, c.owner_id, c.team_id, c.team_by, c.kind, c.priority, c.rule_points, c.answered, c.storm_id, c.due_state, c.person_id,
    coalesce((select p.id from post p where p.conversation_id = c.id and p.direction = 'in' and p.deleted_at = 0 order by p.posted_at desc, p.id desc limit 1), 0)
from conversation c where c.id = :id;
-- postgres:
select c.id, c.status, c.channel_id, c.network, c.owner_id, c.team_id, c.team_by, c.kind, c.priority, c.rule_points, c.answered, c.storm_id, c.due_state, c.person_id,
    coalesce((select p.id from post p where p.conversation_id = c.id and p.direction = 'in' and p.deleted_at = 0 order by p.posted_at desc, p.id desc limit 1), 0)
from conversation c where c.id = :id for update;

-- name: routing_person :one
-- What rules look at in a person. `roles`: blank-separated. `relation`: who keeps in touch with them, else who is closest.
-- Called by routing_run.
-- args: id int, network str
-- cols: stage str, exchanges int, strength real, followers int, roles str?, relation int
select p.stage, p.exchanges, p.strength,
    coalesce((select i.followers from identity i where i.person_id = p.id and i.network = :network order by i.id limit 1), -1),
    trim(p.role || ' ' || coalesce((select group_concat(r.role, ' ') from person_role r where r.person_id = p.id and r.organization_id = 0 and r.to_day = 0 and r.owner_id = 0), '')),
    coalesce((select k.member_id from keep_in_touch k where k.person_id = p.id and k.segment_id = 0 and k.member_id > 0 limit 1),
        (select min(t.member_id) from tie t where t.person_id = p.id and t.member_id > 0 and t.strength > 0
            and t.strength = (select max(x.strength) from tie x where x.person_id = p.id and x.member_id > 0)), 0)
from person p where p.id = :id;
-- postgres:
select p.stage, p.exchanges, p.strength,
    coalesce((select i.followers from identity i where i.person_id = p.id and i.network = :network order by i.id limit 1), -1),
    trim(p.role || ' ' || coalesce((select string_agg(r.role, ' ') from person_role r where r.person_id = p.id and r.organization_id = 0 and r.to_day = 0 and r.owner_id = 0), '')),
    coalesce((select k.member_id from keep_in_touch k where k.person_id = p.id and k.segment_id = 0 and k.member_id > 0 limit 1),
        (select min(t.member_id) from tie t where t.person_id = p.id and t.member_id > 0 and t.strength > 0
            and t.strength = (select max(x.strength) from tie x where x.person_id = p.id and x.member_id > 0)), 0)
from person p where p.id = :id;

-- name: routing_posts :many :scan
-- Posts of theirs with their conversations, the newest first: what a rule is tried on before it is saved. Called by routing_try.
-- args: before int, since int, max int, eyes int
-- cols: id int, conversation_id int, parent_id int, network str, kind str, visibility str, lang str, intents str, text str, person_id int, channel_id int, posted_at int, status str, owner_id int, team_id int, team_by int, about str, priority int, answered bool, storm_id int, due_state int, person_name str?, labels str?, direct bool
select p.id, p.conversation_id, p.parent_id, p.network, p.kind, p.visibility, p.lang, p.intents, p.text, p.person_id, p.channel_id, p.posted_at,
    c.status, c.owner_id, c.team_id, c.team_by, c.kind, c.priority, c.answered, c.storm_id, c.due_state, n.name,
    (select group_concat(l.label_id, ' ') from conversation_label l where l.conversation_id = c.id), c.direct
from post p join conversation c on c.id = p.conversation_id left join person n on n.id = p.person_id
where p.id < :before and p.received_at >= :since and p.direction = 'in' and p.deleted_at = 0 and {seen} order by p.id desc limit :max;
-- postgres:
select p.id, p.conversation_id, p.parent_id, p.network, p.kind, p.visibility, p.lang, p.intents, p.text, p.person_id, p.channel_id, p.posted_at,
    c.status, c.owner_id, c.team_id, c.team_by, c.kind, c.priority, c.answered, c.storm_id, c.due_state, n.name,
    (select string_agg(l.label_id::text, ' ') from conversation_label l where l.conversation_id = c.id), c.direct
from post p join conversation c on c.id = p.conversation_id left join person n on n.id = p.person_id
where p.id < :before and p.received_at >= :since and p.direction = 'in' and p.deleted_at = 0 and {seen} order by p.id desc limit :max;

-- name: routing_open :many
-- What is open or sleeps, by id, a page at a time. Called by the jobs that apply rules and deadlines.
-- args: after int, max int
-- cols: id int, status str
select id, status from conversation where status in ('open', 'snoozed') and id > :after order by id limit :max;

-- name: routing_open_of_person :many
-- Open conversations of a person, the last active first. Called when something about them changed.
-- args: person_id int, max int
-- cols: id int
select id from conversation where person_id = :person_id and status = 'open' order by last_at desc, id desc limit :max;

-- name: routing_job :one :scan
-- The latest walk over what is open. Called by the screen of rules.
-- cols: state str, progress str?, error str?, finished_at int
select state, progress, error, finished_at from job where kind = 'routing' order by id desc limit 1;
