-- Who may see and speak on which channel. Without limits everybody may whose role may; owners always may.

alter table channel add column see_by text not null default 'all'; -- all, some: those of channel_grant
alter table channel add column direct_by text not null default 'all'; -- the same for what is said in private
alter table channel add column send_by text not null default 'all'; -- the same for speaking as it

create table channel_grant (
    channel_id integer not null,
    what text not null, -- see, direct, send
    who text not null, -- role, team, member
    role text not null default '', -- this role and those above
    who_id integer not null default 0, -- team or member
    primary key (channel_id, what, who, role, who_id)
);

-- Worked out of the above whenever one of it changes, so that each statement asks one row: domain/access.c.
create table channel_limit (
    member_id integer not null,
    channel_id integer not null,
    hides integer not null, -- 0 nothing, 1 what is said in private, 2 everything
    mute integer not null, -- 1 = may not speak as it
    primary key (member_id, channel_id)
);

-- All its posts were said in private; such posts never share a conversation with public ones.
alter table conversation add column direct integer not null default 0;
update conversation set direct = 1 where id in (select conversation_id from post where visibility = 'direct' or kind = 'direct');
