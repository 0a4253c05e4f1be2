/* entries: see the header. */
#include "os/entries.h"

#include "base/utf8.h"
#include "os/error.h"
#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <fcntl.h>
#include <fts.h>
#include <locale.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

struct os_entries {
    struct archive *archive; /* one of the two */
    FTS *folder;
    int fd;                /* of the file that is read, -1 = none */
    size_t skip;           /* bytes of a path that are the folder above */
    int64_t packed, taken; /* bytes of the archive, bytes read from it */
    int64_t seen;          /* files and folders */
    struct k_arena *arena; /* of one name */
    locale_t utf8;         /* names are UTF-8, whatever the locale of the process is */
    const char *why;
    bool inside;         /* an entry that is not at its end */
    char scratch[32768]; /* for what is passed over */
};

/* ---- the door -------------------------------------------------------------------------- */

static bool is_gzip(k_str s)
{
    return k_str_starts(s, K_S("\x1f\x8b"));
}

bool os_entries_is_archive(k_str text)
{
    return is_gzip(text) || k_str_starts(text, K_S("PK\x03\x04")) ||
           k_str_starts(text, K_S("PK\x05\x06")) ||
           k_str_eq(k_str_sub(text, 257, 5), K_S("ustar"));
}

static struct os_entries *make(void)
{
    struct os_entries *e = calloc(1, sizeof *e);
    if (!e)
        return NULL;
    e->fd = -1;
    e->utf8 = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0);
    e->arena = k_arena_new(0);
    if (e->arena)
        return e;
    os_entries_close(e);
    return NULL;
}

static void close_file(struct os_entries *e)
{
    if (e->fd >= 0)
        close(e->fd);
    e->fd = -1;
}

void os_entries_close(struct os_entries *e)
{
    if (!e)
        return;
    close_file(e);
    if (e->folder)
        fts_close(e->folder);
    archive_read_free(e->archive);
    if (e->utf8)
        freelocale(e->utf8);
    k_arena_free(e->arena);
    free(e);
}

k_str os_entries_why(const struct os_entries *e)
{
    return k_str_z(e->why ? e->why : "");
}

static k_err stop(struct os_entries *e, k_err err, const char *why)
{
    e->why = why;
    return err;
}

static const char damaged[] = "The archive is damaged or of a form that is not read here.";

/* Raw is for a lone gzip file; for others it would take anything as one entry. */
static bool open_archive(struct archive *a, k_str text)
{
    return archive_read_support_format_zip(a) == ARCHIVE_OK &&
           archive_read_support_format_tar(a) == ARCHIVE_OK &&
           (!is_gzip(text) || (archive_read_support_format_raw(a) == ARCHIVE_OK &&
                               archive_read_support_filter_gzip(a) == ARCHIVE_OK)) &&
           archive_read_open_memory(a, text.p, text.n) == ARCHIVE_OK;
}

k_err os_entries_archive(k_str text, struct os_entries **out)
{
    struct os_entries *e = *out = make();
    if (!e)
        return K_ERR_NO_MEMORY;
    e->packed = (int64_t)text.n;
    e->archive = archive_read_new();
    return e->archive && open_archive(e->archive, text) ? K_OK
                                                        : stop(e, K_ERR_BAD_INPUT, damaged);
}

static int by_name(const FTSENT **a, const FTSENT **b)
{
    return strcmp((*a)->fts_name, (*b)->fts_name);
}

k_err os_entries_folder(const char *path, struct os_entries **out)
{
    struct os_entries *e = *out = make();
    struct stat st;
    if (!e)
        return K_ERR_NO_MEMORY;
    if (stat(path, &st) != 0 || !S_ISDIR(st.st_mode))
        return stop(e, K_ERR_NOT_FOUND, "This folder is not there.");
    char *root = realpath(path, NULL);
    if (!root)
        return os_error("open", path);
    char *roots[] = {root, NULL};
    e->folder = fts_open(roots, FTS_PHYSICAL | FTS_NOCHDIR | FTS_XDEV, by_name);
    char *last = strrchr(root, '/');
    e->skip = last ? (size_t)(last - root) + 1 : 0;
    free(root);
    return e->folder ? K_OK : os_error("open", path);
}

/* ---- names ----------------------------------------------------------------------------- */

/* One line of valid UTF-8 that leads nowhere else. */
static k_str clean(struct os_entries *e, k_str name)
{
    k_arena_reset(e->arena);
    k_str s = k_utf8_scrub(e->arena, k_str_sub(name, 0, OS_ENTRIES_NAME));
    char *p = k_arena_try(e->arena, s.n + 1);
    size_t n = 0;
    while (p && s.n) {
        k_str part = k_str_cut(&s, '/');
        if (!part.n || k_str_eq(part, K_S(".")) || k_str_eq(part, K_S("..")))
            continue;
        if (n)
            p[n++] = '/';
        memcpy(p + n, part.p, part.n);
        n += part.n;
    }
    for (size_t i = 0; i < n; i++)
        if ((unsigned char)p[i] < ' ')
            p[i] = ' ';
    return k_str_n(p ? p : "", n);
}

/* ---- an archive ------------------------------------------------------------------------ */

/* The library gives no name that the thread's locale cannot say. */
static int next_header(struct os_entries *e, struct archive_entry **a, k_str *name)
{
    locale_t before = e->utf8 ? uselocale(e->utf8) : (locale_t)0;
    int rc = archive_read_next_header(e->archive, a);
    bool good = rc == ARCHIVE_OK || rc == ARCHIVE_WARN;
    const char *text = good ? archive_entry_pathname_utf8(*a) : NULL;
    if (good && !text)
        text = archive_entry_pathname(*a);
    *name = k_str_z(text ? text : "");
    if (e->utf8)
        uselocale(before);
    return rc;
}

static k_err next_packed(struct os_entries *e, struct os_entry *out, bool *found)
{
    struct archive_entry *a;
    k_str name;
    int rc = next_header(e, &a, &name);
    if (rc == ARCHIVE_EOF)
        return K_OK;
    if (rc != ARCHIVE_OK && rc != ARCHIVE_WARN)
        return stop(e, K_ERR_BAD_INPUT, damaged);
    *found = e->inside = true;
    out->size = archive_entry_filetype(a) == AE_IFREG ? 0 : -2;
    if (out->size < 0)
        return K_OK;
    bool raw = archive_format(e->archive) == ARCHIVE_FORMAT_RAW;
    out->name = clean(e, raw ? K_S("") : name);
    out->size = archive_entry_size_is_set(a) && !raw ? archive_entry_size(a) : -1;
    out->mtime = archive_entry_mtime_is_set(a) ? (int64_t)archive_entry_mtime(a) : 0;
    if (archive_entry_is_encrypted(a))
        out->why = K_S("This file is encrypted in the archive.");
    else if (archive_entry_hardlink(a))
        out->size = -2; /* the same file under another name */
    return K_OK;
}

static k_err read_packed(struct os_entries *e, void *to, size_t n, size_t *got)
{
    la_ssize_t rc = archive_read_data(e->archive, to, n);
    if (rc < 0)
        return stop(e, K_ERR_BAD_INPUT, "This file is damaged in the archive.");
    *got = (size_t)rc;
    return K_OK;
}

/* What a filter has unpacked counts too: bytes between entries are also bytes. */
static k_err within_limits(struct os_entries *e)
{
    int64_t taken = e->taken, unpacked = e->archive ? archive_filter_bytes(e->archive, 0) : 0;
    if (unpacked > taken)
        taken = unpacked;
    if (e->archive && taken > OS_ENTRIES_FREE && taken / OS_ENTRIES_RATIO > e->packed)
        return stop(e, K_ERR_TOO_LARGE,
                    "The archive holds over 200 times its size: it is not read further.");
    if (taken > OS_ENTRIES_TOTAL)
        return stop(e, K_ERR_TOO_LARGE, "There are over 16 GiB: bring them in parts.");
    return K_OK;
}

/* ---- a folder -------------------------------------------------------------------------- */

static k_err next_file(struct os_entries *e, struct os_entry *out, bool *found)
{
    close_file(e);
    errno = 0;
    FTSENT *f = fts_read(e->folder);
    if (!f)
        return errno ? os_error("read", "folder") : K_OK;
    *found = true;
    out->size = -2;
    if (f->fts_info == FTS_DNR || f->fts_info == FTS_ERR || f->fts_info == FTS_NS)
        out->why = K_S("Kith has no right to read this.");
    else if (f->fts_info != FTS_F)
        return K_OK;
    else
        e->fd = open(f->fts_accpath, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
    if (e->fd < 0)
        out->why = K_S("Kith has no right to read this.");
    out->name = clean(e, k_str_from(k_str_z(f->fts_path), e->skip));
    out->size = f->fts_info == FTS_F ? f->fts_statp->st_size : -1;
    out->mtime = f->fts_info == FTS_F ? f->fts_statp->st_mtime : 0;
    return K_OK;
}

static k_err read_file(struct os_entries *e, void *to, size_t n, size_t *got)
{
    ssize_t rc;
    do
        rc = e->fd < 0 ? 0 : read(e->fd, to, n);
    while (rc < 0 && errno == EINTR);
    if (rc < 0)
        return stop(e, K_ERR_BAD_INPUT, "This file cannot be read.");
    *got = (size_t)rc;
    return K_OK;
}

/* ---- both ------------------------------------------------------------------------------ */

/* The rest of an entry, within the limits too: passing over it unpacks it, but in a zip. */
static k_err drain(struct os_entries *e)
{
    size_t got = 1;
    k_err err = K_OK;
    if (!e->archive || !e->inside || archive_format(e->archive) == ARCHIVE_FORMAT_ZIP)
        return K_OK;
    while (err == K_OK && got)
        err = os_entries_read(e, e->scratch, sizeof e->scratch, &got);
    return err == K_ERR_BAD_INPUT ? K_OK : err;
}

k_err os_entries_next(struct os_entries *e, struct os_entry *entry, bool *found)
{
    do {
        K_TRY(drain(e));
        *entry = (struct os_entry){.name = K_S(""), .why = K_NONE};
        *found = false;
        if (e->seen++ >= OS_ENTRIES_MOST)
            return stop(e, K_ERR_TOO_LARGE,
                        "There are over 2,000,000 files: bring them in parts.");
        K_TRY(within_limits(e));
        K_TRY(e->archive ? next_packed(e, entry, found) : next_file(e, entry, found));
    } while (*found && entry->size == -2);
    return K_OK;
}

k_err os_entries_read(struct os_entries *e, void *to, size_t n, size_t *got)
{
    *got = 0;
    K_TRY(within_limits(e));
    k_err err = e->archive ? read_packed(e, to, n, got) : read_file(e, to, n, got);
    e->taken += (int64_t)*got;
    e->inside = err == K_OK && *got > 0;
    return err;
}
