-- A move between stages says what was known when it was written down; late data may say otherwise.

alter table stage_move add column known_at integer not null default 0; -- when it was written; 0 = before this was kept
