-- Address cards for phones: which there are, and what changed. The marks are written by triggers (migrations/0011_cards.sql).

-- name: card_state_get :one
-- The newest number that was given. Called by domain/cards.
-- cols: seq int, pruned int, base str
select seq, pruned, base from card_state where id = 1;

-- name: card_state_next :one :write
-- The next number. Whoever gives numbers holds this row until the commit: numbers are in the order of commits. Called by domain/cards.
-- cols: seq int, base str
update card_state set seq = seq + 1 where id = 1 returning seq, base;

-- name: card_state_named :exec :write
-- Called with the first number: who we are.
-- args: base str
update card_state set base = :base where id = 1 and base = '';

-- name: card_state_anew :exec :write
-- Called after a backup was put back: what phones know is of another history.
-- args: base str
update card_state set base = :base where id = 1;

-- name: card_waiting :one
-- Whether somebody waits for a number. Called with every request of a phone.
-- cols: id int
select id from card_mark order by id limit 1;

-- name: card_marks_take :many :write
-- Who changed. Called by domain/cards, which holds card_state.
-- args: max int
-- cols: person_id int
delete from card_mark where id in (select id from card_mark order by id limit :max) returning person_id;

-- name: card_number :exec :write
-- Of these persons, those who have a card get the number. Whom we only heard on a network has none, nor has an organization that
-- cannot be reached and was in no address book. Called by domain/cards.
-- args: ids str, seq int
insert into card (person_id, owner_id, name, seq)
select p.id, p.owner_id, case when exists (select 1 from card c where c.owner_id = p.owner_id and c.name = 'kith-' || p.id || '.vcf' and c.person_id <> p.id)
    then 'kith-' || p.id || '-' || :seq || '.vcf' else 'kith-' || p.id || '.vcf' end, :seq from person p
where p.id in (select value from json_each(:ids)) and p.merged_into = 0 and (p.uid <> ''
    or (p.kind = 'person' and (p.owner_id > 0
        or not exists (select 1 from identity i where i.person_id = p.id)
        or exists (select 1 from identity i where i.person_id = p.id and i.source <> 'network')
        or exists (select 1 from datum d where d.person_id = p.id)
        or exists (select 1 from person_role r where r.person_id = p.id)))
    or (p.kind = 'organization' and (exists (select 1 from identity i where i.person_id = p.id and i.network in ('email', 'phone'))
        or exists (select 1 from datum d where d.person_id = p.id and d.kind in ('email', 'phone', 'postal')))))
on conflict (person_id, owner_id) do update set seq = excluded.seq, gone = 0, gone_at = 0;
-- postgres:
insert into card (person_id, owner_id, name, seq)
select p.id, p.owner_id, case when exists (select 1 from card c where c.owner_id = p.owner_id and c.name = 'kith-' || p.id || '.vcf' and c.person_id <> p.id)
    then 'kith-' || p.id || '-' || :seq || '.vcf' else 'kith-' || p.id || '.vcf' end, :seq from person p
where p.id in (select value::bigint from jsonb_array_elements_text(:ids::jsonb)) and p.merged_into = 0 and (p.uid <> ''
    or (p.kind = 'person' and (p.owner_id > 0
        or not exists (select 1 from identity i where i.person_id = p.id)
        or exists (select 1 from identity i where i.person_id = p.id and i.source <> 'network')
        or exists (select 1 from datum d where d.person_id = p.id)
        or exists (select 1 from person_role r where r.person_id = p.id)))
    or (p.kind = 'organization' and (exists (select 1 from identity i where i.person_id = p.id and i.network in ('email', 'phone'))
        or exists (select 1 from datum d where d.person_id = p.id and d.kind in ('email', 'phone', 'postal')))))
on conflict (person_id, owner_id) do update set seq = excluded.seq, gone = 0, gone_at = 0;

-- name: card_number_gone :exec :write
-- The other cards of these persons are there no more. Called after card_number.
-- args: ids str, seq int, now int
update card set seq = :seq, gone = 1, gone_at = :now
where person_id in (select value from json_each(:ids)) and gone = 0 and seq < :seq and is_group = 0;
-- postgres:
update card set seq = :seq, gone = 1, gone_at = :now
where person_id in (select value::bigint from jsonb_array_elements_text(:ids::jsonb)) and gone = 0 and seq < :seq and is_group = 0;

-- name: card_list :many :each
-- The cards of a book behind one, in no order that means anything. Called by PROPFIND and queries.
-- args: owner_id int, after int, max int
-- cols: person_id int, name str, seq int, gone bool, is_group bool
select person_id, name, seq, gone, is_group from card where owner_id = :owner_id and gone = 0 and person_id > :after order by person_id limit :max;

-- name: card_changes :many :each
-- What changed in a book behind a number, the oldest first; alive = 1 leaves out what is gone. Called by sync-collection.
-- args: owner_id int, seq int, person_id int, alive bool, max int
-- cols: as card_list
select person_id, name, seq, gone, is_group from card
where owner_id = :owner_id and (seq, person_id) > (:seq, :person_id) and (:alive = 0 or gone = 0) order by seq, person_id limit :max;

-- name: card_newest :one
-- The number of a book's newest change. Called for getctag.
-- args: owner_id int
-- cols: seq int
select seq from card where owner_id = :owner_id order by seq desc limit 1;

-- name: card_count :one
-- How many cards are in a book. Called by the page that explains phones.
-- args: owner_id int
-- cols: n int
select count(*) from card where owner_id = :owner_id and gone = 0;

-- name: card_by_name :one
-- One card by its address. Called with every request for one.
-- args: owner_id int, name str
-- cols: as card_list
select person_id, name, seq, gone, is_group from card where owner_id = :owner_id and name = :name;

-- name: card_hold :one :write
-- The same before it is written over or taken away: two who do so take their turn.
-- args: owner_id int, name str
-- cols: as card_list
select person_id, name, seq, gone, is_group from card where owner_id = :owner_id and name = :name;
-- postgres:
select person_id, name, seq, gone, is_group from card where owner_id = :owner_id and name = :name for update;

-- name: card_of_person :one
-- The card of a person in a book. Called after it was written, and when an id is taken.
-- args: person_id int, owner_id int
-- cols: as card_list
select person_id, name, seq, gone, is_group from card where person_id = :person_id and owner_id = :owner_id;

-- name: card_of_uid :one
-- The card of that id in a book. Called when a client brings a new one.
-- args: uid str, owner_id int
-- cols: as card_list
select c.person_id, c.name, c.seq, c.gone, c.is_group from person p join card c on c.person_id = p.id and c.owner_id = p.owner_id
where p.uid = :uid and p.uid <> '' and p.owner_id = :owner_id and p.merged_into = 0 and c.gone = 0 order by p.id limit 1;

-- name: card_insert :exec :write
-- A card under the name that its client chose; the number comes with the mark of its person.
-- args: person_id int, owner_id int, name str, seq int, is_group bool
insert into card (person_id, owner_id, name, seq, is_group) values (:person_id, :owner_id, :name, :seq, :is_group);

-- name: card_name_free :exec :write
-- A name of something that is gone is used again.
-- args: owner_id int, name str
delete from card where owner_id = :owner_id and name = :name and gone = 1;

-- name: card_text_set :exec :write
-- What a client wrote.
-- args: person_id int, owner_id int, text str?
update card set text = :text where person_id = :person_id and owner_id = :owner_id;

-- name: card_group_set :exec :write
-- A group was written over, or taken away.
-- args: person_id int, owner_id int, text str?, seq int, gone bool, gone_at int
update card set text = :text, seq = :seq, gone = :gone, gone_at = :gone_at where person_id = :person_id and owner_id = :owner_id and is_group = 1;

-- name: card_forget :exec :write
-- Nothing of what was written about a person is kept when they are removed. Called by people_remove.
-- args: id int
update card set text = null where person_id = :id;

-- name: card_gone_before :one
-- The newest number of what is gone for so long. Called by domain/cards before it is forgotten.
-- args: at int
-- cols: seq int?
select max(seq) from card where gone = 1 and gone_at < :at;

-- name: card_prune :exec :write
-- What is gone for so long is forgotten. Called by domain/cards.
-- args: at int
delete from card where gone = 1 and gone_at < :at;

-- name: card_state_pruned :exec :write
-- Older tokens are refused from now on.
-- args: seq int
update card_state set pruned = :seq where id = 1 and pruned < :seq;

-- ---- what is on a card ----

-- name: card_persons :many
-- The persons of these cards. Called by import/card.
-- args: ids str, me int
-- cols: id int, kind str, name str, uid str, owner_id int, text str?
select p.id, p.kind, p.name, p.uid, p.owner_id, c.text from person p join card c on c.person_id = p.id and c.owner_id = p.owner_id
where p.id in (select value from json_each(:ids)) and p.owner_id in (0, :me) and p.merged_into = 0;
-- postgres:
select p.id, p.kind, p.name, p.uid, p.owner_id, c.text from person p join card c on c.person_id = p.id and c.owner_id = p.owner_id
where p.id in (select value::bigint from jsonb_array_elements_text(:ids::jsonb)) and p.owner_id in (0, :me) and p.merged_into = 0;

-- name: card_identities :many
-- Their accounts and addresses that the member sees. Called by import/card.
-- args: ids str, me int
-- cols: id int, person_id int, network str, native_id str, handle str, url str?, label str, source str, owner_id int
select id, person_id, network, native_id, handle, url, label, source, owner_id from identity
where person_id in (select value from json_each(:ids)) and owner_id in (0, :me);
-- postgres:
select id, person_id, network, native_id, handle, url, label, source, owner_id from identity
where person_id in (select value::bigint from jsonb_array_elements_text(:ids::jsonb)) and owner_id in (0, :me);

-- name: card_data :many
-- What else is known of them and has a place on a card. Called by import/card.
-- args: ids str, me int
-- cols: id int, person_id int, kind str, label str, value str, norm str, parts str?, owner_id int
select id, person_id, kind, label, value, norm, parts, owner_id from datum
where person_id in (select value from json_each(:ids)) and owner_id in (0, :me) and kind not in ('consent', 'field');
-- postgres:
select id, person_id, kind, label, value, norm, parts, owner_id from datum
where person_id in (select value::bigint from jsonb_array_elements_text(:ids::jsonb)) and owner_id in (0, :me) and kind not in ('consent', 'field');

-- name: card_roles :many
-- Where they work, as far as the member sees it. Called by import/card.
-- args: ids str, me int
-- cols: id int, person_id int, title str, from_day int, to_day int, organization str
select r.id, r.person_id, r.title, r.from_day, r.to_day, o.name from person_role r join person o on o.id = r.organization_id
where r.person_id in (select value from json_each(:ids)) and r.organization_id > 0 and r.owner_id in (0, :me) and o.owner_id in (0, :me);
-- postgres:
select r.id, r.person_id, r.title, r.from_day, r.to_day, o.name from person_role r join person o on o.id = r.organization_id
where r.person_id in (select value::bigint from jsonb_array_elements_text(:ids::jsonb)) and r.organization_id > 0 and r.owner_id in (0, :me) and o.owner_id in (0, :me);

-- name: card_group_text :one
-- A group as its client wrote it.
-- args: person_id int, owner_id int
-- cols: text str?
select text from card where person_id = :person_id and owner_id = :owner_id and is_group = 1;

-- ---- writing one ----

-- name: card_mark :exec :write
-- Somebody new, or a card that its client wrote, whatever that changed.
-- args: person_id int
insert into card_mark (person_id) values (:person_id);

-- name: card_identity_label :exec :write
-- The client calls the address otherwise.
-- args: id int, label str, now int
update identity set label = :label, updated_at = :now where id = :id;

-- name: card_datum_set :exec :write
-- The client says the same otherwise: another label, other parts.
-- args: id int, label str, value str, norm str, parts str?
update datum set label = :label, value = :value, norm = :norm, parts = :parts where id = :id;

-- name: card_role_end :exec :write
-- They work there no more: kept with its end.
-- args: id int, day int
update person_role set to_day = :day where id = :id and to_day = 0;

-- name: card_person_set :exec :write
-- The client calls the person, or the kind of it, otherwise.
-- args: id int, kind str, name str, now int
update person set kind = :kind, name = :name, updated_at = :now where id = :id;
