/* flow: the way of a post, written down once: what happens to it on its way in, and to an
 * answer on its way out, in this order. `kith trace POST` prints the same steps for one post.
 */
#include "domain/ingest_batch.h"
#include "domain/ingest_steps.h"
#include "flow/trace.h"

const struct ingest_step ingest_steps[] = {
    {"normalise", "Plain, bounded, harmless text and a stable hash of it.",
     "domain/ingest_normalise.c", ingest_normalise},
    {"deduplicate", "Known by its id of the network: the same, edited, deleted, or new.",
     "domain/ingest_normalise.c", ingest_deduplicate},
    {"skip", "What a query says is not to be collected goes, where nobody said it to us.",
     "domain/ingest_listen.c", ingest_skip},
    {"identify", "The person behind the account, found or made.", "domain/ingest_people.c",
     ingest_identify},
    {"thread", "Its conversation, also when the answer came before its parent.",
     "domain/ingest_thread.c", ingest_thread},
    {"understand", "Language, and what it is about, with the words that say so.",
     "domain/ingest_understand.c", ingest_understand},
    {"storm", "The same words from three people within two days are one storm.",
     "domain/ingest_storm.c", ingest_storm},
    {"listen", "Which listening queries find it.", "domain/ingest_listen.c", ingest_listen},
    {"prioritise", "Named signals with points; the reason line.", "domain/ingest_store.c",
     ingest_prioritise},
    {"route", "Who should look, and by when: the routing rules of the house, in their order.",
     "domain/ingest_route.c", ingest_route},
    {"store", "Persons, conversations and posts are written.", "domain/ingest_store.c",
     ingest_store},
    {"touch", "The exchange counts: touches, stage, what was heard and told.",
     "domain/ingest_people.c", ingest_touch},
    {"notify", "The event log, and after the commit open screens.", "domain/ingest_store.c",
     ingest_notify},
};
const size_t n_ingest_steps = sizeof ingest_steps / sizeof *ingest_steps;

const struct flow_out_step flow_out_steps[] = {
    {"draft", "What a member writes, kept at each pause; colleagues see it.", "domain/reply.c"},
    {"policy", "Rules stop, ask for a second person or warn, beside the words they concern.",
     "domain/policy_rules.c"},
    {"stale", "Nothing is sent over a post that the member has not seen.", "domain/reply.c"},
    {"outbox", "The member's decision, its row and its event, committed together.",
     "domain/reply.c"},
    {"deliver", "By a lease; an unclear answer is looked up, never sent again blindly.",
     "flow/outbox.c"},
    {"store", "Our post stands in the thread; nobody waits any more.", "domain/ingest_store.c"},
    {"touch", "Told counts, beside heard.", "domain/ingest_people.c"},
    {"notify", "The event log, and after the commit open screens.", "domain/ingest_store.c"},
};
const size_t flow_n_out_steps = sizeof flow_out_steps / sizeof *flow_out_steps;
