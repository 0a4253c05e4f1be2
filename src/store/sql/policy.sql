-- The policy: names that rules may use, who has not read it, who was reminded; saved texts, signs, links that were looked at.

-- name: policy_team_named :one
-- A team by its name, case ignored. Called before a policy is adopted; there are few.
-- args: name str
-- cols: id int
select id from team where lower(name) = lower(:name) limit 1;

-- name: policy_channel_named :one
-- A channel by its name or handle. Called before a policy is adopted; there are few.
-- args: name str
-- cols: id int
select id from channel where status <> 'removed' and (lower(name) = lower(:name) or lower(handle) = lower(:name)) limit 1;

-- name: policy_member_named :one
-- A member by name or handle. Called before a policy is adopted and when one is asked; there are few.
-- args: name str
-- cols: id int
select id from member where status = 'active' and (lower(name) = lower(:name) or lower(handle) = lower(:name)) order by id limit 1;

-- name: policy_unread :many
-- Who may answer and has not acknowledged a version, and when they were told last; 0 = never. Called by policy_remind.
-- args: version int
-- cols: member_id int, reminded_at int
select m.id, coalesce(r.at, 0) from member m left join policy_reminder r on r.version = :version and r.member_id = m.id
where m.status = 'active' and m.demo = 0 and m.role <> 'viewer' and not exists (select 1 from policy_ack a where a.version = :version and a.member_id = m.id)
order by m.id;

-- name: policy_reminded :exec :write
-- A member was told. Called by policy_remind.
-- args: version int, member_id int, now int, by_id int
insert into policy_reminder (version, member_id, at, by_id, n) values (:version, :member_id, :now, :by_id, 1)
on conflict (version, member_id) do update set at = excluded.at, by_id = excluded.by_id, n = policy_reminder.n + 1;

-- name: policy_reminder_answered :exec :write
-- What the member's list says about the policy is done with. Called when it is acknowledged, and before the next reminder.
-- args: member_id int, now int
update mention set seen_at = :now where member_id = :member_id and seen_at = 0 and kind = 'policy';

-- name: policy_roles :many
-- What a person is to us today. Called by reply_facts.
-- args: person_id int
-- cols: role str
select role from person_role where person_id = :person_id and to_day = 0 and organization_id = 0 limit 20;

-- name: policy_names :many
-- Handles of those who speak in a conversation. Called by reply_facts.
-- args: conversation_id int, max int
-- cols: handle str
select i.handle from post p join identity i on i.id = p.identity_id where p.conversation_id = :conversation_id and p.identity_id > 0 limit :max;

-- name: policy_author :one
-- By what name somebody wrote a post. Called by reply_facts.
-- args: identity_id int
-- cols: name str
select name from identity where id = :identity_id;

-- name: policy_teams :many
-- Names of the teams of a member, and of the team that has the conversation. Called by reply_facts.
-- args: member_id int, team_id int
-- cols: id int, name str
select t.id, t.name from team t where t.id = :team_id or exists (select 1 from team_member m where m.team_id = t.id and m.member_id = :member_id) order by t.name;

-- name: policy_promised :one
-- Whether something is promised to a person in a conversation and still open. Called by reply_facts.
-- args: person_id int, conversation_id int
-- cols: id int
select id from commitment where person_id = :person_id and conversation_id = :conversation_id and side = 'us' and state = 'open' limit 1;

-- ---- saved texts ----

-- name: saved_all :many :scan
-- All building blocks, by title; at most some hundred. Called by their page, the composer and reply_facts.
-- args: max int
-- cols: id int, kind str, title str, text str, created_by int, created_at int, changed_by int, changed_at int
select id, kind, title, text, created_by, created_at, changed_by, changed_at from saved_text order by title limit :max;

-- name: saved_get :one
-- One. Called before it is changed.
-- args: id int
-- cols: as saved_all
select id, kind, title, text, created_by, created_at, changed_by, changed_at from saved_text where id = :id;

-- name: saved_titled :one
-- Which one has this title. Called before one is saved.
-- args: title str
-- cols: id int
select id from saved_text where title = :title;

-- name: saved_count :one
-- How many there are. Called before one is saved.
-- cols: n int
select count(*) from saved_text;

-- name: saved_insert :exec :write
-- Called by saved_add.
-- args: id int, kind str, title str, text str, by_id int, now int
insert into saved_text (id, kind, title, text, created_by, created_at) values (:id, :kind, :title, :text, :by_id, :now);

-- name: saved_set :exec :write
-- Called by saved_change.
-- args: id int, kind str, title str, text str, by_id int, now int
update saved_text set kind = :kind, title = :title, text = :text, changed_by = :by_id, changed_at = :now where id = :id;

-- name: saved_drop :exec :write
-- Called by saved_remove.
-- args: id int
delete from saved_text where id = :id;

-- ---- signs ----

-- name: sign_forms :many
-- All of them: the house's, teams', channels'. A few rows. Called by sign and its page.
-- cols: scope str, scope_id int, form str, changed_by int, changed_at int
select scope, scope_id, form, changed_by, changed_at from sign_form order by scope, scope_id;

-- name: sign_put :exec :write
-- Called by sign_set.
-- args: scope str, scope_id int, form str, by_id int, now int
insert into sign_form (scope, scope_id, form, changed_by, changed_at) values (:scope, :scope_id, :form, :by_id, :now)
on conflict (scope, scope_id) do update set form = excluded.form, changed_by = excluded.changed_by, changed_at = excluded.changed_at;

-- name: sign_drop :exec :write
-- The next wider one holds again. Called by sign_set.
-- args: scope str, scope_id int
delete from sign_form where scope = :scope and scope_id = :scope_id;

-- name: sign_teams :many
-- Teams of a member, by name. Called by sign_of.
-- args: member_id int
-- cols: id int, name str
select t.id, t.name from team_member m join team t on t.id = m.team_id where m.member_id = :member_id order by t.name;

-- ---- links ----

-- name: link_look :exec :write
-- A member looked where a link leads. Called by reply_link_opened.
-- args: member_id int, url str, now int
insert into link_opened (member_id, url, at) values (:member_id, :url, :now) on conflict (member_id, url) do update set at = excluded.at;

-- name: link_looked :many
-- What a member looked at since a time. Called by reply_facts.
-- args: member_id int, since int, max int
-- cols: url str
select url from link_opened where member_id = :member_id and at > :since limit :max;

-- name: link_forget :exec :write
-- Called by the job prune.
-- args: before int
delete from link_opened where at < :before;

-- ---- dry run ----

-- name: policy_told :many
-- Replies of ours since a time, the newest first, with what they answered. Called by policy_dry_run.
-- args: since int, max int, eyes int
-- cols: id int, conversation_id int, member_id int, person_id int, text str, posted_at int, visibility str, answered str?, answered_id int, asked str?, author int, channel str, handle str, network str, team_id int, member_role str?, member_since int
select p.id, p.conversation_id, p.member_id, t.person_id, p.text, p.posted_at, p.visibility, q.text, coalesce(q.id, 0), q.intents, coalesce(q.identity_id, 0),
    c.name, c.handle, c.network, v.team_id, m.role, coalesce(m.created_at, 0)
from touch t join post p on p.id = t.post_id join conversation v on v.id = p.conversation_id join channel c on c.id = p.channel_id
    left join post q on q.id = p.parent_id left join member m on m.id = p.member_id
where t.at > :since and t.direction = 'out' and t.post_id > 0 and p.deleted_at = 0 and {seen_of} order by t.at desc, t.id desc limit :max;

-- name: policy_heard :many
-- Posts of theirs since a time, the newest first. Called by policy_dry_run.
-- args: since int, max int, eyes int
-- cols: id int, conversation_id int, person_id int, text str, posted_at int, visibility str, channel str, handle str, network str, team_id int
select p.id, p.conversation_id, p.person_id, p.text, p.posted_at, p.visibility, c.name, c.handle, c.network, v.team_id
from touch t join post p on p.id = t.post_id join conversation v on v.id = p.conversation_id join channel c on c.id = p.channel_id
where t.at > :since and t.direction = 'in' and t.post_id > 0 and p.deleted_at = 0 and {seen_of} order by t.at desc, t.id desc limit :max;
