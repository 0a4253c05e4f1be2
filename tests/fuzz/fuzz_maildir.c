/* Bags of mail and names of files in folders of mail: any bytes end, every mail lies within the
 * text, folders have valid names. */
#include "base/utf8.h"
#include "formats/mailbag.h"
#include "formats/maildir.h"
#include "import/mail_folders.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool ok)
{
    if (!ok)
        __builtin_trap();
}

static bool within(k_str part, k_str text)
{
    return part.n == 0 || (part.p >= text.p && part.p + part.n <= text.p + text.n);
}

static void read_bag(struct k_arena *a, k_str text)
{
    struct mailbag r = mailbag_open(text);
    struct mailbag_mail m;
    struct mail_folders folders;
    size_t n = 0;
    while (mailbag_next(&r, &m)) {
        must(within(m.raw, text) && within(m.file, text) && within(m.envelope, text));
        must(++n <= text.n + 1 && m.line > 0);
    }
    mail_folders_read(a, text, &folders);
    for (size_t i = 0; i < folders.n; i++)
        must(k_utf8_valid(folders.v[i].name) && folders.v[i].name.n > 0 &&
             folders.v[i].mails > 0);
}

static void read_names(struct k_arena *a, k_str text)
{
    k_str root = K_NONE;
    for (int i = 0; text.p && i < 100; i++) {
        k_str name = k_str_cut(&text, '\n');
        struct maildir_name n = maildir_read(name);
        must(n.at >= 0 && within(n.folder, name));
        root = root.p ? maildir_shared(root, n.folder) : n.folder;
        must(root.n <= n.folder.n || n.folder.n == 0);
        k_str folder = maildir_folder(a, n.folder, root);
        must(k_utf8_valid(folder) && folder.n > 0);
        (void)maildir_use(a, folder);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct k_arena *a = k_arena_new(0);
    k_str text = k_str_n((const char *)data, size);
    read_bag(a, text);
    read_bag(a, k_cat(a, K_S(MAILBAG_FIRST), text));
    read_names(a, text);
    k_arena_free(a);
    return 0;
}
