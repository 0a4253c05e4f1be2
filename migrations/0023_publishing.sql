-- Posts of our own that answer nobody: each channel's is a row of the outbox (act 'post'), with a time of its own and no
-- conversation until it is out.

-- One decision to say something on one or several channels.
create table publication (
    id integer primary key,
    member_id integer not null,
    client_key text not null unique, -- made by the screen: the same key is the same decision
    created_at integer not null
);

-- sqlite:
drop index outbox_conversation;
alter table outbox rename column conversation_id to conversation_was;
alter table outbox add column conversation_id integer references conversation (id);
update outbox set conversation_id = conversation_was;
alter table outbox drop column conversation_was;
create index outbox_conversation on outbox (conversation_id, id);
-- postgres:
alter table outbox alter column conversation_id drop not null;
-- end
alter table outbox add column publication_id integer not null default 0;
alter table outbox add column due_at integer not null default 0; -- of a post: when it is to leave, as a member chose
alter table outbox add column held_for text not null default ''; -- of a held post: review, pause, late, channel, right
alter table outbox add column sign text not null default ''; -- of a post: the sign at the end of its text

drop index outbox_unsettled;
create index outbox_unsettled on outbox (channel_id) where native_id is null and act <> 'delete';
create index outbox_calendar on outbox (due_at) where act = 'post';
create index outbox_planned on outbox (due_at) where act = 'post' and state = 'queued';
create index outbox_publication on outbox (publication_id) where publication_id > 0;

-- Which pauses cover a channel now: what has no conversation looks here.
create view paused_channel as
select c.id as channel_id, p.id as pause_id
from pause p join channel c on p.ended_at = 0 and (p.scope = 'all' or (p.scope = 'channel' and c.id = p.channel_id)
    or (p.scope = 'region' and c.region = p.region));
