-- A second failure within a year tells whoever looks after the relationship, once for each failure and person.

alter table moment_person add column alarmed_at integer not null default 0; -- of a failure: when somebody was told
alter table mention add column person_id integer not null default 0; -- about a person, not a conversation
create index mention_person on mention (person_id) where person_id > 0;
