-- Identity providers, and who signs in with them. Called by src/signin and the routes of sign-in.

-- name: oidc_list :many
-- All providers, by name; there are few.
-- cols: id int, name str, issuer str, client_id str, secret blob?, alg str, scopes str, groups_claim str, mapping str, default_role str, joining str, link_by_email bool, trust_email bool, enabled bool, created_by int, created_at int
select id, name, issuer, client_id, secret, alg, scopes, groups_claim, mapping, default_role, joining, link_by_email, trust_email, enabled, created_by, created_at
from oidc_provider order by name, id;

-- name: oidc_get :one
-- One provider.
-- args: id int
-- cols: as oidc_list
select id, name, issuer, client_id, secret, alg, scopes, groups_claim, mapping, default_role, joining, link_by_email, trust_email, enabled, created_by, created_at
from oidc_provider where id = :id;

-- name: oidc_insert :exec :write
-- A new provider.
-- args: id int, name str, issuer str, client_id str, secret blob?, alg str, scopes str, groups_claim str, mapping str, default_role str, joining str, link_by_email bool, trust_email bool, enabled bool, created_by int, now int
insert into oidc_provider (id, name, issuer, client_id, secret, alg, scopes, groups_claim, mapping, default_role, joining, link_by_email, trust_email, enabled, created_by, created_at)
values (:id, :name, :issuer, :client_id, :secret, :alg, :scopes, :groups_claim, :mapping, :default_role, :joining, :link_by_email, :trust_email, :enabled, :created_by, :now);

-- name: oidc_set :exec :write
-- Changes a provider; its secret only when one is given.
-- args: id int, name str, issuer str, client_id str, secret blob?, alg str, scopes str, groups_claim str, mapping str, default_role str, joining str, link_by_email bool, trust_email bool, enabled bool
update oidc_provider set name = :name, issuer = :issuer, client_id = :client_id, secret = coalesce(:secret, secret), alg = :alg, scopes = :scopes,
    groups_claim = :groups_claim, mapping = :mapping, default_role = :default_role, joining = :joining, link_by_email = :link_by_email, trust_email = :trust_email, enabled = :enabled
where id = :id;

-- name: oidc_delete :exec :write
-- Removes a provider, whose identities are gone.
-- args: id int
delete from oidc_provider where id = :id;

-- name: oidc_identity_get :one
-- Whom a provider means.
-- args: provider_id int, subject str
-- cols: member_id int, status str, role str
select i.member_id, m.status, m.role from oidc_identity i join member m on m.id = i.member_id
where i.provider_id = :provider_id and i.subject = :subject;

-- name: oidc_identity_put :exec :write
-- Who signed in, and what the provider said.
-- args: provider_id int, subject str, member_id int, email str, groups str, now int
insert into oidc_identity (provider_id, subject, member_id, email, groups, created_at, last_at)
values (:provider_id, :subject, :member_id, :email, :groups, :now, :now)
on conflict (provider_id, subject) do update set email = excluded.email, groups = excluded.groups, last_at = excluded.last_at;

-- name: oidc_identity_list :many :scan
-- All who signed in with a provider, for the view of what a mapping would do; a few hundred rows.
-- args: provider_id int
-- cols: subject str, member_id int, email str, groups str, last_at int, name str, handle str, role str, status str
select i.subject, i.member_id, i.email, i.groups, i.last_at, m.name, m.handle, m.role, m.status
from oidc_identity i join member m on m.id = i.member_id where i.provider_id = :provider_id order by m.name, i.subject;

-- name: oidc_identity_of_member :many
-- The providers a member signs in with. Called by the security page.
-- args: member_id int
-- cols: provider_id int, name str, email str, last_at int
select i.provider_id, p.name, i.email, i.last_at from oidc_identity i join oidc_provider p on p.id = i.provider_id
where i.member_id = :member_id order by p.name, i.subject;

-- name: oidc_identity_drop_provider :exec :write
-- Called before a provider is removed.
-- args: provider_id int
delete from oidc_identity where provider_id = :provider_id;
