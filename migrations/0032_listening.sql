-- Listening: standing searches over all that comes in, and what they found.

-- What is talked about: ourselves, a product of ours, or a rival. Topics are compared with each other.
create table listening_topic (
    id integer primary key,
    name text not null unique,
    rival integer not null default 0, -- 1 = somebody we are compared with
    demo integer not null default 0,
    created_by integer not null default 0,
    created_at integer not null
);

create table listening_query (
    id integer primary key,
    name text not null,
    body text not null, -- as it is written (listen/query.h)
    verb text not null default 'watch', -- watch; hide: what it finds is kept, and shown and counted nowhere in listening; skip: where nobody said it to us it is not collected
    topic_id integer not null default 0,
    enabled integer not null default 1,
    locked_by integer not null default 0, -- who alone may change it, beside admins; 0 = whoever may change queries
    version integer not null,
    demo integer not null default 0,
    created_by integer not null default 0,
    created_at integer not null,
    changed_by integer not null default 0,
    changed_at integer not null,
    removed_at integer not null default 0
);
create index listening_query_name on listening_query (name, id) where removed_at = 0;
-- Every change of the queries, each of which can be taken back. The id of the last one is the version of them all.
create table listening_change (
    id integer primary key, -- 1, 2, 3 ...
    query_id integer not null,
    what text not null, -- added, changed, locked, removed, undone
    before text, -- JSON: the query as it was; null = it was not there
    after text,
    undoes integer not null default 0, -- the change that this one takes back
    print text not null, -- of all queries by all changes so far: equal only where the queries are
    made_by integer not null default 0,
    made_at integer not null
);
create index listening_change_query on listening_change (query_id, id);

-- A post that a query matched. What the lists and pictures of listening fold over is here, so that they read no posts.
create table hit (
    query_id integer not null,
    post_id integer not null,
    posted_at integer not null,
    channel_id integer not null,
    mood integer not null default 0, -- -1 against, 0 neither, 1 for: as far as the words of the post say (domain/understand)
    hidden integer not null default 0, -- 1 = a query that hides found it, too
    version integer not null, -- of the query that found it
    primary key (query_id, post_id)
);
create index hit_time on hit (query_id, hidden, posted_at, post_id, channel_id, mood);
create index hit_post on hit (post_id);

-- What was not collected, by the day: counts are all that is kept of it.
create table listening_skipped (
    query_id integer not null,
    day integer not null, -- since 1970
    posts integer not null,
    primary key (query_id, day)
);

-- Looking through what is stored, for a query that is new or was changed.
create table listening_fill (
    query_id integer primary key,
    version integer not null,
    since integer not null, -- posts that came in from then on
    next_id integer not null, -- posts with smaller ids are still to be looked at; ids are sorted by time
    first_id integer not null, -- where it began
    looked integer not null default 0,
    hits integer not null default 0,
    asked_by integer not null default 0,
    asked_at integer not null,
    done_at integer not null default 0
);
