/* answer: what we write. WordPress knows no key of ours, but refuses the same words by the same
 * person under the same comment; after an unclear send we look for just that. */
#include "base/utf8.h"
#include "connectors/wordpress/site.h"
#include "connectors/wordpress/wordpress.h"
#include "formats/link.h"
#include "text/html.h"

/* Plain text as WordPress stores it: markup in it must stay visible. */
static k_str stored_form(struct k_arena *a, k_str text)
{
    struct k_buf b;
    k_buf_init(&b, a, text.n * 5 + 1);
    for (size_t i = 0; i < text.n; i++) {
        if (text.p[i] == '&')
            k_buf_str(&b, K_S("&amp;"));
        else if (text.p[i] == '<')
            k_buf_str(&b, K_S("&lt;"));
        else if (text.p[i] == '>')
            k_buf_str(&b, K_S("&gt;"));
        else if (text.p[i] != '\r')
            k_buf_chr(&b, text.p[i]);
    }
    return k_str_trim(k_buf_view(&b));
}

static void fill_done(const struct site *s, const struct k_json *v, struct reply_done *done)
{
    struct item it;
    if (!site_item(s, v, &it))
        return;
    done->native_id = it.native_id;
    done->url = it.url;
    done->meta = it.meta;
    done->posted_at = it.posted_at;
}

/* The comment that is answered: it must still be there. */
static k_err ask_parent(const struct site *s, const struct reply_out *out,
                        const struct k_json **parent)
{
    int64_t id = site_comment_number(s, out->parent_native_id);
    if (id == 0)
        return k_net_fail(s->nx, K_ERR_NET_REFUSED,
                          "What is answered is no comment of this site.");
    k_err err = site_ask_comment(s, id, parent);
    if (err != K_ERR_NOT_FOUND)
        return err;
    s->nx->detail = (struct k_detail){0};
    return k_net_fail(s->nx, K_ERR_NET_REFUSED, "The comment that is answered was deleted.");
}

static k_str reply_body(const struct site *s, const struct k_json *parent, k_str text)
{
    struct k_buf b;
    k_buf_init(&b, s->nx->arena, text.n * 12 + 1000);
    struct k_jw w = k_jw(&b);
    kw_obj(&w);
    kw_key(&w, "post");
    kw_value(&w, k_json_get(parent, "post"));
    kw_key(&w, "parent");
    kw_value(&w, k_json_get(parent, "id"));
    kw_key(&w, "content");
    kw_str(&w, stored_form(s->nx->arena, text));
    kw_end(&w);
    return k_buf_view(&b);
}

k_err site_reply(struct k_net_ctx *nx, const struct channel_view *ch,
                 const struct reply_out *out, struct reply_done *done)
{
    struct site s;
    const struct k_json *parent, *answer;
    k_str code;
    *done = (struct reply_done){0};
    K_TRY(site_open(nx, ch, &done->news, &s));
    if (k_str_empty(k_str_trim(out->text)))
        return k_net_fail(nx, K_ERR_NET_REFUSED, "There is nothing to send.");
    K_TRY(ask_parent(&s, out, &parent));
    k_err err = site_ask(&s, "POST", site_url(&s, K_S("wp/v2/comments")),
                         reply_body(&s, parent, out->text), true, &answer, NULL, &code);
    if (k_str_eqz(code, "comment_duplicate")) {
        nx->detail = (struct k_detail){0};
        return k_net_fail(nx, K_ERR_UNCLEAR, "WordPress has these words already.");
    }
    if (err == K_ERR_NET_BAD_ANSWER) /* a 2xx that cannot be read */
        return K_ERR_UNCLEAR;
    K_TRY(err);
    fill_done(&s, answer, done);
    return done->native_id.p ? K_OK : K_ERR_UNCLEAR;
}

static bool same_words(const struct site *s, const struct k_json *v, k_str text)
{
    k_str raw = k_json_path_str(v, "content.raw");
    if (raw.p && k_str_eq(k_str_trim(raw), stored_form(s->nx->arena, text)))
        return true;
    k_str shown = html_text(s->nx->arena, k_json_path_str(v, "content.rendered"), 1 << 18);
    return k_str_eq(k_str_trim(shown), k_str_trim(text));
}

k_err site_find(struct k_net_ctx *nx, const struct channel_view *ch,
                const struct reply_out *out, bool *found, struct reply_done *done)
{
    struct site s;
    const struct k_json *list, *v;
    *found = false;
    *done = (struct reply_done){0};
    K_TRY(site_open(nx, ch, &done->news, &s));
    int64_t parent = site_comment_number(&s, out->parent_native_id);
    if (parent == 0)
        return K_OK;
    k_str url = site_seen_by_us(&s, site_url(&s, K_S("wp/v2/comments")));
    url = k_fmt(nx->arena, "%.*s&parent=%lld&author=%lld&per_page=100&order=desc&orderby=id",
                K_ARG(url), (long long)parent, (long long)s.user_id);
    if (!s.moderates) /* `author` asks for a right: then all below the parent are looked through
                       */
        url = k_fmt(nx->arena, "%.*s&parent=%lld&per_page=100&order=desc&orderby=id",
                    K_ARG(site_seen_by_us(&s, site_url(&s, K_S("wp/v2/comments")))),
                    (long long)parent);
    K_TRY(site_ask(&s, NULL, url, K_NONE, false, &list, NULL, NULL));
    k_json_each (i, v, list) {
        if (*found || k_json_int(k_json_get(v, "author"), 0) != s.user_id ||
            k_json_int(k_json_get(v, "parent"), 0) != parent || !same_words(&s, v, out->text))
            continue;
        fill_done(&s, v, done);
        *found = done->native_id.p != NULL;
    }
    return K_OK;
}

k_err site_remove(struct k_net_ctx *nx, const struct channel_view *ch, k_str native_id,
                  k_str meta, struct channel_news *news)
{
    struct site s;
    const struct k_json *answer;
    k_str code = K_NONE;
    K_TRY(site_open(nx, ch, news, &s));
    int64_t id = site_comment_number(&s, native_id);
    if (id == 0)
        return k_net_fail(nx, K_ERR_NET_REFUSED, "This is no comment of this site.");
    k_err err = site_ask_comment(&s, id, &answer);
    if (err == K_OK && k_json_int(k_json_get(answer, "author"), 0) != s.user_id)
        return k_net_fail(nx, K_ERR_NET_REFUSED, "Only our own comments can be taken back.");
    k_str url = site_url(&s, k_fmt(nx->arena, "wp/v2/comments/%lld", (long long)id));
    if (err == K_OK)
        err = site_ask(&s, "DELETE", url, K_NONE, false, &answer, NULL, &code);
    if (err != K_OK && k_str_eqz(code, "rest_trash_not_supported")) {
        nx->detail = (struct k_detail){0};
        url = link_with(nx->arena, url, "force", K_S("true"));
        err = site_ask(&s, "DELETE", url, K_NONE, false, &answer, NULL, &code);
    }
    bool trashed = err != K_OK && k_str_eqz(code, "rest_already_trashed");
    if (err == K_ERR_NOT_FOUND || trashed) { /* gone already: as good */
        nx->detail = (struct k_detail){0};
        return K_OK;
    }
    return err;
}
