-- What the page of an account says: whom it names with rel="me", and whether those pages name it too. Goes with its address.

create table identity_page (
    identity_id integer primary key references identity (id) on delete cascade,
    url text not null default '', -- the page as it was asked for last
    landed text not null default '', -- where its redirects ended, as compared (domain/profile_rules)
    seen text not null default 'new', -- what came last: new, read, gone, down, refused, blocked, large, other (connectors/profile.h)
    fails integer not null default 0, -- looks in a row that came to nothing
    read_at integer not null default 0, -- the last look
    next_at integer not null
);
create index identity_page_next on identity_page (next_at);

create table identity_me (
    identity_id integer not null references identity_page (identity_id) on delete cascade,
    address text not null, -- the page that is named, as compared
    url text not null, -- as written there
    landed text not null default '', -- where its redirects ended, as compared
    state text not null, -- one (this page alone says so), both, lost (was both, names us no more), dropped (was both, named no more)
    seen text not null, -- what came of the named page, as above
    fails integer not null default 0,
    looked_at integer not null, -- the last look
    both_at integer not null default 0, -- since when both say so; 0 = never
    ended_at integer not null default 0, -- since when no more
    primary key (identity_id, address)
);

-- Accounts that are here already are looked at, the oldest first; what has no page after all is taken off again.
insert into identity_page (identity_id, next_at) select id, 1 from identity
where network not in ('email', 'phone', 'wordpress', 'feed', 'fake', 'linkedin', 'instagram', 'facebook', 'x', 'twitter', 'tiktok', 'threads', 'youtube', 'whatsapp')
    and (network <> 'bluesky' or (handle like '%.%' and handle not like '%.bsky.social'));
