-- Full text, filled in batches by the indexer from search_dirty, never by trigger.

create table search_dirty (
    post_id integer primary key,
    old_text text -- what the index holds now, when the post was edited or deleted; null for a new post
);

-- sqlite:
create virtual table post_fts using fts5 (text, content = 'post', content_rowid = 'id', tokenize = 'unicode61 remove_diacritics 2');
-- postgres:
create table post_search (
    post_id bigint primary key,
    posted_at bigint not null,
    tsv tsvector not null
);
-- How often a word occurs decides between the index of words and walking back from the newest: know many words.
alter table post_search alter column tsv set statistics 1000;
create index post_search_tsv on post_search using gin (tsv);
create index post_search_posted on post_search (posted_at);
-- end
