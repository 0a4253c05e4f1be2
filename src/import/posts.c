/* posts: rows of a file become items and go the way of every post, as history. Reads and writes
 * import_run, import_reject, channel, and through ingest everything a post touches. */
#include "import/posts.h"

#include "base/utf8.h"
#include "db/db.h"
#include "domain/ingest.h"
#include "store/event.h"
#include "store/sql.gen.h"

#define EARLIEST (631152000LL * K_SEC) /* 1990: older times are mistakes of units */
enum { BATCH = INGEST_MAX, ID_MAX = 512, HANDLE_MAX = 200 };

/* One pass over the file: what is needed for each row. */
struct pass {
    struct import_options opt;
    struct rows *rows;
    struct sq_import_get_row run;
    k_time now;
};

/* One row read: an item, or why not. */
struct taken {
    struct item it;
    k_str network;
    size_t line;
    k_str raw, why;
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

static k_err open_pass(struct k_ctx *cx, k_id run, k_str text, struct pass *p)
{
    bool found;
    k_str why = K_NONE;
    *p = (struct pass){.now = k_cx_now(cx)};
    K_TRY(sq_import_get(cx, run, &p->run, &found));
    if (!found)
        return k_fail(cx, K_ERR_NOT_FOUND, "id", "This import is not here.");
    K_TRY(import_options_parse(cx, p->run.options, &p->opt));
    if (rows_open(cx->arena, text, &p->rows, &why) != K_OK)
        return k_fail(cx, K_ERR_BAD_INPUT, "file", "%.*s", K_ARG(why));
    rows_goto(p->rows, (struct rows_place){(size_t)p->run.place, (size_t)p->run.line});
    return K_OK;
}

/* What one batch brings, inside its transaction. */
struct batch {
    struct pass *p;
    struct taken *v;
    size_t n;
    struct rows_place end;
    struct sq_import_step_args step;
};

static k_err reject(struct k_ctx *cx, struct batch *b, const struct taken *t, k_str why)
{
    b->step.refused++;
    return sq_import_reject_put(cx, b->p->run.id, (int64_t)t->line, why,
                                k_utf8_scrub(cx->arena, t->raw), NULL);
}

static k_err channel_of(struct k_ctx *cx, struct batch *b, k_id *channel)
{
    struct sq_import_channel_row row;
    bool found;
    k_str handle = b->p->opt.ours.n ? b->p->opt.ours.v[0] : K_S("");
    K_TRY(sq_import_channel(cx, b->p->opt.network, &row, &found));
    *channel = found ? row.id : k_cx_id(cx);
    if (!found)
        K_TRY(sq_import_channel_insert(
            cx,
            &(struct sq_import_channel_insert_args){
                .id = *channel,
                .network = b->p->opt.network,
                .name = k_fmt(cx->arena, "Archive of %.*s", K_ARG(b->p->opt.network)),
                .handle = handle,
                .member_id = cx->actor.member,
                .now = k_cx_now(cx)},
            NULL));
    if (b->p->run.channel_id != *channel)
        K_TRY(sq_import_set_channel(cx, b->p->run.id, *channel, NULL));
    b->p->run.channel_id = *channel;
    return K_OK;
}

/* Dry run: what would happen with each row. */
static k_err count_batch(struct k_ctx *cx, struct batch *b)
{
    for (size_t i = 0; i < b->n; i++) {
        struct sq_import_known_row row;
        bool found;
        if (b->v[i].why.p) {
            K_TRY(reject(cx, b, &b->v[i], b->v[i].why));
            continue;
        }
        K_TRY(sq_import_known(cx, b->v[i].network, b->v[i].it.native_id, &row, &found));
        b->step.matched += found;
        b->step.added += !found;
    }
    return K_OK;
}

static k_err store_batch(struct k_ctx *cx, struct batch *b)
{
    struct item *items = k_new_n(cx->arena, struct item, b->n);
    const struct taken **from = k_new_n(cx->arena, const struct taken *, b->n);
    struct ingest_result res;
    struct ingest_from where = {
        .network = b->p->opt.network, .source = INGEST_IMPORT, .archive = true};
    size_t n = 0;
    K_TRY(channel_of(cx, b, &where.channel));
    for (size_t i = 0; i < b->n; i++) {
        if (b->v[i].why.p) {
            K_TRY(reject(cx, b, &b->v[i], b->v[i].why));
            continue;
        }
        from[n] = &b->v[i];
        items[n++] = b->v[i].it;
    }
    if (n == 0)
        return K_OK;
    K_TRY(ingest_batch(cx, &where, items, n, &res));
    for (size_t i = 0; i < n; i++)
        if (res.items[i].fate == INGEST_REFUSED)
            K_TRY(reject(cx, b, from[i], k_str_z(res.items[i].why)));
    b->step.added += res.added;
    b->step.matched += res.same + res.edited;
    return K_OK;
}

static k_err do_batch(struct k_ctx *cx, void *arg)
{
    struct batch *b = arg;
    b->step = (struct sq_import_step_args){.id = b->p->run.id,
                                           .done = (int64_t)b->n,
                                           .place = (int64_t)b->end.pos,
                                           .line = (int64_t)b->end.line};
    if (b->p->run.dry_run)
        K_TRY(count_batch(cx, b));
    else
        K_TRY(store_batch(cx, b));
    k_ctx_notice(cx, K_TOPIC_IMPORT, b->p->run.id);
    return sq_import_step(cx, &b->step, NULL);
}

static k_err do_finish(struct k_ctx *cx, void *arg)
{
    const struct pass *p = arg;
    const char *state = p->run.dry_run ? "checked" : "done";
    K_TRY(sq_import_finish(cx, p->run.id, k_str_z(state), K_NONE, k_cx_now(cx), NULL));
    k_ctx_notice(cx, K_TOPIC_IMPORT, p->run.id);
    return event_append(
        cx,
        &(struct event_new){.verb = p->run.dry_run ? K_S("import.checked") : K_S("import.done"),
                            .object_kind = K_S("import"),
                            .object_id = p->run.id},
        NULL);
}

/* Reads the next rows into the batch; how many. */
static size_t fill(struct k_ctx *cx, struct batch *b, size_t max)
{
    struct rows_row row;
    for (b->n = 0; b->n < max && rows_next(b->p->rows, cx->arena, &row);)
        take_row(b->p, cx->arena, &row, &b->v[b->n++]);
    b->end = rows_place(b->p->rows);
    return b->n;
}

k_err import_posts_some(struct k_ctx *cx, k_id run, k_str text, size_t rows, bool *more)
{
    struct pass p;
    struct batch b = {.p = &p, .v = k_new_n(cx->arena, struct taken, BATCH)};
    K_TRY(open_pass(cx, run, text, &p));
    for (*more = true; rows > 0 && *more; rows -= b.n) {
        if (fill(cx, &b, rows < BATCH ? rows : BATCH) == 0) {
            *more = false;
            return db_write(cx, do_finish, &p);
        }
        K_TRY(db_write(cx, do_batch, &b));
    }
    return K_OK;
}

k_err import_posts_new(struct k_ctx *cx, k_str file_name, const struct import_options *guessed,
                       k_id *run)
{
    *run = k_cx_id(cx);
    k_ctx_notice(cx, K_TOPIC_IMPORT, *run);
    return sq_import_insert(
        cx,
        &(struct sq_import_insert_args){.id = *run,
                                        .kind = K_S("posts"),
                                        .file_name = k_utf8_cut(file_name, 200),
                                        .options = import_options_json(cx->arena, guessed),
                                        .member_id = cx->actor.member,
                                        .now = k_cx_now(cx)},
        NULL);
}

k_err import_posts_begin(struct k_ctx *cx, k_id run, k_str options_json, bool dry)
{
    struct import_options opt;
    struct sq_import_get_row row;
    bool found;
    int64_t changed;
    K_TRY(sq_import_get(cx, run, &row, &found));
    if (!found)
        return k_fail(cx, K_ERR_NOT_FOUND, "id", "This import is not here.");
    K_TRY(import_options_parse(cx, options_json.n ? options_json : row.options, &opt));
    K_TRY(sq_import_begin(cx, run, dry ? K_S("checking") : K_S("running"), dry,
                          import_options_json(cx->arena, &opt), &changed));
    if (changed == 0)
        return k_fail(cx, K_ERR_CONFLICT, NULL,
                      "This import is running. Wait until it is done.");
    K_TRY(sq_import_reject_clear(cx, run, NULL));
    k_ctx_notice(cx, K_TOPIC_IMPORT, run);
    return K_OK;
}
