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

-- name: bench_copy_storm_post :exec :write :scan
-- Called by bench_copy.
-- args: lo int, hi int, shift int, later int
insert into storm_post (storm_id, post_id, who, at, alike, own)
select storm_id + :shift, post_id + :shift, case when who > 0 then who + :shift else who end, at + :later, alike, own
from storm_post where storm_id >= :lo and storm_id <= :hi order by storm_id, post_id;

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

-- ---- a made house: people and touches as many as wanted (kith bench ties). Row i of a table has the id first + i * pace; what it says
-- is drawn by i alone (squares modulo a prime), so that it is the same house each time, on both databases. At most a million rows a statement.

-- name: bench_tie_people :exec :write :scan
-- Made people, who came one after another, with what their touches say. Called by `kith bench ties`, behind the touches.
-- args: lo int, hi int, first int, pace int, begins int, lasts int, people int
with recursive d (k) as (select 0 union all select k + 1 from d where k < 999),
n as materialized (select :lo + a.k * 1000 + b.k as i from d a cross join d b where :lo + a.k * 1000 + b.k <= :hi),
x1 as materialized (select i, ((i * 48271 + 12345) % 2147483647) * ((i * 48271 + 12345) % 2147483647) % 2147483647 as a from n),
x2 as materialized (select i, a, ((a * 69621 + i) % 2147483647) * ((a * 69621 + i) % 2147483647) % 2147483647 as b from x1),
said as materialized (select person_id, sum(case when direction <> 'out' then 1 else 0 end) as heard, sum(case when direction <> 'in' then 1 else 0 end) as told,
    min(case when direction <> 'out' then at end) as first_in, max(case when direction <> 'out' then at end) as last_in, max(case when direction <> 'in' then at end) as last_out,
    max(at) as last from touch where person_id > :first + (:lo - 1) * :pace and person_id <= :first + :hi * :pace group by person_id)
insert into person (id, name, role, heard, told, first_in_at, last_in_at, last_out_at, last_touch_at, created_at)
select :first + i * :pace, trim(substr('Anna  Bernd Clara David Elena Franz Greta Hans  Ines  Jonas Katja Lukas Mia   Nils  Olga  Paul  Rosa  Simon Tanja Uwe   Vera  Wim   Xenia Yusuf Zoe   Amir  Berta CarlosDilek Emil  Fatma Goran ', 1 + 6 * cast(a % 32 as integer), 6)) || ' ' || upper(substr('babebibodadedidofafegagohahekakelalelilomamemimonanerarerirosasesotatetitovavewi', 1 + 2 * cast(b % 40 as integer), 1)) || substr('babebibodadedidofafegagohahekakelalelilomamemimonanerarerirosasesotatetitovavewi', 2 + 2 * cast(b % 40 as integer), 1) || substr('babebibodadedidofafegagohahekakelalelilomamemimonanerarerirosasesotatetitovavewi', 1 + 2 * cast(b / 64 % 40 as integer), 2) || substr('babebibodadedidofafegagohahekakelalelilomamemimonanerarerirosasesotatetitovavewi', 1 + 2 * cast(b / 4096 % 40 as integer), 2),
    case a / 32 % 20 when 0 then 'customer' when 1 then 'prospect' when 2 then 'partner' when 3 then 'press' when 4 then 'supplier' else '' end,
    coalesce(s.heard, 0), coalesce(s.told, 0), coalesce(s.first_in, 0), coalesce(s.last_in, 0), coalesce(s.last_out, 0), coalesce(s.last, 0), :begins + i * (:lasts / :people)
from x2 left join said s on s.person_id = :first + i * :pace;
-- postgres:
with n as materialized (select i from generate_series(cast(:lo as bigint), cast(:hi as bigint)) i),
x1 as materialized (select i, ((i * 48271 + 12345) % 2147483647) * ((i * 48271 + 12345) % 2147483647) % 2147483647 as a from n),
x2 as materialized (select i, a, ((a * 69621 + i) % 2147483647) * ((a * 69621 + i) % 2147483647) % 2147483647 as b from x1),
said as materialized (select person_id, sum(case when direction <> 'out' then 1 else 0 end) as heard, sum(case when direction <> 'in' then 1 else 0 end) as told,
    min(case when direction <> 'out' then at end) as first_in, max(case when direction <> 'out' then at end) as last_in, max(case when direction <> 'in' then at end) as last_out,
    max(at) as last from touch where person_id > :first + (:lo - 1) * :pace and person_id <= :first + :hi * :pace group by person_id)
insert into person (id, name, role, heard, told, first_in_at, last_in_at, last_out_at, last_touch_at, created_at)
select :first + i * :pace, trim(substr('Anna  Bernd Clara David Elena Franz Greta Hans  Ines  Jonas Katja Lukas Mia   Nils  Olga  Paul  Rosa  Simon Tanja Uwe   Vera  Wim   Xenia Yusuf Zoe   Amir  Berta CarlosDilek Emil  Fatma Goran ', 1 + 6 * cast(a % 32 as integer), 6)) || ' ' || upper(substr('babebibodadedidofafegagohahekakelalelilomamemimonanerarerirosasesotatetitovavewi', 1 + 2 * cast(b % 40 as integer), 1)) || substr('babebibodadedidofafegagohahekakelalelilomamemimonanerarerirosasesotatetitovavewi', 2 + 2 * cast(b % 40 as integer), 1) || substr('babebibodadedidofafegagohahekakelalelilomamemimonanerarerirosasesotatetitovavewi', 1 + 2 * cast(b / 64 % 40 as integer), 2) || substr('babebibodadedidofafegagohahekakelalelilomamemimonanerarerirosasesotatetitovavewi', 1 + 2 * cast(b / 4096 % 40 as integer), 2),
    case a / 32 % 20 when 0 then 'customer' when 1 then 'prospect' when 2 then 'partner' when 3 then 'press' when 4 then 'supplier' else '' end,
    coalesce(s.heard, 0), coalesce(s.told, 0), coalesce(s.first_in, 0), coalesce(s.last_in, 0), coalesce(s.last_out, 0), coalesce(s.last, 0), :begins + i * (:lasts / :people)
from x2 left join said s on s.person_id = :first + i * :pace;

-- name: bench_tie_identities :exec :write :scan
-- An account for each of them. Called by `kith bench ties`.
-- args: lo int, hi int, first int, pace int, begins int
with recursive d (k) as (select 0 union all select k + 1 from d where k < 999),
n as materialized (select :lo + a.k * 1000 + b.k as i from d a cross join d b where :lo + a.k * 1000 + b.k <= :hi),
x1 as materialized (select i, ((i * 48271 + 12345) % 2147483647) * ((i * 48271 + 12345) % 2147483647) % 2147483647 as a from n)
insert into identity (id, person_id, network, native_id, handle, name, followers, updated_at, created_at)
select :first + i * :pace, :first + i * :pace, 'bluesky', 'did:plc:' || a || 'x' || i, 'h' || a % 100000 || 'n' || i || '.example', '', a % 1000, :begins, :begins from x1;
-- postgres:
with n as materialized (select i from generate_series(cast(:lo as bigint), cast(:hi as bigint)) i),
x1 as materialized (select i, ((i * 48271 + 12345) % 2147483647) * ((i * 48271 + 12345) % 2147483647) % 2147483647 as a from n)
insert into identity (id, person_id, network, native_id, handle, name, followers, updated_at, created_at)
select :first + i * :pace, :first + i * :pace, 'bluesky', 'did:plc:' || a || 'x' || i, 'h' || a % 100000 || 'n' || i || '.example', '', a % 1000, :begins, :begins from x1;

-- name: bench_tie_roles :exec :write :scan
-- What one of ten is to us. Called by `kith bench ties`.
-- args: lo int, hi int, first int, pace int, begins int
with recursive d (k) as (select 0 union all select k + 1 from d where k < 999),
n as materialized (select :lo + a.k * 1000 + b.k as i from d a cross join d b where :lo + a.k * 1000 + b.k <= :hi),
x1 as materialized (select i from n where i % 10 = 3)
insert into person_role (id, person_id, role, source, created_at)
select :first + i * :pace, :first + i * :pace, case i % 100 when 3 then 'supplier' when 13 then 'prospect' else 'customer' end, 'member', :begins from x1;
-- postgres:
with n as materialized (select i from generate_series(cast(:lo as bigint), cast(:hi as bigint)) i),
x1 as materialized (select i from n where i % 10 = 3)
insert into person_role (id, person_id, role, source, created_at)
select :first + i * :pace, :first + i * :pace, case i % 100 when 3 then 'supplier' when 13 then 'prospect' else 'customer' end, 'member', :begins from x1;

-- name: bench_tie_touches :exec :write :scan
-- Made touches in order of time: some people often, most seldom (the product of two even draws). Who answers does so in two of three cases. Called by `kith bench ties`.
-- args: lo int, hi int, first int, pace int, person_pace int, people int, member int, channel int, members int, begins int, step int
with recursive d (k) as (select 0 union all select k + 1 from d where k < 999),
n as materialized (select :lo + a.k * 1000 + b.k as i from d a cross join d b where :lo + a.k * 1000 + b.k <= :hi),
x1 as materialized (select i, ((i * 48271 + 12345) % 2147483647) * ((i * 48271 + 12345) % 2147483647) % 2147483647 as a from n),
x2 as materialized (select i, a, ((a * 69621 + i) % 2147483647) * ((a * 69621 + i) % 2147483647) % 2147483647 as b from x1),
x3 as materialized (select i, a, b, ((b * 39373 + i) % 2147483647) * ((b * 39373 + i) % 2147483647) % 2147483647 as c from x2),
t as materialized (select i, 1 + ((a % :people) * (b % :people) / :people * 7919 + 3) % :people as p, c,
    case when (1 + ((a % :people) * (b % :people) / :people * 7919 + 3) % :people) % 10 = 0 then 'out' when (1 + ((a % :people) * (b % :people) / :people * 7919 + 3) % :people) % 10 = 1 then 'in' when c % 100 < 5 then 'both' when c / 128 % 2 = 0 then 'in' else 'out' end as d from x3)
insert into touch (id, person_id, member_id, channel_id, direction, medium, prompted, asked, personal, at)
select :first + i * :pace + 1, :first + p * :person_pace,
    case when d = 'in' then 0 when p % 2 = 0 and c / 500000 % 5 = 0 then :member + p / 7 % :members else :member + p / 3 % :members end,
    case when d = 'both' then 0 when c / 7 % 4 = 0 then :channel + (p + 1) % 3 else :channel + p % 3 end, d,
    case when d = 'both' and c % 100 < 3 then 'meeting' when d = 'both' then 'call' when c / 16384 % 10 < 5 then 'public' when c / 16384 % 10 < 7 then 'direct' else 'mail' end,
    case when d = 'in' and c / 1024 % 3 > 0 or d = 'out' and c / 1024 % 5 > 0 then 1 else 0 end, case when d = 'in' and c / 200000 % 6 = 0 then 1 else 0 end,
    case when c / 300000 % 12 = 0 then 1 else 0 end, :begins + i * :step
from t;
-- postgres:
with n as materialized (select i from generate_series(cast(:lo as bigint), cast(:hi as bigint)) i),
x1 as materialized (select i, ((i * 48271 + 12345) % 2147483647) * ((i * 48271 + 12345) % 2147483647) % 2147483647 as a from n),
x2 as materialized (select i, a, ((a * 69621 + i) % 2147483647) * ((a * 69621 + i) % 2147483647) % 2147483647 as b from x1),
x3 as materialized (select i, a, b, ((b * 39373 + i) % 2147483647) * ((b * 39373 + i) % 2147483647) % 2147483647 as c from x2),
t as materialized (select i, 1 + ((a % :people) * (b % :people) / :people * 7919 + 3) % :people as p, c,
    case when (1 + ((a % :people) * (b % :people) / :people * 7919 + 3) % :people) % 10 = 0 then 'out' when (1 + ((a % :people) * (b % :people) / :people * 7919 + 3) % :people) % 10 = 1 then 'in' when c % 100 < 5 then 'both' when c / 128 % 2 = 0 then 'in' else 'out' end as d from x3)
insert into touch (id, person_id, member_id, channel_id, direction, medium, prompted, asked, personal, at)
select :first + i * :pace + 1, :first + p * :person_pace,
    case when d = 'in' then 0 when p % 2 = 0 and c / 500000 % 5 = 0 then :member + p / 7 % :members else :member + p / 3 % :members end,
    case when d = 'both' then 0 when c / 7 % 4 = 0 then :channel + (p + 1) % 3 else :channel + p % 3 end, d,
    case when d = 'both' and c % 100 < 3 then 'meeting' when d = 'both' then 'call' when c / 16384 % 10 < 5 then 'public' when c / 16384 % 10 < 7 then 'direct' else 'mail' end,
    case when d = 'in' and c / 1024 % 3 > 0 or d = 'out' and c / 1024 % 5 > 0 then 1 else 0 end, case when d = 'in' and c / 200000 % 6 = 0 then 1 else 0 end,
    case when c / 300000 % 12 = 0 then 1 else 0 end, :begins + i * :step
from t;

-- name: bench_tie_moments :exec :write :scan
-- Meetings, bad moments and what was done about them. Called by `kith bench ties`.
-- args: lo int, hi int, first int, pace int, begins int, step int
with recursive d (k) as (select 0 union all select k + 1 from d where k < 999),
n as materialized (select :lo + a.k * 1000 + b.k as i from d a cross join d b where :lo + a.k * 1000 + b.k <= :hi),
x1 as materialized (select i, ((i * 48271 + 777) % 2147483647) * ((i * 48271 + 777) % 2147483647) % 2147483647 as a from n)
insert into moment (id, kind, title, at, created_at)
select :first + i * :pace, case i % 10 when 0 then 'failure' when 1 then 'recovery' when 2 then 'praise' when 3 then 'project' else 'meeting' end, 'Made ' || i, :begins + i * :step, :begins
from x1;
-- postgres:
with n as materialized (select i from generate_series(cast(:lo as bigint), cast(:hi as bigint)) i),
x1 as materialized (select i, ((i * 48271 + 777) % 2147483647) * ((i * 48271 + 777) % 2147483647) % 2147483647 as a from n)
insert into moment (id, kind, title, at, created_at)
select :first + i * :pace, case i % 10 when 0 then 'failure' when 1 then 'recovery' when 2 then 'praise' when 3 then 'project' else 'meeting' end, 'Made ' || i, :begins + i * :step, :begins
from x1;

-- name: bench_tie_moment_people :exec :write :scan
-- Who had a part in them. Called by `kith bench ties`.
-- args: lo int, hi int, first int, pace int, person_pace int, people int
with recursive d (k) as (select 0 union all select k + 1 from d where k < 999),
n as materialized (select :lo + a.k * 1000 + b.k as i from d a cross join d b where :lo + a.k * 1000 + b.k <= :hi),
x1 as materialized (select i, ((i * 48271 + 777) % 2147483647) * ((i * 48271 + 777) % 2147483647) % 2147483647 as a from n),
x2 as materialized (select i, a, ((a * 69621 + i) % 2147483647) * ((a * 69621 + i) % 2147483647) % 2147483647 as b from x1)
insert into moment_person (moment_id, person_id)
select :first + i * :pace, :first + (1 + (a % :people) * (b % :people) / :people * 7919 % :people) * :person_pace from x2;
-- postgres:
with n as materialized (select i from generate_series(cast(:lo as bigint), cast(:hi as bigint)) i),
x1 as materialized (select i, ((i * 48271 + 777) % 2147483647) * ((i * 48271 + 777) % 2147483647) % 2147483647 as a from n),
x2 as materialized (select i, a, ((a * 69621 + i) % 2147483647) * ((a * 69621 + i) % 2147483647) % 2147483647 as b from x1)
insert into moment_person (moment_id, person_id)
select :first + i * :pace, :first + (1 + (a % :people) * (b % :people) / :people * 7919 % :people) * :person_pace from x2;

-- name: bench_tie_values :exec :write :scan
-- What either side gained. Called by `kith bench ties`.
-- args: lo int, hi int, first int, pace int, person_pace int, people int, begins int, step int
with recursive d (k) as (select 0 union all select k + 1 from d where k < 999),
n as materialized (select :lo + a.k * 1000 + b.k as i from d a cross join d b where :lo + a.k * 1000 + b.k <= :hi),
x1 as materialized (select i, ((i * 48271 + 999) % 2147483647) * ((i * 48271 + 999) % 2147483647) % 2147483647 as a from n),
x2 as materialized (select i, a, ((a * 69621 + i) % 2147483647) * ((a * 69621 + i) % 2147483647) % 2147483647 as b from x1)
insert into value_entry (id, person_id, side, kind, text, at, created_at)
select :first + i * :pace, :first + (1 + (a % :people) * (b % :people) / :people * 7919 % :people) * :person_pace, case b % 2 when 0 then 'us' else 'them' end,
    case b / 2 % 8 when 0 then 'referral' when 1 then 'purchase' else 'help' end, 'Made', :begins + i * :step, :begins
from x2;
-- postgres:
with n as materialized (select i from generate_series(cast(:lo as bigint), cast(:hi as bigint)) i),
x1 as materialized (select i, ((i * 48271 + 999) % 2147483647) * ((i * 48271 + 999) % 2147483647) % 2147483647 as a from n),
x2 as materialized (select i, a, ((a * 69621 + i) % 2147483647) * ((a * 69621 + i) % 2147483647) % 2147483647 as b from x1)
insert into value_entry (id, person_id, side, kind, text, at, created_at)
select :first + i * :pace, :first + (1 + (a % :people) * (b % :people) / :people * 7919 % :people) * :person_pace, case b % 2 when 0 then 'us' else 'them' end,
    case b / 2 % 8 when 0 then 'referral' when 1 then 'purchase' else 'help' end, 'Made', :begins + i * :step, :begins
from x2;

-- name: bench_tie_links :exec :write :scan
-- Who knows whom, both ways round: some many, most few. Called by `kith bench ties`.
-- args: lo int, hi int, first int, person_pace int, people int, begins int
with recursive d (k) as (select 0 union all select k + 1 from d where k < 999),
n as materialized (select :lo + a.k * 1000 + b.k as i from d a cross join d b where :lo + a.k * 1000 + b.k <= :hi),
x1 as materialized (select i, ((i * 48271 + 31337) % 2147483647) * ((i * 48271 + 31337) % 2147483647) % 2147483647 as a from n),
x2 as materialized (select i, a, ((a * 69621 + i) % 2147483647) * ((a * 69621 + i) % 2147483647) % 2147483647 as b from x1),
x3 as materialized (select i, a, b, ((b * 39373 + i) % 2147483647) * ((b * 39373 + i) % 2147483647) % 2147483647 as c from x2),
l as materialized (select 1 + (a % :people) * (b % :people) / :people * 7919 % :people as p, 1 + c % :people as q, i, c from x3)
insert into link (a_id, b_id, kind, weight, source, created_at)
select case s when 0 then :first + p * :person_pace else :first + q * :person_pace end, case s when 0 then :first + q * :person_pace else :first + p * :person_pace end,
    case c / 64 % 4 when 0 then 'colleague' when 1 then 'introduced' when 2 then 'moment' else 'talked' end, (10 + c % 90) / 100.0, 'member', :begins
from l cross join (select 0 as s union all select 1) two where p <> q order by 1;
-- postgres:
with n as materialized (select i from generate_series(cast(:lo as bigint), cast(:hi as bigint)) i),
x1 as materialized (select i, ((i * 48271 + 31337) % 2147483647) * ((i * 48271 + 31337) % 2147483647) % 2147483647 as a from n),
x2 as materialized (select i, a, ((a * 69621 + i) % 2147483647) * ((a * 69621 + i) % 2147483647) % 2147483647 as b from x1),
x3 as materialized (select i, a, b, ((b * 39373 + i) % 2147483647) * ((b * 39373 + i) % 2147483647) % 2147483647 as c from x2),
l as materialized (select 1 + (a % :people) * (b % :people) / :people * 7919 % :people as p, 1 + c % :people as q, i, c from x3)
insert into link (a_id, b_id, kind, weight, source, created_at)
select case s when 0 then :first + p * :person_pace else :first + q * :person_pace end, case s when 0 then :first + q * :person_pace else :first + p * :person_pace end,
    case c / 64 % 4 when 0 then 'colleague' when 1 then 'introduced' when 2 then 'moment' else 'talked' end, (10 + c % 90) / 100.0, 'member', :begins
from l cross join (select 0 as s union all select 1) two where p <> q order by 1;

-- name: bench_tie_person :one
-- Whether people are there. Called by `kith bench ties`.
-- args: id int
-- cols: id int
select id from person where id > :id order by id limit 1;

-- name: bench_tie_forget_ties :exec :write :scan
-- No tie was ever worked out. Called by `kith bench ties --anew`.
delete from tie;

-- name: bench_tie_forget_moves :exec :write :scan
-- Called by `kith bench ties --anew`.
delete from stage_move;

-- name: bench_tie_forget_people :exec :write :scan
-- Called by `kith bench ties --anew`.
-- args: lo int, hi int
update person set stage = 'connection', exchanges = 0, last_exchange_day = 0, strength = 0, points = 0, dormancy = 0, silence = 0, tied = 0 where id > :lo and id <= :hi;

-- name: bench_person :exec :write
-- A made person. Called by `kith bench people`.
-- args: id int, name str, stage str, strength real, points int, at int, owner_id int
insert into person (id, name, stage, strength, points, last_in_at, last_touch_at, owner_id, created_at) values (:id, :name, :stage, :strength, :points, :at, :at, :owner_id, 1);

-- name: bench_rename :exec :write
-- Another name for a made person. Called by `kith bench people`.
-- args: id int, name str
update person set name = :name where id = :id;

-- name: bench_mark_people :exec :write :scan
-- All people wait for their words. Called by `kith bench people`.
insert into lookup_dirty (person_id) select id from person where true on conflict (person_id) do nothing;
