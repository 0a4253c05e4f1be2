/* feed_json: JSON Feed 1 and 1.1. */
#include "base/json.h"
#include "formats/feed.h"
#include "formats/link.h"

static k_str whole(struct k_arena *a, k_str base, k_str link)
{
    return link.n ? link_resolve(a, base, link) : K_NONE;
}

static void read_author(struct k_arena *a, const struct k_json *v, k_str base, k_str *name,
                        k_str *url)
{
    const struct k_json *author = k_json_path(v, "authors.0");
    if (author == NULL)
        author = k_json_get(v, "author"); /* version 1 */
    *name = k_json_get_str(author, "name");
    *url = whole(a, base, k_json_get_str(author, "url"));
}

static struct feed_words read_content(const struct k_json *v)
{
    k_str html = k_json_get_str(v, "content_html");
    return html.n ? (struct feed_words){html, true}
                  : (struct feed_words){k_json_get_str(v, "content_text"), false};
}

static void read_item(struct k_arena *a, const struct k_json *v, k_str base,
                      struct feed_item *it)
{
    it->id = k_json_idstr(a, k_json_get(v, "id"));
    it->link = whole(a, base, k_json_get_str(v, "url"));
    if (it->link.p == NULL)
        it->link = whole(a, base, k_json_get_str(v, "external_url"));
    it->title = (struct feed_words){k_json_get_str(v, "title"), false};
    it->summary = (struct feed_words){k_json_get_str(v, "summary"), false};
    it->content = read_content(v);
    it->lang = k_json_get_str(v, "language");
    read_author(a, v, base, &it->author, &it->author_url);
    if (!feed_date(k_json_get_str(v, "date_published"), &it->posted))
        it->posted = 0;
    if (!feed_date(k_json_get_str(v, "date_modified"), &it->updated))
        it->updated = 0;
}

k_err feed_json_parse(struct k_arena *a, k_str utf8, k_str base, struct feed *out, k_str *why)
{
    const struct k_json *doc, *v;
    k_str author_url;
    if (k_json_parse(a, utf8, &doc, why) != K_OK)
        return K_ERR_BAD_INPUT;
    if (!k_str_starts(k_json_get_str(doc, "version"), K_S("https://jsonfeed.org/version/")) ||
        !k_json_is_array(k_json_get(doc, "items"))) {
        *why = K_S("this is JSON, but no JSON feed");
        return K_ERR_BAD_INPUT;
    }
    out->kind = FEED_JSON;
    out->title = (struct feed_words){k_json_get_str(doc, "title"), false};
    out->link = whole(a, base, k_json_get_str(doc, "home_page_url"));
    out->lang = k_json_get_str(doc, "language");
    read_author(a, doc, base, &out->author, &author_url);
    k_json_each (i, v, k_json_get(doc, "items")) {
        if (out->items.n == FEED_MAX_ITEMS) {
            out->cut = true;
            break;
        }
        if (k_json_is_object(v))
            read_item(a, v, base, k_vec_push(a, &out->items));
    }
    return K_OK;
}
