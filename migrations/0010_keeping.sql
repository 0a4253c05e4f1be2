-- What must be kept, what must go: legal holds, erasure of a person with its certificate, retention of channels.

alter table post add column erased_at integer not null default 0; -- its words are gone for good; the id stays, so that it does not come back
alter table channel add column retention_days integer not null default 0; -- 0 = for ever

-- Nothing that a hold covers is erased, removed or let go by age.
create table legal_hold (
    id integer primary key,
    person_id integer not null default 0, -- one of the two
    channel_id integer not null default 0,
    reason text not null,
    set_by integer not null,
    set_at integer not null,
    lifted_by integer not null default 0,
    lifted_at integer not null default 0
);
create index legal_hold_person on legal_hold (person_id);
create index legal_hold_channel on legal_hold (channel_id) where lifted_at = 0 and channel_id > 0;

-- That a person was erased, without saying who: what was removed, on whose word, where the event log stood.
create table erasure (
    id integer primary key,
    person_id integer not null, -- our number, of which nothing else is left
    reason text not null,
    erased_by integer not null,
    erased_at integer not null,
    counts text not null, -- JSON: how much of each kind
    accounts text not null, -- JSON: SHA-256 of "network address", so that somebody can show that it was about them
    event_seq integer not null,
    event_hash text not null
);
create index mention_conversation on mention (conversation_id);
create index post_aging on post (channel_id, posted_at) where erased_at = 0;
