/* channels: our accounts and sources at work: connecting one, asking it for what is new, and
 * saying in plain words how it does. A channel is asked by one node at a time, by a lease; a
 * page and the cursor behind it are stored in one transaction, so that nothing is lost or
 * doubled by a crash. Credentials are sealed for their channel with the key that is outside the
 * database. */
#ifndef KITH_FLOW_CHANNELS_H
#define KITH_FLOW_CHANNELS_H

#include "connectors/connector.h"
#include "flow/env.h"
#include "store/sql.gen.h"

#define CHANNEL_LEASE (120 * K_SEC)
#define CHANNEL_PAGES 20               /* pages a poll; more wait for the next */
#define CHANNEL_PAUSE_MAX (30 * K_MIN) /* longest pause after failures */

struct channel_new {
    k_str network, name;
    k_str fields; /* JSON object: the fields of the connector's form, secret and not */
};
/* Checks the fields, asks the network (no transaction is open meanwhile) and stores the
 * channel. Errors: BAD_INPUT (field named "fields.NAME"), EXISTS (this account is connected
 * already), those of the connector. */
k_err channel_connect(struct k_ctx *cx, const struct flow_env *env,
                      const struct channel_new *in, k_id *id) K_CHECK;
/* New credentials for a channel that exists; it goes on where it stopped. */
k_err channel_reconnect(struct k_ctx *cx, const struct flow_env *env, k_id id,
                        k_str fields) K_CHECK;

/* What a connector sees of a row, the credential opened. NET_AUTH when it cannot be opened (the
 * key file is another one). */
k_err channel_open(struct k_ctx *cx, const struct flow_env *env,
                   const struct sq_channel_get_row *row, struct channel_view *out) K_CHECK;
/* Stores what a connector learnt (tokens first of all), in a transaction of its own. A network
 * that wants to rest is neither asked nor told anything until then. */
k_err channel_learn(struct k_ctx *cx, const struct flow_env *env, k_id id,
                    const struct channel_news *news) K_CHECK;
/* Until when the network wants to hear nothing of us, by what it said last: it asked us to
 * wait, or no request is left until the window ends; at most a day ahead. 0 = ask. Pure. */
k_time channel_rest(const struct channel_news *news, k_time now);
/* What the network said last of its limits, out of the row's `budget`; budget_left -1 and no
 * times when it said nothing, or said it later than it is now: the clock was set back, and what
 * is remembered would lock us out until it catches up. */
struct channel_news channel_budget(struct k_ctx *cx, k_str budget);
/* Writes a failure down: slug, words, and whether only a person can mend it (then status is
 * stopped). */
k_err channel_note_failure(struct k_ctx *cx, k_id id, k_err e, k_str words) K_CHECK;

/* Claims the channel that waits longest and asks it for everything new. *found false: none is
 * due. Failures of the network are written to the channel and are no error here. */
k_err channel_poll_next(struct k_ctx *cx, const struct flow_env *env, bool *found) K_CHECK;

/* The same for one certain channel, due or not. *found false: it is not active, or somebody
 * asks it right now. */
k_err channel_poll_one(struct k_ctx *cx, const struct flow_env *env, k_id id,
                       bool *found) K_CHECK;

/* Somebody looks at a conversation: its whole thread is asked for on the network by a job, at
 * most once in 15 minutes and not for too many of one channel; nothing when the network has no
 * threads. Not in a transaction. */
k_err channel_thread_want(struct k_ctx *cx, k_id conversation) K_CHECK;
/* The same for a few conversations in which somebody waits, each about once a day: edits and
 * deletions further back than a poll reaches. */
k_err channel_thread_sweep(struct k_ctx *cx) K_CHECK;
/* The job: asks now and stores what was said before, edited or taken back. Failures of the
 * network are no error here. */
k_err channel_thread_look(struct k_ctx *cx, const struct flow_env *env,
                          k_id conversation) K_CHECK;
/* Whether an error tells of the network and not of us. */
bool channel_of_the_network(k_err err);

/* How a channel does. Pure. */
enum channel_health {
    CHANNEL_WELL,
    CHANNEL_WAITING,
    CHANNEL_TROUBLED,
    CHANNEL_STOPPED,
    CHANNEL_PAUSED,
    CHANNEL_ARCHIVE
};
enum channel_health channel_health(const struct sq_channel_get_row *row, k_time now);
const char *channel_health_word(
    enum channel_health h); /* well, waiting, troubled, stopped, paused, archive */
/* One sentence for people: what is wrong and what to do. Memory of the arena. */
k_str channel_health_text(struct k_arena *a, const struct sq_channel_get_row *row, k_time now);
/* The pause before the next poll after `failures` failures in a row (0 = the usual interval),
 * with up to a quarter by chance. Pure. */
k_time channel_pause(int poll_seconds, int64_t failures, double chance);

#endif
