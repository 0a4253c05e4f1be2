/* posts_options: what the columns of a file of posts mean, guessed by their names and corrected
 * by a member. Pure but for errors. */
#include "base/json.h"
#include "base/map.h"
#include "import/posts.h"

const char *const import_meanings[IMPORT_MEANINGS] = {
    [IMPORT_ID] = "id",           [IMPORT_TEXT] = "text",
    [IMPORT_TIME] = "time",       [IMPORT_PARENT] = "parent",
    [IMPORT_AUTHOR] = "author",   [IMPORT_AUTHOR_NAME] = "author_name",
    [IMPORT_TO] = "to",           [IMPORT_URL] = "url",
    [IMPORT_LANG] = "lang",       [IMPORT_KIND] = "kind",
    [IMPORT_NETWORK] = "network",
};

/* Names under which exports of other programs write it, best first; case does not matter. */
static const char *const names[IMPORT_MEANINGS][16] = {
    [IMPORT_ID] = {"id", "post_id", "tweet_id", "native_id", "status_id", "message_id",
                   "id_str", "comment_id", "uri"},
    [IMPORT_TEXT] = {"text", "full_text", "body", "content", "message", "comment", "post",
                     "tweet"},
    [IMPORT_TIME] = {"created_at", "posted_at", "time", "timestamp", "date", "datetime",
                     "tweet_created", "published", "published_at"},
    [IMPORT_PARENT] = {"in_reply_to", "in_reply_to_id", "in_reply_to_status_id",
                       "in_response_to_tweet_id", "reply_to", "parent_id", "parent"},
    [IMPORT_AUTHOR] = {"author.handle", "author_handle", "author_id", "author", "handle",
                       "screen_name", "username", "user.screen_name", "user", "from", "name"},
    [IMPORT_AUTHOR_NAME] = {"author.name", "author_name", "display_name", "user.name",
                            "full_name", "name"},
    [IMPORT_TO] = {"to", "to_account", "addressed_to", "recipient", "airline", "brand",
                   "account"},
    [IMPORT_URL] = {"url", "link", "permalink", "permalink_url"},
    [IMPORT_LANG] = {"lang", "language"},
    [IMPORT_KIND] = {"kind", "type"},
    [IMPORT_NETWORK] = {"network", "source_network", "platform"},
};

enum { GUESS_ROWS = 20000, OURS_MAX = 20, OURS_SHARE = 50 };

static bool taken(const struct import_options *o, int upto, k_str column)
{
    for (int m = 0; m < upto; m++)
        if (k_str_eq(o->columns[m], column))
            return true;
    return false;
}

static k_str guess_column(const struct rows *r, const struct import_options *o, int meaning)
{
    size_t n;
    const k_str *columns = rows_columns(r, &n);
    for (int k = 0; k < 16 && names[meaning][k]; k++)
        for (size_t i = 0; i < n; i++)
            if (k_str_ieq(columns[i], k_str_z(names[meaning][k])) &&
                !taken(o, meaning, columns[i]))
                return columns[i];
    return K_NONE;
}

struct count {
    k_str word;
    int64_t n;
};

static void count_word(struct k_arena *a, struct k_map *m, k_str word)
{
    if (!word.n)
        return;
    struct count *c = k_map_get(m, word);
    if (!c) {
        c = k_new(a, struct count);
        c->word = k_dup(a, word);
        *k_map_at(m, c->word) = c;
    }
    c->n++;
}

static k_str without_at(k_str handle)
{
    handle = k_str_trim(handle);
    return k_str_starts(handle, K_S("@")) ? k_str_from(handle, 1) : handle;
}

/* Ours are the accounts that one post in fifty or more is addressed to. */
static void guess_ours(struct k_arena *a, const struct k_map *to, int64_t rows,
                       struct import_options *out)
{
    for (size_t i = 0; i < to->n && out->ours.n < OURS_MAX; i++) {
        const struct count *c = to->entries[i].value;
        if (c->n * OURS_SHARE >= rows)
            *k_vec_push(a, &out->ours) = c->word;
    }
}

/* Counts whom the rows are addressed to, and takes the network from the first one. */
static int64_t look_at_rows(struct k_arena *a, struct rows *r, struct k_map *to,
                            struct import_options *out)
{
    struct k_arena *scratch = k_arena_new(0);
    struct rows_row row;
    int64_t n = 0;
    for (; scratch && n < GUESS_ROWS && rows_next(r, scratch, &row); n++) {
        count_word(a, to, without_at(rows_cell(r, scratch, &row, out->columns[IMPORT_TO])));
        k_str network = rows_cell(r, scratch, &row, out->columns[IMPORT_NETWORK]);
        if (n == 0 && network.n)
            out->network = k_lower(a, k_str_trim(network));
        k_arena_reset(scratch);
    }
    k_arena_free(scratch);
    return n;
}

k_err import_posts_guess(struct k_ctx *cx, k_str text, struct import_options *out)
{
    struct rows *r;
    struct k_map to;
    k_str why = K_NONE;
    *out = (struct import_options){.network = K_S("import")};
    if (rows_open(cx->arena, text, &r, &why) != K_OK)
        return k_fail(cx, K_ERR_BAD_INPUT, "file", "%.*s", K_ARG(why));
    for (int m = 0; m < IMPORT_MEANINGS; m++)
        out->columns[m] = guess_column(r, out, m);
    k_map_init(&to, cx->arena);
    guess_ours(cx->arena, &to, look_at_rows(cx->arena, r, &to, out), out);
    return K_OK;
}

static k_err bad(struct k_ctx *cx, const char *field, const char *text)
{
    return k_fail(cx, K_ERR_BAD_INPUT, field, "%s", text);
}

static k_err parse_columns(struct k_ctx *cx, const struct k_json *obj,
                           struct import_options *out)
{
    k_str key;
    const struct k_json *value;
    for (void *it = NULL; (it = k_json_iter(obj, it, &key, &value));) {
        int m = 0;
        while (m < IMPORT_MEANINGS && !k_str_eqz(key, import_meanings[m]))
            m++;
        if (m == IMPORT_MEANINGS)
            return k_fail(cx, K_ERR_BAD_INPUT, "options.columns",
                          "A column cannot mean \"%.*s\".", K_ARG(key));
        out->columns[m] = k_dup(cx->arena, k_json_str(value));
    }
    return K_OK;
}

static k_err parse_ours(struct k_ctx *cx, const struct k_json *list, struct import_options *out)
{
    const struct k_json *v;
    k_json_each (i, v, list) {
        k_str handle = without_at(k_json_str(v));
        if (!handle.n || handle.n > 200)
            return bad(cx, "options.ours", "Our handles are a list of names such as \"acme\".");
        *k_vec_push(cx->arena, &out->ours) = k_dup(cx->arena, handle);
    }
    return K_OK;
}

static bool network_word(k_str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (!((s.p[i] >= 'a' && s.p[i] <= 'z') || (s.p[i] >= '0' && s.p[i] <= '9') ||
              s.p[i] == '_' || s.p[i] == '-'))
            return false;
    return s.n > 0 && s.n <= 40;
}

k_err import_options_read(struct k_ctx *cx, k_str json, struct import_options *out)
{
    const struct k_json *doc;
    k_str where = K_NONE;
    *out = (struct import_options){0};
    if (k_json_parse(cx->arena, json, &doc, &where) != K_OK || !k_json_is_object(doc))
        return bad(cx, "options", "The options are not a JSON object.");
    out->network = k_lower(cx->arena, k_str_trim(k_json_get_str(doc, "network")));
    if (!network_word(out->network))
        return bad(cx, "options.network",
                   "Name the network with letters and digits, for example mastodon.");
    K_TRY(parse_columns(cx, k_json_get(doc, "columns"), out));
    return parse_ours(cx, k_json_get(doc, "ours"), out);
}

k_err import_options_parse(struct k_ctx *cx, k_str json, struct import_options *out)
{
    K_TRY(import_options_read(cx, json, out));
    if (!out->columns[IMPORT_TEXT].n)
        return bad(cx, "options.columns.text", "Say which column holds the text.");
    if (!out->columns[IMPORT_AUTHOR].n)
        return bad(cx, "options.columns.author", "Say which column holds the author.");
    if (!out->columns[IMPORT_TIME].n)
        return bad(cx, "options.columns.time", "Say which column holds the time.");
    return K_OK;
}

k_str import_options_json(struct k_arena *a, const struct import_options *o)
{
    struct k_buf b;
    k_buf_init(&b, a, 256 * 1024);
    struct k_jw w = k_jw(&b);
    kw_obj(&w);
    kw_key(&w, "network");
    kw_str(&w, o->network);
    kw_key(&w, "columns");
    kw_obj(&w);
    for (int m = 0; m < IMPORT_MEANINGS; m++) {
        if (!o->columns[m].n)
            continue;
        kw_key(&w, import_meanings[m]);
        kw_str(&w, o->columns[m]);
    }
    kw_end(&w);
    kw_key(&w, "ours");
    kw_arr(&w);
    for (size_t i = 0; i < o->ours.n; i++)
        kw_str(&w, o->ours.v[i]);
    kw_end(&w);
    kw_end(&w);
    return k_buf_view(&b);
}
