-- What a few colleagues talk over beside a conversation, with an end and an outcome: a conversation within it.
create table talk (
    id integer primary key,
    conversation_id integer not null references conversation (id),
    subject text not null,
    opened_by integer not null,
    opened_at integer not null,
    closed_by integer not null default 0,
    closed_at integer not null default 0,
    outcome text not null default ''
);
create index talk_conversation on talk (conversation_id, id);
-- Who takes part: who was asked, and who wrote.
create table talk_member (
    talk_id integer not null references talk (id),
    member_id integer not null references member (id),
    since integer not null,
    primary key (talk_id, member_id)
);
create index talk_member_member on talk_member (member_id);
alter table note add column talk_id integer not null default 0; -- 0: beside the conversation itself
create index note_talk on note (talk_id, id) where talk_id > 0;
