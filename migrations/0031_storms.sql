-- Storms hold together what is nearly the same, not only what is equal, and what shares one link within minutes.

-- Posts of the last days by what they say: how a storm is seen. Each server keeps the newest in memory and reads here what
-- is new. What stood here, equal words of two days, cannot be compared with that and goes.
drop table echo;
create table echo (
    page_id integer not null, -- one page of posts, taken in one transaction
    post_id integer not null,
    person_id integer not null, -- who said it; of a feed its channel, below 0: it has one voice; 0 = nobody knows
    room integer not null, -- only what may be seen by the same members is compared: 0 public, 1 private, else one channel
    at integer not null, -- when it was written
    words blob not null, -- the set of its words (text/near.h)
    link blob not null, -- the same of the link in it; empty: none
    primary key (page_id, post_id)
);
create table echo_page (
    id integer primary key,
    posts integer not null
);

alter table storm add column about text not null default ''; -- the link that all share; '': they say nearly the same
alter table storm add column intents text not null default ''; -- what was heard in the first post: the others have it, too
alter table storm add column reach integer not null default 0; -- followers of those whose number is known, added up
alter table storm add column reach_known integer not null default 0; -- of how many people that is
-- What members decided, once for all that is in it and comes: done, answered, muted (never comes back); grown: it came back
alter table storm add column decided text not null default '';
alter table storm add column decided_by integer not null default 0;
alter table storm add column decided_at integer not null default 0;
alter table storm add column decided_authors integer not null default 0; -- how many people it was then
create index storm_head on storm (head_id);

-- Each post of a storm: its speed is counted here.
create table storm_post (
    storm_id integer not null references storm (id),
    post_id integer not null,
    who integer not null, -- as echo.person_id
    at integer not null,
    alike integer not null, -- to another one of the storm, of 1000
    own text not null default '', -- why it stands on its own: asks, held (a member has it), more (more was said); '': it does not
    primary key (storm_id, post_id)
);
create index storm_post_at on storm_post (storm_id, at);
create index storm_post_who on storm_post (who, storm_id);
create index storm_post_post on storm_post (post_id);

insert into storm_post (storm_id, post_id, who, at, alike, own)
select c.storm_id, p.id, p.person_id, p.posted_at, 1000,
    case when c.status = 'folded' or c.id = s.head_id then '' when c.owner_id > 0 then 'held' else 'more' end
from conversation c join storm s on s.id = c.storm_id join post p on p.conversation_id = c.id
where c.storm_id > 0 and p.direction = 'in' and p.parent_id = 0;
update storm set
    intents = coalesce((select p.intents from post p where p.conversation_id = storm.head_id and p.direction = 'in' order by p.posted_at, p.id limit 1), ''),
    reach_known = (select count(distinct i.person_id) from conversation c join identity i on i.person_id = c.person_id
        where c.storm_id = storm.id and c.person_id > 0 and i.followers >= 0),
    reach = (select coalesce(sum(x.followers), 0) from
        (select max(i.followers) as followers from conversation c join identity i on i.person_id = c.person_id
         where c.storm_id = storm.id and c.person_id > 0 and i.followers >= 0 group by c.person_id) x);
