/* kit/phone: see the header. */
#include "kit/phone.h"
#include "os/secret.h"

void phone_take(struct room *r, struct kit_client *member, const char *user, struct phone *out)
{
    struct k_arena *a = r->api.arena;
    struct kit_answer t = kit_send(member, "POST", "/api/v1/tokens",
                                   "{\"name\":\"Phone\",\"scopes\":[\"contacts\"]}");
    kit_expect(&t, 201);
    k_str pair = k_fmt(a, "%s:%.*s", user, K_ARG(kit_str(&t, "secret")));
    *out = (struct phone){.c = {.api = &r->api}, .me = kit_my_id(member)};
    out->auth = k_fmt(a, "Authorization: Basic %.*s\r\n", K_ARG(k_base64(a, pair))).p;
}

void phone_room(struct room *r, struct kit_db *k)
{
    *r = (struct room){0};
    kit_api_open(&r->api, k);
    kit_owner(&r->api, &r->owner);
    kit_member(&r->owner, "agent", &r->agent);
    kit_member(&r->owner, "viewer", &r->viewer);
}

struct kit_answer phone_ask(struct phone *p, const char *method, const char *path,
                            const char *headers, const char *body)
{
    struct k_arena *a = p->c.api->arena;
    k_str all = k_fmt(a, "%s%s", p->auth, headers);
    const char *type = strcmp(method, "PUT") == 0 ? "text/vcard; charset=utf-8"
                                                  : "application/xml; charset=utf-8";
    return kit_send_as(&p->c, method, path, type, all.p, body ? k_str_z(body) : K_S(""));
}

/* "/dav/addressbooks/ME/BOOK/NAME" */
const char *phone_path(struct phone *p, const char *book, const char *name)
{
    return k_fmt(p->c.api->arena, "/dav/addressbooks/%lld/%s/%s", (long long)p->me, book, name)
        .p;
}

bool phone_has(const struct kit_answer *a, const char *text)
{
    return k_str_find(a->body, k_str_z(text)) >= 0;
}

size_t phone_count(k_str s, const char *what)
{
    size_t n = 0;
    for (ptrdiff_t at; (at = k_str_find(s, k_str_z(what))) >= 0; n++)
        s = k_str_from(s, (size_t)at + strlen(what));
    return n;
}

static k_str between(struct k_arena *a, k_str s, const char *from, const char *to)
{
    ptrdiff_t at = k_str_find(s, k_str_z(from));
    if (at < 0)
        return K_NONE;
    s = k_str_from(s, (size_t)at + strlen(from));
    ptrdiff_t end = k_str_find(s, k_str_z(to));
    return end < 0 ? K_NONE : k_dup(a, k_str_sub(s, 0, (size_t)end));
}

/* sync-collection of a book; *token is read and then written. */
struct kit_answer phone_sync_more(struct phone *p, const char *book, k_str *token,
                                  const char *more)
{
    struct k_arena *a = p->c.api->arena;
    k_str body = k_fmt(a,
                       "<d:sync-collection xmlns:d=\"DAV:\"><d:sync-token>%.*s</d:sync-token>"
                       "<d:sync-level>1</d:sync-level>%s<d:prop><d:getetag/></d:prop>"
                       "</d:sync-collection>",
                       K_ARG(*token), more);
    struct kit_answer x = phone_ask(p, "REPORT", phone_path(p, book, ""), "", body.p);
    if (x.status == 207)
        *token = between(a, x.body, "<d:sync-token>", "</d:sync-token>");
    return x;
}

struct kit_answer phone_sync(struct phone *p, const char *book, k_str *token)
{
    struct kit_answer a = phone_sync_more(p, book, token, "");
    kit_expect(&a, 207);
    return a;
}

k_str phone_person(struct room *r, struct kit_client *c, const char *body)
{
    struct kit_answer a = kit_send(c, "POST", "/api/v1/people", body);
    kit_expect(&a, 201);
    return k_dup(r->api.arena, kit_str(&a, "id"));
}

const char *phone_person_path(struct room *r, k_str id, const char *part)
{
    return k_fmt(r->api.arena, "/api/v1/people/%.*s%s", K_ARG(id), part).p;
}

const char *phone_card_name(struct room *r, k_str id)
{
    return k_fmt(r->api.arena, "kith-%.*s.vcf", K_ARG(id)).p;
}

#define CARD(uid, lines) "BEGIN:VCARD\r\nVERSION:3.0\r\nUID:" uid "\r\n" lines "END:VCARD\r\n"
