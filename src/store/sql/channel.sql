-- Channels: accounts and sources of ours. One node polls a channel at a time, by a lease.

-- name: channel_get :one
-- One channel with its sealed credential. Called by pollers, the sender and the channel page.
-- args: id int
-- cols: id int, network str, name str, handle str, address str, config str, credential blob?, status str, cursor str?, next_poll_at int, lease_node int, lease_until int, last_success_at int, last_item_at int, last_error_at int, error_slug str?, error_text str?, failures int, lag_us int, budget str?, demo bool, created_by int, created_at int, region str, retention_days int, acknowledge bool
select id, network, name, handle, address, config, credential, status, cursor, next_poll_at, lease_node, lease_until, last_success_at, last_item_at, last_error_at, error_slug, error_text, failures, lag_us, budget, demo, created_by, created_at, region, retention_days, acknowledge
from channel where id = :id;

-- name: channel_all :many :scan
-- Every channel that was not removed. Called by the channel page; there are few.
-- cols: as channel_get
select id, network, name, handle, address, config, credential, status, cursor, next_poll_at, lease_node, lease_until, last_success_at, last_item_at, last_error_at, error_slug, error_text, failures, lag_us, budget, demo, created_by, created_at, region, retention_days, acknowledge
from channel where status <> 'removed' order by name, id;

-- name: channel_claim :one :write
-- Takes the channel that waits longest to be asked. Called by the pollers.
-- args: node int, until int, now int
-- cols: as channel_get
update channel set lease_node = :node, lease_until = :until
where id = (select id from channel where status = 'active' and next_poll_at <= :now and lease_until <= :now order by next_poll_at limit 1)
returning id, network, name, handle, address, config, credential, status, cursor, next_poll_at, lease_node, lease_until, last_success_at, last_item_at, last_error_at, error_slug, error_text, failures, lag_us, budget, demo, created_by, created_at, region, retention_days, acknowledge;
-- postgres:
update channel set lease_node = :node, lease_until = :until
where id = (select id from channel where status = 'active' and next_poll_at <= :now and lease_until <= :now order by next_poll_at limit 1 for update skip locked)
returning id, network, name, handle, address, config, credential, status, cursor, next_poll_at, lease_node, lease_until, last_success_at, last_item_at, last_error_at, error_slug, error_text, failures, lag_us, budget, demo, created_by, created_at, region, retention_days, acknowledge;

-- name: channel_claim_one :one :write
-- Takes one certain channel, due or not. Called when a member asks for it, and by the demo.
-- args: id int, node int, until int, now int
-- cols: as channel_get
update channel set lease_node = :node, lease_until = :until
where id = :id and status = 'active' and lease_until <= :now
returning id, network, name, handle, address, config, credential, status, cursor, next_poll_at, lease_node, lease_until, last_success_at, last_item_at, last_error_at, error_slug, error_text, failures, lag_us, budget, demo, created_by, created_at, region, retention_days, acknowledge;

-- name: channel_next_due :one
-- When the next channel wants to be asked; 0 = none is active. Called by the pollers.
-- cols: at int
select coalesce((select next_poll_at from channel where status = 'active' order by next_poll_at limit 1), 0);

-- name: channel_holds :one :write
-- Whether we still hold the lease; keeps it from being taken while the page is stored. Called before a page is stored.
-- args: id int, node int, lease int, until int
-- cols: status str, cursor str?
update channel set lease_until = :until where id = :id and lease_node = :node and lease_until = :lease returning status, cursor;

-- name: channel_took :exec :write
-- A page was stored: the cursor moves with it. Called in the transaction of the page.
-- args: id int, cursor str?, now int, last_item_at int, lag_us int
update channel set cursor = coalesce(:cursor, cursor), last_success_at = :now, last_item_at = case when :last_item_at > last_item_at then :last_item_at else last_item_at end,
    lag_us = case when :last_item_at > 0 then :lag_us else lag_us end, failures = 0, error_slug = null, error_text = null
where id = :id;

-- name: channel_news :exec :write
-- What a connector learnt on the way; null = as before. Called before anything else is done with it.
-- args: id int, credential blob?, config str?, handle str?, budget str?
update channel set credential = coalesce(:credential, credential), config = coalesce(:config, config), handle = coalesce(:handle, handle), budget = coalesce(:budget, budget)
where id = :id;

-- name: channel_rest :exec :write
-- The network asks for patience: it is not asked before. Called when a connector learnt so.
-- args: id int, not_before int
update channel set next_poll_at = :not_before where id = :id and next_poll_at < :not_before;

-- name: channel_release :exec :write
-- Ends a poll and says when the next one is. Called by the pollers.
-- args: id int, node int, lease int, next_poll_at int
update channel set lease_node = 0, lease_until = 0, next_poll_at = :next_poll_at where id = :id and lease_node = :node and lease_until = :lease;

-- name: channel_failed :exec :write
-- A poll or a send went wrong; status stopped when only a person can mend it. Called by pollers and the sender.
-- args: id int, status str, error_slug str, error_text str, now int
update channel set status = case when status = 'active' then :status else status end, failures = failures + 1, last_error_at = :now, error_slug = :error_slug, error_text = :error_text
where id = :id;

-- name: channel_insert :exec :write
-- A new channel. Called when one is connected.
-- args: id int, network str, name str, handle str, address str, config str, credential blob?, demo bool, created_by int, now int
insert into channel (id, network, name, handle, address, config, credential, demo, created_by, created_at, next_poll_at)
values (:id, :network, :name, :handle, :address, :config, :credential, :demo, :created_by, :now, :now);

-- name: channel_same :one
-- Whether this account is connected already. Called when one is connected.
-- args: network str, address str, handle str
-- cols: id int
select id from channel where network = :network and address = :address and handle = :handle and status <> 'removed' limit 1;

-- name: channel_set :exec :write
-- What a member changes. Called by the channel page.
-- args: id int, name str, status str, now int
update channel set name = :name, status = :status, next_poll_at = case when :status = 'active' then :now else next_poll_at end,
    failures = case when :status = 'active' then 0 else failures end
where id = :id;

-- name: channel_connected :exec :write
-- It works again with a new credential. Called by reconnect.
-- args: id int, handle str, config str, credential blob?, now int
update channel set handle = :handle, config = :config, credential = :credential, status = 'active', failures = 0, error_slug = null, error_text = null, next_poll_at = :now where id = :id;

-- name: channel_poll_now :exec :write
-- Asks for a poll at once. Called by the channel page.
-- args: id int, now int
update channel set next_poll_at = :now where id = :id and status = 'active' and lease_until <= :now;

-- name: channel_remove :exec :write
-- No longer ours: the credential goes, what was said stays. Called by the channel page.
-- args: id int
update channel set status = 'removed', credential = null, cursor = null, lease_node = 0, lease_until = 0 where id = :id;

-- name: channel_gone :many
-- What was deleted on the network before we saw it, the latest ones. Called by ingest for each page.
-- args: channel_id int
-- cols: native_id str
select native_id from channel_seen where channel_id = :channel_id and content_hash = -1 order by seen_at desc limit 500;

-- name: channel_seen_add :exec :write
-- Remembers that a channel showed us this. Called by ingest.
-- args: channel_id int, native_id str, content_hash int, now int
insert into channel_seen (channel_id, native_id, content_hash, seen_at) values (:channel_id, :native_id, :content_hash, :now)
on conflict (channel_id, native_id) do update set content_hash = excluded.content_hash, seen_at = excluded.seen_at;

-- name: channel_seen_prune :exec :write
-- Forgets what was seen before a time. Called by the prune job.
-- args: channel_id int, before int
delete from channel_seen where channel_id = :channel_id and seen_at < :before;
