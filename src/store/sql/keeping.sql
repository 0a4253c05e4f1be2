-- Legal holds, erasure of a person, retention of channels.

-- name: hold_insert :exec :write
-- Called by keeping_hold.
-- args: id int, person_id int, channel_id int, reason str, member_id int, now int
insert into legal_hold (id, person_id, channel_id, reason, set_by, set_at) values (:id, :person_id, :channel_id, :reason, :member_id, :now);

-- name: hold_get :one
-- Called before one is lifted or shown.
-- args: id int
-- cols: id int, person_id int, channel_id int, reason str, set_by int, set_at int, lifted_by int, lifted_at int
select id, person_id, channel_id, reason, set_by, set_at, lifted_by, lifted_at from legal_hold where id = :id;

-- name: hold_list :many
-- The newest first. Called by the page of what is kept.
-- args: before int, max int
-- cols: as hold_get
select id, person_id, channel_id, reason, set_by, set_at, lifted_by, lifted_at from legal_hold where id < :before order by id desc limit :max;

-- name: hold_lift :exec :write
-- Called by keeping_lift.
-- args: id int, member_id int, now int
update legal_hold set lifted_by = :member_id, lifted_at = :now where id = :id and lifted_at = 0;

-- name: hold_of_person :one
-- A hold that covers a person or a channel on which they said something. Called before anything of them goes.
-- args: person_id int
-- cols: id int, reason str
select h.id, h.reason from legal_hold h where h.lifted_at = 0 and h.person_id = :person_id and h.person_id > 0
union all
select h.id, h.reason from legal_hold h where h.lifted_at = 0 and h.channel_id > 0
    and exists (select 1 from post p where p.person_id = :person_id and p.person_id > 0 and p.channel_id = h.channel_id)
limit 1;

-- name: hold_of_channel :one
-- A hold that covers a channel. Called before it is removed or its posts age.
-- args: channel_id int
-- cols: id int, reason str
select id, reason from legal_hold where lifted_at = 0 and channel_id = :channel_id and channel_id > 0 limit 1;

-- name: erase_dirty :exec :write
-- Their posts leave the search index. Called by keeping_erase, before the words go.
-- args: id int
insert into search_dirty (post_id, old_text) select id, text from post
where person_id = :id and person_id > 0 and direction = 'in' and erased_at = 0 on conflict (post_id) do update set old_text = search_dirty.old_text;

-- name: erase_versions :exec :write
-- Called by keeping_erase.
-- args: id int
delete from post_version where post_id in (select id from post where person_id = :id and person_id > 0 and direction = 'in');

-- name: erase_payloads :exec :write
-- What the event log says about their posts. Called by keeping_erase.
-- args: id int
delete from event_payload where seq in (select e.seq from event e join post p on p.id = e.object_id and e.object_kind = 'post'
    where p.person_id = :id and p.person_id > 0);

-- name: erase_posts :exec :write
-- Their words. Called by keeping_erase.
-- args: id int, now int
update post set text = '', html = null, url = null, intents = '', understood = null, meta = null, content_hash = 0, erased_at = :now,
    deleted_at = case when deleted_at > 0 then deleted_at else :now end
where person_id = :id and person_id > 0 and direction = 'in' and erased_at = 0;

-- name: erase_ids :many
-- Their posts whose id of the network still says who they are. Called by keeping_erase, after their words went.
-- args: id int, max int
-- cols: id int, conversation_id int, network str, native_id str
select id, conversation_id, network, native_id from post
where person_id = :id and person_id > 0 and erased_at > 0 and native_id not like 'erased:%' order by person_id limit :max;

-- name: erase_id :exec :write
-- The id becomes its digest, by which the post is known when its network tells of it again. Called by keeping_erase.
-- args: id int, native_id str
update post set native_id = :native_id, native_parent = null where id = :id;

-- name: erase_answers :exec :write
-- What answered it names it no more. Called by keeping_erase.
-- args: id int, conversation_id int
update post set native_parent = null where conversation_id = :conversation_id and parent_id = :id;

-- name: erase_root :exec :write
-- Nor does the conversation that it began. Called by keeping_erase.
-- args: conversation_id int, was str, native_id str
update conversation set native_root = :native_id where id = :conversation_id and native_root = :was;

-- name: erasure_any :one
-- Whether anybody was ever erased. Called by ingest for each page.
-- cols: some bool
select exists (select 1 from erasure);
-- postgres:
select exists (select 1 from erasure)::int;

-- name: erase_notes :exec :write
-- What members noted beside conversations with them. Called by keeping_erase.
-- args: id int
delete from note where conversation_id in (select id from conversation where person_id = :id and person_id > 0);

-- name: erase_talks :exec :write
-- What colleagues talked over beside conversations with them. Called by keeping_erase.
-- args: id int
update talk set subject = '', outcome = '' where conversation_id in (select id from conversation where person_id = :id and person_id > 0);

-- name: erase_reminders :exec :write
-- What members wanted to be reminded of about them. Called by keeping_erase.
-- args: id int
update reminder set text = '' where conversation_id in (select id from conversation where person_id = :id and person_id > 0);

-- name: erase_mentions :exec :write
-- And where colleagues were told of it. Called by keeping_erase.
-- args: id int
update mention set text = '' where conversation_id in (select id from conversation where person_id = :id and person_id > 0);

-- name: erase_alarms :exec :write
-- And what a colleague was told about themselves. Called by keeping_erase.
-- args: id int
update mention set text = '' where person_id = :id and person_id > 0;

-- name: erase_handoffs :exec :write
-- What hand-overs said about them. Called by keeping_erase.
-- args: id int
update handoff set ask = '', outcome = '' where conversation_id in (select id from conversation where person_id = :id and person_id > 0);

-- name: erase_drafts :exec :write
-- Called by keeping_erase.
-- args: id int
delete from draft where conversation_id in (select id from conversation where person_id = :id and person_id > 0);

-- name: erase_samples :exec :write
-- Called by keeping_erase.
-- args: id int
update storm set sample = '' where head_id in (select id from conversation where person_id = :id and person_id > 0);

-- name: erase_echoes :exec :write :scan
-- Some days of what posts say; they are few. Called by keeping_erase.
-- args: id int
delete from echo where person_id = :id;

-- name: erase_storm_posts :exec :write
-- That they were in a storm: the posts go on counting, nobody knows by whom. Called by keeping_erase.
-- args: id int
update storm_post set who = 0 where who = :id and who > 0;

-- name: erase_hits :exec :write
-- What listening queries found of theirs. Called by keeping_erase.
-- args: id int
delete from hit where post_id in (select id from post where person_id = :id and person_id > 0);

-- name: erase_conversations :exec :write
-- First words and reasons. Called by keeping_erase.
-- args: id int
update conversation set first_words = '', subject = '', reason = '', signals = '[]' where person_id = :id and person_id > 0;

-- name: erasure_insert :exec :write
-- Called by keeping_erase.
-- args: id int, person_id int, reason str, member_id int, now int, counts str, accounts str, event_seq int, event_hash str
insert into erasure (id, person_id, reason, erased_by, erased_at, counts, accounts, event_seq, event_hash)
values (:id, :person_id, :reason, :member_id, :now, :counts, :accounts, :event_seq, :event_hash);

-- name: erasure_get :one
-- Called by the certificate.
-- args: id int
-- cols: id int, person_id int, reason str, erased_by int, erased_at int, counts str, accounts str, event_seq int, event_hash str
select id, person_id, reason, erased_by, erased_at, counts, accounts, event_seq, event_hash from erasure where id = :id;

-- name: erasure_list :many
-- The newest first. Called by the page of what is kept.
-- args: before int, max int
-- cols: as erasure_get
select id, person_id, reason, erased_by, erased_at, counts, accounts, event_seq, event_hash from erasure where id < :before order by id desc limit :max;

-- name: erase_accounts :many
-- Their accounts and addresses, for the certificate. Called by keeping_erase.
-- args: id int
-- cols: network str, native_id str
select network, native_id from identity where person_id = :id order by person_id;

-- name: channel_set_retention :exec :write
-- Called by the channel page.
-- args: id int, days int
update channel set retention_days = :days where id = :id;

-- name: retention_channels :many :scan
-- Channels whose posts age; channels are few. Called by the job `retention`.
-- cols: id int, days int
select id, retention_days from channel where retention_days > 0 and status <> 'removed' order by id;

-- name: retention_due :many
-- Posts of a channel that are older than it keeps them and that no hold on their person covers, oldest first. Called by the job `retention`.
-- args: channel_id int, before int, max int
-- cols: id int
select p.id from post p where p.channel_id = :channel_id and p.erased_at = 0 and p.posted_at < :before
    and not exists (select 1 from legal_hold h where h.lifted_at = 0 and h.person_id = p.person_id and h.person_id > 0)
order by p.posted_at limit :max;

-- name: retention_dirty :exec :write
-- They leave the search index. ids: JSON. Called by the job `retention`.
-- args: ids str
insert into search_dirty (post_id, old_text) select id, text from post where id in (select value from json_each(:ids)) on conflict (post_id) do update set old_text = search_dirty.old_text;
-- postgres:
insert into search_dirty (post_id, old_text) select id, text from post where id in (select value::bigint from jsonb_array_elements_text(:ids::jsonb)) on conflict (post_id) do update set old_text = search_dirty.old_text;

-- name: retention_versions :exec :write
-- Called by the job `retention`.
-- args: ids str
delete from post_version where post_id in (select value from json_each(:ids));
-- postgres:
delete from post_version where post_id in (select value::bigint from jsonb_array_elements_text(:ids::jsonb));

-- name: retention_posts :exec :write
-- Their words go. Called by the job `retention`.
-- args: ids str, now int
update post set text = '', html = null, url = null, intents = '', understood = null, meta = null, content_hash = 0, erased_at = :now,
    deleted_at = case when deleted_at > 0 then deleted_at else :now end
where id in (select value from json_each(:ids));
-- postgres:
update post set text = '', html = null, url = null, intents = '', understood = null, meta = null, content_hash = 0, erased_at = :now,
    deleted_at = case when deleted_at > 0 then deleted_at else :now end
where id in (select value::bigint from jsonb_array_elements_text(:ids::jsonb));
