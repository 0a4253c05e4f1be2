-- When the whole thread around a conversation was last asked for on its network, or was about to be: not too often, and not too many a channel.
create table thread_look (
    conversation_id integer primary key,
    channel_id integer not null,
    looked_at integer not null
);
create index thread_look_channel on thread_look (channel_id, looked_at);
