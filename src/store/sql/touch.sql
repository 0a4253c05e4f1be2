-- Touches (each interaction with a person) and tallies (what was heard and told a day).

-- name: touch_insert :exec :write
-- One interaction. Called by ingest and the outbox.
-- args: id int, person_id int, member_id int, channel_id int, post_id int, direction str, medium str, prompted bool, asked int, praise bool, at int
insert into touch (id, person_id, member_id, channel_id, post_id, direction, medium, prompted, asked, praise, at)
values (:id, :person_id, :member_id, :channel_id, :post_id, :direction, :medium, :prompted, :asked, :praise, :at);

-- name: touch_prompted :exec :write
-- A post turned out to be an answer: its parent arrived. Called by ingest.
-- args: person_id int, at int, post_id int
update touch set prompted = 1 where person_id = :person_id and at = :at and post_id = :post_id;

-- name: touch_member :exec :write
-- A post turned out to be a member's: the network was faster than its answer to us. Called by the outbox.
-- args: person_id int, at int, post_id int, member_id int
update touch set member_id = :member_id where person_id = :person_id and at = :at and post_id = :post_id;

-- name: tally_add :exec :write
-- Adds to the count of a day. Called by ingest, the outbox and acts of members.
-- args: day int, channel_id int, member_id int, measure str, n int
insert into tally (day, channel_id, member_id, measure, n) values (:day, :channel_id, :member_id, :measure, :n)
on conflict (day, measure, channel_id, member_id) do update set n = tally.n + excluded.n;

-- name: tally_sum :many :scan
-- Counts of a period by measure and channel. Called by the home page; a few rows a day.
-- args: from_day int, to_day int, eyes int
-- cols: measure str, channel_id int, n int
select measure, channel_id, sum(n) from tally t where day >= :from_day and day <= :to_day and {seen_channel} group by measure, channel_id order by measure, channel_id;

-- name: tally_days :many :scan
-- Counts of a period by day. Called by the home page.
-- args: from_day int, to_day int
-- cols: day int, measure str, n int
select day, measure, sum(n) from tally where day >= :from_day and day <= :to_day group by day, measure order by day, measure;

-- name: tally_members :many :scan
-- Counts of a period by member. Called by the home page.
-- args: from_day int, to_day int
-- cols: member_id int, measure str, n int
select member_id, measure, sum(n) from tally where day >= :from_day and day <= :to_day and member_id > 0 group by member_id, measure order by member_id, measure;

-- name: tally_drop_channel :exec :write :scan
-- Forgets the counts of a channel. Called when demo data is removed.
-- args: channel_id int
delete from tally where channel_id = :channel_id;
