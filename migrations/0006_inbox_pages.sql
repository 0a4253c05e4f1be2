-- The indexes behind the pages of the inbox. A page walks one of them in its order; the columns behind the order let it
-- look at a second filter without reading the row. What is rare among conversations (an owner, a team, a kind that says
-- something) is indexed only where it is.

drop index conversation_by_status;
drop index conversation_by_owner;
drop index conversation_by_team;
drop index conversation_by_kind;
drop index conversation_waiting;
drop index conversation_unanswered;
drop index conversation_done;

create index conversation_open on conversation (priority, last_at, id, channel_id, network, kind, owner_id, team_id) where status = 'open';
create index conversation_free on conversation (priority, last_at, id, channel_id, network, kind, team_id, owner_id) where status = 'open' and owner_id = 0;
create index conversation_by_owner on conversation (owner_id, status, priority, last_at, id, channel_id, network, kind, team_id) where owner_id > 0;
create index conversation_by_team on conversation (team_id, status, priority, last_at, id, channel_id, network, kind, owner_id) where team_id > 0;
create index conversation_by_kind on conversation (kind, status, priority, last_at, id, channel_id, network, owner_id, team_id) where kind <> 'other';
create index conversation_waiting on conversation (waiting_since, id, channel_id, network, kind, owner_id, team_id, status) where waiting_since > 0 and status = 'open';
create index conversation_unanswered on conversation (waiting_since, id, channel_id, network, kind, owner_id, team_id, status, answered) where waiting_since > 0 and answered = 0;
create index conversation_done on conversation (updated_at, id, channel_id, network, kind, owner_id, team_id, status) where status = 'done';
create index conversation_done_channel on conversation (channel_id, updated_at, id, network, kind, owner_id, team_id, status) where status = 'done';
