/* Archives: any bytes end, names lead nowhere, and what is unpacked is a bag, cards or a table
 * that ends, too. */
#include "base/utf8.h"
#include "formats/mailbag.h"
#include "import/unpack.h"
#include "os/entries.h"
#include "os/file.h"
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool ok)
{
    if (!ok)
        __builtin_trap();
}

static void look_at_name(k_str name)
{
    must(k_utf8_valid(name) && name.n <= 3 * OS_ENTRIES_NAME && !k_str_starts(name, K_S("/")));
    while (name.p) {
        k_str part = k_str_cut(&name, '/');
        must(!k_str_eqz(part, "..") && k_str_chr(part, '\n') < 0);
    }
}

static void walk(k_str text)
{
    static char buf[65536];
    struct os_entries *e;
    struct os_entry entry;
    bool found = true;
    if (os_entries_archive(text, &e) == K_OK)
        while (os_entries_next(e, &entry, &found) == K_OK && found) {
            size_t got = 1, all = 0;
            look_at_name(entry.name);
            while (got && os_entries_read(e, buf, sizeof buf, &got) == K_OK)
                all += got;
            must((int64_t)all <=
                 OS_ENTRIES_FREE + (1 << 20) + (int64_t)text.n * OS_ENTRIES_RATIO);
        }
    os_entries_close(e);
}

static void unpack_all(struct k_arena *a, k_str text)
{
    struct k_ctx cx = {.arena = a};
    struct unpack_source from = {.archive = text};
    const char *folder = getenv("TMPDIR");
    char path[256];
    k_str out;
    struct mailbag_mail m;
    (void)snprintf(path, sizeof path, "%s/kith-fuzz-%d", folder ? folder : "/tmp",
                   (int)getpid());
    k_err err = unpack(&cx, &from, path);
    must(err == K_OK || cx.detail.text.n > 0);
    must((err == K_OK) == os_file_exists(path));
    if (err != K_OK)
        return;
    must(os_file_read(a, path, (size_t)200 << 20, &out) == K_OK && unlink(path) == 0);
    struct mailbag r = mailbag_open(out);
    while (r.bag && mailbag_next(&r, &m))
        must(k_utf8_valid(m.file) && m.line > 0);
    must(!r.bag || r.n > 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    k_str text = k_str_n((const char *)data, size);
    struct k_arena *a = k_arena_new(0);
    if (os_entries_is_archive(text)) {
        walk(text);
        unpack_all(a, text);
    }
    k_arena_free(a);
    return 0;
}
