-- People and mail from elsewhere, and how they are found again.

-- Where a refused entry of an import of many files stood: the file, and behind ":" its line there; '' = in the file that was uploaded.
alter table import_reject add column file text not null default '';

-- One text for each word by which a person is found: the word, and what stands around it. Written by domain/lookup in batches.
-- sqlite:
create table person_word (
    owner_id integer not null, -- who alone finds the person by it; 0 = the team
    place integer not null, -- where such a hit stands, the best first (domain/lookup_rules.h)
    word text not null, -- small letters without accents
    person_id integer not null,
    primary key (owner_id, place, word, person_id)
) without rowid;
-- postgres:
create table person_word (
    owner_id bigint not null,
    place bigint not null,
    word text collate "C" not null,
    person_id bigint not null,
    primary key (owner_id, place, word, person_id)
);
-- end
create index person_word_person on person_word (person_id, word);

-- Persons of whom something new may be known, for their words.
create table lookup_dirty (
    person_id integer primary key
);
insert into lookup_dirty (person_id) select id from person;

-- Roles at organizations that a domain suggests (person_role.source = 'domain') and a member took away: they do not come back.
create table role_refused (
    id integer primary key,
    person_id integer not null,
    organization_id integer not null,
    decided_by integer not null,
    decided_at integer not null
);
create index role_refused_person on role_refused (person_id, organization_id);
create index role_refused_organization on role_refused (organization_id);
