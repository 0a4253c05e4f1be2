-- The hash-chained log: who did what. Rows are added, never changed; only payloads can go.

-- name: event_head_take :one :write
-- The newest link, held until the transaction ends. Called by event_append.
-- cols: seq int, hash blob
select seq, hash from event_head where one = 1;
-- postgres:
select seq, hash from event_head where one = 1 for update;

-- name: event_head_get :one
-- The newest link as the chain should end. Called by event_verify.
-- cols: seq int, hash blob
select seq, hash from event_head where one = 1;

-- name: event_head_set :exec :write
-- Moves the head to the event just added. Called by event_append.
-- args: seq int, hash blob
update event_head set seq = :seq, hash = :hash where one = 1;

-- name: event_add :exec :write
-- One link. Called by event_append.
-- args: seq int, at int, actor_kind str, actor_id int, verb str, object_kind str, object_id int, approved_by int
-- args: digest blob, prev_hash blob, hash blob
insert into event (seq, at, actor_kind, actor_id, verb, object_kind, object_id, approved_by, digest, prev_hash, hash)
values (:seq, :at, :actor_kind, :actor_id, :verb, :object_kind, :object_id, :approved_by, :digest, :prev_hash, :hash);

-- name: event_payload_add :exec :write
-- What an event says beyond its ids. Called by event_append.
-- args: seq int, salt blob, payload str
insert into event_payload (seq, salt, payload) values (:seq, :salt, :payload);

-- name: event_payload_erase :exec :write
-- Forgets the payload of one event; the chain stays whole. Called by event_erase.
-- args: seq int
delete from event_payload where seq = :seq;

-- name: event_payload_erase_object :exec :write
-- Forgets the payloads of all events about a thing. Called by event_erase_object.
-- args: object_kind str, object_id int
delete from event_payload
where seq in (select seq from event where object_kind = :object_kind and object_id = :object_id);

-- name: event_range :many
-- The next links behind one, with their payloads where they are still there. Called by event_verify.
-- args: after int, n int
-- cols: seq int, at int, actor_kind str, actor_id int, verb str, object_kind str, object_id int, approved_by int
-- cols: digest blob, prev_hash blob, hash blob, salt blob?, payload str?
select e.seq, e.at, e.actor_kind, e.actor_id, e.verb, e.object_kind, e.object_id, e.approved_by,
    e.digest, e.prev_hash, e.hash, p.salt, p.payload
from event e left join event_payload p on p.seq = e.seq
where e.seq > :after order by e.seq limit :n;

-- name: event_page :many
-- The newest events before one. Called by event_list.
-- args: before int, n int
-- cols: seq int, at int, actor_kind str, actor_id int, verb str, object_kind str, object_id int, approved_by int, payload str?
select e.seq, e.at, e.actor_kind, e.actor_id, e.verb, e.object_kind, e.object_id, e.approved_by, p.payload
from event e left join event_payload p on p.seq = e.seq
where e.seq < :before order by e.seq desc limit :n;

-- name: event_page_object :many
-- The same about one thing. Called by event_list.
-- args: object_kind str, object_id int, before int, n int
-- cols: seq int, at int, actor_kind str, actor_id int, verb str, object_kind str, object_id int, approved_by int, payload str?
select e.seq, e.at, e.actor_kind, e.actor_id, e.verb, e.object_kind, e.object_id, e.approved_by, p.payload
from event e left join event_payload p on p.seq = e.seq
where e.object_kind = :object_kind and e.object_id = :object_id and e.seq < :before order by e.seq desc limit :n;

-- name: event_page_actor :many
-- The same by one member or token. Called by event_list.
-- args: actor_id int, before int, n int
-- cols: seq int, at int, actor_kind str, actor_id int, verb str, object_kind str, object_id int, approved_by int, payload str?
select e.seq, e.at, e.actor_kind, e.actor_id, e.verb, e.object_kind, e.object_id, e.approved_by, p.payload
from event e left join event_payload p on p.seq = e.seq
where e.actor_id = :actor_id and e.seq < :before order by e.seq desc limit :n;

-- name: event_page_verb :many
-- The same of one verb. Called by event_list.
-- args: verb str, before int, n int
-- cols: seq int, at int, actor_kind str, actor_id int, verb str, object_kind str, object_id int, approved_by int, payload str?
select e.seq, e.at, e.actor_kind, e.actor_id, e.verb, e.object_kind, e.object_id, e.approved_by, p.payload
from event e left join event_payload p on p.seq = e.seq
where e.verb = :verb and e.seq < :before order by e.seq desc limit :n;
