-- The one thing that a rule may say: that what somebody wrote in private has arrived. A row of the outbox (act 'acknowledge')
-- with a rule in place of a member, and a post that bears the rule: it is no answer and counts as none.

alter table outbox add column rule_id integer not null default 0; -- the routing rule that decided it; its member_id is 0
alter table post add column rule_id integer not null default 0; -- of ours: the rule that said it
alter table channel add column acknowledge integer not null default 1; -- 0: never on this channel, whatever rules say

create index outbox_acknowledging on outbox (state, created_at) where act = 'acknowledge';
create index outbox_acknowledged on outbox (created_at) where act = 'acknowledge';
