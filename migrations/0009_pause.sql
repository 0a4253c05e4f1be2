-- The pause: one switch that holds what would be said in public, for all or for a channel, a region or a topic. Its
-- start holds every queued row of the outbox it covers; a held row leaves only when a member confirms it.

alter table channel add column region text not null default ''; -- where it speaks, in the team's own words

create table pause (
    id integer primary key,
    scope text not null, -- all, channel, region, topic
    channel_id integer not null default 0,
    label_id integer not null default 0, -- topic: conversations with this label
    region text not null default '',
    reason text not null default '',
    started_by integer not null,
    started_at integer not null,
    ended_by integer not null default 0,
    ended_at integer not null default 0,
    held integer not null default 0 -- rows of the outbox that it held, at its start and its end
);
create index pause_in_force on pause (id) where ended_at = 0;

-- Sends that had begun when the pause was committed: they could not be held.
create table pause_begun (
    pause_id integer not null references pause (id),
    outbox_id integer not null references outbox (id),
    primary key (pause_id, outbox_id)
);

-- Which pauses cover a conversation now. A send begins only in the transaction that looks here.
create view paused_conversation as
select v.id as conversation_id, p.id as pause_id
from pause p join conversation v on p.ended_at = 0 and (p.scope = 'all'
    or (p.scope = 'channel' and v.channel_id = p.channel_id)
    or (p.scope = 'region' and exists (select 1 from channel c where c.id = v.channel_id and c.region = p.region))
    or (p.scope = 'topic' and exists (select 1 from conversation_label l where l.label_id = p.label_id and l.conversation_id = v.id)));
