-- The policy as one text with its rules in it, reminders, building blocks, signs, links that were looked at.
-- In table policy, `text` holds the rules; `rules` is JSON only of versions adopted before that, and '' since.

-- Who was told that a version waits for them.
create table policy_reminder (
    version integer not null references policy (version),
    member_id integer not null references member (id),
    at integer not null, -- the last time
    by_id integer not null default 0, -- 0 = Kith
    n integer not null default 1,
    primary key (version, member_id)
);

-- Building blocks for replies: a fact, a link, a step; never a whole reply.
create table saved_text (
    id integer primary key,
    kind text not null, -- fact, link, step
    title text not null unique,
    text text not null,
    created_by integer not null,
    created_at integer not null,
    changed_by integer not null default 0,
    changed_at integer not null default 0
);

-- How replies are signed: by the house, by a team, on a channel (domain/sign.h).
create table sign_form (
    scope text not null, -- house, team, channel
    scope_id integer not null default 0,
    form text not null, -- '^{initials}', '{first} at {organisation}' ...
    changed_by integer not null default 0,
    changed_at integer not null,
    primary key (scope, scope_id)
);

-- Links whose target a member looked at before sending them.
create table link_opened (
    member_id integer not null references member (id),
    url text not null,
    at integer not null,
    primary key (member_id, url)
);
create index link_opened_at on link_opened (at);

-- What the check said about a reply that left all the same: [{"rule", "kind"}], warnings that were seen, reviews that were approved.
alter table outbox add column rules text not null default '[]';
