/* kit/api: the whole server in this process on a temporary database, and clients that talk to
 * it over a socket as browsers and programs do. Every answer is checked against its shape by
 * the server itself (check_answers). */
#ifndef KITH_TESTS_KIT_API_H
#define KITH_TESTS_KIT_API_H

#include "base/json.h"
#include "cli/app.h"
#include "kit/db.h"

struct kit_api {
    struct kit_db *db; /* another connection to the same database */
    struct app *app;
    struct k_arena *arena;
    struct settings settings;
    char dir[256];
};
/* Starts on the database of k. Fails the test when it cannot. */
void kit_api_open(struct kit_api *api, struct kit_db *k);
void kit_api_close(struct kit_api *api);

/* One browser or program. */
struct kit_client {
    struct kit_api *api;
    char cookie[256], csrf[64], bearer[128];
};
struct kit_answer {
    int status;
    k_str head, body;
    const struct k_json *json; /* NULL unless the body is JSON */
};
/* One request; body may be NULL. Fails the test when the server does not answer. */
struct kit_answer kit_send(struct kit_client *c, const char *method, const char *path,
                           const char *body);
/* The same with further header lines ("Name: value\r\n...") and a Content-Type. */
struct kit_answer kit_send_as(struct kit_client *c, const char *method, const char *path,
                              const char *type, const char *headers, k_str body);
k_str kit_header(const struct kit_answer *a, const char *name); /* K_NONE when absent */
/* A member of the answer by its path: kit_str(&a, "items.0.id"). */
k_str kit_str(const struct kit_answer *a, const char *path);
int64_t kit_int(const struct kit_answer *a, const char *path);
/* Asserts the status; prints the body when it is another one. */
#define kit_expect(a, want)                                                                    \
    do {                                                                                       \
        if ((a)->status != (want))                                                             \
            print_error("status %d, not %d: %.*s\n", (a)->status, (want), K_ARG((a)->body));   \
        assert_int_equal((a)->status, (want));                                                 \
    } while (0)
#define kit_expect_problem(a, want, slug, about) kit_problem((a), (want), (slug), (about))
/* Asserts a problem+json of this status and slug ("bad-input") about this field (NULL = any).
 */
void kit_problem(const struct kit_answer *a, int status, const char *slug, const char *field);

/* Makes the first account (owner@example.org) and signs c in. */
void kit_owner(struct kit_api *api, struct kit_client *c);
/* Both: a server with nothing in it but the owner. */
void kit_owner_open(struct kit_api *api, struct kit_client *c, struct kit_db *k);
/* Invites and joins another member with that role: handle ROLE, ROLE@example.org. */
void kit_member(struct kit_client *owner, const char *role, struct kit_client *c);
k_id kit_my_id(struct kit_client *c);
#define KIT_PASSWORD "a long password"

/* A server with the demo's company, an owner and an agent, both signed in: a copy of one that
 * is made once a program. The fake networks behind it are those of the first. */
struct kit_house {
    struct kit_api api;
    struct kit_client owner, agent;
};
void kit_house_open(struct kit_house *h, struct kit_db *k);
/* The text in front of an id, in the arena. */
const char *kit_path(struct kit_house *h, const char *before, k_str id);
struct kit_answer kit_get(struct kit_client *c, const char *path); /* asserts 200 */
/* An open conversation in which somebody waits, on a channel that takes answers. */
k_str kit_somebody_waits(struct kit_house *h);

/* An event stream. */
int kit_listen(struct kit_client *c);
/* Reads until an event of that name came (its data in *data) or it ended or 10 s are over. */
bool kit_wait_event(int fd, const char *event, k_str data);
bool kit_wait_end(int fd); /* the server closed the stream */
void kit_hang_up(int fd);

#endif
