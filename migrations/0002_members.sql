-- Members of the team, how they sign in, and what programs may do in their name.

create table member (
    id integer primary key,
    handle text not null unique, -- for @mentions: lower case, a-z 0-9 . _ -
    name text not null,
    email text not null unique, -- case folded
    role text not null, -- owner, admin, manager, agent, viewer
    status text not null default 'active', -- active, left
    password_hash text,
    sign text not null default '', -- how the member signs replies, e.g. '^MK'
    locale text not null default '', -- '' = as the browser asks
    theme text not null default 'system',
    demo integer not null default 0,
    created_at integer not null,
    last_seen_at integer not null default 0
);

create table team (
    id integer primary key,
    name text not null unique,
    kind text not null default 'other', -- marketing, sales, support, management, other
    demo integer not null default 0,
    created_at integer not null
);

create table team_member (
    team_id integer not null references team (id),
    member_id integer not null references member (id),
    primary key (team_id, member_id)
);
create index team_member_member on team_member (member_id);

create table session (
    id integer primary key,
    token_hash blob not null unique, -- the cookie is never stored
    csrf text not null,
    member_id integer not null references member (id),
    user_agent text not null default '',
    address text not null default '',
    created_at integer not null,
    last_seen_at integer not null,
    expires_at integer not null
);
create index session_member on session (member_id);

create table invitation (
    id integer primary key,
    token_hash blob not null unique,
    email text not null default '',
    role text not null,
    team_id integer not null default 0,
    created_by integer not null,
    created_at integer not null,
    expires_at integer not null,
    used_at integer not null default 0,
    used_by integer not null default 0
);

create table api_token (
    id integer primary key,
    token_hash blob not null unique,
    name text not null,
    member_id integer not null references member (id),
    scopes text not null, -- blank-separated permission names
    created_at integer not null,
    last_used_at integer not null default 0,
    expires_at integer not null default 0,
    revoked_at integer not null default 0
);
create index api_token_member on api_token (member_id);
