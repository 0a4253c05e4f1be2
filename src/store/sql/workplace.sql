-- A domain joins a person with an organization. Called by domain/workplace.

-- name: workplace_addresses :many
-- What may speak for an organization, in no order. Of Bluesky the handle is a domain.
-- args: person_id int
-- cols: id int, network str, address str, verified str, owner_id int
select id, network, case when network = 'bluesky' then handle else native_id end, verified, owner_id from identity
where person_id = :person_id and network in ('email', 'web', 'bluesky')
union all
select id, kind, value, '', owner_id from datum where person_id = :person_id and kind = 'email';

-- name: workplace_organization :one
-- The organization that is known by a domain and that this owner (0 = all) sees. On PostgreSQL the network is hidden from a planner without statistics.
-- args: domain str, owner int
-- cols: id int, name str
select p.id, p.name from identity i join person p on p.id = i.person_id
where i.network = 'web' and i.native_id = :domain and i.owner_id in (0, :owner)
    and p.kind = 'organization' and p.merged_into = 0 and p.owner_id in (0, :owner);
-- postgres:
select p.id, p.name from identity i join person p on p.id = i.person_id
where i.network || '' = 'web' and i.native_id = :domain and i.owner_id in (0, :owner)
    and p.kind = 'organization' and p.merged_into = 0 and p.owner_id in (0, :owner);

-- name: workplace_domains :many
-- The pages of an organization: a domain alone is one that it is known by.
-- args: organization_id int
-- cols: domain str
select native_id from identity where person_id = :organization_id and network = 'web' and native_id not like '%/%';

-- name: workplace_roles :many
-- Where a person is or was, whoever said so.
-- args: person_id int
-- cols: organization_id int, owner_id int, to_day int
select organization_id, owner_id, to_day from person_role where person_id = :person_id and organization_id > 0;

-- name: workplace_people :many
-- Persons with an address whose words begin so, of whom nobody said where they work.
-- args: owner int, place int, low str, upto str, max int
-- cols: id int, owner_id int
select p.id, p.owner_id from person_word w join person p on p.id = w.person_id
where w.owner_id = :owner and w.place = :place and w.word >= :low and w.word < :upto and p.kind = 'person' and p.merged_into = 0
    and not exists (select 1 from person_role r where r.person_id = w.person_id and r.organization_id > 0)
limit :max;

-- name: workplace_members :many :scan
-- Those who may have an own address book; they are few.
-- cols: id int
select id from member;

-- name: workplace_kept :exec :write
-- A member changed it: it is theirs now. Called by people_set_role.
-- args: id int, member_id int
update person_role set source = 'member', source_id = :member_id where id = :id and source = 'domain';

-- name: workplace_address :one
-- What a role of the source `domain` rests on. Called by the person page.
-- args: id int
-- cols: address str
select case when network = 'bluesky' then handle else native_id end from identity where id = :id
union all select value from datum where id = :id;

-- name: workplace_refused :one
-- Whether a member took it away.
-- args: person_id int, organization_id int
-- cols: id int
select id from role_refused where person_id = :person_id and organization_id = :organization_id limit 1;

-- name: workplace_refuse :exec :write
-- A member takes it away.
-- args: id int, person_id int, organization_id int, decided_by int, now int
insert into role_refused (id, person_id, organization_id, decided_by, decided_at) values (:id, :person_id, :organization_id, :decided_by, :now);

-- name: workplace_withdraw :exec :write
-- The address it rested on is gone.
-- args: person_id int, address int
delete from person_role where person_id = :person_id and source = 'domain' and source_id = :address;

-- name: workplace_yield :exec :write
-- Somebody said it: that stands in its place. owner: who sees what was said, 0 = all.
-- args: person_id int, organization_id int, owner int
delete from person_role where person_id = :person_id and organization_id = :organization_id and source = 'domain' and (:owner = 0 or owner_id = :owner);

-- name: workplace_drop_person :exec :write
-- Called by people_remove.
-- args: id int
delete from role_refused where person_id = :id;

-- name: workplace_drop_organization :exec :write
-- Called by people_remove.
-- args: id int
delete from role_refused where organization_id = :id;
