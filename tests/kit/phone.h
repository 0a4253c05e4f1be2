/* kit/phone: a phone of a member that speaks CardDAV to a server of kit/api. */
#ifndef KITH_TESTS_KIT_PHONE_H
#define KITH_TESTS_KIT_PHONE_H

#include "kit/api.h"

/* A server with three members. */
struct room {
    struct kit_api api;
    struct kit_client owner, agent, viewer;
};
void phone_room(struct room *r, struct kit_db *k);
/* The id of somebody new. */
k_str phone_person(struct room *r, struct kit_client *c, const char *body);
/* "/api/v1/people/ID" and a part of it. */
const char *phone_person_path(struct room *r, k_str id, const char *part);
/* What a card is called that no client named. */
const char *phone_card_name(struct room *r, k_str id);

struct phone {
    struct kit_client c;
    const char *auth; /* header line */
    k_id me;
};
/* With an app password of the member. */
void phone_take(struct room *r, struct kit_client *member, const char *user, struct phone *out);
/* headers: further lines; a PUT is a card, anything else XML. */
struct kit_answer phone_ask(struct phone *p, const char *method, const char *path,
                            const char *headers, const char *body);
/* "/dav/addressbooks/ME/BOOK/NAME" */
const char *phone_path(struct phone *p, const char *book, const char *name);
/* sync-collection of a book; *token is read and then written. more: elements of the request. */
struct kit_answer phone_sync_more(struct phone *p, const char *book, k_str *token,
                                  const char *more);
struct kit_answer phone_sync(struct phone *p, const char *book, k_str *token); /* is 207 */

bool phone_has(const struct kit_answer *a, const char *text);
size_t phone_count(k_str s, const char *what);
#define must_have(a, text)                                                                     \
    do {                                                                                       \
        if (!phone_has(a, text))                                                               \
            fail_msg("no %s in %.*s", text, K_ARG((a)->body));                                 \
    } while (0)
#define must_not_have(a, text)                                                                 \
    do {                                                                                       \
        if (phone_has(a, text))                                                                \
            fail_msg("%s in %.*s", text, K_ARG((a)->body));                                    \
    } while (0)

#define ALL_ETAGS "<d:propfind xmlns:d=\"DAV:\"><d:prop><d:getetag/></d:prop></d:propfind>"
#define CARD(uid, lines) "BEGIN:VCARD\r\nVERSION:3.0\r\nUID:" uid "\r\n" lines "END:VCARD\r\n"
#define ADA                                                                                    \
    CARD("ada-1",                                                                              \
         "FN:Ada Nwosu\r\nN:Nwosu;Ada;;;\r\nEMAIL;TYPE=HOME;TYPE=pref:"                        \
         "ada@example.org\r\nTEL;TYPE=CELL:+49 171 1234567\r\nX-CLIENT;X-P=1:kept\r\n"         \
         "NOTE:From the fair\r\n")

#endif
