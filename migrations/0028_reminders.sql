-- A member wants to be reminded of a conversation: one each, the newest wish counts.
create table reminder (
    id integer primary key,
    conversation_id integer not null references conversation (id),
    member_id integer not null references member (id),
    due_at integer not null,
    unless_they_write integer not null default 0, -- 1 = not needed once they wrote after set_at
    text text not null default '', -- the member's own words
    set_at integer not null,
    unique (conversation_id, member_id)
);
create index reminder_due on reminder (due_at);
create index reminder_member on reminder (member_id);
