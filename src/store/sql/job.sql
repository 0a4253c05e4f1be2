-- Durable work. A worker takes the oldest due row by a lease; `attempts` grows with each taking, so a worker that lost its
-- lease is known by an old number.

-- name: job_add :one :write
-- A new job, unless one of this kind and key lives: then that one, not later than before. Called by job_enqueue.
-- args: id int, kind str, key str, payload str, run_at int, now int
-- cols: id int, state str
insert into job (id, kind, key, payload, run_at, created_at) values (:id, :kind, :key, :payload, :run_at, :now)
on conflict (kind, key) where state in ('ready', 'running')
do update set run_at = case when excluded.run_at < job.run_at then excluded.run_at else job.run_at end
returning id, state;

-- name: job_plan :exec :write
-- A job that comes by itself, unless one of its kind lives: that one keeps its time. Called by job_plan.
-- args: id int, kind str, run_at int, now int
insert into job (id, kind, key, run_at, created_at) values (:id, :kind, '', :run_at, :now)
on conflict (kind, key) where state in ('ready', 'running') do nothing;

-- name: job_claim :one :write
-- Takes the job that is due longest. Called by job_claim.
-- args: now int, node int, lease_until int
-- cols: id int, kind str, key str, payload str, attempts int, progress str?
update job set state = 'running', attempts = attempts + 1, lease_node = :node, lease_until = :lease_until
where id = (select id from job where state = 'ready' and run_at <= :now order by run_at limit 1)
returning id, kind, key, payload, attempts, progress;
-- postgres:
update job set state = 'running', attempts = attempts + 1, lease_node = :node, lease_until = :lease_until
where id = (select id from job where state = 'ready' and run_at <= :now order by run_at limit 1 for update skip locked)
returning id, kind, key, payload, attempts, progress;

-- name: job_keep :exec :write
-- Prolongs a lease that is still ours. Called by job_renew.
-- args: id int, attempts int, lease_until int
update job set lease_until = :lease_until where id = :id and state = 'running' and attempts = :attempts;

-- name: job_report :exec :write
-- How far a job is, for screens; also prolongs the lease. Called by job_progress.
-- args: id int, attempts int, lease_until int, progress str
update job set progress = :progress, lease_until = :lease_until
where id = :id and state = 'running' and attempts = :attempts;

-- name: job_end :exec :write
-- A job is over, done or failed. Called by job_finish and job_fail.
-- args: id int, attempts int, state str, error str?, now int
update job set state = :state, error = :error, finished_at = :now, lease_until = 0, lease_node = 0
where id = :id and state = 'running' and attempts = :attempts;

-- name: job_again :exec :write
-- A job did not work and is tried again later. Called by job_fail.
-- args: id int, attempts int, run_at int, error str
update job set state = 'ready', run_at = :run_at, error = :error, lease_until = 0, lease_node = 0
where id = :id and state = 'running' and attempts = :attempts;

-- name: job_reclaim :exec :write
-- Jobs whose worker went away are due again. Called by job_reclaim.
-- args: now int, max_attempts int
update job set state = 'ready', run_at = :now, lease_until = 0, lease_node = 0
where state = 'running' and lease_until < :now and attempts < :max_attempts;

-- name: job_give_up :exec :write
-- Jobs that took their worker down too often are failed. Called by job_reclaim.
-- args: now int, max_attempts int, error str
update job set state = 'failed', error = :error, finished_at = :now, lease_until = 0, lease_node = 0
where state = 'running' and lease_until < :now and attempts >= :max_attempts;

-- name: job_next_due :one
-- When the next job is due. Called by the workers to know how long to wait.
-- cols: run_at int
select run_at from job where state = 'ready' order by run_at limit 1;

-- name: job_get :one
-- One job for its screen. Called by job_get.
-- args: id int
-- cols: id int, kind str, key str, payload str, state str, run_at int, attempts int, progress str?, error str?, created_at int, finished_at int
select id, kind, key, payload, state, run_at, attempts, progress, error, created_at, finished_at from job where id = :id;

-- name: job_troubled :many
-- The newest jobs that failed for good. Called by the status page.
-- args: n int
-- cols: id int, kind str, key str, payload str, state str, run_at int, attempts int, progress str?, error str?, created_at int, finished_at int
select id, kind, key, payload, state, run_at, attempts, progress, error, created_at, finished_at
from job where state = 'failed' order by id desc limit :n;

-- name: job_prune :exec :write
-- Forgets jobs that were done before. Called by the daily tidying.
-- args: before int
delete from job where state = 'done' and finished_at < :before;
