-- Figures about everybody, worked out beforehand in large houses (domain/figures.h).

-- name: figure_get :one
-- One of them. Called by figures_get.
-- args: name str
-- cols: value str, at int
select value, at from figure where name = :name;

-- name: figure_put :exec :write
-- As counted just now. Called by figures_work_out.
-- args: name str, value str, at int
insert into figure (name, value, at) values (:name, :value, :at) on conflict (name) do update set value = excluded.value, at = excluded.at;

-- name: figure_people :one
-- How many people there are, at most max. Called by figures_work_out.
-- args: max int
-- cols: n int
select count(*) from (select 1 from person limit :max) x;

-- name: figure_drop_all :exec :write :scan
-- The house is small enough to be counted while somebody waits. Called by figures_work_out.
delete from figure;
