-- Approvals: who must say yes before a held reply leaves, stage by stage, by when, and what came of it.

create table approval (
    id integer primary key,
    outbox_id integer not null references outbox (id),
    stage integer not null, -- from 1, in the order in which they are asked
    rules text not null, -- ids of the policy's rules, with a comma between
    who text not null, -- anybody, role, team, member
    role text not null default '', -- with role: this one and those above
    who_id integer not null default 0, -- of the team or member
    name text not null default '', -- as the policy calls it
    within integer not null, -- of office hours, in microseconds
    state text not null default 'waiting', -- waiting (for an earlier stage), open, approved, returned, dropped
    opened_at integer not null default 0,
    due_at integer not null default 0,
    late_told_at integer not null default 0,
    decided_by integer not null default 0,
    stood_for integer not null default 0, -- the member who was asked, when somebody stood in
    decided_at integer not null default 0,
    note text not null default '',
    condition text not null default '', -- what its author must make sure of before it leaves
    text_before text, -- both: it was changed at this stage
    text_after text
);
create unique index approval_stage on approval (outbox_id, stage);
create index approval_open on approval (due_at, id) where state = 'open';

-- What was held for a second person before there were stages.
insert into approval (id, outbox_id, stage, rules, who, within, state, opened_at, due_at)
select id, id, 1, '', 'anybody', 86400000000, 'open', created_at, created_at + 86400000000 from outbox
where state = 'held' and rules like '%"kind":"review"%';
