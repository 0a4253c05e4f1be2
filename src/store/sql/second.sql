-- Second factors, passkeys, and what browsers were asked. Called by src/signin and api/auth.c.

-- name: second_get :one
-- What a member has set up. Called at sign-in and by the security page.
-- args: member_id int
-- cols: totp blob?, totp_confirmed_at int, totp_last_step int, passkey_handle blob?, recovery_at int, recovery_left int, passkeys int
select f.totp, coalesce(f.totp_confirmed_at, 0), coalesce(f.totp_last_step, 0), f.passkey_handle, coalesce(f.recovery_at, 0),
    (select count(*) from recovery_code c where c.member_id = m.id and c.used_at = 0), (select count(*) from passkey p where p.member_id = m.id)
from member m left join second_factor f on f.member_id = m.id where m.id = :member_id;

-- name: second_list :many
-- What all members have set up; a few hundred rows. Called by the members page.
-- cols: member_id int, totp bool, passkeys int, providers int, recovery_left int
select m.id, case when f.totp_confirmed_at > 0 then 1 else 0 end, (select count(*) from passkey p where p.member_id = m.id),
    (select count(*) from oidc_identity i where i.member_id = m.id), (select count(*) from recovery_code c where c.member_id = m.id and c.used_at = 0)
from member m left join second_factor f on f.member_id = m.id order by m.id;

-- name: second_totp_start :exec :write
-- A new secret, which a code must confirm; nothing is changed while a confirmed one is there. Called by the security page.
-- args: member_id int, totp blob
insert into second_factor (member_id, totp) values (:member_id, :totp)
on conflict (member_id) do update set totp = excluded.totp, totp_last_step = 0 where second_factor.totp_confirmed_at = 0;

-- name: second_totp_confirm :exec :write
-- The first code fits. Called by the security page.
-- args: member_id int, step int, now int
update second_factor set totp_confirmed_at = :now, totp_last_step = :step
where member_id = :member_id and totp is not null and totp_confirmed_at = 0;

-- name: second_totp_use :exec :write
-- A code is used up, and all before it; changes nothing when it was. Called at sign-in.
-- args: member_id int, step int
update second_factor set totp_last_step = :step where member_id = :member_id and totp_confirmed_at > 0 and totp_last_step < :step;

-- name: second_totp_drop :exec :write
-- No authenticator app any more. Called by the security page and by resets.
-- args: member_id int
update second_factor set totp = null, totp_confirmed_at = 0, totp_last_step = 0 where member_id = :member_id and totp is not null;

-- name: second_handle :one :write
-- What authenticators know the member by: the one there is, else the given one. Called before a passkey is made.
-- args: member_id int, handle blob
-- cols: handle blob
insert into second_factor (member_id, passkey_handle) values (:member_id, :handle)
on conflict (member_id) do update set passkey_handle = coalesce(second_factor.passkey_handle, excluded.passkey_handle) returning passkey_handle;

-- name: second_recovery_made :exec :write
-- Called with a new set of codes.
-- args: member_id int, now int
insert into second_factor (member_id, recovery_at) values (:member_id, :now)
on conflict (member_id) do update set recovery_at = excluded.recovery_at;

-- name: second_drop :exec :write
-- Called when a member leaves.
-- args: member_id int
delete from second_factor where member_id = :member_id;

-- name: recovery_add :exec :write
-- One code. Called when they are made.
-- args: member_id int, code_hash blob
insert into recovery_code (member_id, code_hash) values (:member_id, :code_hash);

-- name: recovery_use :exec :write
-- Takes a code, once: changes nothing when it was taken or is none. Called at sign-in.
-- args: member_id int, code_hash blob, now int
update recovery_code set used_at = :now where member_id = :member_id and code_hash = :code_hash and used_at = 0;

-- name: recovery_clear :exec :write
-- Before new ones are made, when there is no second factor any more, and when a member leaves.
-- args: member_id int
delete from recovery_code where member_id = :member_id;

-- name: passkey_insert :exec :write
-- A new passkey. Called by the security page.
-- args: id int, member_id int, credential_id blob, public_key blob, sign_count int, name str, transports str, aaguid blob, backed_up bool, now int
insert into passkey (id, member_id, credential_id, public_key, sign_count, name, transports, aaguid, backed_up, created_at)
values (:id, :member_id, :credential_id, :public_key, :sign_count, :name, :transports, :aaguid, :backed_up, :now)
on conflict (credential_id) do nothing;

-- name: passkey_of_member :many
-- The passkeys of one member, the newest first. Called by the security page.
-- args: member_id int
-- cols: id int, credential_id blob, name str, transports str, aaguid blob, backed_up bool, created_at int, last_used_at int
select id, credential_id, name, transports, aaguid, backed_up, created_at, last_used_at
from passkey where member_id = :member_id order by id desc;

-- name: passkey_by_credential :one
-- The passkey that somebody signs in with, and whose it is. Called at sign-in.
-- args: credential_id blob
-- cols: id int, member_id int, public_key blob, sign_count int, name str, status str, handle blob?
select p.id, p.member_id, p.public_key, p.sign_count, p.name, m.status, f.passkey_handle
from passkey p join member m on m.id = p.member_id left join second_factor f on f.member_id = p.member_id
where p.credential_id = :credential_id;

-- name: passkey_used :exec :write
-- Called at sign-in.
-- args: id int, sign_count int, backed_up bool, now int
update passkey set sign_count = :sign_count, backed_up = :backed_up, last_used_at = :now where id = :id;

-- name: passkey_rename :exec :write
-- Called by the security page.
-- args: id int, member_id int, name str
update passkey set name = :name where id = :id and member_id = :member_id;

-- name: passkey_delete :exec :write
-- Called by the security page.
-- args: id int, member_id int
delete from passkey where id = :id and member_id = :member_id;

-- name: passkey_delete_of :exec :write
-- Called by resets, and when a member leaves.
-- args: member_id int
delete from passkey where member_id = :member_id;

-- name: step_put :exec :write
-- Remembers what a browser was asked. Called before it answers.
-- args: token_hash blob, kind str, member_id int, data str, expires_at int
insert into signin_step (token_hash, kind, member_id, data, expires_at) values (:token_hash, :kind, :member_id, :data, :expires_at);

-- name: step_take :one :write
-- What was asked, once. Called when the answer comes.
-- args: token_hash blob, kind str, now int
-- cols: member_id int, data str
delete from signin_step where token_hash = :token_hash and kind = :kind and expires_at > :now returning member_id, data;

-- name: step_drop_old :exec :write
-- What was never answered. Called with every new question.
-- args: now int
delete from signin_step where expires_at <= :now;

-- name: step_drop_of :exec :write :scan
-- Called when a member leaves.
-- args: member_id int
delete from signin_step where member_id = :member_id and member_id > 0;

-- name: draft_of_member :many
-- What a member was writing. Called when one leaves.
-- args: member_id int
-- cols: conversation_id int, text str
select conversation_id, text from draft where member_id = :member_id order by conversation_id;

-- name: draft_drop_of :exec :write
-- Called when a member leaves.
-- args: member_id int
delete from draft where member_id = :member_id;
