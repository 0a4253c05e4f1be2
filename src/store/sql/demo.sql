-- The demo workspace: rows that only it needs, and its removal, which leaves nothing but the event log.

-- name: demo_present :one :scan
-- Whether a demo is here, and how large. Called by demo_state.
-- cols: members int, channels int, conversations int, posts int, people int
select (select count(*) from member where demo = 1) as members,
    (select count(*) from channel where demo = 1) as channels,
    (select count(*) from conversation c join channel ch on ch.id = c.channel_id where ch.demo = 1) as conversations,
    (select count(*) from post p join channel ch on ch.id = p.channel_id where ch.demo = 1) as posts,
    (select count(distinct p.person_id) from post p join channel ch on ch.id = p.channel_id where ch.demo = 1 and p.person_id > 0) as people;

-- name: demo_team_by_name :one
-- A team of that name. Called by demo_create.
-- args: name str
-- cols: id int
select id from team where name = :name;

-- name: demo_team_insert :exec :write
-- A team of the demo. Called by demo_create.
-- args: id int, name str, kind str, now int
insert into team (id, name, kind, demo, created_at) values (:id, :name, :kind, 1, :now);

-- name: demo_handle_taken :one
-- Whether somebody has this handle. Called by demo_create.
-- args: handle str
-- cols: id int
select id from member where handle = :handle;

-- name: demo_member_insert :exec :write
-- A colleague of the demo, who cannot sign in. Called by demo_create.
-- args: id int, handle str, name str, email str, role str, sign str, now int
insert into member (id, handle, name, email, role, sign, demo, created_at)
values (:id, :handle, :name, :email, :role, :sign, 1, :now);

-- name: demo_team_join :exec :write
-- Puts a colleague into a team. Called by demo_create.
-- args: team_id int, member_id int
insert into team_member (team_id, member_id) values (:team_id, :member_id) on conflict (team_id, member_id) do nothing;

-- name: demo_label_by_name :one
-- A label of that name. Called by demo_create.
-- args: name str
-- cols: id int
select id from label where name = :name;

-- name: demo_channel_insert :exec :write
-- A channel of the demo. Called by demo_create.
-- args: id int, network str, name str, handle str, address str, config str, next_poll_at int, now int
insert into channel (id, network, name, handle, address, config, demo, next_poll_at, created_at)
values (:id, :network, :name, :handle, :address, :config, 1, :next_poll_at, :now);

-- name: demo_channels :many :scan
-- The channels of the demo. Called by demo_remove; channels are few.
-- cols: id int, network str, address str, config str
select id, network, address, config from channel where demo = 1;

-- name: demo_settled :many :scan
-- Conversations of a demo channel that are over: we had the last word or answered, or nobody needed more. Called by demo_create; runs on
-- the demo's own rows.
-- args: channel_id int, answered_before int, any_before int
-- cols: id int
select id from conversation where channel_id = :channel_id and status = 'open'
    and ((answered = 1 and last_at < :answered_before) or last_at < :any_before);

-- name: demo_conversation_of :one
-- The conversation of a post of the story. Called by demo_create.
-- args: network str, native_id str
-- cols: id int
select conversation_id from post where network = :network and native_id = :native_id;

-- name: demo_drop_labels :exec :write
-- Part of demo_remove.
-- args: channel_id int
delete from conversation_label where conversation_id in (select id from conversation where channel_id = :channel_id);

-- name: demo_drop_notes :exec :write
-- Part of demo_remove.
-- args: channel_id int
delete from note where conversation_id in (select id from conversation where channel_id = :channel_id);

-- name: demo_drop_mentions :exec :write :scan
-- Part of demo_remove.
-- args: channel_id int
delete from mention where conversation_id in (select id from conversation where channel_id = :channel_id)
    or member_id in (select id from member where demo = 1) or person_id in (select id from person where demo = 1);

-- name: demo_drop_regrouped :exec :write
-- Part of demo_remove.
-- args: channel_id int
delete from regrouping_row where regrouping_id in
    (select r.id from regrouping r join conversation c on c.id = r.from_id where c.channel_id = :channel_id);

-- name: demo_drop_regroupings :exec :write
-- Part of demo_remove.
-- args: channel_id int
delete from regrouping where from_id in (select id from conversation where channel_id = :channel_id);

-- name: demo_drop_reminders :exec :write :scan
-- Part of demo_remove.
-- args: channel_id int
delete from reminder where conversation_id in (select id from conversation where channel_id = :channel_id)
    or member_id in (select id from member where demo = 1);

-- name: demo_drop_talkers :exec :write :scan
-- Part of demo_remove.
-- args: channel_id int
delete from talk_member where talk_id in (select t.id from talk t join conversation c on c.id = t.conversation_id where c.channel_id = :channel_id)
    or member_id in (select id from member where demo = 1);

-- name: demo_drop_talks :exec :write
-- Part of demo_remove.
-- args: channel_id int
delete from talk where conversation_id in (select id from conversation where channel_id = :channel_id);

-- name: demo_drop_followers :exec :write :scan
-- Part of demo_remove.
-- args: channel_id int
delete from follower where conversation_id in (select id from conversation where channel_id = :channel_id)
    or member_id in (select id from member where demo = 1);

-- name: demo_drop_drafts :exec :write
-- Part of demo_remove.
-- args: channel_id int
delete from draft where conversation_id in (select id from conversation where channel_id = :channel_id);

-- name: demo_drop_approvals :exec :write :scan
-- Part of demo_remove.
-- args: channel_id int
delete from approval where outbox_id in (select id from outbox where channel_id = :channel_id);

-- name: demo_drop_begun :exec :write :scan
-- Part of demo_remove: sends that a pause came too late for.
-- args: channel_id int
delete from pause_begun where outbox_id in (select id from outbox where channel_id = :channel_id);

-- name: demo_drop_topics :exec :write :scan
-- Part of demo_remove: labels of posts of our own.
-- args: channel_id int
delete from outbox_label where outbox_id in (select id from outbox where channel_id = :channel_id);

-- name: demo_drop_publications :exec :write :scan
-- Part of demo_remove: decisions to post of which no channel is left.
delete from publication where not exists (select 1 from outbox o where o.publication_id = publication.id and o.publication_id > 0);

-- name: demo_drop_outbox :exec :write :scan
-- Part of demo_remove.
-- args: channel_id int
delete from outbox where channel_id = :channel_id;

-- name: demo_drop_handoffs :exec :write
-- Part of demo_remove.
-- args: channel_id int
delete from handoff where conversation_id in (select id from conversation where channel_id = :channel_id);

-- name: demo_drop_effects :exec :write
-- Part of demo_remove.
-- args: channel_id int
delete from routing_effect where conversation_id in (select id from conversation where channel_id = :channel_id);

-- name: demo_drop_clocks :exec :write
-- Part of demo_remove.
-- args: channel_id int
delete from clock where conversation_id in (select id from conversation where channel_id = :channel_id);

-- name: demo_drop_absences :exec :write :scan
-- Part of demo_remove.
delete from absence where member_id in (select id from member where demo = 1) or delegate_id in (select id from member where demo = 1);

-- name: demo_drop_skills :exec :write :scan
-- Part of demo_remove.
delete from member_skill where member_id in (select id from member where demo = 1);

-- name: demo_drop_touches :exec :write :scan
-- Part of demo_remove.
-- args: channel_id int
delete from touch where channel_id = :channel_id;

-- name: demo_drop_versions :exec :write
-- Part of demo_remove.
-- args: channel_id int
delete from post_version where post_id in (select p.id from post p join conversation c on c.id = p.conversation_id where c.channel_id = :channel_id);

-- name: demo_mark_dirty :exec :write
-- Tells the search index to forget the posts. Part of demo_remove.
-- args: channel_id int
insert into search_dirty (post_id, old_text)
select p.id, p.text from post p join conversation c on c.id = p.conversation_id where c.channel_id = :channel_id
on conflict (post_id) do update set old_text = search_dirty.old_text;

-- name: demo_drop_posts :exec :write
-- Part of demo_remove.
-- args: channel_id int
delete from post where conversation_id in (select id from conversation where channel_id = :channel_id);

-- name: demo_drop_hits :exec :write
-- Part of demo_remove.
-- args: channel_id int
delete from hit where post_id in (select p.id from post p join conversation c on c.id = p.conversation_id where c.channel_id = :channel_id);

-- name: demo_drop_echoes :exec :write :scan
-- Part of demo_remove.
-- args: channel_id int
delete from echo where post_id in (select p.id from post p join conversation c on c.id = p.conversation_id where c.channel_id = :channel_id);

-- name: demo_drop_storm_posts :exec :write :scan
-- Part of demo_remove: before posts and storms go.
-- args: channel_id int
delete from storm_post where storm_id in (select s.id from storm s join conversation c on c.id = s.head_id where c.channel_id = :channel_id)
    or post_id in (select p.id from post p join conversation c on c.id = p.conversation_id where c.channel_id = :channel_id);

-- name: demo_drop_storms :exec :write :scan
-- Part of demo_remove.
-- args: channel_id int
delete from storm where head_id in (select id from conversation where channel_id = :channel_id);

-- name: demo_drop_conversations :exec :write
-- Part of demo_remove.
-- args: channel_id int
delete from conversation where channel_id = :channel_id;

-- name: demo_drop_seen :exec :write
-- Part of demo_remove.
-- args: channel_id int
delete from channel_seen where channel_id = :channel_id;

-- name: demo_drop_looks :exec :write
-- Part of demo_remove.
-- args: channel_id int
delete from thread_look where channel_id = :channel_id;

-- name: demo_drop_tallies :exec :write :scan
-- Part of demo_remove.
-- args: channel_id int
delete from tally where channel_id = :channel_id;

-- name: demo_drop_identities :exec :write :scan
-- Part of demo_remove: the people of the demo's own networks.
-- args: network str
delete from identity where network = :network;

-- name: demo_drop_ties :exec :write :scan
-- Part of demo_remove: what grew with people who go.
delete from tie where person_id in (select p.id from person p where p.demo = 1 and not exists (select 1 from identity i where i.person_id = p.id));

-- name: demo_drop_moves :exec :write :scan
-- Part of demo_remove.
delete from stage_move where person_id in (select p.id from person p where p.demo = 1 and not exists (select 1 from identity i where i.person_id = p.id));

-- name: demo_drop_addresses :exec :write :scan
-- Part of demo_remove: what members added to people of the demo.
delete from identity where source = 'member' and person_id in (select p.id from person p where p.demo = 1);

-- name: demo_drop_datum :exec :write :scan
-- Part of demo_remove: what members wrote down about people of the demo.
delete from datum where person_id in (select p.id from person p where p.demo = 1 and not exists (select 1 from identity i where i.person_id = p.id));

-- name: demo_drop_person_role :exec :write :scan
-- Part of demo_remove: what members wrote down about people of the demo.
delete from person_role where person_id in (select p.id from person p where p.demo = 1 and not exists (select 1 from identity i where i.person_id = p.id));

-- name: demo_drop_fact :exec :write :scan
-- Part of demo_remove: what members wrote down about people of the demo.
delete from fact where person_id in (select p.id from person p where p.demo = 1 and not exists (select 1 from identity i where i.person_id = p.id));

-- name: demo_drop_commitment :exec :write :scan
-- Part of demo_remove: what members wrote down about people of the demo.
delete from commitment where person_id in (select p.id from person p where p.demo = 1 and not exists (select 1 from identity i where i.person_id = p.id));

-- name: demo_drop_deal :exec :write :scan
-- Part of demo_remove: what members wrote down about people of the demo.
delete from deal where person_id in (select p.id from person p where p.demo = 1 and not exists (select 1 from identity i where i.person_id = p.id));

-- name: demo_drop_value_entry :exec :write :scan
-- Part of demo_remove: what members wrote down about people of the demo.
delete from value_entry where person_id in (select p.id from person p where p.demo = 1 and not exists (select 1 from identity i where i.person_id = p.id));

-- name: demo_drop_moment_person :exec :write :scan
-- Part of demo_remove: what members wrote down about people of the demo.
delete from moment_person where person_id in (select p.id from person p where p.demo = 1 and not exists (select 1 from identity i where i.person_id = p.id));

-- name: demo_drop_keep_in_touch :exec :write :scan
-- Part of demo_remove: what members wrote down about people of the demo.
delete from keep_in_touch where person_id in (select p.id from person p where p.demo = 1 and not exists (select 1 from identity i where i.person_id = p.id));

-- name: demo_drop_match_key :exec :write :scan
-- Part of demo_remove: what members wrote down about people of the demo.
delete from match_key where person_id in (select p.id from person p where p.demo = 1 and not exists (select 1 from identity i where i.person_id = p.id));

-- name: demo_drop_match_dirty :exec :write :scan
-- Part of demo_remove: what members wrote down about people of the demo.
delete from match_dirty where person_id in (select p.id from person p where p.demo = 1 and not exists (select 1 from identity i where i.person_id = p.id));

-- name: demo_mark_lookup :exec :write :scan
-- Part of demo_remove: by whom nobody is found any more; domain/lookup takes their words out.
insert into lookup_dirty (person_id) select p.id from person p where p.demo = 1 and not exists (select 1 from identity i where i.person_id = p.id)
on conflict (person_id) do update set person_id = excluded.person_id;

-- name: demo_drop_link :exec :write :scan
-- Part of demo_remove: what members wrote down about people of the demo.
delete from link where a_id in (select p.id from person p where p.demo = 1 and not exists (select 1 from identity i where i.person_id = p.id))
    or b_id in (select p.id from person p where p.demo = 1 and not exists (select 1 from identity i where i.person_id = p.id));

-- name: demo_drop_match_pair :exec :write :scan
-- Part of demo_remove: what members wrote down about people of the demo.
delete from match_pair where a_id in (select p.id from person p where p.demo = 1 and not exists (select 1 from identity i where i.person_id = p.id))
    or b_id in (select p.id from person p where p.demo = 1 and not exists (select 1 from identity i where i.person_id = p.id));

-- name: demo_drop_hand_touches :exec :write :scan
-- Part of demo_remove: what members logged with people of the demo.
delete from touch where channel_id = 0 and person_id in (select p.id from person p where p.demo = 1 and not exists (select 1 from identity i where i.person_id = p.id));

-- name: demo_drop_moments :exec :write :scan
-- Part of demo_remove: moments in which nobody is left.
delete from moment_person where moment_id in (select m.id from moment m where not exists (select 1 from moment_person x where x.moment_id = m.id and x.person_id > 0));

-- name: demo_drop_moment_rows :exec :write :scan
-- Part of demo_remove.
delete from moment where not exists (select 1 from moment_person x where x.moment_id = moment.id);

-- name: demo_drop_interests :exec :write :scan
-- Part of demo_remove.
delete from member_interest where member_id in (select id from member where demo = 1);

-- name: demo_drop_view_places :exec :write :scan
-- Part of demo_remove: where the demo's colleagues put views, and where anybody put theirs.
delete from saved_view_place where member_id in (select id from member where demo = 1)
    or view_id in (select v.id from saved_view v where v.created_by in (select m.id from member m where m.demo = 1));

-- name: demo_drop_views :exec :write :scan
-- Part of demo_remove: views that the demo's colleagues kept.
delete from saved_view where created_by in (select id from member where demo = 1);

-- name: demo_drop_segment_keeps :exec :write :scan
-- Part of demo_remove: how often people of the demo's segments should hear from us.
delete from keep_in_touch where segment_id in (select s.id from segment s where s.created_by in (select m.id from member m where m.demo = 1));

-- name: demo_drop_segments :exec :write :scan
-- Part of demo_remove: segments that the demo's colleagues made.
delete from segment where created_by in (select id from member where demo = 1);

-- name: demo_drop_people :exec :write :scan
-- Part of demo_remove: people of the demo who have no identity left.
delete from person where demo = 1 and not exists (select 1 from identity i where i.person_id = person.id);

-- name: demo_drop_channel :exec :write
-- Part of demo_remove.
-- args: channel_id int
delete from channel where id = :channel_id;

-- name: demo_drop_label_rows :exec :write :scan
-- Part of demo_remove: labels of the demo that nothing else uses.
delete from label where demo = 1 and not exists (select 1 from conversation_label cl where cl.label_id = label.id)
    and not exists (select 1 from outbox_label ol where ol.label_id = label.id);

-- name: demo_drop_team_members :exec :write :scan
-- Part of demo_remove.
delete from team_member where member_id in (select id from member where demo = 1);

-- name: demo_release_conversations :exec :write :scan
-- Part of demo_remove: what was given to a colleague of the demo belongs to nobody again.
update conversation set owner_id = 0, version = version + 1 where owner_id > 0 and owner_id in (select id from member where demo = 1);

-- name: demo_release_teams :exec :write :scan
-- Part of demo_remove: a hand-over to a team of the demo keeps the team.
delete from team where demo = 1 and not exists (select 1 from team_member tm where tm.team_id = team.id)
    and not exists (select 1 from handoff h where h.to_team = team.id)
    and not exists (select 1 from conversation c where c.team_id = team.id and c.team_id > 0);

-- name: demo_drop_members :exec :write :scan
-- Part of demo_remove.
delete from member where demo = 1;

-- name: demo_sign_posts :exec :write :scan
-- The colleague behind a sign such as ^MO wrote our posts that end with it. Called by demo_create.
-- args: channel_id int, sign str, member_id int
update post set member_id = :member_id where channel_id = :channel_id and direction = 'out' and text like '%' || :sign;

-- name: demo_sign_touches :exec :write :scan
-- The same for the touches. Called by demo_create.
-- args: channel_id int, member_id int
update touch set member_id = :member_id where channel_id = :channel_id and direction = 'out'
    and post_id in (select p.id from post p where p.channel_id = :channel_id and p.member_id = :member_id);

-- name: demo_tied :many :scan
-- People of the demo with whom both sides spoke. Called by demo_create.
-- cols: id int
select id from person where demo = 1 and tied = 1 order by id;
