/* routes_timeline: everything between us and a person, as pages and as files. */
#include "api/answer.h"
#include "api/api.h"
#include "api/cursor.h"
#include "api/handlers.h"
#include "api/shapes_timeline.h"
#include "api/show.h"
#include "base/utf8.h"
#include "domain/timeline.h"
#include "formats/csv.h"

#define SCAN 5000         /* entries a page looks at */
#define EXPORT_MOST 50000 /* entries of a file */
#define EXPORT_SCAN 1000000
#define EXPORT_BYTES ((size_t)96 << 20)
#define SHOWN 400 /* graphemes of a text on the page */

static k_err read_ask(struct k_ctx *cx, const struct api_timeline_in *i,
                      struct timeline_ask *ask)
{
    struct sq_people_get_row p;
    k_str wrong;
    K_TRY(people_find(cx, i->id, &p));
    *ask = (struct timeline_ask){.person = p.id,
                                 .kinds = timeline_kinds_parse(i->kinds, &wrong),
                                 .q = i->q,
                                 .from = i->from,
                                 .to = i->to};
    if (ask->kinds == 0)
        return k_fail(cx, K_ERR_BAD_INPUT, "kinds", "There is no such kind of entry.");
    return K_OK;
}

/* --- pages ------------------------------------------------------------------------------- */

struct page {
    struct names names;
    struct api_timeline_entry_list *out;
};

/* A copy that outlives the walk. */
static struct api_timeline_entry shown(struct names *n, const struct timeline_entry *e)
{
    struct k_arena *a = n->cx->arena;
    return (struct api_timeline_entry){
        .id = e->id,
        .conversation_id = e->conversation,
        .post_id = e->post,
        .moment_id = e->moment,
        .what = k_str_z(timeline_kinds[e->kind].name),
        .detail = k_dup(a, e->detail),
        .state = k_dup(a, e->state),
        .direction = k_dup(a, e->direction),
        .side = k_dup(a, e->side),
        .network = k_dup(a, e->network),
        .title = k_dup(a, e->title),
        .text = k_dup(a, k_utf8_cut(e->text, SHOWN)),
        .url = k_dup(a, e->url),
        .currency = k_dup(a, e->currency),
        .member = names_member(n, e->member),
        .team = names_team(n, e->team),
        .severity = e->severity,
        .amount_minor = e->amount_minor,
        .automatic = e->automatic,
        .deleted = e->deleted,
        .mine = e->mine,
        .due_at = e->due_at,
        .known_at = e->known_at,
        .now_at = e->now_at,
        .now_never = e->now_never,
        .at = e->at,
    };
}

static k_err put_entry(void *arg, const struct timeline_entry *e)
{
    struct page *p = arg;
    struct k_ctx *cx = p->names.cx;
    struct api_timeline_entry *item = k_vec_push(cx->arena, &p->out->items);
    *item = shown(&p->names, e);
    if (e->channel) {
        item->channel = k_new(cx->arena, struct api_channel_ref);
        *item->channel = names_channel(&p->names, e->channel);
    }
    return show_person_ref(cx, e->other, &item->other);
}

k_err route_person_timeline(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    const struct api_timeline_in *i = in;
    struct page p = {.names = names_new(cx), .out = out};
    struct timeline_ask ask;
    struct timeline_key next;
    int64_t key[3];
    bool more;
    K_TRY(read_ask(cx, i, &ask));
    K_TRY(cursor_read(cx, i->cursor, 't', key, 3, &ask.has_before));
    ask.before = (struct timeline_key){key[0], key[1], key[2]};
    if (!ask.has_before)
        ask.before = (struct timeline_key){0};
    ask.limit = (size_t)request_limit(i->limit);
    ask.scan = SCAN;
    K_TRY(timeline_walk(cx, &ask, put_entry, &p, &next, &more));
    if (more)
        p.out->next =
            cursor_make(cx->arena, 't', (int64_t[]){next.at, next.source, next.id}, 3);
    return names_done(&p.names);
}

/* --- files ------------------------------------------------------------------------------- */

struct file {
    struct names names;
    struct k_buf *b;
    struct k_jw w;
    bool json;
    k_str tongue;
};

static const char *const columns[] = {
    "at",      "what",  "detail", "state",        "direction", "side",   "member", "channel",
    "network", "title", "text",   "amount_minor", "currency",  "due_at", "url"};
#define COLUMNS (sizeof columns / sizeof *columns)

static void cells_of(struct file *f, const struct timeline_entry *e, k_str cells[COLUMNS])
{
    struct k_arena *a = f->names.cx->arena;
    struct api_member_ref *member = names_member(&f->names, e->member);
    const k_str all[COLUMNS] = {
        k_time_iso(a, e->at),
        k_str_z(timeline_kinds[e->kind].name),
        e->detail,
        e->state,
        e->direction,
        e->side,
        member ? member->name : K_S(""),
        e->channel ? names_channel(&f->names, e->channel).name : K_S(""),
        e->network,
        e->title,
        e->text,
        e->currency.n ? k_fmt(a, "%lld", (long long)e->amount_minor) : K_S(""),
        e->currency,
        e->due_at ? k_time_iso(a, e->due_at) : K_S(""),
        e->url};
    memcpy(cells, all, sizeof all);
}

static k_err write_entry(void *arg, const struct timeline_entry *e)
{
    struct file *f = arg;
    k_str cells[COLUMNS];
    cells_of(f, e, cells);
    if (f->json)
        kw_obj(&f->w);
    for (size_t i = 0; i < COLUMNS; i++) {
        if (!f->json) {
            csv_put(f->b, cells[i], i == 0);
        } else if (cells[i].n) {
            kw_key(&f->w, columns[i]);
            kw_str(&f->w, cells[i]);
        }
    }
    if (f->json)
        kw_end(&f->w);
    else
        csv_end(f->b);
    return k_buf_ok(f->b) ? K_OK : K_ERR_TOO_LARGE;
}

static void begin(struct file *f)
{
    if (f->json) {
        kw_obj(&f->w);
        kw_key(&f->w, "entries");
        kw_arr(&f->w);
        return;
    }
    for (size_t i = 0; i < COLUMNS; i++)
        csv_put(f->b, k_str_z(columns[i]), i == 0);
    csv_end(f->b);
}

k_err route_person_timeline_export(struct k_ctx *cx, struct api_req *rq, const void *in,
                                   void *out)
{
    const struct api_timeline_in *i = in;
    struct timeline_ask ask;
    struct timeline_key next;
    bool more;
    K_TRY(read_ask(cx, i, &ask));
    struct file f = {.names = names_new(cx),
                     .b = &rq->res->body,
                     .w = k_jw(&rq->res->body),
                     .json = k_str_eqz(i->format, "json")};
    rq->res->content_type = f.json ? "application/json" : "text/csv; charset=utf-8";
    http_add_header(rq->res, "Content-Disposition",
                    k_fmt(cx->arena, "attachment; filename=\"timeline-%lld.%s\"",
                          (long long)ask.person, f.json ? "json" : "csv"));
    http_add_header(rq->res, "Cache-Control", K_S("no-store"));
    ask.limit = EXPORT_MOST;
    ask.scan = EXPORT_SCAN;
    begin(&f);
    K_TRY(timeline_walk(cx, &ask, write_entry, &f, &next, &more));
    if (f.json) {
        kw_end(&f.w);
        kw_key(&f.w, "more");
        kw_bool(&f.w, more);
        kw_end(&f.w);
    }
    if (more)
        http_add_header(rq->res, "Kith-More", K_S("true"));
    return names_done(&f.names);
}
