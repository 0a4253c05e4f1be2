-- Pauses. What a pause covers is said once, by views: paused_conversation, and for posts of our own paused_channel and paused_topic.

-- name: pause_gate_open :one :write
-- A send that is about to begin goes through here: a pause that is being committed waits for it, and it for the pause. SQLite
-- has one writer at a time anyway. Called by the sender before it takes a row.
-- cols: n int
select 0;
-- postgres:
select length(pg_advisory_xact_lock_shared(1802073193)::text);

-- name: pause_gate_shut :one :write
-- No send begins until the transaction ends. Called when a pause begins and ends.
-- cols: n int
select 0;
-- postgres:
select length(pg_advisory_xact_lock(1802073193)::text);

-- name: pause_insert :exec :write
-- Called by pause_start.
-- args: id int, scope str, channel_id int, label_id int, region str, reason str, member_id int, now int
insert into pause (id, scope, channel_id, label_id, region, reason, started_by, started_at)
values (:id, :scope, :channel_id, :label_id, :region, :reason, :member_id, :now);

-- name: pause_hold :exec :write
-- Every row that a pause covers and that has not begun waits for a person from now on. What takes a post back goes on.
-- Called when the pause begins, and when it ends for what came meanwhile.
-- args: id int
update outbox set state = 'held', held_for = 'pause' where state = 'queued' and act not in ('delete', 'acknowledge')
    and (exists (select 1 from paused_conversation x where x.conversation_id = outbox.conversation_id and x.pause_id = :id)
        or (act = 'post' and (exists (select 1 from paused_channel x where x.channel_id = outbox.channel_id and x.pause_id = :id)
            or exists (select 1 from paused_topic x where x.outbox_id = outbox.id and x.pause_id = :id))));

-- name: pause_drop_acknowledgements :exec :write :scan
-- An acknowledgement that a pause covers and that has not begun will not leave, also not later; those that wait are few. Called where others are
-- held.
-- args: id int, why str
update outbox set state = 'cancelled', error_text = :why where act = 'acknowledge' and state = 'queued'
    and exists (select 1 from paused_conversation x where x.conversation_id = outbox.conversation_id and x.pause_id = :id);

-- name: pause_note_begun :exec :write
-- What had begun before. Called by pause_start.
-- args: id int
insert into pause_begun (pause_id, outbox_id)
select x.pause_id, o.id from outbox o join paused_conversation x on x.conversation_id = o.conversation_id
where o.state = 'sending' and o.act <> 'delete' and x.pause_id = :id;

-- name: pause_note_begun_posts :exec :write
-- The same of posts that have no conversation yet. Called by pause_start.
-- args: id int
insert into pause_begun (pause_id, outbox_id)
select x.pause_id, o.id from outbox o join paused_channel x on x.channel_id = o.channel_id
where o.state = 'sending' and o.conversation_id is null and x.pause_id = :id
union select x.pause_id, o.id from outbox o join paused_topic x on x.outbox_id = o.id
where o.state = 'sending' and o.conversation_id is null and x.pause_id = :id;

-- name: pause_count_held :exec :write
-- Called when rows were held.
-- args: id int, n int
update pause set held = held + :n where id = :id;

-- name: pause_begun :many
-- Sends that a pause came too late for. Called by the page of pauses.
-- args: pause_id int
-- cols: outbox_id int
select outbox_id from pause_begun where pause_id = :pause_id order by outbox_id;

-- name: pause_get :one
-- Called before one is changed or shown.
-- args: id int
-- cols: id int, scope str, channel_id int, label_id int, region str, reason str, started_by int, started_at int, ended_by int, ended_at int, held int, label str?
select p.id, p.scope, p.channel_id, p.label_id, p.region, p.reason, p.started_by, p.started_at, p.ended_by, p.ended_at, p.held,
    (select l.name from label l where l.id = p.label_id)
from pause p where p.id = :id;

-- name: pause_in_force :many
-- All that hold something now. Called by the status of the house, and by what would act by itself.
-- cols: as pause_get
select p.id, p.scope, p.channel_id, p.label_id, p.region, p.reason, p.started_by, p.started_at, p.ended_by, p.ended_at, p.held,
    (select l.name from label l where l.id = p.label_id)
from pause p where p.ended_at = 0 order by p.id;

-- name: pause_list :many
-- The newest first. Called by the page of pauses.
-- args: before int, max int
-- cols: as pause_get
select p.id, p.scope, p.channel_id, p.label_id, p.region, p.reason, p.started_by, p.started_at, p.ended_by, p.ended_at, p.held,
    (select l.name from label l where l.id = p.label_id)
from pause p where p.id < :before order by p.id desc limit :max;

-- name: pause_of_conversation :one
-- The oldest pause that covers a conversation. Called by reply_send and reply_release.
-- args: conversation_id int
-- cols: id int, reason str
select p.id, p.reason from paused_conversation x join pause p on p.id = x.pause_id where x.conversation_id = :conversation_id order by p.id limit 1;

-- name: pause_of_post :one
-- The oldest pause that covers a post of our own, by its channel or its topics. Called when one is decided, changed, approved or let go.
-- args: outbox_id int
-- cols: id int, reason str
select p.id, p.reason from pause p where p.ended_at = 0
    and (exists (select 1 from outbox o join paused_channel x on x.channel_id = o.channel_id where o.id = :outbox_id and x.pause_id = p.id)
        or exists (select 1 from paused_topic x where x.outbox_id = :outbox_id and x.pause_id = p.id)) order by p.id limit 1;

-- name: pause_same :one
-- One that covers the same already. Called by pause_start.
-- args: scope str, channel_id int, label_id int, region str
-- cols: id int
select id from pause where ended_at = 0 and scope = :scope and channel_id = :channel_id and label_id = :label_id and region = :region order by id limit 1;

-- name: pause_set_reason :exec :write
-- Called by pause_explain.
-- args: id int, reason str
update pause set reason = :reason where id = :id;

-- name: pause_end :exec :write
-- Called by pause_end.
-- args: id int, member_id int, now int
update pause set ended_at = :now, ended_by = :member_id where id = :id and ended_at = 0;

-- name: outbox_release :exec :write
-- A member confirms a held row: it leaves at its time, or now when that has passed. Called by reply_release.
-- args: id int, member_id int, now int
update outbox set state = 'queued', held_for = '', approved_by = :member_id, next_at = case when next_at > :now then next_at else :now end, attempts = 0, looks = 0
where id = :id and state = 'held';

-- name: channel_set_region :exec :write
-- Where a channel speaks. Called by the channel page.
-- args: id int, region str
update channel set region = :region where id = :id;

-- name: channel_regions :many :scan
-- The regions there are, for the choice of a pause; channels are few.
-- cols: region str
select distinct region from channel where region <> '' and status <> 'removed' order by region;
