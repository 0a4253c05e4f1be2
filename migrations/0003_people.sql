-- Channels, persons and what was said.

create table channel (
    id integer primary key,
    network text not null, -- a row of the connector registry, or 'import'
    name text not null,
    handle text not null default '',
    address text not null default '', -- service or site, as the member gave it
    config text not null default '{}', -- JSON, not secret
    credential blob, -- sealed with the key that is outside the database
    status text not null default 'active', -- active, paused, stopped (needs a person), archive (imported, never polled), removed
    cursor text, -- opaque, saved with the posts it covers
    next_poll_at integer not null default 0,
    lease_node integer not null default 0,
    lease_until integer not null default 0,
    last_success_at integer not null default 0,
    last_item_at integer not null default 0, -- when the newest post was written
    last_error_at integer not null default 0,
    error_slug text,
    error_text text, -- plain words and what to do
    failures integer not null default 0, -- in a row
    lag_us integer not null default 0, -- from written to stored, of the newest post
    budget text, -- JSON: rate-limit state
    demo integer not null default 0,
    created_by integer not null default 0,
    created_at integer not null
);
create index channel_due on channel (next_poll_at) where status = 'active';

-- What a cursor alone cannot tell: ids seen lately, beside the cursor (networks whose cursor is a time).
create table channel_seen (
    channel_id integer not null references channel (id),
    native_id text not null,
    content_hash integer not null default 0,
    seen_at integer not null,
    primary key (channel_id, native_id)
);
create index channel_seen_age on channel_seen (channel_id, seen_at);

create table person (
    id integer primary key,
    kind text not null default 'person', -- person, organization
    name text not null,
    about text,
    role text not null default '', -- customer, prospect, influencer ... as a member set it
    merged_into integer not null default 0,
    stage text not null default 'connection',
    exchanges integer not null default 0, -- two-way exchanges on different days
    last_exchange_day integer not null default 0,
    heard integer not null default 0, -- posts from them
    told integer not null default 0, -- posts to them
    first_in_at integer not null default 0,
    last_in_at integer not null default 0,
    last_out_at integer not null default 0,
    demo integer not null default 0,
    created_at integer not null
);
create index person_name on person (name, id);
create index person_last_in on person (last_in_at, id);

create table identity (
    id integer primary key,
    person_id integer not null references person (id),
    network text not null,
    native_id text not null, -- did, user id, address: never shown, never changes
    handle text not null default '',
    name text not null default '',
    url text,
    avatar_url text,
    bio text,
    followers integer not null default -1, -- -1 = the network does not say
    updated_at integer not null,
    created_at integer not null,
    unique (native_id, network)
);
create index identity_person on identity (person_id);
create index identity_handle on identity (network, handle);

create table conversation (
    id integer primary key,
    channel_id integer not null references channel (id),
    network text not null,
    native_root text not null, -- network id of the first post of the thread
    subject text not null default '',
    status text not null default 'open', -- open, snoozed, done, folded (into a storm), merged (its posts are elsewhere now)
    owner_id integer not null default 0, -- member; 0 = unassigned
    team_id integer not null default 0,
    person_id integer not null default 0, -- whom it is with: author of the first post that is not ours
    kind text not null default 'other', -- lead, complaint, question, praise, other: the strongest intent heard
    kind_by integer not null default 0, -- the member who said so; 0 = Kith, which may change it
    merged_into integer not null default 0, -- another conversation, when the root of both turned up
    storm_id integer not null default 0,
    priority integer not null default 0, -- 0..1000
    reason text not null default '', -- one line, at most 70 characters
    signals text not null default '[]', -- JSON: the named terms of the priority
    first_words text not null default '', -- of the newest post
    post_count integer not null default 0,
    first_at integer not null default 0,
    last_at integer not null default 0, -- newest post, by its own time
    last_in_at integer not null default 0,
    last_out_at integer not null default 0,
    waiting_since integer not null default 0, -- first post of theirs that we have not answered; 0 = nobody waits
    answered integer not null default 0, -- 1 once we have answered anything in it
    snoozed_until integer not null default 0,
    rescore_at integer not null default 0, -- when the priority changes by itself (somebody waits longer); 0 = it does not
    version integer not null default 1, -- goes up with every change: optimistic locking
    said_version integer not null default 1, -- the version with which something was said last: stale sends
    demo integer not null default 0,
    created_at integer not null,
    updated_at integer not null,
    unique (native_root, channel_id) -- the rare column first: no planner takes a wider index for it
);
create index conversation_by_status on conversation (status, priority, last_at, id);
create index conversation_by_owner on conversation (owner_id, status, priority, last_at, id);
create index conversation_by_team on conversation (team_id, status, priority, last_at, id);
create index conversation_by_channel on conversation (channel_id, status, priority, last_at, id);
create index conversation_by_kind on conversation (kind, status, priority, last_at, id);
-- These three end with the channel, so that a filter by a small channel does not read every row on its way.
create index conversation_waiting on conversation (status, waiting_since, id, channel_id) where waiting_since > 0 and status = 'open';
create index conversation_unanswered on conversation (waiting_since, id, channel_id) where waiting_since > 0 and answered = 0;
create index conversation_done on conversation (status, updated_at, id, channel_id) where status = 'done';
create index conversation_snoozed on conversation (status, snoozed_until, id) where status = 'snoozed';
create index conversation_rescore on conversation (rescore_at) where rescore_at > 0;
create index conversation_person on conversation (person_id, last_at, id);
create index conversation_storm on conversation (storm_id, id) where storm_id > 0;

create table post (
    id integer primary key,
    conversation_id integer not null references conversation (id),
    channel_id integer not null, -- that of its conversation
    network text not null,
    native_id text not null, -- unique on its network for ever; the connector sees to that
    native_parent text, -- also when we do not have the parent (yet)
    parent_id integer not null default 0,
    direction text not null, -- in, out
    kind text not null default 'post', -- post, comment, mention, direct, mail, chat, review
    visibility text not null default 'public', -- public, unlisted, followers, direct
    person_id integer not null default 0,
    identity_id integer not null default 0,
    member_id integer not null default 0, -- the member who wrote it in Kith
    text text not null,
    html text, -- cleaned; only where the network has markup
    url text,
    lang text not null default 'und',
    intents text not null default '', -- blank-separated: lead complaint question praise ...
    understood text, -- JSON: each finding with its reason
    meta text, -- JSON of the connector: what a reply needs (cid, root), media with descriptions
    posted_at integer not null,
    received_at integer not null,
    edited_at integer not null default 0,
    deleted_at integer not null default 0,
    content_hash integer not null default 0,
    source text not null default 'live', -- live, import, demo
    unique (network, native_id)
);
create index post_conversation on post (conversation_id, posted_at, id);
create index post_person on post (person_id, posted_at, id) where person_id > 0;
-- Answers that came before their parent find it here when it arrives.
create index post_orphan on post (network, native_parent) where parent_id = 0 and native_parent is not null;

-- Texts as they were before an edit.
create table post_version (
    post_id integer not null references post (id),
    version integer not null,
    text text not null,
    seen_at integer not null,
    primary key (post_id, version)
);

create table touch (
    id integer primary key,
    person_id integer not null,
    member_id integer not null default 0,
    channel_id integer not null default 0,
    post_id integer not null default 0,
    direction text not null, -- in, out
    medium text not null, -- public, direct, mail ...
    prompted integer not null default 0, -- 1 = an answer to the other side
    at integer not null
);
create index touch_person on touch (person_id, at);

-- Posts of the last days by the fingerprint of their words: how a storm is seen.
create table echo (
    fingerprint integer not null,
    post_id integer not null,
    conversation_id integer not null,
    person_id integer not null,
    storm_id integer not null default 0, -- the storm they made
    at integer not null, -- when it was written
    primary key (fingerprint, post_id)
);
create index echo_age on echo (at);

create table storm (
    id integer primary key,
    head_id integer not null, -- the conversation that stands for it in lists
    sample text not null,
    posts integer not null,
    authors integer not null,
    first_at integer not null,
    last_at integer not null,
    demo integer not null default 0
);
