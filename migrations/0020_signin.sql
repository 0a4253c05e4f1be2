-- How members sign in: second factors, passkeys, providers elsewhere.

-- One row for each member who set something up.
create table second_factor (
    member_id integer primary key references member (id),
    totp blob, -- the secret of the authenticator app, sealed with the key that is outside the database
    totp_confirmed_at integer not null default 0, -- 0 = shown, but no code of it was typed yet
    totp_last_step integer not null default 0, -- the newest code that was used: none is taken twice
    passkey_handle blob, -- random: what authenticators know the member by
    recovery_at integer not null default 0 -- when the codes below were made
);

-- Codes for the day the phone is lost. Each works once.
create table recovery_code (
    member_id integer not null references member (id),
    code_hash blob not null, -- keyed with the key that is outside the database
    used_at integer not null default 0,
    primary key (member_id, code_hash)
);

create table passkey (
    id integer primary key,
    member_id integer not null references member (id),
    credential_id blob not null unique,
    public_key blob not null, -- COSE
    sign_count integer not null default 0,
    name text not null,
    transports text not null default '', -- blank-separated, as the browser said
    aaguid blob not null,
    backed_up integer not null default 0, -- it is on several devices
    created_at integer not null,
    last_used_at integer not null default 0
);
create index passkey_member on passkey (member_id);

-- What a browser was asked and has not answered yet: a challenge, a sign-in with a provider. Each is taken once.
create table signin_step (
    token_hash blob primary key,
    kind text not null, -- passkey, passkey_new, oidc
    member_id integer not null default 0,
    data text not null default '', -- JSON
    expires_at integer not null
);
create index signin_step_end on signin_step (expires_at);

alter table session add column factor text not null default 'password'; -- how it began: password, totp, recovery, passkey, provider
alter table session add column confirmed_at integer not null default 0; -- when the member last showed who it is

-- Identity providers (OpenID Connect).
create table oidc_provider (
    id integer primary key,
    name text not null, -- on the button
    issuer text not null,
    client_id text not null,
    secret blob, -- sealed; null = the one of the configuration, or none
    alg text not null default 'RS256', -- the only one that its tokens may be signed with
    scopes text not null default 'openid email profile',
    groups_claim text not null default 'groups',
    mapping text not null default '[]', -- JSON: [{group, role, team_id}]
    default_role text not null default '', -- of whom no group gives a role; '' = they may not sign in
    joining text not null default 'invited', -- invited, everybody
    link_by_email integer not null default 0, -- a verified address signs in the member who has it
    trust_email integer not null default 0, -- its addresses count as verified though it does not say so
    enabled integer not null default 1,
    created_by integer not null default 0,
    created_at integer not null
);
create table oidc_identity (
    provider_id integer not null references oidc_provider (id),
    subject text not null,
    member_id integer not null references member (id),
    email text not null default '',
    groups text not null default '[]', -- JSON: as the provider said last
    created_at integer not null,
    last_at integer not null,
    primary key (provider_id, subject)
);
create index oidc_identity_member on oidc_identity (member_id);
