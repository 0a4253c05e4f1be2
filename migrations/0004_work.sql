-- What the team does with what was said.

create table label (
    id integer primary key,
    name text not null unique,
    colour text not null default 'gray',
    demo integer not null default 0
);
create table conversation_label (
    conversation_id integer not null references conversation (id),
    label_id integer not null references label (id),
    added_by integer not null default 0,
    added_at integer not null,
    primary key (conversation_id, label_id)
);
create index conversation_label_label on conversation_label (label_id, conversation_id);

create table note (
    id integer primary key,
    conversation_id integer not null references conversation (id),
    member_id integer not null,
    text text not null,
    created_at integer not null
);
create index note_conversation on note (conversation_id, id);

-- Somebody was named in a note (or is told something): the member's own list.
create table mention (
    id integer primary key,
    member_id integer not null references member (id),
    conversation_id integer not null,
    note_id integer not null default 0,
    kind text not null, -- note, handoff, handoff_outcome, assigned
    by_id integer not null default 0,
    text text not null default '',
    created_at integer not null,
    seen_at integer not null default 0
);
create index mention_member on mention (member_id, id);
create index mention_unseen on mention (member_id) where seen_at = 0;

create table draft (
    conversation_id integer not null references conversation (id),
    member_id integer not null references member (id),
    reply_to_id integer not null default 0, -- post
    text text not null,
    updated_at integer not null,
    primary key (conversation_id, member_id)
);

-- What leaves. Committed with the decision to send; taken by a lease; never repeated blindly.
create table outbox (
    id integer primary key,
    channel_id integer not null, -- that of its conversation
    conversation_id integer not null references conversation (id),
    reply_to_id integer not null default 0, -- post
    member_id integer not null, -- a person answers a person
    approved_by integer not null default 0,
    act text not null default 'reply', -- reply, delete
    text text not null,
    state text not null default 'queued', -- queued, sending, sent, unclear, failed, cancelled
    idem_key text not null unique, -- made by us with the row (on Bluesky the record key)
    client_key text, -- made by the screen with the draft: the same key is the same decision
    policy_version integer not null default 0, -- the policy it was checked against
    attempts integer not null default 0, -- sends
    looks integer not null default 0, -- after an unclear send
    next_at integer not null,
    lease_node integer not null default 0,
    lease_until integer not null default 0,
    post_id integer not null default 0, -- our post, once it is out
    native_id text,
    error_slug text,
    error_text text,
    created_at integer not null,
    sent_at integer not null default 0
);
create unique index outbox_client on outbox (client_key) where client_key is not null;
create index outbox_due on outbox (state, next_at) where state = 'queued';
create index outbox_leased on outbox (state, lease_until) where state = 'sending';
create index outbox_unsettled on outbox (channel_id) where native_id is null and act = 'reply';
create index outbox_conversation on outbox (conversation_id, id);
create index outbox_state on outbox (state, id);
create index outbox_recent on outbox (created_at);

-- A conversation passed from one team to another, with reason, acknowledgement and outcome.
create table handoff (
    id integer primary key,
    conversation_id integer not null references conversation (id),
    from_member integer not null,
    from_team integer not null default 0,
    to_team integer not null references team (id),
    reason text not null, -- hot_lead, complaint, press, legal, other
    ask text not null default '',
    due_at integer not null default 0,
    created_at integer not null,
    acknowledged_at integer not null default 0,
    acknowledged_by integer not null default 0,
    outcome text not null default '', -- words of the one who closed it
    result text not null default '', -- solved, deal, no_need, not_possible, other
    closed_at integer not null default 0,
    closed_by integer not null default 0,
    outcome_seen_at integer not null default 0 -- by the giver
);
create index handoff_conversation on handoff (conversation_id, id);
create index handoff_team on handoff (to_team, id);
create index handoff_giver on handoff (from_member, id);

create table policy (
    version integer primary key,
    text text not null, -- Markdown, for people
    rules text not null, -- JSON: [{id, kind: soft|hard, check, value, why}]
    sponsor text not null default '', -- name of the one who backs it
    adopted_at integer not null,
    adopted_by integer not null
);
create table policy_ack (
    version integer not null references policy (version),
    member_id integer not null references member (id),
    at integer not null,
    primary key (version, member_id)
);

create table import_run (
    id integer primary key,
    kind text not null, -- posts
    file_name text not null,
    channel_id integer not null default 0,
    state text not null default 'uploaded', -- uploaded, checking, checked, running, done, failed, undone
    dry_run integer not null default 1,
    options text not null default '{}', -- JSON: network, column mapping, our handles
    total integer not null default 0,
    done integer not null default 0, -- rows read
    place integer not null default 0, -- byte of the file where the next step goes on
    line integer not null default 0,
    added integer not null default 0,
    matched integer not null default 0, -- were here already
    refused integer not null default 0,
    found text, -- JSON: what a look into the file showed: columns, networks, handles that may be ours
    error text,
    started_by integer not null default 0,
    created_at integer not null,
    finished_at integer not null default 0
);
create table import_reject (
    import_id integer not null references import_run (id),
    line integer not null,
    reason text not null,
    raw text not null, -- the row as it was, so that nothing is lost
    primary key (import_id, line)
);
