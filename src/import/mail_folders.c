/* mail_folders: see the header. */
#include "import/mail_folders.h"

#include "formats/mailbag.h"

/* Neighbours are mostly of one folder, so the newest is looked at first. */
static struct mail_folder *find(const struct mail_folders *v, k_str path)
{
    for (size_t i = v->n; i-- > 0;)
        if (k_str_eq(v->v[i].path, path))
            return &v->v[i];
    return NULL;
}

const struct mail_folder *mail_folder_of(const struct mail_folders *v, k_str file)
{
    return v->n ? find(v, maildir_read(file).folder) : NULL;
}

static void name_all(struct k_arena *a, struct mail_folders *v)
{
    k_str root = v->n ? v->v[0].path : K_S("");
    for (size_t i = 1; i < v->n; i++)
        root = maildir_shared(root, v->v[i].path);
    if (v->n == 1 && maildir_use(a, root) != MAILDIR_ORDINARY)
        root = K_S(""); /* "Sent" alone is not an inbox */
    for (size_t i = 0; i < v->n; i++) {
        v->v[i].name = maildir_folder(a, v->v[i].path, root);
        v->v[i].use = maildir_use(a, v->v[i].name);
    }
}

void mail_folders_read(struct k_arena *a, k_str text, struct mail_folders *out)
{
    struct mailbag r = mailbag_open(text);
    struct mailbag_mail m;
    *out = (struct mail_folders){0};
    while (r.bag && mailbag_next(&r, &m)) {
        k_str path = maildir_read(m.file).folder;
        struct mail_folder *f = find(out, path);
        if (!f && out->n < MAIL_FOLDERS) {
            f = k_vec_push(a, out);
            f->path = path;
        }
        if (f)
            f->mails++;
    }
    name_all(a, out);
}
