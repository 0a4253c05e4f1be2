-- People by their words: who waits, what is known of them, the words, and who has them. Called by domain/lookup.

-- name: lookup_mark :exec :write
-- Something by which a person is found may be new. On PostgreSQL whoever marks waits for the indexer that has the mark, so that nothing is missed.
-- args: person_id int
insert into lookup_dirty (person_id) values (:person_id) on conflict (person_id) do update set person_id = excluded.person_id;

-- name: lookup_mark_many :exec :write
-- The same for some at a time: a JSON array of ids in their order. Called by those who work out stages.
-- args: ids str
insert into lookup_dirty (person_id) select value from json_each(:ids) where true on conflict (person_id) do nothing;
-- postgres:
insert into lookup_dirty (person_id) select value::bigint from jsonb_array_elements_text(:ids::jsonb)
on conflict (person_id) do update set person_id = excluded.person_id;

-- name: lookup_mark_staff :exec :write
-- All that are with an organization. Called when its name changes.
-- args: organization_id int
insert into lookup_dirty (person_id) select distinct person_id from person_role where organization_id = :organization_id and organization_id > 0
on conflict (person_id) do update set person_id = excluded.person_id;

-- name: lookup_waiting :many :write
-- Who waits. Called by lookup_index_some; holds them on PostgreSQL.
-- args: n int
-- cols: person_id int
select person_id from lookup_dirty order by person_id limit :n;
-- postgres:
select person_id from lookup_dirty order by person_id limit :n for update skip locked;

-- name: lookup_people :many
-- The persons themselves, in no order. Called by lookup_index_some with ids as a JSON array.
-- args: ids str
-- cols: id int, name str, stage str, owner_id int, merged_into int
select id, name, stage, owner_id, merged_into from person where id in (select value from json_each(:ids));
-- postgres:
select p.id, p.name, p.stage, p.owner_id, p.merged_into from jsonb_array_elements_text(:ids::jsonb) j join person p on p.id = j.value::bigint;

-- name: lookup_identities :many
-- Their accounts and addresses. Called by lookup_index_some.
-- args: ids str
-- cols: person_id int, network str, handle str, name str, owner_id int
select person_id, network, handle, name, owner_id from identity where person_id in (select value from json_each(:ids));
-- postgres:
select person_id, network, handle, name, owner_id from identity where person_id in (select value::bigint from jsonb_array_elements_text(:ids::jsonb));

-- name: lookup_data :many
-- Other names, and addresses that are not theirs alone. Called by lookup_index_some.
-- args: ids str
-- cols: person_id int, kind str, value str, owner_id int
select person_id, kind, value, owner_id from datum
where person_id in (select value from json_each(:ids)) and kind in ('name', 'spelling', 'nickname', 'email', 'phone', 'url');
-- postgres:
select person_id, kind, value, owner_id from datum
where person_id in (select value::bigint from jsonb_array_elements_text(:ids::jsonb)) and kind in ('name', 'spelling', 'nickname', 'email', 'phone', 'url');

-- name: lookup_workplaces :many
-- The organizations they are or were with. Called by lookup_index_some.
-- args: ids str
-- cols: person_id int, name str, owner_id int, organization_owner int
select r.person_id, o.name, r.owner_id, o.owner_id from person_role r join person o on o.id = r.organization_id
where r.person_id in (select value from json_each(:ids)) and r.organization_id > 0;
-- postgres:
select r.person_id, o.name, r.owner_id, o.owner_id from person_role r join person o on o.id = r.organization_id
where r.person_id in (select value::bigint from jsonb_array_elements_text(:ids::jsonb)) and r.organization_id > 0;

-- name: lookup_words :many
-- The words that are there. Called by lookup_index_some: most marks change none.
-- args: ids str
-- cols: person_id int, owner_id int, place int, word str
select person_id, owner_id, place, word from person_word where person_id in (select value from json_each(:ids));
-- postgres:
select person_id, owner_id, place, word from person_word where person_id in (select value::bigint from jsonb_array_elements_text(:ids::jsonb));

-- name: lookup_forget :exec :write
-- Takes their words out. Called by lookup_index_some.
-- args: ids str
delete from person_word where person_id in (select value from json_each(:ids));
-- postgres:
delete from person_word where person_id in (select value::bigint from jsonb_array_elements_text(:ids::jsonb));

-- name: lookup_learn :exec :write
-- Puts words in: a JSON array of [owner, place, word, person]. Called by lookup_index_some.
-- args: rows str
insert into person_word (owner_id, place, word, person_id)
select json_extract(value, '$[0]'), json_extract(value, '$[1]'), json_extract(value, '$[2]'), json_extract(value, '$[3]') from json_each(:rows)
where true on conflict do nothing;
-- postgres:
insert into person_word (owner_id, place, word, person_id)
select (x ->> 0)::bigint, (x ->> 1)::bigint, x ->> 2, (x ->> 3)::bigint from jsonb_array_elements(:rows::jsonb) x
on conflict do nothing;

-- name: lookup_indexed :exec :write
-- These do not wait any more. Called by lookup_index_some.
-- args: ids str
delete from lookup_dirty where person_id in (select value from json_each(:ids));
-- postgres:
delete from lookup_dirty where person_id in (select value::bigint from jsonb_array_elements_text(:ids::jsonb));

-- name: lookup_drop :exec :write
-- The words of a person who is removed or merged. Called by people_remove.
-- args: person_id int
delete from person_word where person_id = :person_id;

-- name: lookup_unmark :exec :write
-- Called by people_remove.
-- args: person_id int
delete from lookup_dirty where person_id = :person_id;

-- name: lookup_count :one
-- How many words in one place begin so, at most max. Called by lookup_find: the rarest leads.
-- args: owner int, place int, low str, upto str, max int
-- cols: n int
select count(*) from (select 1 from person_word where owner_id = :owner and place = :place and word >= :low and word < :upto limit :max) x;

-- name: lookup_hits :many
-- People in one place with a word that begins so and, where t2 to t4 are not '', with words that begin like those, too; of a stage, role and kind
-- ('' = any). Called by lookup_find.
-- args: owner int, place int, low str, upto str, t2 str, u2 str, t3 str, u3 str, t4 str, u4 str, me int, stage str, role str, kind str, max int
-- cols: as person_list
select p.id, p.kind, p.name, p.role, p.stage, p.exchanges, p.heard, p.told, p.first_in_at, p.last_in_at, p.last_out_at, p.last_touch_at, p.strength, p.dormancy, p.owner_id, p.demo
from person_word w join person p on p.id = w.person_id
where w.owner_id = :owner and w.place = :place and w.word >= :low and w.word < :upto
    and (:t2 = '' or w.word like '% ' || :t2 || '%' or exists (select 1 from person_word b
        where b.person_id = w.person_id and b.word >= :t2 and b.word < :u2 and b.owner_id in (0, :me)))
    and (:t3 = '' or w.word like '% ' || :t3 || '%' or exists (select 1 from person_word b
        where b.person_id = w.person_id and b.word >= :t3 and b.word < :u3 and b.owner_id in (0, :me)))
    and (:t4 = '' or w.word like '% ' || :t4 || '%' or exists (select 1 from person_word b
        where b.person_id = w.person_id and b.word >= :t4 and b.word < :u4 and b.owner_id in (0, :me)))
    and p.merged_into = 0 and p.owner_id in (0, :me)
    and (:stage = '' or p.stage = :stage) and (:role = '' or p.role = :role) and (:kind = '' or p.kind = :kind)
order by w.word, w.person_id limit :max;
