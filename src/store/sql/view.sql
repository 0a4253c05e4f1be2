-- Views of the inbox that members keep under a name. They are few: who sees and changes which is decided in C (domain/view_rules).

-- name: saved_view_list :many :scan
-- All that are shared and a member's own, in the order that member wants: those without a place behind, by name. gone: what
-- it looks for is not here any more. Called by views_list.
-- args: me int
-- cols: id int, name str, owner_id int, team_id int, base str, by_channel int, by_label int, by_owner int, by_team int, by_kind str, by_network str, version int, created_by int, created_at int, changed_by int, changed_at int, removed_at int, gone str
select v.id, v.name, v.owner_id, v.team_id, v.base, v.by_channel, v.by_label, v.by_owner, v.by_team, v.by_kind, v.by_network, v.version,
    v.created_by, v.created_at, v.changed_by, v.changed_at, v.removed_at,
    case when v.by_label > 0 and not exists (select 1 from label l where l.id = v.by_label) then 'label'
        when v.by_team > 0 and not exists (select 1 from team t where t.id = v.by_team) then 'team'
        when v.by_channel > 0 and not exists (select 1 from channel h where h.id = v.by_channel) then 'channel' else '' end
from saved_view v left join saved_view_place p on p.view_id = v.id and p.member_id = :me
where v.removed_at = 0 and v.owner_id in (0, :me) order by coalesce(p.place, 1000000), v.name, v.id;

-- name: saved_view_get :one
-- One of them, also one that was removed lately. Called before it is changed.
-- args: id int
-- cols: as saved_view_list
select v.id, v.name, v.owner_id, v.team_id, v.base, v.by_channel, v.by_label, v.by_owner, v.by_team, v.by_kind, v.by_network, v.version,
    v.created_by, v.created_at, v.changed_by, v.changed_at, v.removed_at,
    case when v.by_label > 0 and not exists (select 1 from label l where l.id = v.by_label) then 'label'
        when v.by_team > 0 and not exists (select 1 from team t where t.id = v.by_team) then 'team'
        when v.by_channel > 0 and not exists (select 1 from channel h where h.id = v.by_channel) then 'channel' else '' end
from saved_view v where v.id = :id;

-- name: saved_view_count :one :scan
-- How many there are that a member sees or may see. Called before another one is made.
-- args: me int
-- cols: n int
select count(*) from saved_view where removed_at = 0 and owner_id in (0, :me);

-- name: saved_view_insert :exec :write
-- Called by views_save.
-- args: id int, name str, owner_id int, team_id int, base str, by_channel int, by_label int, by_owner int, by_team int, by_kind str, by_network str, member_id int, now int
insert into saved_view (id, name, owner_id, team_id, base, by_channel, by_label, by_owner, by_team, by_kind, by_network, created_by, created_at, changed_by, changed_at)
values (:id, :name, :owner_id, :team_id, :base, :by_channel, :by_label, :by_owner, :by_team, :by_kind, :by_network, :member_id, :now, :member_id, :now);

-- name: saved_view_set :exec :write
-- Only over the version that was read. Called by views_change.
-- args: id int, version int, name str, owner_id int, team_id int, base str, by_channel int, by_label int, by_owner int, by_team int, by_kind str, by_network str, member_id int, now int
update saved_view set name = :name, owner_id = :owner_id, team_id = :team_id, base = :base, by_channel = :by_channel, by_label = :by_label,
    by_owner = :by_owner, by_team = :by_team, by_kind = :by_kind, by_network = :by_network, version = version + 1, changed_by = :member_id, changed_at = :now
where id = :id and version = :version and removed_at = 0;

-- name: saved_view_removed :exec :write
-- Takes it away, or gives it back (removed_at 0). Called by views_remove and views_restore.
-- args: id int, removed_at int, member_id int, now int
update saved_view set removed_at = :removed_at, version = version + 1, changed_by = :member_id, changed_at = :now where id = :id;

-- name: saved_view_forget_places :exec :write :scan
-- Places of those that were removed before a time. Called when another one is made.
-- args: before int
delete from saved_view_place where view_id in (select id from saved_view where removed_at > 0 and removed_at < :before);

-- name: saved_view_forget :exec :write :scan
-- Those that were removed before a time. Called when another one is made.
-- args: before int
delete from saved_view where removed_at > 0 and removed_at < :before;

-- name: saved_view_place_clear :exec :write
-- Called by views_order.
-- args: me int
delete from saved_view_place where member_id = :me;

-- name: saved_view_place_put :exec :write
-- Called by views_order.
-- args: me int, view_id int, place int
insert into saved_view_place (member_id, view_id, place) values (:me, :view_id, :place) on conflict (member_id, view_id) do update set place = excluded.place;

-- name: saved_view_leave_places :exec :write :scan
-- Places of a member who leaves, and all places of views that were theirs alone. Called by views_leave.
-- args: me int
delete from saved_view_place where member_id = :me or view_id in (select id from saved_view where owner_id = :me and owner_id > 0);

-- name: saved_view_leave :exec :write :scan
-- Views that only a member who leaves could see. Called by views_leave.
-- args: me int
delete from saved_view where owner_id = :me and owner_id > 0;
