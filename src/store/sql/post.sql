-- Posts: what anybody said, in or out.

-- name: post_by_native :one
-- The post with this id of its network, as ingest needs it. Called for each item.
-- args: network str, native_id str
-- cols: id int, conversation_id int, channel_id int, direction str, person_id int, member_id int, parent_id int, native_parent str?, content_hash int, posted_at int, deleted_at int, erased_at int, rule_id int
select id, conversation_id, channel_id, direction, person_id, member_id, parent_id, native_parent, content_hash, posted_at, deleted_at, erased_at, rule_id
from post where network = :network and native_id = :native_id;

-- name: post_insert :exec :write
-- A new post. Called by ingest and the outbox. Nothing is changed when another node stored it meanwhile.
-- args: id int, conversation_id int, channel_id int, network str, native_id str, native_parent str?, parent_id int, direction str, kind str, visibility str, person_id int, identity_id int, member_id int, text str, html str?, url str?, lang str, intents str, understood str?, meta str?, posted_at int, received_at int, edited_at int, content_hash int, source str, rule_id int
insert into post (id, conversation_id, channel_id, network, native_id, native_parent, parent_id, direction, kind, visibility, person_id, identity_id, member_id, text, html, url, lang, intents, understood, meta, posted_at, received_at, edited_at, content_hash, source, rule_id)
values (:id, :conversation_id, :channel_id, :network, :native_id, :native_parent, :parent_id, :direction, :kind, :visibility, :person_id, :identity_id, :member_id, :text, :html, :url, :lang, :intents, :understood, :meta, :posted_at, :received_at, :edited_at, :content_hash, :source, :rule_id)
on conflict (network, native_id) do nothing;

-- name: post_orphans :many
-- Posts that answer this one and came before it. Called by ingest for each new post.
-- args: network str, native_parent str
-- cols: id int, conversation_id int, direction str, person_id int, member_id int, posted_at int, rule_id int
select id, conversation_id, direction, person_id, member_id, posted_at, rule_id from post
where network = :network and native_parent = :native_parent and parent_id = 0;

-- name: post_adopt :exec :write
-- Its parent arrived. Called by ingest.
-- args: id int, parent_id int
update post set parent_id = :parent_id where id = :id;

-- name: post_edited :exec :write
-- The text changed on the network. Called by ingest.
-- args: id int, text str, html str?, lang str, intents str, understood str?, meta str?, edited_at int, content_hash int
update post set text = :text, html = :html, lang = :lang, intents = :intents, understood = :understood, meta = coalesce(:meta, meta), edited_at = :edited_at, content_hash = :content_hash, deleted_at = 0
where id = :id;

-- name: post_seen_again :exec :write
-- What the network now says of a post whose words are as they were: its own form of what we sent. Called by ingest.
-- args: id int, html str?, url str?, meta str?, content_hash int
update post set html = coalesce(:html, html), url = coalesce(:url, url), meta = coalesce(:meta, meta), content_hash = :content_hash, deleted_at = 0
where id = :id;

-- name: post_deleted :exec :write
-- It is gone from the network. The text stays, marked. Called by ingest and the outbox.
-- args: id int, now int
update post set deleted_at = :now where id = :id;

-- name: post_version_add :exec :write
-- Keeps the text as it was before an edit. Called by ingest.
-- args: post_id int, now int
insert into post_version (post_id, version, text, seen_at)
select :post_id, (select coalesce(max(version), 0) + 1 from post_version where post_id = :post_id), text, :now from post where id = :post_id;

-- name: post_versions :many
-- Texts before edits, the oldest first. Called by the thread.
-- args: post_id int
-- cols: version int, text str, seen_at int
select version, text, seen_at from post_version where post_id = :post_id order by version;

-- name: post_dirty :exec :write
-- The index must look at this post again. Called by whoever stores or changes a text.
-- args: post_id int, old_text str?
insert into search_dirty (post_id, old_text) values (:post_id, :old_text)
-- A change that changes nothing: it keeps the indexer off the row until we commit.
on conflict (post_id) do update set old_text = search_dirty.old_text;

-- name: post_dirty_edit :exec :write
-- The same for a text that changes: what the index holds now is kept, unless it waits already. Called before the change.
-- args: post_id int
insert into search_dirty (post_id, old_text) select id, text from post where id = :post_id
-- A change that changes nothing: it keeps the indexer off the row until we commit.
on conflict (post_id) do update set old_text = search_dirty.old_text;

-- name: post_get :one
-- One post whole. Called by the thread, reply, trace.
-- args: id int, eyes int
-- cols: id int, conversation_id int, channel_id int, network str, native_id str, native_parent str?, parent_id int, direction str, kind str, visibility str, person_id int, identity_id int, member_id int, text str, html str?, url str?, lang str, intents str, understood str?, meta str?, posted_at int, received_at int, edited_at int, deleted_at int, source str, rule_id int
select id, conversation_id, channel_id, network, native_id, native_parent, parent_id, direction, kind, visibility, person_id, identity_id, member_id, text, html, url, lang, intents, understood, meta, posted_at, received_at, edited_at, deleted_at, source, rule_id
from post p where id = :id and {seen_of};

-- name: post_thread_before :many
-- Posts of a conversation before a place, the newest first. Called by the thread, page by page.
-- args: conversation_id int, posted_at int, id int, max int
-- cols: as post_get
select id, conversation_id, channel_id, network, native_id, native_parent, parent_id, direction, kind, visibility, person_id, identity_id, member_id, text, html, url, lang, intents, understood, meta, posted_at, received_at, edited_at, deleted_at, source, rule_id
from post where conversation_id = :conversation_id and (posted_at, id) < (:posted_at, :id) order by posted_at desc, id desc limit :max;

-- name: post_waiting :many
-- Posts of theirs after our last answer, the oldest first: who waits, and what for. Called by ingest.
-- args: conversation_id int, after int, max int
-- cols: posted_at int, kind str, visibility str, intents str, native_parent str?, parent_id int
select posted_at, kind, visibility, intents, native_parent, parent_id from post
where conversation_id = :conversation_id and posted_at > :after and direction = 'in' and deleted_at = 0
order by posted_at, id limit :max;

-- name: post_span :one
-- What is left in a conversation after posts moved or went; what a rule said does not count. Called by ingest.
-- args: conversation_id int
-- cols: posts int, first_at int, last_at int, last_in_at int, last_out_at int, first_in_at int, last_live_in_at int
select count(*), coalesce(min(posted_at), 0), coalesce(max(posted_at), 0), coalesce(max(case when direction = 'in' then posted_at end), 0),
    coalesce(max(case when direction = 'out' and deleted_at = 0 then posted_at end), 0), coalesce(min(case when direction = 'in' then posted_at end), 0),
    coalesce(max(case when direction = 'in' and deleted_at = 0 then posted_at end), 0)
from post where conversation_id = :conversation_id and rule_id = 0;

-- name: post_first_in :one
-- The first post of theirs: whose conversation it is. Called by ingest.
-- args: conversation_id int
-- cols: id int, person_id int
select id, person_id from post where conversation_id = :conversation_id and direction = 'in' order by posted_at, id limit 1;

-- name: post_last :one
-- The newest post that no rule said: its first words are shown in lists. Called by ingest.
-- args: conversation_id int
-- cols: id int, text str, deleted_at int
select id, text, deleted_at from post where conversation_id = :conversation_id and rule_id = 0 order by posted_at desc, id desc limit 1;

-- name: post_last_in :one
-- The newest post of theirs that is still there: what a reply answers. Called by reply.
-- args: conversation_id int
-- cols: id int
select id from post where conversation_id = :conversation_id and direction = 'in' and deleted_at = 0 order by posted_at desc, id desc limit 1;

-- name: post_root :one
-- The first post of a thread. Called by the outbox.
-- args: conversation_id int
-- cols: native_id str, meta str?
select native_id, meta from post where conversation_id = :conversation_id order by posted_at, id limit 1;

-- name: post_texts :many
-- The texts of a thread, the newest first: what was said before. Called by reply.
-- args: conversation_id int, max int
-- cols: text str
select text from post where conversation_id = :conversation_id order by posted_at desc, id desc limit :max;

-- name: post_of_member :exec :write
-- A post that the network told us of before the sender came back is a member's. Called by ingest.
-- args: id int, member_id int
update post set member_id = :member_id where id = :id;

-- name: post_named :exec :write
-- The network's id of a reply that a person said is there. Called by ingest.
-- args: id int, native_id str, url str?, meta str?, content_hash int
update post set native_id = :native_id, url = coalesce(:url, url), meta = coalesce(:meta, meta), content_hash = :content_hash where id = :id;

-- name: post_for :exec :write
-- Whom our post is for, once we know. Called by ingest.
-- args: id int, person_id int
update post set person_id = :person_id where id = :id;
