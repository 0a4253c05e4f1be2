/* kit/archive: see the header. */
#include "kit/archive.h"

#include "formats/mbox.h"
#include "os/file.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <cmocka.h>
#include <archive.h>
#include <archive_entry.h>
#include <locale.h>
#include <unistd.h>

static struct archive *open_form(enum kit_archive form)
{
    struct archive *w = archive_write_new();
    assert_non_null(w);
    int rc = form == KIT_ZIP ? archive_write_set_format_zip(w)
                             : archive_write_set_format_pax_restricted(w);
    assert_int_equal(rc, ARCHIVE_OK);
    if (form == KIT_TGZ)
        assert_int_equal(archive_write_add_filter_gzip(w), ARCHIVE_OK);
    return w;
}

static void put(struct archive *w, const struct kit_file *f)
{
    struct archive_entry *e = archive_entry_new();
    archive_entry_set_pathname(e, f->name);
    archive_entry_set_mtime(e, 1500000000, 0);
    archive_entry_set_perm(e, 0600);
    archive_entry_set_filetype(e, f->link ? AE_IFLNK : AE_IFREG);
    if (f->link)
        archive_entry_set_symlink(e, f->link);
    else
        archive_entry_set_size(e, (la_int64_t)f->text.n);
    assert_int_equal(archive_write_header(w, e), ARCHIVE_OK);
    if (!f->link && f->text.n)
        assert_int_equal(archive_write_data(w, f->text.p, f->text.n), f->text.n);
    archive_entry_free(e);
}

k_str kit_archive(struct k_arena *a, enum kit_archive form, const struct kit_files *files)
{
    /* Names are UTF-8 for who writes an archive; who reads it knows no locale. */
    locale_t utf8 = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0), before;
    size_t room = 1 << 16, used = 0;
    assert_true(utf8 != (locale_t)0);
    before = uselocale(utf8);
    for (size_t i = 0; i < files->n; i++)
        room += files->v[i].text.n + 4096;
    char *p = k_arena_alloc(a, room);
    struct archive *w = open_form(form);
    assert_int_equal(archive_write_set_bytes_in_last_block(w, 1), ARCHIVE_OK);
    assert_int_equal(archive_write_open_memory(w, p, room, &used), ARCHIVE_OK);
    for (size_t i = 0; i < files->n; i++)
        put(w, &files->v[i]);
    assert_int_equal(archive_write_close(w), ARCHIVE_OK);
    archive_write_free(w);
    uselocale(before);
    freelocale(utf8);
    return k_str_n(p, used);
}

void kit_folder(struct k_arena *a, const char *folder, const struct kit_files *files)
{
    for (size_t i = 0; i < files->n; i++) {
        k_str path = k_fmt(a, "%s/%s", folder, files->v[i].name);
        size_t n = path.n;
        while (n > 0 && path.p[n - 1] != '/')
            n--;
        assert_int_equal(os_folder_make(k_dupz(a, k_str_sub(path, 0, n - 1)), 0700), K_OK);
        if (files->v[i].link)
            assert_int_equal(symlink(files->v[i].link, path.p), 0);
        else
            assert_int_equal(os_file_write(path.p, files->v[i].text, 0600), K_OK);
    }
}

void kit_maildir(struct k_arena *a, k_str mbox, const char *name, struct kit_files *out)
{
    struct mbox r = mbox_open(mbox);
    struct mbox_message m;
    while (mbox_next(&r, &m))
        *k_vec_push(a, out) = (struct kit_file){
            k_fmt(a, "%s/cur/15000%05zu.M1P1_%zu.host:2,S", name, out->n, out->n).p, m.raw,
            NULL};
}
