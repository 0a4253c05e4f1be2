/* posts: rows of a file become items and go the way of every post, as history. Reads and writes
 * channel, and through ingest everything a post touches. */
#include "import/posts.h"

#include "base/utf8.h"
#include "domain/ingest.h"
#include "store/sql.gen.h"

#define EARLIEST (631152000LL * K_SEC) /* 1990: older times are mistakes of units */
enum { BATCH = INGEST_MAX, ID_MAX = 512, HANDLE_MAX = 200 };

/* One row read: an item, or why not. */
struct taken {
    struct item it;
    k_str network;
    size_t line;
    k_str raw, why;
};

/* One pass over the file: what is needed for each row. */
struct pass {
    struct import_options opt;
    struct rows *rows;
    struct taken *v; /* the batch */
    k_time now;
};

static k_str cell(const struct pass *p, struct k_arena *a, const struct rows_row *row,
                  enum import_meaning m)
{
    return k_str_trim(rows_cell(p->rows, a, row, p->opt.columns[m]));
}

static bool read_time(k_str s, k_time *out)
{
    int64_t n;
    if (k_time_parse(s, out) || k_time_parse_http(s, out))
        return true;
    if (!k_str_i64(s, &n) || n <= 0)
        return false;
    *out = n < 100000000000LL      ? n * K_SEC
           : n < 100000000000000LL ? n * K_MSEC
                                   : n; /* seconds, ms, us */
    return true;
}

static k_str no_at(k_str handle)
{
    return k_str_starts(handle, K_S("@")) ? k_str_from(handle, 1) : handle;
}

static bool is_ours(const struct pass *p, k_str handle)
{
    for (size_t i = 0; i < p->opt.ours.n; i++)
        if (k_str_ieq(p->opt.ours.v[i], handle))
            return true;
    return false;
}

/* A row without an id gets one from what it says, so that a second run finds it again. */
static k_str made_id(struct k_arena *a, k_str author, k_str time, k_str text)
{
    uint64_t h = 1469598103934665603ULL; /* FNV-1a, 64 bits: stable between releases */
    const k_str parts[] = {author, time, text};
    for (size_t k = 0; k < 3; k++) {
        for (size_t i = 0; i < parts[k].n; i++)
            h = (h ^ (unsigned char)parts[k].p[i]) * 1099511628211ULL;
        h = (h ^ 0xff) * 1099511628211ULL;
    }
    return k_fmt(a, "row-%016llx", (unsigned long long)h);
}

static k_str why_not(struct k_arena *a, const struct pass *p, const struct taken *t, k_str time)
{
    if (!t->it.text.n)
        return K_S("There is no text.");
    if (t->it.text.n > INGEST_TEXT)
        return K_S("The text is longer than 64 KiB.");
    if (!t->it.author.native_id.n)
        return K_S("There is no author.");
    if (t->it.author.handle.n > HANDLE_MAX || t->it.native_id.n > ID_MAX ||
        t->it.native_parent.n > ID_MAX)
        return K_S("An id or a name is too long.");
    if (!read_time(time, &(k_time){0}))
        return time.n
                   ? k_fmt(
                         a,
                         "The time \"%.*s\" is not readable. Write it as 2026-01-31T12:00:00Z.",
                         (int)(time.n < 40 ? time.n : 40), time.p)
                   : K_S("There is no time.");
    if (t->it.posted_at < EARLIEST || t->it.posted_at > p->now + K_DAY)
        return K_S("The time is before 1990 or in the future.");
    return K_NONE;
}

static void take_row(const struct pass *p, struct k_arena *a, const struct rows_row *row,
                     struct taken *out)
{
    *out = (struct taken){
        .line = row->line, .raw = row->raw, .why = row->why, .network = p->opt.network};
    if (row->why.p)
        return;
    struct item *it = &out->it;
    k_str handle = no_at(cell(p, a, row, IMPORT_AUTHOR));
    k_str time = cell(p, a, row, IMPORT_TIME);
    k_str to = no_at(cell(p, a, row, IMPORT_TO));
    k_str kind = cell(p, a, row, IMPORT_KIND);
    it->text = k_utf8_scrub(a, cell(p, a, row, IMPORT_TEXT));
    it->native_id = cell(p, a, row, IMPORT_ID);
    it->native_parent = cell(p, a, row, IMPORT_PARENT);
    if (!it->native_parent.n)
        it->native_parent = K_NONE;
    it->author = (struct item_author){.native_id = k_lower(a, handle),
                                      .handle = handle,
                                      .name = cell(p, a, row, IMPORT_AUTHOR_NAME),
                                      .followers = -1};
    it->ours = is_ours(p, handle);
    it->kind = kind.n ? kind : is_ours(p, to) ? K_S("mention") : K_S("post");
    it->visibility = K_S("public");
    it->url = cell(p, a, row, IMPORT_URL);
    it->lang = cell(p, a, row, IMPORT_LANG);
    read_time(time, &it->posted_at);
    if (!it->native_id.n)
        it->native_id = made_id(a, handle, time, it->text);
    out->why = why_not(a, p, out, time);
}

static k_err posts_open(struct k_ctx *cx, struct import_pass *ip)
{
    struct pass *p = k_new(cx->arena, struct pass);
    k_str why = K_NONE;
    p->now = ip->now;
    p->v = k_new_n(cx->arena, struct taken, BATCH);
    K_TRY(import_options_parse(cx, ip->run.options, &p->opt));
    if (rows_open(cx->arena, ip->text, &p->rows, &why) != K_OK)
        return k_fail(cx, K_ERR_BAD_INPUT, "file", "%.*s", K_ARG(why));
    rows_goto(p->rows, (struct rows_place){ip->pos, ip->line});
    ip->state = p;
    return K_OK;
}

static k_err posts_fill(struct k_ctx *cx, struct import_pass *ip, size_t max)
{
    struct pass *p = ip->state;
    struct rows_row row;
    while (ip->n < max && rows_next(p->rows, cx->arena, &row))
        take_row(p, cx->arena, &row, &p->v[ip->n++]);
    struct rows_place end = rows_place(p->rows);
    ip->pos = end.pos;
    ip->line = end.line;
    return K_OK;
}

static k_err refuse(struct k_ctx *cx, struct import_pass *ip, const struct taken *t, k_str why)
{
    return import_refuse(cx, ip, t->line, t->raw, why);
}

static k_err channel_of(struct k_ctx *cx, struct import_pass *ip, k_id *channel)
{
    const struct pass *p = ip->state;
    struct sq_import_channel_row row;
    bool found;
    k_str handle = p->opt.ours.n ? p->opt.ours.v[0] : K_S("");
    K_TRY(sq_import_channel(cx, p->opt.network, &row, &found));
    *channel = found ? row.id : k_cx_id(cx);
    if (!found)
        K_TRY(sq_import_channel_insert(
            cx,
            &(struct sq_import_channel_insert_args){.id = *channel,
                                                    .network = p->opt.network,
                                                    .name = p->opt.network,
                                                    .handle = handle,
                                                    .member_id = cx->actor.member,
                                                    .now = k_cx_now(cx)},
            NULL));
    if (ip->run.channel_id != *channel)
        K_TRY(sq_import_set_channel(cx, ip->run.id, *channel, NULL));
    ip->run.channel_id = *channel;
    return K_OK;
}

static k_err posts_count(struct k_ctx *cx, struct import_pass *ip)
{
    const struct taken *v = ((const struct pass *)ip->state)->v;
    for (size_t i = 0; i < ip->n; i++) {
        struct sq_import_known_row row;
        bool found;
        if (v[i].why.p) {
            K_TRY(refuse(cx, ip, &v[i], v[i].why));
            continue;
        }
        K_TRY(sq_import_known(cx, v[i].network, v[i].it.native_id, &row, &found));
        ip->matched += found;
        ip->added += !found;
    }
    return K_OK;
}

static k_err posts_store(struct k_ctx *cx, struct import_pass *ip)
{
    const struct pass *p = ip->state;
    struct item *items = k_new_n(cx->arena, struct item, ip->n);
    const struct taken **from = k_new_n(cx->arena, const struct taken *, ip->n);
    struct ingest_result res;
    struct ingest_from where = {
        .network = p->opt.network, .source = INGEST_IMPORT, .archive = true};
    size_t n = 0;
    K_TRY(channel_of(cx, ip, &where.channel));
    for (size_t i = 0; i < ip->n; i++) {
        if (p->v[i].why.p) {
            K_TRY(refuse(cx, ip, &p->v[i], p->v[i].why));
            continue;
        }
        from[n] = &p->v[i];
        items[n++] = p->v[i].it;
    }
    if (n == 0)
        return K_OK;
    K_TRY(ingest_batch(cx, &where, items, n, &res));
    for (size_t i = 0; i < n; i++)
        if (res.items[i].fate == INGEST_REFUSED)
            K_TRY(refuse(cx, ip, from[i], k_str_z(res.items[i].why)));
    ip->added += res.added;
    ip->matched += res.same + res.edited;
    if (res.newest)
        K_TRY(sq_import_channel_newest(cx, where.channel, res.newest, NULL));
    return K_OK;
}

static k_err posts_guess(struct k_ctx *cx, k_str text, struct import_guess *out)
{
    struct import_options opt;
    K_TRY(import_posts_guess(cx, text, &opt));
    out->options = import_options_json(cx->arena, &opt);
    return K_OK;
}

static k_err posts_canon(struct k_ctx *cx, k_str json, k_str *options)
{
    struct import_options opt;
    K_TRY(import_options_parse(cx, json, &opt));
    *options = import_options_json(cx->arena, &opt);
    return K_OK;
}

static k_str meaning_of(const struct import_options *o, k_str column)
{
    for (size_t m = 0; m < IMPORT_MEANINGS; m++)
        if (o->columns[m].p && k_str_eq(o->columns[m], column))
            return k_str_z(import_meanings[m]);
    return K_NONE;
}

static k_err posts_sample(struct k_ctx *cx, k_str text, k_str json, size_t max, size_t cell,
                          struct import_sample *out)
{
    struct import_options opt;
    struct rows *rows;
    k_str why = K_NONE;
    size_t n = 0;
    K_TRY(import_options_read(cx, json, &opt));
    if (rows_open(cx->arena, text, &rows, &why) != K_OK)
        return k_fail(cx, K_ERR_BAD_INPUT, NULL, "%.*s", K_ARG(why));
    const k_str *columns = rows_columns(rows, &n);
    for (size_t i = 0; i < n; i++)
        *k_vec_push(cx->arena, &out->columns) = (struct import_sample_column){
            k_dup(cx->arena, columns[i]), meaning_of(&opt, columns[i]), K_S("")};
    for (size_t m = 0; m < IMPORT_MEANINGS; m++)
        *k_vec_push(cx->arena, &out->meanings) = k_str_z(import_meanings[m]);
    rows_sample(cx->arena, rows, max, cell, out);
    return K_OK;
}

const struct import_kind import_kind_posts = {
    .name = "posts",
    .doc = "Posts from a table or JSON lines, as history.",
    .batch = BATCH,
    .guess = posts_guess,
    .canon = posts_canon,
    .open = posts_open,
    .fill = posts_fill,
    .count = posts_count,
    .store = posts_store,
    .sample = posts_sample,
};
