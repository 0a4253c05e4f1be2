-- Views of the inbox that members keep under a name: a fixed view and what narrows it down. 0 and '' narrow nothing.

create table saved_view (
    id integer primary key,
    name text not null,
    owner_id integer not null default 0, -- whose alone it is; 0 = shared
    team_id integer not null default 0, -- shared with this team; 0 = with the house
    base text not null, -- the fixed view behind it
    by_channel integer not null default 0,
    by_label integer not null default 0,
    by_owner integer not null default 0,
    by_team integer not null default 0,
    by_kind text not null default '',
    by_network text not null default '',
    version integer not null default 1,
    created_by integer not null,
    created_at integer not null,
    changed_by integer not null,
    changed_at integer not null,
    removed_at integer not null default 0 -- kept for a while, so that it can be taken back
);

-- In which order a member wants them: each their own.
create table saved_view_place (
    member_id integer not null,
    view_id integer not null references saved_view (id),
    place integer not null,
    primary key (member_id, view_id)
);
