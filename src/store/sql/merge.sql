-- Merges of persons and their undoing. The rows that move: merge_rows.sql.

-- name: merge_person_get :one
-- A person as a merge needs them. Called by domain/merge.
-- args: id int
-- cols: id int, kind str, name str, about str?, role str, merged_into int, stage str, exchanges int, last_exchange_day int, owner_id int
select id, kind, name, about, role, merged_into, stage, exchanges, last_exchange_day, owner_id from person where id = :id;

-- name: merge_insert :exec :write
-- A merge. Called by merge_people.
-- args: id int, kept_id int, gone_id int, why str, before str, made_by int, now int
insert into person_merge (id, kept_id, gone_id, why, before, made_by, made_at) values (:id, :kept_id, :gone_id, :why, :before, :made_by, :now);

-- name: merge_begin_gone :exec :write
-- The one that goes; nothing changes when it is merged already. Called by merge_people.
-- args: id int, into int, now int
update person set merged_into = :into, updated_at = :now where id = :id and merged_into = 0;

-- name: merge_begin_kept :exec :write
-- The one that is kept; nothing changes when it was merged itself meanwhile. Called by merge_people.
-- args: id int, now int
update person set updated_at = :now where id = :id and merged_into = 0;

-- name: merge_person_set :exec :write
-- What the kept one is called and is to us. Called by merge and undo.
-- args: id int, name str, about str?, role str, now int
update person set name = :name, about = :about, role = :role, updated_at = :now where id = :id;

-- name: merge_before_set :exec :write
-- What a merge changed in the kept one's own row. Called by merge and undo.
-- args: id int, before str
update person_merge set before = :before where id = :id;

-- name: merge_get :one
-- One merge. Called by undo and its screen.
-- args: id int
-- cols: id int, kept_id int, gone_id int, why str, before str, made_by int, made_at int, undone_by int, undone_at int
select id, kept_id, gone_id, why, before, made_by, made_at, undone_by, undone_at from person_merge where id = :id;

-- name: merge_of_gone :one
-- The merge by which a person is merged now. Called by undo to walk up.
-- args: gone_id int
-- cols: as merge_get
select id, kept_id, gone_id, why, before, made_by, made_at, undone_by, undone_at from person_merge where gone_id = :gone_id and undone_at = 0
order by id desc limit 1;

-- name: merge_into :many
-- The merges into a person that hold, the oldest first. Called to walk down, and for names.
-- args: kept_id int, max int
-- cols: as merge_get
select id, kept_id, gone_id, why, before, made_by, made_at, undone_by, undone_at from person_merge where kept_id = :kept_id and undone_at = 0
order by id limit :max;

-- name: merge_list :many
-- All merges into a person, undone ones too, the newest first. Called by the person page.
-- args: kept_id int, before int, max int
-- cols: as merge_get
select id, kept_id, gone_id, why, before, made_by, made_at, undone_by, undone_at from person_merge where kept_id = :kept_id and id < :before
order by id desc limit :max;

-- name: merge_undone :exec :write
-- Ends a merge; nothing changes when it is undone already. Called by merge_undo.
-- args: id int, member_id int, now int
update person_merge set undone_by = :member_id, undone_at = :now where id = :id and undone_at = 0;

-- name: merge_released :exec :write
-- The one that was gone is there again. Called by merge_undo.
-- args: id int, now int
update person set merged_into = 0, updated_at = :now where id = :id;

-- name: merge_touched :exec :write
-- A person changed: phones ask for it. Called by merge_undo.
-- args: id int, now int
update person set updated_at = :now where id = :id;

-- name: merge_rows_count :one
-- How many rows a merge moved. Called by the person page.
-- args: merge_id int
-- cols: n int
select count(*) from person_merge_row where merge_id = :merge_id;

-- name: merge_rows_own_up :exec :write
-- What a merge further up made private of rows that leave it goes with them. Called by merge_undo.
-- args: merge_id int, upper_id int
insert into person_merge_row (merge_id, kind, row_id)
select :merge_id, u.kind, u.row_id from person_merge_row u join person_merge_row r on r.merge_id = :merge_id and r.row_id = u.row_id and u.kind = 'own_' || r.kind
where u.merge_id = :upper_id and u.kind in ('own_identity', 'own_datum', 'own_role', 'own_touch', 'own_fact')
on conflict (merge_id, kind, row_id) do nothing;

-- name: merge_rows_leave :exec :write
-- The rows of one merge are no longer those of one further up. Called by merge_undo.
-- args: merge_id int, upper_id int
delete from person_merge_row where merge_id = :upper_id
    and exists (select 1 from person_merge_row r where r.merge_id = :merge_id and r.kind = person_merge_row.kind and r.row_id = person_merge_row.row_id);

-- name: merge_late_posts :exec :write
-- What was said since through an account of the gone one. Called by merge_undo.
-- args: merge_id int, holder int
insert into person_merge_row (merge_id, kind, row_id) select :merge_id, 'post', p.id from post p where p.person_id = :holder and p.person_id > 0
    and exists (select 1 from person_merge_row r where r.merge_id = :merge_id and r.kind = 'identity' and r.row_id = p.identity_id)
on conflict (merge_id, kind, row_id) do nothing;

-- name: merge_late_answers :exec :write
-- Our answers to it. Called by merge_undo.
-- args: merge_id int, holder int
insert into person_merge_row (merge_id, kind, row_id) select :merge_id, 'post', p.id from post p where p.person_id = :holder and p.person_id > 0
    and p.direction = 'out' and exists (select 1 from person_merge_row r where r.merge_id = :merge_id and r.kind = 'post' and r.row_id = p.parent_id)
on conflict (merge_id, kind, row_id) do nothing;

-- name: merge_late_touches :exec :write
-- The touches of both. Called by merge_undo.
-- args: merge_id int, holder int
insert into person_merge_row (merge_id, kind, row_id) select :merge_id, 'touch', t.id from touch t where t.person_id = :holder and t.post_id > 0
    and exists (select 1 from person_merge_row r where r.merge_id = :merge_id and r.kind = 'post' and r.row_id = t.post_id)
on conflict (merge_id, kind, row_id) do nothing;

-- name: merge_late_conversations :exec :write
-- Conversations that such a post began. Called by merge_undo.
-- args: merge_id int, holder int
insert into person_merge_row (merge_id, kind, row_id) select :merge_id, 'conversation', c.id from conversation c where c.person_id = :holder
    and exists (select 1 from person_merge_row r where r.merge_id = :merge_id and r.kind = 'identity' and r.row_id =
        (select p.identity_id from post p where p.conversation_id = c.id and p.direction = 'in' and p.person_id > 0 order by p.posted_at, p.id limit 1))
on conflict (merge_id, kind, row_id) do nothing;

-- name: merge_touches_noted :one
-- Touches of a merge that a person has: what the counts of that person must give up. Called by merge_rows.
-- args: merge_id int, person_id int
-- cols: heard int, told int
select coalesce(sum(case when t.direction = 'in' then 1 else 0 end), 0), coalesce(sum(case when t.direction = 'out' then 1 else 0 end), 0)
from touch t where t.person_id = :person_id and exists (select 1 from person_merge_row r where r.merge_id = :merge_id and r.kind = 'touch' and r.row_id = t.id);

-- name: merge_counts_add :exec :write
-- Called by merge_rows.
-- args: id int, heard int, told int
update person set heard = heard + :heard, told = told + :told where id = :id;

-- name: merge_times :exec :write
-- When somebody spoke first and last, from the touches. Called when rows of a person moved.
-- args: id int
update person set
    first_in_at = coalesce((select min(t.at) from touch t where t.person_id = :id and t.direction <> 'out'), 0),
    last_in_at = coalesce((select max(t.at) from touch t where t.person_id = :id and t.direction <> 'out'), 0),
    last_out_at = coalesce((select max(t.at) from touch t where t.person_id = :id and t.direction <> 'in'), 0)
where id = :id;

-- name: merge_spelling_insert :exec :write
-- The name that was given up, or words about the gone one. Called by merge_people.
-- args: id int, person_id int, kind str, value str, norm str, source_id int, owner_id int, member_id int, now int
insert into datum (id, person_id, kind, value, norm, source, source_id, owner_id, created_by, created_at)
values (:id, :person_id, :kind, :value, :norm, 'merge', :source_id, :owner_id, :member_id, :now);

-- name: merge_spellings_of :many
-- What a merge wrote down itself. Called by merge_undo.
-- args: merge_id int, person_id int
-- cols: id int
select id from datum where person_id = :person_id and kind in ('spelling', 'note') and source = 'merge' and source_id = :merge_id;

-- name: merge_spelling_delete :exec :write
-- Called by merge_undo.
-- args: id int
delete from datum where id = :id;

-- name: merge_overrides_note :exec :write
-- Judgements of members about the gone one where they made none about the kept one. Called by merge_people.
-- args: merge_id int, gone int, kept int
insert into person_merge_row (merge_id, kind, row_id) select :merge_id, 'override', t.member_id from tie t
where t.person_id = :gone and (t.override >= 0 or t.rated >= 0)
    and not exists (select 1 from tie k where k.person_id = :kept and k.member_id = t.member_id and (k.override >= 0 or k.rated >= 0))
on conflict (merge_id, kind, row_id) do nothing;

-- name: merge_overrides :many
-- Whose judgements a merge took along. Called by merge and undo.
-- args: merge_id int
-- cols: member_id int
select row_id from person_merge_row where merge_id = :merge_id and kind = 'override';

-- name: merge_tie_judged :one
-- What a member thinks of a tie. Called by merge and undo.
-- args: person_id int, member_id int
-- cols: override real, override_by int, override_why str, override_until int, rated int, rated_at int
select override, override_by, override_why, override_until, rated, rated_at from tie where person_id = :person_id and member_id = :member_id;

-- name: merge_tie_judge :exec :write
-- The same for the kept one's tie, once that is there. Called by merge and undo.
-- args: person_id int, member_id int, override real, override_by int, override_why str, override_until int, rated int, rated_at int
update tie set override = :override, override_by = :override_by, override_why = :override_why, override_until = :override_until,
    rated = :rated, rated_at = :rated_at where person_id = :person_id and member_id = :member_id;

-- name: merge_public_records :one
-- Records of a person that cannot be private: they keep a private person from going into one that the team sees.
-- args: person_id int
-- cols: n int
select (select count(*) from (select 1 from commitment where person_id = :person_id limit 1) a)
    + (select count(*) from (select 1 from deal where person_id = :person_id limit 1) b)
    + (select count(*) from (select 1 from value_entry where person_id = :person_id limit 1) c)
    + (select count(*) from (select 1 from moment_person where person_id = :person_id and person_id > 0 limit 1) d)
    + (select count(*) from (select 1 from link where a_id = :person_id limit 1) e)
    + (select count(*) from (select 1 from keep_in_touch where person_id = :person_id limit 1) f);
