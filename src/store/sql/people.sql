-- What members know of people: the person whole, addresses, data, roles, own fields; keeping a person for oneself, sharing, removing.
-- `me`: the member who asks; a row of an address book is only theirs (owner_id) until it is shared.

-- name: people_insert :exec :write
-- A person or an organization made by hand or out of an address book. Called by domain/people.
-- args: id int, kind str, name str, about str?, role str, owner_id int, demo bool, now int
insert into person (id, kind, name, about, role, owner_id, demo, updated_at, created_at)
values (:id, :kind, :name, :about, :role, :owner_id, :demo, :now, :now);

-- name: people_get :one
-- One person whole. Called by domain/people for every page and act.
-- args: id int
-- cols: id int, kind str, name str, about str?, role str, merged_into int, stage str, exchanges int, heard int, told int, first_in_at int, last_in_at int, last_out_at int, demo bool, created_at int, owner_id int, strength real, last_touch_at int, dormancy real, updated_at int
select id, kind, name, about, role, merged_into, stage, exchanges, heard, told, first_in_at, last_in_at, last_out_at, demo, created_at, owner_id, strength,
    last_touch_at, dormancy, updated_at
from person where id = :id;

-- name: people_set :exec :write
-- What a member says about a person. Called by domain/people.
-- args: id int, kind str, name str, about str?, role str, now int
update person set kind = :kind, name = :name, about = :about, role = :role, updated_at = :now where id = :id;

-- name: people_changed :exec :write
-- Something about a person is new: phones ask for it. Called by domain/people.
-- args: id int, now int
update person set updated_at = :now where id = :id;

-- name: people_named :one
-- An organization of exactly this name that the member sees. Called when a role names one.
-- args: name str, me int
-- cols: id int
select id from person where name = :name and kind = 'organization' and merged_into = 0 and owner_id in (0, :me) order by id limit 1;

-- name: people_ref :one
-- A person in few words. Called where another thing points at one.
-- args: id int, me int
-- cols: id int, name str, stage str, handle str?, avatar_url str?
select p.id, p.name, p.stage, i.handle, i.avatar_url
from person p left join identity i on i.id = (select min(x.id) from identity x where x.person_id = p.id and x.owner_id in (0, :me))
where p.id = :id and p.owner_id in (0, :me);

-- ---- identities ----

-- name: people_identities :many
-- The accounts and addresses of a person that the member may see. Called by the person page.
-- args: person_id int, me int
-- cols: id int, network str, native_id str, handle str, name str, url str?, avatar_url str?, bio str?, followers int, updated_at int, source str, source_id int, verified str, label str, owner_id int
select id, network, native_id, handle, name, url, avatar_url, bio, followers, updated_at, source, source_id, verified, label, owner_id
from identity where person_id = :person_id and owner_id in (0, :me) order by person_id;

-- name: people_identity :one
-- One address. Called before it is changed.
-- args: id int
-- cols: id int, person_id int, network str, native_id str, handle str, name str, url str?, source str, verified str, label str, owner_id int
select id, person_id, network, native_id, handle, name, url, source, verified, label, owner_id from identity where id = :id;

-- name: people_identity_holder :one
-- Whose address it is. Called before it is given to somebody. On PostgreSQL the network is hidden from a planner without statistics.
-- args: network str, native_id str
-- cols: id int, person_id int, owner_id int, name str, person_owner_id int
select i.id, i.person_id, i.owner_id, p.name, p.owner_id from identity i join person p on p.id = i.person_id
where i.network = :network and i.native_id = :native_id;
-- postgres:
select i.id, i.person_id, i.owner_id, p.name, p.owner_id from identity i join person p on p.id = i.person_id
where i.network || '' = :network and i.native_id = :native_id;

-- name: people_identity_insert :exec :write
-- An address that a member wrote down. Called by domain/people.
-- args: id int, person_id int, network str, native_id str, handle str, name str, url str?, source str, source_id int, verified str, label str, owner_id int, now int
insert into identity (id, person_id, network, native_id, handle, name, url, source, source_id, verified, label, owner_id, updated_at, created_at)
values (:id, :person_id, :network, :native_id, :handle, :name, :url, :source, :source_id, :verified, :label, :owner_id, :now, :now);

-- name: people_identity_set :exec :write
-- A member changes an address. Called by domain/people.
-- args: id int, native_id str, handle str, url str?, verified str, label str, now int
update identity set native_id = :native_id, handle = :handle, url = :url, verified = :verified, label = :label, updated_at = :now where id = :id;

-- name: people_identity_drop :exec :write
-- An address that is theirs no longer. Called by domain/people.
-- args: id int
delete from identity where id = :id;

-- ---- data ----

-- name: people_data :many
-- Everything else that is known of a person, by kind. Called by the person page.
-- args: person_id int, me int, max int
-- cols: id int, person_id int, kind str, label str, value str, norm str, parts str?, source str, source_id int, owner_id int, from_day int, to_day int, created_by int, created_at int
select id, person_id, kind, label, value, norm, parts, source, source_id, owner_id, from_day, to_day, created_by, created_at
from datum where person_id = :person_id and owner_id in (0, :me) order by kind, id limit :max;

-- name: people_datum :one
-- One of them. Called before it is changed.
-- args: id int
-- cols: as people_data
select id, person_id, kind, label, value, norm, parts, source, source_id, owner_id, from_day, to_day, created_by, created_at from datum where id = :id;

-- name: people_datum_insert :exec :write
-- Called by domain/people: something new is known.
-- args: id int, person_id int, kind str, label str, value str, norm str, parts str?, source str, source_id int, owner_id int, from_day int, to_day int, created_by int, now int
insert into datum (id, person_id, kind, label, value, norm, parts, source, source_id, owner_id, from_day, to_day, created_by, created_at)
values (:id, :person_id, :kind, :label, :value, :norm, :parts, :source, :source_id, :owner_id, :from_day, :to_day, :created_by, :now);

-- name: people_datum_set :exec :write
-- Called by domain/people: a member corrects it.
-- args: id int, label str, value str, norm str, parts str?, from_day int, to_day int
update datum set label = :label, value = :value, norm = :norm, parts = :parts, from_day = :from_day, to_day = :to_day where id = :id;

-- name: people_datum_drop :exec :write
-- Called by domain/people.
-- args: id int
delete from datum where id = :id;

-- name: people_datum_drop_kind :exec :write
-- What there can be only one of makes room. Called by domain/people; label '' = any.
-- args: person_id int, kind str, label str, owner_id int
delete from datum where person_id = :person_id and kind = :kind and (:label = '' or label = :label) and owner_id = :owner_id;

-- ---- roles ----

-- name: people_roles :many
-- What a person is to us and to organizations, that the member may see. Called by the person page.
-- args: person_id int, me int
-- cols: id int, person_id int, organization_id int, role str, title str, from_day int, to_day int, source str, source_id int, owner_id int, created_by int, created_at int
select id, person_id, organization_id, role, title, from_day, to_day, source, source_id, owner_id, created_by, created_at
from person_role where person_id = :person_id and owner_id in (0, :me) order by person_id, id limit 500;

-- name: people_role :one
-- One of them. Called before it is changed.
-- args: id int
-- cols: as people_roles
select id, person_id, organization_id, role, title, from_day, to_day, source, source_id, owner_id, created_by, created_at from person_role where id = :id;

-- name: people_of_organization :many
-- Who belongs to an organization. Called by its page.
-- args: organization_id int, me int, max int
-- cols: role_id int, role str, title str, from_day int, to_day int, id int, name str, stage str, handle str?, avatar_url str?
select r.id, r.role, r.title, r.from_day, r.to_day, p.id, p.name, p.stage, i.handle, i.avatar_url
from person_role r join person p on p.id = r.person_id
    left join identity i on i.id = (select min(x.id) from identity x where x.person_id = p.id and x.owner_id in (0, :me))
where r.organization_id = :organization_id and r.organization_id > 0 and r.owner_id in (0, :me) and p.owner_id in (0, :me) and p.merged_into = 0
order by r.person_id limit :max;

-- name: people_role_insert :exec :write
-- Called by domain/people.
-- args: id int, person_id int, organization_id int, role str, title str, from_day int, to_day int, source str, source_id int, owner_id int, created_by int, now int
insert into person_role (id, person_id, organization_id, role, title, from_day, to_day, source, source_id, owner_id, created_by, created_at)
values (:id, :person_id, :organization_id, :role, :title, :from_day, :to_day, :source, :source_id, :owner_id, :created_by, :now);

-- name: people_role_set :exec :write
-- Called by domain/people.
-- args: id int, organization_id int, role str, title str, from_day int, to_day int
update person_role set organization_id = :organization_id, role = :role, title = :title, from_day = :from_day, to_day = :to_day where id = :id;

-- name: people_role_drop :exec :write
-- Called by domain/people.
-- args: id int
delete from person_role where id = :id;

-- name: people_role_main :exec :write
-- The role to us that lists show. Called by domain/people when roles changed.
-- args: id int, role str
update person set role = :role where id = :id;

-- ---- own fields ----

-- name: field_list :many :scan
-- The fields that the team made; they are few. Called by the person page and segments.
-- cols: id int, name str, type str, choices str, created_by int, created_at int
select id, name, type, choices, created_by, created_at from custom_field order by name, id;

-- name: field_get :one
-- One of them. Called before it is changed or filled.
-- args: id int
-- cols: as field_list
select id, name, type, choices, created_by, created_at from custom_field where id = :id;

-- name: field_by_name :one
-- Whether the name is taken. Called before one is made or renamed.
-- args: name str
-- cols: id int
select id from custom_field where name = :name;

-- name: field_insert :exec :write
-- Called by the settings page.
-- args: id int, name str, type str, choices str, created_by int, now int
insert into custom_field (id, name, type, choices, created_by, created_at) values (:id, :name, :type, :choices, :created_by, :now);

-- name: field_set :exec :write
-- Called by the settings page.
-- args: id int, name str, choices str
update custom_field set name = :name, choices = :choices where id = :id;

-- name: field_drop :exec :write
-- Called by the settings page.
-- args: id int
delete from custom_field where id = :id;

-- name: field_drop_values :exec :write :scan
-- The values of a field that goes. Called by the settings page.
-- args: label str
delete from datum where kind = 'field' and label = :label;

-- ---- sharing ----

-- name: people_share :exec :write
-- A person of one's own address book is the team's from now on. The next statements do the same for what is known.
-- args: id int, owner_id int, now int
update person set owner_id = 0, updated_at = :now where id = :id and owner_id = :owner_id;

-- name: people_share_identities :exec :write
-- Called with people_share.
-- args: id int, owner_id int
update identity set owner_id = 0 where person_id = :id and owner_id = :owner_id;

-- name: people_share_data :exec :write
-- Called with people_share.
-- args: id int, owner_id int
update datum set owner_id = 0 where person_id = :id and owner_id = :owner_id;

-- name: people_share_roles :exec :write
-- Called with people_share.
-- args: id int, owner_id int
update person_role set owner_id = 0 where person_id = :id and owner_id = :owner_id;

-- name: people_share_facts :exec :write
-- Called with people_share.
-- args: id int, owner_id int
update fact set owner_id = 0 where person_id = :id and owner_id = :owner_id;

-- name: people_share_touches :exec :write
-- The history out of one's own mailbox, when it is shared too. Called with people_share.
-- args: id int, owner_id int
update touch set owner_id = 0 where person_id = :id and owner_id = :owner_id;

-- ---- removal: one statement a table that knows the person ----

-- name: people_drop_posts :exec :write
-- What was said stays in its conversation, without its author. Called by people_remove.
-- args: id int
update post set person_id = 0, identity_id = 0 where person_id = :id and person_id > 0;

-- name: people_drop_conversations :exec :write
-- Called by people_remove.
-- args: id int
update conversation set person_id = 0 where person_id = :id;

-- name: people_drop_identities :exec :write
-- Called by people_remove.
-- args: id int
delete from identity where person_id = :id;

-- name: people_drop_data :exec :write
-- Called by people_remove.
-- args: id int
delete from datum where person_id = :id;

-- name: people_drop_roles :exec :write
-- Called by people_remove.
-- args: id int
delete from person_role where person_id = :id;

-- name: people_drop_roles_at :exec :write
-- Who belonged to an organization that goes. Called by people_remove.
-- args: id int
delete from person_role where organization_id = :id and organization_id > 0;

-- name: people_drop_touches :exec :write
-- Called by people_remove.
-- args: id int
delete from touch where person_id = :id;

-- name: people_drop_facts :exec :write
-- Called by people_remove.
-- args: id int
delete from fact where person_id = :id;

-- name: people_drop_commitments :exec :write
-- Called by people_remove.
-- args: id int
delete from commitment where person_id = :id;

-- name: people_drop_values :exec :write
-- Called by people_remove.
-- args: id int
delete from value_entry where person_id = :id;

-- name: people_drop_referred :exec :write
-- Called by people_remove.
-- args: id int
update deal set referred_id = 0 where referred_id = :id and referred_id > 0;

-- name: people_drop_deals :exec :write
-- Called by people_remove.
-- args: id int
delete from deal where person_id = :id;

-- name: people_drop_moments :exec :write
-- Called by people_remove.
-- args: id int
delete from moment_person where person_id = :id and person_id > 0;

-- name: people_drop_ties :exec :write
-- Called by people_remove.
-- args: id int
delete from tie where person_id = :id;

-- name: people_drop_moves :exec :write
-- Called by people_remove.
-- args: id int
delete from stage_move where person_id = :id;

-- name: people_drop_keep :exec :write
-- Called by people_remove.
-- args: id int
delete from keep_in_touch where person_id = :id;

-- name: people_drop_links :exec :write
-- Called by people_remove.
-- args: id int
delete from link where a_id = :id;

-- name: people_drop_links_back :exec :write
-- Called by people_remove: a link stands there both ways round.
-- args: id int
delete from link where b_id = :id;

-- name: people_drop_keys :exec :write
-- Called by people_remove.
-- args: id int
delete from match_key where person_id = :id;

-- name: people_drop_pairs :exec :write
-- Called by people_remove.
-- args: id int
delete from match_pair where a_id = :id;

-- name: people_drop_pairs_back :exec :write
-- Called by people_remove.
-- args: id int
delete from match_pair where b_id = :id;

-- name: people_merged_here :many
-- Who was merged into a person and is not back. Called by people_remove: they go too.
-- args: id int
-- cols: merge_id int, gone_id int
select id, gone_id from person_merge where kept_id = :id and undone_at = 0 order by id;

-- name: people_drop_merge_rows :exec :write
-- Called by people_remove.
-- args: merge_id int
delete from person_merge_row where merge_id = :merge_id;

-- name: people_drop_merge :exec :write
-- Called by people_remove.
-- args: merge_id int
delete from person_merge where id = :merge_id;

-- name: people_drop :exec :write
-- The person, when nothing points there any more. Called by people_remove.
-- args: id int
delete from person where id = :id;
