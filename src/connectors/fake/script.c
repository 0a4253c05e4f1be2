/* script: the JSON lines that fill a fake world, and the journal that keeps one, in the same
 * form.
 *
 *   {"act": "new", "id": "p1", "after": 3600, "parent": "p0", "author": {"id", "handle",
 * "name", "url", "avatar", "bio", "followers"}, "text", "html", "subject", "kind",
 * "visibility", "lang", "url", "posted": time, "ours": true,
 * "automatic": true}
 *   {"act": "edited", "id": "p1", "after": 7200, "text": ...}   {"act": "deleted", "id",
 * "after"}
 *   {"act": "answer", "to": "p1", "after": 20, "text", "author"}  to our reply to p1; without
 * "to": to any reply, used in turn "act" is "new" when it is left out. "after" is in seconds
 * from the start of the script and may be negative; "at" is an absolute time in its place. The
 * journal also has "reply" with its "key". */
#include "connectors/fake/state.h"
#include "formats/jsonl.h"
#include <unistd.h>

enum { LINE_NEW, LINE_EDITED, LINE_DELETED, LINE_ANSWER, LINE_REPLY, LINE_ACTS };
static const char *const acts[LINE_ACTS] = {"new", "edited", "deleted", "answer", "reply"};

struct line {
    int act;
    k_time at; /* absolute; of an answer: how long after the reply */
    k_str to;
    k_str key;
    struct item it;
};

static struct item_author read_author(const struct k_json *v)
{
    return (struct item_author){
        .native_id = k_json_get_str(v, "id"),
        .handle = k_json_get_str(v, "handle"),
        .name = k_json_get_str(v, "name"),
        .url = k_json_get_str(v, "url"),
        .avatar_url = k_json_get_str(v, "avatar"),
        .bio = k_json_get_str(v, "bio"),
        .followers = k_json_int(k_json_get(v, "followers"), -1),
    };
}

static struct item read_item(const struct k_json *v)
{
    struct item it = {
        .native_id = k_json_get_str(v, "id"),
        .native_parent = k_json_get_str(v, "parent"),
        .author = read_author(k_json_get(v, "author")),
        .ours = k_json_bool(k_json_get(v, "ours"), false),
        .automatic = k_json_bool(k_json_get(v, "automatic"), false),
        .kind = k_json_get_str(v, "kind"),
        .visibility = k_json_get_str(v, "visibility"),
        .subject = k_json_get_str(v, "subject"),
        .text = k_json_get_str(v, "text"),
        .html = k_json_get_str(v, "html"),
        .lang = k_json_get_str(v, "lang"),
        .url = k_json_get_str(v, "url"),
    };
    k_time_parse(k_json_get_str(v, "posted"), &it.posted_at);
    return it;
}

/* What is wrong with a line; NULL when it was understood. */
static const char *read_line(const struct k_json *v, k_time start, struct line *out)
{
    *out = (struct line){.it = read_item(v), .to = k_json_get_str(v, "to")};
    k_str act = k_json_get_str(v, "act");
    while (act.p && out->act < LINE_ACTS && !k_str_eqz(act, acts[out->act]))
        out->act++;
    if (!k_json_is_object(v) || out->act == LINE_ACTS)
        return "this is not new, edited, deleted or answer";
    double after = k_json_num(k_json_get(v, "after"), 0.0);
    if (after < -1e9 || after > 1e9)
        return "'after' is more than thirty years";
    out->at = (k_time)(after * 1e6) + (out->act == LINE_ANSWER ? 0 : start);
    k_str at = k_json_get_str(v, "at");
    if (at.p && !k_time_parse(at, &out->at))
        return "'at' is not a time";
    out->key = k_json_get_str(v, "key");
    if (out->act != LINE_DELETED && out->it.text.p == NULL)
        return "there is no text";
    if (out->act != LINE_ANSWER && out->act != LINE_NEW && out->it.native_id.p == NULL)
        return "there is no id";
    if (out->act == LINE_NEW && out->it.author.native_id.p == NULL && !out->it.ours)
        return "there is no author with an id";
    return NULL;
}

static void load_reply(struct fake_world *w, const struct line *l)
{
    struct fake_event *e = fake_state_add(w, &l->it, l->at);
    e->reply = true;
    e->it.ours = true;
    e->key = k_dup(w->arena, l->key);
    (void)fake_state_take_answer(w,
                                 l->it.native_parent); /* it was given: its own line follows */
}

static void load_change(struct fake_world *w, const struct line *l)
{
    uintptr_t first = (uintptr_t)k_map_get(&w->by_id, l->it.native_id);
    struct item it = first ? w->events.v[first - 1].it : l->it;
    it.act = l->act == LINE_EDITED ? ITEM_EDITED : ITEM_DELETED;
    it.edited_at = 0;
    it.text = l->it.text;
    if (first && l->it.ours && l->act == LINE_DELETED)
        w->events.v[first - 1].removed = true;
    fake_state_add(w, &it, l->at);
}

static void load(struct fake_world *w, const struct line *l)
{
    switch (l->act) {
    case LINE_NEW:
        fake_state_add(w, &l->it, l->at);
        return;
    case LINE_REPLY:
        load_reply(w, l);
        return;
    case LINE_ANSWER:
        *k_vec_push(w->arena, &w->answers) =
            (struct fake_answer){.to = k_dup(w->arena, l->to),
                                 .author = fake_state_author(w->arena, &l->it.author),
                                 .text = k_dup(w->arena, l->it.text),
                                 .after = l->at};
        return;
    default:
        load_change(w, l);
    }
}

/* Reads all lines first, so that a bad one leaves the world as it was. */
static k_err read_all(k_str text, k_time start, struct k_arena *a, struct line **out, size_t *n,
                      k_str *why)
{
    K_VEC(struct line) lines = {0};
    struct jsonl_row row;
    struct jsonl r = jsonl_open(text, 0);
    while (jsonl_next(&r, a, &row)) {
        const char *wrong = NULL;
        struct line l;
        if (row.err == K_OK)
            wrong = read_line(row.value, start, &l);
        if (row.err != K_OK || wrong) {
            *why = k_fmt(a, "line %zu: %s%.*s", row.line, wrong ? wrong : "", K_ARG(row.why));
            return K_ERR_BAD_INPUT;
        }
        *k_vec_push(a, &lines) = l;
    }
    *out = lines.v;
    *n = lines.n;
    return K_OK;
}

static void write_line(struct fake_world *w, const struct line *l);

k_err fake_world_script(struct fake_world *w, k_str lines, k_time start, struct k_arena *a,
                        k_str *why)
{
    struct line *v = NULL;
    size_t n = 0;
    K_TRY(read_all(lines, start, a, &v, &n, why));
    pthread_mutex_lock(&w->lock);
    for (size_t i = 0; i < n; i++) {
        load(w, &v[i]);
        write_line(w, &v[i]);
    }
    pthread_mutex_unlock(&w->lock);
    return K_OK;
}

static void write_author(struct k_jw *j, const struct item_author *author)
{
    if (author->native_id.p == NULL)
        return;
    const struct {
        const char *name;
        k_str value;
    } members[] = {{"id", author->native_id},      {"handle", author->handle},
                   {"name", author->name},         {"url", author->url},
                   {"avatar", author->avatar_url}, {"bio", author->bio}};
    kw_key(j, "author");
    kw_obj(j);
    for (size_t i = 0; i < sizeof members / sizeof *members; i++) {
        if (members[i].value.p == NULL)
            continue;
        kw_key(j, members[i].name);
        kw_str(j, members[i].value);
    }
    kw_key(j, "followers");
    kw_int(j, author->followers);
    kw_end(j);
}

static void write_strings(struct k_jw *j, const struct line *l)
{
    const struct {
        const char *name;
        k_str value;
    } members[] = {{"id", l->it.native_id},
                   {"parent", l->it.native_parent},
                   {"to", l->to},
                   {"key", l->key},
                   {"kind", l->it.kind},
                   {"visibility", l->it.visibility},
                   {"subject", l->it.subject},
                   {"text", l->it.text},
                   {"html", l->it.html},
                   {"lang", l->it.lang},
                   {"url", l->it.url}};
    for (size_t i = 0; i < sizeof members / sizeof *members; i++) {
        if (members[i].value.p == NULL)
            continue;
        kw_key(j, members[i].name);
        kw_str(j, members[i].value);
    }
}

static void write_line(struct fake_world *w, const struct line *l)
{
    if (w->journal == NULL)
        return;
    struct k_buf b;
    k_buf_init(&b, NULL, (size_t)4 << 20);
    struct k_jw j = k_jw(&b);
    kw_obj(&j);
    kw_key(&j, "act");
    kw_str(&j, k_str_z(acts[l->act]));
    kw_key(&j, l->act == LINE_ANSWER ? "after" : "at");
    if (l->act == LINE_ANSWER)
        kw_num(&j, (double)l->at / 1e6);
    else
        kw_time(&j, l->at);
    if (l->it.posted_at) {
        kw_key(&j, "posted");
        kw_time(&j, l->it.posted_at);
    }
    write_strings(&j, l);
    write_author(&j, &l->it.author);
    kw_key(&j, "ours");
    kw_bool(&j, l->it.ours);
    kw_key(&j, "automatic");
    kw_bool(&j, l->it.automatic);
    kw_end(&j);
    k_buf_chr(&b, '\n');
    if (!k_buf_ok(&b) || fwrite(b.p, 1, b.n, w->journal) != b.n || fflush(w->journal) != 0)
        k_panic("the journal of %.*s cannot be written", K_ARG(w->address));
    k_buf_free(&b);
}

void fake_script_event(struct fake_world *w, const struct fake_event *e)
{
    int act = e->it.act == ITEM_EDITED    ? LINE_EDITED
              : e->it.act == ITEM_DELETED ? LINE_DELETED
              : e->reply                  ? LINE_REPLY
                                          : LINE_NEW;
    struct line l = {.act = act, .at = e->at, .key = e->key, .it = e->it};
    write_line(w, &l);
}

void fake_script_answer(struct fake_world *w, const struct fake_answer *a)
{
    struct line l = {.act = LINE_ANSWER, .at = a->after, .to = a->to};
    l.it.author = a->author;
    l.it.text = a->text;
    write_line(w, &l);
}

/* The whole lines of the file, at most 64 MiB; what a crash cut off behind them is taken away.
 */
static k_err read_journal(FILE *f, struct k_arena *a, k_str *text)
{
    char chunk[16384];
    size_t n;
    struct k_buf b;
    k_buf_init(&b, a, (size_t)64 << 20);
    rewind(f);
    while ((n = fread(chunk, 1, sizeof chunk, f)) > 0)
        k_buf_add(&b, chunk, n);
    while (b.n > 0 && b.p[b.n - 1] != '\n')
        k_buf_cut(&b, b.n - 1);
    *text = k_buf_view(&b);
    if (ferror(f) || !k_buf_ok(&b) || ftruncate(fileno(f), (off_t)b.n) != 0)
        return K_ERR_IO;
    return K_OK;
}

static k_err open_journal(struct fake_world *w, const char *path)
{
    k_str text, why;
    struct line *v = NULL;
    size_t n = 0;
    FILE *f = fopen(path, "a+e");
    struct k_arena *a = f ? k_arena_new(0) : NULL;
    k_err err = a ? read_journal(f, a, &text) : K_ERR_IO;
    if (err == K_OK)
        err = read_all(text, 0, a, &v, &n, &why);
    for (size_t i = 0; err == K_OK && i < n; i++)
        load(w, &v[i]);
    if (err == K_OK)
        w->journal = f;
    else if (f)
        fclose(f);
    if (a)
        k_arena_free(a);
    return err;
}

k_err fake_world_journal(struct fake_world *w, const char *path)
{
    pthread_mutex_lock(&w->lock);
    k_err err = w->journal ? K_OK : open_journal(w, path);
    pthread_mutex_unlock(&w->lock);
    return err;
}
