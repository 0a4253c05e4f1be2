-- Who should look, by when, and who is there: routing rules, deadlines, office hours, skills, absence.

-- Office hours: of the house (is_default), of an office, or a member's own (member_id).
create table calendar (
    id integer primary key,
    name text not null,
    time_zone text not null, -- a name of the IANA database
    week text not null, -- seven days, Monday first, '|' between them: '09:00-12:00 13:00-17:30|09:00-17:00|||||'
    is_default integer not null default 0,
    member_id integer not null default 0,
    created_by integer not null default 0,
    created_at integer not null
);
create unique index calendar_default on calendar (is_default) where is_default = 1;
create unique index calendar_member on calendar (member_id) where member_id > 0;
-- Holidays, and days with other hours. A member's own calendar has those of the house, too.
create table calendar_day (
    calendar_id integer not null references calendar (id),
    day integer not null, -- since 1970
    name text not null,
    open text not null default '', -- as one day of `week`; '' = closed
    primary key (calendar_id, day)
);

create table skill (
    id integer primary key,
    name text not null unique
);
create table member_skill (
    member_id integer not null references member (id),
    skill_id integer not null references skill (id),
    primary key (member_id, skill_id)
);
alter table member add column calendar_id integer not null default 0; -- 0 = that of the house
alter table member add column most_open integer not null default 0; -- rules give no more open conversations than that; 0 = no bound
alter table member add column given_at integer not null default 0; -- when a rule gave them something last
alter table team add column lead_id integer not null default 0;

-- Away, and who stands in.
create table absence (
    id integer primary key,
    member_id integer not null references member (id),
    from_at integer not null,
    to_at integer not null,
    delegate_id integer not null default 0, -- 0 = nobody
    note text not null default '',
    created_by integer not null,
    created_at integer not null
);
create index absence_member on absence (member_id, to_at);
create index absence_end on absence (to_at);

-- Rules. `body`: JSON of conditions and acts (domain/routing_rules.h).
create table routing_rule (
    id integer primary key,
    place integer not null, -- their order; gaps between
    name text not null,
    enabled integer not null default 1,
    stop integer not null default 0,
    body text not null,
    version integer not null, -- goes up with every change of the rule
    changed_by integer not null default 0,
    changed_at integer not null,
    removed_at integer not null default 0
);
create index routing_rule_place on routing_rule (place, id) where removed_at = 0;
-- Every change of the rules, each of which can be taken back. The id of the last one is the version of them all.
create table routing_change (
    id integer primary key, -- 1, 2, 3 ...
    rule_id integer not null,
    what text not null, -- added, changed, moved, removed, undone
    before text, -- JSON: the rule as it was {name, enabled, stop, place, body, version}; null = it was not there
    after text,
    undoes integer not null default 0, -- the change that this one takes back
    print text not null, -- a fingerprint of all rules together: whether a server's compiled ones are these
    made_by integer not null default 0,
    made_at integer not null
);
create index routing_change_rule on routing_change (rule_id, id);
-- What rules did to conversations.
create table routing_effect (
    id integer primary key,
    conversation_id integer not null,
    post_id integer not null default 0, -- that made the rule hold
    rule_id integer not null,
    rule_version integer not null,
    act text not null, -- a row of the table of acts
    value_id integer not null default 0, -- team, member, label
    number integer not null default 0, -- points, minutes
    word text not null default '', -- clock
    at integer not null
);
create index routing_effect_conversation on routing_effect (conversation_id, id);
create index routing_effect_rule on routing_effect (rule_id, at);
create index routing_effect_at on routing_effect (at);

-- Deadlines: by when the first answer, the next ones, the end. 0 minutes = no deadline. The row with most conditions counts.
create table sla_target (
    id integer primary key,
    channel_id integer not null default 0, -- 0 = any
    kind text not null default '', -- of the conversation; '' = any
    stage text not null default '', -- of the person; '' = any
    first_minutes integer not null default 0,
    next_minutes integer not null default 0,
    resolve_minutes integer not null default 0,
    calendar_id integer not null default 0, -- 0 = that of the house
    changed_by integer not null default 0,
    changed_at integer not null
);
create unique index sla_target_when on sla_target (channel_id, kind, stage);
-- A clock that ran or runs for a conversation.
create table clock (
    id integer primary key,
    conversation_id integer not null,
    kind text not null, -- first, next, resolve
    channel_id integer not null,
    about text not null, -- kind of the conversation when it ended, or is
    target_id integer not null default 0, -- whose minutes these are, or
    rule_id integer not null default 0, -- the rule
    minutes integer not null,
    calendar_id integer not null default 0,
    started_at integer not null,
    resumed_at integer not null, -- runs since; 0 = it stands still, the person has to answer
    spent integer not null default 0, -- opening time before resumed_at, microseconds
    warn_at integer not null default 0, -- three quarters gone; 0 = not while it stands still
    due_at integer not null default 0,
    warned_at integer not null default 0,
    missed_at integer not null default 0,
    ended_at integer not null default 0,
    outcome text not null default '', -- answered, resolved, closed (no answer was needed), dropped; '' = it runs
    took integer not null default 0 -- opening time in all, microseconds
);
create unique index clock_live on clock (conversation_id, kind) where ended_at = 0;
create index clock_conversation on clock (conversation_id, id);
create index clock_warn on clock (warn_at) where ended_at = 0 and warned_at = 0 and warn_at > 0;
create index clock_due on clock (due_at) where ended_at = 0 and missed_at = 0 and due_at > 0;
create index clock_started on clock (kind, started_at);

alter table conversation add column team_by integer not null default 0; -- the member who gave it to the team; 0 = Kith, which may change it
alter table conversation add column rule_points integer not null default 0; -- what rules add to the priority
alter table conversation add column due_at integer not null default 0; -- the next deadline of its clocks; 0 = none
alter table conversation add column due_state integer not null default 0; -- 0 none, 1 running, 2 due soon, 3 overdue
create index conversation_living on conversation (id, status) where status in ('open', 'snoozed'); -- what rules and deadlines go over
create index conversation_due on conversation (due_at, id, channel_id, network, kind, owner_id, team_id, due_state) where due_state >= 2 and status = 'open';

-- Hand-overs that nobody acknowledges go up; and the person outside is told how it ended.
alter table handoff add column escalate_at integer not null default 0; -- 0 = no more
alter table handoff add column escalated integer not null default 0; -- to whom: 1 lead of the team, 2 managers, 3 owners
alter table handoff add column told_at integer not null default 0; -- the person outside knows, or need not
alter table handoff add column told_by integer not null default 0;
create index handoff_escalate on handoff (escalate_at) where escalate_at > 0;
