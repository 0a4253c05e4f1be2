-- One person was two: what moves to the one that is kept, and back. Each kind of row has three statements, named in the
-- table of domain/merge_rows.c: `note` writes down which rows the gone one has (a row of which the kept one has the like
-- already stays where it is, asleep), `move` gives what is noted to the kept one, `back` gives it to the gone one again.

-- name: merge_note_identity :exec :write
-- Called by merge_rows.
-- args: merge int, gone int, kept int
insert into person_merge_row (merge_id, kind, row_id) select :merge, 'identity', t.id from identity t where t.person_id = :gone and t.person_id <> :kept
on conflict (merge_id, kind, row_id) do nothing;

-- name: merge_move_identity :exec :write
-- Called by merge_rows.
-- args: merge int, gone int, kept int
update identity set person_id = :kept where person_id = :gone
    and exists (select 1 from person_merge_row r where r.merge_id = :merge and r.kind = 'identity' and r.row_id = identity.id);

-- name: merge_back_identity :exec :write
-- Called by merge_rows.
-- args: merge int, gone int
update identity set person_id = :gone where id in (select r.row_id from person_merge_row r where r.merge_id = :merge and r.kind = 'identity');

-- name: merge_note_datum :exec :write
-- Called by merge_rows.
-- args: merge int, gone int, kept int
insert into person_merge_row (merge_id, kind, row_id) select :merge, 'datum', t.id from datum t where t.person_id = :gone and t.person_id <> :kept
on conflict (merge_id, kind, row_id) do nothing;

-- name: merge_move_datum :exec :write
-- Called by merge_rows.
-- args: merge int, gone int, kept int
update datum set person_id = :kept where person_id = :gone
    and exists (select 1 from person_merge_row r where r.merge_id = :merge and r.kind = 'datum' and r.row_id = datum.id);

-- name: merge_back_datum :exec :write
-- Called by merge_rows.
-- args: merge int, gone int
update datum set person_id = :gone where id in (select r.row_id from person_merge_row r where r.merge_id = :merge and r.kind = 'datum');

-- name: merge_note_role :exec :write
-- Called by merge_rows.
-- args: merge int, gone int, kept int
insert into person_merge_row (merge_id, kind, row_id) select :merge, 'role', t.id from person_role t where t.person_id = :gone and t.person_id <> :kept
on conflict (merge_id, kind, row_id) do nothing;

-- name: merge_move_role :exec :write
-- Called by merge_rows.
-- args: merge int, gone int, kept int
update person_role set person_id = :kept where person_id = :gone
    and exists (select 1 from person_merge_row r where r.merge_id = :merge and r.kind = 'role' and r.row_id = person_role.id);

-- name: merge_back_role :exec :write
-- Called by merge_rows.
-- args: merge int, gone int
update person_role set person_id = :gone where id in (select r.row_id from person_merge_row r where r.merge_id = :merge and r.kind = 'role');

-- name: merge_note_role_at :exec :write
-- Called by merge_rows.
-- args: merge int, gone int, kept int
insert into person_merge_row (merge_id, kind, row_id) select :merge, 'role_at', t.id from person_role t where t.organization_id = :gone and t.organization_id > 0 and t.organization_id <> :kept
on conflict (merge_id, kind, row_id) do nothing;

-- name: merge_move_role_at :exec :write
-- Called by merge_rows.
-- args: merge int, gone int, kept int
update person_role set organization_id = :kept where organization_id = :gone and organization_id > 0
    and exists (select 1 from person_merge_row r where r.merge_id = :merge and r.kind = 'role_at' and r.row_id = person_role.id);

-- name: merge_back_role_at :exec :write
-- Called by merge_rows.
-- args: merge int, gone int
update person_role set organization_id = :gone where id in (select r.row_id from person_merge_row r where r.merge_id = :merge and r.kind = 'role_at');

-- name: merge_note_post :exec :write
-- Called by merge_rows.
-- args: merge int, gone int, kept int
insert into person_merge_row (merge_id, kind, row_id) select :merge, 'post', t.id from post t where t.person_id = :gone and t.person_id > 0 and t.person_id <> :kept
on conflict (merge_id, kind, row_id) do nothing;

-- name: merge_move_post :exec :write
-- Called by merge_rows.
-- args: merge int, gone int, kept int
update post set person_id = :kept where person_id = :gone and person_id > 0
    and exists (select 1 from person_merge_row r where r.merge_id = :merge and r.kind = 'post' and r.row_id = post.id);

-- name: merge_back_post :exec :write
-- Called by merge_rows.
-- args: merge int, gone int
update post set person_id = :gone where id in (select r.row_id from person_merge_row r where r.merge_id = :merge and r.kind = 'post');

-- name: merge_note_conversation :exec :write
-- Called by merge_rows.
-- args: merge int, gone int, kept int
insert into person_merge_row (merge_id, kind, row_id) select :merge, 'conversation', t.id from conversation t where t.person_id = :gone and t.person_id <> :kept
on conflict (merge_id, kind, row_id) do nothing;

-- name: merge_move_conversation :exec :write
-- Called by merge_rows.
-- args: merge int, gone int, kept int
update conversation set person_id = :kept where person_id = :gone
    and exists (select 1 from person_merge_row r where r.merge_id = :merge and r.kind = 'conversation' and r.row_id = conversation.id);

-- name: merge_back_conversation :exec :write
-- Called by merge_rows.
-- args: merge int, gone int
update conversation set person_id = :gone where id in (select r.row_id from person_merge_row r where r.merge_id = :merge and r.kind = 'conversation');

-- name: merge_note_touch :exec :write
-- Called by merge_rows.
-- args: merge int, gone int, kept int
insert into person_merge_row (merge_id, kind, row_id) select :merge, 'touch', t.id from touch t where t.person_id = :gone
    and not (t.source_ref <> '' and exists (select 1 from touch o where o.source_ref = t.source_ref and o.source_ref <> '' and o.person_id = :kept and o.member_id = t.member_id))
on conflict (merge_id, kind, row_id) do nothing;

-- name: merge_move_touch :exec :write
-- Called by merge_rows.
-- args: merge int, gone int, kept int
update touch set person_id = :kept where person_id = :gone
    and exists (select 1 from person_merge_row r where r.merge_id = :merge and r.kind = 'touch' and r.row_id = touch.id);

-- name: merge_back_touch :exec :write
-- Called by merge_rows.
-- args: merge int, gone int
update touch set person_id = :gone where id in (select r.row_id from person_merge_row r where r.merge_id = :merge and r.kind = 'touch');

-- name: merge_note_moment :exec :write
-- Called by merge_rows.
-- args: merge int, gone int, kept int
insert into person_merge_row (merge_id, kind, row_id) select :merge, 'moment', t.id from moment_person t where t.person_id = :gone and t.person_id > 0
    and not (exists (select 1 from moment_person o where o.moment_id = t.moment_id and o.person_id = :kept and o.member_id = t.member_id))
on conflict (merge_id, kind, row_id) do nothing;

-- name: merge_move_moment :exec :write
-- Called by merge_rows.
-- args: merge int, gone int, kept int
update moment_person set person_id = :kept where person_id = :gone and person_id > 0
    and exists (select 1 from person_merge_row r where r.merge_id = :merge and r.kind = 'moment' and r.row_id = moment_person.id);

-- name: merge_back_moment :exec :write
-- Called by merge_rows.
-- args: merge int, gone int
update moment_person set person_id = :gone where id in (select r.row_id from person_merge_row r where r.merge_id = :merge and r.kind = 'moment');

-- name: merge_note_fact :exec :write
-- Called by merge_rows.
-- args: merge int, gone int, kept int
insert into person_merge_row (merge_id, kind, row_id) select :merge, 'fact', t.id from fact t where t.person_id = :gone and t.person_id <> :kept
on conflict (merge_id, kind, row_id) do nothing;

-- name: merge_move_fact :exec :write
-- Called by merge_rows.
-- args: merge int, gone int, kept int
update fact set person_id = :kept where person_id = :gone
    and exists (select 1 from person_merge_row r where r.merge_id = :merge and r.kind = 'fact' and r.row_id = fact.id);

-- name: merge_back_fact :exec :write
-- Called by merge_rows.
-- args: merge int, gone int
update fact set person_id = :gone where id in (select r.row_id from person_merge_row r where r.merge_id = :merge and r.kind = 'fact');

-- name: merge_note_commitment :exec :write
-- Called by merge_rows.
-- args: merge int, gone int, kept int
insert into person_merge_row (merge_id, kind, row_id) select :merge, 'commitment', t.id from commitment t where t.person_id = :gone and t.person_id <> :kept
on conflict (merge_id, kind, row_id) do nothing;

-- name: merge_move_commitment :exec :write
-- Called by merge_rows.
-- args: merge int, gone int, kept int
update commitment set person_id = :kept where person_id = :gone
    and exists (select 1 from person_merge_row r where r.merge_id = :merge and r.kind = 'commitment' and r.row_id = commitment.id);

-- name: merge_back_commitment :exec :write
-- Called by merge_rows.
-- args: merge int, gone int
update commitment set person_id = :gone where id in (select r.row_id from person_merge_row r where r.merge_id = :merge and r.kind = 'commitment');

-- name: merge_note_hold :exec :write
-- Called by merge_rows.
-- args: merge int, gone int, kept int
insert into person_merge_row (merge_id, kind, row_id) select :merge, 'hold', t.id from legal_hold t where t.person_id = :gone and t.person_id <> :kept
on conflict (merge_id, kind, row_id) do nothing;

-- name: merge_move_hold :exec :write
-- Called by merge_rows.
-- args: merge int, gone int, kept int
update legal_hold set person_id = :kept where person_id = :gone
    and exists (select 1 from person_merge_row r where r.merge_id = :merge and r.kind = 'hold' and r.row_id = legal_hold.id);

-- name: merge_back_hold :exec :write
-- Called by merge_rows.
-- args: merge int, gone int
update legal_hold set person_id = :gone where id in (select r.row_id from person_merge_row r where r.merge_id = :merge and r.kind = 'hold');

-- name: merge_note_deal :exec :write
-- Called by merge_rows.
-- args: merge int, gone int, kept int
insert into person_merge_row (merge_id, kind, row_id) select :merge, 'deal', t.id from deal t where t.person_id = :gone and t.person_id <> :kept
on conflict (merge_id, kind, row_id) do nothing;

-- name: merge_move_deal :exec :write
-- Called by merge_rows.
-- args: merge int, gone int, kept int
update deal set person_id = :kept where person_id = :gone
    and exists (select 1 from person_merge_row r where r.merge_id = :merge and r.kind = 'deal' and r.row_id = deal.id);

-- name: merge_back_deal :exec :write
-- Called by merge_rows.
-- args: merge int, gone int
update deal set person_id = :gone where id in (select r.row_id from person_merge_row r where r.merge_id = :merge and r.kind = 'deal');

-- name: merge_note_deal_at :exec :write
-- Called by merge_rows.
-- args: merge int, gone int, kept int
insert into person_merge_row (merge_id, kind, row_id) select :merge, 'deal_at', t.id from deal t where t.organization_id = :gone and t.organization_id > 0 and t.organization_id <> :kept
on conflict (merge_id, kind, row_id) do nothing;

-- name: merge_move_deal_at :exec :write
-- Called by merge_rows.
-- args: merge int, gone int, kept int
update deal set organization_id = :kept where organization_id = :gone and organization_id > 0
    and exists (select 1 from person_merge_row r where r.merge_id = :merge and r.kind = 'deal_at' and r.row_id = deal.id);

-- name: merge_back_deal_at :exec :write
-- Called by merge_rows.
-- args: merge int, gone int
update deal set organization_id = :gone where id in (select r.row_id from person_merge_row r where r.merge_id = :merge and r.kind = 'deal_at');

-- name: merge_note_deal_referred :exec :write
-- Called by merge_rows.
-- args: merge int, gone int, kept int
insert into person_merge_row (merge_id, kind, row_id) select :merge, 'deal_referred', t.id from deal t where t.referred_id = :gone and t.referred_id > 0 and t.referred_id <> :kept
on conflict (merge_id, kind, row_id) do nothing;

-- name: merge_move_deal_referred :exec :write
-- Called by merge_rows.
-- args: merge int, gone int, kept int
update deal set referred_id = :kept where referred_id = :gone and referred_id > 0
    and exists (select 1 from person_merge_row r where r.merge_id = :merge and r.kind = 'deal_referred' and r.row_id = deal.id);

-- name: merge_back_deal_referred :exec :write
-- Called by merge_rows.
-- args: merge int, gone int
update deal set referred_id = :gone where id in (select r.row_id from person_merge_row r where r.merge_id = :merge and r.kind = 'deal_referred');

-- name: merge_note_value :exec :write
-- Called by merge_rows.
-- args: merge int, gone int, kept int
insert into person_merge_row (merge_id, kind, row_id) select :merge, 'value', t.id from value_entry t where t.person_id = :gone and t.person_id <> :kept
on conflict (merge_id, kind, row_id) do nothing;

-- name: merge_move_value :exec :write
-- Called by merge_rows.
-- args: merge int, gone int, kept int
update value_entry set person_id = :kept where person_id = :gone
    and exists (select 1 from person_merge_row r where r.merge_id = :merge and r.kind = 'value' and r.row_id = value_entry.id);

-- name: merge_back_value :exec :write
-- Called by merge_rows.
-- args: merge int, gone int
update value_entry set person_id = :gone where id in (select r.row_id from person_merge_row r where r.merge_id = :merge and r.kind = 'value');

-- name: merge_note_keep_in_touch :exec :write
-- Called by merge_rows.
-- args: merge int, gone int, kept int
insert into person_merge_row (merge_id, kind, row_id) select :merge, 'keep_in_touch', t.id from keep_in_touch t where t.person_id = :gone
    and not (exists (select 1 from keep_in_touch o where o.person_id = :kept and o.segment_id = t.segment_id and o.member_id = t.member_id))
on conflict (merge_id, kind, row_id) do nothing;

-- name: merge_move_keep_in_touch :exec :write
-- Called by merge_rows.
-- args: merge int, gone int, kept int
update keep_in_touch set person_id = :kept where person_id = :gone
    and exists (select 1 from person_merge_row r where r.merge_id = :merge and r.kind = 'keep_in_touch' and r.row_id = keep_in_touch.id);

-- name: merge_back_keep_in_touch :exec :write
-- Called by merge_rows.
-- args: merge int, gone int
update keep_in_touch set person_id = :gone where id in (select r.row_id from person_merge_row r where r.merge_id = :merge and r.kind = 'keep_in_touch');

-- name: merge_note_link_a :exec :write
-- Called by merge_rows.
-- args: merge int, gone int, kept int
insert into person_merge_row (merge_id, kind, row_id) select :merge, 'link_a', t.id from link t where t.a_id = :gone and t.a_id <> :kept
on conflict (merge_id, kind, row_id) do nothing;

-- name: merge_move_link_a :exec :write
-- Called by merge_rows.
-- args: merge int, gone int, kept int
update link set a_id = :kept where a_id = :gone
    and exists (select 1 from person_merge_row r where r.merge_id = :merge and r.kind = 'link_a' and r.row_id = link.id);

-- name: merge_back_link_a :exec :write
-- Called by merge_rows.
-- args: merge int, gone int
update link set a_id = :gone where id in (select r.row_id from person_merge_row r where r.merge_id = :merge and r.kind = 'link_a');

-- name: merge_note_link_b :exec :write
-- Called by merge_rows.
-- args: merge int, gone int, kept int
insert into person_merge_row (merge_id, kind, row_id) select :merge, 'link_b', t.id from link t where t.b_id = :gone and t.b_id <> :kept
on conflict (merge_id, kind, row_id) do nothing;

-- name: merge_move_link_b :exec :write
-- Called by merge_rows.
-- args: merge int, gone int, kept int
update link set b_id = :kept where b_id = :gone
    and exists (select 1 from person_merge_row r where r.merge_id = :merge and r.kind = 'link_b' and r.row_id = link.id);

-- name: merge_back_link_b :exec :write
-- Called by merge_rows.
-- args: merge int, gone int
update link set b_id = :gone where id in (select r.row_id from person_merge_row r where r.merge_id = :merge and r.kind = 'link_b');

-- What of a private person comes to one that the team sees stays private.

-- name: merge_note_own_identity :exec :write
-- Called by merge_rows before rows move.
-- args: merge int, gone int
insert into person_merge_row (merge_id, kind, row_id) select :merge, 'own_identity', t.id from identity t where t.person_id = :gone and t.owner_id = 0
on conflict (merge_id, kind, row_id) do nothing;

-- name: merge_move_own_identity :exec :write
-- Called by merge_rows.
-- args: merge int, gone int, owner int
update identity set owner_id = :owner where person_id = :gone and owner_id = 0
    and exists (select 1 from person_merge_row r where r.merge_id = :merge and r.kind = 'own_identity' and r.row_id = identity.id);

-- name: merge_back_own_identity :exec :write
-- Called by merge_rows.
-- args: merge int
update identity set owner_id = 0 where id in (select r.row_id from person_merge_row r where r.merge_id = :merge and r.kind = 'own_identity');

-- name: merge_note_own_datum :exec :write
-- Called by merge_rows before rows move.
-- args: merge int, gone int
insert into person_merge_row (merge_id, kind, row_id) select :merge, 'own_datum', t.id from datum t where t.person_id = :gone and t.owner_id = 0
on conflict (merge_id, kind, row_id) do nothing;

-- name: merge_move_own_datum :exec :write
-- Called by merge_rows.
-- args: merge int, gone int, owner int
update datum set owner_id = :owner where person_id = :gone and owner_id = 0
    and exists (select 1 from person_merge_row r where r.merge_id = :merge and r.kind = 'own_datum' and r.row_id = datum.id);

-- name: merge_back_own_datum :exec :write
-- Called by merge_rows.
-- args: merge int
update datum set owner_id = 0 where id in (select r.row_id from person_merge_row r where r.merge_id = :merge and r.kind = 'own_datum');

-- name: merge_note_own_role :exec :write
-- Called by merge_rows before rows move.
-- args: merge int, gone int
insert into person_merge_row (merge_id, kind, row_id) select :merge, 'own_role', t.id from person_role t where t.person_id = :gone and t.owner_id = 0
on conflict (merge_id, kind, row_id) do nothing;

-- name: merge_move_own_role :exec :write
-- Called by merge_rows.
-- args: merge int, gone int, owner int
update person_role set owner_id = :owner where person_id = :gone and owner_id = 0
    and exists (select 1 from person_merge_row r where r.merge_id = :merge and r.kind = 'own_role' and r.row_id = person_role.id);

-- name: merge_back_own_role :exec :write
-- Called by merge_rows.
-- args: merge int
update person_role set owner_id = 0 where id in (select r.row_id from person_merge_row r where r.merge_id = :merge and r.kind = 'own_role');

-- name: merge_note_own_touch :exec :write
-- Called by merge_rows before rows move.
-- args: merge int, gone int
insert into person_merge_row (merge_id, kind, row_id) select :merge, 'own_touch', t.id from touch t where t.person_id = :gone and t.owner_id = 0
on conflict (merge_id, kind, row_id) do nothing;

-- name: merge_move_own_touch :exec :write
-- Called by merge_rows.
-- args: merge int, gone int, owner int
update touch set owner_id = :owner where person_id = :gone and owner_id = 0
    and exists (select 1 from person_merge_row r where r.merge_id = :merge and r.kind = 'own_touch' and r.row_id = touch.id);

-- name: merge_back_own_touch :exec :write
-- Called by merge_rows.
-- args: merge int
update touch set owner_id = 0 where id in (select r.row_id from person_merge_row r where r.merge_id = :merge and r.kind = 'own_touch');

-- name: merge_note_own_fact :exec :write
-- Called by merge_rows before rows move.
-- args: merge int, gone int
insert into person_merge_row (merge_id, kind, row_id) select :merge, 'own_fact', t.id from fact t where t.person_id = :gone and t.owner_id = 0
on conflict (merge_id, kind, row_id) do nothing;

-- name: merge_move_own_fact :exec :write
-- Called by merge_rows.
-- args: merge int, gone int, owner int
update fact set owner_id = :owner where person_id = :gone and owner_id = 0
    and exists (select 1 from person_merge_row r where r.merge_id = :merge and r.kind = 'own_fact' and r.row_id = fact.id);

-- name: merge_back_own_fact :exec :write
-- Called by merge_rows.
-- args: merge int
update fact set owner_id = 0 where id in (select r.row_id from person_merge_row r where r.merge_id = :merge and r.kind = 'own_fact');

-- name: merge_note_refused :exec :write
-- Called by merge_rows.
-- args: merge int, gone int, kept int
insert into person_merge_row (merge_id, kind, row_id) select :merge, 'refused', t.id from role_refused t where t.person_id = :gone and t.person_id <> :kept
on conflict (merge_id, kind, row_id) do nothing;

-- name: merge_move_refused :exec :write
-- Called by merge_rows.
-- args: merge int, gone int, kept int
update role_refused set person_id = :kept where person_id = :gone
    and exists (select 1 from person_merge_row r where r.merge_id = :merge and r.kind = 'refused' and r.row_id = role_refused.id);

-- name: merge_back_refused :exec :write
-- Called by merge_rows.
-- args: merge int, gone int
update role_refused set person_id = :gone where id in (select r.row_id from person_merge_row r where r.merge_id = :merge and r.kind = 'refused');

-- name: merge_note_refused_at :exec :write
-- Called by merge_rows.
-- args: merge int, gone int, kept int
insert into person_merge_row (merge_id, kind, row_id) select :merge, 'refused_at', t.id from role_refused t where t.organization_id = :gone and t.organization_id > 0 and t.organization_id <> :kept
on conflict (merge_id, kind, row_id) do nothing;

-- name: merge_move_refused_at :exec :write
-- Called by merge_rows.
-- args: merge int, gone int, kept int
update role_refused set organization_id = :kept where organization_id = :gone and organization_id > 0
    and exists (select 1 from person_merge_row r where r.merge_id = :merge and r.kind = 'refused_at' and r.row_id = role_refused.id);

-- name: merge_back_refused_at :exec :write
-- Called by merge_rows.
-- args: merge int, gone int
update role_refused set organization_id = :gone where id in (select r.row_id from person_merge_row r where r.merge_id = :merge and r.kind = 'refused_at');
