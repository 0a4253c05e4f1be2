-- Who may be one: keys by which people are found again, pairs to ask about, and what was decided.

-- name: match_dirty_add :exec :write
-- A person of whom something new is known. Called by ingest, imports, edits and merges.
-- args: person_id int
insert into match_dirty (person_id) values (:person_id) on conflict (person_id) do nothing;

-- name: match_keys_drop :exec :write
-- Called before the keys of a person are made anew, and when it is merged.
-- args: person_id int
delete from match_key where person_id = :person_id;

-- name: match_pair_settle :exec :write
-- What was decided of two, also when nobody asked. Called by merge and undo.
-- args: a_id int, b_id int, state str, decided_by int, now int
insert into match_pair (a_id, b_id, kind, weight, probability, evidence, state, decided_by, decided_at, created_at)
values (:a_id, :b_id, 'probable', 0, 0, '[]', :state, :decided_by, :now, :now)
on conflict (a_id, b_id) do update set state = excluded.state, decided_by = excluded.decided_by, decided_at = excluded.decided_at;

-- name: match_pair_inherit :exec :write
-- The gone one and a third were said to be two; so are the kept one and the third. Called by merge.
-- args: a_id int, b_id int, decided_by int, now int
insert into match_pair (a_id, b_id, kind, weight, probability, evidence, state, decided_by, decided_at, created_at)
values (:a_id, :b_id, 'probable', 0, 0, '[]', 'different', :decided_by, :now, :now) on conflict (a_id, b_id) do nothing;

-- name: match_pair_note :exec :write
-- Such a decision ends with the merge. Called by merge.
-- args: merge_id int, other_id int
insert into person_merge_row (merge_id, kind, row_id) values (:merge_id, 'pair', :other_id) on conflict (merge_id, kind, row_id) do nothing;

-- name: match_pairs_noted :many
-- Called by undo.
-- args: merge_id int
-- cols: other_id int
select row_id from person_merge_row where merge_id = :merge_id and kind = 'pair';

-- name: match_pair_drop :exec :write
-- Called by undo for a decision that was inherited.
-- args: a_id int, b_id int
delete from match_pair where a_id = :a_id and b_id = :b_id and state = 'different';

-- name: match_pairs_different :many
-- Who somebody is not. Called by merge.
-- args: id int
-- cols: other_id int
select b_id from match_pair where a_id = :id and state = 'different' union all select a_id from match_pair where b_id = :id and state = 'different';

-- name: match_person :one
-- A person as match needs it. Called by match_read and decisions.
-- args: id int
-- cols: id int, kind str, name str, owner_id int, merged_into int, heard int, told int
select id, kind, name, owner_id, merged_into, heard, told from person where id = :id;

-- name: match_identities :many
-- Accounts that all see who see the person. Called by match_read.
-- args: person_id int, owner int, max int
-- cols: id int, network str, native_id str, handle str, name str, url str?, bio str?, verified str, landed str
select i.id, i.network, i.native_id, i.handle, i.name, i.url, i.bio, i.verified, coalesce(g.landed, '') from identity i
    left join identity_page g on g.identity_id = i.id where i.person_id = :person_id and i.owner_id in (0, :owner) limit :max;

-- name: match_named :many
-- Whom the pages of these accounts name as their owner's (rel="me"). Called by match_read.
-- args: person_id int, owner int, max int
-- cols: identity_id int, address str, landed str, state str
select m.identity_id, m.address, m.landed, m.state from identity i join identity_me m on m.identity_id = i.id
where i.person_id = :person_id and i.owner_id in (0, :owner) limit :max;

-- name: match_data :many
-- What is compared of the rest. Called by match_read.
-- args: person_id int, owner int, max int
-- cols: kind str, label str, value str, parts str?
select kind, label, value, parts from datum where person_id = :person_id
    and kind in ('name', 'spelling', 'nickname', 'email', 'phone', 'url', 'postal', 'birthday', 'field') and owner_id in (0, :owner) limit :max;

-- name: match_employers :many
-- Where somebody works. Called by match_read.
-- args: person_id int, owner int, max int
-- cols: name str
select o.name from person_role r join person o on o.id = r.organization_id where r.person_id = :person_id and r.organization_id > 0
    and r.owner_id in (0, :owner) limit :max;

-- name: match_people :one
-- How many there are, at most max. Called by match_begin.
-- args: max int
-- cols: n int
select count(*) from (select 1 from person limit :max) x;

-- name: match_key_put :exec :write
-- Called by match_person.
-- args: key str, person_id int
insert into match_key (key, person_id) values (:key, :person_id) on conflict (key, person_id) do nothing;

-- name: match_key_people :many
-- Who has a key. Called by match_person.
-- args: key str, max int
-- cols: person_id int
select person_id from match_key where key = :key limit :max;

-- name: match_key_count :one
-- How many have a key, at most max. Called to weigh names.
-- args: key str, max int
-- cols: n int
select count(*) from (select 1 from match_key where key = :key limit :max) x;

-- name: match_pair :one
-- Called before a pair is judged, and when it is decided.
-- args: a_id int, b_id int
-- cols: a_id int, b_id int, kind str, weight real, probability real, evidence str, state str, decided_at int
select a_id, b_id, kind, weight, probability, evidence, state, decided_at from match_pair where a_id = :a_id and b_id = :b_id;

-- name: match_pair_put :exec :write
-- Two to ask about; what was decided stays. Called by match_person.
-- args: a_id int, b_id int, kind str, weight real, probability real, evidence str, now int
insert into match_pair (a_id, b_id, kind, weight, probability, evidence, created_at) values (:a_id, :b_id, :kind, :weight, :probability, :evidence, :now)
on conflict (a_id, b_id) do update set kind = excluded.kind, weight = excluded.weight, probability = excluded.probability,
    evidence = excluded.evidence where match_pair.state = 'open';

-- name: match_pair_void :exec :write
-- What spoke for the two is gone. Called by match_person.
-- args: a_id int, b_id int
delete from match_pair where a_id = :a_id and b_id = :b_id and state = 'open';

-- name: match_pairs_again :exec :write
-- What was put off is asked again. Called by match_some.
-- args: before int
update match_pair set state = 'open' where state = 'later' and decided_at < :before;

-- name: match_pairs_close :exec :write
-- One of them is merged: the question is void. Called by merge.
-- args: id int
delete from match_pair where (a_id = :id or b_id = :id) and state = 'open';

-- name: match_dirty_some :many
-- Called by match_some.
-- args: max int
-- cols: person_id int
select person_id from match_dirty order by person_id limit :max;

-- name: match_dirty_drop :exec :write
-- Called by match_some.
-- args: person_id int
delete from match_dirty where person_id = :person_id;

-- name: match_scan :many
-- Called by match_scan.
-- args: after int, max int
-- cols: id int
select id from person where id > :after and merged_into = 0 order by id limit :max;

-- name: match_queue :many
-- Who may be one, the likeliest first. Called by the queue.
-- args: me int, probability real, a_id int, b_id int, max int
-- cols: a_id int, b_id int, kind str, weight real, probability real, evidence str, created_at int
select m.a_id, m.b_id, m.kind, m.weight, m.probability, m.evidence, m.created_at from match_pair m
join person a on a.id = m.a_id join person b on b.id = m.b_id
where m.state = 'open' and (m.probability, m.a_id, m.b_id) < (:probability, :a_id, :b_id)
    and a.owner_id in (0, :me) and b.owner_id in (0, :me) and a.merged_into = 0 and b.merged_into = 0
order by m.probability desc, m.a_id desc, m.b_id desc limit :max;

-- name: match_queue_count :one
-- How many there are to ask about, at most max. Called by the queue.
-- args: me int, max int
-- cols: n int
select count(*) from (select 1 from match_pair m join person a on a.id = m.a_id join person b on b.id = m.b_id
    where m.state = 'open' and a.owner_id in (0, :me) and b.owner_id in (0, :me) limit :max) x;

-- name: match_scan_job :one :scan
-- The latest look at all people. Called by the queue.
-- cols: state str, progress str?
select state, progress from job where kind = 'match_scan' order by id desc limit 1;
