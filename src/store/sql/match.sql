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
