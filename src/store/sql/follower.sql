-- Who follows which conversation. Called by domain/followers.c.

-- name: follower_put :exec :write
-- Follows it; twice is once.
-- args: member_id int, conversation_id int, why str, now int
insert into follower (member_id, conversation_id, why, since) values (:member_id, :conversation_id, :why, :now)
on conflict (member_id, conversation_id) do nothing;

-- name: follower_drop :exec :write
-- Follows it no more.
-- args: member_id int, conversation_id int
delete from follower where member_id = :member_id and conversation_id = :conversation_id;

-- name: follower_of :many
-- Who follows a conversation and may see it now. Also called by the thread.
-- args: conversation_id int
-- cols: member_id int, since int
select f.member_id, f.since from follower f join conversation c on c.id = f.conversation_id join member m on m.id = f.member_id
where f.conversation_id = :conversation_id and m.status = 'active'
    and not exists (select 1 from channel_limit x where x.member_id = f.member_id and x.channel_id = c.channel_id and x.hides > 1 - c.direct)
order by f.member_id limit 200;

-- name: follower_of_many :many
-- The same for several. ids: a JSON array of numbers. Called when posts came in.
-- args: ids str
-- cols: conversation_id int, member_id int
select f.conversation_id, f.member_id from json_each(:ids) j join follower f on f.conversation_id = j.value
    join conversation c on c.id = f.conversation_id join member m on m.id = f.member_id
where m.status = 'active'
    and not exists (select 1 from channel_limit x where x.member_id = f.member_id and x.channel_id = c.channel_id and x.hides > 1 - c.direct);
-- postgres:
select f.conversation_id, f.member_id from json_array_elements_text(:ids::json) j join follower f on f.conversation_id = j.value::bigint
    join conversation c on c.id = f.conversation_id join member m on m.id = f.member_id
where m.status = 'active'
    and not exists (select 1 from channel_limit x where x.member_id = f.member_id and x.channel_id = c.channel_id and x.hides > 1 - c.direct);

-- name: follower_move :exec :write
-- Followers of a conversation follow another one, too. Called when conversations are merged or split.
-- args: from_id int, into_id int
insert into follower (member_id, conversation_id, why, since) select member_id, :into_id, why, since from follower where conversation_id = :from_id
on conflict (member_id, conversation_id) do nothing;

-- name: follower_clear :exec :write
-- Nobody follows it any more. Called when it was merged into another one.
-- args: conversation_id int
delete from follower where conversation_id = :conversation_id;

-- name: follower_leave :exec :write
-- A member who leaves follows nothing.
-- args: member_id int
delete from follower where member_id = :member_id;

-- name: follower_told_before :exec :write
-- What a follower was told of a conversation and has not looked at gives way to what is told now.
-- args: member_id int, conversation_id int, kind str
delete from mention where member_id = :member_id and conversation_id = :conversation_id and kind = :kind and seen_at = 0;
