/* kit/api: starts and stops the server, and speaks HTTP to it in the plainest way. */
#include "kit/api.h"
#include "api/auth.h"
#include "os/file.h"
#include <arpa/inet.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

/* --- server ------------------------------------------------------------------------------ */

void kit_api_open(struct kit_api *api, struct kit_db *k)
{
    struct k_ctx cx = {.clock = &k_clock_system};
    k_str dir, why;
    int argc = 0;
    char *argv[] = {NULL};
    *api = (struct kit_api){.db = k, .arena = k_arena_new(0)};
    cx.arena = api->arena;
    assert_int_equal(os_folder_temp(api->arena, "kith-api", &dir), K_OK);
    snprintf(api->dir, sizeof api->dir, "%s", dir.p);
    assert_int_equal(settings_load(&cx, &argc, argv, &api->settings), K_OK);
    api->settings.data = k_str_z(api->dir);
    api->settings.listen = K_S("127.0.0.1:0");
    api->settings.database = k->cfg.where;
    api->settings.workers = 2;
    struct app_options o = {.settings = &api->settings,
                            .check_answers = true,
                            .no_flow = true,
                            .tries_burst = 5,
                            .address_burst = 100000};
    k_err err = app_start(&o, api->arena, &api->app, &why);
    if (err != K_OK)
        print_error("the server does not start: %.*s\n", K_ARG(why));
    assert_int_equal(err, K_OK);
}

void kit_api_close(struct kit_api *api)
{
    app_stop(api->app);
    assert_int_equal(os_folder_remove(api->dir), K_OK);
    k_arena_free(api->arena);
}

/* --- one request ------------------------------------------------------------------------- */

static int dial(struct kit_api *api)
{
    struct sockaddr_in to = {.sin_family = AF_INET,
                             .sin_port = htons((uint16_t)app_port(api->app)),
                             .sin_addr = {htonl(INADDR_LOOPBACK)}};
    struct timeval patience = {.tv_sec = 30};
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    assert_true(fd >= 0);
    setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    assert_int_equal(connect(fd, (struct sockaddr *)&to, sizeof to), 0);
    return fd;
}

static void push(int fd, k_str s)
{
    while (s.n > 0) {
        ssize_t n = send(fd, s.p, s.n, MSG_NOSIGNAL);
        if (n <= 0)
            return; /* refused before it was read whole: the answer says why */
        s = k_str_from(s, (size_t)n);
    }
}

static k_str request_head(struct kit_client *c, const char *method, const char *path,
                          const char *headers, size_t body)
{
    struct k_buf b;
    k_buf_init(&b, c->api->arena, 1 << 20);
    k_buf_fmt(&b, "%s %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n", method, path);
    if (body > 0 || strcmp(method, "GET") != 0)
        k_buf_fmt(&b, "Content-Length: %zu\r\n", body);
    if (c->cookie[0])
        k_buf_fmt(&b, "Cookie: other=1; %s\r\n", c->cookie);
    if (c->csrf[0])
        k_buf_fmt(&b, "X-CSRF-Token: %s\r\n", c->csrf);
    if (c->bearer[0])
        k_buf_fmt(&b, "Authorization: Bearer %s\r\n", c->bearer);
    k_buf_fmt(&b, "%s\r\n", headers);
    return k_buf_view(&b);
}

static k_str read_all(struct k_arena *a, int fd)
{
    struct k_buf b;
    char some[16384];
    k_buf_init(&b, a, 64 << 20);
    for (ssize_t n; (n = recv(fd, some, sizeof some, 0)) > 0;)
        k_buf_add(&b, some, (size_t)n);
    return k_buf_view(&b);
}

static k_str unchunk(struct k_arena *a, k_str s)
{
    struct k_buf b;
    k_buf_init(&b, a, 64 << 20);
    while (s.n > 0) {
        unsigned long n = strtoul(s.p, NULL, 16);
        ptrdiff_t eol = k_str_find(s, K_S("\r\n"));
        if (n == 0 || eol < 0)
            break;
        k_buf_str(&b, k_str_sub(s, (size_t)eol + 2, n));
        s = k_str_from(s, (size_t)eol + 2 + n + 2);
    }
    return k_buf_view(&b);
}

k_str kit_header(const struct kit_answer *a, const char *name)
{
    k_str rest = a->head;
    while (rest.n > 0) {
        k_str line = k_str_cut(&rest, '\n');
        k_str key = k_str_cut(&line, ':');
        if (k_str_ieq(key, k_str_z(name)))
            return k_str_trim(line);
    }
    return K_NONE;
}

static void keep_cookie(struct kit_client *c, const struct kit_answer *a)
{
    k_str set = kit_header(a, "Set-Cookie");
    if (set.p == NULL)
        return;
    k_str pair = k_str_cut(&set, ';');
    if (!k_str_starts(pair, K_S(AUTH_COOKIE "=")))
        return; /* such as the one of the way to an identity provider */
    snprintf(c->cookie, sizeof c->cookie, "%.*s", K_ARG(pair));
    if (k_str_ends(pair, K_S("=")))
        c->cookie[0] = '\0';
}

struct kit_answer kit_send_as(struct kit_client *c, const char *method, const char *path,
                              const char *type, const char *headers, k_str body)
{
    struct k_arena *a = c->api->arena;
    struct kit_answer out = {0};
    k_str more = k_fmt(a, "%s%s%s%s", type ? "Content-Type: " : "", type ? type : "",
                       type ? "\r\n" : "", headers ? headers : "");
    int fd = dial(c->api);
    push(fd, request_head(c, method, path, k_dupz(a, more), body.n));
    push(fd, body);
    k_str all = read_all(a, fd);
    close(fd);
    ptrdiff_t end = k_str_find(all, K_S("\r\n\r\n"));
    assert_true(end > 0);
    out.head = k_str_sub(all, 0, (size_t)end);
    out.body = k_str_from(all, (size_t)end + 4);
    out.status = (int)strtol(out.head.p + sizeof "HTTP/1.1", NULL, 10);
    if (k_str_ieq(kit_header(&out, "Transfer-Encoding"), K_S("chunked")))
        out.body = unchunk(a, out.body);
    if (k_str_find(kit_header(&out, "Content-Type"), K_S("json")) >= 0)
        if (k_json_parse(a, out.body, &out.json, NULL) != K_OK)
            fail_msg("not JSON: %.*s", K_ARG(out.body));
    keep_cookie(c, &out);
    k_str csrf = k_json_get_str(out.json, "csrf");
    if (csrf.n > 0)
        snprintf(c->csrf, sizeof c->csrf, "%.*s", K_ARG(csrf));
    return out;
}

struct kit_answer kit_send(struct kit_client *c, const char *method, const char *path,
                           const char *body)
{
    return kit_send_as(c, method, path, body ? "application/json" : NULL, NULL,
                       body ? k_str_z(body) : K_S(""));
}

k_str kit_str(const struct kit_answer *a, const char *path)
{
    return k_json_path_str(a->json, path);
}

int64_t kit_int(const struct kit_answer *a, const char *path)
{
    return k_json_int(k_json_path(a->json, path), INT64_MIN);
}

void kit_problem(const struct kit_answer *a, int status, const char *slug, const char *field)
{
    kit_expect(a, status);
    k_str type = kit_str(a, "type");
    if (!k_str_ends(type, k_str_z(slug)) || kit_str(a, "title").n == 0 ||
        kit_str(a, "request_id").n == 0)
        fail_msg("not a problem '%s': %.*s", slug, K_ARG(a->body));
    assert_true(k_str_starts(kit_header(a, "Content-Type"), K_S("application/problem+json")));
    if (field && !k_str_eqz(kit_str(a, "field"), field))
        fail_msg("not about '%s': %.*s", field, K_ARG(a->body));
}

/* --- members ----------------------------------------------------------------------------- */

void kit_owner(struct kit_api *api, struct kit_client *c)
{
    *c = (struct kit_client){.api = api};
    k_str body = k_fmt(api->arena,
                       "{\"code\":\"%.*s\",\"name\":\"Olga Owner\",\"handle\":\"owner\","
                       "\"organisation\":\"Acme\",\"email\":\"owner@example.org\","
                       "\"password\":\"" KIT_PASSWORD "\"}",
                       K_ARG(app_first_code(api->app)));
    struct kit_answer a = kit_send(c, "POST", "/api/v1/start/owner", body.p);
    kit_expect(&a, 201);
}

void kit_owner_open(struct kit_api *api, struct kit_client *c, struct kit_db *k)
{
    kit_api_open(api, k);
    kit_owner(api, c);
}

void kit_member(struct kit_client *owner, const char *role, struct kit_client *c)
{
    struct k_arena *arena = owner->api->arena;
    *c = (struct kit_client){.api = owner->api};
    k_str body = k_fmt(arena, "{\"role\":\"%s\"}", strcmp(role, "owner") == 0 ? "admin" : role);
    struct kit_answer a = kit_send(owner, "POST", "/api/v1/invitations", body.p);
    kit_expect(&a, 201);
    k_str url = kit_str(&a, "url");
    ptrdiff_t at = k_str_find(url, K_S("/invitation/"));
    assert_true(at > 0);
    k_str path = k_fmt(arena, "/api/v1%.*s", K_ARG(k_str_from(url, (size_t)at)));
    body = k_fmt(arena,
                 "{\"name\":\"%s\",\"handle\":\"%s\",\"email\":\"%s@example.org\","
                 "\"password\":\"" KIT_PASSWORD "\"}",
                 role, role, role);
    a = kit_send(c, "POST", path.p, body.p);
    kit_expect(&a, 201);
}

k_id kit_my_id(struct kit_client *c)
{
    struct kit_answer a = kit_send(c, "GET", "/api/v1/me", NULL);
    k_id id = 0;
    kit_expect(&a, 200);
    assert_true(k_id_parse(kit_str(&a, "member.id"), &id));
    return id;
}

/* --- a house with people in it ------------------------------------------------------------ */

static struct kit_house made[2]; /* by kind: who is signed in */

static struct kit_house *made_on(const struct kit_db *k)
{
    return &made[k->cfg.kind == DB_POSTGRES];
}

static void make_house(struct kit_db *k)
{
    struct kit_house *h = made_on(k);
    kit_api_open(&h->api, k);
    kit_owner(&h->api, &h->owner);
    kit_member(&h->owner, "agent", &h->agent);
    struct kit_answer a = kit_send(&h->owner, "POST", "/api/v1/demo", NULL);
    kit_expect(&a, 201);
    assert_true(kit_int(&a, "posts") > 100);
    kit_api_close(&h->api);
}

void kit_house_open(struct kit_house *h, struct kit_db *k)
{
    kit_db_copy_of(k, make_house);
    *h = *made_on(k);
    kit_api_open(&h->api, k);
    h->owner.api = h->agent.api = &h->api;
}

const char *kit_path(struct kit_house *h, const char *format, k_str id)
{
    return k_dupz(h->api.arena, k_fmt(h->api.arena, "%s%.*s", format, K_ARG(id)));
}

struct kit_answer kit_get(struct kit_client *c, const char *p)
{
    struct kit_answer a = kit_send(c, "GET", p, NULL);
    kit_expect(&a, 200);
    return a;
}

/* An open conversation in which somebody waits, on a channel that takes answers. */
k_str kit_somebody_waits(struct kit_house *h)
{
    struct kit_answer a = kit_get(&h->owner, "/api/v1/conversations?view=waiting&limit=50");
    const struct k_json *c = NULL;
    k_json_each (i, c, k_json_get(a.json, "items")) {
        k_str id = k_json_get_str(c, "id");
        struct kit_answer t = kit_get(&h->owner, kit_path(h, "/api/v1/conversations/", id));
        if (k_json_bool(k_json_get(t.json, "can_reply"), false))
            return id;
    }
    fail_msg("nobody waits in the demo");
    return K_NONE;
}

/* --- streams ----------------------------------------------------------------------------- */

int kit_listen(struct kit_client *c)
{
    int fd = dial(c->api);
    push(fd, request_head(c, "GET", "/api/v1/events", "Accept: text/event-stream\r\n", 0));
    assert_true(kit_wait_event(fd, "hello", K_NONE));
    return fd;
}

/* One line of the stream, without its end; false at the end of the stream or of patience. */
static bool read_line(int fd, char *line, size_t max)
{
    size_t n = 0;
    struct pollfd p = {.fd = fd, .events = POLLIN};
    while (n + 1 < max) {
        char c;
        if (poll(&p, 1, 10000) != 1 || recv(fd, &c, 1, 0) != 1)
            return false;
        if (c == '\n')
            break;
        if (c != '\r')
            line[n++] = c;
    }
    line[n] = '\0';
    return true;
}

bool kit_wait_event(int fd, const char *event, k_str data)
{
    char line[512], name[64] = "";
    while (read_line(fd, line, sizeof line)) {
        if (strncmp(line, "event: ", 7) == 0 || strncmp(line, "event:", 6) == 0)
            snprintf(name, sizeof name, "%s", line + (line[6] == ' ' ? 7 : 6));
        if (strncmp(line, "data:", 5) == 0 && strcmp(name, event) == 0 &&
            (data.p == NULL || k_str_find(k_str_z(line), data) >= 0))
            return true;
    }
    return false;
}

bool kit_wait_end(int fd)
{
    char line[512];
    while (read_line(fd, line, sizeof line)) {
    }
    char c;
    struct pollfd p = {.fd = fd, .events = POLLIN};
    return poll(&p, 1, 0) == 1 && recv(fd, &c, 1, 0) == 0;
}

void kit_hang_up(int fd)
{
    close(fd);
}
