/* presence: who is looking at or writing in which conversation, in memory only. A state that is
 * not said again within PRESENCE_TTL is gone. Safe from any thread. */
#ifndef KITH_DOMAIN_PRESENCE_H
#define KITH_DOMAIN_PRESENCE_H

#include "base/arena.h"
#include "base/id.h"
#include "base/vec.h"

#define PRESENCE_TTL (40 * K_SEC)
enum { PRESENCE_MAX = 4096 }; /* entries in all; the oldest makes room */

enum presence_state { PRESENCE_AWAY, PRESENCE_LOOKING, PRESENCE_WRITING };
struct presence_entry {
    k_id member, conversation;
    enum presence_state state;
    k_time since, seen;
};
struct presence;

struct presence *presence_new(void); /* NULL when out of memory; freed by presence_free */
void presence_free(struct presence *p);
/* Says where a member is now; a member is in one conversation at a time on each device, so
 * entries are per (member, conversation). Returns whether anybody's screen should change. */
bool presence_set(struct presence *p, k_time now, k_id member, k_id conversation,
                  enum presence_state state);
/* A member is nowhere any more. *left: the conversations (at most max) whose screens change. */
size_t presence_forget(struct presence *p, k_id member, k_id *left, size_t max);
/* Who is there, oldest first, in the arena; entries that ran out are dropped. */
struct presence_list {
    struct presence_entry *v;
    size_t n, cap;
};
void presence_of(struct presence *p, struct k_arena *a, k_time now, k_id conversation,
                 struct presence_list *out);
bool presence_parse(k_str word, enum presence_state *out); /* looking, writing, away */
const char *presence_word(enum presence_state s);

#endif
