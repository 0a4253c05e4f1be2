-- People out of address books, mailboxes and calendars: found again by what they are known by, else made. `me`: the member whose
-- import it is; rows of other members' own address books are never seen (owner_id).

-- name: contact_by_uid :many
-- Persons that a card named so. Called by contact_store.
-- args: uid str, me int
-- cols: id int, name str
select id, name from person where uid = :uid and uid <> '' and owner_id in (0, :me) and merged_into = 0 order by id limit 5;

-- name: contact_by_datum :many
-- Persons with this datum: an address that others use too, a second id. Called by contact_store.
-- args: kind str, norm str, me int
-- cols: as contact_by_uid
select p.id, p.name from datum d join person p on p.id = d.person_id
where d.kind = :kind and d.norm = :norm and d.norm <> '' and d.owner_id in (0, :me) and p.owner_id in (0, :me) and p.merged_into = 0
order by d.person_id limit 10;

-- name: contact_by_native :one
-- Whose address or account this is. Called by contact_store. On PostgreSQL the network is hidden from a planner without statistics.
-- args: network str, native_id str
-- cols: id int, person_id int, owner_id int, name str, merged_into int, identity_owner_id int
select i.id, i.person_id, p.owner_id, p.name, p.merged_into, i.owner_id from identity i join person p on p.id = i.person_id
where i.network = :network and i.native_id = :native_id;
-- postgres:
select i.id, i.person_id, p.owner_id, p.name, p.merged_into, i.owner_id from identity i join person p on p.id = i.person_id
where i.network || '' = :network and i.native_id = :native_id;

-- name: contact_by_handle :one
-- Whose account is called so on its network. Called by contact_store.
-- args: network str, handle str, me int
-- cols: id int, person_id int, owner_id int, name str, merged_into int, identity_owner_id int
select i.id, i.person_id, p.owner_id, p.name, p.merged_into, i.owner_id from identity i join person p on p.id = i.person_id
where i.network = :network and i.handle = :handle and i.owner_id in (0, :me) and p.owner_id in (0, :me) order by i.handle limit 1;

-- name: contact_organization :one
-- An organization of this name that the member sees; the name as compared. Called by contact_store.
-- args: norm str, me int
-- cols: id int
select p.id from datum d join person p on p.id = d.person_id
where d.kind = 'name' and d.norm = :norm and p.kind = 'organization' and p.merged_into = 0 and p.owner_id in (0, :me) and d.owner_id in (0, :me)
order by d.person_id limit 1;

-- name: contact_organization_named :one
-- The same for one that a member made by hand: of exactly this name. Called by contact_store.
-- args: name str, me int
-- cols: id int
select id from person where name = :name and kind = 'organization' and merged_into = 0 and owner_id in (0, :me) order by id limit 1;

-- name: contact_person_insert :exec :write
-- A person or organization that nobody knew yet. Called by contact_store.
-- args: id int, kind str, name str, uid str, owner_id int, now int
insert into person (id, kind, name, uid, owner_id, updated_at, created_at) values (:id, :kind, :name, :uid, :owner_id, :now, :now);

-- name: contact_person_changed :exec :write
-- Something more is known; a person without the id of a card gets one. Called by contact_store.
-- args: id int, uid str, now int
update person set uid = case when uid = '' then :uid else uid end, updated_at = :now where id = :id;

-- name: contact_identity_insert :exec :write
-- An address or account; nothing when somebody has it. Called by contact_store.
-- args: id int, person_id int, network str, native_id str, handle str, name str, url str?, followers int, source str, source_id int, label str, owner_id int, now int
insert into identity (id, person_id, network, native_id, handle, name, url, followers, source, source_id, label, owner_id, updated_at, created_at)
values (:id, :person_id, :network, :native_id, :handle, :name, :url, :followers, :source, :source_id, :label, :owner_id, :now, :now)
on conflict (network, native_id) do nothing;

-- name: contact_identity_fill :exec :write
-- What was not known of an account yet. Called by contact_store.
-- args: id int, url str?, followers int, label str, now int
update identity set url = coalesce(url, :url), followers = case when :followers >= 0 then :followers else followers end,
    label = case when label = '' then :label else label end, updated_at = :now where id = :id;

-- name: contact_data :many
-- What is known of a person already. Called by contact_store.
-- args: person_id int, me int
-- cols: kind str, label str, value str
select kind, label, value from datum where person_id = :person_id and owner_id in (0, :me);

-- name: contact_datum_insert :exec :write
-- Something more is known. Called by contact_store.
-- args: id int, person_id int, kind str, label str, value str, norm str, parts str?, source str, source_id int, owner_id int, created_by int, now int
insert into datum (id, person_id, kind, label, value, norm, parts, source, source_id, owner_id, created_by, created_at)
values (:id, :person_id, :kind, :label, :value, :norm, :parts, :source, :source_id, :owner_id, :created_by, :now);

-- name: contact_roles :many
-- Where somebody works, as far as known. Called by contact_store.
-- args: person_id int, me int
-- cols: organization_id int, title str
select organization_id, title from person_role where person_id = :person_id and role = 'employee' and owner_id in (0, :me);

-- name: contact_role_insert :exec :write
-- Somebody works somewhere. Called by contact_store.
-- args: id int, person_id int, organization_id int, title str, source str, source_id int, owner_id int, created_by int, now int
insert into person_role (id, person_id, organization_id, role, title, source, source_id, owner_id, created_by, created_at)
values (:id, :person_id, :organization_id, 'employee', :title, :source, :source_id, :owner_id, :created_by, :now);

-- name: contact_pair_insert :exec :write
-- Two that share an address though their names conflict: a member is asked. Called by contact_store.
-- args: a_id int, b_id int, weight real, probability real, evidence str, now int
insert into match_pair (a_id, b_id, kind, weight, probability, evidence, created_at)
values (:a_id, :b_id, 'probable', :weight, :probability, :evidence, :now)
on conflict (a_id, b_id) do nothing;

-- name: contact_person_named :exec :write
-- Somebody who was only an address has a name now. Called by contact_store.
-- args: id int, name str, now int
update person set name = :name, updated_at = :now where id = :id;
