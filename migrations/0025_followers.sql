-- Members who want to hear of a conversation that they do not own.
create table follower (
    member_id integer not null references member (id),
    conversation_id integer not null references conversation (id),
    why text not null, -- self, note (named in one), handoff (gave it away)
    since integer not null,
    primary key (member_id, conversation_id)
);
create index follower_conversation on follower (conversation_id, member_id);
