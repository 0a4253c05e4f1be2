-- History once more, as if the same had been said again some days later by other people: how `kith bench seed` makes
-- millions of rows in minutes. What lies between two ids (lo, hi) is copied; ids move by `shift`, times by `later`
-- (whole days), and the 'did:bench' in the ids of the network becomes `did`, so that they are new. The event log is no
-- history and echoes are forgotten after days: neither is copied.

-- name: bench_copy_person :exec :write :scan
-- Their ties are not kept yet (tied = 0): the next touch, or the nightly run, folds them from the copied touches. Called by bench_copy.
-- args: lo int, hi int, shift int, later int
insert into person (id, kind, name, about, role, stage, exchanges, last_exchange_day, heard, told, first_in_at, last_in_at, last_out_at, last_touch_at, strength, dormancy, demo, created_at)
select id + :shift, kind, name, about, role, stage, exchanges, case when last_exchange_day = 0 then 0 else last_exchange_day + :later / 86400000000 end, heard, told,
    case when first_in_at = 0 then 0 else first_in_at + :later end, case when last_in_at = 0 then 0 else last_in_at + :later end,
    case when last_out_at = 0 then 0 else last_out_at + :later end, case when last_touch_at = 0 then 0 else last_touch_at + :later end, strength, dormancy, demo, created_at + :later
from person where id >= :lo and id <= :hi order by id;

-- name: bench_copy_identity :exec :write :scan
-- Called by bench_copy.
-- args: lo int, hi int, shift int, later int, did str
insert into identity (id, person_id, network, native_id, handle, name, url, avatar_url, bio, followers, updated_at, created_at)
select id + :shift, person_id + :shift, network, replace(native_id, 'did:bench', :did), handle, name, url, avatar_url, bio, followers, updated_at + :later, created_at + :later
from identity where id >= :lo and id <= :hi order by id;

-- name: bench_copy_conversation :exec :write :scan
-- Called by bench_copy.
-- args: lo int, hi int, shift int, later int, did str
insert into conversation (id, channel_id, network, native_root, subject, status, person_id, kind, merged_into, storm_id, priority, reason, signals, first_words,
    post_count, first_at, last_at, last_in_at, last_out_at, waiting_since, answered, rescore_at, version, said_version, demo, created_at, updated_at)
select id + :shift, channel_id, network, replace(native_root, 'did:bench', :did), subject, status, case when person_id = 0 then 0 else person_id + :shift end, kind,
    case when merged_into = 0 then 0 else merged_into + :shift end, case when storm_id = 0 then 0 else storm_id + :shift end, priority, reason, signals, first_words,
    post_count, first_at + :later, last_at + :later, case when last_in_at = 0 then 0 else last_in_at + :later end,
    case when last_out_at = 0 then 0 else last_out_at + :later end, case when waiting_since = 0 then 0 else waiting_since + :later end,
    answered, case when rescore_at = 0 then 0 else rescore_at + :later end, version, said_version, demo, created_at + :later, updated_at + :later
from conversation where id >= :lo and id <= :hi order by id;

-- name: bench_copy_post :exec :write :scan
-- Called by bench_copy.
-- args: lo int, hi int, shift int, later int, did str
insert into post (id, conversation_id, channel_id, network, native_id, native_parent, parent_id, direction, kind, visibility, person_id, identity_id, member_id,
    text, html, url, lang, intents, understood, meta, posted_at, received_at, edited_at, deleted_at, content_hash, source)
select id + :shift, conversation_id + :shift, channel_id, network, replace(native_id, 'did:bench', :did), replace(native_parent, 'did:bench', :did),
    case when parent_id = 0 then 0 else parent_id + :shift end, direction, kind, visibility, case when person_id = 0 then 0 else person_id + :shift end,
    case when identity_id = 0 then 0 else identity_id + :shift end, member_id, text, html, url, lang, intents, understood, meta,
    posted_at + :later, received_at + :later, edited_at, deleted_at, content_hash, source
from post where id >= :lo and id <= :hi order by id;

-- name: bench_copy_touch :exec :write :scan
-- Called by bench_copy.
-- args: lo int, hi int, shift int, later int
insert into touch (id, person_id, member_id, channel_id, post_id, direction, medium, prompted, asked, praise, at)
select id + :shift, person_id + :shift, member_id, channel_id, post_id + :shift, direction, medium, prompted, asked, praise, at + :later
from touch where id >= :lo and id <= :hi order by id;

-- name: bench_copy_storm :exec :write :scan
-- Called by bench_copy.
-- args: lo int, hi int, shift int, later int
insert into storm (id, head_id, sample, posts, authors, first_at, last_at, demo)
select id + :shift, head_id + :shift, sample, posts, authors, first_at + :later, last_at + :later, demo
from storm where id >= :lo and id <= :hi order by id;

-- name: bench_copy_tally :exec :write :scan
-- The counts of the days from `day` on, up to `until`. Called by bench_copy.
-- args: day int, until int, later int
insert into tally (day, channel_id, member_id, measure, n)
select day + :later / 86400000000, channel_id, member_id, measure, n from tally where day >= :day and day < :until;

-- name: bench_copy_words :exec :write :scan
-- Puts the copied posts into the index: their own texts on SQLite, what was worked out for the same texts on PostgreSQL.
-- Called by bench_copy.
-- args: lo int, hi int, shift int, later int
insert into post_fts (rowid, text)
select id, text from post where id >= :lo + :shift and id <= :hi + :shift and :later = :later order by id;
-- postgres:
insert into post_search (post_id, posted_at, tsv)
select post_id + :shift, posted_at + :later, tsv from post_search where post_id >= :lo and post_id <= :hi order by post_id;

-- name: bench_words_memory :exec :write
-- How many bytes of new words SQLite gathers before it writes them. Called by bench_copy; its own default is 1048576.
-- args: bytes int
insert into post_fts (post_fts, rank) values ('hashsize', :bytes);
-- postgres:
delete from post_search where post_id < 0 and post_id = :bytes;

-- name: bench_tie_people :exec :write :scan
-- Made people. Called by `kith bench ties`.
-- args: lo int, hi int
with recursive n (i) as (select :lo union all select i + 1 from n where i < :hi)
insert into person (id, name, stage, last_in_at, created_at) select i, 'Person ' || i, 'connection', 1704067200000000 + i, 1 from n;
-- postgres:
insert into person (id, name, stage, last_in_at, created_at) select i, 'Person ' || i, 'connection', 1704067200000000 + i, 1
from generate_series(cast(:lo as bigint), cast(:hi as bigint)) i;

-- name: bench_tie_touches :exec :write :scan
-- Made touches in order of time: everybody in turn, by turns from them and to them, through three media and channels.
-- One person of ten never answers, one of ten was never answered. Called by `kith bench ties`.
-- args: lo int, hi int, people int, members int, begins int, step int
with recursive n (i) as (select :lo union all select i + 1 from n where i < :hi)
insert into touch (id, person_id, member_id, channel_id, direction, medium, prompted, at)
select i, 1 + (i * 7919) % :people, case when (i / :people) % 2 = 0 then 0 else 1 + (i * 7919) % :people % :members end, 1 + i % 3,
    case when (i / :people) % 2 = 0 and (i * 7919) % :people % 10 <> 0 or (i * 7919) % :people % 10 = 1 then 'in' else 'out' end,
    case i % 3 when 0 then 'public' when 1 then 'direct' else 'mail' end, (i / :people) % 2, :begins + i * :step
from n;
-- postgres:
insert into touch (id, person_id, member_id, channel_id, direction, medium, prompted, at)
select i, 1 + (i * 7919) % :people, case when (i / :people) % 2 = 0 then 0 else 1 + (i * 7919) % :people % :members end, 1 + i % 3,
    case when (i / :people) % 2 = 0 and (i * 7919) % :people % 10 <> 0 or (i * 7919) % :people % 10 = 1 then 'in' else 'out' end,
    case i % 3 when 0 then 'public' when 1 then 'direct' else 'mail' end, (i / :people) % 2, :begins + i * :step
from generate_series(cast(:lo as bigint), cast(:hi as bigint)) i;
