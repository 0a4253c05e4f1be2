-- Settings that members change while the program runs, one row a name.

-- name: setting_get :one
-- The value of a setting. Called by setting_get.
-- args: name str
-- cols: value str, updated_at int, updated_by int
select value, updated_at, updated_by from setting where name = :name;

-- name: setting_all :many :scan
-- Every setting. Called by the settings page; the table is small.
-- cols: name str, value str, updated_at int, updated_by int
select name, value, updated_at, updated_by from setting order by name;

-- name: setting_set :exec :write
-- Sets a setting, new or not. Called by setting_set.
-- args: name str, value str, now int, member int
insert into setting (name, value, updated_at, updated_by) values (:name, :value, :now, :member)
on conflict (name) do update set value = excluded.value, updated_at = excluded.updated_at, updated_by = excluded.updated_by;

-- name: setting_remove :exec :write
-- Forgets a setting, so that its default holds again. Called by setting_remove.
-- args: name str
delete from setting where name = :name;
