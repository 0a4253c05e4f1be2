-- What the house itself needs: settings, nodes, jobs, the event log.
-- Neutral SQL. `integer` is 64 bits on both databases (PostgreSQL reads it as bigint), `real` is double precision, `blob` is bytea.
-- 0 means "none" in columns named *_id, *_at, *_until and *_by that are `not null default 0`; times are UTC microseconds.

create table setting (
    name text primary key,
    value text not null,
    updated_at integer not null,
    updated_by integer not null default 0
);

-- One row a running server. `number` goes into the ids it makes; a lease that ran out may be taken over.
-- `last_id`: no id that the holder made, or can make before it renews, is above it.
create table node (
    number integer primary key,
    name text not null,
    lease_until integer not null,
    last_id integer not null default 0
);

-- Durable work. A worker takes a row by a lease; a lease that ran out is taken again.
create table job (
    id integer primary key,
    kind text not null,
    key text not null, -- one live job a (kind, key)
    payload text not null default '{}',
    state text not null default 'ready', -- ready, running, done, failed
    run_at integer not null,
    attempts integer not null default 0,
    lease_node integer not null default 0,
    lease_until integer not null default 0,
    progress text, -- JSON for screens
    error text,
    created_at integer not null,
    finished_at integer not null default 0
);
create unique index job_live on job (kind, key) where state in ('ready', 'running');
create index job_due on job (run_at) where state = 'ready';
create index job_leased on job (lease_until) where state = 'running';
create index job_failed on job (id) where state = 'failed';
create index job_done on job (finished_at) where state = 'done';

-- Append-only and hash-chained: who did what, human or machine, with whose approval. hash = H(prev_hash, seq .. digest).
-- digest = H(salt, payload): erasing a payload and its salt leaves the chain whole.
create table event (
    seq integer primary key,
    at integer not null,
    actor_kind text not null, -- system, member, token
    actor_id integer not null default 0,
    verb text not null, -- 'post.received', 'conversation.assigned', 'reply.sent' ...
    object_kind text not null,
    object_id integer not null default 0,
    approved_by integer not null default 0,
    digest blob not null,
    prev_hash blob not null,
    hash blob not null
);
create index event_object on event (object_kind, object_id, seq);
create index event_actor on event (actor_id, seq);
create index event_verb on event (verb, seq);
-- The newest link of the chain: writers take their turn on this row, and a cut-off tail shows. One row.
create table event_head (
    one integer primary key check (one = 1),
    seq integer not null,
    hash blob not null -- of event seq; 32 zero bytes before the first
);
-- sqlite:
insert into event_head (one, seq, hash) values (1, 0, zeroblob(32));
-- postgres:
insert into event_head (one, seq, hash) values (1, 0, decode(repeat('00', 32), 'hex'));
-- end
create table event_payload (
    seq integer primary key references event (seq),
    salt blob not null,
    payload text not null -- JSON
);

-- What was heard and told a day, so that no screen counts millions of rows.
create table tally (
    day integer not null, -- days since 1970, UTC
    channel_id integer not null,
    member_id integer not null default 0,
    measure text not null, -- heard, told_prompted, told_unprompted, read ...
    n integer not null,
    primary key (day, measure, channel_id, member_id)
);
