-- What happened between us and a person, as members write it down: touches by hand, moments, facts, commitments, deals, value on both
-- sides, keep-in-touch, interests of members.

-- name: record_counts :one
-- How much there is of each, at most max. Called by the person page.
-- args: person_id int, me int, max int, eyes int
-- cols: posts int, touches int, moments int, facts int, commitments int, commitments_open int, deals int, value_us int, value_them int, notes int
select (select count(*) from (select 1 from post p where person_id = :person_id and person_id > 0 and {seen_of} limit :max) a),
    (select count(*) from (select 1 from touch t where person_id = :person_id and owner_id in (0, :me) and {seen_touch} limit :max) b),
    (select count(*) from (select 1 from moment_person where person_id = :person_id and person_id > 0 limit :max) c),
    (select count(*) from (select 1 from fact where person_id = :person_id and owner_id in (0, :me) limit :max) d),
    (select count(*) from (select 1 from commitment where person_id = :person_id limit :max) e),
    (select count(*) from (select 1 from commitment where person_id = :person_id and state = 'open' limit :max) f),
    (select count(*) from (select 1 from deal where person_id = :person_id limit :max) g),
    (select count(*) from (select 1 from value_entry where person_id = :person_id and side = 'us' limit :max) h),
    (select count(*) from (select 1 from value_entry where person_id = :person_id and side = 'them' limit :max) i),
    (select count(*) from (select 1 from datum where person_id = :person_id and kind = 'note' and owner_id in (0, :me) limit :max) j);

-- name: keep_of_person :many
-- What keeps a person in touch: by name. Called by the person page.
-- args: person_id int
-- cols: id int, person_id int, segment_id int, member_id int, ideal_days int, latest_days int, created_by int, created_at int
select id, person_id, segment_id, member_id, ideal_days, latest_days, created_by, created_at
from keep_in_touch where person_id = :person_id and segment_id = 0 order by member_id;

-- ---- touches by hand ----

-- name: record_touch_insert :exec :write
-- A call, a meeting, a letter: what a member writes down. Called by domain/record.
-- args: id int, person_id int, member_id int, direction str, medium str, prompted bool, asked int, personal bool, source str, text str, moment_id int, owner_id int, at int
insert into touch (id, person_id, member_id, direction, medium, prompted, asked, personal, source, text, moment_id, owner_id, at)
values (:id, :person_id, :member_id, :direction, :medium, :prompted, :asked, :personal, :source, :text, :moment_id, :owner_id, :at);

-- name: record_touch_get :one
-- One touch. Called before it is shown or removed.
-- args: id int
-- cols: id int, person_id int, member_id int, channel_id int, post_id int, direction str, medium str, prompted bool, asked int, personal bool, automatic bool, source str, text str, moment_id int, owner_id int, at int
select id, person_id, member_id, channel_id, post_id, direction, medium, prompted, asked, personal, automatic, source, text, moment_id, owner_id, at from touch where id = :id;

-- name: record_touch_before :one
-- The last one before a time: what one answers. Called when one is written down.
-- args: person_id int, at int
-- cols: id int, direction str, at int
select id, direction, at from touch where person_id = :person_id and at <= :at order by at desc limit 1;

-- name: record_touch_drop :exec :write
-- Called by domain/record.
-- args: id int
delete from touch where id = :id;

-- ---- moments ----

-- name: moment_insert :exec :write
-- A shared experience or a turning point. Called by domain/record.
-- args: id int, kind str, title str, text str, at int, until_at int, conversation_id int, repairs_id int, severity int, source str, created_by int, now int
insert into moment (id, kind, title, text, at, until_at, conversation_id, repairs_id, severity, source, created_by, created_at)
values (:id, :kind, :title, :text, :at, :until_at, :conversation_id, :repairs_id, :severity, :source, :created_by, :now);

-- name: moment_get :one
-- One of them. Called by its page, and before it is changed.
-- args: id int
-- cols: id int, kind str, title str, text str, at int, until_at int, conversation_id int, repairs_id int, severity int, source str, created_by int, created_at int
select id, kind, title, text, at, until_at, conversation_id, repairs_id, severity, source, created_by, created_at from moment where id = :id;

-- name: moment_set :exec :write
-- Called by domain/record.
-- args: id int, kind str, title str, text str, at int, until_at int, repairs_id int, severity int
update moment set kind = :kind, title = :title, text = :text, at = :at, until_at = :until_at, repairs_id = :repairs_id, severity = :severity where id = :id;

-- name: moment_join :exec :write
-- A person or a member took part. Called by domain/record.
-- args: moment_id int, person_id int, member_id int
insert into moment_person (moment_id, person_id, member_id) values (:moment_id, :person_id, :member_id) on conflict (moment_id, person_id, member_id) do nothing;

-- name: moment_leave :exec :write
-- Who took no part after all. Called by domain/record.
-- args: moment_id int, person_id int, member_id int
delete from moment_person where moment_id = :moment_id and person_id = :person_id and member_id = :member_id;

-- name: moment_leave_all :exec :write
-- Before a moment goes. Called by domain/record.
-- args: moment_id int
delete from moment_person where moment_id = :moment_id;

-- name: moment_repaired_again :exec :write
-- A failure that goes is repaired by nothing. Called by domain/record.
-- args: id int
update moment set repairs_id = 0 where repairs_id = :id and repairs_id > 0;

-- name: moment_drop :exec :write
-- Called by domain/record.
-- args: id int
delete from moment where id = :id;

-- name: moment_of_person :many
-- Shared experiences with a person, the newest written down first. Called by the records of a person.
-- args: person_id int, max int
-- cols: as moment_get
select m.id, m.kind, m.title, m.text, m.at, m.until_at, m.conversation_id, m.repairs_id, m.severity, m.source, m.created_by, m.created_at
from moment_person x join moment m on m.id = x.moment_id where x.person_id = :person_id and x.person_id > 0 order by x.moment_id desc limit :max;

-- name: moment_who :many
-- Who took part. Called where a moment is shown.
-- args: moment_id int, me int
-- cols: person_id int, member_id int, name str?, stage str?, handle str?, avatar_url str?, owner_id int
select x.person_id, x.member_id, p.name, p.stage, i.handle, i.avatar_url, coalesce(p.owner_id, 0)
from moment_person x left join person p on p.id = x.person_id and x.person_id > 0
    left join identity i on i.id = (select min(y.id) from identity y where y.person_id = x.person_id and y.owner_id in (0, :me))
where x.moment_id = :moment_id;

-- ---- facts ----

-- name: fact_insert :exec :write
-- Something known about a person. Called by domain/record.
-- args: id int, person_id int, kind str, text str, topic str, source str, post_id int, said_at int, owner_id int, created_by int, now int
insert into fact (id, person_id, kind, text, topic, source, post_id, said_at, owner_id, created_by, created_at)
values (:id, :person_id, :kind, :text, :topic, :source, :post_id, :said_at, :owner_id, :created_by, :now);

-- name: fact_get :one
-- One of them, with the post in which they said it. Called before it is changed.
-- args: id int
-- cols: id int, person_id int, kind str, text str, topic str, source str, post_id int, said_at int, owner_id int, created_by int, created_at int, post_conversation int, post_text str, posted_at int
select f.id, f.person_id, f.kind, f.text, f.topic, f.source, f.post_id, f.said_at, f.owner_id, f.created_by, f.created_at,
    coalesce(p.conversation_id, 0), coalesce(p.text, ''), coalesce(p.posted_at, 0)
from fact f left join post p on p.id = f.post_id and f.post_id > 0 where f.id = :id;

-- name: fact_of_person :many
-- What is known about a person, the newest first. Called by the records of a person.
-- args: person_id int, me int, max int
-- cols: as fact_get
select f.id, f.person_id, f.kind, f.text, f.topic, f.source, f.post_id, f.said_at, f.owner_id, f.created_by, f.created_at,
    coalesce(p.conversation_id, 0), coalesce(p.text, ''), coalesce(p.posted_at, 0)
from fact f left join post p on p.id = f.post_id and f.post_id > 0
where f.person_id = :person_id and f.owner_id in (0, :me) order by f.id desc limit :max;

-- name: fact_set :exec :write
-- Called by domain/record.
-- args: id int, kind str, text str, topic str, said_at int
update fact set kind = :kind, text = :text, topic = :topic, said_at = :said_at where id = :id;

-- name: fact_drop :exec :write
-- Called by domain/record.
-- args: id int
delete from fact where id = :id;

-- ---- interests of members ----

-- name: interest_of_member :many
-- What a member likes. Called by the account page and common ground.
-- args: member_id int
-- cols: member_id int, topic str, text str
select member_id, topic, text from member_interest where member_id = :member_id order by topic;

-- name: interest_all :many :scan
-- What all members like; a few lines each. Called by common ground.
-- cols: as interest_of_member
select member_id, topic, text from member_interest order by member_id, topic;

-- name: interest_put :exec :write
-- Called by the account page.
-- args: member_id int, topic str, text str
insert into member_interest (member_id, topic, text) values (:member_id, :topic, :text) on conflict (member_id, topic) do update set text = excluded.text;

-- name: interest_clear :exec :write
-- Called by the account page before the new list.
-- args: member_id int
delete from member_interest where member_id = :member_id;

-- ---- commitments ----

-- name: commitment_insert :exec :write
-- Something promised. Called by domain/record.
-- args: id int, person_id int, member_id int, side str, text str, due_at int, conversation_id int, created_by int, now int
insert into commitment (id, person_id, member_id, side, text, due_at, conversation_id, created_by, created_at)
values (:id, :person_id, :member_id, :side, :text, :due_at, :conversation_id, :created_by, :now);

-- name: commitment_get :one
-- One of them. Called before it is changed.
-- args: id int
-- cols: id int, person_id int, member_id int, side str, text str, due_at int, state str, settled_at int, settled_by int, conversation_id int, created_by int, created_at int
select id, person_id, member_id, side, text, due_at, state, settled_at, settled_by, conversation_id, created_by, created_at from commitment where id = :id;

-- name: commitment_of_person :many
-- What was promised, the newest first. Called by the records of a person.
-- args: person_id int, max int
-- cols: as commitment_get
select id, person_id, member_id, side, text, due_at, state, settled_at, settled_by, conversation_id, created_by, created_at
from commitment where person_id = :person_id order by id desc limit :max;

-- name: commitment_due :many
-- Open promises by their date; those without one (0) first. Called by the list of commitments.
-- args: me int, after_due int, after_id int, max int
-- cols: id int, person_id int, member_id int, side str, text str, due_at int, state str, settled_at int, settled_by int, conversation_id int, created_by int, created_at int, name str, stage str
select c.id, c.person_id, c.member_id, c.side, c.text, c.due_at, c.state, c.settled_at, c.settled_by, c.conversation_id, c.created_by, c.created_at, p.name, p.stage
from commitment c join person p on p.id = c.person_id
where c.state = 'open' and (c.due_at, c.id) > (:after_due, :after_id) and p.owner_id in (0, :me) order by c.due_at, c.id limit :max;

-- name: commitment_set :exec :write
-- Called by domain/record.
-- args: id int, text str, due_at int, member_id int, state str, settled_at int, settled_by int
update commitment set text = :text, due_at = :due_at, member_id = :member_id, state = :state, settled_at = :settled_at, settled_by = :settled_by where id = :id;

-- name: commitment_drop :exec :write
-- Called by domain/record.
-- args: id int
delete from commitment where id = :id;

-- ---- deals, orders, referrals ----

-- name: deal_insert :exec :write
-- Called by domain/record.
-- args: id int, kind str, person_id int, organization_id int, title str, amount_minor int, currency str, state str, at int, referred_id int, conversation_id int, member_id int, created_by int, now int
insert into deal (id, kind, person_id, organization_id, title, amount_minor, currency, state, at, referred_id, conversation_id, member_id, created_by, created_at)
values (:id, :kind, :person_id, :organization_id, :title, :amount_minor, :currency, :state, :at, :referred_id, :conversation_id, :member_id, :created_by, :now);

-- name: deal_get :one
-- One of them. Called before it is changed.
-- args: id int
-- cols: id int, kind str, person_id int, organization_id int, title str, amount_minor int, currency str, state str, at int, referred_id int, conversation_id int, member_id int, created_by int, created_at int
select id, kind, person_id, organization_id, title, amount_minor, currency, state, at, referred_id, conversation_id, member_id, created_by, created_at from deal where id = :id;

-- name: deal_of_person :many
-- Deals, orders and referrals of a person, the newest first. Called by the records of a person.
-- args: person_id int, max int
-- cols: as deal_get
select id, kind, person_id, organization_id, title, amount_minor, currency, state, at, referred_id, conversation_id, member_id, created_by, created_at
from deal where person_id = :person_id order by id desc limit :max;

-- name: deal_referring :many
-- Who sent a person to us. Called by the records of a person.
-- args: referred_id int, max int
-- cols: as deal_get
select id, kind, person_id, organization_id, title, amount_minor, currency, state, at, referred_id, conversation_id, member_id, created_by, created_at
from deal where referred_id = :referred_id and referred_id > 0 order by referred_id limit :max;

-- name: deal_set :exec :write
-- Called by domain/record.
-- args: id int, title str, amount_minor int, currency str, state str, at int, organization_id int, member_id int
update deal set title = :title, amount_minor = :amount_minor, currency = :currency, state = :state, at = :at, organization_id = :organization_id, member_id = :member_id where id = :id;

-- name: deal_drop :exec :write
-- Called by domain/record.
-- args: id int
delete from deal where id = :id;

-- name: link_put :exec :write
-- Two persons know each other; called once for each way round. By domain/record for referrals.
-- args: a_id int, b_id int, kind str, weight real, source str, source_id int, now int
insert into link (a_id, b_id, kind, weight, source, source_id, created_at)
select :a_id, :b_id, :kind, :weight, :source, :source_id, :now
where not exists (select 1 from link x where x.a_id = :a_id and x.kind = :kind and x.b_id = :b_id and x.source = :source and x.source_id = :source_id);

-- name: link_drop :exec :write
-- What a record made is gone with it. By domain/record, once for each way round.
-- args: a_id int, b_id int, kind str, source str, source_id int
delete from link where a_id = :a_id and b_id = :b_id and kind = :kind and source = :source and source_id = :source_id;

-- ---- value ----

-- name: value_insert :exec :write
-- What one side gained from the other. Called by domain/record.
-- args: id int, person_id int, member_id int, side str, kind str, text str, post_id int, moment_id int, deal_id int, at int, created_by int, now int
insert into value_entry (id, person_id, member_id, side, kind, text, post_id, moment_id, deal_id, at, created_by, created_at)
values (:id, :person_id, :member_id, :side, :kind, :text, :post_id, :moment_id, :deal_id, :at, :created_by, :now);

-- name: value_get :one
-- One of them, with the post that shows it. Called before it is changed.
-- args: id int
-- cols: id int, person_id int, member_id int, side str, kind str, text str, post_id int, moment_id int, deal_id int, at int, created_by int, created_at int, post_conversation int, post_text str, posted_at int
select v.id, v.person_id, v.member_id, v.side, v.kind, v.text, v.post_id, v.moment_id, v.deal_id, v.at, v.created_by, v.created_at,
    coalesce(p.conversation_id, 0), coalesce(p.text, ''), coalesce(p.posted_at, 0)
from value_entry v left join post p on p.id = v.post_id and v.post_id > 0 where v.id = :id;

-- name: value_of_person :many
-- What either side gained, the newest first. Called by the records of a person.
-- args: person_id int, max int
-- cols: as value_get
select v.id, v.person_id, v.member_id, v.side, v.kind, v.text, v.post_id, v.moment_id, v.deal_id, v.at, v.created_by, v.created_at,
    coalesce(p.conversation_id, 0), coalesce(p.text, ''), coalesce(p.posted_at, 0)
from value_entry v left join post p on p.id = v.post_id and v.post_id > 0
where v.person_id = :person_id order by v.id desc limit :max;

-- name: value_set :exec :write
-- Called by domain/record.
-- args: id int, side str, kind str, text str, at int
update value_entry set side = :side, kind = :kind, text = :text, at = :at where id = :id;

-- name: value_drop :exec :write
-- Called by domain/record.
-- args: id int
delete from value_entry where id = :id;

-- ---- keep-in-touch ----

-- name: keep_put :exec :write
-- How often a person or the people of a segment should hear from us. Called by domain/record.
-- args: id int, person_id int, segment_id int, member_id int, ideal_days int, latest_days int, created_by int, now int
insert into keep_in_touch (id, person_id, segment_id, member_id, ideal_days, latest_days, created_by, created_at)
values (:id, :person_id, :segment_id, :member_id, :ideal_days, :latest_days, :created_by, :now)
on conflict (person_id, segment_id, member_id) do update set ideal_days = excluded.ideal_days, latest_days = excluded.latest_days;

-- name: keep_drop :exec :write
-- Called by domain/record.
-- args: person_id int, segment_id int, member_id int
delete from keep_in_touch where person_id = :person_id and segment_id = :segment_id and member_id = :member_id;
