-- Conversations that members put together or took apart, so that it can be taken back at any time.
create table regrouping (
    id integer primary key,
    act text not null, -- merge: all of from_id went to into_id; split: some posts of from_id began into_id
    from_id integer not null references conversation (id),
    into_id integer not null references conversation (id),
    posts integer not null, -- how many went
    by_id integer not null,
    at integer not null,
    undone_by integer not null default 0,
    undone_at integer not null default 0,
    -- what the emptied conversation was, for the way back
    was_status text not null default '',
    was_owner integer not null default 0,
    was_team integer not null default 0,
    was_kind text not null default '',
    was_kind_by integer not null default 0,
    was_until integer not null default 0
);
create index regrouping_from on regrouping (from_id, id);
create index regrouping_into on regrouping (into_id, id);
-- What went along. kind: post, note, talk, reminder, handoff, effect, label (the emptied one had it), label_new (the other one had not)
create table regrouping_row (
    regrouping_id integer not null references regrouping (id),
    kind text not null,
    row_id integer not null,
    primary key (regrouping_id, kind, row_id)
);
-- Taken out of another conversation by a member: what comes in later never joins the two again by itself.
alter table conversation add column split_from integer not null default 0;
