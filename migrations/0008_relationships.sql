-- Who people are, from where we know it, and what has grown between us.

-- Persons: `owner_id` is the member whose address book they are in alone; 0 = the whole team sees them.
alter table person add column owner_id integer not null default 0;
alter table person add column strength real not null default 0; -- 0..100 with the organisation, as last worked out (tie, member_id 0)
alter table person add column last_touch_at integer not null default 0;
alter table person add column tied integer not null default 0; -- 1 = rows of tie are kept: both sides spoke
alter table person add column dormancy real not null default 0; -- silence in units of their own interval, as last worked out
alter table person add column updated_at integer not null default 0; -- what phones ask for (CardDAV)
alter table person add column uid text not null default ''; -- of the card, as the first address book named it; '' = our id
create index person_uid on person (uid) where uid <> '';
create index person_owner on person (owner_id, id) where owner_id > 0;
create index person_stage on person (stage, strength, id, owner_id, merged_into, kind); -- whole, so that counting reads it alone
create index person_nearly on person (stage, exchanges, last_in_at, id) where stage = 'contact'; -- nearest to a dialogue first
create index person_tied on person (strength, id) where tied = 1;
create index person_slipping on person (strength, id) where dormancy > 3; -- drifting or dormant
create index person_updated on person (updated_at, id);
create index person_strength on person (strength, id);
create index person_touched on person (last_touch_at, id);

-- Addresses are identities too: network 'email' (native_id: the address in small letters), 'phone' (+ and digits), 'web' (address of a page of theirs).
alter table identity add column source text not null default 'network'; -- network, member, vcard, csv, mail, calendar, carddav
alter table identity add column source_id integer not null default 0; -- import, post or member
alter table identity add column verified text not null default ''; -- how we know that it is theirs: '', link (profiles link each other), rel-me, member
alter table identity add column label text not null default ''; -- home, work, ...
alter table identity add column owner_id integer not null default 0; -- as in person

-- Everything else that is known of a person and may be there many times, each with its source. Kinds: domain/datum_kinds.c.
create table datum (
    id integer primary key,
    person_id integer not null references person (id),
    kind text not null, -- name, spelling, nickname, email, phone, url (when not an identity of theirs alone), postal, birthday, language, timezone, pronouns, title, consent, note, field ...
    label text not null default '', -- home, work; of a consent: for what; of a field: its id
    value text not null, -- as shown
    norm text not null default '', -- as compared: small letters, no accents, digits only ...
    parts text, -- JSON: of a name {given, family, middle, prefix, suffix}, of a postal address {street, city, region, code, country}
    source text not null, -- as in identity
    source_id integer not null default 0,
    owner_id integer not null default 0, -- as in person
    from_day integer not null default 0, -- days since 1970; 0 = not said
    to_day integer not null default 0,
    created_by integer not null default 0,
    created_at integer not null
);
create index datum_person on datum (person_id, kind, id);
create index datum_norm on datum (kind, norm, person_id) where norm <> '';

-- What a person is to us or to an organization, and when. `organization_id` = 0: to us.
create table person_role (
    id integer primary key,
    person_id integer not null references person (id),
    organization_id integer not null default 0,
    role text not null, -- customer, prospect, influencer, partner, supplier, recommender, decision_maker, press, employee
    title text not null default '',
    from_day integer not null default 0,
    to_day integer not null default 0,
    source text not null,
    source_id integer not null default 0,
    owner_id integer not null default 0,
    created_by integer not null default 0,
    created_at integer not null
);
create index person_role_person on person_role (person_id, id);
create index person_role_organization on person_role (organization_id, person_id) where organization_id > 0;
create index person_role_role on person_role (role, person_id) where to_day = 0 and organization_id = 0;

-- Fields that the team made itself; values are datum rows of kind 'field', label = id.
create table custom_field (
    id integer primary key,
    name text not null unique,
    type text not null, -- text, number, date, choice, yes_no
    choices text not null default '[]',
    created_by integer not null default 0,
    created_at integer not null
);

-- A saved condition over people (JSON, domain/segment.h); its count is live.
create table segment (
    id integer primary key,
    name text not null,
    conditions text not null,
    owner_id integer not null default 0, -- whose alone; 0 = the team's
    created_by integer not null,
    created_at integer not null
);

-- Two that may be one: the queue, and what was decided, so that it is not asked again.
create table match_pair (
    a_id integer not null, -- the smaller id
    b_id integer not null,
    kind text not null, -- exact, probable
    weight real not null, -- bits of evidence (sum of log2 m/u)
    probability real not null,
    evidence text not null, -- JSON: [{field, a, b, agreement, bits}]
    state text not null default 'open', -- open, merged, different, later
    decided_by integer not null default 0,
    decided_at integer not null default 0,
    created_at integer not null,
    primary key (a_id, b_id)
);
create index match_pair_open on match_pair (state, probability, a_id, b_id);
create index match_pair_b on match_pair (b_id);
-- By which keys a person is found again (domain/match_rules.h: blocking).
create table match_key (
    key text not null,
    person_id integer not null,
    primary key (key, person_id)
);
create index match_key_person on match_key (person_id);
-- Persons of whom something new is known: looked at for duplicates by the job `match`.
create table match_dirty (
    person_id integer primary key
);

-- One person was two. Every row that was moved is named, so that any merge can be undone at any time.
create table person_merge (
    id integer primary key,
    kept_id integer not null,
    gone_id integer not null,
    why text not null default '[]', -- JSON: the evidence
    before text not null, -- JSON: what of the kept one's own row was changed
    made_by integer not null, -- member; 0 = Kith, on exact evidence
    made_at integer not null,
    undone_by integer not null default 0,
    undone_at integer not null default 0
);
create index person_merge_kept on person_merge (kept_id, id);
create index person_merge_gone on person_merge (gone_id, id);
create table person_merge_row (
    merge_id integer not null references person_merge (id),
    kind text not null, -- identity, datum, role, post, conversation, touch, moment, fact, commitment, deal, value, link ...
    row_id integer not null,
    primary key (merge_id, kind, row_id)
);

-- Touches: what a member logs by hand stands beside what comes from posts and mail.
alter table touch add column asked integer not null default 0; -- 1 = a question in it, 2 = and it was answered
alter table touch add column personal integer not null default 0; -- a private or personal exchange
alter table touch add column automatic integer not null default 0; -- template or machine: weighs nothing
alter table touch add column praise integer not null default 0; -- speaks well of us
alter table touch add column source text not null default 'post'; -- post, member, mail, calendar, import
alter table touch add column source_ref text not null default ''; -- id of the mail or calendar entry: repetition is safe
alter table touch add column text text not null default ''; -- words of the member who logged it, or the subject
alter table touch add column moment_id integer not null default 0;
alter table touch add column owner_id integer not null default 0; -- as in person: history out of a member's own mailbox
create index touch_member on touch (member_id, at) where member_id > 0;
create index touch_at on touch (at, id);
create index touch_own on touch (owner_id, person_id) where owner_id > 0; -- whose ties hold what only they see
create index touch_elsewhere on touch (person_id, at, id) where source <> 'post'; -- what the timeline shows beside posts
create unique index touch_source on touch (source_ref, person_id, member_id) where source_ref <> '';

-- Shared experiences and turning points.
create table moment (
    id integer primary key,
    kind text not null, -- met, meeting, event, project, failure, recovery, praise, other
    title text not null,
    text text not null default '',
    at integer not null,
    until_at integer not null default 0,
    conversation_id integer not null default 0,
    repairs_id integer not null default 0, -- of a recovery: the failure
    severity integer not null default 0, -- of a failure: 1 small, 2 serious, 3 grave
    source text not null default 'member',
    source_ref text not null default '',
    created_by integer not null default 0,
    created_at integer not null
);
create unique index moment_source on moment (source_ref) where source_ref <> '';
create index moment_at on moment (at, id);
create index moment_kind on moment (kind, at, id);
create index moment_repairs on moment (repairs_id) where repairs_id > 0;
-- `id` is given by the database: what a merge of two persons moves is named by it.
-- sqlite:
create table moment_person (
    id integer primary key,
    moment_id integer not null references moment (id),
    person_id integer not null default 0,
    member_id integer not null default 0, -- one of the two
    unique (moment_id, person_id, member_id)
);
-- postgres:
create table moment_person (
    id bigint generated by default as identity primary key,
    moment_id bigint not null references moment (id),
    person_id bigint not null default 0,
    member_id bigint not null default 0, -- one of the two
    unique (moment_id, person_id, member_id)
);
-- end
create index moment_person_person on moment_person (person_id, moment_id) where person_id > 0;

create table fact (
    id integer primary key,
    person_id integer not null references person (id),
    kind text not null, -- likes, dislikes, works_on, family, travel, health, goal, habit, other
    text text not null,
    topic text not null default '', -- normalised: what common ground is found by
    source text not null default 'member', -- member, post, vcard, csv
    post_id integer not null default 0,
    said_at integer not null default 0,
    owner_id integer not null default 0,
    created_by integer not null default 0,
    created_at integer not null
);
create index fact_person on fact (person_id, id);
create index fact_topic on fact (topic, person_id) where topic <> '';
-- What a member likes, for common ground.
create table member_interest (
    member_id integer not null references member (id),
    topic text not null,
    text text not null,
    primary key (member_id, topic)
);

create table commitment (
    id integer primary key,
    person_id integer not null references person (id),
    member_id integer not null default 0, -- ours, whose; 0 = the organisation's
    side text not null, -- us, them: who promised
    text text not null,
    due_at integer not null default 0,
    state text not null default 'open', -- open, kept, broken, dropped
    settled_at integer not null default 0,
    settled_by integer not null default 0,
    conversation_id integer not null default 0,
    created_by integer not null default 0,
    created_at integer not null
);
create index commitment_person on commitment (person_id, id);
create index commitment_due on commitment (state, due_at, id);

-- The sales side as plain records.
create table deal (
    id integer primary key,
    kind text not null, -- deal, order, referral
    person_id integer not null references person (id),
    organization_id integer not null default 0,
    title text not null,
    amount_minor integer not null default 0, -- in the smallest unit of the currency
    currency text not null default '',
    state text not null default 'open', -- open, won, lost
    at integer not null,
    referred_id integer not null default 0, -- of a referral: whom they sent to us
    conversation_id integer not null default 0,
    member_id integer not null default 0,
    created_by integer not null default 0,
    created_at integer not null
);
create index deal_person on deal (person_id, id);
create index deal_organization on deal (organization_id) where organization_id > 0;
create index deal_referred on deal (referred_id) where referred_id > 0;

-- What one side gained from the other, with evidence.
create table value_entry (
    id integer primary key,
    person_id integer not null references person (id),
    member_id integer not null default 0,
    side text not null, -- us, them: who gained
    kind text not null, -- help, introduction, referral, purchase, feedback, knowledge, other
    text text not null,
    post_id integer not null default 0,
    moment_id integer not null default 0,
    deal_id integer not null default 0,
    at integer not null,
    created_by integer not null default 0,
    created_at integer not null
);
create index value_entry_person on value_entry (person_id, id);

-- What has grown between a person and a member (0 = the organisation): a fold over touches (domain/tie_rules.h), kept as sums with the
-- time at which they hold, so that one touch more is one row less to read.
create table tie (
    person_id integer not null,
    member_id integer not null,
    state blob not null, -- the fold, packed (tie_pack); empty = fold the rows
    strength real not null default 0, -- 0..100 at computed_at
    confidence real not null default 0,
    peak real not null default 0,
    peak_at integer not null default 0,
    past real not null default -1, -- strength 90 days before computed_at, -1 = none yet: the trend
    last_at integer not null default 0, -- newest touch
    last_two_way_at integer not null default 0,
    interval_days integer not null default 0, -- median gap, 0 = no rhythm yet
    heard integer not null default 0,
    told integer not null default 0,
    computed_at integer not null default 0,
    override real not null default -1, -- a member's own judgement
    override_by integer not null default 0,
    override_why text not null default '',
    override_until integer not null default 0,
    rated integer not null default -1, -- "how strong?" as the member answered, 0..100: what weights are refitted from
    rated_at integer not null default 0,
    primary key (person_id, member_id)
);
create index tie_member on tie (member_id, strength, person_id);
create index tie_live on tie (member_id, interval_days, last_two_way_at, person_id) where last_two_way_at > 0; -- capacity of members
create index tie_rated on tie (rated_at) where rated >= 0;

-- How many were in which stage at the end of a month, and who moved: the stage flow.
create table stage_move (
    person_id integer not null,
    at integer not null,
    from_stage text not null,
    to_stage text not null,
    why text not null default '', -- the sentence of evidence
    primary key (person_id, at)
);
create index stage_move_at on stage_move (at, person_id);

-- Ideal and latest interval, for a person or a segment.
create table keep_in_touch (
    id integer primary key,
    person_id integer not null default 0,
    segment_id integer not null default 0,
    member_id integer not null default 0, -- who keeps it; 0 = anybody of us
    ideal_days integer not null,
    latest_days integer not null,
    created_by integer not null,
    created_at integer not null
);
create unique index keep_in_touch_whom on keep_in_touch (person_id, segment_id, member_id);

-- Persons who know each other, both ways round. After a merge there may be two rows of the same pair and kind, and rows whose ends
-- are one: read them grouped, with a_id <> b_id; write one where none is yet (`where not exists`). That is what lets a merge be undone.
-- sqlite:
create table link (
    id integer primary key, -- given by the database
    a_id integer not null,
    b_id integer not null,
    kind text not null, -- colleague, introduced, referred, talked, moment, family, said
    weight real not null, -- 0..1
    source text not null,
    source_id integer not null default 0,
    created_at integer not null
);
-- postgres:
create table link (
    id bigint generated by default as identity primary key,
    a_id bigint not null,
    b_id bigint not null,
    kind text not null, -- colleague, introduced, referred, talked, moment, family, said
    weight double precision not null, -- 0..1
    source text not null,
    source_id bigint not null default 0,
    created_at bigint not null
);
-- end
create index link_a on link (a_id, kind, b_id);
create index link_b on link (b_id);
create index link_weight on link (a_id, weight, b_id); -- the closest first

-- A member takes part in "builders" only by own choice.
alter table member add column builder_opt_in integer not null default 0;

-- Up to which post of theirs a member has decided something: what listening is counted by.
alter table conversation add column read_at integer not null default 0;
