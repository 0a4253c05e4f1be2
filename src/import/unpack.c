/* unpack: see the header. */
#include "import/unpack.h"

#include "base/buf.h"
#include "base/vec.h"
#include "formats/mailbag.h"
#include "formats/maildir.h"
#include "os/entries.h"
#include "os/file.h"

enum { LOOK = 8192, NAMES = 5 };

/* What an archive without mail holds, by the ends of names. */
enum part { PART_OTHER, PART_CARDS, PART_TABLE, PART_CALENDAR, PART_POSTS, PART_COUNT };
static const struct {
    const char *ending;
    enum part part;
} endings[] = {
    {".vcf", PART_CARDS},    {".vcard", PART_CARDS},  {".csv", PART_TABLE},
    {".tsv", PART_TABLE},    {".ics", PART_CALENDAR}, {".jsonl", PART_POSTS},
    {".ndjson", PART_POSTS},
};

struct unpacking {
    struct k_ctx *cx;
    struct os_entries *in;
    struct os_writer *out;
    struct k_arena *row; /* of one entry */
    char *buf;           /* UNPACK_MAIL bytes */
    size_t mails, unread, parts[PART_COUNT];
    bool plain;         /* a lone packed file was copied */
    K_VEC(k_str) names; /* of tables, calendars and posts; the first of cards */
    k_str chosen;       /* the one that is taken, or K_NONE: all cards */
};

/* ---- reading --------------------------------------------------------------------------- */

static k_err put(struct unpacking *u, k_str bytes)
{
    k_err err = os_writer_put(u->out, bytes);
    return err == K_OK ? err
                       : k_fail(u->cx, err, NULL, "What is in the file could not be stored.");
}

/* Up to `max` bytes, until the end or until it is damaged (*damaged). */
static k_err read_some(struct unpacking *u, char *to, size_t max, size_t *n, bool *damaged)
{
    size_t got = 1;
    *n = 0;
    *damaged = false;
    while (got && *n < max) {
        k_err err = os_entries_read(u->in, to + *n, max - *n, &got);
        *damaged = err == K_ERR_BAD_INPUT;
        if (*damaged)
            return K_OK;
        if (err != K_OK)
            return k_fail(u->cx, err, "file", "%.*s", K_ARG(os_entries_why(u->in)));
        *n += got;
    }
    return K_OK;
}

static k_err open_source(struct unpacking *u, const struct unpack_source *from)
{
    k_err err = from->folder ? os_entries_folder(from->folder, &u->in)
                             : os_entries_archive(from->archive, &u->in);
    if (err == K_OK || !u->in)
        return err;
    return k_fail(u->cx, err, "file", "%.*s", K_ARG(os_entries_why(u->in)));
}

static k_err next(struct unpacking *u, struct os_entry *e, bool *found)
{
    k_err err = os_entries_next(u->in, e, found);
    return err == K_OK ? err : k_fail(u->cx, err, "file", "%.*s", K_ARG(os_entries_why(u->in)));
}

/* ---- mail ------------------------------------------------------------------------------ */

static k_err put_entry(struct unpacking *u, enum mailbag_kind kind, const struct os_entry *e,
                       int64_t seconds, k_str bytes)
{
    if (!u->mails++)
        K_TRY(put(u, K_S(MAILBAG_FIRST)));
    K_TRY(put(u, mailbag_line(u->row, kind, bytes.n, seconds, e->name)));
    K_TRY(put(u, bytes));
    return put(u, K_S("\n"));
}

static k_err put_none(struct unpacking *u, const struct os_entry *e, k_str why)
{
    u->unread++;
    return put_entry(u, MAILBAG_NONE, e, 0, why);
}

static k_err put_mail(struct unpacking *u, const struct os_entry *e,
                      const struct maildir_name *name, size_t have, bool damaged)
{
    size_t n = 0;
    if (!damaged)
        K_TRY(read_some(u, u->buf + have, UNPACK_MAIL - have, &n, &damaged));
    if (damaged && have + n == 0)
        return put_none(u, e, os_entries_why(u->in));
    int64_t seconds = name->at ? name->at / K_SEC : e->mtime;
    return put_entry(u, MAILBAG_MAIL, e, seconds, k_str_n(u->buf, have + n));
}

static k_err put_blanks(struct unpacking *u, int64_t n)
{
    memset(u->buf, '\n', LOOK);
    while (n > 0) {
        size_t some = n < LOOK ? (size_t)n : LOOK;
        K_TRY(put(u, k_str_n(u->buf, some)));
        n -= (int64_t)some;
    }
    return K_OK;
}

/* The whole mailbox; its size is written before it, so what is damaged is blank to its end. */
static k_err put_box(struct unpacking *u, const struct os_entry *e, size_t have)
{
    int64_t left = e->size - (int64_t)have;
    bool damaged = false;
    if (!u->mails++)
        K_TRY(put(u, K_S(MAILBAG_FIRST)));
    K_TRY(put(u, mailbag_line(u->row, MAILBAG_MBOX, (size_t)e->size, 0, e->name)));
    K_TRY(put(u, k_str_n(u->buf, have)));
    for (size_t n = 1; left > 0 && n > 0 && !damaged; left -= (int64_t)n) {
        size_t want = left < UNPACK_MAIL ? (size_t)left : UNPACK_MAIL;
        K_TRY(read_some(u, u->buf, want, &n, &damaged));
        K_TRY(put(u, k_str_n(u->buf, n)));
    }
    bool cut = left > 0;
    K_TRY(put_blanks(u, left));
    K_TRY(put(u, K_S("\n")));
    return cut ? put_none(u, e, K_S("The end of this mailbox is damaged in the archive."))
               : K_OK;
}

static enum part part_of(k_str name)
{
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
        size_t n = strlen(endings[i].ending);
        if (name.n > n && k_str_ieq(k_str_from(name, name.n - n), k_str_z(endings[i].ending)))
            return endings[i].part;
    }
    return PART_OTHER;
}

static void note_part(struct unpacking *u, k_str name)
{
    enum part part = part_of(name);
    u->parts[part]++;
    bool named = part > PART_CARDS || (part == PART_CARDS && u->parts[part] == 1);
    if (named && u->names.n < NAMES)
        *k_vec_push(u->cx->arena, &u->names) = k_dup(u->cx->arena, name);
    /* An export of LinkedIn is many tables, of which one holds people. */
    if (k_str_ends(name, K_S("Connections.csv")))
        u->chosen = k_dup(u->cx->arena, name);
}

/* Everything from here to the end of the entry, as it is. */
static k_err copy_rest(struct unpacking *u)
{
    size_t n = UNPACK_MAIL;
    bool damaged = false;
    while (n == UNPACK_MAIL) {
        K_TRY(read_some(u, u->buf, UNPACK_MAIL, &n, &damaged));
        if (damaged)
            return k_fail(u->cx, K_ERR_BAD_INPUT, "file", "%.*s", K_ARG(os_entries_why(u->in)));
        K_TRY(put(u, k_str_n(u->buf, n)));
    }
    return K_OK;
}

static k_err take_entry(struct unpacking *u, const struct os_entry *e)
{
    struct maildir_name name = maildir_read(e->name);
    size_t n;
    bool damaged;
    if (!e->name.n) {
        u->plain = true;
        return copy_rest(u);
    }
    if (name.what == MAILDIR_NOT)
        return K_OK;
    if (e->why.p) {
        enum part part = part_of(e->name);
        return name.what == MAILDIR_MAIL || part == PART_OTHER ? put_none(u, e, e->why) : K_OK;
    }
    K_TRY(read_some(u, u->buf, LOOK, &n, &damaged));
    k_str text = k_str_n(u->buf, n);
    bool box = k_str_starts(text, K_S("From ")) && mbox_is(text);
    if (name.what == MAILDIR_MAYBE && (!n || !mbox_is(text))) {
        note_part(u, e->name);
        return K_OK;
    }
    if (!box)
        return put_mail(u, e, &name, n, damaged);
    return e->size < (int64_t)n
               ? put_none(u, e, K_S("The archive does not say how long this mailbox is."))
               : put_box(u, e, n);
}

static k_err each(struct unpacking *u, const struct unpack_source *from,
                  k_err (*take)(struct unpacking *u, const struct os_entry *e))
{
    struct os_entry e;
    bool found = true;
    k_err err = open_source(u, from);
    while (err == K_OK && found) {
        k_arena_reset(u->row);
        err = next(u, &e, &found);
        if (err == K_OK && found)
            err = take(u, &e);
    }
    os_entries_close(u->in);
    u->in = NULL;
    return err;
}

/* ---- anything else --------------------------------------------------------------------- */

static k_err take_part(struct unpacking *u, const struct os_entry *e)
{
    struct maildir_name name = maildir_read(e->name);
    bool wanted = u->chosen.p ? k_str_eq(e->name, u->chosen)
                              : name.what != MAILDIR_NOT && part_of(e->name) == PART_CARDS;
    if (!wanted)
        return K_OK;
    if (e->why.p)
        return k_fail(u->cx, K_ERR_BAD_INPUT, "file", "%.*s", K_ARG(e->why));
    K_TRY(copy_rest(u));
    return u->chosen.p ? K_OK : put(u, K_S("\n"));
}

static k_err several(struct unpacking *u)
{
    struct k_buf b;
    k_buf_init(&b, u->cx->arena, 8192);
    for (size_t i = 0; i < u->names.n; i++) {
        k_buf_str(&b, i ? K_S(", ") : K_S(""));
        k_buf_str(&b, u->names.v[i]);
    }
    return k_fail(u->cx, K_ERR_BAD_INPUT, "file",
                  "There are several things in it. Bring them one by one: %.*s.",
                  K_ARG(k_buf_view(&b)));
}

static k_err choose(struct unpacking *u)
{
    size_t cards = u->parts[PART_CARDS];
    size_t others = u->parts[PART_TABLE] + u->parts[PART_CALENDAR] + u->parts[PART_POSTS];
    if (u->chosen.p)
        return K_OK;
    if (cards + others == 0)
        return k_fail(u->cx, K_ERR_BAD_INPUT, "file",
                      "There are no mails, cards, tables or calendars in it.");
    if (others > 1 || (others && cards))
        return several(u);
    if (others)
        u->chosen = u->names.v[0];
    return K_OK;
}

static k_err unpack_into(struct unpacking *u, const struct unpack_source *from)
{
    K_TRY(each(u, from, take_entry));
    if (u->mails && u->mails == u->unread)
        return k_fail(u->cx, K_ERR_BAD_INPUT, "file",
                      "Nothing in it can be read. Unpack it first; perhaps it is encrypted.");
    if (u->mails || u->plain)
        return K_OK;
    K_TRY(choose(u));
    return each(u, from, take_part);
}

bool unpack_wants(k_str text)
{
    return os_entries_is_archive(text);
}

k_err unpack(struct k_ctx *cx, const struct unpack_source *from, const char *to)
{
    struct unpacking u = {.cx = cx, .row = k_arena_new(0), .chosen = K_NONE};
    k_err err = u.row ? os_writer_open(to, &u.out) : K_ERR_NO_MEMORY;
    if (err == K_OK) {
        u.buf = k_arena_alloc(cx->arena, UNPACK_MAIL);
        err = unpack_into(&u, from);
    }
    k_err closed = os_writer_close(u.out, err == K_OK);
    k_arena_free(u.row);
    return err == K_OK ? closed : err;
}
