-- Topics of posts of our own: the labels that conversations have. A pause of a topic and the policy's rules for one look here.
create table outbox_label (
    outbox_id integer not null references outbox (id),
    label_id integer not null references label (id),
    primary key (outbox_id, label_id)
);
create index outbox_label_label on outbox_label (label_id, outbox_id);

-- Which pauses cover a post of our own by its topic. A send begins only in the transaction that looks here.
create view paused_topic as
select l.outbox_id, p.id as pause_id
from pause p join outbox_label l on p.ended_at = 0 and p.scope = 'topic' and l.label_id = p.label_id;
