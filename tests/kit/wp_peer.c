/* wp_peer: see wp_peer.h. Facts from the routes and argument schemas that a WordPress prints of
 * itself at its REST root. */
#include "kit/wp_peer.h"
#include "base/vec.h"
#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

struct comment {
    int64_t id, parent, author;
    k_str name, raw;
    k_time at;
    enum wp_peer_state state;
};

struct wp_peer {
    struct peer *peer;
    struct k_arena *arena;
    const struct k_clock *clock;
    K_VEC(struct comment) comments;
    bool revoked;
};
enum { ARTICLE = 4, OUR_USER = 7 };

static struct comment *find(struct wp_peer *wp, int64_t id)
{
    if (id < 1 || id > (int64_t)wp->comments.n)
        return NULL;
    struct comment *c = &wp->comments.v[id - 1];
    return c->state == WP_PEER_GONE ? NULL : c;
}

static struct comment *add(struct wp_peer *wp, k_str name, k_str raw, int64_t parent,
                           int64_t author)
{
    struct comment *c = k_vec_push(wp->arena, &wp->comments);
    *c = (struct comment){.id = (int64_t)wp->comments.n,
                          .parent = parent,
                          .author = author,
                          .name = k_dup(wp->arena, name),
                          .raw = k_dup(wp->arena, raw),
                          .at = k_now(wp->clock)};
    return c;
}

int64_t wp_peer_say(struct wp_peer *wp, const char *who, const char *text, int64_t parent)
{
    return add(wp, k_str_z(who), k_str_z(text), parent, 0)->id;
}

void wp_peer_edit(struct wp_peer *wp, int64_t id, const char *text)
{
    struct comment *c = find(wp, id);
    if (c)
        c->raw = k_dup(wp->arena, k_str_z(text));
}

void wp_peer_put(struct wp_peer *wp, int64_t id, enum wp_peer_state state)
{
    wp->comments.v[id - 1].state = state;
}

size_t wp_peer_ours(struct wp_peer *wp, k_str text)
{
    size_t n = 0;
    for (size_t i = 0; i < wp->comments.n; i++)
        n += wp->comments.v[i].author == OUR_USER &&
             wp->comments.v[i].state == WP_PEER_APPROVED &&
             k_str_eq(wp->comments.v[i].raw, text);
    return n;
}

/* ---- answers ---- */

static void fail_with(struct peer_say *say, int status, const char *code, const char *message)
{
    say->status = status;
    k_buf_reset(&say->body);
    k_buf_fmt(&say->body, "{\"code\":\"%s\",\"message\":\"%s\",\"data\":{\"status\":%d}}", code,
              message, status);
}

static void put_comment(struct wp_peer *wp, struct k_jw *w, const struct comment *c, bool edit)
{
    static const char *const states[] = {"approved", "hold", "spam", "trash"};
    char date[32];
    (void)k_time_iso_to(date, c->at);
    k_str rendered = k_fmt(wp->arena, "<p>%.*s</p>\n", K_ARG(c->raw));
    kw_obj(w);
    kw_key(w, "id");
    kw_int(w, c->id);
    kw_key(w, "post");
    kw_int(w, ARTICLE);
    kw_key(w, "parent");
    kw_int(w, c->parent);
    kw_key(w, "author");
    kw_int(w, c->author);
    kw_key(w, "author_name");
    kw_str(w, c->name);
    if (edit) {
        kw_key(w, "author_email");
        kw_str(w, k_fmt(wp->arena, "%.*s@example.test", K_ARG(c->name)));
    }
    kw_key(w, "date_gmt");
    kw_str(w, k_str_n(date, 19));
    kw_key(w, "content");
    kw_obj(w);
    kw_key(w, "rendered");
    kw_str(w, rendered);
    if (edit) {
        kw_key(w, "raw");
        kw_str(w, c->raw);
    }
    kw_end(w);
    kw_key(w, "link");
    kw_str(w, k_fmt(wp->arena, "http://localhost:%d/?p=4#comment-%lld", peer_port(wp->peer),
                    (long long)c->id));
    kw_key(w, "status");
    kw_str(w, k_str_z(states[c->state]));
    kw_key(w, "type");
    kw_str(w, K_S("comment"));
    kw_key(w, "_embedded");
    kw_raw(w, K_S("{\"up\":[{\"id\":4,\"title\":{\"rendered\":\"Watering &amp; more\"}}]}"));
    kw_end(w);
}

static bool signed_in(struct wp_peer *wp, const struct peer_ask *ask)
{
    /* us:abcd efgh ijkl mnop */
    return !wp->revoked && k_str_eqz(ask->auth, "Basic dXM6YWJjZCBlZmdoIGlqa2wgbW5vcA==");
}

static bool is_shown(const struct comment *c, k_str status)
{
    if (k_str_eqz(status, "all"))
        return c->state == WP_PEER_APPROVED || c->state == WP_PEER_HOLD;
    if (k_str_eqz(status, "trash"))
        return c->state == WP_PEER_TRASH;
    return c->state == WP_PEER_APPROVED;
}

static bool in_numbers(k_str list, int64_t id)
{
    int64_t v;
    while (list.n > 0) {
        k_str one = k_str_cut(&list, ',');
        if (k_str_i64(one, &v) && v == id)
            return true;
    }
    return false;
}

static bool is_wanted(const struct peer_ask *ask, const struct comment *c)
{
    k_str include = peer_param(ask, "include");
    k_str parent = peer_param(ask, "parent");
    int64_t author = peer_param_int(ask, "author", -1);
    int64_t post = peer_param_int(ask, "post", ARTICLE);
    return is_shown(c, peer_param(ask, "status")) && post == ARTICLE &&
           (include.p == NULL || in_numbers(include, c->id)) &&
           (parent.p == NULL || in_numbers(parent, c->parent)) &&
           (author < 0 || c->author == author);
}

static const char *bad_parameter(const struct peer_ask *ask)
{
    int64_t per_page = peer_param_int(ask, "per_page", 10);
    k_str order = peer_param(ask, "order"), by = peer_param(ask, "orderby");
    if (per_page < 1 || per_page > 100)
        return "per_page";
    if (order.p && !k_str_eqz(order, "asc") && !k_str_eqz(order, "desc"))
        return "order";
    if (by.p && !k_str_eqz(by, "id") && !k_str_eqz(by, "date_gmt"))
        return "orderby";
    return peer_param_int(ask, "page", 1) < 1 ? "page" : NULL;
}

static void list_comments(struct wp_peer *wp, const struct peer_ask *ask, struct peer_say *say)
{
    int64_t per_page = peer_param_int(ask, "per_page", 10), total = 0, put = 0;
    int64_t skip =
        peer_param_int(ask, "offset", (peer_param_int(ask, "page", 1) - 1) * per_page);
    bool asc = k_str_eqz(peer_param(ask, "order"), "asc");
    if (bad_parameter(ask)) {
        fail_with(say, 400, "rest_invalid_param", bad_parameter(ask));
        return;
    }
    struct k_jw w = k_jw(&say->body);
    kw_arr(&w);
    for (size_t i = 0; i < wp->comments.n; i++) {
        const struct comment *c = &wp->comments.v[asc ? i : wp->comments.n - 1 - i];
        if (!is_wanted(ask, c))
            continue;
        if (total++ >= skip && put < per_page) {
            put_comment(wp, &w, c, k_str_eqz(peer_param(ask, "context"), "edit"));
            put++;
        }
    }
    kw_end(&w);
    peer_header(say, "X-WP-Total", k_fmt(ask->arena, "%lld", (long long)total));
    peer_header(say, "X-WP-TotalPages",
                k_fmt(ask->arena, "%lld", (long long)((total + per_page - 1) / per_page)));
}

static void create_comment(struct wp_peer *wp, const struct peer_ask *ask, struct peer_say *say)
{
    k_str raw = k_json_get_str(ask->json, "content");
    int64_t parent = k_json_int(k_json_get(ask->json, "parent"), 0);
    if (k_json_int(k_json_get(ask->json, "post"), 0) != ARTICLE || raw.n == 0) {
        fail_with(say, 400, "rest_comment_content_invalid", "Invalid comment content.");
        return;
    }
    for (size_t i = 0; i < wp->comments.n; i++) {
        const struct comment *c = &wp->comments.v[i];
        if (c->author == OUR_USER && c->parent == parent && c->state == WP_PEER_APPROVED &&
            k_str_eq(c->raw, raw)) {
            fail_with(say, 409, "comment_duplicate", "Duplicate comment detected");
            return;
        }
    }
    struct comment *c = add(wp, K_S("us"), raw, parent, OUR_USER);
    struct k_jw w = k_jw(&say->body);
    put_comment(wp, &w, c, true);
    say->status = 201;
}

static void one_comment(struct wp_peer *wp, const struct peer_ask *ask, struct peer_say *say,
                        int64_t id)
{
    struct comment *c = find(wp, id);
    if (c == NULL) {
        fail_with(say, 404, "rest_comment_invalid_id", "Invalid comment ID.");
        return;
    }
    if (k_str_eqz(ask->method, "DELETE")) {
        if (c->state == WP_PEER_TRASH) {
            fail_with(say, 410, "rest_already_trashed", "It was trashed already.");
            return;
        }
        c->state = WP_PEER_TRASH;
    }
    struct k_jw w = k_jw(&say->body);
    put_comment(wp, &w, c, true);
}

static void on_rest(struct wp_peer *wp, const struct peer_ask *ask, struct peer_say *say)
{
    k_str path = k_str_from(ask->path, 9); /* behind /wp-json/ */
    int64_t id;
    if (path.n == 0) {
        k_buf_fmt(
            &say->body,
            "{\"name\":\"Garden\",\"home\":\"http://localhost:%d\",\"namespaces\":[\"wp/v2\"]}",
            peer_port(wp->peer));
        return;
    }
    if (!signed_in(wp, ask)) {
        fail_with(say, 401, "rest_not_logged_in", "You are not currently logged in.");
        return;
    }
    if (k_str_eqz(path, "wp/v2/users/me"))
        k_buf_fmt(
            &say->body,
            "{\"id\":%d,\"username\":\"us\",\"capabilities\":{\"moderate_comments\":true}}",
            OUR_USER);
    else if (k_str_eqz(path, "wp/v2/comments") && k_str_eqz(ask->method, "POST"))
        create_comment(wp, ask, say);
    else if (k_str_eqz(path, "wp/v2/comments"))
        list_comments(wp, ask, say);
    else if (k_str_starts(path, K_S("wp/v2/comments/")) && k_str_i64(k_str_from(path, 15), &id))
        one_comment(wp, ask, say, id);
    else
        fail_with(say, 404, "rest_no_route", "No route was found.");
}

static void on_ask(void *arg, const struct peer_ask *ask, struct peer_say *say)
{
    struct wp_peer *wp = arg;
    if (k_str_starts(ask->path, K_S("/wp-json/"))) {
        on_rest(wp, ask, say);
        return;
    }
    say->type = "text/html";
    k_buf_str(&say->body, K_S("<!doctype html><title>Garden</title>"));
    peer_header(say, "Link", K_S("</wp-json/>; rel=\"https://api.w.org/\""));
}

struct wp_peer *wp_peer_start(const struct k_clock *clock)
{
    struct wp_peer *wp = calloc(1, sizeof *wp);
    assert_non_null(wp);
    wp->arena = k_arena_new(0);
    wp->clock = clock;
    wp->peer = peer_start(on_ask, wp);
    return wp;
}

void wp_peer_stop(struct wp_peer *wp)
{
    peer_stop(wp->peer);
    k_arena_free(wp->arena);
    free(wp);
}

struct peer *wp_peer_http(struct wp_peer *wp)
{
    return wp->peer;
}

k_str wp_peer_url(struct wp_peer *wp)
{
    return k_fmt(wp->arena, "http://localhost:%d", peer_port(wp->peer));
}

void wp_peer_revoke(struct wp_peer *wp)
{
    wp->revoked = true;
}
