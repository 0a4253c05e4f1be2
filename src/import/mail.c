/* mail: see the header. */
#include "import/mail.h"

#include "base/utf8.h"
#include "domain/match_norm.h"
#include "formats/mail.h"
#include "formats/mailbag.h"
#include "import/history.h"
#include "import/mail_folders.h"
#include <stdlib.h>

enum { BATCH = 200, LOOK = 300, MESSAGES = 4000000, FOLDERS = 1000 };
#define EARLIEST (315532800LL * K_SEC) /* 1980: older dates are mistakes */

struct mail_options {
    struct history_ours ours;
    bool share, content, skip_automatic, skip_lists;
    K_VEC(k_str) skip_folders;
};
/* Messages in order of their time, so that an answer comes behind what it answers. */
struct place {
    const char *raw, *file;
    size_t n;
    k_time at;
    uint32_t n_file, line, box_line;
    bool none; /* it could not be read: raw says why */
    bool left; /* out: never sent, thrown away, of a folder that is not wanted */
};
struct places {
    struct place *v; /* of malloc: they may be more than an arena holds */
    size_t n, cap;
};
struct mails {
    struct mail_options opt;
    struct contact_from from;
    struct places *places;
    size_t first; /* of the batch */
};

/* --- options ----------------------------------------------------------------------------- */

static k_err parse(struct k_ctx *cx, k_str json, struct mail_options *o)
{
    const struct k_json *doc;
    *o = (struct mail_options){0};
    if (k_json_parse(cx->arena, json.n ? json : K_S("{}"), &doc, NULL) != K_OK ||
        !k_json_is_object(doc))
        return k_fail(cx, K_ERR_BAD_INPUT, "options", "The options are not a JSON object.");
    o->share = k_json_bool(k_json_get(doc, "share"), false);
    o->content = k_json_bool(k_json_get(doc, "content"), false);
    o->skip_automatic = k_json_bool(k_json_get(doc, "skip_automatic"), false);
    o->skip_lists = k_json_bool(k_json_get(doc, "skip_lists"), false);
    const struct k_json *name;
    k_json_each (i, name, k_json_get(doc, "skip_folders"))
        if (k_json_str(name).n && o->skip_folders.n < FOLDERS)
            *k_vec_push(cx->arena, &o->skip_folders) = k_json_str(name);
    return history_parse_ours(cx, k_json_get(doc, "ours"), &o->ours);
}

static k_str options_json(struct k_arena *a, const struct mail_options *o)
{
    struct k_buf b;
    k_buf_init(&b, a, 64 * 1024);
    struct k_jw w = k_jw(&b);
    kw_obj(&w);
    history_put_ours(&w, &o->ours);
    kw_key(&w, "content");
    kw_bool(&w, o->content);
    kw_key(&w, "skip_automatic");
    kw_bool(&w, o->skip_automatic);
    kw_key(&w, "skip_lists");
    kw_bool(&w, o->skip_lists);
    kw_key(&w, "skip_folders");
    kw_arr(&w);
    for (size_t i = 0; i < o->skip_folders.n; i++)
        kw_str(&w, o->skip_folders.v[i]);
    kw_end(&w);
    kw_key(&w, "share");
    kw_bool(&w, o->share);
    kw_end(&w);
    return k_buf_view(&b);
}

/* Folders of what was sent name us as writers; what came names the mailbox it came to. */
static void guess_ours(struct k_ctx *cx, k_str text, const struct mail_folders *folders,
                       struct mail_options *o)
{
    struct mailbag r = mailbag_open(text);
    struct mailbag_mail m;
    struct mail mail;
    int sent = 0, other = 0;
    while (sent + other < 2 * LOOK && mailbag_next(&r, &m)) {
        const struct mail_folder *f = mail_folder_of(folders, m.file);
        bool ours = f && f->use == MAILDIR_SENT;
        if ((ours ? sent++ : other++) >= LOOK || m.why.p)
            continue;
        mail_read(cx->arena, m.raw, m.envelope, false, &mail);
        const struct mail_people *v = ours ? &mail.from : &mail.delivered;
        for (size_t k = 0; k < v->n; k++)
            history_add_ours(cx->arena, &o->ours, v->v[k].address);
    }
}

static k_err mail_guess(struct k_ctx *cx, k_str text, struct import_guess *out)
{
    struct mail_options o = {.skip_automatic = true};
    struct mail_folders folders;
    if (!mailbag_is(text))
        return k_fail(cx, K_ERR_BAD_INPUT, "file",
                      "This is no mailbox. Save the folder as mbox, or one message as it is.");
    mail_folders_read(cx->arena, text, &folders);
    K_TRY(history_own_address(cx, &o.ours));
    guess_ours(cx, text, &folders, &o);
    for (size_t i = 0; i < folders.n; i++)
        if (folders.v[i].use == MAILDIR_UNWANTED && o.skip_folders.n < FOLDERS)
            *k_vec_push(cx->arena, &o.skip_folders) = folders.v[i].name;
    out->options = options_json(cx->arena, &o);
    return K_OK;
}

static k_err mail_canon(struct k_ctx *cx, k_str json, k_str *options)
{
    struct mail_options o;
    K_TRY(parse(cx, json, &o));
    *options = options_json(cx->arena, &o);
    return K_OK;
}

/* --- a pass ------------------------------------------------------------------------------ */

static int by_time(const void *x, const void *y)
{
    const struct place *a = x, *b = y;
    if (a->at != b->at)
        return a->at < b->at ? -1 : 1;
    return a->raw < b->raw ? -1 : a->raw > b->raw;
}

static void free_places(void *p)
{
    struct places *places = p;
    free(places->v);
}

static struct place *add_place(struct places *p)
{
    if (p->n == p->cap) {
        size_t cap = p->cap ? 2 * p->cap : 1024;
        struct place *v = realloc(p->v, k_mul(cap, sizeof *v));
        if (!v)
            return NULL;
        p->v = v;
        p->cap = cap;
    }
    return &p->v[p->n++];
}

static bool is_left(const struct mail_options *o, const struct mail_folders *folders,
                    const struct mailbag_mail *m)
{
    struct maildir_name name = maildir_read(m->file);
    const struct mail_folder *f = mail_folder_of(folders, m->file);
    for (size_t i = 0; f && i < o->skip_folders.n; i++)
        if (k_str_eq(o->skip_folders.v[i], f->name))
            return true;
    return name.draft || name.trashed;
}

static struct place place_of(const struct mailbag_mail *m)
{
    k_str raw = m->why.p ? m->why : m->raw;
    k_time at = m->why.p ? 0 : mail_date(m->raw, m->envelope);
    return (struct place){.raw = raw.p,
                          .file = m->file.p,
                          .n = raw.n,
                          .at = at ? at : m->at,
                          .n_file = (uint32_t)m->file.n,
                          .line = (uint32_t)m->line,
                          .box_line = (uint32_t)m->box_line,
                          .none = m->why.p != NULL};
}

static k_err find_places(struct k_ctx *cx, const struct mail_options *o, k_str text,
                         struct places *places)
{
    struct mailbag r = mailbag_open(text);
    struct mailbag_mail m;
    struct mail_folders folders;
    mail_folders_read(cx->arena, text, &folders);
    while (mailbag_next(&r, &m)) {
        struct place *p = places->n < MESSAGES ? add_place(places) : NULL;
        if (!p)
            return k_fail(cx, K_ERR_BAD_INPUT, "file",
                          "There are over 4,000,000 mails in it. Bring it in parts.");
        *p = place_of(&m);
        p->left = r.bag && is_left(o, &folders, &m);
    }
    if (places->n)
        qsort(places->v, places->n, sizeof *places->v, by_time);
    return K_OK;
}

static k_err mail_open(struct k_ctx *cx, struct import_pass *ip)
{
    struct mails *p = k_new(cx->arena, struct mails);
    ip->state = p;
    p->places = k_new(cx->arena, struct places);
    k_arena_defer(cx->arena, free_places, p->places);
    K_TRY(parse(cx, ip->run.options, &p->opt));
    K_TRY(find_places(cx, &p->opt, ip->text, p->places));
    p->from = (struct contact_from){.member = ip->run.started_by,
                                    .share = p->opt.share,
                                    .source = K_S("mail"),
                                    .source_id = ip->run.id,
                                    .country = K_S("")};
    return K_OK;
}

/* The place of a run is the number of messages done, in order of time. */
static k_err mail_fill(struct k_ctx *cx, struct import_pass *ip, size_t max)
{
    struct mails *p = ip->state;
    size_t n = p->places->n;
    p->first = ip->pos < n ? ip->pos : n;
    ip->n = n - p->first < max ? n - p->first : max;
    ip->pos = p->first + ip->n;
    ip->line = ip->n ? p->places->v[ip->pos - 1].line : ip->line;
    return K_OK;
}

static uint64_t mix(uint64_t h, k_str s)
{
    for (size_t i = 0; i < s.n; i++)
        h = (h ^ (unsigned char)s.p[i]) * 1099511628211ULL;
    return (h ^ 0xff) * 1099511628211ULL;
}

/* A mail without an id gets one from what its head says. */
static k_str ref_of(struct k_arena *a, const struct mail *m)
{
    uint64_t h = mix(1469598103934665603ULL, m->subject);
    if (m->id.n)
        return k_fmt(a, "mail:%.*s", K_ARG(m->id));
    h = mix(h, m->from.n ? m->from.v[0].address : K_S(""));
    return k_fmt(a, "mail:made-%016llx-%lld", (unsigned long long)h, (long long)m->at);
}

static k_str why_not(const struct import_pass *ip, const struct mail *m)
{
    if (!m->from.n)
        return K_S("This mail does not say who wrote it.");
    if (!m->at)
        return K_S("This mail has no date that can be read.");
    if (m->at < EARLIEST || m->at > ip->now + K_DAY)
        return K_S("The date of this mail is before 1980 or in the future.");
    return K_NONE;
}

struct letter {
    struct import_pass *ip;
    const struct mails *p;
    struct mail m;
    struct place at;
    k_str ref;
    bool out, to_us;
};

static bool any_ours(const struct mails *p, const struct mail_people *v)
{
    for (size_t i = 0; i < v->n; i++)
        if (history_is_ours(&p->opt.ours, v->v[i].address))
            return true;
    return false;
}

/* Refused, with the file it is in and, in a mailbox, the line. */
static k_err refuse(struct k_ctx *cx, struct import_pass *ip, const struct place *at, k_str raw,
                    k_str why)
{
    k_str file = k_utf8_scrub(cx->arena, k_str_n(at->file, at->n_file));
    if (at->box_line)
        file = k_fmt(cx->arena, "%.*s:%u", K_ARG(file), at->box_line);
    return import_refuse_file(cx, ip, at->line, file, k_str_sub(raw, 0, 2000), why);
}

/* Reads the i-th message; *take = false: refused (done here) or left out by a rule. */
static k_err read_letter(struct k_ctx *cx, struct import_pass *ip, size_t i, struct letter *l,
                         bool *take)
{
    const struct mails *p = ip->state;
    *l = (struct letter){.ip = ip, .p = p, .at = p->places->v[p->first + i]};
    k_str raw = k_str_n(l->at.raw, l->at.n);
    *take = false;
    if (l->at.left)
        return K_OK;
    if (l->at.none)
        return refuse(cx, ip, &l->at, K_S(""), k_utf8_scrub(cx->arena, raw));
    mail_read(cx->arena, raw, K_NONE, p->opt.content && !ip->run.dry_run, &l->m);
    if (!l->m.at)
        l->m.at = l->at.at; /* of its "From " line, or of its file */
    k_str why = why_not(ip, &l->m);
    if (why.p)
        return refuse(cx, ip, &l->at, raw, why);
    l->ref = ref_of(cx->arena, &l->m);
    l->out = any_ours(p, &l->m.from);
    l->to_us = any_ours(p, &l->m.to) || any_ours(p, &l->m.cc) || any_ours(p, &l->m.delivered);
    *take = !(l->m.automatic && p->opt.skip_automatic && !l->out) &&
            !(l->m.list && p->opt.skip_lists && !any_ours(p, &l->m.to));
    return K_OK;
}

static k_err mail_count(struct k_ctx *cx, struct import_pass *ip)
{
    for (size_t i = 0; i < ip->n; i++) {
        struct sq_history_known_row row;
        struct letter l;
        bool take, found;
        K_TRY(read_letter(cx, ip, i, &l, &take));
        if (!take)
            continue;
        K_TRY(sq_history_known(cx, l.ref, ip->run.started_by, &row, &found));
        ip->matched += found;
        ip->added += !found;
    }
    return K_OK;
}

/* An answer to the other side: what it answers is here and went the other way. */
static k_err is_prompted(struct k_ctx *cx, const struct letter *l, k_id person, bool *prompted)
{
    *prompted = false;
    for (size_t i = 0; i < l->m.refs.n && i < 3; i++) {
        struct sq_history_touch_by_ref_row row;
        bool found;
        K_TRY(sq_history_touch_by_ref(cx, k_cat(cx->arena, K_S("mail:"), l->m.refs.v[i]),
                                      person, l->ip->run.started_by, &row, &found));
        if (!found)
            continue;
        *prompted = !k_str_eqz(row.direction, l->out ? "out" : "in");
        return K_OK;
    }
    return K_OK;
}

/* Subject, and the words where they were asked for. */
static k_str words_of(struct k_arena *a, const struct letter *l)
{
    if (!l->m.text.n)
        return l->m.subject;
    return k_fmt(a, "%.*s\n\n%.*s", K_ARG(l->m.subject), K_ARG(l->m.text));
}

static k_err touch(struct k_ctx *cx, const struct letter *l, k_id person, int64_t *made)
{
    bool prompted;
    bool heard_only = !l->out && !l->to_us; /* said to a list, or to others */
    bool many = l->m.to.n + l->m.cc.n > 5;
    K_TRY(is_prompted(cx, l, person, &prompted));
    return sq_history_touch_insert(
        cx,
        &(struct sq_history_touch_insert_args){
            .id = k_cx_id(cx),
            .person_id = person,
            .member_id = l->ip->run.started_by,
            .direction = l->out ? K_S("out") : K_S("in"),
            .medium = heard_only ? K_S("public") : K_S("mail"),
            .prompted = prompted,
            .personal = !l->m.automatic && !l->m.list && !many && !heard_only,
            .automatic = l->m.automatic,
            .source = K_S("mail"),
            .source_ref = l->ref,
            .text = words_of(cx->arena, l),
            .owner_id = l->p->from.share ? 0 : l->ip->run.started_by,
            .at = l->m.at},
        made);
}

/* Touches with everybody of a field. Those who only got a copy are not made for it. */
static k_err touch_all(struct k_ctx *cx, const struct letter *l, const struct mail_people *v,
                       bool only_known, int64_t *made)
{
    for (size_t i = 0; i < v->n; i++) {
        const struct mail_person *w = &v->v[i];
        k_id person;
        int64_t n = 0;
        if (history_is_ours(&l->p->opt.ours, w->address))
            continue;
        K_TRY(history_person(cx, &l->p->from, w->name, w->address,
                             only_known || l->m.automatic || mail_is_machine(w->address),
                             &person));
        if (!person)
            continue;
        K_TRY(touch(cx, l, person, &n));
        if (n)
            import_touched(cx, l->ip, person);
        *made += n;
    }
    return K_OK;
}

static k_err store_letter(struct k_ctx *cx, struct import_pass *ip, const struct letter *l)
{
    int64_t made = 0;
    if (l->out) {
        K_TRY(touch_all(cx, l, &l->m.to, false, &made));
        K_TRY(touch_all(cx, l, &l->m.cc, true, &made));
    } else {
        struct mail_people writer = {.v = l->m.from.v, .n = 1};
        K_TRY(touch_all(cx, l, &writer, false, &made));
    }
    ip->added += made > 0;
    ip->matched += made == 0;
    return K_OK;
}

static k_err mail_store(struct k_ctx *cx, struct import_pass *ip)
{
    for (size_t i = 0; i < ip->n; i++) {
        struct letter l;
        bool take;
        K_TRY(read_letter(cx, ip, i, &l, &take));
        if (take)
            K_TRY(store_letter(cx, ip, &l));
    }
    return K_OK;
}

static k_str names_of(struct k_arena *a, const struct mail_people *v)
{
    struct k_buf b;
    k_buf_init(&b, a, 4096);
    for (size_t i = 0; i < v->n && i < 5; i++) {
        if (i)
            k_buf_str(&b, K_S(", "));
        k_buf_str(&b, v->v[i].name.n ? v->v[i].name : v->v[i].address);
    }
    return k_buf_view(&b);
}

static k_err mail_sample(struct k_ctx *cx, k_str text, k_str options, size_t max, size_t cell,
                         struct import_sample *out)
{
    static const char *const names[] = {"date", "from", "to", "subject"};
    struct mailbag r = mailbag_open(text);
    struct mailbag_mail m;
    struct mail mail;
    struct mail_folders folders;
    out->format = r.bag ? K_S("folder") : K_S("mbox");
    mail_folders_read(cx->arena, text, &folders);
    for (size_t i = 0; i < folders.n; i++)
        *k_vec_push(cx->arena, &out->folders) =
            (struct import_sample_folder){folders.v[i].name, folders.v[i].mails};
    for (size_t i = 0; i < 4; i++)
        *k_vec_push(cx->arena, &out->columns) =
            (struct import_sample_column){k_str_z(names[i]), K_NONE, K_S("")};
    while (out->rows.n < max && mailbag_next(&r, &m)) {
        if (m.why.p)
            continue;
        mail_read(cx->arena, m.raw, m.envelope, false, &mail);
        k_str *cells = k_new_n(cx->arena, k_str, 4);
        cells[0] = mail.at ? k_time_iso(cx->arena, mail.at) : K_S("");
        cells[1] = names_of(cx->arena, &mail.from);
        cells[2] = names_of(cx->arena, &mail.to);
        cells[3] = mail.subject;
        for (size_t i = 0; i < 4; i++)
            cells[i] = k_utf8_scrub(cx->arena, k_str_sub(cells[i], 0, cell));
        *k_vec_push(cx->arena, &out->rows) = (struct import_sample_row){cells};
    }
    return K_OK;
}

const struct import_kind import_kind_mail = {
    .name = "mail",
    .doc = "Mailboxes (mbox, Maildir, files of mails): who wrote to whom and when; words only "
           "where you choose so.",
    .batch = BATCH,
    .personal = true,
    .guess = mail_guess,
    .canon = mail_canon,
    .open = mail_open,
    .fill = mail_fill,
    .count = mail_count,
    .store = mail_store,
    .sample = mail_sample,
};
