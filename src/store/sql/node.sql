-- Running servers: whose number goes into which ids. The table has at most 256 rows.

-- name: node_all :many :scan
-- Every node, by number. Called by node_lease (to find a free number) and by the status page.
-- cols: number int, name str, lease_until int, last_id int
select number, name, lease_until, last_id from node order by number;

-- name: node_take :exec :write
-- Takes a number that is new, or whose lease ran out; changes nothing when somebody else was faster. Called by node_lease.
-- args: number int, name str, lease_until int, last_id int, now int
insert into node (number, name, lease_until, last_id) values (:number, :name, :lease_until, :last_id)
on conflict (number) do update set name = excluded.name, lease_until = excluded.lease_until, last_id = excluded.last_id
where node.lease_until < :now;

-- name: node_keep :exec :write
-- Prolongs a lease that is still ours. Called by node_renew.
-- args: number int, name str, lease_until int, last_id int
update node set lease_until = :lease_until, last_id = :last_id where number = :number and name = :name;

-- name: node_release :exec :write
-- Ends our lease now. Called by node_release.
-- args: number int, name str, last_id int
update node set lease_until = 0, last_id = :last_id where number = :number and name = :name;
